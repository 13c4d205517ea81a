"""Talk about the national lists: what is left unsaid is the list, the measure or the total just told."""

from __future__ import annotations

from assistant.understanding import numerals
from assistant.understanding.memory import BARE, Memory
from assistant.understanding.operations import MANY, batch_measure
from assistant.understanding.pointing import computing
from assistant.understanding.relations import CLAIMED
from assistant.understanding.request import Request, Where
from corpus.patterns import late

AFTER_LIST = late(
    "加上第[^，。]{1,3}批|批(?:公布)?(?:之后|以后|后)|[到截至]?那(?:时候?|会儿|个时候|阵)"
    "|^(?:那么?|这样)?[刷移踢减扣除拿去清][^，。]{0,2}(?:[完掉]|之后|以后|后)"
)
BESIDE_IT = late("(?:([上下])|前面?(?=一))一?批")
"""the list before or after the one spoken of; 前 alone begins a count (前三批)"""

BARE_FOLLOW = 5
"""characters up to which a follow-up is nothing but the measure: 移出呢"""
SINCE = late("后来|以后|之后|此后|往后|后面|后头|从那|打那|到现在|至今|到目前|到今天")
"""the lists that came after the one just told: 后来到现在一共移出了多少"""
BOTH = late("[这那上]?(?:两|2)[批个]|俩|两者|二者|它们")
"""the two lists told last"""
CUMULATIVE = late("^(?:那么?|现在|目前|到现在|至今)*累计(?:到|是|有|了|一共)?(?:了)?(?:多少|几)[家个]?了?[？?。]?$")
"""累计到多少了 after a list: what there are in all by now"""
TAKEN_OFF = late("(?:拿|砍|剔|去|撤|拉|摘|删|踢|刷)(?:掉|除|下来|下去|下|出去)的?了?(?:有|是)?(?:几|多少)")
"""拿掉的有几家 after a list, where the same words may also narrow down what was told"""
ADDED_UP = late(
    "^(?:那么?|这样)?(?:一共|总共)?(?:加起来|加一起|加在一起|相加|合起来|合计)(?:一共)?[是有]?(?:多少|几)?[家个]?(?:呢|啊)?$"
)


def leaning_on_lists(request: Request, last: Request) -> Request:
    """The request with the list that it leans on, and what of it is counted."""
    if last.batches and _number_of_notice(request, last):
        return request.with_(relation="batches", batches=last.batches, measure="count", operation="value", inherited=())
    if _industries_between(request, last):
        before = request.batches[0] - 1
        return request.with_(
            relation="batches", batches=(before, *request.batches), operation="value", measure="count", inherited=(),
            concepts=request.concepts | {"topic.industries", "aspect.change"}, aspects=("change", "industries"),
        )  # fmt: skip
    if last.batches and _other_notice(request, last):
        asked = frozenset({"aspect.document", "aspect.number"})
        return request.with_(
            relation="batches", batches=last.batches, measure="count", operation="value", inherited=(),
            concepts=request.concepts - {"topic.policy"} | asked,
        )  # fmt: skip
    if last.batches and _of_last_batch(request, last) and not _about_the_total(request, last):
        request = request.with_(batches=last.batches, inherited=())
    if "called" in last.aspects and "名单" in request.text and names_only_lists(request):
        request = request.with_(aspects=("listed",), concepts=request.concepts | {"topic.listing"})
    return _counting_removed(request, last)


def share_of_told(request: Request, last: Request, memory: Memory) -> Request:
    """占五批总数的百分之几 after 前三批: the part is what was told, the lists named now are the whole."""
    if last.relation == "batches" and last.operation == "extreme" and request.whole and request.has("aspect.share"):
        return request.with_(batches=memory.batches[-1:])  # 最多的是哪一批，占五批总数的百分之几
    wider = set(request.whole) > set(last.batches) and not request.batches
    if last.relation != "batches" or not last.batches or not request.has("aspect.share") or not wider:
        return request
    return request.with_(batches=last.batches)


