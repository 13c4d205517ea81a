"""One module a kind of question; intents do not import each other.

``INTENTS`` is in the order in which they are asked; the strongest claim wins, the earlier one on a tie.
"""

from __future__ import annotations

from assistant.intents import (
    batch,
    policy,
    review,
    scope,
    standard,
    statement,
    subsidy_amount,
    subsidy_compare,
    subsidy_dates,
    subsidy_facts,
    subsidy_fleet,
    subsidy_list,
    subsidy_sum,
    subsidy_time,
)
from assistant.intents.base import Intent

INTENTS: tuple[Intent, ...] = (
    scope,
    standard,
    review,
    subsidy_list,
    subsidy_dates,
    subsidy_compare,
    subsidy_fleet,
    subsidy_sum,
    subsidy_time,
    subsidy_facts,
    batch,
    policy,
    subsidy_amount,
    statement,
)
