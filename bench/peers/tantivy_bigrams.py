"""tantivy, the engine in Rust: character pairs, title before the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy
from sets import Passage

WRITER_MEMORY = 200_000_000


class Peer:
    """A tantivy index of character pairs."""

    index: Any
    searcher: Any

    def build(self, folder: Path, passages: Sequence[Passage]) -> None:
        """Texts are cut here and joined by blanks; tantivy splits them at the blanks."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", stored=False, tokenizer_name="whitespace")
        self.index = tantivy.Index(builder.build(), path=str(folder))
        writer = self.index.writer(WRITER_MEMORY, 1)
        for one in passages:
            writer.add_document(tantivy.Document(id=one.id, text=" ".join(pairs(f"{one.title} {one.text}"))))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, text: str, limit: int) -> Sequence[str]:
        """An OR of the question's pairs."""
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self.index.schema, "text", pair)) for pair in pairs(text)
        ]
        found = self.searcher.search(tantivy.Query.boolean_query(terms), limit)
        return [self.searcher.doc(address)["id"][0] for _, address in found.hits]


def pairs(text: str) -> list[str]:
    """The character pairs of every run of letters and digits; lone characters as they are."""
    runs = "".join(character if character.isalnum() else " " for character in text.lower()).split()
    return [pair for run in runs for pair in ([run[at : at + 2] for at in range(len(run) - 1)] or [run])]
