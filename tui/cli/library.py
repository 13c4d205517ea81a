"""The library of documents and the generations of the index: ``corpus …``, ``rebuild``, ``history``, ``rollback``."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.keeping.settings import home_folder
from corpus.errors import WenceError
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, DATA, NOT_GROUNDED, Progress, notice, report_error
from tui.cli.output import Column, cell_text, emit, emit_rows, safe, to_json
from tui.cli.parsing import Parser, date_of_any_precision

if TYPE_CHECKING:
    from assistant.keeping.outcomes import AddReport, RebuildReport, Report
    from corpus.types import Corpus, Document

BROKEN = "损坏"
ROW_KINDS = {
    "subsidies": "补贴",
    "policies": "政策",
    "areas": "下属地区",
    "standards": "标准",
    "batches": "批次",
    "rules": "规则",
}
DOCUMENT_FIELDS = {
    "id": "编号",
    "title": "标题",
    "issuing_body": "发布机关",
    "document_number": "文号",
    "issue_date": "发布日期",
    "effective_date": "施行日期",
    "expiry_date": "有效期至",
    "expiry_words": "有效期原词",
    "covers_until": "资料截至",
    "places": "地区",
    "supersedes": "替代",
    "source_file": "来源文件",
}
LIST_COLUMNS = (
    Column("id", "编号"),
    Column("title", "标题"),
    Column("issuing_body", "发布机关", False),
    Column("issue_date", "发布日期"),
    Column("origin", "来源"),
    Column("passages", "段落"),
    Column("rows", "表格条目"),
)
RESTORABLE_COLUMNS = (Column("id", "编号"), Column("title", "标题"), Column("day", "移出或替换"))
HISTORY_COLUMNS = (
    Column("generation", "代号"),
    Column("built", "建立时间"),
    Column("live", "使用中"),
    Column("documents", "文件", value=lambda row: len(row["documents"])),
    Column("counts", "条目", value=lambda row: row["counts"].get("entries")),
)
METADATA = {
    "title": ("--title", "文字", "标题"),
    "issuing_body": ("--issuer", "机关", "发布机关"),
    "document_number": ("--number", "文号", "文号"),
    "issue_date": ("--issued", "日期", "发布日期"),
    "effective_date": ("--effective", "日期", "施行日期"),
    "expiry_date": ("--expires", "日期", "有效期至"),
}


def configure_list(parser: Parser) -> None:
    parser.option("--json", action="store_true", help="输出 JSON")


def run_list(options: argparse.Namespace) -> int:
    from assistant.keeping import library as keeper

    home = home_folder()
    rows = [_listed(home, document) for document in keeper.list_documents(home)]
    emit_rows(rows, LIST_COLUMNS, "json" if options.json else "table", None)
    if any(row["origin"] == BROKEN for row in rows):
        report_error("有文件读不了。", "运行 wence corpus check 看哪里有误；可用 wence corpus restore 编号 恢复。")
        return DATA
    return ANSWERED


def _listed(home: Path, document: Document) -> dict[str, Any]:
    """A row of the list; of a document that can't be read, its name and what is wrong."""
    try:
        return _document_row(_document(home, document.id))
    except WenceError as error:
        told = document.title if document.kind == "broken" else f"（读不了：{error.message}）"
        return {**asdict(document), "title": told, "origin": BROKEN, "passages": 0, "rows": ""}


def configure_show(parser: Parser) -> None:
    parser.option("id", metavar="编号", help="文件的编号（见 wence corpus list）")
    parser.option("--json", action="store_true", help="输出 JSON")


def run_show(options: argparse.Namespace) -> int:
    part = _document(home_folder(), options.id)
    if options.json:
        emit(to_json(asdict(part), indent=1))
    else:
        emit(safe(_described(part)))
    return ANSWERED


def configure_check(parser: Parser) -> None:
    parser.option("paths", nargs="*", type=Path, metavar="路径", help="文件或文件夹；不写则检查整个资料库")


