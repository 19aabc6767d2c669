"""How an item's value became its points: the scheme's own line or bands, with the figures put in."""

from metrics.schemes.scheme import Bands, Item, Linear
from metrics.scoring.scoring import share
from pages.language.words import Words
from pages.look.figures import measured, points, rate


def told(item: Item, value: float, earned: float, w: Words) -> str:
    """The rule of the item and the sum, in two lines. `value`: of its measure; `earned`: its points before they are scaled to the total."""

    def put(amount: float) -> str:
        return measured(item.measure, amount, w)

    figures = {"value": put(value), "share": rate(share(item, value)), "full": f"{item.points:g}", "points": points(earned)}
    match item.score:
        case Linear(floor=floor, target=target):
            key = "item.how_linear" if target > floor else "item.how_linear_less"
            return w(key, floor=put(floor), target=put(target), **figures)
        case Bands(bands=bands, lower_is_better=is_less):
            key = "item.how_band_less" if is_less else "item.how_band"
            steps = w("rank.comma").join(w(key, at=put(band.at), share=rate(band.share)) for band in bands)
            return w("item.how_bands", bands=steps, **figures)
