"""Reads a message against one corpus: spelling, spans, asks, slots, and for each ask the request it makes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from assistant.understanding import matters, operations, relations, slots
from assistant.understanding.asks import Ask, asks_of, concepts_of
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.numerals import DAY_OF_YEAR, HAN, LIST_BESIDE_YEAR, DateMention, counted_out, years_ago
from assistant.understanding.request import Correction, Message, Request, Where
from assistant.understanding.spans import Clause, Scanner, Span, distance, in_order, names_of
from assistant.understanding.spelling import Latin, Speller, latin_to_chinese, place_codes, to_simplified
from assistant.understanding.titles import Titles, squeeze
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place, Places
from corpus.timeline import numbered
from corpus.types import Corpus, Standard
from corpus.validity import first_day

CONTROL = r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
LONGEST_QUESTION = 10_000
"""characters; longer texts are not read, and this is said"""
LONG_MESSAGE = 300
AGAIN = late(r"(?s)(.{1,16}?)\1{7,}")
SENTENCE = late(r"[^。？！?!；;\n]*[。？！?!；;\n]+|[^。？！?!；;\n]+")
MOST_ASKS = 12
"""questions of one message that are answered; more are told to be left"""
DIGITS = r"\d{16,}"
"""more digits than any figure has"""
QUOTED = late(r"《([^《》]{2,60})》", words=("《",))
THOUSANDS = late(r"(?<=\d)[,，](?=\d{3}(?!\d))", words=",，")
BETWEEN_CHINESE = rf"(?<={HAN}|[，。？！、])[^\S\n]+(?={HAN})"
FACTORY = "绿色工厂"
WHAT_IS = late("(?:是|叫)(?:个)?(?:什么|啥)(?:东西|意思)?$", words=("什么", "啥"))
QUESTION_WORD_REACH = 3
OF_YEAR = late(
    r"(?<![报评])(?<!申报的)(20\d\d) ?年度"
    r"(?!起|动态|管理表|报表|填报|(?:国家级?|省级?)?的?申报|计划|预算|专项|财政)"
)
"""a list by the year that it is of, which is not the year in which it came out"""
THROUGH_YEARS = late(r"(20\d\d) ?(?:年度?)? ?(?:到|至|[-~—–]+) ?(20\d\d) ?年度")
SHARE_OF = ("占", "占到", "占了", "占去")
"""what stands before the whole that a share is asked of"""
OWN_LIST = late("批(?:次)?的?省级|省级[^，。；]{0,12}第[一二三四五六七八九十]+批")
NOT_OF_YEAR = late(r"(?:不是|不含|别算|非) ?20\d\d ?年度", words=("年度",))
WHICH_PLACE = late("哪个?(?:省|市|地方|地区|里|儿)", words=("哪",))
CALENDAR_YEAR = late(r"(20\d\d) ?年")
DIGITS_OF = late(r"(\d{4,5})(-\d{4})?$")
BARE_DIGITS = late(r"(?<![\d./-])(?!(?:19|20)\d\d)\d{4,5}(?!\d|年|[-/.]\d|万|元|家)")
EDITIONS = late("[新旧老][旧新老]?版|两版|版本", words=("版",))
"""behind the digits of a standard: 36132新旧版有啥区别"""
REPLACES = late(
    "代替|替代|取代|废止|作废|换新|新[版板]", words=("代替", "替代", "取代", "废止", "作废", "换新", "新版", "新板")
)
PAIR = 2


class Reader:
    """Reads messages against one corpus; made once for each generation of the index."""

    def __init__(self, corpus: Corpus, places: Places, lexicon: Lexicon, is_word: Callable[[str], bool]) -> None:
        """``is_word`` tells whether the dictionary of the index holds a text as a word."""
        self._places = places
        self._lexicon = lexicon
        self._codes = frozenset(place_codes(corpus))
        self._speller = Speller(corpus, places, lexicon)
        self._products = _productnames_of(corpus.standards)
        spoken = tuple(word for word in self._products if len(word) >= PAIR and not word.isascii())
        around = {place.code for code in self._codes for place in places.ancestors(code)}
        self._latin = Latin(lexicon=lexicon, places=places, corpus_codes=self._codes | around, spoken=spoken)
        self._titles = Titles(corpus, places)
        self._policy_titles = frozenset(row.title for row in corpus.policies)
        self._standard_titles = frozenset(squeeze(row.title) for row in corpus.standards) - self._titles.squeezed
        self._by_digits = {
            found[1]: s.number.removesuffix(found[2] or "")  # whose year depends on the day
            for s in corpus.standards
            if (found := DIGITS_OF.search(s.number))
        }
        self._lists = tuple(batch for batch in numbered(corpus.batches) if batch.number)
        self._of_year = {str(batch.year): batch.number for batch in self._lists if batch.year}
        self._listed_in: dict[str, list[int]] = {}
        for batch in self._lists:
            self._listed_in.setdefault(batch.list_date[:4], []).append(batch.number)
        self._on_days = _concepts_of_days(corpus, lexicon)
        self._scanner = Scanner(
            lexicon=lexicon,
            places=places,
            spoken_of=self._codes,
            products=self._products,
            titles=self._titles.named,
            is_word=is_word,
        )

    def read(self, typed: str, as_of: date) -> Message:
        """The requests of a message; never fails, whatever the text. One without a question has no request."""
        text, corrections, unclear = self._readable(_said_once(typed[:LONGEST_QUESTION]))
        text = counted_out(text, as_of.year)
        last = self._last_list(as_of)
        clauses = self._scanner.scan(text, last)
        text, clauses, more = self._respelt(text, clauses, last)
        every = _each_once(asks_of(clauses))
        asks = every[:MOST_ASKS]
        requests = tuple(self._request(ask, text, typed, as_of, unclear) for ask in asks)
        corrections = [*corrections, *more]
        return Message(
            typed=typed,
            text=text,
            as_of=as_of,
            requests=tuple(request.with_(corrections=tuple(corrections)) for request in requests),
            corrections=tuple(corrections),
            left_out=len(every) - len(asks),
        )

    # the text

    def _readable(self, typed: str) -> tuple[str, list[Correction], tuple[Place, ...]]:
        typed = re.sub(DIGITS, " ", THOUSANDS.sub("", typed))
        text = re.sub(CONTROL, " ", unicodedata.normalize("NFKC", typed.encode("utf-8", "replace").decode("utf-8")))
        latin = latin_to_chinese(to_simplified(text), self._latin)
        text, typos = self._speller.words(latin.text)
        text = re.sub(BETWEEN_CHINESE, "", re.sub(r"[^\S\n]+", " ", text)).strip()
        text = QUOTED.sub(lambda m: m[1] if self._is_no_policy(m[1]) else m[0], text)
        text = self._put_right(text)
        return text, [*latin.corrections, *typos], latin.undecided

    def _is_no_policy(self, quoted: str) -> bool:
        """Whether brackets hold a place or the title of a standard: the vocabulary reads both as they stand."""
        return bool(self._places.by_name(quoted)) or squeeze(quoted) in self._standard_titles

    def _put_right(self, text: str) -> str:
        """What follows 打错了 in the middle of a message, which is what was meant."""
        for word in self._lexicon.concepts["talk.amend"]:
            before, found, after = text.partition(word)
            if found and len(word) > PAIR and len(before.strip(" …。.,，")) > 1 and len(after.strip()) > PAIR:
                return after.strip(" ，,。…")
        return text

    def _last_list(self, day: date) -> int:
        """The number of the newest list that was out on a day: what 最近一批 and 各批 mean on it."""
        out = (one.number for one in self._lists if not one.list_date or first_day(one.list_date) <= day)
        return max(out, default=0)

    def _respelt(
        self, text: str, clauses: tuple[Clause, ...], last_list: int
    ) -> tuple[str, tuple[Clause, ...], list[Correction]]:
        """The text with mistyped names of places and products put right, where none was found as typed."""
        named = [span for clause in clauses for span in clause.spans if span.kind == "place"]
        concepts = concepts_of([span for clause in clauses for span in clause.spans])
        corrections: list[Correction] = []
        if not named or (len(named) == 1 and {"operation.compare", "operation.difference"} & concepts):
            words = [(span.start, span.end) for clause in clauses for span in clause.spans if span.kind == "concept"]
            text, corrections = self._speller.place_names(text, words)
        product = any(span.kind in ("product", "number") for clause in clauses for span in clause.spans)
        if "topic.standard" in concepts and not product:
            text, more = self._speller.products(text, self._products)
            corrections = [*corrections, *more]
        return text, self._scanner.scan(text, last_list) if corrections else clauses, corrections

    # one ask

    def _request(self, ask: Ask, text: str, typed: str, as_of: date, unclear: tuple[Place, ...]) -> Request:
        spans, around = ask.spans, ask.context_spans
        both = (*around, *spans)
        roles = slots.Roles(ask, text, self._lexicon)
        titles, quoted = self._titled(ask)
        titles = titles or self._titles.of_place(ask.text, roles.asked.values())
        if not titles and not roles.asked and {"topic.money", "ask.amount"} & ask.concepts:
            titles = self._titles.by_part(ask.text)
        if not titles and WHICH_PLACE.search(ask.text):
            titles = self._titles.by_long_run(ask.text)
        conditions, bare = slots.amount_conditions(ask, text)
        dated = list(slots.date_conditions(ask, text, kept=titles))
        meant = [
            s
            for s in spans
            if (len(s.text) > matters.SHORT_WORD or matters.means_itself(s, text)) and not _of_a_sum(s, spans)
        ]
        concepts = concepts_of(meant)
        if {"operation.pay_out", "ask.much"} <= concepts:  # 兑现了多少
            concepts |= {"topic.money"}
        context = concepts_of(
            [span for span in around if len(span.text) > matters.SHORT_WORD or matters.means_itself(span, text)]
        )
        own_levels = slots.levels_of(spans, ask.text)
        levels = own_levels or slots.levels_of(around, ask.text)
        if {"operation.paid", "operation.upgrade", "aspect.stacking"} & (concepts | context):
            levels = tuple(dict.fromkeys((*slots.levels_of(around, ask.text), *own_levels)))
        whole = [span for span in spans if span.kind == "batch" and text.endswith(SHARE_OF, 0, span.start)]
        part = [span for span in spans if span not in whole]
        left_out = slots.left_out(ask, self._lexicon, "product")
        spans_in, around_in = ([one for one in each if one not in left_out] for each in (spans, around))
        standards, product = self._standards(spans_in if _has(spans_in, "product") else around_in)
        request = Request(
            typed=typed,
            text=ask.text,
            asked="，".join(clause.text.strip() for clause in ask.clauses),
            as_of=as_of,
            places=tuple(roles.asked.values()),
            excluded=tuple(roles.excluded.values()),
            background=tuple(roles.background.values()),
            undecided=() if roles.asked else (*roles.undecided.values(), *unclear),
            place_set=roles.set_name,
            levels=levels,
            payers=_payers(concepts) or _payers(context, ask.text),
            batches=self._lists_named(ask, roles, part),
            whole=_merged(whole, "batch"),
            stars=_merged(both, "star"),
            numbers=tuple(span.value for span in both if span.kind == "number") or self._bare_numbers(ask, concepts),
            standards=standards,
            product=product,
            titles=titles,
            in_policies=bool(self._policy_titles.intersection(titles)),
            quoted=quoted,
            objects=tuple(dict.fromkeys(span.value for span in both if span.kind == "object")),
            outside=tuple(dict.fromkeys(span.value for span in both if span.kind == "outside")),
            dates=tuple(mention for _, mention in dated),
            amounts=tuple(v for _, m in bare for v in (m.value, m.upper) if v is not None),
            years=next((span.value[0] for span in both if span.kind == "years"), 0),
            counted=tuple(span.value for span in both if span.kind == "counted"),
            concepts=concepts,
            subject=_subject(both),
            ordered=in_order(spans),
            context=context,
            unsaid=matters.unsaid(spans, around, text),
        )
        request = self._by_both_payers(self._settled(request))
        if WHAT_IS.search(request.asked) and not request.has("topic.", "aspect.document", "aspect.number"):
            request = request.with_(concepts=request.concepts | {"topic.definition"})
        request = _of_eligibility(self._by_day_of_year(request), text)
        if _asks_of_own_award(request, text):
            concepts, ordered = request.concepts | {"topic.recheck"}, (*request.ordered, "topic.recheck")
            request = request.with_(concepts=concepts, ordered=ordered)
            request, dated = request.with_(dates=request.dates[1:]), dated[1:]  # the first is when it was won
        happened = _days_of_events(request, text)
        dated = [(where, mention) for where, mention in dated if mention not in happened]
        request = request.with_(dates=tuple(mention for _, mention in dated), happened=happened)
        leftover, unknown = _leftover(ask, self._lexicon)
        where = (*conditions, *(each for each, _ in dated), *self._without(left_out))
        request = request.with_(where=where, leftover=leftover, unknown=unknown)
        paying_only = _paying_only(spans)
        if paying_only and matters.SENDING.search(ask.text):
            request = request.with_(concepts=request.concepts - {"topic.money"})
        relation = relations.choose(request, paying_only)
        request = request.with_(
            relation=relation,
            paying_only=paying_only,
            explained=relations.explained(spans, relation),
            unexplained=relations.unexplained(spans, relation),
        )
        return operations.settle(request, ask, text, around_places=tuple(roles.around.values()))

    def _by_day_of_year(self, request: Request) -> Request:
        """4月15日 alone: the rule with that deadline is meant, unless the question names a subject."""
        days = {f"{int(month):02}-{int(day):02}" for month, day in DAY_OF_YEAR.findall(request.asked)}
        found = tuple(dict.fromkeys(self._on_days[day] for day in sorted(days) if day in self._on_days))
        if not found or request.mentions("topic.", "rule.", "unsaid.") or request.titles or request.standards:
            return request
        concepts = request.concepts - {"aspect.issued"} | set(found)
        return request.with_(concepts=concepts, ordered=(*found, *request.ordered))

    def _lists_named(self, ask: Ask, roles: slots.Roles, part: Sequence[Span]) -> tuple[int, ...]:
        """The lists that an ask names by number or by year; a number beside 不是…年度 is the one meant."""
        numbered = self._beside_years(ask, _batches(part, ask.context_spans))
        around = _batches(ask.context_spans)
        out = slots.left_out(ask, self._lexicon, "batch")
        of_others = [span for span in (*ask.context_spans, *part) if span.kind == "batch" and span not in out]
        if out and of_others:
            without = {number for span in out for number in span.value}
            return tuple(number for number in _merged(of_others, "batch") if number not in without)
        if roles.asked and slots.levels_of(ask.spans, ask.text) == ("省级",) and OWN_LIST.search(ask.text):
            return ()  # 吉林第二批省级示范项目 is no list of the country
        if NOT_OF_YEAR.search(ask.text):
            return numbered or around
        return self._of_years(ask, roles) or numbered or around

    def _of_years(self, ask: Ask, roles: slots.Roles) -> tuple[int, ...]:
        """The lists that an ask names by their year (2023年度); () where a place or money is spoken of."""
        if roles.asked or ask.concepts & {"topic.money", "operation.pay_out"}:
            return ()
        years = OF_YEAR.findall(ask.text)
        if through := THROUGH_YEARS.search(ask.text):
            years += [str(year) for year in range(int(through[1]), int(through[2]))]
        return tuple(sorted({self._of_year[year] for year in years if year in self._of_year}))

    def _beside_years(self, ask: Ask, numbered: tuple[int, ...]) -> tuple[int, ...]:
        """The lists named by number, with those of a year that stands beside them (第四批和2020年的)."""
        if not numbered or not LIST_BESIDE_YEAR.search(ask.text):
            return numbered
        years = CALENDAR_YEAR.findall(ask.text)
        return tuple(sorted({*numbered, *(number for year in years for number in self._listed_in.get(year, ()))}))

    def _settled(self, request: Request) -> Request:
        """What stays open, once what is named beside a name has settled which one is meant."""
        if not request.undecided or not request.places:
            return request
        return request.with_(undecided=())

    def _bare_numbers(self, ask: Ask, concepts: frozenset[str]) -> tuple[str, ...]:
        """The standards that an ask names by their digits alone (2562被2634代替了吗)."""
        digits = (match[0] for match in BARE_DIGITS.finditer(ask.text))
        found = tuple(dict.fromkeys(self._by_digits[each] for each in digits if each in self._by_digits))
        named = {"aspect.status", "aspect.start", "aspect.valid", "topic.standard", "std.general"} & concepts
        told = named or REPLACES.search(ask.text) or EDITIONS.search(ask.text)
        return found if told or len(found) > 1 else ()

    def _by_both_payers(self, request: Request) -> Request:
        """省里给多少、市里给多少 of a city: its province beside it."""
        place = request.place
        both = {"province", "city"} <= set(request.payers) and place is not None and place.rank == "city"
        if not both or place is None or request.has("operation.sum", "aspect.stacking"):
            return request
        province = self._places.province(place.code)
        return request.with_(places=(place, province)) if province else request

    def _titled(self, ask: Ask) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The titles of the corpus that the ask names, and those in brackets that it does not hold."""
        found = self._titles.named(ask.text)
        quoted = [span.value for span in (*ask.context_spans, *ask.spans) if span.kind == "title"]
        unknown = tuple(title for title in quoted if not self._titles.named(f"《{title}》"))
        return found, unknown

    def _standards(self, spans: Sequence[Span]) -> tuple[tuple[Standard, ...], str]:
        words = [span.value for span in spans if span.kind == "product"]
        if not words:
            return (), ""
        longest = max(words, key=len)
        found = {standard.id: standard for word in words for standard in self._products.get(word, ())}
        return tuple(found.values()), longest

    def _without(self, spans: Sequence[Span]) -> tuple[Where, ...]:
        """The condition that a list holds none of the standards for some products."""
        if not spans:
            return ()
        names = tuple(dict.fromkeys(span.text for span in spans))
        ids = tuple(dict.fromkeys(one.id for span in spans for one in self._products.get(span.value, ())))
        return (Where(field="product", test="not", value=ids, words="、".join(names)),)

    def sibling(self, product: str, word: str) -> str:
        """The product that a word makes with the tail of another: 锌 after 铜冶炼; "" where there is none."""
        return next(
            (made for start in range(1, len(product)) if (made := word + product[start:]) in self._products), ""
        )

    @property
    def products(self) -> dict[str, tuple[Standard, ...]]:
        """Words that name a product or industry, to the standards for it."""
        return self._products


