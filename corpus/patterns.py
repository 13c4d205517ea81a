"""Regular expressions that are compiled when they are first used.

Of some two hundred patterns that stand at the head of modules a question needs a quarter; compiling the others was a
fifth of the time that a first answer takes. To look for a few words takes a thousandth of compiling a pattern: one that
can't match without one of them is told so, and is not compiled for a text that holds none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, cast


class Late:
    """A pattern in waiting; once used, its methods are those of the compiled one."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source  # other patterns are made of it
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


class Worded(Late):
    """A pattern in waiting of which every match holds one of some words."""

    def __init__(self, source: str, flags: int, words: Iterable[str]) -> None:
        super().__init__(source, flags)
        self.words = tuple(words)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def _may_match(self, text: str) -> bool:
        return any(word in text for word in self.words)

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        return self._compiled.search(text, *span) if self._may_match(text) else None

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        return self._compiled.match(text, *span) if self._may_match(text) else None

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        return self._compiled.fullmatch(text, *span) if self._may_match(text) else None

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text, *span) if self._may_match(text) else iter(())

    def findall(self, text: str, *span: int) -> list[Any]:
        return self._compiled.findall(text, *span) if self._may_match(text) else []

    def sub(self, put: Any, text: str, count: int = 0) -> str:
        return self._compiled.sub(put, text, count) if self._may_match(text) else text


def late(source: str, flags: int = 0, *, words: Iterable[str] = ()) -> re.Pattern[str]:
    """The pattern, for the head of a module; an error in it shows when it is used, or in the test that uses all.

    ``words``: every match holds one of them, written as they are (a text without any is not searched).
    """
    return cast("re.Pattern[str]", Worded(source, flags, words) if words else Late(source, flags))
