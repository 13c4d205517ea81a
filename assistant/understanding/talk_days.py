"""Days that talk leans on: 去年呢 of the lists, 还剩几天 of a rule, 要是明年2月才评上呢."""

from __future__ import annotations

import re

from assistant.understanding.memory import BARE, SHORT, Memory
from assistant.understanding.numerals import YEARS_FROM_NOW, dates
from assistant.understanding.operations import MANY, batch_measure
from assistant.understanding.request import Request, Where
from corpus.patterns import late

RELATIVE = late("|".join(YEARS_FROM_NOW))
NEWER_ONE = late(
    "^(?:那|现在|后来|今年)*(?:还)?(?:有没有|有|出|出了)新(?:的|文件|政策|办法|规定)?(?:吗|没|没有|了吗)?[？?]?$"
)
"""有新的吗: whether the rule told still stands"""
REMAINS = late("(?:剩|还有)下?(?:(?:几|多少)(?:天|个月|年|时间|日子)|多久|多长)")
"""how long a rule still has to run"""
OLDER = late(
    "^(?:那|它|那么)?(?:以前|之前|原来|原先|从前|早先|旧|老|上一版|前一版|[改换]之?前|那时候?|当时|那会儿?)"
    "(?:的|是|给|能|那|版|文件|政策|标准|规定|多少|叫|号|呢|国家级|省级|市级)|"
    "^(?:那|它)?(?:是)?(?:什么时候|啥时候|哪天|哪年|何时)(?:换|改|更新|代替|取代|替代)|"
    "^(?:那|它)?(?:代替|取代|替代|替换)的?了?(?:是)?(?:哪|什么|谁)"
)
"""what held before the rule or the standard just told, and since when it does not"""
OLDER_STANDARD = late("(?:以前|之前|原来|原先|旧|老)版?的?(?:那[个份])?(?:绿色工厂)?(?:评价)?(?:通则|标准)")
OLDER_DOCUMENT = late(
    r"(?:旧|老|原来|原先|之前|以前|早先|上一|前一)(?:的|那|这|版|份|个|一)*"
    r"(?:文件|政策|办法|规定|意见|细则|措施|版本?|\d+ ?万)"
    r"|(?:旧|老|原来|原先)的?那[个份版]|(?:以前|之前|原来|原先)[^，。；]{1,10}的(?:文件|政策|办法|规定)",
    words=("旧", "老", "原来", "原先", "之前", "以前", "早先", "上一", "前一"),
)
OF_A_DOCUMENT = ("end", "valid", "issued", "document")
"""aspects that are asked of a document"""
UNTIL = late("年?[底末]|到|截[至止]|为止")
"""a total of all that had come out by then, not the list of that year"""
STILL_THEN = late(
    "^(?:那么?|要是|如果|换成|再)?(?:到了?|等到|过了?)?20[0-9年月日底末初. -]+(?:份|那会儿|时候|的时候)?"
    "(?:呢|还有效吗|还算吗)?[？?]?$"
)
"""nothing but another day"""
SAME_DAY = late("这个?时候|这会儿|同期|今天|这一?天|这个?月")
"""the same day of another year: 去年这时候呢"""
LAST_OF_FEBRUARY = 28
LATER = late(
    r"(?P<year>20\d\d ?年|大前年|前年|去年|今年|明年|后年)?(?P<month>\d{1,2} ?月(?:份)?)?(?P<part>年?[底初末])?"
    r"[^，。]{0,4}?(?:才|再|的时候|评上|拿到|评下来|申报|入选)"
)
"""a day on which something would happen: 要是明年2月才评上"""


def of_the_older(request: Request, memory: Memory) -> Request:
    """以前给多少, 旧的是哪个: the request, or the last one again, marked as one for what held before."""
    last = memory.last
    if request.relation == "standards" and OLDER_STANDARD.search(request.text) and not request.dates:
        return request.with_(concepts=request.concepts | {"talk.older"})
    if (document := _of_older_document(request, last)) is not None:
        return document
    if last is None or last.relation not in ("subsidies", "standards") or len(request.text) > SHORT or request.dates:
        return request
    other = request.places or request.standards or (last.relation == "standards" and request.has("topic.money"))
    other = other or request.relation not in ("", "policies", "subsidies", last.relation)
    other = other or (last.relation == "standards" and request.has("aspect.valid"))  # 老的那版还能用吗
    if other or not (last.operation == "value" or last.standards) or not OLDER.search(request.text):
        return request
    return last.with_(
        typed=request.typed,
        asked=request.asked,
        levels=request.levels or last.levels,
        aspects=("amount",) if last.relation == "subsidies" else last.aspects,
        operation="value",
        amounts=request.amounts,
        concepts=last.concepts | {"talk.older"},
        corrections=request.corrections,
    )


