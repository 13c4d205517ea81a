"""Screens on which typing always lands in their input, wherever the focus is.

A single printable key may be a command of the focused widget. It waits a moment first: when another printable key
follows at once, this was text from an input method or a paste, and all of it goes into the input.
"""

from __future__ import annotations

from textual import events
from textual.timer import Timer

from tui.screens.own import OwnScreen

BURST_SECONDS = 0.03
"""no hand strikes two keys that fast; a terminal delivers composed text within a millisecond"""


class TypingScreen(OwnScreen):
    """Routes typed and pasted text to ``land``; commands of one key run unless they turn out to be text."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[events.Key] = []
        self._timer: Timer | None = None

    def land(self, text: str, *, pasted: bool = False) -> None:
        """Put text into the input and focus it."""
        raise NotImplementedError

    def take_key(self, event: events.Key) -> bool:
        """Take a printable key that no focused input would take; False leaves it to others.

        The application asks before it hands the key on: on its way up from a widget it could be overtaken by a later
        key that goes straight into the input, and letters would change places.
        """
        character = event.character
        if not event.is_printable or character is None:
            return False
        if self.focused is not None and self.focused.check_consume_key(event.key, character):
            return False
        if self._held or event.key not in self.active_bindings:
            self._release(character)
        else:
            self._held.append(event)
            self._timer = self.set_timer(BURST_SECONDS, self._run_held)
        return True

    def take_paste(self, event: events.Paste) -> bool:
        """Take a paste, wherever the focus is."""
        self._release(event.text, pasted=True)
        return True

    def _release(self, text: str, *, pasted: bool = False) -> None:
        """What was held was text after all."""
        if self._timer is not None:
            self._timer.stop()
        held, self._held = "".join(event.character or "" for event in self._held), []
        self.land(held + text, pasted=pasted)

    async def _run_held(self) -> None:
        held, self._held = self._held, []
        for event in held:
            active = self.active_bindings.get(event.key)
            if active is not None and active.enabled:
                await self.app.run_action(active.binding.action, active.node)
