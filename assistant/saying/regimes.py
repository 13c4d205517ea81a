"""Rules that state who does what until when: yearly tables, recommendations, bars; told as they hold on the day."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.pairs import char_pairs
from assistant.query.records import COUNTRY, Records
from assistant.saying import rules as rules_of_2020
from assistant.saying.conditions import say_day
from assistant.saying.conduct import OFF_THE_REGISTER, like
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.texts import passages
from assistant.understanding import matters
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.numerals import chinese_number, chinese_numeral
from assistant.understanding.request import Request
from assistant.understanding.slots import UNDONE
from corpus.frozen import replace
from corpus.patterns import late
from corpus.timeline import CHANGE_NAMES, StateName, rules_on, years_later
from corpus.types import LEVELS, Change, Rule
from corpus.validity import final_day, first_day

NAME = "rule"
say = load_wording("regime")
SHOWN = 3
"""rules told in the headline where no topic has items that belong together"""
UNTELLING = frozenset(("绿色", "色工", "工厂", "国家", "家级", "省级", "申报", "企业", "评价", "自评", "工信"))
"""pairs of characters of any question about rules"""
TOGETHER = ("bar",)
"""topics of which every rule is one item of a list"""
KNOWN: tuple[StateName, ...] = ("holds", "unstated", "expired")
"""states of a rule that may be told: one of a year gone by is told as of that year"""
RECHECK = "recheck_cycle"
LOCAL_ALONE = ("removal_result",)
"""topics that places alone rule; told as theirs where no place is asked about"""
LOCAL = "local_review"
WHICH_LEVELS = late("只有|只要|用不用|要不要|也要|都要|也得|是不是都|用.{0,2}吗|要.{0,2}吗")
"""whether a duty is also that of other levels"""
BY_WHOM = late("(?:由|是)?谁(?:来|去|负责|该|要)*([^的是来去呢吗？?]{1,2})")
"""who does what: 动态管理表谁审核"""
APPLICANT = late(
    "^(?:请问)?((?!能不|可不|可以不)[^，。；？]{2,8}?(?<![能可]不))(?:也|还|到底)?(?:能不能|可不可以|能否|是否可以|能|可以)(?:申报|申请|报|评)"
)
OWN_KIND = late(
    "^(?:我们|我厂|我司|我|咱们?)(?:公司|厂|家)?(?:是|属于)(?:个|一?家)?"
    "((?!国家级|省级|市级|第)[^，。；？]{2,6}(?:企业|公司|厂))[，,]"
)
"""我们是外资企业，能报不"""
GENERAL = late(
    "^(?:我们|我厂|我司|我|咱|现在|今年|明年|去年|什么|哪|谁|怎么|直接)|绿色工厂|国家级|省级|市级|还$|没|20[0-9][0-9]"
)
"""beginnings that name no kind of factory"""
TERM = late(r"(\d+) ?个月以上")
LAST_YEARS = late("近([一二三四五])年")
LASTED = late(
    r"(?P<half>大?半年)|(?P<number>[0-9一二两三四五六七八九十]+) ?[多来]?(?:个多?月|(?P<year>年)(?![月内前度那底初\d]))"
)
"""how long something lasted: 停产8个月, 停了半年, 两年"""
PAIR = 2
HALF = 6.0
"""months"""
TABLE = "yearly_table"
ISSUED = late("哪一?年的|发布|印发|出台|颁布|下发|出的|发的|成文|公布")
"""when the document of a rule came out, not when what it asks for is due"""
PAPER_WANTED = late("(名单|清单|目录|原文|全文|附件|模板|表格)(?:能|可以)?(?:[发给拿][我一份]|在哪|哪里|怎么下)")
"""a paper that is asked to be handed over, which no rule says"""
CONTENT = late(
    "(?:填|报|写|包括|包含)?(?:些|的)?(?:哪些|什么|啥)(?:内容|指标|数据|信息|项目)|填(?:些|的)?(?:什么|啥)(?!表|时)"
)
"""what is to be written into a table, which the rule that asks for it need not say"""
RECHECKED = ("topic.recheck", "aspect.due")
DAY_NAMED = late(r"20\d\d(?:-[01]\d(?:-[0-3]\d)?)?")


def answer(request: Request, records: Records) -> Draft | None:
    """The rules of the topics asked for, the nearest place first; None where the day has none of them."""
    told_before = [rule for rule in records.corpus.rules if rule.id in request.rules]
    asked = (rule for topics in _topics(request, records) for rule in _rules(request, records, topics))
    rules = told_before or list(dict.fromkeys(asked))
    if not rules:
        return _not_yet(request, records) or _ended(request, records)
    if told_before:
        return _of_document(request, rules, records)
    if (undone := _undone(request, rules, records)) is not None:
        return undone
    return _draft(request, rules)


def _draft(request: Request, rules: Sequence[Rule]) -> Draft:
    silent = _silent(request, rules)
    headline = silent + _not_asked(request, rules) + _of_levels(request, rules) + _headline(request, rules)
    headline = _of_the_document(request, rules[0]) + headline + _of_the_year(request, rules)
    return Draft(
        status="partial" if silent or _of_other_level(request, rules) else "answered",
        intent=NAME,
        headline=headline,
        facts=tuple(_bases(rules)),
        evidence=tuple(rules),
        caveats=tuple(dict.fromkeys(note for rule in rules for note in rule.notes if not _of_later(note, request))),
        suggestions=(say("suggest_duties"), say("suggest_bars")),
        computed=(silent,) if silent else (),  # the asker's own words, told back
    )


def _of_later(note: str, request: Request) -> bool:
    """Whether a note was made of what came after the day asked about (2025年度实际另定时间)."""
    return any(first_day(named[0]) > request.as_of for named in DAY_NAMED.finditer(note))


def _of_the_document(request: Request, rule: Rule) -> str:
    """When the document of a rule came out and its number, where that is asked; "" otherwise."""
    asked = request.has("ask.when") and ISSUED.search(request.asked) is not None
    if not rule.date or not (asked or request.has("aspect.number")):
        return ""
    key = "issued" if rule.number else "issued_bare"
    return say(key, title=rule.basis, number=rule.number, date=say_day(rule.date).strip())


def _of_the_year(request: Request, rules: Sequence[Rule]) -> str:
    """What the rules' notes say of the year that is asked about (2025年度实际…另定时间)."""
    years = {mention.year for mention in request.dates}
    notes = dict.fromkeys(note for rule in rules for note in rule.notes if any(f"{year}年" in note for year in years))
    return "".join(f"{note}。" for note in notes)


