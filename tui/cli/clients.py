"""``wence client``: the profiles of factories that questions may lean on."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import SettingsError, UnknownPlaceError
from assistant.keeping.settings import (
    Client,
    home_folder,
    list_clients,
    load_client,
    load_clients,
    remove_client,
    rename_client,
    save_client,
    shown,
    with_facts,
)
from corpus.errors import WenceError
from corpus.frozen import replace
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, DATA, NOT_GROUNDED, notice, report_error
from tui.cli.output import emit, emit_rows, to_json
from tui.cli.parsing import Parser, add_output, amount, batch
from tui.rows import Column

if TYPE_CHECKING:
    from corpus.places import Places

FIELDS = {
    "name": "名字",
    "place": "地区",
    "level": "级别",
    "batch": "批次",
    "industry": "行业",
    "investment": "设备投资（万元）",
    "paid": "已领奖励的级别",
    "notes": "备注",
    "facts": "已知的事",
}
NOT_SET = object()
COLUMNS = tuple(Column(key, head) for key, head in FIELDS.items())
OUTPUTS = {".json": "json", ".csv": "csv", ".xlsx": "xlsx"}


def configure_list(parser: Parser) -> None:
    parser.option("--json", action="store_true", help="输出 JSON")


def run_list(options: argparse.Namespace) -> int:
    home = home_folder()
    clients, broken = load_clients(home)
    if clients or options.json:
        emit_rows([asdict(client) for client in clients], COLUMNS, "json" if options.json else "table", None)
    elif not broken:
        report_error("还没有客户档案。", "新建请用 wence client set 名字 --place 地区。")
        return NOT_GROUNDED
    return _told_broken(broken)


def configure_show(parser: Parser) -> None:
    parser.option("name", metavar="名字", help="档案的名字")
    parser.option("--json", action="store_true", help="输出 JSON")


def run_show(options: argparse.Namespace) -> int:
    _print(load_client(home_folder(), options.name), options.json)
    return ANSWERED


def configure_set(parser: Parser) -> None:
    parser.option("name", metavar="名字", help="档案的名字，用作文件名")
    parser.option("--place", default=NOT_SET, metavar="地区", help="工厂所在地，越细越好，如 义乌、苏州工业园区")
    parser.option(
        "--level", default=NOT_SET, type=_level, metavar="级别", help="已获或要申报的级别：国家级、省级、市级、区级"
    )
    parser.option("--batch", default=NOT_SET, type=_optional(batch), metavar="批次", help="国家级名单的第几批")
    parser.option("--industry", default=NOT_SET, metavar="行业", help="行业或产品，如 水泥、LED 灯")
    parser.option("--investment", default=NOT_SET, type=_optional(amount), metavar="万元", help="设备投资")
    parser.option("--paid", default=NOT_SET, type=_level, metavar="级别", help="已经领过哪一级的奖励")
    parser.option("--notes", default=NOT_SET, metavar="文字", help="备注，只给自己看")
    parser.option(
        "--fact", dest="told", action="append", type=_fact, default=[], metavar="事=是|否",
        help="自查要用的事，如 dishonest=no；不知道写 unknown；可重复（名字见 wence assess）",
    )  # fmt: skip


def run_set(options: argparse.Namespace) -> int:
    home = home_folder()
    changes: dict[str, Any] = {
        key: value for key, value in vars(options).items() if key in FIELDS and value is not NOT_SET
    }
    known = options.name in list_clients(home)
    client = load_client(home, options.name) if known else Client(name=options.name)
    client = with_facts(replace(client, **changes), dict(options.told))
    _check_facts([name for name, _ in options.told])
    _check(client, place=bool(changes.get("place")), batch=bool(changes.get("batch")))
    save_client(home, client)
    _print(client, False)
    return ANSWERED


def configure_remove(parser: Parser) -> None:
    parser.option("name", metavar="名字", help="档案的名字")


def run_remove(options: argparse.Namespace) -> int:
    remove_client(home_folder(), options.name)
    emit(f"已删除客户档案「{options.name}」。")
    return ANSWERED


def configure_rename(parser: Parser) -> None:
    parser.option("name", metavar="名字", help="档案现在的名字")
    parser.option("new_name", metavar="新名字", help="以后的名字")


def run_rename(options: argparse.Namespace) -> int:
    rename_client(home_folder(), options.name, options.new_name)
    emit(f"客户档案「{options.name}」已改名为「{options.new_name}」。")
    return ANSWERED


def configure_export(parser: Parser) -> None:
    parser.option("names", nargs="*", metavar="名字", help="哪些档案（默认全部）")
    add_output(parser, OUTPUTS)


def run_export(options: argparse.Namespace) -> int:
    home = home_folder()
    clients, broken = load_clients(home)
    if options.names:
        clients, broken = tuple(load_client(home, name) for name in options.names), ()
    if not clients:
        report_error("没有可以导出的客户档案。", "新建请用 wence client set 名字 --place 地区。")
        return _told_broken(broken) or NOT_GROUNDED
    style = OUTPUTS.get(options.output.suffix.lower(), "json") if options.output else "json"
    emit_rows([asdict(client) for client in clients], COLUMNS, style, options.output)
    return _told_broken(broken)


def configure_import(parser: Parser) -> None:
    parser.details.append(
        "文件是 wence client export 导出的 JSON，或一行一份档案的 CSV（表头用 名字、地区、级别、批次…）。\n"
        "全部检查通过才写入；有一份不对，就一份也不写。"
    )
    parser.option("file", metavar="文件", help="JSON 或 CSV 文件")
    parser.option("--overwrite", action="store_true", help="同名的档案用文件里的代替")


def run_import(options: argparse.Namespace) -> int:
    from tui.cli.client_files import read_clients

    home = home_folder()
    clients = read_clients(Path(options.file))
    known = {name: load_client(home, name) for name in list_clients(home)} if not options.overwrite else {}
    taken = [client.name for client in clients if known.get(client.name, client) != client]
    if taken:
        raise SettingsError(
            f"已经有同名而内容不同的档案：{'、'.join(taken)}。", "用文件里的代替请加 --overwrite；一份也没有写入。"
        )
    places = _places()
    for client in clients:
        if client.place:
            _check_place(client.place, places, f"档案「{client.name}」")
    for client in clients:
        save_client(home, client)
    emit(f"已导入 {len(clients)} 份客户档案：{'、'.join(client.name for client in clients)}。")
    return ANSWERED


def _check(client: Client, *, place: bool, batch: bool) -> None:
    """Hold what was just set against the gazetteer and the lists.

    Raises:
        UnknownPlaceError: nobody knows the place; the places that may be meant are offered.
    """
    if place:
        _check_place(client.place, _places(), "")
    if batch and client.batch is not None:
        known = _batch_numbers()
        if known and client.batch not in known:
            notice(
                f"注意：资料里没有第 {client.batch} 批名单（有第 {min(known)} 到第 {max(known)} 批），"
                "这一批的复核时间推算不出来；已照写。"
            )


def _check_facts(names: Sequence[str]) -> None:
    """Only facts that a condition of the library asks for can be kept.

    Raises:
        SettingsError: no condition asks for one; the facts that can be kept are offered.
    """
    known = _fact_names() if names else {}
    for name in names:
        if known and name not in known:
            offered = "、".join(f"{fact}（{meaning}）" for fact, meaning in known.items())
            raise SettingsError(f"没有「{shown(name)}」这件事。", f"可以写：{offered}。没有写入。")


def _check_place(name: str, places: Places, where: str) -> None:
    from assistant.showing.nearby import near_places
    from assistant.showing.tables import find_places
    from corpus.store import load_shipped

    try:
        if not find_places(places, [name]):
            raise UnknownPlaceError(f"「{name}」不是一个地方。", "请写工厂所在的市、区县或开发区。")
    except UnknownPlaceError as error:
        near = " 或 ".join(place.name for place in near_places(places, load_shipped(), name))
        hint = f"是不是 {near}？" if near else error.hint
        raise UnknownPlaceError(where + error.message, f"{hint}没有写入。") from None


def _places() -> Places:
    from corpus.places import load_places

    return load_places()


def _batch_numbers() -> set[int]:
    """Numbers of the national batches; none where the library can't be read, which others tell."""
    from index.units import corpus_of_home

    try:
        return {batch.number for batch in corpus_of_home(home_folder()).batches if batch.number}
    except WenceError:
        return set()


