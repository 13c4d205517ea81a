"""What a question says is used by its answer, or told as not used."""

from __future__ import annotations

import pytest

from assistant.service import Assistant


@pytest.mark.parametrize(
    ("question", "word", "figure"),
    [
        ("第五批里钢铁企业有几家", "钢铁", "719 家"),
        ("JC/T 2562-2020里指标限值多少？", "限值", "JC/T 2562-2020"),
        ("义乌的零碳工厂和绿色工厂各奖多少", "零碳工厂", "500 万元"),
        ("浙江哪些地方给员工宿舍奖50万以上", "员工宿舍", "50 万元"),
    ],
)
def test_what_is_asked_for_and_not_held_comes_before_the_nearest_fact(
    assistant: Assistant, question: str, word: str, figure: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "partial"
    assert answer.headline.startswith(f"资料没有写「{word}」。")
    assert figure in answer.headline


def test_a_word_beside_the_question_is_told_as_not_used(assistant: Assistant) -> None:
    answer = assistant.ask("义乌文具企业的国家级绿色工厂奖多少")
    assert "500 万元" in answer.headline
    assert answer.unused == ("文具",)
    assert answer.caveats[-1] == f"问题里的「{'」「'.join(answer.unused)}」没有用到。"


def test_a_question_that_is_wholly_used_tells_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("浙江哪些地方国家级绿色工厂奖50万以上？")
    assert answer.unused == ()
    assert not any("没有用到" in caveat for caveat in answer.caveats)


def test_what_is_set_aside_beside_the_question_is_no_condition(assistant: Assistant) -> None:
    answer = assistant.ask("最近忙着装光伏，这些先不说，苏州工业园区的国家级绿色工厂奖多少？")
    assert answer.status == "answered"
    assert "30 万元" in answer.headline


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("江苏以外奖励文件有效期到2020年以后（含2020年）的区县有哪些", "在 2020 年及以后到期"),
        ("2019年（含）以前印发、省级绿色工厂奖励不少于20万的地方有哪些", "日期在 2019 年及以前"),
        ("浙江哪些地方的奖励政策2020年11月10号仍然有效", "到 2020-11-10 还在有效期内"),
        ("江苏省级绿色工厂奖20-80万的市、县、区一共多少个", "20—80 万元之间（含两端）的市县区"),
        ("国家级绿色工厂能给到100万（含最高100万）的地方有哪些", "国家级奖励为 100 万元"),
        ("除江苏外，奖励文件里最晚到期的是哪份", "江苏省以外到期最晚的是厦门市"),
        ("国家级奖励100万的地方有哪些，过没过期先不管", "国家级奖励为 100 万元的地方"),
    ],
)
def test_a_condition_is_read_with_what_it_includes(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert told in answer.headline


def test_all_policies_of_a_place_are_all_of_them(assistant: Assistant) -> None:
    assert "天津市的绿色制造政策共 4 项" in assistant.ask("天津发过哪些绿色制造政策").headline


def test_what_a_ranking_leaves_out_is_told(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    conversation.ask("有效期写着2020年12月31日的有哪些地方")
    answer = conversation.ask("按金额从高到低")
    assert any(fact.startswith("没有写国家级金额、没有排进去的：津南区 区级") for fact in answer.facts)


def test_the_report_is_asked_by_name_and_answers_as_it_was(today: Assistant) -> None:
    answer = today.ask("报告里写明有效期到2021年12月31日的是哪些地方的奖励？")
    assert "鹤壁市" in answer.headline
    assert "桂林市" in answer.headline


def test_what_a_list_of_the_years_since_leaves_unsaid_is_not_taken_from_an_older_one(today: Assistant) -> None:
    answer = today.ask("第八批优先鼓励哪些行业")
    assert (answer.status, answer.headline) == ("partial", "第八批优先鼓励哪些行业，资料没有收录。")


def test_one_of_several_places_told_side_by_side_is_picked_among_them(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    conversation.ask("中山、惠州、桂林、池州的国家级绿色工厂各奖多少")
    answer = conversation.ask("哪个没写有效期")
    assert "共 1 个：惠州市" in answer.headline


def test_a_firm_that_is_asked_for_by_name_is_no_place_to_be_asked_back(assistant: Assistant) -> None:
    assert assistant.ask("茅台是不是国家级绿色工厂？").status == "no_answer"


def test_what_lies_below_is_asked_of_the_place_that_was_spoken_of(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    conversation.ask("甘肃国家级绿色工厂奖多少")
    answer = conversation.ask("下面地市有单独给的吗")
    assert "甘肃省列出国家级金额的市县区共 1 个：张掖市" in answer.headline


def test_layers_are_added_for_the_city_that_was_spoken_of(today: Assistant) -> None:
    conversation = today.conversation()
    conversation.ask("泉州的国家级绿色工厂给多少")
    conversation.ask("福建省里国家级给多少")
    assert "合计 120 万元" in conversation.ask("省加市，国家级合计").headline


def test_the_day_of_the_document_just_told_is_asked_without_naming_it(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    conversation.ask("张掖的国家级绿色工厂奖多少")
    assert "2019-03-20" in conversation.ask("啥时候的文件").headline


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("补贴表浙江下面那些市县，哪几个没写有效期", "浙江省未载明有效期的市县区共 3 个"),
        ("国家级给50万的地方全列出来，省的、市的、区的都要", "无锡市"),
        ("有没有哪些地方，评上绿色工厂在错峰生产上能照顾的？", "山西省"),
        (
            "《工业绿色发展行动方案（2019-2022年）》是哪个地方发的？《低碳发展工作方案（2017—2020年）》又是哪个省的",
            "山东省2018-01",
        ),
        ("2020年4月24日发布的标准一共几项？里面属于建材(JC)的几项", "JC 编号的绿色工厂标准共 4 项"),
        ("铜冶练和锌冶练的绿色工厂标准号是？", "YS/T 1408-2020"),
        ("2018年这一年里公布的是哪几批名单？绿色工厂合计多少家", "208 + 391 = 599"),
        ("帮查个旧账：鹤壁国家级绿色工厂奖多少", "鹤壁市绿色工厂奖励：国家级 80 万元"),
    ],
)
def test_each_part_of_a_message_is_told_as_asked(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert told in " ".join((answer.headline, *answer.facts))


def test_standards_are_named_by_their_digits_alone(today: Assistant) -> None:
    headline = today.ask("水泥厂，同事说用2562，顾问说用2634，2562被2634代替了吗？").headline
    assert "JC/T 2562-2020" in headline
    assert "JC/T 2634-2021" in headline


def test_a_zone_is_not_the_city_that_lends_it_its_name(assistant: Assistant) -> None:
    headline = assistant.ask("合肥高新区国家级绿色工厂奖多少").headline
    assert headline.startswith("资料的补贴表未单列合肥高新区；所属安徽省")


def test_whether_one_may_apply_is_held_against_the_bars(today: Assistant) -> None:
    answer = today.ask("我们出过一次环境污染事故，改也改完了，明年初想报国家级绿色工厂，行不行？")
    assert "近三年发生安全" in answer.headline
    assert "不得申报" in answer.headline
