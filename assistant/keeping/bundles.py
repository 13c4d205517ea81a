"""A zip of several notices: each part becomes a document of its own. A notice with its annexes stays one document.

Nothing is unpacked to disk. What the archive itself is refused for (encrypted, damaged, too large) the reader tells.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import CorpusError, RefusedError
from corpus.readers.archive import MAX_RATIO, MAX_UNPACKED

if TYPE_CHECKING:
    from corpus.readers.guard import Desk

SUFFIX = ".zip"
MOST_PARTS = 200
FEW_BYTES = 10_000_000
"""unpacked size of a part up to which no ratio is suspicious"""
OUTSIDE = RefusedError("压缩包里的这个路径指到外面，已跳过", "其余部分照常处理；请向提供文件的人核实。")
_ANNEX = re.compile(r"附[件表录]|^\d+[.、]")


class Part(NamedTuple):
    """A file in an archive."""

    name: str
    data: bytes


class Bundle(NamedTuple):
    """What an archive holds."""

    parts: tuple[Part, ...] = ()
    """all of its files, where several are notices of their own; else none: it is read as one document"""
    outside: tuple[str, ...] = ()
    """names of entries that lead out of it"""
    rest: bytes | None = None
    """the archive without these entries, where it has some"""


def bundle_of(data: bytes, desk: Desk) -> Bundle:
    """What a zip holds; ``desk`` reads its parts under guard. Nothing where it can't be opened or is suspicious."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if _is_suspicious(entries):
            return Bundle()
        outside = tuple(_name(entry) for entry in entries if _leads_out(_name(entry)))
        parts = [Part(_name(entry), _content(archive, entry)) for entry in entries if _is_shown(_name(entry))]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return Bundle()
    several = sum(_is_notice(part, desk) for part in parts) > 1
    return Bundle(tuple(parts) if several else (), outside, _packed(parts) if outside else None)


def _is_suspicious(entries: list[zipfile.ZipInfo]) -> bool:
    return (
        len(entries) > MOST_PARTS
        or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        or any(entry.flag_bits & 0x1 for entry in entries)
        or any(e.file_size > FEW_BYTES and e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in entries)
    )


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; Chinese programs write it in GB18030 without saying so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = entry.filename
    return "".join(sign for sign in name.replace("\\", "/") if sign.isprintable())


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or bool(re.match(r"[A-Za-z]:", name))


def _is_shown(name: str) -> bool:
    hidden = any(part == "__MACOSX" or part.startswith((".", "~$")) for part in PurePosixPath(name).parts)
    return not hidden and not _leads_out(name)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        return stream.read(entry.file_size)  # the sizes in the directory may lie: no more is unpacked than they say


def _is_notice(part: Part, desk: Desk) -> bool:
    """Whether a part is a document of its own: it has a number, or a title and a body that issued it."""
    from corpus.extract.titles import read_heading

    name = PurePosixPath(part.name).name
    if _ANNEX.search(name) or name.lower().endswith(SUFFIX):
        return False
    try:
        heading = read_heading(desk.read(name, part.data).blocks)
    except CorpusError:
        return False
    return bool(heading.number or (heading.title and heading.bodies))


def _packed(parts: list[Part]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part.name, part.data)
    return buffer.getvalue()
