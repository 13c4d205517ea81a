"""Conversations kept: find, open again, rename, delete."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from assistant.keeping.talks import Talk
from corpus.errors import WenceError
from tui.screens.dialogs import Confirm, LineDialog
from tui.screens.typing import TypingScreen
from tui.widgets.keybar import KeyBar
from tui.widgets.prose import Text, cut, one_line


class TalkFilter(Input):
    """What conversations must hold; Enter opens the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "重新打开")]


class TalksScreen(TypingScreen):
    """All conversations, the last one first."""

    HELP: ClassVar[str] = (
        "保存下来的对话，最近用过的在前。打字查找（标题、问题、结论里的字）。↑ ↓ 选择，Enter 重新打开并接着问。\n"
        "F6 改名，F8 删除（会先问一声）。Esc 先清空查找，再按一次返回。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "返回"),
        Binding("f6", "rename", "改名"),
        Binding("f8", "delete", "删除"),
        Binding("up", "cursor('up')", show=False),
        Binding("down", "cursor('down')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Talk, ...] = ()
        self.listed: list[Talk | None] = []
        """what each line of the list stands for; None is a day"""
        self.searched = ""

    def compose(self) -> ComposeResult:
        yield Text("对话记录", classes="page-title")
        yield TalkFilter(placeholder="打字查找", compact=True, id="filter", select_on_focus=False)
        yield OptionList(id="talks", compact=True)
        yield Text(id="talk-line", classes="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self.show()

    def land(self, text: str, *, pasted: bool = False) -> None:
        field = self.query_one(Input)
        field.focus()
        field.insert_text_at_cursor(" ".join(text.split()) if pasted else text)

    def on_resize(self) -> None:
        here = self.query_one(OptionList).highlighted
        self.show()  # the lines are as wide as the screen
        self.query_one(OptionList).highlighted = here

    def show(self) -> None:
        """List what fits the search."""
        self.searched = self.query_one(Input).value
        self.found = self.wence.archive.talks.search(self.searched)
        options = self.query_one(OptionList).clear_options()
        width = max(self.app.size.width - 6, 30)
        self.listed = []
        for day, talks in groupby(self.found, key=lambda talk: talk.started[:10]):
            options.add_option(Option(Content.styled(day, "bold $text-muted"), disabled=True))
            self.listed.append(None)
            for talk in talks:
                options.add_option(Option(_talk_line(talk, width)))
                self.listed.append(talk)
        if self.found:
            options.highlighted = 1
        else:
            empty = (
                "没有符合的对话。" if self.query_one(Input).value else "还没有保存的对话；问过的问题会自动记在这里。"
            )
            options.add_option(Option(empty, disabled=True))
        self._show_line()

    def _show_line(self) -> None:
        talk = self.talk
        last = talk.turns[-1].question if talk and talk.turns else ""
        damaged = f"（有 {talk.damaged} 行读不出来）" if talk and talk.damaged else ""
        self.query_one("#talk-line", Text).show(f"最后问：{one_line(last)}{damaged}" if last else damaged)

    @property
    def talk(self) -> Talk | None:
        """The conversation under the cursor."""
        at = self.query_one(OptionList).highlighted
        return self.listed[at] if at is not None and at < len(self.listed) else None

    @on(Input.Changed)
    def _typed(self) -> None:
        self.show()

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        if event.value != self.searched:
            self.show()
        await self.action_reopen()

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._show_line()

    @on(OptionList.OptionSelected)
    async def _clicked(self) -> None:
        await self.action_reopen()

    def action_cursor(self, what: str) -> None:
        options = self.query_one(OptionList)
        (options.action_cursor_up if what == "up" else options.action_cursor_down)()

    async def action_reopen(self) -> None:
        if self.talk is not None:
            await self.wence.reopen(self.talk)

    def action_rename(self) -> None:
        talk = self.talk
        if talk is None:
            return

        def done(title: str | None) -> None:
            if title is None:
                return
            try:
                renamed = self.wence.archive.talks.rename(talk.id, title)
            except WenceError as error:
                self.notify(f"{error.message}{error.hint}", severity="error")
            except OSError as error:
                self.notify(f"改不了名：{error.strerror}", severity="error")
            else:
                self.wence.archive.renamed(renamed)
                self.show()

        self.app.push_screen(LineDialog("对话改名", value=talk.title), done)

    def action_delete(self) -> None:
        talk = self.talk
        if talk is None:
            return

        def done(yes: bool | None) -> None:
            if yes:
                self.wence.archive.talks.delete(talk.id)
                self.wence.archive.deleted(talk)
                self.show()

        self.app.push_screen(
            Confirm(f"删除「{talk.title}」的 {len(talk.turns)} 个问答？删除后找不回来。", "删除"), done
        )

    def action_back(self) -> None:
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        else:
            self.wence.action_page("ask")


def _talk_line(talk: Talk, width: int) -> Content:
    """Title and first answer, which tell conversations apart, and when it began."""
    note = f"{talk.started[11:16]}  {len(talk.turns)} 问"
    answer = next((turn.answer for turn in talk.turns if turn.answer), None)
    room = max(width - Content(note).cell_length - 4, 20)
    title = cut(one_line(talk.title), room * 3 // 5)
    told = cut(one_line(answer.headline), room - Content(title).cell_length - 2) if answer else ""
    gap = width - Content(title).cell_length - Content(told).cell_length - Content(note).cell_length - 2
    return Content.assemble(title, "  ", (told, "$text-muted"), " " * max(gap, 1), (note, "$text-muted"))
