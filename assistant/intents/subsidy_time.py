"""Until when a place's rule holds, whether it is in force on a day, and when it was issued."""

from __future__ import annotations

from datetime import date

from assistant import rows
from assistant.awards import say_awards, with_figure
from assistant.days import asked_day
from assistant.desk import Claim, Desk, Draft
from assistant.intents.base import about_subsidy
from assistant.question import Question
from assistant.wording import load_wording
from corpus.places import Place
from corpus.types import Subsidy
from corpus.validity import RULE_WORDS, status_on

NAME = "subsidy.validity"
TOPIC = "subsidy"

say = load_wording("subsidy_time")


def claim(question: Question, desk: Desk) -> Claim | None:
    """A question about validity or dates of the rule of a place, or of a rule named by its title."""
    if not question.has("validity", "issued") or (
        question.has("which", "most", "count", "not_in", "longest", "earlier", "later") and not question.titles
    ):
        return None
    if question.has("standard", "batch", "recheck", "third_party", "abroad", "goal", "define", "committee", "stars"):
        return None
    rows_named = _named_rows(question, desk)
    if (
        question.has("green_factory")
        and not (question.places or rows_named or question.topic)
        and not question.has("money", "policy")
    ):
        return None
    if question.has("validity"):
        if question.places or rows_named or not question.has("policy") or question.topic == "subsidy":
            return Claim(score=80, reason="问政策是否有效、到何时")
        return Claim(score=60, reason="问有效期，但没有说地区")
    exact = question.has("exact_day")
    if rows_named and (exact or about_subsidy(question) or _only_in_subsidies(rows_named, desk)):
        return Claim(score=75, reason="问补贴政策的日期")
    if question.places and about_subsidy(question) and not question.has("how_much"):
        return Claim(score=75, reason="问补贴政策的日期")
    return None


def answer(question: Question, desk: Desk) -> Draft:
    """The rule of the place (or of the title), its dates and its status on the day asked."""
    found, above_of = _rows(question, desk)
    if found is None:
        return Draft(status="clarify", intent=NAME, headline=say("clarify"), explain=("place",))
    if not found:
        return _none(question, above_of)
    day = asked_day(question)
    ordered = rows.governing(found, day)
    row = _named_first(ordered, question)[0]
    others = tuple(other for other in ordered if other is not row)[:5]
    headline, status = _headline(question, row, day)
    if above_of is not None:
        headline = say("above", place=above_of.name, above=row.place) + headline
    return Draft(
        status="partial" if above_of is not None and not question.payers else status,  # type: ignore[arg-type]
        intent=NAME,
        headline=headline,
        facts=(
            *_facts(row),
            *(say("also", policy=rows.say_policy(o), validity=rows.say_validity(o, day)) for o in others),
        ),
        evidence=(row, *others),
        caveats=(*row.notes, *_caveats(row, day)),
        suggestions=(say("suggest_amount", place=row.place), say("suggest_list")),
        validity=status_on(row, day),
        computed=(day.isoformat(),),
    )


def _named_rows(question: Question, desk: Desk) -> tuple[Subsidy, ...]:
    return tuple(row for row in desk.corpus.subsidies if row.policy in question.titles)


def _only_in_subsidies(found: tuple[Subsidy, ...], desk: Desk) -> bool:
    """Whether the titles are those of subsidy rules only; table 3.1 answers for the others."""
    elsewhere = {policy.title for policy in desk.corpus.policies}
    return not any(row.policy in elsewhere for row in found)


def _rows(question: Question, desk: Desk) -> tuple[tuple[Subsidy, ...] | None, Place | None]:
    """The rows meant; the second is the place asked for when only a place above it has rows."""
    named = _named_rows(question, desk)
    if not question.places:
        return (named or None), None
    place = question.places[0]
    standing = desk.standing(place)
    if standing.own:
        return standing.own, None
    if standing.above and not standing.below:
        nearest = standing.above[0].place_code
        return tuple(row for row in standing.above if row.place_code == nearest), place
    return (standing.below or standing.above), place


def _none(question: Question, place: Place | None) -> Draft:
    name = place.name if place else ""
    return Draft(status="no_answer", intent=NAME, headline=say("none", place=name), suggestions=(say("suggest_list"),))


def _named_first(ordered: tuple[Subsidy, ...], question: Question) -> tuple[Subsidy, ...]:
    return tuple(sorted(ordered, key=lambda row: row.policy not in question.titles))


def _headline(question: Question, row: Subsidy, day: date) -> tuple[str, str]:
    policy = rows.say_policy(row)
    if question.has("issued") and not question.has("validity"):
        if not row.date:
            return say("undated", policy=policy), "partial"
        key = "dated" if row.date_kind else "dated_bare"
        return say(key, policy=policy, kind=row.date_kind, date=row.date), "answered"
    status = status_on(row, day)
    ends_inside = row.end_date[:4] == str(day.year) and day != question.as_of and day.month == 12 and day.day == 31
    if status == "expired" and ends_inside and any(len(mention.value) == 4 for mention in question.dates):
        return say("year_part", policy=policy, basis=rows.say_end(row), year=day.year), "answered"
    text = say("status", policy=policy, validity=rows.say_validity(row, day))
    return text, "partial" if status in ("unstated", "draft") else "answered"


def _facts(row: Subsidy) -> tuple[str, ...]:
    facts = [rows.say_date(row)]
    if row.end_words:
        facts[0] = f"{facts[0]}；{row.end_words}"
    if with_figure(row):
        facts.append(say("amount", awards=say_awards(with_figure(row))))
    else:
        facts.append(say("provision", provision=rows.provision(row)))
    return tuple(facts)


def _caveats(row: Subsidy, day: date) -> tuple[str, ...]:
    status = status_on(row, day)
    told = [say("rule", rule=RULE_WORDS)] if row.end_basis == "computed" else []
    if status == "unstated":
        told.append(say("unstated_note"))
    if status == "expired":
        told.append(say("expired_note"))
    return tuple(told)
