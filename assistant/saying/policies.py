"""Regional policies: by place, date and title, asked either way; first and latest; the areas below that issued some."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from assistant.pairs import char_pairs
from assistant.query import days
from assistant.query.records import COUNTRY, Records
from assistant.saying import rows
from assistant.saying.conditions import say_period, scope_of
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.request import Request, Where
from assistant.understanding.spans import TITLE_WORD
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place, Places
from corpus.types import Area, Notice, Passage, Policy, Rule, Subsidy
from corpus.validity import status_on

NAME = "policy"
say = load_wording("policy")
LONGEST = 420
"""characters of a list of policies; beyond it the titles are cut to the newest that fit"""
TELLING = 6.0
"""weight (sum of the rarity of shared pairs of characters) from which a question names a title"""
TELLING_ALONE = 4.4
"""the same where one pair alone is so rare that it stands in one or two titles"""
NAMED = 9.0
"""weight from which a question that names no place describes one title"""
NEW_PAIR = 3.5
"""weight of a pair that stands only in titles of subsidy rules"""
CLOSE = 0.75
"""share of the best weight from which another title is named as well"""
IN_TITLE = late("题目|标题|名称|名字|文件名|带有?|含有?|叫")
QUOTED = late(r"[“‘「『\"]([^”’」』\"]+)[”’」』\"]")
ALL_OF = late("哪些|哪几|都有什么|都有啥")
NATIONAL = late("^(?!.*(?:各地|各省|地方|哪些省|哪个省)).*(?:国家|部里|工信部|全国性)")
"""a question for what the country itself has issued"""
KINDS_OF_NOTICE = ("办法", "通知", "意见", "通则", "清单")
LINES = 24
"""policies up to which a list over several places gives each a line"""
SHOWN = 6
DATES = ("issued", "", "listed", "called", "ends")
COMPUTED = ("count", "group", "extreme", "rank")
FEW = 12
"""policies up to which a list over several places gives every title"""
LONGEST_LIST = 640
KINDS: dict[str, Callable[[str, Places], bool]] = {
    "region": lambda code, places: (place := places.get(code)) is not None and place.name.endswith("自治区"),
    "municipality": lambda code, places: places.is_municipality(code),
}
BELOW = ("below", "city", "town", "county", "county_city")


def answer(request: Request, records: Records) -> Draft:
    """The policies asked for, or the nearest there is."""
    titled = [policy for policy in records.corpus.policies if policy.title in request.titles]
    if titled and (not request.places or _all_within(titled, request, records)):
        return _named(titled, records)
    conditions = _conditions(request)
    counting = request.operation in ("count", "group") and not _asks_below(request)
    if len(request.places) == 1 and not conditions and not counting:
        return _of_one(request, request.places[0], records)
    computed = request.operation in COMPUTED or _only_one(request)
    if not request.places and not conditions and not request.excluded and not computed:
        return _everywhere(request, records)
    return _selected(request, conditions, records)


def _conditions(request: Request) -> tuple[Where, ...]:
    """What the policies are chosen by beside their place."""
    dated = [where for where in request.where if where.field in DATES]
    phrases = QUOTED.findall(request.text) if IN_TITLE.search(request.text) else []
    quoted = [Where(field="title", value=phrase) for phrase in phrases]
    bare = [Where(field="title", value=match[1]) for match in TITLE_WORD.finditer(request.text)] if not quoted else []
    ranks = [w for w in (*request.where, *request.loose) if w.field == "rank" and set(w.value) & set(KINDS)]
    return (*dated, *quoted, *bare, *ranks)


def _selected(request: Request, conditions: tuple[Where, ...], records: Records) -> Draft:
    """The policies that meet all conditions, and what the operation makes of them."""
    found = [p for p in records.corpus.policies if _meets(p, request, conditions, records)]
    scope = _scope_words(request, conditions)
    if request.operation in ("extreme", "rank") or _only_one(request):
        return _extreme(request, found, scope, records) if found else _none(request, scope, records)
    if not found and (titled := _year_of_title(request, records)) is not None:
        return titled
    if not found:
        return _none(request, scope, records)
    if request.operation == "group":
        return _per_place(found, scope)
    return _listing(request, found, scope, records)


def _year_of_title(request: Request, records: Records) -> Draft | None:
    """张掖2019年度绿色工厂培育通知: the year stands in the title of the place's rule, it is no condition."""
    years = {str(where.value)[:4] for where in request.where if where.field in DATES and isinstance(where.value, str)}
    if len(request.places) != 1 or not years:
        return None
    own = records.standing(request.places[0]).own
    if not any(year in row.policy for row in own for year in years):
        return None
    return _of_one(request.with_(where=()), request.places[0], records)


