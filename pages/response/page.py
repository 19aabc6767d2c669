"""响应时效: how many working days a reply and a provision of data take, against their clocks; what is still open is shown as open."""

import polars as pl

from data.errors import RequestFault
from metrics.run import response_times
from metrics.run.response_times import Days
from pages.downloads import table_export
from pages.look import markup as m
from pages.look.chart_box import chart_box
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.help_panel import help_panel
from pages.look.page_head import head, subtitle
from pages.response import scope_choice as timing_choice
from pages.response.chart import days_taken
from pages.response.figures import cards, timing_table
from pages.response.scope_choice import grouped, rule_of, titles
from pages.shell.entry import Entry
from pages.shell.session import Session

MOST = 80  # lines of a table; with more the list below says how to come to the rest


def render(s: Session) -> None:
    """The whole page: what is picked, the two duties, then of the chosen one its days, its clocks and who stands behind."""
    if s.place.by not in (None, *timing_choice.LINES):
        raise RequestFault(s.w("timing.no_by", by=s.place.by))
    rule = rule_of(s)
    draw(s.kept(_head))
    timing_choice.controls(s)
    days: dict[str, Days] = {x: _one(grouped(s, None, x)) for x in response_times.RULES}
    draw(cards(days, titles(s), {x: timing_choice.picked(s, x) for x in days}, rule, s.w))
    if not days[rule].by_state:
        draw(empty(s.w("timing.nothing"), [s.w("timing.nothing_what")]))
        return
    chart_box(s.w("timing.by_day", rule=titles(s)[rule]), s.w("timing.by_day_note"), days_taken(days[rule], s.w), "days", "")
    draw(s.kept(_by_clock))
    draw(s.kept(_by))
    table_export.show(s, f"{s.w('page.response')} · {titles(s)[rule]}", s.kept(_by_clock), s.kept(_by))


def _one(groups: list[Days]) -> Days:
    return groups[0] if groups else Days(None)


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(pl.col("rule_id").is_in(response_times.RULES))
    return head(s.w("page.response"), s.reader.meta(), s.w) + help_panel("response", s.w, rules)


def _by_clock(s: Session) -> str:
    """The spans against the limit of each clock, and what has no days at all."""
    w, place = s.w, timing_choice.picked(s)
    table = timing_table(
        grouped(s, "clock"), lambda d: m.e(timing_choice.clock_name(d.key, d.limits, w)), lambda d: place.moved(clock=d.key), w("timing.clock"), w,
        "clocks",
    )  # fmt: skip
    return subtitle(w("timing.by_clock"), w("timing.by_clock_note")) + table + timing_choice.left_out(s)


def _by(s: Session) -> str:
    """The same for every provider, requester or month; the sharing classes stand above."""
    w = s.w
    by = s.place.by or timing_choice.LINES[0]
    groups = grouped(s, by)  # type: ignore[arg-type]  # one of LINES: checked above
    shown = groups if by == "month" else sorted(groups, key=lambda d: (-(d.done + d.open), str(d.key)))[:MOST]
    more = f'<p class="ds ds-note">{m.e(w("timing.more", shown=MOST, n=len(groups)))}</p>' if len(groups) > len(shown) else ""
    table = timing_table(
        shown, lambda d: timing_choice.group_name(d, by, s), lambda d: timing_choice.of_group(d, by, s), w.of("timing_by", by), w
    )
    return subtitle(w("timing.by"), w("timing.by_note"), timing_choice.lines(s, by)) + table + more


ENTRIES = (Entry("timing", "response", "timer", render, "analysis", order=2),)
