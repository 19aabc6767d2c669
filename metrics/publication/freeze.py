"""The frozen copy of an edition: everything one run was made from, laid down in a folder so that it can be made again from that alone."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from data.calendar import Calendar
from data.contracts.contracts import Contracts
from data.decisions.acts import KINDS, Act
from data.errors import FileFault
from data.facts.batch import Batch
from data.facts.store import Facts
from data.runs import editions
from data.settings import Home
from metrics.assessment.assess import METHOD, Inputs
from metrics.obligations.obligations import common_texts
from metrics.obligations.period import Period
from metrics.rulebook import rulebook
from metrics.schemes.scheme import Scheme


class FrozenFacts(Facts):
    """The facts of a frozen copy, which are read and never added to.

    `listings`: the batches of the departments that names are resolved with, whatever day is asked for.
    """

    def __init__(self, folder: Path, listings: tuple[str, ...] = ()):
        self.home, self.withdrawn, self._listings, self._read = Home(folder), tuple, listings, {}

    def departments(self, day: date) -> tuple[pl.DataFrame, list[Batch]]:
        """The departments as those batches list them."""
        batches = [self.batch(batch_id) for batch_id in self._listings]
        if not batches:
            return pl.DataFrame(), []
        rows = pl.concat([self.rows(batch) for batch in batches])
        return rows.unique("department_id", keep="last", maintain_order=True), batches


def listings_of(batch: Batch) -> tuple[str, ...]:
    """The listings of departments that a batch's names were resolved with."""
    return tuple(batch.departments_batch.split("+")) if batch.departments_batch else ()


def freeze(folder: Path, home: Home, inputs: Inputs, words: Contracts, procedure: Iterable[Act]) -> None:
    """Lay down the inputs of a run and the originals behind them.

    `words`: the contracts with the site's and the confirmed words; `procedure`: the acts by which the period came this far.
    Raises FileFault when an original is missing or was altered.
    """
    in_force = {x.act_id for x in inputs.decided.every}
    _write(folder / "inputs.json", _told(inputs))
    _write(folder / "scheme.json", inputs.scheme.model_dump(mode="json"))
    _write(folder / "contracts.json", words.model_dump(mode="json"))
    _write(folder / "acts.json", [_act_told(act) for act in inputs.acts if act.act_id in in_force])
    _write(folder / "procedure.json", [_act_told(act) for act in procedure])
    inputs.calendar.days.write_parquet(folder / "calendar.parquet")
    (folder / "common").mkdir()
    for name, text in inputs.common.items():
        (folder / "common" / f"{name}.sql").write_text(text, encoding="utf-8")
    _freeze_rules(folder, home, inputs)
    _freeze_facts(folder, home, inputs)


def thaw(folder: Path) -> Inputs:
    """The inputs as they were laid down. Raises FileFault when they can't be read any more."""
    try:
        told, facts = _read(folder / "inputs.json"), FrozenFacts(folder)
        calendar = Calendar(pl.read_parquet(folder / "calendar.parquet"), told["calendar"]["last_year"], told["calendar"]["version"])
        return Inputs(
            Period(told["period"]["name"], *(date.fromisoformat(told["period"][day]) for day in ("start", "end"))),
            date.fromisoformat(told["as_of"]),
            told["authority_id"],
            Scheme.model_validate(_read(folder / "scheme.json")),
            rulebook.load_rules(folder / "site", folder / "rules"),
            calendar,
            frozen_words(folder),
            {export: [facts.batch(batch_id) for batch_id in ids] for export, ids in told["batches"].items()},
            tuple(told["reconstructed"]),
            tuple(_act(act) for act in _read(folder / "acts.json")),
            tuple(told.get("withdrawn", ())),  # of an edition of before anything could be withdrawn, nothing
            common_texts(folder / "common"),
        )
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as fault:
        raise FileFault(f"冻结的测算依据读不出来：{fault}") from fault


def frozen_words(folder: Path) -> Contracts:
    """The contracts and words that were in force when the edition was published."""
    return Contracts.model_validate(_read(folder / "contracts.json"))


def _freeze_rules(folder: Path, home: Home, inputs: Inputs) -> None:
    for rule_id in inputs.rules:
        place = folder / "rules" / rule_id
        place.mkdir(parents=True)
        for name in ("rule.toml", "rule.sql"):
            shutil.copyfile(rulebook.RULES / rule_id / name, place / name)
    (folder / "site").mkdir()
    for path in sorted(home.site.glob("*.toml")):
        shutil.copyfile(path, folder / "site" / path.name)


def _freeze_facts(folder: Path, home: Home, inputs: Inputs) -> None:
    facts = Facts(home)
    in_force = [batch for batches in inputs.batches.values() for batch in batches]
    listings = [facts.batch(batch_id) for batch in in_force for batch_id in listings_of(batch)]
    for batch in {b.batch_id: b for b in (*in_force, *listings)}.values():
        shutil.copytree(home.batches / batch.batch_id, Home(folder).batches / batch.batch_id)
        original = Home(folder).originals / batch.sha256
        if not original.exists():
            editions.keep_original(home.originals / batch.sha256, batch.sha256, original)


def _told(inputs: Inputs) -> dict[str, Any]:
    return {
        "run_id": inputs.run_id,
        "period": {"name": inputs.period.name, "start": inputs.period.start, "end": inputs.period.end},
        "as_of": inputs.as_of,
        "authority_id": inputs.authority_id,
        "reconstructed": inputs.reconstructed,
        "calendar": {"version": inputs.calendar.version, "last_year": inputs.calendar.last_year},
        "batches": {export: [b.batch_id for b in batches] for export, batches in inputs.batches.items()},
        "withdrawn": inputs.withdrawn,
        "method": METHOD,
    }


def _act_told(act: Act) -> dict[str, Any]:
    return asdict(act) | {"at": act.at.isoformat(), "body": act.body.model_dump(mode="json")}


def _act(told: dict[str, Any]) -> Act:
    body = KINDS[told["about"]][told["verb"]][0].model_validate(told["body"])
    return Act(**(told | {"body": body, "at": datetime.fromisoformat(told["at"]), "evidence": tuple(told["evidence"])}))


def _write(path: Path, told: Any) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
