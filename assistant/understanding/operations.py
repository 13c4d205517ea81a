"""What is done with the rows: told, listed, counted, ranked, compared, added up; and the conditions words make."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.asks import Ask
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.numerals import CHINESE, chinese_number
from assistant.understanding.request import Operation, Request, Test, Where
from assistant.understanding.slots import bare_levels
from assistant.understanding.spans import Clause, Span
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place
from corpus.validity import final_day

ASPECTS: dict[str, dict[str, str]] = {
    "subsidies": {
        "aspect.end": "end",
        "aspect.valid": "valid",
        "aspect.issued": "issued",
        "aspect.start": "issued",
        "aspect.document": "document",
        "aspect.benefit": "benefit",
        "aspect.peak_shift": "benefit",
        "aspect.credit": "benefit",
        "aspect.procurement": "benefit",
        "aspect.tax_benefit": "benefit",
        "aspect.priority": "benefit",
        "aspect.recipient": "recipient",
        "aspect.one_off": "one_off",
        "aspect.draft": "draft",
    },
    "standards": {
        "aspect.status": "status",
        "aspect.body": "body",
        "aspect.issued": "issued",
        "aspect.start": "issued",
        "topic.listing": "issued",
        "topic.standard_number": "number",
    },
    "batches": {
        "topic.call": "called",
        "topic.listing": "listed",
        "topic.industries": "industries",
        "aspect.change": "change",
        "aspect.document": "document",
    },
    "policies": {
        "aspect.issued": "issued",
        "aspect.document": "document",
        "aspect.subordinate": "subordinate",
    },
}
STATUSES = ("unstated", "stated", "in_force", "expired", "draft")
BENEFITS = {
    "aspect.peak_shift": "错峰生产",
    "aspect.credit": "绿色信贷",
    "aspect.procurement": "政府采购",
    "aspect.tax_benefit": "税收",
    "aspect.priority": "优先推荐",
    "aspect.fund": "专项资金",
}
FORMS = ("percentage", "range", "ceiling", "matching", "extra")
RANKING = (
    "operation.most",
    "operation.least",
    "operation.nth",
    "operation.top",
    "operation.rank",
    "operation.earliest",
    "operation.latest",
    "operation.longest",
    "operation.shortest",
)
PLUS = late(r"\d ?万?元?(?:再|、)?加[^，。]{0,6}\d", words=("加",))
"""one sum added to another: 省里200万加市里80万"""
TWO_LEVELS = late("两[级档]|两个级别|各级")
MANY = ("list", "count", "extreme", "rank", "mean", "group", "total")
"""operations over all rows that meet the conditions"""
NTH = late(r"第([二三四五六七八九十\d]+)(?:[高多低少大小名]|$)|排(?:名)?第([二三四五六七八九十\d]+)")
WHICH_PROVINCE = late("哪个?一?个?省")
NAMES_OF_TITLES = ("文件名", "题目", "标题", "名字", "名称里", "名称中")
"""how a question speaks of what stands in a title"""
FOR_YEARS = late(r"管(?:用|着)?([一两二三四五六\d]+)年", words=("管",))
LACKING = late(
    r"(?:(?:(?<!有)没有?|未|不)(?:写|列|给|标|载明|写明|提|说|奖|补|涉及)[^，。]{0,3}?|(?<!有)没有)(国家级|省级|市级|区级)",
    words="没未不",
)
SO_MANY = late(r"最[高多大低少小]的([两三四五六七八九十\d]+)(?:个|名|家|处)")
LOWEST = late(r"(?:最|第[一二两三四五六七八九十\d]+|倒数|前[一二两三四五六七八九十\d]+)[低少小]")
TOP = late(r"前\s*([两二三四五六七八九十\d]+)")
BATCH_MEASURES = {
    "net": ("batch.net",),
    "removed": ("topic.removal", "batch.removed"),
    "renamed": ("batch.renamed",),
    "supply": ("batch.supply",),
    "products": ("batch.products",),
    "parks": ("batch.parks",),
}
"""what the national lists state beside the count of factories, by the concepts that name it"""
NOT_TAKEN = late(
    r"[不没未](?:减|扣|算|含|计)[^，。]{0,4}(?:移出|除名|移除)|(?:移出|除名|移除)的?(?:先|都|暂)?[不没未](?:减|扣|算|含|计)"
)
LESS_REMOVED = late("(?:扣|减|刨|除|去)(?:掉|去|除)?(?:了)?(?:被)?(?:移出|除名|移除)(?!多少|几|的?是)")
"""再扣掉移出的: what is left of those added; of the total of the day they are taken off already"""
PRODUCTS_COUNTED = late(
    "(?:批|年度)[^，。；]{0,6}?产品[^，。；]{0,4}?(?:[几多]少?[个种项]|多少)|(?:几|多少)[个种项]?(?:绿色|设计)?产品"
)
"""那批产品几个: of a list that is named these are its design products"""
EACH_IS = late("各自?是|各(?:给|奖|补|为|有)|分别", words=("各", "分别"))
"""several sums are asked for, one beside the other"""
BETWEEN_LEVELS = late(
    "(?:国家|省|市|自治区)级?比(?:国家|省|市|自治区)级?的?[多高少低](?:得|出)?最[多大高]", words=("比",)
)
"""国家级比省级多得最多的: places are ranked by how far two levels are apart"""
BY_TIME = late(
    "按(?:照)?[^，。]{0,4}?(?:(到期|截止|有效期|期限)|印发|发布|出台|时间|日期|先后|早晚)[^，。]{0,6}?排", words=("按",)
)
"""what rows are put in order by where it is no sum: 按到期时间排一下"""
COMPARED = ("operation.compare", "operation.difference", "operation.ratio", "operation.growth")
INSIDE = late("[省市区州]内|境内|辖内|辖区内|全省|全市")
EXISTS = late("(?:有|存在).*的?(?:地方|地区)?[吗么]$|有没有|有无")
WHICH_OF_THEM = late("哪几|哪些")
SET_OF_AWARDS = late("(?:到期|期满|届满|失效)的(?:绿色工厂)?(?:补贴|奖励|奖补|政策|文件|办法|地方|地区)")
"""things that end on a day, spoken of as a set: 2020年到期的补贴"""
BELOW = late("下头|下面|下辖|底下|辖区|下边|下属|所辖")
KINDS_OF_PLACE = ("rank.city", "rank.county_city", "rank.zone", "rank.province", "rank.below")
"""words that can't but narrow where they stand right behind a place: 浙江县级市"""
OF_A_PLACE = ("", "各", "的", "这边", "那边", "这边各", "境内", "省内", "下面", "下面各", "下属", "下属各")
"""what may stand between a place and the word for what lies in it"""
OPENING = late("(?:请问|麻烦|帮忙|帮我|查一下|问一下|想问|我想了解下|想了解|比较一下|对比一下|那|下|,|，| )*")
"""polite words before the first that tells"""
LEFT_OUT = late(
    "(?:别算|不算|不要|不看|除外|去掉|排除|剔除|刨掉|不计|别列|不列)(?:在内|进来|上|了)?(?:[（()）]|$)|^(?:去掉|排除|剔除|刨掉|除去|不要|不算|别算|别列|不看)",
    words=("别算", "不算", "不要", "不看", "除外", "去掉", "排除", "剔除", "刨掉", "不计", "别列", "不列", "除去"),
)
"""the end of a clause that says what is to be left out"""
FORM_OUT = late(
    r"((?:区间|范围|比例|配套|[“\"]?(?:最高|上限|封顶)[”\"]?)(?:[、和与及](?:区间|范围|比例|配套|[“\"]?(?:最高|上限|封顶)[”\"]?))*)"
    r"(?:字样)?的?(?:都)?(?:别算|不算|不要|除外|去掉|排除|不计)",
    words=("别算", "不算", "不要", "除外", "去掉", "排除", "不计"),
)
"""forms of awards that are to be left out: 区间和“最高”的不算"""
FORM_WORDS = {
    "range": ("区间", "范围"),
    "percentage": ("比例",),
    "matching": ("配套",),
    "ceiling": ("最高", "上限", "封顶"),
}
NOUN_GAP = 2
SHORT = 8
"""characters up to which a request is only an addition to the one before (地级市呢)"""
YEAR = 4
DAY = 10
"""characters of a whole day"""


