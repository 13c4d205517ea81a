"""What a user owns is for the user alone: folders 0700, files 0600, whatever the system's habit is."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

FOLDER_MODE = 0o700


@contextlib.contextmanager
def private() -> Iterator[None]:
    """Everything that is written inside is readable by its owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the owner alone; one that is there is closed to others,
    and so is an empty one that it is made in.

    Raises OSError when it can't be made.
    """
    if not folder.is_dir() and folder.parent.is_dir() and not any(folder.parent.iterdir()):
        _close(folder.parent)  # an empty home that was made for us
    with private():
        folder.mkdir(parents=True, exist_ok=True)
    _close(folder)


def _close(folder: Path) -> None:
    """Take from others what rights they have; nobody is given any, so that what is read-only stays so."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        with contextlib.suppress(OSError):  # of another owner, or on a file system without rights
            folder.chmod(mode & FOLDER_MODE)
