"""Which subsidy rows a question asks for: level, sum, benefit, status, form. Words are data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from assistant.awards import awards_at, figure
from assistant.figures import chinese_number
from assistant.lexicon import in_order
from assistant.question import Question
from corpus.places import Places
from corpus.types import Award, Subsidy
from corpus.validity import duration, status_on

TERM = r"(?:管|期限|有效期|执行期|试行期|期)[是为写着的：:]{0,3}([一二两三四五六七八九十]|\d)\s*年"
EXACT_FORMS = ("fixed", "ceiling", "matching", "extra")
Groups = dict[str, dict[str, list[str]]]


@cache
def filter_words() -> Groups:
    """The vocabulary of filters."""
    path = Path(__file__).parent / "lexicon" / "filters.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True, slots=True)
class RowFilter:
    """What a row must show; empty slots do not filter. Amounts in 万元."""

    level: str = ""
    comparison: str = ""
    """equal, at_least, more, at_most, less, between"""
    amounts: tuple[float, ...] = ()
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
    """ranks of place: province, city, county, zone"""

    @property
    def by_amount(self) -> bool:
        """Whether rows are chosen by what they pay."""
        return bool(self.level or self.amounts or self.form or self.one_off)


def read_filter(question: Question) -> RowFilter:
    """The filter that a question words."""
    text, words = question.text, filter_words()
    amounts = question.amounts
    comparison = _first(words["comparisons"], text) if amounts else ""
    if comparison == "between" and len(amounts) < 2:
        comparison = ""
    status = _first(words["statuses"], text) if question.has("validity", "draft") or "载明" in text else ""
    no_amount = question.has("not_in") and "金额" in text
    return RowFilter(
        level=question.levels[0] if question.levels else "",
        comparison=comparison or ("equal" if amounts else ""),
        amounts=amounts,
        benefit=_first(words["benefits"], text),
        status=status,
        stacking=_all(words["stacking"], text) if not status else (),
        form=_first(words["forms"], text) if question.has("form_asked") or not question.has("most", "least") else "",
        title=_quoted(text) if question.has("in_title") else "",
        one_off=question.has("one_off"),
        no_amount=no_amount,
        has_amount=not no_amount and any(word in text for word in words["amounts"]["stated"]),
        years=_years(text) if question.has("validity") else 0,
        ranks=_ranks(words["ranks"], text) if not question.places else (),
    )


def _quoted(text: str) -> str:
    match = re.search(r"[“‘「『\"]([^”’」』\"]+)", text)
    return match[1] if match else ""


def _years(text: str) -> int:
    match = re.search(TERM, text)
    return (chinese_number(match[1]) or 0) if match else 0


def _ranks(groups: dict[str, list[str]], text: str) -> tuple[str, ...]:
    found = _all(groups, text)
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
    bound = row_filter.amounts[0]
    tests: dict[str, Callable[[], bool]] = {
        "equal": lambda: value == bound,
        "at_least": lambda: value >= bound,
        "more": lambda: value > bound,
        "at_most": lambda: value <= bound,
        "less": lambda: value < bound,
        "between": lambda: min(row_filter.amounts) <= value <= max(row_filter.amounts),
    }
    return tests[row_filter.comparison]()


def passes(row: Subsidy, row_filter: RowFilter, as_of: date, places: Places) -> bool:
    """Whether a row shows all that the filter names."""
    if row_filter.ranks and _rank(row, places) not in row_filter.ranks:
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
    if row_filter.status and not _has_status(row, row_filter.status, as_of):
        return False
    if row_filter.benefit and not row_filter.amounts:
        return True
    return not row_filter.by_amount or award_of(row, row_filter, places) is not None


def _rank(row: Subsidy, places: Places) -> str:
    place = places.get(row.place_code)
    return place.rank if place else ""


def _promises(row: Subsidy, benefit: str) -> bool:
    told = "".join((*row.benefits, row.provision, *(award.recipient for award in row.awards)))
    return any(word in told for word in (benefit, *filter_words()["benefits"][benefit]))


def _has_status(row: Subsidy, status: str, as_of: date) -> bool:
    if status == "stated":
        return bool(row.end_date)
    return status_on(row, as_of) == status
