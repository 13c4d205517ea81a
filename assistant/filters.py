"""Which subsidy rows a question asks for: level, sum, benefit, status, form. Words are data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from operator import ge, gt, le, lt
from pathlib import Path

from assistant.awards import awards_at, figure
from assistant.figures import amount_range, amounts, chinese_number
from assistant.lexicon import in_order
from assistant.question import Question
from corpus.places import Places
from corpus.types import Award, Subsidy
from corpus.validity import duration, status_on

TERM = r"(?:管|期限|有效期|执行期|试行期|期)[是为写着的：:]{0,3}([一二两三四五六七八九十]|\d)\s*年"
NEGATED = {"more": "at_most", "less": "at_least"}
"""what 不 makes of a comparison: 不大于, 不小于"""
LOWER, UPPER = ("at_least", "more"), ("at_most", "less")
EXACT_FORMS = ("fixed", "ceiling", "matching", "extra")
Groups = dict[str, dict[str, list[str]]]


@cache
def filter_words() -> Groups:
    """The vocabulary of filters."""
    path = Path(__file__).parent / "lexicon" / "filters.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


ENDING = r"(\d{4})年(?:(\d{1,2})月)?[^之以前，,]{0,3}?(?:到期|期满|届满|截止|失效|终止|结束)"
"""a year or month in which a term ends (2020年到期); 2020年之前到期 is something else"""


@dataclass(frozen=True, kw_only=True, slots=True)
class RowFilter:
    """What a row must show; empty slots do not filter. Amounts in 万元."""

    level: str = ""
    comparison: str = ""
    """equal, at_least, more, at_most, less, between"""
    amounts: tuple[float, ...] = ()
    ends: tuple[str, ...] = ()
    """of two bounds worded one by one, how each is meant: (more, at_most) for 超过30万、不超过50万"""
    benefit: str = ""
    status: str = ""
    stacking: tuple[str, ...] = ()
    form: str = ""
    one_off: bool = False
    no_amount: bool = False
    title: str = ""
    """a word that the policy's title holds"""
    years: int = 0
    """length of the stated term, years"""
    has_amount: bool = False
    exact: bool = False
    """only awards given for just this level, as a sum"""
    ranks: tuple[str, ...] = ()
    """ranks of place: province, city, county, zone; town is every place called 市"""
    ends_in: str = ""
    """year (2019) or month (2019-12) in which the term ends; with the status ends_in"""
    also: tuple[str, ...] = ()
    """levels that must be paid as well as ``level``"""

    @property
    def by_amount(self) -> bool:
        """Whether rows are chosen by what they pay."""
        return bool(self.level or self.amounts or self.form or self.one_off)


def read_filter(question: Question) -> RowFilter:
    """The filter that a question words."""
    text, words = question.text, filter_words()
    comparison, sums, ends = _bounds(question)
    status = _first(words["statuses"], text) if question.has("validity", "draft") or "载明" in text else ""
    ending = re.search(ENDING, text)
    status = "ends_in" if ending and not status else status
    no_amount = question.has("not_in") and "金额" in text
    return RowFilter(
        level=question.levels[0] if question.levels else "",
        comparison=comparison,
        amounts=sums,
        ends=ends,
        benefit=_first(words["benefits"], text),
        status=status,
        stacking=_all(words["stacking"], text) if not status else (),
        form=_first(words["forms"], text) if question.has("form_asked") or not question.has("most", "least") else "",
        title=_quoted(text) if question.has("in_title") else "",
        one_off=question.has("one_off"),
        no_amount=no_amount,
        has_amount=not no_amount and any(word in text for word in words["amounts"]["stated"]),
        years=_years(text) if question.has("validity") else 0,
        ranks=_ranks(words["ranks"], question) if not question.places else (),
        ends_in="-".join(part.zfill(2) for part in ending.groups() if part) if ending else "",
        also=question.levels[1:] if question.has("all_levels") else (),
    )


def _quoted(text: str) -> str:
    match = re.search(r"[“‘「『\"]([^”’」』\"]+)", text)
    return match[1] if match else ""


def _years(text: str) -> int:
    match = re.search(TERM, text)
    return (chinese_number(match[1]) or 0) if match else 0


def _bounds(question: Question) -> tuple[str, tuple[float, ...], tuple[str, ...]]:
    """How sums are compared, with which sums, and the two ends where each has its own word."""
    text, found = question.text, question.amounts
    if not found:
        return "", (), ()
    if span := amount_range(text):
        return "between", span, ()
    words = _comparisons(text)
    lower, upper = (next((name for name in words if name in side), "") for side in (LOWER, UPPER))
    if len(found) > 1 and lower and upper:
        return "between", (min(found), max(found)), (lower, upper)
    if len(found) > 1 and ("between" in words or not amounts(text)):  # a follow-up keeps the range of the turn before
        return "between", found, ()
    return next((name for name in words if name != "between"), "equal"), found, ()


