"""The library of added documents: ``WENCE_HOME/library/ID/``, one folder of plain, reviewable files a document.

A folder is made complete under a hidden name and then renamed, so that a reader sees all of a document or nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from corpus.by_hand import account_of
from corpus.errors import CorpusError, DataError, reason
from corpus.frozen import field, frozen, replace
from corpus.passages import write_passages
from corpus.private import private, private_folder
from corpus.shipped import SHIPPED_IDS
from corpus.store import LIBRARY, METADATA, SHIPPED_ID, TEXT, load_document, visible_folders, write_metadata
from corpus.tables import KINDS, award_rows, write_table
from corpus.types import Corpus, Document
from corpus.versions import (
    Version,
    content_digest,
    copy_folder,
    find_version,
    put_away,
    sweep,
    versions_of,
)

if TYPE_CHECKING:
    from corpus.extract.document import Extraction

INCOMING, OUTGOING = ".incoming-", ".outgoing-"
"""prefixes of folders that are being put in or taken out; whoever finds one with nobody at work cleans it up"""
JOURNAL = ".moving"
"""which documents the library is to hold, in which forms, while several are moved at once"""
ID_CHARACTERS = 60
FORMULA_SIGNS = ("=", "+", "-", "@")
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})


@frozen
class Held:
    """A document of the library as its folder states it."""

    id: str
    folder: Path
    title: str
    source_name: str
    """name of the file it was added as; same name with other content replaces it"""
    digest: str
    """SHA-256 of that file"""
    original_of: str = ""
    number: str = ""
    """document number"""
    account: Mapping[str, Any] = field(default_factory=dict)
    """what the library keeps of it for itself, ``[keeper]`` of its metadata"""


def held_documents(home: Path) -> tuple[Held, ...]:
    """The documents of the library; a folder with a broken ``document.toml`` is listed by its name alone."""
    settled(home)
    return tuple(_held(folder) for folder in document_folders(home))


class Shelf:
    """The documents of a library while files are taken into it: each is read again only where it was written anew."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._read: dict[Path, tuple[tuple[int, ...], Held]] = {}

    def held(self) -> tuple[Held, ...]:
        """What ``held_documents`` gives now."""
        settled(self._home)
        return tuple(map(self._held, document_folders(self._home)))

    def _held(self, folder: Path) -> Held:
        stamp = _stamp(folder / METADATA)
        known = self._read.get(folder)
        if known is None or known[0] != stamp:
            known = self._read[folder] = (stamp, _held(folder))
        return known[1]


