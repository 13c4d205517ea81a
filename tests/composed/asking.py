"""Composed questions asked of an assistant, and what its answers lack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assistant.service import Assistant
from tests.cases_check import failures, read_case
from tests.composed.compose import make
from tests.composed.tables import load

TABLES = Path(__file__).parents[2] / "corpus" / "data" / "gfr2020"


def asked(assistant: Assistant, seed: int, count: int) -> Iterator[tuple[str, list[str]]]:
    """Each case of a seed by kind, and what the answers to it lack, with the question and the headline."""
    for row in make(load(TABLES), seed, count):
        case = read_case(row)
        talk = assistant.conversation(as_of=date.fromisoformat(row["as_of"]))
        lacking = []
        for question, expect in case.turns:
            answer = talk.ask(question)
            found = failures(expect, answer)
            if found:
                lacking.append(
                    f"{case.id} {question}\n  [{answer.status}] {answer.headline[:200]}\n  " + "; ".join(found)
                )
        yield case.category, lacking
