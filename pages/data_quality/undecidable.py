"""Obligations that can't be judged or not for sure: how many, why, and what would settle them."""

from collections.abc import Mapping

from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count, rate
from pages.shell.address import Place


def headline(tally: Mapping[str, int], contradictions: int, place: Place, w: Words) -> str:
    """Four figures, each a link to its obligations."""
    whole = tally["obligations"]
    told = [
        (w("quality.all"), whole, place, ""),
        (w("state.unknown"), tally["unknown"], place.moved(state="unknown"), rate(tally["unknown"] / whole if whole else None)),
        (w.of("reason", "contradiction"), contradictions, place.moved(state="unknown", reason="contradiction"), ""),
        (w("quality.provisional"), tally["provisional"], place.moved(provisional=True), ""),
    ]
    cells = "".join(
        f'<div><div class="label">{m.e(label)}</div><div class="value">{m.go(there.href("list"), count(n))}</div><div class="sub">{m.e(sub)}</div></div>'
        for label, n, there, sub in told
    )
    return f'<div class="ds ds-figures">{cells}</div>'


def unknown_table(reasons: Mapping[str, int], place: Place, w: Words) -> str:
    """Reason → how many, and who must send what. The numbers sum to all that can't be told."""
    if not any(reasons.values()):
        return f'<p class="ds ds-note">{m.e(w("quality.none_unknown"))}</p>'
    rows = [
        m.tr((
            m.td(m.e(w.of("reason", reason) if reason else w("quality.no_reason"))),
            m.td(m.go(place.moved(state="unknown", reason=reason or None).href("list"), count(n)) if reason else count(n), "n"),
            m.td(m.e(w.of("settle", reason)), "s"),
        ))
        for reason, n in sorted(reasons.items(), key=lambda x: -x[1]) if n
    ]  # fmt: skip
    return m.table([m.th(w("list.reason")), m.th(w("quality.obligations"), "n"), m.th(w("quality.settle"))], rows)
