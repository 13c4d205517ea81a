"""Talk about rules of the years since: what is left unsaid is the rule just told, for what is named now."""

from __future__ import annotations

import pytest

from assistant.service import Assistant
from tests.talking import talk


def test_another_place_is_asked_about_the_same_rule(today: Assistant) -> None:
    _, province, city = talk(today, "年度动态管理表几号截止", "广东也一样？", "珠海2025年要求各区几号前弄完")
    assert province.headline.startswith("广东省：名单内单位每年4月15日前")
    assert "4月10日前" in city.headline


def test_the_document_of_a_rule_comes_first_when_it_is_asked_for(today: Assistant) -> None:
    _, document = talk(today, "国家级申报还要交第三方评价报告吗", "哪个文件写的")
    assert document.headline == "写在《关于开展2025年度绿色工厂推荐工作的通知》（工信厅节函〔2025〕390号，2025-10）。"
    assert "不再提交第三方评价报告" in document.facts[0]


def test_the_article_is_that_of_the_rules_just_told(today: Assistant) -> None:
    *_, article = talk(today, "我们停产了一年多刚复产，能报国家级不", "第几条写的，哪个文件")
    assert "第十五条（一）" in article.headline
    assert "第十五条（六）" not in article.headline


def test_whether_the_rule_still_holds_is_told_without_inventing_an_end(today: Assistant) -> None:
    *_, valid = talk(today, "评审完公示几天", "现在还有效吗，这个办法")
    assert "没有见到废止或被代替，也没有写有效期" in valid.headline


def test_a_level_that_the_rule_does_not_speak_of_is_told_as_such(today: Assistant) -> None:
    *_, level = talk(today, "国家级申报还要交第三方评价报告吗", "省级的也不用了吗")
    assert level.headline.startswith("资料没有写省级的规定，国家级的是：")


def test_another_ground_after_whether_one_can_apply_is_held_against_the_bars(today: Assistant) -> None:
    *_, barred = talk(today, "我们停产了一年多刚复产，能报国家级不", "老板是失信被执行人呢")
    assert "被列为失信被执行人的" in barred.headline


def test_what_was_taken_off_the_list_asks_whether_it_can_come_back(today: Assistant) -> None:
    *_, again = talk(today, "山东省级的被踢出名单，几年内不能再报", "国家级的被移出来了还能报吗")
    assert again.intent == "rule"
    assert "山东" not in again.headline
    assert "不得" in again.headline


def test_a_question_of_its_own_does_not_lean_on_the_rule(today: Assistant) -> None:
    *_, own = talk(today, "年度动态管理表几号截止", "义乌国家级绿色工厂奖多少钱")
    assert own.intent.startswith("subsidy")


def test_the_second_question_of_a_message_is_about_the_subject_of_the_first(today: Assistant) -> None:
    headline = today.ask("零碳工厂是哪个文件说的，几个部门").headline
    assert "工信部联节〔2026〕13号" in headline
    assert "省级工信部门" not in headline


def test_a_notice_is_found_by_most_of_its_title(today: Assistant) -> None:
    answer = today.ask("人行和工信部那个绿色金融支持绿色工厂的通知，支持哪三类项目？")
    assert "研发和产业化应用、技术改造升级、零碳工厂建设" in answer.headline


def test_a_rule_named_in_front_of_the_question_is_the_one_asked_about(today: Assistant) -> None:
    first, place = talk(today, "绿色工厂那个年度动太管理表，每年几号前要填", "黑龙江呢")
    assert "每年4月15日前" in first.headline
    assert "黑龙江省：名单内单位每年3月30日前" in place.headline


def test_a_stop_of_work_bars_whatever_else_is_told_beside_it(today: Assistant) -> None:
    answer = today.ask("我们厂因为搬迁到现在已经连续停产14个月了，今年还能申报国家级绿色工厂么？")
    assert "连续停产12个月以上" in answer.headline


def test_a_rule_that_came_later_is_not_told_as_that_of_the_year_asked_about(today: Assistant) -> None:
    answer = today.ask("2020年报国家级要先进省级名单吗")
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有写 2020 年有这项规定；2024-01-19 起的规定是：申报企业：先列入省级")
    _, then = talk(today, "现在国家级是怎么一步步报上去的", "回到2020年那会儿，也要求先进省里的名单吗")
    assert then.headline.startswith("资料没有写 2020 年有这项规定")
    assert today.ask("2018年国家级绿色工厂几年复核一次").headline.startswith("按 2018年 的规定")


@pytest.mark.parametrize(
    "question",
    ["我厂2021年评上，现在还有效吗", "我们2019年入选的，称号现在还有效吗", "绿色工厂证书几年有效", "牌子几年有效"],
)
def test_whether_a_recognition_still_stands_is_a_matter_of_the_yearly_table(today: Assistant, question: str) -> None:
    assert today.ask(question).headline.startswith("现在按年度动态管理。名单内企业、园区每年4月15日前")


def test_a_year_that_is_asked_about_beside_the_one_of_the_award_is_kept(today: Assistant) -> None:
    assert today.ask("我们2019年入选的，2020年还有效吗").headline.startswith("按 2020年 的规定")


def test_the_document_of_what_keeps_a_recognition_is_told_when_it_is_asked_for(today: Assistant) -> None:
    _, document = talk(today, "我厂2021年评上，现在还有效吗", "哪份通知写的")
    assert document.headline.startswith("写在《绿色工厂梯度培育及管理暂行办法》")


def test_what_a_rule_grants_states_its_own_condition(today: Assistant) -> None:
    answer = today.ask("企业绿码是必须领的吗？什么条件能领")
    assert (answer.status, answer.headline) == (
        "answered",
        "国家级绿色工厂：完成年度绿色绩效数据报送的可自愿申领企业绿码。",
    )


