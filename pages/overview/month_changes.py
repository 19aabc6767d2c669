"""What moved since the run a month earlier. Pure: a run in, links out."""

from datetime import date, timedelta

from metrics.run.filter import Filter
from metrics.run.reader import Reader
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.look.page_head import month_short
from pages.shell.address import Place

SOON = 14  # days ahead, for what is about to fall due


def panel(reader: Reader, since: date, largest: str, place: Place, w: Words) -> str:
    """What fell due since the earlier run, and the `largest` moves as ready HTML. `since`: the day of the earlier run."""
    title = w("moves.title", since=month_short(since, w))
    return f'<div class="ds ds-panel"><h3>{m.e(title)}</h3>{_since(reader, since, place, w)}{largest}</div>'


def no_month_before(w: Words) -> str:
    """The same panel while there is nothing to compare with."""
    return f'<div class="ds ds-panel"><h3>{m.e(w("moves.title_alone"))}</h3><p class="ds-note">{m.e(w("moves.no_month_before"))}</p></div>'


def _since(reader: Reader, since: date, place: Place, w: Words) -> str:
    as_of, fresh, soon = reader.info.as_of, since + timedelta(days=1), reader.info.as_of + timedelta(days=SOON)
    lines = [
        ("moves.fell_due", Filter(counted=True, due_from=fresh, due_to=as_of), place.standing(counted=True, due_from=fresh, due_to=as_of)),
        # What was due on the very day of the earlier run was not overdue on that day yet.
        ("moves.newly_overdue", Filter(states=("overdue",), due_from=since), place.standing(state="overdue", due_from=since)),
        ("moves.soon_due", Filter(states=("pending",), due_to=soon), place.standing(state="pending", due_to=soon)),
    ]
    items = [
        f"<li><span>{m.e(w(key, days=SOON))}</span>{m.go(view.href('list'), count(reader.count(wanted)))}</li>"
        for key, wanted, view in lines
    ]
    return f'<ul class="ds-lines">{"".join(items)}</ul>'
