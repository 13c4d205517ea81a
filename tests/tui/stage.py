"""A stage for tests of the terminal UI: the app on a fake assistant, pictures of its screens, and patience.

Screens are held as plain text in ``screens/``, not as SVG: a text picture is what the user reads, shows in a review
what moved by how many cells, and is the same on every Python. Colours have tests of their own.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

import textual.app
import textual.pilot
from textual import events
from textual._context import active_app
from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from assistant.keeping.settings import Client
from tests.fakes import AS_OF, FakeAssistant, FakeKeeper
from tui.app import WenceApp
from tui.start import Settings

PICTURES = Path(__file__).parent / "screens"
NARROW, WIDE = (80, 24), (120, 40)
PATIENCE = 60.0
"""seconds after which a state that has not come never will, if this process had time to work on it"""
WORK = 20.0
"""CPU seconds of that; on a busy machine minutes pass that bring a process nothing"""
HANGING = 900.0
"""seconds after which a process that waits without work hangs"""
PASSING = 1.0
"""seconds; a shorter timer belongs to what was just done (a held key), a longer one to the display (a notice fades)"""


class Patience:
    """Runs out when there was time enough, counted in work as well as by the clock."""

    def __init__(self) -> None:
        self.begun, self.worked = time.monotonic(), time.process_time()

    def hold(self, problem: str) -> None:
        """Fail with the problem once patience is over."""
        waited, worked = time.monotonic() - self.begun, time.process_time() - self.worked
        assert waited < PATIENCE or (worked < WORK and waited < HANGING), problem


async def at_rest(*_: float) -> None:
    """Wait until the app on stage has nothing left to do, however long the machine lets it wait for its turn."""
    await _rest(active_app.get())


async def _rest(app: textual.app.App[Any]) -> None:
    patience = Patience()
    while not app._exit and app._exception is None:
        await asyncio.sleep(0)
        if not _stirs(app):  # then it paints, once for all that happened
            if app.screen_stack:
                app.screen._on_timer_update()
            if not _stirs(app):
                return
        patience.hold("the app never comes to rest")


def _stirs(app: textual.app.App[Any]) -> bool:
    return bool(app.animator._animations or app.animator._scheduled) or any(map(_busy, _pumps(app)))


def _pumps(app: textual.app.App[Any]) -> Iterator[MessagePump]:
    yield app
    for screen in app.screen_stack:
        yield from screen.walk_children(with_self=True)


def _busy(pump: MessagePump) -> bool:
    """Whether it is at work, or messages, callbacks or a passing timer are still to come."""
    if pump._message_queue is not None and pump._message_queue.empty() and pump in _listening:
        timers = (one for one in pump._timers if one._repeat == 0 and one._interval < PASSING)
        waiting = any(one._task is not None and not one._task.done() for one in timers)
        return bool(pump._pending_message or pump._next_callbacks or waiting)
    return not pump._closed


_listening: WeakSet[MessagePump] = WeakSet()
"""what waits for a message; whatever doesn't is at work, also where its work waits for something itself"""
_hear = MessagePump._get_message


async def _get_message(pump: MessagePump) -> Message:
    _listening.add(pump)
    try:
        return await _hear(pump)
    finally:
        _listening.discard(pump)


async def _wait_for_screen(pilot: Pilot[Any], timeout: float = 0) -> bool:
    await _rest(pilot.app)
    return True


MessagePump._get_message = _get_message  # type: ignore[method-assign]
# Textual waits for half a minute at most, and takes a process that used little CPU for idle; on a busy machine it only
# waits for its turn.
Pilot._wait_for_screen = _wait_for_screen  # type: ignore[method-assign]
textual.app.wait_for_idle = textual.pilot.wait_for_idle = at_rest  # type: ignore[attr-defined]


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


async def until(pilot: Pilot[int], condition: Callable[[], object]) -> None:
    """Wait for something that a thread or a timer brings about."""
    patience = Patience()
    while not condition():
        patience.hold("it never came about")
        await pilot.pause()
        await asyncio.sleep(0.005)  # a thread brings it about; it needs its turn
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
    await pilot.pause()


def picture(app: textual.app.App[Any]) -> str:
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