def _not_yet(request: Request, records: Records) -> Draft | None:
    """2020年报国家级要先进省级名单吗: that nothing is known of that year, and the rule that came later; else None."""
    years = {mention.year for mention in request.dates}
    named = any(name.startswith("rule.") for name in request.ordered) and not request.has(*RECHECKED)
    if not years or not named or request.unsaid:
        return None
    undated = request.with_(dates=())
    rules = list(dict.fromkeys(r for topics in _topics(request, records) for r in _rules(undated, records, topics)))
    begun = min((_begins(rule, records) for rule in rules), default=0)
    if begun <= max(years):
        return None
    since = min(records.timeline.start(rule) for rule in rules)
    headline = say("not_yet", year=max(years), since=since) + _headline(undated, rules)
    return Draft(
        status="partial", intent=NAME, headline=headline, facts=tuple(_bases(rules)), evidence=tuple(rules),
        computed=(str(max(years)), since),
    )  # fmt: skip


def _ended(request: Request, records: Records, topics: Sequence[str] = ()) -> Draft | None:
    """That what is asked was ruled until a newer document ended it, and what that one says of it; None where a rule
    was ended by none. Nothing that was replaced before comes back with it."""
    topics = topics or [topic for group in _topics(request, records) for topic in group]
    of_topic = (
        rule for topic in dict.fromkeys(topics) for rule in records.timeline.corpus.rules if rule.topic == topic
    )
    gone = [
        (rule, records.timeline.state(rule, records.day)) for rule in of_topic if _of_places(rule, request, records)
    ]
    ended = [(rule, state.change) for rule, state in gone if state.name == "replaced" and state.change]
    explicit = [(rule, change) for rule, change in ended if change.kind == "explicit"]
    if not explicit or len(ended) < len(gone):
        return None
    since = max(change.since for _, change in explicit)
    last = [(rule, change) for rule, change in explicit if change.since == since]
    change = last[0][1]
    rules = _alike(request, [rule for rule, other in last if other.title == change.title])
    said = [
        each
        for each in passages.search(request, records)
        if each.record.source.doc_id == change.source.doc_id and each.sure
    ]
    told = "；".join(rule.text for rule in (rules if rules[0].topic in TOGETHER else rules[:SHOWN]))
    slots = {"since": since, "title": change.title, "text": told, "basis": rules[0].basis}
    headline = say("ended_now", now=said[0].text, **slots) if said else say("ended_silent", **slots)
    return Draft(
        status="partial",
        intent=NAME,
        headline=headline,
        facts=tuple(_bases(rules)),
        evidence=tuple(dict.fromkeys((*(each.record for each in said[:1]), *rules))),
        computed=(change.title, since),
    )


