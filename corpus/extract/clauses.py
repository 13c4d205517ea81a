"""A reward clause with what is no award set aside: ceilings on everything, differences, sums that no longer hold.

What is set aside is written over with a mark, so that every other word keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.extract.marks import find_marks
from corpus.extract.sums import SUM, find_sums, names_money
from corpus.extract.words import words

SET_ASIDE = "＿"

_OLD_WORDING = re.compile(r"[“「『\"][^”」』\"]*[”」』\"](?=[^“「『\"。]{0,12}(?:修改|调整|变更|更改|改|替换)为)")
_BRACKETED = re.compile(r"[（(][^（()）]{2,40}[)）]")
_PART = re.compile(r"[^，,]*[，,]?")


@dataclass
class Aside:
    """What was set aside of a clause, in the source's words."""

    caps: list[str] = field(default_factory=list)
    """ceilings on everything that one enterprise may get"""
    differences: list[str] = field(default_factory=list)
    """what an enterprise gets that had a lower award already"""
    matches: list[str] = field(default_factory=list)
    """what another treasury may add"""
    unread: list[str] = field(default_factory=list)
    """why a sum was set aside that may matter"""


def without_quotes(text: str) -> str:
    """A text with the titles it names, and the words that it changes (将“…”修改为“…”), written over."""
    return words().single["quoted_title"].sub(_over, without_old_wording(text))


def without_old_wording(text: str) -> str:
    """A text with the words that it changes (将“…”修改为“…”) written over."""
    return _OLD_WORDING.sub(_over, text)


def _over(match: re.Match[str]) -> str:
    return SET_ASIDE * len(match.group())


def without_asides(clause: str, aside: Aside) -> str:
    """The clause with its asides written over."""
    clause = _without_breakdown(_without_former_sums(_without_restated(clause), aside))
    kept: list[str] = []
    dropped = False
    for part in _parts(clause):
        depends = dropped and not find_marks(part) and words().has("ceiling_only", part)
        dropped = depends or _is_aside(part, kept, aside)
        kept.append(SET_ASIDE * len(part) if dropped else part)
    return "".join(kept)


def _parts(clause: str) -> Iterator[str]:
    return (part for part in _PART.findall(clause) if part)


def _is_aside(part: str, before: list[str], aside: Aside) -> bool:
    vocabulary = words()
    if before and vocabulary.has("others_match", part):
        aside.matches.append(part.strip(" ，,；;。"))
        return True
    if vocabulary.has("former_rule", part) and names_money(part):
        aside.unread.append(f"按旧规定兑现的奖励，不是现行标准：「{shortened(part)}」")
        return True
    if vocabulary.has("no_award", part) or vocabulary.has("negation", part):
        return True
    if not names_money(part):
        return False
    bare = part.strip(" ，,；;。")
    if vocabulary.has("top_up", part):
        aside.differences.append(bare)
        return True
    if before and vocabulary.has("per_item", before[-1]) and vocabulary.has("ceiling_only", part):
        aside.caps.append(bare)  # 每个产品 5 万元，每家企业最高 50 万元
        return True
    found = vocabulary.single["aggregate"].search(part)
    if found and not find_marks(part):
        if _is_for_one(part[: found.start()]) and _is_for_one(part[found.start() : found.end()]):
            aside.caps.append(bare)
        return True
    return False


def _is_for_one(text: str) -> bool:
    """Whether a ceiling is for one enterprise: another scheme's (市级财政累计给予) is none of ours."""
    bare = words().single["aggregate"].sub("", text.strip())
    return words().has("aggregate_subject", bare)


def _without_restated(clause: str) -> str:
    """The clause without a sum that only says the one before it again: 伍拾万元（500,000元）."""
    for bracket in _BRACKETED.finditer(clause):
        again = find_sums(bracket.group())
        before = [item for item in find_sums(clause[: bracket.start()]) if item.end == bracket.start()]
        if before and len(again) == 1 and (again[0].low, again[0].high) == (before[0].low, before[0].high):
            clause = _covered(clause, bracket.start(), bracket.end())
    return clause


def _without_breakdown(clause: str) -> str:
    """The clause without who pays which share: 奖励 50 万元，其中市级 30 万元 promises 50."""
    head, mark, rest = clause.partition("其中")
    if not mark or not find_sums(head):
        return clause
    end = re.search(r"[）)。；;]", rest)
    length = end.start() if end else len(rest)
    return head + SET_ASIDE * (len(mark) + length) + rest[length:]


def _without_former_sums(clause: str, aside: Aside) -> str:
    """The clause with the sums before a change written over, and those by which an award changes."""
    vocabulary = words().single
    for match in SUM.finditer(clause):
        before = clause[: match.start()]
        if vocabulary["raised_by"].search(before):
            aside.unread.append(f"只写了增减的数额，没有写明改为多少：「{shortened(clause)}」")
            clause = _covered(clause, match.start(), match.end())
            continue
        former = vocabulary["former"].search(before)
        if former and vocabulary["changed"].search(clause, match.end()):
            clause = _covered(clause, former.start(), match.end())
    return clause


def _covered(text: str, start: int, end: int) -> str:
    return text[:start] + SET_ASIDE * (end - start) + text[end:]


def shortened(text: str) -> str:
    """The first words of a clause, for a report."""
    text = text.strip()
    return text if len(text) <= 60 else text[:60] + "…"
