"""Rows that are no data: blank ones, totals, notes, repeated or technical header rows, samples. Each is listed with its reason."""

import re
from collections.abc import Mapping
from functools import reduce
from operator import or_

import polars as pl

from data.intake.cells.clean import DASHES, clean
from data.intake.cells.distinct_texts import Texts
from data.intake.columns.headers import Match

TOTAL = r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|本页[合小]计|.{2,10}[合小]计)\s*(?:[:：(（].*|\d+\s*[条项个行]?.*)?$"
NOTE = (
    r"^(?:注|备注|说明|填表说明|填报说明|数据来源|填表人|填报人|制表人?|审核人|填报单位|填报日期|打印时间|导出时间|导出人)\s*\d?\s*[:：].*$"
)
NOTE_ALONE = r"^(?:数据来源|注[:：]|说明[:：]).*$"
SAMPLE = r"模板数据|请删除后使用|示例数据|样例数据|^[（(]?(?:示例|样例)[)）：:]|^[xX×＊*]{2,}[省市县区镇].*|^[某]{1,2}[市县区].*局$"
TECHNICAL = re.compile(r"^[A-Za-z][A-Za-z_]*\d{0,2}[A-Za-z_]*$")
TYPES = re.compile(
    r"(?i)^(?:文本型?|字符串?型?|日期时?间?型?|时间型?|数值型?|数字型?|整数型?|整型|字典型?|枚举型?|下拉选?[项择框]?|单选|多选|必填项?|选填项?|非必填|是|否"
    r"|(?:n?varchar2?|char|string|text|date|datetime|timestamp|int|integer|bigint|number|decimal|float|double|c|n|d)(?:\s*[(（.]*\s*[\d,.]+\s*[)）]?)?)$"
)
GUIDE = re.compile(r"填写|必填|选填|格式[:：为]|如[:：]|例如|不超过|下拉|请选择|请输入|请按|系统自动")
TOP = 30  # rows below the header among which samples and technical rows are looked for


def skip_reasons(below: pl.DataFrame, texts: Mapping[str, Texts], match: Match) -> pl.Series:
    """Why each row below the header is no data, or null. `below`: cells as they came; `texts`: the cleaned cells of each column found.

    A row with something in every needed column is data; only the others, and the first few, are looked at closely.
    """
    suspects = _suspects(texts, match).scatter(list(range(min(TOP, len(below)))), True)
    indexes = suspects.arg_true()
    keys = [match.columns[c.name] for c in match.contract.columns if c.need == "key"]
    cells = clean(below[indexes]) if len(indexes) else below.clear()
    found = _with_top_rows(_reasons(cells, keys), cells, int(suspects.head(TOP).sum()), match.labels)
    return pl.repeat(None, len(below), dtype=pl.String, eager=True).scatter(indexes, found)


def _suspects(texts: Mapping[str, Texts], match: Match) -> pl.Series:
    """Rows with nothing, or only a dash, in a needed column."""
    masks = []
    for column in match.contract.columns:
        if column.need:
            values = texts[column.name].values
            masks.append(texts[column.name].spread((values.is_null() | values.is_in(DASHES)).fill_null(True)).fill_null(True))
    return reduce(or_, masks)


def _reasons(cells: pl.DataFrame, keys: list[int]) -> pl.Series:
    first = pl.coalesce(pl.all())
    is_free = pl.all_horizontal(pl.col(str(p)).is_null() | pl.col(str(p)).is_in(DASHES) | (pl.col(str(p)) == first) for p in keys)
    # Of a total the number may stand anywhere, also where the key would: with nothing else beside it is no data.
    few = pl.sum_horizontal(pl.all().is_not_null()) <= 2
    is_note = (first.str.contains(NOTE) & is_free) | (first.str.contains(NOTE_ALONE) & few)
    reason = pl.when(first.is_null()).then(pl.lit("空行")).when(first.str.contains(TOTAL) & (is_free | few)).then(pl.lit("合计行"))
    return cells.select(reason.when(is_note).then(pl.lit("说明行")).alias("reason")).to_series()


def _with_top_rows(reasons: pl.Series, cells: pl.DataFrame, top: int, header: tuple[str, ...]) -> pl.Series:
    """The first rows may be samples anywhere among them; codes, types and guidance only stand before the first row of data."""
    found: dict[int, str] = {}
    is_before_data = True
    for i, row in enumerate(cells.head(top).iter_rows()):
        texts = [text for text in row if text]
        if reasons[i]:
            continue
        if reason := _sample(texts) or (_technical(texts, header) if is_before_data else None):
            found[i] = reason
        else:
            is_before_data = False
    return reasons.scatter(list(found), list(found.values())) if found else reasons


def _sample(texts: list[str]) -> str | None:
    return "样例行" if any(re.search(SAMPLE, text) for text in texts) else None


def _technical(texts: list[str], header: tuple[str, ...]) -> str | None:
    """Rows between the labels and the data: field codes, types, guidance, column numbers."""
    enough = len(texts) >= max(2, sum(1 for label in header if label) // 2)
    if not enough:
        return None
    if all(TYPES.match(text) for text in texts):
        return "类型行"
    if all(TECHNICAL.match(text) for text in texts):
        return "字段代码行"
    if [re.sub(r"\D", "", text) for text in texts] == [str(n) for n in range(1, len(texts) + 1)] and all(len(t) <= 4 for t in texts):
        return "栏次行"
    return "填写说明行" if sum(1 for text in texts if GUIDE.search(text)) * 2 > len(texts) else None
