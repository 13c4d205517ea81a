"""Talk about several places told one after another, and about one of an order."""

from __future__ import annotations

from assistant.service import Assistant
from tests.talking import talk


def test_so_many_of_what_was_told_are_set_side_by_side(assistant: Assistant) -> None:
    *_, three = talk(assistant, "河南国家级给多少", "湖北呢", "那湖南呢", "三个里面谁最高")
    assert three.headline.startswith("国家级绿色工厂：河南省最高（一次性 200 万元）；湖南省 50 万元，湖北省未列金额。")
    *_, two = talk(assistant, "义乌国家级给多少", "温州呢", "两个比哪个高")
    assert "相差 400 万元" in two.headline


def test_one_of_an_order_is_asked_of_by_where_it_stands(assistant: Assistant) -> None:
    told = "国家级50万以上的有哪些", "江浙的呢", "按金额排"
    assert "义乌市" in talk(assistant, *told, "最高的那个是哪年发的")[-1].headline
    assert "2018-07-09" in str(talk(assistant, *told, "最高的那个是哪年发的")[-1])
    *_, highest = talk(assistant, *told[:2], "最高的那个还有效吗")
    assert "最高的是义乌市" in highest.headline


def test_lists_added_up_are_then_set_apart_and_the_running_total_is_of_all(today: Assistant) -> None:
    *_, apart, parks = talk(today, "2025年度新增多少家", "2024年度呢", "两年加起来", "差多少", "园区呢")
    assert "2038 − 1382 = 656" in apart.headline
    assert "128 − 123 = 5" in parks.headline
    *_, total = talk(today, "第九批多少家", "比上一批多还是少", "累计到多少了")
    assert "约 8336 家，是推算" in total.headline


def test_a_statement_is_first_sought_of_the_place_talked_of_and_its_document_named(today: Assistant) -> None:
    _, share, document, number = talk(today, "四川有什么政策", "产值占比目标多少", "哪份文件", "文号多少")
    assert share.headline.startswith("四川省的目标")
    assert document.headline == "文件是《四川省构建全周期全流程绿色制造体系行动方案》。"
    assert "川经信环资〔2025〕246号" in number.headline
