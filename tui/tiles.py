"""What a wide first screen tells of itself: what is due next, how the awards stand, the last conversations.

Plain functions over the corpus and the profile; the screen of duties takes its year from here too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.keeping.settings import Client
from assistant.keeping.talks import Talk
from corpus.frozen import frozen
from corpus.places import Places
from corpus.validity import STATUS_NAMES, final_day

if TYPE_CHECKING:
    from assistant.advising.duties import Duty
    from tui.listing import Source

LINES = 3
EVERYWHERE = "全国"
"""what need not be said of a duty that everybody has"""


@frozen
class Tile:
    """A heading, a few lines, and the page that shows the rest."""

    heading: str
    lines: tuple[str, ...]
    page: str


def tiles(source: Source, client: Client | None, talks: Sequence[Talk]) -> tuple[Tile, ...]:
    """The tiles of this moment; one without anything to tell is left out."""
    every = (
        Tile(heading="接下来要做的", lines=_due(source, client), page="advice"),
        Tile(heading="各地的奖励", lines=_standing(source), page="tables"),
        Tile(heading="最近的对话", lines=tuple(dict.fromkeys(talk.title for talk in talks))[:LINES], page="talks"),
    )
    return tuple(tile for tile in every if tile.lines)


def place_codes(places: Places, client: Client | None) -> tuple[str, ...]:
    """The codes of a factory's place; none for everywhere. Raises LookupError for a place that there is not."""
    from assistant.showing.tables import find_places

    place = client.place if client else ""
    return find_places(places, [place]) if place else ()


def year_later(day: date) -> date:
    """The same day of the next year."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


def duties_ahead(source: Source, client: Client | None) -> tuple[Duty, ...]:
    """What has to be done in the year from the day asked on; by the factory, or by all."""
    from assistant.advising.duties import duties_for

    found = duties_for(
        source.corpus, source.places, place=place_codes(source.places, client), level=client.level if client else "",
        batch=client.batch if client else None, start=source.day, end=year_later(source.day), as_of=source.day,
    )  # fmt: skip
    return tuple(duty for duty in found if not duty.date or final_day(duty.date) >= source.day)


def _due(source: Source, client: Client | None) -> tuple[str, ...]:
    from corpus.errors import WenceError

    try:
        duties = duties_ahead(source, client)
    except (WenceError, LookupError):
        return ()  # the screen of duties says what is wrong with the profile
    dated = [duty for duty in duties if len(duty.date) == 10]
    return tuple(f"{duty.date} {_of(duty)}{duty.duty}" for duty in dated[:LINES])


def _standing(source: Source) -> tuple[str, ...]:
    from assistant.showing import tables

    rows = tables.subsidies(source.corpus, source.places, as_of=source.day)
    counts = Counter(row["status"] for row in rows)
    first = ("in_force", counts.pop("in_force", 0))  # also when it is none: that matters most
    return tuple(f"{STATUS_NAMES[status]} {count} 条" for status, count in (first, *counts.most_common(LINES - 1)))


def _of(duty: Duty) -> str:
    return "" if duty.place == EVERYWHERE else f"{duty.place} "
