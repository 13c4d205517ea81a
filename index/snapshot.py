"""A Corpus as JSON and back, fast enough to be read whenever a question is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from corpus.frozen import defaults, field_names
from corpus.types import (
    IN_TABLE,
    Area,
    Award,
    Batch,
    Change,
    Condition,
    Corpus,
    Document,
    Holding,
    Notice,
    Passage,
    Policy,
    Rule,
    Source,
    Standard,
    Subsidy,
)

TABLES: dict[str, type[Any]] = {
    "documents": Document,
    "subsidies": Subsidy,
    "policies": Policy,
    "areas": Area,
    "standards": Standard,
    "batches": Batch,
    "rules": Rule,
    "conditions": Condition,
    "notices": Notice,
    "changes": Change,
}
"""All parts of a Corpus but the passages, which are kept apart: they may be many, and few questions need them."""


PARTS = (*TABLES, "passages")


Passages = tuple[Passage, ...]
KeptUnit = tuple[Sequence[str], bytes]
"""the ids of the documents of a unit, and the snapshot of its passages"""


class StoredCorpus(Corpus):
    """A Corpus from snapshots. Its passages are read when somebody first asks for them."""

    _kept: Kept

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return self._kept.passages

    def passages_of(self, doc_id: str) -> tuple[Passage, ...]:
        """The statements of one document; those of the others stay unread."""
        return self._kept.of(doc_id)

    @cached_property
    def tabled(self) -> frozenset[str]:
        """Ids of documents of which statements are rows of tables, and perhaps of others; none is read for it."""
        return self._kept.tabled

    def with_(self, **parts: Any) -> StoredCorpus:
        """The same with some parts replaced; the passages stay unread."""
        return _stored({name: getattr(self, name) for name in TABLES} | parts, self._kept)


class Kept:
    """The passages of a corpus in their snapshots, each read when it is first asked for."""

    def __init__(self, read: Callable[[], Iterable[KeptUnit]], parsed: Callable[[Iterable[bytes]], Passages]) -> None:
        """``read`` gives the units, ``parsed`` makes passages of their snapshots."""
        self._read = read
        self._parsed = parsed
        self._of: dict[str, Passages] = {}

    @cached_property
    def _units(self) -> tuple[KeptUnit, ...]:
        return tuple(self._read())

    @cached_property
    def _texts(self) -> dict[str, list[bytes]]:
        """The snapshots of the units that a document is in."""
        found: dict[str, list[bytes]] = {}
        for documents, text in self._units:
            for doc_id in documents:
                found.setdefault(doc_id, []).append(text)
        return found

    @cached_property
    def passages(self) -> Passages:
        """All of them."""
        return self._parsed(text for _, text in self._units)

    @cached_property
    def tabled(self) -> frozenset[str]:
        """Documents whose unit holds a locator of a row of a table, as it is written in JSON."""
        marks = [f'"locator":"{mark}'.encode() for mark in IN_TABLE]
        return frozenset(
            doc_id for documents, text in self._units if any(mark in text for mark in marks) for doc_id in documents
        )

    def of(self, doc_id: str) -> Passages:
        """Those of one document."""
        if doc_id not in self._of:
            if "passages" in vars(self):
                found: Iterable[Passage] = self.passages
            else:
                found = self._parsed(self._texts.get(doc_id, ()))
            self._of[doc_id] = tuple(each for each in found if each.source.doc_id == doc_id)
        return self._of[doc_id]


def stored_corpus(
    tables: Iterable[bytes],
    passages: Callable[[], Iterable[KeptUnit]],
    parsed: Callable[[Iterable[bytes]], Passages] | None = None,
) -> StoredCorpus:
    """The Corpus of these snapshots; ``passages`` is called when a passage is first asked for (see ``Kept``)."""
    return _stored(tables_from_json(tables), Kept(passages, parsed or passages_from_json))


def _stored(parts: Mapping[str, tuple[Any, ...]], kept: Kept) -> StoredCorpus:
    corpus = object.__new__(StoredCorpus)
    corpus.__dict__.update(parts, _kept=kept)
    return corpus


def packed(units: Mapping[str, bytes]) -> bytes:
    """Snapshots of units, by their digests, in one file: its size is what is in it, however many they are."""
    return b"".join(b"%s %s\n" % (digest.encode(), snapshot) for digest, snapshot in units.items())


def unpacked(data: bytes) -> dict[str, bytes]:
    """What ``packed`` was made of. Raises ValueError when it is none of that."""
    lines = (line.split(b" ", 1) for line in data.splitlines())
    return {digest.decode(): snapshot for digest, snapshot in lines}


def tables_to_json(corpus: Corpus) -> bytes:
    """Every record that is not a passage."""
    tables = {name: [_plain(record) for record in getattr(corpus, name)] for name in TABLES}
    return json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode()


def passages_to_json(corpus: Corpus) -> bytes:
    """The passages alone."""
    plain = [_plain(record) for record in corpus.passages]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def tables_from_json(texts: Iterable[bytes]) -> dict[str, tuple[Any, ...]]:
    """The records of several snapshots joined, by the name of their part."""
    loaded = json.loads(b"[%s]" % b",".join(texts))
    return {
        name: tuple(_record(cls, plain) for tables in loaded for plain in tables[name]) for name, cls in TABLES.items()
    }


def settled_to_json(raw: Corpus, settled: Corpus) -> bytes:
    """What replacements leave of the rows: the subsidies that are another now or gone, and all changes."""
    before = {row.id: row for row in raw.subsidies}
    after = {row.id: row for row in settled.subsidies}
    parts = {
        "gone": [row_id for row_id in before if row_id not in after],
        "other": [_plain(row) for row in settled.subsidies if before.get(row.id) != row],
        "changes": [_plain(change) for change in settled.changes],
    }
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def settled_from_json(raw: StoredCorpus, text: bytes) -> StoredCorpus:
    """The corpus as ``settled_to_json`` was told of it; new subsidies come last."""
    parts = json.loads(text)
    rows = {row.id: row for row in raw.subsidies}
    for row_id in parts["gone"]:
        del rows[row_id]
    rows.update((plain["id"], _record(Subsidy, plain)) for plain in parts["other"])
    return raw.with_(
        subsidies=tuple(rows.values()), changes=tuple(_record(Change, plain) for plain in parts["changes"])
    )


def passages_from_json(texts: Iterable[bytes]) -> tuple[Passage, ...]:
    """The passages of several snapshots joined."""
    return tuple(_record(Passage, plain) for found in json.loads(b"[%s]" % b",".join(texts)) for plain in found)


def _plain(record: Any) -> dict[str, Any]:
    """Field names with values, without those that are as they are by default."""
    plain = {}
    usual = defaults(type(record))
    for name in field_names(record):
        value = getattr(record, name)
        if name in usual and value == usual[name]:
            continue
        if isinstance(value, (Source, Holding)):
            value = _plain(value)
        elif name == "awards":
            value = [_plain(award) for award in value]
        plain[name] = value
    return plain


def _record(cls: type[Any], plain: dict[str, Any]) -> Any:
    for name, value in plain.items():
        if name == "awards":
            plain[name] = tuple(Award(**award) for award in value)
        elif value.__class__ is list:
            plain[name] = tuple(value)
        elif name == "source":
            plain[name] = _record(Source, value)
        elif name == "holding":
            plain[name] = Holding(**value)
    return cls(**plain)
