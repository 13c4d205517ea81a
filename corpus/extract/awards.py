"""Reward clauses to typed awards: who (level and object) gets what (sum, ceiling, share, match).

A clause is read as a run of levels and objects followed by the sums that go with them. What pairs in no certain way
is not guessed: it comes back as ``unread`` with the reason.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from corpus.extract.clauses import (
    SET_ASIDE,
    Aside,
    grades_in,
    shortened,
    without_asides,
    without_ended,
    without_grades,
    without_others,
    without_quotes,
)
from corpus.extract.marks import Mark, Phrase, find_marks, folded, levels_in, objects_in, phrases
from corpus.extract.sums import Sum, find_sums
from corpus.extract.words import words
from corpus.frozen import field, frozen, replace
from corpus.patterns import late
from corpus.types import Award, Level, Stacking

FACTORY = "绿色工厂"

KEPT_OBJECTS = (FACTORY, "绿色园区", "绿色供应链", "绿色产品", "零碳工厂", "零碳园区")
"""objects that get rows; the others of the vocabulary only keep their sums from being read as these"""

SENTENCE = late(r"[^。！？\n]+[。！？]?")
CLAUSE = late(r"[^；;]+")
BRACKETS = late(r"[（(][^（()）]*[）)]")


@frozen
class Promise:
    """An award and the object it is for (绿色工厂, 绿色园区 …)."""

    object: str
    award: Award


@frozen
class Reading:
    """What a reward text promises, and what in it could not be read for certain."""

    promises: tuple[Promise, ...] = ()
    stacking: Stacking = ""
    stacking_with: str = ""
    stacking_words: str = ""
    benefits: tuple[str, ...] = ()
    caps: tuple[str, ...] = ()
    """ceilings on everything that one enterprise may get (累计不超过 …), in the source's words"""
    item_caps: tuple[tuple[str, str], ...] = ()
    """objects that are paid by the piece, and the ceiling on all pieces of one enterprise, in the source's words"""
    differences: tuple[str, ...] = ()
    """what one gets that had a lower award already (补足差额 35 万元), in the source's words"""
    matches: tuple[str, ...] = ()
    """what another treasury may add (所在市县可按 1:0.5 配套), in the source's words"""
    payments: tuple[str, ...] = ()
    """who bears which share of an award, and in which instalments it is paid, in the source's words"""
    unread: tuple[str, ...] = ()
    """why a sum was left out, with the words"""


Known = dict[tuple[str, Level], float]
"""sums that were read already, by object and level, in 万元"""


@frozen
class Context:
    """What a clause may take for granted from its heading, its table or the sentence before."""

    objects: tuple[str, ...] = ()
    level: Level = ""
    superiors: Mapping[str, str] = field(default_factory=dict)
    """place codes by the word a text has for them: 省, 市, 国家, 区"""
    above: tuple[str, ...] = ()
    """those of these words by which a text can't mean its own place"""
    known: Mapping[tuple[str, Level], float] = field(default_factory=dict)
    """sums of the clauses before, by object and level"""


NO_CONTEXT = Context()


@dataclasses.dataclass
class _Group:
    """Levels and objects, and the sums that follow them."""

    marks: list[Mark] = dataclasses.field(default_factory=list)
    sums: list[Sum] = dataclasses.field(default_factory=list)
    start: int = 0
    end: int = 0

    @property
    def phrases(self) -> list[Phrase]:
        """The levels and objects as they belong together."""
        return phrases(self.marks)

    @property
    def objects(self) -> list[str]:
        """The objects, each once."""
        return list(dict.fromkeys(name for phrase in self.phrases for name in phrase.objects))

    @property
    def levels(self) -> list[Level]:
        """The levels, each once."""
        return list(dict.fromkeys(level for phrase in self.phrases for level in phrase.levels))


