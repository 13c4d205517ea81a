"""What clean-up notices say of the documents they name: what stays in force, what ends, what is to be changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.query.records import Records
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.texts.bearing import added, bearing
from assistant.texts.passages import BY_NUMBER, ITEM, passages_of
from assistant.understanding.request import Request
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.types import Document, Passage
from corpus.validity import first_day

NAME = "cleanup"
say = load_wording("cleanup")
_VERDICTS = (
    ("kept", late(r"继续有效|予以保留|保留(?:的|并)|继续执行|继续施行|现行有效|不予?废止")),
    ("amended", late(r"修改|修订")),
    ("ended", late(r"废止|失效|停止执行|不再执行|停止施行")),
)
_ASKED = (
    ("kept", late(r"继续有效|保留|还有效|仍然?有效|继续执行|没(?:有)?废止|现行有效|留了?下来")),
    ("amended", late(r"修改|修订|要改")),
    ("ended", late(r"废止|失效|作废|停止执行")),
)
_OF_STATE = late(r"有效|废止|失效|作废|清理|修改|修订|保留|停止执行|还能用|管不管用")
_LISTS = late(r"哪些|哪几[件个份部]|[几多]少?[件个份部]|清单")
_COUNTS = late(r"[几多]少?[件个份部]")
_TITLE = late(r"《((?:[^《》]|《[^《》]*》)+)》")
_TITLE_FIELD = late(r"(?:^|；)(?:文件名称|文件标题|名称|标题|规范性文件(?:名称)?|政策名称)：([^；]{4,80})")
_STATE_FIELD = late(r"(?:^|；)[^；：]{0,6}(?:结果|意见|结论|状态|处理|效力|备注)：([^；]+)")
_OF_CLEANUP = late(r"清理|废止|失效|继续有效")
_KIND = late(
    r"^(?:请问|现在|目前|那|这|那个|这个|原来的?|老的?|旧的?|2024年的?)*(暂行办法|试行办法|暂行规定|试行规定)(?!第)"
)
"""a question that names a document by its kind alone"""
SHORTEST = 6
MOST_NAMED = 10
HEAD_CHARACTERS = 30


@frozen
class Named:
    """A document that a clean-up notice names, and what it says of it."""

    title: str
    verdict: str
    head: str
    passage: Passage
    notice: Document
    number: str = ""
    since: str = ""
    """from when it is ended, where its notice says so; "" where that is the day of the notice, or none is known"""


def answer(request: Request, records: Records) -> Draft | None:
    """What a clean-up notice says of a document asked about, or which it names so; None where none does."""
    if not added(records):
        return None
    question = re.sub(r"\s", "", request.text)
    if not _OF_STATE.search(question):
        return None
    if (found := _asked_for(question, request, records)) is not None:
        slots = {"title": found.title, "verdict": _said(found), "notice": _inner(found.notice), "head": found.head}
        today = request.as_of.isoformat()
        if found.verdict != "repealed":
            headline = say("one", **slots)
        elif found.since and first_day(found.since) > request.as_of:
            headline = say("to_come", **slots, since=found.since, today=today)
        else:
            headline = say("former_since", **slots, since=found.since) if found.since else say("former", **slots)
        computed = tuple(day for day in (found.since, today) if day)
        return Draft(status="answered", intent=NAME, headline=headline, evidence=(found.passage,), computed=computed)
    if not _LISTS.search(question):
        return None
    wanted = next((name for name, words in _ASKED if words.search(question)), "")
    near = {document.id for document in bearing(request, records)}
    of_kind = [one for one in _of_cleanups(records) if one.verdict == wanted and one.notice.id in near]
    latest = [one for one in of_kind if one.notice.id == of_kind[0].notice.id]
    return _listed(latest, counted=bool(_COUNTS.search(question))) if latest else None


def _asked_for(question: str, request: Request, records: Records) -> Named | None:
    """The document that a question names; what has rows of its own and ended is told by its rows."""
    known = _known(question, records)
    named = [one for one in known if _names(question, one)] or _by_kind(question, request, known)
    best = max(named, key=lambda one: len(one.title), default=None)
    if best is None or (best.verdict in ("ended", "repealed") and records.whole.rows_titled([best.title])):
        return None
    return best


def _names(question: str, one: Named) -> bool:
    bare = re.sub(r"[（(][^（()）]*[）)]$", "", one.title)
    own = re.sub(r"^[\u4e00-\u9fff]{2,6}?[省市县区州]", "", bare)
    if (by_number := BY_NUMBER.search(question)) and one.number.endswith(f"〕{by_number[1]}号"):
        return True
    return any(len(name) >= SHORTEST and name in question for name in (bare, own))


def _by_kind(question: str, request: Request, known: Sequence[Named]) -> list[Named]:
    """暂行办法还有效吗: the one document of its kind that a newer one ends, where only its kind is named."""
    kind = _KIND.match(question)
    if kind is None or request.places:
        return []
    found = [one for one in known if one.verdict == "repealed" and one.title.endswith(kind[1])]
    return found if len({one.title for one in found}) == 1 else []


def _listed(found: Sequence[Named], *, counted: bool) -> Draft:
    titles = "、".join(f"《{one.title}》" for one in found[:MOST_NAMED]) + (
        say("more") if len(found) > MOST_NAMED else ""
    )
    first = found[0]
    slots = {"verdict": _said(first), "count": len(found), "notice": _inner(first.notice), "head": first.head}
    headline = say("count", **slots) if counted else say("which", **slots, titles=titles)
    evidence = tuple(one.passage for one in found)
    return Draft(status="answered", intent=NAME, headline=headline, evidence=evidence, computed=(f"{len(found)} 件",))


def _said(one: Named) -> str:
    """How it is said what becomes of a document."""
    words = {"kept": say("kept"), "ended": say("ended"), "amended": say("amended"), "repealed": say("repealed")}
    return words[one.verdict]


def _inner(document: Document) -> str:
    return document.title.replace("《", "〈").replace("》", "〉")


def _known(question: str, records: Records) -> list[Named]:
    """What added notices say of documents that a question may name, the newest notice first.

    Many notices end another in their last clause: unless it may be named by its number or its kind, only those are
    read whose clause shares a run of characters with the question.
    """
    runs = [question[at : at + SHORTEST] for at in range(len(question) - SHORTEST + 1)]
    whole = BY_NUMBER.search(question) or _KIND.match(question)
    telling = records.kept("notices that tell of others", lambda: [one for one in added(records) if _tells(one)])
    found: list[Named] = []
    for document in telling:
        if _OF_CLEANUP.search(document.title):
            found += _of(document, records)
        elif whole or any(run in target for target in document.supersedes for run in runs):
            found += _repealed(document, records)
    return found


def _tells(document: Document) -> bool:
    return bool(document.supersedes or _OF_CLEANUP.search(document.title))


def _of_cleanups(records: Records) -> list[Named]:
    """What all added clean-up notices name, the newest notice first."""
    cleanups = (document for document in added(records) if _OF_CLEANUP.search(document.title))
    return [one for document in cleanups for one in _of(document, records)]


def _repealed(document: Document, records: Records) -> Iterator[Named]:
    """The former documents that a rule, which is no clean-up notice, ends in its last clause."""
    from corpus.extract.repeals import parse_target  # the way documents are read, which no answer of ours goes

    for target in document.supersedes:
        repeal = parse_target(target)
        title = repeal.title
        passage = next((one for one in passages_of(document.id, records) if title and title in one.text
                        and _verdict(_own_words(one.text)) == "ended"), None)  # fmt: skip
        if passage is not None:
            since = _since(document, target)
            yield Named(
                title=title,
                verdict="repealed",
                head=passage.text,
                passage=passage,
                notice=document,
                since=since,
                number=repeal.number,
            )


def _since(document: Document, entry: str) -> str:
    """From which day a document ends another: the one its clause names, else its own first day in force."""
    from corpus.extract.repeals import first_day_in, parse_target

    words = dict(document.effects).get(entry, "")
    return parse_target(entry).since or first_day_in(words) or document.effective_date or document.issue_date


def _of(document: Document, records: Records) -> tuple[Named, ...]:
    """What a clean-up notice names."""
    found: tuple[Named, ...] = records.kept(
        f"named in {document.id}", lambda: tuple(_named(passages_of(document.id, records), document))
    )
    return found


def _named(passages: Iterable[Passage], document: Document) -> Iterator[Named]:
    head = ""
    for passage in passages:
        if not ITEM.match(passage.text) and not passage.text.lstrip().startswith("《"):
            opens = passage.text.endswith(("：", ":")) or len(passage.text) <= HEAD_CHARACTERS
            head = passage.text if opens and _verdict(passage.text) else ""
        told = passage.source.section if _verdict(passage.source.section) else head
        own = _own_words(passage.text)
        verdict = _verdict(own) or _verdict(told)
        if not verdict:
            continue
        lead = own if _verdict(own) else told
        for title in _titles(passage.text):
            if not re.search(r"(?:根据|依据|按照|依照)《$", passage.text[: passage.text.index(title)]):
                short = re.sub(r"[：:]$", "", lead)[:HEAD_CHARACTERS]
                yield Named(title=title, verdict=verdict, head=short, passage=passage, notice=document)


def _titles(text: str) -> list[str]:
    """The documents that a line or a row of a table names."""
    return _TITLE.findall(text) or [value.strip() for value in _TITLE_FIELD.findall(text)]


def _own_words(text: str) -> str:
    """What a line says beside the titles in it; of a row, what its last columns say."""
    fields = _STATE_FIELD.findall(text)
    return "；".join(fields) if fields else "" if _TITLE_FIELD.search(text) else _TITLE.sub("", text)


def _verdict(text: str) -> str:
    return next((name for name, words in _VERDICTS if words.search(text)), "")
