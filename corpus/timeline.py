"""What holds on a day: the state of any row, what came before and after it, totals, awards, standards, rules.

Pure: a Corpus and a day in, frozen records out. ``Timeline`` indexes the changes of a corpus once; ask it as often as
you like. A month (``2025-10``) begins on its first day and ends on its last one. A document of which only the year was
seen has begun on the day by which it surely had (``begins``): nobody may be told of it in January of that year.

States of a row on a day:

- ``draft``      it never was in force (征求意见稿)
- ``not_yet``    it begins later
- ``replaced``   something newer holds in its stead since (``State.change`` says how; not the same as repealed)
- ``repealed``   its repeal is stated (已废止)
- ``expired``    its last day has passed; also a rule of one year after that year
- ``holds``      it has begun and has an end that lies ahead; or it is no policy row and nothing newer is known
- ``unstated``   a subsidy or policy row that has begun and states no end (未载明有效期): never in force for certain
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any, Literal, NamedTuple

from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.places import Places
from corpus.types import (
    Batch,
    Change,
    ChangeKind,
    Condition,
    Corpus,
    Dated,
    Notice,
    Passage,
    Policy,
    Rule,
    Standard,
    Subsidy,
)
from corpus.validity import days_of_month, final_day, first_day

StateName = Literal["draft", "not_yet", "replaced", "repealed", "expired", "holds", "unstated"]

CHANGE_NAMES: dict[ChangeKind, str] = {
    "explicit": "明文代替",
    "in_practice": "实际取代",
    "continuation": "接续",
    "yearly_edition": "年度版更替",
    "beside": "并存",
    "status_change": "状态变化",
    "new_batch": "新增批次",
}
Counted = Literal["factories", "parks", "supply", "products"]
"""what national lists count"""
_FIGURES: dict[Counted, tuple[str, str]] = {
    "factories": ("count", "removed"),
    "parks": ("parks", "removed_parks"),
    "supply": ("supply_chains", "removed_supply_chains"),
    "products": ("design_products", "removed_design_products"),
}
"""the fields of a list that state how many are new on it, and how many it takes off"""
REPLACING: frozenset[ChangeKind] = frozenset(
    ("explicit", "in_practice", "continuation", "yearly_edition", "status_change")
)
"""kinds of change after which the older row holds no longer; beside and new_batch leave it standing"""
_REVIEW = ("recheck_cycle", "recheck_call", "recheck_scope")
TOPIC_ROWS: dict[str, tuple[str, ...]] = {
    "国家级复核周期": _REVIEW,
    "第三方评价报告": ("third_party",),
}
"""topics of rules that a gathered change speaks of, by its own topic"""
_ROWS = ("subsidies", "policies", "standards", "batches", "rules", "conditions", "notices", "passages")


@frozen
class Reference:
    """The document that a row rests on: what is cited, whatever shipped folder the row lies in."""

    title: str
    number: str = ""
    issuing_body: str = ""
    article: str = ""
    date: str = ""
    date_kind: str = ""
    seen_on: str = ""
    sureness: str = ""


@frozen
class State:
    """How a row stands on a day."""

    name: StateName
    since: str = ""
    """the day the state began, as the source gives it; "" where no day was seen"""
    until: str = ""
    """the last day of a row that holds, or held"""
    change: Change | None = None
    """what stands in its stead since; also of a row that had expired or was a draft before that"""
    beside: tuple[Change, ...] = ()
    """changes that stand beside it on that day and leave it as it is"""
    coming: tuple[Change, ...] = ()
    """changes of it that begin after that day"""


@frozen
class Around:
    """The rows of one line of succession, seen from a day: told in this order."""

    now: tuple[Dated, ...] = ()
    before: tuple[Dated, ...] = ()
    """replaced, expired or repealed by that day, the latest first"""
    coming: tuple[Dated, ...] = ()
    """not begun yet, the nearest first"""
    changes: tuple[Change, ...] = ()
    """the changes that have happened by that day, the latest first"""


@frozen
class Total:
    """A national total on a day."""

    count: int
    kind: Literal["published", "derived"]
    """公布, or 推算: the word 推算 is told with every derived total"""
    batch: Batch
    """the last batch in it"""
    since: str
    """the day of that batch's list"""
    basis: str
    """how it was come by, for readers: ``6430 + 2038 − 132 = 8336``; "" for a published one"""
    run: tuple[Batch, ...]
    """all batches in it, in order"""
    published: Total | None = None
    """the latest published total, where this one is derived"""


