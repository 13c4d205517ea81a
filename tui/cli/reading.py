"""See before taking: ``corpus check FILE``, ``corpus add --dry-run``, ``corpus show``, and the options they share."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.keeping.settings import home_folder
from corpus.errors import WenceError
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, DATA, Progress
from tui.cli.output import emit, safe, to_json
from tui.cli.parsing import Parser, date_of_any_precision, utf8

if TYPE_CHECKING:
    from assistant.keeping.comparison import Changes
    from assistant.keeping.outcomes import Report
    from assistant.keeping.readings import Tried
    from corpus.types import Corpus

METADATA_FILE = "document.toml"
METADATA = {
    "title": ("--title", "文字", "标题"),
    "issuing_body": ("--issuer", "机关", "发布机关"),
    "document_number": ("--number", "文号", "文号"),
    "issue_date": ("--issued", "日期", "发布日期"),
    "effective_date": ("--effective", "日期", "施行日期"),
    "expiry_date": ("--expires", "日期", "有效期至"),
}


def metadata_options(parser: Parser) -> None:
    """The options that state metadata."""
    for key, (flag, metavar, meaning) in METADATA.items():
        convert = date_of_any_precision if metavar == "日期" else utf8
        parser.option(flag, dest=key, type=convert, metavar=metavar, help=meaning)
    parser.option("--place", dest="places", action="append", type=utf8, metavar="地区", help="适用地区，可重复")
    parser.option(
        "--replaces",
        dest="supersedes",
        action="append",
        type=utf8,
        metavar="文件",
        help="它替代的文件（标题、文号或编号），可重复",
    )


def metadata_of(options: argparse.Namespace) -> dict[str, Any]:
    """What of the metadata was stated."""
    return {key: value for key in (*METADATA, "places", "supersedes") if (value := getattr(options, key))}


def configure_show(parser: Parser) -> None:
    parser.option("id", metavar="编号", help="文件的编号（见 wence corpus list）")
    parser.option("--json", action="store_true", help="输出 JSON")


def run_show(options: argparse.Namespace) -> int:
    from assistant.keeping.readings import reading_of
    from assistant.keeping.taking import unread_of

    part = _part(home_folder(), options.id)
    reading = reading_of(part, unread_of(home_folder(), options.id))
    if options.json:
        records = asdict(part)
        emit(to_json({**records, **reading.as_dict(), "passages": records["passages"]}, indent=1))
        return ANSWERED
    emit(safe("\n".join([f"编号：{part.documents[0].id}", *reading.lines(), *_text(part)])))
    return ANSWERED


def configure_check(parser: Parser) -> None:
    parser.option("paths", nargs="*", type=Path, metavar="路径", help="文件或文件夹；不写则检查整个资料库")
    parser.option("--json", action="store_true", help="输出 JSON")


def run_check(options: argparse.Namespace) -> int:
    from assistant.keeping import library as keeper
    from assistant.keeping.trying import all_tried, told

    home = home_folder()
    files, others = _told_apart(options.paths)
    tried = all_tried(home, files, {})
    looked: list[Path | None] = [*others] if options.paths else [None]
    reports = [(path, keeper.check(home, [path] if path else [])) for path in looked]
    if options.json:
        found = [_as_json(path, one) for path, one in tried]
        found += [_checked(path, report) for path, report in reports]
        emit(to_json(found, indent=1))
    else:
        lines = [line for path, one in tried for line in told(path, one)]
        lines += [line for _, report in reports for line in report.lines()]
        emit(safe("\n".join(lines or ["没有找到可以检查的文件。"])))
    wanting = any(_is_wanting(one) for _, one in tried)
    return ANSWERED if all(report.ok for _, report in reports) and not wanting else DATA


def _told_apart(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """What might be added, and what is a document folder or stands in one and is held against its schema."""
    from corpus.tables import KINDS

    tables = {f"{kind}.csv" for kind in KINDS}
    files: list[Path] = []
    others: list[Path] = []
    for path in paths:
        inner = (
            [found.parent for found in sorted(path.rglob(METADATA_FILE)) if found.is_file()] if path.is_dir() else []
        )
        own_table = path.name in tables and (path.parent / METADATA_FILE).is_file()
        others += [path] if own_table else inner
        files += [] if own_table or inner else [path]
    return files, others


def _checked(path: Path | None, report: Report) -> dict[str, Any]:
    where = {"path": str(path)} if path else {}
    return {**where, "problems": list(report.problems), "ok": report.ok}


def dry_run(paths: Sequence[Path], metadata: Mapping[str, Any], *, update: str, overwrite: bool, as_json: bool) -> int:
    """What adding files would read, and which answers it would change; nothing is written."""
    from assistant.keeping import library as keeper
    from assistant.keeping import renewal
    from assistant.keeping.trying import all_tried, changes_of, told

    home, stated = home_folder(), keeper.options_of(metadata)
    with Progress() as progress:
        renewal.begin(home, progress=progress)
        tried = all_tried(home, paths, stated, update=update, overwrite=overwrite)
        found = [(path, one, changes_of(home, one, progress)) for path, one in tried]
    if as_json:
        emit(to_json([{**_as_json(path, one), "answers": _answers(changes)} for path, one, changes in found], indent=1))
    else:
        lines = [
            line
            for path, one, changes in found
            for line in (*told(path, one), *(f"  {line}" for line in (changes.lines() if changes else ())))
        ]
        emit(safe("\n".join([*lines, "以上只是试读，什么也没有改。"])))
    return DATA if any(_is_wanting(one) for _, one in tried) else ANSWERED


def _is_wanting(one: Tried | WenceError) -> bool:
    return isinstance(one, WenceError) or bool(one.unread or one.kept)


def _as_json(path: Path, one: Tried | WenceError) -> dict[str, Any]:
    if isinstance(one, WenceError):
        return {"path": str(path), "refused": one.message, "hint": one.hint}
    fate = {"replaces_document": one.replaced, "present": one.present, "kept": list(one.kept), "notes": list(one.notes)}
    return {"path": str(path), **one.reading.as_dict(), **fate}


def _answers(changes: Changes | None) -> list[dict[str, Any]]:
    return [asdict(change) for change in changes.answers] if changes else []


def _part(home: Path, doc_id: str) -> Corpus:
    """One document with its records."""
    from assistant.keeping import library as keeper
    from corpus.shipped import SHIPPED_IDS, folder_of
    from corpus.store import load_document

    return load_document(folder_of(doc_id)) if doc_id in SHIPPED_IDS else keeper.show(home, doc_id)


def _text(part: Corpus) -> Iterator[str]:
    section = None
    for passage in part.passages:
        if passage.source.section != section:
            section = passage.source.section
            yield ""
            yield f"【{section or passage.title or '正文'}】"
        yield passage.original or passage.text


HANDLERS = {
    "corpus show": Handler(configure_show, run_show),
    "corpus check": Handler(configure_check, run_check),
}
