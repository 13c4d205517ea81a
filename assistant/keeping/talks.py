"""Conversations and asked questions kept under ``WENCE_HOME/history/``.

A conversation is a JSON Lines file: a head line, then one line a turn or a new title. Everything that is kept appends a
line, so that a killed program loses at most the turn it was writing, and two windows on one conversation lose nothing
of each other. Lines that can't be read are passed over, counted, and stay in the file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.keeping.shapes import record_of
from assistant.keeping.writing import PRIVATE_FILE, close_to_others, is_file, private_folder, write_whole
from assistant.types import Answer
from corpus.frozen import frozen, replace

FORMAT = 1
TITLE_LENGTH = 40
KEPT_QUESTIONS = 1000
LINE_LIMIT = 4_000_000
"""characters; a longer line is no turn that wence wrote"""
FILE_LIMIT = 200_000_000
"""bytes; a longer file is no conversation that wence wrote"""
NAME_LIMIT = 200
NOTHING: Mapping[int, Answer] = {}


@frozen
class Turn:
    """A question and what came of it."""

    question: str
    as_of: str
    asked_at: str
    """local time, ``2026-11-22T10:15:00``"""
    client: str = ""
    """name of the profile that was in use"""
    answer: Answer | None = None
    error: str = ""
    """why there is no answer"""


@frozen
class Talk:
    """A conversation as it is kept."""

    id: str
    title: str
    started: str
    turns: tuple[Turn, ...] = ()
    damaged: int = 0
    """lines that could not be read; they are still in the file"""


def new_talk(first_question: str, now: datetime) -> Talk:
    """An empty conversation named after its first question."""
    return Talk(
        id=f"{now:%Y%m%d-%H%M%S}-{os.urandom(3).hex()}",
        title=" ".join(first_question.split())[:TITLE_LENGTH] or "未命名",
        started=now.isoformat(timespec="seconds"),
    )


def turn_line(turn: Turn) -> str:
    """A turn as one line of JSON.

    The whole records behind an answer are left out: they make ten times the text, and the corpus has them.
    """
    kept = turn if turn.answer is None else replace(turn, answer=replace(turn.answer, records=(), explain=()))
    return json.dumps(asdict(kept), ensure_ascii=False, separators=(",", ":"))


def read_turn(line: str) -> Turn:
    """The turn of a line.

    Raises:
        ValueError: the line is no turn.
    """
    turn = record_of(Turn, json.loads(line))
    date.fromisoformat(turn.as_of)
    return turn


class Talks:
    """The conversations of a WENCE_HOME; the folder is made when the first one is kept."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "history" / "conversations"

    def keep(self, talk: Talk, turn: Turn) -> Talk:
        """Append a turn; the file is begun with the first one.

        Raises:
            OSError: the folder can't be written.
        """
        path = self._path(talk.id)
        text = turn_line(turn) + "\n"
        if not path.exists():
            private_folder(self.folder)
            close_to_others(self.folder.parent)
            text = _head(talk) + "\n" + text
        _append(path, text)
        return replace(talk, turns=(*talk.turns, turn))

    def all(self) -> tuple[Talk, ...]:
        """All conversations, the one used last first; a file that can't be read is one that is damaged as a whole."""
        return self.recent(None)

    def recent(self, count: int | None) -> tuple[Talk, ...]:
        """As many conversations, the one used last first."""
        paths = sorted(self._files(), key=lambda path: (_touched(path), path.name), reverse=True)
        return tuple(self._loaded(path.stem) for path in paths[:count])

    def load(self, talk_id: str) -> Talk:
        """The conversation of that id.

        Raises:
            AssistantError: there is none, or its file can't be read.
        """
        path = self._path(talk_id)
        try:
            lines = _lines(path)
        except OSError as error:
            raise AssistantError(f"打不开对话记录「{talk_id}」。", f"请检查文件 {path}。") from error
        return _talk(talk_id, lines)

    def rename(self, talk_id: str, title: str) -> Talk:
        """Give a conversation another title, by a line at its end: what can't be read or was just added stays.

        Raises:
            AssistantError: the title is empty, or there is no such conversation.
            OSError: the file can't be written.
        """
        title = " ".join(title.split())[:80]
        if not title:
            raise AssistantError("对话的名称不能为空。", "请写一个便于查找的名称，例如客户名加日期。")
        talk = self.load(talk_id)
        _append(self._path(talk_id), _head(replace(talk, title=title)) + "\n")
        return replace(talk, title=title)

    def delete(self, talk_id: str) -> None:
        """Delete a conversation; one that is gone already is no error."""
        self._path(talk_id).unlink(missing_ok=True)

    def search(self, text: str) -> tuple[Talk, ...]:
        """Conversations whose title, questions or answers hold all words of the text."""
        words = text.casefold().split()
        return tuple(talk for talk in self.all() if all(word in _searchable(talk) for word in words))

    def _files(self) -> Iterator[Path]:
        """Files of conversations, also copies that somebody made; no folders, pipes or what editors hide."""
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(".jsonl") and not entry.name.startswith(".") and is_file(entry):
                    yield Path(entry.path)

    def _loaded(self, talk_id: str) -> Talk:
        try:
            return self.load(talk_id)
        except AssistantError:
            return Talk(id=talk_id, title=f"读不出来的对话 {_shown(talk_id)}", started="", damaged=1)

    def _path(self, talk_id: str) -> Path:
        plain = talk_id and not talk_id.startswith(".") and len(talk_id) <= NAME_LIMIT
        if not plain or any(character in "/\\\0" for character in talk_id):
            raise AssistantError(f"「{_shown(talk_id)}」不是对话记录的编号。", "请从对话记录里选择。")
        return self.folder / f"{talk_id}.jsonl"


