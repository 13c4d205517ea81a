"""Zip archives whose bytes depend on their content alone: no time of writing, no order of chance."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""the first day that a zip archive can hold"""
FIRST = "[Content_Types].xml"
"""readers of Office files want it in front"""


def repacked(archive: bytes, changes: Mapping[str, bytes] | None = None) -> bytes:
    """The same archive with every time taken out; files named in ``changes`` get that content or are added."""
    with ZipFile(BytesIO(archive)) as old:
        files = {name: old.read(name) for name in old.namelist() if not name.endswith("/")}
    files |= changes or {}
    page = BytesIO()
    with ZipFile(page, "w", ZIP_DEFLATED) as new:
        for name in sorted(files, key=lambda name: (name != FIRST, name)):
            entry = ZipInfo(name, BEGINNING)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, files[name])
    return page.getvalue()
