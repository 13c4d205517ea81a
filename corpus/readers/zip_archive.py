"""A zip of a notice and its annexes as one document: the notice first, then every annex under its name.

Nothing is unpacked to disk. An archive in an archive, an encrypted member or a member of an unknown kind is told,
never passed over.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from corpus.errors import RefusedError
from corpus.patterns import late
from corpus.readers import MEGABYTE, SUPPORTED
from corpus.readers.archive import MAX_RATIO, MAX_UNPACKED
from corpus.readers.blocks import Block, RawDocument
from corpus.readers.decode import harmless
from corpus.readers.structure import tidy

MAX_MEMBERS = 200
_ANNEX = late(r"附[件表录]|^\d+[.、]")
_NOT_TEXT = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".mp4", ".ico", ".css", ".js")


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    document: RawDocument

    @property
    def has_number(self) -> bool:
        """Whether the member is an official document with a number of its own."""
        from corpus.extract.titles import read_heading

        return bool(read_heading(self.document.blocks).number)


def read(data: bytes) -> RawDocument:
    """The members of an archive as one document.

    Raises:
        RefusedError: when it is damaged, encrypted or too large, or holds several documents of their own.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise RefusedError("文件不完整（压缩结构被截断）", "请重新下载后再添加。") from error
    parts = [part for part in archive.infolist() if not part.is_dir() and not _is_hidden(part.filename)]
    _check(parts)
    members: list[_Member] = []
    unread: list[str] = []
    notes: list[str] = []
    for part in parts:
        name = _name(part)
        try:
            members.append(_Member(name, _read_member(archive, part, name)))
        except RefusedError as error:
            (notes if name.lower().endswith(_NOT_TEXT) else unread).append(f"压缩包内「{name}」：{error.message}")
    if not members:
        raise RefusedError("压缩包里没有能读取的文件", f"请先解压；可以添加：{SUPPORTED}。")
    return _joined(members, unread, notes)


def _check(parts: list[zipfile.ZipInfo]) -> None:
    if not parts:
        raise RefusedError("压缩包是空的", "请确认文件已下载完整。")
    if len(parts) > MAX_MEMBERS:
        raise RefusedError(f"压缩包内超过 {MAX_MEMBERS} 个文件", "请解压后用文件夹添加。")
    if any(part.flag_bits & 0x1 for part in parts):
        raise RefusedError("压缩包已加密", "请解压后再添加。")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RefusedError(f"解压后超过 {MAX_UNPACKED // MEGABYTE} MB 的上限（疑似压缩炸弹）", "请检查文件来源。")
    if any(p.file_size > 10 * MEGABYTE and p.file_size > MAX_RATIO * max(p.compress_size, 1) for p in parts):
        raise RefusedError("压缩比异常（疑似压缩炸弹）", "请检查文件来源。")


def _is_hidden(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return any(part == "__MACOSX" or part.startswith((".", "~$")) for part in parts)


def _name(part: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese programs write it in GB18030 without saying so."""
    name = part.filename
    if not part.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = part.filename
    return tidy(harmless(PurePosixPath(name.replace("\\", "/")).name))


def _read_member(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> RawDocument:
    from corpus.readers import reader_for

    if name.lower().endswith((".zip", ".rar", ".7z", ".tar", ".gz")):
        raise RefusedError("压缩包里还有压缩包，未读取", "请解压后再添加。")
    with archive.open(part) as stream:
        # The sizes in the directory may lie, so that no more is unpacked than they say.
        data = stream.read(part.file_size)
    reader = reader_for(name, data[:4096])
    if len(data) > reader.max_bytes:
        raise RefusedError("文件过大，未读取", "请单独添加。")
    return reader.read(data)


def _joined(members: list[_Member], unread: list[str], notes: list[str]) -> RawDocument:
    numbered = [member for member in members if member.has_number]
    if len(numbered) > 1:
        names = "、".join(member.name for member in numbered[:4])
        raise RefusedError(f"压缩包里有 {len(numbered)} 份各有文号的文件（{names}）", "请解压后分别添加。")
    main = numbered[0] if numbered else min(members, key=lambda one: (bool(_ANNEX.search(one.name)), one.name))
    annexes = sorted((member for member in members if member is not main), key=lambda one: one.name)
    return RawDocument(
        blocks=(*main.document.blocks, *(block for annex in annexes for block in _annex(annex))),
        metadata=main.document.metadata,
        notes=(*main.document.notes, *notes, *(note for annex in annexes for note in annex.document.notes)),
        recognised=tuple(sorted({page for one in (main, *annexes) for page in one.document.recognised})),
        unread=(*unread, *(line for one in (main, *annexes) for line in one.document.unread)),
    )


def _annex(member: _Member) -> Iterator[Block]:
    # Lines of an annex are those of another file: only its name can be pointed to.
    title = PurePosixPath(member.name).stem
    yield Block(kind="heading", text=title if title.startswith("附") else f"附件：{title}", level=1)
    for block in member.document.blocks:
        yield replace(block, at=replace(block.at, lines=None, page=None)) if not block.at.sheet else block
