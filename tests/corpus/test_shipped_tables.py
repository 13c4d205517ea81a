"""The shipped tables: whole, in agreement with themselves, and (where the report's text is at hand) with the report.

``WENCE_REPORT_TEXT`` names the report's own text. It is read here anew, with nothing of the project's own reader:
white space is squeezed out and the tables are tiled with the shipped rows, so that nothing may be missing or extra.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.places import load_places
from corpus.report import read_report
from corpus.report_tables import TableRow
from corpus.types import Award, Standard, Subsidy
from corpus.validity import computed_end, duration
from tests.shipped import load_shipped

CORPUS = load_shipped()
SUBSIDIES = {row.id: row for row in CORPUS.subsidies}
STANDARD_NUMBER = r"[A-Z]+/T[\d.]+-\d{4}"
CONTRADICTED = {
    "s5-1": ("2018-11", "2018-12-10"),
    "s11-1": ("2017-05", "2017-04-22"),
    "s22-1": ("2018-05", "2018-04-04"),
}
"""Policies whose month in table 3.1 isn't the month of their day in table 3.2"""


def number(value: float) -> str:
    return f"{value:g}"


def figures(award: Award) -> set[str]:
    """Every figure an award states, 万元 or percent."""
    values = (award.amount_min, award.amount_max, award.percent, award.relative_amount)
    return {number(value) for value in values if value is not None}


class TestWithoutTheReport:
    def test_every_table_is_whole(self) -> None:
        provincial = [row for row in CORPUS.subsidies if row.place == row.province]
        assert (len(CORPUS.subsidies), len(provincial)) == (62, 27)
        assert len({row.seq for row in CORPUS.subsidies}) == 27
        assert len(CORPUS.policies) == 128
        assert len({policy.place for policy in CORPUS.policies}) == 31
        assert (len(CORPUS.areas), len(CORPUS.standards), len(CORPUS.batches)) == (65, 77, 5)

    def test_the_standards_count_up_by_their_status(self) -> None:
        assert Counter(standard.status for standard in CORPUS.standards) == {
            "published": 29,
            "approved_project": 37,
            "comment_draft": 4,
            "approval_publicity": 5,
            "reviewed": 2,
        }

    def test_the_batches_add_up_to_all_national_factories(self) -> None:
        assert [batch.count for batch in CORPUS.batches] == [201, 208, 391, 602, 719]
        assert sum(batch.count for batch in CORPUS.batches) == 2121

    def test_every_place_is_in_the_gazetteer_under_the_same_name(self) -> None:
        places = load_places()
        for row in CORPUS.subsidies:
            assert (
                places.path(row.place_code).split("/")[:: len(places.ancestors(row.place_code)) or 1][0] == row.province
            )
            assert _named(row.place_code) == row.place
        for policy in CORPUS.policies:
            assert _named(policy.place_code) == policy.place
        for area in CORPUS.areas:
            assert places.path(area.place_code).startswith(_named(area.province_code))
            assert area.place.endswith(_named(area.place_code)) or area.place == "德宏州"

    def test_every_computed_end_follows_the_rule_and_every_stated_one_its_words(self) -> None:
        for row in CORPUS.subsidies:
            if row.end_basis == "computed":
                assert row.end_date == computed_end(row.date, row.date_kind, row.end_words), row.id
            elif row.end_basis == "stated":
                assert chinese(row.end_date) == _last_date(row.end_words), row.id
                assert duration(row.end_words) is None, row.id

    def test_an_award_that_rests_on_another_quotes_that_place_rightly(self) -> None:
        by_place = {row.place_code: row for row in CORPUS.subsidies}
        resting = [award for row in CORPUS.subsidies for award in row.awards if award.relative_to]
        assert len(resting) == 3
        for award in resting:
            there = {other.level: other.amount_max for other in by_place[award.relative_to].awards}
            assert there[award.level] == award.relative_amount

    def test_the_provision_states_each_figure_of_its_awards_and_no_other(self) -> None:
        for row in CORPUS.subsidies:
            told = set(re.findall(r"(\d+)(?= ?万元| 至 |%)", row.provision))
            assert told == {figure for award in row.awards for figure in figures(award)}, row.id

    def test_a_row_without_awards_says_that_no_amount_is_written(self) -> None:
        silent = [row for row in CORPUS.subsidies if not row.awards]
        assert len(silent) == 18
        assert [row.id for row in silent if "未写金额" not in row.provision] == []

    def test_the_contradictions_of_the_source_are_told_in_both_tables(self) -> None:
        months = {policy.title: policy for policy in CORPUS.policies}
        found = {}
        for row in CORPUS.subsidies:
            policy = months.get(row.policy)
            if policy and policy.date and not row.date.startswith(policy.date) and row.date_kind == "印发":
                found[row.id] = (policy.date, row.date)
                for note in (*row.notes[-1:], *policy.notes[-1:]):
                    assert policy.date in note
                    assert row.date in note
                assert row.notes
                assert policy.notes
        assert found == CONTRADICTED

    def test_only_the_consultation_draft_is_a_draft(self) -> None:
        assert [row.place for row in CORPUS.subsidies if row.draft] == ["武汉市"]

    def test_no_everyday_name_means_two_standards_and_none_is_both_covered_and_near(self) -> None:
        names = Counter(alias for standard in CORPUS.standards for alias in standard.aliases)
        assert [name for name, count in names.items() if count > 1] == []
        for standard in CORPUS.standards:
            assert min(len(alias) for alias in standard.aliases) >= 2, "one character stands in too many other words"
            assert not set(standard.aliases) & set(standard.related)

    @pytest.mark.parametrize(
        ("name", "subject"),
        [
            ("路灯", "LED灯制造业"),
            ("硒鼓", "鼓粉盒制造业"),
            ("UPS", "不间断电源制造业"),
            ("晶圆代工", "半导体集成电路制造业 晶圆"),
            ("瓷砖", "建筑陶瓷行业"),
            ("马桶", "卫生陶瓷行业"),
            ("U盘", "闪存产品制造业"),
            ("PTA", "精对苯二甲酸行业"),
            ("挖掘机", "土方机械行业"),
        ],
    )
    def test_an_everyday_name_finds_its_standard(self, name: str, subject: str) -> None:
        assert [standard.subject for standard in CORPUS.standards if name in standard.aliases] == [subject]

    def test_a_near_product_is_not_passed_off_as_covered(self) -> None:
        (standard,) = [standard for standard in CORPUS.standards if "充电宝" in (*standard.aliases, *standard.related)]
        assert (standard.number, "充电宝" in standard.related) == ("T/CESA 1080-2020", True)

    def test_every_row_says_where_it_stands(self) -> None:
        for name in ("subsidies", "policies", "areas", "standards", "batches", "rules"):
            for record in getattr(CORPUS, name):
                assert re.match(r"\d\.\d", record.source.section), record.id
                assert record.source.locator, record.id


