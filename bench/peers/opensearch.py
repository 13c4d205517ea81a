"""Ours on a server: the same analysis and ranking, postings in the OpenSearch that WENCE_OPENSEARCH_URL names."""

from __future__ import annotations

import atexit
import json
from collections.abc import Sequence
from pathlib import Path

from sets import Passage

from index.engines.opensearch_client import connect, read_settings
from peers import wence


class Peer(wence.Peer):
    """The server engine; its index is deleted when the process ends."""

    name = "opensearch"

    def build(self, folder: Path, passages: Sequence[Passage]) -> None:
        """Index, open, and remember to clean up."""
        super().build(folder, passages)
        index = json.loads((folder / "opensearch.json").read_bytes())["index"]
        client = connect(read_settings(folder), 60)
        atexit.register(client.indices.delete, index=index)
