"""How a file looks: labels, titles, totals, and the ways in which days, departments and dictionary values are written."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from data.contracts.contracts import Column, Contract, Contracts
from data.demo.chronicle import Cell
from data.demo.city import City
from data.demo.faults import Mess, Row

STRAY = ("\t", " ", "　")
DASHES = ("-", "—", "／")


@dataclass
class Sheet:
    """Lines as they stand in the file, the header cells that are merged (line, first and last column), and an options sheet beside."""

    lines: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)
    options: tuple[str, ...] = ()


class Dresser:
    """Writes one file's rows the way its traits say. Without traits: the contract's labels, full names, plain days.

    Traits: title, note, total (lines before and after); groups (a merged line above the labels), codes (machine names below them),
    labels (synonyms with stars and line breaks), lines (one line for each data item), aliases, dates, variants, thousands, dashes,
    stray (tabs and spaces), options (a second sheet with the choices).
    """

    def __init__(self, city: City, contracts: Contracts, contract: Contract, mess: Mess, rng: Random):
        self.city, self.contract, self.rng = city, contract, rng
        self.dictionaries = contracts.dictionaries
        self.traits = frozenset(mess.traits)

    def sheet(self, rows: list[Row], day: date) -> Sheet:
        """The whole sheet, header and all."""
        columns, sheet = self.contract.columns, Sheet()
        blank: list[Cell] = [None] * len(columns)
        if "title" in self.traits:
            title = f"{self.city.name}{self.contract.title_zh}（演示数据，截至{day.isoformat()}）"
            sheet.lines += [[title, *blank[1:]], list(blank)]
        if "groups" in self.traits:
            self._group(sheet, len(columns))
        sheet.lines.append([self._label(column) for column in columns])
        if "codes" in self.traits:
            sheet.lines.append([column.name for column in columns])
        lines = [line for row in rows for line in self._split(row)]
        sheet.lines += [[self._cell(column, row.get(column.name)) for column in columns] for row in lines]
        if "total" in self.traits:
            sheet.lines.append(["合计", *blank[2:], str(len(lines))])
        if "note" in self.traits:
            sheet.lines.append(["注：演示数据，由平台导出后人工整理", *blank[1:]])
        sheet.options = ("选项", "是", "否") if "options" in self.traits else ()
        return sheet

    def _group(self, sheet: Sheet, width: int) -> None:
        half = (width + 1) // 2
        at = len(sheet.lines)
        sheet.lines.append(["基本信息", *[None] * (half - 1), "办理情况", *[None] * (width - half - 1)])
        sheet.merges += [(at, first, last) for first, last in ((0, half - 1), (half, width - 1)) if last > first]

    def _label(self, column: Column) -> str:
        if "labels" not in self.traits:
            return column.label
        label = self.rng.choice(column.labels)
        half = len(label) // 2
        return self.rng.choice((label, label, f"{label}*", f"{label}\n（必填项）", f"{label[:half]}\n{label[half:]}", f" {label} "))

    def _split(self, row: Row) -> list[Row]:
        items = row.get(self.contract.lines) if "lines" in self.traits and self.contract.lines else None
        return [{**row, str(self.contract.lines): item} for item in str(items).split("、")] if items else [row]

    def _cell(self, column: Column, value: Cell) -> Cell:
        if value is None:
            return self.rng.choice((None, *DASHES)) if "dashes" in self.traits and not column.need else None
        if isinstance(value, date):
            return self._date(value)
        if column.type == "department":
            value = self._department(str(value))
        elif column.type == "dict" and "variants" in self.traits:
            also: tuple[str, ...] = self.dictionaries[str(column.dictionary)].get(str(value), ())
            value = self.rng.choice([str(value)] * 4 + [*also[:3]])
        elif isinstance(value, (int, float)):
            return f"{value:,}" if "thousands" in self.traits else value
        if "stray" in self.traits and column.type in ("code", "department"):
            return self._stray(str(value))
        return value

    def _date(self, day: date) -> Cell:
        if "dates" not in self.traits:
            return day
        numbers = (day.year, day.month, day.day)
        forms = ("{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日", "{}{:02}{:02}", "{}-{:02}-{:02} 09:30:00")
        written: list[Cell] = [day, *(form.format(*numbers) for form in forms)]
        return self.rng.choice(written)

    def _department(self, department_id: str) -> str:
        department = self.city.departments.get(department_id)
        if department is None:  # a stranger
            return department_id
        names = department.aliases if "aliases" in self.traits and not department.above else ()
        return self.rng.choice((department.name, *names))

    def _stray(self, text: str) -> str:
        return self.rng.choice((text, text, text + self.rng.choice(STRAY)))


def plain(value: Cell) -> str:
    """A cell as text, as a CSV file has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value)
