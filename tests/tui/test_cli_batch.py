"""``wence batch`` end to end: conversations in, answers out in the same order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui.cli.main import main

TURN_KEYS = {"status", "answer", "headline", "intent", "citations", "ms"}


@pytest.fixture(autouse=True)
def _home(wence_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HOME", str(wence_home))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-22")


def batch(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str | bytes, *options: str
) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and records for a file of that text."""
    file = tmp_path / "questions"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    capsys.readouterr()
    code = main(["batch", str(file), *options])
    captured = capsys.readouterr()
    assert captured.err == ""
    return code, [json.loads(line) for line in captured.out.splitlines()]


def line(number: str, *questions: str, **more: Any) -> str:
    return json.dumps({"id": number, "turns": [{"q": question} for question in questions], **more}, ensure_ascii=False)


def test_conversations_are_answered_in_order_each_by_itself(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = "\n".join((line("b", "义乌的国家级绿色工厂能奖多少钱？", "省级呢？"), line("a", "省级呢？")))
    code, records = batch(capsys, tmp_path, text)
    assert (code, [record["id"] for record in records]) == (0, ["b", "a"])
    talk, alone = records
    assert all(set(turn) >= TURN_KEYS for turn in talk["turns"])
    assert "500 万元" in talk["turns"][0]["headline"]
    assert "义乌" in talk["turns"][1]["answer"]
    assert "义乌" not in alone["turns"][0]["headline"]


def test_each_line_is_asked_on_its_own_day(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    question = "义乌的国家级绿色工厂奖励还有效吗？"
    text = "\n".join((line("1", question, as_of="2019-06-30"), line("2", question)))
    _, (then, now) = batch(capsys, tmp_path, text)
    assert then["turns"][0]["answer"] != now["turns"][0]["answer"]


def test_plain_lines_are_questions_and_blank_ones_are_skipped(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, records = batch(capsys, tmp_path, "\ufeff义乌国家级奖多少？\r\n\r\n第三批有多少家？\r\n")
    assert (code, [record["id"] for record in records]) == (0, ["1", "3"])
    assert "391" in records[1]["turns"][0]["answer"]


def test_a_bad_line_is_told_in_its_place_and_the_rest_is_answered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = "义乌国家级奖多少？\n{broken\n".encode() + "义乌".encode("gb18030") + "\n第三批有多少家？".encode()
    code, records = batch(capsys, tmp_path, text)
    assert code == 3
    assert [record["id"] for record in records] == ["1", None, None, "4"]
    assert [record.get("line") for record in records] == [None, 2, 3, None]
    assert "JSON" in records[1]["error"]
    assert "UTF-8" in records[2]["error"]


def test_the_answers_can_go_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, records = batch(capsys, tmp_path, "义乌国家级奖多少？", "-o", str(tmp_path / "answers.jsonl"))
    assert (code, records) == (0, [])
    assert json.loads((tmp_path / "answers.jsonl").read_text(encoding="utf-8"))["id"] == "1"


def test_a_missing_file_is_a_clear_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["batch", str(tmp_path / "none")]) == 3
    assert "打不开文件" in capsys.readouterr().err


@pytest.mark.parametrize("question", ["", " ", "\x00\x1b[2J", "\ud800", "政" * 34_000], ids=range(5))
def test_an_odd_question_of_a_batch_gets_an_answer_of_its_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, question: str
) -> None:
    code, records = batch(capsys, tmp_path, json.dumps({"id": "x", "turns": [{"q": question}]}))
    assert code in (0, 3)
    assert records[0].get("error") or records[0]["turns"][0]["status"] in ("clarify", "no_answer")
