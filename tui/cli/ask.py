"""``wence ask``: one question, one answer."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from assistant.errors import AssistantError, reason
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, NOT_GROUNDED, UsageError
from tui.cli.output import emit, safe, to_json
from tui.cli.session import chosen_client, opened, record_of

if TYPE_CHECKING:
    import argparse

    from tui.cli.parsing import Parser

MOST_TYPED = 1_000_000
"""bytes from stdin; a question is a hundredth of that at most"""
STYLES = ("text", "markdown", "json")
FIELDS = (
    "question", "as_of", "status", "intent", "understood", "headline", "answer", "citations", "records", "caveats",
    "suggestions", "validity", "computed", "generation", "ms", "answer_id", "unused", "aspect", "explain",
)  # fmt: skip


BARE = {
    "style": "text", "json": None, "fields": (), "template": None, "as_of": None, "client": None, "explain": False,
}  # fmt: skip
"""what ``configure`` makes of a question without options"""


def configure(parser: Parser) -> None:
    from tui.cli.parsing import add_as_of, add_client, add_json, one_of

    parser.option("words", nargs="*", metavar="问题", help="要问的话；写 - 则从标准输入读取")
    parser.option(
        "--format", dest="style", type=one_of(STYLES), choices=STYLES, default="text", metavar="格式",
        help="text、markdown 或 json（默认 text）",
    )  # fmt: skip
    add_json(parser, FIELDS)
    add_as_of(parser)
    add_client(parser)
    parser.option("--explain", action="store_true", help="附上理解过程：识别出什么、用了哪条规则、取了哪些条目")


def run(options: argparse.Namespace) -> int:
    question = asked(options.words)
    client = chosen_client(options)
    with opened(options) as assistant:
        answer = assistant.ask(question, client=client)
    if options.template or options.style == "json":
        from tui.cli.picking import filled, picked

        record = record_of(answer, client) | ({"explain": list(answer.explain)} if options.explain else {})
        if options.template:
            emit(filled(options.template, record))
        else:
            emit(to_json(picked(record, options.fields), indent=1))
    else:
        from assistant.saying import render

        text = render.markdown(answer) if options.style == "markdown" else render.plain_text(answer)
        emit(safe(text + explanation(answer.explain) if options.explain else text))
    return ANSWERED if answer.status in ("answered", "partial") else NOT_GROUNDED


ASK = "请写出问题，例如 wence ask 义乌的国家级绿色工厂能奖多少钱？"


def asked(words: Iterable[str], empty: str = "问题是空的。", hint: str = ASK) -> str:
    """The question from the words of the command line, or from stdin for a single ``-``; what is said of an empty one.

    Raises:
        UsageError: it is empty, or no text.
        AssistantError: stdin is no text.
    """
    words = list(words)
    question = _from_stdin() if words == ["-"] else " ".join(words)
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise UsageError(
            "问题里有不是 UTF-8 编码的字节。", "请在使用 UTF-8 的终端里输入，或用 wence ask - 从 UTF-8 文件读取。"
        )
    question = safe(question).strip()
    if not question:
        raise UsageError(empty, hint)
    return question


def explanation(lines: Iterable[str]) -> str:
    """The way an answer came about, to stand below it."""
    return "\n\n理解过程：\n" + "\n".join(f"  - {line}" for line in lines)


def _from_stdin() -> str:
    from corpus.bounded import bounded

    try:
        data = bounded(sys.stdin.buffer, MOST_TYPED)
    except OSError as error:
        raise AssistantError(f"标准输入{reason(error)}。", "请缩短问题，或用 wence batch 一次回答许多问题。") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _in_another_encoding(data) or _unreadable(error)


def _in_another_encoding(data: bytes) -> str:
    """The text as an editor may have saved it; "" where a character is lost, which a question can't bear."""
    from tui.cli.questions import recoded

    with suppress(AssistantError, UnicodeDecodeError):
        text = recoded(data).decode("utf-8")
        return "" if "\ufffd" in text else text
    return ""


def _unreadable(error: UnicodeDecodeError) -> NoReturn:
    raise AssistantError(
        f"标准输入不是有效的 UTF-8 文本（第 {error.start + 1} 个字节起）。", "请把内容另存为 UTF-8 后再试。"
    ) from None


HANDLERS = {"ask": Handler(configure, run, BARE)}
