"""The columns of a file beside its first rows: each label as it stands, what it was taken for, and how that is known. Pure."""

from collections.abc import Sequence

from data.contracts.contracts import Contract
from data.intake.columns.recognise import Heading
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count

LOOKS = {"label": "", "synonym": "quiet", "confirmed": "brand", "unknown": "warn"}
LONGEST = 24  # characters of a cell


def title(told: Sequence[Heading], sheet: str, header_row: int, w: Words) -> str:
    """How many columns there are, and how many of them nobody knows."""
    unknown = sum(h.how == "unknown" and h.label != "" for h in told)
    return w("intake.columns_at", n=count(len(told)), sheet=sheet or "—", row=header_row, unknown=unknown)


def table(told: Sequence[Heading], contract: Contract | None, w: Words) -> str:
    """A line a column, in the order of the file; beneath, what the file does not have."""
    first = max((len(h.first) for h in told), default=0)
    head = [m.th(""), m.th(w("intake.label")), m.th(w("intake.column")), m.th(w("intake.how"))]
    head += [m.th(w("intake.row", n=n + 1)) for n in range(first)]
    table = m.table(head, [_line(h, w) for h in told], "grid")
    absent = [c.label for c in contract.columns if c.name not in {h.column.name for h in told if h.column}] if contract else []
    beneath = f'<p class="ds-note">{m.e(w("intake.absent", labels=w("rank.comma").join(absent)))}</p>' if absent else ""
    return table + beneath


def _line(h: Heading, w: Words) -> str:
    how = m.chip(w.of("heading_how", h.how), LOOKS[h.how])
    needed = f" {m.chip(w.of('need', h.column.need), 'quiet')}" if h.column and h.column.need else ""
    taken = m.e(h.column.label) + needed if h.column else "—"
    cells = [m.td(m.e(_cut(cell)), "s") for cell in h.first]
    return m.tr([m.td(letter(h.position), "s"), m.td(f"<b>{m.e(h.label)}</b>"), m.td(taken), m.td(how), *cells])


def letter(position: int) -> str:
    """A column as spreadsheet programs call it. `position`: from 0."""
    text, rest = "", position + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def _cut(cell: str | None) -> str:
    return "" if cell is None else cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…"


def missing(contract: Contract | None, positions: dict[str, int], w: Words) -> str:
    """The needed columns that no label was found for."""
    labels = [c.label for c in contract.columns if c.need and c.name not in positions] if contract else []
    return f'<p class="ds-note ds-warn">{m.e(w("intake.missing", labels=w("rank.comma").join(labels)))}</p>' if labels else ""
