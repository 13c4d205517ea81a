"""A rebuild of the index that can be watched and cancelled, in a process of its own."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from subprocess import Popen

Tell = Callable[[str, int, int], None]
End = tuple[tuple[str, ...], bool]
Builder = Callable[[Path, bool, Tell, threading.Event], End]
"""rebuilds a home, wholly or not; tells how far it is, stops when the event is set, gives lines and success"""


@dataclass
class Rebuilding(Message, bubble=False):
    """The rebuild has come so far."""

    what: str
    done: int
    total: int


@dataclass
class Rebuilt(Message, bubble=False):
    """The rebuild has ended: what there is to say of it."""

    lines: tuple[str, ...]
    ok: bool


class TellsRebuild:
    """A screen that tells of a rebuild in full, so that no notice has to."""


class Rebuild:
    """One rebuild at a time; it can be asked to stop, and then leaves everything as it was."""

    def __init__(self, build: Builder, home: Path, post: Callable[[Message], object]) -> None:
        self._build = build
        self._home = home
        self._post = post
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether a rebuild is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, *, full: bool = False) -> bool:
        """Begin; False when one is under way already."""
        if self.running:
            return False
        self._stop.clear()
        self._thread = threading.Thread(target=self._work, args=(full,), name="rebuild", daemon=True)
        self._thread.start()
        return True

    def cancel(self) -> None:
        """Ask it to stop at the next step."""
        self._stop.set()

    def _work(self, full: bool) -> None:
        try:
            lines, ok = self._build(self._home, full, self._tell, self._stop)
        except Exception as error:
            lines, ok = (f"重建没有开始或中断了（{type(error).__name__}：{error}）。", "现用的索引没有改动。"), False
        if self._stop.is_set() and not ok:
            lines = ("已取消重建，现用的索引没有改动。",)
        self._thread = None
        self._post(Rebuilt(tuple(filter(None, lines)), ok))

    def _tell(self, what: str, done: int, total: int) -> None:
        self._post(Rebuilding(what, done, total))


def build_in_child(home: Path, full: bool, tell: Tell, stop: threading.Event) -> End:
    """Rebuild in another process of this Python, and pass on what it says.

    Raises:
        OSError: the process can't be started.
    """
    import subprocess

    command = [sys.executable, "-m", "tui.rebuild_child", str(home), *(["full"] if full else [])]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ
    )
    assert child.stdout is not None
    over = threading.Event()
    threading.Thread(target=_pass_on, args=(stop, over, child), name="rebuild-stop", daemon=True).start()
    end: End = (("重建的进程中断了。", "现用的索引没有改动；可运行 wence rebuild 看详情。"), False)
    with child:
        for line in child.stdout:
            said = json.loads(line)
            if "end" in said:
                end = (tuple(said["end"]), said["ok"])
            else:
                tell(said["what"], said["done"], said["total"])
        over.set()
    return end


def _pass_on(stop: threading.Event, over: threading.Event, child: Popen[bytes]) -> None:
    """Close the child's stdin when asked to stop; it takes that for the same request."""
    while not over.wait(0.05):
        if stop.is_set() and child.stdin is not None:
            child.stdin.close()
            return
