"""A citation opened: the document around it, as blocks to read, with the cited one marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.showing.tables import STANDARD_STATUS_NAMES, TOPIC_NAMES, amount_words
from assistant.types import Citation
from corpus.frozen import frozen
from corpus.types import (
    Area,
    Award,
    Batch,
    Corpus,
    Document,
    Passage,
    Policy,
    QuoteKind,
    Record,
    Rule,
    Source,
    Standard,
    Subsidy,
)

KIND_NAMES: dict[QuoteKind, str] = {"original": "原文", "digest": "摘要", "record": "表格"}


@frozen
class Block:
    """A passage or a table row to be read."""

    kind: QuoteKind
    locator: str
    text: str
    """for a row one ``name：value`` a line"""
    section: str
    marked: bool = False


@frozen
class Reading:
    """A stretch of a document."""

    title: str
    about: tuple[str, ...]
    """what is known of the document: issuing body, number, dates"""
    blocks: tuple[Block, ...]
    before: int = 0
    """blocks of the document left out before the first one"""
    after: int = 0


def open_citation(corpus: Corpus, citation: Citation, *, around: int) -> Reading:
    """The document at the place of a citation, with so many blocks before and after it.

    A citation whose record is no longer in the corpus is shown by itself, as it was quoted.
    """
    document = next((document for document in corpus.documents if document.id == citation.doc_id), None)
    about = describe(document) if document else ()
    neighbours = _neighbours(corpus, citation)
    place = next((i for i, record in enumerate(neighbours) if record.id == citation.record_id), None)
    if place is None:
        return Reading(title=citation.doc, about=about, blocks=(_quoted(citation),))
    first, last = max(place - around, 0), min(place + around + 1, len(neighbours))
    return Reading(
        title=citation.doc,
        about=about,
        blocks=tuple(_block(record, i == place) for i, record in enumerate(neighbours[first:last], first)),
        before=first,
        after=len(neighbours) - last,
    )


def coverage(corpus: Corpus) -> str:
    """What the corpus holds and until when, in one line."""
    shipped = [document for document in corpus.documents if document.shipped]
    latest = max((document.covers_until or document.issue_date for document in shipped), default="")
    added = len(corpus.documents) - len(shipped)
    counts = (
        f"{len(corpus.subsidies)} 条补贴",
        f"{len(corpus.standards)} 项标准",
        f"{len(corpus.policies)} 项地方政策",
        f"{len(corpus.passages)} 条说明",
    )
    until = f"内置资料截至 {latest}，" if latest else ""
    more = f"另有您添加的 {added} 份文件，" if added else ""
    return f"{until}{more}共 {'、'.join(counts)}。之后的变化请向主管部门确认。"


def describe(document: Document) -> tuple[str, ...]:
    """What is known of a document, one ``name：value`` a line."""
    pairs = (
        ("发文机关", document.issuing_body),
        ("文号", document.document_number),
        ("发布", document.issue_date),
        ("施行", document.effective_date),
        ("有效期至", document.expiry_date),
        ("性质", "征求意见稿" if document.draft else ""),
        ("内容", "转述摘要，不是原文" if document.digest_of else ""),
    )
    return tuple(f"{name}：{value}" for name, value in pairs if value)


def facts_of(record: Record | Area) -> tuple[tuple[str, str], ...]:
    """The fields of a table row as names and values for people; silent ones are left out."""
    pairs: Iterator[tuple[str, str]] = iter(())
    if isinstance(record, Subsidy):
        pairs = _subsidy_facts(record)
    elif isinstance(record, Standard):
        pairs = _standard_facts(record)
    elif isinstance(record, Policy):
        pairs = iter((("地区", record.place), ("政策", record.title), ("日期", record.date)))
    elif isinstance(record, Batch):
        pairs = _batch_facts(record)
    elif isinstance(record, Rule):
        pairs = _rule_facts(record)
    elif isinstance(record, Area):
        pairs = iter((("地区", record.place),))
    notes = () if isinstance(record, Passage | Area) else record.notes
    return tuple((name, value) for name, value in (*pairs, *(("说明", note) for note in notes)) if value)


def _subsidy_facts(row: Subsidy) -> Iterator[tuple[str, str]]:
    yield "地区", row.place
    yield "政策", row.policy
    yield "文号", row.document_number
    yield "对象", row.object
    for award in row.awards:
        yield f"{award.level}奖励" if award.level else "奖励", _award(award)
    yield "内容", row.provision
    yield "叠加", row.stacking_words
    yield "其他支持", "、".join(row.benefits)
    yield row.date_kind or "日期", row.date
    words = row.end_words.removeprefix("有效期").lstrip("：:")
    yield "有效期", "，".join(filter(None, (words, f"至 {row.end_date}" if row.end_date else "")))
    yield "性质", "征求意见稿" if row.draft else ""
    yield "废止", "，".join(filter(None, (row.repealed_on, row.repealed_by)))


def _award(award: Award) -> str:
    extras = ("一次性" if award.one_off else "", award.condition, f"发给{award.recipient}" if award.recipient else "")
    return "，".join(filter(None, (amount_words(award), *extras)))


def _standard_facts(row: Standard) -> Iterator[tuple[str, str]]:
    yield "标准号", row.number
    yield "名称", row.title
    yield "类别", row.kind
    yield "机构", row.body
    yield "状态", STANDARD_STATUS_NAMES[row.status]
    yield "日期", row.date


def _batch_facts(row: Batch) -> Iterator[tuple[str, str]]:
    yield "批次", f"第 {row.number} 批"
    yield "家数", f"{row.count} 家"
    yield "推荐通知", "，".join(filter(None, (row.call_date, row.call_title)))
    yield "名单公布", "，".join(filter(None, (row.list_date, row.list_title)))
    yield "优先行业", "、".join(row.industries) or row.industries_words


def _rule_facts(row: Rule) -> Iterator[tuple[str, str]]:
    yield "事项", TOPIC_NAMES.get(row.topic, "")
    yield "范围", row.place
    yield "内容", row.text
    yield "要点", "；".join(row.items)
    yield "依据", row.basis
    yield "日期", row.date


def _neighbours(corpus: Corpus, citation: Citation) -> Sequence[Record]:
    """Records of the same kind in the same document, in its order."""
    kinds: tuple[Sequence[Record], ...] = (
        corpus.passages, corpus.subsidies, corpus.standards, corpus.policies, corpus.batches, corpus.rules,
    )  # fmt: skip
    for records in kinds:
        if any(record.id == citation.record_id for record in records):
            return [record for record in records if record.source.doc_id == citation.doc_id]
    return ()


def _block(record: Record, marked: bool) -> Block:
    if isinstance(record, Passage):
        kind: QuoteKind = "original" if record.original else record.quote_kind
        text = record.original or record.text
    else:
        kind, text = "record", "\n".join(f"{name}：{value}" for name, value in facts_of(record))
    return Block(
        kind=kind, locator=_where(record.source), text=text, section=record.source.section, marked=marked
    )  # fmt: skip


def _quoted(citation: Citation) -> Block:
    return Block(
        kind=citation.quote_kind,
        locator=citation.locator or citation.section,
        text=citation.quote,
        section=citation.section,
        marked=True,
    )


def _where(source: Source) -> str:
    page = f"第 {source.page} 页" if source.page else ""
    lines = f"原文第 {source.lines[0]}–{source.lines[1]} 行" if source.lines else ""
    return "，".join(filter(None, (source.locator or source.section, page, lines)))