def _fact_names() -> dict[str, str]:
    """Names of the facts that conditions ask for, with the question; none where the library can't be read."""
    from index.units import corpus_of_home

    try:
        return {one.fact: one.question for one in corpus_of_home(home_folder()).conditions}
    except WenceError:
        return {}


def _told_broken(broken: Sequence[SettingsError]) -> int:
    for error in broken:
        report_error(error.message, error.hint)
    return DATA if broken else ANSWERED


def _print(client: Client, as_json: bool) -> None:
    values = asdict(client)
    if as_json:
        emit(to_json(values, indent=1))
        return
    rows = [{"key": FIELDS[key], "value": value} for key, value in values.items() if value not in ("", None, ())]
    emit_rows(rows, (Column("key", "项目"), Column("value", "内容")), "table", None)


def _level(text: str) -> str:
    from tui.cli.parsing import level

    return level(text) if text else ""


def _fact(text: str) -> tuple[str, bool | None]:
    """``dishonest=no`` as a name and what is known."""
    words = {
        "yes": True,
        "no": False,
        "是": True,
        "否": False,
        "有": True,
        "没有": False,
        "unknown": None,
        "不知道": None,
    }
    name, _, said = (part.strip() for part in text.partition("="))
    if not name or said not in words:
        raise argparse.ArgumentTypeError(f"「{text}」看不懂，请写成 dishonest=no（或 yes、unknown）。")
    return name, words[said]


def _optional(convert: Any) -> Any:
    return lambda text: convert(text) if text else None


HANDLERS = {
    "client list": Handler(configure_list, run_list),
    "client show": Handler(configure_show, run_show),
    "client set": Handler(configure_set, run_set),
    "client rename": Handler(configure_rename, run_rename),
    "client remove": Handler(configure_remove, run_remove),
    "client export": Handler(configure_export, run_export),
    "client import": Handler(configure_import, run_import),
}
