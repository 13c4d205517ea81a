"""The five tables, filtered by typing and by chips; a row opens its card, a chart shows amounts and batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.text import Text as RichText
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import DataTable, Input, Static

from assistant.keeping.settings import LEVELS
from assistant.showing import tables as listing
from assistant.showing.tables import Row
from assistant.types import Citation
from corpus.validity import STATUS_NAMES
from tui import columns as columns_of
from tui.messages import Renewed
from tui.rows import Column, cell_text
from tui.screens.dialogs import spelt
from tui.screens.row_card import RowCard
from tui.screens.typing import TypingScreen
from tui.widgets.bars import Bars
from tui.widgets.card import Link
from tui.widgets.keybar import KeyBar
from tui.widgets.prose import Text, cut, one_line

CELL_WIDTH = 34
NUMERIC = frozenset({"amount_max", "count", "batch"})
AMOUNTS = (None, 10, 30, 50, 100, 200)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What the chips say."""

    level: str = ""
    status: str = ""
    minimum: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One of the tables: how its rows are found and which columns are shown."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Any, Filters], list[Row]]
    levels: bool = False
    statuses: tuple[tuple[str, str], ...] = ()
    amounts: bool = False
    sort_keys: tuple[tuple[str, str], ...] = ()
    """key to sort by for the head of a column, where it is not the key of the column"""


def _subsidies(app: Any, chosen: Filters) -> list[Row]:
    rows = listing.subsidies(
        app.assistant.corpus, app.assistant.places, level=chosen.level, minimum=chosen.minimum,
        statuses=(chosen.status,) if chosen.status else (), as_of=app.as_of,
    )  # fmt: skip
    return [{**row, "form": listing.FORM_NAMES.get(row["form"], row["form"])} for row in rows]


def _reviews(app: Any, chosen: Filters) -> list[Row]:
    rows = listing.reviews(app.assistant.corpus, as_of=app.as_of)
    return [{**row, "topic_name": listing.TOPIC_NAMES.get(row["topic"], row["topic"])} for row in rows]


def _standards(app: Any, chosen: Filters) -> list[Row]:
    return listing.standards(app.assistant.corpus, statuses=(chosen.status,) if chosen.status else ())


KINDS = (
    Kind(
        name="补贴", columns=columns_of.SUBSIDY_COLUMNS, rows=_subsidies, levels=True, amounts=True,
        statuses=tuple(STATUS_NAMES.items()), sort_keys=(("amount", "amount_max"), ("place", "place_code")),
    ),
    Kind(
        name="标准", columns=columns_of.STANDARD_COLUMNS, rows=_standards,
        statuses=tuple(listing.STANDARD_STATUS_NAMES.items()),
    ),
    Kind(
        name="政策", columns=columns_of.POLICY_COLUMNS, sort_keys=(("place", "place_code"),),
        rows=lambda app, chosen: listing.policies(app.assistant.corpus, app.assistant.places),
    ),
    Kind(name="批次", columns=columns_of.BATCH_COLUMNS, rows=lambda app, chosen: listing.batches(app.assistant.corpus)),
    Kind(name="复核", columns=columns_of.REVIEW_COLUMNS, rows=_reviews),
)  # fmt: skip
CHART = len(KINDS)


class Chip(Link):
    """A label to press, drawn as one word among others."""

    def __init__(self, name: str, action: str) -> None:
        super().__init__(name, classes="chip")
        self.action = action

    async def action_press(self) -> None:  # type: ignore[override]
        await self.screen.run_action(self.action)

    async def on_click(self, event: Any) -> None:  # type: ignore[override]
        event.stop()
        await self.screen.run_action(self.action)


