"""The sentences of the answers, one TOML file a teller. A template holds slots, never a condition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from assistant.toml_files import named, read_toml
from corpus.errors import DataError
from corpus.patterns import late

FOLDER = Path(__file__).parent
KIND = "文案"
DESCRIBED = late("《（([^《》（）]+)）》")
"""a title that its row has in brackets is no title: it says what the document is about, whose title was not seen"""
UNTITLED = r"\1（原题未见）"


class Wording:
    """The templates of one file, by key; read when the first sentence is asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, key: str, **slots: object) -> str:
        """The sentence of that key, its slots filled."""
        told = templates(self.name)[key].format(**slots)
        return DESCRIBED.sub(UNTITLED, told) if "《（" in told else told

    def __iter__(self) -> Iterator[str]:
        return iter(templates(self.name))


def load_wording(name: str) -> Wording:
    """The templates of ``name.toml``."""
    return Wording(name)


@cache
def templates(name: str) -> dict[str, str]:
    """The texts of ``name.toml``, by key. Raises DataError naming file and key when one is no text."""
    path = FOLDER / f"{name}.toml"
    found = read_toml(path, KIND)
    wrong = [f"{named(path, KIND, key)}：应为文字" for key, text in found.items() if not isinstance(text, str)]
    if wrong:
        raise DataError(wrong)
    return found
