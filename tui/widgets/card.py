"""An answer as a card: headline, facts, table, citations to open, remarks, and questions to go on with."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from assistant.render import told_caveats
from assistant.showing.sources import KIND_NAMES
from assistant.types import Answer, Citation
from corpus.validity import STATUS_NAMES
from tui.messages import AskThis, OpenSource
from tui.widgets.prose import Grid, GridText, Text, cut, one_line, shown

ROWS_SHOWN = 10
CITATIONS_SHOWN = 5
QUOTE_SHOWN = 44
"""cells of the quote that tell statements of one section apart"""
STATUS_CHIPS = {
    "partial": ("部分", "$warning"),
    "clarify": ("请补充", "$secondary"),
    "no_answer": ("资料里没有", "$error"),
}
VALIDITY_STYLES = {
    "in_force": "$success",
    "expired": "$error",
    "repealed": "$error",
    "not_yet_effective": "$warning",
    "draft": "$secondary",
    "unstated": "$warning",
}


def chip(name: str, style: str) -> Content:
    """A short label; the brackets tell it from the text where there is no colour."""
    return Content.styled(f"[{name}]", f"bold {style}")


def validity_chip(status: str) -> Content:
    """The label of a validity status."""
    names: dict[str, str] = dict(STATUS_NAMES.items())
    return chip(names.get(status, status), VALIDITY_STYLES.get(status, "$foreground"))


class Link(Text, can_focus=True):
    """A line to press: with the mouse, or with Enter when it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "press", "打开")]

    def action_press(self) -> None:
        """Do what the line promises."""
        raise NotImplementedError

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_press()


class CitationLink(Link):
    """One numbered citation."""

    HELP: ClassVar[str] = "一条出处。按 Enter 或点击，打开它所在的文件并标出这一处。"

    def __init__(self, citation: Citation) -> None:
        self.citation = citation
        kind = KIND_NAMES[citation.quote_kind]
        where = one_line(citation.locator or citation.section)
        policy = one_line(citation.policy)
        title = "" if not policy else policy if policy.startswith("《") else f"《{policy}》"
        super().__init__(
            Content.assemble(
                (f"[{citation.n}] ", "bold $accent"),
                (f"{kind} ", "$text-muted"),
                " ".join(filter(None, (title, where))) or one_line(citation.doc),
                ("" if title else f"  {cut(one_line(citation.quote), QUOTE_SHOWN)}", "$text-muted"),
            ),
            hang=4,
        )

    def action_press(self) -> None:
        self.post_message(OpenSource(self.citation))


class FollowUp(Link):
    """A question that is known to have an answer."""

    HELP: ClassVar[str] = "一个可以接着问的问题。按 Enter 或点击就问它。"

    def __init__(self, question: str) -> None:
        self.question = question
        super().__init__(Content.assemble(("› ", "bold $accent"), one_line(question)), hang=2)

    def action_press(self) -> None:
        self.post_message(AskThis(self.question))


class More(Link):
    """Shows what a card keeps folded."""

    HELP: ClassVar[str] = "还有没展开的内容。按 Enter 或点击展开。"

    class Wanted(Message):
        """Unfold."""

    def action_press(self) -> None:
        self.post_message(self.Wanted())


