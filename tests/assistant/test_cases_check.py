"""The rules by which answers are held against the question cases: each catches a wrong answer."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.types import Answer, AnswerStatus, Citation
from tests.cases_check import failures, folded, read_case, read_expectation, stands

TOLD = "义乌市对国家级绿色工厂一次性奖励 500 万元。"


def answer(headline: str = TOLD, *, status: AnswerStatus = "answered", quote: str = "") -> Answer:
    source = Citation(
        n=1, doc="政策分析", doc_id="d", section="3.2 补贴", locator="序号 10 义乌市", quote=quote, quote_kind="record"
    )
    citations = (source,) if quote else ()
    return Answer(
        question="", as_of="2026-11-22", status=status, intent="", headline=headline, citations=citations
    )  # fmt: skip


RIGHT = answer(quote="奖励 500 万元")
EXPECTED: dict[str, Any] = {
    "status": ["answered"],
    "must": [["500万"], ["一次性", "只给一次"]],
    "must_not": ["50万"],
    "lead": [["500万"]],
    "cite": [["序号10"], ["500万"]],
    "max_chars": 300,
}


def test_a_right_answer_lacks_nothing() -> None:
    assert failures(read_expectation(EXPECTED), RIGHT) == ()


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("status", answer(status="partial", quote="奖励 500 万元")),
        ("must", answer(TOLD.replace("一次性", ""), quote="奖励 500 万元")),
        ("must_not", answer(f"{TOLD}另有 50 万元。", quote="奖励 500 万元")),
        ("lead", answer(f"{'说' * 160}{TOLD}", quote="奖励 500 万元")),
        ("cite", answer(quote="奖励若干")),
        ("cite", answer()),
        ("max_chars", answer(f"{TOLD}{'话' * 300}", quote="奖励 500 万元")),
    ],
)
def test_each_rule_catches_its_own_wrong_answer(rule: str, wrong: Answer) -> None:
    assert {line.split(":")[0] for line in failures(read_expectation(EXPECTED), wrong)} == {rule}


def test_of_a_group_one_wording_is_enough_and_of_the_groups_each_is_needed() -> None:
    either = read_expectation({"status": ["answered"], "must": [["五百万", "500万"]]})
    both = read_expectation({"status": ["answered"], "must": [["五百万"], ["500万"]]})
    assert failures(either, RIGHT) == ()
    assert len(failures(both, RIGHT)) == 1


def test_without_a_length_an_answer_may_have_900_characters() -> None:
    any_text = read_expectation({"status": ["answered"]})
    assert failures(any_text, answer("话" * 900)) == ()
    assert failures(any_text, answer("话" * 901)) != ()


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("500万", "奖励 500 万元"),
        ("500万元", "奖励500万"),
        ("1500万", "1,500 万元"),
        ("T/CESA 1080-2020", "ｔ／ｃｅｓａ　１０８０－２０２０"),
        ("1080-2020", "1080—2020"),
        ("2020-12-31", "到 2020-12-31 为止"),
        ("(试行)", "意见（试行）"),
        ('"两个中心"', "“两个中心”"),
        ("50万", "1. 50 万元"),
        ("50万", "①50 万元"),
        ("50", "2020 50 家"),
        ("3年", "每3年"),
    ],
)
def test_one_thing_spelt_in_two_ways_is_found(wording: str, text: str) -> None:
    assert stands((wording,), folded(text))


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("50万", "150 万元"),
        ("50万", "1.50 万元"),
        ("50万", "50 万亿"),
        ("50万", "500 万元"),
        ("20", "2020"),
        ("20", "20.5"),
        ("1500万", "1，500 万元"),
        ("1500", "1,50 0"),
        ("2050万", "20 50 万元"),
        ("义乌", "义务"),
    ],
)
def test_a_piece_of_a_figure_or_another_word_is_not_found(wording: str, text: str) -> None:
    assert not stands((wording,), folded(text))


@pytest.mark.parametrize(
    "change",
    [
        {"turns": []},
        {"style": "loud"},
        {"as_of": "2026-13-01"},
        {"answer": "500"},
        {"turns": [{"q": "?", "expect": {"status": []}}]},
        {"turns": [{"q": "?", "expect": {"status": ["sure"]}}]},
        {"turns": [{"q": "?", "expect": {"status": ["answered"], "must": [[]]}}]},
        {"turns": [{"q": "?", "expect": {"status": ["answered"], "must": [[" "]]}}]},
        {"turns": [{"q": "?", "expect": {"status": ["answered"], "must": "500万"}}]},
        {"turns": [{"q": "?", "expect": {"status": ["answered"], "musst": [["500万"]]}}]},
    ],
)
def test_a_case_that_would_check_nothing_is_refused(change: dict[str, Any]) -> None:
    row = {"id": "a", "category": "b", "style": "plain", "as_of": "2026-11-22"}
    row |= {"turns": [{"q": "?", "expect": EXPECTED}]} | change
    with pytest.raises(ValueError, match=r".+"):
        read_case(row)
