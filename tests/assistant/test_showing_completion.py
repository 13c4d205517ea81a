"""Suggestions while typing, lists of questions, and what a factory is told unasked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.keeping.settings import Client
from assistant.service import Assistant
from assistant.showing.completion import (
    Suggester,
    brief,
    briefing,
    example_questions,
    known_questions,
    questions_in,
    readings,
    spells,
)
from corpus.places import Places
from corpus.types import Corpus


@pytest.fixture(scope="module")
def suggester(places: Places, corpus: Corpus) -> Suggester:
    return Suggester(places, corpus, known_questions(), ["以前问过的义乌问题"])


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("义", "义乌市"),
        ("yiwu", "义乌市"),
        ("yw", "义乌市"),
        ("我们厂在yiwu", "我们厂在义乌市"),
        ("我们厂在义乌", "我们厂在义乌市"),
        ("szgyyq", "苏州工业园区"),
        ("neimenggu", "内蒙古自治区"),
        ("gjj", "国家级"),
        ("义乌省", "义乌省级"),
        ("义乌市的sj", "义乌市的省级"),
        ("T/CESA 1080", "T/CESA 1080-2020"),
        ("tcesa1080", "T/CESA 1080-2020"),
        ("quanguoyigong", "全国一共有多少家国家级绿色工厂？"),
        ("什么是", "什么是绿色工厂？"),
        ("以前问", "以前问过的义乌问题"),
    ],
)
def test_what_is_typed_is_completed(suggester: Suggester, typed: str, completed: str) -> None:
    assert completed in [suggestion.text for suggestion in suggester.complete(typed)]


@pytest.mark.parametrize("typed", ["", " ", "两行\n文字", "长" * 300, "😀", "[red]", "\x1b[31m"])
def test_nothing_is_suggested_for_what_begins_nothing(suggester: Suggester, typed: str) -> None:
    assert suggester.complete(typed) == ()


@given(typed=st.text(max_size=30))
@hypothesis_settings(max_examples=80, deadline=None)
def test_any_text_is_completed_without_trouble_and_never_with_itself(typed: str) -> None:
    from corpus.places import load_places

    suggester = _one(load_places())
    found = suggester.complete(typed)
    assert len(found) <= 6
    assert typed not in [suggestion.text for suggestion in found]
    assert len({suggestion.text for suggestion in found}) == len(found)


_made: list[Suggester] = []


def _one(places: Places) -> Suggester:
    if not _made:
        _made.append(Suggester(places, Corpus(documents=()), known_questions()))
    return _made[0]


def test_places_that_share_a_name_are_told_apart(suggester: Suggester) -> None:
    found = suggester.complete("鼓楼区")
    assert {"南京市鼓楼区", "福州市鼓楼区"} <= {suggestion.text for suggestion in found}


def test_a_place_the_corpus_speaks_of_comes_before_others(suggester: Suggester) -> None:
    places = [one.shown for one in suggester.complete("hz") if one.kind == "地名"]
    assert places[0] in {"湖州市", "杭州市", "惠州市"}


def test_a_question_just_asked_is_suggested_first(suggester: Suggester) -> None:
    suggester.asked("湖州的星级有几级")
    assert suggester.complete("湖州的星")[0].text == "湖州的星级有几级"


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("y", True), ("yi", True), ("yiw", True), ("yws", True), ("yiwushi", True), ("ywx", False), ("w", False)],
)
def test_letters_spell_a_name_by_syllables_and_initials(typed: str, fits: bool) -> None:
    assert spells(typed, "义乌市", readings()) is fits


@pytest.mark.parametrize(
    ("text", "pasted", "questions"),
    [
        ("义乌能奖多少", False, ("义乌能奖多少",)),
        ("1. 甲？\n2. 乙？", False, ("甲？", "乙？")),
        ("一、甲\n二、乙", False, ("甲", "乙")),
        ("- 甲\n- 乙\n\n", False, ("甲", "乙")),
        ("甲？\n乙？\n丙？", False, ("甲？", "乙？", "丙？")),
        ("甲\n乙", False, ("甲 乙",)),
        ("甲\n乙", True, ("甲", "乙")),
        ("我们厂在义乌，\n是国家级，\n能奖多少？", True, ("我们厂在义乌， 是国家级， 能奖多少？",)),
        ("2017年第一批\n什么时候复核", False, ("2017年第一批 什么时候复核",)),
        ("  \n ", True, ()),
        ("1.5万元算不算", False, ("1.5万元算不算",)),
    ],
)
def test_a_list_is_told_from_a_question_on_several_lines(text: str, pasted: bool, questions: tuple[str, ...]) -> None:
    assert questions_in(text, pasted=pasted) == questions


def test_there_are_enough_questions_each_once_and_six_to_begin_with() -> None:
    assert len(known_questions()) >= 60
    assert len(set(known_questions())) == len(known_questions())
    assert len(example_questions()) == 6
    assert set(example_questions()) <= set(known_questions())


def test_a_factory_is_told_as_much_as_its_profile_allows(places: Places) -> None:
    full = Client(name="甲", place="义乌", batch=3, industry="电视机制造业")
    assert [heading for heading, _ in briefing(full, places)] == [
        "义乌市的补贴", "金华市的补贴", "浙江省的补贴", "适用的标准", "下次复核", "复核查什么",
    ]  # fmt: skip
    assert [heading for heading, _ in briefing(Client(name="甲"), places)] == ["复核周期", "复核查什么"]
    assert all("{" not in question for _, question in briefing(full, places))


def test_a_factory_is_told_of_each_rule_above_it_once(assistant: Assistant) -> None:
    told = brief(assistant, Client(name="甲", place="义乌", batch=3, industry="电视机制造业"), assistant.as_of)
    assert [heading for heading, _ in told] == [
        "义乌市的补贴", "金华市的补贴", "适用的标准", "下次复核", "复核查什么",
    ]  # fmt: skip
    headlines = [answer.headline for _, answer in told]
    assert "500 万元" in headlines[0]
    assert "浙江省" in headlines[1]
    assert "T/CESA 1090-2020" in headlines[2]
    assert "2021-11" in headlines[3]
