"""Shipped documents that are left out: by the environment for a run, by the command for good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.generations import live_generation
from tests.faults import unwritable
from tui.cli.main import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENCE_HOME", str(tmp_path))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-26")
    monkeypatch.delenv("WENCE_WITHOUT")
    return tmp_path


def documents(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert main(["corpus", "list", "--json"]) == 0
    return [row["id"] for row in json.loads(capsys.readouterr().out)]


def searched(capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether the text of what changed since is found."""
    capsys.readouterr()
    main(["search", "梯度培育及管理暂行办法 年度动态管理表", "--json"])
    return "梯度培育" in capsys.readouterr().out


def test_both_documents_are_there_until_one_is_left_out(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert documents(capsys) == ["gfr2020", "changes2026"]
    assert searched(capsys)
    monkeypatch.setenv("WENCE_WITHOUT", "changes2026")
    assert documents(capsys) == ["gfr2020"]
    assert not searched(capsys)
    monkeypatch.setenv("WENCE_WITHOUT", "")
    assert searched(capsys)


def test_the_command_leaves_out_and_takes_in_for_good(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "off", "changes2026"]) == 0
    assert "已停用：changes2026" in capsys.readouterr().out
    assert documents(capsys) == ["gfr2020"]
    assert not searched(capsys)
    assert main(["corpus", "off", "changes2026"]) == 0
    assert "已经停用，没有改动" in capsys.readouterr().out
    assert main(["corpus", "on", "changes2026"]) == 0
    assert documents(capsys) == ["gfr2020", "changes2026"]
    assert searched(capsys)


def test_an_id_that_is_not_shipped_is_refused_with_what_can_be_written(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["corpus", "off", "report"]) == 3
    assert "可以停用的编号：gfr2020、changes2026" in capsys.readouterr().err
    monkeypatch.setenv("WENCE_WITHOUT", "changes2025")
    assert main(["corpus", "list"]) == 3
    assert "环境变量 WENCE_WITHOUT 写了「changes2025」" in capsys.readouterr().err


def test_what_the_config_leaves_out_survives_a_change_of_theme(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from dataclasses import replace

    from assistant.keeping.settings import load_config, save_config

    assert main(["corpus", "off", "changes2026"]) == 0
    save_config(home, replace(load_config(home), theme="dark"))
    capsys.readouterr()
    assert documents(capsys) == ["gfr2020"]


REPORTED = "义乌的国家级绿色工厂能奖多少钱？"


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """The answer to what only the report tells."""
    capsys.readouterr()
    main(["ask", REPORTED])
    return capsys.readouterr().out.splitlines()[0]


def test_the_report_is_left_out_although_the_index_was_built_with_it(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "500 万元" in told(capsys)
    monkeypatch.setenv("WENCE_WITHOUT", "gfr2020")
    assert "没有收录义乌市" in told(capsys)
    monkeypatch.delenv("WENCE_WITHOUT")
    assert "500 万元" in told(capsys)
    assert main(["corpus", "off", "gfr2020"]) == 0
    assert "没有收录义乌市" in told(capsys)
    assert main(["rebuild", "--force"]) == 0
    assert main(["corpus", "on", "gfr2020"]) == 0
    assert "500 万元" in told(capsys)


def test_an_index_that_can_not_be_written_anew_never_tells_what_is_left_out(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "500 万元" in told(capsys)
    unwritable(monkeypatch)
    monkeypatch.setenv("WENCE_WITHOUT", "gfr2020")
    assert "没有收录义乌市" in told(capsys)
    assert live_generation(home) == "1"


def test_doctor_tells_when_the_index_holds_what_is_left_out(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(capsys)
    monkeypatch.setenv("WENCE_WITHOUT", "gfr2020")
    assert main(["doctor"]) == 0
    assert "随附资料 gfr2020 已停用、索引里还有" in capsys.readouterr().out
    told(capsys)
    assert main(["doctor"]) == 0
    assert "gfr2020" not in capsys.readouterr().out


def test_leaving_out_is_logged_and_called_neither_unrelated_nor_forced(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    for call in ("off", "on"):
        assert main(["corpus", call, "gfr2020"]) == 0
        assert "警告" not in capsys.readouterr().out
    assert main(["log"]) == 0
    log = capsys.readouterr().out
    assert ("停用" in log, "恢复使用" in log, "强制切换" in log) == (True, True, False)
    assert main(["rollback"]) == 0
    assert "这一代建立时，gfr2020 的停用与现在的设置不同" in capsys.readouterr().out


def test_both_can_be_left_out_and_come_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys)
    for doc_id in ("gfr2020", "changes2026"):
        assert main(["corpus", "off", doc_id]) == 0
    assert documents(capsys) == []
    assert "没有收录义乌市" in told(capsys)
    assert main(["corpus", "on", "gfr2020"]) == 0
    assert "500 万元" in told(capsys)
