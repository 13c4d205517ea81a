"""Which column of a table is what: head cells matched against the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.extract.marks import levels_in
from corpus.extract.numbers import UNITS
from corpus.extract.words import words
from corpus.readers.blocks import Block
from corpus.types import Level

_BRACKETS = re.compile(r"[（(\[【][^（()）\]】]*[）)\]】]")
_UNIT = re.compile(rf"(?:单位\s*[:：为]?\s*(?:人民币)?|[（(\[【/]\s*)(?P<unit>{'|'.join(UNITS)})")
_TRAILING_UNIT = re.compile(r"(?P<unit>万元|亿元|千元|元)\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """The columns of a table by what they hold, counted from 0."""

    by_name: Mapping[str, int]
    level_amounts: Mapping[Level, int]
    """columns that hold the sums of one level, for instance headed ``国家级（万元）``"""
    places: tuple[int, ...]
    """columns that name a place, for instance province and city beside one another"""
    units: Mapping[int, str]
    """the money unit that the head of a column or the line above the table names"""

    def cell(self, name: str, cells: Sequence[str]) -> str:
        """The cell of a row under a column, "" when there is no such column."""
        index = self.by_name.get(name)
        return cells[index].strip() if index is not None else ""

    def place(self, cells: Sequence[str]) -> str:
        """The names of a row's place from the widest to the narrowest, as one: 浙江省义乌市."""
        return "".join(dict.fromkeys(cells[index].strip() for index in self.places))

    def has(self, *names: str) -> bool:
        """Whether the table has all of these columns."""
        return all(name in self.by_name for name in names)


def read_columns(table: Block) -> Columns:
    """What the head of a table says of its columns."""
    by_name: dict[str, int] = {}
    level_amounts: dict[Level, int] = {}
    places: list[int] = []
    units: dict[int, str] = {}
    caption_unit = unit_of(table.text)
    for index, head in enumerate(table.rows[0].cells):
        plain = _BRACKETS.sub("", re.sub(r"\s+", "", head))
        unit = unit_of(head) or caption_unit
        if unit:
            units[index] = unit
        level = _level_of_amount(plain)
        if level:
            level_amounts.setdefault(level, index)
            continue
        names = _names(plain)
        places += [index] if "place" in names else []
        for name in names:
            by_name.setdefault(name, index)
    _tell_levels(table, by_name)
    return Columns(by_name=by_name, level_amounts=level_amounts, places=tuple(places), units=units)


def _tell_levels(table: Block, by_name: dict[str, int]) -> None:
    """A head over two columns (奖补标准) may stand over the level and its sum: the cells tell which is which."""
    amount = by_name.get("amount")
    if amount is None or "level" in by_name or amount + 1 >= len(table.rows[0].cells):
        return
    head = table.rows[0].cells
    cells = [row.cells[amount] for row in table.rows[1:] if row.cells[amount]]
    named = [cell for cell in cells if levels_in(cell) and not re.search(r"\d", cell)]
    if head[amount] == head[amount + 1] and cells and len(named) == len(cells):
        by_name |= {"level": amount, "amount": amount + 1}


def unit_of(text: str) -> str:
    """The money unit that a head cell or a caption names (``奖励金额（万元）``, ``单位：元``), or ""."""
    match = _UNIT.search(text) or _TRAILING_UNIT.search(text)
    return match["unit"] if match else ""


def _level_of_amount(head: str) -> Level | None:
    levels = levels_in(head)
    rest = re.sub(
        r"国家|工信部|自治区|[省市区县]|级|绿色工厂|奖励|奖补|补助|补贴|资助|金额|标准|额度|资金|万元|元", "", head
    )
    return levels[0] if len(levels) == 1 and not rest else None


def _names(head: str) -> list[str]:
    """The columns that a head cell may stand for: by its whole, else by its end."""
    exact = [name for name, heads in words().columns.items() if head in heads]
    if exact:
        return exact
    return [
        name for name, heads in words().columns.items() if any(len(word) > 2 and head.endswith(word) for word in heads)
    ]
