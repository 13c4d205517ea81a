"""Several figures of national lists asked at once: 移出工厂、更名、园区累计, of each list that is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.query.records import Records
from assistant.saying import national
from assistant.saying.draft import Draft
from assistant.saying.tallies import draft
from assistant.saying.wording import load_wording
from assistant.understanding.numerals import chinese_numeral
from assistant.understanding.operations import EACH_IS, NOT_TAKEN
from assistant.understanding.request import Request
from corpus.patterns import late
from corpus.timeline import Total, national_total
from corpus.types import Batch
from corpus.validity import final_day

say = load_wording("list_figures")
CHUNKS = late("[、，,；;？?/ ]|以及|各自|和|与|及|跟|还有")
WORDS = late(
    "(?P<products>设计产品|绿色产品)|(?P<supply>供应链(?:管理)?(?:企业)?)|(?P<parks>园区)|(?P<factories>工厂|绿厂|厂家|企业)"
    "|(?P<net>净增)|(?P<removed>移出|移除|调出|踢出|刷掉|出了[几多])|(?P<renamed>更名|改名)|(?P<total>累计|总数|总共|一共有)"
    "|(?P<new>新增|新公布|新入选|通过|入选|进了[几多])"
)
COMPUTED = ("operation.average", "operation.ratio", "operation.growth", "operation.rank")
OBJECTS = ("products", "supply", "parks", "factories")
FIELDS = {
    ("new", "factories"): "count",
    ("new", "parks"): "parks",
    ("new", "supply"): "supply_chains",
    ("new", "products"): "design_products",
    ("removed", "factories"): "removed",
    ("removed", "parks"): "removed_parks",
    ("removed", "supply"): "removed_supply_chains",
    ("removed", "products"): "removed_design_products",
    ("renamed", ""): "renamed",
    ("renamed", "factories"): "renamed_factories",
    ("renamed", "parks"): "renamed_parks",
}
"""the field of a list that states a figure of what it lists"""


class Figure(NamedTuple):
    """What is asked: new, removed, renamed, net or total; of factories, parks, supply or products ("" of all kinds)."""

    kind: str
    of: str


def answer(request: Request, chosen: Sequence[Batch], records: Records) -> Draft | None:
    """Every figure asked for, list by list; None where fewer than two are asked, or something is computed of them."""
    of_parks = request.mentions("batch.parks") and "厂" not in request.asked
    figures = asked(NOT_TAKEN.sub("", request.asked), "parks" if of_parks else "factories")
    computed = request.has("aspect.share", "topic.goal", "operation.most", "operation.least", *COMPUTED)
    added = len(chosen) > 1 and request.operation == "sum" and not EACH_IS.search(request.asked)
    if len(figures) < 2 or computed or added or request.places:
        return None
    if not chosen:
        return _totals(request, figures, records) if all(one.kind == "total" for one in figures) else None
    lines = [_line(batch, figures, records) for batch in chosen]
    missing = any(_figure(batch, one, records) is None for batch in chosen for one in figures)
    sums = tuple(basis for batch in chosen for one in figures if (basis := _basis(batch, one, records)))
    told = draft("".join(lines), tuple(chosen), status="partial" if missing else "answered", computed=sums)
    return told


def asked(text: str, thing: str = "factories") -> tuple[Figure, ...]:
    """The figures that a question names, in order; what one leaves out it shares with the one beside it.

    ``thing`` is what is meant where nothing is named.
    """
    found: list[Figure] = []
    things: list[str] = []  # things whose figure comes later: 工厂和园区的累计
    kinds: list[str] = []  # figures whose thing comes later: 新增和移出的园区
    of, kind = "", ""
    for chunk in CHUNKS.split(text):
        words = [match.lastgroup or "" for match in WORDS.finditer(chunk)]
        here = [word for word in words if word in OBJECTS][-1:]
        named = [word for word in words if word not in OBJECTS]
        named = [word for word in named if word != "total"] or named  # 更名总数 is of renamings
        if "renamed" in named and not here:
            found.append(Figure("renamed", ""))
            of = ""
            continue
        of = here[0] if here else of
        if not named:
            found += [Figure(each, of) for each in ([kind] if kind else kinds) if here]
            things += here if not (kind or kinds) else []
        elif of:
            found += [Figure(each, of) for each in kinds]
            found += [Figure(named[0], each) for each in things if each != of]
            found += [Figure(each, of) for each in named]
            things, kinds = [], []
        else:
            kinds += named
        kind = named[-1] if named and of else kind
    found += [Figure(each, thing) for each in kinds if not any(one.kind == each for one in found)]
    found += [Figure("new", each) for each in things if len(things) > 1 and not found]
    return tuple(dict.fromkeys(found))


def _totals(request: Request, figures: Sequence[Figure], records: Records) -> Draft | None:
    """The totals of the day, of factories and of parks."""
    told = [
        national.total(request, records, "parks" if one.of == "parks" else "factories")
        for one in figures
        if one.of in ("parks", "factories")
    ]
    if len(told) < 2:
        return None
    return Draft(
        status="answered" if all(each.status == "answered" for each in told) else "partial",
        intent=told[0].intent,
        headline="".join(each.headline for each in told),
        facts=told[0].facts,
        evidence=tuple({row.id: row for each in told for row in each.evidence}.values()),
        computed=tuple(dict.fromkeys(line for each in told for line in each.computed)),
        suggestions=told[0].suggestions,
    )


def _line(batch: Batch, figures: Sequence[Figure], records: Records) -> str:
    items = say("between").join(_item(batch, one, records) for one in figures)
    return say("line", number=chinese_numeral(batch.number), items=items)


def _item(batch: Batch, one: Figure, records: Records) -> str:
    what = say(f"{one.kind}_{one.of}" if one.of else one.kind)
    figure = _figure(batch, one, records)
    if figure is None:
        return say("not_seen", what=what)
    unit = say(f"unit_{one.of or 'factories'}")
    if one.kind == "total" and (total := _total(batch, one, records)) is not None:
        return say(f"item_{total.kind}", what=what, figure=figure, unit=unit, basis=total.basis)
    return say("item", what=what, figure=figure, unit=unit)


def _figure(batch: Batch, one: Figure, records: Records) -> int | None:
    """What a list states, or what is derived of it; None where neither is there."""
    if one.kind == "total":
        total = _total(batch, one, records)
        return total.count if total else None
    if one.kind == "net":
        removed = _figure(batch, Figure("removed", one.of), records)
        new = _figure(batch, Figure("new", one.of), records)
        return None if new is None or removed is None else new - removed
    name = FIELDS.get((one.kind, one.of))
    return getattr(batch, name) if name else None


def _total(batch: Batch, one: Figure, records: Records) -> Total | None:
    day = final_day(batch.list_date) if batch.list_date else None
    if day is None or one.of not in ("factories", "parks"):
        return None
    found = national_total(records.on(day).corpus, day, "parks" if one.of == "parks" else "factories")
    return found if isinstance(found, Total) and found.batch.id == batch.id else None


def _basis(batch: Batch, one: Figure, records: Records) -> str:
    """How a figure that no list states was come by."""
    if one.kind == "net" and (net := _figure(batch, one, records)) is not None:
        return f"净增 = {net}"
    total = _total(batch, one, records) if one.kind == "total" else None
    return f"{total.basis}；{total.count}" if total else ""
