"""Deliveries at the terminal: shown, made and sent by real processes to a real mail server, once whatever is killed and how many run."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from data.access import Viewer
from data.calendar import day_of
from data.decisions import contacts
from data.decisions.store import Decisions, utc_now
from data.delivery import outbox
from data.settings import PROJECT, Home, Settings
from tests.cities import small_run
from tests.commands.terminal import dushu
from tests.data.decisions.postgres import free_port
from tests.data.delivery.mail_server import VICTIM, Mailbox, serving
from tests.forked import Forked

UNITS = tuple(small_run.UNITS)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    with serving(tmp_path_factory.mktemp("mail"), free_port()) as box:
        yield box


@pytest.fixture
def mailbox(server: Mailbox) -> Mailbox:
    return server.empty()


@pytest.fixture
def city(home: Home) -> Home:
    """The small run as of yesterday, with a contact for each of its units."""
    yesterday = day_of(utc_now()) - timedelta(days=1)
    small_run.build(home, f"{yesterday.year}", yesterday)
    decisions = Decisions(home, Settings(home=home.path))
    for unit in UNITS:
        add(decisions, unit, f"{unit.lower()}@example.gov.cn")
    decisions.close()
    return home


def add(decisions: Decisions, unit: str, email: str) -> None:
    contacts.keep(decisions, Viewer("王审核", "officer", login="wang"), unit, {"name": "联系人", "email": email}, "报送")


def environment(box: Mailbox) -> dict[str, str]:
    return {
        "DUSHU_SMTP_HOST": "127.0.0.1", "DUSHU_SMTP_PORT": str(box.port), "DUSHU_SMTP_SECURITY": "none",
        "DUSHU_MAIL_FROM": "dushu@example.gov.cn", "DUSHU_DELIVERIES": "weekly,monthly",
    }  # fmt: skip


def expected(today: date) -> set[tuple[str, str]]:
    """(unit, schedule) that must arrive: some days of the year begin with holidays."""
    from data.calendar import load_calendar
    from reports.delivery.occasions import SCHEDULES, occasions

    on = {one.schedule for one in occasions(SCHEDULES, today, load_calendar(), ())}
    return {(unit, schedule) for unit in UNITS for schedule in on}


def arrived(box: Mailbox) -> list[tuple[str, str]]:
    kind = {True: "weekly", False: "monthly"}
    return sorted((str(one["X-To"]).partition("@")[0].upper(), kind["到期提醒" in str(one["Subject"])]) for one in box.taken())


def start(city: Home, box: Mailbox) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "cli.py", "deliver"], cwd=PROJECT, env=os.environ | {"DUSHU_HOME": str(city.path)} | environment(box),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def forked(city: Home, box: Mailbox, **more: str) -> Forked:
    return Forked("cli.py", "deliver", DUSHU_HOME=str(city.path), **environment(box) | more)


def test_shown_then_sent_by_two_at_once_then_nothing_left(city: Home, mailbox: Mailbox):
    due = expected(day_of(utc_now()))
    shown = dushu(city.path, "deliver", "--dry-run", "--json", **environment(mailbox))
    assert shown.returncode == 0, shown.stderr
    planned = json.loads(shown.stdout)["due"]
    assert {(one["unit_id"], one["schedule"]) for one in planned if not one["obstacle"]} == due
    assert mailbox.taken() == []
    both = [start(city, mailbox), start(city, mailbox)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert arrived(mailbox) == sorted(due)
    again = dushu(city.path, "deliver", **environment(mailbox))
    assert (again.returncode, "没有需要发送的" in again.stdout) == (0, True)
    assert len(mailbox.taken()) == len(due)
    decisions = Decisions(city, Settings(home=city.path))
    assert decisions.verify_trail().faults == ()
    decisions.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_after_the_server_took_it_the_next_one_sends_all_the_others(city: Home, mailbox: Mailbox):
    weekly = {"DUSHU_DELIVERIES": "weekly"}
    decisions = Decisions(city, Settings(home=city.path))
    add(decisions, "D2", "kill-taken@example.gov.cn")
    killed = forked(city, mailbox, **weekly)
    (mailbox.folder / VICTIM).write_text(str(killed.pid))
    if not [schedule for _, schedule in expected(day_of(utc_now())) if schedule == "weekly"]:
        assert killed.wait(60) == 0
        pytest.skip("this week has no working day yet")
    assert killed.wait(60) == -signal.SIGKILL
    assert [one.unit_id for one in outbox.messages(decisions, ("sending",))] == ["D2"], "the server has it, and we don't know so"
    assert forked(city, mailbox, **weekly).wait(60) == 0
    assert sorted(str(one["X-To"]).partition("@")[0] for one in mailbox.taken()) == ["c1", "d1", "d3", "kill-taken"]
    assert {one.unit_id: one.state for one in outbox.messages(decisions)} == {"D1": "sent", "D2": "sending", "D3": "sent", "C1": "sent"}
    decisions.close()


def test_what_can_t_go_is_said(city: Home):
    shown = dushu(city.path, "deliver", "--dry-run")
    assert (shown.returncode, "还没有设置任何投递渠道" in shown.stderr) == (0, True)
    change = ("contacts", "set", "D1", "--name", "某", "--reason", "换人", "--email")
    bad = dushu(city.path, *change, "不是邮箱")
    assert (bad.returncode, "电子邮箱" in bad.stderr) == (2, True)
    assert dushu(city.path, *change, "mou@mail").returncode == 0
    assert dushu(city.path, "contacts", "remove", "D2", "--reason", "撤销").returncode == 0
    listed = {one["unit_id"]: one["email"] for one in json.loads(dushu(city.path, "contacts", "list", "--json").stdout)}
    assert {*listed} == {*UNITS} - {"D2"}
    assert listed["D1"] == "mou@mail"


def test_a_person_s_word_on_a_message(city: Home):
    decisions = Decisions(city, Settings(home=city.path))
    assert outbox.put(
        decisions, outbox.Letter("weekly/2026-W27/D1/mail", "weekly", "D1", "mail", "d1@example.gov.cn", "到期提醒", "r", b"x")
    )
    held = outbox.claim(decisions, "mail")
    assert held is not None
    outbox.handing_over(decisions, held)
    outbox.unsure(decisions, held, "没有回答")
    (told,) = json.loads(dushu(city.path, "outbox", "list", "--undecided", "--json").stdout)
    assert (told["state"], told["recipient"], told["fault"]) == ("uncertain", "d1@example.gov.cn", "没有回答")
    number = str(told["message_id"])
    assert "未能确认" in dushu(city.path, "outbox", "list").stdout
    sent = dushu(city.path, "outbox", "confirm", number, "--reason", "收件人确认收到")
    assert (sent.returncode, "已发出" in sent.stdout) == (0, True)
    assert [one.state for one in outbox.messages(decisions)] == ["sent"]
    late = dushu(city.path, "outbox", "retry", number, "--reason", "再发")
    assert (late.returncode, "不在可以这样办理的状态" in late.stderr) == (2, True)
    unknown = dushu(city.path, "outbox", "give-up", "999", "--reason", "无")
    assert (unknown.returncode, "没有编号为 999 的邮件" in unknown.stderr) == (2, True)
    assert json.loads(dushu(city.path, "outbox", "list", "--undecided", "--json").stdout) == []
    decisions.close()
