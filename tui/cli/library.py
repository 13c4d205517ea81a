"""The library of documents and the generations of the index: ``corpus …``, ``rebuild``, ``history``, ``rollback``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.keeping.settings import home_folder
from corpus.errors import CorpusError, WenceError, reason
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, DATA, NOT_GROUNDED, Progress, UsageError, notice, report_error
from tui.cli.output import emit, emit_rows, safe
from tui.cli.parsing import Parser, count
from tui.cli.reading import dry_run, metadata_of, metadata_options
from tui.rows import Column

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
LIST_COLUMNS = (
    Column("id", "编号"),
    Column("title", "标题"),
    Column("issuing_body", "发布机关", False),
    Column("issue_date", "发布日期"),
    Column("origin", "来源"),
    Column("passages", "段落"),
    Column("rows", "表格条目"),
)
DONE = {
    "add": "加入",
    "replace": "替换",
    "remove": "移除",
    "restore": "恢复",
    "set": "修改",
    "off": "停用",
    "on": "恢复使用",
    "build": "首次建立",
    "rebuild": "重建",
    "rollback": "退回",
}
MOVED = {"restored": "恢复", "removed": "移出", "changes": ""}
LOG_COLUMNS = (
    Column("at", "时间", value=lambda row: str(row.get("at", ""))[:19].replace("T", " ")),
    Column("who", "谁"),
    Column("did", "做了什么", value=lambda row: DONE.get(str(row.get("did")), str(row.get("did", "")))),
    Column("what", "对象", value=lambda row: _what(row)),
)
RESTORABLE_COLUMNS = (Column("id", "编号"), Column("title", "标题"), Column("day", "移出或替换"))
HISTORY_COLUMNS = (
    Column("generation", "代号"),
    Column("built", "建立时间"),
    Column("live", "使用中"),
    Column("documents", "文件", value=lambda row: len(row["documents"])),
    Column("counts", "条目", value=lambda row: row["counts"].get("entries")),
)


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


def configure_add(parser: Parser) -> None:
    parser.details.append("文件里读得出的信息不用再写；写出的选项优先于读到的。手工改过的信息和条目不会被覆盖。")
    parser.option("paths", nargs="+", type=Path, metavar="文件", help="文件或文件夹，可写几个")
    metadata_options(parser)
    parser.option("--dry-run", action="store_true", help="只看会读出什么、哪些回答会变，什么也不改")
    parser.option("--json", action="store_true", help="与 --dry-run 一起用：输出 JSON")
    parser.option("--update", default="", metavar="编号", help="替换资料库里的这一份，不管标题和文号是否相同")
    parser.option("--overwrite", action="store_true", help="手工改过的信息和条目也用这次读出的覆盖")
    parser.option("--force", action="store_true", help="与新文件无关的回答也变了时，仍然切换")
    parser.option("--no-rebuild", dest="rebuild", action="store_false", help="先不重建索引，稍后自己运行 wence rebuild")


def run_add(options: argparse.Namespace) -> int:
    from assistant.keeping import library as keeper

    metadata = metadata_of(options)
    if options.dry_run:
        return dry_run(
            options.paths, metadata, update=options.update, overwrite=options.overwrite, as_json=options.json
        )
    with Progress() as progress:
        report = keeper.add(
            home_folder(),
            options.paths,
            metadata,
            rebuild=options.rebuild,
            update=options.update,
            overwrite=options.overwrite,
            force=options.force,
            progress=progress,
            notice=notice,
        )
    return _print_report(report)


def configure_set(parser: Parser) -> None:
    parser.details.append(
        "不重新读文件；条目里跟着文件走的信息（政策名称、日期、有效期、地区）一起改，手工改过的条目保留。"
    )
    parser.option("id", metavar="编号", help="文件的编号（见 wence corpus list）")
    metadata_options(parser)
    parser.option("--no-rebuild", dest="rebuild", action="store_false", help="先不重建索引，稍后自己运行 wence rebuild")


def run_set(options: argparse.Namespace) -> int:
    from assistant.keeping import library as keeper

    metadata = metadata_of(options)
    if not metadata:
        raise UsageError("没有写要改什么。", "例如 wence corpus set 编号 --title 关于……的若干意见 --place 义乌市")
    with Progress() as progress:
        report = keeper.set_document(
            home_folder(), options.id, metadata, rebuild=options.rebuild, progress=progress, notice=notice
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
    return _print_report(report) or (DATA if report.broken else ANSWERED)


def configure_history(parser: Parser) -> None:
    parser.option("--json", action="store_true", help="输出 JSON")


def run_history(options: argparse.Namespace) -> int:
    from assistant.keeping import renewal

    with Progress() as progress:
        renewal.begin(home_folder(), progress=progress, notice=notice if progress.live else None)
    rows = renewal.history(home_folder())
    if not rows:
        report_error("没有保留的索引，现在也建立不了。", "请运行 wence doctor 看原因。")
        return NOT_GROUNDED
    emit_rows(rows, HISTORY_COLUMNS, "json" if options.json else "table", None)
    return ANSWERED


def configure_log(parser: Parser) -> None:
    parser.option("-n", dest="count", type=count, default=20, metavar="条数", help="最近几条，默认 20")
    parser.option("--json", action="store_true", help="输出 JSON")


def run_log(options: argparse.Namespace) -> int:
    from corpus.log import lines

    try:
        rows = list(lines(home_folder()))[-options.count :]
    except OSError as error:
        raise CorpusError(f"读不了记录 {home_folder() / 'log.jsonl'}（{reason(error)}）", "请检查权限。") from error
    if not rows and not options.json:
        report_error("还没有记录。", "加入、移除文件或重建索引之后再看。")
        return NOT_GROUNDED
    emit_rows(rows, LOG_COLUMNS, "json" if options.json else "table", None)
    return ANSWERED


def _what(row: Mapping[str, Any]) -> str:
    """What a line of the log was done to."""
    parts = [row.get("id", ""), f"《{str(row['title']).strip('《》')}》" if row.get("title") else ""]
    parts += [f"第 {row['generation']} 代" if row.get("generation") else "", str(row.get("damage", ""))]
    parts += [f"停在 {len(row['stopped'])} 个无关回答" if row.get("stopped") else ""]
    parts += [f"{head} {'、'.join(row[key])}" for key, head in MOVED.items() if row.get(key)]
    parts += ["强制切换" if row.get("forced") else ""]
    return " ".join(filter(None, parts))


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


def _print_report(report: AddReport | RebuildReport | Report) -> int:
    """What was done goes to stdout, why the rest failed to stderr."""
    from assistant.keeping.outcomes import BROKEN_HINT

    emit(safe("\n".join((*report.done(), *_concerned(report)))))
    if broken := getattr(getattr(report, "rebuild", report), "broken", ""):
        report_error(f"{broken}。", BROKEN_HINT)
    if report.failure[0]:
        report_error(*report.failure)
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
    "corpus set": Handler(configure_set, run_set),
    "corpus add": Handler(configure_add, run_add),
    "corpus remove": Handler(configure_remove, run_remove),
    "corpus restore": Handler(configure_restore, run_restore),
    "corpus watch": Handler(configure_watch, run_watch),
    "rebuild": Handler(configure_rebuild, run_rebuild),
    "history": Handler(configure_history, run_history),
    "log": Handler(configure_log, run_log),
    "rollback": Handler(configure_rollback, run_rollback),
}
