"""Which rule is the earliest, the latest, or holds longest; and which of two was issued first."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import rows
from assistant.desk import Claim, Desk, Draft, concerns_factories
from assistant.intents.base import about_subsidy
from assistant.question import Question
from assistant.wording import load_wording
from corpus.types import Subsidy
from corpus.validity import duration

NAME = "subsidy.dates"
TOPIC = "subsidy"

say = load_wording("subsidy_dates")
SHOWN = 3


def claim(question: Question, desk: Desk) -> Claim | None:
    """Earliest, latest or longest over the subsidy rules, or of two places named."""
    if question.has("abroad", "standard", "batch", "recheck"):
        return None
    if len(question.places) > 1 and question.has("earlier", "later"):
        return Claim(score=89, reason="比较几个地方政策的日期")
    about = about_subsidy(question) or question.has("table_subsidy")
    if about and question.has("longest", "shortest"):
        return Claim(score=89, reason="问有效期长短")
    if about and question.has("first", "latest", "earlier", "later") and _all_places(question, desk):
        return Claim(score=89, reason="问最早或最晚的补贴政策")
    return None


def _all_places(question: Question, desk: Desk) -> bool:
    """Whether the question is about all rows, or those inside one province."""
    if not question.places:
        return question.has("where", "table_subsidy", "which", "which_one")
    return bool(desk.standing(question.places[0]).below) and question.has("where", "which", "which_one", "subordinate")


def answer(question: Question, desk: Desk) -> Draft:
    """The row asked for, with those next to it."""
    pool = _pool(question, desk)
    if len(question.places) > 1:
        return _compared(question, desk)
    if question.has("longest", "shortest"):
        return _by_length(question, desk, pool)
    by_end = question.has("validity")
    dated = [row for row in pool if (row.end_date if by_end else len(row.date) == 10)]
    if not dated:
        return Draft(status="no_answer", intent=NAME, headline=say("none"))
    last = question.has("latest", "later")
    dated.sort(key=lambda row: row.end_date if by_end else row.date, reverse=last)
    best, others = dated[0], dated[1:SHOWN]
    key = ("last_" if last else "first_") + ("end" if by_end else "issued")
    headline = say(
        key,
        scope=_scope(question),
        place=best.place,
        policy=rows.bare_title(best.policy),
        dated=rows.say_date(best),
        end=rows.say_end(best) if best.end_date else "",
    )
    items = "；".join(f"{row.place} {row.end_date if by_end else row.date}" for row in others)
    return _draft(headline, (best, *others), (say("next", items=items),) if items else (), by_end)


def _pool(question: Question, desk: Desk) -> list[Subsidy]:
    if question.places:
        standing = desk.standing(question.places[0])
        return [*standing.own, *standing.below]
    return [row for row in desk.corpus.subsidies if concerns_factories(row) and not row.draft]


def _scope(question: Question) -> str:
    return say("scope_place", place=question.places[0].name) if question.places else say("scope_all")


def _draft(headline: str, evidence: Sequence[Subsidy], facts: Sequence[str], by_end: bool) -> Draft:
    rule = (say("computed_end"),) if by_end and any(row.end_basis == "computed" for row in evidence) else ()
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=tuple(facts),
        evidence=tuple(evidence),
        caveats=(
            *rule,
            *(note for row in evidence[:1] for note in row.notes),
        ),
    )


def _years(row: Subsidy) -> float:
    """How long a row holds, in years: by the words of its term, else from its date to its end."""
    span = duration(row.end_words)
    if span:
        return span[0] + span[1] / 12
    if len(row.date) != 10 or not row.end_date:
        return 0.0
    days = (rows.day(row.end_date) - rows.day(row.date)).days
    return round(days / 365.25, 1)


def _by_length(question: Question, desk: Desk, pool: list[Subsidy]) -> Draft:
    timed = [row for row in pool if row.end_date and _years(row)]
    if not timed:
        return Draft(status="no_answer", intent=NAME, headline=say("none"))
    key = "longest" if question.has("longest") else "shortest"
    bound = (max if key == "longest" else min)(_years(row) for row in timed)
    found = [row for row in timed if _years(row) == bound]
    items = "、".join(say("item", place=row.place, words=row.end_words) for row in found)
    headline = say(key, scope=_scope(question), years=f"{bound:g}", items=items)
    draft = _draft(headline, found, [], True)
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        evidence=draft.evidence,
        caveats=draft.caveats,
        computed=(f"{bound:g} 年",),
    )


def _compared(question: Question, desk: Desk) -> Draft:
    found = []
    for place in question.places:
        standing = desk.standing(place)
        named = [row for row in standing.own if row.policy in question.titles]
        found += (named or list(rows.governing(standing.own, question.as_of)))[:1]
    by_end = question.has("validity")
    dated = sorted((row for row in found if _compared_day(row, by_end)), key=lambda row: _compared_day(row, by_end))
    if len(dated) < 2:
        return Draft(
            status="partial" if found else "no_answer", intent=NAME, headline=say("none"), evidence=tuple(found)
        )
    said = {row.id: rows.say_end(row) if by_end else rows.say_date(row) for row in dated}
    items = "；".join(
        say("dated_item", place=row.place, policy=rows.bare_title(row.policy), dated=said[row.id]) for row in dated
    )
    if _compared_day(dated[0], by_end) == _compared_day(dated[-1], by_end):
        headline = say("same_day", places="、".join(row.place for row in dated), items=items)
    elif question.has("later"):
        headline = say("later", last=dated[-1].place, items=items)
    else:
        headline = say("earlier", first=dated[0].place, items=items)
    return _draft(headline, dated, (), by_end)


def _compared_day(row: Subsidy, by_end: bool) -> str:
    return row.end_date if by_end else row.date
