"""The shipped report's own text put behind its digest, once a user has added it.

Statements of the digest get the sentences they tell of, word for word and with their lines; table rows get their
lines; what no statement tells of becomes passages of its own. Nothing of the digest is changed or dropped.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import TypeVar

from corpus.frozen import frozen, replace
from corpus.passages import PATH_SEPARATOR
from corpus.patterns import late
from corpus.report_tables import AREAS, POLICIES, STANDARDS, SUBSIDIES, TableRow
from corpus.report_text import Paragraph, ReportText, Section, is_report, read_report, squeeze
from corpus.types import Area, Batch, Corpus, Passage, Policy, Rule, Source, Standard, Subsidy

__all__ = ["Paragraph", "ReportText", "Section", "TableRow", "attach_original", "is_report", "read_report", "squeeze"]

FLOOR = 0.3
"""Share of a statement's wording, rarer words weighing more, that a paragraph must hold."""
ENOUGH = 0.85
"""Share of what the whole paragraph holds of it that the quoted sentences must hold."""
SHORT, LONGEST = 110, 450
"""Characters of a paragraph that may be quoted together with its neighbours, and of all of them together."""
SHORTEST, LABEL = 12, 24
"""Characters below which a sentence, and words that make none, are not worth quoting."""

_FIGURE = late(r"\d+(?:\.\d+)?")
_TITLE = late(r"《([^《》]+)》?")
_SENTENCE = late(r"[^。！？；]*[。！？；]+[”’」』）)]*|[^。！？；]+$")
_TELLS = late(r"[。；！？》]")
_WORDING = late(r"[\u3400-\u9fff]+|[a-z]+")


@frozen
class _Sentence:
    """A sentence of the report, with what comparing needs."""

    paragraph: int
    start: int
    end: int
    pairs: frozenset[str]
    figures: frozenset[str]


_Placed = TypeVar("_Placed", Subsidy, Policy, Area, Standard, Batch, Rule)
_Run = tuple[_Sentence, ...]
"""Sentences that follow one another."""


class _Text:
    """A report's paragraphs, cut into sentences, and the weight of each pair of characters."""

    def __init__(self, report: ReportText) -> None:
        self.paragraphs = report.paragraphs
        self.cut = [tuple(_sentences(at, paragraph.text)) for at, paragraph in enumerate(report.paragraphs)]
        self._by_section: dict[str, list[_Run]] = {}
        for paragraph, run in zip(report.paragraphs, self.cut, strict=True):
            if not _is_label(paragraph.text):
                self._by_section.setdefault(_number(paragraph.section), []).append(run)
        seen = Counter(pair for run in self.cut for pair in frozenset().union(*(each.pairs for each in run)))
        self._weights = {pair: math.log(1 + len(self.cut) / (count + 0.5)) for pair, count in seen.items()}
        self._headings = {paragraph.under: _pairs(paragraph.under) for paragraph in report.paragraphs}
        self._unseen = math.log(1 + 2 * len(self.cut))

    def told_by(self, statement: str, section: str) -> _Run:
        """The sentences of a section that a statement tells of; () when none hold enough of it.

        All figures of the statement must stand in them, so that a quote never says less than what it stands for.
        """
        said = _pairs(statement)
        figures = _figures(_TITLE.sub("", statement))
        whole = self._weight(said)
        paragraphs = self._by_section.get(section, [])
        held = [(self._held(run, said), run) for run in paragraphs if figures <= _joined_figures(run)]
        best = max(held, key=lambda each: each[0], default=(0.0, ()))
        if best[0] >= FLOOR * whole:
            return self._narrowest(best[1], said, figures)
        runs = [run for run in _neighbours(paragraphs) if figures <= _joined_figures(run)]
        floor = max(FLOOR * whole, *(ENOUGH * self._held(run, said) for run in runs), 0.0)
        return min((run for run in runs if self._held(run, said) >= floor), key=_length, default=())

    def text(self, run: _Run) -> str:
        """The printed words of a run; paragraphs are parted by a line break."""
        return "\n".join(self.paragraphs[at].text[start:end] for at, start, end in _pieces(run))

    def lines(self, run: _Run) -> tuple[int, int]:
        """First and last line of a run."""
        numbers = [number for at, start, end in _pieces(run) for number in self.paragraphs[at].lines(start, end)]
        return min(numbers), max(numbers)

    def _narrowest(self, run: _Run, said: frozenset[str], figures: frozenset[str]) -> _Run:
        needed = ENOUGH * self._held(run, said)
        for size in range(1, len(run)):
            windows = [run[at : at + size] for at in range(len(run) - size + 1)]
            good = [part for part in windows if figures <= _joined_figures(part) and self._held(part, said) >= needed]
            if good:
                return max(good, key=lambda part: self._held(part, said))
        return run

    def _held(self, run: _Run, said: frozenset[str]) -> float:
        """How much of what is said a run of sentences holds, with the smaller heading it stands under."""
        heading = self._headings[self.paragraphs[run[0].paragraph].under]
        return self._weight(said & heading.union(*(each.pairs for each in run)))

    def _weight(self, pairs: Iterable[str]) -> float:
        """How much pairs of characters tell: the rarer in the report, the more."""
        return sum(self._weights.get(pair, self._unseen) for pair in pairs)


