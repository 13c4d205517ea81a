"""Keeping the corpus: add, remove and check documents, rebuild, say what changed, go back."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.keeping import renewal
from assistant.keeping.outcomes import AddReport, FileReport, Report
from assistant.keeping.renewal import Notice, Progress
from assistant.keeping.taking import OPTION_NAMES, Given, refused, set_metadata, take_file
from corpus.errors import CorpusError, RefusedError, WenceError
from corpus.types import Corpus, Document

if TYPE_CHECKING:
    from corpus.readers.guard import Desk

__all__ = [
    "add",
    "check",
    "history",
    "list_documents",
    "look",
    "rebuild",
    "remove",
    "restorable",
    "restore",
    "rollback",
    "set_document",
    "show",
    "watch",
]

MAX_FILES = 5000
PASSED_OVER = ("thumbs.db", "desktop.ini")

rebuild, history, rollback = renewal.rebuild, renewal.history, renewal.rollback


def add(
    home: Path,
    paths: Sequence[Path],
    metadata: Mapping[str, str | Sequence[str]] | None = None,
    *,
    rebuild: bool = True,
    update: str = "",
    overwrite: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    notice: Notice | None = None,
) -> AddReport:
    """Take files and folders of files into the library, and rebuild.

    ``metadata`` are fields of a Document (title, issuing_body, places …) that outrank what the files say; ``update``
    is the id of the document that the one file replaces; ``overwrite`` writes over what a person changed; ``force``
    switches although answers change that the files have no say in.

    Raises:
        CorpusError: when a place is stated that there is not, before anything is touched, or nothing can be written.
    """
    from corpus.library import Shelf, locked
    from corpus.log import note
    from corpus.readers.guard import Desk

    options = options_of(metadata or {})
    renewal.refuse_lost(home)
    if rebuild:
        renewal.begin(home, progress=progress, notice=notice)
    reports: list[FileReport] = []
    with locked(home), Desk(home) as desk:
        shelf = Shelf(home)
        files = meant_files(paths, options, desk, update=update, overwrite=overwrite)
        for number, (given, refusal) in enumerate(files, 1):
            if progress:
                progress(f"读取 {given.path.name}", number - 1, len(files))
            reports.append(refused(given.path, refusal) if refusal else take_file(home, given, desk, shelf))
            _noted(note, home, reports[-1])
    done = any(report.outcome in ("added", "replaced", "partly") for report in reports)
    if not (rebuild and done):
        return AddReport(files=tuple(reports))
    try:
        report = renewal.rebuild(home, force=force, progress=progress, notice=notice)
        return AddReport(files=tuple(reports), rebuild=report)
    except WenceError as error:
        failure = (f"文件已进资料库，但索引没有更新：{error.message}", error.hint)
        return AddReport(files=tuple(reports), failure=failure)


def _noted(note: Callable[..., None], home: Path, report: FileReport) -> None:
    if report.outcome in ("added", "replaced", "partly"):
        note(home, "replace" if report.outcome == "replaced" else "add", id=report.id, title=report.title)


def look(home: Path, paths: Sequence[Path], *, progress: Progress | None = None) -> tuple[list[str], bool]:
    """What adding files would read, and which answers it would change, in lines; and whether it would take any.

    Nothing is written but a first index, which the answers are compared with.
    """
    from assistant.keeping.trying import all_tried, changes_of, is_taken, told

    renewal.begin(home, progress=progress)
    tried = all_tried(home, paths, {})
    lines = []
    for path, one in tried:
        changes = changes_of(home, one, progress)
        lines += [*told(path, one), *(changes.lines() if changes else ())]
    return lines or ["没有找到可以加入的文件。"], any(is_taken(one) for _, one in tried)


def set_document(
    home: Path,
    doc_id: str,
    metadata: Mapping[str, str | Sequence[str]],
    *,
    rebuild: bool = True,
    progress: Progress | None = None,
    notice: Notice | None = None,
) -> Report:
    """Put metadata of a document right without reading its file anew, and rebuild.

    Raises:
        CorpusError: when there is no such document or place, or it can't be written.
    """
    from corpus.library import locked
    from corpus.log import note

    renewal.refuse_lost(home)
    if rebuild:
        renewal.begin(home, progress=progress, notice=notice)
    with locked(home):
        found, title, told = set_metadata(home, doc_id, metadata)
    if not told:
        return Report(messages=(f"{found}《{title.strip('《》')}》没有变化。",))
    note(home, "set", id=found, title=title, changes=told)
    messages = [f"已修改：{found}《{title.strip('《》')}》", *(f"  {line}" for line in told)]
    return _with_rebuild(home, messages, rebuild=rebuild, progress=progress, notice=notice)


def options_of(metadata: Mapping[str, str | Sequence[str]]) -> dict[str, str]:
    """Metadata of a Document as the options that extraction knows. Raises CorpusError for a place that there is not."""
    from assistant.keeping.placing import stated_codes

    options: dict[str, str] = {}
    for key, value in metadata.items():
        given = stated_codes(value) if key == "places" else value
        text = given if isinstance(given, str) else "；".join(given)
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
            yield file, _refusal(file, path)


def meant_files(
    paths: Iterable[Path], options: Mapping[str, str], desk: Desk, *, update: str = "", overwrite: bool = False
) -> list[tuple[Given, RefusedError | None]]:
    """Every file that is meant and how it is to be taken, with the reason where it can't be.

    Folders are walked, and so are archives of several notices.
    """
    files = list(_expanded(paths))
    names = _names([path for path, _ in files])
    found: list[tuple[Given, RefusedError | None]] = []
    for path, refusal in files:
        given = Given(path, names[path], options, update, overwrite)
        found += [(given, refusal)] if refusal else _unbundled(given, desk)
    return found


def _unbundled(given: Given, desk: Desk) -> Iterator[tuple[Given, RefusedError | None]]:
    """A file; in the place of an archive of several notices its parts; and what of it leads out."""
    from assistant.keeping.bundles import OUTSIDE, SUFFIX, Bundle, bundle_of

    bundle = Bundle()
    if given.path.suffix.lower() == SUFFIX:
        with contextlib.suppress(RefusedError):  # told when it is read
            bundle = bundle_of(given.read(), desk)
    for part in bundle.parts:
        yield given._replace(path=given.path / part.name, name=f"{given.name}/{part.name}", data=part.data), None
    if not bundle.parts:
        yield given, None
    for name in bundle.outside:
        yield given._replace(path=given.path / name.lstrip("/")), OUTSIDE


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if (Path(parent) / name).is_symlink()]
        for name in sorted([*files, *linked]):
            if not name.startswith((".", "~$")) and name.lower() not in PASSED_OVER:
                yield Path(parent) / name


def _refusal(file: Path, given: Path) -> RefusedError | None:
    """Why a file can't be taken before anything of it is read."""
    if not os.path.lexists(file):
        return RefusedError("没有这个文件", "请检查文件名，以及现在所在的文件夹。")
    return _link_refusal(file, given)


