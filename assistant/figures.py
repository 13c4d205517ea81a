"""Numbers as people write them: amounts, dates, batches, stars, standard numbers."""

from __future__ import annotations

import re

from assistant.question import DateMention

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二两三四五六七八九十百千"

AMOUNT = rf"(\d+(?:\.\d+)?|[{CHINESE}]+)(百|千)?(亿|万)(?!家|个|人|种|亩)|(\d{{4,}})\s*元"
ISO = r"(?<!\d)((?:19|20)\d{2})[-/.](1[0-2]|0?[1-9])(?:[-/.](3[01]|[12]\d|0?[1-9]))?(?!\d)"
CHINESE_DATE = r"((?:19|20)\d{2})\s*年(?:\s*(1[0-2]|0?[1-9])\s*月(?:份)?(?:\s*(3[01]|[12]\d|0?[1-9])\s*[日号]?)?)?"
SHORT_YEAR = r"(?<!\d)(1[5-9]|2[0-9])年(?:(1[0-2]|0?[1-9])月)?(?!\d)"
BATCH = rf"第\s*([{CHINESE}]+|\d+)\s*批|(?<![\d{CHINESE}前后])(\d)\s*批|(首|头|末)批|最后一批|最近一批|最新一批"
BATCH_RANGE = rf"(前|后|头)\s*([{CHINESE}]|\d)\s*批"
BATCH_SPAN = (
    rf"第?([{CHINESE}]|\d)[、,，和及与跟]第?([{CHINESE}]|\d)(?:[、,，和及与跟]第?([{CHINESE}]|\d))?(?:两|三)?批"
)
BATCH_THROUGH = rf"第?([{CHINESE}]|\d)批?(?:到|至|-|—|~)第?([{CHINESE}]|\d)批"
BATCH_UNTIL = rf"(?:到|截至|截止|至)第([{CHINESE}]|\d)批(?:为止|止|,|，)"
ALL_BATCHES = r"(?<![第前后头、,，和及与跟到至])(五|5)个?批|各批|每一?批|各批次|历批|所有批次|全部批次"
STAR = rf"([{CHINESE}]|\d)\s*颗?星"
STANDARD = (
    r"(?i)(?<![a-z])(t\s*/?\s*cesa|gb\s*/?\s*t|gb|jc\s*/?\s*t|hg\s*/?\s*t|fz\s*/?\s*t|ys\s*/?\s*t|sj\s*/?\s*t|qb\s*/?\s*t|jb\s*/?\s*t|yb\s*/?\s*t|cesa|db\s*/?\s*t?)"
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


def amounts(text: str) -> tuple[float, ...]:
    """Sums of money in the text, in 万元."""
    found = []
    for match in re.finditer(AMOUNT, text):
        if match[4]:
            found.append(int(match[4]) / 10_000)
            continue
        value = float(match[1]) if match[1][0].isdigit() else float(chinese_number(match[1]) or 0)
        if not value:
            continue
        value *= {"百": 100, "千": 1000}.get(match[2] or "", 1)
        found.append(value * (10_000 if match[3] == "亿" else 1))
    return tuple(found)


def dates(text: str) -> tuple[DateMention, ...]:
    """Dates in the text, in order, each of the precision given."""
    found: dict[int, DateMention] = {}
    for pattern in (CHINESE_DATE, ISO):
        for match in re.finditer(pattern, text):
            year, month, day = match.groups()
            value = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
            found.setdefault(match.start(), DateMention(value=value, words=match[0].strip()))
    for match in re.finditer(SHORT_YEAR, text):
        month = f"-{match[2].zfill(2)}" if match[2] else ""
        found.setdefault(match.start(), DateMention(value=f"20{match[1]}{month}", words=match[0]))
    return tuple(found[start] for start in sorted(found))


def batches(text: str, last: int = 5) -> tuple[int, ...]:
    """Numbers of the national batches named, ascending; ``last`` is the newest batch known."""
    if "批" not in text:
        return ()
    if re.search(ALL_BATCHES, text):
        return tuple(range(1, last + 1))
    found: list[int] = []
    for match in re.finditer(BATCH_RANGE, text):
        many = chinese_number(match[2]) or 0
        found += range(last - many + 1, last + 1) if match[1] == "后" else range(1, many + 1)
    for match in re.finditer(BATCH_UNTIL, text):
        found += range(1, (chinese_number(match[1]) or 0) + 1)
    for match in re.finditer(BATCH_THROUGH, text):
        first, final = (chinese_number(numeral) or 0 for numeral in match.groups())
        found += range(first, final + 1)
    for match in re.finditer(BATCH_SPAN, text):
        found += [value for part in match.groups() if part and (value := chinese_number(part))]
    for match in re.finditer(BATCH, text):
        if match[3] in ("首", "头"):
            found.append(1)
        elif numeral := match[1] or match[2]:
            found.append(chinese_number(numeral) or 0)
        else:
            found.append(last)
    return tuple(sorted({number for number in found if 0 < number < 100}))


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
        found.append(f"{prefix} {match[2]}" + (f"-{match[3]}" if match[3] else ""))
    if not found:
        found = [f"{match[1]}-{match[2]}" for match in re.finditer(BARE_STANDARD, text)]
    return tuple(found)


def number_key(number: str) -> str:
    """What two spellings of one standard number share: ``TCESA1090`` for ``T/CESA 1090-2020``."""
    return re.sub(r"[-—–]\d{4}$", "", re.sub(r"[\s/]", "", number.upper()))
