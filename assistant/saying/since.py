"""What an answer's rows took the place of: told after what holds, with the words that say so or that none were seen."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from assistant.pairs import pairs_shared
from assistant.query.records import Records
from assistant.saying import rows
from assistant.saying.awards import say_award, say_awards, with_figure
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.timeline import CHANGE_NAMES, REPLACING, has_begun
from corpus.types import Area, Change, Passage, Rule, Standard, Subsidy

say = load_wording("since")
LATER = late("后来|之后|正式|现在|如今|目前|代替|取代|废止")
"""words of a question about an earlier rule for what came of it"""
LED = 2
"""rows of an answer, from its first, whose history is told"""
TOLD_KINDS = REPLACING | {"beside"}


def as_then(when: str) -> str:
    """That the answer tells the rules of an earlier day."""
    return say("as_then", when=when)


SEEN_UP_TO = late(r"到 ?(20\d\d-\d\d-\d\d) ?(?=都?(?:没有|未)见到)", words=("见到",))
"""up to when something was looked for and not seen"""


def as_seen(draft: Draft, day: date) -> Draft:
    """What was not seen up to a later day was not seen by the day asked either: it is told as of that day."""

    def told(text: str) -> str:
        return SEEN_UP_TO.sub(lambda found: f"到 {min(found[1], day.isoformat())} ", text)

    facts, caveats = tuple(map(told, draft.facts)), tuple(map(told, draft.caveats))
    seen = replace(draft, headline=told(draft.headline), facts=facts, caveats=caveats)
    return draft if seen == draft else replace(seen, computed=(*draft.computed, day.isoformat()))


def nothing_newer() -> str:
    """That the rule told is the newest that the sources hold."""
    return say("nothing_newer")


def with_history(draft: Draft, records: Records) -> Draft:
    """The draft with what held before its first rows, and with what its rows are sure of."""
    facts: list[str] = []
    older: list[Any] = []
    for row in draft.evidence[:LED]:
        if isinstance(row, Area):
            continue
        for change in records.timeline.made_by(row):
            if not _made_by(row, change) or not has_begun(change, records.day):
                continue
            told = [one for one in records.replaced_by(change) if type(one) is type(row) and one not in draft.evidence][
                :1
            ]
            facts += [_sentence(one, change, records.day) for one in told]
            older += told
        for change, one in _beside(row, draft, records):
            facts.append(_sentence(one, change, records.day))
            older.append(one)
    days: list[str] = []
    for row in draft.evidence[:1]:
        for since, other in _other_wordings(row, draft, records):
            facts.append(say("other_wording", since=since, text=other.text.rstrip("。")))
            older.append(other)
            days.append(since)
    unsure = _unsure(draft)
    if not facts and not unsure:
        return draft
    return replace(
        draft,
        facts=(*draft.facts, *dict.fromkeys(fact for fact in facts if fact not in draft.headline)),
        evidence=tuple({row.id: row for row in (*draft.evidence, *older)}.values()),
        caveats=(*unsure, *draft.caveats),
        computed=(*draft.computed, *days),
    )


def with_later(request: Request, draft: Draft, records: Records) -> Draft:
    """An answer by the rules of an earlier day, with what has come in the stead of its document by the day of the
    question: in front of the facts, or in the headline where what came later is asked."""
    row = next(iter(draft.evidence), None)
    if not isinstance(row, Subsidy):
        return draft
    changes = [
        change
        for change in records.timeline.changes_of(row)
        if change.kind in REPLACING
        and has_begun(change, request.asked_on)
        and not has_begun(change, request.as_of)
        and not any(change.title in text for text in (draft.headline, *draft.facts))
    ]
    newer = [
        (change, one)
        for change in changes
        for one in (records.timeline.rows.get(row_id) for row_id in change.newer)
        if isinstance(one, Subsidy)
    ]
    if not newer:
        return draft
    told = [_later(change, one) for change, one in newer]
    days = [change.since or change.holding.holds_from for change, _ in newer]
    in_front = LATER.search(request.text)
    then = replace(
        draft,
        headline=draft.headline + "".join(f"{text}。" for text in told) if in_front else draft.headline,
        facts=draft.facts if in_front else (*told, *draft.facts),
        evidence=tuple({one.id: one for one in (*draft.evidence, *(one for _, one in newer))}.values()),
        caveats=(*draft.caveats, *(note for _, one in newer for note in one.notes)),
        computed=(*draft.computed, *days),
    )
    return replace(then, caveats=tuple(dict.fromkeys((*_unsure(then), *then.caveats))))


def _later(change: Change, row: Subsidy) -> str:
    awards = say_awards(with_figure(row)) if with_figure(row) else say("sum_unrecorded")
    since = change.since or change.holding.holds_from
    kind = CHANGE_NAMES[change.kind] + (say("none_seen") if change.kind == "in_practice" else "")
    return say("came_later", since=since, policy=rows.say_policy(row), kind=kind, awards=awards)


def _other_wordings(row: Any, draft: Draft, records: Records) -> list[tuple[str, Passage]]:
    """What newer documents say of what a statement says in other words: two definitions that stand side by side."""
    if not isinstance(row, Passage):
        return []
    found = []
    for change in records.timeline.changes_of(row):
        if change.kind != "beside" or not has_begun(change, records.day) or not change.number:
            continue
        stated = [one for one in records.passages if change.number in one.source.section]
        best = max(stated, key=lambda one: pairs_shared(change.now, one.text), default=None)
        if best is not None and best not in draft.evidence:
            found.append((change.since, best))
    return found


def _beside(row: Any, draft: Draft, records: Records) -> list[tuple[Change, Any]]:
    """What came to stand beside a row and is not told: a reader of the older one must know that there are two."""
    return [
        (change, one)
        for change in records.timeline.changes_of(row)
        if change.kind == "beside" and has_begun(change, records.day)
        for row_id in change.newer
        if (one := records.timeline.rows.get(row_id)) is not None
        and type(one) is type(row)
        and one not in draft.evidence
        and records.timeline.holds(one, records.day)
    ]


def tells_before(draft: Draft) -> bool:
    """Whether a draft tells what held before its rows: they are the newer ones themselves."""
    return any(fact.startswith(say("before")) for fact in draft.facts)


def is_replaced(row: Subsidy, records: Records) -> bool:
    """Whether another rule stands in the stead of a row's by the day."""
    changes = records.timeline.changes_of(row)
    return any(change.kind in REPLACING and has_begun(change, records.day) for change in changes)


