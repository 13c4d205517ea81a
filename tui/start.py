"""How the terminal UI starts: what it is given, how the assistant is opened, and what the terminal must take."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.keeping.settings import Client, Config, load_client
from corpus.errors import WenceError
from corpus.frozen import field, frozen
from tui.keys import undo_option_digits
from tui.personal import Own
from tui.rebuild import build_in_child

if TYPE_CHECKING:
    from assistant.service import Assistant


HOST_VARIABLE = "TEXTUAL_DRIVER"
"""set by programs that show the terminal UI elsewhere, in a browser for instance, and give it no terminal"""


@frozen
class Settings:
    """What the terminal UI starts with."""

    home: Path
    as_of: date
    config: Config = field(default_factory=Config)
    client: Client | None = None
    ascii: bool = False
    own: Own = field(default_factory=Own)


def opener(home: Path, as_of: date) -> Callable[[Callable[[str, int, int], None]], Assistant]:
    """Opens the assistant; a first index is built in a process of its own, which keeps this one small and quick."""

    def open_assistant(progress: Callable[[str, int, int], None]) -> Assistant:
        from assistant.service import Assistant
        from index.generations import live_generation

        if live_generation(home) is None:
            with suppress(OSError):  # what goes wrong here goes wrong again below, where it is told
                build_in_child(home, False, progress, threading.Event())
        return Assistant.open(home, as_of, progress=progress)

    return open_assistant


def remembered_client(home: Path, name: str) -> Client | None:
    """The profile used last, unless it is gone or broken meanwhile."""
    try:
        return load_client(home, name) if name else None
    except WenceError:
        return None


def ready_terminal() -> None:
    """Let the terminal take what Textual draws: on stderr, which may be redirected, in UTF-8 whatever the code page."""
    undo_option_digits()
    # Before the redirection is undone: a stream opened on a file asks for its place in it, and a terminal has none.
    for stream in (sys.__stdout__, sys.__stderr__):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    # A host that names a driver of its own (textual serve) reads packets from stdout; nothing may be sent there.
    if not os.environ.get(HOST_VARIABLE) and not os.isatty(2):
        os.dup2(1, 2)
