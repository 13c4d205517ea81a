"""A message taken apart: which clauses ask, and which only tell what they are about."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understanding.spans import Clause, Span
from corpus.frozen import frozen
from corpus.patterns import late

ENDS_ASKING = late(r"(?:吗|么|呢|没|不|否|没有|没得|不咯)[了啊呀哦嘛]?$")
SETTING = late(r"(?<![哪这那])[里中](?:面|边|头)?$|当中$", words="里中")
"""the end of a clause that only says where to look"""
ASKING_WORD = late("哪[些个家份项条批]|什么|谁|几[个家天年次万批颗]|多少|怎|如何|啥|多久")
RHETORICAL = late("(?:啥|什么|谁|哪儿|哪里|怎么)(?:也|都)(?!是|有|哪|算|行|可以|能|有哪|给)", words="也都")
"""啥都要从头学: that all of something holds asks nothing"""
A_NOT_A = late(r"([\u4e00-\u9fff])不\1")
"""要不要, 交不交, 算不算: whether"""
REPORTED = late("(?:讲|说|提到|提过|表示|告诉我们?|建议|推荐我们?|来电话|打电话来|找上门)(?:过|了|来着|的是)?$")
"""the end of a clause that only says who told what follows: 有家咨询公司讲"""
GOING_ON = late(r"但|却|而|不过|且|同时")
BEGUN = late(
    r"(?:请问|问一下|想问)?(?:有没有|有无|是否有).*(?:发布|印发|出台|发|出|公布|到期|过期|有效)的?$",
    words=("有没有", "有无", "是否有"),
)
ONLY_EXISTS = late("(?:请问|问一下|想问)?(?:有没有|有无|是否有)", words=("有没有", "有无", "是否有"))
WHICH_PLACE = late("(?:哪些|哪个|什么|几个)?(?:地方|地区|省|市县|城市|政策|文件)$")
NOUNS = ("topic.policy", "topic.standard", "topic.paying_rule", "rank.any")
NAMED_HOW = late("(?:都|分别)?叫(?:什么|啥)(?:名字|名称)?")
IMPERATIVE = (
    "operation.list", "operation.rank", "operation.compare", "operation.sum", "operation.count", "operation.most",
    "operation.least", "operation.top", "operation.nth",
)  # fmt: skip
TELLING = ("place", "level", "batch", "star", "number", "product", "title", "amount", "date", "object", "outside")
NOTHING = ("talk.greeting", "filler.words", "ask.whether", "talk.follow", "operation.premise", "talk.own", "talk.this")


NAMING = ("topic.", "rule.", "unsaid.", "event.", "batch.", "std.", "amounts.", "aspect.", "status.", "ask.amount")
"""groups of concepts by which a clause names what it is about"""
NAMED_BEFORE = (
    "rule.", "unsaid.", "event.", "topic.policy", "topic.recheck", "topic.removal", "topic.third_party", "topic.call",
)  # fmt: skip
"""what a clause names that a bare question behind it is about"""
OF_WHAT_IS_NAMED = ("aspect.consequence",)
OF_MONEY = late("[这那]笔?(?:钱|费用?|款)")
"""这钱: money that was spoken of, not an award"""


@frozen
class Ask:
    """The clause that asks, and the clauses that belong to it."""

    clauses: tuple[Clause, ...]
    context: tuple[Clause, ...] = ()

    @property
    def text(self) -> str:
        """All its words, in the order typed."""
        parts = sorted((*self.clauses, *self.context), key=lambda clause: clause.start)
        return "，".join(part.text.strip() for part in parts)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the asking clauses."""
        return tuple(span for clause in self.clauses for span in clause.spans)

    @property
    def context_spans(self) -> tuple[Span, ...]:
        """The spans of the clauses around."""
        return tuple(span for clause in self.context for span in clause.spans)

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts of the asking clauses."""
        return concepts_of(self.spans)


def concepts_of(spans: Sequence[Span]) -> frozenset[str]:
    """The names of all concepts among spans."""
    return frozenset(name for span in spans if span.kind == "concept" for name in span.value)


def asks_of(clauses: Sequence[Clause]) -> tuple[Ask, ...]:
    """The asks of a message in order; a message that asks nothing by its form is one ask."""
    telling = [clause for clause in clauses if _tells(clause)]
    asking = [clause for clause in telling if _asks(clause)]
    first = next((n for n, clause in enumerate(telling) if clause.has(*IMPERATIVE)), None)
    if not asking and first is not None:
        return (Ask(clauses=tuple(telling[first:]), context=tuple(telling[:first])),)
    named = [clause for clause in telling if clause.has("unsaid.", "talk.keep", "talk.drop")]
    asking = asking or [clause for clause in named if clause is telling[-1] or not _reports(clause)]
    if not asking:
        reporting = [clause for clause in telling[:-1] if _reports(clause)]
        claims = [clause for clause in telling if clause not in reporting]
        return (Ask(clauses=tuple(claims or clauses), context=tuple(reporting)),) if clauses else ()
    asked = {clause.start for clause in asking}  # no two clauses begin at one place
    begun = {
        clause.start for at, clause in enumerate(telling) if clause.start in asked and _is_begun(telling, at, asked)
    }
    asked = asked - begun or asked
    found: list[Ask] = []
    waiting: list[Clause] = []
    for clause in telling:
        if clause.start not in asked:
            if found and not waiting and _is_step(clause):
                found[-1] = Ask(clauses=(*found[-1].clauses, clause), context=found[-1].context)
            else:
                waiting.append(clause)
            continue
        before = found[-1].clauses[-1] if found else None
        adds = before is not None and not before.question_mark and _adds_condition(clause)
        if found and not waiting and (adds or _goes_on(clause) or NAMED_HOW.fullmatch(clause.text.strip())):
            found[-1] = Ask(clauses=(*found[-1].clauses, clause), context=found[-1].context)
            continue
        opening = [each for each in waiting if each.start in begun]
        if not opening and waiting and waiting[-1].has(*NAMED_BEFORE) and _names_nothing(clause):
            opening = waiting[-1:]
        found.append(Ask(clauses=(*opening, clause), context=tuple(each for each in waiting if each not in opening)))
        waiting = []
    if waiting:
        last = found.pop()
        found.append(Ask(clauses=last.clauses, context=(*last.context, *waiting)))
    return tuple(found)


def _tells(clause: Clause) -> bool:
    """Whether a clause says anything at all beside politeness, and beside what is to be left out of account."""
    if clause.has("talk.disregard") and not ASKING_WORD.search(clause.text):
        return False
    return any(span.kind != "concept" or any(name not in NOTHING for name in span.value) for span in clause.spans)


def _names_nothing(clause: Clause) -> bool:
    """Whether a clause only asks of what the clause before it names: 明年想报国家级，有影响吗; 这钱还用花吗."""
    if any(span.kind in TELLING or (span.kind == "word" and len(span.text) > 1) for span in clause.spans):
        return False
    names = {name for span in clause.spans if span.kind == "concept" for name in span.value}
    if "talk.this" in names and OF_MONEY.search(clause.text):
        names -= {"topic.money"}
    return not any(name.startswith(NAMING) and name not in OF_WHAT_IS_NAMED for name in names)


def _reports(clause: Clause) -> bool:
    """Whether a clause only says who told what the others say."""
    return REPORTED.search(clause.text.strip()) is not None


def _asks(clause: Clause) -> bool:
    setting = SETTING.search(clause.text.strip()) and not ASKING_WORD.search(clause.text)
    if not clause.question_mark and (setting or RHETORICAL.search(clause.text)):
        return False
    if clause.question_mark or clause.has("ask.") or ASKING_WORD.search(clause.text) or A_NOT_A.search(clause.text):
        return True
    return bool(ENDS_ASKING.search(clause.text.strip()))


def _is_begun(telling: Sequence[Clause], at: int, asked: set[int]) -> bool:
    """Whether a clause only begins a question whose noun follows: 有没有2020年以前发布，题目带复核的文件."""
    clause = telling[at]
    following = telling[at + 1] if at + 1 < len(telling) else None
    opens_list = ONLY_EXISTS.search(clause.text.strip()) and WHICH_PLACE.search(clause.text.strip())
    if opens_list and following is not None and not clause.question_mark:
        return not (ASKING_WORD.search(following.text) or following.has("ask."))
    only_place = ONLY_EXISTS.match(clause.text.strip()) and bool(clause.spans) and clause.spans[-1].kind == "place"
    opens = (only_place or BEGUN.match(clause.text.strip())) and not clause.question_mark
    return bool(opens) and following is not None and following.start not in asked and following.has(*NOUNS)


def _adds_condition(clause: Clause) -> bool:
    """Whether a clause only adds a condition to the question before it: …是同一天，2019年7月22日印发的？"""
    asks = clause.has("ask.", "unsaid.", "operation.") or ASKING_WORD.search(clause.text)
    dated = any(span.kind in ("date", "amount") for span in clause.spans)
    return dated and not asks and clause.text.strip().endswith("的")


def _is_step(clause: Clause) -> bool:
    """Whether a clause says what is to be done with what was just asked for: 按高低排一下."""
    names_other = any(span.kind in ("place", "product", "number", "title", "batch") for span in clause.spans)
    return not names_other and clause.has("operation.rank")


def _goes_on(clause: Clause) -> bool:
    """Whether a clause goes on with the question before it: 但补贴表里没有？ Of what it names: 有新的没"""
    if clause.has("talk.newer_one") and not clause.has("topic.", "aspect.", "ask."):
        return all(span.kind == "concept" for span in clause.spans)
    return not clause.has("ask.", "unsaid.") and bool(GOING_ON.match(clause.text.strip()))
