"""The scripted year of tests/browser/test_year_in_process.py once more, by hand in a real browser: each step is the click of the person whose step it is."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from data.access import Viewer
from data.calendar import day_of
from data.decisions import periods
from data.decisions.bodies import Review
from data.settings import Home
from metrics.publication.verify import verify
from tests.browser.conftest import go, picture, ready, serving, turn
from tests.browser.walking import choose, write
from tests.cities import small_year as city
from tests.cities.small_editions import begun, decisions_of, settings

OFFICER = Viewer("考核专员", "officer", login="demo-officer")

pytestmark = pytest.mark.browser


@pytest.fixture
def home(home: Home) -> Home:
    """The half year as it first came in, assessed, shown as the demo's so that persons can be picked."""
    return begun(home)


class Walk:
    """One browser, in which one person after another sits down."""

    def __init__(self, page: Page, address: str, home: Home):
        self.page, self.address, self.home = page, address, home

    def open(self, me: str, path: str, **query: str) -> None:
        """A view in the session that is open, as by the picker of persons; the first one in a new session."""
        go(self.page, f"{self.address}/{path}?{urlencode({'me': me, **query})}")

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        ready(self.page)

    def end_window(self) -> None:
        """The window runs out. The server's clock can't be turned, so its end is brought about in the store."""
        expect(self.page.locator("[data-stage=under_review]")).to_be_visible()
        decisions = decisions_of(self.home)
        now = periods.standing(decisions, city.PERIOD)
        said = Review(run_id=now.run_id or "", objections_until=day_of(decisions.now()) - timedelta(days=1), answer_days=5)
        periods.review(decisions, OFFICER, now, said, "申诉期届满")
        decisions.close()

    def sign_and_publish(self, number: int) -> None:
        """Two officers sign, one publishes."""
        for me in ("officer", "officer2"):
            self.open(me, "publication")
            write(self.page, "签核意见", "经核对，同意")
            self.page.get_by_role("button", name="签核", exact=True).dblclick()
            expect(self.page.locator(".ds-done", has_text="您的签核已记录")).to_be_visible()
            if me == "officer":
                expect(self.page.locator("[data-unsigned]")).to_contain_text("您已经签核")
        expect(self.page.locator("[data-stage=signed_off]")).to_be_visible()
        write(self.page, "理由", f"第 {number} 版")
        self.page.get_by_text("已核对以上内容，确认发布").click()
        ready(self.page)
        picture(self.page, f"publish-confirm-{number}")
        self.page.get_by_role("button", name=f"发布第 {number} 版").click()
        self.page.wait_for_url(re.compile(f"run=2026H1-{number}"), timeout=60_000)
        ready(self.page)

    def leave_and_come_back(self) -> None:
        """What was written before the page is loaded anew is there again."""
        self.open("officer", "publication")
        write(self.page, "签核意见", "还没写完")
        self.page.reload()
        expect(self.page.get_by_label("签核意见")).to_have_value("还没写完")
        ready(self.page)

    def totals(self, run: str) -> dict[str, str]:
        """Unit → total, as the ranking shows it."""
        self.open("officer", "rank", run=run)
        rows = self.page.locator("table.ranking tr[data-unit]")
        return {str(row.get_attribute("data-unit")): row.inner_text().replace("\n", " ") for row in rows.all()}


