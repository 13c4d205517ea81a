"""Client profiles on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui.cli.main import main


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HOME", str(tmp_path))


def stored(capsys: pytest.CaptureFixture[str], name: str) -> dict[str, object]:
    capsys.readouterr()
    assert main(["client", "show", name, "--json"]) == 0
    record: dict[str, object] = json.loads(capsys.readouterr().out)
    return record


def test_a_profile_is_set_shown_changed_cleared_and_removed(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["client", "set", "甲厂", "--place", "义乌", "--level", "国家", "--batch", "3", "--investment", "2000万"])
        == 0
    )
    first = stored(capsys, "甲厂")
    assert (first["place"], first["level"], first["batch"], first["investment"]) == ("义乌", "国家级", 3, 2000.0)
    assert main(["client", "set", "甲厂", "--batch", "", "--notes", "扩建"]) == 0
    second = stored(capsys, "甲厂")
    assert (second["place"], second["batch"], second["notes"]) == ("义乌", None, "扩建")
    assert main(["client", "remove", "甲厂"]) == 0
    assert main(["client", "show", "甲厂"]) == 3


def test_profiles_are_listed_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    main(["client", "set", "乙厂", "--place", "永康"])
    main(["client", "set", "甲厂", "--place", "义乌"])
    capsys.readouterr()
    assert main(["client", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("名字  地区")
    assert [line.split()[:2] for line in lines[2:]] == [["乙厂", "永康"], ["甲厂", "义乌"]]


def test_without_profiles_the_list_says_how_to_make_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["client", "list"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "wence client set" in captured.err
    assert main(["client", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("name", ["../x", "a/b", "."])
def test_a_profile_name_that_leads_elsewhere_is_refused(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["client", "set", name, "--place", "义乌"]) == 3
    assert "名字" in capsys.readouterr().err


def test_an_unknown_profile_of_a_question_is_refused_before_anything_is_built(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["ask", "--client", "丙厂", "能拿多少补贴"]) == 3
    assert "丙厂" in capsys.readouterr().err
    assert not (tmp_path / "index").exists()
