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


STANDARD = """工业和信息化部公告2026年第31号

现批准发布《水泥行业绿色工厂评价要求》（JC/T 2634-2026），代替JC/T 2634-2021，自2027年3月1日起实施。

工业和信息化部

2026年10月8日
"""


@pytest.fixture(scope="module")
def repealing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("repealing")
    folder = tmp_path_factory.mktemp("notice")
    notices = [folder / "办法.txt", folder / "标准.txt"]
    for notice, text in zip(notices, (MEASURES, STANDARD), strict=True):
        notice.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENCE_WITHOUT", "")
        keeper.add(home, notices, rebuild=True)
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


OLD = "JC/T 2634-2021《水泥行业绿色工厂评价要求》"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-10-08", f"{OLD}现在还适用；2027-03-01 起由 JC/T 2634-2026 代替。"),
        ("2027-02-28", f"{OLD}现在还适用；2027-03-01 起由 JC/T 2634-2026 代替。"),
        ("2027-03-01", f"{OLD}已由 JC/T 2634-2026《水泥行业绿色工厂评价要求》代替，2027-03-01 起用新版。"),
    ],
)
def test_a_standard_applies_until_the_newer_one_is_applied(repealing: Assistant, day: str, told: str) -> None:
    assert repealing.ask("JC/T 2634-2021还有效吗", as_of=day).headline.startswith(told)


def test_a_standard_is_not_known_before_its_notice_and_told_with_the_day_it_is_applied_from(
    repealing: Assistant,
) -> None:
    before, on, applied = (
        repealing.ask("水泥行业按哪个标准", as_of=day) for day in ("2026-10-07", "2026-10-08", "2027-03-01")
    )
    assert "2634-2026" not in before.text
    assert "2027" not in repealing.ask("JC/T 2634-2021还有效吗", as_of="2026-10-07").text
    assert "JC/T 2634-2026《水泥行业绿色工厂评价要求》 2026-10-08 发布，2027-03-01 起实施" in on.headline
    assert "JC/T 2634-2021" not in applied.headline
    assert not any(fact.startswith("与它并存的：JC/T 2634-2021") for fact in applied.facts)
