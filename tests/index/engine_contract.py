"""What every engine must do. A new engine's test file subclasses ``EngineContract`` and names its module."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import pytest

from index.analysis import full_analyzer
from index.engines.registry import EngineModule
from index.types import Entry, Query, SearchEngine

Open = Callable[[Iterable[Entry]], SearchEngine]


class EngineContract:
    """Tests of one engine through its door: ``write_engine`` and ``open_engine``."""

    module: EngineModule

    def write(
        self, folder: Path, entries: Iterable[Entry], previous: Path | None = None, dropped: Collection[str] = ()
    ) -> SearchEngine:
        """An engine on a new folder."""
        folder.mkdir()
        list(self.module.write_engine(folder, full_analyzer(), entries, previous=previous, dropped=dropped))
        return self.module.open_engine(folder, full_analyzer())

    @pytest.fixture(scope="class")
    def engine(self, tmp_path_factory: pytest.TempPathFactory, entries: tuple[Entry, ...]) -> Iterable[SearchEngine]:
        opened = self.write(tmp_path_factory.mktemp("contract") / "engine", entries)
        yield opened
        opened.close()

    def found(self, engine: SearchEngine, text: str = "", **filters: object) -> list[str]:
        return [hit.entry.id for hit in engine.search(Query(text=text, **filters))]  # type: ignore[arg-type]

    def test_a_clause_number_finds_only_that_clause(self, engine: SearchEngine) -> None:
        assert self.found(engine, "第3条") == ["n3"]
        assert self.found(engine, "第四条") == ["n4"]
        assert self.found(engine, "第5条") == ["n5"]

    def test_a_standard_is_found_however_its_number_is_written(self, engine: SearchEngine) -> None:
        for typed in ("T/CESA 1080-2020", "t/cesa1080 2020", "Ｔ／ＣＥＳＡ　1080", "1080"):
            assert self.found(engine, typed)[0] == "tv"

    def test_what_is_typed_is_never_query_syntax(self, engine: SearchEngine) -> None:
        plain = self.found(engine, "义乌 奖励")
        for typed in ('"义乌" AND (奖励', "text:义乌 NOT 奖励]", "义乌*~2 ^奖励 ||", "[义乌 TO 奖励}"):
            assert self.found(engine, typed)[:1] == plain[:1] == ["yiwu"]

    def test_any_word_may_match_and_more_of_them_rank_higher(self, engine: SearchEngine) -> None:
        assert self.found(engine, "苏州 省级 火星 错峰生产")[0] == "suzhou"

    def test_a_synonym_is_found_after_the_word_itself(self, engine: SearchEngine) -> None:
        assert "n5" in self.found(engine, "除名")
        assert set(self.found(engine, "奖金")) == {"yiwu", "suzhou"}

    def test_question_words_count_only_when_alone(self, engine: SearchEngine) -> None:
        assert "loose" not in self.found(engine, "义乌的奖励有多少呢")
        assert "loose" in self.found(engine, "的")

    def test_the_title_is_context_of_the_text(self, engine: SearchEngine) -> None:
        assert self.found(engine, "义乌")[0] == "yiwu"

    def test_without_text_everything_comes_in_stored_order(
        self, engine: SearchEngine, entries: tuple[Entry, ...]
    ) -> None:
        assert self.found(engine) == [entry.id for entry in entries]
        assert self.found(engine, "  \n", limit=2) == ["n3", "n4"]

    def test_what_stands_nowhere_finds_nothing(self, engine: SearchEngine) -> None:
        for typed in ("？？！", "zzz", "\x00\x1b[31m", "☃"):
            assert self.found(engine, typed) == []

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"kinds": ("standard",)}, ["tv"]),
            ({"kinds": ("standard", "subsidy")}, ["yiwu", "suzhou", "tv"]),
            ({"places": ("330000",)}, ["yiwu"]),
            ({"places": ("330782", "320000")}, ["yiwu", "suzhou"]),
            ({"levels": ("市级",)}, ["suzhou"]),
            ({"doc_ids": ("notice",)}, ["n3", "n4", "n5"]),
            ({"sections": ("1",)}, ["n3", "n4"]),
            ({"sections": ("4.2",)}, ["n5"]),
            ({"sections": ("4.2.3",), "kinds": ("subsidy",)}, []),
            ({"statuses": ("published",)}, ["tv"]),
            ({"amounts": (100, None)}, ["yiwu"]),
            ({"amounts": (None, 100)}, ["suzhou"]),
            ({"amounts": (30, 500)}, ["yiwu", "suzhou"]),
            ({"dates": ("2018", "2018-12")}, ["yiwu"]),
            ({"dates": ("2019", "")}, ["suzhou"]),
            ({"dates": ("", "2018")}, ["yiwu"]),
        ],
    )
    def test_filters_leave_what_they_name(
        self, engine: SearchEngine, filters: dict[str, object], expected: list[str]
    ) -> None:
        assert self.found(engine, **filters) == expected

    def test_filters_and_text_work_together(self, engine: SearchEngine) -> None:
        assert self.found(engine, "绿色工厂", kinds=("subsidy",), places=("320000",)) == ["suzhou"]

    def test_a_hit_tells_what_it_covers(self, engine: SearchEngine) -> None:
        hit = engine.search(Query(text="义乌市的国家级绿色工厂有多少补贴？"))[0]
        assert (hit.rank, hit.entry.id) == (1, "yiwu")
        assert set(hit.matched) >= {"国家级", "绿色工厂", "补贴"}
        assert hit.coverage == pytest.approx(1.0)
        partly = engine.search(Query(text="义乌市的电动汽车补贴"))[0]
        assert 0 < partly.coverage < 0.7
        assert "电动汽车" not in partly.matched

    def test_the_rarest_matched_word_is_told_first(self, engine: SearchEngine) -> None:
        assert engine.search(Query(text="绿色工厂 错峰生产"))[0].matched == ("错峰生产", "绿色工厂")

    def test_the_limit_is_kept(self, engine: SearchEngine) -> None:
        assert len(self.found(engine, "绿色工厂", limit=2)) == 2
        assert self.found(engine, "绿色工厂", limit=0) == []

    def test_an_entry_comes_back_as_it_was_given(self, engine: SearchEngine, entries: tuple[Entry, ...]) -> None:
        assert [engine.get(entry.id) for entry in entries] == list(entries)
        assert engine.get("nobody") is None
        assert len(engine) == len(entries)

    def test_whose_an_entry_is_can_be_asked_for_many_at_once(self, engine: SearchEngine) -> None:
        assert engine.owners(["yiwu", "nobody", "n3", "loose"]) == {"yiwu": "report", "n3": "notice", "loose": ""}
        assert engine.owners([]) == {}

    def test_an_empty_index_answers_nothing(self, tmp_path: Path) -> None:
        engine = self.write(tmp_path / "empty", ())
        assert (len(engine), self.found(engine, "绿色"), self.found(engine)) == (0, [], [])

    def test_a_document_is_added_and_another_dropped(self, tmp_path: Path, entries: tuple[Entry, ...]) -> None:
        self.write(tmp_path / "1", entries).close()
        new = Entry(id="new", kind="passage", text="火星基地的绿色工厂", doc_id="mars")
        engine = self.write(tmp_path / "2", [new], previous=tmp_path / "1", dropped=["report"])
        assert self.found(engine, "火星") == ["new"]
        assert self.found(engine, "义乌 补贴") == []
        assert self.found(engine) == ["n3", "n4", "n5", "loose", "new"]
        assert (len(engine), engine.get("yiwu"), engine.get("n3")) == (5, None, entries[0])

    def test_a_document_is_replaced_by_its_newer_form(self, tmp_path: Path, entries: tuple[Entry, ...]) -> None:
        self.write(tmp_path / "1", entries).close()
        newer = Entry(id="n3", kind="passage", text="第3条 改为线上申报。", doc_id="notice")
        engine = self.write(tmp_path / "2", [newer], previous=tmp_path / "1", dropped=["notice"])
        assert engine.get("n3") == newer
        assert self.found(engine, "第3条") == ["n3"]
        assert self.found(engine, "现场核查") == []

    def test_many_small_additions_stay_findable(self, tmp_path: Path) -> None:
        previous = None
        for number in range(20):
            folder = tmp_path / str(number)
            entry = Entry(id=f"e{number}", kind="passage", text=f"第{number}项 清洁生产", doc_id=f"d{number}")
            self.write(folder, [entry], previous=previous).close()
            previous = folder
        assert previous is not None
        engine = self.module.open_engine(previous, full_analyzer())
        assert (len(engine), self.found(engine, "第7项")[0]) == (20, "e7")
        assert len(self.found(engine, "清洁生产", limit=50)) == 20
