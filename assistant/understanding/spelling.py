"""What people mistype: traditional characters, pinyin, English, homophones, one wrong character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.request import Correction
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.places import Place, Places
from corpus.types import Corpus

TONES = "[\u0300\u0301\u0304\u030c]"
"""the marks of the four tones; the dots of ü stay"""
LATIN = r"[A-Za-zÀ-ɏ'’]+(?:[ \-]+[A-Za-zÀ-ɏ'’]+)*"
ENGLISH_WORD = r"(?<![A-Za-z])[A-Za-z]+(?![A-Za-z])"
NAME_WITH_SUFFIX = r"[\u4e00-\u9fff]{2,3}[市县区州]"
MISTYPED_BATCH = late(r"(第[一二三四五六七八九\d])[匹皮披屁]", words="匹皮披屁")
SUFFIXES = "市县区省州"
FOLLOWERS = tuple("市县区省的国省自绿奖补这那呢有对给跟和与比评拿企")
"""what may stand right after a place written in other characters that sound the same"""
LEADERS = (
    "",
    "在",
    "是",
    "们",
    "问",
    "那",
    "和",
    "与",
    "跟",
    "，",
    ",",
    "、",
    " ",
    "下",
    "于",
    "比",
    "到",
    "市",
    "省",
    "如",
    "。",
    ":",
    "说",
    "：",
)
FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"))
ACROSS_A_SPACE = 0.7
SHORTEST_COUNTY_PINYIN = 4
SHORTEST_PRODUCT = 3


@frozen
class LatinReading:
    """Text with its pinyin and English read as Chinese."""

    text: str
    corrections: tuple[Correction, ...] = ()
    undecided: tuple[Place, ...] = ()
    """places that one pinyin spelling leaves open"""


def to_simplified(text: str) -> str:
    """Traditional characters as simplified ones; only text that GB 2312 can't write is looked at."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        from opencc import OpenCC

        return str(OpenCC("t2s").convert(text))
    return text


