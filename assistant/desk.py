"""What an intent works with: the records, the search, the places; and the draft it hands back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.types import AnswerStatus, Table
from corpus.places import Place, Places
from corpus.types import Batch, Corpus, Passage, Policy, Record, Rule, Source, Subsidy
from index.types import Hit, Query, SearchEngine

FACTORY = "绿色工厂"
OTHER_UNITS = ("园区", "供应链", "产品")
"""Objects of a green manufacturing award that are not factories."""


def concerns_factories(row: Subsidy) -> bool:
    """Whether a subsidy row is for factories (天津 pays 先进单位, which green factories are)."""
    return FACTORY in row.object or not any(unit in row.object for unit in OTHER_UNITS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """How strongly an intent takes a question, and why (Chinese, shown by --explain)."""

    score: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """An answer before its citations are numbered and its figures proven."""

    status: AnswerStatus
    intent: str
    headline: str
    facts: tuple[str, ...] = ()
    table: Table | None = None
    evidence: tuple[Record, ...] = ()
    """the records it rests on, in the order they are to be cited"""
    caveats: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    validity: str = ""
    explain: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What the subsidy rows say around one place."""

    place: Place
    own: tuple[Subsidy, ...]
    above: tuple[Subsidy, ...]
    """rows of the places it lies in, nearest first"""
    below: tuple[Subsidy, ...]
    """rows of the places that lie in it"""


class Desk:
    """Finds records for intents, through the index."""

    def __init__(self, corpus: Corpus, places: Places, engine: SearchEngine) -> None:
        self.corpus = corpus
        self.places = places
        self._engine = engine
        self._records: dict[str, Record] = {
            record.id: record
            for part in (
                corpus.passages,
                corpus.subsidies,
                corpus.policies,
                corpus.areas,
                corpus.standards,
                corpus.batches,
                corpus.rules,
            )
            for record in part
        }
        self.documents = {document.id: document for document in corpus.documents}

    def record(self, record_id: str) -> Record | None:
        """The record of an id."""
        return self._records.get(record_id)

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The best hits of the index."""
        return self._engine.search(query)

    def found(self, query: Query) -> tuple[tuple[Record, Hit], ...]:
        """The records of the best hits."""
        pairs = ((self._records.get(hit.entry.id), hit) for hit in self.search(query))
        return tuple((record, hit) for record, hit in pairs if record is not None)

    def subsidies_around(self, codes: Iterable[str]) -> tuple[Subsidy, ...]:
        """All green factory subsidy rows of the places and of what lies in them."""
        query = Query(kinds=("subsidy",), places=tuple(codes), limit=10_000)
        ids = {hit.entry.id for hit in self.search(query)}
        return tuple(row for row in self.corpus.subsidies if row.id in ids and concerns_factories(row))

    def standing(self, place: Place) -> Standing:
        """The rows of a place, above it and below it."""
        chain = self.places.ancestors(place.code)
        rows = self.subsidies_around((place.code, *(other.code for other in chain)))
        own = tuple(row for row in rows if row.place_code == place.code)
        above = tuple(row for other in chain for row in rows if row.place_code == other.code)
        below = tuple(
            row for row in rows if row.place_code != place.code and self.places.within(row.place_code, place.code)
        )
        return Standing(place=place, own=own, above=above, below=below)

    def policies_of(self, codes: Iterable[str]) -> tuple[Policy, ...]:
        """The policies of table 3.1 of exactly these places."""
        wanted = set(codes)
        return tuple(policy for policy in self.corpus.policies if policy.place_code in wanted)

    def rules(self, *topics: str) -> tuple[Rule, ...]:
        """The review rules of the topics, in source order."""
        return tuple(rule for rule in self.corpus.rules if rule.topic in topics)

    def batch(self, number: int) -> Batch | None:
        """The national batch of that number."""
        return next((batch for batch in self.corpus.batches if batch.number == number), None)

    def passages_with(self, figure: str, section: str) -> tuple[Passage, ...]:
        """Statements of a section that state a figure."""
        found = (p for p in self.corpus.passages if p.source.section.startswith(section) and figure in p.text)
        return tuple(found)

    def original_at(self, source: Source) -> str:
        """The source's own words around the lines of a record; "" where the original was not added."""
        if source.lines is None:
            return ""
        first, last = source.lines
        overlaps = [
            (min(last, lines[1]) - max(first, lines[0]), passage)
            for passage in self.corpus.passages
            if (lines := passage.source.lines) and passage.source.doc_id == source.doc_id
        ]
        shared, passage = max(overlaps, key=lambda pair: pair[0], default=(-1, None))
        if passage is None or shared < 0:
            return ""
        return passage.original or (passage.text if passage.quote_kind == "original" else "")

    def is_shipped(self, record: Record) -> bool:
        """Whether a record comes from the shipped document, whose facts end with its year."""
        document = self.documents.get(record.source.doc_id)
        return document is None or document.shipped or bool(document.digest_of)

    def document_title(self, record: Record) -> str:
        """The title of the document a record stands in."""
        document = self.documents.get(record.source.doc_id)
        return document.title if document else record.source.doc_id
