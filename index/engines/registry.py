"""The engines by name. A new engine is one file here with ``open_engine`` and ``write_engine``, and one line below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from index.errors import EngineError

if TYPE_CHECKING:
    from index.analysis import Analyzer
    from index.types import Entry, SearchEngine

ENGINES = {"whoosh": "index.engines.whoosh_files", "opensearch": "index.engines.opensearch_engine"}


class EngineModule(Protocol):
    """What the file of an engine offers."""

    def open_engine(self, folder: Path, analyzer: Analyzer) -> SearchEngine:
        """Open what ``write_engine`` wrote: it is held from now on, whatever becomes of the folder.

        Raises EngineError or DamagedError when it can't be read; what is damaged inside may be told when it is asked.
        """
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


def engine_named(name: str) -> EngineModule:
    """The engine of that name. Raises EngineError, naming those that exist."""
    if name not in ENGINES:
        raise EngineError(f"没有名为「{name}」的检索引擎", f"WENCE_ENGINE 可取：{'、'.join(ENGINES)}。")
    return cast(EngineModule, import_module(ENGINES[name]))
