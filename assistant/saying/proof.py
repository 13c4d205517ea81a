"""Before an answer leaves: every figure in it stands in what it cites, or comes from a computation that it states.

A figure is a number with what makes it one: 500 万元, 2020-12-31, 10%, 3 年, 62 家, GB/T 36132-2018. It is proven
by a figure of its own kind alone, so that no month of a date proves a sum; a number that nothing makes one kind is
proven by any. Evidence is the cited records and their quotes, the computations, the day of the question, and what
the question said; but a sum or a share of the question only where the answer speaks of the question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from assistant.types import Answer
from assistant.understanding.numerals import CHINESE, chinese_number
from corpus.frozen import field_names
from corpus.patterns import late
from corpus.places import PlaceMention, Places

Figure = tuple[str, str]
"""kind (money, percent, standard, date, years, count, number) and value in one spelling; money is in 万元"""

NUMBER = rf"(?:\d+(?:\.\d+)?|[{CHINESE}]{{1,24}})"  # a longer run is no number, and is read once
FIGURE = late(
    rf"(?=(?i:[A-Z\d{CHINESE}]))"  # most characters begin none, and are passed over by this alone
    r"(?:(?P<standard>(?i:(?<![A-Z])[A-Z]{1,6}\d{0,6}(?:/[A-Z]+)?)\s*\d{2,6}(?:\.\d+)?"
    r"(?:-\d{4}|(?![\d.]*\s*[%万亿元家])))"
    r"|(?<!\d)(?P<date>(?:19|20)\d\d-\d\d(?:-\d\d)?(?!\d)"
    r"|(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?)"
    rf"|(?P<money>{NUMBER}(?:\s*[—–~至-]\s*{NUMBER})?\s*(?:万亿|亿|万|(?<=[\d\s])元)(?!\s*(?:家|个|人|种|亩|吨)))"
    rf"|(?P<percent>{NUMBER}(?:\s*[—–~至-]\s*{NUMBER})?\s*%)"
    rf"|(?<!\d)(?P<years>(?:\d{{1,2}}|[{CHINESE}]{{1,3}})\s*年)"
    rf"|(?P<count>{NUMBER}\s*(?:家|处|项|条|份|批|个(?!人|百)))"
    r"|(?P<number>\d+(?:\.\d+)?))"
)
NUMBERS = late(NUMBER)
DECIMALS = late(r"\d+(?:\.\d+)?")
THOUSANDS = late(r"(?<=\d),(?=\d{3}(?!\d))", words=(",",))
IN_WAN = {"万亿": 1e8, "亿": 1e4, "万": 1.0, "元": 1e-4}
FIELD_KINDS = {"percent": "percent", "ratio": "number"}
"""what a decimal of a record is; the others are sums"""
ASSERTED = ("money", "percent")
"""kinds that a question can't prove by claiming them"""
OF_THE_QUESTION = late(
    r"（按「[^）]*）|没有按「[^」]*」|(?<![^。；）])[^。；]*(?:所说的|问题里的|您写的)[^。；]*"
    r"|(?:不?[低高]于|[为在]) ?[^。；：]*万元[^。；：]*?的地方",
    words=("按「", "所说的", "问题里的", "您写的", "的地方"),
)
"""where an answer speaks of the question: how it was read, a premise put right, what a list was filtered by.

A clause is tried from where it begins (or goes on after a bracket) alone: tried from each of its characters, a long
list would be read as often as it has characters.
"""

NOT_HELD = late(
    r"资料没有收录(?:《[^》]*》|[^，。；：])*|资料没有写「[^」]*」|（[^）]*，按那(?:个月|一年)理解）"
    r"|（(?:\d+ 月|一年)没有[^）]*）",
    words=("资料没有收录", "资料没有写「", "理解）", "没有"),
)
"""what the corpus is said not to hold, and what the calendar does not, which nothing cited can hold"""


