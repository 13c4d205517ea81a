"""The self-check against a truth table read from the data, and what it never says."""

from __future__ import annotations

import csv
import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.advising.selfcheck import Assessment, assess
from assistant.errors import SettingsError
from assistant.keeping.settings import Client, facts_of, load_client, save_client, with_facts
from assistant.service import Assistant
from assistant.types import Answer
from corpus.places import load_places
from corpus.shipped import folder_of
from corpus.timeline import Timeline
from tests.shipped import load_shipped
from tests.talking import talk

TIMELINE = Timeline(load_shipped(frozenset()))
PLACES = load_places()
DAYS = {date(2024, 1, 18): "gfr2020", date(2026, 11, 26): "changes2026"}
STATES: tuple[bool | None, ...] = (True, False, None)


def check(facts: dict[str, bool], day: date, level: str = "国家级", place: str = "000000") -> Assessment:
    return assess(TIMELINE, PLACES, facts=facts, level=level, place_code=place, as_of=day)


def bars(doc_id: str) -> list[dict[str, str]]:
    """The six bars as they lie on the disk."""
    rows = csv.DictReader((folder_of(doc_id) / "conditions.csv").read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["kind"] == "bar" and row["level"] == "国家级"]


def expected(row: dict[str, str], state: bool | None) -> str:
    if state is None:
        return "unknown"
    return "met" if state == (row["met_by"] == "true") else "unmet"


@pytest.mark.parametrize("day", DAYS)
def test_three_states_of_six_bars_on_two_days_are_as_the_data_say(day: date) -> None:
    rows = bars(DAYS[day])
    assert len(rows) == 6
    for states in itertools.product(STATES, repeat=6):
        facts = {row["fact"]: state for row, state in zip(rows, states, strict=True) if state is not None}
        found = check(facts, day)
        groups = {one.id: one.group for one in found.checked}
        oracle = {row["id"]: expected(row, state) for row, state in zip(rows, states, strict=True)}
        assert {name: groups[name] for name in oracle} == oracle
        assert (found.outcome == "barred") == ("unmet" in oracle.values())
        if "unknown" in oracle.values():
            assert found.outcome != "clear"


@pytest.mark.parametrize("day", DAYS)
def test_a_verdict_is_never_more_than_that_nothing_was_found(day: date) -> None:
    rows = [row for row in TIMELINE.corpus.conditions if TIMELINE.holds(row, day) and row.level == "国家级"]
    clear = check({row.fact: row.met_by for row in rows}, day)
    assert clear.outcome == "clear"
    assert clear.verdict.startswith("未发现不得申报情形")
    for states in itertools.product(STATES, repeat=2):
        facts = {row.fact: state for row, state in zip(rows, states, strict=False) if state is not None}
        verdict = check(facts, day).verdict
        assert "可以申报" not in verdict
        assert "%" not in verdict


def test_nothing_known_settles_nothing() -> None:
    found = check({}, date(2026, 11, 26))
    assert (found.outcome, {one.group for one in found.checked}) == ("open", {"unknown"})
    assert found.following is not None
    assert found.following.fact == "on_provincial_list"


def test_the_next_question_is_the_one_that_decides_first_and_none_once_it_is_decided() -> None:
    day = date(2026, 11, 26)
    on_list = check({"on_provincial_list": True}, day).following
    assert on_list is not None
    assert (on_list.kind, on_list.article) == ("bar", "第十五条（一）")
    assert check({"dishonest": True}, day).following is None


def test_an_accident_bars_and_says_by_which_clause_and_that_the_clause_was_relayed() -> None:
    found = check({"accident_or_violation": True}, date(2026, 11, 26))
    assert found.outcome == "barred"
    assert "《绿色工厂梯度培育及管理暂行办法》第十五条（二）" in found.verdict
    assert found.verdict.endswith("条文是转述，请以原文为准。")


def test_a_missing_threshold_is_no_bar() -> None:
    found = check({"on_provincial_list": False}, date(2026, 11, 26))
    assert found.outcome == "lacking"
    assert found.verdict.startswith("还缺申报国家级的条件：已列入省级绿色工厂名单")


def test_every_condition_has_a_document_a_paper_and_a_question() -> None:
    for day in DAYS:
        for one in check({}, day).checked:
            assert one.basis
            assert one.paper
            assert one.question.endswith("？")


def test_a_province_has_conditions_of_its_own_and_others_are_not_recorded() -> None:
    shandong = check({"removed_from_provincial_list": True}, date(2026, 11, 26), "省级", "370000")
    assert shandong.outcome == "barred"
    zhejiang = check({}, date(2026, 11, 26), "省级", "330000")
    assert (zhejiang.outcome, zhejiang.checked) == ("unrecorded", ())


def test_facts_are_kept_in_the_file_of_the_factory_and_can_be_forgotten(tmp_path: Path) -> None:
    client = with_facts(Client(name="甲厂"), {"dishonest": False, "on_provincial_list": True})
    save_client(tmp_path, client)
    kept = load_client(tmp_path, "甲厂")
    assert kept == client
    assert facts_of(kept) == {"dishonest": False, "on_provincial_list": True}
    save_client(tmp_path, with_facts(kept, {"dishonest": None}))
    assert facts_of(load_client(tmp_path, "甲厂")) == {"on_provincial_list": True}


