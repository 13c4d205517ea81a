"""Places, or levels of one place, against each other."""

from __future__ import annotations

from assistant.query.records import Records
from assistant.saying import amount, rows
from assistant.saying.awards import awards_at, figure, number, say_award, say_awards, with_figure
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.request import Request
from corpus.frozen import frozen, replace
from corpus.places import Place
from corpus.types import Award, Subsidy

PAIR = 2
NAME = "subsidy.compare"

say = load_wording("subsidy_compare")
PAIR = 2
MOST_INSIDE = 4
"""places in an unlisted one whose sums are told"""
DEFAULT_LEVELS = ("国家级", "省级")


@frozen
class Side:
    """One place of a comparison and the row that speaks for it."""

    place: Place
    row: Subsidy | None
    above: bool = False

    @property
    def name(self) -> str:
        """The place whose row it is, with the place asked about where that has none; a draft is marked."""
        if self.row is None:
            return self.place.name
        name = say("draft_name", place=self.row.place) if self.row.draft else self.row.place
        return say("name_above", above=name, place=self.place.name) if self.above else name


def answer(request: Request, records: Records) -> Draft:
    """A headline that names the higher one, then each place with its row."""
    sides = tuple(_side(place, request, records) for place in request.places)
    unrecorded = len(sides) == 1 and sides[0].row is not None and sides[0].row.unrecorded
    if unrecorded:
        return amount.answer(request, records)
    if len(sides) == 1:
        return _told_as_above(_levels_of(request, records, sides[0]), request, sides, records)
    draft = _nothing_shared(request, sides, records)
    if draft is not None:
        return draft
    draft = _crossed(request, sides, records) or _side_by_side(request, sides, records)
    return _told_as_above(draft, request, sides, records)


def _nothing_shared(request: Request, sides: tuple[Side, ...], records: Records) -> Draft | None:
    """What each of three or more places gives, where no two of them have a sum for one level; None where two do."""
    levels = request.levels or _shared_levels(sides, records)
    known = any(side.row and with_figure(side.row) for side in sides)
    if len(sides) <= PAIR or not known or any(len(_ranked(level, sides, records)[0]) > 1 for level in levels):
        return None
    evidence = tuple(dict.fromkeys(side.row for side in sides if side.row))
    return Draft(
        status="partial",
        intent=NAME,
        headline=say("nothing_shared", parts="；".join(map(_briefly, sides))),
        facts=tuple(_row_line(side, request) for side in sides),
        evidence=evidence,
        caveats=(*_ceilings(evidence), *(note for row in evidence for note in row.notes)),
    )


def _told_as_above(draft: Draft, request: Request, sides: tuple[Side, ...], records: Records) -> Draft:
    """The answer with, at its head, whose sums they are where a place has no row of its own."""
    told = [_unlisted(side, request, records) for side in sides if side.above and side.row]
    if not told:
        return draft
    status = "partial" if draft.status == "answered" else draft.status
    inside = [row for side in sides if side.above for row in _inside(side, records)]
    evidence = tuple(dict.fromkeys((*draft.evidence, *inside)))
    return replace(draft, headline="".join(told) + draft.headline, status=status, evidence=evidence)


def _of_levels(row: Subsidy, request: Request) -> tuple[Award, ...]:
    return tuple(one for one in with_figure(row) if not request.levels or one.level in request.levels)


def _inside(side: Side, records: Records) -> list[Subsidy]:
    """The rows with a sum of what lies in a place that has no row of its own."""
    return [row for row in records.standing(side.place).below if with_figure(row)][:MOST_INSIDE]


def _unlisted(side: Side, request: Request, records: Records) -> str:
    assert side.row is not None
    awards = tuple(award for level in request.levels if (award := _award(side, level, records)))
    said = say_awards(awards or with_figure(side.row)) or rows.provision(side.row)
    told = say("unlisted", place=side.place.name, above=side.row.place, awards=said)
    pairs = ((row, _of_levels(row, request)) for row in _inside(side, records))
    inside = "、".join(f"{row.place}{say_awards(awards)}" for row, awards in pairs if awards)
    return told + (say("inside", place=side.place.name, inside=inside) if inside else "")


def _side_by_side(request: Request, sides: tuple[Side, ...], records: Records) -> Draft:
    """The same levels of several places."""
    levels = request.levels or _shared_levels(sides, records)
    lines = [_compared(level, sides, records) for level in levels]
    headline = _headline(request, levels, sides, records, lines)
    evidence = tuple(dict.fromkeys(side.row for side in sides if side.row))
    known = any(side.row and with_figure(side.row) for side in sides)
    complete = all(side.row and not side.above and with_figure(side.row) for side in sides)
    return Draft(
        status="answered" if complete else "partial" if evidence else "no_answer",
        intent=NAME,
        headline=headline if known else say("none", places="、".join(side.name for side in sides)),
        facts=tuple(_row_line(side, request) for side in sides),
        evidence=evidence,
        caveats=(
            *_ceilings(evidence),
            *(note for row in evidence for note in row.notes),
        ),
        computed=(*_differences(levels, sides, records), *_ratios(levels, sides, records)),
    )


