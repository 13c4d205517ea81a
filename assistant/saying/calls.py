"""Whether the call for a year's national list is out: its notice, or that none was seen and the one before it."""

from __future__ import annotations

from assistant.query.records import COUNTRY, Records
from assistant.saying.draft import CALL, Draft
from assistant.saying.wording import load_wording
from assistant.understanding.request import Request
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.types import Record, Rule

say = load_wording("batch")
ASKS = (
    "aspect.status", "aspect.issued", "aspect.number", "operation.exists", "operation.pay_out", "topic.listing",
    "ask.whether",
)  # fmt: skip
"""concepts with which it is asked whether a call is out, beside its number"""
OUT = late("[出发下来]了?(?:没|吗|么|没有)|出来|下发|有没有|发布|启动")
OTHER = ("topic.standard", "topic.recheck", "topic.removal", "rule.", "ask.amount", "ask.many", "topic.industries")
OF_A_YEAR = late(r"(20\d\d) ?年度")


@frozen
class Call:
    """The notice that calls for the recommendations of one year."""

    year: int
    title: str
    number: str
    day: str
    evidence: Record


def answer(request: Request, records: Records) -> Draft | None:
    """今年国家级的申报通知下来没: the call of that year; None where something else is asked."""
    calls = _calls(records) if _asks(request) else []
    if not calls:
        return None
    year = _year(request)
    found = next((call for call in calls if call.year == year), None)
    if found is not None:
        key = "call_out" if found.number else "call_out_unnumbered"
        return Draft(status="answered", intent=CALL, headline=_said(key, found), evidence=(found.evidence,))
    before = [call for call in calls if call.year < year] or calls
    day = request.as_of.isoformat()
    headline = say("call_unseen", year=year, day=day) + _said("call_before", before[-1])
    return Draft(
        status="partial", intent=CALL, headline=headline, evidence=(before[-1].evidence,),
        computed=(day, f"{year} 年度"),
    )  # fmt: skip


def _said(key: str, call: Call) -> str:
    day = say("call_day", day=call.day) if call.day else ""
    return say(key, year=call.year, title=call.title, number=call.number, day=day)


def _asks(request: Request) -> bool:
    national = not request.levels or "国家级" in request.levels
    named = request.places or request.batches or request.titles or request.standards or request.amounts
    asks = request.has(*ASKS) and OUT.search(request.text) is not None
    money = request.has("topic.money") and not request.paying_only
    return request.mentions("topic.call") and national and asks and not (named or money or request.has(*OTHER))


def _year(request: Request) -> int:
    named = [int(mention.value[:4]) for mention in request.dates]
    return named[0] if named else request.as_of.year


def _calls(records: Records) -> list[Call]:
    """The calls known on the day, by year."""
    found: dict[int, Call] = {}
    for batch in records.lists:
        if batch.year and batch.call_title:
            found[int(batch.year)] = Call(
                year=int(batch.year), title=batch.call_title, number=batch.call_number, day=batch.call_date,
                evidence=batch,
            )  # fmt: skip
    for rule in records.corpus.rules:
        if (call := _of_rule(rule)) is not None:
            found[call.year] = call
    return [found[year] for year in sorted(found)]


def _of_rule(rule: Rule) -> Call | None:
    named = OF_A_YEAR.search(rule.basis) if rule.place_code == COUNTRY and "推荐" in rule.basis else None
    if named is None:
        return None
    return Call(year=int(named[1]), title=rule.basis, number=rule.number, day=rule.date, evidence=rule)
