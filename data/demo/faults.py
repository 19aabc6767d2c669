"""Faults of single rows, as real exports have them: they make rows rejected, merged or contradictory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from data.contracts.contracts import Column, Contract
from data.demo.chronicle import Cell
from data.demo.days import shifted
from data.demo.words import words

Row = dict[str, Cell]


@dataclass(frozen=True)
class Mess:
    """What is wrong with one file. The numbers count rows:

    `unreadable`: a day that is none; `strangers`: a department nobody knows; `unknowns`: an optional dictionary value that is
    not in the dictionary; `backwards`: an end before its start; `conflicts`: a key that stands twice with different facts;
    `repeats`: a row that stands twice.
    """

    traits: tuple[str, ...] = ()
    unreadable: int = 0
    strangers: int = 0
    unknowns: int = 0
    backwards: int = 0
    conflicts: int = 0
    repeats: int = 0


def mess_of(export: str, day: date) -> Mess:
    """What is wrong with the file of that export and day; clean when nothing is said."""
    spec = words("mess").get(day.isoformat(), {}).get(export, {})
    return Mess(**{**spec, "traits": tuple(spec.get("traits", ()))})


def spoil(rows: list[Row], contract: Contract, mess: Mess, rng: Random) -> list[Row]:
    """The rows with the faults put in, each row with one fault at most. The rows that are given stay as they are."""
    rows = [dict(row) for row in rows]
    picks = iter(rng.sample(range(len(rows)), len(rows)))
    for _ in range(mess.backwards):
        _turn_round(rows, contract, picks)
    for _ in range(mess.unknowns):
        _overwrite(rows, picks, _first(contract, "dict", needed=False), rng.choice(words("mess")["strange_values"]))
    for _ in range(mess.unreadable):
        _overwrite(rows, picks, _first(contract, "date", needed=True), rng.choice(words("mess")["undated"]))
    for _ in range(mess.strangers):
        _overwrite(rows, picks, _first(contract, "department", needed=True), rng.choice(words("mess")["strangers"]))
    return _doubled(rows, contract, mess, picks)


def _first(contract: Contract, kind: str, *, needed: bool) -> Column:
    """The first column of that type, a required (or an optional) one before the others."""
    return min((column for column in contract.columns if column.type == kind), key=lambda column: bool(column.need) != needed)


def _overwrite(rows: list[Row], picks: Iterator[int], column: Column, value: Cell) -> None:
    rows[next(at for at in picks if rows[at].get(column.name))][column.name] = value


def _turn_round(rows: list[Row], contract: Contract, picks: Iterator[int]) -> None:
    start, end = contract.in_order[0]
    row = rows[next(at for at in picks if rows[at].get(start) and rows[at].get(end))]
    if isinstance(begin := row[start], date):
        row[end] = shifted(begin, -4)


def _doubled(rows: list[Row], contract: Contract, mess: Mess, picks: Iterator[int]) -> list[Row]:
    """Conflicting copies stand before their row, since of two the later counts; repeats stand right behind."""
    days = [column.name for column in contract.columns if column.type == "date"]
    wrong = {next(picks) for _ in range(mess.conflicts)} if mess.conflicts else set()
    twice = {next(picks) for _ in range(mess.repeats)}
    result: list[Row] = []
    for at, row in enumerate(rows):
        if at in wrong:
            result.append({**row, **_another_day(row, days)})
        result += [row, dict(row)] if at in twice else [row]
    return result


def _another_day(row: Row, days: list[str]) -> Row:
    """The row's first day, ten days earlier: what makes a copy of it another fact."""
    return next({name: shifted(day, -10)} for name in days if isinstance(day := row.get(name), date))