def read_awards(text: str, context: Context = NO_CONTEXT) -> Reading:
    """The awards that a reward text promises to green factories and their kin."""
    text = without_quotes(folded(text))
    promises: list[Promise] = []
    unread: list[str] = []
    aside = Aside(above=context.above)
    known: Known = {}
    item_caps: list[tuple[str, str]] = []
    for sentence in SENTENCE.findall(text):
        lead = sentence.partition("：")[0] if "：" in sentence else ""
        level: Level = ""
        for clause in CLAUSE.findall(without_others(without_ended(sentence, aside), aside)):
            told = replace(context, level=level) if level and not find_marks(clause) else context
            found, problems = _read_clause(clause, lead, told, aside, known)
            level = _one_level(clause) or level
            promises += found
            unread += problems
            item_caps += [(promises[-1].object, cap) for cap in aside.item_caps if promises]
            aside.item_caps.clear()
            known |= {(one.object, one.award.level): one.award.amount_max for one in found if one.award.amount_max}
            context = _carried(clause, context)
    stacking, with_what, its_words = _stacking(text, promises)
    return Reading(
        promises=tuple(dict.fromkeys(promise for promise in promises if promise.object in KEPT_OBJECTS)),
        stacking=stacking,
        stacking_with=with_what,
        stacking_words=its_words,
        benefits=tuple(name for name, pattern in words().benefits.items() if pattern.search(text)),
        caps=tuple(aside.caps),
        item_caps=tuple(item_caps),
        differences=tuple(aside.differences),
        matches=tuple(aside.matches),
        payments=tuple(aside.payments),
        unread=(*unread, *aside.unread),
    )


def _one_level(clause: str) -> Level:
    """The one level that a clause names: a case of it that follows (；2026年起认定的奖励…) is about it too."""
    named = levels_in(clause)
    return named[0] if len(named) == 1 else ""


def _carried(clause: str, context: Context) -> Context:
    objects = tuple(dict.fromkeys(mark.object for mark in find_marks(clause) if mark.object is not None))
    return replace(context, objects=objects) if objects else context


def _read_clause(
    whole: str, lead: str, context: Context, aside: Aside, known: Known
) -> tuple[list[Promise], list[str]]:
    clause = without_grades(without_asides(whole, aside))
    basis = _basis(clause)
    relative: dict[Level, float] = {}
    if basis:
        # 「在省级奖励基础上」 names whose award this one adds to, not who gets it.
        clause = words().single["basis"].sub(lambda found: SET_ASIDE * len(found.group()), clause)
    if basis or any(item.kind == "matching" for item in find_sums(clause)):
        relative, clause = _relative_amounts(clause)
    groups = _groups(clause, context)
    promises: list[Promise] = []
    unread: list[str] = []
    for position, group in enumerate(groups):
        if group.sums and len(clause) == len(whole):
            after = groups[position - 1].sums[-1].end if position else 0
            group.sums = _graded(group.sums, grades_in(whole[after : group.sums[0].start]))
            group.sums = _graded(group.sums, _grades_before(whole, group.sums))
            group.sums = _graded(group.sums, _tiers(whole[after : group.sums[-1].start], after, group.sums))
        pairs, reason = _read_group(clause, groups, position, context, bool(basis))
        superior = _superior("".join(filter(None, basis.groups())), context) if basis else ""
        for level, object_name, item, cap in pairs:
            if item.kind == "share":
                item, told = _resolved(level, object_name, item, known, context)
                reason = reason or told
                superior = superior or _superior(item.of, context)
                if told:
                    continue
            award = _award(level, item, cap, lead, clause[group.start : group.end])
            award = replace(award, words=_own_words(clause, group.start, item))
            alone = words().single["unmatched"].search(clause)
            if alone:
                award = replace(award, condition="，".join(filter(None, (award.condition, alone.group()))))
            placed = list(_placed(award, object_name, superior, relative))
            promises += placed
            known |= {(one.object, one.award.level): one.award.amount_max for one in placed if one.award.amount_max}
        if reason:
            unread.append(f"{reason}：「{shortened(whole)}」")
    return promises, unread


def _basis(clause: str) -> re.Match[str] | None:
    """Whose award a clause adds to or matches, the last that it names; an award that the text itself names is none."""
    found = max(words().single["basis"].finditer(clause), key=re.Match.start, default=None)
    share = words().single["share"].match(clause, found.start()) if found else None
    return None if share and words().has("own_basis", share["of"] or "") else found


def _full(level: Level, object_name: str, item: Sum, known: Known, context: Context) -> float | None:
    """The sum that a share is a share of, where the text names it."""
    named = levels_in(item.of)
    others = objects_in(item.of)
    if words().has("own_basis", item.of):
        # 同级绿色工厂标准的80% may stand in another clause than the award; 首次奖励的20% is of nobody knows which.
        return {**context.known, **known}.get((others[0], level)) if others else None
    if named:
        return known.get((object_name, named[0]))
    above = [amount for (name, other), amount in known.items() if name == object_name and other != level]
    return above[-1] if above else None


