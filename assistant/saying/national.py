"""National totals on a day, and what a list says beside the count: its year, removals, renamings, parks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.query.records import Records
from assistant.saying.draft import Draft
from assistant.saying.tallies import FIELDS, Tally, addition, items, not_stated, span, tally
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.numerals import chinese_numeral
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.timeline import Counted, NoTotal, Total, national_total
from corpus.types import Batch
from corpus.validity import final_day, first_day

NAME = "batch"
say = load_wording("batch")
YEAR_OF_LIST = late(r"(20\d\d) ?年度")
PUBLISHED = late("公布过的?|自己公布|(?:官方|正式|部里)公布|最近(?:一次)?公布|公布的(?:累计|总)")
"""that the total asked about is one that was published"""
COUNTED_TOO = late("(?:多少|几)[家个]")
FACTORIES_TOO = late("工厂(?:、|和|与|跟|及|，)")
ABOUT = {
    "net": "移出",
    "renamed": "更名",
    "removed": "移出",
    "parks": "园区",
    "supply": "供应链",
    "products": "设计产品",
}
"""the word by which a note is about a measure"""
THINGS: dict[str, Counted] = {"parks": "parks", "supply": "supply", "products": "products"}
"""measures beside the count of factories that have a running total of their own"""
SET_APART = ("extreme", "rank", "mean", "compare", "difference", "ratio")
"""operations over the lists that state a figure, which ask for no total"""


def of_measure(measure: str) -> Counted:
    """What is counted under a measure; factories, where it is none of its own."""
    return THINGS.get(measure, "factories")


def asks_running(request: Request) -> bool:
    """园区有多少个, 供应链一共多少家: how many there are by the day, not what some lists added."""
    counted = request.has("ask.many", "ask.much", "topic.total_count", "batch.total", "operation.sum")
    other = request.operation in SET_APART or request.has("aspect.change", "aspect.share", "topic.goal")
    return request.measure in THINGS and counted and not other


def total(request: Request, records: Records, of: Counted) -> Draft:
    """The published total, or the one derived with its sum beside the latest published one, or why there is none."""
    rows = {batch.id: batch for batch in lists_out(request, records)}
    batches = tuple(batch for batch in rows.values() if batch.number)
    found = national_total(records.corpus, request.as_of, of)
    prefix, as_of = "national" if of == "factories" else "things", request.as_of.isoformat()
    counted = tally("count" if of == "factories" else of, batches)
    words = counted.slots
    latest = found if isinstance(found, Total) and found.kind == "published" else found.published
    told = say("total_latest", count=latest.count, since=latest.since, **words) if latest else ""
    if isinstance(found, NoTotal):
        refused = say(f"{prefix}_none", as_of=as_of, reason=found.reason, **words) + told
        return _refused(refused, found, of, counted, batches, as_of)
    if found.kind == "published":
        last = _name(rows.get(found.batch.id, found.batch))
        headline = say(f"{prefix}_published", as_of=as_of, count=found.count, since=found.since, last=last, **words)
    else:
        derived = say(f"{prefix}_derived", as_of=as_of, count=found.count, basis=found.basis, **words)
        headline = told + derived if told and PUBLISHED.search(request.text) else derived + told
    led = [rows.get(batch.id, batch) for batch in (found.batch, *([latest.batch] if latest else []))]
    newest_first = dict.fromkeys([*led, *reversed(batches)])
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=(say("passed", items=items(counted)),) if of == "factories" else (),
        evidence=tuple(newest_first),
        computed=(as_of, found.basis, str(found.count)),
        suggestions=(say("suggest_industries"),),
    )


def _name(batch: Batch) -> str:
    """What a list is called: by its number, else by its year."""
    return (
        say("of_batch", number=chinese_numeral(batch.number)) if batch.number else say("of_year_list", year=batch.year)
    )


def against_claim(request: Request, claimed: int, batches: Sequence[Batch], records: Records) -> Draft:
    """The total of the day, and of which day or list the number is that was to be confirmed."""
    of = of_measure(request.measure)
    told = total(request, records, of)
    measure = "count" if of == "factories" else of
    slots = {"claimed": claimed, "unit": tally(measure, ()).slots["unit"]}
    totals = [(batch, _total_with(batch, of, records)) for batch in batches if batch.list_date]
    if totals and totals[-1][1] == claimed:
        return replace(told, headline=say("claim_of_day", **slots) + told.headline)
    then = next((batch for batch, count in totals if count == claimed), None)
    alone = next((batch for batch, count in tally(measure, batches).known if count == claimed), None)
    meant = then or alone
    key = "claim_then" if then else "claim_of_list" if alone else "claim_of_none"
    of_list = {"number": chinese_numeral(meant.number), "since": meant.list_date} if meant else {}
    evidence = tuple(dict.fromkeys((*told.evidence[:1], *((meant,) if meant else ()), *told.evidence)))
    computed = (*told.computed, f"问的是 {claimed}")
    return replace(told, headline=told.headline + say(key, **slots, **of_list), evidence=evidence, computed=computed)


def _total_with(batch: Batch, of: Counted, records: Records) -> int | None:
    """The total once a list was out; None where there is none."""
    day = final_day(batch.list_date)
    found = national_total(records.on(day).corpus, day, of)
    return found.count if isinstance(found, Total) else None


def lists_out(request: Request, records: Records) -> tuple[Batch, ...]:
    """The lists that were published by the day of the question, in order."""
    return tuple(batch for batch in records.lists if is_out(batch, request))


def years_missing(request: Request, records: Records) -> tuple[str, ...]:
    """Years of lists (2026年度) that the question names and of which none was out on the day.

    The first lists have no year: before the first one that has, a year is that of the notice.
    """
    if request.places:
        return ()
    held = {batch.year for batch in lists_out(request, records) if batch.year}
    every = {batch.year for batch in records.lists if batch.year}
    years = dict.fromkeys(YEAR_OF_LIST.findall(request.text))
    return tuple(year for year in years if every and int(year) >= min(every) and int(year) not in held)


def is_out(batch: Batch, request: Request) -> bool:
    """Whether a list was published by the day of the question."""
    return not batch.list_date or first_day(batch.list_date) <= request.as_of


def _refused(headline: str, found: NoTotal, of: Counted, counted: Tally, batches: Sequence[Batch], as_of: str) -> Draft:
    """That there is no total, and why; of what only some lists state, these lists added up and named as just that."""
    stated, computed = "", [as_of, found.reason]
    if of != "factories" and counted.known:
        key = "stated_sum" if len(counted.known) > 1 else "stated_one"
        stated = say(key, span=span(counted.batches), total=counted.total, addends=addition(counted), **counted.slots)
        computed.append(addition(counted))
    told = of == "factories" or stated or found.published
    return Draft(
        status="partial" if told else "no_answer",
        intent=NAME,
        headline=headline + stated,
        facts=(say("passed", items=items(counted)),) if of == "factories" else (),
        evidence=tuple(dict.fromkeys((*reversed(counted.batches), *reversed(batches)))),
        computed=tuple(computed),
        suggestions=(say("suggest_industries"),),
    )


def how_many(request: Request, batches: Sequence[Batch]) -> Draft:
    """How many lists there have been by the day."""
    last = batches[-1]
    headline = say(
        "how_many",
        as_of=request.as_of.isoformat(),
        many=chinese_numeral(len(batches)),
        date=last.list_date,
        year=last.year,
        count=last.count,
    )
    return Draft(
        status="answered", intent=NAME, headline=headline, evidence=(last, *batches[:-1]),
        computed=(f"批数 = {len(batches)}",),
    )  # fmt: skip


def of_year_alone(request: Request, batch: Batch) -> Draft:
    """What is asked of a list that is known by its year and has no number."""
    measure = request.measure if request.measure in FIELDS else "count"
    figure: int | None = getattr(batch, FIELDS[measure])
    key = "of_year" if measure == "count" else f"of_year_{measure}"
    if figure is None:
        key = "of_year_unstated"
    headline = say(key, year=batch.year, count=figure, date=batch.list_date, title=batch.list_title)
    status: AnswerStatus = "partial" if figure is None else "answered"
    return Draft(status=status, intent=NAME, headline=headline, evidence=(batch,))


def stating(request: Request, batches: Sequence[Batch]) -> tuple[Batch, ...]:
    """The lists that state what is counted beside the factories, for a question that names none of them."""
    if not asks_figure(request) and (request.measure == "count" or request.operation not in ("extreme", "rank")):
        return ()
    return tally(request.measure, batches).batches


def asks_figure(request: Request) -> bool:
    """Whether it is asked how many of something beside the factories the lists state."""
    return request.measure != "count" and (request.has("ask.many", "ask.much", "operation.sum", "topic.total_count"))


def silent(measure: str, batches: Sequence[Batch]) -> str:
    """Which of the lists do not state a measure, and what is noted of them instead; "" where all do."""
    missing = tally(measure, batches).missing
    noted = [batch for batch in missing if _note(batch, measure)]
    bare = [batch for batch in missing if batch not in noted]
    return not_stated(tally(measure, bare)) + "".join(_missing(batch, measure) for batch in noted)


def of_batches(request: Request, chosen: Sequence[Batch]) -> Draft | None:
    """Renamings, removals, parks, the year of lists; None where none of these is asked for."""
    asked = _tellers(request)
    if not asked or not any(batch.year for batch in chosen):
        return None
    headline = "".join(teller(batch) for batch in chosen for teller in asked)
    notes = tuple(note for batch in chosen for note in _remarks(batch) if note not in headline)
    return Draft(status="answered", intent=NAME, headline=headline, evidence=tuple(chosen), caveats=notes)


def _tellers(request: Request) -> list[Callable[[Batch], str]]:
    """What is told of each list, in order."""
    named = {"batch.renamed": _renamed, "batch.supply": _supply, "batch.year": _year, "aspect.number": _number}
    if request.measure == "renamed" and request.has("batch.parks"):
        return [_renamed_parks]
    if request.measure == "removed" and request.mentions("batch.parks") and request.has("aspect.change"):
        return [_parks, _removed]
    asked = [TELLERS[request.measure]] if request.measure in TELLERS else []
    asked += [teller for concept, teller in named.items() if request.has(concept)]
    if _number in asked and request.has("topic.call"):
        at = asked.index(_number)
        asked[at : at + 1] = [_call_number, _number] if request.has("topic.listing") else [_call_number]
    if request.has("batch.parks") and request.measure != "removed":
        asked.append(_parks)
    if names_year(request):
        asked.append(_year)
    beside = request.has("aspect.change") and not request.has("topic.industries")
    if asked == [_number] and COUNTED_TOO.search(request.asked):
        asked.insert(0, _new)
    if asked and (beside or (FACTORIES_TOO.search(request.asked) and request.measure in ("parks", "supply"))):
        asked.insert(0, _new)
    return list(dict.fromkeys(asked))


def _number(batch: Batch) -> str:
    slots = {"number": chinese_numeral(batch.number), "title": batch.list_title, "date": batch.list_date}
    key = "numbered" if batch.list_number else "not_numbered"
    return say(key, **slots, list_number=batch.list_number)


def _call_number(batch: Batch) -> str:
    slots = {"number": chinese_numeral(batch.number), "title": batch.call_title}
    return say("call_numbered" if batch.call_number else "call_not_numbered", **slots, call_number=batch.call_number)


def _new(batch: Batch) -> str:
    return say("count_several", items=say("new_item", number=chinese_numeral(batch.number), count=batch.count))


def _remarks(batch: Batch) -> list[str]:
    """What is noted of a list beside the sums, which a total states itself."""
    return [part for note in batch.notes for part in note.split("；") if "=" not in part]


def net_over_gaps(counted: Tally, batches: Sequence[Batch]) -> Draft:
    """All that lists added less all that they published as taken off, beside what is left of those that state both."""
    new, removed = tally("count", batches), tally("removed", batches)
    net = new.total - removed.total
    slots = {
        "span": span(new.batches), "new": new.total, "removed": removed.total, "net": net,
        "silent": silent("removed", batches), "strict": span(counted.batches), "strict_net": counted.total,
        "addends": addition(counted),
    }  # fmt: skip
    sums = (addition(new), addition(removed), f"{new.total} − {removed.total} = {net}", addition(counted))
    return Draft(
        status="partial", intent=NAME, headline=say("net_over_gaps", **slots), evidence=tuple(reversed(batches)),
        facts=(say("passed", items=items(new)), say("taken_off", items=items(removed))), computed=sums,
    )  # fmt: skip


def _note(batch: Batch, measure: str) -> str:
    """What is noted of a list about a measure (本批不含供应链)."""
    return next((note for note in _remarks(batch) if ABOUT[measure] in note), "")


def _missing(batch: Batch, measure: str) -> str:
    """That a list does not say it, or what is noted of it instead."""
    number = chinese_numeral(batch.number)
    note = _note(batch, measure)
    if note:
        return say("noted", number=number, note=note)
    return say("not_seen", number=number, what=say(f"what_{measure}"))


def _renamed(batch: Batch) -> str:
    if batch.renamed is None:
        return _missing(batch, "renamed")
    part = say("renamed_factories", count=batch.renamed_factories) if batch.renamed_factories is not None else ""
    return say("renamed", number=chinese_numeral(batch.number), renamed=batch.renamed) + part + "。"


def _renamed_parks(batch: Batch) -> str:
    if batch.renamed_parks is None:
        return _missing(batch, "renamed")
    return say("renamed_parks", number=chinese_numeral(batch.number), count=batch.renamed_parks)


def _removed(batch: Batch) -> str:
    if batch.removed is None:
        return _missing(batch, "removed")
    beside = {
        "removed_products": batch.removed_design_products,
        "removed_parks": batch.removed_parks,
        "removed_supply": batch.removed_supply_chains,
    }
    parts = "".join(say(key, count=count) for key, count in beside.items() if count is not None)
    return say("removed", number=chinese_numeral(batch.number), count=batch.removed) + parts + "。"


def _parks(batch: Batch) -> str:
    if batch.parks is None:
        return _missing(batch, "parks")
    return say("parks", number=chinese_numeral(batch.number), count=batch.parks)


def _supply(batch: Batch) -> str:
    if batch.supply_chains is None:
        return _missing(batch, "supply")
    return say("supply", number=chinese_numeral(batch.number), count=batch.supply_chains)


def _products(batch: Batch) -> str:
    if batch.design_products is None:
        return _missing(batch, "products")
    return say("products", number=chinese_numeral(batch.number), count=batch.design_products)


TELLERS: dict[str, Callable[[Batch], str]] = {
    "renamed": _renamed,
    "removed": _removed,
    "parks": _parks,
    "supply": _supply,
    "products": _products,
}
"""what is told of one list, by measure"""


def of_list(measure: str, batch: Batch) -> str:
    """What one list states of a measure, or that it does not."""
    return TELLERS[measure](batch)


def names_year(request: Request) -> bool:
    """Whether it is asked which list is that of a year (2023年度是第几批)."""
    return request.has("topic.which_batch") and YEAR_OF_LIST.search(request.text) is not None


def _year(batch: Batch) -> str:
    slots = {"number": chinese_numeral(batch.number), "year": batch.year, "date": batch.list_date, "count": batch.count}
    return say("year_of", **slots) if batch.year else ""
