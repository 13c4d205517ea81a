"""Another day or another factory: what was answered for the one before is not left standing as if it were of now."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from assistant.keeping.settings import Client, save_client
from assistant.types import Answer
from tests.fakes import ANSWERED, PARTIAL, FakeAssistant
from tests.tui.stage import NARROW, WIDE, ask, picture, staged, type_text, until
from tui.app import WenceApp
from tui.screens.tables import TablesScreen
from tui.widgets.card import AnswerCard
from tui.widgets.conversation import Changed

GONE = "义乌市的奖励到 2020-12-31 为止，已过期。"


class ByDay(FakeAssistant):
    """Answers otherwise from 2021 on."""

    def reply(self, question: str, as_of: date) -> Answer:
        answer = super().reply(question, as_of)
        if as_of.year > 2020 and question == ANSWERED.question:
            answer = replace(answer, headline=GONE, validity="expired")
        return answer


async def on_day(app: WenceApp, pilot: Pilot[int], day: str) -> None:
    app.action_as_of()
    await pilot.pause()
    app.screen.query_one(Input).value = day
    await pilot.press("enter")
    await pilot.pause()


async def test_another_day_marks_the_answers_that_changed_and_tells_the_day_of_all(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE, assistant=ByDay(tmp_path)) as (app, pilot):
        await ask(app, pilot, ANSWERED.question, PARTIAL.question)
        assert not app.screen.query(".note")
        await on_day(app, pilot, "2026-11-22")
        await until(pilot, lambda: app.screen.query(Changed))
        assert [turn.exchange.question for turn in app.screen.query("Turn.-changed")] == [ANSWERED.question]
        notes = [str(note.text) for note in app.screen.query(".note")]
        assert notes == ["按 2020-11-22 判断，索引 000001"] * 2
        told = f"「已变」按 Esc 再按 n 换着看，下面是当时的回答。现在（按 2026-11-22 判断）：{GONE}"
        assert str(app.screen.query_one(Changed).text) == told
        await pilot.press("escape", "[", "n")
        await until(pilot, lambda: app.screen.query(AnswerCard).first().answer.headline == GONE)
        await on_day(app, pilot, "2020-11-22")
        await until(pilot, lambda: not app.screen.query(Changed))
        assert not app.screen.query(".note")


async def test_the_next_question_is_asked_behind_those_before_for_the_new_day(tmp_path: Path) -> None:
    assistant = ByDay(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await on_day(app, pilot, "2026-11-22")
        await until(pilot, lambda: app.desk.idle and len(assistant.conversations) == 2)
        await ask(app, pilot, "那省级呢")
        await until(pilot, lambda: assistant.conversations[-1].asked == [ANSWERED.question, "那省级呢"])


async def test_another_factory_asks_again_for_it(tmp_path: Path) -> None:
    class ByClient(FakeAssistant):
        def conversation(self, **known: Any) -> Any:
            talk = super().conversation(**known)
            plain = talk.ask

            def asked(question: str, *, as_of: date | None = None) -> Answer:
                name = talk.client.name if talk.client else "没有工厂"
                return replace(plain(question, as_of=as_of), headline=f"答给{name}")

            talk.ask = asked  # type: ignore[method-assign]
            return talk

    save_client(tmp_path, Client(name="一厂", place="义乌市"))
    async with staged(tmp_path, WIDE, assistant=ByClient(tmp_path)) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: app.screen.query(Changed))
        assert "现在：答给一厂" in picture(app)
        assert "按 2020-11-22 判断，索引 000001" in picture(app)


async def test_a_page_that_is_open_shows_the_rows_of_the_new_day(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        await pilot.press("f3")
        assert "现行有效" in picture(app)
        await on_day(app, pilot, "2026-11-22")
        assert isinstance(app.screen, TablesScreen)
        assert {row["as_of"] for row in app.screen.rows if "as_of" in row} <= {"2026-11-22"}
        assert "现行有效" not in picture(app)


async def test_a_source_closes_where_it_would_stand_under_the_next_answer(tmp_path: Path) -> None:
    for size, stays in ((NARROW, False), (WIDE, True)):
        async with staged(tmp_path, size) as (app, pilot):
            await ask(app, pilot, ANSWERED.question)
            await pilot.press("escape", "1")
            await until(pilot, lambda app=app: app.screen.has_class("-source"))
            await type_text(pilot, PARTIAL.question)
            await pilot.press("enter")
            await until(pilot, lambda app=app: len(app.screen.query(".-told")) == 2)
            assert app.screen.has_class("-source") is stays


async def test_letters_typed_before_a_filter_has_the_focus_are_kept(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        for key in ("f3", "f5"):
            await pilot.press(key)
            field = app.screen.query_one(Input)
            app.screen.set_focus(None)
            await pilot.pause()
            await type_text(pilot, "义")
            await type_text(pilot, "乌")
            assert field.value == "义乌"
            await pilot.press("escape", "escape")
            await pilot.pause()


async def test_a_key_that_a_page_has_no_use_for_leads_to_no_other_page(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        for first, turns in (("f3", 1), ("f6", 3)):
            await pilot.press(first, *["f6"] * turns)
            page = app.screen
            assert not page.check_action("level", ())
            await pilot.press("f7")
            await pilot.pause()
            assert app.screen is page
            await pilot.press("escape")
            await pilot.pause()


async def test_an_old_answer_taken_away_says_so_and_takes_the_new_one_along(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE, assistant=ByDay(tmp_path)) as (app, pilot):
        await ask(app, pilot, PARTIAL.question, ANSWERED.question)
        await on_day(app, pilot, "2026-11-22")
        await until(pilot, lambda: app.screen.query(Changed))
        await pilot.press("escape", "y")
        await until(pilot, lambda: app.clipboard)
        assert app.clipboard.startswith("「已变」这是当时的回答（按 2020-11-22 判断，索引 000001）。")
        assert app.clipboard.index(ANSWERED.headline) < app.clipboard.index("现在的回答（按 2026-11-22 判断")
        assert GONE in app.clipboard
        for name in ("a.md", "a.json"):
            await pilot.press("ctrl+s")
            await pilot.pause()
            app.screen.query_one(Input).value = str(tmp_path / name)
            await pilot.press("enter")
            await until(pilot, lambda name=name: (tmp_path / name).exists())
        text = (tmp_path / "a.md").read_text(encoding="utf-8")
        assert text.count("「已变」") == 1
        assert text.index("## 问：长沙") < text.index("「已变」") < text.index(ANSWERED.headline) < text.index(GONE)
        assert "### 现在的回答（按 2026-11-22 判断，索引 000001）" in text
        turns = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["turns"]
        assert ["newer" in turn for turn in turns] == [False, True]
        assert turns[1]["newer"]["headline"] == GONE
