"""What an index is made of, piece by piece, and how to tell whether a piece has changed.

A unit is a document with its records: the shipped one, or a folder of the library. A stamp (sizes and times of
files, ``index.freshness``) is compared first; only where it differs is the content read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from corpus.errors import CorpusError, DataError, reason
from corpus.library import document_folders, load_folder, missing_files
from corpus.shipped import SHIPPED_IDS, folder_of, left_out, shipped_ids
from corpus.store import (
    CORPUS_PARTS,
    METADATA,
    SHIPPED_ID,
    TEXT,
    load_document,
    load_with_originals,
    merge,
    read_metadata,
)
from corpus.types import Corpus
from corpus.versions import content_digest, digest_of, find_version
from index import freshness
from index.freshness import ROOT, current_stamps, folder_stamp, path_of, read_pointer
from index.manifest import Manifest
from index.snapshot import passages_to_json, tables_to_json

BROKEN = "broken"
"""the stamp of a document that can't be read: no folder ever has it, so that it is looked at each time"""
TOLD = 3
"""broken documents whose fault is told in one line"""


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


def units_of_home(home: Path, manifest: Manifest | None = None, broken: dict[str, str] | None = None) -> list[Unit]:
    """The units on disk: the shipped documents that are in use and every folder of the library.

    What ``manifest`` remembers of a unit is taken as long as its stamp is the same; such a folder is not opened.
    A folder that can't be read keeps nobody from the others: it stays as the manifest has it, is left out where that
    has none, and ``broken`` gets its name with what is wrong. Raises CorpusError when the library can't be listed.
    """
    refuse_lost(home, manifest)
    shelf = _Shelf(home, manifest, {} if broken is None else broken)
    units = shelf.units()
    shipped = [_shipped_unit(doc_id, shelf.originals, manifest) for doc_id in shipped_ids(left_out(home))]
    return [*shipped, *units]


def corpus_of_home(home: Path, manifest: Manifest | None = None, broken: dict[str, str] | None = None) -> Corpus:
    """The records of all units on disk, those of a broken document as they were. Raises DataError or CorpusError."""
    return merge([unit.load() for unit in units_of_home(home, manifest, broken) if not unit.follows])


def refuse_lost(home: Path, manifest: Manifest | None) -> None:
    """Raise CorpusError where the library that a generation was built from is gone as a whole: none was removed."""
    known = (manifest or {}).get("library") or {}
    library = home / freshness.LIBRARY
    if known and not os.path.lexists(library):
        back = f"wence rollback {read_pointer(str(home))[0]}"
        raise CorpusError(
            f"资料库文件夹 {library} 不在了，里面原有 {len(known)} 份文件",
            f"请把它放回来，或用 {back} 恢复；确实都不要了，就建一个空的 library 文件夹。",
        )


def told_broken(broken: Mapping[str, str]) -> str:
    """The documents that could not be read anew, in a line; "" when there are none."""
    if not broken:
        return ""
    first = "；".join(list(broken.values())[:TOLD])
    return f"资料库有 {len(broken)} 份文件没有更新进索引：{first}{'等' if len(broken) > TOLD else ''}"


