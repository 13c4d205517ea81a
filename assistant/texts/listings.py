"""The lists of firms in added notices: what the row of a firm says, how many are listed, what is paid in all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.pairs import pairs_shared
from assistant.query.records import Records
from assistant.saying.draft import MOST_CITED, Draft
from assistant.saying.wording import load_wording
from assistant.texts.bearing import added, bearing
from assistant.texts.passages import SIGNED, passages_of
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.request import Request
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.types import Document, Passage

NAME = "listing"
say = load_wording("listing")
_IN_TABLE = late(r"表 (\d+) 第 \d+ 行|工作表「(.+?)」")
_FIELDS = late(r"；(?=[^；：]{1,24}：)")
_FIRM_LABEL = late(r"(?:企业|单位|工厂|公司|厂家)(?:名称|全称)$|^(?:(?:申报|获奖|入选|受奖)?(?:企业|单位|公司)|名称)$")
_CORPORATE = r"(?:股份有限公司|有限责任公司|有限公司|集团公司|股份公司|总公司|分公司|总厂|集团)"
_FIRM_VALUE = late(rf"[\u4e00-\u9fffA-Za-z0-9（）()·]{{3,40}}(?:{_CORPORATE}|公司|厂)")
_RECOGNITION = late(
    r"(?:绿色|零碳|低碳|无废|智能|示范|数字化?|灯塔|未来)[^，。]{0,4}(?:工厂|车间|企业)$|^(?:国家|省|市|区)级"
)
_FIRM_ASKED = late(rf"[\u4e00-\u9fff（）()·]{{2,24}}?{_CORPORATE}(?:[\u4e00-\u9fff]{{2,6}}(?:分公司|厂))?")
_LEADS = late(r"^(?:请问|问一下|查一下|帮我查|想知道|那么?|对于?|关于|为什么|为何)+")
_SEQUENCE = late(r"^(?:序号|编号|项次|NO\.?)$", re.I)
_TOTAL = late(r"^(?:合计|总计|共计|总和)")
_MONEY = late(r"^(?P<label>.+?)（(?P<unit>[万亿千百]?元)）$")
_FIGURE = late(r"\d[\d,，]*(?:\.\d+)?")
_REMOVAL = late(r"移出|撤销|取消|除名|退出|移除|剔除|摘牌|不合格|未通过|整改")
_ANNEX = late(r"^附[件表录]\s?\d{0,2}\s?[：:]?\s*(?:\d{1,2}[.．、]\s*)?")
_NOT = late(r"没有?(?=通过|合格)|不(?=通过)")
_NO_TITLE = late(r"单位[：:]|。$|：$|^附[件表]\s?\d*$|^【")
_COUNTS = late(r"(?<!哪)[几多]少?(?:家|户|企业|工厂|个(?:企业|工厂|单位)?)|数量|家数")
_WHICH = late(r"哪些|哪几[家户个]|有谁|名单(?:是什么|给我|列一?下|发我|呢)?[？?]?$")
_OF_OTHER = late(
    r"异议|材料|资料|条件|流程|怎么|如何|什么时候|哪天|几号|截止|电话|多久|邮箱|哪些(?:部门|条件|情形|情况|政策|奖励|补贴|奖补|城市|地方|地区|市|省|区|县|事)|政策|条目"
)
"""what is asked beside the rows of a list"""
_OF_LISTS = late(r"名单|公布|公示|认定|入选|列入|移出|撤销|拟|上榜|获评|评上|表[里中]")
_IN_ALL = late(r"(?:一共|总共|共计|加起来|共).{0,24}(?:多少|几)|多少.{0,8}(?:一共|总共|合计)|总额|合计|总计|总金额")
_PAID_OUT = late(r"拟|专项资金|安排|下达|拨付|公示|兑付|兑现|名单|这次|本次|此次|这批|发放")
_PLACE_LABEL = late(r"[市县区州地]")
_GENERAL = late(r"20\d{2}年度?|[国省市区县]家?级|绿色(?:工厂|制造)|企业|名单|名录|工厂|奖励|[表项目]")
LEAST_PAIRS = 2
"""pairs of characters of a list's own name from which a question is about it"""
_YEAR = late(r"20\d{2}(?=年)")
ASKED_FIELDS = (
    (late("哪一?年|哪年|什么时候|何时|年份|几几年"), late("年|时间|日期|批次")),
    (late("哪一?级|什么级别|级别|(?:国家|省|市)级还是|[国省市]级吗"), late("级")),
    (late("多少|奖励|资金|金额|钱"), late("元）$|资金|金额")),
    (late("为什么|为何|原因|理由|怎么会|凭什么|事由"), late("原因|理由|事由|备注|说明|依据")),
    (late("哪个[县市区州]|哪里|在哪|哪个地方|所在"), late("[县市区州地]")),
    (late("还[是在能有]|现在|状态|结果"), late("备注|状态|结果|结论|说明")),
)
"""what is asked of a firm, and the heads of the columns that tell it"""
SHORTEST = 4
"""characters of a firm's name without its corporate form by which it may be asked"""
LONGEST_NAME = 60
PLACE = 2
"""characters of the place that most firms' names begin with"""
MOST_NAMED = 12
LEAST_ROWS = 0.5
"""share of a table's rows that name a firm from which it is a list of firms"""


