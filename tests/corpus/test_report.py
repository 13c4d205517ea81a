"""Reading the report's own text, and putting it behind the digest.

A made-up report of the same shape is always read. With WENCE_REPORT_TEXT set to the report's own text, every
shipped row is held against it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.report import ReportText, attach_original, is_report, read_report, squeeze
from corpus.types import (
    Area,
    Award,
    Batch,
    Corpus,
    Document,
    Passage,
    Policy,
    Rule,
    Source,
    Standard,
    Subsidy,
)
from tests.shipped import load_shipped

EXAMPLE = Path(__file__).parents[1] / "examples" / "report-like.txt"
TEXT = EXAMPLE.read_text(encoding="utf-8")
REPORT = read_report(TEXT)
RAW = TEXT.split("\n")


def printed(raw: list[str], first: int, last: int) -> str:
    return squeeze("".join(raw[first - 1 : last]))


def paragraph(beginning: str) -> tuple[str, str, int, int]:
    found = next(each for each in REPORT.paragraphs if each.text.startswith(beginning))
    return found.section, found.text, found.first, found.last


def rows(table: str) -> list[tuple[str, ...]]:
    return [(row.seq, *row.cells.values()) for row in REPORT.tables[table]]


class TestHeadings:
    def test_every_heading_is_a_section_in_order(self) -> None:
        assert [section.name for section in REPORT.sections] == [
            "0 前言",
            "1 域外降噪做法",
            "1.1 北屿",
            "1.2 南洲",
            "2 本国静音车间政策",
            "2.1 三批名单",
            "2.2 复测",
            "2.3 评价标准",
            "3 各地静音车间政策",
            "3.1 各地政策汇总",
            "3.2 各地补贴政策总结",
            "4 结语",
            "4.1 下一步",
        ]
        assert all(section.title in RAW[section.line - 1].replace(" ", "") for section in REPORT.sections)

    def test_what_stands_before_the_first_heading_is_the_front_page(self) -> None:
        assert paragraph("静音车间工作组")[0] == "前页"

    def test_a_numbered_line_that_is_no_next_heading_stays_text(self) -> None:
        text = "1. 甲章 \n\n3. 丙是第三个 \n\n1.5 倍是上限 \n\n1.1 甲节 \n\n乙。 \n"
        assert [section.name for section in read_report(text).sections] == ["1 甲章", "1.1 甲节"]


class TestParagraphs:
    def test_wrapped_lines_become_one_paragraph_with_its_lines(self) -> None:
        section, text, first, last = paragraph("2029 年 4 月")
        assert (section, first, last) == ("1.1 北屿", 23, 25)
        assert text.endswith("要求夜间厂界噪声不超过45 分贝。该法施行两年后，投诉少了 38%。")

    def test_a_paragraph_goes_on_over_a_page_break(self) -> None:
        assert paragraph("北屿还设立了")[1].endswith("都可以申请，每年办理两次。")

    def test_page_numbers_and_table_heads_are_in_no_paragraph(self) -> None:
        everything = "".join(each.text for each in REPORT.paragraphs)
        assert not any(re.fullmatch(r"\d{1,3}", each.text) for each in REPORT.paragraphs)
        assert "发布时间" not in everything
        assert "时效性" not in everything

    def test_a_label_stays_with_what_it_labels(self) -> None:
        assert paragraph("宗旨：")[1] == "宗旨：收集降噪做法，编写静音车间的评价办法，替会员单位联系测量人员。"
        assert paragraph("第一批：")[1] == "第一批：2032 年 9 月——《关于推荐第一批静音车间的通知》"

    def test_a_standard_number_torn_over_two_lines_keeps_its_space(self) -> None:
        assert "《玻璃吹制静音车间评价要求》（QB/T 4402-2034）" in paragraph("《锻造")[1]

    def test_a_smaller_heading_stands_over_what_follows_it(self) -> None:
        under = next(each.under for each in REPORT.paragraphs if each.text.startswith("该计划提出"))
        assert under == "（1）2032 年 6 月 1 日，声环境署印发了《静音车间三年计划（2032-2035年）》"

    def test_every_paragraph_is_its_printed_lines(self) -> None:
        for each in REPORT.paragraphs:
            assert squeeze(each.text) == printed(RAW, each.first, each.last)

    def test_part_of_a_paragraph_knows_its_own_lines(self) -> None:
        found = next(each for each in REPORT.paragraphs if each.text.startswith("2029 年 4 月"))
        start = found.text.index("该法施行")
        assert found.lines(start, len(found.text)) == (25, 25)
        assert found.lines(0, 5) == (23, 23)


class TestTables:
    def test_standards_are_read_row_by_row(self) -> None:
        assert rows("2.4") == [
            ("1", "T/TSNC 101-2033", "纺纱静音车间评价要求"),
            ("2", "T/TSNC 102-2033", "冲压 静音车间评价要求"),
            ("3", "T/TSNC 103-2033", "MP3 播放器静音车间评价要求"),
        ]

    def test_policies_have_place_month_and_title_also_over_a_page_break(self) -> None:
        assert rows("3.1") == [
            ("1", "青岚", "2032-07", "《青岚省静音车间实施方案》"),
            ("1", "青岚", "2033-02", "《青岚省声环境署关于申报 2033 年静音车间的通知》"),
            ("2", "云岭东", "2032-11-20", "《关于转发<静音车间三年计划>的通知》"),
            ("3", "琼屿", "", "《琼屿省降噪工作办法（2032-2036 年）》"),
            ("3", "琼屿", "2034-05", "《琼屿省工业厅关于印发《静音车间补助细则》的通知》"),
        ]

    def test_subordinate_areas_are_parted_from_the_titles_between_them(self) -> None:
        assert rows("3.1 areas") == [
            ("1", "青岚", "白露市"),
            ("1", "青岚", "望舒市望舒县"),
            ("3", "琼屿", "栖霞市"),
            ("3", "琼屿", "栖霞市听涛区"),
            ("3", "琼屿", "流萤港新区"),
        ]

    def test_subsidies_have_place_policy_award_and_term(self) -> None:
        assert rows("3.2") == [
            (
                "1",
                "青岚",
                "《青岚省静音车间实施方案》",
                "由省里统筹安排降噪经费，具体数额另行通知",
                "印发日期：2032 年 7 月 9 日",
            ),
            (
                "1",
                "白露市",
                "《白露市安静生产若干措施（试行）》",
                "国家级静音车间 70 万元，省级静音车间 35 万元",
                "实施日期：2033 年 1 月 1 日 有效期：2035 年 12 月 31 日",
            ),
            ("1", "望舒市望舒县", "《望舒县降噪十条》", "县级静音车间 6 万", "施行日期：2033 年 3 月 1 日"),
            (
                "2",
                "云岭东",
                "云岭东省声环境专项资金办法（云声规〔2032〕8号）",
                "按隔声设备投资额 12%补助，最高不超过 90 万元。",
                "印发日期：2032 年 12 月 3 日 试行期：2 年",
            ),
            ("2", "琼花岛", "《琼花岛产业扶持意见》", "省级静音车间 15 万", ""),
            ("3", "琼屿", "《琼屿省降噪工作办法》", "优先安排测量人员。", "2034 年 6 月 8 日"),
        ]

    def test_every_subsidy_row_is_its_printed_lines(self) -> None:
        for row in REPORT.tables["3.2"]:
            assert printed(RAW, row.first, row.last).replace(":", "：") == squeeze(row.text)

    def test_every_policy_stands_on_its_lines(self) -> None:
        for row in REPORT.tables["3.1"]:
            assert squeeze(row.cells["policy"]) in printed(RAW, row.first, row.last)


class TestOtherForms:
    @pytest.mark.parametrize(
        "text",
        [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, "\n".join(line.rstrip() for line in RAW)],
        ids=["windows line ends", "byte order mark", "no spaces at line ends"],
    )
    def test_the_tables_are_the_same_whatever_the_line_ends(self, text: str) -> None:
        assert rows_of(read_report(text), "3.1", "3.1 areas", "3.2") == rows_of(REPORT, "3.1", "3.1 areas", "3.2")

    def test_page_breaks_may_be_form_feeds(self) -> None:
        text = "1. 甲章 \n\n第一句还没有\n\n12 \n\f\n说完。 \n"
        assert [each.text for each in read_report(text).paragraphs] == ["第一句还没有说完。"]

    @settings(max_examples=60)
    @given(st.lists(st.sampled_from([*RAW[::5], "", " ", "1 青岚 ", "《", "》", "序", "号 ", "\f", "2.1 ", "😀"])))
    def test_no_order_of_lines_breaks_it(self, lines: list[str]) -> None:
        text = "\n".join(lines)
        for each in read_report(text).paragraphs:
            assert 1 <= each.first <= each.last <= len(lines)

    @given(st.text(max_size=80))
    def test_no_text_breaks_it(self, text: str) -> None:
        is_report(text)
        read_report(text)


def rows_of(report: ReportText, *tables: str) -> list[tuple[str, ...]]:
    return [(row.seq, *map(squeeze, row.cells.values())) for table in tables for row in report.tables[table]]


class TestIsReport:
    def test_a_text_of_the_same_shape_with_another_title_is_another_report(self) -> None:
        assert not is_report(TEXT)
        assert is_report(TEXT, title="静音车间政策观察报告")

    def test_a_text_that_only_names_the_report_is_not_the_report(self) -> None:
        assert not is_report("《绿色工厂政策分析报告》的读后感")


def source(section: str) -> Source:
    return Source(doc_id="quiet", section=section)


def digest(number: int, section: str, text: str) -> Passage:
    return Passage(id=f"quiet:{number}", source=source(section), text=text, quote_kind="digest", title=section)


LAW = digest(1, "1.1 北屿", "北屿 2029 年 4 月通过的《夜间工业声限法》把夜间厂界噪声限在 45 分贝。")
WRONG_FIGURE = digest(2, "1.2 南洲", "南洲的锻造厂每 7 年测一次噪声。")
ELSEWHERE = digest(3, "2.2 复测", "北屿夜间厂界噪声有限值。")
PLAN = digest(4, "2.1 三批名单", "三年计划要培养 80 名测量人员。")

QUIET = Corpus(
    documents=(Document(id="quiet", title="静音车间政策观察报告", digest_of="静音车间政策观察报告"),),
    passages=(LAW, WRONG_FIGURE, ELSEWHERE, PLAN),
    subsidies=(
        Subsidy(
            id="q-s1",
            source=source("3.2 各地补贴政策总结"),
            seq="1",
            place_code="",
            place="白露市",
            province="青岚省",
            policy="白露市安静生产若干措施（试行）",
            awards=(Award(level="国家级", form="fixed", amount_min=70, amount_max=70),),
        ),
    ),
    policies=(
        Policy(
            id="q-p1",
            source=source("3.1 各地政策汇总"),
            seq="2",
            place_code="",
            place="云岭东",
            title="关于转发〈静音车间三年计划〉的通知",
        ),
    ),
    areas=(
        Area(
            id="q-a1",
            source=source("3.1 各地政策汇总"),
            seq="3",
            province_code="",
            place_code="",
            place="栖霞市听涛区",
        ),
    ),
    standards=(
        Standard(
            id="q-std1",
            source=source("2.3 评价标准"),
            seq="2",
            number="T/TSNC 102-2033",
            title="冲压静音车间评价要求",
            subject="冲压",
            kind="团体标准",
            body="",
            status="published",
        ),
        Standard(
            id="q-std2",
            source=source("2.3 评价标准"),
            seq="",
            number="QB/T 4402-2034",
            title="玻璃吹制静音车间评价要求",
            subject="玻璃吹制",
            kind="行业标准",
            body="",
            status="approval_publicity",
        ),
    ),
    batches=(
        Batch(
            id="q-b1",
            source=source("2.1 三批名单"),
            number=1,
            call_title="关于推荐第一批静音车间的通知",
            call_date="2032-09",
            list_title="关于公布第一批静音车间名单的通知",
            list_date="2033-01",
            count=0,
        ),
    ),
    rules=(
        Rule(
            id="q-r1",
            source=source("2.2 复测"),
            topic="recheck_cycle",
            place_code="000000",
            place="全国",
            subject="静音车间",
            text="名单内的车间每四年复测一次",
        ),
    ),
)


class TestAttachOriginal:
    corpus = attach_original(QUIET, TEXT)

    def passage(self, wanted: Passage) -> Passage:
        return next(each for each in self.corpus.passages if each.id == wanted.id)

    def test_a_statement_gets_the_sentence_it_tells_of_word_for_word(self) -> None:
        law = self.passage(LAW)
        assert law.original == "2029 年 4 月，北屿议会通过《夜间工业声限法》，要求夜间厂界噪声不超过45 分贝。"
        assert law.source.lines == (23, 25)
        assert (law.text, law.quote_kind) == (LAW.text, "digest")

    def test_a_clause_between_semicolons_is_enough_for_a_quote(self) -> None:
        assert self.passage(PLAN).original == "同时培养 80 名测量人员；"

    def test_a_statement_with_another_figure_stays_a_digest(self) -> None:
        assert self.passage(WRONG_FIGURE) == WRONG_FIGURE

    def test_a_statement_is_not_matched_outside_its_section(self) -> None:
        assert self.passage(ELSEWHERE) == ELSEWHERE

    def test_what_no_statement_tells_of_becomes_original_passages(self) -> None:
        added = {each.id: each for each in self.corpus.passages if each.quote_kind == "original"}
        rest = added["quiet/original/L25"]
        assert rest.text == "该法施行两年后，投诉少了 38%。"
        assert (rest.source.section, rest.source.lines) == ("1.1 北屿", (25, 25))
        assert "每四年复测一次" in added["quiet/original/L56"].text
        assert len(added) == sum(each.quote_kind == "original" for each in self.corpus.passages)

    def test_no_sentence_stands_twice_and_no_table_row_is_a_passage(self) -> None:
        quotes = [each.original or each.text for each in self.corpus.passages if each.source.lines]
        assert len(set(quotes)) == len(quotes)
        assert not any("白露市：《" in quote or "T/TSNC 101" in quote for quote in quotes)

    def test_every_quote_is_printed_on_its_lines(self) -> None:
        for each in self.corpus.passages:
            if each.source.lines:
                assert squeeze(each.original or each.text) in printed(RAW, *each.source.lines)

    @pytest.mark.parametrize(
        ("kind", "lines"),
        [
            ("subsidies", [(172, 182)]),
            ("policies", [(120, 124)]),
            ("areas", [(148, 150)]),
            ("standards", [(72, 72), (76, 76)]),
            ("batches", [(50, 52)]),
            ("rules", [(56, 56)]),
        ],
    )
    def test_records_get_the_lines_they_stand_on(self, kind: str, lines: list[tuple[int, int]]) -> None:
        assert [record.source.lines for record in getattr(self.corpus, kind)] == lines

    def test_records_of_other_documents_stay_as_they_are(self) -> None:
        other = Passage(id="x", source=Source(doc_id="other", section="1.1 北屿"), text=LAW.text, quote_kind="digest")
        corpus = Corpus(documents=(*QUIET.documents, Document(id="other", title="别的")), passages=(other,))
        assert attach_original(corpus, TEXT).passages[0] == other

    def test_a_text_that_does_not_fit_changes_no_record(self) -> None:
        attached = attach_original(QUIET, "毫不相干的一句话，说的是天气。 \n")
        assert attached.passages[: len(QUIET.passages)] == QUIET.passages
        assert attached.subsidies == QUIET.subsidies


WENCE_REPORT_TEXT = os.environ.get("WENCE_REPORT_TEXT", "")


@pytest.mark.skipif(not WENCE_REPORT_TEXT, reason="WENCE_REPORT_TEXT is not set: the report's own text is not at hand")
class TestTheReport:
    @pytest.fixture(scope="class")
    def text(self) -> str:
        return Path(WENCE_REPORT_TEXT).read_text(encoding="utf-8")

    @pytest.fixture(scope="class")
    def report(self, text: str) -> ReportText:
        return read_report(text)

    @pytest.fixture(scope="class")
    def attached(self, report: ReportText) -> Corpus:
        return attach_original(load_shipped(), report)

    def test_it_is_known_by_its_title_and_shape(self, text: str) -> None:
        assert is_report(text)

    def test_every_section_of_the_digest_is_a_section_of_the_report(self, report: ReportText) -> None:
        sections = [section.name for section in report.sections]
        told = dict.fromkeys(passage.source.section for passage in load_shipped().passages)
        assert [name for name in told if not name.startswith("前页")] == [name for name in sections if name in told]
        assert len(sections) == 29

    def test_every_paragraph_is_its_printed_lines(self, text: str, report: ReportText) -> None:
        raw = text.split("\n")
        for each in report.paragraphs:
            assert squeeze(each.text) == printed(raw, each.first, each.last)
            assert each.text[-1] in "。；：》”" or len(each.text) < 24 or "示范名单的通知" in each.text

    def test_the_tables_have_all_their_rows(self, report: ReportText) -> None:
        assert {table: len(found) for table, found in report.tables.items()} == {
            "2.4": 18,
            "3.1": 128,
            "3.1 areas": 65,
            "3.2": 62,
        }
        provinces = [row for row in report.tables["3.2"] if row.text.startswith(f"{row.seq} ")]
        assert len(provinces) == 27

    def test_every_shipped_policy_is_a_row_of_the_report_in_the_same_order(self, report: ReportText) -> None:
        printed_rows = [(row.seq, bare(row.cells["policy"]), row.cells["date"]) for row in report.tables["3.1"]]
        assert [(each.seq, bare(each.title), each.date) for each in load_shipped().policies] == printed_rows

    def test_every_shipped_area_is_a_row_of_the_report_in_the_same_order(self, report: ReportText) -> None:
        printed_rows = [(row.seq, row.cells["place"]) for row in report.tables["3.1 areas"]]
        assert [(each.seq, each.place) for each in load_shipped().areas] == printed_rows

    def test_every_shipped_subsidy_is_a_row_of_the_report_in_the_same_order(self, report: ReportText) -> None:
        shipped = load_shipped().subsidies
        assert len(shipped) == len(report.tables["3.2"])
        for each, row in zip(shipped, report.tables["3.2"], strict=True):
            assert each.seq == row.seq
            assert bare(each.policy + each.document_number) == bare(row.cells["policy"])
            assert each.place.startswith(row.cells["place"]) or row.cells["place"].endswith(each.place)

    def test_every_amount_date_and_term_of_a_subsidy_is_printed_in_its_row(self, report: ReportText) -> None:
        for each, row in zip(load_shipped().subsidies, report.tables["3.2"], strict=True):
            assert amounts_of(each) == amounts_in(row.cells["award"]), each.id
            year, month, day = [*each.date.split("-"), "", ""][:3]
            wanted = (
                (f"{year}年" if year else "") + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
            )
            assert wanted in squeeze(row.cells["term"]), each.id
            assert squeeze(each.end_words) in squeeze(row.cells["term"]), each.id

    def test_every_group_standard_is_a_row_of_the_report(self, report: ReportText) -> None:
        shipped = [(each.number, bare(each.title)) for each in load_shipped().standards if "T/CESA" in each.number]
        assert shipped == [(row.cells["number"], bare(row.cells["title"])) for row in report.tables["2.4"]]

    def test_every_record_finds_its_lines(self, attached: Corpus) -> None:
        kinds = ("subsidies", "policies", "areas", "standards", "batches", "rules")
        assert [each.id for kind in kinds for each in getattr(attached, kind) if not each.source.lines] == []

    def test_quotes_are_printed_word_for_word_on_their_lines(self, text: str, attached: Corpus) -> None:
        raw = text.split("\n")
        for each in attached.passages:
            if each.source.lines:
                quote = each.original or each.text
                assert squeeze(quote) in printed(raw, *each.source.lines), each.id

    def test_most_statements_give_way_to_the_original(self, attached: Corpus) -> None:
        statements = [each for each in attached.passages if each.quote_kind == "digest"]
        assert sum(bool(each.original) for each in statements) / len(statements) > 0.8

    @pytest.mark.parametrize(("word", "figure"), [("清洁能源生产计划", "2013"), ("二星、三星、四星和五星", "4")])
    def test_what_people_ask_for_is_quoted_in_the_reports_words(self, attached: Corpus, word: str, figure: str) -> None:
        assert any(word in each.original and figure in each.original for each in attached.passages)

    def test_no_sentence_of_the_report_is_lost(self, report: ReportText, attached: Corpus) -> None:
        quoted = squeeze("".join(each.original or each.text for each in attached.passages if each.source.lines))
        sentences = [
            sentence
            for each in report.paragraphs
            for sentence in re.findall(r"[^。；！？]{12,}[。；！？]", squeeze(each.text))
        ]
        assert [sentence for sentence in sentences if sentence.lstrip("”") not in quoted] == []


def bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def amounts_of(subsidy: Subsidy) -> set[float]:
    """Every sum of a row in 万元, the ones it refers to included."""
    sums = [(each.amount_min, each.amount_max, each.relative_amount) for each in subsidy.awards]
    return {amount for several in sums for amount in several if amount is not None}


def amounts_in(award: str) -> set[float]:
    ranged = re.sub(r"(\d+)—(\d+)万", r"\1万\2万", squeeze(award))
    return {float(amount) for amount in re.findall(r"(\d+(?:\.\d+)?)万", ranged)}
