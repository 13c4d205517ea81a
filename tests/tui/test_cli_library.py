"""The library on the command line: what is added answers, what is removed or rolled back doesn't."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tui.cli.main import main

NOTICE = """# 火炬县绿色工厂奖励办法

火炬发〔2026〕8号

各有关单位：

一、对新获评国家级绿色工厂的企业，一次性奖励 77 万元。

二、本办法自 2026 年 1 月 1 日起施行，有效期 3 年。

义乌市人民政府办公室

2025 年 12 月 20 日
"""


@pytest.fixture
def home(wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, built already."""
    copied = tmp_path / "home"
    shutil.copytree(wence_home, copied)
    monkeypatch.setenv("WENCE_HOME", str(copied))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-22")
    return copied


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def finds(capsys: pytest.CaptureFixture[str], text: str) -> bool:
    return "火炬" in run(capsys, "search", text, "-n", "3")[1]


def test_an_added_notice_is_found_listed_shown_and_gone_when_removed(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    (tmp_path / "办法.md").write_text(NOTICE, encoding="utf-8")
    assert not finds(capsys, "火炬县绿色工厂奖励办法")
    code, out, _ = run(
        capsys, "corpus", "add", str(tmp_path / "办法.md"), "--place", "义乌市", "--issued", "2025-12-20"
    )
    assert code == 0, out
    assert "已加入" in out
    assert "已切换到第 2 代索引" in out
    assert finds(capsys, "火炬县绿色工厂奖励办法")

    documents = json.loads(run(capsys, "corpus", "list", "--json")[1])
    (added,) = [document for document in documents if document["origin"] == "加入"]
    assert (added["issue_date"], added["title"]) == ("2025-12-20", "火炬县绿色工厂奖励办法")
    code, shown, _ = run(capsys, "corpus", "show", added["id"])
    assert code == 0
    assert "77 万元" in shown
    assert "义乌市" in shown

    assert run(capsys, "corpus", "remove", added["id"])[0] == 0
    assert not finds(capsys, "火炬县绿色工厂奖励办法")


def test_a_generation_can_be_gone_back_to(capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path) -> None:
    (tmp_path / "办法.md").write_text(NOTICE, encoding="utf-8")
    run(capsys, "corpus", "add", str(tmp_path / "办法.md"))
    generations = json.loads(run(capsys, "history", "--json")[1])
    assert [(one["generation"], one["live"]) for one in generations] == [("2", True), ("1", False)]
    assert run(capsys, "rollback")[0] == 0
    assert not finds(capsys, "火炬县绿色工厂奖励办法")
    assert "是" in run(capsys, "history")[1]


def test_without_a_rebuild_the_next_one_takes_it_up(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    (tmp_path / "办法.md").write_text(NOTICE, encoding="utf-8")
    assert run(capsys, "corpus", "add", str(tmp_path / "办法.md"), "--no-rebuild")[0] == 0
    assert len(json.loads(run(capsys, "history", "--json")[1])) == 1
    code, out, _ = run(capsys, "rebuild", "--check")
    assert (code, "火炬" in out) == (0, True)
    assert len(json.loads(run(capsys, "history", "--json")[1])) == 1
    assert run(capsys, "rebuild")[0] == 0
    assert len(json.loads(run(capsys, "history", "--json")[1])) == 2


def test_a_rebuild_that_changes_nothing_says_so(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    code, out, err = run(capsys, "rebuild")
    assert (code, err) == (0, "")
    assert "没有变化" in out


def test_one_refused_file_exits_3_and_the_others_are_taken(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    (tmp_path / "办法.md").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "空.md").write_bytes(b"")
    (tmp_path / "程序.exe").write_bytes(b"MZ\x00")
    code, out, _ = run(
        capsys, "corpus", "add", "--no-rebuild", *(str(tmp_path / name) for name in ("空.md", "办法.md", "程序.exe"))
    )
    assert code == 3
    assert out.count("未加入") == 2
    assert out.count("已加入") == 1


@pytest.mark.parametrize("arguments", [["corpus", "show", "nix"], ["corpus", "remove", "nix"], ["rollback", "99"]])
def test_what_is_not_there_is_a_clear_error(
    capsys: pytest.CaptureFixture[str], home: Path, arguments: list[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (3, "")
    assert arguments[-1] in err


def test_the_shipped_document_is_shown_with_its_digest(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    code, out, _ = run(capsys, "corpus", "show", "gfr2020")
    assert code == 0
    assert out.startswith("编号：gfr2020\n标题：绿色工厂政策分析报告\n")
    assert "补贴 62" in out


def test_an_untouched_library_has_no_problem(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    code, out, _ = run(capsys, "corpus", "check")
    assert code == 0
    assert "没有发现问题" in out


@pytest.mark.parametrize("option", ["--title", "--issuer", "--number", "--place", "--replaces"])
@pytest.mark.parametrize("call", ["add", "set"])
def test_metadata_that_is_no_text_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, call: str, option: str
) -> None:
    assert main(["corpus", call, str(tmp_path / "通知.txt"), option, "标题\udcff"]) == 2
    said = capsys.readouterr().err
    assert f"{option}：里面有不是 UTF-8 编码的字节" in said
