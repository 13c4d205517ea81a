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
from corpus.patterns import late
from corpus.readers.archive import MAX_RATIO, MAX_UNPACKED

if TYPE_CHECKING:
    from corpus.readers.guard import Desk

SUFFIX = ".zip"
MOST_PARTS = 200
FEW_BYTES = 10_000_000
"""unpacked size of a part up to which no ratio is suspicious"""
OUTSIDE = RefusedError("压缩包里的这个路径指到外面，已跳过", "其余部分照常处理；请向提供文件的人核实。")
_ANNEX = late(r"附[件表录]|^\d+[.、]")


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
    return Bundle(tuple(parts) if _are_several(parts, desk) else (), outside, _packed(parts) if outside else None)


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


class _Head(NamedTuple):
    """What a part shows at its head and its end."""

    is_official: bool
    """whether it has a number, or a title and a body that issued or signed it"""
    places: frozenset[str]
    """codes of the places that its title names"""


def _are_several(parts: list[Part], desk: Desk) -> bool:
    """Whether parts are documents of their own: more than one is official, or their titles are of different places."""
    heads = [head for part in parts if (head := _head(part, desk))]
    of_places = {head.places for head in heads if head.places}
    return sum(head.is_official for head in heads) > 1 or len(of_places) > 1


def _head(part: Part, desk: Desk) -> _Head | None:
    """The head of a part; None of an annex, and of what can't be read."""
    from corpus.extract.titles import read_heading, signature
    from corpus.places import load_places

    name = PurePosixPath(part.name).name
    if _ANNEX.search(name) or name.lower().endswith(SUFFIX):
        return None
    try:
        blocks = desk.read(name, part.data).blocks
    except CorpusError:
        return None
    heading, places = read_heading(blocks), load_places()
    signed = heading.bodies or signature(blocks)[0]
    named = places.resolve(places.find_all(heading.title))
    return _Head(bool(heading.number or (heading.title and signed)), frozenset(place.code for place in named))


def _packed(parts: list[Part]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part.name, part.data)
    return buffer.getvalue()
