"""The name of a batch: a hash of all that decides its rows, the same on every machine."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

import polars as pl

from data.contracts.contracts import Contract, Contracts

READER = "1"  # raised when the same file would be read into other rows, so that it becomes another batch


def words_of(contract: Contract, contracts: Contracts, division: str) -> Contracts:
    """All that an export of a division is read by: its contract, its dictionaries, the division's confirmed names. Kept with each batch."""
    used = {c.dictionary: contracts.dictionaries[c.dictionary] for c in contract.columns if c.dictionary}
    names = {division: contracts.names[division]} if division in contracts.names else {}
    return Contracts(exports={contract.name: contract}, dictionaries=used, names=names)


def contract_digest(contract: Contract, contracts: Contracts, division: str) -> str:
    """16 hex digits that change whenever the contract, its dictionaries, the division's confirmed names or the reader do."""
    used = {c.dictionary: contracts.dictionaries[c.dictionary] for c in contract.columns if c.dictionary}
    names = contracts.names.get(division, {}) if any(c.type == "department" for c in contract.columns) else {}
    told = json.dumps([READER, _read_by(contract), used, *([names] if names else [])], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _read_by(contract: Contract) -> dict:
    """What of a contract a cell is read by. A file keeps its name when only what is asked about its rows afterwards is another."""
    told = contract.model_dump(mode="json")
    for column in told["columns"]:
        del column["event"], column["refers_to"]
        if not column["zone"]:
            del column["zone"]
    return told


def read_anew(accepted: pl.DataFrame) -> list[str]:
    """What accepted rows hold that the same reader once rejected, so that such a file alone is another batch: days of before 1900."""
    firsts = accepted.select(pl.col(pl.Date).min())
    return ["1899"] if any(day.year < 1900 for day in (firsts.row(0) if firsts.width else ()) if day) else []


def batch_id_of(
    sha256: str, export: str, day: date, division: str, mode: str, mapping: dict, digest: str, departments: str | None, anew: Sequence[str]
) -> str:
    """The name of a batch: a hash of all that decides its rows, and of no clock, person or path. `anew`: as `read_anew` tells it."""
    parts = [sha256, export, day.isoformat(), division, mode, mapping, digest, departments, *anew]
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
