"""The source pane: the document at the cited place, neighbours readable, kinds told apart."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message

from assistant.showing.sources import KIND_NAMES, Block, Reading, open_citation
from assistant.types import Citation
from corpus.types import Corpus
from tui.widgets.card import Link
from tui.widgets.prose import Text, one_line, shown

AROUND = 15
"""blocks shown before and after the cited one; more at a press"""
KIND_STYLES = {"original": "$success", "digest": "$secondary", "record": "$primary"}


class BlockText(Text):
    """A passage or a row with its kind and place; one widget, for there are many."""

    def __init__(self, block: Block) -> None:
        mark = ("▶ ", "bold $accent") if block.marked else ("", "")
        kind = (f"{KIND_NAMES[block.kind]} ", f"bold {KIND_STYLES[block.kind]}")
        place = (one_line(block.locator), "$text-muted")
        super().__init__(
            Content.assemble(mark, kind, place, "\n", shown(block.text)),
            hang=2 if block.kind == "record" else 0,
            classes=f"-{block.kind} {'-marked' if block.marked else ''}".strip(),
        )
        self.block = block


class ReadOn(Link):
    """The rest of the document before or after what is shown."""

    HELP: ClassVar[str] = "文件的其余部分。按 Enter 或点击，显示更多。"

    class Wanted(Message):
        """Show more of the document."""

    def action_press(self) -> None:
        self.post_message(self.Wanted())


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
        self.citation: Citation | None = None
        self.corpus: Corpus | None = None
        self.around = AROUND

    def compose(self) -> ComposeResult:
        yield Text(classes="title")
        yield Text(classes="about")
        yield SourceScroll()

    async def open(self, corpus: Corpus, citation: Citation, around: int = AROUND) -> None:
        """Show the document at a citation, the cited place in sight, and take the focus."""
        self.corpus, self.citation, self.around = corpus, citation, around
        reading = self.reading = open_citation(corpus, citation, around=around)
        self.query_one(".title", Text).show(one_line(reading.title))
        about = self.query_one(".about", Text)
        about.show("  ".join(map(one_line, reading.about)))
        about.display = bool(reading.about)
        scroll = self.query_one(SourceScroll)
        await scroll.fill(reading)
        scroll.focus()

    async def on_read_on_wanted(self, event: ReadOn.Wanted) -> None:
        event.stop()
        assert self.corpus is not None
        assert self.citation is not None
        await self.open(self.corpus, self.citation, self.around * 4)

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
        widgets: list[Text] = []
        if reading.before:
            widgets.append(ReadOn(f"（前面还有 {reading.before} 处，按 Enter 显示）"))
        section = ""
        for block in reading.blocks:
            if block.section != section:
                section = block.section
                widgets.append(Text(one_line(section), classes="section"))
            widgets.append(BlockText(block))
        if reading.after:
            widgets.append(ReadOn(f"（后面还有 {reading.after} 处，按 Enter 显示）"))
        await self.mount_all(widgets)
        self.call_after_refresh(self.show_mark)

    def show_mark(self) -> None:
        """Scroll to the marked block, with a little of what stands before it."""
        for marked in self.query(".-marked").results(BlockText):
            self.scroll_to(y=max(marked.virtual_region.y - 2, 0), animate=False)
