"""A small corpus and a small set of entries, made by hand, for the tests of the index."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from corpus.types import Award, Corpus, Document, Passage, Source, Standard, Subsidy
from index import analysis, building, units
from index.generations import Generations
from index.types import Entry


def small_corpus(*statements: str, doc_id: str = "notice", title: str = "绿色工厂管理办法") -> Corpus:
    """One document with a passage for each statement, one subsidy row and one standard."""
    source = Source(doc_id=doc_id, section="4.2.3 复核", locator="第三章")
    return Corpus(
        documents=(Document(id=doc_id, title=title, places=("330000",)),),
        passages=tuple(
            Passage(id=f"{doc_id}:{number}", source=source, text=text, quote_kind="original", title=title)
            for number, text in enumerate(statements, 1)
        ),
        subsidies=(
            Subsidy(
                id=f"{doc_id}:s1",
                source=source,
                seq="1",
                place_code="330782",
                place="义乌市",
                province="浙江省",
                policy="义乌市奖励办法",
                awards=(Award(level="国家级", form="fixed", amount_min=500, amount_max=500, words="奖励500万元"),),
                provision="国家级绿色工厂一次性奖励 500 万元",
                benefits=("错峰生产",),
            ),
        ),
        standards=(
            Standard(
                id=f"{doc_id}:std1",
                source=source,
                seq="1",
                number="T/CESA 1080-2020",
                title="电视机制造业绿色工厂评价要求",
                subject="电视机制造业",
                kind="团体标准",
                body="",
                status="published",
                aliases=("电视",),
            ),
        ),
    )


@pytest.fixture
def small_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is built is a small corpus with a small dictionary: some hundred builds, each in no time."""
    _make_small(monkeypatch)


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an index as ``small_index`` has it built; read it only, and copy it to change it."""
    home = tmp_path_factory.mktemp("small-home")
    with pytest.MonkeyPatch.context() as patch:
        _make_small(patch)
        Generations(home).build()
    return home


def _make_small(patch: pytest.MonkeyPatch) -> None:
    small = small_shipped()
    dictionary = analysis.analyzer_of(dict.fromkeys(analysis.domain_words(), -5.0), -20.0)
    patch.setenv("WENCE_WITHOUT", "changes2026")
    patch.setattr(units, "_shipped_unit", lambda doc_id, *_: units._unit_in_memory(doc_id, small))
    for module in (analysis, building):
        patch.setattr(module, "full_analyzer", cache(lambda: dictionary))


def small_shipped() -> Corpus:
    """What ``small_index`` has in place of the shipped corpus."""
    statements = (f"第{number}条 {text}" for number, text in enumerate(STATEMENTS, 1))
    return small_corpus(*statements, doc_id="gfr2020")


STATEMENTS = (
    "国家级绿色工厂每三年复核一次。",
    "复核不合格的，从第三批名单中移出。",
    "义乌市对国家级绿色工厂给予奖励。",
    "绿色工厂享受错峰生产的优先保障。",
    "锂电池行业的绿色工厂按行业标准评价。",
    *(f"申报单位应当提交第{number}类自评价报告，由第三方机构现场核查，说明能耗与排放。" for number in range(60)),
)


@pytest.fixture(scope="session")
def entries() -> tuple[Entry, ...]:
    """Entries of two documents and of several kinds."""
    notice = {"doc_id": "notice", "title": "绿色工厂管理办法"}
    return (
        Entry(id="n3", kind="passage", text="第3条 申报单位应当提交自评价报告。", section="1.2 申报", **notice),
        Entry(id="n4", kind="passage", text="第4条 主管部门组织现场核查。", section="1.3 核查", **notice),
        Entry(
            id="n5", kind="passage", text="第五条 每三年复核一次，不合格的移出名单。", section="4.2.3 复核", **notice
        ),
        Entry(
            id="yiwu",
            kind="subsidy",
            text="国家级绿色工厂一次性补贴 500 万元",
            title="浙江省/金华市/义乌市 绿色工厂",
            doc_id="report",
            section="3.2 补贴",
            places=("330782", "330700", "330000"),
            levels=("国家级",),
            amount=500,
            date="2018-07-09",
        ),
        Entry(
            id="suzhou",
            kind="subsidy",
            text="省级绿色工厂补贴 30 万元，错峰生产时优先保障",
            title="江苏省/苏州市 绿色工厂",
            doc_id="report",
            section="3.2 补贴",
            places=("320500", "320000"),
            levels=("省级", "市级"),
            amount=30,
            date="2019",
        ),
        Entry(
            id="tv",
            kind="standard",
            text="T/CESA 1080-2020《电视机制造业绿色工厂评价要求》",
            title="绿色工厂评价标准",
            doc_id="report",
            section="2.4 标准",
            status="published",
        ),
        Entry(id="loose", kind="passage", text="的了和"),
    )
