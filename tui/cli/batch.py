"""``wence batch``: many conversations in, one line of JSON each out, in the same order; or a table of all answers."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.keeping.settings import Client, home_folder, load_client, load_clients
from assistant.keeping.writing import same_file
from tui.cli.clerks import ALSO, TURN_KEYS, Told, clerks
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, DATA, UsageError, notice, report_error
from tui.cli.output import emit, to_json, written
from tui.cli.parsing import Parser, add_as_of, add_client, add_json, add_output, count, one_of
from tui.cli.picking import filled, picked
from tui.cli.questions import lines_of
from tui.cli.remembering import remember
from tui.cli.session import chosen_client, opened
from tui.rows import Column, csv_table

if TYPE_CHECKING:
    from assistant.exporting.taken import Taken
    from assistant.service import Assistant

OUTPUTS = {".jsonl": "json", ".ndjson": "json", ".json": "json", ".txt": "json", ".csv": "csv", ".xlsx": "xlsx"}
STYLES = ("jsonl", "csv")
COLUMNS = (
    Column("id", "编号"),
    Column("turn", "轮次"),
    Column("client", "客户"),
    Column("question", "问题"),
    Column("as_of", "以哪天为准"),
    Column("status_name", "状态"),
    Column("headline", "结论"),
    Column("answer", "回答"),
    Column("sources", "出处"),
    Column("caveats", "提示"),
    Column("answer_id", "回答编号"),
    Column("error", "错误"),
)
"""of the CSV, one row a turn"""


def configure(parser: Parser) -> None:
    parser.details.append(
        '每行一段独立的对话：{"id": "1", "as_of": "2026-11-22", "client": "甲厂", "turns": [{"q": "…"}]}，\n'
        "或者只写一句话；id、as_of、client 可以不写，turns 可以有几轮。\n"
        "文件可以是 UTF-8、GB18030（记事本的 ANSI）或 UTF-16。\n"
        '读不懂或答不了的行在原位给出 {"id": …, "line": 行号, "error": "原因"}，其余照常回答，退出码为 3。'
    )
    parser.option("file", metavar="文件", help="JSON Lines 或纯文本文件；写 - 则从标准输入读取")
    add_as_of(parser)
    add_client(parser)
    parser.option(
        "--clients", metavar="名字,…|all", help="每一行按每位客户各问一遍（all 是全部档案）；行里写明客户的照行里的"
    )
    parser.option(
        "--format", dest="style", type=one_of(STYLES), choices=STYLES, metavar="格式",
        help="jsonl 或 csv（一轮一行）；默认 jsonl，有 -o 时看文件的后缀",
    )  # fmt: skip
    add_json(parser, (*TURN_KEYS, *ALSO, "id", "client"), "同 --format jsonl")
    parser.option("--jobs", type=count, default=1, metavar="几个", help="用几个进程同时回答，顺序不变（默认 1）")
    add_output(parser, OUTPUTS)


def run(options: argparse.Namespace) -> int:
    clients, good = _clients(options)
    _check_output(options)
    style = _style(options)
    with opened(options) as assistant:
        told = _all_told(options, assistant, clients)
        if style == "json":
            good = _write_lines(told, options) and good
        else:
            whole = list(told)
            good = good and not any("error" in one.record for one in whole)
            _write_table(whole, style, options.output, assistant)
    return ANSWERED if good else DATA


def _style(options: argparse.Namespace) -> str:
    """json, csv or xlsx: as said, else by the ending of the file."""
    said = {"jsonl": "json"}.get(options.style or "", options.style or "")
    return said or (OUTPUTS.get(options.output.suffix.lower()) if options.output else None) or "json"


def _clients(options: argparse.Namespace) -> tuple[tuple[Client | None, ...], bool]:
    """Whom to ask for, and whether all of their profiles can be read; one that can't costs only itself.

    Raises:
        UsageError: both ``--client`` and ``--clients`` are given, or there is no profile.
        SettingsError: a profile that is named is not there.
    """
    if options.clients is None:
        return (chosen_client(options),), True
    if options.client:
        raise UsageError("选项 --client 和 --clients 不能同时用。", "一位客户用 --client，几位用 --clients。")
    home = home_folder()
    if options.clients != "all":
        names = dict.fromkeys(name for name in re.split("[,，、]", options.clients) if name.strip())
        if not names:
            raise UsageError("--clients 后面没有写客户的名字。", "写 --clients 甲厂,乙厂，或 --clients all。")
        return tuple(load_client(home, name.strip()) for name in names), True
    found, broken = load_clients(home)
    for error in broken:
        report_error(error.message, error.hint)
    if not found:
        raise UsageError("还没有可用的客户档案。", "新建请用 wence client set 名字 --place 地区。")
    return found, not broken


def _all_told(options: argparse.Namespace, assistant: Assistant, clients: Sequence[Client | None]) -> Iterator[Told]:
    """Every line for the first client, then every line for the next."""
    lines = lines_of(options.file)
    kept = list(lines) if len(clients) > 1 else lines
    keeps = _style(options) != "json"
    some = False
    with clerks(assistant, assistant.as_of, options.jobs, keeps=keeps) as answered:
        for client in clients:
            for told in answered(kept, client):
                some = True
                yield told
    if not some:
        notice("没有问题可答：输入是空的。")


def _check_output(options: argparse.Namespace) -> None:
    """Refuse to write the answers over the questions, whatever links and spellings lead to the file.

    Raises:
        UsageError: input and output are one file.
    """
    try:
        source = sys.stdin.fileno() if options.file == "-" else Path(options.file)
    except (OSError, ValueError):  # stdin is no file here
        return
    if options.output is not None and os.path.isfile(options.output) and same_file(source, options.output):
        raise UsageError(
            f"问题和回答是同一个文件（{options.output}），回答会盖掉问题。", "请给 -o 写另一个文件名，例如 回答.jsonl。"
        )


def _write_lines(told: Iterable[Told], options: argparse.Namespace) -> bool:
    """Write a line a record, at once where somebody reads along; whether all of them are answers."""
    good = True
    with written(options.output) if options.output else nullcontext() as file:
        for one in told:
            good = good and "error" not in one.record
            text = "".join(f"{line}\n" for line in _lines(one.record, options))
            if file is None:
                sys.stdout.write(text)
                sys.stdout.flush()
            else:
                file.write(text.encode("utf-8", "replace"))
    return good


def _lines(record: dict[str, Any], options: argparse.Namespace) -> Iterator[str]:
    if "error" in record or not (options.fields or options.template):
        yield to_json(record)
        return
    named = {key: value for key, value in record.items() if key != "turns"}
    turns = [{"client": "", **named, **turn} for turn in record["turns"]]
    if options.template:
        yield from (filled(options.template, turn) for turn in turns)
    else:
        yield to_json({**named, "turns": [picked(turn, options.fields) for turn in turns]})


def _write_table(told: Sequence[Told], style: str, file: Path | None, assistant: Assistant) -> None:
    if style == "csv" or file is None:
        rows = [row for one in told for row in _rows(one.record)]
        emit(csv_table(rows, COLUMNS), file, bom=file is not None)
        remember(assistant, _taken(told), file)
        return
    taken = _taken(told)
    with written(file) as page:
        page.write(_workbook(told, taken, assistant))
    remember(assistant, taken, file)


def _rows(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    from assistant.exporting.taken import ANSWER_STATUS_NAMES
    from tui.cli.picking import one_line as said

    blank = dict.fromkeys((column.key for column in COLUMNS), "")
    named = {**blank, "id": record["id"], "client": record.get("client", "")}
    if "error" in record:
        yield {**named, "error": f"第 {record['line']} 行：{record['error']}", "status_name": "出错"}
        return
    for number, turn in enumerate(record["turns"], 1):
        yield {
            **named, **turn, "turn": number, "sources": said(turn["citations"]),
            "status_name": ANSWER_STATUS_NAMES[turn["status"]], "caveats": "；".join(turn["caveats"]),
        }  # fmt: skip


def _workbook(told: Sequence[Told], taken: Sequence[Taken], assistant: Assistant) -> bytes:
    from assistant.exporting.sheets import answer_sheets
    from assistant.exporting.workbook import workbook

    failed = [one.record for one in told if "error" in one.record]
    about = [
        ("内容", f"{len(taken)} 个问题的回答，索引 {assistant.generation}"),
        *((f"第 {record['line']} 行没有回答", record["error"]) for record in failed),
        ("依据", "「依据」表按编号和回答编号与「结果」表对应。"),
        ("核对", "以后用 wence verify 加这个文件名，逐个数字核对是否还成立。"),
        ("空格", "资料没有写，不等于没有；能否申领请向当地主管部门确认。"),
    ]
    return workbook(answer_sheets(taken, about, assistant.corpus))


def _taken(told: Sequence[Told]) -> list[Taken]:
    from assistant.exporting.taken import Taken

    return [
        Taken(answer=answer, client=one.client, before=one.questions[:number], name=_name(one.record["id"], number))
        for one in told
        for number, answer in enumerate(one.answers)
    ]


def _name(line_id: str | int, number: int) -> str:
    return str(line_id) if number == 0 else f"{line_id}（第 {number + 1} 轮）"


HANDLERS = {"batch": Handler(configure, run)}
