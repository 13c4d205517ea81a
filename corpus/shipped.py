"""The documents that come with the program, and which of them a user leaves out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from corpus.bounded import read_settings
from corpus.errors import CorpusError, broken_toml, reason

DATA = Path(__file__).parent / "data"
REPORT, CHANGES = "gfr2020", "changes2026"
SHIPPED_IDS = (REPORT, CHANGES)
"""in the order they are told: the report, and what has changed since"""
WITHOUT = "WENCE_WITHOUT"
CONFIG_KEY = "without"
"""key of ``config.toml`` that ``wence corpus off`` writes"""


def folder_of(doc_id: str) -> Path:
    """Where a shipped document lies."""
    return DATA / doc_id


def left_out(home: Path | None = None, environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """Ids of shipped documents that the environment or the user's config leaves out.

    Raises CorpusError for an id that no shipped document has, and when the config can't be read.
    """
    given = (os.environ if environ is None else environ).get(WITHOUT, "")
    named = {name.strip() for name in given.replace("，", ",").split(",") if name.strip()}
    _refuse_unknown(named, f"环境变量 {WITHOUT}")
    kept = _kept_in(home / "config.toml") if home else set()
    return frozenset(named | kept)


def shipped_ids(without: frozenset[str]) -> tuple[str, ...]:
    """Ids of the shipped documents that are in use."""
    return tuple(doc_id for doc_id in SHIPPED_IDS if doc_id not in without)


def _kept_in(config: Path) -> set[str]:
    try:
        data = read_settings(config)
    except OSError as error:
        raise CorpusError(f"读不了设置文件 {config}：{reason(error)}", "请改正或删除它后重试。") from error
    if data is None:
        return set()
    import tomllib  # who has no config file doesn't pay for its reader

    try:
        given = tomllib.loads(data.decode("utf-8-sig")).get(CONFIG_KEY, [])
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"读不了设置文件 {config}：{broken_toml(error)}", "请改正或删除这个文件后重试。") from error
    named = {str(name) for name in given} if isinstance(given, list) else {str(given)}
    _refuse_unknown(named, f"设置文件 {config} 的 {CONFIG_KEY}")
    return named


def _refuse_unknown(named: set[str], where: str) -> None:
    for name in sorted(named - set(SHIPPED_IDS)):
        raise CorpusError(
            f"{where} 写了「{name}」，随程序附带的资料里没有它", f"可以写的编号：{'、'.join(SHIPPED_IDS)}。"
        )
