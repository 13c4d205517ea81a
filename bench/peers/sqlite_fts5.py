"""SQLite's FTS5: character pairs joined by blanks, its own bm25()."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sets import Passage

from peers.tantivy_bigrams import pairs


class Peer:
    """A virtual table of pairs."""

    database: sqlite3.Connection

    def build(self, folder: Path, passages: Sequence[Passage]) -> None:
        """One row a passage."""
        self.database = sqlite3.connect(folder / "fts5.db")
        self.database.execute("create virtual table passages using fts5(id unindexed, text, detail=none)")
        rows = ((one.id, " ".join(pairs(f"{one.title} {one.text}"))) for one in passages)
        self.database.executemany("insert into passages values (?, ?)", rows)
        self.database.commit()

    def search(self, text: str, limit: int) -> Sequence[str]:
        """An OR of the question's pairs."""
        asked = " OR ".join(f'"{pair}"' for pair in dict.fromkeys(pairs(text)))
        if not asked:
            return []
        rows = self.database.execute(
            "select id from passages where passages match ? order by rank limit ?", (asked, limit)
        )
        return [row[0] for row in rows]
