"""A figure that lists state (factories, removals, renamings, parks, supply chains): added, set side by side, ranked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.numerals import chinese_numeral
from assistant.understanding.request import Request
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.types import Batch, Passage

NAME = "batch"
say = load_wording("batch")
FIELDS = {
    "count": "count",
    "removed": "removed",
    "renamed": "renamed",
    "parks": "parks",
    "supply": "supply_chains",
    "products": "design_products",
}
"""fields of a list by what is measured of it"""
STEP = late(
    "[比较](?:上|前)(?:面)?一?批|一批比一批|逐批|增量|(?:涨|增长?|增加|多|跳|升)得?了?(?:幅度)?最[多大快猛少慢小]"
)
"""each list set against the one before it: 比上一批涨得最多"""
FALLING = late("[少跌降减]得?了?(?:幅度)?最[多大]")


NET = "net"
"""the measure that is computed of two: new factories less those taken off"""


@frozen
class Tally:
    """One measure of some lists: those that state it, with the figure, and those that don't."""

    measure: str
    known: tuple[tuple[Batch, int], ...]
    missing: tuple[Batch, ...] = ()

    @property
    def batches(self) -> tuple[Batch, ...]:
        """The lists that state it."""
        return tuple(batch for batch, _ in self.known)

    @property
    def total(self) -> int:
        """The sum over the lists that state it."""
        return sum(figure for _, figure in self.known)

    @property
    def addends(self) -> str:
        """``201 + 208``."""
        return " + ".join(str(figure) for _, figure in self.known)

    @property
    def noun(self) -> str:
        """What is counted, "" for factories, which need not be said."""
        return "" if self.measure == "count" else say(f"what_{self.measure}")

    @property
    def slots(self) -> dict[str, str]:
        """The words that every sentence needs: what is counted, in full and short, and its unit."""
        return {"what": say(f"what_{self.measure}"), "noun": self.noun, "unit": say(f"unit_{self.measure}")}


def by_measure(batches: Sequence[Batch], *, fewer_first: bool) -> Draft | None:
    """Two lists set side by side in everything that both state: what fell, what rose; None where both state nothing."""
    older, newer = sorted(batches, key=lambda batch: batch.number)
    sides = [(measure, _figure(older, measure), _figure(newer, measure)) for measure in FIELDS]
    stated = [(measure, before, after) for measure, before, after in sides if before is not None and after is not None]
    if not stated:
        return None
    fell = [_step(*side) for side in stated if side[2] < side[1]]
    rose = [_step(*side) for side in stated if side[2] > side[1]]
    said = {"fell": "、".join(fell), "rose": "、".join(rose)}
    order = ("fell", "rose") if fewer_first else ("rose", "fell")
    parts = [say(key, items=said[key]) if said[key] else say(f"none_{key}") for key in order]
    pair = {"older": chinese_numeral(older.number), "newer": chinese_numeral(newer.number)}
    return Draft(
        status="answered", intent=NAME, headline=say("pair_of_lists", **pair) + "；".join(parts) + "。",
        evidence=(newer, older), computed=tuple(f"{max(b, a)} - {min(b, a)} = {abs(a - b)}" for _, b, a in stated),
    )  # fmt: skip


def _step(measure: str, before: int, after: int) -> str:
    key = "step_down" if after < before else "step_up"
    slots = {"what": say(f"what_ranked_{measure}"), "unit": say(f"unit_{measure}")}
    return say(key, **slots, before=before, after=after, by=abs(after - before))


def tally(measure: str, batches: Sequence[Batch]) -> Tally:
    """The measure of the lists."""
    found = [(batch, _figure(batch, measure)) for batch in batches]
    return Tally(
        measure=measure,
        known=tuple((batch, figure) for batch, figure in found if figure is not None),
        missing=tuple(batch for batch, figure in found if figure is None),
    )


def _figure(batch: Batch, measure: str) -> int | None:
    """What a list states of a measure; what it adds, less what it takes off, where it states both."""
    if measure == NET:
        return None if batch.removed is None else batch.count - batch.removed
    found: int | None = getattr(batch, FIELDS[measure])
    return found


def computed(request: Request, counted: Tally, *, adds: bool) -> Draft | None:
    """What is computed of several lists: a difference, a ratio, a mean, an extreme, a sum; None where nothing is."""
    of_one = len(counted.known) + len(counted.missing) == 1 and not request.has("batch.total", "topic.total_count")
    if counted.measure == NET and of_one:
        return _net_of_one(*counted.batches, *counted.missing)
    if STEP.search(request.text.replace("新增最", "")) and not counted.missing and len(counted.known) > 2:
        return steps(request, counted)
    ends = request.has("operation.most") and request.has("operation.least")  # 最多的比最少的多几家
    apart = ends and request.has("operation.difference", "operation.compare")
    if (apart or request.operation in ("difference", "compare", "ratio")) and len(counted.known) > 1:
        return difference(request, counted)
    if request.operation == "mean" and counted.known:
        return mean(counted)
    if request.operation in ("extreme", "rank") and counted.known:
        return extreme(request, counted)
    if adds and len(counted.known) > 1:
        return total(counted)
    return _net_of_each(counted) if counted.measure == NET else None


