"""What the national lists state, and what is computed of it: factories, removals, parks, supply chains, totals."""

from __future__ import annotations

import pytest

from assistant.service import Assistant
from tests.talking import talk


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("到第五批公布完一共是多少家", "201 + 208 + 391 + 602 + 719 = 2121"),
        ("从2021年度到2025年度这五批，新增的国家级绿色工厂一共多少家（不减移出的）", "6444 家"),
        ("从第六批开始每批多少家", "第六批 662 家、第七批 874 家、第八批 1488 家、第九批 1382 家、第十批 2038 家"),
        ("2023年度是第几批", "第八批是 2023 年度的名单"),
        ("历年被移出名单的一共多少家", "41 + 9 + 47 + 132 = 229"),
        ("绿色供应链管理企业，第6~9批加一起多少家", "107 + 112 + 205 + 126 = 550"),
        ("移出绿色工厂最多的是哪一批", "第十批：132 家"),
        ("第九批和第十批的园区差多少", "128 − 123 = 5"),
        ("现在全国一共多少家国家级绿色工厂，是官方公布的数还是算出来的？", "8336 家，是推算"),
    ],
)
def test_a_figure_of_the_lists_is_computed_over_the_lists_that_are_meant(
    today: Assistant, question: str, figure: str
) -> None:
    answer = today.ask(question)
    assert answer.status == "answered"
    assert figure in answer.headline


def test_a_list_that_does_not_state_it_is_told_and_the_sum_is_called_partial(today: Assistant) -> None:
    answer = today.ask("第六批到第十批累计移出了多少家国家级绿色工厂？")
    assert answer.status == "partial"
    assert "229 家" in answer.headline
    assert "第六批移出绿色工厂多少，资料没有收录" in answer.headline


def test_two_figures_of_one_list_are_both_told(today: Assistant) -> None:
    headline = today.ask("2025年度新增多少家，移出了几家").headline
    assert "2038 家" in headline
    assert "移出绿色工厂 132 家" in headline


def test_a_list_that_holds_none_says_so_in_its_own_words(today: Assistant) -> None:
    assert "本批不含供应链" in today.ask("第十批有多少家绿色供应链管理企业").headline


def test_what_is_counted_stays_until_something_else_is_named(today: Assistant) -> None:
    answers = talk(today, "第十批移出去多少家工厂", "上一批呢", "那移出的比上一批多了多少家")
    assert "132 家" in answers[0].headline
    assert "第九批公布移出绿色工厂 47 家" in answers[1].headline
    assert "132 − 47 = 85" in answers[2].headline


def test_a_total_is_asked_about_by_what_it_is_and_then_for_parks(today: Assistant) -> None:
    answers = talk(today, "到现在国家级绿色工厂累计多少家？", "这个数是部里公布的吗", "园区呢，累计多少")
    assert "没有见到公布数" in answers[1].headline
    assert "616 个，是推算" in answers[2].headline


def test_the_goal_is_set_against_the_lists_just_told(today: Assistant) -> None:
    answers = talk(today, "到2020年的目标是1000家，实际到五批公布完是多少家", "比目标超了多少")
    assert "2121 家" in answers[0].headline
    assert "2121 − 1000 = 1121" in answers[1].headline


def test_two_lists_are_compared_by_what_each_says_of_industries(assistant: Assistant) -> None:
    headline = assistant.ask("头一批和第五批优先的行业有啥不一样").headline
    assert "第一批优先鼓励的行业：钢铁" in headline
    assert "第五批没有特别指出" in headline


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("2019年和第五批一共公布了多少家绿色工厂", "602 + 719 = 1321"),
        ("第四批和2020年的绿色工厂合计多少家", "602 + 719 = 1321"),
        ("2018年和第五批公布了多少家", "第二批 208 家、第三批 391 家、第五批 719 家"),
        ("第五批与2019年公布的差多少", "719 − 602 = 117"),
    ],
)
def test_a_list_named_by_its_year_counts_beside_one_named_by_its_number(
    assistant: Assistant, question: str, figure: str
) -> None:
    assert figure in assistant.ask(question).headline


