"""What an added notice says of a practical matter beside its awards: what to hand in, by when, to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.pairs import char_pairs
from assistant.query.records import Records
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.texts.bearing import added, bearing
from assistant.texts.passages import ITEM, SIGNED, is_scrap, passages_of
from assistant.understanding.lexicon import Matter, load_lexicon
from assistant.understanding.numerals import HAN
from assistant.understanding.request import Request
from assistant.understanding.titles import SHORTEST_TITLE, squeeze
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.types import Document, Passage

NAME = "statement"
say = load_wording("notice")
DAY = r"\d{1,2} ?月(?: ?\d{1,2} ?日|底|初|上旬|中旬|下旬)?|\d{4}-\d{2}-\d{2}|每(?:年|季度|月)"
SPAN = (
    r"(?:\d+|[一二两三四五六七八九十]+) ?个?(?:工作日|日|天|月|年|周|季度)(?:之?内|以内|$|[，。；）]|整改|后)"
    r"|每 ?(?:\d+|[一二两三四五六七八九十]+)? ?个?(?:年|季度|月|半年)"
)
HOLDS = {
    "": late(""),
    "day": late(DAY),
    "span": late(SPAN),
    "day or span": late(rf"{DAY}|{SPAN}"),
    "count": late(r"\d+ ?[家户个]"),
    "body": late(r"[一-鿿](?:[局厅委办]|部门|委员会|管委会|政府)"),
}
ASKED: dict[tuple[str, ...], re.Pattern[str]] = {
    ("ask.many",): late(r"(?:\d+|[一二三四五六七八九十百]+) ?[家户个项份批]"),
    ("ask.long", "aspect.term"): late(SPAN),
    ("ask.when", "aspect.end"): late(rf"{DAY}|{SPAN}"),
    ("ask.much", "ask.amount"): late(r"\d(?:[\d.]*) ?(?:万|元|%|分|百万|千万)|[一二三四五六七八九十]+份"),
}
"""how a sentence tells the kind of fact that a question word asks for, the most telling first"""
_DENIES = (
    r"[^，。；]{0,16}?(?:不(?:再|予|作)?(?:安排|设立?|给予|发放|兑现|享受)[^，。；]{0,8}(?:奖|补|资金|资助)"
    r"|[^，。；]{0,12}(?:奖励|奖补|补助|补贴|资助)(?:政策|条款|规定)?[，,]?[^，。；]{0,16}?(?:不再|停止|暂停|终止)(?:执行|实施|发放|兑现|享受)"
    r"|(?:没有|无|未设)[^，。；]{0,4}(?:奖励|奖补|奖金|补助|补贴|资金)|不(?:予|再)?[^，。；]{0,4}(?:奖励|奖补|奖金|补助|补贴))"
)
"""how a sentence says of a level that nothing is paid"""
_CALLED = {"省级": "(?:省|自治区)级", "市级": "(?:市|州|盟)级", "区级": "(?:区|县|旗)级"}
"""what notices call a level, whose own name it need not be"""
_WHICH_YEAR = late(r"哪[一几两]?年|哪个年度|哪年度|哪一年度|几几年")
_HOW_MANY_DAYS = late(r"(?:多少|几)个?(?:工作日|天|日(?![期])|周|年(?!度))|(?:多少|几)个月")
_WHICH_DAY = late(r"什么时候|何时|哪一?天|几号|几月|哪个月|啥时候|多会儿|截止")
_YEARS = late(r"20\d{2}(?= ?年)")
CHINESE_PAIR = late(rf"{HAN}{{2}}")
EVERYWHERE = frozenset().union(
    *map(
        char_pairs,
        ("绿色工厂", "绿色制造", "企业", "什么", "时候", "多少", "年度", "国家级", "省级", "市级", "奖励", "补贴"),
    )
)
"""pairs of characters that any notice and any question hold"""
HOW_LONG = late(r"有效期|试行期|施行期|实施期|长期有效|年\d{1,2}月\d{1,2}日止")
LEAST_SHARED = 3
PAIR = 2
ARTICLE = late("第[一二三四五六七八九十百]+条")
FIELD = late(r"(?:项目|事项|类别|栏目|名称|要素)[^：；]{0,4}：([^：；]{2,12})；[^：；]{1,12}：([^：]+)")
"""a row of a table of items and contents (项目：受理时间；内容：…), which is told as 受理时间：…"""
ANSWER_MARK = late(r"^(?:答|A)\d*[：:]\s*(?:有。|是。)?")
"""what opens an answer in a list of questions and answers"""
OF_RULES = (
    "aspect.end",
    "aspect.valid",
    "aspect.issued",
    "aspect.start",
    "aspect.document",
    "aspect.number",
    "status.",
)
"""what is asked of a rule itself, which its row tells with how it stands on the day"""
ENDINGS = ("。", "；", "：", "？", "！", "，")
TOP = late("[一二三四五六七八九十]{1,3}、")
"""the mark of a chapter of a notice"""
LONGEST_LEAD = 14
"""characters of a chapter's heading that stands on the line of its text"""
LONGEST = 320
"""characters of a notice that one answer tells"""


