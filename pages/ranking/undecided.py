"""How much of a group nobody can judge for want of evidence, and why: said above the ranking."""

import polars as pl

from metrics.run.evidence_gaps import not_assessable
from pages.look import markup as m
from pages.shell import evidence
from pages.shell.session import Session


def undecided_of(of_group: pl.DataFrame, s: Session) -> str:
    """How much of the group nobody can judge for want of evidence, and why, and which rules can't be assessed at all: a reader of the places
    shall know it without a click.
    """
    w, sentences = s.w, []
    if told := evidence.of_group(of_group, w):
        units = of_group["unit_id"].to_list()
        why = evidence.reasons(s.reader.undecided().filter(pl.col("unit_id").is_in(units)), w)
        sentences.append(w("evidence.because", told=told, why=why))
    if rules := not_assessable(s.reader):
        titles = {row["rule_id"]: w.pick(row["title_zh"], row["title_en"]) for row in s.reader.rules().iter_rows(named=True)}
        sentences.append(w("evidence.not_assessable", rules=w("rank.comma").join(titles[rule] for rule in rules)))
    return f'<p class="ds ds-note ds-warn">{m.e(" ".join(sentences))}</p>' if sentences else ""
