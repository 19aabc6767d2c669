"""What a version says otherwise than the one it came from, a line each: weight 6 → 8, band added, item dropped."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from metrics.schemes.changes import Change, changes
from metrics.schemes.scheme import Adjustment, Grade, Item, Scheme
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE
from pages.look.page_head import subtitle
from pages.schemes import scoring_notation
from pages.schemes.content import Rules, plain, rule_title


@dataclass(frozen=True)
class Names:
    """What the values of changes are called by: measures of items by item id, titles of sections by their id."""

    measures: Mapping[str, str]
    sections: Mapping[str, str]
    rules: Rules


def panel(before: Scheme, after: Scheme, rules: Rules, w: Words) -> str:
    """The heading and a line a change; or that nothing differs."""
    found = changes(before, after)
    title = subtitle(w("schemes.changes"), w("schemes.changes_note", base=before.id, n=len(found)))
    if not found:
        return title + f'<p class="ds ds-note">{m.e(w("schemes.no_changes"))}</p>'
    measures = {item.id: item.measure for scheme in (before, after) for item in scheme.items}
    names = Names(measures, {part.id: part.title for scheme in (before, after) for part in scheme.sections}, rules)
    heads = [m.th(w("schemes.where")), m.th(w("schemes.what")), m.th(w("schemes.was"), "n"), m.th("", "c"), m.th(w("schemes.is"), "n")]
    return title + m.table(heads, [_row(one, names, w) for one in found], "parts")


def _row(one: Change, names: Names, w: Words) -> str:
    where = f"{m.chip(w.of('scheme_part', one.part), 'quiet')} {m.e(w.name(one.title))}"
    was, now = (m.e(_said(value, one, names, w)) for value in (one.before, one.after))
    cells = [m.td(where), m.td(m.e(_what(one, names, w)), "s"), m.td(was, "n"), m.td("→", "c s"), m.td(f"<b>{now}</b>", "n")]
    return m.tr(cells, data=f'data-changed="{m.e(one.part)}/{m.e(one.name)}/{m.e(one.field)}"')


def _what(one: Change, names: Names, w: Words) -> str:
    if one.field == "":
        return w("schemes.added" if one.before is None else "schemes.dropped")
    if one.field == "band":
        return w("schemes.band", at=scoring_notation.number(one.at or 0.0, names.measures[one.name]))
    return w.of("scheme_field", one.field)


def _said(value: Any, one: Change, names: Names, w: Words) -> str:
    """One side of a change; a dash where there was nothing."""
    if value is None:
        return "" if one.field == "order" else NONE
    if one.field == "":
        return _whole(value, w)
    if one.field in _WRITERS:
        return _WRITERS[one.field](value, names.measures.get(one.name, ""), names, w)
    return w.name(value) if isinstance(value, str) else plain(value)


def _whole(value: Any, w: Words) -> str:
    """What came or went."""
    match value:
        case Item(points=points):
            return w("schemes.of_points", points=plain(points))
        case Adjustment(per=per, cap=cap):
            return w("schemes.per_and_cap", per=plain(per), cap=plain(cap))
        case Grade(min=low):
            return w("schemes.from", min=plain(low))
    return w("schemes.there")


_WRITERS: dict[str, Callable[[Any, str, Names, Words], str]] = {
    "band": lambda value, measure, names, w: scoring_notation.percent(value),
    "undecided_share": lambda value, measure, names, w: scoring_notation.percent(value),
    "floor": lambda value, measure, names, w: scoring_notation.number(value, measure),
    "target": lambda value, measure, names, w: scoring_notation.number(value, measure),
    "score": lambda value, measure, names, w: scoring_notation.written(value, measure),
    "rule": lambda value, measure, names, w: rule_title(value, names.rules, w),
    "measure": lambda value, measure, names, w: w.of("measure", value),
    "kind": lambda value, measure, names, w: w.of("scheme_kind", value),
    "section": lambda value, measure, names, w: w.name(names.sections.get(value, value)),
}
