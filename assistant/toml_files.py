"""Vocabulary and sentences are kept in TOML files; what is wrong with one is told by file, row and entry."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.errors import DataError
from corpus.patterns import late
from index.freshness import INDEX, checksum, folder_stamp, parsed

ROOT = Path(__file__).parent
FOLDERS = ("understanding/lexicon", "saying/wording")
"""where the tables lie that an answer needs"""
PARSED = "tables.json"
"""the same tables as JSON in the index folder: read in a fiftieth of the time, and made anew when a file has changed"""

_parsed: dict[str, Any] = {}
POSITION = late(r"\(at line (\d+), column (\d+)\)")


def read_toml(path: Path, kind: str) -> dict[str, Any]:
    """The tables of a file, called ``kind`` in messages. Raises DataError with row and column where it is no TOML."""
    if (held := _parsed.get(str(path))) is not None:
        return held  # type: ignore[no-any-return]
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        at = POSITION.search(str(error))
        where = f"第 {at[1]} 行第 {at[2]} 列" if at else "末尾"
        what = POSITION.sub("", str(error)).strip()
        raise DataError([f"{kind} {path.name} {where}：不合 TOML 语法（{what}）"]) from error
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DataError([f"{kind} {path.name} 第 {row} 行：不是 UTF-8 文字"]) from error
    except OSError as error:
        raise DataError([f"{kind} {path.name} 无法读取：{error.strerror}"]) from error


def hold_parsed(home: Path) -> None:
    """Have the tables at hand from the index folder of home; written there where they are missing or of other files.

    A table that is no TOML, a garbled file and a folder that can't be written cost nothing but time: each table is then
    read from its own file when it is asked for, and complains for itself.
    """
    stamps = {"root": str(ROOT)} | {name: folder_stamp(str(ROOT / name)) for name in FOLDERS}
    if _parsed.get("stamps") == stamps:
        return
    file = home / INDEX / PARSED
    _parsed.clear()
    with suppress(OSError, ValueError, KeyError, TypeError):
        held = parsed(file.read_bytes())
        if held["stamps"] == stamps:
            _parsed.update(held["tables"], stamps=stamps)
            return
    with suppress(OSError, DataError):
        _write_parsed(file, stamps)


def _write_parsed(file: Path, stamps: dict[str, str]) -> None:
    from index.manifest import write

    tables = {str(path): read_toml(path, "") for name in FOLDERS for path in sorted((ROOT / name).glob("*.toml"))}
    text = json.dumps({"stamps": stamps, "tables": tables}, ensure_ascii=False).encode()
    write(file, text + b"\n" + checksum(text))


def named(path: Path, kind: str, key: str, section: str = "") -> str:
    """How an entry is named to who has to mend it: 词表 typos.toml 第 9 行 [fixed] 补帖."""
    row = _row(path, key, section)
    return " ".join([kind, path.name, *([f"第 {row} 行"] if row else []), *([f"[{section}]"] if section else []), key])


def _row(path: Path, key: str, section: str) -> int:
    """The row (from 1) on which a key of a section is set; 0 when it can't be found."""
    within = not section
    for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if header := re.match(r"\s*\[([^\]]+)\]", line):
            within = header[1].strip() == section
        elif within and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return row
    return 0
