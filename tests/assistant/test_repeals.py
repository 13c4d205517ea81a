"""A newer document is added that ends an older one on a later day: what is told before that day, on it and after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.keeping import library as keeper

MEASURES = """绿色工厂梯度培育管理办法

工信部节〔2026〕88号

第一章 总则

第一条 为规范绿色工厂梯度培育，制定本办法。

第二条 绿色工厂分国家、省、市三级。

第四章 附则

第二十八条 本办法自2027年2月1日起施行。《绿色工厂梯度培育及管理暂行办法》（工信部节〔2024〕13号）同时废止。

工业和信息化部
2026年11月20日
"""


@pytest.fixture(scope="module")
def repealing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("repealing")
    notice = tmp_path_factory.mktemp("notice") / "办法.txt"
    notice.write_text(MEASURES, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENCE_WITHOUT", "")
        keeper.add(home, [notice], rebuild=True)
        opened = Assistant.open(home, "2026-11-26")
    with opened:
        yield opened


@pytest.mark.parametrize("asked", ["暂行办法还有效吗？", "绿色工厂梯度培育及管理暂行办法还有效吗", "13号文还有效吗"])
@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-11-26", "到 2026-11-26 还有效；2027-02-01 起由《绿色工厂梯度培育管理办法》代替，同时废止"),
        ("2027-01-15", "到 2027-01-15 还有效；2027-02-01 起由《绿色工厂梯度培育管理办法》代替，同时废止"),
        ("2027-01-31", "到 2027-01-31 还有效；2027-02-01 起由《绿色工厂梯度培育管理办法》代替，同时废止"),
        ("2027-02-01", "自 2027-02-01 起废止"),
        ("2027-02-02", "自 2027-02-01 起废止"),
    ],
)
def test_a_repeal_is_told_with_its_day_and_before_it_as_one_to_come(
    repealing: Assistant, asked: str, day: str, told: str
) -> None:
    headline = repealing.ask(asked, as_of=day).headline
    assert headline.startswith(f"《绿色工厂梯度培育及管理暂行办法》{told}（")
    assert ("已废止" in headline) is False


@pytest.mark.parametrize(
    "asked",
    [
        "国家级绿色工厂多久复核一次？",
        "第三批什么时候复核",
        "哪些情形不得申报国家级绿色工厂",
        "申报国家级绿色工厂要先进省级名单吗",
        "还要填年度动态管理表吗",
    ],
)
def test_what_a_whole_repeal_ends_does_not_bring_back_what_was_before(repealing: Assistant, asked: str) -> None:
    answer = repealing.ask(asked, as_of="2027-02-02")
    assert answer.status == "partial"
    assert answer.headline.startswith(
        "2027-02-01 起由《绿色工厂梯度培育管理办法》代替《绿色工厂梯度培育及管理暂行办法》，"
        "新文件里没有读到这一项，请看原文；以前的规定是："
    )
    assert "每三年" not in answer.headline
    assert "没有要求先列入" not in answer.text


def test_what_was_announced_and_has_come_is_no_longer_said_not_to_have_been_seen(repealing: Assistant) -> None:
    asked = "正式的绿色工厂梯度培育管理办法发布了吗"
    assert "没有见到发布" in repealing.ask(asked, as_of="2026-11-19").text
    assert "没有见到发布" not in repealing.ask(asked, as_of="2026-11-26").text
