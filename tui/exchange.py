"""A question of the conversation with all that is known of its answer; plain state, which widgets show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from assistant.types import Answer


@dataclass(kw_only=True, slots=True)
class Exchange:
    """One turn: the question, for which day and factory it was asked, and what came of it."""

    number: int
    question: str
    day: date
    """the day by which the rules were judged in force or not"""
    client: str = ""
    """name of the profile that was in use"""
    asked_at: str = ""
    """local time, for turns of an earlier run; "" for those of this one"""
    answer: Answer | None = None
    problem: str = ""
    hint: str = ""
    newer: Answer | None = None
    """what is answered now, where that is something else"""
    newer_shown: bool = False
    of_other: bool = False
    """whether another day or factory is asked for by now"""

    @property
    def waiting(self) -> bool:
        """Whether nothing came of it yet."""
        return self.answer is None and not self.problem

    @property
    def shown(self) -> Answer | None:
        """The answer that stands on the screen."""
        return self.newer if self.newer_shown else self.answer

    @property
    def note(self) -> str:
        """Of which day and generation a turn of an earlier run or of another day is; "" for those of now."""
        if not self.asked_at and not self.of_other:
            return ""
        parts = [f"{self.asked_at[:16].replace('T', ' ')} 问"] if self.asked_at else []
        parts.append(f"按 {self.day.isoformat()} 判断")
        if self.answer is not None and self.answer.generation:
            parts.append(f"索引 {self.answer.generation}")
        if self.client:
            parts.append(f"按「{self.client}」回答")
        return "，".join(parts)

    def asked_again(self, answer: Answer) -> bool:
        """Take what is answered now; True when what the screen has to show is another than before.

        An answer that says the same keeps its words and takes the new sources, which are those of the present corpus.
        """
        before = self.newer
        if self.answer is None or said(self.answer) != said(answer):
            self.newer = answer
            return before is None or said(before) != said(answer)
        same = replace(self.answer, citations=answer.citations, records=answer.records, understood=answer.understood)
        moved = same.citations != self.answer.citations or before is not None
        self.answer, self.newer, self.newer_shown = same, None, False
        return moved


def said(answer: Answer) -> tuple[object, ...]:
    """What an answer says, whatever day it was asked on; remarks and sources may be worded anew meanwhile."""
    table = answer.table.rows if answer.table else ()
    texts = (answer.headline, *answer.facts, *(cell for row in table for cell in row))
    return answer.status, answer.validity, *(text.replace(answer.as_of, "") for text in texts)
