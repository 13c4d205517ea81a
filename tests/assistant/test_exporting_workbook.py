"""Workbooks: numbers stay numbers, dates dates, and no text is ever run."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from assistant.exporting.packing import BEGINNING
from assistant.exporting.sheets import answer_sheets, table_sheets
from assistant.exporting.taken import Taken, main_figure
from assistant.exporting.workbook import LONGEST_CELL, Sheet, workbook
from assistant.keeping.settings import Client
from assistant.service import Assistant
from assistant.showing import tables


def reopened(*sheets: Sheet) -> Any:
    return load_workbook(BytesIO(workbook(sheets)))


def only_row(*values: Any) -> list[Any]:
    sheet = Sheet(title="结果", heads=tuple(f"列{n}" for n in range(len(values))), rows=(values,))
    return list(reopened(sheet)["结果"][2])


def test_numbers_are_numbers_and_full_dates_are_dates() -> None:
    amount, whole, day, month, year = (cell.value for cell in only_row(7.5, 500.0, "2018-07-09", "2018-07", "2018"))
    assert (amount, whole) == (7.5, 500)
    assert day == datetime(2018, 7, 9)
    assert (month, year) == ("2018-07", "2018")


def test_a_day_that_its_month_lacks_stays_the_text_it_was() -> None:
    assert only_row("2021-06-31")[0].value == "2021-06-31"


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://example.invalid","点我")', "+1+1", "-1", "@SUM(A1)", "=1+1", "#REF!", "{=1}"]
)
def test_a_text_never_becomes_a_formula(text: str) -> None:
    (cell,) = only_row(text)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix is text.startswith(("=", "+", "-", "@"))


def test_control_characters_and_halves_of_pairs_do_not_damage_the_file() -> None:
    (cell,) = only_row("甲\x00乙\x1b[31m丙\u202e丁\ud800戊\n己")
    assert cell.value == "甲 乙 [31m丙丁\ufffd戊\n己"


def test_markup_is_text() -> None:
    (cell,) = only_row("<img onerror=alert(1)>&amp;")
    assert cell.value == "<img onerror=alert(1)>&amp;"


def test_what_no_cell_can_hold_is_cut_and_says_so() -> None:
    (cell,) = only_row("长" * 40_000)
    assert cell.value == "长" * LONGEST_CELL + "…（全文过长，此处截断）"


def test_the_head_stays_in_sight_and_filters() -> None:
    page = reopened(Sheet(title="结果", heads=("地区", "金额（万元）"), rows=(("义乌市", 500.0), ("永康市", 100.0))))[
        "结果"
    ]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:B3"
    assert page.print_title_rows == "$1:$1"


def test_the_same_rows_give_the_same_bytes() -> None:
    sheet = Sheet(title="结果", heads=("地区",), rows=(("义乌市",), (None,)))
    data = workbook((sheet,))
    assert data == workbook((sheet,))
    with ZipFile(BytesIO(data)) as archive:  # two calls within a second would agree on the time, too
        assert {entry.date_time for entry in archive.infolist()} == {BEGINNING}
        assert date.today().isoformat() not in archive.read("docProps/core.xml").decode()


def test_a_table_has_its_sources_and_how_to_read_it(assistant: Assistant) -> None:
    rows = tables.subsidies(assistant.corpus, assistant.places, place_codes=("330782",), as_of=assistant.as_of)
    cells = [(row["place"], row["level"], row["figure"], row["end_date"]) for row in rows]
    heads = ("地区", "级别", "最高（万元）", "有效期至")
    book = reopened(*table_sheets(heads, cells, rows, [("以哪天为准", assistant.as_of.isoformat())]))
    assert book.sheetnames == ["结果", "依据", "说明"]
    assert [cell.value for cell in book["结果"][2]] == ["义乌市", "国家级", 500, datetime(2020, 12, 31)]
    sources = list(book["依据"].values)
    assert sources[1][:2] == ("s10-2", "绿色工厂政策分析报告")
    assert len(sources) == 2  # both awards stand in one row of the source
    assert list(book["说明"].values)[1] == ("以哪天为准", datetime(2026, 11, 22))


def test_answers_have_an_id_that_their_sources_carry_too(assistant: Assistant) -> None:
    one = Taken(answer=assistant.ask("义乌的国家级绿色工厂能奖多少钱？"))
    book = reopened(*answer_sheets([one], [], assistant.corpus))
    heads, row = book["结果"].values
    told = dict(zip(heads, row, strict=True))
    assert (told["金额"], told["有效状态"], told["状态"]) == ("国家级 500 万元", "已过期", "已回答")
    assert told["金额（万元）"] == 500
    assert told["回答编号"] == one.id
    assert list(book["依据"].values)[1][0] == one.id
    assert list(book["依据"].values)[1][-1].date() == date(2020, 11, 6)


def test_the_sum_of_an_answer_is_a_number_only_where_there_is_one(assistant: Assistant) -> None:
    questions = ("义乌能奖多少", "国家级绿色工厂多久复核一次？")
    book = reopened(*answer_sheets([Taken(answer=assistant.ask(one)) for one in questions], [], assistant.corpus))
    heads, *rows = book["结果"].values
    at = heads.index("金额（万元）")
    assert [row[at] for row in rows] == [None, None]  # two levels are two sums
    assert heads[at - 1] == "金额"
    assert "500 万元" in rows[0][at - 1]


def test_several_clients_stand_side_by_side(assistant: Assistant) -> None:
    questions = ("我们国家级能奖多少", "国家级绿色工厂多久复核一次？")
    clients = (Client(name="甲厂", place="义乌", level="国家级"), Client(name="乙厂", place="惠州", level="国家级"))
    taken = [
        Taken(answer=assistant.ask(question, client=client), client=client)
        for client in clients
        for question in questions
    ]
    book = reopened(*answer_sheets(taken, [], assistant.corpus))
    assert book.sheetnames[:4] == ["结果", "对照", "依据", "说明"]
    heads, first, second = book["对照"].values
    assert heads == ("客户", *questions)
    assert first[:2] == ("甲厂", "国家级 500 万元（已过期）")
    assert second[:2] == ("乙厂", "国家级 50 万元（未载明有效期）")
    assert first[2] == second[2]


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("惠州奖多少", "国家级 50 万元，省级 20 万元"),
        ("宁夏投资 7000 万元能补多少", "宁夏回族自治区可补助 300 万元"),
        ("浙江有哪些地方有补贴", ""),
        ("第三批什么时候复核", ""),
    ],
)
def test_the_figure_for_the_eye_is_what_the_rule_promises(assistant: Assistant, question: str, figure: str) -> None:
    assert main_figure(assistant.ask(question)) == figure
