"""The id of an answer: what it says rests on a question, a day, a client and records, and so does its id."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

ID_LENGTH = 12
"""hexadecimal digits: short enough to be typed from paper, long enough for millions of answers"""


def answer_id(question: str, as_of: str, client: object, records: Iterable[Mapping[str, Any]]) -> str:
    """The same question, day, client profile and records give the same id, in whatever order the records come.

    Args:
        as_of: ISO day.
        client: the profile that filled in the question, as a dataclass, its name, or None.
        records: the records that the answer rests on, as ``Answer.records`` holds them.
    """
    profile = asdict(client) if is_dataclass(client) and not isinstance(client, type) else client
    told = [" ".join(question.split()), as_of, profile or "", sorted({record_digest(one) for one in records})]
    return _digest(told)[:ID_LENGTH]


def record_digest(record: Mapping[str, Any]) -> str:
    """A digest of all that a record says, its id and its place in the source included."""
    return _digest(dict(record))


def _digest(value: object) -> str:
    from hashlib import blake2b  # late: only who asks for an id pays for it

    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
