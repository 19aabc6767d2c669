"""The buttons beside the slip of a check before an approval, that hand it out as a paper."""

from functools import partial

from data.errors import RequestFault
from metrics.run.reader import Reader
from pages.downloads import paper_buttons
from pages.shell.session import Session
from reports.papers import project_slip
from reports.papers.paper import Paper


def show(s: Session) -> None:
    """Those of the project or system in the address."""
    number = s.place.project or s.place.system
    if number is None:
        raise RequestFault(s.w("slip.none"))
    write = partial(_paper, s.reader, s.w.lang, s.place.project, s.place.system)
    name = f"{s.w('letter.project_slip')}-{number}-{s.run.edition or s.run.as_of}"
    paper_buttons.show(s, "project_slip", name, write)


def _paper(reader: Reader, lang: str, project: str | None, system: str | None) -> Paper:
    if project is not None:
        return project_slip.of_a_project(reader, project, lang)
    return project_slip.of_a_system(reader, system or "", lang)
