"""Rebuilding the index: a new generation beside the live one, its answers held against the old one's, the switch."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.keeping.outcomes import RebuildReport, Report
from corpus.errors import WenceError
from corpus.frozen import replace
from corpus.shipped import REPORT

if TYPE_CHECKING:
    from datetime import date

    from assistant.keeping.comparison import AnswerChange, Changes, Talk
    from assistant.keeping.touched import Touched
    from assistant.service import Assistant
    from corpus.places import Places
    from corpus.types import Corpus
    from index.generations import Generations, OpenIndex

Progress = Callable[[str, int, int], None]
"""what is done (Chinese), how much of it, of how much"""
Notice = Callable[[str], None]

WATCHLIST = "watchlist.txt"
PROBES = 6
FEW_ROWS = 500
"""awards in a corpus up to which questions are asked without stint; of ten times as many, a tenth of them"""
LEAST_QUESTIONS = 150
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
    from corpus.log import note
    from index.generations import Generations, live_generation

    if live_generation(home) is not None:
        return
    if notice:
        notice("首次使用，正在建立索引……")
    with contextlib.suppress(WenceError):
        built = Generations(home, engine=engine_name()).build(progress=progress)
        note(home, "build", generation=built.generation)


def refuse_lost(home: Path) -> None:
    """Raise CorpusError where the library as a whole is gone, or can't be seen into: no change starts from there."""
    from assistant.keeping.settings import engine_name
    from corpus.library import document_folders
    from index.generations import Generations

    document_folders(home)
    Generations(home, engine=engine_name()).refuse_lost()