@frozen
class NoTotal:
    """Why there is no total on a day."""

    reason: str
    """a Chinese clause: ``缺第七批``"""
    missing: tuple[str, ...] = ()
    """batches or removals that are missing: ``第七批``, ``第八批的移出数``"""
    published: Total | None = None
    """the latest total that a notice itself published by that day: tell it as that day's, not as the sum asked for"""


class Timeline:
    """The changes of a corpus, indexed; built once and asked for any day."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.rows: dict[str, Dated] = {row.id: row for part in _ROWS[:-1] for row in getattr(corpus, part)}
        self._changing: dict[str, list[Change]] = {}
        self._made: dict[str, list[Change]] = {}
        for change in corpus.changes:
            for row_id in change.older:
                self._changing.setdefault(row_id, []).append(change)
            for row_id in change.newer:
                self._made.setdefault(row_id, []).append(change)
        self._sections, self._section_days = _section_starts(self.rows.values())

    def start(self, row: Dated) -> str:
        """The first day of a row, as its source gives it; "" where none is known: it always held, as far as we know."""
        if isinstance(row, Passage):
            return row.holds_from or self._sections.get((row.source.doc_id, row.source.section), "")
        return start_of(row)

    def begins(self, row: Dated) -> date | None:
        """The first day on which a row has surely begun; None where no day is known."""
        if isinstance(row, Passage) and not row.holds_from:
            return self._section_days.get((row.source.doc_id, row.source.section))
        start = self.start(row)
        if start and start == str(getattr(row, "year", "") or "") and _due(row):
            return first_day(start)  # who asks early in the year wants the day to come: it is told as that year's
        return surely_begun(row, start) if start else None

    def state(self, row: Dated, day: date) -> State:
        """How a row stands on a day."""
        start, until = self.start(row), end_of(row)
        changes = self._touching(row)
        done = sorted((c for c in changes if has_begun(c, day)), key=change_day)
        coming = tuple(sorted((c for c in changes if not has_begun(c, day)), key=change_day))
        beside = tuple(c for c in done if c.kind not in REPLACING)
        ended = next((c for c in done if c.kind in REPLACING), None)
        begins = self.begins(row)
        begun = begins is None or begins <= day
        name, since = _named(row, day, start, until, ended, begun)
        return State(
            name=name,
            since=since,
            until=until,
            change=ended,
            beside=beside,
            coming=coming,
        )

    def holds(self, row: Dated, day: date) -> bool:
        """Whether a row may be told as today's: it holds, or has begun and states no end."""
        return self.state(row, day).name in ("holds", "unstated")

    def changes_of(self, row: Dated) -> tuple[Change, ...]:
        """The changes that touch a row as the older one, in order of their days."""
        found = self._touching(row)
        return tuple(sorted(found, key=change_day)) if found else ()

    def made_by(self, row: Dated) -> tuple[Change, ...]:
        """The changes that a row is the newer side of."""
        return tuple(sorted(self._made.get(row.id, ()), key=change_day))

    def around(self, row: Dated, day: date, *, same_kind: bool = True) -> Around:
        """The line of succession that a row belongs to, seen from a day.

        ``same_kind`` keeps to rows of the row's own type (a standard's line without the notice about it).
        """
        line, changes = self._line(row)
        rows = [one for one in line if not same_kind or type(one) is type(row)]
        states = {one.id: self.state(one, day).name for one in rows}
        latest_first = sorted(rows, key=lambda one: _sortable(self.start(one)), reverse=True)
        done = [change for change in changes if has_begun(change, day)]
        return Around(
            now=tuple(one for one in latest_first if states[one.id] in ("holds", "unstated")),
            before=tuple(one for one in latest_first if states[one.id] in ("replaced", "expired", "repealed", "draft")),
            coming=tuple(one for one in reversed(latest_first) if states[one.id] == "not_yet"),
            changes=tuple(sorted(done, key=change_day, reverse=True)),
        )

    def _touching(self, row: Dated) -> list[Change]:
        """Changes of a row itself, and of a statement's whole document."""
        own = self._changing.get(row.id, [])
        if not isinstance(row, Passage) or not row.source.section:
            return own
        return [*own, *self._changing.get(section_id(row.source.doc_id, row.source.section), [])]

    def _line(self, row: Dated) -> tuple[list[Dated], list[Change]]:
        """All rows linked with a row by changes, and these changes."""
        line: dict[str, Dated] = {row.id: row}
        changes: dict[str, Change] = {}
        open_ids = [row.id]
        while open_ids:
            row_id = open_ids.pop()
            for change in (*self._changing.get(row_id, ()), *self._made.get(row_id, ())):
                changes[change.id] = change
                found = self._rows((*change.older, *change.newer))
                # a notice changes many things at once: what else it changed is no part of this line
                open_ids += [one.id for one in found if one.id not in line and not isinstance(one, Notice)]
                line |= {one.id: one for one in found}
        return list(line.values()), list(changes.values())

    def _rows(self, ids: Iterable[str]) -> tuple[Dated, ...]:
        return tuple(self.rows[row_id] for row_id in dict.fromkeys(ids) if row_id in self.rows)