def _resolved(level: Level, object_name: str, item: Sum, known: Known, context: Context) -> tuple[Sum, str]:
    """A share of an award as the sum it comes to, or as a match of another treasury's award; else why it can't be."""
    full = _full(level, object_name, item, known, context)
    named = levels_in(item.of)
    if full is not None and item.ratio:
        amount = round(full * item.ratio, 4)
        return replace(item, kind="sum", low=amount, high=amount), ""
    if named and item.ratio and _superior(item.of, context):
        return replace(item, kind="matching"), ""
    return item, "只写了按比例折算，所依据的金额没有写明"


def _relative_amounts(clause: str) -> tuple[dict[Level, float], str]:
    """The awards quoted in brackets that this one adds to or matches, and the clause without them."""
    amounts: dict[Level, float] = {}
    for bracket in BRACKETS.findall(clause):
        for group in _groups(bracket):
            for level, item in zip(group.levels, group.sums, strict=False):
                if item.high is not None:
                    amounts[level] = item.high
    return (amounts, BRACKETS.sub("", clause)) if amounts else ({}, clause)


def _superior(whose: str, context: Context) -> str:
    return next((code for word, code in context.superiors.items() if word in whose), "")


def _placed(award: Award, object_name: str, superior: str, relative: Mapping[Level, float]) -> Iterator[Promise]:
    if award.form == "matching" and not award.level and relative:
        for level, amount in relative.items():
            matched = replace(award, level=level, relative_to=superior, relative_amount=amount)
            yield Promise(object=object_name, award=matched)
        return
    if award.form in ("matching", "extra"):
        award = replace(award, relative_to=superior, relative_amount=relative.get(award.level))
    yield Promise(object=object_name, award=award)


def _groups(text: str, context: Context = NO_CONTEXT) -> list[_Group]:
    groups: list[_Group] = [_Group()]
    sums = find_sums(text)
    # The level in 「按国家级标准的50%」 says what is halved, not who gets it.
    inside = [(item.start, item.end) for item in sums if item.kind == "share"]
    marks = [mark for mark in find_marks(text) if not any(start <= mark.start < end for start, end in inside)]
    items: list[Mark | Sum] = [*marks, *sums]
    for item in sorted(items, key=lambda item: item.start):
        group = groups[-1]
        if isinstance(item, Sum):
            group.sums.append(item)
            continue
        if group.sums:
            group.end = item.start
            group = _Group(start=item.start)
            groups.append(group)
        if _is_payer(item, group, text, context):
            continue
        if _named_again(item, group, text):
            group.marks = [mark for mark in group.marks if "，" not in text[mark.end : item.start]]
        group.marks.append(item)
    groups[-1].end = len(text)
    return groups


_PAYS = late(r"\s*(?:财政)?(?:＿|按|给予|予以|再|另|奖励|奖补|补助|补足|配套|一次性)")


def _is_payer(mark: Mark, group: _Group, text: str, context: Context) -> bool:
    """Whether a level is that of the treasury that pays: 国家级绿色园区区级奖励 60 万元, behind who gets it."""
    objects = [one for one in group.marks if one.object is not None]
    if not mark.levels or not objects or not any(one.levels and one.start < objects[-1].start for one in group.marks):
        return False
    own = text[mark.start : mark.end].removesuffix("级") not in context.above
    listed = text[: mark.start].rstrip().endswith(("、", "和", "及", "与", "或", "/", "／"))
    return own and not listed and bool(_PAYS.match(text, mark.end))


def _named_again(mark: Mark, group: _Group, text: str) -> bool:
    """Whether a part of a clause names one of several objects once more: 同时获评两者的，绿色供应链国家级奖 30 万元."""
    earlier = [one for one in group.marks if "，" in text[one.end : mark.start]]
    return (
        bool(mark.object)
        and any(one.object == mark.object for one in earlier)
        and not any(one.levels for one in group.marks)
    )


Pair = tuple[Level, str, Sum, float | None]
"""level, object, sum, and the cap of a share"""


