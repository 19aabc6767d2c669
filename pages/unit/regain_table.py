"""What regains the most points: rule by rule, how many obligations, what counts as done, and the total that follows from it."""

from collections.abc import Mapping
from typing import Any

from metrics.what_if.regain import Regain, regains
from pages.look import markup as m
from pages.look.figures import count, points, signed
from pages.look.page_head import subtitle
from pages.shell.address import Place
from pages.shell.session import Session

MOST = 10

Row = Mapping[str, Any]


def panel(s: Session, unit_id: str) -> str:
    """The whole part for a unit."""
    w, found = s.w, regains(s.reader, unit_id)[:MOST]
    title = subtitle(w("regain.title"), w("regain.note"))
    if not found:
        return title + f'<p class="ds ds-note">{m.e(w("regain.nothing"))}</p>'
    head = [
        m.th(w("regain.items")),
        m.th(w("regain.work")),
        m.th(w("work.done_when")),
        m.th(w("regain.gain"), "n"),
        m.th("", "w"),
        m.th(w("regain.total"), "n"),
    ]
    rules = {row["rule_id"]: row for row in s.reader.rules().iter_rows(named=True)}
    titles = _titles(s, unit_id)
    most = float(found[0].gain)
    lines = [m.tr(_cells(s, one, rules[one.rule_id], titles, most, unit_id), "", f'data-regain="{m.e(one.rule_id)}"') for one in found]
    return title + m.table(head, lines, "regain")


def _titles(s: Session, unit_id: str) -> dict[str, str]:
    items, lines = s.reader.items(unit_id), s.reader.adjustments(unit_id)
    return dict(items.select("item_id", "title").iter_rows()) | dict(lines.select("adjustment_id", "title").iter_rows())


def _cells(s: Session, one: Regain, rule: Row, titles: Mapping[str, str], most: float, unit_id: str) -> list[str]:
    w = s.w
    names = w("rank.comma").join(w.name(titles[item]) for item in one.items)
    links = " ".join(
        f"<span>{m.state_word(state, w)} {m.go(place_of(s, one, state, rule, unit_id).href('list'), count(number))}</span>"  # type: ignore[arg-type]
        for state, number in one.named.items()
    )
    work = f"{m.e(w.pick(rule['title_zh'], rule['title_en']))}<br><small>{links}</small>"
    done = f"<small>{m.e(w.pick(rule['met_zh'], rule['met_en']))}</small>"
    return [
        m.td(m.e(names)), m.td(work, "t"), m.td(done), m.td(f"<b>{signed(float(one.gain), 2)}</b>", "n"),
        m.td(m.share_bar(float(one.gain), most)), m.td(points(float(one.total)), "n"),
    ]  # fmt: skip


def place_of(s: Session, one: Regain, state: str, rule: Row, unit_id: str) -> Place:
    """The list of what is named: the counted ones that were missed; what is coming, of a flow rule as far as it falls due in the period."""
    named = s.place.standing(unit=unit_id, rule=one.rule_id, state=state)
    if state != "pending":
        return named.moved(counted=True)
    return named.moved(due_from=s.run.period_start, due_to=s.run.period_end) if rule["basis"] == "flow" else named
