"""Taking text to the clipboard: through the terminal (OSC 52) where it can, into a file where it can't or may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from assistant.keeping.writing import private_folder, write_whole
from corpus.frozen import frozen

Support = Literal["yes", "no", "unknown"]

SURE_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "ghostty", "vscode", "kitty", "mintty", "rio"})
SURE_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
DEAF_TERMS = ("linux", "dumb", "vt100", "vt220", "cons25")
OSC52_LIMIT = 70_000
"""bytes; several terminals drop a longer sequence (100,000 characters of base64)"""


@frozen
class Taken:
    """Which way the text went."""

    terminal: bool
    file: Path | None

    @property
    def told(self) -> str:
        """What happened, for the user."""
        if self.terminal and self.file is None:
            return "已复制到剪贴板。"
        if self.terminal:
            return f"已交给终端的剪贴板；若粘贴不出来，文字也在 {self.file}"
        if self.file is not None:
            return f"此终端不能写剪贴板，文字已存入 {self.file}"
        return "没有复制成：终端不支持剪贴板，文件也写不进去。"


def support(environ: Mapping[str, str]) -> Support:
    """Whether the terminal is known to take OSC 52.

    tmux and screen pass it on only when they are told to, and most others never say whether they did.
    """
    term = environ.get("TERM", "")
    if term.startswith(DEAF_TERMS) or environ.get("TERM_PROGRAM") == "Apple_Terminal":
        return "no"
    if environ.get("TMUX") or environ.get("STY"):
        return "unknown"
    known = environ.get("TERM_PROGRAM") in SURE_PROGRAMS or term.startswith(SURE_TERMS) or "WT_SESSION" in environ
    return "yes" if known else "unknown"


def take(text: str, *, send: Callable[[str], None], fallback: Path, environ: Mapping[str, str]) -> Taken:
    """Copy through the terminal, and into the fallback file unless the terminal is sure to take it."""
    can = support(environ)
    fits = len(text.encode("utf-8", "replace")) <= OSC52_LIMIT
    terminal = can != "no" and fits
    if terminal:
        send(text)
    if terminal and can == "yes":
        return Taken(terminal=True, file=None)
    return Taken(terminal=terminal, file=_written(text, fallback))


def _written(text: str, path: Path) -> Path | None:
    try:
        private_folder(path.parent)
        write_whole(path, text, private=True)
    except OSError:
        return None
    return path
