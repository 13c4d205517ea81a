"""Whether anything bars a factory from applying, as far as its profile and the conditions of the day tell.

Conditions are rows of the corpus; what is not known never counts as met, and the verdict never says more than that
nothing was found that bars it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Literal

from assistant.saying.wording import load_wording
from corpus.frozen import frozen
from corpus.places import Places
from corpus.timeline import Timeline, conditions_on
from corpus.types import Condition, ConditionKind

Group = Literal["met", "unmet", "unknown"]
Outcome = Literal["barred", "lacking", "open", "clear", "unrecorded"]
"""barred: a bar is unmet; lacking: a threshold or a paper is missing; open: something is not known; clear: nothing
was found that bars it; unrecorded: the corpus has no conditions for that level and day"""

say = load_wording("selfcheck")
GROUPS: tuple[Group, ...] = ("met", "unmet", "unknown")
KIND_ORDER: tuple[ConditionKind, ...] = ("threshold", "bar", "material", "bonus")
"""which kind is asked for first: who is on no provincial list need not look further"""


@frozen
class Checked:
    """A condition held against what is known of a factory."""

    group: Group
    kind: ConditionKind
    text: str
    fact: str
    """name of the fact in the factory's file"""
    known: bool | None
    """what the file says; None is unknown"""
    question: str
    paper: str
    """what proves it"""
    basis: str
    number: str
    article: str
    level: str
    place: str
    sureness: str
    seen_on: str
    note: str
    id: str


@frozen
class Assessment:
    """The result of a self-check."""

    outcome: Outcome
    verdict: str
    """one Chinese sentence; never more than 未发现不得申报情形"""
    checked: tuple[Checked, ...]
    """in the order of the source"""
    following: Checked | None
    """the open question that settles most; None where none would change the verdict"""
    level: str
    as_of: str

    def group(self, name: Group) -> tuple[Checked, ...]:
        """The conditions of one group."""
        return tuple(one for one in self.checked if one.group == name)


def assess(
    timeline: Timeline,
    places: Places,
    *,
    facts: Mapping[str, bool],
    level: str = "国家级",
    place_code: str = "000000",
    as_of: date,
) -> Assessment:
    """The conditions of a day for a level in a place, held against known facts (``fact: answer``)."""
    conditions = conditions_on(timeline, places, as_of, level=level, place_code=place_code)
    checked = tuple(_checked(condition, facts.get(condition.fact)) for condition in conditions)
    outcome = _outcome(checked)
    return Assessment(
        outcome=outcome,
        verdict=_verdict(outcome, checked, level),
        checked=checked,
        following=_following(checked) if outcome in ("open", "lacking") else None,
        level=level,
        as_of=as_of.isoformat(),
    )


def following_words(found: Assessment) -> str:
    """What to settle next; "" where nothing would change the verdict."""
    return say("following", question=found.following.question) if found.following else ""


def row_of(one: Checked) -> dict[str, Any]:
    """A checked condition as plain values with stable keys."""
    return asdict(one)


def to_record(found: Assessment, client: str, place: str) -> dict[str, Any]:
    """A self-check as JSON: the verdict, three groups, the question to settle next."""
    groups: dict[str, Any] = {name: [row_of(one) for one in found.group(name)] for name in GROUPS}
    return {
        "client": client,
        "place": place,
        "level": found.level,
        "as_of": found.as_of,
        "outcome": found.outcome,
        "verdict": found.verdict,
        **groups,
        "next": row_of(found.following) if found.following else None,
    }


def _checked(condition: Condition, known: bool | None) -> Checked:
    group: Group = "unknown" if known is None else "met" if known is condition.met_by else "unmet"
    return Checked(
        group=group,
        kind=condition.kind,
        text=condition.text,
        fact=condition.fact,
        known=known,
        question=condition.question,
        paper=condition.paper,
        basis=condition.basis,
        number=condition.number,
        article=condition.article,
        level=condition.level,
        place=condition.place,
        sureness=condition.holding.sureness,
        seen_on=condition.holding.seen_on,
        note="；".join(condition.notes),
        id=condition.id,
    )


def _outcome(checked: Sequence[Checked]) -> Outcome:
    if not checked:
        return "unrecorded"
    needed = [one for one in checked if one.kind != "bonus"]
    if any(one.group == "unmet" and one.kind == "bar" for one in needed):
        return "barred"
    if any(one.group == "unmet" for one in needed):
        return "lacking"
    return "open" if any(one.group == "unknown" for one in needed) else "clear"


def _verdict(outcome: Outcome, checked: Sequence[Checked], level: str) -> str:
    unmet = [one for one in checked if one.group == "unmet" and one.kind != "bonus"]
    told = [one for one in unmet if one.kind == "bar"] if outcome == "barred" else unmet
    open_count = sum(one.group == "unknown" and one.kind != "bonus" for one in checked)
    known_count = sum(one.group != "unknown" for one in checked)
    return say(
        outcome,
        level=level,
        items="；".join(say("item", text=one.text, basis=one.basis, article=one.article) for one in told),
        relayed=say("relayed") if any(one.sureness == "B" for one in told) else "",
        open=open_count,
        known=known_count,
    )


def _following(checked: Sequence[Checked]) -> Checked | None:
    """The unknown fact that the most conditions wait for; of these the kind that decides first, in source order."""
    waiting = [one for one in checked if one.group == "unknown"]
    counts = Counter(one.fact for one in waiting)
    return min(waiting, key=lambda one: (-counts[one.fact], KIND_ORDER.index(one.kind)), default=None)