def _meets(policy: Policy, request: Request, conditions: tuple[Where, ...], records: Records) -> bool:
    within = records.places.within
    if any(within(policy.place_code, place.code) for place in request.excluded):
        return False
    if request.places and not any(within(policy.place_code, place.code) for place in request.places):
        return False
    titles = [where.value for where in conditions if where.field == "title"]
    if titles and not any(phrase in policy.title for phrase in titles):
        return False
    ranks = [rank for where in conditions if where.field == "rank" for rank in where.value if rank in KINDS]
    if ranks and not any(KINDS[rank](policy.place_code, records.places) for rank in ranks):
        return False
    return all(days.meets(policy.date, w.test, w.value) for w in conditions if w.field in DATES)


def _scope_words(request: Request, conditions: tuple[Where, ...]) -> str:
    """Where, when and under what title, in words."""
    place = scope_of(request) if request.places or request.excluded else ""
    when = [f"{say_period(w.value).strip()}{say(f'test_{w.test}')}" for w in conditions if w.field in DATES]
    titles = [where.value for where in conditions if where.field == "title"]
    title = say("in_title", words="”或“".join(titles)) if titles else ""
    kinds = [say(f"kind_{rank}") for w in conditions if w.field == "rank" for rank in w.value if rank in KINDS]
    dated = say("when", when="、".join(when)) if when else ""
    return f"{place}{'、'.join(kinds)}{dated}{title}"


def _none(request: Request, scope: str, records: Records) -> Draft:
    years = [where.value[:4] for where in request.where if where.names_day and where.test in ("eq", "is")]
    if not request.places and len(years) == 1 and (since := _of_year(request, records, years[0])) is not None:
        return replace(since, headline=say("none_in_table", scope=scope) + since.headline)
    of_documents = request.has("topic.policy", "topic.policy_table") and len(request.places) == 1
    if of_documents and (later := _later_then(request, records)):
        items = "；".join(item for item, _ in later)
        headline = say("none_in_table", scope=scope) + say("later_then", items=items)
        return _draft(headline, tuple(row for _, row in later), computed=(scope,))
    policies = records.policies_of(place.code for place in request.places)
    headline = say("none_scope", scope=scope)
    status: AnswerStatus = "partial" if policies and len(request.places) == 1 else "no_answer"
    facts = (_items(policies),) if status == "partial" else ()
    return _draft(headline, policies if facts else (), status=status, facts=facts, computed=(scope,))


def _later_then(request: Request, records: Records) -> list[tuple[str, Rule | Subsidy]]:
    """The documents of the one place since the table that came out at the time named."""
    dated = [where for where in request.where if where.field in DATES]
    found = _later(request.places[0], records)
    return [(item, row) for item, row in found if all(days.meets(row.date, w.test, w.value) for w in dated)]


def _listing(request: Request, found: Sequence[Policy], scope: str, records: Records) -> Draft:
    names = list(dict.fromkeys(policy.place for policy in found))
    computed = (f"项数 = {len(found)}", f"地区数 = {len(names)}", scope)
    counting = request.operation == "count"
    one = len(names) == 1
    if request.has("ask.when") and len(request.places) == 1 and (close := closest(request.text, found, records)):
        return _named(close[:3], records)
    if one or len(found) <= FEW:
        said = [_item(p) if one else say("matched", place=p.place, item=_item(p)) for p in found]
        items = _fitting(said)
        key = "counted" if counting else "listed_scope"
        facts = (say("places_of", count=len(names), names="、".join(names)),) if not one else ()
        return _draft(
            say(key, scope=scope or names[0], count=len(found), items=items), found, facts=facts, computed=computed
        )
    lines = [say("matched", place=policy.place, item=_item(policy)) for policy in found]
    told = lines if len(lines) <= LINES else ["；".join(lines[:SHOWN])]
    headline = say("by_scope", scope=scope, policies=len(found), count=len(names), names="、".join(names))
    return _draft(headline, found, facts=told, computed=computed)


