"""National totals on a day, and what a list says beside the count: its year, removals, renamings, parks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.query.records import Records
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.numerals import chinese_numeral
from assistant.understanding.request import Request
from corpus.timeline import NoTotal, Total, in_order, national_total
from corpus.types import Batch

NAME = "batch"
say = load_wording("batch")
WORDS = {"factories": "national", "parks": "parks"}


def total(request: Request, records: Records, of: Literal["factories", "parks"]) -> Draft:
    """The published total, or the one derived with its sum beside the latest published one, or why there is none."""
    batches = tuple(in_order(records.corpus.batches))
    found = national_total(records.corpus, request.as_of, of)
    prefix, as_of = WORDS[of], request.as_of.isoformat()
    latest = found if isinstance(found, Total) and found.kind == "published" else found.published
    told = say(f"{prefix}_latest", count=latest.count, since=latest.since) if latest else ""
    if isinstance(found, NoTotal):
        headline = say(f"{prefix}_none", as_of=as_of, reason=found.reason) + told
    elif found.kind == "published":
        last = chinese_numeral(found.batch.number)
        headline = say(f"{prefix}_published", as_of=as_of, count=found.count, since=found.since, last=last)
    else:
        headline = say(f"{prefix}_derived", as_of=as_of, count=found.count, basis=found.basis) + told
    items = "、".join(say("count_item", number=chinese_numeral(b.number), count=b.count) for b in batches)
    of_list = [latest.batch] if latest else []
    newest_first = dict.fromkeys([*([found.batch] if isinstance(found, Total) else []), *of_list, *reversed(batches)])
    return Draft(
        status="answered" if isinstance(found, Total) else "partial",
        intent=NAME,
        headline=headline,
        facts=(say("passed", items=items),) if of == "factories" else (),
        evidence=tuple(newest_first),
        computed=(as_of, *((found.basis, str(found.count)) if isinstance(found, Total) else ())),
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


def of_batches(request: Request, chosen: Sequence[Batch]) -> Draft | None:
    """Renamings, removals, parks, the year of lists; None where none of these is asked for."""
    tellers = {
        "batch.renamed": _renamed, "batch.removed": _removed, "batch.parks": _parks, "batch.supply": _supply,
        "batch.year": _year, "aspect.number": _number,
    }  # fmt: skip
    asked = [teller for concept, teller in tellers.items() if request.has(concept)]
    if not asked or not any(batch.year for batch in chosen):
        return None
    if request.operation == "extreme" and (most := _most(request, chosen)) is not None:
        return most
    headline = "".join(teller(batch) for batch in chosen for teller in asked) + _together(request, chosen)
    notes = tuple(note for batch in chosen for note in batch.notes)
    computed = (f"{_added(chosen)} = {sum(batch.removed or 0 for batch in chosen)}",)
    return Draft(
        status="answered", intent=NAME, headline=headline, evidence=tuple(chosen), caveats=notes, computed=computed
    )


def _most(request: Request, chosen: Sequence[Batch]) -> Draft | None:
    """The list with the most removals or renamings, among those that state them."""
    field = "removed" if request.has("batch.removed") else "renamed" if request.has("batch.renamed") else ""
    known = [batch for batch in chosen if field and getattr(batch, field) is not None]
    if not known:
        return None
    ordered = sorted(known, key=lambda batch: getattr(batch, field), reverse=request.descending)
    best = ordered[0]
    items = "、".join(say("field_item", number=chinese_numeral(b.number), count=getattr(b, field)) for b in known)
    key = "field_most" if request.descending else "field_least"
    slots = {"number": chinese_numeral(best.number), "count": getattr(best, field), "what": say(f"what_{field}")}
    return Draft(
        status="answered", intent=NAME, headline=say(key, **slots, items=items),
        evidence=(best, *(batch for batch in known if batch is not best)),
    )  # fmt: skip


def _number(batch: Batch) -> str:
    slots = {"number": chinese_numeral(batch.number), "title": batch.list_title, "date": batch.list_date}
    key = "numbered" if batch.list_number else "not_numbered"
    return say(key, **slots, list_number=batch.list_number)


def _together(request: Request, chosen: Sequence[Batch]) -> str:
    """What several lists removed together, with the sum; "" where one of them does not say."""
    if len(chosen) < 2 or not request.has("batch.removed") or any(batch.removed is None for batch in chosen):
        return ""
    return say("removed_sum", addends=_added(chosen), total=sum(batch.removed or 0 for batch in chosen))


def _added(chosen: Sequence[Batch]) -> str:
    return " + ".join(str(batch.removed or 0) for batch in chosen)


def _missing(batch: Batch, what: str) -> str:
    return say("not_seen", number=chinese_numeral(batch.number), what=say(f"what_{what}"))


def _renamed(batch: Batch) -> str:
    if batch.renamed is None:
        return _missing(batch, "renamed")
    part = say("renamed_factories", count=batch.renamed_factories) if batch.renamed_factories is not None else ""
    return say("renamed", number=chinese_numeral(batch.number), renamed=batch.renamed) + part + "。"


def _removed(batch: Batch) -> str:
    if batch.removed is None:
        return _missing(batch, "removed")
    part = say("removed_parks", count=batch.removed_parks) if batch.removed_parks is not None else ""
    return say("removed", number=chinese_numeral(batch.number), count=batch.removed) + part + "。"


def _parks(batch: Batch) -> str:
    if batch.parks is None:
        return _missing(batch, "parks")
    return say("parks", number=chinese_numeral(batch.number), count=batch.parks)


def _supply(batch: Batch) -> str:
    if batch.supply_chains is None:
        return _missing(batch, "supply")
    return say("supply", number=chinese_numeral(batch.number), count=batch.supply_chains)


def _year(batch: Batch) -> str:
    slots = {"number": chinese_numeral(batch.number), "year": batch.year, "date": batch.list_date, "count": batch.count}
    return say("year_of", **slots) if batch.year else ""
