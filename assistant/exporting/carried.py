"""The kept answers that an exported file carries: Word, workbook, HTML, Markdown, or the JSON of ``wence ask``."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, reason
from assistant.exporting.kept import Kept, figures, from_json
from assistant.exporting.sheets import KEPT_SHEET
from assistant.exporting.taken import main_figure
from assistant.identity import answer_id
from assistant.types import Answer
from corpus.bounded import read_bounded
from corpus.frozen import frozen
from corpus.patterns import late

LARGEST = 50_000_000
"""bytes of a file; no export of ours comes near"""
VISIBLE_ID = late(r"回答编号\s*([0-9a-f]{12})\b")
ID_COLUMN = "回答编号"
ONE_ID = late(r"[0-9a-f]{12}")
COMMENT = late(r"<!-- wence:answers (\{.*\}) -->")
META = late(r'<meta name="wence-answers" content="([^"]*)">')
TRY_WHOLE = "请用导出时的原文件；文件改坏了就重新导出。"


@frozen
class Carried:
    """What a file holds."""

    answers: tuple[Kept, ...] = ()
    ids: tuple[str, ...] = ()
    """ids that people can see in it, for files whose carried part was lost on the way"""


def carried(path: Path) -> Carried:
    """The answers in a file.

    Raises:
        AssistantError: it can't be read, is damaged, or is no export.
    """
    try:
        data = read_bounded(path, LARGEST)
    except OSError as error:
        raise AssistantError(
            f"打不开文件 {path}：{reason(error)}", "请检查文件名；核对编号请写 12 位的回答编号。"
        ) from None
    try:
        found = _in_archive(data) if data.startswith(b"PK") else _in_text(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise AssistantError(f"{path.name} 不完整或已损坏，读不出其中的回答。", TRY_WHOLE) from error
    if not (found.answers or found.ids):
        raise AssistantError(f"{path.name} 里没有问策的回答编号，不是问策导出的回答。", TRY_WHOLE)
    return found


def carries(data: bytes) -> bool:
    """Whether a file is an export of answers, whole enough to be known as one."""
    try:
        found = _in_archive(data) if data.startswith(b"PK") else _in_text(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return False
    return bool(found.answers or found.ids)


def _in_archive(data: bytes) -> Carried:
    """Answers in a Word file or a workbook."""
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile
    from zlib import error as ZlibError

    from corpus.errors import RefusedError
    from corpus.readers.archive import check_archive

    try:
        check_archive(data, "[Content_Types].xml")
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.namelist()
            texts = [archive.read(name).decode("utf-8") for name in sorted(parts) if _tells(name)]
    except RefusedError as error:
        raise ValueError(error.message) from error
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError(str(error)) from error
    for text in texts:
        if "urn:wence:answers" in text:
            return Carried(answers=from_json(_xml_text(text)))
    if "xl/workbook.xml" in parts:
        return Carried(answers=tuple(_in_workbook(data)))
    return Carried(ids=_ids("\n".join(_xml_text(text, "\n") for text in texts)))


def _tells(name: str) -> bool:
    return name.startswith("customXml/item") or name == "word/document.xml"


def _xml_text(text: str, between: str = "") -> str:
    """All texts of an XML document, in order."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return between.join(etree.fromstring(text.encode("utf-8"), parser).itertext())
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def _in_workbook(data: bytes) -> Iterator[Kept]:
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True)
    if KEPT_SHEET not in book.sheetnames:
        return
    for row in book[KEPT_SHEET].iter_rows(min_row=2, values_only=True):
        yield from from_json("".join(str(cell) for cell in row if cell is not None))


def _in_text(data: bytes) -> Carried:
    """Answers in Markdown, HTML, or JSON as the commands give it."""
    from html import unescape

    text = data.decode("utf-8-sig")
    if found := META.search(text):
        return Carried(answers=from_json(unescape(found[1])))
    if found := COMMENT.search(text):
        return Carried(answers=from_json(found[1]))
    if text.lstrip().startswith(("{", "[")):
        return Carried(answers=tuple(_in_json(text)))
    return Carried(ids=_ids(text))


def _ids(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*VISIBLE_ID.findall(text), *_ids_of_table(text))))


def _ids_of_table(text: str) -> Iterator[str]:
    """The ids in a CSV of ``wence batch``."""
    head, _, _ = text.partition("\n")
    if ID_COLUMN in head:
        rows = csv.DictReader(text.splitlines(keepends=True))
        yield from (found for row in rows if ONE_ID.fullmatch(found := row.get(ID_COLUMN) or ""))


def _in_json(text: str) -> Iterator[Kept]:
    """Answers in one JSON value or in JSON Lines."""
    try:
        values = [json.loads(text)]
    except ValueError:
        values = [json.loads(line) for line in text.split("\n") if line.strip()]
    for value in values:
        yield from _answers_in(value)


def _answers_in(value: Any) -> Iterator[Kept]:
    """Every answer in a JSON value, with the questions that stand before it in the same conversation."""
    if isinstance(value, list):
        for one in value:
            yield from _answers_in(one)
    elif isinstance(value, dict) and isinstance(value.get("turns"), list):
        before: tuple[str, ...] = ()
        for turn in value["turns"]:
            answer = turn.get("answer") if isinstance(turn.get("answer"), dict) else turn
            if "records" in answer:
                yield kept_of_json(answer, before, value.get("profile"))
            before = (*before, str(answer.get("question", "")))
    elif isinstance(value, dict) and "records" in value:
        yield kept_of_json(value)


def kept_of_json(
    values: Mapping[str, Any], before: tuple[str, ...] = (), profile: Mapping[str, Any] | None = None
) -> Kept:
    """What to keep of an answer as JSON has it; ``profile`` is for whom it was asked, which only a batch tells."""
    answer = Answer(
        question=str(values["question"]),
        as_of=date.fromisoformat(values["as_of"]).isoformat(),
        status=values["status"],
        intent=str(values["intent"]),
        headline=str(values["headline"]),
        validity=str(values.get("validity", "")),
        computed=tuple(values.get("computed", ())),
        records=tuple(values.get("records", ())),
    )
    title = next((str(one["doc"]) for one in values.get("citations", ())), "")
    return Kept(
        id=str(values.get("answer_id") or answer_id(answer.question, answer.as_of, None, answer.records)),
        question=answer.question,
        as_of=answer.as_of,
        status=answer.status,
        headline=answer.headline,
        figure=main_figure(answer),
        client=dict(profile or {}),
        before=before,
        figures=tuple(one for record in answer.records for one in figures(record, state="", seen="", title=title)),
    )
