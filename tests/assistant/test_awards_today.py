"""Awards as they are to be told today: counted on what holds, ceilings as ceilings, conditions with the sum."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from assistant.service import Assistant
from tests.conftest import AS_OF
from tests.talking import talk

MATCHED = "蚌埠企业获评国家级绿色工厂，省市两级合计能拿多少？"
NEWER = """# 安徽省支持绿色制造若干措施

安徽省工业和信息化厅

皖工信〔2026〕7号

2026年3月2日

第一条 对新获评的国家级绿色工厂，给予一次性奖励80万元。

第二条 本措施自2026年4月1日起施行，有效期3年。
"""


@pytest.fixture(scope="module")
def with_newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with both shipped documents, and a later policy of 安徽 added to them."""
    home = tmp_path_factory.mktemp("newer")
    path = home.parent / "newer.md"
    path.write_text(NEWER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENCE_WITHOUT", "")
        Assistant.open(home, AS_OF).close()
        report = keeper.add(home, [path])
    assert report.ok, report.lines()
    return home


def asked_with(home: Path, question: str, tmp_path: Path) -> str:
    with Assistant.open(Path(shutil.copytree(home, tmp_path / "home")), AS_OF) as wence:
        return wence.ask(question).headline


def test_what_matches_a_replaced_award_is_counted_on_the_one_that_holds(today: Assistant) -> None:
    answer = today.ask(MATCHED)
    assert answer.status == "partial"
    assert answer.headline.startswith(
        "蚌埠市的国家级绿色工厂，按安徽省现在的 50 万元推算，合计 100 万元：安徽省 50 万元，蚌埠市按 1:1 配套 50 万元。"
    )
    assert "写的上级奖补 100 万元是当时的" in answer.headline
    assert "200" not in answer.headline


def test_the_matched_sum_of_an_earlier_day_is_that_of_the_document_of_the_time(today: Assistant) -> None:
    told = today.ask(MATCHED, as_of="2025-08-28").headline
    assert told.startswith("蚌埠市的国家级绿色工厂省市合计可得 200 万元")


def test_what_matches_an_award_that_is_not_seen_any_more_has_no_sum(today: Assistant) -> None:
    told = today.ask("蚌埠省级绿色工厂省市合计多少").headline
    assert "安徽省现在的文件没有见到省级的金额，算不出现在的数" in told


def test_the_match_alone_is_told_without_the_sum_of_then(today: Assistant) -> None:
    answer = today.ask("蚌埠国家级绿色工厂奖励多少")
    assert answer.headline.startswith("蚌埠市绿色工厂奖励：国家级按上级奖补 1:1 配套；")
    assert "推算，合计 100 万元" in answer.facts[0]


def test_an_added_policy_moves_what_matches_it(with_newer: Path, tmp_path: Path) -> None:
    told = asked_with(with_newer, MATCHED, tmp_path)
    assert "按安徽省现在的 80 万元推算，合计 160 万元" in told


def test_a_top_up_between_ceilings_is_no_fixed_sum(today: Assistant) -> None:
    told = today.ask("通州区拿过市级再升国家级给多少？").headline
    assert "按上限算还可补 50 万元：国家级最高 100 万元，减去已领的市级（最高 50 万元）" in told
    assert "不是定数" in told


def test_levels_with_a_ceiling_among_them_come_to_a_most(today: Assistant) -> None:
    assert "能都拿最多是 100 + 20 = 120 万元" in today.ask("福建两级都评上一共能拿多少").headline
    assert "合计也不超过 100 万元" in today.ask("通州两级都评上一共能拿多少").headline


@pytest.mark.parametrize(
    ("place", "day", "told"),
    [
        ("湖州", "2026-11-26", "湖州市最近见到的文件《湖州市推动制造业高质量发展实施意见（2023-2025年）》已到期"),
        ("湖州", "2025-12-31", "湖州市现在的文件是《湖州市推动制造业高质量发展实施意见（2023-2025年）》"),
        ("内蒙古", "2026-11-26", "内蒙古自治区只见到 2024 年的《内蒙古自治区2024年坚持稳中求进"),
        ("内蒙古", "2024-06-01", "内蒙古自治区最近见到的文件是《内蒙古自治区2024年坚持稳中求进"),
        ("黑龙江", "2026-11-26", "黑龙江省最近见到的文件是2022年“工业振兴20条”政策（原题未见），其中"),
        ("慈溪", "2026-11-26", "慈溪市现在的文件是《2025年慈溪市推进产业高质量发展的政策意见》"),
    ],
)  # fmt: skip
def test_only_a_document_known_to_hold_is_called_the_present_one(
    today: Assistant, place: str, day: str, told: str
) -> None:
    assert today.ask(f"{place}国家级绿色工厂奖励多少", as_of=day).headline.startswith(told)


def test_what_is_no_title_stands_in_no_title_marks(today: Assistant) -> None:
    answer = today.ask("黑龙江省国家级绿色工厂奖励多少")
    assert not [
        text for text in (answer.headline, *answer.facts, *(c.quote for c in answer.citations)) if "《（" in text
    ]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("通州区国家级绿色工厂给多少", "制造业企业；每个荣誉分别计"),
        ("东湖高新区国家级奖多少", "2023年度名单内企业；已享受一企一策的拨付0"),
        ("龙岗区国家级给多少", "认定之日起至申请期间在龙岗区实际经营；同一类认定一次；不得多头申报"),
        ("安徽国家级奖多少", "获评国家绿色工厂；供应链管理企业同额"),
        ("乐清省级奖励多少", "8家企业合计400万元"),
    ],
)
def test_the_terms_of_an_award_are_told_with_it(today: Assistant, question: str, fact: str) -> None:
    assert f"同时写明：{fact}" in today.ask(question).facts


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("龙岗区多头申报可以吗", "深圳市龙岗区的这一条写明：不得多头申报。"),
        ("龙岗同一类能认定几次", "深圳市龙岗区的这一条写明：同一类认定一次。"),
        ("泉州的奖励是配套的吗", "泉州市的这一条写明：列入国家绿色工厂名单，每家配套。"),
        ("通州绿色工厂只给制造业企业吗", "北京城市副中心（通州区）的这一条写明：制造业企业。"),
        ("东莞那笔绿厂的钱要自己跑去申请吗", "东莞市的这一条写明：2024年度获国家级、省级称号的免申即享。"),
        (
            "安徽供应链管理企业奖励多少",
            "安徽省的这一条写明：供应链管理企业同额。安徽省绿色工厂奖励：国家级一次性 50 万元",
        ),
        ("深圳绿色工厂荣誉要一年内的吗", "深圳市的这一条写明：荣誉须在一年内。"),
        (
            "深圳市级绿色工厂那个细则，直接发钱的？",
            "《深圳市绿色工厂梯度培育管理实施细则》（2024-07-19）写的是：不直接给钱，给规划、技改、专项资金申请等支持。",
        ),
    ],
)
def test_a_term_that_is_asked_for_leads(today: Assistant, question: str, lead: str) -> None:
    assert today.ask(question).headline.startswith(lead)