def section_id(doc_id: str, section: str) -> str:
    """How a change names all statements under a heading, among the ids of ``Change.older``."""
    return f"{doc_id}#{section}"


def start_of(row: Dated) -> str:
    """The first day of a row other than a statement, as its source gives it; "" where none is known."""
    holding = getattr(row, "holding", None)
    if holding is not None and holding.holds_from:
        return str(holding.holds_from)
    if isinstance(row, Subsidy):
        return max((text for text in (row.date, row.effective_date) if text), default="", key=_sortable)
    if isinstance(row, Batch):
        return row.list_date
    return "" if isinstance(row, Passage) else row.date


_YEAR_OF_NUMBER = late(r"[-—](\d{4})$")


def earliest(row: Dated) -> str:
    """Before when a row was not there: its first day, else the year in a standard's number; "" where none is known."""
    number = _YEAR_OF_NUMBER.search(row.number) if isinstance(row, Standard) else None
    return start_of(row) or (number[1] if number else "")


def was_there(row: Dated, day: date) -> bool:
    """Whether a row may have been there on a day."""
    start = earliest(row)
    return not start or first_day(start) <= day


RECHECK_YEARS = 3
"""「每三年一复核」, report section 2.2"""


class Rechecks(NamedTuple):
    """When those of a national list are to be rechecked; every month as precise as the list's own."""

    due: str
    """three years after the list"""
    following: str
    """the round after that one"""
    upcoming: str
    """the first round that is not over on the day asked"""


def rechecks_of(list_date: str, day: date) -> Rechecks:
    """The rounds of a list that was published on a day of any precision."""
    due = years_later(list_date, RECHECK_YEARS)
    upcoming = due
    while final_day(upcoming) < day:
        upcoming = years_later(upcoming, RECHECK_YEARS)
    return Rechecks(due, years_later(due, RECHECK_YEARS), upcoming)


def years_later(text: str, years: int) -> str:
    """An ISO date of any precision, some years later; 29 February becomes 28 February where it must."""
    year, *rest = text.split("-")
    later = int(year) + years
    if len(rest) == 2:
        rest[1] = f"{min(int(rest[1]), days_of_month(later, int(rest[0]))):02d}"
    return "-".join([f"{later:04d}", *rest])


