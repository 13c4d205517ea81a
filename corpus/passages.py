"""``text.md`` of a document folder: statements of a digest, or paragraphs of an original text.

Both kinds stand under Markdown headings (``## 2.1 我国绿色制造政策概述``).

A digest has one statement a line, ``- …``, with its place at the end where there is one: ``{表 3.2 序号 5}``. Where
it holds on other days than the document of its heading, these stand last: ``{自 2025-10}``,
``{自 2022-01-15 至 2023-03-22}``.

An original has paragraphs between empty lines. A line ``<!-- … -->`` tells the place of the next paragraph:
``page 3``, ``lines 10-14``, or a locator such as ``表格 2``; several are separated by ``;``.
A paragraph line that looks like a heading, a mark or a backslash begins with a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.errors import DataError
from corpus.frozen import replace
from corpus.patterns import late
from corpus.types import Passage, QuoteKind, Source
from corpus.validity import final_day, first_day

HEADING = late(r"(#{1,6})\s+(\S.*)")
MARK = late(r"<!--(.*)-->")
PLACE_AT_END = late(r"^(.*\S)\s*\{([^{}]+)\}$")
DAYS_AT_END = late(r"^(.*\S)\s*\{自 ?([^{}至]*?)(?: ?至 ?([^{}]*))?\}$")
ISO_DAY = late(r"\d{4}(-\d{2}){0,2}")
PATH_SEPARATOR = " › "


def read_passages(text: str, where: str, doc_id: str, quote_kind: QuoteKind) -> tuple[Passage, ...]:
    """The passages of a ``text.md``; ids are ``doc_id:section-number``, in source order.

    Raises DataError, all problems with file and line, when a digest holds a line of another form or a mark is wrong.
    """
    lines = text.lstrip("\ufeff").split("\n")
    problems: list[str] = []
    blocks = _statements(lines, where, problems) if quote_kind == "digest" else _paragraphs(lines, where, problems)
    path: list[tuple[int, str]] = []
    passages: list[Passage] = []
    counts: dict[str, int] = {}
    for depth, body, source, (holds_from, holds_until) in blocks:
        if depth:
            path = [*(item for item in path if item[0] < depth), (depth, body)]
            continue
        section = path[-1][1] if path else ""
        passages.append(
            Passage(
                id=_next_id(doc_id, section, counts),
                source=Source(
                    doc_id=doc_id, section=section, locator=source.locator, page=source.page, lines=source.lines
                ),
                text=body,
                quote_kind=quote_kind,
                title=PATH_SEPARATOR.join(name for _, name in path),
                holds_from=holds_from,
                holds_until=holds_until,
            )
        )
    if problems:
        raise DataError(problems)
    return tuple(passages)


def write_passages(passages: Iterable[Passage]) -> str:
    """The ``text.md`` of passages that share one quote kind; reading it gives them back."""
    out: list[str] = []
    path: list[str] = []
    for passage in passages:
        here = passage.title.split(PATH_SEPARATOR) if passage.title else []
        kept = _shared(path, here)
        out += [f"\n{'#' * min(depth + 1, 6)} {name}\n" for depth, name in enumerate(here) if depth >= kept]
        path = here
        out.append(_statement_line(passage) if passage.quote_kind == "digest" else _paragraph_block(passage))
    return "\n".join(out).strip("\n") + "\n"


Days = tuple[str, str]
Block = tuple[int, str, Source, Days]
"""Heading depth (0: a passage), text, place, and the days of its own from and until which it holds ("" for none)."""
NO_DAYS: Days = ("", "")


def _statements(lines: list[str], where: str, problems: list[str]) -> Iterator[Block]:
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or MARK.fullmatch(line):
            continue
        if heading := HEADING.fullmatch(line):
            yield len(heading[1]), heading[2].strip(), Source(doc_id=""), NO_DAYS
        elif line.startswith("- "):
            rest, days = _days_taken(line[2:].strip(), f"{where} 第 {number} 行", problems)
            placed = PLACE_AT_END.match(rest) if rest.endswith("}") else None
            body, locator = (placed[1], placed[2].strip()) if placed else (rest, "")
            yield 0, body, Source(doc_id="", locator=locator), days
        else:
            problems.append(f"{where} 第 {number} 行：摘要的每一行应以“- ”或“# ”开头")


def _days_taken(text: str, where: str, problems: list[str]) -> tuple[str, Days]:
    """A statement without the days of its own at its end, and these."""
    found = DAYS_AT_END.match(text) if text.endswith("}") else None
    if found is None:
        return text, NO_DAYS
    days = (found[2].strip(), (found[3] or "").strip())
    if not _is_day(days[0]) or not (_is_day(days[1]) or found[3] is None):
        problems.append(f"{where}：{{自 … 至 …}} 里应是 2025、2025-10 或 2025-10-11 这样的日期")
        return found[1], NO_DAYS
    if days[1] and final_day(days[1]) < first_day(days[0]):
        problems.append(f"{where}：“至 {days[1]}”早于“自 {days[0]}”")
    return found[1], days


def _is_day(text: str) -> bool:
    try:
        return ISO_DAY.fullmatch(text) is not None and first_day(text) is not None
    except ValueError:
        return False


def _paragraphs(lines: list[str], where: str, problems: list[str]) -> Iterator[Block]:
    place = Source(doc_id="")
    paragraph: list[str] = []
    for number, raw in enumerate([*lines, ""], 1):
        line = raw.strip()
        heading, mark = HEADING.fullmatch(line), MARK.fullmatch(line)
        if line and not heading and not mark:
            paragraph.append(line[1:] if line.startswith("\\") else line)
            continue
        if paragraph:
            yield 0, "\n".join(paragraph), place, NO_DAYS
            place, paragraph = Source(doc_id=""), []
        if mark:
            place = _marked(place, mark[1], f"{where} 第 {number} 行", problems)
        elif heading:
            yield len(heading[1]), heading[2].strip(), place, NO_DAYS
            place = Source(doc_id="")


def _marked(place: Source, mark: str, where: str, problems: list[str]) -> Source:
    """The place with what a position mark adds to it."""
    for part in filter(None, (piece.strip() for piece in mark.split(";"))):
        if page := re.fullmatch(r"page (\d{1,9})", part):
            place = replace(place, page=int(page[1]))
        elif span := re.fullmatch(r"lines? (\d{1,9})(?:-(\d{1,9}))?", part):
            first, last = int(span[1]), int(span[2] or span[1])
            if first > last:
                problems.append(f"{where}：行号 {first}-{last} 先后颠倒")
            place = replace(place, lines=(first, last))
        else:
            place = replace(place, locator=part)
    return place


def _next_id(doc_id: str, section: str, counts: dict[str, int]) -> str:
    number = re.match(r"[0-9]+(?:\.[0-9]+)*", section)
    name = number[0] if number else re.sub(r"[\s,；]+", "", section)[:20]
    counts[name] = counts.get(name, 0) + 1
    return f"{doc_id}:{name}-{counts[name]}" if name else f"{doc_id}:{counts[name]}"


def _shared(one: list[str], other: list[str]) -> int:
    """How many headings at the start of two paths are the same."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _statement_line(passage: Passage) -> str:
    locator, until = passage.source.locator, passage.holds_until
    days = f"自 {passage.holds_from}{f' 至 {until}' if until else ''}" if passage.holds_from else ""
    return " ".join((f"- {passage.text}", *(f"{{{mark}}}" for mark in (locator, days) if mark)))


def _paragraph_block(passage: Passage) -> str:
    source = passage.source
    marks = [f"page {source.page}"] if source.page is not None else []
    marks += [f"lines {source.lines[0]}-{source.lines[1]}"] if source.lines else []
    marks += [re.sub(r"[;\s]+|--+>?", " ", source.locator).strip()] if source.locator else []
    head = f"<!-- {'; '.join(marks)} -->\n" if marks else ""
    lines = [_escaped(line) for line in passage.text.split("\n") if line.strip()]
    return head + "\n".join(lines) + "\n"


def _escaped(line: str) -> str:
    bare = line.strip()
    return f"\\{bare}" if bare.startswith("\\") or HEADING.fullmatch(bare) or MARK.fullmatch(bare) else bare