def test_a_term_is_asked_for_after_the_award_was_told(today: Assistant) -> None:
    told = talk(today, "东湖高新区国家级奖多少", "签了一企一策的呢")
    assert told[1].headline.startswith("武汉东湖新技术开发区的这一条写明：已享受一企一策的拨付0。")


def test_what_kind_of_figure_an_award_is_stands_beside_it(today: Assistant) -> None:
    assert today.ask("乐清省级奖励多少").headline.startswith("乐清市绿色工厂奖励：省级 50 万元（兑现数）")
    assert "（配套）" in today.ask("泉州国家级奖励多少").headline


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("通州区国家级绿色工厂给多少", "金额只见于一处、待核实：北京城市副中心（通州区），请以原文为准。"),
        ("安徽国家级奖多少", "金额只见于一处、待核实：安徽省，请以原文为准。"),
        (MATCHED, "金额只见于一处、待核实：安徽省，请以原文为准。"),
        ("绝热材料行业绿色工厂评价要求的标准号", "标准号只见于一处、待核实：JC/T 2639-2021，请以原文为准。"),
        ("福建哪些市给国家级奖", "其中只见于一处、待核实的：泉州市。"),
        ("泉州国家级奖多少", "这一条只见于一处转载，待核实，请以原文为准。"),
    ],
)
def test_what_was_seen_in_one_place_only_is_told_so(today: Assistant, question: str, told: str) -> None:
    assert told in today.ask(question).caveats


