"""A rebuild or a way back that breaks off at any write: the next look finds library and index whole, and agreeing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import WenceError
from corpus.library import put
from index.generations import Generations, open_index
from tests.corpus.test_library_faults import ENTRIES, OTHER, amounts
from tests.faults import Killed, faults

Change = Callable[[Path], object]


pytestmark = pytest.mark.usefixtures("small_index")


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """Two generations and a document that came after them."""
    home = tmp_path / "before"
    put(home, ENTRIES[300])
    Generations(home).build()
    put(home, ENTRIES[400])
    Generations(home).build()
    put(home, OTHER)
    return home


CHANGES: dict[str, Change] = {
    "rebuild": lambda home: Generations(home).build(),
    "full": lambda home: Generations(home).build(full=True),
    "rollback": lambda home: Generations(home).rollback("1"),
}


def indexed(home: Path) -> dict[str, float | None]:
    """What the next question finds of each added document."""
    told: list[str] = []
    opened = open_index(home, notice=told.append)
    assert not [line for line in told if "没有" in line], told
    found = {row.source.doc_id: row.awards[0].amount_max for row in reversed(opened.corpus.subsidies)}
    opened.close()
    found.pop("gfr2020")
    return found


def run(home: Path, change: Change, at: int, *, kill: bool) -> tuple[int, bool]:
    with faults(home, at, kill=kill) as found:
        try:
            change(home)
        except (WenceError, Killed):
            return found.count, False
    return found.count, True


@pytest.mark.parametrize("kill", [False, True], ids=["refused", "killed"])
@pytest.mark.parametrize("name", CHANGES)
def test_library_and_index_agree_whatever_write_fails(before: Path, tmp_path: Path, name: str, kill: bool) -> None:
    change = CHANGES[name]
    whole = Path(shutil.copytree(before, tmp_path / "whole"))
    old = amounts(whole)
    total, ok = run(whole, change, 0, kill=kill)
    assert ok
    new = amounts(whole)
    assert indexed(whole) == new
    for at in range(1, total + 1):
        home = Path(shutil.copytree(before, tmp_path / str(at)))
        run(home, change, at, kill=kill)
        assert indexed(home) == amounts(home)
        assert amounts(home) in (old, new)
        Generations(home).verify(thorough=True)
        left = [path.name for path in (home / "index").rglob("*") if path.name.startswith(".") or ".part" in path.name]
        Generations(home).build()
        assert indexed(home) == amounts(home)
        assert not left or not list((home / "index").glob(".new-*"))
        shutil.rmtree(home)
