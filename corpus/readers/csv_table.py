"""CSV and TSV: one table, with the line of each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from corpus.errors import RefusedError
from corpus.readers.blocks import Position, RawDocument, Row
from corpus.readers.decode import decode
from corpus.readers.grid import table_block
from corpus.readers.structure import tidy

MAX_ROWS = 100_000
MAX_COLUMNS = 256


def read(data: bytes) -> RawDocument:
    """The table of a CSV file; a first line that is a caption or a unit is kept as such."""
    text = decode(data)
    rows = _rows(text)
    return RawDocument(blocks=(table_block(rows, at=Position(lines=(1, text.count("\n") + 1))),) if rows else ())


def _rows(text: str) -> list[Row]:
    # The module's limit on a field is process-wide; the size limit of the file already bounds a field.
    usual = csv.field_size_limit(len(text) + 1)
    try:
        rows = list(_lines(text))
    finally:
        csv.field_size_limit(usual)
    columns = max((len(row.cells) for row in rows), default=0)
    return [Row(cells=row.cells + ("",) * (columns - len(row.cells)), at=row.at) for row in rows]


def _lines(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    first = 1
    for number, cells in enumerate(reader):
        if number >= MAX_ROWS or len(cells) > MAX_COLUMNS:
            raise RefusedError(f"表格超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列", "请拆分后再添加。")
        if any(cell.strip() for cell in cells):
            tidied = tuple(tidy(cell.replace("\n", " ")) for cell in cells)
            yield Row(cells=tidied, at=Position(lines=(first, reader.line_num)))
        first = reader.line_num + 1


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",\t;，|", key=head.count) if any(mark in head for mark in ",\t;，|") else ","
