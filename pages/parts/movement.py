"""What moved since the run a month earlier, and which run that is. Pure: frames in, frames and links out."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from data.runs import RunInfo
from metrics.reading import Filter, Reader
from pages.parts import markup as m
from pages.parts.figures import count, signed
from pages.parts.header import month_short
from pages.parts.links import Place
from pages.parts.words import Words

MOST = 3  # moves shown each way
SOON = 14  # days ahead, for what is about to fall due


def series(run: RunInfo, runs: Sequence[RunInfo]) -> list[RunInfo]:
    """The runs of the same period, scheme and authority up to this one, oldest first, one a day: its history."""
    same = [
        r for r in runs if (r.period, r.scheme_id, r.authority_id) == (run.period, run.scheme_id, run.authority_id) and r.as_of < run.as_of
    ]
    by_day = {r.as_of: r for r in reversed(same)}  # the newest of a day comes first among `runs`
    return [*(by_day[day] for day in sorted(by_day)), run]


def month_before(run: RunInfo, runs: Sequence[RunInfo]) -> RunInfo | None:
    """The latest run of that history in an earlier month; None when there is none."""
    earlier = [r for r in series(run, runs) if (r.as_of.year, r.as_of.month) < (run.as_of.year, run.as_of.month)]
    return earlier[-1] if earlier else None


def moves(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Units that changed places: unit_id, unit_name, unit_group, rank, rank_before, up (places won), gain (points), largest move first."""
    joined = now.join(before.select("unit_id", rank_before="rank", total_before="total"), on="unit_id")
    moved = joined.with_columns(up=pl.col("rank_before") - pl.col("rank"), gain=pl.col("total") - pl.col("total_before"))
    return moved.filter(pl.col("up") != 0).sort(pl.col("up").abs(), pl.col("gain").abs(), "unit_id", descending=[True, True, False])


def panel(reader: Reader, since: date, moved: pl.DataFrame, place: Place, w: Words) -> str:
    """What fell due since the earlier run, and the largest moves. `since`: the day of the earlier run; `moved` as `moves` gives it."""
    title = w("moves.title", since=month_short(since, w))
    return f'<div class="ds ds-panel"><h3>{m.e(title)}</h3>{_since(reader, since, place, w)}{_largest(moved, place, w)}</div>'


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


def _largest(moved: pl.DataFrame, place: Place, w: Words) -> str:
    if moved.is_empty():
        return f'<p class="ds-note">{m.e(w("moves.still"))}</p>'
    parts = []
    for key, side in (("moves.up", moved.filter(pl.col("up") > 0)), ("moves.down", moved.filter(pl.col("up") < 0))):
        rows = [_move(row, place, w) for row in side.head(MOST).iter_rows(named=True)]
        nobody = f"<li><span>{m.e(w('moves.none'))}</span></li>"
        parts.append(f'<h4>{m.e(w(key))}</h4><ul class="ds-lines">{"".join(rows) or nobody}</ul>')
    return "".join(parts)


def _move(row: dict, place: Place, w: Words) -> str:
    name = m.go(place.standing(unit=row["unit_id"]).href("unit"), m.e(row["unit_name"]))
    arrow = f"↑{row['up']}" if row["up"] > 0 else f"↓{-row['up']}"
    places = w("moves.from_to", before=row["rank_before"], now=row["rank"])
    return f'<li><span>{name}</span><span>{m.e(places)} <b>{arrow}</b> <small class="ds-note">{signed(row["gain"], 2)}</small></span></li>'
