"""What newer documents change in older rules: a sum, a term; and what only repeats another document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corpus.extract.document import Extraction, extract
from corpus.places import Places
from corpus.readers import BY_KIND
from corpus.replacement import after_replacements
from corpus.types import Document, Subsidy
from corpus.validity import status_on

RULE = """丽水市经济和信息化局关于印发《丽水市绿色制造奖励办法》的通知

丽测经信〔2026〕1号

现将《丽水市绿色制造奖励办法》印发给你们。

丽水市经济和信息化局

2026年2月10日

第一条 国家级绿色工厂奖励60万元，省级绿色工厂奖励25万元。

第二条 本办法自2026年3月1日起施行，有效期3年。
"""
CHANGE = """丽水市经济和信息化局关于修改《丽水市绿色制造奖励办法》的决定

将第一条中的“省级绿色工厂奖励25万元”修改为“省级绿色工厂奖励15万元”。

本决定自2026年6月1日起施行。

丽水市经济和信息化局

2026年5月10日
"""
LONGER = """丽水市经济和信息化局关于延长《丽水市绿色制造奖励办法》有效期的通知

《丽水市绿色制造奖励办法》（丽测经信〔2026〕1号）有效期延长{until}。

丽水市经济和信息化局

2029年1月10日
"""
COMMENT = "《丽水市绿色制造奖励办法》政策解读\n\n丽水市对国家级绿色工厂奖励{sum}万元。\n"


def made(text: str, doc_id: str, places: Places) -> Extraction:
    """What comes of a text."""
    return extract(BY_KIND["text"].read(text.encode()), f"{doc_id}.txt", doc_id, {}, places)


def together(places: Places, **texts: str) -> list[Subsidy]:
    """The rows of several documents, after what they do to each other."""
    found = [made(text, doc_id, places) for doc_id, text in texts.items()]
    documents: list[Document] = [one.document for one in found]
    rows = [row for one in found for row in one.tables.get("subsidies", ())]
    return list(after_replacements(documents, rows))


def in_force(rows: list[Subsidy], day: date) -> dict[str, float | None]:
    """The sums by level that hold on a day."""
    standing = [row for row in rows if status_on(row, day) in ("in_force", "unstated")]
    return {award.level: award.amount_max for row in standing for award in row.awards}


def test_a_changed_sum_holds_from_its_day_on_and_the_old_one_before(places: Places) -> None:
    rows = together(places, rule=RULE, change=CHANGE)
    assert in_force(rows, date(2026, 5, 31)) == {"国家级": 60, "省级": 25}
    assert in_force(rows, date(2026, 6, 1)) == {"国家级": 60, "省级": 15}
    assert {row.end_date for row in rows} == {"2029-02-28"}
    assert len({row.id for row in rows}) == len(rows)


def test_what_is_parted_from_a_row_comes_last_so_that_an_index_can_keep_it(places: Places) -> None:
    before = [row.id for row in made(RULE, "rule", places).tables["subsidies"]]
    rows = together(places, rule=RULE, change=CHANGE)
    assert [row.id for row in rows] == [*before, "change:s1", "rule:s1~change"]


def test_a_change_touches_no_rule_of_another_place(places: Places) -> None:
    rows = together(places, rule=RULE.replace("丽水", "衢州"), change=CHANGE)
    assert in_force(rows, date(2026, 7, 1))["国家级"] == 60
    assert [row for row in rows if row.repealed_on] == []


def test_a_longer_term_moves_the_end_of_the_older_rule(places: Places) -> None:
    (row,) = together(places, rule=RULE, longer=LONGER.format(until="至2030年12月31日"))
    assert (row.end_date, row.end_basis) == ("2030-12-31", "stated")
    assert "原至 2029-02-28" in row.notes[-1]


def test_a_term_lengthened_by_years_counts_from_the_old_end(places: Places) -> None:
    (row,) = together(places, rule=RULE, longer=LONGER.format(until="2年"))
    assert (row.end_date, row.end_basis) == ("2031-02-28", "computed")


def test_a_second_copy_and_a_comment_are_no_further_rules(places: Places) -> None:
    (row,) = together(places, comment=COMMENT.format(sum=60), rule=RULE, copy=RULE)
    assert row.source.doc_id == "rule"


def test_a_comment_that_says_otherwise_stays_beside_the_rule(places: Places) -> None:
    assert len(together(places, rule=RULE, comment=COMMENT.format(sum=70))) == 2


def test_a_draft_changes_nothing(places: Places) -> None:
    found = made(CHANGE, "change", places)
    rule = made(RULE, "rule", places)
    documents = [rule.document, replace(found.document, draft=True)]
    rows = after_replacements(documents, rule.tables["subsidies"])
    assert in_force(list(rows), date(2026, 7, 1)) == {"国家级": 60, "省级": 25}


def test_a_clean_up_notice_ends_what_it_lists_under_its_heading(places: Places) -> None:
    text = """丽水市经济和信息化局关于规范性文件清理结果的公告