def of_lists_told(request: Request, last: Request, memory: Memory) -> Request | None:
    """The goal set against the lists just told, those told one by one added up, or their total on another day.

    None where none of these is asked.
    """
    if len(last.batches) == 1 and len(memory.batches) > 1 and ADDED_UP.search(request.text.strip("？?。 ")):
        told = tuple(sorted(memory.batches))
        return request.with_(relation="batches", batches=told, measure=last.measure, operation="sum", inherited=())
    if (pair := _of_both(request, last, memory)) is not None:
        return pair
    if last.relation == "batches" and CUMULATIVE.search(request.text) and not (request.batches or request.places):
        measure = batch_measure(request) or ("parks" if last.measure == "parks" else "count")
        return request.with_(relation="batches", batches=(), measure=measure, operation="value", inherited=())
    spread = request.has("operation.most") and request.has("operation.least") and len(last.batches) > 1
    if last.relation == "batches" and spread and not (request.batches or request.places):
        return request.with_(
            relation="batches", batches=last.batches, measure=last.measure, operation="difference", inherited=()
        )
    if _apart_after_sum(request, last):
        return last.with_(
            typed=request.typed, text=request.text, asked=request.asked, operation="difference",
            concepts=request.concepts, context=frozenset(),
        )  # fmt: skip
    against_goal = request.has("topic.goal") and request.has("operation.difference", "operation.compare")
    if (fewer := _without_lists(request, last)) is not None:
        return fewer
    if last.operation == "extreme" and _counts_of_it(request, last) and memory.batches:
        measure = batch_measure(request) or last.measure
        return request.with_(
            relation="batches", batches=memory.batches[-1:], measure=measure, operation="value", inherited=()
        )
    request = _as_many_told(request, last)
    mean = request.operation == "mean" and len(last.batches) > 1 and len(request.text) <= BARE
    if last.relation == "batches" and mean and not (request.batches or "全" in request.text):
        return request.with_(batches=last.batches, measure=batch_measure(request) or last.measure)
    if last.relation == "batches" and against_goal:
        return request.with_(relation="batches", batches=request.batches or last.batches, measure="count")
    if (total := _total_after(request, last)) is not None:
        return total
    if _claims_other_total(request, last):
        context = request.context | {"topic.total_count"}
        return request.with_(relation="batches", measure=last.measure, context=context)
    if _published_total(request, last):
        measure = "count" if "工厂" in request.typed else last.measure
        asked = f"{'' if measure != last.measure else last.text}，{request.text}"
        return last.with_(typed=request.typed, asked=request.asked, text=asked, measure=measure)
    if _about_the_total(request, last):
        return last.with_(typed=request.typed, asked=request.asked, corrections=request.corrections)
    return None


def _without_lists(request: Request, last: Request) -> Request | None:
    """去掉第十批再算平均 after lists: the same of those that are left; None where none of them is left out."""
    drops = request.has("talk.drop", "role.excluded_before", "role.excluded_after")
    left = tuple(number for number in last.batches if number not in request.batches)
    of_industries = "industries" in request.aspects
    if last.relation != "batches" or not (drops and request.batches) or len(left) in (0, len(last.batches)):
        return None
    if of_industries:
        return None
    asks = request.operation if request.operation != "value" else last.operation
    measure = batch_measure(request) or last.measure
    return request.with_(relation="batches", batches=left, measure=measure, operation=asks, inherited=())


def _counts_of_it(request: Request, last: Request) -> bool:
    """那批有多少个产品 after the list that has the most: what that list counts."""
    named = request.batches or request.places or request.dates or request.titles
    asks = request.has("ask.many", "ask.much") and request.has("talk.this") and "批" in request.text
    return last.relation == "batches" and asks and not named and len(request.text) <= BARE