YEAR_ALONE = 4
"""characters of an ISO date that names a year and no more"""


def surely_begun(row: Dated | Change, start: str) -> date:
    """The first day on which what began at ``start`` has surely begun.

    Of a gathered row that is known by its year alone this is the end of that year, unless it was seen before, or
    itself names a day by which it was there: one to apply until, one to hand something in.
    """
    holding = getattr(row, "holding", None)
    gathered = isinstance(row, Passage | Change) or bool(holding and holding.seen_on)
    if len(start) != YEAR_ALONE or not gathered:
        return first_day(start)
    seen = (holding.seen_on if holding else "", _due(row))
    return min((first_day(text) for text in seen if text.startswith(start)), default=final_day(start))


def _due(row: Dated | Change) -> str:
    """The day of one year by which a row wants something done; "" where it names none."""
    if isinstance(row, Rule) and row.month_day and row.year:
        return f"{row.year}-{row.month_day}"
    return row.apply_until if isinstance(row, Subsidy) else ""


def end_of(row: Dated) -> str:
    """The last day of a row; "" where none is stated."""
    if isinstance(row, Passage):
        return row.holds_until
    return row.holding.holds_until or (row.end_date if isinstance(row, Subsidy) else "")


def change_day(change: Change) -> str:
    """The day a change begins, for ordering; the year of its number where no day was seen."""
    return _sortable(change.since or change.holding.holds_from)


def has_begun(change: Change, day: date) -> bool:
    """Whether a change has happened by a day. One without any date has: newer documents are gathered afterwards."""
    begins = change_begins(change)
    return begins is None or begins <= day


def change_begins(change: Change) -> date | None:
    """The first day on which a change has surely happened; None where no day was seen."""
    since = change.since or change.holding.holds_from
    return surely_begun(change, since) if since else None


def reference_of(row: Dated | Change) -> Reference:
    """The document that a row rests on: its own title and number, never those of the folder it lies in."""
    holding = getattr(row, "holding", None)
    seen = {"seen_on": holding.seen_on, "sureness": holding.sureness} if holding is not None else {}
    reference: Reference = _REFERENCES[type(row)](row, seen)
    return reference


def rules_on(
    timeline: Timeline,
    places: Places,
    day: date,
    *,
    topics: Sequence[str] = (),
    level: str = "",
    place_code: str = "000000",
    states: Sequence[StateName] = ("holds", "unstated"),
) -> tuple[Rule, ...]:
    """Rules in one of ``states`` on a day that bear on a factory of a level in a place: those of the country,
    of its province and of itself; the nearest place first, then the newest."""
    wanted = {place_code, "000000", *(place.code for place in places.ancestors(place_code))}
    rules = [
        rule
        for rule in timeline.corpus.rules
        if rule.place_code in wanted
        and (not topics or rule.topic in topics)
        and (not level or not rule.levels or level in rule.levels)
        and timeline.state(rule, day).name in states
    ]
    newest_first = sorted(rules, key=lambda rule: _sortable(timeline.start(rule)), reverse=True)
    return tuple(sorted(newest_first, key=lambda rule: -_depth(places, rule.place_code)))


def conditions_on(
    timeline: Timeline, places: Places, day: date, *, level: str = "", place_code: str = "000000"
) -> tuple[Condition, ...]:
    """The conditions that hold on a day for a level in a place, in the order of the source."""
    wanted = {place_code, "000000", *(place.code for place in places.ancestors(place_code))}
    return tuple(
        condition
        for condition in timeline.corpus.conditions
        if condition.place_code in wanted and (not level or condition.level == level) and timeline.holds(condition, day)
    )


