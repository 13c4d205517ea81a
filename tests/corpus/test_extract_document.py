"""A file's blocks to a document: title, number, bodies, dates, repeals, rows, and what is left as text."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.extract.document import Extraction, extract
from corpus.extract.numbers import find_dates
from corpus.extract.periods import Period, read_expiry, read_period
from corpus.extract.repeals import parse_target, read_repeals
from corpus.extract.titles import normal_number, read_heading, signature
from corpus.places import Places, load_places
from corpus.readers import BY_KIND
from corpus.readers.blocks import Block
from corpus.readers.printed_lines import PrintedLine, paragraphs_of
from corpus.types import Subsidy
from tests.made_files import notice, pdf_file, xlsx_file

HEAD = "地区,类别,级别,奖励标准（万元）,政策名称,印发日期,有效期\n"


def made(kind: str, data: str | bytes, name: str = "x.txt", **options: str) -> Extraction:
    """What comes out of a file of a kind."""
    raw = BY_KIND[kind].read(data.encode() if isinstance(data, str) else data)
    return extract(raw, name, "x", options, load_places())


def rows(extraction: Extraction) -> list[Subsidy]:
    """The subsidy rows."""
    return list(extraction.tables.get("subsidies", ()))


def sums(extraction: Extraction) -> list[tuple[str, str, list[tuple[str, float | None]]]]:
    """Place, object, and level with the highest sum, of each subsidy row."""
    return [(row.place, row.object, [(a.level, a.amount_max) for a in row.awards]) for row in rows(extraction)]


def test_a_notice_becomes_a_document_with_all_that_it_states() -> None:
    document = made("text", notice()).document
    assert (document.title, document.issuing_body) == (
        "义乌市人民政府关于促进制造业绿色发展的若干意见",
        "义乌市人民政府",
    )
    assert document.document_number == "义政发〔2025〕15号"
    assert (document.issue_date, document.effective_date, document.expiry_date) == (
        "2025-01-10",
        "2025-02-01",
        "2027-12-31",
    )
    assert document.expiry_words == "有效期至2027年12月31日"
    assert document.places == ("330782",)
    assert document.supersedes == ("《关于推动实体经济高质量发展的若干意见（试行）》",)


def test_the_rows_of_a_notice_carry_their_clause_lines_dates_and_end() -> None:
    factory, park = rows(made("text", notice()))
    assert sums(made("text", notice())) == [
        ("义乌市", "绿色工厂", [("国家级", 300.0), ("省级", 80.0)]),
        ("义乌市", "绿色园区", [("国家级", 200.0)]),
    ]
    assert (factory.source.locator, factory.source.lines, factory.source.section) == (
        "第一条",
        (13, 13),
        "一、支持绿色制造",
    )
    assert (factory.date, factory.date_kind, factory.end_date, factory.end_basis) == (
        "2025-02-01",
        "施行",
        "2027-12-31",
        "stated",
    )
    assert factory.provision.startswith("第一条 新认定为国家级、省级绿色工厂的企业")
    assert park.policy == factory.policy


def test_a_notice_gives_the_same_rows_as_pdf() -> None:
    lines = [line for line in notice().split("\n") if line]
    assert sums(made("pdf", pdf_file(lines), "x.pdf")) == sums(made("text", notice()))


def test_options_outrank_what_the_file_says() -> None:
    document = made(
        "text",
        notice(),
        title="别名",
        issuer="甲局、乙局",
        number="甲〔2025〕2号",
        issued="2025-03-01",
        effective="2025-04-01",
        expires="2026-01-01",
        place="永康市",
        replaces="《旧办法》",
    ).document
    assert (document.title, document.issuing_body, document.document_number) == ("别名", "甲局、乙局", "甲〔2025〕2号")
    assert (document.issue_date, document.effective_date, document.expiry_date) == (
        "2025-03-01",
        "2025-04-01",
        "2026-01-01",
    )
    assert (document.places, document.supersedes) == (("330784",), ("《旧办法》",))


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("义政发〔2025〕15号", "义政发〔2025〕15号"),
        ("义政发[2025]15号", "义政发〔2025〕15号"),
        ("义政发（2025）15 号", "义政发〔2025〕15号"),
        ("义政发【2025】第15号", "义政发〔2025〕15号"),
        ("浙财企 ﹝2025﹞ 3 号", "浙财企〔2025〕3号"),
        ("京政办字〔2025〕3号", "京政办字〔2025〕3号"),
        ("京财指（工业）〔2025〕3号", "京财指（工业）〔2025〕3号"),
        ("第15号", ""),
    ],
)
def test_document_numbers_are_read_in_all_their_brackets(printed: str, normal: str) -> None:
    assert normal_number(printed) == normal


def lines(*texts: str) -> list[Block]:
    """Paragraph blocks."""
    return [Block(kind="paragraph", text=text) for text in texts]


JOINT = "甲市工业和信息化局甲市财政局关于申报绿色工厂的通知"
HEADS = [
    (["永康市人民政府", "关于支持绿色制造的若干政策"], "永康市人民政府关于支持绿色制造的若干政策", ["永康市人民政府"]),
    ([JOINT], JOINT.replace("局甲", "局 甲"), ["甲市工业和信息化局", "甲市财政局"]),
    (["甲市财政局文件", "甲财〔2025〕1号", "绿色工厂奖励办法（试行）"], "绿色工厂奖励办法（试行）", ["甲市财政局"]),
    (["标题：绿色工厂奖励办法", "发布机构：甲市财政局"], "绿色工厂奖励办法", ["甲市财政局"]),
    (["国务院办公厅", "关于绿色制造的意见"], "国务院办公厅关于绿色制造的意见", ["国务院办公厅"]),
    (
        ["甲市工业和信息化局", "甲市财政局", "关于印发绿色工厂奖励办法的通知"],
        "甲市工业和信息化局 甲市财政局关于印发绿色工厂奖励办法的通知",
        ["甲市工业和信息化局", "甲市财政局"],
    ),
    (["甲市人民政府", "甲市财政局关于绿色工厂的通知"], "甲市财政局关于绿色工厂的通知", ["甲市财政局"]),
    (["《绿色工厂奖励办法》", "正文。"], "绿色工厂奖励办法", []),
    (
        ["中共甲市委办公室 甲市人民政府办公室印发《关于绿色制造的意见》的通知"],
        "中共甲市委办公室 甲市人民政府办公室印发《关于绿色制造的意见》的通知",
        ["中共甲市委办公室", "甲市人民政府办公室"],
    ),
]


@pytest.mark.parametrize(("head", "title", "bodies"), HEADS)
def test_titles_over_two_lines_and_issuing_bodies_are_read(
    head: list[str], title: str, bodies: tuple[str, ...]
) -> None:
    heading = read_heading(lines(*head))
    assert (heading.title, list(heading.bodies)) == (title, bodies)


def test_a_signature_whose_lines_were_joined_gives_its_bodies_and_its_day() -> None:
    assert signature(lines("正文。", "甲市工业和信息化局甲市财政局2025年3月7日")) == (
        ("甲市工业和信息化局", "甲市财政局"),
        "2025-03-07",
    )
    assert signature(lines("正文。", "甲市财政局决定自2025年3月7日起"))[1] == ""


def test_a_number_that_the_text_quotes_is_not_its_own() -> None:
    assert read_heading(lines("奖励办法", "依据《条例》（浙政发〔2024〕1号），制定本办法。")).number == ""


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2025年1月9日", "2025-01-09"),
        ("二〇二五年十二月三十一日", "2025-12-31"),
        ("二○二五年一月", "2025-01"),
        ("2025-01-09", "2025-01-09"),
        ("2025/1/9", "2025-01-09"),
        ("2025.1.9", "2025-01-09"),
        ("2025 年 1 月 9 日", "2025-01-09"),
        ("2025年底", "2025-12-31"),
        ("2025年", "2025"),
        ("2025年2月30日", ""),
        ("12025年", ""),
    ],
)
def test_dates_are_read_as_they_are_written_and_impossible_ones_are_none(printed: str, iso: str) -> None:
    assert "".join(found.iso for found in find_dates(printed)) == iso


ISSUED = {"印发": "2025-03-05", "发布": "2025-03-10"}


@pytest.mark.parametrize(
    ("clause", "effective", "end", "basis"),
    [
        ("本办法自2025年1月1日起施行，有效期至2027年12月31日。", "2025-01-01", "2027-12-31", "stated"),
        ("本办法自印发之日起施行，有效期3年。", "2025-03-05", "2028-03-04", "computed"),
        ("本办法自发布之日起施行，有效期二年。", "2025-03-10", "2027-03-09", "computed"),
        ("本办法自印发之日起30日后施行，有效期五年。", "2025-04-04", "2030-04-03", "computed"),
        ("本政策自2025年1月1日起实施，试行1年。", "2025-01-01", "2025-12-31", "computed"),
        ("本政策自2025年1月1日起至2026年12月31日止执行。", "2025-01-01", "2026-12-31", "stated"),
        ("执行期为：2025年1月1日至2025年12月31日", "2025-01-01", "2025-12-31", "stated"),
        ("有效期至2026年底。", "", "2026-12-31", "stated"),
        ("自二〇二五年二月一日起执行，有效期暂定三年。", "2025-02-01", "2028-01-31", "computed"),
        ("本办法自2025年5月1日起施行。", "2025-05-01", "", ""),
        ("2026年1月1日起施行；有效期至2030年12月31日", "2026-01-01", "2030-12-31", "stated"),
        ("2025年1月1日起认定的企业按本办法执行。", "", "", ""),
        ("本措施自2026年5月1日至2028年4月30日有效。", "2026-05-01", "2028-04-30", "stated"),
        ("本意见适用期为2026年1月1日至2027年12月31日。", "2026-01-01", "2027-12-31", "stated"),
        ("申报材料于2025年5月1日前报送。", "", "", ""),
        ("本办法由市财政局负责解释。", "", "", ""),
    ],
)
def test_when_a_rule_begins_and_ends_is_read_from_its_clause(clause: str, effective: str, end: str, basis: str) -> None:
    period = read_period([clause], ISSUED)
    assert (period.effective, period.end, period.end_basis) == (effective, end, basis)


def test_the_clause_on_this_very_document_comes_before_any_other() -> None:
    texts = [
        "上级政策自2020年1月1日起施行，有效期至2022年12月31日。",
        "本办法自2025年1月1日起施行，有效期至2027年12月31日。",
    ]
    assert read_period(texts, {}).end == "2027-12-31"


def test_a_period_that_is_changed_counts_with_its_new_words() -> None:
    change = "将第十条“有效期至2024年12月31日”修改为“有效期至2026年12月31日”。"
    assert read_period([change], {}).end == "2026-12-31"


def test_what_a_notice_changes_begins_with_the_notice_and_ends_with_the_changed_rule() -> None:
    change = "二、将第十五条修改为：“本办法自2022年5月1日起施行，有效期五年。”"
    period = read_period([change, "本通知自2024年9月1日起施行。"], {"印发": "2024-08-20"})
    assert (period.effective, period.end) == ("2024-09-01", "2027-04-30")
    assert read_period([change], {}).effective == ""


def test_a_trial_from_a_day_is_counted_from_that_day() -> None:
    period = read_expiry("自2025年3月1日起试行两年", Period(), {})
    assert (period.effective, period.end, period.end_basis) == ("2025-03-01", "2027-02-28", "computed")


def test_the_day_of_issue_may_stand_beside_the_number() -> None:
    text = "某市奖励办法\n义经信〔2025〕12号　2025年3月1日印发\n国家级绿色工厂奖励50万元。\n"
    document = made("text", text, place="义乌市").document
    assert (document.document_number, document.issue_date) == ("义经信〔2025〕12号", "2025-03-01")


@pytest.mark.parametrize("mark", ["", "> "])
def test_a_line_of_the_card_may_hold_several_fields(mark: str) -> None:
    line = "发文机关：义乌市人民政府办公室　　文号：义政办〔2026〕11号　　成文日期：2026-03-27"
    document = made("markdown", f"# 义乌市绿色工厂奖励办法\n\n{mark}{line}\n\n正文。\n").document
    assert (document.issuing_body, document.document_number, document.issue_date) == (
        "义乌市人民政府办公室",
        "义政办〔2026〕11号",
        "2026-03-27",
    )


@pytest.mark.parametrize("label", ["政策有效期", "有效期限", "执行期限"])
def test_a_table_of_items_and_contents_may_tell_the_term_of_its_document(label: str) -> None:
    cells = [
        ["项目", "内容"],
        ["奖励标准", "国家级绿色工厂奖励66万元"],
        [label, "2025年10月1日至2028年9月30日"],
    ]
    extraction = made("xlsx", xlsx_file({"指南": cells}), "x.xlsx", place="义乌市")
    assert (extraction.document.effective_date, extraction.document.expiry_date) == ("2025-10-01", "2028-09-30")
    assert [row.end_date for row in rows(extraction)] == ["2028-09-30"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("义乌市绿色工厂怎么奖？国家级50万元。\n", "义乌市绿色工厂怎么奖？国家级50万元"),
        ("发布时间：2025-08-14\n\n义乌市绿色工厂的奖励：国家级50万元。\n", "义乌市绿色工厂的奖励"),
    ],
)
def test_a_text_without_a_title_is_called_by_its_first_words_and_never_by_the_name_of_its_file(
    text: str, title: str
) -> None:
    assert made("text", text, "scan0001.txt").document.title == title


def test_a_longer_term_that_a_notice_gives_others_is_no_term_of_its_own() -> None:
    texts = [
        "一、《甲办法》（甲政〔2023〕4号），有效期延长至2028年6月30日。",
        "二、《乙办法》（甲政〔2021〕3号）到期后不再延长，自2026年7月1日起停止执行。",
        "本通知自印发之日起执行。",
    ]
    period = read_period(texts, {"印发": "2026-06-12"})
    assert (period.effective, period.end) == ("2026-06-12", "")
    assert sorted((repeal.title, repeal.part, repeal.since) for repeal in read_repeals(texts)) == [
        ("乙办法", "", "2026-07-01"),
        ("甲办法", "有效期延长至2028年6月30日", ""),
    ]


def test_a_longer_term_may_be_given_to_a_list_of_documents() -> None:
    texts = [
        "对下列文件的有效期延长至2028年12月31日：",
        "1.《甲办法》（甲政〔2021〕3号）",
        "2.《乙办法》",
        "请遵照执行。",
    ]
    assert [repeal.target for repeal in read_repeals(texts)] == [
        "《甲办法》（甲政〔2021〕3号）有效期延长至2028年12月31日",
        "《乙办法》有效期延长至2028年12月31日",
    ]


def test_a_decision_on_several_documents_changes_what_its_clauses_name() -> None:
    change = "将《甲奖励办法》（甲政〔2023〕9号）第六条中的“奖励30万元”修改为“奖励50万元”。"
    found = read_repeals([change, "删去第十一条第（三）项。"], "甲市人民政府关于废止和修改部分文件的决定")
    assert [repeal.target for repeal in found] == ["《甲奖励办法》（甲政〔2023〕9号）修改第六条"]


def test_an_item_that_is_taken_out_does_not_end_its_whole_clause() -> None:
    found = read_repeals(["三、删去第十一条第（三）项。"], "关于修改《甲办法》的决定")
    assert [repeal.part for repeal in found] == ["修改第十一条"]


def test_the_clauses_of_a_compilation_keep_their_own_policies_and_terms() -> None:
    text = (
        "舟山市各县（区）绿色工厂奖励政策汇总\n\n一、定海区\n"
        "《定海区若干政策》（舟定政发〔2025〕4号），有效期至2027年12月31日：国家级绿色工厂奖励40万元。\n"
        "二、普陀区\n"
        "《普陀区发展政策》（舟普政办发〔2024〕31号），自2024年7月1日起施行，有效期三年：国家级绿色工厂奖励50万元。\n"
    )
    extraction = made("text", text)
    assert [(row.place, row.policy, row.document_number, row.end_date) for row in rows(extraction)] == [
        ("定海区", "定海区若干政策", "舟定政发〔2025〕4号", "2027-12-31"),
        ("普陀区", "普陀区发展政策", "舟普政办发〔2024〕31号", "2027-06-30"),
    ]
    assert (extraction.document.effective_date, extraction.document.expiry_date) == ("", "")


@pytest.mark.parametrize(
    ("head", "bodies"),
    [
        ("义乌市财政局 义乌市科学技术局", "义乌市财政局、义乌市科学技术局"),
        ("（2026年2月6日 义乌市财政局、义乌市科学技术局印发）", "义乌市财政局、义乌市科学技术局"),
    ],
)
def test_bodies_may_stand_below_a_title_that_names_none(head: str, bodies: str) -> None:
    text = f"# 关于印发《义乌市绿色工厂奖励办法》的通知\n\n{head}\n\n国家级绿色工厂奖励50万元。\n"
    assert made("markdown", text).document.issuing_body == bodies


@pytest.mark.parametrize("column", ["【政策问答】《{}》解读", "一图读懂｜{}", "《{}》问答"])
def test_a_comment_is_on_the_rule_that_its_title_names(column: str) -> None:
    text = f"# {column.format('义乌市绿色工厂奖励办法')}\n\n国家级绿色工厂奖励50万元。\n"
    assert [row.policy for row in rows(made("markdown", text))] == ["义乌市绿色工厂奖励办法"]


def test_a_table_of_items_and_contents_has_no_head_and_its_items_may_be_rules() -> None:
    cells = [
        ["事项名称", "绿色工厂奖励"],
        ["申报对象", "2025年主营业务收入2000万元以上的企业"],
        ["奖励标准", "国家级绿色工厂奖励48万元，省级绿色工厂奖励16万元"],
        ["申报截止时间", "2026年12月15日"],
        ["咨询电话", "0797-6600000"],
    ]
    extraction = made("xlsx", xlsx_file({"指南": cells}), "x.xlsx", place="义乌市")
    assert sums(extraction) == [("义乌市", "绿色工厂", [("国家级", 48.0), ("省级", 16.0)])]
    assert extraction.unread == ()
    assert [(rule.topic, rule.month_day, rule.year) for rule in extraction.tables["rules"]] == [
        ("deadline", "12-15", 2026)
    ]


def test_who_was_recognised_before_a_day_has_no_day_to_apply_and_no_title_to_lose() -> None:
    text = "（一）2024年12月31日以前获评的企业不在本次申报范围。\n（二）虚报材料的，取消当年申报资格。\n"
    text = f"义乌市绿色工厂申报指南\n{text}"
    assert "rules" not in made("text", text).tables


GROUPED = (
    "{caption}\n\n地区\t政策名称及文号\t国家级绿色工厂\t省级绿色低碳工厂\t到期日\n"
    "海曙区\t《海曙区制造业政策》（海政发〔2025〕10号）\t50\t20\t2027-12-31\n"
    "象山县\t象山县产业政策（象政办发〔2023〕40号）\t按市级1:1配套\t15\t已失效\n"
)


@pytest.mark.parametrize("caption", ["附表1：奖补标准　　金额单位：人民币万元", "奖补标准\n（单位：万元）"])
def test_a_list_of_counties_gives_each_its_policy_number_end_and_state(caption: str) -> None:
    first, second = rows(made("text", "宁波市绿色工厂政策一览表\n" + GROUPED.format(caption=caption)))
    assert [(one.level, one.form, one.amount_max) for one in (*first.awards, *second.awards)] == [
        ("国家级", "fixed", 50.0),
        ("省级", "fixed", 20.0),
        ("国家级", "matching", None),
        ("省级", "fixed", 15.0),
    ]
    assert [(row.policy, row.document_number) for row in (first, second)] == [
        ("海曙区制造业政策", "海政发〔2025〕10号"),
        ("象山县产业政策", "象政办发〔2023〕40号"),
    ]
    assert (first.end_date, first.repealed_words) == ("2027-12-31", "")
    assert "已失效" in second.repealed_words


def test_a_column_of_policies_may_hold_their_numbers_alone() -> None:
    table = "市（州）,级别,奖励（万元/家）,依据文件,到期日\n绵阳市,国家级,100,绵府办发〔2025〕6号,2028年2月29日\n"
    (row,) = rows(made("csv_table", f"绿色工厂奖励,,,,\n{table}", "x.csv"))
    assert (row.policy, row.document_number, row.end_date) == ("绿色工厂奖励", "绵府办发〔2025〕6号", "2028-02-29")


def test_a_cell_that_says_as_above_says_what_stands_above_it() -> None:
    table = "地区,类别,级别,奖励（万元）,政策名称\n义乌市,绿色工厂,国家级,60,甲办法\n同上,绿色园区,国家级,150,同上\n"
    assert [(row.place, row.policy) for row in rows(made("csv_table", table, "x.csv"))] == [("义乌市", "甲办法")] * 2


def test_the_last_day_to_apply_is_no_end_of_a_row() -> None:
    table = "地区,级别,奖励（万元）,申报截止日期\n绵阳市,国家级,100,2026-06-30\n"
    (row,) = rows(made("csv_table", f"绿色工厂奖励,,,\n{table}", "x.csv"))
    assert row.end_date == ""


@pytest.mark.parametrize(
    "title",
    ["关于下达2025年度绿色制造奖励资金的通知", "关于2026年绿色制造拟奖励企业名单的公示"],
)
def test_what_a_notice_pays_is_no_standard_and_is_told(title: str) -> None:
    extraction = made("text", f"义乌市财政局{title}\n\n现下达国家级绿色工厂奖励资金，每家60万元。\n")
    assert rows(extraction) == []
    assert "不是奖励标准" in extraction.unread[0]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("（2026年1月20日义乌市人民政府令第5号公布　自2026年3月1日起施行）", "义乌市人民政府"),
        ("（2026年1月20日义乌市人民政府发布）", "义乌市人民政府"),
        ("（义政规〔2026〕2号　2026年1月20日）", ""),
    ],
)
def test_the_day_of_issue_may_stand_in_brackets_below_the_title(line: str, body: str) -> None:
    document = made("text", f"义乌市绿色工厂奖励办法\n\n{line}\n\n国家级绿色工厂奖励50万元。\n").document
    assert (document.issue_date, document.issuing_body) == ("2026-01-20", body)


def test_the_day_a_draft_is_shown_is_not_the_day_it_is_in_force_from() -> None:
    text = "义乌市绿色工厂奖励办法（征求意见稿）\n\n发布时间：2026-03-02\n\n本办法自发布之日起施行，有效期3年。\n"
    document = made("text", text).document
    assert (document.draft, document.effective_date, document.expiry_date) == (True, "", "")


def test_an_end_from_a_metadata_field_counts_from_the_first_day() -> None:
    begin = Period(effective="2025-01-01", effective_kind="施行")
    assert read_expiry("3年", begin, {}).end == "2027-12-31"
    assert read_expiry("2026-06-30", begin, {}).end == "2026-06-30"
    assert read_expiry("长期", begin, {}).end == ""


@pytest.mark.parametrize(
    ("clause", "targets"),
    [
        ("本办法自2025年1月1日起施行，《甲办法》（甲政〔2020〕3号）同时废止。", ["《甲办法》（甲政〔2020〕3号）"]),
        ("《甲办法》第十二条、第十三条同时废止。", ["《甲办法》第十二条、第十三条"]),
        ("《甲意见》中关于绿色工厂的规定停止执行。", ["《甲意见》关于绿色工厂的规定"]),
        ("原《甲办法》、《乙办法》废止。", ["《甲办法》", "《乙办法》"]),
        (
            "同时废止《关于印发〈甲办法〉的通知》（甲政[2020]3号）。",
            ["《关于印发〈甲办法〉的通知》（甲政〔2020〕3号）"],
        ),
        ("甲政发〔2020〕3号文件同时废止。", ["甲政发〔2020〕3号"]),
        ("本文件代替《甲办法》。", ["《甲办法》"]),
        ("依据《立法法》，《甲办法》不再执行。", ["《甲办法》"]),
        ("《甲办法》继续有效。", []),
        ("此前规定与本办法不一致的，以本办法为准。", []),
    ],
)
def test_what_a_clause_repeals_is_read_with_the_part_it_names(clause: str, targets: list[str]) -> None:
    found = read_repeals([clause])
    assert [repeal.target for repeal in found] == targets
    assert [parse_target(target).target for target in targets] == targets


def test_a_list_of_repealed_documents_is_read_to_its_end() -> None:
    texts = [
        "下列文件予以废止：",
        "1.《甲办法》（甲政〔2020〕3号）",
        "2.《乙办法》",
        "其余文件由各单位清理。",
        "3.《丙办法》",
    ]
    assert [repeal.title for repeal in read_repeals(texts)] == ["甲办法", "乙办法"]


def test_a_repeal_with_a_day_of_its_own_keeps_it() -> None:
    (repeal,) = read_repeals(["自2025年7月1日起，《甲办法》停止执行。"])
    assert repeal.since == "2025-07-01"


def test_a_draft_is_marked_and_so_are_its_rows() -> None:
    extraction = made("text", notice().replace("若干意见\n", "若干意见（征求意见稿）\n"))
    assert extraction.document.draft
    assert all(row.draft for row in rows(extraction))


def test_a_reward_table_is_read_by_place_level_and_unit_and_bad_rows_are_named() -> None:
    table = (
        f"{HEAD}义乌市,绿色工厂,国家级,300,《甲办法》,2025-01-10,2027-12-31\n,,省级,最高80,,,\n"
        "火星市,绿色工厂,国家级,50,乙,,\n永康市,智能工厂,国家级,70,丙,,\n苏州工业园区,绿色园区,国家级,50-200,丁,2025年1月,3年\n"
    )
    extraction = made("csv_table", table, "绿色工厂奖励.csv")
    assert sums(extraction) == [
        ("义乌市", "绿色工厂", [("国家级", 300.0), ("省级", 80.0)]),
        ("苏州工业园区", "绿色园区", [("国家级", 200.0)]),
    ]
    first, second = rows(extraction)
    assert [award.form for row in (first, second) for award in row.awards] == ["fixed", "ceiling", "range"]
    assert (first.policy, first.date, first.end_date) == ("甲办法", "2025-01-10", "2027-12-31")
    assert (first.source.locator, first.source.lines) == ("表 1 第 2、3 行", (2, 3))
    assert second.end_date == ""  # three years from a month have no certain last day
    assert extraction.unread == ("表 1 第 4 行：地区「火星市」不在地名表里",)


def test_a_table_that_tells_everything_in_sentences_is_read_cell_by_cell() -> None:
    table = (
        "序号,省份,地市,实施政策,奖励政策,时效性\n"
        "1,浙江省,义乌市,《甲意见》,国家级绿色工厂奖300万，省级绿色工厂奖80万,印发日期：2025年1月10日 有效期3年\n"
        "2,,永康市,《乙政策》,国家级绿色工厂最高奖100万元,施行日期：2025年1月1日 有效期：2026年12月31日\n"
        "3,江苏省,,《丙方案》,省级绿色工厂奖20万元,\n"
    )
    extraction = made("csv_table", table, "x.csv")
    assert sums(extraction) == [
        ("义乌市", "绿色工厂", [("国家级", 300.0), ("省级", 80.0)]),
        ("永康市", "绿色工厂", [("国家级", 100.0)]),
        ("江苏省", "绿色工厂", [("省级", 20.0)]),
    ]
    assert [(row.policy, row.date, row.date_kind, row.end_date) for row in rows(extraction)] == [
        ("甲意见", "2025-01-10", "印发", "2028-01-10"),
        ("乙政策", "2025-01-01", "施行", "2026-12-31"),
        ("丙方案", "", "", ""),
    ]


def test_a_clause_and_a_table_that_say_the_same_are_one_row_and_a_contradiction_is_two() -> None:
    text = "义乌市绿色工厂奖励办法\n第一条 国家级绿色工厂奖励50万元。\n级别\t奖励（万元）\n国家级\t{}\n省级\t20\n"
    assert [len(row.awards) for row in rows(made("text", text.format(50)))] == [2]
    assert [row.awards[0].amount_max for row in rows(made("text", text.format(60)))] == [50, 60]


def test_a_sum_without_a_unit_is_not_guessed() -> None:
    extraction = made("csv_table", "地区,级别,奖励标准\n义乌市,国家级绿色工厂,300\n", "x.csv")
    assert rows(extraction) == []
    assert extraction.unread == ("表 1 第 2 行：金额「300」没有写单位（元还是万元）",)


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_the_unit_may_stand_in_the_head_or_above_the_table(unit: str) -> None:
    sheet: list[list[Any]] = [
        ["绿色工厂奖励表"],
        [f"单位：{unit}"],
        ["地区", "国家级", "省级"],
        ["义乌市", 500000, 200000],
    ]
    above = made("xlsx", xlsx_file({"Sheet1": sheet}, merges=["A1:C1", "A2:C2"]), "x.xlsx")
    head = made(
        "csv_table",
        f"地区,国家级（{unit}）,省级（{unit}）\n义乌市,500000,200000\n",
        "绿色工厂.csv",
        title="绿色工厂奖励表",
    )
    scale = 1 if unit == "万元" else 10_000
    expected = [("义乌市", "绿色工厂", [("国家级", 500_000 / scale), ("省级", 200_000 / scale)])]
    assert sums(above) == sums(head) == expected


LISTED = """浙江各地绿色工厂奖励一览,,,,,
填表单位：某处,,,,,填表日期：2026年2月3日
县（市、区）,奖励对象,级别,奖励标准（万元）,依据,有效期至
义乌市,绿色工厂,国家级,不超过90,《义乌市绿色若干政策》（义政发〔2025〕3号）,2027-12-31
,,省级,45,,
,,市级,—,,
,绿色园区,国家级,70,,
永康市,绿色工厂,国家级,另行研究,,
"""


def test_what_stands_above_a_head_is_no_head_and_a_group_lends_its_rows_all_it_names() -> None:
    extraction = made("csv_table", LISTED)
    assert sums(extraction) == [
        ("义乌市", "绿色工厂", [("国家级", 90.0), ("省级", 45.0)]),
        ("义乌市", "绿色园区", [("国家级", 70.0)]),
    ]
    assert {(row.policy, row.document_number, row.end_date) for row in rows(extraction)} == {
        ("义乌市绿色若干政策", "义政发〔2025〕3号", "2027-12-31")
    }
    assert "另行研究" in extraction.unread[0]


def test_of_sums_before_and_after_a_change_only_those_after_it_hold() -> None:
    table = "奖励对象,级别,调整前标准（万元）,调整后标准（万元）\n绿色工厂,国家级,40,60\n绿色工厂,金华市级,8,0\n"
    extraction = made("csv_table", table, place="义乌市")
    assert sums(extraction) == [("义乌市", "绿色工厂", [("国家级", 60.0)])]
    assert extraction.unread == ()


def test_a_head_of_two_rows_needs_no_merged_cells() -> None:
    table = (
        "奖励事项,原标准（万元）,,新标准（万元）,,备注\n,国家级,省级,国家级,省级,\n"
        "绿色工厂,30,15,60,25,\n绿色园区,50,20,90,/,\n"
    )
    assert sums(made("csv_table", table, place="义乌市")) == [
        ("义乌市", "绿色工厂", [("国家级", 60.0), ("省级", 25.0)]),
        ("义乌市", "绿色园区", [("国家级", 90.0)]),
    ]


def test_a_row_that_matches_anothers_award_keeps_its_own_level_and_a_term_its_first_day() -> None:
    table = (
        "县市,奖励对象,级别,奖励标准,有效期\n义乌市,绿色工厂,国家级,按省级奖励1:1配套,三年（自2025年1月1日起施行）\n"
    )
    (row,) = rows(made("csv_table", table))
    assert [(award.level, award.form, award.ratio) for award in row.awards] == [("国家级", "matching", 1.0)]
    assert row.end_date == "2027-12-31"


def test_a_head_may_name_the_city_whose_level_it_is() -> None:
    table = "奖励对象,奖补标准（单位：万元）国家级,奖补标准（单位：万元）金华市级\n绿色工厂,60,8\n绿色园区,90,/\n"
    assert sums(made("csv_table", table, place="义乌市")) == [
        ("义乌市", "绿色工厂", [("国家级", 60.0), ("市级", 8.0)]),
        ("义乌市", "绿色园区", [("国家级", 90.0)]),
    ]


def test_the_level_of_an_autonomous_region_is_no_district_of_it() -> None:
    table = "地区,自治区级绿色工厂（万元）\n南宁市,20\n"
    assert sums(made("csv_table", table, "x.csv")) == [("南宁市", "绿色工厂", [("省级", 20.0)])]


def test_a_column_tells_in_what_manner_the_sums_beside_it_are_paid() -> None:
    table = "地区,级别,奖励方式,奖励标准（万元）\n义乌市,国家级绿色工厂,最高不超过,50\n义乌市,省级绿色工厂,一次性,20\n"
    awards = [award for row in rows(made("csv_table", table, "x.csv")) for award in row.awards]
    assert [(a.level, a.form, a.amount_max, a.one_off) for a in awards] == [
        ("国家级", "ceiling", 50.0, None),
        ("省级", "fixed", 20.0, True),
    ]


def test_what_a_repeal_quotes_of_the_old_rule_is_over() -> None:
    clauses = "一、原办法中，国家级绿色工厂奖励55万元。\n\n二、自2026年1月1日起废止。\n"
    extraction = made("text", f"义乌市财政局关于废止绿色工厂奖励办法的通知\n\n{clauses}")
    assert rows(extraction) == []
    assert "废止" in extraction.unread[0]


def test_what_is_given_as_another_clause_gives_it_is_told() -> None:
    clauses = "第一条 国家级绿色工厂奖励55万元。\n\n第二条 国家级绿色园区参照第一条标准执行。\n"
    extraction = made("text", f"义乌市财政局绿色工厂奖励办法\n\n{clauses}")
    assert sums(extraction) == [("义乌市", "绿色工厂", [("国家级", 55.0)])]
    assert "参照" in extraction.unread[0]


@pytest.mark.parametrize(("source", "body"), [("义乌市财政局", "义乌市财政局"), ("市财政局", ""), ("某某日报", "")])
def test_a_page_that_names_no_issuer_is_its_sources(source: str, body: str) -> None:
    text = (
        f"《义乌市绿色工厂奖励办法》政策解读\n\n发布时间：2025-06-18　　来源：{source}\n\n国家级绿色工厂奖励55万元。\n"
    )
    assert made("text", text).document.issuing_body == body


def test_a_row_that_groups_others_lends_them_its_object() -> None:
    table = (
        "类别,级别,奖励标准（万元）\n绿色工厂,绿色工厂,绿色工厂\n,国家级,50\n绿色园区,绿色园区,绿色园区\n,国家级,90\n"
    )
    extraction = made("csv_table", table, "x.csv", place="义乌市")
    assert sums(extraction) == [("义乌市", "绿色工厂", [("国家级", 50.0)]), ("义乌市", "绿色园区", [("国家级", 90.0)])]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("绵阳国家高新技术产业开发区管理委员会", "绵阳高新区"),
        ("绵阳市高新区管委会", "绵阳高新区"),
        ("赣州经济技术开发区管理委员会", "赣州经开区"),
        ("成都国家高新技术产业开发区管理委员会", "成都高新区"),
    ],
)
def test_a_zone_that_bears_the_name_of_its_city_is_a_place_in_it_and_not_the_city(body: str, place: str) -> None:
    text = f"{body}关于支持绿色工厂的通知\n\n第一条 国家级绿色工厂奖励45万元。\n"
    extraction = made("text", text)
    assert sums(extraction) == [(place, "绿色工厂", [("国家级", 45.0)])]
    assert next(load_places().path(code) for code in extraction.document.places).endswith(place)
    assert bool(extraction.notes) == (place != "成都高新区")  # what the gazetteer has itself needs no remark


def test_a_zone_of_a_district_or_of_no_usual_kind_is_no_place() -> None:
    for body in ("滨江高新区管理委员会", "绵阳科技物流产业园区管理委员会"):
        extraction = made("text", f"{body}关于绿色工厂的通知\n\n第一条 国家级绿色工厂奖励45万元。\n")
        assert (rows(extraction), len(extraction.unread)) == ([], 1)


def test_a_zone_may_be_stated_as_the_place() -> None:
    extraction = made("text", "奖励办法\n\n第一条 国家级绿色工厂奖励45万元。\n", place="绵阳高新区")
    assert sums(extraction) == [("绵阳高新区", "绿色工厂", [("国家级", 45.0)])]


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        (["南京市鼓楼区人民政府关于绿色工厂的办法"], ("320106",)),
        (["鼓楼区人民政府关于绿色工厂的办法"], ()),
        (["苏州工业园区管理委员会", "关于绿色工厂的办法"], ("320500-SIP",)),
        (["金华市人民政府关于支持义乌市绿色制造的意见"], ("330700",)),
        (["工业和信息化部办公厅关于绿色制造的通知", "北京市经济和信息化局："], ("000000",)),
    ],
)
def test_a_document_rules_where_its_issuing_body_does_and_no_place_is_guessed(
    head: list[str], codes: tuple[str, ...]
) -> None:
    assert made("text", "\n".join([*head, "第一条 为支持绿色制造，制定本办法。"])).document.places == codes


def test_benefits_of_another_clause_are_kept_with_the_award_or_as_a_row_of_their_own() -> None:
    benefit = "第四条 绿色工厂在错峰生产时给予优先保障，并优先推荐申报上级称号。\n\n义乌市人民政府\n"
    (factory, _) = rows(made("text", f"{notice()}\n{benefit}"))
    assert factory.benefits == ("错峰生产", "优先推荐")
    (only,) = rows(made("text", f"义乌市人民政府关于绿色制造的意见\n{benefit}"))
    assert (only.awards, only.benefits, only.source.locator) == ((), ("错峰生产", "优先推荐"), "第四条")


def test_a_national_list_becomes_a_batch_with_its_call_and_count() -> None:
    text = (
        "工业和信息化部办公厅关于公布第六批绿色制造名单的通知\n"
        "依据《工业和信息化部办公厅关于开展第六批绿色制造名单推荐工作的通知》，经评审，现予公布。\n"
        "附件1 绿色工厂名单\n序号\t工厂名称\t地区\n1\t甲公司\t北京\n2\t乙公司\t天津\n2022年1月20日\n"
    )
    (batch,) = made("text", text).tables["batches"]
    assert (batch.number, batch.count, batch.list_date) == (6, 2, "2022-01-20")
    assert batch.call_title == "工业和信息化部办公厅关于开展第六批绿色制造名单推荐工作的通知"
    stated = text.replace("现予公布", "现公布绿色工厂662家")
    assert made("text", stated).tables["batches"][0].count == 662


def test_a_table_of_standards_becomes_standards_with_their_status() -> None:
    table = (
        "序号,标准编号,标准名称,标准状态,发布日期\n1,T/CNIA 0050-2020,铜冶炼绿色工厂评价要求,已发布,2020-05-01\n"
        "2,,玻璃行业绿色工厂评价要求,征求意见稿,\n3,,木材行业绿色工厂评价要求,,\n"
    )
    extraction = made("csv_table", table, "标准.csv")
    first, second = extraction.tables["standards"]
    assert (first.number, first.kind, first.status, first.date) == (
        "T/CNIA 0050-2020",
        "团体标准",
        "published",
        "2020-05-01",
    )
    assert (second.subject, second.status) == ("玻璃行业", "comment_draft")
    assert extraction.unread == ("表 1 第 4 行：看不出标准的状态（已发布、立项、征求意见……）",)


ANNOUNCED = """工业和信息化部公告2026年第30号

