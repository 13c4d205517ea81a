"""Office files are zip archives of XML: what is looked at before a library opens one."""

from __future__ import annotations

import io
import zipfile

from corpus.errors import RefusedError
from corpus.readers import MEGABYTE

MAX_UNPACKED = 300 * MEGABYTE
MAX_RATIO = 200
"""a part of more than 10 MB that is packed tighter than this is no text that someone wrote"""
MAX_PARTS = 10_000


def check_archive(data: bytes, needed: str) -> None:
    """Refuse an archive that is no office file, is encrypted, unfolds into too much, or declares XML entities.

    Raises:
        RefusedError: with the reason.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise RefusedError("文件不完整（压缩结构被截断）", "请重新下载或重新保存后再添加。") from error
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise RefusedError("文件已加密", "请取消密码保护后再添加。")
    if needed not in archive.namelist():
        raise RefusedError(f"文件内容与类型不符（缺少 {needed}）", "请用原来的软件另存后再添加。")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RefusedError(f"解压后超过 {MAX_UNPACKED // MEGABYTE} MB 的上限（疑似压缩炸弹）", "请检查文件来源。")
    for part in parts:
        if part.file_size > 10 * MEGABYTE and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise RefusedError("压缩比异常（疑似压缩炸弹）", "请检查文件来源。")
        if part.filename.endswith((".xml", ".rels")):
            _check_xml(archive, part)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    # Office writes no document type: with one come entities, and with these bombs and files read from the disk.
    # The sizes in the directory may lie, so that no more is unpacked than they say.
    with archive.open(part) as stream:
        if b"<!DOCTYPE" in stream.read(4096) or b"<!ENTITY" in stream.read(4096):
            raise RefusedError("文件内含 XML 实体声明（不安全）", "请用 Word 或 Excel 重新保存后再添加。")