def settle(request: Request, ask: Ask, text: str, *, around_places: tuple[Place, ...]) -> Request:
    """The request with its operation, its measure, what is asked of the rows, and the conditions of its words."""
    request = _equal_levels(_without_named_first(_with_places_around(request, around_places), ask))
    operation = _operation(request, ask)
    request = request.with_(operation=operation, measure=_measure(request), aspects=_aspects(request, ask))
    if operation in ("extreme", "rank"):
        request = _ranked(request)
    loose = tuple(_word_conditions(request.with_(relation=request.relation or "subsidies"), ask, text))
    if OWN_TOO.search(text):
        loose = tuple(where for where in loose if where.field != "rank")
    elif operation == "list" and request.relation == "subsidies" and _of_each_below(request):
        loose = (*loose, Where(field="rank", test="is", value=("below",)))
    request = request.with_(loose=loose)
    if operation in MANY:
        request = request.with_(where=(*request.where, *loose))
        request = _on_day(_with_bare_amounts(request, ask))
    return request


EQUAL = late("(?:一样多|一样|相同|相等|同样多)的(?:地方|地区|省|市|有|是)")


def _equal_levels(request: Request) -> Request:
    """国家级和省级一样多的地方: places of which two levels are not apart."""
    if len(request.levels) != 2 or request.places or not EQUAL.search(request.text):
        return request
    return request.with_(where=(*request.where, Where(field="difference", test="eq", value=0.0, words="一样多")))


def _on_day(request: Request) -> Request:
    """到 2023 年 3 月 1 日已过期的: the day is the one on which the status is asked, no condition of its own."""
    days = [where for where in request.wheres("ends", "") if isinstance(where.value, str) and len(where.value) > YEAR]
    statuses = [where for where in request.wheres("status") if where.value in ("expired", "in_force")]
    if not days or not statuses:
        return request
    if len(days[0].value) < DAY:  # 2019年12月就过期的 ended in that month
        kept = tuple(where for where in request.where if where not in statuses)
        return request.with_(where=tuple(replace(w, field="ends") if w in days else w for w in kept))
    kept = tuple(where for where in request.where if where not in days)
    return request.with_(as_of=final_day(days[0].value), where=kept)


