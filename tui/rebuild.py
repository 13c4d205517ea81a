"""A rebuild of the index on a thread of its own, so that questions go on being answered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.message import Message

from corpus.errors import WenceError


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


class Rebuild:
    """One rebuild at a time; it can be asked to stop, and then leaves everything as it was."""

    def __init__(self, keeper: Any, home: Path, post: Callable[[Message], object]) -> None:
        self._keeper = keeper
        self._home = home
        self._post = post
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether a rebuild is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, *, full: bool = False) -> bool:
        """Begin; False when one is under way already."""
        if self.running:
            return False
        self._cancelled.clear()
        self._thread = threading.Thread(target=self._work, args=(full,), name="rebuild", daemon=True)
        self._thread.start()
        return True

    def cancel(self) -> None:
        """Ask it to stop at the next step."""
        self._cancelled.set()

    def _work(self, full: bool) -> None:
        try:
            report = self._keeper.rebuild(
                self._home, full=full, check_only=False, progress=self._tell, cancelled=self._cancelled.is_set
            )
        except WenceError as error:
            self._end((error.message, error.hint), False)
        except Exception as error:
            self._end(
                (f"重建时出错（{type(error).__name__}：{error}）。", "现用的索引没有改动；可运行 wence doctor 检查。"),
                False,
            )
        else:
            self._end(tuple(report.lines()), report.ok)

    def _tell(self, what: str, done: int, total: int) -> None:
        self._post(Rebuilding(what, done, total))

    def _end(self, lines: tuple[str, ...], ok: bool) -> None:
        if self._cancelled.is_set() and not ok:
            lines = ("已取消重建，现用的索引没有改动。",)
        self._thread = None
        self._post(Rebuilt(tuple(filter(None, lines)), ok))