def _named(code: str) -> str:
    place = load_places().get(code)
    assert place is not None, code
    return place.name


def chinese(iso: str) -> str:
    """``2018-07-09`` as ``2018年7月9日``."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(iso.split("-"), "年月日", strict=False) if part)


def _last_date(words: str) -> str:
    return re.findall(r"\d{4}年\d{1,2}月\d{1,2}日", words)[-1]


REPORT = os.environ.get("WENCE_REPORT_TEXT", "")
needs_report = pytest.mark.skipif(not REPORT, reason="WENCE_REPORT_TEXT 未设：没有报告原文可对照")


def squeeze(text: str) -> str:
    return "".join(text.split())


def letters(text: str) -> str:
    """Without white space and the marks around titles, which table 3.1 prints in several ways."""
    return re.sub(r"[\s《》〈〉<>]", "", text)


@cache
def region(start: str, end: str) -> str:
    """The report between two headings, squeezed, without running heads and the page numbers above them."""
    text = Path(REPORT).read_text(encoding="utf-8")
    first = re.search(rf"^\s*{re.escape(start)}\s*$", text, re.MULTILINE)
    assert first, start
    last = re.compile(rf"^\s*{re.escape(end)}\s", re.MULTILINE).search(text, first.end())
    assert last, end
    squeezed = squeeze(text[first.end() : last.start()])
    for head in ("序号地区发布时间绿色制造政策.{6}下属行政区域", "序号地区实施政策奖励政策时效性"):
        squeezed = re.sub(rf"(?:(?<=[》日])\d*)?{head}", "", squeezed)
    return squeezed


def policy_region() -> str:
    text = region("3.1 地区绿色制造政策汇总", "3.2")
    return text[text.index("1北京") :]


@needs_report
class TestPoliciesAgainstTheReport:
    def test_every_title_stands_there_in_this_order_and_no_other(self) -> None:
        printed = re.findall(r"《[^》]*》", policy_region())
        assert len(printed) == 128
        for title, policy in zip(printed, CORPUS.policies, strict=True):
            if "书名号" in "".join(policy.notes):
                assert letters(title) in letters(policy.title)
                assert letters(policy.title) in letters(policy_region())
            else:
                assert letters(title) == letters(policy.title)

    def test_every_date_is_the_one_before_its_title(self) -> None:
        text = policy_region()
        ends = [0, *(match.end() for match in re.finditer(r"》", text))]
        for (start, end), policy in zip(pairwise(ends), CORPUS.policies, strict=True):
            before = text[start : text.index("《", start)]
            dates = re.findall(r"(\d{4})年(\d{1,2})(?:月(?:(\d{1,2})日)?|$)", before)
            iso = ["-".join(part.zfill(2) for part in date if part) for date in dates]
            assert iso == ([policy.date] if policy.date else []), (policy.id, text[start:end])

    def test_every_policy_stands_under_its_place(self) -> None:
        blocks = policy_blocks()
        for seq, (_, block) in blocks.items():
            rows = [policy for policy in CORPUS.policies if policy.seq == seq]
            assert len(re.findall(r"《", block)) == len(rows), seq
        assert list(blocks) == list(dict.fromkeys(policy.seq for policy in CORPUS.policies))

    def test_the_subordinate_areas_are_all_that_is_left_of_the_table(self) -> None:
        for seq, (province, block) in policy_blocks().items():
            rest = re.sub(r"(\d{4}年\d{1,2}月?(?:\d{1,2}日)?)?《[^》]*》(的通知)?", "", block)
            rest = rest.replace("甘肃省工业和信息化厅关于印发", "").replace("2020年3月", "")
            rest = rest.replace("青海省工业和信息化厅青海省财政厅", "").replace("2019年12月", "")
            areas = [area for area in CORPUS.areas if area.seq == seq]
            assert rest.replace("、", "") == "".join(area.place for area in areas), (seq, province)
            assert all(_named(area.province_code).startswith(province) for area in areas)


def policy_blocks() -> dict[str, tuple[str, str]]:
    """The text of table 3.1 by 序号, with the place as printed."""
    heads = list(dict.fromkeys((policy.seq, policy.source.locator.split()[-1]) for policy in CORPUS.policies))
    text, blocks, starts = policy_region(), {}, []
    position = 0
    for seq, place in heads:
        position = text.index(f"{seq}{place}", position)
        starts.append((position, position + len(f"{seq}{place}")))
    starts.append((len(text), 0))
    for (seq, place), (_, body), (following, _) in zip(heads, starts, starts[1:], strict=False):
        blocks[seq] = (place, text[body:following])
    return blocks


def subsidy_region() -> str:
    text = region("3.2 地区绿色工厂补贴政策总结", "4.")
    return text[text.index("1北京《") :]


def opening(row: Subsidy) -> tuple[str, ...]:
    """How a row may open in the table: number and place, or place and colon, then the title."""
    name = row.source.locator.removeprefix(f"表 3.2 序号 {row.seq} ")
    head = f"{row.seq}{name}" if row.id.endswith("-1") else name
    title = squeeze(row.policy)
    if row.document_number:
        return (f"{head}{title}（{row.document_number}）",)
    return tuple(f"{head}{colon}《{title}》" for colon in ("", "：", ":"))


@cache
def tiles() -> dict[str, str]:
    """What follows each row's title up to the next row, by row id; the rows tile the whole table."""
    text = subsidy_region()
    spans = []
    position = 0
    for row in CORPUS.subsidies:
        found = [(at, at + len(head)) for head in opening(row) if (at := text.find(head, position)) >= 0]
        assert found, row.id
        start, position = min(found)
        spans.append((row.id, start, position))
    assert spans[0][1] == 0
    ends = [start for _, start, _ in spans[1:]] + [len(text)]
    return {row_id: text[body:end] for (row_id, _, body), end in zip(spans, ends, strict=True)}


