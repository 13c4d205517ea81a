"""A damaged index as the asker meets it: an answer, a word on what was mended, and never another answer in silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.keeping import renewal
from assistant.service import Assistant
from index.generations import live_generation
from tests.conftest import AS_OF
from tests.index.test_damage import emptied, garbled
from tui.cli.main import main

QUESTION = "义乌的国家级绿色工厂能奖多少钱？"


@pytest.fixture
def home(wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = Path(shutil.copytree(wence_home, tmp_path / "home"))
    monkeypatch.setenv("WENCE_HOME", str(copied))
    return copied


def test_a_block_that_is_met_damaged_in_the_middle_of_an_answer_is_mended_and_answered(home: Path) -> None:
    told: list[str] = []
    question = "绿色工厂是什么"  # of statements: rows are read when the index is opened
    with Assistant.open(home, AS_OF) as wence:
        before = wence.ask(question).headline
    with Assistant.open(home, AS_OF, notice=told.append) as wence:
        garbled(home / "index" / "1" / "engine" / "segment-1")
        for block in range(0, (home / "index" / "1" / "engine" / "segment-1").stat().st_size, 50_000):
            wreck(home / "index" / "1" / "engine" / "segment-1", block)
        assert wence.ask(question).headline == before
        assert wence.generation == "2"
    assert "segment-1 损坏" in told[0]


def test_passages_damaged_after_opening_are_mended_and_answered(home: Path) -> None:
    question = "绿色工厂复核的要求"
    with Assistant.open(home, AS_OF) as wence:
        before = wence.ask(question).headline
    with Assistant.open(home, AS_OF) as wence:
        emptied(home / "index" / "1" / "corpus/all.passages.json")
        assert wence.ask(question).headline == before


def test_a_rebuild_tells_what_was_damaged_and_that_nothing_could_be_compared(home: Path) -> None:
    emptied(home / "index" / "1" / "words.json")
    lines = renewal.rebuild(home).lines()
    assert "words.json 损坏" in lines[0]
    assert live_generation(home) == "2"


def test_the_doctor_names_the_file_and_the_next_question_answers(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    emptied(home / "index" / "1" / "engine" / "segments.json")
    assert main(["doctor"]) == 3
    assert "engine/segments.json 损坏" in capsys.readouterr().out
    assert main(["ask", QUESTION]) == 0
    said = capsys.readouterr()
    assert "500 万元" in said.out
    assert "segments.json 损坏" in said.err
    assert main(["doctor"]) == 0


def wreck(path: Path, start: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xff" * 16)
