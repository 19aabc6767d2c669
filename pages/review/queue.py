"""What waits for the viewer, by role: words and rows of files, objections, sign-offs, exemptions that run out, decisions not yet in the figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from data.decisions import schemes
from data.decisions.bodies import Body, EmptyColumn, Exemption, PointAdjustment
from data.decisions.mappings import unknowns
from data.decisions.objections import Case, cases
from data.decisions.objections import due_first as cases_due_first
from data.decisions.orders import due_first, orders
from data.decisions.periods import SIGNATURES, Standing, all_standing
from data.decisions.sight import seen_by
from metrics.comparison.decisions_since import outstanding
from metrics.schemes.versions import scheme_of
from pages.acts.act_text import sentence
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.look.page_head import period_title, subtitle
from pages.objections import table as objection_table
from pages.orders import table as order_table
from pages.shell import office_calendar
from pages.shell.session import Session, facts

SOON = timedelta(days=30)  # an exemption that ends within so many calendar days is shown
Group = Literal["objections", "orders", "signing", "schemes", "figures", "exemptions", "files"]


@dataclass(frozen=True)
class Task:
    """One thing to do. `href`: where it is done; `when`: its clock in words; `is_late`: its day has passed."""

    group: Group
    text: str
    href: str
    when: str = ""
    is_late: bool = False


def tasks(s: Session) -> list[Task]:
    """All that waits for this viewer, in the order in which it is shown."""
    return [*decisions_waiting(s), *_files(s)]


def decisions_waiting(s: Session) -> list[Task]:
    """Those that wait for a decision, without what is the matter with files."""
    return [*_objections(s), *_own(s), *_orders(s), *_signing(s), *_schemes(s), *_figures(s), *_exemptions(s)]


def lines(s: Session, group: Group, of: list[Task]) -> str:
    """The tasks of one group as a table; the whole line opens where it is done."""
    w = s.w
    rows = [
        m.tr(
            [m.td(m.go(task.href, m.e(task.text))), m.td(m.e(task.when), "n bad" if task.is_late else "n s")],
            "row", f'data-task="{group}"',
        )
        for task in of
    ]  # fmt: skip
    return subtitle(w.of("queue", group), w("queue.count", n=len(of))) + m.table([m.th(w("queue.what")), m.th(_heading(of, w), "n")], rows)


def _heading(of: list[Task], w: Words) -> str:
    """What stands at the right of each task: a clock, the number of a decision, or nothing."""
    return "" if not any(task.when for task in of) else w("queue.act" if of[0].group in ("figures", "schemes") else "queue.when")


def _objections(s: Session) -> Iterator[Task]:
    """For who answers: the open ones, the earliest due first, so that the late ones lead."""
    if not s.viewer.may("answer"):
        return
    for one in cases_due_first(_cases(s)):
        if one.status == "open":
            text = s.w("queue.answer", number=one.number, unit=objection_table.unit_name(s, one), about=objection_table.about(s, one))
            yield _of_case(s, one, text)


def _own(s: Session) -> Iterator[Task]:
    """For a department: the windows that are open, its objections that wait for an answer, and the answers to them in this period."""
    if not s.viewer.may("object"):
        return
    w = s.w
    yield from _windows(s)
    for one in cases_due_first(_cases(s)):
        if one.status == "open" or (one.status != "withdrawn" and one.said.period == s.run.period):
            key = "queue.own_open" if one.status == "open" else "queue.own_answered"
            yield _of_case(
                s, one, w(key, number=one.number, about=objection_table.about(s, one), status=w.of("objection_status", one.status))
            )


def _windows(s: Session) -> Iterator[Task]:
    """The periods to which one may object today, whichever is shown."""
    w, today = s.w, office_calendar.today(s)
    for period, now in all_standing(s.decisions).items():
        if now.may_object(today) and now.objections_until is not None:
            left = office_calendar.calendar(s).working_days(today, now.objections_until)
            link = s.place.standing().moved(run=now.run_id, period=period, as_of=None).href("appeals")
            text = w("queue.window", period=period_title(period, w), until=now.objections_until)
            yield Task("objections", text, link, w("objection.left", n=left))


def _of_case(s: Session, one: Case, text: str) -> Task:
    today = office_calendar.today(s)
    clock = objection_table.clock(s, one, today, office_calendar.calendar(s))
    return Task("objections", text, s.place.standing(objection=one.number).href("appeals"), clock, one.is_late(today))


def _orders(s: Session) -> Iterator[Task]:
    """Rectification orders, the earliest limit first. For who issues them: those replied to, and those that are late; for a unit: its open ones."""
    if not (s.viewer.may("order") or s.viewer.may("reply")):
        return
    for one in due_first(orders(s.decisions, s.viewer)):
        status = one.status(office_calendar.today(s))
        if status in (("open", "overdue") if s.viewer.may("reply") else ("replied", "overdue")):
            unit = "" if len(s.viewer.units or ()) == 1 else f"{order_table.unit_name(s, one)} · "
            text = s.w("queue.order", number=one.number, status=s.w.of("order_status", status), about=unit + one.said.matter)
            late = one.is_late(office_calendar.today(s))
            yield Task("orders", text, s.place.standing(order=one.number).href("rectify"), order_table.clock(s, one), late)


def _signing(s: Session) -> Iterator[Task]:
    """For who signs: runs whose window is over and whose objections are all answered, and that this person has not signed."""
    if not s.viewer.may("sign"):
        return
    today = office_calendar.today(s)
    waiting = {one.said.period for one in _cases(s) if one.status == "open"}
    for period, now in all_standing(s.decisions).items():
        if _is_to_sign(s, now) and not now.may_object(today) and period not in waiting:
            text = s.w("queue.sign", period=period_title(period, s.w), run=now.run_id, n=len(now.signatures), of=SIGNATURES)
            yield Task("signing", text, s.place.standing().moved(run=now.run_id, period=period, as_of=None).href("publication"))


def _is_to_sign(s: Session, now: Standing) -> bool:
    return now.stage == "under_review" and all(act.by.casefold() != s.viewer.login.casefold() for act in now.signatures)


def _schemes(s: Session) -> Iterator[Task]:
    """For who approves schemes: those that another person proposed and nobody has decided on."""
    for one in schemes.versions(s.decisions).values():
        if one.may_decide(s.viewer):
            text = s.w("queue.scheme", name=one.version_id, title=s.w.name(scheme_of(one).title), by=one.proposed.name)
            yield Task("schemes", text, s.place.standing(scheme=one.version_id).href("weights"), s.w("queue.number", n=one.proposed.act_id))


def _figures(s: Session) -> Iterator[Task]:
    """For who assesses: decisions that the figures do not contain yet."""
    if s.viewer.may("assess") and (missing := outstanding(s.reader, s.decisions)):
        for act in missing:
            if act.about == "order":
                text = f"{s.w.of('about', act.about)} {act.thing} · {s.w.of('order_step', act.verb)}"
                yield Task("figures", text, s.place.standing(order=act.thing).href("rectify"), s.w("queue.number", n=act.act_id))
                continue
            told = next((body for one, body in seen_by(s.viewer, s.decisions, act.about) if one.act_id == act.act_id), act.body)
            text = f"{s.w.of('about', act.about)} · {_named(s, told)}{sentence(s, act, told)}"
            yield Task("figures", text, _where(s, told), s.w("queue.number", n=act.act_id))


def _exemptions(s: Session) -> Iterator[Task]:
    """For who exempts: those that end soon."""
    if not s.viewer.may("exempt"):
        return
    today = office_calendar.today(s)
    for act in s.decisions.standing("exemption"):
        if isinstance(act.body, Exemption) and act.body.end and today <= act.body.end <= today + SOON:
            yield Task(
                "exemptions", _named(s, act.body) + sentence(s, act, act.body), _where(s, act.body), s.w("queue.ends", on=act.body.end)
            )


def _named(s: Session, body: Body) -> str:
    """The one obligation or the unit that an act is about."""
    if isinstance(body, PointAdjustment):
        return f"{dict(s.reader.units().select('unit_id', 'unit_name').iter_rows()).get(body.unit_id, body.unit_id)} · "
    subject = getattr(body, "subject_id", None)
    return f"{subject} · " if subject else ""


def _where(s: Session, body: Body) -> str:
    """The page of what an act is about: an obligation, a unit's score, a list, or what the files can't tell."""
    if isinstance(body, EmptyColumn):
        return s.place.standing().href("quality")
    unit, rule = getattr(body, "unit_id", None), getattr(body, "rule_id", None)
    if subject := getattr(body, "subject_id", None):
        return s.place.standing(rule=rule, subject=subject).href("duty")
    return (
        s.place.standing(unit=unit).href("unit")
        if isinstance(body, PointAdjustment)
        else s.place.standing(unit=unit, rule=rule).href("list")
    )


def _files(s: Session) -> Iterator[Task]:
    """For who brings files in: rows that were rejected, and words that nobody has confirmed."""
    if not s.viewer.may("bring_in"):
        return
    link = s.place.standing().href("import")
    if rejected := int(s.reader.batches()["rejected"].sum()):
        yield Task("files", s.w("queue.rejected", n=count(rejected)), link)
    if s.viewer.may("map") and (words := unknowns(facts(), s.decisions)):
        yield Task("files", s.w("queue.words", n=count(len(words))), link)


def _cases(s: Session) -> list[Case]:
    return cases(s.decisions, s.viewer, office_calendar.calendar(s))
