"""The form of a factory: fields that keep what is theirs, values that are known, and nothing lost on leaving."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from assistant.keeping import settings
from assistant.keeping.settings import Client, save_client
from tests.tui.stage import NARROW, WIDE, looks_like, picture, staged, type_text
from tui.app import WenceApp


def send(app: WenceApp, *lines: str) -> None:
    """Lines as a terminal hands over a burst of keys: each with Enter behind it and no pause."""
    for line in lines:
        for character in line:
            app.post_message(events.Key(character, character))
        app.post_message(events.Key("enter", "\r"))


async def form(app: WenceApp, pilot: Pilot[int]) -> None:
    await pilot.press("f2")
    await pilot.pause()


async def test_fields_keep_what_is_theirs_however_fast_the_keys_come(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await form(app, pilot)
        send(app, "一厂", "义乌市", "国家级", "3", "电视机", "1200", "省级", "备注")
        app.post_message(events.Key("ctrl+s", None))
        await pilot.pause()
        assert settings.load_client(tmp_path, "一厂") == Client(
            name="一厂", place="义乌市", level="国家级", batch=3, industry="电视机", investment=1200.0,
            paid="省级", notes="备注",
        )  # fmt: skip


async def test_letters_and_corrections_take_effect_in_their_order(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await form(app, pilot)
        for key in ("一", "二", "backspace", "厂", "enter", "义", "乌"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert app.screen.query_one("#field-name", Input).value == "一厂"
        assert app.screen.query_one("#field-place", Input).value == "义乌"


@pytest.mark.parametrize("place", ["义鸟市", "火星"])
async def test_an_unknown_place_is_refused_in_the_colour_of_errors_and_nothing_is_saved(
    tmp_path: Path, place: str
) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        await form(app, pilot)
        send(app, "一厂", place)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert f"没有保存：没有找到名为「{place}」的地区" in picture(app)
        assert app.screen.query_one("#problem").has_class("-wrong")
        assert settings.list_clients(tmp_path) == ()


async def test_levels_and_batches_are_chosen_and_what_is_none_of_them_is_told(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        await form(app, pilot)
        app.screen.query_one("#field-batch").focus()
        await pilot.pause()
        await type_text(pilot, "很多")
        assert "批次里没有「很多」，可选：1、2、3。" in picture(app)
        await pilot.press("right", "right")
        assert app.screen.written["batch"] == "2"
        await pilot.press("backspace")
        assert app.screen.written["batch"] == ""
        app.screen.query_one("#field-level").focus()
        await pilot.pause()
        await type_text(pilot, "gjj")
        assert app.screen.written["level"] == "国家级"


async def test_an_investment_that_is_no_number_is_told_and_nothing_is_saved(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        await form(app, pilot)
        app.screen.query_one("#field-name", Input).value = "一厂"
        app.screen.query_one("#field-investment", Input).value = "很多"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "投资「很多」不是数字" in picture(app)
        assert settings.list_clients(tmp_path) == ()


@pytest.mark.parametrize(
    ("field", "word", "told"), [("level", "超级", "级别里没有「超级」"), ("batch", "33", "批次里没有「33」")]
)
async def test_what_is_no_choice_is_refused_and_stays_refused(tmp_path: Path, field: str, word: str, told: str) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        await form(app, pilot)
        send(app, "一厂")
        await pilot.pause()
        app.screen.query_one(f"#field-{field}").focus()
        await pilot.pause()
        await type_text(pilot, word)
        await pilot.press("enter", "ctrl+s")
        await pilot.pause()
        assert f"没有保存：{told}" in picture(app)
        assert settings.list_clients(tmp_path) == ()
        await pilot.press("backspace", "ctrl+s")
        await pilot.pause()
        assert settings.list_clients(tmp_path) == ("一厂",)


@pytest.mark.parametrize(
    "keys",
    [["f3"], ["f4"], ["f5"], ["f7"], ["ctrl+q"], ["ctrl+p", *"biaoge", "enter"], ["ctrl+p", *"xinduihua", "enter"]],
)
async def test_no_way_out_loses_what_was_written(tmp_path: Path, keys: list[str]) -> None:
    async with staged(tmp_path) as (app, pilot):
        await form(app, pilot)
        send(app, "一厂")
        page = app.screen
        await pilot.press(*keys)
        await pilot.pause()
        assert "还没有保存" in picture(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is page
        assert app.screen.written["name"] == "一厂"
        await pilot.press(*keys, *"baocun", "enter")
        await pilot.pause()
        assert settings.list_clients(tmp_path) == ("一厂",)
        assert app._exit if keys == ["ctrl+q"] else app.screen is not page


async def test_another_factory_from_the_palette_is_no_other_name_for_the_one_in_the_form(tmp_path: Path) -> None:
    save_client(tmp_path, Client(name="甲厂", place="永康市"))
    save_client(tmp_path, Client(name="乙厂", place="义乌市"))
    async with staged(tmp_path, client=settings.load_client(tmp_path, "甲厂")) as (app, pilot):
        await form(app, pilot)
        app.action_next_client()
        await pilot.pause()
        assert app.screen.written["name"] == "乙厂"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert sorted(settings.list_clients(tmp_path)) == sorted(("甲厂", "乙厂"))


@pytest.mark.parametrize("keys", [["escape"], ["ctrl+n"], ["ctrl+t"]])
async def test_leaving_asks_before_what_was_written_is_lost(tmp_path: Path, keys: list[str]) -> None:
    save_client(tmp_path, Client(name="甲厂", place="永康市"))
    async with staged(tmp_path) as (app, pilot):
        await form(app, pilot)
        send(app, "一厂")
        await pilot.press(*keys)
        await pilot.pause()
        assert "还没有保存" in picture(app)
        await pilot.press("escape")
        assert app.screen.written["name"] == "一厂"
        await pilot.press(*keys, *"baocun", "enter")
        await pilot.pause()
        assert "一厂" in settings.list_clients(tmp_path)


async def test_leaving_without_saving_is_one_of_the_answers(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await form(app, pilot)
        send(app, "一厂")
        await pilot.press("escape", "down", "enter")
        await pilot.pause()
        assert app.screen is app.ask_screen
        assert settings.list_clients(tmp_path) == ()


async def test_an_unchanged_form_is_left_without_a_question(tmp_path: Path) -> None:
    client = Client(name="甲厂", place="永康市", batch=3, investment=1200.0)
    save_client(tmp_path, client)
    async with staged(tmp_path, client=client) as (app, pilot):
        await form(app, pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.ask_screen


async def test_the_form_shows_its_choices(tmp_path: Path) -> None:
    for size in (NARROW, WIDE):
        async with staged(tmp_path, size) as (app, pilot):
            await form(app, pilot)
            send(app, "一厂", "火星", "国家级")
            await pilot.press("ctrl+s")
            await pilot.pause()
            looks_like(app, f"factory-form-{size[0]}x{size[1]}")
            await pilot.press("escape", "down", "enter")
