"""What a file would change: counts in a line, said loudly where it looks like a part of a listing; the rows themselves beneath. Pure."""

import polars as pl

from data.contracts.contracts import Contract
from data.intake.difference import Difference
from pages.intake.row_outcomes import MOST
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count


def summary(found: Difference, w: Words) -> str:
    """Against which batches, and how many rows go, come, are otherwise and stay."""
    if found.is_first:
        return f'<p class="ds-note">{m.e(w("difference.first"))}</p>'
    against = w("rank.comma").join(w("list.choice", name=b.file_name, n=b.exported_on) for b in found.against)
    parts = {"gone": len(found.gone), "new": len(found.new), "changed": found.changed_rows, "same": found.same}
    spans = "".join(f'<span data-part="{part}">{m.e(w.of("difference", part))} <b>{count(n)}</b></span>' for part, n in parts.items())
    return f'<div class="ds-rest"><span>{m.e(w("difference.against", files=against))}</span>{spans}</div>{_loud(found, w)}'


def _loud(found: Difference, w: Words) -> str:
    if found.is_same:
        return f'<p class="ds-note">{m.e(w("difference.nothing"))}</p>'
    if found.worst is None:
        return ""
    told = w(f"difference.{found.worst}", gone=count(len(found.gone)), before=count(found.before), share=f"{found.gone_share:.0%}")
    return f'<p class="ds-note ds-warn" role="alert" data-worst="{found.worst}">{m.e(told)}</p>'


def rows(found: Difference, contract: Contract, w: Words) -> str:
    """The rows that go and come, whole; of those that are otherwise each cell, before and after."""
    return _changed(found, contract, w) + _whole(found.gone, "gone", contract, w) + _whole(found.new, "new", contract, w)


def _changed(found: Difference, contract: Contract, w: Words) -> str:
    if not found.changed_rows:
        return ""
    columns = w("rank.comma").join(f"{contract.column(name).label} {count(n)}" for name, n in found.by_column.items())
    names = ("source.row", "difference.key", "intake.column", "difference.was", "difference.is")
    head = [m.th(w(name), "n" if name == "source.row" else "") for name in names]
    lines = [
        m.tr(
            [
                m.td(str(no), "n"),
                m.td(m.e(key)),
                m.td(m.e(contract.column(name).label)),
                m.td(_cell(was), "s"),
                m.td(f"<b>{_cell(now)}</b>"),
            ]
        )
        for no, key, name, was, now in found.changed.head(MOST).iter_rows()
    ]
    told = f'<p class="ds-note">{m.e(w("difference.by_column", columns=columns))}</p>'
    cells = sum(found.by_column.values())
    return _titled(w("difference.changed_title", n=count(found.changed_rows)), told + m.table(head, lines, "grid"), cells, w)


def _whole(frame: pl.DataFrame, part: str, contract: Contract, w: Words) -> str:
    if frame.is_empty():
        return ""
    head = [m.th(w("source.row"), "n"), *(m.th(column.label) for column in contract.columns)]
    lines = [m.tr([m.td(str(row[0]), "n"), *(m.td(_cell(cell), "s") for cell in row[1:])]) for row in frame.head(MOST).iter_rows()]
    return _titled(w(f"difference.{part}_title", n=count(len(frame))), m.table(head, lines, "grid"), len(frame), w)


def _cell(text: str | None) -> str:
    return "—" if text is None or text == "" else m.e(text)


def _titled(title: str, inner: str, length: int, w: Words) -> str:
    more = f'<p class="ds-note">{m.e(w("rows.more", shown=MOST, n=count(length)))}</p>' if length > MOST else ""
    return f'<div class="ds"><h4>{m.e(title)}</h4>{inner}{more}</div>'
