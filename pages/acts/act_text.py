"""What an act does, in one sentence of the viewer's language."""

from datetime import date

from data.decisions.acts import Act
from data.decisions.bodies import Body, EmptyColumn, Exemption, Note, PointAdjustment, StopClock, Wait
from pages.language.export_names import export_titles
from pages.language.words import Words
from pages.look.figures import signed
from pages.shell.rule_names import rule_title
from pages.shell.session import Session


def sentence(s: Session, act: Act, body: Body) -> str:
    """The act in words. `body`: what it says, or what the act that it revokes said."""
    told = _said(s, body)
    return s.w("act.revoked", what=told) if act.verb == "revoked" else told


def _said(s: Session, body: Body) -> str:
    w = s.w
    match body:
        case Exemption(subject_id=str()):
            return w("act.exempt_one", span=span(body.start, body.end, w))
        case Exemption():
            return w("act.exempt_filter", what=filter_words(s, body), span=span(body.start, body.end, w))
        case PointAdjustment(points=points, item_id=item_id):
            place = w.name(item_title(s, item_id)) if item_id else w("item.the_total")
            return w("act.adjust", place=place, points=signed(points, 2), start=body.start)
        case Note(is_shown_to_unit=shown):
            return w("act.note_shown" if shown else "act.note_inner")
        case Wait():
            return w("act.wait", span=span(body.start, body.end, w))
        case StopClock(is_on=is_on):
            return w("act.clock_stops" if is_on else "act.clock_runs")
        case EmptyColumn(export=export, column_label=label):
            return w("act.empty_column", export=export_titles(w.lang).get(export, body.export_title), column=label)
    raise TypeError(f"no words for a {type(body).__name__}")


def filter_words(s: Session, body: Exemption) -> str:
    """Which obligations a filter takes, as people say it."""
    w = s.w
    names = dict(s.reader.units().select("unit_id", "unit_name").iter_rows()) | dict(
        s.reader.departments().select("department_id", "department_name").iter_rows()
    )
    parts = [names.get(name, name) for name in dict.fromkeys((body.unit_id, body.department_id)) if name]
    parts.append(rule_title(s, body.rule_id) if body.rule_id else w("act.every_rule"))
    if body.due_from or body.due_to:
        parts.append(w("act.due", span=f"{body.due_from or ''}～{body.due_to or ''}"))
    return w("act.and").join(parts)


def item_title(s: Session, item_id: str) -> str:
    """The name of an item of the scheme, as the run has it."""
    return dict(s.reader.items().select("item_id", "title").unique().iter_rows()).get(item_id, item_id)


def span(start: date, end: date | None, w: Words) -> str:
    """From a day to a day, or from a day on."""
    return w("act.from_to", start=start, end=end) if end else w("act.from", start=start)
