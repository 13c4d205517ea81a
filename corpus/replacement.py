"""What newer documents do to older rules: repealed wholly or in part, or only newer with nothing repealed.

Pure: a corpus in, the same corpus with ``repealed_*`` and ``notes`` of its subsidy rows filled in, and a Change for
every other row (``corpus.succession``). Only rules of the same place are touched: a city never repeals a province's
rule, and a province never a city's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from corpus.changes import after_changes
from corpus.extract.repeals import Repeal, first_day_in, parse_target
from corpus.extract.titles import inner_title
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.types import Corpus, Document, Subsidy

EXPORT = "export"
"""kind of a document that tells what others say: answers that were taken away, and taken in again"""
SHORTEST_TITLE = 8
"""letters that a title must have to be known by its end alone (《…人民政府关于X》 is X)"""

_LOOSE_END = late(r"(?:[（(](?:试行|暂行|修订版?|修订稿|修订本|\d{4}年?修订版?|\d{4}年?版)[）)]?)+$")
_CLAUSES = late(r"第[一二三四五六七八九十百零〇两\d]+[条款项章编节]")


@frozen
class Replacement:
    """One older document that a newer one names: what was found of it, and what follows."""

    document: Document
    """the newer one"""
    target: Repeal
    words: str
    entry: str
    """as it stands in ``supersedes``"""
    repealed: tuple[str, ...] = ()
    """ids of the subsidy rows that are put out of force"""
    undecided: tuple[str, ...] = ()
    """ids of rows of that document that the part named may or may not hold"""
    other_level: tuple[str, ...] = ()
    """titles that match but belong to another level of government"""
    documents: tuple[str, ...] = ()
    """ids of documents of the corpus that are meant"""

    @property
    def found(self) -> bool:
        """Whether the corpus holds anything of what is repealed."""
        return bool(self.repealed or self.undecided or self.documents)


def apply(corpus: Corpus) -> Corpus:
    """The corpus with the replacements that its documents name, and remarks on newer rules that name none.

    Awards carry their repeal themselves; for all other rows and statements it is a Change.
    """
    from corpus.succession import with_changes

    return corpus.with_(
        subsidies=after_replacements(corpus.documents, corpus.subsidies),
        changes=with_changes(corpus),
    )


def settled(corpus: Corpus) -> Corpus:
    """The corpus as its documents leave it; the shipped ones alone state their changes as rows."""
    return corpus if all(document.shipped for document in corpus.documents) else apply(without_told_again(corpus))


def without_told_again(corpus: Corpus) -> Corpus:
    """The corpus without awards of an export that a row of another document for the same place states itself.

    They would stand beside their own source as a policy of another name, without its day and its end.
    """
    exports = {document.id for document in corpus.documents if document.kind == EXPORT}
    if not exports:
        return corpus
    others = (row for row in corpus.subsidies if row.source.doc_id not in exports)
    stated = {(row.place_code, told) for row in others for told in _sums(row)}

    def is_new(row: Subsidy) -> bool:
        return row.source.doc_id not in exports or any((row.place_code, told) not in stated for told in _sums(row))

    return replace(corpus, subsidies=tuple(filter(is_new, corpus.subsidies)))


def _sums(row: Subsidy) -> set[tuple[str, float | None, float | None, float | None]]:
    return {(award.level, award.amount_min, award.amount_max, award.percent) for award in row.awards}


def after_replacements(documents: Sequence[Document], subsidies: Sequence[Subsidy]) -> tuple[Subsidy, ...]:
    """The subsidy rows as ``apply`` leaves them; the same rows when no document was added."""
    if all(document.shipped or document.original_of for document in documents):
        return tuple(subsidies)
    rows = {row.id: row for row in after_changes(documents, subsidies)}
    for replacement in replacements(documents, tuple(rows.values())):
        for row_id in replacement.repealed:
            rows[row_id] = _repealed(rows[row_id], replacement)
        for row_id in replacement.undecided:
            by, part = bare_title(replacement.document.title), replacement.target.part
            rows[row_id] = _noted(rows[row_id], f"《{by}》废止了本文件的“{part}”，本条是否在内未能判定")
    return tuple(_compared(list(rows.values()), documents))


def replacements(documents: Sequence[Document], subsidies: Sequence[Subsidy]) -> tuple[Replacement, ...]:
    """Every replacement that a document names, with what of it the corpus holds; drafts replace nothing."""
    at_of = {other.id: at for at, other in enumerate(documents)}
    named_documents = Names((other.title, other.document_number) for other in documents)
    named_rows = Names((row.policy, row.document_number) for row in subsidies)
    rows_of: dict[str, list[int]] = {}
    for at, row in enumerate(subsidies):
        rows_of.setdefault(row.source.doc_id, []).append(at)

    def meant_by(target: Repeal, entry: str) -> tuple[list[Document], list[Subsidy]]:
        by_id = (at_of[entry],) if entry in at_of else ()
        meant = [documents[at] for at in sorted({*named_documents.of(target), *by_id})]
        found = {at for other in meant for at in rows_of.get(other.id, ())}.union(named_rows.of(target))
        return meant, [subsidies[at] for at in sorted(found)]

    return tuple(
        _replacement(meant_by, document, entry, words)
        for document in documents
        if not document.draft
        for entry, words in document.effects
        if parse_target(entry).effect == "repeal"
    )


def dangling(corpus: Corpus) -> tuple[str, ...]:
    """A line for every named replacement of which the corpus holds nothing, or only at another level."""
    from corpus.succession import Named, found_of
    from corpus.timeline import Timeline

    lines = []
    named = Named(Timeline(corpus))
    for one in replacements(corpus.documents, corpus.subsidies):
        name = one.target.target or one.target.title
        if one.other_level:
            lines.append(
                f"《{bare_title(one.document.title)}》所称废止的{name}属另一级政府（{one.other_level[0]}），不作废止"
            )
        elif not one.found and not found_of(named, one.document, one.entry):
            lines.append(f"《{bare_title(one.document.title)}》废止的{name}不在资料库里")
    return tuple(lines)


def same_document(target: Repeal, title: str, number: str) -> bool:
    """Whether a repeal names the document of that title and number."""
    if target.number and number:
        return _squeezed(target.number) == _squeezed(number)
    if not target.title:
        return False
    wanted = {_key(name) for name in (target.title, inner_title(target.title)) if name}
    own = {_key(name) for name in (title, inner_title(title)) if name}
    return any(_same_title(one, other) for one in wanted for other in own)


class Names:
    """Titles and numbers of many records: a repeal is held against those alone that it may name, not against all."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """``named`` are the title and the number of each."""
        self._named = tuple(named)
        self._by_form: dict[str, list[int]] = {}
        for at, (title, number) in enumerate(self._named):
            for form in {_squeezed(number), *_forms(title)} - {""}:
                self._by_form.setdefault(form, []).append(at)

    def of(self, target: Repeal) -> list[int]:
        """The places of the records that ``same_document`` says a repeal names, in order."""
        forms = {_squeezed(target.number), *_forms(target.title)}
        found = {at for form in forms for at in self._by_form.get(form, ())}
        return [at for at in sorted(found) if same_document(target, *self._named[at])]


@cache
def _forms(title: str) -> frozenset[str]:
    """All that a title is the same as, and all that is the same as it without who issued it."""
    keys = {_key(name) for name in (title, inner_title(title)) if name}
    fronts = ((key, end) for key in keys for end in range(1, len(key) - SHORTEST_TITLE + 1) if key[end - 1] in ISSUERS)
    return frozenset(keys | {key[end:] for key, end in fronts if _is_issuer(key[:end])})


MeantBy = Callable[[Repeal, str], tuple[list[Document], list[Subsidy]]]
"""what a repeal (and the words it was read from) names: documents, and rows of them or of policies of that name"""


def _replacement(meant_by: MeantBy, document: Document, entry: str, words: str) -> Replacement:
    target = parse_target(entry)
    target = replace(target, since=target.since or first_day_in(words))
    meant, rows = meant_by(target, entry)
    meant = [other for other in meant if other.id != document.id]
    rows = [row for row in rows if row.source.doc_id != document.id]
    here = [row for row in rows if row.place_code in document.places]
    hit, unsure = _parted(here, target.part)
    elsewhere = tuple(dict.fromkeys(row.place for row in rows if row.place_code not in document.places))
    return Replacement(
        document=document,
        target=target,
        words=words or f"替代{entry}",
        entry=entry,
        repealed=tuple(row.id for row in hit),
        undecided=tuple(row.id for row in unsure),
        other_level=() if here else elsewhere,
        documents=tuple(other.id for other in meant if not other.places or set(other.places) & set(document.places)),
    )


def _parted(rows: Sequence[Subsidy], part: str) -> tuple[list[Subsidy], list[Subsidy]]:
    """The rows that a named part of a document holds, and those of which that can't be said."""
    if not part:
        return list(rows), []
    clauses = set(_CLAUSES.findall(part))
    hit: list[Subsidy] = []
    unsure: list[Subsidy] = []
    for row in rows:
        place = set(_CLAUSES.findall(f"{row.source.locator} {row.source.section}"))
        if row.object in part or clauses & place:
            hit.append(row)
        elif not clauses or not place:
            # A shipped row doesn't tell its clause; a part without a number may be anything.
            unsure.append(row)
    return hit, unsure


