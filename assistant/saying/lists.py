"""Lists, counts, extremes, rankings, means and groups of subsidy rows: complete, sorted, with their validity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from assistant.query.records import Records
from assistant.query.subsidies import DEFAULT_LEVEL, Item, Selection, ranked, select
from assistant.saying import absent, quoted, rows
from assistant.saying.awards import figure, number, say_award, say_awards, with_figure
from assistant.saying.conditions import noun_of, scope_of, what_of
from assistant.saying.draft import MOST_CITED, Draft
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.request import Request, Where
from corpus.frozen import replace
from corpus.patterns import late
from corpus.types import Award, Subsidy
from corpus.validity import status_on

NAME = "subsidy.list"
say = load_wording("lists")
LONGEST = 40
"""items shown in one answer"""
COMPACT = 14
"""more items than this are told by name alone"""
SHOWN = 6
"""rows of a ranking told beside the ones asked for"""
NUMERALS = "零一二三四五六七八九十"
MEASURES = ("amount", "difference", "issued", "ends", "term", "rows")
STATED = ("in_force", "expired", "repealed", "not_yet_effective", "draft", "unstated")


def answer(request: Request, records: Records) -> Draft:
    """What the operation of the request makes of the rows that meet its conditions."""
    if request.measure not in MEASURES:  # that of another relation, which a question before asked
        request = request.with_(measure="amount")
    draft = _answer(request, records)
    told = (_told_value(where) for where in request.where)
    return replace(draft, computed=(*draft.computed, *told))


def _answer(request: Request, records: Records) -> Draft:
    if absent.is_sought(request):
        return absent.answer(request, records)
    if request.measure == "rows" and request.operation in ("extreme", "rank"):
        return _most_rows(request, records)
    found = select(request, records)
    if request.operation in ("extreme", "rank"):
        return _ranking(request, found, records)
    if request.operation in ("mean", "total"):
        return _mean(request, found, records)
    if request.operation == "group":
        return _grouped(request, found, records)
    return _listing(request, found, records)


# lists and counts


def _listing(request: Request, found: Selection, records: Records) -> Draft:
    items = _by_value(request, _below_only(request, found.items, records))
    if not items:
        return _nothing(request, found, records)
    plain, apart = _told_apart(request, items)
    places = _places(plain)
    shown = items[:LONGEST]
    compact = len(items) > COMPACT
    said = _by_place(plain[:LONGEST], request, compact=compact)
    holding = _by_status(request, items)
    key = "counted" if request.operation == "count" else "listed"
    headline = say(
        key,
        scope=scope_of(request),
        what=what_of(request),
        noun=noun_of(request),
        count=len(places),
        items=said,
    )
    if apart:
        others = _by_place(apart[:LONGEST], request, compact=compact)
        headline += say("apart", count=len(_places(apart)), items=others)
    share, shown_sum = _share_of_all(request, len(places), records)
    headline += share
    facts = [*_validity_fact(request, holding), *_own_line(request, records, items), *_benefit_lines(request, shown)]
    facts += _warnings(request, shown)
    in_it = {item.row.id for item in items}
    of_then = [row for row in _of_then(request, records) if row.id not in in_it] if request.wheres(*BY_SUM) else []
    facts += _not_counted(of_then)
    overtaken = _unrecorded_now(request, items, records)
    facts += _of_newer(overtaken)
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=tuple(facts),
        evidence=(
            *_rows_told(items, holding, (*plain[:LONGEST], *apart[:LONGEST])),
            *_own_rows(request, records, items),
            *_left_out_below(request, records),
            *of_then[:COMPACT],
            *overtaken[:COMPACT],
        ),
        caveats=tuple(_list_notes(request, items, shown, found, records)),
        suggestions=(say("suggest_one", place=items[0].row.place),),
        computed=(
            f"条数 = {len(places)} {len(items)} {len(_places(apart))} {found.undated}",
            *_shortened(items),
            request.as_of.isoformat(),
            *_counts_of(holding),
            *shown_sum,
        ),
        used=frozenset(where.field for where in request.where),
    )


def _share_of_all(request: Request, count: int, records: Records) -> tuple[str, tuple[str, ...]]:
    """占比多少 after how many: the part of all places with an entry, with its computation; "" where none is asked."""
    if request.operation != "count" or not request.mentions("aspect.share") or not request.where:
        return "", ()
    every = select(request.with_(where=(), levels=()), records)
    whole = len(_places(_below_only(request, every.items, records)))
    percent = f"{count / whole * 100:.1f}" if whole else ""
    return say("share_of_places", count=count, whole=whole, percent=percent), (f"{count} / {whole} = {percent}%",)


def _by_place(items: Sequence[Item], request: Request, *, compact: bool) -> str:
    """The items, each place once: what further rows of a place give stands behind the first."""
    told: dict[str, list[str]] = {}
    for item in items:
        name, text = _name(item.row), _item(item, request, compact=compact)
        rows_told = told.setdefault(name, [])
        text = text.removeprefix(name).strip() if rows_told else text
        if text and text not in rows_told:
            rows_told.append(text)
    return "、".join(_one_after_another(texts) for texts in told.values())


def _one_after_another(texts: Sequence[str]) -> str:
    """The rows of one place; of a second one that only its brackets tell apart, that it is another row."""
    first, *others = texts
    return first + "".join(say("also_one" if text.startswith("（") else "also") + text for text in others)


def _told_apart(request: Request, items: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
    """The items whose award is for the level asked, and those that meet it by an award of no level or of a share."""
    if not any(where.level for where in request.wheres("amount")):
        return items, ()
    other = [item for item in items if _is_apart(item)]
    plain = [item for item in items if not _is_apart(item)]
    return (plain, other) if plain and other else (items, ())


def _is_apart(item: Item) -> bool:
    return item.award is not None and (not item.award.level or item.award.form == "percentage")


def _told_value(where: Where) -> str:
    """The value of a condition as the headline says it."""
    values = where.value if isinstance(where.value, tuple) else (where.value,)
    if where.test == "between" and where.field in ("amount", "difference"):
        return f"{number(values[0])}—{number(values[1])} 万元"
    if where.field == "ratio":
        return f"{number(where.value * 100)}%"
    unit = " 万元" if where.field in ("amount", "difference") else ""
    return " ".join(f"{number(value)}{unit}" if isinstance(value, float) else str(value) for value in values)


def _below_only(request: Request, items: Sequence[Item], records: Records) -> tuple[Item, ...]:
    """Without conditions a list inside a province is of the places in it, not of its own row."""
    if len(request.places) != 1 or request.where or request.levels or _tells_ends(request):
        return tuple(items)
    below = tuple(item for item in items if item.row.place_code != request.places[0].code)
    return below


def _by_value(request: Request, items: Sequence[Item]) -> tuple[Item, ...]:
    if request.wheres("status", "ends", "term"):
        return tuple(sorted(items, key=lambda item: item.row.end_date or "9999"))
    return tuple(sorted(items, key=lambda item: -item.value))


def _places(items: Sequence[Item]) -> list[str]:
    return list(dict.fromkeys(item.row.place_code for item in items))


def _name(row: Subsidy) -> str:
    return say("draft_name", place=row.place) if row.draft else row.place


def _item(item: Item, request: Request, *, compact: bool) -> str:
    row = item.row
    if request.wheres("difference") and not compact:
        awards = say_awards(tuple(a for a in with_figure(row) if not request.levels or a.level in request.levels))
        return say("item", place=_name(row), award=awards)
    if _tells_ends(request):
        return _end_item(row, request)
    if "issued" in request.aspects or request.wheres("issued"):
        sums = request.levels and "amount" in request.aspects and not (compact or request.wheres("amount"))
        name = _with_award(item) if sums and item.award else _name(row)
        return say("item_date", place=name, dated=rows.say_date(row))
    if "document" in request.aspects:
        return say("item_policy", place=_name(row), policy=rows.bare_title(row.policy))
    exact = [where for where in request.wheres("amount") if where.test in ("eq", "is")]
    if (compact and not request.levels) or (exact and len(request.wheres("amount")) == 1 and item.award):
        return _name(row) if not item.award or item.award.form in ("fixed", "matching", "extra") else _with_award(item)
    if item.award is not None:
        return _with_award(item)
    if with_figure(row):
        return say("item", place=_name(row), award=_side_by_side(with_figure(row)))
    return say("item_missing", place=_name(row))


def _with_award(item: Item) -> str:
    awards = [award for award in (item.award, *item.others) if award]
    said = _side_by_side(awards) if len(awards) > 1 else say_award(awards[0])
    return say("item", place=_name(item.row), award=said)


def _tells_ends(request: Request) -> bool:
    return bool(request.wheres("status", "ends", "term")) or bool({"end", "valid"} & set(request.aspects))


def _end_item(row: Subsidy, request: Request) -> str:
    if not row.end_date:
        return say("item_unstated", place=_name(row))
    status = status_on(row, request.as_of)
    if status not in ("in_force", "expired") or request.wheres("status"):
        return say("item_end", place=_name(row), end=row.end_date)
    return say("item_end_status", place=_name(row), end=row.end_date, status=say(f"short_{status}"))


def _side_by_side(awards: Iterable[Award]) -> str:
    return "/".join(say_awards((award,)) for award in dict.fromkeys(awards))


def _by_status(request: Request, items: Iterable[Item]) -> dict[str, list[Item]]:
    """The items by how their rows stand on the day, each in the order of the list."""
    holding: dict[str, list[Item]] = {}
    for item in items:
        holding.setdefault(status_on(item.row, request.as_of), []).append(item)
    return holding


def _validity_fact(request: Request, holding: Mapping[str, Sequence[Item]]) -> list[str]:
    """How many of the rows hold on the day; a list of sums without it would pass for what can be claimed today."""
    if request.wheres("status"):
        return []
    held = [item for found in holding.values() for item in found]
    places = len(_places(held))
    unit = say("unit_places" if places == len(held) else "unit_rows")  # the headline counts places, and so does this
    parts = []
    for status in STATED:
        if found := holding.get(status):
            names = "、".join(dict.fromkeys(item.row.place for item in found[:SHOWN]))
            parts.append(say(f"validity_{status}", count=f"{len(found)} {unit}", names=names))
    as_of, items = request.as_of.isoformat(), "，".join(parts)
    if places == len(held):
        return [say("validity", as_of=as_of, items=items)]
    return [say("validity_rows", as_of=as_of, places=places, count=len(held), items=items)]


def _counts_of(holding: Mapping[str, Sequence[Item]]) -> list[str]:
    held = [item for found in holding.values() for item in found]
    return [f"处数 = {count}" for count in (*map(len, holding.values()), len(held), len(_places(held)))]


def _rows_told(
    items: Sequence[Item], holding: Mapping[str, Sequence[Item]] = MappingProxyType({}), also: Sequence[Item] = ()
) -> tuple[Subsidy, ...]:
    """The rows that a list rests on: as many as are cited, and whatever else it names.

    A list of a whole country counts the others; to cite and to prove them all would take longer than to find them.
    """
    named = (item for found in holding.values() for item in found[:SHOWN])
    told = (*items[:MOST_CITED], *also, *named)
    return tuple({item.row.id: item.row for item in told}.values())


def _shortened(items: Sequence[Item]) -> list[str]:
    """How many of a list are told, where it is longer: the proof can't count them, for places stand in it once."""
    return [f"列出 = {LONGEST}"] if len(items) > LONGEST else []


