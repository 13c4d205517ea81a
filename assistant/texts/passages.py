"""Anything the texts say: the statements that fit the request best, or that there are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.pairs import char_pairs, pairs_shared
from assistant.query.records import COUNTRY, FACTORY, Records
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.numerals import HAN, chinese_numeral
from assistant.understanding.relations import NEUTRAL
from assistant.understanding.request import Request
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.types import Passage, Record, Rule
from index.types import Entry, Hit, Query

NAME = "statement"

say = load_wording("statement")
KINDS = ("passage", "rule")
SURE = 0.5
"""coverage (share of the request's telling words found) from which a statement answers"""
SURE_OF_TWO = 0.35
"""or this coverage with two telling words"""
DESCRIBED = 0.25
"""share of what a title's pairs of characters tell from which a question describes it"""
LEAST_NAMED = 12.0
"""weight of the pairs named below which a question describes no title"""
BODIES = late("[哪几](?:些|个)?部门|谁发")
ISSUED_BY = r"部门(?:联合)?发布|由[^，。]{2,40}发布"
"""how a statement tells who issued a document"""
RARE = 4.5
"""weight of a pair that stands in no title of a policy"""
MANY_WORDS = 2
AHEAD = 0.08
"""by how much more of the question a statement must cover than the rows explain"""
SURE_WORDS = 3
"""or this many telling words found, however long the request is"""
NEAR = 0.25
"""coverage from which a statement is shown as the nearest there is"""
SHOWN = 5
FOREIGN_COVERAGE = 0.62
HITS = 24
"""entries looked at, of which those of another domain are left out"""
BUDGET = 420
"""characters of statements in one answer"""
CLOSE_TO_BEST = 0.7
"""share of the best score that a further statement must have"""
QUOTED = r"[“‘「『\"]([^”’」』\"]{2,30})[”’」』\"]"
DATE = r"\d{4} ?年|\d{4}-\d{2}"
OUT_ON = r"\d{4} ?年[^，。；《]{0,12}(?:发布|印发|出台|公布)"
"""a day or month on which something came out"""
SECTION = late(r"(?<![\d.])[1-9]\.\d(?:\.\d)?(?![\d.%万亿])(?=节|里|中|那|的|说|点)")
"""the number of a section of the report, where a question looks: 4.2.6里"""
RELATED = "关系 区别"
SET_APART = late("关系|区别|不同|是两个|不是一回事|不等于|同一个|升级版")
"""how a statement sets one thing against another"""
ITEM = late(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])")
"""the mark of an item of a list"""
SIGNED = late(
    rf"^特此(?:公告|通知|公示|函告)。?$|^{HAN}{{1,12}}〔\d{{4}}〕第?\d+号$|^\d{{4}}年\d{{1,2}}月\d{{1,2}}日$"
    rf"|^(?:{HAN}|[、（） ]){{2,40}}(?:[局厅部]|委员会|政府|办公室|管委会)$"
)
"""who signed a document and when, its number, its closing words"""
NUMBERED = r"〔\d{4}〕|文号"
"""how a statement tells the number of a document, or that it is not known"""
YEAR = late(r"\d{4}年?")
QUANTITY = r"\d(?! ?年)|[一二三四五六七八九十百千万两]+(?:[家项个种条大类]|方面)"
UNIT_ASKED = late("(?:多少|几)家")
COUNTED_FIRMS = r"\d+ ?家"
"""firms are counted: 多少家 is answered by so many 家 before other figures"""
RATE_ASKED = late("几个点|几成|百分之|利率|占比|比例|占多[少大]|占几|权重")
RATE = late(r"\d ?[%‰]|百分之|[一二三四五六七八九十]成(?!立|果|为|员|效|本|就)")
"""how a share or a rate is asked for, and how a statement tells one"""
SETTING = r"([里中]面?)[，,]"
"""the end of a clause that only says where to look"""
DURATION = late(r"[\d一二两三四五六七八九十半]+ ?(?:年|个月|个工作日|工作日|日|天|周)|每年|每月|长期|终身")
"""how long something takes, holds or comes again"""
ABBREVIATION = late("[（(]([A-Z]{3,})[)）]")
"""the name of one thing, as the question itself glosses it: statements without it are not about it (CBAM)"""
WELL = 0.6
"""coverage from which a word that is not in the statement is only said in other words"""
ALONE = 0.7
"""coverage from which one telling word is enough to stand alone"""
SHORT_QUOTE = 2
"""characters up to which quotation marks mean emphasis"""
NEARLY = 0.8
"""share of the best coverage from which a statement counts as fitting about as well"""
CLOSE_ENOUGH = 0.3
"""or this, where a share is asked for and few statements tell one"""
COUNTED = r"(\d+) ?(家|项|个|种)"
GROUP = r"([一-鿿]{2})集团(?:公司)?(?:有|入选|旗下|的)"
NO_NAME = r"我们|我司|大型|本|各|哪|企业|同一|一个|这|那|些|像|咱|家|个|旗下|是|在|和|的"
WHAT_IS = late("(?:是|叫)(?:个)?(?:什么|啥)(?:东西|意思)?[？?]?$")
"""the end of a question for a definition; what stands before it is what is defined"""
CLAUSE_BREAK = r"[，,。；;？?！!\n]+"
GENERIC = frozenset(
    [
        "绿色",
        "工厂",
        "绿色工厂",
        "制造",
        "绿色制造",
        "企业",
        "国家",
        "政策",
        "工业",
        "发展",
        "报告",
        "全国",
        "建设",
        "体系",
        "绿色制造体系",
        "提出",
        "中国",
        "我国",
        "标准",
        "评价",
        "要求",
        "什么",
        "名单",
        "国家级",
        "年",
    ]
)
"""Words that stand in so many statements that finding them says little."""


