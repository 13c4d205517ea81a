"""The embedded engine keeps the contract, and what is particular to it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import ClassVar, cast

import pytest

from index.analysis import full_analyzer
from index.engines import whoosh_engine, whoosh_files, whoosh_segment
from index.engines.registry import EngineModule, engine_named
from index.errors import DamagedError, EngineError
from index.types import Entry, Query
from tests.index.engine_contract import EngineContract


class TestWhooshEngine(EngineContract):
    module: ClassVar[EngineModule] = cast(EngineModule, whoosh_files)


def write(folder: Path, entries: list[Entry], previous: Path | None = None) -> list[str]:
    """Write an engine; the names of its segments."""
    folder.mkdir()
    list(whoosh_files.write_engine(folder, full_analyzer(), entries, previous=previous))
    return [described["name"] for described in json.loads((folder / "segments.json").read_bytes())]


def test_an_unknown_engine_is_refused_by_name() -> None:
    with pytest.raises(EngineError) as refused:
        engine_named("elastic")
    assert "elastic" in refused.value.message
    assert "whoosh" in refused.value.hint


def test_a_broken_segment_is_told_with_what_to_do(tmp_path: Path) -> None:
    [name] = write(tmp_path / "1", [Entry(id="a", kind="passage", text="绿色")])
    (tmp_path / "1" / name).write_bytes(b"rubbish")
    with pytest.raises(DamagedError, match="segment-1") as broken:
        len(whoosh_files.open_engine(tmp_path / "1", full_analyzer()))
    assert "rebuild" in broken.value.hint


def test_an_engine_that_was_not_asked_yet_keeps_its_files(tmp_path: Path) -> None:
    [name] = write(tmp_path / "1", [Entry(id="a", kind="passage", text="错峰生产")])
    engine = whoosh_files.open_engine(tmp_path / "1", full_analyzer())
    (tmp_path / "1" / name).unlink()  # as a later build sweeps a generation away
    assert [hit.entry.id for hit in engine.search(Query(text="错峰"))] == ["a"]
    engine.close()


def test_holding_the_files_of_an_engine_loads_nothing_that_reads_them(tmp_path: Path) -> None:
    write(tmp_path / "1", [Entry(id="a", kind="passage", text="错峰生产")])
    code = (
        "import sys; from pathlib import Path; from index.analysis import Analyzer\n"
        "from index.engines.registry import engine_named\n"
        "engine_named('whoosh').open_engine(Path(sys.argv[1]), Analyzer({}, 0.0)).close()\n"
        "sys.exit('whoosh' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "1")], check=False).returncode == 0


def test_nothing_in_an_index_is_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("unpickled")

    for module in ("pickle", "whoosh.filedb.structfile"):  # Whoosh 2.7.4 has no name of its own for it
        monkeypatch.setattr(f"{module}.load", refuse, raising=False)
    monkeypatch.setattr("pickle.loads", refuse)
    write(tmp_path / "1", [Entry(id="a", kind="passage", text="错峰生产")])
    engine = whoosh_files.open_engine(tmp_path / "1", full_analyzer())
    assert [hit.entry.id for hit in engine.search(Query(text="错峰"))] == ["a"]


def test_adding_links_what_is_there_instead_of_writing_it_again(tmp_path: Path) -> None:
    write(tmp_path / "1", [Entry(id=str(number), kind="passage", text="清洁生产") for number in range(100)])
    names = write(tmp_path / "2", [Entry(id="new", kind="passage", text="错峰生产")], tmp_path / "1")
    assert names == ["segment-1", "segment-2"]
    assert (tmp_path / "1" / "segment-1").samefile(tmp_path / "2" / "segment-1")


def test_segments_of_one_size_are_joined_so_that_there_are_never_many(tmp_path: Path) -> None:
    previous = None
    for number in range(40):
        entry = Entry(id=str(number), kind="passage", text="清洁生产", doc_id=str(number))
        names = write(tmp_path / str(number), [entry], previous)
        previous = tmp_path / str(number)
    assert len(names) <= 2 * whoosh_engine.MERGED


def test_a_full_segment_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_engine, "CAPACITY", 3)
    entries = [Entry(id=str(number), kind="passage", text=f"第{number}号 清洁生产", doc_id="d") for number in range(8)]
    assert len(write(tmp_path / "1", entries)) == 3
    engine = whoosh_files.open_engine(tmp_path / "1", full_analyzer())
    assert [hit.entry.id for hit in engine.search(Query(text="清洁生产", limit=20))] == [str(n) for n in range(8)]


def test_common_and_rare_terms_are_stored_each_in_the_shorter_form(tmp_path: Path) -> None:
    entries = [Entry(id=str(n), kind="passage", text="绿色" + "错峰" * (n == 5)) for n in range(9)]
    write(tmp_path / "1", entries)
    data = (tmp_path / "1" / "segment-1").read_bytes()
    segment = whoosh_segment.Segment(whoosh_segment.mapped_bytes(data), whoosh_segment.sums_of(data))
    everywhere, once = segment.term("绿色")[0], segment.term("错峰")[0]
    assert [number for number, _ in everywhere.pairs()] == list(range(9))
    assert [number for number, _ in once.pairs()] == [5]
    assert [bool(once.lookup(number)) for number in (4, 5, 6)] == [False, True, False]
    assert [bool(everywhere.lookup(number)) for number in (0, 8)] == [True, True]