工业和信息化部{text}

{table}工业和信息化部

2026年10月8日
"""
TABLE = (
    "序号\t标准编号\t标准名称\t代替标准号\t实施日期\n"
    "1\tJC/T 2634-2026\t水泥行业绿色工厂评价要求\tJC/T 2634-2021\t2027-03-01\n"
    "2\tJC/T 2800-2026\t石材行业绿色工厂评价要求\t—\t2027-03-01\n\n"
)
IN_TEXT = "批准发布《水泥行业绿色工厂评价要求》（JC/T 2634-2026）等2项标准，代替 JC/T 2634-2021，自2027年3月1日起实施。"


@pytest.mark.parametrize(
    "text", [ANNOUNCED.format(text="批准2项标准。", table=TABLE), ANNOUNCED.format(text=IN_TEXT, table="")]
)
def test_an_announced_standard_came_out_with_its_notice_is_applied_later_and_names_what_it_replaces(text: str) -> None:
    standard = made("text", text).tables["standards"][0]
    assert (standard.number, standard.status, standard.date) == ("JC/T 2634-2026", "published", "2026-10-08")
    assert (standard.effective_date, standard.replaces) == ("2027-03-01", "JC/T 2634-2021")
    assert standard.subject == "水泥行业"


def test_a_dash_under_what_is_replaced_is_nothing() -> None:
    rows = made("text", ANNOUNCED.format(text="批准2项标准。", table=TABLE)).tables["standards"]
    assert [row.replaces for row in rows] == ["JC/T 2634-2021", ""]


@pytest.mark.parametrize(
    "text",
    [
        "现公布名单，评价按照《绿色工厂评价通则》（GB/T 36132-2026）进行。",
        "2021年发布的《砂石行业绿色工厂评价要求》（JC/T 2641-2021）继续适用。",
    ],
)
def test_a_standard_that_a_notice_only_cites_is_none_of_its_own(text: str) -> None:
    assert "standards" not in made("text", ANNOUNCED.format(text=text, table="")).tables


def test_a_standard_announced_without_its_number_is_reported() -> None:
    extraction = made("text", ANNOUNCED.format(text="批准发布《石材行业绿色工厂评价要求》行业标准。", table=""))
    assert "standards" not in extraction.tables
    assert [line.partition("：")[2] for line in extraction.unread] == [
        "《石材行业绿色工厂评价要求》没有写明标准号，没有读成条目"
    ]


def test_a_list_of_regional_policies_becomes_policies() -> None:
    extraction = made(
        "csv_table", "地区,政策名称,发布时间\n义乌市,《甲办法》,2025年3月\n,《乙办法》,2025-04-02\n", "x.csv"
    )
    assert [(row.place, row.title, row.date) for row in extraction.tables["policies"]] == [
        ("义乌市", "甲办法", "2025-03"),
        ("义乌市", "乙办法", "2025-04-02"),
    ]


def test_a_clause_with_items_is_read_as_one() -> None:
    text = notice().replace(
        "第一条 新认定为国家级、省级绿色工厂的企业，分别给予300万元、80万元的一次性奖励。",
        "第一条 对获评绿色工厂的企业，按以下标准一次性奖励：\n\n1.国家级300万元；\n\n2.省级80万元。\n\n第四条 ",
    )
    assert sums(made("text", text))[0] == ("义乌市", "绿色工厂", [("国家级", 300.0), ("省级", 80.0)])
    assert all(award.one_off for award in rows(made("text", text))[0].awards)


REGULATION = """关于印发《金华市绿色制造奖励办法》的通知

