"""What an edition says otherwise than the one before it, unit by unit, with why and by whom. A department is told of its own units."""

from datetime import datetime

from data.decisions.periods import Standing
from metrics.run.differences_record import Cause, Differences, ObligationChange, UnitChange
from metrics.run.differences_record import Place as Standings
from pages.language.times import when
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE, count, points, signed
from pages.look.page_head import subtitle
from pages.shell.session import Session, store

LISTED = 20  # changed obligations of a unit that are listed; the rest is counted


def changes(s: Session, now: Standing) -> str:
    """The differences of the edition that is shown, else of the newest; nothing for a first edition."""
    shown = next((one for one in now.editions if one.edition_id == s.run.edition), now.editions[-1] if now.editions else None)
    if shown is None or shown.number == 1:
        return ""
    w, told = s.w, s.reader_of(store().info(shown.edition_id)).changes()
    if told is None:
        return ""
    note = w("changes.note", changed=len(told.restated), same=count(len(told.unchanged) + len(told.units) - len(told.restated)))
    is_own = s.viewer.scope is not None
    title = subtitle(w("changes.title", number=shown.number, before=shown.number - 1), "" if is_own else note)
    heads = (
        m.th(w("rank.unit")),
        m.th(w("rank.total"), "n"),
        m.th(w("rank.rank"), "n"),
        *(m.th(w(f"changes.{x}")) for x in ("lines", "duties", "why")),
    )
    rows = [_row(unit, told, w) for unit in told.restated]
    return title + (
        m.table(heads, rows, "changes")
        if rows
        else f'<p class="ds ds-note">{m.e(w("changes.nothing_own" if is_own else "changes.nothing"))}</p>'
    )


def _row(unit: UnitChange, told: Differences, w: Words) -> str:
    lines = "".join(f"<li>{m.e(w.told(x.title))} {points(x.points_before)} → {points(x.points_after)}</li>" for x in unit.lines)
    causes = "".join(f"<li>{m.e(because(told.cause(key), w))}</li>" for key in unit.causes)
    cells = [
        m.td(m.e(unit.unit_name), "t"), m.td(_totals(unit.before, unit.after), "n"), m.td(_ranks(unit.before, unit.after, w), "n"),
        m.td(f"<ul>{lines}</ul>" if lines else NONE), m.td(_duties(unit, w)), m.td(f"<ul>{causes}</ul>"),
    ]  # fmt: skip
    return m.tr(cells, data=f'data-changed="{m.e(unit.unit_id)}"')


def _totals(before: Standings | None, after: Standings | None) -> str:
    old, new = (None if place is None or place.total is None else float(place.total) for place in (before, after))
    gain = f"<br><small>{signed(new - old, 2)}</small>" if old is not None and new is not None and old != new else ""
    return f"{points(old)} → <b>{points(new)}</b>{gain}"


def _ranks(before: Standings | None, after: Standings | None, w: Words) -> str:
    old, new = (m.e(_rank(place, w)) for place in (before, after))
    return old if old == new else f"{old} → <b>{new}</b>"


def _rank(place: Standings | None, w: Words) -> str:
    if place is None or place.rank is None:
        return NONE
    return str(place.rank) if place.is_comparable else w("evidence.not_comparable")


def _duties(unit: UnitChange, w: Words) -> str:
    if not unit.obligations:
        return NONE
    parts = [w(f"changes.{kind}", n=unit.count(kind)) for kind in ("came", "went", "changed") if unit.count(kind)]
    items = "".join(f"<li>{m.e(_duty(one, w))}</li>" for one in unit.obligations[:LISTED])
    rest = len(unit.obligations) - LISTED
    more = f"<li>{m.e(w('changes.more', n=rest))}</li>" if rest > 0 else ""
    return f"<details><summary>{m.e(w('rank.comma').join(parts))}</summary><ul>{items}{more}</ul></details>"


def _duty(one: ObligationChange, w: Words) -> str:
    old, new = (w("changes.absent") if held is None else w.of("state", held.state) for held in (one.before, one.after))
    return w("list.part", name=f"{w.told(one.rule_title)} · {one.subject_name or one.subject_id}", value=f"{old} → {new}")


def because(cause: Cause, w: Words) -> str:
    """One cause in a sentence: what came or went, and of a decision by whom, when and why."""
    what = w.told(cause.what)
    if cause.kind == "decision":
        at = when(datetime.fromisoformat(cause.at)) if cause.at else ""
        return w(
            "changes.decided" if cause.is_new else "changes.undecided", what=what, number=cause.id, by=cause.by, at=at, reason=cause.reason
        )
    if cause.kind in ("batch", "rules"):
        return w(f"changes.{cause.kind}_new" if cause.is_new else f"changes.{cause.kind}_gone", what=what)
    kind = w.of("changes_cause", cause.kind)
    return w("list.part", name=kind, value=what) if what else kind
