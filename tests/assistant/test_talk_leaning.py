"""Talk that leans on two answers, on an order, on a day, or on a duty."""

from __future__ import annotations

import pytest

from assistant.service import Assistant
from tests.talking import talk


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (("义乌国家级奖多少来着", "省级呢"), "国家级 500 万元，省级 50 万元，相差 450 万元"),
        (("义乌国家级多少", "永康呢"), "相差 400 万元"),
        (("第三批多少家", "第四批呢"), "第四批比第三批多 211 家"),
    ],
)
def test_a_bare_difference_is_that_of_the_two_answers_before(
    assistant: Assistant, questions: tuple[str, str], told: str
) -> None:
    *_, apart = talk(assistant, *questions, "差多少")
    assert told in apart.headline


def test_one_of_an_order_is_pointed_at_by_its_place_in_it(assistant: Assistant) -> None:
    _, last, second = talk(assistant, "江苏各地国家级的按金额排", "排最后那个，省级给多少", "第二名呢，还有效吗")
    assert last.headline.startswith("亭湖区绿色工厂奖励：省级 10 万元")
    assert second.headline.startswith("吴江区")


def test_the_city_meant_by_a_correction_is_the_one_told(assistant: Assistant) -> None:
    *_, city = talk(
        assistant, "惠州惠城区评上国家级，市里加区里一共多少", "区里那份到期没", "不对，我问的是市里那个，省级给多少"
    )
    assert city.status == "answered"
    assert city.headline.startswith("惠州市绿色工厂奖励：省级 20 万元")


def test_lists_of_other_years_are_named_from_now_on(today: Assistant) -> None:
    _, before, supply, none = talk(
        today, "今年公布的那批新增多少家绿色工厂", "那去年呢", "换成供应链", "今年这批的供应链呢"
    )
    assert before.headline.startswith("第九批国家级绿色工厂共 1382 家")
    assert supply.headline == "第九批绿色供应链管理企业 126 家。"
    assert none.headline == "第十批：本批不含供应链。"


def test_the_list_after_its_call_is_asked_for_by_its_name(assistant: Assistant) -> None:
    *_, listed = talk(assistant, "第三批名单什么时候公布的", "推荐通知呢", "第四批的名单呢")
    assert listed.headline.startswith("第四批名单于 2019-09 公布")


def test_how_long_a_rule_still_runs_and_whether_it_does_later(assistant: Assistant) -> None:
    conversation = assistant.conversation(as_of="2020-12-01")
    conversation.ask("义乌国家级绿色工厂现在能拿多少")
    left = conversation.ask("还剩几天")
    later = conversation.ask("要是明年2月才评上呢")
    assert left.headline.startswith("还剩 30 天（2020-12-01 到 2020-12-31）。")
    assert later.headline.endswith("有效期至 2020-12-31，截至 2021-02-28 已过期。")


def test_a_year_in_front_of_a_document_names_it_and_no_day(today: Assistant) -> None:
    valid, money = talk(today, "湖州市2023年那个制造业高质量发展实施意见还在执行期吗", "里面绿色工厂奖多少")
    assert valid.headline.endswith("有效期至 2025-12-31，截至 2026-11-22 已过期。")
    assert "资料没有收录" in money.headline


def test_the_day_and_the_consequence_of_a_duty_are_asked_of_the_rule_told(today: Assistant) -> None:
    table, day, place, undone = talk(
        today, "评上国家级绿色工厂以后每年要填啥表", "几号前", "黑龙江呢", "一直拖着不填会咋样"
    )
    assert "年度动态管理表" in table.headline
    assert "4月15日前" in day.headline
    assert "3月30日前" in place.headline
    assert undone.headline == "黑龙江省：拒不按时填报的移出名单（第三十条）。"


def test_a_consequence_that_only_one_province_states_is_told_as_its_own(today: Assistant) -> None:
    *_, undone = talk(today, "年度动态管理表几号前填", "不填会怎样")
    assert undone.status == "partial"
    assert undone.headline.startswith("全国的规定没有写不按时办会怎样。黑龙江省：")


