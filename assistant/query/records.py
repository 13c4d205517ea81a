"""The records of one corpus, found by place, number, topic or words; the one door to the index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from math import log
from typing import Any, TypeVar

from assistant.pairs import char_pairs
from corpus.frozen import frozen
from corpus.known import ROWS, Known
from corpus.patterns import late
from corpus.places import Place, Places
from corpus.timeline import Timeline, numbered
from corpus.types import (
    Area,
    Batch,
    Change,
    Corpus,
    Dated,
    Document,
    Passage,
    Policy,
    Record,
    Rule,
    Source,
    Standard,
    Status,
    Subsidy,
)
from corpus.validity import status_on
from index.types import Entry, Hit, Query, SearchEngine

T = TypeVar("T")
FACTORY = "绿色工厂"
FACTORIES = late("绿色(?:低碳)?工厂")
"""what the places call them: 浙江's are 绿色低碳工厂"""
REPORT = "报告"
"""what the title of the report ends with, and what questions call it"""
COUNTRY = "000000"
"""code of the whole country"""
EVERYDAY = frozenset(
    ("奖励", "补贴", "企业", "绿色", "工厂", "政策", "国家", "省级", "市级", "家级", "资金", "发展", "工业")
)
COUNTS = late(r"\d+ ?家|数量|占比")
EXAMPLES = 2
COMMON_SHARE = 0.12
"""share of the titles from which a pair of characters tells nothing"""
OTHER_UNITS = ("园区", "供应链", "产品", "零碳")
"""Objects of a green manufacturing award that are not factories."""


def concerns_factories(row: Subsidy) -> bool:
    """Whether a subsidy row is for factories (天津 pays 先进单位, which green factories are)."""
    return FACTORY in row.object or not any(unit in row.object for unit in OTHER_UNITS)


@frozen
class Standing:
    """What the subsidy rows say around one place."""

    place: Place
    own: tuple[Subsidy, ...]
    above: tuple[Subsidy, ...]
    """rows of the places it lies in, nearest first"""
    below: tuple[Subsidy, ...]
    """rows of the places that lie in it"""


class Statuses(dict[str, Status]):
    """The status of rows on one day by their id, each worked out when it is first asked for."""

    def __init__(self, rows: Mapping[str, Record], day: date) -> None:
        super().__init__()
        self.day = day
        self.current: tuple[Subsidy, ...] | None = None
        """all rows that a list of the day tells, once somebody has worked them out"""
        self._rows = rows

    def __missing__(self, row_id: str) -> Status:
        row = self._rows[row_id]
        assert isinstance(row, Subsidy)
        status = self[row_id] = status_on(row, self.day)
        return status


def _copied(records: Records) -> Records:
    """Another view of the same records; ``copy`` would load ``weakref`` for it."""
    other = object.__new__(Records)
    vars(other).update(vars(records))
    return other


