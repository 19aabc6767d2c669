"""The figures of the three request rules as an analyst would compute them in pandas: the yardstick, not the product."""

from datetime import date
from pathlib import Path

import pandas as pd

from data.calendar import load_calendar

START, END = pd.Timestamp("2026-01-01"), pd.Timestamp("2026-06-30")
IN_FORCE = pd.Timestamp("2025-08-01")


def indicators(requests: Path, catalogs: Path, as_of: date) -> pd.DataFrame:
    """Counts and measures a unit and rule, over the obligations that fall due in the first half of 2026."""
    days = load_calendar().days.to_pandas()
    days["day"] = pd.to_datetime(days["day"])
    asked = pd.read_parquet(requests, columns=[
        "request_id", "catalog_id", "requester_id", "provider_id", "share_class", "received_on", "extended", "withdrawn_on",
        "replied_on", "reply", "provided_on",
    ])  # fmt: skip
    for column in ("received_on", "withdrawn_on", "replied_on", "provided_on"):
        asked[column] = pd.to_datetime(asked[column])
    listed = pd.read_parquet(catalogs, columns=["catalog_id", "share_class"])
    asked = asked.merge(listed, on="catalog_id", how="left", suffixes=("", "_listed"))
    claims = pd.concat([_replies(asked), _provisions(asked), _uses(asked)], ignore_index=True)
    return _measures(_judged(claims, days, pd.Timestamp(as_of)))


def _replies(asked: pd.DataFrame) -> pd.DataFrame:
    known = asked["share_class"].fillna(asked["share_class_listed"])
    clock = pd.Series(10, index=asked.index)
    clock[asked["extended"] == "是"] = 20
    clock[known == "无条件共享"] = 1
    return pd.DataFrame({
        "rule_id": "share_reply", "subject_id": asked["request_id"], "unit_id": asked["provider_id"], "arose_on": asked["received_on"],
        "met_on": asked["replied_on"], "clock": clock, "exempt": asked["withdrawn_on"].notna() & asked["replied_on"].isna(),
    })  # fmt: skip


def _provisions(asked: pd.DataFrame) -> pd.DataFrame:
    agreed = asked[asked["reply"] == "同意"]
    return pd.DataFrame({
        "rule_id": "share_provision", "subject_id": agreed["request_id"], "unit_id": agreed["provider_id"],
        "arose_on": agreed["replied_on"], "met_on": agreed["provided_on"], "clock": 20, "exempt": False,
    })  # fmt: skip


def _uses(asked: pd.DataFrame) -> pd.DataFrame:
    given = asked[asked["provided_on"].notna()]
    return pd.DataFrame({
        "rule_id": "granted_data_use", "subject_id": given["request_id"], "unit_id": given["requester_id"],
        "arose_on": given["provided_on"], "met_on": pd.NaT, "clock": 60, "exempt": False,
    })  # fmt: skip


def _judged(claims: pd.DataFrame, days: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    index = days.set_index("day")["working_index"]
    earliest = days[days["is_working"]].set_index("working_index")["day"]
    claims = claims[(claims["arose_on"] >= IN_FORCE) & (claims["arose_on"] <= as_of)].copy()
    claims.loc[claims["met_on"] > as_of, "met_on"] = pd.NaT
    start = claims["arose_on"].map(index)
    claims["due_on"] = (start + claims["clock"]).map(earliest)
    done = claims["met_on"].fillna(as_of).map(index)
    claims["days_taken"] = (done - start).clip(lower=0)
    claims["days_late"] = (done - claims["due_on"].map(index)).clip(lower=0)
    state = pd.Series("pending", index=claims.index)
    state[claims["met_on"].isna() & (claims["due_on"] < as_of)] = "overdue"
    state[claims["met_on"] > claims["due_on"]] = "late"
    state[claims["met_on"] <= claims["due_on"]] = "met"
    state[claims["exempt"]] = "exempt"
    claims["state"] = state
    claims["counted"] = state.isin(["met", "late", "overdue"]) & claims["due_on"].between(START, END)
    return claims


def _measures(judged: pd.DataFrame) -> pd.DataFrame:
    counted = judged[judged["counted"]]
    groups = counted.groupby(["unit_id", "rule_id"])
    table = groups["state"].value_counts().unstack(fill_value=0)
    table["counted"] = groups.size()
    table["on_time_rate"] = table["met"] / table["counted"]
    finished = counted[counted["state"] != "overdue"].groupby(["unit_id", "rule_id"])["days_taken"]
    table["mean_days"], table["median_days"], table["p90_days"] = finished.mean(), finished.median(), finished.quantile(0.9)
    return table
