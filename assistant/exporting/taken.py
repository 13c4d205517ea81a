"""An answer on its way out: with the client it was given for and the talk it stood in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.identity import answer_id
from assistant.keeping.settings import Client
from assistant.types import Answer
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.validity import STATUS_NAMES

ANSWER_STATUS_NAMES = {
    "answered": "已回答",
    "partial": "回答了一部分",
    "clarify": "还缺一个条件",
    "no_answer": "未收录",
}
AMOUNT = late(r"\d[\d,]*(?:\.\d+)?\s*(?:亿元|万元)")
CLAUSE_ENDS = late(r"[，；。：（）！？]")
MOST_CLAUSES = 4
SHORT = 40
"""characters of a gist"""


@frozen
class Taken:
    """One answer, and what is needed to ask for it again."""

    answer: Answer
    client: Client | None = None
    before: tuple[str, ...] = ()
    """the questions before it in the same conversation, which a short question leans on"""
    name: str = ""
    """the id of its line in a batch"""

    @property
    def id(self) -> str:
        """The answer's id."""
        return getattr(self.answer, "answer_id", "") or answer_id(
            self.answer.question, self.answer.as_of, self.client, self.answer.records
        )

    @property
    def client_name(self) -> str:
        """The name of the client, "" where there is none."""
        return self.client.name if self.client else ""


def validity_words(answer: Answer) -> str:
    """现行有效, 已过期 … of the one rule that an answer rests on; "" where there are several or none."""
    return next((name for status, name in STATUS_NAMES.items() if status == answer.validity), "")


def main_figure(answer: Answer) -> str:
    """The sum that answers, for the eye: the clauses of the headline that tell what the one rule cited promises.

    "" where the answer rests on several rules, or the headline has no such sum: an echo of the asker's own figures is
    none, and a sum of a list is no more than a part of it.
    """
    if not answer.validity or not answer.records:
        return ""
    clauses = [clause.strip() for clause in CLAUSE_ENDS.split(answer.headline) if "=" not in clause]
    computed, promised = _computed(answer), _promised(answer.records[0])
    if computed:  # one result; where a cap outranks what was computed, the first sum told is the cap
        return next(iter((*_telling(clauses, computed), *_telling(clauses, promised))), "")
    telling = _telling(clauses, promised)
    return "，".join(telling) if len(telling) <= MOST_CLAUSES else ""


def one_sum(answer: Answer) -> int | float | None:
    """The sum that answers as a number, in 万元; None where there is none, or more than one."""
    found = {_number(text) for text in AMOUNT.findall(main_figure(answer))}
    value = found.pop() if len(found) == 1 else None
    return int(value) if value is not None and value.is_integer() else value


def _telling(clauses: Iterable[str], figures: set[float]) -> list[str]:
    """The clauses that tell one of the figures as a sum, each once."""
    return list(dict.fromkeys(one for one in clauses if any(_number(text) in figures for text in AMOUNT.findall(one))))


def gist(answer: Answer) -> str:
    """What an answer comes to in a few words: its sum, its first sentence, or how many it counts; else ""."""
    if answer.status in ("clarify", "no_answer"):
        return ANSWER_STATUS_NAMES[answer.status]
    first, stop, _ = answer.headline.partition("。")
    announced = first.partition("：")[0]
    counts = len(announced) < SHORT and any(sign.isdigit() for sign in announced)
    short = first + stop if len(first) < SHORT else announced if counts else ""
    return main_figure(answer) or short


def _promised(record: Mapping[str, Any]) -> set[float]:
    found: set[float] = set()
    for award in record.get("awards") or ():
        found |= {value for key in ("amount_min", "amount_max") if (value := award.get(key)) is not None}
        found.add((award.get("ratio") or 0) * (award.get("relative_amount") or 0))
    return found


def _computed(answer: Answer) -> set[float]:
    results = (computation.rpartition("=")[2] for computation in answer.computed if "=" in computation)
    return {float(found[0]) for result in results if (found := re.search(r"\d+(?:\.\d+)?", result))}


def _number(text: str) -> float:
    value = float(re.sub(r"[^\d.]", "", text))
    return value * 10_000 if "亿" in text else value
