"""A memo: answers as blocks, their sources as numbered notes, and what stays open; Word, HTML and Markdown show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from assistant.exporting.ages import OLD_DAYS, age_words, days_since
from assistant.exporting.standing import Standing
from assistant.exporting.taken import Taken, gist, main_figure, validity_words
from assistant.keeping.settings import Client
from assistant.saying.render import quote_kind_name
from assistant.saying.wording import load_wording
from assistant.types import Answer, Citation, Table
from corpus.frozen import frozen
from corpus.types import Corpus, Document

say = load_wording("memo")


@frozen
class Note:
    """Where something is written; numbered through the whole memo, a source quoted twice has one number."""

    n: int
    source: str
    """document, number and place in it"""
    quote: str
    """the words with what they are: 原文, 摘要 or 表格"""
    seen: str


@frozen
class Block:
    """One question and its answer."""

    number: int
    question: str
    figure: str
    validity: str
    headline: str
    notes: tuple[int, ...]
    """numbers of the notes that prove it"""
    facts: tuple[str, ...]
    table: Table | None
    caveats: tuple[str, ...]
    id: str
    then: str = ""
    """what was said when the conversation was held, where it was something else"""


@frozen
class Open:
    """One kind of what is not known, and its points."""

    title: str
    points: tuple[str, ...]


@frozen
class Memo:
    """What stands in the file, in its order."""

    title: str
    about: tuple[str, ...]
    """day, generation, client"""
    overview: Table | None
    """the answers at a glance; None for a single one"""
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    unknown: tuple[Open, ...]
    day: str


def memo(
    taken: Sequence[Taken],
    corpus: Corpus,
    *,
    day: date,
    generation: str,
    title: str = "",
    client: Client | None = None,
    then: Sequence[tuple[str, str]] = (),
) -> Memo:
    """The memo of some answers.

    Args:
        day: the day the memo is written for.
        client: whom it is for, where all answers are for the same one.
        then: for each answer the day and the headline it was once given with, texts that are "" where it was not.
    """
    standing = Standing(corpus)
    numbered = _Notes(corpus, standing)
    said = then or [("", "")] * len(taken)
    shared = _shared_caveats(taken)
    blocks = tuple(
        _block(number, one, numbered, shared, earlier)
        for number, (one, earlier) in enumerate(zip(taken, said, strict=True), 1)
    )
    return Memo(
        title=title or say("title"),
        about=tuple(_about(day, generation, client)),
        overview=_overview(blocks, taken) if len(blocks) > 1 else None,
        blocks=blocks,
        notes=tuple(numbered.notes),
        unknown=tuple(_unknown(taken, standing, day)),
        day=day.isoformat(),
    )


class _Notes:
    """Numbers notes in the order they are first needed."""

    def __init__(self, corpus: Corpus, standing: Standing) -> None:
        self.notes: list[Note] = []
        self._standing = standing
        self._documents = {document.id: document for document in corpus.documents}
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, citation: Citation) -> int:
        """The number of a citation's note."""
        key = (citation.doc_id, citation.section, citation.locator, citation.quote)
        if key not in self._numbers:
            self._numbers[key] = len(self.notes) + 1
            self.notes.append(self._note(citation))
        return self._numbers[key]

    def _note(self, citation: Citation) -> Note:
        seen = self._standing.seen_on(citation.record_id, citation.doc_id)
        return Note(
            n=len(self.notes) + 1,
            source=source_words(citation, self._documents.get(citation.doc_id)),
            quote=say("note_quote", kind=quote_kind_name(citation), quote=citation.quote),
            seen=say("note_seen", day=seen) if seen else say("note_unseen"),
        )


def source_words(citation: Citation, document: Document | None) -> str:
    """Document, number, section, place, page and lines of a citation, in one line."""
    number = document.document_number if document else ""
    policy = citation.policy.removeprefix("《").removesuffix("》")
    parts = (
        citation.doc if citation.doc.startswith("《") else say("note_policy", policy=citation.doc),
        say("note_number", number=number) if number and number not in citation.doc else "",
        citation.section,
        citation.locator,
        say("note_policy", policy=policy) if policy and policy not in citation.quote + citation.doc else "",
        say("note_page", page=citation.page) if citation.page else "",
        _lines(citation.lines),
    )
    return say("between").join(dict.fromkeys(part for part in parts if part))


