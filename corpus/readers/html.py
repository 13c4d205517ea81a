"""Saved web pages: the visible text by its elements, tables with spans, the metadata card of a government site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.patterns import late
from corpus.readers.blocks import Block, Position, RawDocument, Tally
from corpus.readers.decode import decode, harmless
from corpus.readers.furniture import Printed, without_furniture
from corpus.readers.grid import MAX_CELLS, Cell, head_rows, spread, table_block, too_wide
from corpus.readers.metadata import key_of, named
from corpus.readers.structure import text_block, tidy

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEFT_OUT = {
    *("script", "style", "noscript", "template", "head", "nav", "header", "footer", "aside", "form", "button"),
    *("select", "svg", "iframe", "object", "embed", "input", "textarea", "del", "title", "meta", "link"),
}
BLOCK = {
    *("p", "div", "section", "article", "main", "body", "html", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("pre", "center", "figure", "figcaption", "table", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("tbody", "thead", "tfoot", "tr", "td", "th", "details", "summary", "address", "fieldset"),
}
MAX_SPAN = 1000

_HIDING = late(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*0(?![.\d])", re.IGNORECASE)
_RULE = late(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_NOT_AROUND_TEXT = late(r"[ \t\r\n]+")


def read(data: bytes) -> RawDocument:
    """The blocks of a web page or of a page saved as one MHTML file."""
    archived = data[:4096].lstrip().lower().startswith((b"mime-version:", b"from:"))
    root = _parse(_archived_page(data) if archived else decode(data))
    if root is None:
        return RawDocument(blocks=())
    walk = _Walk(_hidden_selectors(root), with_lines=not archived)
    body = root.find("body")
    walk.enter(body if body is not None else root, 0)
    walk.flush()
    return RawDocument(blocks=tuple(without_furniture(walk.printed)), metadata=_head_metadata(root) | walk.card)


def _archived_page(data: bytes) -> str:
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return decode(payload) if isinstance(payload, bytes) else ""
    return ""


def _parse(text: str) -> HtmlElement | None:
    from lxml import html

    # lxml refuses a text that declares an encoding; the text is already decoded.
    bare = re.sub(r"^\s*<\?xml[^>]{0,300}\?>", "", text)
    if not bare.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    return html.document_fromstring(bare.encode("utf-8"), parser=parser)


def _hidden_selectors(root: HtmlElement) -> frozenset[str]:
    """Classes and ids (``.name``, ``#name``) that the page's own style sheets hide."""
    hidden: set[str] = set()
    for sheet in root.iter("style"):
        text = re.sub(r"@media\s+print[^{]{0,200}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet.text or "")
        for selectors, body in _RULE.findall(text):
            if _HIDING.search(body):
                hidden.update(name.strip() for name in selectors.split(","))
    return frozenset(name for name in hidden if re.fullmatch(r"[.#][\w-]+", name))


def _head_metadata(root: HtmlElement) -> dict[str, str]:
    metas = {meta.get("name", ""): meta.get("content", "") for meta in root.iter("meta")}
    found = named({name: value for name, value in metas.items() if value})
    found.pop("issuer", None)  # the author of a page is its web desk
    return found


class _Walk:
    """One pass over the page; inline text gathers until a block element ends it."""

    def __init__(self, hidden: frozenset[str], *, with_lines: bool) -> None:
        self.printed: list[Printed] = []
        self.card: dict[str, str] = {}
        self._hidden = hidden
        self._with_lines = with_lines
        self._pending: list[str] = []
        self._linked = 0
        self._line = 0
        self._tally = Tally()

    def enter(self, element: HtmlElement, depth: int) -> None:
        """Read an element and what it holds (the parser bounds the depth)."""
        if not isinstance(element.tag, str) or element.tag in LEFT_OUT or self._is_hidden(element):
            return
        if element.tag == "table":
            self.flush()
            self._table(element, depth)
            return
        if element.tag in BLOCK:
            self.flush()
        if element.tag == "br":
            self.flush()
        if not self._pending:
            self._line = element.sourceline or 0
        self._add(element.text, linked=element.tag == "a")
        for child in element:
            self.enter(child, depth + 1)
            self._add(child.tail, linked=element.tag == "a")
        if element.tag in BLOCK:
            self.flush(element.tag)

    def _add(self, text: str | None, *, linked: bool) -> None:
        if text:
            self._pending.append(text)
            self._linked += len(text.strip()) if linked else 0

    def flush(self, tag: str = "") -> None:
        """End the paragraph that gathered."""
        text = tidy(harmless(_NOT_AROUND_TEXT.sub(" ", "".join(self._pending))).replace("\n", " "))
        linked, self._linked = self._linked, 0
        self._pending = []
        if not text:
            return
        self._tally.add(len(text), 1)
        at = self._at(self._line)
        heading = tag in ("h1", "h2", "h3", "h4", "h5", "h6")
        block = Block(kind="heading", text=text, level=int(tag[1]), at=at) if heading else text_block(text, at)
        self.printed.append(Printed(block, linked / len(text)))

    def _at(self, line: int) -> Position:
        return Position(lines=(line, line) if line and self._with_lines else None)

    def _is_hidden(self, element: HtmlElement) -> bool:
        names = {f".{name}" for name in element.get("class", "").split()} | {f"#{element.get('id', '')}"}
        return (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or bool(_HIDING.search(element.get("style", "")))
            or not self._hidden.isdisjoint(names)
        )

    def _table(self, table: HtmlElement, depth: int) -> None:
        cells, layout = self._cells(table)
        if layout:
            for row in _own_rows(table):
                for cell in row:
                    self.enter(cell, depth + 1)
                    self.flush()
            return
        shown = (row for row in _own_rows(table) if not self._is_hidden(row))
        rows = spread(cells, {number: self._at(row.sourceline or 0) for number, row in enumerate(shown)})
        card = _card([row.cells for row in rows])
        if card:
            self.card.update({key: value for key, value in card.items() if key not in self.card})
        elif rows:
            caption = table.find("caption")
            words = tidy(caption.text_content()) if caption is not None else ""
            block = table_block(rows, at=rows[0].at, caption=words, heads=_heads(table, cells))
            self.printed.append(Printed(block))

    def _cells(self, table: HtmlElement) -> tuple[list[Cell], bool]:
        """The cells with their spans, and whether the table only lays out the page."""
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(row for row in _own_rows(table) if not self._is_hidden(row)):
            column = 0
            for cell in row:
                if cell.tag not in ("td", "th") or self._is_hidden(cell):
                    continue
                if cell.find(".//table") is not None:
                    return [], True
                while (number, column) in taken:
                    column += 1
                rowspan, colspan = _span(cell, "rowspan"), _span(cell, "colspan")
                if len(taken) + (rowspan - 1) * colspan > MAX_CELLS:
                    raise too_wide()
                if rowspan > 1:
                    taken.update((number + i, column + j) for i in range(1, rowspan) for j in range(colspan))
                cells.append(
                    Cell(row=number, column=column, text=self._cell_text(cell), rowspan=rowspan, colspan=colspan)
                )
                column += colspan
        width = max((cell.column + cell.colspan for cell in cells), default=0)
        return cells, width <= 1 or (len(cells) <= 2 and any(len(cell.text) > 200 for cell in cells))

    def _cell_text(self, cell: HtmlElement) -> str:
        inner = _Walk(self._hidden, with_lines=False)
        inner.enter(cell, 0)
        inner.flush()
        return " ".join(one.block.text for one in inner.printed)


def _own_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from child.iterfind("tr")


def _heads(table: HtmlElement, cells: list[Cell]) -> int:
    head = table.find("thead")
    stated = len(list(head.iterfind("tr"))) if head is not None else 0
    return stated or head_rows(cells)


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "").strip()
    return min(max(int(value), 1), MAX_SPAN) if value.isdecimal() and len(value) < 8 else 1


def _card(rows: list[tuple[str, ...]]) -> dict[str, str]:
    """The metadata of a table of labels and values (发文机关 | … | 文号 | …), {} for any other table."""
    pairs = {label: value for row in rows for label, value in zip(row[::2], row[1::2], strict=False) if label != value}
    known = {label: value for label, value in pairs.items() if key_of(label)}
    return named(known) if len(known) >= 2 and len(rows) <= 12 else {}
