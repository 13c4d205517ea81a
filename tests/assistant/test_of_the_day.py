"""What is told is of the day: totals, the newest list, the document that holds now."""

from __future__ import annotations

import pytest

from assistant.service import Assistant
from tests.talking import talk


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2017-01-01", "到 2017-01-01 还没有公布过国家级绿色工厂名单。"),
        ("2018-06-01", "全国共有 409 家国家级绿色工厂"),
        ("2019-10-10", "全国共有 1402 家国家级绿色工厂"),
        ("2020-12-01", "全国共有 2121 家国家级绿色工厂"),
        ("2023-06-01", "3616 家"),
        ("2026-11-22", "约 8336 家，是推算"),
    ],
)
def test_the_national_total_is_that_of_the_day(today: Assistant, day: str, told: str) -> None:
    assert told in today.ask("国家级绿色工厂一共多少家", as_of=day).headline


def test_the_report_alone_gives_the_total_of_an_earlier_day_too(assistant: Assistant) -> None:
    assert "409 家" in assistant.ask("国家级绿色工厂一共多少家", as_of="2018-06-01").headline


def test_the_newest_list_is_the_newest_of_the_day(today: Assistant) -> None:
    assert "第二批" in today.ask("最近一批是第几批", as_of="2018-06-01").headline
    assert "第五批" in today.ask("最近一批是第几批", as_of="2020-12-01").headline
    assert "第十批" in today.ask("最近一批是第几批").headline


def test_a_list_that_was_not_out_yet_is_told_as_such(today: Assistant) -> None:
    assert today.ask("第五批有多少家", as_of="2018-06-01").headline.startswith("到 2018-06-01 第五批还没有公布。")


def test_a_newer_document_without_its_sum_leads_and_the_older_sum_is_told_as_older(today: Assistant) -> None:
    answer = today.ask("内蒙古自治区国家级绿色工厂奖励多少？")
    assert answer.status == "partial"
    assert "资料没有收录" in answer.headline
    assert any(fact.startswith("较早的文件（没有见到废止）") and "100 万元" in fact for fact in answer.facts)


def test_a_document_that_came_later_is_not_called_earlier(today: Assistant) -> None:
    facts = today.ask("乐清市国家级绿色工厂奖励多少？").facts
    assert any(fact.startswith("之后的文件") and "2022-03-21" in fact for fact in facts)
    assert not any(fact.startswith(("此前的规定", "较早的文件")) for fact in facts)


def test_a_place_is_listed_once_whatever_its_documents(today: Assistant) -> None:
    headline = today.ask("浙江有哪些市县出台了绿色工厂补贴？").headline
    assert "共 10 个" in headline
    assert headline.count("乐清市") == 1


@pytest.mark.parametrize("question", ["绿色工厂国家标准是什么", "绿色工厂国标是什么"])
def test_the_national_standard_is_the_general_one(assistant: Assistant, question: str) -> None:
    assert "GB/T 36132-2018" in assistant.ask(question).headline


def test_why_a_factory_is_taken_off_is_no_count(today: Assistant) -> None:
    assert "弄虚作假" in today.ask("什么情况会被移出绿色工厂名单？").headline
    assert "132 家" in today.ask("第十批移出了几家").headline


def test_a_country_that_is_not_held_is_named_with_those_that_are(assistant: Assistant) -> None:
    answer = assistant.ask("德国有什么绿色工厂政策？")
    assert answer.status == "no_answer"
    assert answer.headline == "资料没有德国的绿色政策，国外的只写了美国、日本、韩国、欧盟、印度、巴西。"


def test_how_large_a_factory_is_is_no_claim_about_the_award(assistant: Assistant) -> None:
    answer = assistant.ask("我厂有 500 名员工、年产值 2 亿，义乌国家级奖多少")
    assert answer.headline.startswith("义乌市绿色工厂奖励：国家级 500 万元")


