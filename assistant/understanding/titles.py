"""Titles of documents as people write them: whole, without their head, by a number, shortened, with a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.patterns import late
from corpus.places import Place, Places
from corpus.types import Corpus

PAIR = 2
QUOTED_SHARE = 0.6
"""A quoted part names a title when it is at least this share: 《中国制造2025》 is not 中国制造2025北京行动纲要."""
SHORTEST_TITLE = 8
"""characters from which a title counts without its brackets: shorter ones are words of any question"""
SIGNS = late(r"[\s\W_]+")
DAY = late(r"\d+(?:年度?|月份?|[日号])?")
"""part of a date, which many titles share with a question that means none of them"""
SHARED_RUN = 5
"""characters in a row by which one of a place's titles is named"""
NO_NAME = late("绿色(?:低碳)?工厂|(?:国家|省|市|区)级")
"""words of any question, which name no title that holds them too (给绿色工厂发 and 支持绿色工厂发展)"""
TELLING_RUN = 6
"""characters in a row by which the one title of all is named that holds them, where no place is asked about"""
LONG_RUN = 10
"""characters in a row by which one title of all is named"""
LONG_END = 10
"""last characters of a title that name it where no other title ends so"""
ENDING = 4
"""last characters of a title that a text must hold for the title to be sought in it"""
TitleForm = tuple[str, str, str]
"""a title, its characters without signs, and the telling end of these"""
NEARLY = 91
"""similarity (0 to 100) from which a stretch of the text is a title with a slip in it"""


