"""PDF files: paragraphs, running heads, tables that cross pages."""

from __future__ import annotations

from corpus.readers import BY_KIND
from corpus.readers.blocks import Block
from tests.made_files import pdf_file

LONG = "本市支持企业创建绿色工厂，对认定的企业给予一次性的奖励，奖励的金额按照认定的级别确定，由财政部门审核以后拨付。"


def read(data: bytes) -> tuple[Block, ...]:
    """The blocks of a PDF."""
    return BY_KIND["pdf"].read(data).blocks


def test_lines_become_paragraphs_and_numbered_lines_begin_new_ones() -> None:
    blocks = read(pdf_file([LONG * 3, "第一条 " + LONG, "一、附则", "由市财政局解释。"]))
    assert [block.text for block in blocks] == [LONG * 3, "第一条 " + LONG, "一、附则", "由市财政局解释。"]
    assert [block.kind for block in blocks] == ["paragraph", "paragraph", "heading", "paragraph"]


def test_running_heads_and_page_numbers_are_dropped_and_a_paragraph_runs_over_the_page() -> None:
    blocks = read(pdf_file([LONG * 30], running="义乌市人民政府公报"))
    assert [block.text for block in blocks] == [LONG * 30]


def test_every_block_knows_its_page() -> None:
    blocks = read(pdf_file([f"第{n}条 {LONG * 4}" for n in "一二三四五六七八"]))
    assert len(blocks) == 8
    assert blocks[0].at.page == 1
    assert blocks[-1].at.page == 2


def test_a_table_over_three_pages_is_one_table_with_its_groups_and_no_repeated_head() -> None:
    rows = [["地区", "级别", "奖励标准（万元）"]]
    rows += [["义乌市" if n == 0 else "永康市" if n == 50 else "", "国家级", str(n)] for n in range(100)]
    (table,) = read(pdf_file([], rows, groups=[50, 100]))
    assert [row.cells[0] for row in table.rows] == ["地区"] + ["义乌市"] * 50 + ["永康市"] * 50
    assert [row.cells[2] for row in table.rows[1:]] == [str(n) for n in range(100)]
    assert {row.at.page for row in table.rows} == {1, 2, 3}


def test_a_head_with_merged_cells_is_folded_into_one_row() -> None:
    rows = [["地区", "奖励标准（万元）", ""], ["", "国家级", "省级"], ["义乌市", "300", "80"]]
    (table,) = read(pdf_file([], rows, spans=[(0, 0, 1, 0), (0, 1, 0, 2)]))
    assert table.rows[0].cells == ("地区", "奖励标准（万元） 国家级", "奖励标准（万元） 省级")
    assert table.rows[1].cells == ("义乌市", "300", "80")


def test_text_in_a_table_is_not_read_twice() -> None:
    blocks = read(pdf_file(["奖励标准见下表。"], [["地区", "金额"], ["义乌市", "300 万元"]]))
    assert [block.kind for block in blocks] == ["paragraph", "table"]
    assert blocks[0].text == "奖励标准见下表。"
