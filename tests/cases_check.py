"""The question cases under ``tests/cases``, and the rules by which an answer is held against one (see README there)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assistant.types import Answer

FOLDER = Path(__file__).parent / "cases"
STATUSES = frozenset({"answered", "partial", "clarify", "no_answer"})
CASE_KEYS = frozenset({"id", "category", "style", "as_of", "turns", "why"})
EXPECT_KEYS = frozenset({"status", "must", "must_not", "lead", "cite", "max_chars"})
STYLES = frozenset({"plain", "colloquial", "typo", "pinyin", "english", "verbose"})
LEAD = 160
LONGEST = 900

PARTED = "¦"
"""stands where white space or a list mark keeps two figures apart"""
SIGNS = str.maketrans("—–―‐−〜、“”‘’「」『』【】〔〕《》〈〉", '-----~,""\'\'""""[][]<><>')
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
LIST_MARKS = re.compile(r"[①-⒛¹²³⁰-⁹]")
INVISIBLE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Expectation:
    """What one turn must show."""

    status: frozenset[str]
    must: Groups = ()
    must_not: tuple[str, ...] = ()
    lead: Groups = ()
    cite: Groups = ()
    max_chars: int = LONGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One conversation: its questions, each with what its answer must show."""

    id: str
    category: str
    as_of: date
    turns: tuple[tuple[str, Expectation], ...] = field(repr=False)


def load_cases() -> tuple[Case, ...]:
    """Every case, by file and line. Raises ValueError naming file and line when one is not as README has it."""
    found: dict[str, Case] = {}
    for path in sorted(FOLDER.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                case = read_case(json.loads(line))
                if case.id in found or case.category != path.stem:
                    raise ValueError(f"{case.id}: id used twice, or category of another file")
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path.name} line {number}: {error!r}") from error
            found[case.id] = case
    return tuple(found.values())


def read_case(row: dict[str, Any]) -> Case:
    """The case of one line."""
    if extra := set(row) - CASE_KEYS:
        raise ValueError(f"unknown keys {sorted(extra)}")
    if row["style"] not in STYLES or not row["turns"]:
        raise ValueError("unknown style, or no turns")
    turns = tuple((turn["q"], read_expectation(turn["expect"])) for turn in row["turns"])
    return Case(id=row["id"], category=row["category"], as_of=date.fromisoformat(row["as_of"]), turns=turns)


def read_expectation(row: dict[str, Any]) -> Expectation:
    """What one turn expects."""
    status = frozenset(row["status"])
    if set(row) - EXPECT_KEYS or not status or status - STATUSES:
        raise ValueError(f"unknown keys or status in {row}")
    groups = {key: tuple(tuple(group) for group in row.get(key, ())) for key in ("must", "lead", "cite")}
    must_not = tuple(row.get("must_not", ()))
    every = [wording for groups_of_key in groups.values() for group in groups_of_key for wording in group]
    if not all(isinstance(row.get(key, []), list) for key in EXPECT_KEYS - {"max_chars"}) or not all(
        folded(wording) for wording in (*every, *must_not)
    ):
        raise ValueError(f"a group is no list, or a wording is empty: {row}")
    if any(not group for groups_of_key in groups.values() for group in groups_of_key):
        raise ValueError(f"an empty group: {row}")
    return Expectation(status=status, must_not=must_not, max_chars=row.get("max_chars", LONGEST), **groups)


def failures(expect: Expectation, answer: Answer) -> tuple[str, ...]:
    """What an answer lacks; empty when it passes."""
    return tuple(_failures(expect, answer))


def _failures(expect: Expectation, answer: Answer) -> Iterator[str]:
    text = answer.text
    told = folded(text)
    cited = folded("|".join(f"{c.doc}|{c.section}|{c.locator}|{c.quote}" for c in answer.citations))
    if answer.status not in expect.status:
        yield f"status: {answer.status}, not one of {sorted(expect.status)}"
    yield from (f"must: none of {group}" for group in expect.must if not stands(group, told))
    yield from (f"lead: none of {group}" for group in expect.lead if not stands(group, told, within=LEAD))
    yield from (f"cite: none of {group}" for group in expect.cite if not stands(group, cited))
    yield from (f"must_not: {wording} stands there" for wording in expect.must_not if stands((wording,), told))
    if len(text) > expect.max_chars:
        yield f"max_chars: {len(text)} characters, not {expect.max_chars}"


def stands(group: Sequence[str], text: str, *, within: int | None = None) -> bool:
    """Whether one wording of a group stands in a folded text, wholly within its first characters if so asked."""
    hits = (_pattern(wording).search(text) for wording in group)
    return any(hit is not None and (within is None or hit.end() <= within) for hit in hits)


@cache
def folded(text: str) -> str:
    """A text as it is compared; figures that white space or a list mark parts stay two figures."""
    text = THOUSANDS.sub(lambda figure: figure[0].replace(",", ""), text)
    text = unicodedata.normalize("NFKC", LIST_MARKS.sub(PARTED, text)).translate(SIGNS)
    text = re.sub(r"(?<=[\d.])\s+(?=\d)", PARTED, text)
    return INVISIBLE.sub("", text).replace("万元", "万").lower()


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    """A wording as a pattern in which a figure at either edge is no piece of a longer one."""
    needle = folded(wording)
    left = r"(?<!\d)(?<!\d\.)" if needle[0].isdigit() else ""
    right = r"(?!\d)(?!\.\d)" if needle[-1].isdigit() else "(?!亿)" if needle[-1] == "万" else ""
    return re.compile(left + re.escape(needle) + right)