def _said_once(typed: str) -> str:
    """A long message without what it says again and again in the same words: it is read once, and asks the same."""
    if len(typed) <= LONG_MESSAGE:
        return typed
    text = AGAIN.sub(lambda run: run[0] if run[1].isdecimal() else run[1], typed)
    return "".join(dict.fromkeys(SENTENCE.findall(text)))


def _each_once(asks: Sequence[Ask]) -> list[Ask]:
    """The asks without those that were asked before in the same words."""
    return list({tuple(clause.text.strip() for clause in ask.clauses): ask for ask in reversed(asks)}.values())[::-1]


EACH_BATCH = late("[各每历五5]|所有|全部")
RECOGNISED = late("评上|评的|入选|获评|认定的|拿到")


def _asks_of_own_award(request: Request, text: str) -> bool:
    """我厂2021年评上，现在还有效吗: whether one's own recognition still stands, not a document."""
    named = request.places or request.titles or request.quoted or request.standards or request.product
    own = request.has("aspect.valid") and request.mentions("talk.own") and RECOGNISED.search(text) is not None
    return own and not named and not request.mentions("topic.money", "topic.standard", "topic.policy")


MAY = late("能|可以|可不可以|资格|[踩碰过]线|红线|卡|影响|有戏|希望|机会|够格|行不行|成不成|[吗么不没][？?]?$")
APPLYING_VERB = late("[申报评冲创]|参评|国家级|省级|重新")
COUNTS_AS = late("算不算|属不属于|是不是属于|算是?.{0,6}[吗么]", words=("算", "属于"))
AFFECTS = late("影响[^，。；？]{0,8}(?:绿色工厂|绿厂)|(?:绿色工厂|绿厂)[^，。；？]{0,6}影响", words=("影响",))
STILL_APPLIES = late("(?:还|能|可以|想|要|准备)[^，。；？]{0,6}(?:[申报评冲]|申请)")
"""in the same message: that one means to apply"""
OTHER_THAN_APPLYING = (
    "topic.money", "ask.amount", "topic.recheck", "topic.removal", "rule.yearly_table", "aspect.checked",
    "aspect.consequence", "aspect.valid", "topic.listing",
)  # fmt: skip