def _repealed(row: Subsidy, by: Replacement) -> Subsidy:
    since = by.target.since or by.document.effective_date or by.document.issue_date
    if not since:
        return _noted(row, f"《{bare_title(by.document.title)}》废止了本文件，废止日期未载明")
    if row.repealed_on and row.repealed_on <= since:
        return row
    return replace(row, repealed_on=since, repealed_by=bare_title(by.document.title), repealed_words=by.words)


def _noted(row: Subsidy, note: str) -> Subsidy:
    return row if note in row.notes else replace(row, notes=(*row.notes, note))


def _compared(rows: Sequence[Subsidy], documents: Iterable[Document]) -> Iterator[Subsidy]:
    """The rows with remarks where the same place has a newer rule on the same object that repeals nothing."""
    added = {document.id for document in documents if not document.shipped}
    standing: dict[tuple[str, str], list[Subsidy]] = {}
    for row in rows:
        if row.date and not row.draft and not row.repealed_on:
            standing.setdefault((row.place_code, row.object), []).append(row)
    for row in rows:
        rivals = [] if row.draft or row.repealed_on else standing.get((row.place_code, row.object), [])
        others = [
            other
            for other in rivals
            if _key(other.policy) != _key(row.policy)
            and (row.source.doc_id in added or other.source.doc_id in added)
            and _same_body(row, other)
        ]
        yield _remarked(row, others) if row.date else row


