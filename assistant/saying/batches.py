"""The national batches: counts, sums, differences, notices and their dates, industries encouraged first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.query import days
from assistant.query.records import Records
from assistant.saying import list_figures, national, tallies
from assistant.saying.draft import Draft
from assistant.saying.tallies import FIELDS, NET, addition, draft, items, numeral, span, tally
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.numerals import ALL_BATCHES, BATCH_UNTIL, FIVE, LIST_BESIDE_YEAR, chinese_number
from assistant.understanding.operations import EACH_IS
from assistant.understanding.relations import asks_factories_by_place, claimed_total
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.timeline import Total, national_total
from corpus.types import Batch
from corpus.validity import final_day

NAME = "batch"

say = load_wording("batch")
NATIONAL = "2"
"""the chapter that states the national goals"""
FIRST_ONES = late("^(?:那|这)?([两三四五六七八九])批(?:加|一共|合计|总共|共)")
HOW_LONG = late("用了?多久|隔了?多久|隔了?几个月|多长时间|花了?多久|用了?几个月|几个月")
OF_THE_YEAR = late(r"(20\d\d) ?年度?(?:公布|发布|印发|推荐)?的?第[一二三四五六七八九十]+批")
NAMING_NONE = late("[没未不](?:有|曾)?[^，。]{0,6}(?:行业|鼓励|优先)")
BY_THEN = late(
    rf"{BATCH_UNTIL}|累计|截[至止]|[到至]|为止|历[年批次届]|以来|以后|之后|时候|那会儿?|那阵|总数|全国|前|加起来|都算上|总量|家底"
)
"""words by which a total named with one list is of all lists up to it"""
WHICH_MEASURES = late("哪[几些]?[项样类]")
"""what of two lists is set side by side where no measure is named"""
GROWN = late("变?多了|增加|上升|[增涨]了?")
PAIR = 2
GOAL = 1000
"""factories by 2020: the goal meant where a request names no number; only used where the texts state it"""


def answer(request: Request, records: Records) -> Draft:
    """The figure or the notice asked for, every addend shown; of the whole run, what was out on the day."""
    if request.measure not in (*FIELDS, NET):  # that of another relation, which a question before asked
        request = request.with_(measure="count")
    every = records.lists
    out = national.lists_out(request, records)
    if not every:
        return draft(say("no_lists"), (), status="no_answer")
    if not out:
        return draft(say("none_out", as_of=request.as_of.isoformat()), every[:1], status="no_answer")
    batches = tuple(batch for batch in out if batch.number)
    alone = tuple(batch for batch in out if not batch.number)
    named_alone = [batch for batch in _dated(request, out) if not batch.number]
    if len(named_alone) == 1 or not batches:
        return national.of_year_alone(request, (named_alone or alone)[-1])
    if after := request.wheres("after_list"):
        return _since(request, after[0].value, batches, records)
    if (missing := national.years_missing(request, records)) or _late(request, records):
        return _without_missing(request, missing, batches, records)
    told = _answer(request, batches, records)
    if not alone or request.batches or request.dates:
        return told
    beside = "".join(say("beside_run", year=b.year, count=b.count, date=b.list_date) for b in alone)
    return replace(told, headline=told.headline + beside, evidence=(*told.evidence, *alone))


def _since(request: Request, first: int, batches: tuple[Batch, ...], records: Records) -> Draft:
    """What is asked of the lists that came after one, or that none has."""
    numbers = tuple(batch.number for batch in batches if batch.number > first)
    if numbers:
        return _answer(request.without("after_list").with_(batches=numbers), batches, records)
    as_of = request.as_of.isoformat()
    headline = say("none_since", number=numeral(first), as_of=as_of)
    return draft(headline, batches[-1:], status="no_answer", computed=(as_of,))


def _late(request: Request, records: Records) -> list[Batch]:
    """The lists named that were not out on the day."""
    named = (batch for number in request.batches if number > 0 and (batch := records.batch(number)))
    return [batch for batch in named if not national.is_out(batch, request)]


def _without_missing(request: Request, years: Sequence[str], batches: Sequence[Batch], records: Records) -> Draft:
    """That lists named by number or year are not out or not held; what is asked is told of the others named, if any,
    else which list is the newest."""
    late, as_of = _late(request, records), request.as_of.isoformat()
    names = "、".join(f"第{numeral(batch.number)}批" for batch in late if str(batch.year) not in years)
    said = say("not_out", as_of=as_of, names=names) if names else ""
    said += say("year_not_seen", years="、".join(years), as_of=as_of) if years else ""
    left_out = {batch.number for batch in late}
    numbers = tuple(number for number in request.batches if number not in left_out and records.batch(number))
    computed = (as_of, *years, names)
    if numbers:
        text = national.YEAR_OF_LIST.sub(lambda found: "" if found[1] in years else found[0], request.text)
        told = _answer(request.with_(batches=numbers, text=text), tuple(batches), records)
        status: AnswerStatus = "partial" if told.status == "answered" and years else told.status
        return replace(told, status=status, headline=said + told.headline, computed=(*told.computed, *computed))
    newest = batches[-1]
    slots = {"number": numeral(newest.number), "date": newest.list_date, "count": newest.count}
    of_year = say("newest_year", year=newest.year) if newest.year else ""
    return draft(
        said + say("newest", **slots, of_year=of_year), (newest, *batches[:-1]), status="no_answer", computed=computed
    )


def _answer(request: Request, batches: tuple[Batch, ...], records: Records) -> Draft:
    unnamed = not (request.batches or request.dates)
    if unnamed and (figures := list_figures.answer(request, (), records)) is not None:
        return figures
    if (
        not (request.batches or request.places or _over_years(request))
        and (whole := _of_all(request, batches, records)) is not None
    ):
        return whole
    request = _counted_back(request, batches)
    if asks_factories_by_place(request):
        return _by_place(request, batches, records)
    each = re.search(ALL_BATCHES, request.asked) is not None  # 每批 are those that were out on the day
    unknown = [number for number in request.batches if records.batch(number) is None and not each]
    if unknown:
        return _unknown(batches, unknown[0])
    numbered = [batch for number in request.batches if (batch := records.batch(number))]
    chosen = numbered or _dated(request, batches)
    if LIST_BESIDE_YEAR.search(request.asked) and not _dated(request, batches):
        return _no_such_year(request, batches)
    if (wrong := _of_other_year(request, numbered)) is not None:
        return wrong
    if chosen and (figures := list_figures.answer(request, chosen, records)) is not None:
        return figures
    if (total := _total_by_then(request, chosen, records)) is not None:
        return total
    if (sides := _side_by_side(request, chosen)) is not None:
        return sides
    if request.places and not chosen and national.asks_running(request):
        whole = national.total(request, records, national.of_measure(request.measure))
        return _not_of_place(request, whole, records)
    if (told := _of_measure(request, chosen, batches)) is not None:
        return _not_of_place(request, told, records)
    if len(chosen) == 1 and HOW_LONG.search(request.asked) and chosen[0].call_date:
        return _length(chosen[0])
    if _other_year(request, chosen, batches):
        return _no_such_year(request, batches)
    if request.places:
        return _of_place(request, chosen or list(batches), records)
    until = request.has("topic.total_count") and not request.has("topic.batch", "aspect.share")
    if len(chosen) == 1 and until:
        chosen = [batch for batch in batches if batch.number <= chosen[0].number]
    return _computed(request, chosen, batches, records) or _told(request, chosen, batches, records)


def _over_years(request: Request) -> bool:
    """2021到2025年一共新增多少: the lists that came out in a stretch of time, not all there are."""
    return any(where.test == "between" and where.names_day for where in request.where)


def _of_other_year(request: Request, numbered: Sequence[Batch]) -> Draft | None:
    """A list named with a year that it is not of (2019年的第五批): what it is of; else None."""
    found = OF_THE_YEAR.search(request.asked)
    if found is None or len(numbered) != 1 or LIST_BESIDE_YEAR.search(request.asked):
        return None
    (batch,) = numbered
    if found[1] in (str(batch.year), batch.call_date[:4], batch.list_date[:4]):
        return None
    headline = say("other_year", number=numeral(batch.number), year=found[1]) + _date_sentences(request, [batch], set())
    return draft(headline + _counts([batch]).headline, [batch], computed=(found[1],))


def _total_by_then(request: Request, chosen: Sequence[Batch], records: Records) -> Draft | None:
    """How many there were once a list was out: its own total, for lists that also take some off; else None."""
    last = chosen[-1] if chosen else None
    measured = request.measure == "count" or request.measure in national.THINGS
    if last is None or not last.year or request.has("aspect.share") or not measured:
        return None
    running = len(chosen) == 1 or chosen[0].number == 1
    if not running or not request.has("topic.total_count", "batch.total") or not final_day(last.list_date):
        return None
    then = request.with_(as_of=final_day(last.list_date))
    total = national.total(then, records.on(then.as_of), national.of_measure(request.measure))
    if len(request.batches) != 1 or BY_THEN.search(request.asked):
        return total
    # 第八批一共多少家 may mean the list alone: that first, then what there were with it
    own = _counts([last]).headline if request.measure == "count" else national.of_list(request.measure, last)
    return replace(total, headline=own + total.headline)


def _of_measure(request: Request, chosen: Sequence[Batch], batches: Sequence[Batch]) -> Draft | None:
    """What the lists say beside the count of factories, and what is computed of it; None where it is not asked."""
    meant = chosen or (batches if request.operation == "extreme" else national.stating(request, batches))
    if not meant:
        return None
    if request.measure != "count" and (found := _measured(request, chosen, meant, batches)) is not None:
        return found
    return national.of_batches(request, meant)


def _measured(
    request: Request, chosen: Sequence[Batch], meant: Sequence[Batch], batches: Sequence[Batch]
) -> Draft | None:
    """What is computed of a measure; where no list is named, also which of all lists do not state it."""
    each = EACH_IS.search(request.asked) or request.has("operation.each")
    one_number = request.measure == NET and not each  # what is left of several lists
    plain = request.operation in ("value", "sum")
    counted = tally(request.measure, chosen or batches)
    if one_number and plain and counted.missing and len(counted.known) > 1:
        return national.net_over_gaps(counted, chosen or batches)
    together = len(chosen) > 1 and request.has("ask.many", "ask.much") and not each and request.measure == "removed"
    adds = _asks_sum(request) or not chosen or one_number or request.operation == "sum" or together
    found = tallies.computed(request, tally(request.measure, meant), adds=adds)
    if found is None or chosen or not plain:
        return found
    return replace(found, headline=found.headline + national.silent(request.measure, batches))


def _of_all(request: Request, batches: Sequence[Batch], records: Records) -> Draft | None:
    """What is asked of the whole run of lists: the first few together, a total, the list of this year."""
    first = FIRST_ONES.search(request.asked)
    many = (chinese_number(first[1]) or 0) if first else 0
    if 1 < many < len(batches):
        return tallies.total(tally(request.measure, batches[:many]))
    if claimed := claimed_total(request):
        return national.against_claim(request, claimed, batches, records)
    if national.asks_running(request) and not _dated(request, batches):
        return national.total(request, records, national.of_measure(request.measure))
    if not batches[-1].year:
        return None
    if national.stating(request, batches):
        return None
    totals = request.has("batch.total", "topic.total_count") and not request.has("topic.goal")
    of_told = request.mentions("batch.total") and request.has("operation.latest") and not request.has("topic.batch")
    asked = (
        of_told
        or request.has("batch.total")
        or (totals and request.has("ask.many") and not request.has("ask.when", "ask.which"))
    )
    if asked and request.measure == "count":
        return national.total(request, records, "factories")
    if "今年" in request.text and _asks_dates(request):
        return _of_this_year(request, batches)
    return None


def _of_this_year(request: Request, batches: Sequence[Batch]) -> Draft:
    """The lists that came out in the year of the question, or that there is none and the latest."""
    year = str(request.as_of.year)
    chosen = [batch for batch in batches if batch.list_date.startswith(year)]
    late = "" if chosen else say("not_this_year", year=year)
    chosen = chosen or [batches[-1]]
    return draft(late + _date_sentences(request, chosen, {"listed"}), chosen, computed=(f"{year} 年",))


def _counted_back(request: Request, batches: Sequence[Batch]) -> Request:
    """The request with batches counted from the last one (后两批; 0 is the one that is to come) under their numbers."""
    if all(number > 0 for number in request.batches):
        return request
    following = batches[-1].number + 1
    back = (number if number > 0 else batches[number].number if number else following for number in request.batches)
    numbers = tuple(back)
    return request.with_(batches=numbers)


def _computed(request: Request, chosen: list[Batch], batches: Sequence[Batch], records: Records) -> Draft | None:
    """What is computed of several batches: a difference, a ratio, a mean, an extreme, a sum."""
    if _asks_goal(request) and chosen and (against := _against_goal(request, chosen, records)):
        return against
    counted = request.has("aspect.count_factories", "operation.sum") or (
        request.has("ask.many") and not request.has("aspect.change")
    )
    changed = request.mentions("topic.industries") and request.has("aspect.change")
    if changed or (request.has("topic.industries") and not counted):
        return None
    if request.operation in ("difference", "compare", "ratio", "mean"):
        return tallies.computed(request, tally("count", chosen or batches), adds=False)
    if request.has("aspect.share") and chosen and not request.whole and (part := _of_total(request, chosen, records)):
        return part
    if request.has("aspect.share") and chosen and len(chosen) < len(batches):
        return tallies.share(tally("count", chosen), tally("count", _whole(request, batches, records)))
    if len(chosen) != 1 and request.has("operation.longest", "operation.shortest"):
        return _by_length(request, chosen or list(batches))
    if not chosen and (bound := _bound(request)) and (found := tallies.first_over(bound, tally("count", batches))):
        return found
    adds = 1 < len(chosen) < len(batches) and _asks_sum(request)
    return tallies.computed(request, tally("count", chosen or batches), adds=adds)


def _of_total(request: Request, chosen: Sequence[Batch], records: Records) -> Draft | None:
    """What part of the national total of the day some lists are, where lists also take factories off; else None."""
    total = national_total(records.corpus, request.as_of)
    if not isinstance(total, Total) or not total.batch.year or not request.has("topic.total_count"):
        return None
    part = tally("count", chosen)
    percent = f"{part.total / total.count * 100:.1f}"
    slots = {"span": span(part.batches), "part": part.total, "total": total.count, "percent": percent}
    headline = say("share_of_total", **slots, kind=say(f"kind_{total.kind}"), as_of=request.as_of.isoformat())
    sums = (f"{part.total} / {total.count} = {percent}%", addition(part), total.basis, str(total.count))
    computed = (*sums, request.as_of.isoformat())
    return draft(headline, tuple(dict.fromkeys((*chosen, total.batch))), facts=(items(part),), computed=computed)


def _whole(request: Request, batches: Sequence[Batch], records: Records) -> list[Batch]:
    """The lists that a share is of: those named as the whole, else all that were out on the day."""
    named = [batch for number in request.whole if (batch := records.batch(number))]
    return named or list(batches)


def _bound(request: Request) -> int:
    """The number of factories that a list is to be above; 0 where none is named."""
    number = re.search(r"(\d+)\s*[家个]", request.text) if request.has("compare.gt", "compare.ge") else None
    return int(number[1]) if number else 0


def _told(request: Request, chosen: list[Batch], batches: Sequence[Batch], records: Records) -> Draft:
    """The facts of the batches that were asked for, in the order asked."""
    if _how_many_batches(request):
        return _four_or_five(request, batches)
    changed = request.mentions("topic.industries") and request.has("aspect.change")
    if changed or ("industries" in request.aspects and not {"count", "called", "listed"} & _aspects_named(request)):
        return _industries(request, chosen, batches)
    if (chosen and len(chosen) < len(batches)) or _asks_dates(request):
        return _several_aspects(request, chosen or list(batches), batches)
    if national.asks_figure(request):
        return draft(say("none_states", what=tally(request.measure, ()).slots["what"]), batches, status="no_answer")
    return _total(request, batches, records)


def _aspects_named(request: Request) -> set[str]:
    """The aspects asked by name; the count is asked by a word for it, or when nothing else is."""
    named = set(request.aspects) - {"count"}
    timed = request.has("ask.when") or re.search("时间|日期|哪[个年天]?月", request.asked)
    if request.has("aspect.count_factories", "ask.many", "ask.much") and not timed:
        named -= {"called", "listed"}
    if request.has("ask.many", "ask.much", "aspect.count_factories") or not named:
        named.add("count")
    return named


def _several_aspects(request: Request, chosen: list[Batch], batches: Sequence[Batch]) -> Draft:
    named = _aspects_named(request)
    if not named & {"called", "listed", "document", "industries"} and not request.has("ask.when"):
        return _counts(chosen)
    said: list[str] = []
    if named & {"called", "listed", "document"} or request.has("ask.when"):
        said.append(_date_sentences(request, chosen, named))
    told = "".join(said)
    if "count" in named and not all(_items([batch]) in told for batch in chosen):
        said.append(say("count_several", items=_items(chosen)))
    if "industries" in named:
        said += [_industry_sentence(batch) for batch in chosen]
    if not said:
        return _counts(chosen)
    which = (
        say("which_batch", names="、".join(f"第{numeral(b.number)}批" for b in chosen)) if _asks_which(request) else ""
    )
    return draft(which + "".join(said), chosen, notes=True)


def _asks_which(request: Request) -> bool:
    return not request.batches and "批" in request.asked and request.has("ask.which", "ask.many", "topic.batch")


def _unknown(batches: Sequence[Batch], number: int) -> Draft:
    last = batches[-1]
    headline = say("unknown", number=numeral(number), last=numeral(last.number), date=last.list_date)
    return draft(
        headline,
        (last, *batches[:-1]),
        status="no_answer",
        facts=[_total_sentence(batches)],
        computed=(_addition(batches),),
    )


def _dated(request: Request, batches: Sequence[Batch]) -> list[Batch]:
    """The batches whose call or list came out on the dates that the question names."""
    if of_year := [batch for batch in batches if str(batch.year) in national.YEAR_OF_LIST.findall(request.text)]:
        return of_year
    found = []
    for batch in batches:
        fields = {"called": (batch.call_date,), "listed": (batch.list_date,)}
        met = [
            any(
                days.meets(day, where.test, where.value)
                for day in fields.get(where.field, (batch.call_date, batch.list_date))
            )
            for where in request.where
            if where.field in ("called", "listed", "issued", "")
        ]
        if met and all(met):
            found.append(batch)
    return found


def _other_year(request: Request, chosen: Sequence[Batch], batches: Sequence[Batch]) -> bool:
    """Whether a date is named that none of the batches bears."""
    if chosen or not request.dates:
        return False
    known = " ".join(f"{batch.call_date} {batch.list_date}" for batch in batches)
    return any(mention.value[:4] not in known for mention in request.dates)


def _no_such_year(request: Request, batches: Sequence[Batch]) -> Draft:
    first, last = batches[0], batches[-1]
    years = [mention.value[:4] for mention in request.dates]
    listed = {batch.list_date[:4] for batch in batches}
    year = next((each for each in years if each not in listed), years[0])
    ends = {"first": numeral(first.number), "since": first.list_date, "last": numeral(last.number)}
    headline = say("no_year", year=year, **ends, date=last.list_date)
    return draft(headline, (last, *batches[:-1]), status="partial", computed=(f"{year} 年",))


def _side_by_side(request: Request, chosen: Sequence[Batch]) -> Draft | None:
    """哪几项变少了: two lists in all that both state; None where that is not asked."""
    if len(chosen) != PAIR or not WHICH_MEASURES.search(request.asked):
        return None
    return tallies.by_measure(chosen, fewer_first=not GROWN.search(request.asked))


def _not_of_place(request: Request, told: Draft, records: Records) -> Draft:
    """What the lists say beside the count of factories, which is the whole country's, held against the place asked."""
    if not request.places or request.measure not in national.ABOUT:
        return told
    about = national.ABOUT[request.measure]
    own = [each for each in records.counted_in(request.places[0]) if about in each.text and not request.batches]
    if own:
        return Draft(status="answered", intent=NAME, headline=own[0].text.rstrip("。") + "。", evidence=(own[0],))
    place = "、".join(place.name for place in request.places)
    headline = say("no_measure_of_place", place=place, what=about) + told.headline
    return replace(told, status="partial", headline=headline)


