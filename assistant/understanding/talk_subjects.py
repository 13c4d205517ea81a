"""Talk whose subject is what the answer before was about: its place, its notice, the recognition that it told of."""

from __future__ import annotations

from collections.abc import Callable

from assistant.understanding.memory import BARE, SHORT, Memory
from assistant.understanding.operations import MANY
from assistant.understanding.pointing import (
    back_to,
    computing,
    differing,
    higher_of_told,
    in_order,
    of_its_kind,
    pointed_at,
)
from assistant.understanding.request import Request, Where
from assistant.understanding.slots import PAID_COUNT
from corpus.patterns import late

NEWER = late("新的?(?:政策|文件|办法|规定|方案)|有(?:没有)?[更]?新的|换新的?了?|后来(?:又)?[出发]|接续|接替|取代它")
"""words for the rule that came after another"""


EDITION = late(r"20\d\d ?版")
AWARD_STANDARD = late("(?:现行|现在|目前|奖励|补贴)的?标准(?:是|给|有)?(?:多少|几)")
WHICH_LEVEL = late("哪一?级|哪个级别|什么级别|哪个层级")
"""what asks for the level of an award"""


def of_its_subject(request: Request, memory: Memory, last: Request) -> Request | None:
    """The request with the subject that it leans on, by the first of the ways in which one can; None where by none."""
    found = next((found for way in WAYS if (found := way(request, memory, last)) is not None), None)
    if found is not None and last.mentions("source.report"):  # 跟永康差多少 in talk of the report is asked of it too
        return found.with_(context=found.context | {"source.report"})
    return found


def of_newer_rule(request: Request) -> Request:
    """天津后来出的新政策叫什么: the rule that holds now, not the policies of the report's table."""
    newer = request.has("talk.newer_one")
    asked = request.relation == "policies" and (newer or not request.titles)
    named = (asked or (newer and request.titles)) and request.place is not None and not request.dates
    if not named or not (newer or NEWER.search(request.text)) or request.has("ask.many", "rank.", "operation.count"):
        return request
    aspects = request.aspects if {"valid", "end"} & set(request.aspects) else ("document",)
    concepts = request.concepts | ({"talk.newer"} if newer else set())
    return request.with_(
        relation="subsidies", operation="value", aspects=aspects, where=(), explained=1.0, titles=(), quoted=(),
        concepts=concepts,
    )  # fmt: skip


def of_listed_days(request: Request, last: Request) -> Request:
    """给钱最多的 after the policies of a year: of what came out in that year."""
    days = tuple(each for each in last.where if each.names_day)
    listed = last.relation == "policies" and last.operation in MANY and bool(days)
    ranks = request.relation == "subsidies" and request.operation in ("extreme", "rank")
    if not (listed and ranks) or request.places or request.dates or request.where or len(request.text) > SHORT:
        return request
    return request.with_(where=days, dates=last.dates)


def _of_edition(request: Request, memory: Memory, last: Request) -> Request | None:
    """2018版还能用吗 after an aside: the edition of the standard that was talked of before it."""
    named = request.places or request.titles or request.product or request.standards or request.numbers
    if named or last.relation == "standards" or not EDITION.search(request.text) or len(request.text) > BARE:
        return None
    earlier = (each.last for each in reversed(memory.past) if each.last is not None)
    before = next((each for each in earlier if each.relation == "standards"), None)
    if before is None:
        return None
    slots = {"product": before.product, "standards": before.standards, "numbers": before.numbers}
    return request.with_(relation="standards", context=request.context | before.concepts, explained=1.0, **slots)


def _factories_there(request: Request, memory: Memory, last: Request) -> Request | None:
    """国家级的有几家 after talk of a place: of that place."""
    if not last.places or not _counts_factories(request) or last.relation not in ("rules", "subsidies", "texts"):
        return None
    places = request.places or last.places[-1:]
    return request.with_(places=places, inherited=() if request.places else (places[-1].name,))


def _counts_factories(request: Request) -> bool:
    """国家级的有几家 after talk of a place: how many factories that place has."""
    bare = not (request.batches or request.dates or request.has("topic.money", "topic.policy"))
    return request.relation == "batches" and bare and bool(request.levels) and request.has("ask.many")


def _paid_there(request: Request, memory: Memory, last: Request) -> Request | None:
    """发了几家 after what a place pays: of that place, level and year."""
    asks = PAID_COUNT.search(request.text) and last.relation == "subsidies" and last.place and not request.places
    if not asks:
        return None
    return request.with_(
        relation="subsidies",
        operation="value",
        places=last.places,
        levels=last.levels,
        where=last.where,
        dates=last.dates,
        aspects=("amount",),
    )


def _layers_again(request: Request, memory: Memory, last: Request) -> Request | None:
    """能叠加吗 after a sum: of what was added up."""
    asks = request.has("aspect.stacking") and last.operation == "sum" and len(request.text) <= SHORT
    if not asks or request.places:
        return None
    return last.with_(typed=request.typed, asked=request.asked, concepts=last.concepts | request.concepts)


def _pointed(request: Request, memory: Memory, last: Request) -> Request | None:
    """What points: by a place in an order, at the two told last, at those of a kind, at several."""
    found = in_order(request, memory) or differing(request, memory) or of_its_kind(request, memory)
    return found or back_to(request, memory) or pointed_at(request, memory)


def _of_notice(request: Request, memory: Memory, last: Request) -> Request | None:
    """支持哪几类项目 after a notice: of that notice."""
    if last.relation != "texts" or not memory.documents or not _asks_what_it_supports(request):
        return None
    text = f"{last.text} {request.text}"
    return request.with_(relation="texts", operation="value", where=(), told=memory.told, text=text)


