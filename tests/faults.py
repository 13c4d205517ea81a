"""Faults between any two writes: the system refuses the n-th one, or the process is killed there.

A shim stands around every call that changes a file system. After a kill nothing more is written, so that no
``finally`` can tidy up what a real kill would leave.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHANGING = ("rename", "replace", "mkdir", "rmdir", "unlink", "remove", "link", "symlink", "fsync", "utime", "chmod")


class Killed(BaseException):
    """The process is gone."""


class Faults:
    """Counts the writes under a folder, and lets the n-th of them fail."""

    def __init__(self, home: Path, at: int, *, kill: bool) -> None:
        self.home = str(home)
        self.at = at
        self.kill = kill
        self.count = 0
        self.met = False

    def check(self, *paths: object) -> None:
        """Called before each write."""
        if not any(isinstance(path, int) or str(path).startswith(self.home) for path in paths):
            return
        self.count += 1
        if self.count == self.at or (self.kill and self.met):
            self.met = True
            if self.kill:
                raise Killed
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def faults(home: Path, at: int, *, kill: bool) -> Iterator[Faults]:
    """Let the ``at``-th write under ``home`` fail (0: none, to count them)."""
    found = Faults(home, at, kill=kill)
    real: dict[str, Any] = {name: getattr(os, name) for name in CHANGING}
    real_open, real_io = builtins.open, io.open

    def guarded(name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            found.check(*args[:2] if name in ("rename", "replace", "link") else args[:1])
            return real[name](*args, **kwargs)

        return call

    def guarded_open(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if set(mode) & set("wax+"):
            found.check(file)
        return real_open(file, mode, *args, **kwargs)

    try:
        for name in CHANGING:
            setattr(os, name, guarded(name))
        builtins.open = io.open = guarded_open  # type: ignore[assignment]
        yield found
    finally:
        for name, call in real.items():
            setattr(os, name, call)
        builtins.open, io.open = real_open, real_io


def unwritable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every folder refuses to be written, as on a read-only disk (root is stopped by no permission)."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    monkeypatch.setattr(Path, "mkdir", refuse)