def test_each_further_question_of_an_application_is_told_alone(today: Assistant) -> None:
    *_, province, papers = talk(today, "国家级绿色工厂现在怎么报", "省里几号前推上去", "公示多少天", "要交什么材料")[1:]
    assert "15日" in province.headline
    assert papers.headline == "申报企业：国家级申报在平台自评价，不再提交第三方评价报告。"


def test_another_place_after_what_is_checked_tells_its_own_way(assistant: Assistant) -> None:
    *_, document, _, place = talk(
        assistant, "我们是第二批国家级绿色工厂，今年要复核吗", "哪个文件说的", "重点查哪些", "安徽是怎么弄的"
    )
    assert "第五批绿色制造名单推荐" in document.headline
    assert place.headline.startswith("安徽对绿色工厂三年复审一次")


def test_what_is_on_no_list_of_grounds_is_told_as_such(assistant: Assistant) -> None:
    *_, fined = talk(assistant, "复核的时候环保方面查什么", "那只是罚款呢")
    assert fined.status == "partial"
    assert fined.headline.startswith("资料没有写「罚款」会怎样，它不在写明的情形里。")


def test_from_when_several_standards_hold_is_told_of_each(today: Assistant) -> None:
    *_, since = talk(today, "造纸和焙烤食品的绿色工厂标准号各是多少", "都是什么时候实施的")
    assert "（QB/T 5976-2024）2024-10-01 起实施。" in since.headline
    assert "（QB/T 5980-2024）2024-10-01 起实施。" in since.headline


def test_what_the_report_writes_is_set_against_what_came_out(today: Assistant) -> None:
    answer = today.ask("精对苯二甲酸那个绿色工厂标准，报告写的是HG/T 5866-2020，正式的也是这个号吗")
    assert "HG/T 5866-2021" in answer.headline


def test_the_newer_policy_is_the_rule_that_holds_now(today: Assistant) -> None:
    newer, money = talk(today, "天津市后来出的新政策叫什么", "里面金额多少")
    assert "《天津市推动制造业高质量发展若干政策措施》（津政办规〔2023〕4号）" in newer.headline
    assert "资料没有收录" in money.headline


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (
            ("河南国家级多少", "以前给多少"),
            "此前：河南省《河南省先进制造业发展专项资金管理办法》：国家级一次性 200 万元",
        ),
        (("通则是哪个标准", "旧的是哪个"), "此前：GB/T 36132-2018 《绿色工厂评价通则》已发布；2025-12-31 起由新版代替"),
        (("义乌国家级多少", "以前给多少"), "更早的规定资料没有收录。义乌市"),
    ],
)
def test_what_held_before_comes_first_when_it_is_asked_for(
    today: Assistant, questions: tuple[str, ...], told: str
) -> None:
    assert talk(today, *questions)[-1].headline.startswith(told)


def test_the_next_question_is_about_what_holds_again(today: Assistant) -> None:
    *_, city = talk(today, "河南国家级多少", "以前给多少", "泉州国家级多少")
    assert city.headline.startswith("泉州市绿色工厂奖励：国家级 20 万元")


def test_a_batch_or_a_year_said_before_is_the_one_that_is_due(today: Assistant) -> None:
    for own in ("我们是第五批国家级绿色工厂", "我们是2020年评上的国家级绿色工厂"):
        _, due, when = talk(today, own, "要复核吗", "什么时候")
        assert "第五批名单 2020-10 公布，按三年推算到 2023-10" in due.headline
        assert "第五批名单 2020-10 公布，按三年推算到 2023-10" in when.headline


def test_a_zone_is_that_of_the_city_talked_of(today: Assistant) -> None:
    _, zone = talk(today, "成都有补贴吗", "那高新区")
    assert zone.headline.startswith("成都高新区绿色工厂奖励：国家级最高 100 万元")


