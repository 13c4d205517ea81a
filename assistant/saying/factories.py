"""Several factories at once: two here and three there, each with its own award, added up."""

from __future__ import annotations

import re

from assistant.query.records import Records
from assistant.saying import rows
from assistant.saying.awards import awards_at, figure, number, say_awards, with_figure
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.numerals import chinese_number
from assistant.understanding.request import Request
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.places import Place
from corpus.types import Award, Subsidy

NAME = "subsidy.fleet"

say = load_wording("subsidy_fleet")
COUNT = (
    r"(?<![第每算])([一二两俩三四五六七八九十]|\d{1,3})\s*"
    r"(?:家(?!算)|间|座|所|个(?=厂|企业|工厂|公司|国家|省|市|绿|子)|(?=厂))"
)

ALL_OF = late("([两三四五六七八])个?(?:地方|地区|处)", words=("地方", "地区", "处"))
MANY = 2
RANKED = late(r"最[高低多少][^，。？?]{0,3}[二两三四五六七八九十\d]+个", words=("最",))
"""the highest few: a ranking, not so many factories"""


@frozen
class Group:
    """So many factories of one level in one place, and what each gets (万元)."""

    place: Place
    level: str
    count: int
    row: Subsidy | None = None
    award: Award | None = None
    low: float = 0.0
    high: float = 0.0


def applies(request: Request, records: Records) -> bool:
    """Whether the sum asked for is that of more than one factory, or of factories in several places."""
    if not request.places or RANKED.search(request.text):
        return False
    counts = [_value(match[1]) for match in re.finditer(COUNT, request.text)]
    if len(counts) < MANY and max(counts, default=1) < MANY and len(_lowest(request, records)) < MANY:
        return False
    groups = _groups(request, records)
    if sum(group.count for group in groups) < MANY or request.operation in ("compare", "difference", "ratio"):
        return False
    return len(groups) == 1 or request.operation == "sum"


def answer(request: Request, records: Records) -> Draft:
    """The sum over all groups, each as count times its award."""
    groups = [_valued(group, request, records) for group in _groups(request, records)]
    paid = [group for group in groups if group.award]
    missing = [say("missing", place=g.place.name, level=g.level) for g in groups if not g.award]
    if not paid:
        return Draft(status="no_answer", intent=NAME, headline="".join(missing))
    low = sum(group.count * group.low for group in paid)
    high = sum(group.count * group.high for group in paid)
    parts = "；".join(_part(group) for group in paid)
    ceiling = any(group.award and group.award.form == "ceiling" for group in paid)
    key = "total_range" if low != high else "total_ceiling" if ceiling else "total"
    evidence = tuple(dict.fromkeys(group.row for group in paid if group.row))
    headline = say(key, total=number(high), low=number(low), high=number(high), parts=parts)
    return Draft(
        status="partial" if missing else "answered",
        intent=NAME,
        headline=headline,
        facts=(*missing, *(_extra_line(group) for group in paid if _is_extra(group)), *_facts(evidence, request)),
        evidence=evidence,
        caveats=(
            say("per_factory"),
            *(note for row in evidence for note in row.notes),
        ),
        computed=(*(_arithmetic(group) for group in paid), f"{number(low)} {number(high)}"),
    )


def _groups(request: Request, records: Records) -> list[Group]:
    """The groups that the words of the request name, in order."""
    places = sorted(_lowest(request, records), key=lambda place: _position(place, request.text))
    levels = _level_positions(request)
    found = [(match.start(), _value(match[1])) for match in re.finditer(COUNT, request.text)]
    counts = _without_total(found, max(len(places), len(levels)))
    if len(places) > 1:
        paired = len(levels) == len(places)
        bounds = [*(_position(place, request.text) for place in places), len(request.text)]
        return [
            Group(
                place=place,
                level=levels[index][1] if paired else levels[0][1] if levels else "国家级",
                count=_count_between(counts, bounds[index], bounds[index + 1]),
            )
            for index, place in enumerate(places)
        ]
    if len(levels) > 1 and counts:
        starts = [0, *(position for position, _ in levels)]
        return [
            Group(place=places[0], level=level, count=_count_between(counts, starts[index], position))
            for index, (position, level) in enumerate(levels)
        ]
    count = max((value for _, value in counts), default=1)
    level = levels[0][1] if len(levels) == 1 else ""
    return [Group(place=places[0], level=level, count=count)] if len(levels) < 2 else []


