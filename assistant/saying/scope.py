"""What the corpus does not deal with: noise, chat, other recognitions, places abroad; and what is left open."""

from __future__ import annotations

import re

from assistant.query.records import FACTORY, Records, concerns_factories
from assistant.saying import rows
from assistant.saying.awards import say_awards
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.numerals import HAN
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.types import Subsidy

NAME = "scope"
say = load_wording("scope")
WORDS = r"[^\W_]"
MEANING = rf"{HAN}{{2}}|[A-Za-z]{{3}}|\d{{4}}"
POINTING = r"[那这该此](?:份|个|项|条)?(?:文件|政策|通知|办法|意见|方案|规定)"
HOW_RECENT = late(
    "(?:资料|数据|收录|库|信息|内容)(?:都|是|里)?(?:更新|截至|截止|收录|收集)?(?:到|至|了)?(?:的是)?(?:哪一?天|哪一?年|什么时候|啥时候|何时|几号|哪个月)"
    "(?:的|为止|更新|了)*[呢啊吗？?]*$|(?:资料|数据)(?:新不新|是不是最新|是?最新的?吗|有多新)",
    words=("资料", "数据", "收录", "库", "信息", "内容"),
)
"""until when the sources themselves reach: 资料更新到哪天"""
MADE_BY = late(
    "报告(?:到底|究竟)?(?:是|由)?(?:谁|哪个?(?:机构|单位|协会|公司|家|部门))(?:家)?(?:来)?(?:写|编|出|发|做|搞|弄)"
    "|谁(?:写|编|出|做)的?(?:这|那)?(?:份|个)?报告",
    words=("报告",),
)
"""who made the report, which is no policy"""
BODY_END = 9
"""last characters of a body's name, by which statements call it"""
GREETING = 6
ELLIPTIC = 8
TERMS = ("topic.money", "ask.much", "ask.amount", "aspect.valid", "aspect.end", "topic.policy", "aspect.benefit",
         "aspect.document", "operation.sum", "aspect.issued")  # fmt: skip
TOPICS = ("topic.", "aspect.valid", "aspect.end", "unsaid.")


def answer(request: Request, records: Records, offtopic: tuple[str, ...]) -> Draft | None:
    """That it can't be answered here, what can, and what to ask instead; None for a question that is ours."""
    text = request.text
    if not re.search(WORDS, text):
        return _none(
            records, say("empty" if not text.strip() else "noise"), "clarify" if not text.strip() else "no_answer"
        )
    if not re.search(MEANING, text) and not _has_slots(request):
        return _none(records, say("noise"))
    if offtopic and not (request.places and request.mentions("topic.money")):
        return _none(records, say("offtopic"))
    if _abroad(request):
        return _none(records, say("abroad", place="、".join(request.outside)))
    if HOW_RECENT.search(text):
        return _how_recent(records)
    if MADE_BY.search(text) and not request.places and (made := _made_by(records)) is not None:
        return made
    if (unheld := _unheld_country(request, records)) is not None:
        return unheld
    if _other_object(request, records):
        return _object(request, records)
    if request.mentions("talk.greeting") and len(_stripped(text)) <= GREETING and not request.has("topic."):
        return _none(records, say("greeting"))
    return _open(request, records)


def _how_recent(records: Records) -> Draft:
    """Until when each document reaches that was gathered for the program; an added one bears its own date."""
    reaching = [(one.title, one.covers_until or one.issue_date) for one in records.corpus.documents if one.shipped]
    items = "；".join(say("reaches", title=title, until=until) for title, until in reaching if until)
    headline = say("how_recent", items=items)
    onwards = (say("suggest_now"),)
    return Draft(status="answered", intent=NAME, headline=headline, computed=(items,), suggestions=onwards)


def _made_by(records: Records) -> Draft | None:
    """Who made the report, in the statement that names it and them; None where none does."""
    reports = [one for one in records.corpus.documents if one.kind == "report" and one.issuing_body]
    for report in reports:
        body = report.issuing_body[-BODY_END:]
        stated = [each for each in records.passages if report.title in each.text and body in each.text]
        if stated:
            return Draft(status="answered", intent=NAME, headline=stated[0].text, evidence=(stated[0],))
    return None


def _open(request: Request, records: Records) -> Draft | None:
    """What must be asked back before anything else."""
    if request.undecided and not request.places:
        names = "、".join(records.places.path(place.code).replace("/", "") for place in request.undecided[:6])
        asked = _none(records, say("clarify_undecided", names=names), "clarify", missing="place")
        return replace(asked, computed=(names,))  # no record names them; another part of the answer may be told
    if _points_back(request):
        return _none(records, say("clarify_follow_up"), "clarify", missing="topic")
    elsewhere = request.relation in ("rules", "standards", "batches", "texts")
    if request.has("talk.self_place") and not request.places and request.has(*TERMS) and not elsewhere:
        return _none(records, say("self_place"), "clarify", missing="place")
    return None


def _has_slots(request: Request) -> bool:
    return bool(
        request.places or request.levels or request.batches or request.stars or request.numbers or request.standards
    )


