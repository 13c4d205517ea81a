"""bm25s: jieba's words and character pairs in sparse matrices, all in memory."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s
from sets import Passage

from peers.tantivy_bigrams import pairs

warnings.simplefilter("ignore")

import jieba  # noqa: E402 its import warns

logging.getLogger("jieba").setLevel(logging.ERROR)


class Peer:
    """A bm25s retriever."""

    retriever: Any
    ids: list[str]

    def build(self, folder: Path, passages: Sequence[Passage]) -> None:
        """Index, and save so that its size can be told."""
        self.ids = [one.id for one in passages]
        self.retriever = bm25s.BM25(k1=0.9, b=0.4)
        self.retriever.index([terms(one.text) for one in passages], show_progress=False)
        self.retriever.save(str(folder))

    def search(self, text: str, limit: int) -> Sequence[str]:
        """The best by score."""
        known = [term for term in terms(text) if term in self.retriever.vocab_dict]
        if not known:
            return []
        best = min(limit, len(self.ids))
        found = self.retriever.retrieve([known], k=best, show_progress=False, n_threads=1)
        return [self.ids[number] for number in found.documents[0]]


def terms(text: str) -> list[str]:
    """Words and pairs."""
    return [word for word in jieba.cut(text, HMM=False) if word.strip()] + pairs(text)
