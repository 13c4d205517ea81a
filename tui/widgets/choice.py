"""One of a few values, all of them in sight; typing goes to the one that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from corpus.frozen import frozen
from tui.keys import Keyed
from tui.matching import spelt
from tui.widgets.prose import Prose, cut, one_line

NONE = "不填"


@frozen
class Option:
    """A value and how it is shown."""

    value: str
    name: str


class ChoiceField(Keyed, Static, can_focus=True):
    """A row of values, one of them chosen."""

    HELP: ClassVar[str] = "← → 选一项，或直接打字（国家、3）；Backspace 清除；Enter 到下一项。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.next_field", "下一项"),
        Binding("left", "step(-1)", "选", key_display="← →"),
        Binding("right", "step(1)", show=False),
        Binding("backspace,delete", "choose('')", "清除", show=False),
    ]

    @dataclass
    class NoSuch(Message):
        """What was typed names no value."""

        field: ChoiceField
        typed: str

    def __init__(self, options: Sequence[Option], *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self.options = (Option(value="", name=NONE), *options)
        self.value = ""
        self.typed = ""
        self.refused = ""
        """what was typed and is no value; stays until something else is chosen"""

    def on_mount(self) -> None:
        self._draw()

    def on_focus(self) -> None:
        self.typed = ""
        self._draw()

    def on_blur(self) -> None:
        self._draw()

    def take(self, value: str) -> None:
        """Choose a value, also one that is not among the options."""
        if value not in [option.value for option in self.options]:
            self.options = (*self.options, Option(value=value, name=value))
        self.value = value
        self.typed = self.refused = ""
        self._draw()

    def _draw(self) -> None:
        parts = [Content.styled(f" {option.name} ", self._style(option)) for option in self.options]
        if self.refused:
            parts.append(Content.styled(f"「{cut(one_line(self.refused), 12)}」", "bold $error"))
        self.update(Prose(Content(" ").join(parts)))

    def _style(self, option: Option) -> str:
        if option.value == self.value and not self.refused:
            return "bold reverse" if self.has_focus or self.value else "reverse $text-muted"
        return "$text-muted"

    def press(self, event: events.Key) -> bool:
        """Go to the value that what was typed since the focus came names."""
        if not event.is_printable or event.character is None:
            return False
        self.typed += event.character
        if not self.typed.strip("第批 "):
            return True
        found = self._named(self.typed)
        self.value, self.refused = ("", self.typed) if found is None else (found.value, "")
        self._draw()
        if found is None:
            self.post_message(self.NoSuch(self, self.typed))
        return True

    def _named(self, typed: str) -> Option | None:
        """The value that is called so, else the first whose name begins so: 超级 is not 国家级, nor 99 the ninth."""
        word = "".join(typed.split()).strip("第批").lower()
        names = {one: "".join(one.name.split()) for one in self.options}
        same = (one for one in self.options if word and names[one] == word)
        begun = (one for one in self.options if word and (names[one].startswith(word) or spelt(word, names[one])))
        return next(same, None) or next(begun, None)

    def action_step(self, step: int) -> None:
        values = [option.value for option in self.options]
        self.take(values[(values.index(self.value) + step) % len(values)])

    def action_choose(self, value: str) -> None:
        self.take(value)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        offset = event.get_content_offset(self)
        if offset is None or offset.y:
            return
        at = 0
        for option in self.options:
            after = at + Content(option.name).cell_length + 3
            if at <= offset.x < after:
                self.take(option.value)
            at = after
