"""The bottom line: the keys that matter now, as many as fit, and always the command palette."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

if TYPE_CHECKING:
    from tui.app import WenceApp

KEYS_SHOWN = 4
"""more are not read; F1 names all"""


class KeyBar(Static):
    """Shown bindings of the focused thing and what holds it; each can be clicked."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._spots: list[tuple[int, int, str]] = []
        """first cell, cell after the last, and key of each entry"""

    @property
    def palette_key(self) -> str:
        """The key of the command palette at this desk."""
        return cast("WenceApp", self.app).palette_key

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self._draw()

    def _draw(self) -> None:
        palette = f" {self.app.get_key_display(Binding(self.palette_key, ''))} 命令 "
        room = self.size.width - cell_len(palette)
        parts: list[Content] = []
        self._spots, used = [], 0
        for key, shown, what in self._entries()[:KEYS_SHOWN]:
            entry = Content.assemble(" ", (shown, "bold $accent"), f" {what} ")
            if used + entry.cell_length > room:
                break
            parts.append(entry)
            self._spots.append((used, used + entry.cell_length, key))
            used += entry.cell_length
        self._spots.append((room, self.size.width, self.palette_key))
        self.update(Content.assemble(*parts, " " * max(room - used, 0), (palette, "bold $accent")))

    def _entries(self) -> list[tuple[str, str, str]]:
        seen: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled:
                seen.setdefault(binding.action, (binding.key, self.app.get_key_display(binding), binding.description))
        return list(seen.values())

    def on_click(self, event: events.Click) -> None:
        for first, after, key in self._spots:
            if first <= event.x < after:
                self.app.simulate_key(key)
                return
