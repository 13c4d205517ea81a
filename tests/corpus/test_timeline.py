"""What holds on a day: held against a plain loop over the shipped tables, moved over every boundary."""

from __future__ import annotations

import csv
import itertools
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from corpus.known import Known
from corpus.places import load_places
from corpus.shipped import folder_of
from corpus.timeline import (
    NoTotal,
    Timeline,
    Total,
    conditions_on,
    national_total,
    reference_of,
    rules_on,
)
from corpus.types import Batch, Corpus
from tests.shipped import load_shipped

CORPUS = load_shipped(frozenset())
REPORT = load_shipped(frozenset({"changes2026"}))
TIMELINE = Timeline(CORPUS)
PLACES = load_places()
SHIPPED = ("gfr2020", "changes2026")


@cache
def table(kind: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of both documents, as they lie on the disk."""
    rows: list[dict[str, str]] = []
    for doc_id in SHIPPED:
        path = folder_of(doc_id) / f"{kind}.csv"
        if path.is_file():
            rows += csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple(rows)


def day_of(text: str, *, last: bool = False) -> date:
    """The first or last day of a text such as 2025-10."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = [*parts, 12 if last else 1][:2]
    first = date(year, month, 1)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) if last else first


def surely(row: dict[str, str], start: str) -> date:
    """The first day by which a start has surely come; of a year alone where the row names no earlier day: its end."""
    if len(start) != 4 or not (row.get("seen_on") or "older" in row):
        return day_of(start)
    if row.get("year") == start and (row.get("month_day") or row.get("apply_until")):
        return day_of(start)  # a date to be kept in that year is told as that year's
    return day_of(row["seen_on"]) if row.get("seen_on", "").startswith(start) else day_of(start, last=True)


def plainly(kind: str, row: dict[str, str], day: date) -> str:
    """The naive loop: not begun, ended, replaced by whatever change names it, or holding."""
    start = row.get("holds_from") or row.get("date") or row.get("list_date") or ""
    if kind == "subsidies" and not row.get("holds_from"):
        start = max(filter(None, (row["date"], row["effective_date"])), default="", key=lambda text: day_of(text))
    until = row.get("holds_until") or row.get("end_date") or ""
    if row.get("draft") == "true":
        return "draft"
    if start and surely(row, start) > day:
        return "not_yet"
    ends = [(day_of(until, last=True) + timedelta(days=1), "expired")] if until else []
    for change in table("changes"):
        since = change["since"] or change["holds_from"]
        if row["id"] in change["older"].split("；") and change["kind"] not in ("beside", "new_batch"):
            ends.append((surely(change, since) if since else date.min, "replaced"))
    passed = [name for first, name in sorted(ends) if first <= day]
    return passed[0] if passed else "unstated" if kind in ("subsidies", "policies") and not until else "holds"


def boundaries(kind: str, row: dict[str, str]) -> set[date]:
    """Every day on which anything of a row begins or ends, with the days beside it."""
    texts = [row.get(name, "") for name in ("holds_from", "date", "list_date", "effective_date")]
    ends = [row.get(name, "") for name in ("holds_until", "end_date")]
    for change in table("changes"):
        if row["id"] in change["older"].split("；"):
            texts += [change["since"], change["holds_from"]]
    days = {day for text in texts if text for day in (day_of(text), day_of(text, last=True))}
    days |= {day_of(text, last=True) + timedelta(1) for text in ends if text}
    return {day + timedelta(days=step) for day in days for step in (-1, 0, 1)} | {date(2020, 12, 1), date(2026, 11, 26)}


@pytest.mark.parametrize("kind", ["subsidies", "policies", "standards", "batches", "rules", "conditions"])
def test_a_row_is_what_a_plain_loop_says_on_every_boundary_day(kind: str) -> None:
    for row in table(kind):
        for day in sorted(boundaries(kind, row)):
            assert TIMELINE.state(TIMELINE.rows[row["id"]], day).name == plainly(kind, row, day), (row["id"], day)


