"""Ours: the project's own analysis, ranking and embedded engine, as ``index.generations`` uses them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from sets import Passage

sys.path.insert(0, str(Path(__file__).parents[2]))

from index.analysis import full_analyzer
from index.engines.registry import engine_named
from index.types import Entry, Query, SearchEngine


class Peer:
    """One of our engines on a folder."""

    name = "whoosh"
    engine: SearchEngine

    def build(self, folder: Path, passages: Sequence[Passage]) -> None:
        """Index with the whole dictionary, open with the pruned one."""
        module = engine_named(self.name)
        seen: set[str] = set()
        entries = (Entry(id=one.id, kind="passage", text=one.text, title=one.title, doc_id=one.doc) for one in passages)
        for _ in module.write_engine(folder, full_analyzer().collecting(seen), entries):
            pass
        self.engine = module.open_engine(folder, full_analyzer().pruned(seen))

    def search(self, text: str, limit: int) -> Sequence[str]:
        """One search with all that a hit tells."""
        return [hit.entry.id for hit in self.engine.search(Query(text=text, limit=limit))]
