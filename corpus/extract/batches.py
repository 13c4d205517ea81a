"""A list of green factories that a notice publishes: which batch or year, after which call, how many of what.

The notices of 2017 to 2020 number their batch; those since name a year (2023年度), and say in one text what is added,
taken off and renamed. A count that can't be told apart for certain makes no batch, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.extract.columns import read_columns
from corpus.extract.numbers import number
from corpus.patterns import late
from corpus.readers.blocks import Block
from corpus.types import Batch, Document, Source

_NUMBERED = late(
    r"第(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})批.{0,12}绿色(?:制造|工厂).{0,12}名单|绿色制造名单（第(?P<late>[一二三四五六七八九十]{1,3})批）"
)
_OF_YEAR = late(
    r"(?P<year>20\d{2})\s?年度?(?:国家(?:级|层面)?)?绿色(?:制造|工厂)[^，。]{0,24}?名单"
    r"|公布.{0,8}?绿色(?:制造|工厂).{0,24}?[（(](?P<late>20\d{2})\s*年度?[）)].{0,4}名单"
)
_CALL = late(r"《(?P<title>[^《》]{6,80}(?:推荐|申报|组织开展|开展)[^《》]{0,40}的通知)》")
_NATIONAL = late(r"工业和信息化部|工信部")
_NAMES = {
    "factories": r"绿色工厂(?:名单)?",
    "parks": r"绿色(?:工业)?园区(?:名单)?",
    "supply_chains": r"绿色供应链(?:管理)?(?:示范)?企业(?:名单)?",
    "design_products": r"绿色设计产品(?:名单)?",
}
_COUNTS = {
    what: late(
        rf"{name}[（(：:为共有\s]{{0,3}}(?P<count>\d{{1,6}})\s?[家个种]"
        rf"|(?P<before>\d{{1,6}})\s?[家个种]\s?(?:国家(?:级|层面))?{name}"
    )
    for what, name in _NAMES.items()
}
_RENAMED_UNITS = late(r"(?P<count>\d{1,5})\s?[家个](?:单位|企业|名单单位)?")
_STATES = (
    ("cumulative", late(r"累计|总数|截至目前")),
    ("removed", late(r"移出|移除|撤销|除名|取消|剔除|调出|退出")),
    ("renamed", late(r"更名|名称变更|(?:变更|更改)[^，。；]{0,6}名称")),
    ("new", late(r"公布|确定|入选|新增|通过|列入|包括|其中")),
)
"""what a clause says of its counts; of two words the earlier row counts (移出的…名单不再公布)"""

Told = dict[tuple[str, str], set[int]]
"""counts by what they are of and what is said of it: ``{("factories", "removed"): {47}}``"""


def read_batches(blocks: Sequence[Block], document: Document) -> tuple[list[Batch], list[str]]:
    """The national batch that a document publishes, and what of it can't be read for certain."""
    numbered, dated = _NUMBERED.search(document.title), _OF_YEAR.search(document.title)
    national = _NATIONAL.search(f"{document.issuing_body}{document.title}")
    if not (numbered or dated) or not national or document.draft or "公示" in document.title:
        return [], []
    value = number(numbered["number"] or numbered["late"]) if numbered else None
    year = int(dated["year"] or dated["late"]) if dated else None
    texts = [block.text for block in blocks if block.kind != "table"]
    told = _told(texts)
    count = _one(told, "factories", "new") or _listed_count(blocks)
    if not count:
        several = sorted(told.get(("factories", "new"), ()))
        why = (
            f"写了几个家数（{'、'.join(map(str, several))}），分不清哪个是新公布的"
            if several
            else "没有读到绿色工厂的家数"
        )
        return [], [f"名单《{document.title}》：{why}，没有作成批次"]
    return [_batch(document, texts, told, (int(value or 0), year), count)], []


def _batch(document: Document, texts: Sequence[str], told: Told, called: tuple[int, int | None], count: int) -> Batch:
    cumulative = _one(told, "factories", "cumulative")
    parks = _one(told, "parks", "cumulative")
    return Batch(
        id="",
        source=Source(doc_id=document.id),
        number=called[0],
        year=called[1],
        call_title=next((match["title"] for text in texts for match in _CALL.finditer(text)), ""),
        call_date="",
        list_title=document.title,
        list_date=document.issue_date,
        list_number=document.document_number,
        issuing_body=document.issuing_body,
        count=count,
        parks=_one(told, "parks", "new"),
        supply_chains=_one(told, "supply_chains", "new"),
        design_products=_one(told, "design_products", "new"),
        removed=_one(told, "factories", "removed"),
        removed_parks=_one(told, "parks", "removed"),
        removed_supply_chains=_one(told, "supply_chains", "removed"),
        removed_design_products=_one(told, "design_products", "removed"),
        renamed=_one(told, "units", "renamed"),
        renamed_factories=_one(told, "factories", "renamed"),
        renamed_parks=_one(told, "parks", "renamed"),
        cumulative=cumulative,
        cumulative_kind="published" if cumulative else "",
        cumulative_parks=parks,
        cumulative_parks_kind="published" if parks else "",
    )


def _one(told: Told, what: str, state: str) -> int | None:
    """The one count that is told; None where there is none, or several."""
    counts = told.get((what, state), set())
    return next(iter(counts)) if len(counts) == 1 else None


def _told(texts: Sequence[str]) -> Told:
    told: Told = {}
    for text in texts:
        for sentence in re.split(r"[。！!\n]", text):
            state = "new"
            for clause in re.split(r"[，,；;]", sentence):
                state = next((name for name, words in _STATES if words.search(clause)), state)
                for what, count in _counts_in(clause, state):
                    told.setdefault((what, state), set()).add(count)
    return told


def _counts_in(clause: str, state: str) -> Iterator[tuple[str, int]]:
    found = False
    for what, pattern in _COUNTS.items():
        for match in pattern.finditer(clause):
            found = True
            yield what, int(match["count"] or match["before"])
    if state == "renamed" and not found:
        yield from (("units", int(match["count"])) for match in _RENAMED_UNITS.finditer(clause))


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
