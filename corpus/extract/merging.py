"""Rows of one document that say parts of one promise, as one row: 国家级 here, 省级 in the next item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.extract.words import words
from corpus.frozen import replace
from corpus.types import Award, Level, Source, Subsidy

PROVISION_CHARACTERS = 400


def merged(rows: Iterable[Subsidy]) -> tuple[Subsidy, ...]:
    """The rows with those of one place, policy, object and term joined where their levels differ.

    What a later row only repeats is dropped; what it says otherwise stays a row of its own, so that both are told.
    """
    kept: list[Subsidy] = []
    at: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = (row.place_code, row.policy, row.object, row.date, row.end_date)
        position = at.get(key)
        if position is None:
            at[key] = len(kept)
            kept.append(row)
        elif set(map(_said, row.awards)) <= set(map(_said, kept[position].awards)):
            continue
        elif _fit(kept[position], row):
            kept[position] = _joined(kept[position], row)
        else:
            kept.append(row)
    return tuple(kept)


def _said(award: Award) -> Award:
    """What an award gives, whatever the words around it."""
    return replace(award, words="", condition="", one_off=None)


def _fit(row: Subsidy, other: Subsidy) -> bool:
    levels = {award.level for award in row.awards}
    shared = levels & {award.level for award in other.awards}
    return "" not in levels and all(_in_tiers(level, row, other) for level in shared)


def _in_tiers(level: Level, row: Subsidy, other: Subsidy) -> bool:
    """Whether all that both rows give for a level is for tiers of it, none of them twice."""
    told = [award.condition for award in (*row.awards, *other.awards) if award.level == level]
    return len(set(told)) == len(told) and all(words().has("tier", condition) for condition in told)


def _joined(row: Subsidy, other: Subsidy) -> Subsidy:
    return replace(
        row,
        awards=(*row.awards, *other.awards),
        provision=f"{row.provision}；{other.provision}"[:PROVISION_CHARACTERS],
        benefits=tuple(dict.fromkeys((*row.benefits, *other.benefits))),
        notes=tuple(dict.fromkeys((*row.notes, *other.notes))),
        stacking=row.stacking or other.stacking,
        stacking_with=row.stacking_with or other.stacking_with,
        stacking_words=row.stacking_words or other.stacking_words,
        source=_both(row.source, other.source),
    )


def _both(source: Source, other: Source) -> Source:
    lines = source.lines
    if source.lines and other.lines:
        lines = (min(source.lines[0], other.lines[0]), max(source.lines[1], other.lines[1]))
    return replace(source, lines=lines, locator=_locators((source.locator, other.locator)))


def _locators(locators: Sequence[str]) -> str:
    """``表 1 第 2 行`` and ``表 1 第 3 行`` as ``表 1 第 2、3 行``; others side by side."""
    first, second = locators
    if not first or not second or second in first.split("、"):
        return first or second
    table = re.fullmatch(r"(表 \d+ 第 )([\d、]+)( 行)", first)
    row = re.fullmatch(r"(表 \d+ 第 )(\d+)( 行)", second)
    if table and row and table[1] == row[1]:
        return f"{table[1]}{table[2]}、{row[2]}{row[3]}"
    return f"{first}、{second}"
