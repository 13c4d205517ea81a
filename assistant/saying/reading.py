"""What an answer says of how the question was read: remarks in front, what was understood, the steps explained."""

from __future__ import annotations

from typing import Any

from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.types import Answer
from assistant.understanding.numerals import CHINESE, chinese_numeral, dates, impossible_days
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Places

say = load_wording("service")
ORDINAL = late(rf"第([{CHINESE}]{{1,3}}|\d{{1,3}})")
MISSING = late("资料没有写「(.+?)」。", words=("资料没有写",))


def with_unused(answer: Answer, requests: tuple[Request, ...]) -> Answer:
    """The answer with the words of the question that nothing in it speaks of, told at its end."""
    if answer.status not in ("answered", "partial") or answer.intent == "statement":  # statements tell it themselves
        return replace(answer, unused=_told_as_missing(answer))
    quotes = (f"{each.quote} {each.policy} {each.doc}" for each in answer.citations)
    told = " ".join((answer.headline, *answer.facts, *answer.caveats, *quotes))
    words = (word for request in requests for word in request.leftover if len(word) > 1 and not _is_told(word, told))
    unused = tuple(dict.fromkeys(words))
    caveats = (say("unused", words="」「".join(unused)),) if unused else ()
    return replace(answer, unused=(*_told_as_missing(answer), *unused), caveats=(*answer.caveats, *caveats))


def _is_told(word: str, told: str) -> bool:
    """Whether a word stands in what is told; an ordinal in any form (第16: 第十六条, 第二: （二）)."""
    ordinal = ORDINAL.fullmatch(word)
    if ordinal is None:
        return word in told
    return word in told or (chinese_numeral(int(ordinal[1])) if ordinal[1].isdecimal() else ordinal[1]) in told


def _told_as_missing(answer: Answer) -> tuple[str, ...]:
    """The words of the question that the answer begins with, as what the sources do not hold."""
    match = MISSING.match(answer.headline)
    return tuple(word for word in match[1].split("」「") if word in answer.question) if match else ()


def used_of_profile(request: Request, draft: Draft) -> tuple[str, ...]:
    """What the answer took from the profile while it was computed: the investment, the level already paid."""
    profile = request.profile
    if profile is None:
        return ()
    said = " ".join((draft.headline, *draft.computed))
    used = []
    if profile.investment and not request.amounts and f"{profile.investment:g}" in said:
        used.append(say("investment", amount=f"{profile.investment:g}"))
    if profile.paid and draft.intent == "subsidy.sum" and profile.paid in said and profile.paid not in request.levels:
        used.append(say("paid", level=profile.paid))
    return tuple(used)


def remarks(request: Request, draft: Draft) -> str:
    """What was read differently than typed, and what was taken from before, said in front of the answer."""
    said = ""
    shown = [each for each in request.corrections if each.read and each.typed != each.read][:2]
    if shown and draft.status != "no_answer":
        said += "".join(say("correction", read=each.read, typed=each.typed) for each in shown)
    said += _lacking(request)
    if request.from_profile and draft.status != "no_answer":
        said += say("from_profile", name=request.profile.name, slots="、".join(request.from_profile))
    return said


def _lacking(request: Request) -> str:
    """Which days that are named, or that a follow-up keeps, the calendar lacks, and what they were read as."""
    named = (*dates(request.asked), *request.dates)
    lacking = [mention for mention in named if mention.impossible]
    said = ""
    for key, months in (("impossible_year", False), ("impossible", True)):
        why = [mention.impossible for mention in lacking if ("-" in mention.value) is months]
        said += say(key, why="，".join(dict.fromkeys(why))) if why else ""
    without_year = impossible_days(request.asked)
    return said + (say("impossible_day", why="，".join(dict.fromkeys(without_year))) if without_year else "")


def understood(request: Request, places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {
        "places": [
            {"name": place.name, "code": place.code, "path": places.path(place.code)} for place in request.places
        ],
    }
    if request.levels:
        found["level"] = request.levels[0]
        found["levels"] = list(request.levels)
    optional = {
        "batches": list(request.batches),
        "amounts": [*request.amounts, *_sums(request)],
        "dates": list(dict.fromkeys([*(mention.value for mention in request.dates), *_days_named(request)])),
        "standards": [standard.number or standard.title for standard in request.standards],
        "titles": list(request.titles),
        "excluded": [place.name for place in request.excluded],
        "inherited": list(request.inherited),
        "from_profile": list(request.from_profile),
        "numbers": [
            number for number in (request.years, request.limit, request.nth if request.nth > 1 else 0) if number
        ],
    }
    found |= {key: value for key, value in optional.items() if value}
    found["corrections"] = [{"from": each.typed, "to": each.read} for each in request.corrections]
    return found


def _days_named(request: Request) -> list[str]:
    """The days that conditions name, taken along from the question before or not."""
    values = [where.value for where in request.where]
    ends = [end for value in values for end in (value if isinstance(value, tuple) else (value,))]
    return [end for end in ends if isinstance(end, str) and end[:4].isdigit()]


def _sums(request: Request) -> list[float]:
    """The sums that conditions name."""
    found: list[float] = []
    for where in request.wheres("amount", "difference"):
        found += where.value if isinstance(where.value, tuple) else (where.value,)
    return found


def explain(requests: tuple[Request, ...], draft: Draft) -> tuple[str, ...]:
    lines = []
    for request in requests:
        lines.append(say("explain_text", text=request.text))
        lines.append(
            say(
                "explain_request",
                relation=request.relation or "—",
                operation=request.operation,
                aspects="、".join(request.aspects) or "—",
                where="；".join(f"{w.field} {w.test} {w.value} {w.level}".strip() for w in request.where) or "—",
            )
        )
        lines.append(
            say(
                "explain_slots",
                places="、".join(p.name for p in request.places) or "—",
                levels="、".join(request.levels) or "—",
                unused="、".join(request.leftover) or "—",
            )
        )
    lines += [
        say("explain_record", id=record.id, locator=record.source.locator or record.source.section)
        for record in draft.evidence[:10]
    ]
    return (*lines, *draft.explain)
