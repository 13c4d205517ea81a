"""How the records behind answers stand in a corpus: their state on a day, and when they were last seen."""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.timeline import Timeline
from corpus.types import Area, Corpus

_PARTS = ("subsidies", "rules", "batches", "standards", "policies", "areas", "conditions", "notices", "passages")


class Standing:
    """The records of a corpus by id; built once for all that is asked of it."""

    def __init__(self, corpus: Corpus) -> None:
        self.rows: dict[str, Any] = {row.id: row for part in _PARTS for row in getattr(corpus, part)}
        self._timeline = Timeline(corpus)
        self._documents = {document.id: document for document in corpus.documents}

    def state(self, record_id: str, day: date) -> str:
        """The name of a record's state on a day (``corpus.timeline``); "" where it is none of the corpus."""
        row = self.rows.get(record_id)
        if row is None or isinstance(row, Area):
            return ""
        return self._timeline.state(row, day).name

    def seen_on(self, record_id: str, doc_id: str) -> str:
        """The day a record was last seen to stand: its own, else its document's; "" when unknown."""
        own = getattr(getattr(self.rows.get(record_id), "holding", None), "seen_on", "")
        document = self._documents.get(doc_id)
        return str(own) or ((document.covers_until or document.issue_date) if document else "")

    def title(self, doc_id: str) -> str:
        """The title of a document, its id where it is gone."""
        document = self._documents.get(doc_id)
        return document.title if document else doc_id
