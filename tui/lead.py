"""What of an answer stands first and large: its figures, their validity and place; and lists taken out of sentences.

Everything shown is cut out of the headline, never composed: a figure stands first only where the headline says it and
the record it rests on, or a stated computation, holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.cells import cell_len

from assistant.types import Answer
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.types import Batch, Corpus, Subsidy

SUM = late(
    r"(?:最高|最低|不超过|不低于|约|合计)? ?\d[\d.,]*(?: ?[—～~-] ?\d[\d.,]*)? ?(?:万元|亿元|元|家|%)"
)  # fmt: skip
NUMBER = late(r"\d[\d,]*(?:\.\d+)?")
FIGURES_SHOWN = 2
NOTED = (("subsidies", "奖励"), ("standards", "标准"), ("batches", "名单"))
"""topics whose newest days are told"""
LIST_LEAST = 5
"""items from which on a list is a table; fewer are read quicker within the sentence"""
OPENING, CLOSING = "（《“「(", "）》”」)"
WITHOUT_BRACKETS = str.maketrans("", "", "（）")
NAME = late(r"[^\d，；：。、][^，；：。、]+")
"""what can be the name of a thing in a list: a piece of a sentence has marks of its own, a year is no thing"""
LEAD_CELLS = 160
"""cells from which on a headline is a paragraph; two lines of bold are read at a glance, eight are not"""


@frozen
class Lead:
    """The first line of a card."""

    figures: tuple[str, ...] = ()
    """sums with their units, as the headline says them"""
    place: str = ""
    level: str = ""


@frozen
class Listing:
    """A headline that lists: the sentence before the list, names with what is said of each, and what follows."""

    sentence: str
    items: tuple[tuple[str, str], ...]
    after: str = ""


def lead_of(answer: Answer, corpus: Corpus | None) -> Lead:
    """The figures, place and level of an answer; empty where it rests on no single figure."""
    if answer.status not in ("answered", "partial") or corpus is None or listed(answer) is not None:
        return Lead()
    row = _row(answer, corpus)
    known = _results(answer) or _held(row)
    said = [match[0].strip() for match in SUM.finditer(answer.headline) if _numbers(match[0]) <= known]
    figures = tuple(dict.fromkeys(said))[:FIGURES_SHOWN]
    if not figures:
        return Lead()
    levels: Sequence[str] = answer.understood.get("levels") or ()
    level = str(levels[0]) if len(levels) == 1 else ""
    return Lead(figures=figures, place=_place(answer, row), level=level)


def listed(answer: Answer) -> Listing | None:
    """The list that a headline holds, where it is long and no table has it already."""
    colon = next(_outside(answer.headline, "："), None)
    if colon is None or answer.table is not None:
        return None
    rest, _, after = answer.headline[colon + 1 :].partition("。")
    items = tuple(_item(part) for part in _parts(rest))
    if len(items) < LIST_LEAST or not all(map(_is_row, items)):
        return None
    return Listing(sentence=answer.headline[: colon + 1], items=items, after=after.strip())


def emphasised(headline: str) -> tuple[str, str]:
    """The part of a headline that leads, and the rest: all of a short one, the first clause of a paragraph."""
    end = next(_outside(headline, "：；。"), len(headline) - 1) + 1
    if cell_len(headline) <= LEAD_CELLS or cell_len(headline[:end]) > LEAD_CELLS:
        return headline, ""
    return headline[:end], headline[end:]


def closing_note(corpus: Corpus, day: date) -> str:
    """Until when the corpus speaks, topic by topic; stands once above the conversation, not in each answer."""
    from assistant.advising.coverage import coverage

    days = {one.topic: one.newest_day or one.seen_on for one in coverage(corpus, day)}
    said = [f"{name}到 {days[topic]}" for topic, name in NOTED if days.get(topic)]
    return f"资料：{'、'.join(said)}，之后的请核实。" if said else ""


def _parts(text: str) -> Iterator[str]:
    """The text cut at 、 outside of brackets."""
    start = 0
    for place in _outside(text, "、"):
        yield text[start:place]
        start = place + 1
    yield text[start:]


def _outside(text: str, marks: str) -> Iterator[int]:
    """The places of these characters outside of brackets."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if character in marks and not depth:
            yield place


def _item(text: str) -> tuple[str, str]:
    """A name and what is said of it: behind the first blank outside of brackets, else in the brackets behind it."""
    text = text.strip()
    blank = next(_outside(text, " "), None)
    if blank is not None:
        return text[:blank], text[blank:].strip()
    name, bracket, said = text.partition("（")
    return name, (bracket + said).translate(WITHOUT_BRACKETS)


def _is_row(item: tuple[str, str]) -> bool:
    """Whether this is a thing and what is said of it, and no piece of a sentence that happens to hold 、."""
    name, said = item
    return bool(said) and NAME.fullmatch(name) is not None


def _row(answer: Answer, corpus: Corpus) -> Subsidy | Batch | None:
    """The row that the first citation rests on."""
    first = answer.citations[0].record_id if answer.citations else ""
    rows: tuple[Subsidy | Batch, ...] = (*corpus.subsidies, *corpus.batches)
    return next((row for row in rows if row.id == first), None)


def _held(row: Subsidy | Batch | None) -> frozenset[str]:
    """The numbers that a row holds."""
    if isinstance(row, Batch):
        return frozenset({f"{row.count}"})
    awards = row.awards if row is not None else ()
    amounts = {amount for award in awards for amount in (award.amount_min, award.amount_max, award.percent)}
    return frozenset(f"{amount:g}" for amount in amounts if amount is not None)


def _results(answer: Answer) -> frozenset[str]:
    """What the stated computations come to."""
    return frozenset(number for said in answer.computed for number in _numbers(said.rpartition("=")[2]) if "=" in said)


def _numbers(text: str) -> frozenset[str]:
    return frozenset(f"{float(number.replace(',', '')):g}" for number in NUMBER.findall(text))


def _place(answer: Answer, row: Subsidy | Batch | None) -> str:
    asked = [str(place["name"]) for place in answer.understood.get("places", ())]
    if len(asked) == 1:
        return asked[0]
    return row.place if isinstance(row, Subsidy) and not asked and row.place in answer.headline else ""