def _of_places(rule: Rule, request: Request, records: Records) -> bool:
    """Whether a rule is the country's, or of a place that is asked about or that holds it."""
    within = records.places.within
    return rule.place_code == COUNTRY or any(within(place.code, rule.place_code) for place in request.places)


def _of_document(request: Request, rules: Sequence[Rule], records: Records) -> Draft:
    """Where the rules just told stand, and whether they still do."""
    headline = "".join(say("stands_in", where=line) for line in _bases(rules, named=True))
    if request.has("aspect.valid", "aspect.end"):
        headline += "".join(dict.fromkeys(_standing(rule, records) for rule in rules))
    facts = tuple(say("rule", place="" if rule.place_code == COUNTRY else say("at", place=rule.place), text=rule.text)
                  for rule in rules)  # fmt: skip
    return Draft(status="answered", intent=NAME, headline=headline, facts=facts, evidence=tuple(rules))


def _standing(rule: Rule, records: Records) -> str:
    """How a rule stands on the day, in one sentence."""
    state = records.timeline.state(rule, records.day)
    slots = {"title": rule.basis, "until": state.until, "since": state.since}
    return say(
        f"state_{state.name}" if state.name not in ("holds", "unstated") or state.until else "state_open", **slots
    )


def _silent(request: Request, rules: Sequence[Rule]) -> str:
    """That a detail asked of the rules told is none of what they say; "" where it is, or none is asked."""
    asked = [word for word in request.unknown if request.rules == () and _shared(word, rules) == 0]
    told = "".join(rule.text for rule in rules)
    if (kind := _kind_of_applicant(request)) and kind not in told:
        return say("no_more", asked=kind)
    other = next((name for name in request.objects if name[:PAIR] not in told), "")
    if other and request.has("ask.whether", "operation.premise"):
        return say("no_more", asked=other)  # 是不是必须先有能源管理体系认证
    strange = [word for word in request.leftover if len(word) > 1 and _shared(word, rules) == 0]
    whole = strange == list(request.leftover) and not asked
    if strange and request.has("ask.whether") and whole and not request.places:
        return say("no_more", asked=strange[0])  # 动态管理表要交纸质的吗
    if (detail := CONTENT.search(request.asked)) and rules[0].topic == TABLE:
        return say("no_more", asked=detail[0])
    if (paper := PAPER_WANTED.search(request.asked)) and paper[1] not in told:
        return say("no_more", asked=paper[1])
    if (by := BY_WHOM.search(request.asked)) and by[1][0] not in told:
        return say("by_whom_unsaid", asked=by[0])
    return say("no_more", asked=asked[0]) if asked and request.relation == "rules" else ""


