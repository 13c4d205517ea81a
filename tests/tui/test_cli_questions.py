"""Questions as they come in: words of a command line, stdin, lines of a batch file."""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AssistantError
from corpus.errors import WenceError
from tui.cli.ask import asked
from tui.cli.diagnostics import UsageError
from tui.cli.questions import read_talk


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """The bytes behind sys.stdin."""
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    return data


def test_words_make_one_question() -> None:
    assert asked(["义乌", "能奖多少？"]) == "义乌 能奖多少？"


def test_a_dash_reads_the_question_from_stdin(stdin: io.BytesIO) -> None:
    stdin.write("\ufeff义乌能奖多少？\r\n".encode())
    stdin.seek(0)
    assert asked(["-"]) == "义乌能奖多少？"


@pytest.mark.parametrize("words", [[], [""], ["  \t\n"], ["\x00\x1b"]])
def test_an_empty_question_is_a_usage_error(words: list[str]) -> None:
    with pytest.raises(UsageError, match="空的"):
        asked(words)


def test_bytes_of_another_encoding_on_stdin_are_refused_by_their_place(stdin: io.BytesIO) -> None:
    stdin.write("问".encode() + "义乌".encode("gb18030"))
    stdin.seek(0)
    with pytest.raises(AssistantError, match="第 4 个字节"):
        asked(["-"])


def test_bytes_of_another_encoding_in_an_argument_are_refused() -> None:
    with pytest.raises(UsageError, match="UTF-8"):
        asked(["义乌".encode("gb18030").decode("utf-8", "surrogateescape")])


def test_control_characters_of_a_question_become_spaces() -> None:
    assert asked(["义\x1b[31m乌\x00能奖多少"]) == "义 [31m乌 能奖多少"


def test_a_plain_line_is_one_question_named_by_its_line() -> None:
    assert read_talk("义乌能奖多少？".encode(), 7) == ("7", ("义乌能奖多少？",), None, None)


def test_a_json_line_is_a_conversation_on_its_day() -> None:
    line = {"id": "a", "as_of": "2019-06-30", "turns": [{"q": "义乌？", "expect": {}}, {"q": "省级呢？"}], "why": 1}
    assert read_talk(json.dumps(line).encode(), 1) == ("a", ("义乌？", "省级呢？"), date(2019, 6, 30), None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "a", "turns": [', "JSON"),
        ("{" * 100_000, "JSON"),
        ('{"turns": ' + "[" * 100_000, "嵌套过深"),
        ('{"id": ' + "1" * 5000 + "}", "数字过长"),
        ('{"id": "a"}', "缺少 turns"),
        ('{"id": "a", "turns": []}', "缺少 turns"),
        ('{"id": "a", "turns": ["义乌"]}', "第 1 项"),
        ('{"id": "a", "turns": [{"q": "义乌"}, {"q": 5}]}', "第 2 项"),
        ('{"id": ["a"], "turns": [{"q": "义乌"}]}', "id"),
        ('{"as_of": "2026-02-30", "turns": [{"q": "义乌"}]}', "2026-02-30"),
        ('{"as_of": 2026, "turns": [{"q": "义乌"}]}', "as_of"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, said: str) -> None:
    with pytest.raises(WenceError, match=said):
        read_talk(line.encode(), 1)


def test_a_line_of_another_encoding_says_so() -> None:
    with pytest.raises(WenceError, match="UTF-8"):
        read_talk("义乌能奖多少".encode("gb18030"), 1)


def json_line(text: str) -> bytes:
    return json.dumps({"turns": [{"q": text}]}).encode()


@given(st.binary(max_size=80) | st.text(max_size=60).map(json_line))
def test_any_line_is_a_conversation_that_can_be_written_or_a_clear_error(line: bytes) -> None:
    with suppress(WenceError):
        talk = read_talk(line, 1)
        json.dumps([talk.id, talk.questions], ensure_ascii=False).encode("utf-8")
