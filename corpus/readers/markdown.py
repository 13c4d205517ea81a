"""Markdown: front matter as metadata, headings, paragraphs, lists and tables by markdown-it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.readers.blocks import Block, Position, RawDocument, Row, Tally
from corpus.readers.decode import decode
from corpus.readers.grid import table_block
from corpus.readers.metadata import key_of, named
from corpus.readers.structure import begins_paragraph, heading_level, tidy

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_NESTING = 40
MAX_FRONT_MATTER = 8000
"""characters; what people write there are a few lines"""
MAX_BRACKETS = 50
"""of lists and mappings in a line: the time for nested ones grows with the square of their number"""


def read(data: bytes) -> RawDocument:
    """The blocks of a Markdown file, each with its lines."""
    from markdown_it import MarkdownIt

    text = decode(data)
    Tally().add(len(text))
    metadata, notes, body_line = _front_matter(text)
    body = "\n".join(text.split("\n")[body_line:])
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    blocks = tuple(_blocks(parser.parse(body), body_line))
    return RawDocument(blocks=blocks, metadata=metadata, notes=notes)


def _front_matter(text: str) -> tuple[dict[str, str], tuple[str, ...], int]:
    """The metadata, what was wrong with it, and the number of lines it takes."""
    lines = text.split("\n")
    if not lines or lines[0].strip() not in ("---", "+++"):
        return {}, (), 0
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == lines[0].strip()), 0)
    if not end:
        return {}, (), 0
    head = "".join(lines[1:end])
    if len(head) > MAX_FRONT_MATTER or head.count("[") + head.count("{") > MAX_BRACKETS:
        return {}, ("文首的元数据过长或嵌套过深，已略过",), end + 1
    try:
        values = _parse_front_matter("\n".join(lines[1:end]), toml=lines[0].strip() == "+++")
    except Exception as error:  # YAML and TOML raise trees of their own; the body is worth reading all the same
        return {}, (f"文首的元数据无法解析，已略过（{type(error).__name__}）",), end + 1
    return named(values), (), end + 1


def _parse_front_matter(text: str, *, toml: bool) -> dict[str, Any]:
    if toml:
        import tomllib

        return tomllib.loads(text)
    import yaml

    # BaseLoader keeps every scalar as the text it is: a date stays as written, and no tag makes an object.
    # Aliases are refused: a few lines of them unfold into gigabytes.
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.BaseLoader)):
        raise ValueError("alias")
    values = yaml.load(text, Loader=yaml.BaseLoader)
    return values if isinstance(values, dict) else {}


def _blocks(tokens: Sequence[Token], offset: int) -> Iterator[Block]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "table_open":
            end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
            yield _table(tokens[index:end], offset)
            index = end
        elif token.type == "heading_open":
            yield Block(kind="heading", text=_inline(tokens[index + 1]), level=int(token.tag[1]), at=_at(token, offset))
            index += 2
        elif token.type in ("inline", "fence", "code_block"):
            yield from _paragraphs(token, offset)
        index += 1


def _paragraphs(token: Token, offset: int) -> Iterator[Block]:
    if token.type != "inline":
        text = tidy(" ".join(token.content.split()))
        if text:
            yield Block(kind="paragraph", text=text, at=_at(token, offset))
        return
    for text in _inline(token).split("\n"):
        if text.strip():
            level = heading_level(text)
            yield Block(kind="heading" if level else "paragraph", text=tidy(text), level=level, at=_at(token, offset))


def _table(tokens: Sequence[Token], offset: int) -> Block:
    rows: list[Row] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append(Row(cells=(), at=_at(token, offset)))
        elif token.type == "inline" and rows:
            rows[-1] = Row(cells=(*rows[-1].cells, tidy(_inline(token).replace("\n", " "))), at=rows[-1].at)
    columns = max((len(row.cells) for row in rows), default=0)
    padded = tuple(Row(cells=row.cells + ("",) * (columns - len(row.cells)), at=row.at) for row in rows)
    return table_block(padded, at=_at(tokens[0], offset))


def _inline(token: Token) -> str:
    """The words of a token without their marks; what is HTML in it stays characters."""
    parts: list[str] = []
    children = token.children or []
    for index, child in enumerate(children, 1):
        if child.type in ("text", "code_inline", "html_inline"):
            parts.append("\n" if child.content.lower().startswith("<br") else child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n" if child.type == "hardbreak" or _begins_line(children[index:]) else "")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts).strip()


def _begins_line(rest: Sequence[Token]) -> bool:
    """Whether what stands behind a soft break is no more of the same sentence: a field (文号：…), a clause, an item."""
    text = next((child.content for child in rest if child.type == "text" and child.content.strip()), "")
    return begins_paragraph(text) or bool(key_of(re.split("[：:]", text)[0]) and re.search("[：:]", text))


def _at(token: Token, offset: int) -> Position:
    if not token.map:
        return Position()
    first, after = token.map
    return Position(lines=(first + 1 + offset, max(after, first + 1) + offset))
