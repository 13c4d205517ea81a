"""Resources: the documents, any passage or row with what stands around it, and what the corpus covers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from assistant.keeping.settings import as_of_today, shown
from assistant.showing import sources
from assistant.types import Citation
from corpus.errors import WenceError
from corpus.frozen import frozen

if TYPE_CHECKING:
    from assistant.service import Assistant

COVERAGE = "wence://coverage"
DOCUMENT = "wence://document/"
PASSAGE = "wence://passage/"
AROUND = 3
"""blocks before and after a passage"""
LONGEST = 200_000
"""characters of a document"""


class NoResource(WenceError):
    """A resource that is not there."""


@frozen
class Listed:
    """A resource as a client sees it before reading it."""

    uri: str
    name: str
    about: str


def listed(assistant: Assistant) -> Iterator[Listed]:
    """Coverage first, then every document."""
    yield Listed(uri=COVERAGE, name="覆盖范围", about="资料有哪些文件、截至哪天、各多少条")
    for document in assistant.corpus.documents:
        about = "；".join(sources.describe(document)) or document.title
        yield Listed(uri=DOCUMENT + quote(document.id, safe=""), name=document.title, about=about)


def read(assistant: Assistant, uri: str) -> str:
    """The text of a resource. Raises NoResource."""
    if uri == COVERAGE:
        return coverage_text(assistant)
    if uri.startswith(DOCUMENT):
        return _document(assistant, unquote(uri.removeprefix(DOCUMENT)))
    if uri.startswith(PASSAGE):
        return _passage(assistant, unquote(uri.removeprefix(PASSAGE)))
    raise NoResource(f"没有资源「{shown(uri)}」，可读的见资源列表。")


def coverage_text(assistant: Assistant) -> str:
    """What the corpus holds and until when, by topic and document by document."""
    from assistant.advising.coverage import coverage

    counts = _counts(assistant)
    lines = [sources.coverage(assistant.corpus), ""]
    for one in coverage(assistant.corpus, as_of_today()):
        newest = f"，最新的是《{one.newest.strip('《》')}》{one.newest_day}" if one.newest else ""
        lines.append(f"- {one.name}：{one.rows} 条，{one.documents} 份文件{newest}，最后见于 {one.seen_on or '未载明'}")
    lines.append("")
    for document in assistant.corpus.documents:
        until = document.covers_until or document.issue_date or "未载明"
        origin = "随附" if document.shipped else "用户加入"
        lines.append(f"- {document.title}（{document.id}）：{origin}，截至 {until}，{counts.get(document.id, 0)} 条")
    return "\n".join(lines)


def _document(assistant: Assistant, doc_id: str) -> str:
    first = next((one for one in _records(assistant) if one.source.doc_id == doc_id), None)
    if first is None:
        raise NoResource(f"没有编号为「{shown(doc_id)}」的文件。")
    text = "\n\n".join(_blocks(assistant, first, LONGEST, kinds=True))
    return text if len(text) <= LONGEST else text[:LONGEST] + "\n\n（文件过长，此处截断；请用 wence_search 找具体内容）"


def _passage(assistant: Assistant, record_id: str) -> str:
    record = next((one for one in _records(assistant) if one.id == record_id), None)
    if record is None:
        raise NoResource(f"没有编号为「{shown(record_id)}」的条目，可能已经移除或改了编号。")
    return "\n\n".join(_blocks(assistant, record, AROUND, kinds=False))


def _blocks(assistant: Assistant, record: Any, around: int, *, kinds: bool) -> Iterator[str]:
    """The document around a record: its head, then the blocks, the record's own marked."""
    titles = {document.id: document.title for document in assistant.corpus.documents}
    doc_id = record.source.doc_id
    place = Citation(
        n=1, doc=titles.get(doc_id, doc_id), doc_id=doc_id, section="", locator="", quote="", quote_kind="record",
        record_id=record.id,
    )  # fmt: skip
    reading = sources.open_citation(assistant.corpus, place, around=around)
    yield "\n".join((reading.title, *reading.about))
    for block in reading.blocks:
        mark = "" if kinds or not block.marked else "▶ "
        yield f"{mark}[{block.locator}]（{sources.KIND_NAMES[block.kind]}）\n{block.text}"
    if kinds:
        yield from _other_rows(assistant, record)


def _other_rows(assistant: Assistant, first: Any) -> Iterator[str]:
    """Rows of a document that are of another kind than its first record."""
    for one in _records(assistant):
        if one.source.doc_id == first.source.doc_id and type(one) is not type(first):
            facts = "\n".join(f"{name}：{value}" for name, value in sources.facts_of(one))
            yield f"[{one.source.locator or one.source.section}]（{sources.KIND_NAMES['record']}）\n{facts}"


def _counts(assistant: Assistant) -> dict[str, int]:
    found: dict[str, int] = {}
    for record in _records(assistant):
        found[record.source.doc_id] = found.get(record.source.doc_id, 0) + 1
    return found


def _records(assistant: Assistant) -> Iterator[Any]:
    corpus = assistant.corpus
    for part in (corpus.passages, corpus.subsidies, corpus.standards, corpus.policies, corpus.batches, corpus.rules):
        yield from part
