"""Numbered generations of the index under ``WENCE_HOME/index``, and the pointer to the live one.

    index/live        the number of the live generation; replaced in one step
    index/3/          a generation: manifest.json, words.json, engine/ and snapshots of all records
    index/.new-4/     a generation being written; whoever builds next sweeps it away
    index/lock        held by who builds; lock.json tells who that is

A generation is written beside the live one, checked, renamed, and only then pointed to, so that at every moment
the pointer leads to a whole generation. What has not changed is linked from the generation before.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import CorpusError, WenceError, reason
from corpus.private import private
from corpus.types import Corpus, Passage
from index import analysis
from index.engines.registry import engine_named
from index.errors import (
    BuildError,
    DamagedError,
    EngineAwayError,
    IndexError_,
    LockedError,
    UnlikeError,
    UnwritableError,
)
from index.freshness import MANIFEST, POINTER, is_fresh, read_pointer
from index.manifest import (
    ENGINE,
    PASSAGES_FILE,
    REBUILD,
    SETTLED,
    SWITCHED,
    TABLES_FILE,
    WORDS,
    Manifest,
    holds_the_same,
    manifest_in,
    parsing,
    read,
    read_checked,
    read_manifest,
    sums_of,
    verify,
    write,
    write_manifest,
)
from index.snapshot import KeptUnit, passages_from_json, settled_from_json, stored_corpus, unpacked
from index.types import SearchEngine

if TYPE_CHECKING:
    from index.building import Built, Generation

SETTLING = 5.0
"""Seconds that a build waits for a change of the library to be done."""

KEPT = 3
"""Generations that are kept, the live one among them."""

WAIT = 120.0
"""Seconds that a first question waits for another process that is building the first index."""

FIRST_USE = "首次使用，正在建立索引……"

IN_MEMORY = "0"
"""The number of an index that is in no folder."""

Progress = Callable[[str, int, int], None]
"""what is done (Chinese), how much of it, of how much"""
Notice = Callable[[str], None]


class OpenIndex(NamedTuple):
    """A generation that is open for questions."""

    engine: SearchEngine
    corpus: Corpus
    settled: Corpus
    """the corpus as its documents leave it: with what one of them replaces in another"""
    generation: str
    analyzer: analysis.Analyzer

    def close(self) -> None:
        """Let go of all files."""
        self.engine.close()


class Back(NamedTuple):
    """What going back to a generation did."""

    generation: str
    restored: tuple[str, ...]
    """ids of documents that were brought back in the form of that time"""
    removed: tuple[str, ...]
    """ids of documents that the generation does not know; their last form is kept"""


Probe = Callable[[OpenIndex], Sequence[str]]
"""Asks a new generation questions before it goes live; returns what is wrong, in Chinese, a line each."""


def open_index(
    home: Path,
    *,
    engine: str = "whoosh",
    progress: Progress | None = None,
    notice: Notice | None = None,
    thorough: bool = False,
    probe: Probe | None = None,
) -> OpenIndex:
    """The live generation; built when there is none, rebuilt when program or corpus have changed or it is damaged.

    When a rebuild fails but an older generation answers, that one is opened and the reason told; where nothing can be
    written, the index is built in memory. ``thorough`` looks at the content of every file before it is trusted;
    ``probe`` holds a rebuild for a changed corpus against the live generation before it goes live.
    Raises WenceError when nothing can be opened.
    """
    tell = notice or (lambda _: None)
    try:
        return _current(Generations(home, engine=engine), progress, tell, thorough, probe)
    except EngineAwayError as error:
        return _embedded(home, error, tell)


def _current(
    generations: Generations, progress: Progress | None, tell: Notice, thorough: bool, probe: Probe | None
) -> OpenIndex:
    try:
        if not generations.names():
            tell(FIRST_USE)
            _build(generations, progress, WAIT)
        generations.verify(thorough=thorough)
        if generations.is_stale():
            _renewed(generations, progress, tell, probe)
        _tell_broken(generations, tell)
        return generations.open()
    except DamagedError as damage:
        tell(f"{damage.message}，正在修复……")
        return _healed(generations, progress, tell)
    except UnwritableError as error:
        return _in_memory(generations, error, progress, tell)


def _tell_broken(generations: Generations, tell: Notice) -> None:
    if generations.broken:
        tell(f"{generations.broken}。")


def _embedded(home: Path, error: EngineAwayError, tell: Notice) -> OpenIndex:
    """The newest generation of the embedded engine, when a server is away. Raises the error when there is none."""
    generations = Generations(home)
    sound = generations.newest_sound()
    if sound is None:
        raise error
    day = next(one.created[:10] for one in generations.list() if one.name == sound)
    tell(f"{error.message}。先用内置引擎在 {day} 建的第 {sound} 代索引回答，其后的改动不在里面。")
    return generations.open(sound)


def _build(generations: Generations, progress: Progress | None, wait: float, probe: Probe | None = None) -> None:
    first = not generations.names()
    built = generations.build(progress=progress, wait=wait, probe=probe)
    if built.changed and built.switched:
        from corpus.log import note  # who only asks writes none

        note(generations.home, "build" if first else "rebuild", generation=built.generation, damage=built.damage)
    analysis.full_analyzer.cache_clear()  # 50 MB that asking does not need


def _renewed(generations: Generations, progress: Progress | None, tell: Notice, probe: Probe | None) -> None:
    if generations.hindrance and generations.can_open():
        tell(f"索引没有更新：{generations.hindrance}。先用原来的索引回答。")
        return
    tell("资料或程序有更新，正在重建索引……")
    try:
        _build(generations, progress, 0.0, probe)
    except DamagedError:
        raise
    except WenceError as error:
        # what can't be written is held in memory: the older generation may tell what has been left out or replaced
        if isinstance(error, EngineAwayError | UnwritableError) or not generations.can_open():
            raise
        tell(f"索引没有更新：{error.message}。先用原来的索引回答。")


def _healed(generations: Generations, progress: Progress | None, tell: Notice) -> OpenIndex:
    """A generation in place of a damaged one: a new one, else the newest whole one, else one in memory."""
    try:
        _build(generations, progress, WAIT)
        _tell_broken(generations, tell)
        return generations.open()
    except WenceError as error:
        sound = None if isinstance(error, EngineAwayError) else generations.newest_sound()
        if sound is not None:
            tell(f"没有重建成：{error.message}。先用第 {sound} 代索引回答。")
            return generations.open(sound)
        if isinstance(error, UnwritableError):
            return _in_memory(generations, error, progress, tell)
        raise


def _in_memory(generations: Generations, error: UnwritableError, progress: Progress | None, tell: Notice) -> OpenIndex:
    try:
        opened = generations.in_memory(progress)
    except CorpusError as broken:  # a library that can't be seen into: what was built from it still tells of it
        if not generations.can_open():
            raise
        tell(f"索引没有更新：{broken.message}。先用原来的索引回答。")
        return generations.open()
    tell(f"{error.message}。这次在内存里建立索引来回答，不作保存。")
    _tell_broken(generations, tell)
    analysis.full_analyzer.cache_clear()
    return opened


def live_generation(home: Path) -> str | None:
    """The number of the live generation; None when nothing is built yet. Reads one small file."""
    return read_pointer(str(home))[0]


class Generations:
    """The generations of one home folder."""

    def __init__(self, home: Path, *, engine: str = "whoosh") -> None:
        """Raises EngineError for an engine that does not exist."""
        self.home = home
        self.folder = home / "index"
        self.engine = engine
        self.broken = ""
        """which documents could not be read anew and why, when ``build``, ``is_stale`` or ``in_memory`` found any"""
        self.hindrance = ""
        """why no rebuild can be begun, when ``is_stale`` found that the library can't be looked into"""
        self._module = engine_named(engine)
        self._manifests: dict[str, tuple[bytes, Manifest]] = {}

    def live(self) -> str | None:
        """The number of the live generation."""
        return live_generation(self.home)

    def list(self) -> tuple[Generation, ...]:
        """All generations that are kept, newest first."""
        from index.building import Generation

        live = self.live()
        found = []
        for name in self.names():
            with contextlib.suppress(IndexError_):
                manifest = read_manifest(self.folder / name)
                found.append(
                    Generation(
                        name=name,
                        created=manifest["created"],
                        engine=manifest["engine"],
                        fingerprint=manifest["fingerprint"],
                        counts=manifest["counts"],
                        documents=tuple(doc_id for unit in manifest["units"].values() for doc_id in unit["documents"]),
                        live=name == live,
                    )
                )
        return tuple(found)

    def open(self, generation: str | None = None) -> OpenIndex:
        """The live generation (or the one named), open for questions.

        Raises DamagedError when it is not as it was written, IndexError_ when there is none or another program's.
        """
        for attempt in (1, 2):
            name = generation or self.live()
            if name is None:
                raise IndexError_("还没有索引", "运行 wence rebuild 建立索引。")
            try:
                return self._open(self.folder / name)
            except IndexError_:
                # the generation may have been swept away between reading the pointer and opening it
                if attempt == 2 or self.live() == name or generation:
                    raise
        raise AssertionError

    def opened(self, *, thorough: bool = False) -> OpenIndex | None:
        """The live generation, verified and open for questions; None where this program can't read it."""
        try:
            self.verify(thorough=thorough)
            return self.open()
        except IndexError_:
            return None

    def can_open(self) -> bool:
        """Whether the live generation can be read by this program."""
        opened = self.opened()
        if opened is None:
            return False
        opened.close()
        return True

    def verify(self, generation: str | None = None, *, thorough: bool = False) -> None:
        """Hold the live generation (or the one named) against its manifest, by sizes and times.

        ``thorough`` looks at every file's content. Raises DamagedError naming what is wrong.
        """
        name = generation or self.live()
        if name is None:
            raise DamagedError(f"索引的 {POINTER} 文件损坏或不在了", REBUILD)
        try:
            manifest = self._manifest(name)
        except DamagedError:
            if generation or self.live() == name:
                raise
            return self.verify(thorough=thorough)  # another process has switched and swept meanwhile
        except IndexError_:
            return None  # of another version: it is stale, not damaged
        if verify(self.folder / name, manifest, thorough=thorough):
            with contextlib.suppress(OSError):  # copied as a whole: the next start need not read it
                write_manifest(self.folder / name, manifest | {"files": sums_of(self.folder / name)})
        return None

    def newest_sound(self) -> str | None:
        """The newest generation that has been live, is as it was written, and can be read by this program."""
        been_live = (name for name in self.names() if (self.folder / name / SWITCHED).exists())
        return next((name for name in been_live if self.is_sound(name)), None)

    def is_sound(self, name: str) -> bool:
        """Whether a generation is as it was written and can be read by this program."""
        with contextlib.suppress(IndexError_):
            self.verify(name, thorough=True)
            self._open(self.folder / name).close()
            return True
        return False

    def in_memory(self, progress: Progress | None = None, corpus: Corpus | None = None) -> OpenIndex:
        """A corpus, by default that of the home folder, in an index that is in no folder.

        Raises CorpusError when the home folder's is broken.
        """
        from corpus.places import load_places
        from corpus.replacement import settled
        from index.entries import entries_of

        tell = progress or (lambda *_: None)
        tell("读取资料", 0, 0)
        corpus = corpus or self.corpus_on_disk()
        tell("建立索引", 0, 0)
        seen: set[str] = set()
        full = analysis.full_analyzer()
        engine = self._module.memory_engine(full.collecting(seen), entries_of(corpus, load_places()))
        return OpenIndex(engine, corpus, settled(corpus), self.live() or IN_MEMORY, full.pruned(seen))

    def corpus_on_disk(self) -> Corpus:
        """The shipped corpus and the library, a broken document as the live generation was built from it.

        Raises CorpusError when the library can't be listed.
        """
        from index.units import corpus_of_home, told_broken

        broken: dict[str, str] = {}
        corpus = corpus_of_home(self.home, self._manifest_of(self.live()), broken)
        self.broken = told_broken(broken)
        return corpus

    def refuse_lost(self) -> None:
        """Raise CorpusError where the library that the live generation was built from is gone as a whole."""
        from index.units import refuse_lost

        refuse_lost(self.home, self._manifest_of(self.live()))

    def has_this_program(self) -> bool:
        """Whether the live generation was written by this very program: only then all changes are the corpus's own."""
        manifest = self._manifest_of(self.live())
        return bool(manifest and self._reusable(manifest))

    def is_stale(self) -> bool:
        """Whether program, engine or corpus have changed since the live generation was built, or can't be read.

        A generation that was gone back to on purpose counts as fresh until something changes after that.
        """
        name, held = read_pointer(str(self.home))
        manifest = self._manifest_of(name)
        with contextlib.suppress(OSError, KeyError, TypeError):
            if manifest is not None and is_fresh(str(self.home), self.engine, manifest):
                return False
        if name is None or manifest is None or manifest["engine"] != self.engine:
            return True
        from corpus.library import settled
        from index.units import fingerprint, restamped, stamps_of_home, told_broken, units_of_home, unsettled

        if not settled(self.home):
            return False  # a keeper is at work; what comes of it is seen when it is done
        stamps = stamps_of_home(self.home)
        broken: dict[str, str] = {}
        try:
            units = units_of_home(self.home, manifest, broken)
            found = fingerprint(self.engine, units)
        except CorpusError as error:
            self.hindrance = error.message
            return True
        self.broken = told_broken(broken)
        stamps = unsettled(stamps, broken)
        # the same content in touched files: the next start need not read it
        if found == manifest["fingerprint"] and stamps != manifest["stamps"]:
            with contextlib.suppress(OSError):
                write_manifest(self.folder / name, restamped(manifest, stamps, units))
        return found not in (manifest["fingerprint"], held)

    def build(
        self,
        corpus: Corpus | None = None,
        *,
        full: bool = False,
        keep_same: bool = False,
        switch: bool = True,
        wait: float = 0.0,
        progress: Progress | None = None,
        probe: Probe | None = None,
    ) -> Built:
        """Write, check and switch to a new generation; none when nothing has changed.

        Args:
            corpus: what to index; by default the shipped corpus and the library, of which only what changed is read.
            full: write everything anew, even when nothing has changed.
            keep_same: let go of what was written anew where the live generation holds just that.
            switch: False stops after the checks and leaves no trace.
            wait: seconds to wait for another process that is building.
            probe: questions that the new generation must answer.

        Raises:
            LockedError: another process is building.
            DataError: the corpus breaks its schema.
            BuildError: writing or a check failed; the live generation still answers.
        """
        from corpus.library import settled
        from index.building import Built, keep_copies, plan, told, write_generation  # who only asks never builds
        from index.locking import locked
        from index.units import fingerprint, stamps_of_home, told_broken, units_of_corpus, units_of_home, unsettled

        broken: dict[str, str] = {}
        with private(), locked(self.folder, wait), _writing():
            self._sweep()
            if corpus is None and not settled(self.home, SETTLING):
                raise LockedError("资料库正被另一个 wence 修改", "等它完成后再试。")
            damage = self._damage()
            older = self._manifest_of(self.live())
            stamps = {} if corpus else stamps_of_home(self.home)
            units = units_of_corpus(corpus) if corpus else units_of_home(self.home, older, broken)
            self.broken = told_broken(broken)
            if older and not (full or damage) and older["fingerprint"] == fingerprint(self.engine, units):
                return Built(generation=self.live() or "", changed=False, switched=False, counts=older["counts"])
            reusable = older if older and not (full or damage) and self._reusable(older) else None
            work = plan(units, reusable)
            previous = self.folder / (self.live() or "") if reusable else None
            name = str(1 + max(map(int, self.names()), default=0))
            with self._new_folder(name) as folder:
                engine = (self.engine, self._module)
                stamps = unsettled(stamps, broken)
                manifest = write_generation(folder, work, previous, engine, stamps, progress or (lambda *_: None))
                self.broken = told_broken(broken)
                if keep_same and older and not damage and holds_the_same(manifest, older):
                    return Built(generation=self.live() or "", changed=False, switched=False, counts=older["counts"])
                self._check(folder, manifest, probe, switch)
                if switch:
                    whole = {key: digest for key, digest in (manifest["library"] or {}).items() if key not in broken}
                    keep_copies(self.home, whole)
                    self._go_live(folder, name)
            return told(name, switch, manifest, older, damage)

    def differences(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Ids of documents by which the library differs from the live generation: more, less, changed.

        Raises CorpusError when the library can't be read.
        """
        from corpus.library import contents

        known = (self._manifest_of(self.live()) or {}).get("library") or {}
        present = contents(self.home)
        return (
            tuple(doc_id for doc_id in present if doc_id not in known),
            tuple(doc_id for doc_id in known if doc_id not in present),
            tuple(doc_id for doc_id in present if known.get(doc_id, present[doc_id]) != present[doc_id]),
        )

    def shipped_otherwise(self) -> tuple[str, ...]:
        """Ids of shipped documents that the live generation holds and are left out now, or the other way round."""
        from corpus.shipped import SHIPPED_IDS, left_out

        manifest = self._manifest_of(self.live())
        units = manifest["units"] if manifest else {}
        without = left_out(self.home)
        return tuple(doc_id for doc_id in SHIPPED_IDS if manifest and (doc_id in units) == (doc_id in without))

    def rollback(self, generation: str | None = None) -> Back:
        """Make another generation the live one, by default the next older one, and bring its documents back.

        Raises IndexError_ when there is no such generation, CorpusError when the library can't be changed.
        """
        from corpus import library
        from index.locking import locked
        from index.units import fingerprint, units_of_home

        with private(), locked(self.folder, 0.0), _writing():
            names = [one.name for one in self.list()]
            live = self.live()
            if generation is None:
                older = (name for name in names if live is None or int(name) < int(live))
                generation = next((name for name in older if self.is_sound(name)), None)
            if generation is None:
                raise IndexError_("没有更早的索引可以退回", "运行 wence history 查看保留的索引。")
            if generation not in names:
                raise IndexError_(f"没有第 {generation} 代索引", f"保留的有：{'、'.join(names) or '无'}。")
            self.verify(generation, thorough=True)
            with library.locked(self.home):
                wanted = read_manifest(self.folder / generation)["library"]
                restored, removed = library.bring_to(self.home, wanted) if wanted is not None else ((), ())
            now = ""
            with contextlib.suppress(CorpusError):  # a document that can't be read is no reason not to go back
                now = fingerprint(self.engine, units_of_home(self.home, read_manifest(self.folder / generation)))
            _write_pointer(self.folder, generation, held=now)
            self._settle(generation)
            return Back(generation, restored, removed)

    def _open(self, folder: Path) -> OpenIndex:
        manifest = self._manifest(folder.name)
        if manifest["engine"] != self.engine:
            raise IndexError_(f"第 {folder.name} 代索引是用 {manifest['engine']} 建的", REBUILD)
        with parsing(folder):
            analyzer = analysis.analyzer_from_json(read_checked(folder, manifest, WORDS))
            corpus = stored_corpus(
                _snapshots(folder, manifest, TABLES_FILE),
                partial(_kept_passages, folder, manifest),
                partial(_parsed_passages, folder),
                frozenset(doc_id for unit in manifest["units"].values() for doc_id in unit["tabled"]),
            )
            settled = settled_from_json(corpus, read_checked(folder, manifest, SETTLED))
            engine = self._module.open_engine(folder / ENGINE, analyzer)
            return OpenIndex(engine, corpus, settled, folder.name, analyzer)

    def _damage(self) -> str:
        """What is wrong with the live generation, "" when it is whole or there is none.

        A pointer that is lost or leads nowhere is put on the newest whole generation. Call it with the lock held.
        """
        if not self.names():
            return ""
        try:
            self.verify(thorough=True)
            self._verify_engine()
        except DamagedError as damage:
            sound = self.newest_sound() if self.live() is None else None
            if sound is None:
                return damage.message
            _write_pointer(self.folder, sound)
        return ""

    def _verify_engine(self) -> None:
        """What files can't tell: whether the engine still has what the live generation names. Raises DamagedError."""
        live = self.live()
        manifest = self._manifest_of(live)
        if live is not None and manifest is not None and manifest["engine"] == self.engine:
            self._module.open_engine(self.folder / live / ENGINE, analysis.Analyzer({}, 0.0)).close()

    def _manifest_of(self, name: str | None) -> Manifest | None:
        """The manifest of a generation when there is one and it can be read."""
        with contextlib.suppress(IndexError_):
            return self._manifest(name) if name else None
        return None

    def _manifest(self, name: str) -> Manifest:
        """The manifest of a generation, read each time it is asked for and parsed when it is another than before.

        Raises as ``read_manifest``. A large library's takes as long to parse as a small library to open.
        """
        data = read(self.folder / name / MANIFEST)
        held = self._manifests.get(name)
        if held is None or held[0] != data:
            held = self._manifests[name] = data, manifest_in(self.folder / name, data)
        return held[1]

    def _reusable(self, manifest: Manifest) -> bool:
        """Whether a new generation may take over files of that one."""
        from index.units import program_digest

        return bool(manifest["program"] == program_digest() and manifest["engine"] == self.engine)

    def names(self) -> Sequence[str]:
        """The numbers of all generations, newest first, readable or not. Raises UnwritableError."""
        try:
            found = os.listdir(self.folder)
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise UnwritableError(f"读不了索引文件夹 {self.folder}（{reason(error)}）", "请检查它的权限。") from error
        return sorted((name for name in found if name.isdigit()), key=int, reverse=True)

    def _check(self, folder: Path, manifest: Manifest, probe: Probe | None, switch: bool) -> None:
        """Open what was written and hold it against its manifest and the probe."""
        from index.building import wrong_counts

        opened = self._open(folder)
        try:
            problems = wrong_counts(opened.engine, opened.corpus, manifest["counts"])
            problems += probe(opened) if probe else ()
        except UnlikeError:
            live = self.live()
            if switch and live:  # it is not built again unasked until something else changes
                _write_pointer(self.folder, live, held=manifest["fingerprint"])
            raise
        finally:
            opened.close()
        if problems:
            raise BuildError(
                f"新索引没有通过核对：{'；'.join(problems[:3])}",
                "原来的索引没有动；请改正或移除刚改的资料，确认无误则用 wence rebuild --force 切换。",
            )

    def _go_live(self, folder: Path, name: str) -> None:
        os.replace(folder, self.folder / name)
        _write_pointer(self.folder, name)
        self._prune()
        self._settle(name)

    def _settle(self, live: str) -> None:
        """Tell the engine which generations are left; what it does not manage now it does next time."""
        with contextlib.suppress(IndexError_):
            kept = [self.folder / name / ENGINE for name in self.names()]
            self._module.settle(self.folder / live / ENGINE, kept)

    def _prune(self) -> None:
        """Keep the live generation and the newest others."""
        import shutil

        from corpus.versions import prune

        live = self.live()
        others = [name for name in self.names() if name != live]
        for name in others[KEPT - 1 :]:
            shutil.rmtree(self.folder / name, ignore_errors=True)
        manifests = (self._manifest_of(name) for name in self.names())
        prune(self.home, {pair for manifest in manifests for pair in ((manifest or {}).get("library") or {}).items()})

    def _sweep(self) -> None:
        """Take away what a build that was cut off left behind."""
        import shutil

        for path in (*self.folder.glob(".new-*"), *self.folder.glob("*.part")):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        live = self.live()
        if live is not None and (self.folder / live).is_dir():
            (self.folder / live / SWITCHED).touch()  # a build may have ended right after pointing to it
        for name in self.names():
            # written, but never pointed to: the build ended between the two
            if (live is None or int(name) > int(live)) and not (self.folder / name / SWITCHED).exists():
                shutil.rmtree(self.folder / name, ignore_errors=True)

    @contextlib.contextmanager
    def _new_folder(self, name: str) -> Iterator[Path]:
        import shutil

        folder = self.folder / f".new-{name}"
        try:
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    """What the system refuses while an index is written, in words for users."""
    try:
        yield
    except OSError as error:
        problem = f"写不了索引（{reason(error)}）"
        raise UnwritableError(problem, "请检查磁盘空间和目录权限；原来的索引没有动。") from error


def _snapshots(folder: Path, manifest: Manifest, name: str) -> Iterator[bytes]:
    """The snapshots of all units in a file of a generation, in the units' order."""
    found = unpacked(read_checked(folder, manifest, name))
    return (found[unit["digest"]] for unit in manifest["units"].values())


def _kept_passages(folder: Path, manifest: Manifest) -> list[KeptUnit]:
    with parsing(folder):
        documents = [unit["documents"] for unit in manifest["units"].values()]
        return list(zip(documents, _snapshots(folder, manifest, PASSAGES_FILE), strict=True))


def _parsed_passages(folder: Path, texts: Iterable[bytes]) -> tuple[Passage, ...]:
    with parsing(folder):
        return passages_from_json(texts)


def _write_pointer(folder: Path, name: str, held: str = "") -> None:
    import shutil

    if (folder / POINTER).is_dir():  # nothing of ours: what stands in the way of a pointer is cleared
        shutil.rmtree(folder / POINTER)
    write(folder / POINTER, f"{name} {held}\n".encode())
    (folder / name / SWITCHED).touch()
