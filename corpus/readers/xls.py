"""Old Excel files (.xls): visible sheets, merged cells filled; every row with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus.errors import RefusedError
from corpus.readers.blocks import Block, Position, RawDocument
from corpus.readers.decode import harmless
from corpus.readers.grid import Cell
from corpus.readers.office import converted, program
from corpus.readers.structure import tidy
from corpus.readers.xlsx import MAX_AREA, is_plain_name, number_text, run_blocks, runs

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet


def read(data: bytes) -> RawDocument:
    """The tables and texts of the visible sheets."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silent())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise RefusedError("文件已加密", "请取消密码保护后再添加。") from error
        if not program():
            raise
        return converted(data, ".xls", "xlsx")  # what WPS wrote in a way of its own
    blocks: list[Block] = []
    hidden: list[str] = []
    for sheet in book.sheets():
        if sheet.visibility:
            hidden.append(f"隐藏的工作表「{tidy(harmless(sheet.name))}」已略过")
            continue
        title = tidy(harmless(sheet.name))
        if not is_plain_name(title):
            blocks.append(Block(kind="heading", text=title, level=1, at=Position(sheet=title, cell="A1")))
        for run in runs(list(_cells(book, sheet))):
            blocks += run_blocks(run, title)
    return RawDocument(blocks=tuple(blocks), notes=tuple(hidden))


class _Silent:
    """Takes what the library would print."""

    def write(self, text: str) -> None:
        """Nothing."""


def _cells(book: Book, sheet: Sheet) -> Iterator[Cell]:
    if sheet.nrows * sheet.ncols > MAX_AREA:
        raise RefusedError(
            f"工作表「{sheet.name}」范围过大（{sheet.nrows} 行 {sheet.ncols} 列）", "请删去空行空列后再添加。"
        )
    spans = {(r1, c1): (r2 - r1, c2 - c1) for r1, r2, c1, c2 in sheet.merged_cells}
    for row in range(sheet.nrows):
        if row in sheet.rowinfo_map and sheet.rowinfo_map[row].hidden:
            continue
        for column in range(sheet.row_len(row)):
            text = _text(book, sheet, row, column)
            if text and not (column in sheet.colinfo_map and sheet.colinfo_map[column].hidden):
                rows, columns = spans.get((row, column), (1, 1))
                yield Cell(row=row + 1, column=column + 1, text=text, rowspan=rows, colspan=columns)


def _text(book: Book, sheet: Sheet, row: int, column: int) -> str:
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "是" if value else "否"
    if kind == xlrd.XL_CELL_DATE:
        return _day(value, book.datemode)
    if kind == xlrd.XL_CELL_NUMBER:
        form = book.format_map.get(book.xf_list[sheet.cell_xf_index(row, column)].format_key)
        whole = int(value) if float(value).is_integer() else value
        return number_text(whole, form.format_str if form else "")
    return tidy(harmless(str(value)).replace("\n", " "))


def _day(value: Any, datemode: int) -> str:
    import xlrd

    try:
        return str(xlrd.xldate_as_datetime(value, datemode).date())
    except (ValueError, OverflowError, xlrd.xldate.XLDateError):
        return f"{value:g}"