def test_a_list_that_is_not_of_the_year_named_is_told_to_be_of_another(assistant: Assistant) -> None:
    headline = assistant.ask("2019年的第五批多少家").headline
    assert headline.startswith("第五批不是 2019 年的。")
    assert "719 家" in headline
    assert "不是" not in assistant.ask("2020年第五批多少家").headline


def test_a_year_without_a_list_is_not_left_out_of_a_sum(assistant: Assistant) -> None:
    answer = assistant.ask("2016年和第五批一共多少家")
    assert answer.status == "partial"
    assert "没有 2016 年的名单" in answer.headline


def test_another_year_takes_the_place_of_the_list_and_of_the_year_before(assistant: Assistant) -> None:
    answers = talk(assistant, "第五批多少家", "2019年呢", "2018年的呢")
    assert "602 家" in answers[1].headline
    assert answers[2].headline == "第二批 208 家、第三批 391 家。"


def test_lists_told_one_by_one_are_added_up_when_asked(assistant: Assistant) -> None:
    answers = talk(assistant, "第三批多少家", "第四批呢", "第五批呢", "加起来呢")
    assert "391 + 602 + 719 = 1712" in answers[-1].headline


def test_another_year_takes_the_place_of_the_one_in_a_list_of_policies(assistant: Assistant) -> None:
    answers = talk(assistant, "2019年印发的补贴政策有哪些地方", "2018年的呢")
    assert "2018 年" in answers[1].headline
    assert "吉林" in answers[0].headline
    assert "吉林" not in answers[1].headline


def test_each_list_is_each_that_was_out_on_the_day(today: Assistant) -> None:
    past = today.ask("按2020年11月的规定，五批绿色工厂每批各过了多少家").headline
    assert "第一批 201 家、第二批 208 家、第三批 391 家、第四批 602 家、第五批 719 家" in past
    assert "第六批" not in past


def test_each_list_is_set_against_the_one_before_it(today: Assistant) -> None:
    most = today.ask("头五批里面，哪一批比上一批涨得最多？多了几家").headline
    assert most == "比上一批增加最多的：第四批比第三批多 211 家（602 − 391 = 211）。"
    assert "第九批比第八批少 106 家（1488 − 1382 = 106）" in today.ask("哪一批比前一批少得最多").headline
    assert "第二批比第一批多 7 家（208 − 201 = 7）" in today.ask("每一批比上一批多多少").headline


def test_the_total_that_was_published_comes_first_where_it_is_asked_for(today: Assistant) -> None:
    answers = talk(today, "国家级绿色工厂眼下总共多少家了", "部里自己公布过的累计数，最近一次是多少")
    assert answers[1].headline.startswith("最近公布的累计数是 6430 家（2025-01-22）。")


def test_what_the_newest_list_added_and_took_off_is_told_of_parks_after_parks(today: Assistant) -> None:
    answer = today.ask("国家绿色工业园区累计到多少个了？最近这一批新增几个、移出几个")
    assert "新增绿色工业园区 128 个，移出园区 3 个" in answer.headline
    assert "园区 3 个" in answer.headline


def test_design_products_are_counted_like_parks(today: Assistant) -> None:
    answers = talk(today, "第七批有多少个绿色设计产品，移出几个", "第六批的设计产品呢", "两批设计产品加一起多少")
    assert "绿色设计产品 643 种" in answers[0].headline
    assert "绿色设计产品 72 种" in answers[0].headline
    assert answers[1].headline == "第六批绿色设计产品 989 种。"
    assert "989 + 643 = 1632" in answers[2].headline


def test_all_kinds_that_a_list_took_off_are_told(today: Assistant) -> None:
    assert today.ask("第九批移出了几家").headline == "第九批公布移出绿色工厂 47 家、园区 3 个、供应链企业 4 家。"


