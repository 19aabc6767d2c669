"""What the files behind a run can't tell, in words: what is wrong with an export, and what that leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass

from metrics.run.evidence_gaps import ColumnGap, ExportGap, evidence_gaps
from pages.language.export_names import column_labels, export_titles
from pages.look import markup as m
from pages.shell.address import Place
from pages.shell.rule_names import rule_title
from pages.shell.session import Session


@dataclass(frozen=True)
class Left:
    """One thing that is left open; `place`: the list of the obligations that it is, where there are any."""

    said: str
    place: Place | None = None


@dataclass(frozen=True)
class Shortfall:
    """One thing that an export can't tell. `kind`: missing, ends, column or empty."""

    kind: str
    said: str
    left: tuple[Left, ...]


def lines(s: Session) -> str:
    """One line an export of the run that is shown; nothing where all is told."""
    w, titles, told = s.w, export_titles(s.w.lang), ""
    for gap in evidence_gaps(s.reader):
        said = w("gap.and").join(_line(s, one) for one in shortfalls(s, gap))
        sentence = w("gap.export", title=titles.get(gap.export, gap.export), said=said)
        told += f'<p class="ds ds-note ds-warn" data-gap="{m.e(gap.export)}">{m.e(sentence)}</p>'
    return told


def _line(s: Session, one: Shortfall) -> str:
    left = s.w("rank.comma").join(x.said for x in one.left)
    return s.w("gap.leaves", said=one.said, left=left) if left else one.said


def shortfalls(s: Session, gap: ExportGap) -> Iterator[Shortfall]:
    """What one export can't tell, the whole of it first."""
    w = s.w
    left = [_open(s, "gap.unknown", "export_missing", rule_id, n) for rule_id, n in gap.without_it.items()]
    if gap.is_missing:
        rules = [Left(w("gap.no_rows", rule=rule_title(s, rule_id))) for rule_id in gap.rules]
        yield Shortfall("missing", w("gap.missing"), (*left, *rules))
    elif gap.evidence_on and gap.evidence_on < s.run.as_of:
        day = {"day": gap.evidence_on, "as_of": s.run.as_of}
        said = w("gap.ends", **day) if gap.newest_on == gap.evidence_on else w("gap.ends_apart", newest=gap.newest_on, **day)
        after = [_open(s, "gap.after_it", "evidence_ends", rule_id, n) for rule_id, n in gap.after_it.items()]
        yield Shortfall("ends", said, (*after, *left))
    elif left:
        yield Shortfall("missing", w("gap.not_sent"), tuple(left))
    yield from (_column(s, gap.export, column) for column in gap.columns)


def _column(s: Session, export: str, gap: ColumnGap) -> Shortfall:
    w, label = s.w, column_labels(export).get(gap.column_name, gap.column_name)
    said = w("gap.empty" if gap.is_empty else "gap.column", label=label)
    return Shortfall("empty" if gap.is_empty else "column", said, tuple(_read_so(s, gap, rule_id, n) for rule_id, n in gap.rules.items()))


def _read_so(s: Session, gap: ColumnGap, rule_id: str, n: int) -> Left:
    """How a rule reads a file without a column."""
    w, rule = s.w, rule_title(s, rule_id)
    if gap.missing == "no_obligation":
        return Left(w("gap.not_assessable", rule=rule))
    if gap.missing == "as_empty":
        return Left(w("gap.read_as", rule=rule, how=w.of("gap_as_empty", gap.column_name)))
    return _open(s, "gap.unknown", "column_missing", rule_id, n)


def _open(s: Session, said: str, reason: str, rule_id: str, n: int) -> Left:
    """So many obligations of a rule, with the list of them where it has no others: those of a rule may lack several columns."""
    of_all = s.reader.facets().filter(rule_id=rule_id, reason=reason)["obligations"].sum()
    return Left(s.w(said, rule=rule_title(s, rule_id), n=n), s.place.standing(reason=reason, rule=rule_id) if n and n == of_all else None)
