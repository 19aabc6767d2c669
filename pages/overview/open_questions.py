"""What waits for a person: rows that were not taken in, contradictions, evidence that is missing, days that are not certain yet."""

from metrics.run.filter import Filter
from metrics.run.reader import Reader
from pages.language.export_names import exports_named
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.shell.address import Place


def panel(reader: Reader, place: Place, w: Words, *, may_decide: bool, waiting: int = 0) -> str:
    """A panel of open questions, each with its figure and the way to its rows. Only officers are sent to the intake.

    `waiting`: how many things stand on the viewer's page of review.
    """
    meta = reader.meta()
    lines = [
        _listed("decide.contradiction", Filter(reason="contradiction"), place.standing(reason="contradiction"), reader, w),
        _listed("decide.unknown", Filter(states=("unknown",)), place.standing(state="unknown"), reader, w),
        _listed("decide.provisional", Filter(provisional=True), place.standing(provisional=True), reader, w),
    ]
    if may_decide:
        rejected = int(reader.batches()["rejected"].sum())
        lines.insert(0, _line(w("decide.rejected"), m.go(place.standing().href("import"), count(rejected)) if rejected else ""))
    if meta["scheme_status"] == "sample":
        lines.append(_line(w("decide.scheme"), m.chip(w("header.sample"), "warn")))
    if meta["missing_exports"]:
        lines.append(_line(w("decide.missing"), m.e(exports_named(meta["missing_exports"], w))))
    if waiting:
        lines.insert(0, _line(w("decide.waiting"), m.go(place.standing().href("todo"), count(waiting))))
    open_lines = "".join(lines) or _line(w("decide.nothing"), " ")
    return f'<div class="ds ds-panel"><h3>{m.e(w("decide.title"))}</h3><ul class="ds-lines">{open_lines}</ul></div>'


def _listed(key: str, wanted: Filter, view: Place, reader: Reader, w: Words) -> str:
    number = reader.count(wanted)
    return _line(w(key), m.go(view.href("list"), count(number))) if number else ""


def _line(text: str, inner: str) -> str:
    return f"<li><span>{m.e(text)}</span><span>{inner}</span></li>" if inner else ""