def test_for_which_levels_a_duty_is_meant_is_told(today: Assistant) -> None:
    answers = talk(today, "国家级绿色工厂动态管理表几号前填", "省级市级的用不用", "晚交会不会被移出名单")
    assert answers[1].headline.startswith("省级、市级名单里的都要。")
    assert answers[2].headline.startswith("全国的规定没有写不按时办会怎样。")
    assert answers[2].unused == ()


def test_how_many_bars_there_are_is_told_with_the_list_of_them(today: Assistant) -> None:
    answers = talk(today, "哪些情形不能申报国家级绿色工厂，一共几类", "在办法第几条")
    assert answers[0].status == "answered"
    assert answers[0].headline.startswith("有下列 6 种情形之一的不得申报国家级绿色工厂：")
    assert "第十五条" in answers[1].headline


def test_a_duty_of_one_year_is_told_as_of_that_year(today: Assistant) -> None:
    headline = today.ask("去年那个自评价对标要求老单位干什么").headline
    assert headline.startswith("全国只收录了 2025 年度的规定，以当年的通知为准：")
    assert "自评价对标并上传佐证" in headline


@pytest.mark.parametrize("question", ["省里最晚哪天推到部里", "最晚几号往部里推"])
def test_until_when_a_province_recommends(today: Assistant, question: str) -> None:
    assert today.ask(question).headline.startswith("省级工信部门每年7月31日前")


def test_the_newer_detailed_rules_of_a_place_are_told_by_name(today: Assistant) -> None:
    answer = today.ask("厦门有新的细则没，哪年的")
    assert "厦门市绿色工厂梯度培育管理实施细则" in answer.headline
    assert "2024" in answer.headline


def test_a_rule_that_a_statement_led_with_is_talked_of_like_one_asked_for(today: Assistant) -> None:
    _, province = talk(today, "当年被动态调整出绿色制造名单的，还能重新申国家级吗", "换成山东省级名单呢")
    assert "三年内不得重新申报省级名单" in province.headline
    _, document = talk(today, "每年要往平台上交啥，最晚几号", "这规定写在哪个文件第几条")
    assert document.headline.startswith(
        "写在《绿色工厂梯度培育及管理暂行办法》（工信部节〔2024〕13号，2024-01-19）第十六条"
    )


def test_the_day_of_a_rule_is_asked_by_what_is_done_and_where_it_is_written(today: Assistant) -> None:
    assert "7月31日前" in today.ask("省厅把材料推到部里，办法里写的是每年哪天之前").headline


def test_a_coming_year_is_told_its_own_duties_alone(today: Assistant) -> None:
    headline = today.ask("2027年国家级绿色工厂固定要做的事是哪天前").headline
    assert "2027年4月15日前" in headline
    assert "2026年" not in headline
    assert "2028年4月15日前" in today.ask("我厂在义乌，国家级，2028年要交什么").headline


def test_another_recognition_stays_the_subject_of_the_talk(today: Assistant) -> None:
    first, _, trades = talk(today, "零碳工厂从哪年开始遴选", "跟绿色工厂是同一个称号吗", "到2027年先做哪些行业")
    assert first.headline.startswith("零碳工厂 2026 年起遴选")
    assert "锂电池" in trades.headline


def test_what_no_place_would_give_is_not_answered_by_asking_for_the_place(today: Assistant) -> None:
    answer = today.ask("拿到绿色工厂牌子以后，工业用电一度能便宜几分钱")
    assert answer.status == "no_answer"
    assert "工业用电" in answer.headline


def test_who_may_draw_what_was_told_of_is_in_what_was_told(today: Assistant) -> None:
    headline = today.ask("什么是企业绿码，谁能领？").headline
    assert "自愿申领" in headline
    assert "补贴" not in headline


def test_a_word_that_a_statement_of_the_place_holds_is_no_question_for_its_award(today: Assistant) -> None:
    assert "上年度总结" in today.ask("江苏国家级绿色工厂每年要交总结吗").headline


def test_whether_another_recognition_is_still_given_is_told_of_the_newest_year(today: Assistant) -> None:
    for thing in ("绿色供应链", "绿色设计产品", "绿色园区"):
        assert today.ask(f"{thing}今年还能报吗").headline.startswith("2025 年度国家申报的推荐范围只含"), thing
    assert "只含绿色工厂" in today.ask("2025年度国家级推荐只含哪几类").headline


def test_whether_one_can_still_apply_leans_on_the_award_just_told(today: Assistant) -> None:
    *_, still = talk(today, "龙岗区绿色工厂给多少", "现在还能报吗")
    assert "2024-03-20 截止" in str(still)


def test_the_lists_to_be_entered_first_are_asked_one_below_the_other(today: Assistant) -> None:
    first, before = talk(today, "广东的厂想评国家级，先要进哪个名单", "进省级之前呢")
    assert "先列入省级绿色工厂名单" in first.headline
    assert "先列入市级绿色工厂名单" in before.headline


def test_three_rules_asked_in_one_breath_are_all_told(today: Assistant) -> None:
    headline = today.ask("现在申报国家级绿色工厂，前置条件是什么、省里哪天前推荐、部里公示多少天？").headline
    for told in ("先列入省级绿色工厂名单", "7月31日前", "公示15日"):
        assert told in headline


def test_a_national_factory_is_told_the_national_day_not_that_of_provincial_ones(today: Assistant) -> None:
    headline = today.ask("福建的国家级绿色工厂什么时候报动态管理表？").headline
    assert "4月15日" in headline
    assert "3月15日" not in headline
