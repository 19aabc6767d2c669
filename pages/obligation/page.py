"""One obligation: its state, its clause, its clock day by day, and the row of the file that it comes from."""

from typing import Any

from data.decisions.mappings import contracts_of
from data.errors import DushuError, RequestFault
from metrics.run.clock_days import clock_days
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import head, subtitle
from pages.obligation import decisions as duty_decisions
from pages.obligation import facts as duty_facts
from pages.obligation import order_source, source_rows
from pages.obligation.clock import clock_legend, clock_strip
from pages.shell.entry import Entry
from pages.shell.session import Session, facts


def render(s: Session) -> None:
    """The whole page for the rule and subject in the address."""
    w, place = s.w, s.place
    if place.rule is None or place.subject is None:
        raise RequestFault(w("duty.which"))
    row = s.reader.obligation(place.rule, place.subject)
    rule = w.pick(row["title_zh"], row["title_en"])
    trail = [
        m.go(place.standing().href("list"), m.e(w("page.obligations"))),
        m.go(place.standing(unit=row["unit_id"]).href("list"), m.e(row["unit_name"] or row["unit_id"])),
        m.go(place.standing(unit=row["unit_id"], rule=row["rule_id"]).href("list"), m.e(rule)),
    ]
    notes, rules = [m.chip(rule, "brand"), m.chip(row["subject_id"])], s.reader.rules().filter(rule_id=row["rule_id"])
    title = head(row["subject_name"] or row["subject_id"], s.reader.meta(), w, trail, notes)
    draw(title + help_panel("obligation", w, rules))
    draw(duty_facts.facts(row, s.run.as_of, _lacking(s, row), place, w))
    draw(subtitle(w("clause.title")) + duty_facts.clause(row, w))
    _clock(s, row)
    duty_decisions.show(s, row)
    order_source.show(s, row) if order_source.is_act(row) else _source(s, row)


def _lacking(s: Session, row: dict[str, Any]) -> str:
    """The columns that the files behind an obligation lack, as the platform heads them."""
    names = [name for name in (row["lacks"] or "").split(",") if name]
    exports = contracts_of(s.home, s.decisions).exports
    labels = {c.name: c.label for export in reversed([row["evidence"], *row["exports"]]) for c in exports[export].columns} if names else {}
    return s.w("rank.comma").join(labels.get(name, name) for name in names)


def _clock(s: Session, row: dict[str, Any]) -> None:
    days = clock_days(s.reader, row)
    if days:
        draw(subtitle(s.w("clock.title"), s.w("clock.note")) + clock_strip(days, s.w) + clock_legend(days, s.w))


def _source(s: Session, row: dict[str, Any]) -> None:
    """The original row. Who may see one department only is shown no neighbours; the whole file is for officers."""
    w = s.w
    draw(subtitle(w("source.title"), w("source.note")))
    neighbours = source_rows.NEIGHBOURS if s.viewer.units is None else 0
    try:
        batch, found = source_rows.original(facts(), row, neighbours)
    except DushuError as fault:
        draw(f'<p class="ds ds-note">{m.e(w.told(fault))}</p>')
        return
    draw(source_rows.excerpt_table(found, w))
    draw(source_rows.provenance(row, batch, w))


ENTRIES = (Entry("duty", "obligation", "description", render, is_listed=False),)
