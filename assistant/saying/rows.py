"""What is said of a subsidy row: its policy, its dates, whether it is in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.saying.wording import Wording, load_wording
from assistant.understanding.request import Request
from corpus.patterns import late
from corpus.types import Status, Subsidy
from corpus.validity import explain_end, status_on

ORDER: dict[Status, int] = {
    "in_force": 0, "unstated": 1, "expired": 1, "draft": 2, "repealed": 3, "not_yet_effective": 4,
}  # fmt: skip
"""Which of several rules of one place is told first: of those not known to hold, the newest."""


ENDED = ("expired", "repealed")
"""how a rule stands that is no more to be had"""


def wording() -> Wording:
    """The phrases for rows."""
    return load_wording("rows")


def governing(rows: Iterable[Subsidy], as_of: date) -> tuple[Subsidy, ...]:
    """Rows of one place with the rule of that day first: in force, then not known to hold; newest first."""
    newest_first = sorted(rows, key=lambda row: row.effective_date or row.date, reverse=True)
    return tuple(sorted(newest_first, key=lambda row: ORDER[status_on(row, as_of)]))


def meant(request: Request, ordered: Sequence[Subsidy]) -> Subsidy:
    """Of several rows of a place the one of the title named, or the one that was told just before; else the first."""
    titled = [row for row in ordered if row.policy in request.titles]
    told = [row for row in ordered if row.id in request.told and request.inherited and not request.has("talk.now")]
    return (titled or told or ordered)[0]


def day(text: str) -> date:
    """The day of a full ISO date."""
    return date.fromisoformat(text)


def say_policy(row: Subsidy) -> str:
    """``义乌市《…》`` with its document number where it has one."""
    say = wording()
    key = "policy_numbered" if row.document_number and row.document_number not in row.policy else "policy"
    return say(key, place=row.place, policy=bare_title(row.policy), number=row.document_number)


def bare_title(title: str) -> str:
    """A title without the brackets it may be stored in."""
    return title.removeprefix("《").removesuffix("》") if title.count("《") == title.count("》") == 1 else title


SAID_ANYWAY = ("未载明有效期", "有效期未见")
"""what a row is found to be that its validity says anyway"""


OF_LATER = late("届满|截止|未见|之后")
"""words on what came of a row by the day it was last seen, which an earlier day does not know"""


def standing(row: Subsidy, as_of: date) -> tuple[str, ...]:
    """What was found of the rule on the day it was last seen, as one fact; none where nothing was found."""
    found = row.holding.standing
    earlier = as_of.isoformat()[:4] < row.holding.seen_on[:4]
    known = not found or found.startswith(SAID_ANYWAY) or (earlier and OF_LATER.search(found))
    return () if known else (wording()("standing", day=row.holding.seen_on, words=found),)


OF_ONE_YEAR = late("^年度")
"""how a row is found to be of one year only: 年度清单, 年度项目"""
FOUND_IN_FORCE = late("^有效(?!期)|标注有效")
YEAR_NAMED = late(r"20\d\d")


def only_year(row: Subsidy) -> int | None:
    """The one year that a document is for: a notice's, or a yearly list's or project's; None where it is for more."""
    if row.year or not OF_ONE_YEAR.search(row.holding.standing):
        return row.year
    named = YEAR_NAMED.search(row.policy) or YEAR_NAMED.match(row.date)
    return int(named[0]) if named else None


def found_in_force(row: Subsidy) -> bool:
    """Whether its own office marked it as in force on the day it was seen."""
    return bool(FOUND_IN_FORCE.search(row.holding.standing))


NO_AMOUNT = r"[；，]?未写金额(和方式)?|（未写金额）"


def provision(row: Subsidy) -> str:
    """What a row promises, for a sentence that itself says that no sum is given."""
    return re.sub(NO_AMOUNT, "", row.provision).rstrip("。；")


def say_date(row: Subsidy) -> str:
    """The date of a row with its kind, or that there is none."""
    say = wording()
    if not row.date:
        return say("of_year", year=row.year) if row.year else say("undated")
    return say("dated", kind=row.date_kind, date=row.date) if row.date_kind else say("dated_bare", date=row.date)


def say_end(row: Subsidy) -> str:
    """Until when a row holds, and where that was read."""
    if row.end_basis == "computed":
        return wording()("end_computed", end=row.end_date, words=row.end_words, explain=explain_end(row))
    return wording()("end_stated", end=row.end_date)


def say_validity(row: Subsidy, as_of: date, *, short: bool = False) -> str:
    """Whether a row is in force on a day, as a clause without its subject."""
    status = status_on(row, as_of)
    slots = {
        "as_of": as_of.isoformat(),
        "end": row.end_date,
        "dated": say_date(row),
        "repealed_on": row.repealed_on,
        "repealed_by": row.repealed_by,
    }
    if status == "repealed" and not row.repealed_on:
        return wording()("repealed_undated", words=row.repealed_words, as_of=as_of.isoformat())
    if short:
        return wording()(f"short_{status}", **slots)
    basis = say_end(row) if row.end_date else ""
    day = row.repealed_on if status == "repealed" else row.effective_date or row.date
    return wording()(status, basis=basis, date=day, by=row.repealed_by, **slots)


def quote(row: Subsidy) -> str:
    """A row as one line, for citations."""
    say = wording()
    return say(
        "quote",
        place=row.place if row.province in ("", row.place) else f"{row.province}{row.place}",
        policy=bare_title(row.policy),
        number=row.document_number if row.document_number not in row.policy else "",
        provision=row.provision.rstrip("。"),
        dated=say_date(row),
        end=say("quote_end", words=row.end_words) if row.end_words else "",
    )
