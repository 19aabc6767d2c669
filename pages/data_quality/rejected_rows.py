"""Rows that were refused, by kind of reason: what is to be corrected, in which files."""

from collections import Counter

from data.facts.batch import Batch
from metrics.run.export_quality import kinds
from pages.language.export_names import export_titles
from pages.look import markup as m
from pages.look.figures import count
from pages.look.page_head import subtitle
from pages.shell.session import Session
from pages.shell.session import facts as kept_facts

MOST = 20


def by_reason(s: Session) -> str:
    """One line a kind, the most frequent first, with the files it was met in. A row of several kinds stands in each."""
    w, found, rows = s.w, _found(s), []
    for kind, of in sorted(found.items(), key=lambda x: -sum(x[1].values()))[:MOST]:
        files = w("rank.comma").join(_file(batch_id, n, s) for batch_id, n in of.items())
        rows.append(m.tr((m.td(m.e(w.told(kind))), m.td(count(sum(of.values())), "n"), m.td(files, "s"))))
    title = subtitle(w("quality.refused"), w("quality.refused_note"))
    if not rows:
        return title + f'<p class="ds ds-note">{m.e(w("quality.none_refused"))}</p>'
    more = f'<p class="ds ds-note">{m.e(w("rows.more", shown=MOST, n=len(found)))}</p>' if len(found) > MOST else ""
    return title + m.table([m.th(w("rows.reason")), m.th(w("quality.rows"), "n"), m.th(w("quality.files"))], rows) + more


def _found(s: Session) -> dict[str, Counter[str]]:
    """Kind → batch → rows, of the files in the run."""
    found: dict[str, Counter[str]] = {}
    known = {batch.batch_id: batch for batch in kept_facts().batches()}
    for batch_id in s.reader.batches()["batch_id"]:
        if batch_id in known and known[batch_id].counts.rejected:
            for kind, n in kinds(kept_facts().rejected(known[batch_id])["reasons"]).items():
                found.setdefault(kind, Counter())[batch_id] += n
    return found


def _file(batch_id: str, rows: int, s: Session) -> str:
    batch: Batch = kept_facts().batch(batch_id)
    title = m.e(export_titles(s.w.lang)[batch.export])
    return f"{m.go(s.place.standing(batch=batch_id).href('import'), title) if s.viewer.may('bring_in') else title} {count(rows)}"
