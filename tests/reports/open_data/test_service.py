"""The data service on a real server: what a token opens, what it doesn't, that both look alike, and what the trail says."""

import json
from datetime import timedelta

import polars as pl
import pytest

from data.decisions import tokens
from data.decisions.store import Decisions, Forbidden
from data.errors import RequestFault
from reports.open_data.limits import SPAN, Limiter
from reports.open_data.service import SENTENCES
from tests.data.decisions.conftest import OFFICER
from tests.reports.open_data.portal import ADMIN, NOW, ROWS, Portal

FIGURES = "/v1/editions/2026H1-2/totals.json"
DUTIES = "/v1/editions/2026H1-2/obligations.csv"


def test_the_list_names_editions_and_what_the_token_may_read(portal: Portal):
    told = json.loads(portal.get("/v1/editions", portal.token()).body)["editions"]
    assert [(one["edition"], one["is_superseded"]) for one in told] == [("2026H1-2", False), ("2026H1-1", True)]
    assert told[0]["tables"] == ["totals", "indicators"]
    assert "obligations" in json.loads(portal.get("/v1/editions", portal.token("obligations")).body)["editions"][0]["tables"]


def test_a_table_comes_with_its_kind_and_size(portal: Portal):
    token = portal.token()
    answer = portal.get(FIGURES, token)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    rows = json.loads(answer.body)["rows"]
    assert int(answer.headers["x-total-count"]) == len(rows) == 6
    assert {answer.headers[name] for name in ("x-content-type-options", "cache-control")} == {"nosniff", "private, no-cache"}
    parquet = portal.get("/v1/editions/2026H1-1/indicators.parquet", token)
    assert pl.read_parquet(parquet.body)["edition"].unique().to_list() == ["2026H1-1"]


def test_pages_lead_from_one_to_the_next(portal: Portal):
    token, path, lines = portal.token("obligations"), DUTIES, list[str]()
    while path:
        answer = portal.get(path, token)
        lines += answer.body.decode("utf-8-sig").splitlines()[1:]
        link = answer.headers.get("link", "")
        path = link.removeprefix("<").partition(">")[0]
    assert len(lines) == int(answer.headers["x-total-count"]) > ROWS
    assert len({*lines}) == len(lines)
    assert len(portal.get(f"{DUTIES}?limit=3&offset=2", token).body.splitlines()) == 1 + 3
    assert len(portal.get(f"{DUTIES}?limit=999999999", token).body.splitlines()) == 1 + ROWS
    for wrong in ("limit=0", "limit=-1", "offset=x", "limit=1e3", "offset=%D9%A3", "limit=99999999999999999999"):
        assert portal.get(f"{DUTIES}?{wrong}", token).status == 400, wrong


def test_who_has_it_already_is_told_so(portal: Portal):
    token = portal.token()
    tag = portal.get(FIGURES, token).headers["etag"]
    again = portal.get(FIGURES, token, **{"If-None-Match": f'"other", W/{tag}'})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    others = (FIGURES.replace("json", "csv"), FIGURES.replace("-2", "-1"), f"{FIGURES}?limit=2")
    tags = [portal.get(path, token).headers["etag"] for path in others]
    assert len({tag, *tags}) == 1 + len(others)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/editions/2026H1-9/totals.json", "/v1/editions/2026H1/totals.json", "/v1/editions/{draft}/totals.json", "/v1/editions/2026H1-2/items.json",
        "/v1/editions/2026H1-2/totals.xlsx", "/v1/editions/2026H1-2/obligations.json", "/v1/editions/..%2f..%2fruns/totals.json",
        "/v1/editions/2026H1-2/../../runs", "/v1/dictionary.xlsx", "/v1/nothing", "/",
    ],
)  # fmt: skip
def test_what_is_not_there_and_what_is_not_allowed_look_alike(portal: Portal, path: str):
    answer = portal.get(path.format(draft=portal.draft), portal.token("figures"))
    assert (answer.status, json.loads(answer.body)["error"]) == (404, SENTENCES[404][0])


def test_the_dictionary_is_of_what_the_token_may_read(portal: Portal):
    few, all_of_them = (json.loads(portal.get("/v1/dictionary.json", portal.token(scope)).body) for scope in ("figures", "obligations"))
    assert [one["name"] for one in few["tables"]] == ["totals", "indicators"]
    assert [one["name"] for one in all_of_them["tables"]] == ["totals", "indicators", "obligations"]
    assert portal.get("/v1/dictionary.csv", portal.token()).body.startswith(b"\xef\xbb\xbf")


