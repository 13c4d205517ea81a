"""Where a text rules: the place of a document, of a heading, of a table cell.

The district or city that lends a development zone its name pays nothing of what the zone promises. A zone of a usual
kind that bears the name of its city (某市高新技术产业开发区) is a place in that city; any other is none unless the
gazetteer has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.frozen import frozen
from corpus.patterns import late
from corpus.places import Place, PlaceMention, Places
from corpus.readers.structure import without_number

_ZONE = late(
    r"(?:(?!绿色|低碳|关于|支持|推进|促进|加快|建设|全域|的)[\u4e00-\u9fff]){0,4}?(?:国家级?|省级)?(?:经济技术|经济|高新技术产业|高新技术|高新|工业|产业|科技|综合保税|保税|化工|循环经济|生态|临港|临空|新材料){0,2}"
    r"(?:开发区|产业园区?|工业园区?|高新区|集聚区|保税区|功能区|经开区|(?<=[\u4e00-\u9fff]{2})园区|新区|示范区|试验区)"
)
_ORGAN_OF_PLACE = late(r"(?:人民)?政府|省|市|县|区委|委员会|[厅局办]")
_OWN = late(r"(?:市|区|县|省)?(?:本级|直(?:属|管)?)|全[市区县省州]|市区|市辖区")
_LEAD = late(r"[：:]|$|(?:的)?(?:国家|省|市|县|区)级|绿色|政策|奖励|奖补|补贴|补助|关于|（|\(")


@frozen
class Found:
    """The places that a text names, or why none is certain."""

    places: tuple[Place, ...] = ()
    reason: str = ""
    named: bool = False
    """whether the text names any place at all"""
    lender: Place | None = None
    """the city or county in which an unknown zone lies that bears its name"""


def places_in(text: str, places: Places, within: Place | None = None) -> Found:
    """The places that a text means; ``within`` decides between places of one name."""
    mentions = places.find_all(text)
    if not mentions:
        return Found()
    zone = _unknown_zone(text, mentions, places)
    own = zone_in(text, places) if zone else None
    if own:
        return Found(places=(own,), named=True)
    if zone:
        return Found(named=True, reason=f"「{zone}」不在地名表里，可用 --place 指明", lender=_lender(mentions))
    found = places.resolve(mentions)
    if len(found) > 1 and len({mention.text for mention in mentions}) == 1:
        inside = [place for place in found if within and places.within(place.code, within.code)]
        if len(inside) != 1:
            return Found(named=True, reason=f"「{mentions[0].text}」有多种可能，可用 --place 指明")
        found = tuple(inside)
    return Found(places=found, named=True)


def _unknown_zone(text: str, mentions: Sequence[PlaceMention], places: Places) -> str:
    """The zone that a place only lends its name to: 滨江经济开发区 is not 滨江区."""
    last = mentions[-1]
    if all(_lends_no_name(place, places) for place in last.candidates):
        return ""
    behind = _ZONE.match(text, last.end)
    if behind is None or _ORGAN_OF_PLACE.search(behind.group()):
        return ""
    return text[last.start : behind.end()]


_OF_RANK = late(r"国家级?|省级")


def zone_in(text: str, places: Places) -> Place | None:
    """The zone of a usual kind that a text names by its city; a name that two cities or a district has decides none."""
    mentions = places.find_all(text)
    behind = _ZONE.match(text, mentions[-1].end) if mentions else None
    if behind is None:
        return None
    city = _city_of(mentions[-1])
    return places.zone(city, _OF_RANK.sub("", behind.group())) if city else None


def _city_of(mention: PlaceMention) -> Place | None:
    """The one city or county that a name stands for; a zone with the name of a district may be anywhere."""
    named = [place for place in mention.candidates if place.rank == "city" or place.name.endswith(("市", "县"))]
    return named[0] if len(named) == 1 else None


def _lender(mentions: Sequence[PlaceMention]) -> Place | None:
    """The city of a zone by its own name, else the one named before it (西宁…南川工业园区 is in 西宁, not 南川区)."""
    return next((city for mention in reversed(mentions) if (city := _city_of(mention))), None)


def _lends_no_name(place: Place, places: Places) -> bool:
    return place.rank == "zone" or (place.rank == "province" and not places.is_municipality(place.code))


def leading_place(text: str, places: Places, within: Place | None = None) -> Found:
    """The place that a heading or paragraph opens with (二、舟山市；丽水市：…), nothing when it opens otherwise."""
    bare = without_number(text)
    mentions = places.find_all(bare[:24])
    if not mentions or mentions[0].start != 0:
        return Found()
    end = mentions[0].end
    for mention in mentions[1:]:
        if mention.start != end:
            break
        end = mention.end
    zone = _ZONE.match(bare, end)
    if zone is None and not _LEAD.match(bare, end):
        return Found()
    return places_in(bare[: zone.end() if zone else end], places, within)


def cell_places(cell: str, places: Places, own: Place | None) -> Found:
    """The places of a table cell; 市本级 and an empty cell are the document's own."""
    if not cell.strip() or _OWN.fullmatch(cell.strip()):
        missing = "看不出适用地区，可用 --place 指明"
        return Found(places=(own,), named=True) if own else Found(reason=missing)
    found = places_in(cell, places, own)
    if not found.named:
        return Found(reason=f"地区「{cell}」不在地名表里")
    return found
