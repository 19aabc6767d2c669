"""What a unit may object to: its own items and obligations under the run that is before the departments."""

from data.decisions.bodies import Objection
from data.errors import RequestFault
from metrics.run.reader import Reader


def check_own(reader: Reader, said: Objection) -> None:
    """Raises RequestFault for a run other than the reader's, and for an item or obligation that is not the unit's under that run."""
    if reader.run_id != said.run_id:
        raise RequestFault("申诉只能针对正在复核的那一次测算。请从“申诉”重新进入后再提出。")
    if said.item_id is not None and said.item_id not in reader.items(said.unit_id)["item_id"].to_list():
        raise RequestFault(f"贵单位的考核表中没有编号为 {said.item_id} 的指标。请从部门页面的得分明细重新进入。")
    for rule_id, subject_id in said.obligations:
        if reader.obligation(rule_id, subject_id)["unit_id"] != said.unit_id:
            raise RequestFault(f"义务 {rule_id} / {subject_id} 不属于贵单位，不能申诉。请从义务清单重新选择。")
