"""Client profiles from files: JSON as it was exported, or a CSV that somebody keeps in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, SettingsError, reason
from assistant.keeping.settings import Client, client_from
from corpus.bounded import MEGABYTE, read_bounded
from corpus.errors import WenceError

MOST = 10_000
"""profiles of one file"""
MOST_BYTES = 20 * MEGABYTE


def read_clients(path: Path) -> tuple[Client, ...]:
    """The profiles of a file, each checked.

    Raises:
        AssistantError: the file can't be read or is neither JSON nor CSV, or one profile in it is wrong.
    """
    text = _text(path)
    rows = list(_json_rows(text, path) if text.lstrip().startswith(("[", "{")) else _csv_rows(text, path))
    clients = tuple(_client(values, f"{path} 第 {number} 份档案的") for number, values in enumerate(rows, 1))
    names = [client.name for client in clients]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or not names:
        what = f"有同名的档案：{'、'.join(twice)}" if twice else "没有档案"
        raise SettingsError(f"{path} 里{what}。", "请改正文件再试，一份也没有写入。")
    return clients


def _text(path: Path) -> str:
    from corpus.readers.decode import decode

    try:
        return decode(read_bounded(path, MOST_BYTES))
    except OSError as error:
        raise AssistantError(f"打不开文件 {path}：{reason(error)}", "请检查文件名。") from None
    except WenceError as error:
        raise AssistantError(f"{path} 不是文本文件：{error.message}", "请另存为 CSV（UTF-8）再试。") from None


def _json_rows(text: str, path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"第 {error.lineno} 行" if isinstance(error, json.JSONDecodeError) else "嵌套过深"
        raise SettingsError(f"{path} 不是有效的 JSON（{where}）。", "请改正文件再试。") from None
    rows = value if isinstance(value, list) else [value]
    if len(rows) > MOST or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(f"{path} 不是客户档案的清单。", "请用 wence client export 导出的文件。")
    yield from rows


def _csv_rows(text: str, path: Path) -> Iterator[Mapping[str, Any]]:
    from tui.cli.clients import FIELDS

    keys = {head: key for key, head in FIELDS.items()} | {key: key for key in FIELDS}
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        heads = [keys.get(head.strip(), "") for head in next(reader, [])]
        if "name" not in heads:
            raise SettingsError(f"{path} 的表头里没有「名字」。", f"表头可写：{'、'.join(FIELDS.values())}。")
        for row in reader:
            cells = {key: _bare(cell) for key, cell in zip(heads, row, strict=False) if key}
            if any(cells.values()):
                yield cells
    except csv.Error as error:
        raise SettingsError(f"{path} 不是有效的 CSV（{error}）。", "请用表格软件另存为 CSV 再试。") from None


def _bare(cell: str) -> str:
    """A cell without the mark that keeps spreadsheets from running it."""
    return cell.strip().removeprefix("'")


def _client(values: Mapping[str, Any], where: str) -> Client:
    typed = {key: value for key, value in values.items() if value not in ("", None)}
    for key, kind in (("batch", int), ("investment", float)):
        if isinstance(typed.get(key), str):
            try:
                typed[key] = kind(typed[key])
            except ValueError:
                continue  # told below as a value of the wrong type
    if isinstance(typed.get("facts"), str):
        typed["facts"] = [part.strip() for part in typed["facts"].split("、") if part.strip()]
    if not typed.get("name"):
        raise SettingsError(f"{where}名字是空的。", "请补上再试，一份也没有写入。")
    return client_from(typed, where)
