"""Compilations: the policy that the section of a place is about, with the number and the term that are its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.extract.periods import Period, read_period
from corpus.extract.titles import NUMBER, normal_number
from corpus.extract.where import leading_place
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.places import Place, Places
from corpus.readers.blocks import Block

_CITED = late(
    rf"(?:[一二三四五六七八九十\d]{{1,3}}[、.．]\s?)?(?:(?:政策|依据|出台)?(?:文件|政策|依据|出处|名称)(?:名称|依据|及文号)?\s?[：:]\s?)?"
    rf"《(?P<title>[^《》]{{4,80}})》\s*[（(](?P<number>[^（()）]*{NUMBER.pattern})[）)]"
)


@frozen
class Collected:
    """A policy that a compilation tells of one place."""

    title: str
    number: str
    period: Period
    texts: frozenset[str]
    """the paragraphs of its section: what they say of days is its own, not the compilation's"""


def read_collected(blocks: Sequence[Block], places: Places, own: Place | None) -> Mapping[str, Collected]:
    """The policies by the code of their place; none of a place of which more than one is told."""
    found: dict[str, Collected | None] = {}
    for place, texts in _sections(blocks, places, own):
        cited = [match for text in texts if (match := _CITED.match(text.strip()))]
        if not cited:
            continue
        policy = Collected(
            title=cited[0]["title"],
            number=normal_number(cited[0]["number"]),
            period=read_period(texts, {}),
            texts=frozenset(texts),
        )
        found[place.code] = policy if len(cited) == 1 and place.code not in found else None
    return {code: policy for code, policy in found.items() if policy}


def _sections(blocks: Sequence[Block], places: Places, own: Place | None) -> Iterator[tuple[Place, list[str]]]:
    """The paragraphs under each heading that is the name of a place below the document's."""
    place: Place | None = None
    level = 0
    texts: list[str] = []
    for block in blocks:
        if block.kind == "heading" and (place is None or block.level <= level):
            if place:
                yield place, texts
            named = leading_place(block.text, places, own).places
            place = named[0] if len(named) == 1 and named[0] != own else None
            level, texts = block.level, []
        elif place and block.kind == "paragraph":
            texts.append(block.text)
    if place:
        yield place, texts