def _fitting(said: list[str]) -> str:
    """The items as one text, cut to the newest where it grows too long."""
    while sum(map(len, said)) > LONGEST_LIST and len(said) > FEW // 4:
        said.pop(0)
    return "；".join(said)


def _asks_below(request: Request) -> bool:
    """Whether the places inside one are asked for, not its own policies."""
    below = any(set(w.value) & set(BELOW) for w in (*request.where, *request.loose) if w.field == "rank")
    return ("subordinate" in request.aspects or below) and request.measure != "issued"


def _of_one(request: Request, place: Place, records: Records) -> Draft:
    if _asks_below(request):
        return _areas(place, records)
    policies = records.policies_of((place.code,))
    if not policies:
        return _below_province(request, place, records)
    draft = _of_place(request, place, policies, records)
    every = len(draft.evidence) == len(policies)
    latest = request.measure == "issued" and request.operation in ("extreme", "rank") and request.descending
    return _with_later(draft, place, records, first=latest) if every or latest else draft


def _with_later(draft: Draft, place: Place, records: Records, *, first: bool) -> Draft:
    """What has come out since the table, by other rows of the place; ``first`` where the latest is asked for."""
    found = _later(place, records)
    if not found:
        return draft
    evidence = (*draft.evidence, *(row for _, row in found))
    if first:
        headline = say("latest_since", place=place.name, item=found[-1][0]) + draft.headline
        return replace(draft, headline=headline, evidence=(found[-1][1], *draft.evidence))
    items = "；".join(item for item, _ in found)
    return replace(draft, facts=(*draft.facts, say("later", items=items)), evidence=evidence)


def _later(place: Place, records: Records) -> list[tuple[str, Rule | Subsidy]]:
    """Documents of a place that came after the table, oldest first: each as it is told, and the row that names it."""
    held: list[Rule | Subsidy] = [*records.rules_of(place.code), *records.standing(place).own]
    return _documents(held, records)


def _documents(held: Iterable[Rule | Subsidy], records: Records) -> list[tuple[str, Rule | Subsidy]]:
    """The later documents that rows name, oldest first, each once with its first row."""
    named: dict[str, tuple[str, str, Rule | Subsidy]] = {}
    for row in (row for row in held if row.date and records.is_later(row)):
        title = row.basis if isinstance(row, Rule) else row.policy
        number = row.number if isinstance(row, Rule) else row.document_number
        if title[:1] not in ("", "（"):
            named.setdefault(title, (row.date, number, row))
    ordered = sorted(named.items(), key=lambda each: each[1][0])
    return [(_later_item(day, title, number), row) for title, (day, number, row) in ordered]


def _of_year(request: Request, records: Records, year: str) -> Draft | None:
    """The documents of a year that the table does not reach: the country's, and those of places that rows name."""
    ours = national(request, records, year)
    held: list[Rule | Subsidy] = [*records.corpus.rules, *records.corpus.subsidies]
    local = (row for row in held if row.date.startswith(year) and row.place_code != COUNTRY)
    found = _documents(local, records)[:SHOWN]
    if not found:
        return ours
    told = say("local_of_year", year=year, items="；".join(say("matched", place=r.place, item=i) for i, r in found))
    rows_of = tuple(row for _, row in found)
    if ours is None:
        return Draft(status="answered", intent=NAME, headline=told, evidence=rows_of, computed=(year,))
    evidence, computed = (*ours.evidence, *rows_of), (*ours.computed, year)
    return replace(ours, headline=ours.headline + told, evidence=evidence, computed=computed)


