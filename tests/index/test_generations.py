"""Generations: built beside, checked, switched in one step; whatever happens, the live one answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.store import write_metadata
from corpus.types import Corpus, Document
from index import entries, freshness, manifest, units
from index.entries import entries_of
from index.errors import BuildError, DamagedError, IndexError_, LockedError
from index.freshness import fresh_generation
from index.generations import Generations, OpenIndex, Progress, live_generation, open_index
from index.locking import locked
from index.types import Query
from tests.index.conftest import small_corpus

ROOT = Path(__file__).parent.parent.parent
FIRST = small_corpus("国家级绿色工厂每三年复核一次。", "申报单位应当提交自评价报告。")
SECOND = small_corpus("国家级绿色工厂每两年复核一次。")
OTHER = small_corpus("火星基地享受错峰生产。", doc_id="mars", title="火星办法")


def both(first: Corpus, second: Corpus) -> Corpus:
    return Corpus(
        documents=first.documents + second.documents,
        passages=first.passages + second.passages,
        subsidies=first.subsidies + second.subsidies,
        standards=first.standards + second.standards,
    )


def ids(opened: OpenIndex, text: str) -> list[str]:
    return [hit.entry.id for hit in opened.engine.search(Query(text=text))]


def add_document(home: Path, name: str, text: str) -> Path:
    """A document folder in the library, as ``wence corpus add`` leaves it."""
    folder = home / "library" / name
    folder.mkdir(parents=True)
    (folder / "document.toml").write_text(write_metadata(Document(id=name, title="办法"), "original"), encoding="utf-8")
    (folder / "text.md").write_text(f"## 1 总则\n\n{text}\n", encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def kept(home: Path) -> Generations:
    """Generations with a first one that is live."""
    kept = Generations(home)
    kept.build(FIRST)
    return kept


def test_a_build_answers_and_hands_back_the_corpus_as_it_was(kept: Generations) -> None:
    opened = kept.open()
    assert ids(opened, "多久复核一次")[0] == "notice:1"
    for part in ("documents", "passages", "subsidies", "policies", "areas", "standards", "batches", "rules"):
        assert getattr(opened.corpus, part) == getattr(FIRST, part)
    assert opened.generation == live_generation(kept.home) == "1"
    opened.close()


def test_a_row_is_found_by_what_people_call_it(kept: Generations) -> None:
    opened = kept.open()
    assert ids(opened, "电视机标准")[0] == "notice:std1"
    [hit] = opened.engine.search(Query(kinds=("subsidy",), places=("330000",)))
    assert "500 万元" in hit.entry.text
    assert hit.entry.title.startswith("浙江省/金华市/义乌市")
    assert (hit.entry.amount, hit.entry.levels) == (500, ("国家级",))


def test_a_rebuild_that_changes_nothing_makes_no_generation(kept: Generations) -> None:
    again = kept.build(FIRST)
    assert (again.changed, again.generation, [one.name for one in kept.list()]) == (False, "1", ["1"])


def test_a_full_rebuild_writes_everything_anew(kept: Generations) -> None:
    assert kept.build(FIRST, full=True).generation == "2"


def test_a_rebuild_tells_what_it_added_updated_and_removed(kept: Generations) -> None:
    added = kept.build(both(FIRST, OTHER))
    assert (added.added, added.updated, added.removed) == (("mars",), (), ())
    assert (added.counts["passages"], added.counts_before["passages"]) == (3, 2)
    changed = kept.build(both(SECOND, OTHER))
    assert (changed.added, changed.updated, changed.removed) == ((), ("notice",), ())
    gone = kept.build(SECOND)
    assert (gone.added, gone.updated, gone.removed) == ((), (), ("mars",))


def test_what_is_taken_over_and_what_is_new_answer_together(kept: Generations) -> None:
    kept.build(both(FIRST, OTHER))
    opened = kept.open()
    assert ids(opened, "火星")[0] == "mars:1"
    assert ids(opened, "自评价报告")[0] == "notice:2"
    assert [passage.id for passage in opened.corpus.passages] == ["notice:1", "notice:2", "mars:1"]
    kept.build(both(SECOND, OTHER))
    opened = kept.open()
    assert "notice:2" not in ids(opened, "自评价报告")
    assert opened.engine.search(Query(text="每两年复核"))[0].entry.text.startswith("国家级绿色工厂每两年")


def test_an_id_that_another_document_has_is_refused(kept: Generations) -> None:
    double = replace(OTHER, passages=(replace(OTHER.passages[0], id="notice:1"),))
    with pytest.raises(DataError, match="notice:1 已在 notice 用过"):
        kept.build(both(FIRST, double))
    with pytest.raises(DataError, match="notice:1 已在 notice 用过"):
        kept.build(both(FIRST, double), full=True)


def indexed(kept: Generations) -> dict[str, bytes]:
    """The files by which the live generation is searched."""
    folder = kept.folder / (kept.live() or "")
    files = (*sorted((folder / "engine").iterdir()), folder / "words.json")
    return {file.name: file.read_bytes() for file in files}


def test_a_library_is_searched_the_same_whatever_it_held_before(kept: Generations, tmp_path: Path) -> None:
    kept.build(both(FIRST, OTHER))
    kept.build(SECOND)
    kept.build(both(SECOND, OTHER))
    anew = Generations(tmp_path / "anew")
    anew.build(both(SECOND, OTHER))
    assert indexed(kept) == indexed(anew)


def test_an_unchanged_document_of_a_large_library_is_linked_and_not_read_again(
    kept: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.WRITTEN_WHOLE", 0)
    kept.build(both(FIRST, OTHER))
    first, second = kept.folder / "1", kept.folder / "2"
    assert (first / "engine" / "segment-1").samefile(second / "engine" / "segment-1")
    for name in ("corpus/all.tables.json", "corpus/all.passages.json"):
        assert set((first / name).read_bytes().splitlines()) < set((second / name).read_bytes().splitlines())


def test_the_last_three_are_kept_newest_first(kept: Generations) -> None:
    for number in range(2, 6):
        kept.build(small_corpus(f"第{number}条 有效期{number}年。"))
    assert [(one.name, one.live) for one in kept.list()] == [("5", True), ("4", False), ("3", False)]
    newest = kept.list()[0]
    assert newest.counts["entries"] == 3
    assert newest.documents == ("notice",)
    assert newest.created[:2] == "20"


def test_going_back_makes_the_older_one_live_and_it_stays(kept: Generations) -> None:
    kept.build(SECOND)
    kept.build(OTHER)
    assert kept.rollback().generation == "2"
    assert kept.rollback("1").generation == live_generation(kept.home) == "1"
    with pytest.raises(IndexError_, match="没有更早"):
        kept.rollback()
    with pytest.raises(IndexError_, match="没有第 9 代") as refused:
        kept.rollback("9")
    assert refused.value.hint == "保留的有：3、2、1。"


def test_checking_only_leaves_no_trace(kept: Generations) -> None:
    before = sorted(path.name for path in kept.folder.iterdir())
    checked = kept.build(OTHER, switch=False)
    assert (checked.changed, checked.switched, checked.added) == (True, False, ("mars",))
    assert sorted(path.name for path in kept.folder.iterdir()) == before
    assert live_generation(kept.home) == "1"


def test_a_generation_that_fails_its_probe_never_goes_live(kept: Generations) -> None:
    def probe(opened: OpenIndex) -> list[str]:
        return [] if ids(opened, "复核") else ["“复核”没有结果"]

    with pytest.raises(BuildError, match="“复核”没有结果"):
        kept.build(OTHER, probe=probe)
    assert (live_generation(kept.home), ids(kept.open(), "复核")[0]) == ("1", "notice:1")
    assert kept.build(SECOND, probe=probe).switched


def test_lost_entries_are_noticed_before_the_switch(kept: Generations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "entries_of", lambda corpus, places: list(entries_of(corpus, places))[1:])
    with pytest.raises(BuildError, match="应有 3 条，索引里有 2 条"):
        kept.build(OTHER)
    assert ids(kept.open(), "复核")[0] == "notice:1"


def test_a_full_disk_leaves_the_live_one_answering(kept: Generations, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifest, "write", full)
    with pytest.raises(BuildError, match="磁盘已满") as failed:
        kept.build(OTHER)
    assert "磁盘空间" in failed.value.hint
    assert not list(kept.folder.glob(".new-*"))
    assert ids(kept.open(), "复核")[0] == "notice:1"


def test_cancelling_from_the_progress_leaves_no_trace(kept: Generations) -> None:
    def cancel(what: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.build(OTHER, progress=cancel)
    assert not list(kept.folder.glob(".new-*"))
    assert kept.build(OTHER).generation == "2"


KILLED = """
import os, signal, sys
from pathlib import Path
from index import building, generations
from index.generations import Generations
from tests.index.test_generations import OTHER
at, home = sys.argv[1], Path(sys.argv[2])
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def progress(what, done, total):
    if what == at:
        die()
