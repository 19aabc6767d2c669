"""What an act says: one model for each kind of decision. A body that does not fit is refused in one sentence a fault."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.access import Role

OrderKind = Literal["责令改正", "通报批评", "约谈", "问责"]  # the values of the platform's own orders, see data/contracts/dictionaries.toml


class Body(BaseModel):
    """What an act says beyond who, when and why. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Body):
    """The verb and the reason say it all."""


class Exemption(Body):
    """Obligations that are lifted while `start <= as_of <= end` (no end: until it is revoked).

    Either one obligation (`rule_id`, `subject_id`), or all that a filter takes: rule, unit, department, due between two days.
    A filter names at least a rule, a unit or a department. `unit_id` is also kept for one obligation, so that its unit sees the act.
    """

    rule_id: str | None = None
    subject_id: str | None = None
    unit_id: str | None = None
    department_id: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    start: date
    end: date | None = None

    @model_validator(mode="after")
    def _takes_something(self) -> "Exemption":
        if not (self.rule_id or self.unit_id or self.department_id):
            raise ValueError("豁免须指明规则、单位或部门")
        if self.subject_id and not self.rule_id:
            raise ValueError("豁免一条义务须同时指明规则")
        if self.end and self.end < self.start:
            raise ValueError("豁免的截止日早于起始日")
        if self.due_from and self.due_to and self.due_to < self.due_from:
            raise ValueError("到期日范围前后颠倒")
        return self


class PointAdjustment(Body):
    """Points given (+) or taken (−) on the total's scale in one period, on an item or, without one, on the total. Applies from `start` on."""

    period: str
    unit_id: str
    item_id: str | None = None
    points: Annotated[float, Field(allow_inf_nan=False)]
    start: date

    @model_validator(mode="after")
    def _is_something(self) -> "PointAdjustment":
        if round(self.points, 2) == 0:
            raise ValueError("调整的分数不能为零")
        if abs(round(self.points, 2) - self.points) > 1e-9:
            raise ValueError("调整的分数最多两位小数")
        return self


class Note(Body):
    """A remark on a figure: an item of a unit, a rule of a unit, or one obligation. Changes no figure."""

    period: str
    unit_id: str | None = None
    item_id: str | None = None
    rule_id: str | None = None
    subject_id: str | None = None
    is_shown_to_unit: bool = False


class Wait(Body):
    """From the day a provider asked the requester for missing material to the day it came (none: still waiting)."""

    rule_id: str
    subject_id: str
    unit_id: str
    start: date
    end: date | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> "Wait":
        if self.end and self.end < self.start:
            raise ValueError("补正材料收到日早于要求补正日")
        return self


class StopClock(Body):
    """Whether waits stop the clock of a rule (an open legal question, default no: domain rules §5)."""

    rule_id: str
    is_on: bool


class Mapping(Body):
    """A word of a file that was confirmed by an officer: a column's label, a dictionary's variant, a department's name, a column's time zone.

    header: `scope` = export, `target` = column. value: `scope` = dictionary, `target` = stored value.
    department: `scope` = division whose files write it, `target` = department id.
    zone: `scope` = export, `text` = a date column whose every time of day is 16:00:00, `target` = "utc" (it was midnight in China: the day is the
    next) or "china" (it stands as written).
    """

    kind: Literal["header", "value", "department", "zone"]
    scope: str
    text: Annotated[str, Field(min_length=1)]
    target: str


class Withdrawal(Body):
    """A batch that no longer counts, because it should not have come in. The thing is the batch's id; the facts keep it.

    What it was, so that the act can be read without the facts: its export, file, day, and how many rows were taken from it.
    """

    export: str
    file_name: str
    exported_on: date
    accepted: Annotated[int, Field(ge=0)]


class EmptyColumn(Body):
    """A column of an export that holds nothing because there is nothing, and not because it was left out of the export.

    `export_title`, `column_label`: what they are called in Chinese, so that the act can be read without the contracts.
    """

    export: str
    column_name: str
    export_title: str
    column_label: str


