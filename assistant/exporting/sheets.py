"""What stands in a workbook: 结果 (the rows or answers), 依据 (where each is written), 说明 (how to read them)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.exporting.kept import Kept, kept, to_json
from assistant.exporting.standing import Standing
from assistant.exporting.taken import ANSWER_STATUS_NAMES, Taken, gist, main_figure, one_sum, validity_words
from assistant.exporting.workbook import Sheet, Value
from assistant.saying.render import quote_kind_name
from assistant.types import Citation
from corpus.types import Corpus

SOURCE_HEADS = ("编号", "文件", "章节", "出处", "页", "原文行")
CITED_HEADS = (
    "回答编号", "序号", "文件", "政策", "章节", "出处", "页", "原文行", "引文种类", "引文", "最后见于",
)  # fmt: skip
ANSWER_HEADS = (
    "编号", "客户", "问题", "以哪天为准", "状态", "结论", "金额", "金额（万元）", "有效状态", "要点",
    "表", "提示", "回答编号",
)  # fmt: skip
ABOUT_HEADS = ("项目", "内容")
KEPT_SHEET = "wence"
"""hidden; holds what ``wence verify`` needs"""
KEPT_COLUMN = 30_000
"""characters a cell; a longer text goes on in the next one"""


def table_sheets(
    heads: Sequence[str],
    rows: Sequence[Sequence[Value]],
    records: Sequence[Mapping[str, Any]],
    about: Sequence[tuple[str, str]],
) -> tuple[Sheet, ...]:
    """A table for a workbook.

    Args:
        heads, rows: what is shown, value by value.
        records: the same rows as ``assistant.showing.tables`` makes them, for their sources.
        about: names and texts for the sheet 说明.
    """
    return (
        Sheet(title="结果", heads=tuple(heads), rows=tuple(tuple(row) for row in rows)),
        Sheet(title="依据", heads=SOURCE_HEADS, rows=tuple(dict.fromkeys(map(_source, records)))),
        Sheet(title="说明", heads=ABOUT_HEADS, rows=tuple(about)),
    )


def answer_sheets(taken: Sequence[Taken], about: Sequence[tuple[str, str]], corpus: Corpus) -> tuple[Sheet, ...]:
    """Answers for a workbook, one a row; where they are for several clients, side by side as well."""
    standing = Standing(corpus)
    cited = ((one.id, citation) for one in taken for citation in one.answer.citations)
    sources = dict.fromkeys(
        _cited(name, citation, standing.seen_on(citation.record_id, citation.doc_id)) for name, citation in cited
    )
    sheets = (
        Sheet(title="结果", heads=ANSWER_HEADS, rows=tuple(map(_answer, taken))),
        Sheet(title="依据", heads=CITED_HEADS, rows=tuple(sources)),
        Sheet(title="说明", heads=ABOUT_HEADS, rows=tuple(about)),
        kept_sheet([kept(one, standing) for one in taken]),
    )
    several = len({one.client_name for one in taken}) > 1
    return (sheets[0], side_by_side(taken), *sheets[1:]) if several else sheets


def side_by_side(taken: Sequence[Taken]) -> Sheet:
    """A row a client, a column a question: what each comes to, and whether it is in force."""
    questions = dict.fromkeys(one.answer.question for one in taken)
    cells: dict[str, dict[str, str]] = {}
    for one in taken:
        words = validity_words(one.answer)
        told = gist(one.answer) or ANSWER_STATUS_NAMES[one.answer.status]
        cells.setdefault(one.client_name, {})[one.answer.question] = f"{told}（{words}）" if words else told
    rows = tuple((name or "没有写客户", *(row.get(question) for question in questions)) for name, row in cells.items())
    return Sheet(title="对照", heads=("客户", *questions), rows=rows)


def kept_sheet(answers: Sequence[Kept]) -> Sheet:
    """What is kept of answers, one a row, cut where a cell would be too long."""
    texts = [to_json([one]) for one in answers]
    pieces = [tuple(text[i : i + KEPT_COLUMN] for i in range(0, len(text), KEPT_COLUMN)) for text in texts]
    return Sheet(title=KEPT_SHEET, heads=("wence:answers",), rows=tuple(pieces), hidden=True)


def _source(row: Mapping[str, Any]) -> tuple[Value, ...]:
    """Where a row is written: its document and place, or the official document and the article that it rests on."""
    title, number = row.get("basis") or row.get("newest"), row.get("number") or row.get("newest_number")
    named = f"《{title}》{f'（{number}）' if number else ''}" if title else ""
    return (
        str(row.get("id") or row.get("topic") or ""),
        str(row.get("document") or named),
        str(row.get("section", "")),
        str(row.get("locator") or row.get("article") or ""),
        row.get("page"),
        _lines(row.get("lines")),
    )


def _answer(one: Taken) -> tuple[Value, ...]:
    answer = one.answer
    table = [" | ".join(row) for row in (answer.table.columns, *answer.table.rows)] if answer.table else []
    return (
        one.name,
        one.client_name,
        answer.question,
        answer.as_of,
        ANSWER_STATUS_NAMES[answer.status],
        answer.headline,
        main_figure(answer),
        one_sum(answer),
        validity_words(answer),
        "\n".join(answer.facts),
        "\n".join(table),
        "\n".join(answer.caveats),
        one.id,
    )


def _cited(name: str, citation: Citation, seen: str) -> tuple[Value, ...]:
    return (
        name,
        citation.n,
        citation.doc,
        citation.policy,
        citation.section,
        citation.locator,
        citation.page,
        _lines(citation.lines),
        quote_kind_name(citation),
        citation.quote,
        seen,
    )


def _lines(lines: Any) -> str:
    return "–".join(dict.fromkeys(map(str, lines))) if lines else ""
