"""The demo city's versions of the scheme: proposed, returned, proposed anew. None is approved, and no run is made by one. Who, when and why,
and what each changes, stand in `data/demo/words/procedure.toml`."""

from collections.abc import Mapping
from typing import Any

from data.decisions import schemes
from metrics.demo.office import Office
from metrics.rulebook.rulebook import load_rules
from metrics.schemes import versions as scheme_versions
from metrics.schemes.scheme import Scheme


def propose(office: Office, name: str) -> None:
    """The step in which a version is put forward, made from the sample or from another version."""
    now, made_from = office.begin(name), office.scheme
    if "made_from" in now.told:
        made_from = scheme_versions.scheme_of(schemes.version(office.decisions, now.told["made_from"]))
    scheme, rules = _changed(made_from, now.told), load_rules(office.home.site)
    scheme_versions.propose(office.decisions, now.by, scheme, rules, made_from.id, now.why)


def give_back(office: Office, name: str) -> None:
    """The step in which a version is returned."""
    now = office.begin(name)
    schemes.give_back(office.decisions, now.by, schemes.version(office.decisions, now.told["version"]), now.why)


def _changed(made_from: Scheme, told: Mapping[str, Any]) -> Scheme:
    """The version that a step tells of: the points and the bands (from what value on, which share) of some items, by their ids."""
    spec = made_from.model_dump() | {"id": told["version"], "title": told.get("title", made_from.title)}
    for item in spec["items"]:
        item["points"] = told["points"].get(item["id"], item["points"])
        if item["id"] in told["bands"]:
            item["score"]["bands"] = [{"at": at, "share": share} for at, share in told["bands"][item["id"]]]
    return Scheme.model_validate(spec)
