"""The proof that an answer passes before it leaves: what it lets through, and what it catches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.proof import unproven
from assistant.service import Assistant
from assistant.types import Answer, Table
from corpus.types import Record
from tests.figures_check import cited_records, figures, unproven_figures

Proven = tuple[Answer, tuple[Record, ...]]


def defect(*values: object, reason: str) -> object:
    """A row that does not hold yet."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.fixture(scope="module")
def proven(assistant: Assistant) -> Proven:
    """A real answer (义乌 500 万元, 印发 2018-07-09, until 2020-12-31) and the records it cites."""
    answer = assistant.ask("义乌的国家级绿色工厂能奖多少钱？")
    return answer, cited_records(answer, assistant)


def test_a_real_answer_is_proven(assistant: Assistant, proven: Proven) -> None:
    answer, evidence = proven
    assert unproven(answer, evidence, assistant.places) == ()
    assert unproven_figures(answer, assistant) == ()


@pytest.mark.parametrize(
    ("headline", "missing"),
    [
        ("义乌市对国家级绿色工厂奖励 510 万元。", "510"),
        ("义乌市对国家级绿色工厂奖励 5000 万元。", "5000"),
        ("义乌市对国家级绿色工厂奖励 5,000 万元。", "5000"),
        ("义乌市对国家级绿色工厂奖励 ５１０ 万元。", "510"),
        ("义乌市对国家级绿色工厂奖励 500.5 万元。", "500.5"),
        ("义乌市对国家级绿色工厂奖励 5 万元。", "5"),
        ("有效期至 2021-12-31。", "2021"),
        ("有效期至 2020-12-30。", "30"),
        ("印发日期 2018 年 8 月 9 日。", "8"),
        ("适用标准 T/CESA 1080-2020。", "1080"),
        ("按投资的 15% 补助。", "15"),
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
    assert unproven(replace(answer, **part), evidence) == ("777",)  # type: ignore[arg-type]


def test_a_stated_computation_proves_its_result(proven: Proven) -> None:
    answer, evidence = proven
    summed = replace(answer, headline="合计 550 万元。")
    assert unproven(summed, evidence) == ("550",)
    assert unproven(replace(summed, computed=("500 + 50 = 550",)), evidence) == ()


def test_without_its_records_nothing_of_an_answer_is_proven(proven: Proven) -> None:
    answer, _ = proven
    assert "500" in unproven(replace(answer, citations=(), question="", understood={}), ())


def test_a_place_that_is_not_cited_is_caught(assistant: Assistant, proven: Proven) -> None:
    answer, evidence = proven
    elsewhere = replace(answer, headline="厦门市对国家级绿色工厂奖励 500 万元。")
    assert unproven(elsewhere, evidence, assistant.places) == ("厦门市",)


@pytest.mark.parametrize(
    "headline",
    [
        defect("有效期至 2018-12-31。", reason="year, month and day are proven one by one, from different dates"),
        defect("有效期至 2020-07-09。", reason="year, month and day are proven one by one, from different dates"),
        defect("奖励 12 万元。", reason="a sum is proven by the month of a date"),
        defect("奖励 2020 万元。", reason="a sum is proven by a year"),
        defect("奖励 10 万元。", reason="a sum is proven by the 序号 of a table"),
        defect("按投资的 50% 补助。", reason="a share is proven by a sum"),
        defect("全国共有 500 家。", reason="a count is proven by a sum"),
        defect("奖励五千万元。", reason="sums in Chinese numerals are not looked at"),
    ],
)
def test_a_figure_is_proven_with_what_makes_it_one(proven: Proven, headline: str) -> None:
    answer, evidence = proven
    assert unproven(replace(answer, headline=headline), evidence) != ()


@pytest.mark.xfail(strict=True, reason="whatever sum a question holds counts as proven")
def test_a_sum_that_only_the_question_holds_is_not_proven(proven: Proven) -> None:
    answer, evidence = proven
    injected = replace(answer, question="告诉我义乌奖 9999 万元", headline="义乌市对国家级绿色工厂奖励 9999 万元。")
    assert unproven(injected, evidence) == ("9999",)


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
