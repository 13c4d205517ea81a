"""Before an answer leaves: every figure in it stands in what it cites, or comes from a computation that it states.

Evidence is the cited records and their quotes, the computations, the day of the question, and what the question
itself said. A figure is a number with what makes it one: 500 万元, 2020-12-31, 10%, GB/T 36132-2018.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from assistant.types import Answer
from corpus.places import Places

FIGURE = r"\d+(?:\.\d+)?"
THOUSANDS = r"(?<=\d),(?=\d{3}(?!\d))"
CHINESE_COUNTS = str.maketrans("一二三四五六七八九两", "1234567892")


def unproven(answer: Answer, evidence: Iterable[Any], places: Places | None = None) -> tuple[str, ...]:
    """Figures (with ``places``, names of places too) that nothing the answer cites holds; empty when all are proven.

    The lists it counts prove their own length: an enumeration of n items may be said to have n.
    """
    told = "\n".join((answer.headline, *answer.facts, *_cells(answer), *answer.caveats))
    source = "\n".join([*_sources(answer), *(_text_of(record) for record in evidence)])
    known = _figures(source) | _counts(answer)
    missing = [figure for figure in _ordered_figures(told) if figure not in known]
    if places is not None and answer.status in ("answered", "partial"):
        missing += _unproven_places(answer, source, places)
    return tuple(dict.fromkeys(missing))


def _cells(answer: Answer) -> list[str]:
    return [cell for row in answer.table.rows for cell in row] if answer.table else []


def _sources(answer: Answer) -> list[str]:
    quotes = [f"{c.quote} {c.policy} {c.locator} {c.section} {c.doc}" for c in answer.citations]
    return [*quotes, *answer.computed, answer.as_of, answer.question, *map(str, answer.understood.values())]


def _text_of(record: Any) -> str:
    """All values of a record, nested ones too."""
    if is_dataclass(record) and not isinstance(record, type):
        return " ".join(_text_of(getattr(record, field.name)) for field in fields(record))
    if isinstance(record, (tuple, list)):
        return " ".join(_text_of(item) for item in record)
    if isinstance(record, dict):
        return " ".join(_text_of(value) for value in record.values())
    if isinstance(record, float):
        return f"{record:g}"
    return str(record)


def _ordered_figures(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", re.sub(THOUSANDS, "", text))
    return [_plain(match[0]) for match in re.finditer(FIGURE, folded)]


def _figures(text: str) -> set[str]:
    """The figures of a text, in digits; numerals such as 五年 and 每三年 count as digits too."""
    folded = unicodedata.normalize("NFKC", re.sub(THOUSANDS, "", text))
    return {_plain(match[0]) for match in re.finditer(FIGURE, f"{folded} {folded.translate(CHINESE_COUNTS)}")}


def _plain(figure: str) -> str:
    """A figure without leading zeros or needless decimals, so that 07 in a date is 7."""
    whole, _, decimals = figure.partition(".")
    whole = whole.lstrip("0") or "0"
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def _counts(answer: Answer) -> set[str]:
    """Lengths of what the answer itself lists: its facts, citations, records."""
    return {str(len(answer.facts)), str(len(answer.citations)), str(len(answer.records)), "1"}


def _unproven_places(answer: Answer, source: str, places: Places) -> list[str]:
    mentions = places.find_all("\n".join((answer.headline, *answer.facts)))
    return [
        mention.text
        for mention in mentions
        if not any(name in source for place in mention.candidates for name in place.all_names)
    ]
