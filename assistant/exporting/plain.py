"""Texts as other programs' files can hold them: no control characters, nothing that reorders what stands beside it."""

from __future__ import annotations

from corpus.patterns import late

_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F])
_CONTROLS = {code: " " for code in [*range(0x00, 0x20), *range(0x7F, 0xA0)] if code not in (0x09, 0x0A)}
_LINE_ENDS = {0x2028: "\n", 0x2029: "\n"}
_FORBIDDEN = dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd")
"""what XML cannot hold: halves of character pairs, non-characters"""
_TABLE = _CONTROLS | _BIDI | _LINE_ENDS | _FORBIDDEN
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]#|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_LIST_MARK = late(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")


def plain(text: str) -> str:
    """A text that any XML file can hold; line breaks and tabs stay."""
    return text.translate(_TABLE)


def one_line(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join(plain(text).split())


def markdown_text(text: str) -> str:
    """A text on one line that Markdown shows as it is, whatever signs it holds."""
    return _LIST_MARK.sub(r"\1\\\2", one_line(text).translate(_MARKDOWN))
