"""``wence verify``: whether the answers that were taken away still hold."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.keeping.settings import home_folder
from corpus.errors import WenceError
from corpus.patterns import late
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, DATA, NOT_GROUNDED, report_error
from tui.cli.output import emit, safe, to_json
from tui.cli.parsing import Parser, add_as_of
from tui.cli.session import opened

if TYPE_CHECKING:
    from assistant.exporting.kept import Kept
    from assistant.exporting.recheck import Recheck
    from assistant.keeping.ledger import Ledger

ID = late(r"[0-9a-f]{12}")


def configure(parser: Parser) -> None:
    parser.details.append(
        "把导出时的问题按同样的客户再问一遍，逐个数字比较：不变、金额变了、内容变了、依据已到期、依据被取代、依据不在了、\n"
        "新增依据，并说依据最后见于哪天、距今多久。退出码：0 都没有变化，1 有变化，3 有文件或编号读不出来。"
    )
    parser.option(
        "what", nargs="*", metavar="文件|编号",
        help="导出的备忘录、工作簿或 JSON，或回答编号；不写则核对这台机器上导出过的全部回答",
    )  # fmt: skip
    parser.option("--client", metavar="名字", help="只核对给这位客户的回答")
    parser.option("--json", action="store_true", help="输出 JSON，每个回答一项")
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    found, problems = _resolved(options.what)
    for problem in problems:
        report_error(problem.message, problem.hint)
    answers = tuple(one for one in found if options.client in (None, one.client.get("name", "")))
    if not answers and not problems:
        raise AssistantError("没有可以核对的回答。", "请写出导出的文件或回答编号；导出用 wence export memo。")
    if answers:
        checked = _checked(answers, options)
        if problems:
            return DATA
        return NOT_GROUNDED if any(one.changed for one in checked) else ANSWERED
    return DATA


def _checked(answers: Sequence[Kept], options: argparse.Namespace) -> Sequence[Recheck]:
    """Ask again and print what was found."""
    from assistant.exporting.recheck import recheck_all, record

    with opened(options) as assistant:
        checked = tuple(recheck_all(answers, assistant, assistant.as_of))
    if options.json:
        emit(to_json([record(one) for one in checked], indent=1))
    else:
        emit(safe("\n".join(_lines(checked))))
    return checked


def _resolved(names: Sequence[str]) -> tuple[list[Kept], list[WenceError]]:
    """The kept answers of files and ids, each once, and what can't be read; all of the ledger where none is named."""
    from assistant.keeping.ledger import Ledger

    ledger = Ledger(home_folder())
    found: list[Kept] = [] if names else list(ledger.answers())
    problems: list[WenceError] = []
    for name in names:
        try:
            found += _of_name(name, ledger)
        except WenceError as error:
            problems.append(error)
    return list({one.id: one for one in found}.values()), problems


def _of_name(name: str, ledger: Ledger) -> Iterable[Kept]:
    from assistant.exporting.carried import carried

    if ID.fullmatch(name) and not Path(name).exists():
        return (_known(name, ledger),)
    found = carried(Path(name))
    return found.answers or tuple(_known(one, ledger) for one in found.ids)


def _known(answer_id: str, ledger: Ledger) -> Kept:
    found = ledger.find(answer_id)
    if found is None:
        raise AssistantError(
            f"没有编号为 {answer_id} 的导出记录。",
            "这台机器没有导出过它；请用导出的文件，或 wence ask --json 存下的文件核对。",
        )
    return found


def _lines(checked: Sequence[Recheck]) -> Iterator[str]:
    """The answers by client, what changed first, and how many there are of each."""
    from assistant.exporting.recheck import by_client, lines

    groups = by_client(checked)
    for client, ones in groups.items():
        if len(groups) > 1:
            yield f"■ {client or '没有写客户'}"
        for one in sorted(ones, key=lambda one: not one.changed):
            yield from lines(one)
    changed = sum(one.changed for one in checked)
    yield f"共 {len(checked)} 个回答：{changed} 个有变化，{len(checked) - changed} 个没有变化。"


HANDLERS = {"verify": Handler(configure, run)}
