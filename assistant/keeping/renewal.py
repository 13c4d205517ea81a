"""Rebuilding the index: a new generation beside the live one, its answers held against the old one's, the switch."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.keeping.outcomes import RebuildReport, Report
from corpus.errors import WenceError

if TYPE_CHECKING:
    from datetime import date

    from assistant.keeping.comparison import Changes, Talk
    from assistant.service import Assistant
    from index.generations import Generations, OpenIndex

Progress = Callable[[str, int, int], None]
"""what is done (Chinese), how much of it, of how much"""
Notice = Callable[[str], None]

WATCHLIST = "watchlist.txt"
PROBES = 6
MAX_TALKS = 200
MAX_QUESTIONS = 1000
"""questions asked before and after a rebuild: at some milliseconds each, a few seconds at most"""


class Cancelled(AssistantError):
    """Whoever started a rebuild asked it to stop."""


def begin(home: Path, *, progress: Progress | None = None, notice: Notice | None = None) -> None:
    """Build the first generation where there is none, so that a change can be told and gone back from.

    What keeps it from being built is told by the rebuild that follows the change.
    """
    from assistant.keeping.settings import engine_name
    from index.generations import Generations, live_generation

    if live_generation(home) is not None:
        return
    if notice:
        notice("首次使用，正在建立索引……")
    with contextlib.suppress(WenceError):
        Generations(home, engine=engine_name()).build(progress=progress)


def rebuild(
    home: Path,
    *,
    full: bool = False,
    check_only: bool = False,
    progress: Progress | None = None,
    notice: Notice | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RebuildReport:
    """Build a new generation, hold its answers against the old one's, and switch to it unless ``check_only``.

    Raises:
        WenceError: when the corpus is broken, another process builds, a check fails, or ``cancelled`` says so;
            the live generation still answers.
    """
    from assistant.keeping.settings import as_of_today, engine_name
    from index.generations import Generations

    generations = Generations(home, engine=engine_name())
    comparison = _Comparison(home, generations, as_of_today())
    built = generations.build(
        full=full, switch=not check_only, progress=_stoppable(progress, cancelled), probe=comparison.probe
    )
    return RebuildReport(
        generation=built.generation,
        changed=built.changed,
        switched=built.switched,
        differences=comparison.changes,
        remarks=comparison.remarks,
        damage=built.damage,
    )


def _stoppable(progress: Progress | None, cancelled: Callable[[], bool] | None) -> Progress:
    def told(what: str, done: int, total: int) -> None:
        if cancelled and cancelled():
            raise Cancelled("已取消重建", "原来的索引没有动。")
        if progress:
            progress(what, done, total)

    return told


class _Comparison:
    """Asks the old and the new generation the same questions, while the new one waits to go live."""

    def __init__(self, home: Path, generations: Generations, as_of: date) -> None:
        self._home = home
        self._generations = generations
        self._as_of = as_of
        self.changes: Changes | None = None
        self.remarks: tuple[str, ...] = ()

    def probe(self, candidate: OpenIndex) -> tuple[str, ...]:
        """What is wrong with the candidate: probe questions that it can't answer."""
        from corpus.replacement import dangling

        self.remarks = dangling(candidate.corpus)
        new = self._assistant(candidate)
        if not (self._generations.live() and self._generations.can_open(thorough=True)):
            return _silent(new, probe_questions())
        opened = self._generations.open()
        try:
            old = self._assistant(opened)
            problems = _silent(new, [one for one in probe_questions() if old.ask(one).status != "no_answer"])
            if not problems:
                self._compare(old, new)
        finally:
            opened.close()
        return problems

    def _compare(self, old: Assistant, new: Assistant) -> None:
        from assistant.keeping.comparison import changes, compare_answers

        talks = watched_talks(self._home)
        found = changes(old.corpus, new.corpus)
        answers = compare_answers(talks, lambda: old.conversation().ask, lambda: new.conversation().ask)
        self.changes = replace(found, answers=answers, asked=sum(len(talk.questions) for talk in talks))

    def _assistant(self, index: OpenIndex) -> Assistant:
        from assistant.service import Assistant
        from corpus.places import load_places

        return Assistant(self._home, self._as_of, index, load_places(), lambda: index)


def _silent(new: Assistant, questions: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"「{one}」没有得到回答" for one in questions if new.ask(one).status == "no_answer")


def probe_questions() -> tuple[str, ...]:
    """The first questions of the shipped list, which any generation must answer."""
    return shipped_questions()[:PROBES]


def shipped_questions() -> tuple[str, ...]:
    """The shipped list of questions that are known to have an answer."""
    return _question_lines((Path(__file__).parent.parent / "showing" / "questions.txt").read_text(encoding="utf-8"))


def watched_talks(home: Path) -> tuple[Talk, ...]:
    """What is asked before and after a rebuild: the shipped list, the watch list, the latest conversations."""
    from assistant.keeping.comparison import Talk

    watched: tuple[str, ...] = ()
    with contextlib.suppress(OSError):
        from corpus.readers.decode import decode

        watched = _question_lines(decode((home / WATCHLIST).read_bytes()))
    talks = [Talk(source="关注清单", questions=(question,)) for question in watched]
    talks += [Talk(source="保存的对话", questions=questions) for questions in _kept_questions(home)]
    talks += [Talk(source="常用问题", questions=(question,)) for question in shipped_questions()]
    return tuple(_limited(talks))


def _limited(talks: Sequence[Talk]) -> Iterator[Talk]:
    count = 0
    for talk in talks:
        count += len(talk.questions)
        if count > MAX_QUESTIONS:
            return
        yield talk


def _question_lines(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def _kept_questions(home: Path) -> Iterator[tuple[str, ...]]:
    from assistant.keeping.talks import Talks

    for talk in Talks(home).all()[:MAX_TALKS]:
        questions = tuple(turn.question for turn in talk.turns if turn.question)
        if questions:
            yield questions


def history(home: Path) -> list[dict[str, Any]]:
    """The generations that are kept, newest first, with stable English keys."""
    from assistant.keeping.settings import engine_name
    from index.generations import Generations

    return [
        {
            "generation": one.name,
            "built": one.created,
            "live": one.live,
            "engine": one.engine,
            "documents": list(one.documents),
            "counts": one.counts,
        }
        for one in Generations(home, engine=engine_name()).list()
    ]


def rollback(home: Path, generation: str | None = None) -> Report:
    """Make an older generation the live one: the one before, or the one named. Raises WenceError when there is none."""
    from assistant.keeping.settings import engine_name
    from corpus.log import note
    from index.generations import Generations

    back = Generations(home, engine=engine_name()).rollback(generation)
    note(home, "rollback", generation=back.generation, restored=back.restored, removed=back.removed)
    messages = [f"已退回第 {back.generation} 代索引，资料库也回到当时的样子。"]
    if back.restored:
        messages.append(f"恢复成当时的：{'、'.join(back.restored)}。")
    if back.removed:
        messages.append(f"当时还没有、现已移出的：{'、'.join(back.removed)}。可用 wence corpus restore 编号 取回。")
    return Report(messages=tuple(messages))
