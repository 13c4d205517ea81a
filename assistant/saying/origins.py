"""Where what was told comes from: who issued its document, on which day, under which number."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.query.records import Records
from assistant.saying import rows
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.request import Request
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.types import Batch, Passage, Policy, Record, Rule, Subsidy

NAME = "origin"
say = load_wording("origin")
RULED = ("rule", "duties", "review")
"""intents of answers that tell rules"""
TITLED = late(r"^[（(]?(.+?)[）)]?[（(]([^（）()]*〔\d{4}〕[^（）()]*号)[）)]$")
"""a section that is the title of a document with its number"""
MOST = 3
"""documents told of one answer"""


@frozen
class Origin:
    """What is known of a document, "" where it is not."""

    title: str
    place: str = ""
    body: str = ""
    number: str = ""
    day: str = ""
    day_kind: str = ""
    sureness: str = ""
    """where it stands, in words, and whether it was seen once only"""
    evidence: tuple[Record, ...] = ()


def answer(request: Request, records: Records) -> Draft | None:
    """Who issued the documents of the records told, when, under which number; None where they have no document."""
    told = (record for record_id in request.about if (record := _record(record_id, records)) is not None)
    found = {
        origin.title: replace(origin, sureness=_sureness(record, records))
        for record in told
        if (origin := _origin(record, records)) is not None
    }
    origins = list(found.values())[:MOST]
    if not origins:
        return None
    headline = "".join(_sentence(origin, aspect) for origin in origins for aspect in request.aspects)
    known = all(getattr(origin, aspect) for origin in origins for aspect in request.aspects)
    return Draft(
        status="answered" if known else "partial",
        intent=NAME,
        headline=headline,
        facts=tuple(_beside(origins, request.aspects)),
        evidence=tuple(record for origin in origins for record in origin.evidence),
    )


def _record(record_id: str, records: Records) -> Record | None:
    """A record told, also where it holds no more on the day."""
    return records.record(record_id) or records.whole.record(record_id)


def documented(draft: Draft, records: Records) -> tuple[str, ...]:
    """The ids of the records told whose document is known: the rules, or the first row or statement."""
    rules = tuple(record for record in draft.evidence if isinstance(record, Rule))
    told = rules if draft.intent in RULED else draft.evidence[:1]
    return tuple(record.id for record in told if _origin(record, records) is not None)


def title_of(record: Record, records: Records) -> str:
    """The title of the document that a record stands in, "" where it is not known."""
    origin = _origin(record, records)
    return origin.title if origin else ""


def _origin(record: Record, records: Records) -> Origin | None:
    if isinstance(record, Subsidy):
        return Origin(
            title=rows.bare_title(record.policy), place=record.place, body=record.issuing_body,
            number=record.document_number, day=record.date, day_kind=record.date_kind, evidence=(record,),
        )  # fmt: skip
    if isinstance(record, Policy):
        return Origin(title=rows.bare_title(record.title), place=record.place, day=record.date, evidence=(record,))
    if isinstance(record, Rule) and record.basis:
        return Origin(
            title=record.basis, body=record.issuing_body, number=record.number, day=record.date, evidence=(record,)
        )
    if isinstance(record, Batch):
        return Origin(
            title=record.list_title, body=record.issuing_body, number=record.list_number, day=record.list_date,
            evidence=(record,),
        )  # fmt: skip
    return _of_notice(record, records) if isinstance(record, Passage) else None


def _of_notice(passage: Passage, records: Records) -> Origin | None:
    """The national notice whose statement was told; its own statements prove what is said of it."""
    title = passage.source.section
    notice = next((n for n in records.corpus.notices if n.title and title.startswith(n.title)), None)
    if notice is None:
        return _of_titled_section(passage, records)
    beside = [p for p in records.passages if p.source.section == title and p.source.doc_id == passage.source.doc_id]
    return Origin(
        title=notice.title, body=notice.issuing_body, number=notice.number, day=notice.date,
        day_kind=notice.date_kind.removesuffix("日期"), evidence=(passage, *(p for p in beside if p is not passage)),
    )  # fmt: skip


def _of_titled_section(passage: Passage, records: Records) -> Origin | None:
    """The document that a section of gathered statements bears the title and the number of."""
    named = TITLED.match(passage.source.section) if records.is_later(passage) else None
    return Origin(title=named[1], number=named[2], evidence=(passage,)) if named else None


def _sureness(record: Record, records: Records) -> str:
    """Where a record stands, and that it was seen in one reprint alone where that is so."""
    holding = getattr(record, "holding", None)
    key = "seen_once" if holding is not None and holding.sureness == "B" else "seen"
    return say(key, source=records.document_title(record), section=record.source.section)


def _sentence(origin: Origin, aspect: str) -> str:
    slots = {"place": origin.place, "title": origin.title, "value": getattr(origin, aspect)}
    if not slots["value"]:
        return say(f"no_{aspect}", **slots)
    return say(aspect, **slots, kind=origin.day_kind) if aspect == "day" else say(aspect, **slots)


def _beside(origins: Sequence[Origin], told: Sequence[str]) -> list[str]:
    """What else is known of the documents."""
    return [
        _sentence(origin, aspect)
        for origin in origins
        for aspect in ("body", "day", "number")
        if aspect not in told and getattr(origin, aspect)
    ]
