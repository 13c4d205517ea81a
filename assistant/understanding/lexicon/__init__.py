"""The assistant's vocabulary, read from the TOML files beside this module and checked when loaded."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from assistant.toml_files import named, read_toml
from corpus.errors import DataError

FOLDER = Path(__file__).parent
KIND = "词表"
HOLDS = ("", "day", "span", "day or span", "count", "body")
"""what a sentence that tells a matter must hold"""


class Matter(NamedTuple):
    """A practical matter of a notice (matters.toml): how a notice tells it."""

    heading: tuple[str, ...]
    words: tuple[str, ...]
    holds: str
    """day, span, day or span, count; "" for nothing"""
    whole: bool
    also: tuple[str, ...] = ()
    """other concepts that ask for it"""
    paid: tuple[str, ...] = ()
    """question words that ask for it where they stand by a word for paying out (什么时候发, 怎么领)"""
    asked: tuple[str, ...] = ()
    """patterns of a question that asks an added notice for it"""


class Lexicon:
    """All vocabulary; each file is read when something in it is first asked for."""

    @cached_property
    def concepts(self) -> dict[str, tuple[str, ...]]:
        """The words of each concept, by ``group.name``; levels are apart."""
        groups = (group for group in _read("concepts") if group not in ("level", "filler"))
        found = {f"{group}.{name}": words for group in groups for name, words in _lists("concepts", group).items()}
        return found | {"filler.words": _lists("concepts", "filler")["words"]}

    @cached_property
    def gapped(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Concepts whose parts stand apart within one clause, each with the parts in their order."""
        phrases = ((name, phrase) for name, phrases in self.concepts.items() for phrase in phrases)
        return tuple((name, tuple(phrase.split("…"))) for name, phrase in phrases if "…" in phrase)

    @cached_property
    def nearest_texts(self) -> dict[str, str]:
        """What to search the texts for where nothing says what was asked, by the aspect's name."""
        return _texts("nearest", "text")

    @cached_property
    def nearest_relations(self) -> dict[str, str]:
        """Which rows stand nearest to an aspect that nothing says."""
        return _texts("nearest", "relation")

    @cached_property
    def rule_topics(self) -> dict[str, tuple[str, ...]]:
        """The topics of rules that a concept, or an aspect that nothing says, means."""
        return {**_lists("duties", "concepts"), **_lists("duties", "unsaid")}

    @cached_property
    def told_whole(self) -> tuple[tuple[str, ...], ...]:
        """Lists of topics of which every one is told, not the first that has rules alone."""
        return tuple(_lists("duties", "unsaid").values())

    @cached_property
    def replaced_topics(self) -> dict[str, tuple[str, ...]]:
        """For a topic of rules that may be replaced, the topics of what stands in its stead."""
        return _lists("duties", "replaced")

    @cached_property
    def matters(self) -> dict[str, Matter]:
        """Practical matters of notices, by what is asked."""
        return {name: _matter(name, table) for name, table in _read("matters").items()}

    @cached_property
    def beside_sums(self) -> dict[str, tuple[str, ...]]:
        """Words of documents beside their sums, with the patterns of questions that ask for them in other words."""
        return _lists("beside_sums", "words")

    @cached_property
    def said(self) -> dict[str, tuple[str, ...]]:
        """What rules say beside their sums and places are listed by: its name, to the words for it."""
        return _lists("beside_sums", "said")

    @cached_property
    def conduct(self) -> dict[str, tuple[str, ...]]:
        """What the items of rules speak of, to the words that people use for what happened."""
        return _lists("conduct", "conduct")

    @cached_property
    def conduct_whole(self) -> dict[str, tuple[str, ...]]:
        """Words that stand for several kinds of conduct at once."""
        return _lists("conduct", "whole")

    @cached_property
    def levels(self) -> dict[str, tuple[str, ...]]:
        """Words for each recognition level."""
        return _lists("concepts", "level")

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
    def counted_names(self) -> tuple[str, ...]:
        """Groups and companies of which a number of factories may be asked."""
        return _lists("phrasing", "counted_names")["names"]


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
    return read_toml(FOLDER / f"{name}.toml", KIND)


def _section(file: str, section: str) -> dict[str, Any]:
    table = _read(file).get(section)
    if not isinstance(table, dict) or not table:
        raise DataError([f"{KIND} {file}.toml 缺少 [{section}]"])
    return table


def _named(file: str, section: str, key: str) -> str:
    return named(FOLDER / f"{file}.toml", KIND, key, section)


def _lists(file: str, section: str) -> dict[str, tuple[str, ...]]:
    table = _section(file, section)
    wrong: list[str] = []
    for key, words in table.items():
        if not isinstance(words, list):
            wrong.append(f"{_named(file, section, key)}：应为文字的列表")
            continue
        bad = [number for number, word in enumerate(words, 1) if not isinstance(word, str) or not word]
        wrong += [f"{_named(file, section, key)} 第 {number} 项：应为非空文字" for number in bad]
    if wrong:
        raise DataError(wrong)
    return {key: tuple(words) for key, words in table.items()}


def _matter(name: str, table: Any) -> Matter:
    given = table if isinstance(table, dict) else {}
    lists = [given.get("heading"), given.get("words"), given.get("also", []), given.get("paid", [])]
    lists.append(given.get("asked", []))
    right = all(isinstance(words, list) and all(isinstance(word, str) for word in words) for words in lists)
    if not right or given.get("holds") not in HOLDS or not isinstance(given.get("whole"), bool):
        where = named(FOLDER / "matters.toml", KIND, "heading", f'"{name}"')
        problem = f"holds 应为空或 {'、'.join(filter(None, HOLDS))}，whole 应为 true 或 false"
        raise DataError([f"{where}：heading、words、also、paid、asked 应为文字的列表，{problem}"])
    heading, words, also, paid, asked = map(tuple, lists)
    return Matter(heading, words, given["holds"], given["whole"], also, paid, asked)


def _texts(file: str, section: str) -> dict[str, str]:
    table = _section(file, section)
    wrong = [f"{_named(file, section, key)}：应为文字" for key, value in table.items() if not isinstance(value, str)]
    if wrong:
        raise DataError(wrong)
    return table
