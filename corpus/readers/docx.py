"""Word files: paragraphs and tables in order, headings by style, merged cells filled, hidden text left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.readers.archive import check_archive
from corpus.readers.blocks import Block, Position, RawDocument, Tally
from corpus.readers.decode import harmless
from corpus.readers.grid import Cell, head_rows, spread, table_block
from corpus.readers.structure import heading_level, text_block, tidy

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RENDERED_BREAK = f"{W}lastRenderedPageBreak"
MAX_DEPTH = 20
"""content controls and tables nested deeper than this are left out"""

_LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}footnoteReference"}


def read(data: bytes) -> RawDocument:
    """The blocks of a Word file, with the page each was on when Word last saved it."""
    check_archive(data, "word/document.xml")
    from docx import Document

    document = Document(io.BytesIO(data))
    styles = {style.style_id: style.name or "" for style in document.styles if style.style_id}
    body = document.element.body
    pages = _Pages(known=next(body.iter(RENDERED_BREAK), None) is not None)
    # The file's own properties (title, author) are those of its template and of whoever typed it: not read.
    return RawDocument(blocks=tuple(Tally().counted(_blocks(body, styles, pages, 0))))


class _Pages:
    """Counts the page breaks that Word left in the text; without any, pages are not known."""

    def __init__(self, *, known: bool) -> None:
        self._known = known
        self._number = 1

    def at(self, element: _Element) -> Position:
        """Where an element begins; the breaks in it count for what follows."""
        number = self._number
        for node in element.iter(RENDERED_BREAK, f"{W}t"):
            if node.tag == f"{W}t":
                break
            number += 1
        self._number += sum(1 for _ in element.iter(RENDERED_BREAK))
        return Position(page=number if self._known else None)


def _blocks(parent: _Element, styles: dict[str, str], pages: _Pages, depth: int) -> Iterator[Block]:
    if depth > MAX_DEPTH:
        return
    for element in parent:
        if element.tag == f"{W}p":
            yield from _paragraph(element, styles, pages.at(element))
            for box in element.iter(f"{W}txbxContent"):
                yield from _blocks(box, styles, _Pages(known=False), depth + 1)
                break  # the fallback picture of a text box repeats its text
        elif element.tag == f"{W}tbl":
            yield from _table(element, pages, depth)
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _blocks(element, styles, pages, depth + 1)


def _paragraph(element: _Element, styles: dict[str, str], at: Position) -> Iterator[Block]:
    style = element.find(f"{W}pPr/{W}pStyle")
    name = styles.get(style.get(f"{W}val", ""), "") if style is not None else ""
    for text in _text(element).split("\n"):
        if not text.strip():
            continue
        level = _style_level(name) or heading_level(text)
        if level:
            yield Block(kind="heading", text=tidy(text), level=level, at=at)
        else:
            yield text_block(text, at)


def _style_level(name: str) -> int:
    lowered = name.lower()
    if lowered == "title":
        return 1
    if lowered.startswith(("heading", "标题")) and lowered[-1:].isdigit():
        return int(lowered[-1])
    return 0


def _text(element: _Element) -> str:
    parts: list[str] = []
    _collect(element, parts)
    return harmless("".join(parts))


def _collect(element: _Element, parts: list[str]) -> None:
    for child in element:
        if child.tag in _LEFT_OUT or child.tag == f"{W}txbxContent":
            continue
        if child.tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None:
            continue
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag == f"{W}tab":
            parts.append(" ")
        elif child.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif child.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif isinstance(child.tag, str) and not child.tag.endswith("}pPr"):
            _collect(child, parts)


def _table(element: _Element, pages: _Pages, depth: int) -> Iterator[Block]:
    cells, nested = _cells(element)
    positions = dict(enumerate(pages.at(row) for row in element.iterfind(f"{W}tr")))
    rows = spread(cells, positions)
    if rows:
        yield table_block(rows, at=rows[0].at, heads=head_rows(cells))
    for inner in nested if depth < MAX_DEPTH else ():
        yield from _table(inner, _Pages(known=False), depth + 1)


def _cells(table: _Element) -> tuple[list[Cell], list[_Element]]:
    cells: list[Cell] = []
    nested: list[_Element] = []
    open_cells: dict[int, int] = {}  # column -> index of the cell that a vertical merge began with
    row_number = 0
    for row in table.iterfind(f"{W}tr"):
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tbl")) is not table:
                continue
            span = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            nested += cell.findall(f"{W}tbl")
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in open_cells:
                began = cells[open_cells[column]]
                cells[open_cells[column]] = Cell(
                    row=began.row,
                    column=began.column,
                    text=began.text,
                    rowspan=row_number - began.row + 1,
                    colspan=began.colspan,
                )
                # A row made of continuations only must still exist.
            else:
                open_cells[column] = len(cells)
                cells.append(Cell(row=row_number, column=column, text=_cell_text(cell), colspan=span))
            column += span
        row_number += 1
    return cells, nested


def _cell_text(cell: _Element) -> str:
    lines = (tidy(_text(paragraph).replace("\n", " ")) for paragraph in cell.iterfind(f"{W}p"))
    return " ".join(filter(None, lines))


def _number(element: _Element | None, default: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), 300) if value.isdecimal() and int(value) > 0 else default
