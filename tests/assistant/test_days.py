"""The same question on the day before a change, on its day and on the day after: the answer changes exactly once.

The changes are read by a plain loop over the tables; what is asked is what a user would ask.
"""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta

import pytest

from assistant.service import Assistant
from assistant.types import Answer
from assistant.understanding.numerals import dates
from corpus.shipped import folder_of

FOLDER = folder_of("changes2026")
REPLACING = ("explicit", "in_practice", "continuation", "yearly_edition", "status_change")


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def dated(topics: tuple[str, ...]) -> list[dict[str, str]]:
    """Changes of some topics whose day is known."""
    found = [row for row in table("changes") if row["topic"] in topics and row["kind"] in REPLACING and row["older"]]
    return [row for row in found if len(row["since"]) == len("2025-08-29")]


SUBSIDIES = dated(("补贴",))
STANDARDS = dated(("标准状态", "通则"))
PLACES = {row["id"]: row["place"] for row in table("subsidies")}
TITLES = {row["id"]: row["title"] for row in table("standards")}


def around(assistant: Assistant, question: str, since: str) -> tuple[Answer, Answer, Answer]:
    day = date.fromisoformat(since)
    before, on, after = (assistant.ask(question, as_of=day + timedelta(days=step)) for step in (-1, 0, 1))
    return before, on, after


def newer(change: dict[str, str]) -> str:
    return next(row_id for row_id in change["newer"].split("；") if row_id in PLACES or row_id in TITLES)


@pytest.mark.parametrize("change", SUBSIDIES, ids=[row["id"] for row in SUBSIDIES])
def test_an_award_is_that_of_the_newer_document_from_its_day_on(today: Assistant, change: dict[str, str]) -> None:
    before, on, after = around(today, f"{PLACES[newer(change)]}国家级绿色工厂奖励多少？", change["since"])
    assert change["title"] not in before.text
    assert on.citations[0].policy == after.citations[0].policy == change["title"]
    assert before.citations[0].policy != change["title"]
    assert "此前：" in on.text


@pytest.mark.parametrize("change", STANDARDS, ids=[row["id"] for row in STANDARDS])
def test_a_standard_is_the_newer_one_from_its_day_on(today: Assistant, change: dict[str, str]) -> None:
    before, on, after = around(today, f"{TITLES[newer(change)]}的标准号是多少？", change["since"])
    told = [answer.records[0]["id"] for answer in (before, on, after)]
    assert told[0] != newer(change)
    assert told[1:] == [newer(change)] * 2


LISTED = [row for row in table("batches") if row["list_date"]]


@pytest.mark.parametrize("batch", LISTED, ids=[row["id"] for row in LISTED])
def test_a_total_counts_a_list_from_its_day_on(today: Assistant, batch: dict[str, str]) -> None:
    before, on, after = around(today, "国家级绿色工厂累计有多少家？", batch["list_date"])
    assert f"{batch['cumulative']} 家" in on.headline
    assert f"{batch['cumulative']} 家" not in before.headline
    assert on.headline.split("，", 1)[1] == after.headline.split("，", 1)[1]
    assert ("推算" in on.headline) == (batch["cumulative_kind"] == "derived")


def test_a_recheck_is_told_by_the_rule_of_its_day(today: Assistant) -> None:
    asked = "国家级绿色工厂多久复核一次？"
    days = ("2023-03-22", "2023-03-23", "2024-01-18", "2024-01-19")
    headlines = [today.ask(asked, as_of=day).headline for day in days]
    assert "每三年复核一次" in headlines[0]
    assert "动态管理" in headlines[1]
    assert "4月30日" in headlines[1]
    assert "只收录了 2023 年度的规定" in headlines[2]
    assert "4月15日" in headlines[3]
    assert "4月15日" not in headlines[2]


@pytest.mark.parametrize(
    ("place", "older"), [("温州市", "100 万元"), ("慈溪市", "30 万元"), ("河南省", "200 万元"), ("天津市", "60 万元")]
)
def test_an_amount_that_was_not_seen_leaves_no_older_one_as_todays(today: Assistant, place: str, older: str) -> None:
    answer = today.ask(f"{place}国家级绿色工厂奖励多少？", as_of="2026-11-26")
    assert "没有收录" in answer.headline
    assert older not in answer.headline
    assert any(fact.startswith("此前：") and older in fact for fact in answer.facts)


