"""What the turns of a conversation so far have been about."""

from __future__ import annotations

from typing import TypeVar

from assistant.understanding.request import Request
from corpus.frozen import frozen, replace
from corpus.places import Place
from corpus.types import Standard

T = TypeVar("T")
SHORT = 10
"""characters up to which a request may lean on the one before though it names its topic"""
PART_TOLD = "part"
"""the aspect of a request for another part of what was told"""
KEPT_TURNS = 20
"""turns that can be come back to"""
BARE = 16
"""characters up to which an answer to a question asked back is only that"""


@frozen
class Memory:
    """What the turns so far have been about."""

    last: Request | None = None
    subsidy: Request | None = None
    """the last request about a place's money, kept while other things are talked of"""
    places: tuple[Place, ...] = ()
    batches: tuple[int, ...] = ()
    standards: tuple[Standard, ...] = ()
    told: tuple[str, ...] = ()
    """ids of the records that the last answer led with"""
    led_to: tuple[Place, ...] = ()
    """the place that the last answer named without being asked about it (哪里最高 → 义乌)"""
    asked_for: str = ""
    """the fact that the last answer asked for"""
    listed: tuple[Place, ...] = ()
    """places of the few rows that the last answer listed"""
    ruled: Request | None = None
    """the request that the last answer told rules for, with the topics that it names or leans on"""
    rules: tuple[str, ...] = ()
    """ids of those rules"""
    ranked: tuple[Place, ...] = ()
    """places of the list that the last answer put in order, the first one first"""
    documents: tuple[str, ...] = ()
    """ids of the records told last whose document is known: who issued it can be asked"""
    evidence: tuple[str, ...] = ()
    """ids of all records that the last answer rests on, the first of a long list"""
    past: tuple[Memory, ...] = ()
    """the memories after the turns before this one, each without its own past: what can be come back to"""

    def after(
        self,
        request: Request,
        asked_for: str,
        told: tuple[str, ...],
        led_to: tuple[Place, ...],
        *,
        ruled: Request | None = None,
        rules: tuple[str, ...] = (),
        listed: tuple[Place, ...] = (),
        ranked: tuple[Place, ...] = (),
        documents: tuple[str, ...] = (),
        evidence: tuple[str, ...] = (),
        lists: tuple[int, ...] = (),
    ) -> Memory:
        """The memory once a request was answered."""
        about_money = request.relation == "subsidies" and bool(request.places or led_to)
        return Memory(
            last=request,
            subsidy=request if about_money else self.subsidy,
            places=_renewed(self.places, request.places or led_to),
            batches=_renewed(self.batches, lists or request.batches),
            standards=_renewed(self.standards, request.standards[:1]),
            told=told,
            led_to=led_to,
            asked_for=asked_for,
            ruled=ruled or (request if rules else None),
            rules=rules,
            listed=listed,
            ranked=ranked or (self.ranked if request.relation == "subsidies" else ()),
            documents=documents,
            evidence=evidence,
            past=self.kept(),
        )

    def kept(self) -> tuple[Memory, ...]:
        if self.last is None:
            return self.past
        return (*self.past, replace(self, past=()))[-KEPT_TURNS:]


def _renewed(kept: tuple[T, ...], named: tuple[T, ...]) -> tuple[T, ...]:
    """What was spoken of, in order, with what is named now at the end."""
    return (*(item for item in kept if item not in named), *named)
