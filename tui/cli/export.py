"""``wence export memo``: answers taken away as Word, Markdown or HTML."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, reason
from assistant.keeping.settings import Client, home_folder, list_clients, load_client
from assistant.keeping.writing import same_file
from corpus.bounded import MEGABYTE, read_bounded
from corpus.frozen import frozen
from tui.cli.ask import asked
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, NOT_GROUNDED, UsageError
from tui.cli.output import safe, written
from tui.cli.parsing import Parser, add_as_of, named_file
from tui.cli.remembering import remember
from tui.cli.session import chosen_client, opened

if TYPE_CHECKING:
    from assistant.exporting.memo import Memo
    from assistant.exporting.taken import Taken
    from assistant.service import Assistant

SUFFIXES = {".docx": "word", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}
MOST_TEMPLATE = 50 * MEGABYTE
MOST_QUESTIONS = 500
"""questions of one memo; more are a batch"""


@frozen
class Asked:
    """Questions of one conversation, and what was once answered to each."""

    questions: tuple[str, ...]
    as_of: date | None = None
    client: str | Client | None = None
    """a profile's name or the profile itself; "" is nobody, None leaves it to ``--client``"""
    then: tuple[tuple[str, str], ...] = ()
    """the day and the headline of each answer in the kept conversation"""


def configure_memo(parser: Parser) -> None:
    parser.details.append(
        "每个问题一段：金额、有效状态、结论、表格；尾注写明出处，最后一页列出未收录和待核实的事项。\n"
        "同样的输入得到逐字节相同的文件；文件里带着每个回答的编号，以后用 wence verify 核对。"
    )
    parser.option("questions", nargs="*", metavar="问题", help="每个参数是一个问题；含空格的问题请加引号")
    parser.option("-f", "--file", type=Path, metavar="文件", help="问题文件：一行一问，或 wence batch 的 JSON Lines")
    parser.option("--talk", metavar="编号", help="导出一段保存的对话，写 last 是最近一段；会按所问日期重新回答")
    parser.option("-o", "--output", type=named_file, metavar="文件", help="写入文件：.docx、.md 或 .html（必写）")
    parser.option("--title", metavar="文字", help="标题（默认 绿色工厂政策问答备忘录）")
    parser.option("--client", metavar="名字", help="用哪份客户档案补全问题里没说的事（见 wence client）")
    parser.option("--template", type=Path, metavar="文件", help="用自己的 Word 文件（.docx）的样式、页面和页眉页脚")
    add_as_of(parser)


def run_memo(options: argparse.Namespace) -> int:
    style = _style(options)
    template = _template(options)
    groups = tuple(_asked(options))
    client = chosen_client(options)
    with opened(options) as assistant:
        taken = [one for group in groups for one in _answered(assistant, group, client)]
        return _export(assistant, taken, _memo(assistant, taken, groups, options), options.output, style, template)


def _export(
    assistant: Assistant, taken: list[Taken], page: Memo, file: Path, style: str, template: bytes | None
) -> int:
    """Write the file, remember what is in it, and say so."""
    from assistant.exporting.kept import kept, to_json
    from assistant.exporting.standing import Standing

    standing = Standing(assistant.corpus)
    answers = [kept(one, standing) for one in taken]
    content = _bytes(page, to_json(answers), style, template)
    with written(file, f"已写入 {file}：{len(taken)} 个问题，{len(page.notes)} 条依据。") as whole:
        whole.write(content)
    remember(assistant, taken, file)
    grounded = any(one.answer.status in ("answered", "partial") for one in taken)
    return ANSWERED if grounded else NOT_GROUNDED


def _memo(assistant: Assistant, taken: list[Taken], groups: Iterable[Asked], options: argparse.Namespace) -> Memo:
    from assistant.exporting.memo import memo

    return memo(
        taken,
        assistant.corpus,
        day=assistant.as_of,
        generation=assistant.generation,
        title=safe(options.title or "").strip(),
        client=_one_client(taken),
        then=[one for group in groups for one in group.then],
    )


def _bytes(page: Memo, kept: str, style: str, template: bytes | None) -> bytes:
    if style == "word":
        from assistant.exporting.memo_word import word

        return word(page, kept, template)
    from assistant.exporting import memo_pages

    return (memo_pages.html if style == "html" else memo_pages.markdown)(page, kept).encode("utf-8", "replace")