def run_check(options: argparse.Namespace) -> int:
    from assistant.keeping import library as keeper

    return _print_report(keeper.check(home_folder(), options.paths))


def configure_add(parser: Parser) -> None:
    parser.details.append("文件里读得出的信息不用再写；写出的选项优先于读到的。")
    parser.option("paths", nargs="+", type=Path, metavar="文件", help="文件或文件夹，可写几个")
    for key, (flag, metavar, meaning) in METADATA.items():
        convert = date_of_any_precision if metavar == "日期" else str
        parser.option(flag, dest=key, type=convert, metavar=metavar, help=meaning)
    parser.option("--place", dest="places", action="append", metavar="地区", help="适用地区，可重复")
    parser.option(
        "--replaces",
        dest="supersedes",
        action="append",
        metavar="文件",
        help="它替代的文件（标题、文号或编号），可重复",
    )
    parser.option("--no-rebuild", dest="rebuild", action="store_false", help="先不重建索引，稍后自己运行 wence rebuild")


def run_add(options: argparse.Namespace) -> int:
    from assistant.keeping import library as keeper

    wanted = [*METADATA, "places", "supersedes"]
    metadata = {key: value for key in wanted if (value := getattr(options, key))}
    with Progress() as progress:
        report = keeper.add(
            home_folder(), options.paths, metadata, rebuild=options.rebuild, progress=progress, notice=notice
        )
    return _print_report(report)


def configure_remove(parser: Parser) -> None:
    parser.option("id", metavar="编号", help="文件的编号（见 wence corpus list）")
    parser.option("--no-rebuild", dest="rebuild", action="store_false", help="先不重建索引，稍后自己运行 wence rebuild")


def run_remove(options: argparse.Namespace) -> int:
    from assistant.keeping import library as keeper

    with Progress() as progress:
        report = keeper.remove(home_folder(), options.id, rebuild=options.rebuild, progress=progress, notice=notice)
    return _print_report(report)


def configure_restore(parser: Parser) -> None:
    parser.details.append("取回移除了的文件，或换回被替换前的样子；不写编号则列出可以恢复的。")
    parser.option("id", nargs="?", metavar="编号", help="文件的编号")
    parser.option("--no-rebuild", dest="rebuild", action="store_false", help="先不重建索引，稍后自己运行 wence rebuild")


def run_restore(options: argparse.Namespace) -> int:
    from assistant.keeping import library as keeper

    if options.id is None:
        rows = [dict(zip(("id", "title", "day"), found, strict=True)) for found in keeper.restorable(home_folder())]
        if not rows:
            report_error("没有可以恢复的文件。", "移除或替换过的文件会留在这里。")
            return NOT_GROUNDED
        emit_rows(rows, RESTORABLE_COLUMNS, "table", None)
        return ANSWERED
    with Progress() as progress:
        report = keeper.restore(home_folder(), options.id, rebuild=options.rebuild, progress=progress, notice=notice)
    return _print_report(report)


def configure_watch(parser: Parser) -> None:
    parser.details.append("文件夹里新放进或改过的文件会自动加入并重建索引；按 Ctrl+C 结束。移走的文件不会被移除。")
    parser.option("folder", type=Path, metavar="文件夹", help="要盯着的文件夹")


def run_watch(options: argparse.Namespace) -> int:
    from assistant.keeping import library as keeper

    def tell(report: AddReport) -> None:
        _print_report(report)
        sys.stdout.flush()

    keeper.watch(home_folder(), options.folder, tell)
    return ANSWERED


def configure_rebuild(parser: Parser) -> None:
    parser.option("--full", action="store_true", help="不借用旧的索引，全部重做")
    parser.option("--check", action="store_true", help="只重建和核对、列出变化，不切换")
    parser.option("--force", action="store_true", help="与改动无关的回答也变了时，仍然切换")