def _comparisons(text: str) -> list[str]:
    """The comparisons worded, as listed; the longest word counts: 不超过 is no 超过."""
    groups = filter_words()["comparisons"]
    found = {name for name in groups if _first({name: [word for word in groups[name] if "…" in word]}, text)}
    pairs = [(word, name) for name, words in groups.items() for word in words if "…" not in word]
    pairs += [(f"不{word}", NEGATED[name]) for word, name in pairs if name in NEGATED]
    for word, name in sorted(pairs, key=lambda pair: -len(pair[0])):
        if word in text:
            found.add(name)
            text = text.replace(word, "□")
    return [name for name in groups if name in found]


def _ranks(groups: dict[str, list[str]], question: Question) -> tuple[str, ...]:
    cued = [rank for rank, cue in (("province", "rank_province"), ("town", "rank_town")) if question.has(cue)]
    found = tuple(dict.fromkeys((*_all(groups, question.text), *cued)))
    return (*found, "zone") if "county" in found and "zone" not in found else found


def _first(groups: dict[str, list[str]], text: str) -> str:
    return next(iter(_all(groups, text)), "")


def _all(groups: dict[str, list[str]], text: str) -> tuple[str, ...]:
    return tuple(
        name for name, words in groups.items() if any(in_order(tuple(word.split("…")), text) for word in words)
    )


def award_of(row: Subsidy, row_filter: RowFilter, places: Places) -> Award | None:
    """The award by which a row meets the filter's level, sum and form; None when none does."""
    awards = list(awards_at(row, row_filter.level, places) if row_filter.level else row.awards)
    named = [award for award in awards if award.level == row_filter.level] if row_filter.level else awards
    if row_filter.exact:
        awards = named = [award for award in named if award.form in EXACT_FORMS]
    for award in named or awards:
        value = figure(award)
        if value is not None and _fits(value, award, row_filter):
            return award
    return None


def _fits(value: float, award: Award, row_filter: RowFilter) -> bool:
    capped = row_filter.form == "ceiling" and award.form == "percentage" and award.amount_max is not None
    if row_filter.form and award.form != row_filter.form and not capped:
        return False
    if row_filter.one_off and not award.one_off:
        return False
    if not row_filter.amounts:
        return True
    if row_filter.comparison == "between":
        return _between(value, award, row_filter)
    if row_filter.comparison == "equal":
        return value in row_filter.amounts and award.form != "range"
    return _compares(row_filter.comparison, value, row_filter.amounts[0])


def _between(value: float, award: Award, row_filter: RowFilter) -> bool:
    """Whether an award, or a part of its range, lies between the bounds."""
    low, high = min(row_filter.amounts), max(row_filter.amounts)
    least = award.amount_min if award.form == "range" and award.amount_min is not None else value
    lower, upper = row_filter.ends or ("at_least", "at_most")
    return _compares(lower, value, low) and _compares(upper, least, high)


def _compares(comparison: str, value: float, bound: float) -> bool:
    tests: dict[str, Callable[[float, float], bool]] = {"at_least": ge, "more": gt, "at_most": le, "less": lt}
    return tests[comparison](value, bound)


def passes(row: Subsidy, row_filter: RowFilter, as_of: date, places: Places) -> bool:
    """Whether a row shows all that the filter names."""
    if row_filter.ranks and not _ranked(row, row_filter.ranks, places):
        return False
    if not all(award_of(row, replace(row_filter, level=level), places) for level in row_filter.also):
        return False
    if row_filter.title and row_filter.title not in row.policy:
        return False
    if row_filter.years and duration(row.end_words) != (row_filter.years, 0):
        return False
    if row_filter.has_amount:
        return any(award.form != "proportion" for award in row.awards)
    if row_filter.no_amount:
        return not any(figure(award) is not None for award in row.awards)
    if row_filter.benefit and not _promises(row, row_filter.benefit):
        return False
    if row_filter.stacking and row.stacking not in row_filter.stacking:
        return False
    if row_filter.status and not _has_status(row, row_filter, as_of):
        return False
    if row_filter.benefit and not row_filter.amounts:
        return True
    return not row_filter.by_amount or award_of(row, row_filter, places) is not None


def _ranked(row: Subsidy, ranks: tuple[str, ...], places: Places) -> bool:
    place = places.get(row.place_code)
    if place is None:
        return False
    return place.rank in ranks or ("town" in ranks and place.name.endswith("市"))


def _promises(row: Subsidy, benefit: str) -> bool:
    told = "".join((*row.benefits, row.provision, *(award.recipient for award in row.awards)))
    return any(word in told for word in (benefit, *filter_words()["benefits"][benefit]))


def _has_status(row: Subsidy, row_filter: RowFilter, as_of: date) -> bool:
    status = row_filter.status
    if status == "ends_in":
        return bool(row.end_date) and row.end_date.startswith(row_filter.ends_in)
    if status == "stated":
        return bool(row.end_date)
    return status_on(row, as_of) == status
