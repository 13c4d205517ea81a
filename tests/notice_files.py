"""Notices of ``tests/corpus/notices``: each a TOML file with its text, the form it is to have, and what must be read.

The text is plain lines; lines that begin with ``|`` are rows of a table (``||`` joins a cell to the one before it,
an empty cell stays empty). ``## name`` begins a sheet of a workbook, ``!`` a line above its table.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "corpus" / "notices"


@dataclass(frozen=True, slots=True)
class Row:
    """An award that a notice must give."""

    place: str
    object: str
    level: str
    amount: float
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice, and what a careful reader finds in it."""

    name: str
    form: str
    file: str
    body: str
    expect: dict[str, Any]
    ask: list[dict[str, Any]]

    @property
    def rows(self) -> list[Row]:
        """The awards that must be read, all of them."""
        return [row_of(text) for text in self.expect.get("rows", [])]

    def data(self) -> bytes:
        """The file."""
        return MAKERS[self.form](self.body)


def row_of(text: str) -> Row:
    """``宿迁市|绿色工厂|国家级|60|2028-12-31``."""
    place, thing, level, amount, *end = text.split("|")
    return Row(place, thing, level, float(amount), end[0] if end else None)


def notices(prefix: str = "") -> list[Notice]:
    """All notices whose name begins so."""
    return [_read(path) for path in sorted(FOLDER.glob(f"{prefix}*.toml"))]


def _read(path: Path) -> Notice:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Notice(path.stem, data["form"], data["file"], data["body"], data.get("expect", {}), data.get("ask", []))


def _plain(body: str) -> bytes:
    return body.encode()


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _parts(body: str) -> Iterator[tuple[bool, list[str]]]:
    lines = [line for line in body.split("\n") if line.strip()]
    for tabular, group in groupby(lines, key=lambda line: line.startswith("|")):
        yield tabular, list(group)


def _docx(body: str) -> bytes:
    import docx

    document = docx.Document()
    for tabular, lines in _parts(body):
        if not tabular:
            for line in lines:
                document.add_paragraph(line.removeprefix("# "), style="Heading 1" if line.startswith("# ") else None)
            continue
        rows = [_cells(line) for line in lines]
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell == "^":
                    table.cell(r - 1, c).merge(table.cell(r, c))
                elif cell == "<":
                    table.cell(r, c - 1).merge(table.cell(r, c))
                else:
                    table.cell(r, c).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf(body: str) -> bytes:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    parts: list[Flowable] = []
    for tabular, lines in _parts(body):
        if tabular:
            ruled = TableStyle([("FONT", (0, 0), (-1, -1), "STSong-Light"), ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))])
            parts.append(Table([_cells(line) for line in lines], repeatRows=1, style=ruled))
        else:
            parts += [Paragraph(line, style) for line in lines]

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(280, 30, f"— {document.page} —")

    out = io.BytesIO()
    SimpleDocTemplate(out).build(parts, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _xlsx(body: str) -> bytes:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet: Any = None
    for line in (line for line in body.split("\n") if line.strip()):
        if line.startswith("## "):
            sheet = workbook.create_sheet(line[3:])
        elif line.startswith("!"):
            row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
            sheet.cell(row=row, column=1, value=line[1:].strip())
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=6)
        else:
            sheet.append([_number(cell) for cell in _cells(line)])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _number(cell: str) -> str | float:
    return float(cell) if cell.replace(".", "", 1).isdigit() else cell


MAKERS = {"txt": _plain, "md": _plain, "html": _plain, "csv": _plain, "docx": _docx, "pdf": _pdf, "xlsx": _xlsx}
