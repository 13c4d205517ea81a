"""Rebuilds the index in a process of its own: ``python -m tui.rebuild_child HOME [full]``.

Progress and the end are JSON lines on stdout; anything on stdin, or its end, asks it to stop. The terminal UI keeps
its memory small and its keys quick that way: cutting texts into words takes a whole core and 100 MB.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from corpus.errors import WenceError


def main(arguments: list[str]) -> int:
    """Run one rebuild and tell how it goes."""
    stop = threading.Event()
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    from assistant.keeping import library as keeper

    try:
        report = keeper.rebuild(
            Path(arguments[0]), full="full" in arguments[1:], progress=_progress, cancelled=stop.is_set
        )
    except WenceError as error:
        _say(end=[error.message, error.hint], ok=False)
    except Exception as error:
        told = f"重建时出错（{type(error).__name__}：{error}）。"
        _say(end=[told, "现用的索引没有改动；可运行 wence doctor 检查。"], ok=False)
    else:
        _say(end=list(report.lines()), ok=report.ok)
    return 0


def _listen(stop: threading.Event) -> None:
    os.read(0, 1)  # not sys.stdin: at exit its lock would still be held by this thread
    stop.set()


def _progress(what: str, done: int, total: int) -> None:
    _say(what=what, done=done, total=total)


def _say(**values: Any) -> None:
    sys.stdout.buffer.write(json.dumps(values).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
