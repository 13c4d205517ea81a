"""What an index is made of, piece by piece, and how to tell whether a piece has changed.

A unit is a document with its records: the shipped one, or a folder of the library. A stamp (sizes and times of
files) is compared first, because it costs microseconds; only where it differs is the content read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from corpus.store import (
    CORPUS_PARTS,
    METADATA,
    SHIPPED,
    SHIPPED_ID,
    library_folders,
    load_corpus,
    load_document,
    load_shipped,
    read_metadata,
)
from corpus.types import Corpus
from index.snapshot import passages_to_json, tables_to_json

PROGRAM_FOLDERS = ("index", "index/engines", "index/lexicon", "corpus", "corpus/data")
"""Where the program's own part in an index lies: how it reads, cuts, weighs and stores."""


class Unit(NamedTuple):
    """A document and its records, as the index sees them."""

    key: str
    stamp: str
    digest: Callable[[], str]
    load: Callable[[], Corpus]
    follows: str = ""
    """key of the unit that this one has become a part of (the report's own text, of the shipped document)"""


class Known(NamedTuple):
    """What an index remembers of a unit: while its stamp is the same, the rest is true without looking."""

    stamp: str
    digest: str
    follows: bool


def digest_of(parts: Iterable[bytes]) -> str:
    """A short name for a content."""
    found = blake2b(digest_size=12)
    for part in parts:
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.hexdigest()


def program_stamp() -> str:
    """The stamp of the program's part in an index."""
    return _stamp(_program_files())


@cache
def program_digest() -> str:
    """The content of the program's part in an index."""
    return _content(_program_files())


def units_of_corpus(corpus: Corpus) -> list[Unit]:
    """The units of a corpus in memory: each document with what comes from it."""
    return [_unit_in_memory(doc_id, part) for doc_id, part in parts_of(corpus).items()]


def parts_of(corpus: Corpus) -> dict[str, Corpus]:
    """A corpus for each of its documents, by the document's id."""
    records: dict[str, dict[str, list[Any]]] = {document.id: {} for document in corpus.documents}
    for name in CORPUS_PARTS:
        for record in getattr(corpus, name):
            records.setdefault(record.source.doc_id, {}).setdefault(name, []).append(record)
    documents = {document.id: document for document in corpus.documents}
    return {
        doc_id: Corpus(
            documents=(documents[doc_id],) if doc_id in documents else (),
            **{name: tuple(found) for name, found in parts.items()},
        )
        for doc_id, parts in records.items()
    }


def units_of_home(home: Path, known: Mapping[str, Known]) -> list[Unit]:
    """The units on disk: the shipped document and every folder of the library.

    A folder whose stamp is known is not opened. Raises DataError or CorpusError when a ``document.toml`` is broken.
    """
    originals, units = [], []
    for folder in library_folders(home):
        files = _files(folder)
        unit = _unit(folder.name, files, partial(load_document, folder), known)
        before = known.get(unit.key)
        follows = before.follows if before and before.stamp == unit.stamp else _is_original(folder)
        if follows:
            originals += files
        units.append(unit._replace(follows=SHIPPED_ID if follows else ""))
    shipped = _unit(SHIPPED_ID, [*_files(SHIPPED), *originals], lambda: _shipped(home, bool(originals)), known)
    return [shipped, *units]


def _unit(key: str, files: Sequence[os.DirEntry[str]], load: Callable[[], Corpus], known: Mapping[str, Known]) -> Unit:
    before = known.get(key)
    stamp = _stamp(files)
    digest = before.digest if before and before.stamp == stamp else ""
    return Unit(key=key, stamp=stamp, digest=cache(lambda: digest or _content(files)), load=load)


def _is_original(folder: Path) -> bool:
    return read_metadata(folder / METADATA)[0].original_of == SHIPPED_ID


def _shipped(home: Path, with_original: bool) -> Corpus:
    """The shipped document, with its own text where that was added."""
    if not with_original:
        return load_shipped()
    return parts_of(load_corpus(home))[SHIPPED_ID]


def _unit_in_memory(key: str, part: Corpus) -> Unit:
    digest = digest_of((tables_to_json(part), passages_to_json(part)))
    return Unit(key=key, stamp=digest, digest=lambda: digest, load=lambda: part)


def _files(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return sorted((entry for entry in found if entry.is_file()), key=lambda entry: entry.name)


def _program_files() -> list[os.DirEntry[str]]:
    root = Path(__file__).parent.parent
    wanted = (".py", ".txt", ".toml", ".csv")
    return [file for name in PROGRAM_FOLDERS for file in _files(root / name) if file.name.endswith(wanted)]


def _stamp(files: Iterable[os.DirEntry[str]]) -> str:
    stats = ((file.name, file.stat()) for file in files)
    return digest_of(f"{name} {stat.st_size} {stat.st_mtime_ns}".encode() for name, stat in stats)


def _content(files: Iterable[os.DirEntry[str]]) -> str:
    return digest_of(part for file in files for part in (file.name.encode(), Path(file.path).read_bytes()))
