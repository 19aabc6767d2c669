"""Making what is due: the letters of a plan, put into the outbox as they will be sent, each once."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from data.calendar import CHINA
from data.decisions.store import Decisions
from data.delivery import outbox
from data.delivery.outbox import Letter
from data.settings import Home, Settings
from reports.delivery.planning import Plan, Planned
from reports.wording.wording import Wording

Progress = Callable[[int, int, str], None]
NOBODY = "dushu@localhost"  # the sender of what goes by no mail


def make(home: Home, settings: Settings, decisions: Decisions, due: Plan, progress: Progress = lambda done, total, name: None) -> int:
    """Put every letter of the plan that nothing stands in the way of into the outbox. How many were made; another process may make the others."""
    ready = [one for one in due.due if not one.obstacle]
    made = 0
    for number, one in enumerate(ready):
        progress(number, len(ready), one.unit_name)
        made += outbox.put(decisions, letter(home, settings, one, decisions.now()))
    return made


def letter(home: Home, settings: Settings, one: Planned, at: datetime) -> Letter:
    """The message as it will leave, with everything attached. Its Message-ID follows from its key: however often it leaves, it is one message."""
    assert one.paper is not None
    assert one.channel is not None
    sender = settings.mail_from or NOBODY
    subject = (Wording(settings.delivery_language, "delivery")("common.demo") if home.is_demo else "") + one.paper.subject
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, one.recipient if one.channel == "mail" else NOBODY
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(at.astimezone(CHINA))
    message["Message-ID"] = message_id(one.key, sender)
    message["Auto-Submitted"] = "auto-generated"  # so that no absence note comes back
    message.set_content(one.paper.text, cte="base64")
    for attached in one.paper.attachments:
        kind, _, sub = attached.media_type.partition("/")
        message.add_attachment(attached.build(), maintype=kind, subtype=sub, filename=attached.name)
    return Letter(
        one.key, one.occasion.series, one.unit_id, one.channel, one.recipient, subject[:300], one.paper.run, message.as_bytes()
    )  # fmt: skip


def message_id(key: str, sender: str) -> str:
    """The same for the same key and the same sender's domain."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2].rstrip('>')}>"
