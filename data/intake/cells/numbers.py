"""Whole and decimal numbers: thousands separators, "1617.0", percentages with one unit a column."""

import polars as pl

from data.intake.cells.clean import normal

THOUSANDS = r"^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
NUMBER = r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$"
WHOLE = r"^[-+]?\d+(?:\.0+)?$"


def _plain(values: pl.Series) -> pl.Series:
    texts = normal(values)
    if not texts.str.contains(",", literal=True).any():
        return texts
    grouped = texts.str.contains(THOUSANDS)
    return texts.set(grouped, None).fill_null(texts.str.replace_all(",", "", literal=True))


def read_integers(values: pl.Series) -> pl.Series:
    """Whole numbers; null where there is none. 8.68E+14 has lost digits and is none."""
    texts = _plain(values)
    whole = texts.str.extract(r"^([-+]?\d+)(?:\.0+)?$").str.strip_prefix("+")
    return whole.cast(pl.Int64, strict=False)


def read_numbers(values: pl.Series) -> tuple[pl.Series, str | None]:
    """(numbers, null where there is none; the unit that was detected, or None). A percentage becomes a share of one."""
    texts = _plain(values)
    signed = texts.str.ends_with("%").fill_null(False)
    plain = texts.str.strip_suffix("%").str.strip_chars_end() if signed.any() else texts
    plain = plain.set(~plain.str.contains(NUMBER), None)
    numbers = plain.cast(pl.Float64, strict=False)
    if not signed.any():
        return numbers, None
    unsigned_are_shares = bool((numbers.filter(~signed).abs() <= 1).all())
    shares = numbers.set(signed, None).fill_null(numbers / 100) if unsigned_are_shares else numbers / 100
    return shares, "百分数，已换算为 1 的份额" if unsigned_are_shares else "百分数（无百分号的也按百分点读取），已换算为 1 的份额"
