"""An answer before its citations are numbered and its figures proven."""

from __future__ import annotations

from assistant.types import AnswerStatus, Table
from corpus.frozen import frozen
from corpus.types import Record

MOST_CITED = 80
"""records cited by one answer; a list counts and names more"""

CALL = "batch.call"
"""the intent of an answer that tells the call of a year, with its number"""
LISTED = "listed"
"""stands in ``used`` of an answer that is a list, even of one"""


@frozen
class Draft:
    """What is to be said, and the records it rests on."""

    status: AnswerStatus
    intent: str
    headline: str
    facts: tuple[str, ...] = ()
    table: Table | None = None
    evidence: tuple[Record, ...] = ()
    """the records it rests on, in the order they are to be cited"""
    leading: int = 0
    """how many records of the evidence the headline rests on; 0 is all"""
    caveats: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    """computations that the answer states"""
    validity: str = ""
    missing: str = ""
    """the fact that a clarifying answer asks for: place, level, standard, batch, investment, topic"""
    explain: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()
    """fields of the request's conditions that the answer honoured"""