def _with_places_around(request: Request, around: tuple[Place, ...]) -> Request:
    """我在义乌，和永康比哪个多: what is compared takes the places said before."""
    if request.has(*COMPARED) and len(request.places) == 1 and around:
        found = {place.code: place for place in (*around, *request.places)}
        return request.with_(places=tuple(found.values()))
    return request


def _without_named_first(request: Request, ask: Ask) -> Request:
    """义乌肯定是头一个，排第二的是哪里: a place said before is one of those ranked, not where they lie."""
    ranks = request.has(*RANKING) and request.has("ask.where", "ask.who", "rank.any")
    own = any(span.kind == "place" for span in ask.spans)
    if not ranks or own or request.place is None or request.place.rank == "province":
        return request
    return request.with_(places=(), background=(*request.background, *request.places))


def _operation(request: Request, ask: Ask) -> Operation:
    if WHICH_PROVINCE.search(request.asked) and _counts_by_province(request):
        return "group"
    if request.place and request.has("operation.most") and request.has("operation.least") and request.has(*COMPARED):
        return "sum"
    if request.has(*RANKING) and not _ranks_nothing(request):
        several = request.has("operation.rank", "operation.top") or SO_MANY.search(request.asked)
        return "rank" if several else "extreme"
    if request.mentions("operation.rank") and _lists_ranked(request):
        return "rank"
    if request.has("operation.average"):
        return "mean"
    if (compared := _compared(request)) is not None:
        return compared
    if _totals(request):
        return "total"
    if _adds_up(request):
        return "sum"
    if _counts(request, ask):
        return "count"
    gathered = "集中" in request.text and request.has("rank.province", "ask.which")
    if (
        (request.has("operation.by_province") or gathered)
        and request.relation in ("subsidies", "policies")
        and not request.places
    ):
        return "group"
    return "list" if _lists(request, ask) else "value"


def _lists_ranked(request: Request) -> bool:
    """写了金额的有谁，按金额从高到低列: a list whose order stands in a clause of its own."""
    of_rows = request.relation == "subsidies" and request.mentions("amounts.stated")
    return of_rows and request.has("operation.list", "ask.which", "ask.where", "ask.who")


def _ranks_nothing(request: Request) -> bool:
    """最高能拿多少 of one place asks for a ceiling; 最新 of one place's rule asks for the rule."""
    if request.relation == "subsidies":
        inside = bool(INSIDE.search(request.text))
        single = (
            len(request.places) == 1 and not request.has("ask.where", "ask.who", "ask.which", "rank.") and not inside
        )
        return single and not request.has("operation.rank", "operation.nth", "operation.top")
    if request.relation == "batches":
        return bool(request.batches) and not request.has("operation.most", "operation.least", "operation.rank")
    if request.relation == "":  # 按金额排 leans on the list told before
        return not request.has("operation.rank")
    return request.relation in ("rules", "texts", "standards")


def _compared(request: Request) -> Operation | None:
    """Whether two or more things are set against each other, and by what."""
    if not request.has(*COMPARED):
        return None
    things = max(
        len(request.places) + bool(request.payers) * 0,
        len(request.batches),
        len(request.levels) * (len(request.places) <= 1),
    )
    pointing = request.has("talk.these")
    if request.operation == "compare" and _wants_places(request) and request.wheres("amount"):
        return None
    if things < 2 and not pointing:
        return None
    if request.wheres("difference") or (_wants_places(request) and request.wheres("amount")):
        return None
    if request.has("operation.ratio"):
        return "ratio"
    return "difference" if request.has("operation.difference") else "compare"


def _wants_places(request: Request) -> bool:
    return request.has("ask.where", "ask.who", "ask.which", "rank.any", "operation.list")


def _totals(request: Request) -> bool:
    """Whether the sums of all rows that meet the conditions are to be added up, not those of one place."""
    adds = request.has("operation.sum") and request.relation == "subsidies" and request.has("ask.much", "ask.amount")
    many = request.has("rank.any", "rank.below", "rank.city", "rank.county_city", "rank.zone")
    many = many or request.mentions("amounts.stated")
    return adds and (many or bool(INSIDE.search(request.text) and len(request.places) == 1))


def _adds_up(request: Request) -> bool:
    if request.relation not in ("subsidies", "batches"):
        return False
    if request.relation == "subsidies":
        together = request.has(
            "operation.sum", "aspect.stacking", "operation.paid", "operation.upgrade", "operation.extra",
            "operation.needed",
        )  # fmt: skip
        layered = request.payers or request.amounts or request.mentions("aspect.stacking", "operation.both_levels")
        together = together or (request.has("operation.matching") and bool(layered or len(request.places) > 1))
        both = request.has("operation.both_levels") and request.has("ask.much", "ask.amount")
        before = request.mentions("operation.paid", "operation.upgrade") and len(request.levels) > 1
        together = together or (both and bool(TWO_LEVELS.search(request.asked)))
        together = together or (before and request.has("ask.much", "ask.amount"))
        by_both = request.mentions("payer.province") and request.mentions("payer.city")
        together = together or (bool(PLUS.search(request.text)) and by_both)
        invested = request.mentions("operation.invest") and bool(request.amounts)
        if request.amounts and not request.places and request.has("ask.where", "ask.who", "rank."):
            return False
        apart = request.has("operation.each") or EACH_IS.search(request.asked)
        if apart and not request.has("operation.sum", "aspect.stacking"):
            return False  # 配套各多少: one beside the other
        return (together or invested) and not _wants_rows(request)
    return request.has("operation.sum") and len(request.batches) > 1


