"""What every paper says of itself: draft or edition, as of when, by whom, from which run, and what of it is a sample."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from metrics.run.reader import Reader
from reports.papers.fields import Given
from reports.papers.paper import Paper
from reports.wording.printable import printable
from reports.wording.wording import Wording

KIND = "papers"  # the folder of the words


def words(lang: str) -> Wording:
    """The words of papers."""
    return Wording(lang, KIND)


def paper(
    kind: str, name: str, reader: Reader, own: Given, t: Wording, *, day: date | None = None, rules: Iterable[str] | None = None,
    mark: str | None = None,
) -> Paper:  # fmt: skip
    """A paper of a run: what it is given of its own, and what every paper is.

    `day`: of signing; a blank for a draft. `rules`: those whose periods it speaks of, all where None. `mark`: in place of that of a draft.
    """
    said = given(reader, t, day=day, rules=rules) | ({} if mark is None else {"mark": mark})
    return Paper(kind, t.lang, printable(name), {**said, **own}, mark=said["mark"], must=(said["sample_note"], reader.run_id))


def given(reader: Reader, t: Wording, *, day: date | None = None, rules: Iterable[str] | None = None) -> dict[str, Any]:
    """The fields that all papers have, `fields/all.toml`."""
    info, meta = reader.info, reader.meta()
    return {
        "mark": t("mark.draft") if info.is_draft else "",
        "sample_note": _samples(reader, t, rules),
        "is_draft": info.is_draft,
        "authority": authority(reader, t),
        "period": t.period(info.period),
        "as_of": t.day(info.as_of),
        "day": t.day(day) if day else t("mark.blank_day"),
        "run_id": info.run_id,
        "edition": edition(meta, t),
    }


def edition(meta: Mapping[str, str], t: Wording) -> str:
    """Which edition, or that it is a draft. `meta`: that of the run."""
    if "edition" not in meta:
        return t("mark.draft_short")
    return t("mark.edition", period=meta["period"], number=meta["edition_number"])


def authority(reader: Reader, t: Wording) -> str:
    """The name of the competent authority; of whom the reader sees nothing, what it is."""
    names = dict(reader.departments().select("department_id", "department_name").iter_rows())
    return names.get(reader.info.authority_id) or t("mark.authority")


def unit_name(reader: Reader, unit_id: str) -> str:
    """The name of a unit, its id where the run has none."""
    return dict(reader.units().select("unit_id", "unit_name").iter_rows()).get(unit_id) or unit_id


def day(value: date | None) -> str:
    """A day in a cell."""
    return str(value) if value else "—"


def clauses(reader: Reader, rules: Iterable[str], t: Wording) -> list[dict[str, str]]:
    """The grounds of rules, with how far each text was read."""
    wanted = list(rules)
    rows = reader.rules().filter(pl.col("rule_id").is_in(wanted)).iter_rows(named=True)
    return [
        {
            "rule": t.pick(row["title_zh"], row["title_en"]), "clause": t.pick(row["clause_zh"], row["clause_en"]),
            "read": t(f"clause.{row['read']}"),
        }
        for row in rows
    ]  # fmt: skip


def _samples(reader: Reader, t: Wording, rules: Iterable[str] | None) -> str:
    """What of the weights and periods is a sample, and whether data were read back; "" for nothing."""
    clocks = reader.rules() if rules is None else reader.rules().filter(pl.col("rule_id").is_in(list(rules)))
    told = [t("mark.sample_weights")] if rules is None and reader.info.scheme_status == "sample" else []
    told += [t("mark.sample_clocks")] if clocks.filter(clock_status="sample").height else []
    told += [t("mark.reconstructed")] if reader.info.is_reconstructed else []
    return t("mark.and").join(told)
