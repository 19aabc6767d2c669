"""The trail: what it keeps, and that no change to it goes unnoticed."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from data.access import Viewer
from data.decisions import trail
from data.decisions.store import Decisions
from data.errors import ConfigFault
from data.settings import Home, Settings
from tests.data.decisions.conftest import OFFICER, UNIT
from tests.data.decisions.sample_acts import LIFTED, lift
from tests.data.decisions.sample_trail import fill, unguard


def sql(decisions: Decisions, *statements: str, **values: object) -> None:
    with decisions.database.writing() as session:
        for statement in statements:
            session.execute(text(statement), values)


def test_each_line_tells_who_what_when_and_from_where(decisions: Decisions):
    fill(decisions)
    lines = decisions.trail_lines()
    assert [line.line for line in lines] == list(range(1, 9))
    assert [line.what for line in lines] == ["sign_in", "evidence", "act", "view", "act", "act", "act", "export"]
    assert (lines[2].login, lines[2].name, lines[2].role, lines[2].address) == ("wang", "王审核", "officer", "10.0.0.5")
    assert lines[2].target == "exemption/x/made"
    assert lines[2].detail["body"]["rule_id"] == "R01"
    assert lines[3].detail == {"run_id": "r1", "rows": [1, 2], "share": 0.1}
    assert decisions.trail_lines(after=6) == lines[6:]
    verdict = decisions.verify_trail()
    assert (verdict.lines, verdict.head, verdict.faults) == (8, lines[-1].hash, ())


def test_an_empty_trail_is_whole(decisions: Decisions):
    assert decisions.verify_trail() == trail.Verdict(0, trail.START, ())


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["update trail set target = 'department' where line = 4"], ["第 4 行内容被改动"]),
        (["update trail set login = 'li' where line = 1"], ["第 1 行内容被改动"]),
        (["update trail set detail = '{}' where line = 4"], ["第 4 行内容被改动"]),
        (["update trail set at = '哪天' where line = 4"], ["第 4 行读不出来"]),
        (["delete from trail where line = 4"], ["第 4 至 4 行缺失"]),
        (["delete from trail where line = 1"], ["第 1 至 1 行缺失"]),
        (["delete from trail where line = 8"], ["末尾被截去或改动"]),
        (["delete from trail"], ["末尾被截去或改动", "第 1 号决定没有日志"]),
        (["delete from trail_head"], ["日志应止于第 ？ 行"]),
        (["update trail_head set line = 7"], ["日志应止于第 7 行"]),
        (["update trail_head set hash = 'x'"], ["末尾被截去或改动"]),
        (["update acts set reason = '别的理由' where act_id = 2"], ["第 2 号决定与日志第 5 行不符"]),
        (["update acts set body = '{}' where act_id = 1"], ["第 1 号决定与日志第 3 行不符"]),
        (["update acts set login = 'li' where act_id = 3"], ["第 3 号决定与日志第 6 行不符"]),
        (["update acts set at = '2026-01-01T00:00:00.000000+00:00' where act_id = 3"], ["第 3 号决定与日志第 6 行不符"]),
        (["update acts set at = '哪天' where act_id = 3"], ["第 3 号决定与日志第 6 行不符"]),
        (["delete from acts where act_id = 4"], ["第 4 号决定，在决定库中缺失"]),
        (["update evidence set sha256 = 'x'"], ["第 1 号决定与日志第 3 行不符"]),
        (["delete from act_evidence"], ["第 1 号决定与日志第 3 行不符"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) and " " in value[0] else "",
)
def test_what_was_altered_behind_our_back_is_named(decisions: Decisions, statements: list[str], told: list[str]):
    fill(decisions)
    unguard(decisions)
    sql(decisions, *statements)
    faults = decisions.verify_trail().faults
    for sentence in told:
        assert any(sentence in fault for fault in faults), faults


def test_an_act_written_past_us_is_named(decisions: Decisions):
    fill(decisions)
    columns = "about, thing, seq, verb, body, login, name, role, at, reason, because"
    sql(
        decisions,
        f"insert into acts (act_id, {columns}) select 99, about, 'w', seq, verb, body, login, name, role, at, reason, because from acts where act_id = 4",
    )
    assert decisions.verify_trail().faults == ("第 99 号决定没有日志：绕过本程序写入，或其日志被删除。",)


def test_nothing_is_written_onto_a_trail_without_its_end(decisions: Decisions):
    fill(decisions)
    sql(decisions, "delete from trail_head")
    with pytest.raises(ConfigFault, match="audit verify"):
        lift(decisions, "w")
    assert len(decisions.acts()) == 4


def test_a_forged_chain_is_found_by_a_hash_noted_before(decisions: Decisions):
    """Who rewrites every hash and the head is found by nothing inside the database, but by one hash that was noted elsewhere."""
    fill(decisions)
    noted = decisions.verify_trail().head
    lift(decisions, "later")
    assert decisions.verify_trail(noted) == trail.Verdict(9, decisions.trail_lines()[-1].hash, (), expected_line=8)
    unguard(decisions)
    forge(decisions, [line for line in decisions.trail_lines() if line.line != 4])
    assert decisions.verify_trail().faults == ()
    assert decisions.verify_trail(noted).faults == (f"日志中没有哈希值为 {noted} 的一行：记下它之后，日志被截去或重写。",)


def forge(decisions: Decisions, lines: list[trail.Line]) -> None:
    """Put other lines in place of the trail, numbered and hashed anew."""
    with decisions.database.writing() as session:
        session.execute(text("delete from trail"))
        session.execute(text("update trail_head set line = 0, hash = :start"), {"start": trail.START})
        for line in lines:
            who = Viewer(line.name, line.role, UNIT.units if line.role == "department" else None, line.login, line.address)
            trail.append(session, who, line.at, line.what, line.target, line.detail)


def test_texts_that_a_database_can_not_keep_still_leave_their_line(decisions: Decisions):
    odd = Viewer("名\0" + "长" * 300, "officer", login="半\ud800", address="x" * 300)
    decisions.trace(odd, "view", "t" * 900, path=Path("a\0b"), half="\udfff", deep={"b": 1, "a": (1, 2)})
    line = decisions.trail_lines()[0]
    assert (len(line.name), line.login, len(line.address), len(line.target)) == (200, "半?", 100, 500)
    assert decisions.verify_trail().faults == ()


@pytest.fixture(scope="module")
def written() -> Iterator[tuple[Decisions, list[dict]]]:
    """A store whose guards are off, and the lines of its trail as they were written."""
    with TemporaryDirectory() as folder:
        decisions = Decisions(Home(Path(folder)).create(), Settings(home=Path(folder)))
        fill(decisions)
        unguard(decisions)
        with decisions.database.reading() as session:
            rows = [dict(row) for row in session.execute(text("select * from trail order by line")).mappings()]
        yield decisions, rows
        decisions.close()


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
number = st.integers(0, 7)
alterations = st.one_of(
    st.tuples(
        st.just("change"), number, st.sampled_from(["login", "name", "role", "address", "what", "target", "previous", "hash"]), texts
    ),
    st.tuples(st.just("detail"), number, st.dictionaries(texts, texts | st.integers() | st.none(), max_size=3)),
    st.tuples(st.just("moment"), number, st.datetimes().map(lambda at: at.isoformat() + "+00:00")),
    st.tuples(st.just("remove"), st.sets(number, min_size=1)),
    st.tuples(st.just("insert"), st.integers(-1, 9), number),
    st.tuples(st.just("swap"), number, number),
    st.tuples(st.just("cut"), st.integers(0, 7)),
)


def altered(rows: list[dict], alteration: tuple) -> list[dict]:
    """The lines after somebody was at them. The order of line numbers stays what the table's key allows."""
    rows = [dict(row) for row in rows]
    match alteration:
        case ("change", at, column, value):
            rows[at][column] = value
        case ("detail", at, detail):
            rows[at]["detail"] = json.dumps(detail)
        case ("moment", at, moment):
            rows[at]["at"] = moment
        case ("remove", which):
            rows = [row for n, row in enumerate(rows) if n not in which]
        case ("insert", at, source):
            copy = rows[source] | {"previous": f"copy of {source}"}
            rows = [*rows[: max(at, 0)], copy, *rows[max(at, 0) :]]
            rows = (
                [row | {"line": n + min(at, 1)} for n, row in enumerate(rows)]
                if at < 1
                else [row | {"line": n + 1} for n, row in enumerate(rows)]
            )
        case ("swap", one, other):
            rows[one], rows[other] = rows[other] | {"line": one + 1}, rows[one] | {"line": other + 1}
        case ("cut", after):
            rows = rows[:after]
    return rows


