"""What the intents share: their shape, and when a question is about subsidies at all."""

from __future__ import annotations

import re
from typing import Protocol

from assistant.desk import Claim, Desk, Draft
from assistant.question import Question

NOT_SUBSIDY = ("abroad", "committee", "group", "recheck", "removal", "third_party", "stars", "define", "goal")
"""Cues of other topics; with one of them a word about money alone does not make it a subsidy question."""


COUNTED = "[几少][家项条个批份]|家数|项数|条数|政策|标准|名单|批"
"""with these a total counts something else than sums"""
UNIT_NAME = r"[一-鿿]{1,6}?(?:省|自治区|自治州|地区|市|区|县|旗)"
"""a name that says what kind of unit it is"""
BENEFITS = ("benefit", "peak_shift", "green_credit", "tax", "priority", "procurement")
"""Cues of what a place promises beside a stated sum."""


class Intent(Protocol):
    """One kind of question; the modules of this package are intents."""

    NAME: str
    TOPIC: str
    """what a follow-up is taken to be about: subsidy, standard, review, batch, policy, statement, or "" """

    def claim(self, question: Question, desk: Desk) -> Claim | None:
        """Why the intent takes the question; None when it does not."""
        ...

    def answer(self, question: Question, desk: Desk) -> Draft:
        """The answer, from records only."""
        ...


def speaks_of_own_factory(question: Question) -> bool:
    """Whether the question is about what the asker's own factory gets."""
    return question.has("own_factory")


def _says_place_only(question: Question) -> bool:
    """Whether next to nothing but the name of a place, or the names of what it lies in, was typed."""
    longest = max(len(place.name) for place in question.places)
    return len(question.text) <= longest + 2 or len(re.sub(UNIT_NAME, "", question.text)) <= 2


def about_subsidy(question: Question) -> bool:
    """Whether the question is about what a place pays for green factories."""
    if question.topic == "subsidy":
        return True
    if question.topic or question.outside or question.has("abroad"):
        return False
    if question.has("standard") and (question.standards or question.numbers):
        return False
    if question.has("table_subsidy"):
        return True
    paying = question.has("money")
    of_places = (question.places and (paying or question.has("support", "total"))) or (paying and question.has("where"))
    if question.has(*NOT_SUBSIDY) and not of_places:
        return False
    if question.has("money"):
        return True
    asked_of_many = question.has("where", "table_subsidy") and not question.has("standard", "batch")
    if asked_of_many and question.has(*BENEFITS, "validity", "draft", "one_off", "recipient"):
        return True
    if question.levels and len(question.text) <= 8 and not question.has("standard", "batch", "policy", "count"):
        return True
    if question.has("which", "count") and question.has("validity") and not question.has("standard", "batch"):
        return True
    placed = bool(question.places or question.titles or question.undecided)
    if placed and question.levels and not question.has("policy", "batch", "batch_count", "issued", "standard"):
        return True
    if question.places and question.has("total") and question.has("how_much") and not re.search(COUNTED, question.text):
        return True
    if question.places and _says_place_only(question):
        return not question.has("policy", "standard", "batch", "recheck")
    if placed and question.has("support", "contents") and (question.has("green_factory") or question.titles):
        return True
    return placed and question.has("validity", "draft", *BENEFITS)