def _of_place(request: Request, chosen: Sequence[Batch], records: Records) -> Draft:
    """What the sources say of the factories of a place; the counts of the batches are of the whole country."""
    told = [] if request.batches else records.counted_in(request.places[0])
    if told:
        counts = [each for each in told if re.search(r"\d+ ?家", each.text)]
        other = "国家级" in request.levels and all("省级" in each.text for each in counts)  # counts of another level
        status: AnswerStatus = "answered" if counts and not other else "partial"
        headline = "".join(each.text.rstrip("。") + "。" for each in told[:1])
        if status == "answered":
            own = Draft(status=status, intent=NAME, headline=headline, evidence=tuple(told[:1]))
            return _with_share(own, request, records) if request.mentions("aspect.share") else own
        place = request.places[0].name
        return Draft(
            status=status, intent=NAME, headline=say("no_count", place=place) + headline, evidence=tuple(told[:1])
        )
    place = "、".join(place.name for place in request.places)
    headline = say("no_place", place=place) + say("count_several", items=_items(chosen))
    if len(chosen) > 1 and not any(batch.removed for batch in chosen):
        headline += tallies.total(tally("count", chosen)).headline
    return draft(headline, tuple(chosen), status="partial", computed=(_addition(chosen),))


def _by_place(request: Request, batches: Sequence[Batch], records: Records) -> Draft:
    """That no source counts the factories of every place, and what the lists count of the whole country."""
    chosen = [batch for batch in batches if batch.number in request.batches] or list(batches)
    headline = say("not_by_place") + say("count_several", items=_items(chosen))
    return draft(headline, tuple(chosen), status="partial", computed=(_addition(chosen),))


