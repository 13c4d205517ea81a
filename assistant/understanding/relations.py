"""Which relation an ask is about: every relation is scored by what of the ask it explains, the best one takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.understanding.request import Relation, Request
from assistant.understanding.spans import TITLE_NAMES, TITLE_WORD, Span
from corpus.patterns import late

WEIGHTS: dict[Relation, dict[str, float]] = {
    "subsidies": {
        "topic.money": 3,
        "topic.support": 1.8,
        "topic.subsidy_table": 7,
        "topic.paying_rule": 4,
        "aspect.benefit": 2.5,
        "aspect.peak_shift": 2.5,
        "aspect.credit": 1,
        "aspect.procurement": 1.5,
        "aspect.tax_benefit": 1,
        "aspect.fund": 1,
        "aspect.recipient": 3,
        "aspect.one_off": 2,
        "aspect.draft": 0.8,
        "aspect.stacking": 2,
        "aspect.valid": 2,
        "aspect.end": 1.8,
        "operation.paid": 1,
        "operation.upgrade": 1,
        "operation.extra": 2,
        "operation.matching": 2,
        "operation.needed": 2,
        "operation.invest": 1,
        "amounts.stated": 3,
        "amounts.missing": 3,
        "status.": 1,
        "ask.amount": 3,
        "payer.": 1,
        "topic.policy": 0.6,
        "aspect.document": 0.2,
        "aspect.number": 0.1,
        "rule.recommend": -2,
    },
    "policies": {
        "topic.policy": 2,
        "topic.policy_table": 7,
        "aspect.valid": -2,
        "aspect.end": -2,
        "status.": -2,
        "topic.support": -0.5,
        "topic.money": -0.7,
        "aspect.issued": 1.2,
        "aspect.subordinate": 1.5,
        "topic.call": 0.8,
        "topic.listing": 0.3,
        "aspect.document": 0.5,
    },
    "standards": {
        "topic.standard": 4,
        "topic.standard_number": 1,
        "aspect.status": 1.5,
        "aspect.body": 1,
        "aspect.draft": 0.5,
        "topic.listing": 0.2,
    },
    "batches": {
        "topic.batch": 1.4,
        "topic.which_batch": 2.5,
        "topic.call": 1,
        "topic.listing": 1.2,
        "topic.industries": 1,
        "topic.total_count": 0.5,
        "aspect.change": 0.5,
        "aspect.share": 0.5,
        "batch.renamed": 2.5,
        "batch.total": 2.5,
        "batch.year": 2.5,
    },
    "rules": {
        "topic.recheck": 4,
        "topic.removal": 4,
        "topic.third_party": 3.5,
        "topic.fourth_party": 4.5,
        "topic.stars": 5,
        "topic.self_declaration": 4,
        "rule.duties": 3,
        "aspect.dishonest": 2.5,
        "aspect.compliance_facts": 2.5,
        "aspect.cycle": 0.8,
        "aspect.due": 2.5,
        "aspect.checked": 1.5,
        "aspect.grounds": 0.5,
        "aspect.consequence": 0.8,
        "aspect.below_star": 1,
    },
    "texts": {
        "topic.abroad": 7,
        "topic.committee": 5.5,
        "topic.group": 5,
        "topic.goal": 3,
        "topic.definition": 3.5,
        "ask.why": 2,
        "topic.report": 0.5,
    },
}
"""what a concept in the asking clause says for a relation; concepts of the clauses around it count half"""
FACTORIES = late(r"(?<!国)家(?!级)|企业|(?<!工)厂(?!房)|[少几]个?(?:国家级)?绿色工厂|工厂(?:总数|数量|有多少)")
HOW_MANY_FACTORIES = late("(?:多少|几|哪)个?家(?:的)?(?:国家级?|省级|市级)?(?:的)?(?:绿色)?工厂")
HOW_MANY_THERE = late("有(?:多少|几)个?家(?:国家级|省级|市级)?(?:的)?绿色(?:低碳)?工厂[了呢啊吗？?]?$")
FACTORIES_COUNTED = late(
    "(?:工厂|企业|厂|名单|上榜|入选|批)(?:里|中|上)?的?[^，。；]{0,6}?最[多少]|(?:工厂|企业|厂)的?(?:数量|数|个数|家数|总数)|[多几]少?家|家数"
    "|最[多少]的?(?:工厂|企业|厂)"
)
"""that factories are counted: 绿色工厂最多, 工厂数量"""
TOTAL_ALONE = late("(?:总数|累计)(?:家数)?(?:是|有|到)?(?:了)?(?:多少|几)", words=("总数", "累计"))
"""the total, which without a subject is that of the factories"""
OF_STANDARDS = late("标准|国标|通则|评价导则|评价要求|评价规范", words=("标准", "国标", "通则", "评价"))
"""in the name of what a standard is for, or in its title: 绿色工厂国家标准, 玻璃行业绿色工厂评价导则"""
TITLE_QUOTE = late(r"(?:标题|名字|题目|名称|文件名)[里中上]?[^，。]{0,4}[“\"「『]", words=TITLE_NAMES)
"""what a title is said to hold, in quotation marks"""
PAID_BY = late("补贴|奖励|奖补|补助")
SUBJECT_OF = late("(?:这家|公司|集团|股份)?(?:到底|究竟)?(?:是|算|属于|有没有|在不在|进没进|入选|评上)")
"""what follows a name of which something is asked"""
IS_ONE = late("(?:是不是|是否|算不算|算是)[^，。]{0,8}绿色工厂")
LEVELS_APART = late(
    "(?:国家|省|市)级?(?:的)?(?:绿色工厂)?[和与跟、]?(?:国家|省|市)级的?(?:绿色工厂)?(?:之间)?(?:都|到底)?(?:有|是)?(?:什么|啥|哪些|何)?(?:区别|不同|差别|关系)"
)
"""what sets two levels apart, of which money is only one thing"""
LEAST = 0.9
AROUND = 0.55
PLACES_ASKED = ("rank.province", "rank.region", "rank.municipality", "ask.where", "ask.who")
PAYING = ("给", "拿", "领", "发", "补", "奖", "钱", "激励", "扶持")
"""verbs of paying that also mean much else"""


def choose(request: Request, paying_only: bool) -> Relation:
    """The relation that explains most of an ask; "" when none explains anything."""
    if (
        len(request.levels) > 1
        and LEVELS_APART.search(request.asked)
        and not request.mentions("topic.money", "ask.amount")
    ):
        return "texts"
    if _asks_what_it_holds(request) or _of_another_recognition(request):
        return "texts"
    if _of_rules_alone(request):
        return "rules"
    if claimed_total(request):
        return "batches"
    scores = {relation: score(request, relation, paying_only) for relation in WEIGHTS}
    best = max(scores, key=lambda relation: scores[relation])
    if scores[best] <= LEAST and request.standards and request.has("ask.") and not request.places:
        return "standards"
    if scores[best] <= LEAST or (request.leftover and not _says_topic(request, best)):
        return ""
    return best


PARTS_OF_IT = late(
    "[五5](?:大|个|项)?(?:大块|块|方面|指标|部分|维度)|打分|评分|计分", words=("五", "5", "打分", "评分", "计分")
)


def _asks_what_it_holds(request: Request) -> bool:
    """新通则那五化是哪五个: what a standard says, not its number, day or place in a list."""
    parts = request.mentions("topic.definition") or PARTS_OF_IT.search(request.asked) is not None
    named = parts and request.has("std.general") and not request.standards
    return (
        named
        and request.has("ask.which", "ask.what", "ask.how")
        and not request.mentions("aspect.", "ask.when", "ask.who")
    )


def _of_another_recognition(request: Request) -> bool:
    """零碳工厂先搞哪些行业, 我们做锂电池的在不在里头: what is made is no standard that is asked for."""
    ours = request.mentions("topic.standard", "std.", "topic.money", "ask.amount") or request.numbers
    return bool(request.objects) and bool(request.product) and not (ours or request.places)


BESIDE_RULES = (
    "topic.", "std.", "unsaid.", "ask.amount", "ask.much", "ask.many", "aspect.document", "operation.", "batch.total",
    "batch.removed", "batch.renamed", "batch.net", "batch.year", "batch.supply", "batch.products",
)  # fmt: skip
"""concepts with which a question that names a rule may be about more than the rule"""


def _of_rules_alone(request: Request) -> bool:
    """国家申报还要不要第三方评价报告: a rule is named, and nothing of another relation beside the level."""
    named = any(name.startswith("rule.") and name not in ("rule.measures", "rule.basis") for name in request.concepts)
    slots = request.titles or request.standards or request.batches
    asks = request.has("ask.") or request.typed.rstrip().endswith(("?", "？"))
    if request.has("rule.yearly_table") and request.has("ask.when", "ask.who"):  # 名单单位几号前填 asks of no list
        request = request.with_(concepts=request.concepts - {"topic.batch"})
    return named and asks and not (slots or request.has(*BESIDE_RULES))


def _says_topic(request: Request, relation: Relation) -> bool:
    """Whether any word, and not a place or a level alone, speaks for a relation."""
    if relation in ("subsidies", "batches") and asks_of_a_firm(request):
        return False
    if (
        relation != "subsidies"
        or request.amounts
        or request.where
        or (len(request.leftover) == 1 and not request.unknown)
    ):
        return True
    return _concepts(request.concepts | request.context, relation, False) > 0 or request.has("ask.much")


def asks_of_a_firm(request: Request) -> bool:
    """格力电器是不是国家级绿色工厂: whether something by name is one, not what it is paid."""
    paid = request.has("topic.money", "ask.amount", "ask.much")
    if (
        not request.leftover
        or paid
        or request.mentions("topic.industries")
        or not request.has("ask.whether", "topic.which_batch")
    ):
        return False
    asked = request.asked
    if request.has("topic.which_batch") or IS_ONE.search(asked):  # 宁德时代: a firm whose name begins with a place's
        names = (name for place in request.places for name in place.all_names)
        asked = asked.removeprefix(next((name for name in names if asked.startswith(name)), ""))
    name = request.leftover[0]
    return asked.startswith(name) and bool(SUBJECT_OF.match(asked[len(name) :]))


def score(request: Request, relation: Relation, paying_only: bool = False) -> float:
    """How much of an ask a relation explains."""
    found = _concepts(request.concepts, relation, paying_only)
    found += AROUND * _concepts(request.context - request.concepts, relation, False)
    return found + _slots(request, relation)


NEUTRAL = ("filler.", "ask.", "talk.", "subject.", "compare.", "role.", "rank.", "operation.")
"""groups of words that say nothing of what a question is about"""
KINDS: dict[str, tuple[str, ...]] = {
    "place": ("subsidies", "policies", "rules"),
    "date": ("subsidies", "policies", "standards", "batches", "rules"),
    "level": ("subsidies", "batches", "policies", "rules"),
    "batch": ("batches", "rules", "policies"),
    "star": ("rules",),
    "amount": ("subsidies",),
    "product": ("standards",),
    "number": ("standards",),
    "title": ("policies", "subsidies"),
    "phrase": ("policies", "subsidies"),
}
"""which relations can use a span of a kind"""


def explained(spans: Sequence[Span], relation: Relation) -> float:
    """The share (0 to 1) of what the spans tell, in characters, that a relation explains."""
    if relation in ("", "texts"):
        return 0.0
    told = [(len(span.text), used) for span, used in _weighed(spans, relation)]
    return sum(size for size, used in told if used) / sum(size for size, _ in told) if told else 1.0


def unexplained(spans: Sequence[Span], relation: Relation) -> tuple[str, ...]:
    """The words of the spans that tell something and that a relation does not explain."""
    return tuple(dict.fromkeys(span.text for span, used in _weighed(spans, relation) if not used))


def _weighed(spans: Sequence[Span], relation: Relation) -> Iterator[tuple[Span, bool]]:
    """The spans that tell something, each with whether a relation explains it."""
    counted = relation == "batches" and any(COUNTING.intersection(s.value) for s in spans if s.kind == "concept")
    for span in spans:
        if span.kind == "concept":
            names = [name for name in span.value if not name.startswith(NEUTRAL)]
            counts = counted and "aspect.count_factories" in names
            if names:
                yield span, counts or any(_weighs(name, relation) for name in names)
        elif span.kind in KINDS:
            yield span, relation in KINDS[span.kind]
        elif span.kind in ("word", "object", "outside") and len(span.text) > 1:
            yield span, False


COUNTING = frozenset(("ask.many", "operation.difference", "operation.sum", "operation.growth", "operation.ratio"))
"""beside these the factories are those that a national list counts"""


def _weighs(name: str, relation: Relation) -> bool:
    weights = WEIGHTS.get(relation, {})
    group = name.partition(".")[0] + "."
    if group == "batch.":
        return relation == "batches"
    return (
        weights.get(name, 0.0) > 0 or weights.get(group, 0.0) > 0 or group in ("status.", "std.", "form.", "amounts.")
    )


def _concepts(concepts: frozenset[str], relation: Relation, paying_only: bool) -> float:
    total = 0.0
    for concept, weight in WEIGHTS[relation].items():
        group = concept.endswith(".")
        if any(name.startswith(concept) for name in concepts) if group else concept in concepts:
            total += weight * (0.5 if paying_only and concept == "topic.money" else 1)
    return total


def _slots(request: Request, relation: Relation) -> float:
    return {
        "subsidies": _subsidies,
        "policies": _policies,
        "standards": _standards,
        "batches": _batches,
        "rules": _rules,
        "texts": _texts,
    }[relation](request)


def _subsidies(request: Request) -> float:
    placed = bool(request.places or request.undecided)
    amounts = bool(request.amounts or request.wheres("amount", "difference"))
    titled = 2.6 * bool(request.titles) * (not request.in_policies)
    counted = any(unit == "家" for _, unit in request.counted) and not request.has("topic.money", "ask.amount")
    counted = counted and not (placed and request.has("talk.own"))  # 我有三家厂在义乌 tells where they are
    found = (
        -2.5 * counted
        + 1.0 * placed
        + 1.2 * bool(request.levels)
        + 1.6 * amounts
        + 1.5 * bool(request.objects) * placed
    )
    return found + titled


def _policies(request: Request) -> float:
    placed = bool(request.places)
    dated = bool(request.dates) and placed
    noticed = placed and request.has("topic.call", "topic.listing", "topic.recheck", "topic.batch")
    noticed = noticed and request.has("topic.policy", "ask.when", "aspect.issued")
    titled = 2.5 * bool(request.titles) * request.in_policies
    reverse = request.has("topic.call", "topic.listing", "topic.batch") and request.has(*PLACES_ASKED)
    titled_with = TITLE_WORD.search(request.text) or TITLE_QUOTE.search(request.text)
    phrased = 3.0 * bool(titled_with and request.mentions("topic.policy") and not PAID_BY.search(request.text))
    return phrased + 1.0 * placed + 0.8 * dated + 3.2 * noticed + titled + 0.5 * bool(request.quoted) + 3.0 * reverse


def _standards(request: Request) -> float:
    named = bool(request.standards) and request.mentions("topic.standard", "aspect.status")
    named = named or (request.mentions("std.") and request.mentions("topic.standard"))
    general = 3.0 * (request.has("std.general") and bool(request.product))
    general += 4.0 * (OF_STANDARDS.search(request.product) is not None)
    listed = request.has("topic.batch") and not (request.mentions("topic.standard", "std.") or request.numbers)
    general -= 3.0 * listed  # 名单出来没 asks for a list
    return general + 8.0 * bool(request.numbers) + 1.5 * named + 0.7 * bool(request.standards)


def _batches(request: Request) -> float:
    counting = request.has("ask.many", "aspect.count_factories", "ask.much", "operation.sum")
    national = request.mentions("topic.scope_word", "topic.total_count") or "国家级" in request.levels
    ranked = request.has("rank.") and not HOW_MANY_FACTORIES.search(request.asked)
    paying = (
        ranked
        or request.has("topic.money", "ask.amount", "topic.stars", "topic.standard")
        or bool(request.amounts or request.wheres("amount", "difference"))
    )
    paying = paying or (bool(request.places) and request.mentions("topic.money"))
    counting = counting and _counts_factories(request) and not paying
    total = counting and national and not request.places
    noticed = request.has("topic.call", "topic.listing", "topic.policy")
    of_lists = national or bool(request.batches) or request.has("topic.batch")
    of_lists = of_lists or HOW_MANY_THERE.search(request.asked) is not None
    regional = counting and bool(request.places) and of_lists and not noticed
    others = request.has("batch.parks", "batch.supply", "batch.products") and request.has(
        "topic.total_count", "batch.total", "ask.many"
    )
    topics = {name for name in request.concepts | request.context if name.startswith("topic.")} - {"topic.total_count"}
    others = others or (TOTAL_ALONE.search(request.asked) is not None and not paying and not topics)
    total = total or (others and not request.places)
    removed = 5.0 * (_counts_removed(request) and not request.places)
    goal = 4.0 * (request.has("topic.goal") and not request.batches)
    asked_of_places = request.has("rank.province", "rank.region", "rank.municipality", "ask.where", "rank.any")
    by_place = 8.0 * asks_factories_by_place(request)
    elsewhere = 2.5 * (bool(request.places) or asked_of_places) * (not regional) * (not by_place)
    return by_place + 3.2 * bool(request.batches) + 4.5 * total + 4.0 * regional + removed - elsewhere - goal


CLAIMED = late(r"(?<![\d.\-第])(\d{3,5}) ?[家个种](?![多余])", words="家个种")
"""a number of factories, parks, supply chains or products"""
MORE_THAN_COUNTED = late("[能都要拿评查报]|可以")
"""behind a number: what is asked of so many, and not whether there are (全国2121家都要复核吗)"""
OF_COUNTRY = late("全国|国家级|这个?数|总数|累计|一共|我国")


def claimed_total(request: Request) -> int:
    """The number that is asked to be confirmed as the national total (是不是2121家); 0 where none is."""
    found = CLAIMED.search(request.text)
    others = request.objects and not request.has("batch.parks", "batch.supply", "batch.products")
    named = request.batches or request.places or request.dates or request.titles or others
    below = set(request.levels) - {"国家级"}
    confirms = request.mentions("ask.whether") or request.has("operation.premise")
    if found is None or named or below or not confirms:
        return 0
    other = request.mentions("topic.money", "ask.amount", "topic.goal", "ask.why", "ask.how", "topic.standard")
    other = other or MORE_THAN_COUNTED.search(request.text, found.end()) is not None
    of_country = OF_COUNTRY.search(request.text) or request.mentions("topic.total_count")
    return 0 if other or not of_country else int(found[1])


LISTED_THERE = late(
    "(?:在不在|是不是在|有没有在|进没进|上没上)[^，。]{0,8}名单|名单[里上中]?面?(?:有没有|有|是否有)[^，。]{1,12}[吗么没]|[在进上](?:了)?[^，。]{0,8}名单[里上中]?面?了?[吗么没]$",
    words=("名单",),
)
"""whether a factory is on a list: 我们厂在不在名单里, 名单里有我们公司吗"""


def asks_whether_listed(request: Request) -> bool:
    """Whether it is asked of one's own factory, or of one by name, if it is on a list."""
    counted = request.has("ask.many", "ask.much", "topic.which_batch")
    return LISTED_THERE.search(request.asked) is not None and not counted and not request.has("rule.", "topic.recheck")


