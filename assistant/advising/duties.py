"""What has to be done, by day: yearly tables, recommendation dates, rechecks, ends of policies.

Pure: a Timeline, places and a period in, frozen Duties out. Only what recurs (每年, with a month and a day) is carried
into other years. A date of one year is told as of that year and is not exportable as a deadline of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Literal

from corpus.frozen import frozen, replace
from corpus.places import Places
from corpus.timeline import RECHECK_YEARS, Timeline, batch_name, rechecks_of
from corpus.types import Batch, Corpus, Rule, Subsidy
from corpus.validity import final_day, first_day

DutyKind = Literal["table", "recommend", "benchmark", "recheck", "policy_end", "apply_until"]

KINDS: dict[str, DutyKind] = {
    "yearly_table": "table",
    "recommend": "recommend",
    "benchmark": "benchmark",
    "local_recheck": "recheck",
    "local_review": "recheck",
    "deadline": "apply_until",
}
"""topics of rules that make a duty"""
RECURRENCES = {"yearly": "每年", "each_batch": "每批", "once": "一次", "three_years": "三年", "": ""}
NATIONAL = "000000"


@frozen
class Duty:
    """One thing to do, or one day that something ends."""

    date: str
    """ISO day; a month or a year where no day is known; "" where the source makes no date"""
    duty: str
    who: str
    level: str
    """recognition levels that the document says it is for, for instance ``国家级、省级``; "" is any"""
    place: str
    recurrence: str
    """每年, 每批, 一次, 三年 or "" """
    basis: str
    """title of the document"""
    number: str
    article: str
    sureness: str
    exportable: bool
    """whether the date is a deadline of its own that may go into a calendar"""
    kind: DutyKind
    note: str = ""
    """what must be told with it: as of which year, which later date stands beside it, what is not known"""
    id: str = ""
    """the same for the same duty of the same year, also when its date moves"""
    record: str = ""
    """id of the row it rests on"""
    place_code: str = ""
    seen_on: str = ""


@frozen
class Asked:
    """Whose duties, when."""

    codes: tuple[str, ...]
    """the factory's places; none is every place of the corpus"""
    level: str
    batch: Batch | None
    start: date
    end: date
    as_of: date


def duties_for(
    corpus: Corpus,
    places: Places,
    *,
    place: Sequence[str] = (),
    level: str = "",
    batch: int | None = None,
    year: int | None = None,
    start: date,
    end: date,
    as_of: date,
) -> tuple[Duty, ...]:
    """Everything to do between two days (both included), by day; what has no day of its own in it comes last.

    Args:
        place: place codes of the factory; rules of the places they lie in and of the country hold too.
        level: recognition level held or aimed at; "" is any.
        batch: number of the national batch it was listed in: its level is 国家级, and nothing is due before its list.
        year: the year of that list instead (2023 is the eighth batch).
        as_of: what is known on this day; a rule that begins later is not.

    Raises:
        LookupError: no such batch; its message is a Chinese sentence.
    """
    listed = _batch(corpus, batch, year)
    asked = Asked(
        codes=tuple(place), level="国家级" if listed and not level else level, batch=listed,
        start=start, end=end, as_of=as_of,
    )  # fmt: skip
    timeline = Timeline(corpus)
    found = [
        *_by_rules(timeline, places, asked),
        *_by_recheck(timeline, asked),
        *_by_policies(timeline, places, asked),
    ]
    unique = {(duty.id, duty.date, duty.duty): duty for duty in found}
    return tuple(sorted(unique.values(), key=lambda duty: _order(duty, asked)))


def inside(duties: Iterable[Duty], start: date, end: date) -> tuple[Duty, ...]:
    """The duties of a period by day, then those without any day; what falls on another day is left out."""
    kept = [duty for duty in duties if not duty.date or (first_day(duty.date) <= end and final_day(duty.date) >= start)]
    return tuple(sorted(kept, key=lambda duty: duty.date or "9999"))


def row_of(duty: Duty) -> dict[str, Any]:
    """A duty as plain values with stable keys, those of the contract first."""
    return asdict(duty)


def _batch(corpus: Corpus, number: int | None, year: int | None) -> Batch | None:
    if number is None and year is None:
        return None
    found = next((one for one in corpus.batches if number in (None, one.number) and year in (None, one.year)), None)
    if found is None:
        asked = f"第 {number} 批" if number is not None else ""
        asked += f"（{year} 年度）" if asked and year is not None else f"{year} 年度" if year is not None else ""
        raise LookupError(f"资料里没有{asked}国家级名单。")
    return found


