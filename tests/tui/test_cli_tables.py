"""The five tables on the command line: forms, filters, and what is said when nothing fits."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.keeping.settings import Client, save_client
from tui.cli.main import main


@pytest.fixture(autouse=True)
def _home(wence_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HOME", str(wence_home))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-22")


def run(capsys: pytest.CaptureFixture[str], line: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(line.split())
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def rows_of(capsys: pytest.CaptureFixture[str], line: str) -> list[dict[str, Any]]:
    code, out, err = run(capsys, f"{line} --format json")
    assert (code, err) == (0, "")
    rows: list[dict[str, Any]] = json.loads(out)
    return rows


def test_subsidies_of_a_province_from_an_amount_on(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(capsys, "subsidies 浙江 --min 100")
    assert {row["province"] for row in rows} == {"浙江省"}
    assert min(row["amount_max"] for row in rows) >= 100
    assert "义乌市" in {row["place"] for row in rows}


def test_several_places_and_options_between_them(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(capsys, "subsidies 义乌 --level 国家级 永康")
    assert {row["place"] for row in rows} == {"义乌市", "永康市"}


def test_the_status_is_that_of_the_day_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert {row["status"] for row in rows_of(capsys, "subsidies 义乌")} == {"expired"}
    assert {row["status"] for row in rows_of(capsys, "subsidies 义乌 --as-of 2019-06-30")} == {"in_force"}


def test_a_status_may_be_named_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows_of(capsys, "subsidies --status 征求意见稿") == rows_of(capsys, "subsidies --status draft")


@pytest.mark.parametrize(
    ("line", "count"), [("policies", 128), ("standards", 77), ("batches", 5), ("policies 云南", 2), ("reviews", 27)]
)
def test_every_row_of_a_table_is_listed(capsys: pytest.CaptureFixture[str], line: str, count: int) -> None:
    assert len(rows_of(capsys, line)) == count


def test_standards_for_led(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"T/CESA 1084-2020", "T/CESA 1096-2020"} <= {row["number"] for row in rows_of(capsys, "standards LED")}


def test_the_reviews_of_the_third_batch_show_the_due_date_and_its_computation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(capsys, "reviews --batch 3")
    assert (code, err) == (0, "")
    assert "2018-11 + 3 年 = 2021-11" in out
    assert "失信被执行人" in out
    assert "除名" in out


def test_the_table_of_policies_names_areas_whose_policies_are_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "昆明市" in run(capsys, "policies 云南")[1]


@pytest.mark.parametrize("line", ["subsidies 浙江", "standards LED", "policies 云南", "batches", "reviews"])
def test_every_form_of_a_table_holds_the_same_rows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str
) -> None:
    count = len(rows_of(capsys, line))
    heads, *csv_rows = csv.reader(io.StringIO(run(capsys, f"{line} --format csv")[1]))
    markdown = run(capsys, f"{line} --format markdown")[1].splitlines()
    table = run(capsys, line)[1]
    assert {len(row) for row in csv_rows} == {len(heads)}
    assert len(csv_rows) == len(markdown) - 2 == count
    assert f"共 {count} 条" in table
    assert "地区代码" not in table


def test_a_csv_file_has_a_bom_and_says_nothing_on_stdout(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, f"subsidies 浙江 -o {tmp_path / '补贴.csv'}") == (0, "", f"已写入 {tmp_path / '补贴.csv'}。\n")
    text = (tmp_path / "补贴.csv").read_bytes()
    assert text.startswith("\ufeff地区,".encode())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("subsidies 浙江 --min 100000", "没有符合条件"),
        ("subsidies 火星", "火星"),
        ("standards 航天飞机", "没有符合条件"),
        ("policies --since 2021-01", "没有符合条件"),
        ("reviews --batch 9", "没有符合条件"),
    ],
)
def test_no_hit_is_said_on_stderr_and_exits_1(capsys: pytest.CaptureFixture[str], line: str, said: str) -> None:
    code, out, err = run(capsys, line)
    assert (code, out, len(err.splitlines())) == (1, "", 2)
    assert said in err


@pytest.mark.parametrize("form", ["--format json", "--json", "--json id,notes"])
@pytest.mark.parametrize("line", ["subsidies --min 100000", "standards 航天飞机", "policies --since 2021-01"])
def test_no_hit_is_an_empty_array_for_a_program(capsys: pytest.CaptureFixture[str], line: str, form: str) -> None:
    code, out, err = run(capsys, f"{line} {form}")
    assert (code, json.loads(out)) == (1, [])
    assert "没有符合条件" in err


def test_no_hit_leaves_no_rows_of_yesterday_in_a_json_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "补贴.json"
    assert run(capsys, f"subsidies 义乌 -o {file}")[0] == 0
    assert run(capsys, f"subsidies --min 100000 -o {file}")[:2] == (1, "")
    assert json.loads(file.read_text(encoding="utf-8")) == []


def test_a_place_may_be_the_code_that_the_rows_tell(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("义乌市", "苏州工业园区", "浙江省"):
        rows = rows_of(capsys, f"subsidies {name}")
        assert rows_of(capsys, f"subsidies {rows[0]['place_code']}") == rows
    assert run(capsys, "subsidies 999999")[0] == 1


@pytest.mark.parametrize("typed", ["GBT36132", "gbt36132-2018", "GB/T36132", "GBT 36132", "GB／T 36132—2018"])
def test_a_standard_is_found_by_its_number_however_it_is_typed(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    assert [row["number"] for row in rows_of(capsys, f"standards {typed}")] == ["GB/T 36132-2018"]


def test_marks_alone_are_in_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "standards ——")[0] == 1


@pytest.mark.parametrize("typed", ["第三批", "三", "第3批", "３"])
def test_a_batch_is_taken_as_it_is_said(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    assert rows_of(capsys, f"reviews --batch {typed}") == rows_of(capsys, "reviews --batch 3")


@pytest.mark.parametrize("typed", ["批", "第零批", "x", "第x批", "0", "-1"])
def test_what_is_no_batch_is_told_as_it_was_typed(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    code, out, err = run(capsys, f"reviews --batch={typed}")
    assert (code, out) == (2, "")
    assert f"「{typed}」" in err


def test_choices_may_be_typed_in_capitals(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows_of(capsys, "subsidies --status DRAFT") == rows_of(capsys, "subsidies --status draft")
    assert run(capsys, "subsidies 义乌 --sort Amount --format CSV") == run(
        capsys, "subsidies 义乌 --sort amount --format csv"
    )


def test_a_file_in_a_folder_that_is_not_there_asks_for_the_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = run(capsys, f"subsidies -o {tmp_path / '没有' / '表.csv'}")
    assert code == 3
    assert "文件夹" in err.splitlines()[1]
    assert "磁盘" not in err


@pytest.mark.parametrize("command", ["subsidies", "policies"])
def test_a_place_without_rows_is_sent_to_the_place_above_it(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, _, err = run(capsys, f"{command} 东阳")
    assert code == 1
    assert f"wence {command} 浙江省" in err


def test_a_place_whose_policies_have_no_name_is_not_below_itself(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "policies 义乌")
    assert code == 1
    assert "义乌市 已发布政策，资料没有列出名称" in err
    assert "wence policies 浙江省" in err
    assert "下属" not in err


def test_a_folder_is_no_file_to_write_and_a_name_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = run(capsys, f"subsidies -o {tmp_path}")
    assert code == 3
    assert "文件名" in err.splitlines()[1]
    assert "磁盘" not in err


@pytest.mark.parametrize(
    ("typed", "meant"), [("义务", "义乌市"), ("yiwu", "义乌市"), ("杭洲", "杭州市"), ("苏洲工业园区", "苏州工业园区")]
)
@pytest.mark.parametrize("command", ["subsidies", "policies"])
def test_a_place_that_is_mistyped_is_offered_as_it_is_written(
    capsys: pytest.CaptureFixture[str], command: str, typed: str, meant: str
) -> None:
    code, out, err = run(capsys, f"{command} {typed}")
    assert (code, out) == (1, "")
    assert f"「{typed}」" in err.splitlines()[0]
    assert f"wence {command} {meant}" in err.splitlines()[1]


def test_a_place_that_resembles_none_offers_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert "是不是" not in run(capsys, "subsidies 火星")[2]


@pytest.fixture
def client(wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with the profile 甲厂."""
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    monkeypatch.setenv("WENCE_HOME", str(home))
    save_client(home, Client(name="甲厂", place="义乌", level="国家级", batch=3, industry="水泥"))