def test_a_level_that_the_newer_document_is_silent_about_is_not_paid_by_the_older_one(today: Assistant) -> None:
    answer = today.ask("安徽省省级绿色工厂奖励多少？", as_of="2026-11-26")
    assert answer.status == "partial"
    assert "50 万元" not in answer.headline.replace("国家级一次性 50 万元", "")


def test_a_day_that_the_question_names_is_the_day_of_the_answer(today: Assistant) -> None:
    named = today.ask("2020年12月安徽国家级绿色工厂奖多少？", as_of="2026-11-26")
    assert "100 万元" in named.headline
    assert named.headline.startswith("按 2020年12月 的规定：")


@pytest.mark.parametrize("asked", ["国家级绿色工厂要复核吗", "国家级绿色工厂还要复核吗，多久一次"])
def test_whether_there_is_a_recheck_is_told_without_asking_back(today: Assistant, asked: str) -> None:
    answer = today.ask(asked, as_of="2026-11-26")
    assert answer.status == "answered"
    assert "现在按年度动态管理" in answer.headline
    assert "请问" not in answer.text
    assert "国家级绿色工厂每三年复核一次" in answer.text


NEVER = "第{list} 公布，当时三年一复核已被取代，没有三年一次的复核。"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("我们第八批的，还要三年复核吗？", NEVER.format(list="八批名单 2024-01-05")),
        ("我们第九批的，还要三年复核吗？", NEVER.format(list="九批名单 2025-01-22")),
        ("第七批什么时候复核", NEVER.format(list="七批名单 2023-03-23")),
        (
            "第五批还要三年复核吗？",
            "第五批名单 2020-10 公布，按三年推算到 2023-10（2020-10 + 3 年 = 2023-10），在取代之后，不再适用。",
        ),
        (
            "第三批什么时候复核",
            "第三批名单 2018-11 公布，取代之前按三年推算，应在 2021-11 前后复核（2018-11 + 3 年 = 2021-11），"
            "之后不再推算。",
        ),
        ("2021年复核过的，下次什么时候", "2021 年复核过的，下一次三年复核落在 2023-03-23 之后，不再适用。"),
    ],
)
def test_no_recheck_is_computed_beyond_the_day_that_its_rule_was_replaced(
    today: Assistant, asked: str, told: str
) -> None:
    headline = today.ask(asked, as_of="2026-11-26").headline
    assert headline.startswith("现在按年度动态管理（")
    assert "不按三年一复核；三年一复核 2023-03-23 起已实际取代，未见废止字样。" in headline
    assert headline.endswith(told)


def test_a_recheck_is_computed_up_to_the_day_that_its_rule_was_replaced(today: Assistant) -> None:
    before, after = (today.ask("第五批什么时候复核", as_of=day).headline for day in ("2023-03-22", "2023-03-23"))
    assert before.startswith("第五批名单 2020-10 公布，按每三年一复核推算，应在 2023-10 前后复核")
    assert after.endswith("在取代之后，不再适用。")


def test_who_asks_for_the_next_day_is_told_it_first_and_of_the_duty_named_alone(today: Assistant) -> None:
    named = today.ask("义乌下次什么时候报动态管理表", as_of="2026-11-26")
    assert named.headline == (
        "义乌市绿色工厂接下来要做的：2027年4月15日前，名单内企业、园区通过管理平台填报年度动态管理表。"
    )
    assert named.facts[0].startswith("2026年4月15日前（今年的已过）")
    duties = [re.sub("《[^》]*》", "", fact) for fact in named.facts]  # the title of an older notice is no duty
    assert not any("推荐" in duty for duty in duties)
    year = today.ask("义乌今年要做什么", as_of="2026-11-26").headline
    assert "2026年4月15日前（今年的已过）" in year
    assert "推荐" in year