def not_out_yet(draft: Draft, row: Subsidy, day: date) -> Draft:
    """What was told of the place of a rule that had not come out by the day: that it had not, first."""
    told = say("not_out_yet", day=day.isoformat(), policy=rows.say_policy(row), dated=rows.say_date(row))
    return replace(
        draft,
        status="partial" if draft.status == "answered" else draft.status,
        headline=told + draft.headline,
        evidence=(*draft.evidence, row),
        computed=(*draft.computed, day.isoformat()),
    )


def older_first(draft: Draft) -> Draft:
    """The draft with what held before in front, or with that nothing older was seen."""
    if draft.status in ("clarify", "no_answer"):
        return draft
    older = [fact for fact in draft.facts if fact.startswith(say("before"))]
    if not older:
        return replace(draft, status="partial", headline=say("no_older") + draft.headline)
    others = tuple(fact for fact in draft.facts if fact not in older)
    told = "".join(f"{fact.rstrip('。')}。" for fact in older)
    return replace(draft, status="answered", headline=told, facts=(say("now", text=draft.headline), *others))


def _made_by(row: object, change: Change) -> bool:
    """Whether a row is of the very document that made the change."""
    titles = (getattr(row, name, "") for name in ("basis", "policy", "title"))
    return change.kind in TOLD_KINDS and change.title in titles


def _unsure(draft: Draft) -> tuple[str, ...]:
    """What of the told rows was seen in one place only, in one line: whole rows, or their sums or numbers alone."""
    cells = [cell for row in draft.table.rows for cell in row] if draft.table else []
    told = "".join((draft.headline, *draft.facts, *cells))
    awards = [row for row in draft.evidence if isinstance(row, Subsidy)]
    several = len({row.place for row in awards if row.place in draft.headline}) > 1
    lead = any(_seen_once(row) for row in draft.evidence[:LED] if not (several and isinstance(row, Subsidy)))
    whole = [row.place for row in awards[0 if several else LED :] if _seen_once(row) and row.place in told]
    sums = [row.place for row in awards if _of_part(row, "amount") and _tells_sum(row, told)]
    standards = [row for row in draft.evidence if isinstance(row, Standard) and row.number in told]
    numbers = [row.number for row in standards if _of_part(row, "number")]
    parts = [say("unsure")] if lead else []
    parts += [say("unsure_rows", places="、".join(dict.fromkeys(whole)))] if whole else []
    parts += [say("unsure_sums", places="、".join(dict.fromkeys(sums)))] if sums else []
    parts += [say("unsure_numbers", numbers="、".join(numbers))] if numbers else []
    return ("".join(parts),) if parts else ()


def _of_part(row: Subsidy | Standard, part: Literal["amount", "number"]) -> bool:
    """Whether only this part of a row was seen in one place, and the row in more."""
    return not row.holding.seen_once() and row.holding.seen_once(part)


def _tells_sum(row: Subsidy, told: str) -> bool:
    return any(say_award(award) in told for award in row.awards)


def _seen_once(row: object) -> bool:
    holding = getattr(row, "holding", None)
    return bool(holding and holding.seen_once())


def _sentence(older: object, change: Change, day: date) -> str:
    told = before(older, day)
    words = say("none_seen") if change.kind in ("in_practice", "beside") else ""
    since = change.since or change.holding.holds_from
    return say(f"by_{change.kind}", before=told, since=since, title=change.title, words=words)


def before(row: object, day: date) -> str:
    """An older row in a few words."""
    match row:
        case Subsidy():
            awards = say_awards(with_figure(row)) if with_figure(row) else rows.provision(row)
            return say(
                "award", policy=rows.say_policy(row), awards=awards, validity=rows.say_validity(row, day, short=True)
            )
        case Standard():
            number = f"{row.number} " if row.number else ""
            status = load_wording("standard")(f"status_{row.status}", date=f"{row.date} " if row.date else "")
            return say("standard", number=number, title=row.title, status=status)
        case Rule():
            basis = say("rule_basis", title=row.basis) if row.basis else ""
            return say("rule", text=row.text.rstrip("。"), date=row.date, basis=basis)
    return ""
