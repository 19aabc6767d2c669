"""The plan of a day: which letters are due, to whom, by which way, and what stands in the way of any. Planning sends and keeps nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from data.access import OPERATOR, Viewer
from data.calendar import day_of, load_calendar
from data.decisions import contacts
from data.decisions.bodies import Contact
from data.decisions.periods import Edition
from data.decisions.store import Decisions
from data.delivery import outbox
from data.delivery.folder import place_of
from data.delivery.outbox import Channel
from data.delivery.sending import channels
from data.runs.editions import published
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from reports.delivery.letters import WITHIN, Office, Paper, brief, notice, reminder
from reports.delivery.occasions import FRESH_DAYS, Occasion, chosen, occasions
from reports.wording import evidence
from reports.wording.wording import Wording

NAMED = 10  # units without a contact that the office's summary names


@dataclass(frozen=True)
class Planned:
    """One message that is due: what, to whom, how. `obstacle`: why it can't be made, "" when it can. `paper` is None only with an obstacle.

    `unit_id` None: the office's own summary.
    """

    key: str
    occasion: Occasion
    unit_id: str | None
    unit_name: str
    channel: Channel | None
    recipient: str
    paper: Paper | None
    obstacle: str = ""


@dataclass(frozen=True)
class Plan:
    """What is due at a day and was not made before. `made`: how many were. `notes`: sentences on what is not planned at all, and why."""

    today: date
    due: tuple[Planned, ...]
    made: int
    notes: tuple[str, ...]


def plan(home: Home, settings: Settings, decisions: Decisions) -> Plan:
    """What `deliver` would make now. Raises ConfigFault for settings that can't be used."""
    return _Planner(home, settings, decisions).plan()


