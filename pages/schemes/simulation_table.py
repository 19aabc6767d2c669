"""A simulation as tables: one line a run, the headline of one run, one line a unit with both totals and ranks."""

from collections.abc import Sequence

from data.runs.store import RunInfo
from metrics.schemes.scheme import Scheme
from metrics.what_if.simulation import Placed, Simulation
from metrics.what_if.weight_sensitivity import Stability
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE, points, signed
from pages.look.grade import grade
from pages.look.page_head import period_title
from pages.schemes.all_schemes import ADDRESS
from pages.shell.address import Place
from pages.shell.session import Session


def runs(tried: Sequence[tuple[RunInfo, Scheme, Simulation]], s: Session) -> str:
    """One line a run, with the scheme that it was scored by; a click shows its units."""
    w = s.w
    heads = [m.th(w(f"simulate.{head}")) for head in ("period", "as_of", "run", "scheme")]
    heads += [m.th(w(f"simulate.{head}"), "n") for head in ("moved", "widest", "kept", "regraded")]
    return m.table(heads, [_run(run, scheme, found, s) for run, scheme, found in tried], "simulated")


def _run(run: RunInfo, scheme: Scheme, found: Simulation, s: Session) -> str:
    w, is_here = s.w, run.address == s.run.address
    link = m.go(s.place.moved(period=run.period, as_of=run.as_of, run=run.address).href(ADDRESS), m.e(period_title(run.period, w)))
    sample = f" {m.chip(w('header.sample'), 'warn')}" if scheme.status == "sample" else ""
    cells = [
        m.td(link, "t"), m.td(str(run.as_of), "t"),
        m.td(m.chip(w("past.edition", edition=run.edition), "brand") if run.edition else m.chip(w("past.draft"))),
        m.td(f'{m.e(w.name(scheme.title))} <small class="ds-id">{m.e(scheme.id)}</small>{sample}'),
        m.td(w("simulate.of", n=found.moved, of=len(found.units)), "n"), m.td(w("simulate.places", n=found.widest), "n"),
        m.td(kept(found.share_kept), "n"), m.td(str(found.regraded), "n"),
    ]  # fmt: skip
    return m.tr(cells, f"row{' here' if is_here else ''}", f'data-run="{m.e(run.address)}"')


def headline(found: Simulation, firm: Stability, now: Stability, s: Session) -> str:
    """The figures of the run that is shown. `firm`, `now`: by the scheme that is tried, and by its own."""
    w, run = s.w, s.run
    widest = w("simulate.places", n=found.widest)
    told = [
        (w("simulate.moved"), w("simulate.of", n=found.moved, of=len(found.units)), w("simulate.widest_is", places=widest), "moved"),
        (w("simulate.kept"), kept(found.share_kept), w("simulate.pairs", kept=f"{found.kept:,}", pairs=f"{found.pairs:,}"), "kept"),
        (w("simulate.regraded"), str(found.regraded), w("simulate.regraded_of", of=len(found.units)), "regraded"),
        (w("shake.kept"), kept(firm.kept), w("shake.kept_beside", least=kept(firm.least), now=kept(now.kept)), "firm"),
    ]
    cells = "".join(
        f'<div><div class="label">{m.e(label)}</div><div class="value" data-simulated="{name}">{m.e(value)}</div><div class="sub">{m.e(sub)}</div></div>'
        for label, value, sub, name in told
    )
    title = m.e(w("simulate.of_run", period=period_title(run.period, w), as_of=run.as_of, run=run.address))
    return f'<p class="ds ds-note">{title}</p><div class="ds ds-figures">{cells}</div>'


def units(placed: Sequence[Placed], firm: Stability, place: Place, w: Words) -> str:
    """In the order of the ranks that would be, who has none last."""
    heads = [m.th(w("simulate.rank"), "n"), m.th(w("rank.unit")), m.th(w("simulate.up"), "n"), m.th(w("simulate.total"), "n")]
    heads += [m.th(w("simulate.gain"), "n"), m.th(w("rank.grade")), m.th(w("shake.reach"), "c", w("shake.reach_note"))]
    ordered = sorted(placed, key=lambda one: (one.rank_after is None, one.rank_after or 0, one.unit_id))
    return m.table(heads, [_unit(one, firm, place, w) for one in ordered], "tried")


def _unit(one: Placed, firm: Stability, place: Place, w: Words) -> str:
    low, high = firm.reach.get(one.unit_id, (None, None))
    reach = NONE if low is None or not one.is_comparable else str(low) if low == high else f"{low} – {high}"
    moved = one.up if one.is_comparable else None
    up = f"<b>{signed(moved)}</b>" if moved else signed(moved)
    rank = _pair(one.rank_before, one.rank_after) if one.is_comparable else m.chip(w("evidence.not_comparable"), "warn")
    cells = [
        m.td(rank, "n"), m.td(m.go(place.standing(unit=one.unit_id).href("unit"), m.e(one.unit_name)), "t"),
        m.td(up, "n"), m.td(_pair(*(None if x is None else points(float(x)) for x in (one.total_before, one.total_after))), "n"),
        m.td(signed(None if one.gain is None else float(one.gain), 2), "n"), m.td(_grades(one, w)), m.td(reach, "c s"),
    ]  # fmt: skip
    return m.tr(cells, "moved" if one.rank_before != one.rank_after else "", f'data-unit="{m.e(one.unit_id)}"')


def _pair(before: object, after: object) -> str:
    """Before and after, the later in bold where it is another."""
    old, new = (NONE if x is None else m.e(x) for x in (before, after))
    return new if old == new else f'<span class="s">{old} →</span> <b>{new}</b>'


def _grades(one: Placed, w: Words) -> str:
    now = grade(one.grade_after, w)
    return now if one.grade_before == one.grade_after else f'<span class="s">{grade(one.grade_before, w)} →</span> <b>{now}</b>'


def kept(share: float | None) -> str:
    """A share of pairs. Never 100 % while one of them turned round."""
    return NONE if share is None else f"{share:.1%}" if share in (0, 1) else f"{min(0.999, share):.1%}"
