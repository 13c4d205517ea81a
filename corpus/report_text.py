"""The report's own text: plain text with hard-wrapped lines in, sections, paragraphs and table rows out.

Line numbers count from 1 in the raw text. Nothing is corrected: a paragraph is its printed lines, joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.frozen import frozen
from corpus.patterns import late
from corpus.report_tables import (
    AREAS,
    POLICIES,
    STANDARDS,
    SUBSIDIES,
    Line,
    TableRow,
    join,
    read_policies,
    read_subsidies,
    standard_row,
)

TITLE = "绿色工厂政策分析报告"
FRONT, FOREWORD = "前页", "0 前言"
HEADS = {
    STANDARDS: re.compile("序号标准号标准名称"),
    POLICIES: re.compile(r"序号地区发布时间\w{2,6}政策已\w{4,6}的下属行政区域"),
    SUBSIDIES: re.compile("序号地区实施政策奖励政策时效性"),
}

_HEADING = late(
    r"(\d{1,2})\.\s*([^\d\s].{0,38}[^。；;：:，,\s])|(\d{1,2}(?:\.\d{1,2}){1,3})\s+(\S.{0,38}[^。；;：:，,\s])"
)
_ITEM = late(r"[（(][一二三四五六七八九十\d]{1,2}[）)]")
_LABEL = late(r"\S.{0,7}[：:]")
_PAGE_NUMBER = late(r"[-—\s]*\d{1,3}[-—\s]*")
_LATIN_TAIL = late(r"[A-Za-z/]$")
_STOP = late(r"[。！？：:；;》”]$")
_BEGINNING = late(r"\d{1,2}(?:\.\d{1,2})*\.?\s+\S|\d{1,2}、|[（(][一二三四五六七八九十\d]{1,2}[）)]")
BREAK_LINES = 4
"""Blank lines that only a page break leaves; elsewhere there are at most three."""


@frozen
class Section:
    """A numbered heading and its line."""

    number: str
    title: str
    line: int

    @property
    def name(self) -> str:
        """``2.1 我国绿色制造政策概述``"""
        return f"{self.number} {self.title}".rstrip()


@frozen
class Paragraph:
    """A paragraph as printed, its lines joined."""

    section: str
    """number and title of the section it stands in"""
    under: str
    """the smaller heading it stands under: ``（1）…`` or ``第一批：``; "" where there is none"""
    text: str
    first: int
    last: int
    starts: tuple[tuple[int, int], ...]
    """where each of its lines begins in ``text``: offset and line number"""

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """First and last line of ``text[start:end]``."""
        numbers = [number for offset, number in self.starts if offset < end]
        first = [number for offset, number in self.starts if offset <= start]
        return (first or numbers)[-1], numbers[-1]


@frozen
class ReportText:
    """What a report's text holds: its sections, the paragraphs outside tables, and the rows of its tables."""

    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: dict[str, tuple[TableRow, ...]]
    """by ``2.4``, ``3.1``, ``3.1 areas`` and ``3.2``; a table that is not there has no rows"""


def is_report(text: str, title: str = TITLE) -> bool:
    """Whether a text is the report ``title``: it names itself so and has the heads of both its regional tables."""
    squeezed = squeeze(text)
    return title in squeezed and all(HEADS[table].search(squeezed) for table in (POLICIES, SUBSIDIES))


def squeeze(text: str) -> str:
    """A text without any white space, for comparing what lines may have torn apart."""
    return "".join(text.split())


def read_report(text: str) -> ReportText:
    """The sections, paragraphs and table rows of a report's plain text; never fails, at worst finds nothing."""
    lines, marked = _lines(text)
    reading = _Reading(marked=marked)
    at = 0
    while at < len(lines):
        at = reading.take(lines, at)
    reading.close()
    policies, areas = read_policies(reading.rows[POLICIES])
    standards = tuple(row for row in map(standard_row, reading.rows[STANDARDS]) if row)
    tables = {
        STANDARDS: standards,
        POLICIES: policies,
        AREAS: areas,
        SUBSIDIES: read_subsidies(reading.rows[SUBSIDIES]),
    }
    return ReportText(sections=tuple(reading.sections), paragraphs=tuple(reading.paragraphs), tables=tables)


