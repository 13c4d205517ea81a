"""The head of a table: captions, units and dates above it are none of it, its rows of merged cells are one."""

from __future__ import annotations

from corpus.extract.columns import read_columns
from corpus.readers.blocks import Position
from corpus.readers.grid import Cell, head_rows, spread, table_block

CELLS = (
    Cell(row=0, column=0, text="各市奖励汇总表", colspan=6),
    Cell(row=1, column=0, text="单位：万元", colspan=4),
    Cell(row=1, column=4, text="统计截止：2026年8月", colspan=2),
    Cell(row=2, column=0, text="序号", rowspan=2),
    Cell(row=2, column=1, text="市州", rowspan=2),
    Cell(row=2, column=2, text="绿色工厂", colspan=2),
    Cell(row=2, column=4, text="绿色工业园区", colspan=2),
    Cell(row=3, column=2, text="国家级"),
    Cell(row=3, column=3, text="省级"),
    Cell(row=3, column=4, text="国家级"),
    Cell(row=3, column=5, text="省级"),
    *(Cell(row=4, column=column, text=text) for column, text in enumerate(("1", "宜昌市", "80", "40", "150", "50"))),
)


def test_a_line_with_the_unit_and_the_day_is_no_head() -> None:
    block = table_block(spread(CELLS), at=Position(), heads=head_rows(CELLS))
    assert block.rows[0].cells[2:] == ("绿色工厂 国家级", "绿色工厂 省级", "绿色工业园区 国家级", "绿色工业园区 省级")
    assert "单位：万元" in block.text


def test_the_last_character_of_a_park_is_no_level_of_the_one_behind_it() -> None:
    columns = read_columns(table_block(spread(CELLS), at=Position(), heads=head_rows(CELLS)))
    assert [(column.level, column.objects[0]) for column in columns.sums] == [
        ("国家级", "绿色工厂"),
        ("省级", "绿色工厂"),
        ("国家级", "绿色园区"),
        ("省级", "绿色园区"),
    ]