def _later_item(day: str, title: str, number: str) -> str:
    return say("item", date=day, title=rows.bare_title(title)) + (say("item_number", number=number) if number else "")


def _all_within(policies: Sequence[Policy], request: Request, records: Records) -> bool:
    return all(any(records.places.within(p.place_code, place.code) for place in request.places) for p in policies)


def _draft(
    headline: str,
    evidence: Sequence[Policy | Area | Subsidy | Rule],
    *,
    status: AnswerStatus = "answered",
    facts: Sequence[str] = (),
    place: Place | None = None,
    computed: Sequence[str] = (),
) -> Draft:
    notes = dict.fromkeys(note for record in evidence[:3] if isinstance(record, Policy) for note in record.notes)
    return Draft(
        status=status,
        intent=NAME,
        headline=headline,
        facts=tuple(facts),
        evidence=tuple(evidence),
        caveats=tuple(notes)[:2],
        suggestions=(say("suggest_subsidy", place=place.name),) if place else (),
        computed=tuple(computed),
        used=frozenset(("issued", "", "rank", "title", "listed", "called")),
    )


def _item(policy: Policy) -> str:
    title = rows.bare_title(policy.title)
    return say("item", date=policy.date, title=title) if policy.date else say("item_undated", title=title)


def _items(policies: Sequence[Policy]) -> str:
    """The policies as one list, oldest first, cut to the newest where it grows too long."""
    said = [_item(policy) for policy in policies]
    while sum(map(len, said)) > LONGEST and len(said) > 3:
        said.pop(0)
    return "；".join(said)


def _sentence(policy: Policy) -> str:
    title = rows.bare_title(policy.title)
    if not policy.date:
        return say("one_undated", place=policy.place, title=title)
    return say("one", place=policy.place, date=policy.date, title=title)


def _row_of(policy: Policy, records: Records) -> Subsidy | None:
    """The subsidy row of the same document, where it gives the day and not only the month."""
    same = (row for row in records.rows_titled((policy.title,)) if row.place_code == policy.place_code)
    return next((row for row in same if len(row.date) > len(policy.date)), None)


def _named(titled: Sequence[Policy], records: Records) -> Draft:
    place = records.places.get(titled[0].place_code)
    rows_of = [row for policy in titled[:4] if (row := _row_of(policy, records))]
    told = "".join(say("day", title=rows.bare_title(row.policy), dated=rows.say_date(row)) for row in rows_of)
    return _draft("".join(_sentence(policy) for policy in titled[:4]) + told, (*titled, *rows_of), place=place)


# one place


def _of_place(request: Request, place: Place, policies: Sequence[Policy], records: Records) -> Draft:
    close = [] if _asks_all(request) else closest(request.text, policies, records)
    if request.measure == "issued" and request.operation in ("extreme", "rank") and len(close) != 1:
        return _first_or_latest(request, place, close or policies)
    if close and len(close) < len(policies):
        return _named(close[:3], records)
    headline = say("listed", place=place.name, count=len(policies), items=_items(policies))
    return _draft(headline, policies, place=place, computed=(f"项数 = {len(policies)}",))


def _asks_all(request: Request) -> bool:
    """Whether all policies of a place are asked for, and nothing of what they are called."""
    listed = ALL_OF.search(request.asked) or request.has("operation.list")
    return bool(listed) and not (request.leftover or request.has("topic.call", "topic.listing"))


def _first_or_latest(request: Request, place: Place, policies: Sequence[Policy]) -> Draft:
    dated = sorted((policy for policy in policies if policy.date), key=lambda policy: policy.date)
    chosen = dated[-1] if request.descending else dated[0]
    key = "latest" if request.descending else "first"
    headline = say(key, place=place.name, date=chosen.date, title=rows.bare_title(chosen.title))
    same = [policy for policy in dated if policy.date == chosen.date and policy is not chosen]
    return _draft(headline, (chosen, *same), facts=[_item(policy) for policy in same], place=place)


