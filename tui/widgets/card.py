"""An answer as a card: headline, facts, table, citations to open, remarks, and questions to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from assistant.saying.render import told_caveats
from assistant.showing.sources import KIND_NAMES
from assistant.types import Answer, Citation
from corpus.validity import STATUS_NAMES
from tui.lead import Lead, emphasised, listed
from tui.messages import AskThis, OpenSource
from tui.widgets.chips import Chip, Chips
from tui.widgets.prose import Grid, GridText, Text, one_line, shown

ROWS_SHOWN = 10
CITATIONS_SHOWN = 6
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


class Sources(Chips):
    """Where the answer is written."""

    HELP: ClassVar[str] = "出处。← → 选一条，下面一行写出它的全名和引文；Enter 或点击打开它所在的文件并标出这一处。"

    def __init__(self, citations: Sequence[Citation], *, unfolded: bool) -> None:
        hidden = 0 if unfolded else max(len(citations) - CITATIONS_SHOWN, 0)
        chips = [_source_chip(one) for one in (citations if hidden <= 1 else citations[:CITATIONS_SHOWN])]
        if hidden > 1:
            chips.append(Chip(label=f"…… 共 {len(citations)} 条", send=More.Wanted, detail="展开其余的出处"))
        super().__init__("依据", chips)


class FollowUps(Chips):
    """Questions that are known to have an answer."""

    HELP: ClassVar[str] = "可以接着问的问题。← → 选一个，Enter 或点击就问它。"

    def __init__(self, questions: Sequence[str], heading: str = "还可以问") -> None:
        super().__init__(heading, [Chip(label=f"› {one}", send=partial(AskThis, one)) for one in questions])


def _source_chip(citation: Citation) -> Chip:
    kind = KIND_NAMES[citation.quote_kind]
    where = citation.locator or citation.section or citation.doc
    # The locator of a row says by itself that it is a row of a table.
    label = f"[{citation.n}] {where}" if citation.quote_kind == "record" else f"[{citation.n}] {kind} {where}"
    policy = citation.policy if citation.policy.startswith("《") or not citation.policy else f"《{citation.policy}》"
    parts = (kind, policy or citation.doc, citation.section, citation.quote)
    return Chip(label=label, send=partial(OpenSource, citation), detail="  ".join(filter(None, parts)))


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

    def __init__(self, answer: Answer, lead: Lead | None = None, *, unfolded: bool = False) -> None:
        super().__init__(classes=_classes(answer))
        self.answer = answer
        self.lead = lead or Lead()
        self.unfolded = unfolded

    def compose(self) -> ComposeResult:
        answer = self.answer
        listing = listed(answer)
        yield Text(self._words(answer.headline if listing is None else listing.sentence), hang=2)
        if listing is not None:
            yield from self._table(("名称", "内容"), listing.items)
            if listing.after:
                yield Text(one_line(listing.after), hang=2)
        if answer.table:
            yield from self._table(answer.table.columns, answer.table.rows)
        if answer.facts and (listing or answer.table):
            yield Text(_facts(answer), hang=2)
        remarks = [f"提示：{one_line(caveat)}" for caveat in told_caveats(answer)]
        if remarks:
            yield Text("\n".join(remarks), hang=6, classes="label")
        if answer.citations:
            yield Sources(answer.citations, unfolded=self.unfolded)
        if answer.suggestions:
            yield FollowUps(answer.suggestions, "请选一个" if answer.status == "clarify" else "还可以问")

    def _words(self, headline: str) -> Content:
        """What stands first and large, the sentence, the facts; one widget instead of many keeps the screen quick."""
        answer = self.answer
        lines = [self._first_line(), _headline(headline)]
        if not self.lead.figures:
            lines = [Content(" ").join(line for line in lines if line)]
        if answer.facts and not (listed(answer) or answer.table):
            lines.append(_facts(answer))
        return Content("\n").join(lines)

    def _first_line(self) -> Content:
        """Chips stand first: there they are never broken over two lines, and the eye finds them in one column."""
        answer, lead = self.answer, self.lead
        parts = [Content.styled(f" {one_line(figure)} ", "bold reverse") for figure in lead.figures]
        if answer.status in STATUS_CHIPS:
            parts.append(chip(*STATUS_CHIPS[answer.status]))
        if answer.validity:
            parts.append(validity_chip(answer.validity))
        where = " · ".join(map(one_line, filter(None, (lead.place, lead.level))))
        return Content("  ").join([*parts, *([Content.styled(where, "bold")] if where else [])])

    def _table(self, columns: Sequence[str], every: Sequence[Sequence[str]]) -> ComposeResult:
        hidden = 0 if self.unfolded else max(len(every) - ROWS_SHOWN, 0)
        rows = every if hidden <= 2 else every[:ROWS_SHOWN]
        yield GridText(Grid(columns, rows, "bold $text-muted"), classes="table")
        if hidden > 2:
            yield More(f"…… 共 {len(every)} 行，展开其余 {hidden} 行（Enter）")

    async def on_more_wanted(self, event: More.Wanted) -> None:
        event.stop()
        self.focus()
        await self.unfold()

    async def unfold(self) -> None:
        """Show all rows and citations."""
        self.unfolded = True
        await self.recompose()

    async def action_open(self) -> None:
        if self.query(More) or (not self.unfolded and len(self.answer.citations) > CITATIONS_SHOWN + 1):
            await self.unfold()
        else:
            self.action_cite(1)

    def action_cite(self, n: int) -> None:
        citation = next((one for one in self.answer.citations if one.n == n), None)
        if citation is None:
            self.notify(f"这条回答没有第 {n} 条出处。", severity="warning")
        else:
            self.post_message(OpenSource(citation))

    async def renew(self, answer: Answer, lead: Lead) -> None:
        """Show the answer with other sources, or another answer."""
        self.answer, self.lead = answer, lead
        self.set_classes(_classes(answer))
        await self.recompose()

    def action_take(self, how: str) -> None:
        self.post_message(self.Take(self.answer, how))

    def action_neighbour(self, step: int) -> None:
        self.post_message(self.Neighbour(self, step))


def _classes(answer: Answer) -> str:
    validity = f" -is-{answer.validity.replace('_', '-')}" if answer.validity else ""
    return f"-{answer.status.replace('_', '-')}{validity}"


def _headline(text: str) -> Content:
    lead, rest = emphasised(shown(text))
    return Content.assemble((lead, "bold"), rest)


def _facts(answer: Answer) -> Content:
    return Content("\n").join(Content(f"· {one_line(fact)}") for fact in answer.facts)