class _Shelf:
    """The folders of a library as units. A broken one is named in ``broken``, and stays as it was built in."""

    def __init__(self, home: Path, manifest: Manifest | None, broken: dict[str, str]) -> None:
        self._home = home
        self._manifest = manifest
        self._known: dict[str, str] = (manifest or {}).get("library") or {}
        self._broken = broken
        self._folders = document_folders(home)
        self.originals: list[Path] = []
        """folders that hold the report's own text"""

    def units(self) -> list[Unit]:
        """A unit for every document, the broken ones that were never whole left out."""
        found = []
        for folder in self._folders:
            try:
                unit = self._unit(folder)
            except CorpusError as error:
                self._broken[folder.name] = _first_problem(error)
                unit = self._as_it_was(folder.name)
            if unit:
                found.append(unit)
        return found

    def _unit(self, folder: Path) -> Unit | None:
        """Raises CorpusError where a document is broken; what has the stamp of the manifest is not opened."""
        if not os.path.isfile(folder / METADATA):
            if folder.name in self._known:  # a document before, and none now: it is lost, not removed
                raise DataError(missing_files(folder))
            return None
        stamp = folder_stamp(str(folder))
        follows = _follows(folder, stamp, self._manifest)
        unit = _unit(folder.name, [folder], stamp, cache(partial(load_folder, folder)), self._manifest)
        if follows:
            _refuse_without_source(folder)
            self.originals.append(folder)
        elif unit.digest() != self._known.get(folder.name):
            self._refuse_taken_id(folder.name, unit.load())
        else:
            unit = unit._replace(load=partial(self._load, folder))
        return unit._replace(follows=SHIPPED_ID if follows else "", folder=True)

    def _load(self, folder: Path) -> Corpus:
        """The document as it is; as it was built in where the same content can't be read any more."""
        try:
            return load_folder(folder)
        except CorpusError as error:
            version = self._kept(folder.name)
            if version is None:
                raise
            self._broken[folder.name] = _first_problem(error)
            return load_folder(version)

    def _as_it_was(self, name: str) -> Unit | None:
        """A broken document as the generation before holds it; None where it holds none."""
        if name not in self._known:
            return None
        digest, version = self._known[name], self._kept(name)
        follows = bool(self._manifest and name in self._manifest["following"])
        if follows and version:
            self.originals.append(version)
        load = partial(load_folder, version or self._home / freshness.LIBRARY / name)
        return Unit(name, BROKEN, lambda: digest, load, SHIPPED_ID if follows else "", True)

    def _kept(self, name: str) -> Path | None:
        version = find_version(self._home, name, self._known[name]) if name in self._known else None
        return version.folder if version else None

    def _refuse_taken_id(self, name: str, part: Corpus) -> None:
        """A folder that was copied names the document it was copied from."""
        others = {*SHIPPED_IDS, *(folder.name for folder in self._folders)} - {name}
        for document in part.documents:
            if document.id in others:
                raise DataError([f"{name}/{METADATA}「id」：文档编号 {document.id} 已经用过"])


def _first_problem(error: CorpusError) -> str:
    return error.problems[0] if isinstance(error, DataError) else error.message


def _refuse_without_source(folder: Path) -> None:
    document, _ = read_metadata(folder / METADATA)
    name = document.source_file or TEXT
    if not os.path.isfile(folder / name):
        raise DataError([f"{folder.name}/{name} 不在了或读不了"])


def stamps_of_home(home: Path) -> dict[str, str]:
    """The stamps of all folders that an index of this home depends on."""
    folders = (folder_of(doc_id) for doc_id in shipped_ids(left_out(home)))
    return current_stamps(str(home), [folder.relative_to(ROOT).as_posix() for folder in folders])


def unsettled(stamps: Mapping[str, str], broken: Collection[str]) -> dict[str, str]:
    """The stamps with those of broken documents such that they are looked at each time."""
    return {**stamps, **{f"{freshness.LIBRARY}/{name}": BROKEN for name in broken}}


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


def _shipped_unit(doc_id: str, originals: Sequence[Path], manifest: Manifest | None) -> Unit:
    """A shipped document, with its own text where that was added."""
    own = originals if doc_id == SHIPPED_ID else ()
    folders = [folder_of(doc_id), *own]
    stamp = " ".join(folder_stamp(str(folder)) for folder in folders)
    load = partial(load_with_originals, own) if own else partial(load_document, folders[0])
    return _unit(doc_id, folders, stamp, load, manifest)


def _unit_in_memory(key: str, part: Corpus) -> Unit:
    digest = digest_of((tables_to_json(part), passages_to_json(part)))
    return Unit(key=key, stamp=digest, digest=lambda: digest, load=lambda: part)
