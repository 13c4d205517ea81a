"""The conditions of a request in words: its scope, what is asked of the rows, and what the rows are."""

from __future__ import annotations

import re
from typing import Any

from assistant.saying.awards import number
from assistant.saying.wording import load_wording
from assistant.understanding.request import Request, Where
from corpus.frozen import replace

say = load_wording("lists")
PLAIN = ("stated", "missing", "one_off")
VALUED = ("benefit", "recipient", "lacks", "term", "title", "said")


def scope_of(request: Request) -> str:
    """Where: the places asked about, or the country, without those left out."""
    if request.place_set and len(request.places) > 1:
        scope = request.place_set
    elif request.places:
        scope = "、".join(place.name for place in request.places)
    else:
        scope = "" if request.excluded else say("scope_all")
    outside = "、".join(place.name for place in request.excluded)
    return scope + (say("scope_outside", names=outside) if outside else "")


def what_of(request: Request) -> str:
    """What the rows must show, ending in 的; "" where nothing but the place is asked."""
    parts = [said for where in request.where if (said := condition(where, request))]
    if not parts and len(request.levels) > 1:
        parts = [say("levels_all", levels="、".join(request.levels))]
    elif (
        not request.wheres("amount", "difference", "lacks", "ratio")
        and request.levels
        and not request.wheres("status", "benefit")
    ):
        parts.insert(0, say("level", levels="、".join(request.levels)))
    elif not parts and request.relation == "subsidies":
        parts = [say("any_amount")]
    return say("of", words="、".join(parts)) if parts else ""


def noun_of(request: Request) -> str:
    """What is listed: 地方, 自治区, 区县 …"""
    ranks = [rank for where in request.wheres("rank") for rank in where.value]
    return say(f"noun_{ranks[0]}") if ranks else say("noun_any")


def condition(where: Where, request: Request) -> str:
    """One condition in words; "" for a rank, which the noun says."""
    if where.test == "not" and where.field == "status":
        return say(f"status_not_{where.value}", as_of=request.as_of.isoformat())
    if where.test == "not" and where.field in ("form", "benefit"):
        return say("without", words=condition(replace(where, test="is"), request))
    if where.field in ("amount", "difference"):
        return _sum(where, request)
    if where.field == "ratio":
        levels = "与".join(request.levels) or "国家级与省级"
        if where.value not in (0.5, 1.0):
            return say(f"times_{_test(where)}", levels=levels, times=number(round(1 / where.value)))
        return say(f"ratio_{_test(where)}", levels=levels, share=number(where.value * 100))
    if where.field in ("issued", "ends", ""):
        return say(f"{where.field or 'issued'}_{_test(where)}", when=say_period(where.value))
    if where.field in ("status", "form"):
        return say(f"{where.field}_{where.value}", as_of=request.as_of.isoformat())
    if where.field in PLAIN:
        return say(where.field)
    return say(where.field, value=where.value) if where.field in VALUED else ""


def _test(where: Where) -> str:
    return "eq" if where.test == "is" else where.test


def _sum(where: Where, request: Request) -> str:
    slots = {"level": where.level, "levels": "与".join(request.levels) or "国家级与省级"}
    if where.test == "between":
        low, high = where.value
        return say("amount_between", **slots, low=number(low), high=number(high))
    return say(f"{where.field}_{_test(where)}", **slots, amount=number(where.value))


def say_period(value: Any) -> str:
    """A day, month or year, or a stretch of them: 2018 年至 2019 年."""
    return f"{say_day(value[0])}至 {say_day(value[1])}" if isinstance(value, tuple) else say_day(value)


def say_day(value: str) -> str:
    """2019-06 as 2019 年 6 月; a whole day stays ISO."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?", value)
    if match is None:
        return value + " "
    return f"{match[1]} 年" + (f" {int(match[2])} 月" if match[2] else "")
