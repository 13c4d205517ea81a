"""How entries are scored. Whatever engine holds the postings, this file decides what comes first.

An entry's score is BM25 over its words and character pairs (title before text), times a power of the share of
the question it covers, plus a share of the BM25 score of its whole document. It is found in four steps:

1. ``clauses``: the question's terms with their rarity; question words drop out when other words remain.
2. ``gathering`` and ``gather``: the postings of the rarest terms give candidates and a first score.
3. ``best``: the ``finalists``, those that scored best.
4. ``full_scores`` and ``combined``: every finalist is scored by all terms, by coverage and by its document.

The constants were measured with ``bench/retrieval.py`` on two public sets (wiki: encyclopaedia, policy: notices);
``bench/README.md`` tells the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from math import log
from typing import NamedTuple

K1, B = 1.3, 0.6
"""BM25 on passages. Flat between k1 .8 and 1.5 and b .5 and .65 (mrr within .004 on both sets)."""

WHOLE_K1, WHOLE_B = 1.5, 0.75
"""BM25 on whole documents, whose lengths differ more."""

TITLE_WEIGHT = 2
"""How often the title counts before the text. On policy: 0 mrr .73, 1 .779, 2 .780, 3 .775."""

DOCUMENT_SHARE = 0.7
"""Share of the whole document's score: without it policy loses .012 recall@10; flat from .5 to .8."""

COVERAGE_POWER = 0.75
"""Coverage to this power multiplies the passage's score. 0: policy recall@1 .678; .75: .687; more: wiki loses."""

BUDGET = 1500
"""Postings read to find candidates: 1,000 cost policy .003 recall@10, 4,000 gain nothing."""

LEAST_SHARE = 0.5
"""Past the budget terms are still read until they weigh this share of the question. At 100,000 passages that finds
.943 instead of .853 in ten, all postings .950; below 10,000 it changes nothing."""

UTMOST = 20_000
"""Postings read at most for that, 2 ms."""

FINALISTS, ENTRIES_A_FINALIST = 60, 600
"""Candidates scored in full, more of them in large indexes: at 5,000 passages 200 gain nothing, at 100,000 a hundred
more gain .02 recall@10."""

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


class Postings(NamedTuple):
    """Where a term stands: numbers of entries (or of whole documents) with impacts."""

    size: int
    lookup: Lookup
    pairs: Callable[[], Iterable[tuple[int, int]]]


NOWHERE = Postings(0, lambda number: None, lambda: ())


def with_synonym(own: Postings, other: Postings) -> Postings:
    """A word's postings joined by those of its synonym at their share; the stronger counts.

    Long lists are asked one after the other instead of being joined.
    """
    if not other.size:
        return own
    size = own.size + other.size
    if size <= BUDGET:
        found = {number: _shared(stored) for number, stored in other.pairs()}
        found |= {number: max(found.get(number, 0), stored) for number, stored in own.pairs()}
        return Postings(len(found), found.get, found.items)
    return Postings(
        size,
        lambda number: own.lookup(number) or _shared(other.lookup(number) or 0),
        lambda: chain(own.pairs(), ((number, _shared(stored)) for number, stored in other.pairs())),
    )


def _shared(stored: int) -> int:
    return int(stored * SYNONYM_SHARE) or min(stored, 1)


class Clause(NamedTuple):
    """A term of the question and what it weighs: its rarity times how often the question says it."""

    term: str
    times: int
    size: int
    """entries that hold it"""
    weight: float


def clauses(
    terms: Iterable[str], stop_words: frozenset[str], count_of: Callable[[str], int], total: int
) -> list[Clause]:
    """The question's terms, rarest first. Terms that stand nowhere are kept: they lower the coverage."""
    counted = Counter(terms)
    telling = {term: times for term, times in counted.items() if term not in stop_words} or counted
    found = []
    for term, times in telling.items():
        count = count_of(term)
        found.append(Clause(term, times, count, rarity(count, total) * times))
    found.sort(key=lambda clause: clause.size)
    return found


