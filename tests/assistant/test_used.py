"""What a question says is used by its answer, or told as not used."""

from __future__ import annotations

import pytest

from assistant.service import Assistant


@pytest.mark.parametrize(
    ("question", "word", "figure"),
    [
        ("第五批里钢铁企业有几家", "钢铁", "719 家"),
        ("JC/T 2562-2020里指标限值多少？", "限值", "JC/T 2562-2020"),
        ("义乌的零碳工厂和绿色工厂各奖多少", "零碳工厂", "500 万元"),
        ("浙江哪些地方给员工宿舍奖50万以上", "员工宿舍", "50 万元"),
    ],
)
def test_what_is_asked_for_and_not_held_comes_before_the_nearest_fact(
    assistant: Assistant, question: str, word: str, figure: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "partial"
    assert answer.headline.startswith(f"资料没有写「{word}」。")
    assert figure in answer.headline


def test_a_word_beside_the_question_is_told_as_not_used(assistant: Assistant) -> None:
    answer = assistant.ask("义乌文具企业的国家级绿色工厂奖多少")
    assert "500 万元" in answer.headline
    assert answer.unused == ("文具",)
    assert answer.caveats[-1] == f"问题里的「{'」「'.join(answer.unused)}」没有用到。"


def test_a_question_that_is_wholly_used_tells_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("浙江哪些地方国家级绿色工厂奖50万以上？")
    assert answer.unused == ()
    assert not any("没有用到" in caveat for caveat in answer.caveats)


def test_what_is_set_aside_beside_the_question_is_no_condition(assistant: Assistant) -> None:
    answer = assistant.ask("最近忙着装光伏，这些先不说，苏州工业园区的国家级绿色工厂奖多少？")
    assert answer.status == "answered"
    assert "30 万元" in answer.headline