@pytest.mark.parametrize("entry", ["dishonest", "dishonest=也许", "=no"])
def test_an_entry_that_is_no_fact_is_refused(entry: str) -> None:
    with pytest.raises(SettingsError, match="看不懂"):
        facts_of(replace(Client(name="甲厂"), facts=(entry,)))


@pytest.mark.parametrize(
    ("asked", "bar"),
    [
        ("去年我们厂出过环境污染事故，市里通报了，今年还能冲国家级不", "近三年发生安全"),
        ("厂里前年死过人，今年可以申报国家级吗", "近三年发生安全"),
        ("有过环保处罚，国家级会不会被卡", "环境污染等事故"),
        ("上了失信名单还能评国家级绿色工厂不", "被列为失信被执行人的"),
        ("我们厂被工信部移出名单了，重新申请行不行", "被动态调整出绿色制造名单的"),
    ],
)
def test_what_happened_is_held_against_the_bar_that_speaks_of_it(today: Assistant, asked: str, bar: str) -> None:
    answer = today.ask(asked, as_of="2026-11-26")
    assert answer.status == "answered"
    assert answer.headline.startswith("不得申报国家级绿色工厂的情形之一：")
    assert bar in answer.headline.partition("。")[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("我们疫情后停产了8个月，报国家级踩不踩线", "您说的“8个月”不到 12 个月"),
        ("停产半年影响申报绿色工厂吗", "您说的“半年”不到 12 个月"),
        ("我们停工两年了还能报国家级吗", "您说的“两年”已到 12 个月。"),
    ],
)
def test_how_long_a_factory_stood_still_is_set_against_the_term_of_the_bar(
    today: Assistant, asked: str, told: str
) -> None:
    assert told in today.ask(asked, as_of="2026-11-26").headline


def test_money_after_misconduct_is_no_question_of_applying(today: Assistant) -> None:
    assert "不得申报" not in today.ask("失信了奖金还给不给，我们在义乌", as_of="2026-11-26").headline


def test_removal_is_one_more_bar_after_bars_were_told_and_another_level_after_a_province(today: Assistant) -> None:
    told = talk(today, "国家级不得申报一共几类情形", "被踢出过名单的算不算", "哪份文件")
    assert "被动态调整出绿色制造名单的" in told[1].headline
    assert "工信部节〔2024〕13号" in told[2].headline
    told = talk(today, "山东省省级绿厂被移出了，多久能再报", "国家级被移出呢")
    assert told[0].headline.startswith("山东省：被移出的单位：三年内不得重新申报省级名单。")
    assert "被动态调整出绿色制造名单的" in told[1].headline


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("2022年出过环保事故，现在能报国家级吗", "您说的“2022年”到 2026-11-22 已满三年"),
        ("环保出过事故，2022年夏天的事，现在报国家级有影响没", "您说的“2022年”到 2026-11-22 已满三年"),
        ("2023年出过安全事故还能报吗", "您说的“2023年”到 2026-11-22 满不满三年，要看是哪一天"),
        ("2024年3月出过安全事故，现在能报国家级吗", "您说的“2024年3月”到 2026-11-22 不满三年，在这一条内"),
    ],
)
def test_the_day_of_an_accident_is_held_against_the_years_of_the_bar(
    today: Assistant, question: str, told: str
) -> None:
    headline = today.ask(question).headline
    assert headline.startswith("不得申报国家级绿色工厂的情形之一：近三年发生安全")
    assert told in headline


def test_what_happened_beside_is_held_against_its_own_bar(today: Assistant) -> None:
    _, register, rectified, blacklisted = talk(
        today,
        "我们厂停产14个月，这种能报国家级吗",
        "经营异常名录也进过，不过已经移出来了，这条还卡吗",
        "节能监察那边叫整改的，都按要求做完了，还算不算",
        "老板失信呢",
    )
    assert "被列入经营异常名录未移出的" in register.headline
    assert "动态调整" not in register.headline
    assert "被列入工业节能监察整改名单且未按要求完成整改的" in rectified.headline
    assert "被列为失信被执行人的" in blacklisted.headline


def test_what_is_denied_is_met_by_the_askers_word_and_the_rest_stays_open(today: Assistant) -> None:
    answer = today.ask("没有事故也没有失信，我厂能申报国家级吗？", as_of="2026-11-26")
    assert answer.headline == (
        "还不能下结论：申报国家级有 6 项不知道；已知的 2 项里没有发现不满足的。"
        "先弄清这一件：企业是不是已经列入省级绿色工厂名单？"
    )
    met = [fact for fact in answer.facts if fact.startswith("已满足（按您说的）")]
    assert [part in fact for part, fact in zip(("第十五条（二）", "第十五条（六）"), met, strict=True)] == [True, True]
    bars = [fact for fact in answer.facts if fact.startswith("还不知道") and "第十五条" in fact]
    assert len(bars) == 4
    assert all("证明：" in fact for fact in answer.facts)


