"""Practical matters that a question asks about and hardly a source says: papers, steps, days, costs, lists, paying out.

Their names are those of the lexicon's group ``unsaid`` and of what the answers tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understanding.asks import concepts_of
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.spans import Span, distance, in_order, names_of
from corpus.patterns import late

SHORT_WORD = 2
"""characters up to which a word is an aspect only where something asks for it"""
ASKED_BEFORE = late("(?:什么|哪些|哪种|哪几|多少|几个|几|有没有|有无|啥|需要|需|要|准备|申报|申请|会|能|可以|里|找)$")
ASKED_AFTER = late(
    "^(?:[了过]|了?的话)?(?:[给发报]我|[给发报]一下|是?什么|是?哪|是?多少|要多少|吗|呢|是啥|怎么|如何|有|清单|要求|[？?]|$)"
)
PAPERS = "申报材料"
STEPS = "申报流程"
UNTIL_WHEN = "申报时间"
APPLYING = ("申报", "申请", "申报国家级", "评", "报", "创建")
WHERE_LISTED = "名单在哪里查"
OF_COUNTRY = "中央财政的奖励"
FIRMS = "名单里的企业"
WHO_IS_LISTED = late(
    "(?:移出|更名|改名|入选|上榜|名单|通过|新进|新增|批)[^，。；？]{0,10}"
    "(?:哪几家|哪些(?:企业|厂|工厂|公司|单位)|家是哪些|(?:是|有|都)谁|企业名[字称]|家都?叫(?:啥|什么)|企业都?叫(?:啥|什么))"
)
COSTS = "费用"
PLATES = "牌匾和证书"
REAPPLY = "再次申报的间隔"
AT_ONCE = "一次给还是分年给"
OF_APPLYING = ("申报条件", STEPS)
COUNTRY_PAYS = late(
    "(?:国家(?!级|标准)|中央|工信部|财政部|部里|国务院)(?:财政|层面|政府|资金)?(?:[^，。；？]{0,14}?)(?:给|发|奖|补|打|拨|资金)"
)
LOOKING_REACH = 2
"""characters between 哪里 and 查: 哪里可以查"""
PAYING_REACH = 2
"""characters between a question word and a word for paying out (多久能拿到)"""
HAPPENED = late(r"(?:了|过)(?![^，。；]{0,4}(?:多少|几))|(?:以|之)?后|的话")
"""behind an event: what follows from it is asked, not how many there were"""
CONSULTANTS = "咨询机构"
SENDING = late("发(?:了|过|布|的)?[^，。；]{0,10}(?:文件|政策|通知|方案|办法|文)", words=("发",))
"""发 said of documents, not of money"""


def unsaid(spans: Sequence[Span], around: Sequence[Span], text: str) -> tuple[str, ...]:
    """The aspects asked that hardly a source says; those of the clauses around only where the ask names nothing."""
    meant = [s for s in spans if len(s.text) > SHORT_WORD or _asked_for(s, text) or _has_happened(s, text)]
    names = [name.partition(".")[2] for name in in_order(meant) if name.startswith(("unsaid.", "event."))]
    names = [name for name in names if not _said_by_rule(name, concepts_of(spans))]
    if "rule.self_evaluation" in concepts_of(around):  # 有家咨询公司讲，报国家级得要第三方报告: who said so is aside
        names = [name for name in names if name != CONSULTANTS]
    if not names and _papers_to_apply(spans, around):
        return (PAPERS,)
    if not names and _prepares_to_apply(spans, around):
        return (STEPS,)
    if not names and _until_when_to_apply(spans, around):
        return (UNTIL_WHEN,)
    if not names and _country_pays(spans, around, text):
        return (OF_COUNTRY,)
    if not names and _names_firms(spans, text):
        return (FIRMS,)
    if not names and _looks_up_a_list(spans):
        return (WHERE_LISTED,)
    if not names and (matter := _of_paying_out(spans)):
        return (matter,)
    if names or any(span.kind in ("place", "batch", "number", "product", "title") for span in spans):
        return tuple(names)
    concepts = concepts_of(spans)
    if any(name.startswith(("topic.money", "topic.standard", "topic.recheck")) for name in concepts):
        return ()
    return tuple(name[6:] for name in in_order(around) if name.startswith("event."))


def _said_by_rule(name: str, concepts: frozenset[str]) -> bool:
    """Whether a rule that is named beside says what is asked: 动态管理表什么时候报, 要不要花钱找第三方."""
    if name in OF_APPLYING and "rule.green_code" in concepts:
        return True
    if name == UNTIL_WHEN:
        return bool({"rule.yearly_table", "rule.recommend", "rule.benchmark"} & concepts)
    return name == COSTS and "rule.self_evaluation" in concepts and not {"ask.much", "ask.amount"} & concepts


def _country_pays(spans: Sequence[Span], around: Sequence[Span], text: str) -> bool:
    """评上国家级，中央财政直接给企业打钱吗: what the country itself pays, of which places are no part."""
    placed = any(span.kind in ("place", "title") for span in (*spans, *around))
    names = concepts_of(spans)
    other = ("rank.", "topic.policy", "topic.call", "topic.listing", "topic.batch", "operation.latest")
    paid = "topic.money" in names and not any(name.startswith(other) for name in names) and not SENDING.search(text)
    return paid and not placed and COUNTRY_PAYS.search(text) is not None


def _names_firms(spans: Sequence[Span], text: str) -> bool:
    """第八批移出的是哪几家, 名单里都有谁: which firms a list names, which are in its annex."""
    listed = any(span.kind == "batch" or "topic.batch" in names_of(span) for span in spans)
    return listed and WHO_IS_LISTED.search(text) is not None


def _looks_up_a_list(spans: Sequence[Span]) -> bool:
    """国家级名单哪里可以看到: where a list of factories is to be found, not what it says."""
    listed = any("topic.batch" in names_of(span) and span.text.endswith("名单") for span in spans)
    where = [span for span in spans if {"ask.where", "ask.which"}.intersection(names_of(span))]
    verbs = [span for span in spans if "operation.look_up" in names_of(span)]
    return listed and any(0 <= verb.start - word.end <= LOOKING_REACH for word in where for verb in verbs)


def _of_paying_out(spans: Sequence[Span]) -> str:
    """What is asked of the paying out of an award and not of its sum: when (什么时候发), how (怎么领), where, by whom;
    "" where nothing of it is asked."""
    names = concepts_of(spans)
    amounts = {"ask.much", "ask.amount", "ask.whether"}
    placed = any(span.kind == "place" for span in spans)
    if amounts & names or any(name.startswith(("rank.", "operation.most", "operation.least")) for name in names):
        return ""
    verbs = [span for span in spans if "operation.pay_out" in names_of(span)]
    for name, matter in load_lexicon().matters.items():
        words = [span for span in spans if set(matter.paid).intersection(names_of(span))]
        asked = any(distance(word, verb) <= PAYING_REACH for word in words for verb in verbs)
        if asked and (placed or "ask.who" not in names):
            return name
    return ""


def _papers_to_apply(spans: Sequence[Span], around: Sequence[Span]) -> bool:
    """准备什么材料 where no recheck is talked of: the papers of an application, not what a recheck looks at."""
    every = (*spans, *around)
    rechecked = any(name.startswith("topic.recheck") for span in every for name in names_of(span))
    return not rechecked and any("aspect.prepare" in names_of(span) and "材料" in span.text for span in spans)


def _prepares_to_apply(spans: Sequence[Span], around: Sequence[Span]) -> bool:
    """准备明年申报，现在要准备啥: what is to be done before an application; 准备 alone is only the asker's plan."""
    every = (*spans, *around)
    rechecked = any(name.startswith("topic.recheck") for span in every for name in names_of(span))
    prepare = [span for span in spans if "aspect.prepare" in names_of(span)]
    asked = [span for span in spans if {"ask.what", "ask.which", "ask.how"}.intersection(names_of(span))]
    near = any(abs(distance(word, verb)) <= PAYING_REACH for word in asked for verb in prepare)
    return near and not rechecked and any(span.text in APPLYING for span in every)


