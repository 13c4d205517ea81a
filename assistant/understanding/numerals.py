"""Numbers as people write them: amounts, dates, batches, stars, standard numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from corpus.frozen import frozen
from corpus.patterns import late
from corpus.validity import days_of_month

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
HAN = r"[^\W\d_A-Za-z]"
"""a Chinese character: by categories, since a range of twenty thousand costs a millisecond to compile in a cold run"""
CHINESE = "零〇一二两三四五六七八九十百千"

NUMERAL = rf"(?<!\d)\d++(?:\.\d++)?|(?<![{CHINESE}])[{CHINESE}]++"
NO_MONEY = r"(?!\s*(?:家|个|人|种|亩|吨|千瓦|平方|平米|立方|台|辆|度电))"
AMOUNT = rf"({NUMERAL})\s*(百|千)?\s*(亿|万|[wW](?![a-zA-Z])){NO_MONEY}|(?<!\d)(\d{{4,}}+)\s*元"
THROUGH = r"\s*(?:到|至|[-~～—–]+)\s*"
BETWEEN = rf"(?:{THROUGH}|\s*(?:和|与)\s*(?=[^，,。;；]{{1,12}}之间))"
UNITLESS = r"(?:给|奖|补|奖励|级)(\d{1,4})(?=[、，,和])"
"""a sum whose unit is that of the next one: 国家级给20、省级给10万"""
MONEY_UNITS = "亿万wW元"
"""every sum of money has one of them"""
AMOUNT_RANGE = rf"(?<![\d.\-/])({NUMERAL})\s*(百|千)?\s*(亿|万)?\s*元?{BETWEEN}(?:{AMOUNT})"
BETWIXT = rf"介于\s*({NUMERAL})\s*(百|千)?\s*(亿|万)?\s*元?\s*[和与到至]\s*(?:{AMOUNT})"
YUAN_RANGE = rf"(?<![\d.\-/])(\d{{4,}})\s*元?{BETWEEN}(\d{{4,}})\s*元"
ISO = r"(?<!\d)((?:19|20)\d{2})[-/.](1[0-2]|0?[1-9])(?:[-/.](3[01]|[12]\d|0?[1-9]))?(?!\d)"
ISO_DAY = r"(?<!\d)((?:19|20)\d{2})[-/.](1[0-2]|0?[1-9])[-/.](\d{1,2})(?!\d)"
TENS = "[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二三四五六七八九]"
CHINESE_DATE = (
    r"((?:19|2[01])\d{2}|[一二][零〇○一二三四五六七八九]{3})\s*年"
    rf"(?:\s*(\d{{1,2}}|{TENS})\s*月(?:份)?"
    rf"(?:\s*(\d{{1,2}}|{TENS})\s*[日号]|\s*(3[01]|[12]\d|0?[1-9])(?![\d万亿元家个项批]))?)?"
)
"""also a day that the calendar lacks (6月40日, 13月): what is typed is a day all the same, and has to be told"""
BARE_YEAR = (
    r"(?<![\d.\-/第])(20[0-3]\d)(?=\s*(?:发|出|印|上半|下半|的|、|这|当年|年度|以后|以前|之后|之前|，|,|到|至|和))"
)
SHORT_YEAR = r"(?<!\d)(1[5-9]|2[0-9])年(?:(1[0-2]|0?[1-9])月)?(?!\d)"
ORDINAL = r"[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九]|\d+"
NEWEST_LIST = "最[后近新晚](?:公布|发布|出炉|出来|公示|下来)?的?(?:这|那)?一?批"
BATCH = rf"第\s*({ORDINAL})\s*批|(?<![\d{CHINESE}前后近末])(\d)\s*批|(首|头|末)批|{NEWEST_LIST}"
BATCH_RANGE = rf"(前面?|后面?|头|近|末)\s*([{CHINESE}]|\d)\s*批"
BATCH_NUMBER = rf"[{CHINESE}]|\d{{1,2}}"
BATCH_LIST = (
    rf"(?<!\d)((?:{BATCH_NUMBER})(?:\s*批?\s*[、,，和及与跟或]\s*第?\s*(?:{BATCH_NUMBER})){{1,12}})\s*[两三四]?\s*批"
)
BATCH_DIGITS = (
    rf"(?<![{CHINESE}\d])([一二三四五六七八九]{{2,}})[两三四]?\s*批"
    rf"|(?<![{CHINESE}\d])([一二三四五六七八九十]{{2,}})这[两三四五]\s*批"
)
"""第一二批: numerals side by side, each a batch"""
BATCH_THROUGH = rf"第?\s*({BATCH_NUMBER})\s*批?{THROUGH}第?\s*({BATCH_NUMBER})\s*批"
BATCH_UNTIL = (
    rf"(?<![轮等拿收评赶查回])(?:到|截至|截止|至)第?([{CHINESE}]|\d{{1,2}})批"
    r"(?=为?止|公布|名单|完|后|结束|[,，。？?]|$)"
)
BATCH_FROM = rf"(?:从|自)?第?([{CHINESE}]|\d{{1,2}})批(?:开始|起|以后|之后|以来|往后)"
ALL_BATCHES = (
    rf"(?<![第前后头近末、,，和及与跟或到至~～—–\-\d{CHINESE}])(五|5)个?批|各批|每一?批|各批次|历批|所有批次|全部批次"
)
AGAINST_BESIDE = late("[比跟和与较][^，。]{0,2}(?P<list>(?:[上下]面?|前面?(?=一))一?批)")
"""a list set against the one before it, or after it"""
FIVE = 5
"""五批 is that many, however many lists came out since"""
STAR = rf"([{CHINESE}]|\d)\s*颗?星"
STANDARD = (
    r"(?i)(?<![a-z])(t\s*/?\s*cesa|gb\s*/?\s*t|gb|jc\s*/?\s*t|hg\s*/?\s*t|fz\s*/?\s*t|ys\s*/?\s*t|sj\s*/?\s*t|qb\s*/?\s*t|jb\s*/?\s*t|yb\s*/?\s*t|cesa|db\s*\d{2}\s*/\s*t|db\s*/?\s*t?)"
    r"\s*[-_ ]?\s*(\d{2,6})(?:\s*[-—－–]\s*(\d{4}))?"
)
BARE_STANDARD = r"(?<![\d.])(?!(?:19|20)\d\d\s*[-—–])(\d{4,5})\s*[-—–]\s*((?:19|20)\d{2})(?!\s*年|[-/.\d])"


def chinese_number(text: str) -> int | None:
    """The value of a plain Chinese or Arabic numeral below ten thousand; None when it is none."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            return None
    return total + digit


