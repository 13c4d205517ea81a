"""What follows an answer is first sought in what that answer told, and in its documents."""

from __future__ import annotations

import pytest

from assistant.service import Assistant

DAY = "2026-11-26"


def _last(today: Assistant, *turns: str) -> str:
    talk = today.conversation(as_of=DAY)
    return [talk.ask(turn) for turn in turns][-1].headline


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("零碳工厂先在哪些行业搞", "钢铁呢"), "到 2030 年拓展到钢铁"),
        (("珠海2025年绿色制造动态管理，各区哪天前弄完", "申报企业在平台提交呢"), "4 月 30 日前在平台提交"),
        (("绿色制造工程实施指南里，到2020年绿色工厂目标多少家", "园区呢"), "创建 100 家绿色工业园区"),
    ],
)
def test_another_part_of_what_was_told_is_found_there(today: Assistant, turns: tuple[str, ...], told: str) -> None:
    assert told in _last(today, *turns)


def test_the_rule_stays_the_subject_after_another_part_of_it(today: Assistant) -> None:
    turns = ("珠海2025年绿色制造动态管理，各区哪天前弄完", "申报企业在平台提交呢", "今年的呢")
    assert "珠海市只收录了 2025 年度的规定" in _last(today, *turns)


def test_the_number_is_that_of_the_document_whose_title_holds_the_word(today: Assistant) -> None:
    turns = ("绿色工厂梯度培育及管理暂行办法还是现行的吗，不是说要换正式的？", "那暂行的文号是多少")
    assert _last(today, *turns).startswith("《绿色工厂梯度培育及管理暂行办法》的文号是 工信部节〔2024〕13号")


def test_the_older_edition_is_meant_though_something_else_was_told_since(today: Assistant) -> None:
    turns = ("绿色工厂评价通则现在是哪一版", "节能降碳跟资源高效合起来占多少", "老的那版还能用吗")
    assert _last(today, *turns).startswith("GB/T 36132-2018《绿色工厂评价通则》已由 GB/T 36132-2025")
    assert "2025-12-31 起实施" in _last(today, *turns, "哪天起换的")


@pytest.mark.parametrize(
    "asked", ["那河南省里的专项资金办法呢，有新的没", "河南省先进制造业发展专项资金管理办法有新的没"]
)
def test_whether_there_is_a_newer_one_is_answered_by_the_newer_one(today: Assistant, asked: str) -> None:
    assert "豫财企〔2025〕1号" in today.ask(asked, as_of=DAY).headline


