"""Whoosh as its tutorials with jieba have it: ChineseAnalyzer, QueryParser with OR, ten hits read.

``Peer(highlights=True)`` also prints what the tutorials print, the highlights of each hit.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sets import Passage

warnings.simplefilter("ignore")

from jieba.analyse import ChineseAnalyzer  # noqa: E402 its import warns
from whoosh.fields import ID, TEXT, Schema  # noqa: E402
from whoosh.index import create_in, open_dir  # noqa: E402
from whoosh.qparser import OrGroup, QueryParser  # noqa: E402

logging.getLogger("jieba").setLevel(logging.ERROR)


class Peer:
    """A Whoosh index made and asked the way tutorials do."""

    searcher: Any
    parser: Any

    def __init__(self, highlights: bool = False) -> None:
        self.highlights = highlights

    def build(self, folder: Path, passages: Sequence[Passage]) -> None:
        """One document a passage, its text analysed and stored."""
        analyzer = ChineseAnalyzer()
        schema = Schema(
            id=ID(stored=True), title=TEXT(stored=True, analyzer=analyzer), text=TEXT(stored=True, analyzer=analyzer)
        )
        writer = create_in(str(folder), schema).writer()
        for one in passages:
            writer.add_document(id=one.id, title=one.title, text=one.text)
        writer.commit()
        self.open(folder)

    def open(self, folder: Path) -> None:
        """Open what was built."""
        index = open_dir(str(folder))
        self.searcher = index.searcher()
        self.parser = QueryParser("text", index.schema, group=OrGroup)

    def search(self, text: str, limit: int) -> Sequence[str]:
        """Parse, search, and read the hits."""
        hits = self.searcher.search(self.parser.parse(text), limit=limit)
        if self.highlights:
            return [hit["id"] + hit.highlights("text")[:0] for hit in hits]
        return [hit["id"] for hit in hits]
