"""A question as understood: what it names, what it points to, and what was read differently than typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus.places import Place
from corpus.types import Standard


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """Something typed and how it was read."""

    typed: str
    read: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DateMention:
    """A date in the question, of the precision it was given in (``2019``, ``2019-06``, ``2019-06-01``)."""

    value: str
    words: str

    @property
    def year(self) -> int:
        return int(self.value[:4])


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """All that later steps may know of a question; made by ``understand.py``, completed by ``followup.py``."""

    typed: str
    text: str
    """the text as read: folded, simplified, corrected"""
    as_of: date
    places: tuple[Place, ...] = ()
    excluded: tuple[Place, ...] = ()
    """places named only to be left out (除了义乌)"""
    undecided: tuple[Place, ...] = ()
    """places between which the question leaves open which is meant (苏州 or 宿州 for suzhou)"""
    levels: tuple[str, ...] = ()
    """recognition levels in the order named"""
    payers: tuple[str, ...] = ()
    """tiers named as payers: province, city, district"""
    cues: frozenset[str] = frozenset()
    amounts: tuple[float, ...] = ()
    """sums of money named, 万元"""
    dates: tuple[DateMention, ...] = ()
    batches: tuple[int, ...] = ()
    stars: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    """standard numbers as typed, folded"""
    standards: tuple[Standard, ...] = ()
    """standards whose product or industry the question names"""
    product: str = ""
    """the word of the question that named the product"""
    titles: tuple[str, ...] = ()
    """policy titles of the corpus that the question quotes"""
    objects: tuple[str, ...] = ()
    """other things than the green factory that the question is about"""
    outside: tuple[str, ...] = ()
    """places abroad"""
    offtopic: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    inherited: tuple[str, ...] = ()
    """slots taken from the conversation or from the client, to be shown"""
    from_profile: tuple[str, ...] = ()
    """slots taken from the client's profile, to be shown"""
    profile: Any = None
    """the client (factory) it is asked for, if any"""
    paid: tuple[str, ...] = ()
    """levels already paid, from the profile"""
    told: tuple[str, ...] = ()
    """ids of the records that the turn before led with, for a follow-up that asks for more"""
    corpus_year: int = 2020
    """the last year the corpus speaks of as past"""
    topic: str = ""
    """intent carried over from the turn before, for a question that names none"""

    def has(self, *cues: str) -> bool:
        """Whether any of the cues was found."""
        return not self.cues.isdisjoint(cues)

    def with_(self, **changes: Any) -> Question:
        """A copy with some slots changed."""
        return replace(self, **changes)

    @property
    def place(self) -> Place | None:
        """The one place, when there is exactly one."""
        return self.places[0] if len(self.places) == 1 else None
