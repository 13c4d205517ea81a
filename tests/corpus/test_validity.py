"""When a period ends, and what a rule's status is on a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Source, Subsidy
from corpus.validity import (
    STATUS_NAMES,
    computed_end,
    duration,
    explain_end,
    final_day,
    first_day,
    last_day,
    status_on,
)

FULL_DATES = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def row(**fields: object) -> Subsidy:
    base = {"id": "x", "source": Source(doc_id="d"), "seq": "", "place_code": "330782", "place": "义乌市"}
    return Subsidy(**{**base, "province": "浙江省", "policy": "某意见", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "kind", "years", "months", "end"),
    [
        ("2018-06-15", "印发", 5, 0, "2023-06-15"),
        ("2019-02-02", "", 1, 0, "2020-02-02"),
        ("2018-06-15", "发布", 0, 6, "2018-12-15"),
        ("2018-01-01", "执行", 3, 0, "2020-12-31"),
        ("2017-01-01", "施行", 3, 0, "2019-12-31"),
        ("2019-01-01", "实施", 1, 0, "2019-12-31"),
        ("2018-12-15", "实施", 0, 2, "2019-02-14"),
        ("2016-02-29", "印发", 1, 0, "2017-02-28"),
        ("2016-02-29", "施行", 1, 0, "2017-02-28"),
        ("2016-02-29", "印发", 4, 0, "2020-02-29"),
        ("2019-03-01", "施行", 1, 0, "2020-02-29"),
        ("2018-01-31", "印发", 0, 1, "2018-02-28"),
    ],
)
def test_the_day_of_issue_is_not_counted_and_the_first_day_in_force_is(
    start: str, kind: str, years: int, months: int, end: str
) -> None:
    assert last_day(date.fromisoformat(start), kind, years=years, months=months).isoformat() == end


@given(FULL_DATES, st.integers(1, 30))
def test_a_rule_in_force_from_a_day_ends_at_most_one_day_before_one_issued_that_day(start: date, years: int) -> None:
    issued, in_force = last_day(start, "印发", years=years), last_day(start, "施行", years=years)
    assert 0 <= (issued - in_force).days <= 1
    assert issued.year - start.year == years


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("有效期：五年", (5, 0)),
        ("试行期：3年", (3, 0)),
        ("执行期：暂定 3 年", (3, 0)),
        ("试行 1 年", (1, 0)),
        ("执行期一年", (1, 0)),
        ("有效期两年", (2, 0)),
        ("有效期十二个月", (0, 12)),
        ("有效期3年6个月", (3, 6)),
        ("试行半年", (0, 6)),
        ("自2018年1月1日起施行，有效期5年", (5, 0)),
        ("有效期至2020年12月31日", None),
        ("有效期至 2020 年底", None),
        ("有效期一年半", None),
        ("长期有效", None),
        ("", None),
    ],
)
def test_a_span_is_read_from_words_and_never_from_a_calendar_date(words: str, span: tuple[int, int] | None) -> None:
    assert duration(words) == span


@given(st.text(max_size=40))
def test_odd_words_never_break_the_reading_of_a_span(words: str) -> None:
    span = duration(words)
    assert span is None or max(span) > 0


def test_no_end_is_computed_from_a_year_alone() -> None:
    assert computed_end("2017", "印发", "有效期 3 年") == ""
    assert computed_end("2018-06-15", "印发", "有效期 5 年") == "2023-06-15"


@pytest.mark.parametrize(
    ("fields", "as_of", "status"),
    [
        ({"date": "2018-07-09", "end_date": "2020-12-31"}, "2020-12-31", "in_force"),
        ({"date": "2018-07-09", "end_date": "2020-12-31"}, "2021-01-01", "expired"),
        ({"date": "2018-07-09", "end_date": "2020-12-31"}, "2018-07-08", "not_yet_effective"),
        ({"date": "2018-07-09", "end_date": "2020-12-31"}, "2018-07-09", "in_force"),
        ({"date": "2018-07-09", "effective_date": "2018-08-01"}, "2018-07-20", "not_yet_effective"),
        ({"date": "2018-07-09", "effective_date": "2018-08-01"}, "2018-08-01", "unstated"),
        ({"date": "2018-07-09"}, "2026-11-22", "unstated"),
        ({}, "2026-11-22", "unstated"),
        ({"date": "2017"}, "2017-01-01", "unstated"),
        ({"date": "2017"}, "2016-12-31", "not_yet_effective"),
        ({"end_date": "2020"}, "2020-12-31", "in_force"),
        ({"end_date": "2020-06"}, "2020-07-01", "expired"),
        ({"draft": True, "end_date": "2030-12-31", "end_basis": "stated"}, "2026-11-22", "draft"),
        ({"end_date": "2030-12-31", "repealed_on": "2024-05-01"}, "2024-05-01", "repealed"),
        ({"end_date": "2030-12-31", "repealed_on": "2024-05-01"}, "2024-04-30", "in_force"),
        ({"end_date": "2020-12-31", "repealed_on": "2024-05-01"}, "2026-01-01", "repealed"),
    ],
)
def test_status_follows_the_day_and_silence_is_not_in_force(fields: dict[str, object], as_of: str, status: str) -> None:
    assert status_on(row(**fields), date.fromisoformat(as_of)) == status


@given(FULL_DATES, FULL_DATES, FULL_DATES)
def test_without_an_end_date_nothing_is_ever_in_force(start: date, as_of: date, repealed: date) -> None:
    subsidy = row(date=start.isoformat(), repealed_on=repealed.isoformat())
    assert status_on(subsidy, as_of) in ("unstated", "not_yet_effective", "repealed")


def test_every_status_has_a_chinese_name() -> None:
    assert list(STATUS_NAMES.values()) == ["现行有效", "已过期", "已废止", "尚未生效", "征求意见稿", "未载明有效期"]


def test_the_way_to_an_end_date_is_told() -> None:
    issued = row(
        date="2018-06-15", date_kind="印发", end_date="2023-06-15", end_basis="computed", end_words="有效期5年"
    )
    assert explain_end(issued) == "印发 2018-06-15 起 5 年，推算至 2023-06-15"
    bare = row(date="2018-06-15", end_date="2018-12-15", end_basis="computed", end_words="有效期六个月")
    assert explain_end(bare) == "2018-06-15 起 6 个月，推算至 2018-12-15"
    stated = row(date="2018-07-09", end_date="2020-12-31", end_basis="stated", end_words="有效期：2020年12月31日")
    assert explain_end(stated) == "原文载明至 2020-12-31"
    assert explain_end(row(date="2018-07-09")) == ""


def test_a_date_of_any_precision_spans_its_days() -> None:
    assert (first_day("2020-02"), final_day("2020-02")) == (date(2020, 2, 1), date(2020, 2, 29))
    assert (first_day("2017"), final_day("2017")) == (date(2017, 1, 1), date(2017, 12, 31))
    assert first_day("2018-07-09") == final_day("2018-07-09") == date(2018, 7, 9)
