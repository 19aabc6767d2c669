"""Letters to put into an outbox, without anything of the city in them."""

from email.message import EmailMessage
from email.policy import SMTP

from data.delivery.outbox import Channel, Letter

TEXT = "各位同事：\n\n.点开头的一行\n..两点\nFrom 行首\n" + "很长的一行" * 300 + "\n"


def content(to: str = "chen@example.gov.cn", text: str = TEXT, number: int = 1) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "dushu@example.gov.cn", to, "到期提醒（第27周）"
    message["Message-ID"] = f"<{number}@example.gov.cn>"
    message.set_content(text, cte="base64")
    message.add_attachment(b"PK\x03\x04" + bytes(range(256)) * 40, maintype="application", subtype="zip", filename="考核表.xlsx")
    return message.as_bytes()


def letter(number: int, to: str = "chen@example.gov.cn", channel: Channel = "mail", **more: str) -> Letter:
    recipient = more.get("recipient", to)
    return Letter(f"weekly/{number}/{channel}", f"weekly/{number}", "B1", channel, recipient, "提醒", "r1", content(to, number=number))
