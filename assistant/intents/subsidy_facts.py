"""What else a subsidy row says: benefits that are not money, who receives it, its document, whether it is a draft."""

from __future__ import annotations

from assistant import rows
from assistant.awards import say_awards, say_level, with_figure
from assistant.desk import Claim, Desk, Draft
from assistant.intents.base import BENEFITS, about_subsidy
from assistant.question import Question
from assistant.wording import load_wording
from corpus.types import Subsidy
from corpus.validity import status_on

NAME = "subsidy.facts"
TOPIC = "subsidy"

say = load_wording("subsidy")


def claim(question: Question, desk: Desk) -> Claim | None:
    """A question about a place's rule that is not about the sum itself."""
    if not question.places or not about_subsidy(question) or question.has("compare", "abroad"):
        return None
    if not desk.standing(question.places[0]).own and not desk.standing(question.places[0]).above:
        return None
    if question.has("benefit", "peak_shift"):
        return Claim(score=77, reason="问资金以外的好处")
    if question.has("green_credit", "tax", "priority", "procurement") and not question.has("how_much"):
        return Claim(score=77, reason="问资金以外的好处")
    if question.has("recipient"):
        return Claim(score=77, reason="问奖励发给谁")
    if question.has("document") and not question.has("how_much"):
        return Claim(score=77, reason="问文件依据")
    if question.has("draft") and not question.has("which"):
        return Claim(score=77, reason="问是否正式稿")
    return None


def answer(question: Question, desk: Desk) -> Draft:
    """The fact asked for, from the place's row or, where it has none, from the nearest place above."""
    standing = desk.standing(question.places[0])
    own = bool(standing.own)
    ordered = rows.governing(standing.own or standing.above[:1], question.as_of)
    row = ordered[0]
    if question.has(*BENEFITS):
        headline, status = _benefit(row)
    elif question.has("recipient"):
        headline, status = _recipient(question, row)
    elif question.has("document"):
        key = "document" if own else "document_above"
        headline = say(
            key,
            place=row.place if own else question.places[0].name,
            above=row.place,
            policy=rows.bare_title(row.policy),
            dated=rows.say_date(row),
        )
        status = "answered"
    else:
        key = "draft_yes" if row.draft else "draft_no"
        awards = say_awards(with_figure(row)) or rows.provision(row)
        headline = say(
            key, place=row.place, awards=awards, policy=rows.bare_title(row.policy), dated=rows.say_date(row)
        )
        status = "answered"
    return Draft(
        status=status if own else "partial",  # type: ignore[arg-type]
        intent=NAME,
        headline=say("plain", text=headline),
        facts=_facts(row, question, headline),
        evidence=ordered,
        caveats=row.notes,
        suggestions=(say("suggest_validity", place=row.place),),
        validity=status_on(row, question.as_of),
    )


def _benefit(row: Subsidy) -> tuple[str, str]:
    if row.benefits:
        key = "benefit_head" if with_figure(row) else "benefit_only"
        return say(key, place=row.place, benefits="、".join(row.benefits)), "answered"
    if with_figure(row):
        return say("benefit_none", place=row.place), "partial"
    return say("benefit_only", place=row.place, benefits=rows.provision(row)), "answered"


def _recipient(question: Question, row: Subsidy) -> tuple[str, str]:
    awards = [award for award in with_figure(row) if not question.levels or award.level in question.levels]
    awards = awards or list(with_figure(row))
    named = [award for award in awards if award.recipient]
    if not named:
        return say(
            "recipient_unknown", place=row.place, awards=say_awards(tuple(awards)) or rows.provision(row)
        ), "partial"
    levels = "、".join(dict.fromkeys(say_level(award.level) for award in named))
    return say(
        "recipient", place=row.place, level=levels, who=named[0].recipient, awards=say_awards(tuple(awards))
    ), "answered"


def _facts(row: Subsidy, question: Question, headline: str) -> tuple[str, ...]:
    facts = [say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")]
    if rows.provision(row) not in headline:
        facts.append(say("provision_fact", provision=rows.provision(row)))
    facts.append(rows.say_validity(row, question.as_of))
    return tuple(facts)
