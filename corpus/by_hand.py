"""What a person changed of a document of the library, told from the account that the reading left of itself.

``[keeper]`` of ``document.toml`` holds ``as_read``, the metadata as they were read (JSON), and ``written``, a digest of
every file that was written. What differs from them was changed by hand, in an editor or by ``wence corpus set``.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from corpus.frozen import frozen, replace
from corpus.store import METADATA, TEXT
from corpus.types import Corpus, Document

FIELDS = (
    "title",
    "issuing_body",
    "document_number",
    "issue_date",
    "effective_date",
    "expiry_date",
    "places",
    "supersedes",
    "amends",
)
"""metadata that people put right"""
MOVED = {
    "policy": "title",
    "basis": "title",
    "issuing_body": "issuing_body",
    "document_number": "document_number",
    "date": "issue_date",
    "effective_date": "effective_date",
    "end_date": "expiry_date",
}
"""fields of rows that a reading takes from the document, with the field they come from"""


@frozen
class ByHand:
    """What of a document is a person's work."""

    fields: Mapping[str, Any]
    """metadata by their names"""
    files: tuple[str, ...]
    """names of files"""


def account_of(document: Document, files: Mapping[str, bytes], given: Collection[str] = ()) -> dict[str, Any]:
    """What a reading leaves of itself; ``given`` are the metadata that a person stated while it was read."""
    read = {name: None if name in given else _plain(getattr(document, name)) for name in FIELDS}
    written = tuple(f"{_digest(data)} {name}" for name, data in files.items() if _is_ours(name))
    return {"as_read": json.dumps(read, ensure_ascii=False), "written": written}


def changed_by_hand(folder: Path) -> ByHand:
    """What was changed by hand in a folder of the library; nothing where no account was left, or none can be read."""
    try:
        given = tomllib.loads((folder / METADATA).read_text(encoding="utf-8-sig"))
        account = given.get("keeper", {})
        read = json.loads(account["as_read"])
        written = dict(reversed(line.split(" ", 1)) for line in account["written"])
        files = [name for name in {*written, *_ours(folder)} if _differs(folder / name, written.get(name))]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ByHand(fields={}, files=())
    empty: dict[str, Any] = {"places": [], "supersedes": [], "amends": []}
    fields = {
        name: value for name, was in read.items() if (value := given.get(name, empty.get(name, ""))) != was and value
    }
    return ByHand(fields=fields, files=tuple(sorted(files)))


def refreshed(account: Mapping[str, Any], files: Mapping[str, bytes], kept: Collection[str]) -> dict[str, Any]:
    """The account after files were written anew by the program; those ``kept`` stay a person's work."""
    written = dict(reversed(line.split(" ", 1)) for line in account.get("written", ()))
    written |= {name: _digest(data) for name, data in files.items() if name not in kept}
    return {**account, "written": tuple(f"{digest} {name}" for name, digest in written.items())}


def moved_rows(part: Corpus, new: Document, names: Mapping[str, tuple[str, str]]) -> dict[str, tuple[Any, ...]]:
    """The rows of a document after its metadata were put right, by table, where a row changes by that.

    A row follows in what it has from the document as it was; what says something of its own stays.
    ``names`` gives, for a code of a place, its name and that of its province.
    """
    (old,) = part.documents
    changed: dict[str, tuple[Any, ...]] = {}
    for kind in ("subsidies", "policies", "rules"):
        rows = getattr(part, kind)
        moved = tuple(_moved(row, old, new, names) for row in rows)
        if moved != rows:
            changed[kind] = moved
    return changed


def _moved(row: Any, old: Document, new: Document, names: Mapping[str, tuple[str, str]]) -> Any:
    from corpus.extract.titles import known_as

    changes: dict[str, Any] = {}
    for name, source in MOVED.items():
        was, now = getattr(old, source), getattr(new, source)
        if not hasattr(row, name) or was == now:
            continue
        if source == "title":
            was, now = known_as(was), known_as(now)
        if getattr(row, name) in (was, getattr(old, source)):
            changes[name] = now
    if "end_date" in changes and hasattr(row, "end_basis"):
        changes |= {"end_basis": "stated" if changes["end_date"] else "", "end_words": ""}
    if len(new.places) == 1 and old.places != new.places and row.place_code in (*old.places, ""):
        place, province = names[new.places[0]]
        changes |= {"place_code": new.places[0], "place": place}
        changes |= {"province": province} if hasattr(row, "province") else {}
    return replace(row, **changes) if changes else row


def _is_ours(name: str) -> bool:
    return name == TEXT or name.endswith(".csv")


def _ours(folder: Path) -> Iterable[str]:
    from corpus.tables import KINDS

    return (name for name in (TEXT, *(f"{kind}.csv" for kind in KINDS)) if os.path.isfile(folder / name))


def _differs(path: Path, digest: str | None) -> bool:
    return not path.is_file() or _digest(path.read_bytes()) != digest


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