def _enumerated(items: Sequence[Item], told: Callable[[Item], str], most: int = LONGEST) -> str:
    """Items that nobody asked to have shortened, as ties are; of very many the first, and how many there are."""
    once: dict[object, str] = {}
    for item in items[:most]:  # two rows of a place that pay the same are one
        once.setdefault((item.row.place_code, item.value) if item.award else told(item), told(item))
    names = "、".join(dict.fromkeys(once.values()))
    return say("and_more", items=names, count=len(items)) if len(items) > most else names


BY_SUM = ("amount", "ratio", "difference", "stated")
"""conditions that look at sums"""


def _of_then(request: Request, records: Records) -> list[Subsidy]:
    """The rows that a list by sums lacks: what they match is paid otherwise now, and their sum is derived."""
    every = select(request.with_(levels=(), operation="list").without(*BY_SUM), records).items
    asked = request.levels or (DEFAULT_LEVEL,)
    leaning = records.kept("rows without a sum of their own", lambda: _leaning(records))
    return [
        item.row
        for item in every
        if item.row.id in leaning
        and any(award.level in asked and quoted.is_of_then(award, item.row, records) for award in item.row.awards)
    ]


def _unrecorded_now(request: Request, items: Sequence[Item], records: Records) -> list[Subsidy]:
    """The rules of the day whose sums were not seen, of places that a list lacks and that their older rules would
    have put in it."""
    if records.whole is records or not (
        request.levels or request.wheres("amount", "ends", "status", "difference", "stated")
    ):
        return []
    if any(where.value != "stated" for where in request.wheres("status")):
        return []
    listed = {item.row.place_code for item in items}
    before = (item.row.place_code for item in select(request, records.whole).items)
    codes = dict.fromkeys(code for code in before if code not in listed)
    return [row for code in codes for row in records.rows_at((code,)) if row.unrecorded]