def test_a_list_is_set_against_the_one_before_it_in_one_question(today) -> None:
    assert today.ask("最新这批比前一批多几家").headline == "第十批比第九批多 656 家（2038 − 1382 = 656）。"
    assert today.ask("第七批比上一批多多少家").headline == "第七批比第六批多 212 家（874 − 662 = 212）。"
    assert talk(today, "第十批多少家", "比前一批呢")[1].headline == "第十批比第九批多 656 家（2038 − 1382 = 656）。"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("前五批占现在总数多少", "相当于到 2026-11-26 累计 8336 家（推算）的 25.4%（2121 ÷ 8336）"),
        ("第五批占五批总数的百分之几", "第五批 719 家，占合计 2121 家的 33.9%（719 ÷ 2121）"),
        ("2021到2025年一共新增多少家", "第六、七、八、九批国家级绿色工厂合计 4406 家"),
        ("2022年3月的时候总数是多少", "截至 2022-03-31，全国国家级绿色工厂累计约 2783 家，是推算"),
    ],
)
def test_the_whole_the_time_and_the_thing_counted_are_those_asked_for(today, asked: str, told: str) -> None:
    assert told in today.ask(asked, as_of="2026-11-26").headline


@pytest.mark.parametrize("asked", ["我们厂在不在名单里", "名单里有我们公司吗，宁德时代", "我们进没进第十批名单"])
def test_whether_a_factory_is_on_a_list_is_not_answered_with_a_total(today, asked: str) -> None:
    answer = today.ask(asked)
    assert answer.status == "no_answer"
    assert answer.headline.startswith("资料没有收录各批名单里的企业")
    assert "8336" not in answer.text


def test_a_list_of_a_year_not_held_is_no_standard(today) -> None:
    assert "标准" not in today.ask("2026年度国家级名单出来没").headline


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("第八批移出工厂几家、供应链企业几家？", "第八批：移出绿色工厂 9 家，移出供应链企业 3 家。"),
        ("第九批工厂、园区、供应链各多少", "工厂 1382 家，新增绿色工业园区 123 个，新增绿色供应链管理企业 126 家"),
        ("第十批新增和移出的园区各几个", "第十批：新增绿色工业园区 128 个，移出园区 3 个。"),
        ("第六批新增多少、移出多少家工厂", "第六批：新增绿色工厂 662 家，移出绿色工厂多少资料没有收录。"),
        ("工厂和园区的最新累计数各是多少", "国家级绿色工业园区累计 616 个，是推算"),
    ],
)
def test_several_figures_asked_at_once_are_all_told(today: Assistant, asked: str, told: str) -> None:
    assert told in today.ask(asked, as_of="2026-11-26").headline


