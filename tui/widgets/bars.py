"""A bar chart whose names, bars and figures line up in cells, whatever they are written in."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from tui.widgets.prose import cut, one_line

NAME_WIDTH = 24


class Bars(Visual):
    """Horizontal bars under a heading, longest possible for the greatest value."""

    def __init__(self, heading: str, values: Sequence[tuple[str, float]]) -> None:
        self.heading = one_line(heading)
        self.values = tuple((cut(one_line(name), NAME_WIDTH), value) for name, value in values)

    def lines(self, width: int) -> list[str]:
        """The chart as lines of text, the heading first and an empty line last."""
        names = max((cell_len(name) for name, _ in self.values), default=0)
        figures = max((len(f"{value:g}") for _, value in self.values), default=0)
        greatest = max((value for _, value in self.values), default=0) or 1
        room = max(width - names - figures - 3, 4)
        rows = [
            f"{name}{' ' * (names - cell_len(name))} {_bar(value / greatest, room)} {value:g}"
            for name, value in self.values
        ]
        return [self.heading, *(rows or ["（没有符合条件的数额）"]), ""]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self.lines(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        bar = (style + options.get_style("$primary")).rich_style
        head = (style + options.get_style("bold")).rich_style
        strips = []
        for number, line in enumerate(self.lines(width)):
            before, block, after = line.partition("█") if number else (line, "", "")
            bars = block + "█" * after.count("█")
            parts = [Segment(before, style.rich_style if number else head), Segment(bars, bar)]
            strips.append(Strip([*parts, Segment(after.lstrip("█"), style.rich_style)]))
        return strips if height is None else strips[:height]


def _bar(share: float, room: int) -> str:
    return "█" * max(round(share * room), 1 if share else 0)
