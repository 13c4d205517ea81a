"""What the words around a place, a date or a count make of a question."""

from __future__ import annotations

import pytest

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


def test_half_of_the_other_levels_award_is_a_condition(assistant: Assistant) -> None:
    answer = assistant.ask("哪些地方省级奖励不到国家级的一半")
    assert "低的一级不到高的一级的 50%" in answer.headline
    assert "义乌市" in answer.headline
    assert "永康市" not in answer.headline  # 50 of 100 is not less than half


def test_whether_a_rule_still_holds_may_be_said_not_to_matter(assistant: Assistant) -> None:
    answer = assistant.ask("浙江的市、县、区，国家级能奖到100万或者更多的有哪些？过没过期都列上", as_of="2026-11-22")
    assert all(name in answer.headline for name in ("义乌市", "永康市", "乐清市", "温州市", "吴兴区"))


def test_a_sum_named_of_the_cities_of_a_province_makes_a_list(assistant: Assistant) -> None:
    answer = assistant.ask("安徽各市里头，省级绿色工厂给20万的是哪几家")
    assert all(name in answer.headline for name in ("安庆市", "淮北市"))


def test_a_trade_is_known_by_the_letters_of_its_standards(assistant: Assistant) -> None:
    answer = assistant.ask("化工类的绿色工厂标准有哪些")
    assert "化工（HG/T 编号）" in answer.headline
    assert "HG/T 5677-2020" in answer.headline


def test_standards_of_another_recognition_are_said_not_to_be_held(assistant: Assistant) -> None:
    answer = assistant.ask("绿色供应链企业的评价标准有哪些")
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有收录绿色供应链的评价标准")


def test_the_share_of_lists_told_is_that_of_those_named_as_the_whole(assistant: Assistant) -> None:
    answer = assistant.ask("头三批加起来是多少家，大概占五批总数的百分之几？")
    assert "800 家，占合计 2121 家的 37.7%（800 ÷ 2121）" in answer.headline


def test_what_changed_between_two_lists_is_what_the_clause_before_names(assistant: Assistant) -> None:
    answer = assistant.ask("第二批名单优先鼓励的行业，比第一批新加了哪几个")
    assert all(name in answer.headline for name in ("轻工", "纺织", "石化"))


def test_numerals_side_by_side_are_each_a_list(today: Assistant) -> None:
    assert "41 + 9 + 47 + 132 = 229" in today.ask("被移出去的国家级绿色工厂，七八九十这四批合计几家").headline


def test_what_lies_below_the_provinces_may_be_left_out(assistant: Assistant) -> None:
    answer = assistant.ask("省区本级给国家级正好100万的有哪些，地市的不要")
    assert "省级地区共 4 个：内蒙古自治区、安徽省、福建省、甘肃省。" in answer.headline


def test_what_had_ended_by_a_month_ended_in_that_month(assistant: Assistant) -> None:
    answer = assistant.ask("浙江 19年12月底就过期了的政策 有那几个", as_of="2020-12-01")
    assert "在 2019 年 12 月到期" in answer.headline
    assert all(name in answer.headline for name in ("乐清市", "吴兴区", "新昌县"))


def test_one_layer_and_another_are_added_up(assistant: Assistant) -> None:
    answer = assistant.ask("在鹤壁评上国家级，省里200万加市里80万，是不是能拿280", as_of="2020-12-01")
    assert "280 万元" in answer.headline
    assert "资料未说明" in answer.headline


@pytest.mark.parametrize(
    ("question", "places", "others"),
    [
        ("安徽的市里面，哪个国家级正好比省级多30万？", ("淮北",), ("宣城", "蚌埠")),
        ("安徽浙江都不看，其他地方的市里，省级刚好给30万的有哪些？", ("厦门", "鹤壁", "桂林", "张掖"), ("温岭",)),
        ("福建（省本级加下面的市）写了国家级数额的有谁，按金额从高到低列", ("福建省 ", "厦门", "泉州"), ()),
    ],
)
def test_a_condition_in_other_words_is_kept(
    assistant: Assistant, question: str, places: tuple[str, ...], others: tuple[str, ...]
) -> None:
    headline = assistant.ask(question).headline
    assert [place for place in places if place not in headline] == []
    assert [place for place in others if place in headline] == []


def test_a_verb_that_also_pays_is_said_of_the_standard_just_told(today: Assistant) -> None:
    answer = today.ask("涂料行业那个绿色工厂标准发了没有？发了的话什么时候开始实施")
    assert answer.headline == "《涂料行业绿色工厂评价要求》（HG/T 5986-2021）2022-02-01 起实施。"


