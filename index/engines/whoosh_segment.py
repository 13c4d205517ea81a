"""A segment: one immutable file of entries and their postings. The one file that knows Whoosh.

What is used of Whoosh is its file layer: ``filedb``'s ordered hash tables, which find a key in a mapped file
without loading anything. Its schema, query, matching and scoring layers are not: they pickle into the index
folder, need 35 ms to import, and spend twenty times longer on a question (``bench/README.md``).

A segment's keys, in their order in the file:

    #00000000     an entry, JSON (one key an entry, in stored order)
    $documents    which document each entry belongs to, uint16
    $facts        JSON: counts
    FIELD:VALUE   postings of the entries with that value
    id:VALUE      the number of the entry with that id
    term:TERM     postings of the entries that hold the term, then of the whole documents

Postings are ``struct PREFIX`` and then either uint16 numbers followed by one byte of impact each, or, where that
is shorter, one byte of impact for every entry (or document) of the segment.
"""

from __future__ import annotations

import json
import struct
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from mmap import mmap
from typing import Any, BinaryIO, cast
from zlib import crc32

from whoosh.filedb.filetables import FileFormatError, OrderedHashReader, OrderedHashWriter
from whoosh.filedb.structfile import StructFile

from corpus.frozen import field_names
from index.analysis import Analyzer
from index.engines.whoosh_files import REBUILD
from index.errors import DamagedError, EngineError
from index.ranking import BUDGET, NOWHERE, TITLE_WEIGHT, WHOLE_B, WHOLE_K1, Postings, impact, norm
from index.types import Entry, section_numbers

CAPACITY = 65_000
"""Entries in a segment: their numbers fit two bytes."""

NO_DOCUMENT = 0xFFFF
UNFOLDED = BUDGET
"""Lists up to this length become dictionaries when they are read; longer ones are asked by bisection."""

SMALL = 12
"""Frequencies below this have their impacts worked out once for all entries."""
LISTS = frozenset({"places", "levels"})
ENTRY_FIELDS = field_names(Entry)
PREFIX = struct.Struct("<?I")
"""dense or not; how many entries hold the term"""
BLOCK = 1 << 16
"""Bytes that have a checksum of their own: what is read of a file is checked, and no more than that."""


def filter_terms(entry: Entry) -> Iterator[str]:
    """The typed fields of an entry as keys: places and sections with all that are above them."""
    yield f"kind:{entry.kind}"
    for name, values in (("place", entry.places), ("level", entry.levels)):
        yield from (f"{name}:{value}" for value in values)
    for name, value in (("doc", entry.doc_id), ("status", entry.status), ("date", entry.date), ("end", entry.end_date)):
        if value:
            yield f"{name}:{value}"
    if entry.amount is not None:
        yield f"amount:{amount_key(entry.amount)}"
    yield from (f"section:{number}" for number in section_numbers(entry.section))


def amount_key(amount: float) -> str:
    """An amount (万元) as a text that sorts like the number."""
    return f"{amount:016.4f}"


class SegmentWriter:
    """Collects entries and writes them as one segment. Entries of a document come one after another."""

    def __init__(self, file: BinaryIO, analyzer: Analyzer) -> None:
        """``file`` is closed by ``finish``."""
        self._analyzer = analyzer
        self._table = OrderedHashWriter(_PlainFile(cast(BinaryIO, _CountingFile(file))))
        self._text, self._whole = _Inverted(), _Inverted()
        self._fields: dict[str, array[int]] = {}
        self._ids: dict[str, int] = {}
        self._lengths: list[int] = []
        self._document_of = array("H")
        self._documents: dict[str, int] = {}
        self._document_lengths: list[int] = []
        self._open_document: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, entry: Entry) -> None:
        """Take in one entry."""
        number = len(self)
        self._table.add(b"#%08x" % number, _stored(entry))
        self._enter_document(entry)
        text = Counter(self._analyzer.terms(entry.text))
        self._open_document.update(text)
        for term in self._analyzer.terms(entry.title):
            text[term] += TITLE_WEIGHT
        self._lengths.append(self._text.add(number, text))
        for key in filter_terms(entry):
            self._fields.setdefault(key, array("H")).append(number)
        self._ids[entry.id] = number

    def _enter_document(self, entry: Entry) -> None:
        if not entry.doc_id:
            self._document_of.append(NO_DOCUMENT)
            return
        if entry.doc_id not in self._documents:
            self._leave_document()
            self._documents[entry.doc_id] = len(self._documents)
            self._open_document.update(self._analyzer.terms(entry.title))
        self._document_of.append(self._documents[entry.doc_id])

    def _leave_document(self) -> None:
        if len(self._document_lengths) < len(self._documents):
            number = len(self._documents) - 1
            self._document_lengths.append(self._whole.add(number, self._open_document))
        self._open_document.clear()

    def finish(self, elsewhere: tuple[int, int] = (0, 0)) -> tuple[int, int]:
        """Write the postings and close; returns the number of entries and their summed length in terms.

        ``elsewhere`` is the same of all other segments: every segment measures length against one average.
        """
        self._leave_document()
        facts = {"count": len(self), "documents": self._entries_of_documents()}
        length = sum(self._lengths)
        average = (length + elsewhere[1]) / max(1, len(self) + elsewhere[0])
        whole_average = sum(self._document_lengths) / max(1, len(self._document_lengths))
        text = _Impacts([norm(one, average) for one in self._lengths])
        whole = _Impacts([norm(one, whole_average, WHOLE_K1, WHOLE_B) for one in self._document_lengths])
        self._table.add(b"$documents", self._document_of.tobytes())
        self._table.add(b"$facts", json.dumps(facts).encode())
        keys = {
            key.encode(): _packed(numbers, b"\xff" * len(numbers), len(self)) for key, numbers in self._fields.items()
        }
        keys.update((f"id:{value}".encode(), struct.pack("<I", number)) for value, number in self._ids.items())
        for key in sorted(keys):
            self._table.add(key, keys[key])
        for term in sorted(self._text.keys() | self._whole.keys(), key=str.encode):
            self._table.add(
                f"term:{term}".encode(), text.pack(self._text.get(term)) + whole.pack(self._whole.get(term))
            )
        self._table.close()
        return len(self), length

    def _entries_of_documents(self) -> dict[str, int]:
        counted = Counter(self._document_of)
        return {doc_id: counted[number] for doc_id, number in self._documents.items()}


