"""What is due on a day, to whom; what each letter says; that it holds the unit's own and nothing of a draft's score."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pydantic import SecretStr

from data.access import OPERATOR, Viewer
from data.calendar import load_calendar
from data.decisions import contacts
from data.decisions.store import Decisions
from data.delivery import outbox
from data.delivery.folder import attachments
from data.errors import ConfigFault
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from reports.delivery import making
from reports.delivery.letters import WITHIN
from reports.delivery.occasions import SCHEDULES, chosen, occasions
from reports.delivery.planning import Plan, plan
from reports.scorecard import make
from reports.wording.wording import Wording, catalogue
from tests.cities import small_editions, small_run, small_year

OFFICER = Viewer("王审核", "officer", login="wang")
MONDAY = date(2026, 7, 6)
At = Callable[[date], Decisions]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("delivery") / "home").create()
    small_run.build(home)
    return home


@pytest.fixture
def city(built: Home, tmp_path: Path) -> Home:
    """The small run with decisions of this test's own."""
    home = Home(tmp_path / "home").create()
    home.runs.rmdir()
    home.runs.symlink_to(built.runs, target_is_directory=True)
    home.runs = built.runs
    return home


@pytest.fixture
def options(city: Home, tmp_path: Path) -> Settings:
    return Settings(
        home=city.path, threads=1, smtp_host="127.0.0.1", mail_from="dushu@example.gov.cn", delivery_folder=tmp_path / "out",
        webhook=SecretStr("http://127.0.0.1:9/robot"), contact="李工 3279000",
    )  # fmt: skip


@pytest.fixture
def at(city: Home, options: Settings) -> Iterator[At]:
    """The decisions on a morning."""
    opened: list[Decisions] = []

    def on(day: date) -> Decisions:
        opened.append(Decisions(city, options, now=lambda: datetime(day.year, day.month, day.day, 1, tzinfo=UTC)))
        return opened[-1]

    yield on
    for one in opened:
        one.close()


def told(planned: Plan) -> dict[str, str]:
    return {one.key: one.obstacle for one in planned.due}


def only(options: Settings, **more: object) -> Settings:
    return options.model_copy(update={"delivery_folder": None, "webhook": None, "deliveries": "weekly", **more})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_say_the_same_things(lang: str):
    values = {key: set(re.findall(r"{(\w+)", text)) for key, text in catalogue(lang, "delivery").items()}
    assert values == {key: set(re.findall(r"{(\w+)", text)) for key, text in catalogue("zh", "delivery").items()}
    if lang == "en":
        assert not [text for text in catalogue("en", "delivery").values() if re.search(r"[\u4e00-\u9fff]", text)]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 7, 6), {"2026-W28", "2026-07"}),
        (date(2026, 7, 12), {"2026-W28", "2026-07"}),
        (date(2026, 10, 5), set()),  # a week and a month that begin with the holiday
        (date(2026, 10, 8), {"2026-W41", "2026-10"}),
        (date(2026, 2, 14), {"2026-W07", "2026-02"}),
        (date(2026, 2, 18), {"2026-02"}),  # Spring Festival: no working day in this week until Sunday
        (date(2026, 1, 1), {"2026-W01"}),  # the week began in December; no working day of January yet
    ],
)
def test_an_occasion_comes_with_the_first_working_day(day: date, found: set[str]):
    assert {one.name for one in occasions(SCHEDULES, day, load_calendar(), ())} == found


def test_a_schedule_that_is_none_is_told():
    assert chosen(" monthly , weekly") == ("weekly", "monthly")
    assert chosen("") == ()
    with pytest.raises(ConfigFault, match="daily"):
        chosen("weekly,daily")


def test_the_plan_names_every_unit_and_what_is_in_the_way(city: Home, options: Settings, at: At):
    decisions = at(MONDAY)
    contacts.keep(decisions, OFFICER, "D1", {"name": "陈科员", "email": "chen@d1.cn"}, "报送")
    found = told(plan(city, only(options), decisions))
    assert found == {f"weekly/2026-W28/{unit}/mail": "" if unit == "D1" else "没有登记联系人" for unit in small_run.UNITS}
    assert outbox.messages(decisions) == [], "planning makes nothing"