def test_a_clause_that_leans_on_a_statement_is_answered_by_it(assistant: Assistant) -> None:
    assert assistant.ask("美国REMADE建在哪里，关注什么？").status == "answered"
    assert "合计 36 家（19 + 17 = 36）" in assistant.ask("伊利几家蒙牛几家，两家加一块多少").headline


def test_whom_to_apply_to_and_when_is_one_answer(today: Assistant, assistant: Assistant) -> None:
    assert "每年7月31日前" in today.ask("国家级绿色工厂向谁申报，什么时候报？").headline
    told = assistant.ask("国家级绿色工厂向谁申报，什么时候报？")
    assert told.headline.startswith("资料没有写申报部门、申报时间。")


def test_what_a_place_took_off_is_its_own_figure_or_said_to_be_unknown(today: Assistant) -> None:
    own = today.ask("浙江24年省级绿色低碳工厂名单里几家，踢掉几家")
    assert "100 家，移出 4 家" in own.headline
    unknown = today.ask("江苏第十批移出几家")
    assert unknown.status == "partial"
    assert unknown.headline == "资料没有江苏省的移出数，只有全国的：第十批公布移出绿色工厂 132 家、园区 3 个。"


def test_the_highest_that_still_holds_is_told_of_all_where_none_is_stated_to_hold(today: Assistant) -> None:
    headline = today.ask("哪个省奖励最高现在还有效").headline
    assert headline.startswith("没有一处写明到 2026-11-22 仍在期限内。不论有效期，")
    assert "万元" in headline


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (
            "JC/T 2562-2020被代替了吗",
            "没有见到 JC/T 2562-2020《水泥行业绿色工厂评价导则》废止或被代替的字样，JC/T 2634-2021 与它并存。",
        ),
        (
            "水泥的评价导则还有效吗",
            "没有见到 JC/T 2562-2020《水泥行业绿色工厂评价导则》废止或被代替的字样，JC/T 2634-2021 与它并存。",
        ),
        (
            "玻璃行业绿色工厂评价导则还有效吗？",
            "没有见到 JC/T 2563-2020《玻璃行业绿色工厂评价导则》废止或被代替的字样，"
            "《玻璃行业绿色工厂评价要求》与它并存。",
        ),
        (
            "水泥行业绿色工厂评价导则还有效吗？",
            "没有见到 JC/T 2562-2020《水泥行业绿色工厂评价导则》废止或被代替的字样，JC/T 2634-2021 与它并存。",
        ),
        ("丝绸的标准还有效吗", "没有见到 FZ/T 07006-2020《丝绸行业绿色工厂评价要求》废止或被代替的字样。"),
        (
            "36132现在还能用吗",
            "GB/T 36132-2018《绿色工厂评价通则》已由 GB/T 36132-2025《绿色工厂评价通则》代替，2025-12-31 起用新版。",
        ),
    ],
)
def test_whether_a_standard_still_holds_is_told_first(today: Assistant, asked: str, first: str) -> None:
    assert today.ask(asked, as_of="2026-11-26").headline.startswith(first)


def test_before_its_successor_a_standard_is_not_said_to_be_replaced(today: Assistant) -> None:
    headline = today.ask("GB/T 36132-2018还有效吗", as_of="2020-12-01").headline
    assert headline.startswith("没有见到 GB/T 36132-2018《绿色工厂评价通则》废止或被代替的字样。")


@pytest.mark.parametrize(
    ("asked", "product"), [("我们做电缆的，评价按哪个标准", "电缆"), ("我司生产轮胎，该用哪个标准", "轮胎")]
)
def test_what_the_factory_makes_is_the_product_asked_for(today: Assistant, asked: str, product: str) -> None:
    headline = today.ask(asked).headline
    assert product in headline
    assert headline.startswith("资料没有")


