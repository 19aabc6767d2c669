"""The names of the rules of the run that is shown."""

from pages.language.words import Words
from pages.shell.session import Session


def rule_title(s: Session, rule_id: str) -> str:
    """The name of a rule of the run."""
    titles = {r["rule_id"]: rule_name(r, s.w) for r in s.reader.rules().iter_rows(named=True)}
    return titles.get(rule_id, rule_id)


def rule_name(rule: dict, w: Words) -> str:
    """A rule's name in the viewer's language."""
    return w.pick(rule["title_zh"], rule["title_en"])
