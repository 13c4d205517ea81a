"""Document folders to a Corpus: ``document.toml``, ``text.md`` and one CSV a table kind.

The shipped document has the same form as one that a user added to ``WENCE_HOME/library``.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError, DataError, reason
from corpus.passages import read_passages
from corpus.shipped import REPORT, folder_of, left_out, shipped_ids
from corpus.tables import KINDS, join_awards, parse_date, read_table
from corpus.types import Corpus, Document, Passage, QuoteKind

SHIPPED_ID = REPORT
"""the report: the one shipped document whose own text can be added"""
LIBRARY = "library"
METADATA = "document.toml"
TEXT = "text.md"
TEXT_KINDS: dict[str, QuoteKind] = {"digest": "digest", "original": "original"}
DATES = ("issue_date", "effective_date", "expiry_date", "covers_until")
KEEPER_KEYS = ("text_kind", "keeper")
"""Keys beside those of a Document: the kind of ``text.md``, and a table where the library keeps its own account."""

CORPUS_PARTS = (
    "passages",
    "subsidies",
    "policies",
    "areas",
    "standards",
    "batches",
    "rules",
    "conditions",
    "notices",
    "changes",
)


def load_shipped(without: frozenset[str] | None = None) -> Corpus:
    """The corpus that comes with the program; by default without what the environment leaves out."""
    leave = left_out() if without is None else without
    return merge([load_document(folder_of(doc_id)) for doc_id in shipped_ids(leave)])


def load_document(folder: Path) -> Corpus:
    """The one document of a folder and its records.

    Raises DataError naming file, row and column when a file breaks its form, CorpusError when the folder can't be read.
    """
    document, quote_kind = read_metadata(folder / METADATA)
    passages: tuple[Passage, ...] = ()
    if (folder / TEXT).is_file():
        passages = read_passages(_read(folder / TEXT), _where(folder, TEXT), document.id, quote_kind)
    parts, problems = _read_tables(folder, document.id)
    if problems:
        raise DataError(problems)
    subsidies = join_awards(parts["subsidies"], parts.pop("awards"), _where(folder, "awards.csv"))
    return Corpus(documents=(document,), passages=passages, **{**parts, "subsidies": subsidies})


def load_corpus(home: Path | None) -> Corpus:
    """The shipped corpus and every document of ``home/library``, in the order of their folder names.

    Where a document is the original of a shipped one, the shipped records get its words and lines instead of
    standing beside them. Raises DataError when a folder is broken or an id stands in two documents.
    """
    without = left_out(home)
    corpus = load_shipped(without)
    originals: list[tuple[Path, Document]] = []
    added: list[Corpus] = []
    for folder in library_folders(home):
        document, _ = read_metadata(folder / METADATA)
        if document.original_of == SHIPPED_ID:
            originals += [(folder, document)] if SHIPPED_ID not in without else []
        else:
            added.append(load_document(folder))
    for folder, document in originals:
        corpus = _with_original(corpus, folder, document)
    return merge([corpus, *added])


def load_with_originals(folders: Iterable[Path]) -> Corpus:
    """The report with its own words and lines, out of the document folders that hold them. Raises CorpusError."""
    corpus = load_document(folder_of(SHIPPED_ID))
    for folder in folders:
        corpus = _with_original(corpus, folder, read_metadata(folder / METADATA)[0])
    return corpus


def library_folders(home: Path | None) -> tuple[Path, ...]:
    """The document folders of a library, sorted; hidden ones are works in progress and don't count."""
    return tuple(folder for folder in visible_folders(home) if os.path.isfile(folder / METADATA)) if home else ()


def visible_folders(home: Path) -> tuple[Path, ...]:
    """The visible folders of a library, sorted, whatever state they are in; none where there is no library.

    Raises CorpusError when it can't be listed: a library that can't be seen into is not an empty one.
    """
    library = home / LIBRARY
    try:
        with os.scandir(library) as found:
            names = sorted(one.name for one in found if not one.name.startswith(".") and one.is_dir())
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not os.path.lexists(library):
            return ()
        why = "这不是文件夹" if isinstance(error, NotADirectoryError) else reason(error)
        long = error.errno == errno.ENAMETOOLONG
        hint = "请把 WENCE_HOME 改成短一些的名字。" if long else "请检查这个文件夹和它的权限。"
        raise CorpusError(f"读不了资料库文件夹 {library}（{why}）", hint) from error
    return tuple(library / name for name in names)


def merge(parts: Iterable[Corpus]) -> Corpus:
    """One corpus of several. Raises DataError when an id stands twice."""
    parts = list(parts)
    merged = Corpus(
        documents=tuple(document for part in parts for document in part.documents),
        **{name: tuple(record for part in parts for record in getattr(part, name)) for name in CORPUS_PARTS},
    )
    problems = _repeated_ids(merged)
    if problems:
        raise DataError(problems, "给其中一处换个编号（行的编号以文档编号开头就不会相撞）。")
    return merged


