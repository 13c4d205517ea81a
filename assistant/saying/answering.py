"""One request answered: by the relation it is about, or by the texts; and held to what was asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.query.records import Records
from assistant.saying import (
    amount,
    batches,
    compare,
    duties,
    factories,
    facts,
    lists,
    policies,
    regimes,
    rules,
    scope,
    since,
    standards,
    sums,
    validity,
)
from assistant.saying.awards import with_figure
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.texts import passages
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.operations import MANY
from assistant.understanding.request import Request
from corpus.types import Subsidy

say = load_wording("gate")
WHOLLY, MOSTLY, LISTED = 0.85, 0.55, 0.35
"""share of a question from which the rows explain it and no statement is looked for"""
COMPARING = ("compare", "difference", "ratio")
LONG_TITLE = 8
"""characters from which a title names one rule and not a subject"""
DAY_OF_YEAR = re.compile(r"(?<![年\d])\d{1,2} ?月 ?\d{1,2} ?日")
TIMES = ("end", "valid", "issued")


def answer(request: Request, records: Records, offtopic: tuple[str, ...] = ()) -> Draft:
    """The draft of one request; its status says how much of what was asked is filled."""
    draft = since.with_history(_answer(request, records, offtopic), records)
    if not request.at_day or draft.intent == batches.NAME or draft.status in ("clarify", "no_answer"):
        return draft
    headline = since.as_then(request.at_day) + draft.headline
    return replace(draft, headline=headline, computed=(*draft.computed, request.as_of.isoformat()))


def _answer(request: Request, records: Records, offtopic: tuple[str, ...]) -> Draft:
    outside = scope.answer(request, records, offtopic)
    if outside is not None:
        return outside
    if (told := _of_duties(request, records)) is not None:
        return told
    if request.relation == "batches" and request.has("batch."):
        request = request.with_(unsaid=())
    if request.stars or request.has("topic.removal"):  # 条件 and 资格 of a grade or of a recognition that was lost
        request = request.with_(unsaid=tuple(name for name in request.unsaid if name != "申报条件"))
    if "分期发放" in request.unsaid and (paid := _paid_at_once(request, records)) is not None:
        return paid
    if request.unsaid:
        return _unsaid(request, records)
    draft = _by_relation(request, records)
    if draft is None:
        return _held(request, passages.answer(request, records))
    if draft.status == "clarify" and (days := _days_of_year(request)):
        return replace(draft, status="no_answer", headline=say("unknown", words="」「".join(days)), missing="")
    if _settled(request, draft):
        return _held(request, draft)
    empty = draft.status in ("no_answer", "clarify")
    if empty or request.explained < _enough(request, draft):
        text = passages.better(request, records, empty=empty)
        if text is not None and _about_it(request, draft, text):
            return text
    return _held(request, draft)


def _about_it(request: Request, draft: Draft, text: Draft) -> bool:
    """Whether a statement speaks of the place or the product that is asked about, not of others."""
    if request.relation in ("subsidies", "policies") and request.places:
        return any(name in text.headline for place in request.places for name in place.all_names)
    told = "".join((text.headline, *text.facts))
    if request.relation == "standards" and draft.status == "no_answer" and request.leftover:
        return all(word in told for word in request.leftover)
    return True


def _settled(request: Request, draft: Draft) -> bool:
    """Whether a row's answer stands although it gives nothing: a batch that is not there, a place that is needed."""
    if draft.status == "no_answer":
        return request.relation == "batches" and bool(request.batches)
    bare = not (request.leftover or request.unknown or request.dates or request.titles or request.quoted)
    asks_sum = request.relation == "subsidies" and request.operation == "value" and "amount" in request.aspects
    own_batch = draft.missing == "batch" and request.mentions("talk.own")
    return draft.status == "clarify" and ((asks_sum and bare) or own_batch)


