"""Until when a place's rule holds, whether it is in force on a day, and when it was issued."""

from __future__ import annotations

import re
from datetime import date

from assistant.query.records import Records
from assistant.saying import rows
from assistant.saying.amount import paying_place
from assistant.saying.awards import say_awards, with_figure
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.request import Request
from assistant.understanding.talk_days import REMAINS
from corpus.patterns import late
from corpus.places import Place
from corpus.types import Subsidy
from corpus.validity import RULE_WORDS, final_day, status_on

NAME = "subsidy.validity"
say = load_wording("subsidy_time")
YEAR, DAY = 4, 10
OF_DOCUMENT = late(
    "^ ?年?(?:度)?(?:那|这|出|印发|发|发布|下发|的)[^，。时会]{0,24}?(?:意见|办法|政策|文件|方案|措施|规定|通知|细则)"
    r"|^ ?年?(?:[到至—－-]\d{2,4}年?)?的?[那这]一?[份版期个]"
)
"""what follows a year that only says which document is meant"""


def answer(request: Request, records: Records) -> Draft:
    """The rule of the place (or of the title), its dates and its status on the day asked."""
    found, above_of = _rows(request, records)
    if found is None:
        return Draft(status="clarify", intent=NAME, headline=say("clarify"), missing="place")
    if not found:
        name = above_of.name if above_of else ""
        return Draft(
            status="no_answer", intent=NAME, headline=say("none", place=name), suggestions=(say("suggest_list"),)
        )
    day = asked_day(request)
    ordered = rows.governing(found, day)
    row = rows.meant(request, ordered)
    others = tuple(other for other in ordered if other is not row)[:5]
    headline, status = _headline(request, row, day)
    remaining, counted = _remaining(request, row, day)
    headline = remaining + headline
    if above_of is not None:
        headline = say("above", place=above_of.name, above=row.place) + headline
    return Draft(
        status="partial" if above_of is not None else status,
        intent=NAME,
        headline=headline,
        facts=(
            *_facts(row, headline, day),
            *(say("also", policy=rows.say_policy(o), validity=rows.say_validity(o, day)) for o in others),
        ),
        evidence=(row, *others),
        caveats=(*row.notes, *_caveats(row, day)),
        suggestions=(say("suggest_amount", place=row.place),),
        validity=status_on(row, day),
        computed=(day.isoformat(), *filter(None, (counted,))),
        used=frozenset(("", "ends", "issued")),
    )


def asked_day(request: Request) -> date:
    """The day for which validity is asked: a day, month or year named, else the day of the question."""
    if request.has("talk.now"):
        return request.as_of
    named = [
        where
        for where in request.wheres("", "ends")
        if isinstance(where.value, str) and not _names_document(request, where.words)
    ]
    if not named:
        return request.as_of
    value = named[0].value
    if named[0].test == "lt" and len(value) == YEAR and not re.search("年?[底末]", named[0].words):
        return date(int(value), 1, 1)
    running = request.as_of.isoformat().startswith(value) and not re.search("[底末]", named[0].words)
    return request.as_of if running else final_day(value)


def _names_document(request: Request, words: str) -> bool:
    """Whether a year only says which document is meant: 2023年那个实施意见还在执行期吗."""
    behind = request.text.partition(words)[2] if words else ""
    return bool(OF_DOCUMENT.match(behind)) and request.has("status.in_force", "talk.now", "aspect.valid")


def _remaining(request: Request, row: Subsidy, day: date) -> tuple[str, str]:
    """How many days the rule still runs, and how this is computed; "" where it is not asked or has ended."""
    if not REMAINS.search(request.text) or not row.end_date or status_on(row, day) != "in_force":
        return "", ""
    left = (final_day(row.end_date) - day).days
    return say("remaining", days=left, day=day.isoformat(), end=row.end_date), f"{row.end_date} − {day} = {left} 天"


