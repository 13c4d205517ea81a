"""Keys take effect one after another: whatever a key does is done before the next one is looked at.

Textual hands a key to the queue of the widget that has the focus, and runs bindings when the key has come back up.
Typed fast, or sent by a terminal at once, a later letter then overtakes an earlier Enter and lands in the wrong field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from textual import events
from textual.binding import Binding
from textual.widgets import Input, TextArea

KEY_NAMES = {
    "escape": "Esc", "enter": "Enter", "pageup": "PgUp", "pagedown": "PgDn", "tab": "Tab", "shift": "Shift",
    "ctrl": "Ctrl", "home": "Home", "end": "End", "left": "←", "right": "→", "up": "↑", "down": "↓",
}  # fmt: skip

Handlers = Mapping[str, Callable[[], bool]]
"""what special keys do; a handler tells whether it took the key"""


class Keyed:
    """A widget that takes keys itself, one after another, before any other gets them."""

    def press(self, event: events.Key) -> bool:
        """Let a key act at once; False when it means nothing here."""
        raise NotImplementedError


class TypedArea(Keyed, TextArea):
    """A text area whose special keys act between the letters before and after them."""

    def __init__(self, keys: Handlers, **options: Any) -> None:
        super().__init__(**options)
        self.keys = keys

    def press(self, event: events.Key) -> bool:
        handler = self.keys.get(event.key)
        if handler is not None:
            return handler()
        if not event.is_printable or event.character is None:
            return False
        self.type_text(event.character)
        return True

    def type_text(self, text: str) -> None:
        """Put text in the place of what is selected."""
        self.replace(text, *self.selection, maintain_selection_offset=False)


def display(binding: Binding) -> str:
    """The key of a binding as it is printed on keyboards; empty where Textual's name for it does."""
    key = binding.key
    if key.startswith("ctrl+") and len(key) == 6:
        return "^" + key[5:].upper()
    if binding.key_display:
        return binding.key_display
    parts = key.split("+")
    if all(part in KEY_NAMES or part[1:].isdigit() for part in parts):
        return "+".join(KEY_NAMES.get(part, part.upper()) for part in parts)
    return ""


def press(field: object, event: events.Key) -> bool:
    """Let a key act in a field at once; False when it is no text there."""
    if isinstance(field, Keyed):
        return field.press(event)
    if not isinstance(field, Input) or not event.is_printable or event.character is None:
        return False
    field.replace(event.character, *field.selection)
    return True


def parted(event: events.Key) -> Iterator[events.Key]:
    """A key struck right behind Esc, which terminals send as Alt and the key, as the two keys that were struck."""
    key = event.key.removeprefix("alt+").removeprefix("shift+")
    if event.key.startswith("alt+") and event.character and len(key) == 1:
        yield events.Key("escape", "\x1b")
        yield events.Key(event.character if event.character.isalnum() else key, event.character)
    else:
        yield event


def undo_option_digits() -> None:
    """Take Esc and a digit for what they are; Textual reads them as signs of the Option key (¡, ™ …)."""
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    sequences: dict[str, Any] = ANSI_SEQUENCES_KEYS  # type: ignore[assignment]
    for digit in "0123456789":
        if isinstance(sequences.get(f"\x1b{digit}"), str):
            del sequences[f"\x1b{digit}"]
