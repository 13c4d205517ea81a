"""Places, or levels of one place, against each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant import rows
from assistant.awards import awards_at, figure, number, say_award, say_awards, with_figure
from assistant.desk import Claim, Desk, Draft
from assistant.intents.base import about_subsidy
from assistant.question import Question
from assistant.wording import load_wording
from corpus.places import Place
from corpus.types import Award, Subsidy

NAME = "subsidy.compare"
TOPIC = "subsidy"

say = load_wording("subsidy_compare")
DEFAULT_LEVELS = ("国家级", "省级")


@dataclass(frozen=True, kw_only=True, slots=True)
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


def claim(question: Question, desk: Desk) -> Claim | None:
    """Two places with money or a word of comparison, or two levels of one place with one."""
    comparing = question.has("compare", "difference", "most", "least")
    if len(question.places) >= 2 and not question.has("total", "abroad") and (about_subsidy(question) or comparing):
        if question.has("validity", "subordinate", "policy") and not comparing and not question.has("money"):
            return None
        return Claim(score=82, reason="比较几个地方的奖励")
    if (
        len(question.places) == 1
        and len(question.levels) >= 2
        and question.has("difference")
        and about_subsidy(question)
    ):
        return Claim(score=82, reason="比较一个地方的几个级别")
    return None


def answer(question: Question, desk: Desk) -> Draft:
    """A headline that names the higher one, then each place with its row."""
    sides = tuple(_side(place, question, desk) for place in question.places)
    if len(sides) == 1:
        return _told_as_above(_levels_of(question, desk, sides[0]), question, sides, desk)
    draft = _crossed(question, sides, desk) or _side_by_side(question, sides, desk)
    return _told_as_above(draft, question, sides, desk)


def _told_as_above(draft: Draft, question: Question, sides: tuple[Side, ...], desk: Desk) -> Draft:
    """The answer with, at its head, whose sums they are where a place has no row of its own."""
    told = [_unlisted(side, question, desk) for side in sides if side.above and side.row]
    if not told:
        return draft
    status = "partial" if draft.status == "answered" else draft.status
    return replace(draft, headline="".join(told) + draft.headline, status=status)


def _unlisted(side: Side, question: Question, desk: Desk) -> str:
    assert side.row is not None
    awards = tuple(award for level in question.levels if (award := _award(side, level, desk)))
    said = say_awards(awards or with_figure(side.row)) or rows.provision(side.row)
    return say("unlisted", place=side.place.name, above=side.row.place, awards=said)


def _side_by_side(question: Question, sides: tuple[Side, ...], desk: Desk) -> Draft:
    """The same levels of several places."""
    levels = question.levels or _shared_levels(sides, desk)
    lines = [_compared(level, sides, desk) for level in levels]
    headline = _headline(levels, sides, desk, lines)
    evidence = tuple(dict.fromkeys(side.row for side in sides if side.row))
    known = any(side.row and with_figure(side.row) for side in sides)
    complete = all(side.row and not side.above and with_figure(side.row) for side in sides)
    return Draft(
        status="answered" if complete else "partial" if evidence else "no_answer",
        intent=NAME,
        headline=headline if known else say("none", places="、".join(side.name for side in sides)),
        facts=tuple(_row_line(side, question) for side in sides),
        evidence=evidence,
        caveats=(
            *_ceilings(evidence),
            *(note for row in evidence for note in row.notes),
        ),
        computed=tuple(_differences(levels, sides, desk)),
    )


def _crossed(question: Question, sides: tuple[Side, ...], desk: Desk) -> Draft | None:
    """Two places, each with a level of its own (津南的区级, 重庆的市级); None when the levels are shared."""
    if len(sides) != 2 or len(question.levels) != 2:
        return None
    pairs = [(side, _award(side, level, desk)) for side, level in zip(sides, question.levels, strict=True)]
    if any(award is None for _, award in pairs) or all(
        _award(side, level, desk) for side in sides for level in question.levels
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
        facts=tuple(_row_line(side, question) for side in sides),
        evidence=evidence,
        computed=(f"{number(max(values))} - {number(min(values))} = {slots['difference']}",),
    )


def _side(place: Place, question: Question, desk: Desk) -> Side:
    standing = desk.standing(place)
    if standing.own:
        ordered = rows.governing(standing.own, question.as_of)
        return Side(place=place, row=next((row for row in ordered if with_figure(row)), ordered[0]))
    above = next((row for row in standing.above if with_figure(row)), None)
    return Side(place=place, row=above or next(iter(standing.above), None), above=True)


def _shared_levels(sides: tuple[Side, ...], desk: Desk) -> tuple[str, ...]:
    found = [level for level in (*DEFAULT_LEVELS, "市级", "区级") if any(_award(side, level, desk) for side in sides)]
    return tuple(found) or DEFAULT_LEVELS[:1]


def _award(side: Side, level: str, desk: Desk) -> Award | None:
    if side.row is None:
        return None
    awards = [award for award in awards_at(side.row, level, desk.places) if figure(award) is not None]
    return awards[0] if awards else None


def _ranked(level: str, sides: tuple[Side, ...], desk: Desk) -> tuple[list[tuple[Side, Award]], list[Side]]:
    """The sides with a sum at the level, highest first, and those without."""
    present = [(side, award) for side in sides if (award := _award(side, level, desk))]
    present.sort(key=lambda pair: -(figure(pair[1]) or 0))
    return present, [side for side in sides if side not in [found for found, _ in present]]


def _headline(levels: tuple[str, ...], sides: tuple[Side, ...], desk: Desk, lines: list[str]) -> str:
    if len(levels) > 1:
        return say("several", parts="；".join(lines))
    level = levels[0]
    present, missing = _ranked(level, sides, desk)
    if not present:
        return say("none", places="、".join(side.name for side in sides))
    best, award = present[0]
    if missing and len(present) == 1:
        return say(
            "missing",
            level=level,
            present=best.name,
            high=say_award(award),
            missing="、".join(side.name for side in missing),
        )
    if len({figure(each) for _, each in present}) == 1 and not missing:
        return say("equal", level=level, places="、".join(side.name for side, _ in present), high=say_award(award))
    others = [say("place_amount", place=side.name, award=say_award(each)) for side, each in present[1:]]
    others += [say("place_missing", place=side.name) for side in missing]
    if len(others) == 1:
        difference = number((figure(award) or 0) - (figure(present[1][1]) or 0))
        return say(
            "higher", level=level, best=best.name, high=say_award(award), others=others[0], difference=difference
        )
    return say("higher_many", level=level, best=best.name, high=say_award(award), others="，".join(others))


def _compared(level: str, sides: tuple[Side, ...], desk: Desk) -> str:
    """One level as a clause."""
    present, missing = _ranked(level, sides, desk)
    if not present:
        return say("part_missing", level=level, present="", high="", missing="、".join(side.name for side in missing))
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


def _differences(levels: tuple[str, ...], sides: tuple[Side, ...], desk: Desk) -> list[str]:
    found = []
    for level in levels:
        present, _ = _ranked(level, sides, desk)
        values = [figure(award) or 0 for _, award in present]
        found += [
            f"{number(high)} - {number(low)} = {number(high - low)}" for high in values for low in values if high > low
        ]
    return found


def _row_line(side: Side, question: Question) -> str:
    if side.row is None:
        return say("row_nothing", place=side.place.name)
    validity = rows.say_validity(side.row, question.as_of, short=True)
    awards = say_awards(with_figure(side.row))
    if side.above:
        return say("row_above", place=side.place.name, above=side.row.place, awards=awards or rows.provision(side.row))
    if not awards:
        return say("row_no_amount", place=side.row.place, provision=rows.provision(side.row), validity=validity)
    return say("row", place=f"{rows.say_policy(side.row)}", awards=awards, validity=validity)


def _ceilings(evidence: tuple[Subsidy, ...]) -> tuple[str, ...]:
    return (say("ceiling"),) if any(award.form == "ceiling" for row in evidence for award in row.awards) else ()


def _levels_of(question: Question, desk: Desk, side: Side) -> Draft:
    pairs = [(level, award) for level in question.levels if (award := _award(side, level, desk))]
    pairs.sort(key=lambda pair: -(figure(pair[1]) or 0))
    evidence = (side.row,) if side.row else ()
    if len(pairs) < 2:
        return Draft(
            status="partial",
            intent=NAME,
            headline=say("none", places=side.name),
            evidence=evidence,
            facts=(_row_line(side, question),),
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
    if question.has("ratio") and figure(low):
        times = number((figure(high) or 0) / (figure(low) or 1))
        headline = say("times", high_level=high_level, low_level=low_level, times=times) + headline
        computed.append(f"{number(figure(high) or 0)} / {number(figure(low) or 1)} = {times}")
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=(_row_line(side, question),),
        evidence=evidence,
        computed=tuple(computed),
    )
