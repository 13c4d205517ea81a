"""What a rebuild changes: documents, rows, and answers, before and after, in words for whoever keeps the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from assistant.saying.awards import say_awards
from assistant.saying.rows import bare_title
from assistant.types import Answer
from corpus.frozen import field_names, frozen
from corpus.patterns import late
from corpus.types import Corpus, Document, Passage, Policy, Standard, Subsidy

SHOWN = 60
"""lines of one kind; the rest is counted"""
HEADLINE_CHARACTERS = 160

_TABLE_SIZE = late(r"全部 \d+ 条")

_CLAUSE = late(r"[，。；、：？！\s]+")
_FIGURE = late(r"\d+(?:\.\d+)?")

Judge = Callable[[Answer, Answer, bool], bool]
"""whether a change from one answer to another was not to be expected; the last argument: they lead alike"""
Ask = Callable[[str], Answer]
Open = Callable[[], Ask]
"""begins a conversation"""


@frozen
class Talk:
    """Questions of one conversation, in order."""

    source: str
    """where they come from: 常用问题, 保存的对话, 关注清单"""
    questions: tuple[str, ...]


@frozen
class AnswerChange:
    """A question that is answered differently now."""

    question: str
    source: str
    before: str
    after: str
    unexpected: bool = False
    """whether the change of the corpus has no say in it"""


@frozen
class Changes:
    """Differences between two corpora and their answers."""

    documents: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    answers: tuple[AnswerChange, ...] = ()
    asked: int = 0
    """how many questions were compared"""

    @property
    def unexpected(self) -> tuple[AnswerChange, ...]:
        """Answers that changed although the change of the corpus has no say in them."""
        return tuple(change for change in self.answers if change.unexpected)

    def lines(self) -> list[str]:
        """The differences for people, what nobody would expect first; [] when there are none."""
        lines = []
        if self.unexpected:
            lines.append(f"警告：{len(self.unexpected)} 个与这次改动无关的回答也变了：")
            lines += _answers(self.unexpected)
        lines += [*_section("文件变化", self.documents), *_section("条目变化", self.rows)]
        lines += _section("正文变化", self.passages)
        others = [change for change in self.answers if not change.unexpected]
        if others:
            lines.append(f"回答变化（核对了 {self.asked} 个问题，{len(self.answers)} 个回答不同）：")
            lines += _answers(others)
        elif self.asked and not self.answers:
            lines.append(f"回答变化：核对了 {self.asked} 个问题，没有不同。")
        return lines


def _answers(changes: Sequence[AnswerChange]) -> list[str]:
    lines = []
    for change in changes[:SHOWN]:
        lines += [
            f"  问：{change.question}（{change.source}）",
            f"    原：{change.before}",
            f"    新：{change.after}",
        ]
    return lines + _rest(len(changes))


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"{title}：", *(f"  {line}" for line in lines[:SHOWN]), *_rest(len(lines))] if lines else []


def _rest(count: int) -> list[str]:
    return [f"  ……另有 {count - SHOWN} 处"] if count > SHOWN else []


def changes(old: Corpus, new: Corpus) -> Changes:
    """What differs between the records of two corpora."""
    return Changes(
        documents=tuple(_documents(old.documents, new.documents)),
        rows=(*_subsidies(old.subsidies, new.subsidies), *_listed(old, new)),
        passages=tuple(_passages(old, new)),
    )


def compare_answers(
    talks: Sequence[Talk], before: Open, after: Open, is_unexpected: Judge = lambda *_: False
) -> tuple[AnswerChange, ...]:
    """The questions whose answers differ in more than their wording of sources or their order, each once."""
    found: dict[str, AnswerChange] = {}
    for talk in talks:
        ask_old, ask_new = before(), after()
        for question in talk.questions:
            old, new = _asked(ask_old, question), _asked(ask_new, question)
            if _gist(old) != _gist(new) and question not in found:
                found[question] = AnswerChange(
                    question=question,
                    source=talk.source,
                    before=_said(old, new),
                    after=_said(new, old),
                    unexpected=is_unexpected(old, new, leads_alike(old, new)),
                )
    return tuple(found.values())


def _asked(ask: Ask, question: str) -> Answer:
    """The answer; a question that breaks the program is told among the changes and stops no rebuild by itself."""
    try:
        return ask(question)
    except Exception as error:
        told = f"（程序出错：{type(error).__name__}）"
        return Answer(question=question, as_of="", status="no_answer", intent="", headline=told)


def _gist(answer: Answer) -> tuple[Any, ...]:
    """What an answer says, whatever the order; how many rows the whole table has is no part of it."""
    told = sorted(_TABLE_SIZE.sub("", text) for text in _parts(answer))
    return (answer.status, answer.intent, sorted(_CLAUSE.split(answer.headline)), told)


def leads_alike(old: Answer, new: Answer) -> bool:
    """Whether two answers are of one kind and place, and lead with the same figures."""
    return _lead(old) == _lead(new)


def _lead(answer: Answer) -> tuple[Any, ...]:
    codes = [place["code"] for place in answer.understood.get("places", ())]
    return answer.status, answer.intent, codes, Counter(_FIGURE.findall(answer.headline))


def _said(answer: Answer, other: Answer) -> str:
    """The headline, and where both headlines are the same, the first line in which the answers part."""
    text = answer.headline
    if answer.headline == other.headline and answer.status == other.status:
        mine, theirs = _parts(answer), set(_parts(other))
        text += next((f"……{part}" for part in mine if part not in theirs), "")
    return text if len(text) <= HEADLINE_CHARACTERS else text[:HEADLINE_CHARACTERS] + "…"


def _parts(answer: Answer) -> list[str]:
    rows = [" ".join(row) for row in answer.table.rows] if answer.table else []
    return [*answer.facts, *rows, *answer.caveats]


def _documents(old: Iterable[Document], new: Iterable[Document]) -> Iterator[str]:
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for doc_id, document in after.items():
        if doc_id not in before:
            yield f"新增：《{bare_title(document.title)}》（{doc_id}）"
        elif before[doc_id] != document:
            yield f"修改：《{bare_title(document.title)}》（{doc_id}）{_fields(before[doc_id], document)}"
    for doc_id, document in before.items():
        if doc_id not in after:
            yield f"移除：《{bare_title(document.title)}》（{doc_id}）"


_DOCUMENT_FIELDS = {
    "title": "标题",
    "issuing_body": "发布机关",
    "document_number": "文号",
    "issue_date": "发布日期",
    "effective_date": "施行日期",
    "expiry_date": "有效期至",
    "places": "地区",
    "supersedes": "替代",
    "amends": "修改或延长",
    "draft": "征求意见稿",
}


def _fields(old: Document, new: Document) -> str:
    parts = [
        f"{label} {_shown(getattr(old, name), name)} → {_shown(getattr(new, name), name)}"
        for name, label in _DOCUMENT_FIELDS.items()
        if getattr(old, name) != getattr(new, name)
    ]
    return f"：{'；'.join(parts)}" if parts else ""


def _shown(value: Any, name: str) -> str:
    if name == "places":
        from assistant.keeping.placing import name_of
        from corpus.places import load_places

        value = tuple(name_of(code, load_places()) for code in value)
    if isinstance(value, tuple):
        return "、".join(value) or "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) or "（空）"


def _subsidies(old: Sequence[Subsidy], new: Sequence[Subsidy]) -> Iterator[str]:
    before, after = _keyed(old), _keyed(new)
    for key, row in after.items():
        older = before.get(key)
        if older is None:
            yield f"新增：{_named(row)}：{_promised(row)}{_validity(row)}"
        elif told := _row_changes(older, row):
            yield f"{_named(row)}：{told}"
    for key, row in before.items():
        if key not in after:
            yield f"移除：{_named(row)}：{_promised(row)}"


def _keyed(rows: Sequence[Subsidy]) -> dict[tuple[str, ...], Subsidy]:
    """Rows by what they are about: numbering moves when a document is edited, the subject does not."""
    keyed: dict[tuple[str, ...], Subsidy] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        key = (row.source.doc_id, row.place_code, row.policy, row.object, row.source.locator)
        counts[key] += 1
        keyed[(*key, str(counts[key]))] = row
    return keyed


def _named(row: Subsidy) -> str:
    object_name = "" if row.object == "绿色工厂" else f"（{row.object}）"
    return f"{row.place}《{bare_title(row.policy)}》{object_name}"


def _promised(row: Subsidy) -> str:
    return say_awards(row.awards, row.object) if row.awards else "未写金额"


def _validity(row: Subsidy) -> str:
    start = f"，{row.date_kind}{row.date}" if row.date else ""
    return f"{start}{f'，至 {row.end_date}' if row.end_date else '，未载明有效期'}"


def _row_changes(old: Subsidy, new: Subsidy) -> str:
    told = []
    if old.awards != new.awards:
        told.append(f"{_promised(old)} → {_promised(new)}")
    if old.end_date != new.end_date:
        told.append(f"有效期至 {old.end_date or '未载明'} → {new.end_date or '未载明'}")
    if (old.date, old.date_kind) != (new.date, new.date_kind):
        told.append(f"日期 {old.date_kind}{old.date or '无'} → {new.date_kind}{new.date or '无'}")
    if old.repealed_on != new.repealed_on:
        told.append(f"自 {new.repealed_on} 起由《{new.repealed_by}》废止" if new.repealed_on else "恢复（不再废止）")
    if old.draft != new.draft:
        told.append("改为征求意见稿" if new.draft else "不再是征求意见稿")
    told += [f"附注：{note}" for note in new.notes if note not in old.notes]
    told += [f"附注取消：{note}" for note in old.notes if note not in new.notes]
    return "；".join(told)


def _listed(old: Corpus, new: Corpus) -> Iterator[str]:
    for name, part in (("标准", "standards"), ("政策", "policies"), ("批次", "batches"), ("规则", "rules")):
        before = {_identity(row): row for row in getattr(old, part)}
        after = {_identity(row): row for row in getattr(new, part)}
        yield from (f"新增{name}：{_title(row)}" for key, row in after.items() if key not in before)
        yield from (f"移除{name}：{_title(row)}" for key, row in before.items() if key not in after)
        yield from (
            f"修改{name}：{_title(row)}"
            for key, row in after.items()
            if key in before and _content(before[key]) != _content(row)
        )


def _identity(row: Any) -> tuple[str, ...]:
    if isinstance(row, Standard):
        return (row.source.doc_id, row.number, row.title)
    if isinstance(row, Policy):
        return (row.source.doc_id, row.place_code, row.title)
    return (row.source.doc_id, row.id)


def _content(row: Any) -> str:
    return repr([getattr(row, name) for name in field_names(row) if name not in ("id", "source", "seq")])


def _title(row: Any) -> str:
    if isinstance(row, Standard):
        return f"{row.number} {row.title}".strip()
    if isinstance(row, Policy):
        return f"{row.place}《{bare_title(row.title)}》"
    return str(getattr(row, "list_title", "") or getattr(row, "text", row.id))[:60]


def _passages(old: Corpus, new: Corpus) -> Iterator[str]:
    titles = {one.id: one.title for one in (*old.documents, *new.documents)}
    before, after = _texts(old.passages), _texts(new.passages)
    for doc_id in [key for key in after if key in before]:
        gone, come = len(before[doc_id] - after[doc_id]), len(after[doc_id] - before[doc_id])
        if gone or come:
            yield f"《{bare_title(titles[doc_id])}》：增 {come} 段，减 {gone} 段"


def _texts(passages: Iterable[Passage]) -> dict[str, set[str]]:
    texts: dict[str, set[str]] = {}
    for passage in passages:
        texts.setdefault(passage.source.doc_id, set()).add(f"{passage.title} {passage.original or passage.text}")
    return texts
