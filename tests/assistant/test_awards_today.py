"""Awards as they are to be told today: counted on what holds, ceilings as ceilings, conditions with the sum."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from assistant.service import Assistant
from tests.conftest import AS_OF

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
        ("湖州", "2026-11-26", "湖州市最近见到的文件《湖州市推动制造业高质量发展实施意见（2023-2025年）》已到期，之后的没有见到"),
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