def _link_refusal(file: Path, given: Path) -> RefusedError | None:
    """A link that leads out of the folder it stands in could bring in any file of the machine."""
    base = given if file is not given else given.parent
    try:
        if file.is_symlink() and not file.resolve().is_relative_to(base.resolve()):
            return RefusedError("链接指向所在文件夹之外", "请直接添加原文件。")
    except (OSError, RuntimeError):  # a link that leads round in a circle
        return RefusedError("链接无法解析", "请直接添加原文件。")
    return None


def _names(files: Sequence[Path]) -> dict[Path, str]:
    """The name each file is kept under: its own, with its folder's where two files of one call share it."""
    from corpus.library import plain_name

    names: dict[Path, str] = {}
    taken: set[str] = set()
    for path in files:
        name = plain_name(path.name)
        name = name if name not in taken else f"{plain_name(path.parent.name)}/{name}"
        names[path] = name
        taken.add(name)
    return names


def remove(
    home: Path, doc_id: str, *, rebuild: bool = True, progress: Progress | None = None, notice: Notice | None = None
) -> Report:
    """Take all of a document out of the library (by id, file name or title), and rebuild.

    Raises:
        CorpusError: when there is no such document.
    """
    from corpus.library import find, locked, take_out
    from corpus.log import note

    renewal.refuse_lost(home)
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

    renewal.refuse_lost(home)
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
        return Report(messages=tuple(messages), ok=False, failure=(f"索引没有更新：{error.message}", error.hint))
    return Report(messages=(*messages, *report.lines()), ok=report.ok)


def list_documents(home: Path) -> tuple[Document, ...]:
    """The shipped documents in use and every one of the library, the report's own text included.

    One whose ``document.toml`` can't be read stands there by its id, with the reason for a title.
    """
    from corpus.library import held_documents
    from corpus.shipped import folder_of, left_out, shipped_ids
    from corpus.store import METADATA, read_metadata

    renewal.refuse_lost(home)
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
        renewal.refuse_lost(home)
        problems, lines = examine_library(home)
    verdict = f"发现 {len(problems)} 个问题。" if problems else "没有发现问题。"
    return Report(messages=(*problems, *lines, verdict), ok=not problems, problems=tuple(problems))


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