BLANK = Hit(entry=Entry(id="", kind="passage", text=""), rank=1, score=0.0, coverage=1.0, matched=())
"""the hit of a statement that is told without a search"""


@frozen
class Found:
    """A statement, its hit, and whether it fits well enough to answer."""

    record: Passage | Rule
    hit: Hit
    defining: bool = False
    """whether the request asks what something is, so that its bare name may be all there is to find"""

    quoted: bool = False
    """whether it holds what the request puts in quotation marks"""

    @property
    def text(self) -> str:
        """The statement as a sentence."""
        text = self.record.text
        if isinstance(self.record, Rule) and self.record.items and self.record.items[0] not in text:
            text = f"{text.rstrip('。')}：{'；'.join(self.record.items)}"
        if isinstance(self.record, Rule) and self.record.place_code != COUNTRY and self.record.place not in text:
            text = say("of_place", place=self.record.place, text=text)
        return text if text.endswith(("。", "！", "？")) else f"{text.rstrip('；，')}。"

    @property
    def telling(self) -> int:
        """How many words that say something the statement shares with the request."""
        return sum(1 for word in self.hit.matched if word not in GENERIC and len(word) > 1)

    @property
    def sure(self) -> bool:
        """Whether it answers: enough of the request's weight, and at least one word that tells."""
        if self.quoted and self.defining:
            return True
        if not self.telling:
            return self.defining and self.hit.coverage > 0.9
        if self.telling >= 2 and self.hit.coverage >= SURE_OF_TWO:
            return True
        if self.telling == 1 and not self.defining and not self._literal():
            return False
        return self.hit.coverage >= SURE or self.telling >= SURE_WORDS

    def _literal(self) -> bool:
        """Whether a telling word of the request stands in the statement itself, not only a synonym of it."""
        said = _bare(self.text + self.record.source.section).lower()
        return any(word.lower() in said for word in self.hit.matched if word not in GENERIC and len(word) > 1)

    @property
    def near(self) -> bool:
        """Whether it is worth showing as the nearest there is."""
        if self.telling == 1 and not self.defining and not self._literal():
            return self.quoted
        return self.quoted or (self.telling > 0 and (self.hit.coverage >= NEAR or self.telling >= 2))


def answer(request: Request, records: Records) -> Draft:
    """The best statement first, then those of nearly the same fit, most telling first."""
    if (each := _of_each_country(request, records) or _days_of_documents(request, records)) is not None:
        return each
    found = search(request, records)
    if not found or not found[0].near or _hangs_on_one_word(request, found[0]):
        return nothing(request, records)
    shown = _figure_first(request, _shown(request, found))
    best = shown[0]
    computed = _computed(request, best.text) if best.sure else ""
    silent = _silence(request, shown, records)
    head = _head_of(best.record, records)
    told = (head.text if head else "") + best.text
    headline = told if best.sure else say("weak") + told
    if silent:
        headline = silent + told
    headline += computed
    explain = tuple(
        f"{each.record.source.section}：覆盖 {each.hit.coverage:.2f}，命中 {'、'.join(each.hit.matched[:6])}"
        for each in shown
    )
    return Draft(
        status="answered" if best.sure and not silent else "partial",
        intent=NAME,
        headline=headline,
        facts=tuple(each.text for each in shown[1:]),
        evidence=(best.record, *((head,) if head else ()), *(each.record for each in shown[1:])),
        explain=explain,
        computed=(computed,) if computed else (),
    )


def passages_of(doc_id: str, records: Records) -> Sequence[Passage]:
    """The passages of a document, in its order."""
    return records.passages_of(doc_id)


def _head_of(record: Passage | Rule, records: Records) -> Passage | None:
    """What opens the list that a piece of a document is an item of (下列文件自…起废止：); None where it is none."""
    if not isinstance(record, Passage) or record.quote_kind != "original" or not ITEM.match(record.text):
        return None
    held = passages_of(record.source.doc_id, records)
    at = next((n for n, passage in enumerate(held) if passage.id == record.id), 0)
    for passage in reversed(held[:at]):
        if passage.text.endswith("："):
            return passage
        if not ITEM.match(passage.text):
            return None
    return None


NAMED_DOCUMENT = late(r"《([^《》]{4,30}?)(?:[（(][^）)]*[）)])?》")
CAME_OUT = late(r"\d{4} ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?[^，。；《]{0,6}(?:发布|印发|出台|公布)")
"""the day or month on which a document came out"""


