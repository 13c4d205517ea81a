"""The questions that are shipped as examples: each has an answer."""

from __future__ import annotations

import pytest

from assistant.keeping.renewal import shipped_questions
from assistant.saying.render import plain_text
from assistant.service import Assistant

QUESTIONS = shipped_questions()


def test_there_are_examples_of_every_topic(assistant: Assistant) -> None:
    assert len(QUESTIONS) >= 50
    topics = {assistant.ask(question).intent.split(".")[0] for question in QUESTIONS}
    assert topics >= {"subsidy", "standard", "review", "batch", "policy", "statement"}


GENERAL = "绿色工厂评价通则的标准号是多少？"


@pytest.mark.parametrize("question", ["绿色工厂评价的国家标准是什么", "通则编号", "造船厂有绿色工厂标准吗"])
def test_what_was_just_told_is_not_suggested(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "GB/T 36132-2018" in answer.text
    assert GENERAL not in answer.suggestions
    assert GENERAL in assistant.ask("水泥的标准").suggestions


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_shipped_question_has_an_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status in ("answered", "partial"), plain_text(answer)
    assert answer.citations


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_suggested_after_a_shipped_question_has_an_answer_too(assistant: Assistant, question: str) -> None:
    silent = [
        suggestion
        for suggestion in assistant.ask(question).suggestions
        if assistant.ask(suggestion).status not in ("answered", "partial")
    ]
    assert silent == []
