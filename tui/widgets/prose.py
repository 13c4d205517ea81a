"""Text on the screen: Chinese line breaks, aligned grids, and characters that must not act.

Widths are cells, never characters. Nothing here reads markup: a ``[bold]`` in a document is shown as it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—％‰℃·,.;:?!)]}%~～")
NEVER_LAST = frozenset("（《「『【〔〈“‘([{￥$#")
BIDI = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


def shown(text: str) -> str:
    """The text with every control character as a visible sign; line feeds stay, tabs become spaces."""
    if text.isprintable():
        return text
    return "".join(map(_visible, text.replace("\r\n", "\n")))


def _visible(character: str) -> str:
    code = ord(character)
    if character == "\n" or (character.isprintable() and character not in BIDI):
        return character
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if code in (0x200D, 0xFE0E, 0xFE0F):
        return character
    return "\ufffd" if 0xD800 <= code < 0xE000 else f"<U+{code:04X}>"


def one_line(text: str) -> str:
    """The text without line feeds, for places that have one line only."""
    return " ".join(shown(text).split())


def cut(text: str, width: int) -> str:
    """The text in at most so many cells, with … where something was left out."""
    if cell_len(text) <= width:
        return text
    used, kept = 0, 0
    for character in text:
        used += get_character_cell_size(character)
        if used > width - 1:
            break
        kept += 1
    return text[:kept] + "…"


def breaks(text: str, width: int) -> list[int]:
    """Where to break one line so that each part fits, by the habits of Chinese print.

    Closing marks never begin a line, opening marks never end one, a figure keeps its unit, Latin words and dates
    stay whole.
    """
    cuts: list[int] = []
    start, used, chance = 0, 0, 0
    index = 0
    while index < len(text):
        size = get_character_cell_size(text[index])
        if index > start and _may_break(text, index):
            chance = index
        while used + size > width and index > start and not text[index].isspace():
            at = chance if chance > start else index
            cuts.append(at)
            start, chance = at, 0
            used = cell_len(text[at:index])
        used += size
        index += 1
    return cuts


def _may_break(text: str, index: int) -> bool:
    before, after = text[index - 1], text[index]
    if after in NEVER_FIRST or before in NEVER_LAST or after.isspace():
        return False
    if before.isspace():
        figure = index >= 2 and text[index - 2].isdigit()
        return not (figure and _is_wide(after))
    if before.isdigit() and _is_wide(after):
        return False
    dated = index >= 2 and text[index - 2].isdigit() and after.isdigit()
    return _is_wide(before) or _is_wide(after) or (before in "-/_" and not dated)


def _is_wide(character: str) -> bool:
    return get_character_cell_size(character) == 2


def pieces(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Start and end of each screen line of one logical line."""
    edges = [0, *breaks(text, max(width, 2)), len(text)]
    yield from pairwise(edges)


