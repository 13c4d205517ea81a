"""What one place pays: by level, with the rules of the district, the city and the province side by side."""

from __future__ import annotations

from assistant import rows
from assistant.awards import awards_at, figure, number, say_awards, say_level, with_figure
from assistant.desk import Claim, Desk, Draft, Standing
from assistant.intents.base import about_subsidy
from assistant.question import Question
from assistant.wording import load_wording
from corpus.places import Place
from corpus.types import Award, Subsidy
from corpus.validity import status_on

NAME = "subsidy.amount"
TOPIC = "subsidy"

say = load_wording("subsidy")
CORPUS_YEAR = 2020
UNQUALIFIED = ("", "绿色工厂")
"""objects of a row that say no more than its heading"""


def claim(question: Question, desk: Desk) -> Claim | None:
    """Every question about subsidies that no other subsidy intent took."""
    if not about_subsidy(question):
        return None
    return Claim(score=60, reason="问补贴金额")


def answer(question: Question, desk: Desk) -> Draft:
    """What the place's own rows say; else the nearest place above; else what lies below; else that there is nothing."""
    place = question.place or (question.places[0] if question.places else None)
    if place is None:
        return _without_place(question, desk)
    standing = desk.standing(place)
    level = question.levels[0] if len(question.levels) == 1 else ""
    if standing.own:
        draft = _own(question, desk, standing, level)
    elif standing.above:
        draft = _above(question, desk, standing, level)
    elif standing.below:
        draft = _below(question, standing, desk, level)
    else:
        draft = _nothing(question, desk, place)
    return _with_premise(question, _with_later_year(question, desk, draft))


def _without_place(question: Question, desk: Desk) -> Draft:
    if question.titles:
        found = [row for row in desk.corpus.subsidies if row.policy in question.titles]
        if found:
            place = desk.places.get(found[0].place_code)
            if place is not None:
                return answer(question.with_(places=(place,), titles=()), desk)
    if question.undecided:
        names = "、".join(desk.places.path(place.code).replace("/", "") for place in question.undecided[:6])
        return _clarify(say("clarify_undecided", names=names), "place")
    if question.levels:
        return _clarify(say("clarify_place_level", level=question.levels[0]), "place")
    return _clarify(say("clarify_place"), "place")


def _clarify(text: str, missing: str) -> Draft:
    suggestions = (say("suggest_place", place="义乌市"), say("suggest_place", place="厦门市"))
    return Draft(status="clarify", intent=NAME, headline=text, suggestions=suggestions, explain=(missing,))


def _own(question: Question, desk: Desk, standing: Standing, level: str) -> Draft:
    ordered = rows.governing(standing.own, question.as_of)
    row = _best_row(ordered, level, question, desk)
    wanted = _wanted(row, question.levels, desk)
    if not with_figure(row):
        return _no_amount(question, desk, standing, row, level)
    if not wanted:
        return _not_at_level(question, desk, standing, row)
    headline = _amount_headline(question, row, wanted)
    others = tuple(award for award in with_figure(row) if award not in wanted)
    facts = [say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")]
    if others:
        facts.append(say("also_levels", awards=say_awards(others)))
    facts += _row_facts(row)
    facts += [fact for other in ordered[1:] if other is not row for fact in (_row_line(other, question),)]
    above = _above_facts(question, desk, standing, wanted)
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=(*facts, *(fact for fact, _ in above)),
        evidence=(row, *(other for other in ordered if other is not row), *(other for _, other in above)),
        caveats=_row_caveats(row),
        suggestions=_suggestions(row, standing.place, desk),
        validity=status_on(row, question.as_of),
    )


def _best_row(ordered: tuple[Subsidy, ...], level: str, question: Question, desk: Desk) -> Subsidy:
    """Of several rows of a place the one that speaks of what is asked; the rule in force comes first anyway."""
    named = [row for row in ordered if row.policy in question.titles]
    fitting = [row for row in (named or ordered) if not level or awards_at(row, level, desk.places)]
    return (fitting or named or list(ordered))[0]


def _wanted(row: Subsidy, levels: tuple[str, ...], desk: Desk) -> tuple[Award, ...]:
    """The awards asked for; without a level all, highest first as the row lists them."""
    awards = with_figure(row)
    if not levels:
        return awards
    asked = [award for level in levels for award in awards_at(row, level, desk.places) if award in awards]
    return tuple(dict.fromkeys(asked))


