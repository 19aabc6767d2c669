"""Intake: platform exports as they come, into typed rows that each know their batch, sheet and row."""

from data.intake.containers import Fault, Source, find_files
from data.intake.ingest import Outcome, ingest
from data.intake.reading import Reading, read

__all__ = ["Fault", "Outcome", "Reading", "Source", "find_files", "ingest", "read"]
