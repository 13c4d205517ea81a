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
    assert undone.headline.startswith("全国的规定没有写不按时办会怎样，资料没有收录。黑龙江省：")


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
