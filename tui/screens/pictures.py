"""Pictures of what the tables hold: amounts, validity over time, provinces, and one's factories side by side."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Static

from assistant.keeping.settings import load_clients
from tui import pictures
from tui.listing import SUBSIDIES, Filters, Kind, Order, Source, listed
from tui.messages import Renewed
from tui.pictures import Line
from tui.screens.tables import Chip, FilteredScreen
from tui.widgets.drawing import Drawing
from tui.widgets.keybar import KeyBar
from tui.widgets.prose import Text

NAMES = ("金额", "有效期", "地图", "工厂")
FACTORIES = 3


class PictureFilter(Input):
    """What the rows of the picture must hold."""


class PicturesScreen(FilteredScreen):
    """One picture at a time."""

    HELP: ClassVar[str] = (
        "图：金额（按地区，两级分列，由高到低）、有效期（一项政策一行，竖线是询问日期）、地图（各省最高金额和条数）、\n"
        "工厂（各家并排，≠ 表示不同）。打字、F7 级别、F8 状态、F9 金额下限与表格一样筛选。F6 换一张图，↑ ↓ 滚动。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "返回"),
        Binding("f6", "turn(1)", "换图"),
        Binding("shift+f6", "turn(-1)", "换回", show=False),
        Binding("f7", "level", "级别"),
        Binding("f8", "status", "状态"),
        Binding("f9", "amount", "金额", show=False),
        Binding("up", "roll(-1)", show=False),
        Binding("down", "roll(1)", show=False),
        Binding("pageup", "roll(-15)", show=False),
        Binding("pagedown", "roll(15)", show=False),
        Binding("left", "side(-1)", show=False, priority=True),
        Binding("right", "side(1)", show=False, priority=True),
    ]

    def __init__(self, chosen: Filters | None = None, words: str = "") -> None:
        super().__init__(chosen, words)
        self.place = 0
        self.first_client = 0

    @property
    def kind(self) -> Kind:
        return SUBSIDIES

    def compose(self) -> ComposeResult:
        yield Horizontal(*(Chip(name, f"screen.go({place})") for place, name in enumerate(NAMES)), id="tabs")
        yield PictureFilter(self.first_words, placeholder="打字筛选", compact=True, id="filter", select_on_focus=False)
        yield from self.chips()
        with VerticalScroll(id="canvas"):
            yield Static(id="drawing")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#canvas").can_focus = False
        self.set_focus(self.query_one(Input))
        self.show()

    @on(Renewed)
    @on(Input.Changed)
    def _again(self) -> None:
        self.show()

    def show(self) -> None:
        for place, tab in enumerate(self.query_one("#tabs").query_children(Chip)):
            tab.set_class(place == self.place, "-current")
        self.query_one("#chips").display = self.query_one("#filter").display = self.place != FACTORIES
        self.show_chips()
        self.refresh_bindings()
        source = self.source
        if source is None:
            self.query_one("#count", Text).show(self.wence.opening_words)
            return
        self.query_one("#drawing", Static).update(Drawing(lambda width: self._lines(source, width)))

    def _lines(self, source: Source, width: int) -> list[Line]:
        if self.place == FACTORIES:
            clients, _ = load_clients(self.wence.home)
            return pictures.matrix(clients, source, width, self.first_client)
        rows, _ = listed(SUBSIDIES, source, self.chosen, self.words, Order(column="amount", descending=True))
        if self.place == 0:
            return pictures.amounts(rows, width)
        if self.place == 1:
            return pictures.lanes(rows, source.day, width)
        return pictures.tiles(rows, source.places, width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("level", "status", "amount"):
            return self.place != FACTORIES
        return self.place == FACTORIES if action == "side" else True

    def action_go(self, place: int) -> None:
        self.place = place
        self.first_client = 0
        self.query_one("#canvas").scroll_home(animate=False)
        self.show()

    def action_turn(self, step: int) -> None:
        self.action_go((self.place + step) % len(NAMES))

    def action_roll(self, step: int) -> None:
        self.query_one("#canvas").scroll_relative(y=step, animate=False)

    def action_side(self, step: int) -> None:
        clients, _ = load_clients(self.wence.home)
        self.first_client = min(max(self.first_client + step, 0), max(len(clients) - 1, 0))
        self.show()
