"""The project gate asked before an approval: the rule's own SELECT and the common step, over steps that are supposed to be passed today."""

from collections.abc import Mapping

from data.engines.duckdb import DuckDBEngine
from metrics.rulebook.rulebook import Rule

GATE = "project_gate"
SUPPOSED = """
select p.project_id, p.project_name, p.department_id, p.node, a.as_of as decided_on, '通过' as decision,
    p.cataloged_on, p.aggregated_on, p.amount, p.batch_id, p.sheet, p.row_no
from projects p
cross join assessment a
"""


def suppose(engine: DuckDBEngine, gate: Rule, text: Mapping[str, str]) -> None:
    """Make the table `gate_checks`: one row a step of a project, its state as if it were passed at the day of assessment, and why.

    `gate`: the rule of the project gate. `text`: the common texts. The engine must show the exports, the claims' columns and what the common
    step joins.
    """
    engine.view("projects_supposed", SUPPOSED)
    # The names are shadowed, so that the very texts that judge what was passed judge what is supposed to be.
    engine.view("claims_supposed", f"with projects as (select * from projects_supposed) select * from ({gate.sql}\n)")  # noqa: S608 - our texts
    claims = f"select * from claims_of_none union all by name select '{gate.id}' as rule_id, * from claims_supposed"  # noqa: S608 - our texts
    step = f"with claims as ({claims}), clocked as (\n{text['clocked']}\n) select * from (\n{text['judgements']}\n)"  # noqa: S608 - our texts
    engine.view("supposed", step)
    engine.table("gate_checks", text["gate_checks"])