def rebuild(
    home: Path,
    *,
    full: bool = False,
    check_only: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    notice: Notice | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RebuildReport:
    """Build a new generation, hold its answers against the old one's, and switch to it unless ``check_only``.

    Where answers change that the change of the corpus has no say in, there is no switch, unless ``force``.

    Raises:
        WenceError: when the corpus is broken, another process builds, a check fails, or ``cancelled`` says so;
            the live generation still answers.
    """
    from assistant.keeping.settings import as_of_today, engine_name
    from corpus.log import note
    from index.errors import UnlikeError
    from index.generations import Generations

    generations = Generations(home, engine=engine_name())
    comparison = _Comparison(home, generations, as_of_today(), force=force)
    told = _stoppable(progress, cancelled)
    try:
        built = generations.build(
            full=full, keep_same=True, switch=not check_only, progress=told, probe=comparison.probe
        )
    except UnlikeError:
        note(home, "rebuild", stopped=[change.question for change in comparison.unexpected])
        return RebuildReport(
            generation=generations.live() or "",
            changed=True,
            switched=False,
            stopped=not check_only,
            broken=generations.broken,
            differences=comparison.changes,
            remarks=comparison.remarks,
            ok=False,
        )
    if built.changed and built.switched:
        note(
            home,
            "rebuild",
            generation=built.generation,
            damage=built.damage,
            forced=force and bool(comparison.unexpected),
        )
    return RebuildReport(
        generation=built.generation,
        changed=built.changed,
        switched=built.switched,
        differences=comparison.changes,
        remarks=comparison.remarks,
        damage=built.damage,
        broken=generations.broken,
    )


def _stoppable(progress: Progress | None, cancelled: Callable[[], bool] | None) -> Progress:
    def told(what: str, done: int, total: int) -> None:
        if cancelled and cancelled():
            raise Cancelled("已取消重建", "原来的索引仍在使用；要更新时再运行 wence rebuild。")
        if progress:
            progress(what, done, total)

    return told


class _Comparison:
    """Asks the old and the new generation the same questions, while the new one waits to go live."""

    def __init__(self, home: Path, generations: Generations, as_of: date, *, force: bool) -> None:
        self._force = force
        self._home = home
        self._generations = generations
        self._as_of = as_of
        self.changes: Changes | None = None
        self.remarks: tuple[str, ...] = ()

    @property
    def unexpected(self) -> tuple[AnswerChange, ...]:
        """Answers that changed although the change of the corpus has no say in them."""
        return self.changes.unexpected if self.changes else ()

    def probe(self, candidate: OpenIndex) -> tuple[str, ...]:
        """What is wrong with the candidate: probe questions that it can't answer.

        Raises UnlikeError when it changes answers that it should not, unless that is forced.
        """
        from corpus.replacement import dangling
        from index.errors import UnlikeError

        self.remarks = dangling(candidate.corpus)
        new = self._assistant(candidate)
        opened = self._generations.opened(thorough=True) if self._generations.live() else None
        if opened is None:
            return self._weighed(_silent(new, probes_of(new.corpus)))
        try:
            old = self._assistant(opened)
            problems = self._weighed(_silent(new, [one for one in probe_questions() if _is_still_told(one, old, new)]))
            if not problems:
                self._compare(old, new)
        finally:
            opened.close()
        if self.unexpected and not self._force and self._generations.has_this_program():
            raise UnlikeError(*_refusal(self.unexpected))
        return problems

    def _weighed(self, problems: tuple[str, ...]) -> tuple[str, ...]:
        """The problems that keep the candidate from going live; where that is forced, they are only told."""
        if self._force:
            self.remarks += problems
            return ()
        return problems

    def _compare(self, old: Assistant, new: Assistant) -> None:
        from assistant.keeping.comparison import changes, compare_answers
        from assistant.keeping.touched import is_unexpected, touched_by

        touched = touched_by(old.corpus, new.corpus)
        # what a whole shipped document says bears on every answer, and leaving it out is the user's own word
        whole = bool(self._generations.shipped_otherwise())
        talks = watched_talks(self._home, touched, new.places, len(new.corpus.subsidies))
        answers = compare_answers(
            talks,
            lambda: old.conversation().ask,
            lambda: new.conversation().ask,
            lambda was, now, alike: not whole and is_unexpected(was, now, touched, new.places, same_gist=alike),
        )
        asked = sum(len(talk.questions) for talk in talks)
        self.changes = replace(changes(old.corpus, new.corpus), answers=answers, asked=asked)

    def _assistant(self, index: OpenIndex) -> Assistant:
        from assistant.service import Assistant
        from corpus.places import load_places

        return Assistant(self._home, self._as_of, index, load_places(), lambda: index)


def _refusal(unexpected: Sequence[AnswerChange]) -> tuple[str, str]:
    first = unexpected[0]
    return (
        f"{len(unexpected)} 个与这次改动无关的回答也变了，例如「{first.question}」："
        f"原为「{first.before}」，会变成「{first.after}」",
        "用 wence rebuild --check 看全部变化；确认无误后用 wence rebuild --force 切换。",
    )


def preview(home: Path, part: Corpus, replaced: str = "", *, progress: Progress | None = None) -> Changes | None:
    """What a document would change if it were added, in place of the one of the id ``replaced``; nothing is written.

    None where no index has been built yet.
    """
    from assistant.keeping.settings import as_of_today, engine_name
    from corpus.store import merge
    from index.generations import Generations
    from index.units import parts_of

    generations = Generations(home, engine=engine_name())
    if not generations.can_open():
        return None
    kept = [one for doc_id, one in parts_of(generations.corpus_on_disk()).items() if doc_id != replaced]
    candidate = generations.in_memory(progress, merge([*kept, part]))
    comparison = _Comparison(home, generations, as_of_today(), force=True)
    comparison.probe(candidate)
    return comparison.changes


def probe_on_the_way(home: Path, engine: str, as_of: date, candidate: OpenIndex) -> tuple[str, ...]:
    """Hold a generation that a question makes on its way against the live one; what is wrong with it.

    Raises UnlikeError when it changes answers that it should not. A new program is not compared: it may answer better.
    """
    from index.generations import Generations

    generations = Generations(home, engine=engine)
    if not generations.has_this_program():
        return ()
    return _Comparison(home, generations, as_of, force=False).probe(candidate)


def _silent(new: Assistant, questions: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"「{one}」没有得到回答" for one in questions if new.ask(one).status == "no_answer")


def _is_still_told(question: str, old: Assistant, new: Assistant) -> bool:
    """Whether a question had an answer of which no document is gone: what the answer rested on can be left out."""
    answer = old.ask(question)
    held = {document.id for document in new.corpus.documents}
    return answer.status != "no_answer" and all(citation.doc_id in held for citation in answer.citations)


def probe_questions() -> tuple[str, ...]:
    """The first questions of the shipped list, which any generation that holds the report must answer."""
    return shipped_questions()[:PROBES]


def probes_of(corpus: Corpus) -> tuple[str, ...]:
    """The questions that a corpus must answer: none where the report, whose rows they ask for, is left out."""
    return probe_questions() if any(document.id == REPORT for document in corpus.documents) else ()


def shipped_questions() -> tuple[str, ...]:
    """The shipped list of questions that are known to have an answer."""
    return _question_lines((Path(__file__).parent.parent / "showing" / "questions.txt").read_text(encoding="utf-8"))


def watched_talks(home: Path, touched: Touched, places: Places, rows: int) -> tuple[Talk, ...]:
    """What is asked before and after a rebuild, what matters most first.

    These are questions about what changed, the watch list, the latest conversations, and of the shipped list what the
    change may touch with a sample of the rest; fewer where the corpus has many ``rows`` and a question takes longer.
    """
    from assistant.keeping.comparison import Talk
    from assistant.keeping.touched import chosen, questions_about

    watched: tuple[str, ...] = ()
    with contextlib.suppress(OSError):
        from corpus.readers.decode import decode

        watched = _question_lines(decode((home / WATCHLIST).read_bytes()))
    common = tuple(dict.fromkeys((*probe_questions(), *chosen(shipped_questions(), touched, places))))
    about = [one for one in questions_about(touched, places) if one not in (*common, *watched)]
    talks = [Talk(source="关注清单", questions=(question,)) for question in watched]
    talks += [Talk(source="常用问题", questions=(question,)) for question in common]
    talks += [Talk(source="新文件的地区、级别和要求", questions=(question,)) for question in about]
    talks += [Talk(source="保存的对话", questions=questions) for questions in _kept_questions(home)]
    most = max(LEAST_QUESTIONS, MAX_QUESTIONS * FEW_ROWS // max(FEW_ROWS, rows))
    return tuple(_limited(talks, min(most, MAX_QUESTIONS)))


def _limited(talks: Sequence[Talk], most: int) -> Iterator[Talk]:
    count = 0
    for talk in talks:
        count += len(talk.questions)
        if count > most:
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

    generations = Generations(home, engine=engine_name())
    back = generations.rollback(generation)
    note(home, "rollback", generation=back.generation, restored=back.restored, removed=back.removed)
    messages = [f"已退回第 {back.generation} 代索引，资料库也回到当时的样子。"]
    if back.restored:
        messages.append(f"恢复成当时的：{'、'.join(back.restored)}。")
    if back.removed:
        messages.append(f"当时还没有、现已移出的：{'、'.join(back.removed)}。可用 wence corpus restore 编号 取回。")
    otherwise = "、".join(generations.shipped_otherwise())
    if otherwise:
        messages.append(f"这一代建立时，{otherwise} 的停用与现在的设置不同；要按现在的设置回答，运行 wence rebuild。")
    return Report(messages=tuple(messages))
