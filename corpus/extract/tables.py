"""Tables of an added document to typed rows: rewards by place and level, standards, regional policies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from corpus.extract.awards import Context, Promise, Reading, read_awards
from corpus.extract.clauses import caps_one
from corpus.extract.columns import Columns, read_columns, unit_of
from corpus.extract.items import items_of
from corpus.extract.marks import levels_in, objects_in
from corpus.extract.numbers import ARABIC, CHINESE, UNITS, find_dates, first_date
from corpus.extract.sums import names_money
from corpus.extract.words import words
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.readers.blocks import Block, Row
from corpus.types import Level, Source, Standard, StandardStatus

_BARE_NUMBER = late(
    rf"(?<![\d.:：∶第])(?P<figure>{ARABIC})(?!\s*(?:[\d.%％:：∶年月日号家个]|亿|万|千元|百元|元|[-—–~～至到]\s*\d))"
)
_STANDARD_NUMBER = late(r"(?:GB|T|DB|[A-Z]{2,5})(?:/[A-Z0-9]{1,10})*\s*\d[\d.]*(?:[-—－]\d{4})?")
_SUBJECT = late(r"(?:绿色工厂)?(?:评价|创建|建设)?(?:要求|导则|通则|指南|规范|技术规范|评价要求)$")

CARRIED_WITH_POLICY = ("policy", "number", "body", "issued", "effective", "expires", "status", "replaces")
CARRIED = ("place", "object", *CARRIED_WITH_POLICY)
"""columns in which an empty cell means "as above"; those of a policy only until another place or policy begins"""

TableKind = Literal["rewards", "payments", "nameless", "standards", "policies", ""]

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


@frozen
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
    status_text: str = ""
    """what a column says of its validity, for instance 失效"""
    replaces: str = ""
    """the older policy that a column names"""


def table_kind(table: Block, columns: Columns, around: str) -> TableKind:
    """What a table lists; ``around`` is the title and headings it stands under. "" when it is none of ours.

    payments: what single companies got; nameless: sums by level, and nothing says what for.
    """
    if items_of(table):
        return ""
    if columns.has("standard_title") and (columns.has("standard_number") or "标准" in around + table.text):
        return "standards"
    cells = " ".join(cell for row in table.rows for cell in row.cells)
    if columns.is_rewarding:
        if not objects_in(f"{around} {table.text} {cells}"):
            return "nameless" if levels_in(cells) and not columns.objects and _has_figures(table) else ""
        return "payments" if columns.has("company") else "rewards"
    return "policies" if columns.has("place", "policy") else ""


def _has_figures(table: Block) -> bool:
    return any(re.search(r"\d", cell) for row in table.rows[1:] for cell in row.cells)


def names_sums(table: Block, above: str) -> bool:
    """Whether a table promises money for objects of ours, whatever its columns are."""
    text = " ".join(cell for row in table.rows for cell in row.cells)
    money = names_money(text) or bool(unit_of(above) or unit_of(table.text) or _unit_in_head(table))
    return money and _has_figures(table) and bool(re.search(r"奖|补", f"{above}{text}")) and bool(objects_in(text))


def sentence_rows(table: Block, context: Context, nearest: Sequence[str]) -> Iterator[RewardRow]:
    """The rows of a table that says in sentences what others have columns for (项目 | 内容)."""
    about = next(filter(None, (objects_in(text) for text in nearest)), ())
    for number, row in enumerate(table.rows, 1):
        for cell in dict.fromkeys(row.cells):
            beside = "，".join(other for other in dict.fromkeys(row.cells) if other != cell and not names_money(other))
            objects = objects_in(beside) or about
            if not names_money(cell) or not (objects or objects_in(cell)) or len(cell) > CELL_CHARACTERS:
                continue
            reading = read_awards(cell, replace(context, objects=objects))
            if reading.promises or reading.unread:
                yield RewardRow(
                    row=row, number=number, place="", policy="", policy_number="", body="", words=cell, reading=reading
                )


def _unit_in_head(table: Block) -> str:
    return next(filter(None, (unit_of(cell) for cell in table.rows[0].cells)), "")


def joined_tables(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with a table that goes on after a page or a line such as 续表 joined to its beginning."""
    joined: list[Block] = []
    between = False
    for block in blocks:
        if joined and block.kind == "paragraph" and _CONTINUED.fullmatch(block.text.strip()):
            between = joined[-1].kind == "table"
            if between:
                continue
        last = joined[-1] if joined else None
        if last and last.kind == block.kind == "table" and _goes_on(last, block, told=between):
            rows = block.rows[1:] if _same_cells(block.rows[0].cells, last.rows[0].cells) else block.rows
            joined[-1] = replace(last, rows=(*last.rows, *rows))
        else:
            joined.append(block)
        between = False
    return joined


