"""The folded panel at the head of a page: what it shows, how that is counted, and by which clause."""

import polars as pl

from pages.language.words import Words
from pages.look import markup as m


def help_panel(topic: str, w: Words, rules: pl.DataFrame | None = None) -> str:
    """`topic`: the page's key under "help" in the words. `rules`: the rules that the page counts, as the gate gives them, where it counts any."""
    told = [(w("help.shows"), m.e(w.of("help", f"{topic}_shows"))), (w("help.counted"), m.e(w.of("help", f"{topic}_counted")))]
    clauses = "".join(_clause(row, w) for row in rules.iter_rows(named=True)) if rules is not None else ""
    if clauses:
        told.append((w("help.clauses"), f"<ul>{clauses}</ul>"))
    lines = "".join(f"<div><dt>{m.e(label)}</dt><dd>{inner}</dd></div>" for label, inner in told)
    return f'<details class="ds ds-help"><summary>{m.e(w("help.title"))}</summary><dl>{lines}</dl></details>'


def _clause(row: dict, w: Words) -> str:
    title, clause = w.pick(row["title_zh"], row["title_en"]), w.pick(row["clause_zh"], row["clause_en"])
    read = m.chip(w.of("clause", row["read"]), "" if row["read"] == "full" else "warn")
    sample = m.chip(w("rule.sample_clock"), "quiet") if row["clock_status"] == "sample" else ""
    return f"<li><b>{m.e(title)}</b> {m.e(clause)} {read} {sample}</li>"
