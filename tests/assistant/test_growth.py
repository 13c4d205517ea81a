"""A library many times the shipped one: lists are told and proven in part, and a question costs what it tells."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.keeping import library
from assistant.query import records
from assistant.saying import proof
from assistant.service import Assistant
from assistant.types import Answer
from assistant.understanding.titles import Titles
from corpus import library as shelves
from corpus.known import Known
from corpus.places import Places
from corpus.store import load_shipped
from corpus.timeline import Timeline
from corpus.types import Corpus, Document, Passage, Source
from index.generations import Generations
from index.snapshot import KeptUnit, passages_to_json, stored_corpus, tables_to_json
from tests.conftest import AS_OF

TIMES = 30
LISTS = (
    "哪些地方的绿色工厂奖励已经到期？",
    "哪些地方有绿色工厂补贴？",
    "奖励最高的是哪里？",
    "全国国家级绿色工厂奖励排名",
    "国家级奖励超过 10 万元的地方有哪些？",
    "各省分别有哪些地方补贴",
    "国家级平均奖励多少",
    "最近出台的补贴是哪里的",
    "国家级和省级相差最大的是哪里",
    "浙江省有哪些地方有绿色工厂补贴？",
)


def grown(corpus: Corpus, places: Places, times: int) -> Corpus:
    """The shipped corpus with its subsidy rows again for other counties, so many times over."""
    counties = [(place, places.province(place.code)) for place in places if place.rank == "county"]
    rows = [*corpus.subsidies]
    for number in range(len(rows) * (times - 1)):
        place, province = counties[number % len(counties)]
        given = {"place": place.name, "place_code": place.code, "province": province.name if province else ""}
        row = corpus.subsidies[number % len(corpus.subsidies)]
        rows.append(replace(row, id=f"{row.id}-{number}", **given))
    return replace(corpus, subsidies=tuple(rows))


def opened(corpus: Corpus, places: Places, home: Path) -> Assistant:
    index = Generations(home).in_memory(corpus=corpus)
    return Assistant(home, AS_OF, index, places, lambda: index)


@pytest.fixture(scope="module")
def large(corpus: Corpus, places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with opened(grown(corpus, places, TIMES), places, tmp_path_factory.mktemp("large")) as wence:
        yield wence


@pytest.mark.parametrize("question", LISTS)
def test_a_list_that_is_longer_than_what_is_told_of_it_is_answered(large: Assistant, question: str) -> None:
    answer = large.ask(question)
    assert answer.status == "answered", answer.explain
    assert len(answer.citations) <= 80
    assert max(map(len, (answer.headline, *answer.facts))) < 4000


def test_of_very_many_that_are_not_ranked_the_first_are_told_and_all_are_counted(large: Assistant) -> None:
    facts = [fact for fact in large.ask("奖励最高的是哪里？").facts if "不列入排名" in fact]
    assert len(facts) == 1
    assert facts[0].endswith(" 处")
    assert facts[0].count("、") < 20


@pytest.mark.parametrize("question", LISTS)
def test_what_is_proven_of_a_list_is_what_it_tells(
    large: Assistant, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []

    def counted(answer: Answer, evidence: Any, *others: Any) -> tuple[str, ...]:
        given.append(len(evidence))
        return unproven(answer, evidence, *others)

    unproven = proof.unproven
    monkeypatch.setattr(proof, "unproven", counted)
    large.ask(question)
    assert given
    assert given[0] < 300 < len(large.corpus.subsidies)


def test_how_a_row_stands_on_a_day_is_worked_out_once(large: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counted_calls(monkeypatch, records, "status_on", lambda row, day: (row.id, day))
    day = "2026-11-20"
    for question in ("奖励最高的是哪里？", "哪些地方的绿色工厂奖励已经到期？", "哪些地方的奖励还有效？"):
        large.ask(question, as_of=day)
    assert calls
    assert max(calls.values()) == 1


def test_a_question_without_a_title_is_held_against_few_titles(
    large: Assistant, corpus: Corpus, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titled = [replace(row, policy=f"{row.place}支持绿色制造和节能降碳的若干办法") for row in large.corpus.subsidies]
    with opened(replace(corpus, subsidies=tuple(titled)), places, tmp_path) as wence:
        calls = counted_calls(monkeypatch, Titles, "_nearly", lambda titles, title, text: title)
        wence.ask("义乌的国家级绿色工厂能奖多少钱？")
        assert len(calls) < 20
        (request,) = wence._reader.read(f"《{titled[-1].policy}》是什么时候发布的？", AS_OF).requests
        assert titled[-1].policy in request.titles


@pytest.mark.parametrize("said", ["义乌", "2019年", "奖励", "朝阳区", "浙江以外、"])
def test_what_is_said_a_thousand_times_over_costs_what_it_is_long(assistant: Assistant, said: str) -> None:
    started = time.process_time()
    assistant.ask((said * 2500)[:5000])
    assert time.process_time() - started < 3  # each with each: up to 20


def test_a_place_is_answered_without_reading_the_index(large: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counted_calls(monkeypatch, records.Records, "search", lambda found, query: query.places)
    assert large.ask("义乌的国家级绿色工厂能奖多少钱？").status == "answered"
    assert not any(calls)


def test_a_folder_of_files_reads_each_document_of_the_library_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, folder = tmp_path / "home", tmp_path / "folder"
    folder.mkdir()
    for number in range(4):
        text = f"甲县{number}号文件\n\n第一条 对国家级绿色工厂奖励 {number + 1} 万元。\n\n甲县人民政府\n2024年1月1日\n"
        (folder / f"文件{number}.txt").write_text(text, encoding="utf-8")
    library.add(home, [folder / "文件0.txt", folder / "文件1.txt"], rebuild=False)
    calls = counted_calls(monkeypatch, shelves, "_held", lambda folder: folder)
    report = library.add(home, [folder], rebuild=False)
    assert [one.outcome for one in report.files][:2] == ["present", "present"]
    assert all(one.outcome in ("added", "partly") for one in report.files[2:])
    assert len(calls) == 3  # the two that were there, and the one that the last file met
    assert max(calls.values()) == 1


def test_the_rows_of_a_day_are_known_without_reading_a_statement() -> None:
    both = load_shipped(frozenset())
    read: list[str] = []

    def passages() -> list[KeptUnit]:
        read.append("passages")
        return [([one.id for one in both.documents], passages_to_json(both))]

    stored = stored_corpus([tables_to_json(both)], passages)
    then = Known(stored, Timeline(stored)).on(date(2023, 12, 31))
    assert 0 < len(then.subsidies) < len(both.subsidies)
    assert not read
    assert then.passages_of(then.documents[0].id) == both.passages_of(both.documents[0].id) != ()
    assert then.passages == both.passages
    assert read == ["passages"]


def test_which_documents_have_tables_is_known_without_reading_a_statement(tmp_path: Path) -> None:
    passages = tuple(
        Passage(id=f"{doc_id}:1", text="甲厂", quote_kind="original", source=Source(doc_id=doc_id, locator=locator))
        for doc_id, locator in (("a", "表 1 第 2 行"), ("b", "第1条"))
    )
    held = Corpus(documents=tuple(Document(id=one.source.doc_id, title="名单") for one in passages), passages=passages)
    generations = Generations(tmp_path)
    generations.build(held)
    with closing(generations.open()) as opened:
        assert held.tabled == opened.corpus.tabled == {"a"}
        assert "passages" not in vars(opened.corpus)
        assert opened.corpus.with_(passages=passages[1:]).tabled == frozenset()
        assert opened.corpus.with_(passages=passages[1:]).passages_of("a") == ()
        assert opened.corpus.with_(changes=()).passages_of("a") == passages[:1]


def counted_calls(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, key: Callable[..., Any]) -> Counter[Any]:
    """How often a function is called, by what ``key`` makes of its arguments."""
    calls: Counter[Any] = Counter()
    real = getattr(where, name)

    def counting(*given: Any) -> Any:
        calls[key(*given)] += 1
        return real(*given)

    monkeypatch.setattr(where, name, counting)
    return calls
