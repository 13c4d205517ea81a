"""Every screen and state as the user sees it, at 80×24 and 120×40."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.keeping.settings import Client, save_client
from assistant.keeping.talks import Talks, Turn, new_talk
from corpus.errors import WenceError
from tests.fakes import ANSWERED, AS_OF, CANNED, CLARIFY, LONG_TABLE, NO_ANSWER, PARTIAL, FakeAssistant, FakeKeeper
from tests.tui.contrast import weakest
from tests.tui.stage import HANGING, NARROW, WIDE, ask, looks_like, picture, staged, until
from tui.themes import THEMES

FACTORY = Client(name="义乌一厂", place="义乌市", level="国家级", batch=3, industry="电视机制造业", investment=1200.0)
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])


def named(name: str, size: tuple[int, int]) -> str:
    return f"{name}-{size[0]}x{size[1]}"


@SIZES
async def test_the_first_screen_says_what_this_is_and_gives_questions(tmp_path: Path, size: tuple[int, int]) -> None:
    async with staged(tmp_path, size) as (app, _):
        looks_like(app, named("welcome", size))


async def test_before_the_corpus_is_open_one_can_type_already(tmp_path: Path) -> None:
    held = threading.Event()

    def slow(progress: object) -> FakeAssistant:
        held.wait(HANGING)
        return FakeAssistant(tmp_path)

    async with staged(tmp_path, assistant=slow, opened=False) as (app, pilot):
        app.box.put(ANSWERED.question)
        await pilot.press("enter")
        await pilot.pause()
        looks_like(app, "opening")
        held.set()
        await until(pilot, lambda: app.ask_screen.query(".-told"))


@SIZES
async def test_an_answer_of_each_status(tmp_path: Path, size: tuple[int, int]) -> None:
    answers = {"answered": ANSWERED, "partial": PARTIAL, "clarify": CLARIFY, "no-answer": NO_ANSWER}
    async with staged(tmp_path, size) as (app, pilot):
        for name, answer in answers.items():
            await pilot.press("ctrl+n")
            await ask(app, pilot, answer.question)
            looks_like(app, named(name, size))


@SIZES
async def test_a_long_table_is_folded_and_unfolds(tmp_path: Path, size: tuple[int, int]) -> None:
    async with staged(tmp_path, size) as (app, pilot):
        await ask(app, pilot, LONG_TABLE.question)
        looks_like(app, named("long-table", size))
        assert "第30市" not in picture(app)
        await pilot.press("escape", "enter")
        await pilot.pause()
        await pilot.press("ctrl+end")
        await pilot.pause()
        assert "[12]" in picture(app)


async def test_questions_that_wait_say_what_for(tmp_path: Path) -> None:
    gate = threading.Event()
    async with staged(tmp_path, assistant=FakeAssistant(tmp_path, gate=gate)) as (app, pilot):
        for question in list(CANNED)[:3]:
            app.box.put(question)
            await pilot.press("enter")
        await pilot.pause()
        looks_like(app, "waiting")
        gate.set()
        await until(pilot, lambda: not app.ask_screen.query(".-waiting"))


async def test_a_question_that_breaks_the_assistant_is_told_in_its_place(tmp_path: Path) -> None:
    async with staged(tmp_path, assistant=FakeAssistant(tmp_path, broken="坏")) as (app, pilot):
        await ask(app, pilot, "坏问题", ANSWERED.question)
        looks_like(app, "error")


async def test_a_corpus_that_cannot_be_opened_says_so_and_how_to_go_on(tmp_path: Path) -> None:
    tries: list[int] = []

    def opener(progress: object) -> FakeAssistant:
        tries.append(1)
        if len(tries) == 1:
            raise WenceError("索引文件损坏。", "请运行 wence rebuild。")
        return FakeAssistant(tmp_path)

    async with staged(tmp_path, assistant=opener, opened=False) as (app, pilot):
        await until(pilot, lambda: "损坏" in picture(app))
        looks_like(app, "open-failed")
        await ask_later(app, pilot)


async def ask_later(app, pilot) -> None:  # type: ignore[no-untyped-def]
    """A question asked while nothing is open is answered after the retry."""
    app.box.put(ANSWERED.question)
    await pilot.press("enter")
    app.action_retry()
    await until(pilot, lambda: app.ask_screen.query(".-told"))


@SIZES
async def test_the_source_lies_beside_when_wide_and_over_when_narrow(tmp_path: Path, size: tuple[int, int]) -> None:
    async with staged(tmp_path, size) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape")
        await pilot.press("2")
        await until(pilot, lambda: "▶" in picture(app))
        looks_like(app, named("source", size))


@SIZES
async def test_the_factory_with_what_the_corpus_holds_for_it(tmp_path: Path, size: tuple[int, int]) -> None:
    save_client(tmp_path, FACTORY)
    async with staged(tmp_path, size, client=FACTORY) as (app, pilot):
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.query("#briefing AnswerCard"))
        looks_like(app, named("factory", size))


async def test_the_side_bar_shows_the_factory(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE, client=FACTORY) as (app, pilot):
        await until(pilot, lambda: "下次复核" in picture(app))
        looks_like(app, "side-bar")


@SIZES
async def test_each_table(tmp_path: Path, size: tuple[int, int]) -> None:
    async with staged(tmp_path, size) as (app, pilot):
        await pilot.press("f3")
        for name in ("subsidies", "standards", "policies", "batches", "reviews"):
            await pilot.pause()
            looks_like(app, named(f"table-{name}", size))
            await pilot.press("f6")


async def test_a_row_opens_its_card(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3", "enter")
        await pilot.pause()
        looks_like(app, "row-card")


@SIZES
async def test_the_corpus_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with staged(tmp_path, size, keeper=FakeKeeper()) as (app, pilot):
        await pilot.press("f4")
        await until(pilot, lambda: "000001" in picture(app))
        looks_like(app, named("corpus", size))


async def test_a_rebuild_shows_how_far_it_is(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    async with staged(tmp_path, keeper=keeper) as (app, pilot):
        await pilot.press("f4", "f6")
        await until(pilot, lambda: "3/10" in picture(app))
        looks_like(app, "rebuilding")
        keeper.gate.set()
        await until(pilot, lambda: "新的一代" in picture(app))
        looks_like(app, "rebuilt")


@SIZES
async def test_kept_conversations(tmp_path: Path, size: tuple[int, int]) -> None:
    keep_talks(tmp_path)
    async with staged(tmp_path, size) as (app, pilot):
        await pilot.press("f5")
        await pilot.pause()
        looks_like(app, named("talks", size))


def keep_talks(home: Path) -> None:
    """Two conversations with fixed times."""
    from datetime import datetime

    talks = Talks(home)
    for day, answer in ((1, PARTIAL), (2, ANSWERED)):
        talk = new_talk(answer.question, datetime(2020, 11, day, 9, 30))
        turn = Turn(
            question=answer.question, as_of=AS_OF.isoformat(), asked_at=f"2020-11-0{day}T09:30:00", answer=answer
        )
        talks.keep(talk, turn)


async def test_help_and_dialogs(tmp_path: Path) -> None:
    opened = {
        "help-input": ["f1"],
        "help-answer": ["escape", "f1"],
        "palette": ["ctrl+p"],
        "take-menu": ["escape", "m"],
        "as-of-dialog": ["ctrl+p", *"riqi", "enter"],
    }
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        for name, keys in opened.items():
            await pilot.press(*keys)
            await pilot.pause()
            looks_like(app, name)
            await pilot.press("escape", "slash")
            app.box.put("")


async def test_signs_of_ambiguous_width_give_way_to_ascii(tmp_path: Path) -> None:
    async with staged(tmp_path, ascii=True) as (app, pilot):
        await ask(app, pilot, LONG_TABLE.question)
        looks_like(app, "ascii")
        ambiguous = {sign for sign in "▌─…·“”›▶█▁▏" if sign in picture(app)}
        assert not ambiguous - {"›"}  # › is narrow everywhere


async def test_each_look_keeps_text_readable(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        await ask(app, pilot, ANSWERED.question, PARTIAL.question, NO_ANSWER.question)
        for theme in THEMES:
            app.action_look(theme)
            for keys in ([], ["escape"], ["tab"], ["f2"], ["f3"], ["f4"], ["f5"], ["escape"]):
                await pilot.press(*keys)
                await pilot.pause()
                ratio, text = weakest(app)
                assert ratio >= (7 if theme == "contrast" else 4.5), (theme, keys, text)