def test_a_token_that_opens_nothing_is_answered_alike_whatever_is_wrong(portal: Portal):
    good, gone = portal.token(), portal.token()
    tokens.revoke(portal.decisions, ADMIN, gone.split("_")[1], "停用")
    other_secret = "_".join([*good.split("_")[:2], gone.split("_", 2)[2]])
    told = set()
    for text in (None, "", "x", good[:-1], good + "x", good.upper(), gone, other_secret, "dushu__", "Bearer"):
        answer = portal.get(FIGURES, text)
        assert answer.headers["www-authenticate"] == "Bearer"
        told.add((answer.status, answer.body))
    assert len(told) == 1 and told.pop()[0] == 401
    portal.seconds += 100
    assert portal.get(f"{FIGURES}?token={good}").status == 401, "never in the address, where logs keep it"
    assert portal.get(FIGURES, good).status == 200
    portal.shift = timedelta(days=31)
    assert portal.get(FIGURES, good).status == 401, "its last day is past"
    portal.shift = timedelta(days=30)
    assert portal.get(FIGURES, good).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_there_is_nothing_to_write(portal: Portal, method: str):
    token, before = portal.token(), len(portal.decisions.trail_lines())
    for path in (FIGURES, "/v1/editions"):
        answer = portal.get(path, token, method)
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert len(portal.decisions.trail_lines()) == before
    assert portal.get(FIGURES, token, "HEAD").body == b""


def test_every_answer_is_in_the_trail_and_never_a_secret(portal: Portal):
    token, before = portal.token("obligations"), len(portal.decisions.trail_lines())
    tag = portal.get(DUTIES, token).headers["etag"]
    portal.get(DUTIES, token, **{"If-None-Match": tag})
    portal.get("/v1/editions", token)
    portal.get("/v1/editions/2026H1-9/totals.json", token)
    lines = portal.decisions.trail_lines()[before:]
    assert [(line.what, line.target, line.detail["rows"]) for line in lines] == [
        ("export", "api/2026H1-2/obligations.csv", ROWS), ("export", "api/2026H1-2/obligations.csv", 0), ("export", "api/editions", 2),
    ]  # fmt: skip
    assert {(line.login, line.name, line.address) for line in lines} == {(f"token:{token.split('_')[1]}", "市门户", "127.0.0.1")}
    secret = token.split("_", 2)[2]
    assert not [line for line in portal.decisions.trail_lines() if secret in str(line)]
    assert not [act for act in portal.decisions.acts() if secret in str(act)]
    assert portal.decisions.verify_trail().faults == ()


def test_who_guesses_is_written_down_once_and_slowed_while_others_go_on(portal: Portal):
    portal.shift = timedelta(days=90)  # after every other test
    before, good = len(portal.decisions.trail_lines()) + 1, portal.token()
    answers = [portal.get(FIGURES, "dushu_wrong") for _ in range(25)]
    assert [one.status for one in answers] == [401] * 20 + [429] * 5
    assert 0 < int(answers[-1].headers["retry-after"]) <= 61
    assert [line.what for line in portal.decisions.trail_lines()[before:]] == ["refused"]
    assert portal.get(FIGURES, good).status == 200


def test_the_door_says_whether_it_is_open(portal: Portal):
    assert portal.get("/healthz").body == b'{"status":"ok"}'


def test_a_limit_counts_a_minute_and_forgets():
    now = [0.0]
    limiter = Limiter(2, lambda: now[0])
    assert [limiter.wait("a"), limiter.wait("a"), limiter.wait("b")] == [0, 0, 0]
    now[0] = 10
    assert limiter.wait("a") == SPAN - 10 + 1
    now[0] = SPAN
    assert limiter.wait("a") == 0


def test_tokens_are_the_administrators_and_end(portal: Portal):
    store: Decisions = portal.decisions
    with pytest.raises(Forbidden):
        tokens.make(store, OFFICER, "x", "figures", NOW.date(), "理由")
    for days in (-1, 800):
        with pytest.raises(RequestFault, match="有效期"):
            portal.token(days=days)
    with pytest.raises(RequestFault, match="没有编号"):
        tokens.revoke(store, ADMIN, "000000000000", "理由")
