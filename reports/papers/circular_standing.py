"""How the units of a circular stand: by group, who is in front and behind, whose place moved and why."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from metrics.run.attribution_parts import PARTS, Split
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from reports.papers.figures import Figures
from reports.papers.naming import LEADING, named
from reports.wording.wording import Wording

MISSED = ("overdue", "unmet")
MAINLY = 2  # items named as what moved a total most


def groups(reader: Reader, figures: Figures, t: Wording) -> list[dict[str, Any]]:
    """Every group with its units."""
    grades = [grade.name for grade in reader.scheme().grades]
    found = []
    for number, ((group,), part) in enumerate(reader.totals().group_by("unit_group", maintain_order=True), 1):
        rows = part.to_dicts()
        front, behind = named(rows, grades)
        found.append(
            {
                "number": numbered(number, t), "name": t.name(str(group)),
                "ranked": figures.rows("totals", has=("rank",), unit_group=group),
                "front": [_named(row, figures, t) for row in front], "behind": [_named(row, figures, t) for row in behind],
                "units": [_unit(row, figures, t) for row in rows],
                "wanting": [_wanting(row, figures, t) for row in rows if row["undecided"]],
            }
        )  # fmt: skip
    return found


def _named(row: Mapping[str, Any], figures: Figures, t: Wording) -> dict[str, Any]:
    unit = row["unit_id"]
    return {
        "name": row["unit_name"], "rank": figures.rank(row, t),
        "total": figures.cell("totals", row, "total", decimals=2, unit_id=unit),
        "grade": t.name(row["grade"]) if row["grade"] else t("circular.unranked"),
    }  # fmt: skip


def _unit(row: dict[str, Any], figures: Figures, t: Wording) -> dict[str, Any]:
    unit = row["unit_id"]
    wanted = Filter(unit_id=unit, counted=True)
    return _named(row, figures, t) | {
        "counted": figures.count(wanted), "on_time_rate": figures.share(wanted),
        "missed": figures.count(Filter(unit_id=unit, counted=True, states=MISSED)),
        "undecided": figures.cell("totals", row, "undecided", unit_id=unit),
        "small": figures.rows("items", unit_id=unit, is_small=True), "absent": figures.rows("items", unit_id=unit, is_applicable=False),
    }  # fmt: skip


def _wanting(row: Mapping[str, Any], figures: Figures, t: Wording) -> dict[str, Any]:
    """A unit of which something can't be judged for want of evidence."""
    unit = row["unit_id"]
    undecided = figures.cell("totals", row, "undecided", unit_id=unit)
    return {"name": row["unit_name"], "undecided": undecided, "reasons": reasons(figures, t, unit)}


def reasons(figures: Figures, t: Wording, unit_id: str | None = None) -> list[dict[str, Any]]:
    """Why obligations of a unit, or of all, are undecided for want of evidence, each reason with how many."""
    return [{"name": t(f"wanting.{reason}"), "count": count} for reason, count in figures.undecided(unit_id).items()]


def movement(reader: Reader, figures: Figures, t: Wording) -> dict[str, Any]:
    """The units that won and lost most places since the earlier run, with what moved them; none without an earlier run.

    Of a unit whose rank is, or was then, not comparable no movement is told; `is_partly_comparable` says that there is one.
    """
    if figures.earlier is None:
        return {"risers": [], "fallers": [], "is_partly_comparable": False}
    found = figures.sight.moved(figures.earlier.info.address, reader.info.address).values()
    splits = [one for one in found if one.has_places]
    up = sorted((one for one in splits if (one.up or 0) > 0), key=lambda one: (-(one.up or 0), -(one.gain or 0), one.unit_id))
    down = sorted((one for one in splits if (one.up or 0) < 0), key=lambda one: (one.up or 0, one.gain or 0, one.unit_id))
    return {
        "risers": _moved(up[:LEADING], figures, t), "fallers": _moved(down[:LEADING], figures, t),
        "is_partly_comparable": any(one.up is not None and not one.has_places for one in found),
    }  # fmt: skip


def _moved(splits: Sequence[Split], figures: Figures, t: Wording) -> list[dict[str, Any]]:
    return [
        {
            "name": one.unit_name, "places": figures.size(figures.moved(one.unit_id, "places")),
            "gain": figures.size(figures.moved(one.unit_id, "points")), "gain_way": t(f"gain.{_way(one.gain or 0)}"), "mainly": _mainly(one, t),
            "causes": [
                {"name": t(f"part.{part}"), "way": t(f"way.{_way(n)}"), "places": figures.size(figures.moved(one.unit_id, "places", part))}
                for part in PARTS
                if (n := one.places.get(part))
            ],
        }
        for one in splits
    ]  # fmt: skip


def _way(change: int | Decimal) -> str:
    return "up" if change > 0 else "down" if change < 0 else "same"


def _mainly(one: Split, t: Wording) -> str:
    """The items that moved the total most, the way the place went."""
    is_up = (one.up or 0) > 0
    lines = sorted((line for line in one.lines if line.gain and (line.gain > 0) == is_up), key=lambda line: (-abs(line.gain), line.line_id))
    return t("circular.comma").join(t.name(line.title) for line in lines[:MAINLY])


def numbered(number: int, t: Wording) -> str:
    """（一） for 1, as headings of the second level are numbered; (1) in English."""
    return f"（{chinese(number)}）" if t.lang == "zh" else f"({number}) "


def chinese(number: int) -> str:
    """1 to 99 in Chinese."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")
