"""Who answers the lines of a batch: one clerk in this process, or several in processes of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.errors import AssistantError
from assistant.keeping.settings import Client, load_client
from corpus.errors import WenceError
from tui.cli.diagnostics import one_line
from tui.cli.questions import LineError, Talk, read_talk
from tui.cli.session import record_of

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.types import Answer

TURN_KEYS = ("question", "as_of", "status", "answer", "headline", "intent", "citations", "caveats", "ms")
ALSO = ("answer_id", "unused", "validity", "computed", "records")
"""keys that a turn holds as well where the answer has them; by the last three ``wence verify`` checks a file again"""
CHUNK = 8
"""lines that a process takes at once: a line takes a few milliseconds, handing it over a fraction of one"""
MOST_JOBS = 32
"""processes at most; each holds the corpus once more (45 MB)"""

Line = tuple[int, bytes]
"""number and text"""


class Told(NamedTuple):
    """What came of a line: its record, and the answers themselves where a workbook wants them."""

    record: dict[str, Any]
    answers: tuple[Answer, ...] = ()
    client: Client | None = None
    questions: tuple[str, ...] = ()


class Clerk(NamedTuple):
    """Answers line after line with one assistant."""

    assistant: Assistant
    keeps: bool
    """whether the answers themselves are wanted, which weigh ten times their record"""

    def answer(self, line: Line, client: Client | None) -> Told:
        """The record of a line, an error record where it can't be read or answered; no line ends the others.

        Args:
            client: whom to ask for where the line itself doesn't say.
        """
        number, text = line
        line_id = None
        try:
            talk = read_talk(text, number)
            line_id = talk.id
            return self._answered(talk, client)
        except LineError as error:
            return _failed(number, error.id, error.message)
        except WenceError as error:
            return _failed(number, line_id, error.message)
        except Exception as error:  # whatever breaks inside costs this line alone
            if os.environ.get("WENCE_DEBUG"):
                raise
            return _failed(number, line_id, f"程序内部出错（{type(error).__name__}：{one_line(str(error))}）")

    def _answered(self, talk: Talk, client: Client | None) -> Told:
        from assistant.exporting.kept import profile_of

        client = self._client_of(talk, client)
        conversation = self.assistant.conversation(as_of=talk.as_of, client=client)
        answers = tuple(conversation.ask(question) for question in talk.questions)
        record: dict[str, Any] = {"id": talk.id, "turns": [_turn(record_of(answer, client)) for answer in answers]}
        if client is not None:
            record |= {"client": client.name, "profile": profile_of(client)}
        return Told(record, answers, client, talk.questions) if self.keeps else Told(record)

    def _client_of(self, talk: Talk, client: Client | None) -> Client | None:
        if talk.client is None:
            return client
        if isinstance(talk.client, Client):
            return talk.client
        return load_client(self.assistant.home, talk.client) if talk.client else None


Answering = Callable[[Iterable[Line], Client | None], Iterator[Told]]


@contextmanager
def clerks(assistant: Assistant, day: date, jobs: int, *, keeps: bool) -> Iterator[Answering]:
    """How lines become answers: one after the other, or by several processes with the order kept.

    Raises:
        AssistantError: a process can't start, or was ended from outside.
    """
    if jobs == 1:
        clerk = Clerk(assistant, keeps)
        yield lambda lines, client: (clerk.answer(line, client) for line in lines)
        return
    import threading
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    begin = (str(assistant.home), day, keeps)
    hook = threading.excepthook
    threading.excepthook = lambda _: None  # the pool's own thread may fall over a killed process: that is told below
    pool = ProcessPoolExecutor(min(jobs, MOST_JOBS), get_context("spawn"), _start, begin)
    try:
        yield lambda lines, client: pool.map(_work, lines, repeat(client), chunksize=CHUNK)
    except BrokenProcessPool:
        raise AssistantError(
            "同时回答的进程没能开始，或者被系统结束了（可能是内存不够）。", "请少开几个进程，或去掉 --jobs 再试。"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)  # an interrupt must not wait for all the rest
        threading.excepthook = hook


_here: list[Clerk] = []


def _start(home: str, day: date, keeps: bool) -> None:
    """In a process of its own: open the assistant once; an interrupt is the parent's to answer."""
    import signal

    from assistant.service import Assistant

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here.append(Clerk(Assistant.open(home, day), keeps))


def _work(line: Line, client: Client | None) -> Told:
    return _here[0].answer(line, client)


def _turn(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: record[key] for key in (*TURN_KEYS, *ALSO) if key in record}


def _failed(number: int, line_id: str | int | None, error: str) -> Told:
    return Told({"id": line_id, "line": number, "error": error})
