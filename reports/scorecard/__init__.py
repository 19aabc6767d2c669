"""The scorecard of a department (考核评分表): one value read from a run, written as Excel to check, Word to edit, PDF to sign and file."""

from collections.abc import Callable, Sequence
from typing import Final

from data.runs.store import RunInfo
from metrics.run.reader import Reader
from metrics.run.trend import series
from reports.scorecard.card import Scorecard, scorecard
from reports.scorecard.pdf import printed
from reports.scorecard.word import document
from reports.scorecard.workbook import workbook
from reports.wording.printable import name_part
from reports.wording.wording import Wording

__all__ = ["KINDS", "Scorecard", "file_name", "make", "scorecard", "written"]

_WRITERS: Final[dict[str, Callable[[Scorecard], bytes]]] = {"xlsx": workbook, "docx": document, "pdf": printed}
KINDS: Final = tuple(_WRITERS)


def make(reader: Reader, unit_id: str, kind: str, lang: str = "zh", past: Sequence[Reader] | None = None) -> bytes:
    """One unit's scorecard of the reader's run, as a file of a kind of KINDS. The same runs give the same bytes.

    `past`: the same viewer's sight of earlier runs of the period, oldest first, for the trend: those of the reader's store when None, no
    trend when empty. Raises RequestFault for a unit that the viewer may not see or that is not in the run.
    """
    if past is None:
        past = [Reader(reader.store, run, reader.viewer) for run in series(reader.info, reader.store.runs())[:-1]]
    return written(scorecard(reader, unit_id, lang, past), kind)


def written(card: Scorecard, kind: str) -> bytes:
    """One scorecard as a file of a kind of KINDS; for who needs it in several, of which it is read once."""
    return _WRITERS[kind](card)


def file_name(info: RunInfo, unit_name: str, kind: str, lang: str = "zh") -> str:
    """What the file is called: unit, period, and the edition or that it is a draft of which day. Any system takes it, whatever the unit is called."""
    t = Wording(lang, "scorecard")
    standing = t("file.draft", as_of=info.as_of) if info.edition is None else t("file.edition", number=info.edition.rpartition("-")[2])
    return t("file.name", unit=name_part(unit_name), period=name_part(info.period), standing=standing, kind=kind)