def weighed(
    words: Sequence[str], stop_words: frozenset[str], count_of: Callable[[str], int], total: int
) -> list[tuple[str, float]]:
    """The words of the question with their rarity, most telling first."""
    telling = [word for word in words if word not in stop_words] or words
    found = [(word, rarity(count_of(word), total)) for word in telling]
    return sorted(found, key=lambda pair: -pair[1])


def covered(words: Sequence[tuple[str, float]], holds: Callable[[str], object]) -> tuple[tuple[str, ...], float]:
    """Which of the weighed words an entry holds, and their share of the weight of all; ``holds`` is asked of terms."""
    matched = [(word, weight) for word, weight in words if _is_held(word, holds)]
    asked = sum(weight for _, weight in words) or 1.0
    return tuple(word for word, _ in matched), min(1.0, sum(weight for _, weight in matched) / asked)


def _is_held(word: str, holds: Callable[[str], object]) -> bool:
    """A word is held, too, where the text was cut otherwise than the question: all its pairs are there then."""
    return bool(holds(word)) or (len(word) > 2 and all(holds(pair) for pair in pairs_of(word)))


def pairs_of(word: str) -> list[str]:
    """The pairs of characters of a word."""
    return [word[start : start + 2] for start in range(len(word) - 1)]


def gathering(found: Sequence[Clause]) -> list[Clause]:
    """The rarest clauses: as many as the budget holds, and on until they weigh enough of the question."""
    there = [clause for clause in found if clause.size]
    enough = LEAST_SHARE * sum(clause.weight for clause in there)
    chosen: list[Clause] = []
    spent, weighed = 0, 0.0
    for clause in there:
        spent += clause.size
        if chosen and spent > BUDGET and (weighed >= enough or spent > UTMOST):
            break
        chosen.append(clause)
        weighed += clause.weight
    return chosen


def finalists(limit: int, total: int) -> int:
    """How many candidates are scored in full for so many hits from an index of that size."""
    return max(FINALISTS, total // ENTRIES_A_FINALIST, 2 * limit)


Weighted = Sequence[tuple[float, Postings]]
"""Terms as weights and postings, in one segment of an index."""


def gather(terms: Weighted) -> dict[int, float]:
    """First scores of all entries that hold one of these terms."""
    scores: dict[int, float] = {}
    for weight, postings in terms:
        for number, stored in postings.pairs():
            if number in scores:  # half the time of a defaultdict
                scores[number] += weight * stored
            else:
                scores[number] = weight * stored
    return scores


def best(scores: Sequence[dict[int, float]], limit: int) -> list[list[int]]:
    """The entries with the highest first scores of all segments together, in each segment by number."""
    if sum(map(len, scores)) <= limit:
        return [sorted(found) for found in scores]
    least = sorted(chain.from_iterable(found.values() for found in scores))[-limit]
    return [sorted([number for number, score in found.items() if score >= least]) for found in scores]


def full_scores(candidates: Sequence[int], terms: Weighted) -> list[tuple[float, float]]:
    """For each candidate the sum of weighted impacts (0 to 1 each) and the weight it covers."""
    scores = [0.0] * len(candidates)
    covered = [0.0] * len(candidates)
    places = {number: place for place, number in enumerate(candidates)}
    for weight, postings in terms:
        if postings.size < len(candidates):
            for number, stored in postings.pairs():
                if number in places:
                    scores[places[number]] += weight * stored
                    covered[places[number]] += weight
            continue
        for place, found in enumerate(map(postings.lookup, candidates)):
            if found:
                scores[place] += weight * found
                covered[place] += weight
    return list(zip((score / IMPACT_SCALE for score in scores), covered, strict=True))


def combined(passage: float, coverage: float, document: float) -> float:
    """The score of an entry from its own BM25, the share of the question it covers, and its document's BM25."""
    return passage * (1 + K1) * float(coverage**COVERAGE_POWER) + DOCUMENT_SHARE * (1 + WHOLE_K1) * document
