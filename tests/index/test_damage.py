"""A damaged index heals: whatever happens to its files, the next question answers and the damage is told."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import DamagedError
from index.generations import Generations, OpenIndex, live_generation, open_index
from index.types import Query
from tests.faults import unwritable
from tests.index.conftest import small_shipped

Damage = Callable[[Path], None]


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def garbled(path: Path) -> None:
    """A sector lost while size and time stay as they were: a disk's own way."""
    stat = path.stat()
    data = bytearray(path.read_bytes())
    start = len(data) // 3
    data[start : start + 512] = bytes(byte ^ 0x55 for byte in data[start : start + 512])
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def deleted(path: Path) -> None:
    path.unlink()


def another_json(path: Path) -> None:
    path.write_bytes(b"[]" if path.name != "segments.json" else b"{}")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: tuple[Damage, ...] = (truncated, emptied, garbled, deleted, another_json, a_folder)
FILES = (
    "live",
    "1/manifest.json",
    "1/words.json",
    "1/engine/segments.json",
    "1/engine/segment-1",
    "1/corpus/all.tables.json",
    "1/corpus/all.passages.json",
)
QUESTIONS = ("义乌 国家级 奖励", "第三批 复核", "错峰生产", "锂电池 标准", "移出名单")


pytestmark = pytest.mark.usefixtures("small_index")


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_home, tmp_path / "home"))


def file_of(home: Path, pattern: str) -> Path:
    return next(iter((home / "index").glob(pattern)))


def said(opened: OpenIndex) -> list[list[str]]:
    """All that an index gives: the ids found, and every record."""
    found = [[hit.entry.id for hit in opened.engine.search(Query(text=text))] for text in QUESTIONS]
    return [*found, [str(opened.corpus.subsidies)], [str(opened.corpus.passages)]]


@pytest.fixture(scope="module")
def whole(small_home: Path) -> list[list[str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENCE_WITHOUT", "changes2026")
        found = said(open_index(small_home))
    assert all(found)
    return found


def asked(home: Path, told: list[str]) -> list[list[str]]:
    """What is answered, opened again as the assistant does when it meets a damaged block."""
    try:
        return said(open_index(home, notice=told.append))
    except DamagedError:
        return said(open_index(home, notice=told.append, thorough=True))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", FILES)
def test_any_file_damaged_in_any_way_is_told_and_answers_go_on_as_before(
    home: Path, whole: list[list[str]], name: str, damage: Damage
) -> None:
    path = file_of(home, name)
    damage(path)
    if name == "live" and live_generation(home) == "1":
        pytest.skip("a pointer cut to its number leads where it led")
    told: list[str] = []
    assert asked(home, told) == whole
    assert "损坏" in told[0]
    assert asked(home, told) == whole
    assert len(told) == 1


@pytest.mark.parametrize("pair", list(itertools.combinations(FILES, 2)), ids=" ".join)
def test_any_two_files_damaged_at_once_are_mended(home: Path, whole: list[list[str]], pair: tuple[str, str]) -> None:
    first, second = (file_of(home, name) for name in pair)
    deleted(first)
    garbled(second)
    assert asked(home, []) == whole


@pytest.mark.parametrize(
    ("damage", "full"), [(emptied, False), (garbled, False), (emptied, True)], ids=["emptied", "garbled", "full"]
)
@pytest.mark.parametrize("name", FILES)
def test_a_rebuild_notices_and_mends_without_reading_the_broken_one(
    home: Path, name: str, damage: Damage, full: bool
) -> None:
    damage(file_of(home, name))
    lost = live_generation(home) is None
    built = Generations(home).build(full=full)
    if name != "live":
        assert "损坏" in built.damage
    assert built.changed == (name != "live" or full)
    assert lost == (name == "live")
    Generations(home).verify(thorough=True)


def test_a_damage_that_an_older_generation_shares_is_not_passed_over_for_it(home: Path, whole: list[list[str]]) -> None:
    Generations(home).build(full=True)
    (home / "index" / "2" / "engine" / "segment-1").unlink()
    os.link(home / "index" / "1" / "engine" / "segment-1", home / "index" / "2" / "engine" / "segment-1")
    garbled(home / "index" / "2" / "engine" / "segment-1")
    assert asked(home, []) == whole
    assert not Generations(home).is_sound("1")


def test_an_older_generation_answers_while_nothing_can_be_built(
    home: Path, whole: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    Generations(home).build(full=True)
    emptied(home / "index" / "2" / "words.json")
    unwritable(monkeypatch)
    told: list[str] = []
    opened = open_index(home, notice=told.append)
    assert (opened.generation, said(opened)) == ("1", whole)
    assert "words.json" in told[0]
    assert "第 1 代" in told[1]


def test_an_empty_read_only_home_is_answered_from_memory(
    tmp_path: Path, whole: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    unwritable(monkeypatch)
    monkeypatch.setattr("index.units.corpus_of_home", lambda *_: small_shipped())
    told: list[str] = []
    opened = open_index(tmp_path / "home", notice=told.append)
    assert said(opened) == whole
    assert "磁盘是只读的" in told[-1]
    assert not (tmp_path / "home").exists()


def test_a_damaged_generation_is_never_gone_back_to(home: Path) -> None:
    for _ in range(2):
        Generations(home).build(full=True)
    emptied(home / "index" / "2" / "words.json")
    with pytest.raises(DamagedError, match=r"words\.json"):
        Generations(home).rollback("2")
    assert Generations(home).rollback().generation == live_generation(home) == "1"


def test_a_home_that_was_copied_without_its_times_is_read_once_and_then_trusted(home: Path) -> None:
    for path in (home / "index").rglob("*"):
        os.utime(path, (1, 1))
    told: list[str] = []
    assert open_index(home, notice=told.append).generation == "1"
    before = (home / "index" / "1" / "manifest.json").stat().st_mtime_ns
    assert open_index(home, notice=told.append).generation == "1"
    assert (home / "index" / "1" / "manifest.json").stat().st_mtime_ns == before
    assert told == []
