"""A Corpus as JSON and back, fast enough to be read whenever a question is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from typing import Any

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

_DEFAULTS = {
    cls: tuple((field.name, field.default) for field in fields(cls))
    for cls in (*TABLES.values(), Passage, Source, Award, Holding)
}


class StoredCorpus(Corpus):
    """A Corpus from snapshots. Its passages are read when somebody first asks for them."""

    __slots__ = ("_read_passages",)
    _read_passages: Callable[[], tuple[Passage, ...]]

    def __getattr__(self, name: str) -> Any:
        """Called for the passages alone, as long as they are not there."""
        if name != "passages":
            raise AttributeError(name)
        passages = self._read_passages()
        object.__setattr__(self, "passages", passages)
        return passages


def stored_corpus(tables: Sequence[bytes], read_passages: Callable[[], tuple[Passage, ...]]) -> StoredCorpus:
    """The Corpus of these snapshots; ``read_passages`` is called when a passage is first asked for."""
    corpus = object.__new__(StoredCorpus)
    for part, records in tables_from_json(tables).items():
        object.__setattr__(corpus, part, records)
    object.__setattr__(corpus, "_read_passages", read_passages)
    return corpus


def tables_to_json(corpus: Corpus) -> bytes:
    """Every record that is not a passage."""
    tables = {name: [_plain(record) for record in getattr(corpus, name)] for name in TABLES}
    return json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode()


def passages_to_json(corpus: Corpus) -> bytes:
    """The passages alone."""
    plain = [_plain(record) for record in corpus.passages]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def tables_from_json(texts: Sequence[bytes]) -> dict[str, tuple[Any, ...]]:
    """The records of several snapshots joined, by the name of their part."""
    loaded = [json.loads(text) for text in texts]
    return {
        name: tuple(_record(cls, plain) for tables in loaded for plain in tables[name]) for name, cls in TABLES.items()
    }


def passages_from_json(texts: Sequence[bytes]) -> tuple[Passage, ...]:
    """The passages of several snapshots joined."""
    return tuple(_record(Passage, plain) for text in texts for plain in json.loads(text))


def _plain(record: Any) -> dict[str, Any]:
    """Field names with values, without those that are as they are by default."""
    plain = {}
    for name, default in _DEFAULTS[type(record)]:
        value = getattr(record, name)
        if default is not MISSING and value == default:
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