def _kind_of_applicant(request: Request) -> str:
    """外资企业能申报吗: the kind of factory that is asked about; "" where it is any, or one's own."""
    if request.mentions("aspect.compliance_facts", "topic.removal") or request.places:
        return ""
    if own := OWN_KIND.match(request.text):  # in a clause before the one that asks
        return own[1]
    found = APPLICANT.match(request.asked)
    return found[1] if found and not GENERAL.search(found[1]) else ""


def _of_levels(request: Request, rules: Sequence[Rule]) -> str:
    """只有国家级要填？省级的用不用: for which of the levels named the rule told first is meant; "" where that is not
    asked."""
    first = rules[0]
    if first.topic != TABLE or not (request.levels and first.levels and WHICH_LEVELS.search(request.asked)):
        return ""
    meant = [level for level in request.levels if level in first.levels]
    left = [level for level in request.levels if level not in first.levels]
    told = say("levels_meant", levels="、".join(meant)) if meant else ""
    return told + (say("levels_unsaid", levels="、".join(left)) if left else "")


def _undone(request: Request, rules: Sequence[Rule], records: Records) -> Draft | None:
    """What follows where the duty of the rules is not done, or that this is not stated; None where it is not asked."""
    follows = request.has("ask.how", "aspect.consequence", "topic.removal", "batch.removed")
    if not UNDONE.search(request.text) or not follows:
        return None
    stating = [rule for rule in rules if rule.consequence]
    stating = stating or [rule for rule in records.rules(*{rule.topic for rule in rules}) if rule.consequence]
    here = any(rule in rules for rule in stating)
    told = "".join(say("rule", place=say("at", place=rule.place), text=rule.consequence) for rule in stating)
    where = "、".join(dict.fromkeys(rule.place for rule in rules))
    return Draft(
        status="answered" if here else "partial",
        intent=NAME,
        headline=told if here else say("undone_unsaid", place=where) + told,
        facts=tuple(say("rule", place=say("at", place=rule.place), text=rule.text) for rule in rules)
        + tuple(_bases(stating)),
        evidence=tuple(dict.fromkeys((*stating, *rules))),
    )


def _not_asked(request: Request, rules: Sequence[Rule]) -> str:
    """That the rules are not those of the place or the level asked about; "" where one is of it, or of any."""
    level = "、".join(request.levels) if _of_other_level(request, rules) else ""
    national = all(rule.place_code == COUNTRY for rule in rules)
    place = "、".join(place.name for place in request.places) if national else ""
    if not (level or place):
        return ""
    key = "not_here_nor_level" if level and place else "not_level" if level else "not_here"
    levels = {level for rule in rules for level in rule.levels}
    return say(key, place=place, level=level, told="、".join(each for each in LEVELS if each in levels))


def _of_other_level(request: Request, rules: Sequence[Rule]) -> bool:
    """Whether all the rules are those of other levels than the ones asked about."""
    levels = {level for rule in rules for level in rule.levels}
    if not request.levels or not all(rule.levels for rule in rules) or levels & set(request.levels):
        return False
    named = any(level in rule.text for level in request.levels for rule in rules)
    return bool(request.unsaid) or not named  # 先列入省级名单 is no way into that list