def _until_when_to_apply(spans: Sequence[Span], around: Sequence[Span]) -> bool:
    """还能申报国家级吗，截止几号: until when to apply; the applying is spoken of in the clause before."""
    concepts = concepts_of(spans)
    own = any(span.kind in ("place", "title", "number", "product") for span in (*spans, *around))
    of_rule = any(name.startswith(("topic.money", "topic.policy", "topic.recheck", "rule.")) for name in concepts)
    asked = "aspect.end" in concepts and "ask.when" in concepts
    return asked and not own and not of_rule and any(span.text in APPLYING for span in around)


def means_itself(span: Span, text: str) -> bool:
    """Whether a short word of an aspect is one of its own and not part of another word."""
    aspect = any(name.startswith("unsaid.") for name in names_of(span))
    return len(span.text) > SHORT_WORD or not aspect or _asked_for(span, text)


def _asked_for(span: Span, text: str) -> bool:
    """Whether a short word is what is asked for (什么材料), not part of another (复合材料, 写材料)."""
    return bool(ASKED_BEFORE.search(text[: span.start]) or ASKED_AFTER.search(text[span.end :]))


def _has_happened(span: Span, text: str) -> bool:
    """改名了还算吗: a short word of an event that has happened or is supposed to."""
    return any(name.startswith("event.") for name in names_of(span)) and bool(HAPPENED.match(text[span.end :]))
