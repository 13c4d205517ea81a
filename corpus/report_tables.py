"""The tables of the report, read from lines of plain text whose columns have run into one another.

A row begins with its number and place (``10 浙江``) or, below it, with a place and a colon (``义乌市：《…》``);
within a row the cells follow one another. Numbers must count up by one, so a figure at the start of a line
that belongs to a cell is not taken for a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.frozen import frozen
from corpus.patterns import late

STANDARDS, POLICIES, AREAS, SUBSIDIES = "2.4", "3.1", "3.1 areas", "3.2"

_STANDARD = late(r"(\d{1,3})\s+([A-Z]+(?:/[A-Z]+)?\s?[\d.]+-\d{4})\s+(\S.*)")
_SEQ = late(r"(\d{1,2})(?:\s+(\S.*))?")
_MONTH = late(r"(\d{4})\s*年\s*(\d{1,2})(?:\s*月(?:\s*(\d{1,2})\s*日)?)?")
_MONTH_REST = late(r"月(?:\s*(\d{1,2})\s*日)?")
_SUB_ROW = late(r"([^：:《》（）。，；\d\s]{2,12})[：:]\s*(《.*)")
_TERM = late(
    r"(?:印发|实施|施行|发布|执行)(?:开始)?日期|(?:有效|有限|试行|执行)期|试行\s*\d"
    r"|(?<!\S)\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
)
_NUMBER_END = late(r"号[）)]$")
_TORN_LATIN = late(r"[A-Za-z]\|[A-Za-z0-9]|[0-9]\|[A-Za-z]")


class Line(NamedTuple):
    """A line that says something: its number in the raw text, what it says, whether it seems to end a paragraph
    or cell, and whether it is so long that it may as well go on."""

    number: int
    text: str
    ends: bool
    full: bool = False


@frozen
class TableRow:
    """A row of a table, with its cells by column."""

    seq: str
    cells: Mapping[str, str]
    """2.4: number, title; 3.1: place, date (ISO), policy; 3.1 areas: province, place;
    3.2: place, policy, award, term"""
    text: str
    """the whole row as printed, without line breaks"""
    first: int
    last: int


def join(pieces: Iterable[str]) -> str:
    """Wrapped lines as one text: nothing between Chinese characters, a space where a Latin word ends."""
    text = ""
    for piece in pieces:
        gap = " " if _TORN_LATIN.fullmatch(f"{text[-1:]}|{piece[:1]}") else ""
        text += gap + piece
    return text


def standard_row(line: Line) -> TableRow | None:
    """The row of table 2.4 that a line is, or None."""
    found = _STANDARD.fullmatch(line.text)
    if not found:
        return None
    cells = {"number": found[2], "title": found[3]}
    return TableRow(seq=found[1], cells=cells, text=line.text, first=line.number, last=line.number)


@dataclass(slots=True)
class _Cell:
    """Lines of one cell while it is being read."""

    pieces: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def add(self, line: Line, text: str | None = None) -> None:
        self.pieces.append(line.text if text is None else text)
        self.numbers.append(line.number)

    @property
    def text(self) -> str:
        return join(self.pieces)

    @property
    def closed(self) -> bool:
        """Whether it holds a whole title: as many 《 as 》, at least one."""
        return 0 < self.text.count("《") <= self.text.count("》")


def read_policies(lines: Sequence[Line]) -> tuple[tuple[TableRow, ...], tuple[TableRow, ...]]:
    """The policies of table 3.1 and the subordinate areas it lists, each a row."""
    policies: list[TableRow] = []
    areas: list[TableRow] = []
    for seq, rows in _by_seq(lines):
        place, rest = _place(rows)
        found, area_cell = _province_policies(seq, place, rest)
        policies += found
        areas += _areas(seq, place, area_cell)
    return tuple(policies), tuple(areas)


def read_subsidies(lines: Sequence[Line]) -> tuple[TableRow, ...]:
    """The rows of table 3.2: a provincial one (where there is one) and those of places below it."""
    found: list[TableRow] = []
    for seq, rows in _by_seq(lines):
        place, rest = _place(rows)
        for name, part in _sub_rows(place, rest):
            first = rows[0].number if name == place else part[0].number
            cells = {"place": name, **_subsidy_cells(part)}
            mark = f"{seq} {name} " if name == place else f"{name}："
            text = mark + join(line.text for line in part)
            found.append(TableRow(seq=seq, cells=cells, text=text, first=first, last=part[-1].number))
    return tuple(found)


def _by_seq(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Lines parted before each row number; numbers count up from 1."""
    parts: list[tuple[str, list[Line]]] = []
    for line in lines:
        found = _SEQ.fullmatch(line.text)
        if found and int(found[1]) == len(parts) + 1 and not (found[2] or "").startswith(("年", "月", "日", "万")):
            rest = found[2] or ""
            parts.append((found[1], [Line(line.number, rest, line.ends)]))
        elif parts:
            parts[-1][1].append(line)
    return parts