def test_the_latest_document_of_a_place_may_be_younger_than_the_table(today: Assistant) -> None:
    headline = today.ask("浙江最近一份绿色制造政策是什么", as_of="2026-11-26").headline
    assert headline.startswith("浙江省收录到的最近一份是 2024-05-27《浙江省绿色低碳工厂建设评价导则（2024版）》")
    assert "政策汇总表里，浙江省最近的一项是 2020-08" in headline
    assert today.ask("浙江最近一份绿色制造政策是什么", as_of="2021-06-01").headline.startswith(
        "浙江省最近的一项是 2020-08"
    )
    listed = today.ask("广东的绿色制造文件都有哪些", as_of="2026-11-26")
    assert any("汇总表之后还收录到" in fact and "粤工信规字〔2024〕4号" in fact for fact in listed.facts)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (
            "浙江绿色低碳工厂管理细则哪年出的",
            "《浙江省绿色（低碳）工厂梯度培育管理实施细则》（浙经信绿色〔2024〕105号）的日期是 2024 年。",
        ),
        (
            "年度动态管理表的规定是哪年发布的",
            "《绿色工厂梯度培育及管理暂行办法》（工信部节〔2024〕13号）的日期是 2024-01-19。",
        ),
    ],
)
def test_when_the_document_of_a_rule_came_out_is_told_first(today: Assistant, asked: str, first: str) -> None:
    assert today.ask(asked, as_of="2026-11-26").headline.startswith(first)


def test_two_questions_of_one_message_do_not_repeat_a_statement(today: Assistant) -> None:
    headline = today.ask("零碳工厂是啥，什么时候开始评").headline
    assert headline.count("零碳工厂 2026 年起遴选") == 1


def test_documents_of_a_year_beyond_the_table_are_the_countrys_and_those_that_rows_name(today: Assistant) -> None:
    headline = today.ask("2024年有哪些政策", as_of="2026-11-26").headline
    assert "2024-01-19《绿色工厂梯度培育及管理暂行办法》（工信部节〔2024〕13号）" in headline
    assert "浙江省：2024《浙江省绿色（低碳）工厂梯度培育管理实施细则》（浙经信绿色〔2024〕105号）" in headline
    assert "资料没有2024" not in headline


def test_what_the_country_has_issued_is_no_count_of_local_policies(today: Assistant) -> None:
    headline = today.ask("国家现在对绿色工厂有什么新规定", as_of="2026-11-26").headline
    assert headline.startswith(
        "国家层面收录到的文件，从新到旧：2026-03-11《关于公布绿色工厂、绿色工业园区（2025年度）名单的通知》"
    )


def test_a_name_that_elsewhere_is_a_word_is_a_district_of_the_city_talked_of(today: Assistant) -> None:
    told = talk(today, "深圳龙岗给多少", "南山呢")
    assert told[1].headline.startswith("资料的补贴表未单列南山区")


@pytest.mark.parametrize("asked", ["资料更新到哪天", "数据更新到什么时候", "你的资料是最新的吗"])
def test_until_when_the_sources_reach_is_told_by_document(today: Assistant, asked: str) -> None:
    headline = today.ask(asked).headline
    assert "《绿色工厂政策分析报告》截至 2020-11-06" in headline
    assert "《2021—2026 年的变化》截至 2026-11-26" in headline


def test_both_editions_named_are_told_as_older_and_newer(today: Assistant) -> None:
    headline = today.ask("36132-2018 vs 36132-2025", as_of="2026-11-26").headline
    assert headline.startswith("GB/T 36132-2018《绿色工厂评价通则》已由 GB/T 36132-2025《绿色工厂评价通则》代替")
    assert headline.count("GB/T 36132-2025") == 1


def test_three_days_asked_for_in_one_breath_are_all_told(today: Assistant) -> None:
    headline = today.ask("国家级复核、动态管理表、推荐这三个时间分别是什么", as_of="2026-11-26").headline
    assert "4月15日" in headline
    assert "7月31日" in headline