LABELS = {"印发": "印发日期：", "实施": "实施日期：", "施行": "施行日期：", "执行": "执行开始日期：", "": ""}


def tail(row: Subsidy) -> str:
    """The last column of a row as it must be printed."""
    if row.end_words.startswith("执行期为"):
        return f"{row.date_kind}期为：{chinese(row.date)}至{chinese(row.end_date)}"
    return (LABELS[row.date_kind] + chinese(row.date) if row.date else "") + squeeze(row.end_words)


def promise(row: Subsidy) -> str:
    """The award column of a row as printed."""
    body = tiles()[row.id]
    assert body.endswith(tail(row)), (row.id, body)
    return body.removesuffix(tail(row)) if tail(row) else body


BY_HAND: dict[str, list[tuple[str, str]]] = {
    "s5-1": [("国家级", "100"), ("省级", "50")],
    "s9-3": [("国家级", "40")],
    "s24-2": [("国家级", "50"), ("省级", "30")],
    "s26-1": [("省级", "300")],
}
"""Rows whose words name the levels in other ways: 工业和信息化部、自治区 … 分别, 工信部, 国家和省级, 自治区"""


def printed_awards(row: Subsidy) -> Iterator[tuple[str, str]]:
    """Level and figure of every amount of a row, read off its words: a figure belongs to the level before it."""
    if row.id in BY_HAND:
        yield from BY_HAND[row.id]
        return
    level = ""
    words = promise(row).replace("50—200", "50万200").replace("优先推荐国家和市级", "")
    for token in re.finditer(r"国家级|省级|市级|区级|自治区|(\d+)万", words):
        if token[1]:
            yield level, token[1]
        else:
            level = token[0].replace("自治区", "省级")


