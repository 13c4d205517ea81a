"""``wence duties`` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui.cli.main import main

CONTRACT = (
    *("date", "duty", "who", "level", "place", "recurrence"),
    *("basis", "number", "article", "sureness", "exportable"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("both")


@pytest.fixture(autouse=True)
def _both(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HOME", str(home))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-26")
    monkeypatch.delenv("WENCE_WITHOUT", raising=False)


def test_each_duty_has_the_fields_of_the_contract_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duties", "黑龙江", "--level", "国家级", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(tuple(row)[: len(CONTRACT)] == CONTRACT for row in rows)
    assert next((row["date"], row["article"], row["exportable"]) for row in rows) == ("2027-03-30", "第二十七条", True)


def test_a_profile_fills_in_what_the_call_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["client", "set", "甲厂", "--place", "黑龙江", "--level", "国家级"]) == 0
    capsys.readouterr()
    assert main(["duties", "--client", "甲厂"]) == 0
    assert "按档案「甲厂」：黑龙江、国家级" in capsys.readouterr().out


def test_the_calendar_is_written_twice_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "待办.ics"
    assert main(["duties", "福建", "--ics", str(file)]) == 0
    first = file.read_bytes()
    assert main(["duties", "福建", "--ics", str(file)]) == 0
    assert file.read_bytes() == first
    assert "2 个日程" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--batch", "12"], 1, "资料里没有第 12 批国家级名单"),
        (["--from", "2027-01-01", "--to", "2026-01-01"], 2, "--to 2026-01-01 早于起始日 2027-01-01"),
        (["--year", "八"], 2, "「八」不是年度"),
        (["--batch", "5", "--year", "2023"], 2, "--batch 和 --year 只能写一个"),
        (["火星"], 1, "没有找到名为「火星」的地区"),
    ],
)
def test_what_can_not_be_meant_is_said(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["duties", *arguments]) == code
    assert words in capsys.readouterr().err


def test_a_file_that_is_no_calendar_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "笔记.ics"
    file.write_text("买菜", encoding="utf-8")
    assert main(["duties", "福建", "--ics", str(file)]) == 3
    assert "不是日历文件" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "买菜"


def test_a_period_that_was_asked_for_leaves_out_other_days_and_says_how_many(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["duties", "福建", "--from", "2027-01-01", "--to", "2027-12-31"]) == 0
    told = capsys.readouterr().out
    assert "2025-03-15" not in told
    assert "条的日子不在这段时间里，没有列出" in told


def test_a_year_stands_instead_of_the_batch_of_the_profile(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["client", "set", "乙厂", "--place", "福建", "--batch", "5"]) == 0
    capsys.readouterr()
    assert main(["duties", "--client", "乙厂", "--year", "2023"]) == 0
    assert "按档案「乙厂」：福建。" in capsys.readouterr().out


def test_a_workbook_says_in_which_document_and_article_each_duty_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "待办.xlsx"
    assert main(["duties", "黑龙江", "--level", "国家级", "-o", str(file)]) == 0
    book = load_workbook(file)
    results, sources = list(book["结果"].values), list(book["依据"].values)
    assert dict(zip(results[0], results[1], strict=True))["种类"] == "年度填报"
    assert [row[1:4] for row in sources[1:3]] == [
        ("《黑龙江省绿色制造与服务体系梯度培育及管理实施细则》", None, "第二十七条"),
        ("《绿色工厂梯度培育及管理暂行办法》（工信部节〔2024〕13号）", None, "第十二条"),
    ]


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ("duties 黑龙江", "绿色制造与服务体系梯度培育及管理实施细则（只见一处）"),
        ("reviews", "省级培育对象有效期三年（只见一处）"),
        ("assess --client 甲厂", "第十五条（一）（只见一处）"),
        ("subsidies 安徽 --level 国家级", "一次性 50 万元（只见一处）"),
        ("standards 绝热", "JC/T 2639-2021（只见一处）"),
    ],
)
def test_what_was_seen_in_one_place_only_is_marked_in_the_tables(
    capsys: pytest.CaptureFixture[str], line: str, cell: str
) -> None:
    main(["client", "set", "甲厂", "--place", "广东", "--level", "国家级"])
    capsys.readouterr()
    main(line.split())
    out = capsys.readouterr().out
    assert cell in out
    assert "标“只见一处”的待核实，以原文为准。" in out


def test_a_table_of_what_is_sure_explains_no_mark(capsys: pytest.CaptureFixture[str]) -> None:
    main(["subsidies", "义乌"])
    assert "只见一处" not in capsys.readouterr().out
