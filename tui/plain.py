"""Texts and values as a terminal may show them."""

from __future__ import annotations

from typing import Any

BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF])
"""marks that reorder what stands beside them on a line, and blanks that nobody sees: two names would look alike"""
CONTROLS = {code: " " for code in [*range(0x00, 0x20), *range(0x7F, 0xA0)] if code not in (0x09, 0x0A)} | BIDI


def safe(text: str) -> str:
    """A text whose control characters can do nothing to a terminal; tabs and line breaks stay."""
    return text.translate(CONTROLS)


def cell_text(value: Any) -> str:
    """A value as people read it in one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return "、".join(cell_text(one) for one in value)
    return " ".join(safe(str(value)).split())