def _of_newer(rows_now: Sequence[Subsidy]) -> list[str]:
    places = tuple(dict.fromkeys(row.place for row in rows_now))
    return [say("of_newer", places="、".join(places[:COMPACT]))] if places else []


def _leaning(records: Records) -> frozenset[str]:
    """Ids of the rows with an award that quotes another and has no sum: of thousands of rows a few."""
    return frozenset(
        row.id
        for row in records.corpus.subsidies
        if any(award.relative_to and award.relative_amount is None for award in row.awards)
    )


def _not_counted(rows_of_then: Sequence[Subsidy]) -> list[str]:
    items = "、".join(f"{row.place} {_side_by_side(with_figure(row))}" for row in rows_of_then[:COMPACT])
    return [say("of_then", items=items)] if items else []


def _own_rows(request: Request, records: Records, items: Sequence[Item]) -> tuple[Subsidy, ...]:
    if len(request.places) != 1 or request.wheres("amount", "status", "rank"):
        return ()
    told = {item.row.id for item in items}
    return tuple(row for row in records.standing(request.places[0]).own if row.id not in told)[:1]


def _own_line(request: Request, records: Records, items: Sequence[Item]) -> list[str]:
    return [
        say("own_row", place=row.place, awards=say_awards(with_figure(row)) or rows.provision(row))
        for row in _own_rows(request, records, items)
    ]


def _benefit_lines(request: Request, items: Sequence[Item]) -> list[str]:
    return [f"{item.row.place}：{rows.provision(item.row)}" for item in items[:4]] if request.wheres("benefit") else []


def _warnings(request: Request, items: Sequence[Item]) -> list[str]:
    told = []
    if request.wheres("amount") and any(a.form == "range" for item in items for a in (item.award,) if a):
        told.append(say("range_note"))
    drafts = [item.row.place for item in items if item.row.draft]
    if drafts and not any(where.value == "draft" for where in request.wheres("status")):
        told.append(say("draft_note", places="、".join(dict.fromkeys(drafts))))
    return told