def test_two_lists_are_told_figure_by_figure_and_a_derived_total_is_called_so(today: Assistant) -> None:
    headline = today.ask("第九批和第十批：移出工厂数、更名总数、园区累计数分别是多少？", as_of="2026-11-26").headline
    assert "第九批：移出绿色工厂 47 家，更名合计 230 家，累计园区 491 个（公布的数）。" in headline
    assert "累计园区 616 个（推算：491 + 128 − 3 = 616，没有见到公布数）" in headline


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("前五批里哪批最多", "最少的呢", "差多少家"), "第五批比第一批多 518 家（719 − 201 = 518）。"),
        (("第十批多少家绿厂", "移出呢"), "第十批公布移出绿色工厂 132 家"),
        (("第十批多少家绿厂", "园区新增多少 移出多少"), "第十批：新增绿色工业园区 128 个，移出园区 3 个。"),
        (("第九批多少家", "第十批呢", "这两批各移出多少家工厂？"), "第九批公布移出绿色工厂 47 家"),
        (("全国绿色工业园区累计多少个了", "部里公布过的数是多少"), "最近公布的累计数是 491 个（2025-01-22）。"),
        (("全国绿色工业园区累计多少个了", "第八批那会儿呢"), "绿色工业园区累计 371 个，是推算（267 + 104 = 371）"),
        (("全国现在多少家", "下一批公布没"), "资料没有收录第十一批"),
        (
            ("第六批多少家", "后来到现在一共移出了多少个工厂"),
            "第七、八、九、十批移出绿色工厂合计 229 家（41 + 9 + 47 + 132 = 229）。",
        ),
        (("第八批多少家", "之后又移出了多少家"), "第九、十批移出绿色工厂合计 179 家（47 + 132 = 179）。"),
        (("第十批多少家", "后来又移出多少家"), "第十批之后，到 2026-11-22 没有见到新的名单。"),
        (
            ("六到十批每批多少", "加起来呢", "再扣掉移出的，净增多少"),
            "第六、七、八、九、十批新增合计 6444 家，公布移出的合计 229 家，相减是 6215 家（6444 − 229 = 6215）。"
            "第六批：本次通知没有公布移出名单。只算两样都公布的第七、八、九、十批，"
            "净增 5553 家（833 + 1479 + 1335 + 1906 = 5553）。",
        ),
        (("七到十批每批多少", "再扣掉移出的，净增多少"), "第七、八、九、十批净增（新增减移出）合计 5553 家"),
        (("绿色设计产品现在国家级还评吗", "第七批还有的吧，那批产品几个"), "第七批绿色设计产品 643 种。"),
        (("第八批绿色设计产品多少", "第七批还有的吧，那批产品几个"), "第七批绿色设计产品 643 种。"),
        (("第七批移出多少家工厂？", "那到第八批累计是多少？"), "累计约 5095 家，是推算（3616 + 1488 − 9 = 5095"),
        (("第三批到第五批一共多少家？占五批总数的百分之多少？",), "占合计 2121 家的 80.7%（1712 ÷ 2121）"),
    ],
)
def test_talk_about_lists_goes_on_with_the_lists_and_the_figure_just_told(
    today: Assistant, turns: tuple[str, ...], told: str
) -> None:
    assert told in talk(today, *turns)[-1].headline


@pytest.mark.parametrize("asked", ["第八批移出的是哪几家企业", "第九批名单里都有谁", "第十批有哪些企业"])
def test_the_firms_that_a_list_names_are_said_not_to_be_held(today: Assistant, asked: str) -> None:
    answer = today.ask(asked, as_of="2026-11-26")
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有写名单里的企业。")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2023-03-22", "绿色工业园区累计数不能给出"),
        ("2023-03-23", "累计 267 个，是公布的数（2023-03-23 公布，第七批）"),
        ("2024-01-04", "累计 267 个，是公布的数（2023-03-23 公布，第七批）"),
        ("2024-01-05", "累计 371 个，是推算（267 + 104 = 371）"),
        ("2025-01-22", "累计 491 个，是公布的数（2025-01-22 公布，第九批）"),
        ("2026-11-26", "累计 616 个，是推算（491 + 128 − 3 = 616）"),
    ],
)
@pytest.mark.parametrize("asked", ["国家级绿色工业园区有多少家？", "绿色园区总数是多少"])
def test_parks_are_counted_by_the_total_of_the_day(today: Assistant, asked: str, day: str, told: str) -> None:
    assert told in today.ask(asked, as_of=day).headline


@pytest.mark.parametrize(
    ("asked", "stated"),
    [
        ("供应链一共多少家", "写了数的只有第六、七、八、九批，合计 550 家"),
        ("绿色供应链管理企业有多少家？", "写了数的只有第六、七、八、九批，合计 550 家"),
        ("设计产品一共多少种", "写了数的只有第六、七批，合计 1632 种"),
        ("绿色设计产品有多少种？", "写了数的只有第六、七批，合计 1632 种"),
    ],
)
def test_what_the_first_lists_do_not_state_has_no_total_and_the_lists_that_do_are_named(
    today: Assistant, asked: str, stated: str
) -> None:
    answer = today.ask(asked, as_of="2026-11-26")
    assert answer.status == "partial"
    assert "没有见到累计数，第 1 至 5 批各有多少也没有收录，不能相加" in answer.headline
    assert stated in answer.headline
    assert "没有减去移出的，不是累计数" in answer.headline


