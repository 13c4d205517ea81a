"""CSV tables to records and back. What a column may hold stands in ``corpus/schemas/<kind>.json``.

A table is UTF-8 with a header line; columns may stand in any order, optional ones may be missing.
List cells are joined with ``；`` (inside an item ``\\；``, a backslash ``\\\\``). Amounts are in 万元.
Nothing is repaired: every cell that breaks its schema becomes a problem that names file, row and column.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from corpus.errors import DataError
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.types import (
    ALWAYS,
    Area,
    Award,
    Batch,
    Change,
    Condition,
    Holding,
    Notice,
    Policy,
    Rule,
    Source,
    Standard,
    Subsidy,
)

KINDS = (
    "subsidies",
    "awards",
    "policies",
    "areas",
    "standards",
    "batches",
    "rules",
    "conditions",
    "notices",
    "changes",
)
"""The table kinds; each document folder may hold ``<kind>.csv``."""

SEPARATOR = "；"
ESCAPED_ITEM = late(r"(?:\\[；\\]|[^；])+")


@frozen
class AwardRow:
    """A row of ``awards.csv``: an award and the subsidy row it belongs to."""

    subsidy_id: str
    award: Award


@frozen
class Column:
    """What one column may hold."""

    name: str
    type: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    refers: str = ""
    """``table.column`` that a value must stand in"""
    says: str = ""
    """its meaning, in Chinese"""
    default: Any = None
    """value of an empty cell; MISSING leaves it to the record"""
    sparse: bool = False
    """left out of a written table in which no row has a value"""


RECORDS: dict[str, type[Any]] = {
    "subsidies": Subsidy,
    "awards": Award,
    "policies": Policy,
    "areas": Area,
    "standards": Standard,
    "batches": Batch,
    "rules": Rule,
    "conditions": Condition,
    "notices": Notice,
    "changes": Change,
}
SOURCE_COLUMNS = ("section", "locator", "page", "lines")
HOLDING_COLUMNS = tuple(field.name for field in fields(Holding))
"""columns that say when a row holds; any table may have them but those of awards and areas"""


@cache
def schema(kind: str) -> tuple[Column, ...]:
    """The columns of a table kind, in the order they are written."""
    names = [field.name for field in fields(RECORDS[kind])]
    has_default = {field.name for field in fields(RECORDS[kind]) if field.default is not MISSING}
    specs = _specs(kind) + (_specs("holding") if "holding" in names else [])
    return tuple(_column(spec, has_default | set(HOLDING_COLUMNS)) for spec in specs)


def _specs(kind: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent / "schemas" / f"{kind}.json"
    columns: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["columns"]
    return columns


def _column(spec: dict[str, Any], has_default: set[str]) -> Column:
    left_out = spec["name"] in has_default or spec["name"] in SOURCE_COLUMNS
    empty = MISSING if left_out else () if spec["type"] == "list" else ""
    return Column(**{**spec, "allowed": tuple(spec.get("allowed", ())), "default": empty})


def read_table(kind: str, text: str, where: str, doc_id: str = "") -> tuple[Any, ...]:
    """The records of a table; ``where`` names it in errors. ``awards`` gives AwardRows.

    Raises DataError with all problems when any row breaks the schema.
    """
    records, problems = scan_table(kind, text, where, doc_id)
    if problems:
        raise DataError(problems)
    return records


def scan_table(kind: str, text: str, where: str, doc_id: str = "") -> tuple[tuple[Any, ...], list[str]]:
    """The rows that keep to the schema, and a line for every problem of the others."""
    lines = list(_lines(text, where))
    if not lines:
        return (), [f"{where}：空文件，缺少表头"]
    header = [name.strip() for name in lines[0][1]]
    problems = _header_problems(kind, header, where)
    if problems:
        return (), problems
    positions = {name: at for at, name in enumerate(header)}
    plan = [(column, positions.get(column.name, sys.maxsize)) for column in schema(kind)]
    records: list[Any] = []
    seen: dict[str, int] = {}
    for row, cells in lines[1:]:
        record, wrong = _record(kind, plan, cells, doc_id)
        extra = [cell for cell in cells[len(header) :] if cell.strip()]
        if extra:
            wrong = [("", f"有 {len(cells)} 格，多于表头的 {len(header)} 列")]
        elif not wrong:
            wrong = _repeated(record, seen, row)
        problems += [f"{where} 第 {row} 行{place}：{why}" for place, why in wrong]
        if not wrong:
            records.append(record)
    return tuple(records), problems


def write_table(kind: str, records: Iterable[Any]) -> str:
    """The table as CSV text (no byte order mark, ``\\n`` line ends); ``awards`` takes AwardRows."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = list(records)
    columns = [
        column
        for column in schema(kind)
        if not column.sparse or any(_shown(_value(record, column.name)) for record in rows)
    ]
    writer.writerow(column.name for column in columns)
    for record in rows:
        writer.writerow(_shown(_value(record, column.name)) for column in columns)
    return out.getvalue()


