"""A scorecard as a PDF to sign and file: everything said in words here, set by `sheet.typ`. The same card gives the same bytes."""

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from metrics.run.trend import Moment
from reports.scorecard.card import Scorecard
from reports.scorecard.duties import Duty, days_note
from reports.scorecard.lines import Adjusted, Line
from reports.typesetting import typesetting
from reports.wording.figures import NONE, count, points
from reports.wording.wording import Wording

TEMPLATE: Final = Path(__file__).with_name("sheet.typ")
COLUMNS: Final = ("section", "item", "points_max", "standard", "counted", "met", "late", "open", "points", "lost", "account", "ground")
DUTY_COLUMNS: Final = (
    "number", "subject", "department", "state", "arose_on", "due_on", "met_on", "term", "taken", "late", "costs", "note", "source",
)  # fmt: skip
LISTED: Final = ("late", "overdue", "unmet", "unknown", "pending")  # the states of what is listed, in the order in which they are told
RULING_COLUMNS: Final = ("number", "kind", "what", "reason", "by", "touched")
EDGE: Final = 0.04  # of the width of the chart: room beside its first and last point
Told = dict[str, Any]


def printed(card: Scorecard) -> bytes:
    """The file."""
    return typesetting.pdf(TEMPLATE, told(card))


def told(card: Scorecard) -> Told:
    """Everything that the template shows, as text."""
    t, head = Wording(card.lang, "scorecard"), card.head
    return {
        "lang": card.lang, "title": broken(card.title, 50), "foot": f"{head.unit[:40]}　{head.source}", "words": _words(card, t),
        "mark": mark(card, t), "results": results(card, t), "facts": facts(card, t),
        "columns": [t(f"column.{name}") for name in COLUMNS],
        "sections": [
            {"title": broken(part.title, 9), "lines": [_line(line, t) for line in part.lines], "points_max": f"{part.points_max:g}",
             "points": points(part.points), "lost": str(part.lost)}
            for part in card.sections
        ],
        "sum": items_sum(card), "extras": [_extra(line) for line in card.adjusted], "check": check(card, t), "notes": card.notes,
        "rulings": [{name: broken(str(getattr(one, name)), 40) for name in (*RULING_COLUMNS, "on")} for one in card.rulings],
        "trend": _trend(card, t), "missed": _list(card.missed, t("duty.total", n=len(card.missed)), t),
        "undecided": _list(card.undecided, t("duty.undecided_total", n=len(card.undecided)), t),
    }  # fmt: skip


def broken(text: str, room: int) -> str:
    """With a line end in whatever has no place to break within so many half-width signs, such as a long number: a cell holds it then."""
    return re.sub(rf"[!-~]{{{room}}}(?=[!-~])", "\\g<0>\n", text)


def mark(card: Scorecard, t: Wording) -> str:
    """What nobody may overlook: a draft, a sample, what can't be judged for want of evidence."""
    told = [card.head.standing] * (card.head.edition is None) + [t("head.sample")] * card.head.is_sample
    told += [t("head.undecided", told=card.wanting)] if card.wanting else []
    return t("account.end").join(told)


def results(card: Scorecard, t: Wording) -> list[Told]:
    """Total, grade and rank, each with its label and what stands beside it."""
    none = t("row.not_applicable")
    return [
        {"label": t("head.total"), "value": none if card.total is None else str(card.total), "beside": t("head.full", full=card.full)},
        {"label": t("head.grade"), "value": card.grade or none, "beside": ""},
        {"label": t("head.rank"), "value": card.place, "beside": card.head.group},
    ]  # fmt: skip


def facts(card: Scorecard, t: Wording) -> list[Told]:
    """What the scorecard is of, label by label."""
    head = card.head
    values = {
        "unit": broken(head.unit, 50), "run": head.run_id, "period": t("head.span", period=head.period, start=head.start, end=head.end),
        "as_of": t.day(head.as_of), "scheme": head.scheme, "standing": head.standing,
    }  # fmt: skip
    return [{"label": t(f"head.{name}"), "value": value} for name, value in values.items()]


def items_sum(card: Scorecard) -> Told:
    """What all items together were worth, earned and cost, before what follows them."""
    lost = sum((part.lost for part in card.sections), start=card.full - card.full)
    worth, earned = sum(part.points_max for part in card.sections), sum(part.points for part in card.sections)
    return {"points_max": f"{worth:g}", "points": points(earned), "lost": f"{lost:.2f}"}


def check(card: Scorecard, t: Wording) -> Told:
    """The line that sums up: full score less what was lost."""
    value = t("row.not_applicable") if card.total is None else f"{card.full} − {card.lost} = {card.total}"
    return {"label": t("row.check"), "value": value}


def grouped(duties: Sequence[Duty]) -> list[list[Duty]]:
    """Obligations rule by rule."""
    return [list(part) for _, part in groupby(duties, key=lambda duty: duty.rule_order)]


def group_title(part: list[Duty], t: Wording) -> str:
    """A rule with how many of its obligations are in which state."""
    names = dict.fromkeys(duty.state_name for duty in sorted(part, key=lambda duty: LISTED.index(duty.state)))
    counts = [t("duty.count", state=name, n=sum(duty.state_name == name for duty in part)) for name in names]
    return t("duty.group", rule=part[0].rule, n=len(part), states=t("duty.and").join(counts))


