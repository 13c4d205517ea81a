"""A citation opened: the place is found, its neighbours stand around it, and nothing is passed off as what it isn't."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.showing.sources import Reading, describe, facts_of, open_citation
from assistant.types import Citation
from corpus.types import Corpus, Record


def cited(record: Record) -> Citation:
    source = record.source
    return Citation(
        n=1, doc="标题", doc_id=source.doc_id, section=source.section, locator=source.locator, quote="引文",
        quote_kind="record", record_id=record.id,
    )  # fmt: skip


def marks(reading: Reading) -> list[int]:
    return [i for i, block in enumerate(reading.blocks) if block.marked]


def test_every_record_can_be_opened_at_its_place(corpus: Corpus) -> None:
    records = (
        *corpus.passages, *corpus.subsidies, *corpus.standards, *corpus.policies, *corpus.batches, *corpus.rules,
    )  # fmt: skip
    for record in records:
        reading = open_citation(corpus, cited(record), around=2)
        assert len(marks(reading)) == 1, record.id
        assert reading.blocks[marks(reading)[0]].section == record.source.section


@pytest.mark.parametrize("place", [0, 5, -1])
def test_neighbours_and_what_is_left_out_add_up(corpus: Corpus, place: int) -> None:
    rows = corpus.subsidies
    reading = open_citation(corpus, cited(rows[place]), around=3)
    assert reading.before + len(reading.blocks) + reading.after == len(rows)
    assert len(reading.blocks) <= 7


def test_a_citation_whose_record_is_gone_is_shown_as_it_was_quoted(corpus: Corpus) -> None:
    reading = open_citation(corpus, replace(cited(corpus.subsidies[0]), record_id="gone"), around=3)
    assert [(block.text, block.marked) for block in reading.blocks] == [("引文", True)]


def test_a_digest_is_called_one_and_its_original_takes_its_place(corpus: Corpus) -> None:
    passage = corpus.passages[0]
    digest = open_citation(corpus, cited(passage), around=0).blocks[0]
    assert (digest.kind, digest.text) == ("digest", passage.text)
    with_original = replace(corpus, passages=(replace(passage, original="原文一段。"), *corpus.passages[1:]))
    original = open_citation(with_original, cited(passage), around=0).blocks[0]
    assert (original.kind, original.text) == ("original", "原文一段。")


def test_a_row_names_its_fields_and_leaves_silent_ones_out(corpus: Corpus) -> None:
    row = next(row for row in corpus.subsidies if row.place == "义乌市")
    facts = dict(facts_of(row))
    assert facts["国家级奖励"] == "500 万元"
    assert all(facts.values())


def test_the_shipped_document_is_said_to_be_a_digest(corpus: Corpus) -> None:
    assert "内容：转述摘要，不是原文" in describe(corpus.documents[0])
