"""The wire of the proof: an operation that lies is withheld, whatever question reaches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from assistant.saying import amount, batches, compare, lists, policies, standards, sums, validity
from assistant.saying.draft import Draft
from assistant.service import Assistant

Teller = Callable[..., Draft | None]


def lying(teller: Teller, true: str, false: str) -> Teller:
    """A teller that says something else than its records hold."""

    def told(*args: Any, **more: Any) -> Draft | None:
        draft = teller(*args, **more)
        return draft and replace(draft, headline=draft.headline.replace(true, false))

    return told


LIES = [
    pytest.param("义乌的国家级绿色工厂能奖多少钱？", amount, "500 万元", "510 万元", id="a sum of one place"),
    pytest.param("浙江国家级奖励100万元以上的地方有哪些", lists, "500 万元", "510 万元", id="a sum of a list"),
    pytest.param("国家级奖励最高的县级市是哪个", lists, "500 万元", "700 万元", id="an extreme"),
    pytest.param("永康和义乌比，国家级谁给得多", compare, "500 万元", "700 万元", id="a comparison"),
    pytest.param("宁夏设备投资1200万能补多少", sums, "= 120 万元", "= 130 万元", id="a computation"),
    pytest.param("义乌的政策还有效吗", validity, "2020-12-31", "2027-12-31", id="an end of validity"),
    pytest.param("第三批多少家", batches, "391 家", "491 家", id="a count of factories"),
    pytest.param("T/CESA 1090-2020是什么标准", standards, "2020-06-20", "2021-06-20", id="a date of a standard"),
    pytest.param("浙江2018年发布了哪些绿色制造政策", policies, "2018-", "2011-", id="a date of a policy"),
    pytest.param("义乌的国家级绿色工厂能奖多少钱？", amount, "义乌市", "厦门市", id="a place"),
]


@pytest.mark.parametrize(("question", "module", "true", "false"), LIES)
def test_an_operation_that_lies_is_withheld(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, question: str, module: ModuleType, true: str, false: str
) -> None:
    honest = assistant.ask(question)
    assert true in honest.headline
    assert honest.status == "answered"
    monkeypatch.setattr(module, "answer", lying(module.answer, true, false))
    withheld = assistant.ask(question)
    assert withheld.status == "no_answer"
    assert false not in withheld.text
    assert (withheld.facts, withheld.citations, withheld.records, withheld.table) == ((), (), (), None)
    assert "没有给出" in withheld.headline


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        pytest.param(
            ("2026年2月河南有哪些下属市发布了绿色制造政策",), "没有河南省2026 年 2 月发布的", id="a list of seven"
        ),
        pytest.param(("第一批推荐和公布各在哪个月，明年多少家",), "2027 年", id="a year of a second request"),
        pytest.param(
            ("重庆绿色工厂奖多少\n五个自治区里第一批多了几家",), "西藏自治区", id="places of a second request"
        ),
        pytest.param(
            ("吴江区和苏州工业园区，国家级、省级各差2026-02-30多少", "国家级绿色工厂奖励最高的是哪里？"),
            "没有 30 日",
            id="a day that the calendar has not",
        ),
        pytest.param(("tcesa1三十年前🏭089是啥标准",), "「三十年」", id="a word that its neighbours hid"),
        pytest.param(
            ("广东省下面发布政策里刚好奖30万的市有哪些",),
            "没有按「刚好奖30万」筛选",
            id="a condition that was not kept",
        ),
    ],
)
def test_what_the_question_says_is_told_back_without_being_withheld(
    assistant: Assistant, questions: tuple[str, ...], told: str
) -> None:
    talk = assistant.conversation()
    for question in questions:
        answer = talk.ask(question)
    assert "无法用资料逐一核对" not in answer.headline
    assert told in answer.text


def test_a_subject_taken_over_from_the_turn_before_is_no_fault(assistant: Assistant) -> None:
    talk = assistant.conversation()
    for question in (
        "美国REMAD外有没有",
        "吴江区工业转型升级扶持政策是哪天印发的？",
        "给我生成一份绿色工厂自评价报告模板",
    ):
        talk.ask(question)
    answer = talk.ask("独角兽有啥区别和绿色工厂两个都想报，独角兽给多少")
    assert answer.headline
