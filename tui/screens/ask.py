"""The desk itself: conversation, input, source pane, and the factory at the side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from assistant.keeping.talks import Talk
from assistant.keeping.talks import Turn as KeptTurn
from assistant.showing.completion import Suggestion, example_questions
from assistant.types import Answer, Citation
from tui.desk import Asked
from tui.exchange import Exchange
from tui.lead import Lead, lead_of
from tui.messages import AskThis, OpenSource
from tui.screens.typing import TypingScreen
from tui.widgets.askbox import AskBox
from tui.widgets.banner import Banner
from tui.widgets.card import AnswerCard, FollowUp
from tui.widgets.conversation import Conversation, Turn, Welcome
from tui.widgets.keybar import KeyBar
from tui.widgets.sidebar import SideBar
from tui.widgets.source import SourcePane

WAITING_SHOWN = 30
"""waiting questions that say how many are before them; more don't fit on a screen"""


class AskScreen(TypingScreen):
    """Where questions are asked and answers are read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "to_input", "输入"),
        # of priority, for text fields have uses of their own for some of these
        Binding("f1", "app.help", "帮助", priority=True, id="help"),
        Binding("f2", "app.page('factory')", "工厂", show=False, priority=True, id="factory"),
        Binding("f3", "app.page('tables')", "表格", show=False, priority=True, id="tables"),
        Binding("f4", "app.page('corpus')", "资料", show=False, priority=True, id="corpus"),
        Binding("f5", "app.page('talks')", "记录", show=False, priority=True, id="talks"),
        Binding("f6", "app.page('pictures')", "图", show=False, priority=True, id="pictures"),
        Binding("f7", "app.page('advice')", "日程", show=False, priority=True, id="advice"),
        Binding("ctrl+r", "search_asked", "找问过的", show=False, id="search_asked"),
        Binding("ctrl+g", "jump", "跳到", show=False, id="jump"),
        Binding("ctrl+o", "open_source", "看出处", show=False, id="open_source"),
        Binding("/,／,、", "to_input", "输入", show=False),
        Binding("pageup", "page(-1)", "向上翻", show=False, priority=True),
        Binding("pagedown", "page(1)", "向下翻", show=False, priority=True),
        Binding("ctrl+home", "edge(-1)", "最早", show=False),
        Binding("ctrl+end", "edge(1)", "最新", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.turns: dict[int, Exchange] = {}
        """the conversation, oldest turn first"""
        self._waiting: dict[int, Exchange] = {}
        self._count = 0
        self._cited: AnswerCard | None = None
        """the card whose source was opened last"""

    def compose(self) -> ComposeResult:
        yield Banner(id="banner")
        with Horizontal(id="middle"):
            yield SideBar(id="side")
            welcome = Welcome("正在打开资料……可以先输入问题。", example_questions())
            yield Conversation(welcome, lead_of=self._lead_of, id="conversation")
            yield SourcePane(id="source")
        yield AskBox(self._complete, self._leave_input, id="askbox")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(AskBox).prompt.focus()
        self.wence.screen_ready()

    @property
    def conversation(self) -> Conversation:
        """The turns."""
        return self.query_one(Conversation)

    def land(self, text: str, *, pasted: bool = False) -> None:
        self.query_one(AskBox).take(text, pasted=pasted)

    def _lead_of(self, answer: Answer) -> Lead:
        return lead_of(answer, self.wence.assistant.corpus if self.wence.assistant else None)

    def _complete(self, text: str) -> Sequence[Suggestion]:
        return self.wence.complete(text)

    @on(AskBox.Asked)
    async def _asked(self, event: AskBox.Asked) -> None:
        with self.app.batch_update():
            for question in event.questions:
                await self.ask(question)

    @on(AskThis)
    async def _chosen(self, event: AskThis) -> None:
        event.stop()
        self.query_one(AskBox).prompt.focus()
        await self.ask(event.question)

    async def ask(self, question: str) -> None:
        """Show the question and hand it on; the answer comes as a message."""
        asker = self.wence.asker
        if self.has_class("-narrow"):  # there it stands in the place of the answer that is to come
            self.remove_class("-source")
        exchange = self._exchange(question=question, day=asker.day, client=asker.client.name if asker.client else "")
        await self.conversation.add(exchange)
        self.wence.ask(exchange.number, question)
        self.show_waiting()
        self._follow(exchange)

    def _exchange(self, **known: Any) -> Exchange:
        self._count += 1
        exchange = self.turns[self._count] = Exchange(number=self._count, **known)
        if exchange.waiting:
            self._waiting[exchange.number] = exchange
        return exchange

    def show_waiting(self) -> None:
        """Tell every waiting question what it waits for."""
        reason = self.wence.opening_words
        for place, exchange in enumerate(islice(self._waiting.values(), WAITING_SHOWN)):
            queue = f"（前面还有 {place} 个问题）" if place else ""
            turn = self.conversation.shown(exchange)
            if isinstance(turn, Turn):
                turn.wait(f"{reason or '正在查找……'}{queue}")

    async def show_answer(self, number: int, answer: Answer) -> None:
        """Put an answer under its question."""
        exchange = self.turns.get(number)
        if exchange is not None:
            exchange.answer = answer
            await self._told(exchange)

    async def show_failure(self, number: int, problem: str, hint: str) -> None:
        """Put what went wrong under its question."""
        exchange = self.turns.get(number)
        if exchange is not None:
            exchange.problem, exchange.hint = problem, hint
            await self._told(exchange)

    async def _told(self, exchange: Exchange) -> None:
        self._waiting.pop(exchange.number, None)
        turn = self.conversation.shown(exchange)
        if isinstance(turn, Turn):
            await turn.told()
        self.show_waiting()
        self.conversation.fold_old()
        if not isinstance(self.focused, AnswerCard):
            self._follow(exchange)

    def _follow(self, exchange: Exchange) -> None:
        turn = self.conversation.shown(exchange)
        if isinstance(turn, Turn):
            self.conversation.follow(turn)

    async def show_again(self, number: int, answer: Answer) -> None:
        """Take what a question of the conversation is answered now, and mark it where that is something else."""
        exchange = self.turns.get(number)
        if exchange is None or not exchange.asked_again(answer):
            return
        shown = self.conversation.shown(exchange)
        if isinstance(shown, Turn):
            await shown.renew()
        elif shown is not None:
            shown.renew()
        else:
            self.conversation.tell_earlier()

    async def tell_of_others(self) -> None:
        """Say of each turn for which day and factory it was answered, where that is not the one asked for now."""
        asker = self.wence.asker
        now = (asker.day, asker.client.name if asker.client else "")
        for exchange in list(self.turns.values()):
            other = (exchange.day, exchange.client) != now
            if other == exchange.of_other:
                continue
            exchange.of_other = other
            shown = self.conversation.shown(exchange)
            if isinstance(shown, Turn):
                await shown.tell_note()
            elif shown is not None:
                shown.renew()

    def newer_than(self, answer: Answer) -> Answer | None:
        """What is answered now in place of an answer that stands here, where that is something else."""
        return next((one.newer for one in self.turns.values() if one.answer is answer), None)

    def newer_of(self, count: int) -> dict[int, Answer]:
        """What is answered now to the last so many turns, by their place, where that is something else."""
        told = [one for one in self.turns.values() if not one.waiting][-count:]
        return {place: one.newer for place, one in enumerate(told) if one.newer is not None}

    async def new_talk(self) -> None:
        """Begin an empty conversation."""
        self.wence.archive.go_on_with(None)
        self.wence.desk.begin()
        self._forget()
        await self.conversation.empty(Welcome(self.wence.covers, example_questions()))
        await self.show_tiles()
        self.query_one(AskBox).prompt.focus()

    async def reopen(self, talk: Talk) -> None:
        """Show a kept conversation and go on with it; its questions are asked again for the day of now."""
        asker = self.wence.asker
        self.wence.archive.go_on_with(talk)
        exchanges = await self._show_earlier(talk.turns)
        self.wence.desk.begin(
            [
                Asked(turn=one.number, question=one.question, as_of=asker.day, client=asker.profile(one.client))
                for one in exchanges
            ]
        )
        self.query_one(AskBox).prompt.focus()

    async def show_tiles(self) -> None:
        """Tell on the first screen what is due and how things stand."""
        from tui.listing import Source
        from tui.tiles import tiles

        wence = self.wence
        if wence.assistant is None:
            return
        source = Source(corpus=wence.assistant.corpus, places=wence.assistant.places, day=wence.asker.day)
        for welcome in self.query(Welcome):
            await welcome.show_tiles(tiles(source, wence.asker.client, wence.archive.recent()))

    async def _show_earlier(self, turns: Sequence[KeptTurn]) -> tuple[Exchange, ...]:
        self._forget()
        await self.conversation.empty()
        exchanges = tuple(
            self._exchange(
                question=turn.question,
                day=date.fromisoformat(turn.as_of),
                client=turn.client,
                asked_at=turn.asked_at,
                answer=turn.answer,
                problem="" if turn.answer else turn.error or "当时没有得到回答。",
                hint="可以再问一次。",
            )
            for turn in turns
        )
        await self.conversation.add(*exchanges)
        if exchanges:
            self._follow(exchanges[-1])
        return exchanges

    def _forget(self) -> None:
        self.turns.clear()
        self._waiting.clear()
        self.remove_class("-source")

    @on(OpenSource)
    async def _open_source(self, event: OpenSource) -> None:
        event.stop()
        await self.open_source(event.citation)

    async def open_source(self, citation: Citation) -> None:
        """Open the pane at a citation."""
        if self.wence.assistant is None:
            self.notify("资料还没有打开，请稍候。")
            return
        card = self._citing(citation)
        self.add_class("-source")
        await self.query_one(SourcePane).open(self.wence.assistant.corpus, citation)
        if card is not None:  # what the source is read for stays in sight, also where there is little room
            self._cited = card
            self.conversation.show_top(card)

    def _citing(self, citation: Citation) -> AnswerCard | None:
        """The card that a citation belongs to, the focused one before others."""
        cards = [card for card in reversed(self.conversation.cards()) if citation in card.answer.citations]
        return next((card for card in cards if card.has_focus or card.has_focus_within), next(iter(cards), None))

    @on(SourcePane.Closed)
    def _close_source(self) -> None:
        self.remove_class("-source")
        if self._cited is not None and self._cited.is_attached:
            self.set_focus(self._cited)
        else:
            self._focus_card(-1)

    @on(SourcePane.Copy)
    def _copy_source(self, event: SourcePane.Copy) -> None:
        self.wence.take(event.text)

    def _leave_input(self) -> None:
        if self.has_class("-source"):
            self.query_one(SourcePane).query_one("SourceScroll").focus()
        else:
            self._focus_card(-1)

    def _focus_card(self, index: int) -> None:
        cards = self.conversation.cards()
        if cards:
            self.set_focus(cards[max(min(index, len(cards) - 1), -len(cards))])
            return
        links = self.conversation.query(FollowUp)
        self.set_focus(links.first() if links else self.query_one(AskBox).prompt)

    @on(AnswerCard.Neighbour)
    def _neighbour(self, event: AnswerCard.Neighbour) -> None:
        cards = self.conversation.cards()
        self._focus_card(max(cards.index(event.card) + event.step, 0))

    @on(AnswerCard.Take)
    def _take(self, event: AnswerCard.Take) -> None:
        self.wence.take_answer(event.answer, event.how)

    @property
    def last_answer(self) -> Answer | None:
        """The answer of the focused card, else the newest one."""
        focused = next((card for card in self.conversation.cards() if card.has_focus or card.has_focus_within), None)
        cards = self.conversation.cards()
        return focused.answer if focused else cards[-1].answer if cards else None

    def action_to_input(self) -> None:
        if self.has_class("-source"):
            self.remove_class("-source")
        self.set_focus(self.query_one(AskBox).prompt)

    async def action_open_source(self) -> None:
        answer = self.last_answer
        if answer and answer.citations:
            await self.open_source(answer.citations[0])

    def action_jump(self) -> None:
        """Name everything that can be pressed here, and press the one chosen."""
        from tui.screens.dialogs import Picker
        from tui.screens.jumping import targets

        found = targets(self)
        presses = {choice.id: press for choice, press in found}

        def done(chosen: str | None) -> None:
            if chosen is not None:
                presses[chosen]()

        self.app.push_screen(Picker("跳到哪里？", [choice for choice, _ in found]), done)

    def action_search_asked(self) -> None:
        """Find a question asked before, and put it into the input."""
        from tui.screens.dialogs import Choice, Picker

        box = self.query_one(AskBox)
        asked = list(dict.fromkeys(reversed(box.earlier)))
        if not asked:
            self.notify("还没有问过的问题。")
            return

        def done(question: str | None) -> None:
            if question is not None:
                box.put(question)
                self.set_focus(box.prompt)

        self.app.push_screen(Picker("以前问过的问题", [Choice(id=one, name=one) for one in asked]), done)

    def action_page(self, step: int) -> None:
        target = self.query_one("SourceScroll" if self.has_class("-source") else "#conversation")
        scroll = target.scroll_page_down if step > 0 else target.scroll_page_up
        scroll(animate=False)

    def action_edge(self, side: int) -> None:
        (self.conversation.scroll_home if side < 0 else self.conversation.scroll_end)(animate=False)