一、继续有效的文件

1.《丽水市节能奖励办法》

二、废止的文件

1.《丽水市绿色制造奖励办法》（丽测经信〔2026〕1号）

丽水市经济和信息化局

2027年5月10日
"""
    (row,) = together(places, rule=RULE, cleanup=text)
    assert row.repealed_on == "2027-05-10"
    assert made(text, "x", places).document.supersedes == ("《丽水市绿色制造奖励办法》（丽测经信〔2026〕1号）",)


def test_a_column_names_the_policy_that_a_row_replaces(places: Places) -> None:
    head = "地区,奖励对象,级别,奖励金额（万元）,政策名称,施行日期,替代的原政策\n"
    table = f"{head}丽水市,绿色工厂,国家级,90,丽水新政,2027-01-01,丽水市绿色制造奖励办法\n"
    new = extract(BY_KIND["csv_table"].read(table.encode()), "t.csv", "new", {}, places)
    old = made(RULE, "rule", places)
    rows = after_replacements([old.document, new.document], [*old.tables["subsidies"], *new.tables["subsidies"]])
    assert [(row.repealed_on, row.repealed_by == "") for row in rows] == [("2027-01-01", False), ("", True)]


def test_a_later_edition_of_a_yearly_series_is_said_to_be_one(places: Places) -> None:
    guide = "丽水市{year}年度绿色工厂奖励申报指南\n\n国家级绿色工厂奖励{sum}万元。\n\n"
    guide += "丽水市经济和信息化局\n\n{year}年5月10日\n"
    older, newer = together(places, a=guide.format(year=2025, sum=50), b=guide.format(year=2026, sum=60))
    assert "较新的一期" in older.notes[-1]
    assert newer.notes == ()


def test_a_notice_may_lengthen_a_rule_and_change_a_sum_of_it_at_once(places: Places) -> None:
    both = """丽水市经济和信息化局关于延长《丽水市绿色制造奖励办法》有效期并修改部分条款的通知

决定延长《丽水市绿色制造奖励办法》（丽测经信〔2026〕1号）的有效期，并对部分条款作如下修改：

一、《丽水市绿色制造奖励办法》有效期延长至2031年12月31日。

二、将第一条修改为：“国家级绿色工厂奖励90万元。”

三、删去第七条。

本通知自2028年7月1日起施行。

丽水市经济和信息化局

2028年6月25日
"""
    rows = together(places, rule=RULE, both=both)
    told = {(award.amount_max, row.end_date, row.repealed_on) for row in rows for award in row.awards}
    assert told == {(25.0, "2031-12-31", ""), (60.0, "2031-12-31", "2028-07-01"), (90.0, "2031-12-31", "")}
    ended = next(row for row in rows if row.repealed_on)
    assert ended.repealed_words == "二、将第一条修改为：“国家级绿色工厂奖励90万元。”"
