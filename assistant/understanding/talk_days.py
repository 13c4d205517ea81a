"""Days that talk leans on: 去年呢 of the lists, 还剩几天 of a rule, 要是明年2月才评上呢."""

from __future__ import annotations

import re

from assistant.understanding.memory import BARE, SHORT, Memory
from assistant.understanding.numerals import dates
from assistant.understanding.operations import batch_measure
from assistant.understanding.request import Request, Where

YEARS_FROM_NOW = {"大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "今年": 0, "明年": 1, "后年": 2}
RELATIVE = re.compile("|".join(YEARS_FROM_NOW))
REMAINS = re.compile("(?:剩|还有)下?(?:几|多少|多久|多长)(?:天|个月|年|时间|日子)?")
"""how long a rule still has to run"""
LATER = re.compile(
    r"(?P<year>20\d\d ?年|大前年|前年|去年|今年|明年|后年)?(?P<month>\d{1,2} ?月(?:份)?)?(?P<part>年?[底初末])?"
    r"[^，。]{0,4}?(?:才|再|的时候|评上|拿到|评下来|申报|入选)"
)
"""a day on which something would happen: 要是明年2月才评上"""


def of_another_day(request: Request, memory: Memory) -> Request | None:
    """The last question on a day that is only named from now on; None where none is."""
    last = memory.last
    if last is None or request.places or request.titles or len(request.text) > BARE + 4:
        return None
    if last.relation == "batches" and (listed := _of_year(request, last)) is not None:
        return listed
    if last.relation != "subsidies" or not (last.places or memory.led_to):
        return None
    if REMAINS.search(request.text) and len(request.text) <= SHORT:
        places = last.places or memory.led_to
        return request.with_(relation="subsidies", operation="value", places=places, aspects=("end",), where=())
    return _supposed(request, last)


def _of_year(request: Request, last: Request) -> Request | None:
    """那去年呢: the lists that came out in that year."""
    found = RELATIVE.search(request.text)
    of_lists = request.relation in ("", "batches") or request.has("batch.")
    if found is None or request.dates or request.batches or not of_lists:
        return None
    year = f"{request.as_of.year + YEARS_FROM_NOW[found[0]]}"
    listed = Where(field="listed", test="eq", value=year, words=found[0])
    return request.with_(
        relation="batches",
        dates=dates(f"{year}年"),
        where=(*request.where, listed),
        measure=batch_measure(request) or last.measure,
        concepts=request.concepts - {"talk.now"} | {"ask.many"},
        text=f"{year}年 {request.text}",
    )


def _supposed(request: Request, last: Request) -> Request | None:
    """要是明年2月才评上呢: whether the rule told still holds on that day."""
    found = LATER.search(request.text)
    if found is None or not (found["year"] or found["part"]) or not request.has("operation.assume", "talk.swap"):
        return None
    day = _day(found["year"] or "今年", found["month"] or "", found["part"] or "", request.as_of.year)
    where = Where(field="ends", test="eq", value=day, words=found[0])
    return last.with_(
        typed=request.typed,
        text=request.text,
        asked=request.asked,
        operation="value",
        aspects=("valid",),
        where=(where,),
        dates=dates(day),
        concepts=frozenset(("aspect.valid",)),
        context=frozenset(),
        as_of=request.as_of,
    )


def _day(year: str, month: str, part: str, now: int) -> str:
    number = now + YEARS_FROM_NOW[year] if year in YEARS_FROM_NOW else int(year[:4])
    if month:
        return f"{number}-{int(re.sub('[^0-9]', '', month)):02}"
    return f"{number}-12" if part[-1:] in ("底", "末") else f"{number}"
