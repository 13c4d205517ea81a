"""The first screen, where it is wide: what is due, how the awards stand, the last conversations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from assistant.keeping.settings import Client
from assistant.keeping.talks import Talks, Turn, new_talk
from assistant.service import Assistant
from tests.fakes import ANSWERED, FakeAssistant
from tests.tui.stage import NARROW, WIDE, ask, picture, staged, until
from tui.listing import Source
from tui.pictures import facts_of
from tui.tiles import Tile, tiles
from tui.widgets.conversation import TileLink

DAY = date(2026, 11, 22)


def of(assistant: Assistant, client: Client | None) -> dict[str, tuple[str, ...]]:
    source = Source(corpus=assistant.corpus, places=assistant.places, day=DAY)
    return {tile.heading: tile.lines for tile in tiles(source, client, ())}


def test_what_is_due_next_is_told_for_the_factory(today: Assistant) -> None:
    due = of(today, Client(name="一厂", place="义乌市", level="国家级", batch=3))["接下来要做的"]
    assert due[0].startswith("2027-04-15 ")
    assert "填报年度动态管理表" in due[0]


def test_factories_side_by_side_tell_what_each_has_to_do_next(today: Assistant) -> None:
    source = Source(corpus=today.corpus, places=today.places, day=DAY)
    told = dict(facts_of(Client(name="一厂", place="义乌市", level="国家级", batch=3), source))
    assert told["下一期限"] == "2027-04-15"
    assert "填报年度动态管理表" in told["要做的"]


def test_how_many_awards_are_in_force_stands_first_also_when_none_is(today: Assistant) -> None:
    standing = of(today, None)["各地的奖励"]
    assert standing[0] == "现行有效 0 条"
    assert {line.split()[0] for line in standing[1:]} == {"未载明有效期", "已过期"}


def test_a_place_that_there_is_not_costs_one_tile_and_no_screen(today: Assistant) -> None:
    assert "接下来要做的" not in of(today, Client(name="一厂", place="不存在的地方"))


async def test_each_tile_leads_to_the_screen_that_shows_the_rest(tmp_path: Path) -> None:
    Talks(tmp_path).keep(
        new_talk("昨天问过的", datetime(2020, 11, 21, 9, 0)),
        Turn(question="昨天问过的", as_of="2020-11-21", asked_at="2020-11-21T09:00:00", answer=ANSWERED),
    )
    async with staged(tmp_path, WIDE) as (app, pilot):
        await until(pilot, lambda: "最近的对话" in picture(app))
        assert "昨天问过的" in picture(app)
        for place, name in enumerate(("AdviceScreen", "TablesScreen", "TalksScreen")):
            app.screen.query(TileLink)[place].focus()
            await pilot.pause()
            await pilot.press("enter")
            await until(pilot, lambda name=name: type(app.screen).__name__ == name)
            await pilot.press("escape")
            await pilot.pause()


async def test_tiles_follow_the_corpus_and_come_back_with_a_new_conversation(tmp_path: Path) -> None:
    assistant = FakeAssistant(tmp_path)
    async with staged(tmp_path, WIDE, assistant=assistant) as (app, pilot):
        await until(pilot, lambda: "现行有效 1 条" in picture(app))
        assistant.corpus = replace(assistant.corpus, subsidies=())
        assistant.renewed_to = "000002"
        await until(pilot, lambda: "现行有效 0 条" in picture(app))
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "现行有效 0 条" in picture(app))


async def test_a_narrow_screen_keeps_its_room_for_the_questions(tmp_path: Path) -> None:
    async with staged(tmp_path, NARROW) as (app, _):
        assert "各地的奖励" not in picture(app)


def test_a_tile_without_lines_is_left_out(today: Assistant) -> None:
    source = Source(corpus=today.corpus, places=today.places, day=DAY)
    assert all(isinstance(tile, Tile) and tile.lines for tile in tiles(source, None, ()))