def shipped_awards(row: Subsidy) -> list[tuple[str, str]]:
    """Level and figure of every amount that the shipped row states."""
    return [
        (award.level, number(value))
        for award in row.awards
        for value in dict.fromkeys((award.relative_amount, award.amount_min, award.amount_max))
        if value is not None
    ]


@needs_report
class TestSubsidiesAgainstTheReport:
    def test_the_dates_and_terms_are_the_printed_ones_to_the_last_sign(self) -> None:
        left = {row.id: promise(row) for row in CORPUS.subsidies}
        assert {key: words for key, words in left.items() if re.search(r"\d{4}年\d|日期|有效期|执行期", words)} == {}

    def test_the_amounts_are_the_printed_ones_level_by_level(self) -> None:
        printed = {row.id: sorted(printed_awards(row)) for row in CORPUS.subsidies}
        assert printed == {row.id: sorted(shipped_awards(row)) for row in CORPUS.subsidies}

    def test_no_figure_of_a_promise_is_left_out_and_none_is_added(self) -> None:
        printed = {
            row.id: set(re.findall(r"\d+", promise(row).replace("2019年度", "").replace("1:1", "")))
            for row in CORPUS.subsidies
        }
        assert printed == {
            row.id: {figure for award in row.awards for figure in figures(award)} for row in CORPUS.subsidies
        }

    def test_a_ceiling_is_one_exactly_where_the_report_says_so(self) -> None:
        printed = {
            row.id: set(re.findall(r"(?:不超过|不高于|最高)(?:不超过)?(\d+)万", promise(row)))
            for row in CORPUS.subsidies
        }
        assert printed == {
            row.id: {number(a.amount_max or 0) for a in row.awards if a.form in ("ceiling", "percentage")}
            for row in CORPUS.subsidies
        }

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("一次性", lambda row: any(award.one_off for award in row.awards)),
            ("首次认定", lambda row: any(award.condition == "首次认定" for award in row.awards)),
            ("企业管理层", lambda row: any(award.recipient == "企业管理层" for award in row.awards)),
            ("一定比例", lambda row: any(award.form == "proportion" for award in row.awards)),
            ("1:1", lambda row: any(award.ratio == 1 for award in row.awards)),
            ("10%", lambda row: any(award.percent == 10 for award in row.awards)),
            ("不重复", lambda row: row.stacking in ("top_up", "no_double")),
            ("基础上", lambda row: row.stacking == "extra"),
            ("错峰生产", lambda row: any("错峰生产" in benefit for benefit in row.benefits)),
            ("绿色信贷", lambda row: any("绿色信贷" in benefit for benefit in row.benefits)),
            ("税收优惠", lambda row: any("税收优惠" in benefit for benefit in row.benefits)),
            ("优先", lambda row: any("优先" in benefit for benefit in row.benefits)),
            ("征求意见稿", lambda row: row.draft),
        ],
    )
    def test_it_is_said_exactly_where_the_report_says_it(self, words: str, said: Callable[[Subsidy], bool]) -> None:
        printed = [row.id for row in CORPUS.subsidies if words in row.policy + promise(row)]
        assert printed
        assert printed == [row.id for row in CORPUS.subsidies if said(row)]

    def test_the_few_words_of_every_award_are_the_reports(self) -> None:
        for row in CORPUS.subsidies:
            for words in (row.stacking_words, *(award.words for award in row.awards)):
                position = 0
                for part in filter(None, words.split("…")):
                    assert part in promise(row)[position:], (row.id, part)
                    position = promise(row).index(part, position) + len(part)


