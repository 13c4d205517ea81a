"""A question word names a kind of fact (when, how, by whom, why): the answer gives it, or says it stands nowhere."""

from __future__ import annotations

import pytest

from assistant.service import Assistant


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("义乌的奖励什么时候发", "资料没有写义乌市的到账时间。"),
        ("义乌多久能拿到钱", "资料没有写义乌市的到账时间。"),
        ("义乌的奖励怎么领", "资料没有写义乌市的申报流程。"),
        ("义乌的奖励去哪领", "资料没有写义乌市的受理部门和电话。"),
        ("义乌的钱谁发", "资料没有写义乌市的资金来源。"),
        ("永康的奖金每年都有吗", "资料没有写永康市的一次给还是分年给。"),
        ("义乌为什么给这么多", "资料没有写原因；"),
        ("第五批为什么比第四批多", "资料没有写原因；"),
        ("GB/T 36132-2018 谁起草的", "资料没有写 GB/T 36132-2018《绿色工厂评价通则》由谁起草。"),
    ],
)
def test_a_fact_that_stands_nowhere_is_said_to(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "partial"
    assert answer.headline.startswith(said)


def test_what_is_asked_beside_the_sum_is_told_too(assistant: Assistant) -> None:
    answer = assistant.ask("义乌国家级奖多少，什么时候发")
    assert answer.status == "partial"
    assert answer.headline == (
        "义乌市绿色工厂奖励：国家级 500 万元；有效期至 2020-12-31，截至 2026-11-22 已过期。资料没有写义乌市的到账时间。"
    )


@pytest.mark.parametrize("question", ["谁发钱最多", "哪些地方给得最多", "义乌怎么奖励的", "义乌国家级给多少，谁给的多"])
def test_a_question_for_sums_is_none_for_their_paying_out(assistant: Assistant, question: str) -> None:
    assert "500 万元" in assistant.ask(question).headline
    assert "资料没有写" not in assistant.ask(question).headline


def test_who_does_not_say_where_is_asked_back_and_still_told_what_was_asked(assistant: Assistant) -> None:
    talk = assistant.conversation()
    assert talk.ask("奖励怎么领").status == "clarify"
    assert talk.ask("义乌").headline.startswith("资料没有写义乌市的申报流程。")


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("JC/T 2634-2021什么时候实施", "answered", "《水泥行业绿色工厂评价要求》（JC/T 2634-2021）2022-02-01 起实施。"),
        ("GB/T 36132-2025 什么时候发布的", "answered", "GB/T 36132-2025 是《绿色工厂评价通则》"),
        ("HG/T 5866-2021 何时实施", "partial", "《精对苯二甲酸行业绿色工厂评价要求》（HG/T 5866-2021）从哪天"),
        ("QB/T 5980-2024什么时候发布的", "partial", "资料没有写 QB/T 5980-2024《焙烤食品绿色工厂评价要求》哪天发布。"),
        ("动态管理表谁审核", "partial", "谁审核，资料没有写；"),
        ("动态管理表谁来填", "answered", "名单内企业、园区每年4月15日前通过管理平台填报年度动态管理表。"),
    ],
)  # fmt: skip
def test_of_standards_and_rules_too(today: Assistant, question: str, status: str, said: str) -> None:
    answer = today.ask(question)
    assert (answer.status, answer.headline[: len(said)]) == (status, said)


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("绿色工厂和零碳工厂有什么区别", "answered", "零碳工厂 2026 年起遴选，与绿色工厂是两个称号"),
        ("绿色工厂和绿色供应链的区别", "answered", "绿色工厂与其他绿色单元的关系"),
        ("绿色工厂和智能工厂区别", "partial", "资料没有写「智能工厂」"),
        ("2018版和2025版通则区别", "partial", "《绿色工厂评价通则》新旧版逐条有什么不同，资料没有写。"),
        ("绿色工厂评价通则新旧版有什么不同", "partial", "《绿色工厂评价通则》新旧版逐条有什么不同，资料没有写。"),
        ("第三方机构一年能做几个", "answered", "第三方机构：同一法定代表人的机构每年国家层面评价项目不超过15项。"),
    ],
)
def test_what_sets_two_things_apart(today: Assistant, question: str, status: str, said: str) -> None:
    answer = today.ask(question)
    assert (answer.status, answer.headline[: len(said)]) == (status, said)
    assert "2018版" not in answer.unused


def test_the_beginning_of_a_word_is_no_mistyped_place(today: Assistant) -> None:
    assert "通州" not in today.ask("2018版和2025版通则区别").headline


def test_the_section_of_the_report_that_a_question_names_is_looked_at(assistant: Assistant) -> None:
    answer = assistant.ask("集团总部想推下属厂都去评，报告4.2.6里点了哪两家做例子")
    assert answer.status == "answered"
    assert answer.headline.startswith("集团做得好的例子：北汽集团")


def test_what_a_list_asks_to_declare_is_no_recheck(today: Assistant) -> None:
    headline = today.ask("进了2021年度国家绿色制造名单，自我声明一年要做几次，分别在哪天之前？").headline
    assert "1 月 15 日和 7 月 15 日前自我声明" in headline
    assert "复核" not in headline
