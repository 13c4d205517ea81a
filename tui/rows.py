"""Rows of tables on their way to people: columns with heads, values as texts, CSV and workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tui.plain import cell_text as cell_text

ONLY_IN_BASIS = ("document", "section", "locator")
"""columns that a workbook holds on a sheet of their own, under the row's number"""
FORMULA_MARKS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""what spreadsheets, also Chinese ones, take for the beginning of a formula"""


class Column(NamedTuple):
    """A column of a table: the key of its values, its head, whether the text table shows it, and a value for people."""

    key: str
    head: str
    in_table: bool = True
    value: Callable[[Mapping[str, Any]], Any] | None = None
    """says more than the bare value of the key does"""

    def of(self, row: Mapping[str, Any]) -> Any:
        """The value that a row shows in this column."""
        return self.value(row) if self.value else row[self.key]


def csv_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> str:
    """All columns with Chinese heads; a text that a spreadsheet would run as a formula is marked as text."""
    import csv
    import io

    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([column.head for column in columns])
    writer.writerows([_csv_cell(column.of(row)) for column in columns] for row in rows)
    return page.getvalue()


def table_workbook(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], note: str, day: str = "") -> bytes:
    """The rows as a workbook: all columns in 结果, where each row is written in 依据, the note and the day in 说明."""
    from assistant.exporting.sheets import table_sheets
    from assistant.exporting.workbook import workbook

    shown = [column for column in columns if column.key not in ONLY_IN_BASIS]
    about = [("以哪天为准", day)] if day else []
    about += [("说明", note)] if note else []
    about += [
        ("数字", "金额以万元计，单位写在表头里；日期照资料所载，可能只到年或月。"),
        ("空格", "资料没有写，不等于没有。"),
    ]
    values = [[column.of(row) for column in shown] for row in rows]
    return workbook(table_sheets([column.head for column in shown], values, rows, about))


def _csv_cell(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}" if isinstance(value, float) else value
    text = cell_text(value)
    return "'" + text if text.startswith(FORMULA_MARKS) else text