def _neighbours(paragraphs: Sequence[_Run]) -> Iterator[_Run]:
    """Paragraphs that follow one another, two and more together, as long as they make a quote one can read."""
    for first in range(len(paragraphs)):
        joined = paragraphs[first]
        for following in paragraphs[first + 1 :]:
            joined += following
            if _length(joined) > LONGEST or max(_length(paragraphs[first]), _length(following)) > SHORT:
                break
            yield joined


def _pieces(run: _Run) -> Iterator[tuple[int, int, int]]:
    """Paragraph, start and end of each paragraph's share of a run."""
    for at, sentences in groupby(run, key=lambda each: each.paragraph):
        group = list(sentences)
        yield at, group[0].start, group[-1].end


def _length(run: _Run) -> int:
    return sum(each.end - each.start for each in run)


def _joined_figures(run: _Run) -> frozenset[str]:
    return frozenset().union(*(each.figures for each in run))


def _sentences(paragraph: int, text: str) -> Iterator[_Sentence]:
    for found in _SENTENCE.finditer(text):
        if found[0]:
            start, end = found.span()
            yield _Sentence(
                paragraph=paragraph, start=start, end=end, pairs=_pairs(found[0]), figures=_figures(found[0])
            )


def _pairs(text: str) -> frozenset[str]:
    runs = _WORDING.findall(unicodedata.normalize("NFKC", squeeze(text)).lower())
    return frozenset(run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))


def _figures(text: str) -> frozenset[str]:
    return frozenset(f"{float(figure):g}" for figure in _FIGURE.findall(unicodedata.normalize("NFKC", text)))


def _number(section: str) -> str:
    return section.partition(" ")[0]


def attach_original(corpus: Corpus, report: ReportText | str, doc_id: str = "") -> Corpus:
    """The corpus with the report's own words and lines behind the records of one document.

    ``doc_id`` is that document; without it, the one that is a digest. Records of other documents stay as they are.
    """
    text = read_report(report) if isinstance(report, str) else report
    doc_id = doc_id or next((document.id for document in corpus.documents if document.digest_of), "")
    compared = _Text(text)
    finder = _Finder(text, compared)
    return replace(
        corpus,
        passages=_passages(corpus.passages, compared, doc_id),
        **{
            kind: tuple(finder.placed(record) if record.source.doc_id == doc_id else record for record in records)
            for kind in ("subsidies", "policies", "areas", "standards", "batches", "rules")
            if (records := getattr(corpus, kind))
        },
    )


def _passages(passages: Sequence[Passage], text: _Text, doc_id: str) -> tuple[Passage, ...]:
    """The passages, those of the digest with what they tell of, and what is left of the text after them."""
    told: set[_Sentence] = set()
    done: list[Passage] = []
    names: dict[str, str] = {}
    for passage in passages:
        if passage.source.doc_id == doc_id and passage.quote_kind == "digest":
            names.setdefault(_number(passage.source.section), passage.source.section)
            run = text.told_by(passage.text, _number(passage.source.section))
            if run:
                told.update(run)
                source = replace(passage.source, lines=text.lines(run))
                passage = replace(passage, original=text.text(run), source=source)
        done.append(passage)
    return (*done, *_left_over(text, told, doc_id, names))