def national_total(corpus: Corpus, day: date, of: Counted = "factories") -> Total | NoTotal:
    """The national total on a day: published or derived, or the reason why there is none.

    Never a sum over a gap: the run of batches must be unbroken from the first one on; where a notice states no
    cumulative number, the total before plus new minus removed is taken, and refused where the removals were not seen.
    """
    listed = [batch for batch in in_order(corpus.batches) if batch.list_date and first_day(batch.list_date) <= day]
    batches, unlike = _told_once(listed)
    published = _last_published(batches, of)
    missing = _gaps(batches)
    if not batches:
        return NoTotal(reason="这一天之前没有收录任何一批名单")
    if missing:
        return NoTotal(reason=f"缺{'、'.join(missing)}，不能相加", missing=missing, published=published)
    if unlike:
        return NoTotal(reason=f"两份资料的{'、'.join(unlike)}家数不同", missing=unlike, published=published)
    if (begun := _first_counts(batches, of)) and not any(_stated(batch, of)[0] is not None for batch in batches):
        reason = f"没有见到累计数，{_run_name(begun)}各有多少也没有收录，不能相加"
        return NoTotal(reason=reason, missing=tuple(f"{batch_name(batch)}的数量" for batch in begun))
    return _run_total(batches, of, published)


def _told_once(batches: Sequence[Batch]) -> tuple[list[Batch], tuple[str, ...]]:
    """Each batch once, where several documents tell of it; and the names of those that they tell differently."""
    numbered = _numbers_by_year(batches)
    found: dict[int, Batch] = {}
    unlike: dict[str, None] = {}
    for batch in batches:
        place = _place_in_run(batch, numbered)
        other = found.setdefault(place, batch)
        if other.count != batch.count:
            unlike[batch_name(other)] = None
        if other.cumulative is None and batch.cumulative is not None:
            found[place] = batch
    return list(found.values()), tuple(unlike)


def in_order(batches: Iterable[Batch]) -> list[Batch]:
    """Batches by number, those known by their year alone after the numbered ones of earlier years."""
    found = list(batches)
    numbered = _numbers_by_year(found)
    return sorted(found, key=lambda batch: (_place_in_run(batch, numbered), batch.list_date))


def numbered(batches: Iterable[Batch]) -> tuple[Batch, ...]:
    """The lists in order, each once; one known by its year alone bears the number that follows from the lists around.

    That is the number of another list of its year, or the next one after that of the year before. Where neither is
    held it stays without a number. Of lists with one number both stay where their counts differ.
    """
    found = in_order(batches)
    numbers = _numbers_by_year(found)
    told: dict[tuple[int, int, str], Batch] = {}
    for batch in found:
        year = batch.year or 0
        number = batch.number or numbers.get(year) or (numbers.get(year - 1, -1) + 1)
        if number and year:
            numbers.setdefault(year, number)
        key = (number, batch.count, "" if number else batch.id)
        told.setdefault(key, batch if batch.number == number else replace(batch, number=number))
    return tuple(told.values())


def batch_name(batch: Batch) -> str:
    """``第 8 批（2023 年度）``, or what of it is known."""
    if not batch.number:
        return f"{batch.year} 年度"
    return f"第 {batch.number} 批（{batch.year} 年度）" if batch.year else f"第 {batch.number} 批"


def _named(row: Dated, day: date, start: str, until: str, ended: Change | None, begun: bool) -> tuple[StateName, str]:
    """The name of a row's state on a day, and since when."""
    if isinstance(row, Subsidy) and row.draft:
        return "draft", start
    if not begun:
        return "not_yet", start
    if isinstance(row, Subsidy) and row.repealed_on and first_day(row.repealed_on) <= day:
        return "repealed", row.repealed_on
    if until and final_day(until) < min(day, _first(ended) or day):
        return "expired", until
    if ended is not None:
        return "replaced", ended.since
    open_ended = isinstance(row, Subsidy | Policy) and not until
    return ("unstated" if open_ended else "holds"), start


def _first(change: Change | None) -> date | None:
    since = (change.since or change.holding.holds_from) if change else ""
    return first_day(since) if since else None


