"""What every cell goes through: edges stripped of what can't be seen, and the ways to write "nothing" told apart from values."""

import polars as pl

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
CONTROL = "".join(chr(c) for c in range(32)) + "\x7f"
SPACES = " \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
EDGES = SPACES + CONTROL + INVISIBLE
UNSEEN = "[\u200b-\u200f\u2060\ufeff\u00ad\\x00-\\x1f\\x7f]"
INNER = "[\u200b-\u200f\u2060\ufeff\u00ad\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]"

DASHES = ["-", "--", "---", "—", "——", "–", "－", "―", "─", "/", "／", "//", "\\", "空", "(空)", "（空）", "null", "NULL", "Null", "None"]
NOTHING = [*DASHES, "无", "暂无", "N/A", "n/a"]  # in a column of days or numbers, where 无 can't be a value


def cleaned(cells: pl.Series) -> pl.Series:
    """The cells without spaces, tabs, control and zero-width characters at their edges; nothing left is null."""
    stripped = cells.str.strip_chars()
    if stripped.str.contains(UNSEEN).any():
        stripped = stripped.str.strip_chars(EDGES)
    is_empty = stripped.str.len_bytes() == 0
    return stripped.set(is_empty, None) if is_empty.any() else stripped


def clean(cells: pl.DataFrame) -> pl.DataFrame:
    """Every cell of a small frame, cleaned."""
    return pl.DataFrame([cleaned(column) for column in cells.get_columns()])


def without_dashes(values: pl.Series, dashes: list[str]) -> pl.Series:
    """The values with dashes, which mean "none", as null."""
    return values.set(values.is_in(dashes), None)


def without_invisible(values: pl.Series) -> pl.Series:
    """The values without zero-width and control characters inside."""
    return values.str.replace_all(INNER, "") if values.str.contains(INNER).any() else values


def normal(values: pl.Series) -> pl.Series:
    """The values as they are compared: half-width (NFKC), nothing invisible. Costs nothing where all is plain ASCII."""
    if not values.str.contains(r"[^\x20-\x7e]").any():
        return values
    return without_invisible(values.str.normalize("NFKC")).str.strip_chars(EDGES)
