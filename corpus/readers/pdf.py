"""PDF files with a text layer: lines to paragraphs, ruled tables with merged cells, running heads dropped."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import RefusedError
from corpus.readers import scan
from corpus.readers.blocks import Block, Position, RawDocument, Tally
from corpus.readers.decode import harmless
from corpus.readers.grid import Cell, head_rows, join_continued, spread, table_block
from corpus.readers.page_columns import column_boxes
from corpus.readers.printed_lines import PrintedLine, paragraphs_of
from corpus.readers.structure import tidy

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

MAX_PAGES = 1500
_TOLERANCE = 2.0


def read(data: bytes) -> RawDocument:
    """The blocks of a PDF, each with its page."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    if b"%%EOF" not in data[-2048:] and b"startxref" not in data[-4096:]:
        raise RefusedError("文件不完整（PDF 结尾缺失）", "请重新下载后再添加。")
    try:
        document = pdfplumber.open(io.BytesIO(data))
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise RefusedError("文件已加密（有打开密码）", "请取消密码保护后再添加。") from error
        raise
    with document:
        return _document(document.pages)


def _document(pages: Sequence[Page]) -> RawDocument:
    if len(pages) > MAX_PAGES:
        raise RefusedError(f"PDF 有 {len(pages)} 页，超过 {MAX_PAGES} 页的上限", "请拆分后再添加。")
    tally = Tally()
    items: list[PrintedLine | Block] = []
    silent: list[int] = []
    read: list[int] = []
    for number, page in enumerate(pages, 1):
        found = list(_page_items(page, number))
        if not found and (page.images or page.curves):
            if scan.is_installed() and len(read) < scan.MAX_PAGES:
                found = list(scan.recognised(page.to_image(resolution=scan.RESOLUTION).original, number))
                read += [number] if found else []
            else:
                silent.append(number)
        items += found
        tally.add(sum(len(item.text) for item in found if isinstance(item, PrintedLine)))
        page.close()  # frees the characters of the page: a long file stays small in memory
    if not items:
        raise RefusedError("PDF 没有文字层（扫描件）", scan.HINT)
    unread = (f"第 {'、'.join(map(str, silent))} 页：没有文字层（扫描图片），未读取",) if silent else ()
    blocks = tuple(join_continued(list(paragraphs_of(items, len(pages)))))
    return RawDocument(blocks=blocks, unread=unread, recognised=tuple(read))


def _page_items(page: Page, number: int) -> Iterator[PrintedLine | Block]:
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.cells) > 1]
    boxes = [table.bbox for table in tables]
    text = page.filter(lambda item: not _inside(item, boxes)) if boxes else page
    columns = column_boxes(text.chars, text.bbox) or [text.bbox]
    placed: list[tuple[tuple[int, float], PrintedLine | Block]] = []
    for position, box in enumerate(columns):
        part = text.crop(box, strict=False) if len(columns) > 1 else text
        lines = _lines(part.extract_text_lines(return_chars=True, use_text_flow=False), page, number)
        placed += [((position, line.top), line) for line in lines]
    for table in tables:
        top = table.bbox[1]
        position = next((at for at, box in enumerate(columns) if box[1] <= top < box[3] and box[0] <= table.bbox[0]), 0)
        placed += [((position, top), block) for block in _table(table, number)]
    yield from (item for _, item in sorted(placed, key=lambda pair: pair[0]))


def _inside(item: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _lines(found: Sequence[dict[str, Any]], page: Page, number: int) -> Iterator[PrintedLine]:
    right = max((line["x1"] for line in found), default=0.0)
    left = min((line["x0"] for line in found), default=0.0)
    for line in found:
        text = tidy(harmless(line["text"]))
        if text:
            yield PrintedLine(
                text=text,
                page=number,
                left=line["x0"] - left,
                right=line["x1"],
                top=line["top"],
                size=max((char["size"] for char in line["chars"]), default=10.0),
                at_edge=line["top"] < 0.1 * float(page.height) or line["bottom"] > 0.9 * float(page.height),
                full_right=right,
            )


def _table(table: Table, number: int) -> Iterator[Block]:
    at = Position(page=number)
    cells = _grid(table)
    rows = spread(cells, {cell.row: at for cell in cells})
    if rows:
        yield table_block(rows, at=at, heads=head_rows(cells))


def _grid(table: Table) -> list[Cell]:
    """The cells with their spans, read from where their edges lie."""
    texts = table.extract()
    boxes = [box for row in table.rows for box in row.cells if box]
    lefts, tops = _edges(box[0] for box in boxes), _edges(box[1] for box in boxes)
    cells: list[Cell] = []
    for row, line in zip(table.rows, texts, strict=True):
        for box, text in zip(row.cells, line, strict=True):
            if box:
                first_row, first_column = _rank(tops, box[1]), _rank(lefts, box[0])
                cells.append(
                    Cell(
                        row=first_row,
                        column=first_column,
                        text=_cell_words(text),
                        rowspan=max(_rank(tops, box[3]) - first_row, 1),
                        colspan=max(_rank(lefts, box[2]) - first_column, 1),
                    )
                )
    return [*cells, *_open_cells(table, cells, [*lefts, table.bbox[2]], [*tops, table.bbox[3]])]


def _open_cells(table: Table, cells: Sequence[Cell], lefts: Sequence[float], tops: Sequence[float]) -> Iterator[Cell]:
    """Cells that no rule closes, as a group's at the foot of a page: the rows of a column that no cell covers."""
    covered = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    for column in range(len(lefts) - 1):
        rows = [row for row in range(len(tops) - 1) if (row, column) not in covered]
        for run in _runs(rows):
            box = (lefts[column], tops[run[0]], lefts[column + 1], tops[run[-1] + 1])
            words = _cell_words(table.page.crop(box, strict=False).extract_text())
            yield Cell(row=run[0], column=column, text=words, rowspan=len(run))


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _cell_words(text: str | None) -> str:
    return tidy(harmless("".join((text or "").split("\n"))))


def _edges(values: Iterator[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _TOLERANCE:
            edges.append(value)
    return edges


def _rank(edges: Sequence[float], value: float) -> int:
    return sum(edge < value - _TOLERANCE for edge in edges)
