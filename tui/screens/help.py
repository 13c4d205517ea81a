"""F1: what the focused thing is for, and the keys that work now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from tui.widgets.prose import Text

ALWAYS = (
    "问策只依据已收录的资料回答，每个数字都能按出处查到。资料截止日之后的变化它不知道，请向主管部门确认。\n"
    "全角的 ？ ： ／ 与半角的作用相同。鼠标可以点出处、问题和底部的按键；拖动选字后按 Ctrl+C 复制，"
    "按住 Shift 拖动则用终端自己的选择。"
)


class HelpScreen(ModalScreen[None]):
    """Help for one widget."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q", "dismiss(None)", "关闭")]

    def __init__(self, words: Sequence[str], keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.words = tuple(words)
        self.keys = tuple(keys)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Text("帮助", classes="headline")
            for words in (*self.words, ALWAYS):
                yield Text(words, classes="facts")
            yield Text("现在可用的按键", classes="label")
            lines = (Content.assemble((f"{key:<10}", "bold $accent"), what) for key, what in self.keys)
            yield Text(Content("\n").join(lines), hang=10)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
