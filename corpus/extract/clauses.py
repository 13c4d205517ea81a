"""A reward clause with what is no award set aside: ceilings on everything, differences, sums that no longer hold.

What is set aside is written over with a mark, so that every other word keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.extract.marks import find_marks, objects_in
from corpus.extract.sums import SUM, find_sums, names_money
from corpus.extract.words import words
from corpus.patterns import late
from corpus.readers.structure import without_number

SET_ASIDE = "＿"

_OLD_WORDING = late(r"[“「『\"][^”」』\"]*[”」』\"](?=[^“「『\"。]{0,12}(?:修改|调整|变更|更改|改|替换)为)")
_DELETED = late(
    r"(?:删去|删除|删掉)[^“”「」『』。；]{0,30}[“「『][^”」』]*[”」』]"
    r"|[“「『][^”」』]*[”」』](?:的(?:规定|内容|表述|条款))?(?=[^“「『。；]{0,8}(?:删去|删除|删掉))"
)
_BRACKETED = late(r"[（(][^（()）]{2,40}[)）]")
_PART = late(r"[^，,]*[，,]?")


@dataclass
class Aside:
    """What was set aside of a clause, in the source's words."""

    caps: list[str] = field(default_factory=list)
    """ceilings on everything that one enterprise may get"""
    item_caps: list[str] = field(default_factory=list)
    """ceilings on what one enterprise gets for many items of a kind: 每个产品2万元，每家企业最高10万元"""
    differences: list[str] = field(default_factory=list)
    """what an enterprise gets that had a lower award already"""
    matches: list[str] = field(default_factory=list)
    """what another treasury may add"""
    payments: list[str] = field(default_factory=list)
    """which treasury bears which share of an award, and in which instalments it is paid"""
    of_then: bool = False
    """whether the part before told what held before (当时国家级绿色工厂奖补 45 万元)"""
    unread: list[str] = field(default_factory=list)
    """why a sum was set aside that may matter"""
    above: tuple[str, ...] = ()
    """words for the treasuries above the place (省, 国家), whose awards are none of its own"""


def without_quotes(text: str) -> str:
    """A text with the titles it names, and the words that it changes or deletes, written over."""
    return words().single["quoted_title"].sub(_over, without_old_wording(text))


def without_old_wording(text: str) -> str:
    """A text with the words that it changes (将“…”修改为“…”) or deletes (删去“…”) written over."""
    return _DELETED.sub(_over, _OLD_WORDING.sub(_over, text))


def without_grades(clause: str) -> str:
    """The clause with the grades within a level (五星级、四星级绿色工厂) written over."""
    return words().single["grades"].sub(_over, clause)


def grades_in(text: str) -> list[str]:
    """The grades within a level that a text names."""
    listed = " ".join(found.group() for found in words().single["grades"].finditer(text))
    return [re.sub(r"\s", "", grade) for grade in words().single["grade"].findall(listed)]


def without_ended(sentence: str, aside: Aside) -> str:
    """The sentence without the awards of a rule that it ends: 第四条奖励50万元的规定停止执行."""
    ended = words().single["ended_rule"].search(sentence)
    if ended is None or not names_money(ended.group()):
        return sentence
    aside.unread.append(f"所说的奖励已经废止或者停止执行：「{shortened(sentence)}」")
    return _covered(sentence, ended.start(), ended.end())


def without_others(sentence: str, aside: Aside) -> str:
    """The sentence without what it gives to others than factories: to those who coach them, to persons."""
    kept = ""
    theirs = told = False
    for part in re.findall(r"[^，,；;。]*[，,；;。]?", sentence):
        theirs = _is_for_others(part, objects_in(kept + part)) or (theirs and not _names_ours(part))
        told = told or (theirs and names_money(part))
        kept += SET_ASIDE * len(part) if theirs else part
    if told:
        aside.unread.append(f"奖给服务机构、推荐单位或个人的，不是工厂自己的奖励：「{shortened(sentence)}」")
    return kept


