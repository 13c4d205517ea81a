"""Comparing days that sources and questions give with the precision of a year, a month or a day."""

from __future__ import annotations

from typing import Any

from corpus.types import Subsidy
from corpus.validity import final_day

YEAR = 4
MONTH = 7
"""characters of an ISO month"""


def is_of_year(row: Subsidy, value: Any) -> bool:
    """Whether a row is of the year named, whenever it came out: by its own mark, its title (下达2021年度…) or whom it
    pays (2023年度名单内企业)."""
    year = str(value)[:YEAR]
    return str(row.year or "") == year or f"{year}年度" in row.policy or f"{year}年度" in row.provision


def meets(date: str, test: str, value: Any) -> bool:
    """Whether a date of a row meets a condition; a row without a date meets none.

    Of the shorter precision: 2019-06 is in 2019, after 2018, and not before 2019. 以后 counts the period named,
    以前 does not.
    """
    if not date:
        return False
    if test == "between":
        return meets(date, "ge", value[0]) and meets(date, "le", value[1])
    value = str(value)
    head = date[: len(value)]
    if len(head) < len(value):
        return _vague(date, test, value)
    met: bool = {
        "eq": head == value,
        "is": head == value,
        "not": head != value,
        "ge": head >= value,
        "gt": head >= value,
        "le": head <= value,
        "lt": head < value,
    }[test]
    return met


def _vague(date: str, test: str, value: str) -> bool:
    """A row dated more coarsely than the question: only where any day of it would do."""
    head = value[: len(date)]
    whole = len(date) == MONTH and final_day(date).isoformat() == value
    if whole and test in ("lt", "le"):
        return date <= head
    if test in ("ge", "gt"):
        return date > head
    return date < head if test in ("le", "lt") else False
