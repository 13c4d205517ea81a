"""The digest of the shipped report: its form, its facts, and (where the report's own text is at hand) its fidelity.

``WENCE_REPORT_TEXT`` names the report's own text. Without it the tests against the source are skipped and say so.
"""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from corpus.passages import read_passages
from tests.shipped import load_shipped

SHIPPED = Path(__file__).parents[2] / "corpus" / "data" / "gfr2020"
DIGEST = SHIPPED / "text.md"
LEDGER = tomllib.loads(Path(__file__).with_name("digest_facts.toml").read_text(encoding="utf-8"))
FACTS: dict[str, list[str]] = LEDGER["facts"]
TITLE = re.compile(r"《([^《》]{1,90})》")
SPAN = 26
"""so many characters in a row may not be the report's own: official terms are shorter, sentences are not"""

HEADINGS = (
    "前页 绿色工厂专业委员会简介",
    "0 前言",
    "1 国际绿色发展政策概况及分析",
    "1.1 美国",
    "1.2 欧盟",
    "1.3 日本",
    "1.4 韩国",
    "1.5 印度",
    "1.6 巴西",
    "1.7 国外经验对我国绿色工厂的启示",
    "2.1 我国绿色制造政策概述",
    "2.2 我国绿色工厂政策概述",
    "2.3 全国绿色工厂创建成果分析",
    "2.3.1 数量分析",
    "2.3.2 地区分析",
    "2.3.3 品牌效应",
    "2.4 全国绿色工厂标准化建设",
    "3.1 地区绿色制造政策汇总",
    "3.2 地区绿色工厂补贴政策总结",
    "4.1 国家层面——已经完成了目标的超越",
    "4.2 地区层面——政策还需进一步完善",
    "4.2.1 完善基层绿色工厂政策",
    "4.2.2 针对地域特点进行区别管理",
    "4.2.3 绿色工厂评价与管理",
    "4.2.4 绿色工厂动态管理",
    "4.2.5 第三方评价机构监管机制",
    "4.2.6 发挥集团公司引领作用",
)
NUMBERS = tuple(heading.split(" ")[0] for heading in HEADINGS)
TABLES = ("3.1", "3.2")
"""sections whose tables are shipped as rows; the digest says of them only what they hold"""


@cache
def digest() -> dict[str, tuple[str, ...]]:
    """Statements by the number of their section, as the corpus reads them."""
    passages = read_passages(DIGEST.read_text(encoding="utf-8"), DIGEST.name, "digest", "digest")
    sections: dict[str, list[str]] = {}
    for passage in passages:
        sections.setdefault(passage.source.section, []).append(passage.text)
    assert tuple(sections) == HEADINGS, "the sections are not those of the report in its order"
    return {name.split(" ")[0]: tuple(statements) for name, statements in sections.items()}


def every_statement() -> list[str]:
    return [statement for section in digest().values() for statement in section]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("—", "-")


class TestForm:
    def test_every_line_is_a_heading_or_a_full_sentence(self) -> None:
        line = re.compile(r"## \S+ \S.*\S|- \S.*。( \{表 3\.\d[^{}]*\})?|")
        text = DIGEST.read_text(encoding="utf-8")
        assert [one for one in text.splitlines() if not line.fullmatch(one)] == []

    def test_the_sections_are_those_of_the_report_in_its_order(self) -> None:
        assert tuple(digest()) == NUMBERS

    def test_there_are_at_least_two_hundred_statements(self) -> None:
        assert len(every_statement()) >= 200

    def test_a_statement_is_neither_a_scrap_nor_a_page(self) -> None:
        assert [one for one in every_statement() if not 15 <= len(one) <= 200] == []

    def test_no_statement_stands_twice(self) -> None:
        squeezed = [squeeze(one) for one in every_statement()]
        assert sorted({one for one in squeezed if squeezed.count(one) > 1}) == []

    def test_a_statement_can_be_read_alone(self) -> None:
        leaning = re.compile("^(它|他|该|其(?!他)|这|那|此|上述|同时|另外|此外|但|并)")
        assert [one for one in every_statement() if leaning.match(one)] == []

    def test_han_and_latin_are_parted_by_one_space(self) -> None:
        glued = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]| {2}")
        assert [one for one in every_statement() if glued.search(TITLE.sub("", one))] == []

    @pytest.mark.parametrize("pair", ["《》", "“”", "（）"])
    def test_brackets_and_quotes_close(self, pair: str) -> None:
        assert [one for one in every_statement() if one.count(pair[0]) != one.count(pair[1])] == []


