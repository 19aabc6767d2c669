"""A trail with a line of each kind, and its guards taken away."""

from sqlalchemy import text

from data.decisions.bodies import Nothing
from data.decisions.evidence import hand_in
from data.decisions.models import APPEND_ONLY
from data.decisions.store import Decisions
from tests.data.decisions.conftest import OFFICER, OTHER, UNIT
from tests.data.decisions.sample_acts import lift

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def fill(decisions: Decisions) -> None:
    """A trail of eight lines: four acts, one of them with a file, and what else happens."""
    decisions.trace(UNIT, "sign_in", "header", at="门户")
    number = hand_in(decisions, OFFICER, "照片.png", PNG, None)
    lift(decisions, evidence=[number])
    decisions.trace(OFFICER, "view", "ranking", run_id="r1", rows=[1, 2], share=0.1)
    decisions.act(OTHER, "exemption", "x", "revoked", Nothing(), reason="不实", seen=1)
    lift(decisions, "y")
    lift(decisions, "z", because=1)
    decisions.trace(OFFICER, "export", "scorecard", unit="JM002")


def unguard(decisions: Decisions) -> None:
    """What somebody with full rights on the database can do first."""
    with decisions.database.writing() as session:
        for table in APPEND_ONLY:
            if session.get_bind().dialect.name == "sqlite":
                session.execute(text(f"drop trigger {table}_no_update"))
                session.execute(text(f"drop trigger {table}_no_delete"))
            else:
                session.execute(text(f"drop trigger {table}_append_only on {table}"))
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("alter table act_evidence drop constraint fk_act_evidence_act_id"))
