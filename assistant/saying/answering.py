"""One request answered: by the relation it is about, or by the texts; and held to what was asked."""

from __future__ import annotations

import re

from assistant.query.records import COUNTRY, Records
from assistant.saying import amount, articles, origins, scope, since, telling, terms, unsaid
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.texts import cleanup, listings, notices, passages
from assistant.understanding import matters
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.numerals import DAY_OF_YEAR
from assistant.understanding.operations import MANY
from assistant.understanding.relations import asks_of_a_firm, asks_own_batch, asks_whether_listed, claimed_total
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.types import Passage, Rule, Subsidy

say = load_wording("gate")
WHOLLY, MOSTLY, LISTED = 0.85, 0.55, 0.35
"""share of a question from which the rows explain it and no statement is looked for"""
TELLING = 4
"""words that a statement shares with a question that it is taken to be about"""
TELLING_COUNT = 100
"""counts from which a figure of the question is sought in the statements as it stands (3616 家怎么来的)"""
OF_AWARDS = ("topic.", "ask.amount", "ask.much", "ask.many", "ask.where", "aspect.valid", "aspect.end", "status.")
"""concepts with which a question of a place asks for its award or its document"""
KINDS = late("[哪什][几些么]?种?类(?!型)|类别")
LIST = "subsidy.list"
PAIR = 2
MONTH_AND_DAY = late(r"(\d{1,2}) ?月 ?(\d{1,2}) ?日", words=("月",))
REASON = late("因|由于|为了|目的|旨在|原因|理由|所以|以便")
"""how a reason is told"""


def answer(request: Request, records: Records, offtopic: tuple[str, ...] = ()) -> Draft:
    """The draft of one request; its status says how much of what was asked is filled."""
    titled = _unknown_titled(request, records)
    if titled is not None:
        request = _of_its_place(request, titled, records)
    request = _with_said(request, records)
    found = _of_a_term(request, _answer(request, records, offtopic), records)
    draft = since.with_history(_with_unknown(request, found, records), records)
    draft = since.as_seen(draft, request.as_of)
    if request.at_day:
        draft = replace(draft, computed=(*draft.computed, request.as_of.isoformat(), request.at_day))
    if titled is not None and not since.is_replaced(titled, records):
        draft = since.not_out_yet(draft, titled, request.as_of)
    elif request.has("talk.older"):
        return since.older_first(draft)
    if request.has("talk.newer") and draft.evidence and not since.tells_before(draft):
        return replace(draft, headline=since.nothing_newer() + draft.headline)
    if not request.at_day or request.relation == "batches" or draft.status in ("clarify", "no_answer"):
        return draft
    return since.with_later(request, replace(draft, headline=since.as_then(request.at_day) + draft.headline), records)


def _with_said(request: Request, records: Records) -> Request:
    """The request for a list with what its rows say beside their sums as conditions."""
    if request.relation != "subsidies" or request.operation not in ("list", "count"):
        return request
    from assistant.query.subsidies import with_said

    return with_said(request, records)


def _unknown_titled(request: Request, records: Records) -> Subsidy | None:
    """The row of a rule asked for by its title that is not told of the day: it was replaced by then, or is of later."""
    titled = records.whole.rows_titled(request.titles) if request.relation == "subsidies" else ()
    named = [row for row in titled if not request.places or row.place_code in {place.code for place in request.places}]
    if not named or records.rows_titled(request.titles) or request.operation not in ("value", "exists"):
        return None
    return named[0] if records.places.get(named[0].place_code) else None


def _of_its_place(request: Request, titled: Subsidy, records: Records) -> Request:
    """What is asked of a rule's place instead; of a rule that was replaced, what held before."""
    place = records.places.get(titled.place_code)
    older = {"talk.older"} if since.is_replaced(titled, records) else set()
    return request.with_(
        places=(place,) if place else request.places,
        titles=(),
        quoted=(),
        leftover=tuple(word for word in request.leftover if word not in titled.policy),
        unknown=tuple(word for word in request.unknown if word not in titled.policy),
        concepts=request.concepts | older,
    )


