"""What the user may be about to type: places, levels, standards and known questions, by prefix, pinyin or initials.

Pure after it is built; one keystroke costs about a millisecond over 3,500 places.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.keeping.settings import Client
from assistant.types import Answer
from corpus.errors import DataError
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.places import Place, Places
from corpus.types import LEVELS, Corpus
from index.analysis import fold

if TYPE_CHECKING:
    from assistant.service import Assistant

LONGEST_WORD = 12
"""characters at the end of the text that may be the beginning of a word"""
LATIN_TAIL = late(r"[a-zA-Z]{2,}$")
NUMBER_TAIL = late(r"[A-Za-z][A-Za-z0-9/ .\-]{2,}$")
LIST_MARK = late(
    r"^\s*(?:[-*•·]\s+|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.、．)）](?!\d)\s*|问[:：]\s*|Q\d*[:：]\s*)"
)
RANKS = {"province": 0, "city": 1, "zone": 2, "county": 3}


@frozen
class Suggestion:
    """One way to go on."""

    text: str
    """the whole input after it was taken"""
    shown: str
    kind: str
    """地名, 级别, 标准, 常问 or 问过"""
    note: str = ""


@frozen
class _Word:
    name: str
    kind: str
    note: str = ""
    other: str = ""
    """another text it is found by: a short name, a number without spaces"""


class Suggester:
    """Completions over one corpus."""

    def __init__(self, places: Places, corpus: Corpus, known: Sequence[str], asked: Sequence[str] = ()) -> None:
        self._words = tuple(_words(places, corpus))
        self._known = tuple(known)
        self._asked = tuple(dict.fromkeys(reversed(asked)))
        self._readings = readings()
        self._by_letter = _by_first_letter(self._words, self._readings)

    def asked(self, question: str) -> None:
        """Remember a question just asked."""
        self._asked = (question, *(text for text in self._asked if text != question))

    def complete(self, text: str, limit: int = 6) -> tuple[Suggestion, ...]:
        """The likeliest ways to go on from what is typed, best first."""
        if not text.strip() or "\n" in text or len(text) > 200:
            return ()
        found: dict[str, Suggestion] = {}
        for suggestion in self._all(text):
            if suggestion.text != text:
                found.setdefault(suggestion.text, suggestion)
            if len(found) == limit:
                break
        return tuple(found.values())

    def _all(self, text: str) -> Iterator[Suggestion]:
        yield from self._questions(text, str.startswith)
        yield from self._by_prefix(text)
        yield from self._by_number(text)
        yield from self._by_pinyin(text)
        if len(text) >= 2:
            yield from self._questions(text, str.__contains__)

    def _by_prefix(self, text: str) -> Iterator[Suggestion]:
        for length in range(min(LONGEST_WORD, len(text)), 0, -1):
            tail = text[-length:]
            if tail.isascii():
                continue
            begun = length > 1 or len(text) == 1  # one character within a text begins too many names, but few levels
            for word in self._words:
                if not begun and word.kind != "级别":
                    continue
                if word.name.startswith(tail) or (word.other and word.other.startswith(tail)):
                    yield _taken(text[:-length], word)

    def _by_number(self, text: str) -> Iterator[Suggestion]:
        match = NUMBER_TAIL.search(text)
        if match is None:
            return
        tail = _squeezed(match[0])
        for word in self._words:
            if word.kind == "标准" and word.other.isascii() and word.other.startswith(tail):
                yield _taken(text[: match.start()], word)

    def _by_pinyin(self, text: str) -> Iterator[Suggestion]:
        match = LATIN_TAIL.search(text)
        if match is None:
            return
        typed = match[0].lower()
        for word in self._by_letter.get(typed[0], ()):
            if spells(typed, word.name, self._readings) or spells(typed, word.other, self._readings):
                yield _taken(text[: match.start()], word)
        if match.start() == 0:
            for kind, questions in (("问过", self._asked), ("常问", self._known)):
                for question in questions:
                    if spells(typed, question, self._readings):
                        yield Suggestion(text=question, shown=question, kind=kind)

    def _questions(self, text: str, fits: object) -> Iterator[Suggestion]:
        assert callable(fits)
        folded = fold(text).strip()
        for kind, questions in (("问过", self._asked), ("常问", self._known)):
            for question in questions:
                if fits(fold(question), folded):
                    yield Suggestion(text=question, shown=question, kind=kind)


@cache
def readings() -> Mapping[str, frozenset[str]]:
    """Toneless readings of each character as people type them, from ``lexicon/syllables.txt``."""
    every: dict[str, set[str]] = {}
    text = (Path(__file__).parent.parent / "understanding" / "lexicon" / "syllables.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split(" ", 1)
            for character in characters.replace("|", ""):
                every.setdefault(character, set()).add(syllable)
    return {character: frozenset(found) for character, found in every.items()}


def spells(typed: str, name: str, table: Mapping[str, frozenset[str]]) -> bool:
    """Whether the Latin letters spell the beginning of the name, each character by pinyin or by its initial.

    ``ywsgjj``, ``yiwus`` and ``yiw`` all spell the beginning of 义乌市国家级. ``typed`` is in small letters.
    """
    if not typed:
        return True
    if not name:
        return False
    for reading in table.get(name[0], {name[0].lower()}):
        if reading.startswith(typed):
            return True
        if typed.startswith(reading) and spells(typed[len(reading) :], name[1:], table):
            return True
        if typed[0] == reading[0] and spells(typed[1:], name[1:], table):
            return True
    return False


def questions_in(text: str, *, pasted: bool = False) -> tuple[str, ...]:
    """The questions of an input: one, or a list with one a line.

    Several lines are a list when all bear list marks, or nearly all end like questions, or when they were pasted
    and no line breaks off in the middle of a sentence. Otherwise the lines are one question.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    bare = [stripped for line in lines if (stripped := LIST_MARK.sub("", line).strip())]
    if len(bare) < 2:
        return tuple(bare)
    marked = all(LIST_MARK.match(line) for line in lines)
    asking = sum(line.endswith(("?", "？")) for line in bare) >= len(bare) - len(bare) // 5
    whole = pasted and not any(line.endswith(("，", "、", "；", "：", ",", ";", ":")) for line in bare)
    return tuple(bare) if marked or asking or whole else (" ".join(lines),)


