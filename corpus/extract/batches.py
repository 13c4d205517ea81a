"""A list of green factories that a notice publishes: which batch, after which call, how many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.extract.columns import read_columns
from corpus.extract.numbers import number
from corpus.readers.blocks import Block
from corpus.types import Batch, Document, Source

_BATCH = re.compile(
    r"第(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})批.{0,12}绿色(?:制造|工厂).{0,12}名单|绿色制造名单（第(?P<late>[一二三四五六七八九十]{1,3})批）"
)
_CALL = re.compile(r"《(?P<title>[^《》]{6,80}(?:推荐|申报|组织开展|开展)[^《》]{0,40}的通知)》")
_COUNT = re.compile(r"绿色工厂\s?(?P<count>\d{1,5})\s?[家个]|(?P<before>\d{1,5})\s?[家个]绿色工厂")
_NATIONAL = re.compile(r"工业和信息化部|工信部")


def read_batches(blocks: Sequence[Block], document: Document) -> Iterator[Batch]:
    """The national batch that a document publishes, when its number, its call and its count can all be read."""
    found = _BATCH.search(document.title)
    texts = [block.text for block in blocks if block.kind != "table"]
    call = next((match["title"] for text in texts for match in _CALL.finditer(text)), "")
    count = _stated_count(texts) or _listed_count(blocks)
    value = number(found["number"] or found["late"]) if found else None
    if not value or not call or not count or not _NATIONAL.search(f"{document.issuing_body}{document.title}"):
        return
    yield Batch(
        id="",
        source=Source(doc_id=document.id),
        number=int(value),
        call_title=call,
        call_date="",
        list_title=document.title,
        list_date=document.issue_date,
        count=count,
    )


def _stated_count(texts: Sequence[str]) -> int:
    counts = [int(match["count"] or match["before"]) for text in texts for match in _COUNT.finditer(text)]
    return counts[0] if len(set(counts)) == 1 else 0


def _listed_count(blocks: Sequence[Block]) -> int:
    """The rows of the one table that lists factories under a heading or caption of that name."""
    heading, tables = "", []
    for block in blocks:
        if block.kind != "table":
            heading = block.text
        elif "绿色工厂" in f"{heading}{block.text}{''.join(block.rows[0].cells)}" and read_columns(block).has(
            "company"
        ):
            tables.append(block)
    return len(tables[0].rows) - 1 if len(tables) == 1 else 0
