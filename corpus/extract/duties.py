"""What a document asks of recognised factories: tables to fill, days, reviews, removal and what follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.extract.marks import levels_in
from corpus.extract.titles import known_as
from corpus.extract.units import Unit
from corpus.extract.words import words
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place
from corpus.readers.structure import CLAUSE
from corpus.types import Document, Rule, Source

SENTENCE = late(r"(?P<lead>[^。；：]*(?:下列|以下|如下)[^。；：]*)：\s*[（(]一[）)][^。]*。?|[^。；]+[。；]?")
"""a sentence, or a list with the words that open it: each of its cases is only told by them"""
SENTENCE_CHARACTERS = 200
LIST_CHARACTERS = 600
_LIST = late(r"公[布示].*名单")
"""a list of names says of single factories what happened to them, and asks nothing"""
NATION = ("000000", "全国")

_MONTH_DAY = late(
    r"(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日(?=以?前|之前|[^，。；]{0,4}截止|$)"
    r"|截止[^。；]{0,10}?(?P<month2>\d{1,2})\s?月\s?(?P<day2>\d{1,2})\s?日"
)
_ONE_DAY = late(r"(?P<year>20\d{2})\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_EVERY_YEAR = late(r"每年")
_THREE_YEARS = late(r"每(?:三|3)年|(?:三|3)年(?:一|进行一次)")
_KINDS = (
    ("yearly_table", "年度填报", "table_duty"),
    ("removal_result", "移出后果", "removal_result"),
    ("local_removal", "移出", "removal"),
    ("local_recheck", "复核", "recheck"),
    ("title_term", "有效期", "title_term"),
)
"""topic, kind of duty, and the pattern by which a sentence is about it, the most telling first"""


def read_duties(units: Sequence[Unit], document: Document, place: Place | None) -> Iterator[Rule]:
    """The rules that the sentences of a document state for green factories, in their own words.

    A draft asks nothing of anybody, and a text without a place of its own is no rule.
    """
    national = NATION[0] in document.places
    if document.draft or (place is None and not national) or _LIST.search(document.title):
        return
    where = (place.code, place.name) if place else NATION
    about = _about(f"{document.title}{''.join(unit.text for unit in units[:12])}")
    if not about:
        return
    for unit in units:
        for sentence in SENTENCE.finditer(unit.text):
            longest = LIST_CHARACTERS if sentence["lead"] else SENTENCE_CHARACTERS
            found = _kind(sentence["lead"] or sentence.group()) if len(sentence.group()) <= longest else None
            if found:
                yield _rule(_without_clause(sentence.group().strip(" 。；")), unit, document, where, *found)


def _without_clause(sentence: str) -> str:
    """The sentence without the number of its own clause; one that it refers to (因第九条第四项移出的) stays."""
    number = CLAUSE.match(sentence)
    return sentence[number.end() :].strip() if number else sentence


def _about(text: str) -> bool:
    return bool(re.search(r"绿色(?:低碳)?工厂|绿色制造", text))


def _kind(sentence: str) -> tuple[str, str] | None:
    if _ONE_DAY.search(sentence) and not _EVERY_YEAR.search(sentence):
        return ("deadline", "申报截止") if words().has("deadline", sentence) else None
    for topic, kind, pattern in _KINDS:
        if words().has(pattern, sentence):
            return topic, kind
    return None


def _rule(sentence: str, unit: Unit, document: Document, where: tuple[str, str], topic: str, kind: str) -> Rule:
    day = _MONTH_DAY.search(sentence)
    year = _ONE_DAY.search(sentence)
    rule = Rule(
        id="",
        source=_source(document, unit),
        topic=topic,
        place_code=where[0],
        place=where[1],
        subject="绿色工厂",
        text=sentence,
        basis=known_as(document.title),
        date=document.effective_date or document.issue_date,
        number=document.document_number,
        issuing_body=document.issuing_body,
        article=unit.clause,
        levels=levels_in(sentence),
        duty_kind=kind,
    )
    if day:
        month, date = day["month"] or day["month2"], day["day"] or day["day2"]
        rule = replace(rule, month_day=f"{int(month):02d}-{int(date):02d}", duty=sentence)
    if year:
        return replace(rule, year=int(year["year"]), recurrence="once" if day else "")
    if _THREE_YEARS.search(sentence):
        return replace(rule, recurrence="three_years")
    return replace(rule, recurrence="yearly") if day and _EVERY_YEAR.search(sentence) else rule


def _source(document: Document, unit: Unit) -> Source:
    at, locator = unit.span, unit.clause or unit.section
    return Source(doc_id=document.id, section=unit.section, locator=locator, page=at.page, lines=at.lines)
