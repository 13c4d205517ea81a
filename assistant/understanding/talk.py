"""A request in its conversation: what it leaves unsaid is taken from the one before, what it names is replaced."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.memory import BARE, SHORT, Memory
from assistant.understanding.narrowing import narrowed, narrows, of_the_list
from assistant.understanding.numerals import chinese_number
from assistant.understanding.operations import MANY, asks_one_document, aspects_of, batch_measure
from assistant.understanding.relations import choose
from assistant.understanding.request import Request, Where
from assistant.understanding.returning import afresh, returning
from assistant.understanding.talk_days import of_another_day, of_the_older
from assistant.understanding.talk_lists import (
    BESIDE_IT,
    batch_beside,
    leaning_on_lists,
    names_only_lists,
    of_lists_told,
    share_of_told,
)
from assistant.understanding.talk_subjects import of_its_subject, of_listed_days, of_newer_rule
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place

BARE_NUMBER = late(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,5}(?!\d|年|[-/.]\d)")
"""the digits of a standard's number, which are no year"""
TOPICS = (
    "topic.", "aspect.", "ask.amount", "status.", "form.", "amounts.", "std.", "operation.matching", "unsaid.",
    "operation.extra",
)  # fmt: skip
"""groups of concepts with which a request says what it is about"""
KEPT = ("places", "levels", "batches", "stars", "standards", "numbers", "product", "titles")
"""what a request takes over from the one before where it names none; the least of all lists is none of those told"""
STRONG = {
    "subsidies": ("topic.money", "topic.subsidy_table", "ask.amount", "amounts.", "aspect.recipient", "aspect.benefit"),
    "standards": ("topic.standard",),
    "batches": ("topic.batch",),
    "rules": (
        "rule.",
        "aspect.due",
        "topic.recheck",
        "topic.removal",
        "topic.third_party",
        "topic.fourth_party",
        "topic.stars",
    ),
    "policies": ("topic.policy", "topic.policy_table"),
    "texts": ("topic.abroad", "topic.committee", "topic.group", "topic.goal", "topic.definition"),
}
"""concepts that name a relation by themselves"""
SLOTS = {
    "subsidies": ("places", "levels"),
    "standards": ("standards", "numbers", "product"),
    "batches": ("batches",),
    "rules": ("batches", "stars", "places"),
    "policies": ("places",),
    "texts": (),
    "": (),
}
"""what a request of a relation takes over when it names none itself"""

NO_SUBJECT = Request(relation="subsidies", aspects=("amount",))
"""what a bare place is asked about where nothing of money was talked of: what it pays"""
ITS_NAME = late("那[份个]?(?:通知|文件|方案)?叫(?:什么|啥)|叫(?:什么|啥)(?:名字)?[呢？?]?$")
"""what a document is called"""
OTHER_KINDS = ("batch.parks", "batch.supply", "batch.products")
"""what the lists hold beside factories"""
EDITION = late(
    "[旧老新原]的?(?:那|这)?(?:一?版|个?标准|国标|通则|标准号|号)|现行"
    "|(?:什么时候|啥时候?|哪[一]?[天年月]|几时|何时)(?:起|开始)?[换改]的?版?"
)
"""an edition of a standard that was named before"""
BARE_WHY = late(
    "^(?:那|这|是)*(?:什么|啥)?(?:原因|理由)(?:是)?(?:什么|啥)?[呢啊？?]*$|^(?:那|这|是)*(?:为什么|为啥|为何|凭啥|咋回事)[呢啊？?]*$"
)
"""why, of what was just told"""
THAT_DOCUMENT = late("[那这][份个]?(?:文件|办法|政策|通知|意见|方案|细则|规定)")
"""甘肃那份细则: the document of the award that was told"""
LATER_ONE = late("新的|新(?:办法|文件|政策|规定|清单|标准|版)|后来|接替|取代")
"""what came after that of the report that was talked of"""
OWN_TRADE = late("(?:这|我们|我|本|咱)(?:个|们)?行业?|这类厂|我们这种|这个产品|我们这产品")
"""the asker's own line of work"""
INSTEAD = late("^(?:没有的话|那|没有)?.{0,2}(?:用什么|用哪个|按什么|按哪个|参照什么|参照哪个)")
"""what is used where a product has no standard of its own"""