def test_the_extreme_the_second_and_those_below_are_of_the_list_told(today: Assistant) -> None:
    _, most = talk(today, "温州下面哪些县给钱", "最多的是哪个")
    assert "最高的是乐清市：100 万元" in most.headline
    *_, second, least = talk(today, "哪里国家级给得最多", "第二呢", "最少的呢")
    assert "国家级绿色工厂奖励第二高的是内蒙古自治区" in second.headline
    assert "最低的是深圳市龙岗区" in least.headline
    *_, below = talk(today, "全国一共多少个地方给钱", "市县的呢")
    assert below.headline.startswith("全国有绿色工厂补贴条目的市县区共")


def test_places_asked_one_by_one_are_set_side_by_side(today: Assistant) -> None:
    *_, most = talk(today, "义乌给钱吗", "永康呢", "温岭呢", "哪个多")
    assert all(name in most.headline for name in ("义乌市", "永康市", "温岭市"))
    *_, paying = talk(today, "广州给多少", "深圳呢", "东莞呢", "佛山呢", "这四个哪个给钱")
    assert all(name in paying.headline for name in ("广州市", "深圳市", "东莞市", "佛山市"))


def test_the_total_at_the_end_of_a_year_is_no_list_of_that_year(today: Assistant) -> None:
    *_, total = talk(today, "国家级绿色工厂总共多少家", "去年底是多少")
    assert total.headline.startswith("截至 2025-12-31，全国国家级绿色工厂累计 6430 家")


def test_a_detail_that_a_rule_does_not_state_is_said_not_to_be(today: Assistant) -> None:
    *_, content, who = talk(today, "绿色工厂要不要每年填表", "填什么内容", "谁来填")
    assert content.status == "partial"
    assert content.headline.startswith("「填什么内容」资料没有写，收录的规定是：")
    assert who.headline.startswith("名单内企业、园区每年4月15日前")


def test_what_happened_is_held_against_the_conditions_told(today: Assistant) -> None:
    _, barred, again = talk(today, "绿色工厂申报要什么条件", "我们去年出过安全事故", "那还能报吗")
    for answer in (barred, again):
        assert answer.headline.startswith("不得申报国家级绿色工厂的情形之一：近三年发生安全")


def test_one_ground_after_another_is_told_alone(today: Assistant) -> None:
    *_, last = talk(today, "哪些情况不能申报", "停产半年呢", "失信呢")
    assert last.headline == "不得申报国家级绿色工厂的情形之一：被列为失信被执行人的。"


def test_another_recognition_stays_the_subject(today: Assistant) -> None:
    *_, paid, trades = talk(today, "零碳工厂是什么", "有补贴吗", "哪些行业先做")
    assert paid.status == "no_answer"
    assert paid.headline.startswith("资料没有零碳工厂的奖励或政策")
    assert trades.headline.startswith("零碳工厂到 2027 年在汽车")


def test_a_place_after_an_aside_is_about_money_again(today: Assistant) -> None:
    *_, place = talk(today, "青海最高多少", "试点示范是什么意思", "宁夏呢")
    assert place.headline.startswith("宁夏回族自治区绿色工厂奖励")


def test_one_place_of_a_list_is_asked_for_its_sum(today: Assistant) -> None:
    *_, one = talk(today, "江苏有哪些市给钱", "无锡多少")
    assert one.headline.startswith("无锡市绿色工厂奖励：国家级一次性最高 50 万元")


def test_a_change_of_name_is_no_count_of_factories(today: Assistant) -> None:
    answer = today.ask("工厂改名了怎么办")
    assert answer.headline.startswith("资料没有写搬迁、更名后的处理")


def test_stacking_is_asked_of_the_layers_just_added_up(today: Assistant) -> None:
    *_, stacked = talk(today, "福建泉州国家级", "省里再给多少", "能叠加吗")
    assert "福建省国家级 100 万元" in stacked.headline
    assert "资料未说明两层能否同时享受" in stacked.headline


