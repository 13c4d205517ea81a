"""For terminals that draw characters of ambiguous width two cells wide: the same screen without such characters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

TWINS = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "…": ".", "·": ".", "×": "x", "÷": "/", "±": "+",
    "°": "o", "→": ">", "←": "<", "↑": "^", "↓": "v", "■": "#", "□": "o", "●": "*", "○": "o", "★": "*", "☆": "*",
    "▶": ">", "▲": "^", "▼": "v", "◆": "*", "◇": "*", "•": "*", "§": "S", "¶": "P", "≥": ">", "≤": "<", "≈": "~",
    "℃": "C", "‰": "%", "′": "'", "″": '"', "※": "*",
}  # fmt: skip


class AsciiFilter(LineFilter):
    """Replaces each ambiguous character by one of the same single cell, after layout."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if segment.control or segment.text.isascii() else segment._replace(text=certain(segment.text))
            for segment in segments
        ]


def certain(text: str) -> str:
    """The text in characters of certain width, cell for cell."""
    return "".join(map(_twin, text))


@lru_cache(4096)
def _twin(character: str) -> str:
    if unicodedata.east_asian_width(character) != "A" or cell_len(character) != 1:
        return character
    if character in TWINS:
        return TWINS[character]
    if "\u2500" <= character <= "\u257f":
        return _line_sign(character)
    if "\u2580" <= character <= "\u259f":
        return "|" if "LEFT" in unicodedata.name(character) or "RIGHT" in unicodedata.name(character) else "#"
    plain = unicodedata.normalize("NFKC", character).strip("()")
    return plain[0] if plain and unicodedata.east_asian_width(plain[0]) == "Na" else "?"


def _line_sign(character: str) -> str:
    name = unicodedata.name(character, "")
    if "HORIZONTAL" in name and "VERTICAL" not in name:
        return "-"
    return "|" if "VERTICAL" in name and "HORIZONTAL" not in name else "+"
