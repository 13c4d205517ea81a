"""One process at a time builds; whoever comes second is told who was first."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import reason
from corpus.private import private_folder
from index.errors import LockedError, UnwritableError

LOCK = "lock"
HOLDER = "lock.json"


@contextlib.contextmanager
def locked(folder: Path, wait: float) -> Iterator[None]:
    """Hold the lock of an index folder, which is made when it is missing; ``wait`` in seconds.

    The system lets go of the lock when its holder ends, however it ends.
    Raises LockedError when another process keeps it, UnwritableError when the folder can't be written.
    """
    from filelock import FileLock, Timeout

    try:
        private_folder(folder)
        lock = FileLock(folder / LOCK)
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise LockedError(f"另一个进程正在重建索引（{_holder(folder)}）", "等它结束后再试。") from error
    except OSError as error:
        problem = f"写不了索引目录 {folder}（{reason(error)}）"
        raise UnwritableError(problem, "请检查 WENCE_HOME 的位置和权限。") from error
    try:
        _sign(folder)
        yield
    finally:
        try:
            with contextlib.suppress(OSError):
                (folder / HOLDER).unlink()
        finally:
            lock.release()


def _sign(folder: Path) -> None:
    from platform import node

    since = datetime.now(UTC).astimezone().isoformat(sep=" ", timespec="seconds")
    holder = {"pid": os.getpid(), "host": node(), "since": since}
    with contextlib.suppress(OSError):
        (folder / HOLDER).write_text(json.dumps(holder, ensure_ascii=False), encoding="utf-8")


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return f"进程 {holder['pid']}，主机 {holder['host']}，自 {holder['since']} 起"
    except (OSError, ValueError, KeyError):
        return "刚刚开始"
