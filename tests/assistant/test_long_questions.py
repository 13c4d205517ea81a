"""A long message costs what it says, not how often it says so."""

from __future__ import annotations

import time

import pytest

from assistant.service import Assistant

AT_MOST = 0.2
"""seconds of CPU"""
AGAIN = (
    "申报", "评价通则和", "1,", "标准", "绿色园区？", "LED？", "政策和标准、", "乐清？", "义务市", "yiwu ", "2019年",
    "国家级省级", "100万", "还有效吗？", "一",
)  # fmt: skip


@pytest.mark.parametrize("size", [2_000, 9_990])
@pytest.mark.parametrize("piece", AGAIN)
def test_what_is_said_again_and_again_is_read_once(today: Assistant, piece: str, size: int) -> None:
    question = piece * (size // len(piece))
    today.ask(question)
    before = time.process_time()
    today.ask(question)
    assert time.process_time() - before < AT_MOST


def test_a_sentence_that_is_repeated_has_one_answer(today: Assistant) -> None:
    once = "义乌的国家级绿色工厂能奖多少钱？"
    assert today.ask(once * 40).headline == today.ask(once).headline


def test_a_number_with_many_zeros_is_a_number_in_a_long_message(today: Assistant) -> None:
    told = "我们厂在义乌，做的是家用电器，" * 12
    once = today.ask(f"{told}奖励能有1000000000元吗？")
    assert "1000000000" in once.question
    assert once.understood["amounts"] == [100000.0]
