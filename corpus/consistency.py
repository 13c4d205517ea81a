"""What tables that keep their schema can still get wrong together: two values for one day, values without ground.

Each problem is a Chinese line that names the rows. Only what is certainly wrong is one: rows without a stated end are
told side by side, which is no contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from corpus.timeline import batch_name, end_of, reference_of, start_of
from corpus.types import Award, Batch, Change, Corpus, Dated, Rule, Subsidy
from corpus.validity import final_day, first_day


def disagreements(corpus: Corpus) -> Iterator[str]:
    """Every problem of a whole corpus."""
    yield from _overlapping_awards(corpus.subsidies)
    yield from _overlapping_rules(corpus)
    yield from _unlike_batches(corpus.batches)
    yield from _groundless(corpus)
    yield from _dangling(corpus)


def _overlapping_awards(rows: Iterable[Subsidy]) -> Iterator[str]:
    """One policy that gives two sums for one level on one day, both with a stated first and last day."""
    policies: dict[tuple[str, str, str, str], list[tuple[Subsidy, Award]]] = {}
    for row in rows:
        for award in row.awards if _bounded(row) else ():
            key = (row.place_code, row.policy, row.object, award.level)
            policies.setdefault(key, []).append((row, award))
    for (_, policy, _, level), found in policies.items():
        for (row, award), (other, rival) in combinations(found, 2):
            if row.id != other.id and _sums(award) != _sums(rival) and _overlap(row, other):
                yield (
                    f"{row.source.doc_id}/{row.id} 与 {other.source.doc_id}/{other.id}：《{policy}》{level}"
                    f"在同一段时间有两个金额（{_span(row)}、{_span(other)}）"
                )


def _overlapping_rules(corpus: Corpus) -> Iterator[str]:
    """Two yearly dates for one duty of one place and level from one document, on one day."""
    found: dict[tuple[str, ...], list[Rule]] = {}
    for rule in corpus.rules:
        if rule.month_day and _bounded(rule):
            key = (rule.place_code, rule.topic, rule.basis, rule.who, "、".join(rule.levels))
            found.setdefault(key, []).append(rule)
    for rules in found.values():
        for rule, other in combinations(rules, 2):
            if rule.month_day != other.month_day and _overlap(rule, other):
                yield (
                    f"{rule.source.doc_id}/{rule.id} 与 {other.source.doc_id}/{other.id}："
                    f"同一义务在同一段时间有两个日子（{_span(rule)}、{_span(other)}）"
                )


def _unlike_batches(batches: Iterable[Batch]) -> Iterator[str]:
    known: dict[str, Batch] = {}
    for batch in batches:
        other = known.setdefault(batch_name(batch), batch)
        if other.count != batch.count:
            yield (
                f"{other.source.doc_id}/{other.id} 与 {batch.source.doc_id}/{batch.id}：{batch_name(batch)}"
                f"的家数不同（{other.count}、{batch.count}）"
            )


def _groundless(corpus: Corpus) -> Iterator[str]:
    """Rows that are rated for sureness and name no document, or no kind of the day that they begin on."""
    rows: Iterable[Dated | Change] = (
        *corpus.subsidies,
        *corpus.rules,
        *corpus.conditions,
        *corpus.batches,
        *corpus.notices,
        *corpus.changes,
    )
    for row in rows:
        if not row.holding.sureness:  # type: ignore[union-attr]
            continue
        reference = reference_of(row)
        if not reference.title:
            yield f"{row.source.doc_id}/{row.id}：没有写出自哪份文件"
        if isinstance(row, Subsidy | Batch) and reference.date and not reference.date_kind:
            yield f"{row.source.doc_id}/{row.id}：有日期 {reference.date}，没有写那天是什么日子"
    for subsidy in corpus.subsidies:
        if subsidy.unrecorded and subsidy.awards:
            yield f"{subsidy.source.doc_id}/{subsidy.id}：写了金额，就不能是金额未收录"


def _dangling(corpus: Corpus) -> Iterator[str]:
    """Changes whose newer side is nowhere; the older side may lie in a document that is left out."""
    known = {row.id for part in ("subsidies", "policies", "standards", "batches", "rules", "conditions", "notices")
             for row in getattr(corpus, part)}  # fmt: skip
    owners = {document.id for document in corpus.documents if document.shipped}
    for change in corpus.changes:
        lost = [row_id for row_id in change.newer if row_id not in known]
        if lost and change.source.doc_id in owners:
            yield f"{change.source.doc_id}/{change.id}：没有编号为 {'、'.join(lost)} 的行"


def _bounded(row: Dated) -> bool:
    return bool(start_of(row) and end_of(row))


def _overlap(row: Dated, other: Dated) -> bool:
    return first_day(start_of(row)) <= final_day(end_of(other)) and first_day(start_of(other)) <= final_day(end_of(row))


def _span(row: Dated) -> str:
    return f"{start_of(row)} 至 {end_of(row)}"


def _sums(award: Award) -> tuple[object, ...]:
    return (award.form, award.amount_min, award.amount_max, award.percent, award.ratio)
