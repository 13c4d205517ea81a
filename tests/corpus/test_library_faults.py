"""A change of the library that fails or is killed at any write: nothing is lost, nothing is there by half."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.extract.document import extract
from corpus.library import (
    Entry,
    bring_back,
    bring_to,
    contents,
    entry_of,
    held_documents,
    load_folder,
    locked,
    put,
    rewrite,
    settled,
    take_out,
)
from corpus.places import load_places
from corpus.readers import BY_KIND
from corpus.versions import keep_copy, versions_of
from tests.faults import Killed, faults
from tests.made_files import notice

Change = Callable[[Path], object]


def entry(doc_id: str, amount: int) -> Entry:
    data = notice().replace("300万元", f"{amount}万元").encode()
    return entry_of(extract(BY_KIND["text"].read(data), "通知.txt", doc_id, {}, load_places()), "通知.txt", data)


ENTRIES = {amount: entry("通知", amount) for amount in (300, 400)}
OTHER = entry("另一份", 50)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two documents, one of them replaced once."""
    home = tmp_path_factory.mktemp("before")
    put(home, ENTRIES[400])
    for doc_id, digest in contents(home).items():
        keep_copy(home, doc_id, home / "library" / doc_id, digest)
    put(home, ENTRIES[300])
    put(home, OTHER)
    return home


def digest_of_400(home: Path) -> str:
    return versions_of(home, "通知")[0].digest


CHANGES: dict[str, Change] = {
    "add": lambda home: put(home, entry("新来的", 70)),
    "replace": lambda home: put(home, ENTRIES[400]),
    "remove": lambda home: take_out(home, "通知"),
    "restore": lambda home: bring_back(home, "通知"),
    "set": lambda home: rewrite(home, "通知", {"text.md": b"x"}),
    "rollback": lambda home: bring_to(home, {"通知": digest_of_400(home)}),
}


def amounts(home: Path) -> dict[str, float | None]:
    """What each document of the library says, each of them whole."""
    assert settled(home)
    return {one.id: load_folder(one.folder).subsidies[0].awards[0].amount_max for one in held_documents(home)}


def run(home: Path, change: Change, at: int, *, kill: bool) -> tuple[int, bool]:
    """Do a change with its ``at``-th write failing; how many there were, and whether it said that all went well."""
    with faults(home, at, kill=kill) as found:
        try:
            with locked(home):
                change(home)
        except (CorpusError, Killed):
            return found.count, False
    return found.count, True


@pytest.mark.parametrize("kill", [False, True], ids=["refused", "killed"])
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_breaks_off_at_any_write_is_done_or_undone(
    before: Path, tmp_path: Path, name: str, kill: bool
) -> None:
    change = CHANGES[name]
    whole = Path(shutil.copytree(before, tmp_path / "whole"))
    old = amounts(whole)
    total, ok = run(whole, change, 0, kill=kill)
    new = amounts(whole)
    assert ok
    assert total > 1
    for at in range(1, total + 1):
        home = Path(shutil.copytree(before, tmp_path / str(at)))
        _, ok = run(home, change, at, kill=kill)
        found = amounts(home)
        assert found == new if ok else found in (old, new)
        names = {path.name for path in (home / "library").iterdir() if path.name.startswith(".")}
        assert names <= {".lock"}
        if found == old:
            assert run(home, change, 0, kill=kill)[1]
            assert amounts(home) == new
        assert {one.digest for one in versions_of(home, "通知")} >= {one.digest for one in versions_of(before, "通知")}


def test_a_library_that_another_process_is_changing_is_told_apart_from_a_killed_change(tmp_path: Path) -> None:
    put(tmp_path, ENTRIES[300])
    library = tmp_path / "library"
    with locked(tmp_path):
        (library / "通知").rename(library / ".outgoing-通知")
        assert not settled(tmp_path)
    assert settled(tmp_path)
    assert amounts(tmp_path) == {"通知": 300}
