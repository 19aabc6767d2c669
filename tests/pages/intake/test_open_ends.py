"""What a file leaves open is shown before it comes in: missing columns with their rules, codes that match nothing, times that are no day's own."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.contracts.contracts import load_contracts
from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home
from pages.shell import session
from tests.data.decisions.unknown_words import DEPARTMENTS
from tests.pages.intake.uploading import pick, press, upload
from tests.pages.running import Open
from tests.pages.shown import data, marked, page, text

HEAD = "申请编号,申请部门,数据提供部门,目录编码,共享属性,收到申请时间,答复时间,答复结果"
CATALOGS = "信息资源代码,信息资源名称,信息资源提供方,目录状态\n001,甲,江门市教育局,已发布\n002,乙,江门市教育局,已发布\n"


def requests(codes: str, replied: str = "2026-03-05") -> str:
    rows = [f"SQ{n},江门市教育局,江门市教育局,{code},有条件共享,2026-03-02,{replied},同意" for n, code in enumerate(codes, start=1)]
    return "\n".join([HEAD, *rows]) + "\n"


@pytest.fixture
def city(tmp_path: Path) -> Home:
    """A directory and a catalogue of two entries."""
    home = Home(tmp_path / "home").create()
    at = datetime(2026, 5, 31, 9, tzinfo=UTC)
    files: list = [("部门.csv", DEPARTMENTS.encode()), ("目录.csv", CATALOGS.encode())]
    ingest(files, Facts(home), load_contracts(), exported_on=at.date(), by="t", received_at=at)
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    return home


@pytest.mark.parametrize(
    ("lang", "missing", "empty"),
    [
        (
            "zh",
            "没有“是否批准延期”列：共享答复分别按较短和较长的期限判定",
            "“答复时间”列全部为空：共享答复因此逾期或未落实的义务达到 20 条时",
        ),
        (
            "en",
            "No column “是否批准延期”: Reply to share requests: judged by the shorter and by the longer period",
            "until an officer confirms",
        ),
    ],
)
def test_columns_that_are_missing_or_empty_are_shown_with_their_rules(city: Home, open_page: Open, lang: str, missing: str, empty: str):
    at = upload(open_page(city, "intake", lang=lang), ("申请.csv", requests("12", replied="")))
    assert missing in text(at)
    assert empty in text(at)
    assert {"extended", "withdrawn_on", "provided_on", "replied_on"} <= set(data(page(at), "column"))


def test_a_file_of_which_many_codes_match_nothing_waits_for_a_tick(city: Home, open_page: Open):
    june = ("申请.csv", requests("123456"))
    at = upload(open_page(city, "intake"), june)
    assert "《共享申请》的 6 个“目录编码”中有 6 个不在《公共数据资源目录》中（首见第 2 行“1”）" in text(at)
    assert "有 1 个文件的许多编码对不上" in text(at)
    assert data(page(at), "reference") == ["catalog_id"]
    assert marked(page(at), "file", "申请.csv").find_class("ds-chip")[0].text_content() == "待核对"
    assert not [b for b in at.button if "接入这" in b.label]
    pick(at, june)
    next(box for box in at.checkbox if (box.key or "").startswith("unmatched_")).check().run()
    press(at, "接入这 1 个文件", june)
    assert "已接入 1 个文件：申请.csv" in at.success[0].value
    (line,) = (one for one in session.decisions().trail_lines() if one.what == "intake")
    assert line.detail["unmatched"] == ["share_requests.catalog_id 6/6"]


def test_the_others_come_in_while_one_waits(city: Home, open_page: Open):
    files = (("申请.csv", requests("123456")), ("使用.csv", "申请编号,首次使用时间\nSQ1,2026-03-09\n"))
    at = press(upload(open_page(city, "intake"), *files), "接入这 1 个文件", *files)
    assert "已接入 1 个文件：使用.csv" in at.success[0].value
    assert {batch.export for batch in Facts(city).batches()} == {"departments", "catalogs", "usage"}


def test_a_file_that_was_fine_beside_one_that_waits_is_asked_about_without_it(city: Home, open_page: Open):
    """The requests match the catalogue that lies beside them; that one waits, because nothing that counts matches it."""
    ingest(
        [("系统.csv", "系统编码,系统名称,责任单位,建设阶段,是否涉密,列入台账日期\nS1,甲,江门市教育局,已建,否,2026-01-05\n".encode())],
        Facts(city), load_contracts(), exported_on=date(2026, 5, 31), by="t", received_at=datetime(2026, 5, 31, 10, tzinfo=UTC),
    )  # fmt: skip
    head = "信息资源代码,信息资源名称,信息资源提供方,目录状态,来源系统编码\n"
    catalogs = head + "".join(f"{n},甲,江门市教育局,已发布,T{n}\n" for n in range(1, 7))
    files = (("申请.csv", requests("123456")), ("目录.csv", catalogs))
    at = press(upload(open_page(city, "intake"), *files), "接入这 1 个文件", *files)
    assert not at.success or "申请.csv" not in at.success[0].value
    assert "“申请.csv”未接入：" in at.warning[0].value
    assert "share_requests" not in {batch.export for batch in Facts(city).batches()}


def test_midnights_of_utc_are_the_next_day_after_one_click(city: Home, open_page: Open):
    june = ("申请.csv", requests("121", replied="2026-03-04 16:00:00"))
    at = upload(open_page(city, "intake"), june)
    assert "照原样是 2026-03-04，按北京时间是 2026-03-05" in text(at)
    assert "16:00 的时刻 答复时间" in " ".join(text(at).split())
    press(at, "replied_on_utc", june)
    assert "按已确认的读作次日" in text(at)
    press(at, "接入这 1 个文件", june)
    facts = Facts(city)
    assert set(facts.rows(facts.batches()[-1])["replied_on"]) == {date(2026, 3, 5)}
    (act,) = session.decisions().acts("mapping")
    assert act.body.model_dump() == {"kind": "zone", "scope": "share_requests", "text": "replied_on", "target": "utc"}


def test_a_kept_file_is_read_again_after_its_times_are_confirmed(city: Home, open_page: Open):
    listing = requests("121", replied="2026-03-04 16:00:00").encode()
    at = datetime(2026, 6, 30, 9, tzinfo=UTC)
    ingest([("申请.csv", listing)], Facts(city), load_contracts(), exported_on=at.date(), by="t", received_at=at)
    shown = open_page(city, "intake")
    assert "答复时间" in text(shown)
    shown.selectbox(key="target_zone_replied_on").set_value("utc").run()
    next(b for b in shown.button if b.label == "确认").click().run()
    assert "已确认：“答复时间”对应为世界时，读作次日。" in text(shown)
    next(b for b in shown.button if b.label.startswith("按新的对应重新读取 1")).click().run()
    assert not shown.exception
    facts = session.facts()
    (batch,) = facts.in_force(date.max)["share_requests"]
    assert set(facts.rows(batch)["replied_on"]) == {date(2026, 3, 5)}
