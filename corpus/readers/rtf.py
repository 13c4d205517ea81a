"""RTF files: the text by lines, table rows by their cells."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.errors import RefusedError
from corpus.readers.blocks import RawDocument
from corpus.readers.decode import harmless
from corpus.readers.text import blocks_of

MAX_DEPTH = 500
"""groups nested deeper than this are no text that someone wrote"""


def read(data: bytes) -> RawDocument:
    """The blocks of an RTF file; its lines are those of the text, not of the file, so that none are given."""
    from striprtf.striprtf import rtf_to_text

    source = data.decode("latin-1")
    if not source.lstrip().startswith("{\\rtf"):
        raise RefusedError("文件内容不是 RTF", "请用原来的软件另存后再添加。")
    if not source.rstrip("\0 \r\n").endswith("}"):
        raise RefusedError("文件不完整（RTF 结尾缺失）", "请重新下载或重新保存后再添加。")
    if _depth(source) > MAX_DEPTH:
        raise RefusedError("文件结构异常（嵌套过深）", "请检查文件来源。")
    plain = rtf_to_text(source, encoding="gb18030", errors="replace")  # type: ignore[no-untyped-call]
    text = harmless(plain)
    return RawDocument(blocks=blocks_of(list(_lines(text)), numbered=False))


def _lines(text: str) -> Iterator[str]:
    """Paragraphs with a blank line between them, for none is wrapped; cells of a table row parted by tabs."""
    for line in text.split("\n"):
        if line.count("|") > 1:
            # The library ends every cell with a bar, and every row with a line.
            yield line.strip().removesuffix("|").replace("|", "\t")
        else:
            yield from (line, "")


def _depth(source: str) -> int:
    depth = deepest = 0
    for sign in source:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest
