"""The conversation: turns one under another, and what a newcomer sees before the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message

from assistant.types import Answer
from tui.exchange import Exchange
from tui.lead import Lead
from tui.tiles import Tile
from tui.widgets.card import AnswerCard, FollowUp, Link
from tui.widgets.prose import Text, cut, one_line, shown

TURNS_OPEN = 10
"""older turns are folded to two lines. Each layout sends every widget its messages, so that a question costs as much
time as there are widgets: 90 ms at the tenth turn, 620 at the two hundredth, when all turns kept theirs"""
TURNS_FOLDED = 20
"""turns before those have no widgets at all until they are asked for"""
TILE_CELLS = 52
"""cells of a line of a tile: two lines of its column"""
ASKED = ("问 ", "bold $primary")
LeadOf = Callable[[Answer], Lead]


class Welcome(Vertical):
    """What this is, what it covers, and six questions to press."""

    def __init__(self, covers: str, examples: Sequence[str]) -> None:
        super().__init__()
        self.covers = covers
        self.examples = examples

    def compose(self) -> ComposeResult:
        yield Text("问策 · 绿色工厂政策问答", classes="headline")
        yield Text(
            "离线查询绿色工厂的补贴、评价标准、复核要求与各地政策。每个数字都注明出处，资料里没有的不会编造。",
            classes="facts",
        )
        yield Text(self.covers, id="covers")
        yield Horizontal(id="tiles")
        yield Text("可以这样问（点击，或按 Tab 选择后按 Enter）", classes="label")
        yield from (FollowUp(question) for question in self.examples)

    async def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show what the desk tells of itself, where there is room beside the questions."""
        box = self.query_one("#tiles")
        await box.remove_children()
        await box.mount_all([TileLink(tile) for tile in tiles])


class TileLink(Link):
    """A tile; pressing goes to the page that shows the rest."""

    HELP = "一块摘要。按 Enter 或点击，打开看全部的画面。"

    def __init__(self, tile: Tile) -> None:
        self.page = tile.page
        told = [cut(one_line(line), TILE_CELLS) for line in tile.lines]
        heading = (f"{tile.heading}\n", "bold $text-muted")
        super().__init__(Content.assemble(heading, "\n".join(told)), classes="tile")

    def action_press(self) -> None:
        self.call_later(self.run_action, f"app.page({self.page!r})")


class FoldedTurn(Link):
    """An older turn on two lines; pressing opens it again."""

    HELP = "较早的一问一答，已收起。按 Enter 或点击展开。"

    class Wanted(Message):
        """Open the turn."""

        def __init__(self, folded: FoldedTurn) -> None:
            super().__init__()
            self.folded = folded

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        super().__init__(self._lines())

    def _lines(self) -> Content:
        exchange = self.exchange
        told = exchange.shown.headline if exchange.shown else exchange.problem
        told = f"（按 {exchange.day.isoformat()} 判断）{told}" if exchange.of_other else told
        mark = ("「已变」", "bold $warning") if exchange.newer else ""
        question = cut(one_line(exchange.question), 60)
        return Content.assemble(ASKED, mark, question, ("\n   " + cut(one_line(told), 70), "$text-muted"))

    def renew(self) -> None:
        """Show the turn as it is now."""
        self.show(self._lines())

    def action_press(self) -> None:
        self.post_message(self.Wanted(self))


class Earlier(Link):
    """How many turns are before those on the screen; pressing shows more of them."""

    HELP = "更早的问答。按 Enter 或点击，再显示一些。"

    class Wanted(Message):
        """Show more of the earlier turns."""

    def tell(self, before: Sequence[Exchange]) -> None:
        """Say how many there are, and how many of them are answered otherwise now."""
        changed = sum(exchange.newer is not None for exchange in before)
        marked = f"，其中 {changed} 问「已变」" if changed else ""
        page = min(len(before), TURNS_FOLDED)
        self.show(Content.styled(f"…… 更早还有 {len(before)} 问{marked}（Enter 再显示 {page} 问）", "$accent"))
        self.display = bool(before)

    def action_press(self) -> None:
        self.post_message(self.Wanted())


class Changed(Link):
    """Says that a question is answered otherwise now; pressing shows the other answer."""

    HELP = "资料或日期变了，这一问现在的回答与当时不同。按 Enter（或在回答上按 n）看另一个回答。"

    class Wanted(Message):
        """Show the other answer."""

    def tell(self, exchange: Exchange) -> None:
        """Say what the other answer is."""
        assert exchange.newer is not None
        other = exchange.answer if exchange.newer_shown else exchange.newer
        said = one_line(other.headline if other else exchange.problem)
        words = "下面是新的回答。原来：" if exchange.newer_shown else "下面是当时的回答。现在："
        if exchange.newer.as_of != exchange.day.isoformat():
            day = exchange.day.isoformat() if exchange.newer_shown else exchange.newer.as_of
            words = f"{words[:-1]}（按 {day} 判断）："
        told = f"按 Esc 再按 n 换着看，{words}"
        self.show(Content.assemble(("「已变」", "bold $warning"), (told, "$warning"), cut(said, 120)))

    def action_press(self) -> None:
        self.post_message(self.Wanted())


class Turn(Vertical):
    """A question and its answer, or the wait for it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("n,ｎ", "other", "新旧回答")]

    def __init__(self, exchange: Exchange, lead_of: LeadOf) -> None:
        super().__init__(classes=_state(exchange))
        self.exchange = exchange
        self.lead_of = lead_of

    def compose(self) -> ComposeResult:
        exchange = self.exchange
        yield Text(Content.assemble(ASKED, (shown(exchange.question), "bold")), hang=3, classes="question")
        if exchange.note:
            yield Text(exchange.note, classes="note")
        if exchange.newer:
            yield self._changed()
        yield self._outcome()

    def _outcome(self) -> Text | AnswerCard:
        exchange = self.exchange
        if exchange.shown is not None:
            return AnswerCard(exchange.shown, self.lead_of(exchange.shown))
        if exchange.problem:
            told = f"没能回答：{one_line(exchange.problem)}\n{one_line(exchange.hint)}"
            return Text(told, classes="problem")
        return Text("等待回答……", classes="waiting")

    def _changed(self) -> Changed:
        changed = Changed(hang=8)
        changed.tell(self.exchange)
        return changed

    def wait(self, words: str) -> None:
        """Say what the question waits for, on one line."""
        for widget in self.query(".waiting").results(Text):
            widget.show(words, layout=False)

    async def told(self) -> None:
        """Put what came of the question in place of the wait."""
        self.set_classes(_state(self.exchange))
        await self.query(".waiting").remove()
        await self.mount(self._outcome())

    async def tell_note(self) -> None:
        """Say of which day the turn is, or no longer."""
        await self.query(".note").remove()
        if self.exchange.note:
            await self.mount(Text(self.exchange.note, classes="note"), after=self.children[0])

    async def renew(self) -> None:
        """Show what is answered now, or that it is something else."""
        self.set_classes(_state(self.exchange))
        answer = self.exchange.shown
        for card in self.query(AnswerCard):
            if answer is not None and card.answer is not answer:
                await card.renew(answer, self.lead_of(answer))
        shown_changes = list(self.query(Changed))
        if self.exchange.newer is None:
            await self.query(Changed).remove()
        elif shown_changes:
            shown_changes[0].tell(self.exchange)
        else:
            await self.mount(self._changed(), before=self.children[-1])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "other" or self.exchange.newer is not None

    async def action_other(self) -> None:
        self.exchange.newer_shown = not self.exchange.newer_shown
        if self.query(AnswerCard):
            await self.renew()
        else:
            await self.recompose()

    async def on_changed_wanted(self, event: Changed.Wanted) -> None:
        event.stop()
        await self.action_other()


def _state(exchange: Exchange) -> str:
    if exchange.waiting:
        return "-waiting"
    state = "-told" if exchange.shown else "-failed"
    if exchange.newer is None:
        return state
    return f"{state} -changed" if exchange.newer_shown else f"{state} -changed -old"


class Conversation(VerticalScroll, can_focus=False):
    """All turns of one conversation; only the newest stay open, and only a page of the older ones has widgets."""

    open_turns = TURNS_OPEN
    folded_turns = TURNS_FOLDED

    def __init__(self, *children: Welcome, lead_of: LeadOf, id: str | None = None) -> None:
        super().__init__(*children, id=id)
        self.lead_of = lead_of
        self.before: list[Exchange] = []
        """turns without widgets, oldest first"""
        self._kept: Turn | AnswerCard | None = None
        """what stays in sight until somebody scrolls"""
        self._kept_top = False

    def cards(self) -> list[AnswerCard]:
        """The cards that can be gone to, oldest first."""
        return list(self.query(AnswerCard))

    def shown(self, exchange: Exchange) -> Turn | FoldedTurn | None:
        """The widget of a turn, if it has one."""
        rows = reversed(self.children)
        return next((row for row in rows if isinstance(row, Turn | FoldedTurn) and row.exchange is exchange), None)

    async def empty(self, *instead: Welcome) -> None:
        """Take all turns away."""
        self.before.clear()
        self._kept = None
        await self.remove_children()
        await self.mount_all(instead)

    async def add(self, *exchanges: Exchange) -> None:
        """Turns at the end; the welcome goes."""
        await self.query(Welcome).remove()
        self.before += exchanges[: -self.open_turns]
        await self.mount_all([Turn(exchange, self.lead_of) for exchange in exchanges[-self.open_turns :]])
        if self.before and not self.query(Earlier):
            self.tell_earlier()

    def fold_old(self) -> None:
        """Fold all but the newest answers, and let go of the widgets of all but a page of the folded ones."""
        done = [row for row in self.children if isinstance(row, Turn | FoldedTurn) and not row.exchange.waiting]
        leaving = done[: max(len(done) - self.open_turns - self.folded_turns, 0)]
        for row in done[len(leaving) : -self.open_turns]:
            if isinstance(row, Turn) and not row.has_focus_within:
                self.mount(FoldedTurn(row.exchange), after=row)
                row.remove()
        if leaving:
            self.before += [row.exchange for row in leaving]
            self.remove_children(leaving)
            self.tell_earlier()

    def tell_earlier(self) -> None:
        """Say what is before the turns on the screen."""
        earlier = next(iter(self.query(Earlier)), None)
        if earlier is None:
            earlier = Earlier()
            self.mount(earlier, before=0)
        earlier.tell(self.before)

    async def on_earlier_wanted(self, event: Earlier.Wanted) -> None:
        event.stop()
        self._kept = None
        page, self.before = self.before[-self.folded_turns :], self.before[: -self.folded_turns]
        await self.mount_all([FoldedTurn(exchange) for exchange in page], before=1)
        self.tell_earlier()
        self.query(FoldedTurn).first().focus()

    async def on_folded_turn_wanted(self, event: FoldedTurn.Wanted) -> None:
        event.stop()
        self._kept = None  # what was opened is what is read now
        turn = Turn(event.folded.exchange, self.lead_of)
        await self.mount(turn, after=event.folded)
        await event.folded.remove()
        turn.query(AnswerCard).focus()

    def follow(self, turn: Turn) -> None:
        """Scroll so that the turn is seen from its question on, and stay with it."""
        self._stay_with(turn, top=False)

    def show_top(self, card: AnswerCard) -> None:
        """Scroll so that a card begins at the top, its question above it where there is room, and stay with it."""
        self._stay_with(card.parent if isinstance(card.parent, Turn) else card, top=True)

    # Sizes are known only when a layout has been made, and nobody can say which layout that is: another mark or answer
    # may be on its way. So what is to be seen is kept, and looked after at each layout until the reader goes elsewhere.

    def _stay_with(self, widget: Turn | AnswerCard, *, top: bool) -> None:
        self._kept, self._kept_top = widget, top
        self.call_after_refresh(self._keep_in_sight)

    def on_mount(self) -> None:
        self.screen.screen_layout_refresh_signal.subscribe(self, self._keep_in_sight)

    def _keep_in_sight(self, *_: object) -> None:
        kept = self._kept
        if kept is None or self.has_focus_within:  # who reads with the keys is not moved
            return
        if kept.is_attached:
            self.scroll_to_widget(kept, animate=False, immediate=True, top=self._kept_top)
            self._kept = kept  # its own scrolling let go of it

    def release_anchor(self) -> None:
        """Textual says with this that somebody scrolls, though not of every scroll towards the end."""
        super().release_anchor()
        self._kept = None

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if new_value > old_value:
            self._kept = None
        if self._kept is None and self.is_vertical_scroll_end:
            newest = self.children[-1] if self.children else None
            if isinstance(newest, Turn) and newest.size.height < self.size.height:
                self._kept, self._kept_top = newest, False
