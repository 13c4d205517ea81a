"""Whether the live generation is up to date, told from sizes and times of files alone.

This module imports next to nothing: a question starts here, and ``wence rebuild`` ends here when nothing has changed.
Where a stamp differs, ``index.units`` looks at the content.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any
from zlib import crc32

FORMAT = 7
INDEX = "index"
LIBRARY = "library"
UNFINISHED = (".incoming-", ".outgoing-", ".moving")
"""what ``corpus.library`` puts into the library only while it changes it: an index is not fresh beside one"""
POINTER = "live"
LEFT_OUT = "left out"
"""the stamp of what the user leaves out on purpose, among the stamps of folders"""
MANIFEST = "manifest.json"

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM_FOLDERS = ("index", "index/engines", "index/lexicon", "corpus", "corpus/data")
"""Where the program's own part in an index lies: how it reads, cuts, weighs and stores."""


def fresh_generation(home: str, engine: str) -> str | None:
    """The live generation when program, engine and corpus are as they were when it was built, else None."""
    name, _ = read_pointer(home)
    if name is None:
        return None
    try:
        with open(os.path.join(home, INDEX, name, MANIFEST), "rb") as file:
            return name if is_fresh(home, engine, parsed(file.read())) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_fresh(home: str, engine: str, manifest: dict[str, Any]) -> bool:
    """Whether program, engine and corpus are as they were when the generation of a manifest was built."""
    if manifest["format"] != FORMAT or manifest["engine"] != engine or not manifest["stamps"]:
        return False
    return current_stamps(home, manifest["stamps"]) == manifest["stamps"]  # type: ignore[no-any-return]


def parsed(data: bytes) -> dict[str, Any]:
    """The manifest in these bytes, JSON and a line with its checksum. Raises ValueError when it is not as written."""
    text, _, check = data.rpartition(b"\n")
    if check != checksum(text):
        raise ValueError("checksum")
    manifest: dict[str, Any] = json.loads(text)
    return manifest


def checksum(data: bytes) -> bytes:
    """What tells whether bytes are as they were written: of a damaged disk, not of a forger."""
    return b"%08x" % crc32(data)


def read_pointer(home: str) -> tuple[str | None, str]:
    """The live generation, and the fingerprint of home when it was gone back to ("" when it was built)."""
    try:
        with open(os.path.join(home, INDEX, POINTER), encoding="ascii") as file:
            name, _, held = file.read().strip().partition(" ")
    except (OSError, ValueError):
        return None, ""
    return (name if name.isdigit() else None), held


def current_stamps(home: str, folders: Iterable[str] = ()) -> dict[str, str]:
    """The stamps of the program's folders, of every visible folder of the library, and of the ``folders`` named."""
    names = {*PROGRAM_FOLDERS, *library_names(home), *folders} - {LEFT_OUT}
    return {name: folder_stamp(path_of(home, name)) for name in names} | {LEFT_OUT: _left_out_stamp(home)}


def _left_out_stamp(home: str) -> str:
    """The environment's word on shipped documents, and size and time of the config file, where the other stands."""
    said = os.environ.get("WENCE_WITHOUT", "")
    try:
        config = os.stat(os.path.join(home, "config.toml"))
    except FileNotFoundError:
        return said
    except OSError:  # what stands there can't be looked into: whoever reads it tells
        return f"{said} unreadable"
    return f"{said} {config.st_size} {config.st_mtime_ns}"


def library_names(home: str) -> list[str]:
    """The visible folders of the library, as ``library/NAME``, and what an unfinished change left beside them."""
    try:
        with os.scandir(os.path.join(home, LIBRARY)) as found:
            return [
                f"{LIBRARY}/{one.name}"
                for one in found
                if one.name.startswith(UNFINISHED) or (not one.name.startswith(".") and one.is_dir())
            ]
    except OSError:
        return []


def path_of(home: str, name: str) -> str:
    """The path of a folder by the name it has among the stamps."""
    return os.path.join(home if name.startswith(f"{LIBRARY}/") else ROOT, name)


def folder_stamp(folder: str) -> str:
    """The names, sizes and times of a folder's own files, shortened; "" when there is no such folder."""
    try:
        with os.scandir(folder) as found:
            stats = sorted([(one.name, one.stat()) for one in found if one.is_file()])
    except OSError:
        return ""
    told = "\n".join([f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats])
    newest = max([stat.st_mtime_ns for _, stat in stats], default=0)
    return f"{len(stats)}-{newest:x}-{crc32(told.encode('utf-8', 'surrogateescape')):08x}"
