"""How far a paper's figures have got: a draft, or which published edition, and whether a later one corrects it."""

from collections.abc import Mapping

from reports.wording.wording import Wording


def standing(meta: Mapping[str, str], t: Wording) -> str:
    """For people, at the head. `meta`: that of the run, as the gate gives it."""
    if "edition" not in meta:
        return t("standing.draft")
    told = t("standing.published", period=t.period(meta["period"]), number=meta["edition_number"], edition=meta["edition"])
    return told + (t("standing.superseded", number=meta["superseded_by"]) if "superseded_by" in meta else "")


def source(meta: Mapping[str, str], t: Wording) -> str:
    """Edition and run, for the foot of every page and the file's properties."""
    return t("standing.source", run=meta["run_id"], edition=meta.get("edition", t("standing.draft_short")))