@frozen
class Part:
    """Passages of a notice that belong together, and the heading or the question that they stand under."""

    heading: str
    passages: tuple[Passage, ...]

    @property
    def is_list(self) -> bool:
        """Whether it opens a list (提交以下材料：) and holds its items."""
        return len(self.passages) > 1 and self.passages[0].text.endswith("：")


def of_matter(request: Request, records: Records) -> Draft | None:
    """What the newest notice that bears on the request says of the first matter asked; None where none says it."""
    if not added(records):
        return None
    if (denied := _denied(request, records)) is not None:
        return denied
    asked = _matters_asked(request)
    for document in bearing(request, records) if asked else ():
        parts = _parts(document.id, records)
        for matter in asked:
            if told := _told(request, matter, parts):
                return told_by(document, told)
    return None


def of_term(request: Request, records: Records) -> Draft | None:
    """Until when an added notice holds that a question names whole, where it gives no award whose row would tell it."""
    if request.titles or not request.has("aspect.end", "aspect.valid"):
        return None
    asked = squeeze(request.text)
    for document, name in records.kept("added notices that end", lambda: _ending(records)):
        if name in asked:
            told = [one for one in passages_of(document.id, records) if document.expiry_words in one.text]
            if told:
                return told_by(document, told[:1])
    return None


def _ending(records: Records) -> list[tuple[Document, str]]:
    """The added notices that say until when they hold, each with its title as it is known."""
    from corpus.extract.titles import known_as  # the way documents are read

    ending = (document for document in added(records) if document.expiry_words and not document.draft)
    named = ((document, squeeze(known_as(document.title))) for document in ending)
    return [(document, name) for document, name in named if len(name) >= SHORTEST_TITLE]


def answer(request: Request, records: Records) -> Draft | None:
    """What the newest notice that bears on the request says of the words of it that no award explains."""
    words = _own_words(request, records)
    for document in bearing(request, records) if words else ():
        own = tuple(word for word in words if word not in document.title)
        if told := _of_words(request, own, _parts(document.id, records), document.title):
            return told_by(document, told)
    return None


def _matters_asked(request: Request) -> list[Matter]:
    """The matters that a question asks for; of a paper and a day, the day on which the paper is due."""
    matters = load_lexicon().matters
    meant = sorted(
        (one for one in matters.values() if _asked_at(request, one)), key=lambda one: -_asked_at(request, one)
    )
    named = [one for name, one in matters.items() if name in request.unsaid or request.has(*one.also)]
    found = [*meant, *(one for one in named if one not in meant)]
    if not (request.has("ask.when") or _WHICH_DAY.search(request.asked)):
        return found
    dated = [matter if "day" in matter.holds else matter._replace(holds="day", whole=False) for matter in found]
    return sorted(dated, key=lambda matter: matter not in found)


