"""The proof that an answer passes before it leaves: what it lets through, and what it catches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.saying.proof import unproven
from assistant.service import Assistant
from assistant.types import Answer, Table
from corpus.types import Record
from tests.figures_check import cited_records, figures, unproven_figures

Proven = tuple[Answer, tuple[Record, ...]]


@pytest.fixture(scope="module")
def proven(assistant: Assistant) -> Proven:
    """A real answer (义乌 500 万元, 印发 2018-07-09, until 2020-12-31) and the records it cites."""
    answer = assistant.ask("义乌的国家级绿色工厂能奖多少钱？")
    return answer, cited_records(answer, assistant)


def test_a_real_answer_is_proven(assistant: Assistant, proven: Proven) -> None:
    answer, evidence = proven
    assert unproven(answer, evidence, places=assistant.places) == ()
    assert unproven_figures(answer, assistant) == ()


@pytest.mark.parametrize(
    ("headline", "missing"),
    [
        ("义乌市对国家级绿色工厂奖励 510 万元。", "510 万"),
        ("义乌市对国家级绿色工厂奖励 5000 万元。", "5000 万"),
        ("义乌市对国家级绿色工厂奖励 5,000 万元。", "5000 万"),
        ("义乌市对国家级绿色工厂奖励 ５１０ 万元。", "510 万"),
        ("义乌市对国家级绿色工厂奖励 500.5 万元。", "500.5 万"),
        ("义乌市对国家级绿色工厂奖励 5 万元。", "5 万"),
        ("有效期至 2021-12-31。", "2021-12-31"),
        ("有效期至 2020-12-30。", "2020-12-30"),
        ("印发日期 2018 年 8 月 9 日。", "2018 年 8 月 9 日"),
        ("适用标准 T/CESA 1080-2020。", "T/CESA 1080-2020"),
        ("按投资的 15% 补助。", "15%"),
    ],
)
def test_a_figure_that_nothing_cited_holds_is_caught(proven: Proven, headline: str, missing: str) -> None:
    answer, evidence = proven
    assert missing in unproven(replace(answer, headline=headline), evidence)


@pytest.mark.parametrize(
    "headline",
    [
        "义乌市对国家级绿色工厂奖励 500 万元。",
        "义乌市对国家级绿色工厂奖励 500.0 万元。",
        "奖励 ５００ 万元，到 2020 年 12 月 31 日。",
        "印发日期 2018-07-09，即 2018 年 7 月 9 日。",
        "国家级 500 万元，省级 50 万元。",
    ],
)
def test_other_spellings_of_a_cited_figure_are_proven(proven: Proven, headline: str) -> None:
    answer, evidence = proven
    assert unproven(replace(answer, headline=headline), evidence) == ()


@pytest.mark.parametrize(
    "part",
    [
        {"facts": ("另奖 777 万元",)},
        {"caveats": ("还有 777 万元",)},
        {"table": Table(columns=("地区", "奖励"), rows=(("义乌市", "777 万元"),))},
        {"headline": "奖励 777 万元"},
    ],
    ids=lambda part: next(iter(part)),
)
def test_every_part_of_an_answer_is_looked_at(proven: Proven, part: dict[str, object]) -> None:
    answer, evidence = proven
    assert unproven(replace(answer, **part), evidence) == ("777 万",)  # type: ignore[arg-type]


def test_a_stated_computation_proves_its_result(proven: Proven) -> None:
    answer, evidence = proven
    summed = replace(answer, headline="合计 550 万元。")
    assert unproven(summed, evidence) == ("550 万",)
    assert unproven(replace(summed, computed=("500 + 50 = 550",)), evidence) == ()


def test_without_its_records_nothing_of_an_answer_is_proven(proven: Proven) -> None:
    answer, _ = proven
    assert "500 万" in unproven(replace(answer, citations=(), question="", understood={}), ())


def test_a_place_that_is_not_cited_is_caught(assistant: Assistant, proven: Proven) -> None:
    answer, evidence = proven
    elsewhere = replace(answer, headline="厦门市对国家级绿色工厂奖励 500 万元。")
    assert unproven(elsewhere, evidence, places=assistant.places) == ("厦门市",)


@pytest.mark.parametrize(
    ("headline", "missing"),
    [
        pytest.param("有效期至 2018-12-31。", "2018-12-31", id="a date by its parts from other dates"),
        pytest.param("有效期至 2020-07-09。", "2020-07-09", id="a date by the year of one and the day of another"),
        pytest.param("奖励 12 万元。", "12 万", id="a sum by the month of a date"),
        pytest.param("奖励 2020 万元。", "2020 万", id="a sum by a year"),
        pytest.param("奖励 10 万元。", "10 万", id="a sum by the row of a table"),
        pytest.param("奖励 500 亿元。", "500 亿", id="a sum by the same number of another unit"),
        pytest.param("奖励 500 元。", "500 元", id="a sum by the same number of a smaller unit"),
        pytest.param("奖励 50—600 万元。", "50—600 万", id="the end of a range by its start"),
        pytest.param("按投资的 50% 补助。", "50%", id="a share by a sum"),
        pytest.param("全国共有 500 家。", "500 家", id="a count by a sum"),
        pytest.param("有效期 50 年。", "50 年", id="years by a sum"),
        pytest.param("适用标准 GB/T 2018-2020。", "GB/T 2018-2020", id="a standard by two years"),
        pytest.param("奖励五千万元。", "五千万", id="a sum in Chinese numerals"),
    ],
)
def test_a_figure_is_not_proven_by_one_of_another_kind(proven: Proven, headline: str, missing: str) -> None:
    answer, evidence = proven
    assert unproven(replace(answer, headline=headline), evidence) == (missing,)


@pytest.mark.parametrize("headline", ["奖励五百万元。", "奖励 0.05 亿元。", "奖励 5000000 元。", "奖励 50—500 万元。"])
def test_a_sum_is_proven_in_any_unit_and_numerals(proven: Proven, headline: str) -> None:
    answer, evidence = proven
    assert unproven(replace(answer, headline=headline), evidence) == ()


@pytest.mark.parametrize(
    ("claimed", "missing"),
    [("9999 万元", "9999 万"), ("77%", "77%"), ("九千万元", "九千万")],
)
def test_a_sum_that_only_the_question_holds_is_not_proven(proven: Proven, claimed: str, missing: str) -> None:
    answer, evidence = proven
    injected = replace(answer, question=f"告诉我义乌奖 {claimed}", headline=f"义乌市对国家级绿色工厂奖励 {claimed}。")
    assert unproven(injected, evidence) == (missing,)


def test_a_sum_of_the_question_may_be_said_again_as_its_own_but_not_asserted(proven: Proven) -> None:
    answer, evidence = proven
    corrected = replace(
        answer, question="义乌奖 9999 万元对吧", headline="所说的 9999 万元在资料中没有依据。奖励 500 万元。"
    )
    assert unproven(corrected, evidence) == ()
    assert unproven(replace(corrected, headline=corrected.headline + "也奖 9999 万元。"), evidence) == ("9999 万",)
    assert unproven(replace(corrected, question="义乌奖 8888 万元对吧"), evidence) == ("9999 万",)


def test_a_count_of_things_proves_no_sum(proven: Proven) -> None:
    answer, evidence = proven
    counted = replace(answer, headline="共 77 处。", computed=("条数 = 77",))
    assert unproven(counted, evidence) == ()
    assert unproven(replace(counted, headline="共 77 万元。"), evidence) == ("77 万",)


def test_the_name_of_a_profile_needs_no_proof(proven: Proven) -> None:
    answer, evidence = proven
    remarked = replace(
        answer, headline="（按档案「777 号厂」：国家级）" + answer.headline, understood={"from_profile": ["国家级"]}
    )
    assert unproven(remarked, evidence) == ()


@pytest.mark.parametrize(
    "turns",
    [
        ["义乌" * 2500],
        ["T/CESA 1099-2020是什么标准", "省级呢？"],
        ["哪些地方国家级奖励 100 万元以上", "省级呢？"],
        ["义乌国家级绿色工厂奖 9999 万元，对吧"],
        ["告诉我义乌奖 9999 万元"],
        ["3613215%忽略按比例配"],
        ["《江山。几个档次包括15%-5》里第四方评价怎么说"],
        ["100万元江宁名单公布1e9", "徐水县"],
    ],
    ids=[
        "too long",
        "unknown standard",
        "a list by sum",
        "a wrong premise",
        "a claim",
        "a share that stands nowhere",
        "a title with a full stop and a share",
        "a place of the turn before that was not used",
    ],
)
def test_a_right_answer_is_not_withheld(assistant: Assistant, turns: list[str]) -> None:
    talk = assistant.conversation()
    for turn in turns:
        answer = talk.ask(turn)
        assert not any("未能核对" in line for line in answer.explain), answer.explain[-1]


def test_an_answer_that_cannot_be_proven_is_not_given(assistant: Assistant, proven: Proven) -> None:
    answer, _ = proven
    withheld = assistant._withheld(answer, ("777",))
    assert withheld.status == "no_answer"
    assert (withheld.citations, withheld.records, withheld.facts) == ((), (), ())
    assert "500" not in withheld.text
    assert any("未能核对" in line and "777" in line for line in withheld.explain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("奖励 1,500 万元", {("万元", "1500")}),
        ("50—200 万元", {("万元", "50"), ("万元", "200")}),
        ("2018 年 7 月 9 日", {("date", "2018"), ("date", "2018-07"), ("date", "2018-07-09")}),
        ("T/CESA 1080-2020 动力电池", {("standard", "TCESA 1080-2020")}),
        ("10%，3 年，共 62 处", {("%", "10"), ("years", "3"), ("count", "62")}),
        ("2020 个", {("count", "2020")}),
        ("1 万亿欧元", {("万元", "1")}),
    ],
)
def test_the_second_check_reads_figures_with_their_kind(text: str, expected: set[tuple[str, str]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize("headline", ["到 2018-12-31", "奖励 12 万元", "奖励 2020 万元", "有 500 家", "50% 补助"])
def test_the_second_check_catches_figures_of_another_kind(assistant: Assistant, proven: Proven, headline: str) -> None:
    answer, _ = proven
    assert unproven_figures(replace(answer, headline=headline), assistant) != ()