def test_a_polite_look_up_names_the_place_for_what_follows(today: Assistant) -> None:
    first, level, valid, newer = talk(today, "帮我查下无锡", "国家级的", "过期了吗", "那现在有新的吗")
    assert first.headline.startswith("无锡市绿色工厂奖励")
    assert level.headline.startswith("无锡市绿色工厂奖励：国家级")
    assert valid.headline.startswith("无锡市《关于进一步深化现代产业发展政策的意见》有效期至 2020-12-31")
    assert newer.headline.startswith("没有见到更新的文件，收录到最新的是：无锡市")


def test_two_levels_told_one_by_one_are_added_up(assistant: Assistant) -> None:
    *_, both = talk(assistant, "永康国家级", "省级", "合计")
    assert "能都拿才是 100 + 50 = 150 万元" in both.headline


def test_so_many_places_as_are_counted_are_added_up(today: Assistant) -> None:
    *_, total = talk(today, "福建省里给多少", "厦门呢", "泉州呢", "三个地方国家级加起来")
    assert total.headline.startswith("合计 170 万元：福建省国家级 1 × 100 万元")


def test_a_mean_is_that_of_the_lists_just_told(today: Assistant) -> None:
    *_, mean = talk(today, "国家级名单第一批到第五批分别多少家", "加起来", "平均每批")
    assert mean.headline.startswith("前五批平均每批 424.2 家")


def test_an_extreme_keeps_the_condition_of_the_list(today: Assistant) -> None:
    *_, most = talk(today, "哪些地方是一次性给的", "有几个", "给得最多的呢")
    assert most.headline.startswith("全国写明一次性奖励的地方中，国家级绿色工厂奖励最高的是内蒙古自治区")


def test_parks_and_supply_chains_are_counted_after_a_definition(today: Assistant) -> None:
    *_, parks, supply = talk(today, "绿色工厂和绿色园区有什么区别", "园区有多少个", "供应链呢")
    assert "国家级绿色工业园区累计 616 个，是推算（491 + 128 − 3 = 616）" in parks.headline
    assert "绿色供应链管理企业累计数不能给出" in supply.headline
    assert "写了数的只有第六、七、八、九批，合计 550 家" in supply.headline


def test_how_long_one_is_barred_is_told_without_other_bars(today: Assistant) -> None:
    answer = today.ask("山东移出名单后几年不能报")
    assert answer.headline == "山东省：被移出的单位：三年内不得重新申报省级名单。"


def test_what_is_used_where_a_product_has_no_standard_is_the_general_one(today: Assistant) -> None:
    *_, general = talk(today, "汽车有绿色工厂标准吗", "没有的话用什么")
    assert "GB/T 36132-2025" in general.headline


def test_factories_of_several_places_are_added_up_and_the_highest_picked(today: Assistant) -> None:
    places, total, most = talk(today, "我有三家厂分别在义乌永康温岭，都评上国家级", "一共多少", "哪家最多")
    assert places.headline.startswith("国家级绿色工厂：义乌市最高（500 万元）")
    assert total.headline.startswith("合计 650 万元")
    assert "最高的是义乌市：500 万元" in most.headline


def test_a_district_of_several_is_the_one_of_the_city_talked_of(today: Assistant) -> None:
    *_, district = talk(today, "北京副中心那个政策多少钱", "朝阳区呢")
    assert district.headline.startswith("资料的补贴表未单列朝阳区；所属北京市")


def test_where_the_factory_is_after_a_definition_asks_what_is_paid_there(today: Assistant) -> None:
    *_, place = talk(today, "绿色工厂是什么", "我在南昌")
    assert place.headline.startswith("资料的补贴表未单列南昌市；所属江西省")


def test_when_to_apply_is_no_question_for_a_sum(today: Assistant) -> None:
    *_, when = talk(today, "我们想申报省级绿色工厂，在福建", "省级要几号前报")
    assert "7月31日前" in when.headline
    assert "万元" not in when.headline


