"""What a command that was cut off left behind."""

from commands.printing.tables import err
from data.decisions import evidence
from data.decisions.store import Decisions
from data.facts.store import Facts
from data.runs import editions
from data.runs.store import sweep
from data.settings import Home, settings
from reports.bundle import keeping as bundle_keeping


def tidy(home: Home) -> None:
    """Say and clear away what an earlier command left when it was cut off."""
    cut_off = editions.sweep(home, lambda: Decisions(home, settings()))
    papers = bundle_keeping.sweep(home, settings().papers_days)
    for sentence in [*Facts(home).sweep(), *sweep(home), *evidence.sweep(home), *cut_off, *papers]:
        err.print(sentence, style="yellow", markup=False, soft_wrap=True)