def _place(rows: Sequence[Line]) -> tuple[str, list[Line]]:
    """The place a row begins with, which may be wrapped (内蒙 / 古), and the lines after it."""
    head = rows[0]
    if head.text:
        name, _, rest = head.text.partition(" ")
        return name, ([Line(head.number, rest, head.ends)] if rest else []) + list(rows[1:])
    taken = 0
    name = ""
    for line in rows[1:]:
        name += line.text
        taken += 1
        if line.ends or len(name) >= 3:
            break
    return name, list(rows[1 + taken :])


def _province_policies(seq: str, place: str, lines: Sequence[Line]) -> tuple[list[TableRow], _Cell]:
    """The dated titles of one province, and what else stands between them: the cell of subordinate areas."""
    rows: list[TableRow] = []
    areas = _Cell()
    date, title = "", _Cell()
    dated: list[int] = []
    for line in lines:
        month = _MONTH.fullmatch(line.text) if not title.pieces else None
        rest_of_month = _MONTH_REST.fullmatch(line.text) if date and not title.pieces else None
        if month:
            date, dated = _iso(month[1], month[2], month[3]), [line.number]
        elif rest_of_month:
            date += f"-{int(rest_of_month[1]):02d}" if rest_of_month[1] else ""
            dated.append(line.number)
        elif title.pieces or date or line.text.startswith("《"):
            after = _take_title(title, line)
            if title.closed:
                cells = {"place": place, "date": date, "policy": title.text}
                first = (dated or title.numbers)[0]
                rows.append(
                    TableRow(seq=seq, cells=cells, text=join([date, title.text]), first=first, last=title.numbers[-1])
                )
                date, title, dated = "", _Cell(), []
            if after:
                areas.add(line, after)
        else:
            areas.add(line)
    return rows, areas


def _take_title(title: _Cell, line: Line) -> str:
    """Add a line to a title, up to where its brackets close; what stands after that is returned."""
    depth = title.text.count("《") - title.text.count("》")
    for at, mark in enumerate(line.text):
        depth += {"《": 1, "》": -1}.get(mark, 0)
        if mark == "》" and depth <= 0 and not line.text[at + 1 :].startswith(("的", "《")):
            title.add(line, line.text[: at + 1])
            return line.text[at + 1 :].strip()
    title.add(line)
    return ""


def _areas(seq: str, province: str, cell: _Cell) -> list[TableRow]:
    """The names in a cell such as 郑州市、济源市, each with the lines it stands on."""
    rows: list[TableRow] = []
    name, numbers = "", []
    for piece, number in zip([*cell.pieces, "、"], [*cell.numbers, 0], strict=True):
        for mark in piece:
            if mark not in "、，, ":
                name += mark
                numbers.append(number)
            elif name and not name.isdigit():
                cells = {"province": province, "place": name}
                rows.append(TableRow(seq=seq, cells=cells, text=name, first=numbers[0], last=numbers[-1]))
            if mark in "、，, ":
                name, numbers = "", []
    return rows


def _sub_rows(place: str, lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """One province's lines parted into its own row and the rows of the places below it."""
    parts: list[tuple[str, list[Line]]] = [(place, [])]
    for line in lines:
        found = _SUB_ROW.match(line.text)
        if found and not _TERM.match(line.text):
            parts.append((found[1], [Line(line.number, found[2], line.ends)]))
        else:
            parts[-1][1].append(line)
    return [part for part in parts if part[1]]


def _subsidy_cells(lines: Sequence[Line]) -> dict[str, str]:
    """Policy, award and term of a row, in the order of the columns."""
    policy, award, term = _Cell(), _Cell(), _Cell()
    open_title = True
    for line in lines:
        if open_title:
            policy.add(line)
            bare_title = "《" not in policy.text and (line.ends or _NUMBER_END.search(line.text))
            open_title = not (policy.closed or bare_title)
            continue
        at = _TERM.search(line.text) if not term.pieces else None
        if at and at.start():
            award.add(line, line.text[: at.start()].rstrip())
        if at:
            term.add(line, line.text[at.start() :])
        else:
            (term if term.pieces else award).add(line)
    return {"policy": policy.text, "award": award.text, "term": " ".join(term.pieces)}


def _iso(year: str, month: str, day: str | None) -> str:
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