def _counts_by_province(request: Request) -> bool:
    """哪个省给50万以上的市县最多: rows are counted by province, not sums compared."""
    below = request.has("rank.below", "rank.city", "rank.county", "rank.county_city", "rank.zone", "rank.town")
    return (
        request.relation == "subsidies" and request.has("operation.most") and below and bool(request.wheres("amount"))
    )


def _wants_rows(request: Request) -> bool:
    """Whether places or rows are asked for and not a sum."""
    return request.has("ask.many", "ask.which", "ask.where", "ask.who") and not request.has("ask.much", "ask.amount")


def _counts(request: Request, ask: Ask) -> bool:
    if request.relation in ("batches", "rules", "texts"):
        return False
    return request.has("ask.many", "operation.count") and not (request.relation == "subsidies" and _one_row(request))


def _one_row(request: Request) -> bool:
    of_rules = request.has("topic.policy", "aspect.subordinate") or (
        request.mentions("topic.paying_rule") and bool(request.wheres("ends", "issued", "status"))
    )
    of_rules = of_rules or (request.has("operation.count") and bool(request.wheres("amount")))  # 正好100万的有几处
    of_rules = of_rules or (request.place is not None and request.place.rank == "province" and request.has("status."))
    return bool(request.place) and not of_rules and not request.has("rank.")


def _lists(request: Request, ask: Ask) -> bool:
    if request.relation == "subsidies":
        return _lists_subsidies(request, ask)
    if request.relation == "policies":
        return request.has("ask.which", "ask.where", "ask.who", "operation.list", "ask.what", "ask.whether")
    if request.relation == "standards":
        return (request.has("ask.which", "operation.list") or bool(EXISTS.search(request.text))) and not request.numbers
    return False


ONE_DOCUMENT = late(
    "哪一?(?:份|部|版|个(?:文件|办法|政策|通知|意见|方案|细则|规定))"
    "|[那这][个份]?(?:文件|办法|政策|通知|意见|方案|细则|规定)的?(?:名字|名称|全称|题目)?(?:叫|是)(?:什么|啥)",
    words=("哪", "那", "这"),
)
"""one document and not a list of them"""


def asks_one_document(request: Request) -> bool:
    """武汉现行的是哪一份: the one document of a place, or of what was told, is asked for."""
    ranked = request.has("rank.", "operation.most", "operation.least", "status.stated", "status.unstated")
    return ONE_DOCUMENT.search(request.asked) is not None and not ranked


def _lists_subsidies(request: Request, ask: Ask) -> bool:
    if len(request.places) == 1 and asks_one_document(request):
        return False
    if request.has("ask.where", "ask.who") and not request.has("aspect.recipient"):
        return True
    if request.has("operation.list") and request.has("aspect.subordinate"):
        return True
    if request.place and request.place.rank == "province" and _asks_awards(request):
        return True
    if (
        request.amounts
        and request.has("operation.list", "ask.where", "ask.who")
        and not request.has("operation.invest")
    ):
        return True
    if request.has("operation.compare") and request.has("rank.municipality", "rank.region") and not request.places:
        return True
    of_places = request.has("rank.any") and not request.places
    if _lacking(request) and (of_places or request.has("ask.", "operation.list", "operation.exists")):
        return True
    noun = _asked_noun(ask)
    if noun and request.places and request.mentions("operation.each") and request.mentions("operation.list"):
        return True
    if noun and request.has("ask.which", "ask.many", "operation.exists", "ask.whether", "operation.list", "ask.what"):
        return True
    if request.has("operation.list", "ask.which") and not request.places:
        return True
    if not (request.places or request.undecided or request.levels) and _asks_benefit(request):
        return True
    if noun and request.amounts and not (request.places or request.has("ask.much", "operation.invest")):
        return True
    within = noun or request.mentions("aspect.subordinate")
    if within and request.amounts and request.has("ask.which") and not request.has("ask.much", "operation.invest"):
        return True
    bounded = request.wheres("amount", "difference")
    if bounded and ((not request.place and request.has("rank.", "ask.")) or request.has("ask.which")):
        return True
    if EXISTS.search(request.text) and request.has("rank.") and not request.place:
        return True
    if _names_a_set(request) or _of_each_below(request):
        return True
    several = len(request.places) > 1 or bool(request.where)
    if request.has("ask.which", "operation.list") and request.has("rank.") and several:
        return True
    if request.wheres("ends") and SET_OF_AWARDS.search(request.asked) and not (request.places or request.titles):
        return True
    if request.wheres("issued", "ends") and WHICH_OF_THEM.search(request.asked) and request.mentions("rank.any"):
        return True
    if request.has("status.stated", "status.unstated") and request.has("ask.", "aspect.document"):
        return True
    several = any(unit in ("份", "个", "项", "条") for _, unit in request.counted) or request.has("talk.these")
    each = request.has("operation.each") and several
    if each and request.has("aspect.end", "aspect.valid", "aspect.issued", "topic.policy"):
        return True
    return request.has("ask.which") and request.has("amounts.", "status.", "aspect.end")