def nearest(request: Request, records: Records) -> Draft | None:
    """What an added notice of the place says of a question that no row answers: the sentence that shares most with it
    and holds the kind of fact asked for; None where none shares enough."""
    of_award = request.relation != "standards"
    of_rule = of_award and request.has(*OF_RULES) and any(records.standing(place).own for place in request.places)
    if not request.places or of_rule:
        return None
    holds = _fact_asked(request)
    pairs = _telling_pairs(request)
    least = LEAST_SHARED - bool(holds.pattern)
    for document in bearing(request, records):
        parts = _parts(document.id, records)
        named = PAIR * sum(word in document.title for word in request.leftover)
        rarity = _rarity(pairs, parts)
        found = [
            (
                named + sum(pair in passage.text for pair in pairs) + _telling(request, passage.text),
                _shared(rarity, passage.text),
                part,
                passage,
            )
            for part in parts
            for passage in part.passages
            if holds.search(passage.text)
            and not is_scrap(passage)
            and _of_level(request, passage.text)
            and _of_another_year(request, passage.text)
            and passage.text.strip("。") not in document.title
        ]
        shared, _, part, passage = max(found, key=lambda each: each[:2], default=(0, 0.0, None, None))
        if part is not None and passage is not None and shared >= least:
            whole = part.is_list and passage is part.passages[0]
            return told_by(document, part.passages if whole else (passage,))
    return None


def _asked_at(request: Request, matter: Matter) -> int:
    """How far into a question it asks for a matter, by its end; 0 where it does not: what comes last is asked."""
    found = (re.search(pattern, request.text) for pattern in matter.asked)
    return max((one.end() for one in found if one), default=0)


def _denied(request: Request, records: Records) -> Draft | None:
    """The sentence of a notice that says that nothing is paid at the level asked about; None where none says so."""
    if (
        request.relation != "subsidies"
        or not request.levels
        or not request.has("topic.money", "ask.much", "ask.amount")
    ):
        return None
    for document in bearing(request, records):
        for passage in passages_of(document.id, records):
            if re.search(_CALLED.get(request.levels[0], request.levels[0]) + _DENIES, passage.text):
                return told_by(document, (passage,))
    return None


def _fact_asked(request: Request) -> re.Pattern[str]:
    """How a sentence tells the kind of fact that the question's word asks for; anything where none is asked for."""
    if _WHICH_YEAR.search(request.asked):
        return _YEARS
    if _HOW_MANY_DAYS.search(request.asked):
        return ASKED[("ask.long", "aspect.term")]
    return next((pattern for names, pattern in ASKED.items() if request.has(*names)), late(""))


def _of_another_year(request: Request, text: str) -> bool:
    """Whether a sentence names a year that the question does not, where it asks for one."""
    asks = _WHICH_YEAR.search(request.asked)
    return not asks or bool(set(_YEARS.findall(text)) - set(_YEARS.findall(request.text)))


def _telling(request: Request, text: str) -> int:
    """What it counts for a sentence that it holds the very fact asked for: a count, or how long its rules hold."""
    ends = request.has("aspect.end") and HOW_LONG.search(text) is not None
    return _counted(request, text) + PAIR * ends


def _counted(request: Request, text: str) -> int:
    """What it counts for a sentence that it states how many there are of what is counted (绿色工厂186家)."""
    if not request.has("ask.many"):
        return 0
    lexicon = load_lexicon()
    words = [
        *lexicon.concepts["subject.factory"],
        *(word for name in request.objects for word in lexicon.objects[name]),
    ]
    named = (word for word in words if len(word) > PAIR and word in request.asked)
    return PAIR * any(
        re.search(rf"{word}[^，。；、\d]{{0,6}}\d+ ?[家户个]|\d+ ?[家户个]{word}", text) for word in named
    )