def test_the_sureness_of_a_sum_stands_in_its_citation(today: Assistant) -> None:
    cited = today.ask("安徽国家级奖多少").citations[0]
    assert (cited.sureness, cited.sureness_amount) == ("A", "B")


def test_a_sure_row_is_not_called_unsure(today: Assistant) -> None:
    assert not [text for text in today.ask("慈溪国家级奖多少").caveats if "只见于一处" in text]


SHORT = """安徽省支持绿色工厂发展若干政策
对国家级绿色工厂给予80万元奖励。
自2026年1月1日起施行，有效期3年。
"""


def test_a_title_is_not_named_by_words_of_any_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_WITHOUT", "")
    path = tmp_path / "short.md"
    path.write_text(SHORT, encoding="utf-8")
    home = tmp_path / "home"
    Assistant.open(home, AS_OF).close()
    assert keeper.add(home, [path]).ok
    with Assistant.open(home, AS_OF) as wence:
        told = wence.ask("安徽有哪些城市给绿色工厂发奖金？").headline
    assert told.startswith("安徽省有绿色工厂补贴条目的市共 7 个")


@pytest.mark.parametrize("before", [(), ("武汉市国家级奖多少",)])
def test_a_telling_part_of_a_title_names_its_rule(today: Assistant, before: tuple[str, ...]) -> None:
    told = talk(today, *before, "碳达峰扶持计划那个绿色工厂给多少")[-1].headline
    assert told.startswith("深圳市最近见到的文件是《支持绿色发展促进工业“碳达峰”扶持计划操作规程》")


def test_what_came_after_a_draft_is_told_where_it_is_asked(today: Assistant) -> None:
    asked = "武汉市国家级奖100万，依据2017年那个专项资金办法，那是个征求意见稿吧？后来有没有正式的"
    told = today.ask(asked).headline
    assert "只是征求意见稿，不是正式稿。后来：2023 起有武汉市《武汉市工业节能与绿色发展专项资金项目管理办法》" in told
    assert "（武经信规〔2023〕1号），为接续；其中绿色工厂给多少，资料没有收录。" in told


def test_the_rule_of_an_earlier_day_is_told_with_what_came_later(today: Assistant) -> None:
    answer = today.ask("2020年安徽国家级奖多少")
    assert answer.headline.startswith("按 2020年 的规定：安徽省绿色工厂奖励：国家级 100 万元")
    assert answer.facts[0].startswith("后来：2025-08-29 起有安徽省")
    assert answer.facts[0].endswith("为实际取代，未见废止字样；国家级一次性 50 万元")
    assert "金额只见于一处、待核实：安徽省，请以原文为准。" in answer.caveats
    assert not [fact for fact in today.ask("2020年安徽国家级奖多少", as_of="2021-01-01").facts if "后来" in fact]


def test_a_list_by_sums_says_which_sums_it_can_not_hold(today: Assistant) -> None:
    left = "没有计入的：蚌埠市 国家级按上级奖补 1:1 配套/省级按上级奖补 1:1 配套"
    for question in ("安徽哪些市国家级奖50万以上", "安徽的奖励按高低排一下", "国家级正好是省级两倍的地方有哪些"):
        assert any(fact.startswith(left) for fact in today.ask(question).facts)
    assert not any("没有计入" in fact for fact in today.ask("浙江哪些市国家级奖50万以上").facts)


def test_a_sum_of_the_rule_before_is_said_to_be_of_that_rule(today: Assistant) -> None:
    claimed, then = talk(today, "有人说慈溪现在国家级还给30万，靠谱吗", "那时候省级给多少")
    assert claimed.headline.startswith("30 万元是《关于印发2019年加快慈溪")
    assert "印发日期 2019-07-22），不是现在这份。" in claimed.headline
    assert "省级 10 万元" in then.headline
    assert "没有依据" not in str(then)
    assert today.ask("义乌国家级是不是300万").headline.startswith("与所说的 300 万元不符。")
