"""How text is cut into terms: the same for indexing, asking and marking. The one file that knows jieba.

A text becomes jieba's words (cut once, without its hidden Markov model) beside the character pairs of every
Chinese run; numbers keep their units (``500万``), dates and standard numbers take one spelling.

jieba's module is never imported: it needs 40 ms to load, warns on new Pythons, and writes a cache into the
system's temp folder. Its dictionary is read as data, and ``Analyzer.cut`` is its own search for the likeliest
cut; ``tests/index/test_analysis.py`` holds both to the same result.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from math import log
from pathlib import Path

from corpus.errors import DataError
from corpus.patterns import late
from index.lexicon import load_stop_words, load_synonyms, load_words

DOMAIN_WORD_WEIGHT = -7.0
"""Log probability of a word of our lexicon: likelier than any two words that it could be cut into
(jieba's commonest nouns lie near -8), less likely than a lone 的 (-3)."""

EVERYDAY_WEIGHT = -12.2
"""Log probability from which a word is of every day: one in 200,000 words, some 14,000 of jieba's 350,000"""

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "[零〇一二两三四五六七八九十百千]{1,12}"
_UNIT = r"万元|亿元|万|亿|元|个月|年|月|日|天|批次|批|条|款|项|家|个|次|倍|户|吨|页|%"

_TOKEN = late(
    r"(?P<standard>(?<![a-z0-9])(?:(?P<family>db\s?\d\d(?:/\s?t)?|gb\s?/?\s?[tz]?|iso(?:/iec)?|iec|[a-z]{2}\s?/\s?t|t"
    r"\s?/\s?[a-z]{2,8}|t[ca-z]esa)[\s_-]?(?P<digits>\d{2,6}(?:\.\d{1,2})?)(?:\s?[-–—―:\s]\s?(?P<year>(?:19|20)\d\d)"
    r"(?![\d年]))?))"
    r"|(?P<date>(?<!\d)(?:19|20)\d\d(?:\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?|(?P<mark>[-/.])\d{1,2}"
    r"(?:(?P=mark)\d{1,2})?(?![\d.])|\s?年|(?!\d|\.\d|[,万亿元%家项户吨个倍])))"
    rf"|(?P<number>第?\d[\d,]*(?:\.\d+)*\s?(?:{_UNIT})?)"
    r"|(?P<latin>[a-z][a-z0-9]*(?:[-'&+.][a-z0-9]+)*\+*)"
    r"|(?P<run>[^\W\d_a-z]+)"
)
_SPELLED_OUT = late(
    rf"(?P<percent>百分之(?P<share>{_NUMERAL}|\d+(?:\.\d+)?))|第?(?P<numeral>{_NUMERAL})(?P<unit>{_UNIT})"
)
_PARTS_OF_DATE = late(r"\d+")
_PARTS_OF_NUMBER = late(rf"(第?)([\d,.]+)\s?({_UNIT})?$")
_PARTS_OF_LATIN = late(r"[a-z]+|\d+")


def fold(text: str) -> str:
    """Full width and half width, upper and lower case made one."""
    return unicodedata.normalize("NFKC", text).lower()


class Analyzer:
    """Cuts text by a dictionary of words to their log probability; prefixes of words are there with 0.0."""

    def __init__(self, weights: Mapping[str, float], unknown: float, seen: set[str] | None = None) -> None:
        """``unknown`` is the weight of a character that is no word; ``seen`` collects all terms met."""
        self.weights = weights
        self.unknown = unknown
        self.seen = seen
        self.everyday: frozenset[str] = frozenset()
        """words that questions are made of whatever the texts speak of; texts are not cut by them"""

    def collecting(self, seen: set[str]) -> Analyzer:
        """The same analyzer, putting every term that it finds into ``seen``."""
        return Analyzer(self.weights, self.unknown, seen)

    def terms(self, text: str) -> tuple[str, ...]:
        """All terms of a text, repeated as often as they occur."""
        found = self.read(text)[0]
        if self.seen is not None:
            self.seen.update(found)
        return tuple(found)

    def words(self, text: str) -> tuple[str, ...]:
        """The distinct terms that people would call words: no character pairs, and of a date, a number or a
        standard the fullest form. Lone characters only where there is nothing else."""
        return self.read(text)[1]

    def read(self, text: str) -> tuple[list[str], tuple[str, ...]]:
        """The terms and the words of a text, cut once for both."""
        terms: list[str] = []
        words: list[str] = []
        for match in _TOKEN.finditer(fold(text)):
            if match.lastgroup == "run":
                run = match.group()
                cut = self.cut(run)
                words += cut
                terms += cut
                terms += [run[start : start + 2] for start in range(len(run) - 1)]
                terms += _spelled_out(run)
            else:
                parts = _parts(match)
                words.append(max(parts, key=len))
                terms += parts
        longer = [word for word in words if len(word) > 1 or word.isascii()]
        return terms, tuple(dict.fromkeys(longer or words))

    def cut(self, run: str) -> list[str]:
        """The likeliest words of a run of Chinese characters, jieba's ``cut(run, HMM=False)``."""
        length = len(run)
        scores = [0.0] * (length + 1)
        ends = [0] * length
        weight_of = self.weights.get
        for start in range(length - 1, -1, -1):
            best, best_end, end = None, start + 1, start + 1
            weight = weight_of(run[start])
            while weight is not None:
                if weight:
                    score = weight + scores[end]
                    if best is None or score >= best:
                        best, best_end = score, end
                end += 1
                if end > length:
                    break
                weight = weight_of(run[start:end])
            scores[start] = self.unknown + scores[start + 1] if best is None else best
            ends[start] = best_end
        words, start = [], 0
        while start < length:
            words.append(run[start : ends[start]])
            start = ends[start]
        return words

    def is_word(self, text: str) -> bool:
        """Whether a text is a word, of the dictionary or of every day."""
        return bool(self.weights.get(text)) or text in self.everyday

    def pruned(self, seen: Collection[str], kept: Iterable[str] = ()) -> Analyzer:
        """The same analyzer with those words alone that can stand in texts of these terms, and the ``kept`` ones.

        A word can when all its character pairs do: such texts are cut as before. The words of the lexicon stay too,
        for questions are made of them; those of every day stay known as words, but cut nothing.
        """
        weights, begun = self.weights, {*seen, *"".join(seen)}
        words = [word for word, weight in weights.items() if weight and word[:2] in begun and _may_stand(word, begun)]
        words += (word for word in (*kept, *domain_words(), *load_stop_words()) if weights.get(word))
        everyday = [word for word, weight in weights.items() if weight > EVERYDAY_WEIGHT and weight and len(word) > 1]
        pruned = analyzer_of({word: weights[word] for word in words}, self.unknown)
        pruned.everyday = frozenset(everyday)
        return pruned

    def to_json(self) -> bytes:
        """Everything that ``analyzer_from_json`` needs."""
        stored = {
            "unknown": self.unknown,
            "words": list(self.weights),
            "weights": list(self.weights.values()),
            "everyday": " ".join(sorted(self.everyday)),
        }
        return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()


def _may_stand(word: str, begun: Collection[str]) -> bool:
    """Whether a text of these terms and characters may hold a word, whose first two characters it holds."""
    return all(word[start : start + 2] in begun for start in range(1, len(word) - 1))


def analyzer_from_json(data: bytes) -> Analyzer:
    """An analyzer as ``Analyzer.to_json`` wrote it: a millisecond where the whole dictionary takes half a second."""
    stored = json.loads(data)
    analyzer = Analyzer(dict(zip(stored["words"], stored["weights"], strict=True)), stored["unknown"])
    analyzer.everyday = frozenset(stored["everyday"].split(" "))
    return analyzer


def _spelled_out(run: str) -> Iterator[str]:
    """Numbers written in characters, in figures: 三年 3年, 第三批 第3批, 百分之十 10%."""
    for match in _SPELLED_OUT.finditer(run):
        if match["percent"]:
            yield f"{_value(match['share'])}%"
            continue
        counted = f"{_value(match['numeral'])}{_short_unit(match['unit'])}"
        yield counted
        if match.group().startswith("第"):
            yield "第" + counted


def _value(numeral: str) -> str:
    if numeral[0].isascii():
        return numeral
    if not any(character in _POWERS for character in numeral):
        return str(int("".join(str(_DIGITS[character]) for character in numeral)))
    total, digit = 0, 0
    for character in numeral:
        if character in _POWERS:
            total += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return str(total + digit)


def _short_unit(unit: str) -> str:
    return {"万元": "万", "亿元": "亿", "批次": "批"}.get(unit, unit)


def _parts(match: re.Match[str]) -> list[str]:
    """A date, number, standard or foreign word with its parts."""
    if match.lastgroup == "number":
        return _number_terms(match.group())
    if match.lastgroup == "date":
        return _date_terms(match.group())
    if match.lastgroup == "standard":
        return _standard_terms(match)
    return _latin_terms(match.group())


def _number_terms(token: str) -> list[str]:
    parts = _PARTS_OF_NUMBER.match(token)
    assert parts is not None
    ordinal, digits, unit = parts.groups()
    number = digits.replace(",", "").rstrip(".")
    if number.count(".") == 1:
        number = number.rstrip("0").rstrip(".")
    if unit == "元" and len(number) > 4 and number.endswith("0000"):
        number, unit = number[:-4], "万元"
    if not unit:
        return [number] if not ordinal else [number, ordinal + number]
    counted = number + _short_unit(unit)
    return [counted, number] if not ordinal else [counted, number, ordinal + counted]


def _date_terms(token: str) -> list[str]:
    """A date beside its month and its year: 2020年12月31日, 2020年12月, 2020年."""
    year, *rest = (str(int(part)) for part in _PARTS_OF_DATE.findall(token))
    found = [f"{year}年"]
    if rest:
        found.append(f"{found[0]}{rest[0]}月")
    if len(rest) > 1:
        found.append(f"{found[1]}{rest[1]}日")
    return found


def _standard_terms(match: re.Match[str]) -> list[str]:
    """t/cesa1080-2020 beside t/cesa1080 and 1080, however it was spaced."""
    family = re.sub(r"[\s/]", "", match["family"])
    if family.endswith("esa"):
        family = "t/" + family.lstrip("t")
    elif family.startswith("t") and len(family) > 2:
        family = "t/" + family[1:]
    elif family[-1] in "tz" and len(family) > 1:
        family = family[:-1] + "/" + family[-1]
    number = family + match["digits"]
    found = [number, match["digits"]]
    if match["year"]:
        found.append(f"{number}-{match['year']}")
    return found


def _latin_terms(token: str) -> list[str]:
    parts = _PARTS_OF_LATIN.findall(token)
    return [token] if len(parts) < 2 else [token, *parts]


def analyzer_of(words: Mapping[str, float], unknown: float) -> Analyzer:
    """An analyzer for words with their log probabilities."""
    weights = dict(words)
    longer: Mapping[str, float] = words
    while longer:
        longer = {prefix: 0.0 for word in longer if (prefix := word[:-1]) and prefix not in weights}
        weights.update(longer)
    return Analyzer(weights, unknown)


def domain_words() -> tuple[str, ...]:
    """The words of lexicon/words.txt, and all synonyms."""
    return (*load_words(), *(word for group in load_synonyms() for word in group.words))


@cache
def full_analyzer() -> Analyzer:
    """The analyzer with jieba's whole dictionary and our own words: a second, 110 MB; for building."""
    weights, unknown = jieba_weights()
    return analyzer_of(weights | dict.fromkeys(domain_words(), DOMAIN_WORD_WEIGHT), unknown)


def jieba_weights() -> tuple[dict[str, float], float]:
    """The log probability of every word of jieba's dictionary, and of a character that is none."""
    frequencies = _jieba_frequencies()
    counted = Counter(frequencies.values())  # few figures for many words
    total = log(sum((int(figure) or 1) * times for figure, times in counted.items()))
    logs = {figure: log(int(figure) or 1) - total for figure in counted}
    return {word: logs[figure] for word, figure in frequencies.items()}, -total


def _jieba_frequencies() -> dict[str, str]:
    from importlib.util import find_spec

    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise DataError(["找不到 jieba 词典"], "请重新安装 wence：pip install --force-reinstall wence")
    fields = Path(found.origin).with_name("dict.txt").read_text(encoding="utf-8").split()
    return dict(zip(fields[::3], fields[1::3], strict=True))
