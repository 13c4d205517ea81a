"""Notices as agencies publish them: title, issuer, number, dates, places, awards and repeals, read in every form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from corpus.extract.document import Extraction, extract
from corpus.places import Places
from corpus.readers.guard import Desk
from tests.notice_files import Notice, Row, notices

ALL = notices()
METADATA = ("title", "issuing_body", "document_number", "issue_date", "effective_date", "expiry_date", "draft")


Read = Callable[[str], Extraction]


@pytest.fixture(scope="module")
def read(places: Places) -> Iterator[Read]:
    """What is made of a notice's file, by the notice's name; each is read once, all in one guarded process."""
    by_name = {notice.name: notice for notice in ALL}
    with Desk() as desk:

        @cache
        def reading(name: str) -> Extraction:
            file = by_name[name].file
            return extract(desk.read(file, by_name[name].data()), file, "x", {}, places)

        yield reading


def awards(extraction: Extraction) -> list[Row]:
    """Every award that was read, with the end of its row."""
    return [
        Row(row.place, row.object, award.level, award.amount_max or award.amount_min or 0, row.end_date)
        for row in extraction.tables.get("subsidies", ())
        for award in row.awards
    ]


@pytest.mark.parametrize("notice", ALL, ids=lambda notice: notice.name)
def test_a_notice_is_read_as_a_careful_reader_does(notice: Notice, read: Read) -> None:
    found = read(notice.name)
    expected = {name: notice.expect[name] for name in METADATA if name in notice.expect}
    assert {name: getattr(found.document, name) for name in expected} == expected
    if "places" in notice.expect:
        assert list(found.document.places) == notice.expect["places"]
    if "rows" in notice.expect:
        read_awards = awards(found)
        assert {(row.place, row.object, row.level, row.amount) for row in read_awards} == {
            (row.place, row.object, row.level, row.amount) for row in notice.rows
        }
        ends = {(row.place, row.object, row.level): row.end for row in read_awards}
        for row in notice.rows:
            assert row.end in (None, ends[row.place, row.object, row.level])


@pytest.mark.parametrize("notice", ALL, ids=lambda notice: notice.name)
def test_what_of_a_notice_is_not_read_is_told_and_nothing_else(notice: Notice, read: Read) -> None:
    found = read(notice.name)
    assert bool(found.unread) == notice.expect.get("reported", False), found.unread
    named = " ".join(found.document.supersedes)
    assert [title for title in notice.expect.get("supersedes_title", []) if title not in named] == []
    assert [title for title in notice.expect.get("not_superseded", []) if title in named] == []
    changed = " ".join(found.document.amends)  # what is lengthened or changed goes on, and is not put out of force
    assert [title for title in notice.expect.get("amends_title", []) if title not in changed or title in named] == []


def test_every_notice_says_that_its_data_are_made_up() -> None:
    assert [notice.name for notice in ALL if "虚构" not in notice.body] == []