def _days_of_documents(request: Request, records: Records) -> Draft | None:
    """规划和指南分别哪天发布的: for each of several documents that are named the statement of its day; None where one
    has none."""
    if not request.has("ask.when"):
        return None
    stated = records.kept("documents with days", lambda: _documents_with_days(records))
    named = [name for name in stated if name in request.text]
    named = [name for name in named if not any(name != other and name in other for other in named)]
    if len(named) < MANY_WORDS or len(named) < len(set(NAMED_DOCUMENT.findall(request.text))):
        return None
    told = [stated[name] for name in sorted(named, key=request.text.index)]
    return Draft(
        status="answered", intent=NAME, headline="".join(Found(record=p, hit=BLANK).text for p in told),
        evidence=tuple(dict.fromkeys(told)),
    )  # fmt: skip


def _documents_with_days(records: Records) -> dict[str, Passage]:
    """The documents that statements name with the day they came out, each with the shortest of these."""
    found: dict[str, Passage] = {}
    for passage in records.passages:
        names = set(NAMED_DOCUMENT.findall(passage.text))
        if len(names) == 1 and CAME_OUT.search(passage.text):
            (name,) = names
            if name not in found or len(passage.text) < len(found[name].text):
                found[name] = passage
    return found


def _of_each_country(request: Request, records: Records) -> Draft | None:
    """The best statement of the section on each of several countries; None where one of them has no section."""
    text = request.text
    names = sorted((name for name in load_lexicon().outside_places if name in text), key=text.index)
    if len(names) < MANY_WORDS:
        return None
    core, added, _ = _phrased(text)
    told = []
    for name in names:
        headings = dict.fromkeys(p.source.section for p in records.passages if name in p.source.section)
        sections = tuple(heading.partition(" ")[0] for heading in headings)
        texts = (f"{core} {added}", f"{name}绿色政策") if sections else ()
        found = next((f for text in texts if (f := _search(text, records, False, sections, ("abroad",)))), [])
        if not found:
            return None
        told.append((name, found[0]))
    headline = "".join(say("of_country", name=name, text=found.text) for name, found in told)
    return Draft(status="answered", intent=NAME, headline=headline, evidence=tuple(found.record for _, found in told))


TORN = late(f"整改名单|{HAN}{{2}}(?:合计)? ?[0-9]+ ?家")
"""a word of rules that would be torn up for 改名, and an event only counted: 更名合计 104 家 says not what follows"""


def answering(request: Request, records: Records) -> Draft | None:
    """The statement that holds what a request asks by name; None where none does."""
    wanted = [word for name in request.unsaid for word in words_of(name) if word in request.text]
    wanted += [word for name in request.unsaid for word in words_of(name) if len(word) > 1]
    later = [each for each in search(request, records)[:SHOWN] if records.is_later(each.record)]
    if request.places:  # what another place rules is no answer
        later = [one for one in later if not _of_one_place(one, records) or speaks_of(one.record, request)]
    found = [each for each in later if any(word in TORN.sub("", each.text) for word in wanted)]
    if not found or not found[0].sure:
        return None
    return Draft(
        status="answered",
        intent=NAME,
        headline=found[0].text,
        facts=tuple(each.text for each in found[1:2]),
        evidence=tuple(each.record for each in found[:2]),
    )


def words_of(name: str) -> tuple[str, ...]:
    """The words of an aspect or event that hardly a source speaks of."""
    concepts = load_lexicon().concepts
    return concepts.get(f"unsaid.{name}") or concepts[f"event.{name}"]


def nearest(request: Request, records: Records, text: str) -> Draft | None:
    """The statement that fits a search text best."""
    found = _search(text, records, defining=True)
    if not found:
        return None
    return Draft(status="answered", intent=NAME, headline=found[0].text, evidence=(found[0].record,))


def _hangs_on_one_word(request: Request, best: Found) -> bool:
    """Whether a request without any word of the field shares one word with a statement, and little else."""
    topics = [name for name in request.concepts if not name.startswith(NEUTRAL)]
    known = topics or request.objects or request.told or best.quoted
    return not known and best.telling < 2 and best.hit.coverage < ALONE


def _figure_first(request: Request, shown: list[Found]) -> list[Found]:
    """The statements with the one that states a figure first, where how much is asked and the best states none."""
    if not request.has("ask.much", "ask.amount") or _states_figure(shown[0]):
        return shown
    stating = next((each for each in shown[1:] if each.sure and _states_figure(each)), None)
    return [stating, *(each for each in shown if each is not stating)] if stating else shown


def _states_figure(found: Found) -> bool:
    return SUM_OF.search(YEARS.sub("", found.text)) is not None


SUM_OF = late(r"\d|[一二三四五六七八九十百千万亿两]+[家种项条倍成]|百分之|一半|翻")
"""a figure, in digits or in words (万种)"""
YEARS = late(r"(?:19|20)\d\d(?: ?年|-\d\d(?:-\d\d)?)?")
"""days and years, which are no figure that is asked for by 多少"""