@frozen
class Row:
    """A row of a list: its passage, whom it is of, and what its columns say."""

    passage: Passage
    firm: str
    fields: tuple[tuple[str, str], ...]


@frozen
class Listing:
    """A table of firms in an added notice."""

    document: Document
    name: str
    rows: tuple[Row, ...]
    total: Passage | None = None
    """the row of the sum, where there is one"""
    total_fields: tuple[tuple[str, str], ...] = ()

    @property
    def removes(self) -> bool:
        """Whether those listed lose something."""
        return _REMOVAL.search(self.name) is not None

    @property
    def told(self) -> str:
        """The list by its name, where it has one of its own."""
        return say("listed", name=self.name) if self.name and self.name != self.document.title else ""


def of_firm(request: Request, records: Records) -> Draft | None:
    """What added notices say of a firm that the question names; None where it names none, or no notice has a list."""
    if not added(records):
        return None
    question = _bare(request.typed or request.text)
    rows = [(listing, row) for listing in _all(records) for row in listing.rows if _names(question, row.firm)]
    if rows:
        whole = max((len(row.firm) for _, row in rows if row.firm in question), default=0)
        return _told_of(question, [pair for pair in rows if len(pair[1].firm) >= whole])
    firm = _firm_asked(question)
    if not firm:
        return None
    if (spoken := _spoken_of(firm, records)) is not None:
        return spoken
    lists = [listing for listing in _all(records) if _concerns(listing, request, records)]
    if not lists:
        return None
    headline = "".join(_absent(listing, firm) for listing in lists[:2])
    evidence = tuple(row.passage for listing in lists[:2] for row in listing.rows[: MOST_CITED // 2])
    computed = tuple(f"{len(listing.rows)} 家" for listing in lists[:2])
    return Draft(status="answered", intent=NAME, headline=headline, evidence=evidence, computed=computed)


def of_list(request: Request, records: Records) -> Draft | None:
    """How many a list of an added notice names, which, or what it pays in all; None where that is not asked."""
    if not added(records):
        return None
    question = _bare(request.text)
    counts, which = _COUNTS.search(question), _WHICH.search(question)
    in_all = _IN_ALL.search(question) and _PAID_OUT.search(question)
    if not (counts or which or in_all) or _OF_OTHER.search(question):
        return None
    listing = _best(question, _lists_at(request, records))
    if listing is None:
        return None
    conditions = _conditions(question, listing)
    rows = [row for row in listing.rows if _meets(row, conditions)]
    if in_all and not counts:
        return _total(listing, rows, conditions)
    if not (conditions or _OF_LISTS.search(question) or pairs_shared(question, _own_name(listing)) >= LEAST_PAIRS):
        return None
    return _counted(listing, rows, conditions, names=bool(which and not counts))


def _own_name(listing: Listing) -> str:
    """What sets a list apart from others: 暂缓通过 of 暂缓通过企业名单."""
    return _GENERAL.sub("，", listing.name)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _names(question: str, firm: str) -> bool:
    """Whether a question names a firm, wholly or without its corporate form."""
    if firm in question:
        return True
    stem = re.sub(rf"(?:{_CORPORATE}|公司|厂)$", "", firm)
    own = stem[PLACE:]  # 宝鸡某某乳业 as 某某乳业
    return any(len(name) >= SHORTEST and name in question for name in (stem, own))


def _firm_asked(question: str) -> str:
    """The firm that a question names by its corporate form, "" where it names none."""
    found = _FIRM_ASKED.search(_LEADS.sub("", question))
    return found.group() if found else ""


def _told_of(question: str, rows: Sequence[tuple[Listing, Row]]) -> Draft:
    lines = tuple(_line(question, listing, row) for listing, row in rows[:3])
    gone = any(_REMOVAL.search(listing.name + "".join(value for _, value in row.fields)) for listing, row in rows)
    whether = re.search(r"[吗么]|是不是|是否|还[是在]|在不在|有没有", question)
    lead = say("gone") if gone and whether else say("there") if whether and "名单" in question else ""
    return Draft(
        status="answered",
        intent=NAME,
        headline=lead + lines[0],
        facts=lines[1:],
        evidence=tuple(row.passage for _, row in rows[:3]),
        computed=tuple(dict.fromkeys(sum_ for _, row in rows[:3] for sum_ in _sums(row))),
    )


def _sums(row: Row) -> Iterator[str]:
    """The sums of a row with the unit that stands in the heads of their columns."""
    for label, value in row.fields:
        if (money := _MONEY.match(label)) and _FIGURE.fullmatch(value):
            yield f"{value} {money['unit']}"


def _line(question: str, listing: Listing, row: Row) -> str:
    fields = [(label, value) for label, value in row.fields if value != row.firm and not _SEQUENCE.match(label)]
    wanted = [label for asked, label in ASKED_FIELDS if asked.search(question)]
    fields.sort(key=lambda pair: not any(label.search(pair[0]) for label in wanted))
    title = _inner(listing.document.title)
    if not fields:
        return say("bare_row", title=title, listed=listing.told, firm=row.firm)
    told = "，".join(_field(label, value) for label, value in fields)
    return say("row", title=title, listed=listing.told, firm=row.firm, fields=told)


def _field(label: str, value: str) -> str:
    """拟安排资金（万元）：20 as 拟安排资金 20 万元."""
    money = _MONEY.match(label)
    return f"{money['label']} {value} {money['unit']}" if money and _FIGURE.fullmatch(value) else f"{label} {value}"


def _inner(title: str) -> str:
    return title.replace("《", "〈").replace("》", "〉")


def _spoken_of(firm: str, records: Records) -> Draft | None:
    """The sentence of an added notice that names a firm."""
    for document in added(records):
        for passage in passages_of(document.id, records):
            if firm in passage.text:
                from assistant.texts.notices import told_by

                return told_by(document, (passage,))
    return None


def _absent(listing: Listing, firm: str) -> str:
    title = _inner(listing.document.title)
    return say("absent", title=title, listed=listing.told, count=len(listing.rows), firm=firm)


def _concerns(listing: Listing, request: Request, records: Records) -> bool:
    """Whether a list is of a place asked about, or of one that it lies in, or is described by the question."""
    codes = {place.code for place in request.places}
    codes |= {above.code for code in set(codes) for above in records.places.ancestors(code)}
    return bool(codes.intersection(listing.document.places)) or (
        not codes and listing.document in bearing(request, records)
    )


def _lists_at(request: Request, records: Records) -> list[Listing]:
    documents = bearing(request, records)
    names = {each.id: at for at, each in enumerate(documents)}
    above = [listing for listing in _all(records) if listing.document.id not in names]
    own = sorted((listing for listing in _all(records) if listing.document.id in names),
                 key=lambda listing: names[listing.document.id])  # fmt: skip
    return own or [listing for listing in above if request.places and _concerns(listing, request, records)]


def _best(question: str, lists: Sequence[Listing]) -> Listing | None:
    """The list that a question is about: of its year and level, of those removed where it asks for them."""
    removal = _REMOVAL.search(_NOT.sub("未", question)) is not None
    fitting = [one for one in lists if one.removes == removal and _of_year(question, one) and _of_level(question, one)]
    return max(fitting, key=lambda one: pairs_shared(question, one.name + one.document.title), default=None)


def _of_year(question: str, listing: Listing) -> bool:
    asked, told = set(_YEAR.findall(question)), set(_YEAR.findall(listing.name + listing.document.title))
    return not asked or not told or bool(asked & told)


def _of_level(question: str, listing: Listing) -> bool:
    levels = load_lexicon().levels
    asked = {level for level in levels if level in question}
    told = {level for level in levels if level in listing.name + listing.document.title}
    held = {level for level in asked for row in listing.rows if any(level in value for _, value in row.fields)}
    return not asked or not told or bool(asked & told) or bool(held)


def _conditions(question: str, listing: Listing) -> dict[str, tuple[str, ...]]:
    """What a question asks the rows to be, by the column: 所属设区市 赣州市, 级别 省级."""
    told = listing.name + listing.document.title
    found: dict[str, list[str]] = {}
    for row in listing.rows:
        for label, value in row.fields:
            if value == row.firm or _SEQUENCE.match(label) or _MONEY.match(label) or not value:
                continue
            if (word := _word_of(question, label, value)) and word not in told:
                found.setdefault(label, []).append(word)
    apart = {label: tuple(dict.fromkeys(words)) for label, words in found.items()}
    return {label: words for label, words in apart.items() if _tells_apart(listing, label, words)}


def _tells_apart(listing: Listing, label: str, words: tuple[str, ...]) -> bool:
    """Whether a condition leaves rows out; a place does not have to."""
    placed = _PLACE_LABEL.search(label) is not None
    return placed or any(not _meets(row, {label: words}) for row in listing.rows)


def _word_of(question: str, label: str, value: str) -> str:
    """The word of a question that names the value of a cell: 赣州 for 赣州市, 国家级 for 2025年度国家级绿色工厂."""
    if value in question:
        return value
    short = re.sub(r"[市县区州盟旗]$", "", value)
    if _PLACE_LABEL.search(label) and len(short) > 1 and short in question:
        return value
    levels = load_lexicon().levels
    return next((level for level in levels if level in value and level in question), "")


def _meets(row: Row, conditions: dict[str, tuple[str, ...]]) -> bool:
    fields = dict(row.fields)
    return all(any(word in fields.get(label, "") for word in words) for label, words in conditions.items())


def _counted(
    listing: Listing, rows: Sequence[Row], conditions: dict[str, tuple[str, ...]], *, names: bool
) -> Draft | None:
    title, listed = _inner(listing.document.title), listing.told
    told = "、".join(word for words in conditions.values() for word in words)
    firms = "、".join(row.firm for row in rows[:MOST_NAMED]) + (say("more") if len(rows) > MOST_NAMED else "")
    slots = {"title": title, "listed": listed, "count": len(rows), "firms": firms}
    if conditions and not rows:
        headline = say("none_of", title=title, listed=listed, conditions=told, whole=len(listing.rows))
    elif conditions:
        headline = say("count_of", **slots, conditions=told)
    elif names:
        headline = say("which", **slots)
    else:
        headline = say("count", title=title, listed=listed, count=len(rows))
    evidence = tuple(row.passage for row in (rows or listing.rows)[:MOST_CITED])
    return Draft(status="answered", intent=NAME, headline=headline, evidence=evidence,
                 computed=(f"{len(rows)} 家", f"{len(listing.rows)} 家"))  # fmt: skip


def _total(listing: Listing, rows: Sequence[Row], conditions: dict[str, tuple[str, ...]]) -> Draft | None:
    """The sum that a list pays: as its last row states it, else added up."""
    label = next((label for row in listing.rows for label, value in row.fields if _MONEY.match(label)), "")
    money = _MONEY.match(label)
    if money is None:
        return None
    sums = [_number(value) for row in rows for name, value in row.fields if name == label]
    added_up = f"{sum(filter(None, sums)):.10g}"
    stated = dict(listing.total_fields).get(label, "")
    slots = {"title": _inner(listing.document.title), "listed": listing.told, "label": money["label"]}
    if stated and not conditions:
        headline = say("total", **slots, total=stated, unit=money["unit"])
        evidence = (listing.total, *(row.passage for row in rows)) if listing.total else ()
        return Draft(status="answered", intent=NAME, headline=headline, evidence=evidence[:MOST_CITED],
                     computed=(f"{stated} {money['unit']}",))  # fmt: skip
    if not sums or None in sums:
        return None
    terms = "＋".join(f"{value:g}" for value in sums if value is not None)
    slots |= {"total": added_up, "unit": money["unit"]}
    told = "、".join(word for words in conditions.values() for word in words)
    headline = say("total_of", **slots, conditions=told, count=len(rows)) if told else say("total", **slots)
    computed = (f"{terms} = {added_up} {money['unit']}", f"{len(rows)} 家")
    return Draft(status="answered", intent=NAME, headline=headline,
                 evidence=tuple(row.passage for row in rows[:MOST_CITED]), computed=computed)  # fmt: skip


def _number(text: str) -> float | None:
    plain = re.sub("[,，]", "", text.strip())
    return float(plain) if _FIGURE.fullmatch(plain) else None


def _all(records: Records) -> tuple[Listing, ...]:
    """The lists of all added notices, the newest notice first."""
    found: tuple[Listing, ...] = records.kept(
        "lists of added notices",
        lambda: tuple(
            one for document in added(records) if document.id in records.tabled for one in _of(document, records)
        ),
    )
    return found


def _of(document: Document, records: Records) -> Iterator[Listing]:
    held = passages_of(document.id, records)
    tables: dict[str, list[tuple[int, Passage]]] = {}
    for at, passage in enumerate(held):
        if (found := _IN_TABLE.match(passage.source.locator)) and "：" in passage.text:
            tables.setdefault(found[1] or found[2], []).append((at, passage))
    for table in tables.values():
        read = [(passage, _fields_of(passage.text)) for _, passage in table]
        sums = [(passage, fields) for passage, fields in read if any(_TOTAL.match(value) for _, value in fields)]
        single = [pair for pair in read if pair not in sums]
        rows = [Row(passage=p, firm=firm, fields=fields) for p, fields in single if (firm := _firm_of(fields))]
        if sum(_FIRM_VALUE.fullmatch(row.firm) is not None for row in rows) < max(1, LEAST_ROWS * len(single)):
            continue
        total, total_fields = sums[-1] if sums else (None, ())
        name = _name_above(held[: table[0][0]], table[0][1].source.section, document)
        yield Listing(document=document, name=name, rows=tuple(rows), total=total, total_fields=total_fields)


def _fields_of(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition("：") for part in _FIELDS.split(text))
    return tuple((label.strip(), value.strip()) for label, mark, value in pairs if mark)


def _firm_of(fields: Sequence[tuple[str, str]]) -> str:
    """The firm that a row is of, "" where it is of none: 绿色工厂 is no firm."""
    values = [(label, value) for label, value in fields if not _RECOGNITION.search(value)]
    named = (value for _, value in values if _FIRM_VALUE.fullmatch(value))
    labelled = (value for label, value in values if _FIRM_LABEL.search(label) and not _FIGURE.match(value))
    return next(named, "") or next(labelled, "")


_NO_NAME = late(r"电话|邮箱|联系|监督|\d{5,}|。$")
"""in a line above a list that is no name of it: 监督电话"""


def _name_above(before: Sequence[Passage], section: str, document: Document) -> str:
    """What a table is called: the short line above it, which is no unit and no sentence, else its heading."""
    for passage in list(before)[-2:][::-1]:
        text = passage.text.partition("；")[0]
        short = len(text) <= LONGEST_NAME and not _NO_TITLE.search(text) and not SIGNED.search(text)
        short = short and not _NO_NAME.search(text)
        if short and not _IN_TABLE.match(passage.source.locator):
            return re.sub(r"（单位.*", "", text)
    name = "" if _NO_NAME.search(section) else _ANNEX.sub("", section)
    return name if len(name) >= SHORTEST and not re.match(r"[一二三四五六七八九十]{1,3}、", name) else document.title
