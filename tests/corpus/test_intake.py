"""Tables in the columns of gathered facts, and in our own: rows, or a refusal that says why."""

from __future__ import annotations

import pytest

from corpus.consistency import disagreements
from corpus.errors import RefusedError
from corpus.extract.document import Extraction
from corpus.intake import rows_of
from corpus.places import load_places
from corpus.types import Award, Batch, Change, Corpus, Holding, Notice, Rule, Source, Standard, Subsidy
from tests.shipped import load_shipped

PLACES = load_places()
EMPTY = Corpus(documents=())
SUBSIDIES = (
    "id,place,place_code,title,number,date_kind,date,recognition_level,amount_kind,amount_wan,sureness,seen_on\n"
)
RULES = (
    "id,level,place,recognition_level,who,duty,duty_kind,recurrence,month_day,period_year,title,number,article,"
    "in_force_from,sureness,seen_on\n"
)
BATCHES = (
    "id,batch,list_year,title,number,date_kind,date,factories,removed_factories,cumulative_factories,"
    "cumulative_kind,sureness\n"
)


def taken(text: str, name: str = "表.csv", held: Corpus = EMPTY) -> Extraction:
    found = rows_of(name, text.encode(), "doc", {}, PLACES, lambda: held)
    assert found is not None
    return found


def refused(text: str, held: Corpus = EMPTY) -> str:
    with pytest.raises(RefusedError) as caught:
        taken(text, held=held)
    return caught.value.message


def test_subsidies_of_one_document_become_one_row_with_an_award_for_each_level() -> None:
    found = taken(
        SUBSIDIES
        + "a,泉州市,350500,某行动,,印发月份,2021-09,国家级,定额（配套）,20,B,2026-11-26\n"
        + "b,泉州市,350500,某行动,,印发月份,2021-09,省级,上限,10,B,2026-11-26\n"
    )
    (row,) = found.tables["subsidies"]
    assert isinstance(row, Subsidy)
    assert [(award.level, award.form, award.amount_max, award.figure_kind) for award in row.awards] == [
        ("国家级", "fixed", 20.0, "配套"),
        ("省级", "ceiling", 10.0, ""),
    ]
    assert (row.province, row.date, row.date_kind) == ("福建省", "2021-09", "印发")
    assert (row.holding.sureness, row.holding.seen_on) == ("B", "2026-11-26")
    assert found.unread == ()
    assert found.passages == ()


def test_an_amount_that_was_not_seen_is_no_award() -> None:
    (row,) = taken(SUBSIDIES + "a,温州市,,某意见,温政发〔2023〕8号,成文日期,2023-02-11,,金额未收录,,A,\n").tables[
        "subsidies"
    ]
    assert (row.unrecorded, row.awards, row.place_code) == (True, (), "330300")


def test_a_deadline_to_apply_is_no_date_of_a_policy() -> None:
    line = "a,深圳市龙岗区,440307,2024年度扶持项目,,申报截止,2024-03-20,国家级、省级、市级,定额,15,B,\n"
    (row,) = taken(SUBSIDIES + line).tables["subsidies"]
    assert (row.date, row.end_date, row.apply_until, row.year) == ("", "", "2024-03-20", 2024)
    assert [award.level for award in row.awards] == ["国家级", "省级", "市级"]


def test_a_duty_becomes_a_rule_with_its_date_and_clause() -> None:
    line = (
        "r,省,黑龙江省,国家级、省级,名单内单位,填报动态管理表,年度填报,每年,03-30,,某细则,,第二十七条,2024-07-23,B,\n"
    )
    (rule,) = taken(RULES + line).tables["rules"]
    assert isinstance(rule, Rule)
    assert rule.text == "名单内单位每年3月30日前填报动态管理表"
    assert (rule.topic, rule.recurrence, rule.month_day, rule.article, rule.place_code, rule.levels) == (
        "yearly_table",
        "yearly",
        "03-30",
        "第二十七条",
        "230000",
        ("国家级", "省级"),
    )