def test_what_is_made_is_not_due_again_and_a_new_contact_is_caught_up(city: Home, options: Settings, at: At):
    decisions = at(MONDAY)
    contacts.keep(decisions, OFFICER, "D1", {"name": "陈科员", "email": "chen@d1.cn"}, "报送")
    assert making.make(city, options, decisions, plan(city, options, decisions)) == 2 * (4 + 1) + 2
    contacts.keep(decisions, OFFICER, "D1", {"name": "黄科员", "email": "huang@d1.cn"}, "换人")
    contacts.keep(decisions, OFFICER, "D2", {"name": "赵科员", "email": "zhao@d2.cn"}, "报送")
    again = plan(city, options, decisions)
    assert {key for key, obstacle in told(again).items() if not obstacle} == {"weekly/2026-W28/D2/mail", "monthly/2026-07/D2/mail"}
    assert again.made == 12
    assert making.make(city, options, decisions, again) == 2


def test_a_plan_that_another_process_carried_out_makes_nothing_twice(city: Home, options: Settings, at: At):
    decisions = at(MONDAY)
    due = plan(city, options, decisions)
    assert making.make(city, options, decisions, due) == 10
    assert making.make(city, options, decisions, due) == 0


def test_a_reminder_lists_what_the_run_holds_of_the_unit_and_nothing_else(city: Home, options: Settings, at: At):
    decisions = at(MONDAY)
    making.make(city, options, decisions, plan(city, options.model_copy(update={"deliveries": "weekly"}), decisions))
    reader = Reader(RunStore(city, options), RunStore(city, options).runs()[0], OPERATOR)
    until = load_calendar().after(MONDAY, WITHIN)
    for message in (one for one in outbox.messages(decisions) if one.channel == "folder"):
        unit = str(message.unit_id)
        due = reader.obligations(Filter(unit_id=unit, states=("pending",), due_to=until))
        overdue = reader.obligations(Filter(unit_id=unit, states=("overdue",)))
        assert f"前 {len(due)} 项，逾期 {len(overdue)} 项" in message.subject
        files = dict(attachments(outbox.content(decisions, message.message_id)))
        book = openpyxl.load_workbook(BytesIO(next(data for name, data in files.items() if name.endswith(".xlsx"))))
        listed = [row[2] for row in book["义务清单"].iter_rows(min_row=2, values_only=True)]
        assert sorted(listed) == sorted([*due["subject_id"], *overdue["subject_id"]])
        assert any(data.startswith(b"BEGIN:VCALENDAR") for data in files.values())


def test_no_letter_tells_a_draft_s_score(city: Home, options: Settings, at: At):
    """Neither a total nor a grade or rank of what nobody has published, in any part of any letter."""
    decisions = at(MONDAY)
    making.make(city, options, decisions, plan(city, options, decisions))
    totals = {str(total) for total in Reader(RunStore(city, options), RunStore(city, options).runs()[0], OPERATOR).totals()["total"]}
    for message in outbox.messages(decisions):
        read = message_from_bytes(outbox.content(decisions, message.message_id), policy=policy.default)
        body = read.get_body(("plain",))
        assert body is not None
        text = f"{read['Subject']} {body.get_content()}"
        assert not [word for word in ("总分", "等次", "名次", *totals) if word in text]
        assert not [name for name in re.findall(r'filename="?([^"\n]+)', text) if "考核表" in name]


def test_an_old_run_and_one_of_the_future_remind_of_nothing(city: Home, options: Settings, at: At):
    late = plan(city, options, at(date(2026, 9, 7)))
    assert (late.due, len(late.notes)) == ((), 1)
    assert "早于 31 天" in late.notes[0]
    early = plan(city, options, at(date(2026, 6, 15)))
    assert early.due == ()
    assert "还没有统计日" in early.notes[0]


