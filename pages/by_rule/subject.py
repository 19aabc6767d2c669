"""What the three addresses are about: the rules that each shows, in parts that count the same thing, and its own words."""

from collections.abc import Callable
from dataclasses import dataclass

from pages.by_rule import backflow_ages
from pages.by_rule.backflow_ages import FRESH, LANDING
from pages.by_rule.funnel import Part
from pages.shell.session import Session


@dataclass(frozen=True)
class Subject:
    """What one address is about. `title`: its key under "page" and "help".

    Keys of its own words: `funnel` above the funnels, `units` above the departments; `nothing` and `to_do` where no obligation is there.
    `beside`: tables that stand side by side below the funnels. `has_register`: the address can also show the register of assets.
    """

    path: str
    title: str
    parts: tuple[Part, ...]
    funnel: str
    units: str
    nothing: str
    to_do: str
    beside: tuple[Callable[[Session], str], ...] = ()
    has_register: bool = False

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of all parts, in their order."""
        return tuple(step for part in self.parts for step in part.steps)


COVERAGE = Subject(
    "catalog",
    "coverage",
    (
        Part("systems", ("system_registration", "plan_filing", "schema_filing", "catalog_coverage")),
        Part("catalogs", ("catalog_completeness", "resource_attachment", "aggregation", "aggregation_freshness")),
    ),
    funnel="funnel.title",
    units="funnel.by_unit",
    nothing="funnel.nothing",
    to_do="funnel.nothing_what",
)
BACKFLOW = Subject(
    "returned",
    "backflow",
    (Part("returned", (LANDING,)), Part("landed", (FRESH,))),
    funnel="backflow.title",
    units="backflow.by_unit",
    nothing="backflow.nothing",
    to_do="backflow.nothing_what",
    beside=(backflow_ages.missing, backflow_ages.ages),
)
OPENING = Subject(
    "assets",
    "opening",
    (
        Part("planned", ("opening",), is_flow=True),
        Part("granted", ("granted_data_use",), is_flow=True),
        Part("assets", ("asset_registration",)),
    ),
    funnel="opening.title",
    units="opening.by_unit",
    nothing="opening.nothing",
    to_do="opening.nothing_what",
    has_register=True,
)
