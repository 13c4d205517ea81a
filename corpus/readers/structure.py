"""The skeleton of a Chinese official text: which lines are headings, where a paragraph begins, what is wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.frozen import frozen
from corpus.patterns import late
from corpus.readers.blocks import Block, Position

NUMERAL = "[一二三四五六七八九十百零〇两\\d]"

HEADING_FORMS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, late(rf"第{NUMERAL}{{1,6}}[编章篇部](?:分)?[\s　、:：]?")),
    (2, late(rf"第{NUMERAL}{{1,6}}节[\s　、:：]?")),
    (2, late(r"[一二三四五六七八九十百]{1,4}\s?[、．.]")),
    (3, late(r"[（(][一二三四五六七八九十百]{1,4}[）)]")),
    (3, late(r"\d{1,2}\.\d{1,2}(?:\.\d{1,2}){0,2}(?![\d%万元年月])\s?")),
    (1, late(r"附[件表录]\s?\d{0,2}\s?[:：]?(?=.{0,40}$)")),
)
CLAUSE = late(rf"第{NUMERAL}{{1,6}}条(?:之{NUMERAL}{{1,2}})?")
ITEM = late(r"(?:\d{1,2}\s?[、．.](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|\d{1,2}[）)]|[▶►▷●■◆★☆◎○•▪□※➢✓✔]\s?)")

ITEM_NUMBER = late(r"[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}\s?[、．.](?!\d)")
_OPENING = late(
    rf"\s*(?:第{NUMERAL}{{1,6}}[编章节条款部篇]|[一二三四五六七八九十百]{{1,4}}\s?[、．.]|[（(]{NUMERAL}{{1,4}}[）)]"
    r"|\d{1,2}\s?[、．.](?!\d)|\d{1,2}[）)]|[①-⑳]|附[件表录]\s?\d{0,2}\s?[:：]?)[\s　、:：]*"
)

_NUMBER_LINE = late(
    r"[\u4e00-\u9fffA-Z]{1,14}(?:[（(][\u4e00-\u9fff]{1,6}[）)])?\s?[〔［\[（(【﹝〈]\s?(?:19|20)\d{2}\s?[〕］\]）)】﹞〉]\s?第?\s?\d{1,5}\s?号"
)

_DAY_LINE = late(
    r"(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|[一二][〇○零OＯ一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
"""the day under a signature"""
_IMPRINT = late(r".{4,40}(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\s?印发")
"""the last line of a printed document"""
_COPIES_TO = late(r"(?:抄送|抄报|主送|报送)\s?[：:]")

HEADING_CHARACTERS = 40
"""a numbered line longer than this, or one that ends like a sentence, is a paragraph with a number"""

SENTENCE_END = tuple("。！？；：:;!?”」…")
MONEY = late(r"[\d十百]\s*(?:万|亿|千)?元|[\d十百]\s*[万亿]|\d\s*[%％]")
"""a short numbered line with a sum is a clause whose full stop was forgotten, not a heading"""
BARE_PAGE = late(r"[\s—–\-·第共页/\d]{1,20}|第\s?\d+\s?页.{0,12}")

_CHAPTERED = late(
    rf"\s*(?P<chapter>第{NUMERAL}{{1,6}}[编章节][\s　]?[^，。；：、《》\d第]{{1,20}}?)[\s　]?"
    rf"(?=第{NUMERAL}{{1,6}}条[\s　])"
)
"""a chapter's head with its first clause on the same line: 第二章 奖励标准 第四条 对新列入……"""

_SPACED = late(r"(?<![条章节编])(?<=[\u3000-\u9fff\uff00-\uffef])[ \u3000]+(?=[\u3000-\u9fff\uff00-\uffef])")
_LABEL = late(r"[\u4e00-\u9fff]{2,8}[：:]")


@frozen
class Line:
    """A line of a file that knows only lines: its text and its number, counted from 1."""

    text: str
    number: int
    page_end: bool = False
    """whether a page number stood below it"""


def heading_level(text: str) -> int:
    """The level of a heading, 0 when the line is no heading."""
    stripped = text.strip()
    if not stripped or len(stripped) > HEADING_CHARACTERS or stripped.endswith(SENTENCE_END) or MONEY.search(stripped):
        return 0
    if _CHAPTERED.match(stripped):
        return 0
    for level, form in HEADING_FORMS:
        if form.match(stripped):
            return level
    return 0


def stands_alone(text: str) -> bool:
    """Whether a line is a document number, the day under a signature or the imprint: never part of a paragraph."""
    stripped = text.strip()
    return any(form.fullmatch(stripped) for form in (_NUMBER_LINE, _DAY_LINE, _IMPRINT))


def chapter_apart(text: str) -> tuple[str, str]:
    """A chapter's head and the clause that follows it on the same line; "" and the text where it is no such line."""
    found = _CHAPTERED.match(text)
    return (found["chapter"].strip(), text[found.end() :].strip()) if found else ("", text)


def begins_paragraph(text: str) -> bool:
    """Whether the line opens a numbered clause, item or heading, so that nothing is joined in front of it."""
    stripped = text.strip()
    if CLAUSE.match(stripped) or ITEM.match(stripped) or _COPIES_TO.match(stripped) or stands_alone(stripped):
        return True
    return any(form.match(stripped) for _, form in HEADING_FORMS)


def clause_of(text: str) -> str:
    """The number that a clause opens with (``第三条``), or ""."""
    found = CLAUSE.match(text.strip())
    return found.group() if found else ""


