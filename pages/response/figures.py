"""Working days told as figures: a card for each of the two duties, and tables whose every number opens the obligations behind it."""

from collections.abc import Callable, Mapping, Sequence

from metrics.run.response_times import SMALL, SPANS, Days, quantile
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE, count, rate
from pages.shell.address import Place

TAKEN, WAITING = ("met", "late"), ("overdue", "pending")


def cards(days: Mapping[str, Days], titles: Mapping[str, str], places: Mapping[str, Place], chosen: str, w: Words) -> str:
    """One card a duty, beside one another and never added up. `places`: what is picked of each."""
    return f'<div class="ds ds-grid">{"".join(_card(of, titles[rule], places[rule], rule == chosen, w) for rule, of in days.items())}</div>'


def _card(days: Days, title: str, place: Place, is_chosen: bool, w: Words) -> str:
    there = m.go(place.href("timing"), m.e(title)) if not is_chosen else m.e(title)
    lines = [
        (w("timing.in_time"), f"<b>{rate(days.in_time)}</b>{_between(days.in_time_interval, rate, w)} {_of(days, place, w)}"),
        (w("timing.median"), f"<b>{_days(quantile(days.taken, 0.5), w)}</b>{_between(days.interval(0.5), _plain, w)}"),
        (w("timing.p90"), f"<b>{_days(quantile(days.taken, 0.9), w)}</b>{_between(days.interval(0.9), _plain, w)}"),
        (w("timing.done"), _number(days.done, place.moved(done=True))),
        (w("timing.open"), _open(days, place, w)),
    ]
    rows = "".join(f"<li><span>{m.e(label)}</span><span>{value}</span></li>" for label, value in lines)
    return f'<div class="ds-panel{" ds-chosen" if is_chosen else ""}" data-timing="{m.e(place.rule)}"><h3>{there}</h3><ul class="ds-lines">{rows}</ul></div>'


def timing_table(
    groups: Sequence[Days], named: Callable[[Days], str], place_of: Callable[[Days], Place], label: str, w: Words, kind: str = ""
) -> str:
    """One line a group. `named`: ready HTML; `place_of`: what is picked when the group is. The limit of its clock is a line between the spans."""
    head = [m.th(label), m.th(w("timing.done"), "n"), m.th(w("timing.median"), "n"), m.th(w("timing.p90"), "n")]
    head += [m.th(span_name(low, high, w), "n") for low, high in SPANS]
    head += [m.th(w("timing.in_time"), "n"), m.th(w("timing.open"), "n")]
    return m.table(head, [_line(group, named(group), place_of(group), w) for group in groups], f"timing {kind}")


def span_name(low: int | None, high: int | None, w: Words) -> str:
    """A span of working days: ≤ 1, 2–3, > 20."""
    if low is None:
        return w("timing.up_to", n=high)
    return w("timing.beyond", n=low - 1) if high is None else w("timing.span", low=low, high=high)


def _line(days: Days, name: str, place: Place, w: Words) -> str:
    cells = [m.td(name), m.td(_number(days.done, place.moved(done=True)), "n")]
    cells += [
        m.td(_plain(quantile(days.taken, share)) + _between(days.interval(share), _plain, w, below=True), "n") for share in (0.5, 0.9)
    ]
    limit = next(iter(days.limits)) if len(days.limits) == 1 else None
    cells += [_span(days, low, high, limit, place, w) for low, high in SPANS]
    cells += [m.td(f"{rate(days.in_time)}{_between(days.in_time_interval, rate, w, below=True)}", "n"), m.td(_open(days, place, w), "n")]
    return m.tr(cells)


def _span(days: Days, low: int | None, high: int | None, limit: int | None, place: Place, w: Words) -> str:
    """How many were done in a span, their share of all that is done as a shade and in words, and how many open ones have come so far."""
    span = place.moved(days_from=low, days_to=high)
    done, still = days.count(*TAKEN, low=low, high=high), days.count(*WAITING, low=low, high=high)
    share = done / days.done if days.done else 0
    number = f"{_number(done, span.moved(done=True))} <small>{share:.0%}</small>" if done else f'<span class="none">{NONE}</span>'
    waiting = f"<br><small>○ {_number(still, span.moved(done=False))}</small>" if still else ""
    return f'<td class="n{_limit(low, high, limit)}" style="background:rgba(79,147,200,{share * 0.55:.2f})">{number}{waiting}</td>'


def _limit(low: int | None, high: int | None, limit: int | None) -> str:
    """Where the clock's limit falls: at the end of this span, somewhere within, or not here."""
    if limit is None or limit < (low or 0) or (high is not None and limit > high):
        return ""
    return " limit" if limit == high else " within"


def _of(days: Days, place: Place, w: Words) -> str:
    """The numbers that the share is made of."""
    parts = [(state, days.count(state)) for state in ("met", "late", "overdue")]
    said = " ".join(f"{m.mark(state)}{_number(n, place.moved(state=state), w.of('state', state))}" for state, n in parts)  # type: ignore[arg-type]
    return f"<small>{said}</small>" if days.judged else ""


def _open(days: Days, place: Place, w: Words) -> str:
    if not days.open:
        return "0"
    longest = place.moved(done=False, days_from=days.longest_open, days_to=days.longest_open)
    oldest = m.go(longest.href("list"), m.e(w("timing.longest", n=days.longest_open)))
    return f"{_number(days.open, place.moved(done=False))}<br><small>{oldest}</small>"


def _number(n: int, place: Place, title: str = "") -> str:
    return m.go(place.href("list"), count(n), title=title) if n else "0"


def _between(
    interval: tuple[float | None, float | None] | None, written: Callable[[float | None], str], w: Words, *, below: bool = False
) -> str:
    """The interval beside a figure of few, or below it, in brackets so that it reads as no part of it; one without an upper end says so."""
    low, high = interval or (None, None)
    if low is None:
        return ""
    told = w("timing.at_least", low=written(low)) if high is None else w("timing.between", low=written(low), high=written(high))
    return f'{"<br>" if below else " "}<small title="{m.e(w("timing.few", n=SMALL))}">{m.e(told)}</small>'


def _plain(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}".removesuffix(".0")


def _days(value: float | None, w: Words) -> str:
    return NONE if value is None else w("timing.days", n=_plain(value))
