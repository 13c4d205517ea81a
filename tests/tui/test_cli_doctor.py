"""``wence doctor``: what is examined, what is found, and how to mend it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tui.cli.main import main


def examined(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, list[str]]]:
    """Exit code, and the texts of the findings by their state."""
    capsys.readouterr()
    code = main(["doctor", "--json"])
    found: dict[str, list[str]] = {"ok": [], "hint": [], "bad": []}
    for finding in json.loads(capsys.readouterr().out):
        found[finding["state"]].append(f"{finding['area']}：{finding['text']} {finding['mend']}")
    return code, found


def test_a_built_home_has_no_problem(
    capsys: pytest.CaptureFixture[str], wence_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_HOME", str(wence_home))
    code, found = examined(capsys)
    assert (code, found["bad"]) == (0, [])
    assert [line for line in found["ok"] if "补贴 62 条" in line]
    assert [line for line in found["ok"] if line.startswith("索引")]


def test_before_the_first_question_it_says_that_an_index_will_come_and_makes_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_HOME", str(tmp_path / "home"))
    code, found = examined(capsys)
    assert (code, found["bad"]) == (0, [])
    assert [line for line in found["hint"] if "还没有建立索引" in line]
    assert not (tmp_path / "home").exists()


def test_a_document_broken_by_hand_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "library" / "x"
    folder.mkdir(parents=True)
    (folder / "document.toml").write_text("id = ", encoding="utf-8")
    monkeypatch.setenv("WENCE_HOME", str(tmp_path))
    code, found = examined(capsys)
    assert code == 3
    assert any(line.startswith("资料") and "document.toml" in line for line in found["bad"])


@pytest.mark.parametrize(("name", "text"), [("config.toml", "theme = "), ("clients/甲厂.toml", "batch = 'x'")])
def test_a_settings_file_broken_by_hand_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("WENCE_HOME", str(tmp_path))
    code, found = examined(capsys)
    assert code == 3
    told = [line for line in found["bad"] if name.split("/")[-1] in line]
    assert told
    assert not any("Invalid" in line or "at line" in line for line in told)  # the parser's own English


def test_a_wrong_day_in_the_environment_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_AS_OF", "昨天")
    code, found = examined(capsys)
    assert code == 3
    assert any("WENCE_AS_OF" in line for line in found["bad"])


def test_a_damaged_index_is_found_with_the_way_to_mend_it(
    capsys: pytest.CaptureFixture[str], wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(wence_home, home)
    for path in (home / "index").rglob("*"):
        if path.is_file() and path.stat().st_size > 10_000:
            path.write_bytes(b"damaged")
    monkeypatch.setenv("WENCE_HOME", str(home))
    code, found = examined(capsys)
    assert code == 3
    assert any(line.startswith("索引") and "wence rebuild" in line for line in found["bad"])


def test_people_read_marks_and_a_closing_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("[正常] 环境：wence ")
    assert lines[-1] == "没有发现问题。"