def award_rows(subsidies: Iterable[Subsidy]) -> tuple[AwardRow, ...]:
    """The awards of subsidy rows, as rows of their own table."""
    return tuple(AwardRow(subsidy_id=row.id, award=award) for row in subsidies for award in row.awards)


def join_awards(subsidies: Sequence[Subsidy], rows: Sequence[AwardRow], where: str) -> tuple[Subsidy, ...]:
    """Subsidies with their awards; ``where`` names the award table. Raises DataError for an award without a subsidy."""
    awards: dict[str, list[Award]] = {subsidy.id: [] for subsidy in subsidies}
    lost = sorted({row.subsidy_id for row in rows} - awards.keys())
    if lost:
        raise DataError([f"{where}「subsidy_id」列：subsidies.csv 里没有编号 {name}" for name in lost])
    for row in rows:
        awards[row.subsidy_id].append(row.award)
    return tuple(replace(row, awards=tuple(awards[row.id])) if awards[row.id] else row for row in subsidies)


def _lines(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Non-empty rows with the file line they start on."""
    reader = csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise DataError([f"{where} 第 {start} 行起不是完整的 CSV（{error}），常因引号不成对"]) from error


def _header_problems(kind: str, header: list[str], where: str) -> list[str]:
    known = {column.name for column in schema(kind)}
    required = [column.name for column in schema(kind) if column.required]
    unknown = [name for name in dict.fromkeys(header) if name and name not in known]
    problems = [f"{where} 表头：没有“{name}”这一列的定义" for name in unknown]
    problems += [f"{where} 表头：“{name}”列重复" for name in sorted(known) if header.count(name) > 1]
    problems += [f"{where} 表头：缺少必需的“{name}”列" for name in required if name not in header]
    return problems


def _record(
    kind: str, plan: list[tuple[Column, int]], cells: list[str], doc_id: str
) -> tuple[Any, list[tuple[str, str]]]:
    """The record of a row, or None and its problems as (place in the row, what is wrong)."""
    values: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for column, at in plan:
        text = cells[at].strip() if at < len(cells) else ""
        try:
            value = _cell(column, text) if text or column.required else column.default
        except ValueError as error:
            problems.append((f"「{column.name}」列", str(error)))
            continue
        if value is not MISSING:
            values[column.name] = value
    if problems:
        return None, problems
    record = _built(kind, values, doc_id)
    return record, [(f"「{name}」列", why) for name, why in _disagreements(record)]


def _cell(column: Column, text: str) -> Any:
    if not text:
        raise ValueError(f"不能为空（{column.says}）")
    if column.allowed and text not in column.allowed:
        raise ValueError(f"“{_short(text)}”不在允许的值之内（{'、'.join(column.allowed)}）")
    return PARSERS[column.type](text)


def _built(kind: str, values: dict[str, Any], doc_id: str) -> Any:
    if kind == "awards":
        return AwardRow(subsidy_id=values.pop("subsidy_id"), award=Award(**{"level": "", **values}))
    place = {name: values.pop(name) for name in SOURCE_COLUMNS if name in values}
    dated = {name: values.pop(name) for name in HOLDING_COLUMNS if name in values}
    if dated:
        values["holding"] = Holding(**dated)
    if kind == "batches":
        values["number"] = values.get("number") or 0
    return RECORDS[kind](source=Source(doc_id=doc_id, **place), **values)


def _repeated(record: Any, seen: dict[str, int], row: int) -> list[tuple[str, str]]:
    if isinstance(record, AwardRow):
        return []
    first = seen.setdefault(record.id, row)
    return [("「id」列", f"编号 {record.id} 与第 {first} 行重复")] if first != row else []


def _parse_list(text: str) -> tuple[str, ...]:
    parts = ESCAPED_ITEM.findall(text) if "\\" in text else text.split(SEPARATOR)
    return tuple(item for part in parts if (item := re.sub(r"\\([；\\])", r"\1", part).strip()))


def _parse_number(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", text):
        raise ValueError(f"“{_short(text)}”不是数字（只写数，不写单位和千分号）")
    return float(text)


def _parse_integer(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise ValueError(f"“{_short(text)}”不是整数")
    return int(text)


def _parse_boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"“{_short(text)}”应为 true 或 false")
    return text == "true"


def parse_date(text: str) -> str:
    """The text itself when it is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` and exists; else ValueError (Chinese)."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if match is None:
        raise ValueError(f"“{_short(text)}”不是日期，应写成 2018、2018-07 或 2018-07-09")
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise ValueError(f"日历上没有“{text}”") from None
    return text


def parse_month_day(text: str) -> str:
    """The text itself when it is a ``MM-DD`` of the calendar; else ValueError (Chinese)."""
    if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"“{_short(text)}”不是月-日，应写成 04-15")
    try:
        date(2000, int(text[:2]), int(text[3:]))
    except ValueError:
        raise ValueError(f"日历上没有“{text}”") from None
    return text


def _parse_place(text: str) -> str:
    if not re.fullmatch(r"[0-9]{6}(-[A-Z0-9]{1,8})?", text):
        raise ValueError(f"“{_short(text)}”不是地区代码（六位数字，开发区另加 -字母）")
    return text


def _parse_id(text: str) -> str:
    if len(text) > 120 or re.search(r"[\s,；]", text):
        raise ValueError(f"“{_short(text)}”不能作编号（不超过 120 字，不含空白、逗号和分号）")
    return text


def _parse_lines(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", text)
    if match is None:
        raise ValueError(f"“{_short(text)}”不是行号，应写成 120-124")
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last:
        raise ValueError(f"行号“{text}”先后颠倒或小于 1")
    return first, last


PARSERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "choice": str,
    "id": _parse_id,
    "list": _parse_list,
    "number": _parse_number,
    "integer": _parse_integer,
    "boolean": _parse_boolean,
    "date": parse_date,
    "month_day": parse_month_day,
    "place": _parse_place,
    "lines": _parse_lines,
}


def _disagreements(record: Any) -> Iterator[tuple[str, str]]:
    """What a schema of single columns can't say."""
    if isinstance(record, AwardRow):
        yield from _award_disagreements(record.award)
    elif isinstance(record, Subsidy):
        yield from _subsidy_disagreements(record)
    elif isinstance(record, Batch):
        yield from _batch_disagreements(record)
    elif isinstance(record, Rule):
        yield from _rule_disagreements(record)
    if getattr(record, "holding", ALWAYS) != ALWAYS:
        yield from _holding_disagreements(record.holding)


NEEDED = {
    "fixed": ("amount_min", "amount_max"),
    "ceiling": ("amount_max",),
    "range": ("amount_min",),
    "percentage": ("percent",),
    "matching": ("ratio",),
    "extra": ("amount_max",),
    "proportion": (),
}


def _award_disagreements(award: Award) -> Iterator[tuple[str, str]]:
    for name in NEEDED[award.form]:
        if getattr(award, name) is None:
            yield name, f"{award.form} 必须写明这一列"
    low, high = award.amount_min, award.amount_max
    if low is not None and high is not None and (low > high or (award.form == "fixed" and low != high)):
        yield "amount_min", f"{_shown(low)} 与 amount_max {_shown(high)} 不合"
    if award.form in ("ceiling", "proportion") and low is not None:
        yield "amount_min", f"{award.form} 不应有下限"
    if award.percent is not None and not 0 < award.percent <= 100:
        yield "percent", "应大于 0、不超过 100"


def _subsidy_disagreements(row: Subsidy) -> Iterator[tuple[str, str]]:
    if bool(row.end_date) != bool(row.end_basis):
        yield "end_basis", "end_date 与 end_basis 须同时填写或同时为空"
    if row.end_basis == "computed" and not (row.end_words and row.date):
        yield "end_words", "推算的有效期须写明原文和起算日期"
    if row.date_kind and not row.date:
        yield "date_kind", "没有日期"
    if row.end_date and row.date and row.end_date < row.date[: len(row.end_date)]:
        yield "end_date", f"{row.end_date} 早于 {row.date}"


def _batch_disagreements(row: Batch) -> Iterator[tuple[str, str]]:
    if not row.number and row.year is None:
        yield "number", "批次和年度至少要有一个"
    if (row.cumulative is None) != (not row.cumulative_kind):
        yield "cumulative_kind", "累计数须写明是公布的（published）还是推算的（derived）"
    if (row.cumulative_parks is None) != (not row.cumulative_parks_kind):
        yield "cumulative_parks_kind", "园区累计数须写明是公布的（published）还是推算的（derived）"


def _rule_disagreements(row: Rule) -> Iterator[tuple[str, str]]:
    if row.month_day and not row.recurrence:
        yield "recurrence", "有月日的须写明每年还是一次"
    if row.recurrence == "once" and row.year is None:
        yield "year", "只有一次的须写明年份"


def _holding_disagreements(holding: Holding) -> Iterator[tuple[str, str]]:
    if holding.holds_from and not holding.from_kind:
        yield "from_kind", "有起始日的须写明那天是什么日子"
    if holding.holds_until and holding.holds_until < holding.holds_from[: len(holding.holds_until)]:
        yield "holds_until", f"{holding.holds_until} 早于 {holding.holds_from}"


def _value(record: Any, name: str) -> Any:
    if isinstance(record, AwardRow):
        return record.subsidy_id if name == "subsidy_id" else getattr(record.award, name)
    value = getattr(_owner(record, name), name)
    if isinstance(record, Batch) and name == "number":
        return value or None
    if isinstance(record, Condition):
        return value  # its one boolean has no silence
    return None if value is False else value  # of the booleans only an award's tells false from silent


def _owner(record: Any, name: str) -> Any:
    if name in SOURCE_COLUMNS:
        return record.source
    return record.holding if name in HOLDING_COLUMNS else record


def _shown(value: Any) -> str:
    if value is None or value is False:
        return "false" if value is False else ""
    if value is True:
        return "true"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, tuple):
        numbers = [item for item in value if isinstance(item, int)]
        if numbers:
            return f"{numbers[0]}-{numbers[1]}"
        return SEPARATOR.join(re.sub(r"[；\\]", r"\\\g<0>", item) for item in value)
    return str(value)


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"
