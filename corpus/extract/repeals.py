"""Which older documents a text puts out of force, wholly or in part, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.extract.numbers import first_date
from corpus.extract.titles import NUMBER, normal_number
from corpus.readers.structure import NUMERAL

ENDS = re.compile(
    r"废止|停止(?:执行|实施|施行|适用)|不再(?:执行|实施|施行|适用|有效)|代替|替代|取代|即行失效|自行失效|同时失效"
)
_STANDS = re.compile(r"(?:继续有效|不予?废止|未(?:被)?废止|尚未废止)")
_TARGET = re.compile(
    rf"《(?P<title>(?:[^《》]|《[^《》]*》){{2,120}})》\s*(?:[（(](?P<bracket>[^（()）]{{2,60}})[）)])?"
    rf"(?P<part>\s*(?:[、，和及至]?第{NUMERAL}{{1,6}}[条款章项编节]|[^，。；《》、和及]){{0,30}})"
)
_PART = re.compile(
    rf"(?:第{NUMERAL}{{1,6}}[编章节条款项](?:[、，和至\-—]?第?{NUMERAL}{{1,6}}[编章节条款项])*)"
    r"|(?:中|关于|有关|涉及|的)[^，。；《》]{0,24}?(?:部分|条款|内容|规定|政策|奖励|补助|标准|章节)"
)
_LIST_LEAD = re.compile(r"(?:下列|以下|如下|所列)[^。]{0,30}$|[:：]\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeal:
    """An older document that the text puts out of force."""

    title: str = ""
    number: str = ""
    part: str = ""
    """the part named, "" for the whole"""
    since: str = ""
    """the day that the clause itself names, ISO"""
    words: str = ""
    """the clause"""

    @property
    def target(self) -> str:
        """As it stands in ``supersedes`` of a document: ``《…》（…号）第三条``."""
        title = f"《{self.title}》" if self.title else ""
        number = f"（{self.number}）" if self.number and title else self.number
        return f"{title}{number}{self.part}"


def read_repeals(texts: Sequence[str]) -> tuple[Repeal, ...]:
    """The repeals that the paragraphs state, in order, each target once."""
    found: dict[str, Repeal] = {}
    listing = ""
    for text in texts:
        if listing and _is_listed(text):
            for repeal in _targets(text, listing):
                found.setdefault(repeal.target, repeal)
            continue
        listing = ""
        for sentence in re.split(r"(?<=[。；;])", text):
            for repeal in _sentence(_without_what_stands(sentence)):
                found.setdefault(repeal.target, repeal)
        if ENDS.search(text) and _LIST_LEAD.search(text):
            listing = text.strip()
    return tuple(found.values())


def parse_target(text: str) -> Repeal:
    """An entry of ``supersedes``: ``《…》（…号）第三条``, a bare title, a number or a document id."""
    match = _TARGET.match(text.strip())
    if match:
        part = text.strip()[match.end("bracket") + 1 if match["bracket"] else text.index("》") + 1 :].strip()
        return Repeal(title=match["title"], number=normal_number(match["bracket"] or ""), part=part)
    number = NUMBER.search(text)
    if number:
        rest = text[number.end() :].strip(" 文件的")
        return Repeal(number=normal_number(number.group()), part=rest if _PART.fullmatch(rest) else "")
    return Repeal(title=text.strip())


def _without_what_stands(sentence: str) -> str:
    """The sentence without the parts that keep something in force: 其余条款继续有效."""
    return "".join(part for part in re.split(r"(?<=[，,])", sentence) if not _STANDS.search(part))


def _is_listed(text: str) -> bool:
    return bool(re.match(r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*)?《", text)) or bool(
        NUMBER.match(text.strip())
    )


def _sentence(sentence: str) -> Iterator[Repeal]:
    ends = ENDS.search(sentence)
    if ends is None:
        return
    # 「同时废止《…》」 names after the verb, 「《…》同时废止」 before it.
    before, after = sentence[: ends.start()], sentence[ends.end() :]
    if ends.group() in ("代替", "替代", "取代"):
        yield from _targets(after, sentence.strip(), sentence)
        return
    named = list(_targets(_after_own_clause(before), sentence.strip(), sentence))
    yield from named or _targets(after, sentence.strip(), sentence)


def _after_own_clause(text: str) -> str:
    """What follows the clause on this document's own beginning: ``本办法自…起施行，《…》`` names one repeal only."""
    parts = re.split(r"(?:施行|实施|执行|生效)[，,。；]|(?:年|月|日|止)[，,]", text)
    return parts[-1] if "《" in parts[-1] or NUMBER.search(parts[-1]) else text


def _targets(text: str, words: str, sentence: str = "") -> Iterator[Repeal]:
    since = _since(sentence)
    titled = list(_TARGET.finditer(text))
    for match in titled:
        if _is_authority(text, match.start()):
            continue
        part = _PART.search(match["part"] or "")
        yield Repeal(
            title=match["title"].strip(),
            number=normal_number(match["bracket"] or ""),
            part=part.group().lstrip("中的") if part else "",
            since=since,
            words=words,
        )
    if not titled:
        for bare in NUMBER.finditer(text):
            part = _PART.match(text[bare.end() :].lstrip("文件的 "))
            yield Repeal(
                number=normal_number(bare.group()), part=part.group() if part else "", since=since, words=words
            )


def _is_authority(text: str, start: int) -> bool:
    """A title after 根据 or 按照 is what the repeal rests on, not what it repeals."""
    return bool(re.search(r"(?:根据|依据|按照|依照|与)\s*$", text[:start]))


def _since(sentence: str) -> str:
    match = re.search(r"(?:自|从)([^，。；]{6,16}?)(?:起|之日起)[，,]?[^，。；]{0,6}(?:《|废止|停止|不再|原)", sentence)
    return first_date(match[1]) if match else ""