def _net_of_one(batch: Batch) -> Draft:
    """What one list added, less what it took off; that it is not held where the list states no removals."""
    slots = {"number": numeral(batch.number), "count": batch.count}
    if batch.removed is None:
        return draft(say("net_not_seen", **slots), (batch,), status="partial")
    net = batch.count - batch.removed
    arithmetic = f"{batch.count} − {batch.removed} = {net}"
    return draft(say("net_of_one", **slots, removed=batch.removed, net=net), (batch,), computed=(arithmetic,))


def _net_of_each(counted: Tally) -> Draft:
    """What is left of each list by itself."""
    every = sorted((*counted.batches, *counted.missing), key=lambda batch: batch.number)
    told = [_net_of_one(batch) for batch in every]
    return draft(
        "".join(each.headline for each in told), every, status="partial" if counted.missing else "answered",
        computed=tuple(line for each in told for line in each.computed),
    )  # fmt: skip


def draft(
    headline: str,
    evidence: Sequence[Batch | Passage],
    *,
    facts: Sequence[str] = (),
    computed: Sequence[str] = (),
    status: AnswerStatus = "answered",
    notes: bool = False,
) -> Draft:
    """An answer about lists, with what is asked next."""
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


def items(counted: Tally) -> str:
    """``第一批 201 家、第二批 208 家``."""
    unit = counted.slots["unit"]
    return "、".join(
        say("count_item", number=numeral(b.number), count=figure, unit=unit) for b, figure in counted.known
    )


def addition(counted: Tally) -> str:
    """``201 + 208 = 409``."""
    return f"{counted.addends} = {counted.total}"


def numeral(number: int) -> str:
    """``十`` for 10."""
    return chinese_numeral(number)


def span(chosen: Sequence[Batch]) -> str:
    """``前三批``, ``第二、四批``."""
    numbers = [batch.number for batch in chosen]
    if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
        return say("span_first", count="两" if len(numbers) == 2 else numeral(len(numbers)))
    return say("span_named", names="、".join(numeral(number) for number in numbers))


def not_stated(counted: Tally) -> str:
    """Which of the lists do not say it, in one sentence; "" where all do."""
    if not counted.missing:
        return ""
    names = "、".join(numeral(batch.number) for batch in counted.missing)
    return say("not_seen", number=names, what=counted.slots["what"])


def total(counted: Tally) -> Draft:
    """The lists added up, with every addend."""
    slots = {"span": span(counted.batches), "total": counted.total, "addends": addition(counted)}
    headline = say("sum", **slots, **counted.slots) + not_stated(counted)
    return draft(
        headline,
        (*counted.batches, *counted.missing),
        facts=(items(counted),),
        computed=(addition(counted),),
        status="partial" if counted.missing else "answered",
    )


def difference(request: Request, counted: Tally) -> Draft:
    """How far the highest and the lowest are apart, how many times the one is the other, or by how much it grew."""
    if request.has("operation.growth") and len(counted.known) > 1 and counted.known[0][1]:
        return _growth(counted)
    (high, many), (low, few) = (pick(counted.known, key=lambda pair: pair[1]) for pick in (max, min))
    names = {"high": f"第{numeral(high.number)}批", "low": f"第{numeral(low.number)}批"}
    if request.operation == "ratio" and few:
        times = f"{many / few:.3f}".rstrip("0").rstrip(".")
        headline = say("ratio", **names, many=many, few=few, times=times, **counted.slots)
        shown = f"{many} / {few} = {times}"
    else:
        headline = say("difference", **names, many=many, few=few, difference=many - few, **counted.slots)
        shown = f"{many} - {few} = {many - few}"
    evidence = tuple(dict.fromkeys((high, low, *counted.batches)))
    return draft(headline, evidence, facts=(items(counted),), computed=(shown,))


def _growth(counted: Tally) -> Draft:
    """By what part of the earlier list the later one is more, or less."""
    (earlier, before), (later, after) = counted.known[0], counted.known[-1]
    percent = f"{abs(after - before) / before * 100:.1f}"
    names = {"later": f"第{numeral(later.number)}批", "earlier": f"第{numeral(earlier.number)}批"}
    slots = {**names, "percent": percent, "after": after, "before": before, "difference": abs(after - before)}
    headline = say("grew" if after >= before else "shrank", **slots, **counted.slots)
    shown = f"{abs(after - before)} / {before} = {percent}%"
    both = f"{max(after, before)} - {min(after, before)} = {abs(after - before)}"
    return draft(headline, counted.batches, facts=(items(counted),), computed=(shown, both))


def mean(counted: Tally) -> Draft:
    """The mean a list, with every addend."""
    count = len(counted.known)
    value = f"{counted.total / count:.1f}".removesuffix(".0")
    slots = {"mean": value, "addends": addition(counted), "total": counted.total, "count": count}
    headline = say("average", span=span(counted.batches), **slots, **counted.slots) + not_stated(counted)
    return draft(headline, counted.batches, computed=(addition(counted), f"{counted.total} / {count} = {value}"))