def _is_for_others(part: str, named: Sequence[str]) -> bool:
    vocabulary = words()
    if vocabulary.has("coaching", part):
        return True
    if vocabulary.has("recipient", part) or named[-1:] == ("绿色园区",):
        return False  # a park's award goes to those who run it
    return vocabulary.has("other_receiver", part)


def _names_ours(part: str) -> bool:
    return bool(re.match(r"\s*对", part)) or any(mark.object for mark in find_marks(part))


def _over(match: re.Match[str]) -> str:
    return SET_ASIDE * len(match.group())


def without_asides(clause: str, aside: Aside) -> str:
    """The clause with its asides written over."""
    clause = _without_shares(_without_former_sums(_without_restated(clause), aside), aside)
    clause = _without_breakdown(clause)
    kept: list[str] = []
    dropped = aside.of_then = False
    for whole in _parts(clause):
        part = _without_above(whole, aside)
        depends = dropped and not find_marks(part) and (_is_ceiling(part) or words().has("restated", part))
        dropped = depends or _is_aside(part, kept, aside)
        kept.append(SET_ASIDE * len(part) if dropped else part)
    return "".join(kept)


def _is_ceiling(part: str) -> bool:
    return words().has("ceiling_only", part)


def _parts(clause: str) -> Iterator[str]:
    return (part for part in _PART.findall(clause) if part)


def _is_aside(part: str, before: list[str], aside: Aside) -> bool:
    return any(rule(part, before, aside) for rule in (*_RULES, *(_MONEY_RULES if names_money(part) else ())))


def _is_matched(part: str, before: list[str], aside: Aside) -> bool:
    """所在市县可按 1:0.5 配套; a clause that opens with it says so of the awards before."""
    if not words().has("others_match", part) or not (before or words().has("others_lead", part)):
        return False
    aside.matches.append(_bare(part))
    return True


def _is_no_award(part: str, _before: list[str], _aside: Aside) -> bool:
    return words().has("no_award", part) or words().has("negation", part)


def _is_borne(part: str, before: list[str], aside: Aside) -> bool:
    """Who bears which share of a sum that was named: 由市级财政承担 36 万元."""
    if not words().has("borne", part) or not find_sums("".join(before)) or objects_in(part):
        return False
    aside.payments.append(_bare(part))
    return True


def _is_former(part: str, _before: list[str], aside: Aside) -> bool:
    told = words().has("then", part) or (aside.of_then and not words().has("now", part))
    aside.of_then = told
    if not (told or words().has("former_rule", part)):
        return False
    aside.unread.append(f"按旧规定兑现的奖励，不是现行标准：「{shortened(part)}」")
    return True


def _without_above(part: str, aside: Aside) -> str:
    """The part without what the treasury of a unit above the place gives: 自治区财政另行给予 100 万元."""
    payer = words().single["treasury"].search(_BRACKETED.sub(_over, part))
    if not payer or payer["whose"] not in aside.above or not names_money(part[payer.start() :]):
        return part
    if words().has("basis", part) or words().has("matching", part):
        return part
    aside.unread.append(f"上级财政的奖励，不是本地的：「{shortened(part)}」")
    return _covered(part, payer.start(), len(part))


def _is_instalment(part: str, before: list[str], aside: Aside) -> bool:
    """What is paid each year of a sum that was named: 奖励 60 万元，分三年拨付，每年 20 万元."""
    earlier = "".join(before)
    says = words().has("instalment_part", part) and words().has("instalments", earlier + part)
    if not (says and re.search(r"\d", part) and find_sums(earlier)) or find_marks(part):
        return False
    lead = _bare(before[-1]) if words().has("instalments", before[-1]) and not names_money(before[-1]) else ""
    aside.payments.append("，".join(filter(None, (lead, _bare(part)))))
    return True


