"""Taking one file into the library: which document it is, what a person changed of it, and what becomes of it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.keeping.outcomes import KIND_NAMES, FileReport, Outcome
from assistant.keeping.placing import NATIONAL, name_of, stated_codes
from corpus.errors import CorpusError, RefusedError, WenceError
from corpus.frozen import replace
from corpus.readers.blocks import MOST_CHARACTERS, MOST_PASSAGES

if TYPE_CHECKING:
    from corpus.by_hand import ByHand
    from corpus.extract.document import Extraction
    from corpus.library import Held, Shelf
    from corpus.readers.guard import Desk

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
FIELD_NAMES = {
    "title": "标题",
    "issuing_body": "发布机关",
    "document_number": "文号",
    "issue_date": "发布日期",
    "effective_date": "施行日期",
    "expiry_date": "有效期至",
    "places": "地区",
    "supersedes": "替代",
}
EXPORTED = "这是问策导出的回答：里面的日期和有效期是所引文件的，不当作这份文件的"
ALIKE = 0.5
"""share of common text from which a file without a title of its own is the older one of its name, edited"""
SHOWN_DIFFERENCES = 12


class Given(NamedTuple):
    """A file to be taken, and how."""

    path: Path
    name: str
    """the name it is kept under"""
    options: Mapping[str, str]
    """metadata that outrank what is read"""
    update: str = ""
    """id of the document that it is said to replace"""
    overwrite: bool = False
    """whether what a person changed may be written over"""
    data: bytes | None = None
    """what it holds, where it is a part of an archive"""

    def read(self) -> bytes:
        """What the file holds. Raises RefusedError."""
        from corpus.readers.guard import read_limited

        return read_limited(self.path) if self.data is None else self.data


Read = Callable[[str, Mapping[str, str]], "Extraction"]
"""the extraction of a file under an id, with options"""


def take_file(home: Path, given: Given, desk: Desk, shelf: Shelf) -> FileReport:
    """Take a file into the library; whatever is wrong with it is in the report.

    ``desk`` reads it under guard, ``shelf`` knows what the library holds.
    """
    from corpus.library import digest_of

    try:
        data = given.read()
        held, digest = shelf.held(), digest_of(data)
        same = next((one for one in held if one.digest == digest), None)
        if same and given.update in ("", same.id) and not (given.options or given.overwrite):
            return FileReport(path=str(given.path), outcome="present", id=same.id, title=same.title)
        return _take(home, given, data, same, held, desk)
    except CorpusError as error:
        return refused(given.path, error)
    except Exception as error:  # one bad file costs only itself, whatever it does to the program
        if os.environ.get("WENCE_DEBUG"):
            raise
        told = RefusedError(f"读取时程序出错（{type(error).__name__}）", "请把文件另存一次再添加；其他文件不受影响。")
        return refused(given.path, told)


def refused(path: Path, error: WenceError) -> FileReport:
    """The report of a file that is not taken."""
    return FileReport(path=str(path), outcome="refused", reason=error.message, hint=error.hint)


def read_file(home: Path, name: str, data: bytes, desk: Desk) -> Read:
    """Read a file once, for as many extractions as are wanted. Raises RefusedError."""
    from assistant.exporting.carried import carries
    from corpus.extract.document import extract
    from corpus.intake import rows_of
    from corpus.places import load_places
    from corpus.readers.guard import stopwatch
    from corpus.replacement import EXPORT
    from index.units import corpus_of_home

    raw = desk.read(name, _inside(name, data, desk))
    places = load_places()
    exported = carries(data)

    def read(doc_id: str, options: Mapping[str, str]) -> Extraction:
        rows = rows_of(name, data, doc_id, options, places, partial(corpus_of_home, home))
        national = options.get("place") == NATIONAL
        # what the whole country is told of goes on paying where its text says
        asked = {key: value for key, value in options.items() if not (national and key == "place")}
        found = rows or extract(raw, name, doc_id, asked, places, stopwatch(), of_others=exported)
        if exported:
            found = replace(found, document=replace(found.document, kind=EXPORT), notes=(*found.notes, EXPORTED))
        if national:
            found = replace(found, document=replace(found.document, places=(NATIONAL,)))
        count = sum(len(passage.text) for passage in found.passages)
        if count > MOST_CHARACTERS:
            problem = f"全文约 {count // 10_000} 万字，超过 {MOST_CHARACTERS // 10_000} 万字的上限"
            raise RefusedError(problem, "请只保留有关绿色工厂的部分，或拆成几份再添加。")
        if len(found.passages) > MOST_PASSAGES:
            problem = f"全文有 {len(found.passages)} 段，超过 {MOST_PASSAGES} 段的上限"
            raise RefusedError(problem, "请只保留有关绿色工厂的部分，或拆成几份再添加。")
        return found

    return read


def _inside(name: str, data: bytes, desk: Desk) -> bytes:
    """What may be read of a file: of an archive no entry that leads out of it."""
    from assistant.keeping.bundles import SUFFIX, bundle_of

    rest = bundle_of(data, desk).rest if name.lower().endswith(SUFFIX) else None
    return data if rest is None else rest


def _take(home: Path, given: Given, data: bytes, same: Held | None, held: tuple[Held, ...], desk: Desk) -> FileReport:
    from corpus.library import entry_of, put

    text = text_of_report(Path(given.name).name, data)
    if text:
        older = same or next((one for one in held if one.original_of), None)
        return _take_original(home, given, data, text, older.id if older else _fresh_id(given, held), bool(older))
    meant = decided(home, given, data, held, desk)
    stated = [name for name, option in OPTION_NAMES.items() if option in meant.options]
    entry = entry_of(meant.found, given.name, data, stated)
    if meant.older and meant.hand and meant.hand.files:
        return _kept(given.path, meant.older, meant.hand, entry.files)
    put(home, entry)
    return _report(given.path, meant.found, _outcome(meant.found, meant.older), meant.notes)


class Decided(NamedTuple):
    """What a file is to be taken as: its reading, the document that it replaces, what a person changed of that one."""

    found: Extraction
    older: Held | None
    hand: ByHand | None
    options: Mapping[str, str]
    """what was stated, now or by hand before"""
    notes: tuple[str, ...]


def decided(home: Path, given: Given, data: bytes, held: tuple[Held, ...], desk: Desk) -> Decided:
    """What would become of a file; nothing is written. Raises CorpusError when it would be refused."""
    from corpus.by_hand import changed_by_hand
    from corpus.library import digest_of, find

    read = read_file(home, Path(given.name).name, data, desk)
    namesake = next((one for one in held if one.source_name == given.name), None)
    first = _first_reading(read, _fresh_id(given, held), namesake, given)
    same = next((one for one in held if one.digest == digest_of(data)), None)
    older = find(home, given.update) if given.update else same or older_of(held, given.name, first)
    hand = changed_by_hand(older.folder) if older and not given.overwrite else None
    options = {**_as_options(hand), **given.options}
    found = read(older.id, options) if older else first
    notes = [*found.notes, *_kept_fields(hand, first), *([] if older else _namesakes(held, given.name))]
    return Decided(found, older, hand, options, tuple(notes))


def _fresh_id(given: Given, held: tuple[Held, ...]) -> str:
    from corpus.library import new_id

    return new_id(given.name.replace("/", "-"), [one.id for one in held])


def _first_reading(read: Read, fresh: str, namesake: Held | None, given: Given) -> Extraction:
    """What a file says of itself. Rows that state their ids can be those of the document of its name, edited."""
    try:
        return read(fresh, given.options)
    except RefusedError:
        if namesake is None:
            raise
        return read(namesake.id, given.options)


def older_of(held: tuple[Held, ...], name: str, read: Extraction) -> Held | None:
    """The document that a file is a newer form of: of one title and no other number; a file's name alone says nothing.

    A file without a title of its own is the one of its name when they share most of their text.
    """
    document = read.document
    titled = [one for one in held if _folded(one.title) == _folded(document.title)]
    for one in titled:
        numbers = {one.number, document.document_number} - {""}
        if len(numbers) > 1:
            continue
        if not _is_stem(document.title, name) and (one.number == document.document_number != "" or _named(one, name)):
            return one
        if _named(one, name) and _alike(one, read):
            return one
    return None


def _named(one: Held, name: str) -> bool:
    return one.source_name == name


def _is_stem(title: str, name: str) -> bool:
    from corpus.extract.document import title_of_file

    return _folded(title) in (_folded(Path(name).stem), _folded(title_of_file(name)))


def _alike(one: Held, read: Extraction) -> bool:
    try:
        before = (one.folder / "text.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    after = "\n".join(passage.text for passage in read.passages)
    return difflib.SequenceMatcher(None, before[:4000], after[:4000], autojunk=False).quick_ratio() >= ALIKE


def _folded(title: str) -> str:
    return "".join(title.split()).strip("《》").lower()


def _as_options(hand: ByHand | None) -> dict[str, str]:
    fields = hand.fields if hand else {}
    return {OPTION_NAMES[name]: value if isinstance(value, str) else "；".join(value) for name, value in fields.items()}


def _kept_fields(hand: ByHand | None, read: Extraction) -> list[str]:
    """What a person stated and this reading has otherwise, told."""
    told = []
    for name, value in (hand.fields if hand else {}).items():
        now = getattr(read.document, name)
        if now != (tuple(value) if isinstance(value, list) else value):
            told.append(f"{FIELD_NAMES[name]}保留手工改的「{_shown(value)}」（这次读出「{_shown(now) or '无'}」）")
    return told


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else "、".join(value)


def _kept(path: Path, older: Held, hand: ByHand, files: Mapping[str, bytes]) -> FileReport:
    """A document that a person has worked on stays as it is; the report shows what this reading has otherwise."""
    differences = []
    for name in hand.files:
        before = _text(older.folder / name)
        after = files.get(name, b"").decode("utf-8").splitlines()
        lines = difflib.unified_diff(before, after, lineterm="", n=0)
        differences += [
            f"{name} {'这次读出' if line[0] == '+' else '手工改的'}：{line[1:]}"
            for line in lines
            if line[0] in "+-" and not line.startswith(("+++", "---"))
        ]
    rest = len(differences) - SHOWN_DIFFERENCES
    return FileReport(
        path=str(path),
        outcome="kept",
        id=older.id,
        title=older.title,
        reason=f"{older.id} 的 {'、'.join(hand.files)} 手工改过，没有覆盖",
        hint="要改用这次读出的内容，加 --overwrite；要保留手工改的，不用做什么。",
        unread=(*differences[:SHOWN_DIFFERENCES], *([f"……另有 {rest} 处不同"] if rest > 0 else [])),
    )


def _text(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _namesakes(held: tuple[Held, ...], name: str) -> list[str]:
    others = [one for one in held if one.source_name == name]
    return [
        f"资料库里另有同名文件 {one.id}（《{one.title.strip('《》')}》），标题或文号不同，各算一份；"
        f"如果是要替换它，请用 --update {one.id}"
        for one in others
    ]


def _outcome(extraction: Extraction, older: Held | None) -> Outcome:
    return "partly" if extraction.unread else "replaced" if older else "added"


def _report(path: Path, extraction: Extraction, outcome: Outcome, notes: tuple[str, ...]) -> FileReport:
    return FileReport(
        path=str(path),
        outcome=outcome,
        id=extraction.document.id,
        title=extraction.document.title,
        passages=len(extraction.passages),
        rows={kind: len(rows) for kind, rows in extraction.tables.items()},
        unread=extraction.unread,
        notes=notes,
    )


def text_of_report(name: str, data: bytes) -> str:
    """The text of a file when it is the shipped document's own, else ""."""
    from corpus.readers import reader_for
    from corpus.readers.decode import decode
    from corpus.report import is_report

    if reader_for(name, data[:4096]).kind not in ("text", "markdown"):
        return ""
    text = decode(data)
    return text if is_report(text) else ""


