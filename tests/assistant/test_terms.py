"""Rules by the end of their term, what a place leaves unsaid, and questions typed with tone marks."""

from __future__ import annotations

import pytest

from assistant.service import Assistant

YEAR_2019 = {"乐清市", "吴兴区", "新昌县", "安庆市"}


@pytest.mark.parametrize(
    ("question", "places", "others"),
    [
        ("2020年之前过期的政策有哪些", YEAR_2019 | {"池州市"}, {"义乌市"}),
        ("2019年之前就到期的政策有几个", {"池州市"}, YEAR_2019),
        ("有效期在2019年底之前结束的有哪些", YEAR_2019 | {"池州市"}, {"义乌市"}),
        ("2019年到期的政策有哪些", YEAR_2019, {"池州市", "义乌市"}),
        ("2021年7月到期的有哪些", {"惠城区"}, {"厦门市", "义乌市"}),
    ],
)
def test_rules_are_listed_by_the_end_of_their_term(
    assistant: Assistant, question: str, places: set[str], others: set[str]
) -> None:
    headline = assistant.ask(question).headline
    assert all(place in headline for place in places)
    assert not any(place in headline for place in others)


@pytest.mark.parametrize(
    ("question", "told"),
    [("yìwū guójiājí bǔtiē", "500 万元"), ("lǜsè gōngchǎng píngjià tōngzé biāozhǔnhào", "GB/T 36132-2018")],
)
def test_pinyin_with_tone_marks_is_read(assistant: Assistant, question: str, told: str) -> None:
    assert told in assistant.ask(question).headline


def test_a_ground_named_in_the_question_is_told_beside_the_grounds_for_removal(assistant: Assistant) -> None:
    assert "失信被执行人" in assistant.ask("我厂被列入失信被执行人会不会取消绿色工厂").text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("无锡国家级和省级分别能拿多少", ["50 万元", "未列省级"]),
        ("厦门三级都评上一共多少", ["50 万元", "不能叠加"]),
        ("武汉的办法是正式文件吗", ["征求意见稿"]),
    ],
)
def test_what_a_place_does_not_say_is_said(assistant: Assistant, question: str, told: list[str]) -> None:
    headline = assistant.ask(question).headline
    assert all(each in headline for each in told)


def test_nothing_found_is_not_what_the_next_question_leans_on(assistant: Assistant) -> None:
    talk = assistant.conversation()
    talk.ask("给我写一份申报方案")
    assert talk.ask("2019年到期的政策有哪些").status == "answered"
