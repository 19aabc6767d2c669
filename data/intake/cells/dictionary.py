"""Dictionary columns: a text becomes the stored value it stands for, or stays unread. A bare number means something else on each."""

import unicodedata
from collections.abc import Mapping, Sequence

import polars as pl

from data.intake.cells.clean import EDGES, without_invisible

SPACES = str.maketrans("", "", " \t\n\r\u3000\u00a0")


def normal_value(text: str) -> str:
    """A dictionary text as it is compared."""
    return unicodedata.normalize("NFKC", text).translate(SPACES).strip(EDGES).casefold()


def read_values(values: pl.Series, dictionary: Mapping[str, Sequence[str]]) -> pl.Series:
    """The stored value of each text; null where the dictionary doesn't know it."""
    known = {normal_value(text): value for value, also in dictionary.items() for text in also}
    known |= {normal_value(value): value for value in dictionary}
    texts = without_invisible(values)
    distinct = texts.drop_nulls().unique()
    stored = pl.Series([known.get(normal_value(text)) for text in distinct], dtype=pl.String)
    return texts.replace_strict(distinct, stored, default=None, return_dtype=pl.String)


def why_unknown(text: str, dictionary: Mapping[str, Sequence[str]]) -> str:
    """What to do about a text that the dictionary doesn't know."""
    options = "、".join(dictionary)
    if normal_value(text).isdigit():
        return f"只是编号，含义各平台不同，请改写为文字（{options}），或由管理员在站点字典中指定"
    return f"不在字典中（可填：{options}）"
