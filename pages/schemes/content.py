"""What a scheme says, as a document that is read: each section with its items and weights, what follows them, grades and limits."""

from collections.abc import Mapping

from metrics.rulebook.rulebook import Rule
from metrics.schemes.scheme import Adjustment, Item, Scheme
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE
from pages.schemes import scoring_notation

Rules = Mapping[str, Rule]


def content(scheme: Scheme, rules: Rules, w: Words) -> str:
    """The whole scheme as tables. `rules`: for their names."""
    heads = [
        m.th(w("scheme_field.title")),
        m.th(w("scheme_field.rule")),
        m.th(w("scheme_field.measure")),
        m.th(w("scheme_field.points"), "n"),
    ]
    heads += [m.th("", "w6"), m.th(w("scheme_field.score")), m.th(w("scheme_field.min_count"), "n")]
    most = max((item.points for item in scheme.items), default=1.0)
    rows = []
    for section in scheme.sections:
        items = [item for item in scheme.items if item.section == section.id]
        whole = plain(sum(item.points for item in items))
        rows.append(m.tr([m.td(m.e(w.name(section.title)), span=3), m.td(whole, "n"), m.td("", span=3)], "part"))
        rows += [_item(item, most, rules, w) for item in items]
    rows.append(m.tr([m.td(m.e(w("schemes.total")), span=3), m.td(plain(scheme.total), "n"), m.td("", span=3)], "sum"))
    return m.table(heads, rows, "weights") + _after(scheme, rules, w) + _rest(scheme, w)


def _item(item: Item, most: float, rules: Rules, w: Words) -> str:
    cells = [
        m.td(m.e(w.name(item.title))), m.td(m.e(rule_title(item.rule, rules, w)), "s"), m.td(m.e(w.of("measure", item.measure)), "s"),
        m.td(plain(item.points), "n"), m.td(m.share_bar(item.points, most)), m.td(m.e(scoring_notation.written(item.score, item.measure))),
        m.td(str(item.min_count or NONE), "n s"),
    ]  # fmt: skip
    return m.tr(cells, data=f'data-item="{m.e(item.id)}"')


def _after(scheme: Scheme, rules: Rules, w: Words) -> str:
    if not scheme.adjustments:
        return ""
    heads = [m.th(w("schemes.adjustments")), *(m.th(w(f"scheme_field.{x}")) for x in ("kind", "rule", "measure"))]
    heads += [m.th(w("scheme_field.per"), "n"), m.th(w("scheme_field.cap"), "n")]
    return m.table(heads, [_adjustment(line, rules, w) for line in scheme.adjustments], "weights")


def _adjustment(line: Adjustment, rules: Rules, w: Words) -> str:
    cells = [m.td(m.e(w.name(line.title))), m.td(m.e(w.of("scheme_kind", line.kind)), "s"), m.td(m.e(rule_title(line.rule, rules, w)), "s")]
    return m.tr([*cells, m.td(m.e(w.of("measure", line.measure)), "s"), m.td(plain(line.per), "n"), m.td(plain(line.cap), "n")])


def _rest(scheme: Scheme, w: Words) -> str:
    grades = w("rank.comma").join(w("schemes.grade_from", grade=w.name(grade.name), min=plain(grade.min)) for grade in scheme.grades)
    limits = w("schemes.limits_are", item=plain(scheme.limits.per_item), total=plain(scheme.limits.per_total))
    undecided = w("schemes.undecided_is", share=scoring_notation.percent(scheme.undecided_share))
    return f'<p class="ds ds-note">{m.e(w("list.part", name=w("schemes.grades"), value=grades))}<br>{m.e(limits)}<br>{m.e(undecided)}</p>'


def rule_title(rule_id: str, rules: Rules, w: Words) -> str:
    """A rule's name; its id where there is no such rule any more."""
    return w.pick(rules[rule_id].title_zh, rules[rule_id].title_en) if rule_id in rules else rule_id


def plain(value: float) -> str:
    """A number with the digits it has: 6, 0.5."""
    return f"{value:.10g}"
