"""What goes to stdout or into a file: answers and tables as text, CSV, JSON, Markdown or a workbook."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assistant.errors import reason
from corpus.errors import WenceError
from corpus.patterns import late
from tui.cli.diagnostics import notice
from tui.plain import BIDI
from tui.plain import cell_text as cell_text
from tui.plain import safe as safe

if TYPE_CHECKING:
    from tui.rows import Column

FORMATS = ("table", "csv", "json", "markdown")
SUFFIXES = {
    ".csv": "csv", ".json": "json", ".md": "markdown", ".markdown": "markdown", ".txt": "table", ".xlsx": "xlsx",
}  # fmt: skip
"""what the name of an output file says it holds; a name without a suffix says nothing"""
JSON_CONTROLS = {code: f"\\u{code:04x}" for code in [*range(0x7F, 0xA0), *BIDI]}
"""what json leaves as it is although a terminal acts on it"""
PIECES = late(r"(?:[!-~]+|[^!-~])[ ，。；：、）」》？！…]*")
"""where a line may break: after a word of Latin script or a Chinese character, with the closing marks behind it"""
HINTS: dict[type[OSError], str] = {
    FileNotFoundError: "请先建好文件夹，或换一个文件名。",
    IsADirectoryError: "请在文件夹后面写上文件名，例如 表.csv。",
}
"""what to do where a file can't be written for a reason of its name"""
LONGEST_RULE = 40
"""cells of the rule under the head of the last column, which may be very long where nothing is wrapped"""
NARROWEST = 10
"""cells that a wrapped column keeps at least"""


class OutputError(WenceError):
    """The file that an answer was to be written to can't be written."""


def emit(text: str, file: Path | None = None, *, bom: bool = False) -> None:
    """Write an answer to stdout, or to the file the user named; a line break is added where it is missing.

    Raises:
        OutputError: the file can't be written; the old one is still there.
    """
    text = text if text.endswith("\n") or not text else text + "\n"
    if file is None:
        sys.stdout.write(text)
        return
    with written(file) as page:
        page.write(text.encode("utf-8-sig" if bom else "utf-8", "replace"))


@contextmanager
def written(file: Path, told: str = "") -> Iterator[IO[bytes]]:
    """The file that the user named, to write bytes to: it is there whole at the end, or as it was before.

    What was written is said (``told``, by default the file), but of a pipe or a device.

    Raises:
        OutputError: it can't be written.
    """
    from assistant.keeping.writing import whole

    try:
        with whole(file) as page:
            yield page
        if file.is_file():
            notice(told or f"已写入 {file}。")
    except OSError as error:
        hint = HINTS.get(type(error), "请换一个可写的文件名，或腾出磁盘空间。")
        raise OutputError(f"写不了文件 {file}：{reason(error)}", hint) from None


def style_of(style: str, file: Path | None) -> str:
    """The form of a table: what the call says, else what the name of its file does."""
    return style or (SUFFIXES.get(file.suffix.lower(), "") if file else "") or "table"


def emit_rows(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], style: str, file: Path | None, note: str = "",
    day: str = "",
) -> None:  # fmt: skip
    """Write a table in the style asked for, or in the one the file's name tells.

    The note is for readers of text; a workbook, which is read long after, tells the day it was asked on as well.
    """
    style = style_of(style, file)
    if style == "xlsx" and file is not None:
        from tui.rows import table_workbook

        with written(file) as page:
            page.write(table_workbook(rows, columns, note, day))
    elif style == "json":
        emit(to_json([dict(row) for row in rows], indent=1), file)
    elif style == "csv":
        from tui.rows import csv_table

        emit(csv_table(rows, columns), file, bom=file is not None)
    elif style == "markdown":
        emit(markdown_table(rows, columns), file)
    else:
        table = text_table(rows, columns, width=None if file else terminal_width())
        emit(f"{table}\n{note}" if note else table, file)


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON for people and machines: Chinese as it is, control characters escaped."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent).translate(JSON_CONTROLS)


def text_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], width: int | None = None) -> str:
    """Aligned columns; with a width (cells), the cells of the widest ones are wrapped until the table fits."""
    shown = [column for column in columns if column.in_table]
    lines = [[column.head for column in shown], *([cell_text(column.of(row)) for column in shown] for row in rows)]
    widths = [max(cells(line[number]) for line in lines) for number in range(len(shown))]
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    rules = [*widths[:-1], min(widths[-1], LONGEST_RULE)]
    lines.insert(1, ["─" * size for size in rules])
    wrapped = (zip_longest(*map(wrap, line, widths), fillvalue="") for line in lines)
    return "\n".join("  ".join(map(pad, row, widths)).rstrip() for rows in wrapped for row in rows) + "\n"


def markdown_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> str:
    """A Markdown table of the columns that the text table shows, never cut."""
    shown = [column for column in columns if column.in_table]
    lines = [[column.head for column in shown], ["---"] * len(shown)]
    lines += [[_markdown_cell(column.of(row)) for column in shown] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def cells(text: str) -> int:
    """How many cells a text takes on screen; ambiguous characters count as one, as most terminals draw them."""
    if text.isascii():
        return len(text)
    return sum(_cell_width(character) for character in text)


def pad(text: str, width: int) -> str:
    """A text filled with spaces, or cut with an ellipsis, to a width in cells."""
    spare = width - cells(text)
    if spare >= 0:
        return text + " " * spare
    kept, used = "", 0
    for character in text:
        used += _cell_width(character)
        if used > width - 1:
            break
        kept += character
    return kept + "…" + " " * (width - 1 - cells(kept))


def wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most that many cells; Latin words stay whole unless they are longer than a line."""
    lines, line = [], ""
    for piece in _fitting(PIECES.findall(text), width):
        if line and cells(line) + cells(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def terminal_width() -> int | None:
    """Cells of a line of the terminal that stdout is; None when it is none."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def _fitting(pieces: Sequence[str], width: int) -> Iterator[str]:
    for piece in pieces:
        if cells(piece.rstrip()) <= width:
            yield piece
        else:
            yield from piece


def _cell_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _markdown_cell(value: Any) -> str:
    text = cell_text(value).replace("\\", "\\\\").replace("|", "\\|")
    return text.replace("<", "&lt;").replace("[", "\\[")
