"""Keeping the corpus: add, remove and check documents, rebuild, say what changed, go back."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from assistant.keeping import renewal
from assistant.keeping.outcomes import KIND_NAMES, AddReport, FileReport, Outcome, Report
from assistant.keeping.renewal import Notice, Progress
from corpus.errors import CorpusError, RefusedError, WenceError
from corpus.types import Corpus, Document

__all__ = [
    "add",
    "check",
    "history",
    "list_documents",
    "rebuild",
    "remove",
    "restorable",
    "restore",
    "rollback",
    "show",
    "watch",
]

OPTION_NAMES = {
    "title": "title",
    "issuing_body": "issuer",
    "document_number": "number",
    "issue_date": "issued",
    "effective_date": "effective",
    "expiry_date": "expires",
    "places": "place",
    "supersedes": "replaces",
}
"""fields of a Document that ``add`` takes as options, by the name extraction has for them"""
MAX_FILES = 5000
PASSED_OVER = ("thumbs.db", "desktop.ini")

rebuild, history, rollback = renewal.rebuild, renewal.history, renewal.rollback


def add(
    home: Path,
    paths: Sequence[Path],
    metadata: Mapping[str, str | Sequence[str]] | None = None,
    *,
    rebuild: bool = True,
    progress: Progress | None = None,
    notice: Notice | None = None,
) -> AddReport:
    """Take files and folders of files into the library, and rebuild.

    ``metadata`` are fields of a Document (title, issuing_body, places …) that outrank what the files say.
    """
    from corpus.library import locked

    if rebuild:
        renewal.begin(home, progress=progress, notice=notice)
    options = _options(metadata or {})
    reports: list[FileReport] = []
    with locked(home):
        files = list(_expanded(paths))
        names = _names([path for path, _ in files])
        for number, (path, refusal) in enumerate(files, 1):
            if progress:
                progress(f"读取 {path.name}", number - 1, len(files))
            if refusal:
                reports.append(_refused(path, refusal))
            else:
                reports.append(_add_file(home, path, names[path], options))
    done = any(report.outcome in ("added", "replaced", "partly") for report in reports)
    if not (rebuild and done):
        return AddReport(files=tuple(reports))
    try:
        return AddReport(files=tuple(reports), rebuild=renewal.rebuild(home, progress=progress, notice=notice))
    except WenceError as error:
        return AddReport(files=tuple(reports), failure=(error.message, error.hint))


def _options(metadata: Mapping[str, str | Sequence[str]]) -> dict[str, str]:
    options: dict[str, str] = {}
    for key, value in metadata.items():
        text = value if isinstance(value, str) else "；".join(value)
        if text.strip():
            options[OPTION_NAMES.get(key, key)] = text.strip()
    return options


def _expanded(paths: Iterable[Path]) -> Iterator[tuple[Path, RefusedError | None]]:
    """Every file that is meant, folders walked; with the reason where one can't be taken."""
    count = 0
    for path in paths:
        found = _walk(path) if path.is_dir() else [path]
        for file in found:
            count += 1
            if count > MAX_FILES:
                yield file, RefusedError(f"一次超过 {MAX_FILES} 个文件", "请分几次添加。")
                return
            yield file, _link_refusal(file, path)


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if (Path(parent) / name).is_symlink()]
        for name in sorted([*files, *linked]):
            if not name.startswith((".", "~$")) and name.lower() not in PASSED_OVER:
                yield Path(parent) / name


def _link_refusal(file: Path, given: Path) -> RefusedError | None:
    """A link that leads out of the folder it stands in could bring in any file of the machine."""
    base = given if file is not given else given.parent
    try:
        if file.is_symlink() and not file.resolve().is_relative_to(base.resolve()):
            return RefusedError("链接指向所在文件夹之外", "请直接添加原文件。")
    except OSError:
        return RefusedError("链接无法解析", "请直接添加原文件。")
    return None


def _names(files: Sequence[Path]) -> dict[Path, str]:
    """The name each file is kept under: its own, with its folder's where two files of one call share it."""
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for path in files:
        name = path.name if path.name not in taken else f"{path.parent.name}/{path.name}"
        names[path] = name
        taken.add(name)
    return names


def _refused(path: Path, error: WenceError) -> FileReport:
    return FileReport(path=str(path), outcome="refused", reason=error.message, hint=error.hint)


