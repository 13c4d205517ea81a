"""Talk that goes back to an earlier subject, or leaves it."""

from __future__ import annotations

from assistant.service import Assistant
from tests.talking import talk


def test_the_province_talked_of_before_is_come_back_to(assistant: Assistant) -> None:
    *_, document, day = talk(assistant, "甘肃国家级多少", "张掖呢", "回到省里那个，写在哪个文件", "哪天印发的")
    assert document.headline.startswith("甘肃省的依据是《甘肃省绿色制造体系建设评价管理实施细则》")
    assert day.headline.endswith("的印发日期是 2020-03-09。")


def test_a_rule_is_come_back_to_after_money_by_what_it_was_about(assistant: Assistant) -> None:
    *_, again = talk(
        assistant, "第三方机构乱写评价报告怎么处理", "天津是怎么防的", "河南国家级给多少", "回到刚才第三方那个，停几年"
    )
    assert again.headline == "第三方评价机构有严重不良行为的，后续 3 年内不再采信其评价报告。"


def test_a_place_is_come_back_to_with_what_was_paid_there(today: Assistant) -> None:
    one, many, _, total = talk(
        today,
        "乐清2021年度省级绿色低碳工厂一家发了多少",
        "发了几家",
        "深圳龙岗2024年那个给多少",
        "回到刚才乐清那个，总共发出去多少钱",
    )
    assert one.headline.startswith("乐清市绿色工厂奖励：省级 50 万元")
    assert many.headline.startswith("乐清市：8家企业合计400万元。")
    assert total.headline.startswith("乐清市：8家企业合计400万元。")


def test_how_many_were_paid_is_said_not_to_be_stated(today: Assistant) -> None:
    *_, many = talk(today, "义乌国家级奖多少", "发了几家")
    assert many.status == "partial"
    assert many.headline.startswith("义乌市发给了几家、一共多少，资料没有写。")


def test_something_else_takes_nothing_along_and_can_be_left_again(today: Assistant) -> None:
    *_, other, since, back = talk(
        today,
        "泉州省级多少",
        "算了，问个别的，零碳工厂跟绿色工厂是一回事吗",
        "哪年开始遴选",
        "说回泉州，国家级呢",
    )
    assert other.status == "answered"
    assert "不是一回事" in other.headline
    assert "泉州" not in other.headline
    assert since.headline.startswith("零碳工厂 2026 年起遴选")
    assert back.headline.startswith("泉州市绿色工厂奖励：国家级 20 万元")


def test_a_question_after_another_subject_asks_for_its_own_place(today: Assistant) -> None:
    _, other = talk(today, "义乌国家级多少", "换个问题，能拿多少")
    assert other.status == "clarify"
