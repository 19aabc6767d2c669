"""Papers written into a folder, for the terminal: the circular of a run with the list of its numbers, and the templates to edit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from metrics.run.reader import Reader
from reports.papers import templates
from reports.papers.circular import circular
from reports.papers.shared import words
from reports.papers.source_list import source_list
from reports.wording.printable import name_part


def write_circular(reader: Reader, earlier: Reader | None, lang: str, signed: date | None, site: Path, folder: Path) -> Iterator[Path]:
    """The circular as docx and PDF, and where its numbers come from as xlsx. Nothing is written where the template can't be filled."""
    made, t = circular(reader, lang, earlier, signed).set(site), words(lang)
    stem = name_part(f"{made.template.kind.zh if lang == 'zh' else made.template.kind.en}-{reader.info.period}-{reader.info.address}")
    files = {f"{stem}.docx": made.docx, f"{stem}.pdf": made.pdf(), f"{stem}-{name_part(t('list.sheet'))}.xlsx": source_list(made)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        yield folder / name


def write_templates(folder: Path) -> Iterator[Path]:
    """The templates that the product brings. One that lies there already is left as it is: somebody may have worked on it."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in templates.shipped():
        path = folder / one.path.name
        if not path.exists():
            path.write_bytes(one.read())
            yield path