def _take_original(home: Path, given: Given, data: bytes, text: str, doc_id: str, replaced: bool) -> FileReport:
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
    put(home, original_entry(document, text, given.name, data))
    return FileReport(
        path=str(given.path),
        outcome="replaced" if replaced else "added",
        id=doc_id,
        title=document.title,
        passages=len(original),
        rows=placed,
        notes=("这是随程序附带的报告的原文：回答改为逐字引用原文，并给出行号",),
    )


def unread_of(home: Path, doc_id: str) -> tuple[str, ...]:
    """What of a document made no row when it was read, with its place and the reason."""
    from corpus.library import find

    try:
        return tuple(find(home, doc_id).account.get("unread", ()))
    except CorpusError:
        return ()  # a shipped document


def set_metadata(home: Path, doc_id: str, metadata: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Put metadata of a document right without reading its file anew; rows follow in what they have from it.

    ``metadata`` are fields of a Document; places by name. Returns the id, the title and what changed, a line each.
    Raises CorpusError when there is no such document or place, or it can't be written.
    """
    from corpus.library import find, load_folder, rewrite
    from corpus.places import load_places
    from corpus.store import METADATA, TEXT_KINDS, read_metadata, write_metadata
    from corpus.tables import write_table

    held = find(home, doc_id)
    old, kind = read_metadata(held.folder / METADATA)
    new = replace(old, **_values(metadata))
    if metadata.get("expiry_date"):
        new = replace(new, expiry_words="")
    if "supersedes" in metadata:
        new = replace(new, supersedes_words=())
    if new == old:
        return held.id, old.title, []
    from corpus.by_hand import changed_by_hand, moved_rows, refreshed

    places = load_places()
    names = {code: _names(code) for code in new.places}
    tables = moved_rows(load_folder(held.folder), new, names) if all(places.get(code) for code in new.places) else {}
    files = {f"{name}.csv": write_table(name, rows).encode("utf-8") for name, rows in tables.items()}
    account = refreshed(held.account, files, changed_by_hand(held.folder).files)
    text_kind = next(name for name, value in TEXT_KINDS.items() if value == kind)
    rewrite(home, held.id, {**files, METADATA: write_metadata(new, text_kind, account).encode("utf-8")})
    told = [
        f"{FIELD_NAMES[name]}：{_told(getattr(old, name))} → {_told(getattr(new, name))}"
        for name in FIELD_NAMES
        if getattr(old, name) != getattr(new, name)
    ]
    told += [f"随之改动{KIND_NAMES[name]} {len(rows)} 条" for name, rows in tables.items()]
    return held.id, new.title, told


def _told(value: Any) -> str:
    from corpus.places import load_places

    if isinstance(value, tuple):
        return "、".join(name_of(one, load_places()) for one in value) or "（空）"
    return value or "（空）"


def _names(code: str) -> tuple[str, str]:
    from corpus.places import load_places

    places = load_places()
    place, province = places.get(code), places.province(code)
    name = place.name if place else code
    return name, province.name if province else name


def _values(metadata: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(metadata)
    if "places" in values:
        values["places"] = stated_codes(values["places"])
    if "supersedes" in values:
        values["supersedes"] = tuple(values["supersedes"])
    return values