def _of_a_term(request: Request, draft: Draft, records: Records) -> Draft:
    """What the place's award says (供应链管理企业同额), where nothing else answers a question that speaks of it."""
    if draft.status != "no_answer" or not terms.speaks_of(request, records):
        return draft
    asked = request.with_(relation="subsidies", operation="value", aspects=("amount",), objects=(), where=())
    return terms.led(request, amount.answer(asked, records), records)


def _answer(request: Request, records: Records, offtopic: tuple[str, ...]) -> Draft:
    if request.about and (origin := origins.answer(request, records)) is not None:
        return origin
    if (listed := listings.of_firm(request, records) or cleanup.answer(request, records)) is not None:
        return listed
    outside = scope.answer(request, records, offtopic)
    if outside is not None:
        beside = request.objects and outside.status == "no_answer"
        return (beside and _of_added(request, records)) or outside
    if (article := articles.answer(request, records)) is not None:
        return article
    if request.told:
        from assistant.saying import told

        if (told_beside := told.answer(request, records)) is not None:
            return told_beside
    if (listed := listings.of_list(request, records) or notices.of_matter(request, records)) is not None:
        return listed
    if request.relation == "" and asks_of_a_firm(request):
        return Draft(status="no_answer", intent="firm", headline=say("no_firm", name=request.leftover[0]))
    if asks_whether_listed(request) or asks_own_batch(request):
        return Draft(status="no_answer", intent="firm", headline=say("no_list_of_firms"))
    if (notice := notices.of_term(request, records) or notices.answer(request, records)) is not None:
        return notice
    if request.mentions("topic.call"):
        from assistant.saying import calls

        if (call := calls.answer(request, records)) is not None:
            return call
    if (until := unsaid.apply_until(request, records)) is not None:
        return until
    if request.stars or request.has("topic.removal"):  # 条件 and 程序 of a grade or of a recognition that was lost
        request = request.with_(unsaid=tuple(name for name in request.unsaid if name not in matters.OF_APPLYING))
    if (dutiful := _duties_of_each(request, records) or telling.by_duties(request, records)) is not None:
        return _of_place(request, dutiful, records)
    of_firms = matters.FIRMS in request.unsaid
    if request.relation == "batches" and request.has("batch.") and _counts_lists(request) and not of_firms:
        request = request.with_(unsaid=())
    if matters.AT_ONCE in request.unsaid and (paid := unsaid.paid_at_once(request, records)) is not None:
        return paid
    if request.unsaid and (told_there := notices.nearest(request, records)) is not None:
        return told_there
    if request.unsaid:
        return unsaid.which_place(request, records) or unsaid.answer(request, records)
    if (notice := passages.of_notice(request, records)) is not None:
        return notice
    of_province = request.relation == "standards" and not request.standards
    if of_province and (told_there := notices.nearest(request, records)) is not None:
        return told_there
    if request.relation == "rules" and telling.rule_to_come(request, records):
        return passages.better(request, records, empty=True) or _no_rule_then(request)
    if (other := _beside_the_award(request, records)) is not None:
        return other
    draft = telling.by_relation(request, records)
    unanswered = draft is None or draft.status != "answered"
    if unanswered and (told_there := notices.nearest(request, records)) is not None:
        return told_there
    if draft is None:
        return _held(request, passages.answer(request, records), records)
    if draft.status == "clarify" and (days := _days_of_year(request)):
        if (text := passages.holding(request, records, days)) is not None:
            return text
        return replace(draft, status="no_answer", headline=say("unknown", words="」「".join(days)), missing="")
    of_rule = request.has("rule.") and not request.has("topic.money", "ask.amount", "ask.much")
    if draft.missing == "place" and of_rule:  # what a rule of the day would say is asked of no place
        text = passages.better(request, records, empty=True)
        return text or _no_rule_then(request)
    if draft.missing == "place" and request.leftover and not _of_money(request):
        text = passages.better(request, records, empty=True)
        unknown = say("unknown", words="」「".join(request.leftover))
        return text or Draft(status="no_answer", intent=draft.intent, headline=unknown)
    if draft.missing == "place" and (word := _leads(request)):
        if (text := passages.better(request, records, empty=True)) is not None:
            return text
        if request.explained < LISTED:  # 工业用电一度便宜几分钱: no place would give it
            return replace(draft, status="no_answer", headline=say("unknown", words=word), missing="")
        return replace(draft, headline=say("unknown", words=word) + draft.headline)
    if _settled(request, draft, records):
        return _held(request, draft, records)
    if (text := _other_than_money(request, records)) is not None and _about_it(request, draft, text, records):
        return text
    empty = draft.status in ("no_answer", "clarify") or _elsewhere(request, draft, records)
    of_one = request.places or request.titles or request.leftover or request.unknown
    wholly_used = request.operation in MANY and not of_one  # 全国最高是多少 is no question for one row's statement
    if empty or (request.explained < _enough(request, draft) and not wholly_used):
        text = passages.better(request, records, empty=empty)
        if text is not None and _about_it(request, draft, text, records):
            return text
    return _held(request, draft, records)


