"""``wence assess`` and ``wence coverage`` as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui.cli.main import main


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("both")


@pytest.fixture(autouse=True)
def _both(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HOME", str(home))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-26")
    monkeypatch.delenv("WENCE_WITHOUT", raising=False)


def test_facts_are_set_checked_and_told_in_three_groups(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["client", "set", "甲厂", "--place", "义乌", "--fact", "dishonest=no", "--fact", "removed_from_list=是"])
        == 0
    )
    capsys.readouterr()
    assert main(["assess", "--client", "甲厂", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["fact"] for one in found["met"]] == ["dishonest"]
    assert [one["fact"] for one in found["unmet"]] == ["removed_from_list"]
    assert len(found["unknown"]) == 6
    assert found["verdict"].startswith("有不得申报国家级的情形")
    assert found["next"] is None
    assert all(one["basis"] and one["paper"] for group in ("met", "unmet", "unknown") for one in found[group])


def test_for_readers_the_verdict_stands_first_and_the_next_question_last(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["client", "set", "乙厂", "--fact", "dishonest=no"]) == 0
    capsys.readouterr()
    assert main(["assess", "--client", "乙厂"]) == 0
    lines = capsys.readouterr().out.strip().splitlines()
    assert lines[0].startswith("还不能下结论：申报国家级有 7 项不知道")
    assert lines[-1] == (
        "先弄清这一件：企业是不是已经列入省级绿色工厂名单？ "
        "弄清后写 wence client set 乙厂 --fact on_provincial_list=yes 或 no。"
    )


def test_the_conditions_are_those_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["client", "set", "丙厂", "--notes", "新"]) == 0
    for day, count in (("2024-01-18", 6), ("2024-01-19", 7), ("2026-11-26", 8)):
        capsys.readouterr()
        assert main(["assess", "--client", "丙厂", "--as-of", day, "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)["unknown"]) == count


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["assess"], 2, "没有写是哪家工厂"),
        (["assess", "--client", "没有的厂"], 3, "没有名为「没有的厂」的客户档案"),
        (["client", "set", "丁厂", "--fact", "foo=no"], 3, "没有「foo」这件事"),
        (["client", "set", "丁厂", "--fact", "dishonest=也许"], 2, "看不懂"),
    ],
)
def test_what_can_not_be_meant_is_said(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    assert words in capsys.readouterr().err


def test_a_level_without_conditions_is_told_as_not_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["client", "set", "戊厂", "--place", "浙江"]) == 0
    assert main(["assess", "--client", "戊厂", "--level", "省级"]) == 1
    assert "资料没有收录这一天申报省级的条件" in capsys.readouterr().err


def test_facts_survive_export_and_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["client", "set", "己厂", "--fact", "dishonest=no"]) == 0
    for name in ("档案.json", "档案.csv"):
        file = tmp_path / name
        assert main(["client", "export", "己厂", "-o", str(file)]) == 0
        assert main(["client", "set", "己厂", "--fact", "dishonest=unknown"]) == 0
        assert main(["client", "import", "--overwrite", str(file)]) == 0
        capsys.readouterr()
        assert main(["client", "show", "己厂", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["facts"] == ["dishonest=no"]


def test_coverage_tells_per_topic_how_far_it_reaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "--json"]) == 0
    rows = {row["topic"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["batches"]["newest_day"] == "2026-03-11"
    assert rows["policies"]["seen_on"] == "2020-11-06"


def test_a_file_tells_the_verdict_and_the_clause_of_each_condition(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    assert main(["client", "set", "丁厂", "--fact", "dishonest=yes"]) == 0
    file = tmp_path / "自查.xlsx"
    assert main(["assess", "--client", "丁厂", "-o", str(file)]) == 0
    book = load_workbook(file)
    assert dict(book["说明"].values)["说明"].startswith("有不得申报国家级的情形")
    assert ("《绿色工厂梯度培育及管理暂行办法》（工信部节〔2024〕13号）", "第十五条（六）") in [
        (row[1], row[3]) for row in book["依据"].values
    ]
    assert main(["coverage", "-o", str(file)]) == 0
    sources = list(load_workbook(file)["依据"].values)
    assert len({one[0] for one in sources} - {None}) == 10
    assert ("batches", "《关于公布绿色工厂、绿色工业园区（2025年度）名单的通知》（工信厅节函〔2026〕97号）") in [
        one[:2] for one in sources
    ]
