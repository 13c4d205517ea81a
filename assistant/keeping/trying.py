"""Trying files: what adding them would read and change, for every door that shows it before anything is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.keeping import renewal
from assistant.keeping.readings import Tried, try_file
from assistant.keeping.renewal import Progress
from corpus.errors import WenceError

if TYPE_CHECKING:
    from assistant.keeping.comparison import Changes
    from assistant.keeping.taking import Given
    from corpus.readers.guard import Desk


def all_tried(
    home: Path, paths: Sequence[Path], options: Mapping[str, str], *, update: str = "", overwrite: bool = False
) -> list[tuple[Path, Tried | WenceError]]:
    """Each file that is meant, read without being taken, or why it would be refused."""
    from assistant.keeping.library import meant_files
    from corpus.readers.guard import Desk

    with Desk(home) as desk:
        files = meant_files(paths, options, desk, update=update, overwrite=overwrite)
        return [(given.path, refusal or _tried(home, given, desk)) for given, refusal in files]


def _tried(home: Path, given: Given, desk: Desk) -> Tried | WenceError:
    try:
        return try_file(home, given, desk)
    except WenceError as error:
        return error


def changes_of(home: Path, one: Tried | WenceError, progress: Progress | None = None) -> Changes | None:
    """Which answers would change; None where nothing would be taken, or nothing is built to compare with."""
    if isinstance(one, WenceError) or one.present or one.kept:
        return None
    return renewal.preview(home, one.part, one.replaced, progress=progress)


def is_taken(one: Tried | WenceError) -> bool:
    """Whether adding the file would do something."""
    return not isinstance(one, WenceError) and not one.present and not one.kept


def told(path: Path, one: Tried | WenceError) -> Iterator[str]:
    """A tried file in lines for people."""
    if isinstance(one, WenceError):
        yield f"{path}：不能加入：{one.message}"
        if one.hint:
            yield f"  {one.hint}"
        return
    yield f"{path}：{one.fate}"
    yield from (f"  {line}" for line in one.reading.lines())
    yield from (f"  注意：{note}" for note in one.notes)