@needs_report
class TestAgainstTheProjectsOwnReader:
    """A second, separate reading: the reader that serves ``wence corpus add``, row by row."""

    def test_table_3_2_is_the_same_row_by_row(self) -> None:
        printed = [
            (row.seq, letters(row.cells["policy"]), squeeze(row.cells["award"]), squeeze(row.cells["term"]))
            for row in report_tables()["3.2"]
        ]
        numbered = {row.id: f"（{row.document_number}）" if row.document_number else "" for row in CORPUS.subsidies}
        assert printed == [
            (row.seq, letters(row.policy + numbered[row.id]), promise(row), tail(row)) for row in CORPUS.subsidies
        ]

    def test_table_3_1_is_the_same_row_by_row(self) -> None:
        printed = [(row.seq, row.cells["date"], letters(row.cells["policy"])) for row in report_tables()["3.1"]]
        assert printed == [(policy.seq, policy.date, letters(policy.title)) for policy in CORPUS.policies]

    def test_the_areas_of_table_3_1_are_the_same_row_by_row(self) -> None:
        printed = [(row.seq, row.cells["place"]) for row in report_tables()["3.1 areas"]]
        assert printed == [(area.seq, area.place) for area in CORPUS.areas]

    def test_table_2_4_is_the_same_row_by_row(self) -> None:
        printed = [(row.seq, row.cells["number"], squeeze(row.cells["title"])) for row in report_tables()["2.4"]]
        assert printed == [(item.seq, item.number, squeeze(item.title)) for item in CORPUS.standards if item.seq]


@cache
def report_tables() -> dict[str, tuple[TableRow, ...]]:
    return read_report(Path(REPORT).read_text(encoding="utf-8")).tables


STATUS_WORDS = {
    "published": ("发布", "批准"),
    "approved_project": ("已立项还未发布",),
    "comment_draft": ("征求意见稿已发布",),
    "approval_publicity": ("报批公示",),
    "reviewed": ("审查",),
}


@needs_report
class TestStandardsAgainstTheReport:
    def test_every_standard_stands_there_in_this_order_and_no_other(self) -> None:
        text = region("2.4 全国绿色工厂标准化建设", "3.")
        text = text[text.index("（1）已发布") :].replace("《中华人民共和国工业和信息化部公告》", "")
        table = r"(?<=[\d价求称])\d{1,2}(?P<code>T/CESA\d{4}-2020)(?P<name>.*?绿色工厂评价要求)"
        date = r"\d{4}年\d{1,2}月(?:\d{1,2}日)?"
        pattern = rf"(?P<day>{date})|《(?P<title>[^》]*)》(?:（(?P<number>{STANDARD_NUMBER})）)?|{table}"
        day, found = "", []
        for token in re.finditer(pattern, text):
            if token["day"]:
                day = token["day"]
            else:
                found.append((squeeze(token["title"] or token["name"]), token["number"] or token["code"] or "", day))
        shipped = [(squeeze(item.title), _printed_number(item), chinese(item.date)) for item in CORPUS.standards[1:]]
        assert found == shipped

    def test_the_three_numbers_that_stand_apart_are_the_printed_ones(self) -> None:
        text = squeeze(Path(REPORT).read_text(encoding="utf-8"))
        assert "GBT36132-2018《绿色工厂评价通则》" in text
        assert "山东DB37《铝行业绿色工厂评价规范》" in text
        assert "《电子信息制造业绿色工厂评价导则》，标准号SJ/T11744-2019" in text
        assert [(item.number, item.title) for item in CORPUS.standards[:3]] == [
            ("GB/T 36132-2018", "绿色工厂评价通则"),
            ("DB37", "铝行业绿色工厂评价规范"),
            ("SJ/T 11744-2019", "电子信息制造业绿色工厂评价导则"),
        ]

    def test_every_status_is_what_the_words_by_its_date_say(self) -> None:
        text = region("2.4 全国绿色工厂标准化建设", "3.")
        text = text[text.index("（1）已发布") :]
        starts = [match.start() for match in re.finditer(r"\d{4}年\d{1,2}月", text)] + [len(text)]
        for item in CORPUS.standards[1:]:
            begin = text.index(chinese(item.date))
            end = next(start for start in starts if start > begin)
            near = text[begin - 25 : end]
            assert squeeze(item.title) in near, item.title
            assert any(words in near for words in STATUS_WORDS[item.status]), item.title

    def test_the_numbers_of_table_2_4_count_up(self) -> None:
        rows = [item for item in CORPUS.standards if item.seq]
        assert [(int(item.seq), item.number) for item in rows] == [
            (seq, f"T/CESA {1079 + seq}-2020") for seq in range(1, 19)
        ]