@pytest.mark.parametrize(
    ("turns", "first"),
    [
        (("天津老办法给多少",), "此前：天津市《天津市节能专项资金管理暂行办法》"),
        (("天津的节能专项资金办法给多少",), "此前：天津市《天津市节能专项资金管理暂行办法》"),
        (("《天津市节能专项资金管理暂行办法》国家级给多少",), "此前：天津市《天津市节能专项资金管理暂行办法》"),
        (("温州现在国家级多少", "2020年6月的时候呢？", "那份旧文件哪天到期的？"), "此前：温州市《关于加快推进工业经济"),
        (("我们在天津武清，国家级奖励现在按哪个文件来", "老的那个60万的啥时候到期的"), "此前：天津市"),
    ],
)
def test_the_older_document_that_is_meant_is_told_first_with_what_holds_now_beside_it(
    today: Assistant, turns: tuple[str, ...], first: str
) -> None:
    answer = talk(today, *turns)[-1]
    assert answer.headline.startswith(first)
    assert "已过期" in answer.headline
    assert any(fact.startswith("现在：") for fact in answer.facts)


@pytest.mark.parametrize(
    ("day", "asked", "told"),
    [
        (
            "2020-12-31",
            "《支持绿色发展促进工业“碳达峰”扶持计划操作规程》奖多少",
            "公开日期 2021-08-16，到 2020-12-31 还没有。",
        ),
        ("2022-06-30", "天津市推动制造业高质量发展若干政策措施奖多少", "印发日期 2023-04-11，到 2022-06-30 还没有。"),
        ("2025-12-31", "天津市推动制造业高质量发展若干政策措施2019年度奖多少", "2023-04-11，到 2019-12-31 还没有。"),
    ],
)
def test_a_document_that_had_not_come_out_by_the_day_is_told_as_that(
    today: Assistant, day: str, asked: str, told: str
) -> None:
    answer = today.ask(asked, as_of=day)
    assert answer.status == "partial"
    assert told in answer.headline
    assert "更早的规定" not in answer.headline
    assert "没有用到" not in answer.text
    assert "资料没有写「" not in answer.text


def test_the_document_just_told_is_the_one_whose_end_is_asked(today: Assistant) -> None:
    _, ends = talk(today, "乐清2019年度的激励政策国家级、省级各多少？", "什么时候到期的？")
    assert "有效期至 2019-12-31" in ends.headline
    assert "2021年度" not in ends.headline


def test_a_past_day_of_a_standard_is_asked_after_it_was_told(today: Assistant) -> None:
    _, then = talk(today, "有机酸行业绿色工厂评价要求的标准号？", "2020年底这个标准是什么状态？")
    assert "2020-11-06 已立项，当时尚未发布" in then.headline


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("全国2030年绿色工厂目标是多少", "各级绿色工厂产值占比 40%；只见 2025-12-12 公开的两份媒体报道"),
        ("新通则那五个化是哪五个", "能源低碳化、资源高效化、生产洁净化、产品绿色化、用地集约化"),
        ("390号文里国家级申报的重点行业一共几个？", "53 个重点行业"),
        ("报告是哪个机构出的？", "绿色工厂专业委员会编写的报告"),
        ("工业绿色发展规划和绿色制造工程实施指南分别哪天发布的？", "2016 年 9 月 14 日"),
        ("按2020年那份报告，河南跟湖南国家级省里谁给得多，差多少", "相差 150 万元"),
        ("零碳工厂到27年先搞哪些行业？我们做锂电池的在不在里头", "汽车、锂电池、光伏"),
        ("企业技术创新能力提升三年行动计划（2020-2022年）列在哪个省的绿色制造政策里，哪年哪月？", "江西省2020-04"),
        (
            "乐清市2021年度省级绿色低碳工厂奖励，几家企业、合计多少、平均每家多少？",
            "8 家企业，合计 400 万元",
        ),
        ("设备投了2600万整 在银川 认上自治区绿色工厂能补多少", "2600 万元 × 10% = 260 万元"),
        ("泉州鞋厂，国家级和省级市里配套各多少", "泉州市绿色工厂奖励：国家级 20 万元（配套），省级 10 万元（配套）"),
    ],
)
def test_what_is_stated_is_told_in_the_words_of_whoever_asks(today: Assistant, asked: str, told: str) -> None:
    answer = today.ask(asked, as_of="2026-11-26")
    assert answer.status == "answered"
    assert told in answer.headline


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("湖州二星级是什么", "利率到底能低多少，哪家银行做"), "资料没有写湖州市的贷款利率和银行。"),
        (("绿色金融支持绿色工厂的通知支持哪三类项目？", "贷款利率能优惠几个点？"), "资料没有写贷款利率和银行。"),
        (("黑龙江动态管理表几号", "辽宁省厅管这事的处室电话给我一个"), "资料没有写辽宁省的受理部门和电话。"),
        (("53个重点行业是怎么回事", "把这53个的名单发我"), "「名单」资料没有写"),
        (("欧盟2020战略计划往能源那块投多少钱", "碳边境税CBAM哪年开始收"), "资料没有写「边境税CBAM」"),
        (("报国家级是不是必须先有ISO14001和能源管理体系证",), "「能源管理体系认证」资料没有写"),
        (("评上国家级，中央财政直接给企业打钱吗，给多少",), "资料没有收录国家（中央财政）直接发给绿色工厂的奖金"),
    ],
)
def test_what_no_source_says_is_told_so_whatever_was_told_before(
    today: Assistant, turns: tuple[str, ...], told: str
) -> None:
    answer = talk(today, *turns)[-1]
    assert told in answer.headline
    assert answer.status in ("no_answer", "partial")