def _with_share(own: Draft, request: Request, records: Records) -> Draft:
    """What part of the country's factories those of a place are, with the computation."""
    count = re.search(r"(\d+) ?家", own.headline)
    total = national_total(records.corpus, request.as_of)
    later = any(batch.year for batch in records.corpus.batches)  # the count of a place is the report's, of 2020
    if count is None or later or not isinstance(total, Total):
        return own
    percent = f"{int(count[1]) / total.count * 100:.2f}"
    headline = own.headline + say("share_of_nation", count=count[1], total=total.count, percent=percent)
    evidence = (*own.evidence, *national.lists_out(request, records))
    sums = (f"{count[1]} / {total.count} = {percent}%", total.basis, str(total.count))
    return replace(own, headline=headline, evidence=evidence, computed=sums)


def _how_many_batches(request: Request) -> bool:
    return bool(re.search(r"(?<![哪第])几批|多少批|[四五]批还是", request.asked)) and not request.dates


def _asks_dates(request: Request) -> bool:
    return request.has("ask.when") or bool({"called", "listed", "document"} & set(request.aspects))


def _asks_goal(request: Request) -> bool:
    return (
        bool(request.batches) and request.has("topic.goal") and request.has("operation.difference", "operation.compare")
    )


def _asks_sum(request: Request) -> bool:
    until = re.search(BATCH_UNTIL, request.text)
    return request.has("operation.sum", "topic.total_count") or "共" in request.text or until is not None