@pytest.mark.parametrize("asked", ["国家级绿色工业园区有多少家？", "设计产品一共多少种", "一共移出多少家"])
def test_no_factories_are_told_where_something_else_is_counted_that_no_list_states(
    today: Assistant, asked: str
) -> None:
    answer = today.ask(asked, as_of="2020-12-01")
    assert answer.status == "no_answer"
    assert "2121" not in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "2121家这个数还对吗？",
        "国家级绿色工厂是不是2121家？",
        "全国2121家国家级绿色工厂，现在还是吗？",
        "听说全国有2121家国家级绿色工厂，是真的吗",
    ],
)
def test_an_older_total_is_told_to_be_that_of_its_list_after_the_total_of_the_day(today: Assistant, asked: str) -> None:
    headline = today.ask(asked, as_of="2026-11-26").headline
    assert "累计约 8336 家，是推算" in headline
    assert "最近公布的累计数是 6430 家（2025-01-22）" in headline
    assert headline.endswith("2121 家是 2020-10 第五批公布时的累计数，不是这一天的。")


@pytest.mark.parametrize(
    ("asked", "day", "told"),
    [
        ("国家级绿色工厂是不是2121家？", "2021-11-26", "2121 家就是这一天的累计数。"),
        ("国家级绿色工厂现在是8336家吗？", "2026-11-26", "8336 家就是这一天的累计数。"),
        ("国家级绿色工厂是6430家吗？", "2026-11-26", "6430 家是 2025-01-22 第九批公布时的累计数"),
        ("国家级绿色工厂有1488家对吗", "2026-11-26", "1488 家是第八批一批的数（2024-01-05 公布），不是累计数。"),
        ("国家级绿色工厂有5000家对吗", "2026-11-26", "5000 家和收录的累计数、各批的数都对不上。"),
        ("国家级绿色工业园区是不是491个", "2026-11-26", "491 个是 2025-01-22 第九批公布时的累计数"),
    ],
)
def test_a_number_to_be_confirmed_is_held_against_the_totals_and_the_lists(
    today: Assistant, asked: str, day: str, told: str
) -> None:
    assert told in today.ask(asked, as_of=day).headline


@pytest.mark.parametrize("asked", ["全国2121家都要复核吗", "全国300家企业一起申报可以吗"])
def test_what_is_asked_of_so_many_is_no_question_for_the_total(today: Assistant, asked: str) -> None:
    assert "累计数" not in today.ask(asked, as_of="2026-11-26").text


def test_another_number_after_a_total_is_held_against_it(today: Assistant) -> None:
    *_, answer = talk(today, "国家级绿色工厂多少家", "不是2121家吗")
    assert answer.headline.endswith("2121 家是 2020-10 第五批公布时的累计数，不是这一天的。")


@pytest.mark.parametrize("asked", ["2026年度名单有多少家？", "2026年度名单出来了吗", "2026年度是第几批"])
def test_a_year_of_lists_that_was_not_seen_is_not_answered_with_the_list_published_in_it(
    today: Assistant, asked: str
) -> None:
    answer = today.ask(asked, as_of="2026-11-26")
    assert answer.status == "no_answer"
    assert answer.headline == (
        "2026 年度的名单，到 2026-11-26 没有见到。最近的一批是第十批（2025 年度，2026-03-11 公布，2038 家）。"
    )


