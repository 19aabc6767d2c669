"""What a file would change: the rows that go, come and are otherwise than what counts now, key by key. Pure over two sets of rows."""

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from data.contracts.contracts import Column, Contract, id_name
from data.facts.batch import Batch
from data.facts.reading import Reading
from data.facts.store import Facts
from data.intake.merge_rows import LINE_JOINT

PARTIAL = 0.3  # more than this share of the rows gone: probably only a part was exported
CELLS = 5000  # changed cells told one by one; all are counted
Worst = Literal["partial", "unrelated"]


@dataclass(frozen=True)
class Difference:
    """One file against the rows that count for its export, division and day before it comes in.

    `against`: the batches of those rows; none for the first file of its kind. `before`, `after`: rows without and with the file.
    `gone`, `new`: row_no (in its own file), then the columns of the contract as text. `changed`: row_no (of the file), the key as text,
    column, before, after: a line a cell, at most `CELLS`; `by_column` counts them all: column → rows. `changed_rows`: rows that say otherwise.
    A file that adds to a listing, or corrects rows of one, takes none away.
    """

    against: tuple[Batch, ...]
    before: int
    after: int
    same: int
    changed_rows: int
    by_column: dict[str, int]
    gone: pl.DataFrame = field(repr=False)
    new: pl.DataFrame = field(repr=False)
    changed: pl.DataFrame = field(repr=False)

    @property
    def is_first(self) -> bool:
        """Whether nothing counts yet that it could differ from."""
        return self.before == 0

    @property
    def is_same(self) -> bool:
        """Whether the file says what is known already."""
        return not (self.is_first or len(self.gone) or len(self.new) or self.changed_rows)

    @property
    def gone_share(self) -> float:
        """Rows that go, of those that count before; 0 to 1."""
        return len(self.gone) / self.before if self.before else 0.0

    @property
    def worst(self) -> Worst | None:
        """What it looks like where the file had better be looked at again: another listing altogether, or a part of one."""
        if self.gone_share == 1:
            return "unrelated"
        return "partial" if self.gone_share > PARTIAL else None


def difference(reading: Reading, facts: Facts) -> Difference:
    """What a reading would change if it came in now. The batch that it is in as already, if it is, plays no part."""
    contract = reading.words.exports[reading.export]
    others = facts.without({*facts.withdrawn(), reading.batch_id})
    chain = [b for b in others.in_force(reading.exported_on).get(reading.export, []) if b.division == reading.division]
    before = [facts.rows(batch) for batch in chain]
    return compare(before, reading.accepted, contract, replaces=reading.mode == "full", against=tuple(chain))


def compare(
    before: list[pl.DataFrame], after: pl.DataFrame, contract: Contract, *, replaces: bool, against: tuple[Batch, ...] = ()
) -> Difference:
    """`before`: rows of the batches that count, oldest first; of one key the later row counts. `after`: the file's rows, one a key.

    `replaces`: whether the file is a full listing, so that what is not in it goes.
    """
    old, new = _as_text(_state(before, contract), contract), _as_text(after, contract)
    key, told = _key(contract), [c.name for c in contract.columns]
    gone = old.join(new, on=key, how="anti", nulls_equal=True) if replaces else old.clear()
    came = new.join(old, on=key, how="anti", nulls_equal=True)
    both = new.join(old, on=key, how="inner", nulls_equal=True, suffix="_was", maintain_order="left")
    shared = [c for c in contract.columns if all(not frames or c.name in frames[0].columns for frames in (before, [after]))]
    differs = {c.name: pl.col(_fact(c)).ne_missing(pl.col(f"{_fact(c)}_was")) for c in shared if _fact(c) not in key}
    counts = both.select(pl.col("row_no").len().alias(""), *(expr.sum().alias(name) for name, expr in differs.items())).row(0, named=True)
    changed = both.select(pl.any_horizontal(differs.values()).sum()).item() if differs and len(both) else 0
    return Difference(
        against=against,
        before=len(old),
        after=len(old) - len(gone) + len(came),
        same=len(old) - len(gone) - changed,
        changed_rows=changed,
        by_column={name: n for name, n in counts.items() if name and n},
        gone=gone.select("row_no", *told),
        new=came.select("row_no", *told),
        changed=_cells(both, differs, contract),
    )


def _state(before: list[pl.DataFrame], contract: Contract) -> pl.DataFrame:
    """The rows that count: of one key those of the latest batch."""
    if not before:
        return pl.DataFrame(schema={"row_no": pl.Int32, **dict.fromkeys((n for c in contract.columns for n, _ in c.fields), pl.String)})
    rows = pl.concat(before, how="diagonal_relaxed")
    return rows if len(before) == 1 else rows.unique(list(contract.key), keep="last", maintain_order=True)


def _fact(column: Column) -> str:
    """The name of what is compared: a department by its id, whatever it is called in the file."""
    return f"_{column.name}" if column.type == "department" else column.name


def _key(contract: Contract) -> list[str]:
    return [_fact(c) for c in contract.columns if c.need == "key"]


def _as_text(rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """row_no, every column as people read it, and beside a department what it is compared by."""
    exprs = [pl.col("row_no").cast(pl.Int64)]
    for column in contract.columns:
        if column.name not in rows.columns:
            exprs.append(pl.lit(None, pl.String).alias(column.name))
            exprs += [pl.lit(None, pl.String).alias(_fact(column))] if column.type == "department" else []
            continue
        is_list = isinstance(rows.schema[column.name], pl.List)
        text = pl.col(column.name).list.join(LINE_JOINT) if is_list else pl.col(column.name).cast(pl.String)
        if column.type == "department":
            number = pl.col(id_name(column.name)).cast(pl.String)
            exprs.append(pl.coalesce(number, text).alias(_fact(column)))
            text = pl.when(number.is_null()).then(text).otherwise(pl.format("{}（{}）", text, number))
        exprs.append(text.alias(column.name))
    return rows.select(exprs)


def _cells(both: pl.DataFrame, differs: dict[str, pl.Expr], contract: Contract) -> pl.DataFrame:
    """A line for each cell that says otherwise, by the row of the file."""
    named = pl.concat_str([pl.col(c.name) for c in contract.columns if c.need == "key"], separator=" · ", ignore_nulls=True).alias("key")
    schema = {"row_no": pl.Int64, "key": pl.String, "column": pl.String, "before": pl.String, "after": pl.String}
    found = [pl.DataFrame(schema=schema)]
    for name, expr in differs.items():
        lines = both.lazy().filter(expr).head(CELLS)
        was, now = pl.col(f"{name}_was").alias("before"), pl.col(name).alias("after")
        found.append(lines.select("row_no", named, pl.lit(name).alias("column"), was, now).collect())
    return pl.concat(found).sort("row_no", maintain_order=True).head(CELLS)
