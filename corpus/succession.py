"""Changes that nobody wrote down as rows: what a document says it repeals, what a standard says it replaces.

Pure. Every kind of row can be replaced: awards, rules and conditions by the notice they stand in, standards by number
or title, batches by the title of their list, documents by title and number, and statements by the document that their
heading names. Only rows of the document's own places are touched: a city never repeals a province's rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.extract.repeals import Repeal, parse_target
from corpus.patterns import late
from corpus.replacement import Names, bare_title, same_document
from corpus.timeline import TOPIC_ROWS, Timeline, reference_of, section_id
from corpus.types import Change, Corpus, Dated, Document, Rule, Source, Standard, Subsidy

_CLAUSES = late(r"第[一二三四五六七八九十百零〇两\d]+[条款项章编节]")
_STANDARD_NUMBER = late(r"(?<![A-Za-z])[A-Z]{1,4}\d*(?:/[A-Z]{1,6})?\d+(?:\.\d+)*-(?:19|20)\d{2}")
NATIONAL = "000000"


def with_changes(corpus: Corpus) -> tuple[Change, ...]:
    """All changes of a corpus: those that stand in it, linked to what they change, and those that documents make."""
    timeline = Timeline(corpus)
    shipped = {document.id for document in corpus.documents if document.shipped}  # their tables name every row meant
    known = (change.older or change.source.doc_id in shipped for change in corpus.changes)
    stated = [each if linked else _linked(each, corpus) for each, linked in zip(corpus.changes, known, strict=True)]
    made = [*_by_documents(timeline), *_by_standards(corpus, stated), *_of_plans(corpus)]
    return (*stated, *made)


class Named:
    """The rows of a corpus by what they can be called: a repeal is held against those that it may name alone."""

    def __init__(self, timeline: Timeline) -> None:
        rows = [row for row in timeline.rows.values() if not isinstance(row, Subsidy)]
        self._rows = rows
        self._names = Names((reference.title, reference.number) for reference in map(reference_of, rows))
        self._standards = [row for row in rows if isinstance(row, Standard) and row.number]

    def of(self, target: Repeal, entry: str) -> list[Dated]:
        """The rows that an entry names. Editions of a standard share their title, so that a number decides there."""
        by_number = bool(_STANDARD_NUMBER.search(_squeezed(entry)))
        named: list[Dated] = [self._rows[at] for at in self._names.of(target)]
        if not by_number:
            return named
        others = [row for row in named if not isinstance(row, Standard)]
        return [*others, *(row for row in self._standards if _holds_number(entry, row.number))]


def found_of(named: Named, document: Document, entry: str) -> tuple[Dated, ...]:
    """The rows that a document puts out of force by an entry of its ``supersedes``; subsidies are not among them."""
    target = parse_target(entry)
    rows = [row for row in named.of(target, entry) if row.source.doc_id != document.id]
    here = [row for row in rows if getattr(row, "place_code", NATIONAL) in document.places]
    return tuple(row for row in here if _in_part(row, target.part))


def _by_documents(timeline: Timeline) -> Iterator[Change]:
    named: Named | None = None  # made for the first document that repeals anything
    for document in timeline.corpus.documents:
        for at, (entry, words) in enumerate(document.effects if not document.draft else ()):
            target = parse_target(entry)
            if target.effect != "repeal":
                continue
            said = words or f"替代{entry}"
            named = named or Named(timeline)
            found = found_of(named, document, entry)
            for group, rows in _of_one_matter(found).items():
                yield _change(timeline, document, target, rows, said, f"{at + 1}-{group}")


def _of_one_matter(rows: Iterable[Dated]) -> dict[str, list[Dated]]:
    """Rows apart by kind, rules by topic: one repeal of a whole document is no link between all that stood in it."""
    groups: dict[str, list[Dated]] = {}
    for row in rows:
        groups.setdefault(getattr(row, "topic", "") or type(row).__name__.lower(), []).append(row)
    return groups


def _change(
    timeline: Timeline, document: Document, target: Repeal, found: Sequence[Dated], said: str, name: str
) -> Change:
    since = target.since or document.effective_date or document.issue_date
    sections = {section_id(row.source.doc_id, row.source.section) for row in found if row.source.section}
    whole = [section for section in sorted(sections) if not target.part and _is_of(section, target)]
    return Change(
        id=f"{document.id}:replaces-{name}",
        source=Source(doc_id=document.id),
        topic="代替",
        # without a day nothing can be said to have ended on it
        kind="explicit" if since else "beside",
        older_words=target.target or target.title or target.number,
        now=f"见《{bare_title(document.title)}》",
        older=(*(row.id for row in found), *whole),
        newer=tuple(row.id for row in _newer(timeline, document, found)),
        title=bare_title(document.title),
        number=document.document_number,
        since=since,
        words=said if since else f"{said}（废止日期未载明）",
    )


def _is_of(section: str, target: Repeal) -> bool:
    """Whether a section's heading is the document named, and not a chapter in which it is only mentioned."""
    _, _, name = section.partition("#")
    title, _, number = name.removesuffix("）").rpartition("（")
    return same_document(target, title or name, number if title else "")


