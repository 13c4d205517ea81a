"""Puts every character of an exported terminal picture into its cell.

Exported text lengths count characters, so that browsers squeeze each Chinese line to half its width. Here every run of
characters of one width stands at its own place with its own length, both in cells; fonts of any width fit in then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby

from rich.cells import cell_len, get_character_cell_size

CELL = 12.2
"""pixels of a cell in the exported picture"""
TEXT = re.compile(r'<text (?P<more>class="terminal-r\d+") x="(?P<x>[\d.]+)" (?P<y>y="[\d.]+") '
                  r'textLength="[\d.]+"(?: lengthAdjust="\w+")?(?P<clip>[^>]*)>(?P<words>[^<]*)</text>')  # fmt: skip


def in_cells(svg: str) -> str:
    """The same picture with every run of text in its cells; runs of blanks are left out."""
    return TEXT.sub(lambda found: "".join(_runs(found)), svg)


def _runs(found: re.Match[str]) -> Iterator[str]:
    at = float(found["x"])
    for kind, group in groupby(unescape(found["words"]).replace("\n", ""), _kind):
        words = "".join(group)
        length = cell_len(words) * CELL
        if words.strip("\xa0 "):
            # Blocks are stretched to touch each other; letters are only moved apart.
            adjust = ' lengthAdjust="spacingAndGlyphs"' if kind == "block" else ""
            place = f'x="{at:.1f}" {found["y"]} textLength="{length:.1f}"{adjust}'
            yield f"<text {found['more']} {place}{found['clip']}>{_escaped(words)}</text>"
        at += length


def _kind(character: str) -> str:
    if "\u2500" <= character <= "\u259f":
        return "block"
    return "wide" if get_character_cell_size(character) == 2 else "narrow"


def _escaped(words: str) -> str:
    return escape(words, quote=False).replace("\xa0", "&#160;").replace(" ", "&#160;")


def misplaced(svg: str) -> tuple[str, ...]:
    """Texts that are not as long as their cells, or lie over the one before them."""
    found = []
    ends: dict[str, float] = {}
    for text in re.finditer(
        r'<text class="terminal-r\d+" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)<', svg
    ):
        start, line, length, words = float(text[1]), text[2], float(text[3]), unescape(text[4])
        if abs(length - cell_len(words) * CELL) > 0.1 or start < ends.get(line, 0) - 0.2:
            found.append(words)
        ends[line] = start + length
    return tuple(found)
