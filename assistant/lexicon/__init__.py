"""The assistant's vocabulary, read from the TOML files beside this module and checked when loaded."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from corpus.errors import DataError

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """The phrases of one cue; ``never`` are taken out of the text before the others are looked for."""

    name: str
    plain: tuple[str, ...]
    gapped: tuple[tuple[str, ...], ...]
    """phrases with a gap, each as the parts that must follow one another"""
    never: tuple[str, ...]

    def found_in(self, text: str) -> bool:
        """Whether a phrase of the cue stands in the text."""
        for phrase in self.never:
            text = text.replace(phrase, "□")
        for phrase in self.plain:
            if phrase in text:
                return True
        return any(in_order(parts, text) for parts in self.gapped)


class Lexicon:
    """All vocabulary; each file is read when something in it is first asked for."""

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """What points to which meaning, in file order."""
        return tuple(_cue(name, words) for name, words in _lists("cues", "cues").items())

    @cached_property
    def payers(self) -> dict[str, tuple[str, ...]]:
        """Words for who pays: province, city, district."""
        return _lists("cues", "payer")

    @cached_property
    def levels(self) -> dict[str, tuple[str, ...]]:
        """Words for each recognition level."""
        return _lists("cues", "levels")

    @cached_property
    def level_masks(self) -> tuple[str, ...]:
        """Phrases in which the words for levels mean something else."""
        return _lists("cues", "level_masks")["phrases"]

    @cached_property
    def objects(self) -> dict[str, tuple[str, ...]]:
        """Recognitions and subsidies other than the green factory."""
        return _lists("scope", "objects")

    @cached_property
    def offtopic(self) -> tuple[str, ...]:
        """Words of questions that have nothing to do with the corpus."""
        return _lists("scope", "offtopic")["phrases"]

    @cached_property
    def ours(self) -> tuple[str, ...]:
        """Words that make a question ours all the same."""
        return _lists("scope", "offtopic")["ours"]

    @cached_property
    def outside_places(self) -> tuple[str, ...]:
        """Places abroad."""
        return _lists("scope", "outside_places")["names"]

    @cached_property
    def english_phrases(self) -> tuple[tuple[str, str], ...]:
        """English and what it means here, longest first."""
        return tuple(sorted(_texts("latin", "english").items(), key=lambda pair: -len(pair[0])))

    @cached_property
    def english_stop(self) -> frozenset[str]:
        """English words that say nothing here."""
        return frozenset(_lists("latin", "english_stop")["words"])

    @cached_property
    def pinyin(self) -> dict[str, str]:
        """Pinyin of terms."""
        return _texts("latin", "pinyin")

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Terms that are recognised by their sound."""
        return _lists("typos", "terms")["words"]

    @cached_property
    def protected(self) -> tuple[str, ...]:
        """Words that sound like a term and are meant as they are written."""
        return _lists("typos", "protected")["words"]

    @cached_property
    def protected_places(self) -> tuple[str, ...]:
        """Words that sound like a place and are none without 市, 县, 区 or 省."""
        return _lists("typos", "protected_places")["words"]

    @cached_property
    def typos(self) -> dict[str, str]:
        """Misspellings that are put right whatever they sound like."""
        return _texts("typos", "fixed")

    @cached_property
    def fillers(self) -> tuple[str, ...]:
        """What is said around a question, longest first."""
        return tuple(sorted(_lists("phrasing", "fillers")["phrases"], key=len, reverse=True))

    @cached_property
    def additions(self) -> dict[str, tuple[str, ...]]:
        """Words of statements, to the phrases of questions that mean the same."""
        return _lists("phrasing", "additions")

    @cached_property
    def focus(self) -> dict[str, tuple[str, ...]]:
        """Sections, to the words of questions that look at them first."""
        return _lists("phrasing", "focus")

    @cached_property
    def silent(self) -> dict[str, tuple[str, ...]]:
        """What people ask and the corpus does not say."""
        return _lists("phrasing", "silent")

    @cached_property
    def counted_names(self) -> tuple[str, ...]:
        """Groups and companies of which a number of factories may be asked."""
        return _lists("phrasing", "counted_names")["names"]

    @cached_property
    def common_in_titles(self) -> frozenset[str]:
        """Pairs of characters that stand in too many titles to tell one from another."""
        return frozenset(_lists("phrasing", "common_in_titles")["pairs"])


def in_order(parts: tuple[str, ...], text: str) -> bool:
    """Whether the parts stand in the text one after another."""
    start = 0
    for part in parts:
        found = text.find(part, start)
        if found < 0:
            return False
        start = found + len(part)
    return True


@cache
def load_lexicon() -> Lexicon:
    """The shipped vocabulary. Its parts raise DataError, naming file and key, when they can't be read."""
    return Lexicon()


def check_lexicon() -> None:
    """Read every file once. Raises DataError when one is broken."""
    for name, part in vars(Lexicon).items():
        if isinstance(part, cached_property):
            getattr(load_lexicon(), name)


@cache
def _read(name: str) -> dict[str, Any]:
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError([f"词表 {path.name} 无法读取：{error}"]) from error


def _section(file: str, section: str) -> dict[str, Any]:
    table = _read(file).get(section)
    if not isinstance(table, dict) or not table:
        raise DataError([f"词表 {file}.toml 缺少 [{section}]"])
    return table


def _lists(file: str, section: str) -> dict[str, tuple[str, ...]]:
    table = _section(file, section)
    wrong = [
        f"词表 {file}.toml [{section}] {key}：应为非空文字的列表"
        for key, words in table.items()
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words)
    ]
    if wrong:
        raise DataError(wrong)
    return {key: tuple(words) for key, words in table.items()}


def _texts(file: str, section: str) -> dict[str, str]:
    table = _section(file, section)
    wrong = [
        f"词表 {file}.toml [{section}] {key}：应为文字" for key, value in table.items() if not isinstance(value, str)
    ]
    if wrong:
        raise DataError(wrong)
    return table


def _cue(name: str, words: tuple[str, ...]) -> Cue:
    phrases = [word.lower() for word in words if not word.startswith("!")]
    return Cue(
        name=name,
        plain=tuple(phrase for phrase in phrases if "…" not in phrase),
        gapped=tuple(tuple(phrase.split("…")) for phrase in phrases if "…" in phrase),
        never=tuple(word[1:].lower() for word in words if word.startswith("!")),
    )
