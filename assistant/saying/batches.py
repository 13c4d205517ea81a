"""The national batches: counts, sums, differences, notices and their dates, industries encouraged first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.query import days
from assistant.query.records import Records
from assistant.saying import national
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.numerals import chinese_number, chinese_numeral
from assistant.understanding.request import Request
from corpus.timeline import in_order
from corpus.types import Batch, Passage

NAME = "batch"

say = load_wording("batch")
NATIONAL = "2"
"""the chapter that states the national goals"""
FIRST_ONES = re.compile("^(?:那|这)?([两三四五六七八九])批(?:加|一共|合计|总共|共)")
YEAR_OF_LIST = re.compile(r"(20\d\d) ?年度")
HOW_LONG = re.compile("用了?多久|隔了?多久|隔了?几个月|多长时间|花了?多久|用了?几个月|几个月")
GOAL = 1000
"""factories by 2020: the goal meant where a request names no number; only used where the texts state it"""


def answer(request: Request, records: Records) -> Draft:
    """The figure or the notice asked for, every addend shown."""
    batches = tuple(in_order(records.corpus.batches))
    if not (request.batches or request.places) and (whole := _of_all(request, batches, records)) is not None:
        return whole
    request = _counted_back(request, batches)
    unknown = [number for number in request.batches if records.batch(number) is None]
    if unknown:
        return _unknown(batches, unknown[0])
    chosen = [batch for number in request.batches if (batch := records.batch(number))] or _dated(request, batches)
    meant = chosen or (batches if request.operation == "extreme" else ())
    if meant and (told := national.of_batches(request, meant)) is not None:
        return told
    if len(chosen) == 1 and HOW_LONG.search(request.asked) and chosen[0].call_date:
        return _length(chosen[0])
    if _other_year(request, chosen, batches):
        return _no_such_year(request, batches)
    if request.places:
        return _of_place(request, chosen or list(batches), records)
    if len(chosen) == 1 and request.has("topic.total_count") and not request.has("topic.batch"):
        chosen = [batch for batch in batches if batch.number <= chosen[0].number]
    return _computed(request, chosen, batches, records) or _told(request, chosen, batches, records)


def _of_all(request: Request, batches: Sequence[Batch], records: Records) -> Draft | None:
    """What is asked of the whole run of lists: the first few together, a total, the list of this year."""
    first = FIRST_ONES.search(request.asked)
    many = (chinese_number(first[1]) or 0) if first else 0
    if 1 < many < len(batches):
        return _sum(request, batches[:many])
    if not batches[-1].year:
        return None
    totals = request.has("batch.total", "topic.total_count") and not request.has("topic.goal")
    if totals and request.mentions("batch.parks"):
        return national.total(request, records, "parks")
    if request.has("batch.total"):
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
    return _draft(late + _date_sentences(request, chosen, {"listed"}), chosen, computed=(year,))


def _counted_back(request: Request, batches: Sequence[Batch]) -> Request:
    """The request with batches counted from the last one (后两批) under their numbers."""
    if all(number > 0 for number in request.batches):
        return request
    numbers = tuple(number if number > 0 else batches[number].number for number in request.batches)
    return request.with_(batches=numbers)


def _computed(request: Request, chosen: list[Batch], batches: Sequence[Batch], records: Records) -> Draft | None:
    """What is computed of several batches: a difference, a ratio, a mean, an extreme, a sum."""
    if _asks_goal(request) and chosen and (against := _against_goal(request, chosen, records)):
        return against
    counted = request.has("aspect.count_factories", "operation.sum") or (
        request.has("ask.many") and not request.has("aspect.change")
    )
    if request.has("topic.industries") and not counted:
        return None
    if request.operation in ("difference", "compare", "ratio") and len(chosen) > 1:
        return _difference(request, chosen)
    if request.operation == "mean":
        return _average(chosen or batches)
    if request.has("aspect.share") and chosen and len(chosen) < len(batches):
        return _share(chosen, batches)
    if not chosen and request.has("operation.longest", "operation.shortest"):
        return _by_length(request, chosen or list(batches))
    if not chosen and request.has("compare.gt", "compare.ge") and (found := _first_over(request, batches)):
        return found
    if request.operation in ("extreme", "rank"):
        return _extreme(request, chosen or list(batches))
    if 1 < len(chosen) < len(batches) and _asks_sum(request):
        return _sum(request, chosen)
    return None


def _told(request: Request, chosen: list[Batch], batches: Sequence[Batch], records: Records) -> Draft:
    """The facts of the batches that were asked for, in the order asked."""
    if _how_many_batches(request):
        return _four_or_five(request, batches)
    changed = request.has("topic.industries") and request.has("aspect.change")
    if changed or ("industries" in request.aspects and not {"count", "called", "listed"} & _aspects_named(request)):
        return _industries(request, chosen, batches)
    if (chosen and len(chosen) < len(batches)) or _asks_dates(request):
        return _several_aspects(request, chosen or list(batches), batches)
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
    if named == {"count"}:
        return _counts(chosen)
    said: list[str] = []
    if named & {"called", "listed", "document"} or request.has("ask.when"):
        said.append(_date_sentences(request, chosen, named))
    if "count" in named and not any(
        say("count_item", number=_numeral(b.number), count=b.count) in s for s in said for b in chosen
    ):
        said.append(say("count_several", items=_items(chosen)))
    if "industries" in named:
        said += [_industry_sentence(batch) for batch in chosen]
    if not said:
        return _counts(chosen)
    which = (
        say("which_batch", names="、".join(f"第{_numeral(b.number)}批" for b in chosen)) if _asks_which(request) else ""
    )
    return _draft(which + "".join(said), chosen, notes=True)


def _asks_which(request: Request) -> bool:
    return not request.batches and "批" in request.asked and request.has("ask.which", "ask.many", "topic.batch")


def _unknown(batches: Sequence[Batch], number: int) -> Draft:
    last = batches[-1]
    headline = say("unknown", number=_numeral(number), last=_numeral(last.number), date=last.list_date)
    return _draft(
        headline,
        (last, *batches[:-1]),
        status="no_answer",
        facts=[_total_sentence(batches)],
        computed=(_addition(batches),),
    )


def _dated(request: Request, batches: Sequence[Batch]) -> list[Batch]:
    """The batches whose call or list came out on the dates that the question names."""
    if of_year := [batch for batch in batches if str(batch.year) in YEAR_OF_LIST.findall(request.text)]:
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
    year = next(m.value[:4] for m in request.dates)
    last = batches[-1]
    headline = say(
        "no_year", year=year, last=_numeral(last.number), date=last.list_date, total=sum(b.count for b in batches)
    )
    return _draft(headline, (last, *batches[:-1]), status="partial", computed=(_addition(batches), year))


def _of_place(request: Request, chosen: Sequence[Batch], records: Records) -> Draft:
    """What the sources say of the factories of a place; the counts of the batches are of the whole country."""
    told = [] if request.batches else records.counted_in(request.places[0])
    if told:
        status: AnswerStatus = "answered" if any(re.search(r"\d+ ?家", each.text) for each in told) else "partial"
        headline = "".join(each.text.rstrip("。") + "。" for each in told[:1])
        if status == "answered":
            return Draft(status=status, intent=NAME, headline=headline, evidence=tuple(told[:1]))
        place = request.places[0].name
        return Draft(
            status=status, intent=NAME, headline=say("no_count", place=place) + headline, evidence=tuple(told[:1])
        )
    place = "、".join(place.name for place in request.places)
    headline = say("no_place", place=place) + say("count_several", items=_items(chosen))
    if len(chosen) > 1:
        headline += say("sum", span=_span(chosen), total=sum(b.count for b in chosen), addends=_addition(chosen))
    return _draft(headline, tuple(chosen), status="partial", computed=(_addition(chosen),))


def _how_many_batches(request: Request) -> bool:
    return bool(re.search(r"几批|多少批|[四五]批还是", request.asked)) and not request.dates


def _asks_dates(request: Request) -> bool:
    return request.has("ask.when") or bool({"called", "listed", "document"} & set(request.aspects))


def _asks_goal(request: Request) -> bool:
    return (
        bool(request.batches) and request.has("topic.goal") and request.has("operation.difference", "operation.compare")
    )


def _asks_sum(request: Request) -> bool:
    return request.has("operation.sum", "topic.total_count") or "共" in request.text


def _draft(
    headline: str,
    evidence: Sequence[Batch | Passage],
    *,
    facts: Sequence[str] = (),
    computed: Sequence[str] = (),
    status: AnswerStatus = "answered",
    notes: bool = False,
) -> Draft:
    told = [note for row in evidence if notes and isinstance(row, Batch) and not row.year for note in row.notes]
    return Draft(
        status=status,
        intent=NAME,
        headline=headline,
        facts=tuple(facts),
        evidence=tuple(evidence),
        caveats=tuple(dict.fromkeys(told)),
        suggestions=(say("suggest_total"), say("suggest_industries"), say("suggest_due")),
        computed=tuple(computed),
    )


def _numeral(number: int) -> str:
    return chinese_numeral(number)


def _items(batches: Sequence[Batch]) -> str:
    return "、".join(say("count_item", number=_numeral(batch.number), count=batch.count) for batch in batches)


def _addition(batches: Sequence[Batch]) -> str:
    total = sum(batch.count for batch in batches)
    return f"{' + '.join(str(batch.count) for batch in batches)} = {total}"


def _total_sentence(batches: Sequence[Batch]) -> str:
    if any(batch.year for batch in batches):
        return say("passed", items=_items(batches))
    return say("total", many=_numeral(len(batches)), total=sum(batch.count for batch in batches), items=_items(batches))


def _total(request: Request, batches: Sequence[Batch], records: Records) -> Draft:
    if any(batch.year for batch in batches):
        return national.total(request, records, "factories")
    total = sum(batch.count for batch in batches)
    last = _numeral(batches[-1].number)
    headline = say("total_now", date=batches[-1].list_date, last=last, total=total, items=_items(batches))
    lines = [
        say("all_lines", number=_numeral(b.number), call=b.call_date, list=b.list_date, count=b.count) for b in batches
    ]
    asked_dates = request.has("ask.when", "topic.listing", "topic.call", "ask.which", "operation.list")
    stated = records.passages_with(str(total), "2.3")[:1]
    return _draft(headline, (*batches, *stated), facts=lines if asked_dates else (), computed=(_addition(batches),))


def _four_or_five(request: Request, batches: Sequence[Batch]) -> Draft:
    total, last = sum(batch.count for batch in batches), batches[-1]
    if last.year:
        return national.how_many(request, batches)
    headline = say("four_or_five", many=_numeral(len(batches)), date=last.list_date, total=total)
    return _draft(headline, batches, facts=(_items(batches),), computed=(_addition(batches),), notes=True)


def _span(chosen: Sequence[Batch]) -> str:
    numbers = [batch.number for batch in chosen]
    if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
        return say("span_first", count="两" if len(numbers) == 2 else _numeral(len(numbers)))
    return say("span_named", names="、".join(_numeral(number) for number in numbers))


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
    headline = say(key, span=_span(chosen), total=total, addends=_addition(chosen), goal=goal, over=over)
    computed = (_addition(chosen), f"{subtraction} = {over}")
    return _draft(headline, (*chosen, stated[0]), facts=(stated[0].text,), computed=computed)


def _sum(request: Request, chosen: Sequence[Batch]) -> Draft:
    total = sum(batch.count for batch in chosen)
    headline = say("sum", span=_span(chosen), total=total, addends=_addition(chosen))
    return _draft(headline, chosen, facts=(_items(chosen),), computed=(_addition(chosen),))


def _counts(chosen: Sequence[Batch]) -> Draft:
    if len(chosen) == 1:
        batch = chosen[0]
        headline = say("count_one", number=_numeral(batch.number), count=batch.count, listed=batch.list_date)
        return _draft(
            headline,
            chosen,
            facts=(say("basis", number=_numeral(batch.number), list=batch.list_date, title=batch.list_title),),
        )
    return _draft(say("count_several", items=_items(chosen)), chosen, computed=(_addition(chosen),))


def _difference(request: Request, chosen: Sequence[Batch]) -> Draft:
    high, low = max(chosen, key=lambda b: b.count), min(chosen, key=lambda b: b.count)
    difference = high.count - low.count
    if request.operation == "ratio":
        times = f"{high.count / low.count:.3f}".rstrip("0").rstrip(".")
        names = {"high": f"第{_numeral(high.number)}批", "low": f"第{_numeral(low.number)}批"}
        headline = say("ratio", **names, times=times, many=high.count, few=low.count)
        return _draft(
            headline,
            tuple(dict.fromkeys((high, low, *chosen))),
            facts=(_items(chosen),),
            computed=(f"{high.count} / {low.count} = {times}",),
        )
    headline = say(
        "difference",
        high=f"第{_numeral(high.number)}批",
        low=f"第{_numeral(low.number)}批",
        difference=difference,
        many=high.count,
        few=low.count,
    )
    return _draft(
        headline,
        tuple(dict.fromkeys((high, low, *chosen))),
        facts=(_items(chosen),),
        computed=(f"{high.count} - {low.count} = {difference}",),
    )


def _first_over(request: Request, batches: Sequence[Batch]) -> Draft | None:
    """The first batch with more factories than the number named."""
    number = re.search(r"(\d+)\s*[家个]", request.text)
    over = [batch for batch in batches if number and batch.count > int(number[1])]
    if not number or not over:
        return None
    headline = say("first_over", number=_numeral(over[0].number), count=over[0].count, bound=number[1])
    return _draft(headline, (over[0], *(b for b in batches if b is not over[0])), facts=(_items(batches),))


def _share(chosen: Sequence[Batch], batches: Sequence[Batch]) -> Draft:
    part, total = sum(b.count for b in chosen), sum(b.count for b in batches)
    share = f"{part / total * 100:.1f}"
    headline = say("share", span=_span(chosen), part=part, total=total, share=share)
    return _draft(headline, tuple(batches), computed=(f"{part} / {total} = {share}%", _addition(batches)))


def _months(batch: Batch) -> int:
    """How many months lie between the call and the list."""
    (year, month), (later, other) = (map(int, text.split("-")[:2]) for text in (batch.call_date, batch.list_date))
    return (later - year) * 12 + other - month


def _length(batch: Batch) -> Draft:
    slots = {"number": _numeral(batch.number), "months": _months(batch)}
    headline = say("length_one", **slots, call=batch.call_date, list=batch.list_date)
    return _draft(headline, (batch,), computed=(f"月数 = {_months(batch)}",))


def _by_length(request: Request, pool: Sequence[Batch]) -> Draft:
    ordered = sorted(pool, key=_months, reverse=request.descending)
    best = [batch for batch in ordered if _months(batch) == _months(ordered[0])]
    items = "、".join(say("length_item", number=_numeral(b.number), months=_months(b)) for b in ordered)
    names = "、".join(f"第{_numeral(b.number)}批" for b in best)
    key = "longest" if request.descending else "shortest"
    headline = say(key, names=names, months=_months(best[0]), call=best[0].call_date, list=best[0].list_date)
    return _draft(headline, tuple(ordered), facts=(items,), computed=tuple(f"月数 = {_months(b)}" for b in ordered))


def _average(chosen: Sequence[Batch]) -> Draft:
    total = sum(batch.count for batch in chosen)
    mean = f"{total / len(chosen):.1f}".removesuffix(".0")
    span = _span(chosen)
    headline = say("average", span=span, mean=mean, addends=_addition(chosen), total=total, count=len(chosen))
    return _draft(headline, chosen, computed=(_addition(chosen), f"{total} / {len(chosen)} = {mean}"))


def _extreme(request: Request, pool: Sequence[Batch]) -> Draft:
    ordered = sorted(pool, key=lambda batch: batch.count, reverse=request.descending)
    if request.operation == "rank":
        shown = ordered[: request.limit] if request.limit else ordered
        return _draft(say("ranking", items=_items(shown)), tuple(shown))
    chosen = ordered[min(request.nth, len(ordered)) - 1]
    key = "nth" if request.nth > 1 else "most" if request.descending else "least"
    headline = say(key, number=_numeral(chosen.number), count=chosen.count, nth=_numeral(request.nth))
    return _draft(headline, (chosen, *(batch for batch in pool if batch is not chosen)), facts=(_items(pool),))


def _date_sentences(request: Request, chosen: Sequence[Batch], named: set[str]) -> str:
    call, listed = "called" in named, "listed" in named
    key = "dates_both" if call == listed else "date_call" if call else "date_list"
    return "".join(
        say(
            key,
            number=_numeral(batch.number),
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
    if named and not chosen:
        industry = named[0]
        within = [batch for batch in batches if industry in batch.industries]
        said = "、".join(f"第{_numeral(batch.number)}批" for batch in within)
        return _draft(say("industry_in", industry=industry, batches=said), within)
    chosen = list(chosen or batches)
    if request.has("aspect.change") or (len(chosen) == 2 and request.has("operation.compare", "operation.difference")):
        return _change(chosen, batches)
    return _draft("".join(_industry_sentence(batch) for batch in chosen), chosen)


def _industry_sentence(batch: Batch) -> str:
    if not batch.industries:
        return say("industries_none", number=_numeral(batch.number))
    return say("industries", number=_numeral(batch.number), industries="、".join(batch.industries))


def _change(chosen: Sequence[Batch], batches: Sequence[Batch]) -> Draft:
    """What changed from the batch before (or between the two named)."""
    new = chosen[-1]
    old = chosen[0] if len(chosen) == 2 else next((b for b in batches if b.number == new.number - 1), new)
    slots = {"number": _numeral(new.number), "other": _numeral(old.number)}
    said = []
    if not new.industries:
        said.append(say("industries_none", number=_numeral(new.number)))
    else:
        added = [industry for industry in new.industries if industry not in old.industries]
        removed = [industry for industry in old.industries if industry not in new.industries]
        said += [say("industries_added", **slots, added="、".join(added))] if added else []
        said += [say("industries_removed", **slots, removed="、".join(removed))] if removed else []
        said = said or [say("industries_same", **slots)]
    facts = [_industry_sentence(batch) for batch in dict.fromkeys((old, new))]
    return _draft("".join(said), tuple(dict.fromkeys((new, old, *chosen))), facts=facts)


def noticed(request: Request, records: Records) -> Draft | None:
    """The call or the list that came out on the date named; None where no batch bears it."""
    found = _dated(request, records.corpus.batches)
    if not found:
        return None
    named = (
        {"called"}
        if any(b.call_date.startswith(w.value) for b in found for w in request.where if isinstance(w.value, str))
        else {"listed"}
    )
    return _draft(_date_sentences(request, found, named), found, notes=True)


def calls(records: Records) -> Draft:
    """When the calls and the lists of all batches came out."""
    batches = tuple(in_order(records.corpus.batches))
    items = "；".join(
        say("all_lines", number=_numeral(b.number), call=b.call_date, list=b.list_date, count=b.count) for b in batches
    )
    return _draft(say("call_months", items=items), tuple(batches))
