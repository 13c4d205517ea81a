"""The tools: what each is for, what it takes, and how its result is found. None of them changes anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.keeping.settings import Client, as_of_today, load_client
from assistant.showing import tables
from corpus.frozen import frozen
from corpus.types import LEVELS
from corpus.validity import STATUS_NAMES
from tui.cli.assess import assessed
from tui.cli.duties import year_later
from tui.cli.search import KIND_NAMES, hit_record
from tui.cli.session import record_of
from tui.tools.arguments import Argument, ArgumentError
from tui.tools.schemas import ANSWER, ASSESSMENT, DUTIES, HITS, ROWS

if TYPE_CHECKING:
    from assistant.service import Assistant

Values = Mapping[str, Any]
AS_OF = Argument(name="as_of", kind="day", about="以哪一天为准判断是否有效，如 2026-11-22；不写是今天")
CLIENT = Argument(name="client", kind="text", about="客户档案的名字，用来补全问题里没说的地区、级别、批次")
PLACES = Argument(name="places", kind="texts", about="省、市、区县或开发区，省包含它的市和区县；不写是全国")
TABLE_NAMES = ("subsidies", "standards", "policies", "batches", "reviews")


@frozen
class Tool:
    """One tool; its result is the JSON of the command of the same name."""

    name: str
    title: str
    about: str
    arguments: tuple[Argument, ...]
    result: dict[str, Any]
    """JSON Schema of the result; a list is wrapped as ``{"result": […]}``, because results are objects"""
    run: Callable[[Assistant, Values], Any]


def _ask(assistant: Assistant, values: Values) -> dict[str, Any]:
    day, client = _day(values), _client(assistant, values)
    talk = assistant.conversation(as_of=day, client=client)
    for question in values["before"] or ():
        talk.ask(question)
    if not values["question"].strip():
        raise ArgumentError("参数 question 是空的，请写出要问的话。")
    return record_of(talk.ask(values["question"].strip()), client)


def _search(assistant: Assistant, values: Values) -> list[dict[str, Any]]:
    hits = assistant.search(values["text"], limit=values["limit"] or 10, kinds=values["kinds"] or ())
    titles = {document.id: document.title for document in assistant.corpus.documents}
    return [hit_record(hit, titles) for hit in hits]


def _table(assistant: Assistant, values: Values) -> list[dict[str, Any]]:
    name = values["table"]
    for key, value in values.items():
        if value is not None and key not in FILTERS[name]:
            raise ArgumentError(f"表 {name} 不能用参数 {key} 筛选，可用：{'、'.join(FILTERS[name])}。")
    codes = tables.find_places(assistant.places, values["places"] or ())
    return LISTINGS[name](assistant, values, codes)


def _subsidies(assistant: Assistant, values: Values, codes: Sequence[str]) -> list[tables.Row]:
    return tables.subsidies(
        assistant.corpus,
        assistant.places,
        place_codes=codes,
        level=values["level"] or "",
        minimum=values["min"],
        maximum=values["max"],
        statuses=values["status"] or (),
        sort=values["sort"] or "",
        as_of=_day(values),
    )


def _standards(assistant: Assistant, values: Values, _: Sequence[str]) -> list[tables.Row]:
    return tables.standards(assistant.corpus, text=values["text"] or "", as_of=_day(values))


def _policies(assistant: Assistant, values: Values, codes: Sequence[str]) -> list[tables.Row]:
    since, until = values["since"] or "", values["until"] or ""
    return tables.policies(
        assistant.corpus, assistant.places, place_codes=codes, since=since, until=until, as_of=_day(values)
    )


def _batches(assistant: Assistant, values: Values, _: Sequence[str]) -> list[tables.Row]:
    return tables.batches(assistant.corpus, _day(values))


def _reviews(assistant: Assistant, values: Values, _: Sequence[str]) -> list[tables.Row]:
    return tables.reviews(assistant.corpus, batch=values["batch"], as_of=_day(values))


def _duties(assistant: Assistant, values: Values) -> list[dict[str, Any]]:
    from assistant.advising.duties import duties_for, inside, row_of

    if values["batch"] and values["year"]:
        raise ArgumentError("参数 batch 和 year 只能写一个。")
    as_of, client = _day(values), _client(assistant, values)
    start = values["from"] or as_of
    end = values["to"] or year_later(start)
    if end < start:
        raise ArgumentError(f"参数 to（{end}）早于起始日 {start}，请对调。")
    named = values["places"] or ((client.place,) if client and client.place else ())
    batch = values["batch"] or (client.batch if client and not values["year"] else None)
    try:
        duties = duties_for(
            assistant.corpus, assistant.places, place=tables.find_places(assistant.places, named),
            level=values["level"] or (client.level if client else ""), batch=batch, year=values["year"],
            start=start, end=end, as_of=as_of,
        )  # fmt: skip
    except LookupError as error:
        raise ArgumentError(str(error)) from None
    asked = values["from"] or values["to"]
    return [row_of(duty) for duty in (inside(duties, start, end) if asked else duties)]


def _assess(assistant: Assistant, values: Values) -> dict[str, Any]:
    from assistant.advising.selfcheck import to_record

    client = load_client(assistant.home, values["client"])
    return to_record(assessed(assistant, client, values["level"] or "", _day(values)), client.name, client.place)


def _day(values: Values) -> date:
    return as_of_today(values["as_of"])


def _client(assistant: Assistant, values: Values) -> Client | None:
    return load_client(assistant.home, values["client"]) if values["client"] else None


Listing = Callable[["Assistant", Values, Sequence[str]], list[tables.Row]]
LISTINGS: Mapping[str, Listing] = {
    "subsidies": _subsidies, "standards": _standards, "policies": _policies, "batches": _batches, "reviews": _reviews,
}  # fmt: skip
FILTERS: Mapping[str, tuple[str, ...]] = {
    "subsidies": ("table", "places", "level", "min", "max", "status", "sort", "as_of"),
    "standards": ("table", "text", "as_of"),
    "policies": ("table", "places", "since", "until", "as_of"),
    "batches": ("table", "as_of"),
    "reviews": ("table", "batch", "as_of"),
}
TOOLS = (
    Tool(
        name="wence_ask",
        title="问一个问题",
        about="就绿色工厂政策问一个问题，得到一句话的结论、要点、有效期和逐条出处。只引用已有资料；"
        "status 是 no_answer 或 clarify 时资料没有答案，请照实转告，不要自己补。金额以万元计。",
        arguments=(
            Argument(name="question", kind="text", about="要问的话，如 义乌的国家级绿色工厂能奖多少", required=True),
            Argument(name="before", kind="texts", about="同一段对话里在它之前问过的话，追问时用"),
            AS_OF,
            CLIENT,
        ),
        result=ANSWER,
        run=_ask,
    ),
    Tool(
        name="wence_search",
        title="检索资料",
        about="按相关程度列出资料里的条目和段落，不作答。想看某条的上下文，读资源 wence://passage/编号。",
        arguments=(
            Argument(name="text", kind="text", about="要找的词或一句话", required=True),
            Argument(name="limit", kind="whole", about="最多列出多少条，默认 10", high=100),
            Argument(name="kinds", kind="choices", about="只要这些种类", choices=tuple(KIND_NAMES)),
        ),
        result=HITS,
        run=_search,
    ),
    Tool(
        name="wence_table",
        title="查一张表",
        about="查补贴、标准、地方政策、批次或复核表，可筛选；每行带出处。金额以万元计，空值是资料没有写。",
        arguments=(
            Argument(name="table", kind="choice", about="哪一张表", required=True, choices=TABLE_NAMES),
            PLACES,
            Argument(name="level", kind="choice", about="级别（补贴表）", choices=LEVELS),
            Argument(name="min", kind="number", about="最高可得不少于多少万元（补贴表）"),
            Argument(name="max", kind="number", about="最高可得不多于多少万元（补贴表）"),
            Argument(name="status", kind="choices", about="有效状态（补贴表）", choices=tuple(STATUS_NAMES)),
            Argument(name="sort", kind="choice", about="顺序（补贴表）", choices=("amount", "place", "date")),
            Argument(name="text", kind="text", about="标准号、名称、行业或产品里的字（标准表）"),
            Argument(name="since", kind="month", about="不早于，如 2019-05（政策表）"),
            Argument(name="until", kind="month", about="不晚于，如 2020-12（政策表）"),
            Argument(name="batch", kind="whole", about="第几批（复核表）", high=99),
            AS_OF,
        ),
        result=ROWS,
        run=_table,
    ),
    Tool(
        name="wence_duties",
        title="查要做的事",
        about="一家工厂在一段时间里要做什么，按日子列出。只在某一年定过的日子按那一年说（exportable 为 false），"
        "不要当作别的年份的期限。",
        arguments=(
            PLACES,
            Argument(name="level", kind="choice", about="已获或要申报的级别", choices=LEVELS),
            Argument(name="batch", kind="whole", about="国家级名单的第几批", high=99),
            Argument(name="year", kind="whole", about="国家级名单的年度，如 2023", low=2000, high=2100),
            CLIENT,
            Argument(name="from", kind="day", about="从哪天起，不写是 as_of"),
            Argument(name="to", kind="day", about="到哪天止，不写是起始日的一年后"),
            AS_OF,
        ),
        result=DUTIES,
        run=_duties,
    ),
    Tool(
        name="wence_assess",
        title="申报自查",
        about="把客户档案里已知的事和申报条件逐项对照，分成已满足、不满足、还不知道。"
        "verdict 最多说到“未发现不得申报情形”，请照原话转告；还不知道的不算满足，next 是下一件要弄清的事。",
        arguments=(
            Argument(name="client", kind="text", about="客户档案的名字", required=True),
            Argument(name="level", kind="choice", about="要申报的级别，不写看档案", choices=LEVELS),
            AS_OF,
        ),
        result=ASSESSMENT,
        run=_assess,
    ),
)  # fmt: skip
