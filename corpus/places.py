"""The gazetteer: codes, parents, everyday names, and where they stand in a text.

The data is ``data/places.csv`` (units, GB/T 2260 codes, and the development zones the report names) and
``data/place_words.csv`` (regions such as 长三角, phrases in which a place name is no place name, and kinds of zones
that a city has under its own name).
Where they come from stands in ``data/places.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from corpus.errors import DataError
from corpus.frozen import frozen
from corpus.patterns import late

Rank = Literal["province", "city", "county", "zone"]
RANKS: tuple[Rank, ...] = ("province", "city", "county", "zone")
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
COLUMNS = ("code", "name", "short", "parent", "rank", "aliases", "abbr", "pinyin", "name_pinyin", "common")

_HINT = "请按所列位置修改 places.csv 后重试。"
_LINK = late(r"[的·・/>→\-—－（( \u3000]{0,3}")
_ASCII_WORD = late(r"[A-Za-z0-9]")


@frozen
class Place:
    """A unit of the administrative division, or a development zone."""

    code: str
    """six digits of GB/T 2260; a zone has its parent's digits and a short tag, ``320500-SIP``"""
    name: str
    short: str
    """everyday short name: 义乌, 内蒙古, 德宏"""
    parent: str
    """code of the unit above; "" for provinces"""
    rank: Rank
    aliases: tuple[str, ...] = ()
    abbr: tuple[str, ...] = ()
    """one-character abbreviations of a province; never matched alone"""
    pinyin: str = ""
    """of the short name, without tones and spaces"""
    name_pinyin: str = ""
    common: tuple[str, ...] = ()
    """names that are everyday words too (资源, 公安): in a text they count only right after the parent"""

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name it goes by, full name first, each once."""
        return tuple(dict.fromkeys((self.name, self.short, *self.aliases, *self.common)))


@frozen
class PlaceMention:
    """A place name in a text, ``text[start:end]``, and the places it may mean, provinces first."""

    start: int
    end: int
    text: str
    candidates: tuple[Place, ...]
    gap: str = ""
    """what stands between the mention before it and this one; "" for the first"""


class Places:
    """All places, by code and by name. Rows become records when they are first asked for."""

    def __init__(self, text: str, words: str = "", where: str = "places.csv") -> None:
        """``text`` and ``words`` are the two CSV texts; raises DataError on a broken header or a code given twice."""
        self._where = where
        lines = text.splitlines()
        if not lines or tuple(lines[0].split(",")) != COLUMNS:
            raise DataError([f"{where} 第 1 行：表头应为 {','.join(COLUMNS)}"], _HINT)
        rows = [line.split(",") for line in lines]
        self._rows = {cells[0]: (number, cells) for number, cells in enumerate(rows[1:], 2)}
        if len(self._rows) < len(rows) - 1:
            raise DataError(self._repeated(rows), _HINT)
        self._words_text = words
        self._made: dict[str, Place] = {}
        self._above: dict[str, tuple[Place, ...]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Place]:
        return (self._place(code) for code in self._rows)

    def get(self, code: str) -> Place | None:
        """The place of a code, None when there is none (also for ``000000``, the whole country)."""
        return self._place(code) if code in self._rows else self._zone(code)

    def holds(self, code: str) -> bool:
        """Whether a place has a row of its own; a zone under the name of its city may have none."""
        return code in self._rows

    def zone(self, parent: Place, kind: str) -> Place | None:
        """The zone of a kind (高新区, 高新技术产业开发区 …) that a city or county has under its own name."""
        tag = self._words[2].get(kind)
        if tag is None:
            return None
        listed = {parent.short + name for name, other in self._words[2].items() if other == tag}
        own = (place for place in self.children(parent.code) if place.rank == "zone" and listed & {*place.all_names})
        return next(own, None) or self._zone(f"{parent.code}-{tag}")

    def ancestors(self, code: str) -> tuple[Place, ...]:
        """The units above a place, nearest first, without itself; () for an unknown code."""
        above = self._above.get(code)
        if above is None and (place := self.get(code)) is not None:
            above = self._above[code] = self._climbed(place)
        return above or ()

    def _climbed(self, place: Place | None) -> tuple[Place, ...]:
        found: list[Place] = []
        while place is not None and place.parent and len(found) < len(RANKS):
            place = self.get(place.parent)
            if place is not None:
                found.append(place)
        return tuple(found)

    def path(self, code: str) -> str:
        """``浙江省/金华市/义乌市``; "" for an unknown code."""
        place = self.get(code)
        return "/".join(unit.name for unit in (*reversed(self.ancestors(code)), place)) if place else ""

    def children(self, code: str) -> tuple[Place, ...]:
        """The units directly below a place, by code."""
        return tuple(self._place(child) for child in self._children.get(code, ()))

    def province(self, code: str) -> Place | None:
        """The provincial unit a place lies in, or the place itself; None for an unknown code."""
        place = self.get(code)
        return (self.ancestors(code) or (place,))[-1] if place else None

    def within(self, code: str, ancestor: str) -> bool:
        """Whether a place is ``ancestor`` or lies in it."""
        return code == ancestor or any(unit.code == ancestor for unit in self.ancestors(code))

    def is_municipality(self, code: str) -> bool:
        """Whether a code is one of 北京, 天津, 上海, 重庆, whose counties hang directly below a provincial unit."""
        return code in MUNICIPALITIES

    def by_name(self, name: str) -> tuple[Place, ...]:
        """All places of a full, short or other name, provinces first, then cities, counties and zones."""
        return self._in_order(self._codes(name))

    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Every name and the codes it may mean."""
        strong, weak = self._names
        return {name: tuple(dict.fromkeys(self._codes(name))) for name in strong.keys() | weak.keys()}

    def find_all(self, text: str) -> tuple[PlaceMention, ...]:
        """The place names in a text, from left to right, the longest at each position; none overlap,
        except that a region (长三角) gives one mention a place, all with the region's span."""
        found: list[PlaceMention] = []
        beginnings = self._beginnings[0]
        at = 0
        while at < len(text):
            at = self._step(text, at, found) if text[at : at + 2] in beginnings else at + 1
        return tuple(found)

    def resolve(self, mentions: Sequence[PlaceMention]) -> tuple[Place, ...]:
        """The places that mentions mean, each once, in order.

        A name of several places means the one that lies in another place mentioned (the nearest before it
        first); else those of the highest rank, so 吉林 is the province and 鼓楼区 stays several.
        A unit directly followed by one that lies in it is dropped: 盐城市亭湖区 is 亭湖区, 浙江和义乌 are both.
        """
        alike = _numbered(mentions)
        meant = [self._meant(mentions, alike, position) for position in range(len(mentions))]
        kept: dict[str, Place] = {}
        for position, places in enumerate(meant):
            joined = self._joined(mentions, meant, position)
            kept.update((place.code, place) for place in places if not self._holds_any(place, joined))
        return tuple(kept.values())

    def problems(self) -> list[str]:
        """Everything wrong with the data, each line naming row and column; [] when all is well."""
        found: list[str] = []
        for code, (number, _) in self._rows.items():
            try:
                found.extend(f"{self._where} 第 {number} 行{issue}" for issue in self._issues(self._place(code)))
            except DataError as error:
                found.extend(error.problems)
        return found

    # rows

    def _place(self, code: str) -> Place:
        made = self._made.get(code)
        if made is None:
            made = self._made[code] = self._read(*self._rows[code])
        return made

    def _zone(self, code: str) -> Place | None:
        """The zone of a code without a row: that of its parent with the tag of its kind, ``340100-GX``."""
        above, _, tag = code.partition("-")
        kind = next((name for name, other in self._words[2].items() if other == tag), "")
        if not kind or above not in self._rows:
            return None
        name = self._place(above).short + kind
        return Place(code=code, name=name, short=name, parent=above, rank="zone")

    def _read(self, number: int, cells: Sequence[str]) -> Place:
        if len(cells) != len(COLUMNS):
            raise DataError([f"{self._where} 第 {number} 行：应有 {len(COLUMNS)} 列，实有 {len(cells)} 列"], _HINT)
        code, name, short, parent, rank, aliases, abbr, pinyin, name_pinyin, common = cells
        if rank not in RANKS:
            raise DataError([f"{self._where} 第 {number} 行 rank 列：“{rank}”不是 {'、'.join(RANKS)} 之一"], _HINT)
        return Place(
            code=code,
            name=name,
            short=short,
            parent=parent,
            rank=rank,
            aliases=_parts(aliases),
            abbr=_parts(abbr),
            pinyin=pinyin,
            name_pinyin=name_pinyin,
            common=_parts(common),
        )

    def _repeated(self, rows: Sequence[Sequence[str]]) -> list[str]:
        seen: dict[str, int] = {}
        found = []
        for number, (code, *_) in enumerate(rows[1:], 2):
            if code in seen:
                found.append(f"{self._where} 第 {number} 行 code 列：“{code}”与第 {seen[code]} 行重复")
            seen.setdefault(code, number)
        return found

    def _issues(self, place: Place) -> Iterator[str]:
        if not re.fullmatch(r"\d{6}(-[A-Z]+)?", place.code):
            yield f" code 列：“{place.code}”不是六位代码"
        if (place.rank == "province") != (place.parent == ""):
            yield " parent 列：只有省级单位没有上级"
        if place.parent and place.parent not in self._rows:
            yield f" parent 列：没有代码为“{place.parent}”的地区"
        if len(place.short) < 2 or len(place.name) < 2:
            yield " short 列：名称至少两个字"
        if not (place.pinyin.isascii() and place.pinyin.isalpha() and place.pinyin.islower()):
            yield f" pinyin 列：“{place.pinyin}”应为不带声调的小写拼音"

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for code in self._rows:
            children.setdefault(self._place(code).parent, []).append(code)
        return children

    def _in_order(self, codes: Sequence[str]) -> tuple[Place, ...]:
        places = (self._place(code) for code in dict.fromkeys(codes))
        return tuple(sorted(places, key=lambda place: (RANKS.index(place.rank), place.code)))

    # names in a text

    @cached_property
    def _names(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """The codes of the names that always count, and of those that count only right after the parent."""
        strong: dict[str, list[str]] = {}
        weak: dict[str, list[str]] = {}
        for code, (number, cells) in self._rows.items():
            if len(cells) != len(COLUMNS):
                self._read(number, cells)
            _, name, short, _, _, aliases, _, _, _, common = cells
            if not aliases and not common:
                strong.setdefault(name, []).append(code)
                if short != name:
                    strong.setdefault(short, []).append(code)
                continue
            for each in {name, short, *_parts(aliases), *_parts(common)}:
                (weak if each in common.split("|") else strong).setdefault(each, []).append(code)
        return strong, weak

    def _codes(self, name: str) -> list[str]:
        strong, weak = self._names
        return [*strong.get(name, ()), *weak.get(name, ())]

    @cached_property
    def _words(self) -> tuple[frozenset[str], dict[str, tuple[str, ...]], dict[str, str]]:
        """The phrases that hide a place name, the regions with the codes of their places, and the names of kinds of
        zones with the tag of their codes."""
        phrases: set[str] = set()
        regions: dict[str, tuple[str, ...]] = {}
        zones: dict[str, str] = {}
        for number, line in enumerate(self._words_text.splitlines()[1:], 2):
            kind, words, codes = [*line.split(","), "", ""][:3]
            if kind == "phrase":
                phrases.update(_parts(words))
            elif kind == "region":
                regions.update(dict.fromkeys(_parts(words), _parts(codes)))
            elif kind == "zone":
                zones.update(dict.fromkeys(_parts(words), codes))
            elif kind:
                raise DataError(
                    [f"place_words.csv 第 {number} 行 kind 列：“{kind}”不是 phrase、region、zone 之一"], _HINT
                )
        return frozenset(phrases), regions, zones

    @cached_property
    def _beginnings(self) -> tuple[dict[str, int], frozenset[str]]:
        """The first two characters of every name with the length of the longest that begins so, and the names."""
        names = [*self._names[0], *self._names[1], *self._words[0], *self._words[1]]
        longest: dict[str, int] = {}
        for name in names:
            begins = name[:2]
            if len(name) > longest.get(begins, 0):
                longest[begins] = len(name)
        return longest, frozenset(names)

    def _step(self, text: str, at: int, found: list[PlaceMention]) -> int:
        """Take what begins at a position into ``found``; the position to go on from."""
        phrases, regions, _ = self._words
        longest, names = self._beginnings
        for size in range(min(longest.get(text[at : at + 2], 0), len(text) - at), 1, -1):
            piece = text[at : at + size]
            if piece not in names:
                continue
            if piece in phrases:
                return at + size
            if piece in regions:
                for code in regions[piece]:
                    found.append(_mention(text, at, piece, (self._place(code),), found))
                return at + size
            candidates = self._candidates(text, at, piece, found)
            if candidates:
                found.append(_mention(text, at, piece, candidates, found))
                return at + size
        return at + 1

    def _candidates(self, text: str, at: int, piece: str, found: Sequence[PlaceMention]) -> tuple[Place, ...]:
        codes = self._codes(piece)
        if not codes or (piece.isascii() and _inside_word(text, at, len(piece))):
            return ()
        if found and _LINK.fullmatch(text, found[-1].end, at):
            before = {place.code for place in found[-1].candidates}
            below = [code for code in codes if self._follows(self._place(code), piece, before)]
            if below:
                return self._in_order(below)
        return self._in_order(self._names[0].get(piece, ()))

    def _follows(self, place: Place, name: str, before: Set[str]) -> bool:
        """Whether a name said right after ``before`` means this place: a full name after any unit above it,
        other names only after the parent, for 广西资源 is hardly 资源县."""
        return place.parent in before or (
            name == place.name and any(up.code in before for up in self.ancestors(place.code))
        )

    # what mentions mean

    def _meant(self, mentions: Sequence[PlaceMention], alike: Sequence[int], position: int) -> tuple[Place, ...]:
        candidates = mentions[position].candidates
        if len(candidates) < 2:
            return candidates
        tried: set[int] = set()
        for other in (*range(position - 1, -1, -1), *range(position + 1, len(mentions))):  # the nearest first
            if alike[other] in tried:
                continue
            tried.add(alike[other])
            inside = [place for place in candidates if self._lies_in(place, mentions[other].candidates)]
            if inside:
                return _highest(inside)
        return _highest(candidates)

    def _lies_in(self, place: Place, holders: Sequence[Place]) -> bool:
        return any(place.code != holder.code and self.within(place.code, holder.code) for holder in holders)

    def _holds_any(self, place: Place, followers: Sequence[Place]) -> bool:
        return any(self._lies_in(follower, (place,)) for follower in followers)

    def _joined(
        self, mentions: Sequence[PlaceMention], meant: Sequence[tuple[Place, ...]], position: int
    ) -> list[Place]:
        """The places said in one breath with a mention: right after it (浙江义乌), or before it when it is
        in brackets (义乌（浙江）)."""
        joined: list[Place] = []
        if position + 1 < len(mentions) and _LINK.fullmatch(mentions[position + 1].gap):
            joined += meant[position + 1]
        if position and mentions[position].gap in ("（", "("):
            joined += meant[position - 1]
        return joined


def _numbered(mentions: Sequence[PlaceMention]) -> list[int]:
    """A number for each mention, one for all that may mean the same places."""
    numbers: dict[tuple[str, ...], int] = {}
    return [numbers.setdefault(tuple(place.code for place in one.candidates), len(numbers)) for one in mentions]


def _mention(
    text: str, at: int, piece: str, candidates: tuple[Place, ...], found: Sequence[PlaceMention]
) -> PlaceMention:
    gap = text[found[-1].end : at] if found else ""
    return PlaceMention(start=at, end=at + len(piece), text=piece, candidates=candidates, gap=gap)


def _highest(places: Sequence[Place]) -> tuple[Place, ...]:
    top = min(RANKS.index(place.rank) for place in places)
    return tuple(place for place in places if RANKS.index(place.rank) == top)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _inside_word(text: str, at: int, size: int) -> bool:
    """Whether a Latin name is only a part of a longer word (SIP in SIPO)."""
    after = at + size
    return bool((at and _ASCII_WORD.match(text[at - 1])) or (after < len(text) and _ASCII_WORD.match(text[after])))


@cache
def load_places() -> Places:
    """The shipped gazetteer, read once."""
    data = Path(__file__).with_name("data")  # importlib.resources would cost a fifth of a cold start
    return Places(
        (data / "places.csv").read_text(encoding="utf-8"),
        (data / "place_words.csv").read_text(encoding="utf-8"),
    )
