"""Notices of national lists: batch or year, and two counts in one text kept apart."""

from __future__ import annotations

import pytest

from corpus.extract.batches import read_batches
from corpus.readers.blocks import Block
from corpus.types import Batch, Document

MINISTRY = "工业和信息化部办公厅"


def read(title: str, *texts: str, body: str = MINISTRY) -> tuple[list[Batch], list[str]]:
    document = Document(
        id="d", title=title, issuing_body=body, document_number="工信厅节函〔2025〕33号", issue_date="2025-01-22"
    )
    return read_batches([Block(kind="paragraph", text=text) for text in texts], document)


def batch(title: str, *texts: str) -> Batch:
    (found,), unread = read(title, *texts)
    assert unread == []
    return found


def test_a_list_of_a_year_is_a_batch_without_a_number() -> None:
    found = batch("关于公布2024年度绿色制造名单的通知", "现公布2024年度绿色制造名单，其中绿色工厂1382家。")
    assert (found.number, found.year, found.count, found.list_number) == (0, 2024, 1382, "工信厅节函〔2025〕33号")
    assert (found.removed, found.call_title, found.cumulative) == (None, "", None)


@pytest.mark.parametrize(
    ("title", "number", "year"),
    [
        ("关于公布第四批绿色制造名单的通知", 4, None),
        ("关于公布2023年度绿色制造名单及试点推行“企业绿码”有关事项的通知", 0, 2023),
        ("关于公布绿色工厂、绿色工业园区（2025年度）名单的通知", 0, 2025),
    ],
)
def test_number_and_year_are_read_from_the_title(title: str, number: int, year: int | None) -> None:
    found = batch(title, "确定绿色工厂100家。")
    assert (found.number, found.year) == (number, year)


def test_what_is_added_taken_off_and_renamed_in_one_text_is_kept_apart() -> None:
    found = batch(
        "关于公布2024年度绿色制造名单的通知",
        "现将名单予以公布，包括绿色工厂1382家、绿色工业园区123家、绿色供应链管理企业126家。",
        "将47家绿色工厂、3家绿色工业园区、4家绿色供应链管理企业移出名单，同意230家单位更名。",
        "截至目前，累计培育绿色工厂6430家、绿色工业园区491家。",
    )
    assert (found.count, found.parks, found.supply_chains) == (1382, 123, 126)
    assert (found.removed, found.removed_parks, found.removed_supply_chains, found.renamed) == (47, 3, 4, 230)
    assert (found.cumulative, found.cumulative_kind) == (6430, "published")
    assert (found.cumulative_parks, found.cumulative_parks_kind) == (491, "published")


def test_two_counts_of_new_factories_make_no_batch_and_are_reported() -> None:
    found, unread = read("关于公布2024年度绿色制造名单的通知", "公布绿色工厂1382家。", "另有绿色工厂20家。")
    assert found == []
    assert unread == [
        "名单《关于公布2024年度绿色制造名单的通知》：写了几个家数（20、1382），分不清哪个是新公布的，没有作成批次"
    ]


def test_a_list_without_a_count_is_reported_and_one_of_a_province_is_none_of_ours() -> None:
    title = "关于公布2024年度绿色制造名单的通知"
    assert read(title, "名单见附件。") == ([], [f"名单《{title}》：没有读到绿色工厂的家数，没有作成批次"])
    assert read("关于公布2024年度省级绿色工厂名单的通知", "绿色工厂100家。", body="浙江省经济和信息化厅") == ([], [])