def _stamp(path: Path) -> tuple[int, ...]:
    """What tells that a file is another one; nothing where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


document_folders = visible_folders
"""the visible folders of the library, sorted, whatever state they are in; raises CorpusError"""


def load_folder(folder: Path) -> Corpus:
    """The document of a folder of the library. Raises DataError or CorpusError when something of it is missing."""
    problems = missing_files(folder)
    if problems:
        raise DataError(problems, f"可用 wence corpus restore {folder.name} 恢复原来的样子，或移除后重新加入。")
    return load_document(folder)


def missing_files(folder: Path) -> list[str]:
    """What a folder of the library should have and lacks, a line each."""
    if not os.path.isfile(folder / METADATA):
        return [f"{folder.name}/{METADATA} 不在了或读不了"]
    held = _held(folder)
    if held.digest and not held.original_of and not os.path.isfile(folder / TEXT):
        return [f"{folder.name}/{TEXT} 不在了或读不了"]
    return []


def _held(folder: Path) -> Held:
    try:
        given = tomllib.loads((folder / METADATA).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        given = {}
    keeper = given.get("keeper")
    account = keeper if isinstance(keeper, dict) else {}
    return Held(
        id=folder.name,
        folder=folder,
        title=str(given.get("title", "")),
        source_name=str(account.get("source_name", given.get("source_file", ""))),
        digest=str(account.get("sha256", "")),
        original_of=str(given.get("original_of", "")),
        number=str(given.get("document_number", "")),
        account={key: tuple(value) if isinstance(value, list) else value for key, value in account.items()},
    )


def find(home: Path, wanted: str) -> Held:
    """The document of an id, else of a file name or a title.

    Raises:
        CorpusError: when there is none, or several go by that name.
    """
    held = held_documents(home)
    for name in ("id", "source_name", "title"):
        found = [one for one in held if getattr(one, name) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            ids = "、".join(one.id for one in found)
            raise CorpusError(f"「{wanted}」对应多个文件：{ids}", "请改用编号。")
    raise CorpusError(
        f"资料库里没有编号为「{wanted}」的文件",
        "用 wence corpus list 查看编号；随程序附带的资料不能修改或移除，可以用 wence corpus off 编号 停用。",
    )


def digest_of(data: bytes) -> str:
    """The content of a file as a short text, for comparing."""
    return hashlib.sha256(data).hexdigest()


def new_id(name: str, taken: Iterable[str]) -> str:
    """A folder name and document id for a file: its stem, made safe on every system, and not taken yet."""
    stem = unicodedata.normalize("NFKC", PurePath(name).stem).lower()
    safe = re.sub(r"[^\w\u4e00-\u9fff]+", "-", stem).strip("-_")[:ID_CHARACTERS].strip("-_")
    base = safe if safe and safe not in RESERVED else f"doc-{safe}".rstrip("-")
    used = {other.lower() for other in taken} | set(SHIPPED_IDS)
    suffix = PurePath(name).suffix.lower().strip(".")
    candidates = [base, f"{base}-{suffix}" if suffix.isalnum() else base]
    return next(
        (one for one in candidates if one not in used),
        next(f"{base}-{number}" for number in range(2, len(used) + 3) if f"{base}-{number}" not in used),
    )


@frozen
class Entry:
    """What is to become a folder: the document, its files, and the library's own account of it."""

    document: Document
    files: Mapping[str, bytes]
    account: Mapping[str, Any]


def entry_of(extraction: Extraction, name: str, data: bytes, given: Collection[str] = ()) -> Entry:
    """The folder of an extracted file: text, tables, the source as it was; ``given`` names what a person stated."""
    document = replace(extraction.document, source_file=source_file_name(name))
    files = {TEXT: write_passages(extraction.passages).encode("utf-8"), document.source_file: data}
    tables: dict[str, tuple[Any, ...]] = dict(extraction.tables)
    if "subsidies" in tables:
        tables["awards"] = award_rows(tables["subsidies"])
    for kind, rows in tables.items():
        files[f"{kind}.csv"] = write_table(kind, [_without_formulas(row) for row in rows]).encode("utf-8")
    account = {**_account(name, data), **extraction.account, **account_of(document, files, given)}
    if extraction.unread:
        account["unread"] = extraction.unread
    return Entry(document=document, files=files, account=account)


def _without_formulas(record: Any) -> Any:
    """The record with texts that a spreadsheet would run as formulas made plain by an apostrophe."""
    changes = {
        field.name: _plain(value)
        for field in fields(record)
        if isinstance(value := getattr(record, field.name), str) and value.startswith(FORMULA_SIGNS)
    }
    return replace(record, **changes) if changes else record


def _plain(text: str) -> str:
    return f"'{text}"


def original_entry(document: Document, text: str, name: str, data: bytes) -> Entry:
    """The folder of the shipped document's own text: the source is kept as UTF-8, for its line numbers are quoted."""
    kept = replace(document, source_file=f"{PurePath(source_file_name(name)).stem}.txt", original_of=SHIPPED_ID)
    files = {kept.source_file: text.encode("utf-8")}
    original = source_file_name(name)
    if original != kept.source_file:
        files[original] = data
    return Entry(document=kept, files=files, account=_account(name, data))


def _account(name: str, data: bytes) -> dict[str, Any]:
    return {"source_name": name, "sha256": digest_of(data)}


def plain_name(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 are read as GB18030, as names out of a zip from Windows are."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def source_file_name(name: str) -> str:
    """A name for the kept source that no file of the folder has and every system can write."""
    plain = unicodedata.normalize("NFC", PurePath(name).name)
    safe = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]', "_", plain).strip(" .")
    while len(safe.encode("utf-8")) > 180:
        safe = safe[1:]
    stem = PurePath(safe).stem.lower()
    own = safe.lower() in (METADATA, TEXT) or (safe.lower().endswith(".csv") and stem in _TABLES)
    return f"source-{safe}" if own or stem in RESERVED or not safe else safe