def note_words(note: Note) -> str:
    """A note in one line, without its number."""
    return say("note", source=note.source, quote=note.quote, seen=note.seen)


def _lines(lines: tuple[int, int] | None) -> str:
    if not lines:
        return ""
    first, last = lines
    return say("note_line" if first == last else "note_lines", first=first, last=last)


def _shared_caveats(taken: Sequence[Taken]) -> tuple[str, ...]:
    """Caveats of more than one answer: they are told once, on the last page."""
    counts = Counter(caveat for one in taken for caveat in one.answer.caveats)
    return tuple(caveat for caveat, count in counts.items() if count > 1)


def _block(number: int, one: Taken, numbered: _Notes, shared: Sequence[str], then: tuple[str, str]) -> Block:
    answer = one.answer
    words = validity_words(answer)
    return Block(
        number=number,
        question=answer.question,
        figure=main_figure(answer),
        validity=say("validity", status=words, day=answer.as_of) if words else "",
        headline=answer.headline,
        notes=tuple(dict.fromkeys(map(numbered.number, answer.citations))),
        facts=answer.facts,
        table=answer.table,
        caveats=tuple(caveat for caveat in answer.caveats if caveat not in shared),
        id=one.id,
        then=_said_then(answer, *then),
    )


def _said_then(answer: Answer, day: str, headline: str) -> str:
    return say("said_then", day=day, headline=headline) if headline and headline != answer.headline else ""


def _about(day: date, generation: str, client: Client | None) -> Iterator[str]:
    yield say("day", day=day.isoformat())
    if generation:
        yield say("generation", number=generation)
    if client:
        facts = "，".join(filter(None, (client.place, client.level, client.industry)))
        yield say("client", name=client.name) + (say("client_facts", facts=facts) if facts else "")


def _overview(blocks: Sequence[Block], taken: Sequence[Taken]) -> Table:
    heads = ("overview_number", "overview_question", "overview_figure", "overview_validity")
    rows = (
        (str(block.number), block.question, _short(block, one.answer), validity_words(one.answer))
        for block, one in zip(blocks, taken, strict=True)
    )
    return Table(columns=tuple(map(say, heads)), rows=tuple(rows))


def _short(block: Block, answer: Answer) -> str:
    return gist(answer) or say("overview_below", number=block.number)


def _unknown(taken: Sequence[Taken], standing: Standing, day: date) -> Iterator[Open]:
    """What is not known, by kind; kinds without a point are left out."""
    answers = [(number, one.answer) for number, one in enumerate(taken, 1)]
    for status, title in (("no_answer", "missing"), ("clarify", "wanting"), ("partial", "partly")):
        points = [(number, answer.headline) for number, answer in answers if answer.status == status]
        yield from _open(title, points)
    yield from _open("unused", [(number, words) for number, answer in answers for words in _unused(answer)])
    yield from _open(
        "check", [(number, words) for number, answer in answers for words in _checks(answer, standing, day)]
    )
    shared = _shared_caveats(taken)
    told = [(number, caveat) for number, answer in answers for caveat in answer.caveats if caveat in shared]
    yield from _open("told", told)


def _open(title: str, points: Iterable[tuple[int, str]]) -> Iterator[Open]:
    """The points with the numbers of their questions; a point of several questions is told once."""
    numbers: dict[str, list[int]] = {}
    for number, text in points:
        numbers.setdefault(text, []).append(number)
    told = tuple(
        say("items", numbers=say("numbers").join(map(str, dict.fromkeys(found))), text=text)
        for text, found in numbers.items()
    )
    if told:
        yield Open(title=say(title), points=told)


def _unused(answer: Answer) -> Iterator[str]:
    for words in getattr(answer, "unused", ()):
        yield say("unused_item", words=words)


def _checks(answer: Answer, standing: Standing, day: date) -> Iterator[str]:
    if answer.validity and answer.validity != "in_force":
        yield say(f"check_{answer.validity}")
    # what was replaced is told as history: whether it is still so is no question
    held = [one for one in answer.citations if standing.state(one.record_id, day) != "replaced"]
    days_seen = (standing.seen_on(one.record_id, one.doc_id) for one in held or answer.citations)
    seen = min(filter(None, days_seen), default="")
    days = days_since(seen, day)
    if days is not None and days > OLD_DAYS:
        yield say("check_seen", day=seen, age=age_words(days))
