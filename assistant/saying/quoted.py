"""An award counted from another whose sum has changed since its document was written: what it comes to by today's."""

from __future__ import annotations

from assistant.query.records import Records, Standing
from assistant.saying import rows
from assistant.saying.awards import awards_at, figure, matched, number, say_level
from assistant.saying.wording import load_wording
from assistant.understanding.request import Request
from corpus.frozen import frozen
from corpus.types import Award, Subsidy

say = load_wording("subsidy_sum")


@frozen
class Base:
    """The award that another is counted from, on a day."""

    amount: float | None
    """in 万元; None where what holds on the day names none"""
    row: Subsidy | None = None
    """the row that pays it; None where the counting row itself quotes it"""
    of_then: float | None = None
    """what the counting row quotes, where that is not what is paid on the day"""


def base_of(award: Award, row: Subsidy, standing: Standing, records: Records, request: Request) -> Base:
    """What an award is counted from: as its row quotes it, unless that has changed since; then as it is paid now."""
    if award.relative_amount is not None:
        return Base(amount=award.relative_amount)
    above = [one for one in standing.above if award.relative_to in ("", one.place_code)]
    of_then = _quoted(award, row, records)
    for one in rows.governing(above, request.as_of):
        found = [figure(other) for other in awards_at(one, award.level, records.places)]
        if found and found[0] is not None:
            return Base(amount=found[0], row=one, of_then=of_then)
        if one.unrecorded:  # an older sum is never told as that of the newer document
            return Base(amount=None, row=one, of_then=of_then)
    return Base(amount=None, row=next(iter(above), None), of_then=of_then)


def is_of_then(award: Award, row: Subsidy, records: Records) -> bool:
    """Whether an award has no sum on the day because what it quotes is not paid any more."""
    return bool(award.relative_to) and award.relative_amount is None and _quoted(award, row, records) is not None


def facts_of(
    row: Subsidy, awards: tuple[Award, ...], standing: Standing, records: Records, request: Request
) -> tuple[list[str], tuple[Subsidy, ...], tuple[str, ...]]:
    """What awards whose quoted sums are of then come to by today's, the rows of today, and the computations."""
    facts, above, computed = [], [], []
    for award in awards:
        base = base_of(award, row, standing, records, request)
        if base.of_then is None or base.row is None:
            continue
        facts.append(sentence(row, award, base))
        above.append(base.row)
        computed += computations(award, base)
    return facts, tuple(dict.fromkeys(above)), tuple(computed)


def sentence(row: Subsidy, award: Award, base: Base) -> str:
    """What one award comes to by what its base is on the day, and what the base was when its document was written."""
    slots = {
        "place": row.place,
        "above": base.row.place if base.row else "",
        "level": say_level(award.level),
        "old": number(base.of_then or 0),
        "dated": rows.say_date(row),
    }
    if base.amount is None:
        return say("base_unknown", **slots)
    added = _added(award, base.amount)
    key = "matched_now" if award.form == "matching" else "extra_now"
    return say(
        key,
        **slots,
        base=number(base.amount),
        ratio=number(award.ratio or 0),
        added=number(added),
        total=number(base.amount + added),
    )


def computations(award: Award, base: Base) -> list[str]:
    """The arithmetic of ``sentence``."""
    if base.amount is None:
        return []
    added = number(_added(award, base.amount))
    share = [f"{number(base.amount)} × {number(award.ratio or 0)} = {added}"] if award.form == "matching" else []
    return [*share, f"{number(base.amount)} + {added} = {number(base.amount + _added(award, base.amount))}"]


def _added(award: Award, base: float) -> float:
    return matched(award, base) if award.form == "matching" else award.amount_max or 0.0


def _quoted(award: Award, row: Subsidy, records: Records) -> float | None:
    """The sum that the row's own document quotes for this award; None where it quotes none."""
    stated = records.whole.record(row.id)
    if not isinstance(stated, Subsidy):
        return None
    same = (one for one in stated.awards if one.level == award.level and one.form == award.form)
    return next((one.relative_amount for one in same), None)