def _topics(request: Request, records: Records) -> list[tuple[str, ...]]:
    """The topics of rules that are asked about, those of one concept together."""
    lexicon = load_lexicon()
    may_apply = request.has("rule.eligible", "topic.self_check") and request.mentions("aspect.compliance_facts")
    if not may_apply and any(name not in lexicon.rule_topics for name in request.unsaid):
        return []  # what is asked by name stands nowhere: that is told, with what is nearest
    named = [*request.unsaid, *(name for name in request.ordered if name.startswith("rule."))]
    if request.has("aspect.compliance_facts") and matters.REAPPLY in request.unsaid:
        named = [
            "rule.bar",
            *(name for name in named if name != matters.REAPPLY),
        ]  # 偷税多久不能报: what bars says how long
    if not any(name.startswith("rule.") for name in named) and request.has("ask.when", "ask.who"):
        named += sorted(name for name in request.context if name.startswith("rule."))
    if request.has("topic.third_party") and request.has("aspect.dishonest", "aspect.consequence"):
        named = [name for name in named if name != "rule.self_evaluation"]  # 评价报告 that is false is no paper to send
    named += ["rule.eligible"] if may_apply and "rule.eligible" not in named else []
    if "rule.basis" in named and "第三方" not in request.asked:
        named = [name for name in named if name != "rule.self_evaluation"]  # 自评按什么标准 asks not who evaluates
    off_register = OFF_THE_REGISTER.search(request.text) is not None  # the list of irregular firms, not ours
    if off_register:
        named = list(dict.fromkeys(("rule.bar", *(n for n in named if n not in ("rule.eligible", "rule.removed")))))
    elif request.mentions("topic.removal", "batch.removed") and request.has("topic.self_check", "rule.eligible"):
        local = () if request.level == "国家级" else ("rule.removed",)
        named = [*(name for name in named if name not in ("rule.eligible", "rule.removed")), *local, "rule.bar"]
    if request.has("topic.removal", "batch.removed", "rule.removed") and request.has("ask.long") and not off_register:
        named = [name for name in named if name != "rule.bar"]  # 移出后几年不能报 asks how long, not what bars
        named += [] if "rule.removed" in named or request.unsaid else ["rule.removed"]
    groups = [lexicon.rule_topics[name] for name in named if name in lexicon.rule_topics]
    rechecked = request.has(*RECHECKED) or (bool(request.places) and request.mentions("topic.recheck"))
    if rechecked and not asks_older(request) and not request.has("topic.stars") and not records.rules(RECHECK):
        groups.append(lexicon.replaced_topics[LOCAL if request.places else RECHECK])
    return list(dict.fromkeys(groups))


def only_later(request: Request, records: Records) -> bool:
    """Whether all rules of the topics asked for begin after the day asked about."""
    topics = {topic for group in _topics(request, records) for topic in group}
    rules = [rule for rule in records.timeline.corpus.rules if rule.topic in topics]
    return bool(rules) and all(records.timeline.state(rule, records.day).name == "not_yet" for rule in rules)


def asks_older(request: Request) -> bool:
    """Whether what is asked of a recheck stands only in the rules of 2020: what is checked, when a batch is due."""
    places = request.has("ask.where", "rank.any") and not request.places
    return (
        bool(request.batches)
        or places
        or request.mentions(
            "aspect.checked", "aspect.compliance_facts", "aspect.document", "aspect.prepare", "aspect.due"
        )
    )


DOUBTED = late("(?:没错|对|是|真的|确定|属实)(?:吧|吗|么|不)|对不对|是不是")
"""…，没错吧: what was claimed is to be confirmed or not"""


def now_and_then(request: Request, records: Records, older: Draft) -> Draft:
    """What the older rules say, after what holds now; what holds now alone where the older ones need one fact more."""
    now = next((rule for rule in records.rules("yearly_table") if rule.place_code == COUNTRY), None)
    if now is None:
        return _ended(request, records, (TABLE,)) or older
    if older.status == "clarify":  # 要复核吗 is answered whatever the batch: only the old arithmetic waits for it
        return _draft(request, [now])
    replaced = _replacement(records)
    if older.evidence and getattr(older.evidence[0], "place_code", COUNTRY) != COUNTRY:
        return older  # what a province rules by itself did not end with the country's practice
    if request.has("aspect.document") and not rules_of_2020.tells_due(request):
        headline = older.headline + say("now_instead", text=now.text)
        return replace(older, headline=headline, evidence=(*older.evidence, now))
    if replaced is None or not rules_of_2020.tells_due(request):
        headline = say("now_and_then", text=now.text) + older.headline
        return replace(older, headline=headline, evidence=(*older.evidence, now))
    since, title, number = replaced.since, replaced.title, f"（{replaced.number}）" if replaced.number else ""
    how = CHANGE_NAMES[replaced.kind] + ("" if replaced.kind == "explicit" else say("unrepealed"))
    headline = say("now_and_since", text=now.text, since=since, how=how) + older.headline
    basis = say("replaced_by", since=since, title=title, number=number)
    computed = (*older.computed, since, title, number)
    return replace(
        older, headline=headline, facts=(basis, *older.facts), evidence=(*older.evidence, now), computed=computed
    )