class QuestionLog:
    """What was typed before, for walking back with the Up key; one JSON text a line."""

    def __init__(self, home: Path) -> None:
        self.path = home / "history" / "questions.jsonl"

    def load(self) -> tuple[str, ...]:
        """The questions kept, oldest first, each once at its last place, at most ``KEPT_QUESTIONS``."""
        try:
            lines = _lines(self.path)
        except OSError:
            return ()
        latest_first = dict.fromkeys(reversed(list(_texts(lines))))
        return tuple(reversed(list(latest_first)[:KEPT_QUESTIONS]))

    def add(self, question: str) -> None:
        """Keep a question; the file is cut back when it has grown to twice what is kept.

        Raises:
            OSError: the folder can't be written.
        """
        private_folder(self.path.parent)
        close_to_others(self.path.parent)
        with _alone(self.path.parent):
            _append(self.path, json.dumps(question, ensure_ascii=False) + "\n")
            if self.path.stat().st_size > 200_000:
                self._cut_back()

    def _cut_back(self) -> None:
        kept = self.load()[-KEPT_QUESTIONS // 2 :]
        write_whole(
            self.path, "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in kept), private=True
        )


def told_of(answer: Answer) -> str:
    """The day and the generation that an answer is of."""
    return f"按 {answer.as_of} 判断" + (f"，索引 {answer.generation}" if answer.generation else "")


def talk_markdown(talk: Talk, newer: Mapping[int, Answer] = NOTHING) -> str:
    """A conversation as Markdown, for keeping or passing on.

    Args:
        newer: what is answered now to the turn of that place, where it is something else than what is kept.
    """
    from assistant.saying.render import markdown

    parts = [f"# {_plain_line(talk.title)}", f"开始于 {talk.started.replace('T', ' ')}"]
    for place, turn in enumerate(talk.turns):
        now = newer.get(place)
        client = f" · 我的工厂：{_plain_line(turn.client)}" if turn.client else ""
        parts.append(f"## 问：{_plain_line(turn.question)}")
        generation = f"，索引 {turn.answer.generation}" if now and turn.answer and turn.answer.generation else ""
        changed = f"「已变」下面是当时的回答，现在的回答（{told_of(now)}）在它后面。\n\n" if now else ""
        parts.append(f"{changed}按 {turn.as_of} 判断{generation}{client}")
        parts.append(markdown(turn.answer) if turn.answer else f"（没有得到回答：{_plain_line(turn.error)}）")
        if now:
            parts.append(f"### 现在的回答（{told_of(now)}）")
            parts.append(markdown(now))
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def talk_json(talk: Talk, newer: Mapping[int, Answer] = NOTHING) -> str:
    """A conversation as JSON; answers have the form of ``wence ask --json``, ``newer`` where they changed."""
    from assistant.saying.render import to_json

    turns = [
        {
            "question": turn.question,
            "as_of": turn.as_of,
            "asked_at": turn.asked_at,
            "client": turn.client or None,
            "answer": to_json(turn.answer) if turn.answer else None,
            "error": turn.error or None,
            **({"newer": to_json(newer[place])} if place in newer else {}),
        }
        for place, turn in enumerate(talk.turns)
    ]
    whole = {"id": talk.id, "title": talk.title, "started": talk.started, "turns": turns}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _plain_line(text: str) -> str:
    """A text on one line whose characters Markdown doesn't take for marks."""
    flat = "".join(character if character.isprintable() else " " for character in text)
    return flat.translate(_MARKDOWN_MARKS)


_MARKDOWN_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})


