"""Talk about several places that were told one after another, and about the first or the last of an order."""

from __future__ import annotations

from assistant.understanding.memory import BARE, Memory
from assistant.understanding.numerals import chinese_number
from assistant.understanding.operations import MANY
from assistant.understanding.request import Request
from corpus.patterns import late

SEVERAL = late("^(?:那么?|这|那)?([两二三四五六2-6])个?(?:地方|省份?|市|家)?(?:里面?|当中|之中|中间?|比)")
"""so many of what was told, in the words a question begins with"""
AT_THE_TOP = late(
    "^(?:那么?|这里面|里面|其中)?(?:最[高多大]|排第一|第一名|头一[个名]|榜首)的?(?:那个|那家|那一个|地方)"
)
AT_THE_END = late(
    "^(?:那么?|这里面|里面|其中)?(?:最[低少小]|排最后|最后一[名个]|垫底|末尾)的?(?:那个|那家|那一个|地方)"
)
OF_A_RULE = ("issued", "valid", "end", "document", "start", "term")
"""what is asked of one row beside its sum"""


def of_several(request: Request, memory: Memory) -> Request | None:
    """三个里面谁最高 of the places told last, 最高的那个是哪年发的 of an order; None where neither is asked."""
    last = memory.last
    named = request.places or request.titles or request.batches or request.standards or request.numbers
    if last is None or last.relation != "subsidies" or named or len(request.text) > BARE:
        return None
    return _one_of_the_order(request, memory, last) or _extreme_of_told(request, memory, last)


def _one_of_the_order(request: Request, memory: Memory, last: Request) -> Request | None:
    asked = tuple(aspect for aspect in request.aspects if aspect in OF_A_RULE)
    top, end = AT_THE_TOP.search(request.text), AT_THE_END.search(request.text)
    if not asked or last.operation not in MANY or not (top or end):
        return None
    if not memory.ranked:  # a list in no order: which it is comes first
        return last.with_(
            typed=request.typed, asked=request.asked, text=f"{last.text}，{request.text}", operation="extreme",
            measure="amount", descending=bool(top), nth=1,
        )  # fmt: skip
    place = memory.ranked[0] if top else memory.ranked[-1]
    return request.with_(
        relation="subsidies", operation="value", measure="amount", places=(place,), aspects=asked, where=(), loose=(),
        concepts=request.concepts - {"operation.most", "operation.least", "topic.policy"}, inherited=(place.name,),
    )  # fmt: skip


def _extreme_of_told(request: Request, memory: Memory, last: Request) -> Request | None:
    found = SEVERAL.match(request.text)
    many = chinese_number(found[1]) or 0 if found else 0
    places = memory.places[-many:] if many else ()
    if len(places) < max(many, 2) or not request.has("operation.most", "operation.least", "operation.compare"):
        return None
    spread = request.has("operation.difference") and request.has("operation.most", "operation.least")
    return request.with_(
        relation="subsidies", operation="difference" if spread else "compare", measure="amount", aspects=("amount",),
        places=places,
        levels=request.levels or last.levels, inherited=tuple(place.name for place in places),
    )  # fmt: skip
