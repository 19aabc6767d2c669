"""What is ordered: whose papers, of which run, in which forms. The same order is the same job, and gives the same bytes."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, cast, get_args

from pydantic import BaseModel, ConfigDict

from data.access import Role, Viewer
from data.decisions import people
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.settings import VERSION
from metrics.run.reader import Reader
from metrics.run.trend import series
from reports.bundle.papers import KINDS

Lang = Literal["zh", "en"]
Way = Literal["signed_in", "demo", "terminal"]


class Order(BaseModel):
    """What is to be made, with all that its bytes depend on.

    `run`: its address. `superseded_by`: the number of the edition that corrects it, which the papers say. `units`: their ids, sorted.
    `scope`: whose figures who ordered may see, None = all; a department's papers tell less of others. `past`: the addresses of the earlier
    runs that the trend is drawn from. `book`: the ranking book, too. `program`: the version that makes them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    run: str
    run_id: str
    edition: str | None
    superseded_by: str | None
    period: str
    as_of: date
    units: tuple[str, ...]
    kinds: tuple[str, ...]
    lang: Lang
    scope: tuple[str, ...] | None
    past: tuple[str, ...]
    book: bool
    program: str

    @property
    def job_id(self) -> str:
        """A name for the order and nothing else."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    @property
    def is_draft(self) -> bool:
        """Whether nobody has published what the papers say."""
        return self.edition is None


class Asked(BaseModel):
    """Who ordered it, when, and how they had come in: by that their right is looked up again when it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    role: Role
    units: tuple[str, ...] | None
    login: str
    address: str
    way: Way
    at: datetime

    @classmethod
    def by(cls, viewer: Viewer, way: Way, at: datetime) -> "Asked":
        """As of this moment."""
        units = None if viewer.units is None else tuple(sorted(viewer.units))
        return cls(name=viewer.name, role=viewer.role, units=units, login=viewer.login, address=viewer.address, way=way, at=at)

    @property
    def viewer(self) -> Viewer:
        """Who it was."""
        return Viewer(self.name, self.role, None if self.units is None else frozenset(self.units), login=self.login, address=self.address)

    def still(self, decisions: Decisions) -> Viewer:
        """The same, if they may still have it. Raises RequestFault when their role or units are others by now."""
        now = people.viewer_of(decisions, self.login, self.address) if self.way == "signed_in" else self.viewer
        if now != self.viewer or not now.may("export"):
            raise RequestFault(f"{self.name}的权限已有变化，没有继续生成。请由现在有导出权限的人员重新办理。")
        return now


def order(
    reader: Reader, units: Sequence[str] | None, kinds: Sequence[str], lang: str, past: Sequence[str] | None = None, *, book: bool = False
) -> Order:  # fmt: skip
    """An order by the reader's viewer. `units`: None for all in sight; `past`: None for the period's history as it is known now.

    Raises RequestFault for who may take nothing out, for units that are not there to be seen, and when nothing is chosen.
    """
    viewer = reader.viewer
    if not viewer.may("export"):
        raise RequestFault("您的角色不能导出文件，没有生成。如需文书，请联系考核专员。")
    if book and viewer.scope is not None:
        raise RequestFault("考核结果汇总写明全市各单位，只有查看全市的人员可以生成。请去掉这一项。")
    there = set(reader.totals()["unit_id"])
    chosen = there if units is None else set(units)
    if unknown := sorted(chosen - there):
        raise RequestFault(f"没有编码为 {'、'.join(unknown)} 的被考核部门，或您无权查看，没有生成。请从部门排名核对编码。")
    if not chosen or not kinds:
        raise RequestFault("没有选定单位或格式，没有生成。请至少各选一项。")
    if strange := [kind for kind in kinds if kind not in KINDS]:
        raise RequestFault(f"不能生成 {'、'.join(strange)} 格式。可选：{'、'.join(KINDS)}。")
    if lang not in get_args(Lang):
        raise RequestFault(f"没有“{lang}”这种语言。请写 zh 或 en。")
    meta = reader.meta()
    if past is None:
        past = [run.address for run in series(reader.info, reader.store.runs())[:-1]]
    return Order(
        run=reader.info.address, run_id=reader.run_id, edition=reader.info.edition, superseded_by=meta.get("superseded_by"),
        period=reader.info.period, as_of=reader.info.as_of, units=tuple(sorted(chosen)), kinds=tuple(k for k in KINDS if k in kinds),
        lang=cast(Lang, lang), scope=None if viewer.scope is None else tuple(viewer.scope), past=tuple(past), book=book, program=VERSION,
    )  # fmt: skip


def may_have(viewer: Viewer, said: Order) -> bool:
    """Whether papers that were ordered in somebody's sight are in the viewer's, too."""
    if not viewer.may("export"):
        return False
    return viewer.scope is None or (said.scope is not None and set(said.scope) <= set(viewer.scope))