def test_a_state_changes_on_its_boundary_day_and_on_no_other() -> None:
    for kind in ("subsidies", "standards", "batches", "rules", "conditions"):
        for row in table(kind):
            record = TIMELINE.rows[row["id"]]
            days = [date(2016, 1, 1), *sorted(boundaries(kind, row)), date(2027, 1, 1)]
            for one, next_one in itertools.pairwise(days):
                if (next_one - one).days > 1:  # no boundary between
                    middle = one + (next_one - one) / 2
                    assert TIMELINE.state(record, middle).name == TIMELINE.state(record, one).name, (row["id"], middle)


TOTALS = [
    ("2017-08-31", None, ""),
    ("2017-09-30", 201, "published"),
    ("2018-06-01", 409, "derived"),
    ("2019-01-01", 800, "derived"),
    ("2020-01-01", 1402, "derived"),
    ("2020-12-01", 2121, "published"),
    ("2022-01-14", 2121, "published"),
    ("2022-01-15", 2783, "derived"),
    ("2023-03-22", 2783, "derived"),
    ("2023-03-23", 3616, "published"),
    ("2024-01-04", 3616, "published"),
    ("2024-01-05", 5095, "derived"),
    ("2025-01-21", 5095, "derived"),
    ("2025-01-22", 6430, "published"),
    ("2026-03-10", 6430, "published"),
    ("2026-03-11", 8336, "derived"),
    ("2026-11-26", 8336, "derived"),
]


@pytest.mark.parametrize(("day", "count", "kind"), TOTALS)
def test_the_national_total_is_right_on_its_day_with_its_label(day: str, count: int | None, kind: str) -> None:
    found = national_total(CORPUS, date.fromisoformat(day))
    if count is None:
        assert isinstance(found, NoTotal)
    else:
        assert isinstance(found, Total)
        assert (found.count, found.kind) == (count, kind)


def without(batch: Batch) -> Corpus:
    return replace(CORPUS, batches=tuple(one for one in CORPUS.batches if one is not batch))


@pytest.mark.parametrize("number", range(1, 10))
def test_a_total_is_refused_where_a_batch_is_missing(number: int) -> None:
    batch = next(one for one in CORPUS.batches if one.number == number)
    found = national_total(without(batch), date(2026, 11, 26))
    assert isinstance(found, NoTotal)
    assert found.missing == (f"第 {number} 批",)
    assert found.reason == f"缺第 {number} 批，不能相加"


def test_without_its_last_batch_the_older_total_is_back() -> None:
    last = next(one for one in CORPUS.batches if one.number == 10)
    found = national_total(without(last), date(2026, 11, 26))
    assert isinstance(found, Total)
    assert (found.count, found.kind, found.batch.number) == (6430, "published", 9)


def bare(number: int, **more: object) -> Batch:
    base = next(one for one in CORPUS.batches if one.number == 10)
    values = {"number": number, "year": 2015 + number, "id": f"b{number}", "cumulative": None, "cumulative_kind": ""}
    return replace(base, **{**values, "list_date": f"{2016 + number}-03-01", **more})  # type: ignore[arg-type]


def added(*batches: Batch) -> Corpus:
    return replace(CORPUS, batches=(*CORPUS.batches, *batches))


def test_an_added_batch_is_summed_with_its_removals_taken_off() -> None:
    found = national_total(added(bare(11, count=1500, removed=100)), date(2028, 1, 1))
    assert isinstance(found, Total)
    assert (found.count, found.kind, found.basis) == (9736, "derived", "8336 + 1500 − 100 = 9736")
    assert found.published is not None
    assert found.published.count == 6430


def test_an_added_batch_whose_removals_were_not_seen_gives_no_total() -> None:
    found = national_total(added(bare(11, count=1500, removed=None)), date(2028, 1, 1))
    assert isinstance(found, NoTotal)
    assert found.reason == "没有见到第 11 批（2026 年度）的移出数，不能推算"


def test_a_batch_known_by_its_year_alone_continues_the_run_or_leaves_a_gap() -> None:
    next_year = bare(0, year=2026, list_date="2027-03-01", count=1500, removed=100)
    assert isinstance(national_total(added(next_year), date(2028, 1, 1)), Total)
    later = replace(next_year, year=2027)
    found = national_total(added(later), date(2028, 1, 1))
    assert isinstance(found, NoTotal)
    assert found.missing == ("第 11 批",)


