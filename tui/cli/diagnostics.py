"""The only writer of stderr: errors, notices and progress; and the exit codes of the contract."""

from __future__ import annotations

import sys
from contextlib import suppress

ANSWERED = 0
NOT_GROUNDED = 1
"""nothing grounded to say, one more fact needed, or no hit"""
USAGE = 2
DATA = 3
"""a data, index or file problem"""
INTERRUPTED = 130
TERMINATED = 143
HUNG_UP = 129


class UsageError(Exception):
    """The command was called wrongly: what is wrong, and what to write instead (both Chinese)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def report_error(message: str, hint: str = "") -> None:
    """One line what is wrong, one line what to do."""
    _write(f"错误：{one_line(message)}")
    if hint:
        _write(f"办法：{one_line(hint)}")


def notice(line: str) -> None:
    """One line the user should know although the command went well."""
    _write(one_line(line))


def one_line(text: str) -> str:
    """A text without line breaks and control characters; file names and documents may hold any."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


class Progress:
    """Draws one moving line, only when stderr is a terminal; as a context manager it wipes the line at the end."""

    def __init__(self) -> None:
        self.live = sys.stderr.isatty()
        self._width = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        if self.live:
            self._draw(f"{what} {done}/{total}" if total else what)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._draw("")
            sys.stderr.write("\r")
            sys.stderr.flush()

    def _draw(self, text: str) -> None:
        from tui.cli.output import cells

        width = cells(text)
        sys.stderr.write("\r" + text + " " * max(0, self._width - width))
        sys.stderr.flush()
        self._width = width


def _write(line: str) -> None:
    with suppress(OSError):  # a closed stderr must not hide the exit code
        print(line, file=sys.stderr, flush=True)
