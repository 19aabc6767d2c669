"""A scorecard as an Excel workbook to check: real numbers, sums that are formulas and carry their values, obligations on sheets of their own.

No text becomes a formula, and the same card gives the same bytes.
"""

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from reports.scorecard.card import Scorecard
from reports.scorecard.duty_sheets import write_duties
from reports.scorecard.lines import Adjusted, Line, Section
from reports.scorecard.sheet_styles import SCALE, Dress, half_widths
from reports.scorecard.trend_sheet import write_trend
from reports.wording.wording import Wording

MADE_ON = datetime(2000, 1, 1)  # written into the file's properties: the run id says which figures these are, not a clock
COLUMNS = ("section", "item", "points_max", "standard", "counted", "met", "late", "open", "points", "lost", "account", "ground")
WIDTHS = (12, 20, 7, 30, 7, 7, 7, 8, 9, 9, 36, 34)
WORTH, COUNTED, OPEN, POINTS, LOST, LAST = 2, 4, 7, 8, 9, len(COLUMNS) - 1
TOP = 7  # rows above the table: title, facts, mark
LINE_SIGNS = {"item": 18, "standard": 28, "account": 34, "ground": 32}  # Chinese signs of half a width that fit into a line of a column


def workbook(card: Scorecard) -> bytes:
    """The file."""
    t, out = Wording(card.lang, "scorecard"), BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": card.title[:250], "comments": card.head.source, "created": MADE_ON})
        book.set_calc_mode("auto")
        dress = Dress(book, t, card.head.source)
        _Score(dress, card, t).write()
        write_trend(dress, card, t)
        write_duties(dress, card, card.missed, t("part.sheet_missed"), t("part.missed"), t("duty.none"), t)
        if card.undecided:
            write_duties(dress, card, card.undecided, t("part.sheet_undecided"), t("part.undecided"), "", t)
        write_duties(dress, card, card.kept, t("part.sheet_kept"), t("part.kept"), t("duty.none_kept"), t)
    return out.getvalue()