def unproven(
    answer: Answer,
    evidence: Iterable[Any],
    documents: Iterable[Any] = (),
    places: Places | None = None,
    understood: tuple[dict[str, Any], ...] = (),
) -> tuple[str, ...]:
    """Figures (with ``places``, names of places too) that nothing the answer cites holds; empty when all are proven.

    An answer keeps how the first request of a question was read; ``understood`` is how the others were.
    The lists it counts prove their own length: an enumeration of n items may be said to have n.
    """
    evidence, text = (*evidence, *documents), _told(answer)
    asked = tuple(_asked(answer, understood))
    proven = (figure for figure in asked if figure[0] not in ASSERTED)
    missing = _left(OF_THE_QUESTION.sub(" ", text), chain(proven, _known(answer, evidence)))
    missing += _left("\n".join(OF_THE_QUESTION.findall(text)), chain(asked, _known(answer, evidence)))
    if places is not None and answer.status in ("answered", "partial"):
        missing += _unproven_places(answer, (*understood, *evidence), places)
    return tuple(dict.fromkeys(missing))


def _left(text: str, known: Iterable[Figure]) -> list[str]:
    """The figures of a text that are not known, as it writes them; 五批 and 一个 are words, no figures.

    Known figures are read only until all are found, the records last: most stand in the quotes.
    """
    left = {figure: written for written, figure in _figures(text) if figure[0] != "count" or written[0].isdecimal()}
    for figure in known:
        if not left:
            break
        left.pop(figure, None)
    return list(left.values())


def _told(answer: Answer) -> str:
    """What an answer claims to stand in the corpus; not the remark in front of it on what a profile added."""
    headline = answer.headline
    if profile := "、".join(answer.understood.get("from_profile", ())):
        headline = headline.rpartition(f"{profile}）")[2]
    cells = [cell for row in answer.table.rows for cell in row] if answer.table else []
    return NOT_HELD.sub("", "\n".join((headline, *answer.facts, *cells, *answer.caveats)))


def _asked(answer: Answer, understood: tuple[dict[str, Any], ...]) -> Iterator[Figure]:
    """What the question holds, and what it took over from the ones before.

    Words that it is told by are cut from it, and may be a figure by themselves that was none beside its neighbours.
    """
    for text in (answer.question, *answer.unused):
        yield from _all_figures(text)
    for read in (answer.understood, *understood):
        yield from _all_figures(_text_of(read))
        yield from (("money", _plain(amount)) for amount in read.get("amounts", ()))
        yield from (("date", day[:end]) for day in read.get("dates", ()) for end in (4, 7, 10))


def _known(answer: Answer, evidence: tuple[Any, ...]) -> Iterator[Figure]:
    yield from _computed(answer)
    for text in (answer.as_of, *_sources(answer)):
        yield from _all_figures(text)
    enumerations = re.split(r"[：。\n]", _told(answer))
    lengths = {len(answer.facts), len(answer.citations), len(answer.records), len(answer.question), 1}
    lengths |= {part.count("；") + 1 for part in enumerations}
    lengths |= {piece.count("、") + 1 for part in enumerations for piece in part.split("；")}
    yield from ((kind, str(length)) for length in lengths for kind in ("count", "number"))
    for record in evidence:
        yield from _figures_of(record)
    for text in _titles(answer):
        yield from _all_figures(text)


def _computed(answer: Answer) -> Iterator[Figure]:
    """What the bare numbers of a computation prove: of ``条数 = 12`` a count, of ``500 + 50 = 550`` any kind."""
    for text in answer.computed:
        kinds = ("count",) if re.match(r"[^\d=]+=", text) else (*ASSERTED, "years", "count")
        results = [value for _, (kind, value) in _figures(text) if kind in ("number", "count")]
        yield from ((kind, value) for value in results for kind in kinds)