def _lowest(request: Request, records: Records) -> list[Place]:
    """The places named, without those that only hold another one named, unless so many are counted."""
    counted = ALL_OF.search(request.text)
    if counted and chinese_number(counted[1]) == len(request.places):
        return list(request.places)
    return [
        place
        for place in request.places
        if not any(other is not place and records.places.within(other.code, place.code) for other in request.places)
    ]


def _position(place: Place, text: str) -> int:
    found = [text.find(name) for name in place.all_names if name in text]
    return min(found, default=len(text))


def _level_positions(request: Request) -> list[tuple[int, str]]:
    """Each level named and where its first word stands."""
    found = []
    for level in request.levels:
        positions = [request.text.find(word) for word in load_lexicon().levels[level] if word in request.text]
        found.append((min(positions, default=0), level))
    return sorted(found)


def _value(numeral: str) -> int:
    return 2 if numeral == "俩" else chinese_number(numeral) or 1


def _without_total(counts: list[tuple[int, int]], groups: int) -> list[tuple[int, int]]:
    """The counts without those that only say how many factories the groups have together (这两家)."""
    only_totals = len(counts) < groups and all(value == groups for _, value in counts)
    if groups < 2 or (1 < len(counts) <= groups and not only_totals):
        return counts
    return [(position, value) for position, value in counts if value != groups]


def _count_between(counts: list[tuple[int, int]], start: int, end: int) -> int:
    return next((value for position, value in counts if start <= position < end), 1)


def _valued(group: Group, request: Request, records: Records) -> Group:
    """The group with the award of its place, or without one where the place lists none."""
    standing = records.standing(group.place)
    for row in (*rows.governing(standing.own, request.as_of), *(standing.above if standing.own else ())):
        awards = awards_at(row, group.level, records.places) if group.level else with_figure(row)[:1]
        for award in awards:
            high = figure(award)
            if high is not None:
                only_own = "district" in request.payers and "city" not in request.payers and len(request.payers) < MANY
                base = award.relative_amount or 0.0 if award.form == "extra" and not only_own else 0.0
                low = award.amount_min if award.form == "range" and award.amount_min is not None else high
                return Group(
                    place=records.places.get(row.place_code) or group.place,
                    level=award.level or say("any_level"),
                    count=group.count,
                    row=row,
                    award=award,
                    low=low + base,
                    high=high + base,
                )
    return group


def _is_extra(group: Group) -> bool:
    return group.award is not None and group.award.form == "extra" and group.high > (group.award.amount_max or 0.0)


def _extra_line(group: Group) -> str:
    assert group.award is not None
    base, extra = group.award.relative_amount or 0.0, group.award.amount_max or 0.0
    return say("extra", place=group.place.name, base=number(base), extra=number(extra), each=number(base + extra))


def _part(group: Group) -> str:
    slots = {"place": group.place.name, "level": group.level, "count": group.count}
    if group.low != group.high:
        sums = {"sum_low": number(group.count * group.low), "sum_high": number(group.count * group.high)}
        return say("part_range", **slots, low=number(group.low), high=number(group.high), **sums)
    return say("part", **slots, each=number(group.high), sum=number(group.count * group.high))


def _arithmetic(group: Group) -> str:
    low, high = number(group.count * group.low), number(group.count * group.high)
    return f"{group.count} × {number(group.low)} = {low}; {group.count} × {number(group.high)} = {high}"


def _facts(evidence: tuple[Subsidy, ...], request: Request) -> list[str]:
    return [
        say(
            "policy_fact",
            policy=rows.say_policy(row),
            awards=say_awards(with_figure(row)),
            validity=rows.say_validity(row, request.as_of, short=True),
        )
        for row in evidence
    ]
