"""A question for two things: both are answered, each with its source."""

from __future__ import annotations

import pytest

from assistant.service import Assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("义乌做电视机的，国家级奖多少，标准号是哪个", ["500 万元", "T/CESA 1090-2020"]),
        ("客户在合肥高新区做半导体封装，标准和补贴各是什么", ["合肥市", "T/CESA 1081-2020"]),
    ],
)
def test_both_parts_are_told_and_cited(assistant: Assistant, question: str, told: list[str]) -> None:
    answer = assistant.ask(question)
    assert all(each in answer.headline for each in told)
    assert {citation.section[:3] for citation in answer.citations} >= {"3.2", "2.4"}


def test_the_review_asked_beside_the_sum_is_told_too(assistant: Assistant) -> None:
    answer = assistant.ask("我们是义乌第三批国家级绿色工厂，奖励多少、什么时候复核")
    assert all(each in answer.headline for each in ("500 万元", "2021-11"))
    assert "复核" not in assistant.ask("义乌国家级通过复核的还奖钱吗").headline


def test_an_amount_called_a_standard_is_one_question(assistant: Assistant) -> None:
    assert "另外" not in assistant.ask("义乌做电视机的，补贴标准是多少").headline


def test_the_next_question_leans_on_the_place(assistant: Assistant) -> None:
    talk = assistant.conversation()
    talk.ask("义乌做电视机的，国家级奖多少，标准号是哪个")
    assert "2020-12-31" in talk.ask("还有效吗").headline
