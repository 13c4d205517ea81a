"""Real files of every kind, written by the libraries that people's programs use, for tests of the readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

NOTICE = """义乌市人民政府文件

义政发〔2025〕15号

义乌市人民政府关于促进制造业绿色发展的若干意见

各镇人民政府、街道办事处，市政府各部门：

为促进制造业绿色发展，依据《浙江省促进制造业发展办法》（浙政发〔2024〕1号），制定本意见。

一、支持绿色制造

第一条 新认定为国家级、省级绿色工厂的企业，分别给予300万元、80万元的一次性奖励。新认定的国家级绿色园区奖励200万元。

第二条 对设备投资500万元以上的技改项目，按设备投资额的10%给予补助，最高200万元。

二、附则

第三条 本意见自2025年2月1日起施行，有效期至2027年12月31日。{repeal}

义乌市人民政府

2025年1月10日
"""
REPEAL = "《关于推动实体经济高质量发展的若干意见（试行）》同时废止。"

Rows = Sequence[Sequence[str | float | None]]


def notice(repeal: str = REPEAL) -> str:
    """A made-up notice of 义乌 that pays 300 and 80 万元 and repeals the older one."""
    return NOTICE.format(repeal=repeal)


def docx_file(paragraphs: Sequence[str], rows: Rows = (), merges: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A Word file; ``merges`` are (first row, first column, last row, last column) of its table."""
    import docx

    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for r1, c1, r2, c2 in merges:
            table.cell(r1, c1).merge(table.cell(r2, c2))
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    table.cell(r, c).text = str(cell)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx_file(sheets: dict[str, Rows], merges: Sequence[str] = (), hidden: Sequence[str] = ()) -> bytes:
    """An Excel file; ``merges`` are ranges of the first sheet, ``hidden`` names of sheets."""
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for area in merges:
        workbook.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def pdf_file(
    paragraphs: Sequence[str],
    rows: Rows = (),
    spans: Sequence[tuple[int, int, int, int]] = (),
    *,
    groups: Sequence[int] = (),
    running: str = "",
    password: str = "",
) -> bytes:
    """A PDF in a Chinese font; ``spans`` are (first row, first column, last row, last column) of its table.

    With ``groups``, the last rows of groups, cells of the first column have no rule between the rows of a group, as
    when Word prints a merged cell over a page.
    """
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    parts: list[Flowable] = [Paragraph(text, body) for text in paragraphs]
    if rows:
        black = (0.5, (0, 0, 0))
        commands: list[tuple[Any, ...]] = [("FONT", (0, 0), (-1, -1), "STSong-Light")]
        commands += [("GRID", (1 if groups else 0, 0), (-1, -1), *black), ("BOX", (0, 0), (-1, -1), *black)]
        commands += [("LINEBELOW", (0, row), (0, row), *black) for row in (0, *groups)]
        commands += [("SPAN", (c1, r1), (c2, r2)) for r1, c1, r2, c2 in spans]
        parts.append(Table([list(row) for row in rows], repeatRows=1, style=TableStyle(commands)))

    def furniture(canvas, document) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(250, 30, f"— {document.page} —")
        canvas.drawString(200, 810, running)

    out = io.BytesIO()
    encrypt = StandardEncryption(password) if password else None
    SimpleDocTemplate(out, encrypt=encrypt).build(parts, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def scanned_pdf() -> bytes:
    """A PDF whose pages are pictures."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 60), "white")), 50, 50, 400, 600)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def ofd_file(lines: list[list[tuple[float, str]]]) -> bytes:
    """An OFD file of one page; a line is its pieces with their left edges in mm."""
    objects = "".join(
        f'<ofd:TextObject ID="{row * 10 + at}" Boundary="{left} {30 + row * 8} {len(text) * 5} 6" Size="5">'
        f'<ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
        for row, line in enumerate(lines)
        for at, (left, text) in enumerate(line)
    )
    xmlns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    root = f"<ofd:OFD {xmlns}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    only = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    document = f"<ofd:Document {xmlns}><ofd:Pages>{only}</ofd:Pages></ofd:Document>"
    area = "<ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>"
    page = f"<ofd:Page {xmlns}>{area}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    return zipped(
        {
            "OFD.xml": root.encode(),
            "Doc_0/Document.xml": document.encode(),
            "Doc_0/Pages/Page_0/Content.xml": page.encode(),
        }
    )
