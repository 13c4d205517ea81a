"""Earlier forms of the documents of a library: what was removed or replaced, and what a generation was built from.

    WENCE_HOME/kept/ID/0003-DIGEST/     a whole document folder, as it was

The digest is that of the folder's content, so a generation of the index names the form it was built from by it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

KEPT = "kept"
NEW = ".new-"
VERSIONS = 3
"""forms of a document that are kept beside those that a generation needs"""
EDITED = (".toml", ".md", ".csv")
"""files that people edit in place: they are copied; the source is linked, for it may be large"""
UNREADABLE = "unreadable"


class Version(NamedTuple):
    """A form of a document."""

    number: int
    digest: str
    folder: Path


def digest_of(parts: Iterable[bytes]) -> str:
    """A short name for a content."""
    found = blake2b(digest_size=12)
    for part in parts:
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.hexdigest()


def content_digest(folders: Iterable[Path]) -> str:
    """The names and contents of the files of folders, as a short name. Raises OSError."""
    files = (path for folder in folders for path in sorted(folder.iterdir()) if path.is_file())
    return digest_of(part for path in files for part in (os.fsencode(path.name), path.read_bytes()))


def versions_of(home: Path, doc_id: str) -> tuple[Version, ...]:
    """The forms of a document that are kept, oldest first."""
    found = []
    with contextlib.suppress(OSError):
        for folder in _shelf(home, doc_id).iterdir():
            number, _, digest = folder.name.partition("-")
            if number.isdigit() and digest:
                found.append(Version(int(number), digest, folder))
    return tuple(sorted(found))


def shelves(home: Path) -> tuple[str, ...]:
    """The ids of all documents of which an earlier form is kept, sorted."""
    try:
        return tuple(sorted(os.listdir(home / KEPT)))
    except OSError:
        return ()


def find_version(home: Path, doc_id: str, digest: str) -> Version | None:
    """The newest kept form of a document with that content."""
    return next((one for one in reversed(versions_of(home, doc_id)) if one.digest == digest), None)


def put_away(home: Path, doc_id: str, folder: Path) -> Version:
    """Move a document's folder out of the library to its earlier forms, in one step. Raises OSError."""
    try:
        digest = content_digest([folder])
    except OSError:
        digest = UNREADABLE
    version = _next(home, doc_id, digest)
    folder.rename(version.folder)
    for same in versions_of(home, doc_id)[:-1]:
        if same.digest == digest:
            shutil.rmtree(same.folder, ignore_errors=True)
    return version


def keep_copy(home: Path, doc_id: str, folder: Path, digest: str) -> None:
    """Have a form of a document kept, as long as its folder holds it still. Raises OSError."""
    if find_version(home, doc_id, digest):
        return
    version = _next(home, doc_id, digest)
    new = version.folder.with_name(f"{NEW}{os.getpid()}")
    try:
        shutil.rmtree(new, ignore_errors=True)  # of a process that was killed
        copy_folder(folder, new)
        if content_digest([new]) == digest:
            new.rename(version.folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def copy_folder(source: Path, target: Path) -> None:
    """Copy the files of a document's folder into a new one; times stay. Raises OSError."""
    target.mkdir()
    for path in sorted(source.iterdir()):
        if path.is_file():
            _copy(path, target / path.name)


def prune(home: Path, wanted: Collection[tuple[str, str]]) -> None:
    """Let go of forms that are neither ``wanted`` (id and digest) nor among the newest of their document."""
    sweep(home)
    for doc_id in shelves(home):
        kept = [one for one in versions_of(home, doc_id) if (doc_id, one.digest) not in wanted]
        for version in kept[:-VERSIONS]:
            shutil.rmtree(version.folder, ignore_errors=True)


def sweep(home: Path) -> None:
    """Clear away copies that were cut off."""
    for path in (home / KEPT).glob(f"*/{NEW}*"):
        shutil.rmtree(path, ignore_errors=True)


def _next(home: Path, doc_id: str, digest: str) -> Version:
    shelf = _shelf(home, doc_id)
    shelf.mkdir(parents=True, exist_ok=True)
    number = 1 + max((one.number for one in versions_of(home, doc_id)), default=0)
    return Version(number, digest, shelf / f"{number:04d}-{digest}")


def _shelf(home: Path, doc_id: str) -> Path:
    return home / KEPT / doc_id


def _copy(source: Path, target: Path) -> None:
    if not source.name.endswith(EDITED):
        with contextlib.suppress(OSError):  # a file system without links
            os.link(source, target)
            return
    shutil.copy2(source, target)
