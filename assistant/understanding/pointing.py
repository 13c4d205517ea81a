"""What a request points back to: several things spoken of, those just listed, the other one, the one asked first."""

from __future__ import annotations

import re
from typing import TypeVar

from assistant.understanding.memory import BARE, Memory
from assistant.understanding.narrowing import SIDE_BY_SIDE
from assistant.understanding.numerals import chinese_number
from assistant.understanding.operations import MANY, TWO_LEVELS, batch_measure
from assistant.understanding.request import Request, Where
from corpus.patterns import late
from corpus.places import Place, Places

T = TypeVar("T")
MANY_OF = late(r"([两三四二五])[批个地市家项头处笔边]")
COMPARED_WITH = late("(?:对比|比较|比一比|比比|比)(?:一?下)?(?:呢|看看)?[？?]?$")
"""苏州工业园区对比一下: one place set against the one before"""
AGAINST_ABOVE = late("比(?:省|市|上级|上头)")
OTHER_ONE = late("另外?(?:那|一)(?:个|份|家|处|地)")
ASKED_FIRST = late("(?:最开始|一开始|最早|最初|开头|最先)(?:问|说|提)")
RANKED = late(
    r"(?:排|排在|那个|名单里)*(?P<end>最后|最末|末尾|垫底|倒数第?[一二三四五])?(?P<front>第[一二三四五六七八九十]|最前|头一)?"
    r"(?:面|边|头)?(?:的|那|个|名|位|家|一个|一名)"
)
"""排最后那个, 第二名: one of a list by its place in the order"""
TOGETHER = late(
    "[这那同]一?批|一起(?:发|公布|出)|同[时日一]天?(?:发|公[布示]|出|立项|报批|征求|审查|通过)|跟它一|和它一|一块儿?的|同时的|同期"
)
"""those that came out together"""
AGAINST = ("operation.difference", "operation.ratio", "operation.compare", "operation.sum")
"""operations on two or more answers"""
TELLING = ("operation.each", "operation.list", "operation.premise")
"""operations that compute nothing of the rows told"""
WHICH_OF = late("哪[个边家处]|谁")
"""哪个高: which of those spoken of"""
TWO = 2
LEADING = 3
"""places level at the head of a list up to which each is meant by 它"""
FEW = 8
"""rows up to which those listed are pointed at one by one"""


def pointed_at(request: Request, memory: Memory) -> Request | None:
    """两个差多少, 两批加起来, 比第二批多多少: what was spoken of takes part."""
    last = memory.last
    assert last is not None
    comparing = request.has("operation.compare", "operation.difference", "operation.ratio", "operation.sum")
    pointing = request.has("talk.these") or bool(MANY_OF.search(request.text))
    against = bool(re.match(r"^那?么?(?:比|跟|和|与|较)", request.text)) or "它" in request.text
    against = against or bool(AGAINST_ABOVE.search(request.text))
    against = against or (len(request.places) == 1 and bool(COMPARED_WITH.search(request.text)))
    if comparing and TWO_LEVELS.search(request.text) and last.relation == "subsidies" and not request.places:
        places = last.places or memory.led_to
        levels = request.levels if len(request.levels) > 1 else ("国家级", "省级")
        return computing(request.with_(places=places[:1], levels=levels, relation="subsidies"))
    if request.operation == "count" or not (pointing or against):
        return None
    of_time = bool({"end", "valid"} & set(request.aspects)) or request.has("status.")
    which_pays = pointing and request.has("ask.which", "ask.who") and request.has("topic.money")
    if not (comparing or of_time or which_pays):
        return None
    if which_pays and not comparing:
        request = request.with_(concepts=request.concepts | {"operation.compare"}, where=())
    many = _how_many(request.text)
    if last.relation == "batches" and (batches := _meant(request.batches, memory.batches, many, pointing)):
        return computing(
            request.with_(
                batches=tuple(sorted(batches)), relation="batches", measure=batch_measure(request) or last.measure
            )
        )
    led = memory.led_to if "它" in request.text and last.operation in MANY else ()
    places = _meant(request.places, led or memory.places, many, pointing)
    if last.relation in ("subsidies", "policies") and places and request.relation in ("subsidies", ""):
        levels = request.levels or (last.levels if comparing else ())
        return computing(request.with_(places=places, levels=levels, relation="subsidies", excluded=()))
    return None


