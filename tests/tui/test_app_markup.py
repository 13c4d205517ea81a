"""Names, paths and typed text with brackets: they are characters wherever they are shown, and end nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from assistant.keeping.settings import Client, save_client
from tests.fakes import ANSWERED
from tests.tui.stage import WIDE, ask, picture, staged, type_text, until

MARKS = ("甲[b]厂", "[red]甲", "[/]", "[/甲]")


@pytest.mark.parametrize("typed", ["2026[/]", "[red]2026"])
async def test_a_day_with_brackets_is_refused_in_its_own_words(tmp_path: Path, typed: str) -> None:
    async with staged(tmp_path, WIDE, told=True) as (app, pilot):
        app.action_as_of()
        await pilot.pause()
        app.screen.query_one(Input).value = ""
        await type_text(pilot, typed)
        await pilot.press("enter")
        await until(pilot, lambda: typed in picture(app))


async def test_a_conversation_is_saved_under_a_path_with_brackets(tmp_path: Path) -> None:
    path = tmp_path / "[" / "x]y.md"
    async with staged(tmp_path, (160, 40), told=True) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("ctrl+s")
        app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: "对话已保存" in picture(app))
        assert path.exists()


async def test_what_is_wrong_with_the_keys_is_told_with_the_name_of_their_section(tmp_path: Path) -> None:
    async with staged(tmp_path, told=True) as (app, pilot):
        app.notify("[keys] 里的 help：没有这一项")
        await until(pilot, lambda: "[keys] 里的 help" in picture(app))


@pytest.mark.parametrize("name", MARKS[:2])
async def test_a_factory_with_brackets_in_its_name_is_shown_as_it_is_called(tmp_path: Path, name: str) -> None:
    save_client(tmp_path, Client(name=name, place="义乌市", notes=name))
    async with staged(tmp_path, WIDE, told=True) as (app, pilot):
        await pilot.press("ctrl+t")
        await until(pilot, lambda: f"现在按「{name}」回答" in picture(app))
        assert f"我的工厂：{name}" in picture(app)
        for keys in (["f2"], ["f2", "f8"], ["f3"], ["f6", "f6", "f6", "f6"], ["f7"], ["f7", "f6", "f6"], ["ctrl+p"]):
            await pilot.press(*keys)
            await pilot.pause()
            if keys in (["f2"], ["f2", "f8"], ["f7"]):
                assert name in picture(app), keys
            while app.screen is not app.ask_screen:
                await pilot.press("escape")
                await pilot.pause()


@pytest.mark.parametrize("title", MARKS)
async def test_a_conversation_with_brackets_is_listed_opened_and_deleted_by_its_title(
    tmp_path: Path, title: str
) -> None:
    async with staged(tmp_path, WIDE, told=True) as (app, pilot):
        await ask(app, pilot, title)
        await pilot.press("f5")
        await until(pilot, lambda: title in picture(app))
        await pilot.press("f8")
        await pilot.pause()
        assert f"删除「{title}」" in picture(app)
        await pilot.press("escape", "ctrl+r", "escape", "enter")
        await until(pilot, lambda: app.screen is app.ask_screen)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert title in picture(app)
