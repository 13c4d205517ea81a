"""``wence corpus check``: what is wrong in the library or in a document folder, by file, row and column."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import CorpusError, DataError, reason
from corpus.library import Held, digest_of, held_documents, load_folder, missing_files
from corpus.places import Places, load_places
from corpus.store import METADATA, SHIPPED_ID, load_document, load_shipped, merge, read_metadata
from corpus.tables import scan_table
from corpus.types import Corpus


def examine_library(home: Path) -> tuple[list[str], list[str]]:
    """Problems of the library, and remarks that are none."""
    held = held_documents(home)
    problems: list[str] = []
    parts: list[Corpus] = []
    places = load_places()
    for one in held:
        if not os.path.isfile(one.folder / METADATA):
            problems += missing_files(one.folder)
            continue
        found, part = _folder(one.folder, places)
        problems += found
        if part is not None:
            parts.append(part)
        problems += _files(one)
    problems += _duplicates(held)
    remarks = [f"资料库有 {len(held)} 个文件。"]
    if not problems:
        problems, remarks = _together(parts, problems, remarks)
    return problems, remarks


def examine_path(path: Path) -> tuple[list[str], list[str]]:
    """Problems of a document folder or of one of its tables, and remarks that are none."""
    if not path.is_dir():
        return _table(path)
    problems, part = _folder(path, load_places())
    return problems, [_counted(part)] if part else []


def _folder(folder: Path, places: Places) -> tuple[list[str], Corpus | None]:
    try:
        document, _ = read_metadata(folder / METADATA)
        part = load_folder(folder) if document.id == folder.name else load_document(folder)
    except DataError as error:
        return error.problems, None
    except CorpusError as error:
        return [error.message], None
    problems = list(_unknown_places(folder.name, part, places))
    if document.id != folder.name and not document.shipped:
        problems.append(f"{folder.name}/{METADATA}「id」：{document.id} 与文件夹名不同")
    return problems, part


def _unknown_places(name: str, part: Corpus, places: Places) -> Iterator[str]:
    for document in part.documents:
        for code in document.places:
            if code != "000000" and places.get(code) is None:
                yield f"{name}/{METADATA}「places」：地名表里没有代码 {code}"
    for kind in ("subsidies", "policies", "areas", "rules", "conditions"):
        for number, row in enumerate(getattr(part, kind), 2):
            if row.place_code != "000000" and places.get(row.place_code) is None:
                yield f"{name}/{kind}.csv 第 {number} 行「place_code」列：地名表里没有代码 {row.place_code}"


def _files(one: Held) -> Iterator[str]:
    try:
        document, _ = read_metadata(one.folder / METADATA)
    except CorpusError:
        return  # told already
    source = one.folder / document.source_file
    if document.source_file and not source.is_file():
        yield f"{one.id}/{METADATA}「source_file」：没有文件 {document.source_file}"
    elif document.source_file and not _content(source):
        yield f"{one.id}/{document.source_file}：读不了这个文件"
    elif document.source_file and one.digest and not document.original_of and _content(source) not in ("", one.digest):
        yield f"{one.id}/{document.source_file}：与加入时的内容不同，请用 wence corpus add 重新加入"


def _content(source: Path) -> str:
    try:
        return digest_of(source.read_bytes())
    except OSError:
        return ""


def _duplicates(held: tuple[Held, ...]) -> Iterator[str]:
    digests = Counter(one.digest for one in held if one.digest)
    for digest, count in digests.items():
        if count > 1:
            yield f"内容相同的文件：{'、'.join(one.id for one in held if one.digest == digest)}"


def _together(parts: list[Corpus], problems: list[str], remarks: list[str]) -> tuple[list[str], list[str]]:
    from corpus.consistency import disagreements
    from corpus.replacement import dangling

    try:
        corpus = merge([load_shipped(), *parts])
    except DataError as error:
        return error.problems, remarks
    found = [*problems, *disagreements(corpus)]
    return found, [*remarks, *(f"注意：{line}" for line in dangling(corpus))]


def _table(path: Path) -> tuple[list[str], list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return [f"{path.name} 不是 UTF-8 文本"], []
    except OSError as error:
        return [f"读不了 {path.name}（{reason(error)}）"], []
    try:
        records, problems = scan_table(path.stem, text, path.name, SHIPPED_ID)
    except DataError as error:
        return error.problems, []
    return problems, [f"{len(records)} 行"]


def _counted(part: Corpus) -> str:
    rows = sum(len(getattr(part, kind)) for kind in ("subsidies", "policies", "areas", "standards", "batches", "rules"))
    return f"《{part.documents[0].title}》，段落 {len(part.passages)} 段，条目 {rows} 条"