def _silence(request: Request, shown: list[Found], records: Records) -> str:
    """What the statements found do not say though it was asked: the count of a named group, a year after the corpus."""
    texts = " ".join(each.text for each in shown)
    later = [d.value[:4] for d in request.dates if d.value[:4] not in texts]
    if later:
        return say("later", year=later[0])
    foreign = [name for name in request.outside if name not in texts]
    if foreign:
        return say("no_country", name=foreign[0])
    unheard = _unheard(request, shown, texts)
    if unheard:
        elsewhere = any(word in each.text for each in records.passages for word in unheard)
        return say("weak") if elsewhere else say("unheard", words="」「".join(unheard))
    if request.has("ask.when") and not re.search(DATE, shown[0].text):
        return say("no_day")
    if request.has("ask.long") and not DURATION.search(shown[0].text):
        return say("no_length")
    if request.has("ask.much", "ask.amount") and not _states_figure(shown[0]):
        return say("no_figure")
    if RATE_ASKED.search(request.asked) and not (request.has("ask.why") or RATE.search(shown[0].text)):
        return say("no_figure")
    stranger = next((name for name in re.findall(GROUP, request.text) if name not in texts), "")
    if stranger and not re.search(NO_NAME, stranger):
        return say("unnamed", name=stranger)
    if request.has("ask.many") and not re.search(QUANTITY, shown[0].text):
        return say("no_figure")
    if request.has("ask.many"):
        for name in load_lexicon().counted_names:
            if name in request.text and not re.search(rf"{name}[^，。；、]{{0,8}}\d+ ?家", texts):
                return say("uncounted", name=name)
    return ""


def _unheard(request: Request, shown: list[Found], texts: str) -> list[str]:
    """Things that the question is about and the statements do not speak of: other recognitions, unknown words."""
    lexicon = load_lexicon()
    words = [
        next((word for word in lexicon.objects[name] if word.lower() in request.text.lower()), name)
        for name in request.objects
        if not any(word in texts for word in lexicon.objects[name])
    ]
    phrased = "".join(phrase for phrases in lexicon.additions.values() for phrase in phrases)
    sections = " ".join(each.record.source.section for each in shown)
    held = f"{texts} {sections} {phrased}"
    if not request.told:
        words += [name for name in ABBREVIATION.findall(request.asked) if name not in held]
    if shown[0].hit.coverage >= WELL and not request.told:
        return words
    if shown[0].quoted and not request.told:
        return words
    if request.told:
        words += _none_of_it(request, texts)
        return words
    return [*words, *(word for word in request.unknown if word not in held and not _mostly_in(word, held))]


def _mostly_in(word: str, held: str) -> bool:
    """Whether most pairs of a word's characters stand in a text (支柱产业 in 支柱性产业)."""
    pairs = char_pairs(word)
    return len(pairs) > 1 and 2 * sum(pair in held for pair in pairs) >= len(pairs)


def _none_of_it(request: Request, texts: str) -> list[str]:
    """The words of a follow-up of which what is told again holds none (碳边境税 after the policies of the EU)."""
    asked = [word for word in request.leftover if len(word) > 1]
    pairs = {word: char_pairs(word) for word in asked}
    held = [word for word in asked if word in texts or any(pair in texts for pair in pairs[word])]
    held += [word for word in asked if _in_other_words(word, request.asked, texts)]
    whole = (re.search(rf"{re.escape(word)}[A-Za-z0-9]*", request.asked) for word in asked)
    return [] if held else [found[0] for found in whole if found]


def _in_other_words(word: str, asked: str, texts: str) -> bool:
    """Whether statements say in their own words what a phrase of the question with this word means (减排多少)."""
    return any(
        word in phrase and phrase in asked and any(other in texts for other in said.split())
        for said, phrases in load_lexicon().additions.items()
        for phrase in phrases
    )


def _computed(request: Request, text: str) -> str:
    """The sum or difference of the two counts of one unit that a statement gives, when the request asks for it."""
    counts = list(dict.fromkeys(re.findall(COUNTED, text)))
    if len(counts) != 2 or counts[0][1] != counts[1][1]:
        return ""
    first, second = (int(number) for number, _ in counts)
    slots = {"unit": counts[0][1], "high": max(first, second), "low": min(first, second)}
    if request.has("operation.difference", "operation.compare"):
        return say("difference", **slots, result=abs(first - second))
    return say("sum", **slots, result=first + second) if request.has("operation.sum") else ""


def better(request: Request, records: Records, *, empty: bool) -> Draft | None:
    """The statement that says more of what is asked than the rows do; None where none does.

    ``empty`` tells that the rows hold nothing.
    """
    found = search(request, records)
    if not found or not found[0].sure:
        return None
    if not _tells_enough(found[0], request, records):
        return None
    bound = SURE if empty else max(SURE, request.explained + AHEAD)
    if found[0].hit.coverage < bound:
        return None
    draft = answer(request, records)
    return draft if draft.status == "answered" else None


def holding(request: Request, records: Records, words: Sequence[str]) -> Draft | None:
    """The statement that fits best of those that hold some words, where it fits well; None where none does."""
    held = [
        each
        for each in search(request, records)
        if each.sure and all(_bare(word) in _bare(each.text) for word in words)
    ]
    if not held:
        return None
    return Draft(status="answered", intent=NAME, headline=held[0].text, evidence=(held[0].record,))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def of_added(request: Request, records: Records) -> Draft | None:
    """What a document that was added says of something that no table is about; None where none says it well."""
    found = search(request, records)
    if not found or not found[0].sure or found[0].telling < MANY_WORDS or found[0].hit.coverage < WELL:
        return None
    return None if records.is_shipped(found[0].record) else answer(request, records)