金政办发〔2024〕8号

《金华市绿色制造奖励办法》已经同意，现予印发。

金华市人民政府办公室
2024年3月1日

第二章 奖励标准

第三条 奖励标准如下：

（一）首次列入国家级绿色工厂、绿色供应链管理企业名单的，分别一次性奖励50万元、40万元；

（二）省级绿色工厂20万元，其中市财政承担10万元

（三）获得能源管理体系认证的企业，奖励5万元。

第四条 同一企业就高不重复享受，全年累计奖励不超过200万元。

第五条 本办法自2024年4月1日起施行，有效期三年。原《金华市专项资金办法》第六条同时废止，其余条款继续有效。
"""


def test_a_regulation_with_items_gives_one_row_an_object_under_its_own_name() -> None:
    extraction = made("text", REGULATION)
    factory, chain = rows(extraction)
    assert sums(extraction) == [
        ("金华市", "绿色工厂", [("国家级", 50.0), ("省级", 20.0)]),
        ("金华市", "绿色供应链", [("国家级", 40.0)]),
    ]
    assert (factory.policy, factory.source.locator, factory.source.lines) == (
        "金华市绿色制造奖励办法",
        "第三条",
        (12, 18),
    )
    assert (factory.stacking, factory.notes) == ("highest_only", ("另有总额限制：全年累计奖励不超过200万元",))
    assert (chain.end_date, chain.end_basis) == ("2027-03-31", "computed")
    assert extraction.document.issuing_body == "金华市人民政府办公室"
    assert extraction.document.supersedes == ("《金华市专项资金办法》第六条",)
    assert extraction.unread == ()


def test_a_head_over_level_and_sum_is_told_apart_by_its_cells() -> None:
    page = (
        "<h1>永康市财政局关于兑现工业政策的通知</h1><table>"
        "<tr><th>序号<th>项目<th colspan=2>奖补标准（万元）<th>备注</tr>"
        "<tr><td>1<td rowspan=2>绿色工厂<td>国家级<td>80<td rowspan=2>一次性</tr><tr><td>2<td>省级<td>30</tr>"
        "<tr><td>3<td>数字化车间<td>省级<td>50<td></tr></table>"
    )
    extraction = made("html", page)
    assert sums(extraction) == [("永康市", "绿色工厂", [("国家级", 80.0), ("省级", 30.0)])]
    assert all(award.one_off for award in rows(extraction)[0].awards)


def test_without_a_place_nothing_is_guessed_and_the_way_out_is_told() -> None:
    extraction = made("text", "第一条 国家级绿色工厂奖励50万元。\n")
    assert rows(extraction) == []
    assert extraction.unread == ("第 1 行：看不出适用地区，可用 --place 指明",)


def test_every_paragraph_and_row_is_a_passage_word_for_word_under_its_heading(places: Places) -> None:
    found = made("text", notice()).passages
    clause = next(passage for passage in found if passage.text.startswith("第三条"))
    assert (clause.quote_kind, clause.title, clause.source.locator, clause.source.lines) == (
        "original",
        "二、附则",
        "第三条",
        (19, 19),
    )
    table = made("csv_table", "地区,说明\n义乌市,一次性\n", "x.csv").passages
    assert [(passage.text, passage.source.locator) for passage in table] == [
        ("地区：义乌市；说明：一次性", "表 1 第 2 行")
    ]


def test_a_long_paragraph_is_parted_at_the_ends_of_sentences() -> None:
    sentence = "企业应当建立能源管理体系并且保持其有效运行。"
    found = made("text", sentence * 60).passages
    assert "".join(passage.text for passage in found) == sentence * 60
    assert all(passage.text.endswith("。") and len(passage.text) <= 400 for passage in found)


@pytest.mark.parametrize("lead", ["第二条 有下列情形之一的，不予奖励：", "第二条 以下情形不予奖励"])
def test_short_numbered_items_without_a_stop_are_text_and_no_headings(lead: str) -> None:
    text = f"第一条 国家级绿色工厂奖励60万元。\n\n{lead}\n（一）列入失信名单\n（二）欠税\n\n第三条 自印发之日起施行。\n"
    found = [(one.title, one.text) for one in made("text", text).passages]
    assert found[2:4] == [("", "（一）列入失信名单"), ("", "（二）欠税")]


def test_a_heading_under_which_nothing_stands_is_text() -> None:
    found = made("text", "一、奖励标准\n国家级绿色工厂奖励60万元。\n\n二、联系电话见官网\n").passages
    assert [(one.title, one.text) for one in found] == [
        ("一、奖励标准", "国家级绿色工厂奖励60万元。"),
        ("一、奖励标准", "二、联系电话见官网"),
    ]


def test_a_ceiling_on_items_of_one_kind_is_told_with_that_kind_alone() -> None:
    text = "丽水市对国家级绿色工厂奖励60万元。入选国家绿色设计产品的，每个产品奖励3万元，单个企业每年最高15万元。"
    assert [(row.object, row.notes) for row in rows(made("text", text))] == [
        ("绿色工厂", ()),
        ("绿色产品", ("另有总额限制：单个企业每年最高15万元",)),
    ]


def test_a_ceiling_in_the_remarks_of_a_table_is_kept() -> None:
    data = "地区,类别,级别,奖励标准（万元）,备注\n丽水市,绿色设计产品,国家级,1.5,每个产品；单个企业不超过9万元\n"
    assert [row.notes for row in rows(made("csv_table", data))] == [("另有总额限制：单个企业不超过9万元",)]


def test_a_ceiling_that_is_an_item_of_its_own_is_kept() -> None:
    text = "丽水市绿色设计产品激励：\n①列入国家级名单的，每个产品1万元；\n②每家企业当年奖励总额不超过8万元。\n"
    assert [row.notes for row in rows(made("text", text))] == [("另有总额限制：每家企业当年奖励总额不超过8万元",)]


def test_fields_of_a_line_may_stand_in_a_quotation_of_markdown_or_behind_a_source() -> None:
    quoted = made(
        "markdown", "# 丽水市绿色工厂奖励办法\n\n> 发文机关：丽水市财政局\n> 文号：丽财〔2026〕2号\n"
    ).document
    assert (quoted.issuing_body, quoted.document_number) == ("丽水市财政局", "丽财〔2026〕2号")
    page = made("text", "丽水市绿色工厂奖励办法\n\n来源：丽水市财政局 时间：2026-03-18\n\n国家级绿色工厂奖励60万元。\n")
    assert page.document.issue_date == "2026-03-18"
    meeting = made("text", "丽水市绿色工厂奖励办法\n\n时间：2026-03-18\n\n国家级绿色工厂奖励60万元。\n")
    assert meeting.document.issue_date == ""


@pytest.mark.parametrize(
    ("signed", "foot", "day"),
    [
        ("2026年3月2日", "甲市工业和信息化局办公室 2026年3月3日印发", "2026-03-02"),
        ("二〇二六年三月二日", "甲市工业和信息化局办公室 2026年3月3日印发", "2026-03-02"),
        ("", "甲市工业和信息化局办公室 2026年3月3日印发", "2026-03-03"),
    ],
)
def test_a_document_bears_the_day_it_was_signed_not_the_day_it_was_printed(signed: str, foot: str, day: str) -> None:
    title = "关于印发《甲市绿色工厂奖励办法》的通知"
    text = f"{title}\n\n本办法自印发之日起施行。\n\n甲市工业和信息化局\n{signed}\n\n{foot}\n"
    document = made("text", text).document
    assert (document.issue_date, document.effective_date) == (day, "2026-03-03")


def test_of_a_page_card_the_day_signed_goes_before_the_days_printed_and_published() -> None:
    text = "成文日期：2026-06-18 印发日期：2026-06-20 发布日期：2026-06-22\n\n甲市绿色工厂奖励办法\n\n正文。\n"
    assert made("text", text).document.issue_date == "2026-06-18"
    assert made("text", text, issued="2026-06-25").document.issue_date == "2026-06-25"


def test_the_day_under_a_signature_at_the_right_edge_of_a_page_is_no_part_of_what_follows() -> None:
    lines = ["关于复核的通知", "重庆市经济和信息化委员会", "2026年9月18日", "抄送：市财政局。"]
    edge = {"page": 1, "left": 0.0, "right": 500.0, "size": 16.0, "at_edge": False, "full_right": 500.0}
    items = [PrintedLine(text=text, top=100.0 + 20 * n, **edge) for n, text in enumerate(lines)]
    assert [block.text for block in paragraphs_of(items, 1)][-2:] == ["2026年9月18日", "抄送：市财政局。"]


def test_the_head_of_an_announcement_is_no_title_where_one_stands_below() -> None:
    head = "甲市工业和信息化局公告\n\n2026年第4号\n\n"
    titled = made("text", f"{head}甲市工业和信息化局关于规范性文件清理结果的公告\n\n现予公告。\n").document
    assert titled.title == "甲市工业和信息化局关于规范性文件清理结果的公告"
    assert made("text", f"{head}现将有关事项公告如下。\n").document.title == "甲市工业和信息化局公告"


def test_a_chapters_head_on_the_line_of_its_first_clause_is_a_heading() -> None:
    text = (
        "关于印发《金华市绿色制造奖励办法》的通知\n\n第一章 总则 第一条 为推进绿色制造，制定本办法。\n"
        "第二章 奖励标准 第二条 国家级绿色工厂奖励60万元。\n按照第三章 第五条办理。\n"
    )
    extraction = made("text", text)
    assert [(row.source.section, row.source.locator) for row in rows(extraction)] == [("第二章 奖励标准", "第二条")]
    assert [passage.text for passage in extraction.passages][-1] == "按照第三章 第五条办理。"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            "金华市人民政府\n关于印发金华市绿色制造奖励办法\n（2024年修订）的通知\n",
            "金华市人民政府关于印发金华市绿色制造奖励办法（2024年修订）的通知",
        ),
        (
            "金华市经济和信息化局关于印发《金华市绿色工厂管理细则》\n的通知\n",
            "金华市经济和信息化局关于印发《金华市绿色工厂管理细则》的通知",
        ),
        ("金华市绿色工厂奖励政策汇编\n（2025年版）\n", "金华市绿色工厂奖励政策汇编（2025年版）"),
        ("金华市绿色制造奖励办法\n（2025年3月4日印发）\n", "金华市绿色制造奖励办法"),
    ],
)
def test_the_end_of_a_title_on_a_line_of_its_own_belongs_to_it(lines: str, title: str) -> None:
    assert made("text", f"{lines}\n各县（市、区）：\n\n国家级绿色工厂奖励60万元。\n").document.title == title


def test_lines_wrapped_by_hand_at_no_one_width_are_one_clause() -> None:
    text = (
        "金华市绿色制造奖励办法\n\n第一条 为鼓励绿色发展，制定本办法。\n"
        "第二条 国家级绿色工厂奖励标准由20万元提高到\n40万元，省级绿色工厂奖励标准由8万元提高到16万元。\n"
        "第三条 本办法由金华市经济和信息化局负责解释。\n"
    )
    extraction = made("text", text)
    assert sums(extraction) == [("金华市", "绿色工厂", [("国家级", 40.0), ("省级", 16.0)])]
    assert "提高到40万元" in " ".join(passage.text for passage in extraction.passages)


def test_an_answer_that_names_another_level_later_is_still_about_its_question() -> None:
    text = (
        "《金华市绿色制造奖励办法》政策问答\n\n1. 获评国家级绿色工厂有多少奖励？\n答：一次性奖励40万元。\n"
        "2. 获评省级绿色工厂的呢？\n答：一次性奖励16万元。县级不设绿色工厂奖励。\n"
        "3. 拿过省级绿色工厂奖励，又获评国家级，能不能再拿40万元？\n答：不能，只补足差额24万元。\n"
    )
    assert sums(made("text", text)) == [("金华市", "绿色工厂", [("国家级", 40.0), ("省级", 16.0)])]


COMPILED = (
    "金华市各县（市、区）绿色工厂奖励政策汇编\n\n金华市经济和信息化局编\n2026年2月10日\n\n"
    "一、义乌市\n文件：《义乌市绿色发展若干措施》（义政发〔2024〕9号）\n条款：国家级绿色工厂奖励90万元，省级绿色工厂奖励30万元。\n"
    "有效期至2027年6月30日。\n\n"
    "二、永康市\n文件：《永康市绿色制造奖励办法》（永政发〔2021〕4号）\n（一）绿色工厂。国家级60万元，省级20万元。\n"
    "自2021年5月1日起施行，有效期三年。\n"
)


def test_each_place_of_a_compilation_has_the_policy_number_and_term_of_its_section() -> None:
    extraction = made("text", COMPILED)
    assert (extraction.document.issue_date, extraction.document.expiry_date) == ("2026-02-10", "")
    assert [
        (row.place, row.policy, row.document_number, row.effective_date, row.end_date) for row in rows(extraction)
    ] == [
        ("义乌市", "义乌市绿色发展若干措施", "义政发〔2024〕9号", "", "2027-06-30"),
        ("永康市", "永康市绿色制造奖励办法", "永政发〔2021〕4号", "2021-05-01", "2024-04-30"),
    ]


def test_a_section_of_a_compilation_that_tells_two_policies_lends_its_rows_neither() -> None:
    two = COMPILED.replace("条款：", "文件：《义乌市工业奖励办法》（义政发〔2023〕1号）\n条款：", 1)
    assert [row.policy for row in rows(made("text", two))] == [
        "金华市各县（市、区）绿色工厂奖励政策汇编",
        "永康市绿色制造奖励办法",
    ]


def test_what_is_lengthened_ends_on_the_new_day_and_does_not_begin_when_a_part_of_it_stops() -> None:
    text = (
        "金华市人民政府关于延长《金华市绿色制造奖励办法》有效期的通知\n\n"
        "一、《金华市绿色制造奖励办法》有效期延长至2028年3月31日。\n\n"
        "二、第五条关于县级绿色工厂的奖励，自2026年4月1日起不再执行。\n\n"
        "金华市人民政府\n2026年3月1日\n\n附件\n\n第三条 国家级绿色工厂奖励60万元。\n"
    )
    extraction = made("text", text)
    assert (extraction.document.effective_date, extraction.document.expiry_date) == ("", "2028-03-31")
    assert [(row.date, row.end_date) for row in rows(extraction)] == [("2026-03-01", "2028-03-31")]


def test_the_day_under_the_signature_below_the_columns_of_a_sheet_is_the_day_of_issue() -> None:
    sheet = [
        ["金华市绿色工厂拟认定名单公示", None, None],
        ["序号", "县（市、区）", "企业名称"],
        [1, "义乌市", "某某机电有限公司"],
        [2, "永康市", "某某五金有限公司"],
        ["金华市经济和信息化局 2026年8月3日", None, None],
    ]
    assert made("xlsx", xlsx_file({"名单": sheet})).document.issue_date == "2026-08-03"


def test_a_file_that_says_nothing_of_itself_is_called_by_its_name_without_its_number() -> None:
    table = "县（市、区）,奖励对象,级别,奖励标准\n义乌市,绿色工厂,国家级,90万元\n"
    assert made("csv_table", table, "07_金华各地奖励.csv").document.title == "金华各地奖励"
    assert made("csv_table", table, "2026年奖励.csv").document.title == "2026年奖励"


def test_the_cases_of_a_list_are_one_rule_and_a_clause_that_it_refers_to_keeps_its_number() -> None:
    text = (
        "浙江省绿色工厂动态管理实施细则\n\n第一条 省级绿色工厂每年填报动态管理表。\n\n"
        "第二条 有下列情形之一的，移出省级绿色工厂名单：\n"
        "（一）连续两年未填报动态管理表的；\n（二）申报材料弄虚作假的。\n\n"
        "第三条 因第二条第二项移出的，五年内不得重新申报省级绿色工厂。\n"
    )
    rules = [(rule.topic, rule.article, rule.text) for rule in made("text", text).tables["rules"]]
    assert rules[1:] == [
        (
            "local_removal",
            "第二条",
            "有下列情形之一的，移出省级绿色工厂名单：（一）连续两年未填报动态管理表的；（二）申报材料弄虚作假的",
        ),
        ("removal_result", "第三条", "因第二条第二项移出的，五年内不得重新申报省级绿色工厂"),
    ]
