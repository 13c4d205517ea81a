"""Talk that points back: to what was listed, the other of two, the one asked first, the total just told."""

from __future__ import annotations

from assistant.service import Assistant
from tests.talking import talk


def test_those_just_listed_are_asked_one_by_one(assistant: Assistant) -> None:
    *_, each = talk(
        assistant,
        "浙江下属市县里，国家级正好给100万的有谁",
        "这几个里面，2019年底就到期的是哪些",
        "那这俩省级各给多少",
    )
    assert "乐清市、吴兴区一样，都是 50 万元" in each.headline


def test_the_other_of_two_is_the_one_not_told(assistant: Assistant) -> None:
    _, inner, ended, other = talk(
        assistant,
        "池州国家级省级分别几万",
        "黄山那个徽州区呢",
        "这两个文件里，已经过了期限的是哪个",
        "另一个写没写有效期？",
    )
    assert inner.headline.startswith("徽州区绿色工厂奖励")
    assert "共 1 个：池州市" in ended.headline
    assert other.headline.startswith("徽州区")


def test_the_standard_asked_first_is_come_back_to(assistant: Assistant) -> None:
    *_, first = talk(assistant, "做电视机整机的用哪个绿色工厂团标", "投影机呢", "最开始问的那个，标准全名叫什么")
    assert "《电视机制造业绿色工厂评价要求》" in first.headline


def test_a_list_is_narrowed_twice_and_what_is_dropped_is_dropped(today: Assistant) -> None:
    first, second, third = talk(
        today,
        "按报告，省一级政策里国家级绿色工厂给到100万及以上的有哪些省区？区间和“最高”的不算",
        "里面省级也给50万的",
        "再去掉2018年以前印发的，剩谁",
    )
    assert "福建省 100 万元" in first.headline
    assert "云南" not in first.headline
    assert "国家级奖励不低于 100 万元" in second.headline
    assert third.headline.endswith("内蒙古自治区（印发日期 2018-12-10）、甘肃省（印发日期 2020-03-09）。")


def test_a_total_is_that_of_the_day_its_list_came_out(today: Assistant) -> None:
    seventh, _, eighth, parks = talk(
        today,
        "第七批公布以后，国家级绿色工厂累计多少家",
        "这是官方公布的数还是推出来的",
        "第八批之后呢，也是公布的吗",
        "同样这批之后，绿色工业园区累计几个",
    )
    assert "3616 家，是公布的数" in seventh.headline
    assert "3616 + 1488 − 9 = 5095" in eighth.headline
    assert "267 + 104 = 371" in parks.headline


def test_growth_is_told_in_per_cent_and_the_least_is_of_all_lists(assistant: Assistant) -> None:
    *_, growth, least = talk(assistant, "第四批是多少家", "比第三批多几家", "增幅百分之多少", "最少的一批呢")
    assert "增长 54.0%" in growth.headline
    assert "最少的是第一批：201 家" in least.headline


def test_a_city_is_set_against_its_province(today: Assistant) -> None:
    *_, apart = talk(today, "福建省国家级绿色工厂给多少", "那泉州市给的比省里少多少")
    assert "相差 80 万元" in apart.headline


def test_an_interrupted_talk_goes_on_where_it_was(today: Assistant) -> None:
    _, aside, again = talk(
        today, "张掖国家级绿色工厂奖多少", "打断一下，零碳工厂指导意见是哪些部门发的？", "回到张掖，省级那档呢"
    )
    assert "国家能源局" in aside.headline
    assert again.headline.startswith("张掖市绿色工厂奖励：省级一次性 30 万元")


def test_the_report_is_left_when_the_newer_document_is_meant(today: Assistant) -> None:
    *_, newer = talk(today, "慈溪国家级现在奖励多少", "那报告里的是多少", "新的那份是几月几号的")
    assert "2025-09-16" in newer.headline


def test_a_firm_asked_by_name_is_told_to_be_unknown_and_nothing_else(today: Assistant) -> None:
    answer = today.ask("宁德时代是第几批国家级绿色工厂呀，顺便看它有没有被移出过")
    assert answer.status == "no_answer"
    assert "「宁德时代」" in answer.headline


def test_areas_that_one_table_has_and_the_other_lacks(assistant: Assistant) -> None:
    headline = assistant.ask("安徽在政策汇总表里有12个下属市区，其中有几个在补贴表里没有？").headline
    assert "共 4 个：淮南市、宿州市、铜陵市、六安市" in headline


def test_standards_just_spoken_of_are_asked_together(assistant: Assistant) -> None:
    *_, both = talk(assistant, "电视机厂评绿色工厂看哪个标准", "监视器呢", "这俩算国标、行标还是团标？谁批准的")
    assert "中国电子工业标准化技术协会" in both.headline
    assert "都是团体标准" in both.headline
    assert "T/CESA 1090-2020" in both.headline


