"""Awards that are counted from another: the sum of that other one as their document quotes it, and whether it still is.

A city that matches what its province pays quotes that sum as it was when its document was written. Once a later
document of the province holds, the quoted sum is one of then, and nothing may be added to it as today's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from corpus.frozen import replace
from corpus.timeline import start_of, surely_begun
from corpus.types import Award, Level, Subsidy


class QuotedSums:
    """The awards of one corpus that quote another, each held against the rows that pay that other one."""

    def __init__(self, rows: Sequence[Subsidy]) -> None:
        self._quoting = [row for row in rows if any(_quotes(award) for award in row.awards)]
        paying = {award.relative_to for row in self._quoting for award in row.awards if _quotes(award)}
        self._paying: dict[str, list[Subsidy]] = {code: [] for code in paying}
        for row in rows if paying else ():
            if row.place_code in paying and not row.draft:
                self._paying[row.place_code].append(row)

    @property
    def days(self) -> set[date]:
        """The days from which another sum than the one quoted is paid."""
        return {
            surely_begun(one, start_of(one))
            for row in self._quoting
            for award in row.awards
            if _quotes(award)
            for one in self._paying[award.relative_to]
            if start_of(one) > start_of(row) and _pays_otherwise(one, award)
        }

    def of_then(self, held: Mapping[str, Subsidy], day: date) -> dict[str, Subsidy]:
        """The rows whose quoted sums are not those of a day any more, without these sums, by their id.

        ``held`` are the rows that are known on the day and not replaced by then.
        """
        found: dict[str, Subsidy] = {}
        for row in self._quoting:
            awards = tuple(self._on(row, award, held, day) for award in row.awards)
            if awards != row.awards:
                found[row.id] = replace(row, awards=awards)
        return found

    def _on(self, row: Subsidy, award: Award, held: Mapping[str, Subsidy], day: date) -> Award:
        if not _quotes(award):
            return award
        begun = [one for one in self._paying[award.relative_to] if _has_begun(one, day)]
        later = [one for one in begun if start_of(one) > start_of(row) and one.id in held]
        newest = max((one for one in later if one.unrecorded or _sums(one, award.level)), key=start_of, default=None)
        if newest is not None:
            still = not _pays_otherwise(newest, award)
        else:
            ended = [one for one in begun if one.id not in held]
            still = not any(award.relative_amount in _sums(one, award.level) for one in ended)
        return award if still else replace(award, relative_amount=None)


def _quotes(award: Award) -> bool:
    return bool(award.relative_to) and award.relative_amount is not None


def _has_begun(row: Subsidy, day: date) -> bool:
    start = start_of(row)
    return not start or surely_begun(row, start) <= day


def _pays_otherwise(row: Subsidy, quoted: Award) -> bool:
    """Whether a row pays another sum than the one quoted, or one that was not seen."""
    sums = _sums(row, quoted.level)
    return row.unrecorded or (bool(sums) and quoted.relative_amount not in sums)


def _sums(row: Subsidy, level: Level) -> set[float]:
    """What a row pays at a level, in 万元."""
    at_level = (award for award in row.awards if award.level in (level, ""))
    return {award.amount_max for award in at_level if award.amount_max is not None}