def _remarked(row: Subsidy, rivals: Sequence[Subsidy]) -> Subsidy:
    newer = sorted({(other.date, bare_title(other.policy)) for other in rivals if other.date > row.date})
    older = sorted({(other.date, bare_title(other.policy)) for other in rivals if other.date < row.date})
    if newer:
        date, title = newer[-1]
        yearly = _series(title) == _series(bare_title(row.policy))
        said = "是同一系列较新的一期，以它为准" if yearly else "未见废止本文件的规定"
        row = _noted(row, f"另有较新的《{title}》（{date}），{said}")
    if older and any(_series(title) != _series(bare_title(row.policy)) for _, title in older):
        date, title = older[-1]
        row = _noted(row, f"较早的《{title}》（{date}）未见废止，两者的关系请向主管部门核实")
    return row


def _series(title: str) -> str:
    """The title without its year: 2025年度申报指南 and 2026年度申报指南 are two editions of one thing."""
    return re.sub(r"(?:19|20)\d{2}年?度?|第[一二三四五六七八九十\d]+批", "", _key(title))


def _same_body(row: Subsidy, other: Subsidy) -> bool:
    """Of the same place; where both name who issued them, by one of the same bodies."""
    if not row.issuing_body or not other.issuing_body:
        return True
    return bool(set(row.issuing_body.split("、")) & set(other.issuing_body.split("、")))


def _same_title(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    # 《关于X》 and 《义乌市人民政府关于X》: only who issued it may stand in front.
    front = longer.removesuffix(shorter)
    return len(shorter) >= SHORTEST_TITLE and longer.endswith(shorter) and _is_issuer(front)


ISSUERS = "府室厅会局部委省市县区"
"""what the name of an issuer ends in"""


def _is_issuer(front: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,40}(?:政府|办公室|办公厅|委员会|局|厅|部|委|会|省|市|县|区)", front))


@cache
def _key(title: str) -> str:
    return _LOOSE_END.sub("", _squeezed(title))


@cache
def _squeezed(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s《》〈〉<>“”\"'、，,·.—\-]+", "", folded).replace("〔", "[").replace("〕", "]")


def bare_title(title: str) -> str:
    """A title without the marks it may be stored in."""
    return title[1:-1] if title.startswith("《") and title.endswith("》") else title