def test_how_many_a_list_took_off_is_told_of_that_list(today: Assistant) -> None:
    assert today.ask("第八批移出多少家").headline == "第八批公布移出绿色工厂 9 家、供应链企业 3 家。"


def test_a_call_without_a_date_is_told_as_undated(today: Assistant) -> None:
    answer = today.ask("2025年度推荐通知几月发的")
    assert answer.headline == "第十批的推荐通知是《关于开展2025年度绿色工厂推荐工作的通知》，日期资料没有收录。"


def test_an_award_for_any_level_is_added_once(assistant: Assistant) -> None:
    *_, both = talk(assistant, "云南多少", "加起来多少")
    assert "400" not in both.headline
    assert both.headline.startswith("云南省绿色工厂奖励：经认定的绿色工厂一次性 50—200 万元，未分国家级、省级")


def test_a_bare_sum_after_one_place_is_that_of_its_levels(assistant: Assistant) -> None:
    *_, both = talk(assistant, "义乌和永康哪个多", "温岭呢", "一共多少")
    assert "能都拿才是 50 + 30 = 80 万元" in both.headline


def test_what_a_place_pays_is_asked_after_its_policies(today: Assistant) -> None:
    *_, money, valid = talk(today, "江西有政策吗", "有钱吗", "还有效吗")
    assert money.headline.startswith("江西省有绿色工厂支持政策，但资料未载明具体金额")
    assert "未载明有效期，不能据此认定现在有效" in valid.headline


def test_one_place_is_set_against_the_one_before_and_the_standing_of_both_is_told(today: Assistant) -> None:
    *_, against, standing = talk(today, "吴江区省级", "苏州工业园区对比一下", "哪个还没过期")
    assert against.headline == "省级绿色工厂：吴江区 20 万元，高于苏州工业园区 15 万元，相差 5 万元。"
    assert standing.headline.startswith("吴江区、苏州工业园区")


def test_the_general_standard_stays_the_subject(today: Assistant) -> None:
    *_, since = talk(today, "绿色工厂评价通则", "谁发的", "哪天实施")
    assert since.headline == "《绿色工厂评价通则》（GB/T 36132-2025）2025-12-31 起实施。"


def test_until_when_recommendations_go_is_asked_of_other_provinces(today: Assistant) -> None:
    *_, province = talk(today, "推荐截止到几月几号", "广东省的呢")
    assert province.headline.startswith("广东省：各地级以上市每年6月30日前")


def test_a_statement_about_a_list_leaves_the_list_the_subject(today: Assistant) -> None:
    *_, number, parks, more = talk(today, "第十批通知什么时候发的", "文号", "新增园区多少", "和上一批比呢")
    assert number.headline.startswith("第十批名单的文号是工信厅节函〔2026〕97号")
    assert "第十批绿色工业园区 128 个" in parks.headline
    assert "比第九批多 5 个" in more.headline


def test_the_most_of_a_year_is_asked_after_the_policies_of_that_year(today: Assistant) -> None:
    *_, most = talk(today, "2019年印发的政策有哪些", "给钱最多的")
    assert most.headline.startswith("全国日期在 2019 年的地方中，国家级绿色工厂奖励最高 100 万元")


def test_papers_that_no_rule_names_are_said_not_to_be_stated(today: Assistant) -> None:
    *_, seal = talk(today, "申报材料有哪些", "要盖章吗")
    assert seal.status == "partial"
    assert seal.headline.startswith("「要盖章吗」资料没有写")


def test_the_number_of_the_notice_is_that_of_the_lists_spoken_of(today: Assistant) -> None:
    both = today.ask("2023年度（第八批）公布了多少家绿色工厂，通知文号是什么？").headline
    assert "1488 家" in both
    assert "工信厅节函〔2023〕384号" in both
    _, numbers = talk(today, "第九批第十批各多少家", "文号分别是什么")
    assert "工信厅节函〔2025〕33号" in numbers.headline
    assert "工信厅节函〔2026〕97号" in numbers.headline


