"""The source pane: the document at the cited place, neighbours readable, kinds told apart."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message

from assistant.reading import KIND_NAMES, Block, Reading
from tui.widgets.prose import Text, one_line, shown

KIND_STYLES = {"original": "$success", "digest": "$secondary", "record": "$primary"}


class BlockText(Vertical):
    """A passage or a row with its kind and place."""

    def __init__(self, block: Block) -> None:
        super().__init__(classes=f"-{block.kind} {'-marked' if block.marked else ''}".strip())
        self.block = block

    def compose(self) -> ComposeResult:
        block = self.block
        mark = ("▶ ", "bold $accent") if block.marked else ("", "")
        kind = (f"{KIND_NAMES[block.kind]} ", f"bold {KIND_STYLES[block.kind]}")
        yield Text(Content.assemble(mark, kind, (one_line(block.locator), "$text-muted")), classes="place")
        yield Text(shown(block.text), hang=2 if block.kind == "record" else 0, classes="words")


class SourcePane(Vertical):
    """One document opened at a place; posts ``Closed`` when the reader is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ", "close", "关闭"),
        Binding("y,ｙ", "copy", "复制这处"),
        Binding("n,ｎ", "go_to_mark", "回到标记处", show=False),
    ]

    class Closed(Message):
        """The reader is done."""

    class Copy(Message):
        """The marked text is to be copied."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.reading: Reading | None = None

    def compose(self) -> ComposeResult:
        yield Text(classes="title")
        yield Text(classes="about")
        yield SourceScroll()

    async def open(self, reading: Reading) -> None:
        """Show a reading, the marked block in sight, and take the focus."""
        self.reading = reading
        self.query_one(".title", Text).show(one_line(reading.title))
        about = self.query_one(".about", Text)
        about.show("  ".join(map(one_line, reading.about)))
        about.display = bool(reading.about)
        scroll = self.query_one(SourceScroll)
        await scroll.fill(reading)
        scroll.focus()

    def action_close(self) -> None:
        self.post_message(self.Closed())

    def action_copy(self) -> None:
        if self.reading:
            marked = next(block for block in self.reading.blocks if block.marked)
            self.post_message(self.Copy(f"{marked.text}\n（{self.reading.title}，{marked.locator}）"))

    def action_go_to_mark(self) -> None:
        self.query_one(SourceScroll).show_mark()


class SourceScroll(VerticalScroll):
    """The blocks, under the headings of their sections."""

    HELP: ClassVar[str] = (
        "出处所在的文件。▶ 标出被引用的一处，上下是它的邻近内容；"
        "「原文」是文件原话，「摘要」是转述，「表格」是表里的一行。\n"
        "↑ ↓ PageUp PageDown 滚动，n 回到标记处，y 复制这一处，Esc 关闭。"
    )

    async def fill(self, reading: Reading) -> None:
        """Show the blocks of a reading."""
        await self.remove_children()
        widgets: list[Text | BlockText] = []
        if reading.before:
            widgets.append(Text(f"（前面还有 {reading.before} 处）", classes="label"))
        section = ""
        for block in reading.blocks:
            if block.section != section:
                section = block.section
                widgets.append(Text(one_line(section), classes="section"))
            widgets.append(BlockText(block))
        if reading.after:
            widgets.append(Text(f"（后面还有 {reading.after} 处）", classes="label"))
        await self.mount_all(widgets)
        self.call_after_refresh(self.show_mark)

    def show_mark(self) -> None:
        """Scroll to the marked block, with a little of what stands before it."""
        for marked in self.query(".-marked").results(BlockText):
            self.scroll_to(y=max(marked.virtual_region.y - 2, 0), animate=False)