def test_a_batch_that_two_documents_tell_of_is_counted_once() -> None:
    same = replace(bare(9, count=1382, removed=47), list_date="2025-01-22")
    found = national_total(added(same), date(2026, 11, 26))
    assert isinstance(found, Total)
    assert found.count == 8336
    other = national_total(added(replace(same, count=1383)), date(2026, 11, 26))
    assert isinstance(other, NoTotal)
    assert "家数不同" in other.reason


def test_every_total_that_is_stored_comes_out_of_the_one_before() -> None:
    run = sorted(CORPUS.batches, key=lambda batch: batch.number)
    for older, newer in itertools.pairwise(run):
        assert newer.cumulative == (older.cumulative or 0) + newer.count - (newer.removed or 0)


def test_parks_have_totals_of_their_own() -> None:
    found = [national_total(CORPUS, date.fromisoformat(day), "parks") for day in ("2023-06-01", "2024-06-01")]
    assert [(one.count, one.kind) for one in found if isinstance(one, Total)] == [(267, "published"), (371, "derived")]
    assert isinstance(national_total(CORPUS, date(2022, 6, 1), "parks"), NoTotal)


@pytest.mark.parametrize(
    ("row", "day", "now", "before", "coming"),
    [
        ("std01", "2025-12-30", "GB/T 36132-2018", "", "GB/T 36132-2025"),
        ("std01", "2025-12-31", "GB/T 36132-2025", "GB/T 36132-2018", ""),
        ("s-gbt-36132", "2020-12-01", "GB/T 36132-2018", "", "GB/T 36132-2025"),
        ("std72", "2026-11-26", "HG/T 5866-2021", "HG/T 5866-2020", ""),
        ("std72", "2020-12-01", "HG/T 5866-2020", "", "HG/T 5866-2021"),
    ],
)
def test_the_standard_of_a_day_is_told_with_the_one_before_and_the_one_coming(
    row: str, day: str, now: str, before: str, coming: str
) -> None:
    standard = next(one for one in CORPUS.standards if one.id == row)
    around = TIMELINE.around(standard, date.fromisoformat(day))
    numbers = [
        " ".join(getattr(one, "number", "") for one in rows) for rows in (around.now, around.before, around.coming)
    ]
    assert numbers == [now, before, coming]


def test_a_standard_that_stands_beside_another_goes_on_holding() -> None:
    guide = TIMELINE.rows["std24"]
    state = TIMELINE.state(guide, date(2026, 11, 26))
    assert state.name == "holds"
    assert [change.id for change in state.beside] == ["p-s-jct-2634"]


def test_rules_are_those_of_the_country_the_province_and_the_place_nearest_first() -> None:
    found = rules_on(TIMELINE, PLACES, date(2026, 11, 26), topics=("yearly_table",), place_code="440400")
    assert [rule.id for rule in found] == ["r-gd-table", "r-nat-table"]
    in_2020 = rules_on(TIMELINE, PLACES, date(2020, 12, 1), topics=("recheck_cycle", "yearly_table"))
    assert [rule.id for rule in in_2020] == ["r-recheck-cycle"]


def test_six_bars_hold_on_either_side_of_the_measures_of_2024() -> None:
    for day, front in ((date(2024, 1, 18), "c2020"), (date(2024, 1, 19), "c2024")):
        bars = [one for one in conditions_on(TIMELINE, PLACES, day, level="国家级") if one.kind == "bar"]
        assert len(bars) == 6
        assert all(one.id.startswith(front) for one in bars)


def test_what_a_change_names_is_there_and_says_what_the_change_says() -> None:
    statements = {passage.id: passage.text for passage in CORPUS.passages}
    rows = TIMELINE.rows.keys() | statements.keys()
    for change in CORPUS.changes:
        assert set(change.older) | set(change.newer) <= rows, change.id
    assert "2121" in statements["gfr2020:2.3-1"]
    assert "2121" in statements["gfr2020:2.2-17"]
    assert "2121" in statements["gfr2020:4.1-1"]
    assert "三年" in statements["gfr2020:2.2-41"]
    assert "三年" in statements["gfr2020:4.2.4-5"]
    assert "五化" in statements["gfr2020:2.2-14"]