def _is_of_other_kind(part: str, _before: list[str], aside: Aside) -> bool:
    """A share of costs, or a higher share of another scheme's award, of which being a factory is a condition."""
    if not words().has("cost_share", part):
        return False
    aside.unread.append(f"按费用或比例给的补助，不是评上绿色工厂的奖励：「{shortened(part)}」")
    return True


def _is_difference(part: str, _before: list[str], aside: Aside) -> bool:
    if not words().has("top_up", part):
        return False
    aside.differences.append(_bare(part))
    return True


def _is_yearly_cap(part: str, before: list[str], aside: Aside) -> bool:
    """每个产品 5 万元，每家企业每年最高 50 万元: a ceiling on all that one enterprise gets."""
    yearly = words().has("yearly_cap", part)
    if not before or not (_is_ceiling(part) or (yearly and words().has("ceiling_before", part))):
        return False
    sums = find_sums(before[-1])
    fixed = bool(sums) and sums[-1].kind == "sum"
    if words().has("per_item", before[-1]):
        aside.item_caps.append(_bare(part))
    elif fixed and yearly:
        aside.caps.append(_bare(part))
    else:
        return False
    return True


def _is_aggregate(part: str, _before: list[str], aside: Aside) -> bool:
    found = words().single["aggregate"].search(part)
    if not found or find_marks(part):
        return False
    if _is_for_one(part[: found.start()]) and _is_for_one(part[found.start() : found.end()]):
        aside.caps.append(_bare(part))
    return True


def caps_one(part: str) -> bool:
    """Whether a part of a text by itself is a ceiling on what one enterprise gets: 单个企业不超过9万元."""
    vocabulary = words()
    named = (
        vocabulary.has("aggregate", part) or vocabulary.has("ceiling_only", part) or vocabulary.has("yearly_cap", part)
    )
    return named and bool(re.search(r"企业|单位|户|家|主体", part)) and not find_marks(part)


def _bare(part: str) -> str:
    return without_number(part.strip(" ，,；;。＿"))


_RULES = (_is_matched, _is_borne, _is_instalment, _is_no_award, _is_of_other_kind)
_MONEY_RULES = (_is_former, _is_difference, _is_yearly_cap, _is_aggregate)
"""what sets a part of a clause aside, the first that fits; those that only matter where it names a sum"""


def _is_for_one(text: str) -> bool:
    """Whether a ceiling is for one enterprise: another scheme's (市级财政累计给予) is none of ours."""
    bare = words().single["aggregate"].sub("", without_number(text))
    return words().has("aggregate_subject", bare)


def _without_restated(clause: str) -> str:
    """The clause without a sum that only says the one before it again: 伍拾万元（500,000元）."""
    for bracket in _BRACKETED.finditer(clause):
        again = find_sums(bracket.group())
        before = [item for item in find_sums(clause[: bracket.start()]) if item.end == bracket.start()]
        if before and len(again) == 1 and (again[0].low, again[0].high) == (before[0].low, before[0].high):
            clause = _covered(clause, bracket.start(), bracket.end())
    return clause


def _without_shares(clause: str, aside: Aside) -> str:
    """The clause without a bracket that says who bears which share: 80 万元（县财政承担 30 万元）."""
    for bracket in _BRACKETED.finditer(clause):
        if words().has("borne", bracket.group()) and find_sums(clause[: bracket.start()]):
            aside.payments.append(bracket.group()[1:-1])
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
            # Who gets it may stand between: 原政策国家级绿色工厂奖励 30 万元，现调整为 50 万元.
            start = match.start() if find_marks(former.group()) else former.start()
            clause = _covered(clause, start, match.end())
    return clause


def _covered(text: str, start: int, end: int) -> str:
    return text[:start] + SET_ASIDE * (end - start) + text[end:]


def shortened(text: str) -> str:
    """The first words of a clause, for a report."""
    text = re.sub(f"{SET_ASIDE}+", "…", text.strip())
    return text if len(text) <= 60 else text[:60] + "…"
