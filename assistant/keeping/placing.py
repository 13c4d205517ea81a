"""Places that a keeper states for a document, by name or code: each is one of the gazetteer, or nothing is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.patterns import late

if TYPE_CHECKING:
    from corpus.places import Place, Places

NATIONAL = "000000"
_WHOLE_COUNTRY = ("全国", NATIONAL)
_SEPARATORS = late(r"[；;、，,\s]+")
SHOWN = 4
"""places of one name that an error lists"""


def stated_codes(names: str | Iterable[str]) -> tuple[str, ...]:
    """The codes of the places that were stated, each once.

    Raises CorpusError for a name that no place has, or several have: nothing is guessed of what a person states.
    """
    from corpus.places import load_places

    places = load_places()
    given = [names] if isinstance(names, str) else names
    parts = (part for name in given for part in _SEPARATORS.split(name) if part)
    return tuple(dict.fromkeys(_code(part, places) for part in parts))


def name_of(code: str, places: Places) -> str:
    """The name of a place by its code; what is no code of a place stays as it is."""
    place = places.get(code)
    return "全国" if code == NATIONAL else place.name if place else code


def _code(name: str, places: Places) -> str:
    from corpus.extract.where import zone_in

    if name in _WHOLE_COUNTRY:
        return NATIONAL
    exact = places.get(name) or zone_in(name, places)
    found = (exact,) if exact else places.resolve(places.find_all(name)) or places.by_name(name)
    if len(found) == 1:
        return found[0].code
    if found:
        raise CorpusError(f"叫「{name}」的地区不止一个：{_listed(found, places)}", "请写上级地区加名称，或写代码。")
    raise CorpusError(f"没有找到名为「{name}」的地区", "请写行政区划的名称或代码，例如 义乌市、330782。")


def _listed(found: Iterable[Place], places: Places) -> str:
    shown = [f"{places.path(place.code)}（{place.code}）" for place in found]
    return "、".join(shown[:SHOWN]) + ("等" if len(shown) > SHOWN else "")
