"""The clauses of one message as one answer, and what is remembered of it for the next."""

from __future__ import annotations

from assistant.query.records import Records
from assistant.saying import origins
from assistant.saying.draft import CALL, LISTED, Draft
from assistant.texts.passages import OUT_ON
from assistant.understanding.memory import PART_TOLD, Memory
from assistant.understanding.operations import MANY
from assistant.understanding.pointing import FEW, computing
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place, Places
from corpus.types import Batch, Rule, Standard, Subsidy

PAIR = 2
FACTS = {
    "ask.when": late(rf"\d ?月 ?\d{{1,2}} ?日|{OUT_ON}"),
    "ask.who": late("[局部厅委会]"),
    "aspect.document": late(""),
    "aspect.number": late(""),
}
"""how a statement tells the kinds of fact that a clause may ask of it; its document is cited with it"""
COUNTED = late(r"下列 \d+ [种项条类]")
"""how a list of rules tells how many they are"""
UNEXPLAINED = 0.5
"""share of a clause up to which rows explain next to nothing of it"""
DRAWN = "领"
TITLE = late("《[^》]{4,}》|〔\\d{4}〕")
"""a document that a statement names itself"""
MANY_LISTS = 5
"""lists of a year from which the year does not stand for them any more"""
MOST_RECORDS = 40
"""records of an answer that what is asked next may point into"""
WITH_OLDER = 2
"""standards of an answer about one: itself and what it took the place of"""


def same_again(request: Request, before: Request) -> bool:
    """Whether a clause asks for more of the very thing that the one before asked about."""
    if request.relation != before.relation or request.relation not in ("subsidies", "batches", "standards", "policies"):
        return False
    if request.has("rule.") and not before.has("rule."):
        return False
    if request.has("aspect.share") and before.operation == "extreme":
        return False  # 最多的是哪一批？占五批总数的百分之几 asks of the one that was found
    if request.unsaid and before.unsaid:
        return (request.places, request.levels) == (before.places, before.levels)
    if before.operation in ("extreme", "rank") and request.operation == "count" and not request.where:
        return True
    if before.measure == "difference" and before.operation == "extreme" and _bare_difference(request):
        return True  # 差额最大的是哪里，差多少
    if before.operation in MANY and request.operation in ("difference", "compare", "value"):
        if request.levels and not set(request.levels) <= set(before.levels):
            return False
        return request.where[len(before.where) :] == () and not request.unsaid
    if request.unsaid or before.unsaid or request.operation in MANY[2:]:
        return False
    if before.operation == "sum" and set(request.aspects) & {"end", "valid", "issued", "document", "term"}:
        return False  # 另外再给多少，有效期几年: a sum says nothing of the days of a rule
    if request.relation == "batches" and request.measure != before.measure:
        return False
    if request.relation in ("standards", "policies") and (request.has("talk.keep") or request.titles or request.quoted):
        return False
    same = ("places", "levels", "batches", "standards", "payers")
    if any(getattr(request, slot) != getattr(before, slot) for slot in same) or request.where[len(before.where) :]:
        return before.operation in MANY and not request.where and request.operation == "value"
    return request.operation in ("value", before.operation) or before.operation == "value" == request.operation


def _bare_difference(request: Request) -> bool:
    """差多少 and nothing beside."""
    return request.has("operation.difference") and len(request.asked) <= len("差了多少钱")


def of_its_document(request: Request, told: Draft) -> bool:
    """Whether a clause asks only for the document of the rules just told, which names it, or how many they are."""
    named = request.places or request.batches or request.standards or request.titles or request.numbers
    if told.intent == "rule" and request.has("ask.many") and COUNTED.search(told.headline) and not named:
        return True  # 哪些情形不得申报，一共几类: the list itself says how many
    if told.intent in ("rule", "statement") and request.paying_only and request.has("ask.who") and not named:
        return DRAWN in request.text and DRAWN in told.headline  # 什么是企业绿码，谁能领: what was told says who may
    return (
        told.intent == "rule"
        and not named
        and request.has("aspect.document", "aspect.number", "ask.which")
        and (not request.has("topic.", "rule."))
    )


