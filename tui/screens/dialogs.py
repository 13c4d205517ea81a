"""Small questions over a screen: choose one, write one line, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from corpus.frozen import frozen
from tui.matching import matches
from tui.widgets.prose import Text, cut, one_line


@frozen
class Choice:
    """One thing to choose."""

    id: str
    name: str
    note: str = ""
    key: str = ""
    """the key that does the same, shown at the right"""


class Picker(ModalScreen[str | None]):
    """A list to choose from, narrowed by typing characters, pinyin or initials; gives the id chosen, or None."""

    HELP: ClassVar[str] = "↑ ↓ 选择，Enter 确定，Esc 取消。打字可以缩小范围，汉字、拼音、首字母都行。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "取消"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], *, current: str = "") -> None:
        super().__init__()
        self.heading = title
        self.choices = tuple(choices)
        self.current = current
        self.shown: tuple[Choice, ...] = ()
        self.typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Text(self.heading, classes="headline")
            yield Input(placeholder="打字缩小范围", compact=True)
            yield OptionList(compact=True)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._narrow("")
        ids = [choice.id for choice in self.shown]
        self.query_one(OptionList).highlighted = ids.index(self.current) if self.current in ids else 0
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        self.typed = typed
        self.shown = tuple(choice for choice in self.choices if matches(typed, choice.name + choice.note))
        options = self.query_one(OptionList).clear_options()
        width = min(self.app.size.width - 10, 66)
        if not self.shown:
            options.add_option(Option("没有符合的", disabled=True))
            return
        options.add_options(Option(_choice_line(choice, width)) for choice in self.shown)
        options.highlighted = 0

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        if self.shown:
            options.highlighted = ((options.highlighted or 0) + step) % len(self.shown)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        # Enter comes through the input, behind all that was typed before it.
        if event.value != self.typed:
            self._narrow(event.value)
        place = self.query_one(OptionList).highlighted
        if self.shown and place is not None:
            self.dismiss(self.shown[place].id)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self.shown[event.option_index].id)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)


def _choice_line(choice: Choice, width: int) -> Content:
    name = one_line(choice.name)
    note = (
        cut(one_line(choice.note), max(width - Content(name).cell_length - len(choice.key) - 4, 0))
        if choice.note
        else ""
    )
    line = Content.assemble(cut(name, width - len(choice.key) - 2), "  ", (note, "$text-muted"))
    gap = width - line.cell_length - len(choice.key)
    return Content.assemble(line, " " * max(gap, 1), (choice.key, "bold $accent"))


class LineDialog(ModalScreen[str | None]):
    """One line to write; gives it, or None."""

    HELP: ClassVar[str] = "写好后按 Enter 确定，Esc 取消。"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "取消")]

    def __init__(self, title: str, note: str = "", value: str = "") -> None:
        super().__init__()
        self.heading = title
        self.note = note
        self.value = value

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Text(self.heading, classes="headline")
            yield Text(self.note, classes="label")
            yield Input(self.value, compact=True, select_on_focus=False)

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Confirm(ModalScreen[bool]):
    """Yes or no; Enter is no harm: it takes the choice that is highlighted, which begins with no."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(False)", "取消")]

    def __init__(self, title: str, yes: str, no: str = "取消") -> None:
        super().__init__()
        self.heading = title
        self.answers = (no, yes)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Text(self.heading, classes="headline")
            yield OptionList(*(Option(Content(one_line(answer))) for answer in self.answers), compact=True)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index == 1)
