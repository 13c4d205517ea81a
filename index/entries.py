"""Records of the corpus to Entries: what of a row can be searched, in Chinese that people can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, TypedDict

from corpus.places import Places
from corpus.types import Batch, Corpus, Document, Passage, Policy, Record, Rule, Source, Standard, Subsidy
from index.types import Entry

STANDARD_STATUS = {
    "published": "已发布",
    "approved_project": "已立项",
    "comment_draft": "征求意见稿",
    "approval_publicity": "报批公示",
    "reviewed": "已审查",
}


def entries_of(corpus: Corpus, places: Places) -> Iterator[Entry]:
    """All entries of a corpus, document after document, passages before rows."""
    by_document: dict[str, list[Record]] = {document.id: [] for document in corpus.documents}
    rows: Iterable[Record] = chain(
        corpus.passages, corpus.subsidies, corpus.policies, corpus.standards, corpus.batches, corpus.rules
    )
    for record in rows:
        by_document.setdefault(record.source.doc_id, []).append(record)
    documents = {document.id: document for document in corpus.documents}
    for doc_id, found in by_document.items():
        document = documents.get(doc_id, Document(id=doc_id, title=""))
        for record in found:
            yield entry_of(record, document, places)


def entry_of(record: Record, document: Document, places: Places) -> Entry:
    """The entry of one record."""
    return _MAKERS[type(record)](record, document, places)


def _passage(passage: Passage, document: Document, places: Places) -> Entry:
    text = f"{passage.original}\n{passage.text}" if passage.original else passage.text
    title = passage.title if document.shipped else _joined(document.title, passage.title, sep=" ")
    return Entry(
        id=passage.id,
        kind="passage",
        text=text,
        title=title or document.title,
        places=_codes(document.places, places),
        date=document.issue_date,
        end_date=document.expiry_date,
        status="draft" if document.draft else "",
        quote_kind="original" if passage.original else passage.quote_kind,
        **_stands(passage.source),
    )


def _subsidy(row: Subsidy, document: Document, places: Places) -> Entry:
    text = _joined(
        row.provision,
        *(f"{award.level}{award.words}" if award.level not in award.words else award.words for award in row.awards),
        row.stacking_words,
        "、".join(row.benefits),
        f"{row.date}{row.date_kind}" if row.date else "",
        row.end_words,
        f"截至{row.end_date}" if row.end_date else "",
        row.document_number,
        row.issuing_body,
        "征求意见稿" if row.draft else "",
    )
    return Entry(
        id=row.id,
        kind="subsidy",
        text=text,
        title=f"{_path(row.place_code, row.place, places)} {row.object}补贴奖励 {row.policy}",
        places=_codes((row.place_code,), places),
        levels=tuple(dict.fromkeys(award.level for award in row.awards if award.level)),
        amount=max((award.amount_max for award in row.awards if award.amount_max is not None), default=None),
        date=row.date,
        end_date=row.end_date,
        status="draft" if row.draft else "",
        **_stands(row.source),
    )


def _policy(row: Policy, document: Document, places: Places) -> Entry:
    return Entry(
        id=row.id,
        kind="policy",
        text=_joined(f"{row.place}发布《{row.title}》", row.date, *row.notes),
        title=f"{_path(row.place_code, row.place, places)} 绿色制造政策 {row.title}",
        places=_codes((row.place_code,), places),
        date=row.date,
        **_stands(row.source),
    )


def _standard(row: Standard, document: Document, places: Places) -> Entry:
    return Entry(
        id=row.id,
        kind="standard",
        text=_joined(
            f"{row.number}《{row.title}》".strip(),
            row.kind,
            STANDARD_STATUS.get(row.status, ""),
            row.body,
            row.date,
            f"{row.effective_date}实施" if row.effective_date else "",
            f"代替{row.replaces}" if row.replaces else "",
            "、".join((row.subject, *row.aliases)),
        ),
        title=f"绿色工厂评价标准 {row.number} {row.title}",
        date=row.date,
        status=row.status,
        **_stands(row.source),
    )


def _batch(row: Batch, document: Document, places: Places) -> Entry:
    return Entry(
        id=row.id,
        kind="batch",
        text=_joined(
            f"{_batch_names(row)}国家级绿色工厂{row.count}家",
            f"移出{row.removed}家" if row.removed else "",
            f"累计{row.cumulative}家" if row.cumulative else "",
            f"申报通知《{row.call_title}》{row.call_date}{row.call_number}" if row.call_title else "",
            f"公布名单《{row.list_title}》{row.list_date}{row.list_number}",
            "优先行业：" + "、".join(row.industries) if row.industries else row.industries_words,
        ),
        title=f"{_batch_names(row)} 国家级绿色工厂名单",
        levels=("国家级",),
        places=("000000",),
        date=row.list_date,
        **_stands(row.source),
    )


def _batch_names(row: Batch) -> str:
    """Number and year, whichever are known, as people search for them."""
    number = f"第{row.number}批" if row.number else ""
    return _joined(number, f"{row.year}年度" if row.year else "", sep=" ")


def _rule(row: Rule, document: Document, places: Places) -> Entry:
    return Entry(
        id=row.id,
        kind="rule",
        text=_joined(
            row.text,
            "、".join(row.items),
            f"依据《{row.basis}》{row.number}{row.article}" if row.basis else "",
            row.date,
        ),
        title=f"{_path(row.place_code, row.place, places)} {row.subject}",
        places=_codes((row.place_code,), places),
        date=row.date,
        **_stands(row.source),
    )


_MAKERS: dict[type[Any], Callable[[Any, Document, Places], Entry]] = {
    Passage: _passage,
    Subsidy: _subsidy,
    Policy: _policy,
    Standard: _standard,
    Batch: _batch,
    Rule: _rule,
}


class _Stand(TypedDict):
    doc_id: str
    section: str
    locator: str


def _stands(source: Source) -> _Stand:
    return _Stand(doc_id=source.doc_id, section=source.section, locator=source.locator)


def _joined(*parts: str, sep: str = "；") -> str:
    return sep.join(part for part in parts if part)


def _codes(codes: Iterable[str], places: Places) -> tuple[str, ...]:
    """Codes with all their ancestors, each once."""
    found: dict[str, None] = {}
    for code in codes:
        if code:
            found[code] = None
            found.update((ancestor.code, None) for ancestor in places.ancestors(code))
    return tuple(found)


def _path(code: str, name: str, places: Places) -> str:
    return places.path(code) if places.get(code) else name