def _amount_headline(question: Question, row: Subsidy, wanted: tuple[Award, ...]) -> str:
    text = say("several", place=row.place, awards=say_awards(wanted))
    paid = {award.level for award in wanted}
    silent = (
        [level for level in question.levels if level not in paid] if len(question.levels) > 1 and "" not in paid else []
    )
    if silent:
        text += say("levels_silent", levels="、".join(silent))
    if row.draft:
        text = f"{text}（{say('draft_first')}）"
    if question.has("one_off"):
        text = say("one_off_yes" if any(award.one_off for award in wanted) else "one_off_unknown") + text
    return say("and_validity", text=text, validity=rows.say_validity(row, question.as_of, short=True))


def _row_facts(row: Subsidy) -> list[str]:
    facts = []
    if row.object not in UNQUALIFIED:
        facts.append(say("object_fact", object=row.object))
    if row.benefits:
        facts.append(rows.wording()("benefits", place=row.place, benefits="、".join(row.benefits)))
    if row.end_basis == "computed":
        facts.append(rows.say_end(row))
    return facts


def _row_line(row: Subsidy, question: Question) -> str:
    awards = say_awards(with_figure(row)) if with_figure(row) else rows.provision(row)
    validity = rows.say_validity(row, question.as_of, short=True)
    key = {"not_yet_effective": "coming", "in_force": "beside"}.get(status_on(row, question.as_of), "older")
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
    question: Question, desk: Desk, standing: Standing, wanted: tuple[Award, ...]
) -> list[tuple[str, Subsidy]]:
    """The rows of the city and the province, each said by itself, for the levels asked for."""
    found = []
    for row in standing.above:
        awards = _wanted(row, question.levels, desk)
        if awards and not any(award.relative_to == row.place_code for award in wanted):
            validity = rows.say_validity(row, question.as_of, short=True)
            text = say("above_fact", place=row.place, awards=say_awards(awards), validity=validity)
            found.append((f"{text}；{say('stacking_unknown')}", row))
    return found[:2]


