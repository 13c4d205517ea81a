"""The engines by name. A new engine is one file here with ``open_engine`` and ``write_engine``, and one line below."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from index.analysis import Analyzer
from index.errors import EngineError
from index.types import Entry, Hit, Query, SearchEngine

ENGINES = {"whoosh": "index.engines.whoosh_engine", "opensearch": "index.engines.opensearch_engine"}
EMBEDDED = ("whoosh",)
"""those whose files lie in the generation, and are held against its manifest like all others"""


class EngineModule(Protocol):
    """What the file of an engine offers."""

    def open_engine(self, folder: Path, analyzer: Analyzer) -> SearchEngine:
        """Open what ``write_engine`` wrote. Raises EngineError or DamagedError when it can't be read."""
        ...

    def memory_engine(self, analyzer: Analyzer, entries: Iterable[Entry]) -> SearchEngine:
        """An engine on these entries that writes no file."""
        ...

    def write_engine(
        self,
        folder: Path,
        analyzer: Analyzer,
        entries: Iterable[Entry],
        *,
        previous: Path | None = None,
        dropped: Collection[str] = (),
    ) -> Iterator[int]:
        """Write entries into an empty folder; yields now and then how many are written.

        With ``previous`` (a folder written before) the new folder holds its entries too, but for those of the
        ``dropped`` documents; ``entries`` are then what is added.
        """
        ...

    def settle(self, live: Path, kept: Sequence[Path]) -> None:
        """A generation went live: let outsiders find it, and throw away what none of the ``kept`` ones needs.

        Both are folders of ``write_engine``. Raises EngineError; nothing that a generation needs is touched then.
        """
        ...


class Waiting:
    """An engine that is opened when it is first asked: what rows answer asks none, and to load one is a tenth of it."""

    def __init__(self, open_engine: Callable[[], SearchEngine]) -> None:
        self._open = open_engine

    @cached_property
    def _opened(self) -> SearchEngine:
        return self._open()

    def search(self, query: Query) -> tuple[Hit, ...]:
        return self._opened.search(query)

    def get(self, entry_id: str) -> Entry | None:
        return self._opened.get(entry_id)

    def owners(self, entry_ids: Sequence[str]) -> dict[str, str]:
        return self._opened.owners(entry_ids)

    def __len__(self) -> int:
        return len(self._opened)

    def close(self) -> None:
        if "_opened" in vars(self):
            self._opened.close()


def check_name(name: str) -> None:
    """Raises EngineError, naming those that exist, for the name of none."""
    if name not in ENGINES:
        raise EngineError(f"没有名为「{name}」的检索引擎", f"WENCE_ENGINE 可取：{'、'.join(ENGINES)}。")


def engine_named(name: str) -> EngineModule:
    """The engine of that name. Raises EngineError, naming those that exist."""
    check_name(name)
    return cast(EngineModule, import_module(ENGINES[name]))
