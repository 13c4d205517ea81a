"""Several short labels on one line: one of them can be gone to, tells more of itself then, and can be pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.styles import RulesMap
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from corpus.frozen import frozen
from tui.widgets.prose import Prose, cut, one_line

GAP = 2


@frozen
class Chip:
    """A label, what more there is to say of it, and the message that pressing it sends."""

    label: str
    send: Callable[[], Message]
    detail: str = ""


class Laid(Visual):
    """A text that is laid out anew for each width."""

    def __init__(self, laid: Callable[[int], Content]) -> None:
        self.laid = laid

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return Prose(self.laid(width)).get_height(rules, width)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return Prose(self.laid(width)).render_strips(width, height, style, options)


class Chips(Static, can_focus=True):
    """Labels behind a heading; one widget for all of them keeps long conversations quick."""

    HELP: ClassVar[str] = "← → 选一个，Enter 打开或提问；也可以用鼠标点。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "上一个", show=False),
        Binding("right", "move(1)", "下一个", show=False),
        Binding("enter", "press", "打开"),
    ]

    def __init__(self, heading: str, chips: Sequence[Chip], *, classes: str | None = None) -> None:
        super().__init__(classes=classes, markup=False)
        self.heading = heading
        self.chips = tuple(chips)
        self.place = 0

    def on_mount(self) -> None:
        self._draw()

    def on_focus(self) -> None:
        self._draw()

    def on_blur(self) -> None:
        self._draw()

    def _draw(self) -> None:
        self.update(Laid(self.laid))

    def laid(self, width: int) -> Content:
        """The labels in as few lines as they need, below them what there is to say of the one gone to."""
        content, _ = self._laid(width)
        chip = self.chips[self.place]
        if self.has_focus and chip.detail:
            content = Content("\n").join([content, Content.styled(one_line(chip.detail), "$text-muted")])
        return content

    @property
    def spots(self) -> list[tuple[int, int, int]]:
        """Row, first cell and cell after the last of each chip."""
        return self._laid(self.content_size.width)[1]

    def _laid(self, width: int) -> tuple[Content, list[tuple[int, int, int]]]:
        hang = cell_len(self.heading) + GAP
        lines, spots = [Content.styled(self.heading, "$text-muted").pad_right(GAP)], []
        for place, chip in enumerate(self.chips):
            label = cut(one_line(chip.label), max(width - hang, 4))
            used = lines[-1].cell_length
            if used > hang and used + GAP + cell_len(label) > width:
                lines.append(Content(" " * hang))
                used = hang
            gap = GAP if used > hang else 0
            lines[-1] = lines[-1].pad_right(gap) + Content.styled(label, self._style(place))
            spots.append((len(lines) - 1, used + gap, used + gap + cell_len(label)))
        return Content("\n").join(lines), spots

    def _style(self, place: int) -> str:
        return "bold reverse $accent" if self.has_focus and place == self.place else "$accent"

    def action_move(self, step: int) -> None:
        self.place = (self.place + step) % len(self.chips)
        self._draw()

    def action_press(self) -> None:
        self.post_message(self.chips[self.place].send())

    def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for place, (row, first, after) in enumerate(self.spots):
            if offset.y == row and first <= offset.x < after:
                self.place = place
                self.action_press()