class _Score:
    """The first sheet, written from the top down. Rows count from 0 here, from 1 in formulas."""

    def __init__(self, dress: Dress, card: Scorecard, t: Wording):
        self.dress, self.card, self.t = dress, card, t
        self.sheet: Worksheet = dress.sheet(t("part.sheet_score"), WIDTHS)
        self.sums: list[int] = []  # rows of the sub-totals
        self.lines: list[tuple[int, int]] = []  # first and last row of each section's lines

    def write(self) -> None:
        self._head()
        for column, name in enumerate(COLUMNS):
            self._text(TOP, column, self.t(f"column.{name}"), "head")
        self.sheet.set_row(TOP, 22)
        self.sheet.freeze_panes(TOP + 1, 2)
        self.sheet.repeat_rows(TOP)
        row = TOP + 1
        for section in self.card.sections:
            row = self._section(row, section)
        total, row = row, self._sum(row)
        first, row = row, self._extras(row)
        self._check(row, total, (first, row))
        self._tint(TOP + 1, row)
        row = self._notes(row + 2)
        row = self._rulings(row + 1)
        self._signatures(row + 1)

    def _head(self) -> None:
        head, t, card = self.card.head, self.t, self.card
        self.sheet.merge_range(0, 0, 0, LAST, "", self.dress.format("title"))
        self._text(0, 0, card.title, "title")
        self.sheet.set_row(0, 34)
        span = t("head.span", period=head.period, start=head.start, end=head.end)
        facts: list[tuple[str, Any, str, str, Any, str]] = [
            ("unit", head.unit, "strong", "group", head.group, "fact"),
            ("period", span, "fact", "as_of", datetime(head.as_of.year, head.as_of.month, head.as_of.day), "fact_day"),
            ("scheme", head.scheme, "fact", "standing", head.standing, "fact"),
            ("total", t("row.not_applicable") if card.total is None else float(card.total), "total", "grade", card.grade or t("row.not_applicable"), "strong"),
            ("rank", card.place, "strong", "run", head.run_id, "fact"),
        ]  # fmt: skip
        for row, (left, left_value, left_look, right, right_value, right_look) in enumerate(facts, 1):
            self._text(row, 0, t(f"head.{left}"), "label")
            self._merged(row, 1, 3, left_value, left_look)
            self._merged(row, 4, 6, t(f"head.{right}"), "label")
            self._merged(row, 7, LAST, right_value, right_look)
            self.sheet.set_row(row, 26 if left == "total" else 18)
        warned = t("account.end").join([t("head.sample")] * head.is_sample + [t("head.undecided", told=card.wanting)] * bool(card.wanting))
        self._merged(6, 0, LAST, warned, "warn" if warned else "note")

    def _section(self, row: int, section: Section) -> int:
        """Write its lines and its sub-total. Gives the next row."""
        first = row
        for line in section.lines:
            self._line(row, line)
            row += 1
        if len(section.lines) > 1:
            self.sheet.merge_range(first, 0, row - 1, 0, "", self.dress.format("part"))
        self._text(first, 0, section.title, "part")
        self._sum_row(row, self.t("row.subtotal"))
        here = f"{{0}}{first + 1}:{{0}}{row}"
        points = here.format("I")
        self._formula(row, WORTH, f'=SUMIF({points},">=0",{here.format("C")})', section.points_max, "sum_worth")
        self._formula(row, POINTS, f"=SUM({points})", section.points, "sum_points")
        self._formula(row, LOST, f"=SUM({here.format('J')})", float(section.lost), "sum_points")
        self.sums.append(row)
        self.lines.append((first, row - 1))
        return row + 1

    def _line(self, row: int, line: Line) -> None:
        self._text(row, 1, line.title + (f"（{self.t('row.small')}）" if line.is_small else ""), "text")
        self.sheet.write_number(row, WORTH, line.points_max, self.dress.format("worth"))
        self._text(row, 3, line.standard, "text")
        for column, count in enumerate((line.counted, line.met, line.late, line.open), COUNTED):
            self.sheet.write_number(row, column, count, self.dress.format("count"))
        if line.points is None:
            self._text(row, POINTS, self.t("row.not_applicable"), "none")
            self._text(row, LOST, self.t("row.not_applicable"), "none")
        else:
            self.sheet.write_number(row, POINTS, line.points, self.dress.format("points"))
            self.sheet.write_number(row, LOST, float(line.lost), self.dress.format("points"))
        self._text(row, 10, line.account, "text")
        self._text(row, 11, line.ground, "text")
        self._height(row, {"item": line.title, "standard": line.standard, "account": line.account, "ground": line.ground})

    def _sum(self, row: int) -> int:
        """The sum of the sub-totals. Gives the next row."""
        self._sum_row(row, self.t("row.sum"))
        judged = [line for part in self.card.sections for line in part.lines if line.is_applicable]
        lost = sum((line.lost for line in judged), start=self.card.lost - self.card.lost)
        values = {WORTH: sum(x.points_max for x in judged), POINTS: sum(x.points or 0.0 for x in judged), LOST: float(lost)}
        for column, value in values.items():
            cells = ",".join(f"{'ABCDEFGHIJ'[column]}{n + 1}" for n in self.sums)
            self._formula(row, column, f"=SUM({cells})", value, "sum_worth" if column == WORTH else "sum_points")
        return row + 1

    def _extras(self, row: int) -> int:
        """What follows the items. Gives the next row."""
        first = row
        for line in self.card.adjusted:
            self._extra(row, line)
            row += 1
        if row - first > 1:
            self.sheet.merge_range(first, 0, row - 1, 0, "", self.dress.format("part"))
        if row > first:
            self._text(first, 0, self.t("row.extras"), "part")
        return row

    def _extra(self, row: int, line: Adjusted) -> None:
        self._text(row, 1, line.title, "text")
        self._text(row, WORTH, "", "none")
        self._text(row, 3, line.standard, "text")
        for column in range(COUNTED, OPEN + 1):
            if line.counts is None:
                self._text(row, column, "", "none")
            else:
                self.sheet.write_number(row, column, line.counts[column - COUNTED], self.dress.format("count"))
        self.sheet.write_number(row, POINTS, line.points, self.dress.format("points"))
        self.sheet.write_number(row, LOST, float(line.lost), self.dress.format("points"))
        self._text(row, 10, line.account, "text")
        self._text(row, 11, line.ground, "text")
        self._height(row, {"item": line.title, "standard": line.standard, "account": line.account, "ground": line.ground})

    def _check(self, row: int, total: int, extras: tuple[int, int]) -> None:
        """The full score less all that was lost is the total above, for whoever checks."""
        self._sum_row(row, self.t("row.check"), last=LOST - 1)
        if self.card.total is None:
            self._text(row, LOST, self.t("row.not_applicable"), "sum_points")
            return
        first, after = extras
        more = f"-SUM(J{first + 1}:J{after})" if after > first else ""
        self._formula(row, LOST, f"=ROUND({self.card.full}-J{total + 1}{more},2)", float(self.card.total), "sum_points")

    def _tint(self, first: int, last: int) -> None:
        """Late and open where there is any; what was lost the redder the more."""
        for column, look in ((6, "late"), (OPEN, "open")):
            self.sheet.conditional_format(
                first, column, last, column, {"type": "cell", "criteria": ">", "value": 0, "format": self.dress.format(look)}
            )
        most = max((float(line.lost) for part in self.card.sections for line in part.lines), default=0.0)
        scale = SCALE | {"max_type": "num", "max_value": max(most, 1.0)}
        for start, end in self.lines:
            self.sheet.conditional_format(start, LOST, end, LOST, scale)

    def _notes(self, row: int) -> int:
        for number, note in enumerate(self.card.notes, 1):
            self._merged(row, 0, LAST, f"{number}. {note}", "note")
            self.sheet.set_row(row, 13 * (1 + half_widths(note) // 210))
            row += 1
        return row

    def _rulings(self, row: int) -> int:
        """The decisions in force. Gives the next row."""
        t = self.t
        self._text(row, 0, t("part.rulings"), "heading")
        if not self.card.rulings:
            self._merged(row + 1, 0, LAST, t("ruling.none"), "note")
            return row + 2
        places = (("number", 0, 0), ("kind", 1, 1), ("what", 2, 3), ("reason", 4, 9), ("by", 10, 10), ("touched", 11, 11))
        for name, first, last in places:
            self._merged(row + 1, first, last, t(f"ruling.{name}"), "head")
        row += 2
        for ruling in self.card.rulings:
            told = {"number": ruling.number, "kind": ruling.kind, "what": ruling.what, "reason": ruling.reason}
            told |= {"by": f"{ruling.by}　{ruling.on}", "touched": ruling.touched}
            for name, first, last in places:
                self._merged(row, first, last, told[name], "count" if isinstance(told[name], int) else "text")
            self.sheet.set_row(row, 16 * max(1, -(-half_widths(ruling.what) // 34), -(-half_widths(ruling.reason) // 44)))
            row += 1
        return row

    def _signatures(self, row: int) -> None:
        t = self.t
        self._text(row, 0, t("part.signatures"), "heading")
        lines = "\n\n".join(("", t("sign.person"), t("sign.head"), f"{t('sign.seal')}　　{t('sign.day')}"))
        for first, last, who in ((0, 5, "unit"), (6, LAST, "office")):
            self._merged(row + 1, first, last, t(f"sign.{who}") + lines, "sign")
        self.sheet.set_row(row + 1, 130)

    def _sum_row(self, row: int, words: str, last: int = LAST) -> None:
        for column in range(LAST + 1):
            self._text(row, column, "", "sum")
        self._merged(row, 0, min(last, 1), words, "sum") if last == LAST else self._merged(row, 0, last, words, "sum")

    def _merged(self, row: int, first: int, last: int, value: Any, look: str) -> None:
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", self.dress.format(look))
        if isinstance(value, str):
            self._text(row, first, value, look)
        elif isinstance(value, datetime):
            self.sheet.write_datetime(row, first, value, self.dress.format(look))
        else:
            self.sheet.write_number(row, first, value, self.dress.format(look))

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        self.sheet.write_string(row, column, text, self.dress.format(look))

    def _formula(self, row: int, column: int, formula: str, value: float, look: str) -> None:
        self.sheet.write_formula(row, column, formula, self.dress.format(look), value)

    def _height(self, row: int, texts: dict[str, str]) -> None:
        """As high as the longest text needs: Excel fits no row by itself that a program has written."""
        lines = max(-(-half_widths(text) // LINE_SIGNS[name]) for name, text in texts.items())
        self.sheet.set_row(row, max(18, 14.5 * lines + 4))
