"""The assistant: one question to one answer, alone or in a conversation."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from assistant import cite, followup, proof
from assistant.desk import Claim, Desk, Draft
from assistant.followup import Memory
from assistant.intents import INTENTS
from assistant.intents.base import Intent, speaks_of_own_factory
from assistant.intents.statement import stands_alone
from assistant.keeping.settings import Client
from assistant.parts import joined, parts_of
from assistant.question import Question
from assistant.types import Answer
from assistant.understand import Understanding
from assistant.wording import load_wording
from corpus.places import Places
from corpus.types import Corpus
from index.types import Hit, Query

if TYPE_CHECKING:
    from index.generations import OpenIndex

say = load_wording("service")
LEAST_COVERAGE = 0.25
"""share of a search text that an entry must cover to be a hit"""
Result = TypeVar("Result")
Progress = Callable[[str, int, int], None]
Notice = Callable[[str], None]


class Assistant:
    """Answers from one generation of the index; follows the live one when told to."""

    def __init__(
        self, home: Path, as_of: date, library: OpenIndex, places: Places, reopen: Callable[[], OpenIndex]
    ) -> None:
        self.home = home
        self.as_of = as_of
        self.places = places
        self._reopen = reopen
        self._take(library)

    @classmethod
    def open(
        cls,
        home: str | Path | None = None,
        as_of: str | date | None = None,
        engine: str | None = None,
        *,
        progress: Progress | None = None,
        notice: Notice | None = None,
    ) -> Self:
        """The assistant on the live generation; builds it first when there is none.

        Raises WenceError when the home folder, the corpus or the index can't be used.
        """
        from assistant.wiring import open_assistant

        return open_assistant(cls, home, as_of, engine, progress, notice)

    def _take(self, library: OpenIndex) -> None:
        from assistant.lexicon import load_lexicon

        self._library = library
        self.corpus: Corpus = library.settled
        self.generation: str = library.generation
        self._desk = Desk(self.corpus, self.places, library.engine)
        self._understanding = Understanding(self.corpus, self.places, load_lexicon())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index."""
        self._library.close()

    def refresh(self) -> bool:
        """Follow the live generation; True when it was another one than before."""
        from index.generations import live_generation

        if live_generation(self.home) in (None, self.generation):
            return False
        old, before = self._library, self.generation
        self._take(self._reopen())
        old.close()
        return self.generation != before  # an older one may stand in for a live one whose server is away

    def ask(self, question: str, *, as_of: str | date | None = None, client: Client | None = None) -> Answer:
        """The answer to one question by itself."""
        return self.conversation(as_of=as_of, client=client).ask(question)

    def conversation(self, *, as_of: str | date | None = None, client: Client | None = None) -> Conversation:
        """A conversation; its questions may lean on the ones before."""
        return Conversation(self, _day(as_of) if as_of else self.as_of, client)

    def search(self, text: str, *, limit: int = 10, kinds: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        """Ranked hits for a text, of all kinds or of some; what covers next to nothing of it is no hit."""
        hits = self._mended(lambda: self._desk.search(Query(text=text, kinds=kinds, limit=limit)))
        return tuple(hit for hit in hits if hit.coverage >= LEAST_COVERAGE or not text.strip())

    def answer(self, typed: str, as_of: date, memory: Memory, client: Client | None) -> tuple[Answer, Memory]:
        """One turn: the answer, and what is remembered after it."""
        return self._mended(lambda: self._turn(typed, as_of, memory, client))

    def _mended(self, do: Callable[[], Result]) -> Result:
        """What ``do`` gives; once more, on an index opened anew, when this one is damaged or its server is away."""
        from index.errors import DamagedError, EngineAwayError

        try:
            return do()
        except (DamagedError, EngineAwayError):
            damaged = self._library
            self._take(self._reopen())
            damaged.close()
            return do()

    def _turn(self, typed: str, as_of: date, memory: Memory, client: Client | None) -> tuple[Answer, Memory]:
        started = time.perf_counter()
        read = self._understanding.read(typed, as_of)
        question = self._with_client(
            followup.complete(read, memory, lambda asked: stands_alone(asked, self._desk)), client
        )
        parts = parts_of(question)
        intent, claim, others = self._choose(parts[0])
        draft = joined([self._choose(part)[0].answer(part, self._desk) for part in parts])
        answer = self._finish(question, intent, draft, claim, others)
        told = tuple(record.id for record in draft.evidence[:1])
        after = memory.after(question, _topic(intent, draft), _asked_for(draft), told)
        return replace(answer, ms=round((time.perf_counter() - started) * 1000, 2)), after

    def _choose(self, question: Question) -> tuple[Intent, Claim, list[str]]:
        """The intent with the strongest claim, and the others that wanted the question too."""
        claims = [(intent, claim) for intent in INTENTS if (claim := intent.claim(question, self._desk))]
        best, claim = max(claims, key=lambda pair: pair[1].score)
        others = [f"{intent.NAME}（{other.score}：{other.reason}）" for intent, other in claims if intent is not best]
        return best, claim, others

    def _with_client(self, question: Question, client: Client | None) -> Question:
        """What the factory's profile says where the question is silent."""
        if client is None:
            return question
        changes: dict[str, Any] = {"profile": client}
        shown: list[str] = []
        listing = question.has("which", "most", "least", "table_subsidy", "table_policy") and not _of_own(question)
        of_place = not question.has("recheck", "removal", "third_party", "standard", "batch", "abroad", "define")
        if client.place and of_place and not (question.places or question.undecided or listing):
            places = self.places.resolve(self.places.find_all(client.place)) or self.places.by_name(client.place)[:1]
            changes["places"] = places[:1]
            shown += [place.name for place in places[:1]]
        if client.level and not question.levels and question.has("money", "how_much"):
            changes["levels"] = (client.level,)
            shown.append(client.level)
        if client.batch and question.has("recheck") and not question.batches:
            changes["batches"] = (client.batch,)
            shown.append(say("batch", number=client.batch))
        if client.paid:
            changes["paid"] = (client.paid,)
        if client.industry and question.has("standard") and not question.standards and not question.numbers:
            read = self._understanding.read(client.industry, question.as_of)
            changes |= {"standards": read.standards, "product": read.product}
            shown.append(client.industry)
        return question.with_(**changes, from_profile=tuple(dict.fromkeys(shown)))

    def _note(self, intent: Intent, draft: Draft) -> tuple[str, ...]:
        """Until when the document speaks that the answer rests on; nothing where there is no answer."""
        if not draft.evidence or draft.status == "clarify" or not intent.TOPIC:
            return ()
        shipped = self._desk.is_shipped(draft.evidence[0])
        return (say(f"note_{intent.TOPIC}" if shipped else "note_added"),)

    def _finish(self, question: Question, intent: Intent, draft: Draft, claim: Claim, others: list[str]) -> Answer:
        question = question.with_(from_profile=(*question.from_profile, *_used_of_profile(question, draft)))
        citations = tuple(cite.citation(n, record, self._desk) for n, record in enumerate(draft.evidence, 1))
        headline = _remarks(question, draft) + draft.headline
        answer = Answer(
            question=question.typed,
            as_of=question.as_of.isoformat(),
            status=draft.status,
            intent=draft.intent,
            headline=headline,
            facts=draft.facts,
            table=draft.table,
            citations=citations,
            caveats=tuple(dict.fromkeys((*draft.caveats, *self._note(intent, draft)))),
            suggestions=draft.suggestions,
            validity=draft.validity,
            understood=_understood(question, self.places),
            records=tuple({"kind": cite.kind_of(record), **asdict(record)} for record in draft.evidence),
            computed=draft.computed,
            explain=_explain(question, draft, claim, others),
            generation=self.generation,
        )
        missing = proof.unproven(answer, (*draft.evidence, *self.corpus.documents))
        return self._withheld(answer, missing) if missing else answer

    def _withheld(self, answer: Answer, missing: tuple[str, ...]) -> Answer:
        """An answer that can't be proven is not given."""
        return replace(
            answer,
            status="no_answer",
            headline=say("withheld"),
            facts=(),
            table=None,
            citations=(),
            caveats=(),
            records=(),
            explain=(*answer.explain, say("unproven", figures="、".join(missing))),
        )


class Conversation:
    """Turns that remember what was talked of."""

    def __init__(self, assistant: Assistant, as_of: date, client: Client | None = None) -> None:
        self._assistant = assistant
        self._as_of = as_of
        self.client = client
        self.memory = Memory()

    def ask(self, question: str, *, as_of: str | date | None = None) -> Answer:
        """The answer to the next question."""
        day = _day(as_of) if as_of else self._as_of
        answer, self.memory = self._assistant.answer(question, day, self.memory, self.client)
        return answer


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _topic(intent: Intent, draft: Draft) -> str:
    """What the next question may lean on; nothing where the texts held nothing."""
    return "" if intent.TOPIC == "statement" and not draft.evidence else intent.TOPIC


def _asked_for(draft: Draft) -> str:
    return draft.explain[0] if draft.status == "clarify" and draft.explain else ""


def _of_own(question: Question) -> bool:
    """Whether a list is asked for the asker's own factory (我们能拿哪些补贴)."""
    return speaks_of_own_factory(question) and not question.has("where")


def _used_of_profile(question: Question, draft: Draft) -> tuple[str, ...]:
    """What the answer took from the profile while it was computed: the investment, the level already paid."""
    profile = question.profile
    if profile is None:
        return ()
    said = " ".join((draft.headline, *draft.computed))
    used = []
    if profile.investment and not question.amounts and f"{profile.investment:g}" in said:
        used.append(say("investment", amount=f"{profile.investment:g}"))
    if profile.paid and draft.intent == "subsidy.sum" and profile.paid in said and profile.paid not in question.levels:
        used.append(say("paid", level=profile.paid))
    return tuple(used)


def _remarks(question: Question, draft: Draft) -> str:
    """What was read differently than typed, and what was taken from before, said in front of the answer."""
    said = ""
    shown = [each for each in question.corrections if each.read and each.typed != each.read][:2]
    if shown and draft.status != "no_answer":
        said += "".join(say("correction", read=each.read, typed=each.typed) for each in shown)
    if question.from_profile and draft.status != "no_answer":
        said += say("from_profile", name=question.profile.name, slots="、".join(question.from_profile))
    return said


def _understood(question: Question, places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {
        "places": [
            {"name": place.name, "code": place.code, "path": places.path(place.code)} for place in question.places
        ],
    }
    if question.levels:
        found["level"] = question.levels[0]
        found["levels"] = list(question.levels)
    optional = {
        "batches": list(question.batches),
        "amounts": list(question.amounts),
        "dates": [mention.value for mention in question.dates],
        "standards": [standard.number or standard.title for standard in question.standards],
        "titles": list(question.titles),
        "inherited": list(question.inherited),
        "from_profile": list(question.from_profile),
    }
    found |= {key: value for key, value in optional.items() if value}
    found["corrections"] = [{"from": each.typed, "to": each.read} for each in question.corrections]
    return found


def _explain(question: Question, draft: Draft, claim: Claim, others: list[str]) -> tuple[str, ...]:
    lines = [
        say("explain_text", text=question.text),
        say(
            "explain_slots",
            places="、".join(p.name for p in question.places) or "—",
            levels="、".join(question.levels) or "—",
        ),
        say("explain_cues", cues="、".join(sorted(question.cues)) or "—"),
        say("explain_intent", intent=draft.intent, score=claim.score, reason=claim.reason),
    ]
    if others:
        lines.append(say("explain_others", others="；".join(others)))
    lines += [
        say("explain_record", id=record.id, locator=record.source.locator or record.source.section)
        for record in draft.evidence[:10]
    ]
    return (*lines, *draft.explain)
