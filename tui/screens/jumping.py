"""Jumping: everything on a screen that can be pressed as one list, narrowed by typing, pressed with Enter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.widget import Widget

from tui.screens.dialogs import Choice
from tui.widgets.card import Link
from tui.widgets.chips import Chips
from tui.widgets.prose import one_line

Press = Callable[[], object]


def targets(screen: Widget) -> list[tuple[Choice, Press]]:
    """What can be pressed, the newest answer first; each with what pressing it does."""
    widgets = [one for one in screen.query("Chips, Link").results(Widget) if one.region]
    found = [pair for widget in reversed(widgets) for pair in _of(widget)]
    return [(Choice(id=str(place), name=name, note=note), press) for place, (name, note, press) in enumerate(found)]


def _of(widget: Widget) -> Iterator[tuple[str, str, Press]]:
    if isinstance(widget, Chips):
        for place, chip in enumerate(widget.chips):
            yield one_line(chip.label), one_line(chip.detail), partial(_press_chip, widget, place)
    elif isinstance(widget, Link):
        yield one_line(str(widget.text)), "", widget.action_press


def _press_chip(chips: Chips, place: int) -> None:
    chips.place = place
    chips.action_press()