EACH_BELOW = late("(?:各个?|每个)(?:地级|县级)?(?:市县|县市|区县|市|县|区)(?!级)", words=("各", "每个"))
OWN_TOO = late(
    "(?:省里|省本级|本级|市里)(?:、|和|跟|加上?|以及|及)(?:下面|下属|所辖|各)", words=("省里", "本级", "市里")
)
"""what lies in a place is asked for together with the place itself"""


def _of_each_below(request: Request) -> bool:
    """浙江各县市国家级奖多少: the awards of all that lies in a province or a city."""
    asks = request.has("ask.much", "ask.amount") and not request.has("operation.most", "operation.least")
    return len(request.places) == 1 and asks and EACH_BELOW.search(request.text) is not None


SET_OF_PLACES = late(
    "的(?:地方|地区|城市|省份?|地级市|县级市|区县|市县|市|县|区|开发区|高新区|自治区)(?=$|[，,。；？?]|除)"
)
"""a noun for places that a clause ends with: 浙江有补贴的地方"""
BOUNDED = late("(?:以上|以下|以内|超过[^，。]{1,8}|[不高低少大小]于[^，。]{1,8})的?(?=$|[，,。；？?]|除)")
"""a bound that a clause ends with: 国家级50万以上的"""


def _names_a_set(request: Request) -> bool:
    """浙江有补贴的地方，除了湖州: a set is named and nothing is asked of it, so that the set itself is asked for."""
    if request.has("ask.much", "ask.when", "ask.how", "ask.why", "ask.whether", "operation.invest", "talk."):
        return False
    if SET_OF_PLACES.search(request.text):
        return request.has("topic.money") or bool(request.wheres("amount", "status", "ends", "issued"))
    return bool(request.wheres("amount")) and not request.place and BOUNDED.search(request.text) is not None


ALL_AWARDS = late(
    "(?:补贴|奖励|奖补|补助|资助)(?:政策|标准|金额)?(?:(?:都|分别|一共|总共)?(?:有|是)(?:哪些|哪几[个项条种])|列一?下|列出|盘点|清单|一览|汇总)"
    "|(?:有哪些|有哪几[个项种]|列[一出]?下?|盘点|汇总)[^，。]{0,4}(?:补贴|奖励|奖补|补助|资助)"
)
"""安徽的奖励都有哪些, 列一下浙江的补贴: the awards of a province with all that lies in it"""


def _asks_awards(request: Request) -> bool:
    """Whether all awards in a province are asked for, of one level or of any."""
    return ALL_AWARDS.search(request.asked) is not None and not request.has("ask.much", "ask.amount", "aspect.benefit")


def _asks_benefit(request: Request) -> bool:
    """错峰生产能豁免吗 without a place: which places promise it."""
    named = request.has("aspect.peak_shift", "aspect.priority")
    return named and request.has("ask.whether") and not request.has("topic.money", "ask.amount", "ask.much")


def _asked_noun(ask: Ask) -> bool:
    """Whether a word for places stands where it is asked for: right behind the question word, or after 的."""
    asking = _asking_ends(ask)
    return any(_is_asked(span, ask, asking) for span in (*ask.context_spans, *ask.spans) if _rank_of(span))


def _asking_ends(ask: Ask) -> list[int]:
    """Where the words that ask which, how many or what end."""
    spans = (*ask.context_spans, *ask.spans)
    return [span.end for span in spans if span.kind == "concept" and WHICH.intersection(span.value)]


WHICH = frozenset({"ask.which", "ask.many", "ask.what", "operation.each"})


def _rank_of(span: Span) -> tuple[str, ...]:
    if span.kind != "concept":
        return ()
    return tuple(name[5:] for name in span.value if name.startswith("rank."))


def _is_asked(span: Span, ask: Ask, asking_ends: Sequence[int]) -> bool:
    asking = any(0 <= span.start - end <= NOUN_GAP for end in asking_ends)
    clause = next(clause for clause in (*ask.context, *ask.clauses) if clause.start <= span.start < clause.end)
    if re.match("[里中](?!国)|当中|之中|里面|里头", clause.text[span.end - clause.start :]):
        return True
    if _is_behind_place(span, clause):
        return True
    opening = clause.text[: span.start - clause.start]
    if OPENING.fullmatch(opening) and {"rank.region", "rank.municipality"} & set(span.value):
        return True
    inside = clause.text[: span.start - clause.start]
    after = clause.text[span.end - clause.start :]
    return (
        asking
        or (not inside.strip() and after.startswith("的"))
        or inside.endswith(("的", "那些", "这些", "有"))
        or bool(SO_MANY.search(inside[-8:]))
        or after.startswith(("有哪", "是哪", "都有", "各", "有几", "有多少", "哪个省", "哪省", "本级", "集中"))
    )