def asks_own_batch(request: Request) -> bool:
    """我们是哪一批: which list one's own factory is on."""
    own = request.has("talk.own") and request.has("topic.which_batch") and not request.batches
    return own and request.relation == "batches" and not request.has("ask.many", "topic.industries", "aspect.due")


def asks_factories_by_place(request: Request) -> bool:
    """哪个省的绿色工厂最多, 名单里各省多少家: how many factories each place has, not what it pays or issued."""
    other = request.mentions("topic.money", "ask.amount", "aspect.benefit", "topic.support", "topic.policy", "payer.")
    if other or request.places or request.amounts or request.wheres("amount", "difference"):
        return False
    ranked = request.has("rank.province", "rank.region", "rank.municipality", "rank.city", "rank.any", "ask.where")
    set_apart = request.has("operation.most", "operation.least", "operation.rank", "operation.each")
    set_apart = set_apart or request.has("operation.by_province")
    return ranked and set_apart and FACTORIES_COUNTED.search(request.asked) is not None


def _counts_removed(request: Request) -> bool:
    """移出了几家: how many a list took off, not when one is taken off."""
    below = {"省级", "市级", "区级"} & set(request.levels)
    counted = request.has("ask.many", "topic.which_batch")
    return counted and request.has("topic.removal", "batch.removed") and not (request.stars or below)


def _counts_factories(request: Request) -> bool:
    return bool(FACTORIES.search(request.asked)) or any(unit == "家" for _, unit in request.counted)


def _rules(request: Request) -> float:
    cycle = bool(request.batches or request.dates) and request.mentions("aspect.cycle", "aspect.due")
    batches = 2.6 * bool(request.batches) * request.mentions("topic.recheck")
    return batches + 6.0 * bool(request.stars) + 4.2 * cycle * request.mentions("aspect.cycle") + 2.6 * cycle


def _texts(request: Request) -> float:
    return 3.0 * (bool(request.outside) and not request.places) + 3.5 * bool(request.quoted) * (not request.titles)
