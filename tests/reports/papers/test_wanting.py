"""Papers on single matters say what evidence is wanting: a project's slip names the missing column, a system's and an answer the day."""

import pytest

from metrics.run.reader import Reader
from reports.papers.project_slip import of_a_project
from tests.reports.papers.letters import said


@pytest.mark.parametrize(("lang", "told"), [("zh", "缺少列：数据汇聚完成日期"), ("en", "column missing: aggregated_on")])
def test_a_project_that_can_not_be_told_of_says_which_column_is_missing(wanting: tuple[Reader, Reader], lang: str, told: str):
    paper = of_a_project(wanting[0], "P1", lang)
    assert paper.given["is_open"]
    assert [one["reason"] for one in paper.given["against"]] == [told]
    assert told in said(paper.set().docx)
