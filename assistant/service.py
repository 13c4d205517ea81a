"""The assistant: one question to one answer, alone or in a conversation."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from assistant.keeping.settings import Client
from assistant.query.asof import as_known
from assistant.query.records import Records
from assistant.saying import answering, cite, proof
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.texts import passages
from assistant.types import Answer
from assistant.understanding.operations import MANY
from assistant.understanding.reader import LONGEST_QUESTION, Reader
from assistant.understanding.request import Message, Request
from assistant.understanding.talk import Memory, complete
from corpus.places import Place, Places
from corpus.types import Batch, Corpus, Standard
from index.types import Hit, Query

if TYPE_CHECKING:
    from index.generations import OpenIndex

say = load_wording("service")
WITH_OLDER = 2
"""standards of an answer about one: itself and what it took the place of"""
MOST_CITED = 80
"""records cited by one answer; a list counts and names more"""
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
        from assistant.understanding.lexicon import load_lexicon

        self._library = library
        self.corpus: Corpus = library.settled
        self.generation: str = library.generation
        self._records = Records(self.corpus, self.places, library.engine)
        self._lexicon = load_lexicon()
        self._reader = Reader(self.corpus, self.places, self._lexicon)

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
        hits = self._mended(lambda: self._records.search(Query(text=text, kinds=kinds, limit=limit)))
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
        message = self._reader.read(typed, as_of)
        if len(typed) > LONGEST_QUESTION:
            answer = self._finish(message, (Request(typed=typed, as_of=as_of),), self._too_long(typed))
            return replace(answer, ms=_ms(started)), memory
        requests = message.requests or (Request(typed=typed, text=message.text, as_of=as_of),)
        offtopic = self._offtopic(message.text)
        now = self._records.on(as_of)
        read: list[Request] = []
        drafts: list[Draft] = []
        for request in requests:
            completed = complete(
                self._of_client(request, client),
                memory,
                lambda r: passages.fits(r, now),
                self._reader.sibling,
            )
            if drafts and _of_its_document(completed, drafts[-1]):
                continue
            if read and _same_again(completed, read[-1]):
                completed = _with_aspects(read.pop(), completed)
                drafts.pop()
            if completed is not request and completed.relation not in ("texts", ""):
                completed = completed.with_(explained=1.0)
            if completed.relation == "standards" and not (
                completed.standards or completed.numbers or completed.product
            ):
                named = next((each for each in requests if each.standards or each.product), completed)
                completed = completed.with_(standards=named.standards, product=named.product)
            if completed.product and not completed.standards:
                completed = completed.with_(standards=self._reader.products.get(completed.product, ()))
            meant, records = as_known(completed, self._records)
            draft = answering.answer(meant, records, offtopic)
            memory = _remembered(memory, completed, draft, self.places)
            read.append(completed)
            drafts.append(draft)
        answer = self._finish(message, tuple(read), answering.joined(_telling(read, drafts)))
        return replace(answer, ms=_ms(started)), memory

    def _too_long(self, typed: str) -> Draft:
        headline = load_wording("scope")("too_long", count=len(typed), limit=LONGEST_QUESTION)
        limit = f"字数上限 = {LONGEST_QUESTION}"  # no record holds it: the proof needs it stated
        return Draft(status="no_answer", intent="scope", headline=headline, computed=(limit,))

    def _offtopic(self, text: str) -> tuple[str, ...]:
        folded = text.lower()
        if any(word in folded for word in self._lexicon.ours):
            return ()
        return tuple(word for word in self._lexicon.offtopic if word in folded)

    def _of_client(self, request: Request, client: Client | None) -> Request:
        """What the factory's profile says where the request is silent."""
        if client is None:
            return request
        changes: dict[str, Any] = {"profile": client}
        shown: list[str] = []
        listing = request.operation in MANY and not request.has("talk.own")
        of_place = request.relation in ("subsidies", "policies", "")
        if client.place and of_place and not (request.places or request.undecided or listing):
            places = self.places.resolve(self.places.find_all(client.place)) or self.places.by_name(client.place)[:1]
            changes["places"] = places[:1]
            changes["relation"] = request.relation or "subsidies"
            shown += [place.name for place in places[:1]]
        if client.level and not request.levels and request.relation == "subsidies" and "amount" in request.aspects:
            changes["levels"] = (client.level,)
            shown.append(client.level)
        if client.batch and request.relation == "rules" and not request.batches:
            changes["batches"] = (client.batch,)
            shown.append(say("batch", number=client.batch))
        if client.paid:
            changes["paid"] = (client.paid,)
        if client.industry and request.relation == "standards" and not (request.standards or request.numbers):
            words = self._reader.read(client.industry, request.as_of).requests
            changes |= {"standards": words[0].standards, "product": words[0].product} if words else {}
            shown.append(client.industry)
        return request.with_(**changes, from_profile=tuple(dict.fromkeys(shown)))

    def _note(self, draft: Draft) -> tuple[str, ...]:
        """Where the answer rests on documents that a user added: that their own text decides."""
        if not draft.evidence or draft.status == "clarify":
            return ()
        return () if self._records.is_shipped(draft.evidence[0]) else (say("note_added"),)

    def _finish(self, message: Message, requests: tuple[Request, ...], draft: Draft) -> Answer:
        request = requests[0].with_(from_profile=(*requests[0].from_profile, *_used_of_profile(requests[0], draft)))
        cited = draft.evidence[:MOST_CITED]
        answer = Answer(
            question=message.typed,
            as_of=message.as_of.isoformat(),
            status=draft.status,
            intent=draft.intent,
            headline=_remarks(request, draft) + draft.headline,
            facts=draft.facts,
            table=draft.table,
            citations=tuple(cite.citation(n, record, self._records) for n, record in enumerate(cited, 1)),
            caveats=tuple(dict.fromkeys((*draft.caveats, *self._note(draft)))),
            suggestions=tuple(s for s in draft.suggestions if s.rstrip("？?") != message.typed.strip().rstrip("？?")),
            validity=draft.validity,
            understood=_understood(request, self.places),
            records=tuple({"kind": cite.kind_of(record), **asdict(record)} for record in cited),
            computed=draft.computed,
            unused=tuple(dict.fromkeys(word for each in requests for word in each.leftover)) if draft.used else (),
            aspect=(requests[0].aspects or ("",))[0],
            explain=_explain(requests, draft),
            generation=self.generation,
        )
        missing = proof.unproven(answer, draft.evidence, self._records.documents_of(draft.evidence), self.places)
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


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


