"""Vocabulary and sentences are kept in TOML files; what is wrong with one is told by file, row and entry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from corpus.errors import DataError

POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_toml(path: Path, kind: str) -> dict[str, Any]:
    """The tables of a file, called ``kind`` in messages. Raises DataError with row and column where it is no TOML."""
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