class Prose(Visual):
    """Flowing text; continuation lines hang ``hang`` cells in."""

    def __init__(self, content: Content, *, hang: int = 0) -> None:
        self.content = content
        self.hang = hang

    def _rows(self, width: int) -> Iterator[tuple[int, int, int, int]]:
        """Logical line, start, end and indent of each screen row; the first row may use the whole width."""
        for y, line in enumerate(self.content.plain.split("\n")):
            hang = self.hang if width - self.hang >= 12 else 0
            first = breaks(line, max(width, 2))
            if not first or not hang:
                yield from ((y, start, end, 0) for start, end in pieces(line, width))
                continue
            yield y, 0, first[0], 0
            rest = line[first[0] :]
            skip = len(rest) - len(rest.lstrip())
            for start, end in pieces(rest[skip:], width - hang):
                yield y, first[0] + skip + start, first[0] + skip + end, hang

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return max(cell_len(line) for line in self.content.plain.split("\n"))

    def get_height(self, rules: RulesMap, width: int) -> int:
        return sum(1 for _ in self._rows(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        lines = [
            _selected(line, y, options.selection, options.selection_style)
            for y, line in enumerate(self.content.split(allow_blank=True))
        ]
        strips = []
        for y, start, end, indent in self._rows(width):
            segments = [Segment(" " * indent, style.rich_style)] if indent else []
            x = start
            for text, text_style in lines[y][start:end].render(style, end="", parse_style=options.get_style):
                segments.append(Segment(text, (style + text_style).rich_style_with_offset(x, y)))
                x += len(text)
            strips.append(Strip(segments))
        return strips if height is None else strips[:height]


def _selected(line: Content, y: int, selection: Selection | None, style: Style | None) -> Content:
    span = selection.get_span(y) if selection is not None else None
    if span is None or style is None:
        return line
    start, end = span
    return line.stylize(style, start, len(line.plain) if end == -1 else end)


class Grid(Visual):
    """Rows of cells in aligned columns; cells wrap, and columns give way in proportion when there is little room."""

    GAP = 2
    LEAST = 6

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[str]], head: Style | str = "bold") -> None:
        self.columns = tuple(map(one_line, columns))
        self.rows = tuple(tuple(map(shown, row)) for row in rows)
        self.head = head

    def widths(self, total: int) -> list[int]:
        """Cells of each column; short columns keep their width, long ones share what is left."""
        grid = (self.columns, *self.rows)
        natural = [max(_widest(row[i]) if i < len(row) else 0 for row in grid) for i in range(len(self.columns))]
        room = total - self.GAP * (len(natural) - 1)
        if sum(natural) <= room:
            return natural
        widths = dict.fromkeys(range(len(natural)), 0)
        waiting = sorted(widths, key=lambda i: natural[i])
        while waiting:
            share = max(room // len(waiting), self.LEAST)
            column = waiting.pop(0)
            widths[column] = min(natural[column], share)
            room -= widths[column]
        return list(widths.values())

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return sum(self.widths(10**6)) + self.GAP * (len(self.columns) - 1)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self._screen_lines(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        head = options.get_style(self.head) if isinstance(self.head, str) else self.head
        strips = []
        for y, (line, is_head) in enumerate(self._screen_lines(width)):
            content = _selected(Content(line), y, options.selection, options.selection_style)
            base = style + head if is_head else style
            x, segments = 0, []
            for text, text_style in content.render(base, end="", parse_style=options.get_style):
                segments.append(Segment(text, (base + text_style).rich_style_with_offset(x, y)))
                x += len(text)
            strips.append(Strip(segments))
        return strips if height is None else strips[:height]

    def _screen_lines(self, width: int) -> list[tuple[str, bool]]:
        widths = self.widths(width)
        return [
            (line, row_number == 0)
            for row_number, row in enumerate((self.columns, *self.rows))
            for line in _row_lines(row, widths, " " * self.GAP)
        ]

    @property
    def plain(self) -> str:
        """The rows with tabs between the cells, for the clipboard."""
        return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in (self.columns, *self.rows))


def _widest(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def _row_lines(row: Sequence[str], widths: Sequence[int], gap: str) -> Iterator[str]:
    cells = [
        [line[start:end].rstrip() for line in cell.split("\n") for start, end in pieces(line, width)]
        for cell, width in zip(row, widths, strict=False)
    ]
    for number in range(max(map(len, cells), default=0)):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        padded = (part + " " * (width - cell_len(part)) for part, width in zip(parts, widths, strict=False))
        yield gap.join(padded).rstrip()


class Text(Static):
    """A static text that is never read as markup and breaks lines the Chinese way."""

    def __init__(
        self, text: str | Content = "", *, hang: int = 0, id: str | None = None, classes: str | None = None
    ) -> None:
        self.hang = hang
        self.text = Content()
        super().__init__(id=id, classes=classes, markup=False)
        self.show(text)

    def show(self, text: str | Content, *, layout: bool = True) -> None:
        """Show another text; without layout where its height can't change."""
        self.text = text if isinstance(text, Content) else Content(shown(text))
        self.update(Prose(self.text, hang=self.hang), layout=layout)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selection.extract(self.text.plain), "\n"


class GridText(Static):
    """A static grid; selecting it with the mouse gives its lines."""

    def __init__(self, grid: Grid, *, id: str | None = None, classes: str | None = None) -> None:
        self.grid = grid
        super().__init__(grid, id=id, classes=classes, markup=False)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        lines = (line for line, _ in self.grid._screen_lines(self.content_size.width))
        return selection.extract("\n".join(lines)), "\n"
