"""Leaving a shipped document out for good, and taking it in again; kept in ``config.toml``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import SettingsError
from assistant.keeping.settings import load_config, save_config
from corpus.errors import WenceError
from corpus.frozen import replace
from corpus.shipped import SHIPPED_IDS, WITHOUT

if TYPE_CHECKING:
    from assistant.keeping.outcomes import Report
    from index.generations import Notice, Progress


def switch(
    home: Path, doc_id: str, *, on: bool, progress: Progress | None = None, notice: Notice | None = None
) -> Report:
    """Use a shipped document or leave it out from now on, and rebuild.

    Raises:
        SettingsError: no shipped document has that id.
    """
    from assistant.keeping import renewal
    from assistant.keeping.outcomes import Report
    from corpus.log import note

    if doc_id not in SHIPPED_IDS:
        raise SettingsError(
            f"随程序附带的资料里没有「{doc_id}」。",
            f"可以停用的编号：{'、'.join(SHIPPED_IDS)}；加入的文件用 wence corpus remove 移除。",
        )
    config = load_config(home)
    if (doc_id in config.without) != on:
        state = "正在使用" if on else "已经停用"
        return Report(messages=(f"{doc_id} {state}，没有改动。", *_outranked(doc_id, on)))
    kept = [one for one in SHIPPED_IDS if (one in config.without if one != doc_id else not on)]
    save_config(home, replace(config, without=tuple(kept)))
    note(home, "on" if on else "off", id=doc_id)
    message = f"{'恢复使用' if on else '已停用'}：{doc_id}"
    try:
        lines = renewal.rebuild(home, progress=progress, notice=notice).lines()
    except WenceError as error:
        failure = (f"已经记下，但索引没有更新：{error.message}", error.hint)
        return Report(messages=(message,), ok=False, failure=failure)
    return Report(messages=(message, *_outranked(doc_id, on), *lines))


def _outranked(doc_id: str, on: bool) -> tuple[str, ...]:
    """Where the environment leaves the document out whatever the config says."""
    if on and doc_id in os.environ.get(WITHOUT, ""):
        return (f"环境变量 {WITHOUT} 仍然停用着它。",)
    return ()
