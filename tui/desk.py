"""The one thread that talks to the assistant: opens it, answers in order, follows a renewed index.

It never touches a widget; all it knows of the screen is a function that takes a message.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from textual.message import Message

from assistant.types import Answer
from corpus.errors import WenceError
from corpus.frozen import frozen, replace
from tui.messages import (
    Answered,
    AskedAgain,
    Briefed,
    BriefFailed,
    CanSuggest,
    Failed,
    Opened,
    OpenFailed,
    Progress,
    Renewed,
)

if TYPE_CHECKING:
    from assistant.keeping.settings import Client
    from assistant.service import Assistant, Conversation


@frozen
class Asked:
    """A question as it was asked."""

    turn: int
    question: str
    as_of: date
    client: Client | None = None


FOLLOW_SECONDS = 0.5
"""how often an idle desk looks for a renewed index"""

Opener = Callable[[Callable[[str, int, int], None]], "Assistant"]
"""opens the assistant; is given a function that takes progress: what, done, total"""
Job = Callable[["Assistant"], None]


class Desk:
    """Takes questions at any time, also before the assistant is open, and loses none."""

    def __init__(self, opener: Opener, post: Callable[[Message], object], as_of: date) -> None:
        self._opener = opener
        self._post = post
        self._as_of = as_of
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._again = threading.Event()
        self._closed = False
        self._talk: Conversation | None = None
        self._asked: list[Asked] = []
        """all questions of the conversation, oldest first"""
        self._again_talk: Conversation | None = None
        self._again_place = 0
        """how many of ``_asked`` were asked again since the corpus was another one"""
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)

    def start(self) -> None:
        """Begin to open the assistant."""
        self._thread.start()

    def ask(self, turn: int, question: str, *, as_of: date, client: Client | None) -> None:
        """Put a question in the queue; ``Answered`` or ``Failed`` will be posted for the turn."""

        asked = Asked(turn=turn, question=question, as_of=as_of, client=client)

        def job(assistant: Assistant) -> None:
            while self._talk is None and self._asked:  # reopened: it has to remember first what was asked before
                self._ask_again(assistant)
            talk = self._talk or assistant.conversation(as_of=as_of, client=client)
            self._talk = talk
            self._asked.append(asked)
            try:
                self._post(Answered(turn, _answer(talk, asked)))
            except Exception as error:
                self._post(Failed(turn, *told_error(error)))

        self._jobs.put(job)

    def begin(self, earlier: Sequence[Asked] = ()) -> None:
        """Begin another conversation; the earlier questions are asked again, and ``AskedAgain`` tells their answers."""

        def job(assistant: Assistant) -> None:
            self._talk = None
            self._asked = list(earlier)
            self._begin_again(assistant)

        self._jobs.put(job)

    def ask_again(self, *, as_of: date, client: Client | None) -> None:
        """Ask the whole conversation again for another day or factory; ``AskedAgain`` tells the answers."""

        def job(assistant: Assistant) -> None:
            self._asked = [replace(one, as_of=as_of, client=client) for one in self._asked]
            self._begin_again(assistant)

        self._jobs.put(job)

    def brief(self, client: Client, *, as_of: date) -> None:
        """Find out what the corpus holds for a factory, outside the conversation; ``Briefed`` will be posted."""

        def job(assistant: Assistant) -> None:
            from assistant.showing.completion import brief

            try:
                self._post(Briefed(client, brief(assistant, client, as_of)))
            except Exception as error:
                problem, hint = told_error(error)
                self._post(BriefFailed(f"{problem}{hint}"))

        self._jobs.put(job)

    @property
    def idle(self) -> bool:
        """Whether nothing waits to be asked, for the first time or again."""
        return self._jobs.empty() and self._again_talk is None

    def retry(self) -> None:
        """Try again to open the assistant."""
        self._again.set()

    def close(self) -> None:
        """Finish the job at hand and end; waits a moment so that files are let go."""
        self._closed = True
        self._again.set()
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(2.0)

    def _work(self) -> None:
        assistant = self._open()
        if assistant is None:
            return
        self._post(Opened(assistant))
        self._gather_suggestions(assistant)
        try:
            while not self._closed:
                self._next(assistant)
        finally:
            assistant.close()

    def _gather_suggestions(self, assistant: Assistant) -> None:
        from assistant.showing.completion import Suggester, known_questions

        try:
            self._post(CanSuggest(Suggester(assistant.places, assistant.corpus, known_questions())))
        except (WenceError, OSError):
            return  # typing goes on without suggestions

    def _open(self) -> Assistant | None:
        while not self._closed:
            try:
                return self._opener(lambda what, done, total: self._tell(what, done, total))
            except Exception as error:
                self._post(OpenFailed(*told_error(error)))
            self._again.wait()
            self._again.clear()
        return None

    def _tell(self, what: str, done: int, total: int) -> None:
        self._post(Progress(what, done, total))

    def _next(self, assistant: Assistant) -> None:
        try:
            job = self._jobs.get(block=self._again_talk is None, timeout=FOLLOW_SECONDS)
        except Empty:
            if self._again_talk is None:
                self._follow(assistant)
            else:
                self._ask_again(assistant)
            return
        if job is not None:
            self._follow(assistant)
            job(assistant)

    def _begin_again(self, assistant: Assistant) -> None:
        """Ask all questions of the conversation again, one at a time, whenever no new one waits."""
        self._again_talk = assistant.conversation(as_of=self._as_of) if self._asked else None
        self._again_place = 0

    def _ask_again(self, assistant: Assistant) -> None:
        assert self._again_talk is not None
        asked = self._asked[self._again_place]
        self._again_place += 1
        with suppress(Exception):  # it failed then or fails now; the rest is still worth remembering
            self._post(AskedAgain(asked.turn, _answer(self._again_talk, asked)))
        if self._again_place == len(self._asked):
            self._talk, self._again_talk = self._again_talk, None

    def _follow(self, assistant: Assistant) -> None:
        try:
            if assistant.refresh():
                self._post(Renewed(assistant.generation))
                self._begin_again(assistant)
                self._gather_suggestions(assistant)
        except Exception:
            return  # the generation at hand still answers; the next look may succeed


def _answer(talk: Conversation, asked: Asked) -> Answer:
    talk.client = asked.client
    return talk.ask(asked.question, as_of=asked.as_of)


def told_error(error: Exception) -> tuple[str, str]:
    """An error as two lines for users."""
    if isinstance(error, WenceError):
        return error.message, error.hint
    if isinstance(error, OSError):
        return f"读写文件时出错：{error.strerror or error}", "请检查磁盘空间和 WENCE_HOME 的读写权限。"
    return f"程序内部出错（{type(error).__name__}）。", "请换一种说法再问；若仍出错，请运行 wence doctor 检查。"
