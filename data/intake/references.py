"""Codes of one export that stand nowhere in the export they refer to: counted after a file is read, with the rows, before it comes in.

It is what shows apostrophes written before codes, numbers that lost their zeros, and long ones whose last digits Excel or JavaScript changed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from data.calendar import LAST
from data.contracts.contracts import Column, Contract, Contracts
from data.facts.batch import Batch
from data.facts.reading import Reading
from data.facts.store import Facts, typed_rows
from data.intake.cells.codes import CUT_FROM, is_cut

MOST_UNMATCHED = (
    1 / 3
)  # of the codes: a catalogue lags behind by some, but where more than this stand nowhere, the file was exported wrongly
FEWEST_CODES = 5  # of fewer, a share says nothing: one code of a catalogue of the province is a quarter of four
APOSTROPHES = "'’‘＇`"


@dataclass(frozen=True)
class Link:
    """A column whose codes are those of another export's key."""

    contract: Contract
    column: Column
    target: Contract


@dataclass(frozen=True)
class Reference:
    """How the codes of a column stand in the export they refer to.

    `codes`: how many there are, each counted once; `unknown`: how many of them stand nowhere there.
    `rows`: batch_id, row_no, code of each row with such a code, in order. `hint`: what makes most of these match, where something does.
    """

    link: Link
    codes: int
    unknown: int
    rows: pl.DataFrame = field(repr=False)
    hint: str

    @property
    def share(self) -> float:
        """Codes that stand nowhere, of all; 0 to 1."""
        return self.unknown / self.codes if self.codes else 0.0

    @property
    def is_high(self) -> bool:
        """Whether so many stand nowhere that somebody has to say that it is right."""
        return self.codes >= FEWEST_CODES and self.share > MOST_UNMATCHED

    @property
    def sentence(self) -> str:
        """The figures with the first row; nothing where every code is known."""
        if not self.unknown:
            return ""
        title, label, target = self.link.contract.title_zh, self.link.column.label, self.link.target.title_zh
        _, row_no, code = self.rows.row(0)
        return f"《{title}》的 {self.codes} 个“{label}”中有 {self.unknown} 个不在《{target}》中（首见第 {row_no} 行“{code}”）{self.hint}。"


def of_reading(reading: Reading, facts: Facts, contracts: Contracts, beside: Collection[str]) -> tuple[Reference, ...]:
    """Of a file that was read: its codes in what counts, and the codes of what counts in it. No reference to an export of which nothing is in.

    `facts`: with the reading counting. `beside`: the exports of which files come in with it; they are asked about their own codes themselves.
    """
    in_force = facts.in_force(LAST)
    counts = any(batch.batch_id == reading.batch_id for batch in in_force.get(reading.export, ()))
    found = []
    for link in _links(contracts, in_force):
        if link.contract.name == reading.export:
            found.append(_reference(link, _codes(typed_rows(reading).lazy(), link), in_force, facts))
        elif link.target.name == reading.export and counts and link.contract.name not in beside and link.contract.name in in_force:
            found.append(_of_batches(link, in_force, facts))
    return tuple(found)


def of_batches(batches: Mapping[str, Sequence[Batch]], facts: Facts, contracts: Contracts) -> list[Reference]:
    """Of all codes that count, by export. `batches`: export → its batches, as `Facts.in_force` gives them."""
    return [_of_batches(link, batches, facts) for link in _links(contracts, batches) if batches.get(link.contract.name)]


def doubts(references: Iterable[Reference]) -> list[Reference]:
    """Those that stop a file until somebody says that they are right, the worst first."""
    return sorted((one for one in references if one.is_high), key=lambda one: -one.share)


def why_doubted(name: str, doubted: Sequence[Reference]) -> str:
    """The sentence for a file that is stopped. `doubted`: as `doubts` gives them, at least one."""
    return (
        f"“{name}”未接入：{doubted[0].sentence}请核对编码，导出有误的重新导出（编码列设为文本）；"
        "确实如此的，在终端加 --unmatched，在数据接入页勾选后再接入。"
    )


