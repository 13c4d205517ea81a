"""The clauses of a text as units that are read as one: a paragraph with its items, a question with its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.extract.marks import levels_in, objects_in
from corpus.extract.sums import SUM, find_sums
from corpus.passages import PATH_SEPARATOR
from corpus.patterns import late
from corpus.readers.blocks import Block, Position
from corpus.readers.structure import ITEM_NUMBER, MONEY, begins_paragraph, clause_of, without_number

MAX_BLOCKS = 30
_QUESTION = late(r"(?:问|Q|q)\s*\d{0,2}\s*[：:、.．]|[^。；]{2,80}[？?]$")
_ANSWER = late(r"^\s*(?:答|A|a|解答|回复)\s*\d{0,2}\s*[：:、.．]\s*")
_WHETHER = late(r"能不能|可不可以|可以不可以|是不是|是否|能否|可否|要不要|会不会|有没有|[吗么]$")
SENTENCE = late(r"[^。；]+[。；]?")
_ASKED = late(r"^\s*(?:问|Q|q|提问)\s*\d{0,2}\s*[：:、.．]\s*")


@dataclass
class Unit:
    """A clause with its items, and what it stands under."""

    text: str
    blocks: list[Block]
    headings: tuple[str, ...]
    """from the widest to the nearest"""
    before: str
    """the unit before it under the same heading"""
    clause: str
    """its number and those it stands under: ``第三条（一）``"""
    question: bool = False
    earlier: str = ""
    """the last unit before it, under whatever heading, that names an object of ours"""

    @property
    def section(self) -> str:
        """The heading it stands under, "" when there is none."""
        return self.headings[-1] if self.headings else ""

    @property
    def path(self) -> str:
        """All headings as one text."""
        return PATH_SEPARATOR.join(self.headings)

    @property
    def where(self) -> str:
        """Its place in the file, for people."""
        return self.blocks[0].at.label() or self.clause or self.section or "正文"

    @property
    def span(self) -> Position:
        """From its first to its last block."""
        first, last = self.blocks[0].at, self.blocks[-1].at
        if first.lines and last.lines:
            return replace(first, lines=(first.lines[0], last.lines[1]))
        return first


def read_units(blocks: Sequence[Block]) -> Iterator[Unit]:
    """The units of a text in order; tables are no part of any."""
    path: list[tuple[int, str]] = []
    unit: Unit | None = None
    before = clause = earlier = ""
    for block in blocks:
        if unit and _goes_on(unit, block):
            _take(unit, block)
            continue
        if unit:
            yield unit
            before = unit.text
            earlier = unit.text if objects_in(unit.text) else earlier
            unit = None
        asks = _asks(block)
        if block.kind == "heading" and not asks:
            path = [*(item for item in path if item[0] < block.level), (block.level, block.text)]
            before = clause = ""
        if block.kind == "paragraph" or asks or (block.kind == "heading" and MONEY.search(block.text)):
            clause = clause_of(block.text) or clause
            headings = tuple(text for _, text in path)
            unit = Unit(_opening(block, asks), [block], headings, before, _numbered(clause, block.text), asks, earlier)
    if unit:
        yield unit


def _asks(block: Block) -> bool:
    return block.kind != "table" and bool(_QUESTION.match(without_number(block.text)))


def _opening(block: Block, asks: bool) -> str:
    if not asks:
        return block.text
    # The answer goes on with the question's subject, so that both are one sentence.
    asked = _ASKED.sub("", without_number(block.text)).rstrip("？?。 ")
    # 能不能再拿 45 万元 promises nothing, whatever the answer is.
    return (SUM.sub(lambda found: "＿" * len(found.group()), asked) if _WHETHER.search(asked) else asked) + "，"


def _take(unit: Unit, block: Block) -> None:
    unit.blocks.append(block)
    if unit.question:
        text = _ANSWER.sub("", block.text)
        told = next((one for one in SENTENCE.findall(text) if find_sums(one)), text)
        if len(unit.blocks) == 2 and levels_in(told) and objects_in(told):
            unit.text = ""  # the answer says itself for whom: 省级绿色工厂呢？市级有没有？
        unit.text += text if text.endswith(("。", "；", "：", "！")) else f"{text}。"
    else:
        unit.text += block.text if block.text.endswith(("；", "。")) else f"{block.text}；"


def _goes_on(unit: Unit, block: Block) -> bool:
    if len(unit.blocks) >= MAX_BLOCKS:
        return False
    if unit.question:
        return block.kind == "paragraph" and not _asks(block)
    if block.kind != "paragraph" or clause_of(block.text):
        return False
    # A paragraph that ends in a colon opens the items below it.
    opens = unit.blocks[0].text.rstrip().endswith(("：", ":"))
    return opens and (begins_paragraph(block.text) or len(unit.blocks) > 1 or block.text.rstrip().endswith("；"))


def _numbered(clause: str, text: str) -> str:
    item = ITEM_NUMBER.match(text.strip())
    return clause + item.group().strip(" 、．.") if item else clause