def _list_notes(
    request: Request, items: Sequence[Item], shown: Sequence[Item], found: Selection, records: Records
) -> Iterable[str]:
    places = len(_places(items))
    if len(shown) < len(items) == places:
        yield say("shortened", count=places, shown=len(shown))
    elif len(shown) < len(items):
        yield say("shortened_rows", places=places, count=len(items), shown=len(shown))
    if request.wheres("amount") and any(
        award.form in ("ceiling", "matching", "percentage") for item in shown for award in (item.award,) if award
    ):
        yield say("ceiling_note")
    if _tells_ends(request) and any(item.row.end_basis == "computed" for item in shown):
        yield say("computed_end")
    if below := _left_out_below(request, records):
        names = "、".join(dict.fromkeys(row.place for row in below))
        yield say("outside_below", names=names, outside="、".join(city.name for city in request.excluded))
    if found.undated:
        field = "ends" if request.wheres("ends") else "issued"
        yield say("undated", count=found.undated, date=say(f"undated_{field}"))


def _left_out_below(request: Request, records: Records) -> tuple[Subsidy, ...]:
    """The rows that would be listed and are of places in a city that is left out (温州以外: 乐清)."""
    cities = [each for each in request.excluded if not each.code.endswith(PROVINCE) and each.code.endswith(CITY)]
    if not cities:
        return ()
    kept = {item.row.id for item in select(request, records).items}
    out = [item.row for item in select(request.with_(excluded=()), records).items if item.row.id not in kept]
    within, own = records.places.within, {city.code for city in cities}
    return tuple(row for row in out if row.place_code not in own and any(within(row.place_code, code) for code in own))


def _nothing(request: Request, found: Selection, records: Records) -> Draft:
    """That no row meets the conditions; for 还有效 the full answer that all have ended."""
    scope, what, noun = scope_of(request), what_of(request), noun_of(request)
    if any(where.value == "in_force" for where in request.wheres("status")):
        return _all_over(request, records)
    own = records.standing(request.places[0]).own if len(request.places) == 1 else ()
    bare = len(request.places) == 1 and not (request.where or request.levels)
    headline = (
        say("none_in_place", place=request.places[0].name) if bare else say("none", scope=scope, what=what, noun=noun)
    )
    status: AnswerStatus = "partial" if own and bare else "no_answer"
    facts = [say("own_row", place=r.place, awards=say_awards(with_figure(r)) or rows.provision(r)) for r in own[:1]]
    computed = (request.as_of.isoformat(),)
    return Draft(status=status, intent=NAME, headline=headline, facts=tuple(facts), evidence=own[:1], computed=computed)


def _all_over(request: Request, records: Records) -> Draft:
    ended = request.without("status")
    if ended.where and (all_of_them := select(ended, records)).items:
        draft = _listing(ended, all_of_them, records)
        none = say("none_left", as_of=request.as_of.isoformat())
        return replace(draft, headline=none + draft.headline, used=draft.used | {"status"})
    stated = [item.row for item in select(ended, records).items if item.row.end_date]
    rows_all = [row for row in records.corpus.subsidies if row.end_date] if not request.places else stated
    key = "all_over" if rows_all else "none" if ended.where or request.titles else "no_end_stated"
    headline = say(
        key, scope=scope_of(request), count=len(rows_all), as_of=request.as_of.isoformat(),
        what=what_of(request), noun=noun_of(request),
    )  # fmt: skip
    last = sorted(rows_all, key=lambda row: row.end_date, reverse=True)[:3]
    facts = [say("item_end", place=row.place, end=row.end_date) for row in last]
    return Draft(
        status="answered" if rows_all else "no_answer",
        intent=NAME,
        headline=headline,
        facts=(say("last_ends", items="、".join(facts)),) if facts else (),
        evidence=tuple(last),
        computed=(f"条数 = {len(rows_all)}", request.as_of.isoformat()),
    )


# extremes and rankings

PROVINCE, CITY = "0000", "00"
"""ends of the codes of provinces and of cities"""
WHICH_PROVINCE = late("哪一?个?(?:省份?|自治区)(?!级)")


