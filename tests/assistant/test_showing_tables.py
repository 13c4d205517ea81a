"""The five tables, on the shipped corpus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.errors import UnknownPlaceError
from assistant.saying.awards import figure, say_award, say_awards
from assistant.service import Assistant
from assistant.showing import tables as listing
from assistant.showing.tables import Row
from corpus.places import Places
from corpus.timeline import years_later
from corpus.types import Award, Corpus, Source, Subsidy
from tests.shipped import load_shipped


def table(corpus: Corpus, places: Places, *names: str, **filters: object) -> list[Row]:
    codes = listing.find_places(places, names)
    settings = {"as_of": date(2026, 11, 22), **filters}
    return listing.subsidies(corpus, places, place_codes=codes, **settings)  # type: ignore[arg-type]


def test_every_subsidy_row_is_there_also_the_ones_without_an_award(corpus: Corpus, places: Places) -> None:
    rows = table(corpus, places)
    assert {row["id"] for row in rows} == {subsidy.id for subsidy in corpus.subsidies}
    assert len(rows) == sum(max(1, len(subsidy.awards)) for subsidy in corpus.subsidies)
    assert [row for row in rows if row["amount_max"] is None and row["form"] == ""]


def test_a_province_includes_its_cities_and_districts(corpus: Corpus, places: Places) -> None:
    assert {"义乌市", "吴兴区"} <= {row["place"] for row in table(corpus, places, "浙江")}


def test_a_city_does_not_bring_its_province(corpus: Corpus, places: Places) -> None:
    assert {row["place"] for row in table(corpus, places, "义乌")} == {"义乌市"}


def test_several_places_are_listed_together(corpus: Corpus, places: Places) -> None:
    both = {row["place"] for row in table(corpus, places, "义乌", "永康")}
    assert both == {"义乌市", "永康市"}


def test_a_place_may_be_written_with_its_province_and_a_region_by_its_name(places: Places) -> None:
    assert listing.find_places(places, ["浙江省义乌市"]) == listing.find_places(places, ["义乌"]) == ("330782",)
    assert len(listing.find_places(places, ["长三角"])) == 4


def test_the_whole_country_is_every_place(corpus: Corpus, places: Places) -> None:
    assert table(corpus, places, "全国") == table(corpus, places)


def test_an_unknown_place_is_refused_by_its_name(places: Places) -> None:
    with pytest.raises(UnknownPlaceError, match="火星"):
        listing.find_places(places, ["浙江", "火星"])


def test_a_minimum_keeps_the_rows_that_reach_it_and_those_only(corpus: Corpus, places: Places) -> None:
    every = table(corpus, places, "浙江")
    kept = table(corpus, places, "浙江", minimum=100)
    assert kept == [row for row in every if (row["figure"] or 0) >= 100]
    assert ("义乌市", "国家级", 500) in {(row["place"], row["level"], row["amount_max"]) for row in kept}


def test_a_range_reaches_as_far_as_its_upper_end(corpus: Corpus, places: Places) -> None:
    kept = table(corpus, places, "云南", minimum=200)
    assert [(row["amount_min"], row["amount_max"], row["amount"]) for row in kept] == [(50, 200, "一次性 50—200 万元")]
    assert not [row for row in table(corpus, places, "云南", maximum=199) if row["form"] == "range"]


def test_a_level_keeps_that_level_and_what_is_promised_without_one(corpus: Corpus, places: Places) -> None:
    assert {row["level"] for row in table(corpus, places, level="国家级")} <= {"国家级", ""}
    assert {row["place"] for row in table(corpus, places, "浙江", level="国家级")} >= {"义乌市"}


def test_a_municipalitys_own_level_is_that_of_a_province(corpus: Corpus, places: Places) -> None:
    assert table(corpus, places, "重庆", level="市级") == table(corpus, places, "重庆", level="省级") != []


def test_a_matching_award_is_as_much_as_the_award_it_matches(corpus: Corpus, places: Places) -> None:
    rows = [row for row in table(corpus, places, "安徽", minimum=100) if row["form"] == "matching"]
    assert [(row["amount_max"], row["relative_amount"], row["figure"]) for row in rows] == [(None, 100, 100)]


def test_a_match_brings_no_more_than_its_ceiling() -> None:
    award = Award(level="国家级", form="matching", ratio=1.0, relative_amount=100.0, amount_max=50.0)
    assert (figure(award), say_award(award)) == (50.0, "按上级奖补 100 万元 1:1 配套，即 50 万元，最高 50 万元")


def test_an_award_without_a_level_goes_to_what_the_row_is_about() -> None:
    award = Award(level="", form="fixed", amount_min=20.0, amount_max=20.0)
    assert say_awards((award,), "绿色供应链管理企业") == "经认定的绿色供应链管理企业 20 万元"


@pytest.mark.parametrize(
    ("award", "words"),
    [
        (Award(level="国家级", form="matching", ratio=1.0), "配套 未载明数额"),
        (Award(level="国家级", form="extra", amount_max=5.0), "另加 5 万元"),
        (Award(level="国家级", form="ceiling"), "上限 未载明数额"),
        (Award(level="国家级", form="fixed", amount_min=20.0, amount_max=20.0, one_off=True), "一次性 20 万元"),
    ],
)
def test_a_sum_that_the_source_does_not_give_is_not_made_up(award: Award, words: str) -> None:
    assert listing.amount_words(award) == words


def test_the_status_depends_on_the_day(corpus: Corpus, places: Places) -> None:
    within = table(corpus, places, "义乌", as_of=date(2019, 6, 30))
    after = table(corpus, places, "义乌", as_of=date(2021, 1, 1))
    assert {row["status"] for row in within} == {"in_force"}
    assert {row["status_name"] for row in after} == {"已过期"}


def test_the_status_filter_takes_several(corpus: Corpus, places: Places) -> None:
    kept = {row["status"] for row in table(corpus, places, statuses=("draft", "unstated"))}
    assert kept == {"draft", "unstated"}


def test_sorted_by_amount_the_highest_is_first_and_rows_without_a_figure_last(corpus: Corpus, places: Places) -> None:
    amounts = [row["figure"] for row in table(corpus, places, sort="amount")]
    figures = [amount for amount in amounts if amount is not None]
    assert figures == sorted(figures, reverse=True)
    assert amounts[: len(figures)] == figures


def test_sorted_by_date_the_newest_is_first(corpus: Corpus, places: Places) -> None:
    dates = [row["date"] for row in table(corpus, places, sort="date")]
    assert dates == sorted(dates, reverse=True)


def test_led_finds_the_standards_for_it_by_name_and_by_everyday_name(corpus: Corpus) -> None:
    numbers = {row["number"] for row in listing.standards(corpus, text="LED")}
    assert {"T/CESA 1084-2020", "T/CESA 1096-2020"} <= numbers
    assert listing.standards(corpus, text="led") == listing.standards(corpus, text="ＬＥＤ")


def test_a_standard_number_is_found_with_and_without_its_space(corpus: Corpus) -> None:
    assert [row["title"] for row in listing.standards(corpus, text="JC/T2562-2020")] == ["水泥行业绿色工厂评价导则"]


def test_several_words_must_all_be_there(corpus: Corpus) -> None:
    assert {row["number"] for row in listing.standards(corpus, text="T/CESA 晶圆")} == {"T/CESA 1081-2020"}


def test_a_standard_status_keeps_only_that_status(corpus: Corpus) -> None:
    rows = listing.standards(corpus, statuses=("comment_draft",))
    assert {row["status_name"] for row in rows} == {"征求意见稿"}
    assert len(listing.standards(corpus)) == len(corpus.standards)


def test_policies_of_a_province(corpus: Corpus, places: Places) -> None:
    rows = listing.policies(corpus, places, place_codes=listing.find_places(places, ["云南"]))
    assert [(row["date"], row["place"]) for row in rows] == [("2016-07", "云南省"), ("2017-08", "云南省")]


def test_both_ends_of_a_span_of_months_are_included(corpus: Corpus, places: Places) -> None:
    codes = listing.find_places(places, ["云南"])
    assert len(listing.policies(corpus, places, place_codes=codes, since="2016-07", until="2017-08")) == 2
    assert len(listing.policies(corpus, places, place_codes=codes, since="2016-08", until="2017-07")) == 0
    assert len(listing.policies(corpus, places, place_codes=codes, until="2016")) == 1


def test_areas_without_named_policies_are_kept_apart(corpus: Corpus, places: Places) -> None:
    rows = listing.areas(corpus, places, place_codes=listing.find_places(places, ["云南"]))
    assert "昆明市" in {row["place"] for row in rows}


def test_the_five_batches_sum_up_to_all_national_factories(corpus: Corpus) -> None:
    rows = listing.batches(corpus)
    assert [row["batch"] for row in rows] == [1, 2, 3, 4, 5]
    assert sum(row["count"] for row in rows) == 2121


def test_the_third_batch_is_due_three_years_after_its_list(corpus: Corpus, as_of: date) -> None:
    due = listing.reviews(corpus, batch=3, as_of=as_of)[0]
    assert (due["list_date"], due["due_date"], due["overdue"]) == ("2018-11", "2021-11", True)
    assert due["computation"] == "2018-11 + 3 年 = 2021-11"
    assert due["computation"] in due["text"]


def test_a_batch_is_not_overdue_before_its_month_has_ended(corpus: Corpus) -> None:
    assert listing.reviews(corpus, batch=3, as_of=date(2021, 11, 30))[0]["overdue"] is False
    assert listing.reviews(corpus, batch=3, as_of=date(2021, 12, 1))[0]["overdue"] is True


@pytest.mark.parametrize(
    ("day", "upcoming"),
    [(date(2020, 12, 1), "2021-11"), (date(2021, 11, 30), "2021-11"), (date(2026, 11, 22), "2027-11")],
)
def test_the_rounds_of_the_table_are_those_of_the_answer(
    corpus: Corpus, assistant: Assistant, day: date, upcoming: str
) -> None:
    due = listing.reviews(corpus, batch=3, as_of=day)[0]
    assert (due["due_date"], due["next_due_date"], due["upcoming_due_date"]) == ("2021-11", "2024-11", upcoming)
    told = assistant.ask("第三批绿色工厂什么时候复核？", as_of=day).headline
    assert f"应在 {due['due_date']} 前后复核" in told
    assert f"再下一轮 {due['next_due_date']} 前后" in told


def test_only_the_first_two_batches_were_called_for_recheck_in_2020(corpus: Corpus, as_of: date) -> None:
    called = {row["batch"]: row["called_date"] for row in listing.reviews(corpus, as_of=as_of) if row["kind"] == "due"}
    assert called == {1: "2020-03", 2: "2020-03", 3: "", 4: "", 5: ""}


def test_the_reviews_of_a_batch_say_the_cycle_what_is_checked_and_what_removes(corpus: Corpus, as_of: date) -> None:
    topics = [row["topic"] for row in listing.reviews(corpus, batch=3, as_of=as_of)]
    assert topics[0] == "due"
    assert {"recheck_cycle", "recheck_scope", "removal"} <= set(topics)
    assert not {"stars", "recheck_call"} & set(topics)


def test_without_a_batch_every_rule_is_listed(corpus: Corpus, as_of: date) -> None:
    rows = listing.reviews(corpus, as_of=as_of)
    assert len(rows) == len(corpus.batches) + len(corpus.rules)
    assert not [row["topic"] for row in rows if row["topic_name"] == row["topic"]]


def test_there_is_no_sixth_batch(corpus: Corpus, as_of: date) -> None:
    assert listing.reviews(corpus, batch=6, as_of=as_of) == []


def test_rows_of_one_table_have_the_same_keys(corpus: Corpus, places: Places, as_of: date) -> None:
    tables = (
        table(corpus, places),
        listing.standards(corpus),
        listing.policies(corpus, places),
        listing.areas(corpus, places),
        listing.batches(corpus),
        listing.reviews(corpus, as_of=as_of),
    )
    for rows in tables:
        assert len({tuple(row) for row in rows}) == 1
        assert all(row["document"] and row["doc_id"] and row["section"] and row["locator"] for row in rows)


@pytest.mark.parametrize(
    ("start", "later"),
    [("2018", "2021"), ("2018-11", "2021-11"), ("2018-07-09", "2021-07-09"), ("2016-02-29", "2019-02-28")],
)
def test_three_years_later_in_any_precision(start: str, later: str) -> None:
    assert years_later(start, 3) == later


def test_a_row_without_a_document_of_its_own_still_names_its_source(corpus: Corpus, places: Places) -> None:
    lone = Subsidy(
        id="x", source=Source(doc_id="gone"), seq="", place_code="330782", place="义乌市", province="浙江省",
        policy="办法", awards=(Award(level="国家级", form="ceiling", amount_max=60.0),),
    )  # fmt: skip
    rows = table(replace(corpus, subsidies=(lone,)), places)
    assert [(row["document"], row["amount"]) for row in rows] == [("gone", "最高 60 万元")]


BOTH = load_shipped(frozenset())


@pytest.mark.parametrize(
    ("day", "first", "regime"),
    [
        ("2023-03-22", "due", "第一批名单 2017-09 公布"),
        ("2023-03-23", "yearly_table", "各地4月30日前完成动态管理"),
        ("2024-01-18", "yearly_table", "各地4月30日前完成动态管理"),
        ("2024-01-19", "yearly_table", "名单内企业、园区每年4月15日前"),
    ],
)
def test_reviews_tell_the_regime_of_the_day_first(day: str, first: str, regime: str) -> None:
    rows = listing.reviews(BOTH, as_of=date.fromisoformat(day))
    assert rows[0]["topic"] == first
    assert regime in rows[0]["text"]


def test_no_batch_is_due_once_the_three_year_recheck_is_replaced_and_it_says_by_what() -> None:
    rows = listing.reviews(BOTH, batch=3, as_of=date(2026, 11, 26))
    assert all(row["kind"] == "rule" for row in rows)
    (cycle,) = [row for row in rows if row["topic"] == "recheck_cycle"]
    assert cycle["standing"] == (
        "2023-03-23 起已由《关于公布2022年度绿色制造名单的通知》（工信厅节函〔2023〕64号）实际取代，未见废止字样"
    )


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2020-12-01", "合计 2121 家，是公布的累计数（2020-10）。"),
        ("2024-01-04", "合计 3616 家，是公布的累计数（2023-03-23），已减去移出的。"),
        ("2024-06-01", "合计 5095 家，是推算：3616 + 1488 − 9 = 5095。最近公布的累计数是 3616 家（2023-03-23）。"),
    ],
)
def test_the_total_under_the_batches_is_that_of_the_day(day: str, words: str) -> None:
    assert listing.total_words(BOTH, date.fromisoformat(day)) == words


def test_no_total_stands_under_batches_with_a_gap() -> None:
    gap = replace(BOTH, batches=tuple(one for one in BOTH.batches if one.number not in (6, 7, 8)))
    assert listing.total_words(gap, date(2026, 11, 26)) == (
        "不给出合计：缺第 6 批、第 7 批、第 8 批，不能相加。最近公布的累计数是 6430 家（2025-01-22）。"
    )


def test_a_standard_that_a_newer_edition_replaced_tells_so_from_the_day_on_which_it_did() -> None:
    both = load_shipped(frozenset())
    (now, *_) = [row for row in listing.standards(both, as_of=date(2026, 11, 22)) if row["number"] == "GB/T 36132-2018"]
    assert (now["replaced_by"], now["replaced_on"]) == ("GB/T 36132-2025", "2025-12-31")
    assert now["notes"][0] == "2025-12-31 起已由《绿色工厂评价通则》（GB/T 36132-2025）明文代替"
    (then, *_) = [row for row in listing.standards(both, as_of=date(2020, 12, 1)) if row["number"] == "GB/T 36132-2018"]
    assert (then["replaced_by"], then["standing"]) == ("", "")


def test_the_tables_of_a_day_hold_nothing_of_later_days(places: Places) -> None:
    both, day = load_shipped(frozenset()), date(2018, 6, 30)
    rows = [*listing.standards(both, as_of=day), *listing.policies(both, places, as_of=day)]
    assert rows
    assert all(row["date"] <= "2018-06-30" for row in rows)
    assert not [row for row in listing.standards(both, as_of=date(2015, 1, 1)) if row["number"]]
