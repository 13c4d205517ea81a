"""What a factory did or suffered, found among the items of rules in other words."""

from __future__ import annotations

from collections.abc import Sequence

NAMED = 4
"""characters in a row by which a question names an item"""
CONDUCT = {
    "失信被执行人": ("失信", "老赖", "欠债"),
    "注销、停业": ("停业", "注销", "停产"),
    "停产": ("停产", "停工"),
    "安全": ("安全事故", "事故"),
    "污染": ("环保", "环境", "污染"),
    "监察": ("监察", "整改名单"),
    "偷漏税": ("偷税", "漏税", "偷漏税"),
    "经营异常": ("经营异常",),
    "移出": ("移出", "除名"),
    "动态调整出": ("移出", "踢出", "除名", "摘牌", "调出"),
    "弄虚作假": ("造假", "作假", "假数据"),
}
"""what the items of the rules speak of, by the words people use for it"""


def like(text: str, items: Sequence[str]) -> list[str]:
    """The items that speak of what the text names in other words."""
    kinds = [kind for kind, words in CONDUCT.items() if kind in text or any(word in text for word in words)]
    return [item for item in items if any(_speaks_of(item, kind) for kind in kinds)] or named_in(text, items)


def _speaks_of(item: str, kind: str) -> bool:
    """Whether an item names a kind of conduct; 未移出的 names none."""
    return kind in item.replace(f"未{kind}", "")


def named_in(text: str, items: Sequence[str]) -> list[str]:
    """The items that the text names by four characters or more in a row (失信被执行人)."""
    pieces = {text[start : start + NAMED] for start in range(len(text) - NAMED + 1)}
    return [item for item in items if any(item[i : i + NAMED] in pieces for i in range(len(item) - NAMED + 1))]
