"""Reading a file that somebody named: never more of it than a limit, and never waiting for what will not come.

Devices without an end, pipes that nobody writes to and folders stand under any name that a user may give.
"""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import IO

from corpus.errors import UnreadableError

MEGABYTE = 1_000_000
PATIENCE = 3.0
"""seconds that a pipe may be without anybody who writes to it"""
MOST_SETTINGS = MEGABYTE
CHUNK = 1 << 16


def read_bounded(path: Path | str, most: int) -> bytes:
    """The bytes of a file, a device or a pipe that somebody writes to. Raises OSError, also for more than ``most``."""
    with _opened(path) as file:
        if stat.S_ISFIFO(os.fstat(file.fileno()).st_mode):
            return _from_pipe(file.fileno(), most)
        if hasattr(os, "set_blocking"):
            os.set_blocking(file.fileno(), True)
        return bounded(file, most)


def read_settings(path: Path) -> bytes | None:
    """The bytes of a file of ours, None where there is none. Raises OSError, also where it is no ordinary file."""
    try:
        if not path.is_symlink() and not path.exists():
            return None
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableError("这不是文件")
    except FileNotFoundError as error:  # a link that leads nowhere
        raise UnreadableError("链接指向的文件不在了") from error
    return read_bounded(path, MOST_SETTINGS)


def bounded(file: IO[bytes], most: int) -> bytes:
    """What a stream holds. Raises OSError when it is more than ``most``."""
    parts, left = [], most
    while part := file.read(min(left + 1, 16 * MEGABYTE)):
        parts.append(part)
        left -= len(part)
        if left < 0:
            raise too_long(most)
    return b"".join(parts)


def too_long(most: int) -> UnreadableError:
    """The refusal of more than so many bytes."""
    return UnreadableError(f"超过 {most // MEGABYTE} MB 的上限")


def _opened(path: Path | str) -> IO[bytes]:
    """A file open for reading, at once: opening a pipe would wait for somebody at its other end."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        return os.fdopen(number, "rb", buffering=0)
    except OSError:  # a folder
        os.close(number)
        raise


def _from_pipe(number: int, most: int) -> bytes:
    """All that is written to a pipe; whoever has it open for writing is waited for."""
    parts, left, end = [], most, time.monotonic() + PATIENCE
    while True:
        try:
            part = os.read(number, CHUNK)
        except BlockingIOError:  # somebody is there who has not written yet
            import select

            select.select([number], [], [])
            end = 0.0
            continue
        if part:
            parts.append(part)
            left -= len(part)
            end = 0.0
        elif time.monotonic() > end:
            break
        else:
            time.sleep(0.05)
        if left < 0:
            raise too_long(most)
    if not parts and end:
        raise UnreadableError("这是管道，没有程序往里写")
    return b"".join(parts)