class Records:
    """Finds rows by place, title or number, and statements through the index."""

    def __init__(
        self,
        corpus: Corpus,
        places: Places,
        engine: SearchEngine,
        whole: Records | None = None,
        day: date = date.max,
        only: frozenset[str] = frozenset(),
    ) -> None:
        """``only`` are the ids of the documents whose statements count; all do where it is empty."""
        self.corpus = corpus
        self.places = places
        self._engine = engine
        self._whole = whole or self
        self.day = day
        self._only = only
        self._pairs: dict[str, frozenset[str]] = {}
        self._views: dict[int, Records] = {}
        self._statuses: Statuses | None = None
        self._kept: dict[str, Any] = {}
        self._last: tuple[tuple[Any, ...], Any] | None = None
        self._read_apart = False
        """whether statements of single documents were read"""
        self._rows: dict[str, Record] = {
            record.id: record
            for part in (
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

    @cached_property
    def timeline(self) -> Timeline:
        """What came before and after each row, on all days."""
        return Timeline(self.corpus) if self._whole is self else self._whole.timeline

    @cached_property
    def _known(self) -> Known:
        return Known(self.corpus, self.timeline)

    def on(self, day: date) -> Records:
        """The records as they were known on a day; these very ones where no day knows less than another."""
        if self._whole is not self:
            return self._whole.on(day)
        if not self._known.changes:
            return self
        period = self._known.period(day)
        view = self._views.get(period)
        if view is None:
            view = Records(self._known.on(day), self.places, self._engine, self, day)
        elif view.day != day:  # the same rows are known, but some of them may have ended since
            read = "passages" in vars(view) or view._read_apart
            moved = read and self._known.statement_period(view.day) != self._known.statement_period(day)
            view = _copied(view)
            view.day = day
            if moved:  # what was worked out of the statements of the other day is none of this one
                view._kept, view._last = {}, None
                for name in ("passages", "_statements"):
                    vars(view).pop(name, None)
        self._views[period] = view
        return view

    @cached_property
    def reported(self) -> Records | None:
        """The records of the report alone, as it states them; None where it is not held, or nothing else is."""
        documents = self.corpus.documents
        held = {document.id for document in documents if REPORT in document.title}
        held |= {document.id for document in documents if {document.original_of, document.digest_of} & held}
        if not held or len(held) == len(documents):
            return None
        kept = {
            part: tuple(row for row in getattr(self.corpus, part) if row.source.doc_id in held)
            for part in (*ROWS, "areas")
        }
        corpus = self.corpus.with_(changes=(), **kept)
        return Records(corpus, self.places, self._engine, only=frozenset(held))

    def replaced_by(self, change: Change) -> tuple[Dated, ...]:
        """The rows that a change put something newer in the stead of."""
        return tuple(row for row_id in change.older if (row := self.timeline.rows.get(row_id)) is not None)

    def standing_for(self, standard: Standard) -> tuple[Standard, ...]:
        """What stands on this day for a standard: itself, else what took its place, else what it will take it of."""
        held = set(self.corpus.standards)
        if standard in held:
            return (standard,)
        line = self.timeline.around(standard, self.day)
        return tuple(one for one in (*line.now, *line.before) if isinstance(one, Standard) and one in held)

    def differs(self, day: date) -> bool:
        """Whether another day knows other rows than these."""
        known = self._whole._known
        return known.changes and known.period(day) != known.period(self.day)

    @property
    def whole(self) -> Records:
        """The records of all days."""
        return self._whole

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The statements of the day; read only where statements are asked for."""
        if self._only:
            return tuple(each for each in self.corpus.passages if each.source.doc_id in self._only)
        if self._whole is self:
            return self.corpus.passages
        return self._whole._known.statements(self.corpus.passages, self.day)

    def passages_of(self, doc_id: str) -> Sequence[Passage]:
        """The statements of a document, in its order; those of others stay unread where none was asked for."""
        if "passages" in vars(self):
            by_document = self.kept("passages by document", self._by_document)
            return by_document.get(doc_id, ())
        self._read_apart = True
        return self.kept(f"passages of {doc_id}", lambda: self._stated_in(doc_id))

    def _by_document(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.source.doc_id, []).append(passage)
        return found

    def _stated_in(self, doc_id: str) -> tuple[Passage, ...]:
        stated = self.corpus.passages_of(doc_id)
        if self._only:
            return stated if doc_id in self._only else ()
        return stated if self._whole is self else self._whole._known.statements(stated, self.day)

    @property
    def tabled(self) -> frozenset[str]:
        """Ids of the documents of which statements are rows of tables; no statement is read for it."""
        return self.corpus.tabled

    @cached_property
    def _statements(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    def record(self, record_id: str) -> Record | None:
        """The record of an id."""
        return self._rows.get(record_id) or self._statements.get(record_id)

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The best hits of the index."""
        return self._engine.search(query)

    def _found(self, entry: Entry) -> Record | None:
        """The record of a hit; of statements those of its document alone are read."""
        row = self._rows.get(entry.id)
        if row is not None or "_statements" in vars(self):
            return row or self._statements.get(entry.id)
        return next((each for each in self.passages_of(entry.doc_id) if each.id == entry.id), None)

    def found(self, query: Query) -> tuple[tuple[Record, Hit], ...]:
        """The records of the best hits."""
        pairs = ((self._found(hit.entry), hit) for hit in self.search(query))
        return tuple((record, hit) for record, hit in pairs if record is not None)

    @cached_property
    def factory_rows(self) -> tuple[Subsidy, ...]:
        """All green factory subsidy rows, in the order of the corpus."""
        return tuple(row for row in self.corpus.subsidies if concerns_factories(row))

    @cached_property
    def _numbers_within(self) -> dict[str, list[int]]:
        """The numbers of the factory rows of a place and of all that lies in it, by its code."""
        own: dict[str, list[int]] = {}
        for number, row in enumerate(self.factory_rows):
            own.setdefault(row.place_code, []).append(number)
        within: dict[str, list[int]] = {}
        for code, numbers in own.items():
            for each in (code, *(place.code for place in self.places.ancestors(code))):
                within.setdefault(each, []).extend(numbers)
        return within

    def rows_within(self, codes: Iterable[str]) -> tuple[Subsidy, ...]:
        """The factory rows of the places and of what lies in them, in the order of the corpus."""
        numbers = {number for code in codes for number in self._numbers_within.get(code, ())}
        return tuple(self.factory_rows[number] for number in sorted(numbers))

    @cached_property
    def rules_by_title(self) -> dict[str, list[Subsidy]]:
        """The subsidy rows of every rule, of any recognition, in the order of the corpus."""
        found: dict[str, list[Subsidy]] = {}
        for row in self.corpus.subsidies:
            found.setdefault(row.policy, []).append(row)
        return found

    def rows_titled(self, titles: Iterable[str]) -> tuple[Subsidy, ...]:
        """The subsidy rows of the rules of these titles."""
        return tuple(row for title in dict.fromkeys(titles) for row in self.rules_by_title.get(title, ()))

    def statuses(self, day: date) -> Statuses:
        """How the subsidy rows stand on a day; kept for the day asked last, for a list asks it of every row."""
        statuses = self._statuses  # another thread may ask of another day
        if statuses is None or statuses.day != day:
            statuses = self._statuses = Statuses(self._rows, day)
        return statuses

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What is worked out of the rows once under a name, and the same whatever is asked: lists read it."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def once(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What was worked out last under this key, else worked out now: several tellers ask for the same in a row."""
        held = self._last
        if held is None or held[0] != key:
            held = self._last = (key, make())
        found: T = held[1]
        return found

    def standing(self, place: Place) -> Standing:
        """The rows of a place, above it and below it."""
        chain = self.places.ancestors(place.code)
        inside = self.rows_within((place.code,))
        return Standing(
            place=place,
            own=tuple(row for row in inside if row.place_code == place.code),
            above=tuple(filter(concerns_factories, self.rows_at(other.code for other in chain))),
            below=tuple(row for row in inside if row.place_code != place.code),
        )

    def count_below(self, place: Place) -> int:
        """How many factory rows are of places that lie in a place."""
        own = sum(1 for row in self.rows_at((place.code,)) if concerns_factories(row))
        return len(self._numbers_within.get(place.code, ())) - own

    @cached_property
    def _rows_by_code(self) -> dict[str, list[Subsidy]]:
        found: dict[str, list[Subsidy]] = {}
        for row in self.corpus.subsidies:
            found.setdefault(row.place_code, []).append(row)
        return found

    def rows_at(self, codes: Iterable[str]) -> tuple[Subsidy, ...]:
        """The subsidy rows of exactly these places, of any recognition."""
        return tuple(row for code in codes for row in self._rows_by_code.get(code, ()))

    def policies_of(self, codes: Iterable[str]) -> tuple[Policy, ...]:
        """The policies of table 3.1 of exactly these places."""
        wanted = set(codes)
        return tuple(policy for policy in self.corpus.policies if policy.place_code in wanted)

    def rules(self, *topics: str) -> tuple[Rule, ...]:
        """The review rules of the topics, in source order."""
        return tuple(rule for rule in self.corpus.rules if rule.topic in topics)

    def batch(self, number: int) -> Batch | None:
        """The national batch of that number."""
        return next((batch for batch in self.lists if batch.number == number), None)

    @cached_property
    def lists(self) -> tuple[Batch, ...]:
        """The national lists in order, those of later days too, each under its number where that is known."""
        return numbered(self.corpus.batches)

    def passages_with(self, figure: str, section: str) -> tuple[Passage, ...]:
        """Statements of a section that state a figure."""
        found = (p for p in self.passages if p.source.section.startswith(section) and figure in p.text)
        return tuple(found)

    def original_at(self, source: Source) -> str:
        """The source's own words around the lines of a record; "" where the original was not added."""
        if source.lines is None:
            return ""
        first, last = source.lines
        overlaps = [
            (min(last, lines[1]) - max(first, lines[0]), passage)
            for passage in self.passages
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

    def is_later(self, record: Record) -> bool:
        """Whether a record is of an added document, or was gathered after the report."""
        return not self.is_shipped(record) or (
            not isinstance(record, Area)
            and bool(self.timeline.start(record))
            and (isinstance(record, Passage) or bool(record.holding.seen_on))
        )

    def document_title(self, record: Record) -> str:
        """The title of the document a record stands in."""
        document = self.documents.get(record.source.doc_id)
        return document.title if document else record.source.doc_id

    def examples(self) -> tuple[str, ...]:
        """Names of two places whose rows name sums, for suggestions."""
        names: dict[str, None] = {}
        for row in self.factory_rows:
            if len(row.awards) > 1:
                names.setdefault(row.place)
            if len(names) == EXAMPLES:
                break
        return tuple(names)

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How telling a pair of characters is among the titles of the policies: the logarithm of its rarity."""
        counts = Counter(pair for policy in self.corpus.policies for pair in self.pairs_of(policy.title))
        total = len(self.corpus.policies)
        common = COMMON_SHARE * total
        return {pair: log(total / count) for pair, count in counts.items() if count < common}

    @cached_property
    def common(self) -> frozenset[str]:
        """Pairs of characters that stand in too many titles, or in any question, to tell one title from another."""
        counts = Counter(pair for policy in self.corpus.policies for pair in self.pairs_of(policy.title))
        bound = COMMON_SHARE * len(self.corpus.policies)
        return frozenset(pair for pair, count in counts.items() if count >= bound) | EVERYDAY

    def pairs_of(self, title: str) -> frozenset[str]:
        """The pairs of characters of a title, worked out once."""
        if title not in self._pairs:
            self._pairs[title] = char_pairs(title)
        return self._pairs[title]

    def documents_of(self, evidence: Iterable[Record]) -> tuple[Document, ...]:
        """The documents that some records stand in."""
        ids = dict.fromkeys(record.source.doc_id for record in evidence)
        return tuple(self.documents[each] for each in ids if each in self.documents)

    def rules_of(self, code: str) -> tuple[Rule, ...]:
        """The rules of a place itself."""
        return tuple(rule for rule in self.corpus.rules if rule.place_code == code)

    def has_newer(self, row: Subsidy) -> bool:
        """Whether its place has a later document whose sum is not held: the older sum is none of today."""
        return any(
            other.unrecorded and other.place_code == row.place_code and other.date > row.date
            for other in self.rows_at((row.place_code,))
        )

    def counted_in(self, place: Place) -> list[Rule | Passage]:
        """What is said of the number of factories in a place, exact counts first."""
        names = place.all_names
        found: list[Rule | Passage] = [
            each
            for part in (self.corpus.rules, self.passages)
            for each in part
            if FACTORIES.search(each.text)
            and any(each.text.startswith(name) for name in names)
            and COUNTS.search(each.text)
        ]
        return sorted(found, key=lambda each: not re.search(r"\d+ ?家", each.text))
