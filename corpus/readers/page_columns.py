"""Pages set in two columns: where the gutter is, and the boxes that are read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

ROWS_NEEDED = 5
SHARE_NEEDED = 0.6
"""of the rows of a page, those that the gutter must part; a title or a closing line may run across it"""
GAP = 0.9
"""width of a gutter, in sizes of the type"""
MIDDLE = (0.3, 0.7)
"""where between the edges of the text a gutter may lie"""
SIDE_SHARE = 0.28
"""of the text's width, what the middling row has on each side: less is a list of names and figures, no column"""

Box = tuple[float, float, float, float]


def column_boxes(characters: Sequence[dict[str, Any]], box: Box) -> list[Box]:
    """The boxes of a page in reading order: bands that run across, and between them the left and the right column.

    [] when the page is not set in two columns.
    """
    rows = list(_rows(characters))
    gutter = _gutter(rows)
    if gutter is None:
        return []
    left, top, right, bottom = box
    boxes: list[Box] = []
    above = top
    for row in rows:
        if not _covers(row, gutter):
            continue
        first, last = min(c["top"] for c in row) - 1, max(c["bottom"] for c in row) + 1
        boxes += _pair(left, above, right, first, gutter)
        boxes.append((left, max(first, above), right, last))
        above = last
    return [one for one in [*boxes, *_pair(left, above, right, bottom, gutter)] if one[3] - one[1] > 2]


def _pair(left: float, top: float, right: float, bottom: float, gutter: float) -> Iterator[Box]:
    if bottom > top:
        yield (left, top, gutter, bottom)
        yield (gutter, top, right, bottom)


def _rows(characters: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    row: list[dict[str, Any]] = []
    for character in sorted(characters, key=lambda c: (c["top"], c["x0"])):
        if not character["text"].strip():
            continue
        if row and character["top"] > row[0]["top"] + 0.6 * row[0]["size"]:
            yield sorted(row, key=lambda c: c["x0"])
            row = []
        row.append(character)
    if row:
        yield sorted(row, key=lambda c: c["x0"])


def _gutter(rows: Sequence[Sequence[dict[str, Any]]]) -> float | None:
    """The place that parts most rows, with text of some width on both sides."""
    if len(rows) < ROWS_NEEDED:
        return None
    left, right = min(row[0]["x0"] for row in rows), max(row[-1]["x1"] for row in rows)
    first, last = left + MIDDLE[0] * (right - left), left + MIDDLE[1] * (right - left)
    gaps = [list(_gaps(row, first, last)) for row in rows]
    needed_rows = max(ROWS_NEEDED, SHARE_NEEDED * len(rows))
    if sum(bool(found) for found in gaps) < needed_rows:
        return None  # most pages end here, before anything is counted
    ends = [(start + end) / 2 for found in gaps for start, end in found]
    parted = {x: [row for row, found in zip(rows, gaps, strict=True) if _lies_in(x, found)] for x in ends}
    best = max(ends, key=lambda x: len(parted[x]))
    found = parted[best]
    if len(found) < needed_rows:
        return None
    sides = [(_width(row, 0, best), _width(row, best, right)) for row in found]
    needed = SIDE_SHARE * (right - left)
    wide = median(one for one, _ in sides) >= needed and median(two for _, two in sides) >= needed
    return best if wide else None


def _gaps(row: Sequence[dict[str, Any]], first: float, last: float) -> Iterator[tuple[float, float]]:
    """The white between the characters of a row that is wide enough and touches the middle of the page."""
    least = GAP * row[0]["size"]
    for before, after in pairwise(row):
        start, end = before["x1"], after["x0"]
        if end - start >= least and end > first and start < last:
            yield start, end


def _lies_in(x: float, gaps: Sequence[tuple[float, float]]) -> bool:
    return any(start <= x <= end for start, end in gaps)


def _parts(row: Sequence[dict[str, Any]], x: float) -> bool:
    return _lies_in(x, list(_gaps(row, x, x)))


def _width(row: Sequence[dict[str, Any]], start: float, end: float) -> float:
    inside = [c for c in row if start <= c["x0"] and c["x1"] <= end + 1]
    return float(inside[-1]["x1"] - inside[0]["x0"]) if inside else 0.0


def _covers(row: Sequence[dict[str, Any]], x: float) -> bool:
    return row[0]["x0"] < x < row[-1]["x1"] and not _parts(row, x)
