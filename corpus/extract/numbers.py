"""Numbers, sums of money and dates as official Chinese texts write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.frozen import frozen
from corpus.patterns import late

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "○": 0, "Ｏ": 0, "O": 0, "两": 2}
DIGITS |= {sign: value for value, sign in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CHINESE = "[零〇○一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]"
ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d{1,9}(?:\.\d{1,4})?"
UNITS = {
    "千万元": 1000.0, "千万": 1000.0, "百万元": 100.0, "百万": 100.0, "亿元": 10_000.0, "亿": 10_000.0,
    "万元": 1.0, "万": 1.0, "千元": 0.1, "百元": 0.01, "元": 0.0001,
}  # fmt: skip
"""how many 万元 a unit is"""

_YEAR = r"(?P<year>(?:19|20)\d{2}|[一二][〇○零OＯ一二三四五六七八九]{3})"
_SMALL = rf"(?:\d{{1,2}}|{CHINESE}{{1,3}})"
DATE = late(
    rf"(?<![\d.]){_YEAR}\s*(?:"
    rf"年\s*(?:(?P<month>{_SMALL})\s*月\s*(?:份|(?P<day>{_SMALL})\s*[日号])?)?(?P<late>年?底|年?末)?"
    rf"|(?P<mark>[-/.－．])\s*(?P<month2>\d{{1,2}})(?:(?P=mark)\s*(?P<day2>\d{{1,2}}))?(?![\d.]))"
)


@frozen
class FoundDate:
    """A date in a text, ``text[start:end]``, as ISO of the precision given (``2025年底`` is its last day)."""

    start: int
    end: int
    iso: str


def number(text: str) -> float | None:
    """The value of a number in Arabic or Chinese figures; None when it is none."""
    plain = re.sub(r"[,，\s]", "", text)
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    return _chinese(plain) if plain and all(sign in DIGITS or sign in SCALES for sign in plain) else None


def _chinese(text: str) -> float:
    if not any(sign in SCALES for sign in text):
        return float("".join(str(DIGITS[sign]) for sign in text))
    total, current = 0, 0
    for sign in text:
        if sign in SCALES:
            total += (current or 1) * SCALES[sign]
            current = 0
        else:
            current = DIGITS[sign]
    return float(total + current)


def in_wan(value: float, unit: str) -> float:
    """A sum in 万元."""
    return round(value * UNITS[unit], 6)


def find_dates(text: str) -> Iterator[FoundDate]:
    """The dates in a text, from left to right; what no calendar holds is passed over."""
    for match in DATE.finditer(text):
        iso = _iso(match)
        if iso:
            yield FoundDate(start=match.start(), end=match.end(), iso=iso)


def first_date(text: str) -> str:
    """The first date of a text as ISO, "" when there is none."""
    return next((found.iso for found in find_dates(text)), "")


def _iso(match: re.Match[str]) -> str:
    year = int(_digits(match["year"]))
    month = number(match["month"] or match["month2"] or "")
    day = number(match["day"] or match["day2"] or "")
    if month is None:
        return f"{year}-12-31" if match["late"] else f"{year}"
    try:
        date(year, int(month), int(day or 1))
    except ValueError:
        return ""
    if day is None and match["late"]:
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}" if day is not None else f"{year}-{int(month):02d}"


def _digits(text: str) -> str:
    return "".join(str(DIGITS[sign]) if sign in DIGITS else sign for sign in text)
