"""Door 1, the browser: which pages there are, and who may open them. The gate before them is `pages/parts/door.py`."""

import streamlit as st

from pages import (
    audit,
    backflow,
    coverage,
    data_quality,
    department,
    gate,
    intake,
    objections,
    obligation,
    obligations,
    opening,
    orders,
    over_time,
    overview,
    own,
    paperwork,
    people,
    publish,
    ranking,
    response,
    review,
    rulebook,
    schemes,
)
from pages.parts import door, memory
from pages.parts.entry import Entry

memory.freeze()
st.set_page_config(page_title="督数", page_icon="pages/parts/icon.png", layout="wide", initial_sidebar_state=244)

door.open_app(
    (
        Entry("", "overview", "dashboard", overview.render),
        Entry("mine", "own", "home_work", own.render),
        Entry("rank", "ranking", "leaderboard", ranking.render),
        Entry("unit", "department", "account_balance", department.render),
        Entry("history", "over_time", "timeline", over_time.render),
        Entry("list", "obligations", "list_alt", obligations.render, "analysis"),
        Entry("timing", "response", "timer", response.render, "analysis"),
        Entry("catalog", "coverage", "filter_alt", coverage.render, "analysis"),
        Entry("returned", "backflow", "settings_backup_restore", backflow.render, "analysis"),
        Entry("projects", "gate", "fact_check", gate.render, "analysis"),
        Entry("assets", "opening", "public", opening.render, "analysis"),
        Entry("quality", "quality", "rule", data_quality.render, "analysis"),
        Entry("rules", "rulebook", "menu_book", rulebook.render, "analysis"),
        Entry("import", "intake", "upload_file", intake.render, "work", needs="bring_in", needs_run=False),
        Entry("todo", "review", "checklist", review.render, "work"),
        Entry("appeals", "objections", "gavel", objections.render, "work"),
        Entry("rectify", "orders", "assignment_late", orders.render, "work"),
        Entry("publication", "publish", "verified", publish.render, "work"),
        Entry("papers", "papers", "folder_zip", paperwork.render, "work", needs="export"),
        Entry("weights", "schemes", "balance", schemes.render, "work", needs="see_city", bears_none=True),
        Entry("trail", "audit", "policy", audit.render, "keeping", needs="read_trail", needs_run=False),
        Entry("accounts", "people", "group", people.render, "keeping", needs="keep_people", needs_run=False),
        Entry("duty", "obligation", "description", obligation.render, is_listed=False),
    )
)
