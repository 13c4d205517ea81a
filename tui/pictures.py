"""Pictures of the subsidies as lines of characters: amounts, validity over time, provinces, factories side by side.

Plain functions from rows to styled lines, in cells. What a colour says is also said by the kind of sign or in words,
so that a picture can be read without colour and on 80 columns.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len

from assistant.keeping.settings import Client
from assistant.showing import tables
from assistant.showing.tables import Row
from corpus.errors import WenceError
from corpus.places import Places
from corpus.types import LEVELS
from corpus.validity import final_day, first_day
from tui.listing import Source
from tui.tiles import duties_ahead
from tui.widgets.prose import cut, one_line

if TYPE_CHECKING:
    from assistant.advising.duties import Duty

Line = list[tuple[str, str]]
"""texts with their styles, from left to right"""

SIGNS = {
    "in_force": ("█", "$success"),
    "unstated": ("▓", "$warning"),
    "not_yet_effective": ("▒", "$secondary"),
    "draft": ("▒", "$secondary"),
    "expired": ("░", "$error"),
    "repealed": ("░", "$error"),
}
OTHER_SIGN = ("▓", "$warning")
HEAD, MUTED = "bold", "$text-muted"
NAME_WIDTH, FIGURE_WIDTH, STATUS_WIDTH = 16, 6, 14
TILE_WIDTH = 8
FIRST_YEAR = 2016
COLUMN_WIDTH = 22
MONTHS = 12
MONTH_WIDTH, STRIP_WIDTH = 9, 33
DAY = 10
"""characters of a whole day"""
NOTHING = "没有符合条件的条目。"


def padded(text: str, width: int) -> str:
    """The text in exactly so many cells."""
    short = cut(one_line(text), width)
    return short + " " * (width - cell_len(short))


def legend() -> Line:
    """What the signs mean."""
    words = (("in_force", "现行有效"), ("unstated", "未载明有效期"), ("draft", "未生效"), ("expired", "已过期或废止"))
    return [part for key, name in words for part in ((SIGNS[key][0] + " ", SIGNS[key][1]), (name + "  ", MUTED))]


def amounts(rows: Sequence[Row], width: int) -> list[Line]:
    """Bars by place, each level on a line of its own, as long as its figure and drawn by its validity."""
    figures = [row for row in rows if row["figure"] is not None]
    silent = len(rows) - len(figures)
    head: Line = [(f"最高可得（万元），{len(figures)} 个有数额", HEAD), (f"，{silent} 个未写数额", MUTED)]
    if not figures:
        return [head, [(NOTHING, MUTED)]]
    greatest = max(row["figure"] for row in figures) or 1
    room = max(width - NAME_WIDTH - 8 - FIGURE_WIDTH - STATUS_WIDTH, 8)
    lines, before = [head, legend(), []], ""
    for row in _by_place(figures):
        sign, style = SIGNS.get(row["status"], OTHER_SIGN)
        bar = sign * max(round(row["figure"] / greatest * room), 1 if row["figure"] else 0)
        place = "" if row["place"] == before else row["place"]
        lines.append(
            [
                (padded(place, NAME_WIDTH), HEAD),
                (padded(row["level"] or "不分级", 8), MUTED),
                (bar, style),
                (f" {row['figure']:g}", HEAD),
                (f" {row['status_name']}", MUTED),
            ]
        )
        before = row["place"]
    return lines


def _by_place(rows: Sequence[Row]) -> list[Row]:
    """The rows in their order, those of a place together and its highest level first."""
    order = {code: place for place, code in reversed(list(enumerate(row["place_code"] for row in rows)))}
    levels = {level: rank for rank, level in enumerate(LEVELS)}
    return sorted(rows, key=lambda row: (order[row["place_code"]], levels.get(row["level"], -1)))


def lanes(rows: Sequence[Row], day: date, width: int) -> list[Line]:
    """A lane a policy from its first day to its last; dashes where no end is stated; a line at the day asked."""
    policies = list({row["id"]: row for row in rows if row["date"]}.values())
    head: Line = [(f"有效期，{len(policies)} 项政策", HEAD), (f"；竖线是 {day.isoformat()}", MUTED)]
    if not policies:
        return [head, [(NOTHING, MUTED)]]
    ends = [final_day(row["end_date"]).year for row in policies if row["end_date"]]
    axis = _Axis(FIRST_YEAR, max(day.year + 1, *ends, FIRST_YEAR + 1), max(width - NAME_WIDTH - STATUS_WIDTH - 1, 20))
    words: Line = [("━ 有期限  ┄ 未载明期限  ▏左边的更早", MUTED)]
    years: Line = [(" " * NAME_WIDTH, MUTED), (axis.years(), MUTED)]
    return [head, words, years, *(_lane(row, axis, day) for row in policies)]


class _Axis:
    """Days to columns."""

    def __init__(self, first: int, last: int, width: int) -> None:
        self.first, self.last, self.width = first, last, width

    def at(self, day: date) -> int:
        """The column of a day, held inside the axis."""
        months = (day.year - self.first) * 12 + day.month - 1
        return min(max(months * self.width // ((self.last - self.first + 1) * 12), 0), self.width - 1)

    def years(self) -> str:
        """The years above their first months, as many as have room."""
        signs = [" "] * self.width
        after = 0
        for year in range(self.first, self.last + 1):
            place = self.at(date(year, 1, 1))
            if place >= after and place + 4 <= self.width:
                signs[place : place + 4] = f"{year}"
                after = place + 5
        return "".join(signs)


def _lane(row: Row, axis: _Axis, day: date) -> Line:
    begun = first_day(row["effective_date"] or row["date"])
    start = axis.at(begun)
    end = axis.at(final_day(row["end_date"])) if row["end_date"] else axis.width - 1
    signs = [" "] * axis.width
    signs[start : end + 1] = ("━" if row["end_date"] else "┄") * (end + 1 - start)
    if begun.year < axis.first:
        signs[0] = "▏"
    now = axis.at(day)
    _, style = SIGNS.get(row["status"], OTHER_SIGN)
    return [
        (padded(row["place"], NAME_WIDTH), HEAD),
        ("".join(signs[:now]), style),
        ("┃" if signs[now] == " " else "╋", "bold $accent"),
        ("".join(signs[now + 1 :]), style),
        (f" {row['status_name']}", MUTED),
    ]


def months(duties: Sequence[Duty], day: date) -> list[Month]:
    """The months of a year from the day on: what falls into each, with a strip of its days."""
    numbers = range(day.year * 12 + day.month - 1, day.year * 12 + day.month + MONTHS)
    names = [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]
    return [Month(name, tuple(duty for duty in duties if duty.date[:7] == name)) for name in names]


@dataclass(frozen=True, slots=True)
class Month:
    """A month and the duties that fall into it."""

    name: str
    """``2027-04``"""
    duties: tuple[Duty, ...]

    def line(self, today: date, width: int) -> Line:
        """The month, a cell a day with its deadlines and today, and what is due."""
        year, number = (int(part) for part in self.name.split("-"))
        due = {int(duty.date[8:]): duty for duty in self.duties if len(duty.date) == DAY}
        now = today.day if self.name == today.isoformat()[:7] else 0
        strip = [self._cell(at, due.get(at), now) for at in range(1, monthrange(year, number)[1] + 1)]
        head = [(f"{self.name}  ", HEAD if self.duties else MUTED)]
        said = cut(one_line("；".join(map(_said, self.duties))), max(width - MONTH_WIDTH - STRIP_WIDTH, 0))
        return [*head, *strip, (" " * (STRIP_WIDTH - len(strip)), MUTED), (said, "")]

    @staticmethod
    def _cell(at: int, duty: Duty | None, now: int) -> tuple[str, str]:
        if duty is not None:
            return ("◆", "bold $accent") if duty.exportable else ("◇", "$warning")
        return ("┃", HEAD) if at == now else ("·", MUTED)


def _said(duty: Duty) -> str:
    """``15日 全国 …``."""
    day = f"{int(duty.date[8:])}日 " if len(duty.date) == DAY else ""
    return f"{day}{duty.place} {duty.duty}"


def tiles(rows: Sequence[Row], places: Places, width: int) -> list[Line]:
    """The provinces where they lie: the greatest figure and how many rows each has."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["place_code"][:2], []).append(row)
    grid: dict[tuple[int, int], str] = {(row, column): code for code, row, column in _tiles()}
    lines: list[Line] = [[(f"{len(found)} 个省份有条目", HEAD), ("；名称下面是最高万元 / 条数，— 表示未写数额", MUTED)]]
    for line in range(max(at for at, _ in grid) + 1):
        names: Line = []
        values: Line = []
        for column in range(max(at for _, at in grid) + 1):
            name, value, style = _tile(grid.get((line, column), ""), found, places)
            names.append((padded(name, TILE_WIDTH), style))
            values.append((padded(value, TILE_WIDTH), MUTED if style == MUTED else "$accent"))
        lines += [names, values]
    return lines


