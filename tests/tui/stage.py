"""A stage for tests of the terminal UI: the app on a fake assistant, pictures of its screens, and patience.

Screens are held as plain text in ``screens/``, not as SVG: a text picture is what the user reads, shows in a review
what moved by how many cells, and is the same on every Python. Colours have tests of their own.
"""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import _wait, events
from textual.pilot import Pilot

from assistant.keeping.settings import Client
from tests.fakes import AS_OF, FakeAssistant, FakeKeeper
from tui.app import WenceApp
from tui.start import Settings

# A test is idle when the process used little CPU for a moment; a shorter moment makes a thousand key presses quick.
_wait.SLEEP_GRANULARITY, _wait.SLEEP_IDLE = 1 / 250, 1 / 500

PICTURES = Path(__file__).parent / "screens"
NARROW, WIDE = (80, 24), (120, 40)


@asynccontextmanager
async def staged(
    home: Path,
    size: tuple[int, int] = NARROW,
    *,
    assistant: Any = None,
    opened: bool = True,
    client: Client | None = None,
    keeper: Any = None,
    told: bool = False,
    **settings: Any,
) -> AsyncIterator[tuple[WenceApp, Pilot[int]]]:
    """The app, running without a terminal, its assistant open unless said otherwise; ``told`` shows notices."""
    start = Settings(home=home, as_of=AS_OF, client=client, **settings)
    keeper = keeper or FakeKeeper()
    app = WenceApp(assistant or FakeAssistant(home), start, keeper=keeper, build=keeper.build)
    async with app.run_test(size=size, notifications=told) as pilot:
        if opened:
            await until(pilot, lambda: app.suggests)
        await pilot.pause()
        yield app, pilot
        app.desk.close()


async def until(pilot: Pilot[int], condition: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for something that a thread or a timer brings about."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came about"
        await pilot.pause(0.01)
    await pilot.pause()


async def ask(app: WenceApp, pilot: Pilot[int], *questions: str) -> None:
    """Type each question, send it, and wait for the answers."""
    for question in questions:
        app.box.put(question)
        await pilot.press("enter")
    await until(pilot, lambda: not app.ask_screen.query(".-waiting"))


async def type_text(pilot: Pilot[int], text: str) -> None:
    """Keys as an input method commits them: one after another with nothing in between."""
    for character in text:
        pilot.app.post_message(events.Key(character, character))
    await pilot.pause(0.06)


def picture(app: WenceApp) -> str:
    """What stands on the screen, trailing blanks left out."""
    lines = ("".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips())
    return "\n".join(lines).rstrip("\n") + "\n"


def looks_like(app: WenceApp, name: str) -> None:
    """Hold the screen against its picture; ``WENCE_DRAW_SCREENS=1`` draws it anew."""
    path = PICTURES / f"{name}.txt"
    seen = picture(app)
    if os.environ.get("WENCE_DRAW_SCREENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(seen, encoding="utf-8")
    assert path.exists(), f"no picture {path.name}; draw it with WENCE_DRAW_SCREENS=1"
    assert seen == path.read_text(encoding="utf-8")
