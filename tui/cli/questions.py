"""The lines of a file of questions: whatever encoding an editor saved it in, each line a conversation or an error."""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import IO, Any, NamedTuple

from assistant.errors import AssistantError, reason
from assistant.keeping.settings import Client, client_from, parse_day
from corpus.bounded import MEGABYTE, bounded, read_bounded, too_long
from corpus.errors import WenceError
from tui.cli.output import safe

WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
OTHER_KINDS = {b"PK\x03\x04": "Word 或 Excel 文件", b"\xd0\xcf\x11\xe0": "旧版 Word 或 Excel 文件", b"%PDF": "PDF 文件"}
"""how files begin that are no text"""
BLANKS = b" \t\r\n"
MOST_BYTES = 50 * MEGABYTE
LONGEST_LINE = 2 * MEGABYTE
"""bytes of a line that is read from stdin as it comes"""

Id = str | int


class Talk(NamedTuple):
    """One line of the input: a conversation by itself."""

    id: Id
    questions: tuple[str, ...]
    as_of: date | None
    client: str | Client | None = None
    """a profile's name or the profile itself; "" is nobody, None leaves it to ``--client``"""


class LineError(AssistantError):
    """A line that can't be read, with its id where that much could be."""

    def __init__(self, message: str, line_id: Id | None = None) -> None:
        super().__init__(message)
        self.id = line_id


def lines_of(name: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, or of stdin for ``-``, that are not blank, in UTF-8, with their numbers from 1 on.

    stdin is read line by line, so that a program can ask and wait for the answer.

    Raises:
        AssistantError: the file can't be opened, or is no text.
    """
    lines = _stdin_lines(sys.stdin.buffer) if name == "-" else _split(recoded(_content(name)))
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(codecs.BOM_UTF8).strip(BLANKS) if number == 1 else line.strip(BLANKS)
        if text:
            yield number, text


def read_talk(line: bytes, number: int) -> Talk:
    """One line as a conversation; a line that is no JSON object is one question, named by its line number.

    Raises:
        LineError: what can't be read, in Chinese.
    """
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LineError(f"不是有效的 UTF-8 文本（第 {error.start + 1} 个字节起）") from None
    if not text.startswith("{"):
        return Talk(str(number), tuple(_questions({"turns": [{"q": text}]})), None)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"第 {error.colno} 个字处" if isinstance(error, json.JSONDecodeError) else "嵌套过深或数字过长"
        raise LineError(f"不是有效的 JSON（{where}）", _leading_id(text)) from None
    line_id = _id(value, number)
    try:
        return Talk(line_id, tuple(_questions(value)), _day(value), _client(value))
    except WenceError as error:
        raise LineError(error.message + error.hint, line_id if value.get("id") is not None else None) from None


def _content(name: str) -> bytes:
    try:
        return read_bounded(name, MOST_BYTES)
    except (OSError, ValueError) as error:
        raise AssistantError(f"打不开文件 {name}：{reason(error)}", "请检查文件名；从标准输入读取请写 -。") from None


def _stdin_lines(stream: IO[bytes]) -> Iterable[bytes]:
    first = stream.readline(LONGEST_LINE)
    if not first.startswith(WIDE_MARKS) and b"\0" not in first and _is_utf8(first):
        line = first
        while line:
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                raise _too_much(too_long(LONGEST_LINE))
            yield from line.split(b"\r") if _ends_lines_with_cr(line) else (line,)
            line = stream.readline(LONGEST_LINE)
    else:
        try:
            rest = bounded(stream, MOST_BYTES)
        except OSError as error:
            raise _too_much(error) from None
        yield from _split(recoded(first + rest))


def _too_much(error: OSError) -> AssistantError:
    return AssistantError(f"标准输入{reason(error)}。", "请分成几次提问。")


def _split(data: bytes) -> list[bytes]:
    """The lines of a text, also where an old editor ended them with a carriage return alone."""
    return data.split(b"\r" if _ends_lines_with_cr(data) else b"\n")


def _ends_lines_with_cr(data: bytes) -> bool:
    return b"\r" in data.strip(BLANKS) and b"\n" not in data.strip(BLANKS)


def recoded(data: bytes) -> bytes:
    """The bytes of a file in UTF-8; a file of UTF-8 stays as it is, with the lines of it that are broken.

    Raises:
        AssistantError: they are no text.
    """
    for mark, kind in OTHER_KINDS.items():
        if data.startswith(mark):
            raise AssistantError(
                f"这是{kind}，不是问题文件。", "请把问题另存为文本文件（编码选 UTF-8），一行一个问题；或用 JSON Lines。"
            )
    wide = data.startswith(WIDE_MARKS) or b"\0" in data[:4096]
    if not wide and _mostly_utf8(data):
        return data
    from corpus.readers.decode import decode

    try:
        return decode(data).encode("utf-8")
    except WenceError as error:
        raise AssistantError(
            f"认不出这个文件的编码：{error.message}", "请用记事本另存为，编码选 UTF-8，再试一次。"
        ) from None


def _mostly_utf8(data: bytes) -> bool:
    """Whether UTF-8 reads more of the lines with Chinese in them than it fails at."""
    if _is_utf8(data):
        return True
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    return 2 * sum(map(_is_utf8, lines)) >= len(lines)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _leading_id(text: str) -> Id | None:
    """The id at the beginning of a line that breaks off later."""
    found = re.match(r'\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d{1,18}(?=\s*[,}]))', text)
    if not found:
        return None
    try:
        value = json.loads(found[1])
    except ValueError:
        return None
    return whole(value) if isinstance(value, str) else int(value)


def _id(value: Mapping[str, Any], number: int) -> Id:
    """The line's own id as it was written, a number as a number; without one the number of the line, as text."""
    given = value.get("id")
    if given is None:
        return str(number)
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise LineError("id 应是文字或整数")
    return whole(given) if isinstance(given, str) else given


def _questions(value: Mapping[str, Any]) -> Iterator[str]:
    turns = value.get("turns")
    if not isinstance(turns, list) or not turns:
        raise AssistantError('缺少 turns：应是 [{"q": "问题"}, …]')
    for place, turn in enumerate(turns, 1):
        question = turn.get("q") if isinstance(turn, dict) else None
        if not isinstance(question, str):
            raise AssistantError(f"turns 的第 {place} 项缺少文字 q")
        yield safe(whole(question))


def _day(value: Mapping[str, Any]) -> date | None:
    given = value.get("as_of")
    if given is None:
        return None
    if not isinstance(given, str):
        raise AssistantError("as_of 应是 2026-11-22 这样的日期")
    return parse_day(given, "as_of")


def _client(value: Mapping[str, Any]) -> str | Client | None:
    given = value.get("client")
    if isinstance(given, dict):
        return client_from({"name": "本行", **given}, "client")
    if given is not None and not isinstance(given, str):
        raise AssistantError('client 应是客户档案的名字，或 {"place": "义乌", "level": "国家级"} 这样的档案')
    return whole(given) if given is not None else None


def whole(text: str) -> str:
    """A text that can be written as UTF-8: JSON may spell half of a character pair."""
    return text.encode("utf-8", "replace").decode("utf-8")
