"""From the text of a question to a Question: everything here is read off data and the records of the corpus."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from assistant import figures
from assistant.lexicon import Lexicon
from assistant.question import Correction, Question
from assistant.spelling import Latin, Speller, latin_to_chinese, place_codes, to_simplified
from corpus.places import Place, PlaceMention, Places
from corpus.types import Corpus, Standard

CONTROL = r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
QUOTED = r"《([^》]{2,80})》?"
FACTORY = "绿色工厂"
LONGEST_READ = 5000
"""characters that are looked at; a question is never that long, and what is read of it takes time"""
DIGITS = r"\d{16,}"
"""more digits than any figure has"""
STREET = "路|街|大道|大街|巷"
THOUSANDS = r"(?<=\d)[,，](?=\d{3}(?!\d))"
QUOTED_SHARE = 0.6
"""A quoted part names a title when it is at least this share: 《中国制造2025》 is not 中国制造2025北京行动纲要."""
BETWEEN_CHINESE = r"(?<=[一-鿿，。？！、])\s+(?=[一-鿿])"
Places_ = tuple[Place, ...]


class Understanding:
    """Reads questions against one corpus; made once for each generation of the index."""

    def __init__(self, corpus: Corpus, places: Places, lexicon: Lexicon) -> None:
        self._places = places
        self._lexicon = lexicon
        self._codes = frozenset(place_codes(corpus))
        self._speller = Speller(corpus, places, lexicon)
        self._products = _product_names(corpus.standards)
        spoken = tuple(word for word in self._products if len(word) >= 2 and not word.isascii())
        around = {place.code for code in self._codes for place in places.ancestors(code)}
        self._latin = Latin(lexicon=lexicon, places=places, corpus_codes=self._codes | around, spoken=spoken)
        self._titles = tuple(
            dict.fromkeys([record.policy for record in corpus.subsidies] + [record.title for record in corpus.policies])
        )
        self._title_forms = [(title, _squeeze(title), _tail(_squeeze(title))) for title in self._titles]
        self._numbered = {
            _squeeze(record.document_number): record.policy for record in corpus.subsidies if record.document_number
        }
        words = [(word, level) for level, names in lexicon.levels.items() for word in names]
        self._level_words = sorted(words, key=lambda pair: -len(pair[0]))
        self._batch_count = max((batch.number for batch in corpus.batches), default=0)

    def read(self, typed: str, as_of: date) -> Question:
        """The question in a text; never fails, whatever the text."""
        text, corrections, unclear = self._readable(typed)
        titles = self._titles_in(text)
        cues = self._cues_in(text, titles)
        places, undecided, more = self._places_in(text, cues)
        places, undecided = self._settled(places, (*unclear, *undecided))
        excluded = tuple(place for place in places if _is_excluded(place, text))
        elsewhere = _without_names(text, (*places, *undecided))
        outside = tuple(name for name in self._lexicon.outside_places if name in elsewhere)
        standards, product = self._standards_in(text)
        if not standards and "standard" in cues:
            text, products = self._speller.products(text, self._products)
            standards, product = self._standards_in(text)
            more = [*more, *products]
        return Question(
            typed=typed,
            text=text,
            as_of=as_of,
            places=tuple(place for place in places if place not in excluded),
            excluded=excluded,
            undecided=undecided,
            levels=self._levels_in(self._without_unit_names(text)),
            payers=tuple(tier for tier, words in self._lexicon.payers.items() if any(word in text for word in words)),
            cues=cues,
            amounts=figures.amounts(text),
            dates=figures.dates(text),
            batches=figures.batches(text, self._batch_count),
            stars=figures.stars(text),
            numbers=figures.standard_numbers(text),
            standards=standards,
            product=product,
            titles=titles,
            objects=self._objects_in(text),
            outside=outside,
            offtopic=self._offtopic_in(text),
            corrections=(*corrections, *more),
        )

    def _settled(self, places: Places_, undecided: Places_) -> tuple[Places_, Places_]:
        """The places and what stays open, once what is named beside a name has settled which one is meant."""
        if any(self._places.within(place.code, each.code) for place in places for each in undecided):
            return places, ()
        around = {
            each.code: place for place in places for each in undecided if self._places.within(each.code, place.code)
        }
        if len(around) != 1:
            return places, undecided
        meant = next(each for each in undecided if each.code in around)
        return tuple(meant if place is around[meant.code] else place for place in places), ()

    def _readable(self, typed: str) -> tuple[str, list[Correction], tuple[Place, ...]]:
        typed = re.sub(DIGITS, " ", re.sub(THOUSANDS, "", typed[:LONGEST_READ]))
        text = re.sub(CONTROL, " ", unicodedata.normalize("NFKC", typed.encode("utf-8", "replace").decode("utf-8")))
        latin = latin_to_chinese(to_simplified(text), self._latin)
        text, typos = self._speller.words(latin.text)
        return (
            re.sub(BETWEEN_CHINESE, "", re.sub(r"\s+", " ", text)).strip(),
            [*latin.corrections, *typos],
            latin.undecided,
        )

    def _cues_in(self, text: str, titles: tuple[str, ...]) -> frozenset[str]:
        """The cues of the text; the words inside a title that it quotes in full are none."""
        for title in titles:
            text = text.replace(title, "政策")
        folded = text.lower()
        return frozenset(cue.name for cue in self._lexicon.cues if cue.found_in(folded))

    def _without_unit_names(self, text: str) -> str:
        """The text without the names of places: the 市 of 义乌市绿色工厂 is no level, that of 温州市级 is one."""
        for mention in self._places.find_all(text):
            if text[mention.end : mention.end + 1] != "级":
                text = text[: mention.start] + "□" * (mention.end - mention.start) + text[mention.end :]
        return text

    def _levels_in(self, text: str) -> tuple[str, ...]:
        for phrase in self._lexicon.level_masks:
            text = text.replace(phrase, "□" * len(phrase))
        found: dict[str, int] = {}
        for word, level in self._level_words:
            while (start := text.find(word)) >= 0:
                found[level] = min(start, found.get(level, start))
                text = text[:start] + "□" * len(word) + text[start + len(word) :]
        return tuple(sorted(found, key=found.__getitem__))

    def _places_in(self, text: str, cues: frozenset[str]) -> tuple[Places_, Places_, list[Correction]]:
        """The places that are sure, those that one name leaves open, and what was corrected."""
        for title in re.findall(QUOTED, text):
            text = text.replace(title, "") if title in self._titles else text
        mentions = self._named_in(text)
        corrections: list[Correction] = []
        if not mentions or (len(mentions) == 1 and "compare" in cues):
            text, corrections = self._speller.place_names(text)
            mentions = self._named_in(text) if corrections else mentions
        sure: dict[str, Place] = {}
        undecided: dict[str, Place] = {}
        kept = {place.code: place for place in self._places.resolve(mentions)}
        for mention in mentions:
            meant = [place for place in mention.candidates if place.code in kept]
            spoken_of = [place for place in meant if place.code in self._codes]
            chosen = spoken_of or meant
            (sure if len(chosen) == 1 else undecided).update({place.code: place for place in chosen})
        return tuple(sure.values()), tuple(undecided.values()), corrections

    def _named_in(self, text: str) -> tuple[PlaceMention, ...]:
        """Places named, but for streets that are called after one (中山路)."""
        return tuple(mention for mention in self._places.find_all(text) if not re.match(STREET, text[mention.end :]))

    def _standards_in(self, text: str) -> tuple[tuple[Standard, ...], str]:
        folded = text.lower()
        found = [(word, standards) for word, standards in self._products.items() if word in folded]
        if not found:
            return (), ""
        longest = max(len(word) for word, _ in found)
        best = [(word, standards) for word, standards in found if len(word) == longest]
        kept = {standard.id: standard for _, standards in best for standard in standards}
        for word, standards in found:
            if not any(word in other and word != other for other, _ in found):
                kept |= {standard.id: standard for standard in standards}
        return tuple(kept.values()), best[0][0]

    def _titles_in(self, text: str) -> tuple[str, ...]:
        squeezed = _squeeze(text)
        quoted = [_squeeze(title) for title in re.findall(QUOTED, text) if len(title) >= 4]
        found = [title for number, title in self._numbered.items() if number in squeezed]
        for title, short, tail in self._title_forms:
            whole = any(part in short and self._names(part, short) for part in quoted)
            if whole or short in squeezed or tail in squeezed:
                found.append(title)
        return tuple(dict.fromkeys(found))

    def _names(self, part: str, title: str) -> bool:
        """Whether a quoted part stands for a title: nearly all of it, and what it leaves out is no place's name."""
        rest = title.replace(part, "", 1)
        return len(part) >= len(title) * QUOTED_SHARE and not self._places.find_all(rest)

    def _objects_in(self, text: str) -> tuple[str, ...]:
        folded = text.lower()
        return tuple(
            name for name, words in self._lexicon.objects.items() if any(word.lower() in folded for word in words)
        )

    def _offtopic_in(self, text: str) -> tuple[str, ...]:
        folded = text.lower()
        if any(word in folded for word in self._lexicon.ours):
            return ()
        return tuple(word for word in self._lexicon.offtopic if word in folded)


