"""The assistant: one question to one answer, alone or in a conversation."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from assistant import turns
from assistant.keeping.settings import Client, parse_day
from assistant.query.asof import as_known
from assistant.query.records import Records
from assistant.saying import answering, cite, proof, reading
from assistant.saying.draft import MOST_CITED, Draft
from assistant.saying.wording import load_wording
from assistant.texts import passages
from assistant.types import Answer
from assistant.understanding.memory import Memory
from assistant.understanding.operations import MANY
from assistant.understanding.pointing import nearby
from assistant.understanding.reader import LONGEST_QUESTION, MOST_ASKS, Reader
from assistant.understanding.relations import asks_own_batch
from assistant.understanding.request import Message, Request
from assistant.understanding.talk import complete
from corpus.frozen import plain, replace
from corpus.patterns import late
from corpus.places import Places
from corpus.types import Corpus
from index.types import Hit, Query

if TYPE_CHECKING:
    from index.generations import OpenIndex

say = load_wording("service")
OF_PROVINCE = late("[我咱]们?省")
"""我省: the province that the factory lies in"""
SHOWN_OF_LONG = 40
"""characters of a text that is too long by which it is told"""
LEAST_COVERAGE = 0.25
"""share of a search text that an entry must cover to be a hit"""
Result = TypeVar("Result")
Progress = Callable[[str, int, int], None]
Notice = Callable[[str], None]


class Assistant:
    """Answers from one generation of the index; follows the live one when told to.

    Open it by ``open``, best in a ``with``, and keep it: only the first question pays for loading. It is for one
    thread at a time.

        >>> with Assistant.open(as_of="2026-11-22") as wence:
        ...     wence.ask("惠州的省级绿色工厂奖多少").headline
        '惠州市绿色工厂奖励：省级 20 万元；日期 2019-02-02，未载明有效期。'
    """

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

        Args:
            home: the user's folder; ``WENCE_HOME`` or the platform's when None.
            as_of: day of the questions, a date or ISO text; ``WENCE_AS_OF`` or today when None.
            engine: name of the search engine; ``WENCE_ENGINE`` or the embedded one when None.
            progress: told of a build: what is done, how many are done, of how many (0 is unknown).
            notice: told in a Chinese sentence what a user should know, for instance that an index was built anew.

        Raises:
            WenceError: the home folder, the corpus or the index can't be used, or the day is none.

            >>> Assistant.open(as_of="2026-02-30")
            Traceback (most recent call last):
                ...
            assistant.errors.SettingsError: as_of 的日期「2026-02-30」无效：2 月没有 30 日。
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
        self._reader = Reader(self.corpus, self.places, self._lexicon, library.analyzer.is_word)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index; the end of a ``with`` does it. What was answered stays usable.

        >>> other = Assistant.open(as_of="2026-11-22")
        >>> other.close()
        """
        self._library.close()

    def refresh(self) -> bool:
        """Follow the live generation; True when it was another one than before.

        Raises:
            WenceError: the live generation can't be opened; the one of before goes on answering.

            >>> wence.refresh()
            False
        """
        from index.generations import live_generation

        if live_generation(self.home) in (None, self.generation):
            return False
        old, before = self._library, self.generation
        self._take(self._reopen())
        old.close()
        return self.generation != before  # an older one may stand in for a live one whose server is away

    def ask(self, question: str, *, as_of: str | date | None = None, client: Client | None = None) -> Answer:
        """The answer to one question by itself; that nothing is known is an answer too, never an error.

        Args:
            question: in Chinese, at most 10,000 characters.
            as_of: the day of this question, a date or ISO text; that of the assistant when None.
            client: a profile that fills in what the question leaves out.

        Returns:
            An Answer: ``status`` (answered, partial, clarify, no_answer), ``headline`` (one sentence), ``facts``,
            ``citations``, ``records`` (dicts of typed rows: amounts in 万元, dates as ISO texts), ``text`` (all of it).

        Raises:
            WenceError: the day is none, or the index is damaged and can't be opened anew.

            >>> answer = wence.ask("义乌的国家级绿色工厂能奖多少钱？")
            >>> answer.status, answer.validity, answer.records[0]["awards"][0]["amount_max"]
            ('answered', 'expired', 500.0)
            >>> answer.citations[0].locator
            '表 3.2 序号 10 义乌市'
            >>> wence.ask("绿色工厂的申报费用是多少").status
            'no_answer'
        """
        return self.conversation(as_of=as_of, client=client).ask(question)

    def conversation(self, *, as_of: str | date | None = None, client: Client | None = None) -> Conversation:
        """A conversation; its questions may lean on the ones before.

        Args:
            as_of: the day of its questions, a date or ISO text; that of the assistant when None.
            client: a profile that fills in what the questions leave out.

        Raises:
            WenceError: the day is none.

            >>> talk = wence.conversation()
            >>> talk.ask("义乌国家级奖多少？").headline
            '义乌市绿色工厂奖励：国家级 500 万元；有效期至 2020-12-31，截至 2026-11-22 已过期。'
            >>> talk.ask("省级呢？").headline
            '义乌市绿色工厂奖励：省级 50 万元；有效期至 2020-12-31，截至 2026-11-22 已过期。'
        """
        return Conversation(self, _day(as_of) if as_of else self.as_of, client)

    def search(self, text: str, *, limit: int = 10, kinds: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        """Ranked hits for a text, of all kinds or of some; what covers next to nothing of it is no hit.

        Args:
            text: any words; there is no query syntax. Without words, every entry of the kinds in stored order.
            limit: most hits to give.
            kinds: of passage, subsidy, standard, policy, batch, rule; none is all.

        Returns:
            Hits, best first: ``rank`` from 1, ``coverage`` (0 to 1, the share of the text that is found), ``entry``.
            Scores compare within one result only.

        Raises:
            WenceError: the index is damaged and can't be opened anew.

            >>> [(hit.rank, hit.entry.kind) for hit in wence.search("绿色工厂评价通则", limit=2, kinds=("standard",))]
            [(1, 'standard'), (2, 'standard')]
        """
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
        if len(typed) > LONGEST_QUESTION:
            return replace(self._too_long(typed, as_of), ms=_ms(started)), memory
        message = self._reader.read(typed, as_of)
        requests = message.requests or (Request(typed=typed, text=message.text, as_of=as_of),)
        offtopic = self._offtopic(message.text)
        read: list[Request] = []
        drafts: list[Draft] = []
        for request in requests:
            asked = self._completed(request, requests, memory, client)
            if drafts and turns.number_of_call(request, drafts[-1]):
                continue
            if drafts and (turns.of_its_document(asked, drafts[-1]) or turns.held_by_statement(request, drafts[-1])):
                drafts[-1] = turns.with_its_document(request, drafts[-1], self._records.on(as_of))
                continue
            if read and drafts[-1].intent != "statement" and turns.same_again(asked, read[-1]):
                asked = turns.with_aspects(read.pop(), asked)
                drafts.pop()
            if drafts:
                asked = turns.of_statement(asked, read[-1], drafts[-1])
            meant, records = as_known(asked, self._records)
            draft = turns.with_its_document(meant, answering.answer(meant, records, offtopic), records)
            computes = request.has("operation.sum", "operation.difference")
            if drafts and (computes or draft.status != "answered") and turns.leans_on_statement(request, drafts[-1]):
                both = turns.with_aspects(read[-1], asked)
                whole = answering.answer(both, records, offtopic)
                more = draft.status != "answered" or whole.headline != drafts[-1].headline
                if whole.status == "answered" and more:
                    read[-1], drafts[-1] = both, whole
                    continue
            memory = turns.remembered(memory, asked, draft, records)
            read.append(asked)
            drafts.append(draft)
        answer = self._finish(message, tuple(read), answering.joined(turns.telling(read, drafts)))
        return replace(answer, ms=_ms(started)), memory

    def _completed(
        self, request: Request, beside: tuple[Request, ...], memory: Memory, client: Client | None
    ) -> Request:
        """A request with what the profile, the turns before and the other clauses of its message say."""
        now = self._records.on(request.as_of)
        placed = nearby(self._of_client(request, client), memory, self.places)
        if (
            placed.has("aspect.number", "aspect.body", "aspect.issued")
            and (titled := _of_title(placed, now)) is not None
        ):
            return titled
        if memory.evidence and (aside := _of_what_was_told(placed, memory, now)) is not None:
            return aside
        asked = complete(placed, memory, lambda each: passages.fits(each, now), self._reader.sibling)
        if asked is not request and asked.relation not in ("texts", ""):
            asked = asked.with_(explained=1.0)
        if asked.relation == "standards" and not (asked.standards or asked.numbers or asked.product):
            named = next((each for each in beside if each.standards or each.product), asked)
            asked = asked.with_(standards=named.standards, product=named.product)
        if asked.product and not asked.standards:
            asked = asked.with_(standards=self._reader.products.get(asked.product, ()))
        return asked

    def _too_long(self, typed: str, as_of: date) -> Answer:
        """That a text is no question, which is shown by its beginning alone."""
        limit = f"字数上限 = {LONGEST_QUESTION}"  # no record holds it: the proof needs it stated
        draft = Draft(
            status="no_answer",
            intent="scope",
            headline=say("too_long", count=len(typed), limit=LONGEST_QUESTION),
            facts=(say("too_long_hint"),),
            computed=(limit, f"字数 = {len(typed)}"),
        )
        message = Message(typed=f"{typed[:SHOWN_OF_LONG]}…", text="", as_of=as_of)
        return self._finish(message, (Request(typed=message.typed, as_of=as_of),), draft)

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
        listing = request.operation in MANY and not request.has("talk.own", "talk.self_place")
        of_place = request.relation in ("subsidies", "policies", "")
        if client.place and of_place and not (request.places or request.undecided or listing):
            places = self.places.resolve(self.places.find_all(client.place)) or self.places.by_name(client.place)[:1]
            if request.has("talk.self_place") and OF_PROVINCE.search(request.text) and places:
                places = tuple(filter(None, (self.places.province(places[0].code),)))
            changes["places"] = places[:1]
            changes["relation"] = request.relation or "subsidies"
            shown += [place.name for place in places[:1]]
        if client.level and not request.levels and request.relation == "subsidies" and "amount" in request.aspects:
            changes["levels"] = (client.level,)
            shown.append(client.level)
        of_batch = request.relation == "rules" or asks_own_batch(request)
        if client.batch and of_batch and not request.batches:
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
        request = requests[0].with_(
            from_profile=(*requests[0].from_profile, *reading.used_of_profile(requests[0], draft))
        )
        cited = draft.evidence[:MOST_CITED]
        answer = Answer(
            question=message.typed,
            as_of=message.as_of.isoformat(),
            status=draft.status,
            intent=draft.intent,
            headline=reading.remarks(request, draft) + draft.headline,
            facts=draft.facts,
            table=draft.table,
            citations=tuple(cite.citation(n, record, self._records) for n, record in enumerate(cited, 1)),
            caveats=tuple(dict.fromkeys((*draft.caveats, *self._note(draft), *_left_out(message)))),
            suggestions=tuple(s for s in draft.suggestions if s.rstrip("？?") != message.typed.strip().rstrip("？?")),
            validity=draft.validity,
            understood=reading.understood(request, self.places),
            records=tuple({"kind": cite.kind_of(record), **plain(record)} for record in cited),
            computed=(*draft.computed, *_left_out(message)),
            aspect=(requests[0].aspects or ("",))[0],
            explain=reading.explain(requests, draft),
            generation=self.generation,
        )
        answer = reading.with_unused(answer, requests)
        others = tuple(reading.understood(other, self.places) for other in requests[1:])
        documents = self._records.documents_of(draft.evidence)
        missing = proof.unproven(answer, draft.evidence, documents, self.places, others)
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


def _of_title(request: Request, records: Records) -> Request | None:
    from assistant.saying import told

    return told.of_titled_rule(request, records)


def _of_what_was_told(request: Request, memory: Memory, records: Records) -> Request | None:
    from assistant.saying import told

    for way in (told.another_part, told.counted_part, told.of_named_document, told.nth_standard):
        if (found := way(request, memory, records)) is not None:
            return found
    return None


def _left_out(message: Message) -> tuple[str, ...]:
    """That questions of a message were left, and how many."""
    return (say("left_out", count=message.left_out, most=MOST_ASKS),) if message.left_out else ()


class Conversation:
    """Turns that remember what was talked of; made by ``Assistant.conversation``.

    >>> talk = wence.conversation()
    >>> talk.ask("惠州奖多少").status
    'answered'
    """

    def __init__(self, assistant: Assistant, as_of: date, client: Client | None = None) -> None:
        self._assistant = assistant
        self._as_of = as_of
        self.client = client
        self.memory = Memory()

    def ask(self, question: str, *, as_of: str | date | None = None) -> Answer:
        """The answer to the next question, as ``Assistant.ask`` gives it; ``as_of`` is the day of this question alone.

        Raises:
            WenceError: the day is none, or the index is damaged and can't be opened anew.

            >>> talk = wence.conversation(as_of="2019-06-30")
            >>> talk.ask("义乌国家级奖多少？").validity, talk.ask("还有效吗", as_of="2026-11-22").validity
            ('in_force', 'expired')
        """
        day = _day(as_of) if as_of else self._as_of
        answer, self.memory = self._assistant.answer(question, day, self.memory, self.client)
        return answer


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else parse_day(value, "as_of")


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
