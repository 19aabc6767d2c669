"""A scheme as the rows of a form, and back: what the form holds is written as a scheme file would be, so that the same checks read it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data.errors import RequestFault
from metrics.schemes.scheme import Scheme, checked
from pages.schemes import scoring_notation

Row = dict[str, Any]
Rows = dict[str, list[Row]]
FIELDS: dict[str, tuple[str, ...]] = {
    "items": ("section", "title", "rule", "measure", "points", "score", "min_count"),
    "adjustments": ("title", "kind", "rule", "measure", "per", "cap"),
    "grades": ("name", "min"),
    "sections": ("title",),
}
UNREAD = {"kind": "linear", "floor": 0.0, "target": 1.0}  # in place of a way of scoring that can't be read, which is a fault already
# What a fault calls a place of the file → what the form calls it.
WORDS = {
    "section": "板块", "title": "名称", "rule": "规则", "measure": "口径", "points": "分值", "score": "计分办法", "min_count": "样本下限", "kind": "类别",
    "per": "每件分数", "cap": "上限", "name": "名称", "min": "最低分", "total": "总分", "per_item": "单项限额", "per_total": "总分限额",
    "undecided_share": "未判比例上限",
}  # fmt: skip
PHRASES = {
    r"所属的 section \S+ 不存在": "所属的板块已删去，请另选板块", "的 floor 与 target 相同": "的起分值与满分值相同", "：at 应": "：各档的值应",
    "请调整 points": "请调整分值", "等次 grades 的 min 应": "等次的最低分应",
}  # fmt: skip
PARTS = {"items": "指标", "adjustments": "加减分", "grades": "等次", "sections": "板块", "limits": "裁定调整"}


@dataclass(frozen=True)
class Written:
    """What a form holds. `scheme`: as far as it can be read, sound only without `faults`. `points`: the sum of the items' weights."""

    scheme: Scheme | None
    faults: tuple[str, ...]
    points: float

    @property
    def sound(self) -> Scheme | None:
        """The scheme when it has no fault."""
        return None if self.faults else self.scheme


def rows_of(scheme: Scheme) -> Rows:
    """The tables of the form: items, adjustments, grades, sections, each line with its id."""
    told = scheme.model_dump(mode="json")
    tables = {name: [{"id": line.get("id"), **{f: line[f] for f in fields}} for line in told[name]] for name, fields in FIELDS.items()}
    for row, item in zip(tables["items"], scheme.items, strict=True):
        row["score"] = scoring_notation.written(item.score, item.measure)
    return tables


def written(scheme_id: str, facts: Mapping[str, Any], tables: Rows, rules: Iterable[str]) -> Written:
    """Read and check a form. `facts`: title, total, per_item, per_total, undecided_share."""
    spec, faults = spec_of(scheme_id, facts, tables)
    faults += [] if facts["title"] else ["请填写方案的名称。"]
    scheme, found = checked(spec, rules)
    points = sum(row.get("points") or 0.0 for row in spec["items"])
    return Written(scheme, (*faults, *(in_form(sentence, spec) for sentence in found)), points)


def spec_of(scheme_id: str, facts: Mapping[str, Any], tables: Rows) -> tuple[dict[str, Any], list[str]]:
    """The form as a scheme file holds it, and a sentence for each way of scoring that can't be read. Lines with nothing in
    them are left out."""
    limits = {"per_item": facts["per_item"], "per_total": facts["per_total"]}
    spec: dict[str, Any] = {"id": scheme_id, "title": facts["title"], "status": "sample", "total": facts["total"], "limits": limits}
    spec["undecided_share"] = facts["undecided_share"]
    for name, fields in FIELDS.items():
        filled = [row for row in tables[name] if any(row.get(field) not in (None, "") for field in fields)]
        spec[name] = [{f: row[f] for f in ("id", *fields) if row.get(f) is not None} for row in filled]
    faults = []
    for row in spec["items"]:
        try:
            row["score"] = scoring_notation.read(row.get("score", ""), row.get("measure"))
        except RequestFault as fault:
            faults.append(f"指标“{row.get('title', row['id'])}”的计分办法：{fault}。")
            row["score"] = UNREAD
    return spec, faults


def in_form(sentence: str, spec: Mapping[str, Any]) -> str:
    """A fault in the words of the form: lines by what they are called, fields as their columns are headed."""
    named = {row["id"]: row.get("title", row["id"]) for name in ("items", "adjustments", "sections") for row in spec[name]}
    path, _, rest = sentence.partition(" ")
    part, *where = path.split(".")
    if part in PARTS and where:
        of = "" if part == "limits" else f"“{named.get(where[0], where[0])}”"
        fields = where if part == "limits" else where[1:]
        return f"{PARTS[part]}{of}的{WORDS.get(fields[0], fields[0]) if fields else '内容'}{rest}"
    if path in named:
        return f"“{named[path]}”{rest}"
    if path == "指标":
        of, _, what = rest.partition(" ")
        sentence = f"指标“{named.get(of, of)}”{what}"
    for said, form in PHRASES.items():
        sentence = re.sub(said, form, sentence)
    return sentence


def with_ids(name: str, rows: list[Row]) -> list[Row]:
    """The lines of a table, each that is new with an id of its own: after its rule, else by number. Grades are named, not numbered."""
    if name == "grades":
        return rows
    taken = {row["id"] for row in rows if row.get("id")}
    for row in rows:
        if not row.get("id"):
            stem = str(row.get("rule") or name.removesuffix("s"))
            row["id"] = next(new for n in range(1, len(taken) + 2) if (new := stem if n == 1 else f"{stem}_{n}") not in taken)
            taken.add(row["id"])
    return rows