def _duties_of_each(request: Request, records: Records) -> Draft | None:
    """What the rules of each of several places say, by their days where that is asked; None where not all have any."""
    if len(request.places) < PAIR:
        return None
    found = [telling.by_duties(request.with_(places=(place,)), records) for place in request.places]
    drafts = [draft for draft in found if draft is not None]
    own = [draft for draft, place in zip(drafts, request.places, strict=False) if place.name in draft.headline]
    if len(own) < len(request.places):
        return None
    if request.operation == "rank" or request.has("operation.earlier", "operation.later", "operation.rank"):
        own.sort(key=lambda draft: _first_day(draft.headline))
    return joined(own)


def _first_day(text: str) -> tuple[int, int]:
    """The first day of the year that a text names, as month and day."""
    match = MONTH_AND_DAY.search(text)
    return (int(match[1]), int(match[2])) if match else (13, 0)


def _beside_the_award(request: Request, records: Records) -> Draft | None:
    """每年要交总结吗 of a place: what a statement says of the word that is asked about, where a place alone makes
    it a question for its award; 只含哪几类 of a list, which counts none. None where no statement holds it."""
    if request.relation == "batches" and KINDS.search(request.asked) and not request.has("batch."):
        return passages.better(request, records, empty=True)
    bare = request.relation == "subsidies" and request.operation == "value" and bool(request.places)
    words = [word for word in request.leftover if len(word) > 1 and not word.isascii()]
    if not bare or not words or request.has(*OF_AWARDS) or request.titles or request.amounts:
        return None
    found = passages.holding(request, records, words[:1])
    return found if found is not None and _about_it(request, found, found, records) else None


def _no_rule_then(request: Request) -> Draft:
    """That nothing is held of a rule on the day asked about."""
    day = request.as_of.isoformat()
    return Draft(status="no_answer", intent="rule", headline=say("no_rule_then", day=day), computed=(day,))


def _counts_lists(request: Request) -> bool:
    """Whether lists are named or counted (第八批更名), and not what follows from an event (改名了怎么办)."""
    return bool(request.batches or request.dates) or request.has("ask.many", "ask.much", "ask.which", "operation.")


def _of_added(request: Request, records: Records) -> Draft | None:
    """What an added document says of another recognition (零碳工厂奖励多少)."""
    return notices.nearest(request, records) or passages.of_added(request, records)


def _of_place(request: Request, told: Draft, records: Records) -> Draft:
    """What is said of the place that is asked about, where the rules told are only the whole country's."""
    national = all(getattr(row, "place_code", COUNTRY) == COUNTRY for row in told.evidence)
    if not request.places or not national or "国家级" in request.levels:
        return told
    if request.explained >= LISTED and passages.shared_beside_place(request, records) < passages.MANY_WORDS:
        return told
    text = passages.better(request, records, empty=True)
    return text if text is not None and _about_it(request, told, text, records) else told


def _other_than_money(request: Request, records: Records) -> Draft | None:
    """浙江省级是不是从市级里挑: what a statement says that holds the whole of a question without a word of money."""
    bare = request.relation == "subsidies" and request.operation == "value" and request.places
    if not bare or not request.has("operation.premise") or request.has("topic.", "aspect.", "ask.much", "ask.amount"):
        return None
    found = passages.search(request, records)
    whole = found and found[0].sure and found[0].telling >= TELLING and found[0].hit.coverage >= WHOLLY
    return passages.answer(request, records) if whole else None


