"""What of a row can be searched."""

from __future__ import annotations

from corpus.places import load_places
from corpus.shipped import CHANGES, folder_of
from corpus.store import load_document
from index.entries import entries_of

ENTRIES = {entry.id: entry for entry in entries_of(load_document(folder_of(CHANGES)), load_places())}


def test_a_batch_is_found_by_its_number_its_year_and_its_document() -> None:
    entry = ENTRIES["batch-08"]
    assert entry.title == "第8批 2023年度 国家级绿色工厂名单"
    assert "移出9家；累计5095家" in entry.text
    assert "工信厅节函〔2023〕384号" in entry.text


def test_a_rule_is_found_by_number_and_clause_of_its_document_and_a_standard_by_its_days() -> None:
    assert "依据《绿色工厂梯度培育及管理暂行办法》工信部节〔2024〕13号第十六条" in ENTRIES["r-nat-table"].text
    assert "2025-12-31实施；代替GB/T 36132-2018" in ENTRIES["s-gbt-36132"].text
