"""``wence batch``: many conversations in, one line of JSON each out, in the same order."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from assistant.errors import AssistantError, reason
from assistant.keeping.settings import Client, parse_day
from corpus.errors import WenceError
from tui.cli.ask import LONGEST
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, DATA
from tui.cli.output import OutputError, safe, to_json
from tui.cli.parsing import Parser, add_as_of
from tui.cli.session import chosen_client, opened

if TYPE_CHECKING:
    from assistant.service import Assistant

TURN_KEYS = ("status", "answer", "headline", "intent", "citations", "ms")


class Talk(NamedTuple):
    """One line of the input: a conversation by itself."""

    id: str
    questions: tuple[str, ...]
    as_of: date | None


def configure(parser: Parser) -> None:
    parser.details.append(
        '每行一段独立的对话：{"id": "1", "as_of": "2026-11-22", "turns": [{"q": "…"}, {"q": "…"}]}，或者只写一句话。\n'
        '读不懂的行在原位给出 {"id": null, "line": 行号, "error": "原因"}，其余照常回答，退出码为 3。'
    )
    parser.option("file", metavar="文件", help="JSON Lines 或纯文本文件（UTF-8）；写 - 则从标准输入读取")
    add_as_of(parser)
    parser.option("--client", metavar="名字", help="用哪份客户档案补全问题里没说的事（见 wence client）")
    parser.option("-o", "--output", type=Path, metavar="文件", help="写入文件（默认标准输出）")


def run(options: argparse.Namespace) -> int:
    client = chosen_client(options)
    good = True
    with _source(options.file) as lines, _sink(options.output) as sink, opened(options) as assistant:
        for number, line in enumerate(lines, 1):
            text = line.strip(b" \t\r\n\xef\xbb\xbf" if number == 1 else b" \t\r\n")
            if not text:
                continue
            record = _answered(assistant, client, text, number)
            good = good and "error" not in record
            sink.write(to_json(record) + "\n")
            sink.flush()
    return ANSWERED if good else DATA


def read_talk(line: bytes, number: int) -> Talk:
    """One line as a conversation; a line that is no JSON object is one question, named by its line number.

    Raises:
        AssistantError: what can't be read, in Chinese.
    """
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise AssistantError(f"不是有效的 UTF-8 文本（第 {error.start + 1} 个字节起）") from None
    if not text.startswith("{"):
        return Talk(str(number), tuple(_questions({"turns": [{"q": text}]})), None)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"第 {error.colno} 个字处" if isinstance(error, json.JSONDecodeError) else "嵌套过深或数字过长"
        raise AssistantError(f"不是有效的 JSON（{where}）") from None
    return Talk(_id(value, number), tuple(_questions(value)), _day(value))


def _answered(assistant: Assistant, client: Client | None, line: bytes, number: int) -> dict[str, Any]:
    try:
        talk = read_talk(line, number)
    except WenceError as error:
        return {"id": None, "line": number, "error": error.message}
    from assistant.render import to_json as answer_record

    conversation = assistant.conversation(as_of=talk.as_of, client=client)
    turns = []
    for question in talk.questions:
        record = answer_record(conversation.ask(question))
        turns.append({key: record[key] for key in TURN_KEYS})
    return {"id": talk.id, "turns": turns}


def _id(value: dict[str, Any], number: int) -> str:
    given = value.get("id", number)
    if not isinstance(given, str | int):
        raise AssistantError("id 应是文字或整数")
    return _whole(str(given))


def _questions(value: dict[str, Any]) -> Iterator[str]:
    turns = value.get("turns")
    if not isinstance(turns, list) or not turns:
        raise AssistantError('缺少 turns：应是 [{"q": "问题"}, …]')
    for place, turn in enumerate(turns, 1):
        question = turn.get("q") if isinstance(turn, dict) else None
        if not isinstance(question, str):
            raise AssistantError(f"turns 的第 {place} 项缺少文字 q")
        if len(question) > LONGEST:
            raise AssistantError(f"turns 的第 {place} 项有 {len(question)} 个字，最多 {LONGEST} 个字")
        yield safe(_whole(question))


def _day(value: dict[str, Any]) -> date | None:
    given = value.get("as_of")
    if given is None:
        return None
    if not isinstance(given, str):
        raise AssistantError("as_of 应是 2026-11-22 这样的日期")
    return parse_day(given, "as_of")


def _whole(text: str) -> str:
    """A text that can be written as UTF-8: JSON may spell half of a character pair."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _source(name: str) -> Iterator[Iterable[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = open(name, "rb")  # noqa: SIM115 (closed below; only opening it may fail this way)
    except OSError as error:
        raise AssistantError(f"打不开文件 {name}：{reason(error)}", "请检查文件名；从标准输入读取请写 -。") from None
    with file:
        yield file


@contextmanager
def _sink(path: Path | None) -> Iterator[IO[str]]:
    if path is None:
        yield sys.stdout
        return
    try:
        file = path.open("w", encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise OutputError(f"写不了文件 {path}：{reason(error)}", "请换一个可写的文件名。") from None
    with file:
        yield file


HANDLERS = {"batch": Handler(configure, run)}
