"""Files to blocks: one module a kind of file, each importing its library only when it reads.

A new kind is one module with ``read(data: bytes) -> RawDocument`` and one line in ``READERS``.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath

from corpus.errors import RefusedError
from corpus.frozen import frozen
from corpus.readers.blocks import RawDocument

MEGABYTE = 1024 * 1024
MAX_BYTES = 50 * MEGABYTE
MAX_TEXT_BYTES = 20 * MEGABYTE
"""of a file that is text throughout (plain text, Markdown, CSV, web page)"""

SUPPORTED = (
    "PDF（带文字层）、OFD、Word（.docx，装有 LibreOffice 时还有 .doc、.wps）、Excel（.xlsx、.xls）、RTF、"
    "网页（.html）、Markdown、CSV、纯文本，以及装有这些文件的 .zip"
)


@frozen
class Reader:
    """A kind of file and the module that reads it."""

    kind: str
    suffixes: tuple[str, ...]
    container: bool = False
    """a binary or packed format, which may be larger than text"""

    @property
    def recognises(self) -> bool:
        """Whether reading may mean recognising pictures of pages, which takes minutes."""
        return self.kind in ("pdf", "scan", "zip_archive")

    @property
    def max_bytes(self) -> int:
        """The size limit of this kind."""
        return MAX_BYTES if self.container else MAX_TEXT_BYTES

    def read(self, data: bytes) -> RawDocument:
        """The blocks of the file.

        Raises:
            RefusedError: with the reason; nothing else, whatever the bytes.
        """
        module = import_module(f"corpus.readers.{self.kind}")
        try:
            document: RawDocument = module.read(data)
        except RefusedError:
            raise
        except MemoryError as error:
            raise RefusedError("读取时内存用尽", "文件过大或结构异常，请拆分后再添加。") from error
        except Exception as error:  # the one boundary to the format libraries, which raise anything on broken files
            raise RefusedError(
                f"文件已损坏或不完整，无法按 {self.kind.upper()} 读取（{type(error).__name__}）",
                "请用原来的软件打开并重新保存，再添加一次。",
            ) from error
        if not any(block.text or block.rows for block in document.blocks):
            raise RefusedError("文件里没有可读的文字", "请确认文件不是空的；扫描件请先做文字识别（OCR）。")
        from corpus.readers.script import simplified

        return simplified(document)


READERS = (
    Reader(kind="text", suffixes=(".txt", ".text", ".log")),
    Reader(kind="markdown", suffixes=(".md", ".markdown")),
    Reader(kind="csv_table", suffixes=(".csv", ".tsv")),
    Reader(kind="html", suffixes=(".html", ".htm", ".xhtml", ".mht", ".mhtml")),
    Reader(kind="rtf", suffixes=(".rtf",)),
    Reader(kind="pdf", suffixes=(".pdf",), container=True),
    Reader(kind="ofd", suffixes=(".ofd",), container=True),
    Reader(kind="docx", suffixes=(".docx", ".docm"), container=True),
    Reader(kind="xlsx", suffixes=(".xlsx", ".xlsm"), container=True),
    Reader(kind="xls", suffixes=(".xls", ".et", ".ett"), container=True),
    Reader(kind="office", suffixes=(".doc", ".dot", ".wps", ".wpt"), container=True),
    Reader(kind="scan", suffixes=(".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"), container=True),
    Reader(kind="zip_archive", suffixes=(".zip",), container=True),
)
NEW_OFFICE = {".wps": "docx", ".wpt": "docx", ".doc": "docx", ".et": "xlsx", ".ett": "xlsx", ".xls": "xlsx"}
"""what a file with the suffix of an old program is when it is packed like a new one"""
BY_KIND = {reader.kind: reader for reader in READERS}
BY_SUFFIX = {suffix: reader for reader in READERS for suffix in reader.suffixes}


def reader_for(name: str, head: bytes) -> Reader:
    """The reader for a file: by what it begins with, else by its suffix.

    Raises:
        RefusedError: when no reader takes the file.
    """
    if head.startswith(b"%PDF-") or b"%PDF-" in head[:1024].lstrip()[:16]:
        return BY_KIND["pdf"]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed_reader(name)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(name)
    if head.lstrip()[:5] == b"{\\rtf":
        return BY_KIND["rtf"]
    suffix = PurePath(name).suffix.lower()
    reader = BY_SUFFIX.get(suffix)
    if _looks_like_html(head) and (reader is None or suffix in NEW_OFFICE or not reader.container):
        return BY_KIND["html"]  # what many a site serves as .xls or .doc; as .pdf it is a page that says not found
    if reader is None:
        raise RefusedError(f"不支持的文件类型「{suffix or '无后缀'}」", f"可以添加：{SUPPORTED}。")
    if reader.kind == "scan":
        return reader
    if reader.container or reader.kind == "rtf":
        what = suffix[1:].upper()
        raise RefusedError(f"文件内容不是 {what}（可能下载不完整）", "请重新下载，或用原来的软件另存后再添加。")
    return reader


def _packed_reader(name: str) -> Reader:
    suffix = PurePath(name).suffix.lower()
    kind = NEW_OFFICE.get(suffix) or (BY_SUFFIX[suffix].kind if suffix in BY_SUFFIX else "")
    if kind in ("docx", "xlsx", "ofd", "zip_archive"):
        return BY_KIND[kind]
    raise RefusedError(f"不支持的文件类型「{suffix or '无后缀'}」（压缩包）", f"请先解压；可以添加：{SUPPORTED}。")


def _old_office(name: str) -> Reader:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".docx", ".xlsx", ".docm", ".xlsm"):
        raise RefusedError("文件已加密（有打开密码）", "请取消密码保护后再添加。")
    return BY_KIND["xls"] if suffix in (".xls", ".et", ".ett") else BY_KIND["office"]


def _looks_like_html(head: bytes) -> bool:
    start = head[:2048].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"mime-version:")) or (
        start.startswith((b"<?xml", b"<!--", b"<head", b"<meta")) and b"<html" in start
    )
