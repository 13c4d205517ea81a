"""What the records just told, or their documents, hold of what is asked next: a note of a rule, another part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.pairs import pairs_shared
from assistant.query.records import Records
from assistant.saying import origins
from assistant.saying.draft import Draft
from assistant.texts.passages import RATE, RATE_ASKED, words_of
from assistant.understanding.memory import BARE, PART_TOLD, Memory
from assistant.understanding.numerals import chinese_number
from assistant.understanding.operations import MANY
from assistant.understanding.request import Request
from corpus.patterns import late
from corpus.types import Passage, Record, Rule, Standard

LEAST = 3
"""pairs of characters that a note shares with the question that it answers"""
SENTENCE = late("[；。]")
PART = late(
    r"^(?:那么?|要是|如果是|换成|至于|对于|还有|其中)*(?P<part>[^，,]{2,}?)(?:行业|这行|领域|方面|这块|那块)?(?:的话|的)?"
    r"(?:呢|怎么说|怎么样|怎么算)[啊？?。]*$"
)
"""钢铁呢, 申报企业在平台提交呢: another part of what was told"""
ONE_WORD = 4
"""characters up to which a part is one word, which must be held as it stands"""
OF_TEXTS = ("texts", "rules")
OTHER = (
    "topic.", "aspect.", "unsaid.", "event.", "rule.", "ask.", "operation.", "batch.removed", "batch.total", "compare.",
    "status.",
)  # fmt: skip
"""concepts with which a question is about more than another part of what was told"""


def another_part(request: Request, memory: Memory, records: Records) -> Request | None:
    """The request as one for another part of the statements just told, or of their documents; None where none of
    them holds it."""
    last = memory.last
    part = PART.match(request.asked)
    named = request.places or request.levels or request.batches or request.dates or request.amounts or request.titles
    if last is None or part is None or last.relation not in OF_TEXTS or named or request.has(*OTHER):
        return None
    if request.numbers or request.standards or len(request.asked) > BARE:
        return None
    words = (part["part"],) if len(part["part"]) <= ONE_WORD else request.unexplained or (part["part"],)
    held = next((each for each in _records_told(memory, records, words) if _holds(each, words)), None)
    if held is None:
        return None
    return request.with_(
        relation="texts", operation="value", aspects=(PART_TOLD,), told=(held.id,), leftover=words, where=(),
        text=f"{last.text}，{request.text}", product="", objects=request.objects or last.objects,
        context=request.context | last.concepts,
    )  # fmt: skip


def of_named_document(request: Request, memory: Memory, records: Records) -> Request | None:
    """那暂行的文号是多少 after two documents were told of: that of the one whose title holds the word."""
    aspects = tuple(name for name in ("body", "number") if request.has(f"aspect.{name}"))
    other = request.places or request.titles or request.numbers or request.batches or request.dates
    if not (aspects and request.leftover) or other or len(request.asked) > BARE or request.has("topic."):
        return None
    told = (record for record_id in memory.evidence if (record := records.record(record_id)) is not None)
    titled = (each for each in told if all(word in origins.title_of(each, records) for word in request.leftover))
    named = next(titled, None)
    if named is None:
        return None
    return request.with_(relation="", operation="value", aspects=aspects, about=(named.id,), unsaid=(), leftover=())


TITLE_LENGTH = 8
"""characters from which the title of a document is told apart from a subject"""
BRACKETS = late(r"[（(][^（）()]*[）)]|[《》〈〉<>\s]")


def of_titled_rule(request: Request, records: Records) -> Request | None:
    """广东省绿色工厂梯度培育管理实施细则的文号: what is asked of the document of a rule that is named by its title."""
    aspects = tuple(name for name in ("body", "number") if request.has(f"aspect.{name}"))
    if request.has("aspect.issued") and request.has("ask.when"):
        aspects = (*aspects, "day")
    if not aspects or request.titles or request.has("topic.money", "operation.", "rank."):
        return None
    asked = BRACKETS.sub("", request.text)
    found = [rule for rule in records.corpus.rules if _bare_title(rule) and _bare_title(rule) in asked]
    if not found:
        return None
    named = max(found, key=lambda rule: len(rule.basis))
    return request.with_(relation="", operation="value", aspects=aspects, about=(named.id,), unsaid=(), leftover=())


def _bare_title(rule: Rule) -> str:
    title = BRACKETS.sub("", rule.basis)
    return title if len(title) >= TITLE_LENGTH else ""


ORDERED = late(
    r"^(?:那么?|表里|名单里|里面|其中|那个)*(?:排)?(?:第(?P<nth>[一二三四五六七八九十\d]+)|(?P<end>最后|末尾|倒数第一)|(?P<first>最前|头一|排头))"
    r"(?:一)?[个项条]?"
)
"""第二个的标准号, 表里最后一个: one of the standards just listed, by its place there"""


def nth_standard(request: Request, memory: Memory, records: Records) -> Request | None:
    """The request for the standard that stands at a place in the list just told; None where none is meant."""
    found = ORDERED.match(request.asked)
    last = memory.last
    named = request.places or request.batches or request.numbers or request.product or request.dates
    if last is None or last.relation != "standards" or found is None or named or len(request.asked) > BARE:
        return None
    told = _standards_listed(memory, records)
    at = -1 if found["end"] else 0 if found["first"] else (chinese_number(found["nth"]) or 1) - 1
    if len(told) < len("两项") or at >= len(told):
        return None
    return request.with_(
        relation="standards", operation="value", standards=(told[at],), where=(), leftover=(), unknown=(), nth=1,
        concepts=request.concepts - {"operation.nth", "operation.latest", "operation.earliest"}, explained=1.0,
    )  # fmt: skip


def _standards_listed(memory: Memory, records: Records) -> list[Standard]:
    """The standards of the list told last, though one of them was asked about since."""
    for turn in (memory, *reversed(memory.past)):
        if turn.last is None or turn.last.relation != "standards":
            break
        if turn.last.operation in MANY:
            return [row for row_id in turn.evidence if isinstance(row := records.record(row_id), Standard)]
    return []


COUNTED = late(
    "^(?:那么?|其中)*(?P<part>[^，,几多少]{2,8}?)(?:移出|移除|更名|新增|通过)?了?有?(?:几|多少)[家个项条]?[呢啊？?]*$"
)
"""供应链企业移出几家 after a statement that tells it"""
NEAR = 8
"""characters between a part of a statement and its figure"""


def counted_part(request: Request, memory: Memory, records: Records) -> Request | None:
    """The request for a count that the statement just told holds; None where it holds none."""
    last, part = memory.last, COUNTED.match(request.asked)
    named = request.places or request.levels or request.batches or request.dates or request.amounts or request.titles
    lead = records.record(memory.evidence[0]) if memory.evidence else None
    if last is None or part is None or not isinstance(lead, Passage) or named or len(request.asked) > BARE:
        return None
    word = re.escape(part["part"])
    near = re.compile(rf"\d[^，。；]{{0,{NEAR}}}{word}|{word}[^，。；]{{0,{NEAR}}}\d")
    for record_id in memory.evidence:
        record = records.record(record_id)
        if isinstance(record, Passage) and near.search(record.text):
            return request.with_(
                relation="texts", operation="value", aspects=(PART_TOLD,), told=(record.id,), objects=(), where=(),
                leftover=(part["part"],), text=f"{last.text}，{request.text}",
            )  # fmt: skip
    return None


def _records_told(memory: Memory, records: Records, words: tuple[str, ...]) -> Iterator[Rule | Passage]:
    """The statements just told, then, for more than a short word, those of their document, and its rules at last:
    a note of a rule says less of its place and year than a statement."""
    told = [record for record_id in memory.evidence if (record := records.record(record_id)) is not None]
    yield from (record for record in told if isinstance(record, Passage))
    if len(words) > 1 or len(words[0]) >= LEAST:
        sections = {(record.source.doc_id, record.source.section) for record in told[:1]}
        beside: tuple[Rule | Passage, ...] = (*records.passages, *records.corpus.rules)
        yield from (record for record in beside if (record.source.doc_id, record.source.section) in sections)
    yield from (record for record in told if isinstance(record, Rule))


def _holds(record: Rule | Passage, words: tuple[str, ...]) -> bool:
    text = record.text if isinstance(record, Passage) else "".join((record.subject, record.text, *record.notes))
    return all(word in text for word in words)


def answer(request: Request, records: Records) -> Draft | None:
    """县区上传的截止日全国统一吗 after a rule whose note tells it; None where what was told holds nothing of it."""
    words = [word for word in (*request.leftover, *_unsaid_words(request)) if len(word) > 1]
    if not words:
        return None
    told = (record for record_id in request.told if (record := records.record(record_id)) is not None)
    for record in told:
        of_part = PART_TOLD in request.aspects
        held = [each for each in _sentences(record, of_part=of_part) if any(word in each for word in words)]
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


def _sentences(record: Record, *, of_part: bool) -> list[str]:
    if isinstance(record, Passage):
        return [record.text.rstrip("。")]
    if not isinstance(record, Rule):
        return []
    notes = [part for note in record.notes for part in SENTENCE.split(note) if part]
    return [*notes, f"{record.subject}：{record.text}".rstrip("。")] if of_part else notes
