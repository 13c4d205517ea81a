"""Traditional characters read as simplified ones: pages mirrored elsewhere, and what the vocabulary knows."""

from __future__ import annotations

from functools import cache
from typing import Any

from corpus.frozen import replace
from corpus.readers.blocks import Block, RawDocument

TRADITIONAL_SHARE = 0.08
"""share of Chinese characters that only traditional text has, above which a text is read as traditional; simplified
text has next to none, traditional text a quarter and more"""
SAMPLE = 4000
NOTE = "原文为繁体字，已按简体字读入（源文件原样保留）"


def simplified(document: RawDocument) -> RawDocument:
    """The document in simplified characters, with a note when it was in traditional ones."""
    sample = "".join(
        block.text + "".join(cell for row in block.rows for cell in row.cells) for block in document.blocks
    )
    if not _is_traditional(sample[:SAMPLE]):
        return document
    convert = _converter().convert
    return replace(
        document,
        blocks=tuple(_converted(block, convert) for block in document.blocks),
        metadata={name: convert(value) for name, value in document.metadata.items()},
        notes=(*document.notes, NOTE),
    )


def _is_traditional(sample: str) -> bool:
    chinese = [character for character in sample if "\u4e00" <= character <= "\u9fff"]
    if not chinese or all(character.encode("gb2312", "ignore") for character in chinese):
        return False  # GB 2312 has no traditional characters
    text = "".join(chinese)
    changed = sum(one != other for one, other in zip(text, _converter().convert(text), strict=False))
    return bool(changed > TRADITIONAL_SHARE * len(chinese))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _converted(block: Block, convert: Any) -> Block:
    rows = tuple(replace(row, cells=tuple(convert(cell) for cell in row.cells)) for row in block.rows)
    return replace(block, text=convert(block.text), rows=rows)