def _sources(answer: Answer) -> Iterable[str]:
    """What is cited, each text once, for many rows of a list stand in one document; the quotes tell most of it."""
    places = (text for c in answer.citations for text in (c.locator, c.section))
    return dict.fromkeys((*answer.computed, *(c.quote for c in answer.citations), *places))


def _titles(answer: Answer) -> Iterable[str]:
    return dict.fromkeys(text for c in answer.citations for text in (c.policy, c.doc))


def _figures_of(value: Any, name: str = "") -> Iterator[Figure]:
    """The figures of a record, nested ones too; what it lists proves how much it lists."""
    if isinstance(value, str):
        if value:
            yield from _all_figures(value)
    elif names := field_names(value):
        for name in names:
            yield from _figures_of(getattr(value, name), name)
    elif isinstance(value, (tuple, list)):
        yield ("count", str(len(value)))
        for item in value:
            yield from _figures_of(item, name)
    elif isinstance(value, float):
        yield from ((kind, _plain(value)) for kind in (FIELD_KINDS.get(name, "money"), "number"))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from ((kind, str(value)) for kind in ("count", "number"))


def _all_figures(text: str) -> Iterator[Figure]:
    """Every figure that a text proves: what it holds, the month and the year of its dates, its numbers as such."""
    for written, (kind, value) in _figures(text):
        yield (kind, value)
        if kind == "date":
            yield from (("date", value[:length]) for length in (4, 7) if len(value) > length)
        if kind == "standard":
            yield (kind, value.partition("-")[0])
        yield from (("number", _plain(number)) for number in DECIMALS.findall(written))
        if kind in ("years", "count"):
            yield ("number", value)


def _figures(text: str) -> Iterator[tuple[str, Figure]]:
    """The figures of a text: as written, and with kind and value; of a range both ends."""
    for match in FIGURE.finditer(unicodedata.normalize("NFKC", THOUSANDS.sub("", text))):
        kind, written = str(match.lastgroup), match[0]
        yield from ((written.strip(), (kind, value)) for value in _values(kind, written))


def _values(kind: str, written: str) -> Iterator[str]:
    if kind == "standard":
        yield re.sub(r"[\s/]", "", written.upper())
    elif kind == "date":
        yield "-".join(part.zfill(2) for part in re.findall(r"\d+", written))
    else:
        unit = next((unit for unit in IN_WAN if unit in written), "万") if kind == "money" else "万"
        for number in NUMBERS.findall(written):
            yield _plain(_number(number) * IN_WAN[unit])


def _number(numeral: str) -> float:
    """The value of 12.5 or 十二; 0 for numerals that are no number."""
    return float(numeral) if numeral[0].isdecimal() else float(chinese_number(numeral) or 0)


def _plain(value: float | str) -> str:
    """A figure without leading zeros or needless decimals, so that 07 in a date is 7."""
    return f"{float(value):.15g}"


def _text_of(record: Any) -> str:
    """All values of a record, nested ones too."""
    if isinstance(record, str):
        return record
    if names := field_names(record):
        return " ".join([_text_of(getattr(record, name)) for name in names])
    if isinstance(record, (tuple, list)):
        return " ".join(_text_of(item) for item in record)
    if isinstance(record, dict):
        return " ".join(_text_of(value) for value in record.values())
    if isinstance(record, float):
        return f"{record:g}"
    return str(record)


def _unproven_places(answer: Answer, evidence: Iterable[Any], places: Places) -> list[str]:
    """The names of places that nothing holds; records are read only until all are found, as for figures."""
    left = list(places.find_all(_told(answer)))
    cited = "\n".join(
        (answer.question, *answer.unused, _text_of(answer.understood), *_sources(answer), *_titles(answer))
    )
    for source in chain((cited,), map(_text_of, evidence)):
        if not left:
            break
        left = [mention for mention in left if not _is_named(mention, source)]
    return [mention.text for mention in left]


def _is_named(mention: PlaceMention, source: str) -> bool:
    return mention.text in source or any(name in source for place in mention.candidates for name in place.all_names)
