"""Messages that more than one widget or thread uses. What only one widget sends is nested in that widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from assistant.types import Answer, Citation

if TYPE_CHECKING:
    from assistant.keeping.settings import Client
    from assistant.service import Assistant
    from assistant.showing.completion import Suggester


@dataclass
class Opened(Message):
    """The assistant is open; questions are answered from now on."""

    assistant: Assistant


@dataclass
class CanSuggest(Message):
    """What may be suggested while typing is gathered."""

    suggester: Suggester


@dataclass
class OpenFailed(Message):
    """The assistant can't be opened: what is wrong and what to do."""

    problem: str
    hint: str


@dataclass
class Progress(Message):
    """A long job has come so far; ``total`` is 0 where the end is not known."""

    what: str
    done: int
    total: int


@dataclass
class Answered(Message):
    """The answer to the question of a turn."""

    turn: int
    answer: Answer


@dataclass
class AskedAgain(Message):
    """What a question is answered now that was answered from an earlier corpus."""

    turn: int
    answer: Answer


@dataclass
class Failed(Message):
    """A question that broke the assistant: what is wrong and what to do."""

    turn: int
    problem: str
    hint: str


@dataclass
class Renewed(Message, bubble=False):
    """The index was renewed elsewhere; answers from now on use the generation named."""

    generation: str


@dataclass
class Briefed(Message, bubble=False):
    """What the corpus holds for a factory: the answer under each heading."""

    client: Client
    answers: tuple[tuple[str, Answer], ...]


@dataclass
class BriefFailed(Message):
    """It could not be found out what the corpus holds for a factory."""

    problem: str


@dataclass
class OpenSource(Message):
    """The reader wants to see where a citation is written."""

    citation: Citation


@dataclass
class AskThis(Message):
    """A question that was chosen, not typed."""

    question: str
