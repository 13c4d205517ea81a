"""What a factory did or suffered, or did not, found among the items of rules in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.understanding.lexicon import load_lexicon
from corpus.patterns import late

OFF_THE_REGISTER = late("(经营异常|异常名录)(?:(?![没未不])[^。；？]){0,12}移[出除]", words=("异常",))
"""taken off another list than that of the factories"""
STILL_ON_IT = late("(经营异常|异常名录)[^。；？]{0,8}[没未不][^。；？]{0,4}移[出除]", words=("异常",))
"""and not taken off it yet: this denies nothing"""
NAMED = 4
"""characters in a row by which a question names an item"""
NOT = "(?<!有)(?:没有|没|从未|未曾|未|并无|无|不是|不算)"
AROUND = (
    "(?:发生|出现|出|被列入|被列为|被|列入|列为|上|进|受到?|挨|过|任何|什么|重大|较大"
    "|生产|工业|环境|环保|污染|质量|安全)*"
)
"""what may stand between 没有 and what is denied"""


ASKED = "(?:有没有|有无|是不是|是否|会不会)"
"""before what is asked, and neither happened nor did not"""
OF_ANOTHER = "(?!处罚|罚|投诉|验收|手续|部门|证明)"
"""behind a word that is not itself denied: who had no 环保处罚 may have had an accident"""


def like(text: str, items: Sequence[str]) -> list[str]:
    """The items that speak of what the text names in other words; what it denies it does not name."""
    text = without_denied(text)
    kinds = named_kinds(text)
    return [item for item in items if any(speaks_of(item, kind) for kind in kinds)] or named_in(text, items)


def named_kinds(text: str) -> list[str]:
    """The kinds of conduct that a text names."""
    text = OFF_THE_REGISTER.sub(r"\1", STILL_ON_IT.sub(r"\1", text))
    return [kind for kind, words in load_lexicon().conduct.items() if kind in text or any(w in text for w in words)]


def denied_kinds(text: str) -> list[str]:
    """The kinds of conduct of which a text says that there was none: 没有事故，也没有失信."""
    lexicon = load_lexicon()
    text = STILL_ON_IT.sub(r"\1", text)
    denied = " ".join(match[0] for match in _denying(NOT, OF_ANOTHER).finditer(text))
    whole = [kind for word, kinds in lexicon.conduct_whole.items() if word in denied for kind in kinds]
    return list(dict.fromkeys((*named_kinds(denied), *whole))) if denied else []


def without_denied(text: str) -> str:
    """A text without what it denies."""
    return _denying(NOT).sub("", STILL_ON_IT.sub(r"\1", text))


def without_asked(text: str) -> str:
    """A text without what it only asks of: 有没有事故."""
    return _denying(ASKED).sub("", text)


@cache
def _denying(before: str, behind: str = "") -> re.Pattern[str]:
    conduct = load_lexicon().conduct
    words = sorted({*conduct, *(word for found in conduct.values() for word in found)}, key=len, reverse=True)
    word = f"(?:{'|'.join(map(re.escape, words))}){behind}(?:名单|被执行人|名录|事件|行为|记录)?"
    return re.compile(f"{before}{AROUND}{word}(?:[、和或及与跟]{AROUND}{word})*")


def speaks_of(item: str, kind: str) -> bool:
    """Whether an item names a kind of conduct; 未移出的 names none."""
    return kind in item.replace(f"未{kind}", "")


def named_in(text: str, items: Sequence[str]) -> list[str]:
    """The items that the text names by four characters or more in a row (失信被执行人)."""
    pieces = {text[start : start + NAMED] for start in range(len(text) - NAMED + 1)}
    return [item for item in items if any(item[i : i + NAMED] in pieces for i in range(len(item) - NAMED + 1))]