def _of_eligibility(request: Request, text: str) -> Request:
    """出过事故今年还能冲国家级吗: whether what happened bars from applying, which the rules of eligibility say."""
    happened = request.mentions("aspect.compliance_facts", "topic.removal", "batch.removed")
    asks = MAY.search(request.asked) is not None and APPLYING_VERB.search(request.asked) is not None
    asks = asks or (COUNTS_AS.search(request.asked) is not None and STILL_APPLIES.search(text) is not None)
    affects = AFFECTS.search(request.asked) is not None
    others = [name for name in OTHER_THAN_APPLYING if not (affects and name == "aspect.consequence")]
    if not (happened and (asks or affects)) or request.has("rule.eligible", "rule.bar", *others) or request.titles:
        return request
    concepts = request.concepts | {"rule.eligible"}
    return request.with_(concepts=concepts, ordered=(*request.ordered, "rule.eligible"))


EVENT_BEHIND = late("[^，。；？]{0,6}?(?:的事|出[了过]?|发生|被|挨|受|停|有过|进过|列入|查|罚)|[的]?[呢？?]?$")
"""what stands behind the day of an event"""
EVENT_BEFORE = late("(?:事故|处罚|停产|整改|失信|污染|问题|案子|偷税|漏税)[^，。；？]{0,4}[是在]$")
"""what stands before the day of an event"""


