"""The demo city: a year of platform exports of a city that is made up, the same for the same seed on every machine.

`words/` holds the vocabulary, `city` who there is, `staff` how well they work, `tellers/` what happens to whom, `chronicle` what of it
is seen on a day; `faults` and `dress` make some files as messy as real ones, `files` writes them.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from data.contracts.contracts import Contract, Contracts, load_contracts
from data.demo.chronicle import Chronicle
from data.demo.city import City
from data.demo.days import REPORTS
from data.demo.dress import Dresser
from data.demo.faults import Mess, mess_of, spoil
from data.demo.files import write_csv, write_workbook
from data.demo.gaps import day_of, left_out
from data.demo.late import DAY, EXPORT, as_exported, sent_after
from data.demo.life import live
from data.demo.words import words


@dataclass(frozen=True)
class DemoFile:
    """One file that was written: its export, the day it speaks for, and the division it comes from."""

    path: Path
    export: str
    exported_on: date
    division: str


def write_exports(folder: Path, seed: int = 2026) -> list[DemoFile]:
    """Write the sixteen exports at the end of each month from January to October 2026, a folder for each month; in order of time.

    The directory of departments comes first of each day, since the other exports' names are resolved by it. The last month has gaps.
    """
    city, contracts, rng = City(), load_contracts(), Random(seed)
    chronicle = live(city, seed)
    exports = sorted(contracts.exports, key=lambda export: (export != "departments", export))
    files = []
    for day in REPORTS:
        (folder / f"{day:%Y-%m}").mkdir(parents=True, exist_ok=True)
        for number, export in enumerate(exports):
            path = _write(folder, (city, contracts, chronicle, rng), export, day, number + day.month)
            files.append(DemoFile(path, export, day_of(export, day), city.name))
    return sorted(files, key=lambda file: file.exported_on)


def write_late_export(folder: Path, seed: int = 2026) -> DemoFile:
    """Write what the platform sent after June's share requests: rows to be added to that listing, a few units' answers."""
    city, contracts, chronicle = City(), load_contracts(), live(City(), seed)
    rows = sent_after(chronicle.rows(EXPORT, DAY))
    contract, mess = _exported(contracts.exports[EXPORT], chronicle, DAY), Mess()
    path = folder / f"{contract.title_zh}_{DAY:%Y%m%d}_补报.csv"
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(path, Dresser(city, contracts, contract, mess, Random(seed)).sheet(rows, DAY), "utf-8-sig")
    return DemoFile(path, EXPORT, DAY, city.name)


def _write(folder: Path, parts: tuple[City, Contracts, Chronicle, Random], export: str, report: date, turn: int) -> Path:
    city, contracts, chronicle, rng = parts
    contract, mess, day = _exported(contracts.exports[export], chronicle, report), mess_of(export, report), day_of(export, report)
    rows = spoil(as_exported(chronicle.rows(export, day), export, day), contract, mess, rng)
    sheet = Dresser(city, contracts, contract, mess, rng).sheet(rows, day)
    path = folder / f"{report:%Y-%m}" / f"{contract.title_zh}_{day:%Y%m%d}.{_kind(mess, report)}"
    if path.suffix == ".csv":
        encodings = words("mess")["encodings"]
        write_csv(path, sheet, encodings[turn % len(encodings)])
    else:
        write_workbook(path, sheet)
    return path


def _exported(contract: Contract, chronicle: Chronicle, report: date) -> Contract:
    """The contract with only the columns that the platform exports: those of which anything is ever told, and that are not left out."""
    known = chronicle.columns(contract.name) - left_out(contract.name, report)
    return contract.model_copy(update={"columns": tuple(column for column in contract.columns if column.name in known)})


def _kind(mess: Mess, day: date) -> str:
    """The ending of the file's name. One that ends in .xls is a workbook of the newer kind all the same, as platforms do."""
    if "xls" in mess.traits:
        return "xls"
    return "csv" if "csv" in mess.traits or day < words("mess")["workbooks_from"] else "xlsx"
