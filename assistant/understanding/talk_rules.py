"""Talk that leans on rules just told: another place, level or year, another ground, and where they stand."""

from __future__ import annotations

from assistant.understanding import matters
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.memory import BARE, SHORT
from assistant.understanding.numerals import DateMention, years_ago
from assistant.understanding.request import Request
from assistant.understanding.slots import UNDONE
from corpus.patterns import late

OF_AN_EVENT = late("那[一]?[起次回件场]|的事|的[呢？?]*$|年前[呢？?]*$|出的|发生的")
"""what a day of another event is followed by"""
RULED = ("rule.", "topic.recheck", "aspect.due", "topic.duty", "topic.self_check")
"""groups of concepts that name topics of rules"""
MODAL = late("必须|一定|强制|自愿|还是")
"""whether one has to: what the rule says of it is the answer, in other words"""
OTHER_TOPICS = ("topic.standard", "topic.batch", "topic.policy", "topic.recheck", "topic.definition", "topic.listing",
    "topic.third_party", "topic.support", "topic.abroad", "topic.committee", "topic.goal", "topic.stars", "rule.",
    "unsaid.", "batch.", "event.", "aspect.valid", "ask.where",
)  # fmt: skip
"""concepts with which a short question is about more than the rule just told"""
OF_MONEY = late("补|奖|钱|资助|扶持|金额|万")
"""words that can't but mean money, as 领 and 给 can"""
DEADLINE = late("(?<!有效)期限|截止")
"""until when a duty is to be done, not until when a document is in force"""
WRITTEN_IN = late("哪[份个条项]?(?:通知|文件|办法|规定|细则)里?[写说讲定]")
"""哪份通知写的: where what was told stands"""
NAMED_TOPICS = (
    "topic.money", "topic.standard", "topic.recheck", "topic.removal", "topic.stars", "topic.call", "topic.industries",
    "topic.subsidy_table", "topic.policy_table", "topic.total_count", "ask.amount", "unsaid.", "event.",
)  # fmt: skip
"""concepts with which a question after rules is about something else"""


def of_rules_told(request: Request, ruled: Request, rules: tuple[str, ...]) -> Request | None:
    """广东也一样, 哪个文件写的, 老板失信呢 after rules were told: the same topics, for what is named now."""
    if _until_when_to_apply(request, ruled):
        places, levels = request.places or ruled.places, request.levels or ruled.levels
        return request.with_(
            relation="rules", operation="value", unsaid=(matters.UNTIL_WHEN,), places=places, levels=levels
        )
    if days := _another_event(request, ruled):
        text = f"{ruled.text}，{request.text}"
        return ruled.with_(
            typed=request.typed, text=text, asked=text, happened=days, dates=(), where=(), as_of=request.as_of,
            concepts=ruled.concepts | {"aspect.compliance_facts"}, corrections=request.corrections,
        )  # fmt: skip
    leans = _names_a_side(request, ruled) or _asks_of_document(request)
    leans = leans or _asks_its_day(request) or _left_undone(request)
    if granted := _asks_when_granted(request):
        request = request.with_(unsaid=())
    leans = leans or granted or _counts_bars(request, ruled)
    more = _asks_more(request)
    if not (leans or more or _is_another_fact(request, ruled)):
        return None
    named = (*ruled.ordered, *sorted(ruled.context - set(ruled.ordered)))
    topics = tuple(name for name in named if name.startswith(RULED))
    other_side = request.places or request.levels or _asks_of_document(request)
    if not (topics or ruled.unsaid or other_side):
        return None  # a statement led with the rule, and what is asked now may stand in its words
    if _is_another_fact(request, ruled) and not any(name.startswith("rule.") for name in topics):
        topics = ("rule.eligible", *topics)  # the conditions asked for by name are held against what happened
    happened = {"aspect.compliance_facts"} & request.context  # in a clause before the one that asks
    of_country = ("国家级" in request.levels or "全国" in request.text) and not request.places
    places = () if of_country else request.places or ruled.places
    return request.with_(
        relation="rules",
        ordered=(*topics, *(name for name in request.ordered if name not in topics)),
        concepts=request.concepts | set(topics) | happened,
        unsaid=request.unsaid or (() if granted or _is_another_fact(request, ruled) else ruled.unsaid),
        levels=request.levels or ruled.levels,
        places=places,
        inherited=tuple(place.name for place in places) if not request.places else (),
        operation="value",
        text=f"{ruled.text}，{request.text}",
        asked=request.text if happened else request.asked,
        rules=rules if _asks_of_document(request) else (),
        unknown=(request.asked.strip("？? "),) if more and not leans and not MODAL.search(request.text) else (),
    )


