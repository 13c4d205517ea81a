"""What several awards come to: extra on top, matching, top-up, a share with a cap, or layers side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.query.records import Records, Standing
from assistant.saying import quoted, rows, terms
from assistant.saying.awards import (
    awards_at,
    beside,
    figure,
    matched,
    number,
    say_award,
    say_awards,
    say_level,
    with_figure,
)
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.numerals import AMOUNT, amounts
from assistant.understanding.request import Request
from corpus.places import Place
from corpus.types import LEVELS, Award, Subsidy
from corpus.validity import status_on

NAME = "subsidy.sum"
say = load_wording("subsidy_sum")
INVESTED_IN_EQUIPMENT = rf"设备[^，,。；;？?]{{0,10}}?({AMOUNT})"
INVESTED = rf"(?:投资?了?|实投|设备)[^，,。；;？?]{{0,8}}?({AMOUNT})"
"""A sum that the question says was invested."""


def answer(request: Request, records: Records) -> Draft | None:
    """The computation that the rule of the place calls for, every addend with its row; None where it calls for none."""
    if not request.places:
        return Draft(status="clarify", intent=NAME, headline=say("clarify"), missing="place")
    standing = records.standing(_target(request, records))
    within = any(records.places.within(standing.place.code, p.code) for p in request.places if p != standing.place)
    across = within or len(request.payers) > 1 or (bool(request.payers) and request.has("aspect.stacking"))
    last = (_layers, _levels) if across else (_levels, _layers)
    for compute in (_share, _range_difference, _top_up, _extra, _matching, _no_double, *last):
        draft = compute(request, records, standing)
        if draft is not None:
            return draft
    return None


def share(request: Request, records: Records) -> Draft | None:
    """What a share of the investment comes to at the place; None where its rule pays no share."""
    return _share(request, records, records.standing(_target(request, records)))


def _target(request: Request, records: Records) -> Place:
    """The lowest of the places named: the others are the ones it lies in, or other places."""
    within = records.places.within
    lowest = [
        place
        for place in request.places
        if not any(other.code != place.code and within(other.code, place.code) for other in request.places)
    ]
    return lowest[0]


def _own(standing: Standing) -> tuple[Award, ...]:
    return tuple(award for row in standing.own for award in with_figure(row))


def _percentage(standing: Standing) -> Award | None:
    awards = [award for row in (*standing.own, *standing.above) for award in row.awards]
    return next((award for award in awards if award.form == "percentage"), None)


def _row_of(standing: Standing, award: Award) -> Subsidy:
    return next(row for row in (*standing.own, *standing.above) if award in row.awards)


def _investment(request: Request) -> float | None:
    stated = re.search(INVESTED_IN_EQUIPMENT, request.text) or re.search(INVESTED, request.text)
    if stated and (named := amounts(stated[1])):
        return named[0]
    if request.amounts:
        return request.amounts[-1]
    return getattr(request.profile, "investment", None)


def _draft(
    request: Request,
    headline: str,
    evidence: Sequence[Subsidy],
    computed: Sequence[str] = (),
    facts: Sequence[str] = (),
    status: AnswerStatus = "answered",
) -> Draft:
    return Draft(
        status=status,
        intent=NAME,
        headline=headline,
        facts=(
            *(_policy_fact(row, request) for row in evidence),
            *facts,
            *(t for row in evidence for t in terms.fact(row)),
        ),
        evidence=tuple(evidence),
        caveats=tuple(note for row in evidence for note in row.notes),
        suggestions=(say("suggest_validity", place=evidence[0].place),) if evidence else (),
        computed=tuple(computed),
        validity=status_on(evidence[0], request.as_of) if len(evidence) == 1 else "",
    )


def _policy_fact(row: Subsidy, request: Request) -> str:
    validity = rows.say_validity(row, request.as_of, short=True)
    if with_figure(row):
        return say("policy_fact", policy=rows.say_policy(row), awards=say_awards(with_figure(row)), validity=validity)
    return say("policy_fact_provision", policy=rows.say_policy(row), provision=rows.provision(row), validity=validity)


def _share(request: Request, records: Records, standing: Standing) -> Draft | None:
    award = _percentage(standing)
    if award is None or award.percent is None:
        return None
    row = _row_of(standing, award)
    if draft := _needed(request, row, award):
        return draft
    investment, cap = _investment(request), award.amount_max
    percent = number(award.percent)
    if investment is None:
        return None
    raw = round(investment * award.percent / 100, 6)
    result = min(raw, cap) if cap is not None else raw
    capped = ""
    if cap is not None:
        capped = say("percentage_capped" if raw > cap else "percentage_under", cap=number(cap))
    headline = say(
        "percentage",
        place=row.place,
        result=number(result),
        investment=number(investment),
        percent=percent,
        raw=number(raw),
        capped=capped,
    )
    return _draft(request, headline, (row,), (f"{number(investment)} × {percent}% = {number(raw)}",))


def _range_difference(request: Request, records: Records, standing: Standing) -> Draft | None:
    row = next((row for row in standing.own if any(award.form == "range" for award in row.awards)), None)
    if row is None or not request.has("operation.difference", "operation.compare"):
        return None
    award = next(award for award in row.awards if award.form == "range")
    low, high = award.amount_min or 0.0, award.amount_max or 0.0
    slots = {"low": number(low), "high": number(high), "more": number(high - low)}
    headline = say("range_difference", place=row.place, **slots)
    return _draft(request, headline, (row,), (f"{slots['high']} - {slots['low']} = {slots['more']}",))


def end_of_range(request: Request, records: Records) -> Draft | None:
    """最低能有多少 of a place that pays a range: that end of it; None where it pays none."""
    end = "least" if request.has("operation.least") else "most" if request.has("operation.most") else ""
    if not end or request.place is None or request.operation != "value":
        return None
    ranges = [
        (row, award)
        for row in records.standing(request.place).own
        for award in row.awards
        if award.form == "range" and not (request.levels and award.level and award.level not in request.levels)
    ]
    if not ranges:
        return None
    row, award = ranges[0]
    low, high = number(award.amount_min or 0.0), number(award.amount_max or 0.0)
    headline = say(f"range_{end}", place=row.place, low=low, high=high)
    return _draft(request, headline, (row,), ())


def _needed(request: Request, row: Subsidy, award: Award) -> Draft | None:
    """The investment from which the cap is reached."""
    cap = award.amount_max
    if not request.has("operation.needed") or cap is None or not award.percent:
        return None
    needed = number(cap * 100 / award.percent)
    slots = {"cap": number(cap), "percent": number(award.percent), "needed": needed}
    headline = say("percentage_needed", place=row.place, **slots)
    return _draft(request, headline, (row,), (f"{slots['cap']} ÷ {slots['percent']}% = {needed}",))


def _top_up(request: Request, records: Records, standing: Standing) -> Draft | None:
    row = next((row for row in (*standing.own, *standing.above) if row.stacking in ("top_up", "highest_only")), None)
    if row is None:
        return None
    awards: dict[str, Award] = {award.level: award for award in row.awards}
    by_level = {level: figure(award) or 0.0 for level, award in awards.items()}
    paid, target = _paid_and_target(request, by_level)
    if paid and target:
        return _difference(request, row, awards, paid, target)
    listed = [level for level in request.levels if level in by_level] or list(by_level)
    best = max(listed, key=by_level.__getitem__)
    slots = {"place": row.place, "level": best, "total": number(by_level[best]), "levels": "、".join(listed)}
    at_most = awards[best].form != "fixed"
    headline = (
        say("top_up_at_most", **slots, award=say_award(awards[best])) if at_most else say("top_up_total", **slots)
    )
    return _draft(
        request, headline, (row,), _steps(by_level), (say("top_up_fact", steps="；".join(_steps_said(awards))),)
    )


def _paid_and_target(request: Request, by_level: dict[str, float]) -> tuple[str, str]:
    """The level already paid and the one reached now, from the words, the sums or the profile."""
    named = [level for level in request.levels if level in by_level]
    has_paid = request.has("operation.paid", "operation.upgrade")
    by_sum = [level for level, value in by_level.items() if value in request.amounts]
    if not has_paid or (request.has("operation.sum", "aspect.stacking") and not request.has("operation.upgrade")):
        return "", ""
    if len(named) >= 2:
        low, high = sorted(named[:2], key=by_level.__getitem__)
        return low, high
    if named and by_sum and by_sum[0] != named[0]:
        return by_sum[0], named[0]
    if named and request.paid and request.paid[0] in by_level and request.paid[0] != named[0]:
        return request.paid[0], named[0]
    if named or by_sum:
        paid = (named or by_sum)[0]
        higher = [level for level in LEVELS if level in by_level and by_level[level] > by_level[paid]]
        return (paid, higher[-1]) if higher else ("", "")
    return "", ""


def _difference(request: Request, row: Subsidy, awards: dict[str, Award], paid: str, target: str) -> Draft:
    """What is still paid at a higher level; of ceilings, what it is where both are reached."""
    low, high = figure(awards[paid]) or 0.0, figure(awards[target]) or 0.0
    slots = {"place": row.place, "target": target, "paid": paid}
    if high <= low:
        return _draft(request, say("top_up_nothing", **slots, high=number(high), low=number(low)), (row,))
    computed = (f"{number(high)} - {number(low)} = {number(high - low)}",)
    slots |= {"more": number(high - low)}
    if _are_fixed(awards[paid], awards[target]):
        return _draft(request, say("top_up", **slots, high=number(high), low=number(low)), (row,), computed)
    said = {"high_award": say_award(awards[target]), "low_award": say_award(awards[paid])}
    return _draft(request, say("top_up_ceiling", **slots, **said), (row,), computed)


def _are_fixed(*awards: Award) -> bool:
    return all(award.form == "fixed" for award in awards)


def _steps(by_level: dict[str, float]) -> list[str]:
    ordered = sorted(by_level, key=by_level.__getitem__)
    pairs = pairwise(ordered)
    return [
        f"{number(by_level[high])} - {number(by_level[low])} = {number(by_level[high] - by_level[low])}"
        for low, high in pairs
    ]


def _steps_said(awards: dict[str, Award]) -> list[str]:
    ordered = sorted(awards, key=lambda level: figure(awards[level]) or 0.0)
    return [_step_said(awards, low, high) for low, high in pairwise(ordered)]


def _step_said(awards: dict[str, Award], low: str, high: str) -> str:
    base, reached = figure(awards[low]) or 0.0, figure(awards[high]) or 0.0
    slots = {"low_level": low, "high_level": high, "more": number(reached - base)}
    if _are_fixed(awards[low], awards[high]):
        return say("top_up_step", **slots, low=number(base))
    return say("top_up_step_ceiling", **slots, low_award=say_award(awards[low]))


def _extra(request: Request, records: Records, standing: Standing) -> Draft | None:
    row = next((row for row in standing.own if any(award.form == "extra" for award in row.awards)), None)
    if row is None:
        return None
    level = request.levels[0] if request.levels else ""
    award = next((award for award in awards_at(row, level, records.places) if award.form == "extra"), None)
    base_row = next(
        (above for above in standing.above if any(a.relative_to == above.place_code for a in row.awards)), None
    )
    if level and award is None:
        return None
    award = award or next(award for award in row.awards if award.form == "extra")
    found = quoted.base_of(award, row, standing, records, request)
    if found.of_then is not None:
        return _by_todays(request, row, [award], [found])
    base, extra = found.amount, award.amount_max or 0.0
    if base is None:
        return None
    above = base_row.place if base_row else ""
    key = (
        "extra_only"
        if request.has("operation.extra") and not request.has("operation.sum", "aspect.stacking")
        else "extra"
    )
    headline = say(
        key,
        place=row.place,
        level=say_level(award.level),
        total=number(base + extra),
        above=above,
        base=number(base),
        extra=number(extra),
    )
    evidence = (row, base_row) if base_row else (row,)
    return _draft(request, headline, evidence, (f"{number(base)} + {number(extra)} = {number(base + extra)}",))


def _matching(request: Request, records: Records, standing: Standing) -> Draft | None:
    row = next((row for row in standing.own if any(award.form == "matching" for award in row.awards)), None)
    if row is None:
        return None
    level = request.levels[0] if len(request.levels) == 1 else ""
    awards = [award for award in row.awards if award.form == "matching" and (not level or award.level == level)]
    bases = [quoted.base_of(award, row, standing, records, request) for award in awards]
    if any(base.of_then is not None for base in bases):
        return _by_todays(request, row, awards, bases)
    above = tuple(other for other in standing.above if other.place_code == awards[0].relative_to) if awards else ()
    pairs = zip(awards, bases, strict=True)
    said = [_matched(award, base.amount) for award, base in pairs if base.amount is not None]
    if not said:
        return None
    if len(said) == 1:
        key = "matching" if request.has("operation.sum", "aspect.stacking") else "matching_only"
        headline = say(key, place=row.place, **said[0])
    else:
        parts = "；".join(say("matching_part", **slots) for slots in said)
        headline = say("matching_both", place=row.place, ratio=said[0]["ratio"], parts=parts)
    computed = [f"{slots['base']} × {slots['ratio']}{slots['share']}" for slots in said]
    computed += [f"{slots['base']} + {slots['matched']} = {slots['total']}" for slots in said]
    return _draft(request, headline, (row, *above), computed)


def _by_todays(request: Request, row: Subsidy, awards: list[Award], bases: list[quoted.Base]) -> Draft:
    """What the awards come to by what is paid above on the day; what their document quotes is told as of then."""
    pairs = tuple(zip(awards, bases, strict=True))
    headline = "".join(quoted.sentence(row, award, base) for award, base in pairs)
    above = dict.fromkeys(base.row for base in bases if base.row is not None)
    computed = [line for award, base in pairs for line in quoted.computations(award, base)]
    return _draft(request, headline, (row, *above), computed, status="partial")


def _matched(award: Award, base: float) -> dict[str, str]:
    share, added = (award.ratio or 0) * base, matched(award, base)
    return {
        "level": say_level(award.level),
        "base": number(base),
        "matched": number(added),
        "ratio": number(award.ratio or 0),
        "total": number(base + added),
        "share": f"，封顶 {number(added)}" if added < share else f" = {number(share)}",
    }


def _no_double(request: Request, records: Records, standing: Standing) -> Draft | None:
    row = next((row for row in standing.own if row.stacking == "no_double"), None)
    if row is None:
        return None
    above = standing.above[:1]
    headline = say("no_double", place=row.place, other=row.stacking_with, provision=rows.provision(row))
    facts = [say("no_double_above", above=other.place, awards=say_awards(with_figure(other))) for other in above]
    return _draft(request, headline, (row, *above), facts=facts, status="partial")


def _levels(request: Request, records: Records, standing: Standing) -> Draft | None:
    """Several levels of one place: given side by side, the sum only under the condition."""
    if not standing.own:
        return None
    row = rows.governing(standing.own, request.as_of)[0]
    together = request.has("aspect.stacking", "operation.paid", "operation.upgrade", "operation.both_levels")
    levels = request.levels if len(request.levels) > 1 or not together else [a.level for a in row.awards]
    at_levels = [award for level in dict.fromkeys(levels) for award in awards_at(row, level, records.places)[:1]]
    awards = list(dict.fromkeys(at_levels))  # an award for any level is paid once
    figures = [value for award in awards if (value := figure(award)) is not None]
    if len(figures) < 2:
        return None
    return _conditional(request, (row,), [(row, award) for award in awards])


def _layers(request: Request, records: Records, standing: Standing) -> Draft | None:
    """One level paid by district, city and province: each layer, the sum only under the condition."""
    found: list[tuple[Subsidy, Award]] = []
    for row in (*standing.own, *standing.above):
        level = request.levels[0] if request.levels else "国家级"
        awards = [award for award in awards_at(row, level, records.places) if figure(award) is not None]
        if awards and row.place not in {other.place for other, _ in found}:
            found.append((row, awards[0]))
    if len(found) < 2:
        return None
    return _conditional(request, tuple(row for row, _ in found), found)


def _conditional(request: Request, evidence: tuple[Subsidy, ...], parts: list[tuple[Subsidy, Award]]) -> Draft:
    figures = [figure(award) or 0.0 for _, award in parts]
    summed = number(sum(figures))
    total = summed if _are_fixed(*(award for _, award in parts)) else say("at_most", total=summed)
    said = "，".join(
        say("part", place=row.place, award=beside(say_level(award.level), say_award(award))) for row, award in parts
    )
    addition = f"{' + '.join(number(value) for value in figures)} = {summed}"
    assumed = request.mentions("operation.assume")
    if assumed:
        headline = say("assumed", parts=said, addition=addition, total=total)
    elif len(evidence) > 1:
        headline = say("both_layers", parts=said, total=total)
    else:
        levels = "、".join(beside(say_level(a.level), say_award(a)) for _, a in parts)
        row = evidence[0]
        validity = rows.say_validity(row, request.as_of, short=True)
        key = "one_place_levels" if total == summed else "one_place_levels_most"
        headline = say(key, place=row.place, parts=levels, sum=f"{addition} 万元", validity=validity)
    return _draft(request, headline, evidence, (addition,), status="answered" if assumed else "partial")
