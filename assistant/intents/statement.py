"""Anything the texts say: the statements that fit the question best, or that there are none."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.desk import Claim, Desk, Draft
from assistant.question import Question
from assistant.wording import load_wording
from corpus.types import Passage, Record, Rule
from index.types import Hit, Query

NAME = "statement"
TOPIC = "statement"

say = load_wording("statement")
KINDS = ("passage", "rule")
SURE = 0.5
"""coverage (share of the question's telling words found) from which a statement answers"""
NEAR = 0.3
"""coverage from which a statement is shown as the nearest there is"""
SHOWN = 5
BUDGET = 420
"""characters of statements in one answer"""
CLOSE_TO_BEST = 0.55
"""share of the best score that a further statement must have"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A statement and its hit."""

    record: Passage | Rule
    hit: Hit

    @property
    def text(self) -> str:
        """The statement as a sentence."""
        text = self.record.text
        return text if text.endswith(("。", "！", "？")) else f"{text}。"


def claim(question: Question, desk: Desk) -> Claim | None:
    """Every question that no other intent took."""
    return Claim(score=10, reason="在正文里找")


def answer(question: Question, desk: Desk) -> Draft:
    """The best statement first, then those of nearly the same fit, most telling first."""
    found = search(question, desk)
    if not found or found[0].hit.coverage < NEAR:
        return nothing(question)
    best = found[0]
    sure = best.hit.coverage >= SURE
    shown = _shown(found)
    headline = say("sentence", text=best.text) if sure else say("weak") + best.text
    explain = tuple(f"{each.record.source.section}：覆盖 {each.hit.coverage:.2f}，命中 {'、'.join(each.hit.matched[:6])}" for each in shown)
    return Draft(
        status="answered" if sure else "partial",
        intent=NAME,
        headline=headline,
        facts=tuple(each.text for each in shown[1:]),
        evidence=tuple(each.record for each in shown),
        caveats=(say("data_until"),),
        suggestions=(say("suggest_b"),),
        explain=explain,
    )


def search(question: Question, desk: Desk) -> tuple[Found, ...]:
    """Statements and rules for a question, best first."""
    pairs: tuple[tuple[Record, Hit], ...] = desk.found(Query(text=question.text, kinds=KINDS, limit=12))
    return tuple(Found(record=record, hit=hit) for record, hit in pairs if isinstance(record, (Passage, Rule)))


def _shown(found: tuple[Found, ...]) -> list[Found]:
    best = found[0]
    shown, used = [best], len(best.text)
    for each in found[1:]:
        if len(shown) >= SHOWN or each.hit.score < best.hit.score * CLOSE_TO_BEST:
            break
        if used + len(each.text) <= BUDGET and each.text not in {other.text for other in shown}:
            shown.append(each)
            used += len(each.text)
    return shown


def nothing(question: Question) -> Draft:
    """That the corpus is silent, what it covers, and what can be asked."""
    return Draft(
        status="no_answer",
        intent=NAME,
        headline=say("none"),
        facts=(say("covers"),),
        suggestions=(say("suggest_a"), say("suggest_b"), say("suggest_c")),
    )
