"""The assistant's vocabulary, read from the TOML files beside this module and checked when loaded."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import DataError

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """The phrases of one cue; ``never`` are taken out of the text before the others are looked for."""

    name: str
    phrases: tuple[tuple[str, ...], ...]
    """each a sequence of parts that must follow one another"""
    never: tuple[str, ...]

    def found_in(self, text: str) -> bool:
        """Whether a phrase of the cue stands in the text."""
        for phrase in self.never:
            text = text.replace(phrase, "□")
        return any(in_order(parts, text) for parts in self.phrases)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Lexicon:
    """All vocabulary in one record."""

    cues: tuple[Cue, ...]
    payers: dict[str, tuple[str, ...]]
    levels: dict[str, tuple[str, ...]]
    level_masks: tuple[str, ...]
    objects: dict[str, tuple[str, ...]]
    offtopic: tuple[str, ...]
    ours: tuple[str, ...]
    outside_places: tuple[str, ...]
    covered_abroad: tuple[str, ...]
    english_phrases: tuple[tuple[str, str], ...]
    """longest first"""
    english_stop: frozenset[str]
    pinyin: dict[str, str]
    terms: tuple[str, ...]
    protected: tuple[str, ...]
    protected_places: tuple[str, ...]
    typos: dict[str, str]
    fillers: tuple[str, ...]
    """longest first"""
    additions: dict[str, tuple[str, ...]]
    focus: dict[str, tuple[str, ...]]
    counted_names: tuple[str, ...]


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
    """The shipped vocabulary.

    Raises:
        DataError: a file can't be read, or an entry is of the wrong kind; names file and key.
    """
    cues, scope, latin, typos, phrasing = (_read(name) for name in ("cues", "scope", "latin", "typos", "phrasing"))
    return Lexicon(
        cues=tuple(_cue(name, words) for name, words in _lists(cues, "cues", "cues").items()),
        payers=_lists(cues, "cues", "payer"),
        levels=_lists(cues, "cues", "levels"),
        level_masks=_lists(cues, "cues", "level_masks")["phrases"],
        objects=_lists(scope, "scope", "objects"),
        offtopic=_lists(scope, "scope", "offtopic")["phrases"],
        ours=_lists(scope, "scope", "offtopic")["ours"],
        outside_places=_lists(scope, "scope", "outside_places")["names"],
        covered_abroad=_lists(scope, "scope", "abroad_covered")["names"],
        english_phrases=tuple(sorted(_texts(latin, "latin", "english").items(), key=lambda pair: -len(pair[0]))),
        english_stop=frozenset(_lists(latin, "latin", "english_stop")["words"]),
        pinyin=_texts(latin, "latin", "pinyin"),
        terms=_lists(typos, "typos", "terms")["words"],
        protected=_lists(typos, "typos", "protected")["words"],
        protected_places=_lists(typos, "typos", "protected_places")["words"],
        typos=_texts(typos, "typos", "fixed"),
        fillers=tuple(sorted(_lists(phrasing, "phrasing", "fillers")["phrases"], key=len, reverse=True)),
        additions=_lists(phrasing, "phrasing", "additions"),
        focus=_lists(phrasing, "phrasing", "focus"),
        counted_names=_lists(phrasing, "phrasing", "counted_names")["names"],
    )


def _read(name: str) -> dict[str, Any]:
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError([f"词表 {path.name} 无法读取：{error}"]) from error


def _section(data: dict[str, Any], file: str, section: str) -> dict[str, Any]:
    table = data.get(section)
    if not isinstance(table, dict) or not table:
        raise DataError([f"词表 {file}.toml 缺少 [{section}]"])
    return table


def _lists(data: dict[str, Any], file: str, section: str) -> dict[str, tuple[str, ...]]:
    table = _section(data, file, section)
    wrong = [
        f"词表 {file}.toml [{section}] {key}：应为非空文字的列表"
        for key, words in table.items()
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words)
    ]
    if wrong:
        raise DataError(wrong)
    return {key: tuple(words) for key, words in table.items()}


def _texts(data: dict[str, Any], file: str, section: str) -> dict[str, str]:
    table = _section(data, file, section)
    wrong = [
        f"词表 {file}.toml [{section}] {key}：应为文字" for key, value in table.items() if not isinstance(value, str)
    ]
    if wrong:
        raise DataError(wrong)
    return table


def _cue(name: str, words: tuple[str, ...]) -> Cue:
    return Cue(
        name=name,
        phrases=tuple(tuple(word.lower().split("…")) for word in words if not word.startswith("!")),
        never=tuple(word[1:].lower() for word in words if word.startswith("!")),
    )