def _days_of_events(request: Request, text: str) -> tuple[DateMention, ...]:
    """The days on which something happened that may bar from applying; () where none is spoken of."""
    if not request.mentions("aspect.compliance_facts") or request.titles:
        return ()
    may_apply = request.mentions("rule.eligible", "rule.bar", "topic.self_check")
    found = []
    ago = years_ago(text, request.as_of)
    for mention in (*request.dates, *((ago,) if ago else ())):
        before, _, behind = text.partition(mention.words)
        told = EVENT_BEFORE.search(before) or (may_apply and EVENT_BEHIND.match(behind))
        if told and mention.year <= request.as_of.year:
            found.append(mention)
    return tuple(found)


NONE_OF_IT = late("(?:省里|市里|区里|县里|省上|市上)[^，。]{0,4}(?:没|无|不|除了)")
"""before the question: whose money it is not about"""


def _payers(concepts: frozenset[str], around: str = "") -> tuple[str, ...]:
    """Whose money is asked about; a clause around the question (省里总写了吧) counts where it names one."""
    found = tuple(name[6:] for name in sorted(concepts) if name.startswith("payer."))
    return () if around and (len(found) != 1 or NONE_OF_IT.search(around)) else found


def _subject(spans: tuple[Span, ...]) -> tuple[str, ...]:
    named = ("product", "outside", "object", "number", "place", "title")
    topics = (
        s for s in spans if s.kind in named or (s.kind == "concept" and any(n.startswith("topic.") for n in s.value))
    )
    return tuple(dict.fromkeys(span.text for span in topics))


