"""Places are listed by what their rules say beside the sums; what no rule says is told, never passed over."""

from __future__ import annotations

import pytest

from assistant.service import Assistant

DAY = "2026-11-26"


@pytest.mark.parametrize(
    ("asked", "places", "others"),
    [
        ("升级以后只补差额、不重复给的是哪些地方？", ("厦门市", "通州区"), ("合肥市", "义乌市")),
        ("哪些地方的奖励是免申即享的", ("东莞市",), ("厦门市", "义乌市")),
        ("不能叠加享受的地方有几个", ("合肥市", "厦门市"), ("义乌市",)),
        ("国家级给50万以上、又写明补差额的有哪些地方", ("厦门市", "通州区"), ("义乌市",)),
        ("哪些地方的补贴提到首次认定", ("盐城市",), ("义乌市",)),
    ],
)
def test_places_are_listed_by_what_their_rules_say(
    today: Assistant, asked: str, places: tuple[str, ...], others: tuple[str, ...]
) -> None:
    answer = today.ask(asked, as_of=DAY)
    assert answer.status == "answered"
    assert all(place in answer.headline for place in places)
    assert not any(place in answer.headline for place in others)


def test_a_condition_that_no_rule_states_leads_the_answer(today: Assistant) -> None:
    answer = today.ask("浙江哪些地方要求规上企业", as_of=DAY)
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有写「规上」。")


def test_the_gap_between_levels_is_no_such_condition(today: Assistant) -> None:
    answer = today.ask("国家级绿色工厂奖励减去省级的，差额最大的是哪里，差多少？", as_of=DAY)
    assert "厦门" not in answer.headline.partition("：")[0]
