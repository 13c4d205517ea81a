"""What else a subsidy row says: benefits that are not money, who receives it, its document, whether it is a draft."""

from __future__ import annotations

from assistant.query.records import Records
from assistant.saying import rows
from assistant.saying.amount import paying_place
from assistant.saying.awards import say_awards, say_level, with_figure
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.request import Request
from corpus.types import Subsidy
from corpus.validity import status_on

NAME = "subsidy.facts"
FACTS = ("benefit", "recipient", "document", "draft")
say = load_wording("subsidy")


def answer(request: Request, records: Records) -> Draft | None:
    """The fact asked for, from the place's row or, where it has none, the nearest above; None without such a row."""
    place = paying_place(request, records)
    if place is None:
        return None
    standing = records.standing(place)
    own = bool(standing.own)
    ordered = rows.governing(standing.own or standing.above[:1], request.as_of)
    if not ordered:
        return None
    row = rows.meant(request, ordered)
    headline, status = _headline(request, row, place.name, own=own)
    return Draft(
        status=status if own else "partial",
        intent=NAME,
        headline=say("plain", text=headline),
        facts=_facts(row, request, headline),
        evidence=(row, *(other for other in ordered if other is not row)),
        caveats=row.notes,
        suggestions=(say("suggest_validity", place=row.place),),
        validity=status_on(row, request.as_of),
    )


def _headline(request: Request, row: Subsidy, place: str, *, own: bool) -> tuple[str, AnswerStatus]:
    aspect = next(aspect for aspect in request.aspects if aspect in FACTS)
    if aspect == "benefit":
        return _benefit(row)
    if aspect == "recipient":
        return _recipient(request, row)
    if aspect == "document":
        slots = {"place": row.place if own else place, "above": row.place, "policy": rows.bare_title(row.policy)}
        key = "document" if own else "document_above"
        if row.document_number and row.document_number not in row.policy:
            slots["policy"] = f"{slots['policy']}》（{row.document_number}"
            key += "_numbered"
        return say(key, **slots, dated=rows.say_date(row)), "answered"
    key = "draft_yes" if row.draft else "draft_no"
    awards = say_awards(with_figure(row)) or rows.provision(row)
    policy = rows.bare_title(row.policy)
    return say(key, place=row.place, awards=awards, policy=policy, dated=rows.say_date(row)), "answered"


def _benefit(row: Subsidy) -> tuple[str, AnswerStatus]:
    if row.benefits:
        key = "benefit_head" if with_figure(row) else "benefit_only"
        return say(key, place=row.place, benefits="、".join(row.benefits)), "answered"
    if with_figure(row):
        return say("benefit_none", place=row.place), "partial"
    return say("benefit_only", place=row.place, benefits=rows.provision(row)), "answered"


def _recipient(request: Request, row: Subsidy) -> tuple[str, AnswerStatus]:
    awards = [award for award in with_figure(row) if not request.levels or award.level in request.levels]
    awards = awards or list(with_figure(row))
    said = say_awards(tuple(awards)) or rows.provision(row)
    named = [award for award in awards if award.recipient]
    if not named:
        return say("recipient_unknown", place=row.place, awards=said), "partial"
    levels = "、".join(dict.fromkeys(say_level(award.level) for award in named))
    return say("recipient", place=row.place, level=levels, who=named[0].recipient, awards=said), "answered"


def _facts(row: Subsidy, request: Request, headline: str) -> tuple[str, ...]:
    facts = [say("policy_fact", policy=f"{rows.say_policy(row)}，{rows.say_date(row)}")]
    if rows.provision(row) not in headline:
        facts.append(say("provision_fact", provision=rows.provision(row)))
    facts.append(rows.say_validity(row, request.as_of))
    return tuple(facts)