def of_notice(request: Request, records: Records) -> Draft | None:
    """What a national notice says that the request describes by its subject or by most of its title."""
    if (
        told := _of_subject(request, records) or _of_number(request, records) or _of_list(request, records)
    ) is not None:
        return told
    if request.places or request.relation not in ("subsidies", "policies") or not request.mentions("topic.policy"):
        return None
    found = search(request, records)
    if not found or not found[0].sure:
        return None
    best = found[0]
    title = re.sub(r"（[^（）]*）$", "", best.record.source.section)
    weights = {pair: _weight(pair, records) for pair in char_pairs(title)}
    named = sum(weight for pair, weight in weights.items() if pair in request.text)
    found_well = best.telling > SURE_WORDS and best.hit.coverage >= WELL
    described = named >= LEAST_NAMED and (found_well or named >= DESCRIBED * sum(weights.values()))
    if not described or not records.is_later(best.record):
        return None
    return _told_of_asked(request, best, title, records) or answer(request, records)


def _told_of_asked(request: Request, best: Found, title: str, records: Records) -> Draft | None:
    """Of all that is said of a notice, what shares most with the clause that asks; None where the best found does."""
    place = (best.record.source.doc_id, best.record.source.section)
    said = [each for each in records.passages if (each.source.doc_id, each.source.section) == place]
    asked = {pair for pair in char_pairs(request.asked) if pair not in title}
    likest = max(said, key=lambda each: sum(1 for pair in asked if pair in each.text), default=best.record)
    if sum(1 for pair in asked if pair in likest.text) < MANY_WORDS or likest.id == best.record.id:
        return None
    return Draft(
        status="answered", intent=NAME, headline=likest.text, facts=(best.text,), evidence=(likest, best.record)
    )


def _of_subject(request: Request, records: Records) -> Draft | None:
    """贷款有没有国家政策: the statements of the notice on that subject, where no place is asked about."""
    elsewhere = request.places or request.undecided or request.has("ask.where", "rank.", "topic.money")
    if elsewhere or request.titles or request.relation not in ("subsidies", "policies", "texts", ""):
        return None
    concepts = load_lexicon().concepts
    words = {word for name in request.ordered if name.startswith("aspect.") for word in concepts.get(name, ())}
    notice = next((n for n in records.corpus.notices if n.topic and n.topic in words), None)
    if notice is None:
        return None
    stated = tuple(each for each in records.passages if each.source.section.startswith(notice.title))
    if not stated:
        return None
    facts = tuple(each.text for each in stated[1:])
    if RATE_ASKED.search(request.asked) and not any(RATE.search(each.text) for each in stated):
        headline = say("no_figure") + stated[0].text
        return Draft(status="partial", intent=NAME, headline=headline, facts=facts, evidence=stated)
    return Draft(status="answered", intent=NAME, headline=stated[0].text, facts=facts, evidence=stated)


BRACKETS_AT_END = late(r"（[^（）]*）$")
LONG_TITLE = 8
"""characters from which a title names one document"""
COUNTED_ITEMS = late(r"\d+ ?[项个家件种]")
BY_NUMBER = late(r"(?<![\d〕])(\d{1,4}) ?号(?:文件|文|通知|函|办法|暂行办法)", words=("号",))
"""a document by the bare end of its number: 390号文"""


def _of_number(request: Request, records: Records) -> Draft | None:
    """390号文里重点行业几个: what the document of that number states that is most like the question."""
    named = BY_NUMBER.search(request.text)
    if named is None or request.places:
        return None
    ending = f"〕{named[1]}号"
    stated = [p for p in records.passages if ending in p.source.section and records.is_later(p)]
    asked = char_pairs(request.asked) - UNTELLING_WHY
    likest = sorted(stated, key=lambda each: -sum(pair in each.text for pair in asked))
    if not likest or sum(pair in likest[0].text for pair in asked) < MANY_WORDS:
        return None
    facts = tuple(each.text for each in likest[1:2] if each.source.section == likest[0].source.section)
    return Draft(
        status="answered", intent=NAME, headline=likest[0].text, facts=facts, evidence=tuple(likest[: 1 + len(facts)])
    )


def _of_list(request: Request, records: Records) -> Draft | None:
    """国家层面绿色工厂评价标准清单有多少项: the count that is stated of a notice that is named by its title, and no
    count of rows; None where it states none, or the title is that of a standard."""
    if request.places or not request.has("ask.many", "ask.much"):
        return None
    bare = {BRACKETS_AT_END.sub("", notice.title): notice for notice in records.corpus.notices}
    standards = {standard.title for standard in records.corpus.standards}
    named = [title for title in bare if len(title) >= LONG_TITLE and title in request.text and title not in standards]
    if not named:
        return None
    heading = bare[max(named, key=len)].source.section
    stated = [p for p in records.passages if p.source.section == heading and COUNTED_ITEMS.search(p.text)]
    if not stated:
        return None
    return Draft(status="answered", intent=NAME, headline=stated[0].text, evidence=tuple(stated[:1]))


def _weight(pair: str, records: Records) -> float:
    """How telling a pair of characters of a notice's title is: what many titles hold tells nothing."""
    return 0.0 if pair in records.common else records.rarity.get(pair, RARE)


def fits(request: Request, records: Records) -> bool:
    """Whether the texts answer a request as it is."""
    found = search(request, records)
    return bool(found) and found[0].sure and (found[0].telling > 1 or found[0].hit.coverage >= ALONE)