def test_what_a_list_leaves_empty_is_not_quoted_as_an_empty_title(today: Assistant) -> None:
    quotes = [one.quote for one in today.ask("全国现在有多少家国家级绿色工厂", as_of="2026-11-26").citations]
    assert len(quotes) == 10
    assert not [quote for quote in quotes if "《》" in quote or quote.endswith("：")]
    assert any(quote.endswith("；优先行业：钢铁、有色金属、化工、建材、机械、汽车、电子信息") for quote in quotes)


@pytest.mark.parametrize("change", STANDARDS, ids=[row["id"] for row in STANDARDS])
def test_a_title_in_brackets_is_the_standard_that_bears_it(today: Assistant, change: dict[str, str]) -> None:
    """As statements of 2020 that share its words, it would be told as not out yet for ever."""
    title = TITLES[newer(change)]
    on = today.ask(f"《{title}》的标准号是多少，现在什么状态？", as_of=change["since"])
    assert on.intent == "standard"
    assert newer(change) in [record["id"] for record in on.records]
    assert today.ask(f"{title}现在什么状态？", as_of=change["since"]).headline == (
        today.ask(f"《{title}》现在什么状态？", as_of=change["since"]).headline
    )


def test_what_came_to_stand_beside_a_standard_is_told_with_it(today: Assistant) -> None:
    asked = "《水泥行业绿色工厂评价导则》的标准号是多少？"
    before, on, after = around(today, asked, "2021-10-08")
    told = "与它并存的：JC/T 2634-2021 《水泥行业绿色工厂评价要求》2021-10-08 已发布，未见废止字样"
    assert told not in before.facts
    assert told in on.facts
    assert on.facts == after.facts
    assert "JC/T 2562-2020" in on.headline


def test_bars_are_told_from_their_day_on_and_before_it_what_was_looked_at_then(today: Assistant) -> None:
    before, on, _ = around(today, "哪些情形不得申报国家级绿色工厂？", "2024-01-19")
    assert before.status == "partial"
    assert before.headline.startswith("到这一天，资料没有写不得申报的情形；相关的是：复核重点看近 3 年这")
    assert on.headline.startswith("有下列 6 种情形之一的不得申报国家级绿色工厂")


def test_before_the_yearly_tables_a_recheck_is_told_by_its_cycle(today: Assistant, assistant: Assistant) -> None:
    asked = "国家级绿色工厂要复核吗"
    for answer in (today.ask(asked, as_of="2023-03-22"), assistant.ask(asked)):
        assert answer.status == "answered"
        assert answer.headline == "国家级绿色工厂每三年复核一次（“每三年一复核”）。"
    assert assistant.ask("我们厂要复核吗").status == "clarify"


@pytest.mark.parametrize(
    ("counted", "written"),
    [
        ("哪些政策今年到期", "哪些政策2020年到期"),
        ("浙江今年到期的补贴有哪些", "浙江2020年到期的补贴有哪些"),
        ("去年到期的补贴有哪些", "2019年到期的补贴有哪些"),
        ("明年失效的政策有哪些", "2021年失效的政策有哪些"),
        ("去年浙江出台了哪些政策", "2019年浙江出台了哪些政策"),
        ("前年发布的政策有哪些", "2018年发布的政策有哪些"),
    ],
)
def test_a_year_counted_from_the_day_is_the_year_it_comes_to(today: Assistant, counted: str, written: str) -> None:
    by_count, by_number = (today.ask(text, as_of="2020-06-01") for text in (counted, written))
    assert by_count.headline == by_number.headline
    assert by_count.unused == by_number.unused == ()
    assert by_count.question == counted


def test_the_year_of_a_factorys_own_listing_is_none_of_a_document(today: Assistant) -> None:
    answer = today.ask("我们厂去年评上国家级，在义乌，能拿多少", as_of="2020-06-01")
    assert "500 万元" in answer.headline
    assert not answer.headline.startswith("按")


@pytest.mark.parametrize("asked", ["2020年到期的补贴", "2020年底到期的政策", "今年到期的奖励"])
def test_what_ends_in_a_year_is_a_set_and_needs_no_place(today: Assistant, asked: str) -> None:
    answer = today.ask(asked, as_of="2020-06-01")
    assert answer.status == "answered"
    assert "义乌市（有效期至 2020-12-31" in answer.headline


