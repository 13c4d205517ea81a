"""What a change of the corpus touches, what it should be held against, and which answers it has no say in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from assistant.types import Answer
from corpus.frozen import frozen
from corpus.places import Place, Places
from corpus.types import Corpus

NATIONAL = "000000"
NEW_QUESTIONS = 40
"""questions made for the places, levels and duties of what changed"""
SAMPLE = 24
"""common questions about places that the change does not touch, asked to see that they stay as they are"""
RANK = {"no_answer": 0, "clarify": 0, "partial": 1, "answered": 2}


@frozen
class Touched:
    """What differs between two corpora."""

    documents: frozenset[str]
    gone: frozenset[str]
    """of the documents those that the new corpus holds no more"""
    replaced: frozenset[str]
    """ids of rows and statements that something of the one corpus, and not of the other, stands in the stead of"""
    records: frozenset[str]
    places: frozenset[str]
    """codes of the places that these speak of"""
    levels: tuple[str, ...]
    parts: frozenset[str]
    """kinds of rows that differ: subsidies, rules, standards …"""


def touched_by(old: Corpus, new: Corpus) -> Touched:
    """What differs between two corpora, replacements of older rows included."""
    rows = list(_rows(old, new))
    records = [record for _, record in rows]
    changed = {one.id for one in {*old.documents} ^ {*new.documents}} | {record.source.doc_id for record in records}
    stated = {code for one in (*old.documents, *new.documents) if one.id in changed for code in one.places}
    codes = {getattr(record, "place_code", "") for record in records} | (stated - {NATIONAL})
    levels = {award.level for record in records for award in getattr(record, "awards", ()) if award.level}
    return Touched(
        documents=frozenset(changed),
        gone=frozenset({one.id for one in old.documents} - {one.id for one in new.documents}),
        replaced=_replaced(old) ^ _replaced(new),
        records=frozenset(record.id for record in records),
        places=frozenset(code for code in codes if code),
        levels=tuple(sorted(levels)),
        parts=frozenset(name for name, _ in rows),
    )


def _replaced(corpus: Corpus) -> frozenset[str]:
    return frozenset(row_id for change in corpus.changes for row_id in change.older)


def _rows(old: Corpus, new: Corpus) -> Iterator[tuple[str, Any]]:
    """Every row that one corpus has and the other lacks or has otherwise, with its part; passages are no rows."""
    for field in fields(Corpus):
        if field.name in ("documents", "passages"):
            continue
        before = {row.id: row for row in getattr(old, field.name)}
        after = {row.id: row for row in getattr(new, field.name)}
        for row_id in before.keys() | after.keys():
            if before.get(row_id) != after.get(row_id):
                yield from ((field.name, rows[row_id]) for rows in (before, after) if row_id in rows)


def questions_about(touched: Touched, places: Places) -> tuple[str, ...]:
    """Questions about the places, levels and duties of what changed."""
    own = [place for code in sorted(touched.places) if (place := places.get(code)) and code != NATIONAL]
    asked: dict[str, None] = {}
    for template, needs in _templates():
        if needs and not needs & touched.parts:
            continue
        for question in _filled(template, own, touched.levels):
            asked.setdefault(question)
    return tuple(asked)[:NEW_QUESTIONS]


def _filled(template: str, places: Sequence[Place], levels: Sequence[str]) -> Iterator[str]:
    with_place, with_level = "$place" in template, "$level" in template
    for place in places if with_place else (None,):
        for level in levels if with_level else ("",):
            yield Template(template).substitute(place=place.name if place else "", level=level)


@cache
def _templates() -> tuple[tuple[str, frozenset[str]], ...]:
    given = tomllib.loads(Path(__file__).with_name("new_document.toml").read_text(encoding="utf-8"))
    return tuple((one["ask"], frozenset(one.get("when", ()))) for one in given["question"])


def chosen(questions: Iterable[str], touched: Touched, places: Places) -> tuple[str, ...]:
    """Of common questions those that the change may touch, those of no place, and a sample of the others."""
    near: list[str] = []
    far: list[str] = []
    for question in questions:
        found = places.resolve(places.find_all(question))
        is_far = bool(found) and not near_to([place.code for place in found], touched.places, places)
        (far if is_far else near).append(question)
    step = max(1, -(-len(far) // SAMPLE))
    return (*near, *far[::step])


def near_to(codes: Iterable[str], others: frozenset[str], places: Places) -> bool:
    """Whether any of these places is one of the others, lies in one, or holds one."""
    above = {place.code for code in others for place in places.ancestors(code) if place.code != NATIONAL}
    for code in codes:
        own = {code, *(place.code for place in places.ancestors(code))} - {NATIONAL}
        if own & others or code in above:
            return True
    return False


def is_unexpected(old: Answer, new: Answer, touched: Touched, places: Places, *, same_gist: bool) -> bool:
    """Whether an answer changed that the change of the corpus has no say in.

    What rested on a document that is gone may change. Else, of a place that the change does not speak of, no answer
    may change in kind, place or figure; of no place, none may become an answer of another kind, unless it rests on what
    changed and was none before, or tells of the same kind of thing by rows that changed (a total over a gap in the
    lists is refused). ``same_gist``: both answers are of one kind and place and lead with the same figures.
    """
    if any(each.doc_id in touched.gone for each in old.citations):
        return False
    asked = [found["code"] for answer in (old, new) for found in answer.understood.get("places", ())]
    asked = [code for code in asked if code != NATIONAL]
    if asked:
        return not same_gist and not near_to(asked, touched.places, places)
    if (old.status, old.intent) == (new.status, new.intent):
        return False
    if any(each.record_id in touched.replaced for each in old.citations):
        return False
    if old.intent == new.intent and any(each.record_id in touched.records for each in new.citations):
        return False
    return not (_rests_on(touched, old, new) and RANK[new.status] >= RANK[old.status] and RANK[old.status] < 2)


def _rests_on(touched: Touched, *answers: Answer) -> bool:
    return any(
        citation.doc_id in touched.documents or citation.record_id in touched.records
        for answer in answers
        for citation in answer.citations
    )
