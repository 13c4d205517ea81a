"""Files written whole or not at all: beside the old one first, and then in its place.

Every file that a user names or keeps is written here, so that a full disk, a kill or an error leaves the old one.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import IO

from corpus.patterns import late

WRITABLE = 0o222
PART = late(r"\.wence-[0-9a-f]{12}\.part")
LEFT_BEHIND = 86_400
"""seconds without a write after which a file beside its target is nobody's any more"""
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
"""what a user asked about and whom they advise is nobody else's business"""


@contextmanager
def whole(path: Path, *, private: bool = False) -> Iterator[IO[bytes]]:
    """A file to write bytes to; it takes the place of ``path`` only when the block ends without an exception.

    A link is followed, so that it goes on pointing to the file; a device or a pipe is written straight, for nothing of
    it can be kept. An existing file keeps its permissions, a private one is readable by its owner alone.

    Raises:
        OSError: the folder can't be written, or the disk is full.
    """
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as file:  # a folder is refused here as well
            yield file
        return
    if mode is not None and not mode & WRITABLE:  # renaming over it would need no right of the file's own
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    target = Path(os.path.realpath(path))
    _sweep(target.parent)
    beside = target.with_name(f".wence-{os.urandom(6).hex()}.part")
    try:
        made = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE if private else 0o666)
        with os.fdopen(made, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is not None and not private:
            os.chmod(beside, stat.S_IMODE(mode))
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _keep(target.parent)


def _sweep(folder: Path) -> None:
    """Clear away what a killed process left half written; one that is at work has written to its own of late."""
    with suppress(OSError), os.scandir(folder) as found:
        for one in found:
            if PART.fullmatch(one.name) and time.time() - one.stat(follow_symlinks=False).st_mtime > LEFT_BEHIND:
                os.unlink(one.path)


def write_whole(path: Path, text: str, *, private: bool = False) -> None:
    """Write a text as UTF-8, whole or not at all; half of a character pair becomes a question mark.

    Raises:
        OSError: the folder can't be written, or the disk is full.
    """
    with whole(path, private=private) as file:
        file.write(text.encode("utf-8", "replace"))


def write_new(path: Path, data: bytes) -> Path:
    """Write a file whole that was not there; where the name is taken, a number is added to it (``表-2.csv``).

    Raises:
        OSError: the folder can't be written, or the disk is full; then nothing is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".wence-{os.urandom(6).hex()}.part")
    try:
        with whole(beside) as file:
            file.write(data)
        names = (path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(1))
        return next(name for name in names if _given(beside, name))
    finally:
        with suppress(OSError):
            beside.unlink()


def _given(beside: Path, name: Path) -> bool:
    """Give a written file its name; False when the name is taken, for a link never takes another's place."""
    try:
        os.link(beside, name)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if os.path.lexists(name):
            return False
        os.rename(beside, name)
    return True


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner can look into, and those above it that are missing; one that is there stays.

    Raises:
        OSError: it can't be made.
    """
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def close_to_others(folder: Path) -> None:
    """Take from others the right to look into a folder that an earlier version left open."""
    with suppress(OSError):  # somebody else's folder; what is written into it is private all the same
        if os.name == "posix" and folder.stat().st_mode & 0o077:
            folder.chmod(PRIVATE_FOLDER)


def is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a plain file, or a link to one; a link that leads round in a circle is none."""
    try:
        return entry.is_file()
    except OSError:
        return False


def same_file(one: Path | int, other: Path) -> bool:
    """Whether a path or an open file and a path are one file, whatever links and spellings lead to it."""
    try:
        return os.path.samestat(os.stat(one), os.stat(other))
    except OSError:
        return False


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except OSError:
        return None


def _keep(folder: Path) -> None:
    """Have the folder remember the new name also when the machine loses power now."""
    with suppress(OSError, AttributeError):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
