"""The digest of the shipped report: its form, its facts, and (where the report's own text is at hand) its fidelity.

``WENCE_REPORT_TEXT`` names the report's own text. Without it the tests against the source are skipped and say so.
"""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from corpus.passages import read_passages

SHIPPED = Path(__file__).parents[2] / "corpus" / "data" / "green-factory-report-2020"
DIGEST = SHIPPED / "text.md"
FACTS = tomllib.loads(Path(__file__).with_name("digest_facts.toml").read_text(encoding="utf-8"))
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
        assert [one for one in every_statement() if glued.search(one)] == []

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


# Against the source. ------------------------------------------------------------------------------------------------

FIGURE = re.compile(
    r"(?<![A-Za-z0-9.])(?:DB\d+|GBT\d+-\d{4}|[A-Z]{2}/T\d+-\d{4}|T/CESA\d+-\d{4})"  # numbers of standards
    r"|\d{4}年\d{1,2}月\d{1,2}(?:-\d{1,2})?日|\d{4}年\d{1,2}月|(?<![\d年])\d{1,2}月\d{1,2}日"
    r"|\d+(?:\.\d+)?[%‰]-\d+%|\d+(?:\.\d+)?(?:[^\d\s]|$)"  # any other with what it counts: 家, 项, 万, 年 …
)
TITLE = re.compile(r"《([^《》]{1,90})》")
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
    return re.sub(r"\(\d\)(?=[\d\u4e00-\u9fff])|(?<!\d)\d、|^1\.(?=国)|^[234]\.|[234]\.[^.]{4,14}$", "", text)


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
