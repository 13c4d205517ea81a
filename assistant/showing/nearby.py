"""Which places a name may stand for that no place bears: 义务 and yiwu for 义乌市."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from assistant.showing.completion import RANKS, readings

if TYPE_CHECKING:
    from corpus.places import Place, Places
    from corpus.types import Corpus

MOST = 3
SUFFIXES = ("市", "县", "区", "省")
Readings = Mapping[str, frozenset[str]]


def near_places(places: Places, corpus: Corpus, typed: str) -> tuple[Place, ...]:
    """At most three places that sound as what was typed or are one character away; those with rules come first.

    One wrong character is forgiven only where the corpus has a rule: of 3,500 places some differ by one from any word.
    """
    name = typed.strip().casefold()
    table = readings()
    spoken = {row.place_code for rows in (corpus.subsidies, corpus.policies) for row in rows}
    sounding = [place for place in places if any(_sounds(name, one, table) for one in _names(place))]
    close = [place for place in places if place.code in spoken and any(_one_off(name, one) for one in _names(place))]
    ordered = sorted(
        sounding or close, key=lambda place: (place.code not in spoken, RANKS.get(place.rank, 9), place.code)
    )
    return tuple({place.name: place for place in reversed(ordered)}.values())[::-1][:MOST]


def _names(place: Place) -> Iterable[str]:
    return dict.fromkeys(
        short
        for name in place.all_names
        for short in (name, *(name.removesuffix(end) for end in SUFFIXES))
        if short[1:]
    )


def _sounds(typed: str, name: str, table: Readings) -> bool:
    if typed.isascii():
        return _spelt(typed, name, table)
    if len(typed) != len(name) or typed == name:
        return False
    return all(
        one == other or table.get(one, NONE) & table.get(other, NONE) for one, other in zip(typed, name, strict=True)
    )


def _spelt(typed: str, name: str, table: Readings) -> bool:
    """Whether the letters spell the whole name, each character by its full pinyin."""
    if not name:
        return not typed
    return any(
        _spelt(typed.removeprefix(reading), name[1:], table)
        for reading in table.get(name[0], NONE)
        if typed.startswith(reading)
    )


def _one_off(typed: str, name: str) -> bool:
    pairs = zip(typed, name, strict=False)
    return len(typed) == len(name) > 1 and sum(one != other for one, other in pairs) == 1


NONE: frozenset[str] = frozenset()
