"""A list that was told, narrowed, ordered or counted by the next question."""

from __future__ import annotations

from assistant.understanding.numerals import chinese_number
from assistant.understanding.operations import MANY, takes_ended
from assistant.understanding.request import Request, Where
from assistant.understanding.slots import INVERSE
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place

SIDE_BY_SIDE = ("value", "compare", "difference", "ratio", "sum")
"""operations that tell several places one beside the other"""
NARROWING = ("talk.keep", "talk.drop")
SHORT = 10
"""characters up to which an order (按金额从高到低) is that of the list just told"""
RANKED = Where(field="stated", test="is", value=None)
OWN_LEFT_OUT = late("(?:去掉|不要|不算|除掉|剔除|排除|去除)(?:省里|省本级|本级)的?")
"""去掉省里的 of a province with what lies in it"""
NEXT = late("^(?:那么?)?(?:排名?)?第([二三四五六七八九十])(?:呢|名|位|个|高|多|是)")
"""第二呢 after the extreme of a list"""
AGAIN = late("^(?:那|都)?(?:分别|各)?是(?:哪些|哪几个|谁|什么)?[？?]?$|^都有(?:哪些|谁)")
COUNTS_OF = late("的有(?:几|多少)")


def of_the_list(request: Request, last: Request) -> Request:
    """最多的是哪个, 第二呢, 市县的呢 after a list: they name no relation of their own and are about that list."""
    below = request.relation == "policies" and request.has("rank.below") and not request.places
    if below and last.relation == "subsidies" and last.operation in MANY and len(request.text) <= SHORT:
        return request.with_(relation="subsidies")  # 市县的呢 after a list of all
    bare = request.relation == "" and request.operation == "value" and len(request.text) <= SHORT
    beside = last.operation in SIDE_BY_SIDE and len(last.places) > 1
    if not bare or not (last.operation in MANY or beside) or last.relation != "subsidies":
        return request
    if (found := NEXT.match(request.text)) and last.operation == "extreme":
        return request.with_(operation="extreme", descending=last.descending, nth=chinese_number(found[1]) or 1)
    if not request.has("operation.most", "operation.least"):
        return request
    relation = "subsidies" if beside else ""
    return request.with_(relation=relation, operation="extreme", descending=request.has("operation.most"), nth=1)


def narrows(request: Request, last: Request) -> bool:
    """Whether a request works on the list that was told: narrows, orders, counts or leaves out."""
    if request.titles or request.quoted:
        return False
    if last.relation == "subsidies" and last.operation in SIDE_BY_SIDE and len(last.places) > 1:
        if _leaves_out(request, last):
            return True
        return not request.places and request.relation == last.relation and _picks(request)
    if last.operation not in MANY or last.relation not in ("subsidies", "policies", "standards"):
        return False
    if request.has(*NARROWING) or ((request.excluded or takes_ended(request)) and not request.places):
        return True
    within = (
        bool(request.places) and not last.places and (request.operation == "count" or COUNTS_OF.search(request.text))
    )
    if within and not request.has("topic.", "aspect."):
        return True
    if request.places or request.relation not in ("subsidies", "", last.relation):
        return False
    if AGAIN.search(request.text):
        return True
    if request.operation == "rank" and len(request.text) <= SHORT and not request.has("topic.scope_word"):
        return True
    orders = request.operation in ("rank", "extreme", "count", "mean", "group")
    conditioned = bool(request.where or request.loose) and request.operation in ("value", *MANY)
    bare = not request.has("topic.money", "topic.subsidy_table", "topic.scope_word") or request.has(
        "talk.this", "talk.these"
    )
    bare = bare or (orders and request.has("talk.follow") and len(request.text) <= SHORT)
    return (orders or conditioned or _only_level(request)) and bare


def _leaves_out(request: Request, last: Request) -> bool:
    """去掉永康 of several places that were told side by side."""
    return bool(request.excluded) and not request.places and bool(_left(request, last))


def _left(request: Request, last: Request) -> tuple[Place, ...]:
    return tuple(place for place in last.places if place not in request.excluded)