def _another_event(request: Request, ruled: Request) -> tuple[DateMention, ...]:
    """那2021年那起呢, 四年前的呢 after what happened was held against the bars: the day of another event."""
    eligible = ruled.mentions("aspect.compliance_facts") and ruled.mentions("rule.eligible", "rule.bar")
    named = request.places or request.levels or request.titles or request.batches or request.has("topic.", "rule.")
    if not eligible or named or len(request.text) > BARE or not OF_AN_EVENT.search(request.text):
        return ()
    if request.dates:
        return request.dates[:1]
    ago = years_ago(request.text, request.as_of)
    return (ago,) if ago else ()


def _names_a_side(request: Request, ruled: Request) -> bool:
    """Whether a request names only another place, level or year (珠海2025年呢, 省级的也不用了吗, 国家级被移出呢)."""
    named = bool(request.places or request.levels or request.dates) or request.has("source.report", "talk.now")
    other = tuple(name for name in NAMED_TOPICS if not (name == "topic.removal" and ruled.mentions(name)))
    bare = not request.has("rule.", *other) and not request.titles
    return named and bare and len(request.text) <= BARE + 4


def _asks_of_document(request: Request) -> bool:
    """Whether a request asks where the rule stands, or whether it still holds."""
    deadline = request.has("ask.when") and DEADLINE.search(request.text)  # 国家的期限是哪天 asks for the rule's day
    asks = request.has("aspect.document", "aspect.number", "aspect.article", "aspect.issued")
    asks = asks or (request.has("aspect.valid") and not deadline)
    asks = asks or WRITTEN_IN.search(request.text) is not None
    named = request.places or request.titles or request.numbers or request.batches or request.standards
    happened = request.has("aspect.compliance_facts")  # 我们出过事故 asks of no document
    return asks and not (named or happened) and not _names_another(request) and len(request.text) <= BARE


def _asks_its_day(request: Request) -> bool:
    """几号前, 谁来填: until when or by whom what the rule asks for is to be done."""
    asks = request.has("ask.when", "ask.who", "aspect.end")
    named = request.titles or request.numbers or request.batches or request.standards
    return asks and not named and not _names_another(request) and len(request.text) <= SHORT + 1


def _names_another(request: Request) -> bool:
    """Whether a question names a topic of its own; 全国 only says whose rule is meant."""
    other = (name for name in NAMED_TOPICS if name != "topic.total_count" or "全国" not in request.text)
    return request.has("rule.", *other)


def _asks_more(request: Request) -> bool:
    """填什么内容: a detail of the rule told that may be none of what it says."""
    named = (
        request.places or request.levels or request.titles or request.numbers or request.standards or request.batches
    )
    detail = request.relation in ("", "texts") and request.has("ask.what", "ask.which", "ask.many", "ask.much")
    asks = detail or (request.has("ask.whether") and not OF_MONEY.search(request.text))
    return asks and not named and not request.has(*OTHER_TOPICS) and len(request.text) <= SHORT - 2


def _until_when_to_apply(request: Request, ruled: Request) -> bool:
    """截止几号 after whether or how one can apply: until when to apply, not until when what bars is in force."""
    applying = ruled.has("rule.eligible", "rule.bar", "rule.precondition", "topic.self_check") or bool(ruled.unsaid)
    return applying and _asks_its_day(request) and request.has("ask.when") and not request.has("rule.", "topic.recheck")


def _counts_bars(request: Request, ruled: Request) -> bool:
    """一共几类 after what bars an application: the list itself says how many."""
    barred = ruled.has("rule.bar", "rule.eligible", "topic.self_check")
    return barred and request.has("ask.many") and len(request.text) <= SHORT and not request.has("topic.", "rule.")


def _asks_when_granted(request: Request) -> bool:
    """什么条件能领 after what a rule grants (企业绿码): the rule itself states it."""
    conditions = request.unsaid == ("申报条件",) or (request.has("rule.precondition") and "领" in request.text)
    return request.paying_only and conditions and not request.places and len(request.text) <= SHORT


def _left_undone(request: Request) -> bool:
    """拖着不填会咋样: what follows where the duty is not done."""
    asks = request.has("ask.how", "aspect.consequence", "topic.removal") and bool(UNDONE.search(request.text))
    other = tuple(name for name in NAMED_TOPICS if name != "topic.removal")
    return asks and not request.has(*other) and len(request.text) <= BARE + 4


def _is_another_fact(request: Request, ruled: Request) -> bool:
    """Whether what bars an application is named after it was asked whether one can apply."""
    topics = load_lexicon().rule_topics
    barred = ruled.has("rule.eligible", "rule.bar", "topic.self_check")
    barred = barred or any("bar" in topics.get(name, ()) for name in ruled.unsaid)
    if barred and request.mentions("aspect.compliance_facts") and not request.has("rule.", "topic.recheck"):
        return True
    asks = barred or request.has("rule.eligible", "topic.self_check")
    removed = request.mentions("topic.removal", "batch.removed") and not request.has("ask.why", "ask.many", "ask.how")
    return asks and removed and not request.has("topic.money")