_TABLES = frozenset(KINDS)


def put(home: Path, entry: Entry) -> Path:
    """Write the folder of a document, in place of an older one of that id, which is kept among its earlier forms.

    Raises:
        CorpusError: when it can't be written; nothing has changed then.
    """
    library = home / LIBRARY
    incoming = library / f"{INCOMING}{entry.document.id}"
    metadata = write_metadata(entry.document, "original", entry.account).encode("utf-8")

    def write(folder: Path) -> None:
        folder.mkdir()
        for name, data in {**entry.files, METADATA: metadata}.items():
            _write(folder / name, data)

    _changing(home, lambda: _bring_in(home, entry.document.id, incoming, write))
    return library / entry.document.id


def take_out(home: Path, doc_id: str) -> None:
    """Remove all of a document; its folder is kept among its earlier forms. Raises CorpusError."""
    _changing(home, lambda: put_away(home, doc_id, home / LIBRARY / doc_id), f"移除不了 {doc_id}")


def bring_back(home: Path, doc_id: str, digest: str = "") -> Version:
    """Put an earlier form of a document in the place of the present one, which is kept in its turn.

    Without ``digest`` it is the newest form that differs from the present one.
    Raises CorpusError when there is none, or it can't be written.
    """
    folder = home / LIBRARY / doc_id
    present = content_digest([folder]) if folder.is_dir() else ""
    others = [one for one in versions_of(home, doc_id) if one.digest != present and digest in ("", one.digest)]
    if not others:
        raise CorpusError(f"没有留下「{doc_id}」移除或替换前的样子", "能恢复的见 wence corpus restore（不写编号）。")
    version = others[-1]
    incoming = home / LIBRARY / f"{INCOMING}{doc_id}"
    _changing(home, lambda: _bring_in(home, doc_id, incoming, lambda new: copy_folder(version.folder, new)))
    return version


def rewrite(home: Path, doc_id: str, files: Mapping[str, bytes]) -> None:
    """Give some files of a document another content, all of them or none; the form before is kept.

    Raises CorpusError when they can't be written.
    """
    folder, incoming = home / LIBRARY / doc_id, home / LIBRARY / f"{INCOMING}{doc_id}"

    def write(new: Path) -> None:
        copy_folder(folder, new)
        for name, data in files.items():
            (new / name).unlink(missing_ok=True)
            _write(new / name, data)

    _changing(home, lambda: _bring_in(home, doc_id, incoming, write))


def contents(home: Path) -> dict[str, str]:
    """The digest of every document of the library, by its id. Raises CorpusError when one can't be read."""
    try:
        return {folder.name: content_digest([folder]) for folder in document_folders(home)}
    except OSError as error:
        raise CorpusError(f"读不了资料库（{reason(error)}）", "请检查文件夹的权限。") from error


