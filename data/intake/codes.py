"""Codes are text. What Excel has done to some of them can be seen, and is said; it can't be undone."""

import polars as pl

from data.intake.cleaning import normal

NAMED = r"[^()]*[^\x00-\x7f][^()]*\(([0-9A-Za-z/_.\-]+)\)$"  # 名称（编码）, the last bracket pair
WRAPPED = r'^="(.*)"$'  # how some platforms keep a spreadsheet from eating leading zeros
BROKEN = r"^\d(?:\.\d+)?[eE]\+?\d+$|^\d+\.0+$"  # 8.68533E+14, 123.0
LONG = r"^\d{16,}$"
LONG_ZEROED = r"^\d{15}0+$"  # a spreadsheet keeps 15 digits of a number and writes zeros for the rest


def read_codes(values: pl.Series) -> pl.Series:
    """The codes: half-width, unwrapped, split off a name written before them."""
    codes = normal(values)
    if codes.str.starts_with('="').any():
        codes = codes.str.replace(WRAPPED, "$1")
    if codes.str.ends_with(")").any():
        inner = codes.str.extract(NAMED)
        codes = codes.set(inner.is_not_null(), None).fill_null(inner)
    return codes


def damaged(codes: pl.Series) -> pl.Series:
    """Which codes a spreadsheet has turned into numbers and cut. One long code ending in zeros may be right; most of a column can't be."""
    broken = codes.str.contains(BROKEN).fill_null(False)
    zeroed = codes.str.contains(LONG_ZEROED).fill_null(False)
    long = codes.str.contains(LONG).sum() if zeroed.any() else 0
    return broken | zeroed if zeroed.sum() >= 2 and zeroed.sum() * 2 > long else broken