def _ranking(request: Request, found: Selection, records: Records) -> Draft:
    ordered, open_ended, level = ranked(request, found.items, records)
    if not ordered:
        return _whatever_holds(request, records) or _no_measure(request, found)
    if request.measure in ("issued", "ends"):
        return _by_day(request, ordered)
    if request.measure == "term":
        return _by_term(request, ordered)
    values = list(dict.fromkeys(item.value for item in ordered))
    value = values[min(request.nth, len(values)) - 1]
    best = [item for item in ordered if item.value == value]
    if request.measure == "difference":
        return _by_difference(request, ordered, best)
    top = _top(request, ordered)
    everything = request.operation == "rank" and not request.limit
    of_then = _of_then(request, records) if request.measure == "amount" else []
    left = _without_figure(found, (*ordered, *open_ended)) if everything else ()
    left = tuple(item for item in left if item.row not in of_then)
    holding = _by_status(request, ordered)
    best_holding = _by_status(request, best)
    beside = (*_best_unexpired(request, ordered, best, records), *_provinces_best(request, ordered, best, records))
    told = (
        _rows_told(ordered, holding)
        if everything
        else _rows_told((*best[:LONGEST], *beside, *top[:LONGEST], *ordered[:SHOWN]), best_holding)
    )
    return Draft(
        status="answered",
        intent=NAME,
        headline=_rank_headline(request, ordered, best, top, level, records),
        facts=(
            *_rank_facts(request, ordered, best, open_ended, holding if everything else best_holding),
            *_left_out(left, level),
            *_not_counted(of_then),
            *_overtaken(told, records),
        ),
        evidence=(*told, *(item.row for item in (*open_ended[:COMPACT], *left[:COMPACT])), *of_then[:COMPACT]),
        caveats=tuple(_rank_notes(best)),
        suggestions=(say("suggest_one", place=best[0].row.place),),
        validity=status_on(best[0].row, request.as_of) if len(best) == 1 else "",
        computed=(
            f"名次 = {request.nth} {request.limit} {len(top)} {len(best)} {_tied(top)}",
            request.as_of.isoformat(),
            *([f"条数 = {len(open_ended)}"] if len(open_ended) > COMPACT else ()),
            *_spread_sum(ordered),
            *_counts_of(holding),
            *_counts_of(best_holding),
            f"处数 = {len(_places(left))}",
        ),
        used=frozenset(where.field for where in request.where),
    )


def _without_figure(found: Selection, ranked_items: Sequence[Item]) -> tuple[Item, ...]:
    """The items that a ranking leaves out because they name no sum for its level."""
    rows_in = {item.row.id for item in ranked_items}
    return tuple(item for item in found.items if item.row.id not in rows_in)


def _left_out(left: Sequence[Item], level: str) -> list[str]:
    """What a ranking leaves out, by name where it is little."""
    if not left:
        return []
    if len(left) > COMPACT:
        return [say("left_out_many", level=level, count=len(_places(left)))]
    parts = (_side_by_side(with_figure(item.row)) or rows.provision(item.row) for item in left)
    items = "、".join(say("item", place=_name(item.row), award=part) for item, part in zip(left, parts, strict=True))
    return [say("left_out", level=level, items=items)]


def _overtaken(told: Sequence[Subsidy], records: Records) -> list[str]:
    """Which of the places told have a later document whose sum is not held."""
    places = dict.fromkeys(row.place for row in told if records.has_newer(row))
    return [say("newer_unrecorded", places="、".join(places))] if places else []


def _top(request: Request, ordered: Sequence[Item]) -> list[Item]:
    """The first so many, and all that pay as much as the last of them."""
    if not request.limit:
        return []
    last = ordered[min(request.limit, len(ordered)) - 1].value
    return [item for i, item in enumerate(ordered) if i < request.limit or item.value == last]


def _tied(top: Sequence[Item]) -> int:
    return len(_places([item for item in top if item.value == top[-1].value])) if top else 0


def _filtered_scope(request: Request) -> str:
    """The scope and, where rows were chosen by more than their place, by what."""
    where = tuple(w for w in request.where if w.field not in ("rank",))
    what = what_of(request.with_(where=where, levels=())) if where else ""
    noun = noun_of(request) if where or request.wheres("rank") else ""
    words = f"{what}{noun}" if what or request.wheres("rank") else ""
    return scope_of(request) + (say("filter", what=words + ("中" if words else "")) if words else "")


def _rank_headline(
    request: Request, ordered: Sequence[Item], best: Sequence[Item], top: Sequence[Item], level: str, records: Records
) -> str:
    scope = _filtered_scope(request)
    provinces = _provinces_best(request, ordered, best, records)
    if request.limit:
        items = _enumerated(top, _ranked_item)
        ties = say("top_ties", count=_tied(top)) if len(top) > request.limit else ""
        key = "top" if request.descending else "bottom"
        return say(key, scope=scope, level=level, count=request.limit, items=items, ties=ties)
    if request.operation == "rank":
        items = "、".join(_ranked_item(item) for item in ordered[:LONGEST])
        return say("ordered_down" if request.descending else "ordered_up", scope=scope, level=level, items=items)
    headline = _extreme_headline(request, best, scope, level)
    unexpired = _of_unexpired(request, _best_unexpired(request, ordered, best, records))
    return headline + unexpired + _of_provinces(request, best, provinces) + _spread(request, ordered)


def _provinces_best(request: Request, ordered: Sequence[Item], best: Sequence[Item], records: Records) -> list[Item]:
    """哪个省奖励最高, led by a city: the first of what provinces pay themselves; [] where none is asked or needed."""
    own = [i for i in ordered if i.row.place == i.row.province and not records.has_newer(i.row)]
    led_below = any(item.row.place != item.row.province for item in best)
    asked = request.operation == "extreme" and request.nth == 1 and WHICH_PROVINCE.search(request.asked)
    return [item for item in own if item.value == own[0].value] if asked and led_below else []


