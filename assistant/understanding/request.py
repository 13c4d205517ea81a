"""What is asked: one frozen request, whatever its wording. Sums in 万元, dates ISO texts of the precision given."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from assistant.understanding.numerals import DateMention
from corpus.frozen import frozen, replace
from corpus.places import Place
from corpus.types import Standard

Relation = Literal["subsidies", "policies", "standards", "batches", "rules", "texts", ""]
Operation = Literal[
    "value", "list", "count", "extreme", "rank", "compare", "difference", "ratio", "sum", "mean", "group", "total"
]
Test = Literal["eq", "ge", "gt", "le", "lt", "between", "is", "not"]


@frozen
class Correction:
    """Something typed and how it was read."""

    typed: str
    read: str


@frozen
class Where:
    """A condition: a field, a test, and what it is tested against; ``words`` is how the question put it."""

    field: str
    """amount, issued, ends, status, rank, form, benefit, stated, missing, one_off, recipient, title, term, level,
    lacks, difference, kind, body, industry, number, listed, called, object, after_list, said, product"""
    test: Test = "is"
    value: Any = None
    level: str = ""
    """of an amount: the recognition level it is about"""
    words: str = ""

    @property
    def names_day(self) -> bool:
        """Whether it is a condition on a day, a month or a year, or on a stretch of them."""
        value = self.value[0] if isinstance(self.value, tuple) and self.value else self.value
        return isinstance(value, str) and value[:4].isdigit()


@frozen
class Request:
    """One thing asked of one relation."""

    typed: str = ""
    text: str = ""
    """the words of this request as read, context included"""
    asked: str = ""
    """the clause that asks"""
    as_of: date = date.min
    relation: Relation = ""
    operation: Operation = "value"
    measure: str = "amount"
    """what is compared, ranked or averaged: amount, difference, ends, issued, term, rows, count"""
    aspects: tuple[str, ...] = ()
    """what is asked of it: amount, end, valid, issued, document, benefit …, in the order asked"""
    where: tuple[Where, ...] = ()
    places: tuple[Place, ...] = ()
    excluded: tuple[Place, ...] = ()
    background: tuple[Place, ...] = ()
    """places named as where something else is: the seat of the company, a client"""
    undecided: tuple[Place, ...] = ()
    place_set: str = ""
    """the name of a set of places, as 四个直辖市"""
    levels: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    batches: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()
    """lists that a share is asked of (占五批总数的百分之几), where the part was named before"""
    stars: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    standards: tuple[Standard, ...] = ()
    product: str = ""
    titles: tuple[str, ...] = ()
    """titles of the corpus that the question quotes"""
    in_policies: bool = False
    """whether one of the titles is that of a regional policy, not of a subsidy rule alone"""
    quoted: tuple[str, ...] = ()
    """titles that it quotes and the corpus does not hold"""
    objects: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()
    happened: tuple[DateMention, ...] = ()
    """days of what happened to the factory (2022年夏天出过事故), which choose no rule but are held against it"""
    at_day: str = ""
    """the words of an earlier day that the question is about; ``as_of`` is then that day"""
    asked_on: date = date.min
    """the day of the question itself, where ``as_of`` is an earlier one"""
    amounts: tuple[float, ...] = ()
    """sums that are no condition: what is claimed, invested or was paid"""
    years: int = 0
    counted: tuple[tuple[int, str], ...] = ()
    concepts: frozenset[str] = frozenset()
    """concepts of the asking clause"""
    subject: tuple[str, ...] = ()
    """the words of its topics, by which a question that leans on this one is understood (专委会)"""
    ordered: tuple[str, ...] = ()
    """the same in the order typed"""
    context: frozenset[str] = frozenset()
    """concepts of the clauses around it"""
    paying_only: bool = False
    """whether all that speaks of money is a verb that means much else too (发, 领, 给)"""
    unsaid: tuple[str, ...] = ()
    """aspects asked that are known to be asked often and to stand nowhere"""
    loose: tuple[Where, ...] = ()
    """conditions that its words would make of a list, for a request that narrows the one before"""
    explained: float = 1.0
    """share (0 to 1) of what the asking clause tells that the relation explains"""
    unexplained: tuple[str, ...] = ()
    """words of the asking clause that tell something and that the relation does not explain"""
    leftover: tuple[str, ...] = ()
    """words of the asking clause that nothing explained"""
    unknown: tuple[str, ...] = ()
    """those of them that the question word is about"""
    descending: bool = True
    nth: int = 1
    limit: int = 0
    profile: Any = None
    from_profile: tuple[str, ...] = ()
    paid: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    rules: tuple[str, ...] = ()
    """ids of the rules just told, for a request about where they stand"""
    told: tuple[str, ...] = ()
    """ids of the records that the turn before led with"""
    about: tuple[str, ...] = ()
    """ids of the records whose document is asked about: who issued it, when, under which number"""

    def has(self, *concepts: str) -> bool:
        """Whether one of the concepts (or of the groups: ``ask.``) stands in the asking clause."""
        return _holds(self.concepts, concepts)

    def mentions(self, *concepts: str) -> bool:
        """Whether one of the concepts stands anywhere in the request."""
        return _holds(self.concepts | self.context, concepts)

    def with_(self, **changes: Any) -> Request:
        """A copy with some slots changed."""
        return replace(self, **changes)

    @property
    def place(self) -> Place | None:
        """The one place, when there is exactly one."""
        return self.places[0] if len(self.places) == 1 else None

    @property
    def level(self) -> str:
        """The one level, "" when none or several are named."""
        return self.levels[0] if len(self.levels) == 1 else ""

    def wheres(self, *fields: str) -> tuple[Where, ...]:
        """The conditions on some fields."""
        return tuple(where for where in self.where if where.field in fields)

    def without(self, *fields: str) -> Request:
        """The request without its conditions on some fields."""
        return self.with_(where=tuple(where for where in self.where if where.field not in fields))


@frozen
class Message:
    """All requests of one message, in order."""

    typed: str
    text: str
    as_of: date
    requests: tuple[Request, ...] = ()
    corrections: tuple[Correction, ...] = ()
    left_out: int = 0
    """questions beyond those that one answer tells"""


def _holds(found: frozenset[str], wanted: tuple[str, ...]) -> bool:
    return any(
        concept in found or (concept.endswith(".") and any(each.startswith(concept) for each in found))
        for concept in wanted
    )