def _as_many_told(request: Request, last: Request) -> Request:
    """这五批 after as many lists: those, and not the first five."""
    many = len(last.batches)
    same = request.batches == tuple(range(1, many + 1)) and last.batches != request.batches
    if last.relation != "batches" or many < len("两批") or not same or not request.has("talk.this", "talk.these"):
        return request
    return request.with_(batches=())


def _of_both(request: Request, last: Request, memory: Memory) -> Request | None:
    """这两批各移出多少 after two lists, 差多少家 after the longest and the shortest: of the two told last."""
    of_lists = last.relation == "batches" and request.relation in ("", "batches") and len(memory.batches) > 1
    if not of_lists or request.batches or request.places or len(last.batches) > 1 or len(request.text) > BARE:
        return None
    apart = request.has("operation.difference") and last.operation == "extreme"
    if not (apart or BOTH.search(request.text)):
        return None
    pair = tuple(sorted(memory.batches[-2:]))
    asked = request.with_(relation="batches", batches=pair, measure=batch_measure(request) or "count", inherited=())
    return computing(asked) if request.has("operation.difference", "operation.compare") else asked


def _apart_after_sum(request: Request, last: Request) -> bool:
    """差多少 after two lists were added up: how far the two are apart."""
    bare = not (request.batches or request.places or request.dates) and len(request.text) <= BARE_FOLLOW
    two = last.relation == "batches" and last.operation == "sum" and len(last.batches) == len("两批")
    return two and bare and request.has("operation.difference")


def _of_last_batch(request: Request, last: Request) -> bool:
    """推荐通知是哪月发的, 名单呢 after one batch: of that batch, unless all of them are asked about."""
    own = request.batches or request.dates or request.places
    all_of_them = request.has("topic.total_count", "batch.total", "topic.which_batch") or request.operation in MANY
    leans = request.relation == "batches" and request.has(
        "topic.call", "topic.listing", "aspect.change", "topic.industries"
    )
    return last.relation == "batches" and leans and not own and not all_of_them and len(request.text) <= BARE


def _number_of_notice(request: Request, last: Request) -> bool:
    """通知文号是什么, 文号分别是什么 after lists: the numbers of their notices, where no other document is named."""
    own = request.batches or request.places or request.titles or request.product or request.standards or request.dates
    return last.relation == "batches" and request.has("aspect.number") and not own and len(request.text) <= BARE


def _industries_between(request: Request, last: Request) -> bool:
    """第三批去掉了哪些 after what one list's industries have over another's: those against the list before."""
    one = len(request.batches) == 1 and request.batches[0] > 1 and not (request.places or request.dates)
    asks = request.has("aspect.change", "talk.drop") and request.has("ask.which", "ask.what")
    return one and asks and last.relation == "batches" and last.mentions("topic.industries")


def _other_notice(request: Request, last: Request) -> bool:
    """推荐的那个通知呢, 公布的 after the number of a list's notice: the number of its other one."""
    own = request.batches or request.places or request.titles or request.product or request.standards or request.dates
    bare = request.has("topic.call", "topic.listing") and not request.has("ask.", "aspect.issued", "rule.")
    return last.relation == "batches" and last.has("aspect.number") and bare and not own and len(request.text) <= BARE


def _counting_removed(request: Request, last: Request) -> Request:
    """同时被踢掉多少 after a list: how many it took off, not when one is taken off."""
    bare = request.has("talk.follow") and bool(last.batches) and len(request.text) <= BARE_FOLLOW
    off = request.has("topic.removal", "batch.removed") or TAKEN_OFF.search(request.text) is not None
    since = SINCE.search(request.text) is not None and not request.batches
    many = request.has("ask.much", "ask.many") or (since and "多少" in request.text)  # 移出多少 is one word
    counts = (many or bare) and off
    if last.relation != "batches" or not counts or request.places:
        return request
    of_parks = last.measure == "parks" and not request.has("aspect.count_factories", "subject.factory")
    context = request.context | ({"batch.parks"} if of_parks else set())
    if last.batches and since:
        after = Where(field="after_list", test="gt", value=last.batches[-1])
        return request.with_(
            relation="batches", measure="removed", operation="sum", context=context, where=(after,), inherited=()
        )
    batches = request.batches or last.batches
    return request.with_(relation="batches", measure="removed", operation="value", context=context, batches=batches)


