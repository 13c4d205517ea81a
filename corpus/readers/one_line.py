"""A whole notice on one line, as copied from a page or a form: parted where its paragraphs, head and signature show."""

from __future__ import annotations

import re

from corpus.patterns import late

LINE_CHARACTERS = 240
"""a line longer than this that holds the marks of several paragraphs is no single one"""
SHORT_LINE = 100
"""or this, where wide gaps part sentences in it"""
LEAST_PARTS = 3
"""headings or gaps from which a line is more than a paragraph"""
SHORT_PIECE = 30
"""characters up to which what follows a name to ask is one more way to reach it"""
_BARE_NUMBER = late(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第.{1,4}[章条]")
_GAP = late(r"[\u3000\u00a0]+|[ \t]{2,}")
_NARROW = late(r"(?<![A-Za-z0-9])[ \t](?=\S)|(?<=\S)[ \t](?![A-Za-z0-9])")
"""a single space that parts two Chinese words: a paragraph's end where nothing wider parts any"""
_NUMBER = r"[\u4e00-\u9fff]{2,14}[〔［\[（(【]\s?(?:19|20)\d{2}\s?[〕］\]）)】]\s?第?\s?\d{1,5}\s?号"
_BODY = r"[\u4e00-\u9fff]{2,24}?(?:局|厅|部|委员会|人民政府|办公室|管委会|政府|委|中心)"
_DAY = (
    r"(?:(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
_AFTER_DAY = r"[。）)日\da-zA-Z]"
_HEADING = late(r"(?<=[。；：:）])\s?(?=[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,4}[章条])")
_HEADED = late(r"[一二三四五六七八九十]{1,3}、[^，。；：（]{2,12}[（(]一[）)]")
_TITLED = late(r"(?<=[\u4e00-\u9fff])\s?(?=[（(]一[）)])")
"""behind a heading without a stop: 二、申报程序（一）企业申报"""
_SECTION = late(r"(?<=。)\s?(?=[（(][一二三四五六七八九十]{1,3}[）)])")
_HEAD = late(
    rf"^(?P<letterhead>[\u4e00-\u9fff、]{{4,40}}文件)?\s*(?P<number>{_NUMBER})?\s*"
    r"(?P<title>[^。；：:]{2,40}?关于[^。；：:]{4,80}?(?:通知|公告|通告|公示|通报|决定|意见|函|办法))"
    r"(?=(?:各|有关|市直|省直|市各|区各|[\u4e00-\u9fff]{2,10}(?:人民政府|工信局|各))[^。；]{0,120}?[：:])"
)
_CLOSING = (
    late(rf"(?<=[。0-9a-z])\s?(?={_BODY}(?:\s*{_BODY})?\s*{_DAY}(?!印发))"),
    late(rf"(?<=[\u4e00-\u9fff])\s*(?={_DAY}\s*(?:$|[（(]此件|抄送|附件|【))"),
    late(r"(?<=日)\s?(?=【)"),
    late(rf"(?<={_AFTER_DAY})\s?(?=[（(]此件|抄送[：:]|附件[：:]|联系人[：:]|联系方式[：:])"),
    late(rf"(?<=[。）)])\s?(?={_BODY}办公室\s*{_DAY}印发)"),
)
"""who signs, the day below, who else is told, the imprint"""


def parted(line: str) -> list[str]:
    """The paragraphs of a line that holds a whole document; the line alone where it is one paragraph."""
    text = line.strip()
    pieces = [piece for piece in _GAP.split(text) if piece]
    sentences = sum(piece.endswith("。") for piece in pieces)
    long = LINE_CHARACTERS if len(pieces) < LEAST_PARTS or sentences < LEAST_PARTS - 1 else SHORT_LINE
    if len(text) < long or "\t" in text:
        return [line]
    if len(pieces) < LEAST_PARTS:
        pieces = [piece for piece in _NARROW.split(text) if piece]
    if max(len(pieces), len(_HEADING.findall(text)) + 1) < LEAST_PARTS:
        return [line]
    if len(pieces) < LEAST_PARTS:
        pieces = _head_apart(text)
    return [part for piece in _numbers_joined(pieces) for part in _paragraphs(piece) if part.strip()]


def _head_apart(text: str) -> list[str]:
    """Letterhead, number, title and whom it is addressed to, where nothing stands between them."""
    head = _HEAD.match(text)
    if head is None:
        return [text]
    addressed, mark, rest = text[head.end() :].partition("：")
    return [part for part in (head["letterhead"], head["number"], head["title"], addressed + mark, rest) if part]


def _numbers_joined(pieces: list[str]) -> list[str]:
    """The pieces, with a bare number (一、), a line of contacts and the imprint each in one."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _goes_on(joined[-1], piece):
            joined[-1] += piece if _BARE_NUMBER.fullmatch(joined[-1]) else f" {piece}"
        else:
            joined.append(piece)
    return joined


def _goes_on(before: str, piece: str) -> bool:
    if _BARE_NUMBER.fullmatch(before):
        return True
    of_contacts = re.match(r"联系|咨询|监督", before) and not piece.startswith("附件")
    return bool((of_contacts and len(piece) <= SHORT_PIECE) or re.fullmatch(rf"{_DAY}\s*印发", piece))


def _paragraphs(piece: str) -> list[str]:
    parts = [piece]
    for pattern in (_HEADING, _SECTION, *_CLOSING):
        parts = [part for one in parts for part in pattern.split(one)]
    parts = [part for one in parts for part in (_TITLED.split(one, 1) if _HEADED.match(one) else [one])]
    return parts
