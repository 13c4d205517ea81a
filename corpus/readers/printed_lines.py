"""Lines as they stand on printed pages, to paragraphs: running heads dropped, wrapped lines joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.frozen import frozen
from corpus.readers.blocks import Block, Position
from corpus.readers.structure import BARE_PAGE, begins_paragraph, join, stands_alone, text_block

RUNNING_SHARE = 0.5
"""a line at the edge of more than this share of the pages (and of at least two) is a running head or foot"""


@frozen
class PrintedLine:
    """A line of a page; measures in the page's own unit."""

    text: str
    page: int
    left: float
    """from the left edge of its page or column"""
    right: float
    top: float
    size: float
    at_edge: bool
    """whether it stands where running heads and feet do"""
    full_right: float
    """where the longest line of its page or column ends"""


def paragraphs_of(items: Sequence[PrintedLine | Block], pages: int) -> Iterator[Block]:
    """Lines to paragraphs and headings, tables left as they are; ``items`` in reading order."""
    return _blocks(_without_running(items, pages))


def _without_running(items: Sequence[PrintedLine | Block], pages: int) -> Iterator[PrintedLine | Block]:
    seen = Counter(key for item in items if (key := _running_key(item)))
    for item in items:
        key = _running_key(item)
        if key and (BARE_PAGE.fullmatch(key) or (pages > 1 and seen[key] > max(1, RUNNING_SHARE * pages))):
            continue
        yield item


def _running_key(item: PrintedLine | Block) -> str:
    return re.sub(r"\d+", "0", item.text) if isinstance(item, PrintedLine) and item.at_edge else ""


def _blocks(items: Iterator[PrintedLine | Block]) -> Iterator[Block]:
    pending: list[PrintedLine] = []
    for item in items:
        if isinstance(item, PrintedLine) and pending and _runs_on(pending[-1], item):
            pending.append(item)
            continue
        if pending:
            yield _paragraph(pending)
            pending = []
        if isinstance(item, PrintedLine):
            pending = [item]
        else:
            yield item
    if pending:
        yield _paragraph(pending)


def _runs_on(line: PrintedLine, following: PrintedLine) -> bool:
    """Whether the line is full and the next one, of the same size and not indented, goes on with it."""
    if abs(line.size - following.size) > 0.6 or begins_paragraph(following.text) or stands_alone(line.text):
        return False
    if following.page == line.page and following.top - line.top > 2.6 * line.size:
        return False
    full = line.right > line.full_right - 1.6 * line.size
    indented = following.left > line.left + 1.2 * line.size
    # The first line of a paragraph is itself indented by two characters.
    return full and not indented


def _paragraph(lines: Sequence[PrintedLine]) -> Block:
    text = ""
    for line in lines:
        text = join(text, line.text)
    return text_block(text, Position(page=lines[0].page))
