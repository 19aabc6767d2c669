"""What is done with the demo city's figures, through the functions that the pages use: persons, a half year published and corrected, and
the year that goes on, with something waiting for everybody. Who, when and why stand in `data/demo/words/procedure.toml`."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby

from data.calendar import CHINA
from data.decisions import people
from data.decisions.bodies import Exemption, Mapping, Note, Person, PointAdjustment
from data.decisions.mappings import confirm, contracts_of, to_read_again, unknowns
from data.demo import DemoFile
from data.demo.days import after
from data.demo.office import persons, step, viewer
from data.facts.store import Facts
from data.intake import read_again
from data.settings import Home, Settings
from metrics.assessment.assess import Progress
from metrics.demo import orders as demo_orders
from metrics.demo import schemes as demo_schemes
from metrics.demo.office import Office
from metrics.obligations.period import parse_period

ORDER_REPLIED = date(2026, 7, 31)  # the files after which the first order is replied to
HALF, MONTH, QUARTER, YEAR = "2026H1", "2026-09", "2026Q3", "2026"


def register(office: Office) -> None:
    """The persons, the administrator first; one has left."""
    every = persons()
    first, rest = office.begin("first_person"), list(every.items())
    people.keep(office.decisions, first.by, rest[0][0], rest[0][1], first.why, 0)
    then = office.begin("persons")
    for login, person in rest[1:]:
        people.keep(office.decisions, then.by, login, person, then.why, 0)


def part(office: Office) -> None:
    """One officer is moved to another office."""
    now, login = office.begin("person_gone"), viewer("former").login
    last = people.known(office.decisions, login)
    gone = Person.model_validate(people.of(last).model_dump() | {"is_active": False})
    people.keep(office.decisions, now.by, login, gone, now.why, last.seq)


def half_year(office: Office, end: date, progress: Progress) -> None:
    """The first half: put before the departments, three objections answered, decisions, two signatures, the first edition."""
    draft = office.assess("draft", HALF, end)
    office.review("review", draft)
    late = office.duty(draft, "share_reply", "JM014", "late")
    provided = office.object("objection_provided", draft, "exemption", duty=late)
    points = office.object("objection_points", draft, "points", item_id="correction")
    refused = office.object("objection_refused", draft, "data", duty=office.duty(draft, "share_provision", "JM019", "overdue"))
    lifted = Exemption(rule_id=late[0], subject_id=late[1], unit_id="JM014", start=date(2026, 1, 1))
    office.answer("answer_accepted", provided, "accepted", [("exemption", lifted)])
    given = PointAdjustment(period=HALF, unit_id="JM013", item_id="correction", points=step("answer_partly").told["points"], start=end)
    office.answer("answer_partly", points, "partly_accepted", [("adjustment", given)])
    office.answer("answer_rejected", refused, "rejected")
    _decide_half_year(office, end)
    second = office.assess_months("second_draft", HALF, end, progress)
    office.review("second_review", second)
    office.sign("sign_officer", HALF)
    office.sign("sign_leader", HALF)
    office.publish("publication", HALF)


def _decide_half_year(office: Office, end: date) -> None:
    flood = step("flood")
    days = {"due_from": flood.day("from"), "due_to": flood.day("to"), "start": date(2026, 6, 1), "end": date(2026, 12, 31)}
    office.decide("flood", "exemption", Exemption.model_validate({"rule_id": "share_reply", "unit_id": "XQ07", **days}))
    taken = PointAdjustment(period=HALF, unit_id="JM026", points=step("breach").told["points"], start=end)
    office.decide("breach", "adjustment", taken)
    office.decide("note_shown", "note", Note(period=HALF, unit_id="JM016", item_id="attachment", is_shown_to_unit=True))
    office.decide("note_inner", "note", Note(period=HALF, unit_id="JM026"))


def correct(office: Office, file: DemoFile) -> str:
    """The platform sends what was missing; the half year is corrected in a second edition. Then the first order, whose number is given."""
    office.bring_in([file], office.begin("late_export").by, is_addition=True)
    draft = office.assess("corrected_draft", HALF, file.exported_on)
    office.review("corrected_review", draft)
    office.sign("corrected_sign_officer", HALF)
    office.sign("corrected_sign_leader", HALF)
    office.publish("correction", HALF)
    return demo_orders.issue(office, "order_first", draft)


def month(office: Office, end: date) -> None:
    """A month that one has signed and the other has not, and an order that nobody replied to."""
    draft = office.assess("month_draft", MONTH, end)
    office.review("month_review", draft)
    demo_orders.issue(office, "order_second", draft)
    office.sign("month_sign", MONTH)


def year_so_far(office: Office, until: date, progress: Progress) -> None:
    """A word of a file is confirmed; the year is assessed with its history, a quarter is put before the departments, more is decided,
    and next year's scheme is proposed."""
    _confirm(office)
    year = office.assess_months("year_draft", YEAR, until, progress)
    end = parse_period(QUARTER)
    draft = office.assess("quarter_draft", QUARTER, end.end)
    office.review("quarter_review", draft)
    refused = office.object("quarter_refused", draft, "exemption", duty=office.duty(draft, "share_reply", "JM023", "overdue"))
    demo_schemes.propose(office, "scheme_first")
    since = step("lifted").day("from")
    duty = office.duty(year, "share_reply", "JM029", "overdue", since)
    office.decide("lifted", "exemption", Exemption(rule_id=duty[0], subject_id=duty[1], unit_id="JM029", start=since))
    office.answer("quarter_answer", refused, "rejected")
    demo_schemes.give_back(office, "scheme_returned")
    for name, unit in (("praise", "JM015"), ("lapse", "XQ05")):
        office.decide(name, "adjustment", PointAdjustment(period=YEAR, unit_id=unit, points=step(name).told["points"], start=until))
    office.object("quarter_open", draft, "exemption", duty=office.duty(draft, "share_reply", "XQ06", "late", end.start))
    demo_schemes.propose(office, "scheme_second")
    demo_orders.reply(office, "order_reply_open", demo_orders.issue(office, "order_third", year))


