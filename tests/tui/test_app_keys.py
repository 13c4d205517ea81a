"""Keys in the order they were struck, however fast they come, and what terminals make of them on their way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from textual import events
from textual._xterm_parser import XTermParser

from tests.fakes import ANSWERED, FakeAssistant, FakeKeeper
from tests.tui.stage import ask, picture, staged, type_text, until
from tui.keys import undo_option_digits
from tui.screens.keeping import ReadingScreen
from tui.widgets.askbox import Prompt
from tui.widgets.card import AnswerCard


async def test_a_list_pasted_with_carriage_returns_is_answered_one_by_one(tmp_path: Path) -> None:
    for breaks in ("\r", "\r\n"):
        assistant = FakeAssistant(tmp_path)
        async with staged(tmp_path, assistant=assistant) as (app, pilot):
            app.post_message(events.Paste(breaks.join(["义乌国家级奖多少", "永康省级奖多少", "厦门呢", ""])))
            await pilot.pause()
            assert "3 个问题" in picture(app)
            await pilot.press("enter")
            await until(pilot, lambda: len(app.ask_screen.query(".-told")) == 3)
            assert assistant.conversations[-1].asked == ["义乌国家级奖多少", "永康省级奖多少", "厦门呢"]


async def test_text_typed_right_behind_a_paste_stands_behind_it(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        app.post_message(events.Key("我", "我"))
        app.post_message(events.Paste("厂在义乌"))
        await type_text(pilot, "国家级")
        assert app.box.prompt.text == "我厂在义乌国家级"


def test_escape_and_a_digit_sent_at_once_are_no_sign_of_the_option_key() -> None:
    undo_option_digits()
    parser = XTermParser()
    (key,) = [*parser.feed("\x1b1"), *parser.feed("")]
    assert isinstance(key, events.Key)
    assert (key.key, key.character) == ("alt+1", "1")


async def test_escape_and_a_digit_right_behind_it_open_the_source(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        app.post_message(events.Key("alt+1", "1"))
        await until(pilot, lambda: app.screen.has_class("-source"))
        assert app.box.prompt.text == ""


async def test_escape_and_a_letter_right_behind_it_go_to_the_answer(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        assert isinstance(app.focused, Prompt)
        app.post_message(events.Key("alt+y", "y"))
        await until(pilot, lambda: app.clipboard)
        assert isinstance(app.focused, AnswerCard)


def test_a_host_without_a_terminal_gets_the_terminal_ui_and_others_are_told(tmp_path: Path) -> None:
    host = tmp_path / "hosted_driver.py"
    host.write_text(
        "from textual.drivers.headless_driver import HeadlessDriver\n"
        "class Hosted(HeadlessDriver):\n"
        "    def start_application_mode(self):\n"
        "        super().start_application_mode()\n"
        "        self._app.call_later(self._app.call_after_refresh, self._app.exit, 0)\n",
        encoding="utf-8",
    )
    here = str(Path(__file__).parent.parent.parent)
    environ = {**os.environ, "WENCE_HOME": str(tmp_path / "home"), "PYTHONPATH": os.pathsep.join([here, str(tmp_path)])}
    environ.pop("TEXTUAL_DRIVER", None)

    def run(**more: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "tui.cli.main"]
        return subprocess.run(command, env={**environ, **more}, capture_output=True, stdin=subprocess.DEVNULL)

    refused = run()
    assert (refused.returncode, "只能在终端里打开" in refused.stderr.decode()) == (2, True)
    let_in = run(TEXTUAL_DRIVER="hosted_driver:Hosted")
    assert (let_in.returncode, let_in.stderr.decode()) == (0, "")


async def test_a_jump_names_what_can_be_pressed_and_presses_it(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "跳到哪里" in picture(app))
        assert "[1]" in picture(app)
        assert ANSWERED.suggestions[0] in picture(app)
        await type_text(pilot, "[1]")
        await pilot.press("enter")
        await until(pilot, lambda: "▶" in picture(app))
        await pilot.press("escape", "ctrl+g")
        await until(pilot, lambda: "跳到哪里" in picture(app))
        await type_text(pilot, ANSWERED.suggestions[0])
        await pilot.press("enter")
        await until(pilot, lambda: len(app.ask_screen.turns) == 2)


async def test_keys_sent_behind_one_that_opens_a_dialog_go_into_it(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    async with staged(tmp_path, keeper=keeper) as (app, pilot):
        for key, character in (("f4", None), ("a", "a"), *((one, one) for one in "/dr.txt"), ("enter", "\r")):
            app.post_message(events.Key(key, character))
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        app.post_message(events.Key("enter", "\r"))
        app.post_message(events.Key("escape", "\x1b"))
        await until(pilot, lambda: keeper.done == [("add", "dr.txt", False)])
        await until(pilot, lambda: app.screen is app.ask_screen)
