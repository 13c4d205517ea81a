"""What a factory did or suffered, found among the items of rules in other words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understanding.lexicon import load_lexicon
from corpus.patterns import late

OFF_THE_REGISTER = late("(经营异常|异常名录)[^。；？]{0,12}移出")
"""taken off another list than that of the factories"""
NAMED = 4
"""characters in a row by which a question names an item"""


def like(text: str, items: Sequence[str]) -> list[str]:
    """The items that speak of what the text names in other words."""
    conduct = load_lexicon().conduct
    text = OFF_THE_REGISTER.sub(r"\1", text)
    kinds = [kind for kind, words in conduct.items() if kind in text or any(word in text for word in words)]
    return [item for item in items if any(_speaks_of(item, kind) for kind in kinds)] or named_in(text, items)


def _speaks_of(item: str, kind: str) -> bool:
    """Whether an item names a kind of conduct; 未移出的 names none."""
    return kind in item.replace(f"未{kind}", "")


def named_in(text: str, items: Sequence[str]) -> list[str]:
    """The items that the text names by four characters or more in a row (失信被执行人)."""
    pieces = {text[start : start + NAMED] for start in range(len(text) - NAMED + 1)}
    return [item for item in items if any(item[i : i + NAMED] in pieces for i in range(len(item) - NAMED + 1))]
