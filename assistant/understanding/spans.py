"""Typed spans of a text: every stretch that tells something, with its kind, its value and where it stands.

Names and numbers are found first (titles, standard numbers, dates, sums, batches, places). What is left is cut into
words, the fewest and longest there are, so that a word of the vocabulary never counts inside another word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from assistant.understanding import numerals
from assistant.understanding.lexicon import Lexicon
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.places import Place, PlaceMention, Places

QUOTED = late(r"《([^》]{2,80})》?", words=("《",))
STREET = ("路", "街", "大道", "大街", "巷")
BATCH_WORDS = late(
    rf"{numerals.BATCH_UNTIL}|{numerals.BATCH_FROM}|第?[{numerals.CHINESE}\d]+(?:\s*批?\s*[、,，和及与跟或到至~—-]\s*第?[{numerals.CHINESE}\d]+)*\s*[两三四]?\s*批(?!次)"
    rf"|[一二三四五六七八九十]{{2,}}这[两三四五]批"
    rf"|(?:(?<![比较])前|[后头近末]|(?<=[比较])前(?!面?一))面?[{numerals.CHINESE}\d]+\s*批|[首头末]批|{numerals.NEWEST_LIST}"
)
STARS = late(numerals.STAR + "级?", words=("星",))
STANDARD = late(numerals.STANDARD, words="TtGgJjHhFfYySsQqCcDd")
BARE_STANDARD = late(numerals.BARE_STANDARD, words=("19", "20"))
ZONE = late("(?:高新技术产业开发区|经济技术开发区|高新区|经开区|经济开发区)", words=("高新区", "经开区", "开发区"))
"""what names the zone of the place before it"""
OWN_ZONE = late("(?:工业|产业|科技|化工|生态|经济|新材料|循环经济)?(?:园区?|开发区|集聚区|新区)")
"""what a zone's own name ends with"""
OPENING = late("[抛撇除刨]开", words=("抛开", "撇开", "除开", "刨开"))
"""verbs of leaving out whose second character begins names of places (开江)"""
TITLE_NAMES = ("标题", "名字", "题目", "名称", "文件名")
TITLE_WORD = late(
    r"(?:标题|名字|题目|名称|文件名)[里中上]?(?:面)?(?:带有?|有|含有?|包含|写着|写了|写到|提到|出现|(?:是|叫)(?!什么|啥|哪))([一-鿿A-Za-z0-9]{2,12}?)"
    r"(?=的|字样|[两二三四五]个?字|$|[，,。？?])",
    words=TITLE_NAMES,
)
"""what a title is said to hold: 名字带三年行动计划的"""
YEARS = late(rf"(?<![\d第])(\d{{1,2}}|[{numerals.CHINESE}]{{1,3}})\s*年(?:期)?(?![前后内底初度])", words=("年",))
COUNTED = late(
    rf"(?<![\d.第钱])(\d{{1,5}}|[{numerals.CHINESE}]{{1,5}})\s*(家|个|项|条|处|份|%|倍)", words="家个项条处份%倍"
)
CLAUSE_END = late(r"[，,。；;？?！!\n]+", words="，,。；;？?！!\n")
LONGEST_WORD = 12
UNKNOWN = 0.01
ASKING_BEGUN = ("什么",)
"""what longer question words begin with: 什么时候; words that end in 哪 (多了哪几个) are made to"""
LATIN = late(r"[A-Za-z0-9.%+#]+")


@frozen
class Span:
    """A stretch ``text[start:end]`` of a question and what it means.

    kind: title, number (of a standard), date, amount, batch, star, years, counted, place, product, object, outside,
    level, concept, word (a word that no vocabulary knows). value: for a concept its names (``topic.money``).
    """

    kind: str
    value: Any
    start: int
    end: int
    text: str