def test_what_was_left_once_some_were_taken_off_is_the_total_of_that_list(today: Assistant) -> None:
    one = today.ask("第七批这回刷掉了多少家绿色工厂，刷完全国还有多少家", as_of="2023-05-10").headline
    assert "移出绿色工厂 41 家" in one
    assert "3616 家" in one
    _, total = talk(today, "第九批移出几家", "移出后全国累计多少家")
    assert "6430 家" in total.headline


def test_which_figures_of_two_lists_fell_is_told_of_each_with_its_difference(today: Assistant) -> None:
    _, fell, rose = talk(today, "第八批公布了多少家工厂、多少个园区", "第九批跟第八批比，哪几项变少了", "哪几项增加了")
    assert fell.headline.startswith(
        "第九批比第八批，变少的：通过家数 1488 → 1382 家（少 106）、绿色供应链管理企业 205 → 126"
    )
    assert rose.headline.startswith("第九批比第八批，变多的：")


def test_an_edition_asked_about_after_an_aside_is_that_of_the_standard_before(today: Assistant) -> None:
    *_, edition = talk(today, "绿色工厂评价通则现在用哪一版？", "新版的一级指标是哪几个？", "2018版还能用吗？")
    assert edition.headline.startswith("GB/T 36132-2018《绿色工厂评价通则》已由 GB/T 36132-2025")


def test_a_place_named_with_another_rule_leaves_the_level_of_the_award_behind(today: Assistant) -> None:
    *_, rule = talk(today, "厦门国家级绿色工厂奖励是多少", "省级原来是给多少", "厦门现在有没有绿色工厂的管理细则？")
    assert rule.headline.startswith("厦门市：厦门市绿色工厂梯度培育管理实施细则")


@pytest.mark.parametrize(
    ("question", "asked", "document"),
    [
        ("今年各地动态管理要在什么时候弄完", "哪份通知写的", "《关于公布2022年度绿色制造名单的通知》"),
        ("绿色工厂复核多久一次", "哪个通知说的", "《关于公布2022年度绿色制造名单的通知》"),
        ("义乌国家级奖多少", "哪份文件写的", "《关于推动实体经济高质量发展的若干意见（试行）》"),
    ],
)
def test_in_which_document_it_is_written_is_asked_of_what_was_told(
    today: Assistant, question: str, asked: str, document: str
) -> None:
    with_day = today.conversation()
    with_day.ask(question, as_of="2023-04-15")
    told = with_day.ask(asked, as_of="2023-04-15")
    assert document in told.headline
    assert "128 项" not in told.text


def test_who_issued_it_is_asked_of_ministries_too(today: Assistant) -> None:
    *_, bodies = talk(today, "零碳工厂到2027年先做哪些行业", "哪几家部委联合发的")
    assert "国家能源局五个部门" in bodies.headline
    assert "没有写" not in bodies.headline


def test_another_level_is_set_against_the_one_just_told(assistant: Assistant) -> None:
    answers = talk(assistant, "桂林国家级奖多少", "自治区级的少几万？")
    assert answers[1].headline == "桂林市：国家级 50 万元，省级 30 万元，相差 20 万元。"


def test_the_provinces_own_money_is_told_as_its_own(assistant: Assistant) -> None:
    answers = talk(assistant, "淮北省级绿色工厂给几万", "淮南呢", "省里总写了吧，国家级省级各多少")
    assert answers[2].status == "answered"
    assert answers[2].headline.startswith("安徽省绿色工厂奖励：国家级 100 万元，省级 50 万元")
    day = talk(assistant, "湖南省里给多少", "株洲市自己还有没有", "省里那份哪天印的")[2]
    assert "2017-01-04" in day.headline
    assert "株洲" not in day.headline