def run_rebuild(options: argparse.Namespace) -> int:
    from assistant.keeping import renewal

    with Progress() as progress:
        report = renewal.rebuild(
            home_folder(),
            full=options.full,
            check_only=options.check,
            force=options.force,
            progress=progress,
            notice=notice,
        )
    return _print_report(report)


def configure_history(parser: Parser) -> None:
    parser.option("--json", action="store_true", help="输出 JSON")


def run_history(options: argparse.Namespace) -> int:
    from assistant.keeping import renewal

    rows = renewal.history(home_folder())
    if not rows and not options.json:
        report_error("还没有建立索引。", "第一次提问时会自动建立，也可以运行 wence rebuild。")
        return NOT_GROUNDED
    emit_rows(rows, HISTORY_COLUMNS, "json" if options.json else "table", None)
    return ANSWERED


def configure_rollback(parser: Parser) -> None:
    parser.option("generation", nargs="?", metavar="代号", help="退回到哪一代（见 wence history）；不写则退回上一代")


def run_rollback(options: argparse.Namespace) -> int:
    from assistant.keeping import renewal

    return _print_report(renewal.rollback(home_folder(), options.generation))


def _document(home: Path, doc_id: str) -> Corpus:
    """One document with its records."""
    from assistant.keeping import library as keeper
    from corpus.shipped import SHIPPED_IDS, folder_of
    from corpus.store import load_document

    return load_document(folder_of(doc_id)) if doc_id in SHIPPED_IDS else keeper.show(home, doc_id)


def _document_row(part: Corpus) -> dict[str, Any]:
    (document,) = part.documents
    counts = {name: len(getattr(part, name)) for name in ROW_KINDS}
    return {
        **asdict(document),
        "origin": "随程序附带" if document.shipped else "加入",
        "passages": len(part.passages),
        **counts,
        "rows": _counted(counts),
    }


def _counted(counts: dict[str, int]) -> str:
    return "、".join(f"{ROW_KINDS[name]} {number}" for name, number in counts.items() if number)


def _described(part: Corpus) -> str:
    from corpus.places import load_places

    row = _document_row(part)
    row["places"] = [place.name if (place := load_places().get(code)) else code for code in row["places"]]
    values = {head: row[key] for key, head in DOCUMENT_FIELDS.items() if row[key]}
    lines = [f"{head}：{cell_text(value)}" for head, value in values.items()]
    lines += [f"表格条目：{row['rows']}"] if row["rows"] else []
    section = None
    for passage in part.passages:
        if passage.source.section != section:
            section = passage.source.section
            lines += ["", f"【{section or passage.title or '正文'}】"]
        lines.append(passage.original or passage.text)
    return "\n".join(lines)


def _print_report(report: AddReport | RebuildReport | Report) -> int:
    emit(safe("\n".join((*report.lines(), *_concerned(report)))))
    return ANSWERED if report.ok else DATA


def _concerned(report: AddReport | RebuildReport | Report) -> list[str]:
    """Whose exports tell something else than the corpus after a rebuild."""
    rebuilt = getattr(report, "rebuild", report)
    if not (getattr(rebuilt, "changed", False) and getattr(rebuilt, "switched", False)):
        return []
    from assistant.keeping.concerned import concerned
    from assistant.keeping.settings import as_of_today

    return concerned(home_folder(), as_of_today())


HANDLERS = {
    "corpus list": Handler(configure_list, run_list),
    "corpus show": Handler(configure_show, run_show),
    "corpus check": Handler(configure_check, run_check),
    "corpus add": Handler(configure_add, run_add),
    "corpus remove": Handler(configure_remove, run_remove),
    "corpus restore": Handler(configure_restore, run_restore),
    "corpus watch": Handler(configure_watch, run_watch),
    "rebuild": Handler(configure_rebuild, run_rebuild),
    "history": Handler(configure_history, run_history),
    "rollback": Handler(configure_rollback, run_rollback),
}
