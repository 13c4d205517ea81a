"""Talk about the document behind the answer before: who issued it, when, under which number."""

from __future__ import annotations

import pytest

from assistant.service import Assistant
from tests.talking import talk


def test_who_issued_the_rule_told_and_when_is_told_of_that_rule(today: Assistant) -> None:
    _, body, day, city = talk(today, "河南国家级还是200万吗", "新文件谁发的", "哪天的", "那鹤壁国家级呢")
    title = "《河南省省级制造业高质量发展专项资金管理办法》"
    assert body.headline == f"河南省{title}由河南省财政厅、河南省工业和信息化厅发布。"
    assert day.headline == f"河南省{title}的成文日期是 2025-01-15。"
    assert city.headline.startswith("鹤壁市绿色工厂奖励：国家级 80 万元")


def test_an_issuer_that_no_source_names_is_said_not_to_be_stated(today: Assistant) -> None:
    _, body = talk(today, "义乌国家级奖多少", "谁发的")
    assert body.status == "partial"
    assert body.headline.endswith("由谁发布，资料没有写。")


def test_the_issuer_of_a_regime_is_an_aside_and_the_regime_stays(today: Assistant) -> None:
    *_, body, again = talk(
        today, "山东省级绿色工厂被移出名单了，多久能再报", "谁定的", "那被国家名单移出去的还能报国家级吗"
    )
    assert "由山东省工业和信息化厅发布" in body.headline
    assert again.intent == "rule"
    assert "不得申报国家级绿色工厂" in again.headline


def test_a_national_notice_is_found_by_its_subject_and_asked_further(today: Assistant) -> None:
    first, body, kinds, number = talk(today, "绿色工厂贷款融资有没有国家政策", "谁发的", "支持哪几类项目", "文号多少")
    assert "研发和产业化应用、技术改造升级、零碳工厂建设" in first.headline
    assert body.headline.endswith("由工业和信息化部办公厅、中国人民银行办公厅发布。")
    assert kinds.headline == first.headline
    assert number.headline == "《关于用好绿色金融政策支持绿色工厂建设的通知》的文号，资料没有写。"


@pytest.mark.parametrize("question", ["谁发的文", "发文单位是谁"])
def test_the_issuer_of_the_place_that_a_list_led_to(today: Assistant, question: str) -> None:
    _, body = talk(today, "哪里的国家级奖励最高", question)
    assert body.headline.startswith("义乌市《关于推动实体经济高质量发展的若干意见（试行）》由谁发布")


def test_the_day_of_a_standard_is_that_of_the_standard_told(assistant: Assistant) -> None:
    *_, day, together = talk(assistant, "半导体晶圆的绿色工厂标准号是多少", "谁批准的", "哪天", "那一批一共几项")
    assert day.headline.endswith("（T/CESA 1081-2020）2020-06-20 已发布。")
    assert "标准共 18 项" in together.headline


def test_the_bare_name_of_a_document_is_asked_for(today: Assistant) -> None:
    _, title = talk(today, "东莞市有政策吗", "叫啥")
    assert title.headline == "文件是东莞市《东莞市工业和信息化产业发展专项资金绿色化发展项目（认定类）》。"


def test_how_sure_an_answer_is_is_told_with_where_it_stands(today: Assistant) -> None:
    _, sure = talk(today, "黑龙江给多少", "可信吗")
    assert "只见于一处转载" in sure.headline
    assert "待核实" in sure.headline
