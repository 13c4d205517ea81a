"""Writing a generation into an empty folder, and holding it against what it should be.

What has not changed since an older generation is linked from it, so that a build costs what changed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import DataError
from corpus.types import Corpus
from index.analysis import full_analyzer
from index.engines.registry import EngineModule
from index.errors import BuildError, IndexError_
from index.snapshot import PARTS, passages_from_json, passages_to_json, tables_to_json
from index.units import Known, Unit, digest_of, program_digest, program_stamp

FORMAT = 1
MANIFEST = "manifest.json"
WORDS = "words.json"
ENGINE = "engine"
CORPUS = "corpus"
PROGRAM = ""
"""key of the program's stamp among those of the units"""

Manifest = dict[str, Any]
"""format, created, engine, program and fingerprint (digests), stamps, following (keys of units that have become part
of the shipped one), units ({key: {digest, documents, counts}}), counts"""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a new generation takes over from an older one, and what is read anew."""

    units: tuple[Unit, ...]
    changed: tuple[Unit, ...]
    kept: Mapping[str, dict[str, Any]]
    """what the older manifest tells of the units that stay"""
    dropped: tuple[str, ...]
    """ids of documents whose older form goes"""


def plan(units: Sequence[Unit], older: Manifest | None) -> Plan:
    """Units are kept when the older generation has them with the same content, written by the same program."""
    known = older["units"] if older else {}
    held = [unit for unit in units if not unit.follows]
    kept = {
        unit.key: known[unit.key] for unit in held if unit.key in known and known[unit.key]["digest"] == unit.digest()
    }
    return Plan(
        units=tuple(units),
        changed=tuple(unit for unit in held if unit.key not in kept),
        kept=kept,
        dropped=tuple(doc_id for key, unit in known.items() if key not in kept for doc_id in unit["documents"]),
    )


def fingerprint(engine: str, units: Sequence[Unit]) -> str:
    """Names everything that an index depends on."""
    contents = (f"{unit.key} {unit.digest()}".encode() for unit in units if not unit.follows)
    return digest_of((engine.encode(), program_digest().encode(), *contents))


def stamps(units: Sequence[Unit]) -> dict[str, str]:
    """The stamps of the program and of all units, as a manifest keeps them."""
    return {PROGRAM: program_stamp(), **{unit.key: unit.stamp for unit in units}}


def known_units(manifest: Manifest | None) -> dict[str, Known]:
    """What a manifest remembers of units, for ``units_of_home``."""
    if manifest is None:
        return {}
    digests = {key: unit["digest"] for key, unit in manifest["units"].items()}
    return {
        key: Known(stamp, digests.get(key, ""), key in manifest["following"])
        for key, stamp in manifest["stamps"].items()
    }


def write_generation(
    folder: Path, work: Plan, previous: Path | None, engine: tuple[str, EngineModule], progress: Progress
) -> Manifest:
    """Write the engine's files, the snapshots, the dictionary and, last, the manifest.

    ``previous`` is the folder of the generation that ``work`` keeps units of.
    Raises DataError when a document breaks its schema or an id stands twice.
    """
    name, module = engine
    progress("读取资料", 0, 0)
    loaded = {unit.key: unit.load() for unit in work.changed}
    _refuse_repeated(loaded, work.kept)
    described = dict(work.kept) | {unit.key: describe(unit, loaded[unit.key]) for unit in work.changed}
    _write_snapshots(folder / CORPUS, previous, described, loaded)
    _write_engine(folder, work, previous, module, loaded, progress)
    manifest: Manifest = {
        "format": FORMAT,
        "created": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        "engine": name,
        "program": program_digest(),
        "fingerprint": fingerprint(name, work.units),
        "stamps": stamps(work.units),
        "following": [unit.key for unit in work.units if unit.follows],
        "units": {unit.key: described[unit.key] for unit in work.units if not unit.follows},
    }
    manifest["counts"] = _summed([unit["counts"] for unit in manifest["units"].values()])
    write_manifest(folder, manifest)
    return manifest


def _write_engine(
    folder: Path,
    work: Plan,
    previous: Path | None,
    module: EngineModule,
    loaded: Mapping[str, Corpus],
    progress: Progress,
) -> None:
    from corpus.places import load_places
    from index.entries import entries_of

    seen: set[str] = set(json.loads(read(previous / WORDS))["words"]) if previous else set()
    places, total = load_places(), sum(_counts(corpus)["entries"] for corpus in loaded.values())
    (folder / ENGINE).mkdir()
    for written in module.write_engine(
        folder / ENGINE,
        full_analyzer().collecting(seen),
        (entry for corpus in loaded.values() for entry in entries_of(corpus, places)),
        previous=previous / ENGINE if previous else None,
        dropped=work.dropped,
    ):
        progress("建立索引", written, max(total, written))
    write(folder / WORDS, full_analyzer().pruned(seen).to_json())


def _write_snapshots(
    folder: Path, previous: Path | None, described: Mapping[str, dict[str, Any]], loaded: Mapping[str, Corpus]
) -> None:
    folder.mkdir()
    for key, unit in described.items():
        tables, passages = (f"{unit['digest']}.{part}.json" for part in ("tables", "passages"))
        if key in loaded:
            write(folder / tables, tables_to_json(loaded[key]))
            write(folder / passages, passages_to_json(loaded[key]))
            if passages_from_json([read(folder / passages)]) != loaded[key].passages:
                raise BuildError(f"{key} 的段落快照写坏了", "请检查磁盘，然后重试；原来的索引没有动。")
        elif previous:
            link(previous / CORPUS / tables, folder / tables)
            link(previous / CORPUS / passages, folder / passages)


def describe(unit: Unit, corpus: Corpus) -> dict[str, Any]:
    """What a manifest tells of a unit."""
    return {
        "digest": unit.digest(),
        "documents": [document.id for document in corpus.documents],
        "counts": _counts(corpus),
    }


def _counts(corpus: Corpus) -> dict[str, int]:
    counts = {name: len(getattr(corpus, name)) for name in PARTS}
    return counts | {"entries": sum(counts.values()) - counts["documents"] - counts["areas"]}


def _summed(counted: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(counts[name] for counts in counted) for name in (*PARTS, "entries")}


def _refuse_repeated(loaded: Mapping[str, Corpus], kept: Mapping[str, dict[str, Any]]) -> None:
    owners = {doc_id: key for key, unit in kept.items() for doc_id in unit["documents"]}
    problems = []
    seen: dict[str, str] = {}
    for key, corpus in loaded.items():
        for document in corpus.documents:
            if owners.setdefault(document.id, key) != key:
                problems.append(f"文档编号 {document.id} 用了两次（{owners[document.id]}、{key}）")
        for name in PARTS:
            for record in getattr(corpus, name):
                if seen.setdefault(record.id, key) != key:
                    problems.append(f"{key}/{name}：编号 {record.id} 已在 {seen[record.id]} 用过")
    if problems:
        raise DataError(problems, "给其中一处换个编号（行的编号以文档编号开头就不会相撞）。")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write or replace the manifest of a generation."""
    write(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False).encode())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation. Raises IndexError_ when it is missing, broken or of another format."""
    rebuild = "运行 wence rebuild --full 重建索引。"
    try:
        manifest: Manifest = json.loads(read(folder / MANIFEST))
    except ValueError as error:
        raise IndexError_(f"第 {folder.name} 代索引的 {MANIFEST} 损坏", rebuild) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise IndexError_(f"第 {folder.name} 代索引是另一版本的程序建的", rebuild)
    return manifest


def read(path: Path) -> bytes:
    """The bytes of a file of the index. Raises IndexError_."""
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"读不了索引文件 {path.parent.name}/{path.name}：{error.strerror}"
        raise IndexError_(problem, "运行 wence rebuild --full 重建索引。") from error


def write(path: Path, data: bytes) -> None:
    """Write a file in one step: it is never there by half."""
    partial = path.with_name(path.name + ".part")
    with open(partial, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def link(source: Path, target: Path) -> None:
    """Let a file of an older generation stand in a new one too."""
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)
