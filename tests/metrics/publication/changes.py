"""What may change after a result was signed: an exemption, a file of the city's own rules."""

from datetime import date

from data.decisions.bodies import Exemption
from data.decisions.store import Decisions, new_thing
from data.settings import Home
from tests.cities.small_editions import LI


def lift(decisions: Decisions, unit: str = "B5") -> None:
    body = Exemption(rule_id="share_reply", subject_id=f"SQ-{unit}-0", unit_id=unit, start=date(2026, 1, 1))
    decisions.act(LI, "exemption", new_thing(), "made", body, reason="系统停机")


def site(home: Home, name: str, text: str) -> None:
    (home.site / f"{name}.toml").write_text(text, encoding="utf-8")