def test_a_year(home: Home, quiet: Page):
    quiet.set_default_timeout(60_000)  # many reruns, two assessments and two publications on what may be a busy machine
    with serving(home) as address:
        walk = Walk(quiet, address, home)

        walk.open("officer", "publication")
        write(quiet, "理由", "半年考核结果初稿")
        walk.click("提交复核")
        expect(quiet.locator("[data-stage=under_review]")).to_be_visible()

        for unit in ("B1", "B2"):
            walk.open(f"department:{unit}", "appeals", rule="share_reply", subject=f"SQ-{unit}-0", unit=unit)
            write(quiet, "事实与理由", f"{unit} 平台停机，无法答复")
            walk.click("提交申诉")
            expect(quiet.locator("[data-objection]")).to_have_count(1)

        walk.open("officer", "appeals")
        expect(quiet.locator("[data-objection]")).to_have_count(2)
        quiet.locator("[data-objection$='001'] a.go").first.click()
        ready(quiet)
        write(quiet, "答复理由", "停机公告属实")
        walk.click("作出答复")
        expect(quiet.locator("[data-step=accepted]")).to_be_visible()
        walk.open("officer", "appeals")
        quiet.locator("[data-objection$='002'] a.go").first.click()
        ready(quiet)
        choose(quiet, "答复意见", "不予采纳")
        write(quiet, "答复理由", "材料齐全，系逾期答复")
        walk.click("作出答复")
        expect(quiet.locator("[data-step=rejected]")).to_be_visible()

        walk.open("officer", "duty", rule="share_reply", subject="SQ-B4-0")
        quiet.locator("[data-testid=stButtonGroup] button", has_text="豁免").click()
        ready(quiet)
        write(quiet, "理由", "防汛应急期间")
        walk.click("决定豁免")
        expect(quiet.locator(".ds-act")).to_have_count(1)
        walk.open("officer", "unit", unit="B5")
        quiet.locator("[data-testid=stButtonGroup] button", has_text="调整分数").click()
        ready(quiet)
        write(quiet, "分数（加为正，减为负）", "-1.50")
        write(quiet, "理由", "未按要求报送整改材料")
        walk.click("决定调整")
        expect(quiet.locator(".ds-act")).to_have_count(1)
        quiet.get_by_role("button", name="重新测算").first.click()
        expect(quiet.locator("[data-item^=decision], [data-check=true]").first).to_be_visible(timeout=60_000)
        ready(quiet)
        assert quiet.locator("[data-check=true]").count() == 1, "the lines sum"
        picture(quiet, "year-adjusted")

        turn(quiet, quiet.url.replace("/unit?", "/publication?"))
        quiet.get_by_text("变更申诉期或退回").click()
        write(quiet, "理由", "申诉处理结果已计入，另行提交")
        walk.click("退回，结束复核")
        expect(quiet.locator("[data-stage=open]")).to_be_visible()
        write(quiet, "理由", "已计入申诉处理结果")
        walk.click("提交复核")
        walk.end_window()
        walk.leave_and_come_back()
        walk.sign_and_publish(1)
        expect(quiet.locator("[data-stage=published]")).to_be_visible()
        picture(quiet, "year-published")
        walk.open("department:B3", "rank")
        expect(quiet.locator("table.ranking [data-unit]")).to_have_count(6)
        expect(quiet.locator(".ds-head h1")).to_contain_text("已发布")
        published = walk.totals("2026H1-1")
        assert {*city.UNITS} <= {*published}

        decisions = decisions_of(home)
        city.late_export(home, decisions)
        decisions.close()
        assert walk.totals("2026H1-1") == published
        walk.open("officer", "publication")
        walk.click("重新测算")
        expect(quiet.get_by_role("button", name="提交复核")).to_be_visible(timeout=60_000)
        write(quiet, "理由", "平台补导共享申请")
        walk.click("提交复核")
        walk.end_window()
        walk.sign_and_publish(2)
        changed = quiet.locator("[data-changed]")
        expect(changed).to_have_count(3)
        assert {row.get_attribute("data-changed") for row in changed.all()} == {"B2", "B3", "B5"}
        expect(changed.first).to_contain_text("共享申请-补导.csv")
        picture(quiet, "year-restated")
        assert walk.totals("2026H1-1") == published
        walk.open("department:B3", "publication", run="2026H1-2")
        assert {row.get_attribute("data-changed") for row in quiet.locator("[data-changed]").all()} == {"B3"}

    decisions = decisions_of(home)
    for edition in ("2026H1-1", "2026H1-2"):
        assert verify(home, settings(home), decisions, edition).holds
    verbs = [act.verb for act in decisions.acts("period")]
    ended = ["reviewed", "reviewed", "signed", "signed", "published"]  # what was put under review twice: the window was ended in the store
    assert verbs == ["reviewed", "returned", *ended, *ended], "one act a click, and of a double click too"
    assert decisions.verify_trail().faults == ()
    decisions.close()