def holds(statement: str, word: str) -> bool:
    """Whether a squeezed statement has the word, a figure at its edge not being a piece of a longer one."""
    left = r"(?<![\d.])" if word[0].isdigit() else ""
    right = r"(?![\d.])" if word[-1].isdigit() else ""
    return re.search(left + re.escape(word) + right, statement) is not None


class TestFacts:
    @pytest.mark.parametrize(("number", "fact"), [(number, fact) for number in FACTS for fact in FACTS[number]])
    def test_one_statement_of_the_section_holds_the_whole_fact(self, number: str, fact: str) -> None:
        words = [squeeze(word) for word in fact.split()]
        assert any(all(holds(squeeze(one), word) for word in words) for one in digest()[number]), fact

    def test_no_title_is_misspelt(self) -> None:
        named = {title for one in every_statement() for title in TITLE.findall(one)}
        assert named == set(LEDGER["titles"])

    def test_every_section_has_facts_to_be_held_to(self) -> None:
        assert [number for number in NUMBERS if number not in FACTS] == []

    def test_the_five_batches_add_up_to_the_total(self) -> None:
        (overview,) = (one for one in digest()["2.3"] if one.startswith("五批国家级绿色工厂的评审通过家数"))
        *batches, total = (int(count) for count in re.findall(r"(\d+) 家", overview))
        assert (len(batches), sum(batches)) == (5, total)

    @pytest.mark.parametrize(
        ("start", "count"),
        [
            ("18 项 T/CESA 团体标准", 18),
            ("已立项的", 37),
            ("列出下属行政区域的 16 个地区", 16),
            ("补贴表中写明省级奖励", 11),
            ("补贴表中省级一行没有写", 16),
            ("补贴表列有市、县、区或园区", 12),
        ],
    )
    def test_a_list_has_as_many_items_as_are_counted(self, start: str, count: int) -> None:
        lists = [one.split("：", 1)[1] for one in every_statement() if one.startswith(start)]
        assert sum(len(one.rstrip("。").split("、")) for one in lists) == count


def said(start: str) -> str:
    """The one statement that begins so."""
    (statement,) = (one for one in every_statement() if one.startswith(start))
    return statement


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"(?<![\d.])\d+(?![\d.])", TITLE.sub("", text))]


def names(statement: str) -> set[str]:
    """The items of the list that a statement ends with, its remark in brackets aside."""
    return set(re.sub(r"（[^）]*）", "", statement).split("：", 1)[1].rstrip("。").split("、"))


def short(province: str) -> str:
    return re.sub(r"(省|市|(壮族|回族|维吾尔)?自治区)$", "", province)


