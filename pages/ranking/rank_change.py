"""Why units moved since the month before: in a few words, and in a panel that opens every part line by line."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from data.errors import RequestFault
from data.runs.store import RunInfo
from metrics.comparison.attribution import splits
from metrics.run.attribution_parts import PARTS, STEPS, LineSplit, Part, Split
from metrics.run.trend import month_before
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE, points, signed
from pages.look.page_head import month_short
from pages.shell.address import Place
from pages.shell.run_cache import Memory
from pages.shell.session import Session

KEPT = Memory(40)  # movements between two runs, some 100 KB each: both runs never change
LARGEST = 5  # movements that a briefing tells of
LINES = 12  # lines that are told one by one; the rest as one


def since_month(s: Session) -> tuple[RunInfo, tuple[Split, ...]] | None:
    """The run a month earlier and every movement since, as far as the viewer sees; None when there is no such run."""
    earlier = month_before(s.run, s.runs)
    if earlier is None:
        return None
    scope = None if s.viewer.scope is None else tuple(s.viewer.scope)
    key = (str(s.home.path), earlier.address, s.run.address, scope)
    return earlier, KEPT.answer(key, lambda: splits(s.reader_of(earlier), s.reader))


def arrow(places: int) -> str:
    """Places won or lost as a sign: ↑2, ↓1, a dash for none."""
    return f"↑{places}" if places > 0 else f"↓{-places}" if places < 0 else NONE


def ranks(one: Split, w: Words) -> str:
    """Both ranks: 3 → 5; a word in place of one that can't be compared."""
    was, now = (
        w("evidence.not_comparable") if rank and not comparable else rank or NONE
        for rank, comparable in ((one.rank_before, one.was_comparable), (one.rank_after, one.is_comparable))
    )
    return w("moves.from_to", before=was, now=now)


def reasons(one: Split, w: Words) -> str:
    """In a few words: what moved the place, else what moved the total. "" where nothing did."""
    told = [f"{w.of('part', part)} {arrow(n)}" for part, n in one.places.items() if n and one.has_places]
    told = told or [f"{w.of('part', part)} {signed(float(n), 2)}" for part, n in one.points.items() if n]
    return w("why.comma").join(told)


def dearest(one: Split, w: Words, most: int = 2) -> str:
    """The lines that moved the total most, the way it went."""
    way = sorted(one.lines, key=lambda line: -abs(line.gain))
    return w("why.comma").join(f"{w.told(line.title)} {signed(float(line.gain), 2)}" for line in way[:most] if line.gain)


def largest(told: Sequence[Split], place: Place, w: Words, most: int = LARGEST) -> str:
    """The units that moved most, by places and then by points, each with its reasons and the items that moved it most."""
    by_size = sorted(told, key=lambda one: (-abs(_up(one) or 0), -abs(float(one.gain or 0)), one.unit_id))
    rows = [_largest(one, place, w) for one in by_size[:most] if _up(one) or one.gain]
    if not rows:
        return f'<p class="ds-note">{m.e(w("moves.still"))}</p>'
    return f'<h4>{m.e(w("moves.largest", n=len(rows)))}</h4><ul class="ds-lines why">{"".join(rows)}</ul>'


def _largest(one: Split, place: Place, w: Words) -> str:
    name = m.go(place.standing(unit=one.unit_id).href("unit"), m.e(one.unit_name))
    places = ranks(one, w)
    why = m.go(place.standing(group=one.unit_group, unit=one.unit_id).href("rank"), m.e(reasons(one, w)), "why", w("why.open"))
    items = dearest(one, w)
    told = f"<small>{why}{f' · {m.e(items)}' if items else ''}</small>"
    moved = f'{m.e(places)} <b>{arrow(_up(one) or 0)}</b> <small class="ds-note">{signed(_float(one.gain), 2)}</small>'
    return f'<li data-moved="{m.e(one.unit_id)}"><span>{name}</span><span>{moved}</span>{told}</li>'


def _up(one: Split) -> int | None:
    """Places won; None where the ranks can't be compared."""
    return one.up if one.has_places else None


def panel(one: Split, since: RunInfo, s: Session, close: Place) -> str:
    """The whole of one unit's movement. `close`: the view without the panel."""
    w, place = s.w, s.place.standing()
    name = m.go(place.standing(unit=one.unit_id).href("unit"), m.e(one.unit_name))
    rank = ranks(one, w)
    total = f"{points(_float(one.total_before))} → <b>{points(_float(one.total_after))}</b>"
    title = f"<h3>{name}　{m.e(w('why.title', since=month_short(since.as_of, w)))} {m.go(close.href('rank'), m.e(w('why.close')), 'quiet')}</h3>"
    facts = f"<p>{m.e(w('rank.rank'))} {m.e(rank)}　{m.e(w('rank.total'))} {total}</p>"
    if not one.points:
        return f'<div class="ds ds-panel why">{title}{facts}<p class="ds-note">{m.e(w("why.not_comparable"))}</p></div>'
    own = "" if one.places else f'<p class="ds-note">{m.e(w("why.own_only" if s.viewer.scope is not None else "why.no_rank"))}</p>'
    return f'<div class="ds ds-panel why">{title}{facts}{own}{_parts(one, w)}{_lines(one, place, w)}{_decided(one, since, s)}</div>'