def _of_money(request: Request) -> bool:
    """Whether a question that names a level alone is one for an award: 国家级绿色工厂能拿多少, not 要交能耗数据吗."""
    named = request.with_(concepts=request.concepts - {"aspect.cycle"})
    asks_else = request.has("ask.whether", "ask.when", "ask.who", "ask.how")
    return not asks_else or named.has("topic.", "ask.amount", "ask.much", "ask.where", "operation.", "aspect.")


def _leads(request: Request) -> str:
    """The word that a question begins with and nothing knows where a place is expected (火星补贴多少), or the other
    thing that it asks for (多少碳配额)."""
    word = request.leftover[0] if request.leftover else ""
    if word and request.asked.startswith(word):
        return word
    words = (word for name in request.objects for word in load_lexicon().objects.get(name, ()))
    return next((word for word in words if word in request.asked), "")


def _elsewhere(request: Request, draft: Draft, records: Records) -> bool:
    """Whether a place is asked about and the rows told are only those of what it lies in, or of no place."""
    if not request.places:
        return False
    if request.relation in ("standards", "batches"):
        return request.relation == "standards" or draft.status == "partial"
    asked = [place.code for place in request.places]
    told = [code for row in draft.evidence if (code := getattr(row, "place_code", ""))]
    within = records.places.within
    return bool(told) and not any(within(code, one) for code in told for one in asked)


def _with_unknown(request: Request, draft: Draft, records: Records) -> Draft:
    """The statement that holds a word that nothing knows (哪个网址) or a figure that is asked about, where the answer
    lacks it."""
    if draft.status in ("clarify", "no_answer") or draft.intent in ("statement", "unsaid") or claimed_total(request):
        return draft
    figures = [str(count) for count, _ in request.counted if count >= TELLING_COUNT]
    of_default = request.relation == "batches" and not (request.batches or request.dates)  # any list, or the total
    unknown = request.unknown if request.explained < MOSTLY or draft.status == "partial" else ()
    unknown = tuple(dict.fromkeys((*unknown, *request.leftover))) if of_default else unknown
    own = draft.headline  # without the asker's words that it only tells back
    for told_back in draft.computed:
        own = own.replace(told_back, "")
    words = [word for word in (*unknown, *figures) if not _said(word, replace(draft, headline=own), request)]
    found = passages.holding(request, records, words) if words else None
    return found if found is not None and _about_it(request, draft, found, records) else draft


def _about_it(request: Request, draft: Draft, text: Draft, records: Records) -> bool:
    """Whether a statement speaks of the place or the product that is asked about, not of others."""
    best = text.evidence[0]
    if request.places and isinstance(best, (Passage, Rule)):
        return passages.speaks_of(best, request)
    told = "".join((text.headline, *text.facts))
    if request.relation == "standards" and draft.status == "no_answer" and request.leftover:
        return 2 * sum(word in told for word in request.leftover) >= len(request.leftover)
    return True


def _settled(request: Request, draft: Draft, records: Records) -> bool:
    """Whether a row's answer stands although it gives nothing: no such batch, conditions that none meets."""
    if (
        request.relation == "batches"
        and request.batches
        and (draft.status == "no_answer" or request.measure != "count")
    ):
        return draft.status in ("answered", "no_answer")
    if _of_lists_by_day(request, records) or request.wheres("after_list"):
        return True  # a total that is refused says why; no statement about some of the lists stands in for it
    if request.relation == "standards" and any(isinstance(row, Rule) for row in draft.evidence):
        return draft.status == "answered"  # by the rule that says which standard one is evaluated by
    if draft.status == "no_answer":
        return request.operation in MANY and bool(request.where) and request.explained >= WHOLLY
    named = request.dates or request.titles or request.quoted or request.objects
    bare = not (request.leftover or request.unknown or named)
    asks_sum = request.relation == "subsidies" and request.operation == "value" and "amount" in request.aspects
    of_money = request.has("topic.money", "ask.amount", "ask.much") or not request.has("ask.when", "ask.why", "ask.how")
    asks_sum = asks_sum and of_money
    own_batch = draft.missing == "batch" and request.mentions("talk.own")
    return draft.status == "clarify" and ((asks_sum and bare) or own_batch)