class Titles:
    """The titles and document numbers of the rules and policies of one corpus, found in what people write."""

    def __init__(self, corpus: Corpus, places: Places) -> None:
        self._places = places
        titles = dict.fromkeys([row.policy for row in corpus.subsidies] + [row.title for row in corpus.policies])
        self._title_forms = [
            (title, short, _tail(short)) for title, short in zip(titles, map(squeeze, titles), strict=True)
        ]
        self.squeezed = frozenset(short for _, short, _ in self._title_forms)
        """all titles without signs"""
        self._joined = "\n".join(short for _, short, _ in self._title_forms)
        self._titles_of: dict[str, list[str]] = {}
        for row in corpus.subsidies:
            self._titles_of.setdefault(row.place_code, []).append(row.policy)
        self._titles_by_end: dict[str, list[int]] = {}
        for at, (_, short, _) in enumerate(self._title_forms):
            self._titles_by_end.setdefault(short[-ENDING:], []).append(at)
        numbered = {row.document_number: row.policy for row in corpus.subsidies if row.document_number}
        self._numbered = {squeeze(number): title for number, title in numbered.items()}
        self._numbers_by_end: dict[str, list[tuple[int, str]]] = {}
        for at, number in enumerate(self._numbered):
            self._numbers_by_end.setdefault(number[-ENDING:], []).append((at, number))

    def named(self, text: str) -> tuple[str, ...]:
        """The titles that a text names, in the order of the corpus."""
        squeezed = squeeze(text)
        quoted = [squeeze(title) for title in re.findall(r"《([^》]{2,80})》?", text) if len(title) >= 4]
        found = [self._numbered[number] for number in self._numbers_like(squeezed) if number in squeezed]
        for title, short, tail in self._titles_like(squeezed, quoted):
            whole = any(part in short and self._names(part, short) for part in quoted)
            whole = whole or self._nearly(short, squeezed)
            long_enough = len(tail) >= SHORTEST_TITLE
            if whole or (long_enough and (short in squeezed or tail in squeezed)):
                found.append(title)
        return tuple(dict.fromkeys(found)) or (() if "《" in text else self._title_by_its_end(squeezed))

    def _title_by_its_end(self, squeezed: str) -> tuple[str, ...]:
        """The one title of which the text holds a long end (…产业高质量发展政策清单); () where several end so."""
        ends = {title: _end_in(short, squeezed) for title, short, _ in self._titles_like(squeezed, ())}
        longest = max(ends.values(), default=0)
        named = tuple(title for title, size in ends.items() if size == longest)
        return named if longest >= LONG_END and len(named) == 1 else ()

    def of_place(self, text: str, places: Iterable[Place]) -> tuple[str, ...]:
        """The one title of a place's rules that shares a long run of characters with the text, as people shorten it
        (节能专项资金办法); () where none or several of the place do."""
        ours = [title for place in places for title in self._titles_of.get(place.code, ())]
        if len(ours) < PAIR:
            return ()
        names = {name for place in places for name in place.all_names}
        squeezed = DAY.sub("·", NO_NAME.sub("·", squeeze(text)))
        for name in sorted(names, key=len, reverse=True):
            squeezed = squeezed.replace(name, "·")
        shared = {title: _longest_shared(squeeze(title), squeezed) for title in ours}
        longest = max(shared.values())
        named = tuple(title for title, size in shared.items() if size == longest)
        return named if longest >= SHARED_RUN and len(named) == 1 else ()

    def by_part(self, text: str) -> tuple[str, ...]:
        """The one title of all that shares a telling part with the text (碳达峰扶持计划); () where several do."""
        return self._by_run(NO_NAME.sub("·", squeeze(text)), TELLING_RUN)

    def by_long_run(self, text: str) -> tuple[str, ...]:
        """The one title of all that shares a long run of characters with the text, wherever in it; () where several."""
        return self._by_run(squeeze(text), LONG_RUN)

    def _by_run(self, squeezed: str, size: int) -> tuple[str, ...]:
        runs = (squeezed[at : at + size] for at in range(len(squeezed) - size + 1))
        found = {title for run in runs if run in self._joined for title, short, _ in self._title_forms if run in short}
        return tuple(found) if len(found) == 1 else ()

    def _titles_like(self, squeezed: str, quoted: Sequence[str]) -> Iterator[TitleForm]:
        """The titles that a text can name, in the order of the corpus: those that end as something in it does, or
        hold what it quotes. Of thousands of titles a question ends like a few."""
        found = {at for end in _endings(squeezed) for at in self._titles_by_end.get(end, ())}
        for part in quoted:
            found.update(at for at, (_, short, _) in enumerate(self._title_forms) if part in short)
        return (self._title_forms[at] for at in sorted(found))

    def _numbers_like(self, squeezed: str) -> list[str]:
        """The document numbers that a text can name, in the order of the corpus."""
        found = {at: number for end in _endings(squeezed) for at, number in self._numbers_by_end.get(end, ())}
        return [found[at] for at in sorted(found)]

    def _names(self, part: str, title: str) -> bool:
        """Whether a quoted part stands for a title: nearly all of it, and what it leaves out is no place's name,
        unless that is the place in front."""
        rest = title.replace(part, "", 1)
        ending = title.endswith(part)
        return len(part) >= len(title) * QUOTED_SHARE and (ending or not self._places.find_all(rest))

    def _nearly(self, title: str, text: str) -> bool:
        """Whether a text holds a title but for a character or two (安庆2019年… for 安庆市2019年…)."""
        if len(text) < len(title) - 2 or len(title) < SHORTEST_TITLE or title[-ENDING:] not in text:
            return False
        from rapidfuzz.fuzz import partial_ratio

        return partial_ratio(title, text, score_cutoff=NEARLY) > 0


def squeeze(text: str) -> str:
    """A text without signs and spaces."""
    return SIGNS.sub("", text)


def _end_in(title: str, text: str) -> int:
    """How many of a title's last characters stand together in a text."""
    size = ENDING
    while size < len(title) and title[-size - 1 :] in text:
        size += 1
    return size if title[-size:] in text else 0


def _longest_shared(title: str, text: str) -> int:
    """The length of the longest run of characters that a title shares with a text."""
    size = 0
    for start in range(len(title)):
        while start + size < len(title) and title[start : start + size + 1] in text:
            size += 1
    return size


def _endings(text: str) -> set[str]:
    """Whatever a title or a number that stands in a text may end with."""
    return {text[at : at + size] for size in range(1, ENDING + 1) for at in range(len(text) - size + 1)}


def _tail(title: str) -> str:
    """The telling end of a title, as people quote it without its head (…支持工业高质量发展若干政策)."""
    position = title.find("关于")
    if position >= 0 and len(title) - position - PAIR >= SHORTEST_TITLE:
        return title[position + PAIR :]
    return title