def _tile(code: str, found: dict[str, list[Row]], places: Places) -> tuple[str, str, str]:
    place = places.get(code) if code else None
    if place is None:
        return "", "", MUTED
    name = place.short or place.name
    rows = found.get(code[:2], [])
    if not rows:
        return name, "", MUTED
    figures = [row["figure"] for row in rows if row["figure"] is not None]
    return name, f"{max(figures):g}/{len(rows)}" if figures else f"—/{len(rows)}", HEAD


@cache
def _tiles() -> tuple[tuple[str, int, int], ...]:
    text = (Path(__file__).parent / "tiles.csv").read_text(encoding="utf-8")
    return tuple((row["code"], int(row["row"]), int(row["column"])) for row in csv.DictReader(text.splitlines()))


def matrix(clients: Sequence[Client], source: Source, width: int, first: int = 0) -> list[Line]:
    """Factories side by side, one a column from the ``first`` on; lines on which they differ are marked and bold."""
    head: Line = [(f"{len(clients)} 家工厂并排", HEAD), ("；≠ 表示各家不同", MUTED)]
    if not clients:
        return [head, [("还没有工厂档案，按 F2 建一个。", MUTED)]]
    fit = max((width - 12) // COLUMN_WIDTH, 1)
    columns = [facts_of(client, source) for client in clients]
    shown = columns[first : first + fit]
    if len(clients) > fit:
        head.append((f"；第 {first + 1}–{first + len(shown)} 家，← → 看别的", MUTED))
    lines = [head, []]
    for place, (name, _) in enumerate(columns[0]):
        differ = len({column[place][1] for column in columns}) > 1
        values = [padded(column[place][1] or "—", COLUMN_WIDTH - 2) + "  " for column in shown]
        lines.append([("≠ " if differ and place else "  ", "bold $warning"), (padded(name, 10), MUTED),
                      ("".join(values), HEAD if differ else "")])  # fmt: skip
    return lines


def facts_of(client: Client, source: Source) -> tuple[tuple[str, str], ...]:
    """What can be said of a factory, name and value: its profile, its award, its standard, its next duty."""
    row = _award(client, source)
    standards = tables.standards(source.corpus, text=client.industry) if client.industry else []
    due, duty = _next_duty(client, source)
    more = f" 等 {len(standards)} 项" if len(standards) > 1 else ""
    return (
        ("工厂", client.name),
        ("地区", client.place),
        ("级别", client.level),
        ("批次", f"第 {client.batch} 批" if client.batch else ""),
        ("行业", client.industry),
        ("奖励", row["amount"] if row else ""),
        ("出自", row["place"] if row else ""),
        ("有效性", row["status_name"] if row else ""),
        ("有效期至", row["end_date"] if row else ""),
        ("标准", f"{standards[0]['number'] or standards[0]['title']}{more}" if standards else ""),
        ("下一期限", due),
        ("要做的", duty),
        ("已领", client.paid),
    )


def _next_duty(client: Client, source: Source) -> tuple[str, str]:
    """The day and the words of what is due next; where no duty has a day, the recheck of the batch."""
    try:
        dated = [duty for duty in duties_ahead(source, client) if len(duty.date) == 10]
    except (WenceError, LookupError):
        dated = []  # the profile names a place that there is not
    if dated:
        return dated[0].date, dated[0].duty
    reviews = tables.reviews(source.corpus, batch=client.batch, as_of=source.day) if client.batch else []
    due = next((one["upcoming_due_date"] for one in reviews if one["kind"] == "due"), "")
    return due, "复核" if due else ""


def _award(client: Client, source: Source) -> Row | None:
    """The highest award of the factory's place, else of the nearest unit above it that has one."""
    places = source.places.resolve(source.places.find_all(client.place)) or source.places.by_name(client.place)
    if not places:
        return None
    units = (places[0].code, *(place.code for place in source.places.ancestors(places[0].code)))
    for code in units:
        rows = tables.subsidies(
            source.corpus, source.places, place_codes=(code,), level=client.level, sort="amount", as_of=source.day
        )
        own = [row for row in rows if row["place_code"] == code and row["amount"]]
        if own:
            return own[0]
    return None
