"""``wence assess``: whether anything bars a factory from applying, as far as its profile tells."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, NOT_GROUNDED, UsageError, report_error
from tui.cli.output import emit, emit_rows, to_json
from tui.cli.parsing import Parser, add_as_of, add_table_format, level
from tui.cli.session import chosen_client, opened
from tui.cli.tables import names_of, seen_once_note
from tui.columns import ASSESS_COLUMNS

if TYPE_CHECKING:
    from datetime import date

    from assistant.advising.selfcheck import Assessment
    from assistant.keeping.settings import Client
    from assistant.service import Assistant


def configure(parser: Parser) -> None:
    parser.details.append(
        "把档案里已知的事和这一天的申报条件逐项对照，分成 已满足、不满足、还不知道。\n"
        "补一件事：wence client set 甲厂 --fact dishonest=no（yes、no、unknown）。不知道的一律不算满足。"
    )
    parser.option("--client", metavar="名字", help="哪份客户档案（见 wence client）")
    parser.option("--level", type=level, metavar="级别", help="要申报的级别（默认看档案，再默认国家级）")
    add_as_of(parser)
    add_table_format(parser, names_of(ASSESS_COLUMNS))


def assessed(assistant: Assistant, client: Client, level: str, as_of: date) -> Assessment:
    """The self-check of a client, for the level asked, else the one of its profile, else 国家级."""
    from assistant.advising.selfcheck import assess
    from assistant.keeping.settings import facts_of
    from assistant.showing.tables import find_places
    from corpus.timeline import Timeline

    codes = find_places(assistant.places, [client.place]) if client.place else ()
    return assess(
        Timeline(assistant.corpus), assistant.places, facts=facts_of(client), level=level or client.level or "国家级",
        place_code=codes[0] if codes else "000000", as_of=as_of,
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    from assistant.advising.selfcheck import row_of, to_record

    client = chosen_client(options)
    if client is None:
        raise UsageError("没有写是哪家工厂。", "请写 wence assess --client 名字；新建档案用 wence client set。")
    with opened(options) as assistant:
        found = assessed(assistant, client, options.level or "", assistant.as_of)
    if found.outcome == "unrecorded":
        report_error(found.verdict, "可以换一个 --level 或 --as-of 再试；国家级的条件收录得最全。")
        return NOT_GROUNDED
    style = options.style or ""
    if style == "json" or (options.output and options.output.suffix.lower() == ".json" and not style):
        emit(to_json(to_record(found, client.name, client.place), indent=1), options.output)
        return ANSWERED
    rows = [row_of(one) for name in ("unmet", "unknown", "met") for one in found.group(name)]
    note = "\n".join(filter(None, (seen_once_note(rows, ASSESS_COLUMNS), _after(found, client.name))))
    if options.output is not None:
        note = f"{found.verdict}{note}"  # a file that is read elsewhere tells the verdict too
    elif style in ("", "table"):
        emit(found.verdict)
    emit_rows(rows, ASSESS_COLUMNS, style, options.output, note=note, day=found.as_of)
    return ANSWERED


def _after(found: Assessment, name: str) -> str:
    """What to settle next, and how to write it down."""
    from assistant.advising.selfcheck import following_words

    one = found.following
    if one is None:
        return f"按 {found.as_of} 的条件。" if found.outcome == "clear" else "其余各项改变不了这个结论。"
    return f"{following_words(found)} 弄清后写 wence client set {name} --fact {one.fact}=yes 或 no。"


HANDLERS = {"assess": Handler(configure, run)}