Section = tuple[str, str]


def _section_starts(rows: Iterable[Dated]) -> tuple[dict[Section, str], dict[Section, date]]:
    """From when the statements under a heading hold: from the day of the document that the heading names, as it is
    written, and as the first day on which it has surely begun.

    Only rows that know their day by more than their own table (a holding, a notice) date a heading, so that the
    sections of the report, which are no documents, stay without a date. Of several days the surest counts: of a
    document that one row knows by its year and another by its month, the month.
    """
    starts: dict[Section, str] = {}
    days: dict[Section, date] = {}
    for row in rows:
        holding = getattr(row, "holding", None)
        if holding and holding.seen_on and row.source.section and (start := start_of(row)):
            key = (row.source.doc_id, row.source.section)
            begins = surely_begun(row, start)
            if key not in days or begins < days[key]:
                starts[key], days[key] = start, begins
    return starts, days


def _depth(places: Places, code: str) -> int:
    return 0 if code == "000000" else 1 + len(places.ancestors(code))


def _numbers_by_year(batches: Iterable[Batch]) -> dict[int, int]:
    return {batch.year: batch.number for batch in batches if batch.year and batch.number}


def _place_in_run(batch: Batch, numbered: Mapping[int, int]) -> int:
    """Where a batch stands in the run of numbers; a year of its own counts on from the nearest numbered year."""
    if batch.number:
        return batch.number
    year = batch.year or 0
    earlier = [known for known in numbered if known <= year]
    return numbered[max(earlier)] + year - max(earlier) if earlier else year


def _gaps(batches: Sequence[Batch]) -> tuple[str, ...]:
    """The batches that are missing from the run 1, 2, 3 …"""
    if not batches:
        return ()
    numbered = _numbers_by_year(batches)
    found = {_place_in_run(batch, numbered) for batch in batches}
    last = max(found)
    if last > 1000:
        return ("之前各批",)
    return tuple(f"第 {number} 批" for number in range(1, last) if number not in found)


def _first_counts(batches: Sequence[Batch], of: Counted) -> tuple[Batch, ...]:
    """The lists at the head of the run that do not say how many they hold, without which none can be added up."""
    return tuple(takewhile(lambda batch: getattr(batch, _FIGURES[of][0]) is None, batches))


def _run_name(batches: Sequence[Batch]) -> str:
    """``第 1 至 5 批``."""
    first, last = batches[0], batches[-1]
    if len(batches) == 1 or not (first.number and last.number):
        return "、".join(map(batch_name, batches))
    return f"第 {first.number} 至 {last.number} 批"


def _last_published(batches: Sequence[Batch], of: Counted) -> Total | None:
    for at in range(len(batches) - 1, -1, -1):
        count, kind = _stated(batches[at], of)
        if count is not None and kind == "published":
            return _total(batches[: at + 1], count, "published", "")
    return None


def _run_total(run: Sequence[Batch], of: Counted, published: Total | None) -> Total | NoTotal:
    last = run[-1]
    count, kind = _stated(last, of)
    before = _run_total(run[:-1], of, None) if len(run) > 1 else None
    new, removed = (getattr(last, name) for name in _FIGURES[of])
    if count is not None and kind == "published":
        return _total(run, count, "published", "")
    if count is not None:
        return _total(run, count, "derived", _sum_words(before, new, removed, count), published)
    if not isinstance(before, Total) or new is None or removed is None:
        return _refused(last, before, new, of, published)
    count = before.count + new - removed
    return _total(run, count, "derived", _sum_words(before, new, removed, count), published)


def _refused(
    last: Batch, before: Total | NoTotal | None, new: int | None, of: Counted, published: Total | None
) -> NoTotal:
    if isinstance(before, NoTotal):
        return NoTotal(reason=before.reason, missing=before.missing, published=published)
    what = "数量" if new is None else "移出数"
    if of != "factories" and before is None:
        return NoTotal(reason="没有收录累计数", missing=(f"{batch_name(last)}的累计数",), published=published)
    missing = f"{batch_name(last)}的{what}"
    return NoTotal(reason=f"没有见到{missing}，不能推算", missing=(missing,), published=published)


