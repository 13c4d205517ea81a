"""What an index is made of, piece by piece, and how to tell whether a piece has changed.

A unit is a document with its records: the shipped one, or a folder of the library. A stamp (sizes and times of
files) is compared first, because it costs microseconds; only where it differs is the content read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A document and its records, as the index sees them."""

    key: str
    stamp: str
    digest: Callable[[], str]
    load: Callable[[], Corpus]
    follows: str = ""
    """key of the unit that this one has become a part of (the report's own text, of the shipped document)"""


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


def units_of_home(home: Path, followers: Mapping[str, tuple[str, bool]]) -> list[Unit]:
    """The units on disk: the shipped document and every folder of the library.

    ``followers`` tells of folders seen before, with their stamp, whether they hold the shipped document's own text;
    a folder whose stamp is still the same is not opened.
    """
    shipped_files, originals, units = _files(SHIPPED), [], []
    for folder in library_folders(home):
        files = _files(folder)
        unit = _unit_of_folder(folder, files)
        known_stamp, follows = followers.get(unit.key, ("", False))
        if known_stamp != unit.stamp:
            follows = read_metadata(folder / METADATA)[0].original_of == SHIPPED_ID
        if follows:
            originals.append(files)
            unit = replace(unit, follows=SHIPPED_ID)
        units.append(unit)
    files = [*shipped_files, *(file for found in originals for file in found)]
    shipped = Unit(
        key=SHIPPED_ID,
        stamp=_stamp(files),
        digest=lambda: _content(files),
        load=lambda: _shipped(home, bool(originals)),
    )
    return [shipped, *units]


def _shipped(home: Path, with_original: bool) -> Corpus:
    """The shipped document, with its own text where that was added."""
    if not with_original:
        return load_shipped()
    return parts_of(load_corpus(home))[SHIPPED_ID]


def _unit_of_folder(folder: Path, files: list[os.DirEntry[str]]) -> Unit:
    return Unit(
        key=folder.name, stamp=_stamp(files), digest=lambda: _content(files), load=lambda: load_document(folder)
    )


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