def _items(batches: Sequence[Batch]) -> str:
    return items(tally("count", batches))


def _addition(batches: Sequence[Batch]) -> str:
    return addition(tally("count", batches))


def _total_sentence(batches: Sequence[Batch]) -> str:
    if any(batch.year for batch in batches):
        return say("passed", items=_items(batches))
    return say(
        "total",
        many=numeral(len(batches)),
        total=sum(batch.count for batch in batches),
        items=_items(batches),
    )


def _total(request: Request, batches: Sequence[Batch], records: Records) -> Draft:
    if any(batch.year for batch in batches):
        return national.total(request, records, "factories")
    total = sum(batch.count for batch in batches)
    last = numeral(batches[-1].number)
    headline = say("total_now", date=batches[-1].list_date, last=last, total=total, items=_items(batches))
    asked_dates = request.has("ask.when", "topic.listing", "topic.call", "ask.which", "operation.list")
    stated = records.passages_with(str(total), "2.3")[:1]
    return draft(
        headline,
        (*batches, *stated),
        facts=tuple(map(_line, batches)) if asked_dates else (),
        computed=(_addition(batches),),
    )


def _four_or_five(request: Request, batches: Sequence[Batch]) -> Draft:
    total, last = sum(batch.count for batch in batches), batches[-1]
    if last.year:
        return national.how_many(request, batches)
    if len(batches) < FIVE:
        many = "两" if len(batches) == 2 else numeral(len(batches))
        slots = {"last": numeral(last.number), "date": last.list_date, "count": last.count}
        headline = say("how_many_early", as_of=request.as_of.isoformat(), many=many, **slots)
        return draft(headline, batches, computed=(f"批数 = {len(batches)}", request.as_of.isoformat()))
    headline = say("four_or_five", many=numeral(len(batches)), date=last.list_date, total=total)
    return draft(
        headline,
        batches,
        facts=(_items(batches),),
        computed=(_addition(batches),),
        notes=True,
    )


