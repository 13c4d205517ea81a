"""Talk that leans on rules just told: another place, level or year, another ground, and where they stand."""

from __future__ import annotations

from assistant.understanding.memory import BARE, SHORT
from assistant.understanding.request import Request
from assistant.understanding.slots import UNDONE

RULED = ("rule.", "topic.recheck", "aspect.due", "topic.duty", "topic.self_check")
"""groups of concepts that name topics of rules"""
NAMED_TOPICS = (
    "topic.money", "topic.standard", "topic.recheck", "topic.removal", "topic.stars", "topic.call", "topic.industries",
    "topic.subsidy_table", "topic.policy_table", "topic.total_count", "ask.amount", "unsaid.", "event.",
)  # fmt: skip
"""concepts with which a question after rules is about something else"""


def of_rules_told(request: Request, ruled: Request, rules: tuple[str, ...]) -> Request | None:
    """广东也一样, 哪个文件写的, 老板失信呢 after rules were told: the same topics, for what is named now."""
    leans = _names_a_side(request) or _asks_of_document(request) or _asks_its_day(request) or _left_undone(request)
    if not (leans or _is_another_fact(request, ruled)):
        return None
    named = (*ruled.ordered, *sorted(ruled.context - set(ruled.ordered)))
    topics = tuple(name for name in named if name.startswith(RULED))
    places = () if "国家级" in request.levels and not request.places else request.places or ruled.places
    return request.with_(
        relation="rules",
        ordered=(*topics, *(name for name in request.ordered if name not in topics)),
        concepts=request.concepts | set(topics),
        unsaid=request.unsaid or (() if _is_another_fact(request, ruled) else ruled.unsaid),
        levels=request.levels or ruled.levels,
        places=places,
        inherited=tuple(place.name for place in places) if not request.places else (),
        operation="value",
        text=f"{ruled.text}，{request.text}",
        rules=rules if _asks_of_document(request) else (),
    )


def _names_a_side(request: Request) -> bool:
    """Whether a request names only another place, level or year (珠海2025年呢, 省级的也不用了吗)."""
    named = bool(request.places or request.levels or request.dates) or request.has("source.report")
    bare = not request.has("rule.", *NAMED_TOPICS) and not request.titles
    return named and bare and len(request.text) <= BARE + 4


def _asks_of_document(request: Request) -> bool:
    """Whether a request asks where the rule stands, or whether it still holds."""
    asks = request.has("aspect.document", "aspect.number", "aspect.article", "aspect.valid", "aspect.issued")
    named = request.places or request.titles or request.numbers or request.batches or request.standards
    return asks and not named and not request.has("rule.", *NAMED_TOPICS) and len(request.text) <= BARE


def _asks_its_day(request: Request) -> bool:
    """几号前, 截止到哪天: until when what the rule asks for is to be done."""
    asks = request.has("ask.when", "aspect.end")
    named = request.titles or request.numbers or request.batches or request.standards
    return asks and not named and not request.has("rule.", *NAMED_TOPICS) and len(request.text) <= SHORT


def _left_undone(request: Request) -> bool:
    """拖着不填会咋样: what follows where the duty is not done."""
    asks = request.has("ask.how", "aspect.consequence") and bool(UNDONE.search(request.text))
    return asks and not request.has(*NAMED_TOPICS) and len(request.text) <= BARE


def _is_another_fact(request: Request, ruled: Request) -> bool:
    """Whether what bars an application is named after it was asked whether one can apply."""
    barred = ruled.has("rule.eligible", "rule.bar", "topic.self_check")
    if barred and request.has("aspect.compliance_facts") and not request.has("rule.", "topic.recheck"):
        return True
    asks = request.has("rule.eligible", "topic.self_check")
    return asks and request.has("topic.removal", "batch.removed") and not request.has("topic.money")
