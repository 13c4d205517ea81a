"""What every reader hands on: blocks of text and tables, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from corpus.errors import RefusedError
from corpus.frozen import field, frozen

BlockKind = Literal["heading", "paragraph", "table"]


@frozen
class Position:
    """Where a block or a table row stands in its file; what the kind of file lacks stays empty."""

    page: int | None = None
    lines: tuple[int, int] | None = None
    """first and last line, counted from 1"""
    sheet: str = ""
    cell: str = ""
    """first cell of the row, for instance ``A4``"""

    def label(self) -> str:
        """The position for people, "" when there is none."""
        if self.sheet or self.cell:
            return f"工作表「{self.sheet}」{self.cell}".strip()
        if self.lines:
            first, last = self.lines
            return f"第 {first} 行" if first == last else f"第 {first}–{last} 行"
        return f"第 {self.page} 页" if self.page else ""


NOWHERE = Position()
MOST_CHARACTERS = 1_500_000
"""text of one document: a book of two thousand pages. What is larger takes every question seconds and gigabytes."""
MOST_PASSAGES = 30_000
SLACK = 2
"""by how much more a reader goes on: what repeats on every page, and marks of its format, are no text of it"""


@frozen
class Row:
    """A table row; merged cells are filled in, so every row of a table has the same number of cells."""

    cells: tuple[str, ...]
    at: Position = NOWHERE


@frozen
class Block:
    """A heading, a paragraph or a table; the first row of a table is its head."""

    kind: BlockKind
    text: str = ""
    """of a table: its caption and unit line, when there are any"""
    level: int = 0
    """of a heading, from 1"""
    rows: tuple[Row, ...] = ()
    at: Position = NOWHERE


@frozen
class RawDocument:
    """A file as read: its blocks in order, and what it says of itself."""

    blocks: tuple[Block, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    """title, issuer, number, issued, effective, expires, place, replaces: as the file states them, unparsed"""
    notes: tuple[str, ...] = ()
    """what the reader left out or could not be sure of, in Chinese"""
    unread: tuple[str, ...] = ()
    """parts that may hold text or sums and could not be read, each with its place and the reason"""
    recognised: tuple[int, ...] = ()
    """pages whose text was recognised from a picture and may be misread"""


class Tally:
    """Counts what a reader has read, so that a file that is too much is refused while it is read and not afterwards."""

    def __init__(self) -> None:
        self._characters = 0
        self._passages = 0

    def add(self, characters: int, passages: int = 0) -> None:
        """So much more was read. Raises RefusedError when it is too much for one document."""
        self._characters += characters
        self._passages += passages
        if self._characters > SLACK * MOST_CHARACTERS:
            raise too_many(f"全文超过 {self._characters // 10_000} 万字", f"{MOST_CHARACTERS // 10_000} 万字")
        if self._passages > SLACK * MOST_PASSAGES:
            raise too_many(f"全文超过 {SLACK * MOST_PASSAGES} 段", f"{MOST_PASSAGES} 段")

    def counted(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks as they come. Raises RefusedError."""
        for block in blocks:
            self.add(len(block.text) + sum(len(cell) for row in block.rows for cell in row.cells), 1)
            yield block


def too_many(how_many: str, limit: str) -> RefusedError:
    """The refusal of a document that is too long."""
    return RefusedError(f"{how_many}，上限是 {limit}", "请只保留有关绿色工厂的部分，或拆成几份再添加。")


def to_plain(document: RawDocument) -> dict[str, Any]:
    """The document as plain lists and dicts, for JSON."""
    return {
        "blocks": [_block_to_plain(block) for block in document.blocks],
        "metadata": dict(document.metadata),
        "notes": list(document.notes),
        "unread": list(document.unread),
        "recognised": list(document.recognised),
    }


def from_plain(data: Mapping[str, Any]) -> RawDocument:
    """The document that ``to_plain`` made plain."""
    return RawDocument(
        blocks=tuple(_block_from_plain(item) for item in data["blocks"]),
        metadata=data["metadata"],
        notes=tuple(data["notes"]),
        unread=tuple(data["unread"]),
        recognised=tuple(data["recognised"]),
    )


def _block_to_plain(block: Block) -> list[Any]:
    rows = [[list(row.cells), _position_to_plain(row.at)] for row in block.rows]
    return [block.kind, block.text, block.level, rows, _position_to_plain(block.at)]


def _block_from_plain(item: Sequence[Any]) -> Block:
    kind, text, level, rows, at = item
    return Block(
        kind=kind,
        text=text,
        level=level,
        rows=tuple(Row(cells=tuple(cells), at=_position_from_plain(where)) for cells, where in rows),
        at=_position_from_plain(at),
    )


def _position_to_plain(at: Position) -> list[Any]:
    return [at.page, at.lines, at.sheet, at.cell]


def _position_from_plain(item: Sequence[Any]) -> Position:
    page, lines, sheet, cell = item
    return Position(page=page, lines=tuple(lines) if lines else None, sheet=sheet, cell=cell)
