"""The exports behind a run: how new each is against its usual rhythm, and what became of its rows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from metrics.run.export_quality import is_stale, rhythm
from pages.language.export_names import export_titles
from pages.look import markup as m
from pages.look.figures import NONE, count
from pages.look.page_head import subtitle
from pages.shell.session import Session
from pages.shell.session import facts as kept_facts

ROWS = ("read", "accepted", "merged", "rejected")


def all_of_them(s: Session) -> str:
    """One line a file in the run with who brought it in, the oldest against their rhythm first; before them the exports of which nothing came."""
    w, gaps = s.w, _gaps(s)
    rows = sorted(s.reader.batches().iter_rows(named=True), key=lambda b: (not _stale(b, s, gaps), b["export"], b["exported_on"]))
    known = {batch.batch_id: batch for batch in kept_facts().batches()}
    head = [
        m.th(w("source.export")),
        m.th(w("intake.division")),
        m.th(w("quality.newest"), "n"),
        m.th(w("quality.age"), "n"),
        m.th(w("quality.rhythm"), "n"),
    ]
    head += [m.th(w("list.state")), *(m.th(w.of("rows", part), "n") for part in ROWS), m.th(w("quality.contradictions"), "n")]
    lines = [_missing(export, s) for export in s.run.missing_exports] + [_line(b, known, s, gaps) for b in rows]
    sums = [m.td(f"<b>{count(sum(b[part] for b in rows))}</b>", "n") for part in ROWS]
    lines.append(m.tr([m.td(m.e(w("quality.sum")), span=6), *sums, m.td("", "n")], "sum"))
    return subtitle(w("quality.exports"), w("quality.exports_note")) + m.table(head, lines, "quality")


def own(s: Session) -> str:
    """For a department: the exports that its own obligations come from, and how new they are; nothing of others' rows."""
    w, gaps = s.w, _gaps(s)
    newest: dict[str, dict[str, Any]] = {b["export"]: b for b in s.reader.batches().iter_rows(named=True)}
    head = [
        m.th(w("source.export")),
        m.th(w("quality.newest"), "n"),
        m.th(w("quality.age"), "n"),
        m.th(w("quality.rhythm"), "n"),
        m.th(w("list.state")),
    ]
    rows = [m.tr((m.td(m.e(export_titles(w.lang)[export])), *_freshness(b, s, gaps))) for export, b in newest.items()]
    return subtitle(w("quality.exports"), w("quality.own_note")) + m.table(head, rows, "quality")


def _line(batch: Mapping[str, Any], known: Mapping[str, Any], s: Session, gaps: Mapping[tuple[str, str], int | None]) -> str:
    title = m.e(s.w.pick(batch["export_title_zh"], batch["export_title_en"]))
    there = s.place.standing(batch=batch["batch_id"]).href("import")
    may = s.viewer.may("bring_in")
    counts = [
        m.td(m.go(there, count(batch[part])) if may else count(batch[part]), "n bad" if part == "rejected" and batch[part] else "n")
        for part in ROWS
    ]
    kept = known.get(batch["batch_id"])
    found = len(kept_facts().contradictions(kept)) if kept else None
    last = m.td(m.go(there, count(found)) if may and found else count(found), "n")
    who = f" · {kept.by}" if kept else ""
    file = f"<br><small>{m.e(batch['file_name'] + who)}</small>"
    return m.tr(
        [m.td((m.go(there, title) if may else title) + file), m.td(m.e(batch["division"]), "s"), *_freshness(batch, s, gaps), *counts, last]
    )


def _freshness(batch: Mapping[str, Any], s: Session, gaps: Mapping[tuple[str, str], int | None]) -> list[str]:
    w, gap = s.w, gaps.get((batch["export"], batch["division"]))
    status = (
        m.chip(w("quality.stale"), "warn") if _stale(batch, s, gaps) else m.chip(w("quality.fresh" if gap else "quality.once"), "quiet")
    )
    age = w("quality.days", n=(s.run.as_of - batch["exported_on"]).days)
    usual = w("quality.every", n=gap) if gap else NONE
    return [m.td(m.e(batch["exported_on"]), "n"), m.td(m.e(age), "n"), m.td(m.e(usual), "n"), m.td(status)]


def _missing(export: str, s: Session) -> str:
    """An export of which nothing came: what it leaves untold."""
    w = s.w
    rules = [w.pick(r["title_zh"], r["title_en"]) for r in s.reader.rules().iter_rows(named=True) if export in r["exports"]]
    told = w("quality.leaves", rules=w("rank.comma").join(rules)) if rules else w("quality.leaves_nothing")
    return m.tr(
        [
            m.td(m.e(export_titles(w.lang)[export])),
            m.td("", "s"),
            m.td(NONE, "n"),
            m.td(NONE, "n"),
            m.td(NONE, "n"),
            m.td(m.chip(w("quality.missing"), "warn")),
            m.td(m.e(told), "s", 5),
        ]
    )


def _stale(batch: Mapping[str, Any], s: Session, gaps: Mapping[tuple[str, str], int | None]) -> bool:
    return is_stale(batch["exported_on"], s.run.as_of, gaps.get((batch["export"], batch["division"])))


def _gaps(s: Session) -> dict[tuple[str, str], int | None]:
    """(export, division) → its usual gap in days, of all that came up to the day of assessment."""
    days: dict[tuple[str, str], set[date]] = {}
    for batch in kept_facts().counting():
        if batch.exported_on <= s.run.as_of:
            days.setdefault((batch.export, batch.division), set()).add(batch.exported_on)
    return {key: rhythm(found) for key, found in days.items()}
