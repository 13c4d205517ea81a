"""What the corpus does not deal with: noise, chat, other recognitions, places abroad; and what is left open."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant import rows
from assistant.awards import say_awards
from assistant.desk import FACTORY, Claim, Desk, Draft, concerns_factories
from assistant.question import Question
from assistant.types import AnswerStatus
from assistant.wording import load_wording
from corpus.types import Subsidy

NAME = "scope"
TOPIC = ""

say = load_wording("scope")
WORDS = r"[一-鿿A-Za-z0-9]"
MEANING = r"[一-鿿]{2}|[A-Za-z]{3}|\d{4}"
POINTING = r"[那这该此](?:份|个|项|条)?(?:文件|政策|通知|办法|意见|方案|规定)"
"""A question that begins by pointing at a document named before."""
LONGEST_QUESTION = 4000
KNOWN = (
    "money",
    "validity",
    "standard",
    "recheck",
    "removal",
    "third_party",
    "batch",
    "policy",
    "define",
    "committee",
    "abroad",
    "goal",
    "group",
)
ASKS_TERMS = ("money", "how_much", "validity", "policy", "benefit", "document", "total", "issued")


def claim(question: Question, desk: Desk) -> Claim | None:
    """Noise, chat, and questions about something else than green factories."""
    reason = _reason(question, desk)
    return Claim(score=95, reason=reason) if reason else None


def answer(question: Question, desk: Desk) -> Draft:
    """That it can't be answered here, what can, and what to ask instead."""
    return _SPEAK[_reason(question, desk)](question, desk)


def _reason(question: Question, desk: Desk) -> str:
    text = question.text
    if not re.search(WORDS, text):
        return "空的问题" if not text.strip() else "没有可读的文字"
    if (
        not re.search(MEANING, text)
        and not question.places
        and not question.topic
        and not question.stars
        and not question.batches
    ):
        return "没有可读的文字"
    if len(text) > LONGEST_QUESTION and not question.places and not question.numbers:
        return "问题太长"
    if question.offtopic and not (
        question.places and question.has("green_factory", "money") and not _weather(question)
    ):
        return "与绿色工厂无关"
    if question.outside and question.has("money") and not question.places and not _abroad_covered(question):
        return "境外的补贴"
    if _other_object(question, desk):
        return "问的是别的认定"
    if question.has("greeting") and len(_stripped(text)) <= 6 and not question.topic:
        return "寒暄"
    if question.undecided and not question.places:
        return "地名有几处"
    if _points_back(question):
        return "没有前文"
    about_else = question.has("third_party", "recheck", "removal", "standard", "batch", "stars", "committee")
    if (
        question.has("self_place")
        and not question.places
        and question.has(*ASKS_TERMS)
        and not (about_else or _national(question))
    ):
        return "没有说所在地"
    return ""


def _points_back(question: Question) -> bool:
    """Whether a short question only points at something said before, of which there is nothing."""
    slots = (
        question.places
        or question.levels
        or question.batches
        or question.stars
        or question.numbers
        or question.standards
    )
    if re.match(POINTING, question.text) and not slots and not question.topic:
        return True
    return (
        question.has("ordinal", "follow_up")
        and len(question.text) <= 8
        and not slots
        and not question.topic
        and not question.has(*KNOWN)
    )


def _weather(question: Question) -> bool:
    return not question.has("green_factory")


def _abroad_covered(question: Question) -> bool:
    """Statements of chapter 1 speak of money too; only the green factory subsidy abroad is not covered."""
    return (FACTORY not in question.text and "绿厂" not in question.text) or not question.has("money")


def _other_object(question: Question, desk: Desk) -> bool:
    """Another recognition with money or a policy asked of it, and no green factory beside it."""
    if not question.objects or FACTORY in question.text or "绿厂" in question.text:
        return False
    if (
        question.numbers
        or question.titles
        or question.has("standard", "abroad", "goal", "relation", "define", "committee")
    ):
        return False
    return question.has("money") or bool(question.places) or question.has("validity")


def _stripped(text: str) -> str:
    return re.sub(r"你好|您好|谢谢|多谢|[，。！!？?,.~ 啊呀吗呢哈]", "", text)


def _national(question: Question) -> bool:
    return question.has("national_level")


def _say_none(headline: str, status: AnswerStatus = "no_answer", *suggestions: str, missing: str = "") -> Draft:
    told = suggestions or (say("suggest_a"), say("suggest_b"), say("suggest_c"))
    facts = (say("covers"),) if status == "no_answer" else ()
    return Draft(
        status=status,
        intent=NAME,
        headline=headline,
        facts=facts,
        suggestions=told,
        explain=(missing,) if missing else (),
    )


def _object(question: Question, desk: Desk) -> Draft:
    name = question.objects[0]
    if question.places and (found := _rows_for(name, question, desk)):
        lines = tuple(
            say(
                "object_row",
                place=row.place,
                object=row.object,
                awards=say_awards(row.awards) or rows.provision(row),
                validity=rows.say_validity(row, question.as_of, short=True),
            )
            for row in found
        )
        return Draft(status="answered", intent=NAME, headline=lines[0], facts=lines[1:], evidence=found)
    if question.places:
        place = question.places[0].name
        headline = say("other_object_place", place=place, object=name)
        return _say_none(headline, "no_answer", say("suggest_place", place=place), say("suggest_b"))
    return _say_none(say("other_object", object=name))


def _rows_for(name: str, question: Question, desk: Desk) -> tuple[Subsidy, ...]:
    """Rows of added documents about another recognition, of the places named."""
    unit = name.removeprefix("绿色")
    codes = {place.code for place in question.places}
    found = [row for row in desk.corpus.subsidies if row.place_code in codes and not concerns_factories(row)]
    return rows.governing((row for row in found if unit in row.object), question.as_of)


def _undecided(question: Question, desk: Desk) -> Draft:
    names = "、".join(desk.places.path(place.code).replace("/", "") for place in question.undecided[:6])
    return _say_none(say("clarify_undecided", names=names), "clarify", missing="place")


_SPEAK: dict[str, Callable[[Question, Desk], Draft]] = {
    "空的问题": lambda question, desk: _say_none(say("empty"), "clarify"),
    "没有可读的文字": lambda question, desk: _say_none(say("noise")),
    "问题太长": lambda question, desk: _say_none(say("too_long", count=len(question.typed)), "clarify"),
    "与绿色工厂无关": lambda question, desk: _say_none(say("offtopic")),
    "境外的补贴": lambda question, desk: _say_none(say("abroad", place="、".join(question.outside))),
    "问的是别的认定": _object,
    "寒暄": lambda question, desk: _say_none(say("greeting")),
    "地名有几处": _undecided,
    "没有前文": lambda question, desk: _say_none(say("clarify_follow_up"), "clarify", missing="topic"),
    "没有说所在地": lambda question, desk: _say_none(say("self_place"), "clarify", missing="place"),
}
