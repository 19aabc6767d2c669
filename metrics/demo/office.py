"""A home in which the demo city's procedure is played, on the story's own clock."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import NAMESPACE_OID, uuid5

from data.access import Viewer
from data.calendar import day_of, load_calendar
from data.decisions import objections, periods, sign_ins
from data.decisions.acts import Act
from data.decisions.bodies import Body, Exemption, Objection, Review
from data.decisions.evidence import hand_in
from data.decisions.mappings import contracts_of
from data.decisions.store import Decisions, in_computation
from data.decisions.things import thing_of
from data.demo import DemoFile
from data.demo.office import Step, StoryClock, step, viewer
from data.demo.papers import paper
from data.facts.batch import Mode
from data.facts.store import Facts
from data.intake import ingest
from data.runs.editions import published
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.assessment.assess import Inputs, Progress, assess, gather, history
from metrics.obligations.adjustment_limits import within
from metrics.obligations.period import parse_period
from metrics.precompute import prepare
from metrics.publication.publish import publish
from metrics.rulebook.rulebook import load_rules
from metrics.run.filter import Filter
from metrics.run.may_object_to import check_own
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme

AUTHORITY = "JM001"


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
