"""Records to citations: where each stands, and the words that prove it."""

from __future__ import annotations

from assistant.query.records import Records
from assistant.saying import rows
from assistant.saying.wording import load_wording
from assistant.types import Citation
from assistant.understanding.numerals import chinese_numeral
from corpus.types import Area, Batch, Passage, Policy, QuoteKind, Record, Rule, Standard, Subsidy

say = load_wording("cite")
KINDS: dict[type, str] = {
    Passage: "passage",
    Subsidy: "subsidy",
    Standard: "standard",
    Policy: "policy",
    Area: "area",
    Batch: "batch",
    Rule: "rule",
}


def kind_of(record: Record) -> str:
    """``subsidy`` for a Subsidy, and so on."""
    return KINDS[type(record)]


def citation(n: int, record: Record, records: Records) -> Citation:
    """The citation of a record, numbered n."""
    source = record.source
    text, kind = quote(record, records)
    holding = getattr(record, "holding", None)
    return Citation(
        n=n,
        doc=records.document_title(record),
        doc_id=source.doc_id,
        section=source.section,
        locator=source.locator,
        quote=text,
        quote_kind=kind,
        policy=_policy(record),
        page=source.page,
        lines=source.lines,
        record_id=record.id,
        seen_on=holding.seen_on if holding else "",
        sureness=holding.sureness if holding else "",
        sureness_amount=holding.sureness_amount if holding else "",
        sureness_number=holding.sureness_number if holding else "",
    )


def _policy(record: Record) -> str:
    if isinstance(record, Subsidy):
        return record.policy
    if isinstance(record, Policy):
        return record.title
    return record.basis if isinstance(record, Rule) else ""


def quote(record: Record, records: Records) -> tuple[str, QuoteKind]:
    """The words that prove a record, and whether they are the source's, ours, or a row."""
    if isinstance(record, Passage):
        return (record.original, "original") if record.original else (record.text, record.quote_kind)
    if isinstance(record, Rule):
        original = records.original_at(record.source)
        return (original, "original") if original else (_row(record), "digest")
    return _row(record), "record"


def _row(record: Record) -> str:
    match record:
        case Subsidy():
            return rows.quote(record)
        case Standard():
            slots = {"number": record.number, "title": record.title, "kind": record.kind, "body": record.body}
            return say("standard", **slots, date=record.date, status=say(f"standard_{record.status}"))
        case Policy():
            return say("policy", place=record.place, date=record.date or say("undated"), title=record.title)
        case Area():
            return say("area", place=record.place)
        case Batch():
            return _batch(record)
        case Rule():
            items = say("items", items="；".join(record.items)) if record.items else ""
            basis = say("basis", date=record.date, basis=record.basis) if record.basis else ""
            return say("rule", place=record.place, subject=record.subject, text=record.text, items=items, basis=basis)
    raise TypeError(record)


def _batch(record: Batch) -> str:
    """A row of a batch; what it leaves empty (no call seen, no industries named) is not printed as an empty title."""
    call = say("batch_call", date=record.call_date, title=record.call_title) if record.call_title else ""
    listed = say("batch_list", date=record.list_date, title=record.list_title) if record.list_title else ""
    industries = "、".join(record.industries) or record.industries_words
    return say(
        "batch",
        name=f"第{chinese_numeral(record.number)}批" if record.number else f"{record.year} 年度",
        call=call,
        list=listed or (say("batch_listed", date=record.list_date) if record.list_date else ""),
        count=record.count,
        industries=say("batch_industries", industries=industries) if industries else "",
    )
