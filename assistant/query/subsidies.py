"""The subsidy relation: rows of all documents, the conditions they are tested by, and what is measured of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import eq, ge, gt, le, lt
from typing import NamedTuple

from assistant.query import days
from assistant.query.records import Records, Statuses
from assistant.saying.awards import awards_at, figure, with_figure
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.request import Request, Where
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.places import Places
from corpus.types import LEVELS, Award, Subsidy
from corpus.validity import duration

COMPARED: dict[str, Callable[[float, float], bool]] = {"eq": eq, "is": eq, "ge": ge, "gt": gt, "le": le, "lt": lt}
PLAIN_FORMS = ("fixed", "ceiling", "matching", "extra")
"""forms that give one sum for one level; only they are ranked"""
DEFAULT_LEVEL = "国家级"
BESIDE_SUMS = ("difference", "term", "ends", "issued")
"""what rows are ranked by beside the sum of one level"""
BENEFIT_WORDS = {
    "错峰生产": ("错峰", "限产", "停产", "重污染"),
    "绿色信贷": ("信贷", "贷款", "绿色金融"),
    "政府采购": ("采购",),
    "税收": ("税收", "减税", "免税", "财税"),
    "优先推荐": ("优先推荐", "优先上报", "优先申报"),
    "专项资金": ("专项资金", "专项建设基金", "基金"),
}
MUNICIPAL = ("北京市", "天津市", "上海市", "重庆市")


class Item(NamedTuple):
    """A row that met the conditions, and the award by which it did."""

    row: Subsidy
    award: Award | None = None
    value: float = 0.0
    """what is measured: 万元, or years for a term"""
    others: tuple[Award, ...] = ()
    """the awards of the other levels asked for"""


@frozen
class Selection:
    """The rows of a request and those left out because they lack what is tested."""

    items: tuple[Item, ...]
    undated: int = 0
    """rows without the date that a condition tests"""


def select(request: Request, records: Records) -> Selection:
    """The rows that meet every condition of a request."""
    pool = _in_scope(request, records)
    if not request.wheres("status", "ends"):
        pool = _told_on(request.as_of, pool, records)
    dated = request.wheres("issued", "ends")
    undated = sum(1 for row in pool if any(not _day(row, where.field) for where in dated)) if dated else 0
    for where in request.where:
        pool = _meeting(pool, where, request, records)
    return Selection(items=tuple(_items(pool, request, records)), undated=undated)


def _told_on(day: date, pool: Sequence[Subsidy], records: Records) -> Sequence[Subsidy]:
    """The rows of a pool that a list of a day tells; those of the whole country are worked out once a day."""
    statuses = records.statuses(day)
    if pool is not records.factory_rows:
        return _current(pool, statuses)
    if statuses.current is None:
        statuses.current = _current(pool, statuses)
    return statuses.current


def _current(pool: Sequence[Subsidy], statuses: Statuses) -> tuple[Subsidy, ...]:
    """Rows for lists: where a place has a rule in force, its ended and coming rules are left out."""
    live = {row.place_code for row in pool if statuses[row.id] == "in_force"}
    dead = ("expired", "repealed", "not_yet_effective")
    return tuple(row for row in pool if row.place_code not in live or statuses[row.id] not in dead)


def _meeting(pool: Sequence[Subsidy], where: Where, request: Request, records: Records) -> Sequence[Subsidy]:
    """The rows that meet one condition."""
    if where.field == "status" and where.value != "stated":
        statuses, wanted = records.statuses(request.as_of), where.test != "not"
        return [row for row in pool if (statuses[row.id] == where.value) is wanted]
    return [row for row in pool if meets(row, where, request, records.places)]


def _in_scope(request: Request, records: Records) -> Sequence[Subsidy]:
    """The rows of the places and titles asked about, without those of places left out."""
    pool = records.factory_rows
    if request.places:
        pool = records.rows_within(place.code for place in request.places)
    if request.titles:
        pool = tuple(row for row in pool if row.policy in request.titles)
    if request.excluded:
        out = {row.id for row in records.rows_within(place.code for place in request.excluded)}
        pool = tuple(row for row in pool if row.id not in out)
    return pool


def meets(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    """Whether a row meets one condition."""
    test = TESTS.get(where.field)
    if test is None:
        return True
    met = test(row, where, request, places)
    return not met if where.test == "not" and where.field in ("status", "form", "benefit") else met


def _amount(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    return award_meeting(row, where, places) is not None


def award_meeting(row: Subsidy, where: Where, places: Places) -> Award | None:
    """The award of a row that meets a condition on its sum; None when none does."""
    for award in _candidates(row, where.level, places):
        value = figure(award)
        if value is not None and _compares(award, value, where):
            return award
    return None


def _candidates(row: Subsidy, level: str, places: Places) -> Sequence[Award]:
    """The awards that speak for a level: those that name it, else those for any recognised factory."""
    awards = awards_at(row, level, places) if level else row.awards
    named = [award for award in awards if award.level] if level else awards
    return named or awards


def _compares(award: Award, value: float, where: Where) -> bool:
    if where.test == "between":
        low, high = where.value
        least = award.amount_min if award.form == "range" and award.amount_min is not None else value
        return bool(value >= low and least <= high)
    if where.test in ("eq", "is") and award.form == "range":
        return False
    return bool(COMPARED[where.test](value, float(where.value)))


def _difference(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    found = difference_of(row, request.levels, places)
    return found is not None and (
        where.value[0] <= found <= where.value[1]
        if where.test == "between"
        else COMPARED[where.test](found, float(where.value))
    )


def _ratio(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    """Whether the lower of two levels is paid this share of the higher one."""
    first, second = request.levels if len(request.levels) == 2 else ("国家级", "省级")
    values = [figure(award) or 0.0 for level in (first, second) if (award := plain_award(row, level, places))]
    return len(values) == 2 and bool(max(values)) and COMPARED[where.test](min(values) / max(values), where.value)


def difference_of(row: Subsidy, levels: tuple[str, ...], places: Places) -> float | None:
    """How far the awards of two levels are apart, 万元; None where one of them names no sum."""
    first, second = levels if len(levels) == 2 else ("国家级", "省级")
    values = [figure(award) for level in (first, second) if (award := plain_award(row, level, places))]
    if len(values) < 2 or None in values:
        return None
    return abs((values[0] or 0.0) - (values[1] or 0.0))


def plain_award(row: Subsidy, level: str, places: Places) -> Award | None:
    """The one sum that a row gives for exactly this level."""
    found = (award for award in awards_at(row, level, places) if award.level and award.form in PLAIN_FORMS)
    return next((award for award in found if figure(award) is not None), None)


def _lacks(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    others = [level for level in request.levels if level != where.value]
    paid = {award.level for award in with_figure(row)} - {""}
    has_another = set(others) <= paid if others else bool(paid - {where.value})
    return has_another and not any(award.level == where.value for award in row.awards)


def _day(row: Subsidy, field: str) -> str:
    if field == "ends":
        return row.end_date
    return row.date or str(row.year or "")


def _dated(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    return days.meets(_day(row, where.field), where.test, where.value)


def _status(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    """Whether an end is stated, for 写明有效期; how rows stand on a day is known to the records: ``_meeting``."""
    return bool(row.end_date)


def _rank(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    place = places.get(row.place_code)
    return place is not None and any(_has_rank(place.name, place.rank, rank) for rank in where.value)


def _has_rank(name: str, rank: str, wanted: str) -> bool:
    if wanted == "below":
        return rank != "province"
    if wanted == "town":
        return name.endswith("市")
    if wanted == "region":
        return rank == "province" and name.endswith("自治区")
    if wanted == "municipality":
        return name in MUNICIPAL
    if wanted == "county_city":
        return rank == "county" and name.endswith("市")
    if wanted == "county":
        return rank in ("county", "zone")
    return rank == wanted


def _form(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    capped = where.value == "ceiling"
    left_out = where.test == "not" and request.levels  # then only the sums asked for count
    awards = [a for level in request.levels for a in awards_at(row, level, places)] if left_out else row.awards
    return any(
        award.form == where.value or (capped and award.form == "percentage" and award.amount_max is not None)
        for award in awards
    )


def _benefit(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    told = "".join((*row.benefits, row.provision))
    return any(word in told for word in (where.value, *BENEFIT_WORDS.get(where.value, ())))


def _stated(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    levels = request.levels or ("",)
    return any(
        a.form != "proportion" for level in levels for a in (awards_at(row, level, places) if level else row.awards)
    )


def _missing(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    return not any(figure(award) is not None for award in row.awards)


def _one_off(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    return any(award.one_off for award in row.awards)


def _recipient(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    return any(where.value in award.recipient for award in row.awards)


def _term(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    return duration(row.end_words) == (where.value, 0)


def _title(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    return where.value in row.policy


def told_of(row: Subsidy) -> str:
    """All that a row says beside its sums, in one text."""
    conditions = (award.condition for award in row.awards)
    return "；".join((row.provision, row.stacking_words, row.holding.standing, *row.benefits, *row.notes, *conditions))


def _said(row: Subsidy, where: Where, request: Request, places: Places) -> bool:
    told = told_of(row)
    return any(word in told for word in load_lexicon().said.get(where.value, (where.value,)))


NO_WORD = late(r"\d|^(?:.[有的了是在中里]|[上下中里有].)$")
"""a number, or a piece of a sentence that the cut left over (上有)"""
RARE = 3
"""of how many rows at least one may say a word that lists are narrowed by"""


def unheld(request: Request) -> tuple[str, ...]:
    """The words of a question that no slot and no condition of it took: those nothing knows, and matters that hardly
    a source speaks of."""
    concepts = load_lexicon().concepts
    matters = {word for name in request.ordered if name.startswith("unsaid.") for word in concepts[name]}
    telling = [word for word in request.unexplained if len(word) > 1]
    unknown = (word for word in request.leftover if any(one in word for one in telling) and not NO_WORD.search(word))
    words = (*unknown, *(word for word in telling if word in matters))
    return tuple(dict.fromkeys(word for word in words if not word.isascii()))


def with_said(request: Request, records: Records) -> Request:
    """A request for a list of awards with its unexplained words as conditions, where rows say them and most do not."""
    named = {word for where in request.wheres("said") for word in load_lexicon().said.get(where.value, ())}
    words = [word for word in unheld(request) if not any(one in word for one in named)]
    request = request.with_(
        unexplained=tuple(word for word in request.unexplained if not any(one in word for one in named)),
        leftover=tuple(word for word in request.leftover if not any(one in word for one in named)),
        unknown=tuple(word for word in request.unknown if not any(one in word for one in named)),
    )
    rows = records.factory_rows
    said = [word for word in words if 0 < RARE * sum(word in told_of(row) for row in rows) <= len(rows)]
    if not said:
        return request
    where = tuple(Where(field="said", value=word, words=word) for word in said)
    return request.with_(
        where=(*request.where, *where),
        unexplained=tuple(word for word in request.unexplained if word not in said),
        unknown=tuple(word for word in request.unknown if word not in said),
        leftover=tuple(word for word in request.leftover if word not in said),
        explained=1.0,
    )


TESTS: dict[str, Callable[[Subsidy, Where, Request, Places], bool]] = {
    "amount": _amount,
    "difference": _difference,
    "ratio": _ratio,
    "lacks": _lacks,
    "issued": _dated,
    "": _dated,
    "ends": _dated,
    "status": _status,
    "rank": _rank,
    "form": _form,
    "benefit": _benefit,
    "stated": _stated,
    "missing": _missing,
    "one_off": _one_off,
    "recipient": _recipient,
    "term": _term,
    "title": _title,
    "said": _said,
}
"""how a row is tested on each field; a field that is not here is not honoured, and this is said"""


def _items(met: Sequence[Subsidy], request: Request, records: Records) -> Iterable[Item]:
    """The rows with the award of the level asked for, without those that have no sum for a level that is asked."""
    if sums := request.wheres("amount"):
        return [_with_sums(row, sums, records.places) for row in met]
    if not request.levels or request.wheres(
        "lacks", "status", "benefit", "difference", "missing", "ends", "term", "ratio"
    ):
        bare = records.kept("items", lambda: {row.id: Item(row) for row in records.factory_rows})
        return [bare[row.id] for row in met]
    found = ((row, [_best(row, level, records.places) for level in request.levels]) for row in met)
    return [Item(row, awards[0], _value_of(awards[0]), tuple(filter(None, awards[1:]))) for row, awards in found
            if all(awards)]  # fmt: skip


def _with_sums(row: Subsidy, sums: Sequence[Where], places: Places) -> Item:
    award = award_meeting(row, sums[0], places)
    others = tuple(a for where in sums[1:] if (a := award_meeting(row, where, places)) and a != award)
    return Item(row=row, award=award, value=(figure(award) or 0.0) if award else 0.0, others=others)


def _best(row: Subsidy, level: str, places: Places) -> Award | None:
    with_sum = (award for award in _candidates(row, level, places) if figure(award) is not None)
    return next(with_sum, None)


def _value_of(award: Award | None) -> float:
    return (figure(award) or 0.0) if award else 0.0


def ranked(request: Request, items: Iterable[Item], records: Records) -> tuple[tuple[Item, ...], tuple[Item, ...], str]:
    """The items in order of the measure, those with a sum that is for no level in particular, and the level ranked."""
    level = request.levels[0] if request.levels else DEFAULT_LEVEL
    ordered: list[Item] = []
    open_ended: list[Item] = []
    paid = records.kept(f"paid at {level}", lambda: _Paid(lambda row: plain_award(row, level, records.places)))
    if request.measure not in BESIDE_SUMS:
        unranked = records.kept("unranked", lambda: _Paid(_open_award)) if request.measure == "amount" else None
        for item in items:
            if (found := paid.of(item.row)) is not None:
                ordered.append(found)
            elif unranked is not None and (found := unranked.of(item.row)) is not None:
                open_ended.append(found)
        if request.measure == "amount" and not request.descending:  # what is added to another sum is no lowest award
            ordered = [item for item in ordered if item.award is None or item.award.form != "extra"]
    else:
        for item in items:
            value = measured(item.row, request, records.places)
            if value is not None:
                found = paid.of(item.row)
                ordered.append(Item(item.row, found.award if found else None, value))
    ordered.sort(key=lambda item: item.value, reverse=request.descending)
    return tuple(ordered), tuple(open_ended), level


class _Paid:
    """The rows in which an award is found, each looked at when a list first holds it."""

    def __init__(self, find: Callable[[Subsidy], Award | None]) -> None:
        self._find = find
        self._items: dict[str, Item | None] = {}

    def of(self, row: Subsidy) -> Item | None:
        """The row with its award; None where it has none."""
        if row.id not in self._items:
            award = self._find(row)
            self._items[row.id] = Item(row, award, _value_of(award)) if award else None
        return self._items[row.id]


def measured(row: Subsidy, request: Request, places: Places) -> float | None:
    """What is measured of a row beside its sum; None where it lacks it."""
    if request.measure == "difference":
        return difference_of(row, request.levels, places)
    if request.measure == "term":
        return years_of(row)
    return _ordinal(row.end_date if request.measure == "ends" else row.date)


def _ordinal(text: str) -> float | None:
    return date.fromisoformat(text).toordinal() if len(text) == 10 else None


def years_of(row: Subsidy) -> float | None:
    """How long a row holds, in years: by the words of its term, else from its date to its end."""
    span = duration(row.end_words)
    if span:
        return span[0] + span[1] / 12
    if len(row.date) != 10 or len(row.end_date) != 10:
        return None
    return round((date.fromisoformat(row.end_date) - date.fromisoformat(row.date)).days / 365.25, 1)


def _open_award(row: Subsidy) -> Award | None:
    return next((a for a in row.awards if figure(a) is not None and (not a.level or a.form not in PLAIN_FORMS)), None)


__all__ = ["LEVELS", "Item", "Selection", "measured", "meets", "ranked", "select", "years_of"]