def _add_file(home: Path, path: Path, name: str, options: Mapping[str, str]) -> FileReport:
    from corpus.library import digest_of, held_documents
    from corpus.readers.guard import read_limited

    try:
        data = read_limited(path)
        held = held_documents(home)
        digest = digest_of(data)
        same = next((one for one in held if one.digest == digest), None)
        if same and not options:
            return FileReport(path=str(path), outcome="present", id=same.id, title=same.title)
        older = same or next((one for one in held if one.source_name == name), None)
        return _take(home, path, name, data, options, older.id if older else "")
    except CorpusError as error:
        return _refused(path, error)


def _take(home: Path, path: Path, name: str, data: bytes, options: Mapping[str, str], older_id: str) -> FileReport:
    from corpus.extract.document import extract
    from corpus.intake import rows_of
    from corpus.library import entry_of, held_documents, new_id, put
    from corpus.places import load_places
    from corpus.readers.guard import read_data, stopwatch
    from corpus.store import load_corpus

    raw = read_data(path.name, data)
    doc_id = older_id or new_id(name.replace("/", "-"), [one.id for one in held_documents(home)])
    report_text = _text_of_report(path.name, data)
    if report_text:
        return _take_original(home, path, name, data, report_text, doc_id, bool(older_id))
    places = load_places()
    extraction = rows_of(path.name, data, doc_id, options, places, partial(load_corpus, home)) or extract(
        raw, path.name, doc_id, options, places, stopwatch()
    )
    put(home, entry_of(extraction, name, data))
    outcome: Outcome = "partly" if extraction.unread else "replaced" if older_id else "added"
    return FileReport(
        path=str(path),
        outcome=outcome,
        id=doc_id,
        title=extraction.document.title,
        passages=len(extraction.passages),
        rows={kind: len(rows) for kind, rows in extraction.tables.items()},
        unread=extraction.unread,
        notes=extraction.notes,
    )


def _text_of_report(name: str, data: bytes) -> str:
    """The text of a file when it is the shipped document's own, else ""."""
    from corpus.readers import reader_for
    from corpus.readers.decode import decode
    from corpus.report import is_report

    if reader_for(name, data[:4096]).kind not in ("text", "markdown"):
        return ""
    text = decode(data)
    return text if is_report(text) else ""


def _take_original(
    home: Path, path: Path, name: str, data: bytes, text: str, doc_id: str, replaced: bool
) -> FileReport:
    from corpus.library import original_entry, put
    from corpus.report import attach_original
    from corpus.shipped import REPORT, folder_of
    from corpus.store import load_document
    from corpus.types import Document

    shipped = load_document(folder_of(REPORT))
    document = Document(id=doc_id, title=f"{shipped.documents[0].title}（原文）", kind="report")
    attached = attach_original(shipped, text)
    original = [one for one in attached.passages if one.original or one.quote_kind == "original"]
    placed = {kind: sum(1 for row in getattr(attached, kind) if row.source.lines) for kind in KIND_NAMES}
    put(home, original_entry(document, text, name, data))
    return FileReport(
        path=str(path),
        outcome="replaced" if replaced else "added",
        id=doc_id,
        title=document.title,
        passages=len(original),
        rows=placed,
        notes=("这是随程序附带的报告的原文：回答改为逐字引用原文，并给出行号",),
    )


def remove(
    home: Path, doc_id: str, *, rebuild: bool = True, progress: Progress | None = None, notice: Notice | None = None
) -> Report:
    """Take all of a document out of the library (by id, file name or title), and rebuild.

    Raises:
        CorpusError: when there is no such document.
    """
    from corpus.library import find, locked, take_out
    from corpus.log import note

    if rebuild:
        renewal.begin(home, progress=progress, notice=notice)
    with locked(home):
        held = find(home, doc_id)
        take_out(home, held.id)
    note(home, "remove", id=held.id, title=held.title)
    message = f"已移除：{held.id}《{held.title.strip('《》')}》，可用 wence corpus restore {held.id} 取回。"
    return _with_rebuild(home, [message], rebuild=rebuild, progress=progress, notice=notice)


def restore(
    home: Path, doc_id: str, *, rebuild: bool = True, progress: Progress | None = None, notice: Notice | None = None
) -> Report:
    """Bring back what was removed, or the form that was replaced last; the present form is kept in its turn.

    Raises:
        CorpusError: when no other form of that document is kept.
    """
    from corpus.library import bring_back, locked
    from corpus.log import note

    if rebuild:
        renewal.begin(home, progress=progress, notice=notice)
    with locked(home):
        replaced = (home / "library" / doc_id).exists()
        bring_back(home, doc_id)
        title = _document_of(home / "library" / doc_id).title
    note(home, "restore", id=doc_id, title=title)
    how = f"原来的样子也留着，再运行一次 wence corpus restore {doc_id} 就换回去" if replaced else ""
    message = f"已恢复：{doc_id}《{title.strip('《》')}》{f'（{how}）' if how else ''}"
    return _with_rebuild(home, [message], rebuild=rebuild, progress=progress, notice=notice)


