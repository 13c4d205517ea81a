"""My factory: profiles to fill in and switch between, and what the corpus holds for the one in use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from assistant.errors import SettingsError
from assistant.keeping import settings
from assistant.keeping.settings import Client
from corpus.errors import WenceError
from tui.messages import AskThis, Briefed, OpenSource
from tui.screens.dialogs import Confirm
from tui.widgets.card import AnswerCard
from tui.widgets.keybar import KeyBar
from tui.widgets.prose import Text, cut, one_line

FIELDS = (
    ("name", "名称", "给这份档案起个名字，例如 义乌一厂"),
    ("place", "地区", "省、市、区县或开发区，例如 义乌市"),
    ("level", "级别", "国家级、省级、市级或区级"),
    ("batch", "批次", "国家级名单第几批，例如 3"),
    ("industry", "行业", "例如 电视机制造业"),
    ("investment", "投资", "设备投资，万元"),
    ("paid", "已领", "已经领过哪一级的奖励"),
    ("notes", "备注", ""),
)


class Field(Input):
    """One line of the profile; Enter goes to the next."""

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, id=f"field-{name}", select_on_focus=False)


class FactoryScreen(Screen[None]):
    """Profiles on the left, the form and its meaning on the right."""

    HELP: ClassVar[str] = (
        "我的工厂：把地区、级别、批次、行业、投资记在档案里，提问时没说的就用它补上，回答里会注明。\n"
        "Enter 到下一项，Ctrl+S 保存；左边的名单按 Enter 换用另一家（任何画面按 Ctrl+T 轮换）。Ctrl+N 新建，F8 删除。\n"
        "右下方是资料里与这家工厂有关的补贴、标准和复核。"
    )
    AUTO_FOCUS: ClassVar[str | None] = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "返回"),
        Binding("ctrl+s", "save", "保存"),
        Binding("ctrl+n", "new", "新建"),
        Binding("f8", "delete", "删除"),
        Binding("ctrl+t", "next", "换一家"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield Text("我的工厂", classes="page-title")
        with Horizontal(id="factory"):
            yield OptionList(id="profiles", compact=True)
            with VerticalScroll(id="form"):
                for name, label, placeholder in FIELDS:
                    with Horizontal(classes="field"):
                        yield Text(label, classes="field-name")
                        yield Field(name, placeholder)
                yield Text(id="problem")
                yield Vertical(id="briefing")
        yield KeyBar()

    def on_mount(self) -> None:
        self._list()
        self._fill(self.wence.client)
        self.query_one("#field-name" if self.wence.client is None else "#field-place").focus()
        self.query_one("#form").can_focus = False
        self.wence.rebrief()

    @property
    def wence(self) -> Any:
        """The application."""
        return self.app

    def _list(self) -> None:
        names = settings.list_clients(self.wence.home)
        options = self.query_one(OptionList).clear_options()
        options.add_options(Option(Content(cut(one_line(name), 18)), id=name) for name in names)
        options.add_option(Option("（不用档案）", id=""))
        here = self.wence.client.name if self.wence.client else ""
        options.highlighted = [*names, ""].index(here) if here in (*names, "") else 0

    def _fill(self, client: Client | None) -> None:
        for name, _, _ in FIELDS:
            value = getattr(client, name, None)
            text = "" if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)
            self.query_one(f"#field-{name}", Field).value = text
        self._tell("")

    def _tell(self, words: str, *, wrong: bool = False) -> None:
        problem = self.query_one("#problem", Text)
        problem.show(words)
        problem.set_class(wrong, "-wrong")
        problem.display = bool(words)

    def _read(self) -> Client:
        """The form as a profile.

        Raises:
            WenceError: a field can't be understood.
        """
        values = {name: self.query_one(f"#field-{name}", Field).value.strip() for name, _, _ in FIELDS}
        return _client(values)

    def action_save(self) -> None:
        before = self.wence.client
        try:
            client = self._read()
            note = self.wence.place_note(client.place)
            settings.save_client(self.wence.home, client)
            if before and before.name != client.name and before.name in settings.list_clients(self.wence.home):
                settings.remove_client(self.wence.home, before.name)
        except WenceError as error:
            self._tell(f"{error.message}{error.hint}", wrong=True)
            return
        except OSError as error:
            self._tell(f"写不进 {self.wence.home}（{error.strerror}）。", wrong=True)
            return
        self.wence.use_client(client)
        self._list()
        self._fill(client)
        self._tell(f"已保存，提问时没说的就用它补上。{note}")

    def action_new(self) -> None:
        self.wence.use_client(None)
        self._list()
        self._fill(None)
        self.query_one("#briefing").remove_children()
        self.query_one("#field-name").focus()

    def action_next(self) -> None:
        self.wence.action_next_client()
        self._switched()

    def action_delete(self) -> None:
        client = self.wence.client
        if client is None:
            self._tell("没有正在使用的档案。")
            return

        def done(yes: bool | None) -> None:
            if yes:
                settings.remove_client(self.wence.home, client.name)
                self.wence.use_client(None)
                self._switched()

        self.app.push_screen(Confirm(f"删除档案「{client.name}」？", "删除"), done)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        name = event.option.id or ""
        try:
            self.wence.use_client(settings.load_client(self.wence.home, name) if name else None)
        except WenceError as error:
            self._tell(f"{error.message}{error.hint}", wrong=True)
            return
        self._switched()

    def _switched(self) -> None:
        self._list()
        self._fill(self.wence.client)
        if self.wence.client is None:
            self.query_one("#briefing").remove_children()

    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next(Field)

    @on(Briefed)
    async def _briefed(self, event: Briefed) -> None:
        if event.client != self.wence.client:
            return
        box = self.query_one("#briefing", Vertical)
        await box.remove_children()
        for heading, answer in event.answers:
            await box.mount(Text(heading, classes="section"), AnswerCard(answer))

    @on(OpenSource)
    async def _open_source(self, event: OpenSource) -> None:
        event.stop()
        await self.wence.open_source(event.citation)

    @on(AskThis)
    async def _ask(self, event: AskThis) -> None:
        event.stop()
        await self.wence.ask_now(event.question)

    @on(AnswerCard.Take)
    def _take(self, event: AnswerCard.Take) -> None:
        self.wence.take_answer(event.answer, event.how)

    def action_back(self) -> None:
        self.wence.action_page("ask")


def _client(values: dict[str, str]) -> Client:
    """A profile from what was typed; ``save_client`` checks the rest."""
    client = Client(name=values["name"], place=values["place"], industry=values["industry"], notes=values["notes"])
    if values["level"]:
        client = replace(client, level=settings.parse_level(values["level"]))
    if values["paid"]:
        client = replace(client, paid=settings.parse_level(values["paid"]))
    return replace(
        client,
        batch=_number(values["batch"], "批次", int),
        investment=_number(values["investment"], "投资", float),
    )


def _number(text: str, name: str, kind: type) -> Any:
    cleaned = text.replace("第", "").replace("批", "").replace("万元", "").replace("万", "").replace(",", "").strip()
    if not cleaned:
        return None
    try:
        value = kind(cleaned)
    except ValueError:
        raise SettingsError(f"{name}「{text[:20]}」不是数字。", "请只写数字，例如 3。") from None
    if not 0 < value < 10**9:
        raise SettingsError(f"{name}「{text[:20]}」超出范围。", "请写大于 0 的数字。")
    return value