def _has(spans: Sequence[Span], kind: str) -> bool:
    return any(span.kind == kind for span in spans)


def _merged(spans: Sequence[Span], kind: str) -> tuple[int, ...]:
    return tuple(sorted({number for span in spans if span.kind == kind for number in span.value}))


def _batches(spans: Sequence[Span], around: Sequence[Span] = ()) -> tuple[int, ...]:
    """The lists named; 每批 beside others names none of its own (从第六批开始每批), and one that is set against
    another takes the one said before along (第二批的行业，比第一批多了哪几个)."""
    named = [span for span in spans if span.kind == "batch"]
    against = len(named) == 1 and any("operation.compare" in names_of(span) for span in spans)
    if against and len(named[0].value) == 1:
        named += [span for span in around if span.kind == "batch" and not EACH_BATCH.match(span.text)]
    own = [span for span in named if not EACH_BATCH.match(span.text)]
    return _merged(own or named, "batch")


def _of_a_sum(span: Span, spans: Sequence[Span]) -> bool:
    """Whether 最高 is said of the sum right behind it (最高100万), which ranks nothing."""
    return "operation.most" in names_of(span) and any(s.kind == "amount" and s.start == span.end for s in spans)


EDITION = late(r"\d+(?:年?版)?$")
"""a bare number, or the edition of a standard by its year (2018版)"""