@frozen
class AmountMention:
    """A sum of money in a text, ``text[start:end]``, in 万元; a range (30-50万) has an ``upper`` end."""

    start: int
    end: int
    value: float
    upper: float | None = None


@frozen
class DateMention:
    """A date in a text, ISO of the precision it was given in (``2019``, ``2019-06``, ``2019-06-01``)."""

    value: str
    words: str
    start: int = 0
    end: int = 0
    impossible: str = ""
    """why the calendar lacks it, in Chinese (6 月没有 31 日); ``value`` is then its month, or its year"""

    @property
    def year(self) -> int:
        return int(self.value[:4])


YEARS_AGO = late(rf"([{CHINESE}]|\d{{1,2}}) ?年(?:以|之)?前(?!三)|(大前年|前年|去年|上一年)")


def years_ago(text: str, day: date) -> DateMention | None:
    """两年前, 去年, counted from a day: that year; None where a text names none."""
    found = YEARS_AGO.search(text)
    if found is None:
        return None
    many = chinese_number(found[1]) if found[1] else -YEARS_FROM_NOW[found[2]]
    if not many:
        return None
    return DateMention(value=f"{day.year - many}", words=found[0], start=found.start(), end=found.end())


def chinese_numeral(number: int) -> str:
    """``第十一批`` from 11: the Chinese numeral of 0 to 99; digits beyond."""
    digits = "零一二三四五六七八九"
    if not 0 <= number < 100:
        return str(number)
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def amount_mentions(text: str) -> tuple[AmountMention, ...]:
    """The sums of money in a text, in order."""
    if not any(unit in text for unit in MONEY_UNITS):
        return ()
    found = []
    for start, end, bounds in _ranges(text):
        found.append(AmountMention(start=start, end=end, value=min(bounds), upper=max(bounds)))
        text = text[:start] + " " * (end - start) + text[end:]
    for match in re.finditer(AMOUNT, text):
        if value := _amount(*match.groups()):
            found.append(AmountMention(start=match.start(), end=match.end(), value=value))
    for match in re.finditer(UNITLESS, text) if found else ():
        found.append(AmountMention(start=match.start(1), end=match.end(1), value=float(match[1])))
    return tuple(sorted(found, key=lambda mention: mention.start))


def amounts(text: str) -> tuple[float, ...]:
    """Sums of money in the text, in 万元; both ends of a range, though the first may lack its unit (30-50万)."""
    mentions = amount_mentions(text)
    return tuple(value for each in mentions for value in (each.value, each.upper) if value is not None)


