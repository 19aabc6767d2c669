"""Who is named in front and behind: never both, never half of a tie, never more than half a group, whatever the totals are."""

from hypothesis import given
from hypothesis import strategies as st

from metrics.scoring.scoring import ranks
from reports.papers.naming import named

GRADES = ["优秀", "良好", "合格", "不合格"]


def group(totals: list[int | None], aside: tuple[int, ...] = ()) -> list[dict]:
    """`aside`: which of them have a rank that is not comparable."""
    grade = {None: None}
    places = ranks(totals)
    rows = []
    for n, (total, rank) in enumerate(zip(totals, places, strict=True)):
        found = grade.get(total, "优秀" if total is not None and total >= 90 else "不合格" if total is not None and total < 60 else "合格")
        rows.append({"unit_id": f"U{n:02}", "rank": rank, "total": total, "grade": found, "is_comparable": n not in aside})
    return rows


def ids(totals: list[int | None], *aside: int) -> tuple[list[str], list[str]]:
    front, behind = named(group(totals, aside), GRADES)
    return [row["unit_id"] for row in front], [row["unit_id"] for row in behind]


def test_worked_examples():
    assert ids([85, 84, 83, 82, 81, 80, 79]) == (["U00", "U01", "U02"], ["U04", "U05", "U06"])
    assert ids([85, 84, 83, 82]) == (["U00", "U01"], ["U02", "U03"])  # a small group: half of it on each side
    assert ids([85]) == ([], [])
    assert ids([]) == ([], [])
    assert ids([85, 84, 83, 83, 81, 80, 79, 78]) == (["U00", "U01", "U02", "U03"], ["U05", "U06", "U07"])  # tied at the border: both
    assert ids([80, 80, 80, 80]) == ([], [])  # nobody is in front of anybody
    assert ids([85, 80, 80, 80]) == (["U00"], [])
    assert ids([55, 54, 53, 52]) == ([], ["U02", "U03"])  # the lowest grade is not praised
    assert ids([99, 98, 97, 96]) == (["U00", "U01"], [])  # nor the highest blamed
    assert ids([85, 84, None, 80, 79]) == (["U00", "U01"], ["U03", "U04"])  # who is not ranked is not counted


def test_a_unit_whose_rank_is_not_comparable_is_neither_praised_nor_blamed_and_lends_its_place_to_nobody():
    assert ids([85, 84, 83, 82, 81, 80, 79], 0, 5) == (["U01", "U02"], ["U04", "U06"])
    assert ids([85, 84, 83, 82], 0, 1, 2, 3) == ([], [])
    assert ids([85, 84, 84, 82, 81, 80], 1) == (["U00", "U02"], ["U03", "U04", "U05"]), "who shares its place is named all the same"


@given(st.lists(st.none() | st.integers(50, 100), max_size=14), st.sets(st.integers(0, 13)))
def test_who_is_aside_changes_nothing_for_the_others(totals: list[int | None], aside: set[int]):
    whole, told = named(group(totals), GRADES), named(group(totals, tuple(aside)), GRADES)
    left = {f"U{n:02}" for n in aside}
    for all_named, some in zip(whole, told, strict=True):
        assert [row["unit_id"] for row in some] == [row["unit_id"] for row in all_named if row["unit_id"] not in left]


@given(st.lists(st.none() | st.integers(50, 100), max_size=14))
def test_laws(totals: list[int | None]):
    rows = group(totals)
    front, behind = named(rows, GRADES)
    assert not {r["unit_id"] for r in front} & {r["unit_id"] for r in behind}
    for side in (front, behind):
        assert all(row["rank"] is not None for row in side)
        places = {row["rank"] for row in side}
        assert {r["unit_id"] for r in rows if r["rank"] in places} == {r["unit_id"] for r in side}  # a tie is named whole
    if front and behind:
        assert max(row["rank"] for row in front) < min(row["rank"] for row in behind)
    assert all(row["grade"] != "不合格" for row in front)
    assert all(row["grade"] != "优秀" for row in behind)