def _lines(text: str) -> tuple[list[Line], bool]:
    """The lines that say something, and whether the text marks the ends of paragraphs with a space.

    Text taken from a PDF keeps a space where a paragraph or a cell ends and none where a line merely wraps.
    """
    raw = text.removeprefix("\ufeff").split("\n")
    marked = sum(map(_marks_end, raw)) * 20 > sum(1 for line in raw if line.strip())
    wide = _full_width(raw)
    lines: list[Line] = []
    blank = 0
    for number, line in enumerate(raw, 1):
        said = line.strip()
        at_break = blank >= BREAK_LINES or "\f" in "".join(raw[number - 1 : number + 1])
        if said and not (at_break and _PAGE_NUMBER.fullmatch(said)):
            ends = _marks_end(line) and not _LATIN_TAIL.search(said) if marked else bool(_STOP.search(said))
            lines.append(Line(number, said, ends, _width(said) >= wide))
        blank = 0 if said else blank + 1
    return lines, marked


def _marks_end(line: str) -> bool:
    return line.rstrip("\r\f").endswith(" ")


def _width(text: str) -> int:
    """Columns on paper: a Chinese character takes two."""
    return sum(1 if ord(mark) < 0x100 else 2 for mark in text)


def _full_width(raw: Sequence[str]) -> int:
    """The width from which on a line may have been wrapped for want of room."""
    widths = sorted(_width(line.strip()) for line in raw if line.strip())
    return widths[len(widths) * 9 // 10] * 9 // 10 if widths else 0


@dataclass(slots=True)
class _Reading:
    """The place reached while reading: the section, the table, the paragraph whose lines are being gathered."""

    marked: bool
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    rows: dict[str, list[Line]] = field(default_factory=lambda: {STANDARDS: [], POLICIES: [], SUBSIDIES: []})
    table: str = ""
    under: str = ""
    pending: list[Line] = field(default_factory=list)

    def take(self, lines: Sequence[Line], at: int) -> int:
        """Take the line at a position (all the lines of a table's head at once); the position to go on from."""
        line = lines[at]
        table, size = _head_at(lines, at)
        if table:
            self.close()
            self.table = table
            return at + size
        if (not self.pending or not self.marked) and self._takes_heading(line):
            return at + 1
        if self.table == STANDARDS and not standard_row(line):
            self.table = ""
        if self.table:
            self.rows[self.table].append(line)
            return at + 1
        if self.pending and not self.marked and _BEGINNING.match(line.text):
            self.close()
        self.pending.append(line)
        said = join(each.text for each in self.pending)
        torn = line.full and any(said.count(left) > said.count(right) for left, right in ("《》", "（）"))
        if line.ends and not torn and not _LABEL.fullmatch(said):
            self.close()
        return at + 1

    def close(self) -> None:
        """End the paragraph whose lines are being gathered."""
        if not self.pending:
            return
        starts: list[tuple[int, int]] = []
        text = ""
        for line in self.pending:
            longer = join([text, line.text])
            starts.append((len(longer) - len(line.text), line.number))
            text = longer
        section = self.sections[-1].name if self.sections else FRONT
        if _ITEM.match(text) and not text.endswith("。"):
            self.under = text
        first, last = self.pending[0].number, self.pending[-1].number
        paragraph = Paragraph(
            section=section, under=self.under, text=text, first=first, last=last, starts=tuple(starts)
        )
        self.paragraphs.append(paragraph)
        self.pending = []

    def _takes_heading(self, line: Line) -> bool:
        found = _HEADING.fullmatch(line.text)
        if found:
            number, title = found[1] or found[3], found[2] or found[4]
        elif re.fullmatch(r"前\s*言", line.text):
            number, title = FOREWORD.split()
        else:
            return False
        if not _follows(self.sections[-1].number if self.sections else "", number):
            return False
        self.close()
        self.sections.append(Section(number=number, title=title, line=line.number))
        self.table, self.under = "", ""
        return True


def _head_at(lines: Sequence[Line], at: int) -> tuple[str, int]:
    """The table whose head begins at a position, and how many lines the head takes; ("", 0) when none does."""
    said = ""
    for size, line in enumerate(lines[at : at + 8], 1):
        said += squeeze(line.text)
        if not said.startswith("序号"[: len(said)]):
            break
        for table, head in HEADS.items():
            if head.fullmatch(said):
                return table, size
    return "", 0


def _follows(before: str, number: str) -> bool:
    """Whether a heading's number may come after another's: 2.3 is followed by 2.3.1, 2.4 or 3."""
    if not before:
        return number in ("0", "1")
    old, new = [[int(part) for part in each.split(".")] for each in (before, number)]
    shared = len(new) - 1
    if len(new) == len(old) + 1:
        return new[:-1] == old and new[-1] == 1
    return len(new) <= len(old) and new[:shared] == old[:shared] and new[-1] == old[shared] + 1