def number_of_call(request: Request, told: Draft) -> bool:
    """Whether a clause asks only for the number of the call just told, which names it or says that none was seen."""
    named = request.places or request.batches or request.standards or request.titles or request.numbers
    asks = request.has("aspect.document", "aspect.number") and not request.has("topic.", "rule.")
    return told.intent == CALL and asks and not named


def leans_on_statement(request: Request, told: Draft) -> bool:
    """Whether a clause names nothing itself and follows a statement just told (关注什么，两家加一块多少)."""
    named = request.places or request.batches or request.standards or request.titles or request.numbers
    if told.intent != "statement" or told.status != "answered" or named:
        return False
    named_topics = (name for name in request.concepts if name.startswith(("topic.", "rule.", "unsaid.")))
    return all(name == "topic.total_count" for name in named_topics)  # 一共 adds up what was told


def of_statement(request: Request, before: Request, told: Draft) -> Request:
    """能源和资源那两块占几成 after a statement, in words that no row explains: asked of the texts, with its subject."""
    if not leans_on_statement(request, told) or not request.leftover or request.explained > UNEXPLAINED:
        return request
    return request.with_(relation="texts", operation="value", text=f"{' '.join(before.subject)} {request.asked}")


def held_by_statement(request: Request, told: Draft) -> bool:
    """Whether a clause asks for a fact that the statement just told holds (几号前交，谁汇总)."""
    asked = [pattern for concept, pattern in FACTS.items() if request.has(concept)]
    holds = bool(asked) and all(pattern.search(told.headline) for pattern in asked)
    holds = holds and all(mention.value[:4] in told.headline for mention in request.dates)
    return holds and leans_on_statement(request, told)


def with_its_document(request: Request, told: Draft, records: Records) -> Draft:
    """A statement with the document that it is from, where a clause asks for that (哪份文件)."""
    about = tuple(record.id for record in told.evidence[:1]) if told.intent == "statement" else ()
    if not about or not request.has("aspect.document", "aspect.number"):
        return told
    if told.status != "answered" or TITLE.search(told.headline):
        return told
    origin = origins.answer(request.with_(about=about, aspects=("title",)), records)
    if origin is None:
        return told
    headline = told.headline + origin.headline
    return replace(told, headline=headline, facts=(*told.facts, *origin.facts), evidence=(*told.evidence, *(
        record for record in origin.evidence if record not in told.evidence)))  # fmt: skip


def with_aspects(before: Request, request: Request) -> Request:
    aspects = tuple(dict.fromkeys((*before.aspects, *request.aspects)))
    both = before.with_(
        aspects=aspects,
        concepts=before.concepts | request.concepts,
        ordered=(*before.ordered, *request.ordered),
        text=f"{before.text}，{request.text}",
        unknown=(*before.unknown, *request.unknown),
        unsaid=tuple(dict.fromkeys((*before.unsaid, *request.unsaid))),
        leftover=(*before.leftover, *request.leftover),
        whole=request.whole or before.whole,
    )
    return computing(both) if before.operation == "value" and len(both.batches) == PAIR else both


def telling(requests: list[Request], drafts: list[Draft]) -> list[Draft]:
    """The drafts that say something; a clause that found nothing is told only where nothing was found at all.

    A clause that only tells the setting (一直在做节能改造) and that the texts merely come near to is no question.
    """
    if drafts and drafts[0].intent == "firm":
        return drafts[:1]
    pairs = list(zip(requests, drafts, strict=True))
    telling = [draft for _, draft in pairs if draft.intent != "statement" or draft.status != "no_answer"]
    if any(draft.status == "answered" for draft in telling):
        setting = [
            draft for request, draft in pairs if draft.intent == "statement" and not request.has("ask.", "operation.")
        ]
        telling = [draft for draft in telling if draft.status != "partial" or draft not in setting]
    return telling or drafts[:1]