def _read_group(
    clause: str, groups: Sequence[_Group], position: int, context: Context, has_basis: bool
) -> tuple[list[Pair], str]:
    """The pairs of a group, or why there are none that are certain ("" when it promises nothing)."""
    group = groups[position]
    sums, caps = _with_caps(group.sums)
    if not sums:
        return [], ""
    objects = group.objects or _objects_before(groups, position) or list(context.objects)
    if not any(objects):
        return [], ""  # another scheme's award
    if not (group.objects or group.levels or has_basis) and _has_own_subject(clause, group):
        return [], ""
    levels = group.levels or _levels_before(group, groups, position) or [context.level]
    if levels == [""] and position + 1 < len(groups) and not groups[position + 1].sums and groups[position + 1].levels:
        return [], "金额写在级别之前，对应关系不明"
    plain = sums if has_basis else list(takewhile(lambda item: not item.extra, sums))
    unclear = ""
    if len(plain) < len(sums):
        unclear = "「再奖励」以哪一级的奖励为基础不明"
        if not plain:
            return [], unclear
        # What is said from here on is a condition of the extra: 奖励 50 万元，通过复核的再奖励 10 万元.
        comma = clause.find("，", plain[-1].end, sums[len(plain)].start)
        group.end = plain[-1].end if comma < 0 else comma
    who = [
        Phrase(levels=phrase.levels or levels, objects=phrase.objects or objects)
        for phrase in (group.phrases or [Phrase()])
    ]
    pairs = _paired(who, list(zip(plain, caps, strict=False)))
    if pairs is None:
        return [], f"{len(levels)} 个级别、{len(objects)} 类对象与 {len(plain)} 个金额的对应关系不明"
    return [pair for pair in pairs if pair[1]], unclear


def _has_own_subject(clause: str, group: _Group) -> bool:
    """Whether something stands before the sum that is neither a level nor an object: 光伏项目补助 20 万元."""
    before = clause[group.start : group.sums[0].start].replace(SET_ASIDE, "")
    tierless = words().single["tier"].sub("", before)
    if tierless != before:
        before = words().single["tier_filler"].sub("", tierless)
    return bool(words().single["subject_filler"].sub("", before).strip(" ，,、：:。；;（()）"))


def _with_caps(sums: Sequence[Sum]) -> tuple[list[Sum], list[float | None]]:
    """Shares with the ceiling that follows them: 按 10% 补助，不超过 300 万元."""
    half = len(sums) // 2
    shares, tops = list(sums[:half]), sums[half:]
    if (
        half > 1
        and len(tops) == half
        and all(one.kind in _SHARES for one in shares)
        and all(_is_top(one) for one in tops)
    ):
        return shares, [one.high for one in tops]  # 分别按1:0.5、1:0.3配套，最高分别不超过40万元、20万元
    kept: list[Sum] = []
    caps: list[float | None] = []
    for item in sums:
        if kept and kept[-1].kind in _SHARES and item.ceiling and caps[-1] is None:
            caps[-1] = item.high
        else:
            kept.append(item)
            caps.append(None)
    return kept, caps


_SHARES = ("percent", "matching", "proportion")


def _is_top(item: Sum) -> bool:
    return item.kind == "sum" and item.ceiling


def _graded(sums: Sequence[Sum], grades: Sequence[str]) -> list[Sum]:
    """The sums with the grades that they are for: 五星级、四星级分别 50 万元、30 万元."""
    if len(grades) != len(sums):
        return list(sums)
    return [replace(item, grade=grade) for item, grade in zip(sums, grades, strict=True)]


def _grades_before(text: str, sums: Sequence[Sum]) -> list[str]:
    """The grades that stand one before each sum: 五星级 15 万元/家，四星级 8 万元/家."""
    starts = [max(0, sums[0].start - 6), *(item.end for item in sums[:-1])]
    found = [
        words().single["grade"].findall(text[start : item.start]) for start, item in zip(starts, sums, strict=True)
    ]
    return [grades[0] for grades in found if len(grades) == 1]


def _tiers(text: str, offset: int, sums: Sequence[Sum]) -> list[str]:
    """The tiers that the sums are for, each before its sum or all before the first: 90分以上15万元，80—89分10万元."""
    found = [(offset + tier.start(), tier.group()) for tier in words().single["tier"].finditer(text)]
    starts = [0, *(item.end for item in sums[:-1])]
    before = [
        "，".join(tier for at, tier in found if start <= at < item.start)
        for start, item in zip(starts, sums, strict=True)
    ]
    if all(before) and not (len(sums) == 1 and sums[0].grade):
        return before
    return [tier for _, tier in found] if len(sums) > 1 and all(at < sums[0].start for at, _ in found) else []


