"""What an index is made of, piece by piece, and how to tell whether a piece has changed.

A unit is a document with its records: the shipped one, or a folder of the library. A stamp (sizes and times of
files, ``index.freshness``) is compared first; only where it differs is the content read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from corpus.errors import CorpusError, DataError, reason
from corpus.library import document_folders, load_folder, missing_files
from corpus.shipped import folder_of, left_out, shipped_ids
from corpus.store import (
    CORPUS_PARTS,
    METADATA,
    SHIPPED_ID,
    load_corpus,
    load_document,
    read_metadata,
)
from corpus.types import Corpus
from corpus.versions import content_digest, digest_of
from index import freshness
from index.freshness import ROOT, current_stamps, folder_stamp, path_of
from index.manifest import Manifest
from index.snapshot import passages_to_json, tables_to_json


class Unit(NamedTuple):
    """A document and its records, as the index sees them."""

    key: str
    stamp: str
    digest: Callable[[], str]
    load: Callable[[], Corpus]
    follows: str = ""
    """key of the unit that this one has become a part of (the report's own text, of the shipped document)"""
    folder: bool = False
    """whether it is a folder of the library"""


@cache
def program_digest() -> str:
    """The content of the program's part in an index."""
    return content_digest(Path(path_of("", name)) for name in freshness.PROGRAM_FOLDERS)


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


def units_of_home(home: Path, manifest: Manifest | None = None) -> list[Unit]:
    """The units on disk: the shipped documents that are in use and every folder of the library.

    What ``manifest`` remembers of a unit is taken as long as its stamp is the same; such a folder is not opened.
    Raises DataError or CorpusError when a folder lacks its ``document.toml`` or has a broken one.
    """
    units, originals = [], []
    for folder in _folders(home, manifest):
        stamp = folder_stamp(str(folder))
        follows = _follows(folder, stamp, manifest)
        if follows:
            originals.append(folder)
        unit = _unit(folder.name, [folder], stamp, partial(load_folder, folder), manifest)
        units.append(unit._replace(follows=SHIPPED_ID if follows else "", folder=True))
    shipped = [_shipped_unit(doc_id, home, originals, manifest) for doc_id in shipped_ids(left_out(home))]
    return [*shipped, *units]


def _folders(home: Path, manifest: Manifest | None) -> Iterator[Path]:
    """The document folders of the library. One that was a document before, and is none now, is lost, not removed."""
    known = (manifest or {}).get("library") or {}
    for folder in document_folders(home):
        if os.path.isfile(folder / METADATA):
            yield folder
        elif folder.name in known:
            problems = missing_files(folder)
            raise DataError(problems, f"可用 wence corpus restore {folder.name} 恢复，或 wence corpus remove 移除。")


def stamps_of_home(home: Path) -> dict[str, str]:
    """The stamps of all folders that an index of this home depends on."""
    folders = (folder_of(doc_id) for doc_id in shipped_ids(left_out(home)))
    return current_stamps(str(home), [folder.relative_to(ROOT).as_posix() for folder in folders])


def fingerprint(engine: str, units: Sequence[Unit]) -> str:
    """Names everything that an index depends on."""
    contents = (f"{unit.key} {unit.digest()}".encode() for unit in units if not unit.follows)
    return digest_of((engine.encode(), program_digest().encode(), *contents))


def restamped(manifest: Manifest, stamps: dict[str, str], units: Sequence[Unit]) -> Manifest:
    """A manifest of the same content with the stamps of now."""
    now = {unit.key: unit.stamp for unit in units}
    return manifest | {
        "stamps": stamps,
        "following": {unit.key: unit.stamp for unit in units if unit.follows},
        "units": {key: unit | {"stamp": now[key]} for key, unit in manifest["units"].items()},
    }


def _unit(key: str, folders: Sequence[Path], stamp: str, load: Callable[[], Corpus], manifest: Manifest | None) -> Unit:
    before = manifest["units"].get(key) if manifest else None
    digest = before["digest"] if before and before["stamp"] == stamp else ""
    return Unit(key, stamp, cache(lambda: digest or _content(folders)), load)


def _content(folders: Sequence[Path]) -> str:
    try:
        return content_digest(folders)
    except OSError as error:
        problem = f"读不了资料 {folders[-1].name}（{reason(error)}）"
        raise CorpusError(problem, "请检查文件夹的权限，或运行 wence corpus check。") from error


def _follows(folder: Path, stamp: str, manifest: Manifest | None) -> bool:
    """Whether a folder holds the shipped document's own text."""
    if manifest and manifest["following"].get(folder.name) == stamp:
        return True
    if manifest and manifest["units"].get(folder.name, {}).get("stamp") == stamp:
        return False
    return read_metadata(folder / METADATA)[0].original_of == SHIPPED_ID


def _shipped_unit(doc_id: str, home: Path, originals: Sequence[Path], manifest: Manifest | None) -> Unit:
    """A shipped document, with its own text where that was added."""
    own = originals if doc_id == SHIPPED_ID else ()
    folders = [folder_of(doc_id), *own]
    stamp = " ".join(folder_stamp(str(folder)) for folder in folders)
    load = partial(_with_original, home, doc_id) if own else partial(load_document, folders[0])
    return _unit(doc_id, folders, stamp, load, manifest)


def _with_original(home: Path, doc_id: str) -> Corpus:
    return parts_of(load_corpus(home))[doc_id]


def _unit_in_memory(key: str, part: Corpus) -> Unit:
    digest = digest_of((tables_to_json(part), passages_to_json(part)))
    return Unit(key=key, stamp=digest, digest=lambda: digest, load=lambda: part)