def _newer(timeline: Timeline, document: Document, found: Sequence[Dated]) -> list[Dated]:
    """The rows of the newer document that stand for the older ones: of the same kind, rules of the same topic."""
    topics = {row.topic for row in found if isinstance(row, Rule)}
    kinds = {type(row) for row in found}
    return [
        row
        for row in timeline.rows.values()
        if row.source.doc_id == document.id
        and type(row) in kinds
        and (not isinstance(row, Rule) or row.topic in topics)
    ]


def _holds_number(entry: str, number: str) -> bool:
    pattern = rf"(?<![0-9A-Za-z/]){re.escape(_squeezed(number))}(?![0-9])"
    return bool(number) and bool(re.search(pattern, _squeezed(entry)))


def _squeezed(number: str) -> str:
    return re.sub(r"[\s—–－]", lambda found: "" if found[0].isspace() else "-", number)


def _in_part(row: Dated, part: str) -> bool:
    """Whether a named part of a document holds a row; a row that doesn't tell its clause is not held by a part."""
    if not part:
        return True
    wanted = set(_CLAUSES.findall(part))
    own = set(_CLAUSES.findall(getattr(row, "article", "") or row.source.locator))
    return bool(wanted & own)


PLANNED = "（拟制定）"
"""in front of the title of a document that was only announced when its row was gathered"""


def _of_plans(corpus: Corpus) -> Iterator[Change]:
    """What was announced and has since come: that it had not been seen is no longer told."""
    planned = [notice for notice in corpus.notices if notice.title.startswith(PLANNED)]
    for notice in planned:
        wanted = Repeal(title=notice.title.removeprefix(PLANNED))
        for document in corpus.documents:
            since = document.issue_date or document.effective_date
            if document.draft or document.shipped or not since or not same_document(wanted, document.title, ""):
                continue
            yield Change(
                id=f"{document.id}:comes-for-{notice.id}",
                source=Source(doc_id=document.id),
                topic="发布",
                kind="status_change",
                older_words=notice.title,
                now=f"见《{bare_title(document.title)}》",
                older=(notice.id, section_id(notice.source.doc_id, notice.source.section)),
                title=bare_title(document.title),
                number=document.document_number,
                since=since,
            )


def _by_standards(corpus: Corpus, stated: Iterable[Change]) -> Iterator[Change]:
    """Standards that name the number of the one they replace, where no row says so already."""
    known = {(older, newer) for change in stated for older in change.older for newer in change.newer}
    for standard in corpus.standards:
        for older in corpus.standards if standard.replaces else ():
            named = _holds_number(standard.replaces, older.number)
            since = standard.holding.holds_from or standard.effective_date or standard.date
            if named and since and older.id != standard.id and (older.id, standard.id) not in known:
                yield Change(
                    id=f"{standard.id}:replaces",
                    source=standard.source,
                    topic="标准",
                    kind="explicit",
                    older_words=older.number,
                    now=f"{standard.number}《{standard.title}》",
                    older=(older.id,),
                    newer=(standard.id,),
                    title=standard.title,
                    number=standard.number,
                    since=since,
                    words=f"代替 {standard.replaces}",
                )


def _linked(change: Change, corpus: Corpus) -> Change:
    """A gathered change with the rows that its statement names: a standard's title, a place's awards, a topic's rules.

    Rows of the documents that hold its newer side are no older side of it.
    """
    from corpus.frozen import replace

    own = change.source.doc_id
    newer = set(change.newer)
    older = [row.id for row in _spoken_of(change, corpus) if row.source.doc_id != own and row.id not in newer]
    return replace(change, older=tuple(older)) if older else change


def _spoken_of(change: Change, corpus: Corpus) -> Iterator[Dated]:
    words = change.older_words
    for standard in corpus.standards:
        if standard.title in words or (standard.number and _squeezed(standard.number) == _squeezed(words)):
            yield standard
    if change.topic == "补贴":
        yield from (row for row in corpus.subsidies if row.place == change.scope)
    topics = TOPIC_ROWS.get(change.topic, ())
    yield from (rule for rule in corpus.rules if rule.topic in topics)
    if change.topic.startswith("不得申报"):
        yield from (row for row in corpus.conditions if row.kind == "bar")
