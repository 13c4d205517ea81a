"""The embedded engine's files, held open and not yet read.

What reads segments takes a tenth of a first answer to load, and most answers come from rows alone, so an engine waits
until it is first asked. Its files are mapped at once: whatever builds come meanwhile, a reader keeps its generation.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from index.errors import DamagedError

if TYPE_CHECKING:
    from index.analysis import Analyzer
    from index.engines.whoosh_engine import WhooshEngine
    from index.types import Entry, Hit, Query, SearchEngine

SEGMENTS = "segments.json"
REBUILD = "运行 wence rebuild --full 重建索引。"


class Described(TypedDict):
    """A segment as segments.json tells of it."""

    name: str
    dropped: list[str]
    """ids of documents that were taken out since it was written"""
    count: int
    length: int
    """summed length of its entries, in terms"""
    sums: list[int]
    """a checksum for each block of the file"""


class WaitingEngine:
    """The engine of a folder that is made when it is first asked, from files that were mapped when it was opened."""

    def __init__(self, held: Sequence[tuple[Described, mmap]], analyzer: Analyzer) -> None:
        self._held = held
        self._analyzer = analyzer

    @cached_property
    def _engine(self) -> WhooshEngine:
        from index.engines.whoosh_engine import engine_of

        return engine_of(self._held, self._analyzer)

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The best entries for the query; without text, all that pass the filters in stored order."""
        return self._engine.search(query)

    def get(self, entry_id: str) -> Entry | None:
        """The entry of that id."""
        return self._engine.get(entry_id)

    def owners(self, entry_ids: Sequence[str]) -> dict[str, str]:
        """Of these ids those that it holds, each with the id of its document."""
        return self._engine.owners(entry_ids)

    def __len__(self) -> int:
        return len(self._engine)

    def close(self) -> None:
        """Let go of all files."""
        if "_engine" in vars(self):
            self._engine.close()
        else:
            for _, mapped in self._held:
                mapped.close()


def open_engine(folder: Path, analyzer: Analyzer) -> SearchEngine:
    """Hold what ``write_engine`` wrote. Raises DamagedError where a file is missing.

    What is damaged inside one is told, as an EngineError or a DamagedError, when something in it is first read.
    """
    return WaitingEngine([(one, mapped_file(folder / one["name"])) for one in read_segments(folder)], analyzer)


def memory_engine(analyzer: Analyzer, entries: Iterable[Entry]) -> SearchEngine:
    """An engine on these entries that writes no file."""
    from index.engines import whoosh_engine

    return whoosh_engine.memory_engine(analyzer, entries)


def write_engine(
    folder: Path,
    analyzer: Analyzer,
    entries: Iterable[Entry],
    *,
    previous: Path | None = None,
    dropped: Collection[str] = (),
) -> Iterator[int]:
    """Write entries into a folder, beside those of ``previous``; yields now and then how many are written."""
    from index.engines import whoosh_engine

    return whoosh_engine.write_engine(folder, analyzer, entries, previous=previous, dropped=dropped)


def settle(live: Path, kept: Sequence[Path]) -> None:
    """Nothing to do: everything of a generation is in its folder, and goes with it."""


def read_segments(folder: Path) -> list[Described]:
    """What segments.json tells of a folder. Raises DamagedError when it is missing or broken."""
    try:
        described: list[Described] = json.loads((folder / SEGMENTS).read_bytes())
    except (OSError, ValueError) as error:
        raise DamagedError(f"索引文件 {folder.name}/{SEGMENTS} 损坏或缺失", REBUILD) from error
    return described


def mapped_file(path: Path) -> mmap:
    """A file of an index in memory. Raises DamagedError when it is missing or empty."""
    try:
        with open(path, "rb") as file:
            return mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError) as error:
        raise DamagedError(f"索引文件 {path.name} 损坏或缺失", REBUILD) from error
