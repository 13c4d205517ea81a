"""CSV tables: what is read, what is refused, and how a fault is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import DataError
from corpus.tables import KINDS, AwardRow, award_rows, join_awards, read_table, scan_table, schema, write_table
from corpus.types import (
    Area,
    Award,
    Batch,
    Change,
    Condition,
    Holding,
    Notice,
    Policy,
    Rule,
    Source,
    Standard,
    Subsidy,
)

POLICY_HEAD = "id,section,locator,seq,place_code,place,title,date,notes\n"
POLICY = "p1,3.1 汇总,表 3.1 序号 1,1,110000,北京市,某方案,2016-12,甲；乙\n"


def policies(*lines: str, head: str = POLICY_HEAD) -> str:
    return head + "".join(lines)


def problems_of(kind: str, text: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_table(kind, text, "某文档/表.csv")
    return caught.value.problems


def subsidy_csv(**cells: str) -> str:
    base = {"id": "s1", "place_code": "330782", "place": "义乌市", "policy": "某意见", "provision": "奖励"}
    row = {**base, **cells}
    return ",".join(row) + "\n" + ",".join(row.values()) + "\n"


def award_csv(**cells: str) -> str:
    row = {"subsidy_id": "s1", "level": "国家级", **cells}
    return ",".join(row) + "\n" + ",".join(row.values()) + "\n"


def test_a_row_becomes_a_record_with_its_place_in_the_document() -> None:
    (policy,) = read_table("policies", policies(POLICY), "表", "doc")
    assert policy == Policy(
        id="p1",
        source=Source(doc_id="doc", section="3.1 汇总", locator="表 3.1 序号 1"),
        seq="1",
        place_code="110000",
        place="北京市",
        title="某方案",
        date="2016-12",
        notes=("甲", "乙"),
    )


def test_a_byte_order_mark_blank_rows_and_short_rows_are_harmless() -> None:
    text = "\ufeff" + policies(POLICY, "\n", ",,,,,,,,\n", "p2,,,,120000,天津市,另一方案\n").replace("\n", "\r\n")
    assert [policy.id for policy in read_table("policies", text, "表")] == ["p1", "p2"]


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_missing() -> None:
    text = "title,place,place_code,id\n某方案,北京市,110000,p1\n"
    (policy,) = read_table("policies", text, "表")
    assert (policy.title, policy.place_code, policy.date, policy.notes) == ("某方案", "110000", "", ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "某文档/表.csv：空文件，缺少表头"),
        ("id,place,title\np1,北京市,某方案\n", "某文档/表.csv 表头：缺少必需的“place_code”列"),
        (policies(head="tilte," + POLICY_HEAD), "某文档/表.csv 表头：没有“tilte”这一列的定义"),
        (policies(head="id," + POLICY_HEAD), "某文档/表.csv 表头：“id”列重复"),
        (
            policies(POLICY.replace("某方案", " ")),
            "某文档/表.csv 第 2 行「title」列：不能为空（政策标题，不带外层书名号）",
        ),
        (policies(POLICY, POLICY), "某文档/表.csv 第 3 行「id」列：编号 p1 与第 2 行重复"),
        (policies(POLICY.replace("110000", "1100")), "某文档/表.csv 第 2 行「place_code」列：“1100”不是地区代码"),
        (policies(POLICY.replace("2016-12", "2016-13")), "某文档/表.csv 第 2 行「date」列：日历上没有“2016-13”"),
        (policies(POLICY.replace("2016-12", "2018-02-30")), "某文档/表.csv 第 2 行「date」列：日历上没有“2018-02-30”"),
        (policies(POLICY.replace("2016-12", "2016年12月")), "某文档/表.csv 第 2 行「date」列：“2016年12月”不是日期"),
        (policies(POLICY.replace("甲；乙", "甲,多出的一格")), "某文档/表.csv 第 2 行：有 10 格，多于表头的 9 列"),
        (policies('p1,"没有收住的引号\n'), "某文档/表.csv 第 2 行起不是完整的 CSV"),
    ],
)
def test_a_fault_names_file_row_and_column(text: str, problem: str) -> None:
    assert any(line.startswith(problem) for line in problems_of("policies", text))


def test_all_faults_of_a_table_are_reported_at_once() -> None:
    bad = "p2,,,,99,,某方案,昨天,\n"
    assert [
        line.split("：")[0] for line in problems_of("policies", policies(POLICY, bad, bad.replace("p2", "p 3")))
    ] == [
        "某文档/表.csv 第 3 行「place_code」列",
        "某文档/表.csv 第 3 行「place」列",
        "某文档/表.csv 第 3 行「date」列",
        "某文档/表.csv 第 4 行「id」列",
        "某文档/表.csv 第 4 行「place_code」列",
        "某文档/表.csv 第 4 行「place」列",
        "某文档/表.csv 第 4 行「date」列",
    ]


def test_a_row_after_a_cell_of_several_lines_is_named_by_its_line_in_the_file() -> None:
    text = policies('p1,,,,110000,北京市,"某\n方案",,\n', "p2,,,,110000,北京市,,,\n")
    assert problems_of("policies", text)[0].startswith("某文档/表.csv 第 4 行「title」列")


def test_scanning_keeps_the_good_rows_and_names_the_others() -> None:
    records, problems = scan_table("policies", policies(POLICY, "p2,,,,110000,,另一方案,,\n"), "表", "doc")
    assert [record.id for record in records] == ["p1"]
    assert problems == ["表 第 3 行「place」列：不能为空（地区全名）"]


@pytest.mark.parametrize("amount", ["500万", "-5", "1,000", "1e3", "nan", "５００", "1_000", "0x1", "五百"])
def test_an_amount_is_a_plain_number(amount: str) -> None:
    (problem,) = problems_of("awards", award_csv(form="ceiling", amount_max=f'"{amount}"'))
    assert problem == f"某文档/表.csv 第 2 行「amount_max」列：“{amount}”不是数字（只写数，不写单位和千分号）"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"form": "fixed", "amount_max": "50"}, "amount_min"),
        ({"form": "fixed", "amount_min": "40", "amount_max": "50"}, "amount_min"),
        ({"form": "ceiling"}, "amount_max"),
        ({"form": "ceiling", "amount_min": "1", "amount_max": "5"}, "amount_min"),
        ({"form": "range", "amount_min": "200", "amount_max": "50"}, "amount_min"),
        ({"form": "percentage", "amount_max": "300"}, "percent"),
        ({"form": "percentage", "percent": "110"}, "percent"),
        ({"form": "matching"}, "ratio"),
        ({"form": "extra"}, "amount_max"),
        ({"form": "prize"}, "form"),
        ({"form": "ceiling", "amount_max": "5", "level": "州级"}, "level"),
        ({"form": "ceiling", "amount_max": "5", "one_off": "是"}, "one_off"),
    ],
)
def test_an_award_whose_figures_do_not_fit_its_form_is_refused(cells: dict[str, str], column: str) -> None:
    assert f"第 2 行「{column}」列" in problems_of("awards", award_csv(**cells))[0]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"end_date": "2020-12-31"}, "end_basis"),
        ({"end_date": "2023-06-15", "end_basis": "computed", "date": "2018-06-15"}, "end_words"),
        ({"date_kind": "印发"}, "date_kind"),
        ({"date": "2019-08-10", "end_date": "2019-07-31", "end_basis": "stated"}, "end_date"),
        ({"lines": "14-10"}, "lines"),
        ({"page": "三"}, "page"),
    ],
)
def test_a_subsidy_whose_dates_do_not_agree_is_refused(cells: dict[str, str], column: str) -> None:
    assert f"第 2 行「{column}」列" in problems_of("subsidies", subsidy_csv(**cells))[0]


def test_silence_on_one_off_is_neither_yes_nor_no() -> None:
    awards = [
        read_table("awards", award_csv(form="ceiling", amount_max="5", one_off=cell), "表")[0].award.one_off
        for cell in ("", "true", "false")
    ]
    assert awards == [None, True, False]


def test_awards_join_their_subsidy_in_order_and_a_stray_one_is_named() -> None:
    subsidies = read_table("subsidies", subsidy_csv(), "表")
    text = award_csv(form="ceiling", amount_max="5") + "s1,省级,ceiling,2\n"
    (subsidy,) = join_awards(subsidies, read_table("awards", text, "表"), "表")
    assert [award.level for award in subsidy.awards] == ["国家级", "省级"]
    stray = read_table("awards", award_csv(form="ceiling", amount_max="5").replace("s1", "s9"), "表")
    with pytest.raises(DataError) as caught:
        join_awards(subsidies, stray, "某文档/awards.csv")
    assert caught.value.problems == ["某文档/awards.csv「subsidy_id」列：subsidies.csv 里没有编号 s9"]


SOURCE = Source(doc_id="d", section="3.2 总结", locator="表 3.2 序号 1", page=3, lines=(10, 14))
EXAMPLES: dict[str, object] = {
    "subsidies": Subsidy(
        id="s1",
        source=SOURCE,
        seq="1",
        place_code="320500-SIP",
        place="苏州工业园区",
        province="江苏省",
        policy='带"引号"，逗号,和\n换行的标题',
        benefits=("错峰生产", "含；分号"),
        provision="奖励",
        date="2017-04-28",
        date_kind="印发",
        end_date="2020-04-28",
        end_basis="computed",
        end_words="试行期：3年",
        draft=True,
    ),
    "awards": AwardRow(
        subsidy_id="s1",
        award=Award(level="", form="matching", ratio=1.0, relative_to="340000", relative_amount=12.5, one_off=False),
    ),
    "policies": Policy(id="p1", source=SOURCE, seq="", place_code="000000", place="全国", title="某<方案>"),
    "areas": Area(id="a1", source=SOURCE, seq="2", province_code="120000", place_code="120112", place="津南区"),
    "standards": Standard(
        id="std1",
        source=SOURCE,
        seq="",
        number="",
        title="某评价要求",
        subject="某行业",
        kind="",
        body="",
        status="reviewed",
        aliases=("路灯", "LED"),
        related=("车灯",),
    ),
    "batches": Batch(
        id="b1",
        source=SOURCE,
        number=1,
        call_title="甲",
        call_date="2017-03",
        list_title="乙",
        list_date="",
        count=201,
        industries=("钢铁",),
    ),
    "rules": Rule(
        id="r1", source=SOURCE, topic="stars", place_code="330500", place="湖州市", subject="二星级", text="提升类"
    ),
    "conditions": Condition(
        id="c1",
        source=SOURCE,
        kind="bar",
        fact="dishonest",
        met_by=False,
        text="不是失信被执行人",
        question="是失信被执行人吗？",
        paper="查询结果",
        level="国家级",
        place_code="000000",
        place="全国",
        basis="某办法",
        holding=Holding(holds_from="2024-01-19", from_kind="成文日期", sureness="B", seen_on="2026-11-26"),
    ),
    "notices": Notice(id="n1", source=SOURCE, title="某通知", date="2024", date_kind="印发日期", notes=("未见文号",)),
    "changes": Change(
        id="p1",
        source=SOURCE,
        topic="通则",
        kind="explicit",
        older_words="2018 版",
        now="2025 版",
        older=("std01",),
        newer=("s1", "n1"),
        since="2025-12",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_back_the_same(kind: str) -> None:
    record = EXAMPLES[kind]
    assert read_table(kind, write_table(kind, [record]), "表", "d") == (record,)


def test_a_batch_that_is_known_by_its_year_alone_is_written_and_read_back_without_a_number() -> None:
    batch = Batch(
        id="b", source=SOURCE, number=0, year=2024, call_title="", call_date="", list_title="乙", list_date="", count=7
    )
    assert read_table("batches", write_table("batches", [batch]), "表", "d") == (batch,)
    assert "批次和年度至少要有一个" in problems_of("batches", "id,list_title,count\nb,乙,7\n")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_says_what_it_means_and_belongs_to_its_record(kind: str) -> None:
    record = EXAMPLES[kind]
    inner = record.award if isinstance(record, AwardRow) else record
    for column in schema(kind):
        assert column.says
        assert any(hasattr(owner, column.name) for owner in (SOURCE, record, inner, Holding()))


cell_text = st.text(st.characters(exclude_characters="\ufeff\r", exclude_categories=["Cs"]), min_size=1, max_size=20)
words = cell_text.map(str.strip).filter(bool)


@given(title=words, notes=st.lists(words, max_size=3))
def test_any_text_survives_a_table(title: str, notes: list[str]) -> None:
    policy = Policy(
        id="p", source=Source(doc_id="d"), seq="", place_code="110000", place="北京市", title=title, notes=tuple(notes)
    )
    (back,) = read_table("policies", write_table("policies", [policy]), "表", "d")
    assert (back.title, back.notes) == (title, tuple(notes))


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    assert all(line.startswith("表") for line in faults(POLICY_HEAD + text))


def faults(text: str) -> list[str]:
    try:
        read_table("policies", text, "表")
    except DataError as error:
        return error.problems
    return []


def test_awards_are_taken_out_of_subsidies_for_writing() -> None:
    (subsidy,) = join_awards(
        read_table("subsidies", subsidy_csv(), "表"),
        read_table("awards", award_csv(form="ceiling", amount_max="5"), "表"),
        "表",
    )
    assert award_rows([subsidy]) == (AwardRow(subsidy_id="s1", award=subsidy.awards[0]),)
