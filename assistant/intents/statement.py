"""Anything the texts say: the statements that fit the question best, or that there are none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.desk import FACTORY, Claim, Desk, Draft
from assistant.intents.base import speaks_of_own_factory
from assistant.lexicon import load_lexicon
from assistant.question import Question
from assistant.wording import load_wording
from corpus.types import Passage, Record, Rule
from index.types import Entry, Hit, Query

NAME = "statement"
TOPIC = "statement"

say = load_wording("statement")
KINDS = ("passage", "rule")
SURE = 0.5
"""coverage (share of the question's telling words found) from which a statement answers"""
SURE_OF_TWO = 0.35
"""or this coverage with two telling words"""
SURE_WORDS = 3
"""or this many telling words found, however long the question is"""
NEAR = 0.25
"""coverage from which a statement is shown as the nearest there is"""
SHOWN = 5
BUDGET = 420
"""characters of statements in one answer"""
CLOSE_TO_BEST = 0.5
"""share of the best score that a further statement must have"""
QUOTED = r"[“‘「『\"]([^”’」』\"]{2,30})[”’」』\"]"
DATE = r"\d{4} ?年"
OUT_ON = r"\d{4} ?年[^，。；《]{0,12}(?:发布|印发|出台|公布)"
"""a day or month on which something came out"""
QUANTITY = r"\d(?! ?年)|[一二三四五六七八九十百千万]+[家项个种条大]"
SETTING = r"([里中]面?)[，,]"
"""the end of a clause that only says where to look"""
ALONE = 0.7
"""coverage from which one telling word is enough to stand alone"""
SHORT_QUOTE = 2
"""characters up to which quotation marks mean emphasis"""
NEARLY = 0.8
"""share of the best coverage from which a statement counts as fitting about as well"""
COUNTED = r"(\d+) ?(家|项|个|种)"
GROUP = r"([一-鿿]{2})集团(?:公司)?(?:有|入选|旗下|的)"
NO_NAME = r"我们|我司|大型|本|各|哪|企业|同一|一个|这|那|些|像|咱|家|个|旗下|是|在|和|的"
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A statement, its hit, and whether it fits well enough to answer."""

    record: Passage | Rule
    hit: Hit
    defining: bool = False
    """whether the question asks what something is, so that its bare name may be all there is to find"""

    quoted: bool = False
    """whether it holds what the question puts in quotation marks"""

    @property
    def text(self) -> str:
        """The statement as a sentence."""
        text = self.record.text
        if isinstance(self.record, Rule) and self.record.items and self.record.items[0] not in text:
            text = f"{text.rstrip('。')}：{'；'.join(self.record.items)}"
        return text if text.endswith(("。", "！", "？")) else f"{text}。"

    @property
    def telling(self) -> int:
        """How many words that say something the statement shares with the question."""
        return sum(1 for word in self.hit.matched if word not in GENERIC and len(word) > 1)

    @property
    def sure(self) -> bool:
        """Whether it answers: enough of the question's weight, and at least one word that tells."""
        if self.quoted and self.defining:
            return True
        if not self.telling:
            return self.defining and self.hit.coverage > 0.9
        if self.telling >= 2 and self.hit.coverage >= SURE_OF_TWO:
            return True
        return self.hit.coverage >= SURE or self.telling >= SURE_WORDS

    @property
    def near(self) -> bool:
        """Whether it is worth showing as the nearest there is."""
        return self.quoted or (self.telling > 0 and (self.hit.coverage >= NEAR or self.telling >= 2))


def claim(question: Question, desk: Desk) -> Claim | None:
    """Every question that no other intent took; a subsidy question without a place only where a statement fits it."""
    narrowed = question.levels or question.amounts or question.has("where", "one_off", "table_subsidy", "validity")
    if question.has("money") and not (question.places or narrowed or question.topic or speaks_of_own_factory(question)):
        found = search(question, desk)
        if found and found[0].hit.coverage >= 0.6 and found[0].telling >= SURE_WORDS:
            return Claim(score=77, reason="正文里有直接对应的说法")
    if _quotes(question.text) and not (question.titles or question.has("where", "in_title", "validity")):
        found = search(question, desk)
        if found and found[0].quoted:
            return Claim(score=86, reason="正文里有问题所引的原话")
    return Claim(score=10, reason="在正文里找")


def answer(question: Question, desk: Desk) -> Draft:
    """The best statement first, then those of nearly the same fit, most telling first."""
    found = search(question, desk)
    if not found or not found[0].near or _hangs_on_one_word(question, found[0]):
        return nothing(question)
    best = found[0]
    shown = _shown(found)
    computed = _computed(question, best.text) if best.sure else ""
    unsaid = _unsaid(question)
    silent = unsaid or _silence(question, shown)
    headline = say("sentence", text=best.text) if best.sure else say("weak") + best.text
    if silent:
        headline = silent + best.text
    explain = tuple(
        f"{each.record.source.section}：覆盖 {each.hit.coverage:.2f}，命中 {'、'.join(each.hit.matched[:6])}"
        for each in shown
    )
    return Draft(
        status="no_answer" if unsaid else "answered" if best.sure and not silent else "partial",
        intent=NAME,
        headline=headline,
        facts=((computed,) if computed else ()) + tuple(each.text for each in shown[1:]),
        evidence=tuple(each.record for each in shown),
        suggestions=(say("suggest_b"),),
        explain=explain,
        computed=(computed,) if computed else (),
    )


def _hangs_on_one_word(question: Question, best: Found) -> bool:
    """Whether a question without any word of the field shares one word with a statement, and little else."""
    return not (question.cues or question.told or best.quoted) and best.telling < 2 and best.hit.coverage < ALONE


def _unsaid(question: Question) -> str:
    """That the corpus does not say what is asked, for what is often asked; "" for anything else."""
    for topic, phrases in load_lexicon().silent.items():
        if any(phrase in question.text for phrase in phrases):
            return say("silent", topic=topic)
    return ""


def _silence(question: Question, shown: list[Found]) -> str:
    """What the statements found do not say though it was asked: the count of a named group, a year after the corpus."""
    texts = " ".join(each.text for each in shown)
    later = [d.year for d in question.dates if d.year > question.corpus_year and str(d.year) not in texts]
    if later:
        return say("later", year=later[0])
    stranger = next((name for name in re.findall(GROUP, question.text) if name not in texts), "")
    if stranger and not re.search(NO_NAME, stranger):
        return say("unnamed", name=stranger)
    if question.has("count"):
        for name in load_lexicon().counted_names:
            if name in question.text and not re.search(rf"{name}[^，。；、]{{0,8}}\d+ ?家", texts):
                return say("uncounted", name=name)
    return ""


def _computed(question: Question, text: str) -> str:
    """The sum or difference of the two counts of one unit that a statement gives, when the question asks for it."""
    counts = list(dict.fromkeys(re.findall(COUNTED, text)))
    if len(counts) != 2 or counts[0][1] != counts[1][1]:
        return ""
    first, second = (int(number) for number, _ in counts)
    slots = {"unit": counts[0][1], "high": max(first, second), "low": min(first, second)}
    if question.has("difference", "compare"):
        return say("difference", **slots, result=abs(first - second))
    return say("sum", **slots, result=first + second) if question.has("total") else ""


def stands_alone(question: Question, desk: Desk) -> bool:
    """Whether the texts answer a question as it is, so that it needs nothing of the turns before."""
    if _unsaid(question):
        return True
    found = search(question, desk)
    return bool(found) and found[0].sure and (found[0].telling >= 2 or found[0].hit.coverage >= ALONE)


def search(question: Question, desk: Desk) -> tuple[Found, ...]:
    """Statements and rules, best first: by the whole question, by its clauses, and by the section it looks at."""
    core, added, focus = _phrased(question.text)
    defining = question.has("define", "relation") or core == FACTORY
    added = f"{added} 定义" if core == FACTORY else added
    whole = _search(f"{core} {added}".strip(), desk, defining)
    lists = [_search(f"{core} {added}", desk, defining, focus)] if focus else []
    lists.append(whole)
    clauses = [clause for clause in re.split(CLAUSE_BREAK, re.sub(SETTING, r"\1", core)) if len(clause) >= 4]
    if len(clauses) > 1:
        lists += [_search(f"{clause} {added}", desk, defining, focus) for clause in clauses[:4]]
    found = _with_quoted_first(question.text, _with_asked_first(question, _merged(lists)))
    found = _with_day_of_title(question, found, desk)
    if question.told and not (found and found[0].sure):
        return _told_again(question, found, desk)
    return tuple(sorted(found, key=lambda each: each.record.id in question.told))


def _with_day_of_title(question: Question, found: tuple[Found, ...], desk: Desk) -> tuple[Found, ...]:
    """Where a date is asked for and the best statement has a title but no date: what says when the title came out."""
    if not question.has("issued") or not found or re.search(OUT_ON, found[0].text):
        return found
    titles = re.findall(r"《[^》]+》", found[0].text)
    if len(titles) != 1:
        return found
    dated = (p for p in desk.corpus.passages for title in titles if title in p.text and re.search(OUT_ON, p.text))
    passage = next(iter(sorted(dated, key=lambda p: (not p.text.startswith(titles[0]), len(p.text)))), None)
    if passage is None:
        return found
    day = replace(found[0], record=passage, quoted=True)
    return (found[0], day, *(each for each in found[1:] if each.record.id != passage.id))


def _told_again(question: Question, found: tuple[Found, ...], desk: Desk) -> tuple[Found, ...]:
    """For a follow-up that finds nothing new: the statement told before, which may hold the rest of the answer."""
    before = [record for record_id in question.told if isinstance(record := desk.record(record_id), Passage)]
    hits = {each.record.id: each for each in found}
    blank = Hit(entry=Entry(id="", kind="passage", text=""), rank=1, score=0.0, coverage=1.0, matched=())
    told = [replace(hits.get(r.id, Found(record=r, hit=blank)), quoted=True, defining=True) for r in before]
    kept = {each.record.id for each in told}
    return (*told, *(each for each in found if each.record.id not in kept))


def _with_asked_first(question: Question, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Of the statements that fit about as well, those that hold the kind of fact asked for: a date, a count."""
    wanted = DATE if question.has("issued") else QUANTITY if question.has("count", "how_much") else ""
    if not wanted or not found:
        return found
    bound = found[0].hit.coverage * NEARLY
    rival = [each for each in found if each.hit.coverage >= bound]
    holding = [each for each in rival if re.search(wanted, each.text)]
    return tuple(dict.fromkeys((*holding, *found)))


def _quotes(text: str) -> list[str]:
    """What the question puts in quotation marks, but the name of the subject itself."""
    found = (match.strip() for match in re.findall(QUOTED, text))
    return [phrase for phrase in found if len(phrase) > SHORT_QUOTE and phrase != "绿色工厂"]


def _with_quoted_first(text: str, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Statements that hold what the question puts in quotation marks go before those that don't."""
    quoted = _quotes(text)
    if not quoted:
        return found
    holding = [replace(each, quoted=True) for each in found if all(phrase in each.record.text for phrase in quoted)]
    kept = {each.record.id for each in holding}
    return (*holding, *(each for each in found if each.record.id not in kept))


def _phrased(text: str) -> tuple[str, str, tuple[str, ...]]:
    """The question without fillers; words that statements use for what it asks; the sections it looks at."""
    lexicon = load_lexicon()
    folded = text.lower()
    added = " ".join(word for word, phrases in lexicon.additions.items() if any(p in folded for p in phrases))
    focus = tuple(section for section, words in lexicon.focus.items() if any(word in folded for word in words))
    for filler in lexicon.fillers:
        text = text.replace(filler, " ")
    return text.strip(" ，,。？?！!"), added, focus


def _search(text: str, desk: Desk, defining: bool, sections: tuple[str, ...] = ()) -> list[Found]:
    if not text.strip():
        return []
    pairs: tuple[tuple[Record, Hit], ...] = desk.found(Query(text=text, kinds=KINDS, sections=sections, limit=10))
    return [
        Found(record=record, hit=hit, defining=defining) for record, hit in pairs if isinstance(record, (Passage, Rule))
    ]


def _merged(lists: list[list[Found]]) -> tuple[Found, ...]:
    """The surest list first, with the best of the others after its own best."""
    lists = [found for found in lists if found]
    if not lists:
        return ()
    lists.sort(key=lambda found: (found[0].sure, found[0].near, found[0].hit.coverage > SURE), reverse=True)
    heads = [found[0] for found in lists if found[0].sure or found is lists[0]]
    merged = {each.record.id: each for each in (*heads, *(each for found in lists[:2] for each in found))}
    return tuple(merged.values())


def _shown(found: tuple[Found, ...]) -> list[Found]:
    best = found[0]
    shown, used = [best], len(best.text)
    for each in found[1:]:
        if len(shown) >= SHOWN:
            break
        fits = each.quoted or (each.hit.coverage >= best.hit.coverage * CLOSE_TO_BEST and each.near)
        if fits and used + len(each.text) <= BUDGET and each.text not in {other.text for other in shown}:
            shown.append(each)
            used += len(each.text)
    return shown


def nothing(question: Question) -> Draft:
    """That the corpus is silent, what it covers, and what can be asked."""
    return Draft(
        status="no_answer",
        intent=NAME,
        headline=say("none"),
        facts=(say("covers"),),
        suggestions=(say("suggest_a"), say("suggest_b"), say("suggest_c")),
    )