def extreme(request: Request, counted: Tally) -> Draft:
    """The list with the most or the fewest, the one at a place in that order, or all in order."""
    ordered = sorted(counted.known, key=lambda pair: pair[1], reverse=request.descending)
    if request.operation == "rank":
        shown = Tally(measure=counted.measure, known=tuple(ordered[: request.limit] if request.limit else ordered))
        return draft(say("ranking", items=items(shown)), shown.batches)
    ends = request.has("operation.most", "operation.least")
    if counted.measure != "count" and request.has("operation.latest", "operation.earliest") and not ends:
        return _first_or_last(request, counted)
    if {"operation.most", "operation.least"} <= set(request.ordered) and len(ordered) > 1:
        return _both_ends(ordered, counted)
    chosen, figure = ordered[min(request.nth, len(ordered)) - 1]
    key = "nth" if request.nth > 1 else "most" if request.descending else "least"
    slots = {"number": numeral(chosen.number), "count": figure, "nth": numeral(request.nth)}
    ranked = say(f"what_ranked_{counted.measure}")
    headline = say(key, **slots, ranked=ranked, **counted.slots)
    others = tuple(batch for batch in counted.batches if batch is not chosen)
    return draft(headline, (chosen, *others), facts=(items(counted),))


def _both_ends(ordered: Sequence[tuple[Batch, int]], counted: Tally) -> Draft:
    """The list with the most and the one with the fewest."""
    ranked = say(f"what_ranked_{counted.measure}")
    pairs = sorted(ordered, key=lambda pair: -pair[1])
    told = [
        say(key, number=numeral(batch.number), count=figure, ranked=ranked, **counted.slots)
        for key, (batch, figure) in (("most", pairs[0]), ("least", pairs[-1]))
    ]
    led = (pairs[0][0], pairs[-1][0])
    others = tuple(batch for batch in counted.batches if batch not in led)
    return draft("".join(told), (*led, *others), facts=(items(counted),))


def _first_or_last(request: Request, counted: Tally) -> Draft:
    """The first or the last list that has any of what is counted: 供应链企业最后一次上名单是第几批."""
    having = [pair for pair in counted.known if pair[1]]
    latest = request.has("operation.latest")
    batch, figure = having[-1 if latest else 0]
    key = "last_having" if latest else "first_having"
    slots = {"number": numeral(batch.number), "count": figure, "ranked": say(f"what_ranked_{counted.measure}")}
    others = tuple(each for each in counted.batches if each is not batch)
    return draft(say(key, **slots, **counted.slots), (batch, *others), facts=(items(counted),))


def steps(request: Request, counted: Tally) -> Draft:
    """By how much each list is above the one before it; where one is asked for, the greatest or the least step."""
    pairs = [(old, new, after - before) for (old, before), (new, after) in pairwise(counted.known)]
    lines = {new.number: _step_line(old, new, counted) for old, new, _ in pairs}
    most = request.descending and not FALLING.search(request.text)
    rising = sorted(pairs, key=lambda pair: pair[2], reverse=most)
    headline = say("each_step", items="；".join(lines.values()))
    facts: tuple[str, ...] = ()
    if request.operation in ("extreme", "rank"):
        key = "greatest_step" if most else "least_step"
        headline = say(key, line=lines[rising[min(request.nth, len(rising)) - 1][1].number])
        facts = (say("each_step", items="；".join(lines.values())),)
    shown = tuple(
        f"{max(after, before)} - {min(after, before)} = {abs(after - before)}"
        for (_, before), (_, after) in pairwise(counted.known)
    )
    return draft(headline, counted.batches, facts=(*facts, items(counted)), computed=shown)


def _step_line(old: Batch, new: Batch, counted: Tally) -> str:
    figures = {batch.number: figure for batch, figure in counted.known}
    before, after = figures[old.number], figures[new.number]
    key = "step_more" if after >= before else "step_less"
    names = {"new": numeral(new.number), "old": numeral(old.number)}
    high, low = max(after, before), min(after, before)
    return say(key, **names, high=high, low=low, by=high - low, **counted.slots)


def first_over(bound: int, counted: Tally) -> Draft | None:
    """The first list with more than a bound."""
    over = next(((batch, figure) for batch, figure in counted.known if figure > bound), None)
    if over is None:
        return None
    headline = say("first_over", number=numeral(over[0].number), count=over[1], bound=bound, **counted.slots)
    others = (batch for batch in counted.batches if batch is not over[0])
    return draft(headline, (over[0], *others), facts=(items(counted),))


def share(part: Tally, whole: Tally) -> Draft:
    """What part of all lists some of them are."""
    percent = f"{part.total / whole.total * 100:.1f}"
    slots = {"part": part.total, "total": whole.total, "share": percent}
    headline = say("share", span=span(part.batches), **slots, **part.slots)
    return draft(headline, whole.batches, computed=(f"{part.total} / {whole.total} = {percent}%", addition(whole)))
