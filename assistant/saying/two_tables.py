"""The table of policies and the table of subsidies against each other: what one has and the other lacks."""

from __future__ import annotations

from assistant.query.records import Records
from assistant.saying.draft import Draft
from assistant.saying.lists import NAME
from assistant.saying.wording import load_wording
from assistant.understanding.request import Request
from corpus.patterns import late
from corpus.places import Place

say = load_wording("lists")
NOT_LISTED = late("(?<!有)没有?(?:出现|列|进|收|露面)|[表里中]都?没有|没有的|少了|未(?:列|出现|收)|缺|不在")


def about_tables(request: Request, records: Records) -> Draft | None:
    """How many provinces the subsidy table has, or which it lacks and the policy table has; None for the rest."""
    lacking = request.mentions("amounts.missing", "amounts.stated")
    if (
        request.mentions("topic.subsidy_table")
        and not lacking
        and NOT_LISTED.search(request.text)
        and request.has("ask.")
    ):
        return _provinces_without(request, records)
    if request.has("topic.subsidy_table") and request.operation == "count" and not (request.places or request.where):
        return _province_count(records)
    return None


def _is_province(code: str, records: Records) -> bool:
    place = records.places.get(code)
    return place is not None and place.rank == "province"


def _province_codes(records: Records) -> tuple[list[str], list[str]]:
    policies = dict.fromkeys(p.place_code for p in records.corpus.policies if _is_province(p.place_code, records))
    provinces = (records.places.province(row.place_code) for row in records.corpus.subsidies)
    return list(policies), list(dict.fromkeys(province.code for province in provinces if province))


def _province_count(records: Records) -> Draft:
    """How many provinces the report's table of subsidies has, and how many rows below them; of all rows together
    the places are counted, for a place may have rows of several documents."""
    held = records.corpus.subsidies
    _, codes = _province_codes(records)
    provincial = [row for row in held if _is_province(row.place_code, records)]
    others = len(held) - len(provincial)
    key = "provinces"
    if records.reported is not None:
        codes = list(dict.fromkeys(row.place_code for row in provincial))
        others = len({row.place_code for row in held}) - len(codes)
        key = "places_held"
    names = [place.short for code in codes if (place := records.places.get(code))]
    return Draft(
        status="answered",
        intent=NAME,
        headline=say(key, count=len(codes), other=others, all=len(held)),
        facts=(say("provinces_names", names="、".join(names)),),
        evidence=tuple(provincial),
        computed=(f"{len(codes)} + {others} = {len(codes) + others}", f"条数 = {len(held)}"),
    )


def _provinces_without(request: Request, records: Records) -> Draft:
    if request.place and (areas := _areas_without(request.place, records)) is not None:
        return areas
    policies, subsidies = _province_codes(records)
    if request.places:
        asked = [place.code for place in request.places]
        policies, subsidies = asked, [code for code in subsidies if code in asked]
    missing = [code for code in policies if code not in subsidies]
    names = [place.name for code in missing if (place := records.places.get(code))]
    computed = say("missing_computed", all=len(policies), some=len(subsidies), count=len(missing))
    return Draft(
        status="answered",
        intent=NAME,
        headline=say("missing_provinces", count=len(missing), names="、".join(names)),
        facts=(computed,),
        evidence=(*records.policies_of(missing), *records.corpus.subsidies[:1]),
        computed=(computed, f"{len(policies)} - {len(subsidies)} = {len(missing)}"),
    )


def _areas_without(place: Place, records: Records) -> Draft | None:
    """The areas of a province in the table of policies that the table of subsidies lacks; None where it has none."""
    within = records.places.within
    areas = [a for a in records.corpus.areas if a.place_code != place.code and within(a.place_code, place.code)]
    if not areas:
        return None
    held = {row.place_code for row in records.corpus.subsidies}
    missing = [area for area in areas if area.place_code not in held]
    names = "、".join(area.place for area in missing)
    slots = {"place": place.name, "all": len(areas), "count": len(missing)}
    headline = say("missing_areas", **slots, names=names) if missing else say("no_missing_areas", **slots)
    some = len(areas) - len(missing)
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=(say("missing_computed", all=len(areas), some=some, count=len(missing)),),
        evidence=(*missing, *(area for area in areas if area not in missing), *records.corpus.subsidies[:1]),
        computed=(f"{len(areas)} - {some} = {len(missing)}", f"地区数 = {len(areas)} {len(missing)}"),
    )