def _confirm(office: Office) -> None:
    now, facts = office.begin("confirmation"), Facts(office.home)
    word = next(u for u in unknowns(facts, office.decisions) if u.text == now.told["text"])
    said = Mapping(kind="department", scope=word.scope, text=word.text, target=now.told["means"])
    confirm(office.decisions, now.by, said, now.why)
    contracts = contracts_of(office.home, office.decisions)
    for batch in to_read_again(facts, office.decisions):
        taken = facts.commit(read_again(batch, facts, contracts), by=now.by.name, received_at=office.clock())
        office.decisions.trace(now.by, "intake", taken.file_name, batch=taken.batch_id, instead_of=batch.batch_id)


def play(home: Home, settings: Settings, files: Sequence[DemoFile], late: DemoFile, progress: Progress) -> None:
    """The whole procedure in the order of time, the files among it. `files`: in order of the days they speak for."""
    office = Office(home, settings)
    half, month_end = parse_period(HALF).end, parse_period(MONTH).end
    register(office)
    order = ""
    for day, of_day in groupby(files, key=lambda file: file.exported_on):
        progress(str(day))
        if (day.year, day.month) == (2026, 4):
            part(office)
        received = after(day, 1) or day
        office.clock.go_to(datetime.combine(received, time(8, 50), CHINA))
        office.bring_in(list(of_day), viewer("officer"))
        if day == half:
            half_year(office, half, progress)
            order = correct(office, late)
        elif day == ORDER_REPLIED:
            demo_orders.reply(office, "order_reply", order)
            demo_orders.close(office, "order_closed", order)
        elif day == month_end:
            month(office, month_end)
    year_so_far(office, files[-1].exported_on, progress)
    office.decisions.close()