def _is_behind_place(span: Span, clause: Clause) -> bool:
    """Whether a word for places stands right behind the place that they lie in: 浙江县级市, 长三角省一级."""
    places = [other for other in clause.spans if other.kind == "place" and other.end <= span.start]
    if not places or not set(KINDS_OF_PLACE) & set(span.value):
        return False
    end = max(place.end for place in places)
    several = sum(1 for place in places if place.end == end) > 1
    between = clause.text[end - clause.start : span.start - clause.start]
    return between in OF_A_PLACE and (several or "rank.province" not in span.value)


# measures


def _measure(request: Request) -> str:
    if request.relation == "batches":
        return batch_measure(request) or "count"
    if request.relation == "policies":
        return (
            "issued"
            if request.has("operation.earliest", "operation.latest", "operation.earlier", "operation.later")
            else "rows"
        )
    if request.has("operation.longest", "operation.shortest"):
        return "term"
    by_time = request.has("operation.earliest", "operation.latest", "operation.earlier", "operation.later")
    if found := BY_TIME.search(request.text):
        return "ends" if found[1] else "issued"
    if by_time:
        return "ends" if request.mentions("aspect.end", "aspect.valid", "status.") else "issued"
    if BETWEEN_LEVELS.search(request.text):
        return "difference"
    if request.mentions("operation.difference") and (len(request.levels) > 1 or not request.levels):
        return "difference" if not request.places or request.has("ask.where", "ask.which") else "amount"
    if request.has("topic.subsidy_table", "aspect.subordinate") and request.has("rank.province") and not request.levels:
        return "rows"
    return "amount"


def batch_measure(request: Request) -> str:
    """What is counted of the national lists beside the factories; "" where nothing else is named."""
    left_out = "removed" if NOT_TAKEN.search(request.text) else ""
    if not left_out and LESS_REMOVED.search(request.text):
        return "" if request.has("topic.total_count", "batch.total") and not request.batches else "net"
    for named in (request.has, request.mentions):
        for measure, concepts in BATCH_MEASURES.items():
            if measure != left_out and named(*concepts):
                return measure
    return "products" if request.batches and PRODUCTS_COUNTED.search(request.asked) else ""


def _ranked(request: Request) -> Request:
    down = request.has("operation.most", "operation.latest", "operation.longest", "operation.later")
    up = request.has(
        "operation.least", "operation.earliest", "operation.shortest", "operation.ascending", "operation.earlier"
    )
    nth, limit = 1, 0
    if request.has("operation.nth") and (match := NTH.search(request.asked)):
        nth = chinese_number(match[1] or match[2]) or 1
    elif request.has("operation.nth"):
        nth = 2
    if match := SO_MANY.search(request.asked):
        limit = chinese_number(match[1]) or 0
    if request.has("operation.top"):
        match = TOP.search(request.asked)
        limit = (chinese_number(match[1]) if match else 0) or 3
    if BY_TIME.search(request.text) and not down:  # the earliest first
        up = not re.search("从晚到早|由晚到早|从新到旧|倒序|最新的在前", request.text)
        down = not up
    low = bool(LOWEST.search(request.asked)) and request.has("operation.nth", "operation.top")
    return request.with_(descending=down or not (up or low), nth=nth, limit=limit)


# conditions


def _word_conditions(request: Request, ask: Ask, text: str) -> list[Where]:
    found: list[Where] = []
    if request.relation == "subsidies":
        found += _status_condition(request, ask)
        found += _form_condition(request)
        found += [Where(field="benefit", value=name) for concept, name in BENEFITS.items() if _wants(concept, ask)]
        lacking = _lacking(request)
        if request.mentions("amounts.missing") and not lacking:
            found.append(Where(field="missing" if _wants("amounts.missing", ask) else "stated"))
        elif request.mentions("amounts.stated"):
            found.append(Where(field="stated"))
        if request.mentions("aspect.one_off"):
            found.append(Where(field="one_off"))
        if request.mentions("aspect.recipient"):
            found.append(Where(field="recipient", value="管理层"))
        if years := _term_named(request):
            found.append(Where(field="term", value=years))
        found += lacking
        found += _half_of_other(request)
        found += _said_conditions(ask)
    if not WITH_ITSELF.search(ask.text):
        found += _rank_conditions(ask, short=len(request.text) <= SHORT) or _below(request)
    found += _title_condition(request)
    return found


WIDER = {"只补差额": "不重复享受"}
"""what is paid up to a difference is not paid twice: of both, the narrower one is the condition"""


def _said_conditions(ask: Ask) -> list[Where]:
    """只补差额的, 免申即享的: what the rules of the places listed say beside their sums."""
    asked = "".join(clause.text for clause in ask.clauses)
    named = {name: word for name, words in load_lexicon().said.items() for word in words if word in asked}
    implied = {WIDER[name] for name in named if name in WIDER}
    return [Where(field="said", value=name, words=word) for name, word in named.items() if name not in implied]


