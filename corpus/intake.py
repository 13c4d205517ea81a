"""CSV files in the columns of our own tables, or of gathered facts: rows, or a refusal with its reason.

Such a file is never read as text: a row that can't be read is reported, not made a passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Any

from corpus.errors import DataError, RefusedError
from corpus.extract.document import Extraction
from corpus.fact_tables import fact_kind, header_of, nearly_fact_kind, read_fact_table
from corpus.places import Places
from corpus.readers.decode import decode
from corpus.tables import KINDS, scan_table, schema
from corpus.types import Corpus, Document

SHOWN = 3
"""problems that a refusal names; the others are counted"""


def rows_of(
    name: str, data: bytes, doc_id: str, options: Mapping[str, str], places: Places, held: Callable[[], Corpus]
) -> Extraction | None:
    """The rows of a CSV file in known columns; None for any other file, which is read as usual.

    ``held`` gives what the corpus has already. Raises RefusedError when no row can be read, or an id is taken.
    """
    if PurePath(name).suffix.lower() != ".csv":
        return None
    text = decode(data)
    header = header_of(text)
    facts, own = fact_kind(header), own_kind(header)
    if facts is None and own is None:
        _refuse_near(header)
        return None
    try:
        tables, problems = (
            read_fact_table(facts, text, name, doc_id, places) if facts else _own(own or "", text, name, doc_id)
        )
    except DataError as error:
        tables, problems = {}, error.problems
    if not tables:
        raise RefusedError(_reason(problems), "请按提示改正这些格子后重试；空着的格子表示没有见到。")
    _refuse_taken(tables, held(), doc_id)
    return Extraction(document=_document(name, doc_id, options, tables), tables=tables, unread=tuple(problems))


def _refuse_near(header: Iterable[str]) -> None:
    """Refuse a table that lacks a few columns of a known one: read as text, its figures would be no rows."""
    if (near := nearly_fact_kind(header)) is not None:
        kind, missing = near
        raise RefusedError(f"像是 {kind} 表，缺列：{'、'.join(missing)}", "请补上这些列后重试；不知道的格子空着。")


def own_kind(header: Iterable[str]) -> str | None:
    """Which of our own tables a header line is of: all its columns are known there, none that it needs is missing."""
    names = {name.strip().lstrip("\ufeff") for name in header} - {""}
    for kind in KINDS:
        columns = schema(kind)
        known = {column.name for column in columns}
        needed = {column.name for column in columns if column.required}
        if needed <= names <= known:
            return kind
    return None


def _own(kind: str, text: str, name: str, doc_id: str) -> tuple[dict[str, tuple[Any, ...]], list[str]]:
    if kind == "awards":
        return {}, [f"{name}：奖励表（awards）要和它的补贴表（subsidies）放在同一个资料文件夹里，不能单独加入"]
    records, problems = scan_table(kind, text, name, doc_id)
    return ({kind: records} if records else {}), problems


def _reason(problems: list[str]) -> str:
    if not problems:
        return "表里只有表头，没有一行数据"
    more = f"……共 {len(problems)} 处" if len(problems) > SHOWN else ""
    return f"没有一行读得准：{'；'.join(problems[:SHOWN])}{more}"


def _refuse_taken(tables: Mapping[str, tuple[Any, ...]], held: Corpus, doc_id: str) -> None:
    owners = {
        record.id: record.source.doc_id
        for kind in KINDS
        if kind != "awards"
        for record in getattr(held, kind)
        if record.source.doc_id != doc_id
    }
    taken = [record.id for records in tables.values() for record in records if record.id in owners]
    if taken:
        owner = owners[taken[0]]
        many = f" 等 {len(taken)} 个" if len(taken) > 1 else " "
        raise RefusedError(
            f"编号 {taken[0]}{many}已在 {owner} 用过",
            f"如果是同样的内容，不必再加入；否则给这些行换个编号，或先用 wence corpus off {owner} 停用那份资料。",
        )


def _document(name: str, doc_id: str, options: Mapping[str, str], tables: Mapping[str, tuple[Any, ...]]) -> Document:
    """A table gathers rows of many documents, so that it has a name and places, but no number or day of its own."""
    codes = {record.place_code for records in tables.values() for record in records if hasattr(record, "place_code")}
    return Document(
        id=doc_id,
        title=options.get("title") or PurePath(name).stem,
        places=tuple(sorted(codes - {""})) or ("000000",),
        kind="table",
    )
