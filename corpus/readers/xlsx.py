"""Excel files: visible sheets, rows and columns; merged cells filled; every row with its sheet and cell."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import RefusedError
from corpus.readers.archive import check_archive
from corpus.readers.blocks import Block, Position, RawDocument, Row, Tally
from corpus.readers.decode import harmless
from corpus.readers.grid import Cell, head_rows, spread, table_block
from corpus.readers.structure import text_block, tidy

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_AREA = 3_000_000
"""cells between the first and the last used one of a sheet"""

_FORMULA_ALONE = re.compile(rb"<f[^>]{0,200}>[^<]{0,5000}</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_MERGED = re.compile(
    rb"<mergeCell\s[^>]{0,100}?ref\s*=\s*[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']"
)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')


def read(data: bytes) -> RawDocument:
    """The tables and texts of the visible sheets."""
    check_archive(data, "xl/workbook.xml")
    _refuse_merged(data)
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(data), data_only=True)
    blocks: list[Block] = []
    hidden: list[str] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(f"隐藏的工作表「{tidy(harmless(sheet.title))}」已略过")
            continue
        blocks += _sheet_blocks(sheet)
    return RawDocument(blocks=tuple(blocks), notes=tuple(hidden), unread=tuple(_uncomputed(data)))


def _refuse_merged(data: bytes) -> None:
    """Raise RefusedError where cells are merged over more than a sheet may hold: each would be made while loading."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            areas = (_area(*match) for match in _MERGED.findall(archive.read(name)))
            if sum(areas) > MAX_AREA:
                raise RefusedError("合并的单元格范围过大", "请取消整列、整表的合并后再添加。")


def _area(column: bytes, row: bytes, last_column: bytes, last_row: bytes) -> int:
    return (_number(last_column) - _number(column) + 1) * (int(last_row) - int(row) + 1)


def _number(column: bytes) -> int:
    """The number of a column from its letters: AA is 27."""
    found = 0
    for letter in column:
        found = found * 26 + letter - ord("A") + 1
    return found


def _uncomputed(data: bytes) -> Iterator[str]:
    """A remark when formulas stand in the file without their results, as programs write them that don't compute."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    count = sum(len(_FORMULA_ALONE.findall(sheet)) for sheet in sheets)
    if count:
        yield f"工作簿：有 {count} 个公式没有保存计算结果，未读取；请用 Excel 打开并保存后重新加入"


def _sheet_blocks(sheet: Worksheet) -> Iterator[Block]:
    title = tidy(harmless(sheet.title))
    if not is_plain_name(title):
        yield Block(kind="heading", text=title, level=1, at=Position(sheet=title, cell="A1"))
    for run in runs(_cells(sheet)):
        yield from run_blocks(run, title)


def is_plain_name(title: str) -> bool:
    """Whether a sheet has the name that the program gave it (Sheet1)."""
    return bool(re.fullmatch(r"(?i)sheet\s?\d*|工作表\s?\d*", title))


def _cells(sheet: Worksheet) -> list[Cell]:
    """The visible cells that hold something, with their spans, numbered as in the sheet."""
    if sheet.max_row * sheet.max_column > MAX_AREA:
        size = f"{sheet.max_row} 行 {sheet.max_column} 列"
        raise RefusedError(f"工作表「{sheet.title}」范围过大（{size}）", "请删去表格以外的空行空列后再添加。")
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    hidden_columns = set(_hidden_columns(sheet))
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    tally = Tally()
    cells: list[Cell] = []
    for row in sheet.iter_rows():
        for cell in row:
            text = _text(cell)
            if not text or cell.row in hidden_rows or cell.column in hidden_columns:
                continue
            tally.add(len(text))
            area = spans.get((cell.row, cell.column))
            cells.append(
                Cell(
                    row=cell.row,
                    column=cell.column,
                    text=text,
                    rowspan=area.max_row - area.min_row + 1 if area else 1,
                    colspan=area.max_col - area.min_col + 1 if area else 1,
                )
            )
    return cells


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            yield from range(dimension.min, min(dimension.max, 20_000) + 1)


def runs(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """The cells parted at rows in which nothing stands."""
    run: list[Cell] = []
    end = 0
    for cell in cells:
        if run and cell.row > end + 1:
            yield run
            run = []
        run.append(cell)
        end = max(end, cell.row + cell.rowspan - 1)
    if run:
        yield run


def run_blocks(run: Sequence[Cell], title: str) -> Iterator[Block]:
    """A run of rows as a table, or as paragraphs when it has one column; cells are numbered from 1."""
    from openpyxl.utils import get_column_letter

    first_row, first_column = min(cell.row for cell in run), min(cell.column for cell in run)
    shifted = [
        Cell(
            row=cell.row - first_row,
            column=cell.column - first_column,
            text=cell.text,
            rowspan=cell.rowspan,
            colspan=cell.colspan,
        )
        for cell in run
    ]
    letter = get_column_letter(first_column)
    numbers = {cell.row for cell in shifted}
    positions = {number: Position(sheet=title, cell=f"{letter}{number + first_row}") for number in numbers}
    rows = spread(shifted, positions)
    at = Position(sheet=title, cell=f"{letter}{first_row}")
    if len(rows) > 1 and any(len(set(filter(None, row.cells))) > 1 for row in rows):
        yield table_block(rows, at=at, heads=head_rows(shifted))
        return
    yield from (text_block(text, row.at) for row in rows for text in _distinct(row))


def _distinct(row: Row) -> Sequence[str]:
    return tuple(dict.fromkeys(filter(None, row.cells)))


def _text(cell: SheetCell | Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return number_text(value, cell.number_format or "")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return tidy(harmless(str(value)).replace("\n", " "))


def number_text(value: float, number_format: str) -> str:
    """The number as the sheet shows it: per cent, and the unit that its format appends."""
    if number_format.rstrip('"').endswith("%"):
        return f"{round(value * 100, 6):g}%"
    shown = f"{value:d}" if isinstance(value, int) else f"{round(value, 6):.6f}".rstrip("0").rstrip(".")
    unit = "".join(first or second for first, second in _LITERAL.findall(number_format.split(";")[0]))
    return shown + harmless(unit)