@frozen
class Clause:
    """A stretch between two punctuation marks."""

    start: int
    end: int
    text: str
    question_mark: bool
    spans: tuple[Span, ...]

    def has(self, *names: str) -> bool:
        """Whether a concept of one of the names (or of one of the groups: ``ask.``) stands in the clause."""
        return any(
            concept == name or (name.endswith(".") and concept.startswith(name))
            for span in self.spans
            if span.kind == "concept"
            for concept in span.value
            for name in names
        )


class Scanner:
    """Finds the spans of texts for one corpus."""

    def __init__(
        self,
        *,
        lexicon: Lexicon,
        places: Places,
        spoken_of: frozenset[str],
        products: Iterable[str],
        titles: Callable[[str], tuple[str, ...]],
        is_word: Callable[[str], bool],
    ) -> None:
        """``spoken_of`` are codes of places with records, ``titles`` finds the titles of the corpus in a text."""
        self._lexicon = lexicon
        self._gapped_words = [(name, parts, sum(map(len, parts))) for name, parts in lexicon.gapped]
        self._places = places
        self._spoken_of = spoken_of
        self._titles = titles
        self._is_word = is_word
        self._words = self._vocabulary(products)
        self._swaps = tuple(word for word in lexicon.concepts["talk.swap"] if word.endswith(("成", "为")))
        asking = [word for name, words in lexicon.concepts.items() if name.startswith("ask.") for word in words]
        self._asking = {begun: [word for word in asking if word.startswith(begun)] for begun in ASKING_BEGUN}

    def _vocabulary(self, products: Iterable[str]) -> dict[str, list[tuple[str, Any]]]:
        words: dict[str, list[tuple[str, Any]]] = {}
        for name, phrases in self._lexicon.concepts.items():
            for phrase in phrases:
                if "…" not in phrase:
                    words.setdefault(phrase.lower(), []).append(("concept", name))
        for level, phrases in self._lexicon.levels.items():
            for phrase in phrases:
                words.setdefault(phrase.lower(), []).append(("level", level))
        for product in products:
            words.setdefault(product, []).append(("product", product))
        for name, phrases in self._lexicon.objects.items():
            for phrase in phrases:
                words.setdefault(phrase.lower(), []).append(("object", name))
        for name in self._lexicon.outside_places:
            words.setdefault(name.lower(), []).append(("outside", name))
        return words

    def scan(self, text: str, last_list: int) -> tuple[Clause, ...]:
        """The clauses of a text with their spans, in order; ``last_list`` is the number of the newest list."""
        named = sorted(self._named(text, last_list), key=lambda span: (span.start, -span.end))
        taken: list[Span] = []
        for span in named:
            if not taken or span.start >= taken[-1].end or (span.kind == taken[-1].kind == "place"):
                taken.append(span)
        spans = sorted([*taken, *self._rest(text, taken)], key=lambda span: (span.start, span.end))
        return tuple(self._clauses(text, spans))

    def _clauses(self, text: str, spans: list[Span]) -> Iterator[Clause]:
        start = 0
        within = {at for span in spans for at in range(span.start + 1, span.end)}
        named = [span for span in spans if span.kind in ("place", "container")]
        bounds = [
            (match.start(), match.end())
            for match in CLAUSE_END.finditer(text)
            if match.start() not in within and not self._joins(match, named)
        ]
        starts = [span.start for span in spans]
        for end, after in [*bounds, (len(text), len(text))]:
            inside = tuple(spans[bisect_left(starts, start) : bisect_left(starts, end)])
            part = text[start:end]
            if part.strip():
                gapped = tuple(self._gapped(part, start))
                yield Clause(
                    start=start,
                    end=end,
                    text=part,
                    question_mark=any(mark in text[end:after] for mark in "?？"),
                    spans=(*inside, *gapped),
                )
            start = after

    def _joins(self, match: re.Match[str], named: list[Span]) -> bool:
        """Whether a comma stands between a place and the one that it lies in: Hebi, Henan."""
        if match[0].strip() not in (",", "，"):
            return False
        before = [span for span in named if span.end == match.start()]
        after = [span for span in named if match.end() <= span.start <= match.end() + 1]
        within = self._places.within
        pairs = [(a, b) for one in before for other in after for a in one.value for b in other.value]
        return any(a.code != b.code and (within(a.code, b.code) or within(b.code, a.code)) for a, b in pairs)

    def _gapped(self, part: str, start: int) -> Iterator[Span]:
        part = part.lower()
        for name, parts, size in self._gapped_words:
            if size > len(part) or parts[0] not in part or any(piece not in part for piece in parts):
                continue  # most are: a pattern for each would cost a first answer 7 ms
            if match := re.search(r"[^，。；？：:]{0,8}?".join(map(re.escape, parts)), part):
                yield Span(
                    kind="concept", value=(name,), start=start + match.start(), end=start + match.end(), text=match[0]
                )

    # names and numbers

    def _named(self, text: str, last_list: int) -> Iterator[Span]:
        for match in QUOTED.finditer(text):
            yield Span(kind="title", value=match[1], start=match.start(), end=match.end(), text=match[0])
        for match in STANDARD.finditer(text):
            yield Span(
                kind="number",
                value=numerals.standard_numbers(match[0])[0],
                start=match.start(),
                end=match.end(),
                text=match[0],
            )
        for match in BARE_STANDARD.finditer(text):
            yield Span(
                kind="number", value=f"{match[1]}-{match[2]}", start=match.start(), end=match.end(), text=match[0]
            )
        for date in numerals.dates(text):
            yield Span(kind="date", value=date, start=date.start, end=date.end, text=date.words)
        for amount in numerals.amount_mentions(text):
            end = amount.end + (text[amount.end : amount.end + 1] == "元")
            yield Span(kind="amount", value=amount, start=amount.start, end=end, text=text[amount.start : end])
        yield from self._lists(text, last_list)
        for match in STARS.finditer(text):
            if found := numerals.stars(match[0]):
                yield Span(kind="star", value=found, start=match.start(), end=match.end(), text=match[0])
        for match in TITLE_WORD.finditer(text):
            yield Span(kind="phrase", value=match[1], start=match.start(1), end=match.end(1), text=match[1])
        yield from self._numbers(text)
        yield from self._place_spans(text)

    def _lists(self, text: str, last_list: int) -> Iterator[Span]:
        """The national lists named, and the one before that such a list is set against (比上一批多几家)."""
        if "批" not in text:
            return
        named: tuple[int, ...] = ()
        for match in BATCH_WORDS.finditer(text):
            if found := numerals.batches(match[0], last_list):
                named += found
                yield Span(kind="batch", value=found, start=match.start(), end=match.end(), text=match[0])
        beside = numerals.AGAINST_BESIDE.search(text) if len(named) == 1 else None
        if beside:
            start, end = beside.span("list")
            step = 1 if beside["list"].startswith("下") else -1
            yield Span(kind="batch", value=(named[0] + step,), start=start, end=end, text=beside["list"])

    def _numbers(self, text: str) -> Iterator[Span]:
        for kind, pattern in (("years", YEARS), ("counted", COUNTED)):
            for match in pattern.finditer(text):
                value = numerals.chinese_number(match[1])
                if value is not None and not self._word_here(text, match.start(), match.end()):
                    yield Span(
                        kind=kind,
                        value=(value, match[2] if kind == "counted" else "年"),
                        start=match.start(),
                        end=match.end(),
                        text=match[0],
                    )

    def _word_here(self, text: str, start: int, end: int) -> bool:
        """Whether a word of the vocabulary begins at or before the number and goes on behind it (一个, 每三年)."""
        for begin in range(max(0, start - 2), start + 1):
            for stop in range(end, min(len(text), end + 4) + 1):
                if (begin, stop) != (start, end) and text[begin:stop].lower() in self._words and begin < end:
                    return True
        return text[start:end] in self._words

    def _place_spans(self, text: str) -> Iterator[Span]:
        masked = OPENING.sub("□□", text)
        for title in QUOTED.findall(text):
            if self._titles(f"《{title}》"):
                masked = masked.replace(title, "□" * len(title))
        for word in self._swaps:  # 换成安徽 names no 成安
            masked = masked.replace(word, "□" * len(word))
        mentions = tuple(m for m in self._places.find_all(masked) if not masked.startswith(STREET, m.end))
        of_zones = [later for before, later in pairwise(mentions) if self._only_of_zone(masked, before, later)]
        mentions = tuple(mention for mention in mentions if mention not in of_zones)
        kept = {place.code for place in self._places.resolve(mentions)}
        dropped = [m for m in mentions if not any(place.code in kept for place in m.candidates)]
        for mention in mentions:
            start, end = mention.start, mention.end
            if text[end : end + 1] == "级" and text[end - 1] in "省市区县" and end - start > 2:
                end -= 1
            meant = tuple(place for place in mention.candidates if place.code in kept)
            chosen = tuple(place for place in meant if place.code in self._spoken_of) or meant
            if mention in dropped:
                yield Span(kind="container", value=mention.candidates, start=start, end=end, text=mention.text)
            else:
                yield self._with_zone(text, Span(kind="place", value=chosen, start=start, end=end, text=mention.text))

    def _only_of_zone(self, text: str, before: PlaceMention, mention: PlaceMention) -> bool:
        """Whether a name behind a city is a zone's own and no place of that city: 西宁南川工业园区 is not 南川区."""
        if before.end != mention.start or not OWN_ZONE.match(text, mention.end):
            return False
        around = [city.code for city in before.candidates if city.rank == "city"]
        return bool(around) and not any(
            self._places.within(place.code, code) for place in mention.candidates for code in around
        )

    def _with_zone(self, text: str, span: Span) -> Span:
        """A place with the zone that bears its name: 合肥高新区 is not 合肥."""
        kind = ZONE.match(text, span.end)
        in_city = len(span.value) == 1 and span.value[0].rank in ("city", "county")
        zone = self._places.zone(span.value[0], kind[0]) if kind and in_city else None
        if kind is None or zone is None:
            return span
        return replace(span, value=(zone,), end=kind.end(), text=text[span.start : kind.end()])

    # words

    def _rest(self, text: str, taken: list[Span]) -> Iterator[Span]:
        at = 0
        for span in [*taken, None]:
            end = span.start if span else len(text)
            for match in re.finditer(r"[^\s，,。；;？?！!、：:（）()“”‘’「」『』《》\"'…~·\\*\[\]{}^]+", text[at:end]):
                yield from self._cut(text, at + match.start(), at + match.end())
            at = max(at, span.end if span else at)

    def _cut(self, text: str, start: int, end: int) -> Iterator[Span]:
        """The words of a run: the fewest and longest, words of the vocabulary before others of the same length."""
        run = text[start:end].lower()
        best: list[float] = [0.0] * (len(run) + 1)
        ends = [0] * len(run)
        for at in range(len(run) - 1, -1, -1):
            best[at], ends[at] = best[at + 1] + UNKNOWN, at + 1
            for stop in range(at + 1, min(len(run), at + LONGEST_WORD) + 1):
                piece = run[at:stop]
                known = (
                    piece in self._words and not self._tears_asking(run, at, stop) and not _tears_rank(run, at, piece)
                )
                if known or (stop - at > 1 and self._is_word(piece) and not self._hides(piece)):
                    score = (stop - at) ** 2 + (0.5 if known else 0.0) + best[stop]
                    if score >= best[at]:
                        best[at], ends[at] = score, stop
        yield from self._pieces(text, run, start, ends)

    def _tears_asking(self, run: str, at: int, stop: int) -> bool:
        """Whether a word ends in the beginning of a longer question word (奖励什么 in 奖励什么时候发)."""
        begun = next((word for word in ASKING_BEGUN if run.endswith(word, at, stop)), "")
        if not begun or stop - at == len(begun):
            return False
        begin = stop - len(begun)
        return any(run.startswith(word, begin) and len(word) > len(begun) for word in self._asking[begun])

    def _hides(self, piece: str) -> bool:
        """Whether a word of the dictionary holds a telling word of the vocabulary (奖励 in 一次性奖励)."""
        if len(piece) <= 2:
            return False
        inside = (piece[i:j] for i in range(len(piece)) for j in range(i + 2, len(piece) + 1) if j - i < len(piece))
        return any(map(self._tells, inside))

    def _tells(self, word: str) -> bool:
        """Whether a word of the vocabulary says what is asked, and not only how."""
        meanings = self._words.get(word, ())
        return any(kind != "concept" or not value.startswith(("filler", "talk")) for kind, value in meanings)

    def _pieces(self, text: str, run: str, offset: int, ends: list[int]) -> Iterator[Span]:
        at, unknown = 0, -1
        while at <= len(run):
            stop = ends[at] if at < len(run) else at + 1
            piece = run[at:stop]
            lone = at < len(run) and stop - at == 1 and piece not in self._words
            if not lone and unknown >= 0:
                yield self._word(text, offset + unknown, offset + at)
                unknown = -1
            if at == len(run):
                return
            if lone:
                unknown = at if unknown < 0 else unknown
            elif piece in self._words:
                yield from self._known(text, offset + at, offset + stop, piece)
            else:
                yield self._word(text, offset + at, offset + stop)
            at = stop

    def _word(self, text: str, start: int, end: int) -> Span:
        return Span(kind="word", value=text[start:end], start=start, end=end, text=text[start:end])

    def _products(self, text: str, start: int, end: int, name: str) -> Iterator[Span]:
        """铜铅冶炼: the characters before a product that make another one with its tail."""
        tail = name[1:]
        at = start - 1
        while at >= 0 and (other := text[at].lower() + tail) in self._words:
            yield Span(kind="product", value=other, start=at, end=at + 1, text=text[at])
            at -= 1

    def _known(self, text: str, start: int, end: int, piece: str) -> Iterator[Span]:
        concepts = tuple(value for kind, value in self._words[piece] if kind == "concept")
        others = [(kind, value) for kind, value in self._words[piece] if kind != "concept"]
        if concepts:
            yield Span(kind="concept", value=concepts, start=start, end=end, text=text[start:end])
        for kind, value in others:
            yield Span(kind=kind, value=value, start=start, end=end, text=text[start:end])
            if kind == "product":
                yield from self._products(text, start, end, value)


OF_EACH = ("哪", "哪个", "哪些", "哪几个", "各", "各个", "每", "每个", "几个")
"""before a rank of places that is asked through: 哪个省的, 各市的"""


def _tears_rank(run: str, at: int, piece: str) -> bool:
    """Whether a word takes the rank away from such a beginning: 省绿色工厂 in 哪个省绿色工厂最多."""
    ranked = len(piece) > 2 and piece[0] in "省市区县" and piece[1] in "绿认评"
    return ranked and run[:at].endswith(OF_EACH)


def places_of(span: Span) -> tuple[Place, ...]:
    """The places that a span may mean."""
    return tuple(span.value) if span.kind in ("place", "container") else ()


__all__ = ["Clause", "PlaceMention", "Scanner", "Span", "places_of"]


def names_of(span: Span) -> tuple[str, ...]:
    """The concepts that a span means."""
    return tuple(span.value) if span.kind == "concept" else ()


def in_order(spans: Sequence[Span]) -> tuple[str, ...]:
    """The concepts of spans in their order, each once."""
    return tuple(dict.fromkeys(name for span in spans if span.kind == "concept" for name in span.value))


def distance(one: Span, other: Span) -> int:
    """The characters between two spans."""
    return max(other.start - one.end, one.start - other.end)