def _replacement(records: Records) -> Change | None:
    """What took the place of the three-year recheck by the day."""
    cycle = records.whole.rules(RECHECK)
    return records.timeline.state(cycle[0], records.day).change if cycle else None


def _rules(request: Request, records: Records, topics: Sequence[str]) -> list[Rule]:
    """The rules of the first topic that has any, a place's own of any topic before; lists whole."""
    by_topic = [rules for topic in topics if (rules := _of_topic(request, records, topic))]
    together = [rule for rules in by_topic for rule in rules if rule.topic in TOGETHER]
    single = [rules for rules in by_topic if rules[0].topic not in TOGETHER]
    own = [rule for rules in single for rule in rules if rule.place_code != COUNTRY]
    every = topics in load_lexicon().told_whole
    likest = max(single, key=lambda rules: _shared(request.text, rules), default=[])
    first = [rule for rules in single for rule in rules] if every else likest
    return [*list(dict.fromkeys([*own, *first]))[:SHOWN], *_alike(request, together)]


def _shared(text: str, rules: Sequence[Rule]) -> int:
    """How many telling pairs of characters a question shares with rules; of topics that may be meant, the likest."""
    told = "".join(rule.text for rule in rules)
    return sum(pair in told for pair in char_pairs(text) - UNTELLING)


def _of_topic(request: Request, records: Records, topic: str) -> list[Rule]:
    """The rules of the year asked, else those that hold or held by it, with a place's own of a year gone by."""
    known = [
        rule
        for code in [place.code for place in request.places] or [COUNTRY]
        for rule in rules_on(
            records.timeline, records.places, records.day, topics=(topic,), place_code=code, states=KNOWN
        )
    ]
    if not known and not request.places and topic in LOCAL_ALONE:
        known = [rule for rule in records.rules(topic) if records.timeline.holds(rule, records.day)]
    years = {mention.year for mention in request.dates}
    of_year = [rule for rule in known if rule.year in years]
    held = [rule for rule in known if not years or _begins(rule, records) <= max(years)]
    standing = [rule for rule in held if rule.place_code != COUNTRY or records.timeline.holds(rule, records.day)]
    chosen = of_year or standing or held  # a duty of one year alone is told as of that year
    levelled = [rule for rule in chosen if not request.levels or set(request.levels) & set(rule.levels)]
    return levelled or chosen


def _begins(rule: Rule, records: Records) -> int:
    return int(records.timeline.start(rule)[:4] or 0)


def _alike(request: Request, rules: list[Rule]) -> list[Rule]:
    """Of items of a list those that speak of what happened; all where nothing is named."""
    if not request.mentions("aspect.compliance_facts", "topic.removal", "batch.removed"):
        return rules
    told = request.asked if request.has("aspect.compliance_facts") else request.text
    texts = like(told, [rule.text for rule in rules])
    return [rule for rule in rules if rule.text in texts] or rules


def _headline(request: Request, rules: Sequence[Rule]) -> str:
    listed = [rule for rule in rules if rule.topic in TOGETHER]
    single = [rule for rule in rules if rule not in listed]
    said = ""
    if single and single[0].topic == TABLE and request.has(*RECHECKED):
        claimed = rules_of_2020.claimed_years(request)
        doubted = claimed and (request.mentions("ask.whether", "operation.premise") or DOUBTED.search(request.typed))
        years = "两" if claimed == len("两年") else chinese_numeral(claimed)
        said = (say("not_every", years=years) if doubted else "") + say("managed")
    said += "".join(_sentence(request, rule, first=rule is single[0]) for rule in single)
    off = say("off_register") if listed and OFF_THE_REGISTER.search(request.text) else ""
    barring = off + _barring(listed) + _against_term(request, listed) + _against_years(request, listed)
    of_country = request.mentions("topic.removal") and request.level != "省级"  # the list that one was taken off
    return barring + said if request.mentions("aspect.compliance_facts") or of_country else said + barring


