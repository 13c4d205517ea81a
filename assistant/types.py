"""A question understood, and an answer with its proof."""

from __future__ import annotations

from typing import Any, Literal

from corpus.frozen import field, frozen
from corpus.types import QuoteKind

AnswerStatus = Literal["answered", "partial", "clarify", "no_answer"]


@frozen
class Citation:
    """Where a part of the answer is written. Numbered from 1 in the order of ``Answer.citations``."""

    n: int
    doc: str
    doc_id: str
    section: str
    locator: str
    quote: str
    quote_kind: QuoteKind
    policy: str = ""
    page: int | None = None
    lines: tuple[int, int] | None = None
    record_id: str = ""
    seen_on: str = ""
    """the day on which the row was last seen at its source, where it was gathered later; "" else"""
    sureness: str = ""
    """A (seen at the source) or B (seen in one other place), where the row tells; "" else"""
    sureness_amount: str = ""
    """of the sums alone, where they are rated apart; "" is as the row"""
    sureness_number: str = ""
    """of a standard's number alone; "" is as the row"""


@frozen
class Table:
    """Facts side by side; the cells are texts, the first row of ``rows`` is data, not heads."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Answer:
    """What leaves the assistant. ``render.py`` turns it into ``text``."""

    question: str
    as_of: str
    status: AnswerStatus
    intent: str
    headline: str
    facts: tuple[str, ...] = ()
    """one fact a line, without list marks"""
    table: Table | None = None
    citations: tuple[Citation, ...] = ()
    caveats: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    validity: str = ""
    """corpus Status of the one rule the answer rests on, or "" where there are several or none"""
    understood: dict[str, Any] = field(default_factory=dict)
    records: tuple[dict[str, Any], ...] = ()
    unused: tuple[str, ...] = ()
    """words of the question that the answer did not use"""
    aspect: str = ""
    """what was asked: amount, end, valid, issued, list, count …"""
    computed: tuple[str, ...] = ()
    """computations that the answer states, for instance ``50 + 5 = 55``"""
    explain: tuple[str, ...] = ()
    """what was understood, which rule fired, which hits were taken and why (Chinese, for --explain)"""
    generation: str = ""
    ms: float = 0.0

    @property
    def text(self) -> str:
        """The whole plain text, headline first; no escape codes, no markup."""
        from assistant.saying.render import plain_text

        return plain_text(self)
