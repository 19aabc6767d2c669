"""How points are given, said in a sentence each, from the scheme itself."""

from metrics.schemes.scheme import Adjustment, Bands, Item, Linear
from metrics.scoring.scoring import DAYS, RATES
from reports.wording.figures import rate
from reports.wording.wording import Wording


def standard(item: Item, t: Wording) -> str:
    """评分标准 of an item."""
    measure = t(f"measure.{item.measure}")
    match item.score:
        case Linear(floor=floor, target=target):
            ends = {"floor": bound(item.measure, floor, t), "target": bound(item.measure, target, t)}
            kind = "linear_down" if target < floor else "linear" if floor else "linear_from_nothing"
            return t(f"criteria.{kind}", measure=measure, **ends)
        case Bands(bands=bands, lower_is_better=lower):
            sign = "≤" if lower else "≥"
            steps = [t("criteria.band", at=sign + bound(item.measure, band.at, t), share=f"{band.share * 100:g}%") for band in bands]
            return t("criteria.bands", measure=measure, bands=t("criteria.and").join(steps))


def extra_standard(line: Adjustment, t: Wording) -> str:
    """评分标准 of a deduction or a bonus."""
    return t(f"criteria.{line.kind}", measure=t(f"measure.{line.measure}"), per=f"{line.per:g}", cap=f"{line.cap:g}")


def bound(measure: str, value: float, t: Wording) -> str:
    """A value that a scheme names, in the unit of its measure: as exact as it is written there."""
    if measure in RATES:
        return f"{value * 100:g}%"
    return t("value.days", n=f"{value:g}") if measure in DAYS else t("value.items", n=f"{value:g}")


def measured(measure: str, value: float, t: Wording) -> str:
    """A value that was reached, in the unit of its measure."""
    if measure in RATES:
        return rate(value)
    return t("value.days", n=f"{value:.1f}") if measure in DAYS else t("value.items", n=f"{value:g}")
