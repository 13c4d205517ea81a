"""When a rule begins and ends: 施行, 有效期 and 印发 clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from corpus.extract.clauses import without_old_wording
from corpus.extract.numbers import find_dates, first_date, number
from corpus.frozen import frozen
from corpus.patterns import late
from corpus.validity import computed_end

_KIND = "施行|实施|执行|生效"
_OWN = late(
    r"本(?:办法|意见|政策|细则|通知|方案|规定|措施|若干|文件|条例|公告|计划|规则|决定|申报指南|申报通知|指南|政策措施|实施)"
    r"|(?:上述|以上|该)政策"
)
_OTHER = late(
    r"称号|证书|资质|资格|牌匾|标识|名单|授牌|认定结果|评价结果|评价报告|认定有效|工厂有效|公示|申报|申请|受理|报送|报名|填报|提交|反馈"
    r"|征集|征求|截止|评审|培训|合同|协议|贷款|建设期|项目期"
)
"""what else has a term: a title, the days to apply, a publicity"""
_BEGIN = late(
    rf"(?:自|从|(?<!关)(?<!对)于)(?P<when>[^，。；]{{2,40}}?)(?:起|开始|后|之日)?(?:正式|试|开始)?(?P<kind>{_KIND}|试行)"
    r"(?!方案|细则|办法|意见|情况|计划|条例|的(?!同时))"
)
_CAPTION_BEGIN = late(
    rf"(?<![^，。；：:\s])(?P<when>(?:19|20)\d{{2}}[^，。；起]{{4,12}})起(?:正式|开始)?(?P<kind>{_KIND}|试行)"
)
"""a caption without its preposition: 2026年1月1日起施行"""
_OF_RULE = late(rf"{_KIND}|印发|发布|公布之日|政策|文件|办法|措施|细则|{_OWN.pattern}")
_HOLDER = late(r"工厂|企业|单位|园区|称号|资格|名单")
_YEAR_OF_WORK = late(r"\d{4}\s?年度")
"""a year's business (2026年度申报工作结束), no date"""
_LONG = late(r"长期(?:有效|执行|施行|实施|适用)|(?:有效期|执行期)\s*[:：为]?\s*长期")
_NEW_WORDING = late(r"(?:修改|调整|变更|更改|改|替换)为[：:]?\s*[“「『]([^”」』]*)[”」』]")
_QUOTED = late(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_LENGTHENED = late(r"(?:有效|执行|实施|施行|试行)?(?:期限?)?[^，。；]{0,6}(?:延长|延续|顺延|续期|延期)[^，。；]{0,30}")
"""what a notice gives another document: a longer term, which is none of its own"""
_BARE_BEGIN = late(rf"(?P<kind>{_KIND})(?:日期|时间|开始日期)\s*[:：为]\s*(?P<when>[^，。；]{{4,20}})")
_RANGE = late(
    r"(?P<kind>执行|实施|施行|试行)?(?:有效|有限)?(?:时间|期限|期)[^，。；]{0,4}(?:自|从|[:：为])(?P<when>[^，。；]{6,14}?)起?(?:至|到|—|-)"
)
_FROM_TO = late(
    r"(?:自|从)(?P<when>(?:19|20)\d{2}[^，。；至到]{4,10}?)起?(?:至|到)(?P<end>(?:19|20)\d{2}[^，。；]{4,10}?)止?期?间?(?P<kind>有效)"
)
"""自2026年5月1日至2028年4月30日有效"""
_ISSUE_DAY = late(r"(?P<kind>印发|发布|公布|下发|颁布|发文|签发)(?:之日|日)?")
_DELAY = late(r"(?P<days>\d{1,3}|[一二三四五六七八九十百]{1,4})\s*(?:个?工作)?(?:日|天)")
_TERM = r"(?:有效|有限|执行|实施|试行|施行|适用|暂行)(?:时间|期限|期)|政策期限|执行年限|有效时限"
_SPAN = r"(?P<span>(?:\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:年|个月))"
_UNTIL = late(
    rf"(?:{_TERM})[^。；]{{0,40}}?(?:至|到|截止到?|止于|—|-|－)\s*(?P<end>(?:19|20)\d{{2}}[^，。；（(]{{0,12}})"
    rf"|(?:{_TERM})\s*(?:截止|为|是|暂定)?\s*[:：]?\s*(?P<bare>(?:19|20)\d{{2}}\s*[年/.-][^，。；（(]{{0,10}})"
    rf"|(?:{_KIND}|有效|止|起)[，,]?\s*(?:有效|暂行|执行)?\s*(?:至|到)\s*(?P<late>(?:19|20)\d{{2}}[^，。；（(]{{0,10}}?)(?:止|有效|失效|废止|为止|$|[，。；])"
    rf"|(?:{_KIND})[，,、]?\s*(?:并|且)?(?:于|到)?\s*(?P<gone>(?:19|20)\d{{2}}[^，。；（(起]{{2,10}}?)(?:止|后)?(?:自动|自行|即行)?(?:废止|失效|终止|停止执行)"
)
_FOR = late(
    rf"(?:{_TERM})\s*(?:为|是|暂定为?|定为|[:：])?\s*(?:自[^，。；]{{1,20}}起)?[，,]?\s*(?:为期)?\s*{_SPAN}"
    rf"|(?:试行|暂定|有效|执行|为期|暂行|试行期)\s*{_SPAN.replace('span', 'span2')}"
)
_LAPSE = late(r"(?P<end>(?:19|20)\d{2}[^，。；]{2,10})(?:起)?(?:(?:自动|自行)?(?:失效|终止)|(?:自动|自行)废止)")


_STOPS = late(r"不再|停止|暂停|终止|不予|取消")
"""自2026年1月1日起不再执行: what ends on a day does not begin on it"""


@frozen
class Period:
    """When a rule applies; "" where the text is silent. Dates are ISO."""

    effective: str = ""
    effective_kind: str = ""
    """施行, 实施, 执行; 印发 when only a term is stated, which then counts from that day"""
    effective_words: str = ""
    end: str = ""
    """"" with ``end_words`` when the text says that it has none (长期有效)"""
    end_basis: Literal["stated", "computed", ""] = ""
    end_words: str = ""


def read_period(texts: Sequence[str], issue_dates: Mapping[str, str]) -> Period:
    """The period that the clauses of a document state.

    ``issue_dates`` are the known days by kind (印发, 发布, 成文), for clauses that count from them. Of the new words
    that a notice gives an older rule (修改为“…”) only the end holds: the changed awards begin with the notice.
    """
    bare = [_own_terms(_QUOTED.sub(_covered, without_old_wording(text))) for text in texts]
    own = _stated([_NEW_WORDING.sub(_covered, text) for text in bare], issue_dates)
    amended = _stated([found.group(1) for text in bare for found in _NEW_WORDING.finditer(text)], {})
    if own.end or own.end_words or not (amended.end or amended.end_words):
        return own
    return _with_end(own, amended.end, amended.end_basis, amended.end_words)


def _stated(bare: Sequence[str], issue_dates: Mapping[str, str]) -> Period:
    clauses = [clause for text in bare for clause in re.split(r"(?<=[。；;])", text) if _is_about_time(clause)]
    clauses.sort(key=lambda clause: _OWN.search(clause) is None)  # what speaks of this very document first
    begin = next((found for clause in clauses if (found := _begin(clause, issue_dates))), Period())
    for clause in clauses:
        ended = _end(clause, begin, issue_dates)
        if ended.end or ended.end_words:
            return ended
    return begin


def _own_terms(text: str) -> str:
    """The text without the longer terms that it gives to other documents."""
    clauses = re.split(r"(?<=[。；;])", text)
    return "".join(clause if _OWN.search(clause) else _LENGTHENED.sub(_covered, clause) for clause in clauses)


def _covered(match: re.Match[str]) -> str:
    """A quoted title written over: what it says of 实施 or 试行 is no clause of this document."""
    return "＿" * len(match.group())


def _is_of_other(clause: str, start: int, end: int) -> bool:
    """Whether a term found in a clause is that of a title, of applying or of a publicity."""
    parts = re.split(r"[，,：]", clause[:start])
    if _OTHER.search(_OWN.sub("", parts[-1] + clause[start:end])):
        return True
    # 「确定某某为省级绿色工厂，有效期三年」: a bare term is that of what stands before it.
    bare = len(parts) > 1 and not parts[-1].strip()
    return bare and not _OF_RULE.search(clause) and bool(_HOLDER.search(parts[-2]))


def read_expiry(text: str, begin: Period, issue_dates: Mapping[str, str]) -> Period:
    """The end that a metadata field such as ``有效期: 3 年`` or ``2025-12-31`` gives, on top of a known beginning."""
    if _LONG.search(f"有效期{text}"):
        return _with_end(begin, "", "", text)
    if not begin.effective and _FOR.search(f"有效期{text}"):
        begin = _begin(text, issue_dates) or begin  # 自2025年3月1日起试行两年
    stated = [found.iso for found in find_dates(text) if found.iso != begin.effective]
    if len(stated) > 1 and not begin.effective:
        begin = Period(effective=stated[0], effective_kind="施行", effective_words=text)
    if stated:
        return _with_end(begin, stated[-1], "stated", text)
    return _end(f"有效期{text}", begin, issue_dates)


def _is_about_time(clause: str) -> bool:
    return bool(re.search(rf"{_KIND}|{_TERM}|有效|试行\s*[一二两三\d]|失效|自动废止|自行废止", clause)) and bool(
        re.search(r"\d|[一二两三四五六七八九十]\s?年|[一二两三四五六七八九十]个月|之日|日起|长期", clause)
    )


def _begin(clause: str, issue_dates: Mapping[str, str]) -> Period | None:
    for pattern in (_FROM_TO, _BEGIN, _CAPTION_BEGIN, _BARE_BEGIN, _RANGE):
        for match in pattern.finditer(clause):
            if _is_of_other(clause, match.start(), match.start("when")) or _STOPS.search(match["when"]):
                continue
            kind = "施行" if match["kind"] in ("生效", "试行", "有效", None) else match["kind"]
            words = match.group()
            issued = _ISSUE_DAY.search(match["when"])
            stated = first_date(match["when"])
            if stated and not issued:
                return Period(effective=stated, effective_kind=kind, effective_words=words)
            if issued:
                return _from_issue(match["when"], issued["kind"], kind, words, issue_dates)
    return None


def _from_issue(when: str, issue: str, kind: str, words: str, issue_dates: Mapping[str, str]) -> Period:
    """The beginning that counts from a day of issue: its own day in force, as if the date were written out."""
    day = _issue_day(issue, issue_dates)
    delay = _DELAY.search(when)
    days = number(delay["days"]) if delay else None
    if days:
        day = (date.fromisoformat(day) + timedelta(days=int(days))).isoformat() if len(day) == 10 else ""
    return Period(effective=day, effective_kind=kind if day else "", effective_words=words)


def _issue_day(kind: str, issue_dates: Mapping[str, str]) -> str:
    order = ("发布", "印发", "成文") if kind in ("发布", "公布", "颁布") else ("印发", "成文", "发布")
    return next((issue_dates[name] for name in order if issue_dates.get(name)), "")


def _end(clause: str, begin: Period, issue_dates: Mapping[str, str]) -> Period:
    for pattern in (_FROM_TO, _UNTIL, _LAPSE):
        for match in pattern.finditer(clause):
            if _is_of_other(clause, match.start(), match.start()) or _YEAR_OF_WORK.search(match.group()):
                continue
            words = match["end"] if pattern is _FROM_TO else next(filter(None, match.groups()))
            stated = [found.iso for found in find_dates(words)]
            if stated and stated[-1] != begin.effective:
                return _with_end(begin, stated[-1], "stated", match.group().strip("，。；"))
    lasts = next((one for one in _FOR.finditer(clause) if not _is_of_other(clause, one.start(), one.end())), None)
    long = _LONG.search(clause)
    if long and not lasts and not _is_of_other(clause, long.start(), long.end()):
        return _with_end(begin, "", "", long.group())
    if lasts:
        start = begin.effective or _issue_day("印发", issue_dates)
        kind = begin.effective_kind or "印发"
        words = lasts.group().strip("，。；")
        end = computed_end(start, kind, words) if start else ""
        started = begin if begin.effective or not start else Period(effective_kind=kind)
        return _with_end(started, end, "computed", words) if end else begin
    return begin


def _with_end(begin: Period, end: str, basis: Literal["stated", "computed", ""], words: str) -> Period:
    # An end that a text gives as a month or a year lasts through it.
    return Period(
        effective=begin.effective,
        effective_kind=begin.effective_kind,
        effective_words=begin.effective_words,
        end=end,
        end_basis=basis,
        end_words=words,
    )