_CONTINUED = late(r"[（(]?\s*(?:续表|接上[表页]|续上?表|续)\s*\d*\s*[：:]?\s*[)）]?(?:[（(]?单位\s*[：:].{1,6})?")


def _goes_on(table: Block, following: Block, *, told: bool) -> bool:
    if len(table.rows[0].cells) != len(following.rows[0].cells) or following.text:
        return False
    if _same_cells(table.rows[0].cells, following.rows[0].cells):
        return told or not any(row.cells[0] for row in following.rows[1:2])
    first, second = read_columns(table), read_columns(following)
    return first.is_rewarding and not second.is_rewarding and not second.by_name


def _same_cells(first: Sequence[str], second: Sequence[str]) -> bool:
    return [re.sub(r"\s", "", cell) for cell in first] == [re.sub(r"\s", "", cell) for cell in second]


def reward_rows(table: Block, columns: Columns, context: Context, nearest: Sequence[str]) -> Iterator[RewardRow]:
    """The rows of a reward table, groups and merged cells carried down.

    ``nearest`` are the texts that may say what the whole table is about, the nearest first: lines above it, its
    section, the title.
    """
    group = ""
    carried: dict[str, str] = {}
    head = table.rows[0].cells
    about = (table.text, " ".join(head), *nearest)
    here = next(filter(None, (objects_in(text) for text in about)), ())
    context = replace(context, objects=context.objects or here, level=context.level or _level_above(about[:-1]))
    for number, row in enumerate(table.rows[1:], 2):
        if len(row.cells) > 1 and len(set(row.cells)) == 1:
            if not _REMARK.match(row.cells[0]):
                group = row.cells[0]
                carried = {}
            continue
        values = {name: columns.cell(name, row.cells) for name in columns.by_name}
        values["place"] = columns.place(row.cells)
        values["object"] = columns.object(row.cells) if columns.objects else ""
        if not all(_ABOVE.fullmatch(values.get(name, "")) for name in ("policy", "place")):
            carried = {name: text for name, text in carried.items() if name not in CARRIED_WITH_POLICY}
        for name in CARRIED:
            told = values.get(name, "")
            values[name] = carried.get(name, "") if _ABOVE.fullmatch(told) else told
        carried = {name: values[name] for name in CARRIED}
        yield _reward_row(row, number, values, columns, context, group, head)


def _level_above(about: Sequence[str]) -> Level:
    """The one level of a caption such as 市级绿色工厂分档奖励标准, of whose rows none has to name it."""
    named = next((levels_in(text) for text in about if objects_in(text)), ())
    return named[0] if len(named) == 1 else ""


CELL_CHARACTERS = 1000
_ABOVE = late(r"\s*(?:[（(]?同上[)）]?(?:第[一二三四五六七八九十\d]+[条项款])?|〃|″|\"|〞)?\s*")
"""a cell that means what the one above it says"""
_NOTHING = late(r"\s*0(?:\.0+)?\s*(?:万?元)?\s*(?:[（(].*[）)])?")
"""a cell that says in a figure that nothing is paid"""
_REMARK = late(r"\s*[（(]?(?:注|备注|说明|附注|填表|单位)\s*\d?\s*[：:．.]")


def _reward_row(
    row: Row, number: int, values: dict[str, str], columns: Columns, context: Context, group: str, head: Sequence[str]
) -> RewardRow:
    objects = _objects(values, group, context)
    levels = levels_in(values.get("level", "")) or levels_in(values.get("object", "")) or levels_in(group)
    unit = values.get("unit", "") if values.get("unit") in UNITS else ""
    manner = _manner(values.get("manner", "")) + _tier(row, columns)
    readings = [
        _cell_reading(
            row.cells[column.index],
            columns.units.get(column.index, unit),
            (column.level,) if column.level else levels,
            column.objects or objects,
            context,
            manner,
        )
        for column in columns.sums
    ]
    if columns.sums and any(column.level for column in columns.sums) and levels:
        readings = [_two_levels(row, columns)]
    elif not columns.sums or "amount" in columns.by_name:
        amount = values.get("amount", "")
        readings.append(_cell_reading(amount, _unit(columns, "amount") or unit, levels, objects, context, manner))
    shown = {index for name, index in columns.by_name.items() if name in ("level", "amount", "manner", "note")}
    shown.update(column.index for column in columns.sums)
    shown.update(columns.objects)
    return RewardRow(
        row=row,
        number=number,
        place=values.get("place", ""),
        policy=values.get("policy", ""),
        policy_number=values.get("number", ""),
        body=values.get("body", ""),
        words="；".join(f"{head[index]}：{row.cells[index]}" for index in sorted(shown) if row.cells[index]),
        reading=_with_note(_nameless(_together(readings), row, columns, objects), values.get("note", "")),
        date_text=values.get("issued", ""),
        effective_text=values.get("effective", ""),
        end_text=values.get("expires", ""),
        status_text=values.get("status", ""),
        replaces=values.get("replaces", ""),
    )


