"""A scheme: which measures weigh how much (domain rules §6). It is data, checked whole before anything is computed with it."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import ConfigFault
from metrics.rulebook.rulebook import Measure
from metrics.schemes.scheme_file import sentence, without_faults

SAMPLE = Path(__file__).with_name("sample-2026.toml")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Linear(_Part):
    """Points grow in a straight line from `floor` (none) to `target` (all)."""

    kind: Literal["linear"]
    floor: float
    target: float


class Band(_Part):
    """The share of the points that is earned from `at` on."""

    at: float
    share: Annotated[float, Field(ge=0, le=1)]


class Bands(_Part):
    """The first band reached, read from the top, gives its share; none reached gives nothing."""

    kind: Literal["bands"]
    lower_is_better: bool = False
    bands: tuple[Band, ...]


class Grade(_Part):
    """The grade of a rounded total of `min` or more."""

    name: str
    min: float


class Section(_Part):
    """A heading that items are summed under (一级指标)."""

    id: str
    title: str


class Item(_Part):
    """One scored line (二级指标): a measure of a rule, worth at most `points`. Below `min_count` it is marked 样本不足."""

    id: str
    section: str
    title: str
    rule: str
    measure: Measure
    points: Annotated[float, Field(gt=0)]
    score: Annotated[Linear | Bands, Field(discriminator="kind")]
    min_count: int = 0


class Adjustment(_Part):
    """Points taken or given after the items: `per` for each unit of the measure, at most `cap`."""

    id: str
    title: str
    kind: Literal["deduct", "bonus"]
    rule: str
    measure: Measure
    per: Annotated[float, Field(gt=0)]
    cap: Annotated[float, Field(gt=0)]


class Limits(_Part):
    """The most that officers' decisions may move, in points on the total's scale: one item of a unit, and a unit's total. 0 = nothing."""

    per_item: Annotated[float, Field(ge=0)] = 0
    per_total: Annotated[float, Field(ge=0)] = 0


class Scheme(_Part):
    """The whole scheme. `status` "sample" means that no authority has approved the weights, and every page says so.

    `undecided_share`: of a unit's counted and undecided obligations the most that may be undecided for want of evidence; above it the
    unit's rank is shown as not comparable.
    """

    id: str
    title: str
    status: Literal["sample", "approved"]
    total: Annotated[float, Field(gt=0)] = 100
    not_applicable: Literal["rescale"] = "rescale"
    author: str = ""
    approver: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    grades: tuple[Grade, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    adjustments: tuple[Adjustment, ...] = ()
    limits: Limits = Limits()
    undecided_share: Annotated[float, Field(ge=0, le=1)] = 0.1

    @property
    def digest(self) -> str:
        """Changes whenever the scheme's meaning does."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def load_scheme(path: Path, rules: Iterable[str]) -> Scheme:
    """Read and check a scheme. Raises ConfigFault with one sentence for each fault, all at once."""
    try:
        spec = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise ConfigFault(f"找不到考核方案 {path}。请检查路径。") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigFault(f"考核方案 {path.name} 不是有效的 TOML 文件：{fault}。") from fault
    scheme, faults = checked(spec, rules)
    if faults or not scheme:
        raise ConfigFault("\n".join(f"考核方案 {path.name}：{fault}" for fault in faults))
    return scheme


def checked(spec: dict[str, Any], rules: Iterable[str]) -> tuple[Scheme | None, list[str]]:
    """A scheme as it is written in TOML or a form, as far as it can be read, and one sentence for each fault in it."""
    scheme, faults = _read(spec)
    return scheme, faults + (list(_faults(scheme, set(rules))) if scheme else [])


def _read(spec: dict[str, Any]) -> tuple[Scheme | None, list[str]]:
    """The scheme as far as it can be read, with a sentence for each part that can't."""
    try:
        return Scheme.model_validate(spec), []
    except ValidationError as fault:
        errors = fault.errors()
    faults = [sentence(spec, error) for error in errors]
    try:
        return Scheme.model_validate(without_faults(spec, errors)), faults
    except ValidationError:
        return None, faults


def _faults(scheme: Scheme, rules: set[str]) -> Iterator[str]:
    lines: list[Item | Adjustment] = [*scheme.items, *scheme.adjustments]
    for names, what in (([s.id for s in scheme.sections], "sections"), ([x.id for x in lines], "items、adjustments")):
        yield from (f"{what} 中编号 {name} 重复，请改为不同的编号。" for name in sorted({n for n in names if names.count(n) > 1}))
    yield from (f"{x.id} 引用的规则 {x.rule} 不存在，可用：{'、'.join(sorted(rules))}。" for x in lines if x.rule not in rules)
    sections = {s.id for s in scheme.sections}
    yield from (f"指标 {i.id} 所属的 section {i.section} 不存在。" for i in scheme.items if i.section not in sections)
    points = sum(i.points for i in scheme.items)
    if abs(points - scheme.total) > 1e-9:
        yield f"各指标分值合计 {points:g}，应为总分 {scheme.total:g}，请调整 points。"
    for item in scheme.items:
        yield from _score_faults(item)
    yield from _grade_faults(scheme)
    if scheme.valid_from and scheme.valid_to and scheme.valid_to < scheme.valid_from:
        yield "valid_to 早于 valid_from。"


def _score_faults(item: Item) -> Iterator[str]:
    match item.score:
        case Linear(floor=floor, target=target) if floor == target:
            yield f"指标 {item.id} 的 floor 与 target 相同，无法按线性计分。"
        case Bands(bands=()):
            yield f"指标 {item.id} 没有分档。"
        case Bands(bands=bands, lower_is_better=lower):
            at = [band.at for band in bands]
            if at != sorted(set(at), reverse=not lower):
                yield f"指标 {item.id} 的分档重叠或次序不对：at 应从{'小到大' if lower else '大到小'}排列且不重复。"
            shares = [band.share for band in bands]
            if shares != sorted(shares, reverse=True):
                yield f"指标 {item.id} 的分档得分比例应由高到低。"


def _grade_faults(scheme: Scheme) -> Iterator[str]:
    minima = [grade.min for grade in scheme.grades]
    if not minima or minima != sorted(set(minima), reverse=True) or minima[-1] != 0:
        yield "等次 grades 的 min 应从高到低、互不相同，最后一档为 0。"
