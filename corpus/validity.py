"""When a rule ends, and whether it is in force on a day.

The last day of a period of N years or months:

- from a day of issue (印发, 发布, or a bare date) that day is not counted: the last day is the corresponding day
  N years later (issued 2018-06-15 for five years: until 2023-06-15);
- from a first day in force (实施, 施行, 执行; 自印发之日起施行 too) that day is counted: the last day is the one
  before (in force from 2018-01-01 for three years: until 2020-12-31).

Where the month has no corresponding day, its last day is the last day in both cases.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from corpus.patterns import late
from corpus.types import Status, Subsidy

STATUS_NAMES: dict[Status, str] = {
    "in_force": "现行有效",
    "expired": "已过期",
    "repealed": "已废止",
    "not_yet_effective": "尚未生效",
    "draft": "征求意见稿",
    "unstated": "未载明有效期",
}

FEBRUARY, SHORT_MONTHS = 2, (4, 6, 9, 11)
COUNTED_KINDS = ("实施", "施行", "执行")
"""Kinds of date whose own day is the first day of the period."""

RULE_WORDS = (
    "自印发、发布起算的，当日不计，满期的对应日为最后一日；自实施、施行、执行起算的，当日计入，对应日的前一日为最后一日"
)
"""The rule of ``last_day``, for readers."""

CHINESE_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
CALENDAR_DATE = late(r"[0-9〇一二三四五六七八九零]{4}\s*年(?:\s*[0-9一二三四五六七八九十]{1,3}\s*月)?")
COUNT = r"(?<![0-9])([0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s*"
YEARS = late(COUNT + r"年(?!半)")
MONTHS = late(COUNT + r"个月")


def status_on(subsidy: Subsidy, as_of: date) -> Status:
    """The status of a row on a day. Only an end date puts it in force: silence is ``unstated``."""
    if subsidy.draft:
        return "draft"
    today = as_of.isoformat()
    if subsidy.repealed_on and not _is_after(subsidy.repealed_on, today):
        return "repealed"
    if subsidy.repealed_words and not subsidy.repealed_on:
        return "repealed"  # the source says so and names no day
    if _is_after(subsidy.date, today) or _is_after(subsidy.effective_date, today):
        return "not_yet_effective"
    if not subsidy.end_date:
        return "unstated"
    return "expired" if subsidy.end_date < today[: len(subsidy.end_date)] else "in_force"


def _is_after(text: str, today: str) -> bool:
    """Whether every day that an ISO date of any precision can mean is later than a day; "" is not.

    ISO dates are in order as texts, and lists ask this of every row: to make days of them would take ten times as long.
    """
    return text > today[: len(text)]


def last_day(start: date, start_kind: str, *, years: int = 0, months: int = 0) -> date:
    """The last day of a period that begins with ``start`` (see the module's docstring for the rule)."""
    month = start.month - 1 + months
    year = start.year + years + month // 12
    month = month % 12 + 1
    days = days_of_month(year, month)
    if start.day > days:
        return date(year, month, days)
    same_day = date(year, month, start.day)
    return same_day - timedelta(days=1) if start_kind in COUNTED_KINDS else same_day


def duration(words: str) -> tuple[int, int] | None:
    """Years and months that words such as ``有效期：五年`` or ``暂定 3 年`` name; None when they name none."""
    bare = CALENDAR_DATE.sub("", words)
    years, months = (_count(pattern, bare) for pattern in (YEARS, MONTHS))
    if "半年" in bare and not years:
        months += 6
    return (years, months) if years or months else None


def computed_end(start: str, start_kind: str, words: str) -> str:
    """The ISO end date of a period named in words from a full ISO date; "" when either gives none."""
    span = duration(words)
    if span is None or len(start) != 10:
        return ""
    return last_day(date.fromisoformat(start), start_kind, years=span[0], months=span[1]).isoformat()


def explain_end(subsidy: Subsidy) -> str:
    """Where the end date comes from, for readers; "" when there is none.

    For instance ``印发 2018-06-15 起 5 年，推算至 2023-06-15``.
    """
    if not subsidy.end_date:
        return ""
    if subsidy.end_basis == "stated":
        return f"原文载明至 {subsidy.end_date}"
    span = duration(subsidy.end_words)
    if span is None:
        return f"由“{subsidy.end_words}”推算至 {subsidy.end_date}"
    length = " ".join(f"{count} {unit}" for count, unit in zip(span, ("年", "个月"), strict=True) if count)
    start = f"{subsidy.date_kind} {subsidy.date}" if subsidy.date_kind else subsidy.date
    return f"{start} 起 {length}，推算至 {subsidy.end_date}"


def days_of_month(year: int, month: int) -> int:
    """How many days a month has; ``calendar`` loads ``locale`` and takes a hundredth of a first answer."""
    if month == FEBRUARY:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in SHORT_MONTHS else 31


def first_day(text: str) -> date:
    """The earliest day that an ISO date of any precision can mean."""
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def final_day(text: str) -> date:
    """The latest day that an ISO date of any precision can mean."""
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or days_of_month(year, month))


def _parts(text: str) -> tuple[int, int, int]:
    year, month, day = [*(int(part) for part in text.split("-")), 0, 0][:3]
    return year, month, day


def _count(pattern: re.Pattern[str], words: str) -> int:
    match = pattern.search(words)
    if match is None:
        return 0
    return int(match[1]) if match[1].isascii() else _chinese_number(match[1])


def _chinese_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return CHINESE_DIGITS[text] if len(text) == 1 else 0
    return CHINESE_DIGITS.get(tens, 1) * 10 + CHINESE_DIGITS.get(ones, 0)