def _printed_number(item: Standard) -> str:
    """The number where it stands in brackets or in the table."""
    return "" if item.number in ("DB37", "SJ/T 11744-2019") else squeeze(item.number)


@needs_report
class TestBatchesAndRulesAgainstTheReport:
    def test_the_notices_of_every_batch_are_the_printed_ones(self) -> None:
        text = region("2.2 我国绿色工厂政策概述", "2.3")
        notice = r"(\d{4}年\d{1,2}月)——《([^《》]*?)》?"
        found = re.findall(rf"第([一二三四五])批：{notice}{notice}(?=第[一二三四五]批：|这五批)", text)
        shipped = [
            ("一二三四五"[b.number - 1], chinese(b.call_date), b.call_title, chinese(b.list_date), b.list_title)
            for b in CORPUS.batches
        ]
        assert found == shipped

    def test_the_count_of_every_batch_is_the_printed_one(self) -> None:
        text = region("2.3 全国绿色工厂创建成果分析", "2.4")
        assert [int(count) for count in re.findall(r"第[一二三四五]批评审通过(\d+)家", text)] == [
            batch.count for batch in CORPUS.batches
        ]

    def test_the_industries_of_the_batches_are_the_printed_ones(self) -> None:
        text = region("2.2 我国绿色工厂政策概述", "2.3")
        first, second, third, *none = (batch.industries for batch in CORPUS.batches)
        assert f"第一批包括{'、'.join(first)}等行业" in text
        assert second[: len(first)] == first
        assert f"第二批增加了{'、'.join(second[len(first) :])}三个行业" in text
        assert f"第三批改为{'、'.join(third)}等行业" in text
        assert none == [(), ()]

    def test_the_stars_of_huzhou_are_the_printed_ones(self) -> None:
        text = region("4.2.3 绿色工厂评价与管理", "4.2.4")
        stars = [rule for rule in CORPUS.rules if rule.topic == "stars"]
        assert [rule.subject for rule in stars] == ["二星级", "三星级", "四星级", "五星级"]
        for rule in stars:
            assert re.search(f"{rule.subject}为{rule.items[0]}，该级别企业{rule.items[1]}[；。]", text)
        assert "国家级绿色工厂已经达到37家" in text

    @pytest.mark.parametrize(
        ("rule_id", "words"),
        [
            ("r-recheck-cycle", "每三年一复核"),
            ("r-recheck-scope", "近3年的建设和生产过程"),
            ("r-third-party-2019", "后续一定时间内"),
            ("r-third-party-2020", "后续3年内不再采信"),
            ("r-fourth-tianjin", "天津在绿色工厂评选中也设置了第四方评价机构"),
            ("r-local-anhui", "安徽、湖州等地三年复审一次"),
            ("r-local-huzhou", "安徽、湖州等地三年复审一次"),
            ("r-year-label", "标上年号"),
            ("r-star-sanction", "整改两年后仍未达到要求"),
            ("r-star-benefit", "优先获得绿色金融政策支持"),
        ],
    )
    def test_a_rule_rests_on_words_of_the_report(self, rule_id: str, words: str) -> None:
        text = squeeze(Path(REPORT).read_text(encoding="utf-8"))
        (rule,) = [rule for rule in CORPUS.rules if rule.id == rule_id]
        assert words in text
        if rule.basis:
            assert f"《{rule.basis}》" in text
            assert chinese(rule.date) in text
