"""Who a reward clause speaks of: levels and objects, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from corpus.extract.words import words
from corpus.types import LEVELS, Level

_FULL_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("％"): ord("%"), ord("．"): ord(".")}


@dataclass(frozen=True, slots=True)
class Mark:
    """A level or object at ``text[start:end]``; ``object`` "" is another scheme's."""

    start: int
    end: int
    levels: tuple[Level, ...] = ()
    object: str | None = None


@dataclass
class Phrase:
    """Levels and objects that belong together: 国家级、省级绿色工厂."""

    levels: list[Level] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)


def folded(text: str) -> str:
    """The text with full-width figures as plain ones, every character in its place."""
    return text.translate(_FULL_WIDTH)


def find_marks(text: str) -> list[Mark]:
    """The levels and objects of a text, from left to right, none overlapping."""
    marks = [*_levels(text), *_objects(text)]
    marks += [noun for mark in marks if mark.levels for noun in _another_noun(text, mark.end)]
    return _untangled(sorted(marks, key=lambda mark: (mark.start, -mark.end)), text)


def levels_in(text: str) -> tuple[Level, ...]:
    """The recognition levels that a text names, in order."""
    found = _apart(sorted(_levels(text), key=lambda mark: (mark.start, -mark.end)))
    return tuple(dict.fromkeys(level for mark in found for level in mark.levels))


def objects_in(text: str) -> tuple[str, ...]:
    """The objects (绿色工厂, 绿色园区 …) that a text names, in order."""
    found: dict[str, int] = {}
    end = 0
    spans = sorted((mark.start, -mark.end, mark.object or "") for mark in _objects(text))
    for start, negative_end, name in spans:  # of two at one place the longer: 绿色工厂评价机构 is no factory
        if start >= end:
            if name:
                found.setdefault(name, start)
            end = -negative_end
    return tuple(found)


def phrases(marks: Sequence[Mark]) -> list[Phrase]:
    """Marks in a row as the phrases that they make: a level behind an object begins a new one."""
    found: list[Phrase] = [Phrase()]
    for mark in marks:
        if mark.object is not None:
            found[-1].objects += [mark.object] if mark.object not in found[-1].objects else []
            continue
        if found[-1].objects:
            found.append(Phrase())
        found[-1].levels += [level for level in mark.levels if level not in found[-1].levels]
    return _completed([phrase for phrase in found if phrase.levels or phrase.objects])


def _completed(found: list[Phrase]) -> list[Phrase]:
    # 「绿色工厂国家级、省级」 is one phrase said backwards; 「国家级绿色工厂、省级」 keeps the object.
    whole: list[Phrase] = []
    for phrase in found:
        if not phrase.objects and whole:
            if not whole[-1].levels:
                whole[-1].levels = phrase.levels
                continue
            phrase.objects = list(whole[-1].objects)
        whole.append(phrase)
    return whole


def _levels(text: str) -> Iterator[Mark]:
    vocabulary = words()
    for found in vocabulary.single["level_list"].finditer(text):
        named = [vocabulary.level_names[name] for name in vocabulary.single["level_name"].findall(found["list"])]
        yield Mark(found.start(), found.end("list"), levels=tuple(dict.fromkeys(cast(list[Level], named))))
    for level, pattern in vocabulary.levels.items():
        for match in pattern.finditer(text):
            yield Mark(match.start(), match.end(), levels=_with_those_above(cast(Level, level), text, match.end()))


def _with_those_above(level: Level, text: str, end: int) -> tuple[Level, ...]:
    """The level, with those above it where the text says 及以上."""
    if not words().single["and_above"].match(text, end):
        return (level,)
    return LEVELS[: LEVELS.index(level) + 1]


def _objects(text: str) -> Iterator[Mark]:
    for name, pattern in words().objects.items():
        for match in pattern.finditer(text):
            yield Mark(match.start(), match.end(), object=name)
    for match in words().single["other_objects"].finditer(text):
        yield Mark(match.start(), match.end(), object="")


def _another_noun(text: str, end: int) -> Iterator[Mark]:
    """The noun behind a level when it is none of our objects: 国家级孵化器."""
    noun = words().single["noun_after_level"].match(text, end)
    if (
        noun
        and noun["noun"]
        and not any(pattern.search(text, end, noun.end() + 8) for pattern in words().objects.values())
    ):
        yield Mark(noun.start("noun"), noun.end("noun"), object="")


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Of marks that overlap the first: the 区级 in 自治区级 is none."""
    end = 0
    for mark in marks:
        if mark.start >= end:
            end = mark.end
            yield mark


def _untangled(marks: Sequence[Mark], text: str) -> list[Mark]:
    kept: list[Mark] = []
    for mark in _apart(marks):
        # 「省级：国家级绿色工厂 100 万」: the level before the colon says whose list it is.
        if kept and kept[-1].levels and mark.levels and re.fullmatch(r"\s*[：:]\s*", text[kept[-1].end : mark.start]):
            kept.pop()
        kept.append(mark)
    return kept
