"""What a generation tells of itself: manifest.json, and the names of what lies beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from index.errors import IndexError_
from index.freshness import FORMAT, MANIFEST

WORDS = "words.json"
ENGINE = "engine"
CORPUS = "corpus"
REBUILD = "运行 wence rebuild --full 重建索引。"

Manifest = dict[str, Any]
"""format, created, engine, program and fingerprint (digests), stamps (by folder), following ({unit: stamp} of those
that have become part of the shipped one), units ({key: {stamp, digest, documents, counts}}), counts"""


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write or replace the manifest of a generation."""
    write(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False).encode())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation. Raises IndexError_ when it is missing, broken or of another format."""
    try:
        manifest: Manifest = json.loads(read(folder / MANIFEST))
    except ValueError as error:
        raise IndexError_(f"第 {folder.name} 代索引的 {MANIFEST} 损坏", REBUILD) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise IndexError_(f"第 {folder.name} 代索引是另一版本的程序建的", REBUILD)
    return manifest


def read(path: Path) -> bytes:
    """The bytes of a file of the index. Raises IndexError_."""
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"读不了索引文件 {path.parent.name}/{path.name}：{error.strerror}"
        raise IndexError_(problem, REBUILD) from error


def write(path: Path, data: bytes) -> None:
    """Write a file in one step: it is never there by half."""
    partial = path.with_name(path.name + ".part")
    with open(partial, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
