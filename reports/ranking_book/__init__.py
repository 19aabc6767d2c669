"""The ranking book (考核结果汇总) of a period: all groups, sections, totals, ranks, changes and statistics, in three formats from one value."""

from typing import Literal, get_args

from metrics.run.reader import Reader
from reports.ranking_book.gather import book_of
from reports.ranking_book.pdf import book_pdf
from reports.ranking_book.word import book_docx
from reports.ranking_book.workbook import book_xlsx
from reports.wording.printable import name_part
from reports.wording.wording import Wording

Kind = Literal["xlsx", "docx", "pdf"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MEDIA: dict[Kind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
FOLDER = "ranking_book"


def make(reader: Reader, kind: Kind, lang: str, before: Reader | None = None) -> bytes:
    """The book of the reader's run. `before`: the same viewer's sight of the run a month earlier, for what moved. The same runs give the same bytes.

    Raises RequestFault for a viewer who does not see the whole city.
    """
    book, t = book_of(reader, before), Wording(lang, FOLDER)
    return {"xlsx": book_xlsx, "docx": book_docx, "pdf": book_pdf}[kind](book, t)


def file_name(reader: Reader, kind: Kind, lang: str) -> str:
    """It says the city, the period, and the edition or that it is a draft of which day and run."""
    t, info = Wording(lang, FOLDER), reader.info
    standing = (info.edition,) if info.edition else (t("file.draft"), str(info.as_of), info.run_id[:8])
    name = "-".join((reader.store.settings.city, t("file.name"), t.period(info.period), *standing))
    return f"{name_part(name)}.{kind}"