@pytest.mark.parametrize("asked", ["改名了还算不算绿色工厂", "企业更名后还是绿色工厂吗", "公司合并以后还算绿色工厂吗"])
def test_what_follows_from_a_new_name_is_no_count_of_new_names(today: Assistant, asked: str) -> None:
    answer = today.ask(asked)
    assert answer.status in ("partial", "no_answer")
    assert answer.headline.startswith("资料没有写搬迁、更名后的处理")


@pytest.mark.parametrize(
    ("asked", "figure"), [("第九批更名情况", "230 家"), ("各批更名了几家", "484 家"), ("第八批更名多少", "46 家")]
)
def test_new_names_are_still_counted_where_they_are_counted(today: Assistant, asked: str, figure: str) -> None:
    assert figure in today.ask(asked).headline


def test_a_second_definition_is_told_beside_the_first_from_its_day_on(today: Assistant) -> None:
    before, on, after = around(today, "什么是绿色工厂", "2025-12-31")
    told = "2025-12-31 起还有另一种口径，两种并存：2025 版通则的五个一级指标：能源低碳化、资源高效化、生产洁净化"
    assert not any(fact.startswith(told) for fact in before.facts)
    assert any(fact.startswith(told) for fact in on.facts)
    assert on.facts == after.facts


@pytest.mark.parametrize(
    ("day", "asked", "later"),
    [
        ("2025-01-01", "申报国家级绿色工厂要第三方评价报告吗？", "不再提交"),
        ("2025-09-30", "申报国家级绿色工厂要第三方评价报告吗？", "不再提交"),
        ("2024-06-01", "绿色工厂的五化是哪五化？", "资源高效化"),
        ("2024-05-26", "浙江绿色低碳工厂按什么评价", "2024 版"),
        ("2024-11-17", "浙江绿色低碳工厂名单公布了多少家", "100 家"),
        ("2024-12-31", "53个重点行业的评价要求", "53 个"),
        ("2024-01-18", "申报国家级绿色工厂要先进省级名单吗？", "广东"),
        ("2024-06-01", "省里什么时候推荐国家级绿色工厂", "2025"),
        ("2025-01-21", "第九批国家级绿色工厂有多少家", "1382"),
    ],
)
def test_what_is_of_a_later_day_is_not_told(today: Assistant, day: str, asked: str, later: str) -> None:
    answer = today.ask(asked, as_of=day)
    assert later not in "".join((answer.headline, *answer.facts, *answer.caveats))


def test_one_question_is_told_by_the_statements_of_whatever_day_it_is_asked_on(today: Assistant) -> None:
    asked = "浙江公布了多少家省级绿色低碳工厂"
    told = [today.ask(asked, as_of=day).headline for day in ("2024-11-18", "2024-11-17", "2024-11-18")]
    assert ["100 家" in headline for headline in told] == [True, False, True]


@pytest.mark.parametrize(
    ("day", "asked", "told"),
    [
        ("2020-12-01", "申报国家级绿色工厂要第三方评价报告吗？", "由第三方机构评价并出具评价报告"),
        ("2025-09-30", "申报国家级绿色工厂要第三方评价报告吗？", "由第三方机构评价并出具评价报告"),
        ("2025-09-01", "国家级申报还要第三方报告吗", "由第三方机构评价并出具评价报告"),
        ("2025-10-01", "申报国家级绿色工厂要第三方评价报告吗？", "不再提交第三方评价报告"),
        ("2024-01-18", "申报国家级绿色工厂要先进省级名单吗？", "没有要求先列入省级绿色工厂名单"),
        ("2024-01-19", "申报国家级绿色工厂要先进省级名单吗？", "先列入省级绿色工厂名单"),
    ],
)
def test_the_practice_of_the_day_is_told_and_never_the_one_before_beside_it(
    today: Assistant, day: str, asked: str, told: str
) -> None:
    answer = today.ask(asked, as_of=day)
    assert told in answer.headline
    if "没有要求" not in told and "由第三方" not in told:
        assert "没有要求先列入" not in "".join((answer.headline, *answer.facts))
        assert "由第三方机构评价并出具" not in "".join((answer.headline, *answer.facts))


