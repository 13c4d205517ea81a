"""Pieces of text by their places on a page, to lines and tables: what a page is without rules and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.blocks import Block, Position, Row
from corpus.readers.printed_lines import PrintedLine
from corpus.readers.structure import tidy

CELL_GAP = 1.6
"""white between two pieces of a line, in sizes of the type, above which they are cells of a table"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with its box, in the page's own unit."""

    text: str
    left: float
    right: float
    top: float
    size: float


def items_of(
    pieces: Sequence[Piece], page: int, width: float, height: float, gap: float = CELL_GAP
) -> Iterator[PrintedLine | Block]:
    """The lines of a page in reading order, and tables where pieces stand in columns, ``gap`` sizes apart."""
    lines = list(_lines(pieces))
    right = max((line[-1].right for line in lines), default=width)
    left = min((line[0].left for line in lines), default=0.0)
    at = Position(page=page)
    table: list[Row] = []
    for line in lines:
        cells = _cells(line, gap)
        if len(cells) > 1 and (not table or len(table[0].cells) == len(cells)):
            table.append(Row(cells=tuple(cells), at=at))
            continue
        yield from _table(table, at)
        table = []
        yield PrintedLine(
            text=" ".join(cells),
            page=page,
            left=line[0].left - left,
            right=line[-1].right,
            top=line[0].top,
            size=line[0].size,
            at_edge=line[0].top < 0.1 * height or line[0].top > 0.88 * height,
            full_right=right,
        )
    yield from _table(table, at)


def _table(rows: list[Row], at: Position) -> Iterator[Block]:
    if len(rows) > 1:
        yield Block(kind="table", rows=tuple(rows), at=at)
    elif rows:
        yield Block(kind="paragraph", text=" ".join(rows[0].cells), at=at)


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.top, one.left)):
        if line and piece.top > line[0].top + 0.6 * max(line[0].size, 1):
            yield sorted(line, key=lambda one: one.left)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda one: one.left)


def _cells(line: Sequence[Piece], gap: float) -> list[str]:
    cells = [line[0].text]
    for before, piece in pairwise(line):
        if piece.left - before.right > gap * piece.size:
            cells.append(piece.text)
        else:
            cells[-1] += piece.text
    return [tidy(cell) for cell in cells]