def _stated(batch: Batch, of: Counted) -> tuple[int | None, str]:
    """The total that a list itself states; none does so of supply chains and products."""
    if of == "factories":
        return batch.cumulative, batch.cumulative_kind
    return (batch.cumulative_parks, batch.cumulative_parks_kind) if of == "parks" else (None, "")


def _total(
    run: Sequence[Batch], count: int, kind: Literal["published", "derived"], basis: str, published: Total | None = None
) -> Total:
    return Total(
        count=count,
        kind=kind,
        batch=run[-1],
        since=run[-1].list_date,
        basis=basis,
        run=tuple(run),
        published=published if kind == "derived" else None,
    )


def _sum_words(before: Total | NoTotal | None, new: int | None, removed: int | None, count: int) -> str:
    """The sum that gives a total, where it comes out; "" where it doesn't."""
    if not isinstance(before, Total) or new is None or before.count + new - (removed or 0) != count:
        return ""
    minus = f" − {removed}" if removed else ""
    return f"{before.count} + {new}{minus} = {count}"


def _sortable(text: str) -> str:
    """Dates of any precision in order: ``2025`` before ``2025-01-02``."""
    return first_day(text).isoformat() if text else ""


def _of_subsidy(row: Subsidy, seen: Mapping[str, str]) -> Reference:
    return Reference(
        title=row.policy,
        number=row.document_number,
        issuing_body=row.issuing_body,
        date=row.date or row.apply_until,
        date_kind=row.date_kind or ("申报截止" if row.apply_until else ""),
        **seen,
    )


def _of_standard(row: Standard, seen: Mapping[str, str]) -> Reference:
    return Reference(title=row.title, number=row.number, issuing_body=row.body, date=row.date, date_kind="发布", **seen)


def _of_batch(row: Batch, seen: Mapping[str, str]) -> Reference:
    kind = row.holding.from_kind or "公布"
    return Reference(
        title=row.list_title,
        number=row.list_number,
        issuing_body=row.issuing_body,
        date=row.list_date,
        date_kind=kind,
        **seen,
    )


def _of_rule(row: Rule, seen: Mapping[str, str]) -> Reference:
    return Reference(
        title=row.basis,
        number=row.number,
        issuing_body=row.issuing_body,
        article=row.article,
        date=row.date,
        date_kind=row.holding.from_kind,
        **seen,
    )


def _of_condition(row: Condition, seen: Mapping[str, str]) -> Reference:
    return Reference(
        title=row.basis,
        number=row.number,
        article=row.article,
        date=row.date,
        date_kind=row.holding.from_kind,
        **seen,
    )


def _of_notice(row: Notice, seen: Mapping[str, str]) -> Reference:
    return Reference(
        title=row.title,
        number=row.number,
        issuing_body=row.issuing_body,
        date=row.date,
        date_kind=row.date_kind,
        **seen,
    )


def _of_policy(row: Policy, seen: Mapping[str, str]) -> Reference:
    return Reference(title=row.title, date=row.date, **seen)


def _of_passage(row: Passage, seen: Mapping[str, str]) -> Reference:
    return Reference(title=row.source.section, article=row.source.locator, **seen)


def _of_change(row: Change, seen: Mapping[str, str]) -> Reference:
    return Reference(title=row.title, number=row.number, date=row.since, **seen)


_REFERENCES: dict[type[Any], Any] = {
    Subsidy: _of_subsidy,
    Standard: _of_standard,
    Batch: _of_batch,
    Rule: _of_rule,
    Condition: _of_condition,
    Notice: _of_notice,
    Policy: _of_policy,
    Passage: _of_passage,
    Change: _of_change,
}