def test_two_mistyped_products_are_both_put_right(assistant: Assistant) -> None:
    headline = assistant.ask("石油练制和石油天燃气开采的绿色工厂标准号").headline
    assert "HG/T 5677-2020" in headline
    assert "HG/T 5678-2020" in headline


def test_what_was_found_of_a_newer_document_is_told_with_its_day(today: Assistant) -> None:
    facts = today.ask("慈溪国家级给多少").facts
    assert "2026-11-26 见到时：有效（市政府网站标注）" in facts
    earlier = today.ask("湖州国家级给多少", as_of="2024-06-01").facts
    assert not any("届满" in fact for fact in earlier)


def test_the_rule_of_another_year_is_that_of_the_place_just_told(today: Assistant) -> None:
    talk = today.conversation()
    talk.ask("慈溪国家级绿色工厂现在能拿多少")
    assert "国家级 30 万元" in talk.ask("2019年细则里是多少").headline
    assert "省级 10 万元" in talk.ask("省级呢").headline


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("宁夏的补助想拿满上限，设备得投进去多少", "3000 万元"),
        ("市县区里头，义乌除外，国家级比省级多得最多的是哪个", "安庆"),
        ("哪两个地方的补贴文件是同一天，2019年7月22日印发的？", "吉林省"),
        ("FZ/T打头的有哪两项，标准号给一下", "FZ/T 07006-2020"),
    ],
)
def test_a_question_in_other_words_is_wholly_answered(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert said in answer.headline


def test_of_a_city_without_a_row_a_comparison_tells_what_its_districts_pay(assistant: Assistant) -> None:
    headline = assistant.ask("苏州和无锡哪个多").headline
    assert "苏州市辖区内写了金额的：苏州工业园区国家级 30 万元" in headline
    assert "吴江区国家级 50 万元" in headline


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("国家级和省级一样多的地方", "共 1 个：深圳市龙岗区"),
        ("只给国家级不给省级的地方", "没有写省级的地方共 6 个：无锡市"),
        ("国家级奖励超过省级三倍的有哪些", "超过低的 3 倍的地方共 3 个：义乌市"),
        ("国家级正好是省级两倍的地方有哪些", "共 12 个：内蒙古自治区"),
        ("国家级的中位数是多少", "33 处，中位数 50 万元（从 5 到 500 万元）"),
    ],
)
def test_levels_are_set_against_each_other(today: Assistant, asked: str, told: str) -> None:
    assert told in today.ask(asked, as_of="2026-11-26").headline


def test_the_west_is_a_set_of_provinces(today: Assistant) -> None:
    headline = today.ask("西部省份有没有奖励", as_of="2026-11-26").headline
    assert "甘肃省 100 万元" in headline
    assert "义乌" not in headline


def test_a_share_of_all_places_is_computed_and_shown(today: Assistant) -> None:
    headline = today.ask("没写有效期的有几处，占比多少", as_of="2026-11-26").headline
    assert headline.startswith("共 54 个")
    assert headline.endswith("占有补贴条目的 69 处的 78.3%（54 ÷ 69）。")
    assert "占有补贴条目" not in today.ask("没写有效期的有几处", as_of="2026-11-26").headline


def test_how_many_of_a_province_have_ended_is_counted(today: Assistant) -> None:
    assert today.ask("浙江有几个过期的", as_of="2026-11-26").headline.startswith(
        "共 6 个：浙江省到 2026-11-26 已过期的地方是乐清市"
    )


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (
            "把浙江的按到期时间排一下",
            "浙江省写明到期日的，从早到晚：乐清市 2019-12-31、吴兴区 2019-12-31、新昌县 2019-12-31、义乌市 2020-12-31",
        ),
        ("浙江的奖励按印发时间从晚到早排", "浙江省按文件日期从晚到早：慈溪市 2025-09-16、温州市 2023-02-11"),
    ],
)
def test_rows_are_put_in_order_by_what_is_named(today: Assistant, asked: str, first: str) -> None:
    assert today.ask(asked, as_of="2026-11-26").headline.startswith(first)


def test_both_levels_stated_is_a_condition_of_both(today: Assistant) -> None:
    assert today.ask("两级都列了金额的有几处", as_of="2026-11-26").headline.startswith(
        "共 29 个：全国列出国家级、省级金额"
    )