def _paired(who: Sequence[Phrase], each: Sequence[tuple[Sum, float | None]]) -> list[Pair] | None:
    """Who gets which sum; None when the counts fit in no way, or in more than one."""
    people = [(level, name) for phrase in who for level in phrase.levels for name in phrase.objects]
    if len(people) == 1 and all(item.grade for item, _ in each):
        return [(*people[0], *one) for one in each]
    if len(each) == 1:
        return [(level, name, *each[0]) for level, name in people]
    if len(who) > 1:
        if len(each) == len(people):
            return [(level, name, *one) for (level, name), one in zip(people, each, strict=True)]
        if len(each) == len(who):
            parts = zip(who, each, strict=True)
            return [(level, name, *one) for one_of, one in parts for level in one_of.levels for name in one_of.objects]
        return None
    levels, objects = who[0].levels, who[0].objects
    if len(each) == len(levels) and len(levels) != len(objects):
        return [(level, name, *one) for level, one in zip(levels, each, strict=True) for name in objects]
    if len(each) == len(objects) and len(levels) == 1:
        return [(levels[0], name, *one) for name, one in zip(objects, each, strict=True)]
    return None


def _objects_before(groups: Sequence[_Group], position: int) -> list[str]:
    return next((group.objects for group in reversed(groups[:position]) if group.objects), [])


def _levels_before(group: _Group, groups: Sequence[_Group], position: int) -> list[Level]:
    """「国家级绿色工厂 100 万元，绿色园区 200 万元」: a new object keeps the one level that was named before it."""
    if not group.objects:
        return []
    named = next((before.levels for before in reversed(groups[:position]) if before.levels), [])
    return named if len(named) == 1 else []


def _award(level: Level, item: Sum, cap: float | None, lead: str, segment: str) -> Award:
    recipient = words().single["recipient"].search(segment)
    found = words().single["condition"].search(segment)
    condition = "，".join(filter(None, (item.grade, found.group() if found else "")))
    base = Award(
        level=level,
        form="fixed",
        one_off=True if words().has("one_off", f"{lead}，{segment}") else None,
        recipient=recipient.group() if recipient else "",
        condition=condition,
    )
    if item.kind == "percent":
        return replace(base, form="percentage", percent=item.percent, base=item.base, amount_max=cap)
    if item.kind == "matching":
        return replace(base, form="matching", ratio=item.ratio, amount_max=cap)
    if item.kind == "proportion":
        return replace(base, form="proportion", amount_max=cap)
    if item.extra:
        return replace(base, form="extra", amount_min=None if item.ceiling else item.low, amount_max=item.high)
    if item.low != item.high:
        return replace(base, form="range", amount_min=item.low, amount_max=item.high)
    if item.ceiling:
        return replace(base, form="ceiling", amount_max=item.high)
    return replace(base, amount_min=item.low, amount_max=item.high)


def _own_words(clause: str, start: int, item: Sum) -> str:
    """The sum with the few words around it, from the last comma."""
    before = re.split(r"[，,。；;：:、（(]", clause[start : item.start])[-1][-24:]
    after = re.match(r"(?:以内|封顶|为限|的?一次性奖励|奖励|的?资助|的?补助)?", clause[item.end :])
    return re.sub(rf"[\s{SET_ASIDE}]+", "", before + clause[item.start : item.end] + (after.group() if after else ""))


def _stacking(text: str, promises: Sequence[Promise]) -> tuple[Stacking, str, str]:
    kinds: tuple[tuple[Stacking, str], ...] = (
        ("top_up", "top_up"),
        ("highest_only", "highest_only"),
        ("no_double", "no_double"),
    )
    forms = {promise.award.form for promise in promises}
    for kind in ("matching", "extra"):
        if kind in forms:
            found = words().single["basis"].search(text) or words().single["matching"].search(text)
            return kind, "", found.group() if found else ""
    for stacking, name in kinds:
        found = words().single[name].search(text)
        if found:
            whole = next((part for part in re.split(r"[，。；,;]", text) if found.group() in part), found.group())
            with_what = re.search(r"(?:与|和)([^，。；]{2,20}?)(?:不重复|不得重复|不再重复)", whole)
            return stacking, with_what[1] if with_what else "", whole.strip()
    return "", "", ""
