"""That the sources do not hold what was asked by name, and the one nearest fact."""

from __future__ import annotations

from assistant.query.records import Records
from assistant.saying import amount, rows, telling
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.texts import passages
from assistant.understanding import matters
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.types import Subsidy
from corpus.validity import final_day

say = load_wording("gate")


def answer(request: Request, records: Records) -> Draft:
    """That the sources do not hold what was asked by name, and the one nearest fact."""
    if matters.OF_COUNTRY in request.unsaid and not request.places:
        suggestions = telling.by_relation(request.with_(unsaid=()), records)
        told = say("of_country")
        return Draft(
            status="no_answer",
            intent="unsaid",
            headline=told,
            suggestions=suggestions.suggestions if suggestions else (),
        )
    asked = request.with_(unknown=())
    found = passages.answering(asked, records)
    if found is not None:
        return found
    base = _nearest(request, records)
    subject = "、".join(place.name for place in request.places) or ("" if not request.numbers else request.numbers[0])
    topics = "、".join(request.unsaid)
    headline = say("unsaid", place=say("of", subject=subject) if subject else "", topics=topics)
    if base is None or base.status in ("clarify", "no_answer"):
        return Draft(
            status="no_answer",
            intent="unsaid",
            headline=headline,
            suggestions=base.suggestions if base else (),
            computed=request.numbers[:1],
        )
    return replace(
        base,
        status="partial",
        intent="unsaid",
        headline=headline
        + say("lists_are_annexes" if matters.WHERE_LISTED in request.unsaid else "nearest")
        + base.headline,
        facts=base.facts[:1],
        caveats=(),
        computed=(*base.computed, *request.numbers[:1]),  # as typed: the row may bear a year that was not
    )


def paid_at_once(request: Request, records: Records) -> Draft | None:
    """一次给还是分年给, where the place's rule says that it is paid at once; None where it says nothing of it."""
    if not request.places:
        return None
    asked = request.with_(unsaid=(), unknown=(), relation="subsidies", operation="value", aspects=("amount", "one_off"))
    draft = amount.answer(asked, records)
    row = draft.evidence[0] if draft.evidence else None
    return draft if isinstance(row, Subsidy) and any(award.one_off for award in row.awards) else None


def which_place(request: Request, records: Records) -> Draft | None:
    """奖励怎么领: the question back for the place whose award is paid out; None where the place is known, or no award
    is asked about."""
    paid = request.has("operation.pay_out") and not set(request.unsaid) <= {matters.PLATES, matters.OF_COUNTRY}
    if request.places or request.relation != "subsidies" or not paid:
        return None
    draft = telling.by_relation(request.with_(unsaid=(), unknown=()), records)
    return draft if draft is not None and draft.status == "clarify" else None


def apply_until(request: Request, records: Records) -> Draft | None:
    """The last day to apply that the row of a place states; None where it states none, or another thing is asked."""
    if matters.UNTIL_WHEN not in request.unsaid or not request.places:
        return None
    row = next((row for row in records.standing(request.places[0]).own if row.apply_until), None)
    if row is None:
        return None
    key = "apply_over" if final_day(row.apply_until) < request.as_of else "apply_until"
    headline = say(key, policy=rows.say_policy(row), day=row.apply_until, year=row.year or "")
    return Draft(status="answered", intent="unsaid", headline=headline, evidence=(row,))


def _nearest(request: Request, records: Records) -> Draft | None:
    """What the relation says of the same place or batch, else what stands nearest to the aspect."""
    stripped = request.with_(unsaid=(), unknown=(), leftover=())
    if request.place and request.relation == "subsidies" and request.has("ask.where", "ask.who"):
        stripped = stripped.with_(operation="value")  # where it is paid, not which places pay
    if request.has(*telling.OTHER_SUPPORT) and not request.places:
        return passages.nearest(stripped, records, request.asked)
    relation = load_lexicon().nearest_relations.get(request.unsaid[0], "")
    if request.batches and not request.places and relation in ("batches", "latest_list"):
        # the list that is named, no notice that names it too: 在哪里 asks for no place
        stripped = stripped.with_(relation="batches", operation="value", concepts=stripped.concepts - {"ask.where"})
    has_subject = bool(request.places or request.batches or request.numbers or request.standards)
    if has_subject and stripped.relation:
        return telling.by_relation(stripped, records)
    if any(name.startswith("rule.") for name in request.ordered):
        from assistant.saying import regimes

        return regimes.answer(stripped, records)
    if relation in ("batches", "latest_list"):
        from assistant.saying import batches

        return batches.calls(request, records) if relation == "batches" else batches.latest_list(request, records)
    if relation == "tax":
        from assistant.saying import lists

        return lists.benefit(stripped, records, "税收")
    if relation:
        from assistant.saying import rules

        return rules.told(records, relation)
    text = load_lexicon().nearest_texts.get(request.unsaid[0], "")
    return passages.nearest(stripped, records, text) if text else None