class TestAgainstTheShippedRows:
    """What the digest says of the tables is counted in the rows themselves."""

    def test_a_title_is_spelt_as_in_the_rows(self) -> None:
        corpus = load_shipped()
        rows = [row.title for row in (*corpus.policies, *corpus.standards)] + [row.policy for row in corpus.subsidies]
        rows += [title for batch in corpus.batches for title in (batch.call_title, batch.list_title)]
        spelt = {squeeze(title): title for title in rows}
        assert [one for one in LEDGER["titles"] if spelt.get(squeeze(one), one) != one] == []

    def test_the_counts_of_table_3_1_are_those_of_its_rows(self) -> None:
        corpus = load_shipped()
        provinces = {policy.seq for policy in corpus.policies}
        with_areas = {area.seq for area in corpus.areas}
        assert numbers(said("政策汇总表（表 3.1）汇总")) == [len(provinces)]
        assert numbers(said("政策汇总表（表 3.1）一共")) == [len(corpus.policies), len(provinces)]
        assert numbers(said("表 3.1 中有")) == [len(with_areas), len(corpus.areas)]

    def test_the_provinces_with_areas_are_those_of_the_rows(self) -> None:
        corpus = load_shipped()
        by_seq = {policy.seq: short(policy.place) for policy in corpus.policies}
        assert names(said("列出下属行政区域的")) == {by_seq[area.seq] for area in corpus.areas}

    def test_the_provinces_with_most_areas_have_as_many_rows(self) -> None:
        corpus = load_shipped()
        by_seq = {policy.seq: short(policy.place) for policy in corpus.policies}
        counts = Counter(by_seq[area.seq] for area in corpus.areas)
        told = re.findall(
            r"([\u4e00-\u9fff]{2}(?:和[\u4e00-\u9fff]{2})?)各? ?(\d+) 个", said("下属行政区域发布政策最多")
        )
        assert {name: int(count) for pair, count in told for name in re.sub("各$", "", pair).split("和")} == {
            name: count for name, count in counts.items() if count >= 4
        }

    def test_the_first_and_the_last_policy_are_those_of_the_rows(self) -> None:
        dated = sorted((policy.date, short(policy.place)) for policy in load_shipped().policies if policy.date)
        told = re.findall(r"最[早晚]的是(..) (\d{4}) 年 (\d{1,2}) 月", said("表 3.1 中政策时间最早"))
        assert [(f"{year}-{int(month):02}", place) for place, year, month in told] == [dated[0], dated[-1]]

    @pytest.mark.parametrize("place", ["内蒙古", "安徽", "贵州"])
    def test_two_dates_of_one_policy_are_those_of_the_rows(self, place: str) -> None:
        corpus = load_shipped()
        (statement,) = (one for one in digest()["3.1"] if one.startswith("同一政策在两表") and place in one)
        (title,) = TITLE.findall(statement)
        printed = [row.date for row in corpus.policies if row.title == title]
        printed += [row.date for row in corpus.subsidies if row.policy == title]
        dates = re.findall(r"(\d{4}) 年 (\d{1,2}) 月(?: (\d{1,2}) 日)?", statement)
        assert ["-".join(part.zfill(2) for part in date if part) for date in dates] == printed

    def test_the_counts_of_table_3_2_are_those_of_its_rows(self) -> None:
        rows = load_shipped().subsidies
        provincial = [row for row in rows if row.place_code.endswith("0000")]
        assert numbers(said("补贴表（表 3.2）汇总")) == [len({row.seq for row in rows})]
        assert numbers(said("补贴表（表 3.2）共")) == [len(rows), len(provincial), len(rows) - len(provincial)]

    def test_the_provinces_without_a_subsidy_row_are_those_of_the_tables(self) -> None:
        corpus = load_shipped()
        left = {policy.place for policy in corpus.policies} - {row.province for row in corpus.subsidies}
        assert names(said("政策汇总表有、补贴表没有")) == {short(place) for place in left}

    def test_the_provinces_with_and_without_a_sum_are_those_of_the_rows(self) -> None:
        provincial = [row for row in load_shipped().subsidies if row.place_code.endswith("0000")]
        summed = {short(row.province) for row in provincial if any(award.amount_max for award in row.awards)}
        assert names(said("补贴表中写明省级奖励")) == summed
        assert names(said("补贴表中省级一行没有写")) == {short(row.province) for row in provincial} - summed

    def test_the_provinces_with_rows_below_them_are_those_of_the_rows(self) -> None:
        below = Counter(short(row.province) for row in load_shipped().subsidies if not row.place_code.endswith("0000"))
        told = re.findall(r"([\u4e00-\u9fff和]{2,6}?)各? (\d+) 行", said("补贴表中下属地区行数最多").split("：")[1])
        assert names(said("补贴表列有市、县、区或园区")) == set(below)
        assert {name: int(count) for pair, count in told for name in pair.split("和")} == {
            name: count for name, count in below.items() if count >= 2
        }

    def test_the_standards_are_counted_by_status_as_in_the_rows(self) -> None:
        statuses = Counter(row.status for row in load_shipped().standards if row.source.section.startswith("2.4"))
        order = ("published", "approved_project", "comment_draft", "approval_publicity", "reviewed")
        counts = [statuses[status] for status in order]
        total = len(load_shipped().standards)
        assert numbers(said("2.4 节提到的绿色工厂相关标准")) == [sum(counts), *counts, total]


# Against the source. ------------------------------------------------------------------------------------------------

FIGURE = re.compile(
    r"(?<![A-Za-z0-9.])(?:DB\d+|GBT\d+-\d{4}|[A-Z]{2}/T\d+-\d{4}|T/CESA\d+-\d{4})"  # numbers of standards
    r"|\d{4}年\d{1,2}月\d{1,2}(?:-\d{1,2})?日|\d{4}年\d{1,2}月|(?<![\d年])\d{1,2}月\d{1,2}日"
    r"|\d+(?:\.\d+)?[%‰]-\d+%|\d+(?:\.\d+)?(?:[^\d\s]|$)"  # any other with what it counts: 家, 项, 万, 年 …
)
OWN_REFERENCES = re.compile(r"表3\.[12]|\d(?:\.\d)+节|业务第\d项")

