"""Ordering papers: the name of the zip, the job, its line in the trail."""

from collections.abc import Sequence

from data.decisions.store import Decisions
from metrics.run.reader import Reader
from reports.bundle.jobs import Job, place
from reports.bundle.order import Asked, Order, Way, order
from reports.wording.printable import name_part
from reports.wording.wording import Wording


def ask(
    reader: Reader, decisions: Decisions, way: Way, units: Sequence[str] | None, kinds: Sequence[str], lang: str, *, book: bool = False
) -> Job:  # fmt: skip
    """Order papers of the reader's run in its viewer's name; the line of the trail is written first. Somebody must then make them.

    Raises RequestFault as `order` does.
    """
    said = order(reader, units, kinds, lang, book=book)
    name = zip_name(reader, said)
    decisions.trace(reader.viewer, "export", f"下单生成：{name}", run=said.run, job=said.job_id)
    return place(reader.store.home, said, name, Asked.by(reader.viewer, way, decisions.now()))


def zip_name(reader: Reader, said: Order) -> str:
    """What the zip is called: period, edition or that it is a draft, whose papers."""
    w = Wording(said.lang, "bundle")
    names = dict(reader.totals().select("unit_id", "unit_name").iter_rows())
    whose = names[said.units[0]] if len(said.units) == 1 else w("zip.some", n=len(said.units))
    if len(said.units) == len(names) > 1:
        whose = w("zip.all")
    edition = said.edition or w("zip.draft", run=said.run_id[:8])
    return f"{w('zip.name', period=name_part(w.period(said.period)), edition=edition, whose=name_part(whose))}.zip"