SHARE = late(
    r"(?P<less>不到|不足|低于|少于|没到|少)?(?P<more>超过|高于|多于|大于|不低于|至少|达到)?(?:国家级?|省级?|它|前者|后者)?(?:奖励|金额)?的?"
    rf"(?:(?P<half>一半|二分之一|50 ?%|百分之五十)|(?P<times>[{CHINESE}\d]{{1,2}})倍)(?P<and>及?以上|以下)?",
    words=("一半", "二分之一", "50", "百分之五十", "倍"),
)
"""a share of another level's award: 不到国家级的一半, 超过省级的三倍"""


TURNED: dict[Test, Test] = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
"""three times as much and more is a third and less"""


def _half_of_other(request: Request) -> list[Where]:
    """省级不到国家级一半的, 国家级超过省级三倍的: the share of the lower of two levels in the higher one."""
    match = SHARE.search(request.text)
    if match is None or len(request.levels) != 2 or request.operation == "ratio":
        return []
    test = _test_of_share(match)
    times = chinese_number(match["times"]) if match["times"] else None
    if not times:
        return [Where(field="ratio", test=test, value=0.5, words=match[0])]
    return [Where(field="ratio", test=TURNED.get(test, test), value=1 / times, words=match[0])]


def _test_of_share(match: re.Match[str]) -> Test:
    if match["less"] or match["and"] == "以下":
        return "lt" if match["less"] not in (None, "少") else "le"
    if match["more"]:
        return "ge" if match["more"] in ("不低于", "至少", "达到") and match["times"] else "gt"
    return "ge" if match["and"] and match["times"] else "eq"


def _wants(concept: str, ask: Ask) -> bool:
    """Whether a concept stands in a clause that tells what is wanted, not in one that leaves something out."""
    clauses = (clause for clause in (*ask.clauses, *ask.context) if not LEFT_OUT.search(clause.text))
    return any(clause.has(concept) for clause in clauses)


def _term_named(request: Request) -> int:
    """The years that a rule must hold: 有效期三年的, 管三年的; 0 where none is named."""
    if request.years and request.mentions("aspect.valid", "aspect.end", "aspect.term"):
        return request.years
    match = FOR_YEARS.search(request.text)
    return (chinese_number(match[1]) or 0) if match else 0


NOT_MINDED = late(
    "过没过期|过不过期|有没有过期|(?:过期|到期|失效)了?的?(?:也|都)(?:列|算|要|包括|放|留)|不管[^，。]{0,6}(?:过期|到期|有效)"
    "|无论[^，。]{0,4}(?:过期|到期|有效)|(?<![不未没])(?:含|包括|包含|算上|连同?|加上)[^，。；]{0,3}(?:过期|到期|失效)",
    words=("过期", "到期", "失效", "有效"),
)
"""that it does not matter whether a rule still holds"""

ENDED_OUT = late(
    "(?:不含|不包括|不包含|不算|不要|不看|排除|剔除|去掉|除去|除开|除了)[^，。；]{0,3}(?:过期|到期|失效)的?"
)
"""that what no longer holds is to be left out, wherever in a clause it stands"""


def takes_ended(request: Request) -> bool:
    """Whether what no longer holds is to be told beside what does: 含已到期的, 过期的也列."""
    return NOT_MINDED.search(request.text) is not None


def _status_condition(request: Request, ask: Ask) -> list[Where]:
    if request.measure in ("ends", "term") or takes_ended(request):
        return []
    named = [name for name in STATUSES if request.mentions(f"status.{name}")]
    ended = [name for name in named if name in ("in_force", "expired")]  # either states an end anyway
    name = next(iter([*(ended if "unstated" not in named else ()), *named]), "")
    if not name:
        return []
    wanted = _wants(f"status.{name}", ask) and not (name == "expired" and ENDED_OUT.search(request.text))
    return [Where(field="status", test="is" if wanted else "not", value=name)]


def _form_condition(request: Request) -> list[Where]:
    if out := FORM_OUT.search(request.text):
        named = [form for form, words in FORM_WORDS.items() if any(word in out[1] for word in words)]
        return [Where(field="form", test="not", value=form, words=out[0]) for form in named]
    name = next((name for name in FORMS if request.has(f"form.{name}")), "")
    if name == "ceiling" and request.wheres("amount"):
        return []
    return [Where(field="form", value=name)] if name else []


def _lacking(request: Request) -> list[Where]:
    """只写了国家级、没有写省级金额: the levels behind the 没有 are those that must be missing."""
    match = LACKING.search(request.text)
    if match is None:
        return []
    return [Where(field="lacks", value=match[1], words=match[0])]


BELOW_OUT = late(
    "(?:地市|市县|区县|县区|市级|县级|下面|下级|市里)的?(?:那些|这些)?(?:都)?(?:不要|不算|除外|别算|不看|去掉)",
    words=("不要", "不算", "除外", "别算", "不看", "去掉"),
)
"""what lies below a province is to be left out"""


WITH_ITSELF = late(
    "本级(?:那[行条]|的)?(?:加|和|及|与|跟|连|、)[^，。（）()]{0,4}(?:市|县|区|下)|本级[^，。（）()]{0,4}(?:也算|算上|算在内)",
    words=("本级",),
)
"""省本级加下面的市: what lies in a province, and the province itself"""