def _against_goal(request: Request, chosen: Sequence[Batch], records: Records) -> Draft | None:
    """What batches together have over the national goal; None where the texts state no such goal."""
    number = re.search(r"(\d+)\s*家", request.text)
    goal = int(number[1]) if number else GOAL
    stated = [p for p in records.passages_with(f"{goal} 家", NATIONAL) if "目标" in p.text]
    if not stated:
        return None
    total = sum(batch.count for batch in chosen)
    over = abs(total - goal)
    key, subtraction = ("over_goal", f"{total} - {goal}") if total >= goal else ("under_goal", f"{goal} - {total}")
    headline = say(key, span=span(chosen), total=total, addends=_addition(chosen), goal=goal, over=over)
    computed = (_addition(chosen), f"{subtraction} = {over}")
    return draft(headline, (*chosen, stated[0]), facts=(stated[0].text,), computed=computed)


def _counts(chosen: Sequence[Batch]) -> Draft:
    if len(chosen) == 1:
        batch = chosen[0]
        headline = say("count_one", number=numeral(batch.number), count=batch.count, listed=batch.list_date)
        return draft(
            headline,
            chosen,
            facts=(say("basis", number=numeral(batch.number), list=batch.list_date, title=batch.list_title),),
        )
    return draft(say("count_several", items=_items(chosen)), chosen, computed=(_addition(chosen),))


