"""Rows and statements in one competition: what covers more of the question is told, and nothing of other places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.service import Assistant
from assistant.texts import passages
from corpus.types import Passage, Source
from tests.talking import talk


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("在山东，省级绿色工厂被拿掉了，隔多久才能重新报", "三年内不得重新申报"),
        ("江苏2025年开年的时候，名单内企业要往上报什么东西，谁汇总，几号前？", "2月28日前"),
        ("浙江报省级绿色低碳工厂，按哪个版本的评价导则？", "按 2024 版导则评价"),
        ("武汉2025年度那次推荐，企业只能自己评价吗？", "也可以委托第三方评价"),
        ("国家级申报的自评价在哪个网址上做？", "green.miit.gov.cn"),
        ("第七批公布后全国累计3616家，这个数怎么从第六批之后的数推过来的？", "2783 加 874 减 41"),
        ("人行和工信部那个绿色金融通知，具体支持哪几类项目？", "零碳工厂建设"),
    ],
)
def test_a_statement_that_covers_more_than_the_rows_is_told(today: Assistant, question: str, told: str) -> None:
    answer = today.ask(question)
    assert answer.status == "answered"
    assert told in answer.headline


@pytest.mark.parametrize(
    "question",
    [
        "江苏省有哪些下属行政区域发布了相关政策？",
        "天津一家国家级绿色工厂加两家省级绿色工厂，最多一共能拿多少？",
        "河南的厂子评上国家级绿色工厂，省里给多少钱，说个准数",
        "安徽下头哪些地市给绿色工厂发钱",
    ],
)
def test_rows_that_answer_are_not_put_aside_for_a_statement_of_the_place(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).intent != "statement"


def test_a_list_that_nothing_meets_is_an_answer_and_no_statement_takes_its_place(assistant: Assistant) -> None:
    _, second = talk(assistant, "江苏国家级不低于50万的有哪些？", "省级呢")
    assert second.headline == "江苏省没有省级奖励不低于 50 万元的地方：补贴表中没有符合的条目。"


def test_nothing_is_told_of_other_places_than_the_one_asked_about(today: Assistant) -> None:
    told = today.ask("江苏2025年名单内企业要往上报什么").facts
    assert not any("表 3.1" in fact or "按表统计" in fact for fact in told)


def test_one_word_in_common_makes_no_answer(today: Assistant) -> None:
    answer = today.ask("找家咨询公司帮着做绿色工厂申报，一般收多少服务费")
    assert answer.status == "no_answer"
    assert answer.headline == "资料没有写费用。"


def test_rules_of_neither_the_place_nor_the_level_are_told_as_such(today: Assistant) -> None:
    answer = today.ask("重庆报市级要不要交第三方评价报告？")
    assert answer.headline.startswith("资料没有写重庆市市级的规定，全国对国家级的是：")


def test_a_product_named_otherwise_is_led_to_the_standard_that_is_nearest(today: Assistant) -> None:
    answer = today.ask("我们厂生产建筑防水卷材，绿色工厂行业标准号给一个")
    assert answer.status == "partial"
    assert "最接近的是《建筑防水材料行业绿色工厂评价要求》（JC/T 2700-2022）" in answer.headline


def test_the_edition_of_the_general_standard_is_that_of_the_day(today: Assistant) -> None:
    question = "绿色工厂评价通则眼下应当用哪个年号的版本？"
    assert "GB/T 36132-2018" in today.ask(question, as_of="2025-11-20").headline
    assert "GB/T 36132-2025" in today.ask(question, as_of="2026-01-05").headline


@pytest.mark.parametrize(
    "text",
    [
        "各镇人民政府、街道办事处，高新区管委会，有关企业：",
        "下列文件仍适应当前工作需要，有效期延长如下：",
        "益阳市工业和信息化局 益阳市财政局",
        "2024年6月18日",
    ],
)
def test_a_scrap_of_a_document_is_no_statement(text: str) -> None:
    scrap = Passage(id="p", source=Source(doc_id="d"), text=text, quote_kind="original")
    assert passages.is_scrap(scrap)
    assert not passages.is_scrap(replace(scrap, text=f"{text}企业应当在一年内提出申请。"))


def test_a_premise_without_a_word_of_money_is_held_against_the_statement_that_holds_it(today: Assistant) -> None:
    answer = today.ask("浙江省级绿色低碳工厂是不是从市级里挑")
    assert answer.headline.startswith("浙江省级绿色低碳工厂按 2024 版导则评价，从市级绿色低碳工厂中择优推荐")


@pytest.mark.parametrize("question", ["需要准备什么材料", "我们厂在嘉兴，想申报国家级绿色工厂，需要准备什么材料"])
def test_the_papers_to_prepare_are_those_of_the_application(today: Assistant, question: str) -> None:
    assert "不再提交第三方评价报告" in today.ask(question).headline


def test_after_a_recheck_the_papers_to_prepare_are_those_it_looks_at(today: Assistant) -> None:
    _, papers = talk(today, "绿色工厂多久复核一次", "要准备什么材料")
    assert "备好近 3 年的证明材料" in papers.headline


def test_a_size_that_is_asked_about_is_said_to_be_unknown_and_no_place_is_asked_back(today: Assistant) -> None:
    answer = today.ask("申报国家级绿色工厂营业额有要求吗")
    assert answer.headline == "资料没有写企业规模要求。"