def _same_again(request: Request, before: Request) -> bool:
    """Whether a clause asks for more of the very thing that the one before asked about."""
    if request.relation != before.relation or request.relation not in ("subsidies", "batches", "standards", "policies"):
        return False
    if before.operation in ("extreme", "rank") and request.operation == "count" and not request.where:
        return True
    if before.operation in MANY and request.operation in ("difference", "compare", "value"):
        return request.where[len(before.where) :] == () and not request.unsaid
    if request.unsaid or before.unsaid or request.operation in MANY[2:]:
        return False
    same = ("places", "levels", "batches", "standards")
    if any(getattr(request, slot) != getattr(before, slot) for slot in same) or request.where[len(before.where) :]:
        return before.operation in MANY and not request.where and request.operation == "value"
    return request.operation in ("value", before.operation) or before.operation == "value" == request.operation


def _of_its_document(request: Request, told: Draft) -> bool:
    """Whether a clause asks only for the document of the rules just told, which names it."""
    named = request.places or request.batches or request.standards or request.titles or request.numbers
    return (
        told.intent == "rule"
        and not named
        and request.has("aspect.document", "aspect.number", "ask.which")
        and (not request.has("topic.", "rule."))
    )


def _with_aspects(before: Request, request: Request) -> Request:
    aspects = tuple(dict.fromkeys((*before.aspects, *request.aspects)))
    return before.with_(
        aspects=aspects,
        concepts=before.concepts | request.concepts,
        ordered=(*before.ordered, *request.ordered),
        text=f"{before.text}，{request.text}",
        unknown=(*before.unknown, *request.unknown),
        leftover=(*before.leftover, *request.leftover),
    )


def _telling(requests: list[Request], drafts: list[Draft]) -> list[Draft]:
    """The drafts that say something; a clause that found nothing is told only where nothing was found at all.

    A clause that only tells the setting (一直在做节能改造) and that the texts merely come near to is no question.
    """
    pairs = list(zip(requests, drafts, strict=True))
    telling = [draft for _, draft in pairs if draft.intent != "statement" or draft.status != "no_answer"]
    if any(draft.status == "answered" for draft in telling):
        setting = [
            draft for request, draft in pairs if draft.intent == "statement" and not request.has("ask.", "operation.")
        ]
        telling = [draft for draft in telling if draft.status != "partial" or draft not in setting]
    return telling or drafts[:1]


def _remembered(memory: Memory, request: Request, draft: Draft, places: Places) -> Memory:
    if draft.status == "no_answer" and not draft.evidence and draft.intent in ("scope", "statement"):
        return replace(memory, asked_for="")
    request = _with_subject(request, draft)
    listed = tuple(record.id for record in draft.evidence) if request.operation in MANY else ()
    led = _led_to(request, draft, places)
    return memory.after(request, draft.missing, listed, tuple(r.id for r in draft.evidence[:1]), led)


