"""The library of added documents: ``WENCE_HOME/library/ID/``, one folder of plain, reviewable files a document.

A folder is made complete under a hidden name and then renamed, so that a reader sees all of a document or nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path, PurePath
from typing import Any

from corpus.errors import CorpusError
from corpus.extract.document import Extraction
from corpus.passages import write_passages
from corpus.shipped import SHIPPED_IDS
from corpus.store import METADATA, SHIPPED_ID, TEXT, library_folders, write_metadata
from corpus.tables import KINDS, award_rows, write_table
from corpus.types import Document

LIBRARY = "library"
INCOMING, OUTGOING = ".incoming-", ".outgoing-"
"""prefixes of folders that are being put in or taken out; whoever finds one with nobody at work cleans it up"""
ID_CHARACTERS = 60
FORMULA_SIGNS = ("=", "+", "-", "@")
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A document of the library as its folder states it."""

    id: str
    folder: Path
    title: str
    source_name: str
    """name of the file it was added as; same name with other content replaces it"""
    digest: str
    """SHA-256 of that file"""


def held_documents(home: Path) -> tuple[Held, ...]:
    """The documents of the library; a folder with a broken ``document.toml`` is listed by its name alone."""
    return tuple(_held(folder) for folder in library_folders(home))


def _held(folder: Path) -> Held:
    try:
        given = tomllib.loads((folder / METADATA).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        given = {}
    keeper = given.get("keeper")
    account = keeper if isinstance(keeper, dict) else {}
    return Held(
        id=folder.name,
        folder=folder,
        title=str(given.get("title", "")),
        source_name=str(account.get("source_name", given.get("source_file", ""))),
        digest=str(account.get("sha256", "")),
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
        "用 wence corpus list 查看编号；随程序附带的资料不能移除，可以用 wence corpus off 编号 停用。",
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What is to become a folder: the document, its files, and the library's own account of it."""

    document: Document
    files: Mapping[str, bytes]
    account: Mapping[str, str | int | bool]


def entry_of(extraction: Extraction, name: str, data: bytes) -> Entry:
    """The folder of an extracted file: text, tables, and the source as it was."""
    document = replace(extraction.document, source_file=source_file_name(name))
    files = {TEXT: write_passages(extraction.passages).encode("utf-8"), document.source_file: data}
    tables: dict[str, tuple[Any, ...]] = dict(extraction.tables)
    if "subsidies" in tables:
        tables["awards"] = award_rows(tables["subsidies"])
    for kind, rows in tables.items():
        files[f"{kind}.csv"] = write_table(kind, [_without_formulas(row) for row in rows]).encode("utf-8")
    return Entry(document=document, files=files, account={**_account(name, data), **extraction.account})


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


def _account(name: str, data: bytes) -> dict[str, str | int | bool]:
    return {"source_name": name, "sha256": digest_of(data)}


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
    """Write the folder of a document, in place of an older one of that id.

    Raises:
        CorpusError: when it can't be written; nothing has changed then.
    """
    library = home / LIBRARY
    target = library / entry.document.id
    incoming = library / f"{INCOMING}{entry.document.id}"
    try:
        library.mkdir(parents=True, exist_ok=True)
        _erase(incoming)
        incoming.mkdir()
        metadata = write_metadata(entry.document, "original", entry.account).encode("utf-8")
        for name, data in {**entry.files, METADATA: metadata}.items():
            _write(incoming / name, data)
        _swap_in(incoming, target)
    except OSError as error:
        shutil.rmtree(incoming, ignore_errors=True)
        raise CorpusError(
            f"写不进资料库（{error.strerror or error}）", "请检查磁盘空间和 WENCE_HOME 的权限。"
        ) from error
    return target


def take_out(home: Path, doc_id: str) -> None:
    """Remove all of a document. Raises CorpusError when it can't be removed."""
    folder = home / LIBRARY / doc_id
    outgoing = home / LIBRARY / f"{OUTGOING}{doc_id}"
    try:
        _erase(outgoing)
        folder.rename(outgoing)
        (outgoing / METADATA).unlink(missing_ok=True)  # from here on it is rubbish, not a document to bring back
        _erase(outgoing)
    except OSError as error:
        raise CorpusError(f"移除不了 {doc_id}（{error.strerror or error}）", "请关闭打开着的文件后重试。") from error


def clean_up(home: Path) -> None:
    """Mend what an interrupted ``put`` or ``take_out`` left: bring the old folder back, or clear the rest away.

    Call it with the library locked.
    """
    library = home / LIBRARY
    if not library.is_dir():
        return
    for folder in sorted(library.iterdir()):
        if folder.name.startswith(OUTGOING):
            target = library / folder.name.removeprefix(OUTGOING)
            if not target.exists() and (folder / METADATA).is_file():
                folder.rename(target)
            else:
                shutil.rmtree(folder, ignore_errors=True)
        elif folder.name.startswith(INCOMING):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Only one process at a time changes the library; leftovers of a killed one are mended first.

    Raises:
        CorpusError: when another process holds it.
    """
    from filelock import FileLock, Timeout

    library = home / LIBRARY
    try:
        library.mkdir(parents=True, exist_ok=True)
        lock = FileLock(library / ".lock")
        lock.acquire(timeout=5)
    except Timeout as error:
        raise CorpusError("资料库正被另一个 wence 修改", "等它完成后重试。") from error
    except OSError as error:
        raise CorpusError(f"写不进资料库（{error.strerror or error}）", "请检查 WENCE_HOME 的权限。") from error
    try:
        clean_up(home)
        yield
    finally:
        lock.release()


def _swap_in(incoming: Path, target: Path) -> None:
    outgoing = target.parent / f"{OUTGOING}{target.name}"
    if target.exists():
        _erase(outgoing)
        target.rename(outgoing)
    incoming.rename(target)
    _erase(outgoing)


def _erase(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
