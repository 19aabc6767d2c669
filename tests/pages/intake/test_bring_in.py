"""Several files in the page: tried, held against what counts, their words confirmed by one click, brought in, withdrawn and taken back."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.contracts.contracts import load_contracts
from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home
from pages.shell import session
from pages.shell.page_state import here
from tests.data.decisions.unknown_words import DEPARTMENTS
from tests.pages.intake.uploading import pick, press, upload
from tests.pages.running import Open
from tests.pages.shown import said as shown
from tests.pages.shown import text

HEAD = "申请编号,申请部门,数据提供部门,目录编码,共享属性,收到申请时间,答复时间,答复结果"


def requests(numbers: range, head: str = HEAD, replied: str = "2026-03-05", provider: str = "江门市教育局") -> str:
    rows = [f"SQ{n},江门市教育局,{provider},M1,有条件共享,2026-03-02,{replied},同意" for n in numbers]
    return "\n".join([head, *rows]) + "\n"


@pytest.fixture
def city(tmp_path: Path) -> Home:
    """A directory and a listing of ten requests, of the end of May."""
    home = Home(tmp_path / "home").create()
    at = datetime(2026, 5, 31, 9, tzinfo=UTC)
    files: list = [("部门.csv", DEPARTMENTS.encode()), ("申请-五月.csv", requests(range(10)).encode())]
    ingest(files, Facts(home), load_contracts(), exported_on=at.date(), by="t", received_at=at)
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    return home


def test_what_would_change_is_shown_before_anything_is_kept(city: Home, open_page: Open):
    at = upload(open_page(city, "intake"), ("申请-六月.csv", requests(range(2, 12), replied="2026-03-06")), ("坏.xlsx", "不是表"))
    said = shown(at)
    assert "共 2 个文件：可以接入 1" in said
    assert '<span data-part="gone">消失 <b>2</b></span><span data-part="new">新增 <b>2</b></span>' in said
    assert '<span data-part="changed">变化 <b>8</b></span>' in said
    assert "申请-五月.csv（2026-05-31）" in said
    assert "2026-03-05" in said, "each changed cell, before and after"
    assert "data-worst" not in said
    assert len(Facts(city).batches()) == 2


def test_a_part_of_a_listing_is_said_loudly_in_both_languages(city: Home, open_page: Open):
    for lang, words in (("zh", "可能只导出了一部分"), ("en", "probably a part of the listing")):
        said = shown(upload(open_page(city, "intake", lang=lang), ("六月.csv", requests(range(3)))))
        assert 'data-worst="partial"' in said
        assert words in said


def test_a_label_a_kind_and_a_name_are_confirmed_by_a_click_and_the_file_is_read_again(city: Home, open_page: Open):
    head = HEAD.replace("收到申请时间", "收到申请日期").replace("申请部门", "申请的部门名")
    june = ("六月.csv", requests(range(10), head, provider="江门教育"))
    at = upload(open_page(city, "intake"), june)
    assert "还缺必需的列：" in text(at)
    assert at.selectbox(key="kind_六月.csv").value == "share_requests"
    assert not [b for b in at.button if "接入这" in b.label]
    press(press(at, "收到申请日期_received_on", june), "申请的部门名_requester", june)
    assert "可以接入 1" in text(at)
    press(at, "江门教育_JM003", june)
    assert "还不知道指什么" not in text(at)
    press(at, "接入这 1 个文件", june)
    assert "已接入 1 个文件：六月.csv" in at.success[0].value
    acts = session.decisions().acts("mapping")
    assert {(a.body.model_dump()["kind"], a.body.model_dump()["text"], a.body.model_dump()["target"]) for a in acts} == {
        ("header", "收到申请日期", "received_on"), ("header", "申请的部门名", "requester"), ("department", "江门教育", "JM003"),
    }  # fmt: skip
    assert Facts(city).batches()[-1].counts.rejected == 0


def test_another_meaning_is_picked_from_the_box(city: Home, open_page: Open):
    june = ("六月.csv", requests(range(10), provider="某某局"))
    at = upload(open_page(city, "intake"), june)
    box = next(b for b in at.selectbox if b.key and b.key.endswith("某某局_other"))
    pick(at, june)
    box.set_value("台山市教育局（XQ0101）").run()
    assert not at.exception
    assert session.decisions().acts("mapping")[0].body.model_dump()["target"] == "XQ0101"


def test_a_batch_is_withdrawn_with_a_reason_and_taken_back(city: Home, open_page: Open):
    batch = Facts(city).batches()[-1]
    at = open_page(city, "intake", batch=batch.batch_id)
    assert "当前生效" in text(at)
    press(at, "确认撤回")
    assert "请写明理由" in at.error[0].value
    at.text_area[0].set_value("选错了区划").run()
    press(at, "确认撤回")
    assert "批次已撤回。" in text(at)
    assert "演示" in text(at)
    assert "撤回，理由：选错了区划（第 1 号决定）" in text(at)
    assert "share_requests" not in session.facts().in_force(date.max)
    at.text_area[0].set_value("核对无误").run()
    press(at, "确认恢复")
    assert "恢复，理由：核对无误（第 2 号决定）" in text(at)
    assert session.facts().in_force(date.max)["share_requests"] == [batch]


def test_what_was_tried_is_let_go_when_another_page_is_shown(city: Home, open_app: Open):
    at = open_app(city)
    at.session_state[here("import", "trial")] = "a trial"
    at.session_state[here("", "own")] = "stays"
    at.run()
    assert here("import", "trial") not in at.session_state
    assert here("", "own") in at.session_state