def differing(request: Request, memory: Memory) -> Request | None:
    """差多少 after two answers of one kind: the two levels, places or lists that they told."""
    last, before = memory.last, memory.past[-1].last if memory.past else None
    if last is not None and (added := _added_up(request, last)) is not None:
        return added
    if last is None or before is None or last.relation != before.relation:
        return None
    if len(request.text) > FEW:
        return None
    if request.has("operation.most", "operation.least") and request.has("ask.who", "ask.which"):
        request = request.with_(concepts=request.concepts | {"operation.compare"})  # 谁最高, of those told
    if (standing := _standing_of_those(request, memory)) is not None:
        return standing
    if not request.has(*AGAINST) or _names_any(request) or request.has("talk.these"):
        return None
    if request.has("operation.compare") and len(told := _told_in_turn(memory)) > 1:
        return computing(request.with_(relation="subsidies", places=told, levels=last.levels))
    if last.relation == "batches" and len(last.batches) == len(before.batches) == 1 and last.batches != before.batches:
        pair = tuple(sorted((*before.batches, *last.batches)))
        return computing(request.with_(relation="batches", batches=pair, measure=last.measure))
    if last.relation != "subsidies" or last.place is None or before.place is None or last.operation != "value":
        return None
    summing = request.has("operation.sum")
    if last.place != before.place and not (summing or request.has("operation.compare")):
        return computing(
            request.with_(relation="subsidies", places=(before.place, last.place), levels=last.levels or before.levels)
        )
    if last.level and before.level and last.level != before.level:
        levels = (before.level, last.level)
        return computing(request.with_(relation="subsidies", places=last.places, levels=levels))
    return None


def higher_of_told(request: Request, memory: Memory) -> Request | None:
    """那省级哪个高 after places told one by one: the level named now, of each of them."""
    named = request.places or request.batches or request.standards or request.numbers or request.amounts
    asks = request.has("operation.compare") and len(request.levels) == 1 and WHICH_OF.search(request.text)
    told = _told_in_turn(memory) if asks and not named and len(request.text) <= BARE else ()
    if asks and not named and len(told) < TWO <= len(memory.listed) <= FEW and memory.last:
        told = memory.listed if memory.last.operation in MANY else told
    if len(told) < TWO:
        return None
    return computing(request.with_(relation="subsidies", places=told, inherited=tuple(place.name for place in told)))


def of_its_kind(request: Request, memory: Memory) -> Request | None:
    """那一批一共几项 after one standard: those that the same body published on the same day."""
    last = memory.last
    asks = request.has("ask.many", "operation.count", "ask.which") and TOGETHER.search(request.text)
    if last is None or last.relation != "standards" or not asks or _names_any(request):
        return None
    standard = last.standards[0] if last.standards else None
    if standard is None or not standard.date:
        return None
    by_body = (Where(field="body", value=standard.body),) if standard.body else ()
    where = (*by_body, Where(field="issued", test="eq", value=standard.date))
    concepts = request.concepts | {f"std.{standard.status}"}
    return request.with_(
        relation="standards", operation="count", where=where, standards=(), product="", leftover=(), concepts=concepts,
    )  # fmt: skip


def _added_up(request: Request, last: Request) -> Request | None:
    """一共多少 after places told side by side: their sum."""
    told = last.relation == "subsidies" and bool(last.places) and last.operation in SIDE_BY_SIDE
    bare = request.has("operation.sum") and len(request.text) <= FEW and not _names_any(request)
    if not (told and bare) or (last.place is not None and last.level):
        return None
    if last.place is not None and last.operation == "value":
        levels = last.levels or ("国家级", "省级")
        return computing(request.with_(relation="subsidies", places=last.places, levels=levels))
    return computing(request.with_(relation="subsidies", places=last.places, levels=last.levels, inherited=()))


def _standing_of_those(request: Request, memory: Memory) -> Request | None:
    """哪个还没过期 after places asked one by one: how the rule of each stands."""
    asks = request.has("ask.which", "ask.who") and request.has("status.", "aspect.valid") and not _names_any(request)
    told = _told_in_turn(memory) if asks else ()
    if len(told) < TWO:
        return None
    return request.with_(
        relation="subsidies", places=told, operation="value", aspects=("valid",), where=(), loose=(), inherited=()
    )


def _told_in_turn(memory: Memory) -> tuple[Place, ...]:
    """The places that the last answers told one by one, in the order told."""
    found: list[Place] = []
    for turn in (memory, *reversed(memory.past)):
        last = turn.last
        if last is None or last.relation != "subsidies" or last.operation != "value" or last.place is None:
            break
        if last.place not in found:
            found.append(last.place)
    return tuple(reversed(found))


def in_order(request: Request, memory: Memory) -> Request | None:
    """排最后那个，省级给多少 after places put in order: the one that stands there."""
    if len(memory.ranked) < TWO or request.places or not (found := RANKED.search(request.text)):
        return None
    place = _at(memory.ranked, found["end"] or "", found["front"] or "")
    if place is None:
        return None
    return request.with_(
        relation="subsidies",
        operation="value",
        places=(place,),
        where=(),
        inherited=(place.name,),
        aspects=_facts(request),
    )


def _at(ranked: tuple[Place, ...], end: str, front: str) -> Place | None:
    word = end or front
    if not word:
        return None
    nth = chinese_number(word[-1]) or 1
    if nth > len(ranked):
        return None
    return ranked[-nth] if end else ranked[nth - 1]


def _facts(request: Request) -> tuple[str, ...]:
    """What is asked of the one: what the words say but its place in the order (最后 is no question for a date)."""
    asked = tuple(aspect for aspect in request.aspects if aspect != "what")
    return asked or ("amount",)


def _names_any(request: Request) -> bool:
    return bool(request.places or request.levels or request.batches or request.standards or request.numbers)