def _telling_pairs(request: Request) -> set[str]:
    """The pairs of characters of a question that tell something beside its place and what all such questions name."""
    text = request.asked
    levels = (word for words in load_lexicon().levels.values() for word in words)
    for name in (*(name for place in request.places for name in place.all_names), *levels, "自治区"):
        text = text.replace(name, "，")
    return {pair for pair in char_pairs(text) if CHINESE_PAIR.fullmatch(pair) and pair not in EVERYWHERE}


def _of_level(request: Request, text: str) -> bool:
    """Whether a sentence speaks of the level asked about, where one is and a sum is asked for."""
    asks_sum = request.has("ask.much", "ask.amount") and request.relation == "subsidies"
    return not asks_sum or all(level.removesuffix("级") in text for level in request.levels)


def _own_words(request: Request, records: Records) -> tuple[str, ...]:
    """The words of a question that no award explains; one alone is little where a sum is asked for."""
    if request.relation not in ("subsidies", "policies", "") or request.operation not in ("value", "sum"):
        return ()
    if request.has(*OF_RULES) and any(records.standing(place).own for place in request.places):
        return ()
    names = {name for place in request.places for name in place.all_names}
    words = tuple(word for word in request.unexplained if len(word) > 1 and word not in names)
    return words if len(words) > 1 or not request.has("ask.much", "ask.amount") else ()