def _rows(request: Request, records: Records) -> tuple[tuple[Subsidy, ...] | None, Place | None]:
    """The rows meant; the second is the place asked for when only a place above it has rows."""
    named = records.rows_titled(request.titles)
    place = paying_place(request, records)
    if place is None:
        return (named or None), None
    standing = records.standing(place)
    if standing.own:
        return standing.own, None
    if standing.above and not standing.below:
        nearest = standing.above[0].place_code
        return tuple(row for row in standing.above if row.place_code == nearest), place
    return (standing.below or standing.above), place


def _headline(request: Request, row: Subsidy, day: date) -> tuple[str, AnswerStatus]:
    policy = rows.say_policy(row)
    if not {"end", "valid"} & set(request.aspects):
        return _issued(row, policy)
    status = status_on(row, day)
    ends_inside = row.end_date[:YEAR] == str(day.year) and day != request.as_of and (day.month, day.day) == (12, 31)
    if status == "expired" and ends_inside:
        return say("year_part", policy=policy, basis=rows.say_end(row), year=day.year), "answered"
    text = say("status", policy=policy, validity=rows.say_validity(row, day))
    if "issued" in request.aspects and row.date not in text:
        text += _issued(row, policy)[0].replace(policy, "")
    return text, "partial" if status in ("unstated", "draft") else "answered"


def _issued(row: Subsidy, policy: str) -> tuple[str, AnswerStatus]:
    if not row.date:
        return say("undated", policy=policy), "partial"
    key = "dated" if row.date_kind else "dated_bare"
    return say(key, policy=policy, kind=row.date_kind, date=row.date), "answered"


def _facts(row: Subsidy, headline: str, day: date) -> tuple[str, ...]:
    facts = []
    if row.date not in headline or (row.end_words and row.end_words not in headline):
        facts.append(f"{rows.say_date(row)}；{row.end_words}".rstrip("；"))
    if with_figure(row):
        facts.append(say("amount", awards=say_awards(with_figure(row))))
    else:
        facts += [] if row.unrecorded else [say("provision", provision=rows.provision(row))]
    return (*facts, *rows.standing(row, day))


def _caveats(row: Subsidy, day: date) -> tuple[str, ...]:
    status = status_on(row, day)
    told = [say("rule", rule=RULE_WORDS)] if row.end_basis == "computed" else []
    if status == "unstated":
        told.append(say("unstated_note"))
    if status == "expired":
        told.append(say("expired_note"))
    return tuple(told)


def several(request: Request, records: Records) -> Draft:
    """The end dates of several places, or of several rows that a turn before named, side by side."""
    found = []
    for place in request.places:
        standing = records.standing(place)
        found += list(rows.governing(standing.own or standing.above[:1], request.as_of))
    if not found:
        names = "、".join(place.name for place in request.places)
        return Draft(status="no_answer", intent=NAME, headline=say("none", place=names))
    day = asked_day(request)
    ends = bool({"end", "valid"} & set(request.aspects))
    lines = [
        say("status", policy=rows.say_policy(row), validity=rows.say_validity(row, day))
        if ends
        else _issued(row, rows.say_policy(row))[0]
        for row in found
    ]
    ordered = _order(request, found, ends=ends)
    complete = all(row.end_date if ends else row.date for row in found)
    return Draft(
        status="answered" if complete else "partial",
        intent=NAME,
        headline=ordered + "".join(lines),
        evidence=tuple(found),
        caveats=tuple(dict.fromkeys(note for row in found for note in row.notes)),
        computed=(day.isoformat(),),
        used=frozenset(("", "ends", "issued")),
    )


def _order(request: Request, found: list[Subsidy], *, ends: bool) -> str:
    """Which of them is earlier or later, where this is asked."""
    if not request.has("operation.earlier", "operation.later", "operation.earliest", "operation.latest"):
        return ""
    dated = sorted((row for row in found if _day(row, ends=ends)), key=lambda row: _day(row, ends=ends))
    if len({_day(row, ends=ends) for row in dated}) < 2:
        return say("same_day", places="、".join(row.place for row in dated)) if len(dated) > 1 else ""
    later = request.has("operation.later", "operation.latest")
    return say("later" if later else "earlier", place=dated[-1 if later else 0].place)


def _day(row: Subsidy, *, ends: bool) -> str:
    return row.end_date if ends else row.date


__all__ = ["DAY", "answer", "asked_day", "several"]