def _by_rules(timeline: Timeline, places: Places, asked: Asked) -> Iterator[Duty]:
    of_any_level = [
        rule
        for rule in timeline.corpus.rules
        if rule.topic in KINDS
        and not (asked.batch and rule.topic == "recommend")  # it is on the list already
        and rule.recurrence
        and _bears_on(rule.place_code, places, asked)
        and _known(timeline, rule, asked)
    ]
    rules = [rule for rule in of_any_level if not asked.level or not rule.levels or asked.level in rule.levels]
    for year in range(asked.start.year, asked.end.year + 1):
        rivals = [rule for rule in of_any_level if _falls_in(timeline, rule, year, asked)]
        dated = [rule for rule in rivals if rule in rules]
        for rule in dated:
            levels, beside = _earliest_for(rule, dated, places, asked.level)
            if levels is not None:
                whole, _ = _earliest_for(rule, rivals, places, "")
                yield _yearly(rule, year, levels, whole or levels, beside, asked)
    for rule in rules:
        if rule.recurrence != "yearly":
            yield _undated(rule, asked)


def _bears_on(code: str, places: Places, asked: Asked) -> bool:
    """Whether a rule of a place bears on the factory; without places, every rule does."""
    if not asked.codes or code == NATIONAL:
        return True
    return any(places.within(own, code) for own in asked.codes)


def _known(timeline: Timeline, rule: Rule, asked: Asked) -> bool:
    """Whether a rule is known and not replaced on the day asked; one of a single year goes on being told as of it."""
    return timeline.state(rule, asked.as_of).name in ("holds", "unstated", "expired")


def _falls_in(timeline: Timeline, rule: Rule, year: int, asked: Asked) -> bool:
    if rule.recurrence != "yearly" or not rule.month_day:
        return False
    day = date.fromisoformat(f"{year}-{rule.month_day}")
    listed = asked.batch.list_date if asked.batch else ""
    after_list = not listed or first_day(listed) <= day
    return asked.start <= day <= asked.end and after_list and timeline.holds(rule, day)


def _earliest_for(
    rule: Rule, rivals: Sequence[Rule], places: Places, level: str
) -> tuple[tuple[str, ...] | None, tuple[Rule, ...]]:
    """The levels (or the one asked for) for which a rule has the earliest date of its topic, and what it outruns.

    None where an earlier one of the same line of places stands for all its levels.
    """
    same = [
        one
        for one in rivals
        if one is not rule and one.topic == rule.topic and _one_line(one.place_code, rule.place_code, places)
    ]
    own = (level,) if level else rule.levels or ("",)
    kept = tuple(each for each in own if not any(_outruns(one, rule, each, places) for one in same))
    later = tuple(one for one in same if any(_outruns(rule, one, each, places) for each in kept))
    return (kept or None), later


def _one_line(one: str, other: str, places: Places) -> bool:
    return NATIONAL in (one, other) or places.within(one, other) or places.within(other, one)


def _outruns(one: Rule, other: Rule, level: str, places: Places) -> bool:
    """Whether a rule's date comes before another's for a level; on the same day the surer one is told, of equally
    sure ones that of the nearer place."""
    if level and any(rule.levels and level not in rule.levels for rule in (one, other)):
        return False
    if one.month_day != other.month_day:
        return one.month_day < other.month_day
    if one.holding.seen_once() != other.holding.seen_once():
        return other.holding.seen_once()
    return _depth(one.place_code, places) > _depth(other.place_code, places)


def _depth(code: str, places: Places) -> int:
    return 0 if code == NATIONAL else 1 + len(places.ancestors(code))


def _yearly(
    rule: Rule, year: int, levels: tuple[str, ...], whole: tuple[str, ...], beside: Sequence[Rule], asked: Asked
) -> Duty:
    """A duty of a year, told for some levels; ``whole`` are all that it is for, whichever of them is asked for."""
    day = f"{year}-{rule.month_day}"
    later = "；".join(
        f"{one.place if one.place_code != NATIONAL else '国家'}规定的是{month_day_words(one.month_day)}"
        for one in beside
        if one.month_day != rule.month_day
    )
    base = _duty(rule, "、".join(filter(None, whole)), asked)
    elsewhere = "、".join(one for one in rule.levels if one not in levels) if not asked.level else ""
    told = (f"{later}，以早的为准" if later else "", f"{elsewhere}另有规定的按当地的" if elsewhere else "", base.note)
    return replace(base, date=day, exportable=True, note=_joined(*told), id=f"{base.id}-{year}")


def _undated(rule: Rule, asked: Asked) -> Duty:
    """A duty of one year, of each batch or of every three years: told as what it was, or without a date."""
    base = _duty(rule, "、".join(rule.levels), asked)
    if rule.recurrence != "once" or rule.year is None:
        why = "按通知办理，资料没有写日子" if rule.recurrence == "each_batch" else "资料没有写从哪年算起，排不出日子"
        return replace(base, note=_joined(why, base.note))
    day = f"{rule.year}-{rule.month_day}" if rule.month_day else str(rule.year)
    inside = bool(rule.month_day) and asked.start <= date.fromisoformat(day) <= asked.end
    told = f"只是 {rule.year} 年的安排，以后年度以当年通知为准"
    return replace(
        base, date=day, exportable=inside, note=_joined(told, base.note), id=f"{base.id}-{rule.year}"
    )  # fmt: skip


