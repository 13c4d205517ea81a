"""The five tables, filtered by typing and by chips; rows can be marked, copied and saved, and open their source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.text import Text as RichText
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Input

from assistant.showing.tables import Row
from assistant.types import Citation
from corpus.frozen import replace
from corpus.types import LEVELS
from tui.listing import (
    AMOUNTS,
    KINDS,
    Filters,
    Kind,
    Order,
    Source,
    after,
    by,
    citation_of,
    has_figure,
    key_of,
    listed,
    tabbed,
    width_of,
)
from tui.messages import Renewed
from tui.rows import cell_text
from tui.screens.row_card import RowCard
from tui.screens.typing import TypingScreen
from tui.widgets.card import Link
from tui.widgets.keybar import KeyBar
from tui.widgets.prose import Text, cut, one_line

MARK = "* "
SIDEWAYS = 12
"""cells that the table moves at a key"""


class Chip(Link):
    """A label to press, drawn as one word among others."""

    def __init__(self, name: str, action: str) -> None:
        super().__init__(name, classes="chip")
        self.action = action

    async def action_press(self) -> None:  # type: ignore[override]
        await self.screen.run_action(self.action)

    async def on_click(self, event: events.Click) -> None:  # type: ignore[override]
        event.stop()
        await self.screen.run_action(self.action)


class RowFilter(Input):
    """What rows must hold; Enter goes on to the row under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "看整行")]