def _best_unexpired(request: Request, ordered: Sequence[Item], best: Sequence[Item], records: Records) -> list[Item]:
    """The first of what has not ended, where all that leads has; [] where something of it still may be had."""
    alone = request.operation == "extreme" and request.nth == 1 and not request.wheres("status")
    if not alone or not all(status_on(item.row, request.as_of) in rows.ENDED for item in best):
        return []
    gone = (*rows.ENDED, "draft")
    left = [i for i in ordered if status_on(i.row, request.as_of) not in gone and not records.has_newer(i.row)]
    return [item for item in left if item.value == left[0].value]


def _of_unexpired(request: Request, left: Sequence[Item]) -> str:
    """Which of them leads among those that have not ended, and how they stand."""
    if not left:
        return ""
    ends = dict.fromkeys(rows.say_end(i.row) if i.row.end_date else say("status_unstated") for i in left)
    slots = {"items": _enumerated(left, _name_with_form), "sum": number(left[0].value)}
    return say("unexpired_most" if request.descending else "unexpired_least", ends="、".join(ends), **slots)


def _name_with_form(item: Item) -> str:
    """A place, with that its sum is a ceiling, or what was seen paid."""
    award = item.award
    if award is None or not (award.form == "ceiling" or award.figure_kind == "兑现数"):
        return _name(item.row)
    return say("ceiling_name" if award.form == "ceiling" else "paid_name", place=_name(item.row))


def _of_provinces(request: Request, best: Sequence[Item], provinces: Sequence[Item]) -> str:
    """In which province the city lies that leads, and which province itself pays most."""
    if not provinces:
        return ""
    below = [item.row for item in best if item.row.place != item.row.province]
    lying = "、".join(dict.fromkeys(say("lies_in", place=row.place, province=row.province) for row in below))
    key = "provinces_most" if request.descending else "provinces_least"
    return say(key, lying=lying, items=_enumerated(provinces, _ranked_item))


def _extreme_headline(request: Request, best: Sequence[Item], scope: str, level: str) -> str:
    if len(best) > 1 and request.descending and request.nth == 1:
        places = _enumerated(best, _ranked_item)
        return say("most_tied", scope=scope, level=level, places=places, award=number(best[0].value))
    key = "most" if request.descending else "least"
    if request.nth > 1:
        key = "nth" if request.descending else "nth_low"
    said = {say_award(item.award) for item in best if item.award}
    award = said.pop() if len(said) == 1 else say("sum_only", amount=number(best[0].value))
    places = _enumerated(best, lambda item: _name(item.row))
    headline = say(key, scope=scope, level=level, places=places, award=award, nth=NUMERALS[min(request.nth, 10)])
    if len(best) == 1:
        validity = rows.say_validity(best[0].row, request.as_of, short=True)
        headline = f"{headline.rstrip('。')}；{validity}。"
    return headline


def _ranked_item(item: Item) -> str:
    return say("item", place=_name(item.row), award=say_award(item.award) if item.award else number(item.value))


def _spread(request: Request, ordered: Sequence[Item]) -> str:
    """How far the highest and the lowest are apart, where both are asked for."""
    if not (request.has("operation.most") and request.has("operation.least")):
        return ""
    values = [item.value for item in ordered]
    low = [item for item in ordered if item.value == min(values)]
    scope, level = _filtered_scope(request), request.levels[0] if request.levels else DEFAULT_LEVEL
    other = _extreme_headline(request.with_(descending=False, nth=1), low, scope, level)
    return other + say("spread", difference=number(max(values) - min(values)))


def _spread_sum(ordered: Sequence[Item]) -> list[str]:
    values = [item.value for item in ordered]
    return [f"{number(max(values))} - {number(min(values))} = {number(max(values) - min(values))}"]


def _rank_facts(
    request: Request,
    ordered: Sequence[Item],
    best: Sequence[Item],
    open_ended: Sequence[Item],
    holding: Mapping[str, Sequence[Item]],
) -> Iterable[str]:
    everything = request.operation == "rank" and not request.limit
    if not everything and len(ordered) > len(best):
        items = _enumerated(ordered[:SHOWN], _ranked_item)
        yield say("ranking_down" if request.descending else "ranking_up", items=items)
    if everything or request.limit or len(best) > 1:
        yield from _validity_fact(request, holding)
    else:
        for item in best[:2]:
            validity = rows.say_validity(item.row, request.as_of, short=True)
            yield say("policy_line", policy=rows.say_policy(item.row), validity=validity)
    if open_ended:
        yield say("open_ended", items=_enumerated(open_ended, _open_item, COMPACT))


def _open_item(item: Item) -> str:
    return say("item", place=_name(item.row), award=_side_by_side(with_figure(item.row)))


def _rank_notes(best: Sequence[Item]) -> Iterable[str]:
    if any(item.award and item.award.form == "ceiling" for item in best):
        yield say("ceiling_note")
    if len(best) == 1:
        yield from best[0].row.notes


