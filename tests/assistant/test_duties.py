"""The calendar of a factory: the earlier of two dates, what recurs and what does not, and the file that it becomes."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from assistant.advising.calendar import calendar_of
from assistant.advising.duties import Duty, duties_for, inside
from assistant.errors import AssistantError
from corpus.places import load_places
from corpus.shipped import folder_of
from corpus.types import Corpus
from tests.shipped import load_shipped

CORPUS = load_shipped(frozenset())
PLACES = load_places()
DAY = date(2026, 11, 26)


def asked(*places: str, corpus: Corpus = CORPUS, as_of: date = DAY, **more: Any) -> tuple[Duty, ...]:
    period = {"start": as_of, "end": as_of.replace(year=as_of.year + 1)}
    return duties_for(corpus, PLACES, place=places, as_of=as_of, **{**period, **more})


def dates(duties: tuple[Duty, ...], kind: str = "table") -> list[str]:
    return [duty.date for duty in duties if duty.kind == kind and duty.exportable]


@pytest.mark.parametrize(
    ("place", "level", "day", "article"),
    [
        ("440000", "国家级", "2027-04-15", "第十六条"),  # the national rule is the surer one of the same day
        ("440000", "省级", "2027-04-15", "第十六条"),
        ("230000", "国家级", "2027-03-30", "第二十七条"),
        ("230100", "省级", "2027-03-30", "第二十七条"),
        ("230000", "市级", "2027-04-15", "第十六条"),
        ("350000", "国家级", "2027-04-15", "第十六条"),
        ("350000", "省级", "2027-04-15", "第十六条"),
        ("330782", "国家级", "2027-04-15", "第十六条"),
        ("410000", "国家级", "2027-04-15", "第十六条"),
    ],
)
def test_the_yearly_table_is_due_on_the_earlier_of_national_and_provincial_dates(
    place: str, level: str, day: str, article: str
) -> None:
    tables = [duty for duty in asked(place, level=level) if duty.kind == "table" and duty.exportable]
    assert [(duty.date, duty.article, duty.recurrence) for duty in tables] == [(day, article, "每年")]


def test_the_later_national_date_is_told_with_the_earlier_one() -> None:
    (duty,) = [one for one in asked("230000", level="国家级") if one.kind == "table"]
    assert duty.note.startswith("国家规定的是4月15日，以早的为准")
    assert (duty.sureness, duty.basis) == ("B", "黑龙江省绿色制造与服务体系梯度培育及管理实施细则")


def test_recommendation_dates_of_different_levels_do_not_outrun_each_other() -> None:
    found = [(duty.date, duty.level, duty.place) for duty in asked("440000") if duty.kind == "recommend"]
    assert found == [("2027-06-30", "省级", "广东省"), ("2027-07-31", "国家级", "全国")]


def test_every_yearly_rule_falls_on_every_year_of_the_period_and_on_no_other_day() -> None:
    with (folder_of("changes2026") / "rules.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["recurrence"] == "yearly" and row["month_day"]]
    found = asked(start=date(2025, 1, 1), end=date(2028, 12, 31))
    expected = {f"{year}-{row['month_day']}" for row in rows for year in range(2025, 2029)}
    assert {duty.date for duty in found if duty.recurrence == "每年"} == expected


def test_a_date_of_one_year_is_told_as_of_that_year_and_not_exported_for_another() -> None:
    (table,) = [one for one in asked("350000", level="省级") if one.recurrence == "一次" and one.place == "福建省"]
    assert (table.date, table.exportable) == ("2025-03-15", False)
    assert table.note.startswith("只是 2025 年的安排，以后年度以当年通知为准")
    in_its_year = asked("350000", level="省级", start=date(2025, 1, 1), end=date(2025, 12, 31), as_of=date(2025, 2, 1))
    assert [duty.exportable for duty in in_its_year if duty.place == "福建省"] == [True]


def test_a_deadline_to_apply_of_a_past_year_is_no_deadline_of_this_one() -> None:
    (past,) = [duty for duty in asked("440307") if duty.kind == "apply_until"]
    assert (past.date, past.exportable) == ("2024-03-20", False)
    assert past.note.startswith("只是 2024 年度的截止日")
    (then,) = [duty for duty in asked("440307", as_of=date(2024, 1, 10)) if duty.kind == "apply_until"]
    assert then.exportable


def test_rechecks_that_provinces_still_have_are_told_without_inventing_a_date() -> None:
    henan = [duty for duty in asked("410000", level="省级") if duty.kind == "recheck"]
    assert [(duty.date, duty.exportable) for duty in henan] == [("2023", False)]
    shandong = [duty for duty in asked("370000", level="省级") if duty.kind == "recheck"]
    assert [(duty.date, duty.recurrence, duty.exportable) for duty in shandong] == [("", "三年", False)]


def test_the_three_year_recheck_is_due_only_while_it_holds() -> None:
    before = asked("330782", batch=3, as_of=date(2020, 12, 1))
    assert [(duty.date, duty.recurrence) for duty in before if duty.kind == "recheck"] == [("2021-11", "三年")]
    after = asked("330782", batch=3)
    assert not [duty for duty in after if duty.kind == "recheck"]
    assert dates(after) == ["2027-04-15"]


def test_a_year_names_its_batch_and_a_batch_that_is_not_there_is_said() -> None:
    assert asked(year=2023) == asked(batch=8)
    with pytest.raises(LookupError, match="资料里没有第 12 批国家级名单"):
        asked(batch=12)
    with pytest.raises(LookupError, match="2030 年度"):
        asked(year=2030)


def test_nothing_is_due_before_a_factory_was_listed() -> None:
    period = {"start": date(2026, 1, 1), "end": date(2026, 12, 31), "as_of": date(2026, 12, 1)}
    assert dates(duties_for(CORPUS, PLACES, place=("330782",), batch=10, **period)) == ["2026-04-15"]
    earlier = {**period, "start": date(2025, 1, 1), "end": date(2025, 12, 31)}
    assert dates(duties_for(CORPUS, PLACES, place=("330782",), batch=10, **earlier)) == []


@pytest.mark.parametrize(("place", "level"), [("230000", ""), ("440000", "市级"), ("350000", ""), ("350000", "国家级")])
def test_the_national_table_is_told_with_the_levels_that_its_article_names(place: str, level: str) -> None:
    found = [duty for duty in asked(place, level=level) if duty.record == "r-nat-table"]
    assert [duty.level for duty in found] == ["国家级、省级、市级"]
    where_the_province_rules = place == "230000" and not level
    assert ("国家级、省级另有规定的按当地的" in found[0].note) == where_the_province_rules


def test_what_is_inside_a_period_stands_by_day_and_what_has_no_day_last() -> None:
    start, end = date(2025, 1, 1), date(2026, 12, 31)
    found = [duty.date for duty in inside(asked(start=start, end=end), start, end)]
    dated = [day for day in found if day]
    assert found == sorted(dated) + [""] * (len(found) - len(dated))
    assert all("2025" <= day[:4] <= "2026" for day in dated)
    assert len(dated) > 5


def test_what_begins_after_the_day_asked_is_not_known_on_it() -> None:
    assert not [duty for duty in asked(as_of=date(2020, 12, 1)) if duty.recurrence == "每年"]
    assert not [duty for duty in asked("230000", as_of=date(2024, 7, 22)) if duty.place == "黑龙江省"]
    assert [duty for duty in asked("230000", as_of=date(2024, 7, 23)) if duty.place == "黑龙江省"]


def test_the_last_day_of_a_policy_is_told_and_not_the_one_of_another_place() -> None:
    found = asked("330782", as_of=date(2020, 12, 1))
    assert [(duty.date, duty.place) for duty in found if duty.kind == "policy_end"] == [("2020-12-31", "义乌市")]


def test_left_out_the_changes_give_no_duties() -> None:
    assert asked("440000", corpus=load_shipped(frozenset({"changes2026"}))) == ()


def written(duties: tuple[Duty, ...], older: bytes | None = None, as_of: date = DAY, owner: str = "甲厂") -> bytes:
    end = DAY.replace(year=DAY.year + 1)
    return calendar_of(duties, owner=owner, start=DAY, end=end, as_of=as_of, older=older)


def events(data: bytes) -> list[Any]:
    from icalendar import Calendar

    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_the_same_duties_give_the_same_bytes_and_parse() -> None:
    duties = asked("440000", level="国家级")
    data = written(duties)
    assert data == written(duties)
    assert data == written(duties, older=data)
    assert data == written(duties, older=data, as_of=DAY + timedelta(days=3))
    assert [event["DTSTART"].dt.isoformat() for event in events(data)] == ["2027-04-15", "2027-07-31"]
    assert all(len(event.walk("VALARM")) == 2 for event in events(data))


def test_only_what_is_exportable_becomes_an_event() -> None:
    assert len(events(written(asked("350000", level="省级")))) == 1


def moved(duties: tuple[Duty, ...], day: str) -> tuple[Duty, ...]:
    return tuple(replace(duty, date=day) if duty.kind == "table" else duty for duty in duties)


def test_a_date_that_moves_keeps_its_event_and_counts_the_sequence_up() -> None:
    duties = asked("440000", level="国家级")
    first = written(duties)
    second = written(moved(duties, "2027-03-31"), older=first)
    before, after = events(first), events(second)
    assert {str(event["UID"]) for event in before} == {str(event["UID"]) for event in after}
    assert [(event["DTSTART"].dt.isoformat(), int(event["SEQUENCE"])) for event in after] == [
        ("2027-03-31", 1),
        ("2027-07-31", 0),
    ]
    third = written(moved(duties, "2027-03-31"), older=second)
    assert third == second


def test_a_duty_that_is_gone_is_cancelled_and_comes_back_confirmed() -> None:
    duties = asked("440000", level="国家级")
    gone = written(tuple(duty for duty in duties if duty.kind != "table"), older=written(duties))
    (cancelled,) = [event for event in events(gone) if str(event["STATUS"]) == "CANCELLED"]
    assert (cancelled["DTSTART"].dt.isoformat(), int(cancelled["SEQUENCE"])) == ("2027-04-15", 1)
    assert not cancelled.walk("VALARM")
    back = [event for event in events(written(duties, older=gone)) if event["UID"] == cancelled["UID"]]
    assert [(str(event["STATUS"]), int(event["SEQUENCE"])) for event in back] == [("CONFIRMED", 2)]


@pytest.mark.parametrize("place", ["230000", "440000", "350000", "330782", "410000"])
@pytest.mark.parametrize("level", ["国家级", "省级"])
def test_a_duty_is_one_event_whether_a_level_is_asked_for_or_not(place: str, level: str) -> None:
    of_all, of_one = asked(place), asked(place, level=level)
    ids = {duty.record: duty.id for duty in of_all}
    shared = [duty for duty in of_one if duty.record in ids]
    assert shared
    assert all(duty.id == ids[duty.record] for duty in shared)
    both = events(written(of_one, older=written(of_all, owner="各级"), owner=level))
    days = [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in both]
    assert len(days) == len(set(days))


def test_two_factories_and_events_of_others_share_a_file() -> None:
    mine = written(asked("440000", level="国家级"))
    foreign = mine.replace(
        b"END:VCALENDAR", b"BEGIN:VEVENT\r\nUID:x@y\r\nDTSTART:20270101\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    both = written(asked("230000", level="国家级"), older=foreign, owner="乙厂")
    assert not [event for event in events(both) if str(event.get("STATUS", "")) == "CANCELLED"]
    assert "x@y" in {str(event["UID"]) for event in events(both)}
    assert len(events(both)) == 5


@pytest.mark.parametrize("data", [b"hello", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"])
def test_a_file_that_is_no_calendar_of_events_is_refused(data: bytes) -> None:
    with pytest.raises(AssistantError, match="不是日历文件"):
        written(asked("440000"), older=data)


def test_an_event_moves_when_a_newer_rule_moves_the_date() -> None:
    earlier = replace(
        next(rule for rule in CORPUS.rules if rule.id == "r-hlj-table"),
        id="new:r1", month_day="03-20", basis="某新细则",
    )  # fmt: skip
    corpus = replace(CORPUS, rules=(*CORPUS.rules, earlier))
    first = written(asked("230000", level="国家级"))
    second = written(asked("230000", level="国家级", corpus=corpus), older=first)
    moved = [event for event in events(second) if event["DTSTART"].dt.isoformat() == "2027-03-20"]
    assert [int(event["SEQUENCE"]) for event in moved] == [1]
    assert not [event for event in events(second) if event["DTSTART"].dt.isoformat() == "2027-03-30"]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("4月15日是什么日子", "名单内企业、园区每年4月15日前通过管理平台填报年度动态管理表。"),
        ("7月31日是谁的截止日", "省级工信部门每年7月31日前"),
        ("省里没通知要不要填", "名单内企业、园区每年4月15日前"),
        ("新进名单的今年也要填吗", "名单内企业、园区每年4月15日前"),
        ("偷税漏税多久不能报", "不得申报国家级绿色工厂的情形之一：近三年发生"),
        ("动态管理表要填哪些内容", "「填哪些内容」资料没有写，收录的规定是："),
        ("绿色工厂是不是每年都要交钱", "资料没有写费用。"),
    ],
)
def test_duties_in_the_words_of_a_factory(today, asked: str, first: str) -> None:
    assert today.ask(asked, as_of="2026-11-26").headline.startswith(first)


def test_a_bar_that_only_names_what_did_not_happen_is_not_told(today) -> None:
    headline = today.ask("被移出了还能再报吗").headline
    assert "被动态调整出绿色制造名单的" in headline
    assert "工商注销" not in headline


def test_places_of_different_provinces_have_their_own_days(today) -> None:
    answer = today.ask("齐齐哈尔和灵石县的国家级工厂今年要做什么", as_of="2026-11-26")
    first, second = answer.headline.split("灵石县国家级绿色工厂")
    assert "2027年3月30日前" in first
    assert "2027年4月15日前" in second
    assert "2027年3月30日前" not in second


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("2025年度国家推荐什么时候截止", "2025年度实际按工信厅节函〔2025〕390号另定时间（10月），以当年通知为准。"),
        ("福建省实施细则哪年的文号多少", "（闽工信规〔2025〕3号）的日期是 2025 年。"),
        ("浙江省级怎么评", "浙江省：申报企业：按2024版导则评价；省级从市级绿色低碳工厂中择优推荐。"),
        ("现有国家级工厂要不要按新标准重新评", "按新的评价要求在平台做自评价对标"),
        ("省级名单没进能直接报国家吗", "申报企业：先列入省级绿色工厂名单。"),
        ("工信部最近发了什么文件", "国家层面收录到的文件，从新到旧：2026-03-11"),
        ("我们想知道移出名单的程序", "会被除名的情形："),
    ],
)
def test_rules_answer_in_the_words_of_their_reader(today, asked: str, told: str) -> None:
    assert told in today.ask(asked, as_of="2026-11-26").headline


def test_next_year_tells_the_days_of_next_year_alone(today) -> None:
    headline = today.ask("广东的厂明年要做什么", as_of="2026-11-26").headline
    assert headline.startswith("广东省绿色工厂 2027 年要做的：2027年4月15日前")
    assert "2026年" not in headline


def test_which_list_one_is_on_is_not_answered_with_a_total(today) -> None:
    from assistant.keeping.settings import Client

    assert today.ask("我们是哪一批").headline.startswith("资料没有收录各批名单里的企业")
    listed = today.ask("我们是哪一批", client=Client(name="甲厂", place="义乌市", level="国家级", batch=3))
    assert "第三批国家级绿色工厂共 391 家通过" in listed.headline
