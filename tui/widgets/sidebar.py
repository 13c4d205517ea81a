"""My factory at a glance: the profile, and what the corpus holds for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from assistant.keeping.settings import Client
from assistant.types import Answer
from tui.messages import AskThis
from tui.widgets.card import Link
from tui.widgets.prose import Text, cut, one_line

FACTS = 4
FACT_CELLS = 78
"""cells of a headline that are shown; the whole answer is one key away"""


def profile_lines(client: Client) -> tuple[tuple[str, str], ...]:
    """The filled fields of a profile with their names."""
    pairs = (
        ("地区", client.place),
        ("级别", client.level),
        ("批次", f"第 {client.batch} 批" if client.batch else ""),
        ("行业", client.industry),
        ("投资", f"{client.investment:g} 万元" if client.investment is not None else ""),
        ("已领", client.paid),
        ("备注", client.notes),
    )
    return tuple((name, one_line(value)) for name, value in pairs if value)


class FactLink(Link):
    """A heading with what the corpus holds under it; pressing asks for the whole answer."""

    HELP: ClassVar[str] = "与这家工厂有关的一条。按 Enter 或点击，就把它问一遍。"

    def __init__(self, heading: str, answer: Answer) -> None:
        self.question = answer.question
        told = cut(one_line(answer.headline), FACT_CELLS)
        super().__init__(Content.assemble((heading + "\n", "bold $text-muted"), told), classes="fact")

    def action_press(self) -> None:
        self.post_message(AskThis(self.question))


class SideBar(VerticalScroll, can_focus=False):
    """The profile in use beside the conversation, and four facts about it."""

    def compose(self) -> ComposeResult:
        yield Text("我的工厂", classes="label")
        yield Text(id="profile", hang=5)
        yield Vertical(id="brief")

    def show_client(self, client: Client | None, count: int, key: Callable[[str], str]) -> None:
        """Show a profile, or how to make one; ``key`` names the key of a command."""
        profile = self.query_one("#profile", Text)
        self.query_one("#brief").remove_children()
        if client is None:
            profile.hang = 0
            profile.show(f"还没有选工厂。\n按 {key('factory')} 填写，提问时就不用每次都说在哪里、什么级别。")
            return
        profile.hang = 5
        lines = [Content.styled(one_line(client.name), "bold")]
        lines += [Content.assemble((f"{name} ", "$text-muted"), value) for name, value in profile_lines(client)]
        more = f"  {key('next_client')} 换一家" if count > 1 else ""
        lines.append(Content.styled(f"{key('factory')} 修改  {key('advice')} 日程{more}", "$text-muted"))
        profile.show(Content("\n").join(lines))

    async def show_brief(self, answers: tuple[tuple[str, Answer], ...]) -> None:
        """Show the first facts; each can be asked."""
        box = self.query_one("#brief")
        await box.remove_children()
        await box.mount_all([FactLink(heading, answer) for heading, answer in first_facts(answers)])


def first_facts(answers: Sequence[tuple[str, Answer]]) -> list[tuple[str, Answer]]:
    """The facts that tell most: those of the units above the factory's own give way to other kinds."""
    later = [heading.endswith("的补贴") and place > 0 for place, (heading, _) in enumerate(answers)]
    ranked = sorted(range(len(answers)), key=lambda place: (later[place], place))
    return [answers[place] for place in ranked[:FACTS]]
