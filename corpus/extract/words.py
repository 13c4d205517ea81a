"""The vocabulary of extraction (``corpus/data/extraction.toml``), compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from corpus.errors import DataError
from corpus.frozen import frozen

PATH = Path(__file__).parent.parent / "data" / "extraction.toml"
SECTIONS = ("levels", "objects", "benefits", "single", "heads", "level_names", "columns")
PATTERNS = SECTIONS[:5]


@frozen
class Words:
    """Patterns by what they stand for."""

    levels: dict[str, re.Pattern[str]]
    objects: dict[str, re.Pattern[str]]
    benefits: dict[str, re.Pattern[str]]
    single: dict[str, re.Pattern[str]]
    """ceiling_before, one_off, extra and the rest: one pattern each"""
    heads: dict[str, re.Pattern[str]]
    """for tables: what the words of a head cell look like that no list has, by the column they make"""
    level_names: dict[str, str]
    """the names that a list of levels is made of, and the level that each means"""
    columns: dict[str, tuple[str, ...]]
    """for tables: the words of a head cell, by the column they make"""

    def has(self, name: str, text: str) -> bool:
        """Whether the pattern ``name`` stands in a text."""
        return self.single[name].search(text) is not None


@cache
def words() -> Words:
    """The vocabulary. Raises DataError naming every entry that breaks the form of the file."""
    return read_words(PATH.read_text(encoding="utf-8"), PATH.name)


def read_words(text: str, where: str) -> Words:
    """The vocabulary of a TOML text; ``where`` names it in errors."""
    data = tomllib.loads(text)
    problems = [f"{where}：缺少 [{name}]" for name in SECTIONS if not isinstance(data.get(name), dict)]
    if problems:
        raise DataError(problems)
    patterns = {name: _compiled(data[name], f"{where} [{name}]", problems) for name in PATTERNS}
    for key, names in data["columns"].items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            problems.append(f"{where} [columns] {key}：应为文字的列表")
    unknown = [name for name, level in data["level_names"].items() if level not in data["levels"]]
    problems += [f"{where} [level_names] {name}：没有这个级别" for name in unknown]
    if problems:
        raise DataError(problems)
    return Words(
        **patterns,
        level_names=dict(data["level_names"]),
        columns={key: tuple(names) for key, names in data["columns"].items()},
    )


def _compiled(section: dict[str, object], where: str, problems: list[str]) -> dict[str, re.Pattern[str]]:
    compiled: dict[str, re.Pattern[str]] = {}
    for key, pattern in section.items():
        try:
            compiled[key] = re.compile(str(pattern))
        except re.error as error:
            problems.append(f"{where} {key}：不是正则表达式（{error}）")
    return compiled
