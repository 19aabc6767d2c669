"""Files picked in the browser: who brought which in is in the trail, as it is when they come in at the terminal."""

from data.settings import Home
from pages.shell import session
from tests.cities import small_year
from tests.pages.running import Open


def test_files_brought_in_are_in_the_trail(home: Home, open_page: Open):
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    at = open_page(home, "intake", me="officer2")
    at.date_input[0].set_value(small_year.DAY).run()
    for name, text in (
        ("部门名录.csv", small_year.departments()),
        ("共享申请.csv", small_year.requests(dict.fromkeys(small_year.UNITS, 1))),
    ):
        at.file_uploader[0].upload(name, text.encode(), "text/csv")
        at.run()
        next(b for b in at.button if "接入" in b.label).click().run()
        assert not at.exception
    batches = {batch.file_name: batch for batch in session.facts().batches()}
    lines = [line for line in session.decisions().trail_lines() if line.what == "intake"]
    assert [line.target for line in lines] == ["部门名录.csv", "共享申请.csv"]
    assert {line.login for line in lines} == {"demo-officer2"}
    assert [line.detail["batch"] for line in lines] == [batches[line.target].batch_id for line in lines]
