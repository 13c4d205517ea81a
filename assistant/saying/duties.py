"""What a factory has to do and until when: the duties of a period, by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.advising.duties import KINDS, Duty, duties_for, month_day_words
from assistant.query.records import COUNTRY, Records
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place
from corpus.types import Record, Rule

NAME = "duties"
say = load_wording("duties")
AHEAD = timedelta(days=365)
"""how far the answer looks beyond the day of asking"""
FAR = 3
"""years ahead for which what recurs is still carried forward"""
COMING = {"明年": 1, "后年": 2}
SHOWN = 6
NATIONAL = "国家级"
NEXT = late("下一?[次回]|接下来")
"""who asks for the next day is told what is to come; what this year has passed stands below"""


def answer(request: Request, records: Records) -> Draft | None:
    """The duties of this year and of the next twelve months; None where the sources know none."""
    if len(request.places) > 1:
        return _of_each(request, records)
    batch = request.batches[0] if request.batches else getattr(request.profile, "batch", None)
    level = request.level or (NATIONAL if batch else getattr(request.profile, "level", "") or "")
    if batch is not None and records.batch(batch) is None:
        return None
    places = request.places
    coming_year = _coming_year(request)
    found = duties_for(
        records.timeline.corpus,
        records.places,
        place=tuple(place.code for place in places) or (COUNTRY,),
        level=level,
        batch=batch,
        start=date(request.as_of.year, 1, 1),
        end=date(coming_year, 12, 31) if coming_year else request.as_of + AHEAD,
        as_of=request.as_of,
    )
    dated = _named(request, [duty for duty in found if len(duty.date) == len("2026-04-15")])
    if not dated:
        return None
    return _told(request, records, dated, level, batch, places)


def _coming_year(request: Request) -> int:
    """The later year that is asked about (明年, 2027年, at most ``FAR`` years on); 0 where it is none."""
    named = [int(mention.value) for mention in request.dates if len(mention.value) == len("2027")]
    ahead = [year for year in named if 0 < year - request.as_of.year <= FAR]
    if ahead:
        return ahead[0]
    return next((request.as_of.year + years for word, years in COMING.items() if word in request.text), 0)


def _of_each(request: Request, records: Records) -> Draft | None:
    """The duties of each of several places one after the other: each place has days of its own."""
    found = [draft for place in request.places if (draft := answer(request.with_(places=(place,)), records))]
    if not found:
        return None
    return replace(
        found[0],
        headline="".join(draft.headline for draft in found),
        facts=tuple(dict.fromkeys(fact for draft in found for fact in draft.facts)),
        evidence=tuple({row.id: row for draft in found for row in draft.evidence}.values()),
        computed=tuple(dict.fromkeys(each for draft in found for each in draft.computed)),
    )


def _named(request: Request, dated: Sequence[Duty]) -> Sequence[Duty]:
    """The duties of the kinds that the question names, 下次什么时候报动态管理表; all where it names none of them."""
    topics = load_lexicon().rule_topics
    kinds = {KINDS[topic] for name in request.ordered for topic in topics.get(name, ()) if topic in KINDS}
    return [duty for duty in dated if duty.kind in kinds] or dated


def _told(
    request: Request, records: Records, dated: Sequence[Duty], level: str, batch: int | None, places: Sequence[Place]
) -> Draft:
    today = request.as_of.isoformat()
    year = str(_coming_year(request))
    of_next = [duty for duty in dated if duty.date.startswith(year)]
    dated = of_next or dated
    coming = [duty for duty in dated if duty.date >= today]
    passed = [duty for duty in dated if duty.date < today and duty.date[:4] == today[:4]]
    shown = [*passed, *coming][:SHOWN]
    whose = say("whose", place="、".join(place.name for place in places), level=level) if places or level else ""
    end = (request.as_of + AHEAD).isoformat()
    earlier: tuple[str, ...] = ()
    if coming and NEXT.search(request.text):
        shown = [*coming[:SHOWN], *passed]
        headline = say("next", whose=whose, lines=_lines(coming[:SHOWN], today))
        earlier = tuple(_line(duty, today) for duty in passed)
    elif of_next:
        headline = say("of_year", whose=whose, year=year, lines=_lines(shown, today)).lstrip()
    else:
        headline = say("headline", whose=whose, year=today[:4], end=end, lines=_lines(shown, today))
    if not places:
        headline += say("ask_place")
    rows = [row for duty in shown for row in _rows_of(duty, records)]
    facts = dict.fromkeys(say("basis", title=duty.basis, number=duty.number, article=duty.article) for duty in shown)
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=(*earlier, *facts, *dict.fromkeys(duty.note for duty in shown if duty.note)),
        evidence=tuple({row.id: row for row in rows}.values()),
        computed=(*(duty.date for duty in shown), end, today[:4], year),
        suggestions=(say("suggest_bars"),),
    )


def _rows_of(duty: Duty, records: Records) -> list[Record]:
    """The row of a duty, and those of the later days that its note sets beside it."""
    row = records.record(duty.record)
    if row is None:
        return []
    beside = records.rules(row.topic) if isinstance(row, Rule) else ()
    told = (rule for rule in beside if rule.month_day and f"规定的是{month_day_words(rule.month_day)}" in duty.note)
    return [row, *(rule for rule in told if rule is not row)]


def _lines(duties: Sequence[Duty], today: str) -> str:
    return "；".join(_line(duty, today) for duty in duties)


def _line(duty: Duty, today: str) -> str:
    when = say("passed" if duty.date < today else "until", date=duty.date, day=say_month_day(duty.date))
    return say("line", when=when, who=duty.who, duty=duty.duty)


def say_month_day(day: str) -> str:
    """``2027-04-15`` as 2027 年 4 月 15 日."""
    year, month, number = day.split("-")
    return say("month_day", year=year, month=int(month), day=int(number))