def _months(batch: Batch) -> int:
    """How many months lie between the call and the list."""
    (year, month), (later, other) = (map(int, text.split("-")[:2]) for text in (batch.call_date, batch.list_date))
    return (later - year) * 12 + other - month


def _length(batch: Batch) -> Draft:
    slots = {"number": numeral(batch.number), "months": _months(batch)}
    headline = say("length_one", **slots, call=batch.call_date, list=batch.list_date)
    return draft(headline, (batch,), computed=(f"月数 = {_months(batch)}",))


def _by_length(request: Request, pool: Sequence[Batch]) -> Draft:
    ordered = sorted(pool, key=_months, reverse=request.descending)
    best = [batch for batch in ordered if _months(batch) == _months(ordered[0])]
    items = "、".join(say("length_item", number=numeral(b.number), months=_months(b)) for b in ordered)
    names = "、".join(f"第{numeral(b.number)}批" for b in best)
    key = "longest" if request.descending else "shortest"
    headline = say(key, names=names, months=_months(best[0]), call=best[0].call_date, list=best[0].list_date)
    return draft(headline, tuple(ordered), facts=(items,), computed=tuple(f"月数 = {_months(b)}" for b in ordered))


def _date_sentences(request: Request, chosen: Sequence[Batch], named: set[str]) -> str:
    call, listed = "called" in named, "listed" in named
    key = "dates_both" if call == listed else "date_call" if call else "date_list"
    return "".join(
        say(
            f"{key}_undated" if key != "date_list" and not batch.call_date else key,
            number=numeral(batch.number),
            call=batch.call_date,
            call_title=batch.call_title,
            list=batch.list_date,
            list_title=batch.list_title,
            count=batch.count,
        )
        for batch in chosen
    )


