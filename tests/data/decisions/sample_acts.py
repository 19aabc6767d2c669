"""What is decided where it does not matter what: an exemption, an objection."""

from datetime import date

from data.access import Viewer
from data.decisions.bodies import Exemption, Objection
from data.decisions.store import Decisions
from tests.data.decisions.conftest import OFFICER

LIFTED = Exemption(rule_id="R01", subject_id="S1", unit_id="JM002", start=date(2026, 1, 1))
OBJECTION = Objection(period="2026H1", run_id="r1", unit_id="JM002", item_id="i1", wants="data", answer_by=date(2026, 8, 1))


def lift(decisions: Decisions, thing: str = "x", viewer: Viewer = OFFICER, **more):
    return decisions.act(viewer, "exemption", thing, "made", LIFTED, reason="系统停机", **more)