def _left_over(text: _Text, told: Set[_Sentence], doc_id: str, names: Mapping[str, str]) -> Iterator[Passage]:
    """The sentences that no statement tells of, those that follow one another as one passage."""
    counts: Counter[int] = Counter()
    for run in text.cut:
        for is_told, group in groupby(run, key=lambda sentence: sentence in told):
            part = tuple(group)
            if is_told or _is_label(text.text(part)):
                continue
            paragraph = text.paragraphs[part[0].paragraph]
            section = names.get(_number(paragraph.section), paragraph.section)
            lines = text.lines(part)
            counts[lines[0]] += 1
            again = f"-{counts[lines[0]]}" if counts[lines[0]] > 1 else ""
            under = paragraph.under if paragraph.under != paragraph.text else ""
            yield Passage(
                id=f"{doc_id}/original/L{lines[0]}{again}",
                source=Source(doc_id=doc_id, section=section, lines=lines),
                text=text.text(part),
                quote_kind="original",
                title=PATH_SEPARATOR.join(filter(None, (section, under))),
            )


def _is_label(text: str) -> bool:
    """Whether a text is a caption, a heading of a list or a few words, and tells nothing by itself."""
    return len(text) < (SHORTEST if _TELLS.search(text) else LABEL)


class _Finder:
    """Finds the lines of table rows and of what paragraphs name."""

    def __init__(self, report: ReportText, text: _Text) -> None:
        self._text = text
        self._paragraphs = report.paragraphs
        self._tables = report.tables

    def placed(self, record: _Placed) -> _Placed:
        """The record with its lines; as it is where its words are not found."""
        lines = self._lines(record)
        return replace(record, source=replace(record.source, lines=lines)) if lines else record

    def _lines(self, record: Subsidy | Policy | Area | Standard | Batch | Rule) -> tuple[int, int] | None:
        match record:
            case Subsidy():
                return self._row(SUBSIDIES, record.seq, policy=record.policy) or self._row(
                    SUBSIDIES, record.seq, place=record.place
                )
            case Policy():
                return self._row(POLICIES, record.seq, policy=record.title)
            case Area():
                return self._row(AREAS, record.seq, place=record.place)
            case Standard():
                return self._row(STANDARDS, None, number=record.number) or self._named(record, record.title)
            case Batch():
                return self._named(record, record.call_title, record.list_title)
            case Rule():
                tellings = ("；".join((record.text, *record.items)), record.text, f"《{record.basis}》{record.text}")
                return next((lines for telling in tellings if (lines := self._told(record, telling))), None)

    def _row(self, table: str, seq: str | None, **cells: str) -> tuple[int, int] | None:
        """The lines of the row that has these cells, whatever marks or spaces stand in them."""
        wanted = {column: _bare(cell) for column, cell in cells.items()}
        for row in self._tables[table]:
            if seq in (None, row.seq) and all(cell and cell in _bare(row.cells[name]) for name, cell in wanted.items()):
                return row.first, row.last
        return None

    def _named(self, record: Standard | Batch, *titles: str) -> tuple[int, int] | None:
        """The lines on which titles stand first in the record's section."""
        found = [lines for title in titles if (lines := self._first(_number(record.source.section), _bare(title)))]
        return (min(first for first, _ in found), max(last for _, last in found)) if found else None

    def _first(self, section: str, title: str) -> tuple[int, int] | None:
        for paragraph in self._paragraphs:
            if _number(paragraph.section) != section:
                continue
            letters = [(at, _bare(mark)) for at, mark in enumerate(paragraph.text) if _bare(mark)]
            start = "".join(letter for _, letter in letters).find(title)
            if title and start >= 0:
                return paragraph.lines(letters[start][0], letters[start + len(title) - 1][0] + 1)
        return None

    def _told(self, record: Rule, statement: str) -> tuple[int, int] | None:
        run = self._text.told_by(statement, _number(record.source.section))
        return self._text.lines(run) if run else None


def _bare(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text)).lower()
