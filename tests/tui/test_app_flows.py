"""What keys, the mouse and time do in the terminal UI; each test is one promise to the user."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, OptionList

from assistant.keeping import settings
from assistant.keeping.settings import Client, save_client
from assistant.keeping.talks import QuestionLog, Talks
from tests.fakes import ANSWERED, AS_OF, CLARIFY, LONG_TABLE, PARTIAL, FakeAssistant, FakeKeeper
from tests.tui.stage import HANGING, NARROW, WIDE, ask, picture, staged, type_text, until
from tui.app import WenceApp
from tui.desk import FOLLOW_SECONDS
from tui.start import Settings
from tui.widgets.askbox import Prompt
from tui.widgets.card import AnswerCard, FollowUp, FollowUps, Sources
from tui.widgets.conversation import FoldedTurn

UNSURE_TERMINAL = {"TERM": "xterm-256color"}


def typed(app: WenceApp) -> str:
    return app.box.prompt.text


# -- the input


async def test_the_input_has_the_focus_from_the_start(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await type_text(pilot, "义乌")
        assert typed(app) == "义乌"


async def test_typing_while_an_answer_has_the_focus_lands_in_the_input(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape")
        assert isinstance(app.focused, AnswerCard)
        await type_text(pilot, "那省级")
        assert (typed(app), type(app.focused)) == ("那省级", Prompt)


async def test_composed_text_that_begins_with_a_command_key_triggers_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        for text in ("yiwu", "12", "Y1", "m级", "3年内", "？？", "[附件]"):
            app.box.put("")
            app.ask_screen.conversation.cards()[0].focus()
            await pilot.pause()
            await type_text(pilot, text)
            assert typed(app) == text
            assert app.clipboard == ""
            assert not app.screen.has_class("-source")
            assert len(app.screen_stack) == 1


async def test_a_paste_over_an_answer_lands_in_the_input_and_sends_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape")
        app.post_message(events.Paste("y义乌\n1苏州"))
        await pilot.pause()
        assert typed(app) == "y义乌\n1苏州"
        assert len(app.ask_screen.turns) == 1


async def test_a_pasted_list_is_announced_and_answered_one_by_one(tmp_path: Path) -> None:
    assistant = FakeAssistant(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        app.post_message(events.Paste("1. 义乌国家级奖多少\n2. 永康省级奖多少\n\n3. 厦门呢\n"))
        await pilot.pause()
        assert "3 个问题" in picture(app)
        await pilot.press("enter")
        await until(pilot, lambda: len(app.ask_screen.query(".-told")) == 3)
        assert assistant.conversations[-1].asked == ["义乌国家级奖多少", "永康省级奖多少", "厦门呢"]


async def test_a_line_can_be_broken_without_sending(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await type_text(pilot, "我们厂在义乌，")
        await pilot.press("ctrl+j")
        await type_text(pilot, "国家级")
        await pilot.press("shift+enter")
        await type_text(pilot, "奖多少？")
        assert typed(app) == "我们厂在义乌，\n国家级\n奖多少？"
        await pilot.press("enter")
        await until(pilot, lambda: app.ask_screen.query(".-told"))
        assert len(app.ask_screen.turns) == 1


async def test_nothing_is_sent_when_nothing_is_written(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await type_text(pilot, "  ")
        await pilot.press("enter", "enter")
        assert not app.ask_screen.turns


async def test_up_and_down_walk_the_questions_of_earlier_runs_and_keep_the_draft(tmp_path: Path) -> None:
    log = QuestionLog(tmp_path)
    log.add("早的问题")
    log.add("晚的问题")
    async with staged(tmp_path) as (app, pilot):
        await type_text(pilot, "写到一半")
        walked = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await pilot.press(key)
            walked.append(typed(app))
        assert walked == ["晚的问题", "早的问题", "早的问题", "晚的问题", "写到一半", "写到一半"]


async def test_arrow_keys_move_within_a_question_of_several_lines_first(tmp_path: Path) -> None:
    QuestionLog(tmp_path).add("以前问过")
    async with staged(tmp_path) as (app, pilot):
        app.box.put("第一行\n第二行")
        await pilot.press("up")
        assert typed(app) == "第一行\n第二行"
        await pilot.press("up")
        assert typed(app) == "以前问过"


# -- suggestions


async def test_a_place_is_suggested_by_name_pinyin_and_initials(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        for letters in ("yiwu", "yw", "义乌"):
            app.box.put("")
            await type_text(pilot, f"我厂在{letters}")
            assert "义乌市" in picture(app)


async def test_a_suggestion_is_taken_with_arrow_and_enter_and_not_sent(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await type_text(pilot, "我厂在yiwu")
        await pilot.press("down", "enter")
        assert typed(app) == "我厂在义乌市"
        assert not app.ask_screen.turns


async def test_tab_takes_the_first_suggestion_and_enter_alone_sends_what_was_typed(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await type_text(pilot, "gjj")
        await pilot.press("tab")
        assert typed(app) == "国家级"
        app.box.put("")
        await type_text(pilot, "yiwu")
        await pilot.press("enter")
        await until(pilot, lambda: app.ask_screen.query(".-told"))
        assert app.ask_screen.turns[1].question == "yiwu"


async def test_escape_puts_the_suggestions_away_and_then_leaves_the_input(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await type_text(pilot, "yiwu")
        offered = app.screen.query_one("#suggestions", OptionList)
        assert offered.display
        await pilot.press("escape")
        assert not offered.display
        assert isinstance(app.focused, Prompt)
        await pilot.press("escape")
        assert isinstance(app.focused, AnswerCard)


async def test_a_suggestion_can_be_clicked(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await type_text(pilot, "我厂在yiwu")
        await pilot.click("#suggestions", offset=(3, 0))
        assert typed(app) == "我厂在义乌市"


# -- asking and waiting


async def test_questions_typed_before_the_corpus_is_open_are_all_answered_in_order(tmp_path: Path) -> None:
    held = threading.Event()
    assistant = FakeAssistant(tmp_path)

    def slow(progress: object) -> FakeAssistant:
        held.wait(HANGING)
        return assistant

    questions = [f"第{n}个问题" for n in range(1, 13)]
    async with staged(tmp_path, assistant=slow, opened=False) as (app, pilot):
        for question in questions:
            for character in question:
                app.post_message(events.Key(character, character))
            app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: len(app.ask_screen.turns) == 12)
        assert "前面还有" in picture(app)
        held.set()
        await until(pilot, lambda: not any(turn.waiting for turn in app.ask_screen.turns.values()))
        assert assistant.conversations[-1].asked == questions
        assert [turn.answer.question for turn in app.ask_screen.turns.values() if turn.answer] == questions


async def test_the_first_frame_is_painted_before_the_corpus_is_opened(tmp_path: Path) -> None:
    painted: list[int] = []

    def opener(progress: object) -> FakeAssistant:
        painted.append(app.box.prompt.region.width)
        return FakeAssistant(tmp_path)

    app = WenceApp(opener, Settings(home=tmp_path, as_of=AS_OF))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.assistant is not None)
        assert painted == [78]
        app.desk.close()


async def test_opening_tells_how_far_it_is(tmp_path: Path) -> None:
    held = threading.Event()

    def slow(progress) -> FakeAssistant:  # type: ignore[no-untyped-def]
        progress("建立索引", 30, 120)
        held.wait(HANGING)
        return FakeAssistant(tmp_path)

    async with staged(tmp_path, assistant=slow, opened=False) as (app, pilot):
        await until(pilot, lambda: "建立索引 25%" in picture(app))
        held.set()


async def test_a_broken_question_costs_only_itself(tmp_path: Path) -> None:
    async with staged(tmp_path, assistant=FakeAssistant(tmp_path, broken="坏")) as (app, pilot):
        await ask(app, pilot, "好问题一", "坏问题", "好问题二")
        turns = app.screen.query("Turn")
        states = [[name for name in turn.classes if name.startswith("-")] for turn in turns]
        assert states == [["-told"], ["-failed"], ["-told"]]


async def test_a_follow_up_question_is_asked_by_pressing_it(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, CLARIFY.question)
        await pilot.click(app.screen.query(FollowUps).first(), offset=(11, 0))
        await until(pilot, lambda: len(app.ask_screen.query(".-told")) == 2)
        assert app.ask_screen.turns[2].question == "义乌市"
        assert isinstance(app.focused, Prompt)


async def test_an_example_of_the_first_screen_is_asked_with_enter(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("escape")
        assert isinstance(app.focused, FollowUp)
        await pilot.press("enter")
        await until(pilot, lambda: app.ask_screen.query(".-told"))


async def test_a_long_day_folds_its_oldest_turns_and_opens_them_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        app.ask_screen.conversation.open_turns = 2
        await ask(app, pilot, *(f"第{n}问" for n in range(5)))
        assert len(app.screen.query(FoldedTurn)) == 3
        app.screen.query(FoldedTurn).first().action_press()
        await pilot.pause()
        assert len(app.screen.query(FoldedTurn)) == 2
        assert app.ask_screen.conversation.cards()[0].answer.question == "第0问"


async def test_an_old_turn_that_was_opened_stays_in_sight_while_the_next_question_is_typed(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        app.ask_screen.conversation.open_turns = 2
        await ask(app, pilot, *(f"第{n}问" for n in range(10)))
        app.screen.query(FoldedTurn).first().action_press()
        await pilot.pause()
        assert "答：第0问" in picture(app)
        await pilot.press("escape")
        await type_text(pilot, "义乌呢")
        assert "答：第0问" in picture(app)


# -- sources


async def test_a_number_key_or_enter_opens_the_source_with_the_place_marked(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape")
        for key in ("1", "１", "enter"):
            await pilot.press(key)
            await until(pilot, lambda: app.screen.has_class("-source"))
            await pilot.pause()
            assert "▶ 表格 表 3.2 序号 10 义乌市" in picture(app)
            await pilot.press("escape")


async def test_a_click_on_a_citation_opens_it_beside_the_conversation(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        sources = app.screen.query_one(Sources)
        await pilot.click(sources, offset=(sources.spots[1][1] + 1, sources.spots[1][0]))
        await until(pilot, lambda: "▶ 摘要" in picture(app))
        assert "国家级绿色工厂每三年复核一次。" in picture(app)
        assert ANSWERED.headline in picture(app)


async def test_escape_closes_the_source_and_returns_to_the_answer(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape", "1")
        await until(pilot, lambda: app.screen.has_class("-source"))
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.has_class("-source")
        assert isinstance(app.focused, AnswerCard)


async def test_a_number_without_a_citation_is_told_and_opens_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path, told=True) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape", "7")
        await pilot.pause()
        assert not app.screen.has_class("-source")
        assert "没有第 7 条出处" in picture(app)


async def test_markup_and_escapes_of_a_document_are_characters(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape", "2")
        await until(pilot, lambda: app.screen.has_class("-source"))
        await pilot.pause()
        assert "带[bold]标记[/bold]与控制字符␛[31m的一条。" in picture(app)


async def test_markup_and_escapes_of_a_question_are_characters(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, "[red]义乌[/red] [@click=app.quit]点[/]\x1b[2J\u202e")
        assert "[red]义乌[/red] [@click=app.quit]点[/]␛[2J<U+202E>" in picture(app)


async def test_the_layout_follows_the_width_of_the_terminal(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE) as (app, pilot):
        assert "还没有选工厂" in picture(app)
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        assert "还没有选工厂" not in picture(app)


# -- taking it away


async def test_y_copies_the_answer_as_one_logical_text(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape")
        for key in ("y", "ｙ"):
            app._clipboard = ""
            await pilot.press(key)
            await until(pilot, lambda: app.clipboard)
            assert app.clipboard.startswith(ANSWERED.headline)
            assert "表 3.2" not in app.clipboard
            assert not any(line.endswith(" ") for line in app.clipboard.split("\n"))


async def test_capital_y_copies_the_citations_too(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape")
        for key in ("Y", "Ｙ"):
            app._clipboard = ""
            await pilot.press(key)
            await until(pilot, lambda: app.clipboard)
            assert app.clipboard == app.ask_screen.last_answer.text
            assert "表 3.2 序号 10 义乌市" in app.clipboard


async def test_the_menu_takes_the_headline_a_table_or_one_quote(tmp_path: Path) -> None:
    steps = {
        "jielun": LONG_TABLE.headline,
        "biaoge": "地区\t级别\t金额",
        "yinwen": "永康市：省级绿色工厂奖励 50 万元。",
    }
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, LONG_TABLE.question)
        await pilot.press("escape")
        for letters, begins in steps.items():
            app._clipboard = ""
            await pilot.press("m")
            await until(pilot, lambda: len(app.screen_stack) == 2)
            await pilot.press(*letters, "enter")
            await until(pilot, lambda: app.clipboard)
            assert app.clipboard.startswith(begins)


async def test_what_happened_to_the_copy_is_told_and_a_file_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TERM_PROGRAM", "TMUX", "WT_SESSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "linux")
    async with staged(tmp_path, WIDE, told=True) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape", "Y")
        await until(pilot, lambda: "不能写剪贴板" in picture(app))
        assert (tmp_path / "history" / "copied.txt").read_text(encoding="utf-8") == app.ask_screen.last_answer.text


async def test_text_chosen_with_the_mouse_is_copied_without_the_line_breaks_of_the_screen(tmp_path: Path) -> None:
    async with staged(tmp_path, told=True) as (app, pilot):
        await ask(app, pilot, "这是一个很长的问题" * 8)
        question = app.screen.query(".question").first()
        await pilot.mouse_down(question, offset=(3, 0))
        await pilot.hover(question, offset=(20, 1))
        await pilot.mouse_up(question, offset=(20, 1))
        await until(pilot, lambda: "按 Ctrl+C 复制选中的文字" in picture(app))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: app.clipboard)
        assert "\n" not in app.clipboard
        assert "这是一个很长的问题这是一个很长的问题" in app.clipboard


async def test_a_conversation_is_saved_as_markdown_or_json_and_never_over_another_file(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        for name in ("谈话.md", "谈话.md", "谈话.json"):
            await pilot.press("ctrl+s")
            await pilot.pause()
            app.screen.query_one(Input).value = str(tmp_path / "存" / name)
            await pilot.press("enter")
            await pilot.pause()
        saved = sorted(path.name for path in (tmp_path / "存").iterdir())
        assert saved == ["谈话-2.md", "谈话.json", "谈话.md"]
        assert ANSWERED.headline in (tmp_path / "存" / "谈话.md").read_text(encoding="utf-8")


# -- conversations kept


async def test_a_conversation_is_reopened_and_remembers_what_was_asked(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question, PARTIAL.question)
    assistant = FakeAssistant(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await pilot.press("f5", "enter")
        await until(pilot, lambda: len(app.ask_screen.query(".-told")) == 2)
        await ask(app, pilot, "省级呢？")
        assert assistant.conversations[-1].asked == [ANSWERED.question, PARTIAL.question, "省级呢？"]
        (talk,) = Talks(tmp_path).all()
        assert [turn.question for turn in talk.turns] == [ANSWERED.question, PARTIAL.question, "省级呢？"]


async def test_a_new_conversation_forgets_and_the_old_one_is_kept(tmp_path: Path) -> None:
    assistant = FakeAssistant(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert "可以这样问" in picture(app)
        await ask(app, pilot, PARTIAL.question)
        assert assistant.conversations[-1].asked == [PARTIAL.question]
        assert len(Talks(tmp_path).all()) == 2


async def test_conversations_are_found_renamed_and_deleted(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("ctrl+n")
        await ask(app, pilot, PARTIAL.question)
        await pilot.press("f5")
        await type_text(pilot, "长沙")
        assert len(app.screen.found) == 1
        await pilot.press("f6")
        await pilot.pause()
        app.screen.query_one(Input).value = "长沙客户"
        await pilot.press("enter")
        await pilot.pause()
        assert "长沙客户" in picture(app)
        await pilot.press("f8", "enter")
        await pilot.pause()
        assert len(Talks(tmp_path).all()) == 2
        await pilot.press("f8", "down", "enter")
        await pilot.pause()
        assert [talk.title for talk in Talks(tmp_path).all()] == [ANSWERED.question]


async def test_a_home_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("a file where a folder should be", encoding="utf-8")
    async with staged(tmp_path, WIDE, told=True) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        assert ANSWERED.headline in picture(app)
        assert "不会保存" in picture(app)


# -- the factory


async def test_a_profile_is_written_used_and_remembered(tmp_path: Path) -> None:
    assistant = FakeAssistant(tmp_path)
    async with staged(tmp_path, WIDE, assistant=assistant) as (app, pilot):
        await pilot.press("f2")
        await pilot.pause()
        for text in ("一厂", "义乌", "国家", "第3批", "电视机"):
            await type_text(pilot, text)
            await pilot.press("enter")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "浙江省/金华市/义乌市" in picture(app)
        await pilot.press("escape")
        await ask(app, pilot, "能奖多少？")
    saved = Client(name="一厂", place="义乌", level="国家级", batch=3, industry="电视机")
    assert settings.load_client(tmp_path, "一厂") == saved
    assert assistant.conversations[-1].client == saved
    assert settings.load_config(tmp_path).client == "一厂"


async def test_one_key_goes_through_the_profiles(tmp_path: Path) -> None:
    for name, place in (("甲厂", "义乌市"), ("乙厂", "永康市")):
        save_client(tmp_path, Client(name=name, place=place))
    async with staged(tmp_path, WIDE) as (app, pilot):
        seen = []
        for _ in range(3):
            await pilot.press("ctrl+t")
            await pilot.pause()
            seen.append(app.asker.client.name if app.asker.client else "")
        assert sorted(seen[:2]) == ["乙厂", "甲厂"]
        assert seen[2] == seen[0]


async def test_a_profile_is_chosen_from_the_list_and_deleted(tmp_path: Path) -> None:
    save_client(tmp_path, Client(name="甲厂", place="义乌市"))
    async with staged(tmp_path, WIDE) as (app, pilot):
        await pilot.press("f2")
        await pilot.pause()
        await pilot.click("#profiles", offset=(2, 0))
        await pilot.pause()
        assert app.asker.client == Client(name="甲厂", place="义乌市")
        await pilot.press("f8", "down", "enter")
        await pilot.pause()
        assert (app.asker.client, settings.list_clients(tmp_path)) == (None, ())


# -- tables


async def test_typing_filters_the_table_by_characters_and_pinyin(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3")
        await type_text(pilot, "yongkang")
        assert [row["place"] for row in app.screen.rows] == ["永康市"]
        await pilot.press("escape")
        await type_text(pilot, "园区 50")
        assert [row["place"] for row in app.screen.rows] == ["苏州工业园区"]


async def test_chips_choose_level_status_and_amount(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3", "f7")
        assert {row["level"] for row in app.screen.rows} == {"国家级"}
        await pilot.press("f8")
        assert [row["place"] for row in app.screen.rows] == ["义乌市"]
        await pilot.press("f8", "f8", "f8", "f8", "f8", "f8")
        await pilot.press("f9", "f9", "f9", "f9")
        await pilot.pause()
        assert "≥ 100 万元" in picture(app)
        assert all(row["amount_max"] >= 100 for row in app.screen.rows)


async def test_rows_are_sorted_by_amount_and_silent_ones_stay_last(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3")
        await pilot.pause()
        app.screen.sort_by("amount")
        assert [row["figure"] for row in app.screen.rows] == [500, 50, 50, 30]
        app.screen.sort_by("date")
        assert [bool(row["date"]) for row in app.screen.rows] == [True, True, False, False]


async def test_a_row_leads_to_its_source(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f3", "down", "enter", "enter")
        await until(pilot, lambda: app.ask_screen.has_class("-source"))
        await pilot.pause()
        assert "▶ 表格 表 3.2 序号 11 永康市" in picture(app)


# -- the corpus


async def test_questions_are_answered_while_the_index_is_rebuilt(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    async with staged(tmp_path, keeper=keeper) as (app, pilot):
        await pilot.press("f4", "f6")
        await until(pilot, lambda: "3/10" in picture(app))
        await pilot.press("escape")
        await ask(app, pilot, ANSWERED.question)
        assert "正在重建 30%" in picture(app)
        keeper.gate.set()
        await until(pilot, lambda: not app.rebuild.running)


async def test_a_rebuild_can_be_cancelled(tmp_path: Path) -> None:
    async with staged(tmp_path, keeper=FakeKeeper()) as (app, pilot):
        await pilot.press("f4", "f6")
        await until(pilot, lambda: "3/10" in picture(app))
        await pilot.press("f9")
        await until(pilot, lambda: "已取消重建" in picture(app))


async def test_going_back_a_generation_asks_first(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    async with staged(tmp_path, keeper=keeper) as (app, pilot):
        await pilot.press("f4", "f8", "enter")
        await pilot.pause()
        assert keeper.rolled_back == 0
        await pilot.press("f8", "down", "enter")
        await until(pilot, lambda: "已退回上一代" in picture(app))
        assert keeper.rolled_back == 1


async def test_an_index_renewed_elsewhere_is_looked_for_every_second_and_told(tmp_path: Path) -> None:
    assert FOLLOW_SECONDS <= 1
    assistant = FakeAssistant(tmp_path)
    async with staged(tmp_path, WIDE, told=True, assistant=assistant) as (app, pilot):
        assistant.renewed_to = "000007"
        await until(pilot, lambda: "资料已更新" in picture(app))
        assert "索引 000007" in picture(app)


async def test_a_document_is_read_from_the_corpus_screen(tmp_path: Path) -> None:
    async with staged(tmp_path, keeper=FakeKeeper()) as (app, pilot):
        await pilot.press("f4")
        await until(pilot, lambda: "000001" in picture(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.ask_screen.has_class("-source"))
        await pilot.pause()
        assert "国家级绿色工厂每三年复核一次。" in picture(app)


# -- habits


async def test_the_palette_finds_commands_by_pinyin_and_runs_them(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("ctrl+p", *"qiansewai", "enter")
        await pilot.pause()
        assert app.theme == "light"
    assert settings.load_config(tmp_path).theme == "light"


async def test_enter_right_behind_the_letters_takes_what_they_name(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("ctrl+p")
        for letter in "qiansewai":
            app.post_message(events.Key(letter, letter))
        app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: app.theme == "light")


async def test_every_command_of_the_palette_exists(tmp_path: Path) -> None:
    from tui.commands import COMMANDS

    async with staged(tmp_path) as (app, _):
        for command in COMMANDS:
            name = command.id.split("(")[0]
            assert hasattr(app, f"action_{name}"), command.name


async def test_the_theme_of_the_last_run_is_used(tmp_path: Path) -> None:
    settings.save_config(tmp_path, settings.Config(theme="contrast"))
    async with staged(tmp_path, config=settings.load_config(tmp_path)) as (app, _):
        assert app.theme == "contrast"


async def test_twins_of_command_keys_in_full_width_work_the_same(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        for keys, opened in ((("question_mark", "？"), "一条回答。数字键"), (("colon", "："), "打字缩小范围")):
            for key in keys:
                app.ask_screen.conversation.cards()[0].focus()
                await pilot.pause()
                await pilot.press(key)
                await pilot.pause()
                assert opened in picture(app), key
                await pilot.press("escape")
        for key in ("slash", "／", "、"):
            app.ask_screen.conversation.cards()[0].focus()
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
            assert (type(app.focused), typed(app)) == (Prompt, ""), key


async def test_help_names_every_key_in_chinese(tmp_path: Path) -> None:
    async with staged(tmp_path, (100, 60)) as (app, pilot):
        await pilot.press("f1")
        await pilot.pause()
        shown = picture(app)
        assert "发送" in shown
        assert "Cursor" not in shown
        assert "palette" not in shown


async def test_another_day_is_asked_for_from_then_on(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("ctrl+p", *"riqi", "enter")
        await pilot.pause()
        app.screen.query_one(Input).value = "2018-06-01"
        await pilot.press("enter")
        await ask(app, pilot, ANSWERED.question)
        assert "按 2018-06-01 判断" in picture(app)
        assert app.ask_screen.last_answer.as_of == "2018-06-01"


async def test_a_wrong_day_is_told_and_changes_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE, told=True) as (app, pilot):
        before = app.asker.day
        app.action_as_of()
        await pilot.pause()
        app.screen.query_one(Input).value = "明天"
        await pilot.press("enter")
        await pilot.pause()
        assert app.asker.day == before
        assert "无效" in picture(app)


async def test_the_keys_at_the_bottom_can_be_clicked(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.click("KeyBar", offset=(76, 0))
        await pilot.pause()
        assert "打字缩小范围" in picture(app)


async def test_without_colour_nothing_is_coloured_and_labels_and_focus_can_still_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        unfocused = picture(app)
        await pilot.press("escape")
        await pilot.pause()
        styles = [segment.style for strip in app.screen._compositor.render_strips() for segment in strip]
        assert all(style is None or style.color is None or style.color.is_default for style in styles)
        assert all(style is None or style.bgcolor is None or style.bgcolor.is_default for style in styles)
        assert "[现行有效]" in picture(app)
        assert picture(app) != unfocused


async def test_leaving_lets_go_of_the_assistant(tmp_path: Path) -> None:
    assistant = FakeAssistant(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert assistant.closed
    assert app.return_value == 0


async def test_thirty_pasted_questions_lose_nothing(tmp_path: Path) -> None:
    questions = [f"第{n}个地方的国家级奖励是多少？" for n in range(30)]
    assistant = FakeAssistant(tmp_path)
    async with staged(tmp_path, assistant=assistant) as (app, pilot):
        app.post_message(events.Paste("\n".join(questions)))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: len(app.ask_screen.turns) == 30 and not app.ask_screen.query(".-waiting"))
        assert assistant.conversations[-1].asked == questions


async def test_a_folder_of_conversations_with_anything_in_it_opens(tmp_path: Path) -> None:
    from tests.assistant.test_talks import folder_with_anything

    folder_with_anything(tmp_path)
    async with staged(tmp_path, WIDE) as (app, pilot):
        await pilot.press("f5")
        await until(pilot, lambda: len(app.screen.found) == 6)
        for _ in range(6):
            await pilot.press("down")
        assert "读不出来" in picture(app)