def _picks(request: Request) -> bool:
    """哪个没写有效期, 谁最高: one of those that were set side by side."""
    chosen = request.operation in ("extreme", "rank") or bool(request.where or request.loose)
    return chosen and request.has("ask.which", "ask.who", "ask.where", "ask.many")


def _only_level(request: Request) -> bool:
    return bool(request.levels) and not request.has("ask.amount", "ask.much", "aspect.")


def narrowed(request: Request, last: Request) -> Request:
    """The list that was told, with what is asked of it now."""
    if last.operation in SIDE_BY_SIDE and _leaves_out(request, last):
        return _of_those_left(request, last)
    keep_level = request.levels and not (request.wheres("amount", "difference") or request.amounts)
    where = tuple(_at_level(each, request.levels) if keep_level else each for each in last.where)
    named, loose = request.where, request.loose
    if request.mentions("talk.drop"):
        named, loose = tuple(map(_dropped, named)), tuple(map(_dropped, loose))
    if request.amounts and not request.wheres("amount", "difference"):
        loose += tuple(Where(field="amount", test="eq", value=value) for value in request.amounts[:1])
    if takes_ended(request):
        where = tuple(each for each in where if each.field != "status")
    if any(each.names_day for each in request.where):
        where = tuple(each for each in where if not each.names_day)
    if OWN_LEFT_OUT.search(request.text) and not request.wheres("rank"):
        loose = (*loose, Where(field="rank", test="is", value=("below",)))
    added = {replace(each, words=""): each for each in (*loose, *named)}
    where = (*where, *(each for bare, each in added.items() if each not in where and bare not in where))
    if last.operation in ("rank", "extreme") and last.measure == "amount" and not request.has("amounts."):
        where = (*where, RANKED) if RANKED not in where else where  # what had no figure was not in the order told
    where = tuple(_levelled(each, request.levels or last.levels) for each in where)
    operation = request.operation if request.operation in ("rank", "extreme", "count", "mean", "group") else "list"
    ordered = operation == "list" and last.operation == "rank"  # what is left of an order keeps it
    if ordered:
        request = request.with_(measure=last.measure, descending=last.descending, limit=request.limit or last.limit)
        operation = "rank"
    return last.with_(
        typed=request.typed,
        text=f"{last.text}，{request.text}",
        asked=request.asked,
        operation=operation,
        measure=request.measure if operation in ("rank", "extreme") else last.measure,
        descending=request.descending,
        nth=request.nth,
        limit=request.limit,
        where=where,
        levels=request.levels or last.levels,
        places=request.places or last.places,
        excluded=(*last.excluded, *request.excluded),
        aspects=request.aspects if {"end", "valid", "document", "issued"} & set(request.aspects) else last.aspects,
        concepts=request.concepts,
        context=last.concepts | last.context,
        leftover=request.leftover,
        unknown=request.unknown,
        unsaid=request.unsaid,
        amounts=request.amounts,
        as_of=request.as_of if request.dates or not last.dates else last.as_of,
        corrections=request.corrections,
        inherited=tuple(place.name for place in last.places),
    )


def _of_those_left(request: Request, last: Request) -> Request:
    """The same of the places that are left; of one alone nothing is compared or added up."""
    left = _left(request, last)
    alone = len(left) == 1
    return last.with_(
        typed=request.typed,
        text=f"{last.text}，{request.text}",
        places=left,
        operation="value" if alone else last.operation,
        as_of=request.as_of,
        inherited=tuple(place.name for place in left),
    )


def _dropped(where: Where) -> Where:
    """What is left when those that meet a condition go: 省一级的不要 leaves what lies below, 去掉过期的 the others."""
    if where.field == "rank" and "province" in where.value:
        return replace(where, value=("below",))
    if where.field in ("amount", "difference", "issued", "ends", "") and where.test in INVERSE:
        return replace(where, test=INVERSE.get(where.test, where.test))
    return replace(where, test="not") if where.field in ("status", "form", "benefit") else where


def _at_level(where: Where, levels: tuple[str, ...]) -> Where:
    return replace(where, level=levels[0]) if where.field == "amount" and where.level else where


def _levelled(where: Where, levels: tuple[str, ...]) -> Where:
    return (
        replace(where, level=levels[0]) if where.field == "amount" and not where.level and len(levels) == 1 else where
    )
