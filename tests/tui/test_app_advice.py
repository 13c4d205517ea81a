"""Duties and self-check for the factory in use, the closing note, notices, and questions found again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.keeping import settings
from assistant.keeping.settings import Client, save_client
from assistant.keeping.talks import QuestionLog
from corpus.places import load_places
from tests.fakes import ANSWERED, FakeAssistant, FakeKeeper
from tests.shipped import load_shipped
from tests.tui.stage import NARROW, WIDE, ask, picture, staged, type_text, until
from tui.lead import closing_note
from tui.widgets.keybar import KEYS_SHOWN
from tui.widgets.sidebar import FactLink

FACTORY = Client(name="义乌一厂", place="义乌市", level="国家级", batch=3)


@pytest.fixture(autouse=True)
def every_shipped_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """Duties and conditions are in the second shipped document."""
    monkeypatch.delenv("WENCE_WITHOUT", raising=False)


class Shipped(FakeAssistant):
    """Fake answers over the shipped corpus."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.corpus = load_shipped()
        self.places = load_places()


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
async def test_duties_stand_by_day_with_their_basis_and_go_into_a_calendar(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    save_client(tmp_path, FACTORY)
    async with staged(tmp_path, size, assistant=Shipped(tmp_path), client=FACTORY) as (app, pilot):
        app.asker.day = date(2026, 11, 22)
        await pilot.press("f7")
        await pilot.pause()
        days = [duty.date for duty in app.screen.duties if len(duty.date) == 10]
        assert days == sorted(days)
        assert "2027-04-15" in days
        assert "还有 144 天" in picture(app)
        assert "依据：《" in picture(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        app.screen.query_one("Input").value = str(tmp_path / "存" / "日程.ics")
        await pilot.press("enter")
        await pilot.pause()
    assert b"BEGIN:VEVENT" in (tmp_path / "存" / "日程.ics").read_bytes()


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
async def test_the_months_show_each_deadline_at_its_day(tmp_path: Path, size: tuple[int, int]) -> None:
    save_client(tmp_path, FACTORY)
    async with staged(tmp_path, size, assistant=Shipped(tmp_path), client=FACTORY) as (app, pilot):
        app.asker.day = date(2026, 11, 22)
        await pilot.press("f7", "f6")
        await pilot.pause()
        shown = {line.strip()[:7]: line for line in picture(app).splitlines() if "··" in line}
        assert list(shown) == [f"2026-{month}" for month in (11, 12)] + [f"2027-{month:02}" for month in range(1, 12)]
        assert "┃" in shown["2026-11"]
        april = shown["2027-04"]
        strip = april[april.index("2027-04") + 9 :]
        assert strip[14] == "◆"  # the fifteenth
        assert "15日" in april
        assert "◆" not in shown["2027-05"]
        assert "2027-04-15 全国：" in picture(app)  # the first month with anything due is opened
        await pilot.press("down")
        await pilot.pause()
        assert "2027-05 没有定了日子的事" in picture(app)
        if size == WIDE:
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert app.screen.query_one("Input").value.endswith(".ics")


async def test_an_answer_to_a_condition_is_kept_in_the_profile_and_changes_the_verdict(tmp_path: Path) -> None:
    save_client(tmp_path, FACTORY)
    async with staged(tmp_path, assistant=Shipped(tmp_path), client=FACTORY) as (app, pilot):
        app.asker.day = date(2026, 11, 22)
        await pilot.press("f7", "f6", "f6")
        await pilot.pause()
        place = next(number for number, one in enumerate(app.screen.checked) if one.kind == "bar")
        fact = app.screen.checked[place].fact
        await pilot.press(*["down"] * place, "y")
        await pilot.pause()
        assert settings.facts_of(settings.load_client(tmp_path, FACTORY.name)) == {fact: True}
        assert app.screen.checked[0].group == "unmet"
        assert "✗ 不满足" in picture(app)


async def test_without_a_factory_the_self_check_says_what_to_do(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("f7", "f6", "f6")
        await pilot.pause()
        assert "自查要先选一家工厂" in picture(app)


async def test_saving_the_form_keeps_what_the_form_does_not_show(tmp_path: Path) -> None:
    client = settings.with_facts(FACTORY, {"dishonest": False})
    save_client(tmp_path, client)
    async with staged(tmp_path, client=client) as (_, pilot):
        await pilot.press("f2", "ctrl+s")
        await pilot.pause()
        assert settings.load_client(tmp_path, FACTORY.name) == client


def test_the_closing_note_says_until_when_each_topic_is_known() -> None:
    note = closing_note(load_shipped(), date(2026, 11, 22))
    assert note.startswith("资料：奖励到 ")
    assert note.endswith("之后的请核实。")


async def test_at_most_four_keys_stand_at_the_bottom_and_help_names_all(tmp_path: Path) -> None:
    async with staged(tmp_path, (120, 60)) as (app, pilot):
        for keys in ([], ["f2"], ["f3"], ["f4"], ["f6"], ["f7"]):
            await pilot.press(*keys)
            await pilot.pause()
            assert len(app.screen.query_one("KeyBar")._spots) <= KEYS_SHOWN + 1, keys
            await pilot.press("escape")
        await pilot.press("f1")
        await pilot.pause()
        for name in ("工厂", "表格", "资料", "记录", "图", "日程", "找问过的"):
            assert name in picture(app)


async def test_a_question_asked_before_is_found_by_its_letters_and_put_into_the_input(tmp_path: Path) -> None:
    log = QuestionLog(tmp_path)
    for question in ("义乌的奖励是多少？", "永康的奖励是多少？"):
        log.add(question)
    async with staged(tmp_path) as (app, pilot):
        await pilot.press("ctrl+r")
        await type_text(pilot, "yongkang")
        await pilot.press("enter")
        await pilot.pause()
        assert app.box.prompt.text == "永康的奖励是多少？"
        assert not app.ask_screen.turns


async def test_a_fact_of_the_side_bar_is_asked_with_enter(tmp_path: Path) -> None:
    async with staged(tmp_path, WIDE, client=FACTORY) as (app, pilot):
        await until(pilot, lambda: app.screen.query(FactLink))
        fact = app.screen.query(FactLink).first()
        app.screen.set_focus(fact)
        await pilot.press("enter")
        await until(pilot, lambda: app.ask_screen.query(".-told"))
        assert app.ask_screen.turns[1].question == fact.question


async def test_a_rebuild_that_ends_is_told_on_every_screen_and_covers_no_input(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    async with staged(tmp_path, keeper=keeper, told=True) as (app, pilot):
        await pilot.press("f4", "f6")
        await until(pilot, lambda: "3/10" in picture(app))
        await pilot.press("escape")
        await type_text(pilot, "写到一半")
        keeper.gate.set()
        await until(pilot, lambda: "重建结束" in picture(app))
        assert "写到一半" in picture(app)
        assert "建成新的一代" in picture(app)


async def test_an_answer_in_sight_leads_with_its_figure(tmp_path: Path) -> None:
    async with staged(tmp_path) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        lines = picture(app).split("\n")
        place = next(number for number, line in enumerate(lines) if "500 万元   [现行有效]  义乌市" in line)
        assert ANSWERED.headline in lines[place + 1]


async def test_what_is_past_is_not_among_what_comes(tmp_path: Path) -> None:
    day = date(2026, 11, 22)
    async with staged(tmp_path, (120, 60), assistant=Shipped(tmp_path)) as (app, pilot):
        app.asker.day = day
        await pilot.press("f7")
        await pilot.pause()
        assert app.screen.duties
        assert "还有 -" not in picture(app)
        assert not [duty for duty in app.screen.duties if len(duty.date) == 10 and duty.date < day.isoformat()]