def _style(options: argparse.Namespace) -> str:
    if options.output is None:
        raise UsageError("没有写要导出到哪个文件。", "请加 -o 备忘录.docx（也可以是 .md 或 .html）。")
    style = SUFFIXES.get(options.output.suffix.lower(), "")
    if not style:
        raise UsageError(
            f"不能导出成「{options.output.suffix or options.output.name}」。", "文件名请以 .docx、.md 或 .html 结尾。"
        )
    if options.template and style != "word":
        raise UsageError("--template 只用于 Word 文件。", "请把 -o 的文件名改成以 .docx 结尾，或去掉 --template。")
    for what, path in (("问题", options.file), ("模板", options.template)):
        if path is not None and same_file(0 if str(path) == "-" else path, options.output):
            problem = f"{what}和备忘录是同一个文件（{options.output}），备忘录会盖掉{what}。"
            raise UsageError(problem, "请给 -o 写另一个文件名，例如 备忘录.docx。")
    return style


def _template(options: argparse.Namespace) -> bytes | None:
    if options.template is None:
        return None
    try:
        return read_bounded(options.template, MOST_TEMPLATE)
    except OSError as error:
        raise AssistantError(f"打不开模板 {options.template}：{reason(error)}", "请检查文件名。") from None


def _asked(options: argparse.Namespace) -> Iterator[Asked]:
    """The questions from the command line, a file or a conversation; exactly one of the three."""
    given = [bool(options.questions), options.file is not None, options.talk is not None]
    if sum(given) != 1:
        what = "没有要问的问题。" if not any(given) else "问题、-f 和 --talk 只能用一种。"
        raise UsageError(what, "请写出问题，或用 -f 问题.txt，或用 --talk last。")
    if options.questions:
        yield from (Asked(questions=(asked([words]),)) for words in options.questions)
    elif options.file is not None:
        yield from _in_file(options.file)
    else:
        yield _in_talk(options.talk, () if options.client else list_clients(home_folder()))


def _in_file(path: Path) -> Iterator[Asked]:
    """The questions of a file; one line that can't be read stops the memo, so that none is missing unseen."""
    from tui.cli.questions import lines_of, read_talk

    numbered = list(lines_of(str(path)))
    if not numbered:
        raise AssistantError(f"{path} 里没有问题。", "请一行写一个问题。")
    if len(numbered) > MOST_QUESTIONS:
        raise AssistantError(
            f"{path} 有 {len(numbered)} 行，一份备忘录最多 {MOST_QUESTIONS} 行。", "请用 wence batch 一次回答许多问题。"
        )
    for number, line in numbered:
        try:
            talk = read_talk(line, number)
        except AssistantError as error:
            raise AssistantError(
                f"{path} 第 {number} 行：{error.message}", error.hint or "请改正这一行再试。"
            ) from None
        yield Asked(questions=talk.questions, as_of=talk.as_of, client=talk.client)


def _in_talk(name: str, known: Sequence[str]) -> Asked:
    """A kept conversation, for its client where that profile is still known."""
    from assistant.keeping.talks import Talks

    talks = Talks(home_folder())
    if name == "last":
        kept = talks.all()
        if not kept:
            raise AssistantError("还没有保存的对话。", "先在终端界面里提问，或直接写出问题。")
        talk = kept[0]
    else:
        talk = talks.load(name)
    if not talk.turns:
        raise AssistantError(f"对话「{talk.title}」里没有问题。", "请换一段对话。")
    clients = {turn.client for turn in talk.turns} & set(known)
    return Asked(
        questions=tuple(turn.question for turn in talk.turns),
        client=clients.pop() if len(clients) == 1 else None,
        then=tuple((turn.as_of, turn.answer.headline if turn.answer else "") for turn in talk.turns),
    )


def _answered(assistant: Assistant, group: Asked, client: Client | None) -> Iterator[Taken]:
    from assistant.exporting.taken import Taken

    if isinstance(group.client, Client):
        client = group.client
    elif group.client is not None:
        client = load_client(assistant.home, group.client) if group.client else None
    talk = assistant.conversation(as_of=group.as_of, client=client)
    for number, question in enumerate(group.questions):
        answer = talk.ask(question)
        yield Taken(answer=answer, client=client, before=group.questions[:number])


def _one_client(taken: Iterable[Taken]) -> Client | None:
    """The client of all answers, where it is one."""
    clients = {one.client_name: one.client for one in taken}
    return next(iter(clients.values())) if len(clients) == 1 else None


HANDLERS = {"export memo": Handler(configure_memo, run_memo)}
