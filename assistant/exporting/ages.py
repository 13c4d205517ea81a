"""How long ago a day was, in the words of people."""

from __future__ import annotations

from datetime import date

from assistant.saying.wording import load_wording
from corpus.validity import final_day

say = load_wording("memo")
OLD_DAYS = 365
"""a basis that was not seen for longer is to be checked"""


def days_since(seen: str, day: date) -> int | None:
    """Days from the last day that a date of any precision can mean; None where nothing is known."""
    return max(0, (day - final_day(seen)).days) if seen else None


def age_words(days: int) -> str:
    """``5 年 11 个月``, ``3 个月``, ``12 天``; months are counted as a twelfth of a year."""
    years, rest = divmod(days, 365.25)
    months = int(rest // 30.44)
    parts = [say("years", years=int(years))] if years else []
    parts += [say("months", months=months)] if months else []
    return " ".join(parts) or say("days", days=days)
