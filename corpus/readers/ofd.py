"""OFD, the national format for official documents: the text layer by lines; columns of text set apart as tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import RefusedError
from corpus.readers.archive import check_archive
from corpus.readers.blocks import Block, RawDocument
from corpus.readers.decode import harmless
from corpus.readers.printed_lines import PrintedLine, paragraphs_of
from corpus.readers.printed_pieces import Piece, items_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PAGES = 1500
DEFAULT_PAGE = (210.0, 297.0)
"""width and height in mm where a page gives none: A4"""


def read(data: bytes) -> RawDocument:
    """The blocks of an OFD file, each with its page.

    Raises:
        RefusedError: when it has no text layer, or is no OFD.
    """
    check_archive(data, "OFD.xml")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = list(_pages(archive))
        if len(pages) > MAX_PAGES:
            raise RefusedError(f"OFD 有 {len(pages)} 页，超过 {MAX_PAGES} 页的上限", "请拆分后再添加。")
        items: list[PrintedLine | Block] = []
        silent: list[int] = []
        for number, path in enumerate(pages, 1):
            found = list(_page_items(_parsed(archive, path), number))
            items += found
            if not found:
                silent.append(number)
    if not items:
        raise RefusedError("OFD 没有文字层（扫描件）", "请先做文字识别（OCR），再添加带文字层的文件。")
    unread = (f"第 {'、'.join(map(str, silent))} 页：没有文字层，未读取",) if silent else ()
    return RawDocument(blocks=tuple(paragraphs_of(items, len(pages))), unread=unread)


def _pages(archive: zipfile.ZipFile) -> Iterator[str]:
    """The paths of the pages in order, as the document names them."""
    names = set(archive.namelist())
    for root in _values(_parsed(archive, "OFD.xml"), "DocRoot"):
        document = root.lstrip("/")
        folder = document.rpartition("/")[0]
        for page in _parsed(archive, document).iter("{*}Page"):
            path = page.get("BaseLoc", "").lstrip("/")
            whole = next((one for one in (f"{folder}/{path}", path) if one in names), "")
            if whole:
                yield whole


def _values(element: _Element, name: str) -> Iterator[str]:
    return (found.text.strip() for found in element.iter(f"{{*}}{name}") if found.text)


def _parsed(archive: zipfile.ZipFile, path: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with archive.open(path) as stream:
            return etree.fromstring(stream.read(), parser)
    except (KeyError, etree.XMLSyntaxError) as error:
        raise RefusedError(f"文件已损坏（读不了 {path}）", "请重新下载，或用阅读软件另存后再添加。") from error


def _page_items(page: _Element, number: int) -> Iterator[PrintedLine | Block]:
    box = next(_values(page, "PhysicalBox"), "")
    width, height = _numbers(box)[2:4] if len(_numbers(box)) == 4 else DEFAULT_PAGE
    pieces = [piece for piece in map(_piece, page.iter("{*}TextObject")) if piece]
    yield from items_of(pieces, number, width, height)


def _piece(element: _Element) -> Piece | None:
    """A text object with its place on the page, in mm."""
    text = "".join(code.text or "" for code in element.iter("{*}TextCode"))
    boundary = _numbers(element.get("Boundary", ""))
    if len(boundary) != 4 or not text.strip():
        return None
    size = float(element.get("Size") or 4)
    scale = _numbers(element.get("CTM", ""))
    size *= abs(scale[3]) if len(scale) == 6 and scale[3] else 1
    return Piece(harmless(text).replace("\n", " "), boundary[0], boundary[0] + boundary[2], boundary[1], size)


def _numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", text)]
