"""What is said in an act, checked before it is recorded: whatever doesn't fit is told in one sentence a fault."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from data.decisions.acts import KINDS
from data.decisions.bodies import Body
from data.errors import RequestFault

LONGEST = {"thing": 400, "reason": 4000, "token": 64}  # signs
WORDS = {
    "rule_id": "规则", "subject_id": "义务", "unit_id": "单位", "department_id": "部门", "due_from": "到期日起", "due_to": "到期日止",
    "start": "起始日", "end": "截止日", "period": "考核期", "item_id": "评分项", "points": "分数", "is_shown_to_unit": "是否向单位公开",
    "is_on": "是否停表", "kind": "类别", "scope": "范围", "text": "原文", "target": "对应值", "name": "姓名", "role": "角色",
    "units": "所属单位", "is_active": "是否在用", "run_id": "测算", "obligations": "义务", "wants": "诉求", "answer_by": "答复期限",
    "objections_until": "申诉截止日", "answer_days": "答复工作日数", "edition": "版次", "manifest": "冻结清单", "trail": "日志末行",
    "email": "电子邮箱", "key": "邮件编号", "was": "所见状态", "expires_on": "有效期至", "digest": "令牌摘要",
    "content": "方案内容", "came_from": "所据版本", "valid_from": "有效期起始日", "valid_to": "有效期截止日",
    "matter": "整改事项", "run": "测算", "issued_on": "下发日期", "due_on": "整改期限", "closed_on": "办结日期",
}  # fmt: skip


def checked_body(about: str, verb: str, body: Body | Mapping[str, Any] | None) -> Body:
    """The body as its model, whatever it came as. Raises RequestFault with one sentence a fault."""
    if verb not in KINDS.get(about, {}):
        raise RequestFault(f"没有“{about}/{verb}”这种决定。请刷新页面后重新办理。")
    model = KINDS[about][verb][0]
    try:
        return model.model_validate(body.model_dump() if isinstance(body, Body) else dict(body or {}))
    except ValidationError as fault:
        raise RequestFault("\n".join(_said(error) for error in fault.errors())) from fault


def _said(error: Any) -> str:
    if error["type"] == "value_error":
        return f"{error['ctx']['error']}。"
    field = str(error["loc"][0])
    name = WORDS.get(field, field)
    if error["type"] == "missing":
        return f"缺少{name}，请填写。"
    if error["type"] == "extra_forbidden":
        return f"这项决定不需要“{field}”，请去掉。"
    return f"{name}的值“{error['input']}”不能用，请改正。"


def check_words(thing: str, reason: str, token: str | None) -> None:
    """The texts beside the body: there must be a reason, and each must be one that every database can keep whole."""
    if not reason.strip():
        raise RequestFault("请写明理由：每一项决定都要有理由，才能复核和公布。")
    if not thing:
        raise RequestFault("没有指明事项。请刷新页面后重新办理。")
    for name, said in (("thing", thing), ("reason", reason), ("token", token or "")):
        if len(said) > LONGEST[name]:
            what = "理由" if name == "reason" else "事项的编号"
            raise RequestFault(f"{what}长 {len(said)} 字，最多 {LONGEST[name]} 字，请缩短；更长的材料请作为证据上传。")
        if "\0" in said or any("\ud800" <= sign <= "\udfff" for sign in said):
            raise RequestFault("文字中有不能保存的控制符，请删去后重新提交（可能是从别的软件粘贴而来）。")
