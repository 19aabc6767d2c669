"""The pages of a long list."""

from data.errors import RequestFault
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.shell.address import Place


def sheet_of(place: Place, found: int, per: int, w: Words) -> tuple[int, int]:
    """The sheet that the address asks for, from 1, and the last that there is. Raises RequestFault for one beyond it."""
    sheet, last = place.sheet or 1, max(1, -(-found // per))
    if sheet > last:
        raise RequestFault(w("list.no_sheet", last=last, sheet=sheet))
    return sheet, last


def sheets(place: Place, sheet: int, last: int, found: int, per: int, w: Words, page: str = "list") -> str:
    """Which rows these are, and links to the sheets before and after. `page`: the address of the page they are on."""
    first_row, last_row = (sheet - 1) * per + 1, min(sheet * per, found)
    targets = [(1, w("list.first")), (sheet - 1, w("list.before")), (sheet + 1, w("list.after")), (last, w("list.last"))]
    links = " ".join(m.go(place.moved(sheet=n).href(page), m.e(text)) for n, text in targets if 1 <= n <= last and n != sheet)
    return f'<div class="ds ds-rest"><span>{m.e(w("list.rows", first=count(first_row), last=count(last_row), n=count(found)))}</span>{links}</div>'
