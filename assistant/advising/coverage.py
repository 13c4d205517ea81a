"""How far the corpus reaches: per topic its documents, the newest one and its day, and the day last seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.frozen import frozen
from corpus.timeline import Timeline, earliest, reference_of, was_there
from corpus.types import Corpus, Dated, Document, Rule, Subsidy
from corpus.validity import final_day, first_day

REVIEW_TOPICS = frozenset(
    ("recheck_cycle", "recheck_call", "recheck_scope", "dynamic_supervision", "removal", "local_review",
     "self_declaration", "year_label", "yearly_table", "benchmark", "local_recheck", "removal_result",
     "cultivation_term")
)  # fmt: skip
APPLYING_TOPICS = frozenset(
    ("recommend", "publicity", "precondition", "bar", "application_material", "evaluation_basis", "evaluation_way",
     "third_party", "third_party_limit", "third_party_advice", "fourth_party", "measures", "green_code", "target")
)  # fmt: skip


@frozen
class Covered:
    """What the corpus holds of one topic on a day."""

    topic: str
    name: str
    """of the topic, for people"""
    documents: int
    """official documents that its rows rest on, counted by title and number"""
    newest: str
    """title of the newest of them"""
    newest_number: str
    newest_day: str
    """its day, as the source gives it"""
    seen_on: str
    """the latest day, not after the day asked, on which a row of the topic was seen; of the report the last day that it
    speaks of; "" where all of them were seen later"""
    rows: int
    holding: int
    """rows that hold, or have begun and state no end"""


TOPICS: Sequence[tuple[str, str, Callable[[Corpus], Iterable[Dated]]]] = (
    ("batches", "国家级名单和家数", lambda corpus: corpus.batches),
    ("reviews", "复核和动态管理", lambda corpus: _rules(corpus, REVIEW_TOPICS)),
    ("applying", "申报和评价方式", lambda corpus: _rules(corpus, APPLYING_TOPICS)),
    ("conditions", "申报条件", lambda corpus: corpus.conditions),
    ("standards", "评价标准", lambda corpus: corpus.standards),
    ("subsidies", "各地奖励", lambda corpus: corpus.subsidies),
    ("policies", "各地政策", lambda corpus: corpus.policies),
    ("notices", "国家级文件", lambda corpus: corpus.notices),
    ("others", "其他规定", lambda corpus: _others(corpus)),
)


def coverage(corpus: Corpus, as_of: date) -> tuple[Covered, ...]:
    """Per topic what is known on a day; rows that begin later are not counted, topics without rows are left out."""
    timeline = Timeline(corpus)
    documents = {document.id: document for document in corpus.documents}
    found = (_covered(topic, name, rows(corpus), timeline, documents, as_of) for topic, name, rows in TOPICS)
    return tuple(one for one in found if one.rows)


def row_of(one: Covered) -> dict[str, Any]:
    """A topic as plain values with stable keys."""
    return asdict(one)


def last_seen(row: Dated, documents: dict[str, Document]) -> str:
    """The day until which a row is known: it was seen on it, or its document speaks until it; "" where neither says."""
    document = documents.get(row.source.doc_id)
    holding = getattr(row, "holding", None)
    return (holding.seen_on if holding else "") or (document.covers_until or document.issue_date if document else "")


def _covered(
    topic: str,
    name: str,
    rows: Iterable[Dated],
    timeline: Timeline,
    documents: dict[str, Document],
    as_of: date,
) -> Covered:
    known = [row for row in rows if _is_known(row, timeline, documents, as_of)]
    # a row may begin with the year of its number: its own day, where it has one, says more
    newest = max(known, key=lambda row: _day(row, timeline, as_of), default=None)
    reference = reference_of(newest) if newest else None
    return Covered(
        topic=topic,
        name=name,
        documents=len({(one.title, one.number) for row in known if (one := reference_of(row)).title}),
        newest=reference.title if reference else "",
        newest_number=reference.number if reference else "",
        newest_day=_shown_day(newest, timeline, as_of) if newest else "",
        seen_on=max((day for row in known if (day := last_seen(row, documents)) <= as_of.isoformat()), default=""),
        rows=len(known),
        holding=sum(timeline.holds(row, as_of) for row in known),
    )


def _is_known(row: Dated, timeline: Timeline, documents: dict[str, Document], as_of: date) -> bool:
    """Whether a row had begun by a day; one without a day of its own is not known before its document speaks."""
    if timeline.state(row, as_of).name == "not_yet" or not was_there(row, as_of):
        return False
    document = documents.get(row.source.doc_id)
    own = timeline.start(row) or earliest(row) or reference_of(row).date
    spoken = own or (document.issue_date or document.covers_until if document else "")
    return not spoken or first_day(spoken) <= as_of


def _shown_day(row: Dated, timeline: Timeline, as_of: date) -> str:
    """The day that tells how new a row is, of those that are not after the day asked; "" where none is."""
    applied = row.apply_until if isinstance(row, Subsidy) else ""
    days = (applied, timeline.start(row), earliest(row), reference_of(row).date)
    return next((day for day in days if day and first_day(day) <= as_of), "")


def _day(row: Dated, timeline: Timeline, as_of: date) -> tuple[date, date]:
    text = _shown_day(row, timeline, as_of)
    return (first_day(text), final_day(text)) if text else (date.min, date.min)


def _rules(corpus: Corpus, topics: frozenset[str]) -> list[Rule]:
    return [rule for rule in corpus.rules if rule.topic in topics]


def _others(corpus: Corpus) -> list[Rule]:
    return [rule for rule in corpus.rules if rule.topic not in REVIEW_TOPICS | APPLYING_TOPICS]