def test_province_and_city_are_told_side_by_side_and_then_added(assistant: Assistant) -> None:
    both, together = talk(assistant, "我厂在甘肃张掖，国家级的省里给多少、市里给多少？", "两头加一块儿呢")
    assert "甘肃省 100 万元" in both.headline
    assert "张掖市 一次性 50 万元" in both.headline
    assert "合计 150 万元" in together.headline


def test_the_cycle_that_the_report_gives_is_asked_after_the_rule_of_today(today: Assistant) -> None:
    *_, older = talk(today, "国家级绿色工厂现在怎么复核", "报告里原来是怎么说周期的")
    assert "每三年复核一次" in older.headline


def test_a_total_of_that_day_is_asked_after_one_list(today: Assistant) -> None:
    *_, total = talk(today, "第八批国家级绿色工厂有多少家？", "那批移出了几家", "到那时候累计是多少")
    assert "3616 + 1488 − 9 = 5095" in total.headline


def test_where_an_award_stands_is_told_though_its_sum_is_named(assistant: Assistant) -> None:
    headline = assistant.ask("甘肃省级绿色工厂奖50万，这个写在哪份文件里？").headline
    assert headline.startswith("甘肃省的依据是《甘肃省绿色制造体系建设评价管理实施细则》")


def test_another_level_of_those_listed_is_told_for_each_of_them(assistant: Assistant) -> None:
    _, second = talk(assistant, "浙江哪几个市县对省级绿色工厂只奖10万块？", "他们国家级又给多少")
    assert "新昌县" in second.headline
    assert "30 万元" in second.headline


def test_another_level_asked_in_the_same_message_is_answered_beside_the_list(assistant: Assistant) -> None:
    answer = assistant.ask("安徽省里有没有区县这一级自己发的绿色工厂奖励？哪个区、国家级省级各多少")
    assert "共 1 个：徽州区" in answer.headline
    assert "国家级 20 万元，省级 10 万元" in answer.headline


def test_two_lists_set_against_each_other_in_two_clauses_are_compared(today: Assistant) -> None:
    answer = today.ask("国家级第九批的工厂数跟第八批比，是涨了还是跌了？差几家")
    assert "1488 − 1382 = 106" in answer.headline


def test_a_rule_asked_beside_a_sum_is_answered_beside_it(today: Assistant) -> None:
    answer = today.ask("重庆市级一次性奖多少？另外报市级要不要交第三方评价报告？")
    assert "市级一次性 20 万元" in answer.headline
    assert "不再提交第三方评价报告" in answer.headline


def test_the_difference_of_levels_is_asked_of_another_place(assistant: Assistant) -> None:
    _, second = talk(assistant, "永康国家级跟省级差多少钱", "义乌呢，差多少")
    assert "相差 450 万元" in second.headline


def test_which_level_is_asked_of_whatever_level_there_is(assistant: Assistant) -> None:
    _, second = talk(assistant, "天津那个国家级不超过60万的办法到哪天为止", "津南区呢，奖的是哪一级、多少")
    assert "区级一次性 20 万元" in second.headline


def test_the_last_day_to_apply_is_that_of_the_row(today: Assistant) -> None:
    *_, day = talk(today, "深圳市里对绿色工厂给多少钱", "龙岗区呢", "那个项目最后申报到哪天")
    assert "2024-03-20" in day.headline


def test_a_day_in_a_talk_of_standards_is_no_number(today: Assistant) -> None:
    *_, edition = talk(today, "2018版的绿色工厂评价通则还能用吗", "那2025年11月做的评价该按哪版")
    assert "GB/T 36132-2018" in edition.headline


def test_the_other_level_of_an_earlier_year_is_proven_too(today: Assistant) -> None:
    *_, level = talk(today, "慈溪国家级绿色工厂给多少", "19年那版写的多少", "省级")
    assert "10 万元" in level.headline


def test_which_of_two_documents_ends_first_is_asked_of_both(assistant: Assistant) -> None:
    *_, first = talk(assistant, "津南区奖多少", "天津市本级国家级省级最多各多少", "这两份谁先到期")
    assert "津南区" in first.headline
    assert "2020-12-31" in first.headline


def test_those_just_listed_are_ranked_by_day(assistant: Assistant) -> None:
    *_, latest = talk(
        assistant, "省区本级给国家级正好100万的有哪些，地市的不要", "其中省级也给到50万的", "这里头哪家文件出得最晚"
    )
    assert "甘肃省" in latest.headline
