"""What one place pays: by level, with the rules of the district, the city and the province side by side."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from datetime import date

from assistant.query import days
from assistant.query.records import Records, Standing
from assistant.saying import quoted, rows, terms
from assistant.saying.awards import awards_at, figure, number, say_awards, with_figure
from assistant.saying.conditions import say_period
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.request import Request
from assistant.understanding.slots import PAID_COUNT
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place
from corpus.types import Award, Subsidy
from corpus.validity import final_day, status_on

NAME = "subsidy.amount"
say = load_wording("subsidy")
PAID_TO = late(r"\d+ ?家")
"""how many were paid, in what a row says beside its sums"""
PARTS = late("[；;]")
UNQUALIFIED = ("", "绿色工厂")
"""objects of a row that say no more than its heading"""
MOST_BELOW = 40
"""rows of places within a place that are told; of more, how many there are"""


def answer(request: Request, records: Records) -> Draft:
    """What the place's own rows say; else the nearest place above; else what lies below; else that there is nothing."""
    place = paying_place(request, records)
    if place is None:
        return _without_place(request, records)
    standing = records.standing(place)
    if standing.own:
        draft = _own(request, records, standing)
    elif standing.above:
        draft = _above(request, records, standing)
    elif standing.below:
        draft = _below(request, standing)
    else:
        draft = _nothing(records, place)
    return with_date(request, _with_counted(request, _with_premise(request, draft, records)))


def _with_counted(request: Request, draft: Draft) -> Draft:
    """The draft with what its rows say of how many were paid and how much in all, where this is asked."""
    directly = PAID_COUNT.search(request.text)
    if not request.mentions("ask.many") and not directly:
        return draft
    told = [row for row in draft.evidence[:1] if isinstance(row, Subsidy)]
    stated = [part for row in told for part in PARTS.split(row.provision) if PAID_TO.search(part)]
    if directly and draft.status == "answered":
        if not stated:
            return replace(
                draft, status="partial", headline=say("paid_to_unknown", place=told[0].place) + draft.headline
            )
        return replace(draft, headline=say("paid_to", place=told[0].place, text=stated[0]) + draft.headline)
    facts = tuple(say("provision_fact", provision=row.provision) for row in told if PAID_TO.search(row.provision))
    return replace(draft, facts=(*facts, *(fact for fact in draft.facts if fact not in facts)))


def paying_place(request: Request, records: Records) -> Place | None:
    """The place whose money is asked about: 省里 of a county is its province, 市里 of a district its city."""
    place = request.places[0] if request.places else None
    if place is None or len(request.payers) != 1:
        return place
    above = records.places.ancestors(place.code)
    asked_too = any(name in request.asked for name in place.all_names)  # 洛阳或者省里有没有补贴
    if request.payers == ("province",) and above and (records.standing(place).own or not asked_too):
        return above[-1]
    if request.payers == ("city",) and place.rank in ("county", "zone") and not place.name.endswith("市"):
        city = next((unit for unit in above if unit.name.endswith("市")), None)
        return city if city and records.standing(city).own else place
    return place


def _without_place(request: Request, records: Records) -> Draft:
    found = records.rows_titled(request.titles)
    place = records.places.get(found[0].place_code) if found else None
    if place is not None:
        return answer(request.with_(places=(place,)), records)
    if request.undecided:
        names = "、".join(records.places.path(each.code).replace("/", "") for each in request.undecided[:6])
        return replace(_clarify(say("clarify_undecided", names=names), "place", records), computed=(names,))
    if request.levels:
        return _clarify(say("clarify_place_level", level=request.levels[0]), "place", records)
    return _clarify(say("clarify_place"), "place", records)


def _clarify(text: str, missing: str, records: Records) -> Draft:
    suggestions = tuple(say("suggest_place", place=name) for name in records.examples())
    return Draft(status="clarify", intent=NAME, headline=text, suggestions=suggestions, missing=missing)


