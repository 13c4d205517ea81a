"""What a line is: a head with its clause behind it, or an item that looks like a heading and has nothing under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.frozen import replace
from corpus.readers.blocks import Block
from corpus.readers.structure import chapter_apart, clause_of

ITEM_LEVEL = 3
"""of headings numbered as items are: （一）; several without text between them are items"""


def with_chapters(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with a chapter's head apart from the clause behind it: else the clause has neither number nor head."""
    return tuple(part for block in blocks for part in _chapter_apart(block))


def _chapter_apart(block: Block) -> Iterator[Block]:
    chapter, clause = chapter_apart(block.text) if block.kind != "table" else ("", "")
    if not chapter:
        yield block
        return
    yield replace(block, kind="heading", level=1, text=chapter)
    yield replace(block, kind="paragraph", level=0, text=clause)


def with_items(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with such headings as paragraphs; a heading is no text of its own, so what it says would be lost."""
    kept: list[Block] = []
    for run in _runs(blocks):
        opens = bool(kept) and kept[-1].kind == "paragraph" and kept[-1].text.rstrip().endswith(("：", ":"))
        items = len(run) > 1 and (opens or (run[0].kind == "heading" and run[0].level >= ITEM_LEVEL))
        kept += [_paragraph(block) for block in run] if items else run
    return [
        _paragraph(block) if _is_bare(block, kept[index + 1 : index + 2]) else block for index, block in enumerate(kept)
    ]


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Headings of one level right behind one another, and every other block by itself."""
    run: list[Block] = []
    for block in blocks:
        if run and not (block.kind == run[-1].kind == "heading" and block.level == run[-1].level):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _is_bare(block: Block, below: Sequence[Block]) -> bool:
    """Whether a heading has neither text nor a narrower heading below it; the name of a sheet is none."""
    if block.kind != "heading" or block.at.sheet:
        return False
    if not below or (below[0].kind == "heading" and below[0].level <= block.level):
        return True
    return block.level >= ITEM_LEVEL and bool(clause_of(below[0].text))


def _paragraph(block: Block) -> Block:
    return replace(block, kind="paragraph", level=0)
