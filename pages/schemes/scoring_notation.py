"""How an item is scored, in one line of signs that both languages share and that is read back: ``60% ~ 100%`` for a straight line from no
points to all, ``≥100% → 100%, ≥90% → 80%`` for bands, ``≤1 → 100%, ≤3 → 80%`` where less is better.
"""

import re
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from data.errors import RequestFault
from metrics.schemes.scheme import Bands, Linear
from metrics.scoring.scoring import RATES

_NUMBER = r"(-?\d+(?:\.\d+)?)\s*(%?)"
_LINE = re.compile(rf"{_NUMBER}\s*(?:~|–|—|-|至|到)\s*{_NUMBER}")
_BAND = re.compile(rf"(≥|>=|≤|<=)\s*{_NUMBER}\s*(?:→|->|=>|:|得)\s*{_NUMBER}")
EXAMPLE = "60% ~ 100%，或 ≥100% → 100%，≥90% → 80%，或 ≤1 → 100%，≤3 → 80%"


def written(score: Linear | Bands, measure: str) -> str:
    """The line for a way of scoring."""
    match score:
        case Linear(floor=floor, target=target):
            return f"{number(floor, measure)} ~ {number(target, measure)}"
        case Bands(bands=bands, lower_is_better=lower):
            return ", ".join(f"{'≤' if lower else '≥'}{number(b.at, measure)} → {percent(b.share)}" for b in bands)


def number(value: float, measure: str) -> str:
    """A value of a measure: rates as percent, days and counts as they are."""
    return percent(value) if measure in RATES else _plain(Decimal(repr(value)))


def percent(value: float) -> str:
    """0.625 as 62.5%, with every digit that it has."""
    return f"{_plain(Decimal(repr(value)) * 100)}%"


def read(text: str, measure: str | None) -> dict[str, Any]:
    """The way of scoring as a scheme file writes it. Raises RequestFault with what can't be read, without saying of which item."""
    plain = normalize("NFKC", text).strip().rstrip(",;、.。")
    if line := _LINE.fullmatch(plain):
        return {"kind": "linear", "floor": _value(line[1], line[2], measure), "target": _value(line[3], line[4], measure)}
    parts = [part.strip() for part in re.split(r"[,;、\n]", plain)]
    found = [_BAND.fullmatch(part) for part in parts]
    unread = [part for part, band in zip(parts, found, strict=True) if band is None]
    if unread:
        raise RequestFault(f"“{unread[0]}”读不出来，请写成 {EXAMPLE}")
    bands = [band for band in found if band]
    lower = {band[1] in ("≤", "<=") for band in bands}
    if len(lower) > 1:
        raise RequestFault("≥ 和 ≤ 不能混用，请统一")
    told = [{"at": _value(band[2], band[3], measure), "share": _share(band[4], band[5])} for band in bands]
    return {"kind": "bands", "lower_is_better": lower.pop(), "bands": told}


def _value(digits: str, sign: str, measure: str | None) -> float:
    if not sign and measure in RATES and abs(Decimal(digits)) > 1:
        raise RequestFault(f"口径是比率，“{digits}”应写成 {digits}%")
    if sign and measure not in RATES and measure is not None:
        raise RequestFault(f"口径不是比率，“{digits}%”不应带 %")
    return _exact(digits, sign)


def _share(digits: str, sign: str) -> float:
    if not sign and abs(Decimal(digits)) > 1:
        raise RequestFault(f"得分比例“{digits}”应写成 {digits}%")
    return _exact(digits, sign)


def _exact(digits: str, sign: str) -> float:
    return float(Decimal(digits) / 100 if sign else Decimal(digits))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