def _barring(rules: Sequence[Rule]) -> str:
    """The items of a list of bars in one sentence."""
    if not rules:
        return ""
    items = "；".join(rule.text.split("：")[-1].removesuffix("，不得申报") for rule in rules)
    return say("bars" if len(rules) > 1 else "bar", count=len(rules), items=items)


def _against_term(request: Request, rules: Sequence[Rule]) -> str:
    """Whether the months that the question tells (停产8个月) reach those from which the one bar told begins."""
    reached = _term_reached(request, rules[0].text) if len(rules) == 1 else None
    term, lasted = TERM.search(rules[0].text) if rules else None, LASTED.search(request.typed)
    if reached is None or term is None or lasted is None:
        return ""
    return say("term_reached" if reached else "term_not_reached", asked=lasted[0].strip(), term=int(term[1]))


def _term_reached(request: Request, text: str) -> bool | None:
    """Whether the months that the question tells reach those of a bar; None where either tells none."""
    term, lasted = TERM.search(text), LASTED.search(request.typed)
    if term is None or lasted is None:
        return None
    months = HALF if lasted["half"] else float(chinese_number(lasted["number"]) or 0) * (12 if lasted["year"] else 1)
    return months >= int(term[1]) if months else None


def _against_years(request: Request, rules: Sequence[Rule]) -> str:
    """Whether the day of what happened lies in the years that the one bar told looks back (近三年)."""
    state = _years_state(request, rules[0].text) if len(rules) == 1 else ""
    back = LAST_YEARS.search(rules[0].text) if state else None
    if back is None:
        return ""
    return say(f"years_{state}", asked=request.happened[0].words, years=back[1], as_of=request.as_of.isoformat())


def _years_state(request: Request, text: str) -> str:
    """past, within or about, of what happened in the years that a bar looks back; "" where no day or no years are."""
    back = LAST_YEARS.search(text)
    if back is None or not request.happened:
        return ""
    mention, years = request.happened[0], int(chinese_number(back[1]) or 0)
    today = request.as_of.isoformat()
    first, last = (years_later(end(mention.value).isoformat(), years) for end in (first_day, final_day))
    return "past" if last <= today else "within" if first > today else "about"


def within_limits(request: Request, text: str) -> bool:
    """Whether what the question tells lies in the months and years that a bar names; where it names none it does."""
    stood = "停产" in text and any(word in request.text for word in load_lexicon().conduct["停产"])
    return _years_state(request, text) in ("", "within") and (not stood or _term_reached(request, text) is True)


def _sentence(request: Request, rule: Rule, *, first: bool) -> str:
    years = {mention.year for mention in request.dates} or {request.as_of.year}
    only = say("only_year", place=rule.place, year=rule.year) if rule.year and rule.year not in years else ""
    if rule.place_code != COUNTRY and not request.places:
        return say("rule", place=say("local_alone", place=rule.place), text=rule.text)
    plain = (first and only) or (rule.place_code == COUNTRY and (first or not request.places))
    place = "" if plain else say("at", place=rule.place)
    return say("rule", place=only or place, text=rule.text)


def _bases(rules: Sequence[Rule], *, named: bool = False) -> list[str]:
    """One line a document, with all articles that the rules stand in."""
    articles: dict[tuple[str, str, str], dict[str, None]] = {}
    for rule in rules:
        if rule.basis:
            articles.setdefault((rule.date, rule.basis, rule.number), {})[rule.article] = None
    return [
        say(
            ("named" if number else "named_bare") if named else "basis",
            date=date,
            title=title,
            number=number,
            article="、".join(dict.fromkeys(one for each in found for one in each.split("、") if one)),
        )
        for (date, title, number), found in articles.items()
    ]
