"""Where nothing is paid (哪些省没有补贴): the provinces that no subsidy row is of."""

from __future__ import annotations

from assistant.query.records import Records
from assistant.query.subsidies import select
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.request import Request
from corpus.patterns import late

NAME = "subsidy.list"
say = load_wording("lists")
ABSENT = late(
    "(?:没有?|未)(?:见|列出?|出台|收录|设立?|制定|发布|印发|搞|给)?(?:到|过|任何)*(?:绿色工厂)?的?"
    "(?:补贴|奖励|补助|奖补)(?:政策|条目|办法|文件|措施)?(?!金额|数额|标准|多少)"
)
"""没有补贴的: what is sought is what no row is of"""
BEYOND_MAINLAND = "700000"
"""codes from which the tables of mainland policies are of no province (台湾, 香港, 澳门)"""


def is_sought(request: Request) -> bool:
    """Whether provinces, or places of any rank, are sought that have no row, by nothing else than that."""
    ranks = [where for where in request.where if where.field == "rank" and "province" in where.value]
    sought = bool(ranks) or request.has("rank.any", "ask.where")
    plain = sought and len(ranks) == len(request.where) and not (request.places or request.levels)
    return plain and request.operation in ("list", "count") and ABSENT.search(request.asked) is not None


def answer(request: Request, records: Records) -> Draft:
    """The mainland provinces that no row is of, and those of them with rows of places below."""
    held = select(request.without("rank"), records).items
    codes = {item.row.place_code for item in held}
    holders = (records.places.province(code) for code in codes)
    with_rows_within = {place.code for place in holders if place is not None}
    provinces = {place.code: place.name for place in records.places.children("") if place.code < BEYOND_MAINLAND}
    lacking = [code for code in provinces if code not in codes]
    none = [provinces[code] for code in lacking if code not in with_rows_within]
    some = [provinces[code] for code in lacking if code in with_rows_within]
    told = say("absent", items="、".join(none), count=len(none)) if none else ""
    told += say("absent_below", items="、".join(some)) if some else ""
    return Draft(
        status="answered",
        intent=NAME,
        headline=told or say("absent_nowhere"),
        evidence=tuple(item.row for item in held if item.row.place_code in provinces),
        caveats=(say("absent_note"),),
        computed=(f"条数 = {len(none)}",),
        used=frozenset({"rank"}),
    )
