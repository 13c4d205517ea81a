"""What the words around a place, a date or a count make of a question."""

from __future__ import annotations

from assistant.service import Assistant


def test_two_places_that_each_have_a_factory_are_both_asked_about(assistant: Assistant) -> None:
    answer = assistant.ask("集团在淮北有个厂，安庆也有个厂，都想冲国家级。哪边给得多、多多少？")
    assert "安庆市 80 万元，高于淮北市 50 万元，相差 30 万元" in answer.headline


def test_the_seat_of_a_company_is_still_only_background(assistant: Assistant) -> None:
    answer = assistant.ask("总部在温州，安庆有个厂，国家级给多少")
    assert answer.headline.startswith("安庆市绿色工厂奖励：国家级 80 万元")


def test_a_place_named_as_the_first_is_no_place_to_rank_within(assistant: Assistant) -> None:
    answer = assistant.ask("国家级绿色工厂奖励，义乌肯定是头一个，排第二的是哪里、多少钱？")
    assert "第二高的是河南省" in answer.headline
    assert "200 万元" in answer.headline


def test_from_a_year_onwards_includes_the_years_after_it(today: Assistant) -> None:
    answer = today.ask("2021年往后各地新出的政策里，查得到国家级绿色工厂具体金额的是哪些地方？")
    assert "日期在 2021 年及以后" in answer.headline
    assert "100 万元（印发日期 2025-05-15）" in answer.headline


def test_which_of_the_rules_of_a_province_is_a_list_of_them(assistant: Assistant) -> None:
    answer = assistant.ask("江苏那几个地方的奖励里，2019年才印发或实施的是哪几份？")
    assert "共 2 个：无锡市（印发日期 2019-04-08）、盐城市（实施日期 2019-04-18）" in answer.headline


def test_factories_of_a_province_are_counted_and_not_its_rules(assistant: Assistant) -> None:
    answer = assistant.ask("五批加起来，江苏一个省占了多少家国家级绿色工厂？")
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有江苏省的家数")


def test_factories_said_to_be_more_are_those_of_the_lists(assistant: Assistant) -> None:
    answer = assistant.ask("头一批跟最新这第五批比，通过的厂子多了多少家")
    assert "719 − 201 = 518" in answer.headline