def _abroad(request: Request) -> bool:
    """A subsidy of a place abroad; statements on policies abroad are texts."""
    asks_money = request.mentions("topic.money") and (FACTORY in request.text or "绿厂" in request.text)
    return bool(request.outside) and asks_money and not request.places


def _unheld_country(request: Request, records: Records) -> Draft | None:
    """That a country asked about is in none of the sections on policies abroad, and which are; None where one is."""
    from assistant.understanding.lexicon import load_lexicon

    if not request.outside or request.places or not request.mentions("topic.policy", "topic.abroad", "ask."):
        return None
    headings = "".join(records.kept("headings", lambda: dict.fromkeys(p.source.section for p in records.passages)))
    held = [name for name in load_lexicon().outside_places if name in headings]
    if not held or any(name in held for name in request.outside):
        return None
    stated = [p for p in records.passages if any(name in p.source.section for name in held)]
    headline = say("unheld_country", names="、".join(request.outside), held="、".join(held))
    draft = _none(records, headline)
    return replace(draft, evidence=tuple({p.source.section: p for p in stated}.values()))


def _points_back(request: Request) -> bool:
    """Whether a short question only points at something said before, of which there is nothing."""
    of_all_lists = request.relation == "batches" and (
        request.operation == "extreme" or bool(request.dates) or request.has("batch.")
    )
    if _has_slots(request) or of_all_lists or request.inherited or request.titles or request.quoted:
        return False
    if re.match(POINTING, request.text):
        return True
    pointing = request.has("talk.this", "talk.these", "talk.follow")
    return pointing and len(request.text) <= ELLIPTIC and not request.has(*TOPICS)


def _other_object(request: Request, records: Records) -> bool:
    """Another recognition with money, a policy or a place asked of it, and no green factory as what is asked."""
    if not request.objects or request.numbers or (request.titles and not _gives_by_title(request, records)):
        return False
    if request.has("topic.standard", "topic.abroad", "topic.goal", "topic.definition", "topic.committee"):
        return False
    ours = FACTORY in request.asked or "绿厂" in request.asked
    if ours or (FACTORY in request.text and not any(word in request.asked for word in _object_words(request))):
        return False
    return request.has("topic.money", "ask.amount", "aspect.valid") or (bool(request.places) and request.has("ask."))


def _gives_by_title(request: Request, records: Records) -> bool:
    """Whether the rule that a question names gives what it asks for: 某办法规定省级绿色园区奖多少."""
    unit = request.objects[0].removeprefix("绿色")
    named = any(word in request.asked for word in _object_words(request))
    given = (row.object for row in records.rows_titled(request.titles) if not concerns_factories(row))
    return named and any(unit in name for name in given)


def _object_words(request: Request) -> tuple[str, ...]:
    from assistant.understanding.lexicon import load_lexicon

    objects = load_lexicon().objects
    return tuple(word for name in request.objects for word in objects.get(name, (name,)))


def _stripped(text: str) -> str:
    return re.sub(r"你好|您好|谢谢|多谢|[，。！!？?,.~ 啊呀吗呢哈]", "", text)


def _none(records: Records, headline: str, status: AnswerStatus = "no_answer", missing: str = "") -> Draft:
    suggestions = tuple(say("suggest_place", place=name) for name in records.examples())
    facts = (say("covers"),) if status == "no_answer" else ()
    return Draft(status=status, intent=NAME, headline=headline, facts=facts, suggestions=suggestions, missing=missing)


def _object(request: Request, records: Records) -> Draft:
    name = request.objects[0]
    if request.places and (found := _rows_for(name, request, records)):
        lines = tuple(_object_line(row, request) for row in found)
        levels = {award.level for award in found[0].awards}
        silent = [level for level in request.levels if level not in levels and levels != {""}]
        lead = say("object_not_at_level", place=found[0].place, object=name, level="、".join(silent)) if silent else ""
        return Draft(
            status="partial" if silent else "answered",
            intent=NAME,
            headline=lead + lines[0],
            facts=lines[1:],
            evidence=found,
        )
    if request.places:
        place = request.places[0].name
        return _none(records, say("other_object_place", place=place, object=name))
    return _none(records, say("other_object", object=name))


def _object_line(row: Subsidy, request: Request) -> str:
    line = say(
        "object_row",
        place=row.place,
        object=row.object,
        awards=say_awards(row.awards, row.object) or rows.provision(row),
        validity=rows.say_validity(row, request.as_of, short=True),
    )
    return line + "".join(f"{note.rstrip('。')}。" for note in row.notes)


def _rows_for(name: str, request: Request, records: Records) -> tuple[Subsidy, ...]:
    """Rows of added documents about another recognition, of the places named."""
    unit = name.removeprefix("绿色")
    codes = {place.code for place in request.places}
    found = [row for row in records.corpus.subsidies if row.place_code in codes and not concerns_factories(row)]
    return rows.governing((row for row in found if unit in row.object), request.as_of)