def test_a_rule_of_a_later_day_leaves_no_other_rule_in_its_stead(today: Assistant) -> None:
    answer = today.ask("企业绿码怎么申领", as_of="2023-03-01")
    assert (answer.status, answer.headline) == ("no_answer", "到 2023-03-01，资料没有收录这项规定。")
    assert "每三年" not in "".join(answer.facts)


@pytest.mark.parametrize("asked", ["第三方机构造假会怎样", "几年内不采信", "第三方评价机构谁来监管"])
def test_what_was_ruled_of_third_parties_is_told_as_the_rule_of_its_year_once_reports_are_no_longer_sent(
    today: Assistant, asked: str
) -> None:
    before, on, _ = around(today, asked, "2025-10-01")
    assert "2025-10" not in before.headline
    assert on.headline.startswith("按 2020-03 的规定：")
    assert "3 年内不再采信" in on.headline
    assert "2025-10 起国家级自评价，不交第三方报告" in on.headline
    assert on.headline.endswith("机构监管未见废止。")


BASIS = "国家级申报的评价依据：53个重点行业按各自评价要求，其他行业按通则自评价（2025-10"


@pytest.mark.parametrize(
    ("asked", "standard"),
    [
        ("国家级绿色工厂按什么标准评价？", "GB/T 36132-2018"),
        ("我是做水泥的，申报国家级按哪个标准", "JC/T 2634-2021"),
        ("我们做玻璃的，国家级申报依据什么标准", "玻璃行业绿色工厂评价"),
    ],
)
def test_by_what_one_is_evaluated_is_told_by_the_rule_of_the_day_before_the_standards(
    today: Assistant, asked: str, standard: str
) -> None:
    before, on, _ = around(today, asked, "2025-10-01")
    assert "53" not in before.headline
    assert on.headline.startswith(BASIS)
    assert standard in on.headline


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            "2019年6月40日义乌还有效吗",
            "（2019 年 6 月没有 40 日，按那个月理解）义乌市《关于推动实体经济高质量发展的若干意见（试行）》"
            "有效期至 2020-12-31，截至 2019-06-30 仍在有效期内（现行有效）。",
        ),
        (
            "2020年4月31号义乌国家级奖多少",
            "（2020 年 4 月没有 31 日，按那个月理解）按 2020年4月 的规定：义乌市绿色工厂奖励：国家级 500 万元；"
            "有效期至 2020-12-31，2020-04-30 在有效期内。",
        ),
        (
            "二〇二一年二月三十日义乌国家级奖多少",
            "（2021 年 2 月没有 30 日，按那个月理解）按 2021年2月 的规定：义乌市绿色工厂奖励：国家级 500 万元；"
            "有效期至 2020-12-31，截至 2021-02-28 已过期。",
        ),
        (
            "义乌政策在2021年0月0日有效吗",
            "（2021 年没有 0 月，按那一年理解）义乌市《关于推动实体经济高质量发展的若干意见（试行）》"
            "有效期至 2020-12-31，截至 2021-12-31 已过期。",
        ),
    ],
)
def test_a_day_that_the_calendar_lacks_is_told_and_read_as_its_month_or_year(
    today: Assistant, asked: str, told: str
) -> None:
    assert today.ask(asked).headline == told


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("2019年13月的政策", "（2019 年没有 13 月，按那一年理解）"),
        ("2019-6-40义乌还有效吗", "（2019 年 6 月没有 40 日，按那个月理解）"),
        ("6月31日以前", "（6 月没有 31 日）"),
        ("今年2月30日义乌还有效吗", "（2 月没有 30 日）"),
        ("2100年2月29日有效吗", "（2100 年 2 月没有 29 日，按那个月理解）"),
    ],
)
def test_why_a_day_is_none_is_said_whatever_the_answer(today: Assistant, asked: str, why: str) -> None:
    assert today.ask(asked).headline.startswith(why)


def test_a_sum_behind_a_month_is_no_day() -> None:
    assert [each.value for each in dates("2019年6月40万元，2020年十月三批，二〇一九年六月")] == [
        "2019-06",
        "2020-10",
        "2019-06",
    ]
