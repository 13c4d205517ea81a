"""The slots of one ask: places in their roles, levels, sums, dates and what they are conditions on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from assistant.understanding.asks import Ask
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.numerals import AmountMention, DateMention
from assistant.understanding.request import Test, Where
from assistant.understanding.spans import Clause, Span
from corpus.patterns import late
from corpus.places import Place

LINK = r"[\s和与跟及、,，或/]*"
LISTED = r"[\s和与跟及、或/]*"
GAP = late(r"[的于在是为给奖了到额度金额数有元块钱\s]{0,3}")
BESIDE = 4
"""characters between a sum and the word that compares it, and one more"""
BOTH_LEVELS = late(
    r"(?:国家级?|部级)[、和与及/跟,，]{1,2}\s*(?:省(?![里内厅])|自治区)|两(?:个级别|级)都(?:列|写|给出|有金额|有数)",
    words="、和与及/跟,，两",
)
PAID_COUNT = late(
    "(?:发|给|奖|补|兑现)了?(?:几|多少)(?:家|户)|(?:几|多少)(?:家|户)(?:企业|厂)?(?:拿|领|得|获)|(?:总共|一共|共|合计)(?:发|给|兑现|掏)(?:出去?|了)[^，。]{0,3}多少钱|(?:发|给|掏)出去[^，。]{0,3}多少钱",
    words=("几家", "几户", "多少家", "多少户", "多少钱"),
)
"""发了几家, 总共发出去多少钱: how many were paid, or how much in all"""
UNDONE = late(
    "[晚迟](?:填|报|交)|不(?:按时|及时|去)?(?:填|报|交|办)|没(?:有)?(?:按时|及时)?(?:填|报|交)|拖着|逾期|漏填|漏报|忘了?[填报交]|晚了|迟了|超过?了|违反|不(?:去|参加)?复[核审]|过了(?:时间|日子|期限)"
)
"""a duty that is not done, or not in time"""
INVERSE: dict[str, Test] = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}
TESTS = ("ge", "gt", "le", "lt", "eq")
DATE_FIELDS = {
    "ends": ("aspect.end", "status.expired", "status.stated", "aspect.valid"),
    "listed": ("topic.listing",),
    "called": ("topic.call",),
    "issued": ("aspect.issued", "aspect.start"),
}
"""what a date in a question is a date of, by the concepts that stand beside it"""
INSIDE_IT = ("那个", "这个", "那边的", "下面的", "里头的", "底下的")
"""what stands between a place and one that lies in it"""
SITE = late("[省市县区]?[也都]?有[^，。；]{0,4}(?:厂|基地|车间)")
"""behind a place: a factory stands there, and what it can claim is claimed there"""
REACH = 8
"""characters between a date and the word that tells what happened on it"""


def clause_of(ask: Ask, span: Span) -> Clause:
    """The clause a span stands in."""
    return next(c for c in (*ask.clauses, *ask.context) if c.start <= span.start < c.end)


class Roles:
    """The places of one ask, by the part they play in it."""

    def __init__(self, ask: Ask, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._concepts = lexicon.concepts
        self.asked: dict[str, Place] = {}
        self.excluded: dict[str, Place] = {}
        self.background: dict[str, Place] = {}
        self.undecided: dict[str, Place] = {}
        self.set_name = ""
        own = self._sorted(ask.spans)
        around = self._sorted(ask.context_spans)
        chosen = own if own["asked"] or own["undecided"] else around
        for role in ("asked", "undecided"):
            getattr(self, role).update({place.code: place for place in chosen[role]})
        for role in ("excluded", "background"):
            getattr(self, role).update({place.code: place for place in (*around[role], *own[role])})
        self.around = {place.code: place for place in around["asked"]}
        self._settle()

    def _settle(self) -> None:
        for code in self.excluded:
            self.asked.pop(code, None)
        if not self.asked and not self.undecided and self.background:
            self.asked, self.background = self.background, {}
        for code in self.asked:
            self.background.pop(code, None)

    def _sorted(self, spans: Sequence[Span]) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {"asked": [], "excluded": [], "background": [], "undecided": []}
        named = sorted((span for span in spans if span.kind == "place"), key=lambda span: (span.start, span.end))
        named = [span for span in named if not self._only_holds(span, named)]
        counts = Counter((span.start, span.end) for span in named)
        excluded = self._excluded_behind(named)
        before = ""
        previous: Span | None = None
        for span in named:
            link = LISTED if before == "excluded" else LINK
            same = previous is not None and (
                (previous.start, previous.end) == (span.start, span.end)
                or re.fullmatch(link, self._text[previous.end : span.start])
            )
            role = before if same else self._role(span)
            if role == "background" and SITE.match(self._text[span.end :]):
                role = "asked"
            if role == "asked" and span.end in excluded:
                role = "excluded"
            if counts[span.start, span.end] > 1:
                self.set_name = span.text
            if role == "asked" and len(span.value) > 1:
                found["undecided"] += span.value
            else:
                found[role] += span.value
            before, previous = role, span
        return found

    def _only_holds(self, span: Span, named: Sequence[Span]) -> bool:
        """Whether a place only says where one behind it lies: 黄山那个徽州区."""
        starts = {span.end + len(word) for word in INSIDE_IT if self._text.startswith(word, span.end)}
        if not starts:
            return False
        prefixes = tuple(place.code.rstrip("0") for place in span.value)
        held = (other for other in named if other.start in starts)
        return any(all(place.code.startswith(prefixes) for place in other.value) for other in held)

    def _role(self, span: Span) -> str:
        before = self._text[max(0, span.start - 8) : span.start].rstrip("“「 ")
        if before.endswith("把"):
            return "asked"
        if _ends_with(before, self._concepts["role.excluded_before"]):
            return "excluded"
        if _ends_with(before, self._concepts["role.background_before"]):
            return "background"
        return "asked"

    def _excluded_behind(self, named: Sequence[Span]) -> set[int]:
        """The ends of the places that 以外 follows, or that are listed with one which it follows."""
        found: set[int] = set()
        starts = [span.start for span in named]
        for span in reversed(named):
            behind = bisect_left(starts, span.end)
            if behind < len(named) and re.fullmatch(LINK, self._text[span.end : starts[behind]]):
                excluded = named[behind].end in found
            else:
                after = self._text[span.end : span.end + 4].lstrip("”」的 ")
                excluded = after.startswith(tuple(self._concepts["role.excluded_after"]))
            if excluded:
                found.add(span.end)
        return found


def _ends_with(text: str, words: Iterable[str]) -> bool:
    return any(text.endswith(word) for word in words if len(word) > 1 or len(text) <= 1 or text[-2] in "，,。； ")


def left_out(ask: Ask, lexicon: Lexicon, kind: str) -> tuple[Span, ...]:
    """The products or lists that something is asked without: 除了水泥、玻璃，还有哪几个; 前五批，去掉第一批."""
    before = tuple(word for word in lexicon.concepts["role.excluded_before"] if word not in NO_EXCEPTION)
    after = lexicon.concepts["role.excluded_after"]
    found: list[Span] = []
    for clause in (*ask.context, *ask.clauses):
        linked: list[Span] = []  # those behind one word, or before one: 除了水泥、玻璃
        for span in (span for span in clause.spans if span.kind == kind):
            opening = clause.text[: span.start - clause.start]
            beside = linked and re.fullmatch(
                LINK, clause.text[linked[-1].end - clause.start : span.start - clause.start]
            )
            linked = [*linked, span] if beside else [span]
            out = _ends_with(opening, before) or (beside and linked[-2] in found)
            if out or _is_left_out_behind(span, clause, after):
                found += [each for each in (linked if not out else [span]) if each not in found]
    return tuple(found)


def _is_left_out_behind(span: Span, clause: Clause, words: Sequence[str]) -> bool:
    """Whether a word behind a span leaves it out, and not what follows that word: 第六到第十批不算第九批."""
    behind = clause.text[span.end - clause.start :]
    ends = [span.end + len(word) for word in words if behind.startswith(word)]
    return bool(ends) and not any(other.start in ends and other.kind == span.kind for other in clause.spans)


NO_EXCEPTION = ("把", "非", "不是")
"""words before a place that is left out, which before a list or a product only point at it"""
OF_ZONES = late(
    r"(?:国家|省|市)级(?:经开区|高新区|开发区|新区|园区|经济技术开发区)",
    words=("经开区", "高新区", "开发区", "新区", "园区"),
)
"""a level of a zone, which is none of a factory"""


def levels_of(spans: Iterable[Span], text: str) -> tuple[str, ...]:
    """The levels named, in order; 国家、省两级 names both."""
    named = [span for span in sorted(spans, key=lambda span: span.start) if span.kind == "level"]
    found = [span.value for span in named if not OF_ZONES.match(text, text.find(span.text))]
    if BOTH_LEVELS.search(text):
        found = ["国家级", *found] if "国家级" not in found else found
        found = [*found, "省级"] if "省级" not in found else found
    return tuple(dict.fromkeys(found))


def amount_conditions(ask: Ask, text: str) -> tuple[list[Where], list[tuple[Span, AmountMention]]]:
    """The conditions on sums with a comparison, and the sums without one."""
    spans = sorted((*ask.context_spans, *ask.spans), key=lambda span: span.start)
    conditions: list[Where] = []
    bare: list[tuple[Span, AmountMention]] = []
    for span in (span for span in spans if span.kind == "amount"):
        level = _level_of(span, spans, clause_of(ask, span))
        mention: AmountMention = span.value
        if mention.upper is not None:
            value: Any = (mention.value, mention.upper)
            conditions.append(Where(field="amount", test="between", value=value, level=level, words=span.text))
            continue
        if OF_THE_FIRM.search(text[: span.start]):
            continue
        if above := ABOVE_OTHER.search(text[: span.start]):
            words = text[above.start() : span.end]
            conditions.append(Where(field="difference", test="eq", value=mention.value, words=words))
            continue
        test, words = comparison(span, spans, text)
        if not test or (test == "eq" and PUT_IN.search(text[: span.start])):
            bare.append((span, mention))
            continue
        apart = "差" in words or _beside(span, spans, ("operation.difference",))  # 国家级和省级只差10万
        field = "difference" if apart else "amount"
        conditions.append(
            Where(field=field, test=test, value=mention.value, level=level, words=words)  # type: ignore[arg-type]
        )
    return conditions, bare


PUT_IN = late("(?:投资|投入|投|花)(?:了|额|是|为|大概|约)*$")
"""before a sum that was invested: 投了2600万整"""
OF_THE_FIRM = late(
    "(?:产值|营收|营业收入|销售额|销售收入|收入|注册资本|注册资金|资产|纳税|税收|利润|净利)[^，。；]{0,4}$"
)
"""before a sum that tells how large a factory is, and nothing of an award"""


def bare_levels(ask: Ask) -> list[tuple[float, str]]:
    """The sums without a comparison, each with the level it is said of."""
    spans = sorted((*ask.context_spans, *ask.spans), key=lambda span: span.start)
    found = []
    for span in (span for span in spans if span.kind == "amount" and span.value.upper is None):
        clause = clause_of(ask, span)
        text = " " * clause.start + clause.text
        if not comparison(span, spans, text)[0]:
            found.append((span.value.value, _level_of(span, spans, clause)))
    return found


def _level_of(span: Span, spans: Sequence[Span], clause: Clause) -> str:
    """The level that a sum is said of: the last one before it in its clause, else the first after it."""
    near = [other for other in spans if other.kind == "level" and clause.start <= other.start < clause.end]
    before = [other for other in near if other.start < span.start]
    if before:
        return str(before[-1].value)
    return str(near[0].value) if near else ""


ABOVE_OTHER = late("比(?:国家级?|省级?|市级?|自治区级?)的?(?:奖励)?(?:正好|刚好|恰好|整整|要)?[多高少低](?:出|给|了)?$")
"""before a sum by which one level's award is above another's: 国家级比省级多30万"""
MORE_THAN = late("元?(?:还|要|更)?([多高少低])")
"""多 after 比 and a sum"""


def comparison(span: Span, spans: Sequence[Span], text: str) -> tuple[str, str]:
    """How a sum is compared by the word right before or right behind it: the test, and the words of the condition."""
    for other in spans:
        if other.kind != "concept" or not span.start - BESIDE <= other.end <= other.start + BESIDE + span.end:
            continue
        if other.start > span.end + BESIDE:
            break
        tests = [name.partition(".")[2] for name in other.value if name.startswith("compare.")]
        tests = [test for test in tests if test in TESTS]
        if not tests:
            continue
        behind = GAP.fullmatch(text[span.end : other.start]) if other.start >= span.end else None
        ahead = GAP.fullmatch(text[other.end : span.start]) if other.end <= span.start else None
        if not (behind or ahead) or (behind and other.text in ("过", "超", "上", "到", "前", "后", "没到")):
            continue
        test = tests[0]
        if ahead and text[max(0, other.start - 1) : other.start] in ("不", "没", "未"):
            test = INVERSE.get(test, test)
        start, end = min(span.start, other.start), max(span.end, other.end)
        return test, text[start:end]
    more = MORE_THAN.match(text[span.end :]) if text[: span.start].endswith("比") else None
    if more:
        return ("gt" if more[1] in "多高" else "lt"), text[span.start - 1 : span.end + more.end()]
    return "", ""


def _beside(span: Span, spans: Sequence[Span], names: tuple[str, ...]) -> bool:
    """Whether a concept of one of the names stands a few characters before a span."""
    return any(
        other.kind == "concept" and set(names) & set(other.value) and 0 <= span.start - other.end <= 4
        for other in spans
    )


def date_conditions(ask: Ask, text: str, *, kept: Sequence[str]) -> Iterator[tuple[Where, DateMention]]:
    """What each date of the ask is a condition on; those inside one of the ``kept`` titles are none."""
    spans = sorted((*ask.context_spans, *ask.spans), key=lambda span: span.start)
    for span in (span for span in spans if span.kind == "date"):
        mention: DateMention = span.value
        if any(span.text in title for title in kept) or INSIDE_INCLUDED.search(text[: span.start]):
            continue
        if OF_REPORT.match(text[span.end :]):
            continue
        clause = clause_of(ask, span)
        test, after = _date_test(text, span.start, span.end)
        value: Any = mention.value
        field = _date_field(span, clause, text)
        words = span.text + after
        pair = _through(span, spans, text)
        if pair and pair[0] is not span:
            continue
        if pair:
            test, value = "between", (mention.value, pair[1].value.value)
            field, words = _date_field(pair[1], clause, text) or field, text[span.start : pair[1].end]
        elif half := HALF.match(text[span.end :]):
            test, value, words = "between", _half(mention.value, half[1]), span.text + half[0]
        yield Where(field=field, test=test, value=value, words=words), mention


OF_REPORT = late("年?[底末]?(?:出|发布)?的?[那这]?[份个]?(?:绿色工厂)?(?:政策)?(?:分析)?报告")
"""behind a date that says which report is meant: 2020年那份报告"""
INCLUDED = late(r"[（(](?:含|包含|包括)(?:(?:19|20)\d\d年?|当年|当天|本年|本日|该日|这天)?[）)]")
"""that the year or day named is within: 2020年以后（含2020年）"""
INSIDE_INCLUDED = late("[（(](?:含|包含|包括)$")
BEFORE_DATE = late("(?:没撑[过到]|撑不[过到]|不晚于|不迟于|最晚到|没过|止于)$")
HALF = late(r"(?:年)?([上下])半年")
THROUGH = late(r"\s*(?:到|至|[-~—–]+|、|和|与)\s*")


def _half(year: str, half: str) -> tuple[str, str]:
    return (f"{year[:4]}-01", f"{year[:4]}-06") if half == "上" else (f"{year[:4]}-07", f"{year[:4]}-12")


def _through(span: Span, spans: Sequence[Span], text: str) -> tuple[Span, Span] | None:
    """The two dates of a stretch of time that a span begins or ends: 2018年至2019年, 2016、2017这两年."""
    dated = [other for other in spans if other.kind == "date"]
    for first, second in pairwise(dated):
        if span is not first and span is not second:
            continue
        link = text[first.end : second.start]
        listed = "、" in link or "和" in link or "与" in link
        following = int(second.value.value[:4]) - int(first.value.value[:4]) == 1
        if THROUGH.fullmatch(link) and (not listed or following):
            return first, second
    return None


AFTER_DATE = late(
    r"(?:年|月|日)?(?:[（(]含[）)])?[底末]?(?P<and>及|和|或)?(以前|之前|往前|前|以后|之后|往后|后|起|开始|以来|以内|至今|更早|更晚)"
)


def _date_test(text: str, start: int, end: int) -> tuple[Test, str]:
    if before := BEFORE_DATE.search(text[:start]):
        return ("le" if before[0] not in ("自", "从") else "ge"), ""
    match = AFTER_DATE.match(text[end : end + 8])
    if match is None:
        return "eq", ""
    word = match[2]
    if match["and"] or INCLUDED.search(text[start : end + 16].split("，")[0]):
        return ("le" if word in ("以前", "之前", "前", "更早") else "ge"), match[0]
    if word in ("以前", "之前", "往前", "前"):
        return ("le" if re.match(r"(?:年|月|日)?[底末]", text[end:]) else "lt"), match[0]
    if word in ("起", "开始", "以来", "至今", "以内", "往后"):
        return "ge", match[0]
    return "gt", match[0]


def _date_field(span: Span, clause: Clause, text: str) -> str:
    """The word nearest to a date that tells what happened then; "" where none does."""
    best: tuple[int, str] = (REACH + 1, "")
    for other in clause.spans:
        if other.kind != "concept" or other.start == span.start:
            continue
        distance = other.start - span.end if other.start >= span.end else (span.start - other.end) + 3
        for field, names in DATE_FIELDS.items():
            if set(names) & set(other.value) and 0 <= distance < best[0]:
                best = (distance, field)
    return best[1]
