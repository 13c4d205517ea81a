"""Plain text: hard-wrapped lines joined, columns parted by tabs or runs of spaces read as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.frozen import replace
from corpus.patterns import late
from corpus.readers.blocks import NOWHERE, Block, Position, RawDocument, Row, Tally
from corpus.readers.decode import decode
from corpus.readers.furniture import is_furniture
from corpus.readers.one_line import parted
from corpus.readers.structure import BARE_PAGE, Line, heading_level, paragraphs, tidy, wrap_width

_GAP = late(r"[ \u00a0]{2,}|[ \u00a0]*\u3000[ \u00a0\u3000]*")
"""what parts columns that were set with spaces"""


def read(data: bytes) -> RawDocument:
    """The blocks of a text file, each with its lines."""
    text = decode(data)
    Tally().add(len(text))
    return RawDocument(blocks=blocks_of(text.split("\n")))


def blocks_of(texts: Sequence[str], *, numbered: bool = True) -> tuple[Block, ...]:
    """The blocks of lines; ``numbered`` is whether they are the lines of a file, which can be pointed to."""
    lines = [Line(text=part, number=number) for number, text in enumerate(texts, 1) for part in parted(text.rstrip())]
    blocks = _blocks(lines)
    return tuple(blocks) if numbered else tuple(_without_lines(block) for block in blocks)


def _without_lines(block: Block) -> Block:
    return replace(block, at=NOWHERE, rows=tuple(replace(row, at=NOWHERE) for row in block.rows))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    full = wrap_width([line.text for line in lines if not _columns(line.text.strip())])
    for columns, group in groupby(lines, key=lambda line: _columns(line.text.strip())):
        run = list(group)
        if columns and len(run) > 1 and len({len(_cells(line)) for line in run}) == 1:
            yield _table(run)
        else:
            blocks = paragraphs(list(_without_page_numbers(run)), full)
            yield from (block for block in blocks if not is_furniture(block))


def _without_page_numbers(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines without those that are a page's number, and the blank lines around it."""
    kept: list[Line] = []
    for line in lines:
        if _is_page_number(line.text):
            while kept and not kept[-1].text.strip():
                kept.pop()
            if kept:
                kept[-1] = replace(kept[-1], page_end=True)
        elif line.text.strip() or not (kept and kept[-1].page_end):
            kept.append(line)
    yield from kept


def _table(run: Sequence[Line]) -> Block:
    rows = tuple(Row(cells=_cells(line), at=Position(lines=(line.number, line.number))) for line in run)
    return Block(kind="table", rows=rows, at=Position(lines=(run[0].number, run[-1].number)))


def _columns(text: str) -> int:
    """Lines that stand in one table are alike: -1 with tabs, the number of columns with runs of spaces, 0 for prose.

    Two columns may be two signatures, cells with a colon the fields of a card, single characters a spaced title.
    """
    if "\t" in text:
        return -1
    cells = _GAP.split(text)
    if heading_level(tidy(text)) == 1:
        return 0  # 第一章  总  则
    told = any("：" in cell or cell.endswith("。") for cell in cells)
    spaced = all(len(cell) == 1 for cell in cells)
    return len(cells) if len(cells) > 2 and not told and not spaced else 0


def _cells(line: Line) -> tuple[str, ...]:
    text = line.text.strip("\n")
    return tuple(tidy(cell) for cell in (text.split("\t") if "\t" in text else _GAP.split(text.strip())))


def _is_page_number(text: str) -> bool:
    stripped = text.strip()
    return bool(stripped) and any(c in stripped for c in "—–-页") and bool(BARE_PAGE.fullmatch(stripped))
