"""Answer ids: the same question, day, client and records give the same id; another of them gives another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.identity import ID_LENGTH, answer_id
from assistant.keeping.settings import Client

RECORDS: tuple[dict[str, Any], ...] = ({"id": "s1", "awards": ({"amount_max": 50.0},)}, {"id": "s2", "awards": ()})
CLIENT = Client(name="甲厂", place="义乌")
GIVEN = ("义乌奖多少", "2026-11-22", CLIENT, RECORDS)


def test_the_order_of_the_records_and_spaces_do_not_matter() -> None:
    assert answer_id(*GIVEN) == answer_id(" 义乌奖多少\n", "2026-11-22", CLIENT, RECORDS[::-1])
    assert len(answer_id(*GIVEN)) == ID_LENGTH


def test_a_list_and_a_tuple_of_a_record_are_the_same_content() -> None:
    as_read_from_json = ({"id": "s1", "awards": [{"amount_max": 50.0}]}, {"id": "s2", "awards": []})
    assert answer_id(*GIVEN) == answer_id("义乌奖多少", "2026-11-22", CLIENT, as_read_from_json)


@pytest.mark.parametrize(
    "other",
    [
        ("永康奖多少", *GIVEN[1:]),
        (GIVEN[0], "2026-11-23", *GIVEN[2:]),
        (*GIVEN[:2], replace(CLIENT, investment=2000.0), RECORDS),
        (*GIVEN[:2], None, RECORDS),
        (*GIVEN[:3], RECORDS[:1]),
        (*GIVEN[:3], ({"id": "s1", "awards": ({"amount_max": 60.0},)}, RECORDS[1])),
    ],
)
def test_another_question_day_client_or_record_has_another_id(other: tuple[Any, ...]) -> None:
    assert answer_id(*other) != answer_id(*GIVEN)
