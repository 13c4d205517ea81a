"""The embedded engine: segments on Whoosh's files, searched with our ranking."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, count, islice
from math import log
from mmap import mmap
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from index import ranking
from index.analysis import Analyzer
from index.engines.whoosh_files import SEGMENTS, Described, mapped_file, read_segments
from index.engines.whoosh_segment import (
    CAPACITY,
    NO_DOCUMENT,
    UNFOLDED,
    Segment,
    SegmentWriter,
    amount_key,
    mapped_bytes,
    sums_of,
)
from index.lexicon import load_stop_words, synonyms_of
from index.ranking import Clause, Postings
from index.types import Entry, Hit, Query

CACHED_POSTINGS = 400_000
"""Postings that are kept decoded, 40 MB at most."""
CACHED_ENTRIES = 2048
CACHED_FILTERS = 16
REPORT_EVERY = 200
MERGED = 8
"""Segments of one size (a power of this) that are joined into one when the next is written."""


class Found(NamedTuple):
    """A term's postings in every segment: in single entries and in whole documents."""

    size: int
    text: tuple[Postings, ...]
    whole_size: int
    whole: tuple[Postings, ...]


class WhooshEngine:
    """Answers queries from segments."""

    def __init__(self, segments: Iterable[Segment], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._segments = tuple(segments)
        self._documents = sum(len(segment.documents) for segment in self._segments)
        self._total = sum(segment.count for segment in self._segments)
        self._recent: dict[str, Found] = {}
        self._older: dict[str, Found] = {}
        self._recent_cost = 0
        self._entries: dict[tuple[int, int], Entry] = {}
        self._filters: dict[tuple[Filter, ...], tuple[frozenset[int], ...]] = {}

    def __len__(self) -> int:
        return sum(segment.live_count for segment in self._segments)

    def close(self) -> None:
        """Let go of all files."""
        for segment in self._segments:
            segment.close()

    def get(self, entry_id: str) -> Entry | None:
        """The entry of that id."""
        for place, segment in enumerate(self._segments):
            number = segment.number_of(entry_id)
            if number is not None:
                return self._entry(place, number)
        return None

    def owners(self, entry_ids: Sequence[str]) -> dict[str, str]:
        """Of these ids those that it holds, each with the id of its document."""
        return {entry.id: entry.doc_id for entry in map(self.get, entry_ids) if entry is not None}

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The best entries for the query; without text, all that pass the filters in stored order."""
        if query.limit <= 0:
            return ()
        allowed = self._allowed(query)
        if not query.text.strip():
            return self._listing(query.limit, allowed)
        terms, words = self._analyzer.read(query.text)
        clauses = ranking.clauses(terms, load_stop_words(), self._size, self._total)
        ranked = self._ranked(clauses, self._candidates(clauses, query.limit, allowed))[: query.limit]
        return self._hits(ranked, ranking.weighed(words, load_stop_words(), self._size, self._total))

    def _candidates(
        self, clauses: Sequence[Clause], limit: int, allowed: tuple[frozenset[int], ...] | None
    ) -> list[list[int]]:
        """The finalists of every segment."""
        finalists = ranking.finalists(limit, self._total)
        if allowed is not None and sum(len(numbers) for numbers in allowed) <= finalists:
            return [sorted(numbers) for numbers in allowed]
        terms = [(clause.weight, self._find(clause.term).text) for clause in ranking.gathering(clauses)]
        gathered = []
        for place, segment in enumerate(self._segments):
            scores = ranking.gather([(weight, postings[place]) for weight, postings in terms])
            if allowed is not None:
                scores = {number: scores[number] for number in allowed[place] & scores.keys()}
            elif segment.dropped:
                scores = {number: score for number, score in scores.items() if not segment.is_dropped(number)}
            gathered.append(scores)
        return ranking.best(gathered, finalists)

    def _ranked(self, clauses: Sequence[Clause], candidates: list[list[int]]) -> list[tuple[float, int, int]]:
        """Every finalist scored in full: (score, segment, number), best first."""
        asked = sum(clause.weight for clause in clauses) or 1.0
        terms = [(clause, self._find(clause.term)) for clause in clauses if clause.size]
        ranked = []
        for place, numbers in enumerate(candidates):
            if not numbers:
                continue
            scores = ranking.full_scores(numbers, [(clause.weight, found.text[place]) for clause, found in terms])
            documents = self._document_scores(place, numbers, terms)
            of = self._segments[place].document_of
            for number, (score, covered) in zip(numbers, scores, strict=True):
                if score:
                    total = ranking.combined(score, covered / asked, documents.get(of[number], 0.0))
                    ranked.append((-total, place, number))
        ranked.sort()
        return [(-total, place, number) for total, place, number in ranked]

    def _document_scores(
        self, place: int, numbers: Sequence[int], terms: Sequence[tuple[Clause, Found]]
    ) -> dict[int, float]:
        """The score of every finalist's whole document; none where there is but one document."""
        if self._documents < 2:
            return {}
        of = self._segments[place].document_of
        documents = sorted({of[number] for number in numbers} - {NO_DOCUMENT})
        weighted = [
            (ranking.rarity(found.whole_size, self._documents) * clause.times, found.whole[place])
            for clause, found in terms
        ]
        scores = ranking.full_scores(documents, weighted)
        return {document: score for document, (score, _) in zip(documents, scores, strict=True)}

    def _find(self, term: str) -> Found:
        """The postings of a term and of its synonyms.

        They are kept decoded in two halves: when the recent half is full it becomes the older one, and what was not
        asked for since is forgotten.
        """
        found = self._recent.get(term)
        if found is None:
            found = self._older.pop(term, None) or self._read(term)
            self._recent[term] = found
            self._recent_cost += _cost(found.size) + _cost(found.whole_size)
            if self._recent_cost > CACHED_POSTINGS // 2:
                self._older, self._recent, self._recent_cost = self._recent, {}, 0
        return found

    def _size(self, term: str) -> int:
        return self._find(term).size

    def _read(self, term: str) -> Found:
        with_documents = self._documents > 1
        parts = [segment.term(term, with_documents) for segment in self._segments]
        for other in synonyms_of(term):
            for place, segment in enumerate(self._segments):
                text, whole = segment.term(other, with_documents)
                parts[place] = (
                    ranking.with_synonym(parts[place][0], text),
                    ranking.with_synonym(parts[place][1], whole),
                )
        texts, wholes = zip(*parts, strict=True) if parts else ((), ())
        return Found(sum(text.size for text in texts), texts, sum(whole.size for whole in wholes), wholes)

    def _hits(self, ranked: Sequence[tuple[float, int, int]], words: Sequence[tuple[str, float]]) -> tuple[Hit, ...]:
        hits = []
        for rank, (score, place, number) in enumerate(ranked, 1):
            matched, coverage = ranking.covered(words, partial(self._holds, place, number))
            entry = self._entry(place, number)
            hits.append(Hit(entry=entry, rank=rank, score=score, coverage=coverage, matched=matched))
        return tuple(hits)

    def _holds(self, place: int, number: int, term: str) -> int | None:
        return self._find(term).text[place].lookup(number)

    def _entry(self, place: int, number: int) -> Entry:
        entry = self._entries.get((place, number))
        if entry is None:
            if len(self._entries) >= CACHED_ENTRIES:
                self._entries.clear()
            entry = self._entries[place, number] = self._segments[place].entry(number)
        return entry

    def _allowed(self, query: Query) -> tuple[frozenset[int], ...] | None:
        """The entries of every segment that pass the filters; None without filters."""
        given = _filters(query)
        if not given:
            return None
        allowed = self._filters.get(given)
        if allowed is None:
            allowed = tuple(_passing(segment, given) for segment in self._segments)
            if len(self._filters) >= CACHED_FILTERS:
                self._filters.clear()
            self._filters[given] = allowed
        return allowed

    def _listing(self, limit: int, allowed: tuple[frozenset[int], ...] | None) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        for place, segment in enumerate(self._segments):
            numbers: Iterable[int] = range(segment.count) if allowed is None else sorted(allowed[place])
            for number in numbers:
                if len(hits) == limit:
                    return tuple(hits)
                if not segment.is_dropped(number):
                    entry = self._entry(place, number)
                    hits.append(Hit(entry=entry, rank=len(hits) + 1, score=0.0, coverage=0.0, matched=()))
        return tuple(hits)


Filter = tuple[str, tuple[str, ...], bool]
"""A field with the values of which one must stand there, or (True) with the first and the last of a range."""


def _filters(query: Query) -> tuple[Filter, ...]:
    named = (
        ("kind", query.kinds),
        ("place", query.places),
        ("level", query.levels),
        ("doc", query.doc_ids),
        ("section", query.sections),
        ("status", query.statuses),
    )
    given: list[Filter] = [(field, values, False) for field, values in named if values]
    if query.amounts:
        least, greatest = query.amounts
        given.append(("amount", (amount_key(least or 0), "~" if greatest is None else amount_key(greatest)), True))
    if query.dates:
        first, last = query.dates
        given.append(("date", (first, last + "~"), True))  # ~ sorts after every digit: 2018~ takes in 2018-07
    return tuple(given)


def _cost(size: int) -> int:
    """What a list takes in memory, counted in postings of a dictionary; longer ones stay bytes."""
    return size if size <= UNFOLDED else size // 32


def _passing(segment: Segment, filters: Sequence[Filter]) -> frozenset[int]:
    passing: set[int] | None = None
    for field, values, is_range in filters:
        found = segment.between(field, *values) if is_range else (segment.postings(field, value) for value in values)
        numbers = {number for postings in found for number, _ in postings.pairs()}
        passing = numbers if passing is None else passing & numbers
    return frozenset(number for number in passing or () if not segment.is_dropped(number))


def engine_of(held: Iterable[tuple[Described, mmap]], analyzer: Analyzer) -> WhooshEngine:
    """The engine of segments whose files are mapped. Raises EngineError or DamagedError when one can't be read."""
    return WhooshEngine((_segment(mapped, described) for described, mapped in held), analyzer)


def memory_engine(analyzer: Analyzer, entries: Iterable[Entry]) -> WhooshEngine:
    """An engine on these entries that writes no file."""
    entries, segments = iter(entries), []
    with _collector_off():
        while part := list(islice(entries, CAPACITY)):
            buffer = _Kept()
            writer = SegmentWriter(cast(BinaryIO, buffer), analyzer)
            for entry in part:
                writer.add(entry)
            writer.finish()
            segments.append(Segment(mapped_bytes(buffer.written), sums_of(buffer.written)))
    return WhooshEngine(segments, analyzer)


class _Kept(io.BytesIO):
    """Bytes that outlive the closing of their file."""

    written = b""

    def close(self) -> None:
        self.written = self.getvalue()
        super().close()


def _segment(mapped: mmap, described: Described) -> Segment:
    return Segment(mapped, described["sums"], described["name"], described["dropped"])


def write_engine(
    folder: Path,
    analyzer: Analyzer,
    entries: Iterable[Entry],
    *,
    previous: Path | None = None,
    dropped: Collection[str] = (),
) -> Iterator[int]:
    """Write entries as new segments beside those of ``previous``, which are linked, not copied.

    Small segments are joined with the new one, so that there are never many: of each size (a step is MERGED times)
    fewer than MERGED. An entry is written again at most once a step, however many documents follow it.
    """
    older = _described_segments(previous, dropped) if previous else []
    merged = _to_merge(older)
    kept = [described for described in older if described not in merged]
    for described in kept:
        _link(cast(Path, previous) / described["name"], folder / described["name"])
    names = count(1 + max((int(described["name"].rpartition("-")[2]) for described in older), default=0))
    with _collector_off():
        yield from _write_segments(folder, analyzer, chain(_entries_in(previous, merged), entries), kept, names)
    (folder / SEGMENTS).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _write_segments(
    folder: Path, analyzer: Analyzer, entries: Iterable[Entry], described: list[Described], names: Iterator[int]
) -> Iterator[int]:
    """Write entries as segments, adding each to those ``described``."""
    written, writer, path = 0, None, folder
    for entry in entries:
        if writer is None:
            path = folder / f"segment-{next(names)}"
            writer = SegmentWriter(path.open("wb"), analyzer)
        writer.add(entry)
        written += 1
        if written % REPORT_EVERY == 0:
            yield written
        if len(writer) == CAPACITY:
            described.append(_finished(writer, path, described))
            writer = None
    if writer is not None:
        described.append(_finished(writer, path, described))
    yield written


@contextlib.contextmanager
def _collector_off() -> Iterator[None]:
    """A build makes a million objects and no cycles: looking for some takes a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _described_segments(folder: Path, dropped: Collection[str]) -> list[Described]:
    """The segments of a folder once these documents are dropped too."""
    described = read_segments(folder)
    for part in described:
        if dropped:
            segment = _segment(mapped_file(folder / part["name"]), {**part, "dropped": []})
            part["dropped"] = sorted({*part["dropped"], *(segment.documents.keys() & set(dropped))})
            segment.close()
    return described


def _to_merge(segments: Sequence[Described]) -> list[Described]:
    """Segments to write anew: all of a size once there are MERGED of that size."""
    sizes: defaultdict[int, list[Described]] = defaultdict(list)
    for described in segments:
        sizes[int(log(max(1, described["count"]), MERGED))].append(described)
    return [described for same in sizes.values() if len(same) >= MERGED for described in same]


def _entries_in(folder: Path | None, segments: Sequence[Described]) -> Iterator[Entry]:
    for described in segments:
        segment = _segment(mapped_file(cast(Path, folder) / described["name"]), described)
        yield from (segment.entry(number) for number in range(segment.count) if not segment.is_dropped(number))
        segment.close()


def _finished(writer: SegmentWriter, path: Path, others: Sequence[Described]) -> Described:
    elsewhere = (sum(other["count"] for other in others), sum(other["length"] for other in others))
    counted, length = writer.finish(elsewhere)
    mapped = mapped_file(path)
    sums = sums_of(mapped)
    mapped.close()
    return Described(name=path.name, dropped=[], count=counted, length=length, sums=sums)


def _link(source: Path, target: Path) -> None:
    import shutil

    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)
