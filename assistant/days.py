"""The day on which a question asks whether a rule holds."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from assistant.question import DateMention, Question

YEAR_END = r"年?[底末]"
"""what makes a year its end: 2019 年底之前 includes the last day"""
UNTIL = ("到", "截至", "截止", "至")
ASKED_THEN = (
    "还",
    "仍",
    "是否",
    "有没有",
    "有效",
    "过期",
    "失效",
    "时",
    "能不能",
    "能否",
    "能用",
    "能申",
    "算",
    "止",
    "申请",
    "申报",
    "管用",
    "作数",
    "底",
    "到期",
    "结束",
    "之前",
    "以前",
)
"""What stands before or after a date on which a rule is asked to hold."""


def asked_day(question: Question, *, year_start: bool = False) -> date:
    """The day that is asked about: a day, month or year named, else the day of the question."""
    mentions = [mention for mention in question.dates if _is_asked_about(mention, question)]
    if not mentions or question.has("now"):
        return question.as_of
    rest = question.text.partition(mentions[0].words)[2]
    if year_start and len(mentions[0].value) == 4:
        if re.match(YEAR_END, rest):
            return date(mentions[0].year + 1, 1, 1)
        return date(mentions[0].year, 1, 1)
    return _last_day(mentions[0])


def _is_asked_about(mention: DateMention, question: Question) -> bool:
    """Whether validity is asked for that date: not one inside a title, nor one on which something else happened."""
    if any(mention.words in title for title in question.titles):
        return False
    start = question.text.find(mention.words)
    before, after = question.text[max(0, start - 2) : start], question.text[start + len(mention.words) :][:6]
    return any(word in before for word in UNTIL) or any(word in after for word in ASKED_THEN)


def _last_day(mention: DateMention) -> date:
    parts = [int(part) for part in mention.value.split("-")]
    month = parts[1] if len(parts) > 1 else 12
    return date(parts[0], month, parts[2] if len(parts) > 2 else monthrange(parts[0], month)[1])
