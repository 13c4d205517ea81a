"""The text of a document as passages: every paragraph and table row, word for word, under its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.frozen import replace
from corpus.passages import PATH_SEPARATOR
from corpus.patterns import late
from corpus.readers.blocks import Block, Position
from corpus.readers.structure import MONEY, clause_of
from corpus.types import Passage, Source

_UNIT = late(r"单位\s*[：:]\s*(?:人民币)?(?P<unit>[万亿千百]?元)")
_MONEY_HEAD = late(r"资金|金额|标准|奖励|奖补|补助|补贴|额度|投资(?!项目)")
_SUM = late(r"\d[\d,，]*(?:\.\d+)?")
_OF_PAGE = late(r"(?:浏览|点击|阅读)(?:次数|量|数)\s*[：:]|字体\s*[：:]\s*【|分享到\s*[：:]")
"""the line of a web page below its title, which tells when it was shown and how often: no words of the document"""
PAGE_LINE = 160
CAPTION_CHARACTERS = 40
PASSAGE_CHARACTERS = 400
"""a longer paragraph is parted at sentence ends; a passage that is found should be read in one glance"""


def passages(blocks: Sequence[Block], doc_id: str) -> Iterator[Passage]:
    """Every paragraph and table row of a text as passages under their headings."""
    path: list[tuple[int, str]] = []
    clause = ""
    tables = 0
    before = ""
    for block in blocks:
        if block.kind == "heading":
            path = [*(item for item in path if item[0] < block.level), (block.level, _heading_text(block.text))]
            clause = ""
            if not MONEY.search(block.text):
                continue
        title = PATH_SEPARATOR.join(text for _, text in path)
        if block.kind == "table":
            tables += 1
            yield from _table_passages(_with_unit(block, before), tables, title, doc_id)
            continue
        before = block.text
        if len(block.text) <= PAGE_LINE and _OF_PAGE.search(block.text):
            continue
        clause = clause_of(block.text) or ("" if path and not clause else clause)
        for text in _pieces(block.text):
            yield _passage(text, title, clause, block.at, doc_id)


def _with_unit(table: Block, before: str) -> Block:
    """The table with the unit that stands above it in the heads of its sums: a row is read by itself."""
    above = before if len(before) <= CAPTION_CHARACTERS else ""
    unit = next((found["unit"] for text in (table.text, above) if (found := _UNIT.search(text))), "")
    if not unit:
        return table
    columns = zip(*(row.cells for row in table.rows[1:]), strict=True)
    sums = [any(_SUM.fullmatch(cell.strip()) for cell in column) for column in columns]
    head = table.rows[0]
    named = (
        f"{name}（{unit}）" if is_sum and _MONEY_HEAD.search(name) and unit not in name else name
        for name, is_sum in zip(head.cells, sums or [False] * len(head.cells), strict=True)
    )
    return replace(table, rows=(replace(head, cells=tuple(named)), *table.rows[1:]))


def _heading_text(text: str) -> str:
    return re.sub(r"\s*›\s*", " ", text).strip()[:120]


def _table_passages(block: Block, number: int, title: str, doc_id: str) -> Iterator[Passage]:
    head = block.rows[0].cells
    if block.text:
        yield _passage(block.text, title, f"表 {number}", block.at, doc_id)
    for position, row in enumerate(block.rows[1:] or block.rows, 2):
        if len(set(row.cells)) == 1:
            text = row.cells[0]
        else:
            text = "；".join(
                f"{name}：{cell}" if name else cell for name, cell in zip(head, row.cells, strict=True) if cell
            )
        if text:
            yield _passage(text, title, row_locator(number, position, row.at), row.at, doc_id)


def row_locator(table: int, row: int, at: Position) -> str:
    """Where a table row stands, for people: sheet and cell where there are such, else table and row."""
    return f"工作表「{at.sheet}」{at.cell}" if at.cell else f"表 {table} 第 {row} 行"


def _passage(text: str, title: str, locator: str, at: Position, doc_id: str) -> Passage:
    section = title.split(PATH_SEPARATOR)[-1] if title else ""
    source = Source(doc_id=doc_id, section=section, locator=locator, page=at.page, lines=at.lines)
    return Passage(id="", source=source, text=text, quote_kind="original", title=title)


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for sentence in re.findall(r"[^。；！？]+[。；！？]?[”」）]?|[。；！？]+", text):
        if piece and len(piece) + len(sentence) > PASSAGE_CHARACTERS:
            yield piece
            piece = ""
        piece += sentence
    if piece:
        yield piece