def _of_words(request: Request, words: Sequence[str], parts: Sequence[Part], title: str) -> tuple[Passage, ...]:
    """The sentence that holds most of some words, where it holds the better part of them."""
    least = max(1, -(-len(words) // 2), 2 * request.has("ask.much", "ask.amount"))
    asked = char_pairs(request.asked)
    holds = _fact_asked(request)
    found: list[tuple[int, int, Part, Passage]] = [
        (held, sum(pair in passage.text for pair in asked), part, passage)
        for part in parts
        for passage in part.passages
        if (held := sum(word in passage.text for word in words)) >= least
        and holds.search(passage.text)
        and not is_scrap(passage)
        and passage.text not in title
    ]
    if not (words and found):
        return ()
    *_, part, passage = max(found, key=lambda each: each[:2])
    return (part.passages[0], passage) if part.is_list and passage is not part.passages[0] else (passage,)


def told_by(document: Document, told: Sequence[Passage]) -> Draft:
    """Passages of a notice, said to be its words."""
    texts: list[str] = []
    length = 0
    for passage in told:
        text = ANSWER_MARK.sub("", FIELD.sub(r"\1：\2", passage.text))
        text = text if text.endswith(ENDINGS) else f"{text}；"
        if texts and length + len(text) > LONGEST:
            break
        texts.append(text)
        length += len(text)
    left = len(told) - len(texts)
    title = document.title.replace("《", "〈").replace("》", "〉")
    whole = "".join(texts).rstrip("。；")
    headline = say("told", title=title, text=whole) + (say("more", count=left) if left else "")
    ends = bool(document.expiry_words) and document.expiry_words in whole and document.expiry_date not in whole
    if ends:
        headline += say("ends", words=document.expiry_words, day=document.expiry_date)
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        evidence=tuple(told[: len(texts)]),
        computed=((f"条数 = {left}",) if left else ()) + ((document.expiry_date,) if ends else ()),
    )


def _parts(doc_id: str, records: Records) -> tuple[Part, ...]:
    """A notice taken apart: an article with its items, all under a heading, an answer under its question."""
    return tuple(_taken_apart(passages_of(doc_id, records)))


def _taken_apart(passages: Sequence[Passage]) -> Iterator[Part]:
    held: list[Passage] = []
    heading = question = ""
    for passage in passages:
        if passage.text.endswith(("？", "?")):
            if held:
                yield Part(heading=heading, passages=tuple(held))
                held = []
            question = passage.text
            continue
        if held and not _belongs(passage, held):
            yield Part(heading=heading, passages=tuple(held))
            held = []
        if not held:
            heading = question or passage.source.section or _lead(passage.text)
        held.append(passage)
    if held:
        yield Part(heading=heading, passages=tuple(held))


def _lead(text: str) -> str:
    """What a chapter on one line begins with (三、申报材料。1.…), "" where that is no heading."""
    head = text.partition("。")[0]
    return head if TOP.match(text) and len(head) <= LONGEST_LEAD else ""


def _belongs(passage: Passage, held: Sequence[Passage]) -> bool:
    """Whether a passage goes on with those before it."""
    last = held[-1]
    place, before = passage.source, last.source
    if (place.section, place.locator) != (before.section, before.locator):
        return False
    if TOP.match(passage.text) and TOP.match(held[0].text):
        return False
    if ARTICLE.match(place.locator) or (place.section and not place.locator):
        return True
    if last.text.endswith(("：", "；")) and held[0].text.endswith("："):
        return True
    return bool(ITEM.match(passage.text)) and (last.text.endswith("：") or bool(ITEM.match(last.text)))


def _told(request: Request, matter: Matter, parts: Sequence[Part]) -> tuple[Passage, ...]:
    """The passages that tell a matter: those under its heading first, else the sentences that speak of it."""
    holds = HOLDS[matter.holds]
    if fields := _fields(matter, holds, parts):
        return fields
    under = [part for part in parts if any(word in part.heading for word in matter.heading)]
    named = [part for part in under if any(w in part.heading and w in request.asked for w in matter.heading)]
    under = named or under  # 把哪几家移出了 looks below 移出名单, not below 名称变更
    lists = [part for part in parts if part.is_list] if matter.whole else []
    tries = (
        ([part for part in under if not ARTICLE.match(part.passages[0].source.locator) or part in lists], ("",)),
        (lists, matter.words),
        (under, ("",)),
        (parts, matter.words),
    )
    found = next((found for among, words in tries if (found := _likest(request, among, holds, words))), None)
    if found is None:
        return ()
    part, passage = found
    return part.passages if matter.whole and len(part.passages) > 1 else (passage,)


def _rarity(pairs: Iterable[str], parts: Sequence[Part]) -> dict[str, float]:
    """How telling each pair of a question is among sentences: what all of them hold tells little."""
    texts = [passage.text for part in parts for passage in part.passages]
    counts = {pair: sum(pair in text for text in texts) for pair in pairs}
    return {pair: 1 / count for pair, count in counts.items() if count}


def _shared(rarity: Mapping[str, float], text: str) -> float:
    return sum(weight for pair, weight in rarity.items() if pair in text)


def _fields(matter: Matter, holds: re.Pattern[str], parts: Sequence[Part]) -> tuple[Passage, ...]:
    """The rows of a table of items and contents whose item is the matter."""
    named = (*matter.heading, *matter.words)
    passages = (passage for part in parts for passage in part.passages)
    pairs = ((passage, FIELD.fullmatch(passage.text)) for passage in passages)
    labelled = [p for p, match in pairs if match and any(word in match[1] for word in named) and holds.search(match[2])]
    return tuple(labelled) if matter.whole else tuple(labelled[:1])


def _likest(
    request: Request, parts: Sequence[Part], holds: re.Pattern[str], words: Sequence[str]
) -> tuple[Part, Passage] | None:
    """Of the sentences that speak of a matter, the one that shares most with the question, and the part it is of."""
    asked = char_pairs(request.asked)
    speaking = [
        (part, passage)
        for part in parts
        for passage in part.passages
        if any(word in passage.text for word in words)
        and holds.search(passage.text)
        and not SIGNED.search(passage.text)
    ]
    rank = {word: len(words) - at for at, word in enumerate(words)}
    rarity = _rarity(asked, parts)

    named = [word for word in words if word and word in request.asked]

    def fit(pair: tuple[Part, Passage]) -> tuple[bool, float, int]:
        text = pair[1].text
        return (
            any(word in text for word in named),
            _shared(rarity, text),
            max((rank[word] for word in words if word in text), default=0),
        )

    return max(speaking, key=fit, default=None)
