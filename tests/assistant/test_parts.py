"""A question for two things: both are answered, each with its source."""

from __future__ import annotations

import pytest

from assistant.service import Assistant
from tests.talking import talk


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


def test_a_question_asked_again_in_one_message_is_answered_once(assistant: Assistant) -> None:
    once = assistant.ask("义乌国家级多少？").headline
    assert assistant.ask("义乌国家级多少？" * 400).headline == once


def test_of_very_many_questions_the_first_dozen_is_answered_and_the_rest_is_told(assistant: Assistant) -> None:
    places = [
        "义乌",
        "永康",
        "温州",
        "乐清",
        "温岭",
        "衢州",
        "无锡",
        "盐城",
        "惠州",
        "桂林",
        "张掖",
        "淮北",
        "池州",
        "芜湖",
    ]
    answer = assistant.ask("".join(f"{place}国家级给多少？" for place in places))
    assert "一次最多答 12 问，后面还有 2 问没有答，请分开问。" in answer.caveats
    assert "淮北市" in answer.headline
    assert "池州市" not in answer.headline


def test_a_second_question_in_the_form_of_a_choice_is_answered_too(today: Assistant) -> None:
    headline = today.ask("第三方机构造假会怎么处理，现在还要不要第三方", as_of="2026-11-26").headline
    assert "后续 3 年内不再采信其评价报告" in headline
    assert "不再提交第三方评价报告" in headline


def test_the_rule_of_another_place_is_no_answer(today: Assistant) -> None:
    answer = today.ask("省级绿色工厂三年到期了要不要重新申报，我们在河南", as_of="2026-11-26")
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有写河南省的再次申报的间隔。")
    assert "山东" not in answer.text


def test_documents_since_the_table_are_told_for_a_time_and_a_place(today: Assistant) -> None:
    headline = today.ask("省里2023年之后出了什么绿色工厂文件，我们在浙江", as_of="2026-11-26").headline
    assert "汇总表之后收录到的有：2024《浙江省绿色（低碳）工厂梯度培育管理实施细则》" in headline


def test_what_a_rule_does_not_say_is_told_before_it(today: Assistant) -> None:
    assert "纸质」资料没有写" in today.ask("动态管理表要交纸质的吗", as_of="2026-11-26").headline


@pytest.mark.parametrize("words", ["含已到期的政策", "包括过期的", "过期的也算"])
def test_what_has_ended_is_told_beside_what_holds_where_it_is_counted_in(today: Assistant, words: str) -> None:
    answer = today.ask(f"浙江国家级奖励100万及以上的有哪些（{words}）？", as_of="2020-12-01")
    assert answer.headline.startswith("浙江省国家级奖励不低于 100 万元的地方共 5 个：义乌市 500 万元")


@pytest.mark.parametrize("words", ["不含已过期的", "不包括已到期的"])
def test_what_has_ended_is_left_out_wherever_that_stands(today: Assistant, words: str) -> None:
    for question in (f"浙江国家级奖励100万及以上的有哪些（{words}）", f"浙江国家级奖励100万及以上、{words}有哪些"):
        headline = today.ask(question, as_of="2020-12-01").headline
        assert "没有过期的地方共 3 个：义乌市" in headline
        assert "乐清" not in headline


def test_the_document_in_force_of_a_place_is_no_list_of_what_has_ended(today: Assistant) -> None:
    answer = today.ask("武汉现行的是哪一份")
    assert answer.headline.startswith("武汉市《武汉市工业节能与绿色发展专项资金项目管理办法》（武经信规〔2023〕1号）")
    assert "0 处" not in today.ask("湖北武汉还有效的有哪些").headline


def test_what_an_application_costs_is_no_question_about_standards(today: Assistant) -> None:
    answer = today.ask("申报国家级绿色工厂大概要花多少钱，有没有个收费标准")
    assert (answer.status, answer.headline) == ("no_answer", "资料没有写费用。")


def test_two_duties_asked_at_once_are_both_told(today: Assistant) -> None:
    headline = today.ask("国家级推荐：省级主管部门每年的推荐截止日和部里公示天数分别是多少").headline
    assert "7月31日前" in headline
    assert "公示15日" in headline


def test_a_name_in_capitals_that_no_source_holds_is_said_not_to_be_held(today: Assistant) -> None:
    answer = today.ask("欧盟碳边境调节机制（CBAM）对绿色工厂有什么要求？")
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有写「CBAM」")