def line_of(answer: Answer, article: str) -> str:
    return next(fact for fact in answer.facts if f"（{article}；" in fact)


def test_to_deny_a_part_of_a_bar_leaves_it_open(today: Assistant) -> None:
    answer = today.ask("没有停产也没有失信，能申报国家级吗", as_of="2026-11-26")
    assert line_of(answer, "第十五条（一）").startswith("还不知道")


def test_one_thing_denied_and_another_that_happened_are_told_apart(today: Assistant) -> None:
    answer = today.ask("我们没有事故，但是上了失信名单，还能申报国家级吗", as_of="2026-11-26")
    assert answer.headline.startswith("不得申报国家级绿色工厂的情形之一：被列为失信被执行人的。")
    assert line_of(answer, "第十五条（六）").startswith("不满足")
    assert line_of(answer, "第十五条（二）").startswith("已满足")


def test_whether_it_affects_the_green_factory_is_told_by_the_bar(today: Assistant) -> None:
    answer = today.ask("公司上了失信名单，会不会影响绿色工厂", as_of="2026-11-26")
    assert answer.headline.startswith("不得申报国家级绿色工厂的情形之一：被列为失信被执行人的。")
    assert not any("华润" in fact for fact in answer.facts)


def test_who_is_off_the_register_of_irregular_firms_was_not_taken_off_the_list(today: Assistant) -> None:
    answer = today.ask("上了经营异常名录，已经移出，还能报吗？", as_of="2026-11-26")
    assert answer.headline.startswith("您说经营异常名录已经移出：条文写的是“未移出”的，移出了就不在这一条内。")
    assert "被列入经营异常名录未移出的" in answer.headline
    assert "山东" not in answer.headline


FILE = Client(name="甲厂", place="义乌", level="国家级", facts=("accident_or_violation=yes", "on_provincial_list=yes"))


@pytest.mark.parametrize(
    ("asked", "first", "by"),
    [
        ("我厂还能申报国家级吗", "有不得申报国家级的情形，不满足的是：近三年没有发生安全", "（按档案）"),
        ("我厂去年有环保事故还能申报吗", "不得申报国家级绿色工厂的情形之一：近三年发生安全", "（按您说的）"),
    ],
)
def test_the_file_of_the_factory_is_held_against_the_conditions_as_assess_does(
    today: Assistant, asked: str, first: str, by: str
) -> None:
    answer = today.ask(asked, as_of="2026-11-26", client=FILE)
    assert answer.headline.startswith(first)
    found = check({"accident_or_violation": True, "on_provincial_list": True}, date(2026, 11, 26))
    groups = {"不满足": found.group("unmet"), "还不知道": found.group("unknown"), "已满足": found.group("met")}
    told = [fact for fact in answer.facts if fact.startswith(tuple(groups))]
    assert [fact[: len(name)] for name, held in groups.items() for fact in told if fact.startswith(name)] == [
        name for name, held in groups.items() for _ in held
    ]
    for name, held in groups.items():
        for one in held:
            (line,) = [fact for fact in told if one.text in fact]
            assert line.startswith(name)
            assert one.article in line
            assert one.paper in line
    assert any(fact.startswith(f"不满足{by}") for fact in told)


def test_a_file_that_knows_nothing_of_the_conditions_changes_no_answer(today: Assistant) -> None:
    asked = "我厂能申报国家级绿色工厂吗"
    bare = today.ask(asked, as_of="2026-11-26")
    assert today.ask(asked, as_of="2026-11-26", client=Client(name="乙厂")).headline == bare.headline


@pytest.mark.parametrize("asked", ["经营异常名录还没移出，能报国家级吗", "上了经营异常名录，一直没有移出，还能报吗"])
def test_who_is_still_on_the_register_is_barred_and_denies_nothing(today: Assistant, asked: str) -> None:
    answer = today.ask(asked, as_of="2026-11-26")
    assert answer.headline.startswith("不得申报国家级绿色工厂的情形之一：已工商注销、连续停产12个月以上、")
    assert line_of(answer, "第十五条（一）").startswith("不满足（按您说的）")
    (rest,) = [fact for fact in answer.facts if fact.startswith("还不知道")]  # the asker spoke of one thing
    assert "第十五条（三）" in rest


def test_the_day_of_another_event_is_held_against_the_years_of_the_bar(today: Assistant) -> None:
    *_, two, four = talk(today, "出过安全事故还能报国家级吗", "两年前的", "四年前的呢")
    assert "您说的“两年前”到 2026-11-22 不满三年" in two.headline
    assert "您说的“四年前”到 2026-11-22 已满三年" in four.headline
    assert "您说的“去年”" in today.ask("去年我们厂出过环境污染事故，今年还能冲国家级不").headline


@pytest.mark.parametrize("asked", ["有没有事故影响申报国家级吗", "没有环保处罚，能申报国家级吗"])
def test_what_is_only_asked_of_or_is_part_of_another_word_is_no_fact(today: Assistant, asked: str) -> None:
    facts = today.ask(asked, as_of="2026-11-26").facts
    assert not any("按您说的" in fact for fact in facts)