class FilteredScreen(TypingScreen):
    """A screen over rows that a field and chips filter."""

    def __init__(self, chosen: Filters | None = None, words: str = "") -> None:
        super().__init__()
        self.chosen = chosen or Filters()
        self.first_words = words

    @property
    def kind(self) -> Kind:
        """The table that the rows are of."""
        raise NotImplementedError

    def show(self) -> None:
        """Show what fits the filters of this moment."""
        raise NotImplementedError

    def chips(self) -> ComposeResult:
        """The chips in one line."""
        with Horizontal(id="chips"):
            yield Chip("级别：全部", "screen.level")
            yield Chip("状态：全部", "screen.status")
            yield Chip("金额：不限", "screen.amount")
            yield Text(id="count", classes="hint")

    def show_chips(self) -> None:
        """What is chosen, as far as the table has something to choose."""
        kind, chosen = self.kind, self.chosen
        level, status, amount = self.query_one("#chips").query_children(Chip)
        level.display, status.display, amount.display = kind.levels, bool(kind.statuses), kind.amounts
        level.show(f"级别：{chosen.level or '全部'}")
        status.show(f"状态：{dict(kind.statuses).get(chosen.status, '全部')}")
        amount.show(f"金额：{'不限' if chosen.minimum is None else f'≥ {chosen.minimum:g} 万元'}")

    @property
    def source(self) -> Source | None:
        """What rows are made of; None before the corpus is open."""
        assistant = self.wence.assistant
        if assistant is None:
            return None
        return Source(corpus=assistant.corpus, places=assistant.places, day=self.wence.asker.day)

    @property
    def words(self) -> str:
        """What was typed to filter by."""
        return self.query_one(Input).value

    def land(self, text: str, *, pasted: bool = False) -> None:
        field = self.query_one(Input)
        self.set_focus(field)
        field.insert_text_at_cursor(" ".join(text.split()) if pasted else text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that the table has no use for is not offered and does nothing."""
        has = {"level": self.kind.levels, "status": bool(self.kind.statuses), "amount": self.kind.amounts}
        return has.get(action, True)

    def action_level(self) -> None:
        self._choose(level=_next(("", *LEVELS), self.chosen.level))

    def action_status(self) -> None:
        self._choose(status=_next(("", *(status for status, _ in self.kind.statuses)), self.chosen.status))

    def action_amount(self) -> None:
        self._choose(minimum=_next(AMOUNTS, self.chosen.minimum))

    def _choose(self, **changes: Any) -> None:
        self.chosen = replace(self.chosen, **changes)
        self.show()

    def asker_changed(self) -> None:
        self.show()

    def action_back(self) -> None:
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        else:
            self.wence.action_page("ask")


class TablesScreen(FilteredScreen):
    """Tables to look through."""

    HELP: ClassVar[str] = (
        "五张表。打字就筛选：几个词要同时出现，汉字、拼音、首字母都行。↑ ↓ 选行，Enter 看整行并可打开出处。\n"
        "F6 换一张表，F7 换级别，F8 换状态，F9 换金额下限；点列名（或 Ctrl+O）排序，没有金额的行排在最后。\n"
        "F5 标记一行；Ctrl+Y 复制、Ctrl+S 存成 CSV 或 XLSX：有标记时只取标记的行，没有就取筛选出的全部。Ctrl+G 看图。\n"
        "Esc 先清空筛选，再按一次返回。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "返回"),
        Binding("f6", "turn(1)", "换表"),
        Binding("shift+f6", "turn(-1)", "换回", show=False),
        Binding("f7", "level", "级别"),
        Binding("f8", "status", "状态"),
        Binding("f9", "amount", "金额", show=False),
        Binding("f5", "mark", "标记", show=False),
        Binding("ctrl+y", "copy_rows", "复制", show=False),
        Binding("ctrl+s", "save_rows", "存成文件", show=False),
        Binding("ctrl+g", "picture", "看图", show=False),
        Binding("ctrl+o", "sort", "排序", show=False),
        Binding("up", "cursor('up')", show=False),
        Binding("down", "cursor('down')", show=False),
        Binding("pageup", "cursor('page_up')", show=False),
        Binding("pagedown", "cursor('page_down')", show=False),
        Binding("ctrl+left", "cursor('scroll_left')", show=False, priority=True),
        Binding("ctrl+right", "cursor('scroll_right')", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.place = 0
        self.order = Order()
        self.rows: list[Row] = []
        self.marked: set[tuple[str, object]] = set()
        self.filtered = ""
        """the text that ``rows`` were filtered by"""

    def compose(self) -> ComposeResult:
        yield Horizontal(*(Chip(kind.name, f"screen.go({place})") for place, kind in enumerate(KINDS)), id="tabs")
        yield RowFilter(placeholder="打字筛选", compact=True, id="filter", select_on_focus=False)
        yield from self.chips()
        yield DataTable(id="rows", cursor_type="row", zebra_stripes=True, fixed_columns=1)
        yield Text(id="row-line", classes="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(DataTable).can_focus = False
        self.query_one(Input).focus()
        self.show()

    @on(Renewed)
    def _renewed(self) -> None:
        self.show()

    @property
    def kind(self) -> Kind:
        return KINDS[self.place]

    def show(self) -> None:
        for place, tab in enumerate(self.query_one("#tabs").query_children(Chip)):
            tab.set_class(place == self.place, "-current")
        self.show_chips()
        if self.source is None:
            self.query_one("#count", Text).show(self.wence.opening_words)
            return
        self.filtered = self.words
        self.rows, every = listed(self.kind, self.source, self.chosen, self.filtered, self.order)
        self._fill()
        marked = f"，标记 {len(self.marked)} 行" if self.marked else ""
        without = "" if len(self.rows) == every else f"（未筛选 {every} 行）"
        self.query_one("#count", Text).show(f"共 {len(self.rows)} 行{without}{marked}")
        self._show_line()
        self.refresh_bindings()

    def _fill(self) -> None:
        columns = self.kind.shown
        table = self.query_one(DataTable)
        table.clear(columns=True)
        cells = [
            [cut(one_line(cell_text(column.of(row))), width_of(column)) for column in columns] for row in self.rows
        ]
        for line, row in zip(cells, self.rows, strict=True):
            line[0] = MARK + line[0] if key_of(row) in self.marked else line[0]
        for number, column in enumerate(columns):
            turned = {True: " ↓", False: " ↑"}[self.order.descending] if column.key == self.order.column else ""
            head = column.head + turned
            # Widths are given: found by the table itself they come a frame late.
            width = max(map(cell_len, (head, *(line[number] for line in cells))))
            table.add_column(RichText(head), key=column.key, width=width)
        for line, row in zip(cells, self.rows, strict=True):
            # rich's own dim looks the same on every terminal; a colour would have to be told for each theme
            style = "" if has_figure(self.kind, row) else "dim"
            table.add_row(*(RichText(cell, style=style) for cell in line))

    def _show_line(self) -> None:
        """The row under the cursor on one line, for what the columns cut."""
        row = self._row()
        names = ("policy", "title", "text", "list_title")
        self.query_one("#row-line", Text).show(
            one_line(next((str(row[name]) for name in names if row.get(name)), "")) if row else ""
        )

    def _row(self) -> Row | None:
        at = self.query_one(DataTable).cursor_row
        return self.rows[at] if 0 <= at < len(self.rows) else None

    # -- what keys and clicks do

    @on(Input.Changed)
    def _typed(self) -> None:
        self.show()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        if event.value != self.filtered:
            self.show()
        self.action_card()

    @on(DataTable.RowHighlighted)
    def _moved(self) -> None:
        self._show_line()

    @on(DataTable.RowSelected)
    def _clicked(self) -> None:
        self.action_card()

    @on(DataTable.HeaderSelected)
    def _head(self, event: DataTable.HeaderSelected) -> None:
        self.sort_by(str(event.column_key.value))

    def sort_by(self, column: str) -> None:
        """Sort by a column, or turn its order round."""
        self.order = by(self.order, column)
        self.show()

    def action_sort(self) -> None:
        self.order = after(self.kind, self.order)
        self.show()

    def action_go(self, place: int) -> None:
        self.place = place
        self.chosen, self.order = Filters(), Order()
        self.marked.clear()
        self.show()

    def action_turn(self, step: int) -> None:
        self.action_go((self.place + step) % len(KINDS))

    def action_cursor(self, what: str) -> None:
        table = self.query_one(DataTable)
        if what.startswith("scroll"):
            table.scroll_relative(x=SIDEWAYS if what == "scroll_right" else -SIDEWAYS, animate=False)
            return
        moves = {
            "up": table.action_cursor_up,
            "down": table.action_cursor_down,
            "page_up": table.action_page_up,
            "page_down": table.action_page_down,
        }
        moves[what]()

    def action_mark(self) -> None:
        row = self._row()
        if row is None:
            return
        self.marked ^= {key_of(row)}
        at = self.query_one(DataTable).cursor_row
        self.show()
        self.query_one(DataTable).move_cursor(row=min(at + 1, len(self.rows) - 1))

    @property
    def taken(self) -> list[Row]:
        """The rows to take away: the marked ones, or all that are listed where none is."""
        return [row for row in self.rows if not self.marked or key_of(row) in self.marked]

    def action_copy_rows(self) -> None:
        if self.taken:
            self.wence.take(tabbed(self.taken, self.kind.shown))

    def action_save_rows(self) -> None:
        if not self.taken:
            self.notify("没有可以保存的行。")
            return
        from tui.screens.dialogs import LineDialog

        suggested = self.wence.home / "history" / "saved" / f"{self.kind.name}-{self.wence.asker.day.isoformat()}.xlsx"
        note = f"{len(self.taken)} 行。文件名以 .csv 结尾就存成 CSV，否则存成 XLSX。"
        self.app.push_screen(LineDialog(f"「{self.kind.name}」存成文件", note, str(suggested)), self._save)

    def _save(self, name: str | None) -> None:
        if not name or not name.strip():
            return
        from tui.takeaway import save_rows

        rows, columns = self.taken, self.kind.columns
        note = f"状态以 {self.wence.asker.day.isoformat()} 为准；{self._said()}"
        try:
            path = save_rows(Path(name.strip()).expanduser(), rows, columns, note)
        except OSError as error:
            self.notify(f"保存不了 {name}（{error.strerror}）。请换个文件夹再试。", severity="error")
        else:
            self.notify(f"{len(rows)} 行已保存到 {path}", title="表格已保存")

    def _said(self) -> str:
        """The filters in words, for those who get the file."""
        chosen = self.chosen
        status = dict(self.kind.statuses).get(chosen.status, "")
        minimum = "" if chosen.minimum is None else f"不少于 {chosen.minimum:g} 万元"
        words = [word for word in (chosen.level, status, minimum, f"含「{self.words}」" if self.words else "") if word]
        return f"筛选条件：{'、'.join(words)}。" if words else "未筛选。"

    def action_picture(self) -> None:
        from tui.screens.pictures import PicturesScreen

        chosen, words = (self.chosen, self.words) if self.kind.amounts else (Filters(), "")
        self.app.push_screen(PicturesScreen(chosen, words))

    def action_card(self) -> None:
        row = self._row()
        if row is None:
            return
        facts = [(column.head, one_line(cell_text(column.of(row)))) for column in self.kind.columns]
        self.app.push_screen(RowCard([(name, value) for name, value in facts if value], citation_of(row)), self._shown)

    async def _shown(self, citation: Citation | None) -> None:
        if citation is not None:
            await self.wence.open_source(citation)


def _next(values: Sequence[Any], value: Any) -> Any:
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]