def _areas(place: Place, records: Records) -> Draft:
    within = records.places.within
    found = [a for a in records.corpus.areas if a.place_code != place.code and within(a.place_code, place.code)]
    if not found:
        policies = records.policies_of((place.code,))
        return _draft(say("areas_none", place=place.name), policies, status="no_answer", place=place)
    names = "、".join(area.place for area in found)
    headline = say("areas", place=place.name, count=len(found), names=names)
    return _draft(headline, found, place=place, computed=(f"地区数 = {len(found)}",))


def _below_province(request: Request, place: Place, records: Records) -> Draft:
    province = records.places.province(place.code)
    policies = records.policies_of((province.code,)) if province else ()
    if province is None or not policies:
        return _draft(say("none", place=place.name), (), status="no_answer")
    own = records.standing(place).own
    areas = [area for area in records.corpus.areas if area.place_code == place.code]
    if own:
        said = [_of_city(row, records) for row in own]
        dated = not request.has("ask.when") or any(row.date for row in own)
        return _draft("".join(said), (*own, *areas), status="answered" if dated else "partial", place=place)
    key = "area_of" if areas else "not_area"
    headline = say(key, place=place.name, province=province.name, count=len(policies), items=_items(policies))
    return _draft(headline, (*areas, *policies), status="partial", place=place)


def _of_city(row: Subsidy, records: Records) -> str:
    """The rule of a place by its title and date, and that its time is over where it is."""
    over = status_on(row, records.day) in ("expired", "repealed")
    dated = rows.say_date(row) + (f"；{rows.say_validity(row, records.day, short=True)}" if over else "")
    return say("city_subsidy", place=row.place, title=rows.bare_title(row.policy), dated=dated)


# all places


def _everywhere(request: Request, records: Records) -> Draft:
    policies = records.corpus.policies
    found = closest(request.text, policies, records)
    if found and not request.has("topic.policy_table"):
        return _named(found[:4], records)
    if NATIONAL.search(request.text) and (since := national(request, records)) is not None:
        return since
    provinces = len({policy.place_code for policy in policies})
    if request.has("topic.policy_table", "ask.many", "ask.which", "operation.count") or request.operation == "list":
        headline = say("count_all", places=provinces, count=len(policies))
        return _draft(headline, policies[:SHOWN], computed=(f"{provinces}", f"{len(policies)}"))
    return Draft(status="clarify", intent=NAME, headline=say("clarify"), missing="place")


def national(request: Request, records: Records, year: str = "") -> Draft | None:
    """The national documents of the years since, newest first, or those of one year with what is said of them; None
    where there is none."""
    dated = [one for one in records.corpus.notices if one.date.startswith(year) and one.title[:1] not in ("", "（")]
    kinds = [kind for kind in KINDS_OF_NOTICE if year and kind in request.asked]
    found = [one for one in dated if any(kind in one.title for kind in kinds)] or dated
    newest = sorted(found, key=lambda one: one.date, reverse=True)
    stated = [(one, told) for one in newest if (told := _stated(one, records))][:SHOWN]
    if not stated:
        return None
    items = "；".join(_later_item(one.date, one.title, one.number) for one, _ in stated)
    headline = say("national_of_year" if year else "national", year=year, items=items)
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=tuple(told.text for _, told in stated) if year else (),
        evidence=tuple(told for _, told in stated),
        computed=tuple(f"{one.date} {one.number}" for one, _ in stated),
    )


def _stated(notice: Notice, records: Records) -> Passage | None:
    """The first statement of what a notice says."""
    return next((each for each in records.passages if each.source.section.startswith(notice.title)), None)


def _only_one(request: Request) -> bool:
    return bool(re.search(r"只有一[条项个份]|仅一[条项]|只列了?一", request.text))


def _extreme(request: Request, policies: Sequence[Policy], scope: str, records: Records) -> Draft:
    if request.measure == "rows" or _only_one(request):
        return _most(request.with_(descending=request.descending and not _only_one(request)), policies, scope, records)
    dated = [policy for policy in policies if policy.date]
    if not dated:
        return _draft(say("none", place=""), (), status="no_answer")
    bound = (max if request.descending else min)(policy.date for policy in dated)
    found = [policy for policy in dated if policy.date == bound]
    items = "；".join(say("matched", place=policy.place, item=_item(policy)) for policy in found)
    key = "all_latest" if request.descending else "all_first"
    return _draft(say(key, scope=scope, date=bound, items=items), found, computed=(scope,))