def _with_subject(request: Request, draft: Draft) -> Request:
    """The one batch or standard that an answer was about without being named: 2020年10月公布的是哪一批."""
    if request.relation == "batches" and not request.batches and draft.status == "answered":
        found = [row for row in draft.evidence if isinstance(row, Batch)]
        return request.with_(batches=(found[0].number,)) if len(found) == 1 and found[0].number else request
    if request.relation == "standards" and not request.standards and draft.status == "answered":
        standards = tuple(row for row in draft.evidence if isinstance(row, Standard))
        return request.with_(standards=standards[:1]) if 0 < len(standards) <= WITH_OLDER else request
    return request


def _led_to(request: Request, draft: Draft, places: Places) -> tuple[Place, ...]:
    """The place that an answer named first without being asked about it."""
    code = getattr(draft.evidence[0], "place_code", "") if draft.evidence else ""
    place = places.get(code)
    one = (
        len({getattr(record, "place_code", "") for record in draft.evidence[:2]}) == 1 or request.operation == "extreme"
    )
    return (place,) if place is not None and request.operation in ("extreme", "list", "rank") and one else ()


def _used_of_profile(request: Request, draft: Draft) -> tuple[str, ...]:
    """What the answer took from the profile while it was computed: the investment, the level already paid."""
    profile = request.profile
    if profile is None:
        return ()
    said = " ".join((draft.headline, *draft.computed))
    used = []
    if profile.investment and not request.amounts and f"{profile.investment:g}" in said:
        used.append(say("investment", amount=f"{profile.investment:g}"))
    if profile.paid and draft.intent == "subsidy.sum" and profile.paid in said and profile.paid not in request.levels:
        used.append(say("paid", level=profile.paid))
    return tuple(used)


def _remarks(request: Request, draft: Draft) -> str:
    """What was read differently than typed, and what was taken from before, said in front of the answer."""
    said = ""
    shown = [each for each in request.corrections if each.read and each.typed != each.read][:2]
    if shown and draft.status != "no_answer":
        said += "".join(say("correction", read=each.read, typed=each.typed) for each in shown)
    impossible = [mention.impossible for mention in request.dates if mention.impossible]
    if impossible:
        said += say("impossible", why="，".join(impossible))
    if request.from_profile and draft.status != "no_answer":
        said += say("from_profile", name=request.profile.name, slots="、".join(request.from_profile))
    return said


def _understood(request: Request, places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {
        "places": [
            {"name": place.name, "code": place.code, "path": places.path(place.code)} for place in request.places
        ],
    }
    if request.levels:
        found["level"] = request.levels[0]
        found["levels"] = list(request.levels)
    optional = {
        "batches": list(request.batches),
        "amounts": [*request.amounts, *_sums(request)],
        "dates": list(dict.fromkeys([*(mention.value for mention in request.dates), *_days_named(request)])),
        "standards": [standard.number or standard.title for standard in request.standards],
        "titles": list(request.titles),
        "excluded": [place.name for place in request.excluded],
        "inherited": list(request.inherited),
        "from_profile": list(request.from_profile),
        "numbers": [
            number for number in (request.years, request.limit, request.nth if request.nth > 1 else 0) if number
        ],
    }
    found |= {key: value for key, value in optional.items() if value}
    found["corrections"] = [{"from": each.typed, "to": each.read} for each in request.corrections]
    return found


def _days_named(request: Request) -> list[str]:
    """The days that conditions name, taken along from the question before or not."""
    values = [where.value for where in request.where]
    ends = [end for value in values for end in (value if isinstance(value, tuple) else (value,))]
    return [end for end in ends if isinstance(end, str) and end[:4].isdigit()]


def _sums(request: Request) -> list[float]:
    """The sums that conditions name."""
    found: list[float] = []
    for where in request.wheres("amount", "difference"):
        found += where.value if isinstance(where.value, tuple) else (where.value,)
    return found


def _explain(requests: tuple[Request, ...], draft: Draft) -> tuple[str, ...]:
    lines = []
    for request in requests:
        lines.append(say("explain_text", text=request.text))
        lines.append(
            say(
                "explain_request",
                relation=request.relation or "—",
                operation=request.operation,
                aspects="、".join(request.aspects) or "—",
                where="；".join(f"{w.field} {w.test} {w.value} {w.level}".strip() for w in request.where) or "—",
            )
        )
        lines.append(
            say(
                "explain_slots",
                places="、".join(p.name for p in request.places) or "—",
                levels="、".join(request.levels) or "—",
                unused="、".join(request.leftover) or "—",
            )
        )
    lines += [
        say("explain_record", id=record.id, locator=record.source.locator or record.source.section)
        for record in draft.evidence[:10]
    ]
    return (*lines, *draft.explain)
