"""From the outbox through real servers: taken once, refused, away, cut off; and two that send at once."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from pydantic import SecretStr

from data.access import OPERATOR
from data.decisions.store import Decisions
from data.delivery import outbox, sending
from data.delivery.folder import place_of
from data.delivery.mail import as_sent
from data.delivery.outbox import LEASE, State
from data.delivery.webhook import MOST, body_of
from data.errors import ConfigFault
from data.settings import PROJECT, Home, Settings
from tests.data.decisions.postgres import free_port
from tests.data.delivery import robot
from tests.data.delivery.letters import TEXT, content, letter
from tests.data.delivery.mail_server import PASSWORD, VICTIM, Mailbox, serving

SEND = """
import sys
from data.access import OPERATOR
from data.decisions.store import Decisions
from data.delivery import sending
from data.settings import Home, settings
home = Home(settings().home)
for outcome in sending.send_waiting(Decisions(home, settings()), OPERATOR, sending.carriers(home, settings())):
    print(outcome.message.key, outcome.state)
"""


def send(decisions: Decisions, options: Settings) -> dict[str, State]:
    outcomes = sending.send_waiting(decisions, OPERATOR, sending.carriers(decisions.home, options))
    return {one.message.key: one.state for one in outcomes}


def states(decisions: Decisions) -> dict[str, State]:
    return {one.key: one.state for one in outbox.messages(decisions)}


def test_mail_arrives_as_it_was_written_and_once(decisions: Decisions, options: Settings, mailbox: Mailbox):
    for number in (1, 2, 3):
        outbox.put(decisions, letter(number))
    assert set(send(decisions, options).values()) == {"sent"}
    assert send(decisions, options) == {}
    first, *others = mailbox.taken()
    assert len(others) == 2
    assert first["Message-ID"] == "<1@example.gov.cn>"
    assert (first["X-To"], first["X-From"]) == ("chen@example.gov.cn", "dushu@example.gov.cn")
    body = first.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == TEXT
    (attached,) = first.iter_attachments()
    assert attached.get_filename() == "考核表.xlsx"
    assert attached.get_content() == b"PK\x03\x04" + bytes(range(256)) * 40
    assert [line.target for line in decisions.trail_lines()] == [
        "delivery/weekly/1/mail",
        "delivery/weekly/2/mail",
        "delivery/weekly/3/mail",
    ]


@pytest.mark.parametrize("text", [b"", b".", b"a\n.b\r\n..c", b"a\r\n", b".\r\n.\r\n"])
def test_no_line_of_the_content_ends_it(text: bytes):
    carried = as_sent(text)
    assert carried.endswith(b"\r\n.\r\n") or carried == b"\r\n.\r\n"
    assert b"\r\n.\r\n" not in b"\r\n" + carried[:-3]


@pytest.mark.parametrize(
    ("to", "state"),
    [
        ("rcpt550@x.cn", "failed"),
        ("rcpt450@x.cn", "waiting"),
        ("data554@x.cn", "failed"),
        ("data451@x.cn", "waiting"),
        ("hangup@x.cn", "uncertain"),
    ],
)
def test_what_the_server_says_decides_and_the_next_one_goes_all_the_same(
    decisions: Decisions, options: Settings, mailbox: Mailbox, to: str, state: State
):
    outbox.put(decisions, letter(1, to))
    outbox.put(decisions, letter(2))
    send(decisions, options)
    assert states(decisions) == {"weekly/1/mail": state, "weekly/2/mail": "sent"}
    assert len(mailbox.taken()) == (2 if to.startswith("hangup") else 1)
    assert send(decisions, options) == {}, "not again at once"


def test_a_server_that_is_away_leaves_everything_as_it_was(decisions: Decisions, options: Settings):
    for number in (1, 2):
        outbox.put(decisions, letter(number))
    away = options.model_copy(update={"smtp_port": free_port()})
    assert send(decisions, away) == {"weekly/1/mail": "waiting"}, "the second is not even tried"
    assert {one.attempts for one in outbox.messages(decisions)} == {0}
    assert "连接不上" in outbox.messages(decisions)[-1].fault
    assert set(send(decisions, options).values()) == {"sent"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(("to", "after", "copies"), [("kill-rcpt@x.cn", "waiting", 0), ("kill-taken@x.cn", "uncertain", 1)])
def test_killed_while_it_sends(decisions: Decisions, options: Settings, mailbox: Mailbox, to: str, after: State, copies: int):
    """Before the content left it goes again by itself; between the server's taking it and our writing that down it waits for a person."""
    outbox.put(decisions, letter(1, to))
    with start(options) as process:
        (mailbox.folder / VICTIM).write_text(str(process.pid))
        process.communicate(timeout=60)
    assert process.returncode == -9
    later = Decisions(decisions.home, options, now=lambda: datetime.now(UTC) + LEASE + timedelta(seconds=1))
    outbox.expire(later)
    assert states(later) == {"weekly/1/mail": after}
    later.close()
    assert len(mailbox.taken()) == copies