def _rank_conditions(ask: Ask, *, short: bool = False) -> list[Where]:
    if BELOW_OUT.search(ask.text):
        return [Where(field="rank", value=("province",))]
    named = [span for span in (*ask.context_spans, *ask.spans) if "any" not in _rank_of(span) and _rank_of(span)]
    asking = _asking_ends(ask)
    asked = {span for span in named if short or _is_asked(span, ask, asking)}
    beside = {span for span in named if any(_is_listed_with(span, other, ask) for other in asked)}
    asked = {span for span in asked if not (_of_which_province(span, ask) or _counts_provinces(span, ask))}
    found = list(dict.fromkeys(rank for span in named if span in asked | beside for rank in _rank_of(span)))
    if "province" in found and {"town", "city", "county", "below"} & set(found):
        return []  # 省的、市的、区的都要: all that there are
    found = ["below"] if {"town", "county"} <= set(found) else found
    found = ["below"] if found and ("below" in found or BELOW.search(ask.text)) else found
    return [Where(field="rank", value=tuple(found))] if found else []


def _of_which_province(span: Span, ask: Ask) -> bool:
    """Whether a word is that of 哪个省最多, which asks for a group and narrows nothing."""
    clause = next((c for c in (*ask.context, *ask.clauses) if c.start <= span.start < c.end), None)
    before = clause.text[: span.start - clause.start] if clause else ""
    counted = "最" in ask.text or "集中" in ask.text
    return "rank.province" in span.value and before.endswith(("哪个", "哪一个", "哪")) and counted


def _counts_provinces(span: Span, ask: Ask) -> bool:
    """江浙两省有哪几个地区: how many provinces are named, no rank that is asked for."""
    clause = next((c for c in (*ask.context, *ask.clauses) if c.start <= span.start < c.end), None)
    before = clause.text[: span.start - clause.start] if clause else ""
    return "rank.province" in span.value and before.endswith(("两", "三", "四", "二"))


def _is_listed_with(span: Span, other: Span, ask: Ask) -> bool:
    """市、县、区: whether two words for places stand in one list."""
    first, second = sorted((span, other), key=lambda each: each.start)
    clause = next((c for c in (*ask.context, *ask.clauses) if c.start <= first.start < c.end), None)
    between = clause.text[first.end - clause.start : second.start - clause.start] if clause else ""
    return (
        first is not second and re.fullmatch(r"的?[、和与及或/]|(?:[、和与及或/]\w[、和与及或/])", between) is not None
    )


def _below(request: Request) -> list[Where]:
    """安徽各市列一下: what lies in a province, not the province."""
    below = request.relation == "subsidies" and request.has("aspect.subordinate")
    listed = request.places and request.has("operation.list")
    asked = request.operation == "list" and request.has("ask.whether", "operation.exists") and not request.places
    return [Where(field="rank", value=("below",))] if below and (listed or asked) else []


def _title_condition(request: Request) -> list[Where]:
    if not any(name in request.text for name in NAMES_OF_TITLES):
        return []
    match = re.search(r"[“‘「『\"]([^”’」』\"]+)[”’」』\"]", request.text)
    return [Where(field="title", value=match[1])] if match else []


def _with_bare_amounts(request: Request, ask: Ask) -> Request:
    """国家级奖50万的市县区: a sum without a comparison is one to be met."""
    if not request.amounts or request.relation != "subsidies" or request.has("operation.invest"):
        return request
    near = request.mentions("operation.difference") and request.operation != "extreme"
    field = "difference" if near else "amount"
    bounds = {where.value for where in request.wheres("amount", "difference")}
    bare = [(value, level) for value, level in bare_levels(ask) if value not in bounds]
    found = tuple(Where(field=field, test="eq", value=value, level=level) for value, level in bare)
    return replace(request, where=(*request.where, *found), amounts=())


# aspects


def _aspects(request: Request, ask: Ask) -> tuple[str, ...]:
    known = ASPECTS.get(request.relation, {})
    ordered = [
        known[name]
        for span in sorted(ask.spans, key=lambda span: span.start)
        if span.kind == "concept"
        for name in span.value
        if name in known
    ]
    standing = request.has("status.in_force", "status.expired") and request.has("ask.whether")
    if standing and request.relation == "subsidies" and not request.has("topic.money", "ask.amount", "ask.much"):
        ordered.append("valid")  # 中山市的资助细则是否仍在有效期内
    if request.has("ask.much", "ask.amount") and "还是" not in request.asked:
        ordered = [aspect for aspect in ordered if aspect != "one_off"]  # 一次性奖多少 asks for the sum
    if (request.relation == "subsidies" and request.has("ask.amount", "ask.much", "topic.money")) or not ordered:
        ordered = _with_amount(request, ordered)
    return tuple(dict.fromkeys(ordered))


def aspects_of(request: Request, relation: str) -> tuple[str, ...]:
    """What a request asks of another relation than the one it was read for."""
    known = ASPECTS.get(relation, {})
    return tuple(dict.fromkeys(known[name] for name in request.ordered if name in known))


def _with_amount(request: Request, ordered: list[str]) -> list[str]:
    if request.relation == "subsidies":
        wanted = request.has("ask.amount", "ask.much") or not ordered
        return ["amount", *ordered] if wanted else ordered
    if request.relation == "batches":
        return ["count", *ordered]
    return ordered or ["what"]
