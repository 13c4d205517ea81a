"""The engines that are measured: ours and its peers, each in a file with a class ``Peer``."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from sets import Passage

PEERS = {
    "wence": "peers.wence",
    "tutorial": "peers.whoosh_tutorial",
    "whoosh": "peers.whoosh_index",
    "tantivy": "peers.tantivy_bigrams",
    "bm25s": "peers.bm25s_words",
    "fts5": "peers.sqlite_fts5",
    "opensearch": "peers.opensearch",
}


class Peer(Protocol):
    """An engine under measurement."""

    def build(self, folder: Path, passages: Sequence[Passage]) -> None:
        """Index all passages into an empty folder and open the index."""
        ...

    def search(self, text: str, limit: int) -> Sequence[str]:
        """Ids of the best passages, best first."""
        ...


def peer_named(name: str) -> Peer:
    """The engine of that name. Its libraries stand in the ``bench`` dependency group."""
    return cast(Peer, import_module(PEERS[name]).Peer())
