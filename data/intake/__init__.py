"""Intake: platform exports as they come, into typed rows that each know their batch, sheet and row."""

from data.facts.reading import Reading
from data.intake.difference import Difference
from data.intake.files.containers import Fault, Source, find_files
from data.intake.files.original_rows import Original, OriginalRow, original_rows
from data.intake.ingest import Outcome, ingest, references_of, twin_of, why_already, why_twin
from data.intake.read import read
from data.intake.read_again import read_again
from data.intake.references import Reference
from data.intake.rejects_workbook import rejects_workbook
from data.intake.trial import Said, Trial, Tried

__all__ = [
    "Difference",
    "Fault",
    "Original",
    "OriginalRow",
    "Outcome",
    "Reading",
    "Reference",
    "Said",
    "Source",
    "Trial",
    "Tried",
    "find_files",
    "ingest",
    "original_rows",
    "read",
    "read_again",
    "references_of",
    "rejects_workbook",
    "twin_of",
    "why_already",
    "why_twin",
]
