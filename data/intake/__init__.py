"""Intake: platform exports as they come, into typed rows that each know their batch, sheet and row."""

from data.intake.again import read_again
from data.intake.containers import Fault, Source, find_files
from data.intake.difference import Difference
from data.intake.original import Original, OriginalRow, original_rows
from data.intake.reading import Reading, read
from data.intake.rejects import rejects_workbook
from data.intake.taking_in import Outcome, ingest, twin_of, why_already, why_twin
from data.intake.trying import Said, Trial, Tried

__all__ = [
    "Difference",
    "Fault",
    "Original",
    "OriginalRow",
    "Outcome",
    "Reading",
    "Said",
    "Source",
    "Trial",
    "Tried",
    "find_files",
    "ingest",
    "original_rows",
    "read",
    "read_again",
    "rejects_workbook",
    "twin_of",
    "why_already",
    "why_twin",
]