def reason(request: Request, records: Records) -> Passage | None:
    """The statement that tells of the same list or place why something is so; None where none does."""
    named = {f"第{chinese_numeral(number)}批" for number in request.batches} | {place.short for place in request.places}
    asked = char_pairs(request.text) - char_pairs("".join(named)) - UNTELLING_WHY
    stated = [p for p in records.passages if any(name in p.text for name in named) and WHY_SO.search(p.text)]
    best = max(stated, key=lambda each: sum(pair in each.text for pair in asked), default=None)
    return best if best is not None and sum(pair in best.text for pair in asked) >= MANY_WORDS else None


UNTELLING_WHY = char_pairs("国家级绿色工厂为什么原因是什么优先鼓励的行业")
WHY_SO = late("原因|因为|由于|为了|高能耗高污染")
"""how a statement tells a reason, or the kind of thing that was left out"""


def _domains(request: Request) -> tuple[str, ...]:
    """The domains a question looks at: what is said of Japan answers no question about one's own factory."""
    found = [""]
    named = any(name in request.text for name in load_lexicon().outside_places)
    if named or request.mentions("topic.abroad", "topic.report"):
        found.append("abroad")
    if request.mentions("topic.committee", "topic.report", "topic.group"):
        found.append("committee")
    return tuple(found)


def search(request: Request, records: Records) -> tuple[Found, ...]:
    """Statements and rules, best first: by the whole request, by its clauses, and by the section it looks at."""
    codes = tuple(place.code for place in request.places)
    concepts = (request.concepts, request.context, request.objects)
    key = (request.text, request.asked, codes, request.told, concepts)
    return records.once(key, lambda: _searched(request, records))


def _searched(request: Request, records: Records) -> tuple[Found, ...]:
    core, added, focus = _phrased(WHAT_IS.sub("", request.text) or request.text)
    related = request.has("operation.compare", "topic.definition") or SET_APART.search(request.text)
    if request.objects and related and FACTORY in request.text:
        core = FACTORY
    defining = request.has("topic.definition", "operation.compare") or core == FACTORY
    added = f"{added} 定义" if core == FACTORY else added
    domains = _domains(request)
    whole = _search(f"{core} {added}".strip(), records, defining, domains=domains)
    lists = [_search(f"{core} {added}", records, defining, focus, domains)] if focus else []
    lists.append(whole)
    unsure = not (whole and whole[0].sure)
    if added and request.objects and unsure:  # words of other statements may hide the one that names the thing
        lists.append(_search(core, records, defining, domains=domains))
    clauses = [clause for clause in re.split(CLAUSE_BREAK, re.sub(SETTING, r"\1", core)) if len(clause) >= 4]
    if len(clauses) > 1:
        lists += [_search(f"{clause} {added}", records, defining, focus, domains) for clause in clauses[:4]]
    found = _with_quoted_first(request.text, _with_asked_first(request, _merged(lists)))
    if core == FACTORY and request.objects:
        found = (*_beside_factories(request, records), *found)
    found = _whole_country_first(request, found, records)
    found = _with_day_of_title(request, found, records)
    found = _of_year_asked(request, _of_places_asked(request, _of_countries_asked(request, found), records))
    if request.told and not (found and found[0].sure):
        return _told_again(request, found, records)
    return _told_last(request, found)


def _beside_factories(request: Request, records: Records) -> tuple[Found, ...]:
    """What is said of the green factory and another recognition in one breath (绿色工厂和零碳工厂的区别)."""
    words = {word for name in request.objects for word in load_lexicon().objects[name] if word in request.text}
    found = _search(f"{FACTORY} {' '.join(sorted(words))} {RELATED}", records, False)
    both = (each for each in found if FACTORY in each.text and any(word in each.text for word in words))
    return tuple(replace(each, quoted=True, defining=True) for each in both if SET_APART.search(each.text))[:1]


def _whole_country_first(request: Request, found: tuple[Found, ...], records: Records) -> tuple[Found, ...]:
    """Where no place is asked about, what holds for the whole country before as good a rule of one place."""
    if request.places or request.has("ask.where", "rank.") or not found or not _of_one_place(found[0], records):
        return found
    bound = found[0].hit.coverage * NEARLY
    rivals = [each for each in found if each.hit.coverage >= bound and not _of_one_place(each, records)]
    rivals = [each for each in rivals if each.telling >= found[0].telling]
    return tuple(dict.fromkeys((*rivals, *found)))


def _of_one_place(found: Found, records: Records) -> bool:
    record = found.record
    if isinstance(record, Rule):
        return record.place_code != COUNTRY
    return bool(records.places.find_all(record.text))


STARTING, STARTED = late("开始|从.{0,2}年|起步"), late(r"\d ?[年月日]起")
"""a question for a beginning, and a statement of one"""