def test_a_batch_keeps_what_was_not_seen_apart_from_nothing() -> None:
    line = "b11,11,2026,关于公布2026年度名单的通知,工信厅节函〔2027〕5号,成文日期,2027-03-01,1500,,,,A\n"
    (batch,) = taken(BATCHES + line).tables["batches"]
    assert isinstance(batch, Batch)
    assert (batch.number, batch.year, batch.count, batch.removed, batch.cumulative) == (11, 2026, 1500, None, None)


def test_standards_documents_and_changes_are_taken_too() -> None:
    standards = (
        "id,relation,title,number,issue_date,effective_date,sureness\n"
        "s,报告没有,某行业绿色工厂评价要求,HG/T 1-2026,,,B\n"
    )
    (standard,) = taken(standards).tables["standards"]
    assert isinstance(standard, Standard)
    assert (standard.subject, standard.kind, standard.holding.holds_from, standard.holding.from_kind) == (
        "某行业",
        "行业标准",
        "2026",
        "年号",
    )
    national = (
        "id,title,issuer,number,date_kind,date,topic,effect,sureness\nn,某通知,某部,,公开日期,2026-01-02,推荐,推荐,B\n"
    )
    (notice,) = taken(national).tables["notices"]
    assert isinstance(notice, Notice)
    changes = (
        "id,report_topic,report_statement,changed_by_title,changed_by_number,changed_from,kind,now,sureness,facts_rows\n"
        "p,通则,旧版,新版,,2026-01,明文代替,新版,A,s;n\n"
    )
    (change,) = taken(changes).tables["changes"]
    assert isinstance(change, Change)
    assert (change.kind, change.since, change.newer) == ("explicit", "2026-01", ("s", "n"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            SUBSIDIES + "a,义乌市,330782,某意见,,印发日期,2021,国家级,定额,50万元,B,\n",
            "「amount_wan」列：“50万元”不是以万元为单位的数",
        ),
        (SUBSIDIES + "a,义乌市,330782,某意见,,,2021,国家级,定额,50,B,\n", "「date_kind」列：“”不是日期的种类"),
        (SUBSIDIES + "a,义乌市,330782,,,印发日期,2021,国家级,定额,50,B,\n", "「title」列：不能为空"),
        (SUBSIDIES + "a,义乌市,330782,某意见,,印发日期,2021,国家级,金额未收录,50,B,\n", "就不能是“金额未收录”"),
        (
            SUBSIDIES + "a,没有的地方,,某意见,,印发日期,2021,国家级,定额,50,B,\n",
            "「place」列：地名表里没有“没有的地方”",
        ),
        (
            SUBSIDIES + "a,义乌市,330782,某意见,,印发日期,2021,国家级,定额,50,C,\n",
            "「sureness」列：“C”不在允许的值之内",
        ),
        (
            RULES + "r,省,广东省,省级,各市,推荐,推荐,一次,06-30,,某细则,,,2024,B,\n",
            "「period_year」列：只有一次的须写明年份",
        ),
        (
            RULES + "r,省,广东省,省级,各市,推荐,推荐,每年,02-30,,某细则,,,2024,B,\n",
            "「month_day」列：日历上没有“02-30”",
        ),
        (
            BATCHES + "b,11,2026,某通知,,成文日期,2027-03-01,1500,,9836,,A\n",
            "「cumulative_kind」列：有累计数的须写明公布或推算",
        ),
        (BATCHES + "b,11,2026,某通知,,,2027-03-01,1500,,,,A\n", "「date_kind」列：有日期的须写明那天是什么日子"),
        (BATCHES, "表里只有表头"),
    ],
)  # fmt: skip
def test_a_row_without_unit_kind_of_day_or_document_is_refused_with_its_place(text: str, why: str) -> None:
    assert why in refused(text)


