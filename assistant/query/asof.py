"""The day that a question is about: the day of asking, or an earlier one that it names (2023 年那会儿)."""

from __future__ import annotations

from datetime import date

from assistant.query import days
from assistant.query.records import Records
from assistant.understanding.request import Request, Where
from corpus.patterns import late
from corpus.types import Subsidy
from corpus.validity import final_day, first_day

EQUAL = ("eq", "is")
FEW = 3
"""standards up to which a product's own are meant, not a list"""
AGAINST_REPORT = late(
    "^(?!.*报告).*(?:正式|现在|后来|实际|最后|最终)", words=("正式", "现在", "后来", "实际", "最后", "最终")
)
"""a question that sets what the report says against what holds"""
RECOGNISED_THEN = late(
    "年?(?:度)?(?:的?时候)?(?:就|才|刚|已经?)?(?:评上|评的|评为|入选|获评|被?认定|拿到|拿的|进的|上的|上了|通过)"
)
"""behind a year: when one's own factory was recognised, which is no day that is asked about"""
END_OF_YEAR = late(r"20\d\d ?年[底末]")
THEN = late("年?[底末初]?(?:那会儿?|那时候?|那阵子?|的时候|当时|那个时候)")
"""behind a date: the day on which one looks, not when something came out"""
OF_A_TIME = ("standards", "rules", "subsidies", "batches")
"""relations in which an earlier day can be meant; a policy list by date is a list of what came out then"""


def as_known(request: Request, records: Records) -> tuple[Request, Records]:
    """The request and the records of the day that it is about.

    A date that names when something came out stays a condition; one that no row bears is the day of the question.
    """
    asks_now = AGAINST_REPORT.search(request.asked)  # the report is only what is set against
    if request.mentions("source.report") and not asks_now and (reported := records.reported) is not None:
        if request.has("source.report") or not _of_later_year(request, records):
            return request, reported
        request = request.with_(context=request.context - {"source.report"})
    request = _without_own_year(request)
    now = records.on(request.as_of)
    day = _earlier_day(request, now)
    if day is None:
        return _known_standards(request, now), now
    left = tuple(where for where in request.where if not where.names_day)
    words = next(_words(where, request) for where in request.where if where.names_day)
    then = request.with_(as_of=day, asked_on=request.as_of, at_day=words, dates=(), where=left)
    return _known_standards(then, records.on(day)), records.on(day)


def _of_later_year(request: Request, records: Records) -> bool:
    """2024年那份清单 in talk of the report: named by a year that the report does not reach."""
    until = max(
        (document.covers_until for document in records.corpus.documents if document.kind == "report"), default=""
    )
    return bool(until) and any(mention.value[:4] > until[:4] for mention in request.dates)


def _words(where: Where, request: Request) -> str:
    """A day as it was named; of one that the calendar lacks (4月31日), the month that it is read as."""
    if any(mention.impossible and mention.value == where.value for mention in request.dates):
        year, *month = where.value.split("-")
        return f"{year}年" + "".join(f"{int(part)}月" for part in month)
    return str(where.words or where.value)


def _without_own_year(request: Request) -> Request:
    """我们2021年拿的国家级，惠州还给钱吗: the year of one's own recognition is none that an award must be of."""
    if request.relation != "subsidies" or request.operation != "value":
        return request
    own = [
        where
        for where in request.where
        if where.names_day
        and where.test in EQUAL
        and _is_own_year(where.words, request.text)
        and first_day(where.value) <= request.as_of  # one that is to come is when it is asked for: 明年才评上
    ]
    kept = tuple(where for where in request.where if where not in own)
    dates = tuple(each for each in request.dates if not _is_own_year(each.words, request.text))
    return request.with_(where=kept, dates=dates) if own else request


NEW_THEN = late("新(?:发布|出台|颁布|印发|公布|规|政策|标准|文件|办法)|又出(?:了|台)?")
"""what came out anew"""


def _is_own_year(words: str, text: str) -> bool:
    return bool(words) and RECOGNISED_THEN.match(text.partition(words)[2]) is not None


def _known_standards(request: Request, records: Records) -> Request:
    held = set(records.corpus.standards)
    if all(standard in held for standard in request.standards):
        return request
    known = [s for standard in request.standards for s in records.standing_for(standard)]
    return request.with_(standards=tuple(dict.fromkeys(known)))


def _earlier_day(request: Request, now: Records) -> date | None:
    one_standard = 0 < len(request.standards) <= FEW or request.mentions("std.general")
    dated = [where for where in request.where if where.names_day]
    if len(dated) != 1 or request.relation not in OF_A_TIME:
        return None
    then = request.relation == "subsidies" and bool(THEN.match(request.text.partition(dated[0].words)[2]))
    if request.operation not in ("value", "exists") and not (
        then or (one_standard and request.relation == "standards")
    ):
        return None
    if request.relation == "subsidies" and set(request.aspects) & {"end", "valid", "issued", "document"}:
        return None
    if dated[0].test not in EQUAL or _wants_new(request):
        return None
    value = dated[0].value
    day = final_day(value)
    if request.relation == "rules" and _is_own_year(dated[0].words, request.text):
        return None
    if day >= request.as_of or not now.differs(day) or (not then and _borne(request, now, value)):
        return None
    if request.relation == "subsidies" and not then and not _rows_of(request, now.on(day)):
        return None
    return day


def _wants_new(request: Request) -> bool:
    """Whether what came out at a time is asked for, and not what held then: 2023年新发布的标准, 2024年最新的政策."""
    if request.relation == "standards" and request.has("aspect.issued", "std.published") and request.has("ask."):
        return not request.has("ask.when")
    return NEW_THEN.search(request.text) is not None or request.has("operation.latest")


def _borne(request: Request, records: Records, value: str) -> bool:
    """Whether a row that the question may mean came out at the time named, or is of that year."""
    if request.relation == "rules":
        return bool(request.batches) or request.has("aspect.due")
    if request.relation == "batches":
        return bool(request.batches) or not request.has("topic.total_count", "batch.total")
    if request.relation == "standards" and not END_OF_YEAR.search(request.text):
        return any(s.date.startswith(value) or s.number.endswith(value) for s in request.standards)
    if request.relation == "standards":
        return False  # 2020年底是什么状态 is asked of a day
    rows = _rows_of(request, records)
    return not rows or any(days.meets(row.date, "eq", value) or days.is_of_year(row, value) for row in rows)


def _rows_of(request: Request, records: Records) -> tuple[Subsidy, ...]:
    return records.rows_at(place.code for place in request.places)
