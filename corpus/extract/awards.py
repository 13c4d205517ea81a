"""Reward clauses to typed awards: who (level and object) gets what (sum, ceiling, share, match).

A clause is read as a run of levels and objects followed by the sums that go with them. What pairs in no certain way
is not guessed: it comes back as ``unread`` with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.extract.sums import Sum, find_sums
from corpus.extract.words import words
from corpus.types import Award, Level, Stacking

FACTORY = "绿色工厂"

KEPT_OBJECTS = (FACTORY, "绿色园区", "绿色供应链", "绿色产品")
"""objects that get rows; the others of the vocabulary only keep their sums from being read as these"""

LEVELS: tuple[Level, ...] = ("国家级", "省级", "市级", "区级")

SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
CLAUSE = re.compile(r"[^；;]+")
BRACKETS = re.compile(r"[（(][^（()）]*[）)]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """An award and the object it is for (绿色工厂, 绿色园区 …)."""

    object: str
    award: Award


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a reward text promises, and what in it could not be read for certain."""

    promises: tuple[Promise, ...] = ()
    stacking: Stacking = ""
    stacking_with: str = ""
    stacking_words: str = ""
    benefits: tuple[str, ...] = ()
    caps: tuple[str, ...] = ()
    """ceilings on everything that one enterprise may get (累计不超过 …), in the source's words"""
    unread: tuple[str, ...] = ()
    """why a sum was left out, with the words"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What a clause may take for granted from its heading, its table or the sentence before."""

    objects: tuple[str, ...] = ()
    level: Level = ""
    superiors: Mapping[str, str] = field(default_factory=dict)
    """place codes by the word a text has for them: 省, 市, 国家, 区"""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A level or object at ``text[start:end]``; ``object`` "" is another scheme's."""

    start: int
    end: int
    level: Level | None = None
    object: str | None = None


@dataclass
class _Group:
    """Levels and objects, and the sums that follow them."""

    levels: list[Level] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    start: int = 0
    end: int = 0


def read_awards(text: str, context: Context = Context()) -> Reading:
    """The awards that a reward text promises to green factories and their kin."""
    promises: list[Promise] = []
    unread: list[str] = []
    caps: list[str] = []
    for sentence in SENTENCE.findall(text):
        sentence = _without_caps(sentence, caps)
        lead = sentence.partition("：")[0] if "：" in sentence else ""
        for clause in CLAUSE.findall(sentence):
            found, problems = _read_clause(clause, lead, context)
            promises += found
            unread += problems
            context = _carried(clause, context)
    stacking, with_what, its_words = _stacking(text, promises)
    return Reading(
        promises=tuple(dict.fromkeys(promise for promise in promises if promise.object in KEPT_OBJECTS)),
        stacking=stacking,
        stacking_with=with_what,
        stacking_words=its_words,
        benefits=tuple(name for name, pattern in words().benefits.items() if pattern.search(text)),
        caps=tuple(caps),
        unread=tuple(unread),
    )


def _without_caps(sentence: str, caps: list[str]) -> str:
    """The sentence without the parts that cap the total of one enterprise; these go to ``caps``."""
    parts = re.split(r"(?<=[，,；;])", sentence)
    kept = []
    for part in parts:
        if words().has("aggregate", part) and find_sums(part):
            caps.append(part.strip(" ，,；;。"))
        else:
            kept.append(part)
    return "".join(kept)


def _carried(clause: str, context: Context) -> Context:
    objects = tuple(dict.fromkeys(mark.object for mark in _marks(clause) if mark.object is not None))
    return replace(context, objects=objects) if objects else context


def _read_clause(clause: str, lead: str, context: Context) -> tuple[list[Promise], list[str]]:
    if words().has("negation", clause) or words().has("no_award", clause):
        return [], []
    whole = clause
    clause = _without_breakdown(clause)
    basis = words().single["basis"].search(clause)
    relative: dict[Level, float] = {}
    if basis:
        # 「在省级奖励基础上」 names whose award this one adds to, not who gets it.
        clause = clause[: basis.start()] + "＿" * len(basis.group()) + clause[basis.end() :]
    if basis or any(item.kind == "matching" for item in find_sums(clause)):
        relative, clause = _relative_amounts(clause)
    groups = _groups(clause)
    readings = [_read_group(clause, groups, position, context, bool(basis)) for position in range(len(groups))]
    promises: list[Promise] = []
    unread: list[str] = []
    for group, (pairs, reason) in zip(groups, readings, strict=True):
        if reason:
            unread.append(f"{reason}：「{_shortened(whole)}」")
        superior = _superior(basis, context) if basis else ""
        for level, object_name, item, cap in pairs:
            award = _award(level, item, cap, lead, clause[group.start : group.end])
            award = replace(award, words=_own_words(clause, group.start, item))
            promises += _placed(award, object_name, superior, relative)
    return promises, unread


def _without_breakdown(clause: str) -> str:
    """The clause without who pays which share: 奖励 50 万元，其中市级 30 万元 promises 50."""
    head, mark, rest = clause.partition("其中")
    if not mark or not find_sums(head):
        return clause
    end = re.search(r"[）)。；;]", rest)
    return head + (rest[end.start() :] if end else "")


def _relative_amounts(clause: str) -> tuple[dict[Level, float], str]:
    """The awards quoted in brackets that this one adds to or matches, and the clause without them."""
    amounts: dict[Level, float] = {}
    for bracket in BRACKETS.findall(clause):
        for group in _groups(bracket):
            for level, item in zip(group.levels, group.sums, strict=False):
                if item.high is not None:
                    amounts[level] = item.high
    return (amounts, BRACKETS.sub("", clause)) if amounts else ({}, clause)