def _of_older_document(request: Request, last: Request | None) -> Request | None:
    """那份旧文件哪天到期, 天津的老办法给多少: what is asked of the rule that held before; None where none is meant."""
    if not OLDER_DOCUMENT.search(request.text) or request.relation not in ("subsidies", "policies", ""):
        return None
    listing = request.operation in MANY or request.has("rank.", "operation.compare", "operation.difference")
    talked = last.places if last is not None and last.relation == "subsidies" else ()
    places = request.places or talked
    if listing or len(places) != 1 or request.titles or request.dates:
        return None
    kept = tuple(each for each in request.aspects if each in OF_A_DOCUMENT)
    return request.with_(
        relation="subsidies", operation="value", places=places, aspects=kept or ("amount",),
        concepts=request.concepts - {"topic.policy"} | {"talk.older"}, leftover=(), unknown=(),
        levels=request.levels or (last.levels if last is not None and not request.places else ()),
    )  # fmt: skip


def of_another_day(request: Request, memory: Memory) -> Request | None:
    """The last question on a day that is only named from now on; None where none is."""
    last = memory.last
    if last is None or request.places or request.titles or len(request.text) > BARE + 4:
        return None
    if last.relation == "batches" and (listed := _of_year(request, last)) is not None:
        return listed
    if last.relation != "subsidies" or not (last.places or memory.led_to):
        return None
    if NEWER_ONE.match(request.text):
        places = last.places or memory.led_to
        return request.with_(
            relation="subsidies", operation="value", places=places, aspects=("valid",), where=(),
            concepts=request.concepts | {"talk.newer"},
        )  # fmt: skip
    if REMAINS.search(request.text) and len(request.text) <= SHORT:
        places = last.places or memory.led_to
        return request.with_(relation="subsidies", operation="value", places=places, aspects=("end",), where=())
    return _still_then(request, last) or _supposed(request, last)


def _still_then(request: Request, last: Request) -> Request | None:
    """那到2022年3月呢 after whether a rule holds: whether it does on that day."""
    days = [where for where in request.where if where.names_day]
    of_end = {"valid", "end"} & set(last.aspects)
    if len(days) != 1 or not of_end or not (last.operation == "value" and STILL_THEN.match(request.text)):
        return None
    return _on_that_day(request, last, str(days[0].value), days[0].words)


def _of_year(request: Request, last: Request) -> Request | None:
    """那去年呢: the lists that came out in that year."""
    found = RELATIVE.search(request.text)
    of_lists = request.relation in ("", "batches") or request.has("batch.")
    if found is None or request.dates or request.batches or not of_lists:
        return None
    year = f"{request.as_of.year + YEARS_FROM_NOW[found[0]]}"
    if last.mentions("topic.total_count", "batch.total") and SAME_DAY.search(request.text):
        day = request.as_of.replace(year=int(year), day=min(request.as_of.day, LAST_OF_FEBRUARY))
        return last.with_(typed=request.typed, asked=request.asked, as_of=day)
    if last.mentions("topic.total_count", "batch.total") and UNTIL.search(request.text):
        until = Where(field="", test="eq", value=year, words=f"{year}年底")
        return last.with_(
            typed=request.typed, text=f"{year}年底 {request.text}", asked=request.asked, dates=dates(f"{year}年"),
            where=(until,), batches=(), as_of=request.as_of,
        )  # fmt: skip
    listed = Where(field="listed", test="eq", value=year, words=found[0])
    return request.with_(
        relation="batches",
        dates=dates(f"{year}年"),
        where=(*request.where, listed),
        measure=batch_measure(request) or last.measure,
        concepts=request.concepts - {"talk.now"} | {"ask.many"},
        text=f"{year}年 {request.text}",
    )


def _supposed(request: Request, last: Request) -> Request | None:
    """要是明年2月才评上呢: whether the rule told still holds on that day."""
    found = LATER.search(request.text)
    if found is None or not (found["year"] or found["part"]) or not request.has("operation.assume", "talk.swap"):
        return None
    day = _day(found["year"] or "今年", found["month"] or "", found["part"] or "", request.as_of.year)
    return _on_that_day(request, last, day, found[0])


def _on_that_day(request: Request, last: Request, day: str, words: str) -> Request:
    """Whether the rule told last holds on another day, as typed ``words`` name it."""
    where = Where(field="ends", test="eq", value=day, words=words)
    return last.with_(
        typed=request.typed,
        text=request.text,
        asked=request.asked,
        operation="value",
        aspects=("valid",),
        where=(where,),
        dates=dates(day),
        concepts=frozenset(("aspect.valid",)),
        context=frozenset(),
        as_of=request.as_of,
    )


def _day(year: str, month: str, part: str, now: int) -> str:
    number = now + YEARS_FROM_NOW[year] if year in YEARS_FROM_NOW else int(year[:4])
    if month:
        return f"{number}-{int(re.sub('[^0-9]', '', month)):02}"
    return f"{number}-12" if part[-1:] in ("底", "末") else f"{number}"