def remembered(memory: Memory, request: Request, draft: Draft, records: Records) -> Memory:
    if draft.status == "no_answer" and not draft.evidence and draft.intent in ("scope", "statement"):
        return replace(memory, asked_for="")
    if draft.status == "no_answer" and not draft.evidence and draft.intent == "unsaid" and not request.places:
        return replace(memory, asked_for="")  # what no source says is an aside
    if draft.intent == "origin" and not request.places:
        return replace(memory, asked_for="")  # an aside about the document: what is talked of stays
    if draft.intent == "origin":
        request = request.with_(relation="rules", about=())  # a rule named by its title, and its place with it
    request = _with_subject(request, draft)
    places = records.places
    led = _led_to(request, draft, places)
    told = tuple(r.id for r in draft.evidence[:1])
    by_rules = draft.intent in ("rule", "duties")
    leading = (
        draft.evidence[: draft.leading or None]
        if by_rules
        else draft.evidence[:1]
        if draft.intent == "statement"
        else ()
    )
    rules = tuple(record.id for record in leading if isinstance(record, Rule))
    named = _named_in_list(request, draft, places)
    listed = named if len(named) <= FEW else ()
    ranked = named if request.operation == "rank" else ()
    documents = origins.documented(draft, records)
    ruled = None
    if PART_TOLD in request.aspects and memory.ruled:  # another part of a rule leaves that the subject
        ruled, rules = memory.ruled, memory.rules
    return memory.after(
        request, draft.missing, told, led, ruled=ruled, rules=rules, listed=listed, ranked=ranked, documents=documents,
        lists=_list_told(request, draft), evidence=tuple(record.id for record in draft.evidence[:MOST_RECORDS]),
    )  # fmt: skip


def _list_told(request: Request, draft: Draft) -> tuple[int, ...]:
    """The number of the list that an extreme led to."""
    first = draft.evidence[0] if draft.evidence else None
    of_one = request.relation == "batches" and request.operation == "extreme" and isinstance(first, Batch)
    return (first.number,) if of_one and isinstance(first, Batch) and first.number else ()


def _named_in_list(request: Request, draft: Draft, places: Places) -> tuple[Place, ...]:
    """The places that a list named, in its order."""
    if request.relation != "subsidies" or request.operation not in MANY:
        return ()
    told = draft.headline.partition("。")[0] if request.operation == "extreme" else draft.headline
    rows = (row for row in draft.evidence if isinstance(row, Subsidy) and row.place in told)
    scope = {request.place.code} if request.place else set()  # the place that they lie in is none of them
    codes = [code for code in dict.fromkeys(row.place_code for row in rows) if code not in scope]
    return tuple(place for code in codes if (place := places.get(code)))


def _with_subject(request: Request, draft: Draft) -> Request:
    """The request with what its answer was about without being named: one batch, one standard, or the texts."""
    rowless = ("subsidies", "policies") if request.batches else ("subsidies", "policies", "batches")
    by_rows = bool(request.relation) and (bool(request.places) or request.relation not in rowless)
    if request.relation == "subsidies" and not request.has("topic.", "ask.amount", "ask.much", "operation."):
        by_rows = False  # 黑龙江不按时会怎样: only its place made it a question for an award
    if draft.intent == "statement" and not by_rows:
        if request.mentions("std.general"):
            return request.with_(relation="standards")
        if request.batches:  # a statement about a list leaves that list the subject
            return request.with_(relation="batches", measure="count")
        return request.with_(relation="texts")
    if request.relation == "batches" and not request.batches and draft.status == "answered":
        found = [row for row in draft.evidence if isinstance(row, Batch)]
        if request.dates and request.operation == "value" and len(found) < MANY_LISTS:
            return request.with_(batches=tuple(sorted(row.number for row in found if row.number)))
        return request.with_(batches=(found[0].number,)) if len(found) == 1 and found[0].number else request
    listed = LISTED in draft.used
    if request.relation == "standards" and not (request.standards or listed) and draft.status == "answered":
        standards = tuple(row for row in draft.evidence if isinstance(row, Standard))
        return request.with_(standards=standards[:1]) if 0 < len(standards) <= WITH_OLDER else request
    return request


def _led_to(request: Request, draft: Draft, places: Places) -> tuple[Place, ...]:
    """The place that an answer named first without being asked about it."""
    code = getattr(draft.evidence[0], "place_code", "") if draft.evidence else ""
    place = places.get(code)
    one = (
        len({getattr(record, "place_code", "") for record in draft.evidence[:2]}) == 1 or request.operation == "extreme"
    )
    return (place,) if place is not None and request.operation in ("extreme", "list", "rank") and one else ()