def _of_lists_by_day(request: Request, records: Records) -> bool:
    """Whether a total by the day of the whole country's lists is asked for, or a year of which none was out."""
    if request.relation != "batches":
        return False
    from assistant.saying import national

    running = national.asks_running(request) or claimed_total(request) > 0
    years = not request.has("topic.call") and national.years_missing(request, records)
    return bool((running and not request.places) or years)


def _enough(request: Request, draft: Draft) -> float:
    """The share of a question that the rows must explain for no statement to be looked for."""
    if request.operation in MANY or request.operation in telling.COMPARING:
        return LISTED
    return WHOLLY if draft.status == "partial" else MOSTLY


def _held(request: Request, draft: Draft, records: Records) -> Draft:
    """The draft held against the request: conditions it did not honour and words it did not use are told."""
    if draft.status in ("clarify", "no_answer"):
        return draft
    told: list[str] = []
    absent = [title for title in request.quoted if not _quoted_in(title, draft)]
    if absent:
        draft = replace(draft, status="partial", headline=say("absent", titles="》《".join(absent)) + draft.headline)
    if request.relation in ("subsidies", "standards", "batches"):
        missing = [
            word
            for word in dict.fromkeys((*request.unknown, *_not_listed_by(request), *_other_objects(request)))
            if not word.isascii() and not _said(word, draft, request)
        ]
        if missing:
            draft = replace(
                draft, status="partial", headline=say("unknown", words="」「".join(missing)) + draft.headline
            )
    if days := [day for day in _days_of_year(request) if not _day_told(day, draft)]:
        draft = replace(draft, status="partial", headline=say("unknown", words="」「".join(days)) + draft.headline)
    draft = _with_reason(request, _with_number(request, draft), records)
    ignored = [w.words for w in request.where if w.words and w.field not in draft.used and not _shown(w.words, draft)]
    if ignored and request.relation in ("subsidies", "policies") and draft.used:
        told.append(say("unhonoured", words="」「".join(ignored)))
        draft = replace(draft, status="partial")
    return replace(draft, caveats=(*draft.caveats, *told)) if told else draft


def _with_number(request: Request, draft: Draft) -> Draft:
    """The draft with the number of the document it leads with, where that is asked; or that none is stated."""
    if not request.has("aspect.number") or request.relation not in ("subsidies", "policies") or not draft.evidence:
        return draft
    number = getattr(draft.evidence[0], "document_number", "")
    if number and number in draft.headline:
        return draft
    if number:
        return replace(draft, headline=draft.headline + say("number", number=number))
    return replace(draft, status="partial", headline=draft.headline + say("no_number"))


def _with_reason(request: Request, draft: Draft, records: Records) -> Draft:
    """The draft after the remark that no reason is stated, where rows were asked for one and give none."""
    by_rows = request.relation in ("subsidies", "batches", "standards", "policies") and draft.intent != "statement"
    if not by_rows or not request.has("ask.why") or REASON.search("".join((draft.headline, *draft.facts))):
        return draft
    stated = passages.reason(request, records)
    if stated is not None:
        return replace(draft, headline=draft.headline + stated.text, evidence=(*draft.evidence, stated))
    return replace(draft, status="partial", headline=say("no_reason") + draft.headline)


def _not_listed_by(request: Request) -> tuple[str, ...]:
    """The words by which a list was asked to be narrowed and that no row says (哪些地方要求规上企业)."""
    listing = request.relation == "subsidies" and request.operation in ("list", "count")
    narrowed = any(where.field != "rank" for where in request.where)  # then the hint tells what was not used
    if not listing or narrowed:
        return ()
    from assistant.query.subsidies import unheld

    return unheld(request)


def _other_objects(request: Request) -> tuple[str, ...]:
    """Other recognitions that money is asked for beside the green factory's."""
    return tuple(name for name in request.objects if request.relation == "subsidies" and name in request.asked)


