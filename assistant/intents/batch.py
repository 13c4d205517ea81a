"""The national batches: counts, sums, differences, notices and their dates, industries encouraged first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.desk import Claim, Desk, Draft
from assistant.question import Question
from assistant.wording import load_wording
from corpus.types import Batch, Passage

NAME = "batch"
TOPIC = "batch"

say = load_wording("batch")
NATIONAL = "2"
"""the chapter that states the national goals"""
GOAL = 1000
"""factories by 2020: the goal meant where a question names no number; only used where the texts state it"""
NUMERALS = "零一二三四五六七八九十"


ASKED = (
    "batch_count", "issued", "call_notice", "list_notice", "industry_priority", "most", "least", "total", "difference",
    "compare", "count", "which", "validity", "average", "document", "how_much", "policy",
    "how_many_batches", "threshold",
)  # fmt: skip
"""What may be asked of a batch."""
ELSEWHERE = ("abroad", "recheck", "removal", "third_party", "stars", "group", "goal")


def claim(question: Question, desk: Desk) -> Claim | None:
    """Batches by number with a count, a date or industries; or the number of factories in the country."""
    if question.topic == "batch":
        return Claim(score=78, reason="接着上一问的批次")
    if question.places or question.topic or (question.has(*ELSEWHERE) and not _asks_goal(question)):
        return None
    if _asks_goal(question):
        return Claim(score=79, reason="把批次家数与目标相比")
    if question.has("money", "standard") and not question.has("batch"):
        return None
    if question.has("document") and len(question.batches) > 2:
        return None
    if question.batches or question.has("batch", "how_many_batches"):
        asked = question.has(*ASKED) or len(question.text) < 12
        return Claim(score=78, reason="问国家级批次") if asked else None
    if _listed_then(question, desk.corpus.batches) and question.has("batch_count", "list_notice"):
        return Claim(score=76, reason="问某月公布的批次")
    if question.has("nationwide") and question.has("batch_total"):
        return Claim(score=74, reason="问全国总数")
    if question.has("industry_priority") and question.has("encouraged"):
        return Claim(score=74, reason="问优先鼓励行业")
    return None


def answer(question: Question, desk: Desk) -> Draft:
    """The figure or the notice asked for, every addend shown."""
    batches = tuple(batch for batch in desk.corpus.batches if batch.year is None)  # these sentences know numbers only
    unknown = [number for number in question.batches if desk.batch(number) is None]
    if unknown:
        last = batches[-1]
        headline = say("unknown", number=_numeral(unknown[0]), last=_numeral(last.number), date=last.list_date)
        return _draft(
            headline,
            (last, *batches[:-1]),
            status="no_answer",
            facts=[_total_sentence(batches)],
            computed=(_addition(batches),),
        )
    chosen = [batch for number in question.batches if (batch := desk.batch(number))] or _listed_then(question, batches)
    if len(chosen) == 1 and chosen[0].year is None and question.has("cumulative"):
        chosen = [batch for batch in batches if batch.number <= chosen[0].number]
    if question.has("how_many_batches"):
        return _four_or_five(batches)
    if (question.has("industry_priority") and not question.has("batch_count", "total")) or "行业" in question.text:
        return _industries(question, chosen, batches)
    if _asks_goal(question) and chosen and (against := _against_goal(question, chosen, desk)):
        return against
    if question.has("difference", "compare") and len(chosen) >= 2:
        return _difference(question, chosen)
    if question.has("average"):
        return _average(batches)
    if not chosen and question.has("threshold") and (found := _first_over(question, batches)):
        return found
    if 1 < len(chosen) < len(batches) and _asks_sum(question):
        return _sum(question, chosen)
    if question.has("most", "least") and len(chosen) != 1:
        return _extreme(question, chosen or list(batches))
    if chosen and _asks_dates(question):
        return _dates(question, chosen)
    if not chosen or len(chosen) == len(batches):
        return _total(question, batches, desk)
    return _counts(chosen)


def _listed_then(question: Question, batches: Sequence[Batch]) -> list[Batch]:
    """The batches whose list came out in a month that the question names."""
    months = {mention.value[:7] for mention in question.dates if len(mention.value) >= 7}
    return [batch for batch in batches if batch.list_date in months]


def _asks_dates(question: Question) -> bool:
    if question.has("issued", "call_notice", "document"):
        return True
    return question.has("list_notice", "validity") and not question.has("batch_count")


def _asks_goal(question: Question) -> bool:
    return bool(question.batches) and question.has("goal") and question.has("difference", "compare")


def _asks_sum(question: Question) -> bool:
    return question.has("total", "cumulative", "batch_span") or "共" in question.text


def _draft(
    headline: str,
    evidence: Sequence[Batch | Passage],
    *,
    facts: Sequence[str] = (),
    computed: Sequence[str] = (),
    status: str = "answered",
    notes: bool = False,
) -> Draft:
    told = [note for record in evidence if notes and isinstance(record, Batch) for note in record.notes]
    return Draft(
        status=status,  # type: ignore[arg-type]
        intent=NAME,
        headline=headline,
        facts=tuple(facts),
        evidence=tuple(evidence),
        caveats=tuple(dict.fromkeys(told)),
        suggestions=(say("suggest_total"), say("suggest_industries"), say("suggest_due")),
        computed=tuple(computed),
    )


def _numeral(number: int) -> str:
    return NUMERALS[number] if number < len(NUMERALS) else str(number)


def _items(batches: Sequence[Batch]) -> str:
    return "、".join(say("count_item", number=_numeral(batch.number), count=batch.count) for batch in batches)


def _addition(batches: Sequence[Batch]) -> str:
    total = sum(batch.count for batch in batches)
    return f"{' + '.join(str(batch.count) for batch in batches)} = {total}"


def _total_sentence(batches: Sequence[Batch]) -> str:
    return say("total", total=sum(batch.count for batch in batches), items=_items(batches))


def _total(question: Question, batches: Sequence[Batch], desk: Desk) -> Draft:
    total = sum(batch.count for batch in batches)
    headline = say("total_now", date=batches[-1].list_date, total=total, items=_items(batches))
    lines = [
        say("all_lines", number=_numeral(b.number), call=b.call_date, list=b.list_date, count=b.count) for b in batches
    ]
    asked_dates = question.has("issued", "list_notice", "call_notice") or question.has("which")
    stated = desk.passages_with(str(total), "2.3")[:1]
    return _draft(headline, (*batches, *stated), facts=lines if asked_dates else (), computed=(_addition(batches),))


def _four_or_five(batches: Sequence[Batch]) -> Draft:
    total = sum(batch.count for batch in batches)
    headline = say("four_or_five", date=batches[-1].list_date, total=total)
    return _draft(headline, batches, facts=(_items(batches),), computed=(_addition(batches),), notes=True)


def _span(chosen: Sequence[Batch]) -> str:
    numbers = [batch.number for batch in chosen]
    if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
        return say("span_first", count="两" if len(numbers) == 2 else _numeral(len(numbers)))
    return say("span_named", names="、".join(_numeral(number) for number in numbers))


def _against_goal(question: Question, chosen: Sequence[Batch], desk: Desk) -> Draft | None:
    """What batches together have over the national goal; None where the texts state no such goal."""
    number = re.search(r"(\d+)\s*家", question.text)
    goal = int(number[1]) if number else GOAL
    stated = [p for p in desk.passages_with(f"{goal} 家", NATIONAL) if "目标" in p.text]
    if not stated:
        return None
    total = sum(batch.count for batch in chosen)
    over = abs(total - goal)
    key, subtraction = ("over_goal", f"{total} - {goal}") if total >= goal else ("under_goal", f"{goal} - {total}")
    headline = say(key, span=_span(chosen), total=total, addends=_addition(chosen), goal=goal, over=over)
    computed = (_addition(chosen), f"{subtraction} = {over}")
    return _draft(headline, (*chosen, stated[0]), facts=(stated[0].text,), computed=computed)


def _sum(question: Question, chosen: Sequence[Batch]) -> Draft:
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


def _difference(question: Question, chosen: Sequence[Batch]) -> Draft:
    high, low = max(chosen, key=lambda b: b.count), min(chosen, key=lambda b: b.count)
    difference = high.count - low.count
    headline = say(
        "difference",
        high=f"第{_numeral(high.number)}批",
        low=f"第{_numeral(low.number)}批",
        difference=difference,
        many=high.count,
        few=low.count,
    )
    return _draft(
        headline, (high, low), facts=(_items(chosen),), computed=(f"{high.count} - {low.count} = {difference}",)
    )


def _first_over(question: Question, batches: Sequence[Batch]) -> Draft | None:
    """The first batch with more factories than the number named."""
    number = re.search(r"(\d+)\s*[家个]", question.text)
    over = [batch for batch in batches if number and batch.count > int(number[1])]
    if not number or not over:
        return None
    headline = say("first_over", number=_numeral(over[0].number), count=over[0].count, bound=number[1])
    return _draft(headline, (over[0], *(b for b in batches if b is not over[0])), facts=(_items(batches),))


def _average(batches: Sequence[Batch]) -> Draft:
    total = sum(batch.count for batch in batches)
    mean = f"{total / len(batches):.1f}"
    return _draft(
        say("average", mean=mean, total=total, count=len(batches)),
        batches,
        computed=(_addition(batches), f"{total} / {len(batches)} = {mean}"),
    )


def _extreme(question: Question, pool: Sequence[Batch]) -> Draft:
    least = question.has("least") and not question.has("most")
    chosen = (min if least else max)(pool, key=lambda batch: batch.count)
    headline = say("least" if least else "most", number=_numeral(chosen.number), count=chosen.count)
    return _draft(headline, (chosen, *(batch for batch in pool if batch is not chosen)), facts=(_items(pool),))


def _dates(question: Question, chosen: Sequence[Batch]) -> Draft:
    call, listed = question.has("call_notice"), question.has("list_notice")
    key = "dates_both" if call == listed else "date_call" if call else "date_list"
    sentences = [
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
    ]
    facts = [_items(chosen)] if question.has("batch_count") else []
    return _draft("".join(sentences), chosen, facts=facts, notes=True)


def _industries(question: Question, chosen: Sequence[Batch], batches: Sequence[Batch]) -> Draft:
    named = [industry for batch in batches for industry in batch.industries if industry in question.text]
    if named and not chosen and question.has("change"):
        new = next((b for a, b in pairwise(batches) if named[0] in a.industries and named[0] not in b.industries), None)
        if new is not None:
            return _change([new], batches)
    if named and not chosen:
        industry = named[0]
        within = [batch for batch in batches if industry in batch.industries]
        said = "、".join(f"第{_numeral(batch.number)}批" for batch in within)
        return _draft(say("industry_in", industry=industry, batches=said), within)
    chosen = list(chosen or batches)
    if question.has("change") or (len(chosen) == 2 and question.has("compare", "difference")):
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
    return _draft("".join(said), tuple(dict.fromkeys((new, old))), facts=facts)
