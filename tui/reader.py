"""The assistant as readers of pages and tools share it: one question at a time, always on the live generation."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from corpus.errors import WenceError

if TYPE_CHECKING:
    from assistant.service import Assistant

Found = TypeVar("Found")
LOOK_EVERY = 1.0
"""seconds between two looks for a new generation"""


class Reader:
    """Lets one reader at the assistant at a time: an answer takes milliseconds, and no generation closes under it."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._looked = time.monotonic()

    def __call__(self, read: Callable[[Assistant], Found]) -> Found:
        """What ``read`` finds with the assistant."""
        with self._lock:
            self._follow()
            return read(self._assistant)

    def _follow(self) -> None:
        """Take a new generation where there is one; one that can't be opened is passed over."""
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY:
            self._looked = now
            with suppress(WenceError, OSError):
                self._assistant.refresh()
