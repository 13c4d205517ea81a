"""Tables with merged cells to plain rows: spans filled, heads of several rows folded, captions and units lifted out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from corpus.errors import RefusedError
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.readers.blocks import Block, Position, Row, Tally

_TOLD_ABOVE = late(r"[^：:]{0,6}(?:单位|部门|机关|日期|时间|人|电话|截止|时点|口径)\s*[：:]")

MAX_CELLS = 500_000
MAX_COLUMNS = 256


@frozen
class Cell:
    """A cell of a grid with the rows and columns it covers, counted from 0."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


def spread(cells: Iterable[Cell], positions: Mapping[int, Position] | None = None) -> list[Row]:
    """Rows in which every covered place repeats the text of the cell that covers it.

    Raises:
        RefusedError: when the spans unfold into more cells than a table has.
    """
    held = list(cells)
    width = max((cell.column + cell.colspan for cell in held), default=0)
    height = max((cell.row + 1 for cell in held), default=0)  # a rowspan reaches no further than the last own row
    if width > MAX_COLUMNS or width * height > MAX_CELLS:
        raise too_wide()
    Tally().add(sum(len(cell.text) * cell.colspan * min(cell.rowspan, height - cell.row) for cell in held))
    grid = [[""] * width for _ in range(height)]
    for cell in held:
        for row in range(cell.row, min(cell.row + cell.rowspan, height)):
            grid[row][cell.column : cell.column + cell.colspan] = [cell.text] * cell.colspan
    at = positions or {}
    return [Row(cells=tuple(texts), at=at.get(i, Position())) for i, texts in enumerate(grid) if any(texts)]


def too_wide() -> RefusedError:
    """The refusal of a table with more columns or cells than a table has."""
    return RefusedError(f"表格超过 {MAX_COLUMNS} 列或 {MAX_CELLS} 格", "请拆分后再添加。")


def head_rows(cells: Sequence[Cell]) -> int:
    """How many rows the head takes, caption rows aside: as many as its merged cells cover."""
    width = max((cell.column + cell.colspan for cell in cells), default=0)
    rows = sorted({cell.row for cell in cells})
    for row in rows:
        own = [cell for cell in cells if cell.row == row and cell.text]
        told_above = all(_TOLD_ABOVE.match(cell.text) for cell in own)
        if told_above or any(cell.colspan == width for cell in own) or (len(own) == 1 and row < rows[-1]):
            continue  # a caption, even where it was merged over fewer columns than the table has
        tallest = max(cell.rowspan for cell in own)
        if not any(cell.colspan > 1 for cell in own):
            return 1
        if tallest == 1:
            below = {cell.column for cell in cells if cell.row == row + 1 and cell.text}
            alone = {cell.column for cell in own if cell.colspan == 1}
            return 2 if below and not alone & below else 1
        return tallest
    return 1


def table_block(rows: Sequence[Row], *, at: Position, caption: str = "", heads: int = 1) -> Block:
    """A table whose first row is its head, of all the rows that a reader found."""
    lifted, rest = _lift_captions(rows)
    caption = "；".join(filter(None, (caption, *lifted)))
    if not rest:
        return Block(kind="paragraph", text=caption, at=at)
    if heads == 1 and len(rest) > 2 and _goes_on_below(rest[0].cells, rest[1].cells):
        rest, heads = [replace(rest[0], cells=_spread_right(rest[0].cells, rest[1].cells)), *rest[1:]], 2
    head = replace(rest[0], cells=_folded(rest[:heads]))
    repeated = {row.cells for row in rest[:heads]} | {head.cells}
    body = [row for row in rest[heads:] if row.cells not in repeated]
    return Block(kind="table", text=caption, rows=(head, *body), at=at)


def _goes_on_below(head: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a head without merged cells has a second row: it fills every gap of the first and holds no figure."""
    gaps = [index for index, cell in enumerate(head) if not cell]
    filled = [cell for cell in below if cell]
    free = any(not cell and not under for cell, under in zip(head, below, strict=True))
    return bool(gaps and gaps[0]) and not free and not below[0] and not re.search(r"\d", "".join(filled))


def _spread_right(head: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """The first row of a head with its cells said again over the gaps that they were drawn across."""
    cells: list[str] = []
    for cell, under in zip(head, below, strict=True):
        cells.append(cell or (cells[-1] if under and cells else ""))
    return tuple(cells)


def join_continued(blocks: Sequence[Block]) -> list[Block]:
    """Tables that run over a page joined: the head repeated on the next page dropped, groups carried over."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last is not None and last.kind == block.kind == "table" and _continues(last, block):
            joined[-1] = replace(last, rows=(*last.rows, *_carried(last, block)))
        else:
            joined.append(block)
    return joined


def _continues(table: Block, following: Block) -> bool:
    if len(table.rows[0].cells) != len(following.rows[0].cells) or following.text:
        return False
    first, second = table.rows[-1].at.page, following.at.page
    return first is not None and second == first + 1


def _carried(table: Block, following: Block) -> list[Row]:
    rows = list(following.rows)
    if _same_head(rows[0].cells, table.rows[0].cells):
        rows = rows[1:]
    above = table.rows[-1].cells
    carried: list[Row] = []
    for row in rows:
        if row.cells[0] or not any(row.cells):
            carried += rows[len(carried) :]
            break
        # A merged group cell is empty on the page it runs on to; only leading columns can be groups.
        filled = next(i for i, cell in enumerate(row.cells) if cell)
        carried.append(replace(row, cells=above[:filled] + row.cells[filled:]))
    return carried


def _same_head(first: Sequence[str], second: Sequence[str]) -> bool:
    return [re.sub(r"\s", "", cell) for cell in first] == [re.sub(r"\s", "", cell) for cell in second]


def _lift_captions(rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    lifted: list[str] = []
    rest = list(rows)
    while len(rest) > 1 and len(rest[0].cells) > 1 and _is_caption(rest[0].cells):
        lifted.append(" ".join(dict.fromkeys(filter(None, rest[0].cells))))
        rest = rest[1:]
    return lifted, rest


def _is_caption(cells: Sequence[str]) -> bool:
    """A row above a head: one text over the whole table, or who filled it in, when, in which unit."""
    filled = list(dict.fromkeys(filter(None, cells)))
    told = all(_TOLD_ABOVE.match(text) for text in filled)
    return len(filled) == 1 or bool(filled and told and len(filled) < len(cells))


def _folded(rows: Sequence[Row]) -> tuple[str, ...]:
    columns = zip(*(row.cells for row in rows), strict=True)
    return tuple(" ".join(dict.fromkeys(filter(None, column))) for column in columns)