@cache
def known_questions() -> tuple[str, ...]:
    """The shipped questions, each of which has an answer; lines of ``questions.txt`` that are no comments."""
    return tuple(line for line in _question_lines() if not line.startswith("#"))


@cache
def example_questions() -> tuple[str, ...]:
    """The questions shown to a newcomer: those under the first heading of ``questions.txt``."""
    lines = _question_lines()
    headings = [number for number, line in enumerate(lines) if line.startswith("#")]
    return lines[headings[0] + 1 : headings[1]]


@cache
def _question_lines() -> tuple[str, ...]:
    text = (Path(__file__).parent / "questions.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def briefing(client: Client, places: Places) -> tuple[tuple[str, str], ...]:
    """Headings and questions about a factory, for as much as its profile says.

    Raises:
        DataError: ``briefing.toml`` is broken.
    """
    values = {key: value for key, value in asdict(client).items() if value not in ("", None, ())}
    return tuple(
        (entry["heading"].format(**slots), entry["question"].format(**slots))
        for entry in _briefing_entries()
        if all(need in values for need in entry["needs"]) and not any(part in values for part in entry["unless"])
        for slots in (
            [{**values, "tier": tier} for tier in tiers(client.place, places)] if _tiered(entry) else [values]
        )
    )


def tiers(name: str, places: Places) -> tuple[str, ...]:
    """The names of a place and of every unit above it, nearest first; an unknown name stands for itself."""
    found = places.resolve(places.find_all(name)) or places.by_name(name)
    if not found:
        return (name,)
    return tuple(place.name for place in (found[0], *places.ancestors(found[0].code)))


def brief(assistant: Assistant, client: Client, as_of: date) -> tuple[tuple[str, Answer], ...]:
    """What the corpus holds for a factory: headings with answers.

    A unit without a rule of its own is answered with the rule above it; that rule is told once.
    """
    told: list[tuple[str, Answer]] = []
    seen: set[str] = set()
    for heading, question in briefing(client, assistant.places):
        answer = assistant.ask(question, as_of=as_of)
        leading = answer.citations[0].record_id if answer.citations and answer.intent.startswith("subsidy") else ""
        if leading not in seen:
            told.append((heading, answer))
        seen |= {leading} - {""}
    return tuple(told)


def _tiered(entry: dict[str, str]) -> bool:
    return "{tier}" in entry["question"]


@cache
def _briefing_entries() -> tuple[dict[str, str], ...]:
    path = Path(__file__).parent / "briefing.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["questions"]
    except (OSError, ValueError, KeyError) as error:
        raise DataError([f"{path.name} 无法读取：{error}"]) from error
    return tuple({"unless": "", **entry} for entry in entries)


def _words(places: Places, corpus: Corpus) -> Iterator[_Word]:
    for level in LEVELS:
        yield _Word(name=level, kind="级别")
        yield _Word(name=f"{level}绿色工厂", kind="级别")
    yield from _place_words(places, corpus)
    for standard in corpus.standards:
        if standard.number:
            yield _Word(name=standard.number, kind="标准", note=standard.subject, other=_squeezed(standard.number))
        for alias in dict.fromkeys((standard.subject, *standard.aliases)):
            yield _Word(name=alias, kind="标准", note=standard.number)


def _place_words(places: Places, corpus: Corpus) -> Iterator[_Word]:
    spoken = {row.place_code for rows in (corpus.subsidies, corpus.policies, corpus.areas) for row in rows}
    count: dict[str, int] = {}
    for place in places:
        count[place.name] = count.get(place.name, 0) + 1
    ordered = sorted(places, key=lambda place: (place.code not in spoken, RANKS.get(place.rank, 9), place.code))
    for place in ordered:
        above = places.ancestors(place.code)
        name = _telling_name(place, above, count[place.name] > 1)
        yield _Word(name=name, kind="地名", note="/".join(up.name for up in reversed(above)), other=place.name)


def _telling_name(place: Place, above: Sequence[Place], shared: bool) -> str:
    """The name, with the unit above it before it where several places share it."""
    return above[0].name + place.name if shared and above else place.name


def _by_first_letter(words: Iterable[_Word], table: Mapping[str, frozenset[str]]) -> dict[str, list[_Word]]:
    letters_to_words: dict[str, list[_Word]] = {}
    for word in words:
        firsts = {text[0] for text in (word.name, word.other) if text}
        letters = {reading[0] for first in firsts for reading in table.get(first, {first.lower()})}
        for letter in letters:
            letters_to_words.setdefault(letter, []).append(word)
    return letters_to_words


def _squeezed(text: str) -> str:
    return re.sub(r"[\s/.\-]", "", text).upper()


def _taken(before: str, word: _Word) -> Suggestion:
    return Suggestion(text=before + word.name, shown=word.name, kind=word.kind, note=word.note)
