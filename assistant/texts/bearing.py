"""Which of the added notices a question is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property

from assistant.pairs import char_pairs
from assistant.query.records import Records
from assistant.understanding.request import Request
from corpus.types import Document

DESCRIBED = 0.6
"""share of the pairs of characters of a notice's title from which a question names it"""


def added(records: Records) -> Sequence[Document]:
    """All added notices, the newest first."""
    return _shelf(records).documents


def bearing(request: Request, records: Records) -> list[Document]:
    """The added notices of the place asked about, else of the city it lies in, else those the words describe."""
    shelf = _shelf(records)
    if not request.places:
        return shelf.in_order(shelf.described_by(request.text))
    asked = {place.code for place in request.places}
    names = [name for place in request.places for name in place.all_names]
    cities = {above.code for code in asked for above in records.places.ancestors(code) if above.rank == "city"}
    own = shelf.at(asked)
    own.update(at for at in shelf.of_zones_in(request.text) if _of_zone(shelf.documents[at], request, records))
    own.update(at for at in shelf.placeless if any(name in shelf.documents[at].title for name in names))
    return shelf.in_order(own or shelf.at(cities))


class _Shelf:
    """The added notices of some records, found by place and by title: a question bears on a few of thousands."""

    def __init__(self, records: Records) -> None:
        held = [each for each in records.documents.values() if not (each.shipped or each.digest_of)]
        self.documents = sorted(held, key=lambda document: document.issue_date, reverse=True)
        self.placeless = [at for at, each in enumerate(self.documents) if not each.places]
        self._at: dict[str, list[int]] = {}
        for at, document in enumerate(self.documents):
            for code in document.places:
                self._at.setdefault(code, []).append(at)
        places = ((code, records.places.get(code)) for code in self._at)
        self._pairs: dict[int, frozenset[str]] = {}
        self._names = [(place.name, code) for code, place in places if place is not None]

    def in_order(self, found: Iterable[int]) -> list[Document]:
        """Those of these numbers, the newest first."""
        return [self.documents[at] for at in sorted(found)]

    def at(self, codes: Iterable[str]) -> set[int]:
        """The numbers of those of one of these places."""
        return {at for code in codes for at in self._at.get(code, ())}

    def of_zones_in(self, text: str) -> set[int]:
        """The numbers of those of a place whose full name stands in a text."""
        return self.at(code for name, code in self._names if name in text)

    def described_by(self, text: str) -> Iterator[int]:
        """The numbers of those whose title a text describes. Most titles have too many characters for most texts."""
        asked = char_pairs(text)
        return (at for at, least in enumerate(self._least) if least <= len(asked) and self._describes(asked, at))

    def _describes(self, asked: Set[str], at: int) -> bool:
        named = self._pairs.get(at)
        if named is None:
            named = self._pairs[at] = char_pairs(self.documents[at].title)
        return bool(named) and len(named & asked) >= DESCRIBED * len(named)

    @cached_property
    def _least(self) -> list[float]:
        """How many pairs a text shares at least with each title that it describes: every character of a title but
        the first makes a pair that stands in it for the first time."""
        return [DESCRIBED * (len(set(document.title)) - 1) for document in self.documents]


def _shelf(records: Records) -> _Shelf:
    found: _Shelf = records.kept("added notices", lambda: _Shelf(records))
    return found


def _of_zone(document: Document, request: Request, records: Records) -> bool:
    """Whether a notice is of a zone, which the question names, in a place asked about (包头稀土高新区)."""
    within = records.places.within
    return any(within(code, place.code) for code in document.places for place in request.places)