def _superior(basis: re.Match[str], context: Context) -> str:
    whose = basis["whose"] or basis["whose2"] or ""
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


def _marks(text: str) -> list[_Mark]:
    marks = [
        _Mark(match.start(), match.end(), level=level)  # type: ignore[arg-type]
        for level, pattern in words().levels.items()
        for match in pattern.finditer(text)
    ]
    marks += [
        _Mark(match.start(), match.end(), object=name)
        for name, pattern in words().objects.items()
        for match in pattern.finditer(text)
    ]
    marks += [_Mark(match.start(), match.end(), object="") for match in words().single["other_objects"].finditer(text)]
    marks += [noun for mark in marks if mark.level for noun in _another_noun(text, mark.end)]
    return _untangled(sorted(marks, key=lambda mark: (mark.start, -mark.end)), text)


def _another_noun(text: str, end: int) -> Iterator[_Mark]:
    """The noun behind a level when it is none of our objects: 国家级孵化器."""
    noun = words().single["noun_after_level"].match(text, end)
    if (
        noun
        and noun["noun"]
        and not any(pattern.search(text, end, noun.end() + 8) for pattern in words().objects.values())
    ):
        yield _Mark(noun.start("noun"), noun.end("noun"), object="")


def _untangled(marks: Sequence[_Mark], text: str) -> list[_Mark]:
    kept: list[_Mark] = []
    for mark in marks:
        if kept and mark.start < kept[-1].end:
            continue
        # 「省级：国家级绿色工厂 100 万」: the level before the colon says whose list it is.
        if kept and kept[-1].level and mark.level and re.fullmatch(r"\s*[：:]\s*", text[kept[-1].end : mark.start]):
            kept.pop()
        kept.append(mark)
    return kept


def _groups(text: str) -> list[_Group]:
    groups: list[_Group] = [_Group()]
    items: list[_Mark | Sum] = [*_marks(text), *find_sums(text)]
    for item in sorted(items, key=lambda item: item.start):
        group = groups[-1]
        if isinstance(item, Sum):
            group.sums.append(item)
            continue
        if group.sums:
            group.end = item.start
            group = _Group(start=item.start)
            groups.append(group)
        if item.level is not None:
            group.levels += [level for level in _meant(item, text) if level not in group.levels]
        elif item.object is not None and item.object not in group.objects:
            group.objects.append(item.object)
    groups[-1].end = len(text)
    return groups


def _meant(mark: _Mark, text: str) -> Sequence[Level]:
    """The level of a mark, with those above it where the text says 及以上."""
    assert mark.level is not None
    if not words().single["and_above"].match(text, mark.end):
        return [mark.level]
    return LEVELS[: LEVELS.index(mark.level) + 1]


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
    if any(item.extra for item in sums) and not has_basis:
        return [], "「再奖励」以哪一级的奖励为基础不明"
    pairs = _paired(levels, objects, sums, caps)
    if pairs is None:
        return [], f"{len(levels)} 个级别、{len(objects)} 类对象与 {len(sums)} 个金额的对应关系不明"
    return [pair for pair in pairs if pair[1]], ""


def _has_own_subject(clause: str, group: _Group) -> bool:
    """Whether something stands before the sum that is neither a level nor an object: 光伏项目补助 20 万元."""
    before = clause[group.start : group.sums[0].start]
    return bool(words().single["subject_filler"].sub("", before).strip(" ，,、：:。；;（()）"))


def _with_caps(sums: Sequence[Sum]) -> tuple[list[Sum], list[float | None]]:
    """Shares with the ceiling that follows them: 按 10% 补助，不超过 300 万元."""
    kept: list[Sum] = []
    caps: list[float | None] = []
    for item in sums:
        if kept and kept[-1].kind in ("percent", "matching", "proportion") and item.ceiling and caps[-1] is None:
            caps[-1] = item.high
        else:
            kept.append(item)
            caps.append(None)
    return kept, caps


def _paired(
    levels: Sequence[Level], objects: Sequence[str], sums: Sequence[Sum], caps: Sequence[float | None]
) -> list[Pair] | None:
    each = list(zip(sums, caps, strict=True))
    if len(each) == 1:
        return [(level, name, *each[0]) for level in levels for name in objects]
    if len(each) == len(levels) and len(levels) != len(objects):
        return [(level, name, *one) for level, one in zip(levels, each, strict=True) for name in objects]
    if len(each) == len(objects) and len(levels) == 1:
        return [(levels[0], name, *one) for name, one in zip(objects, each, strict=True)]
    return None


def _objects_before(groups: Sequence[_Group], position: int) -> list[str]:
    return next((group.objects for group in reversed(groups[:position]) if group.objects), [])


def _levels_before(group: _Group, groups: Sequence[_Group], position: int) -> list[Level]:
    """「国家级绿色工厂 100 万元，绿色园区 200 万元」: a new object keeps the level named just before."""
    before = groups[position - 1] if position else None
    return before.levels if before and group.objects and len(before.levels) == 1 else []


def _award(level: Level, item: Sum, cap: float | None, lead: str, segment: str) -> Award:
    recipient = words().single["recipient"].search(segment)
    condition = words().single["condition"].search(segment)
    base = Award(
        level=level,
        form="fixed",
        one_off=True if words().has("one_off", f"{lead}，{segment}") else None,
        recipient=recipient.group() if recipient else "",
        condition=condition.group() if condition else "",
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
    return re.sub(r"\s+", "", before + clause[item.start : item.end] + (after.group() if after else ""))


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


def _shortened(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 60 else text[:60] + "…"
