"""What is or would be read of a document, for a keeper to see before trusting it: fields, dates, rows, clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.saying.awards import say_awards
from assistant.saying.rows import bare_title
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.types import Corpus, Document, Passage, Subsidy

if TYPE_CHECKING:
    from assistant.keeping.taking import Given
    from corpus.extract.document import Extraction
    from corpus.readers.guard import Desk

DATES = {"issue_date": "发布日期", "effective_date": "施行日期", "expiry_date": "有效期至"}
ROW_KINDS = {
    "subsidies": "补贴",
    "policies": "政策",
    "standards": "标准",
    "batches": "批次",
    "rules": "规则",
    "conditions": "条件",
    "notices": "文件",
    "changes": "变化",
}
SHOWN_ROWS = 60
CLAUSE_CHARACTERS = 120
_FROM_ISSUE = late(r"自?(?:印发|发布|公布|颁布|发文)之日起[^，。；]{0,12}")


@frozen
class Dated:
    """A date of a document, and the words it came from."""

    field: str
    value: str
    words: str
    """"" where it stands nowhere in the text: a person or a metadata card stated it"""


@frozen
class Row:
    """A row that was made, and the clause it was made of."""

    kind: str
    id: str
    text: str
    place: str
    clause: str
    locator: str


@frozen
class Reading:
    """What is read of a document."""

    id: str
    title: str
    document_number: str
    issuing_body: str
    dates: tuple[Dated, ...]
    places: tuple[str, ...]
    """names"""
    supersedes: tuple[str, ...]
    amends: tuple[str, ...]
    """what it changes or lengthens and does not end"""
    draft: bool
    passages: int
    rows: tuple[Row, ...]
    unread: tuple[str, ...]
    """clauses and rows with a sum that made no row, with their place and the reason"""

    def as_dict(self) -> dict[str, Any]:
        """The reading with stable English keys."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The reading for people."""
        lines = [f"标题：{self.title}"]
        lines += [f"文号：{self.document_number or '（没有读到）'}", f"发布机关：{self.issuing_body or '（没有读到）'}"]
        lines += [_date_line(one) for one in self.dates]
        lines.append(f"地区：{'、'.join(self.places) or '（没有读到）'}")
        lines += [f"替代：{target}" for target in self.supersedes]
        lines += [f"修改或延长：{target}" for target in self.amends]
        lines += ["征求意见稿：尚未生效"] if self.draft else []
        lines.append(f"段落：{self.passages} 段")
        counts = Counter(row.kind for row in self.rows)
        told = "、".join(f"{ROW_KINDS[kind]} {count}" for kind, count in counts.items())
        lines.append(f"表格条目：{told or '无'}")
        for row in self.rows[:SHOWN_ROWS]:
            lines.append(f"  {ROW_KINDS[row.kind]}　{row.text}")
            lines += [f"    出自 {row.locator}：{row.clause}"] if row.clause else []
        if len(self.rows) > SHOWN_ROWS:
            lines.append(f"  ……另有 {len(self.rows) - SHOWN_ROWS} 条")
        return lines + [f"没有读成条目：{one}" for one in self.unread]


def _date_line(one: Dated) -> str:
    label = DATES[one.field]
    if not one.value:
        return f"{label}：（没有读到）"
    return f"{label}：{one.value}（{f'原文：{one.words}' if one.words else '正文里没有这个日期'}）"


def reading_of(part: Corpus, unread: Sequence[str] = ()) -> Reading:
    """The reading of a document with its records."""
    from assistant.keeping.placing import name_of
    from corpus.places import load_places

    (document,) = part.documents
    places = load_places()
    names = (name_of(code, places) for code in document.places)
    return Reading(
        id=document.id,
        title=document.title,
        document_number=document.document_number,
        issuing_body=document.issuing_body,
        dates=tuple(Dated(field=name, value=getattr(document, name), words=_words(document, part.passages, name))
                    for name in DATES),
        places=tuple(names),
        supersedes=document.supersedes,
        amends=document.amends,
        draft=document.draft,
        passages=len(part.passages),
        rows=tuple(_rows(part)),
        unread=tuple(unread),
    )  # fmt: skip


@frozen
class Tried:
    """What adding a file would give."""

    part: Corpus
    unread: tuple[str, ...]
    replaced: str = ""
    """id of the document that it would replace"""
    present: bool = False
    """whether the library has the very file already"""
    kept: tuple[str, ...] = ()
    """files of that document that a person has changed, so that it stays as it is"""
    notes: tuple[str, ...] = ()

    @property
    def reading(self) -> Reading:
        """What would be read."""
        return reading_of(self.part, self.unread)

    @property
    def fate(self) -> str:
        """What would become of the file, a line for people."""
        if self.present:
            return f"这个文件已在资料库里（编号 {self.replaced}），再加不会有变化"
        if self.kept:
            return f"不会替换 {self.replaced}：它的 {'、'.join(self.kept)} 手工改过；要覆盖请加 --overwrite"
        return f"会替换 {self.replaced}" if self.replaced else f"会作为新的一份加入，编号 {self.part.documents[0].id}"