def _industries(request: Request, chosen: Sequence[Batch], batches: Sequence[Batch]) -> Draft:
    named = [industry for batch in batches for industry in batch.industries if industry in request.text]
    if named and not chosen and request.has("aspect.change"):
        new = next((b for a, b in pairwise(batches) if named[0] in a.industries and named[0] not in b.industries), None)
        if new is not None:
            return _change([new], batches)
    if not chosen and request.has("topic.which_batch") and NAMING_NONE.search(request.asked):
        return _draft_of_none(batches)
    if named and not chosen:
        industry = named[0]
        within = [batch for batch in batches if industry in batch.industries]
        said = "、".join(f"第{numeral(batch.number)}批" for batch in within)
        return draft(say("industry_in", industry=industry, batches=said), within)
    chosen = list(chosen or batches)
    if request.has("aspect.change") or (len(chosen) == 2 and request.has("operation.compare", "operation.difference")):
        return _change(chosen, batches)
    unseen = any(batch.year and not batch.industries for batch in chosen)
    status: AnswerStatus = "partial" if unseen else "answered"
    return draft("".join(_industry_sentence(batch) for batch in chosen), chosen, status=status)


def _draft_of_none(batches: Sequence[Batch]) -> Draft:
    """The lists whose call named no industry to go before."""
    stated = [batch for batch in batches if not batch.year]
    none = [batch for batch in stated if not batch.industries]
    told = "".join(_industry_sentence(batch) for batch in none) or say("industries_all")
    unseen = [batch for batch in batches if batch.year]
    told += say("industries_not_seen", number="、".join(numeral(b.number) for b in unseen)) if unseen else ""
    return draft(told, none or stated)


