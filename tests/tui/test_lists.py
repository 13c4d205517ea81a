"""Lists told within a headline: a table where they are things with what is said of each, else plain text."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from assistant.service import Assistant
from tests.tui.stage import picture
from tui.lead import emphasised, listed
from tui.widgets.card import AnswerCard, More
from tui.widgets.prose import GridText, Text


@pytest.mark.parametrize(
    ("question", "rows", "first"),
    [
        ("国家级绿色工厂奖励100万元以上的地区有哪些？", 11, ("义乌市", "500 万元")),
        ("浙江省有哪些市县出台了绿色工厂补贴？", 10, ("义乌市", "印发日期 2018-07-09")),
        ("哪些地方的补贴已经过期？", 16, ("池州市", "有效期至 2018-07-05")),
    ],
)
def test_places_with_what_is_said_of_each_are_a_table(
    today: Assistant, question: str, rows: int, first: tuple[str, str]
) -> None:
    answer = today.ask(question)
    listing = listed(answer)
    assert listing is not None
    assert (len(listing.items), listing.items[0]) == (rows, first)
    told = "".join((listing.sentence, *(part for item in listing.items for part in item), listing.after))
    marks = str.maketrans("", "", "、（） 。")
    assert told.translate(marks) == answer.headline.translate(marks), "nothing of the headline is lost"


@pytest.mark.parametrize("question", ["复核查什么？", "哪些情形不得申报国家级绿色工厂？", "欧盟有哪些绿色政策？"])
def test_a_sentence_that_happens_to_hold_commas_is_no_table(today: Assistant, question: str) -> None:
    answer = today.ask(question)
    assert answer.headline.count("、") >= 4
    assert listed(answer) is None


def test_a_short_headline_stands_out_whole_a_paragraph_by_its_first_clause() -> None:
    assert emphasised("义乌市：500 万元。") == ("义乌市：500 万元。", "")
    assert emphasised(f"下列情形不得申报：{'被列入名单的；' * 20}") == ("下列情形不得申报：", "被列入名单的；" * 20)


def test_what_stands_in_brackets_ends_no_clause() -> None:
    lead, rest = emphasised(f"（按档案「一厂」：义乌市）下列情形不得申报：{'被列入名单的；' * 20}")
    assert lead == "（按档案「一厂」：义乌市）下列情形不得申报："
    assert rest


async def test_what_follows_a_list_stands_under_its_table(today: Assistant) -> None:
    answer = today.ask("国家级绿色工厂奖励100万元以上的地区有哪些？")

    class One(App[None]):
        def compose(self) -> ComposeResult:
            yield AnswerCard(answer)

    async with One().run_test(size=(80, 40)) as pilot:
        kinds = [type(child) for child in pilot.app.query_one(AnswerCard).children]
        seen = picture(pilot.app)
    assert kinds[:3] == [Text, GridText, Text]
    assert More not in kinds, "two rows more than the page are shown"
    assert seen.index("武汉东湖新技术开发区") < seen.index("另有 2 处不分级别")
