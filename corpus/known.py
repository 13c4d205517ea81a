"""The corpus as it was known on a day: what was gathered of later days is not in it, nor what has been replaced.

A standard of an added notice is known from the day on which it came out.

Rows that were gathered (they state the day they were seen on) belong to their day alone: nobody knew in 2021 what 2025
would bring. Documents that say themselves from when they hold stay as they are; they are told with their dates.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from corpus.quoted import QuotedSums
from corpus.timeline import REPLACING, Timeline, change_begins, has_begun, surely_begun
from corpus.types import Corpus, Dated, Passage, Standard, Subsidy
from corpus.validity import final_day

ROWS = ("subsidies", "policies", "standards", "batches", "rules", "conditions", "notices")
REPLACED_LEAVE = ("subsidies", "standards", "rules")
"""kinds, beside the statements, whose rows are told through what stands in their stead, once something does"""


class Known:
    """Cuts one corpus to a day; days between two changes give the very same corpus."""

    def __init__(self, corpus: Corpus, timeline: Timeline) -> None:
        self._corpus = corpus
        self._timeline = timeline
        self._gathered = {row.source.doc_id for row in _rows(corpus) if _seen_on(row)}
        self._added = {document.id for document in corpus.documents if not document.shipped}
        self._quoted = QuotedSums(corpus.subsidies)
        self._days = self._turning_days()

    @property
    def changes(self) -> bool:
        """Whether any day knows less than another."""
        return bool(self._days)

    def period(self, day: date) -> int:
        """The number of the stretch of days, without a change in it, that a day lies in."""
        return bisect_right(self._days, day)

    def on(self, day: date) -> Corpus:
        """The corpus without the rows that began later or are replaced by then, and without the sums that awards quote
        of others which pay another sum by then; its statements stay unread."""
        kept: dict[str, Any] = {}
        for part in ROWS:
            rows = getattr(self._corpus, part)
            left = tuple(row for row in rows if self.begun(row, day) and not self._gone(row, part, day))
            if len(left) < len(rows):
                kept[part] = left
        subsidies = kept.get("subsidies", self._corpus.subsidies)
        if of_then := self._quoted.of_then({row.id: row for row in subsidies}, day):
            kept["subsidies"] = tuple(of_then.get(row.id, row) for row in subsidies)
        changes = tuple(change for change in self._corpus.changes if has_begun(change, day))
        return self._corpus.with_(changes=changes, **kept) if kept else self._corpus

    def statements(self, passages: tuple[Passage, ...], day: date) -> tuple[Passage, ...]:
        """The statements that had been made by a day and still stand."""
        return tuple(
            each
            for each in passages
            if self.begun(each, day) and not self._replaced(each, day) and not _over(each, day)
        )

    def statement_period(self, day: date) -> int:
        """The number of the stretch of days, without a statement that begins or ends by itself, that a day lies in."""
        return bisect_right(self._statement_days, day)

    @cached_property
    def _statement_days(self) -> list[date]:
        """The days of statements that have their own; to ask for them reads all statements."""
        own = [each for each in self._corpus.passages if each.holds_from]
        ends = {final_day(each.holds_until) + timedelta(days=1) for each in own if each.holds_until}
        return sorted({surely_begun(each, each.holds_from) for each in own} | ends)

    def begun(self, row: Dated, day: date) -> bool:
        """Whether a row was known on a day."""
        start = self._start(row)
        return start is None or start <= day

    def _gone(self, row: Dated, part: str, day: date) -> bool:
        return part in REPLACED_LEAVE and self._replaced(row, day)

    def _replaced(self, row: Dated, day: date) -> bool:
        changes = self._timeline.changes_of(row)
        return bool(changes) and any(change.kind in REPLACING and has_begun(change, day) for change in changes)

    def _start(self, row: Dated) -> date | None:
        """The first day of a gathered row; None where it is not one, or no day is known."""
        own_day = isinstance(row, Passage) and row.holds_from
        announced = isinstance(row, Standard) and row.source.doc_id in self._added
        if row.source.doc_id not in self._gathered and not own_day and not announced:
            return None
        if isinstance(row, Subsidy) and row.year and not self._timeline.start(row):
            return surely_begun(row, str(row.year))
        return self._timeline.begins(row)

    def _turning_days(self) -> list[date]:
        starts = {start for row in _rows(self._corpus) if (start := self._start(row))}
        changed = {begins for change in self._corpus.changes if (begins := change_begins(change))}
        return sorted(starts | changed | self._quoted.days)


def _rows(corpus: Corpus) -> list[Dated]:
    return [row for part in ROWS for row in getattr(corpus, part)]


def _over(statement: Passage, day: date) -> bool:
    return bool(statement.holds_until) and final_day(statement.holds_until) < day


def _seen_on(row: Dated) -> str:
    holding = getattr(row, "holding", None)
    return holding.seen_on if holding else ""