def _stored(entry: Entry) -> bytes:
    values = {name: value for name in ENTRY_FIELDS if (value := getattr(entry, name)) not in ("", (), None)}
    return json.dumps(values, ensure_ascii=False).encode()


class _Inverted(dict[str, "array[int]"]):
    """Terms to postings while they are collected: number and frequency in one integer of 16 bits each."""

    def __missing__(self, term: str) -> array[int]:
        found = self[term] = array("I")
        return found

    def add(self, number: int, frequencies: Counter[str]) -> int:
        """Take in the terms of one entry or document; returns how many they are."""
        base = number << 16
        for term, frequency in frequencies.items():
            self[term].append(base | (frequency if frequency < 0xFFFF else 0xFFFF))
        return frequencies.total()


class _Impacts:
    """Postings to bytes; the impacts of small frequencies, which nearly all are, are worked out once."""

    def __init__(self, norms: Sequence[float]) -> None:
        self._norms = norms
        self._small = [bytes(impact(frequency, norm) for norm in norms) for frequency in range(1, SMALL)]

    def pack(self, found: array[int] | None) -> bytes:
        """The stored form of a term's postings."""
        if found is None:
            return PREFIX.pack(False, 0)
        small, norms = self._small, self._norms
        impacts = [
            small[frequency - 1][posting >> 16] if frequency < SMALL else impact(frequency, norms[posting >> 16])
            for posting in found
            if (frequency := posting & 0xFFFF)
        ]
        return _packed(array("H", [posting >> 16 for posting in found]), bytes(impacts), len(norms))


def _packed(numbers: array[int], impacts: bytes, total: int) -> bytes:
    if total > 3 * len(numbers):
        return PREFIX.pack(False, len(numbers)) + numbers.tobytes() + impacts
    table = bytearray(total)
    for number, stored in zip(numbers, impacts, strict=True):
        table[number] = stored
    return PREFIX.pack(True, len(numbers)) + bytes(table)


class _CountingFile:
    """A file being written that knows its own position: Whoosh asks for it at every key."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0

    def write(self, data: bytes) -> None:
        self._position += len(data)
        self._file.write(data)

    def tell(self) -> int:
        return self._position

    def close(self) -> None:
        self._file.close()


class _PlainFile(StructFile):
    """Whoosh's file, its few remarks kept as JSON: nothing in an index is ever unpickled."""

    def write_pickle(self, obj: Any, protocol: int = -1) -> None:
        remarks = json.dumps(obj).encode()
        self.write_int(len(remarks))
        self.write(remarks)

    def read_pickle(self) -> Any:
        return json.loads(self.read(self.read_int()))


class _MappedFile(_PlainFile):
    """A mapped file that is read by slices: threads share no position in it.

    Every block is held against its checksum when something in it is first read.
    """

    def __init__(self, mapped: mmap, sums: Sequence[int], name: str) -> None:
        super().__init__(cast(BinaryIO, mapped))
        self._mapped = mapped
        self._sums = sums
        self._seen = bytearray(len(sums))
        self._segment = name

    def get(self, position: int, length: int) -> bytes:
        seen = self._seen
        try:
            if not seen[position >> 16] or not seen[(position + length - 1) >> 16] or length > BLOCK:
                self._verify(position, length)
        except IndexError:
            raise self._damage() from None
        return self._mapped[position : position + length]

    def read(self, *args: Any, **kwargs: Any) -> Any:
        position = self._mapped.tell()
        self._verify(position, args[0] if args else len(self._mapped) - position)
        return self._mapped.read(*args, **kwargs)

    def _verify(self, position: int, length: int) -> None:
        for block in range(position >> 16, (position + max(1, length) - 1 >> 16) + 1):
            if not self._seen[block]:
                if crc32(self._mapped[block << 16 : (block + 1) << 16]) != self._sums[block]:
                    raise self._damage()
                self._seen[block] = 1

    def _damage(self) -> DamagedError:
        return DamagedError(f"索引文件 {self._segment} 损坏", REBUILD)