class _Planner:
    """One plan in the making."""

    def __init__(self, home: Home, settings: Settings, decisions: Decisions):
        self.home, self.settings, self.decisions = home, settings, decisions
        self.t, self.today = Wording(settings.delivery_language, "delivery"), day_of(decisions.now())
        self.calendar = load_calendar(home.site)
        self.editions = published(decisions)
        self.store = RunStore(home, settings, lambda: self.editions)
        self.ways = channels(home, settings)
        self.contacts, self.known = contacts.contacts(decisions), outbox.keys(decisions)
        self.made, self.notes = 0, list[str]()

    def plan(self) -> Plan:
        """Occasion by occasion."""
        due: list[Planned] = []
        if not self.ways:
            self.notes.append(self.t("why.no_channel"))
        for occasion in occasions(chosen(self.settings.deliveries), self.today, self.calendar, self.editions):
            if run := self._run_of(occasion):
                due += self._of(occasion, run)
        return Plan(self.today, tuple(due), self.made, tuple(dict.fromkeys(self.notes)))

    def _run_of(self, occasion: Occasion) -> RunInfo | None:
        """The edition's own run at a publication, else the newest as of today or before; none when that is too old."""
        if occasion.edition:
            return self.store.info(occasion.edition.edition_id)
        run = next((run for run in self.store.runs() if run.as_of <= self.today), None)
        if run is None:
            self.notes.append(self.t("why.no_run"))
        elif self.today - run.as_of > timedelta(days=FRESH_DAYS):
            self.notes.append(self.t("why.old_run", as_of=run.as_of, days=FRESH_DAYS))
            return None
        return run

    def _of(self, occasion: Occasion, run: RunInfo) -> Iterator[Planned]:
        city = Reader(self.store, run, OPERATOR)
        office = Office(self.t, self._office_name(city), self.settings.contact, self.today, self.calendar)
        reached: list[str] = []
        for unit in city.units().iter_rows(named=True):
            found = list(self._for_unit(office, occasion, run, unit))
            reached += [unit["unit_name"]] if any(not one.obstacle for one in found) else []
            yield from found
        yield from self._for_office(office, occasion, city, reached)

    def _for_unit(self, office: Office, occasion: Occasion, run: RunInfo, unit: Mapping[str, Any]) -> Iterator[Planned]:
        """The unit's letter by each way that it was not made for before. It is written from the unit's own sight of the run."""
        wanted = {
            channel: key
            for channel in self.ways
            if channel != "webhook" and (key := _key(occasion, unit["unit_id"], channel)) not in self.known
        }
        self.made += len([channel for channel in self.ways if channel != "webhook"]) - len(wanted)
        if not wanted:
            return
        paper = self._paper(office, occasion, self._sight(run, unit), dict(unit))
        told = (unit["unit_id"], unit["unit_name"])
        if paper is None:
            yield Planned(_key(occasion, unit["unit_id"], "none"), occasion, *told, None, "", None, self.t("why.nothing_due"))
            return
        for channel, key in wanted.items():
            contact = self.contacts.get(unit["unit_id"])
            recipient = self._recipient(channel, contact, occasion, unit["unit_id"])
            yield Planned(key, occasion, *told, channel, recipient, paper, "" if recipient else self.t("why.no_contact"))

    def _recipient(self, channel: Channel, contact: Contact | None, occasion: Occasion, unit_id: str) -> str:
        if channel == "folder":
            return place_of(unit_id, f"{occasion.schedule}-{occasion.name}")
        return contact.email if contact else ""

    def _sight(self, run: RunInfo, unit: Mapping[str, Any]) -> Reader:
        """What the unit itself may see of the run: nothing of another unit can get into its letter."""
        return Reader(self.store, run, Viewer(unit["unit_name"], "department", frozenset({unit["unit_id"]}), login="delivery"))

    def _paper(self, office: Office, occasion: Occasion, sight: Reader, unit: dict[str, Any]) -> Paper | None:
        if occasion.edition:
            return notice(office, sight, unit, occasion.edition)
        if occasion.schedule == "weekly":
            return reminder(office, sight, unit)
        newest: Edition | None = self.editions[-1] if self.editions else None
        result = (self._sight(self.store.info(newest.edition_id), unit), newest) if newest else None
        return brief(office, sight, unit, result)

    def _for_office(self, office: Office, occasion: Occasion, city: Reader, reached: list[str]) -> Iterator[Planned]:
        """The summary for the office itself, by the messenger."""
        key = _key(occasion, None, "webhook")
        if "webhook" not in self.ways:
            return
        if key in self.known:
            self.made += 1
            return
        paper = _summary(office, occasion, city, len(reached), self._without(city))
        yield Planned(key, occasion, None, office.name, "webhook", self.settings.webhook_form, paper)

    def _without(self, city: Reader) -> list[str]:
        return [] if "mail" not in self.ways else [name for unit, name, _ in city.units().iter_rows() if unit not in self.contacts]

    def _office_name(self, city: Reader) -> str:
        named = city.departments().filter(pl.col("department_id") == city.info.authority_id)
        return named["department_name"][0] if len(named) else self.settings.city


def _summary(office: Office, occasion: Occasion, city: Reader, units: int, without: list[str]) -> Paper:
    t, as_of = office.t, office.t.day(city.info.as_of)
    if edition := occasion.edition:
        subject = t("office.publication_subject", period=t.period(edition.period), number=edition.number)
        text = t("office.publication", edition=edition.edition_id, as_of=as_of, by=edition.by, units=units)
    elif occasion.schedule == "weekly":
        until, due = t.day(office.until), city.count(Filter(states=("pending",), due_to=office.until))
        subject = t("office.weekly_subject", until=until)
        overdue = city.count(Filter(states=("overdue",)))
        text = t("office.weekly", as_of=as_of, days=WITHIN, until=until, due=due, overdue=overdue, units=units)
    else:
        subject = t("office.monthly_subject", month=t.month(office.today))
        missed = {state: city.count(Filter(states=(state,))) for state in ("overdue", "unmet")}
        text = t("office.monthly", as_of=as_of, units=units, **missed)
    if counts := evidence.by_reason(city.undecided()):
        text += "\n" + t("office.undecided", told=evidence.undecided(counts, t))
    if without:
        names = t("office.and").join(without[:NAMED]) + (t("office.etc") if len(without) > NAMED else "")
        text += "\n" + t("office.without", n=len(without), names=names)
    return Paper(subject, text + "\n", city.info.address)


def _key(occasion: Occasion, unit_id: str | None, channel: str) -> str:
    """What names the message for ever: it is made once, whatever becomes of contacts and figures afterwards."""
    return f"{occasion.schedule}/{occasion.name}/{unit_id or '*'}/{channel}"[:200]
