"""Tables as text, CSV, JSON and Markdown, and what must not reach a terminal or a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cli.output import (
    OutputError,
    cell_text,
    cells,
    emit_rows,
    markdown_table,
    pad,
    safe,
    text_table,
    to_json,
    wrap,
)
from tui.rows import Column, csv_table

COLUMNS = (Column("place", "地区"), Column("amount", "金额"), Column("hidden", "编号", False))
ROWS: list[dict[str, Any]] = [
    {"place": "义乌市", "amount": 500.0, "hidden": "x1"},
    {"place": "LED 灯", "amount": None, "hidden": "x2"},
]


def test_columns_stand_under_each_other_in_cells() -> None:
    assert text_table(ROWS, COLUMNS) == "地区    金额\n──────  ────\n义乌市  500\nLED 灯\n"


def test_a_narrow_table_wraps_and_loses_nothing() -> None:
    rows = [{"place": "苏州工业园区", "amount": "关于加快推进工业经济高质量发展的若干政策意见", "hidden": ""}]
    lines = text_table(rows, COLUMNS, width=30).splitlines()
    assert max(cells(line) for line in lines) <= 30
    assert "".join(line[-8:] for line in lines).replace(" ", "").endswith("意见")
    joined = "".join(line.split()[-1] for line in lines[2:])
    assert joined == "关于加快推进工业经济高质量发展的若干政策意见"


def test_csv_holds_every_column_and_keeps_numbers_as_numbers() -> None:
    assert list(csv.reader(io.StringIO(csv_table(ROWS, COLUMNS)))) == [
        ["地区", "金额", "编号"],
        ["义乌市", "500", "x1"],
        ["LED 灯", "", "x2"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1"])
def test_no_text_of_a_csv_is_run_as_a_formula(text: str) -> None:
    cell = csv_table([{"place": text, "amount": -1.5, "hidden": ""}], COLUMNS).splitlines()[1]
    assert not cell.lstrip('"').startswith(("=", "+", "-", "@", "\t", "＝"))
    assert ",-1.5," in cell


def test_markdown_keeps_its_columns_whatever_a_cell_holds() -> None:
    rows = [{"place": "a|b\nc", "amount": "<b>[x](y)", "hidden": ""}]
    assert markdown_table(rows, COLUMNS).splitlines()[2] == "| a\\|b c | &lt;b>\\[x](y) |"


def test_json_holds_all_keys_and_chinese_as_it_is() -> None:
    assert json.loads(to_json(ROWS)) == ROWS
    assert "义乌市" in to_json(ROWS)


@given(st.text())
def test_json_comes_back_as_it_was_and_holds_no_control_character(text: str) -> None:
    written = to_json({"x": text})
    assert json.loads(written) == {"x": text}
    assert not [character for character in written if unicodedata.category(character) == "Cc"]


@given(st.text())
def test_what_is_shown_holds_no_control_character(text: str) -> None:
    assert not [one for one in safe(text) if unicodedata.category(one) == "Cc" and one not in "\t\n"]
    assert not [one for one in cell_text(text) if unicodedata.category(one) == "Cc"]


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60), st.integers(2, 40))
def test_wrapped_lines_fit_and_hold_every_character(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30), st.integers(1, 40))
def test_padded_text_has_exactly_its_width(text: str, width: int) -> None:
    assert cells(pad(text, width)) == width


@pytest.mark.parametrize(
    ("name", "start"), [("a.csv", b"\xef\xbb\xbf"), ("a.json", b"["), ("a.md", b"| "), ("a.txt", "地".encode())]
)
def test_the_file_name_tells_the_format_and_only_csv_has_a_bom(tmp_path: Path, name: str, start: bytes) -> None:
    emit_rows(ROWS, COLUMNS, "", tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_csv_on_stdout_has_no_bom(capsys: pytest.CaptureFixture[str]) -> None:
    emit_rows(ROWS, COLUMNS, "csv", None)
    assert capsys.readouterr().out.startswith("地区,")


def test_a_file_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="写不了文件"):
        emit_rows(ROWS, COLUMNS, "csv", tmp_path / "none" / "a.csv")


def test_a_text_keeps_no_sign_that_nobody_sees() -> None:
    assert safe("测试\u200b一\u061c二\u2060三\ufeff四.txt") == "测试一二三四.txt"
    assert safe("👨\u200d👩") == "👨\u200d👩"
