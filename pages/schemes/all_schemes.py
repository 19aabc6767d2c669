"""All schemes that there are to look at: the sample that ships and every version, each as what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.calendar import day_of
from data.decisions import schemes
from data.decisions.schemes import Version
from data.errors import RequestFault
from metrics.rulebook.rulebook import Rule, load_rules
from metrics.schemes import versions as scheme_versions
from metrics.schemes.scheme import Scheme
from pages.shell.session import Session

ADDRESS = "weights"


@dataclass(frozen=True)
class Shelf:
    """`schemes`: by id, the sample first, then as they were proposed. `versions`: of all but the sample. `rules`: of today, by id."""

    sample: Scheme
    schemes: Mapping[str, Scheme]
    versions: Mapping[str, Version]
    rules: Mapping[str, Rule]
    today: date

    @property
    def usual(self) -> str:
        """The one to show when none is asked for: what is in force today and began last, else the sample."""
        now = schemes.in_force(self.versions.values(), self.today)
        return now[0].version_id if now else self.sample.id


def shelf(s: Session) -> Shelf:
    """The shelf as it stands."""
    rules, found = load_rules(s.home.site), schemes.versions(s.decisions)
    sample = scheme_versions.shipped(rules)
    told = {sample.id: sample} | {name: scheme_versions.scheme_of(one) for name, one in found.items()}
    return Shelf(sample, told, found, rules, day_of(s.decisions.now()))


def chosen(s: Session, of: Shelf) -> str:
    """The scheme that the address names, else the usual one. Raises RequestFault for one that there is not."""
    name = s.place.scheme or of.usual
    if name not in of.schemes:
        raise RequestFault(s.w("schemes.unknown", name=name))
    return name


def draft_name(base: str) -> str:
    """What the draft of a version made from another is kept under."""
    return f"scheme/{base}"
