"""A Corpus as JSON and back, fast enough to be read whenever a question is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from corpus.frozen import defaults, field_names, made_of
from corpus.types import (
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
    tabled_in,
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
AWARDS = "awards"
NESTED = (("source", Source), ("holding", Holding))
LISTED = {
    kind: frozenset(name for name, hint in kind.__annotations__.items() if hint.startswith("tuple") and name != AWARDS)
    for kind in (*TABLES.values(), Passage, *(kind for _, kind in NESTED))
}
"""fields that hold tuples of texts or numbers, which JSON knows as lists"""


Passages = tuple[Passage, ...]
KeptUnit = tuple[Sequence[str], bytes]
"""the ids of the documents of a unit, and the snapshot of its passages"""


class StoredCorpus(Corpus):
    """A Corpus from snapshots. Its passages are read when somebody first asks for them."""

    _kept: Kept | None = None
    """where its passages are, unless they were given to it"""

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return self._kept.passages if self._kept else ()

    def passages_of(self, doc_id: str) -> tuple[Passage, ...]:
        """The statements of one document; those of the others stay unread."""
        return self._kept.of(doc_id) if self._kept else super().passages_of(doc_id)

    @cached_property
    def tabled(self) -> frozenset[str]:
        """Ids of documents of which statements are rows of tables."""
        return self._kept.tabled if self._kept else tabled_in(self.passages)

    def with_(self, **parts: Any) -> StoredCorpus:
        """The same with some parts replaced; the passages stay unread."""
        tables = {name: getattr(self, name) for name in TABLES} | parts
        return _stored(tables, None if "passages" in parts else self._kept)


class Kept:
    """The passages of a corpus in their snapshots, each read when it is first asked for."""

    def __init__(
        self,
        read: Callable[[], Iterable[KeptUnit]],
        parsed: Callable[[Iterable[bytes]], Passages],
        tabled: frozenset[str] | None,
    ) -> None:
        """``read`` gives the units, ``parsed`` makes passages of their snapshots; ``tabled`` as ``Corpus.tabled``."""
        self._read = read
        self._parsed = parsed
        self._tabled = tabled
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

    @property
    def tabled(self) -> frozenset[str]:
        """Ids of the documents of which statements are rows of tables."""
        if self._tabled is None:
            self._tabled = tabled_in(self.passages)
        return self._tabled

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
    tabled: frozenset[str] | None = None,
) -> StoredCorpus:
    """The Corpus of these snapshots; ``passages`` is called when a passage is first asked for (see ``Kept``)."""
    return _stored(tables_from_json(tables), Kept(passages, parsed or passages_from_json, tabled))


def _stored(parts: Mapping[str, tuple[Any, ...]], kept: Kept | None) -> StoredCorpus:
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
        name: tuple([_record(cls, plain) for tables in loaded for plain in tables[name]])
        for name, cls in TABLES.items()
    }


def settled_to_json(raw: Corpus, settled: Corpus) -> bytes:
    """What replacements leave of the rows: which are gone, what is another in some, new ones, and all changes."""
    before = {row.id: row for row in raw.subsidies}
    after = {row.id: row for row in settled.subsidies}
    other = {row_id: _differing(before[row_id], row) for row_id, row in after.items() if row_id in before}
    parts = {
        "gone": [row_id for row_id in before if row_id not in after],
        "other": {row_id: fields for row_id, fields in other.items() if fields},
        "new": [_plain(row) for row_id, row in after.items() if row_id not in before],
        "changes": [_plain(change) for change in settled.changes],
    }
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def settled_from_json(raw: StoredCorpus, text: bytes) -> StoredCorpus:
    """The corpus as ``settled_to_json`` was told of it; new subsidies come last."""
    parts = json.loads(text)
    rows = {row.id: row for row in raw.subsidies}
    for row_id in parts["gone"]:
        del rows[row_id]
    for row_id, fields in parts["other"].items():
        rows[row_id] = made_of(Subsidy, vars(rows[row_id]) | _values(Subsidy, fields))
    rows.update((plain["id"], _record(Subsidy, plain)) for plain in parts["new"])
    return raw.with_(
        subsidies=tuple(rows.values()), changes=tuple(_record(Change, plain) for plain in parts["changes"])
    )


def passages_from_json(texts: Iterable[bytes]) -> tuple[Passage, ...]:
    """The passages of several snapshots joined."""
    return tuple(_record(Passage, plain) for found in json.loads(b"[%s]" % b",".join(texts)) for plain in found)


def _plain(record: Any) -> dict[str, Any]:
    """Field names with values, without those that are as they are by default."""
    usual = defaults(type(record))
    values = ((name, getattr(record, name)) for name in field_names(record))
    return {name: _plain_value(value) for name, value in values if name not in usual or value != usual[name]}


def _differing(before: Any, after: Any) -> dict[str, Any]:
    """The fields in which a record is another, with their values."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in field_names(after))
    return {name: _plain_value(value) for name, old, value in pairs if value != old}


def _plain_value(value: Any) -> Any:
    if isinstance(value, (Source, Holding)):
        return _plain(value)
    if value.__class__ is tuple and value and value[0].__class__ is Award:
        return [_plain(award) for award in value]
    return value


def _record(cls: type[Any], plain: dict[str, Any]) -> Any:
    return made_of(cls, _values(cls, plain))


def _values(cls: type[Any], plain: dict[str, Any]) -> dict[str, Any]:
    """The values of a record out of its plain form, which is not kept."""
    for name in plain.keys() & LISTED[cls]:
        if plain[name] is not None:
            plain[name] = tuple(plain[name])
    if AWARDS in plain:
        plain[AWARDS] = tuple([made_of(Award, award) for award in plain[AWARDS]])
    for name, kind in NESTED:
        if name in plain:
            plain[name] = _record(kind, plain[name])
    return plain
