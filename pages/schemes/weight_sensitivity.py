"""Which weights matter most: what moves when each is a tenth heavier or lighter, as a table."""

from metrics.what_if.weight_sensitivity import Stability, Weight
from pages.language.words import Words
from pages.look import markup as m
from pages.look.page_head import subtitle
from pages.schemes.content import plain

LISTED = 8


def weights(firm: Stability, w: Words) -> str:
    """What matters most first; the rest is counted."""
    title = subtitle(w("shake.title"), w("shake.note"))
    moving = [one for one in firm.weights if one.places]
    if not moving:
        return title + f'<p class="ds ds-note">{m.e(w("shake.nothing"))}</p>'
    heads = [m.th(w("item.title")), m.th(w("scheme_field.points"), "n"), m.th(w("shake.places"), "n"), m.th("", "w")]
    heads += [m.th(w("shake.units"), "n"), m.th(w("shake.widest"), "n")]
    rest = len(firm.weights) - len(moving[:LISTED])
    note = f'<p class="ds ds-note">{m.e(w("shake.rest", n=rest))}</p>' if rest else ""
    return title + m.table(heads, [_row(one, moving[0].places, w) for one in moving[:LISTED]], "bands") + note


def _row(one: Weight, most: int, w: Words) -> str:
    cells = [
        m.td(m.e(w.name(one.title))), m.td(plain(one.points), "n"), m.td(f"<b>{one.places}</b>", "n"), m.td(m.share_bar(one.places, most)),
        m.td(str(one.units), "n"), m.td(w("simulate.places", n=one.widest), "n"),
    ]  # fmt: skip
    return m.tr(cells, data=f'data-weight="{m.e(one.item_id)}"')
