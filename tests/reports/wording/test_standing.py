"""A paper says how far its figures have got, and from which run they are."""

import pytest

from reports.wording.standing import source, standing
from reports.wording.wording import Wording

RUN = {"run_id": "abc", "period": "2026H1"}
FIRST = RUN | {"edition": "2026H1-1", "edition_number": "1"}


@pytest.mark.parametrize(
    ("meta", "lang", "head", "foot"),
    [
        (RUN, "zh", "草稿，未公布", "测算编号 abc（草稿）"),
        (FIRST, "zh", "已发布：2026年上半年第 1 版（2026H1-1）", "测算编号 abc（2026H1-1）"),
        (FIRST | {"superseded_by": "2"}, "zh", "已发布：2026年上半年第 1 版（2026H1-1），已被第 2 版更正", "测算编号 abc（2026H1-1）"),
        (FIRST, "en", "Published: the first half of 2026, edition 1 (2026H1-1)", "run abc (2026H1-1)"),
    ],
)
def test_head_and_foot(meta: dict[str, str], lang: str, head: str, foot: str):
    assert (standing(meta, Wording(lang)), source(meta, Wording(lang))) == (head, foot)