OWN_FIGURES = {
    "前页": "8项",  # the items are numbered to 8
    "1": "6个",  # the countries named
    "1.2": "2009年10月",  # printed as October of that year
    "2.2": "7个 2121家 GB/T36132-2018",  # industries named; the count of 2.3; the usual form beside the printed one
    "2.4": "76项 28项 37项 4项 5项 2项 77项 8项 "  # counted in its lists
    "1080至 1085) 1086至 1091) 1092至 1097)",  # ends of the three parts of the list T/CESA 1080 to 1097
    "3.1": "31个 128条 16个 65个 13个 12个 8个 7个 6个 4个",  # counted in the table
    "3.2": "27个 62行 27行 35行 11个 16个 12个 9行 8行 5行 3行 2行",  # counted in the table
    "4.1": "1000家 2020年",  # the aim of 2.1, of which 4.1 speaks without a figure
    "4.2.5": "2019年9月 2020年3月",  # the two notices are dated in 2.2
}
"""Figures of the digest that are not printed in the same section."""

OWN_TITLES = {"2.4": "绿色工厂评价通则"}  # stands in 2.2; named to complete the count

LEFT_OUT = {"1.2": "10月"}  # October of that year: told as 2009年10月
"""Figures of the report that neither the digest nor a shipped table repeats."""


@cache
def report() -> str:
    path = os.environ.get("WENCE_REPORT_TEXT", "")
    if not path:
        pytest.skip("WENCE_REPORT_TEXT is not set: the digest is not held against the report's own text")
    return Path(path).read_text(encoding="utf-8")


@cache
def source() -> dict[str, str]:
    """The report's squeezed text by section, without page numbers."""
    lines = [line for line in report().splitlines() if not re.fullmatch(r"\s*\d{1,2}\s*", line)]
    text = squeeze("\n".join(lines))
    marks = [0, *(text.index(squeeze(mark)) for mark in ("前 言", "1. " + HEADINGS[2][2:], *HEADINGS[3:]))]
    assert marks == sorted(marks), "a heading was found out of order"
    ends = [*marks[1:], len(text)]
    return {number: text[start:end] for number, start, end in zip(NUMBERS, marks, ends, strict=True)}


def figures(text: str) -> set[str]:
    return set(FIGURE.findall(OWN_REFERENCES.sub("", squeeze(text))))


def bare(text: str) -> set[str]:
    """Dates and numbers of standards whole, other figures without what they count."""
    return {re.sub(r"(?<=\d)[^\d日月]$", "", figure) for figure in FIGURE.findall(squeeze(text))}


@cache
def shipped_tables() -> str:
    return squeeze("\n".join(path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.csv"))))


def body(number: str) -> str:
    """A section of the report without its heading and list marks."""
    text = source()[number].removeprefix(squeeze(HEADINGS[NUMBERS.index(number)]))
    return re.sub(
        r"\d{1,2}(?=T/CESA)|\(\d\)(?=[\d\u4e00-\u9fff])|(?<!\d)\d、|^1\.(?=国)|^[234]\.|[234]\.[^.]{4,14}$", "", text
    )


@pytest.mark.parametrize("number", NUMBERS)
class TestAgainstTheReport:
    def test_every_figure_stands_in_the_same_section(self, number: str) -> None:
        place = "".join(source()[table] for table in TABLES) if number in TABLES else source()[number]
        foreign = {figure for one in digest()[number] for figure in figures(one) if not holds(place, figure)}
        assert foreign == set(OWN_FIGURES.get(number, "").split())

    def test_every_title_stands_in_the_same_section(self, number: str) -> None:
        place = "".join(source()[table] for table in TABLES) if number in TABLES else source()[number]
        titles = {title for one in digest()[number] for title in TITLE.findall(squeeze(one))}
        assert {title for title in titles if "《" + title not in place} == set(OWN_TITLES.get(number, "").split())

    def test_every_figure_of_the_report_is_told(self, number: str) -> None:
        if number in TABLES:
            pytest.skip("the tables are shipped as rows and held against the report with them")
        told = bare("".join(digest()[number])) | bare(shipped_tables())
        assert bare(body(number)) - told == set(LEFT_OUT.get(number, "").split())

    def test_every_title_of_the_report_is_told(self, number: str) -> None:
        if number in TABLES:
            pytest.skip("the tables are shipped as rows and held against the report with them")
        told = squeeze("".join(digest()[number])) + shipped_tables()
        assert [title for title in TITLE.findall(source()[number]) if title not in told] == []


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def test_no_sentence_of_the_report_stands_in_the_digest() -> None:
    parts = re.split(r"《[^》]{1,90}》", re.sub(r"\s+", "", report()))
    own = letters(TITLE.sub("", "".join(every_statement())))
    theirs = {part[at : at + SPAN] for part in map(letters, parts) for at in range(len(part) - SPAN + 1)}
    assert [own[at : at + SPAN] for at in range(len(own) - SPAN + 1) if own[at : at + SPAN] in theirs] == []
