"""What waits for a person: rows that were not taken in, contradictions, evidence that is missing, days that are not certain yet."""

from datetime import date

import polars as pl

from metrics.run.filter import Filter
from metrics.run.reader import Reader
from pages.language.export_names import export_titles, exports_named
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.shell.address import Place


def panel(reader: Reader, place: Place, today: date, w: Words, *, may_decide: bool, waiting: int = 0) -> str:
    """A panel of open questions, each with its figure and the way to its rows, and the oldest evidence with its age against `today`.

    Only officers are sent to the intake. `waiting`: how many things stand on the viewer's page of review.
    """
    meta = reader.meta()
    lines = [
        _listed("decide.contradiction", Filter(reason="contradiction"), place.standing(reason="contradiction"), reader, w),
        _listed("decide.unknown", Filter(states=("unknown",)), place.standing(state="unknown"), reader, w),
        _listed("decide.undecided", Filter(undecided=True), place.standing(undecided=True), reader, w),
        _listed("decide.provisional", Filter(provisional=True), place.standing(provisional=True), reader, w),
    ]
    if may_decide:
        rejected = int(reader.batches()["rejected"].sum())
        lines.insert(0, _line(w("decide.rejected"), m.go(place.standing().href("import"), count(rejected)) if rejected else ""))
    if meta["scheme_status"] == "sample":
        lines.append(_line(w("decide.scheme"), m.chip(w("header.sample"), "warn")))
    if meta["missing_exports"]:
        lines.append(_line(w("decide.missing"), m.e(exports_named(meta["missing_exports"], w))))
    lines.append(_oldest(reader.batches(), place, today, w))
    if waiting:
        lines.insert(0, _line(w("decide.waiting"), m.go(place.standing().href("todo"), count(waiting))))
    open_lines = "".join(lines) or _line(w("decide.nothing"), " ")
    return f'<div class="ds ds-panel"><h3>{m.e(w("decide.title"))}</h3><ul class="ds-lines">{open_lines}</ul></div>'


def _oldest(batches: pl.DataFrame, place: Place, today: date, w: Words) -> str:
    """The export whose newest file is the oldest, with the age of that file today."""
    newest = batches.group_by("export", "division").agg(pl.col("exported_on").max()).sort("exported_on", "export", "division")
    if newest.is_empty():
        return ""
    export, _, day = newest.row(0)
    age = m.go(place.standing().href("quality"), m.e(w("evidence.age", n=(today - day).days)))
    return _line(w("evidence.oldest", export=export_titles(w.lang)[export], day=day), age)


def _listed(key: str, wanted: Filter, view: Place, reader: Reader, w: Words) -> str:
    number = reader.count(wanted)
    return _line(w(key), m.go(view.href("list"), count(number))) if number else ""


def _line(text: str, inner: str) -> str:
    return f"<li><span>{m.e(text)}</span><span>{inner}</span></li>" if inner else ""