def _per_place(policies: Sequence[Policy], scope: str) -> Draft:
    counts = Counter(policy.place for policy in policies)
    items = "、".join(f"{place} {count} 项" for place, count in counts.most_common())
    headline = say("per_place", scope=scope, items=items)
    return _draft(headline, policies, computed=tuple(f"项数 = {n}" for n in set(counts.values())))


def _most(request: Request, policies: Sequence[Policy], scope: str, records: Records) -> Draft:
    if "subordinate" in request.aspects:
        return _most_areas(records)
    counts = Counter(policy.place for policy in policies)
    values = sorted(set(counts.values()), reverse=request.descending)
    bound = values[min(request.nth, len(values)) - 1]
    places = [place for place, count in counts.items() if count == bound]
    key = "most" if request.descending else "least"
    headline = say(key, scope=scope, place="、".join(places), count=bound)
    found = [policy for policy in policies if policy.place in places]
    others = "、".join(f"{place} {count} 项" for place, count in counts.most_common()[:SHOWN])
    computed = (f"项数 = {' '.join(str(count) for count in set(counts.values()))}",)
    beside = [policy for policy in policies if policy not in found]
    return _draft(headline, (*found, *beside), facts=(say("per_place", scope="", items=others),), computed=computed)


def _most_areas(records: Records) -> Draft:
    counts = Counter(area.province_code for area in records.corpus.areas)
    code, count = counts.most_common(1)[0]
    found = [area for area in records.corpus.areas if area.province_code == code]
    place = records.places.get(code)
    names = "、".join(area.place for area in found)
    headline = say("areas_all", place=place.name if place else code, count=count, names=names)
    return _draft(headline, found, computed=(f"地区数 = {count}",))


# titles


def reverse(request: Request, records: Records) -> Draft | None:
    """The place that issued what the question describes by its title; None where no title is meant."""
    rarity = records.rarity
    telling = char_pairs(request.text) - records.common
    conditions = request.wheres("amount", "issued", "", "ends", "status", "difference")
    if request.places or conditions or QUOTED.search(request.text):
        return None
    ranks = [rank for rank in KINDS if request.mentions(f"rank.{rank}")]
    best: tuple[float, Policy | Subsidy | None] = (0.0, None)
    named: Iterable[tuple[str, Policy | Subsidy]] = ((policy.title, policy) for policy in records.corpus.policies)
    rules = ((title, row) for title, found in records.rules_by_title.items() for row in found)
    for title, record in chain(named, rules):
        shared = telling & records.pairs_of(title)
        if not shared or (ranks and not any(KINDS[rank](record.place_code, records.places) for rank in ranks)):
            continue
        weight = sum(rarity.get(pair, NEW_PAIR) for pair in shared)
        if weight > best[0]:
            best = (weight, record)
    meant = best[1]
    if meant is None or best[0] < NAMED:
        return None
    if isinstance(meant, Policy):
        return _named([meant], records)
    return _draft(_of_city(meant, records), (meant,), place=records.places.get(meant.place_code))


def closest(text: str, policies: Sequence[Policy], records: Records) -> list[Policy]:
    """Policies whose title shares rare pairs of characters with a text, best first; [] where none is meant."""
    rarity = records.rarity
    asked = char_pairs(text)
    scored: list[tuple[float, float, Policy]] = []
    for policy in policies:
        shared = [rarity[pair] for pair in asked & records.pairs_of(policy.title) if pair in rarity]
        weight = sum(shared)
        if weight >= TELLING or max(shared, default=0.0) >= TELLING_ALONE:
            scored.append((weight, weight / len(policy.title), policy))
    scored.sort(key=lambda each: (-each[0], -each[1]))
    best = scored[0][0] if scored else 0.0
    return [policy for weight, _, policy in scored if weight >= best * CLOSE]