def _without_names(text: str, places: Places_) -> str:
    """The text without the names of places in it: 宁德国家级 holds no 德国."""
    for place in places:
        for name in place.all_names:
            text = text.replace(name, "□")
    return text


def _is_excluded(place: Place, text: str) -> bool:
    """Whether a place is named only to be left out: 除了义乌, 义乌以外."""
    return any(
        f"{before}{name}" in text or f"{name}{after}" in text
        for name in place.all_names
        for before in ("除了", "除开", "不算", "抛开", "排除")
        for after in ("以外", "之外")
    )


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", text)


def _tail(title: str) -> str:
    """The telling end of a title, as people quote it without its head (…支持工业高质量发展若干政策)."""
    for head in ("关于",):
        position = title.find(head)
        if position >= 0 and len(title) - position - len(head) >= 8:
            return title[position + len(head) :]
    return title


def _product_names(standards: tuple[Standard, ...]) -> dict[str, tuple[Standard, ...]]:
    """Words that name a product or industry, to the standards for it."""
    names: dict[str, list[Standard]] = {}
    for standard in standards:
        for word in {*_subject_words(standard), *(alias.lower() for alias in (*standard.aliases, *standard.related))}:
            names.setdefault(word, []).append(standard)
    return {word: tuple(found) for word, found in names.items()}


def _subject_words(standard: Standard) -> set[str]:
    """The subject of a standard and its shorter everyday forms: 电视机制造业, 电视机制造, 电视机."""
    subject = standard.subject.replace(" ", "").lower()
    words = {subject, standard.title.replace(" ", "").lower()}
    if subject == FACTORY:  # the general standard: its subject stands in every question
        return words - {subject}
    for ending in ("制造业", "行业", "加工行业", "处理处置行业", "制造", "产品制造业", "机械行业"):
        if subject.endswith(ending) and len(subject) - len(ending) >= 2:
            words.add(subject.removesuffix(ending))
    return {word for word in words if len(word) >= 2}
