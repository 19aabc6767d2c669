"""What the platform exports are called, by the ids that runs and batches keep."""

from functools import cache

from data.contracts.contracts import load_contracts
from pages.language.words import Lang, Words


@cache
def export_titles(lang: Lang) -> dict[str, str]:
    """Export id → title, in the order of the alphabet of ids. A site adds labels and dictionaries, never titles."""
    return {c.name: c.title_en if lang == "en" else c.title_zh for c in load_contracts().exports.values()}


@cache
def column_labels(export: str) -> dict[str, str]:
    """Column id → what the export's contract calls it, in Chinese as the files do; nothing of an export that is none any more."""
    contract = load_contracts().exports.get(export)
    return {c.name: c.label for c in contract.columns} if contract else {}


def exports_named(ids: str, w: Words) -> str:
    """A list of ids as a run's meta keeps it, with 、 between, in words."""
    titles = export_titles(w.lang)
    return w("rank.comma").join(titles.get(i, i) for i in ids.split("、") if i)
