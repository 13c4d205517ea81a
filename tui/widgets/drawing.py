"""Lines of styled characters as a widget: pictures are drawn for the width there is."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from tui.pictures import Line


class Drawing(Visual):
    """A picture as a function of its width."""

    def __init__(self, lines: Callable[[int], list[Line]]) -> None:
        self.lines = lines

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self.lines(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        strips = [
            Strip([Segment(text, (style + options.get_style(name)).rich_style if name else style.rich_style)
                   for text, name in line]).crop(0, width)
            for line in self.lines(width)
        ]  # fmt: skip
        return strips if height is None else strips[:height]
