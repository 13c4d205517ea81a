"""The five tables as the screens list them: kinds, filters, order. Plain functions over rows, no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from assistant.showing import tables
from assistant.showing.tables import Row
from assistant.types import Citation
from corpus.frozen import frozen
from corpus.places import Places
from corpus.types import Corpus
from corpus.validity import STATUS_NAMES
from tui import columns as shown
from tui.matching import spelt
from tui.rows import Column, cell_text

AMOUNTS = (None, 10.0, 30.0, 50.0, 100.0, 200.0)
WIDTHS = {"place": 14, "amount": 18, "number": 22, "industries": 40, "subject": 20, "text": 60, "policy": 60}
"""cells that a column takes at most"""
WIDTH = 34


@frozen
class Source:
    """What tables are made of."""

    corpus: Corpus
    places: Places
    day: date
    """the day that rules are judged by"""


@frozen
class Filters:
    """What the chips say."""

    level: str = ""
    status: str = ""
    minimum: float | None = None
    """万元"""


@frozen
class Order:
    """The column that rows are sorted by; "" for the order of the source."""

    column: str = ""
    descending: bool = False


@frozen
class Kind:
    """One of the tables: how its rows are found, which columns the screen shows and in which order."""

    name: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    """of the columns shown; the first stays in sight, the ones that tell most come next"""
    rows: Callable[[Source, Filters], list[Row]]
    levels: bool = False
    statuses: tuple[tuple[str, str], ...] = ()
    amounts: bool = False
    sort_keys: tuple[tuple[str, str], ...] = ()
    """key to sort by for a column, where it is not the key of the column"""
    figure: str = ""
    """key of the figure a row is about; rows without one come last"""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns on the screen."""
        known = {column.key: column for column in self.columns}
        return tuple(known[key] for key in self.keys)


def _subsidies(source: Source, chosen: Filters) -> list[Row]:
    rows = tables.subsidies(
        source.corpus, source.places, level=chosen.level, minimum=chosen.minimum,
        statuses=(chosen.status,) if chosen.status else (), as_of=source.day,
    )  # fmt: skip
    return [{**row, "form": tables.FORM_NAMES.get(row["form"], row["form"])} for row in rows]


def _standards(source: Source, chosen: Filters) -> list[Row]:
    statuses = (chosen.status,) if chosen.status else ()
    return tables.standards(source.corpus, statuses=statuses, as_of=source.day)


def _reviews(source: Source, chosen: Filters) -> list[Row]:
    rows = tables.reviews(source.corpus, as_of=source.day)
    return [{**row, "topic_name": tables.TOPIC_NAMES.get(row["topic"], row["topic"])} for row in rows]


KINDS = (
    Kind(
        name="补贴", columns=shown.SUBSIDY_COLUMNS, rows=_subsidies, levels=True, amounts=True,
        keys=("place", "level", "amount", "status_name", "end_date", "date", "policy"), figure="figure",
        statuses=tuple(STATUS_NAMES.items()), sort_keys=(("amount", "figure"), ("place", "place_code")),
    ),
    Kind(
        name="标准", columns=shown.STANDARD_COLUMNS, rows=_standards,
        keys=("number", "status_name", "date", "title", "kind"),
        statuses=tuple(tables.STANDARD_STATUS_NAMES.items()),
    ),
    Kind(
        name="政策", columns=shown.POLICY_COLUMNS, keys=("place", "date", "title"),
        sort_keys=(("place", "place_code"),),
        rows=lambda source, chosen: tables.policies(source.corpus, source.places, as_of=source.day),
    ),
    Kind(
        name="批次", columns=shown.BATCH_COLUMNS, keys=("batch", "count", "call_date", "list_date", "industries"),
        rows=lambda source, chosen: tables.batches(source.corpus, source.day),
    ),
    Kind(name="复核", columns=shown.REVIEW_COLUMNS, keys=("topic_name", "place", "subject", "text"), rows=_reviews),
)  # fmt: skip
SUBSIDIES = KINDS[0]


def listed(kind: Kind, source: Source, chosen: Filters, words: str, order: Order) -> tuple[list[Row], int]:
    """The rows that fit, in order, and how many there were before the words were looked for."""
    every = kind.rows(source, chosen)
    kept = [row for row in every if _fits(row, kind.columns, words.split())]
    return ordered(kind, kept, order), len(every)


def ordered(kind: Kind, rows: Sequence[Row], order: Order) -> list[Row]:
    """The rows sorted; what says nothing in the column, or has no figure, comes last."""
    key = dict(kind.sort_keys).get(order.column, order.column) or kind.figure
    known = [row for row in rows if not key or row[key] not in (None, "")]
    silent = [row for row in rows if key and row[key] in (None, "")]
    if order.column:
        known.sort(key=lambda row: _rank(row[key]), reverse=order.descending)
    return known + silent


def after(kind: Kind, order: Order) -> Order:
    """The next way to sort: each column up and then down, at last the order of the source."""
    steps = [Order(), *(Order(column=key, descending=down) for key in kind.keys for down in (False, True))]
    return steps[(steps.index(order) + 1) % len(steps)]


def by(order: Order, column: str) -> Order:
    """Sorted by a column; once more turns it round. Sums, days and counts begin with the greatest."""
    first = column in ("amount", "date", "end_date", "count")
    return Order(column=column, descending=not order.descending if column == order.column else first)


def has_figure(kind: Kind, row: Row) -> bool:
    """Whether a row has what its table is about."""
    return not kind.figure or row[kind.figure] is not None


def width_of(column: Column) -> int:
    """Cells that a column takes at most."""
    return WIDTHS.get(column.key, WIDTH)


def key_of(row: Row) -> tuple[str, object]:
    """What tells a row from all others of its table."""
    return str(row["id"]), row.get("award")


def tabbed(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """The rows with tabs between the cells and the heads above, for pasting into a sheet."""
    lines = [[column.head for column in columns], *([cell_text(column.of(row)) for column in columns] for row in rows)]
    return "\n".join("\t".join(line) for line in lines)


def citation_of(row: Row) -> Citation:
    """Where a row is written."""
    return Citation(
        n=1, doc=row["document"], doc_id=row["doc_id"], section=row["section"], locator=row["locator"],
        quote=str(row.get("provision") or row.get("text") or row.get("title") or row["locator"]),
        quote_kind="record", page=row["page"], record_id=str(row["id"]),
    )  # fmt: skip


def _fits(row: Row, columns: Sequence[Column], words: Sequence[str]) -> bool:
    """Whether the row holds every word; pinyin is looked for in what the table shows, from two letters on."""
    if not words:
        return True
    cells = [(column.in_table, cell_text(column.of(row))) for column in columns]
    text = " ".join(cell for _, cell in cells).lower()
    return all(
        word.lower() in text or (len(word) > 1 and any(seen and spelt(word, cell) for seen, cell in cells))
        for word in words
    )


def _rank(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, int | float) else (1, str(value))
