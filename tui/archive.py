"""What the terminal UI keeps by itself: the conversation at hand, earlier ones, and the questions typed.

A home that can't be written costs no answer; it is complained of once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from assistant.keeping.settings import Client
from assistant.keeping.talks import QuestionLog, Talk, Talks, Turn, new_talk
from assistant.types import Answer
from corpus.errors import WenceError
from corpus.frozen import replace

RECENT = 6
"""conversations that the first screen chooses from: some have the same title"""


class Archive:
    """Keeps each turn as soon as it is answered."""

    def __init__(self, home: Path, complain: Callable[[str], None]) -> None:
        self.home = home
        self.talks = Talks(home)
        self.talk: Talk | None = None
        """the conversation at hand; None until its first answer"""
        self._log = QuestionLog(home)
        self._complain = complain
        self._complained = False
        self._asked: dict[int, Turn] = {}

    def questions(self) -> tuple[str, ...]:
        """What was typed in earlier runs, oldest first."""
        return self._log.load()

    def recent(self) -> tuple[Talk, ...]:
        """The conversations used last."""
        return self.talks.recent(RECENT)

    def asked(self, number: int, question: str, *, as_of: date, client: Client | None) -> None:
        """A question was sent; its turn is kept when the answer comes."""
        self._asked[number] = Turn(
            question=question,
            as_of=as_of.isoformat(),
            asked_at=datetime.now().isoformat(timespec="seconds"),
            client=client.name if client else "",
        )
        self.write(lambda: self._log.add(question))

    def answered(self, number: int, answer: Answer | None = None, error: str = "") -> None:
        """Keep the turn with its answer, or with why there is none."""
        asked = self._asked.pop(number, None)
        if asked is None:
            return
        turn = replace(asked, answer=answer, error=error)
        talk = self.talk or new_talk(turn.question, datetime.now())
        self.talk = replace(talk, turns=(*talk.turns, turn))
        self.write(lambda: self.talks.keep(talk, turn))

    def go_on_with(self, talk: Talk | None) -> None:
        """Another conversation is at hand: an earlier one, or a new one."""
        self.talk = talk
        self._asked.clear()

    def renamed(self, talk: Talk) -> None:
        """A kept conversation has another title now."""
        if self.talk is not None and self.talk.id == talk.id:
            self.talk = replace(self.talk, title=talk.title)

    def deleted(self, talk: Talk) -> None:
        """A kept conversation is gone; if it is the one at hand, that goes on as a new one."""
        if self.talk is not None and self.talk.id == talk.id:
            self.talk = None

    def write(self, write: Callable[[], object]) -> None:
        """Write something that may fail."""
        try:
            write()
        except (OSError, WenceError) as error:
            if not self._complained:
                self._complained = True
                reason = getattr(error, "strerror", None) or error
                self._complain(f"写不进 {self.home}（{reason}）。问答照常，但不会保存。")