def start(options: Settings) -> subprocess.Popen:
    """A process that sends as soon as its standard input is closed."""
    environment = {
        "DUSHU_HOME": str(options.home), "DUSHU_SMTP_HOST": "127.0.0.1", "DUSHU_SMTP_PORT": str(options.smtp_port),
        "DUSHU_SMTP_SECURITY": "none", "DUSHU_MAIL_FROM": str(options.mail_from), "PYTHONUTF8": "1",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", f"import sys; sys.stdin.read()\n{SEND}"],
        cwd=PROJECT, env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_processes_at_once_send_each_message_once(decisions: Decisions, options: Settings, mailbox: Mailbox):
    for number in range(30):
        outbox.put(decisions, letter(number))
    with start(options) as one, start(options) as other:
        for process in (one, other):
            assert process.stdin is not None
            process.stdin.close()
            process.stdin = None
        told = [process.communicate(timeout=60)[0].splitlines() for process in (one, other)]
    assert (one.returncode, other.returncode) == (0, 0)
    assert sorted(str(one["Message-ID"]) for one in mailbox.taken()) == sorted(f"<{n}@example.gov.cn>" for n in range(30))
    assert sorted(line for lines in told for line in lines) == sorted(f"weekly/{n}/mail sent" for n in range(30))
    assert decisions.verify_trail().faults == ()


def test_over_tls_with_a_user(decisions: Decisions, options: Settings, tmp_path: Path):
    certificate, key = self_signed(tmp_path)
    port = free_port()
    (tmp_path / "mail").mkdir()
    with serving(tmp_path / "mail", port, certificate, key) as box:
        asked = {"smtp_port": port, "smtp_security": "starttls", "smtp_ca": certificate, "smtp_user": "dushu"}
        outbox.put(decisions, letter(1))
        wrong = options.model_copy(update=asked | {"smtp_password": SecretStr("wrong-7c")})
        untrusted = options.model_copy(update=asked | {"smtp_password": SecretStr(PASSWORD), "smtp_ca": None})
        for other in (wrong, untrusted):
            assert send(decisions, other) == {"weekly/1/mail": "waiting"}
            fault = outbox.messages(decisions)[0].fault
            assert "连接不上" in fault
            assert "wrong-7c" not in fault
        right = options.model_copy(update=asked | {"smtp_password": SecretStr(PASSWORD)})
        assert send(decisions, right) == {"weekly/1/mail": "sent"}
        assert len(box.taken()) == 1


def self_signed(folder: Path) -> tuple[Path, Path]:
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return certificate, secret


def test_a_password_never_goes_over_an_open_connection(decisions: Decisions, options: Settings):
    asked = options.model_copy(update={"smtp_host": "mail.example.gov.cn", "smtp_password": SecretStr("x")})
    with pytest.raises(ConfigFault, match="明文"):
        sending.carriers(decisions.home, asked)
    with pytest.raises(ConfigFault, match="DUSHU_MAIL_FROM"):
        sending.carriers(decisions.home, options.model_copy(update={"mail_from": None}))


def test_the_demo_city_writes_to_nobody_outside(home: Home, options: Settings):
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigFault, match="演示数据"):
        sending.carriers(home, options.model_copy(update={"smtp_host": "mail.example.gov.cn"}))
    asked = options.model_copy(update={"webhook": SecretStr("https://example.gov.cn/robot")})
    assert set(sending.carriers(home, asked)) == {"folder", "mail"} == set(sending.channels(home, asked))


def test_a_folder_holds_each_unit_s_own_and_what_was_cut_off_goes_again(decisions: Decisions, options: Settings, tmp_path: Path):
    place = place_of("B1", "weekly-2026-W27")
    outbox.put(decisions, letter(1, channel="folder", recipient=place))
    held = outbox.claim(decisions, "folder")
    assert held is not None
    way = sending.carriers(decisions.home, options)["folder"]
    way.prepare(held.message.recipient, held.content)
    way.hand_over()  # and here the power went
    later = Decisions(decisions.home, options, now=lambda: datetime.now(UTC) + LEASE + timedelta(seconds=1))
    assert send(later, options) == {"weekly/1/folder": "sent"}
    later.close()
    found = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert found == ["B1/weekly-2026-W27/正文.txt", "B1/weekly-2026-W27/考核表.xlsx"]
    assert "到期提醒（第27周）" in (tmp_path / "out" / found[0]).read_text("utf-8-sig")


@pytest.mark.parametrize("unit", ["../../etc", "a/b", "..", "CON:", "单位\x00", "x" * 300])
def test_a_unit_s_folder_is_below_the_folder_whatever_it_is_called(unit: str, tmp_path: Path):
    place = (tmp_path / place_of(unit, "weekly")).resolve()
    assert place.parent.parent == tmp_path.resolve()
    assert place != (tmp_path / place_of("other", "weekly")).resolve()


@pytest.mark.parametrize(
    ("path", "form", "state"),
    [
        ("/good?key=k-77", "wecom", "sent"), ("/feishu", "feishu", "sent"), ("/good", "dingtalk", "sent"), ("/refused", "wecom", "waiting"),
        ("/gone", "wecom", "failed"), ("/busy", "wecom", "waiting"), ("/gateway", "wecom", "uncertain"), ("/odd", "wecom", "uncertain"),
        ("/silent", "wecom", "uncertain"), ("/elsewhere", "wecom", "failed"),
    ],
)  # fmt: skip
def test_the_messenger_is_believed_only_when_it_says_so(decisions: Decisions, options: Settings, path: str, form: str, state: State):
    outbox.put(decisions, letter(1, channel="webhook"))
    with robot.listening() as (address, told):
        asked = options.model_copy(update={"webhook": SecretStr(address + path), "webhook_form": form})
        send(decisions, asked)
        assert send(decisions, asked) == {}
    assert states(decisions) == {"weekly/1/webhook": state}
    ((asked_path, said),) = told
    assert asked_path == path
    assert "到期提醒" in (said["content"]["text"] if form == "feishu" else said["text"]["content"])
    assert "k-77" not in outbox.messages(decisions)[0].fault


def test_a_long_text_is_cut_between_two_signs():
    body = body_of("wecom", content(text="汉" * 3000))
    assert len(body.decode()) > 600
    assert MOST - 3 < len(__import__("json").loads(body)["text"]["content"].encode()) <= MOST


def test_a_message_reads_back_as_it_was_made():
    message = message_from_bytes(content(), policy=policy.default)
    assert message["Subject"] == "到期提醒（第27周）"
