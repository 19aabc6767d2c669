"""A scorecard as a Word document to edit and circulate, with an outline and the whole list of what was missed. The same card, the same bytes."""

from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document as WordDocument

from reports.scorecard.card import Scorecard
from reports.scorecard.duties import Duty, days_note
from reports.scorecard.lines import Adjusted, Line
from reports.scorecard.pdf import (
    COLUMNS,
    DUTY_COLUMNS,
    RULING_COLUMNS,
    check,
    described,
    facts,
    group_title,
    grouped,
    items_sum,
    mark,
    results,
    source_of,
)
from reports.typesetting import word
from reports.typesetting.word import CELL, CELL_CENTRE, CELL_NUMBER, CELL_STRONG, NOTE, SHADE, WARN, WARNING
from reports.typesetting.word_chart import Series, line_chart
from reports.typesetting.word_table import Cell, table
from reports.wording.figures import NONE, count, points
from reports.wording.wording import Wording

WIDE = 265  # millimetres between the margins
WIDTHS = (21, 26, 10, 38, 10, 10, 10, 13, 13, 13, 53, 48)
STYLES = (CELL_CENTRE, CELL, CELL_CENTRE, CELL, *(CELL_CENTRE,) * 4, CELL_NUMBER, CELL_NUMBER, CELL, CELL)
DUTY_WIDTHS = (9, 45, 29, 17, 18, 18, 18, 9, 9, 9, 25, 24, 35)
DUTY_STYLES = (CELL_CENTRE, CELL, CELL, *(CELL_CENTRE,) * 7, CELL, CELL, CELL)
RED, BLUE, GREY = "9B2C2C", "1F5A8C", "8F9CAB"
COLOURS = {"late": WARN, "overdue": RED, "unmet": RED}


def document(card: Scorecard) -> bytes:
    """The file."""
    t = Wording(card.lang, "scorecard")
    made = word.paper(t, card.title, f"{card.head.unit[:40]}　{card.head.source}", flipped=True)
    word.title(made, card.title)
    _head(made, card, t)
    word.heading(made, t("part.score"))
    table(made, WIDTHS, _lines(card, t), head=[[t(f"column.{name}") for name in COLUMNS]], styles=STYLES)
    for number, note in enumerate(card.notes, 1):
        word.body(made, f"{number}. {note}", NOTE)
    _rulings(made, card, t)
    _trend(made, card, t)
    _signatures(made, t)
    word.heading(made, t("part.missed")).paragraph_format.page_break_before = True
    if card.missed:
        _list(made, card.missed, t("duty.total", n=len(card.missed)), t)
    else:
        word.body(made, t("duty.none"), NOTE)
    if card.undecided:
        word.heading(made, t("part.undecided"))
        _list(made, card.undecided, t("duty.undecided_total", n=len(card.undecided)), t)
    return word.finished(made)


def _head(made: WordDocument, card: Scorecard, t: Wording) -> None:
    shown = results(card, t)
    labels = [Cell(f"{one['label']}　{one['beside']}", shade=SHADE, colour=word.QUIET, keep=True) for one in shown]
    table(made, (75, 75, 115), [labels, [Cell(one["value"], word.FIGURE, shade=SHADE) for one in shown]])
    word.body(made, "", NOTE)
    told = [cell for fact in facts(card, t) for cell in (Cell(fact["label"], colour=word.QUIET), Cell(fact["value"]))]
    table(made, (24, 108, 24, 109), [told[n : n + 4] for n in range(0, len(told), 4)])
    if said := mark(card, t):
        word.body(made, said, WARNING)


def _lines(card: Scorecard, t: Wording) -> Iterator[list[Cell | str]]:
    for part in card.sections:
        for n, line in enumerate(part.lines):
            yield [Cell(part.title if n == 0 else "", CELL_CENTRE, down=n == 0), *_line(line, t)]
        yield _sum(t("row.subtotal"), f"{part.points_max:g}", points(part.points), str(part.lost))
    total = items_sum(card)
    yield _sum(t("row.sum"), total["points_max"], total["points"], total["lost"])
    for n, extra in enumerate(card.adjusted):
        yield [Cell(t("row.extras") if n == 0 else "", CELL_CENTRE, down=n == 0), *_extra(extra)]
    last = check(card, t)
    yield [Cell(last["label"], CELL_STRONG, span=9, shade=SHADE), Cell(last["value"], CELL_STRONG, span=3, shade=SHADE)]


def _line(line: Line, t: Wording) -> list[Cell | str]:
    none = Cell(t("row.not_applicable"), CELL_CENTRE, colour=word.QUIET)
    small = f"（{t('row.small')}）" if line.is_small else ""
    return [
        line.title + small, f"{line.points_max:g}", line.standard, count(line.counted), count(line.met), _tinted(line.late, WARN),
        _tinted(line.open, RED), points(line.points) if line.is_applicable else none, _cost(line.lost) if line.is_applicable else none,
        line.account, line.ground,
    ]  # fmt: skip


