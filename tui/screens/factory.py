"""My factory: profiles to fill in and switch between, and what the corpus holds for the one in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option as ListOption

from assistant.errors import SettingsError
from assistant.keeping import settings
from assistant.keeping.settings import Client
from corpus.errors import WenceError
from corpus.frozen import replace
from corpus.types import LEVELS
from tui.messages import AskThis, Briefed, OpenSource
from tui.screens.dialogs import Confirm
from tui.screens.own import OwnScreen
from tui.widgets.card import AnswerCard
from tui.widgets.choice import ChoiceField, Option
from tui.widgets.keybar import KeyBar
from tui.widgets.prose import Text, cut, one_line

FIELDS = (
    ("name", "名称", "给这份档案起个名字，例如 义乌一厂"),
    ("place", "地区", "省、市、区县或开发区，例如 义乌市"),
    ("level", "级别", ""),
    ("batch", "批次", ""),
    ("industry", "行业", "例如 电视机制造业"),
    ("investment", "投资", "设备投资，万元"),
    ("paid", "已领", ""),
    ("notes", "备注", ""),
)
CHOICES = ("level", "batch", "paid")
Values = dict[str, str]


class Field(Input):
    """One line of the profile; Enter goes to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.next_field", "下一项")]

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, id=f"field-{name}", select_on_focus=False)


