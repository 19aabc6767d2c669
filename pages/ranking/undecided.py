"""How much of a group nobody can judge for want of evidence, and why: said above the ranking."""

import polars as pl

from pages.look import markup as m
from pages.shell import evidence
from pages.shell.session import Session


def undecided_of(of_group: pl.DataFrame, s: Session) -> str:
    """How much of the group nobody can judge for want of evidence, and why: a reader of the places shall know it without a click."""
    told = evidence.of_group(of_group, s.w)
    if not told:
        return ""
    units = of_group["unit_id"].to_list()
    why = evidence.reasons(s.reader.undecided().filter(pl.col("unit_id").is_in(units)), s.w)
    return f'<p class="ds ds-note ds-warn">{m.e(s.w("evidence.because", told=told, why=why))}</p>'