def _of_duties(request: Request, records: Records) -> Draft | None:
    """What rules with duties and days say; statements that fit the words better go before."""
    paying = request.has("topic.money", "ask.amount") and not request.has("rule.")
    if paying or not records.timeline.corpus.changes:
        return None
    dutiful = request.has("rule.duties", "topic.duty") and request.relation != "texts"
    if dutiful and (draft := duties.answer(request, records)) is not None:
        return draft
    if request.relation == "batches" and request.has("batch."):
        return None
    if "还能" in request.text and request.places and not request.mentions("aspect.compliance_facts"):
        return None
    draft = regimes.answer(request, records)
    replaced = request.relation == "rules" and not records.rules("recheck_cycle") and regimes.asks_older(request)
    if draft is None and replaced and request.mentions("topic.recheck", "aspect.due"):
        older = rules.answer(request, records.whole)
        return regimes.now_and_then(request, records, older) if older is not None else None
    if draft is None and request.has("rule.eligible") and request.mentions("aspect.compliance_facts"):
        told = rules.answer(request, records)
        return told or Draft(status="no_answer", intent="rule", headline=say("eligible_unsaid"))
    return draft


def _enough(request: Request, draft: Draft) -> float:
    """The share of a question that the rows must explain for no statement to be looked for."""
    if request.operation in MANY or request.operation in COMPARING:
        return LISTED
    return WHOLLY if draft.status == "partial" else MOSTLY


def _by_relation(request: Request, records: Records) -> Draft | None:
    tellers: dict[str, Callable[[Request, Records], Draft | None]] = {
        "subsidies": _subsidies,
        "policies": policies.answer,
        "standards": standards.answer,
        "batches": batches.answer,
        "rules": rules.answer,
    }
    asks_place = request.has("ask.where", "rank.any", "rank.province", "rank.region", "rank.municipality", "ask.who")
    titled = request.relation not in ("standards", "rules") and asks_place and not request.has("operation.most")
    if titled and (named := policies.reverse(request, records)) is not None:
        return named
    national = request.relation == "policies" and not request.places
    if national and request.dates and (request.levels or request.has("topic.call", "topic.listing")):
        return batches.noticed(request, records)
    teller = tellers.get(request.relation)
    return teller(request, records) if teller else None


def _of_title(request: Request, records: Records) -> Request:
    """The request at the place whose rule it quotes, where it names only other places (我是郑州的，鹤壁的文件…)."""
    quoted = [title for title in request.titles if "《" in request.text and len(title) >= LONG_TITLE]
    named = [row for row in records.corpus.subsidies if row.policy in quoted]
    codes = [place.code for place in request.places]
    if not named or not codes or any(records.places.within(row.place_code, code) for row in named for code in codes):
        return request
    place = records.places.get(named[0].place_code)
    return request.with_(places=(place,)) if place else request


def _subsidies(request: Request, records: Records) -> Draft | None:
    request = _of_title(request, records)
    if (tables := lists.about_tables(request, records)) is not None:
        return tables
    if request.operation in COMPARING and (len(request.places) > 1 or len(request.levels) > 1):
        return compare.answer(request, records)
    if request.operation in MANY and not request.undecided:
        return lists.answer(request, records)
    if factories.applies(request, records):
        return factories.answer(request, records)
    timed = set(request.aspects) & {*TIMES, "term"} and "amount" not in request.aspects[:1]
    if request.operation == "sum" and not timed and (draft := sums.answer(request, records)) is not None:
        return draft
    return _of_place(request, records)


def _of_place(request: Request, records: Records) -> Draft | None:
    """A fact of the rule of one place, or of several places side by side."""
    if set(request.aspects) & set(facts.FACTS) and "amount" not in request.aspects[:1]:
        draft = facts.answer(request, records)
        if draft is not None:
            return amount.with_date(request, draft)
    if set(request.aspects) & set(TIMES) and "amount" not in request.aspects:
        if len(request.places) > 1:
            return validity.several(request, records)
        draft = validity.answer(request, records)
        return draft if {"end", "valid"} & set(request.aspects) else amount.with_date(request, draft)
    if len(request.places) > 1:
        return compare.answer(request, records)
    invested = getattr(request.profile, "investment", None) and "amount" in request.aspects and request.places
    if invested and (share := sums.share(request, records)) is not None:
        return share
    if request.has("operation.most") and _only_below(request, records):
        return lists.answer(request.with_(operation="extreme", descending=True), records)
    return amount.answer(request, records)


