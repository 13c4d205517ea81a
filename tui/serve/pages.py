"""What the pages show: plain values for the templates, found with the assistant."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.exporting.standing import Standing
from assistant.exporting.taken import main_figure, validity_words
from assistant.keeping.settings import as_of_today, parse_level
from assistant.saying.render import quote_kind_name, source_line
from assistant.showing import sources, tables
from assistant.types import Answer, Citation
from corpus.frozen import frozen
from corpus.types import Corpus, Document
from corpus.validity import STATUS_NAMES
from tui import columns as shown
from tui.cli.ask import asked
from tui.cli.diagnostics import UsageError
from tui.cli.duties import year_later
from tui.cli.output import cell_text
from tui.cli.parsing import count
from tui.cli.session import record_of
from tui.rows import Column

if TYPE_CHECKING:
    from assistant.service import Assistant

AROUND = 8
"""blocks of a document before and after the place that is opened"""
WHOLE = 100_000
MOST_ROWS = 1000
"""rows of a table on a page"""
MOST_BEFORE = 6
"""earlier questions that a follow-up leans on"""
Values = dict[str, Any]


class NotThere(Exception):
    """A page, a table, a document or a record that is not there."""


@frozen
class Asked:
    """What a request asks."""

    question: str
    as_of: date
    before: tuple[str, ...] = ()


def asked_in(query: Mapping[str, str], before: Sequence[str] = ()) -> Asked:
    """The question of a request.

    Raises:
        UsageError: it is empty.
        SettingsError: the day is none.
    """
    kept = tuple(asked([f" {text}"]) for text in before if text.strip())[-MOST_BEFORE:]
    return Asked(question=asked([f" {query.get('q', '')}"]), as_of=day_in(query), before=kept)


def day_in(query: Mapping[str, str]) -> date:
    """The day of a request; today where it names none. Raises SettingsError when it is no day."""
    return as_of_today(query.get("as_of") or None)


def answer(assistant: Assistant, one: Asked) -> Answer:
    """The answer to a question after the ones before it."""
    talk = assistant.conversation(as_of=one.as_of)
    for question in one.before:
        talk.ask(question)
    return talk.ask(one.question)


def answer_record(assistant: Assistant, one: Asked) -> Values:
    """The answer as ``wence ask --json`` gives it."""
    return record_of(answer(assistant, one), None)


def ask_page(assistant: Assistant, query: Mapping[str, str], before: Sequence[str]) -> Values:
    """The page 问: a form, and the answer where something is asked."""
    values: Values = {"q": query.get("q", ""), "as_of": query.get("as_of", ""), "known": known(assistant)}
    if not values["q"].strip():
        return values
    one = asked_in(query, before)
    found = answer(assistant, one)
    standing = Standing(assistant.corpus)
    return {
        **values,
        "answer": found,
        "figure": main_figure(found),
        "validity": validity_words(found),
        "grounded": found.status in ("answered", "partial"),
        "sources": [_source(citation, standing) for citation in found.citations],
        "before": [*one.before, one.question],
    }


def known(assistant: Assistant) -> Values:
    """What stands at the foot of every page."""
    return {"coverage": sources.coverage(assistant.corpus), "generation": assistant.generation}


def source_page(assistant: Assistant, record_id: str, around: str) -> Values:
    """The page 来源: a document opened at the place of a record. Raises NotThere."""
    record = _records(assistant.corpus).get(record_id)
    if record is None:
        raise NotThere(f"资料里没有编号为「{record_id[:60]}」的条目，可能已经移除或改了编号。")
    document = _document(assistant.corpus, record.source.doc_id)
    width = WHOLE if around == "all" else AROUND
    place = Citation(
        n=1, doc=document.title, doc_id=document.id, section=record.source.section, locator=record.source.locator,
        quote=_words(record), quote_kind="record", record_id=record_id,
    )  # fmt: skip
    reading = sources.open_citation(assistant.corpus, place, around=width)
    return {
        "reading": reading, "record_id": record_id, "whole": width == WHOLE, "kinds": sources.KIND_NAMES,
        "known": known(assistant),
    }  # fmt: skip


def coverage_page(assistant: Assistant) -> Values:
    """The page 覆盖范围: how far each topic reaches today, and every document with what it holds."""
    from assistant.advising.coverage import coverage, row_of

    held: dict[str, list[str]] = {}
    for record in _records(assistant.corpus).values():
        held.setdefault(record.source.doc_id, []).append(record.id)
    rows = [_document_row(document, held.get(document.id, [])) for document in assistant.corpus.documents]
    columns = [column for column in shown.COVERAGE_COLUMNS if column.in_table]
    topics = [row_of(one) for one in coverage(assistant.corpus, as_of_today())]
    return {
        "heads": [column.head for column in columns],
        "topics": [[cell_text(column.of(row)) for column in columns] for row in topics],
        "documents": rows,
        "known": known(assistant),
    }


def duties_page(assistant: Assistant, query: Mapping[str, str]) -> Values:
    """The page 日程: what a factory has to do in the year to come, or between two days.

    Raises:
        UnknownPlaceError, SettingsError: a filter is wrong.
        UsageError: no such batch, or the last day is before the first.
    """
    from assistant.advising.duties import duties_for, inside, row_of

    as_of = day_in(query)
    start = as_of_today(query["from"], where="from") if query.get("from") else as_of
    end = as_of_today(query["to"], where="to") if query.get("to") else year_later(start)
    if end < start:
        raise UsageError(f"止日 {end} 早于起日 {start}。", "请把两个日子对调。")
    try:
        duties = duties_for(
            assistant.corpus, assistant.places, start=start, end=end, as_of=as_of,
            place=tables.find_places(assistant.places, query.get("place", "").split()),
            level=parse_level(query["level"]) if query.get("level") else "",
            batch=count(query["batch"]) if query.get("batch") else None,
        )  # fmt: skip
    except LookupError as error:
        raise UsageError(str(error), "各批的批次见批次表。") from None
    except argparse.ArgumentTypeError as error:
        raise UsageError(str(error)) from None
    if query.get("from") or query.get("to"):
        duties = inside(duties, start, end)
    rows = [row_of(duty) for duty in duties]
    columns = [column for column in shown.DUTY_COLUMNS if column.in_table]
    held = _records(assistant.corpus)
    return {
        "heads": [column.head for column in columns],
        "rows": [(_held(row["record"], held), [cell_text(column.of(row)) for column in columns]) for row in rows],
        "period": (start.isoformat(), end.isoformat()),
        "filters": DUTY_FILTERS,
        "choices": CHOICES,
        "dates": DATES,
        "query": query,
        "known": known(assistant),
    }


def _held(record_id: str, held: Mapping[str, Any]) -> str:
    """The id of a record that can be opened, else ""."""
    return record_id if record_id in held else ""


def table_page(assistant: Assistant, name: str, query: Mapping[str, str]) -> Values:
    """The page 表: one of the tables, filtered. Raises NotThere, UnknownPlaceError, SettingsError."""
    if name not in TABLES:
        raise NotThere(f"没有「{name[:20]}」这张表。")
    table = TABLES[name]
    rows = table.rows(assistant, query)
    columns = [column for column in table.columns if column.in_table]
    return {
        "name": name,
        "tables": {key: one.title for key, one in TABLES.items()},
        "heads": [column.head for column in columns],
        "rows": [(row["id"], [cell_text(column.of(row)) for column in columns]) for row in rows[:MOST_ROWS]],
        "count": len(rows),
        "filters": table.filters,
        "choices": CHOICES,
        "dates": DATES,
        "query": query,
        "known": known(assistant),
    }


@frozen
class TableView:
    """A table as a page: its columns, its filters by name, and how its rows are found."""

    title: str
    columns: Sequence[Column]
    filters: Mapping[str, str]
    rows: Callable[[Assistant, Mapping[str, str]], list[tables.Row]]


def _subsidies(assistant: Assistant, query: Mapping[str, str]) -> list[tables.Row]:
    return tables.subsidies(
        assistant.corpus,
        assistant.places,
        place_codes=tables.find_places(assistant.places, query.get("place", "").split()),
        level=parse_level(query["level"]) if query.get("level") else "",
        statuses=[query["status"]] if query.get("status") else (),
        sort="amount" if query.get("sort") == "amount" else "",
        as_of=day_in(query),
    )


def _standards(assistant: Assistant, query: Mapping[str, str]) -> list[tables.Row]:
    return tables.standards(assistant.corpus, text=query.get("text", ""), as_of=assistant.as_of)


def _policies(assistant: Assistant, query: Mapping[str, str]) -> list[tables.Row]:
    codes = tables.find_places(assistant.places, query.get("place", "").split())
    return tables.policies(assistant.corpus, assistant.places, place_codes=codes, as_of=assistant.as_of)


def _reviews(assistant: Assistant, query: Mapping[str, str]) -> list[tables.Row]:
    return tables.reviews(assistant.corpus, as_of=day_in(query))


PLACE = {"place": "地区"}
DAY = {"as_of": "以哪天为准"}
DUTY_FILTERS = {**PLACE, "level": "级别", "batch": "国家级第几批", "from": "从", "to": "到", **DAY}
DATES = ("as_of", "from", "to")
"""filters that are days"""
CHOICES: Mapping[str, Mapping[str, str]] = {
    "level": {level: level for level in ("国家级", "省级", "市级", "区级")},
    "status": {str(status): name for status, name in STATUS_NAMES.items()},
    "sort": {"amount": "金额从高到低"},
}
"""filters that are chosen from a list"""
TABLES: Mapping[str, TableView] = {
    "subsidies": TableView(
        title="补贴", columns=shown.SUBSIDY_COLUMNS, rows=_subsidies,
        filters={**PLACE, "level": "级别", "status": "状态", "sort": "顺序", **DAY},
    ),
    "standards": TableView(title="标准", columns=shown.STANDARD_COLUMNS, rows=_standards, filters={"text": "文字"}),
    "policies": TableView(title="地方政策", columns=shown.POLICY_COLUMNS, rows=_policies, filters=PLACE),
    "batches": TableView(
        title="批次", columns=shown.BATCH_COLUMNS, rows=lambda one, _: tables.batches(one.corpus, one.as_of), filters={}
    ),
    "reviews": TableView(title="复核", columns=shown.REVIEW_COLUMNS, rows=_reviews, filters=DAY),
}  # fmt: skip


def _source(citation: Citation, standing: Standing) -> Values:
    return {
        "citation": citation,
        "where": source_line(citation).partition("] ")[2],
        "kind": quote_kind_name(citation),
        "seen": standing.seen_on(citation.record_id, citation.doc_id),
    }


def _words(record: Any) -> str:
    """What a record says, for kinds that no reading of their document shows among others."""
    facts = "\n".join(f"{name}：{value}" for name, value in sources.facts_of(record))
    return facts or str(getattr(record, "text", "") or getattr(record, "title", ""))


def _document(corpus: Corpus, doc_id: str) -> Document:
    found = next((document for document in corpus.documents if document.id == doc_id), None)
    return found or Document(id=doc_id, title=doc_id)


def _document_row(document: Document, record_ids: Sequence[str]) -> Values:
    return {
        "title": document.title,
        "about": sources.describe(document),
        "until": document.covers_until or document.issue_date,
        "added": not document.shipped,
        "count": len(record_ids),
        "first": record_ids[0] if record_ids else "",
    }


def _records(corpus: Corpus) -> dict[str, Any]:
    parts: tuple[Sequence[Any], ...] = (
        corpus.passages, corpus.subsidies, corpus.standards, corpus.policies, corpus.batches, corpus.rules,
        corpus.areas, corpus.conditions, corpus.notices,
    )  # fmt: skip
    return {record.id: record for part in parts for record in part}