def _ranges(text: str) -> list[tuple[int, int, tuple[float, float]]]:
    """Where each range of sums starts and ends, and its two ends in 万元 as typed."""
    found = []
    for match in (*re.finditer(AMOUNT_RANGE, text), *re.finditer(BETWIXT, text)):
        *first, numeral, times, unit, yuan = match.groups()
        last = _amount(numeral, times, unit, yuan)
        low = _lower_end(first[0], first[1], first[2], (numeral, times, unit)) if unit else 0.0
        if last and not yuan:
            found.append((match.start(), match.end(), (low, last)))
    for match in re.finditer(YUAN_RANGE, text):
        found.append((match.start(), match.end(), (int(match[1]) / 10_000, int(match[2]) / 10_000)))
    return found


def _lower_end(numeral: str, times: str | None, unit: str | None, last: tuple[str, str | None, str]) -> float:
    """The first end of a range; what it leaves unsaid is that of the last one (1到2千万, 三到五十万)."""
    if unit is None and times is None:
        smaller = _value(numeral) < _value(last[0])
        times = last[1] if smaller else None
        if smaller and numeral in DIGITS and last[0][-1] in UNITS:
            numeral += last[0][-1]
    return _amount(numeral, times, unit or last[2], None)


def _amount(numeral: str | None, times: str | None, unit: str | None, yuan: str | None) -> float:
    """A sum in 万元 from the parts of its spelling; 0 when they are no number."""
    if yuan:
        return int(yuan) / 10_000
    value = _value(numeral or "") * {"百": 100, "千": 1000}.get(times or "", 1)
    return value * (10_000 if unit == "亿" else 1)


def _value(numeral: str) -> float:
    return float(numeral) if numeral[:1].isdigit() else float(chinese_number(numeral) or 0)


def dates(text: str) -> tuple[DateMention, ...]:
    """Dates in the text, in order, each of the precision given."""
    if not any(sign in text for sign in ("年", "19", "20")):
        return ()
    found: dict[int, DateMention] = {}
    for match in re.finditer(CHINESE_DATE, text):
        year, month, day, bare = match.groups()
        found[match.start()] = _date(match[0], match.start(), year, month, day or bare)
    for pattern in (ISO_DAY, ISO):
        for match in re.finditer(pattern, text):
            found.setdefault(match.start(), _date(match[0], match.start(), *match.groups()))
    for match in re.finditer(BARE_YEAR, text):
        if not any(start <= match.start() < each.end for start, each in found.items()):
            found.setdefault(match.start(), _date(match[0], match.start(), match[1], None, None))
    for match in re.finditer(SHORT_YEAR, text):
        found.setdefault(match.start(), _date(match[0], match.start(), f"20{match[1]}", match[2], None))
    return tuple(found[start] for start in sorted(found))


def _date(words: str, start: int, year: str, month: str | None, day: str | None) -> DateMention:
    end = start + len(words.rstrip())
    parts = [_year(year), *(chinese_number(part) or 0 for part in (month, day) if part)]
    impossible = _lacking(parts)
    if impossible:
        parts = parts[:1] if not 1 <= parts[1] <= MONTHS else parts[:2]
    value = "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])
    return DateMention(value=value, words=words.strip(), start=start, end=end, impossible=impossible)


MONTHS = 12
LEAP_YEAR = 2000


def _year(text: str) -> int:
    return int(text) if text.isdigit() else int("".join(str(DIGITS.get(char, 0)) for char in text))


def _lacking(parts: Sequence[int]) -> str:
    """Why the calendar lacks a year, month and day, or as many of them as there are; "" when it has them."""
    year, *rest = parts
    if rest and not 1 <= rest[0] <= MONTHS:
        return f"{year} 年没有 {rest[0]} 月"
    if len(rest) > 1 and not 1 <= rest[1] <= days_of_month(year, rest[0]):
        return f"{year} 年 {rest[0]} 月没有 {rest[1]} 日"
    return ""


def impossible_days(text: str) -> tuple[str, ...]:
    """Why the calendar lacks days that a text names without a year (6月31日): 6 月没有 31 日."""
    found = ((int(month), int(day)) for month, day in DAY_WITHOUT_YEAR.findall(text))
    lacking = ((month, _lacking((LEAP_YEAR, month, day)), day) for month, day in found)
    return tuple(
        f"{month} 月没有 {day} 日" if 1 <= month <= MONTHS else f"一年没有 {month} 月"
        for month, why, day in lacking
        if why
    )