def try_file(home: Path, given: Given, desk: Desk) -> Tried:
    """Read a file without taking it; ``desk`` reads it under guard.

    Raises CorpusError with the reason when it would not be taken.
    """
    from assistant.keeping.taking import decided
    from corpus.library import digest_of, held_documents

    data, held = given.read(), held_documents(home)
    meant = decided(home, given, data, held, desk)
    older = meant.older
    return Tried(
        part=part_of(meant.found),
        unread=meant.found.unread,
        replaced=older.id if older else "",
        present=bool(older and older.digest == digest_of(data)) and not (given.options or given.overwrite),
        kept=meant.hand.files if meant.hand else (),
        notes=meant.notes,
    )


def part_of(found: Extraction) -> Corpus:
    """An extraction as a corpus of one document."""
    # they are numbered when they are stored; a look at what would change needs them told apart as well
    numbered = tuple(replace(one, id=f"{found.document.id}:{n}") for n, one in enumerate(found.passages, 1))
    return Corpus(documents=(found.document,), passages=numbered, **found.tables)


def _words(document: Document, passages: Sequence[Passage], name: str) -> str:
    """The words of the text that a date stands in or follows from."""
    value = getattr(document, name)
    if name == "expiry_date" and document.expiry_words:
        return document.expiry_words
    if not value:
        return ""
    patterns = [_date_pattern(value)]
    if name == "effective_date":
        patterns.append(_FROM_ISSUE)
    for pattern in patterns:
        for passage in passages:
            found = pattern.search(passage.text)
            if found:
                return _around(passage.text, found.start(), found.end())
    return ""


def _date_pattern(iso: str) -> re.Pattern[str]:
    parts = [part.lstrip("0") for part in iso.split("-")]
    written = r"\s*年\s*0?".join(parts[:2]) + (rf"\s*月\s*0?{parts[2]}\s*日" if len(parts) > 2 else r"\s*[年月]")
    numbers = r"[-./]0?".join(parts)
    return re.compile(rf"{written}|(?<!\d){numbers}(?!\d)")


def _around(text: str, start: int, end: int) -> str:
    """The part of a sentence around a place in a text."""
    before = max((text.rfind(mark, 0, start) for mark in "。；，\n"), default=-1) + 1
    after = min((at for mark in "。；，\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[max(before, start - 30) : min(after, end + 30)].strip()


def _rows(part: Corpus) -> Iterator[Row]:
    for kind in ROW_KINDS:
        for row in getattr(part, kind, ()):
            yield Row(
                kind=kind,
                id=row.id,
                text=_said(row),
                place=getattr(row, "place", ""),
                clause=_clause(row, part.passages),
                locator=row.source.locator or row.source.section or "正文",
            )


def _said(row: Any) -> str:
    if isinstance(row, Subsidy):
        end = f"，至 {row.end_date}" if row.end_date else "，未载明有效期"
        return f"{row.place} {row.object}：{say_awards(row.awards, row.object) if row.awards else '未写金额'}{end}"
    titles = (bare_title(getattr(row, name, "") or "") for name in ("list_title", "title", "text", "subject"))
    place, number = getattr(row, "place", ""), getattr(row, "number", "")
    told = next(filter(None, titles), row.id)
    return " ".join(filter(None, (place, str(number or ""), told)))[:CLAUSE_CHARACTERS]


def _clause(row: Any, passages: Sequence[Passage]) -> str:
    """The words that a row was made of: those at its place, of several the one with its figures."""
    figures = [award.words for award in getattr(row, "awards", ()) if award.words]
    matches = partial(_at_place, row)
    near = [passage for passage in passages if matches(passage)] or list(passages)
    with_figures = [one for one in near if figures and all(words in one.text for words in figures)]
    found = next(iter(with_figures), None) or (near[0] if len(near) == 1 else None)
    text = found.text if found else getattr(row, "provision", "") or getattr(row, "text", "")
    flat = " ".join(text.split())
    return flat if len(flat) <= CLAUSE_CHARACTERS else flat[:CLAUSE_CHARACTERS] + "…"


def _at_place(row: Any, passage: Passage) -> bool:
    source = row.source
    if source.lines and passage.source.lines:
        return bool(source.lines[0] <= passage.source.lines[1] and passage.source.lines[0] <= source.lines[1])
    return bool(source.locator and source.locator == passage.source.locator)
