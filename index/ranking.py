"""How entries are scored. Whatever engine holds the postings, this file decides what comes first.

An entry's score is BM25 over its words and character pairs (title before text), times the root of the share of
the question it covers, plus a share of the BM25 score of its whole document. It is found in four steps:

1. ``clauses``: the question's terms with their rarity; question words drop out when other words remain.
2. ``gather``: the rarest terms' postings, up to ``BUDGET``, give candidates and a first score.
3. ``best``: the ``FINALISTS`` that scored best.
4. ``Scorer.full``: every finalist is scored by all terms, by coverage and by its document.

The constants were measured with ``bench/retrieval.py`` on two public sets (wiki: encyclopaedia, policy: notices);
``bench/README.md`` tells the figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log

K1, B = 1.0, 0.55
"""BM25 on passages: flat between k1 .8 and 1.2, b .5 and .65 (mrr within .003)."""

WHOLE_K1, WHOLE_B = 1.5, 0.75
"""BM25 on whole documents, whose lengths differ more."""

TITLE_WEIGHT = 2
"""How often the title counts before the text: 0 gives .73 mrr on policy, 1 .779, 2 .780, 3 .775."""

DOCUMENT_SHARE = 0.6
"""Share of the whole document's score: without it policy loses .012 recall@10; flat from .4 to .8."""

COVERAGE_POWER = 0.5
"""Coverage to this power multiplies the passage's score: +.009 recall@1 on policy, wiki unchanged."""

BUDGET = 2000
"""Postings read to find candidates; all of them give the same quality and cost ten times as much at 100,000."""

FINALISTS = 120
"""Candidates scored in full."""

SYNONYM_SHARE = 0.5
"""What a synonym counts beside the word itself."""

IMPACT_SCALE = 255
"""An impact (the saturated term frequency, 0 to 1) is stored in one byte."""


def norm(length: int, average: float, k1: float = K1, b: float = B) -> float:
    """BM25's length part: what a term frequency is weighed against."""
    return k1 * (1 - b + b * length / average) if average else k1


def impact(frequency: int, norm_of_entry: float) -> int:
    """The saturated term frequency as a byte, at least 1."""
    return int(IMPACT_SCALE * frequency / (frequency + norm_of_entry)) or 1


def rarity(document_count: int, total: int) -> float:
    """BM25's inverse document frequency, never below zero."""
    return log(1 + (total - document_count + 0.5) / (document_count + 0.5))


Lookup = Callable[[int], int | None]
"""A posting list asked for one entry: its impact, or None or 0."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands: entry numbers with impacts."""

    count: int
    lookup: Lookup
    pairs: Callable[[], Iterable[tuple[int, int]]]


NOWHERE = Postings(0, {}.get, lambda: ())


def with_synonyms(own: Postings, others: Sequence[Postings]) -> Postings:
    """A word's postings joined by those of its synonyms at their share; the stronger counts."""
    if not any(other.count for other in others):
        return own
    found: dict[int, int] = {}
    for other in others:
        for number, stored in other.pairs():
            found[number] = max(found.get(number, 0), int(stored * SYNONYM_SHARE))
    for number, stored in own.pairs():
        found[number] = max(found.get(number, 0), stored)
    return Postings(len(found), found.get, found.items)


@dataclass(frozen=True, slots=True)
class Clause:
    """A term of the question and what it weighs: its rarity times how often the question says it."""

    term: str
    weight: float
    count: int
    """entries that hold it"""


def clauses(
    terms: Iterable[str], stop_words: frozenset[str], count_of: Callable[[str], int], total: int
) -> tuple[Clause, ...]:
    """The question's terms, rarest first. Terms that stand nowhere are kept: they lower the coverage."""
    counted = Counter(terms)
    telling = {term: times for term, times in counted.items() if term not in stop_words} or counted
    found = []
    for term, times in telling.items():
        count = count_of(term)
        found.append(Clause(term, rarity(count, total) * times, count))
    found.sort(key=lambda clause: clause.count)
    return tuple(found)


def gathering(found: Sequence[Clause]) -> tuple[Clause, ...]:
    """The rarest clauses whose postings fit the budget together; at least the rarest that stands anywhere."""
    chosen, spent = [], 0
    for clause in found:
        if not clause.count:
            continue
        if chosen and spent + clause.count > BUDGET:
            break
        chosen.append(clause)
        spent += clause.count
    return tuple(chosen)


def gather(parts: Iterable[tuple[Clause, Postings]]) -> dict[int, float]:
    """First scores of all entries that hold one of these terms."""
    scores: defaultdict[int, float] = defaultdict(float)
    for clause, postings in parts:
        weight = clause.weight
        for number, stored in postings.pairs():
            scores[number] += weight * stored
    return scores


def best(scores: dict[int, float], limit: int) -> list[int]:
    """The entries with the highest first scores, in their order in the index."""
    if len(scores) <= limit:
        return sorted(scores)
    least = nlargest(limit, scores.values())[-1]
    return sorted(number for number, score in scores.items() if score >= least)


def full_scores(candidates: Sequence[int], parts: Sequence[tuple[Clause, Postings]]) -> list[tuple[float, float]]:
    """For each candidate the sum of weighted impacts (0 to 1 each) and the weight it covers."""
    scores = [0.0] * len(candidates)
    covered = [0.0] * len(candidates)
    for clause, postings in parts:
        weight, lookup = clause.weight, postings.lookup
        for place, number in enumerate(candidates):
            stored = lookup(number)
            if stored:
                scores[place] += weight * stored
                covered[place] += weight
    return list(zip((score / IMPACT_SCALE for score in scores), covered, strict=True))


def combined(passage: float, coverage: float, document: float) -> float:
    """The score of an entry from its own BM25, the share of the question it covers, and its document's BM25."""
    return passage * (1 + K1) * coverage**COVERAGE_POWER + DOCUMENT_SHARE * (1 + WHOLE_K1) * document