def _no_amount(question: Question, desk: Desk, standing: Standing, row: Subsidy, level: str) -> Draft:
    headline = say(
        "and_validity",
        text=say("no_amount", place=row.place, provision=rows.provision(row)),
        validity=rows.say_validity(row, question.as_of, short=True),
    )
    facts = [say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")]
    below = _names_with_amounts(standing.below)
    if below:
        facts.append(say("below_names", place=row.place, names="、".join(below)))
    above = _above_facts(question, desk, standing, ())
    told = question.has("support", "contents", "document") and not question.has("how_much")
    return Draft(
        status="answered" if told else "partial",
        intent=NAME,
        headline=headline,
        facts=(*facts, *(fact for fact, _ in above)),
        evidence=(row, *(other for _, other in above), *(standing.below if below else ())),
        caveats=_row_caveats(row),
        suggestions=_suggestions(row, standing.place, desk),
        validity=status_on(row, question.as_of),
    )


def _not_at_level(question: Question, desk: Desk, standing: Standing, row: Subsidy) -> Draft:
    """The place has amounts, but none for the level asked: say what it has, and what the place above pays."""
    level = "、".join(question.levels)
    above = next(
        ((other, awards) for other in standing.above if (awards := _wanted(other, question.levels, desk))), None
    )
    listed = say_awards(with_figure(row))
    facts = [say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")]
    headline = say("plain", text=say("not_at_level", place=row.place, listed=listed, level=level))
    evidence: tuple[Subsidy, ...] = (row,)
    if above:
        other, awards = above
        text = say(
            "above_fact",
            place=other.place,
            awards=say_awards(awards),
            validity=rows.say_validity(other, question.as_of, short=True),
        )
        headline = f"{headline}{text}。"
        evidence = (row, other)
    return Draft(
        status="partial",
        intent=NAME,
        headline=headline,
        facts=(*facts, *_row_facts(row)),
        evidence=evidence,
        caveats=_row_caveats(row),
        suggestions=_suggestions(row, standing.place, desk),
        validity=status_on(row, question.as_of),
    )


def _above(question: Question, desk: Desk, standing: Standing, level: str) -> Draft:
    """The place is not listed: say so, and what the nearest place above pays."""
    place = standing.place
    listed = [row for row in standing.above if _wanted(row, question.levels, desk)]
    row = (listed or rows.governing(standing.above, question.as_of))[0]
    slots = {"place": place.name, "above": row.place}
    wanted = _wanted(row, question.levels, desk)
    if wanted and level:
        text = say("not_listed_above", **slots, level=level, awards=_only_amounts(wanted))
    elif wanted:
        text = say("not_listed_above_any", **slots, awards=say_awards(wanted))
    elif with_figure(row):
        text = say("not_listed_level", **slots, listed=say_awards(with_figure(row)), level="、".join(question.levels))
    else:
        text = say("not_listed_no_amount", **slots, provision=rows.provision(row))
    facts = [say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")]
    facts += [say("below_one", place=each.place, awards=_awards_or_provision(each)) for each in standing.below[:6]]
    area = next((area for area in desk.corpus.areas if area.place_code == place.code), None)
    if area:
        facts.append(say("area_policy", place=place.name))
    facts += _row_facts(row)
    return Draft(
        status="answered" if question.has("tier_only") and wanted else "partial",
        intent=NAME,
        headline=say("and_validity", text=text, validity=rows.say_validity(row, question.as_of, short=True)),
        facts=tuple(facts),
        evidence=(row, *standing.below[:6]),
        caveats=_row_caveats(row),
        suggestions=_suggestions(row, place, desk),
        validity=status_on(row, question.as_of),
    )


def _only_amounts(awards: tuple[Award, ...]) -> str:
    """The awards of one level, without saying the level again."""
    return say_awards(awards)


def _awards_or_provision(row: Subsidy) -> str:
    return say_awards(with_figure(row)) if with_figure(row) else rows.provision(row)


def _below(question: Question, standing: Standing, desk: Desk, level: str) -> Draft:
    place = standing.place
    found = standing.below
    headline = say("plain", text=say("only_below", place=place.name, below="、".join(row.place for row in found)))
    return Draft(
        status="partial",
        intent=NAME,
        headline=headline,
        facts=tuple(say("below_one", place=row.place, awards=_awards_or_provision(row)) for row in found),
        evidence=found,
        suggestions=(say("suggest_place", place=found[0].place),),
    )


def _nothing(question: Question, desk: Desk, place: Place) -> Draft:
    province = desk.places.province(place.code) or place
    policies = desk.policies_of((province.code,))
    if not policies:
        return Draft(
            status="no_answer",
            intent=NAME,
            headline=say("plain", text=say("not_covered_unit", place=place.name)),
            suggestions=(say("suggest_place", place="义乌市"), say("suggest_place", place="福建省")),
        )
    text = say("nothing_policies", province=province.name, place=place.name, count=len(policies))
    facts = tuple(f"{policy.date} 《{rows.bare_title(policy.title)}》" for policy in policies[-3:])
    return Draft(
        status="partial",
        intent=NAME,
        headline=say("plain", text=text),
        facts=facts,
        evidence=policies,
        suggestions=(f"{province.name}有哪些绿色制造政策？", say("suggest_review")),
    )


def _names_with_amounts(below: tuple[Subsidy, ...]) -> list[str]:
    return list(dict.fromkeys(row.place for row in below if with_figure(row)))


def _suggestions(row: Subsidy, place: Place, desk: Desk) -> tuple[str, ...]:
    province = desk.places.province(place.code)
    found = [say("suggest_validity", place=row.place)]
    if any(award.form == "percentage" for award in row.awards):
        found.insert(0, say("suggest_investment", place=row.place))
    if province is not None:
        found.append(say("suggest_province", province=province.name))
    return tuple(found)


def _with_premise(question: Question, draft: Draft) -> Draft:
    """A sum that the question takes for granted is confirmed only when a record has it."""
    if not question.has("can") or not question.amounts or draft.status == "clarify":
        return draft
    claimed = question.amounts[0]
    known = {figure(award) for row in draft.evidence if isinstance(row, Subsidy) for award in row.awards}
    if claimed in known:
        return draft
    key = "premise_wrong" if any(known) else "premise"
    return _headed(draft, say(key, claimed=number(claimed)))


def _with_later_year(question: Question, desk: Desk, draft: Draft) -> Draft:
    years = [mention.year for mention in question.dates if mention.year > CORPUS_YEAR]
    if not years or draft.status not in ("answered", "partial") or not desk.is_shipped(draft.evidence[0]):
        return draft
    from dataclasses import replace

    return replace(_headed(draft, say("latest_asked", year=years[0])), status="partial")


def _headed(draft: Draft, sentence: str) -> Draft:
    from dataclasses import replace

    return replace(draft, headline=f"{sentence}{draft.headline}")


__all__ = ["NAME", "TOPIC", "answer", "claim", "say_level"]
