"""A clause that only asks is about what the clause before it names; what is left out is left out."""

from __future__ import annotations

import pytest

from assistant.service import Assistant

DAY = "2026-11-26"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("前年公司被税务查出偷漏税，罚款交了。明年想报国家级绿色工厂，有影响吗？", "不得申报"),
        ("中介跟我要8万块出国家级的第三方评价报告，这钱还用花吗", "不再提交第三方评价报告"),
        ("目录里江西的文件，最新一份是什么", "企业技术创新能力提升三年行动计划"),
    ],
)
def test_a_bare_question_is_about_the_clause_before_it(today: Assistant, asked: str, told: str) -> None:
    assert told in today.ask(asked, as_of=DAY).headline


@pytest.mark.parametrize(
    ("asked", "told", "left_out"),
    [
        ("2020年4月24日发布的那批标准，除了水泥、玻璃、建筑陶瓷、卫生陶瓷，还有哪几个？", "共 4 项", "JC/T"),
        ("前五批，去掉第一批，平均多少家", "480 家（208 + 391 + 602 + 719 = 1920", "201"),
        ("第六批到第十批不算第九批一共多少家", "5062 家（662 + 874 + 1488 + 2038", "1382"),
    ],
)
def test_products_and_lists_are_left_out(today: Assistant, asked: str, told: str, left_out: str) -> None:
    headline = today.ask(asked, as_of=DAY).headline
    assert told in headline
    assert left_out not in headline


@pytest.mark.parametrize(
    ("asked", "day", "status", "told"),
    [
        ("今年国家级的申报通知下来没，我怕错过了", DAY, "partial", "没有见到 2026 年度"),
        ("2026年度国家级绿色工厂的推荐通知，工信部发了没？文号多少", DAY, "partial", "工信厅节函〔2025〕390号"),
        ("今年国家级的申报通知下来没", "2025-11-20", "answered", "2025 年度的国家级推荐通知已经发布"),
        ("第三批的推荐通知发了没", DAY, "answered", "2018-08"),
    ],
)
def test_the_call_of_a_year_is_told_or_said_to_be_unseen(
    today: Assistant, asked: str, day: str, status: str, told: str
) -> None:
    answer = today.ask(asked, as_of=day)
    assert answer.status == status
    assert told in answer.headline


def test_the_days_of_several_provinces_are_told_in_order(today: Assistant) -> None:
    told = today.ask("福建、广东、黑龙江三省，2025年填动态管理表的截止日按先后排一下", as_of=DAY).headline
    assert told.index("福建省") < told.index("黑龙江省") < told.index("广东省")
    assert all(day in told for day in ("3月15日", "3月30日", "4月15日"))


def test_the_end_of_a_range_that_is_asked_leads(today: Assistant) -> None:
    assert today.ask("云南绿色工厂奖励最低能有多少", as_of=DAY).headline.startswith("云南省最低 50 万元")