class AnswerCard(Vertical, can_focus=True):
    """One answer; has the focus when its keys are to work."""

    HELP: ClassVar[str] = (
        "一条回答。数字键 1–9 打开对应的出处；Tab 走到每条出处和可追问的问题上，Enter 打开。\n"
        "y 复制回答，Y 连同出处一起复制，m 选择只复制结论、表格或某条引文。[ 和 ] 到上一条、下一条回答。\n"
        "直接打字就回到输入框。鼠标拖动可选中文字，Ctrl+C 复制选中的部分。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1,１", "cite(1)", "出处", key_display="1-9"),
        *(Binding(f"{n},{chr(0xFF10 + n)}", f"cite({n})", show=False) for n in range(2, 10)),
        Binding("y,ｙ", "take('answer')", "复制"),
        Binding("Y,Ｙ", "take('cited')", "连出处", key_display="Y"),
        Binding("m,ｍ", "take('menu')", "更多", key_display="m"),
        Binding("[,【", "neighbour(-1)", "上一条", show=False),
        Binding("],】", "neighbour(1)", "下一条", show=False),
        Binding("enter", "open", "展开", show=False),
    ]

    class Take(Message):
        """The answer is to be taken away: ``answer``, ``cited`` or by ``menu``."""

        def __init__(self, answer: Answer, how: str) -> None:
            super().__init__()
            self.answer = answer
            self.how = how

    class Neighbour(Message):
        """Go to the card before (-1) or after (1) this one."""

        def __init__(self, card: AnswerCard, step: int) -> None:
            super().__init__()
            self.card = card
            self.step = step

    def __init__(self, answer: Answer, *, unfolded: bool = False) -> None:
        super().__init__(classes=f"-{answer.status.replace('_', '-')}")
        self.answer = answer
        self.unfolded = unfolded

    def compose(self) -> ComposeResult:
        answer = self.answer
        yield Text(self._headline(), hang=2)
        if answer.table:
            yield from self._table()
        if answer.citations:
            yield from self._citations()
        remarks = [f"提示：{one_line(caveat)}" for caveat in told_caveats(answer)]
        if remarks or answer.suggestions:
            yield Text("\n".join([*remarks, *(["还可以问"] if answer.suggestions else [])]), hang=6, classes="label")
        yield from (FollowUp(question) for question in answer.suggestions)

    def _headline(self) -> Content:
        """Headline and facts; one widget instead of many keeps long conversations quick."""
        answer = self.answer
        # Chips stand first: there they are never broken over two lines, and the eye finds them in one column.
        parts = []
        if answer.status in STATUS_CHIPS:
            parts.append(chip(*STATUS_CHIPS[answer.status]))
        if answer.validity:
            parts.append(validity_chip(answer.validity))
        lines = [Content(" ").join([*parts, Content.styled(shown(answer.headline), "bold")])]
        lines += [Content(f"· {one_line(fact)}") for fact in answer.facts]
        return Content("\n").join(lines)

    def _table(self) -> ComposeResult:
        assert self.answer.table is not None
        table = self.answer.table
        hidden = 0 if self.unfolded else max(len(table.rows) - ROWS_SHOWN, 0)
        rows = table.rows if hidden <= 2 else table.rows[:ROWS_SHOWN]
        yield GridText(Grid(table.columns, rows, "bold $text-muted"), classes="table")
        if hidden > 2:
            yield More(f"…… 共 {len(table.rows)} 行，展开其余 {hidden} 行（Enter）")

    def _citations(self) -> ComposeResult:
        citations = self.answer.citations
        hidden = 0 if self.unfolded else max(len(citations) - CITATIONS_SHOWN, 0)
        yield Text("依据", classes="label")
        yield from (CitationLink(one) for one in (citations if hidden <= 1 else citations[:CITATIONS_SHOWN]))
        if hidden > 1:
            yield More(f"…… 共 {len(citations)} 条出处，展开其余 {hidden} 条（Enter）")

    async def on_more_wanted(self, event: More.Wanted) -> None:
        event.stop()
        self.focus()
        await self.unfold()

    async def unfold(self) -> None:
        """Show all rows and citations."""
        self.unfolded = True
        await self.recompose()

    async def action_open(self) -> None:
        if self.query(More):
            await self.unfold()
        else:
            self.action_cite(1)

    def action_cite(self, n: int) -> None:
        citation = next((one for one in self.answer.citations if one.n == n), None)
        if citation is None:
            self.notify(f"这条回答没有第 {n} 条出处。", severity="warning")
        else:
            self.post_message(OpenSource(citation))

    def action_take(self, how: str) -> None:
        self.post_message(self.Take(self.answer, how))

    def action_neighbour(self, step: int) -> None:
        self.post_message(self.Neighbour(self, step))
