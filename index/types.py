"""What goes into an index, what is asked of it, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.frozen import frozen


@frozen
class Entry:
    """One searchable thing: a passage or a table row, flattened for any engine."""

    id: str
    kind: str
    """passage, subsidy, standard, policy, batch or rule"""
    text: str
    title: str = ""
    """context of the text: heading path, place, document title"""
    doc_id: str = ""
    section: str = ""
    locator: str = ""
    places: tuple[str, ...] = ()
    """place codes with all ancestors, so that a province finds its counties"""
    levels: tuple[str, ...] = ()
    amount: float | None = None
    """highest amount, 万元"""
    date: str = ""
    end_date: str = ""
    status: str = ""
    """status of a standard, or ``draft`` for a draft rule"""
    quote_kind: str = "record"


@frozen
class Query:
    """What is looked for. Empty filters do not filter; a filter with several values is an OR."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """place codes; an entry matches when any of its codes (own or ancestor) is among them"""
    levels: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """section numbers as prefixes: ``4.2`` finds 4.2.3"""
    statuses: tuple[str, ...] = ()
    amounts: tuple[float | None, float | None] | None = None
    """least and greatest highest amount, 万元, both included; None is open"""
    dates: tuple[str, str] | None = None
    """first and last date, ISO of any precision; "" is open"""
    limit: int = 10


def section_numbers(section: str) -> tuple[str, ...]:
    """``4.2.3 复核`` as 4, 4.2 and 4.2.3; a section without a number as its whole text."""
    number = section.split(" ", 1)[0]
    parts = number.split(".")
    if not all(part.isdigit() for part in parts):
        return (section,) if section else ()
    return tuple(".".join(parts[:end]) for end in range(1, len(parts) + 1))


@frozen
class Hit:
    """An entry found, best first."""

    entry: Entry
    rank: int
    score: float
    """comparable within one result only"""
    coverage: float
    """share (0 to 1) of the query's weight, counted in rarity, that the entry covers"""
    matched: tuple[str, ...]
    """the query's words that the entry holds, most telling first"""


class SearchEngine(Protocol):
    """The one door to searching; every engine passes tests/index/engine_contract.py."""

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The best entries for the query; without text, all that pass the filters in stored order."""
        ...

    def get(self, entry_id: str) -> Entry | None:
        """The entry of that id."""
        ...

    def owners(self, entry_ids: Sequence[str]) -> dict[str, str]:
        """Of these ids those that it holds, each with the id of its document."""
        ...

    def __len__(self) -> int:
        """How many entries it holds."""
        ...

    def close(self) -> None:
        """Let go of all files."""
        ...