def nearby(request: Request, memory: Memory, places: Places) -> Request:
    """那高新区呢, 鼓楼区呢 after a city: the zone or the district of that name which lies there."""
    last = memory.last
    if last is None or not last.places or request.places:
        return request
    if request.undecided:
        return _decided(request, last.places[-1], places)
    if request.has("rank.zone"):
        return _zone_of(request, last, places)
    return _district_of(request, last.places[-1], places)


BARE_NAME = late("^(?:那么?|还有)?(.{2,4}?)(?:的|那边|这边)?(?:呢|啊)?[？?]?$")
"""南山呢: nothing but a name, which elsewhere is an everyday word"""


def _district_of(request: Request, near: Place, places: Places) -> Request:
    """南山呢 after a district of 深圳: the one of that name in the same city."""
    named = BARE_NAME.match(request.text)
    city = next((unit for unit in (near, *places.ancestors(near.code)) if unit.rank in ("city", "province")), near)
    found = [one for one in places.by_name(named[1]) if places.within(one.code, city.code)] if named else []
    return request.with_(places=tuple(found), leftover=(), unknown=()) if len(found) == 1 else request


def _decided(request: Request, near: Place, places: Places) -> Request:
    """Of several places of one name the one in the city, else in the province, that was talked of."""
    for unit in (near, *places.ancestors(near.code)):
        within = tuple(place for place in request.undecided if places.within(place.code, unit.code))
        if len(within) == 1:
            return request.with_(places=within, undecided=())
    return request


def _zone_of(request: Request, last: Request, places: Places) -> Request:
    city = last.places[-1]
    parents = [city.code, *(place.code for place in places.ancestors(city.code) if place.rank == "city")]
    zones = [zone for code in parents for zone in places.children(code) if zone.rank == "zone"]
    named = [zone for zone in zones if any(name in request.text for name in zone.common)]
    return request.with_(places=tuple(named), where=request.without("rank").where) if len(named) == 1 else request


def back_to(request: Request, memory: Memory) -> Request | None:
    """What a request asks again of the one asked first, of those just listed, or of the one left over."""
    last = memory.last
    named = request.places or request.standards or request.numbers or request.batches
    if last is None or named:
        return None
    if ASKED_FIRST.search(request.text) and last.relation == "standards" and memory.standards:
        return request.with_(relation="standards", standards=memory.standards[:1], leftover=(), unknown=())
    if request.has("talk.these") and last.relation == "standards" and len(memory.standards) > 1:
        many = _how_many(request.text) or (TWO if "俩" in request.text else FEW)
        return request.with_(relation="standards", standards=memory.standards[-many:], product="")
    if OTHER_ONE.search(request.text) and (place := _left_over(memory, last)):
        return request.with_(
            relation="subsidies", places=(place,), operation="value", where=(), inherited=(place.name,)
        )
    told_each = request.has("ask.much", "ask.amount") or bool(
        {"end", "valid", "issued", "document"} & set(request.aspects)
    )
    computes = any(name.startswith("operation.") and name not in TELLING for name in request.concepts)
    of_listed = request.has("talk.these") and len(memory.listed) > 1
    other_level = last.operation in MANY and bool(request.levels) and not set(request.levels) <= set(last.levels)
    leads = len(memory.listed) == 1 or (last.operation == "extreme" and len(memory.listed) <= LEADING)
    of_it = bool({"end", "valid"} & set(request.aspects)) or (leads and "document" in request.aspects)
    single = last.operation in MANY and leads and of_it
    single = single and not request.has("talk.keep", "ask.which")
    if (of_listed or other_level or single) and told_each and 0 < len(memory.listed) <= FEW and not computes:
        names = tuple(place.name for place in memory.listed)
        return request.with_(relation="subsidies", places=memory.listed, operation="value", inherited=names)
    return None


def _left_over(memory: Memory, last: Request) -> Place | None:
    """Of two places set side by side the one that the last answer did not name; None where that is not one."""
    pool = last.places if len(last.places) == TWO else memory.places[-TWO:]
    left = [place for place in pool if place not in memory.listed]
    return left[0] if len(pool) == TWO and len(left) == 1 else None


def _how_many(text: str) -> int:
    match = MANY_OF.search(text)
    return (chinese_number(match[1]) or 0) if match else 0


def _meant(named: tuple[T, ...], spoken_of: tuple[T, ...], many: int, pointing: bool) -> tuple[T, ...]:
    if not named and pointing:
        return spoken_of[-(many or 2) :] if len(spoken_of) > 1 else ()
    if len(named) == 1 and spoken_of and spoken_of[-1] not in named:
        return (spoken_of[-1], *named)
    return ()


def computing(request: Request) -> Request:
    """The request with the operation its words ask for, now that it has what to compute with."""
    if request.has("operation.ratio"):
        return request.with_(operation="ratio")
    if request.has("operation.difference"):
        return request.with_(operation="difference")
    if request.has("operation.compare"):
        return request.with_(operation="compare")
    return request.with_(operation="sum") if request.has("operation.sum") else request
