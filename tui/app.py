"""The terminal UI as a whole: what is open, what threads tell, and where commands lead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from assistant.keeping import settings
from assistant.keeping.settings import Client
from assistant.keeping.talks import Talk
from assistant.showing.completion import Suggester, Suggestion
from assistant.showing.sources import coverage
from assistant.types import Answer, Citation
from corpus.errors import WenceError
from tui.archive import Archive
from tui.asker import Asker
from tui.desk import Desk
from tui.frame import Frame
from tui.messages import (
    Answered,
    AskedAgain,
    Briefed,
    BriefFailed,
    CanSuggest,
    Failed,
    Opened,
    OpenFailed,
    Progress,
    Renewed,
)
from tui.personal import own_settings
from tui.rebuild import Builder, Rebuild, Rebuilding, Rebuilt, TellsRebuild, build_in_child
from tui.screens import PAGES, page
from tui.screens.ask import AskScreen
from tui.screens.own import OwnScreen
from tui.start import Settings, opener, ready_terminal, remembered_client
from tui.widgets.askbox import AskBox
from tui.widgets.banner import Banner
from tui.widgets.prose import Text, one_line
from tui.widgets.sidebar import SideBar

if TYPE_CHECKING:
    from assistant.service import Assistant


class WenceApp(Frame):
    """A desk to ask at; takes an open assistant, or a function that opens one while the first frame is painted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "帮助", id="help"),
        Binding("f2", "page('factory')", "工厂", show=False, id="factory"),
        Binding("f3", "page('tables')", "表格", show=False, id="tables"),
        Binding("f4", "page('corpus')", "资料", show=False, id="corpus"),
        Binding("f5", "page('talks')", "记录", show=False, id="talks"),
        Binding("f7", "page('advice')", "日程", show=False, id="advice"),
        Binding("ctrl+p", "command_palette", "命令", show=False, id="commands"),
        Binding("ctrl+t", "next_client", "换一家工厂", show=False, id="next_client"),
        Binding("ctrl+n", "new_talk", "新对话", show=False, id="new_talk"),
        Binding("ctrl+s", "save_talk", "保存对话", show=False, id="save_talk"),
        Binding("ctrl+q", "quit", "退出", show=False, priority=True, id="quit"),
        Binding("ctrl+c", "help_quit", show=False, system=True),
        Binding("?,？", "help", "帮助", show=False),
        Binding(":,：", "command_palette", "命令", show=False),
    ]

    def __init__(
        self,
        assistant: Assistant | Callable[..., Assistant],
        start: Settings,
        *,
        keeper: Any = None,
        build: Builder = build_in_child,
    ) -> None:
        """``keeper`` and ``build`` stand in for ``assistant.keeping.library`` and for a real rebuild in tests."""
        super().__init__(start.home, start.own, start.config.theme, narrow_signs=start.ascii or start.config.ascii)
        self._keeper = keeper
        self.rebuild = Rebuild(build, start.home, self.post_message)
        open_assistant = assistant if callable(assistant) else lambda progress: assistant
        self.assistant: Assistant | None = None
        self.opening_words = "正在打开资料……"
        self.archive = Archive(start.home, lambda words: self.notify(words, severity="warning", timeout=10))
        self.asker = Asker(start, self.archive.write)
        self.desk = Desk(open_assistant, self.post_message, start.as_of)
        self._suggester: Suggester | None = None
        self._rebuilding = ""

    # -- beginning and end

    def get_default_screen(self) -> Screen[Any]:
        return AskScreen()

    def screen_ready(self) -> None:
        """The ask screen has its widgets; opening begins after the first frame, which it would slow down."""
        self.end_when_told()
        self.set_keymap(dict(self.own.keys))
        for problem in self.own.problems:
            self.notify(problem, severity="warning", timeout=10)
        self.show_asker(brief=False)
        self.call_after_refresh(self.desk.start)
        self.call_after_refresh(self._load_log)

    async def action_quit(self) -> None:
        self._leaving(self._end)

    def _end(self) -> None:
        self.desk.close()
        self.exit(0)

    @property
    def _unsaved(self) -> OwnScreen | None:
        """A screen on which something was written that leaving it would lose."""
        return next((one for one in self.screen_stack if isinstance(one, OwnScreen) and one.unsaved), None)

    def _leaving(self, then: Callable[[], object]) -> None:
        """Do what takes the screens of now away, or another factory into use; what is unsaved is asked about first."""
        unsaved = self._unsaved
        if unsaved is None:
            then()
        else:
            unsaved.leave(then)

    async def _at_the_desk(self, then: Callable[[], Awaitable[None]]) -> None:
        """Go to the conversation and do something there."""

        async def go() -> None:
            self._go("ask")
            await then()

        if self._unsaved is None:
            await go()
        else:
            self._leaving(lambda: self.call_later(go))

    def action_help_quit(self) -> None:
        self.notify("按 Ctrl+Q 退出。", title="要退出吗？")

    # -- what the desk says

    @property
    def over(self) -> bool:
        """Whether the screens are gone already; what threads still say then reaches nobody."""
        return not self.screen_stack

    async def on_opened(self, event: Opened) -> None:
        if self.over:
            return
        self.assistant = event.assistant
        self.opening_words = ""
        self._show_banner()
        self.show_asker()
        for covers in self.ask_screen.query("#covers").results(Text):
            covers.show(self.covers)
        self.ask_screen.show_waiting()

    def on_can_suggest(self, event: CanSuggest) -> None:
        if self.over:
            return
        self._suggester = event.suggester
        for question in self.box.earlier:
            event.suggester.asked(question)

    def on_progress(self, event: Progress) -> None:
        if self.over:
            return
        share = f" {event.done * 100 // event.total}%" if event.total else ""
        self.opening_words = f"{one_line(event.what)}{share}……"
        if self.assistant is None:
            self._show_banner()
            self.ask_screen.show_waiting()

    def on_open_failed(self, event: OpenFailed) -> None:
        if self.over:
            return
        self.opening_words = (
            f"资料打不开：{one_line(event.problem)} {one_line(event.hint)} 按 Ctrl+P 选「重新打开资料」。"
        )
        self._show_banner()
        for covers in self.ask_screen.query("#covers").results(Text):
            covers.show(self.opening_words)
        self.ask_screen.show_waiting()

    async def on_answered(self, event: Answered) -> None:
        if self.over:
            return
        await self.ask_screen.show_answer(event.turn, event.answer)
        self.archive.answered(event.turn, event.answer)

    async def on_asked_again(self, event: AskedAgain) -> None:
        if not self.over:
            await self.ask_screen.show_again(event.turn, event.answer)

    async def on_failed(self, event: Failed) -> None:
        if self.over:
            return
        await self.ask_screen.show_failure(event.turn, event.problem, event.hint)
        self.archive.answered(event.turn, error=event.problem)

    def on_renewed(self, event: Renewed) -> None:
        if self.over:
            return
        self.notify(f"索引已更新为第 {event.generation} 代，以后的回答都用新的资料。", title="资料已更新")
        self._show_banner()
        self.call_later(self.ask_screen.show_tiles)
        self._tell_pages(event)

    async def on_briefed(self, event: Briefed) -> None:
        if self.over:
            return
        if event.client == self.asker.client:
            await self.ask_screen.query_one(SideBar).show_brief(event.answers)
        self._tell_pages(event)

    def on_rebuilding(self, event: Rebuilding) -> None:
        if self.over:
            return
        self._rebuilding = f"正在重建 {event.done * 100 // event.total}%" if event.total else "正在重建"
        self._show_banner()
        self._tell_pages(event)

    def on_rebuilt(self, event: Rebuilt) -> None:
        if self.over:
            return
        self._rebuilding = ""
        self._show_banner()
        if not any(isinstance(screen, TellsRebuild) for screen in self.screen_stack):
            severity: Literal["information", "warning"] = "information" if event.ok else "warning"
            words = one_line(" ".join(event.lines[:2])) or (
                "索引已重建。" if event.ok else "重建没有完成，现用的索引没有改动。"
            )
            self.notify(words, title="重建结束", severity=severity)
        self._tell_pages(event)

    def on_brief_failed(self, event: BriefFailed) -> None:
        self.notify(event.problem, severity="warning")

    def _tell_pages(self, event: Message) -> None:
        for screen in self.screen_stack[1:]:
            screen.post_message(event)

    # -- what screens ask for

    @property
    def ask_screen(self) -> AskScreen:
        """The screen with the conversation; it lies under all others."""
        screen = self.screen_stack[0]
        assert isinstance(screen, AskScreen)
        return screen

    @property
    def box(self) -> AskBox:
        """The input."""
        return self.ask_screen.query_one(AskBox)

    @property
    def keeper(self) -> Any:
        """What looks after the corpus; imported when it is first needed."""
        if self._keeper is None:
            from assistant.keeping import library as keeper

            self._keeper = keeper
        return self._keeper

    @property
    def covers(self) -> str:
        """What the corpus covers and until when, in one line."""
        if self.assistant is None:
            return self.opening_words
        return coverage(self.assistant.corpus)

    @property
    def suggests(self) -> bool:
        """Whether suggestions are made by now."""
        return self._suggester is not None

    def complete(self, text: str) -> Sequence[Suggestion]:
        """Suggestions while typing; none before the assistant is open."""
        return self._suggester.complete(text) if self._suggester else ()

    def ask(self, number: int, question: str) -> None:
        """Hand a question on for the day and the factory of this moment."""
        asker = self.asker
        self.archive.asked(number, question, as_of=asker.day, client=asker.client)
        self.desk.ask(number, question, as_of=asker.day, client=asker.client)
        if self._suggester:
            self._suggester.asked(question)

    def take_answer(self, answer: Answer, how: str) -> None:
        """Take an answer away whole, with its citations, or by menu."""
        from tui.takeaway import choices, marked_old, taken_text

        newer = self.ask_screen.newer_than(answer)

        def take(how: str) -> None:
            self.take(taken_text(answer, how) if newer is None else marked_old(answer, newer, how))

        if how != "menu":
            take(how)
            return
        from tui.screens.dialogs import Picker

        def done(choice: str | None) -> None:
            if choice is not None:
                take(choice)

        self.push_screen(Picker("复制哪一部分？", choices(answer)), done)

    async def open_source(self, citation: Citation) -> None:
        """Go to the conversation and open a citation beside it."""
        await self._at_the_desk(lambda: self.ask_screen.open_source(citation))

    async def ask_now(self, question: str) -> None:
        """Go to the conversation and ask."""
        await self._at_the_desk(lambda: self.ask_screen.ask(question))

    # -- commands

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        node = self.focused or self.screen
        words = [help_words for one in node.ancestors_with_self if (help_words := getattr(one, "HELP", ""))]
        seen: dict[str, str] = {}
        for active in self.screen.active_bindings.values():
            if not active.binding.description.isascii():
                seen.setdefault(active.binding.description, self.get_key_display(active.binding))
        self.push_screen(HelpScreen(words, [(key, what) for what, key in seen.items()]))

    def action_command_palette(self) -> None:
        from tui.commands import commands
        from tui.screens.dialogs import Picker

        async def done(choice: str | None) -> None:
            if choice is not None:
                await self.run_action(choice)

        self.push_screen(Picker("命令", commands(self.own.themes, self.key_shown)), done)

    def action_page(self, name: str) -> None:
        """Go to another screen; ``ask`` goes back to the conversation."""
        self._leaving(lambda: self._go(name))

    def _go(self, name: str) -> None:
        while len(self.screen_stack) > 1 and not self.screen.is_modal:
            self.pop_screen()
        if name in PAGES:
            self.push_screen(page(name))

    async def action_take(self, how: str) -> None:
        """Take the newest answer away."""
        answer = self.ask_screen.last_answer
        if answer is None:
            self.notify("还没有回答可以复制。")
        else:
            self.take_answer(answer, how)

    def action_look(self, name: str) -> None:
        """Change the theme and remember it."""
        self.theme = name
        self.asker.remember(theme=name)

    def action_ascii(self) -> None:
        """Switch to or from signs of one certain width."""
        self.narrow_signs = not self.narrow_signs
        self.asker.remember(ascii=self.narrow_signs)
        self.refresh_css(animate=False)

    def action_retry(self) -> None:
        self.opening_words = "正在打开资料……"
        self._show_banner()
        self.desk.retry()

    def action_as_of(self) -> None:
        from tui.screens.dialogs import LineDialog

        def done(text: str | None) -> None:
            if text is None:
                return
            try:
                day = settings.parse_day(text, "询问日期")
            except WenceError as error:
                self.notify(f"{error.message}{error.hint}", severity="error")
                return
            changed, self.asker.day = day != self.asker.day, day
            self._asker_changed(changed)

        note = "以后的问题按这一天判断政策是否有效。"
        self.push_screen(LineDialog("按哪一天判断有效性？", note, self.asker.day.isoformat()), done)

    # -- who asks

    def use_client(self, client: Client | None) -> None:
        """Ask for this factory from now on."""
        changed = client != self.asker.client
        self.asker.use(client)
        self._asker_changed(changed)

    def _asker_changed(self, changed: bool) -> None:
        """Show for whom and for which day is asked now, and ask again what was answered for another."""
        self.show_asker()
        if not changed:
            return
        self.desk.ask_again(as_of=self.asker.day, client=self.asker.client)
        self.call_later(self.ask_screen.tell_of_others)
        for screen in self.screen_stack:
            if isinstance(screen, OwnScreen):
                screen.asker_changed()

    def action_next_client(self) -> None:
        self._leaving(self.use_next_client)

    def use_next_client(self) -> None:
        """Ask for the next of the factories from now on."""
        before = self.asker.client
        try:
            client = self.asker.next()
        except WenceError as error:
            self.notify(f"{error.message}{error.hint}", severity="error")
            return
        if client is None:
            self.notify("还没有工厂档案，按 F2 建一个。")
            return
        self._asker_changed(client != before)
        self.notify(f"现在按「{client.name}」回答。")

    def action_no_client(self) -> None:
        def none() -> None:
            self.use_client(None)
            self.notify("不再使用工厂档案。")

        self._leaving(none)

    def rebrief(self) -> None:
        """Find out again what the corpus holds for the factory; ``Briefed`` will come."""
        if self.asker.client is not None:
            self.desk.brief(self.asker.client, as_of=self.asker.day)

    def show_asker(self, *, brief: bool = True) -> None:
        """Show for whom and for which day questions are asked, wherever the desk tells it."""
        self.ask_screen.query_one(SideBar).show_client(self.asker.client, self.asker.profiles(), self.key_shown)
        self._show_banner()
        self.call_later(self.ask_screen.show_tiles)
        if brief:
            self.rebrief()

    def _show_banner(self) -> None:
        opened = self.assistant
        state = self.opening_words if opened is None else self._rebuilding or f"索引 {opened.generation}"
        corpus = opened.corpus if opened else None
        self.ask_screen.query_one(Banner).tell(self.asker.client, self.asker.day, state, corpus)

    # -- the conversation

    async def action_new_talk(self) -> None:
        await self._at_the_desk(self.ask_screen.new_talk)

    async def reopen(self, talk: Talk) -> None:
        """Go to the conversation and go on with a kept one."""
        await self._at_the_desk(lambda: self.ask_screen.reopen(talk))

    def action_save_talk(self) -> None:
        talk = self.archive.talk
        if talk is None or not talk.turns:
            self.notify("还没有可以保存的对话。")
            return
        from tui.takeaway import save_dialog

        self.push_screen(*save_dialog(talk, self.ask_screen.newer_of(len(talk.turns)), self.home, self.notify))

    def _load_log(self) -> None:
        self.box.earlier[:0] = self.archive.questions()


def run_app(home: Path, as_of: date, ascii: bool = False, client: Client | None = None) -> int:
    """Open the terminal UI and return its exit code."""
    ready_terminal()
    config = settings.load_config(home)
    client = client or remembered_client(home, config.client)
    start = Settings(home=home, as_of=as_of, config=config, client=client, ascii=ascii, own=own_settings(home))
    app = WenceApp(opener(home, as_of), start)
    code = app.run()
    app.desk.close()
    return code if code is not None else app.return_code or 0