def _only_below(request: Request, records: Records) -> bool:
    """Whether the place itself lists no sum, and places in it do: 江苏最高多少."""
    standing = records.standing(request.places[0]) if request.places else None
    if standing is None:
        return False
    return not any(with_figure(row) for row in standing.own) and any(with_figure(row) for row in standing.below)


def _unsaid(request: Request, records: Records) -> Draft:
    """That the sources do not hold what was asked by name, and the one nearest fact."""
    asked = request.with_(unknown=())
    found = passages.answering(asked, records)
    if found is not None:
        return found
    base = _nearest(request, records)
    subject = "、".join(place.name for place in request.places) or ("" if not request.numbers else request.numbers[0])
    topics = "、".join(request.unsaid)
    headline = say("unsaid", place=say("of", subject=subject) if subject else "", topics=topics)
    if base is None or base.status in ("clarify", "no_answer"):
        return Draft(
            status="no_answer", intent="unsaid", headline=headline, suggestions=base.suggestions if base else ()
        )
    return replace(
        base,
        status="partial",
        intent="unsaid",
        headline=headline + say("nearest") + base.headline,
        facts=base.facts[:1],
        caveats=(),
    )


def _paid_at_once(request: Request, records: Records) -> Draft | None:
    """一次给还是分年给, where the place's rule says that it is paid at once; None where it says nothing of it."""
    if not request.places:
        return None
    asked = request.with_(unsaid=(), unknown=(), relation="subsidies", operation="value", aspects=("amount", "one_off"))
    draft = amount.answer(asked, records)
    row = draft.evidence[0] if draft.evidence else None
    return draft if isinstance(row, Subsidy) and any(award.one_off for award in row.awards) else None


def _nearest(request: Request, records: Records) -> Draft | None:
    """What the relation says of the same place or batch, else what stands nearest to the aspect."""
    stripped = request.with_(unsaid=(), unknown=(), leftover=())
    has_subject = bool(request.places or request.batches or request.numbers or request.standards)
    if has_subject and request.relation:
        return _by_relation(stripped, records)
    lexicon = load_lexicon()
    topic = request.unsaid[0]
    relation = lexicon.nearest_relations.get(topic, "")
    if relation == "batches":
        return batches.calls(records)
    if relation == "tax":
        return lists.benefit(stripped, records, "税收")
    if relation:
        return rules.told(records, relation)
    text = lexicon.nearest_texts.get(topic, "")
    return passages.nearest(stripped, records, text) if text else None


def _held(request: Request, draft: Draft) -> Draft:
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
            for word in (*request.unknown, *_other_objects(request))
            if not word.isascii() and not _said(word, draft, request)
        ]
        if missing:
            draft = replace(
                draft, status="partial", headline=say("unknown", words="」「".join(missing)) + draft.headline
            )
    if days := [day for day in _days_of_year(request) if not _day_told(day, draft)]:
        draft = replace(draft, status="partial", headline=say("unknown", words="」「".join(days)) + draft.headline)
    ignored = [w.words for w in request.where if w.words and w.field not in draft.used and not _shown(w.words, draft)]
    if ignored and request.relation in ("subsidies", "policies") and draft.used:
        told.append(say("unhonoured", words="」「".join(ignored)))
        draft = replace(draft, status="partial")
    return replace(draft, caveats=(*draft.caveats, *told)) if told else draft


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


def joined(drafts: list[Draft]) -> Draft:
    """Several drafts of one message as one."""
    first = drafts[0]
    if len(drafts) == 1:
        return first
    statuses = [draft.status for draft in drafts]
    status = "answered" if set(statuses) == {"answered"} else "clarify" if set(statuses) == {"clarify"} else "partial"
    if all(each in ("no_answer", "clarify") for each in statuses):
        status = "no_answer" if "no_answer" in statuses else "clarify"
    headlines: list[str] = []
    for draft in drafts:
        if draft.headline not in headlines:
            headlines.append(draft.headline)
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
