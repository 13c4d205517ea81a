"""How far the corpus reaches, per topic and day."""

from __future__ import annotations

from datetime import date

from assistant.advising.coverage import coverage
from tests.shipped import load_shipped

BOTH = load_shipped(frozenset())
REPORT = load_shipped(frozenset({"changes2026"}))


def by_topic(corpus=BOTH, day: date = date(2026, 11, 26)):  # type: ignore[no-untyped-def]
    return {one.topic: one for one in coverage(corpus, day)}


def test_the_newest_document_of_a_topic_is_told_with_its_day_and_the_day_last_seen() -> None:
    found = by_topic()["batches"]
    assert (found.newest_number, found.newest_day, found.seen_on) == (
        "工信厅节函〔2026〕97号", "2026-03-11", "2026-11-26",
    )  # fmt: skip
    assert (found.rows, found.holding) == (10, 10)


def test_every_row_is_in_one_topic() -> None:
    counted = sum(one.rows for one in by_topic().values())
    parts = ("batches", "rules", "conditions", "standards", "subsidies", "policies", "notices")
    assert counted == sum(len(getattr(BOTH, part)) for part in parts)


def test_on_an_earlier_day_nothing_later_is_counted() -> None:
    found = by_topic(day=date(2024, 6, 1))
    assert (found["batches"].rows, found["batches"].newest_day) == (8, "2024-01-05")
    assert all(one.seen_on <= "2024-06-01" for one in found.values())
    assert "2025" not in "".join(one.newest_day for one in found.values())


def test_the_report_alone_reaches_until_the_last_day_it_speaks_of() -> None:
    found = by_topic(REPORT)
    assert {one.seen_on for one in found.values()} == {"2020-11-06"}
    assert found["batches"].newest_day == "2020-10"
    assert "notices" not in found


def test_nothing_is_seen_newer_or_holding_before_its_own_day() -> None:
    assert by_topic(day=date(2015, 1, 1)) == {}
    assert all(one.newest_day <= "2018-06-30" for one in by_topic(day=date(2018, 6, 30)).values())
    assert {one.seen_on for one in by_topic(day=date(2024, 6, 1)).values()} <= {"", "2020-11-06"}