def without_number(text: str) -> str:
    """A heading, clause or item without the number it opens with."""
    stripped = text.strip()
    found = _OPENING.match(stripped)
    return stripped[found.end() :] if found else stripped


def join(first: str, second: str) -> str:
    """Two lines of one paragraph as one: a space only between Latin words."""
    if first and second and first[-1].isascii() and second[0].isascii() and first[-1].isalnum() and second[0].isalnum():
        return f"{first} {second}"
    return first + second


def tidy(text: str) -> str:
    """White space folded, and spaces set between Chinese characters for looks taken out."""
    return _SPACED.sub(_closed, re.sub(r"[ \t\u00a0\u3000]+", " ", text)).strip()


def _closed(space: re.Match[str]) -> str:
    """Nothing in place of a space, but the one between two fields of a line: 发布机构：某局 文号：某号."""
    parts_fields = _LABEL.match(space.string, space.end()) and re.search("[：:]", space.string[: space.start()])
    return " " if parts_fields else ""


def width(text: str) -> int:
    """Cells that the text takes on paper: two for a full-width character."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def wrap_width(lines: Sequence[str]) -> int:
    """The width at which the text was hard-wrapped, 0 when it was not.

    Wrapped text has many lines of just about one width that end in the middle of a sentence.
    """
    inner = [line.strip() for line in _not_last(lines)]
    widths = [width(line) for line in inner]
    if len(widths) < 4:
        return 0
    full = max(set(widths), key=lambda one: (sum(one - WRAP_PLAY <= other <= one for other in widths), one))
    near = [line for line in inner if full - WRAP_PLAY <= width(line) <= full]
    broken = [line for line in near if not line.endswith(SENTENCE_END)]
    every = [width(line.strip()) for line in lines]
    over = sum(one for one in every if one > full + WRAP_PLAY)
    wrapped = len(broken) >= max(3, 0.3 * len(widths)) and over <= OVER_SHARE * sum(every)
    return full if 20 <= full <= 160 and wrapped else 0


OVER_SHARE = 0.35
"""of a text that may stand in lines over the width it is wrapped at (a title, a table)"""
WRAP_PLAY = 3
"""cells by which a wrapped line may be shorter than the width: a full-width sign that didn't fit, and a half one"""


def _not_last(lines: Sequence[str]) -> Iterator[str]:
    """The lines that the next one goes on with; what ends a paragraph tells nothing of the width."""
    for line, below in pairwise(lines):
        if line.strip() and below.strip() and not begins_paragraph(below):
            yield line


def paragraphs(lines: Sequence[Line], full: int) -> list[Block]:
    """Blocks of text hard-wrapped at a width (0: a line is a paragraph), headings told apart, with their lines."""
    blocks: list[Block] = []
    pending: list[Line] = []
    for line in lines:
        if not line.text.strip():
            if pending and not (full and _runs_on(pending[-1], full)):
                blocks.append(_close(pending))
                pending = []
            continue
        goes_on = bool(pending) and _follows(pending[-1], line, full) and not begins_paragraph(line.text)
        if pending and (not goes_on or _set_apart(pending[-1], line)):
            blocks.append(_close(pending))
            pending = []
        pending.append(line)
    if pending:
        blocks.append(_close(pending))
    return blocks


def text_block(text: str, at: Position) -> Block:
    """A heading or a paragraph, as its words tell."""
    level = heading_level(text)
    return Block(kind="heading" if level else "paragraph", text=tidy(text), level=level, at=at)


def _set_apart(line: Line, following: Line) -> bool:
    """Whether the next line is set so far to the right that it is a signature or a title of its own."""
    indent, below = (len(one.text) - len(one.text.lstrip()) for one in (line, following))
    return below >= FAR_RIGHT and below - indent >= FAR_RIGHT // 2


FAR_RIGHT = 10
"""spaces in front of a line that no wrapped paragraph has"""


UNFINISHED = ("至", "自", "为", "于", "和", "与", "及", "、", "，", "按", "由", "对", "《", "（")
"""how a line ends that can't end a paragraph: 有效期至"""


def _follows(line: Line, below: Line, full: int) -> bool:
    """Whether a line goes on with the one above it: by the width, or because a sentence breaks off without a stop."""
    return _runs_on(line, full) if full else _breaks_off(line.text.strip(), below.text.strip())


_PROSE = late(r"[，。；]")
_RAGGED = 40
"""cells that a line wrapped by hand has at least, where no width shows"""
_LETTER = late(r"[\u4e00-\u9fff）]$")


def _breaks_off(text: str, below: str) -> bool:
    if width(text) < _RAGGED or heading_level(text) or _LABEL.match(below) or stands_alone(text):
        return False
    broken = text.endswith(UNFINISHED) or (bool(_LETTER.search(text)) and bool(_PROSE.search(_of_clause(text))))
    return broken and bool(_PROSE.search(below)) and not _LABEL.match(text)


def _of_clause(text: str) -> str:
    """The text, or a stop in its place where it opens a clause: that it is prose needs no other sign."""
    return "。" if CLAUSE.match(chapter_apart(text)[1]) else text


def _runs_on(line: Line, full: int) -> bool:
    # A full line that ends a sentence may still run on; the next line's indent or number decides then.
    stripped = line.text.strip()
    if stripped.endswith(("。", "！", "？", "：", ":")) or stands_alone(stripped):
        return False
    return line.page_end or width(stripped) >= 0.85 * full or stripped.endswith(UNFINISHED)


def _close(lines: Sequence[Line]) -> Block:
    text = ""
    for line in lines:
        text = join(text, line.text.strip())
    return text_block(text, Position(lines=(lines[0].number, lines[-1].number)))
