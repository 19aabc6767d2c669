"""What is done with the demo city's figures, through the functions that the pages use: persons, a half year published and corrected, and
the year that goes on, with something waiting for everybody. Who, when and why stand in `data/demo/words/procedure.toml`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from uuid import NAMESPACE_OID, uuid5

from data.access import Viewer
from data.batches import Mode
from data.calendar import CHINA, day_of, load_calendar
from data.decisions import objections, people, periods, sign_ins
from data.decisions.acts import Act, Body, Exemption, Mapping, Note, Objection, Person, PointAdjustment, Review
from data.decisions.evidence import hand_in
from data.decisions.mappings import confirm, contracts_of, to_read_again, unknowns
from data.decisions.store import Decisions, in_computation
from data.decisions.things import thing_of
from data.demo import DemoFile
from data.demo.days import after
from data.demo.office import Step, StoryClock, persons, step, viewer
from data.demo.papers import paper
from data.editions import published
from data.facts import Facts
from data.intake import ingest, read_again
from data.runs import RunInfo, RunStore
from data.settings import Home, Settings
from metrics import demo_orders, demo_schemes
from metrics.adjusting import within
from metrics.assess import Inputs, Progress, assess, gather, history
from metrics.objecting import check_own
from metrics.period import parse_period
from metrics.publication import publish
from metrics.reading import Filter, Reader
from metrics.ready import prepare
from metrics.rulebook import load_rules
from metrics.scheme import SAMPLE, load_scheme

AUTHORITY = "JM001"
ORDER_REPLIED = date(2026, 7, 31)  # the files after which the first order is replied to
HALF, MONTH, QUARTER, YEAR = "2026H1", "2026-09", "2026Q3", "2026"


@dataclass
class Office:
    """A home in which the procedure is played, on the story's own clock."""

    home: Home
    settings: Settings
    clock: StoryClock = field(default_factory=StoryClock)

    def __post_init__(self) -> None:
        self.decisions = Decisions(self.home, self.settings, self.clock)
        self.scheme = load_scheme(SAMPLE, load_rules(self.home.site))
        self.calendar = load_calendar(self.home.site)
        self._came_in: set[tuple[str, date]] = set()

    @property
    def today(self) -> date:
        """The day in the story."""
        return day_of(self.clock.moment)

    def begin(self, name: str) -> Step:
        """Come to a step: its moment, and its person signed in that day."""
        now = step(name)
        self.clock.go_to(now.at)
        self._sign_in(now.by)
        return now

    def _sign_in(self, who: Viewer) -> None:
        if (who.login, self.today) not in self._came_in:
            self._came_in.add((who.login, self.today))
            sign_ins.begin(self.decisions, who, "demo", hashlib.sha256(f"{who.login} {self.today}".encode()).hexdigest())

    def bring_in(self, files: Sequence[DemoFile], by: Viewer, *, is_addition: bool = False) -> None:
        """Bring files of one day in."""
        self._sign_in(by)
        mode: Mode = "cumulative" if is_addition else "full"
        outcomes = ingest(
            [file.path for file in files], Facts(self.home), contracts_of(self.home, self.decisions), exported_on=files[0].exported_on,
            division=None, by=by.name, received_at=self.clock(), mode=mode,
        )  # fmt: skip
        for batch in (outcome.batch for outcome in outcomes if outcome.batch):
            self.decisions.trace(by, "intake", batch.file_name, batch=batch.batch_id, accepted=batch.counts.accepted)

    def inputs(self, period: str, as_of: date) -> Inputs:
        """What an assessment would be made from, all that was decided so far included."""
        acts = in_computation(self.decisions)
        return gather(self.home, self.settings, parse_period(period), as_of, self.scheme, AUTHORITY, acts=acts)

    def assess(self, name: str, period: str, as_of: date) -> RunInfo:
        """The step in which a draft is made."""
        now, made = self.begin(name), assess(self.home, self.settings, self.inputs(period, as_of))
        self._assessed(now, made)
        return made

    def assess_months(self, name: str, period: str, as_of: date, progress: Progress) -> RunInfo:
        """The same with the end of each month before."""
        now, made = self.begin(name), history(self.home, self.settings, self.inputs(period, as_of), progress)[-1]
        self._assessed(now, made)
        return made

    def _assessed(self, now: Step, made: RunInfo) -> None:
        prepare(RunStore(self.home, self.settings, lambda: published(self.decisions)), made)
        self.decisions.trace(now.by, "assess", made.run_id, period=made.period, as_of=str(made.as_of))

    def reader(self, run: RunInfo, who: Viewer) -> Reader:
        """A person's sight of a run."""
        return Reader(RunStore(self.home, self.settings, lambda: published(self.decisions)), run.run_id, who)

    def published_reader(self, run: RunInfo, who: Viewer) -> Reader:
        """The same of the edition that the run was published as, if it was."""
        as_edition = next((edition.edition_id for edition in published(self.decisions) if edition.run_id == run.run_id), run.run_id)
        return Reader(RunStore(self.home, self.settings, lambda: published(self.decisions)), as_edition, who)

    def review(self, name: str, run: RunInfo) -> None:
        """The step in which a run is put before the departments."""
        now = self.begin(name)
        said = Review(run_id=run.run_id, objections_until=now.day("until"), answer_days=now.told["days"])
        periods.review(self.decisions, now.by, periods.standing(self.decisions, run.period), said, now.why)

    def sign(self, name: str, period: str) -> None:
        """The step in which somebody signs what is under review."""
        now, found = self.begin(name), objections.cases(self.decisions, step(name).by, self.calendar, period)
        waiting = sum(one.status == "open" for one in found)
        periods.sign(self.decisions, now.by, periods.standing(self.decisions, period), self.today, waiting, now.why)

    def publish(self, name: str, period: str) -> None:
        """The step in which the signed run is published."""
        now = self.begin(name)
        publish(self.home, self.settings, self.decisions, now.by, period, now.why)

    def decide(self, name: str, about: str, body: Body) -> Act:
        """The step in which something is decided on a figure, within what the scheme allows."""
        now = self.begin(name)
        is_one_duty = isinstance(body, Exemption) and body.subject_id
        thing = thing_of(body) if is_one_duty else uuid5(NAMESPACE_OID, f"demo {name}").hex  # the same in every home
        papers = self.handed_in(now, None)
        with self.decisions.acting(now.by) as record:
            act = record(about, thing, "made", body, reason=now.why, evidence=papers)
            within(self.scheme, self.decisions)(act)
        return act

    def object(self, name: str, run: RunInfo, wants: str, *, item_id: str | None = None, duty: tuple[str, str] | None = None) -> str:
        """The step in which a department objects to an item or an obligation; the number of its objection."""
        now = self.begin(name)
        standing, unit = periods.standing(self.decisions, run.period), next(iter(now.by.units or ()))
        by = self.calendar.after(self.today, standing.answer_days or 1)
        said = Objection.model_validate(
            {"period": run.period, "run_id": run.run_id, "unit_id": unit, "wants": wants, "answer_by": by, "item_id": item_id,
             "obligations": (duty,) if duty else ()}
        )  # fmt: skip
        check_own(self.reader(run, now.by), said)
        return objections.file(self.decisions, now.by, standing, self.calendar, said, now.why, self.handed_in(now, unit)).thing

    def answer(self, name: str, number: str, verdict: objections.Verdict, follow: Sequence[tuple[str, Body]] = ()) -> None:
        """The step in which an objection is answered, with the decisions that follow from it."""
        now = self.begin(name)
        one = objections.case(self.decisions, now.by, self.calendar, number)
        check = within(self.scheme, self.decisions)
        objections.answer(self.decisions, now.by, one, verdict, now.why, follow, check=check)

    def handed_in(self, now: Step, unit: str | None) -> list[int]:
        """Hand in the papers of a step, for a unit or for the authority."""
        return [hand_in(self.decisions, now.by, name, paper(name), unit) for name in now.papers]

    def duty(self, run: RunInfo, rule_id: str, unit_id: str, state: str, since: date | None = None) -> tuple[str, str]:
        """The first obligation of a unit that fell due (from a day on) and is in that state: rule and subject."""
        wanted = Filter(rule_id=rule_id, unit_id=unit_id, states=(state,), counted=True, due_from=since)
        found = self.reader(run, viewer("officer")).obligations(wanted).sort("due_on", "subject_id")
        return rule_id, str(found["subject_id"][0])


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
