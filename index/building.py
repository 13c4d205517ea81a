"""Writing a generation into an empty folder, and holding it against what it should be.

What has not changed since an older generation is linked from it, so that a build costs what changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import DataError
from corpus.frozen import field, frozen
from corpus.types import Corpus
from corpus.versions import keep_copy
from index.analysis import full_analyzer
from index.engines.registry import EngineModule
from index.errors import BuildError
from index.freshness import FORMAT, LIBRARY
from index.manifest import (
    ENGINE,
    PASSAGES_FILE,
    SETTLED,
    TABLES_FILE,
    WORDS,
    Manifest,
    read,
    sums_of,
    write,
    write_manifest,
)
from index.snapshot import (
    PARTS,
    TABLES,
    packed,
    passages_from_json,
    passages_to_json,
    settled_from_json,
    settled_to_json,
    stored_corpus,
    tables_to_json,
    unpacked,
)
from index.types import SearchEngine
from index.units import Unit, fingerprint, program_digest

Progress = Callable[[str, int, int], None]


WRITTEN_WHOLE = 2_000
"""entries up to which the index is written anew from the snapshots: rarity, lengths and words are then those of what
the library holds, whatever it held before; a larger one takes over what stays, and they differ a little"""


@frozen
class Generation:
    """A generation that is kept."""

    name: str
    created: str
    """ISO time with its offset"""
    engine: str
    fingerprint: str
    counts: dict[str, int]
    """records by kind, and ``entries``"""
    documents: tuple[str, ...]
    live: bool


@frozen
class Built:
    """What a build did. Documents by their ids."""

    generation: str
    changed: bool
    switched: bool
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    counts: dict[str, int]
    counts_before: dict[str, int] = field(default_factory=dict)
    damage: str = ""
    """what was wrong with the generation before, when that is why all was written anew"""


@frozen
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


def write_generation(
    folder: Path,
    work: Plan,
    previous: Path | None,
    engine: tuple[str, EngineModule],
    stamps: Mapping[str, str],
    progress: Progress,
) -> Manifest:
    """Write the engine's files, the snapshots, the dictionary and, last, the manifest.

    ``previous`` is the folder of the generation that ``work`` keeps units of; ``stamps`` are those of all folders
    from before anything was read.
    Raises DataError when a document breaks its schema or an id stands twice.
    """
    name, module = engine
    progress("读取资料", 0, 0)
    loaded = {unit.key: unit.load() for unit in work.changed}
    _refuse_repeated(loaded, work, module.open_engine(previous / ENGINE, full_analyzer()) if previous else None)
    described = dict(work.kept) | {unit.key: describe(unit, loaded[unit.key]) for unit in work.changed}
    order = [described[unit.key]["digest"] for unit in work.units if not unit.follows]
    _write_snapshots(folder, previous, order, {described[key]["digest"]: corpus for key, corpus in loaded.items()})
    _write_settled(folder, order)
    if sum(unit["counts"]["entries"] for unit in described.values()) <= WRITTEN_WHOLE:
        held = {unit.key: described[unit.key]["digest"] for unit in work.units if not unit.follows}
        _write_engine(folder, work, None, module, _whole(folder, held, loaded), progress)
    else:
        _write_engine(folder, work, previous, module, loaded, progress)
    manifest: Manifest = {
        "format": FORMAT,
        "created": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        "engine": name,
        "program": program_digest(),
        "fingerprint": fingerprint(name, work.units),
        "stamps": stamps,
        "following": {unit.key: unit.stamp for unit in work.units if unit.follows},
        "units": {unit.key: described[unit.key] | {"stamp": unit.stamp} for unit in work.units if not unit.follows},
    }
    manifest["counts"] = _summed([unit["counts"] for unit in manifest["units"].values()])
    folders = {unit.key: unit.digest() for unit in work.units if unit.folder}
    manifest["library"] = folders if stamps else None
    manifest["files"] = sums_of(folder)
    write_manifest(folder, manifest)
    return manifest


def keep_copies(home: Path, library: Mapping[str, str] | None) -> None:
    """Have the documents that a generation was built from kept as they are. Raises OSError."""
    for doc_id, digest in (library or {}).items():
        keep_copy(home, doc_id, home / LIBRARY / doc_id, digest)


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

    seen: set[str] = set()
    kept = json.loads(read(previous / WORDS))["words"] if previous else []
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
    write(folder / WORDS, full_analyzer().pruned(seen, kept).to_json())


def _whole(folder: Path, held: Mapping[str, str], loaded: Mapping[str, Corpus]) -> dict[str, Corpus]:
    """All units by their keys, in the order of a first build: those that were loaded, the others as they are kept."""
    tables, passages = (unpacked(read(folder / name)) for name in (TABLES_FILE, PASSAGES_FILE))

    def kept(digest: str) -> Corpus:
        return stored_corpus([tables[digest]], lambda: [((), passages[digest])])

    return {key: loaded[key] if key in loaded else kept(digest) for key, digest in held.items()}


def _write_snapshots(folder: Path, previous: Path | None, order: Sequence[str], loaded: Mapping[str, Corpus]) -> None:
    """The snapshots of all units, by their digests: those that were loaded, and the others as they were."""
    (folder / TABLES_FILE).parent.mkdir()
    for name, made in ((TABLES_FILE, tables_to_json), (PASSAGES_FILE, passages_to_json)):
        kept = unpacked(read(previous / name)) if previous else {}
        units = {digest: made(loaded[digest]) if digest in loaded else kept[digest] for digest in order}
        write(folder / name, packed(units))
    written = unpacked(read(folder / PASSAGES_FILE))
    for digest, corpus in loaded.items():
        if passages_from_json([written[digest]]) != corpus.passages:
            raise BuildError("段落快照写坏了", "请检查磁盘，然后重试；原来的索引没有动。")


def _write_settled(folder: Path, order: Sequence[str]) -> None:
    """What replaces what depends on the documents alone: worked out here, so that no question waits for it."""
    from corpus.replacement import settled

    tables, passages = (unpacked(read(folder / name)) for name in (TABLES_FILE, PASSAGES_FILE))
    raw = stored_corpus(map(tables.__getitem__, order), lambda: [((), passages[digest]) for digest in order])
    left = settled(raw)
    text = settled_to_json(raw, left)
    write(folder / SETTLED, text)
    if settled_from_json(raw, text).subsidies != left.subsidies:
        raise BuildError("替代关系的快照写坏了", "请检查磁盘，然后重试；原来的索引没有动。")


def describe(unit: Unit, corpus: Corpus) -> dict[str, Any]:
    """What a manifest tells of a unit."""
    return {
        "digest": unit.digest(),
        "documents": [document.id for document in corpus.documents],
        "tabled": sorted(corpus.tabled),
        "counts": _counts(corpus),
    }


UNSEARCHED = ("documents", "areas", "conditions", "notices", "changes")
"""parts that make no entries: what they say is also said by statements and rows, or found by who asks for it"""


def _counts(corpus: Corpus) -> dict[str, int]:
    counts = {name: len(getattr(corpus, name)) for name in PARTS}
    return counts | {"entries": sum(counts[name] for name in PARTS if name not in UNSEARCHED)}


def _summed(counted: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(counts[name] for counts in counted) for name in (*PARTS, "entries")}


def _refuse_repeated(loaded: Mapping[str, Corpus], work: Plan, older: SearchEngine | None) -> None:
    """Ids must stand once among what is read anew, and beside what is taken over from the older engine."""
    owners = {doc_id: key for key, unit in work.kept.items() for doc_id in unit["documents"]}
    problems = []
    seen: dict[str, str] = {}
    held = _held(older, loaded.values())
    for key, corpus in loaded.items():
        for document in corpus.documents:
            if owners.setdefault(document.id, key) != key:
                problems.append(f"文档编号 {document.id} 用了两次（{owners[document.id]}、{key}）")
        for name in PARTS:
            for record in getattr(corpus, name):
                if seen.setdefault(record.id, key) != key:
                    problems.append(f"{key}/{name}：编号 {record.id} 已在 {seen[record.id]} 用过")
                if record.id in held and held[record.id] not in work.dropped:
                    problems.append(f"{key}/{name}：编号 {record.id} 已在 {held[record.id]} 用过")
    if problems:
        raise DataError(problems, "给其中一处换个编号（行的编号以文档编号开头就不会相撞）。")


def _held(older: SearchEngine | None, corpora: Iterable[Corpus]) -> dict[str, str]:
    """The ids of these records that an older engine has already, with their documents."""
    if older is None:
        return {}
    ids = [record.id for corpus in corpora for name in PARTS for record in getattr(corpus, name)]
    held = older.owners(ids)
    older.close()
    return held


def wrong_counts(engine: SearchEngine, corpus: Corpus, counts: dict[str, int]) -> list[str]:
    problems = []
    if len(engine) != counts["entries"]:
        problems.append(f"应有 {counts['entries']} 条，索引里有 {len(engine)} 条")
    for name in TABLES:  # passages were held against the corpus when they were written; here they may be many
        if len(getattr(corpus, name)) != counts[name]:
            problems.append(f"{name} 应有 {counts[name]} 条，快照里有 {len(getattr(corpus, name))} 条")
    return problems


def told(name: str, switched: bool, manifest: Manifest, older: Manifest | None, damage: str = "") -> Built:
    """What changed between two manifests, told by documents; ``damage`` is what was wrong with the older one."""
    before = _documents(older) if older else {}
    now = _documents(manifest)
    return Built(
        generation=name,
        changed=True,
        switched=switched,
        added=tuple(doc_id for doc_id in now if doc_id not in before),
        updated=tuple(doc_id for doc_id in now if doc_id in before and before[doc_id] != now[doc_id]),
        removed=tuple(doc_id for doc_id in before if doc_id not in now),
        counts=manifest["counts"],
        counts_before=older["counts"] if older else {},
        damage=damage,
    )


def _documents(manifest: Manifest) -> dict[str, str]:
    return {doc_id: unit["digest"] for unit in manifest["units"].values() for doc_id in unit["documents"]}
