"""Rows of one key in one file: repeats and lines of one subject are merged, rows that differ are a conflict and the later wins."""

from dataclasses import dataclass

import polars as pl

from data.contracts.contracts import Contract, id_name

LINE_JOINT = "、"
REPEAT, LINE = "与所列行内容相同", "同一主体的又一行明细，已并入所列行"


@dataclass(frozen=True)
class Merged:
    """`rows`: what is left, with lines joined. `merged`: row_no, into_row_no, reason. `conflicts`: row_no, kept_row_no."""

    rows: pl.DataFrame
    merged: pl.DataFrame
    conflicts: pl.DataFrame


def merge(rows: pl.DataFrame, contract: Contract) -> Merged:
    """Leave one row a key. `rows`: faultless typed rows with row_no, in the order of the file."""
    key = list(contract.key)
    hashes = rows.select(pl.struct(key).hash()).to_series()
    repeated = rows.select(pl.struct(key).is_duplicated()).to_series() if hashes.n_unique() < len(rows) else None
    if repeated is None or not repeated.any():
        return Merged(rows, *_told(rows.clear().select("row_no", into=pl.col("row_no")), None))
    group = rows.filter(repeated).with_columns(_group=pl.struct(key).rank("dense"))
    facts = group.select("_group", *_comparable(contract))
    same = _agrees_throughout(facts, contract) | _equals_last(facts, contract)
    kept = group.filter(same)
    heads = kept.group_by("_group").agg(pl.col("row_no").min().alias("into"))
    first = kept.join(heads, left_on=["_group", "row_no"], right_on=["_group", "into"], how="semi")
    if contract.lines:
        first = _joined(first, kept, contract)
    lost = group.filter(~same).join(heads, on="_group").select("row_no", "into")
    merged = kept.join(heads, on="_group").filter(pl.col("row_no") != pl.col("into")).select("row_no", "into")
    left = pl.concat([rows.filter(~repeated), first.select(rows.columns)]).sort("row_no")
    return Merged(left, _told(merged, contract)[0], lost.rename({"into": "kept_row_no"}).sort("row_no"))


def _told(merged: pl.DataFrame, contract: Contract | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    reason = LINE if contract and contract.lines else REPEAT
    told = merged.select("row_no", pl.col("into").alias("into_row_no"), pl.lit(reason).alias("reason")).sort("row_no")
    return told, merged.rename({"into": "kept_row_no"})


def _comparable(contract: Contract) -> list[pl.Expr]:
    """The facts of a row: a department by its id wherever it has one, so that its several names are no contradiction."""
    exprs = []
    for column in contract.columns:
        if column.name == contract.lines:
            continue
        fact = pl.col(column.name)
        if column.type == "department":
            fact = pl.coalesce(pl.col(id_name(column.name)), fact).alias(column.name)
        elif column.type == "list":
            fact = fact.list.join(LINE_JOINT)
        exprs.append(fact)
    return exprs


def _agrees_throughout(facts: pl.DataFrame, contract: Contract) -> pl.Series:
    """Of an export with lines: rows of groups in which no two rows say different things; a blank contradicts nothing."""
    if not contract.lines:
        return pl.repeat(False, len(facts), eager=True, dtype=pl.Boolean)
    names = [name for name in facts.columns if name != "_group"]
    spans = facts.group_by("_group").agg(pl.all_horizontal(_one_value(name) for name in names).alias("agrees"))
    return facts.select("_group").join(spans, on="_group", how="left", maintain_order="left")["agrees"]


def _one_value(name: str) -> pl.Expr:
    return pl.col(name).min().eq_missing(pl.col(name).max())


def _equals_last(facts: pl.DataFrame, contract: Contract) -> pl.Series:
    """Whether each row says what the last row of its group says."""
    names = [name for name in facts.columns if name != "_group"]
    last = facts.group_by("_group").last()
    beside = facts.join(last, on="_group", how="left", maintain_order="left", suffix="_last")
    same = [pl.col(n).eq_missing(pl.col(f"{n}_last")) for n in names]
    if contract.lines:
        same = [either | pl.col(n).is_null() | pl.col(f"{n}_last").is_null() for n, either in zip(names, same, strict=True)]
    return beside.select(pl.all_horizontal(same)).to_series()


def _joined(first: pl.DataFrame, kept: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The first row of each group with what its lines add: their items joined, and its blanks filled."""
    lines = contract.lines or ""
    others = [n for n in first.columns if n not in (lines, "row_no", "_group")]
    filled = kept.group_by("_group").agg(
        pl.col(lines).drop_nulls().unique(maintain_order=True).str.join(LINE_JOINT).replace("", None),
        *(pl.col(n).drop_nulls().first() for n in others),
    )
    return first.select("row_no", "_group").join(filled, on="_group")