def test_whose_list_comes_first_is_told_for_the_province(today: Assistant) -> None:
    headline = today.ask("广东报省级绿色工厂，是不是得先进市级名单").headline
    assert headline.startswith("广东省：报省级绿色工厂的企业先列入市级绿色工厂名单。")


def test_a_day_in_the_question_names_no_title(today: Assistant) -> None:
    headline = today.ask("江浙沪一带奖励政策2020年11月10号还在有效期内的地级市有多少个").headline
    assert headline.startswith("共 2 个：江浙沪写明期限、到 2020-11-10 还在有效期内的地级市是无锡市")


def test_that_no_end_is_stated_is_said_only_where_no_other_condition_left_the_rows_out(today: Assistant) -> None:
    headline = today.ask("浙江国家级奖励1000万以上、还有效的有哪些").headline
    assert "没有写明有效期" not in headline


def test_by_what_standard_one_evaluates_oneself_is_told_first(today: Assistant) -> None:
    headline = today.ask("国家申报按什么标准自评？").headline
    assert headline.startswith("申报企业：53个重点行业按各自评价要求，其他行业按通则自评价。")


def test_what_the_parts_of_a_term_mean_is_its_definition(today: Assistant) -> None:
    answer = today.ask("“五化”分别指什么？")
    assert answer.status == "answered"
    assert answer.headline.startswith("绿色工厂的定义：做到五化的工厂")


def test_a_document_named_whose_time_is_over_is_said_to_have_ended(today: Assistant) -> None:
    headline = today.ask("义乌现在执行的是哪个文件").headline
    assert headline.startswith("义乌市的绿色工厂补贴政策是《关于推动实体经济高质量发展的若干意见（试行）》")
    assert "有效期至 2020-12-31，截至 2026-11-22 已过期" in headline


def test_a_set_of_places_that_is_only_named_is_listed(today: Assistant) -> None:
    assert today.ask("国家级50万以上的，除了浙江").headline.startswith("浙江省以外国家级奖励不低于 50 万元的地方共")
    assert "湖州市以外" in today.ask("浙江有补贴的地方，除了湖州").headline


def test_a_place_left_out_with_the_city_it_lies_in_is_said_to_be(today: Assistant) -> None:
    answer = today.ask("浙江国家级奖到100万以上的，除了温州还有哪几个")
    assert "乐清市" not in answer.headline
    assert "乐清市属温州市，按“温州市以外”没有列进来。" in answer.caveats


def test_an_order_keeps_its_order_and_its_figures_when_some_leave_it(today: Assistant) -> None:
    _, left, many = talk(today, "江苏各地给国家级绿色工厂的奖励，按金额从高到低排一下", "去掉已经过期的", "还剩几个")
    assert "从高到低：吴江区 50 万元、盐城市 40 万元" in left.headline
    assert many.headline.startswith("共 3 个")


def test_the_day_of_a_list_stays_that_of_what_is_left_of_it(today: Assistant) -> None:
    _, left, many = talk(
        today, "2020年12月1日还在有效期内、国家级给100万及以上的浙江地方有哪些？", "去掉义乌的", "还剩几个"
    )
    assert "永康市" in left.headline
    assert "温州市" in left.headline
    assert many.headline.startswith("共 2 个")


def test_a_time_that_one_looks_back_at_is_a_day_and_no_day_of_issue(today: Assistant) -> None:
    headline = today.ask("2020年底那会儿，国家级绿色工厂正好奖100万的省和自治区有哪几个？").headline
    assert "共 4 个：内蒙古自治区、安徽省、福建省、甘肃省" in headline


def test_each_place_below_is_listed_with_or_without_the_place_itself(today: Assistant) -> None:
    assert "共 2 个：厦门市 50 万元、泉州市 20 万元" in today.ask("福建各市国家级分别给多少").headline
    _, cities, stated = talk(
        today, "福建省里和下面各市，国家级绿色工厂分别给多少", "去掉省里的", "剩下的哪个写明了有效期"
    )
    assert "福建省 100 万元" not in cities.headline
    assert "共 1 个：厦门市" in stated.headline


def test_whether_a_rule_holds_is_asked_of_another_day_by_the_day_alone(assistant: Assistant) -> None:
    talked = assistant.conversation()
    talked.ask("鹤壁国家级奖80万的那个意见现在还有效吗", as_of="2021-11-15")
    assert "截至 2022-03-31 已过期" in talked.ask("那到2022年3月呢", as_of="2021-11-15").headline
