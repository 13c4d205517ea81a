"""What the record just told holds beside what was told of it: a note of a rule, the same statement once more."""

from __future__ import annotations

from assistant.pairs import pairs_shared
from assistant.query.records import Records
from assistant.saying.draft import Draft
from assistant.texts.passages import RATE, RATE_ASKED, words_of
from assistant.understanding.request import Request
from corpus.patterns import late
from corpus.types import Passage, Record, Rule

LEAST = 3
"""pairs of characters that a note shares with the question that it answers"""
SENTENCE = late("[；。]")


def answer(request: Request, records: Records) -> Draft | None:
    """县区上传的截止日全国统一吗 after a rule whose note tells it; None where what was told holds nothing of it."""
    words = [word for word in (*request.leftover, *_unsaid_words(request)) if len(word) > 1]
    if not words:
        return None
    told = (record for record_id in request.told if (record := records.record(record_id)) is not None)
    for record in told:
        held = [each for each in _sentences(record) if any(word in each for word in words)]
        best = max(held, key=lambda each: pairs_shared(request.asked, each), default="")
        if RATE_ASKED.search(request.asked) and not RATE.search(best):
            continue
        if best and (isinstance(record, Passage) or pairs_shared(request.asked, best) >= LEAST):
            intent = "statement" if isinstance(record, Passage) else "rule"
            return Draft(status="answered", intent=intent, headline=f"{best}。", evidence=(record,))
    return None


def _unsaid_words(request: Request) -> list[str]:
    """The words by which a question names what hardly a source says (打分)."""
    return [word for name in request.unsaid for word in words_of(name) if word in request.asked]


def _sentences(record: Record) -> list[str]:
    if isinstance(record, Passage):
        return [record.text.rstrip("。")]
    notes = record.notes if isinstance(record, Rule) else ()
    return [part for note in notes for part in SENTENCE.split(note) if part]