def complete(
    request: Request, memory: Memory, fits: Callable[[Request], bool], sibling: Callable[[str, str], str]
) -> Request:
    """The request with what it leaves out taken from the memory; as it is when it stands by itself.

    ``fits`` tells whether the texts of the corpus answer a request as it is, ``sibling`` gives the product that a
    word makes with the tail of the one before (锌 after 铜冶炼).
    """
    request = of_newer_rule(request)
    general = _of_general_standard(request, memory)
    if general is not request and memory.last is not None and memory.last.relation != "standards":
        return general  # it was spoken of before what was told last
    request = general
    memory = returning(request, afresh(request, memory))
    last = memory.last
    request = _of_told_place(of_the_older(request, memory), memory)
    if request.has("talk.older"):
        return request
    if last is None or request.outside:
        return request
    # a first question leans on nothing, and waits for none of these
    from assistant.understanding.talk_origin import of_its_origin
    from assistant.understanding.talk_rules import of_rules_told
    from assistant.understanding.talk_several import of_several

    if aside := of_its_origin(request, memory) or of_another_day(request, memory):
        return aside
    if BARE_WHY.search(request.asked) and last.relation:
        asked = f"{last.text}，{request.asked}"
        return last.with_(typed=request.typed, asked=asked, text=asked, concepts=last.concepts | {"ask.why"})
    if set_apart := _against_statement(request, last) or _of_recognition_told(request, last):
        return set_apart
    if memory.asked_for and (answered := _answer_to_question(request, memory, last)):
        return answered
    if request.has("operation.upgrade") and len(request.levels) == 1 and last.has("operation.paid") and last.levels:
        request = request.with_(paid=last.levels[:1])
    if request.has("aspect.prepare") and last.mentions("topic.recheck"):
        request = request.with_(unsaid=())  # 要准备什么材料 after a recheck: what it looks at
    last = _last_meant(request, memory, last)
    if memory.ruled and (leaning := of_rules_told(request, memory.ruled, memory.rules)):
        return leaning
    if (several := of_several(request, memory)) is not None:
        return several
    request = _of_own_trade(request, memory)
    request = share_of_told(leaning_on_lists(_without_weak_money(request, last), last), last, memory)
    if (of_lists := of_lists_told(request, last, memory)) is not None:
        return of_lists
    request = _spelt_out(_of_its_rule(request, last, memory), last, memory)
    if not (request.places or request.payers) and (payer := _payer_named(request)):
        request = request.with_(payers=(payer,))
    if request.mentions("talk.amend") and _names_something(request):
        return _amended(request, last)
    request = of_listed_days(request, last)
    if subject := of_its_subject(request, memory, last):
        return subject
    request = of_the_list(request, last)
    if _of_all_places(request):
        return request
    if narrows(request, last):
        return narrowed(request, last)
    if last.relation == "standards" and INSTEAD.search(request.text) and not (request.product or request.standards):
        return request.with_(relation="standards", concepts=request.concepts | {"std.general"}, leftover=())
    if last.relation == "standards" and (product := _sibling_of(request, last, sibling)):
        return last.with_(
            typed=request.typed, text=f"{product}的绿色工厂标准", standards=(), product=product, leftover=()
        )
    if stands_alone(request, last) or (
        _may_be_text(request, SHORT if last.relation == "texts" else SHORT // 2) and fits(request)
    ):
        return _with_place_told(_with_own_level(request, last), last)
    return _inherited(request, memory, last)


def _of_general_standard(request: Request, memory: Memory) -> Request:
    """旧版标准号, 新版谁发布的 after talk of the general standard: that of it, which has editions."""
    named = request.standards or request.numbers or request.product or request.mentions("std.")
    of_none = request.relation == "subsidies" and not request.has("topic.", "ask.amount", "ask.much")
    if not (request.relation in ("standards", "") or of_none) or named or not EDITION.search(request.text):
        return request
    turns = (memory, *reversed(memory.past))
    asked = (turn.last for turn in turns if turn.last is not None)
    told = next((each for each in asked if each.mentions("std.", "topic.standard")), None)
    general = ("", *load_lexicon().concepts["std.general"])
    if told is None or not told.mentions("std.general") or told.product not in general:
        return request
    return request.with_(relation="standards", concepts=request.concepts | {"std.general"}, leftover=(), explained=1.0)


def _against_statement(request: Request, last: Request) -> Request | None:
    """跟管理办法里的旧说法差在哪 after a statement: what sets the two apart; None where something else is asked."""
    apart = request.has("operation.difference", "operation.compare", "rule.measures")
    apart = apart and request.has("ask.which", "ask.what", "ask.how")
    named = request.places or request.levels or request.batches or request.amounts or request.numbers
    if last.relation not in ("texts", "standards") or not apart or named or len(request.text) > BARE:
        return None
    if not last.mentions("topic.definition"):
        return None
    return request.with_(
        relation="texts",
        operation="value",
        text=f"{last.text}，{request.text}",
        concepts=request.concepts | last.concepts,
    )


def _of_recognition_told(request: Request, last: Request) -> Request | None:
    """我们做纺织的，轮到要到哪年 after the zero-carbon factory: of that recognition, whose rows are none of ours."""
    named = request.places or request.levels or request.numbers or request.titles or request.objects or request.batches
    other = request.mentions("subject.factory", "topic.money", "topic.standard", "topic.recheck", "rule.", "ask.amount")
    other = other or request.has("batch.", "ask.many")
    if last.relation != "texts" or not last.objects or named or other or len(request.text) > BARE + 4:
        return None
    return request.with_(
        relation="texts",
        operation="value",
        objects=last.objects,
        text=f"{last.objects[0]} {request.text}",
        standards=(),
        where=(),
    )


def _without_weak_money(request: Request, last: Request) -> Request:
    """发了的话什么时候实施 after a standard: 发 is said of what was talked of, and not of money."""
    named = request.places or request.undecided or request.levels or request.amounts or request.where
    weak = request.paying_only and not request.has("ask.much", "ask.amount", "rank.", "ask.where")
    of_others = last.relation in ("standards", "batches", "texts", "rules") and request.operation == "value"
    if not (weak and of_others) or named:
        return request
    bare = request.with_(relation="", concepts=request.concepts - {"topic.money"})
    if last.mentions("topic.stars") and request.mentions("aspect.below_star"):
        graded = bare.concepts | {"topic.stars", "aspect.below_star"}
        return bare.with_(relation="rules", concepts=graded, places=last.places, leftover=(), unknown=())
    return bare.with_(relation=choose(bare, paying_only=False))


def _of_own_trade(request: Request, memory: Memory) -> Request:
    """我们这行有专门标准吗 after the asker said what is made: the standard for that."""
    named = request.standards or request.numbers or request.product
    if request.relation != "standards" or named or not OWN_TRADE.search(request.text):
        return request
    turns = (memory, *reversed(memory.past))
    product = next((turn.last.product for turn in turns if turn.last is not None and turn.last.product), "")
    return request.with_(product=product, leftover=(), unknown=()) if product else request


def _of_told_place(request: Request, memory: Memory) -> Request:
    """2019年细则里是多少 after a place's award, 2020年那份叫什么 after its policies: of that place, in that year."""
    named = request.places or request.titles or request.quoted or request.has("rank.", "ask.which", "ask.many")
    sum_asked = request.has("ask.much", "ask.amount") and request.relation == "policies" and bool(request.dates)
    last = memory.last
    if last is None or named or last.place is None:
        return request
    if last.relation == "policies" and request.dates and ITS_NAME.search(request.text):
        return request.with_(
            relation="policies", places=last.places, operation="list", aspects=("what",), leftover=(), unknown=(),
            concepts=request.concepts - {"topic.definition"}, inherited=tuple(place.name for place in last.places),
        )  # fmt: skip
    if not sum_asked or last.relation != "subsidies":
        return request
    return request.with_(
        relation="subsidies", places=last.places, operation="value", aspects=("amount",), levels=request.levels or
        last.levels, inherited=tuple(place.name for place in last.places),
    )  # fmt: skip


def _last_meant(request: Request, memory: Memory, last: Request) -> Request:
    """The request that a follow-up leans on: the rule and not the standard that is asked for its validity, of today
    where 现在 is said, and not of the report where the newer one is."""
    if last.relation == "standards" and memory.subsidy and "valid" in request.aspects:
        last = memory.subsidy
    bare_place = (
        request.places and request.relation in ("", "subsidies") and len(request.text) <= SHORT and not request.leftover
    )
    if last.relation == "texts" and bare_place and not last.places:  # 宁夏呢 after an aside that was about no place
        last = memory.subsidy or NO_SUBJECT
    if request.has("talk.now") and not request.dates:
        last = _of_today(last)
    newer = request.has("talk.now", "operation.latest", "talk.newer_one") or LATER_ONE.search(request.text)
    if last.mentions("source.report") and newer:
        last = last.with_(concepts=last.concepts - {"source.report"}, context=last.context - {"source.report"})
    return last


def _payer_named(request: Request) -> str:
    """我问的是市里那个，省级给多少: whose rule is meant, where a clause before the question says it."""
    named = [name for name in request.context if name.startswith("payer.")]
    return named[0].partition(".")[2] if len(named) == 1 and request.mentions("talk.this") else ""


def _of_today(last: Request) -> Request:
    """The last request without the day it was about: 现在呢 asks the same of today."""
    left = tuple(each for each in last.where if not each.names_day)
    return last.with_(dates=(), where=left)


def _may_be_text(request: Request, least: int) -> bool:
    """Whether a request names something that the texts might be asked about by itself."""
    if request.relation not in ("texts", "") or _names_something(request) or request.has("talk.this", "talk.these"):
        return False
    topics = any(name.startswith("topic.") and name != "topic.self_check" for name in request.concepts)
    return len(request.text) > least and bool(request.leftover or topics)  # 现在还能报吗 leans on what was told


def _sibling_of(request: Request, last: Request, sibling: Callable[[str, str], str]) -> str:
    if request.standards or request.numbers or not last.product or request.has("topic.", "ask."):
        return ""
    words = re.match(r"^(?:那|那么)?([一-鿿]{1,4}?)的?呢", request.text)
    return sibling(last.product, words[1]) if words else ""


def _names_something(request: Request) -> bool:
    return bool(request.places or request.levels or request.standards or request.batches or request.numbers)


def stands_alone(request: Request, last: Request) -> bool:
    """Whether a request names both its topic and what it is about."""
    pointing = request.has("talk.this", "talk.these") and not (request.relation == "rules" and request.has("rule."))
    of_named = request.relation == "batches" and request.batches and request.operation == "value"
    if pointing and len(request.text) <= SHORT + 4 and not request.places and not of_named:
        return False  # in 第七批还有的吧，那批产品几个 the list pointed at is the one named before it
    of_told = request.relation == last.relation == "standards" and not (request.standards or request.product)
    if of_told and request.has("talk.this") and (last.standards or last.numbers) and not request.numbers:
        return False  # 2020年底这个标准是什么状态
    strong = bool(request.relation) and (request.has(*STRONG.get(request.relation, ())) or bool(request.stars))
    if request.relation == "subsidies":
        listing = request.operation in MANY and (request.has("ask.where", "rank.", "topic.scope_word") or request.where)
        if (
            request.operation == "extreme"
            and last.place is not None
            and not request.has("ask.where", "ask.which", "rank.")
        ):
            return False
        below = request.has("aspect.subordinate") and bool(last.places) and not request.places
        if listing and not below and not request.has("talk.follow", "talk.keep"):
            return strong or last.relation != "subsidies" or bool(request.where)
        return bool(request.places or request.titles) and bool(strong or request.has("aspect.valid", "aspect.end"))
    subject = any(getattr(request, slot) for slot in SLOTS[request.relation])
    if _of_rule_there(request, last) and not subject:
        return False  # 省里动态表几号前 after a province's award, 省级名单单位几号前 after its rules
    if request.relation == "rules":
        due = request.has("aspect.due", "ask.when")
        bare = last.relation in ("batches", "rules") or bool(last.dates and last.mentions("talk.own"))
        return bool(strong) and (subject or not due or not bare)
    again = request.relation == last.relation == "batches" and last.measure != "count" and not batch_measure(request)
    if again and request.operation == "extreme" and len(request.text) <= SHORT and not request.batches:
        return False  # 最少是哪批 after which list took off most
    if request.relation == "batches" and request.has("batch.parks", "batch.supply") and request.has("ask.many"):
        return last.relation != "batches"
    if request.relation == "batches":
        named = subject and not names_only_lists(request)
        dated = bool(request.dates) and (bool(strong) or last.relation not in ("texts", ""))
        return named or dated or (bool(strong) and not request.has("talk.follow"))
    if request.relation == "standards" and request.mentions("std.general") and last.relation != "standards":
        return True
    if request.relation in ("standards", "policies"):
        return bool(strong) and (subject or bool(request.where or request.titles) or len(request.text) > SHORT)
    return bool(strong) and (len(request.text) > SHORT or last.relation != "texts")


def _of_rule_there(request: Request, last: Request) -> bool:
    """Whether a rule is asked for after talk of a place, and not that of the whole country."""
    national = "国家级" in request.levels or "全国" in request.text
    return request.relation == "rules" and request.has("rule.") and bool(last.places) and not national


def _other_kind(request: Request, base: Request) -> bool:
    """第九批工厂呢 after the parks of a list: the factories of the other one."""
    return base.measure in ("parks", "supply", "products") and "工厂" in request.text and not batch_measure(request)


def _of_all_places(request: Request) -> bool:
    """Whether a question of awards names its level and all places (全国…, 江苏以外…): it leans on nothing."""
    pointing = request.has("talk.") or len(request.text) <= SHORT or bool(request.places)
    everywhere = request.has("topic.scope_word") or bool(request.excluded)
    awards = request.relation == "subsidies" and request.has("subject.factory", "topic.money")
    return awards and bool(request.levels) and everywhere and request.operation in MANY and not pointing


def _with_own_level(request: Request, last: Request) -> Request:
    """那泉州给多少 after a question for one level is for that level too."""
    short = len(request.text) <= SHORT and request.has("talk.follow")
    if (
        short
        and request.relation == last.relation == "subsidies"
        and not request.levels
        and "amount" in request.aspects
    ):
        return request.with_(levels=last.levels, inherited=last.levels)
    return request


def _with_place_told(request: Request, last: Request) -> Request:
    """产值占比目标多少 after talk of a province: what is said of it, where the texts say something of it."""
    leans = request.relation == "texts" and len(last.places) == 1 and last.relation in ("policies", "rules", "texts")
    named = request.places or request.levels or request.titles or request.standards or request.mentions("std.")
    if not leans or named or "全国" in request.text or len(request.text) > BARE:
        return request
    return request.with_(places=last.places, inherited=(last.places[0].name,))


# answers to questions asked back, corrections


def _answer_to_question(request: Request, memory: Memory, last: Request) -> Request | None:
    """A bare fact (国家级, 厦门) answers what was asked back; anything else is a request of its own."""
    holds = {
        "place": request.places or request.undecided,
        "standard": request.standards or request.numbers or request.leftover,
        "batch": request.batches or request.dates,
        "investment": request.amounts,
    }
    held = holds.get(memory.asked_for, request.places or request.levels or request.standards or request.titles)
    if not held or len(request.text) > BARE or (request.has("ask.") and request.has(*TOPICS)):
        return None
    return _amended(request, last).with_(places=_one_of(request, last) or request.places or last.places)


def _one_of(request: Request, last: Request) -> tuple[Place, ...]:
    """The one of the places left open that lies in the place named now (鼓楼区？ 南京); () where none or several do."""
    prefixes = tuple(place.code.rstrip("0") for place in request.places if place.code.isdigit())
    within = tuple(place for place in last.undecided if prefixes and place.code.startswith(prefixes))
    return within if len(within) == 1 else ()


def _amended(request: Request, last: Request) -> Request:
    """The last request again with the slots that are named now."""
    return last.with_(
        typed=request.typed,
        text=f"{last.text}，{request.text}",
        places=request.places or last.places,
        undecided=request.undecided if not request.places else (),
        levels=request.levels or last.levels,
        standards=request.standards or last.standards,
        product=request.product or last.product,
        numbers=request.numbers or (() if request.standards else last.numbers),
        batches=request.batches or last.batches,
        dates=request.dates or last.dates,
        amounts=request.amounts or last.amounts,
        leftover=(*last.leftover, *request.leftover),
        context=last.context | request.concepts,
        corrections=request.corrections,
        as_of=request.as_of,
    )


# one thing replaced, the rest kept


def _inherited(request: Request, memory: Memory, last: Request) -> Request:
    """The request with topic and slots of the last one where it names none."""
    if (
        last.relation == "standards"
        and memory.subsidy
        and request.has("aspect.valid")
        and request.relation == "subsidies"
    ):
        last = memory.subsidy
    says_topic = request.has(*TOPICS) and bool(request.relation)
    if says_topic and request.relation != last.relation and request.has(*STRONG.get(request.relation, ())):
        return _other_topic(request, memory, last)
    request = _below_again(request, memory, last)
    back = _earlier_place(request, memory)
    if back is not None:
        return back
    keeps_relation = not says_topic or _fits_relation(request, last)
    base = last if keeps_relation or memory.subsidy is None else memory.subsidy
    relation = base.relation if keeps_relation or request.relation == "" else request.relation
    if relation == "subsidies" and base.relation != "subsidies" and memory.subsidy:
        base = memory.subsidy
    return _over(request, base, memory, relation, says_topic=says_topic)


def _of_its_rule(request: Request, last: Request, memory: Memory) -> Request:
    """它的文件是哪年的 after an award asks for the rule of that award, not for the policies of a province."""
    about = request.has("aspect.issued", "aspect.document", "aspect.number", "ask.when", "aspect.valid", "aspect.end")
    bare = not (request.places or request.titles or request.quoted or request.dates) and len(request.text) <= BARE
    listing = request.operation in ("list", "count") and not request.has("aspect.document")
    pointing = request.has("talk.this", "aspect.document", "aspect.number", "aspect.valid") or _asks_its_day(request)
    spoken = bare or (request.place in memory.places and len(request.text) <= BARE and not request.titles)
    if spoken and last.relation == "subsidies" and request.place and THAT_DOCUMENT.search(request.text):
        days = tuple(name for name in ("end", "valid", "issued") if name in request.aspects)
        if days and not request.has("ask.many", "rank."):
            return request.with_(relation="subsidies", operation="value", aspects=days, where=(), leftover=())
    if spoken and last.relation == "subsidies" and last.places and asks_one_document(request):
        return _for_document(request)
    if not (about and bare and pointing) or listing:
        return request
    if last.relation in ("subsidies", "rules", "standards") and request.relation in ("policies", "texts", ""):
        document = request.has("aspect.document", "aspect.number")
        ends = request.has("aspect.valid", "aspect.end")
        aspects = ("document",) if document else request.aspects if ends else ("issued",)
        concepts = request.concepts - {"topic.policy", "topic.definition"} | (
            {"aspect.document"} if document else set()
        )
        return request.with_(relation="", concepts=frozenset(concepts), aspects=aspects, operation="value", leftover=())
    return request


def _for_document(request: Request) -> Request:
    """What is asked, as a question for the document told of; 现行的是哪一份 asks if it holds, which names it."""
    asked = () if request.has("aspect.valid") else ("aspect.document",)
    concepts = request.concepts - {"topic.policy", "topic.definition"} | set(asked)
    return request.with_(
        relation="", concepts=frozenset(concepts), ordered=(*request.ordered, *asked),
        aspects=("document",), operation="value", where=(), leftover=(),
    )  # fmt: skip


def _asks_its_day(request: Request) -> bool:
    """啥时候的文件: when the document just told came out, and nothing beside."""
    asks = request.has("topic.policy") and request.has("ask.when", "ask.which")
    return asks and len(request.text) <= SHORT and not request.has("rank.", "topic.call", "topic.listing")


def _spelt_out(request: Request, last: Request, memory: Memory) -> Request:
    """下一批, 当年, 1087呢: what leans on the last request by a word of its own, spelt out."""
    if last.relation == "batches" and not (last.batches or request.batches) and "下一批" in request.text:
        return request.with_(batches=(0,))  # the one after the newest
    if last.batches and (match := BESIDE_IT.search(request.text)):
        step = 1 if match[1] == "下" else -1
        return batch_beside(request, last, memory, step)
    if (match := re.search("后([两三四])批", request.text)) and not request.batches:
        many = chinese_number(match[1]) or 0
        measure = batch_measure(request) or last.measure if last.relation == "batches" else "count"
        return request.with_(batches=tuple(range(-many, 0)), relation="batches", measure=measure)
    text = request.text
    if last.numbers and (match := re.search("([下上])一个(?:编号|号|标准|呢|是|$)", text)):
        return request.with_(
            numbers=(_next_number(last.numbers[-1], 1 if match[1] == "下" else -1),), relation="standards"
        )
    if last.dates and not request.dates:
        for word in ("当年", "同年", "那年", "这年", "那一年"):
            text = text.replace(word, f"{last.dates[0].value[:4]}年")
    if last.relation == "standards" and not request.numbers and (digits := BARE_NUMBER.search(text)):
        return request.with_(numbers=(digits[0],), relation="standards", text=text)
    return request.with_(text=text)


def _next_number(number: str, step: int) -> str:
    """The number beside a standard's, without its year: HG/T 5866 after HG/T 5865-2020."""
    found = re.search(r"^(.*?)(\d+)(?:-\d{4})?$", number)
    return f"{found[1]}{int(found[2]) + step}" if found else number


def _fits_relation(request: Request, last: Request) -> bool:
    """Whether what is asked can be asked of what was talked of: 谁批准的 of a standard, 到哪天 of a rule."""
    if request.relation == last.relation:
        return True
    return not request.has(*STRONG.get(request.relation, ())) and not request.stars


def _earlier_place(request: Request, memory: Memory) -> Request | None:
    """那永康还有效吗, after talk of other things: the place was spoken of with money."""
    money = memory.subsidy
    if money is None or not request.places or memory.last is money:
        return None
    asked = request.has(
        "aspect.valid", "aspect.end", "aspect.issued", "aspect.start", "ask.when", "aspect.document", "aspect.draft"
    )
    asked = asked or (bool(request.levels) and request.has("talk.follow", "talk.this"))
    if asked and set(request.places) <= set(memory.places) and request.relation in ("subsidies", "policies", ""):
        return request.with_(relation="subsidies", levels=request.levels or money.levels)
    return None


def _below_again(request: Request, memory: Memory, last: Request) -> Request:
    """省加市合计 after a province: with the city in it that was spoken of before."""
    province = last.place
    if request.places or province is None or not request.mentions("payer.city", "payer.district"):
        return request
    prefix = province.code.rstrip("0")
    inside = [place for place in memory.places if place.code.startswith(prefix) and place.code != province.code]
    return request.with_(places=tuple(inside[-1:])) if inside and request.has("operation.sum") else request


def _other_topic(request: Request, memory: Memory, last: Request) -> Request:
    """Another relation: only a slot that both know is taken along, and only by a short request."""
    one = (
        request.operation == "extreme" and last.place is not None and not request.has("ask.where", "ask.which", "rank.")
    )
    if one:
        request = request.with_(operation="value")
    if request.relation == "subsidies" and not request.places and request.operation not in MANY:
        base = memory.subsidy or last
        own_level = request.levels or base.levels
        spoken = memory.places[-1:] if request.payers else ()
        found = base.places or memory.led_to or spoken
        return request.with_(places=found, levels=own_level, inherited=tuple(place.name for place in found))
    if request.relation == "rules" and not request.batches and last.batches and len(request.text) <= SHORT + 4:
        return request.with_(batches=last.batches)
    if request.has("aspect.due") and not request.dates and last.dates and last.mentions("talk.own"):
        return request.with_(dates=last.dates)  # 我们是2020年评上的，要复核吗
    if request.relation == "batches" and last.places and len(request.text) <= SHORT + 4 and not request.batches:
        return request.with_(places=last.places, inherited=tuple(place.name for place in last.places))
    leans = request.relation in ("policies", "rules") and request.has("talk.this", "talk.follow")
    if not request.places and (leans or _of_rule_there(request, last)):
        return request.with_(places=last.places, inherited=tuple(place.name for place in last.places))
    return request


def _over(request: Request, base: Request, memory: Memory, relation: str, *, says_topic: bool) -> Request:
    """The base with the named slots replaced; operation and aspects are those asked for now, if any is."""
    changes: dict[str, object] = {"relation": relation}
    inherited: list[str] = []
    of_all = relation == "batches" and request.has("operation.most", "operation.least") and not request.batches
    bounded = base.operation in ("extreme", "rank", "mean", "sum") and len(base.batches) > 1
    of_all = of_all and not bounded  # 最少的呢 after 前五批里哪批最多 is of those five
    of_year = bool(request.dates) and not request.has("ask.when")
    anew = of_all or (relation == "batches" and (of_year or request.has("operation.latest", "talk.now")))
    of_now = bool(request.dates) or request.has("talk.now", "talk.newer")  # the document that was named is not meant
    dropped = {"batches": anew, "places": bool(request.titles), "titles": of_now}
    kept = [slot for slot in KEPT if not dropped.get(slot)]
    for slot in kept:
        if not getattr(request, slot) and not _displaced(request, slot):
            changes[slot] = getattr(base, slot)
    pointing = not request.titles and (request.has("talk.this") or not base.places)
    if not request.places and pointing and memory.led_to and relation in ("subsidies", "policies"):
        changes["places"] = memory.led_to
    if not request.places:
        inherited += [place.name for place in changes.get("places", ())]  # type: ignore[attr-defined]
    of_document = request.has("aspect.valid", "aspect.end", "aspect.issued", "aspect.document")
    if not request.levels and (of_document or (request.places and request.has("rule."))):
        changes["levels"] = ()
    if not says_topic and not _asks_anew(request):
        changes |= _same_question(request, base)
    elif relation in ("rules", "texts"):
        about = " ".join(base.subject) if request.unknown and base.subject else base.text
        changes["text"] = f"{about} {request.text}" if request.leftover or says_topic else base.text
    if relation == base.relation == "texts" and not (request.outside or request.places):
        changes["outside"] = base.outside
    if relation == base.relation == "texts" and not request.objects:
        changes["objects"] = base.objects
    if relation != request.relation and (aspects := aspects_of(request, relation)):
        changes["aspects"] = aspects
    if (
        base.amounts
        and not request.amounts
        and {"operation.invest", "operation.needed"} & (base.concepts | base.context)
    ):
        changes["amounts"] = base.amounts
        if not request.operation or request.operation == "value":
            changes["operation"] = "sum"
    if relation == "rules" and base.dates and not request.dates and base.mentions("aspect.due"):
        changes["dates"] = base.dates
    if of_all or _other_end(request, base, relation):
        listed = () if of_all else base.batches
        changes |= {"operation": "extreme", "descending": request.has("operation.most"), "batches": listed}
    if relation == "batches" and base.relation == "batches" and _other_kind(request, base):
        base = base.with_(
            measure="count", concepts=frozenset(name for name in base.concepts if name not in OTHER_KINDS)
        )
    if relation == "batches" and base.relation == "batches" and names_only_lists(request):
        changes["aspects"] = base.aspects
        changes["concepts"] = request.concepts | base.concepts
    if relation == "batches":
        changes["measure"] = batch_measure(request) or _measure_kept(request, base)
    changes["context"] = request.context | base.concepts | base.context
    changes["told"] = memory.told
    changes["inherited"] = tuple(inherited)
    return request.with_(**changes)


def _other_end(request: Request, base: Request, relation: str) -> bool:
    """最少的呢 after which of some lists has the most."""
    ends = request.has("operation.most", "operation.least") and not request.batches
    return relation == "batches" and base.operation == "extreme" and ends


def _measure_kept(request: Request, base: Request) -> str:
    """What of the lists goes on being counted; a total is that of factories, or of the parks that were talked of."""
    if base.relation != "batches" or (request.has("topic.total_count", "batch.total") and base.measure != "parks"):
        return "count"
    return base.measure


def _asks_anew(request: Request) -> bool:
    """Whether a request without a topic asks for another fact or operation of what was talked of."""
    return request.operation not in ("value", "list") or request.has("ask.when", "ask.long", "ask.who", "ask.many")


def _is_sum(where: Where) -> bool:
    return where.field == "amount" and isinstance(where.value, float)


def _same_question(request: Request, base: Request) -> dict[str, object]:
    """省级呢, 永康呢: the last question again."""
    other_day = any(w.names_day for w in request.where)
    where = tuple(
        replace(w, level=request.levels[0]) if w.level and request.levels else w
        for w in base.where
        if not (other_day and w.names_day)
    )
    if request.amounts and not request.where:  # 50万的呢 after those of 20
        where = tuple(replace(w, value=request.amounts[0], words="") if _is_sum(w) else w for w in where)
    of_extreme = base.relation == "batches" and base.operation in ("extreme", "rank")
    goes_on = base.relation in ("texts", "rules", "") or of_extreme
    text = f"{base.text} {request.text}" if goes_on else request.text
    operation = base.operation
    if base.operation in ("compare", "difference", "ratio", "sum") and (request.places or request.payers):
        operation = "value"
    kept = base.operation in ("list", "count") and bool(base.wheres("amount", "ends", "issued", "status"))
    asks_one = request.has("ask.much", "ask.amount") and base.places != request.places
    if base.operation in MANY and request.places and (not base.places or asks_one) and not kept:
        operation, where = "value", ()
    anew = bool(request.places and request.levels) and base.relation == "subsidies"
    of_document = {"document", "number"} & set(base.aspects) and base.relation == "subsidies"
    anew = anew or bool(request.levels and of_document)  # 国家级的呢 after 文号给我: what is paid for it
    return {
        "operation": operation,
        "measure": base.measure,
        "aspects": ("amount",) if anew and base.operation == "value" else base.aspects,
        "where": (*where, *(w for w in request.where if w not in where)),
        "concepts": request.concepts | _concepts_kept(request, base),
        "unsaid": request.unsaid or (() if request.has("ask.much", "ask.amount") else base.unsaid),
        "text": text,
        "descending": base.descending,
        "nth": base.nth,
        "limit": base.limit,
    }


def _concepts_kept(request: Request, base: Request) -> frozenset[str]:
    """The concepts that the last question lends: none of a rule where one is named now, no other measure of a list."""
    if request.has("rule.", "unsaid."):
        return frozenset()
    if request.has("batch.", "topic.removal"):
        return frozenset(name for name in base.concepts if not name.startswith(("batch.", "aspect.")))
    return base.concepts - {"talk.older", "talk.newer"}


def _displaced(request: Request, slot: str) -> bool:
    """Whether naming one slot puts another out: a number names a standard, so does a product."""
    pairs = {
        "standards": ("numbers", "product"),
        "numbers": ("standards", "product"),
        "product": ("numbers", "standards"),
        "titles": ("places",),
    }
    displaced = any(getattr(request, other) for other in pairs.get(slot, ()))
    named_other = (
        slot in ("standards", "product", "numbers") and bool(request.leftover) and not request.has("ask.", "aspect.")
    )
    return displaced or named_other
