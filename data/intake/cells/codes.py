"""Codes are text. What Excel has done to some of them can be seen, and is said; it can't be undone."""

import polars as pl

from data.intake.cells.clean import normal

NAMED = r"^.*[^\x00-\x7f].*\(([0-9A-Za-z/_.\-]+)\)$"  # 名称（编码）, the last bracket pair
WRAPPED = r'^="(.*)"$'  # how some platforms keep a spreadsheet from eating leading zeros
BROKEN = r"^\d(?:\.\d+)?[eE]\+?\d+$|^\d+\.0+$"  # 8.68533E+14, 123.0
LONG = r"^\d{16,}$"
CUT_FROM = 15  # digits that a spreadsheet keeps of a long number
LAST_EXACT = 16  # digits up to which a binary number may be any whole one
LOOKED_AT = 1000


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
    """Which codes a spreadsheet has turned into numbers and cut. One long code that looks cut may be right; most of a column can't be."""
    broken = codes.str.contains(BROKEN).fill_null(False)
    long = codes.str.contains(LONG).fill_null(False)
    if long.sum() < 2:
        return broken
    sample = codes.filter(long).head(LOOKED_AT)
    if sum(is_cut(code) for code in sample) * 2 <= len(sample):
        return broken
    places = long.arg_true()
    cut = [place for place, code in zip(places, codes.gather(places), strict=True) if is_cut(code)]
    return broken.scatter(cut, True)


def is_cut(code: str) -> bool:
    """Whether digits past the 15th are lost: zeros, or what a binary number of that size leaves of them. `code`: all digits, more than 15."""
    return not code[CUT_FROM:].strip("0") or (len(code) > LAST_EXACT and int(float(code)) == int(code))
