"""Which older documents a text puts out of force, wholly or in part, and in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from corpus.extract.numbers import first_date
from corpus.extract.titles import NUMBER, normal_number
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.readers.blocks import Block
from corpus.readers.structure import NUMERAL

ENDS = late(
    r"废止|停止(?:执行|实施|施行|适用)|不再(?:执行|实施|施行|适用|有效)|代替|替代|取代|即行失效|自行失效|同时失效"
)
_STANDS = late(r"(?:继续有效|不予?废止|未(?:被)?废止|尚未废止)")
_TARGET = late(
    rf"《(?P<title>(?:[^《》]|《[^《》]*》){{2,120}})》\s*(?:[（(](?P<bracket>[^（()）]{{2,60}})[）)])?"
    rf"(?P<part>\s*(?:[、，和及至]?第{NUMERAL}{{1,6}}[条款章项编节]|[^，。；《》、和及]){{0,30}})"
)
_PART = late(
    rf"(?:第{NUMERAL}{{1,6}}[编章节条款项](?:[、，和至\-—]?第?{NUMERAL}{{1,6}}[编章节条款项])*)"
    r"|(?:中|关于|有关|涉及|的)[^，。；《》]{0,24}?(?:部分|条款|内容|规定|政策|奖励|补助|标准|章节)"
)
AMENDS = "修改"
"""opens the part of a target that is changed, not ended: ``《…》修改第三条``"""
_LONGER = late(r"有效期(?:延长|延续|顺延|续期|延期)|(?:延长|延续|顺延)有效期")
_EXTENSION = late(
    r"(?:有效期|执行期限?|施行期限?|实施期限?|期限)?[^，。；]{0,8}?(?<![不未])(?<!不再)(?<!不予)(?:延长|延续|顺延|续期|延期|继续(?:有效|执行|实施|施行))[^。；]{0,12}?"
    r"(?:(?:至|到)(?P<until>[^，。；]{4,16}?\d\s?日|[^，。；]{4,12}?月底|[^，。；]{4,10}?年底)|(?P<span>(?<!\d)(?:\d|[一二两三四五六七八九十]{1,2})\s?(?:年|个月)))"
)
_AMENDING_TITLE = late(
    r"(?:修改|修订|调整)[^《》]{0,12}《(?P<title>(?:[^《》]|《[^《》]*》)+)》"
    r"|《(?P<before>(?:[^《》]|《[^《》]*》)+)》[^《》]{0,24}(?:修改|修订|调整)[^《》]{0,8}(?:条款|内容|规定|标准|的?决定|的?通知)"
)
_AMENDMENT = late(r"(?:修改|调整|变更|改)为|增加一[条款项]|删去|删除")
_TAKEN_OUT = late(
    rf"(?:删去|删除)(?P<after>第{NUMERAL}{{1,6}}条)(?![中的第])|(?P<before>第{NUMERAL}{{1,6}}条)(?:予以)?(?:删去|删除)"
)
_ENDED_HEADING = late(r"(?:废止|失效|停止执行)[^。；]{0,20}$")
_LIST_LEAD = late(r"(?:下列|以下|如下|所列)[^。]{0,30}$|[:：]\s*$")


@frozen
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
    def effect(self) -> Literal["repeal", "amend", "extend"]:
        """What the newer document does to the older one: ends it, changes it, or lengthens its term."""
        if self.part.startswith(AMENDS):
            return "amend"
        return "extend" if _LONGER.match(self.part) else "repeal"

    @property
    def target(self) -> str:
        """As it stands in ``supersedes`` of a document: ``《…》（…号）第三条``."""
        title = f"《{self.title}》" if self.title else ""
        number = f"（{self.number}）" if self.number and title else self.number
        return f"{title}{number}{self.part}"


def read_repeals(texts: Sequence[str], title: str = "") -> tuple[Repeal, ...]:
    """The older documents that the paragraphs end, change or lengthen, in order, each target once."""
    found: dict[str, Repeal] = {}
    listing = ""
    for text in texts:
        if listing and _is_listed(text):
            for repeal in _targets(_without_what_stands(text), listing):
                found.setdefault(repeal.target, repeal)
            continue
        listing = ""
        for sentence in re.split(r"(?<=[。；;])", text):
            for repeal in _sentence(_without_what_stands(sentence)):
                found.setdefault(repeal.target, repeal)
        if _heads_a_list(text) or (ENDS.search(text) and _LIST_LEAD.search(text)):
            listing = text.strip()
    for repeal in (*_amendments(texts, title), *_extensions(texts, title)):
        found.setdefault(repeal.target, repeal)
    return tuple(found.values())


def listed_in_tables(blocks: Sequence[Block], names: Callable[[Block], Mapping[str, int]]) -> Iterator[Repeal]:
    """What a table of documents ends: all of it under a heading that says so, else the rows whose verdict does.

    ``names`` tells the columns of a table: policy, number, verdict.
    """
    heading = ""
    for block in blocks:
        if block.kind != "table":
            heading = block.text
            continue
        columns = names(block)
        ended = _heads_a_list(f"{heading}") or _heads_a_list(block.text)
        if "policy" not in columns or not ("verdict" in columns or ended):
            continue
        for row in block.rows[1:]:
            verdict = row.cells[columns["verdict"]] if "verdict" in columns else heading
            if ENDS.search(verdict) and not _STANDS.search(verdict):
                number = row.cells[columns["number"]] if "number" in columns else ""
                title = row.cells[columns["policy"]].strip().strip("《》")
                yield Repeal(title=title, number=normal_number(number), words=f"{verdict.strip()}：《{title}》")


def _heads_a_list(text: str) -> bool:
    """Whether a short line stands over a list of documents that end: 一、决定废止的文件."""
    return len(text) <= 40 and bool(_ENDED_HEADING.search(text)) and not _STANDS.search(text) and "《" not in text


def _amendments(texts: Sequence[str], title: str) -> Iterator[Repeal]:
    clauses = [text for text in texts if _AMENDMENT.search(text)]
    named = _AMENDING_TITLE.search(title)
    if named is None:
        yield from (repeal for text in clauses for repeal in _amended_within(text))
        return
    changed = named["title"] or named["before"]
    number = next((normal_number(match["bracket"] or "") for text in texts for match in _TARGET.finditer(text)), "")
    clauses = [text for text in clauses if re.search(rf"第{NUMERAL}{{1,6}}条", _unquoted(text))] or clauses
    words = clauses[0].strip() if clauses else title
    yield Repeal(title=changed, number=number, part=_changed_parts(clauses), words=words)
    for text in clauses:
        gone = _TAKEN_OUT.search(_unquoted(text))
        if gone:
            yield Repeal(title=changed, number=number, part=gone["after"] or gone["before"], words=text.strip())


def _amended_within(text: str) -> Iterator[Repeal]:
    """Of a decision on several documents, the one that a clause changes: 将《…》第六条中的“…”修改为“…”."""
    changed = re.match(r"[^《。；]{0,12}(?:将|对)?\s*(?=《)", _unquoted(text))
    match = _TARGET.match(text, changed.end()) if changed else None
    if match and re.search(rf"第{NUMERAL}{{1,6}}条", _unquoted(text)):
        number = normal_number(match["bracket"] or "")
        yield Repeal(title=match["title"].strip(), number=number, part=_changed_parts([text]), words=text.strip())


def _changed_parts(clauses: Sequence[str]) -> str:
    parts = (part for text in clauses for part in re.findall(rf"第{NUMERAL}{{1,6}}条", _unquoted(text)))
    return AMENDS + "、".join(dict.fromkeys(parts))


def _unquoted(text: str) -> str:
    return re.sub(r"[“「『][^”」』]*[”」』]", "", text)


def _extensions(texts: Sequence[str], title: str) -> Iterator[Repeal]:
    about = _TARGET.search(title) if re.search(r"延长|延续|顺延|续期|延期|继续(?:有效|执行|实施)", title) else None
    number = next((normal_number(one["bracket"] or "") for text in texts for one in _TARGET.finditer(text)), "")
    listing: Repeal | None = None
    for text in texts:
        if listing and _is_listed(text):
            yield from (replace(listing, title=one.title, number=one.number) for one in _targets(text, listing.words))
            continue
        listing = None
        for sentence in re.split(r"(?<=[。；;])", text):
            longer = _longer(sentence)
            if longer is None:
                continue
            named = [one for one in _TARGET.finditer(sentence) if not _is_authority(sentence, one.start())]
            for match in named:
                yield replace(longer, title=match["title"].strip(), number=normal_number(match["bracket"] or ""))
            if about and not named:
                yield replace(longer, title=about["title"].strip(), number=number)
            listing = longer if not named and _LIST_LEAD.search(sentence) else None


def _longer(sentence: str) -> Repeal | None:
    """The longer term that a sentence gives, of whatever document."""
    longer = _EXTENSION.search(sentence)
    if longer is None or (longer["until"] and not first_date(longer["until"])):
        return None
    part = f"有效期延长至{longer['until']}" if longer["until"] else f"有效期延长{longer['span']}"
    return Repeal(part=part, words=sentence.strip())


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
    numbered = r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*)"
    return bool(re.match(rf"{numbered}?《|{numbered}[^。；《]{{0,40}}《", text)) or bool(NUMBER.match(text.strip()))


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
    since = first_day_in(sentence)
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


def first_day_in(sentence: str) -> str:
    """The day from which a clause says that something ends, ISO; "" when it names none."""
    match = re.search(r"(?:自|从)([^，。；]{6,16}?)(?:起|之日起)[，,]?[^，。；]{0,6}(?:《|废止|停止|不再|原)", sentence)
    return first_date(match[1]) if match else ""
