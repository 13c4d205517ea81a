"""The five tables: ``subsidies``, ``standards``, ``policies``, ``batches``, ``reviews``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from assistant.errors import UnknownPlaceError
from assistant.showing import tables as listing
from assistant.showing.tables import Row
from corpus.validity import STATUS_NAMES
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, NOT_GROUNDED, report_error
from tui.cli.output import emit, emit_rows, style_of, to_json
from tui.cli.parsing import Parser, add_as_of, add_client, add_table_format, amount, batch, level, month, one_of
from tui.cli.picking import filled, picked
from tui.cli.session import asked_on, chosen_client, opened
from tui.columns import (
    BATCH_COLUMNS,
    POLICY_COLUMNS,
    REVIEW_COLUMNS,
    SEEN_ONCE,
    SEEN_ONCE_NOTE,
    STANDARD_COLUMNS,
    SUBSIDY_COLUMNS,
)
from tui.rows import Column

if TYPE_CHECKING:
    from assistant.service import Assistant
    from corpus.types import Policy, Subsidy


def configure_subsidies(parser: Parser) -> None:
    parser.option("places", nargs="*", metavar="地区", help="省、市、区县或开发区，可写几个；省包含它的市和区县")
    parser.option("--level", type=level, metavar="级别", help="国家级、省级、市级或区级")
    parser.option("--min", type=amount, metavar="万元", help="最高可得不少于这么多")
    parser.option("--max", type=amount, metavar="万元", help="最高可得不多于这么多")
    parser.option(
        "--status", dest="statuses", action="append", type=one_of(tuple(STATUS_NAMES), STATUS_NAMES),
        choices=tuple(STATUS_NAMES), metavar="状态",
        help="可重复：" + "、".join(f"{status}（{name}）" for status, name in STATUS_NAMES.items()),
    )  # fmt: skip
    sorts = ("amount", "place", "date")
    parser.option(
        "--sort", type=one_of(sorts), choices=sorts, metavar="顺序",
        help="amount（从高到低）、place（按地区）、date（从新到旧）；默认按资料里的顺序",
    )  # fmt: skip
    add_as_of(parser)
    add_client(parser)
    add_table_format(parser, names_of(SUBSIDY_COLUMNS))


def run_subsidies(options: argparse.Namespace) -> int:
    told = lean_on_profile(options)
    with opened(options) as assistant:
        codes = places_of(assistant, options, "subsidies")
        rows = listing.subsidies(
            assistant.corpus,
            assistant.places,
            place_codes=codes,
            level=options.level or "",
            minimum=options.min,
            maximum=options.max,
            statuses=options.statuses or (),
            sort=options.sort or "",
            as_of=assistant.as_of,
        )
        above = "" if rows else _rows_above(assistant, codes, "subsidies", assistant.corpus.subsidies)
    note = f"状态以 {options.as_of or assistant.as_of} 为准；金额为资料所载，是否仍可申领请向当地主管部门确认。"
    return show_rows(rows, SUBSIDY_COLUMNS, options, note=note + told, instead=above)


def configure_standards(parser: Parser) -> None:
    names = listing.STANDARD_STATUS_NAMES
    parser.option("words", nargs="*", metavar="文字", help="标准号、名称、行业或产品里的字，几个词要同时出现")
    parser.option(
        "--status", dest="statuses", action="append", type=one_of(tuple(names), names), choices=tuple(names),
        metavar="状态", help="可重复：" + "、".join(f"{status}（{name}）" for status, name in names.items()),
    )  # fmt: skip
    add_as_of(parser)
    add_client(parser)
    add_table_format(parser, names_of(STANDARD_COLUMNS))


def run_standards(options: argparse.Namespace) -> int:
    told = lean_on_profile(options)
    with opened(options) as assistant:
        rows = listing.standards(
            assistant.corpus,
            text=" ".join(options.words),
            statuses=options.statuses or (),
            as_of=assistant.as_of,
        )
    return show_rows(rows, STANDARD_COLUMNS, options, note=told)


def configure_policies(parser: Parser) -> None:
    parser.option("places", nargs="*", metavar="地区", help="省、市、区县，可写几个；省包含它的市和区县")
    parser.option("--since", type=month, metavar="年月", help="不早于，如 2019-05")
    parser.option("--until", type=month, metavar="年月", help="不晚于，如 2020-12")
    add_as_of(parser)
    add_client(parser)
    add_table_format(parser, names_of(POLICY_COLUMNS))


def run_policies(options: argparse.Namespace) -> int:
    told = lean_on_profile(options)
    with opened(options) as assistant:
        codes = places_of(assistant, options, "policies")
        rows = listing.policies(
            assistant.corpus,
            assistant.places,
            place_codes=codes,
            since=options.since or "",
            until=options.until or "",
            as_of=assistant.as_of,
        )
        areas = "、".join(
            area["place"] for area in listing.areas(assistant.corpus, assistant.places, place_codes=codes)
        )
        above = "" if rows else _rows_above(assistant, codes, "policies", assistant.corpus.policies)
    note = f"另有这些下属地区已发布政策，资料没有列出名称：{areas}。" if areas and codes else ""
    unnamed = f"{areas} 已发布政策，资料没有列出名称。" if note else ""
    return show_rows(rows, POLICY_COLUMNS, options, note=note + told, instead=unnamed + above)


def configure_batches(parser: Parser) -> None:
    add_as_of(parser)
    add_table_format(parser, names_of(BATCH_COLUMNS))


def run_batches(options: argparse.Namespace) -> int:
    with opened(options) as assistant:
        rows = listing.batches(assistant.corpus, assistant.as_of)
        total = listing.total_words(assistant.corpus, assistant.as_of)
    return show_rows(rows, BATCH_COLUMNS, options, note=total)


def configure_reviews(parser: Parser) -> None:
    parser.option("--batch", type=batch, metavar="批次", help="只看第几批：到期时间和与它有关的要求")
    add_as_of(parser)
    add_client(parser)
    add_table_format(parser, names_of(REVIEW_COLUMNS))


def run_reviews(options: argparse.Namespace) -> int:
    told = lean_on_profile(options)
    with opened(options) as assistant:
        rows = listing.reviews(assistant.corpus, batch=options.batch, as_of=assistant.as_of)
    return show_rows(rows, REVIEW_COLUMNS, options, note=told)


class Leaning(NamedTuple):
    """What a table takes of a profile where the call doesn't say it: the option, and the profile's field."""

    option: str
    field: str
    as_list: bool = False


LEANINGS = (
    Leaning("places", "place", True),
    Leaning("level", "level"),
    Leaning("batch", "batch"),
    Leaning("words", "industry", True),
)


def lean_on_profile(options: argparse.Namespace) -> str:
    """Fill in from ``--client`` what the call leaves out; says what was taken, "" where nothing was."""
    client = chosen_client(options)
    taken = []
    for leaning in LEANINGS if client else ():
        value = getattr(client, leaning.field)
        if leaning.option == "batch" and getattr(options, "year", None):
            continue  # a year names its batch by itself
        if value and hasattr(options, leaning.option) and not getattr(options, leaning.option):
            setattr(options, leaning.option, [value] if leaning.as_list else value)
            taken.append(f"第 {value} 批" if leaning.field == "batch" else str(value))
    return f"按档案「{client.name}」：{'、'.join(taken)}。" if client and taken else ""


def places_of(assistant: Assistant, options: argparse.Namespace, command: str) -> tuple[str, ...]:
    """Codes of the places named.

    Raises:
        UnknownPlaceError: one that nobody knows; the places that a question would take it for are offered.
    """
    for name in options.places:
        try:
            listing.find_places(assistant.places, [name])
        except UnknownPlaceError as error:
            from assistant.showing.nearby import near_places

            meant = [place.name for place in near_places(assistant.places, assistant.corpus, name)]
            if meant:
                hint = f"是不是想查 {' 或 '.join(meant)}？请写 wence {command} {meant[0]}"
                raise UnknownPlaceError(error.message, hint) from None
            raise
    return listing.find_places(assistant.places, options.places)


def names_of(columns: Sequence[Column]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column.key for column in columns))


def _rows_above(assistant: Assistant, codes: Sequence[str], command: str, rows: Sequence[Subsidy | Policy]) -> str:
    """Where a place has no row of its own: which of the places it lies in have some."""
    above = {place.code: place for code in codes for place in assistant.places.ancestors(code)}
    names = list(dict.fromkeys(above[row.place_code].name for row in rows if row.place_code in above))
    return f"它的上级 {'、'.join(names)} 有条目：wence {command} {' '.join(names)}" if names else ""


def show_rows(
    rows: Sequence[Row], columns: Sequence[Column], options: argparse.Namespace, *, note: str = "", instead: str = ""
) -> int:
    """Print the rows with a note for readers below; without any, say so and what to look at ``instead``.

    A program that asked for JSON reads an array then too, an empty one.
    """
    if not rows:
        if not options.template and style_of(options.style or "", options.output) == "json":
            emit(to_json([]), options.output)
        report_error("没有符合条件的条目。", instead or "请放宽条件再试；不带条件即列出全部。")
        return NOT_GROUNDED
    if options.template:
        emit("\n".join(filled(options.template, row) for row in rows), options.output)
    elif options.fields:
        emit(to_json([picked(row, options.fields) for row in rows], indent=1), options.output)
    else:
        told, day = f"共 {len(rows)} 条。{note}{seen_once_note(rows, columns)}", asked_on(options).isoformat()
        emit_rows(rows, columns, options.style or "", options.output, note=told, day=day)
    return ANSWERED


def seen_once_note(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """What the mark means, where a cell that is shown bears it."""
    shown = (str(column.of(row)) for row in rows for column in columns if column.in_table and column.value)
    return SEEN_ONCE_NOTE if any(SEEN_ONCE in text for text in shown) else ""


HANDLERS = {
    "subsidies": Handler(configure_subsidies, run_subsidies),
    "standards": Handler(configure_standards, run_standards),
    "policies": Handler(configure_policies, run_policies),
    "batches": Handler(configure_batches, run_batches),
    "reviews": Handler(configure_reviews, run_reviews),
}
