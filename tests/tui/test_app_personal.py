"""What people set for themselves: keys in ``[keys]`` of ``config.toml``, looks in ``themes/``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.keeping import settings
from assistant.keeping.settings import Config
from tests.tui.stage import WIDE, picture, staged, until
from tui.personal import Own, own_settings, usable_keys

MINE = """
[keys]
tables = "f9"
new_talk = "ctrl+l"
commands = "f12"
advice = "f3"
"""


def own(home: Path, text: str) -> Own:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(text, encoding="utf-8")
    return own_settings(home)


async def test_a_key_of_ones_own_works_is_shown_and_frees_the_old_one(tmp_path: Path) -> None:
    mine = own(tmp_path, MINE)
    assert not mine.problems
    async with staged(tmp_path, WIDE, own=mine) as (app, pilot):
        assert "F12 命令" in picture(app)
        await pilot.press("f9")
        await until(pilot, lambda: "级别：全部" in picture(app))
        await pilot.press("escape", "f3")
        await until(pilot, lambda: "自查" in picture(app))
        await pilot.press("escape", "ctrl+p")
        await pilot.pause()
        assert not app.screen.is_modal, "the old key leads nowhere any more"
        await pilot.press("f12")
        await until(pilot, lambda: app.screen.is_modal)
        lines = {line.split()[1]: line.split()[-1] for line in picture(app).splitlines() if line.count("▌  ")}
        assert (lines["表格"], lines["新对话"], lines["日程与自查"]) == ("F9", "^L", "F3")


async def test_keys_of_ones_own_outlive_what_the_program_writes(tmp_path: Path) -> None:
    mine = own(tmp_path, MINE)
    async with staged(tmp_path, own=mine) as (app, _):
        app.action_look("light")
    assert settings.load_config(tmp_path).theme == "light"
    assert own_settings(tmp_path).keys == mine.keys


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"table": "f9"}, "没有这一项"),
        ({"tables": "x"}, "不能用"),
        ({"tables": 3}, "不能用"),
        ({"tables": "ctrl+c"}, "不能用"),
        ({"tables": "f4"}, "f4 已经是 corpus 的键"),
        ({"tables": "f9", "talks": "f9"}, "f9 已经是 tables 的键"),
        ("f9", "要写成 [keys] 一节"),
    ],
)
def test_what_can_not_be_a_key_is_told_and_the_rest_counts(given: Any, told: str) -> None:
    problems: list[str] = []
    good = {**given, "help": "f11"} if isinstance(given, dict) else given
    keys = usable_keys(good, problems)
    assert [told in problem for problem in problems] == [True]
    assert "help" in keys or not isinstance(given, dict)


def test_two_bindings_may_change_places() -> None:
    problems: list[str] = []
    assert usable_keys({"tables": "f4", "corpus": "f3"}, problems) == {"tables": "f4", "corpus": "f3"}
    assert not problems


async def test_what_is_wrong_in_the_file_is_told_when_it_opens(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE, told=True, own=own(tmp_path, '[keys]\ntables = "x"\n')) as (app, pilot):
        await until(pilot, lambda: "「x」不能用" in picture(app))


async def test_a_look_from_a_file_is_offered_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    (folder / "海.toml").write_text('dark = false\nprimary = "#005577"\n', encoding="utf-8")
    mine = own_settings(tmp_path)
    async with staged(tmp_path, WIDE, own=mine) as (app, pilot):
        await pilot.press("ctrl+p", *"hai", "enter")
        await until(pilot, lambda: app.theme == "海")
        assert app.get_theme("海").primary == "#005577"  # type: ignore[union-attr]
    async with staged(tmp_path, own=mine, config=settings.load_config(tmp_path)) as (app, _):
        assert app.theme == "海"
    async with staged(tmp_path, config=Config(theme="海")) as (app, _):
        assert app.theme == "dark", "its file is gone"


@pytest.mark.parametrize("text", ['primary = "不是颜色"', 'colour = "#112233"', "dark = 1", "primary ="])
def test_a_look_that_can_not_be_used_is_told_and_left_out(tmp_path: Path, text: str) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "a.toml").write_text(text, encoding="utf-8")
    mine = own_settings(tmp_path)
    assert not mine.themes
    assert "a.toml" in "".join(mine.problems)