def _crossed(request: Request, sides: tuple[Side, ...], records: Records) -> Draft | None:
    """Two places, each with a level of its own (津南的区级, 重庆的市级); None when the levels are shared."""
    if len(sides) != 2 or len(request.levels) != 2:
        return None
    pairs = [(side, _award(side, level, records)) for side, level in zip(sides, request.levels, strict=True)]
    if any(award is None for _, award in pairs) or all(
        _award(side, level, records) for side in sides for level in request.levels
    ):
        return None
    (one, first), (other, second) = pairs
    assert first is not None
    assert second is not None
    values = [figure(first) or 0.0, figure(second) or 0.0]
    slots = {
        "one": f"{one.name}{first.level} {say_award(first)}",
        "other": f"{other.name}{second.level} {say_award(second)}",
        "difference": number(abs(values[0] - values[1])),
    }
    key = "crossed_equal" if values[0] == values[1] else "crossed_higher"
    higher = one.name if values[0] > values[1] else other.name
    evidence = tuple(side.row for side in (one, other) if side.row)
    return Draft(
        status="answered",
        intent=NAME,
        headline=say(key, higher=higher, **slots),
        facts=tuple(_row_line(side, request) for side in sides),
        evidence=evidence,
        computed=(f"{number(max(values))} - {number(min(values))} = {slots['difference']}",),
    )


def _side(place: Place, request: Request, records: Records) -> Side:
    standing = records.standing(place)
    if standing.own:
        ordered = rows.governing(standing.own, request.as_of)
        paying = [row for row in ordered if with_figure(row)]
        asked = [row for row in paying if any(awards_at(row, level, records.places) for level in request.levels)]
        return Side(place=place, row=(asked or paying or ordered)[0])
    above = next((row for row in standing.above if with_figure(row)), None)
    return Side(place=place, row=above or next(iter(standing.above), None), above=True)


def _shared_levels(sides: tuple[Side, ...], records: Records) -> tuple[str, ...]:
    found = [
        level for level in (*DEFAULT_LEVELS, "市级", "区级") if any(_award(side, level, records) for side in sides)
    ]
    return tuple(found) or DEFAULT_LEVELS[:1]


def _award(side: Side, level: str, records: Records) -> Award | None:
    if side.row is None:
        return None
    awards = [award for award in awards_at(side.row, level, records.places) if figure(award) is not None]
    return awards[0] if awards else None


def _ranked(level: str, sides: tuple[Side, ...], records: Records) -> tuple[list[tuple[Side, Award]], list[Side]]:
    """The sides with a sum at the level, highest first, and those without."""
    present = [(side, award) for side in sides if (award := _award(side, level, records))]
    present.sort(key=lambda pair: -(figure(pair[1]) or 0))
    return present, [side for side in sides if side not in [found for found, _ in present]]


def _headline(
    request: Request, levels: tuple[str, ...], sides: tuple[Side, ...], records: Records, lines: list[str]
) -> str:
    if len(levels) > 1:
        return say("several", parts="；".join(lines))
    level = levels[0]
    present, missing = _ranked(level, sides, records)
    if not present:
        return say("none", places="、".join(side.name for side in sides))
    best, award = present[0]
    if missing and len(present) == 1:
        return say(
            "missing_unrecorded" if all(side.row and side.row.unrecorded for side in missing) else "missing",
            level=level,
            present=best.name,
            high=say_award(award),
            missing="、".join(side.name for side in missing),
        )
    if len({figure(each) for _, each in present}) == 1 and not missing:
        return say("equal", level=level, places="、".join(side.name for side, _ in present), high=say_award(award))
    others = [say("place_amount", place=side.name, award=say_award(each)) for side, each in present[1:]]
    others += [say(_missing_key(side), place=side.name) for side in missing]
    if len(others) == 1:
        difference = number((figure(award) or 0) - (figure(present[1][1]) or 0))
        if request.operation == "ratio" and figure(present[1][1]):
            times = number(round((figure(award) or 0) / (figure(present[1][1]) or 1), 2))
            slots = {"level": level, "best": best.name, "high": say_award(award), "others": others[0]}
            return say("times_places", **slots, other=present[1][0].name, times=times)
        return say(
            "higher", level=level, best=best.name, high=say_award(award), others=others[0], difference=difference
        )
    told = say("higher_many", level=level, best=best.name, high=say_award(award), others="，".join(others))
    if request.operation != "difference":
        return told
    apart = number((figure(award) or 0) - (figure(present[-1][1]) or 0))
    return say("spread", level=level, difference=apart) + told


