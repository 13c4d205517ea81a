"""The keeper's screen: see before taking, mend, take out and bring back, choose a generation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from corpus.types import Document
from tests.fakes import FakeAssistant, FakeKeeper
from tests.tui.stage import NARROW, WIDE, looks_like, picture, staged, type_text, until
from tui.app import WenceApp
from tui.screens.keeping import stated, typed_path

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
OWN = Document(
    id="tongzhi", title="关于支持绿色工厂的通知", kind="policy", places=("330782",), expiry_date="2026-12-31"
)


@asynccontextmanager
async def kept(
    home: Path, keeper: FakeKeeper, size: tuple[int, int] = NARROW
) -> AsyncIterator[tuple[WenceApp, Pilot[int]]]:
    """The keeper's screen, with a document that the user added under the shipped one."""
    assistant = FakeAssistant(home)
    assistant.corpus = replace(assistant.corpus, documents=(*assistant.corpus.documents, OWN))
    async with staged(home, size, assistant=assistant, keeper=keeper, told=True) as (app, pilot):
        await pilot.press("f4")
        await until(pilot, lambda: "第 000001 代" in picture(app))
        yield app, pilot


async def name_file(app: WenceApp, pilot: Pilot[int], path: Path) -> None:
    await pilot.press("a")
    await until(pilot, lambda: "加入哪个文件" in picture(app))
    await type_text(pilot, str(path))
    await pilot.press("enter")


@SIZES
async def test_a_file_is_added_after_it_was_seen_how_it_is_read(tmp_path: Path, size: tuple[int, int]) -> None:
    keeper = FakeKeeper()
    async with kept(tmp_path, keeper, size) as (app, pilot):
        await name_file(app, pilot, tmp_path / "通知.txt")
        await until(pilot, lambda: "有效期至：2027-12-31" in picture(app))
        looks_like(app, f"reading-{size[0]}x{size[1]}")
        assert not keeper.done
        await pilot.press("enter")
        await until(pilot, lambda: "已加入：通知.txt" in picture(app))
        keeper.gate.set()
        await until(pilot, lambda: "建成新的一代" in picture(app))
        assert "已加入：通知.txt" in picture(app)
    assert keeper.done == [("add", "通知.txt", False)], "rebuilding is for the process of its own"


async def test_a_file_seen_and_not_wanted_is_not_added(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    async with kept(tmp_path, keeper) as (app, pilot):
        await name_file(app, pilot, tmp_path / "通知.txt")
        await until(pilot, lambda: "还没有加入" in picture(app))
        await pilot.press("escape")
        await pilot.pause()
        assert "还没有加入" not in picture(app)
        assert not app.rebuild.running
    assert not keeper.done


async def test_a_file_that_would_be_refused_can_only_be_closed(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    keeper.refuses = True
    async with kept(tmp_path, keeper) as (app, pilot):
        await name_file(app, pilot, tmp_path / "空.txt")
        await until(pilot, lambda: "这个文件是空的" in picture(app))
        await pilot.press("enter")
        await pilot.pause()
    assert not keeper.done


async def test_what_goes_wrong_while_reading_is_told_and_work_goes_on(tmp_path: Path) -> None:
    class Broken(FakeKeeper):
        def look(self, *_: object, **__: object) -> tuple[list[str], bool]:
            raise PermissionError(13, "Permission denied")

    async with kept(tmp_path, Broken()) as (app, pilot):
        await name_file(app, pilot, tmp_path / "通知.txt")
        await until(pilot, lambda: "读写文件时出错" in picture(app))
        await pilot.press("a")
        await until(pilot, lambda: "加入哪个文件" in picture(app))


async def test_a_field_of_an_added_document_is_put_right(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    async with kept(tmp_path, keeper) as (app, pilot):
        await pilot.press("down")
        assert "e 改信息  d 移除" in picture(app)
        await pilot.press("e")
        await until(pilot, lambda: "有效期至  2026-12-31" in picture(app))
        assert "地区  义乌市" in picture(app)
        await type_text(pilot, "有效期")
        await pilot.press("enter", "ctrl+u")
        await type_text(pilot, "2027年6月30日")
        await pilot.press("enter")
        await until(pilot, lambda: "已修改" in picture(app))
    assert keeper.done == [("set", "tongzhi", {"expiry_date": "2027-06-30"}, False)]


async def test_what_is_no_date_changes_nothing(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    async with kept(tmp_path, keeper) as (app, pilot):
        await pilot.press("down", "e", *"yxq", "enter", "ctrl+u", *"abc", "enter")
        await until(pilot, lambda: "「abc」无效" in picture(app))
    assert not keeper.done


async def test_a_document_is_removed_after_asking_and_brought_back(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    keeper.gate.set()
    async with kept(tmp_path, keeper) as (app, pilot):
        await pilot.press("down", "d", "enter")
        await pilot.pause()
        assert not keeper.done, "Enter alone takes the answer that harms nothing"
        await pilot.press("d", "down", "enter")
        await until(pilot, lambda: "建成新的一代" in picture(app))
        await pilot.press("r")
        await until(pilot, lambda: "取回哪一份" in picture(app))
        await pilot.press("enter")
        await until(pilot, lambda: "已恢复" in picture(app))
    assert keeper.done == [("remove", "tongzhi", False), ("restore", "tongzhi", False)]


async def test_shipped_documents_can_not_be_mended_or_removed(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    async with kept(tmp_path, keeper) as (app, pilot):
        assert "改信息" not in picture(app)
        await pilot.press("d", "e")
        await pilot.pause()
        assert not app.screen.is_modal


async def test_a_generation_is_chosen_by_going_to_it(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    keeper.rows += [{"generation": "000000", "built": "2020-11-21T09:00:00", "live": False}]
    async with kept(tmp_path, keeper) as (app, pilot):
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "正在用这一代回答" in picture(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "退回第 000000 代索引？" in picture(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "已退回" in picture(app))
    assert keeper.went_back_to == "000000"


async def test_one_thing_at_a_time(tmp_path: Path) -> None:
    async with kept(tmp_path, FakeKeeper()) as (app, pilot):
        await pilot.press("f6")
        await until(pilot, lambda: "3/10" in picture(app))
        await pilot.press("a")
        await until(pilot, lambda: "请等它结束" in picture(app))
        assert not app.screen.is_modal


def test_a_path_is_taken_as_typed_or_as_terminals_drop_it(tmp_path: Path) -> None:
    file = tmp_path / "通 知.txt"
    file.touch()
    for text in (str(file), f"'{file}'", f' "{file}" ', str(file).replace(" ", "\\ "), file.as_uri()):
        assert typed_path(text) == file


def test_dates_may_be_of_any_precision_and_are_written_one_way() -> None:
    assert stated("issue_date", "2026年5月1日") == "2026-05-01"
    assert [stated("issue_date", text) for text in ("2026", "2026-05", "")] == ["2026", "2026-05", ""]
    assert stated("title", " 关于 ") == "关于"