def read_metadata(path: Path) -> tuple[Document, QuoteKind]:
    """The Document of a ``document.toml`` and the kind of its text. Raises DataError or CorpusError."""
    import tomllib  # who answers from a built index reads no metadata

    where = _where(path.parent, METADATA)
    try:
        given = tomllib.loads(_read(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = "括号套得太深" if isinstance(error, RecursionError) else error
        raise DataError([f"{where} 不是有效的 TOML：{why}"]) from error
    problems = _metadata_problems(given, where)
    if problems:
        raise DataError(problems)
    known = {field.name for field in fields(Document)}
    values: dict[str, Any] = {name: _frozen(value) for name, value in given.items() if name in known}
    return Document(**values), TEXT_KINDS[given.get("text_kind", "original")]


def write_metadata(document: Document, text_kind: str, keeper: Mapping[str, Any] | None = None) -> str:
    """The ``document.toml`` of a document; ``keeper`` is the library's own account, kept as it is."""
    lines = []
    for field in fields(Document):
        value = getattr(document, field.name)
        if field.default is MISSING or value != field.default:
            lines.append(f"{field.name} = {_toml(value)}")
    lines.append(f"text_kind = {_toml(text_kind)}")
    if keeper:
        lines += ["", "[keeper]", *(f"{name} = {_toml(value)}" for name, value in keeper.items())]
    return "\n".join(lines) + "\n"


def _read_tables(folder: Path, doc_id: str) -> tuple[dict[str, tuple[Any, ...]], list[str]]:
    parts: dict[str, tuple[Any, ...]] = {}
    problems: list[str] = []
    for kind in KINDS:
        parts[kind] = ()
        path = folder / f"{kind}.csv"
        if path.is_file():
            try:
                parts[kind] = read_table(kind, _read(path), _where(folder, path.name), doc_id)
            except DataError as error:
                problems += error.problems
    return parts, problems


def _with_original(corpus: Corpus, folder: Path, document: Document) -> Corpus:
    from corpus.report import attach_original, read_report  # only who added the report's own text pays for its reader

    name = document.source_file or TEXT
    try:
        text = _bytes(folder / name).decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _bytes(folder / name).decode("gb18030", errors="replace")
    return attach_original(corpus, read_report(text))


def _metadata_problems(given: dict[str, Any], where: str) -> list[str]:
    known = {field.name: field for field in fields(Document)}
    problems = [f"{where}：没有“{name}”这一项" for name in given if name not in known and name not in KEEPER_KEYS]
    problems += [f"{where}：缺少“{name}”" for name in ("id", "title") if not given.get(name)]
    for name, value in given.items():
        if name in known and not _fits(value, str(known[name].type)):
            problems.append(f"{where}「{name}」：值的类型不对（应为 {TYPE_NAMES[str(known[name].type)]}）")
        elif name in DATES and value:
            try:
                parse_date(value)
            except ValueError as error:
                problems.append(f"{where}「{name}」：{error}")
    if given.get("text_kind", "original") not in TEXT_KINDS:
        problems.append(f"{where}「text_kind」：应为 digest 或 original")
    return problems


TYPE_NAMES = {"str": "文字", "bool": "true 或 false", "tuple[str, ...]": "文字的列表"}


def _fits(value: object, wanted: str) -> bool:
    if wanted == "tuple[str, ...]":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, bool if wanted == "bool" else str)


def _repeated_ids(corpus: Corpus) -> list[str]:
    problems: list[str] = []
    seen: dict[str, str] = {}
    for document in corpus.documents:
        if document.id in seen:
            problems.append(f"文档编号 {document.id} 用了两次（{seen[document.id]}、{document.title}）")
        seen[document.id] = document.title
    owners: dict[str, str] = {}
    for name in CORPUS_PARTS:
        for record in getattr(corpus, name):
            owner = owners.setdefault(record.id, record.source.doc_id)
            if owner != record.source.doc_id:
                problems.append(f"{record.source.doc_id}/{name}：编号 {record.id} 已在 {owner} 用过")
    return problems


def _read(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"{_where(path.parent, path.name)} 不是 UTF-8 文本（第 {error.start + 1} 字节起）"
        raise DataError([problem], "请用 UTF-8 编码另存后重试。") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"读不了 {_where(path.parent, path.name)}（{reason(error)}）"
        raise CorpusError(problem, "请检查文件是否还在、是否有读取权限。") from error


def _where(folder: Path, name: str) -> str:
    return f"{folder.name}/{name}"


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    # JSON's strings, numbers and booleans are TOML's, but for the delete character
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
