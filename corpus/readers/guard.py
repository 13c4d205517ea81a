"""Reading under guard: every file is read in a process of its own, with a time and a memory limit.

A hanging, crashing or greedy format library then costs only its own file.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from corpus.errors import RefusedError, reason
from corpus.readers import BY_KIND, MEGABYTE, Reader, reader_for, scan
from corpus.readers.blocks import RawDocument, from_plain, to_plain

TIME_LIMIT = 60.0
"""seconds of the processor that reading one file may take"""
LONGEST_LIMIT = 300.0
"""seconds for files whose pages may have to be recognised from pictures, where that is installed"""
BUSY = 4 / 3
"""seconds by the clock for each of the processor: others may want it too"""
MEMORY_LIMIT = 1024 * MEGABYTE
"""of addresses: a PDF of 400 pages takes a third of it"""
MOST_MEMORY = 2048 * MEGABYTE
"""where pages are recognised from pictures: the models alone take as much as all else"""

PARENT = "WENCE_READS_FOR"
"""process that a child reads for, in its environment: it may be gone before the child looks"""
CHILD_FILES = 200
"""files after which a child is replaced: what a format library keeps hold of goes with it"""

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); import corpus.readers.guard as g; g.main()"
_CRASHED = ("读取程序异常退出（文件可能已损坏，或内存用尽）", "请用原来的软件打开并重新保存，再添加一次。")


def read_path(path: Path, *, time_limit: float | None = None) -> RawDocument:
    """The blocks of a file.

    Raises:
        RefusedError: with the reason, whatever the file holds.
    """
    return read_data(path.name, read_limited(path), time_limit=time_limit)


def read_data(name: str, data: bytes, *, time_limit: float | None = None) -> RawDocument:
    """The blocks of a file already in memory. Raises RefusedError as ``read_path`` does."""
    with Desk() as desk:
        return desk.read(name, data, time_limit=time_limit)


class Desk:
    """Reads files one after the other in a child process, which is replaced when one of them breaks it.

    For many files: starting a child takes longer than reading most of them.
    """

    def __init__(self, scratch: Path | None = None) -> None:
        """``scratch`` is where a reader may put what it needs a file for, and removes again."""
        self._scratch = scratch
        self._child: subprocess.Popen[bytes] | None = None
        self._files = 0

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, name: str, data: bytes, *, time_limit: float | None = None) -> RawDocument:
        """The blocks of a file. Raises RefusedError with the reason, whatever the file holds."""
        reader = reader_for(name, data[:4096])
        if len(data) > reader.max_bytes:
            raise too_large(len(data), reader.max_bytes)
        answer = self._asked(reader, data, time_limit or _limit_of(reader), time_limit or BUSY * _limit_of(reader))
        if "refused" in answer:
            raise RefusedError(*answer["refused"])
        return from_plain(answer)

    def _asked(self, reader: Reader, data: bytes, time_limit: float, patience: float) -> dict[str, Any]:
        """``time_limit`` is in seconds of the processor, ``patience`` by the clock."""
        child = self._started()
        # A thread of its own waits for the answer: a pipe can't be waited for with a limit on every system.
        lines: Queue[bytes] = Queue()
        asker = Thread(target=_ask, args=(child, reader.kind, data, time_limit, lines), daemon=True)
        asker.start()
        try:
            line = lines.get(timeout=patience)
        except Empty as error:
            self._stop()
            raise too_slow(time_limit) from error
        asker.join()
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError as error:
            slow = child.wait() == -getattr(signal, "SIGXCPU", 0)
            self._stop()
            raise too_slow(time_limit) if slow else RefusedError(*_CRASHED) from error
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._files >= CHILD_FILES:
            self._stop()
        if self._child is None:
            command = [sys.executable, "-c", _START, json.dumps(sys.path)]
            scratch = str(self._scratch) if self._scratch else os.environ.get("WENCE_HOME", "")
            environment = {
                **os.environ,
                PARENT: str(os.getpid()),
                "WENCE_SCRATCH": scratch if Path(scratch).is_dir() and scratch else "",
            }
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
            self._files = 0
        self._files += 1
        return self._child

    def _stop(self) -> None:
        """End the child and what it may have started."""
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL) if hasattr(os, "killpg") else child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _limit_of(reader: Reader) -> float:
    return LONGEST_LIMIT if reader.recognises and scan.is_installed() else TIME_LIMIT


def _ask(child: subprocess.Popen[bytes], kind: str, data: bytes, time_limit: float, lines: Queue[bytes]) -> None:
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(json.dumps([kind, len(data), time_limit]).encode("ascii") + b"\n" + data)
        child.stdin.flush()
        lines.put(child.stdout.readline())
    except (OSError, ValueError):
        lines.put(b"")


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
        raise RefusedError(f"无法打开文件（{reason(error)}）", "请检查路径和读取权限。") from error
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
    return RefusedError(f"读取超过 {seconds:.3g} 秒的时限", "文件过大或结构异常，请拆分后再添加。")


def too_large(size: int, limit: int) -> RefusedError:
    """The refusal of a file over its size limit."""
    return RefusedError(
        f"文件 {size / MEGABYTE:.1f} MB，超过 {limit // MEGABYTE} MB 的上限", "请拆分文件，或去掉图片后再添加。"
    )


def main() -> None:
    """Read the files that come in on stdin and print the blocks of each, or its refusal, as a line of JSON."""
    _limit_memory()
    Thread(target=_die_with, args=(int(os.environ.get(PARENT) or os.getppid()),), daemon=True).start()
    source, out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a chatty library must not write into the answer
    while request := source.readline():
        kind, size, time_limit = json.loads(request)
        data = source.read(size)
        _limit_time(time_limit)
        try:
            answer = to_plain(BY_KIND[kind].read(data))
        except RefusedError as error:
            answer = {"refused": [error.message, error.hint]}
        out.write(json.dumps(answer, ensure_ascii=True).encode("ascii") + b"\n")
        out.flush()


def _die_with(parent: int) -> None:
    """End this process, and what it has started, when its parent is gone: nobody is left to do it."""
    while os.getppid() == parent:
        time.sleep(0.5)
    with contextlib.suppress(AttributeError, OSError):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit_time(seconds: float) -> None:
    """So much more time of the processor and no more, should the parent be gone and nobody end this one."""
    try:
        import resource
    except ImportError:
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(used + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit remains
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MOST_MEMORY if scan.is_installed() else MEMORY_LIMIT
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