def test_rows_that_can_be_read_are_taken_and_the_others_named() -> None:
    good = "a,义乌市,330782,某意见,,印发日期,2021,国家级,定额,50,B,\n"
    found = taken(SUBSIDIES + good + good.replace("a,", "b,").replace(",50,", ",五十,"))
    assert len(found.tables["subsidies"]) == 1
    assert found.unread == ("表.csv 第 3 行「amount_wan」列：“五十”不是以万元为单位的数",)


def test_an_id_that_another_document_has_is_refused_with_its_owner() -> None:
    line = "batch-10,10,2025,某通知,,成文日期,2026-03-11,2038,132,,,A\n"
    assert refused(BATCHES + line, load_shipped(frozenset())) == "编号 batch-10 已在 changes2026 用过"


def test_our_own_columns_are_rows_and_awards_alone_are_refused() -> None:
    (policy,) = taken("id,place_code,place,title,date\np1,330782,义乌市,某意见,2026\n").tables["policies"]
    assert (policy.source.doc_id, policy.title) == ("doc", "某意见")
    assert "不能单独加入" in refused("subsidy_id,level,form,amount_max\ns1,国家级,ceiling,50\n")


@pytest.mark.parametrize(("name", "text"), [("表.csv", "地区,金额\n义乌市,50\n"), ("表.txt", BATCHES)])
def test_any_other_file_is_read_as_usual(name: str, text: str) -> None:
    assert rows_of(name, text.encode(), "doc", {}, PLACES, lambda: EMPTY) is None


def subsidy(name: str, amount: float, start: str, end: str) -> Subsidy:
    return Subsidy(
        id=name, source=Source(doc_id="d"), seq="", place_code="330782", place="义乌市", province="浙江省",
        policy="某意见", provision="", date=start, date_kind="印发", end_date=end, end_basis="stated" if end else "",
        awards=(Award(level="国家级", form="fixed", amount_min=amount, amount_max=amount),),
    )  # fmt: skip


def test_two_sums_of_one_policy_for_one_day_are_a_contradiction_and_open_ends_are_none() -> None:
    rows = (subsidy("a", 50, "2021-01-01", "2023-12-31"), subsidy("b", 80, "2023-06-01", "2025-12-31"))
    assert list(disagreements(Corpus(documents=(), subsidies=rows))) == [
        "d/a 与 d/b：《某意见》国家级在同一段时间有两个金额（2021-01-01 至 2023-12-31、2023-06-01 至 2025-12-31）"
    ]
    after = (rows[0], subsidy("b", 80, "2024-01-01", "2025-12-31"))
    open_end = (rows[0], subsidy("b", 80, "2023-06-01", ""))
    assert not list(disagreements(Corpus(documents=(), subsidies=after)))
    assert not list(disagreements(Corpus(documents=(), subsidies=open_end)))


def test_a_rated_row_without_a_document_is_a_problem_and_the_shipped_ones_have_none() -> None:
    rule = Rule(
        id="r", source=Source(doc_id="d"), topic="x", place_code="000000", place="全国", subject="", text="甲",
        holding=Holding(sureness="A"),
    )  # fmt: skip
    assert list(disagreements(Corpus(documents=(), rules=(rule,)))) == ["d/r：没有写出自哪份文件"]
    assert not list(disagreements(load_shipped(frozenset())))


@pytest.mark.parametrize(
    ("header", "kind", "missing"),
    [
        (BATCHES.replace("id,", "").replace(",sureness", ""), "batches", "id、sureness"),
        (SUBSIDIES.replace(",amount_wan", ""), "subsidies", "amount_wan"),
    ],
)
def test_a_table_that_lacks_a_few_columns_is_refused_and_not_read_as_text(header: str, kind: str, missing: str) -> None:
    row = ",".join("x" for _ in header.split(",")) + "\n"
    assert refused(header + row) == f"像是 {kind} 表，缺列：{missing}"


def test_a_table_of_other_columns_is_read_as_usual() -> None:
    for header in ("地区,类别,级别,奖励标准（万元）\n", "title,number,date,place,text\n", "name,phone\n"):
        assert rows_of("表.csv", header.encode(), "doc", {}, PLACES, lambda: EMPTY) is None