def _missing_key(side: Side) -> str:
    return "place_unrecorded" if side.row is not None and side.row.unrecorded else "place_missing"


def _compared(level: str, sides: tuple[Side, ...], records: Records) -> str:
    """One level as a clause."""
    present, missing = _ranked(level, sides, records)
    if not present:
        return say("part_missing", level=level, present="", high="", missing="、".join(side.name for side in missing))
    if len(sides) > PAIR:
        items = [say("place_amount", place=side.name, award=say_award(each)) for side, each in present]
        items += [say("place_missing", place=side.name) for side in missing]
        return say("part_many", level=level, items="，".join(items))
    best, award = present[0]
    if missing:
        names = "、".join(side.name for side in missing)
        return say("part_missing", level=level, present=best.name, high=say_award(award), missing=names)
    low, low_award = present[-1]
    difference = (figure(award) or 0) - (figure(low_award) or 0)
    if not difference:
        return say("part_equal", level=level, places="、".join(side.name for side, _ in present), high=say_award(award))
    return say(
        "part_higher",
        level=level,
        best=best.name,
        high=say_award(award),
        other=low.name,
        low=say_award(low_award),
        difference=number(difference),
    )


def _briefly(side: Side) -> str:
    """What one of several places gives, where nothing can be compared."""
    awards = say_awards(with_figure(side.row)) if side.row else ""
    if side.row is None or not (awards or side.above):
        key = "brief_unrecorded" if side.row and side.row.unrecorded else "brief_none"
        return say(key, place=side.place.name)
    slots = {"place": side.place.name if side.above else side.name, "above": side.row.place, "awards": awards}
    key = "brief" if not side.above else "brief_above" if awards else "brief_above_none"
    return say(key, **slots)


def _differences(levels: tuple[str, ...], sides: tuple[Side, ...], records: Records) -> list[str]:
    found = []
    for level in levels:
        present, _ = _ranked(level, sides, records)
        values = [figure(award) or 0 for _, award in present]
        found += [
            f"{number(high)} - {number(low)} = {number(high - low)}" for high in values for low in values if high > low
        ]
    return found


def _ratios(levels: tuple[str, ...], sides: tuple[Side, ...], records: Records) -> list[str]:
    found = []
    for level in levels:
        present, _ = _ranked(level, sides, records)
        values = [figure(award) or 0 for _, award in present]
        found += [f"{number(a)} / {number(b)} = {number(round(a / b, 2))}" for a in values for b in values if a > b > 0]
    return found


def _row_line(side: Side, request: Request) -> str:
    if side.row is None:
        return say("row_nothing", place=side.place.name)
    validity = rows.say_validity(side.row, request.as_of, short=True)
    awards = say_awards(with_figure(side.row))
    if side.above:
        return say("row_above", place=side.place.name, above=side.row.place, awards=awards or rows.provision(side.row))
    if not awards:
        return say("row_no_amount", place=side.row.place, provision=rows.provision(side.row), validity=validity)
    return say("row", place=f"{rows.say_policy(side.row)}", awards=awards, validity=validity)


def _ceilings(evidence: tuple[Subsidy, ...]) -> tuple[str, ...]:
    return (say("ceiling"),) if any(award.form == "ceiling" for row in evidence for award in row.awards) else ()


def _levels_of(request: Request, records: Records, side: Side) -> Draft:
    pairs = [(level, award) for level in request.levels if (award := _award(side, level, records))]
    pairs.sort(key=lambda pair: -(figure(pair[1]) or 0))
    evidence = (side.row,) if side.row else ()
    if len(pairs) < 2:
        return Draft(
            status="partial",
            intent=NAME,
            headline=say("none", places=side.name),
            evidence=evidence,
            facts=(_row_line(side, request),),
        )
    (high_level, high), (low_level, low) = pairs[0], pairs[-1]
    difference = (figure(high) or 0) - (figure(low) or 0)
    headline = say(
        "levels",
        place=side.name,
        high_level=high_level,
        high=say_award(high),
        low_level=low_level,
        low=say_award(low),
        difference=number(difference),
    )
    computed = [f"{number(figure(high) or 0)} - {number(figure(low) or 0)} = {number(difference)}"]
    if request.operation == "ratio" and figure(low):
        times = number((figure(high) or 0) / (figure(low) or 1))
        headline = say("times", high_level=high_level, low_level=low_level, times=times) + headline
        computed.append(f"{number(figure(high) or 0)} / {number(figure(low) or 1)} = {times}")
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=(_row_line(side, request),),
        evidence=evidence,
        computed=tuple(computed),
    )
