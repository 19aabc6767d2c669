"""What a file that is taken out tells of itself: what it is, by which filter, of which run, edition and day, of whom."""

from collections.abc import Iterator, Mapping

from pages.language.words import Words
from pages.shell.address_text import in_words
from pages.shell.session import Session


def facts(s: Session, *what: tuple[str, str]) -> list[tuple[str, str]]:
    """Labelled lines, `what` first: what the file holds and how much."""
    w, meta = s.w, s.reader.meta()
    filtered = [w("list.part", name=label, value=value) for label, value in in_words(s)]
    return [
        *what,
        (w("list_fact.filter"), w("rows.and").join(filtered) or w("list.all")),
        (w("list_fact.as_of"), meta["as_of"]),
        (w("list_fact.period"), w("list.choice", name=meta["period"], n=f"{meta['period_start']} – {meta['period_end']}")),
        (w("list_fact.edition"), w("rows.and").join(_edition(meta, w))),
        (w("list_fact.run"), meta["run_id"]),
        (w("list_fact.scope"), w("list_fact.city") if s.viewer.scope is None else w("rank.comma").join(s.reader.units()["unit_name"])),
    ]


def _edition(meta: Mapping[str, str], w: Words) -> Iterator[str]:
    """What the head of the page says of it: which edition or that it is a draft, whether a later one corrects it, whether it was read back."""
    yield meta.get("edition") or w("header.draft")
    if newer := meta.get("superseded_by"):
        yield w("header.superseded", number=newer)
    if meta["reconstructed"]:
        yield w("header.reconstructed")
