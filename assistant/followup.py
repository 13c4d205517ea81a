"""A question in its conversation: what a short question leaves out is taken from the turns before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.figures import chinese_number
from assistant.lexicon import load_lexicon
from assistant.question import Question
from corpus.places import Place
from corpus.types import Standard

T = TypeVar("T")

TOPICS = {
    "subsidy": (
        "money",
        "how_much",
        "benefit",
        "peak_shift",
        "recipient",
        "document",
        "draft",
        "validity",
        "issued",
        "total",
        "paid",
        "upgrade",
        "extra",
        "matching",
        "compare",
        "most",
        "least",
    ),
}
LEANING = (
    "validity", "total", "upgrade", "paid", "extra", "matching", "benefit", "document", "recipient", "draft",
    "one_off", "standard", "follow_up", "compare", "difference", "most", "least", "stars", "batch",
)  # fmt: skip
"""Cues of questions that usually lean on the one before."""
WHEN = (
    r"什么时候|啥时候|何时|哪天|哪一天|哪年|哪一年|几月|几号|日期|时间|印发|发布|出台|公布|实施|施行|执行|开始|生效|"
    r"[的了呢吗啊呀是在从起它这那个？?。！!，, ]"
)
"""what a question is made of that only asks when"""
BEFORE = r"(?:刚才|刚刚|前面|之前|上面|那个|那项|那份|这个|这项)[^，。？?]{0,4}(?:政策|补贴|奖励|文件|办法)"
"""words for a rule talked of before"""
OTHER_PRODUCT = r"^(?:那|那么|还有)?(?![它他这那该其别])([一-鿿]{2,8}?)(?:的|标准)?呢[?？!！。]?$"
OTHER_TOPIC = (
    "standard",
    "recheck",
    "removal",
    "third_party",
    "stars",
    "batch",
    "define",
    "committee",
    "group",
    "abroad",
    "subordinate",
    "goal",
)
"""Cues that make a question stand by itself, and that are not about subsidies."""
OWN_TOPIC = ("money", "policy", *OTHER_TOPIC)
POINTING = r"[这那该此它其]"
STANDARD_DIGITS = r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,5}(?!\d)"
THESE = (
    r"[这那]?(?<![前第])([两三四二])[批个地市](?=$|加|合|一共|总共|共|差|相|比|哪)|[这那]([两三四二])[批个地市]|"
    r"它们|两者|[这那]几批"
)
AGAINST = r"^那?么?(?:比|跟|和|与|较)"
"""how a question begins that sets what it names against what was talked of"""
SAYS_LITTLE = 5
"""characters up to which a question says nothing by itself"""
SAYS_MUCH = 7
"""characters from which a follow-up names what it asks"""
LONG = 24
"""A question longer than this names its own topic."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """What the turns so far have been about."""

    last: Question | None = None
    topic: str = ""
    """intent family of the last answered turn: subsidy, standard, review, batch, policy, statement"""
    subsidy: Question | None = None
    """the last question about a subsidy, kept while other topics are talked of"""
    places: tuple[Place, ...] = ()
    """places asked about, in the order they came up"""
    batches: tuple[int, ...] = ()
    """batches asked about, in the order they came up"""
    standards: tuple[Standard, ...] = ()
    """standards asked about, in the order they came up"""
    told: tuple[str, ...] = ()
    """ids of the records that the last answer led with"""
    asked_for: str = ""
    """the fact the last answer asked for (``clarify``): place, level, standard, investment …"""

    def after(self, question: Question, topic: str, asked_for: str = "", told: tuple[str, ...] = ()) -> Memory:
        """The memory once a question was answered under a topic, led by the records ``told``."""
        kept = question if topic == "subsidy" and (question.places or not self.subsidy) else self.subsidy
        if not topic and not asked_for:
            return replace(self, asked_for="")
        return Memory(
            places=_renewed(self.places, question.places),
            standards=_renewed(self.standards, question.standards[:1]),
            last=question,
            topic=topic or "subsidy",
            subsidy=kept,
            batches=_renewed(self.batches, question.batches),
            asked_for=asked_for,
            told=told,
        )


def _renewed(kept: tuple[T, ...], named: tuple[T, ...]) -> tuple[T, ...]:
    """What was spoken of, in order, with what is named now at the end."""
    return (*(item for item in kept if item not in named), *named)


def complete(question: Question, memory: Memory, stands_alone: Callable[[Question], bool]) -> Question:
    """The question with what it leaves out taken from the memory; as it is when it stands by itself.

    ``stands_alone`` tells whether the corpus itself has an answer to the question as it is.
    """
    last = memory.last
    if last is None or question.offtopic or (question.outside and not question.has("follow_up")):
        return question
    if _may_stand_alone(question) and stands_alone(question):
        return question
    if memory.asked_for:
        return _answer_to_clarify(question, memory, last)
    if question.has("amend") and (question.places or question.levels or question.standards):
        return _amended(question, last)
    if (memory.topic == "subsidy" and not question.has("standard")) or _speaks_of_subsidy(question):
        return _subsidy_follow_up(question, memory)
    if (
        question.places
        and memory.subsidy
        and set(question.places) <= set(memory.subsidy.places)
        and question.has("validity", "issued", "document", "draft")
    ):
        return _subsidy_follow_up(question, memory)
    if memory.subsidy and memory.topic == "batch" and re.search(BEFORE, question.text) and not question.batches:
        return _subsidy_follow_up(question, memory)
    if question.places and question.has("policy", "issued", "publish") and memory.topic != "policy":
        return question
    if memory.topic == "batch" and (batches := _meant(question, question.batches, memory.batches)):
        return question.with_(batches=tuple(sorted(batches)), cues=question.cues | {"batch"}, topic="batch")
    if memory.topic == "standard" and (standards := _meant(question, (), memory.standards)):
        cues = question.cues | {"standard", "which"}
        return question.with_(standards=standards, product="", cues=cues, topic="standard")
    if memory.topic == "standard" and (other := re.match(OTHER_PRODUCT, question.text)) and _says_only(question):
        return question.with_(text=f"{other[1]}的绿色工厂标准", cues=question.cues | {"standard"}, topic="standard")
    return _same_topic(question, last, memory)


def _meant(question: Question, named: tuple[T, ...], spoken_of: tuple[T, ...]) -> tuple[T, ...]:
    """What 两批加起来 or 比第二批多多少 is about, of what was spoken of; () where the question does not point back."""
    if not named and (these := re.search(THESE, question.text)):
        many = chinese_number(these[1] or these[2] or "") or len(spoken_of)
        return spoken_of[-(many or 2) :]
    if len(named) == 1 and spoken_of and spoken_of[-1] not in named and re.match(AGAINST, question.text):
        return (spoken_of[-1], *named)
    return ()


def _says_only(question: Question) -> bool:
    """Whether a question names something and says nothing of it (啤酒的呢)."""
    slots = (question.places, question.levels, question.standards, question.numbers, question.batches, question.dates)
    return not any(slots) and question.cues <= {"follow_up"}


def _may_stand_alone(question: Question) -> bool:
    """Whether a question could be one of its own: long enough, and not leaning on the one before by its words."""
    if re.match(POINTING, question.text) or re.search(THESE, question.text):
        return False
    if question.places or question.has("money", "amend") or (question.levels and question.has("follow_up")):
        return False
    if len(question.text) <= (SAYS_MUCH if question.has("follow_up") else SAYS_LITTLE):
        return False
    if _asks_only_when(question) or (question.amounts and len(question.text) <= LONG // 2 and not question.batches):
        return False
    return question.has("green_factory") or not question.has(*LEANING)


def _asks_only_when(question: Question) -> bool:
    """Whether a question asks when something came out and does not say what."""
    if not question.has("issued") or question.titles or question.numbers or question.has("policy"):
        return False
    return len(re.sub(WHEN, "", question.text)) <= 1


def _answer_to_clarify(question: Question, memory: Memory, last: Question) -> Question:
    """A bare fact (国家级, 厦门) answers what was asked; anything else is a question of its own."""
    if len(question.text) > LONG or not _holds(question, memory.asked_for):
        return question
    if question.has(*OWN_TOPIC) and not _bare(question):
        return question
    merged = last.with_(
        typed=question.typed,
        text=f"{last.text} {question.text}",
        places=_narrowed(question, last) or question.places or last.places,
        undecided=question.undecided,
        levels=question.levels or last.levels,
        amounts=question.amounts or last.amounts,
        batches=question.batches or last.batches,
        standards=question.standards or last.standards,
        product=question.product or last.product,
        numbers=question.numbers or last.numbers,
        cues=(last.cues - {"self_place"}) | question.cues,
        corrections=question.corrections,
        as_of=question.as_of,
        topic=memory.topic,
    )
    return merged


def _narrowed(question: Question, last: Question) -> tuple[Place, ...]:
    """The one of the places left open that lies in the place named now (鼓楼区？ 南京); () where none or several do."""
    prefixes = tuple(place.code.rstrip("0") for place in question.places if place.code.isdigit())
    within = tuple(place for place in last.undecided if prefixes and place.code.startswith(prefixes))
    return within if len(within) == 1 else ()


def _holds(question: Question, asked_for: str) -> bool:
    """Whether the question holds the kind of fact that was asked for."""
    facts = {
        "place": question.places or question.undecided,
        "standard": question.standards or question.numbers,
        "batch": question.batches,
        "investment": question.amounts,
    }
    return bool(facts.get(asked_for, question.places or question.levels or question.standards or question.titles))


def _bare(question: Question) -> bool:
    return len(question.text) <= 12 and bool(
        question.places or question.levels or question.standards or question.batches or question.amounts
    )


def _amended(question: Question, last: Question) -> Question:
    """不是，我问的是苏州工业园区: the last question again with the slot put right."""
    return last.with_(
        typed=question.typed,
        text=f"{last.text} {question.text}",
        places=question.places or last.places,
        levels=question.levels or last.levels,
        standards=question.standards or last.standards,
        product=question.product or last.product,
        numbers=question.numbers,
        batches=question.batches or last.batches,
        corrections=question.corrections,
        as_of=question.as_of,
    )


def _speaks_of_subsidy(question: Question) -> bool:
    return question.has("money") and not question.has("standard")


def _subsidy_follow_up(question: Question, memory: Memory) -> Question:
    """Place and level of the last subsidy question, for a question that is silent on them."""
    base = memory.subsidy or memory.last
    assert base is not None
    if compared := _meant(question, question.places, memory.places):
        levels = question.levels or base.levels
        cues = question.cues | {"money", "compare"}
        return question.with_(places=compared, levels=levels, cues=cues, topic="subsidy")
    own = question.has(*OTHER_TOPIC) and not question.has("money")
    own = own or (question.has("policy") and not question.has("money", "validity", "issued", "document", "draft"))
    if (own and not _elliptic(question)) or question.objects or question.has("self_place"):
        return question
    changes: dict[str, object] = {}
    inherited: list[str] = []
    listing = question.has("which", "most", "least", "count", "average", "table_subsidy", "table_policy")
    of_list = question.has("most", "least") and base.has("which", "count") and not question.has("where", "nationwide")
    if not question.places and base.places and (not listing or of_list or question.has("follow_up", "total")):
        changes["places"] = base.places
        inherited += [place.name for place in base.places]
    silent = not question.levels and not question.has("validity", "issued", "document")
    if base.levels and silent and (not question.places or not question.has("money", "how_much")):
        changes["levels"] = base.levels
        inherited += base.levels
    cues = question.cues
    if question.places and question.levels and not cues & _subsidy_cues():
        cues |= {"money"}
    elif not cues & _subsidy_cues() and memory.topic == "subsidy":
        cues |= (base.cues & _subsidy_cues() - {"follow_up"}) | {"money"}
    if question.has("total", "extra", "upgrade", "paid", "compare", "most", "benefit"):
        cues |= {"money"}
    return question.with_(**changes, cues=cues, inherited=tuple(inherited), topic="subsidy")


def _subsidy_cues() -> frozenset[str]:
    return frozenset(TOPICS["subsidy"]) - {"how_much"}


def _elliptic(question: Question) -> bool:
    """Whether a question only makes sense after another one."""
    return len(question.text) <= LONG // 2 and question.has("follow_up")


def _same_topic(question: Question, last: Question, memory: Memory) -> Question:
    """省级呢, 第五批呢, 投影机呢: the last question of the topic with one slot changed."""
    topic = memory.topic
    if topic == "standard" and question.batches:
        return question
    if question.has("money") and not question.has("follow_up") and topic != "statement":
        return question
    if len(question.text) > LONG or not (_elliptic(question) or _lacks_subject(question, topic)):
        return question
    changes: dict[str, object] = {"cues": question.cues | last.cues, "topic": topic}
    inherited: list[str] = []
    if topic == "review" and question.stars:
        return question.with_(cues=question.cues | {"stars"}, places=question.places or last.places, topic=topic)
    for slot in ("places", "levels", "batches", "stars", "standards", "numbers", "titles", *_dated(question, topic)):
        if not getattr(question, slot) and not _replaced(question, slot):
            changes[slot] = getattr(last, slot)
    if not question.product and last.product and "standards" in changes:
        changes["product"] = last.product
    inherited += [place.name for place in changes.get("places", ())]  # type: ignore[attr-defined]
    if topic == "statement" or topic == "review":
        changes["told"] = memory.told
        changes["text"] = _with_subject(last, question)
    return question.with_(**changes, inherited=tuple(inherited))


def _dated(question: Question, topic: str) -> tuple[str, ...]:
    """A follow-up about policies keeps the date asked about, unless it asks for the first or the latest."""
    return ("dates",) if topic == "policy" and not question.has("first", "latest") else ()


def _replaced(question: Question, slot: str) -> bool:
    """Whether naming one slot puts another out: a number names a standard, so does a product."""
    if slot in ("numbers", "standards") and re.search(STANDARD_DIGITS, question.text):
        return True
    pairs = {"standards": ("numbers",), "numbers": ("standards",)}
    return any(getattr(question, other) for other in pairs.get(slot, ()))


def _lacks_subject(question: Question, topic: str) -> bool:
    subject = {
        "batch": question.batches,
        "standard": question.standards or question.numbers,
        "policy": question.places,
        "review": question.has("recheck", "removal", "third_party", "stars") or question.stars,
        "statement": question.has("abroad", "group", "define", "goal"),
    }
    return not subject.get(topic, True) or not question.has(*OWN_TOPIC)


def _with_subject(last: Question, question: Question) -> str:
    """The new question with what it is about: the focus of the last one, or all of it when the new one says little."""
    text = question.text
    if last.dates and any(word in text for word in ("当年", "同年", "那年", "这年")):
        for word in ("当年", "同年", "那年", "这年"):
            text = text.replace(word, f"{last.dates[0].value[:4]}年")
    focus = [word for words in load_lexicon().focus.values() for word in words if word in last.text.lower()]
    says_much = bool(question.dates) or len(text) > SAYS_MUCH
    if focus and says_much and not any(word in text.lower() for word in focus):
        return f"{focus[0]} {text}"
    return f"{_without_slots(last, question)} {text}"


def _without_slots(last: Question, question: Question) -> str:
    """The last question without its places, and without what it looked at when the new one looks elsewhere."""
    text = last.text
    for place in last.places:
        text = text.replace(place.name, "").replace(place.short, "")
    focus = load_lexicon().focus.values()
    if any(word in question.text.lower() for words in focus for word in words):
        for word in (word for words in focus for word in words):
            text = text.replace(word, "").replace(word.upper(), "")
    return text