def source_of(duty: Duty, t: Wording) -> str:
    """File, sheet and row as one text."""
    row = [t("duty.source_at", row=duty.row)] if duty.row is not None else []
    return " / ".join([*(part for part in (duty.file, duty.sheet) if part), *row])


def described(card: Scorecard, t: Wording) -> str:
    """The trend in words, for who can't see it."""
    known = [t("trend.point", as_of=moment.as_of, total=moment.total) for moment in card.trend if moment.total is not None]
    return t("trend.described", points=t("account.and").join(known))


def _line(line: Line, t: Wording) -> Told:
    applies = line.is_applicable
    return {
        "title": broken(line.title, 13), "small": line.is_small, "points_max": f"{line.points_max:g}", "standard": line.standard,
        "counted": count(line.counted), "met": count(line.met), "late": count(line.late), "open": count(line.open), "applies": applies,
        "points": points(line.points), "lost": str(line.lost), "costs": line.lost > 0, "account": line.account, "ground": line.ground,
    }  # fmt: skip


def _extra(line: Adjusted) -> Told:
    counted, met, late, still_open = ("", "", "", "") if line.counts is None else (count(n) for n in line.counts)
    return {
        "title": broken(line.title, 13), "small": False, "points_max": "", "standard": line.standard, "counted": counted, "met": met, "late": late,
        "open": still_open, "applies": True, "points": f"{line.points:.2f}", "lost": str(line.lost), "costs": line.lost > 0,
        "account": line.account, "ground": line.ground,
    }  # fmt: skip


def _list(duties: Sequence[Duty], told: str, t: Wording) -> Told:
    return {"note": told + days_note(duties, t), "groups": [_group(part, t) for part in grouped(duties)]}


def _group(part: list[Duty], t: Wording) -> Told:
    return {"title": group_title(part, t), "clause": part[0].clause, "rows": [_duty(n, duty, t) for n, duty in enumerate(part, 1)]}


def _duty(number: int, duty: Duty, t: Wording) -> Told:
    def day(value: Any) -> str:
        return "" if value is None else str(value)

    texts = {
        "subject": (duty.subject, 26), "subject_id": (duty.subject_id, 28), "department": (duty.department, 17), "note": (duty.note, 13),
        "costs": (t("account.and").join(duty.costs), 14), "source": (source_of(duty, t), 24),
    }  # fmt: skip
    return {name: broken(text, room) for name, (text, room) in texts.items()} | {
        "number": str(number), "state": duty.state, "state_name": duty.state_name, "provisional": duty.is_provisional,
        "arose_on": day(duty.arose_on), "due_on": day(duty.due_on) or NONE, "met_on": day(duty.met_on) or NONE,
        "term": day(duty.term), "taken": day(duty.taken), "late": day(duty.late),
    }  # fmt: skip


def _trend(card: Scorecard, t: Wording) -> Told:
    """Points by their place from 0 to 1, so that the template only draws."""
    moments = card.trend
    known = [float(x) for m in moments for x in (m.total, m.middle) if x is not None]
    low, high = (int(min(known) // 10 * 10), int(-(-max(known) // 10) * 10)) if known else (0, 100)
    high = max(high, low + 10)
    step = 10 if high - low <= 50 else 20
    across = [EDGE + (1 - 2 * EDGE) * n / max(1, len(moments) - 1) for n in range(len(moments))]

    def place(index: int, value: Any, moment: Moment) -> Told:
        return {"x": across[index], "y": (float(value) - low) / (high - low), "label": f"{value:.2f}", "draft": moment.is_draft}

    total = [place(n, m.total, m) for n, m in enumerate(moments) if m.total is not None]
    return {
        "total": total, "middle": [place(n, m.middle, m) for n, m in enumerate(moments) if m.middle is not None],
        "days": [{"x": across[n], "label": t("trend.day", month=m.as_of.month, day=m.as_of.day)} for n, m in enumerate(moments)],
        "ticks": [{"y": (value - low) / (high - low), "label": str(value)} for value in range(low, high + 1, step)],
        "legend": t("trend.legend" if any(m.is_draft for m in moments) else "trend.legend_all"), "alt": described(card, t),
    }  # fmt: skip


def _words(card: Scorecard, t: Wording) -> Told:
    named = {
        "score": "part.score", "rulings": "part.rulings", "trend": "part.trend", "signatures": "part.signatures", "missed": "part.missed",
        "subtotal": "row.subtotal", "sum": "row.sum", "extras": "row.extras", "not_applicable": "row.not_applicable", "small": "row.small",
        "no_rulings": "ruling.none", "alone": "trend.alone", "total": "trend.total", "none_missed": "duty.none", "undecided": "part.undecided",
        "provisional": "duty.provisional", "person": "sign.person", "head": "sign.head", "seal": "sign.seal", "day": "sign.day",
        "unit": "sign.unit", "office": "sign.office", "sign_note": "sign.note",
    }  # fmt: skip
    words: Told = {name: t(key) for name, key in named.items()}
    words |= {"middle": t("trend.middle", group=card.head.group), "page": t("common.page", page="{page}", pages="{pages}")}
    words["duty_columns"] = [t(f"duty.{name}") for name in DUTY_COLUMNS]
    return words | {"ruling_columns": [t(f"ruling.{name}") for name in RULING_COLUMNS]}
