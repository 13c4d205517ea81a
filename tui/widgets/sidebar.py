"""My factory at a glance: the profile, and what the corpus holds for it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from assistant.keeping.settings import Client
from assistant.types import Answer
from tui.widgets.prose import Text, one_line


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


class SideBar(VerticalScroll, can_focus=False):
    """The profile in use beside the conversation."""

    def compose(self) -> ComposeResult:
        yield Text("我的工厂", classes="label")
        yield Text(id="profile", hang=5)
        yield Text(id="brief")

    def show_client(self, client: Client | None, count: int) -> None:
        """Show a profile, or how to make one."""
        profile = self.query_one("#profile", Text)
        self.query_one("#brief", Text).show("")
        if client is None:
            profile.hang = 0
            profile.show("还没有选工厂。\n按 F2 填写，提问时就不用每次都说在哪里、什么级别。")
            return
        profile.hang = 5
        lines = [Content.styled(one_line(client.name), "bold")]
        lines += [Content.assemble((f"{name} ", "$text-muted"), value) for name, value in profile_lines(client)]
        lines.append(Content.styled("F2 修改" + ("  Ctrl+T 换一家" if count > 1 else ""), "$text-muted"))
        profile.show(Content("\n").join(lines))

    def show_brief(self, answers: tuple[tuple[str, Answer], ...]) -> None:
        """Show the headline under each heading."""
        parts = [
            Content.assemble((heading + "\n", "bold $text-muted"), one_line(answer.headline))
            for heading, answer in answers
        ]
        self.query_one("#brief", Text).show(Content("\n\n").join(parts))
