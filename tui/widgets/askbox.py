"""The input: where typing lands, with suggestions above it and the earlier questions behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, TextArea
from textual.widgets.option_list import Option

from assistant.showing.completion import Suggestion, questions_in
from tui.keys import Handlers, TypedArea
from tui.widgets.prose import cut, one_line

PLACEHOLDER = "请输入问题，例如：义乌的国家级绿色工厂能奖多少钱？"


class Prompt(TypedArea):
    """A small text field that sends on Enter; arrow keys leave it at its first and last row."""

    HELP: ClassVar[str] = (
        "在这里写问题，按 Enter 发送。Shift+Enter 或 Ctrl+J 换行。↑ ↓ 翻出以前问过的问题。\n"
        "边写边出现提示：地名、级别、标准和常问的问题，可用汉字、拼音或首字母（gjj）；"
        "↓ 选中，Tab 或 Enter 采用，Esc 收起。\n"
        "一次粘贴多行问题，会逐个回答。Esc 转到上面的回答，在那里按数字键看出处，按 y 复制。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "press('enter')", "发送"),
        Binding("shift+enter,ctrl+j", "press('ctrl+j')", "换行", show=False),
        Binding("tab", "press('tab')", "采用提示", show=False),
        Binding("escape", "press('escape')", "看回答"),
    ]

    def __init__(self, keys: Handlers, **options: Any) -> None:
        super().__init__(keys, **options)
        self.cursor_blink = False  # a blink is a redraw twice a second, also over a slow line

    def action_press(self, key: str) -> None:
        """The same for a binding that is run by its name."""
        self.keys[key]()

    @property
    def at_first_row(self) -> bool:
        """Whether the cursor is on the first row of the screen."""
        return self.navigator.is_first_wrapped_line(self.cursor_location)

    @property
    def at_last_row(self) -> bool:
        """Whether the cursor is on the last row of the screen."""
        return self.navigator.is_last_wrapped_line(self.cursor_location)


class SuggestionList(OptionList, can_focus=False):
    """What may be meant; shown only while there is something to show."""

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        """Show these, nothing highlighted."""
        width = max(self.app.size.width - 6, 20)
        self.clear_options()
        self.add_options(Option(_line(suggestion, width)) for suggestion in suggestions)
        self.highlighted = None
        self.display = bool(suggestions)


def _line(suggestion: Suggestion, width: int) -> Content:
    note = one_line("  ".join(filter(None, (suggestion.kind, suggestion.note))))
    shown = cut(one_line(suggestion.shown), max(width - 24, 16))
    return Content.assemble(shown, "  ", (cut(note, 22), "$text-muted"))


class AskBox(Vertical):
    """Prompt and suggestions as one widget; posts the questions that were sent."""

    @dataclass
    class Asked(Message):
        """Questions to be answered one by one."""

        questions: tuple[str, ...]

    def __init__(
        self,
        complete: Callable[[str], Sequence[Suggestion]],
        leave: Callable[[], None],
        *,
        id: str | None = None,
    ) -> None:
        """``leave`` goes up to the answers; it is called, not posted, so that the next key finds the focus there."""
        super().__init__(id=id)
        self.complete = complete
        self.leave = leave
        self.earlier: list[str] = []
        """questions asked before, oldest first"""
        self._suggestions: tuple[Suggestion, ...] = ()
        self._place: int | None = None
        """where in ``earlier`` the walk stands"""
        self._draft = ""
        self._seen = ""
        self._set = ""
        """the last text that was put in, not typed; it brings no suggestions"""
        self._pasted = False

    def compose(self) -> ComposeResult:
        yield SuggestionList(id="suggestions")
        keys = {
            "enter": self._send, "ctrl+j": self._break_line, "newline": self._break_line,
            "shift+enter": self._break_line, "tab": self._complete, "escape": self._retreat,
            "up": self._go_up, "down": self._go_down,
        }  # fmt: skip
        yield Prompt(keys, placeholder=PLACEHOLDER, id="prompt", highlight_cursor_line=False, compact=True)

    def on_mount(self) -> None:
        self.query_one(SuggestionList).display = False

    def on_resize(self) -> None:
        for notices in self.screen.query("ToastRack"):
            notices.styles.margin = (0, 0, self.outer_size.height + 1, 0)

    @property
    def prompt(self) -> Prompt:
        """The text field."""
        return self.query_one(Prompt)

    def take(self, text: str, *, pasted: bool = False) -> None:
        """Put text in at the cursor and go there: typing, or a paste, that began elsewhere."""
        self.screen.set_focus(self.prompt)
        self._pasted |= pasted and "\n" in text.strip()
        self.prompt.type_text(text)

    def put(self, text: str) -> None:
        """Replace the whole input."""
        self._set = text
        self.prompt.text = text
        self.prompt.move_cursor(self.prompt.document.end)
        self._look()

    @on(TextArea.Changed)
    def _look(self) -> None:
        """Take note of what is written now; keys that depend on it look first, messages may come later."""
        text = self.prompt.text
        if text == self._seen:
            return
        self._seen = text
        if not text:
            self._pasted = False
        self._offer(() if text == self._set else tuple(self.complete(text)))
        if text != self._set:
            self._place, self._set = None, ""
        self._tell_list(text)

    def _tell_list(self, text: str) -> None:
        count = len(questions_in(text, pasted=self._pasted)) if "\n" in text else 0
        self.border_title = Content(f"{count} 个问题，Enter 逐个回答" if count > 1 else "")

    def _offer(self, suggestions: tuple[Suggestion, ...]) -> None:
        if suggestions or self._suggestions:
            self._suggestions = suggestions
            self.query_one(SuggestionList).offer(suggestions)

    def _send(self) -> bool:
        self._look()
        chosen = self.query_one(SuggestionList).highlighted
        if self._suggestions and chosen is not None:
            self._accept(chosen)
            return True
        questions = questions_in(self.prompt.text, pasted=self._pasted)
        if questions:
            self.earlier += [question for question in questions if question not in self.earlier[-1:]]
            self._place, self._draft, self._pasted = None, "", False
            self.put("")
            self.post_message(self.Asked(questions))
        return True

    def _break_line(self) -> bool:
        self.prompt.insert("\n", maintain_selection_offset=False)
        return True

    def _complete(self) -> bool:
        self._look()
        if self._suggestions:
            self._accept(self.query_one(SuggestionList).highlighted or 0)
        else:
            self.leave()
        return True

    def _retreat(self) -> bool:
        self._look()
        if self._suggestions:
            self._offer(())
        else:
            self.leave()
        return True

    def _go_up(self) -> bool:
        self._look()
        offered = self.query_one(SuggestionList)
        if self._suggestions and offered.highlighted is not None:
            offered.highlighted = offered.highlighted - 1 if offered.highlighted else None
            return True
        return self.prompt.at_first_row and self._walk(-1)

    def _go_down(self) -> bool:
        self._look()
        offered = self.query_one(SuggestionList)
        if self._suggestions:
            last = len(self._suggestions) - 1
            offered.highlighted = 0 if offered.highlighted is None else min(offered.highlighted + 1, last)
            return True
        return self.prompt.at_last_row and self._walk(1)

    def _walk(self, step: int) -> bool:
        """Through the earlier questions; beyond the newest stands what was being written."""
        count = len(self.earlier)
        here = count if self._place is None else self._place
        place = min(max(here + step, 0), count)
        if place != here:
            self._draft = self.prompt.text if here == count else self._draft
            self.put(self.earlier[place] if place < count else self._draft)
            self._place = place if place < count else None
        return True

    def _accept(self, index: int) -> None:
        self.put(self._suggestions[index].text)
        self._offer(())

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._accept(event.option_index)
        self.prompt.focus()
