"""Which of the added notices a question is about."""

from __future__ import annotations

from assistant.pairs import char_pairs
from assistant.query.records import Records
from assistant.understanding.request import Request
from corpus.types import Document

DESCRIBED = 0.6
"""share of the pairs of characters of a notice's title from which a question names it"""


def added(records: Records) -> list[Document]:
    """All added notices, the newest first."""
    held = [each for each in records.documents.values() if not (each.shipped or each.digest_of)]
    return sorted(held, key=lambda document: document.issue_date, reverse=True)


def bearing(request: Request, records: Records) -> list[Document]:
    """The added notices of the place asked about, else of the city it lies in, else those the words describe."""
    held = added(records)
    if not request.places:
        return [each for each in held if _describes(request.text, each.title)]
    asked = {place.code for place in request.places}
    names = [name for place in request.places for name in place.all_names]
    cities = {above.code for code in asked for above in records.places.ancestors(code) if above.rank == "city"}
    own = [
        each
        for each in held
        if asked.intersection(each.places)
        or _of_zone_named(each, request, records)
        or (not each.places and any(name in each.title for name in names))
    ]
    return own or [each for each in held if cities.intersection(each.places)]


def _of_zone_named(document: Document, request: Request, records: Records) -> bool:
    """Whether a notice is of a zone in a place asked about that the question names (包头稀土高新区)."""
    places = [place for code in document.places if (place := records.places.get(code))]
    inside = any(records.places.within(one.code, place.code) for one in places for place in request.places)
    return inside and any(one.name in request.text for one in places)


def _describes(text: str, title: str) -> bool:
    named = char_pairs(title)
    return bool(named) and sum(pair in text for pair in named) >= DESCRIBED * len(named)
