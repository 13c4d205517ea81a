"""Screens whose size changes while they are open, and very small ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.keeping.settings import save_client
from tests.fakes import ANSWERED
from tests.tui.stage import NARROW, WIDE, ask, picture, staged, until
from tests.tui.test_app_advice import FACTORY, Shipped

SMALL = (40, 10)


async def test_the_calendar_of_duties_takes_the_width_that_it_gets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WENCE_WITHOUT", raising=False)  # duties are in the second shipped document
    save_client(tmp_path, FACTORY)
    async with staged(tmp_path, SMALL, assistant=Shipped(tmp_path), client=FACTORY) as (app, pilot):
        app.asker.day = date(2026, 11, 22)
        await pilot.press("f7")
        await until(pilot, lambda: "2027-04-15" in picture(app))
        line = next(line for line in picture(app).splitlines() if "2027-04-15" in line)
        assert "通过管理" in line, "what is to do is told before the place"
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: "通过管理平台填报年度动态管理表" in picture(app).split("谁：")[0])
        assert "全国" in picture(app)


async def test_the_list_of_conversations_takes_the_width_that_it_gets(tmp_path: Path) -> None:
    async with staged(tmp_path, SMALL) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("f5")
        await until(pilot, lambda: "1 问" in picture(app))
        assert ANSWERED.question not in picture(app).split("最后问")[0]
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: ANSWERED.question in picture(app).split("最后问")[0])
        assert app.screen.talk is not None, "the cursor stays on the conversation"


async def test_the_words_of_a_source_are_seen_on_a_very_small_screen(tmp_path: Path) -> None:
    async with staged(tmp_path, SMALL) as (app, pilot):
        await ask(app, pilot, ANSWERED.question)
        await pilot.press("escape", "1")
        await until(pilot, lambda: "▶" in picture(app))
        await pilot.resize_terminal(*NARROW)
        await until(pilot, lambda: "▶" in picture(app))