def _paying_only(spans: Sequence[Span]) -> bool:
    """Whether all that speaks of money is a verb that means much else too."""
    words = [span.text for span in spans if span.kind == "concept" and "topic.money" in span.value]
    return bool(words) and all(word in relations.PAYING for word in words)


def _leftover(ask: Ask, lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the asking clauses that nothing explains, and those that the question word is about."""
    telling = [s for s in ask.spans if s.kind == "word" and len(s.text) > 1]
    words = _side_by_side([s for s in telling if not (EDITION.match(s.text) or slots.UNDONE.fullmatch(s.text))])
    asking = [
        span
        for span in ask.spans
        if span.kind == "concept"
        and any(name in ("ask.much", "ask.many", "ask.what", "ask.which") for name in span.value)
    ]
    near = [word for word in words if any(_is_asked_of(word, other, ask.spans) for other in asking)]
    return tuple(dict.fromkeys(w.text for w in words)), tuple(dict.fromkeys(w.text for w in near))


def _is_asked_of(word: Span, question: Span, spans: Sequence[Span]) -> bool:
    """Whether a word is what a question word asks for: 多少碳配额, 电费多少; in 该引用哪个标准号 it is the number."""
    if distance(word, question) > QUESTION_WORD_REACH:
        return False
    if word.start >= question.end:
        return True
    between = any(word.end <= span.start and span.end <= question.start and _says_what(span) for span in spans)
    return not between and not any(span.start == question.end and _says_what(span) for span in spans)


def _says_what(span: Span) -> bool:
    """Whether a span names a property that can be asked for; money is paid for anything (员工宿舍补贴多少)."""
    names = names_of(span)
    return "topic.money" not in names and any(not name.startswith(relations.NEUTRAL) for name in names)


def _side_by_side(words: Sequence[Span]) -> list[Span]:
    """Words with nothing between them as one: 员工宿舍."""
    joined: list[Span] = []
    for word in words:
        if joined and joined[-1].end == word.start:
            last = joined.pop()
            text = last.text + word.text
            word = replace(last, value=text, end=word.end, text=text)
        joined.append(word)
    return joined


def _concepts_of_days(corpus: Corpus, lexicon: Lexicon) -> dict[str, str]:
    """Days of the year on which rules of every year fall, to the concept that means these rules."""
    concepts = {topics[0]: name for name, topics in lexicon.rule_topics.items() if name.startswith("rule.")}
    yearly = (rule for rule in corpus.rules if rule.month_day and rule.recurrence == "yearly")
    return {rule.month_day: concepts[rule.topic] for rule in yearly if rule.topic in concepts}


def _productnames_of(standards: tuple[Standard, ...]) -> dict[str, tuple[Standard, ...]]:
    """Words that name a product or industry, to the standards for it."""
    names: dict[str, list[Standard]] = {}
    for standard in standards:
        for word in sorted({*_subject_words(standard), *(a.lower() for a in (*standard.aliases, *standard.related))}):
            names.setdefault(word, []).append(standard)
    return {word: tuple(found) for word, found in names.items()}


def _subject_words(standard: Standard) -> set[str]:
    """The subject of a standard and its shorter everyday forms: 电视机制造业, 电视机制造, 电视机."""
    subject = standard.subject.replace(" ", "").lower()
    words = {subject, standard.title.replace(" ", "").lower()}
    if subject == FACTORY:  # the general standard: its subject stands in every question
        return words - {subject}
    for ending in ("制造业", "行业", "加工行业", "处理处置行业", "制造", "产品制造业", "机械行业"):
        if subject.endswith(ending) and len(subject) - len(ending) >= PAIR:
            words.add(subject.removesuffix(ending))
    return {word for word in words if len(word) >= PAIR}


__all__ = ["Reader", "Where"]