class FactoryScreen(OwnScreen):
    """Profiles on the left, the form and its meaning on the right."""

    HELP: ClassVar[str] = (
        "我的工厂：把地区、级别、批次、行业、投资记在档案里，提问时没说的就用它补上，回答里会注明。\n"
        "Enter 到下一项，级别、批次用 ← → 选；Ctrl+S 保存，离开时没存的会先问一声。\n"
        "左边的名单按 Enter 换用另一家（任何画面按 Ctrl+T 轮换）。Ctrl+N 新建，F8 删除。\n"
        "右下方是资料里与这家工厂有关的补贴、标准和复核。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "返回"),
        Binding("ctrl+s", "save", "保存"),
        Binding("ctrl+n", "new", "新建"),
        Binding("f8", "delete", "删除"),
        Binding("ctrl+t", "next", "换一家"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.filled: Client | None = None
        """the profile that the form was filled from"""
        self.kept: Values = {}
        self.asking = False
        """whether the question stands what to do with what is not saved"""

    def compose(self) -> ComposeResult:
        yield Text("我的工厂", classes="page-title")
        with Horizontal(id="factory"):
            yield OptionList(id="profiles", compact=True)
            with VerticalScroll(id="form"):
                for name, label, placeholder in FIELDS:
                    with Horizontal(classes="field"):
                        yield Text(label, classes="field-name")
                        yield self._field(name, placeholder)
                yield Text(id="problem")
                yield Vertical(id="briefing")
        yield KeyBar()

    def _field(self, name: str, placeholder: str) -> Field | ChoiceField:
        if name not in CHOICES:
            return Field(name, placeholder)
        if name == "batch":
            options = [Option(value=f"{number}", name=f"{number}") for number in self._batches()]
        else:
            options = [Option(value=level, name=level) for level in LEVELS]
        return ChoiceField(options, id=f"field-{name}", classes="choice")

    def _batches(self) -> list[int]:
        assistant = self.wence.assistant
        return sorted({batch.number for batch in assistant.corpus.batches if batch.number}) if assistant else []

    def on_mount(self) -> None:
        self._list()
        self._fill(self.wence.asker.client)
        self.set_focus(self.query_one("#field-name" if self.wence.asker.client is None else "#field-place"))
        self.query_one("#form").can_focus = False
        self.wence.rebrief()

    def _list(self) -> None:
        names = settings.list_clients(self.wence.home)
        options = self.query_one(OptionList).clear_options()
        options.add_options(ListOption(Content(cut(one_line(name), 18)), id=name) for name in names)
        options.add_option(ListOption("（不用档案）", id=""))
        here = self.wence.asker.client.name if self.wence.asker.client else ""
        options.highlighted = [*names, ""].index(here) if here in (*names, "") else 0

    def _fill(self, client: Client | None) -> None:
        self.filled = client
        self.kept = _values(client)
        for name, value in self.kept.items():
            field = self.query_one(f"#field-{name}")
            if isinstance(field, ChoiceField):
                field.take(value)
            elif isinstance(field, Field):
                field.value = value
        self._tell("")

    def _tell(self, words: str, *, wrong: bool = False) -> None:
        problem = self.query_one("#problem", Text)
        problem.show(words)
        problem.set_class(wrong, "-wrong")
        problem.display = bool(words)

    @property
    def written(self) -> Values:
        """What stands in the form."""
        fields = (self.query_one(f"#field-{name}") for name, _, _ in FIELDS)
        values = (_standing(field) for field in fields)
        return {name: value.strip() for (name, _, _), value in zip(FIELDS, values, strict=True)}

    def action_save(self) -> None:
        self._save()

    def _save(self) -> bool:
        """Save the form; False when something in it can't be, which is told."""
        refused = next((field for field in self.query(ChoiceField) if field.refused), None)
        if refused is not None:
            self._tell(f"没有保存：{self._none_such(refused)}", wrong=True)
            self.set_focus(refused)
            return False
        before = self.filled
        try:
            client = _client(self.written, before)
            note = self._place_note(client.place)
            settings.save_client(self.wence.home, client)
            if before and before.name != client.name and before.name in settings.list_clients(self.wence.home):
                settings.remove_client(self.wence.home, before.name)
        except WenceError as error:
            self._tell(f"没有保存：{error.message}{error.hint}", wrong=True)
            return False
        except OSError as error:
            self._tell(f"没有保存：写不进 {self.wence.home}（{error.strerror}）。", wrong=True)
            return False
        self.filled = client
        self.wence.use_client(client)
        self._list()
        self._fill(client)
        self._tell(f"已保存，提问时没说的就用它补上。{note}")
        return True

    def _place_note(self, name: str) -> str:
        """How a place name is read.

        Raises:
            WenceError: no place bears it, or several do.
        """
        if not name:
            return ""
        from assistant.showing.nearby import near_places
        from assistant.showing.tables import find_places
        from corpus.places import load_places

        assistant = self.wence.assistant
        places = assistant.places if assistant else load_places()
        try:
            codes = find_places(places, [name])
        except WenceError as error:
            near = " 或 ".join(place.name for place in near_places(places, assistant.corpus, name)) if assistant else ""
            raise SettingsError(error.message, f"是不是想写 {near}？" if near else error.hint) from None
        paths = [places.path(code) for code in codes]
        if len(paths) > 1:
            several = "、".join(paths[:4])
            raise SettingsError(
                f"叫「{settings.shown(name)}」的地方有 {len(paths)} 个：{several}。", "请连上级一起写。"
            )
        return "".join(f"地区按「{path}」理解。" for path in paths)

    # -- leaving without losing what was written

    @property
    def unsaved(self) -> bool:
        return self.written != self.kept

    def leave(self, then: Callable[[], object]) -> None:
        """Do something that empties the form; what is not saved yet is asked about first."""
        if not self.unsaved:
            then()
            return
        if self.asking:  # the question stands there already
            return
        from tui.screens.dialogs import Choice, Picker

        def done(choice: str | None) -> None:
            self.asking = False
            if choice == "drop" or (choice == "save" and self._save()):
                then()

        choices = (
            Choice(id="save", name="保存", note="存好后离开"),
            Choice(id="drop", name="不保存", note="刚才写的不要了"),
            Choice(id="stay", name="继续填写"),
        )
        self.asking = True
        self.app.push_screen(Picker("这份档案改过，还没有保存。", choices), done)

    def action_new(self) -> None:
        self.leave(self._begin_new)

    def _begin_new(self) -> None:
        self.wence.use_client(None)
        self._switched()
        self.set_focus(self.query_one("#field-name"))

    def action_next(self) -> None:
        self.leave(self._use_next)

    def _use_next(self) -> None:
        self.wence.use_next_client()

    def action_delete(self) -> None:
        client = self.wence.asker.client
        if client is None:
            self._tell("没有正在使用的档案。")
            return

        def done(yes: bool | None) -> None:
            if yes:
                settings.remove_client(self.wence.home, client.name)
                self.wence.use_client(None)

        self.app.push_screen(Confirm(f"删除档案「{client.name}」？", "删除"), done)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        name = event.option.id or ""
        self.leave(lambda: self._use(name))

    def _use(self, name: str) -> None:
        try:
            self.wence.use_client(settings.load_client(self.wence.home, name) if name else None)
        except WenceError as error:
            self._tell(f"{error.message}{error.hint}", wrong=True)

    def asker_changed(self) -> None:
        if self.is_mounted and self.wence.asker.client != self.filled:
            self._switched()

    def _switched(self) -> None:
        self._list()
        self._fill(self.wence.asker.client)
        if self.wence.asker.client is None:
            self.query_one("#briefing").remove_children()

    def action_next_field(self) -> None:
        fields = [self.query_one(f"#field-{name}") for name, _, _ in FIELDS]
        here = fields.index(self.focused) if self.focused in fields else -1
        self.set_focus(fields[(here + 1) % len(fields)])

    @on(ChoiceField.NoSuch)
    def _no_such(self, event: ChoiceField.NoSuch) -> None:
        if event.field.refused:
            self._tell(self._none_such(event.field), wrong=True)

    def _none_such(self, field: ChoiceField) -> str:
        name = next(label for name, label, _ in FIELDS if field.id == f"field-{name}")
        known = "、".join(option.name for option in field.options[1:])
        return f"{name}里没有「{settings.shown(field.refused)}」，可选：{known}。"

    @on(Briefed)
    async def _briefed(self, event: Briefed) -> None:
        if event.client != self.wence.asker.client:
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


def _standing(field: object) -> str:
    if isinstance(field, ChoiceField):
        return field.refused or field.value
    return field.value if isinstance(field, Field) else ""


def _values(client: Client | None) -> Values:
    """A profile as it is written in the form."""
    found = {name: getattr(client, name, None) for name, _, _ in FIELDS}
    return {
        name: "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        for name, value in found.items()
    }


def _client(values: Values, before: Client | None) -> Client:
    """A profile from what was written; what the form does not show is kept from the one before.

    Raises:
        SettingsError: a field can't be understood.
    """
    return replace(
        before or Client(name=""),
        name=values["name"],
        place=values["place"],
        level=values["level"],
        batch=int(values["batch"]) if values["batch"] else None,
        industry=values["industry"],
        investment=_amount(values["investment"]),
        paid=values["paid"],
        notes=values["notes"],
    )


def _amount(text: str) -> float | None:
    """万元, or None where nothing is written."""
    cleaned = text.replace("万元", "").replace("万", "").replace(",", "").strip()
    if not cleaned:
        return None
    try:
        value = float(cleaned)
    except ValueError:
        raise SettingsError(f"投资「{text[:20]}」不是数字。", "请只写数字（万元），例如 1200。") from None
    if not 0 < value < 10**9:
        raise SettingsError(f"投资「{text[:20]}」超出范围。", "请写大于 0 的数字（万元）。")
    return value