class RowFilter(Input):
    """What rows must hold; Enter goes on to the row under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "看整行")]


class TablesScreen(TypingScreen):
    """Tables to look through."""

    HELP: ClassVar[str] = (
        "五张表和一张图。打字就筛选：几个词要同时出现，汉字、拼音、首字母都行。↑ ↓ 选行，Enter 看整行并可打开出处。\n"
        "F6 换一张表，F7 换级别，F8 换状态，F9 换金额下限；点列名（或 Ctrl+O）排序。Esc 先清空筛选，再按一次返回。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "返回"),
        Binding("f6", "turn(1)", "换表"),
        Binding("shift+f6", "turn(-1)", "换回", show=False),
        Binding("f7", "level", "级别"),
        Binding("f8", "status", "状态"),
        Binding("f9", "amount", "金额"),
        Binding("ctrl+o", "sort", "排序"),
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
        self.chosen = Filters()
        self.sort_column = ""
        self.descending = False
        self.rows: list[Row] = []
        self.filtered = ""
        """the text that ``rows`` were filtered by"""

    def compose(self) -> ComposeResult:
        yield Horizontal(
            *(Chip(name, f"screen.go({i})") for i, name in enumerate([*(kind.name for kind in KINDS), "图"])), id="tabs"
        )
        yield RowFilter(placeholder="打字筛选", compact=True, id="filter")
        with Horizontal(id="chips"):
            yield Chip("级别：全部", "screen.level")
            yield Chip("状态：全部", "screen.status")
            yield Chip("金额：不限", "screen.amount")
            yield Text(id="count", classes="hint")
        yield DataTable(id="rows", cursor_type="row", zebra_stripes=True)
        with VerticalScroll(id="chart"):
            yield Static(id="amount-bars")
            yield Static(id="batch-bars")
        yield Text(id="row-line", classes="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(DataTable).can_focus = False
        self.query_one("#chart").can_focus = False
        self.query_one(Input).focus()
        self.show()

    def land(self, text: str, *, pasted: bool = False) -> None:
        field = self.query_one(Input)
        field.focus()
        field.insert_text_at_cursor(" ".join(text.split()) if pasted else text)

    @on(Renewed)
    def _renewed(self) -> None:
        self.show()

    # -- what is shown

    @property
    def kind(self) -> Kind:
        """The table at hand."""
        return KINDS[min(self.place, len(KINDS) - 1)]

    def show(self) -> None:
        """Fill the table, or draw the chart, for the filters of this moment."""
        charted = self.place == CHART
        self.set_class(charted, "-chart")
        for i, tab in enumerate(self.query_one("#tabs").query_children(Chip)):
            tab.set_class(i == self.place, "-current")
        self._show_chips(charted)
        if self.wence.assistant is None:
            self.query_one("#count", Text).show(self.wence.opening_words)
            return
        if charted:
            self._show_chart()
        else:
            self._show_rows()

    def _show_chips(self, charted: bool) -> None:
        kind, chosen = self.kind, self.chosen
        level, status, amount = self.query_one("#chips").query_children(Chip)
        level.display = kind.levels and not charted
        status.display = bool(kind.statuses) and not charted
        amount.display = kind.amounts and not charted
        level.show(f"级别：{chosen.level or '全部'}")
        status.show(f"状态：{dict(kind.statuses).get(chosen.status, '全部')}")
        amount.show(f"金额：{'不限' if chosen.minimum is None else f'≥ {chosen.minimum:g} 万元'}")

    def _show_rows(self) -> None:
        columns = [column for column in self.kind.columns if column.in_table]
        words = self._words()
        every = self.kind.rows(self.wence, self.chosen)
        self.rows = self._sorted([row for row in every if _fits(row, self.kind.columns, words)])
        table = self.query_one(DataTable)
        table.clear(columns=True)
        cells = [[_cell(row, column, columns) for column in columns] for row in self.rows]
        for i, column in enumerate(columns):
            mark = {True: " ↓", False: " ↑"}[self.descending] if column.key == self.sort_column else ""
            head = column.head + mark
            # Widths are given: found by the table itself they come a frame late.
            width = max(map(cell_len, (head, *(line[i] for line in cells))))
            table.add_column(RichText(head), key=column.key, width=width)
        for line in cells:
            table.add_row(*map(RichText, line))
        self.query_one("#count", Text).show(
            f"共 {len(self.rows)} 行" + ("" if len(self.rows) == len(every) else f"（未筛选 {len(every)} 行）")
        )
        self._show_line()

    def _words(self) -> list[str]:
        self.filtered = self.query_one(Input).value
        return self.filtered.split()

    def _sorted(self, rows: list[Row]) -> list[Row]:
        if not self.sort_column:
            return rows
        key = dict(self.kind.sort_keys).get(self.sort_column, self.sort_column)
        known = [row for row in rows if row.get(key) not in (None, "")]
        silent = [row for row in rows if row.get(key) in (None, "")]
        return sorted(known, key=lambda row: _order(row[key]), reverse=self.descending) + silent

    def _show_chart(self) -> None:
        assistant = self.wence.assistant
        assert assistant is not None
        rows = listing.subsidies(
            assistant.corpus, assistant.places, level="国家级", sort="amount", as_of=self.wence.as_of
        )
        words = self._words()
        kept = [row for row in rows if row["amount_max"] is not None and _fits(row, KINDS[0].columns, words)]
        self.query_one("#amount-bars", Static).update(
            Bars("国家级绿色工厂奖励（最高可得，万元）", [(row["place"], row["amount_max"]) for row in kept])
        )
        batches = listing.batches(assistant.corpus)
        self.query_one("#batch-bars", Static).update(
            Bars("各批国家级绿色工厂（家）", [(f"第 {row['batch']} 批", float(row["count"])) for row in batches])
        )
        self.query_one("#count", Text).show(f"{len(kept)} 个奖励有数额")
        self.query_one("#row-line", Text).show("")

    def _show_line(self) -> None:
        """The row under the cursor on one line, for what the columns cut."""
        row = self._row()
        names = ("policy", "title", "text", "list_title")
        self.query_one("#row-line", Text).show(
            one_line(next((str(row[name]) for name in names if row.get(name)), "")) if row else ""
        )

    def _row(self) -> Row | None:
        at = self.query_one(DataTable).cursor_row
        return self.rows[at] if self.place != CHART and 0 <= at < len(self.rows) else None

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
        self._sort_by(str(event.column_key.value))

    def _sort_by(self, column: str) -> None:
        self.descending = not self.descending if column == self.sort_column else column in ("amount", "date", "count")
        self.sort_column = column
        self.show()

    def action_sort(self) -> None:
        """The next column, up and then down, and at last the order of the source."""
        keys = [column.key for column in self.kind.columns if column.in_table]
        steps = [("", False), *((key, down) for key in keys for down in (False, True))]
        here = steps.index((self.sort_column, self.descending if self.sort_column else False))
        self.sort_column, self.descending = steps[(here + 1) % len(steps)]
        self.show()

    def action_go(self, place: int) -> None:
        self.place = place
        self.chosen = Filters()
        self.sort_column, self.descending = "", False
        self.show()

    def action_turn(self, step: int) -> None:
        self.action_go((self.place + step) % (len(KINDS) + 1))

    def action_level(self) -> None:
        self._choose(level=_next(("", *LEVELS), self.chosen.level))

    def action_status(self) -> None:
        self._choose(status=_next(("", *(status for status, _ in self.kind.statuses)), self.chosen.status))

    def action_amount(self) -> None:
        self._choose(minimum=_next(AMOUNTS, self.chosen.minimum))

    def _choose(self, **changes: Any) -> None:
        self.chosen = replace(self.chosen, **changes)
        self.show()

    def action_cursor(self, what: str) -> None:
        if self.place == CHART:
            scroll = self.query_one("#chart")
            {"up": scroll.scroll_up, "down": scroll.scroll_down, "page_up": scroll.scroll_page_up}.get(
                what, scroll.scroll_page_down
            )(animate=False)
            return
        table = self.query_one(DataTable)
        moves = {
            "up": table.action_cursor_up,
            "down": table.action_cursor_down,
            "page_up": table.action_page_up,
            "page_down": table.action_page_down,
            "scroll_left": table.action_scroll_left,
            "scroll_right": table.action_scroll_right,
        }
        moves[what]()

    def action_card(self) -> None:
        row = self._row()
        if row is None:
            return
        facts = [(column.head, one_line(cell_text(column.of(row)))) for column in self.kind.columns]
        self.app.push_screen(RowCard([(name, value) for name, value in facts if value], _citation(row)), self._shown)

    async def _shown(self, citation: Citation | None) -> None:
        if citation is not None:
            await self.wence.open_source(citation)

    def action_back(self) -> None:
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        else:
            self.wence.action_page("ask")


def _fits(row: Row, columns: Sequence[Column], words: Sequence[str]) -> bool:
    """Whether the row holds every word; pinyin is looked for in what the table shows, from two letters on."""
    cells = [(column.in_table, cell_text(column.of(row))) for column in columns]
    text = " ".join(cell for _, cell in cells).lower()
    return all(
        word.lower() in text or (len(word) > 1 and any(seen and spelt(word, cell) for seen, cell in cells))
        for word in words
    )


def _cell(row: Row, column: Column, columns: Sequence[Column]) -> str:
    width = 60 if column is columns[-1] else CELL_WIDTH
    return cut(one_line(cell_text(column.of(row))), width)


def _order(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, int | float) else (1, str(value))


def _next(values: Sequence[Any], value: Any) -> Any:
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]


def _citation(row: Row) -> Citation:
    record_id = str(row["id"])
    return Citation(
        n=1, doc=row["document"], doc_id=row["doc_id"], section=row["section"], locator=row["locator"],
        quote=str(row.get("provision") or row.get("text") or row.get("title") or row["locator"]),
        quote_kind="record", page=row["page"], record_id=record_id,
    )  # fmt: skip
