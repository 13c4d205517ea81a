"""A question for two things at once: taken apart before it is answered, the answers put together after."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.desk import Draft
from assistant.question import Question
from assistant.wording import load_wording

STANDARD = frozenset(("standard", "number_asked"))
REVIEW = frozenset(("recheck", "recheck_asked", "recheck_cycle", "due", "batch", "batch_count"))
say = load_wording("service")


def parts_of(question: Question) -> tuple[Question, ...]:
    """What a place pays, which standard an industry has, when a factory is reviewed; else the question itself."""
    if question.topic or question.numbers or not (question.places and question.has("money")):
        return (question,)
    others = []
    if question.standards and question.has("standard") and not question.has("standard_money"):
        others.append(question.with_(places=(), cues=question.cues - {"money", "where"} - REVIEW))
    if question.has("recheck_asked"):
        others.append(question.with_(places=(), standards=(), cues=question.cues - {"money", "where"} - STANDARD))
    if not others:
        return (question,)
    subsidy = question.with_(standards=(), product="", batches=(), cues=question.cues - STANDARD - REVIEW)
    return (subsidy, *others)


def joined(drafts: Sequence[Draft]) -> Draft:
    """One draft of several, in their order; answered only when all of them are."""
    first, *others = drafts
    if not others:
        return first
    answered = all(draft.status == "answered" for draft in drafts)
    return Draft(
        status="answered" if answered else "partial",
        intent=first.intent,
        headline=say("between_parts").join(draft.headline for draft in drafts),
        facts=tuple(fact for draft in drafts for fact in draft.facts),
        evidence=tuple({record.id: record for draft in drafts for record in draft.evidence}.values()),
        caveats=tuple(caveat for draft in drafts for caveat in draft.caveats),
        suggestions=tuple(suggestion for draft in drafts for suggestion in draft.suggestions[:1]),
        validity=first.validity,
        computed=tuple(step for draft in drafts for step in draft.computed),
    )