def passed(references: Iterable[Reference]) -> dict[str, list[str]]:
    """What the trail keeps of a file that came in although many codes stand nowhere."""
    told = [f"{one.link.contract.name}.{one.link.column.name} {one.unknown}/{one.codes}" for one in doubts(references)]
    return {"unmatched": told} if told else {}


def _links(contracts: Contracts, in_force: Mapping[str, Sequence[Batch]]) -> list[Link]:
    """Those to exports of which something is in."""
    columns = [(contract, column) for contract in contracts.exports.values() for column in contract.columns]
    return [Link(contract, c, contracts.exports[c.target[0]]) for contract, c in columns if c.target and in_force.get(c.target[0])]


def _of_batches(link: Link, in_force: Mapping[str, Sequence[Batch]], facts: Facts) -> Reference:
    """Of the rows that count: of one key those of the latest batch."""
    batches = in_force[link.contract.name]
    rows = pl.concat([_codes(facts.scan(batch), link) for batch in batches])
    if len(batches) > 1:
        rows = rows.unique(list(link.contract.key), keep="last", maintain_order=True)
    return _reference(link, rows, in_force, facts)


def _codes(rows: pl.LazyFrame, link: Link) -> pl.DataFrame:
    """batch_id, row_no, the key, and the code; null where the batch was kept without the column."""
    key = [name for name in link.contract.key if name != link.column.name]
    code = pl.col(link.column.name) if link.column.name in rows.collect_schema() else pl.lit(None, pl.String)
    return rows.select("batch_id", "row_no", *key, code.alias(link.column.name)).collect()


def _reference(link: Link, rows: pl.DataFrame, in_force: Mapping[str, Sequence[Batch]], facts: Facts) -> Reference:
    key = link.target.key[0]
    known = pl.concat([facts.scan(batch).select(code=key).collect() for batch in in_force[link.target.name]])
    return compared(link, rows.select("batch_id", "row_no", code=link.column.name), known["code"])


def compared(link: Link, rows: pl.DataFrame, known: pl.Series) -> Reference:
    """`rows`: batch_id, row_no, code. `known`: the codes that are there."""
    codes = rows.select(pl.col("code").drop_nulls().unique())
    unknown = codes.join(known.to_frame("code"), on="code", how="anti")
    return Reference(link, len(codes), len(unknown), rows.join(unknown, on="code", how="semi"), _hint(unknown["code"], known))


def _hint(unknown: pl.Series, known: pl.Series) -> str:
    """What makes more than half of the unknown codes match; nothing where no code is unknown."""
    if unknown.is_empty():
        return ""
    for hint, change in ALIKE.items():
        if change(unknown).is_in(change(known).drop_nulls().implode()).sum() * 2 > len(unknown):
            return hint
    long = unknown.filter(unknown.str.contains(rf"^\d{{{CUT_FROM + 1},}}$"))
    cut = [code[:CUT_FROM] for code in long if is_cut(code)]
    if pl.Series(cut, dtype=pl.String).is_in(known.str.head(CUT_FROM).implode()).sum() * 2 > len(unknown):
        return "，前 15 位多数能对上，多半是末几位被 Excel 或 JavaScript 改掉了"
    return ""


def _without_apostrophes(codes: pl.Series) -> pl.Series:
    return codes.str.strip_chars(APOSTROPHES)


def _without_spaces(codes: pl.Series) -> pl.Series:
    return codes.str.replace_all(r"\s", "")


def _without_zeros(codes: pl.Series) -> pl.Series:
    return codes.str.strip_chars_start("0")


ALIKE: dict[str, Callable[[pl.Series], pl.Series]] = {
    "，去掉撇号后多数能对上，多半是一方导出时加了撇号": _without_apostrophes,
    "，去掉空格后多数能对上": _without_spaces,
    "，去掉前导零后多数能对上，多半是一方被当成数字丢了前导零": _without_zeros,
    "，去掉撇号、空格和前导零后多数能对上": lambda codes: _without_zeros(_without_spaces(_without_apostrophes(codes))),
}
