"""Who changed the library and the index, what, and when: ``WENCE_HOME/log.jsonl``, a line a change."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.private import private

LOG = "log.jsonl"

Line = Mapping[str, Any]
"""at (ISO time), who (user@host), did and to what; did is one of add, replace, remove, restore, set, off, on, build,
rebuild, rollback"""


def note(home: Path, did: str, **what: Any) -> None:
    """Add a line to the log. A log that can't be written keeps nobody from working."""
    line = {"at": _now(), "who": _who(), "did": did, **{key: value for key, value in what.items() if value}}
    data = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    with contextlib.suppress(OSError), private(), open(home / LOG, "ab", buffering=0) as file:
        file.write(data)  # one call: two processes never mix their lines


def lines(home: Path) -> tuple[Line, ...]:
    """The lines of the log, oldest first; what can't be read as one is left out. Raises OSError."""
    found = []
    with contextlib.suppress(FileNotFoundError):
        for text in (home / LOG).read_bytes().split(b"\n"):
            with contextlib.suppress(ValueError):
                line = json.loads(text)
                if isinstance(line, dict):
                    found.append(line)
    return tuple(found)


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def _who() -> str:
    from getpass import getuser
    from platform import node

    try:
        user = getuser()
    except (OSError, KeyError, ImportError):  # nobody's number has a name where only numbers are known
        user = "（不知是谁）"
    return f"{user}@{node() or 'localhost'}"
