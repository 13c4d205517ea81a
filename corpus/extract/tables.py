"""Tables of an added document to typed rows: rewards by place and level, standards, regional policies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.extract.awards import Context, Promise, Reading, read_awards
from corpus.extract.columns import Columns
from corpus.extract.marks import levels_in, objects_in
from corpus.extract.numbers import ARABIC, CHINESE, UNITS, find_dates, first_date
from corpus.extract.words import words
from corpus.readers.blocks import Block, Row
from corpus.types import Level, Source, Standard, StandardStatus

_BARE_NUMBER = re.compile(
    rf"(?<![\d.:：∶第])(?P<figure>{ARABIC})(?!\s*(?:[\d.%％:：∶年月日号家个]|亿|万|千元|百元|元|[-—–~～至到]\s*\d))"
)
_STANDARD_NUMBER = re.compile(r"(?:GB|T|DB|[A-Z]{2,5})(?:/[A-Z0-9]{1,10})*\s*\d[\d.]*(?:[-—－]\d{4})?")
_SUBJECT = re.compile(r"(?:绿色工厂)?(?:评价|创建|建设)?(?:要求|导则|通则|指南|规范|技术规范|评价要求)$")

CARRIED_WITH_POLICY = ("policy", "number", "body", "issued", "effective", "expires")
CARRIED = ("place", "object", *CARRIED_WITH_POLICY)
"""columns in which an empty cell means "as above"; those of a policy only until another place or policy begins"""

TableKind = Literal["rewards", "standards", "policies", ""]

STATUS_WORDS: tuple[tuple[str, StandardStatus], ...] = (
    ("征求意见", "comment_draft"),
    ("报批公示", "approval_publicity"),
    ("公示", "approval_publicity"),
    ("审查", "reviewed"),
    ("审定", "reviewed"),
    ("立项", "approved_project"),
    ("在编", "approved_project"),
    ("制定中", "approved_project"),
    ("发布", "published"),
    ("现行", "published"),
    ("实施", "published"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class RewardRow:
    """A table row that promises something: where, under which policy, and what was read of it."""

    row: Row
    number: int
    """of the row in its table, the head being 1"""
    place: str
    """as printed; "" when the table has no column for it"""
    policy: str
    policy_number: str
    body: str
    words: str
    reading: Reading
    date_text: str = ""
    effective_text: str = ""
    end_text: str = ""


def table_kind(table: Block, columns: Columns, around: str) -> TableKind:
    """What a table lists; ``around`` is the title and headings it stands under. "" when it is none of ours."""
    if columns.has("standard_title") and (columns.has("standard_number") or "标准" in around + table.text):
        return "standards"
    rewarding = columns.has("amount") or columns.level_amounts
    cells = " ".join(cell for row in table.rows for cell in row.cells)
    if rewarding and objects_in(f"{around} {table.text} {cells}"):
        return "rewards"
    return "policies" if columns.has("place", "policy") and not rewarding else ""


def reward_rows(table: Block, columns: Columns, context: Context, around: str) -> Iterator[RewardRow]:
    """The rows of a reward table, groups and merged cells carried down."""
    group = ""
    carried: dict[str, str] = {}
    head = table.rows[0].cells
    here = objects_in(table.text) or objects_in(around) or objects_in(" ".join(head))
    for number, row in enumerate(table.rows[1:], 2):
        if len(row.cells) > 1 and len(set(row.cells)) == 1:
            group = row.cells[0]
            carried = {}
            continue
        values = {name: columns.cell(name, row.cells) for name in columns.by_name}
        values["place"] = columns.place(row.cells)
        if values.get("policy") or values.get("place"):
            carried = {name: text for name, text in carried.items() if name not in CARRIED_WITH_POLICY}
        for name in CARRIED:
            values[name] = values.get(name) or carried.get(name, "")
        carried = {name: values[name] for name in CARRIED}
        yield _reward_row(row, number, values, columns, replace(context, objects=context.objects or here), group, head)


def _reward_row(
    row: Row, number: int, values: dict[str, str], columns: Columns, context: Context, group: str, head: Sequence[str]
) -> RewardRow:
    objects = _objects(values, group, context)
    levels = levels_in(values.get("level", "")) or levels_in(values.get("object", "")) or levels_in(group)
    unit = values.get("unit", "") if values.get("unit") in UNITS else ""
    if columns.level_amounts:
        reading = _by_level(row, columns, objects, context, unit)
    else:
        amount = values.get("amount", "")
        reading = _cell_reading(amount, _unit(columns, "amount") or unit, levels, objects, context)
    note = values.get("note", "")
    shown = {index for name, index in columns.by_name.items() if name in ("object", "level", "amount", "note")}
    shown.update(columns.level_amounts.values())
    return RewardRow(
        row=row,
        number=number,
        place=values.get("place", ""),
        policy=values.get("policy", ""),
        policy_number=values.get("number", ""),
        body=values.get("body", ""),
        words="；".join(f"{head[index]}：{row.cells[index]}" for index in sorted(shown) if row.cells[index]),
        reading=_with_note(reading, note),
        date_text=values.get("issued", ""),
        effective_text=values.get("effective", ""),
        end_text=values.get("expires", ""),
    )


def _objects(values: dict[str, str], group: str, context: Context) -> tuple[str, ...]:
    """What a row is about; () when it is about something else than green factories and their kin."""
    cell = values.get("object", "")
    named = objects_in(cell + values.get("level", ""))
    if named or _names_another(cell):
        return named
    return objects_in(group) or (() if _names_another(group) else context.objects)


def _names_another(cell: str) -> bool:
    rest = cell
    for pattern in words().levels.values():
        rest = pattern.sub("", rest)
    return bool(
        re.sub(
            r"[\s、，,；;（()）和及]|企业|示范|认定|奖励|奖补|补助|补贴|称号|单位|荣誉|第?[一二三四五六七八九十\d]+",
            "",
            rest,
        )
    )


def _with_note(reading: Reading, note: str) -> Reading:
    """The remarks column may say once, or how awards go together; its own sums are conditions."""
    said = read_awards(note)
    promises = reading.promises
    if "一次性" in note:
        promises = tuple(replace(one, award=replace(one.award, one_off=True)) for one in promises)
    if reading.stacking or not said.stacking:
        return replace(reading, promises=promises)
    return replace(
        reading,
        promises=promises,
        stacking=said.stacking,
        stacking_with=said.stacking_with,
        stacking_words=said.stacking_words,
    )


def _by_level(row: Row, columns: Columns, objects: Sequence[str], context: Context, unit: str) -> Reading:
    readings = [
        _cell_reading(row.cells[index], columns.units.get(index, unit), (level,), objects, context)
        for level, index in columns.level_amounts.items()
    ]
    promises = tuple(promise for reading in readings for promise in reading.promises)
    unread = tuple(reason for reading in readings for reason in reading.unread)
    first = next((reading for reading in readings if reading.stacking), Reading())
    return replace(first, promises=promises, unread=unread)


def _cell_reading(cell: str, unit: str, levels: Sequence[Level], objects: Sequence[str], context: Context) -> Reading:
    if not cell.strip(" -—－/\\无") or not (objects or objects_in(cell)):
        return Reading()
    text, sure = with_unit(cell, unit)
    if not sure:
        return Reading(unread=(f"金额「{cell}」没有写单位（元还是万元）",))
    named = "" if levels_in(text) else "、".join(levels)
    reading = read_awards(named + text, replace(context, objects=tuple(objects)))
    if not reading.promises and not reading.unread and re.search(r"\d", cell):
        return replace(reading, unread=(f"金额「{cell}」不能确定读法",))
    return replace(reading, promises=tuple(_plain_words(promise, text) for promise in reading.promises))


def _plain_words(promise: Promise, cell: str) -> Promise:
    return replace(promise, award=replace(promise.award, words=cell.strip()[:60]))


def with_unit(cell: str, unit: str) -> tuple[str, bool]:
    """The cell with the column's unit behind every bare figure; False when a figure has no unit at all."""
    bare = _BARE_NUMBER.search(cell) or re.fullmatch(rf"\s*{CHINESE}{{1,6}}\s*", cell)
    if not bare:
        return cell, True
    if not unit:
        return cell, False
    if re.fullmatch(rf"\s*{CHINESE}{{1,6}}\s*", cell):
        return cell.strip() + unit, True
    return _BARE_NUMBER.sub(lambda match: f"{match['figure']}{unit}", cell), True