def test_new_policies_are_sought_among_the_awards_where_the_list_of_policies_ends_earlier(today: Assistant) -> None:
    headline = today.ask("2023年以后哪些地方出了新政策").headline
    assert "共 12 个" in headline
    assert "安徽省" in headline


def test_the_total_is_asked_of_the_same_day_a_year_ago(today: Assistant) -> None:
    _, then = talk(today, "全国多少家国家级绿色工厂了", "去年这时候呢")
    assert "6430 家，是公布的数" in then.headline


def test_the_end_of_a_draft_is_not_said_to_be_unheld_on_the_eve_of_its_publication(today: Assistant) -> None:
    eve = today.ask("砂石行业绿色工厂评价要求发布了吗", as_of="2021-10-07").text
    assert "资料中尚未见发布" in eve
    assert "以后是否发布" not in eve
    assert "JC/T 2641-2021" not in eve
    assert "以后是否发布，资料没有收录" in today.ask("烧碱行业绿色工厂评价要求发布了吗", as_of="2021-10-07").text


@pytest.mark.parametrize("day", ["2025-12-12", "2026-11-25", "2026-11-26", "2027-03-01"])
def test_what_was_not_seen_up_to_a_later_day_is_told_as_of_the_day_asked(today: Assistant, day: str) -> None:
    answer = today.ask("正式的梯度培育管理办法发布了吗", as_of=day)
    told = "".join((answer.headline, *answer.facts, *answer.caveats))
    assert f"到 {min(day, '2026-11-26')} 没有见到发布" in answer.headline
    assert ("2026-11-26" in told) == (day >= "2026-11-26")


@pytest.mark.parametrize(
    "asked", ["国家层面绿色工厂评价标准清单有多少项", "国家层面绿色工厂评价标准清单里有几项行业要求"]
)
def test_the_count_of_a_list_that_is_named_is_the_one_stated_of_it_and_no_count_of_rows(
    today: Assistant, asked: str
) -> None:
    answer = today.ask(asked)
    assert "114 项行业要求这个数只见一处" in answer.headline
    assert "88" not in answer.text


@pytest.mark.parametrize("asked", ["2025版节能降碳占多少？", "2025版通则节能降碳占百分之多少"])
def test_a_share_is_told_without_what_names_none(today: Assistant, asked: str) -> None:
    answer = today.ask(asked)
    assert answer.headline == "2025 版通则以定量为主，节能降碳与资源高效合计占 60%，按基准值、引领值打分。"
    assert answer.facts == ()
