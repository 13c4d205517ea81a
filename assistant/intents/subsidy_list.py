"""Lists, counts and extremes over the subsidy rows: complete, sorted, and said to be complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant import rows
from assistant.awards import figure, number, say_award, say_awards, with_figure
from assistant.days import asked_day
from assistant.desk import Claim, Desk, Draft, concerns_factories
from assistant.figures import CHINESE, chinese_number
from assistant.filters import RowFilter, award_of, passes, read_filter
from assistant.intents.base import about_subsidy, speaks_of_own_factory
from assistant.question import Question
from assistant.wording import load_wording
from corpus.places import Place
from corpus.types import Award, Subsidy
from corpus.validity import status_on

NAME = "subsidy.list"
TOPIC = "subsidy"

say = load_wording("subsidy_list")
SHAPES = ("which", "which_one", "where", "count", "most", "least", "not_in", "average", "table_subsidy", "subordinate")
NUMERALS = "零一二三四五"
COUNTED = rf"前\s*(\d+|[{CHINESE}]+)|(?<![第\d{CHINESE}])(\d+|[{CHINESE}]+)\s*(?:个|处)?(?:省|市|城市|地方|地区|县|区)"
"""前三名; 三个省"""
COUNTED_AFTER = rf"(?:最[高多低少大小]|倒数)的?\s*(\d+|[{CHINESE}]+)\s*(?:个|名|位|处|家)"
"""最高的三个"""
SHOWN = 6
"""places of a ranking that are told beside the one asked for"""
LONGEST = 40
"""items shown in one answer"""


def claim(question: Question, desk: Desk) -> Claim | None:
    """A question for several places at once: which, how many, the most, the least."""
    if (
        question.has("table_subsidy", "table_policy")
        and question.has("count", "not_in", "which")
        and not question.places
    ):
        if question.has("not_in") or question.has("table_subsidy"):
            return Claim(score=88, reason="问补贴表的统计")
        return None
    if not about_subsidy(question) or not question.has(*SHAPES):
        return None
    if question.places:
        inside = len(question.places) == 1 and _asks_inside(question, desk)
        return Claim(score=81, reason="问一个地区之内的各地") if inside else None
    if question.undecided or question.titles or question.has("self_place"):
        return None
    if speaks_of_own_factory(question) and not question.has("where"):
        return None
    narrowed = read_filter(question) != RowFilter() or question.has("most", "least")
    ending = read_filter(question).status in ("expired", "ends_in") and bool(question.dates)
    if (
        question.has("where", "table_subsidy")
        or ending
        or (narrowed and question.has("count", "most", "least", "average", "which"))
    ):
        return Claim(score=76 if narrowed else 62, reason="问哪些地方、多少处或最高最低")
    return None


def _asks_inside(question: Question, desk: Desk) -> bool:
    """Whether a question with one place asks for the places in it rather than for its own row."""
    if question.titles or (question.has("contents") and not question.has("subordinate")):
        return False
    standing = desk.standing(question.places[0])
    which_holds = question.has("which_one") and question.has("validity") and bool(standing.below)
    inside = question.has("which", "subordinate", "count", "table_subsidy") or which_holds or question.has("inside")
    if not standing.below:
        return question.has("subordinate") and not standing.own
    own_figures = any(with_figure(row) for row in standing.own)
    if question.has("benefit", "recipient", "document", "issued", "total", "paid") and not question.has("subordinate"):
        return False
    if question.has("most", "least"):
        return inside or not own_figures
    return inside and not (own_figures and question.has("how_much") and not question.has("subordinate"))


def answer(question: Question, desk: Desk) -> Draft:
    """The list, the count or the extreme asked for."""
    tables = question.has("table_policy", "table_subsidy")
    if question.has("not_in") and tables and not read_filter(question).no_amount:
        return _provinces_without(desk)
    question = question.with_(as_of=asked_day(question, year_start=True)) if question.has("validity") else question
    place = question.place
    if not (place or question.levels) and _asks_most_below(question):
        return _most_below(desk)
    if question.has("table_subsidy") and question.has("count") and not (place or question.levels or question.amounts):
        return _province_count(desk)
    row_filter = read_filter(question)
    found = _rows(place, desk, question, row_filter)
    if question.has("average") and row_filter.by_amount:
        return _average(question, desk, place, found, row_filter)
    if question.has("most", "least") and not (row_filter.benefit or question.has("form_asked")):
        return _extreme(question, desk, place, found, row_filter)
    return _listing(question, desk, place, found, row_filter)


def _rows(place: Place | None, desk: Desk, question: Question, row_filter: RowFilter) -> list[Subsidy]:
    if place is None:
        pool: Sequence[Subsidy] = [row for row in desk.corpus.subsidies if concerns_factories(row)]
    else:
        standing = desk.standing(place)
        own = standing.own if row_filter.by_amount or row_filter.status or row_filter.benefit else ()
        pool = (*own, *standing.below)
    left_out = {place.code for place in question.excluded}
    pool = [row for row in pool if row.place_code not in left_out]
    told = pool if row_filter.status else rows.current(pool, question.as_of)
    return [row for row in told if passes(row, row_filter, question.as_of, desk.places)]


def _value(row: Subsidy, row_filter: RowFilter, desk: Desk) -> float:
    award = award_of(row, row_filter, desk.places)
    return (figure(award) or 0.0) if award else 0.0


def _sorted(found: list[Subsidy], row_filter: RowFilter, desk: Desk) -> list[Subsidy]:
    if row_filter.status:
        return found
    return sorted(found, key=lambda row: -_value(row, row_filter, desk))


def _scope(place: Place | None, row_filter: RowFilter) -> str:
    if place:
        return say("scope_place", place=place.name)
    for rank in ("province", "town"):
        if row_filter.ranks == (rank,):
            return say(f"scope_{rank}")
    return say("scope_all")


def _name(row: Subsidy) -> str:
    """The place of a row, marked where its rule is but a draft."""
    return say("draft_name", place=row.place) if row.draft else row.place


def _what(row_filter: RowFilter, place: Place | None, question: Question) -> str:
    level = row_filter.level or say("any_level")
    if row_filter.no_amount or row_filter.has_amount:
        return say("what_no_amount" if row_filter.no_amount else "what_has_amount")
    if row_filter.benefit:
        return say("what_benefit", benefit=row_filter.benefit)
    if row_filter.title:
        return say("what_title", title=row_filter.title)
    if row_filter.years:
        return say("what_years", years=row_filter.years)
    if row_filter.status:
        return say(f"what_{row_filter.status}", as_of=question.as_of.isoformat(), when=row_filter.ends_in)
    if row_filter.amounts:
        levels = "、".join((row_filter.level, *row_filter.also))
        return _what_sum(row_filter, say("each_level", levels=levels) if row_filter.also else level)
    if row_filter.one_off:
        return say("what_one_off")
    if row_filter.also:
        return say("what_all_levels", levels="、".join((row_filter.level, *row_filter.also)))
    if row_filter.level:
        return say("what_amount", level=level)
    return say("what_any") if place else say("what_any_all")


def _what_sum(row_filter: RowFilter, level: str) -> str:
    low, high = number(min(row_filter.amounts)), number(max(row_filter.amounts))
    if row_filter.ends:
        lower, upper = (
            say(f"bound_{end}", amount=amount) for end, amount in zip(row_filter.ends, (low, high), strict=True)
        )
        return say("what_bounds", level=level, lower=lower, upper=upper)
    if row_filter.comparison == "between":
        return say("what_between", level=level, low=low, high=high)
    named = row_filter.amounts if row_filter.comparison == "equal" else row_filter.amounts[:1]
    return say(f"what_{row_filter.comparison}", level=level, amount="、".join(number(amount) for amount in named))


def _item(row: Subsidy, row_filter: RowFilter, desk: Desk) -> str:
    if row_filter.years or row_filter.status in ("in_force", "expired", "stated", "ends_in"):
        return say("item_status", place=row.place, end=row.end_date)
    if row_filter.also:
        levels = (row_filter.level, *row_filter.also)
        paid = [award_of(row, replace(row_filter, level=level), desk.places) for level in levels]
        return say("item", place=_name(row), award=_side_by_side(award for award in paid if award))
    award = award_of(row, row_filter, desk.places)
    if row_filter.level and award:
        return say("item", place=_name(row), award=say_award(award))
    if with_figure(row):
        return say("item", place=_name(row), award=_side_by_side(with_figure(row)))
    return say("item_provision", place=_name(row))


def _side_by_side(awards: Iterable[Award]) -> str:
    return "/".join(say_awards((award,)) for award in dict.fromkeys(awards))


def _listing(question: Question, desk: Desk, place: Place | None, found: list[Subsidy], row_filter: RowFilter) -> Draft:
    ordered = _sorted(found, row_filter, desk)
    scope, what = _scope(place, row_filter), _what(row_filter, place, question)
    if not ordered and row_filter.status == "in_force":
        return _all_over(question, desk, place)
    if not ordered:
        return _none(question, desk, place, scope, what)
    compact = len(ordered) > 14 or bool(row_filter.amounts and row_filter.comparison == "equal")
    shown = ordered[:LONGEST]
    names = [_name(row) if compact and not row_filter.level else _item(row, row_filter, desk) for row in shown]
    if row_filter.comparison == "equal" and len(row_filter.amounts) == 1:
        names = [_name(row) for row in shown]
    headline = say("listed", scope=scope, what=what, count=len(ordered), items="、".join(dict.fromkeys(names)))
    facts = [_own_line(place, desk)] if place and not row_filter.by_amount else []
    if row_filter.benefit:
        facts = [f"{row.place}：{rows.provision(row)}" for row in shown[:4]]
    note = (
        say("shortened", count=len(ordered), shown=len(shown))
        if len(shown) < len(ordered)
        else say("complete", all=len(desk.corpus.subsidies))
    )
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=(*(fact for fact in facts if fact), *_warnings(shown, row_filter)),
        evidence=(*ordered, *_own_rows(place, desk, ordered)),
        caveats=(
            note,
            *_notes(shown, row_filter),
        ),
        suggestions=(say("suggest_one", place=ordered[0].place),),
        computed=(f"条数 = {len(ordered)}", f"条目 = {len(desk.corpus.subsidies)}", question.as_of.isoformat()),
    )


def _all_over(question: Question, desk: Desk, place: Place | None) -> Draft:
    """That no stated term runs any longer: a full answer, not a silence."""
    stated = _rows(place, desk, question, RowFilter(status="stated"))
    headline = say("all_over", scope=_scope(place, RowFilter()), count=len(stated), as_of=question.as_of.isoformat())
    last = sorted(stated, key=lambda row: row.end_date)[-3:]
    facts = [say("item_status", place=row.place, end=row.end_date) for row in reversed(last)]
    return Draft(
        status="answered" if stated else "no_answer",
        intent=NAME,
        headline=headline,
        facts=(say("last_ends", items="、".join(facts)),) if facts else (),
        evidence=tuple(reversed(last)),
        caveats=(say("computed_end"),),
        computed=(f"条数 = {len(stated)}", question.as_of.isoformat()),
    )


def _none(question: Question, desk: Desk, place: Place | None, scope: str, what: str) -> Draft:
    if place is None:
        headline = say("listed_none", scope=scope, what=what)
        return Draft(status="no_answer", intent=NAME, headline=headline)
    own = desk.standing(place).own
    return Draft(
        status="partial" if own else "no_answer",
        intent=NAME,
        headline=say("none_in_place", place=place.name),
        facts=tuple(fact for fact in (_own_line(place, desk),) if fact),
        evidence=own,
    )


def _own_rows(place: Place | None, desk: Desk, ordered: Sequence[Subsidy]) -> tuple[Subsidy, ...]:
    own = desk.standing(place).own if place else ()
    return tuple(row for row in own if row not in ordered)


def _own_line(place: Place | None, desk: Desk) -> str:
    own = desk.standing(place).own if place else ()
    if not own:
        return ""
    awards = say_awards(with_figure(own[0])) or rows.provision(own[0])
    return say("own_row", place=own[0].place, awards=awards)


def _notes(shown: Sequence[Subsidy], row_filter: RowFilter) -> list[str]:
    notes = []
    if row_filter.by_amount and any(
        award.form in ("ceiling", "matching", "percentage") for row in shown for award in row.awards
    ):
        notes.append(say("ceiling_note"))
    if row_filter.status and any(row.end_basis == "computed" for row in shown):
        notes.append(say("computed_end"))
    return notes


def _warnings(shown: Sequence[Subsidy], row_filter: RowFilter) -> list[str]:
    """What must be known of rows that are listed but do not plainly pay what was asked."""
    told = []
    if row_filter.amounts and any(award.form == "range" for row in shown for award in row.awards):
        told.append(say("range_note"))
    drafts = [row.place for row in shown if row.draft and row_filter.status != "draft"]
    if drafts:
        told.append(say("draft_note", places="、".join(dict.fromkeys(drafts))))
    return told


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """Rows by what they pay at one level, the end asked for first."""

    level: str
    rows: tuple[Subsidy, ...]
    best: tuple[Subsidy, ...]
    """the rows that share the place asked for"""
    award: Award
    nth: int
    shown: int
    top: tuple[Subsidy, ...]
    """the first ``shown`` rows, and all that pay as much as the last of them"""
    tied: int
    """how many rows share the last place of ``top``"""
    least: bool
    row_filter: RowFilter
    open_ended: tuple[Subsidy, ...]
    """rows with a sum for any level, or none in particular, that are not ranked"""

    @property
    def told(self) -> tuple[Subsidy, ...]:
        """The rows of the ranking that an answer names."""
        return tuple(dict.fromkeys((*self.best, *self.top, *self.rows[:SHOWN])))


def _extreme(question: Question, desk: Desk, place: Place | None, found: list[Subsidy], row_filter: RowFilter) -> Draft:
    levelled = replace(row_filter, level=row_filter.level or "国家级", exact=True)
    ends = [least for least, cue in ((False, "most"), (True, "least")) if question.has(cue)]
    rankings = [ranking for least in ends if (ranking := _rank(question, desk, found, levelled, least))]
    if not rankings:
        return _none(question, desk, place, _scope(place, row_filter), _what(levelled, place, question))
    open_ended = rankings[0].open_ended
    told = tuple(dict.fromkeys(row for ranking in rankings for row in ranking.told))
    facts = [fact for ranking in rankings for fact in _ranking_facts(ranking, question, desk, len(rankings))]
    if open_ended:
        facts.append(say("open_ended", items=_open_items(open_ended, row_filter, desk)))
    best = rankings[0].best[0]
    one = len(rankings) == 1 and len(rankings[0].best) == 1
    scope = _scope(place, row_filter)
    return Draft(
        status="answered",
        intent=NAME,
        headline="".join(_ranking_headline(ranking, scope, desk) for ranking in rankings) + _spread(rankings, desk),
        facts=(*facts, *_warnings(told, levelled)),
        evidence=(*told, *open_ended),
        caveats=(*_notes(told, levelled), *best.notes),
        suggestions=(say("suggest_one", place=best.place),),
        validity=status_on(best, question.as_of) if one else "",
        computed=(*_ranking_sums(rankings), *_difference(rankings, desk)),
    )


def _ranking_sums(rankings: Sequence[Ranking]) -> list[str]:
    return [
        sum_
        for ranking in rankings
        for sum_ in (f"名次 = {ranking.shown} {ranking.nth} {ranking.tied}", f"条数 = {len(ranking.rows)}")
    ]


def _ranking_facts(ranking: Ranking, question: Question, desk: Desk, rankings: int) -> list[str]:
    """The ranking itself and, where there is but one, the policies of its best rows."""
    rows_shown = ranking.rows[: max(ranking.shown, SHOWN)]
    items = "、".join(_item(row, ranking.row_filter, desk) for row in rows_shown)
    policies = [_policy_line(row, question) for row in ranking.best[: 2 if rankings == 1 else 1]]
    return [say("ranking_least" if ranking.least else "ranking", items=items), *policies]


def _open_items(open_ended: Sequence[Subsidy], row_filter: RowFilter, desk: Desk) -> str:
    return "、".join(_item(row, row_filter, desk) for row in open_ended)


def _rank(question: Question, desk: Desk, found: list[Subsidy], levelled: RowFilter, least: bool) -> Ranking | None:
    """The rows in order and the place asked for; None when no row pays at the level."""
    ordered = [row for row in found if award_of(row, levelled, desk.places)]
    ordered.sort(key=lambda row: _value(row, levelled, desk), reverse=not least)
    values = sorted({_value(row, levelled, desk) for row in ordered}, reverse=not least)
    if not ordered:
        return None
    nth = min(_nth(question), len(values))
    best = tuple(row for row in ordered if _value(row, levelled, desk) == values[nth - 1])
    award = award_of(best[0], levelled, desk.places)
    assert award is not None
    shown = min(_how_many(question), len(ordered))
    last = _value(ordered[shown - 1], levelled, desk)
    tied = [row for row in ordered if _value(row, levelled, desk) == last]
    top = tuple(dict.fromkeys((*ordered[:shown], *tied)))
    unlevelled = replace(levelled, exact=False)
    return Ranking(
        level=levelled.level,
        rows=tuple(ordered),
        best=best,
        award=award,
        nth=nth,
        shown=shown,
        top=top if shown > 1 else (),
        tied=len(tied),
        least=least,
        row_filter=levelled,
        open_ended=tuple(row for row in found if row not in ordered and award_of(row, unlevelled, desk.places)),
    )


def _ranking_headline(ranking: Ranking, scope: str, desk: Desk) -> str:
    level = say("level_factory", level=ranking.level)
    if ranking.shown > 1:
        return _top_headline(ranking, scope, level, desk)
    if len(ranking.best) > 1 and not ranking.least and ranking.nth == 1:
        said = "、".join(_item(row, ranking.row_filter, desk) for row in ranking.best)
        value = number(_value(ranking.best[0], ranking.row_filter, desk))
        return say("most_tied", scope=scope, level=level, places=said, award=value)
    key = "least" if ranking.least else "most" if ranking.nth == 1 else "nth"
    places = "、".join(_name(row) for row in ranking.best)
    award = _shared_award(ranking, desk)
    return say(key, nth=NUMERALS[ranking.nth], scope=scope, level=level, places=places, award=award)


def _shared_award(ranking: Ranking, desk: Desk) -> str:
    """What the best rows pay: in full where they say the same, else the sum alone."""
    awards = [award_of(row, ranking.row_filter, desk.places) for row in ranking.best]
    if len({say_award(award) for award in awards if award}) == 1:
        return say_award(ranking.award)
    return say("sum", amount=number(_value(ranking.best[0], ranking.row_filter, desk)))


def _top_headline(ranking: Ranking, scope: str, level: str, desk: Desk) -> str:
    """The first rows, those that share the last place among them, and what is paid beside the ranking."""
    items = "、".join(_item(row, ranking.row_filter, desk) for row in ranking.top)
    ties = say("top_ties", count=ranking.tied) if len(ranking.top) > ranking.shown else ""
    key = "bottom" if ranking.least else "top"
    headline = say(key, scope=scope, level=level, count=ranking.shown, items=items, ties=ties)
    last = _value(ranking.top[-1], ranking.row_filter, desk)
    unlevelled = replace(ranking.row_filter, exact=False)
    rivals = [row for row in ranking.open_ended if _value(row, unlevelled, desk) >= last]
    if ranking.least or not rivals:
        return headline
    return headline + say("top_open", items=_open_items(rivals, unlevelled, desk))


def _spread(rankings: Sequence[Ranking], desk: Desk) -> str:
    """How far the highest and the lowest are apart; nothing for one ranking alone."""
    difference = _difference(rankings, desk)
    return say("spread", difference=difference[0].rpartition(" ")[2]) if difference else ""


def _difference(rankings: Sequence[Ranking], desk: Desk) -> list[str]:
    if len(rankings) < 2:
        return []
    high, low = (_value(ranking.best[0], ranking.row_filter, desk) for ranking in rankings)
    return [f"{number(high)} - {number(low)} = {number(high - low)}"]


def _policy_line(row: Subsidy, question: Question) -> str:
    validity = rows.say_validity(row, question.as_of, short=True)
    return say("policy_line", policy=rows.say_policy(row), validity=validity)


def _nth(question: Question) -> int:
    """Which place in the ranking is asked for: 2 for 第二高; 1 otherwise. Leaving out the first asks for the next."""
    nth = next((value for word, value in (("第二", 2), ("第三", 3)) if word in question.text), 1)
    return max(1, nth - len(question.excluded)) if question.has("nth") else 1


def _how_many(question: Question) -> int:
    """The number in 前三名, 最高的三个, 三个省; 1 without one."""
    for pattern in (COUNTED, COUNTED_AFTER):
        if match := re.search(pattern, question.text):
            return max(1, chinese_number(next(filter(None, match.groups()))) or 1)
    return 1


def _average(question: Question, desk: Desk, place: Place | None, found: list[Subsidy], row_filter: RowFilter) -> Draft:
    values = [_value(row, row_filter, desk) for row in found]
    if not values:
        return _none(question, desk, place, _scope(place, row_filter), _what(row_filter, place, question))
    total, mean = sum(values), sum(values) / len(values)
    headline = say(
        "average",
        scope=_scope(place, row_filter),
        level=f"{row_filter.level}绿色工厂",
        count=len(values),
        mean=f"{mean:.1f}",
        sum=number(total),
    )
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=tuple(_warnings(found, row_filter)),
        evidence=tuple(found),
        caveats=(say("ceiling_note"),),
        computed=(f"{number(total)} / {len(values)} = {mean:.1f}",),
    )


def _province_codes(desk: Desk) -> tuple[list[str], list[str]]:
    """Provinces of table 3.1 and of table 3.2, in table order."""
    policies = list(
        dict.fromkeys(policy.place_code for policy in desk.corpus.policies if _is_province(policy.place_code, desk))
    )
    subsidies = list(
        dict.fromkeys(
            province.code for row in desk.corpus.subsidies if (province := desk.places.province(row.place_code))
        )
    )
    return policies, subsidies


def _is_province(code: str, desk: Desk) -> bool:
    place = desk.places.get(code)
    return place is not None and place.rank == "province"


def _province_count(desk: Desk) -> Draft:
    _, codes = _province_codes(desk)
    provincial = [row for row in desk.corpus.subsidies if _is_province(row.place_code, desk)]
    others = len(desk.corpus.subsidies) - len(provincial)
    headline = say("provinces", count=len(codes), other=others, all=len(desk.corpus.subsidies))
    names = [place.short for code in codes if (place := desk.places.get(code))]
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=(say("provinces_names", names="、".join(names)),),
        evidence=tuple(provincial),
        computed=(f"{len(codes)} + {others} = {len(desk.corpus.subsidies)}",),
    )


def _one_row(desk: Desk) -> tuple[Subsidy, ...]:
    """A row of the subsidy table, cited for the table itself."""
    return desk.corpus.subsidies[:1]


def _asks_most_below(question: Question) -> bool:
    """Whether the most places are asked for, not the most money."""
    return question.has("most") and question.has("subordinate") and not question.has("most_paid")


def _most_below(desk: Desk) -> Draft:
    """The province with the most rows of cities and districts."""
    below: dict[str, list[Subsidy]] = {}
    for row in desk.corpus.subsidies:
        province = desk.places.province(row.place_code)
        if province is not None and province.code != row.place_code:
            below.setdefault(province.name, []).append(row)
    name, found = max(below.items(), key=lambda pair: len(pair[1]))
    names = "、".join(row.place for row in found)
    return Draft(
        status="answered",
        intent=NAME,
        headline=say("most_below", province=name, count=len(found), names=names),
        evidence=tuple(found),
        computed=(f"条数 = {len(found)}",),
    )


def _provinces_without(desk: Desk) -> Draft:
    policies, subsidies = _province_codes(desk)
    missing = [code for code in policies if code not in subsidies]
    names = [place.name for code in missing if (place := desk.places.get(code))]
    computed = say("missing_computed", all=len(policies), some=len(subsidies), count=len(missing))
    return Draft(
        status="answered",
        intent=NAME,
        headline=say("missing", count=len(missing), names="、".join(names)),
        facts=(computed,),
        evidence=(*desk.policies_of(missing), *_one_row(desk)),
        computed=(computed, f"{len(policies)} - {len(subsidies)} = {len(missing)}"),
    )