def bring_to(home: Path, wanted: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Make the library hold just these documents (id to digest) in just these forms; call it with the library locked.

    Killed on the way, whoever looks next goes on with it. Returns the ids brought back and the ids taken out.
    Raises CorpusError when a form is no longer kept, or nothing can be written; nothing has changed then.
    """
    present = contents(home)
    back = tuple(doc_id for doc_id, digest in wanted.items() if present.get(doc_id) != digest)
    lost = [doc_id for doc_id in back if find_version(home, doc_id, wanted[doc_id]) is None]
    if lost:
        raise CorpusError(f"没有留下当时的文件：{'、'.join(lost)}", "请重新加入这些文件，再运行 wence rebuild。")
    gone = tuple(doc_id for doc_id in present if doc_id not in wanted)
    if back or gone:
        _changing(home, lambda: _write_journal(home, wanted))
        _changing(home, lambda: _follow_journal(home))
    return back, gone


def _write_journal(home: Path, wanted: Mapping[str, str]) -> None:
    journal = home / LIBRARY / JOURNAL
    partial = journal.with_name(f"{INCOMING}journal")
    partial.write_text(json.dumps(wanted), encoding="utf-8")
    partial.replace(journal)


def _follow_journal(home: Path) -> None:
    """Do what is left of a move of several documents. Raises OSError."""
    journal = home / LIBRARY / JOURNAL
    wanted = json.loads(journal.read_text(encoding="utf-8"))
    present = {folder.name: content_digest([folder]) for folder in document_folders(home)}
    for doc_id in present:
        if doc_id not in wanted:
            put_away(home, doc_id, home / LIBRARY / doc_id)
    for doc_id, digest in wanted.items():
        version = find_version(home, doc_id, digest) if present.get(doc_id) != digest else None
        if version:
            new, kept = home / LIBRARY / f"{INCOMING}{doc_id}", version.folder
            _bring_in(home, doc_id, new, partial(copy_folder, kept))
    journal.unlink()


def _changing(home: Path, change: Callable[[], object], problem: str = "写不进资料库") -> None:
    """Do a change of the library; where the system refuses, all is as it was."""
    try:
        with private():
            private_folder(home / LIBRARY)
            change()
    except OSError as error:
        with contextlib.suppress(OSError):
            clean_up(home)
        raise CorpusError(f"{problem}（{reason(error)}）", "请检查磁盘空间和 WENCE_HOME 的权限。") from error


def clean_up(home: Path) -> None:
    """Mend what an interrupted change left: bring the old folder back, or clear the rest away.

    Call it with the library locked. Raises OSError.
    """
    library = home / LIBRARY
    for name in _pending(home):
        folder = library / name
        if name.startswith(OUTGOING):
            doc_id = name.removeprefix(OUTGOING)
            if (folder / METADATA).is_file() and not (library / doc_id).exists():
                folder.rename(library / doc_id)
            else:
                put_away(home, doc_id, folder)
        elif name.startswith(INCOMING):
            _erase(folder)
    sweep(home)
    if (library / JOURNAL).is_file():
        _follow_journal(home)


def settled(home: Path, wait: float = 0.0) -> bool:
    """Whether the library is in no change; what a killed change left is mended first.

    Whoever looks at the library asks this before. ``wait`` in seconds for another process that is changing it.
    """
    if not _pending(home):
        return True
    try:
        with locked(home, wait):
            return True
    except CorpusError:
        return not _pending(home)


def _pending(home: Path) -> list[str]:
    """Names in the library that only stand there while it is changed, those to be brought back first."""
    try:
        names = os.listdir(home / LIBRARY)
    except OSError:
        return []
    return sorted((name for name in names if name.startswith((INCOMING, OUTGOING)) or name == JOURNAL), reverse=True)


@contextlib.contextmanager
def locked(home: Path, wait: float = 5.0) -> Iterator[None]:
    """Only one process at a time changes the library; leftovers of a killed one are mended first.

    Raises:
        CorpusError: when another process holds it.
    """
    from filelock import FileLock, Timeout

    library = home / LIBRARY
    try:
        private_folder(library)
        with private():
            lock = FileLock(library / ".lock")
            lock.acquire(timeout=wait)
    except Timeout as error:
        raise CorpusError("资料库正被另一个 wence 修改", "等它完成后重试。") from error
    except OSError as error:
        raise CorpusError(f"写不进资料库（{reason(error)}）", "请检查 WENCE_HOME 的权限。") from error
    try:
        _mend(home)
        yield
    finally:
        lock.release()


def _mend(home: Path) -> None:
    try:
        with private():
            clean_up(home)
    except (OSError, ValueError) as error:
        problem = f"资料库里上次没做完的改动收拾不了（{reason(error)}）"
        raise CorpusError(problem, "请检查文件夹的权限和磁盘空间，再试一次。") from error


def _bring_in(home: Path, doc_id: str, incoming: Path, write: Callable[[Path], None]) -> None:
    """Have a folder written under a hidden name, then put it in place; the one before goes to the earlier forms."""
    target, outgoing = home / LIBRARY / doc_id, home / LIBRARY / f"{OUTGOING}{doc_id}"
    _erase(incoming)
    write(incoming)
    if target.exists():
        if outgoing.exists():
            put_away(home, doc_id, outgoing)
        target.rename(outgoing)
    incoming.rename(target)
    if outgoing.exists():
        with contextlib.suppress(OSError):  # the change is done; the next one clears this away
            put_away(home, doc_id, outgoing)


def _erase(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