def _by_difference(request: Request, ordered: Sequence[Item], best: Sequence[Item]) -> Draft:
    levels = request.levels if len(request.levels) == 2 else ("国家级", "省级")
    pairs = [tuple(a for a in with_figure(item.row) if a.level in levels) for item in best[:1]]
    key = "difference_nth" if request.nth > 1 else "difference_most" if request.descending else "difference_least"
    headline = say(
        key,
        scope=_filtered_scope(request),
        levels="与".join(levels),
        places=_enumerated(best, lambda item: _name(item.row)),
        value=number(best[0].value),
        awards=say_awards(pairs[0]),
        nth=NUMERALS[min(request.nth, 10)],
    )
    others = [item for item in ordered if item.value != best[0].value][:SHOWN]
    items = "、".join(
        say("item", place=_name(item.row), award=say("sum_only", amount=number(item.value))) for item in others
    )
    holding = _by_status(request, best)
    computed = [
        f"{number(max(values))} - {number(min(values))} = {number(max(values) - min(values))}"
        for pair in (
            tuple(a for a in with_figure(item.row) if a.level in levels) for item in (*best[:LONGEST], *others)
        )
        if (values := [figure(a) or 0.0 for a in pair])
    ]
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=((say("next", items=items),) if items else ()) + tuple(_validity_fact(request, holding)),
        evidence=_rows_told((*best[:LONGEST], *others), holding),
        computed=(*computed, f"处数 = {len(best)}"),
        used=frozenset(where.field for where in request.where),
    )


def _in_order_of_days(request: Request, ordered: Sequence[Item]) -> Draft:
    """All rows that bear the day, in its order: 按到期时间排一下."""
    ends = request.measure == "ends"
    shown = ordered[:LONGEST]
    items = "、".join(
        say("day_of", place=_name(item.row), day=item.row.end_date if ends else item.row.date) for item in shown
    )
    key = f"{request.measure}_{'down' if request.descending else 'up'}"
    return Draft(
        status="answered",
        intent="subsidy.dates",
        headline=say(key, scope=_filtered_scope(request), items=items),
        evidence=_rows_told(shown),
        computed=tuple(_shortened(ordered)),
        used=frozenset(where.field for where in request.where),
    )


def _by_day(request: Request, ordered: Sequence[Item]) -> Draft:
    if request.operation == "rank" and not request.limit and len(ordered) > 1:
        return _in_order_of_days(request, ordered)
    best = [item for item in ordered if item.value == ordered[0].value]
    others = [item for item in ordered if item.value != best[0].value][:3]
    key = f"{request.measure}_{'most' if request.descending else 'least'}"
    items = "；".join(_day_item(item.row, request) for item in best[:LONGEST])
    if len(best) > LONGEST:
        items = say("and_more", items=items, count=len(best))
    ends = request.measure == "ends"
    following = "；".join(f"{item.row.place} {item.row.end_date if ends else item.row.date}" for item in others)
    computed = (say("computed_end"),) if ends and any(i.row.end_basis == "computed" for i in (*best, *others)) else ()
    return Draft(
        status="answered",
        intent="subsidy.dates",
        headline=say(key, scope=_filtered_scope(request), items=items),
        facts=(say("next", items=following),) if following else (),
        evidence=_rows_told((*best[:LONGEST], *others)),
        caveats=(*computed, *(note for item in best[:1] for note in item.row.notes)),
        validity=status_on(best[0].row, request.as_of) if len(best) == 1 else "",
        computed=(request.as_of.isoformat(), *([f"条数 = {len(best)}"] if len(best) > LONGEST else ())),
        used=frozenset(where.field for where in request.where),
    )


def _day_item(row: Subsidy, request: Request) -> str:
    policy = rows.bare_title(row.policy)
    if request.measure == "issued":
        return say("issued_item", place=row.place, policy=policy, dated=rows.say_date(row))
    status = status_on(row, request.as_of)
    short = say(f"short_{status}") if status in ("in_force", "expired") else ""
    return say("ends_item", place=row.place, policy=policy, end=rows.say_end(row), status=short).rstrip("，")


def _whatever_holds(request: Request, records: Records) -> Draft | None:
    """哪个省最高现在还有效 where none is stated to be in force: that, and the order of all; else None."""
    if not any(where.value == "in_force" for where in request.wheres("status")):
        return None
    all_of_them = request.without("status")
    found = select(all_of_them, records)
    if not ranked(all_of_them, found.items, records)[0]:
        return None
    draft = _ranking(all_of_them, found, records)
    none = say("none_left", as_of=request.as_of.isoformat())
    return replace(draft, headline=none + draft.headline, used=draft.used | {"status"})


def _by_term(request: Request, ordered: Sequence[Item]) -> Draft:
    best = [item for item in ordered if item.value == ordered[0].value]
    items = _enumerated(best, lambda item: say("term_item", place=item.row.place, words=item.row.end_words))
    holding = _by_status(request, best)
    key = "term_most" if request.descending else "term_least"
    value = f"{best[0].value:g}"
    return Draft(
        status="answered",
        intent="subsidy.dates",
        headline=say(key, scope=_filtered_scope(request), value=value, items=items),
        facts=tuple(_validity_fact(request, holding)),
        evidence=_rows_told(best, holding),
        computed=(
            f"{value} 年",
            *_counts_of(holding),
            *([f"条数 = {len(best)}"] if len(best) > LONGEST else ()),
            request.as_of.isoformat(),
        ),
        used=frozenset(where.field for where in request.where),
    )


