"""A list that is missing between two others, and lists that are known by their year alone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from assistant.service import Assistant

DAY = date(2026, 11, 26)
HEADS = (
    "id,sureness,batch,list_year,title,issuer,number,date_kind,date,factories,removed_factories,cumulative_factories,"
    "cumulative_kind"
)
LISTS = {
    6: "l6,A,6,2021,公布2021年度名单的通知,工信部,工信厅节函〔2022〕7号,成文日期,2022-01-15,662,,,",
    7: "l7,A,7,2022,公布2022年度名单的通知,工信部,工信厅节函〔2023〕64号,发布日期,2023-03-23,874,41,3616,公布",
    8: "l8,A,8,2023,公布2023年度名单的通知,工信部,工信厅节函〔2023〕384号,发布日期,2024-01-05,1488,9,,",
    9: "l9,A,9,2024,公布2024年度名单的通知,工信部,工信厅节函〔2025〕33号,发布日期,2025-01-22,1382,47,6430,公布",
}  # fmt: skip


@pytest.mark.parametrize("missing", [6, 7, 8])
def test_a_total_over_a_gap_is_refused_by_the_name_of_what_is_missing(
    missing: int, wence_home: Path, tmp_path: Path
) -> None:
    home, file = shutil.copytree(wence_home, tmp_path / "home"), tmp_path / "lists.csv"
    lines = [HEADS, *(line for number, line in LISTS.items() if number != missing)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert keeper.add(home, [file]).ok  # the refusal is what these lists make of the total: no reason not to switch
    with Assistant.open(home, DAY) as wence:
        answer = wence.ask("全国一共有多少家国家级绿色工厂")
    assert answer.status == "partial"
    assert f"全国累计家数不能给出：缺第 {missing} 批，不能相加" in answer.headline


NOTICE = """工业和信息化部办公厅关于公布绿色工厂（{year}年度）名单的通知
工信厅节函〔{next}〕20号

现公布{year}年度绿色工厂名单，其中绿色工厂1800家。移出绿色工厂60家。

工业和信息化部办公厅
{next}年2月20日
"""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home on both shipped documents."""
    monkeypatch.setenv("WENCE_WITHOUT", "")
    return tmp_path / "home"


def add_notice(home: Path, year: int) -> None:
    """Take in the notice of a list that names its year alone."""
    file = home.parent / "notice.txt"
    file.write_text(NOTICE.format(year=year, next=year + 1), encoding="utf-8")
    assert keeper.add(home, [file]).ok


QUESTIONS = (
    "全国现在有多少家国家级绿色工厂？",
    "各批多少家",
    "哪一批最多",
    "名单都什么时候公布的",
    "2026年度名单多少家",
)


def test_a_list_known_by_its_year_is_the_next_one_after_that_of_the_year_before(home: Path) -> None:
    add_notice(home, 2026)
    with Assistant.open(home, DAY) as wence:
        before = {asked: wence.ask(asked) for asked in QUESTIONS}
        after = {asked: wence.ask(asked, as_of="2027-02-20") for asked in QUESTIONS}
        newest = wence.ask("最新一批多少家", as_of="2027-02-20").headline
        by_number = wence.ask("第十一批多少家").headline
    assert not any("零批" in answer.text for answer in (*before.values(), *after.values()))
    assert not any("1800" in answer.text for answer in before.values())
    assert before["2026年度名单多少家"].headline == (
        "2026 年度的名单，到 2026-11-26 没有见到。最近的一批是第十批（2025 年度，2026-03-11 公布，2038 家）。"
    )
    assert by_number.startswith("到 2026-11-26 第十一批还没有公布。最近的一批是第十批")
    assert after["2026年度名单多少家"].headline == "第十一批国家级绿色工厂共 1800 家通过（2027-02-20 公布）。"
    assert newest == after["2026年度名单多少家"].headline
    assert "第十批 2038 家、第十一批 1800 家" in after["全国现在有多少家国家级绿色工厂？"].text
    assert "10076 家，是推算（8336 + 1800 − 60 = 10076" in after["全国现在有多少家国家级绿色工厂？"].headline


def test_a_list_whose_number_nothing_tells_is_told_by_its_year(home: Path) -> None:
    add_notice(home, 2027)
    with Assistant.open(home, date(2028, 3, 1)) as wence:
        answers = {asked: wence.ask(asked) for asked in (*QUESTIONS, "2027年度名单多少家")}
    assert not any("零批" in answer.text or "十二批" in answer.text for answer in answers.values())
    assert "另有 2027 年度的名单，1800 家（2028-02-20 公布），是第几批资料没有写。" in answers["哪一批最多"].headline
    assert answers["2027年度名单多少家"].headline == "2027 年度名单里国家级绿色工厂共 1800 家（2028-02-20 公布）。"
    assert answers["2026年度名单多少家"].headline.startswith("2026 年度的名单，到 2028-03-01 没有见到。")
