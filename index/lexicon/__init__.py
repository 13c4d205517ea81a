"""Words of the trade, synonyms and question words: plain files, checked when they are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.errors import DataError

FOLDER = Path(__file__).parent


class Synonyms(NamedTuple):
    """Words that may stand for one another."""

    name: str
    words: tuple[str, ...]


@cache
def load_words() -> tuple[str, ...]:
    """Words that stay whole when text is cut (words.txt)."""
    return read_word_list(FOLDER / "words.txt")


@cache
def load_stop_words() -> frozenset[str]:
    """Words of questions that say nothing of what is looked for (stopwords.txt)."""
    return frozenset(read_word_list(FOLDER / "stopwords.txt"))


@cache
def load_synonyms() -> tuple[Synonyms, ...]:
    """The groups of synonyms.toml."""
    return read_synonyms(FOLDER / "synonyms.toml")


@cache
def synonyms_of(word: str) -> tuple[str, ...]:
    """The other words of all groups that hold this word."""
    others = (other for group in load_synonyms() if word in group.words for other in group.words)
    return tuple(dict.fromkeys(other for other in others if other != word))


def read_word_list(path: Path) -> tuple[str, ...]:
    """Words of a text file, one a line; ``#`` begins a comment.

    Raises: DataError naming file and line for a word that is repeated or holds a space.
    """
    words: dict[str, int] = {}
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        word = line.split("#", 1)[0].strip()
        if not word:
            continue
        if any(character.isspace() for character in word):
            problems.append(f"{path.name} 第 {number} 行：一行只能有一个词（{word}）")
        elif word in words:
            problems.append(f"{path.name} 第 {number} 行：「{word}」与第 {words[word]} 行重复")
        words.setdefault(word, number)
    if problems:
        raise DataError(problems)
    return tuple(words)


def read_synonyms(path: Path) -> tuple[Synonyms, ...]:
    """Groups of a TOML file: each table ``[name]`` with ``words``, two or more.

    Raises: DataError naming file and group (or line, when it is no TOML).
    """
    import tomllib

    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError([f"{path.name}：不是合法的 TOML（{error}）"]) from error
    problems, groups = [], []
    for name, table in tables.items():
        words = table.get("words") if isinstance(table, dict) else None
        if not isinstance(words, list) or len(words) < 2 or not all(isinstance(word, str) and word for word in words):
            problems.append(f"{path.name} [{name}]：words 应是两个以上词语的列表")
        elif len(set(words)) < len(words):
            problems.append(f"{path.name} [{name}]：words 中有重复的词")
        elif isinstance(table, dict) and set(table) - {"words", "note"}:
            problems.append(f"{path.name} [{name}]：不认识的项 {'、'.join(sorted(set(table) - {'words', 'note'}))}")
        else:
            groups.append(Synonyms(name=name, words=tuple(words)))
    if problems:
        raise DataError(problems)
    return tuple(groups)
