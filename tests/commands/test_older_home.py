"""A home that the commit 9c88a38 of 29 November 2026 left, with data, a decision and an edition, opens and is assessed: contracts may grow.

Its batches were kept without the columns that came later (what was delivered, applied for, the days that rows bring themselves), and its
edition was made by an earlier method and laid out otherwise.
"""

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from data.access import OPERATOR
from data.decisions.store import Decisions
from data.runs.editions import published
from data.runs.store import LAYOUT, RunStore
from data.settings import Home, Settings
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from tests.cities.older_home import EDITION, unpacked
from tests.commands.terminal import dushu

HALF = ("--period", "2026H1", "--as-of", "2026-06-30", "--authority", "A0", "--no-history")
PUBLISHED = {"A0": None, "B1": "43.00", "B2": "48.50", "B3": "33.00", "B4": "41.83", "B5": "20.00"}


@pytest.fixture
def older(tmp_path: Path) -> Path:
    return unpacked(tmp_path)


def reader_of(folder: Path, address: str) -> Reader:
    home, options = Home(folder), Settings(home=folder, threads=1)
    return Reader(RunStore(home, options, lambda: published(Decisions(home, options))), address, OPERATOR)


def test_its_edition_keeps_its_figures_and_is_verified_by_what_it_holds(older: Path) -> None:
    edition = reader_of(older, EDITION)
    assert edition.info.layout < LAYOUT
    totals = {row["unit_id"]: row for row in edition.totals().iter_rows(named=True)}
    assert {unit: row["total"] for unit, row in totals.items()} == {u: t and Decimal(t) for u, t in PUBLISHED.items()}
    assert all(row["is_comparable"] and row["undecided"] is None for row in totals.values())  # what nobody kept is not made up
    found = dushu(older, "verify", EDITION, "--json")
    assert found.returncode == 0, found.stdout
    told = json.loads(found.stdout)
    assert (told["holds"], told["differences"]) == (True, [])
    assert "计算方法发布" in " ".join(told["notes"])


def test_every_way_to_read_its_edition_goes_on(older: Path) -> None:
    edition = reader_of(older, EDITION)
    whole = edition.tally()
    assert whole["obligations"] == len(edition.obligations()) == 211
    assert whole["undecided"] == len(edition.undecided()) == 0
    assert edition.count(Filter(undecided=True)) == 0
    assert set(edition.obligations(limit=5)["evidence_on"]) == {None}
    row = edition.obligations(Filter(rule_id="correction"), limit=1).row(0, named=True)
    assert edition.obligation("correction", row["subject_id"])["lacks"] is None
    assert edition.gate_checks().is_empty()
    assert edition.ranking()["is_comparable"].all()


def test_it_is_assessed_by_what_its_files_have(older: Path, tmp_path: Path) -> None:
    done = dushu(older, "assess", *HALF, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader((tmp_path / "out" / "obligations.csv").read_text(encoding="utf-8").splitlines()))
    states = Counter((row["rule_id"], row["state"], row["reason"]) for row in rows)
    assert {key: n for key, n in states.items() if key[0] == "asset_registration"} == {
        ("asset_registration", "met", ""): 2, ("asset_registration", "overdue", ""): 3,
    }  # fmt: skip
    assert states["schema_filing", "unknown", "column_missing"] == 15
    assert states["share_reply", "exempt", "decision"] == 1
    again = reader_of(older, next(path.stem for path in (older / "runs").glob("*.json") if f'"layout": {LAYOUT}' in path.read_text()))
    assert again.totals().filter(pl.col("unit_id") == "B2")["undecided"].item() > 0
