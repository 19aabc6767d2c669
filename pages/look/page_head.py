"""The head of every page: what it shows, at which day, for which period, by which scheme, from which run, and whether it is published."""

from collections.abc import Sequence
from datetime import date

from pages.language.export_names import exports_named
from pages.language.words import Words
from pages.look.markup import chip, e


def head(title: str, meta: dict[str, str], w: Words, trail: Sequence[str] = (), notes: Sequence[str] = ()) -> str:
    """Title and caption. `meta` is that of the run; `trail` and `notes` are ready HTML (where one came from, what stands beside the title)."""
    path = f'<div class="ds-trail">{" / ".join(trail)}</div>' if trail else ""
    beside = " ".join((*notes, _published(meta, w), _rebuilt(meta["reconstructed"], w)))
    return f'<div class="ds ds-head">{path}<h1>{e(title)} {beside}</h1><div class="ds-meta">{"".join(_caption(meta, w))}</div></div>'


def plain_head(title: str, note: str = "") -> str:
    """The head of a page that shows no run."""
    told = f'<div class="ds-meta"><span>{e(note)}</span></div>' if note else ""
    return f'<div class="ds ds-head"><h1>{e(title)}</h1>{told}</div>'


def _caption(meta: dict[str, str], w: Words) -> list[str]:
    sample = chip(w("header.sample"), "warn") if meta["scheme_status"] == "sample" else ""
    return [
        _said(w("header.as_of"), meta["as_of"]),
        _said(
            w("header.period"), w("header.span", period=period_title(meta["period"], w), start=meta["period_start"], end=meta["period_end"])
        ),
        f"<span>{e(w('header.scheme'))} <b>{e(w.name(meta['scheme_title']))}</b> {sample}</span>",
        *([_said(w("header.edition_id"), meta["edition"])] if "edition" in meta else []),
        f'<span>{e(w("header.run"))} <b class="ds-id" title="{e(meta["run_id"])}">{e(meta["run_id"])}</b></span>',
    ]


def _published(meta: dict[str, str], w: Words) -> str:
    """A draft says so; an edition which one it is, and whether a later one corrects it."""
    if "edition" not in meta:
        return chip(w("header.draft"), "", w("header.draft_note"))
    edition = chip(w("header.edition", period=period_title(meta["period"], w), number=meta["edition_number"]), "brand")
    newer = meta.get("superseded_by")
    return f"{edition} {chip(w('header.superseded', number=newer), 'warn')}" if newer else edition


def _rebuilt(exports: str, w: Words) -> str:
    """Said where a past day was read back from later exports."""
    if not exports:
        return ""
    return chip(w("header.reconstructed"), "quiet", w("header.reconstructed_note", exports=exports_named(exports, w)))


def _said(label: str, value: str) -> str:
    return f"<span>{e(label)} <b>{e(value)}</b></span>"


def period_title(period: str, w: Words) -> str:
    """2026, 2026H1, 2026Q3 and 2026-06 as people say them; a span of days as it is."""
    year, rest = period[:4], period[4:]
    if not rest:
        return w("period.year", year=year)
    if rest[0] in "HQ":
        return w("period.part", year=year, part=w.of("period", rest))
    return month_name(period, w) if len(period) == 7 else period


def subtitle(title: str, note: str = "", more: str = "") -> str:
    """The heading of a part of a page. `more` is ready HTML, such as a link."""
    return f'<div class="ds ds-h"><h2>{e(title)}</h2>{f"<span>{e(note)}</span>" if note else ""}{more}</div>'


def month_name(day: date | str, w: Words) -> str:
    """The month that a day (or a month, 2026-06) lies in."""
    text = str(day)
    return w("period.month", year=text[:4], month=int(text[5:7]))


def month_short(day: date, w: Words) -> str:
    """The same without its year, for axes and small print."""
    return w.of("month", str(day.month))
