"""What newer documents change in older rules without ending them: a new sum for a level, a longer term, a reprint.

Pure, as ``replacement``: rows in, rows out. Only rules of the same place are touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from corpus.extract.numbers import first_date
from corpus.extract.repeals import Repeal, parse_target
from corpus.extract.titles import is_comment, known_as
from corpus.frozen import replace
from corpus.types import Award, Document, Level, Subsidy
from corpus.validity import duration, last_day


def after_changes(documents: Sequence[Document], subsidies: Sequence[Subsidy]) -> tuple[Subsidy, ...]:
    """The rows with the changes that documents make to older ones, and without what only repeats another row.

    What was parted from a row, with an id of its own, comes last.
    """
    rows = _without_reprints(documents, subsidies)
    for document in documents:
        # A longer term first: what a change sets anew has the term of the changed rule.
        targets = [parse_target(entry) for entry, _ in (() if document.draft else document.effects)]
        for target in sorted(targets, key=lambda target: target.effect != "extend"):
            if target.effect == "amend":
                rows = list(_amended(rows, document, target))
            elif target.effect == "extend":
                rows = [_extended(row, document, target) if _means(target, row, document) else row for row in rows]
    known = {row.id for row in subsidies}
    return tuple(sorted(rows, key=lambda row: row.id not in known))


def _means(target: Repeal, row: Subsidy, document: Document) -> bool:
    from corpus.replacement import same_document

    return (
        row.source.doc_id != document.id
        and row.place_code in document.places
        and same_document(target, row.policy, row.document_number)
    )


def _extended(row: Subsidy, document: Document, target: Repeal) -> Subsidy:
    end = _longer(row, target.part)
    if not end or (row.end_date and end <= row.end_date):
        return row
    was = f"原至 {row.end_date}，" if row.end_date else ""
    return replace(
        row,
        end_date=end,
        end_basis="stated" if first_date(target.part) else "computed",
        end_words=target.part,
        notes=(*row.notes, f"{was}由《{document.title.strip('《》')}》延长至 {end}"),
    )


def _longer(row: Subsidy, words: str) -> str:
    stated = first_date(words)
    if stated:
        return stated
    span = duration(words)
    if span is None or len(row.end_date) != 10:
        return ""
    return last_day(date.fromisoformat(row.end_date), "印发", years=span[0], months=span[1]).isoformat()


def _amended(rows: Iterable[Subsidy], document: Document, target: Repeal) -> Iterator[Subsidy]:
    """The rows with the old sums of a change ended on its first day, and its own with the term of the changed rule."""
    rows = list(rows)
    changed = [row for row in rows if _means(target, row, document)]
    new = [row for row in rows if row.source.doc_id == document.id]
    since = document.effective_date or document.issue_date
    for row in rows:
        levels = _levels(other for other in new if (other.place_code, other.object) == (row.place_code, row.object))
        if row in changed and since and levels:
            yield from _parted(row, levels, document, since)
        elif row in new:
            yield _with_term(row, changed)
        else:
            yield row


def _levels(rows: Iterable[Subsidy]) -> frozenset[Level]:
    return frozenset(award.level for row in rows for award in row.awards)


def _parted(row: Subsidy, levels: frozenset[Level], document: Document, since: str) -> Iterator[Subsidy]:
    def ends(award: Award) -> bool:
        return award.level in levels or "" in levels

    title = document.title.strip("《》")
    old = tuple(award for award in row.awards if ends(award))
    kept = tuple(award for award in row.awards if not ends(award))
    if kept:
        yield replace(row, awards=kept)
    if old and not row.repealed_on:
        words = next(_words_of_change(document), "")
        row_id = f"{row.id}~{document.id}" if kept else row.id
        yield replace(row, id=row_id, awards=old, repealed_on=since, repealed_by=title, repealed_words=words or "修改")
    elif old:
        yield replace(row, id=f"{row.id}~{document.id}" if kept else row.id, awards=old)


def _words_of_change(document: Document) -> Iterator[str]:
    """The clauses by which a document changes others."""
    yield from (words for entry, words in document.effects if words and parse_target(entry).effect == "amend")


def _with_term(row: Subsidy, changed: Sequence[Subsidy]) -> Subsidy:
    same = [one for one in changed if (one.place_code, one.object) == (row.place_code, row.object) and one.end_date]
    if row.end_date or not same:
        return row
    term = same[0]
    # A term counted from the older rule's first day can't be counted from the newer one's: it is stated.
    words = f"有效期随《{term.policy.strip('《》')}》至 {term.end_date}"
    return replace(row, end_date=term.end_date, end_basis="stated", end_words=words)


def _without_reprints(documents: Sequence[Document], rows: Sequence[Subsidy]) -> list[Subsidy]:
    """The rows but those that an added document only repeats of another one: a second copy, a comment on a rule."""
    added = {document.id: document for document in documents if not document.shipped and not document.original_of}
    groups: dict[tuple[str, str, str], list[Subsidy]] = {}
    for row in rows:
        if row.source.doc_id in added:
            groups.setdefault((row.place_code, row.object, _name(row)), []).append(row)
    dropped = {row.id for group in groups.values() for row in _repeats(group, added)}
    return [row for row in rows if row.id not in dropped]


def _name(row: Subsidy) -> str:
    return re.sub(r"[\s《》“”\"·]+", "", known_as(row.policy))


def _repeats(group: Sequence[Subsidy], added: dict[str, Document]) -> Iterator[Subsidy]:
    def rank(row: Subsidy) -> tuple[bool, bool, bool]:
        return is_comment(added[row.source.doc_id].title), not row.date, not row.end_date

    ordered = sorted(group, key=rank)
    for position, row in enumerate(ordered):
        for better in ordered[:position]:
            same_days = not row.date or not better.date or row.date == better.date
            if better.source.doc_id != row.source.doc_id and same_days and _sums(row) <= _sums(better):
                yield row
                break


def _sums(row: Subsidy) -> frozenset[tuple[object, ...]]:
    return frozenset(
        (award.level, award.form, award.amount_min, award.amount_max, award.percent, award.ratio)
        for award in row.awards
    )
