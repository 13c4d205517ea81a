"""Which column of a table is what: head cells matched against the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from corpus.extract.marks import levels_in, objects_in
from corpus.extract.numbers import UNITS
from corpus.extract.words import words
from corpus.frozen import field, frozen
from corpus.patterns import late
from corpus.readers.blocks import Block
from corpus.types import Level

_BRACKETS = late(r"[（(\[【][^（()）\]】]*[）)\]】]")
_UNIT = late(rf"(?:单位\s*[:：为]?\s*(?:人民币)?|[（(\[【/]\s*)(?P<unit>{'|'.join(UNITS)})")
_TRAILING_UNIT = late(r"(?P<unit>万元|亿元|千元|元)\s*$")
_PLACE = late(r"[\u4e00-\u9fff]{2,10}(?:[省市县区州盟旗])(?:本级)?|市本级|全市")
_MONEY_WORDS = late(
    r"[\u4e00-\u9fff]{2,4}(?=[市州盟]级)|国家|工信部|自治区|[省市州盟区县]|级|认定|绿色|低碳|工厂|工业|园区|供应链|管理|企业|示范|产品|设计|奖励|奖补|补助|补贴|资助|支持|扶持|激励|配套|兑现|金额|标准|额度|资金"
    r"|一次性|最高|首次|新|单位|(?:调整|修改|修订|提高|变更)后|现行|万元|元|[的：:、/（）()\s]"
)


@frozen
class AmountColumn:
    """A column of sums that its head gives to one level, one object, or both."""

    index: int
    level: Level = ""
    objects: tuple[str, ...] = ()


@frozen
class Columns:
    """The columns of a table by what they hold, counted from 0."""

    by_name: Mapping[str, int]
    sums: tuple[AmountColumn, ...] = ()
    """columns whose head says for whom their sums are, for instance ``国家级（万元）``"""
    places: tuple[int, ...] = ()
    """columns that name a place, for instance province and city beside one another"""
    objects: tuple[int, ...] = ()
    """columns that say what a row is about, for instance a class and the object in it"""
    units: Mapping[int, str] = field(default_factory=dict)
    """the money unit that the head of a column or the line above the table names"""

    def cell(self, name: str, cells: Sequence[str]) -> str:
        """The cell of a row under a column, "" when there is no such column."""
        index = self.by_name.get(name)
        return cells[index].strip() if index is not None else ""

    def place(self, cells: Sequence[str]) -> str:
        """The names of a row's place from the widest to the narrowest, as one: 浙江省义乌市."""
        return "".join(dict.fromkeys(cells[index].strip() for index in self.places))

    def object(self, cells: Sequence[str]) -> str:
        """What a row is about, class and object as one; where a cell names an object of ours, that cell alone."""
        found = [cells[index].strip() for index in self.objects if cells[index].strip()]
        named = [cell for cell in found if objects_in(cell)]
        return (named or ["，".join(dict.fromkeys(found))])[-1]

    def has(self, *names: str) -> bool:
        """Whether the table has all of these columns."""
        return all(name in self.by_name for name in names)

    @property
    def is_rewarding(self) -> bool:
        """Whether some column holds sums."""
        return "amount" in self.by_name or bool(self.sums)


def read_columns(table: Block, above: str = "") -> Columns:
    """What the head of a table says of its columns; ``above`` are the lines between its heading and the table."""
    by_name: dict[str, int] = {}
    sums: list[AmountColumn] = []
    places: list[int] = []
    objects: list[int] = []
    units: dict[int, str] = {}
    caption_unit = unit_of(table.text) or unit_of(above)
    for index, head in enumerate(table.rows[0].cells):
        if words().has("former_head", head):
            continue  # what was paid before a change is no award
        plain = _BRACKETS.sub("", re.sub(r"\s+", "", head))
        unit = unit_of(head) or caption_unit
        if unit:
            units[index] = unit
        amount = _amount_column(index, re.sub(r"\s+", " ", head))
        if amount:
            sums.append(amount)
            continue
        names = _names(plain) or _names(re.sub(r"\s+", "", head))
        places += [index] if "place" in names else []
        objects += [index] if "object" in names else []
        for name in names:
            by_name.setdefault(name, index)
    _tell_levels(table, by_name)
    _settle(table, by_name, sums)
    taken = {*by_name.values(), *(column.index for column in sums)}
    places = places or list(_by_cells(table, taken, _are_places))[:1]
    objects = objects or [index for index in _by_cells(table, taken, _name_objects) if index not in places][:1]
    return Columns(by_name=by_name, sums=tuple(sums), places=tuple(places), objects=tuple(objects), units=units)


def _by_cells(table: Block, taken: set[int], fits: Callable[[Sequence[str]], bool]) -> Iterator[int]:
    """The columns whose head says nothing, but whose cells do."""
    for index in range(len(table.rows[0].cells)):
        cells = [row.cells[index].strip() for row in table.rows[1:] if row.cells[index].strip()]
        if index not in taken and cells and fits(cells):
            yield index


def _are_places(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and all(_PLACE.fullmatch(cell) for cell in cells)


def _name_objects(cells: Sequence[str]) -> bool:
    return any(objects_in(cell) for cell in cells)


def _settle(table: Block, by_name: dict[str, int], sums: list[AmountColumn]) -> None:
    """One column of sums beside a column of levels is the sum of each row (区级奖励), whatever level its head has."""
    if len(sums) == 1 and "amount" not in by_name and ("level" in by_name or _levels_in_rows(table, sums[0].index)):
        by_name["amount"] = sums.pop().index


def _levels_in_rows(table: Block, beside: int) -> bool:
    rows = [[cell for index, cell in enumerate(row.cells) if index != beside] for row in table.rows[1:]]
    return bool(rows) and all(levels_in(" ".join(cells)) for cells in rows)


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


def _amount_column(index: int, head: str) -> AmountColumn | None:
    levels, objects = levels_in(head), objects_in(re.sub(r"\s+", "", head))  # 园区 国家级: the 区 is no level
    if len(levels) > 1 or not (levels or objects) or _MONEY_WORDS.sub("", head):
        return None
    if not levels and not unit_of(head) and not re.search(r"奖|补|金额|额度|标准$", head):
        return None  # a column of names headed 绿色工厂
    return AmountColumn(index=index, level=levels[0] if levels else "", objects=objects)


def _names(head: str) -> list[str]:
    """The columns that a head cell may stand for: by its whole, its end, or what it looks like."""
    found = next(filter(None, _candidates(head)), [])
    return [name for name in found if not (name == "expires" and words().has("other_term", head))]


def _candidates(head: str) -> Iterator[list[str]]:
    listed = words().columns.items()
    yield [name for name, heads in listed if head in heads]
    yield [name for name, heads in listed if any(len(word) > 2 and head.endswith(word) for word in heads)]
    yield [name for name, pattern in words().heads.items() if pattern.search(head)][:1]
