"""Tables to an XLSX file: numbers as numbers, dates as dates, texts as texts and never as formulas."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from assistant.exporting.packing import repacked
from assistant.exporting.plain import plain
from corpus.frozen import frozen
from corpus.patterns import late

Value = str | int | float | bool | date | None | Sequence[str]

LONGEST_CELL = 32_000
"""characters; spreadsheets hold 32,767 in a cell and refuse or cut what is longer"""
NARROWEST, WIDEST = 6, 60
"""characters of a column"""
READABLE_ON_PAPER = 230
"""characters side by side on a page of A4"""
FULL_DATE = late(r"[12]\d{3}-(0[1-9]|1[0-2])-([0-2]\d|3[01])")
CUT = "…（全文过长，此处截断）"
FONT = "微软雅黑"
HEAD_FILL = "E2EFDA"


@frozen
class Sheet:
    """One sheet: heads, with the unit where a column has one (``最高（万元）``), and rows of plain values.

    A text that is a full ISO date becomes a date; lists are joined with 、; True and False are 是 and 否.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    hidden: bool = False
    """for programs, not for readers"""


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an XLSX file; the same sheets give the same bytes."""
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile

    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    book.properties.creator = "wence"
    book.properties.created = book.properties.modified = _epoch()
    page = BytesIO()
    with ZipFile(page, "w", ZIP_DEFLATED) as archive:
        # not Workbook.save: that stamps the file with the time of saving
        ExcelWriter(book, archive).save()
    return repacked(page.getvalue())


def _epoch() -> Any:
    from datetime import datetime

    return datetime(2000, 1, 1)


def _write(page: Any, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    for row_number, row in enumerate((sheet.heads, *sheet.rows), 1):
        for column, value in enumerate(row, 1):
            _fill(page.cell(row_number, column), value, head=row_number == 1)
    last = get_column_letter(max(1, len(sheet.heads)))
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    widths = list(_widths(sheet))
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.sheet_state = "hidden" if sheet.hidden else "visible"
    _set_up_print(page, fits=sum(widths) <= READABLE_ON_PAPER)


def _set_up_print(page: Any, *, fits: bool) -> None:
    """Landscape on A4 with the head on every page; all columns side by side where they can still be read so."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.print_title_rows = "1:1"
    if fits:
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
    else:
        page.page_setup.scale = 70
        page.print_title_cols = "A:A"


def _fill(cell: Any, value: Value, *, head: bool) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    found = told(value)
    cell.value = found
    if isinstance(found, str):
        cell.data_type = "s"  # also where it begins like a formula or an error value
        cell.quotePrefix = found.startswith(("=", "+", "-", "@"))  # stays text when somebody edits the cell
    if isinstance(found, date):
        cell.number_format = "yyyy-mm-dd"
    cell.font = Font(name=FONT, size=10, bold=head)
    cell.alignment = Alignment(vertical="center" if head else "top", wrap_text=True)
    if head:
        cell.fill = PatternFill("solid", fgColor=HEAD_FILL)


def told(value: Value) -> str | int | float | date | None:
    """A value as a cell holds it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | date):
        return value
    text = plain(value if isinstance(value, str) else "、".join(map(str, value)))
    return _as_date(text) or (text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + CUT)


def _as_date(text: str) -> date | None:
    if not FULL_DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:  # a day that its month lacks is told as it was written
        return None


def _widths(sheet: Sheet) -> Iterable[int]:
    for column, head in enumerate(sheet.heads):
        cells = [_width(told(row[column])) for row in sheet.rows if column < len(row)]
        yield min(WIDEST, max(NARROWEST, _width(head) + 4, *cells, 0) + 2)


def _width(value: object) -> int:
    if isinstance(value, date):
        return 10
    lines = "" if value is None else str(value)
    return max((_cells(line) for line in lines.split("\n")), default=0)


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text[: WIDEST * 2])