def _told_last(request: Request, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """What was told before goes behind what speaks as much of what is asked now."""
    fresh = max((_likeness(request.asked, each.text) for each in found if each.record.id not in request.told),
                default=0)  # fmt: skip
    return tuple(
        sorted(
            found,
            key=lambda each: each.record.id in request.told and _likeness(request.asked, each.text) <= fresh,
        )
    )


def _likeness(asked: str, text: str) -> int:
    return pairs_shared(asked, text) + bool(STARTING.search(asked) and STARTED.search(text))


def _of_countries_asked(request: Request, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Where a country is asked about, what is said of it alone; all where nothing is."""
    if not request.outside:
        return found
    own = tuple(f for f in found if any(n in f.text or n in f.record.source.section for n in request.outside))
    return own or found


def _of_year_asked(request: Request, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Where a year is named, what is said of it before what shares more words and is of another time."""
    years = {mention.value[:4] for mention in request.dates if mention.words in request.asked}
    if not years or not found or request.has("ask.when") or _holds(found[0], years):
        return found
    own = tuple(each for each in found if each.sure and each.telling >= MANY_WORDS and _holds(each, years))
    return tuple(dict.fromkeys((*own, *found)))


def _holds(found: Found, words: set[str]) -> bool:
    return any(word in found.text for word in words)


def _of_places_asked(request: Request, found: tuple[Found, ...], records: Records) -> tuple[Found, ...]:
    """Where a place is asked about: what is said of it first, and nothing that is said of other places alone."""
    if not request.places:
        return found
    own = sorted((each for each in found if speaks_of(each.record, request)), key=lambda each: -each.telling)
    return (*own, *(each for each in found if each not in own and not _of_others(each.record, request, records)))


def speaks_of(record: Passage | Rule, request: Request) -> bool:
    """Whether a statement names a place that is asked about, or a rule is one of it."""
    if isinstance(record, Rule) and record.place_code in {place.code for place in request.places}:
        return True
    return any(name in record.text for place in request.places for name in place.all_names)


def _of_others(record: Passage | Rule, request: Request, records: Records) -> bool:
    """Whether a statement is of places that neither hold one that is asked about nor lie in one."""
    mentions = records.places.find_all(record.text)
    codes = [place.code for place in records.places.resolve(mentions)]
    within = records.places.within
    asked = [place.code for place in request.places]
    return bool(codes) and not any(within(code, one) or within(one, code) for code in codes for one in asked)


def _with_day_of_title(request: Request, found: tuple[Found, ...], records: Records) -> tuple[Found, ...]:
    """Where a date is asked for and the best statement has a title but no date: what says when the title came out."""
    if not request.has("ask.when") or not found or re.search(OUT_ON, found[0].text):
        return found
    titles = re.findall(r"《[^》]+》", found[0].text)
    if len(titles) != 1:
        return found
    dated = (p for p in records.passages for title in titles if title in p.text and re.search(OUT_ON, p.text))
    passage = next(iter(sorted(dated, key=lambda p: (not p.text.startswith(titles[0]), len(p.text)))), None)
    if passage is None:
        return found
    day = replace(found[0], record=passage, quoted=True)
    return (found[0], day, *(each for each in found[1:] if each.record.id != passage.id))


def _told_again(request: Request, found: tuple[Found, ...], records: Records) -> tuple[Found, ...]:
    """For a follow-up that finds nothing new: the statement told before, which may hold the rest of the answer."""
    before = [record for record_id in request.told if isinstance(record := records.record(record_id), Passage)]
    before = [record for record in before if not (request.places and _of_others(record, request, records))]
    if found and found[0].near and _none_of_it(request, " ".join(record.text for record in before)):
        return found
    hits = {each.record.id: each for each in found}
    told = [replace(hits.get(r.id, Found(record=r, hit=BLANK)), quoted=True, defining=True) for r in before]
    kept = {each.record.id for each in told}
    return (*told, *(each for each in found if each.record.id not in kept))


def _with_asked_first(request: Request, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Of the statements that fit about as well, those that hold the kind of fact asked for: a date, a count."""
    asks_day = request.has("ask.when")
    asks_body = request.has("ask.who") or bool(BODIES.search(request.text))
    wanted = (
        DATE
        if asks_day
        else ISSUED_BY
        if asks_body
        else NUMBERED
        if request.has("aspect.number")
        else QUANTITY
        if request.has("ask.many", "ask.much", "ask.amount")
        else ""
    )
    of_unit = COUNTED_FIRMS if wanted == QUANTITY and UNIT_ASKED.search(request.asked) else ""
    if not (wanted or RATE_ASKED.search(request.asked)) or not found:
        return found
    rated = RATE_ASKED.search(request.asked)
    bound = found[0].hit.coverage * (CLOSE_ENOUGH if rated else NEARLY)
    rival = [each for each in found if each.hit.coverage >= bound]
    holding = [each for each in rival if (RATE.search(each.text) if rated else re.search(wanted, each.text))]
    first = [each for each in holding if of_unit and re.search(of_unit, each.text)]
    return tuple(dict.fromkeys((*first, *holding, *found)))


def _quotes(text: str) -> list[str]:
    """What the request puts in quotation marks, but the name of the subject itself."""
    found = (match.strip() for match in re.findall(QUOTED, text))
    return [phrase for phrase in found if len(phrase) > SHORT_QUOTE and phrase != "绿色工厂"]


def _with_quoted_first(text: str, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Statements that hold what the request puts in quotation marks go before those that don't."""
    quoted = _quotes(text)
    if not quoted:
        return found
    holding = [replace(each, quoted=True) for each in found if all(phrase in each.record.text for phrase in quoted)]
    kept = {each.record.id for each in holding}
    return (*holding, *(each for each in found if each.record.id not in kept))


def _phrased(text: str) -> tuple[str, str, tuple[str, ...]]:
    """The request without fillers; words that statements use for what it asks; the sections it looks at."""
    lexicon = load_lexicon()
    folded = text.lower()
    added = " ".join(word for word, phrases in lexicon.additions.items() if any(p in folded for p in phrases))
    focus = tuple(section for section, words in lexicon.focus.items() if any(word in folded for word in words))
    focus, text = tuple(dict.fromkeys((*focus, *SECTION.findall(text)))), SECTION.sub(" ", text)
    for filler in lexicon.fillers:
        text = text.replace(filler, " ")
    return text.strip(" ，,。？?！!"), added, focus


def _fits_well(hit: Hit) -> bool:
    """Whether a hit covers so much of a question that it is meant though its domain was not named."""
    telling = sum(1 for word in hit.matched if word not in GENERIC and len(word) > 1)
    return hit.coverage >= FOREIGN_COVERAGE and telling >= SURE_WORDS


def _domain(record: Record) -> str:
    """What a section is about where it is not the reader's own factory: countries abroad, the association."""
    section = record.source.section
    if "国际" in section or any(name in section for name in load_lexicon().outside_places):
        return "abroad"
    return "committee" if "专业委员会" in section or "专委会" in section else ""


def _search(
    text: str, records: Records, defining: bool, sections: tuple[str, ...] = (), domains: tuple[str, ...] = ("",)
) -> list[Found]:
    if not text.strip():
        return []
    query = Query(text=text, kinds=KINDS, sections=sections, limit=HITS)
    pairs: tuple[tuple[Record, Hit], ...] = records.found(query)
    pairs = tuple(pair for pair in pairs if _domain(pair[0]) in domains or _fits_well(pair[1]))[:10]
    return [
        Found(record=record, hit=hit, defining=defining)
        for record, hit in pairs
        if isinstance(record, (Passage, Rule)) and not is_scrap(record) and not _is_title(record, records)
    ]


def _is_title(record: Passage | Rule, records: Records) -> bool:
    """Whether a piece of a document only repeats its title."""
    return isinstance(record, Passage) and record.text in records.document_title(record)


def is_scrap(record: Passage | Rule) -> bool:
    """Whether a piece of a document states nothing: the head of a list, whom a notice is addressed to, who signed."""
    original = isinstance(record, Passage) and record.quote_kind == "original"
    return original and (record.text.endswith(("：", ":")) or bool(SIGNED.search(record.text)))


def _merged(lists: list[list[Found]]) -> tuple[Found, ...]:
    """The surest list first, with the best of the others after its own best."""
    lists = [found for found in lists if found]
    if not lists:
        return ()
    lists.sort(key=lambda found: (found[0].sure, found[0].near, found[0].hit.coverage > SURE), reverse=True)
    heads = [found[0] for found in lists if found[0].sure or found is lists[0]]
    merged = {each.record.id: each for each in (*heads, *(each for found in lists[:2] for each in found))}
    return tuple(merged.values())


def _shown(request: Request, found: tuple[Found, ...]) -> list[Found]:
    best = found[0]
    shown, used = [best], len(best.text)
    names = {name for place in request.places for name in place.all_names}
    further = (each for each in found[1:] if not names or _telling_beside(each, names))
    of_rate = RATE_ASKED.search(request.asked) and not request.has("ask.why")
    if of_rate and RATE.search(best.text):  # beside a share others that name one
        further = (each for each in further if RATE.search(each.text))
    for each in further:
        if len(shown) >= SHOWN:
            break
        fits = each.quoted or (each.hit.coverage >= best.hit.coverage * CLOSE_TO_BEST and each.near)
        if fits and used + len(each.text) <= BUDGET and each.text not in {other.text for other in shown}:
            shown.append(each)
            used += len(each.text)
    return shown


def _telling_beside(each: Found, names: set[str]) -> int:
    """How many words a statement shares with a question beside the place and the year that both speak of."""
    return sum(word not in names and not YEAR.fullmatch(word) and word not in GENERIC for word in each.hit.matched)


def shared_beside_place(request: Request, records: Records) -> int:
    """How many words the best statement shares with a question beside the place and the year."""
    found = search(request, records)
    names = {name for place in request.places for name in place.all_names}
    return _telling_beside(found[0], names) if found else 0


def _tells_enough(best: Found, request: Request, records: Records) -> bool:
    """Whether a statement shares so much with a question that it may stand in the place of rows."""
    if not request.places:
        return best.telling >= MANY_WORDS
    beside = _telling_beside(best, {name for place in request.places for name in place.all_names})
    of_place = isinstance(best.record, Rule) or records.is_later(best.record)
    if of_place and speaks_of(best.record, request):
        return beside > 0 or (best.telling >= MANY_WORDS and request.explained < NEAR)
    return beside >= MANY_WORDS


def nothing(request: Request, records: Records) -> Draft:
    """That the corpus is silent, what it covers, and what can be asked."""
    suggestions = tuple(say("suggest", place=name) for name in records.examples()[:1])
    return Draft(status="no_answer", intent=NAME, headline=say("none"), facts=(say("covers"),), suggestions=suggestions)