def test_standards_that_came_out_with_the_one_just_told(assistant: Assistant) -> None:
    answers = talk(assistant, "烧碱绿色工厂的标准号", "同一天公示的还有哪几项？")
    assert all(name in answers[1].headline for name in ("对苯二甲酸", "铅冶炼", "铜冶炼", "锌冶炼"))
    beside = talk(assistant, "钛白粉的绿色工厂标准走到哪一步了", "跟它一块儿的还有哪些")[1]
    assert all(name in beside.headline for name in ("涂料", "氧化铁"))


def test_a_list_is_set_against_the_first_one(assistant: Assistant) -> None:
    assert "208 − 201 = 7" in talk(assistant, "第二批哪个月公布的", "比头一批多几家？")[1].headline


def test_how_many_times_the_lowest_one_just_told(assistant: Assistant) -> None:
    answers = talk(assistant, "江苏省内国家级写了奖励数的市和区有哪些", "里头最低的是谁", "盐城市是它的几倍")
    assert "亭湖区" in answers[2].headline
    assert "2 倍" in answers[2].headline


def test_the_city_talked_of_is_come_back_to_by_its_kind(assistant: Assistant) -> None:
    answers = talk(assistant, "泉州国家级奖多少", "顺便问下绿色工厂的定义是什么", "回到刚才那个市，省级呢")
    assert answers[2].headline.startswith("泉州市绿色工厂奖励：省级 10 万元")


def test_the_standard_of_ones_own_trade_is_that_of_what_was_said_to_be_made(assistant: Assistant) -> None:
    answers = talk(assistant, "我们在合肥做玻璃基板的，想了解下绿色工厂", "我们这行有专门标准吗")
    assert "T/CESA 1091-2020" in answers[1].headline


def test_of_two_documents_the_one_that_came_earlier_is_told(assistant: Assistant) -> None:
    headline = talk(assistant, "义乌那份哪天印发的", "永康的执行得比它早还是晚")[1].headline
    assert headline.startswith("永康市更早。")
    assert "2018-01-01" in headline


def test_the_one_place_of_a_list_is_meant_by_what_follows(assistant: Assistant) -> None:
    answers = talk(assistant, "天津有没有哪个区自己给钱的", "那是哪一级的厂才给", "还能拿吗", "市里那个呢，也过了？")
    assert answers[1].headline.startswith("津南区绿色工厂奖励：区级一次性 20 万元")
    assert answers[2].headline.startswith("津南区")
    assert answers[3].headline.startswith("天津市")


def test_how_long_one_has_to_put_right_is_no_question_for_money(assistant: Assistant) -> None:
    first = "哪些地方已经在对绿色工厂搞动态管理、三年复审"
    answer = talk(assistant, first, "湖州怎么分级的", "够不上最低那级的，给几年整改")[2]
    assert "两年" in answer.headline


def test_a_note_of_the_rule_just_told_answers_what_it_speaks_of(today: Assistant) -> None:
    answers = talk(today, "去年那个自评价对标要求老单位干什么", "县区上传的截止日全国统一吗，举个例子")
    assert answers[1].headline == "县区上传截止因地而异（洛阳孟津10月23日）。"


def test_a_title_is_known_by_its_long_end(today: Assistant) -> None:
    answer = today.ask("那份产业高质量发展政策清单里绿色工厂给多少")
    assert "内蒙古自治区" in answer.headline


def test_another_year_asked_beside_a_statement_is_not_dropped(today: Assistant) -> None:
    answer = today.ask("江苏2025年报上年总结和本年计划是几号之前？2021年那时候的做法又是几号")
    assert "2月28日" in answer.headline
    assert "2021年的做法是每年12月10日前" in answer.headline


def test_a_grade_that_there_is_none_of_is_told_as_such_turns_later(assistant: Assistant) -> None:
    *_, last = talk(assistant, "湖州7星级有什么好处", "省级呢？", "还有效吗")
    assert last.headline == "湖州市没有七星级，只设二星级、三星级、四星级、五星级。"


