"""How well the text on a screen can be told from what is behind it, by the WCAG ratio."""

from __future__ import annotations

from textual.app import App
from textual.color import Color


def weakest(app: App[int]) -> tuple[float, str]:
    """The lowest contrast ratio of any text on the screen, and that text; 4.5 is good, 7 is high."""
    found = [
        (_ratio(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)), segment.text)
        for strip in app.screen._compositor.render_strips()
        for segment in strip
        if (style := segment.style) and style.color and style.bgcolor and any(map(str.isalnum, segment.text))
    ]
    return min(found)


def _ratio(one: Color, other: Color) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (_linear(part / 255) for part in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