def _extra(line: Adjusted) -> list[Cell | str]:
    counts: list[Cell | str] = [""] * 4
    if line.counts is not None:
        counted, met, late, still_open = line.counts
        counts = [count(counted), count(met), _tinted(late, WARN), _tinted(still_open, RED)]
    return [line.title, "", line.standard, *counts, f"{line.points:.2f}", _cost(line.lost), line.account, line.ground]


def _tinted(number: int, colour: str) -> Cell:
    return Cell(count(number), CELL_CENTRE, colour=colour if number else "")


def _cost(lost: Any) -> Cell:
    return Cell(str(lost), CELL_NUMBER, colour=RED if lost > 0 else "")


def _sum(label: str, worth: str, earned: str, lost: str) -> list[Cell | str]:
    numbers = [Cell(text, CELL_NUMBER, shade=SHADE) for text in (earned, lost)]
    return [
        Cell(label, CELL_STRONG, span=2, shade=SHADE), Cell(worth, CELL_CENTRE, shade=SHADE), Cell("", span=5, shade=SHADE), *numbers,
        Cell("", span=2, shade=SHADE),
    ]  # fmt: skip


def _rulings(made: WordDocument, card: Scorecard, t: Wording) -> None:
    word.heading(made, t("part.rulings"))
    if not card.rulings:
        word.body(made, t("ruling.none"), NOTE)
        return
    rows = [[str(r.number), r.kind, r.what, r.reason, f"{r.by}　{r.on}", str(r.touched)] for r in card.rulings]
    head = [[t(f"ruling.{name}") for name in RULING_COLUMNS]]
    table(made, (14, 22, 85, 90, 36, 18), rows, head=head, styles=(CELL_CENTRE, CELL_CENTRE, CELL, CELL, CELL, CELL_CENTRE))


def _trend(made: WordDocument, card: Scorecard, t: Wording) -> None:
    word.heading(made, t("part.trend"))
    known = [float(x) for moment in card.trend for x in (moment.total, moment.middle) if x is not None]
    if len([moment for moment in card.trend if moment.total is not None]) < 2:
        word.body(made, t("trend.alone"), NOTE)
        return
    days = [t("trend.day", month=moment.as_of.month, day=moment.as_of.day) for moment in card.trend]
    own = [None if moment.total is None else float(moment.total) for moment in card.trend]
    middle = [None if moment.middle is None else float(moment.middle) for moment in card.trend]
    lines = [Series(t("trend.total"), own, BLUE, is_labelled=True)]
    if any(value is not None for value in middle):
        lines.append(Series(t("trend.middle", group=card.head.group), middle, GREY, is_dashed=True))
    line_chart(made, days, lines, described(card, t), (240, 62), min(known) // 10 * 10)


def _signatures(made: WordDocument, t: Wording) -> None:
    word.heading(made, t("part.signatures"))
    cells = [Cell(t("sign.unit"), CELL_STRONG, keep=True), Cell(t("sign.office"), CELL_STRONG, keep=True)]
    lines: list[list[Cell | str]] = [list(cells)]
    for words in ("", t("sign.person"), t("sign.head"), f"{t('sign.seal')}　　{t('sign.day')}"):
        lines.append([Cell(words, keep=True), Cell(words, keep=True)])
    table(made, (WIDE / 2, WIDE / 2), lines, heights=(0, 9, 9, 9, 9), styles=(CELL, CELL))
    word.body(made, t("sign.note"), NOTE)


def _list(made: WordDocument, duties: Sequence[Duty], told: str, t: Wording) -> None:
    """`told`: how many there are, and what of."""
    word.body(made, told + days_note(duties, t), NOTE)
    head = [[t(f"duty.{name}") for name in DUTY_COLUMNS]]
    for part in grouped(duties):
        word.heading(made, group_title(part, t), 2)
        word.body(made, part[0].clause, NOTE).paragraph_format.keep_with_next = True
        table(made, DUTY_WIDTHS, (_duty(n, duty, t) for n, duty in enumerate(part, 1)), head=head, styles=DUTY_STYLES)


def _duty(number: int, duty: Duty, t: Wording) -> list[Cell | str]:
    def said(value: object) -> str:
        return "" if value is None else str(value)

    due = (said(duty.due_on) or NONE) + (f"（{t('duty.provisional')}）" if duty.is_provisional else "")
    return [
        str(number), f"{duty.subject}　{duty.subject_id}".strip(), duty.department,
        Cell(duty.state_name, CELL_CENTRE, colour=COLOURS.get(duty.state, "")), said(duty.arose_on), due, said(duty.met_on) or NONE,
        said(duty.term), said(duty.taken), Cell(said(duty.late), CELL_CENTRE, colour=RED if duty.late else ""),
        t("account.and").join(duty.costs), duty.note, source_of(duty, t),
    ]  # fmt: skip
