"""One table row, whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from assistant.types import Citation
from tui.widgets.prose import Text


class RowCard(ModalScreen[Citation | None]):
    """Names and values of a row; gives the citation when the reader wants to see the source."""

    HELP: ClassVar[str] = "表里的一整行。Enter 打开它的出处，y 复制，Esc 关闭。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "关闭"),
        Binding("enter", "source", "看出处"),
        Binding("y,ｙ", "copy", "复制"),
    ]

    def __init__(self, facts: Sequence[tuple[str, str]], citation: Citation) -> None:
        super().__init__()
        self.facts = tuple(facts)
        self.citation = citation

    def compose(self) -> ComposeResult:
        name_width = max(cell_len(name) for name, _ in self.facts)
        with VerticalScroll(classes="dialog"):
            for name, value in self.facts:
                padded = name + " " * (name_width - cell_len(name) + 2)
                yield Text(Content.assemble((padded, "bold $text-muted"), value), hang=name_width + 2)
            yield Text("Enter 看出处   y 复制   Esc 关闭", classes="label")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_source(self) -> None:
        self.dismiss(self.citation)

    def action_copy(self) -> None:
        self.app.copy_to_clipboard("\n".join(f"{name}：{value}" for name, value in self.facts))