def _own(request: Request, records: Records, standing: Standing) -> Draft:
    ordered = rows.governing(standing.own, request.as_of)
    row = _best_row(ordered, request, records)
    wanted = awards_wanted(row, request.levels, records)
    if not with_figure(row):
        return _no_amount(request, records, standing, row)
    if not wanted:
        return _not_at_level(request, records, standing, row)
    others = tuple(award for award in with_figure(row) if award not in wanted)
    facts = [say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")]
    if others:
        facts.append(say("also_levels", awards=say_awards(others)))
    facts += _row_facts(row, request.as_of)
    counted, paying, computed = quoted.facts_of(row, wanted, standing, records, request)
    facts[:0] = counted
    facts += [_row_line(other, row, request) for other in ordered if other is not row]
    above = _above_facts(request, records, standing, wanted)
    return Draft(
        status="answered",
        intent=NAME,
        headline=_headline(request, row, wanted),
        facts=(*facts, *(fact for fact, _ in above)),
        evidence=(row, *(other for other in ordered if other is not row), *paying, *(other for _, other in above)),
        caveats=_row_caveats(row),
        suggestions=_suggestions(row, standing.place, records, request),
        validity=status_on(row, request.as_of),
        computed=computed,
    )


def _best_row(ordered: tuple[Subsidy, ...], request: Request, records: Records) -> Subsidy:
    """Of several rows of a place the one that speaks of what is asked; the rule in force comes first anyway."""
    named = [row for row in ordered if row.policy in request.titles]
    dated = [row for row in named or ordered if all(_meets_date(row, request))]
    dated = dated or [row for row in ordered if request.inherited and all(_meets_date(row, request))]
    pool = dated or named or list(ordered)
    if pool[0].unrecorded:
        return pool[0]  # an older sum is never told as that of the newer document
    fitting = [row for row in pool if not request.level or awards_at(row, request.level, records.places)]
    return (fitting or pool)[0]


def _meets_date(row: Subsidy, request: Request) -> list[bool]:
    wheres = request.wheres("issued", "")
    met = [
        days.meets(row.date or str(row.year or ""), where.test, where.value)
        or (where.test in ("eq", "is") and days.is_of_year(row, where.value))
        for where in wheres
    ]
    apart = len(wheres) > 1 and all(where.test == "eq" for where in wheres)
    return [any(met)] if apart else met  # 市里2019年有个通知，省里2020年有个细则: each document has its own


def awards_wanted(row: Subsidy, levels: tuple[str, ...], records: Records) -> tuple[Award, ...]:
    """The awards asked for; without a level all, highest first as the row lists them."""
    awards = with_figure(row)
    if not levels:
        return awards
    asked = [award for level in levels for award in awards_at(row, level, records.places) if award in awards]
    return tuple(dict.fromkeys(asked))


def _headline(request: Request, row: Subsidy, wanted: tuple[Award, ...]) -> str:
    text = say("several", place=row.place, awards=say_awards(wanted))
    paid = {award.level for award in wanted}
    silent = [level for level in request.levels if level not in paid]
    if silent and len(request.levels) > 1 and "" not in paid:
        text += say("levels_silent", levels="、".join(silent))
    if paid == {""} and request.levels:
        text += say("no_level")
    if row.draft:
        text = f"{text}（{say('draft_first')}）"
    if "one_off" in request.aspects:
        text = say("one_off_yes" if any(award.one_off for award in wanted) else "one_off_unknown") + text
    return say("and_validity", text=text, validity=rows.say_validity(row, request.as_of, short=True))


def _row_facts(row: Subsidy, as_of: date) -> list[str]:
    facts = []
    if row.object not in UNQUALIFIED:
        facts.append(say("object_fact", object=row.object))
    facts += terms.fact(row)
    if row.benefits:
        facts.append(rows.wording()("benefits", place=row.place, benefits="、".join(row.benefits)))
    if row.end_basis == "computed":
        facts.append(rows.say_end(row))
    if not row.apply_until:
        facts += rows.standing(row, as_of)
    else:
        key = "apply_over" if final_day(row.apply_until) < as_of else "apply_until"
        facts.append(say(key, day=row.apply_until, year=row.year or ""))
    return facts


def _row_line(row: Subsidy, told: Subsidy, request: Request) -> str:
    """Another row of the place in one line, as what it is beside the one told: older, later, beside it, to come."""
    awards = say_awards(with_figure(row)) if with_figure(row) else rows.provision(row)
    validity = rows.say_validity(row, request.as_of, short=True)
    status = status_on(row, request.as_of)
    key = {"not_yet_effective": "coming", "in_force": "beside"}.get(status, "older")
    key = "undated_beside" if key == "older" and not row.date else key
    key = "dated_beside" if key == "older" and not told.date else key
    key = "later" if key == "older" and told.date and row.date > told.date else key
    key = "older_standing" if key == "older" and status == "unstated" else key
    return say(key, policy=rows.say_policy(row), awards=awards, validity=validity, date=row.effective_date or row.date)


def _row_caveats(row: Subsidy) -> tuple[str, ...]:
    stacking = {
        "top_up": say("stacking_top_up"),
        "highest_only": say("stacking_highest_only"),
        "no_double": say("stacking_no_double", other=row.stacking_with),
    }
    told = (stacking[row.stacking],) if row.stacking in stacking else ()
    return (*told, *row.notes)


def _above_facts(
    request: Request, records: Records, standing: Standing, wanted: tuple[Award, ...]
) -> list[tuple[str, Subsidy]]:
    """The rows of the city and the province, each said by itself, for the levels asked for."""
    found = []
    for row in standing.above:
        awards = awards_wanted(row, request.levels, records)
        left_out = any(row.place_code == each.code for each in request.excluded)
        ended = all(status_on(own, request.as_of) in rows.ENDED for own in standing.own)
        if row.unrecorded and not left_out and request.levels and ended:
            validity = rows.say_validity(row, request.as_of, short=True)
            text = say("above_unrecorded", place=row.place, title=rows.bare_title(row.policy), validity=validity)
            found.append((text, row))
        if awards and not left_out and not any(award.relative_to == row.place_code for award in wanted):
            validity = rows.say_validity(row, request.as_of, short=True)
            text = say("above_fact", place=row.place, awards=say_awards(awards), validity=validity)
            found.append((f"{text}；{say('stacking_unknown')}", row))
    return found[:2]


def _no_amount(request: Request, records: Records, standing: Standing, row: Subsidy) -> Draft:
    beside = [other for other in rows.governing(standing.own, request.as_of) if other is not row and with_figure(other)]
    key = "unrecorded" if row.unrecorded else "no_amount"
    headline = say(
        "and_validity",
        text=say(key, place=row.place, provision=rows.provision(row), newest=_newest(row, request.as_of)),
        validity=rows.say_validity(row, request.as_of, short=True),
    )
    if beside and request.mentions("aspect.stacking", "operation.sum", "operation.paid", "operation.upgrade"):
        headline = say("stack_unsaid") + headline
    facts = [say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")]
    facts += rows.standing(row, request.as_of)
    facts += [_row_line(other, row, request) for other in beside]
    below = {each.place: each for each in standing.below if with_figure(each)}
    if below:
        names = [say("ended_name", place=name) if status_on(each, request.as_of) in rows.ENDED else name
                 for name, each in below.items()]  # fmt: skip
        facts.append(say("below_names", place=row.place, names=_names(names)))
    above = _above_facts(request, records, standing, ())
    told = request.has("topic.support", "ask.what", "aspect.document") and not request.has("ask.much", "ask.amount")
    return Draft(
        status="answered" if told else "partial",
        intent=NAME,
        headline=headline,
        facts=(*facts, *(fact for fact, _ in above)),
        evidence=(row, *beside, *(other for _, other in above), *_told_below(standing, tuple(below.values()))),
        caveats=_row_caveats(row),
        suggestions=_suggestions(row, standing.place, records, request),
        validity=status_on(row, request.as_of),
        computed=_counted(below),
    )


def _newest(row: Subsidy, as_of: date) -> str:
    """The document of a row as what it is on the day: the present one, the last one seen, one that has ended, or one
    of a year that is over."""
    status = status_on(row, as_of)
    year = rows.only_year(row)
    if status == "expired":
        key = "newest_ended"
    elif year and year < as_of.year:
        key = "newest_of_year"
    else:
        key = "newest_current" if status == "in_force" or rows.found_in_force(row) else "newest_seen"
    return say(key, policy=rows.bare_title(row.policy), year=year or "")


def _not_at_level(request: Request, records: Records, standing: Standing, row: Subsidy) -> Draft:
    """The place has amounts, but none for the level asked: say what it has, and what the place above pays."""
    pairs = ((other, awards_wanted(other, request.levels, records)) for other in standing.above)
    above = next(((other, awards) for other, awards in pairs if awards), None)
    listed, level = say_awards(with_figure(row)), "、".join(request.levels)
    headline = say("plain", text=say("not_at_level", place=row.place, listed=listed, level=level))
    evidence: tuple[Subsidy, ...] = (row,)
    if above:
        other, awards = above
        validity = rows.say_validity(other, request.as_of, short=True)
        text = say("above_fact", place=other.place, awards=say_awards(awards), validity=validity)
        headline, evidence = f"{headline}{text}。", (row, other)
    fact = say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")
    return Draft(
        status="partial",
        intent=NAME,
        headline=headline,
        facts=(fact, *_row_facts(row, request.as_of)),
        evidence=evidence,
        caveats=_row_caveats(row),
        suggestions=_suggestions(row, standing.place, records, request),
        validity=status_on(row, request.as_of),
    )


def _above(request: Request, records: Records, standing: Standing) -> Draft:
    """The place is not listed: say so, and what the nearest place above pays."""
    place = standing.place
    listed = [row for row in standing.above if awards_wanted(row, request.levels, records)]
    row = (listed or rows.governing(standing.above, request.as_of))[0]
    facts = [say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")]
    inside = tuple(each for each in standing.below[:6] if with_figure(each))
    others = standing.below[6:MOST_BELOW]
    facts += [say("below_one", place=each.place, awards=say_awards(with_figure(each))) for each in others]
    if any(area.place_code == place.code for area in records.corpus.areas):
        facts.append(say("area_policy", place=place.name))
    facts += _row_facts(row, request.as_of)
    text = _above_text(request, records, row)
    if not inside:
        text = say("not_listed", place=place.name) + text
    else:
        below = "、".join(
            f"{each.place}{say_awards(awards_wanted(each, request.levels, records) or with_figure(each))}"
            for each in inside
        )
        text = say("inside_above", place=place.name, below=below, text=text)
    return Draft(
        status="partial",
        intent=NAME,
        headline=say("and_validity", text=text, validity=rows.say_validity(row, request.as_of, short=True)),
        facts=tuple(facts),
        evidence=(row, *standing.below[:6], *others),
        caveats=_row_caveats(row),
        suggestions=_suggestions(row, place, records, request),
        validity=status_on(row, request.as_of),
    )


def _above_text(request: Request, records: Records, row: Subsidy) -> str:
    wanted = awards_wanted(row, request.levels, records)
    slots = {"above": row.place}
    if wanted and request.level:
        return say("not_listed_above", **slots, level=request.level, awards=say_awards(wanted))
    if wanted:
        return say("not_listed_above_any", **slots, awards=say_awards(wanted))
    if with_figure(row):
        levels = "、".join(request.levels)
        return say("not_listed_level", **slots, listed=say_awards(with_figure(row)), level=levels)
    if row.unrecorded:
        return say("not_listed_unrecorded", **slots, newest=_newest(row, request.as_of))
    return say("not_listed_no_amount", **slots, provision=rows.provision(row))


def _below(request: Request, standing: Standing) -> Draft:
    place, found = standing.place, standing.below[:MOST_BELOW]
    below = _names([row.place for row in standing.below])
    headline = say("plain", text=say("only_below", place=place.name, below=below))
    lines = (say("below_one", place=r.place, awards=say_awards(with_figure(r)) or rows.provision(r)) for r in found)
    return Draft(
        status="partial",
        intent=NAME,
        headline=headline,
        facts=tuple(lines),
        evidence=found,
        suggestions=(say("suggest_place", place=found[0].place),),
        computed=_counted(standing.below),
    )


def _names(names: Sequence[str]) -> str:
    """Names of places; of very many the first, and how many there are."""
    told = "、".join(names[:MOST_BELOW])
    return say("and_more", names=told, count=len(names)) if len(names) > MOST_BELOW else told


def _counted(found: Sized) -> tuple[str, ...]:
    return (f"条数 = {len(found)}",) if len(found) > MOST_BELOW else ()


def _told_below(standing: Standing, named: Sequence[Subsidy]) -> tuple[Subsidy, ...]:
    """The rows of the places within a place where some are named: all, or of very many those that are named."""
    if not named or len(standing.below) <= MOST_BELOW:
        return standing.below if named else ()
    return tuple(named[:MOST_BELOW])


def _nothing(records: Records, place: Place) -> Draft:
    province = records.places.province(place.code) or place
    policies = records.policies_of((province.code,))
    if not policies:
        suggestions = tuple(say("suggest_place", place=name) for name in records.examples())
        headline = say("plain", text=say("not_covered_unit", place=place.name))
        return Draft(status="no_answer", intent=NAME, headline=headline, suggestions=suggestions)
    text = say("nothing_policies", province=province.name, place=place.name, count=len(policies))
    return Draft(
        status="partial",
        intent=NAME,
        headline=say("plain", text=text),
        facts=tuple(f"{policy.date} 《{rows.bare_title(policy.title)}》" for policy in policies[-3:]),
        evidence=policies,
        suggestions=(say("suggest_policies", province=province.name),),
    )


def _suggestions(row: Subsidy, place: Place, records: Records, request: Request) -> tuple[str, ...]:
    """The asker's next step: whether it still holds, the other level, what the places around pay."""
    province = records.places.province(place.code)
    found = [say("suggest_validity", place=row.place)] if not row.end_date else []
    if any(award.form == "percentage" for award in row.awards):
        found.append(say("suggest_investment", place=row.place))
    if len(with_figure(row)) > 1 and len(request.levels) == 1:
        found.append(say("suggest_total", place=row.place))
    if province is not None and records.count_below(province) > 1:
        found.append(say("suggest_province", province=province.name))
    return tuple(found) or (say("suggest_validity", place=row.place),)


def _with_premise(request: Request, draft: Draft, records: Records) -> Draft:
    """A sum that the question takes for granted is confirmed only when a record has it; one of an older rule of the
    place is said to be that rule's."""
    claiming = request.mentions("ask.whether", "operation.premise") or request.has("ask.")
    if not (claiming and request.amounts) or draft.status == "clarify" or request.mentions("operation.invest"):
        return draft
    claimed = request.amounts[0]
    told = [row for row in draft.evidence if isinstance(row, Subsidy)]
    known = {figure(award) for row in told for award in row.awards}
    if claimed in known:
        return draft
    if (older := _paid_before(request, draft, records, claimed)) is not None:
        when = say("dated", kind=older.date_kind, date=older.date) if older.date else say("undated")
        headline = say("premise_older", claimed=number(claimed), title=rows.bare_title(older.policy), when=when)
        awards, validity = say_awards(with_figure(older)), rows.say_validity(older, request.as_of, short=True)
        before = say("older", policy=rows.say_policy(older), awards=awards, validity=validity)
        facts = (before, *(fact for fact in draft.facts if rows.bare_title(older.policy) not in fact))
        return replace(draft, headline=headline + draft.headline, facts=facts, evidence=(*draft.evidence, older))
    own = {place.code for place in request.places}
    stated = any(figure(award) for row in told if not own or row.place_code in own for award in row.awards)
    key = "premise_wrong" if stated else "premise"
    return replace(draft, headline=say(key, claimed=number(claimed)) + draft.headline)


def _paid_before(request: Request, draft: Draft, records: Records, claimed: float) -> Subsidy | None:
    """The row of the place, no more the one of the day, that pays the sum at the level asked for."""
    told = {row.id for row in draft.evidence}
    rows_there = records.whole.rows_at(place.code for place in request.places)
    before = (row for row in rows_there if row.id not in told)
    return next((row for row in before if any(
        figure(award) == claimed and (not request.levels or award.level in request.levels) for award in row.awards
    )), None)  # fmt: skip


def with_date(request: Request, draft: Draft) -> Draft:
    """A date that no row of the place meets is told before what there is."""
    asked = request.wheres("issued", "")
    told = [row for row in draft.evidence[:1] if isinstance(row, Subsidy)]
    if not asked or draft.status not in ("answered", "partial") or not told:
        return draft
    if all(_meets_date(told[0], request)):
        return draft
    headline = say("latest_asked", when=say_period(asked[0].value).strip()) + draft.headline
    return replace(draft, headline=headline, status="partial")