def test_a_question_of_all_places_leans_on_no_place_talked_of(assistant: Assistant) -> None:
    answers = talk(assistant, "义乌和吴江区哪个高", "全国国家级绿色工厂奖励最高的是哪里？")
    assert answers[1].headline.startswith("全国国家级绿色工厂奖励最高的是义乌市：500 万元")
    answers = talk(assistant, "广东省下面已发布政策的市和区有几个", "江苏以外，国家级绿色工厂刚好奖30万的是哪些地方？")
    assert answers[1].headline.startswith("江苏省以外国家级奖励为 30 万元的地方")


def test_the_factories_of_the_next_list_are_no_parks(today: Assistant) -> None:
    headlines = [answer.headline for answer in talk(today, "第八批工厂多少家", "那批园区几个", "第九批工厂呢")]
    assert "园区 104 个" in headlines[1]
    assert headlines[2].startswith("第九批国家级绿色工厂共 1382 家")


def test_a_net_figure_is_computed_of_one_list_or_said_not_to_be_known(today: Assistant) -> None:
    answers = talk(today, "第十批新增多少家工厂", "所以工厂净增多少", "累计8336是部里公布的数吗")
    assert "2038 − 132 = 1906" in answers[1].headline
    assert "推算" in answers[2].headline
    assert today.ask("第六批净增多少").headline.startswith("第六批净增多少算不出")


def test_a_standard_asked_aside_is_no_award(today: Assistant) -> None:
    headline = talk(today, "淮北国家级跟省级差几万", "对了插一句，评价通则换新版了吧，号是多少")[1].headline
    assert "GB/T 36132-2025" in headline
    assert "淮北" not in headline


def test_the_years_in_the_name_of_a_document_are_not_the_day_asked(today: Assistant) -> None:
    answer = talk(today, "吴兴区那份意见还作数不", "那湖州市里2023到2025那份呢，今年还在执行吗")[1]
    assert "2025-12-31" in answer.headline
    assert "仍在有效期" not in answer.headline


def test_three_factories_in_three_places_are_one_in_each(assistant: Assistant) -> None:
    question = "集团在安徽有三个厂：宣城、淮北、黄山徽州区，假设都是国家级，三家合起来多少钱？"
    assert "170 万元" in assistant.ask(question).headline


def test_the_document_of_the_place_just_told_is_asked_for_in_few_words(today: Assistant) -> None:
    for words in ("现在的文件是哪一份", "文件是哪一份？"):
        *_, document = talk(today, "义乌国家级给多少", words)
        assert document.headline.startswith("义乌市的依据是《关于推动实体经济高质量发展的若干意见（试行）》")
        assert "截至 2026-11-22 已过期" in document.text
    *_, in_force = talk(today, "义乌国家级给多少", "现行的是哪一份")
    assert in_force.headline.endswith("有效期至 2020-12-31，截至 2026-11-22 已过期。")


def test_a_duty_asked_after_the_rules_of_a_province_is_that_of_the_province(today: Assistant) -> None:
    _, day, later = talk(
        today,
        "福建省绿色制造梯度培育管理实施细则的文号？",
        "2025年省级名单单位动态管理表何时前报送？",
        "2027年度是否也是这一天？",
    )
    assert "福建省：2025 年" in day.headline
    assert "3月15日前" in day.headline
    assert later.headline.startswith("福建省只收录了 2025 年度的规定，以当年的通知为准")


def test_what_has_ended_is_counted_in_where_the_next_question_says_so(today: Assistant) -> None:
    first, second = talk(today, "浙江国家级奖励100万及以上的有哪些？不含已过期的", "包括过期的呢")
    assert first.headline.startswith("浙江省没有国家级奖励不低于 100 万元、到 2026-11-22 没有过期的地方")
    assert "义乌市 500 万元" in second.headline