def restorable(home: Path) -> tuple[tuple[str, str, str], ...]:
    """What can be brought back: id, title, and when the form was put away (ISO day)."""
    from datetime import UTC, datetime

    from corpus.library import contents
    from corpus.versions import shelves, versions_of

    present = contents(home)
    found = []
    for doc_id in shelves(home):
        others = [one for one in versions_of(home, doc_id) if one.digest != present.get(doc_id)]
        if others:
            put_away = datetime.fromtimestamp(others[-1].folder.stat().st_ctime, UTC).astimezone()
            found.append((doc_id, _document_of(others[-1].folder).title, put_away.date().isoformat()))
    return tuple(found)


def _with_rebuild(
    home: Path, messages: list[str], *, rebuild: bool, progress: Progress | None, notice: Notice | None
) -> Report:
    if not rebuild:
        return Report(messages=tuple(messages))
    try:
        report = renewal.rebuild(home, progress=progress, notice=notice)
    except WenceError as error:
        return Report(messages=(*messages, f"索引没有更新：{error.message}", error.hint), ok=False)
    return Report(messages=(*messages, *report.lines()), ok=report.ok)


def list_documents(home: Path) -> tuple[Document, ...]:
    """The shipped documents in use and every one of the library, the report's own text included.

    One whose ``document.toml`` can't be read stands there by its id, with the reason for a title.
    """
    from corpus.library import held_documents
    from corpus.shipped import folder_of, left_out, shipped_ids
    from corpus.store import METADATA, read_metadata

    shipped = (read_metadata(folder_of(doc_id) / METADATA)[0] for doc_id in shipped_ids(left_out(home)))
    return (*shipped, *(_document_of(held.folder) for held in held_documents(home)))


def _document_of(folder: Path) -> Document:
    from corpus.store import METADATA, read_metadata

    try:
        return read_metadata(folder / METADATA)[0]
    except CorpusError as error:
        return Document(id=folder.name, title=f"（读不了：{error.message}）", kind="broken")


def show(home: Path, doc_id: str) -> Corpus:
    """One document of the library with its records. Raises CorpusError when there is none."""
    from corpus.library import find, load_folder

    return load_folder(find(home, doc_id).folder)


def check(home: Path, paths: Sequence[Path] = ()) -> Report:
    """Examine the library, or only the files, tables and document folders named; nothing is changed."""
    from corpus.examine import examine_library, examine_path

    problems: list[str] = []
    lines: list[str] = []
    for path in paths:
        found, said = examine_path(path)
        problems += found
        lines += [f"{path}：{line}" for line in said]
    if not paths:
        problems, lines = examine_library(home)
    verdict = f"发现 {len(problems)} 个问题。" if problems else "没有发现问题。"
    return Report(messages=(*problems, *lines, verdict), ok=not problems)


def watch(
    home: Path,
    folder: Path,
    tell: Callable[[AddReport], None],
    *,
    stopped: Callable[[], bool] = lambda: False,
    interval: float = 2.0,
    progress: Progress | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Add what is dropped into a folder, again and again until ``stopped``; a file taken out of it stays added.

    A file is taken when it has stopped growing for one interval. Raises CorpusError when there is no such folder.
    """
    if not folder.is_dir():
        raise CorpusError(f"没有文件夹「{folder}」", "请先建好文件夹，再把文件放进去。")
    taken: dict[Path, tuple[int, int]] = {}
    before: dict[Path, tuple[int, int]] = {}
    while not stopped():
        now = _stamps(folder)
        ready = [path for path, stamp in now.items() if before.get(path) == stamp != taken.get(path)]
        if ready:
            tell(add(home, ready, progress=progress))
            taken |= {path: now[path] for path in ready}
        before = now
        sleep(interval)


def _stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    stamps: dict[Path, tuple[int, int]] = {}
    for path in _walk(folder):
        try:
            found = path.stat()
        except OSError:
            continue  # gone between listing and looking
        stamps[path] = (found.st_size, found.st_mtime_ns)
    return stamps