def _leans_on_object(request: Request) -> bool:
    """有补贴吗, 哪些行业先做 after another recognition (零碳工厂) was told of."""
    named = (
        request.places or request.levels or request.batches or request.standards or request.objects or request.titles
    )
    ours = request.mentions("subject.factory", "topic.recheck", "topic.standard", "topic.batch", "ask.where", "batch.")
    other = request.has("talk.follow") and bool(request.leftover)  # 钢铁呢
    return not (named or ours) and (request.has("ask.") or other) and len(request.text) <= SHORT


def _of_object(request: Request, memory: Memory, last: Request) -> Request | None:
    """有补贴吗 about that recognition; what it pays is no row of ours, anything else may stand in the texts."""
    if not last.objects or last.relation != "texts" or not _leans_on_object(request):
        return None
    text = f"{last.objects[0]}{request.text}"
    relation = "subsidies" if request.relation == "subsidies" else "texts"
    return request.with_(
        relation=relation,
        operation="value",
        objects=last.objects,
        text=text,
        asked=text,
        where=(),
        context=last.context,
    )


def _asks_what_it_supports(request: Request) -> bool:
    """支持哪几类项目 after a notice: what that notice supports, not who pays."""
    named = request.places or request.levels or request.amounts or request.has("topic.money", "ask.where", "rank.")
    return request.relation == "subsidies" and request.has("topic.support") and not named and len(request.text) <= SHORT


def _of_its_money(request: Request, memory: Memory, last: Request) -> Request | None:
    """有钱吗, 还有效吗 after the policies of one place: what it pays, and whether that still holds."""
    if last.relation != "policies" or last.place is None or len(request.text) > SHORT - 2:
        return None
    named = request.places or request.titles or request.where or request.has("ask.which", "operation.", "topic.policy")
    valid = bool({"valid", "end"} & set(request.aspects))
    if named or request.relation != "subsidies" or not (valid or request.has("topic.money", "ask.amount")):
        return None
    aspects = request.aspects if valid else ("amount",)
    names = (last.place.name,)
    return request.with_(places=last.places, operation="value", aspects=aspects, loose=(), inherited=names)


def _in_listed_places(request: Request, memory: Memory, last: Request) -> Request | None:
    """这里面写了金额的是哪个 after the areas that issued policies: their awards."""
    listed = last.relation == "policies" and bool(last.places) and bool({"subordinate"} & set(last.aspects))
    if not (listed and request.relation == "subsidies" and request.has("talk.keep", "talk.these")) or request.places:
        return None
    below = Where(field="rank", value=("below",))
    names = tuple(place.name for place in last.places)
    where = (*request.where, *(each for each in request.loose if each not in request.where), below)
    operation = request.operation if request.operation in MANY else "list"
    return request.with_(places=last.places, where=where, operation=operation, inherited=names)


def _same_difference(request: Request, memory: Memory, last: Request) -> Request | None:
    """义乌呢 after 永康国家级跟省级差多少: the same levels set against each other at another place."""
    between_levels = last.operation in ("difference", "ratio") and len(last.levels) > 1 and last.place is not None
    if not between_levels or request.place is None or request.levels or request.has("topic.", "aspect.", "unsaid."):
        return None
    return last.with_(
        typed=request.typed, text=request.text, asked=request.asked, places=request.places, as_of=request.as_of,
        corrections=request.corrections,
    )  # fmt: skip


def _other_level_set_against(request: Request, memory: Memory, last: Request) -> Request | None:
    """自治区级的少几万 after 国家级奖多少: the two levels of that place set against each other."""
    differs = request.has("operation.difference", "operation.ratio", "operation.compare") and not request.amounts
    one = last.relation == "subsidies" and last.operation == "value" and last.place is not None and bool(last.level)
    if not (differs and one) or request.places or not request.level or request.level == last.level:
        return None
    levels = (last.level, request.level)
    return computing(request.with_(relation="subsidies", places=last.places, levels=levels, where=(), measure="amount"))


def _standard_of_award(request: Request, memory: Memory, last: Request) -> Request | None:
    """那现行标准是多少 after talk of an award: the award, for what is standardised is the sum."""
    if last.relation != "subsidies" or request.product or request.numbers or not AWARD_STANDARD.search(request.text):
        return None
    places = request.places or last.places
    names = () if request.places else tuple(place.name for place in places)
    return request.with_(
        relation="subsidies", operation="value", aspects=("amount",), places=places, where=(), inherited=names
    )


def _level_asked(request: Request, memory: Memory, last: Request) -> Request | None:
    """奖的是哪一级: of whatever level, at the place that is named or was talked of."""
    places = request.places or (memory.listed if len(memory.listed) == 1 else last.places)
    if not WHICH_LEVEL.search(request.text) or len(places) != 1 or last.relation != "subsidies":
        return None
    names = () if request.places else tuple(place.name for place in places)
    return request.with_(
        relation="subsidies",
        operation="value",
        aspects=("amount",),
        places=places,
        levels=(),
        where=(),
        inherited=names,
    )


def _higher(request: Request, memory: Memory, last: Request) -> Request | None:
    """那省级哪个高 after places told one by one: the level named now, of each of them."""
    return higher_of_told(request, memory)


WAYS: tuple[Callable[[Request, Memory, Request], Request | None], ...] = (
    _of_edition,
    _higher,
    _factories_there,
    _same_difference,
    _other_level_set_against,
    _level_asked,
    _standard_of_award,
    _paid_there,
    _layers_again,
    _pointed,
    _of_object,
    _of_notice,
    _of_its_money,
    _in_listed_places,
)
"""the ways in which a request can lean on a subject, in the order tried"""