def _no_measure(request: Request, found: Selection) -> Draft:
    headline = say("no_measure", scope=scope_of(request), what=say(f"measure_{request.measure}"))
    evidence = tuple(item.row for item in found.items[:SHOWN])
    facts = tuple(f"{row.place}：{say_awards(with_figure(row)) or rows.provision(row)}" for row in evidence)
    return Draft(
        status="partial" if evidence else "no_answer", intent=NAME, headline=headline, facts=facts, evidence=evidence
    )


# means, groups, counts of rows


def _mean(request: Request, found: Selection, records: Records) -> Draft:
    ordered, _, level = ranked(request.with_(measure="amount"), found.items, records)
    if not ordered:
        return _no_measure(request, found)
    total = sum(item.value for item in ordered)
    mean = f"{total / len(ordered):.1f}".removesuffix(".0")
    if request.has("operation.median"):
        return _median(request, ordered, level)
    headline = say(
        request.operation,
        scope=_filtered_scope(request),
        what=say("mean_level", level=level),
        count=len(ordered),
        mean=mean,
        sum=number(total),
    )
    holding = _by_status(request, ordered)
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=tuple(_validity_fact(request, holding)),
        evidence=_rows_told(ordered, holding),
        caveats=(say("ceiling_note"),),
        computed=(
            f"{number(total)} / {len(ordered)} = {mean}",
            *_counts_of(holding),
            request.as_of.isoformat(),
        ),
        used=frozenset(where.field for where in request.where),
    )


def _median(request: Request, ordered: Sequence[Item], level: str) -> Draft:
    """The middle sum of a level, or the mean of the two in the middle."""
    values = sorted(item.value for item in ordered)
    low, high = values[(len(values) - 1) // 2], values[len(values) // 2]
    middle = number((low + high) / 2)
    slots = {"scope": _filtered_scope(request), "what": say("mean_level", level=level), "count": len(values)}
    holding = _by_status(request, ordered)
    return Draft(
        status="answered",
        intent=NAME,
        headline=say("median", **slots, middle=middle, low=number(values[0]), high=number(values[-1])),
        facts=tuple(_validity_fact(request, holding)),
        evidence=_rows_told(ordered, holding),
        computed=(f"({number(low)} + {number(high)}) / 2 = {middle}", *_counts_of(holding), request.as_of.isoformat(),
                  f"处数 = {len(values)}"),
        used=frozenset(where.field for where in request.where),
    )  # fmt: skip


def _grouped(request: Request, found: Selection, records: Records) -> Draft:
    groups: dict[str, list[Item]] = {}
    for item in found.items:
        province = records.places.province(item.row.place_code)
        groups.setdefault(province.name if province else item.row.province, []).append(item)
    if not groups:
        return _nothing(request, found, records)
    parts = []
    most = LONGEST if len(found.items) <= MOST_CITED else SHOWN
    holding = _by_status(request, found.items)
    for name, items in sorted(groups.items(), key=lambda pair: -len(_places(pair[1]))):
        names = "、".join(dict.fromkeys(_item(item, request, compact=not request.levels) for item in items[:most]))
        if len(items) > most:
            names = say("and_others", items=names)
        parts.append(say("group_item", province=name, count=len(_places(items)), names=names))
    return Draft(
        status="answered",
        intent=NAME,
        headline=scope_of(request) + what_of(request) + say("grouped", items="；".join(parts)),
        facts=tuple(_validity_fact(request, holding)),
        evidence=_rows_told(found.items, {**holding, **groups}),
        computed=(*(f"个数 = {len(_places(items))}" for items in groups.values()), *_counts_of(holding),
                  request.as_of.isoformat()),
        used=frozenset(where.field for where in request.where),
    )  # fmt: skip


def _most_rows(request: Request, records: Records) -> Draft:
    """The province with the most rows of cities and districts."""
    below: dict[str, list[Subsidy]] = {}
    for row in records.corpus.subsidies:
        province = records.places.province(row.place_code)
        if province is not None and province.code != row.place_code:
            below.setdefault(province.name, []).append(row)
    name, found = max(below.items(), key=lambda pair: len({row.place_code for row in pair[1]}))
    names = list(dict.fromkeys(row.place for row in found))
    return Draft(
        status="answered",
        intent=NAME,
        headline=say("rows_most", province=name, count=len(names), names="、".join(names)),
        evidence=tuple(found),
        computed=(f"条数 = {len(names)}",),
    )


def benefit(request: Request, records: Records, name: str) -> Draft:
    """The places whose rows promise a benefit that is no sum."""
    where = Where(field="benefit", value=name)
    return answer(request.with_(operation="list", where=(where,), levels=(), places=(), relation="subsidies"), records)
