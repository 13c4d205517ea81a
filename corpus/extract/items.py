"""Tables of items and contents (奖励标准 | …, 申报截止时间 | …): what they say of their document, and as clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.extract.units import Unit
from corpus.extract.words import words
from corpus.patterns import late
from corpus.readers.blocks import Block, Row
from corpus.readers.metadata import key_of

ITEMS = 3
"""rows with the name of an item in front that make a table one of items and contents"""
CARD_KEYS = ("issuer", "number", "written", "issued", "published", "effective", "expires")
"""what such a table may say of its document; its title and its places it says of much else"""
_COUNTED = late(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)、.．]?|序号")


@dataclass(frozen=True, slots=True)
class Item:
    """A row: what it is about, and what it says."""

    row: Row
    label: str
    content: str


def items_of(table: Block) -> tuple[Item, ...]:
    """The items of a table, () when it is one of columns under a head."""
    found = tuple(_items(table))
    named = sum(words().has("item_label", item.label) for item in found)
    return found if named >= ITEMS else ()


def _items(table: Block) -> Iterator[Item]:
    for row in table.rows:
        cells = row.cells[1:] if len(row.cells) == 3 and _COUNTED.fullmatch(row.cells[0].strip()) else row.cells
        if len(cells) == 2 and cells[0] != cells[1]:
            yield Item(row, *cells)


def stated_in(blocks: Sequence[Block]) -> dict[str, str]:
    """What rows of label and value say of the document (政策有效期 | 2025年10月1日至2028年9月30日)."""
    found: dict[str, str] = {}
    for label, value in (pair for block in blocks if block.kind == "table" for pair in _pairs(block)):
        key = key_of(label)
        if key in CARD_KEYS and value.strip() and not key_of(value):
            found.setdefault(key, value.strip())
    return found


def _pairs(table: Block) -> Iterator[tuple[str, str]]:
    yield from ((item.label, item.content) for item in _items(table))
    if len(table.rows[0].cells) == 4:  # label and value twice in a row
        for row in table.rows:
            yield from zip(row.cells[::2], row.cells[1::2], strict=True)


def item_units(blocks: Sequence[Block]) -> Iterator[Unit]:
    """The items of tables as clauses: 申报截止时间：2026年12月15日。"""
    for table in (block for block in blocks if block.kind == "table"):
        for item in items_of(table):
            text = f"{item.label}：{item.content.rstrip('。')}。"
            yield Unit(text, [Block(kind="paragraph", text=item.label, at=item.row.at)], (), "", item.label)