def test_without_a_way_the_plan_says_so(city: Home, options: Settings, at: At):
    found = plan(city, only(options, smtp_host=None), at(MONDAY))
    assert "还没有设置任何投递渠道" in found.notes[0]
    assert [one for one in found.due if not one.obstacle] == []


def test_a_message_keeps_its_name_whoever_makes_it(city: Home, options: Settings, at: At):
    decisions = at(MONDAY)
    due = plan(city, options, decisions)
    first, second = (making.letter(city, options, due.due[0], at(day).now()) for day in (MONDAY, date(2026, 7, 8)))
    names = {message_from_bytes(one.content, policy=policy.default)["Message-ID"] for one in (first, second)}
    assert len(names) == 1
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.gov\.cn>", names.pop())


def test_a_hostile_name_makes_no_second_header():
    from dataclasses import replace

    from reports.delivery.letters import Paper
    from reports.delivery.occasions import Occasion
    from reports.delivery.planning import Planned

    one = Planned("k", Occasion("weekly", "2026-W28"), "D1", "D1", "mail", "a@b.cn", Paper("x\r\nBcc: all@b.cn", "t", "r"))
    made = making.letter(Home(Path("/nowhere")), Settings(mail_from="a@b.cn"), one, datetime(2026, 7, 6, tzinfo=UTC))
    read = message_from_bytes(made.content, policy=policy.default)
    assert read["Bcc"] is None
    assert read["Subject"] == "x Bcc: all@b.cn"
    assert replace(one, key="k2").key != one.key


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small year with an edition and its correction."""
    home = Home(tmp_path_factory.mktemp("published") / "home").create()
    small_editions.bring_to("corrected", home).close()
    return home


def test_at_publication_each_unit_gets_its_own_scorecard_of_the_newest_edition(published: Home, tmp_path: Path):
    options = Settings(home=published.path, threads=1, delivery_folder=tmp_path / "out", deliveries="publication")
    decisions = Decisions(published, options, now=lambda: datetime(2026, 7, 21, 1, tzinfo=UTC))
    due = plan(published, options, decisions)
    assert {one.occasion.name for one in due.due} == {"2026H1-2"}
    assert {one.unit_id for one in due.due} >= {*small_year.UNITS}
    making.make(published, options, decisions, due)
    store = small_editions.store_of(published, decisions)
    for message in outbox.messages(decisions):
        unit = str(message.unit_id)
        sight = Reader(store, "2026H1-2", Viewer("x", "department", frozenset({unit})))
        ((name, data),) = attachments(outbox.content(decisions, message.message_id))
        assert name.startswith(f"{sight.units()['unit_name'][0]}-考核评分表-2026H1-第2版")
        assert data == make(sight, unit, "xlsx", past=())
        read = message_from_bytes(outbox.content(decisions, message.message_id), policy=policy.default)
        body = read.get_body(("plain",))
        assert body is not None
        text, total = body.get_content(), sight.totals()["total"][0]
        assert (f"总分：{total} 分" if total is not None else "不参加排名") in text
        assert "本版更正此前发布的第 1 版" in text
        assert not [other for other in small_year.NAMES.values() if other in text and other != sight.units()["unit_name"][0]]
    decisions.close()


def test_an_edition_of_long_ago_is_no_news(published: Home, tmp_path: Path):
    options = Settings(home=published.path, threads=1, delivery_folder=tmp_path / "out", deliveries="publication")
    decisions = Decisions(published, options, now=lambda: datetime(2026, 9, 21, 1, tzinfo=UTC))
    assert plan(published, options, decisions).due == ()
    decisions.close()


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [("2026", "2026年", "2026"), ("2026H1", "2026年上半年", "the first half of 2026"), ("2026-06", "2026年6月", "2026-06")],
)
def test_a_period_is_said_as_people_say_it(period: str, zh: str, en: str):
    assert (Wording("zh").period(period), Wording("en").period(period)) == (zh, en)
