"""Conversations over time: answers that changed with the corpus, conversations opened again, and very long ones."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.keeping.settings import Client, save_client
from assistant.keeping.talks import Talks, Turn, new_talk
from assistant.types import Answer
from tests.fakes import ANSWERED, LONG_TABLE, PARTIAL, FakeAssistant
from tests.tui.stage import NARROW, WIDE, ask, looks_like, picture, staged, until
from tui.widgets.card import AnswerCard
from tui.widgets.conversation import Changed, Earlier, FoldedTurn
from tui.widgets.conversation import Turn as WidgetTurn

NEW = "义乌市国家级绿色工厂奖励 300 万元，一次性。"


class Renewing(FakeAssistant):
    """Answers otherwise from generation 000002 on."""

    def reply(self, question: str, as_of: date) -> Answer:
        answer = replace(super().reply(question, as_of), generation=self.generation)
        if self.generation != "000001" and question == ANSWERED.question:
            answer = replace(answer, headline=NEW, validity="in_force")
        return answer


def keep(home: Path, answer: Answer, **more: Any) -> None:
    talk = new_talk(answer.question, datetime(2020, 11, 1, 9, 30))
    turn = Turn(question=answer.question, as_of="2020-11-01", asked_at="2020-11-01T09:30:00", answer=answer, **more)
    Talks(home).keep(talk, turn)


async def test_a_renewed_corpus_marks_the_answers_that_changed_and_only_those(tmp_path: Path) -> None:
    assistant = Renewing(tmp_path)
    async with staged(tmp_path, WIDE, assistant=assistant) as (app, pilot):
        await ask(app, pilot, ANSWERED.question, PARTIAL.question)
        assert "「已变」" not in picture(app)
        assistant.renewed_to = "000002"
        await until(pilot, lambda: app.screen.query(Changed))
        assert [turn.exchange.question for turn in app.screen.query("Turn.-changed")] == [ANSWERED.question]
        assert ANSWERED.headline in picture(app)
        assert str(app.screen.query_one(Changed).text) == f"「已变」按 Esc 再按 n 换着看，下面是当时的回答。现在：{NEW}"


async def test_the_new_answer_is_one_key_away_and_so_is_the_way_back(tmp_path: Path) -> None:
    assistant = Renewing(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        assistant.renewed_to = "000002"
        await until(pilot, lambda: app.screen.query(Changed))
        await pilot.press("escape", "n")
        await until(pilot, lambda: app.screen.query_one(AnswerCard).answer.headline == NEW)
        looks_like(app, "changed-new")
        await pilot.press("n")
        await until(pilot, lambda: app.screen.query_one(AnswerCard).answer.headline == ANSWERED.headline)
        looks_like(app, "changed-old")


async def test_marks_on_earlier_answers_do_not_push_the_newest_out_of_sight(tmp_path: Path) -> None:
    assistant = Renewing(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await ask(app, pilot, *[ANSWERED.question] * 6, PARTIAL.question)
        end = app.ask_screen.conversation
        await until(pilot, lambda: end.is_vertical_scroll_end)
        assistant.renewed_to = "000002"
        await until(pilot, lambda: len(app.screen.query(Changed)) == 6)
        await until(pilot, lambda: end.is_vertical_scroll_end)
        assert PARTIAL.question in picture(app)


@pytest.mark.parametrize("layout", ["after each mark", "after all marks"])
async def test_the_newest_stays_in_sight_whenever_the_layout_is_made(
    tmp_path: Path, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = Renewing(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await ask(app, pilot, *[ANSWERED.question] * 6, PARTIAL.question)
        newer = replace(ANSWERED, headline=NEW, generation="000002")

        async def renewed(turn: WidgetTurn) -> None:
            await renew(turn)
            if layout == "after each mark":
                app.screen._refresh_layout()

        renew = WidgetTurn.renew
        monkeypatch.setattr(WidgetTurn, "renew", renewed)
        with app.batch_update() if layout == "after all marks" else nullcontext():
            for number in range(1, 7):
                await app.ask_screen.show_again(number, newer)
        await pilot.pause()
        assert len(app.screen.query(Changed)) == 6
        assert app.ask_screen.conversation.is_vertical_scroll_end
        assert PARTIAL.headline in picture(app)


async def test_who_scrolled_away_from_the_newest_is_left_where_he_reads(tmp_path: Path) -> None:
    assistant = Renewing(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await ask(app, pilot, *[ANSWERED.question] * 6, PARTIAL.question)
        conversation = app.ask_screen.conversation
        await pilot.press("ctrl+home")
        await pilot.pause()
        assistant.renewed_to = "000002"
        await until(pilot, lambda: len(app.screen.query(Changed)) == 6)
        assert conversation.scroll_offset.y == 0
        await pilot.press("ctrl+end")
        await ask(app, pilot, "再问一句")
        assert "答：再问一句" in picture(app)


async def test_a_long_newest_answer_scrolled_down_by_the_wheel_stays_there(tmp_path: Path) -> None:
    assistant = Renewing(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await ask(app, pilot, ANSWERED.question, LONG_TABLE.question)
        app.screen.query(AnswerCard).last().unfolded = True
        await app.screen.query(AnswerCard).last().recompose()
        await pilot.pause()
        conversation = app.ask_screen.conversation
        before = conversation.scroll_offset.y
        conversation._scroll_down_for_pointer(animate=False)
        await pilot.pause()
        read = conversation.scroll_offset.y
        assert read > before
        assistant.renewed_to = "000002"
        await until(pilot, lambda: app.screen.query(Changed))
        assert conversation.scroll_offset.y == read


async def test_an_answer_without_change_takes_the_sources_of_the_present_corpus(tmp_path: Path) -> None:
    class Moved(FakeAssistant):
        def reply(self, question: str, as_of: date) -> Answer:
            answer = super().reply(question, as_of)
            moved = tuple(replace(one, record_id=f"{self.generation}") for one in answer.citations)
            return replace(answer, citations=moved)

    assistant = Moved(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        assistant.renewed_to = "000002"
        await until(pilot, lambda: app.screen.query_one(AnswerCard).answer.citations[0].record_id == "000002")
        assert not app.screen.query(Changed)


async def test_a_question_asked_while_old_ones_are_asked_again_is_answered_and_remembered(tmp_path: Path) -> None:
    assistant = Renewing(tmp_path)
    questions = [f"第{n}问" for n in range(30)]
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await ask(app, pilot, ANSWERED.question, *questions)
        assistant.renewed_to = "000002"
        await ask(app, pilot, "新的一问")
        await until(pilot, lambda: assistant.conversations[-1].asked[-1:] == ["新的一问"])
        assert assistant.conversations[-1].asked == [ANSWERED.question, *questions, "新的一问"]
        assert [one.question for one in app.ask_screen.turns.values() if one.newer] == [ANSWERED.question]
        assert "其中 1 问「已变」" in str(app.screen.query_one(Earlier).text)


async def test_a_conversation_opened_again_says_of_which_day_and_corpus_it_is(tmp_path: Path) -> None:
    keep(tmp_path, replace(ANSWERED, generation="000000", as_of="2020-11-01"))
    for size in (NARROW, WIDE):
        async with staged(tmp_path, size) as (app, pilot):
            await pilot.press("f5", "enter")
            await until(pilot, lambda: app.screen is app.ask_screen and app.screen.query(AnswerCard))
            assert "2020-11-01 09:30 问，按 2020-11-01 判断，索引 000000" in picture(app)
            looks_like(app, f"reopened-{size[0]}x{size[1]}")


async def test_a_conversation_opened_again_marks_what_is_answered_otherwise_now(tmp_path: Path) -> None:
    keep(tmp_path, replace(ANSWERED, headline="义乌市国家级奖励 500 万元，已过期。", validity="expired"))
    async with staged(tmp_path, WIDE) as (app, pilot):
        await pilot.press("f5", "enter")
        await until(pilot, lambda: app.screen.query(Changed))
        assert "「已变」" in picture(app)
        assert app.ask_screen.turns[1].newer.headline == ANSWERED.headline


async def test_another_day_in_the_same_words_is_no_change(tmp_path: Path) -> None:
    class Dated(FakeAssistant):
        def reply(self, question: str, as_of: date) -> Answer:
            return replace(super().reply(question, as_of), headline=f"截至 {as_of.isoformat()} 有效。")

    keep(tmp_path, replace(ANSWERED, headline="截至 2020-11-01 有效。", as_of="2020-11-01"))
    assistant = Dated(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await pilot.press("f5", "enter")
        await until(pilot, lambda: app.desk.idle and assistant.conversations)
        assert not app.screen.query(Changed)
        assert "截至 2020-11-01 有效。" in picture(app)


async def test_an_earlier_question_is_asked_again_for_the_factory_it_was_asked_for(tmp_path: Path) -> None:
    client = Client(name="一厂", place="义乌市")
    save_client(tmp_path, client)
    keep(tmp_path, ANSWERED, client="一厂")
    assistant = FakeAssistant(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await pilot.press("f5", "enter")
        await until(pilot, lambda: app.desk.idle and assistant.conversations)
        assert assistant.conversations[-1].client == client
        assert "按「一厂」回答" in picture(app)


async def test_a_new_conversation_leaves_no_old_source_standing(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape", "1")
        await until(pilot, lambda: "▶" in picture(app))
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert "▶" not in picture(app)


async def test_the_answer_stays_in_sight_while_its_source_is_open_on_a_small_screen(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, "先问的", ANSWERED.question)
        await pilot.press("escape", "2")
        await until(pilot, lambda: "▶" in picture(app))
        assert ANSWERED.headline in picture(app)


async def test_a_long_conversation_keeps_the_widgets_of_its_newest_turns_only(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        conversation = app.ask_screen.conversation
        conversation.open_turns, conversation.folded_turns = 2, 3
        counts = []
        for round_ in range(4):
            await ask(app, pilot, *(f"第{round_}轮第{n}问" for n in range(6)))
            counts.append(len(list(app.screen.walk_children())))
        assert counts[1] == counts[2] == counts[3]
        assert (len(conversation.cards()), len(app.screen.query(FoldedTurn))) == (2, 3)
        assert "更早还有 19 问" in str(app.screen.query_one(Earlier).text)
        app.screen.query_one(Earlier).action_press()
        await until(pilot, lambda: len(app.screen.query(FoldedTurn)) == 6)
        assert app.screen.query(FoldedTurn).first().exchange.question == "第2轮第4问"
        shown = [row.exchange.number for row in conversation.children if not isinstance(row, Earlier)]
        assert shown == list(range(17, 25))
