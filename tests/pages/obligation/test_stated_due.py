"""The due day that the platform states, beside that of the law: which of the two an obligation is judged by is said on its page."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home
from tests.cities import small_year
from tests.cities.small_editions import assessed, decisions_of
from tests.pages.running import Open
from tests.pages.shown import page, text

REQUESTS = (
    "申请编号,申请部门,数据提供部门,目录编码,共享属性,收到申请时间,答复时间,答复结果,数据提供时间,办理期限\n"
    "SQ1,江门市政务数据局,江门市教育局,M1,有条件共享,2026-03-02,2026-03-17,同意,2026-03-18,2026-03-20\n"
    "SQ2,江门市政务数据局,江门市教育局,M1,有条件共享,2026-03-02,2026-03-10,同意,2026-03-18,\n"
)


def city(folder: Path, clocks: str = "") -> Home:
    home = Home(folder / "home").create()
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    (home.site / "clocks.toml").write_text(clocks, encoding="utf-8")
    decisions = decisions_of(home)
    files = {"部门名录.csv": small_year.departments(), "共享申请.csv": REQUESTS}
    small_year.take(home, decisions, files, datetime(2026, 7, 1, 9, tzinfo=UTC))
    assessed(home, decisions)
    decisions.close()
    return home


def facts(at: AppTest) -> dict[str, str]:
    """Label → what stands beside it."""
    assert not at.exception
    told = page(at).find_class("ds-facts")[0]
    return {term.text_content(): term.getnext().text_content() for term in told.iter("dt")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_shown_to_compare(tmp_path: Path, open_page: Open, lang: str):
    home = city(tmp_path)
    found = facts(open_page(home, "obligation", me="officer", lang=lang, rule="share_reply", subject="SQ1"))
    label, note = {"zh": ("系统所载期限", "仅供对照"), "en": ("Due as stated", "shown to compare")}[lang]
    assert found[label].startswith("2026-03-20")
    assert note in found[label]
    assert label not in facts(open_page(home, "obligation", me="officer", lang=lang, rule="share_reply", subject="SQ2"))


def test_where_the_site_says_so_it_is_judged_by(tmp_path: Path, open_page: Open):
    home = city(tmp_path, '[share_reply]\ndue_by = "stated"\n')
    at = open_page(home, "obligation", me="officer", rule="share_reply", subject="SQ1")
    found = facts(at)
    assert "以此为准" in found["系统所载期限"]
    assert found["到期"] == "2026-03-20"
    assert "按期完成" in found["状态"]
    assert "按事项自身的期限" in text(at)
    assert "10 个工作日内" in text(open_page(home, "obligation", me="officer", rule="share_reply", subject="SQ2"))


def test_it_is_a_column_of_the_list(tmp_path: Path, open_page: Open):
    shown = text(open_page(city(tmp_path), "obligations", me="officer", rule="share_reply", cols="due_on,stated_due_on"))
    assert "系统所载期限" in shown
    assert "2026-03-20" in shown