def _duty(rule: Rule, levels: str, asked: Asked) -> Duty:
    """A duty without its day; ``levels`` are those it is for, which keep its id apart from other duties'. They are
    the same whichever level is asked for: a calendar written for one takes in what was written for all."""
    own = asked.codes[0] if asked.codes else rule.place_code
    # who does it tells two duties of one topic apart: a city's own date is not that of the factories in it
    name = "-".join(filter(None, (rule.topic, own, levels.replace("、", "+"), _who_key(rule))))
    return Duty(
        date="", duty=rule.duty or rule.text, who=rule.who or rule.subject, level="、".join(rule.levels),
        place=rule.place,
        recurrence=RECURRENCES[rule.recurrence], basis=rule.basis, number=rule.number, article=rule.article,
        sureness=rule.holding.sureness, exportable=False, kind=KINDS[rule.topic], note="；".join(rule.notes), id=name,
        record=rule.id, place_code=rule.place_code, seen_on=rule.holding.seen_on,
    )  # fmt: skip


def _who_key(rule: Rule) -> str:
    """What tells a duty from another of its topic, place and level: a rule of one year is a duty by itself."""
    return rule.id if rule.recurrence == "once" else ""


def _by_recheck(timeline: Timeline, asked: Asked) -> Iterator[Duty]:
    """The three-year recheck of the national lists, as long as it holds."""
    cycle = next((rule for rule in timeline.corpus.rules if rule.topic == "recheck_cycle"), None)
    if cycle is None or asked.level not in ("", "国家级") or not timeline.holds(cycle, asked.as_of):
        return
    for batch in (asked.batch,) if asked.batch else timeline.corpus.batches:
        if not batch.list_date or first_day(batch.list_date) > asked.as_of:
            continue
        due = rechecks_of(batch.list_date, asked.as_of).due
        if asked.start <= first_day(due) <= asked.end or asked.batch:
            yield Duty(
                date=due, duty="接受复核（每三年一次）", who=f"{batch_name(batch)}名单单位", level="国家级",
                place="全国",
                recurrence="三年", basis=cycle.basis, number=cycle.number, article=cycle.article,
                sureness=cycle.holding.sureness, exportable=len(due) == len("2020-01-01"), kind="recheck",
                note=f"由名单公布时间推算：{batch.list_date} + {RECHECK_YEARS} 年；具体时间以复核通知为准",
                id=f"recheck-{batch.id}", record=cycle.id, place_code=NATIONAL,
            )  # fmt: skip


def _by_policies(timeline: Timeline, places: Places, asked: Asked) -> Iterator[Duty]:
    """The last days of policies, and of the time to apply under a notice of one year."""
    for row in timeline.corpus.subsidies:
        if not _bears_on(row.place_code, places, asked) or not _of_level(row, asked):
            continue
        if timeline.state(row, asked.as_of).name not in ("holds", "unstated", "expired"):
            continue
        if row.end_date and _inside(row.end_date, asked):
            yield replace(_end(row), date=row.end_date)
        if row.apply_until:
            inside = _inside(row.apply_until, asked)
            told = "" if inside else f"只是 {row.year or row.apply_until[:4]} 年度的截止日，以后年度以当年通知为准"
            yield replace(
                _end(row), date=row.apply_until, kind="apply_until", duty="申报奖励的截止日", who="申报企业",
                exportable=inside, note=_joined(told, _end(row).note), id=f"apply-{row.id}",
            )  # fmt: skip


def _of_level(row: Subsidy, asked: Asked) -> bool:
    levels = {award.level for award in row.awards}
    return not asked.level or not levels or "" in levels or asked.level in levels


def _inside(text: str, asked: Asked) -> bool:
    return len(text) == len("2020-01-01") and asked.start <= date.fromisoformat(text) <= asked.end


def _end(row: Subsidy) -> Duty:
    return Duty(
        date="", duty="政策有效期的最后一日", who="领奖企业",
        level="、".join(dict.fromkeys(award.level for award in row.awards if award.level)), place=row.place,
        recurrence="一次", basis=row.policy, number=row.document_number, article="", sureness=row.holding.sureness,
        exportable=True, kind="policy_end", note="；".join(filter(None, (row.end_words, *row.notes))),
        id=f"end-{row.id}", record=row.id, place_code=row.place_code, seen_on=row.holding.seen_on,
    )  # fmt: skip


def _order(duty: Duty, asked: Asked) -> tuple[bool, str, int, str]:
    """What falls into the period by day; what was of another year, or has no day, after it."""
    full = len(duty.date) == len("2020-01-01")
    inside = duty.exportable or (full and asked.start.isoformat() <= duty.date <= asked.end.isoformat())
    return (not inside, duty.date or "9999", 0 if duty.place_code == NATIONAL else 1, duty.record)


def month_day_words(text: str) -> str:
    return f"{int(text[:2])}月{int(text[3:])}日"


def _joined(*parts: str) -> str:
    return "；".join(part for part in parts if part)