def _total_after(request: Request, last: Request) -> Request | None:
    """第八批之后呢, 这批之后园区累计几个, 刷完还有多少家: the total once that list was out."""
    totals = last.mentions("topic.total_count", "batch.total") or request.has("topic.total_count", "batch.total")
    if last.relation != "batches" or not totals:
        return None
    after = AFTER_LIST.search(request.text)
    if after is None or request.places:
        return None
    until = request.batches[-1:] if request.batches[:1] == (1,) else request.batches[:1]
    batches = until or last.batches[-1:]
    if not batches:
        return None
    of_parks = batch_measure(request) == "parks" or (last.measure == "parks" and "工厂" not in request.text)
    measure = "parks" if of_parks else "count"
    concepts = request.concepts | {"topic.total_count"}
    return request.with_(relation="batches", batches=batches, measure=measure, concepts=concepts, operation="value")


IS_IT = late("(?:也|都)?(?:是|算)")
"""是部里公布的吗: of what was just told"""
PUBLISHED = late("公布过?的?(?:那个)?(?:数|累计)|官方(?:的)?数|正式(?:的)?数")


def _published_total(request: Request, last: Request) -> bool:
    """部里公布过的数是多少 after a total that was derived: the one that was published."""
    told = last.relation == "batches" and last.mentions("topic.total_count", "batch.total")
    named = request.batches or request.places or request.has("batch.parks", "aspect.count_factories")
    return told and not named and PUBLISHED.search(request.text) is not None and len(request.text) <= BARE


def _claims_other_total(request: Request, last: Request) -> bool:
    """不是2121家吗 after the total: another number that is asked to be confirmed as the total."""
    told = last.relation == "batches" and not last.batches and last.mentions("ask.many", "topic.total_count")
    bare = not (request.batches or request.places or request.dates) and len(request.text) <= BARE
    return told and bare and request.has("ask.whether") and CLAIMED.search(request.text) is not None


def _about_the_total(request: Request, last: Request) -> bool:
    """这个是公布的数吗 after a total, which states whether it was published or derived."""
    told = last.relation == "batches" and last.mentions("topic.total_count", "batch.total")
    asks = request.has("ask.whether") or "还是" in request.text
    named = request.has("topic.listing", "batch.total") and not (request.batches or request.places)
    pointing = request.has("talk.this") or IS_IT.match(request.text) is not None
    return told and asks and named and pointing and len(request.text) <= BARE


def batch_beside(request: Request, last: Request, memory: Memory, step: int) -> Request:
    """The list before or after the one spoken of; 比上一批 sets the two side by side."""
    measure = batch_measure(request) or ("count" if request.has("aspect.change") else last.measure)
    base = last.batches[-1]
    if numerals.AGAINST_BESIDE.search(request.text):
        spoken = memory.batches[-2:-1]
        if spoken and spoken[0] + step == base:  # the one beside it was asked for just now
            base = spoken[0]
        pair = tuple(sorted((base, base + step)))
        return computing(request.with_(batches=pair, relation="batches", measure=measure))
    return request.with_(batches=(base + step,), relation="batches", measure=measure)


def names_only_lists(request: Request) -> bool:
    """第四、五批又是怎么要求的: other lists, and the same asked of them."""
    asks = request.has("ask.many", "ask.much", "ask.when", "aspect.count_factories", "topic.call", "topic.listing")
    other = request.operation != "value" or bool(batch_measure(request)) or request.has("topic.industries", "aspect.")
    return bool(request.batches) and not asks and not other
