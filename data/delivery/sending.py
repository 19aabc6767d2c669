"""Sending what waits: each message claimed, said to be leaving, handed over, said to be taken. Many processes may do so at once."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from data.access import Viewer
from data.decisions.store import Decisions
from data.delivery import outbox
from data.delivery.carrying import Away, Carrier, NoAnswer, Refused, fault_text
from data.delivery.folder import FolderCarrier
from data.delivery.mail import MailCarrier, is_loopback
from data.delivery.outbox import Channel, Claim, Message, State
from data.delivery.webhook import WebhookCarrier
from data.errors import ConfigFault
from data.settings import Home, Settings


@dataclass(frozen=True)
class Outcome:
    """What became of one message in this round. `fault` says why, where it was not sent."""

    message: Message
    state: State
    fault: str = ""


def carriers(home: Home, settings: Settings) -> dict[Channel, Carrier]:
    """The ways out that are set up. Raises ConfigFault; made-up messages of the demo city go no further than this machine."""
    found: dict[Channel, Carrier] = {}
    if settings.delivery_folder:
        found["folder"] = FolderCarrier(settings.delivery_folder)
    if settings.smtp_host:
        if home.is_demo and not is_loopback(settings.smtp_host):
            raise ConfigFault("数据目录中是演示数据，邮件只能发到本机的邮件服务器，没有发送。请接入正式数据，或去掉 DUSHU_SMTP_HOST。")
        found["mail"] = MailCarrier(settings)
    if settings.webhook and not home.is_demo:
        found["webhook"] = WebhookCarrier(settings.webhook.get_secret_value(), settings.webhook_form)
    return found


def channels(home: Home, settings: Settings) -> tuple[Channel, ...]:
    """The names of the ways that are set up, without opening any."""
    there: dict[Channel, bool] = {
        "folder": settings.delivery_folder is not None, "mail": bool(settings.smtp_host), "webhook": bool(settings.webhook) and not home.is_demo,
    }  # fmt: skip
    return tuple(name for name, is_there in there.items() if is_there)


def send_waiting(decisions: Decisions, viewer: Viewer, ways: Mapping[Channel, Carrier]) -> list[Outcome]:
    """Send everything that waits and is due, channel by channel, and say what became of each.

    `viewer`: in whose name, for the trail. A channel whose other side is away is left for the next round.
    """
    outbox.expire(decisions)
    outcomes: list[Outcome] = []
    for channel, carrier in ways.items():
        with closing(carrier):
            while held := outbox.claim(decisions, channel):
                try:
                    outcomes.append(_send(decisions, viewer, carrier, held))
                except Away as fault:
                    outbox.put_back(decisions, held, fault_text(fault))
                    outcomes.append(Outcome(held.message, "waiting", fault_text(fault)))
                    break
    return outcomes


def _send(decisions: Decisions, viewer: Viewer, carrier: Carrier, held: Claim) -> Outcome:
    """One message, as far as it goes. Raises Away when the other side can't be reached."""
    one = held.message
    try:
        carrier.prepare(one.recipient, held.content)
        if not carrier.is_repeatable:
            outbox.handing_over(decisions, held)
        carrier.hand_over()
        outbox.sent(decisions, held, viewer)
    except Refused as fault:
        outbox.refused(decisions, held, fault_text(fault), for_good=fault.for_good)
        return Outcome(one, "failed" if fault.for_good else "waiting", fault_text(fault))
    except NoAnswer as fault:
        outbox.unsure(decisions, held, fault_text(fault))
        return Outcome(one, "uncertain", fault_text(fault))
    except outbox.Lost:
        carrier.close()
        return Outcome(one, "claimed", "本次发送超过时限，已由另一进程或人员接手")
    return Outcome(one, "sent")