def _days_of_year(request: Request) -> list[str]:
    """Days without a year that the question names: 7月31日."""
    return [match[0] for match in DAY_OF_YEAR.finditer(request.asked)]


def _day_told(day: str, draft: Draft) -> bool:
    month, number = (int(each) for each in re.findall(r"\d+", day))
    told = re.sub(r"\s", "", "".join((draft.headline, *draft.facts)))
    return f"{month}月{number}日" in told or f"-{month:02}-{number:02}" in told


def _quoted_in(title: str, draft: Draft) -> bool:
    told = "".join((draft.headline, *draft.facts))
    held = "".join(
        str(getattr(r, "text", "")) + str(getattr(r, "title", "")) + str(getattr(r, "basis", ""))
        for r in draft.evidence
    )
    squeezed = re.sub(r"[\s\W_]+", "", title)
    return squeezed in re.sub(r"[\s\W_]+", "", told) or squeezed in re.sub(r"[\s\W_]+", "", held)


def _said(word: str, draft: Draft, request: Request) -> bool:
    told = "".join((draft.headline, *draft.facts, *draft.caveats)) + request.product
    return word in told or word in "".join(request.titles)


def _shown(words: str, draft: Draft) -> bool:
    return words in draft.headline or words.rstrip("元") in draft.headline


SAME_OPENING = late("^([^（，。]{6,})（[^）]*）[，；]")
"""a sentence that opens with what may have been said just now, and its grounds"""


def _not_said_again(headline: str, said: str) -> str:
    """A further headline without the sentences, and the openings of sentences, that were said before it."""
    if not said or not headline.endswith("。"):
        return headline
    sentences = [f"{part}。" for part in headline.removesuffix("。").split("。")]
    fresh = [_without_opening(each, said) for each in sentences if each not in said]
    return "".join(fresh) if fresh else headline


def _without_opening(sentence: str, said: str) -> str:
    opening = SAME_OPENING.match(sentence)
    return sentence[opening.end() :] if opening and opening[1] in said else sentence


def _each_once(drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that list over again what one before has listed (有几个地方，分别是哪些)."""
    kept: list[Draft] = []
    for draft in drafts:
        same = (one for one in kept if one.intent == draft.intent == LIST and one.evidence == draft.evidence)
        if not draft.evidence or next(same, None) is None:
            kept.append(draft)
    return kept


def joined(drafts: list[Draft]) -> Draft:
    """Several drafts of one message as one."""
    first = drafts[0]
    if len(drafts) == 1:
        return first
    statuses = [draft.status for draft in drafts]
    status = "answered" if set(statuses) == {"answered"} else "clarify" if set(statuses) == {"clarify"} else "partial"
    if all(each in ("no_answer", "clarify") for each in statuses):
        status = "clarify" if "clarify" in statuses else "no_answer"  # the one fact that is missing helps the asker
    headlines: list[str] = []
    for draft in _each_once(drafts):
        told, _, nearest = draft.headline.partition(say("nearest"))
        headline = told if nearest and any(nearest in said for said in headlines) else draft.headline
        repeated = headline.removeprefix(load_wording("statement")("weak"))
        if not any(repeated in said for said in headlines):
            headlines.append(_not_said_again(headline, "".join(headlines)))
    return Draft(
        status=status,  # type: ignore[arg-type]
        intent=first.intent,
        headline="".join(headlines),
        facts=tuple(dict.fromkeys(fact for draft in drafts for fact in draft.facts[:4])),
        evidence=tuple({record.id: record for draft in drafts for record in draft.evidence}.values()),
        caveats=tuple(dict.fromkeys(caveat for draft in drafts for caveat in draft.caveats)),
        suggestions=tuple(dict.fromkeys(s for draft in drafts for s in draft.suggestions)),
        computed=tuple(dict.fromkeys(c for draft in drafts for c in draft.computed)),
        validity=first.validity,
        missing=next((draft.missing for draft in drafts if draft.missing), ""),
        explain=tuple(line for draft in drafts for line in draft.explain),
    )
