"""Department names to ids: exact after normalisation, within the division, never by likeness."""

import polars as pl
import pytest

from data.intake.cells.departments import Directory, directory_faults
from tests.data.intake.made_files import DAY, reasons, request_row


@pytest.fixture
def directory(facts) -> Directory:
    return Directory(facts.departments(DAY)[0])


@pytest.mark.parametrize(
    ("text", "division", "expected"),
    [
        ("江门市教育局", "江门市", "JM003"),
        ("江门市教育局", "台山市", "JM003"),
        ("市教育局", "江门市", "JM003"),
        ("市教育局", "台山市", "XQ0101"),
        ("台山市教育局", "江门市", "XQ0101"),
        ("江门市政务服务数据管理局", "江门市", "JM099"),
        ("市政数局", "江门市", "JM099"),
        ("江门市市场监督管理局", "江门市", "JM020"),
        ("江门海关", "江门市", "JM031"),
        ("ＪＭ００３", "江门市", "JM003"),
        ("\u200b江门市 教育局\u3000", "江门市", "JM003"),
        ("某局（JM003）", "江门市", "JM003"),
    ],
)
def test_a_name_is_resolved(directory, text, division, expected):
    assert directory.resolve(text, division).id == expected


@pytest.mark.parametrize(
    "text", ["市场监督管理局", "江门市海关", "教育局", "江门市教育局分局", "市教育局（无此编码）x", "不存在的单位", "台山教育局"]
)
def test_a_name_that_only_looks_alike_is_not(directory, text):
    assert directory.resolve(text, "江门市").id is None


def test_an_alias_of_two_departments_names_both(of_requests):
    found = of_requests(request_row(1, 数据提供部门="发改局"), request_row(2))
    assert "可指多个部门：江门市发展和改革局（JM040）、江门市发展改革研究中心（JM041），请写全称" in reasons(found)[2]


def test_an_alias_of_a_department_and_its_successor_means_the_one_in_being():
    rows = pl.DataFrame(
        {
            "department_id": ["A", "B"],
            "name": ["旧局", "新局"],
            "aliases": [["市某局"], ["市某局"]],
            "division": ["江门市", "江门市"],
            "successor_id": ["B", None],
        }
    )
    assert Directory(rows).resolve("市某局", "江门市").id == "B"


def test_near_names_are_offered_and_never_taken(of_requests):
    found = of_requests(request_row(1, 申请部门="江门市教肓局"), request_row(2))
    assert list(reasons(found)) == [2]
    assert "江门市教育局" in found.suggestions["江门市教肓局"]


def test_an_optional_department_keeps_its_text(reading):
    from tests.data.intake.made_files import workbook

    found = reading(workbook(["校核编号", "提出部门", "提供部门", "收到时间"], ["J1", "某企业", "江门海关", "2026-03-01"]))
    assert found.accepted.select("raised_by", "raised_by_id", "provider_id").row(0) == ("某企业", None, "JM031")
    assert any("“某企业”（1 次）" in warning for warning in found.warnings)


def test_a_directory_that_can_not_be_right_is_told():
    rows = pl.DataFrame(
        {
            "department_id": ["A", "B", "C", "D"],
            "name": ["甲", "乙", "丙", "丁"],
            "successor_id": ["B", "A", "X", None],
            "assessed_as": ["A", "B", "C", "Y"],
        }
    )
    told = directory_faults(rows)
    assert any("成环：A → B → A" in sentence for sentence in told)
    assert any("“丙”的承接部门编码 X" in sentence for sentence in told)
    assert any("“丁”的考核对象编码 Y" in sentence for sentence in told)
    assert len(told) == 3
