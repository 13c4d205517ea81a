"""The sums, shares and ratios that a reward clause names, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from corpus.extract.numbers import ARABIC, CHINESE, UNITS, in_wan, number
from corpus.extract.words import words
from corpus.frozen import frozen, replace
from corpus.patterns import late

_FIGURE = rf"(?:{ARABIC}|{CHINESE}{{1,9}})"
_UNIT = "|".join(UNITS)
_MEASURED = r"(?:(?<=元)|(?![家个件次人吨户千瓦立㎡台套辆名亩条度米公里标平kKmMtT]))(?!\s?/\s?(?![家户个企年次人项\d]))"
"""behind a unit: not what is counted (5 万吨, 3 万千瓦) nor what a price is for (2 元/吨)"""
_SHARING = rf"(?:(?:{ARABIC}|{CHINESE}{{0,4}}[十百千]{CHINESE}{{0,4}})\s*(?:[、/／]|和|及|与)\s*){{1,6}}"
"""figures before the one that has the unit: 100、50、20万元"""
SUM = late(
    rf"(?P<low>{_FIGURE})\s*(?P<low_unit>{_UNIT})?(?:人民币)?\s*(?:[-—–－~～―]{{1,2}}|至|到)\s*"
    rf"(?P<high>{_FIGURE})\s*(?P<high_unit>{_UNIT}){_MEASURED}"
    rf"|(?P<listed>{_SHARING})?(?P<one>{_FIGURE})\s*(?P<unit>{_UNIT}){_MEASURED}"
)
PERCENT = late(r"(?P<percent>\d{1,3}(?:\.\d{1,2})?)\s?[%％]|百分之(?P<spelt>[一二三四五六七八九十百]{1,4})")
BASE = late(
    r"(?:按照?|给予|予以|依据|(?:奖励|奖补|补助|补贴|资助)(?:金额|标准|额度|资金|比例)?为)(?:其|企业|不超过|最高)*(?P<base>[^，。；：、\d]{2,30}?)的?(?:不超过|不高于|最高)?\s*$"
)


WINDOW = 160
"""characters around a figure that can say what it is"""


@frozen
class Sum:
    """A figure of a clause, ``text[start:end]``. Amounts in 万元."""

    start: int
    end: int
    kind: Literal["sum", "percent", "matching", "proportion", "share"]
    low: float | None = None
    high: float | None = None
    ceiling: bool = False
    extra: bool = False
    percent: float | None = None
    base: str = ""
    ratio: float | None = None
    """for matching and share: 0.5 is half"""
    of: str = ""
    """for share: the words for the award that it is a share of, "" for the one named before"""
    grade: str = ""
    """the grade or tier within a level that it is for: 五星级, 得分90分以上"""


def find_sums(text: str) -> tuple[Sum, ...]:
    """Everything in the clause that is promised as money; thresholds such as ``投资 500 万元以上`` are passed over."""
    found = [*_shares(text), *_matching(text), *_percents(text), *_amounts(text), *_proportions(text)]
    kept: list[Sum] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(_with_results(text, list(_with_floors(text, kept))))


_COMES_TO = late(
    r"(?:的?(?:标准|比例|额度|金额))?(?:给予|予以)?(?:进行)?(?:配套)?(?:奖励|奖补|补助|资金)?[，,、（(]?\s*(?:即|计|也就是|合)(?:再)?(?:给予|奖励|配套|奖补|补助)?\s*"
)


def _with_results(text: str, sums: Sequence[Sum]) -> Iterator[Sum]:
    """The sums, a share whose result stands right behind it as that result: 按市级标准的50%配套，即50万元."""
    for item, following in zip_longest(sums, sums[1:]):
        share = item.kind in ("share", "matching")
        if not (
            share and following and following.kind == "sum" and _COMES_TO.fullmatch(text[item.end : following.start])
        ):
            yield item


_TO_CEILING = late(r"[，,、]?\s*(?:且|但|并)?(?:最高)?不(?:高于|超过|多于)")


def _with_floors(text: str, sums: Sequence[Sum]) -> Iterator[Sum]:
    """The sums, a floor and the ceiling behind it as one range: 不低于50万元、不高于100万元."""
    rest = list(sums)
    while rest:
        item = rest.pop(0)
        floor = item.kind == "sum" and words().has("floor_before", text[max(0, item.start - 6) : item.start])
        if floor and rest and _TO_CEILING.fullmatch(text[item.end : rest[0].start]):
            top = rest.pop(0)
            item = replace(item, end=top.end, high=top.high, ceiling=False)
        yield item


def names_money(text: str) -> bool:
    """Whether a text names any sum at all, promised or not."""
    return SUM.search(text) is not None


def _amounts(text: str) -> Iterator[Sum]:
    before: Sum | None = None
    for match in SUM.finditer(text):
        found = list(_bounds(match))
        if any(low > high for _, low, high in found) or not found or not _is_promised(text, match, before):
            before = None
            continue
        ceiling = extra = False
        for number_in_list, ((start, end), low, high) in enumerate(found):
            item = Sum(start=start, end=end, kind="sum", low=low, high=high)
            last = number_in_list == len(found) - 1
            if number_in_list == 0:
                ceiling, extra = _is_ceiling(text, item, before), _is_extra(text, item, before)
            ceiling = ceiling or (last and _is_capped_after(text, item))
            before = replace(item, ceiling=ceiling, extra=extra)
            yield before


def _bounds(match: re.Match[str]) -> Iterator[tuple[tuple[int, int], float, float]]:
    """The figures of a match, each with its place and its bounds: one, or those that share a unit."""
    if match["one"]:
        for figure in re.finditer(_FIGURE, match["listed"] or ""):
            value = number(figure.group())
            if value is not None:
                start = match.start() + figure.start()
                amount = in_wan(value, match["unit"])
                yield (start, start + len(figure.group())), amount, amount
        value = number(match["one"])
        if value is not None:
            amount = in_wan(value, match["unit"])
            yield (match.start("one"), match.end()), amount, amount
        return
    low, high = number(match["low"]), number(match["high"])
    if low is not None and high is not None:
        unit = match["low_unit"] or match["high_unit"]
        yield match.span(), in_wan(low, unit), in_wan(high, match["high_unit"])


def _is_promised(text: str, match: re.Match[str], before: Sum | None) -> bool:
    vocabulary = words().single
    if vocabulary["threshold_after"].match(text, match.end()):
        return False
    if before and _is_listed(text[before.end : match.start()]):
        return True
    back = _part_before(text, match.start())
    other = max((found.end() for found in vocabulary["not_an_award"].finditer(back)), default=-1)
    verb = max((found.end() for found in vocabulary["award_verb"].finditer(back)), default=-1)
    return other <= verb or other < 0


def _part_before(text: str, end: int) -> str:
    """What stands before a figure in its own part of the sentence."""
    return re.split(r"[，,。；;：:]", text[max(0, end - WINDOW) : end])[-1]


def _is_listed(between: str) -> bool:
    """Whether two sums stand in one list (``100 万元、50 万元``)."""
    return bool(re.fullmatch(r"[\s、，,/／和及与或]{1,3}", between))


def _is_ceiling(text: str, item: Sum, before: Sum | None) -> bool:
    back = text[max(0, item.start - 14) : item.start]
    found = [match.end() for match in words().single["ceiling_before"].finditer(back)]
    # 最高给予 50 万元: a few words may stand between, a comma or another figure may not.
    if found and not re.search(r"[，,。；\d]", back[found[-1] :]):
        return True
    return _is_capped_after(text, item) or bool(before and before.ceiling and _is_listed(text[before.end : item.start]))


def _is_capped_after(text: str, item: Sum) -> bool:
    return words().single["ceiling_after"].match(text[item.end :].lstrip()) is not None


def _is_extra(text: str, item: Sum, before: Sum | None) -> bool:
    back = _part_before(text, item.start)
    if words().has("extra", back):
        return True
    return bool(before and before.extra and _is_listed(text[before.end : item.start]))


def _percents(text: str) -> Iterator[Sum]:
    for match in PERCENT.finditer(text):
        value = float(match["percent"]) if match["percent"] else number(match["spelt"])
        base = BASE.search(_part_before(text, match.start()))
        after = re.split(r"[，,。；;]", text[match.end() : match.end() + WINDOW])[0]
        if not value or not 0 < value <= 100 or not base or not words().has("award_verb", base[0] + after):
            continue
        yield Sum(start=match.start(), end=match.end(), kind="percent", percent=value, base=base["base"])


def _matching(text: str) -> Iterator[Sum]:
    for match in words().single["matching"].finditer(text):
        around = text[max(0, match.start() - WINDOW) : match.start() + WINDOW]
        clause = next(part for part in re.split(r"[。；;]", around) if match.group() in part)
        if "配套" not in clause and not words().has("basis", clause):
            continue
        ratio = float(match["right"]) if match["right"] else float(match["share"]) / 100 if match["share"] else 1.0
        yield Sum(start=match.start(), end=match.end(), kind="matching", ratio=ratio)


def _shares(text: str) -> Iterator[Sum]:
    """减半, and 按国家级标准的 50%: a share of an award that the same text names."""
    for match in words().single["share"].finditer(text):
        share = match["share"] or match["bare"]
        yield Sum(
            start=match.start(),
            end=match.end(),
            kind="share",
            ratio=float(share) / 100 if share else 0.5,
            of=match["of"] or "",
        )


def _proportions(text: str) -> Iterator[Sum]:
    for match in words().single["proportion"].finditer(text):
        yield Sum(start=match.start(), end=match.end(), kind="proportion")