def _industry_sentence(batch: Batch) -> str:
    if not batch.industries:
        # the rows of the years since were gathered without what their calls encourage
        return say("industries_not_seen" if batch.year else "industries_none", number=numeral(batch.number))
    return say("industries", number=numeral(batch.number), industries="、".join(batch.industries))


def _change(chosen: Sequence[Batch], batches: Sequence[Batch]) -> Draft:
    """What changed from the batch before (or between the two named)."""
    new = chosen[-1]
    old = chosen[0] if len(chosen) == 2 else next((b for b in batches if b.number == new.number - 1), new)
    slots = {"number": numeral(new.number), "other": numeral(old.number)}
    said = []
    if not new.industries:
        said += [_industry_sentence(batch) for batch in (old, new)] if len(chosen) == 2 else [_industry_sentence(new)]
    else:
        added = [industry for industry in new.industries if industry not in old.industries]
        removed = [industry for industry in old.industries if industry not in new.industries]
        said += [say("industries_added", **slots, added="、".join(added))] if added else []
        said += [say("industries_removed", **slots, removed="、".join(removed))] if removed else []
        said = said or [say("industries_same", **slots)]
    lines = (_industry_sentence(batch) for batch in dict.fromkeys((old, new)))
    facts = [line for line in lines if line not in said]
    return draft("".join(said), tuple(dict.fromkeys((new, old, *chosen))), facts=facts)


def noticed(request: Request, records: Records) -> Draft | None:
    """The call or the list that came out on the date named; None where no batch bears it."""
    found = [batch for batch in _dated(request, national.lists_out(request, records)) if batch.number]
    if not found:
        return None
    named = (
        {"called"}
        if any(b.call_date.startswith(w.value) for b in found for w in request.where if isinstance(w.value, str))
        else {"listed"}
    )
    return draft(_date_sentences(request, found, named), found, notes=True)


def calls(request: Request, records: Records) -> Draft:
    """When the calls and the lists of all batches came out."""
    batches = tuple(batch for batch in national.lists_out(request, records) if batch.number)
    return draft(say("call_months", items="；".join(map(_line, batches))), batches)


def _line(batch: Batch) -> str:
    key = "all_lines" if batch.call_date else "all_lines_undated"
    return say(key, number=numeral(batch.number), call=batch.call_date, list=batch.list_date, count=batch.count)


def latest_list(request: Request, records: Records) -> Draft:
    """The notice of the newest list that was out on the day."""
    out = [batch for batch in national.lists_out(request, records) if batch.number]
    return draft(_date_sentences(request, out[-1:], {"listed"}), out[-1:])
