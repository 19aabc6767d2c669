"""How long provincial data that is due has not landed, and how old what landed is, in bands."""

from collections import Counter
from datetime import date, timedelta

import polars as pl

from metrics.run.filter import Filter
from pages.by_rule.age_bands import band_table, banded, bands, named
from pages.look.page_head import subtitle
from pages.shell.session import Session

LANDING, FRESH = "backflow", "backflow_freshness"
WAITED = bands(20, 40, 60, 120, 240)  # working days since it was there to be had; the first is the sample clock
AGES = bands(7, 31, 92, 184, 366)  # calendar days since the last synchronisation, as the cycles go


def missing(s: Session) -> str:
    """What has not landed though its day has passed, by how long it has been there to be had."""
    found = s.reader.timing(None, Filter(unit_id=s.place.unit, rule_id=LANDING, states=("overdue",), counted=True))
    bands_of = banded(found.select("days_taken", "state", "obligations").iter_rows(), WAITED)
    place = s.place.standing(unit=s.place.unit, rule=LANDING, counted=True)
    rows = [
        (named(b, "workdays", s.w), place.moved(days_from=b.least, days_to=b.most), n) for b, n in bands_of.items() if b != WAITED[0] or n
    ]
    return subtitle(s.w("backflow.missing"), s.w("backflow.missing_note")) + band_table(rows, ("overdue",), s.w("backflow.waited"), s.w)


def ages(s: Session) -> str:
    """How old what landed is, fresh or not; without a record in a line of its own."""
    found = s.reader.refreshed(Filter(unit_id=s.place.unit, rule_id=FRESH, counted=True))
    dated, today = found.drop_nulls("refreshed_on"), s.run.as_of
    bands_of = banded((((today - day).days, state, n) for day, state, n in dated.iter_rows()), AGES)
    place = s.place.standing(unit=s.place.unit, rule=FRESH, counted=True)
    rows = [
        (named(b, "days", s.w), place.moved(refreshed_from=_back(s, b.most), refreshed_to=_back(s, b.least)), n)
        for b, n in bands_of.items()
    ]
    unrecorded: Counter = Counter(dict(found.filter(pl.col("refreshed_on").is_null()).select("state", "obligations").iter_rows()))
    rows += [(s.w("backflow.no_record"), place.moved(reason="never_refreshed"), unrecorded)] if unrecorded else []
    return subtitle(s.w("backflow.ages"), s.w("backflow.ages_note")) + band_table(rows, ("met", "unmet"), s.w("backflow.age"), s.w)


def _back(s: Session, days: int | None) -> date | None:
    return None if days is None else s.run.as_of - timedelta(days=days)