@cache
def _syllables() -> tuple[tuple[str, str, str], ...]:
    """Each toneless syllable with the characters it usually reads, and those that it reads at times."""
    text = (Path(__file__).parent / "lexicon" / "syllables.txt").read_text(encoding="utf-8")
    lines = (line.split(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return tuple((syllable, *_parted(characters)) for syllable, characters in lines)


def _parted(characters: str) -> tuple[str, str]:
    usual, _, rarer = characters.partition("|")
    return usual, rarer


@cache
def sound(character: str) -> str:
    """The usual toneless reading of a character, folded as people confuse them (zh/z, -ng/-n); "" where none is known.

    Looked up when it is asked for: a question compares a few dozen characters of seven thousand.
    """
    found = (syllable for syllable, usual, _ in reversed(_syllables()) if character in usual)
    return _fold(next(found, ""))


@cache
def sounds(character: str) -> frozenset[str]:
    """All toneless readings of a character, folded."""
    every = (syllable for syllable, usual, rarer in _syllables() if character in usual or character in rarer)
    return frozenset(map(_fold, every))


@cache
def _usual_readings() -> dict[str, str]:
    """The usual toneless reading of each common character, as it is spelt."""
    return {character: syllable for syllable, usual, _ in _syllables() for character in usual}


def spelling_of(word: str) -> str:
    """The pinyin of a word, without tones and spaces; other characters stay as they are."""
    readings = _usual_readings()
    return "".join(readings.get(character, character) for character in word)


def _fold(syllable: str) -> str:
    for typed, read in FUZZY:
        if syllable.startswith(typed):
            syllable = read + syllable[len(typed) :]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def sounds_alike(typed: str, meant: str, *, rarer: bool) -> bool:
    """Whether what was typed sounds as what may be meant; names of places have rarer readings (厦 in 厦门)."""
    return len(typed) == len(meant) and all(
        a == b or _alike(sound(a), b, rarer=rarer) for a, b in zip(typed, meant, strict=True)
    )


def _alike(heard: str, meant: str, *, rarer: bool) -> bool:
    return bool(heard) and (heard == sound(meant) or (rarer and heard in sounds(meant)))


class SoundIndex:
    """Finds what sounds like one of many words, shares a character with it in its place, and is not it."""

    def __init__(self, words: Iterable[str], *, rarer: bool = False) -> None:
        self._words = tuple(words)
        self._rarer = rarer
        self._places: dict[str, list[tuple[int, int]]] = {}
        for number, word in enumerate(self._words):
            for place, character in enumerate(word):
                self._places.setdefault(character, []).append((number, place))

    def near(self, text: str) -> list[tuple[str, int]]:
        """Each word and where the text holds a stretch that sounds like it, in the order of the words."""
        found = set()
        alike: dict[tuple[str, int], bool] = {}  # a long message says the same more than once
        for position, character in enumerate(text):
            for number, place in self._places.get(character, ()):
                word, start = self._words[number], position - place
                window = text[start : start + len(word)] if start >= 0 else ""
                if len(window) != len(word) or window == word:
                    continue
                if (window, number) not in alike:
                    alike[window, number] = sounds_alike(window, word, rarer=self._rarer)
                if alike[window, number]:
                    found.add((number, start))
        return [(self._words[number], start) for number, start in sorted(found)]


PARTICLES = "的了是在和与或及省个这那哪某该各每"
"""characters that no mistyped name of a place is taken to hold: 以内的市 is not 内江市"""


class Speller:
    """Corrects words of the field, and names of places of the corpus."""

    def __init__(self, corpus: Corpus, places: Places, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._places = places
        self._corpus = corpus
        self._sounding_terms = SoundIndex(lexicon.terms)
        self._sounding_products: SoundIndex | None = None
        self._known = frozenset(place.short for code in {*place_codes(corpus)} if (place := places.get(code)))

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return _correctable_names(self._corpus, self._places)

    @cached_property
    def _sounding_names(self) -> SoundIndex:
        return SoundIndex(self._names, rarer=True)

    def words(self, text: str) -> tuple[str, list[Correction]]:
        """The text with mistyped words of the field put right."""
        corrections = []
        for match in MISTYPED_BATCH.finditer(text):
            corrections.append(Correction(typed=match[0], read=f"{match[1]}批"))
        text = MISTYPED_BATCH.sub(r"\1批", text)
        for typed, read in self._lexicon.typos.items():
            meant = typed in text and not (read in text and typed in read)
            if meant and not self._cuts_place(text, text.find(typed), typed):
                text = text.replace(typed, read)
                corrections.append(Correction(typed=typed, read=read))
        for term, start in self._sounding_terms.near(text):
            window = text[start : start + len(term)]
            sounding = window != term and sounds_alike(window, term, rarer=False)
            if sounding and not self._stands(text, start, window) and not self._cuts_place(text, start, term):
                text = text.replace(window, term)
                corrections.append(Correction(typed=window, read=term))
        return text, corrections

    def products(self, text: str, names: Iterable[str]) -> tuple[str, list[Correction]]:
        """The text with mistyped names of products put right; short names sound like too much."""
        if self._sounding_products is None:
            self._sounding_products = SoundIndex(name for name in names if len(name) >= SHORTEST_PRODUCT)
        corrections: list[Correction] = []
        for name, start in self._sounding_products.near(text):
            typed = text[start : start + len(name)]  # as long as what is read for it: later places stay where they are
            if sounds_alike(typed, name, rarer=False) and typed != name:
                text = text.replace(typed, name)
                corrections.append(Correction(typed=typed, read=name))
        return text, corrections

    def _stands(self, text: str, start: int, window: str) -> bool:
        """Whether the window is, or cuts into, a word that is meant as it is written."""
        before = max(0, start - 2)
        near = text[before : start + len(window) + 2]
        first, last = start - before, start - before + len(window)
        found = ((word, near.find(word)) for word in (*self._lexicon.protected, *self._lexicon.terms))
        return any(at >= 0 and at < last and at + len(word) > first for word, at in found)  # beside it is another word

    def _cuts_place(self, text: str, start: int, term: str) -> bool:
        """Whether the stretch holds part of a place's name (省济 of 山东省济南市)."""
        end = start + len(term)
        mentions = self._places.find_all(text)
        return any(mention.start < end and start < mention.end and mention.end > end for mention in mentions)

    def place_names(self, text: str, words: Sequence[tuple[int, int]] = ()) -> tuple[str, list[Correction]]:
        """The text with mistyped names of places put right: by sound first, then by one wrong character.

        ``words`` are where words of the vocabulary stand: no name ends within one (通则区 in 通则区别).
        """
        known = [(mention.start, mention.end) for mention in self._places.find_all(text)]
        for name, start in self._sounding_names.near(text):
            end = start + len(name)
            if any(start < last and first < end for first, last in known):
                continue
            if self._may_be_place(text, start, end, name in self._known):
                named = text[end : end + 1] in tuple(SUFFIXES) and text[end + 1 : end + 2] != "级"
                typed = text[start:end] + (text[end] if named else "")
                return text[:start] + name + text[end:], [self._correction(typed, name)]
        return self._near_names(text, words)

    def _near_names(self, text: str, words: Sequence[tuple[int, int]]) -> tuple[str, list[Correction]]:
        matches = re.finditer(NAME_WITH_SUFFIX, text)
        tokens = [match[0] for match in matches if not any(start < match.end() < end for start, end in words)]
        if not tokens:
            return text, []
        from rapidfuzz.distance import Levenshtein

        for token in tokens:
            if self._places.find_all(token):
                continue
            for typed in (token, token[-3:]):
                near = [
                    name
                    for name in self._full_names
                    if len(name) == len(typed) and Levenshtein.distance(name, typed) == 1
                ]
                near = [name for name in near if name[-1] == typed[-1] and name[0] == typed[0]]
                near = [] if any(character in PARTICLES for character in typed) else near
                if len(near) == 1 and len(typed) >= 3:
                    return text.replace(typed, near[0]), [Correction(typed=typed, read=near[0])]
        return text, []

    @cached_property
    def _full_names(self) -> tuple[str, ...]:
        """The full names of the places that may be meant, each once."""
        return tuple(dict.fromkeys(place.name for name in self._names for place in self._places.by_name(name)))

    def _may_be_place(self, text: str, start: int, end: int, known: bool) -> bool:
        """Whether a place may be meant; one that the corpus does not speak of only with 市, 县, 区 after it."""
        window, before, after = text[start:end], text[max(0, start - 1) : start], text[end : end + 1]
        if window in self._lexicon.protected_places or not known:
            return after != "" and after in SUFFIXES
        return before in LEADERS and (after == "" or after in FOLLOWERS or after.isdigit())

    def _correction(self, typed: str, name: str) -> Correction:
        found = self._places.by_name(name)
        return Correction(typed=typed, read=found[0].name if found else name)


def place_codes(corpus: Corpus) -> list[str]:
    """Codes of all places that the rows of the corpus speak of, in source order."""
    return [
        *(row.place_code for row in corpus.subsidies),
        *(area.place_code for area in corpus.areas),
        *(policy.place_code for policy in corpus.policies),
    ]


def _correctable_names(corpus: Corpus, places: Places) -> tuple[str, ...]:
    """Short names of the places the corpus speaks of, then of all provinces and cities; longest first."""
    codes = place_codes(corpus)
    known = [place for code in dict.fromkeys(codes) if (place := places.get(code))]
    others = [place for place in places if place.rank in ("province", "city")]
    names = dict.fromkeys(place.short for place in (*known, *others) if len(place.short) >= 2)
    return tuple(sorted(names, key=len, reverse=True))


@frozen
class Latin:
    """What Latin letters may spell: terms of the lexicon, places, and words of the corpus."""

    lexicon: Lexicon
    places: Places
    corpus_codes: frozenset[str]
    """codes of places that the corpus speaks of; they win over others of the same pinyin"""
    spoken: tuple[str, ...]
    """Chinese words of the corpus (products) whose pinyin people type"""

    __eq__ = object.__eq__  # its vocabulary can't be hashed, and is one for a whole library
    __hash__ = object.__hash__


def without_tones(text: str) -> str:
    """Pinyin without its tone marks: lǜsè as lüse."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", re.sub(TONES, "", unicodedata.normalize("NFD", text)))


def latin_to_chinese(text: str, latin: Latin) -> LatinReading:
    """The text with English terms and pinyin read as Chinese; other Latin letters stay."""
    if not re.search(r"[A-Za-zÀ-ɏ]{2}", text):
        return LatinReading(text=text)
    typed = text = without_tones(text)
    text = ORDINAL_LIST.sub(r"第\1批", text)
    for phrase, read in latin.lexicon.english_phrases:
        if phrase in text.lower():
            text = re.sub(rf"(?<![A-Za-z]){re.escape(phrase)}(?![A-Za-z])", f" {read} ", text, flags=re.I)
    if text != typed:
        text = re.sub(ENGLISH_WORD, lambda word: "" if word[0].lower() in latin.lexicon.english_stop else word[0], text)
    corrections: list[Correction] = []
    undecided: list[Place] = []

    def reading(match: re.Match[str]) -> str:
        words = _pinyin_words(match[0], latin)
        if words is None:
            return match[0]
        open_places = [place for word in words if not isinstance(word, str) for place in word]
        undecided.extend(open_places)
        read = "".join(word if isinstance(word, str) else "" for word in words)
        corrections.append(Correction(typed=match[0], read=read or "、".join(place.name for place in open_places)))
        return read

    text = re.sub(LATIN, reading, text)
    if text != typed and not corrections:
        corrections.append(Correction(typed=typed.strip(), read=re.sub(r"\s+", " ", text).strip()))
    return LatinReading(text=text, corrections=tuple(corrections), undecided=tuple(undecided))


ORDINAL_LIST = late(r"(?i)(?:the +)?(?<!\d)(\d{1,2})(?:st|nd|rd|th) +batch")
"""the 5th batch"""
PinyinWord = str | tuple[Place, ...]


def _pinyin_words(run: str, latin: Latin) -> list[PinyinWord] | None:
    """The words of a run of pinyin; None when it is not pinyin (or only part of it, word by word)."""
    letters = re.sub(r"[^a-zü]", "", run.lower()).replace("ü", "v")
    table = _pinyin_table(latin)
    lengths = [len(re.sub(r"[^a-zü]", "", token.lower())) for token in re.split(r"[ \-]+", run)]
    whole = _cut(letters, table, frozenset(accumulate(lengths)))
    if whole is not None and len(letters) >= 3:
        return whole
    words: list[PinyinWord] = []
    tokens = re.split(r"[ \-]+", run)
    read = 0
    for token in tokens:
        cut = _cut(token.lower().replace("ü", "v"), table)
        read += cut is not None
        words += cut if cut is not None else [f" {token} "]
    long_enough = any(len(token) >= 4 for token in tokens)
    return words if long_enough and read * 2 >= len(tokens) else None


def _cut(letters: str, table: dict[str, PinyinWord], spaces: frozenset[int] = frozenset()) -> list[PinyinWord] | None:
    """The fewest words that spell the letters; a word across a space that was typed costs more."""
    best: list[tuple[float, list[str]] | None] = [(0.0, []), *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 20), end):
            before, piece = best[start], letters[start:end]
            if before is None or piece not in table:
                continue
            across = any(start < space < end for space in spaces)
            cost = before[0] + (1.0 if len(piece) > 3 else 1.6) + (ACROSS_A_SPACE if across else 0)
            current = best[end]
            if current is None or cost < current[0]:
                best[end] = (cost, [*before[1], piece])
    found = best[len(letters)]
    return [table[piece] for piece in found[1]] if found else None


@cache
def _pinyin_table(latin: Latin) -> dict[str, PinyinWord]:
    spelt: dict[str, list[Place]] = {}
    for place in latin.places:
        if place.pinyin and (place.rank != "county" or len(place.pinyin) >= SHORTEST_COUNTY_PINYIN):
            spelt.setdefault(place.pinyin, []).append(place)
    table: dict[str, PinyinWord] = {}
    for spelling, found in spelt.items():
        chosen = _most_likely(found, latin.corpus_codes)
        name: PinyinWord = chosen[0].name if len(chosen) == 1 else chosen
        table[spelling] = name
        if isinstance(name, str):
            table.setdefault(spelling_of(found[0].short), name)
        for suffix in ("shi", "sheng", "xian", "qu"):
            table.setdefault(spelling + suffix, name)
    for word in (*latin.spoken, *latin.lexicon.terms):
        table.setdefault(spelling_of(word), word)
    return {**table, **latin.lexicon.pinyin}


def _most_likely(found: list[Place], corpus_codes: frozenset[str]) -> tuple[Place, ...]:
    """Of places with one pinyin: those the corpus speaks of, else those of the highest rank."""
    spoken_of = [place for place in found if place.code in corpus_codes]
    pool = spoken_of or found
    order = ("province", "city", "county", "zone")
    highest = min(order.index(place.rank) for place in pool)
    return tuple(place for place in pool if order.index(place.rank) == highest)