class Person(Body):
    """Who somebody is here. `units`: for a department's person, one or several. Not active = may not enter."""

    name: Annotated[str, Field(min_length=1)]
    role: Role
    units: tuple[str, ...] = ()
    is_active: bool = True

    @model_validator(mode="after")
    def _units_fit(self) -> "Person":
        if (self.role == "department") != bool(self.units):
            raise ValueError("部门人员须指明所属单位，其他角色不指明单位")
        return self


class Objection(Body):
    """What a unit objects to in a run of a period: an item, or obligations (rule and subject), and what it asks for.

    `answer_by`: until when it is to be answered.
    """

    period: str
    run_id: str
    unit_id: str
    item_id: str | None = None
    obligations: tuple[tuple[str, str], ...] = ()
    wants: Literal["exemption", "points", "data"]
    answer_by: date

    @model_validator(mode="after")
    def _names_something(self) -> "Objection":
        if not (self.item_id or self.obligations):
            raise ValueError("申诉须指明指标或义务")
        return self


class Review(Body):
    """A run is put before the departments: they may object until `objections_until`, each answered within `answer_days` working days.

    After a publication this begins a restatement.
    """

    run_id: str
    objections_until: date
    answer_days: Annotated[int, Field(gt=0, le=60)]


class Signature(Body):
    """One person's signature under one run. Two persons' make it signed off; a review of another run makes both void."""

    run_id: str


class Publication(Body):
    """A run is published as an edition. `manifest`: SHA-256 of the frozen copy's manifest; `trail`: the trail's head before it."""

    run_id: str
    edition: Annotated[int, Field(gt=0)]
    manifest: str
    trail: str


class SchemeProposal(Body):
    """A whole scheme of weights, put forward as a version of its own. The thing is the scheme's id.

    `content`: the scheme as JSON text, checked whole before it comes here. `came_from`: the version, or the shipped sample, that it was made from.
    """

    content: Annotated[str, Field(min_length=2, max_length=200_000)]
    came_from: Annotated[str, Field(min_length=1, max_length=60)]


class SchemeApproval(Body):
    """A version may be assessed by as the authority's own on these days (no last day: until further notice)."""

    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> "SchemeApproval":
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("方案有效期的截止日早于起始日")
        return self


class Contact(Body):
    """Who in a unit gets what is sent to it, at one address (several people share a mailbox). The thing is the unit's id."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    email: Annotated[str, Field(max_length=254, pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$")]


class Dispatch(Body):
    """What a person decided on one message of the outbox. `key`: the message's; `was`: the state it was decided in."""

    key: str
    was: str


class Named(BaseModel):
    """An obligation that an order names, as it stood in the run that was before the officer. `days_late`: working days, 0 without a due day.

    `evidence_on`: the day up to which the files told of it, where that lay before the day of assessment.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule_id: str
    subject_id: str
    subject_name: str = ""
    due_on: date | None = None
    days_late: Annotated[int, Field(ge=0)] = 0
    evidence_on: date | None = None


class Order(Body):
    """A rectification order (整改通知书) to a unit. The thing is its number: 〔2026〕3号.

    `obligations`: what was open on the day `as_of` in the run with the address `run`, of a period. `issued_on`: the day of the act. `due_on`: the new
    limit, a working day. The names are those of the run: the paper says next year what it said when it went out.
    """

    unit_id: str
    unit_name: str
    issuer_name: str
    kind: OrderKind = "责令改正"
    matter: Annotated[str, Field(min_length=1, max_length=200)]
    run: str
    period: str
    as_of: date
    obligations: Annotated[tuple[Named, ...], Field(min_length=1, max_length=1000)]
    issued_on: date
    due_on: date

    @model_validator(mode="after")
    def _runs_forward(self) -> "Order":
        if self.due_on <= self.issued_on:
            raise ValueError("整改期限须晚于下发日期")
        return self


class Closing(Body):
    """A rectification order is complied with, since a day that has come."""

    closed_on: date


class Token(Body):
    """Leave to read published data by program until the end of a day. `digest`: SHA-256 of the secret, which is kept nowhere.

    `scope`: figures (indicators and totals of the whole city), or obligations too.
    """

    name: Annotated[str, Field(min_length=1, max_length=100)]
    scope: Literal["figures", "obligations"]
    expires_on: date
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