def test_of_two_years_of_lists_the_one_seen_is_told(today: Assistant) -> None:
    answer = today.ask("2025年度和2026年度名单各多少家", as_of="2026-11-26")
    assert answer.status == "partial"
    assert answer.headline.startswith("2026 年度的名单，到 2026-11-26 没有见到。第十批国家级绿色工厂共 2038 家通过")
    early = today.ask("2025年度名单有多少家", as_of="2025-06-01").headline
    assert (
        early == "2025 年度的名单，到 2025-06-01 没有见到。最近的一批是第九批（2024 年度，2025-01-22 公布，1382 家）。"
    )


def test_removals_are_added_up_and_the_lists_without_any_are_named(today: Assistant) -> None:
    headline = today.ask("到现在一共移出多少家？", as_of="2026-11-26").headline
    assert headline.startswith("第七、八、九、十批移出绿色工厂合计 229 家（41 + 9 + 47 + 132 = 229）。")
    assert "第一、二、三、四、五批移出绿色工厂多少，资料没有收录。第六批：本次通知没有公布移出名单。" in headline


def test_the_parks_by_one_list_are_those_of_all_lists_up_to_it(today: Assistant) -> None:
    assert today.ask("第九批园区累计多少").headline.startswith("截至 2025-01-22，国家级绿色工业园区累计 491 个")
    assert today.ask("第九批园区多少个").headline == "第九批绿色工业园区 123 个。"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("第六批到第十批净增多少", "相减是 6215 家（6444 − 229 = 6215）"),
        (
            "第七批和第八批各净增多少",
            "第七批国家级绿色工厂净增 833 家：新增 874 家，移出 41 家（874 − 41 = 833）。第八批",
        ),
        ("全国现在一共多少家，扣掉移出的", "累计约 8336 家，是推算"),
        ("第七批产品几个", "第七批绿色设计产品 643 种。"),
    ],
)
def test_what_is_left_of_lists_is_one_number_unless_each_is_asked_for(today: Assistant, asked: str, told: str) -> None:
    assert told in today.ask(asked, as_of="2026-11-26").headline


def test_a_total_of_design_products_is_never_that_of_factories(today: Assistant) -> None:
    assert "8336" not in today.ask("绿色设计产品累计多少", as_of="2026-11-26").text


def test_a_share_is_asked_of_the_whole_that_is_named_in_any_words(today: Assistant) -> None:
    _, share = talk(today, "第五批是719家没错吧", "占到五批总数的百分之多少")
    assert "33.9" in share.headline


def test_one_list_asked_how_many_in_all_tells_its_own_count_before_what_there_were_with_it(today: Assistant) -> None:
    headline = today.ask("第八批一共上了多少家").headline
    assert headline.startswith("第八批国家级绿色工厂共 1488 家")
    assert "约 5095 家，是推算" in headline
    assert today.ask("到第八批一共多少家").headline.startswith("截至 2024-01-05")


def test_those_taken_off_a_list_just_told_are_counted_in_any_words(today: Assistant) -> None:
    for asked in ("同时拿掉的有几家", "剔除了多少", "移出几家"):
        *_, removed = talk(today, "第八批多少家", asked)
        assert "移出绿色工厂 9 家" in removed.headline, asked


def test_the_list_published_last_is_the_newest_one_not_the_largest(today: Assistant) -> None:
    headline = today.ask("最近公布的那批里头工厂跟园区各多少").headline
    assert "2038 家" in headline
    assert "128 个" in headline
    assert "最多" not in headline


def test_lists_are_put_in_order_and_their_ends_set_apart(assistant: Assistant) -> None:
    ordered, apart = talk(assistant, "第一批到第五批按家数从多到少排一下", "最多的比最少的多几家")
    assert ordered.headline.startswith("按家数排：第五批 719 家、第四批 602 家")
    assert "719 − 201 = 518" in apart.headline


def test_a_count_of_provincial_factories_is_no_count_of_national_ones(today: Assistant) -> None:
    answer = today.ask("浙江有多少家国家级绿色工厂")
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有")