def _parts(one: Split, w: Words) -> str:
    places = one.places if one.has_places else {}
    head = [m.th(w("why.part")), m.th(w("why.places"), "n"), m.th(w("why.points"), "n"), m.th(w("why.meaning"))]
    rows = [
        m.tr(
            (
                m.td(m.e(w.of("part", part)), "t"), m.td(_places(places, part), "n"),
                m.td(_points(one.points, part), "n"), m.td(m.e(w.of("part_note", part)), "s"),
            ),
            data=f'data-part="{part}"',
        )
        for part in PARTS
    ]  # fmt: skip
    up = arrow(sum(places.values())) if places else NONE if _up(one) is None else arrow(_up(one) or 0)
    total = (m.td(m.e(w("why.sum"))), m.td(up, "n"), m.td(signed(_float(one.gain), 2), "n"), m.td(""))
    return m.table(head, [*rows, m.tr(total, "sum")], "parts")


def _places(places: Mapping[Part, int], part: Part) -> str:
    return arrow(places[part]) if part in places else NONE


def _points(parts: Mapping[Part, Decimal], part: Part) -> str:
    return signed(float(parts[part]), 2) if parts.get(part) else NONE


def _lines(one: Split, place: Place, w: Words) -> str:
    """What each line gave or took, by part; the parts that moved nothing have no column."""
    if not one.lines:
        return ""
    shown = [part for part in STEPS if any(line.parts[part] for line in one.lines)]
    head = [m.th(w("why.line")), *(m.th(w.of("part", part), "n") for part in shown), m.th(w("why.sum"), "n")]
    lines = sorted(one.lines, key=lambda line: -max(abs(n) for n in line.parts.values()))
    rows = [_line(line, shown, one.unit_id, place, w) for line in lines[:LINES]]
    if rest := lines[LINES:]:
        cells = [m.td(_signed(sum((x.parts[part] for x in rest), Decimal(0))), "n") for part in shown]
        rows.append(m.tr((m.td(m.e(w("why.rest", n=len(rest)))), *cells, m.td(_signed(sum((x.gain for x in rest), Decimal(0))), "n"))))
    sums = [m.td(_signed(one.points[part]), "n") for part in shown]
    return m.table(head, [*rows, m.tr((m.td(m.e(w("why.sum"))), *sums, m.td(_signed(one.gain or Decimal(0)), "n")), "sum")], "parts lines")


def _line(line: LineSplit, shown: list[Part], unit_id: str, place: Place, w: Words) -> str:
    title = m.e(w.told(line.title))
    if line.rule_id:
        title = m.go(place.standing(unit=unit_id, rule=line.rule_id, counted=True).href("list"), title)
    cells = [m.td(_signed(line.parts[part]), "n") for part in shown]
    return m.tr((m.td(title), *cells, m.td(f"<b>{_signed(line.gain)}</b>", "n")))


def _decided(one: Split, since: RunInfo, s: Session) -> str:
    """The decisions that only one of the runs holds and that are of this unit."""
    if not one.points["decision"] and not one.places.get("decision"):
        return ""
    old, new = ({row["act_id"]: row for row in s.reader_of(r).decisions().iter_rows(named=True)} for r in (since, s.run))
    told = [row for n, row in sorted((old | new).items()) if (n in old) != (n in new) and row["unit_id"] in (None, one.unit_id)]
    items = "".join(
        f"<li><span>{m.e(s.w('why.act_new' if row['act_id'] in new else 'why.act_gone', number=row['act_id'], what=s.w.told(row['what'])))}</span>"
        f"<span>{m.e(row['name'])}</span></li>"
        for row in told
    )
    return f'<h4>{m.e(s.w("why.decisions"))}</h4><ul class="ds-lines">{items}</ul>' if items else ""


def _signed(value: Decimal) -> str:
    return signed(float(value), 2) if value else NONE


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def movement_asked_for(s: Session) -> str:
    """The movement that the address opens. Raises RequestFault for a unit that is not there to be seen."""
    if s.place.unit is None:
        return ""
    since = since_month(s)
    found = next((one for one in since[1] if one.unit_id == s.place.unit), None) if since else None
    if since is None or found is None:
        raise RequestFault(s.w("why.none", unit=s.place.unit))
    return panel(found, since[0], s, s.place.moved(unit=None))