def _append(path: Path, text: str) -> None:
    """Add whole lines; a line that a killed program left half is closed first, so that it spoils no other.

    One write at the end of the file, wherever that is by then: another window may append at the same time.
    """
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    with os.fdopen(opened, "rb+", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        if size and file.seek(size - 1) >= 0 and file.read(1) != b"\n":
            text = "\n" + text
        data = memoryview(text.encode("utf-8", "replace"))
        while data:
            data = data[file.write(data) or 0 :]
        if os.name == "posix" and os.fstat(opened).st_mode & 0o077:
            os.fchmod(opened, PRIVATE_FILE)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other window adds a question meanwhile; one that hangs for seconds is not waited for."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / ".lock", timeout=3, mode=PRIVATE_FILE)
    try:
        lock.acquire()
    except (Timeout, NotImplementedError):  # not every file system can lock
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _lines(path: Path) -> list[str]:
    """Lines as JSON Lines means them; ``splitlines`` would also cut at U+2028 inside a text."""
    if path.stat().st_size > FILE_LIMIT:
        raise OSError("too large")
    text = path.read_text(encoding="utf-8", errors="replace")
    return [line for line in text.split("\n") if line.strip()]


def _head(talk: Talk) -> str:
    values = {"wence": "conversation", "format": FORMAT, "title": talk.title, "started": talk.started}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _talk(talk_id: str, lines: list[str]) -> Talk:
    """The conversation that lines tell; the last head gives the title, for renaming adds one."""
    heads: list[dict[str, Any]] = []
    turns: list[Turn] = []
    damaged = 0
    for line in lines:
        head = _read_head(line)
        if head:
            heads.append(head)
            continue
        try:
            if len(line) > LINE_LIMIT:
                raise ValueError("too long")
            turns.append(read_turn(line))
        except (ValueError, RecursionError):
            damaged += 1
    first = turns[0].question if turns else ""
    title = _told([head.get("title") for head in reversed(heads)]) or " ".join(first.split())[:TITLE_LENGTH]
    started = _told([head.get("started") for head in heads]) or (turns[0].asked_at if turns else "")
    return Talk(id=talk_id, title=title or "未命名", started=started, turns=tuple(turns), damaged=damaged + (not heads))


def _told(values: list[Any]) -> str:
    """The first that is a text with something in it; a file may hold anything."""
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _shown(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)[:40]


def _read_head(line: str) -> dict[str, Any]:
    if '"wence"' not in line[:40]:
        return {}
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) and values.get("wence") == "conversation" else {}


def _texts(lines: list[str]) -> Iterator[str]:
    for line in lines:
        try:
            text = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(text, str):
            yield text


def _searchable(talk: Talk) -> str:
    texts = [talk.title]
    for turn in talk.turns:
        texts += [turn.question, turn.client]
        if turn.answer:
            texts += [turn.answer.headline, *turn.answer.facts]
    return "\n".join(texts).casefold()


def _touched(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
