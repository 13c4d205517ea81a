"""A list of green factories that a notice publishes: which batch or year, how many, how many taken off."""

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
_YEAR = re.compile(r"(?P<year>20\d{2})\s?年度?(?:国家(?:级|层面)?)?绿色(?:制造|工厂)[^，。]{0,10}名单")
_CALL = re.compile(r"《(?P<title>[^《》]{6,80}(?:推荐|申报|组织开展|开展)[^《》]{0,40}的通知)》")
_COUNT = re.compile(r"绿色工厂\s?(?P<count>\d{1,5})\s?[家个]|(?P<before>\d{1,5})\s?[家个](?:国家(?:级|层面))?绿色工厂")
_REMOVED = re.compile(
    r"(?P<count>\d{1,5})\s?[家个](?:国家(?:级|层面))?(?:绿色工厂|企业|单位)?[^，。；\d]{0,12}(?:移出|移除|撤销|除名|退出)"
    r"|(?:移出|移除|撤销|除名)[^，。；\d]{0,16}(?:绿色工厂)?\s?(?P<late>\d{1,5})\s?[家个]"
)
_RENAMED = re.compile(
    r"(?P<count>\d{1,5})\s?[家个][^，。；\d]{0,10}(?:变更|更改)[^，。；]{0,6}名称"
    r"|名称变更[^，。；\d]{0,10}(?P<late>\d{1,5})\s?[家个]"
)
_NATIONAL = re.compile(r"工业和信息化部|工信部")


def read_batches(blocks: Sequence[Block], document: Document) -> Iterator[Batch]:
    """The national list that a document publishes, when its batch or year and its count can be read."""
    if not _NATIONAL.search(f"{document.issuing_body}{document.title}") or document.draft:
        return
    batch, year = _BATCH.search(document.title), _YEAR.search(document.title)
    texts = [block.text for block in blocks if block.kind != "table"]
    removed, renamed = _one(_REMOVED, texts), _one(_RENAMED, texts)
    count = _stated_count(texts) or _listed_count(blocks)
    value = number(batch["number"] or batch["late"]) if batch else None
    if not (value or year) or not count or "公示" in document.title:
        return
    yield Batch(
        id="",
        source=Source(doc_id=document.id),
        number=int(value or 0),
        call_title=next((match["title"] for text in texts for match in _CALL.finditer(text)), ""),
        call_date="",
        list_title=document.title,
        list_date=document.issue_date,
        list_number=document.document_number,
        issuing_body=document.issuing_body,
        count=count,
        year=int(year["year"]) if year else None,
        removed=removed,
        renamed=renamed,
    )


def _one(pattern: re.Pattern[str], texts: Sequence[str]) -> int | None:
    """The one figure that a pattern finds, None when there is none or they differ."""
    found = {int(match["count"] or match["late"]) for text in texts for match in pattern.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _stated_count(texts: Sequence[str]) -> int:
    """The factories that are added; those taken off the list and renamed ones aside."""
    bare = [_RENAMED.sub("", _REMOVED.sub("", text)) for text in texts]
    counts = [int(match["count"] or match["before"]) for text in bare for match in _COUNT.finditer(text)]
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
