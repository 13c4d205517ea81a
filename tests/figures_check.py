"""The figures of an answer, each with what makes it one, held against what the answer cites.

Written apart from ``assistant/proof.py`` and stricter: 12 家 is not proven by a 12 in a date, nor 2018-12-31 by a
2018, a 12 and a 31 from three other dates. Places are held against the cited records too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from assistant.service import Assistant
from assistant.types import Answer
from corpus.types import Record

Figure = tuple[str, str]
"""kind (date, 万元, 亿, %, standard, count, years) and value in one spelling"""

NUMBER = r"\d+(?:\.\d+)?"
DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?!\d)"
    r"|\s*年(?:\s*(?P<chinese_month>\d{1,2})\s*月(?:\s*(?P<chinese_day>\d{1,2})\s*日)?)?)"
)
AMOUNT = re.compile(rf"({NUMBER})\s*(?:[—~-]\s*({NUMBER})\s*)?(万|亿)")
PERCENT = re.compile(rf"({NUMBER})\s*%")
STANDARD = re.compile(r"([A-Z]{1,6}(?:/[A-Z]+)?)\s*(\d{2,6})-(\d{4})")
COUNT = re.compile(rf"(?<![\d-])({NUMBER})\s*(?:家|处|项|条|份|个(?!人|百))")
YEARS = re.compile(r"(?<!\d)(\d{1,2})\s*年(?!\s*\d{1,2}\s*月)")
NUMERAL = re.compile(r"([一二三四五六七八九两十])\s*(年|家|个|项|批)")
NUMERALS = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"两": 2}
REMARKS = re.compile(r"^(?:（按[^）]*）)+")
ECHO = re.compile(r"[^。；]*(?:所说的|问题里的|您写的)[^。；]*|(?:不?[低高]于|[为在]) ?[^。；：]*万元[^。；：]*?的地方")
"""where an answer may say a sum of the question again: a premise put right, or what a list was filtered by"""
DENIED = re.compile(r"没有收录[^，。；：]*")
"""what the corpus is said not to hold"""
OWN_WORDS = ("id", "source", "seq", "place_code")
"""fields of a record that hold no fact"""


def unproven_figures(answer: Answer, assistant: Assistant) -> tuple[Figure, ...]:
    """Figures of an answer that neither a cited record nor a computation that it states holds."""
    said = "\n".join((REMARKS.sub("", answer.headline), *answer.facts, *answer.caveats))
    told = figures(DENIED.sub("", said), longest=True)
    known = set(_known(answer, assistant))
    computed = set(re.findall(NUMBER, " ".join(answer.computed)))
    lengths = {str(len(part)) for part in (answer.facts, answer.citations, answer.records)}
    lengths |= set(_lengths_of_lists("\n".join((answer.headline, *answer.facts))))
    return tuple(
        sorted(
            (kind, value)
            for kind, value in told - known
            if value not in computed and not (kind == "count" and value in lengths)
        )
    )


def _lengths_of_lists(text: str) -> Iterator[str]:
    """How many items the enumerations of a text have."""
    for part in re.split(r"[：。\n]", text):
        yield str(part.count("；") + 1)
        yield from (str(piece.count("、") + 1) for piece in part.split("；"))


def _known(answer: Answer, assistant: Assistant) -> Iterator[Figure]:
    for record in (*cited_records(answer, assistant), *assistant.corpus.documents):
        yield from _of_value(record, "")
    for text in (*(citation.quote for citation in answer.citations), *answer.computed, answer.as_of):
        yield from figures(text)
    asked = figures(answer.understood.get("text", "") or answer.question)
    asked |= {("date", day[:end]) for day in answer.understood.get("dates", ()) for end in (4, 7, 10)}
    echoed = figures(" ".join(match[0] for match in ECHO.finditer(answer.headline)))
    yield from (figure for figure in asked if figure[0] not in ("万元", "亿", "%") or figure in echoed)
    # what the questions before asked for, taken along
    yield from (("date", day[:end]) for day in answer.understood.get("dates", ()) for end in (4, 7, 10))
    sums = {("万元", f"{amount:g}") for amount in answer.understood.get("amounts", ())}
    yield from sums & echoed


def cited_records(answer: Answer, assistant: Assistant) -> tuple[Record, ...]:
    """The records behind the citations."""
    parts = (
        assistant.corpus.passages, assistant.corpus.subsidies, assistant.corpus.policies, assistant.corpus.areas,
        assistant.corpus.standards, assistant.corpus.batches, assistant.corpus.rules,
    )  # fmt: skip
    cited = {citation.record_id for citation in answer.citations}
    return tuple(record for part in parts for record in part if record.id in cited)  # type: ignore[misc]


def figures(text: str, *, longest: bool = False) -> set[Figure]:
    """The figures of a text; a date counts as its month and year too, unless only its ``longest`` form is wanted."""
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", unicodedata.normalize("NFKC", text))
    found: set[Figure] = set()
    for match in DATE.finditer(text):
        iso = "-".join(part.zfill(2) for part in _parts(match))
        found.update(("date", iso[:length]) for length in (4, 7, 10) if len(iso) >= length and not longest)
        found.add(("date", iso))
    for match in AMOUNT.finditer(text):
        unit = "万元" if match[3] == "万" else "亿"
        found.update((unit, _plain(value)) for value in match.groups()[:2] if value)
    found.update(("%", _plain(match[1])) for match in PERCENT.finditer(text))
    found.update(
        ("standard", f"{match[1].replace('/', '')} {match[2]}-{match[3]}") for match in STANDARD.finditer(text)
    )
    found.update(("count", _plain(match[1])) for match in COUNT.finditer(STANDARD.sub("", text)))
    found.update(("years", match[1]) for match in YEARS.finditer(text))
    return found


def _parts(match: re.Match[str]) -> Iterator[str]:
    yield match["year"]
    yield from filter(None, (match["month"] or match["chinese_month"], match["day"] or match["chinese_day"]))


def _plain(value: str) -> str:
    return f"{float(value):.10g}"


def _of_value(value: Any, name: str) -> Iterator[Figure]:
    """The figures that a record's field holds; amounts of awards are stored as numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name not in OWN_WORDS:
                yield from _of_value(getattr(value, field.name), field.name)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        items = tuple(value)
        yield ("count", str(len(items)))
        for item in items:
            yield from _of_value(item, name)
    elif isinstance(value, float):
        yield ("%" if name == "percent" else "万元", _plain(str(value)))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield ("count", str(value))
    elif isinstance(value, str):
        yield from figures(value)
        for match in NUMERAL.finditer(value):
            yield ("years" if match[2] == "年" else "count", str(NUMERALS[match[1]]))