YEARS_FROM_NOW = {"大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "今年": 0, "明年": 1, "后年": 2}
YEAR_OF_A_DOCUMENT = late(
    rf"({'|'.join(YEARS_FROM_NOW)})(?=[^，。；、？?！批评报入]{{0,8}}?(?:到期|期满|届满|失效|发布|出台|印发|颁布|下发|新出))",
    words=YEARS_FROM_NOW,
)
"""a year counted from now, in which a document came out or ends: 今年到期; not the one in which a factory was listed"""


def counted_out(text: str, year: int) -> str:
    """The text with such years written as numbers, so that they are conditions like any other: 今年到期, 2026年到期."""
    return YEAR_OF_A_DOCUMENT.sub(lambda found: f"{year + YEARS_FROM_NOW[found[1]]}年", text)


DAY_OF_YEAR = late(r"(?<![年\d])(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]", words=("月",))
"""a day without a year: 7月31日"""
DAY_WITHOUT_YEAR = late(r"(?<![\d月])(?<!\d年)(?<!\d 年)(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]", words=("月",))
"""the same, or of a year counted from now: 今年2月30日"""
LIST_BESIDE_YEAR = late(
    r"20\d\d ?年(?:度|公布|发布)?的?(?:名单)?(?:和|与|跟|同|加上?|比|、|还是)(?:第|20\d\d ?年第)"
    r"|批(?:的|名单)?(?:和|与|跟|同|加上?|比|、|还是) ?20\d\d"
)
"""a list named by its number beside one named by its year: both are meant"""


def batches(text: str, last: int = 5) -> tuple[int, ...]:
    """Numbers of the national batches named, ascending; ``last`` is the newest batch known."""
    if "批" not in text:
        return ()
    if not re.match(BATCH_UNTIL, text) and (whole := re.search(ALL_BATCHES, text)):
        return tuple(range(1, (FIVE if whole[1] else last) + 1))
    found = [number for run in _batch_runs(text, last) for number in run]
    for match in re.finditer(BATCH, text):
        if match[3] in ("首", "头"):
            found.append(1)
        elif numeral := match[1] or match[2]:
            found.append(chinese_number(numeral) or 0)
        else:
            found.append(last)
    return tuple(sorted({number for number in found if 0 < number < 100}))


def _batch_runs(text: str, last: int) -> Iterator[Iterable[int]]:
    """The batches of each phrase that names several: 前三批, 截至第三批, 第三到五批, 第一、二批, 第一二批."""
    for match in re.finditer(BATCH_RANGE, text):
        many = chinese_number(match[2]) or 0
        yield range(1, many + 1) if match[1][0] in "前头" else range(last - many + 1, last + 1)
    if begin := re.match(BATCH_FROM, text):
        yield range(chinese_number(begin[1]) or 1, last + 1)
    if until := re.match(BATCH_UNTIL, text):
        yield range(1, (chinese_number(until[1]) or 0) + 1)
    for match in re.finditer(BATCH_THROUGH, text):
        first, final = (chinese_number(numeral) or 0 for numeral in match.groups())
        yield range(first, final + 1)
    for match in re.finditer(BATCH_LIST, text):
        yield [chinese_number(numeral) or 0 for numeral in re.findall(BATCH_NUMBER, match[1])]
    for match in re.finditer(BATCH_DIGITS, text):
        yield [chinese_number(numeral) or 0 for numeral in match[1] or match[2]]


def stars(text: str) -> tuple[int, ...]:
    """Star grades named (湖州 knows 2 to 5), ascending."""
    if "星" not in text:
        return ()
    values = (chinese_number(match[1]) for match in re.finditer(STAR, text))
    return tuple(sorted({value for value in values if value and value <= 9}))


def standard_numbers(text: str) -> tuple[str, ...]:
    """Standard numbers in the text, folded to ``T/CESA 1090-2020`` or as much of it as was typed."""
    found = []
    for match in re.finditer(STANDARD, text):
        prefix = re.sub(r"[\s/]", "", match[1]).upper()
        prefix = re.sub(r"^(T(?=CESA)|[A-Z]{2}(?:\d{2})?(?=T$))", r"\1/", prefix)
        found.append(f"{prefix} {match[2]}" + (f"-{match[3]}" if match[3] else ""))
    if not found:
        found = [f"{match[1]}-{match[2]}" for match in re.finditer(BARE_STANDARD, text)]
    return tuple(found)


def number_key(number: str) -> str:
    """What two spellings of one standard number share: ``TCESA1090`` for ``T/CESA 1090-2020``."""
    return re.sub(r"[-—–]\d{4}$", "", re.sub(r"[\s/]", "", number.upper()))
