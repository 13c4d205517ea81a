"""Word and Excel files written by their own libraries: merged cells, hidden parts, positions."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

from corpus.readers import BY_KIND
from corpus.readers.blocks import Block, RawDocument
from tests.made_files import docx_file, xlsx_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def cells(table: Block) -> list[tuple[str, ...]]:
    """The rows of a table as plain tuples."""
    return [row.cells for row in table.rows]


def saved(document: object) -> bytes:
    """The file that a docx or openpyxl object makes."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def read_docx(document: object) -> RawDocument:
    """A docx object as the reader sees its file."""
    return BY_KIND["docx"].read(saved(document))


def test_word_paragraphs_and_tables_come_in_order_with_headings_by_style() -> None:
    document = docx.Document()
    document.add_heading("奖励办法", 0)
    document.add_paragraph("第一条 为支持绿色制造，制定本办法。")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "甲"
    document.add_heading("附则部分", 2)
    blocks = read_docx(document).blocks
    assert [(block.kind, block.level, block.text) for block in blocks] == [
        ("heading", 1, "奖励办法"),
        ("paragraph", 0, "第一条 为支持绿色制造，制定本办法。"),
        ("table", 0, ""),
        ("heading", 2, "附则部分"),
    ]


def test_merged_cells_of_word_repeat_their_text_and_a_head_of_two_rows_is_folded() -> None:
    data = docx_file(
        ["奖励标准如下。"],
        [
            ["地区", "类别", "奖励标准（万元）", None],
            [None, None, "国家级", "省级"],
            ["义乌市", "绿色工厂", 300, 80],
            [None, "绿色园区", 500, 100],
        ],
        merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (2, 0, 3, 0)],
    )
    assert cells(BY_KIND["docx"].read(data).blocks[1]) == [
        ("地区", "类别", "奖励标准（万元） 国家级", "奖励标准（万元） 省级"),
        ("义乌市", "绿色工厂", "300", "80"),
        ("义乌市", "绿色园区", "500", "100"),
    ]


def test_blocks_of_word_know_the_page_they_were_printed_on() -> None:
    document = docx.Document()
    document.add_paragraph("第一页的话。")
    turned = document.add_paragraph()
    turned._p.append(parse_xml(f"<w:r {W}><w:lastRenderedPageBreak/><w:t>第二页的话。</w:t></w:r>"))
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(table._cells):
        cell.text = str(number)
    table.cell(1, 0).paragraphs[0]._p.insert(0, parse_xml(f"<w:r {W}><w:lastRenderedPageBreak/></w:r>"))
    blocks = read_docx(document).blocks
    assert [block.at.page for block in blocks[:2]] == [1, 2]
    assert [row.at.page for row in blocks[2].rows] == [2, 3]


def test_hidden_and_deleted_words_of_word_are_left_out_and_inserted_ones_stay() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("奖励")
    paragraph.add_run("999").font.hidden = True
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>888</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>50 万元</w:t></w:r></w:ins>"))
    assert [block.text for block in read_docx(document).blocks] == ["奖励50 万元"]


def test_words_in_text_boxes_and_content_controls_are_read_once() -> None:
    document = docx.Document()
    box = f"<w:r {W}><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:r>"
    document.add_paragraph("框外")._p.append(parse_xml(box))
    control = f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>控件内</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(control))
    assert [block.text for block in read_docx(document).blocks] == ["框外", "框内", "控件内"]


def test_a_table_in_a_cell_is_read_after_the_table_around_it() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "外"
    outer.cell(0, 1).add_table(rows=1, cols=2).cell(0, 0).text = "内"
    assert [block.rows[0].cells for block in read_docx(document).blocks] == [("外", ""), ("内", "")]


def test_excel_rows_carry_sheet_and_cell_and_merged_areas_are_filled() -> None:
    data = xlsx_file(
        {
            "奖励标准": [
                ["金华市绿色工厂奖励表（单位：万元）", None, None, None],
                ["地区", "类别", "奖励标准", None],
                [None, None, "国家级", "省级"],
                ["义乌市", "绿色工厂", 300, 80.5],
                [None, "绿色园区", 500, None],
            ]
        },
        merges=["A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A5"],
    )
    heading, table = BY_KIND["xlsx"].read(data).blocks
    assert heading.text == "奖励标准"
    assert table.text == "金华市绿色工厂奖励表（单位：万元）"
    assert cells(table) == [
        ("地区", "类别", "奖励标准 国家级", "奖励标准 省级"),
        ("义乌市", "绿色工厂", "300", "80.5"),
        ("义乌市", "绿色园区", "500", ""),
    ]
    assert [row.at.label() for row in table.rows] == [f"工作表「奖励标准」A{number}" for number in (2, 4, 5)]


def test_hidden_sheets_rows_and_columns_of_excel_are_left_out_and_sheets_are_told() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (["地区", "旧额", "金额"], ["义乌市", 1, 50], ["永康市", 2, 30]):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    workbook.create_sheet("草稿").append(["地区", "金额"])
    workbook["草稿"].sheet_state = "veryHidden"
    document = BY_KIND["xlsx"].read(saved(workbook))
    assert [(row.cells[0], row.cells[-1]) for row in document.blocks[0].rows] == [("地区", "金额"), ("义乌市", "50")]
    assert document.notes == ("隐藏的工作表「草稿」已略过",)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.1, "0%", "10%"),
        (50, '0"万元"', "50万元"),
        (50, "General", "50"),
        (0.125, "0.0%", "12.5%"),
        (3.0, "0.00", "3"),
    ],
)
def test_numbers_are_read_as_excel_shows_them(value: float, number_format: str, shown: str) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["地区", "金额"])
    sheet.append(["义乌市", value])
    sheet["B2"].number_format = number_format
    assert BY_KIND["xlsx"].read(saved(workbook)).blocks[0].rows[1].cells == ("义乌市", shown)


def test_dates_of_excel_are_iso_dates() -> None:
    import datetime

    data = xlsx_file({"Sheet1": [["文件", "日期"], ["奖励办法", datetime.date(2025, 1, 10)]]})
    assert BY_KIND["xlsx"].read(data).blocks[0].rows[1].cells == ("奖励办法", "2025-01-10")


def test_formulas_without_their_results_are_told_of() -> None:
    data = xlsx_file({"Sheet1": [["地区", "金额（万元）"], ["义乌市", "=40+10"]]})
    assert "1 个公式没有保存计算结果" in BY_KIND["xlsx"].read(data).unread[0]


def test_two_tables_on_a_sheet_are_two_tables() -> None:
    rows = [["地区", "金额"], ["义乌市", 5], [None, None], ["标准号", "名称"], ["T/A 1-2020", "要求"]]
    tables = BY_KIND["xlsx"].read(xlsx_file({"Sheet1": rows})).blocks
    assert [cells(table)[0] for table in tables] == [("地区", "金额"), ("标准号", "名称")]


def test_a_head_repeated_in_the_middle_of_a_table_is_no_row() -> None:
    rows = [["地区", "金额"], ["义乌市", 5], ["地区", "金额"], ["永康市", 3]]
    (table,) = BY_KIND["xlsx"].read(xlsx_file({"Sheet1": rows})).blocks
    assert cells(table) == [("地区", "金额"), ("义乌市", "5"), ("永康市", "3")]
