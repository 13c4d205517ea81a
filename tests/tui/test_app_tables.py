"""Tables and pictures: what is in sight, in which order, what keys do, and what is taken away."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.widgets import DataTable, Input

from assistant.keeping.settings import Client, save_client
from corpus.places import Places
from tests.fakes import AS_OF, PLACES, corpus
from tests.tui.stage import NARROW, WIDE, looks_like, picture, staged, type_text
from tui import pictures
from tui.listing import KINDS, SUBSIDIES, Filters, Order, Source, after, listed
from tui.pictures import Line

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
SOURCE = Source(corpus=corpus(), places=Places("\n".join(PLACES)), day=AS_OF)
FACTORIES = (
    Client(name="义乌一厂", place="义乌市", level="国家级", batch=3, industry="电视机制造业"),
    Client(name="永康二厂", place="永康市", level="省级"),
)


def texts(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


def rows(words: str = "", **filters: object) -> list[dict[str, object]]:
    order = Order(column="amount", descending=True)
    return listed(SUBSIDIES, SOURCE, Filters(**filters), words, order)[0]  # type: ignore[arg-type]


# -- the tables


async def test_a_key_that_a_table_has_no_use_for_is_neither_offered_nor_obeyed(tmp_path: Path) -> None:
    useful = {"补贴": {"level", "status", "amount"}, "标准": {"status"}}
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3")
        for kind in KINDS:
            await pilot.pause()
            actions = {one.binding.action for one in app.screen.active_bindings.values() if one.enabled}
            assert actions & {"level", "status", "amount"} == useful.get(kind.name, set()), kind.name
            before = app.screen.rows
            await pilot.press("f9")
            if kind.name != "补贴":
                assert (app.screen.chosen, app.screen.rows) == (Filters(), before)
            await pilot.press("f6")


async def test_the_status_is_in_sight_at_80_columns(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3")
        await pilot.pause()
        for status in ("现行有效", "未载明有效期", "已过期", "征求意见稿"):
            assert status in picture(app)
        await pilot.press("f6")
        await pilot.pause()
        assert "已发布" in picture(app)


async def test_the_place_stays_in_sight_when_the_table_is_moved_sideways(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3", *["ctrl+right"] * 12)
        await pilot.pause()
        assert "苏州工业园区" in picture(app)
        assert "园区绿色发展资金办法" in picture(app)


def test_rows_without_a_figure_come_last_in_every_order() -> None:
    kind, order, seen = SUBSIDIES, Order(), []
    found = [{**row, "figure": None} if row["place"] == "义乌市" else row for row in rows()]
    from tui.listing import ordered

    while order not in seen:
        seen.append(order)
        last = ordered(kind, found, order)[-1]
        assert order.column not in ("", "amount") or last["place"] == "义乌市"
        order = after(kind, order)
    assert len(seen) == 2 * len(kind.keys) + 1


async def test_filtered_and_marked_rows_are_copied_with_tabs(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3")
        await type_text(pilot, "50")
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert [line.split("\t")[0] for line in app.clipboard.split("\n")] == [
            "地区",
            *(r["place"] for r in app.screen.rows),
        ]
        await pilot.press("down", "f5", "ctrl+y")
        await pilot.pause()
        assert [line.split("\t")[0] for line in app.clipboard.split("\n")] == ["地区", app.screen.rows[1]["place"]]
        assert "标记 1 行" in picture(app)


async def test_rows_are_saved_as_csv_with_a_bom_or_as_a_workbook_and_never_over_another_file(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3", "f7")
        for name in ("表.csv", "表.csv", "表.xlsx"):
            await pilot.press("ctrl+s")
            await pilot.pause()
            app.screen.query_one(Input).value = str(tmp_path / "存" / name)
            await pilot.press("enter")
            await pilot.pause()
        places = [row["place"] for row in app.screen.rows]
    assert sorted(path.name for path in (tmp_path / "存").iterdir()) == ["表-2.csv", "表.csv", "表.xlsx"]
    raw = (tmp_path / "存" / "表.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert [row["地区"] for row in csv.DictReader(raw.decode("utf-8-sig").splitlines())] == places
    book = load_workbook(tmp_path / "存" / "表.xlsx")
    assert [cells[0].value for cells in list(book.worksheets[0].iter_rows())[1:]] == places


async def test_a_row_without_a_figure_is_dimmed(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3")
        app.screen.rows[-1]["figure"] = None
        app.screen._fill()
        await pilot.pause()
        table = app.screen.query_one(DataTable)
        styles = [table.get_row_at(number)[0].style for number in range(table.row_count)]
        assert styles == ["", "", "", "dim"]


# -- pictures


def test_bars_are_as_long_as_their_figures_and_start_in_one_column() -> None:
    lines = texts(pictures.amounts(rows(), 78))[3:]
    bars = [next(line.count(sign) for sign in "█▓▒░" if sign in line) for line in lines]
    figures = [float(line.split()[-2]) for line in lines]
    assert figures == [500, 50, 50, 30]
    assert bars[0] / figures[0] == pytest.approx(bars[1] / figures[1], rel=0.15)
    starts = {cell_len(line[: min(line.index(sign) for sign in "█▓▒░" if sign in line)]) for line in lines}
    assert len(starts) == 1


def test_a_picture_without_colour_tells_every_validity() -> None:
    lines = texts(pictures.amounts(rows(), 78))
    assert {line.split()[-1] for line in lines[3:]} == {"现行有效", "未载明有效期", "已过期", "征求意见稿"}
    assert len({sign for line in lines[3:] for sign in "█▓▒░" if sign in line}) == 4


def test_both_levels_of_a_place_stand_under_each_other() -> None:
    row = next(row for row in rows() if row["place"] == "永康市")
    both = [row, {**row, "level": "国家级", "figure": 20.0}]
    lines = texts(pictures.amounts(both, 78))[3:]
    assert [line.split()[:2] for line in lines] == [["永康市", "国家级"], ["省级", lines[1].split()[1]]]


def test_a_lane_runs_from_the_first_day_to_the_last_and_today_is_a_line_through_all() -> None:
    lines = pictures.lanes(rows(), AS_OF, 78)
    shown = {text.split()[0]: text for text in texts(lines[3:])}
    assert set(shown) == {"义乌市", "永康市"}  # the others name no day
    assert "━" in shown["义乌市"]
    assert "┄" in shown["永康市"]
    columns = {sum(cell_len(text) for text, _ in line[:2]) for line in lines[3:]}
    assert len(columns) == 1


def test_provinces_lie_on_the_map_with_their_greatest_figure_and_their_number() -> None:
    lines = texts(pictures.tiles(rows(), SOURCE.places, 78))
    place = next(number for number, line in enumerate(lines) if "浙江" in line)
    assert "500/2" in lines[place + 1]
    assert "3 个省份有条目" in lines[0]


def test_factories_stand_side_by_side_and_where_they_differ_is_marked() -> None:
    lines = texts(pictures.matrix(FACTORIES, SOURCE, 78))
    assert "义乌一厂" in lines[2]
    assert "永康二厂" in lines[2]
    award = next(line for line in lines if "奖励" in line)
    assert award.startswith("≠")
    assert "500 万元" in award
    assert "50 万元" in award
    same = pictures.matrix((FACTORIES[0], FACTORIES[0]), SOURCE, 78)
    assert not any(line.startswith("≠") for line in texts(same[2:]))


@given(width=st.integers(60, 160), words=st.sampled_from(["", "义乌", "没有的", "江"]))
def test_no_picture_is_wider_than_its_place(width: int, words: str) -> None:
    found = rows(words)
    for lines in (
        pictures.amounts(found, width), pictures.lanes(found, AS_OF, width), pictures.matrix(FACTORIES, SOURCE, width),
    ):  # fmt: skip
        assert all(sum(cell_len(text) for text, _ in line) <= width for line in lines)


@SIZES
async def test_each_picture(tmp_path: Path, size: tuple[int, int]) -> None:
    for client in FACTORIES:
        save_client(tmp_path, client)
    async with staged(tmp_path, size) as (app, pilot):
        await pilot.press("f6")
        for name in ("amounts", "lanes", "map", "factories"):
            await pilot.pause()
            looks_like(app, f"picture-{name}-{size[0]}x{size[1]}")
            await pilot.press("f6")


async def test_a_picture_shows_what_the_table_was_filtered_to(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3", "f7")
        await type_text(pilot, "义乌")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "1 个有数额" in picture(app)
        assert "级别：国家级" in picture(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "3 个有数额" in picture(app)
