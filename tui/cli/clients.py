"""``wence client``: the profiles of factories that questions may lean on."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from typing import Any

from assistant.keeping.settings import Client, home_folder, list_clients, load_client, remove_client, save_client
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, NOT_GROUNDED, report_error
from tui.cli.output import Column, emit, emit_rows, to_json
from tui.cli.parsing import Parser, amount, count

FIELDS = {
    "name": "名字",
    "place": "地区",
    "level": "级别",
    "batch": "批次",
    "industry": "行业",
    "investment": "设备投资（万元）",
    "paid": "已领奖励的级别",
    "notes": "备注",
}
NOT_SET = object()


def configure_list(parser: Parser) -> None:
    parser.option("--json", action="store_true", help="输出 JSON")


def run_list(options: argparse.Namespace) -> int:
    home = home_folder()
    clients = [asdict(load_client(home, name)) for name in list_clients(home)]
    if not clients and not options.json:
        report_error("还没有客户档案。", "新建请用 wence client set 名字 --place 地区。")
        return NOT_GROUNDED
    columns = [Column(key, head) for key, head in FIELDS.items()]
    emit_rows(clients, columns, "json" if options.json else "table", None)
    return ANSWERED


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
    parser.option("--batch", default=NOT_SET, type=_optional(count), metavar="批次", help="国家级名单的第几批")
    parser.option("--industry", default=NOT_SET, metavar="行业", help="行业或产品，如 水泥、LED 灯")
    parser.option("--investment", default=NOT_SET, type=_optional(amount), metavar="万元", help="设备投资")
    parser.option("--paid", default=NOT_SET, type=_level, metavar="级别", help="已经领过哪一级的奖励")
    parser.option("--notes", default=NOT_SET, metavar="文字", help="备注，只给自己看")


def run_set(options: argparse.Namespace) -> int:
    home = home_folder()
    changes: dict[str, Any] = {
        key: value for key, value in vars(options).items() if key in FIELDS and value is not NOT_SET
    }
    known = options.name in list_clients(home)
    client = load_client(home, options.name) if known else Client(name=options.name)
    client = replace(client, **changes)
    save_client(home, client)
    _print(client, False)
    return ANSWERED


def configure_remove(parser: Parser) -> None:
    parser.option("name", metavar="名字", help="档案的名字")


def run_remove(options: argparse.Namespace) -> int:
    remove_client(home_folder(), options.name)
    emit(f"已删除客户档案「{options.name}」。")
    return ANSWERED


def _print(client: Client, as_json: bool) -> None:
    values = asdict(client)
    if as_json:
        emit(to_json(values, indent=1))
        return
    rows = [{"key": FIELDS[key], "value": value} for key, value in values.items() if value not in ("", None)]
    emit_rows(rows, (Column("key", "项目"), Column("value", "内容")), "table", None)


def _level(text: str) -> str:
    from tui.cli.parsing import level

    return level(text) if text else ""


def _optional(convert: Any) -> Any:
    return lambda text: convert(text) if text else None


HANDLERS = {
    "client list": Handler(configure_list, run_list),
    "client show": Handler(configure_show, run_show),
    "client set": Handler(configure_set, run_set),
    "client remove": Handler(configure_remove, run_remove),
}