@given(alteration=alterations)
def test_any_alteration_is_found(written: tuple[Decisions, list[dict]], alteration: tuple):
    decisions, rows = written
    now = altered(rows, alteration)
    columns = list(rows[0])
    if len({row["previous"] for row in now}) < len(now):
        return  # the table itself refuses two lines after the same one
    with decisions.database.writing() as session:
        session.execute(text("delete from trail"))
        for row in now:
            session.execute(text(f"insert into trail ({', '.join(columns)}) values ({', '.join(':' + c for c in columns)})"), row)
    same = [row | {"detail": json.loads(row["detail"])} for row in now] == [row | {"detail": json.loads(row["detail"])} for row in rows]
    assert (decisions.verify_trail().faults == ()) == same


@given(line=st.integers(0, 9), end=texts)
def test_any_other_end_is_found(written: tuple[Decisions, list[dict]], line: int, end: str):
    decisions, rows = written
    columns = list(rows[0])
    with decisions.database.writing() as session:
        before = session.execute(text("select line, hash from trail_head")).one()
        session.execute(text("delete from trail"))
        for row in rows:
            session.execute(text(f"insert into trail ({', '.join(columns)}) values ({', '.join(':' + c for c in columns)})"), row)
        session.execute(text("update trail_head set line = :line, hash = :hash"), {"line": line, "hash": end})
        assert any("末尾被截去或改动" in fault for fault in trail.verify(session).faults)
        session.execute(text("update trail_head set line = :line, hash = :hash"), {"line": before.line, "hash": before.hash})
        assert trail.verify(session).faults == ()


def test_a_trail_that_grows_while_it_is_checked_is_whole(decisions: Decisions, opened):
    """The check reads one state: a line that lands between its reads is no fault."""
    fill(decisions)
    other = opened()
    with decisions.database.reading() as session:
        assert len(list(trail.lines(session))) == 8
        other.trace(OFFICER, "view", "ranking")
        assert trail.verify(session).faults == ()
    assert decisions.verify_trail().lines == 9


def test_the_faults_are_in_the_order_of_the_lines(decisions: Decisions):
    fill(decisions)
    unguard(decisions)
    sql(decisions, "update trail set name = 'x' where line in (2, 5)")
    assert [fault[:4] for fault in decisions.verify_trail().faults] == ["第 2 ", "第 5 "]


def test_a_standing_body_is_what_was_hashed(decisions: Decisions):
    """What is in the trail's detail is what the act says, files included."""
    fill(decisions)
    line, act = decisions.trail_lines()[2], decisions.acts()[0]
    assert line.detail["body"] == LIFTED.model_dump(mode="json")
    assert tuple(line.detail["evidence"]) == act.evidence
    assert act.evidence
