"""What an article of a document says, asked by its number."""

from __future__ import annotations

import pytest

from assistant.service import Assistant


def test_an_article_is_told_whole_in_the_order_of_its_parts(today: Assistant) -> None:
    headline = today.ask("工信部节〔2024〕13号第十五条写了啥").headline
    parts = [headline.index(f"（{part}）") for part in "一二三四五六"]
    assert parts == sorted(parts)
    assert "失信被执行人" in headline


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("梯度培育及管理暂行办法第16条怎么说的", "第十六条，收录到的是：名单内企业、园区每年4月15日前"),
        ("第十五条第二项是啥", "第十五条（二），收录到的是：申报企业：近三年"),
        ("广东细则第十九条是什么", "《广东省绿色工厂梯度培育管理实施细则》"),
        ("13号文第三十条说啥", "第三十条写了什么，资料没有收录"),
    ],
)
def test_a_document_is_named_by_number_title_or_place(today: Assistant, asked: str, told: str) -> None:
    answer = today.ask(asked)
    assert told in answer.headline
    assert not answer.unused


def test_the_kind_of_firm_that_no_rule_speaks_of_is_said_not_to_be_held(today: Assistant) -> None:
    assert today.ask("我们是外资企业，能报不").headline.startswith("「外资企业」资料没有写")


def test_editions_are_asked_of_by_the_digits_alone(today: Assistant) -> None:
    assert "GB/T 36132-2025" in today.ask("36132新旧版有啥区别").headline


def test_what_is_to_be_done_is_no_question_why(today: Assistant) -> None:
    assert "4月15日前" in today.ask("刚进第十批，接下来一年要干嘛").headline


def test_a_stop_of_production_is_no_question_for_relief_from_one(today: Assistant) -> None:
    assert "错峰" not in today.ask("停产半年要不要报告").headline


@pytest.mark.parametrize("asked", ["绿色工厂的牌子是谁发的", "国家级绿色工厂由谁评审"])
def test_who_recognises_is_told_as_far_as_it_is_held(today: Assistant, asked: str) -> None:
    headline = today.ask(asked).headline
    assert headline.startswith("资料没有写认定部门")
    assert "工业和信息化部：评审后公示" in headline


def test_a_question_for_no_award_is_not_answered_by_asking_for_the_place(today: Assistant) -> None:
    answer = today.ask("国家级绿色工厂要不要每年交能耗数据")
    assert answer.status != "clarify"
    assert today.ask("国家级绿色工厂给多少").status == "clarify"
