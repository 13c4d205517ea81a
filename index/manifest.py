"""What a generation tells of itself: manifest.json, the names of what lies beside it, and whether it is as written.

Every file of a generation is read through this module or held against the sums that it keeps, so that a damaged disk
is told by the name of the file and never becomes another answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from corpus.errors import WenceError, reason
from index.errors import DamagedError, IndexError_
from index.freshness import FORMAT, MANIFEST, checksum, parsed

WORDS = "words.json"
ENGINE = "engine"
SETTLED = "settled.json"
"""what the documents, taken together, leave of the rows"""
TABLES_FILE, PASSAGES_FILE = "corpus/all.tables.json", "corpus/all.passages.json"
"""snapshots of all units, one line each: the unit's digest and its records"""
SWITCHED = "switched"
"""An empty file in every generation that has been live."""
REBUILD = "运行 wence rebuild --full 重建索引。"
CHUNK = 1 << 20

Manifest = dict[str, Any]
"""format, created, engine, program and fingerprint (digests), stamps (by folder), following ({unit: stamp} of those
that have become part of the shipped one), units ({key: {stamp, digest, documents, counts}}), counts,
library ({document: digest of its folder}; what going back brings back; None when it was
built from a corpus in memory) and files
({path: [size in bytes, mtime in ns, crc32]}) of all that lies beside it"""

UNPARSABLE = (ValueError, TypeError, LookupError, AttributeError, EOFError, RecursionError, struct.error)
"""what reading bytes that are not as they should be ends in"""


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write or replace the manifest of a generation."""
    text = json.dumps(manifest, ensure_ascii=False).encode()
    write(folder / MANIFEST, text + b"\n" + checksum(text))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation.

    Raises DamagedError when it is missing or broken, IndexError_ when a program of another version wrote it.
    """
    return manifest_in(folder, read(folder / MANIFEST))


def manifest_in(folder: Path, data: bytes) -> Manifest:
    """The manifest in the bytes of the file of a generation's folder. Raises as ``read_manifest``."""
    try:
        manifest = parsed(data)
    except ValueError as error:
        if _is_of_another_version(data):
            raise IndexError_(f"第 {folder.name} 代索引是另一版本的程序建的", REBUILD) from error
        raise damaged(folder, MANIFEST) from error
    if manifest.get("format") != FORMAT:
        raise IndexError_(f"第 {folder.name} 代索引是另一版本的程序建的", REBUILD)
    return manifest


def _is_of_another_version(data: bytes) -> bool:
    """The first formats had no checksum: a whole JSON text in one line."""
    try:
        manifest = json.loads(data)
    except ValueError:
        return False
    return isinstance(manifest, dict) and manifest.get("format") not in (None, FORMAT)


def sums_of(folder: Path) -> dict[str, list[int]]:
    """Size, time and checksum of every file of a generation, by its path in the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in (MANIFEST, SWITCHED):
            stat = path.stat()
            found[name] = [stat.st_size, stat.st_mtime_ns, _crc_of(path)]
    return found


def holds_the_same(one: Manifest, other: Manifest) -> bool:
    """Whether two generations hold the same records of the same program, in however many segments they are stored."""
    names = (TABLES_FILE, PASSAGES_FILE, SETTLED)
    sums = [[found["files"].get(name, [0, 0, 0])[::2] for name in names] for found in (one, other)]
    return bool(one["fingerprint"] == other["fingerprint"] and sums[0] == sums[1])


def verify(folder: Path, manifest: Manifest, *, thorough: bool = False) -> bool:
    """Hold the files of a generation against its manifest: by size and time, and by content where those differ.

    ``thorough`` looks at every content. Returns whether a time differs although the content does not.
    Raises DamagedError naming the first file that is missing or not as it was written.
    """
    touched = False
    for name, (size, mtime, crc) in manifest["files"].items():
        try:
            stat = os.stat(folder / name)
            if stat.st_size != size:
                raise damaged(folder, name)
            moved = stat.st_mtime_ns != mtime
            if (moved or thorough) and _crc_of(folder / name) != crc:
                raise damaged(folder, name)
        except OSError as error:
            raise damaged(folder, name, reason(error)) from error
        touched = touched or moved
    return touched


def damaged(folder: Path, name: str, why: str = "") -> DamagedError:
    """The error of a file of the generation of that folder."""
    return DamagedError(f"第 {folder.name} 代索引的 {name} 损坏{f'（{why}）' if why else ''}", REBUILD)


@contextlib.contextmanager
def parsing(folder: Path) -> Iterator[None]:
    """The one boundary of reading a generation: whatever its bytes end in becomes a DamagedError."""
    try:
        yield
    except WenceError:
        raise
    except OSError as error:
        raise DamagedError(f"第 {folder.name} 代索引读不了（{reason(error)}）", REBUILD) from error
    except UNPARSABLE as error:
        raise DamagedError(f"第 {folder.name} 代索引的内容损坏", REBUILD) from error


def read_checked(folder: Path, manifest: Manifest, name: str) -> bytes:
    """The bytes of a file of a generation, as they were written. Raises DamagedError."""
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise damaged(folder, name, reason(error)) from error
    if name not in manifest["files"] or crc32(data) != manifest["files"][name][2]:
        raise damaged(folder, name)
    return data


def read(path: Path) -> bytes:
    """The bytes of a file of the index. Raises DamagedError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise damaged(path.parent, path.name, reason(error)) from error


def write(path: Path, data: bytes) -> None:
    """Write a file in one step: it is never there by half."""
    partial = path.with_name(path.name + ".part")
    with open(partial, "wb", opener=_for_its_owner) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _crc_of(path: Path) -> int:
    crc = 0
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            crc = crc32(chunk, crc)
    return crc