def test_a_statement_holds_from_the_day_of_the_document_that_its_heading_names() -> None:
    tenth = next(one for one in CORPUS.passages if one.text.startswith("第十批更名合计"))
    assert TIMELINE.state(tenth, date(2026, 3, 10)).name == "not_yet"
    assert TIMELINE.state(tenth, date(2026, 3, 11)).name == "holds"
    of_report = next(one for one in CORPUS.passages if one.id == "gfr2020:2.3-1")
    assert TIMELINE.start(of_report) == ""


def test_a_document_known_by_its_year_alone_counts_once_it_was_surely_there() -> None:
    by_year = TIMELINE.rows["r-gd-city-first"]  # 2024, and no day seen
    assert TIMELINE.state(by_year, date(2024, 12, 30)).name == "not_yet"
    assert TIMELINE.state(by_year, date(2024, 12, 31)).name == "holds"
    due_that_year = TIMELINE.rows["r-fj-table"]  # 2025, something due on 03-15
    assert TIMELINE.state(due_that_year, date(2025, 1, 1)).name == "holds"
    of_notice = next(one for one in CORPUS.passages if one.text.startswith("福建省级绿色制造单位"))
    assert TIMELINE.state(of_notice, date(2025, 3, 14)).name == "not_yet"
    assert TIMELINE.state(of_notice, date(2025, 3, 15)).name == "holds"
    seen = replace(by_year, holding=replace(by_year.holding, seen_on="2024-02-01"))
    assert Timeline(replace(CORPUS, rules=(seen,))).state(seen, date(2024, 2, 1)).name == "holds"


NAMED_DAY = re.compile(r"(?<!到 )(20\d\d-\d\d(?:-\d\d)?)(?![-\d]| 前)|〔(20\d\d)〕|(20\d\d) 版|(20\d\d) 年公布")


def statements() -> list[tuple[str, str, str]]:
    """Text, first and last day of the statements that have days of their own, as they stand in the file."""
    text = (folder_of("changes2026") / "text.md").read_text(encoding="utf-8")
    own = r"^- (.*?)(?: \{[^{}自]*\})?(?: \{自 ([\d-]+)(?: 至 ([\d-]+))?\})?$"
    return re.findall(own, text, re.MULTILINE)


def test_no_statement_speaks_of_a_day_after_its_own_first_day() -> None:
    for passage in CORPUS.passages:
        if passage.source.doc_id == "changes2026":
            begins = TIMELINE.begins(passage)
            for named in NAMED_DAY.findall(passage.text):
                assert begins is not None
                assert day_of(max(named)) <= begins, passage.text


def test_no_statement_is_told_before_its_day_or_after_its_last() -> None:
    known = Known(CORPUS, TIMELINE)
    days = {text: (first, last) for text, first, last in statements() if first}
    assert len(days) > 10
    boundaries = {day_of(first) for first, _ in days.values()} | {day_of(last) for _, last in days.values() if last}
    for boundary, step in itertools.product(sorted(boundaries), (-1, 0, 1)):
        day = boundary + timedelta(days=step)
        told = {one.text for one in known.statements(CORPUS.passages, day) if one.text in days}
        assert told == {
            text
            for text, (first, last) in days.items()
            if day_of(first, last=len(first) == 4) <= day and (not last or day <= day_of(last, last=True))
        }


def test_rows_are_cited_by_their_own_title_and_number() -> None:
    titles = {document.title for document in CORPUS.documents}
    for row in TIMELINE.rows.values():
        if row.source.doc_id == "changes2026":
            assert reference_of(row).title
            assert reference_of(row).title not in titles
    rule = next(one for one in CORPUS.rules if one.id == "r-nat-table")
    reference = reference_of(rule)
    assert (reference.title, reference.number, reference.article, reference.sureness) == (
        "绿色工厂梯度培育及管理暂行办法",
        "工信部节〔2024〕13号",
        "第十六条",
        "A",
    )


def test_left_out_the_report_alone_remains() -> None:
    assert [document.id for document in REPORT.documents] == ["gfr2020"]
    assert not REPORT.changes
    assert [batch.number for batch in REPORT.batches] == [1, 2, 3, 4, 5]
    found = national_total(REPORT, date(2026, 11, 26))
    assert isinstance(found, Total)
    assert found.count == 2121