if at == "manifest":
    building.write_manifest = die
if at == "switch":
    generations._write_pointer = die
Generations(home).build(OTHER, progress=progress, probe=die if at == "probe" else None)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is for POSIX systems")
@pytest.mark.parametrize("moment", ["建立索引", "manifest", "probe", "switch"])
def test_killed_at_any_moment_the_live_one_answers_and_the_next_build_cleans_up(kept: Generations, moment: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, moment, str(kept.home)], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert (live_generation(kept.home), ids(kept.open(), "复核")[0]) == ("1", "notice:1")
    assert kept.build(OTHER).generation == "2"
    assert sorted(path.name for path in kept.folder.iterdir()) == ["1", "2", "live", "lock"]


def test_a_second_builder_is_told_who_was_first_and_since_when(kept: Generations) -> None:
    with locked(kept.folder, 0), pytest.raises(LockedError) as refused:
        kept.build(OTHER)
    assert f"进程 {os.getpid()}" in refused.value.message
    assert "主机" in refused.value.message
    assert "自 20" in refused.value.message


def test_two_first_questions_at_once_build_one_index(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "units_of_home", lambda *_: units.units_of_corpus(FIRST))
    opened: list[OpenIndex] = []
    threads = [threading.Thread(target=lambda: opened.append(open_index(home))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.generation for one in opened] == ["1", "1"]


def test_a_reader_goes_on_with_its_generation_after_the_switch(kept: Generations) -> None:
    opened = kept.open()
    for number in range(4):
        kept.build(small_corpus(f"第{number}条 有效期。"))
    assert ids(opened, "复核")[0] == "notice:1"


def test_a_damaged_manifest_is_told_with_what_to_do(kept: Generations) -> None:
    (kept.folder / "1" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexError_, match=r"manifest\.json 损坏") as broken:
        kept.open()
    assert "wence rebuild --full" in broken.value.hint
    assert kept.build(FIRST).generation == "2"


class TestOpening:
    """``open_index`` on a home folder with a library."""

    @pytest.fixture
    def told(self) -> list[str]:
        return []

    @pytest.fixture
    def opened_home(self, wence_home: Path, tmp_path: Path) -> Path:
        home = tmp_path / "home"
        shutil.copytree(wence_home, home)
        return home

    def test_nothing_is_built_or_told_when_nothing_changed(self, opened_home: Path, told: list[str]) -> None:
        assert open_index(opened_home, notice=told.append).generation == "1"
        assert told == []

    def test_a_new_document_is_answered_from_and_the_rebuild_is_told(self, opened_home: Path, told: list[str]) -> None:
        add_document(opened_home, "mars", "火星基地享受错峰生产。")
        opened = open_index(opened_home, notice=told.append)
        assert (opened.generation, ids(opened, "火星基地")[0].split(":")[0]) == ("2", "mars")
        assert len(told) == 1
        assert "更新" in told[0]

    def test_touching_a_file_rebuilds_nothing(self, opened_home: Path, told: list[str]) -> None:
        folder = add_document(opened_home, "mars", "火星基地享受错峰生产。")
        open_index(opened_home).close()
        os.utime(folder / "text.md", (1, 1))
        assert fresh_generation(str(opened_home), "whoosh") is None
        assert open_index(opened_home, notice=told.append).generation == "2"
        assert told == []
        assert fresh_generation(str(opened_home), "whoosh") == "2"

    def test_a_changed_lexicon_rebuilds(
        self, opened_home: Path, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "lexicon").mkdir()
        (tmp_path / "lexicon" / "words.txt").write_text("绿色小镇\n", encoding="utf-8")
        monkeypatch.setattr(freshness, "PROGRAM_FOLDERS", (*freshness.PROGRAM_FOLDERS, str(tmp_path / "lexicon")))
        units.program_digest.cache_clear()
        try:
            assert open_index(opened_home, notice=told.append).generation == "2"
            assert len(told) == 1
            assert open_index(opened_home, notice=told.append).generation == "2"
            assert len(told) == 1
        finally:
            units.program_digest.cache_clear()

    def test_a_broken_document_is_told_and_the_old_index_answers(self, opened_home: Path, told: list[str]) -> None:
        add_document(opened_home, "mars", "火星基地。")
        (opened_home / "library" / "mars" / "document.toml").write_text("id = \n", encoding="utf-8")
        opened = open_index(opened_home, notice=told.append)
        assert opened.generation == "1"
        assert "document.toml" in "".join(told)

    def test_a_generation_gone_back_to_stays_until_something_changes(self, opened_home: Path) -> None:
        add_document(opened_home, "mars", "火星基地享受错峰生产。")
        open_index(opened_home).close()
        Generations(opened_home).rollback()
        opened = open_index(opened_home)
        assert opened.generation == "1"
        assert "mars" not in {document.id for document in opened.corpus.documents}
        assert all(found.startswith("gfr2020") for found in ids(opened, "火星基地"))
        add_document(opened_home, "venus", "金星基地享受错峰生产。")
        opened = open_index(opened_home)
        assert (opened.generation, len(ids(opened, "金星"))) == ("3", 1)

    def test_an_opened_generation_cuts_with_its_own_pruned_dictionary(self, opened_home: Path) -> None:
        opened = open_index(opened_home)
        assert len(opened.analyzer.weights) < 40_000
        assert "绿色工厂" in opened.analyzer.terms("国家级绿色工厂")

    def test_another_library_opened_beside_it_changes_nothing(self, opened_home: Path, tmp_path: Path) -> None:
        opened = open_index(opened_home)
        other = tmp_path / "other"
        add_document(other, "mars", "火星基地享受错峰生产。")
        assert open_index(other).analyzer.cut("火星") == ["火星"]
        assert opened.analyzer.cut("火星") == ["火", "星"]

    def test_a_word_of_every_day_is_one_though_no_text_has_it(self, opened_home: Path) -> None:
        analyzer = open_index(opened_home).analyzer
        assert analyzer.is_word("宿舍")
        assert not analyzer.weights.get("宿舍")
        assert not analyzer.is_word("舍宿")

    def test_opening_reads_no_passages_until_they_are_asked_for(self, opened_home: Path) -> None:
        opened = open_index(opened_home)
        (opened_home / "index" / opened.generation / "corpus/all.passages.json").unlink()
        assert len(opened.corpus.subsidies) > 60
        with pytest.raises(DamagedError, match=r"passages\.json"):
            _ = opened.corpus.passages


def test_progress_runs_from_reading_to_the_last_entry(home: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    progress: Progress = lambda what, done, total: seen.append((what, done, total))  # noqa: E731
    Generations(home).build(FIRST, progress=progress)
    assert seen[0][0] == "读取资料"
    assert ("建立索引", 4, 4) in seen
