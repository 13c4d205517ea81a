"""Three looks. Colours are named by what they say; the rest of the terminal UI knows only the names."""

from __future__ import annotations

from textual.theme import Theme

THEMES = {
    "dark": Theme(
        name="dark", dark=True, primary="#7fb4e6", secondary="#b79cf0", accent="#f0b45a", success="#7ccf8f",
        warning="#e8c060", error="#f08a80", background="#14181c", surface="#1b2127", panel="#232b33",
        foreground="#dfe6ea", variables={"text-muted": "#a3adb5"},
    ),
    "light": Theme(
        name="light", dark=False, primary="#0b5394", secondary="#6a3fb5", accent="#8a4900", success="#1d6b2f",
        warning="#7a5600", error="#a61b1b", background="#fbfaf6", surface="#f1efe8", panel="#e6e3d9",
        foreground="#1d2226", variables={"text-muted": "#565b60"},
    ),
    "contrast": Theme(
        name="contrast", dark=True, primary="#66d9ff", secondary="#ff9bff", accent="#ffff00", success="#66ff66",
        warning="#ffd700", error="#ff8080", background="#000000", surface="#000000", panel="#101010",
        foreground="#ffffff", variables={"text-muted": "#d0d0d0"},
    ),
}  # fmt: skip
THEME_NAMES = {"dark": "深色", "light": "浅色", "contrast": "高对比"}
DEFAULT_THEME = "dark"
