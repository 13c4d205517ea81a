"""Reading under guard: a risky file is read in a process of its own, with a time and a memory limit.

A hanging, crashing or greedy format library then costs only its own file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from corpus.errors import RefusedError
from corpus.readers import BY_KIND, MEGABYTE, Reader, reader_for
from corpus.readers.blocks import RawDocument, from_plain, to_plain

TIME_LIMIT = 60.0
"""seconds that reading one file may take"""
MEMORY_LIMIT = 2048 * MEGABYTE

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); import corpus.readers.guard as g; g.main(sys.argv[2])"
)


def read_path(path: Path, *, time_limit: float = TIME_LIMIT) -> RawDocument:
    """The blocks of a file.

    Raises:
        RefusedError: with the reason, whatever the file holds.
    """
    return read_data(path.name, read_limited(path), time_limit=time_limit)


def read_data(name: str, data: bytes, *, time_limit: float = TIME_LIMIT) -> RawDocument:
    """The blocks of a file already in memory. Raises RefusedError as ``read_path`` does."""
    reader = reader_for(name, data[:4096])
    if len(data) > reader.max_bytes:
        raise too_large(len(data), reader.max_bytes)
    return _read_apart(reader, data, time_limit) if reader.risky else reader.read(data)


def read_limited(path: Path) -> bytes:
    """The bytes of an ordinary file under the size limit.

    Raises:
        RefusedError: when it is too large, empty, no ordinary file, or can't be read.
    """
    largest = max(reader.max_bytes for reader in BY_KIND.values())
    try:
        if not path.is_file():
            raise RefusedError("不是普通文件", "请指定一个文件或文件夹。")
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise RefusedError(f"无法打开文件（{error.strerror or error}）", "请检查路径和读取权限。") from error
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise RefusedError("文件是空的", "请确认文件已下载完整。")
    if len(data) > largest:
        raise too_large(path.stat().st_size, largest)
    return data


def stopwatch(seconds: float = TIME_LIMIT) -> Callable[[], None]:
    """A function that raises RefusedError when it is called later than so many seconds from now."""
    end = time.monotonic() + seconds

    def tick() -> None:
        if time.monotonic() > end:
            raise too_slow(seconds)

    return tick


def too_slow(seconds: float) -> RefusedError:
    """The refusal of a file that takes more than its time."""
    return RefusedError(f"读取超过 {seconds:g} 秒的时限", "文件过大或结构异常，请拆分后再添加。")


def too_large(size: int, limit: int) -> RefusedError:
    """The refusal of a file over its size limit."""
    return RefusedError(
        f"文件 {size / MEGABYTE:.1f} MB，超过 {limit // MEGABYTE} MB 的上限", "请拆分文件，或去掉图片后再添加。"
    )


def _read_apart(reader: Reader, data: bytes, time_limit: float) -> RawDocument:
    command = [sys.executable, "-c", _START, json.dumps(sys.path), reader.kind]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=time_limit, check=False)
    except subprocess.TimeoutExpired as error:
        raise too_slow(time_limit) from error
    try:
        answer = json.loads(run.stdout)
    except ValueError as error:
        reason = "读取程序异常退出（文件可能已损坏，或内存用尽）"
        raise RefusedError(reason, "请用原来的软件打开并重新保存，再添加一次。") from error
    if "refused" in answer:
        raise RefusedError(*answer["refused"])
    return from_plain(answer)


def main(kind: str) -> None:
    """Read the file on stdin and print its blocks, or the refusal, as JSON (the other side of ``read_path``)."""
    _limit_memory()
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # a chatty library must not write into the answer
    try:
        answer = to_plain(BY_KIND[kind].read(sys.stdin.buffer.read()))
    except RefusedError as error:
        answer = {"refused": [error.message, error.hint]}
    out.write(json.dumps(answer, ensure_ascii=True).encode("ascii"))
    out.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit remains
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