@pytest.mark.usefixtures("client")
def test_a_profile_fills_in_what_the_call_leaves_out_and_this_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert {(row["place"], row["level"]) for row in rows_of(capsys, "subsidies --client 甲厂")} == {
        ("义乌市", "国家级")
    }
    assert {row["place"] for row in rows_of(capsys, "subsidies 永康 --client 甲厂")} == {"永康市"}
    assert rows_of(capsys, "reviews --client 甲厂")[0]["batch"] == 3
    assert all("水泥" in row["title"] for row in rows_of(capsys, "standards --client 甲厂"))
    assert "按档案「甲厂」：义乌、国家级。" in run(capsys, "subsidies --client 甲厂")[1]
    assert run(capsys, "subsidies --client 丙厂")[0] == 3


@pytest.mark.parametrize("written", ["2019-05", "2019/5", "2019.05", "201905", "2019年5月", "２０１９－０５"])
def test_a_month_is_taken_in_every_usual_way(capsys: pytest.CaptureFixture[str], written: str) -> None:
    assert rows_of(capsys, f"policies --since {written}") == rows_of(capsys, "policies --since 2019-05")


def test_a_workbook_holds_numbers_chinese_words_its_day_and_where_each_row_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "批次.xlsx"
    assert run(capsys, f"batches -o {file}")[0] == 0
    book = load_workbook(file)
    heads, _, second = list(book["结果"].values)[:3]
    told = dict(zip(heads, second, strict=True))
    assert (told["第几批"], told["家数"], told["累计数是公布还是推算"]) == (2, 208, "推算")
    assert ("以哪天为准", datetime(2026, 11, 22)) in list(book["说明"].values)
    assert run(capsys, f"subsidies 天津 -o {file}")[0] == 0
    book = load_workbook(file)
    heads, first = list(book["结果"].values)[:2]
    assert dict(zip(heads, first, strict=True))["方式"] == "上限"
