"""What a request points back to: several things spoken of, those just listed, the other one, the one asked first."""

from __future__ import annotations

import re
from typing import TypeVar

from assistant.understanding.memory import Memory
from assistant.understanding.numerals import chinese_number
from assistant.understanding.operations import MANY, TWO_LEVELS, batch_measure
from assistant.understanding.request import Request
from corpus.places import Place

T = TypeVar("T")
MANY_OF = re.compile(r"([两三四二五])[批个地市家项头处笔边]")
AGAINST_ABOVE = re.compile("比(?:省|市|上级|上头)")
OTHER_ONE = re.compile("另外?(?:那|一)(?:个|份|家|处|地)")
ASKED_FIRST = re.compile("(?:最开始|一开始|最早|最初|开头|最先)(?:问|说|提)")
TELLING = ("operation.each", "operation.list", "operation.premise")
"""operations that compute nothing of the rows told"""
TWO = 2
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
    if comparing and TWO_LEVELS.search(request.text) and last.relation == "subsidies" and not request.places:
        places = last.places or memory.led_to
        levels = request.levels if len(request.levels) > 1 else ("国家级", "省级")
        return computing(request.with_(places=places[:1], levels=levels, relation="subsidies"))
    if request.operation == "count" or not (pointing or against):
        return None
    of_time = bool({"end", "valid"} & set(request.aspects)) or request.has("status.")
    if not (comparing or of_time):
        return None
    many = _how_many(request.text)
    if last.relation == "batches" and (batches := _meant(request.batches, memory.batches, many, pointing)):
        return computing(
            request.with_(
                batches=tuple(sorted(batches)), relation="batches", measure=batch_measure(request) or last.measure
            )
        )
    places = _meant(request.places, memory.places, many, pointing)
    if last.relation in ("subsidies", "policies") and places and request.relation in ("subsidies", ""):
        levels = request.levels or (last.levels if comparing else ())
        return computing(request.with_(places=places, levels=levels, relation="subsidies", excluded=()))
    return None


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
    if (of_listed or other_level) and told_each and 0 < len(memory.listed) <= FEW and not computes:
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
