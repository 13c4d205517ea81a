"""Whether what was once answered still holds: the question asked again, its figures held against those kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

from assistant.exporting.ages import age_words, days_since
from assistant.exporting.kept import Figure, Kept, client_of, figures_in, kept
from assistant.exporting.standing import Standing
from assistant.exporting.taken import Taken
from assistant.saying.wording import load_wording
from corpus.frozen import frozen, replace
from corpus.types import StandardStatus

if TYPE_CHECKING:
    from assistant.service import Assistant

say = load_wording("verify")
SHOWN = 6
"""unchanged figures of an answer that are told one by one; the others are counted"""
STATUSES = {status: load_wording("cite")(f"standard_{status}") for status in get_args(StandardStatus)}
REPLACED = ("replaced", "repealed")
RUNNING = ("holds", "unstated", "not_yet")
"""states that can end"""
Verdict = Literal["unchanged", "amount_changed", "changed", "expired", "superseded", "gone", "new"]


@frozen
class Finding:
    """What became of one figure."""

    what: str
    before: str
    now: str
    """"" where it is gone"""
    verdict: Verdict
    verdict_name: str
    record: str = ""
    seen: str = ""
    """the day its basis was last seen to stand"""
    seen_days: int | None = None
    """days from then to the day of the check"""
    history: bool = False
    """whether its basis is replaced and told as what held before: when it was last seen is no question any more"""


@frozen
class Recheck:
    """What became of one answer."""

    id: str
    question: str
    client: str
    as_of: str
    """the day it was given for"""
    checked_on: str
    changed: bool
    headline_before: str
    headline_now: str
    findings: tuple[Finding, ...]


def recheck_all(answers: Iterable[Kept], assistant: Assistant, day: date) -> Iterator[Recheck]:
    """Each answer asked again on a day, and what became of each figure."""
    held = _Held(assistant, day)
    for one in answers:
        yield _recheck(one, _asked_again(one, assistant, held.standing, day), held, day)


def _recheck(one: Kept, fresh: Kept, held: _Held, day: date) -> Recheck:
    then = date.fromisoformat(one.as_of)
    findings = [*(_finding(held.as_of(old, then), held, day) for old in one.figures), *_new(one, fresh, day)]
    if one.figure != fresh.figure and all(found.verdict == "unchanged" for found in findings):
        findings.insert(0, _led(one, fresh))
    return Recheck(
        id=one.id,
        question=one.question,
        client=str(one.client.get("name", "")),
        as_of=one.as_of,
        checked_on=day.isoformat(),
        changed=fresh.status != one.status or any(found.verdict != "unchanged" for found in findings),
        headline_before=one.headline,
        headline_now=fresh.headline,
        findings=tuple(findings),
    )


def record(one: Recheck) -> dict[str, Any]:
    """A recheck as JSON has it."""
    values = asdict(one)
    found = values.pop("findings")
    return {**values, "figures": found}


def lines(one: Recheck) -> Iterator[str]:
    """A recheck for people: what changed, figure by figure, then what did not, and the new answer where it changed."""
    state = say("state_changed" if one.changed else "state_unchanged")
    yield say("question", state=state, question=one.question, day=one.as_of)
    same = [found for found in one.findings if found.verdict == "unchanged"]
    for found in (*(found for found in one.findings if found not in same), *same[:SHOWN]):
        before, now = _for_people(found.before), _for_people(found.now)
        yield say(_shape(found), verdict=found.verdict_name, what=found.what, before=before, now=now)
    if len(same) > SHOWN:
        yield say("line_rest", count=len(same) - SHOWN)
    seen = [found for found in one.findings if found.seen]
    held = [found for found in seen if not found.history]
    oldest = max(held or seen, key=lambda found: found.seen_days or 0, default=None)
    if oldest:
        yield say("seen", day=oldest.seen, age=age_words(oldest.seen_days or 0))
    if one.changed:
        yield say("now", headline=one.headline_now)


def _shape(found: Finding) -> str:
    if not found.before:
        return "line_new"
    return "line_moved" if found.now and found.now != found.before else "line_same"


class _Held:
    """What the corpus holds now, by record and by what a record is about."""

    def __init__(self, assistant: Assistant, day: date) -> None:
        self.standing = Standing(assistant.corpus)
        self._day = day
        self._told: dict[str, list[Figure]] = {}

    def as_of(self, old: Figure, then: date) -> Figure:
        """A figure with its state of then, where that was not kept: as far as the corpus of now knows it."""
        return old if old.status else replace(old, status=self.standing.state(old.record, then))

    def like(self, old: Figure) -> tuple[list[Figure], Figure | None]:
        """All that the record of a figure says now, and that same figure of it; nothing where the record is gone."""
        told = self._figures(old.record) if old.record in self.standing.rows else []
        if not told or told[0].about != old.about:
            told = self._about.get(old.about, [])
        same = [one for one in told if one.what == old.what]
        return told, next((one for one in same if one.value == old.value), next(iter(same), None))

    def _figures(self, record_id: str) -> list[Figure]:
        if record_id not in self._told:
            values = asdict(self.standing.rows[record_id])
            self._told[record_id] = list(figures_in(values, self.standing, self._day))
        return self._told[record_id]

    @cached_property
    def _about(self) -> dict[tuple[str, ...], list[Figure]]:
        """All figures by what their record is about; needed only where a record is not found by its id."""
        told = (self._figures(record_id) for record_id in self.standing.rows)
        return {one[0].about: one for one in reversed(list(told))}


def _for_people(value: str) -> str:
    """A value as people read it: the status of a standard is kept by its name in the records."""
    status, _, since = value.partition(" ")
    return " ".join(filter(None, (STATUSES[status], since))) if status in STATUSES else value


def _finding(old: Figure, held: _Held, day: date) -> Finding:
    told, now = held.like(old)
    verdict = _verdict(old, told, now)
    seen = (now.seen if now else "") or old.seen
    return Finding(
        what=old.what,
        before=old.value,
        now=now.value if now else "",
        verdict=verdict,
        verdict_name=say(verdict),
        record=old.record,
        seen=seen,
        seen_days=days_since(seen, day),
        history=(now or old).status in REPLACED,
    )


def _verdict(old: Figure, told: list[Figure], now: Figure | None) -> Verdict:
    """The gravest of what happened: a record that is gone or replaced outranks another value, that an end reached."""
    if not told:
        return "gone"
    status = told[0].status
    if status in REPLACED and old.status not in REPLACED:
        return "superseded"
    if now is None or now.value != old.value:
        return "amount_changed" if old.kind == "amount" else "changed"
    return "expired" if status == "expired" and old.status in RUNNING else "unchanged"


def _new(one: Kept, fresh: Kept, day: date) -> Iterator[Finding]:
    """What the answer rests on now and did not before."""
    records = {figure.record for figure in one.figures}
    subjects = {figure.about for figure in one.figures}
    for figure in fresh.figures:
        if figure.record not in records and figure.about not in subjects:
            yield Finding(
                what=figure.what,
                before="",
                now=figure.value,
                verdict="new",
                verdict_name=say("new"),
                record=figure.record,
                seen=figure.seen,
                seen_days=days_since(figure.seen, day),
            )


def _led(one: Kept, fresh: Kept) -> Finding:
    """The sum that answers is another one although no record changed."""
    return Finding(
        what=say("conclusion"),
        before=one.figure,
        now=fresh.figure,
        verdict="amount_changed",
        verdict_name=say("amount_changed"),
    )


def _asked_again(one: Kept, assistant: Assistant, standing: Standing, day: date) -> Kept:
    client = client_of(one)
    talk = assistant.conversation(as_of=day, client=client)
    for question in one.before:
        talk.ask(question)
    return kept(Taken(answer=talk.ask(one.question), client=client, before=one.before), standing)


def by_client(checked: Iterable[Recheck]) -> Mapping[str, list[Recheck]]:
    """Rechecks by the client they concern, those of no client first."""
    found: dict[str, list[Recheck]] = {}
    for one in sorted(checked, key=lambda one: one.client):
        found.setdefault(one.client, []).append(one)
    return found