def test_nothing_newer_is_said_so(today: Assistant) -> None:
    assert today.ask("义乌的办法有新的没", as_of=DAY).headline.startswith("没有见到更新的文件")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("有家咨询公司讲，想报国家级一定得掏钱让第三方出评价报告，这是忽悠我吧", "不再提交第三方评价报告"),
        ("有个中介打电话来，说国家级每三年要重新复核交费，靠谱吗", "现在按年度动态管理"),
    ],
)
def test_who_told_it_is_no_question_and_the_claim_is(today: Assistant, asked: str, told: str) -> None:
    answer = today.ask(asked, as_of=DAY)
    assert answer.status == "answered"
    assert told in answer.headline


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("第六批到第十批，新增工厂最多和最少的各是哪批", "这五批平均每批新增多少"), "1288.8 家"),
        (("第六批到第十批，新增工厂最多和最少的各是哪批", "去掉第十批再算平均"), "1101.5 家"),
        (("前五批里哪批最多", "最少的呢"), "第一批：201 家"),
        (("第五批完了累计多少家绿色工厂", "第六批之后呢", "是部里公布的吗"), "是推算"),
        (("绿色设计产品最后一次上名单是第几批", "那批有多少个产品"), "643 种"),
        (("第七批名单公布的文号", "推荐的那个通知呢"), "工信厅节函〔2022〕235号"),
        (("第七批名单公布的文号", "换成第八批，推荐的文号", "公布的"), "工信厅节函〔2023〕384号"),
        (("T/CESA那批团标有哪些", "去掉电视机的还有几项"), "共 17 项"),
        (("T/CESA那批团标有哪些", "哪天批准的"), "均为 2020-06-20"),
    ],
)
def test_lists_lean_on_the_lists_just_told(today: Assistant, turns: tuple[str, ...], told: str) -> None:
    assert told in _last(today, *turns)


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("淮北国家级多少", "池州呢", "徽州区呢", "这三个里最高的比最低的多多少"), "国家级最高的比最低的多 30 万元。"),
        (
            ("桂林国家级多少", "惠州呢", "那省级（自治区级）哪个高，高多少"),
            "省级绿色工厂：桂林市 30 万元，高于惠州市 20 万元",
        ),
        (("温岭和衢州国家级各多少", "差多少", "温岭那个文件叫什么"), "温岭市的依据是《关于进一步推进产业优化升级"),
    ],
)
def test_places_told_one_by_one_are_set_against_each_other(today: Assistant, turns: tuple[str, ...], told: str) -> None:
    assert _last(today, *turns).startswith(told)


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("工信部公告2021年第21号发布的绿色工厂标准，资料里一共列了几项？", "第二个的标准号"), "石膏制品行业"),
        (
            ("工信部公告2021年第21号发布的绿色工厂标准，资料里一共列了几项？", "第二个的标准号", "表里最后一个呢"),
            "石油和化工行业",
        ),
        (("第二批比第一批多了哪几个优先鼓励的行业？", "第三批去掉了哪些"), "第三批比第二批去掉：钢铁"),
        (("河南2023年复核省级前七批，移出多少家绿色工厂", "供应链企业移出几家"), "1 家供应链企业移出"),
        (("报告补贴表里有效期到2021年12月31日的是哪两个市？", "国家级哪个高，高多少"), "相差 30 万元"),
        (("福建省绿色制造梯度培育管理实施细则的文号？", "2025年省级名单单位动态管理表何时前报送？"), "3月15日前"),
    ],
)
def test_one_of_what_was_listed_or_told_is_meant(today: Assistant, turns: tuple[str, ...], told: str) -> None:
    assert told in _last(today, *turns)


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("永康国家级绿色工厂，报告里写多少", "打错了，是慈溪，也按报告", "跟永康差多少"), "相差 70 万元"),
        (("报告里天津的国家级绿色工厂给多少", "后来出的那份，文号多少"), "津政办规〔2023〕4号"),
        (("报告里河南省财政给国家级绿色工厂多少", "管这笔专项资金的新办法文号是啥"), "豫财企〔2025〕1号"),
    ],
)
def test_the_report_stays_what_is_asked_until_something_later_is_named(
    today: Assistant, turns: tuple[str, ...], told: str
) -> None:
    assert told in _last(today, *turns)


def test_a_share_asked_behind_an_extreme_is_that_of_the_one_found(today: Assistant) -> None:
    told = today.ask("前五批国家级绿色工厂里，新增最多的是哪一批？占五批总数的百分之几？", as_of=DAY).headline
    assert "第五批：719 家" in told
    assert "33.9%" in told


def test_removals_of_several_lists_are_added_up_and_the_silent_one_is_named(today: Assistant) -> None:
    told = today.ask("第六批到第十批加起来，一共新增了多少家国家级绿色工厂，又移出了多少家？", as_of=DAY).headline
    assert "229 家（41 + 9 + 47 + 132 = 229）" in told
    assert "第六批移出绿色工厂多少，资料没有收录" in told


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("广东省绿色工厂梯度培育管理实施细则的文号？", "粤工信规字〔2024〕4号"),
        ("福建省绿色制造梯度培育管理实施细则的文号？", "闽工信规〔2025〕3号"),
    ],
)
def test_a_rule_named_by_its_title_is_asked_for_its_number(today: Assistant, asked: str, number: str) -> None:
    assert number in today.ask(asked, as_of=DAY).headline
