"""The conversation: turns one under another, and what a newcomer sees before the first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from assistant.types import Answer
from tui.widgets.card import AnswerCard, FollowUp, Link
from tui.widgets.prose import Text, cut, one_line, shown

TURNS_OPEN = 20
"""older turns are folded to two lines, so that a long day stays as quick as its first question"""
ASKED = ("问 ", "bold $primary")


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
        yield Text("可以这样问（点击，或按 Tab 选择后按 Enter）", classes="label")
        yield from (FollowUp(question) for question in self.examples)


class FoldedTurn(Link):
    """An older turn on two lines; pressing opens it again."""

    HELP = "较早的一问一答，已收起。按 Enter 或点击展开。"

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        headline = turn.answer.headline if turn.answer else turn.problem
        told = "\n   " + cut(one_line(headline), 70)
        super().__init__(Content.assemble(ASKED, cut(one_line(turn.question), 60), (told, "$text-muted")))

    def action_press(self) -> None:
        self.turn.open()


class Turn(Vertical):
    """A question and its answer, or the wait for it."""

    def __init__(self, number: int, question: str) -> None:
        super().__init__(classes="-waiting")
        self.number = number
        self.question = question
        self.answer: Answer | None = None
        self.problem = ""

    def compose(self) -> ComposeResult:
        yield self._question()
        yield Text("等待回答……", classes="waiting")

    def wait(self, words: str) -> None:
        """Say what the question waits for, on one line."""
        for widget in self.query(".waiting").results(Text):
            widget.show(words, layout=False)

    async def show(self, answer: Answer, note: str = "") -> None:
        """Put the answer in place of the wait."""
        self.answer = answer
        self.set_classes("-told")
        await self.query(".waiting").remove()
        if note:
            await self.mount(Text(note, classes="used"))
        await self.mount(AnswerCard(answer))

    async def fail(self, problem: str, hint: str) -> None:
        """Put what went wrong in place of the wait."""
        self.problem = problem
        self.set_classes("-failed")
        await self.query(".waiting").remove()
        await self.mount(Text(f"没能回答：{one_line(problem)}\n{one_line(hint)}", classes="problem"))

    def fold(self) -> None:
        """Show two lines instead of the whole turn; the widgets of the card are let go."""
        if self.answer is not None and not self.query(FoldedTurn):
            self.remove_children()
            self.mount(FoldedTurn(self))

    def open(self) -> None:
        """Show the whole turn again."""
        if self.query(FoldedTurn) and self.answer is not None:
            self.remove_children()
            card = AnswerCard(self.answer)
            self.mount(self._question(), card)
            card.focus()

    def _question(self) -> Text:
        return Text(Content.assemble(ASKED, (shown(self.question), "bold")), hang=3, classes="question")


class Conversation(VerticalScroll, can_focus=False):
    """All turns of one conversation; only the newest stay open."""

    open_turns = TURNS_OPEN

    def turns(self) -> list[Turn]:
        """The turns, oldest first."""
        return list(self.query_children(Turn))

    def cards(self) -> list[AnswerCard]:
        """The cards that can be gone to, oldest first."""
        return list(self.query(AnswerCard))

    async def add(self, number: int, question: str) -> Turn:
        """A turn that waits for its answer; the welcome goes."""
        await self.query(Welcome).remove()
        turn = Turn(number, question)
        await self.mount(turn)
        return turn

    def fold_old(self) -> None:
        """Fold all but the newest answers."""
        answered = [turn for turn in self.turns() if turn.answer is not None]
        for old in answered[: -self.open_turns]:
            old.fold()

    def follow(self, turn: Turn) -> None:
        """Scroll so that the turn is seen from its question on."""
        self.call_after_refresh(self.scroll_to_widget, turn, animate=False, top=turn.size.height >= self.size.height)