def sums_of(data: bytes | mmap) -> list[int]:
    """The checksum of every block of a segment."""
    return [crc32(data[start : start + BLOCK]) for start in range(0, len(data), BLOCK)]


def mapped_bytes(data: bytes) -> mmap:
    """A segment that was written to memory alone."""
    mapped = mmap(-1, len(data))
    mapped.write(data)
    mapped.seek(0)
    return mapped


class Segment:
    """Reads one segment. Raises EngineError when it is none, DamagedError when a block is not as it was written."""

    def __init__(self, mapped: mmap, sums: Sequence[int], name: str = "", dropped: Iterable[str] = ()) -> None:
        try:
            self._table = OrderedHashReader(_MappedFile(mapped, sums, name), len(mapped))
            facts = json.loads(self._table[b"$facts"])
        except (OSError, LookupError, ValueError, TypeError, FileFormatError, struct.error) as error:
            raise EngineError(f"索引文件 {name} 损坏", REBUILD) from error
        self.count: int = facts["count"]
        self.documents: dict[str, int] = facts["documents"]
        self.document_of = array("H", self._table[b"$documents"])
        numbers = {doc_id: number for number, doc_id in enumerate(self.documents)}
        self.dropped = frozenset(numbers[doc_id] for doc_id in dropped if doc_id in numbers)
        self.live_count = self.count - sum(self.documents[doc_id] for doc_id in dropped if doc_id in numbers)

    def postings(self, field: str, value: str) -> Postings:
        """The entries with a value of a field."""
        stored = self._table.get(f"{field}:{value}".encode())
        return _decoded(stored, 0, self.count)[0] if stored else NOWHERE

    def term(self, term: str, with_documents: bool = True) -> tuple[Postings, Postings]:
        """The entries that hold a term, and the documents (when they are wanted)."""
        stored = self._table.get(f"term:{term}".encode())
        if not stored:
            return NOWHERE, NOWHERE
        text, end = _decoded(stored, 0, self.count)
        return text, _decoded(stored, end, len(self.documents))[0] if with_documents else NOWHERE

    def between(self, field: str, first: str, last: str) -> Iterator[Postings]:
        """The postings of all values of a field from first to last."""
        end = f"{field}:{last}".encode()
        for key, stored in self._table.items_from(f"{field}:{first}".encode()):
            if key > end:
                return
            yield _decoded(stored, 0, self.count)[0]

    def entry(self, number: int) -> Entry:
        """The entry of that number."""
        values: dict[str, Any] = json.loads(self._table[b"#%08x" % number].decode())
        for name in LISTS.intersection(values):
            values[name] = tuple(values[name])
        return Entry(**values)

    def number_of(self, entry_id: str) -> int | None:
        """The number of the entry with that id."""
        stored = self._table.get(f"id:{entry_id}".encode())
        number = struct.unpack("<I", stored)[0] if stored else None
        return None if number is None or self.is_dropped(number) else number

    def is_dropped(self, number: int) -> bool:
        """Whether the entry's document was taken out of the index."""
        return bool(self.dropped) and self.document_of[number] in self.dropped

    def close(self) -> None:
        """Let go of the file."""
        self._table.close()


def _decoded(stored: bytes, start: int, total: int) -> tuple[Postings, int]:
    """The postings that begin at ``start``, and where they end."""
    dense, count = PREFIX.unpack_from(stored, start)
    start += PREFIX.size
    if dense:
        table = stored[start : start + total]
        return Postings(count, table.__getitem__, lambda: _pairs(table)), start + total
    middle, end = start + 2 * count, start + 3 * count
    numbers, impacts = array("H", stored[start:middle]), stored[middle:end]
    if count <= UNFOLDED:
        found = dict(zip(numbers, impacts))  # noqa: B905 of one length, and this is read thirty times a question
        return Postings(count, found.get, found.items), end

    def lookup(number: int) -> int:
        place = bisect_left(numbers, number)
        return impacts[place] if place < count and numbers[place] == number else 0

    return Postings(count, lookup, lambda: zip(numbers, impacts, strict=True)), end


def _pairs(table: bytes) -> Iterator[tuple[int, int]]:
    return ((number, table[number]) for number in compress(range(len(table)), table))
