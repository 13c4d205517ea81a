"""Which of several rules of one place speaks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.saying.rows import governing
from corpus.types import Subsidy
from tests.fakes import SUBSIDIES

OLDER = replace(SUBSIDIES[0], id="older", date="2018-01-01", end_date="")
NEWER = replace(OLDER, id="newer", date="2021-01-01")
DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("older", "newer", "first"),
    [
        pytest.param(OLDER, NEWER, "newer", id="no end is stated for either"),
        pytest.param(OLDER, replace(NEWER, end_date="2023-12-31"), "newer", id="the newer one has expired"),
        pytest.param(replace(OLDER, end_date="2019-12-31"), NEWER, "newer", id="the older one has expired"),
        pytest.param(replace(OLDER, end_date="2027-12-31"), NEWER, "older", id="the older one is known to hold"),
        pytest.param(OLDER, replace(NEWER, draft=True), "older", id="the newer one is a draft"),
        pytest.param(OLDER, replace(NEWER, date="2027-01-01", date_kind="施行", effective_date="2027-01-01"), "older",
                     id="the newer one has not begun"),
    ],
)  # fmt: skip
def test_what_is_known_to_hold_speaks_first_else_the_newest(older: Subsidy, newer: Subsidy, first: str) -> None:
    assert governing((older, newer), DAY)[0].id == first
    assert governing((newer, older), DAY)[0].id == first