def _unit(columns: Columns, name: str) -> str:
    index = columns.by_name.get(name)
    return columns.units.get(index, "") if index is not None else ""


def standards(table: Block, columns: Columns, around: str) -> Iterator[tuple[Row, int, Standard | str]]:
    """Row, its number, and its standard (without a source yet) or the reason why it can't be read."""
    heading_status = _status(around + table.text)
    carried_body = ""
    for number, row in enumerate(table.rows[1:], 2):
        title = columns.cell("standard_title", row.cells).strip("《》")
        code = columns.cell("standard_number", row.cells)
        if len(set(row.cells)) == 1:
            heading_status = _status(row.cells[0]) or heading_status
            continue
        status = _status(columns.cell("standard_status", row.cells)) or heading_status
        if not title:
            yield row, number, "缺少标准名称"
            continue
        if not status:
            status = "published" if _STANDARD_NUMBER.search(code) and re.search(r"[-—－]\d{4}$", code.strip()) else ""
        if not status:
            yield row, number, "看不出标准的状态（已发布、立项、征求意见……）"
            continue
        carried_body = columns.cell("standard_body", row.cells) or carried_body
        standard = Standard(
            id="",
            source=Source(doc_id=""),
            seq=columns.cell("seq", row.cells),
            number=code,
            title=title,
            subject=_SUBJECT.sub("", title) or title,
            kind=_standard_kind(columns.cell("standard_kind", row.cells), code),
            body=carried_body,
            status=status,
            date=first_date(columns.cell("standard_date", row.cells)),
        )
        yield row, number, standard


def _status(text: str) -> StandardStatus | Literal[""]:
    return next((status for word, status in STATUS_WORDS if word in text), "")


def _standard_kind(stated: str, code: str) -> str:
    for kind in ("国家标准", "行业标准", "团体标准", "地方标准"):
        if kind[:2] in stated:
            return kind
    prefix = code.strip().upper()
    if prefix.startswith("GB"):
        return "国家标准"
    if prefix.startswith("T/"):
        return "团体标准"
    if prefix.startswith("DB"):
        return "地方标准"
    return "行业标准" if re.match(r"[A-Z]{2}/T?", prefix) else ""


def policies(table: Block, columns: Columns) -> Iterator[tuple[Row, int, str, str, str]]:
    """Row, its number, place, title and date of the rows of a policy list."""
    place = ""
    for number, row in enumerate(table.rows[1:], 2):
        place = columns.place(row.cells) or place
        title = columns.cell("policy", row.cells).strip("《》")
        date = next((found.iso for found in find_dates(columns.cell("issued", row.cells))), "")
        if title and len(set(row.cells)) > 1:
            yield row, number, place, title, date