def _nameless(reading: Reading, row: Row, columns: Columns, objects: Sequence[str]) -> Reading:
    """The reading, or that a row has sums and nothing in the whole table says for what."""
    held = [column.index for column in columns.sums] + [columns.by_name.get("amount", -1)] * columns.has("amount")
    figures = [row.cells[index] for index in held if re.search(r"\d", row.cells[index])]
    if objects or columns.objects or reading.promises or reading.unread or not figures:
        return reading
    return replace(reading, unread=(f"没有写明奖励对象（{'、'.join(figures)}）",))


def _two_levels(row: Row, columns: Columns) -> Reading:
    figures = [row.cells[column.index] for column in columns.sums if re.search(r"\d", row.cells[column.index])]
    reason = "行里和表头都写了级别，分不清认定级别和发放级别"
    return Reading(unread=(f"{reason}（{'、'.join(figures)}）",)) if figures else Reading()


def _together(readings: Sequence[Reading]) -> Reading:
    stacked = next((reading for reading in readings if reading.stacking), Reading())
    return replace(
        stacked,
        promises=tuple(promise for reading in readings for promise in reading.promises),
        caps=tuple(cap for reading in readings for cap in reading.caps),
        item_caps=tuple(cap for reading in readings for cap in reading.item_caps),
        differences=tuple(words for reading in readings for words in reading.differences),
        matches=tuple(words for reading in readings for words in reading.matches),
        payments=tuple(words for reading in readings for words in reading.payments),
        unread=tuple(dict.fromkeys(reason for reading in readings for reason in reading.unread)),
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
    return bool(words().single["object_filler"].sub("", rest))


def _with_note(reading: Reading, note: str) -> Reading:
    """The remarks column may say once, or how awards go together; its own sums are conditions."""
    said = read_awards(note)
    caps = tuple(part.strip() for part in re.split(r"[；;。，,]", note) if names_money(part) and caps_one(part))
    reading = replace(reading, caps=tuple(dict.fromkeys((*reading.caps, *caps))))
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


def _tier(row: Row, columns: Columns) -> str:
    """The tier that cells beside the sums name: A档，80—89分."""
    held = {*columns.by_name.values(), *(column.index for column in columns.sums)} - {columns.by_name.get("object", -1)}
    cells = [cell for index, cell in enumerate(row.cells) if index not in held or _is_level(columns, index)]
    found = (words().single["tier"].search(cell) for cell in cells)
    return "".join(f"{tier.group()}，" for tier in found if tier)


def _is_level(columns: Columns, index: int) -> bool:
    return columns.by_name.get("level") == index


def _manner(cell: str) -> str:
    """What a column of manners says of the sums beside it (一次性, 最高不超过), "" when it says something else."""
    says = any(words().has(name, cell) for name in ("one_off", "ceiling_before"))
    return cell.strip() if says and not re.search(r"\d", cell) else ""


def _cell_reading(
    cell: str, unit: str, levels: Sequence[Level], objects: Sequence[str], context: Context, manner: str
) -> Reading:
    if not cell.strip(" -—－/\\无") or _NOTHING.fullmatch(cell) or not (objects or objects_in(cell)):
        return Reading()
    if words().has("undecided", cell) and not re.search(r"\d", cell):
        return Reading(unread=(f"金额写作「{cell}」，没有写明数额",))
    text, sure = with_unit(cell, unit)
    if not sure:
        return Reading(unread=(f"金额「{cell}」没有写单位（元还是万元）",))
    # 按省级奖励1:1配套 names whose award is matched, not who gets it.
    named = "" if levels_in(words().single["basis"].sub("", text)) else "、".join(levels)
    reading = read_awards(named + manner + text, replace(context, objects=tuple(objects)))
    if not reading.promises and not reading.unread and re.search(r"\d", cell):
        return replace(reading, unread=(f"金额「{cell}」不能确定读法",))
    return replace(reading, promises=tuple(_plain_words(promise, manner + text) for promise in reading.promises))


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
            subject=subject_of(title),
            kind=standard_kind(columns.cell("standard_kind", row.cells), code),
            body=carried_body,
            status=status,
            date=first_date(columns.cell("standard_date", row.cells)),
            effective_date=first_date(columns.cell("standard_effective", row.cells)),
            replaces=columns.cell("standard_replaces", row.cells).strip(" -—－/无"),
        )
        yield row, number, standard


def subject_of(title: str) -> str:
    """The industry or product that the title of a standard names."""
    return _SUBJECT.sub("", title) or title


def _status(text: str) -> StandardStatus | Literal[""]:
    return next((status for word, status in STATUS_WORDS if word in text), "")


def standard_kind(stated: str, code: str) -> str:
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
