"""Every question case, asked as one conversation: one case is one test."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.service import Assistant
from tests.cases_check import Case, failures, load_cases
from tests.figures_check import unproven_figures
from tests.known_defects import KNOWN_DEFECTS

CASES = load_cases()


def _marked(case: Case) -> object:
    reason = KNOWN_DEFECTS.get(case.id)
    return pytest.param(case, id=case.id, marks=[pytest.mark.xfail(strict=True, reason=reason)] if reason else [])


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_a_conversation_shows_what_its_case_expects_and_no_unproven_figure(assistant: Assistant, case: Case) -> None:
    talk = assistant.conversation(as_of=case.as_of)
    lacking = []
    for number, (question, expect) in enumerate(case.turns, 1):
        answer = talk.ask(question)
        lacking += [f"turn {number} {question}\n  {line}\n{answer.text}" for line in failures(expect, answer)]
        lacking += [f"turn {number} {question}\n  unproven: {figure}" for figure in unproven_figures(answer, assistant)]
    if lacking:
        pytest.fail("\n\n".join(lacking), pytrace=False)


def test_every_known_defect_names_a_case() -> None:
    assert set(KNOWN_DEFECTS) <= {case.id for case in CASES}


def test_the_cases_cover_every_kind_of_question() -> None:
    counts = Counter(case.category for case in CASES)
    assert sum(counts.values()) >= 1434
    assert min(counts.values()) >= 12
